//! Items of a wall: a name with its label and without, measured once for all sizes.
//! What grows with the size and what does not is told by measuring at two sizes.

use std::borrow::Cow;
use std::sync::Arc;

use crate::compose::boxes::{Boxes, solve};
use crate::compose::flow_style::FlowStyle;
use crate::compose::{Composer, Problem};
use crate::template::Element;
use crate::template::value::Length;

/// The size at which the parts of an item that do not grow with it are measured, px.
const TINY: f32 = 1.0;

/// An item measured: what of it grows with the size and what does not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    /// Width per px of size.
    pub wide: f32,
    /// Width that it has at any size, px.
    pub least: f32,
    /// Width of a label on the name's line: per px of size, and px beside; no less than it is at any size.
    pub lead: (f32, f32),
    /// How far the name's ink reaches beyond its advance to the left and right, per px of size: letters of some scripts
    /// would leave the page.
    pub over: (f32, f32),
    /// Room above the baseline: per px of size, and fixed in px.
    pub above: (f32, f32),
    /// Room below the baseline: per px of size, and fixed in px.
    pub below: (f32, f32),
}

impl Extent {
    pub fn width(&self, size: f32) -> f32 {
        (self.wide * size).max(self.least) + self.lead.0 * size + self.lead.1 + (self.over.0 + self.over.1) * size
    }
}

/// A name, with its label and without.
pub(super) struct Item<'e> {
    pub full: Cow<'e, Element>,
    pub bare: Cow<'e, Element>,
    /// What `data-once` says: the label is left out after an item that says the same.
    pub key: Option<String>,
    pub with: Extent,
    pub without: Extent,
}

impl<'e> Item<'e> {
    /// Measures an item. `inline` if its label stands on the name's line.
    pub fn new(
        element: &'e Element,
        inline: bool,
        style: &FlowStyle,
        width: f32,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Item<'e>, Problem> {
        let key = element.find(&|part| part.attribute("data-once").is_some());
        let key = key.and_then(|part| part.attribute("data-once")).map(str::to_owned);
        let bare = if key.is_some() { Cow::Owned(without_label(element)) } else { Cow::Borrowed(element) };
        let without = measure(&bare, style, width, composer)?;
        let mut full = Cow::Borrowed(element);
        let mut over = without.over;
        if inline && key.is_some() {
            // Ink beyond the name's advance on the side of the label would reach into the gap between them.
            let (side, toward) = if style.computed.rtl { (RIGHT, &mut over.1) } else { (LEFT, &mut over.0) };
            let room = std::mem::take(toward);
            if room > 0.0 {
                full = Cow::Owned(with_room(element, side, room));
            }
        }
        let mut with = if key.is_some() { measure(&full, style, width, composer)? } else { without };
        if inline && key.is_some() {
            // Labels have a least size: a line through both ends is nowhere below the width that they have.
            let (least, most) = style.sizes();
            let most = most.max(least + 1.0);
            let at = |size: f32, composer: &mut Composer<'_, '_>| {
                let boxes = solve(&full, &style.at(size), f32::INFINITY, None, composer)?;
                Ok::<_, Problem>(boxes.width - (without.wide * size).max(without.least))
            };
            let (small, large) = (at(least, composer)?.max(0.0), at(most, composer)?.max(0.0));
            let grows = (large - small) / (most - least);
            let lead = (grows, small - grows * least);
            // A label is lower than its name; only where both break their heights add up.
            let inside = Extent { lead, over, ..without };
            with = if inside.width(least) > width {
                let (above, below) = broken(&full, style, width, composer)?;
                Extent { above: (0.0, above), below: (0.0, below), ..inside }
            } else {
                inside
            };
        }
        Ok(Item { full, bare, key, with, without })
    }

    /// What it takes, with its label or without.
    pub fn extent(&self, label: bool) -> &Extent {
        if label { &self.with } else { &self.without }
    }
}

/// The element without the parts that stand once for several items.
fn without_label(element: &Element) -> Element {
    let mut bare = element.clone();
    bare.children =
        element.children.iter().filter(|child| child.attribute("data-once").is_none()).map(without_label).collect();
    bare
}

/// Places of the sides in [`crate::template::css::Sides`].
const RIGHT: usize = 1;
const LEFT: usize = 3;

/// The element with room on one side of its names, in em of their own; room that they have in another unit stays.
fn with_room(element: &Element, side: usize, room: f32) -> Element {
    let mut wider = element.clone();
    wider.children = element.children.iter().map(|child| with_room(child, side, room)).collect();
    if element.attribute("data-kind") == Some("name")
        && let Some(padding) = Arc::make_mut(&mut wider.style).padding.get_mut(side)
    {
        match padding {
            Some(Length::Em(own)) => *own += room,
            Some(_) => {}
            None => *padding = Some(Length::Em(room)),
        }
    }
    wider
}

/// Measures an item at two sizes: what differs between them grows with the size.
fn measure(
    element: &Element,
    style: &FlowStyle,
    width: f32,
    composer: &mut Composer<'_, '_>,
) -> Result<Extent, Problem> {
    let (least, most) = style.sizes();
    let large = most.max(TINY * 2.0);
    let at = |size: f32, width: f32, composer: &mut Composer<'_, '_>| {
        let boxes = solve(element, &style.at(size), width, None, composer)?;
        let baseline = baseline(&boxes).unwrap_or(boxes.height);
        let over = overhang(&boxes, composer);
        Ok::<_, Problem>((boxes.width, baseline, boxes.height - baseline, over))
    };
    let (wide, above, below, over) = at(large, f32::INFINITY, composer)?;
    let (least_width, tiny_above, tiny_below, _) = at(TINY, f32::INFINITY, composer)?;
    let grows = |large_value: f32, small_value: f32, small: f32| {
        let slope = (large_value - small_value) / (large - small);
        (slope, small_value - slope * small)
    };
    let mut extent = Extent {
        wide: wide / large,
        least: least_width,
        lead: (0.0, 0.0),
        over,
        above: grows(above, tiny_above, TINY),
        below: grows(below, tiny_below, TINY),
    };
    if extent.above.1 + extent.below.1 > 0.0 && large > least + 1.0 {
        // A text that has a least size is higher than the name where that is tiny, and nowhere else.
        let (_, least_above, least_below, _) = at(least, f32::INFINITY, composer)?;
        extent.above = grows(above, least_above, least);
        extent.below = grows(below, least_below, least);
    }
    if extent.width(least) > width {
        let (above, below) = broken(element, style, width, composer)?;
        (extent.above, extent.below) = ((0.0, above), (0.0, below));
    }
    Ok(extent)
}

/// Room above and below the baseline of an item that breaks at the smallest size, and has all its lines there; px.
fn broken(
    element: &Element,
    style: &FlowStyle,
    width: f32,
    composer: &mut Composer<'_, '_>,
) -> Result<(f32, f32), Problem> {
    let boxes = solve(element, &style.at(style.sizes().0), width, None, composer)?;
    let above = baseline(&boxes).unwrap_or(boxes.height);
    Ok((above, boxes.height - above))
}

/// Ink of the name beyond its advance on the left and right, in em.
fn overhang(boxes: &Boxes<'_>, composer: &mut Composer<'_, '_>) -> (f32, f32) {
    let mut over = (0.0_f32, 0.0_f32);
    let names = boxes.placed.iter().filter(|placed| placed.element.attribute("data-kind") == Some("name"));
    for shaped in names.filter_map(|placed| Some(&placed.text.as_ref()?.shaped)) {
        let line = shaped.place(&shaped.line(0..shaped.clusters.len()));
        for run in &line.runs {
            for glyph in &run.glyphs {
                let Some(bounds) = composer.shaper.bounds(run.face, glyph.id) else { continue };
                over.0 = over.0.max(-(glyph.x + bounds.x * run.scale));
                over.1 = over.1.max(glyph.x + bounds.right() * run.scale - line.width);
            }
        }
    }
    over
}

/// The first baseline of the name, or of the last text if there is no name.
fn baseline(boxes: &Boxes<'_>) -> Option<f32> {
    let texts = || boxes.placed.iter().filter_map(|placed| Some((placed, placed.text.as_ref()?)));
    let (placed, spec) = texts()
        .find(|(placed, _)| placed.element.attribute("data-kind") == Some("name"))
        .or_else(|| texts().next_back())?;
    let size = spec.size_for(placed.content.width, Some(placed.content.height));
    Some(placed.content.y + spec.first_baseline(size))
}

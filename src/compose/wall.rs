//! Walls: names set in lines that all fill the measure, each line by its own size (`data-fit="line"` on a `<g>`).
//! Breaks are chosen so that sizes differ least, and as many lines are made as the height holds.

use std::borrow::Cow;

use crate::compose::boxes::{Boxes, solve};
use crate::compose::columns::{SLACK, page_height};
use crate::compose::flow::{Filled, FlowBlock, Pages};
use crate::compose::flow_style::FlowStyle;
use crate::compose::partition::partition;
use crate::compose::{Composer, Problem};
use crate::geometry::Rect;
use crate::template::Element;

/// Halvings of the size while a line is fitted to the measure: below a thousandth of a px for any card.
const HALVINGS: usize = 24;

/// The size at which the parts of an item that do not grow with it are measured, px.
const TINY: f32 = 1.0;

/// An item measured: what of it grows with the size and what does not.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    /// Width per px of size.
    wide: f32,
    /// Width that it has at any size, px.
    least: f32,
    /// How far the name's ink reaches beyond its advance to the left and right, per px of size: letters of some scripts
    /// would leave the page.
    over: (f32, f32),
    /// Room above the baseline: per px of size, and fixed in px.
    above: (f32, f32),
    /// Room below the baseline: per px of size, and fixed in px.
    below: (f32, f32),
}

impl Extent {
    fn width(&self, size: f32) -> f32 {
        (self.wide * size).max(self.least) + (self.over.0 + self.over.1) * size
    }
}

/// A name, with its label and without.
struct Item<'e> {
    full: &'e Element,
    bare: Cow<'e, Element>,
    /// What `data-once` says: the label is left out after an item that says the same.
    key: Option<String>,
    with: Extent,
    without: Extent,
}

/// A line of a page.
struct Line {
    from: usize,
    to: usize,
    size: f32,
    above: f32,
    below: f32,
}

/// The items of a wall.
pub struct Wall<'e> {
    style: FlowStyle,
    width: f32,
    items: Vec<Item<'e>>,
    /// Widths of the items before each, at a size of 1 px.
    before: Vec<f32>,
}

impl<'e> Wall<'e> {
    /// A wall of the children of `element`, `width` px wide.
    pub fn new(
        element: &'e Element,
        style: FlowStyle,
        width: f32,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Wall<'e>, Problem> {
        let mut items = Vec::with_capacity(element.children.len());
        for child in &element.children {
            let key = child.find(&|part| part.attribute("data-once").is_some());
            let key = key.and_then(|part| part.attribute("data-once")).map(str::to_owned);
            let bare = if key.is_some() { Cow::Owned(without_label(child)) } else { Cow::Borrowed(child) };
            let with = measure(child, &style, width, composer)?;
            let without = if key.is_some() { measure(&bare, &style, width, composer)? } else { with };
            items.push(Item { full: child, bare, key, with, without });
        }
        let mut before = vec![0.0];
        for item in &items {
            before.push(before.last().copied().unwrap_or(0.0) + item.with.wide + item.with.over.0 + item.with.over.1);
        }
        Ok(Wall { style, width, items, before })
    }

    /// All items on one page of this height, or none.
    pub fn page(&self, height: f32) -> Option<Filled<'e>> {
        self.filled(&[height], &[self.items.len()])
    }

    /// The items on pages of these heights, evenly; or how many pages to try next.
    pub fn pages(&self, heights: &[f32]) -> Pages<'e> {
        let natural = |from: usize, to: usize| self.natural(from, to);
        let filled = |heights: &[f32]| {
            let ends = partition(self.items.len(), heights.len(), natural)?;
            self.filled(heights, &ends)
        };
        if let Some(filled) = filled(heights) {
            return Pages::Filled(filled);
        }
        // Further pages are taken to be as high as the last.
        let mut more = heights.to_vec();
        while more.len() <= self.items.len() {
            more.push(page_height(heights, more.len()));
            if filled(&more).is_some() {
                break;
            }
        }
        Pages::Need(more.len())
    }

    /// Smallest and largest size, px.
    pub fn sizes(&self) -> (f32, f32) {
        self.style.sizes()
    }

    fn filled(&self, heights: &[f32], ends: &[usize]) -> Option<Filled<'e>> {
        let mut pages = Vec::with_capacity(ends.len());
        let mut from = 0;
        let (mut least, mut most, mut lines, mut broken) = (f32::INFINITY, 0.0_f32, 0, 0);
        for (end, height) in ends.iter().zip(heights) {
            let page = self.lines(from, *end, *height)?;
            for line in &page {
                (least, most, lines) = (least.min(line.size), most.max(line.size), lines + 1);
                broken += usize::from(self.line_width(line.from, line.to, line.size) > self.width + SLACK);
            }
            pages.push(self.place(&page, *height));
            from = *end;
        }
        let explained = vec![
            ("names", format!("{least:.1} to {most:.1} px, each of {lines} lines set to {:.0} px", self.width)),
            ("pages", pages.len().to_string()),
        ];
        Some(Filled { pages, explained, broken })
    }

    /// Width of items on one line at a size of 1 px, labels left out.
    fn natural(&self, from: usize, to: usize) -> f32 {
        let before = |index: usize| self.before.get(index).copied().unwrap_or(0.0);
        let wide = before(to) - before(from);
        wide + self.gap(1.0) * to.saturating_sub(from + 1) as f32
    }

    fn gap(&self, size: f32) -> f32 {
        self.style.column_gap(size)
    }

    /// The items `from..to` with whether each shows its label.
    fn shown(&self, from: usize, to: usize) -> impl Iterator<Item = (&Item<'e>, bool)> {
        let items = self.items.get(from..to).unwrap_or_default();
        items.iter().enumerate().map(move |(index, item)| {
            let before = index.checked_sub(1).and_then(|before| items.get(before));
            let repeats = before.is_some_and(|before| before.key.is_some() && before.key == item.key);
            (item, !repeats)
        })
    }

    fn line_width(&self, from: usize, to: usize, size: f32) -> f32 {
        let widths = self.shown(from, to).map(|(item, label)| item.extent(label).width(size));
        widths.sum::<f32>() + self.gap(size) * to.saturating_sub(from + 1) as f32
    }

    /// A line set to the measure; none if it does not fit at the smallest size. An item that alone is wider than the
    /// measure keeps the smallest size and breaks.
    fn line(&self, from: usize, to: usize) -> Option<Line> {
        let (least, most) = self.sizes();
        let (mut low, mut high) = (least, most);
        if self.line_width(from, to, least) > self.width + SLACK {
            if to > from + 1 {
                return None;
            }
            high = least;
        } else if self.line_width(from, to, most) <= self.width {
            low = most;
        } else {
            for _ in 0..HALVINGS {
                let middle = f32::midpoint(low, high);
                if self.line_width(from, to, middle) <= self.width { low = middle } else { high = middle }
            }
        }
        Some(self.at(from, to, low.min(high)))
    }

    fn at(&self, from: usize, to: usize, size: f32) -> Line {
        let reach = |part: fn(&Extent) -> (f32, f32)| {
            self.shown(from, to)
                .map(|(item, label)| part(item.extent(label)))
                .map(|(grows, fixed)| grows * size + fixed)
                .fold(0.0, f32::max)
        };
        Line { from, to, size, above: reach(|extent| extent.above), below: reach(|extent| extent.below) }
    }

    /// The lines of a page: as many as its height holds, since more lines are larger ones.
    fn lines(&self, from: usize, to: usize, height: f32) -> Option<Vec<Line>> {
        if from >= to {
            return Some(Vec::new());
        }
        // No line is lower than the lowest item at the smallest size.
        let least = self.sizes().0;
        let lowest = self
            .shown(from, to)
            .map(|(item, label)| item.extent(label))
            .map(|extent| (extent.above.0 + extent.below.0) * least + extent.above.1 + extent.below.1)
            .fold(f32::INFINITY, f32::min);
        let gap = self.style.row_gap(self.style.computed.size);
        let most = ((height + SLACK + gap) / (lowest + gap).max(1.0)).floor().max(1.0) as usize;
        let (mut low, mut high) = (1, most.min(to - from) + 1);
        let mut best = None;
        while low < high {
            let count = low.midpoint(high);
            let lines = self.broken(from, to, count);
            // Too few lines: they do not fit at the smallest size. Too many: they are too high.
            match lines {
                Some(lines) if self.height(&lines) <= height + SLACK => {
                    best = Some(lines);
                    low = count + 1;
                }
                Some(_) => high = count,
                None => low = count + 1,
            }
        }
        // The only line of few names can be too high for the page: then its size gives way.
        best.or_else(|| {
            let mut line = self.broken(from, to, 1)?.pop()?;
            let (mut least, mut most) = (self.sizes().0, line.size);
            for _ in 0..HALVINGS {
                let middle = f32::midpoint(least, most);
                line = self.at(from, to, middle);
                if line.above + line.below <= height { least = middle } else { most = middle }
            }
            let line = self.at(from, to, least);
            (line.above + line.below <= height + SLACK).then(|| vec![line])
        })
    }

    fn broken(&self, from: usize, to: usize, count: usize) -> Option<Vec<Line>> {
        let ends = partition(to - from, count, |start, end| self.natural(from + start, from + end))?;
        let mut start = from;
        let mut lines = Vec::with_capacity(count);
        for end in ends {
            lines.push(self.line(start, from + end)?);
            start = from + end;
        }
        Some(lines)
    }

    fn height(&self, lines: &[Line]) -> f32 {
        let text: f32 = lines.iter().map(|line| line.above + line.below).sum();
        text + self.style.row_gap(self.style.computed.size) * lines.len().saturating_sub(1) as f32
    }

    fn place(&self, lines: &[Line], height: f32) -> Vec<FlowBlock<'e>> {
        let gaps = lines.len().saturating_sub(1).max(1) as f32;
        let spare = ((height - self.height(lines)) / gaps).clamp(0.0, self.style.stretch(self.style.computed.size));
        let gap = self.style.row_gap(self.style.computed.size) + spare;
        let mut blocks = Vec::new();
        let mut y = 0.0;
        for line in lines {
            let baseline = y + line.above;
            let mut x = 0.0;
            for (item, label) in self.shown(line.from, line.to) {
                let extent = item.extent(label);
                let width = extent.width(line.size).min(self.width);
                // Labels stand on one height: an item with one reaches up to the line's top.
                let own = extent.above.0 * line.size + extent.above.1;
                let above = if label && item.key.is_some() { line.above } else { own };
                let below = extent.below.0 * line.size + extent.below.1;
                let left = if self.style.computed.rtl { self.width - x - width } else { x };
                let element = if label { Cow::Borrowed(item.full) } else { item.bare.clone() };
                blocks.push(FlowBlock {
                    element,
                    // Half a px more than the text takes, so that rounding breaks no line.
                    rect: Rect::new(
                        left + extent.over.0 * line.size,
                        baseline - above,
                        width - (extent.over.0 + extent.over.1) * line.size + 0.5,
                        above + below,
                    ),
                    size: line.size,
                });
                x += width + self.gap(line.size);
            }
            y = baseline + line.below + gap;
        }
        self.style.lower(&mut blocks, height);
        blocks
    }
}

impl Item<'_> {
    fn extent(&self, label: bool) -> &Extent {
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
    let grows = |large_value: f32, tiny: f32| {
        let slope = (large_value - tiny) / (large - TINY);
        (slope, tiny - slope * TINY)
    };
    let mut extent = Extent {
        wide: wide / large,
        least: least_width,
        over,
        above: grows(above, tiny_above),
        below: grows(below, tiny_below),
    };
    if extent.width(least) > width {
        // Broken at the smallest size: its height there is that of all its lines.
        let (_, above, below, _) = at(least, width, composer)?;
        extent.above = (0.0, above);
        extent.below = (0.0, below);
    }
    Ok(extent)
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

//! Runs: texts of a group set one after the other on lines, as in liner notes (`data-run-on`).
//! No name is parted that fits a line, a label stays with its first name, and what separates two names is left out where a
//! line ends.

use crate::compose::setting::TextSpec;
use crate::compose::style::Computed;
use crate::compose::{Composer, Problem};
use crate::geometry::Rect;
use crate::template::css::TextAlign;
use crate::template::value::{Length, parse_length};
use crate::template::{Element, Kind};

/// A label that leaves less than this share of the measure to its first name does not wait for it.
const SHORT: f32 = 0.6;

/// Room before the comma after a name that is written from the right, em: its first letter may reach over its width there.
const TAIL: f32 = 0.12;

/// Room for rounding when widths are compared, px.
const SLACK: f32 = 0.05;

/// A text of a run.
#[derive(Debug)]
pub struct Part<'e> {
    /// Its element.
    pub element: &'e Element,
    /// Its style.
    pub style: Computed,
    /// The text.
    pub spec: TextSpec,
    role: Role,
    /// Room before it, beside the gap, unless it begins a line: its `margin-inline-start`, px.
    lead: f32,
    /// Its item, by place among the run's.
    item: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Label,
    /// Between two texts of a line; left out where a line ends.
    Separator,
    /// Belongs to the text before it, at the end of a line too.
    Comma,
    Other,
}

/// The texts of a group, ready to be set at any width.
#[derive(Debug, Default)]
pub struct Run<'e> {
    /// The texts in order.
    pub parts: Vec<Part<'e>>,
    /// Elements that hold the parts of an item, with their style.
    pub items: Vec<(&'e Element, Computed)>,
    /// Between two texts, px.
    gap: f32,
    /// By how much further lines are set in, px.
    hang: f32,
    align: TextAlign,
    rtl: bool,
}

/// Boxes of a run.
#[derive(Debug, Default)]
pub struct Laid {
    /// The box of each part; none for what is left out.
    pub parts: Vec<Option<Rect>>,
    /// The box around each item.
    pub items: Vec<Rect>,
    /// Px.
    pub height: f32,
}

fn role_of(element: &Element) -> Role {
    match element.attribute("data-kind") {
        Some("role") => Role::Label,
        Some("separator") if matches!(element.text.as_str(), "," | "、" | "،") => Role::Comma,
        Some("separator") => Role::Separator,
        _ => Role::Other,
    }
}

impl<'e> Run<'e> {
    /// The run of an element with `data-run-on`, whose computed style this is.
    pub fn new(
        element: &'e Element,
        computed: &Computed,
        hang: &str,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Run<'e>, Problem> {
        let px = |length: Length| length.px(computed.size, computed.vmin);
        let mut run = Run {
            parts: Vec::new(),
            items: Vec::new(),
            gap: element.style.column_gap.map_or(0.0, px),
            hang: parse_length(hang).map_or(0.0, px),
            align: computed.align,
            rtl: computed.rtl,
        };
        for child in &element.children {
            run.add(child, computed, None, composer)?;
        }
        Ok(run)
    }

    fn add(
        &mut self,
        element: &'e Element,
        inherited: &Computed,
        item: Option<usize>,
        composer: &mut Composer<'_, '_>,
    ) -> Result<(), Problem> {
        let style = inherited.inherit(element, &mut composer.styles);
        if element.kind == Kind::Text {
            if element.text.is_empty() {
                return Ok(());
            }
            let Composer { shaper, scripts, .. } = &mut *composer;
            let spec = TextSpec::new(element, style.clone(), shaper, scripts).map_err(|error| {
                Problem::Text(error, element.at.clone(), element.attribute("data-field").map(str::to_owned))
            })?;
            let lead = element.style.margin_inline[0].map_or(0.0, |lead| lead.px(style.size, style.vmin));
            self.parts.push(Part { element, style, spec, role: role_of(element), lead, item });
            return Ok(());
        }
        let own = element.attribute("data-item").is_some();
        if own {
            self.items.push((element, style.clone()));
        }
        let item = if own { self.items.len().checked_sub(1) } else { item };
        for child in &element.children {
            self.add(child, &style, item, composer)?;
        }
        Ok(())
    }

    /// Width on one line, px.
    pub fn max_content(&self) -> f32 {
        let widths: f32 = self.parts.iter().map(|part| part.spec.max_content() + part.lead).sum();
        widths + self.gap * self.parts.len().saturating_sub(1) as f32
    }

    /// Baseline of the first line below its top, px: that of the largest part. None without parts.
    pub fn first_baseline(&self) -> Option<f32> {
        self.parts.iter().map(|part| part.spec.first_baseline(part.spec.natural_size())).reduce(f32::max)
    }

    /// Height at a width, px.
    pub fn height(&self, width: f32) -> f32 {
        self.lay(width).height
    }

    /// Sets the parts on lines of this width, px.
    pub fn lay(&self, width: f32) -> Laid {
        let mut lines =
            Lines { run: self, width, boxes: vec![None; self.parts.len()], line: Vec::new(), x: 0.0, top: 0.0 };
        for (index, part) in self.parts.iter().enumerate() {
            lines.put(index, part);
        }
        lines.end();
        let Lines { boxes, top, .. } = lines;
        let mut items: Vec<Option<Rect>> = vec![None; self.items.len()];
        for (part, rect) in self.parts.iter().zip(&boxes) {
            if let (Some(rect), Some(slot)) = (rect, part.item.and_then(|item| items.get_mut(item))) {
                *slot = Some(slot.map_or(*rect, |known: Rect| known.union(rect)));
            }
        }
        Laid { parts: boxes, items: items.into_iter().map(Option::unwrap_or_default).collect(), height: top }
    }
}

/// Lines being filled.
struct Lines<'r, 'e> {
    run: &'r Run<'e>,
    width: f32,
    boxes: Vec<Option<Rect>>,
    /// Parts of the line at hand: index, left edge from where the line begins, width.
    line: Vec<(usize, f32, f32)>,
    /// Where the line at hand goes on, px.
    x: f32,
    /// Top of the line at hand, px.
    top: f32,
}

impl Lines<'_, '_> {
    /// Where the line at hand begins.
    fn start(&self) -> f32 {
        if self.top > 0.0 { self.run.hang } else { 0.0 }
    }

    /// What follows the first part of an item within it, px.
    fn details(&self, index: usize, part: &Part<'_>) -> f32 {
        let parts = &self.run.parts;
        let before = index.checked_sub(1).and_then(|before| parts.get(before));
        if part.item.is_none() || before.is_some_and(|before| before.item == part.item) {
            return 0.0;
        }
        let rest = parts.iter().skip(index + 1).take_while(|next| next.item == part.item);
        rest.map(|next| self.run.gap + next.lead + next.spec.max_content()).sum()
    }

    /// Room between a part and a comma after it, px.
    fn tail(&self, part: &Part<'_>) -> f32 {
        let from_right = part.element.text.chars().next().is_some_and(|c| ('\u{590}'..='\u{8ff}').contains(&c));
        if from_right && !self.run.rtl { TAIL * part.style.size } else { 0.0 }
    }

    fn put(&mut self, index: usize, part: &Part<'_>) {
        let width = part.spec.max_content();
        // A separator never begins a line; at the end of one it is taken away again.
        let separates = matches!(part.role, Role::Separator | Role::Comma);
        if separates && self.line.is_empty() {
            return;
        }
        let before = index.checked_sub(1).and_then(|before| self.run.parts.get(before));
        let gap = match part.role {
            Role::Comma => before.map_or(0.0, |before| self.tail(before)),
            _ => self.run.gap + part.lead,
        };
        let next = self.run.parts.get(index + 1);
        let comma =
            next.filter(|next| next.role == Role::Comma).map_or(0.0, |next| next.spec.max_content() + self.tail(part));
        let mut needed = width + comma;
        if part.role == Role::Label
            && let Some(next) = next
            && width < (self.width - self.start()) * SHORT
        {
            let name = self.run.gap + next.spec.max_content();
            let whole = name + self.details(index + 1, next);
            // What stands with the name goes to the next line with it, and the label would stay behind.
            needed += if self.run.hang + width + whole <= self.width { whole } else { name };
        }
        // A name and what is said of it stand on one line if a line holds them: behind the next name it would be read as that one's.
        let whole = width + self.details(index, part);
        if self.run.hang + whole <= self.width {
            needed = needed.max(whole);
        }
        let left = if self.line.is_empty() { self.start() } else { self.x + gap };
        if !separates && !self.line.is_empty() && left + needed > self.width + SLACK {
            // Not even a line of its own would hold the label and the name: then only the label must fit.
            let hopeless = needed > width && self.run.hang + needed > self.width + SLACK;
            if !hopeless || left + width > self.width + SLACK {
                self.end();
            }
        }
        let left = if self.line.is_empty() { self.start() } else { self.x + gap };
        // A comma hangs over the edge rather than break a word.
        let room = (self.width - left).max(1.0);
        let room = if part.spec.min_content() <= room - comma { room - comma } else { room };
        let width = if separates { width } else { width.min(room) };
        self.line.push((index, left, width));
        self.x = left + width;
    }

    /// Ends the line at hand: its parts get their places.
    fn end(&mut self) {
        let run = self.run;
        let separates = |index: usize| run.parts.get(index).is_some_and(|part| part.role == Role::Separator);
        while self.line.last().is_some_and(|(index, _, _)| separates(*index)) {
            self.line.pop();
        }
        let Some((_, last, wide)) = self.line.last().copied() else { return };
        let spare = (self.width - last - wide).max(0.0);
        let shift = match run.align {
            TextAlign::Center => spare / 2.0,
            TextAlign::End => spare,
            TextAlign::Start => 0.0,
        };
        let parts = self.line.iter().filter_map(|(index, ..)| run.parts.get(*index));
        let above = parts.map(|part| part.spec.first_baseline(part.spec.natural_size())).fold(0.0, f32::max);
        let mut bottom = 0.0_f32;
        let mut before: Option<(&Part<'_>, f32, f32)> = None;
        for (index, x, width) in self.line.drain(..) {
            let Some(part) = run.parts.get(index) else { continue };
            let size = part.spec.natural_size();
            let height = part.spec.extent(size, width).height;
            let (mut x, mut top) = (x, self.top + above - part.spec.first_baseline(size));
            if part.role == Role::Comma
                && let Some((name, left, width)) = before
                && let [first, .., last] = &*name.spec.set(width, None).lines
            {
                // Behind the last line of a name that takes several.
                x = left + last.indent + last.range.width * last.size;
                top += last.baseline - first.baseline;
            }
            before = Some((part, x, width));
            bottom = bottom.max(top + height);
            let x = x + shift;
            let x = if run.rtl { self.width - x - width } else { x };
            if let Some(slot) = self.boxes.get_mut(index) {
                *slot = Some(Rect::new(x, top, width, height));
            }
        }
        self.top = bottom;
    }
}

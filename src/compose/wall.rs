//! Walls: names set in lines that all fill the measure, each line by its own size (`data-fit="line"` on a `<g>`).
//! Breaks are chosen so that sizes differ least, and as many lines are made as the height holds.

use crate::compose::columns::{SLACK, page_height};
use crate::compose::flow::{Filled, FlowBlock, Pages};
use crate::compose::flow_style::FlowStyle;
use crate::compose::partition::partition;
use crate::compose::wall_item::{Extent, Item};
use crate::compose::{Composer, Problem};
use crate::geometry::Rect;
use crate::template::Element;
use crate::template::value::{Length, parse_length};

/// Halvings of the size while a line is fitted to the measure: below a thousandth of a px for any card.
const HALVINGS: usize = 24;

/// A line of a page.
struct Line {
    from: usize,
    to: usize,
    size: f32,
    above: f32,
    below: f32,
    /// What each of its gaps is wider than the least, px.
    wider: f32,
}

/// What lines of a wall are mostly set at, by the smallest size: labels of a fixed size take width by that where lines are broken.
const TYPICAL: f32 = 2.2;

/// The most that a gap of a block is widened, em; a line that is short all the same stands in the middle.
const WIDENED: f32 = 1.1;

/// What it costs to part the names of a role between two lines, in squared logarithms of their widths: as much as a line of which the
/// names are three fifths larger or smaller than those of the others.
const PARTED: f32 = 0.23;

/// The items of a wall.
pub struct Wall<'e> {
    style: FlowStyle,
    width: f32,
    items: Vec<Item<'e>>,
    /// Whether each says the same as the one before it.
    repeated: Vec<bool>,
    /// Widths of the items before each, at a size of 1 px.
    before: Vec<f32>,
    /// The gap before each, at a size of 1 px: breaks ask for it at every place that they try.
    gaps: Vec<f32>,
    /// Gap between items of different labels, if labels stand on the names' line: `data-between` on the wall.
    between: Option<Length>,
    /// Set if lines agree in size, as in the credits of a film poster: the share by which the largest line of a page may be larger
    /// than its smallest; what is left of a line widens its gaps. `data-even` on the wall.
    even: Option<f32>,
}

impl<'e> Wall<'e> {
    /// A wall of the children of `element`, `width` px wide.
    pub fn new(
        element: &'e Element,
        style: FlowStyle,
        width: f32,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Wall<'e>, Problem> {
        let even: Option<f32> = element.attribute("data-even").and_then(|share| share.parse().ok());
        let between = element.attribute("data-between").and_then(parse_length);
        let between = between.or(even.map(|_| Length::Em(1.0)));
        let mut items: Vec<Item<'e>> = Vec::with_capacity(element.children.len());
        for child in &element.children {
            items.push(Item::new(child, between.is_some(), &style, width, composer)?);
        }
        let key = |index: usize| items.get(index).and_then(|item: &Item<'e>| item.key.as_deref());
        let repeats = |index: usize| {
            index.checked_sub(1).is_some_and(|before| key(before).is_some() && key(before) == key(index))
        };
        let repeated = (0..items.len()).map(repeats).collect();
        let mut wall = Wall { style, width, items, repeated, before: vec![0.0], gaps: Vec::new(), between, even };
        wall.gaps = (0..wall.items.len()).map(|index| wall.gap(index, 1.0)).collect();
        let typical = if even.is_some() { 1.0 } else { TYPICAL };
        let mut sum = 0.0;
        for index in 0..wall.items.len() {
            // A label takes width only on a line of names.
            let label = between.is_none() || !wall.repeats(index);
            sum += wall.items.get(index).map_or(0.0, |item| {
                let extent = item.extent(label);
                let lead = extent.lead.0 + extent.lead.1 / (wall.sizes().0 * typical).max(1.0);
                extent.wide + lead + extent.over.0 + extent.over.1
            });
            sum += if index > 0 { wall.gap(index, 1.0) } else { 0.0 };
            wall.before.push(sum);
        }
        Ok(wall)
    }

    /// All items on one page of this height, or none.
    pub fn page(&self, height: f32) -> Option<Filled<'e>> {
        self.filled(&[height], &[self.items.len()])
    }

    /// The items on pages of these heights, evenly; or how many pages to try next.
    pub fn pages(&self, heights: &[f32]) -> Pages<'e> {
        let natural = |from: usize, to: usize| self.natural(from, to);
        let needed = self.fewest(0, self.items.len());
        let filled = |heights: &[f32]| {
            // What cannot fit is not cut: that takes the square of the items.
            let held: usize = heights.iter().map(|height| self.held(0, self.items.len(), *height)).sum();
            if held < needed {
                return None;
            }
            let ends = partition(self.items.len(), heights.len(), natural, |index| self.parted(index))?;
            self.filled(heights, &ends)
        };
        if let Some(filled) = filled(heights) {
            return Pages::Filled(filled);
        }
        // With an item a page there is nothing left to part.
        if heights.len() >= self.items.len().max(2) {
            return Pages::Never;
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
                broken += usize::from(self.line_width(from, line.from, line.to, line.size) > self.width + SLACK);
            }
            pages.push(self.place(from, &page, *height));
            from = *end;
        }
        let explained = vec![
            ("names", format!("{least:.1} to {most:.1} px, each of {lines} lines set to {:.0} px", self.width)),
            ("pages", pages.len().to_string()),
        ];
        Some(Filled { pages, explained, broken })
    }

    /// Width of items on one line at a size of 1 px; labels are left out unless they stand on the names' line.
    fn natural(&self, from: usize, to: usize) -> f32 {
        let before = |index: usize| self.before.get(index).copied().unwrap_or(0.0);
        let first = if from > 0 { self.gaps.get(from).copied().unwrap_or(0.0) } else { 0.0 };
        before(to) - before(from) - first
    }

    /// Whether an item says the same as the one before it.
    fn repeats(&self, index: usize) -> bool {
        self.repeated.get(index).copied().unwrap_or(false)
    }

    /// What it costs that a line begins with an item of the same role as the one before it. Lines of a block run on.
    fn parted(&self, index: usize) -> f32 {
        if self.between.is_some() && self.even.is_none() && self.repeats(index) { PARTED } else { 0.0 }
    }

    /// The gap before an item at a size, px.
    fn gap(&self, index: usize, size: f32) -> f32 {
        match self.between {
            Some(between) if !self.repeats(index) => between.px(size, self.style.computed.vmin),
            _ => self.style.column_gap(size),
        }
    }

    /// The items `from..to` with their place and whether each shows its label: once a line, on the names' line once a page, which
    /// begins with item `page`.
    fn shown(&self, page: usize, from: usize, to: usize) -> impl Iterator<Item = (usize, &Item<'e>, bool)> {
        let first = if self.between.is_some() { page } else { from };
        let items = self.items.get(from..to).unwrap_or_default();
        items.iter().zip(from..).map(move |(item, index)| (index, item, index == first || !self.repeats(index)))
    }

    fn line_width(&self, page: usize, from: usize, to: usize, size: f32) -> f32 {
        let width = |(index, item, label): (usize, &Item<'e>, bool)| {
            let gap = if index > from { self.gap(index, size) } else { 0.0 };
            item.extent(label).width(size) + gap
        };
        self.shown(page, from, to).map(width).sum()
    }

    /// A line set to the measure; none if it does not fit at the smallest size. An item that alone is wider than the
    /// measure keeps the smallest size and breaks.
    fn line(&self, page: usize, from: usize, to: usize) -> Option<Line> {
        let (least, most) = self.sizes();
        let (mut low, mut high) = (least, most);
        if self.line_width(page, from, to, least) > self.width + SLACK {
            if to > from + 1 {
                return None;
            }
            high = least;
        } else if self.line_width(page, from, to, most) <= self.width {
            low = most;
        } else {
            for _ in 0..HALVINGS {
                let middle = f32::midpoint(low, high);
                if self.line_width(page, from, to, middle) <= self.width { low = middle } else { high = middle }
            }
        }
        Some(self.at(page, from, to, low.min(high)))
    }

    fn at(&self, page: usize, from: usize, to: usize, size: f32) -> Line {
        let reach = |part: fn(&Extent) -> (f32, f32)| {
            self.shown(page, from, to)
                .map(|(_, item, label)| part(item.extent(label)))
                .map(|(grows, fixed)| grows * size + fixed)
                .fold(0.0, f32::max)
        };
        Line { from, to, size, wider: 0.0, above: reach(|extent| extent.above), below: reach(|extent| extent.below) }
    }

    /// The lines of a page: as many as its height holds, since more lines are larger ones.
    fn lines(&self, from: usize, to: usize, height: f32) -> Option<Vec<Line>> {
        if from >= to {
            return Some(Vec::new());
        }
        // No line is lower than the lowest item at the smallest size.
        let least = self.sizes().0;
        let lowest = self
            .shown(from, from, to)
            .map(|(_, item, label)| item.extent(label))
            .map(|extent| (extent.above.0 + extent.below.0) * least + extent.above.1 + extent.below.1)
            .fold(f32::INFINITY, f32::min);
        let gap = self.style.row_gap(self.style.computed.size);
        let most = ((height + SLACK + gap) / (lowest + gap).max(1.0)).floor().max(1.0) as usize;
        let fewest = self.fewest(from, to);
        if fewest > most.min(self.held(from, to, height)) {
            return None;
        }
        // A block has no more lines than its largest size makes: more would end early.
        let most = if self.even.is_some() {
            most.min((self.natural(from, to) * self.sizes().1 / self.width).ceil().max(1.0) as usize)
        } else {
            most
        };
        let (mut low, mut high) = (1, most.min(to - from) + 1);
        let mut best = None;
        while low < high {
            let count = low.midpoint(high);
            let lines = if count < fewest { None } else { self.broken(from, to, count) };
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
                line = self.at(from, from, to, middle);
                if line.above + line.below <= height { least = middle } else { most = middle }
            }
            let line = self.at(from, from, to, least);
            (line.above + line.below <= height + SLACK).then(|| vec![line])
        })
    }

    /// Lines that a height holds at most, whichever of the items stand in them.
    fn held(&self, from: usize, to: usize, height: f32) -> usize {
        let least = self.sizes().0;
        let low = |extent: &Extent| (extent.above.0 + extent.below.0) * least + extent.above.1 + extent.below.1;
        let items = self.items.get(from..to).unwrap_or_default();
        // The first item of a line has its label, where labels do not stand on the names' line.
        let one = |item: &Item<'e>| {
            let with = low(item.extent(true));
            if self.between.is_none() { with } else { with.min(low(item.extent(false))) }
        };
        let lowest = items.iter().map(one).fold(f32::INFINITY, f32::min);
        let gap = self.style.row_gap(self.style.computed.size);
        ((height + SLACK + gap) / (lowest + gap).max(1.0)).floor().max(1.0) as usize
    }

    /// Lines that items take at least: all of them at the smallest size, without labels and without the gaps where lines end.
    fn fewest(&self, from: usize, to: usize) -> usize {
        let least = self.sizes().0;
        let wide = |item: &Item<'e>| {
            item.extent(false).width(least).min(item.extent(true).width(least)).clamp(0.0, self.width)
        };
        let items = self.items.get(from..to).unwrap_or_default();
        let gap = self.style.column_gap(least).max(0.0);
        let all: f64 = items
            .iter()
            .zip(from..)
            .map(|(item, index)| {
                f64::from(wide(item))
                    + if index > from { f64::from(self.gap(index, least).clamp(0.0, gap)) } else { 0.0 }
            })
            .sum();
        // Each line but the last saves a gap.
        ((all / f64::from(self.width + SLACK + gap).max(1.0)).floor()).max(1.0) as usize
    }

    /// The items of a page in so many lines.
    fn broken(&self, from: usize, to: usize, count: usize) -> Option<Vec<Line>> {
        let natural = |start: usize, end: usize| self.natural(from + start, from + end);
        let ends = partition(to - from, count, natural, |start| self.parted(from + start))?;
        let mut start = from;
        let mut lines = Vec::with_capacity(count);
        for end in ends {
            lines.push(self.line(from, start, from + end)?);
            start = from + end;
        }
        if let Some(share) = self.even {
            self.agree(from, share, &mut lines);
        }
        Some(lines)
    }

    /// Lines of a block: of nearly one size, with wider gaps where that leaves room, in one rhythm.
    fn agree(&self, page: usize, share: f32, lines: &mut [Line]) {
        let least = lines.iter().map(|line| line.size).fold(f32::INFINITY, f32::min);
        for line in lines.iter_mut() {
            *line = self.at(page, line.from, line.to, line.size.min(least * (1.0 + share)));
            let gaps = line.to.saturating_sub(line.from + 1).max(1) as f32;
            let left = self.width - self.line_width(page, line.from, line.to, line.size);
            line.wider = (left / gaps).clamp(0.0, WIDENED * line.size);
        }
        let above = lines.iter().map(|line| line.above).fold(0.0, f32::max);
        let below = lines.iter().map(|line| line.below).fold(0.0, f32::max);
        for line in lines {
            (line.above, line.below) = (above, below);
        }
    }

    fn height(&self, lines: &[Line]) -> f32 {
        let text: f32 = lines.iter().map(|line| line.above + line.below).sum();
        text + self.style.row_gap(self.style.computed.size) * lines.len().saturating_sub(1) as f32
    }

    fn place(&self, page: usize, lines: &[Line], height: f32) -> Vec<FlowBlock<'e>> {
        let gaps = lines.len().saturating_sub(1).max(1) as f32;
        let spare = ((height - self.height(lines)) / gaps).clamp(0.0, self.style.stretch(self.style.computed.size));
        let gap = self.style.row_gap(self.style.computed.size) + spare;
        let mut blocks = Vec::new();
        let mut y = 0.0;
        for line in lines {
            let baseline = y + line.above;
            let gaps = line.to.saturating_sub(line.from + 1) as f32;
            let set = self.line_width(page, line.from, line.to, line.size) + gaps * line.wider;
            let mut x = if self.even.is_some() { ((self.width - set) / 2.0).max(0.0) } else { 0.0 };
            for (index, item, label) in self.shown(page, line.from, line.to) {
                if index > line.from {
                    x += self.gap(index, line.size) + line.wider;
                }
                let extent = item.extent(label);
                let width = extent.width(line.size).min(self.width);
                // Labels stand on one height: an item with one reaches up to the line's top.
                let own = extent.above.0 * line.size + extent.above.1;
                let above = if label && item.key.is_some() && self.between.is_none() { line.above } else { own };
                let below = extent.below.0 * line.size + extent.below.1;
                let left = if self.style.computed.rtl { self.width - x - width } else { x };
                let element = if label { item.full.clone() } else { item.bare.clone() };
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
                x += width;
            }
            y = baseline + line.below + gap;
        }
        self.style.lower(&mut blocks, height);
        blocks
    }
}

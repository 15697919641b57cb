//! Flows: blocks set into balanced columns and pages at the largest size that fits.
//! The order is natural size, balanced columns, shrink to the floor, another page; nothing is ever cut.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::compose::columns::{SLACK, Slot, balanced, columns_of, even_pages, pack, page_height, pages_needed, spare};
use crate::compose::estimate::Candidate;
use crate::compose::flow_style::FlowStyle;
use crate::compose::good::long_name;
use crate::compose::items::{items, take_items};
use crate::compose::pieces::{Measured, Sizes, name_widths};
use crate::compose::{Composer, Problem, boxes};
use crate::geometry::Rect;
use crate::template::Element;

/// Step of font sizes that fitting tries, px. Finer steps are not seen.
const STEP: f32 = 0.5;

/// Usual heights of a line of names and of a label, em. They decide only which size is tried first.
const LINE: f32 = 1.22;
const LABEL: f32 = 1.1;

/// Most pages that a card may have; more is a credit file of the wrong kind.
pub const MAX_PAGES: usize = crate::limits::CARD_PAGES;

/// How a flow was set: the answer of fitting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// Font size in px.
    pub size: f32,
    /// Columns.
    pub columns: usize,
    /// Pages.
    pub pages: usize,
    /// What each block grew by to fill the height, px; the least of all columns.
    pub stretch: f32,
}

/// What came of trying a size on some pages.
enum Trial {
    /// All fit, and would in columns of this share of the height.
    Fits(f32),
    /// A text of this block breaks that need not.
    Breaks(usize),
    /// They do not fit.
    TooMuch,
}

/// A block on its page.
#[derive(Clone, Debug)]
pub struct FlowBlock<'e> {
    /// The block, or the part of it that stands here.
    pub element: Cow<'e, Element>,
    /// Its box relative to the flow's, px.
    pub rect: Rect,
    /// Font size that it inherits, px.
    pub size: f32,
}

/// Blocks on their pages.
#[derive(Clone, Debug)]
pub struct Filled<'e> {
    /// The blocks of each page.
    pub pages: Vec<Vec<FlowBlock<'e>>>,
    /// What was chosen and why, for `--explain`.
    pub explained: Vec<(&'static str, String)>,
    /// How many texts broke that should stay whole: names, and words.
    pub broken: usize,
}

/// The answer to filling a number of pages.
#[derive(Clone, Debug)]
pub enum Pages<'e> {
    /// They hold everything.
    Filled(Filled<'e>),
    /// They do not; try this many.
    Need(usize),
    /// No number of pages would do.
    Never,
}

/// Fits blocks into the boxes of their pages.
pub struct Flow<'e> {
    pub(super) style: FlowStyle,
    pub(super) blocks: Vec<&'e Element>,
    /// Px.
    pub(super) width: f32,
    /// What each block takes at a size and width, in bits: fitting asks for the same more than once.
    pub(super) known: FxHashMap<(usize, u32, u32), Arc<Measured>>,
    /// What blocks take at a size, in bits, wherever they are as wide as that or wider: height and width, px.
    pub(super) rigid: FxHashMap<(usize, u32), (f32, f32)>,
    /// Width in em beyond which a name may take a second line.
    pub(super) long: f32,
    /// Columns that may be tried; all without.
    pub(super) only: Option<usize>,
    /// A size to try first, px.
    pub(super) guess: Option<f32>,
    /// Whether long blocks go on in the next column; else only those that no column holds.
    pub(super) cut: bool,
}

impl<'e> Flow<'e> {
    /// A flow of the children of `element`, `width` px wide.
    pub fn new(element: &'e Element, style: FlowStyle, width: f32, composer: &mut Composer<'_, '_>) -> Flow<'e> {
        let blocks: Vec<&Element> = element
            .children
            .iter()
            .filter(|child| child.style.display != Some(crate::template::css::Display::None))
            .collect();
        let mut widths = Vec::new();
        for block in &blocks {
            name_widths(block, &style.computed, composer, &mut widths);
        }
        let (known, rigid) = (FxHashMap::default(), FxHashMap::default());
        let long = long_name(&mut widths);
        Flow { blocks, width, style, known, rigid, long, only: None, guess: None, cut: true }
    }

    /// Sets the blocks as was estimated: in so many columns only, cut or whole, and tries the size first.
    pub fn advise(&mut self, candidate: &Candidate) {
        (self.only, self.guess, self.cut) = (Some(candidate.columns), Some(candidate.size), candidate.cut);
    }

    /// Counts of columns to try, the most first: they are likely to allow the largest size.
    fn counts(&self) -> impl Iterator<Item = usize> + use<> {
        let (least, most) = self.only.map_or((1, self.style.max_columns), |only| (only, only));
        (least..=most).rev()
    }

    /// The largest size at which everything fits pages of these heights, in as few columns as allow it.
    fn fit(&mut self, heights: &[f32], composer: &mut Composer<'_, '_>) -> Result<Option<Fitted>, Problem> {
        let mut best = None;
        for columns in self.counts() {
            // The others need not look below what one has found.
            let first = best.map_or(0, |(step, _)| step);
            let guess = match (best, self.guess) {
                (Some(_), _) => first,
                (None, Some(size)) => self.step_of(size),
                (None, None) => self.likely(columns, heights),
            };
            let larger = self.largest(columns, first, guess, heights, composer)?;
            best = larger.map(|step| (step, columns)).or(best);
        }
        let pages = heights.len();
        Ok(best.map(|(step, columns)| Fitted { size: self.size_of(step), columns, pages, stretch: 0.0 }))
    }

    /// The step that is likely to fill so many columns: as if blocks were a label and a line for each of their items.
    fn likely(&self, columns: usize, heights: &[f32]) -> u32 {
        let items: usize = self.blocks.iter().map(|block| items(block).max(1)).sum();
        let lines = items as f32 * LINE + self.blocks.len() as f32 * (LABEL + self.style.row_gap(1.0));
        self.step_of(columns as f32 * heights.iter().sum::<f32>() / lines.max(1.0))
    }

    /// The largest step whose size is not above this, px.
    fn step_of(&self, size: f32) -> u32 {
        ((size - self.sizes().0) / STEP).max(0.0) as u32
    }

    /// Steps from the smallest size to the largest.
    fn steps(&self) -> u32 {
        let (least, most) = self.sizes();
        ((most - least) / STEP).floor() as u32
    }

    /// The size at a step, px.
    fn size_of(&self, step: u32) -> f32 {
        let (least, most) = self.sizes();
        if step == self.steps() { most } else { least + step as f32 * STEP }
    }

    /// The largest step from `first` on at which everything fits the pages in these columns; none if `first` does not.
    /// `guess` is a step to try before `first`, as one that is likely to be it.
    fn largest(
        &mut self,
        columns: usize,
        first: u32,
        mut guess: u32,
        heights: &[f32],
        composer: &mut Composer<'_, '_>,
    ) -> Result<Option<u32>, Problem> {
        let (least, _) = self.sizes();
        // Invariant: what is below `low` fits, as soon as anything does, and `high` does not.
        let (mut low, mut high) = (first, self.steps() + 1);
        let mut fits: Option<f32> = None;
        let mut back = 0;
        let mut next = guess.clamp(first, self.steps().max(first));
        while low < high {
            match self.trial(self.size_of(next), columns, heights, composer)? {
                Trial::Fits(share) => {
                    fits = Some(self.size_of(next) / share.max(0.01));
                    low = next + 1;
                }
                Trial::TooMuch => (high, back, guess) = (next, (back * 2).max(1), first),
                Trial::Breaks(block) => {
                    // Only this block need be looked at to know where it begins to break.
                    high = next;
                    let mut whole = low;
                    while whole < high {
                        let middle = whole.midpoint(high - 1);
                        if self.breaks(block, self.size_of(middle), columns, composer)? {
                            high = middle;
                        } else {
                            whole = middle + 1;
                        }
                    }
                }
            }
            // Heights grow about as sizes do, so what is filled tells what would fit. After a size that does not fit, some
            // less, and then twice as much less.
            next = match fits {
                Some(full) => (((full - least) / STEP).max(0.0) as u32).min(high.saturating_sub(back)),
                None => guess,
            };
            next = next.min(high.saturating_sub(1)).max(low);
        }
        Ok(fits.and(low.checked_sub(1)))
    }

    /// The fewest pages of these heights (the last repeats) that hold everything at the smallest size.
    fn fewest(&mut self, heights: &[f32], composer: &mut Composer<'_, '_>) -> Result<Option<usize>, Problem> {
        let size = self.style.min_size;
        let mut best: Option<usize> = None;
        let all: Vec<f32> = (0..MAX_PAGES).map(|page| page_height(heights, page)).collect();
        for columns in self.counts() {
            let Sizes::Blocks(sizes) = self.block_sizes(size, columns, &all, composer)? else { continue };
            let gap = self.style.row_gap(size);
            let pages = pages_needed(&sizes, gap, heights, columns, MAX_PAGES);
            best = best.into_iter().chain(pages).min();
        }
        Ok(best)
    }

    /// Places the blocks: for each page the blocks with their rectangles relative to the flow's box. None if a part of a
    /// block takes more than was foreseen.
    fn place(
        &mut self,
        fitted: &mut Fitted,
        heights: &[f32],
        composer: &mut Composer<'_, '_>,
    ) -> Result<Option<Vec<Vec<FlowBlock<'e>>>>, Problem> {
        let (size, columns) = (fitted.size, fitted.columns);
        let (gap, column_gap) = (self.style.row_gap(size), self.style.column_gap(size));
        let Some(column_width) = self.style.column(columns, self.width, size) else { return Ok(None) };
        let Sizes::Blocks(mut sizes) = self.block_sizes(size, columns, heights, composer)? else { return Ok(None) };
        let caps = columns_of(heights, fitted.pages, columns);
        if self.style.balance {
            spare(&mut sizes, gap, &caps);
        }
        let packed = if self.style.balance {
            even_pages(&sizes, gap, heights, fitted.pages, columns)
        } else {
            pack(&sizes, gap, &caps)
        };
        let Some(packed) = packed else { return Ok(None) };
        let mut set = Vec::with_capacity(packed.len());
        for (column, cap) in packed.iter().zip(&caps) {
            let Some(column) = self.parts(column, size, column_width, *cap, composer)? else { return Ok(None) };
            set.push(column);
        }
        let stretches = self.stretches(&set, &caps, size);
        fitted.stretch = stretches.iter().copied().fold(f32::INFINITY, f32::min);
        let mut pages = vec![Vec::new(); fitted.pages];
        for (index, (column, stretch)) in set.into_iter().zip(stretches).enumerate() {
            let slot = index % columns;
            let slot = if self.style.computed.rtl { columns - 1 - slot } else { slot };
            let x = slot as f32 * (column_width + column_gap);
            for (order, (element, y, height)) in column.into_iter().enumerate() {
                let rect = Rect::new(x, y + order as f32 * stretch, column_width, height + stretch);
                if let Some(page) = pages.get_mut(index / columns) {
                    page.push(FlowBlock { element, rect, size });
                }
            }
        }
        for (page, blocks) in pages.iter_mut().enumerate() {
            self.style.lower(blocks, page_height(heights, page));
        }
        Ok(Some(pages))
    }

    /// The elements of a column with their tops and heights in px; none if they are higher than the column.
    #[expect(clippy::type_complexity, reason = "the column of one caller")]
    fn parts(
        &self,
        column: &[Slot],
        size: f32,
        width: f32,
        cap: f32,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Option<Vec<(Cow<'e, Element>, f32, f32)>>, Problem> {
        let mut set = Vec::with_capacity(column.len());
        // What parts take beyond what was foreseen moves down what follows.
        let mut more = 0.0;
        for slot in column {
            let Some(&block) = self.blocks.get(slot.block) else { continue };
            let top = slot.top + more;
            match slot.items {
                None => set.push((Cow::Borrowed(block), top, slot.height)),
                Some((from, to)) => {
                    let part = take_items(block, from, to);
                    let height = boxes::solve(&part, &self.style.at(size), width, None, composer)?.height;
                    more += height - slot.height;
                    set.push((Cow::Owned(part), top, height));
                }
            }
        }
        let bottom = set.last().map_or(0.0, |(_, top, height)| top + height);
        Ok((bottom <= cap + SLACK).then_some(set))
    }

    /// What each block of a column grows by, for each column; px. Rows of all columns keep one rhythm, unless the flow asks for
    /// columns that all end at the foot.
    fn stretches(&self, set: &[Vec<(Cow<'e, Element>, f32, f32)>], caps: &[f32], size: f32) -> Vec<f32> {
        let wanted = self.style.stretch(size);
        let free = |column: &Vec<(Cow<'e, Element>, f32, f32)>, cap: f32| {
            let last = column.last().map(|(_, top, height)| top + height);
            let between = column.len() - usize::from(self.style.justify && column.len() > 1);
            last.map(|bottom| ((cap - bottom) / between.max(1) as f32).clamp(0.0, wanted))
        };
        let own: Vec<Option<f32>> = set.iter().zip(caps).map(|(column, cap)| free(column, *cap)).collect();
        let least = own.iter().flatten().copied().fold(wanted, f32::min);
        // Halves of px keep hairlines on the same part of a pixel from row to row.
        let halves = |stretch: f32| (stretch * 2.0).floor() / 2.0;
        own.iter().map(|own| halves(if self.style.justify { own.unwrap_or(least) } else { least })).collect()
    }

    /// Smallest and largest size, px.
    pub fn sizes(&self) -> (f32, f32) {
        self.style.sizes()
    }

    /// All blocks on one page of this height at the largest size that fits, or none.
    pub fn page(&mut self, height: f32, composer: &mut Composer<'_, '_>) -> Result<Option<Filled<'e>>, Problem> {
        self.on_pages(&[height], composer)
    }

    /// The blocks at the largest size on pages of these heights, or how many pages to try next.
    pub fn pages(&mut self, heights: &[f32], composer: &mut Composer<'_, '_>) -> Result<Pages<'e>, Problem> {
        let Some(needed) = self.fewest(heights, composer)? else { return Ok(Pages::Never) };
        if needed > heights.len() {
            return Ok(Pages::Need(needed));
        }
        if let Some(filled) = self.on_pages(heights, composer)? {
            return Ok(Pages::Filled(filled));
        }
        // With an item a page there is nothing left to part.
        let parts: usize = self.blocks.iter().map(|block| items(block).max(1)).sum();
        Ok(if heights.len() < parts.max(2) { Pages::Need(heights.len() + 1) } else { Pages::Never })
    }

    /// All blocks on pages of these heights at the largest size that fits, or none.
    fn on_pages(&mut self, heights: &[f32], composer: &mut Composer<'_, '_>) -> Result<Option<Filled<'e>>, Problem> {
        let Some(mut fitted) = self.fit(heights, composer)? else { return Ok(None) };
        loop {
            if let Some(pages) = self.place(&mut fitted, heights, composer)? {
                let broken = self.broken(&fitted, composer)?;
                return Ok(Some(Filled { pages, explained: self.explained(&fitted), broken }));
            }
            // A label that goes on takes more room than was foreseen: a size less has it.
            fitted.size -= STEP;
            if fitted.size < self.sizes().0 {
                return Ok(None);
            }
        }
    }

    /// How many texts break in what was chosen.
    fn broken(&mut self, fitted: &Fitted, composer: &mut Composer<'_, '_>) -> Result<usize, Problem> {
        let Some(width) = self.style.column(fitted.columns, self.width, fitted.size) else { return Ok(0) };
        let mut broken = 0;
        for block in 0..self.blocks.len() {
            broken += self.measure(block, fitted.size, width, composer)?.broken.len();
        }
        Ok(broken)
    }

    fn explained(&self, fitted: &Fitted) -> Vec<(&'static str, String)> {
        let (least, most) = self.sizes();
        let why = if fitted.pages > 1 {
            format!("the largest at which they take {} pages", fitted.pages)
        } else if (fitted.size - most).abs() < 0.01 {
            "the largest that the template allows".to_owned()
        } else {
            "the largest at which all fit one page".to_owned()
        };
        vec![
            ("names", format!("{} px of {least} to {most}: {why}", fitted.size)),
            ("columns", fitted.columns.to_string()),
            ("pages", fitted.pages.to_string()),
            ("rows", format!("{} px of free height to each group", fitted.stretch)),
        ]
    }

    /// Whether the blocks fit the columns of these pages at a size.
    fn trial(
        &mut self,
        size: f32,
        columns: usize,
        heights: &[f32],
        composer: &mut Composer<'_, '_>,
    ) -> Result<Trial, Problem> {
        let sizes = match self.block_sizes(size, columns, heights, composer)? {
            Sizes::Blocks(sizes) => sizes,
            Sizes::Breaks(block) => return Ok(Trial::Breaks(block)),
            Sizes::TooMuch => return Ok(Trial::TooMuch),
        };
        let caps = columns_of(heights, heights.len(), columns);
        let Some(packed) = balanced(&sizes, self.style.row_gap(size), &caps) else { return Ok(Trial::TooMuch) };
        let filled = |(column, cap): (&Vec<Slot>, &f32)| {
            column.last().map_or(0.0, |last| (last.top + last.height) / cap.max(1.0))
        };
        Ok(Trial::Fits(packed.iter().zip(&caps).map(filled).fold(0.0, f32::max)))
    }
}

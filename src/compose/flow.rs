//! Flows: blocks set into balanced columns and pages at the largest size that fits.
//! The order is natural size, balanced columns, shrink to the floor, another page; nothing is ever cut.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::compose::columns::{balanced, columns_of, even_pages, pack, page_height};
use crate::compose::flow_style::FlowStyle;
use crate::compose::items::{items, take_items};
use crate::compose::pieces::{Cutting, Measured};
use crate::compose::{Composer, Problem};
use crate::geometry::Rect;
use crate::template::Element;

/// Step of font sizes that fitting tries, px. Finer steps are not seen.
const STEP: f32 = 0.5;

/// Usual heights of a line of names and of a label, em. They decide only which size is tried first.
const LINE: f32 = 1.22;
const LABEL: f32 = 1.1;

/// Most pages that a card may have; more is a credit file of the wrong kind.
pub const MAX_PAGES: usize = 200;

/// How a flow was set: the answer of fitting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// Font size in px.
    pub size: f32,
    /// Columns.
    pub columns: usize,
    /// Pages.
    pub pages: usize,
    /// What each block grew by to fill the height, px.
    pub stretch: f32,
}

/// What came of trying a size on one page.
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
    /// Whether the names are smaller than the flow would like them.
    pub shrunk: bool,
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
    /// The largest share of the blocks that one page held at the smallest size, as far as is known.
    pub(super) held: f32,
}

impl<'e> Flow<'e> {
    /// A flow of the children of `element`, `width` px wide.
    pub fn new(element: &'e Element, style: FlowStyle, width: f32) -> Flow<'e> {
        let blocks =
            element.children.iter().filter(|child| child.style.display != Some(crate::template::css::Display::None));
        let (known, rigid) = (FxHashMap::default(), FxHashMap::default());
        Flow { blocks: blocks.collect(), width, style, known, rigid, held: 0.0 }
    }

    /// The largest size at which everything fits into one page of this height, in as few columns as allow it.
    fn fit_page(&mut self, height: f32, composer: &mut Composer<'_, '_>) -> Result<Option<Fitted>, Problem> {
        let mut best = None;
        // Most columns are likely to allow the largest size, which the others need not look below.
        for columns in (1..=self.style.max_columns).rev() {
            let first = best.map_or(0, |(step, _)| step);
            let guess = if best.is_none() { self.likely(columns, height) } else { first };
            let larger = self.largest(columns, first, guess, height, composer)?;
            best = larger.map(|step| (step, columns)).or(best);
        }
        Ok(best.map(|(step, columns)| Fitted { size: self.size_of(step), columns, pages: 1, stretch: 0.0 }))
    }

    /// The step that is likely to fill so many columns: as if blocks were a label and a line for each of their items.
    fn likely(&self, columns: usize, height: f32) -> u32 {
        let items: usize = self.blocks.iter().map(|block| items(block).max(1)).sum();
        let lines = items as f32 * LINE + self.blocks.len() as f32 * (LABEL + self.style.row_gap(1.0));
        let (least, _) = self.sizes();
        ((columns as f32 * height / lines.max(1.0) - least) / STEP).max(0.0) as u32
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

    /// The largest step from `first` on at which everything fits one page in these columns; none if `first` does not.
    /// `guess` is a step to try before `first`, as one that is likely to be it.
    fn largest(
        &mut self,
        columns: usize,
        first: u32,
        mut guess: u32,
        height: f32,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Option<u32>, Problem> {
        let (least, _) = self.sizes();
        // Invariant: what is below `low` fits, as soon as anything does, and `high` does not.
        let (mut low, mut high) = (first, self.steps() + 1);
        let mut fits: Option<f32> = None;
        let mut back = 0;
        let mut next = guess.clamp(first, self.steps().max(first));
        while low < high {
            match self.trial(self.size_of(next), columns, height, composer)? {
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

    /// The columns with which the smallest size takes fewest pages of these heights (the last repeats).
    fn fit_pages(&mut self, heights: &[f32], composer: &mut Composer<'_, '_>) -> Result<Option<Fitted>, Problem> {
        let size = self.style.min_size;
        let mut best: Option<Fitted> = None;
        for columns in 1..=self.style.max_columns {
            let cutting = self.pieces(size, columns, page_height(heights, 1), MAX_PAGES, composer)?;
            let Cutting::Pieces(pieces) = cutting else { continue };
            let caps = |pages: usize| columns_of(heights, pages, columns, f32::INFINITY);
            let gap = self.style.row_gap(size);
            let Some(pages) = (1..=MAX_PAGES).find(|pages| pack(&pieces, gap, &caps(*pages)).is_some()) else {
                continue;
            };
            if best.is_none_or(|best| pages < best.pages) {
                best = Some(Fitted { size, columns, pages, stretch: 0.0 });
            }
        }
        Ok(best)
    }

    /// Places the blocks: for each page the blocks with their rectangles relative to the flow's box.
    fn place(
        &mut self,
        fitted: &mut Fitted,
        heights: &[f32],
        composer: &mut Composer<'_, '_>,
    ) -> Result<Option<Vec<Vec<FlowBlock<'e>>>>, Problem> {
        let (size, columns) = (fitted.size, fitted.columns);
        let (gap, column_gap) = (self.style.row_gap(size), self.style.column_gap(size));
        let Some(column_width) = self.style.column(columns, self.width, size) else { return Ok(None) };
        let least = heights.iter().copied().fold(f32::INFINITY, f32::min);
        let cutting = self.pieces(size, columns, least, MAX_PAGES, composer)?;
        let Cutting::Pieces(pieces) = cutting else { return Ok(None) };
        let caps = columns_of(heights, fitted.pages, columns, f32::INFINITY);
        let even = || if self.style.balance { even_pages(&pieces, gap, heights, fitted.pages, columns) } else { None };
        let packed = match even() {
            Some(packed) => packed,
            None if self.style.balance => match balanced(&pieces, gap, &caps) {
                Some(packed) => packed,
                None => return Ok(None),
            },
            None => match pack(&pieces, gap, &caps) {
                Some(packed) => packed,
                None => return Ok(None),
            },
        };
        // Free height goes into the blocks, the same on every page, so that rows keep one rhythm.
        let wanted = self.style.stretch(size);
        let mut stretch = wanted;
        for (column, height) in packed.iter().zip(&caps) {
            if let Some((top, last)) = column.last().and_then(|(top, index)| Some((top, pieces.get(*index)?))) {
                stretch = stretch.min((height - (top + last.height)) / column.len() as f32);
            }
        }
        // Halves of px keep hairlines on the same part of a pixel from row to row.
        fitted.stretch = (stretch.max(0.0) * 2.0).floor() / 2.0;
        let mut pages = vec![Vec::new(); fitted.pages];
        for (index, column) in packed.iter().enumerate() {
            let slot = index % columns;
            let slot = if self.style.computed.rtl { columns - 1 - slot } else { slot };
            let x = slot as f32 * (column_width + column_gap);
            for (order, (y, piece)) in column.iter().enumerate() {
                let Some(piece) = pieces.get(*piece) else { continue };
                let Some(&block) = self.blocks.get(piece.block) else { continue };
                let element = match piece.items {
                    Some((from, to)) => Cow::Owned(take_items(block, from, to)),
                    None => Cow::Borrowed(block),
                };
                let rect = Rect::new(x, y + order as f32 * fitted.stretch, column_width, piece.height + fitted.stretch);
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

    /// Smallest and largest size, px.
    pub fn sizes(&self) -> (f32, f32) {
        self.style.sizes()
    }

    /// The share of the blocks that one page was found to hold at the smallest size, 0 to 1.
    pub fn held(&self) -> f32 {
        self.held
    }

    /// All blocks on one page of this height at the largest size that fits, or none.
    pub fn page(&mut self, height: f32, composer: &mut Composer<'_, '_>) -> Result<Option<Filled<'e>>, Problem> {
        let Some(mut fitted) = self.fit_page(height, composer)? else { return Ok(None) };
        let pages = self.place(&mut fitted, &[height], composer)?;
        let broken = self.broken(&fitted, composer)?;
        Ok(pages.map(|pages| self.filled(pages, &fitted, broken)))
    }

    /// The blocks at the smallest size on pages of these heights, or how many pages to try next.
    pub fn pages(&mut self, heights: &[f32], composer: &mut Composer<'_, '_>) -> Result<Pages<'e>, Problem> {
        let Some(mut fitted) = self.fit_pages(heights, composer)? else { return Ok(Pages::Never) };
        if fitted.pages > heights.len() {
            return Ok(Pages::Need(fitted.pages));
        }
        fitted.pages = heights.len();
        let pages = self.place(&mut fitted, heights, composer)?;
        let broken = self.broken(&fitted, composer)?;
        Ok(pages.map_or(Pages::Need(heights.len() + 1), |pages| Pages::Filled(self.filled(pages, &fitted, broken))))
    }

    fn filled(&self, pages: Vec<Vec<FlowBlock<'e>>>, fitted: &Fitted, broken: usize) -> Filled<'e> {
        let shrunk = fitted.size < self.sizes().1 - 0.01;
        Filled { pages, explained: self.explained(fitted), broken, shrunk }
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
            format!("the smallest, since they take {} pages", fitted.pages)
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

    /// Whether the blocks fit the columns of one page at a size.
    fn trial(
        &mut self,
        size: f32,
        columns: usize,
        height: f32,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Trial, Problem> {
        let pieces = match self.pieces(size, columns, height, 1, composer)? {
            Cutting::Pieces(pieces) => pieces,
            Cutting::Breaks(block) => return Ok(Trial::Breaks(block)),
            Cutting::TooMuch => return Ok(Trial::TooMuch),
        };
        let caps = columns_of(&[height], 1, columns, f32::INFINITY);
        let Some(packed) = balanced(&pieces, self.style.row_gap(size), &caps) else { return Ok(Trial::TooMuch) };
        let bottom = |column: &Vec<(f32, usize)>| {
            let (top, last) = column.last()?;
            Some(top + pieces.get(*last)?.height)
        };
        let lowest = packed.iter().filter_map(bottom).fold(0.0, f32::max);
        Ok(Trial::Fits(lowest / height.max(1.0)))
    }
}

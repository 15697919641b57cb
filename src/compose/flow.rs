//! Flows: blocks set into balanced columns and pages at the largest size that fits.
//! The order is natural size, balanced columns, shrink to the floor, another page; nothing is ever cut.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::compose::boxes::{Boxes, solve};
use crate::compose::columns::{Piece, SLACK, balanced, columns_of, even_pages, pack, page_height};
use crate::compose::flow_style::FlowStyle;
use crate::compose::items::{items, take_items};
use crate::compose::{Composer, Problem};
use crate::geometry::Rect;
use crate::template::Element;

/// Step of font sizes that fitting tries, px. Finer steps are not seen.
const STEP: f32 = 0.5;

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

/// A block laid out at a size and width.
struct Measured {
    height: f32,
    /// How many items it has.
    items: usize,
    /// Texts in which a name or a word broke.
    broken: Vec<String>,
}

/// What a block that is too high is cut for.
struct Cut {
    items: usize,
    whole: f32,
    size: f32,
    width: f32,
    height: f32,
    columns: usize,
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
    style: FlowStyle,
    blocks: Vec<&'e Element>,
    width: f32,
    /// What each block takes at a size and width, in bits: fitting asks for the same more than once.
    known: HashMap<(usize, u32, u32), Arc<Measured>>,
    /// The largest share of the blocks that one page held at the smallest size, as far as is known.
    held: f32,
}

impl<'e> Flow<'e> {
    /// A flow of the children of `element`, `width` px wide.
    pub fn new(element: &'e Element, style: FlowStyle, width: f32) -> Flow<'e> {
        let blocks =
            element.children.iter().filter(|child| child.style.display != Some(crate::template::css::Display::None));
        Flow { blocks: blocks.collect(), width, style, known: HashMap::new(), held: 0.0 }
    }

    /// The largest size at which everything fits into one page of this height, in as few columns as allow it.
    fn fit_page(&mut self, height: f32, composer: &mut Composer<'_, '_>) -> Result<Option<Fitted>, Problem> {
        let (least, most) = self.sizes();
        let steps = ((most - least) / STEP).floor() as u32;
        let size_of = |step: u32| if step == steps { most } else { least + step as f32 * STEP };
        let mut best = None;
        // The first step that beats the best so far; a column count that fails there is not looked at further.
        let mut first = 0;
        for columns in 1..=self.style.max_columns {
            if first > steps {
                break;
            }
            let Some(share) = self.share(size_of(first), columns, height, composer)? else { continue };
            // Invariant: `low` fits, `high` does not.
            let (mut low, mut high) = (first, steps + 1);
            // Heights grow about as sizes do, so what is filled tells what would fit; a wrong guess is followed by halving.
            let guessed = |low: u32, share: f32| ((size_of(low) / share.max(0.01) - least) / STEP).max(0.0) as u32;
            let mut guess = guessed(low, share);
            while low + 1 < high {
                let step = guess.clamp(low + 1, high - 1);
                match self.share(size_of(step), columns, height, composer)? {
                    Some(share) => {
                        low = step;
                        guess = guessed(low, share);
                    }
                    None => {
                        high = step;
                        guess = low.midpoint(high);
                    }
                }
            }
            best = Some(Fitted { size: size_of(low), columns, pages: 1, stretch: 0.0 });
            first = low + 1;
        }
        Ok(best)
    }

    /// The columns with which the smallest size takes fewest pages of these heights (the last repeats).
    fn fit_pages(&mut self, heights: &[f32], composer: &mut Composer<'_, '_>) -> Result<Option<Fitted>, Problem> {
        let size = self.style.min_size;
        let mut best: Option<Fitted> = None;
        for columns in 1..=self.style.max_columns {
            let Some(pieces) = self.pieces(size, columns, page_height(heights, 1), MAX_PAGES, composer)? else {
                continue;
            };
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
        let Some(pieces) = self.pieces(size, columns, least, MAX_PAGES, composer)? else { return Ok(None) };
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
        Ok(pages.map(|pages| Filled { pages, explained: self.explained(&fitted), broken }))
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
        Ok(pages.map_or(Pages::Need(heights.len() + 1), |pages| {
            Pages::Filled(Filled { pages, explained: self.explained(&fitted), broken })
        }))
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

    /// The share of the height of all columns of a page that the blocks fill; none if they do not fit.
    fn share(
        &mut self,
        size: f32,
        columns: usize,
        height: f32,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Option<f32>, Problem> {
        let Some(pieces) = self.pieces(size, columns, height, 1, composer)? else { return Ok(None) };
        let gap = self.style.row_gap(size);
        let used = pieces.iter().map(|piece| piece.height + gap).sum::<f32>();
        let share = used / ((height + gap) * columns as f32).max(1.0);
        Ok(pack(&pieces, gap, &columns_of(&[height], 1, columns, f32::INFINITY)).map(|_| share))
    }

    /// Blocks cut into pieces no higher than a column; none if a text would break that need not, or if they are too much
    /// for so many pages.
    fn pieces(
        &mut self,
        size: f32,
        columns: usize,
        height: f32,
        pages: usize,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Option<Vec<Piece>>, Problem> {
        let Some(width) = self.style.column(columns, self.width, size) else { return Ok(None) };
        let mut pieces = Vec::with_capacity(self.blocks.len());
        let mut room = (pages * columns) as f32 * (height + SLACK);
        for block in 0..self.blocks.len() {
            let measured = self.measure(block, size, width, composer)?;
            // What is too much in all cannot be packed: the rest need not be measured.
            room -= measured.height;
            if pages == 1 && size <= self.style.min_size {
                self.held = self.held.max(block as f32 / self.blocks.len() as f32);
            }
            if room < 0.0 {
                return Ok(None);
            }
            if !measured.broken.is_empty() {
                // What breaks even at the smallest size in one column cannot count against a size.
                let least = self.measure(block, self.style.min_size, self.width, composer)?;
                if measured.broken.iter().any(|text| !least.broken.contains(text)) {
                    return Ok(None);
                }
            }
            if measured.height <= height + SLACK {
                pieces.push(Piece { block, items: None, height: measured.height });
                continue;
            }
            let at = Cut { items: measured.items, whole: measured.height, size, width, height, columns };
            match self.cut(block, &at, composer)? {
                Some(cut) => pieces.extend(cut),
                None => return Ok(None),
            }
        }
        Ok(Some(pieces))
    }

    /// Cuts a block that is higher than a column into even runs of items, as many as fill whole rows of columns, so
    /// that one long credit does not leave a column empty. None if a single item is higher than a column.
    fn cut(&self, block: usize, at: &Cut, composer: &mut Composer<'_, '_>) -> Result<Option<Vec<Piece>>, Problem> {
        let Some(element) = self.blocks.get(block).filter(|_| at.items > 0) else { return Ok(None) };
        let least = ((at.whole / at.height).ceil().max(2.0) as usize).next_multiple_of(at.columns).min(at.items);
        for parts in least..=at.items {
            let mut cut = Vec::with_capacity(parts);
            let mut from = 0;
            for part in 1..=parts {
                let to = (at.items * part).div_ceil(parts);
                let shown = take_items(element, from, to);
                let height = solve(&shown, &self.style.at(at.size), at.width, None, composer)?.height;
                cut.push(Piece { block, items: Some((from, to)), height });
                from = to;
                if height > at.height + SLACK {
                    break;
                }
            }
            if from == at.items && cut.iter().all(|piece| piece.height <= at.height + SLACK) {
                return Ok(Some(cut));
            }
        }
        Ok(None)
    }

    fn measure(
        &mut self,
        block: usize,
        size: f32,
        width: f32,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Arc<Measured>, Problem> {
        let key = (block, size.to_bits(), width.to_bits());
        if let Some(known) = self.known.get(&key) {
            return Ok(Arc::clone(known));
        }
        let new = match self.blocks.get(block) {
            Some(element) => {
                let boxes = solve(element, &self.style.at(size), width, None, composer)?;
                Measured { height: boxes.height, items: items(element), broken: broken(&boxes) }
            }
            None => Measured { height: 0.0, items: 0, broken: Vec::new() },
        };
        let new = Arc::new(new);
        self.known.insert(key, Arc::clone(&new));
        Ok(new)
    }
}

/// Texts in which a name or a word broke.
fn broken(boxes: &Boxes<'_>) -> Vec<String> {
    let broken = boxes.placed.iter().filter_map(|placed| {
        let (spec, width) = (placed.text.as_ref()?, placed.content.width);
        spec.extent(spec.size_for(width, Some(placed.content.height)), width).broken.then(|| spec.shaped.text.clone())
    });
    broken.collect()
}

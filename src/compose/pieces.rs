//! Pieces: the blocks of a flow measured at a size and width, and cut where one is higher than a column.
//! Each size and width is solved once: fitting asks for the same more than once.

use std::sync::Arc;

use crate::compose::boxes::{Boxes, solve};
use crate::compose::columns::{Piece, SLACK};
use crate::compose::flow::Flow;
use crate::compose::items::{items, take_items};
use crate::compose::{Composer, Problem};

/// A block laid out at a size and width.
pub struct Measured {
    /// Px.
    pub height: f32,
    /// How many items it has.
    pub items: usize,
    /// Texts in which a name or a word broke.
    pub broken: Vec<String>,
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

/// Blocks cut into pieces, or why they cannot be.
pub enum Cutting {
    /// No piece is higher than a column.
    Pieces(Vec<Piece>),
    /// A text of this block breaks that need not.
    Breaks(usize),
    /// They are too much for the pages.
    TooMuch,
}

impl Flow<'_> {
    /// Whether a text of a block breaks that need not.
    pub(super) fn breaks(
        &mut self,
        block: usize,
        size: f32,
        columns: usize,
        composer: &mut Composer<'_, '_>,
    ) -> Result<bool, Problem> {
        let Some(width) = self.style.column(columns, self.width, size) else { return Ok(true) };
        let measured = self.measure(block, size, width, composer)?;
        if measured.broken.is_empty() {
            return Ok(false);
        }
        // What breaks even at the smallest size in one column cannot count against a size.
        let least = self.measure(block, self.style.min_size, self.width, composer)?;
        Ok(measured.broken.iter().any(|text| !least.broken.contains(text)))
    }

    /// Blocks cut into pieces no higher than a column of so many pages.
    pub(super) fn pieces(
        &mut self,
        size: f32,
        columns: usize,
        height: f32,
        pages: usize,
        composer: &mut Composer<'_, '_>,
    ) -> Result<Cutting, Problem> {
        let Some(width) = self.style.column(columns, self.width, size) else { return Ok(Cutting::TooMuch) };
        let mut pieces = Vec::with_capacity(self.blocks.len());
        // Between two blocks of a column is a gap.
        let gap = self.style.row_gap(size);
        let mut room = (pages * columns) as f32 * (height + SLACK + gap);
        // In columns that were narrower they took at least as much.
        let least = |block| self.least(block, size, width) + gap;
        if (0..self.blocks.len()).map(least).sum::<f32>() > room {
            return Ok(Cutting::TooMuch);
        }
        for block in 0..self.blocks.len() {
            let measured = self.measure(block, size, width, composer)?;
            // What is too much in all cannot be packed: the rest need not be measured.
            room -= measured.height + gap;
            if pages == 1 && size <= self.style.min_size {
                self.held = self.held.max(block as f32 / self.blocks.len() as f32);
            }
            if room < 0.0 {
                return Ok(Cutting::TooMuch);
            }
            if self.breaks(block, size, columns, composer)? {
                return Ok(Cutting::Breaks(block));
            }
            if measured.height <= height + SLACK {
                pieces.push(Piece { block, items: None, height: measured.height });
                continue;
            }
            let at = Cut { items: measured.items, whole: measured.height, size, width, height, columns };
            match self.cut(block, &at, composer)? {
                Some(cut) => pieces.extend(cut),
                None => return Ok(Cutting::TooMuch),
            }
        }
        Ok(Cutting::Pieces(pieces))
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

    /// What a block takes at least at a size and width, as far as is known; all px.
    fn least(&self, block: usize, size: f32, width: f32) -> f32 {
        let known = self.rigid.get(&(block, size.to_bits()));
        known.filter(|(_, narrow)| *narrow <= width).map_or(0.0, |(height, _)| *height)
    }

    /// A block at a size and width, px.
    pub(super) fn measure(
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
                let texts = texts(&boxes);
                if !texts.wrap {
                    let known = self.rigid.entry((block, size.to_bits())).or_insert((boxes.height, width));
                    if width < known.1 {
                        *known = (boxes.height, width);
                    }
                }
                Measured { height: boxes.height, items: items(element), broken: texts.broken }
            }
            None => Measured { height: 0.0, items: 0, broken: Vec::new() },
        };
        let new = Arc::new(new);
        self.known.insert(key, Arc::clone(&new));
        Ok(new)
    }
}

/// What a block's texts came to.
#[derive(Default)]
struct Texts {
    /// Those in which a name or a word broke.
    broken: Vec<String>,
    /// Whether one of them, or anything else, takes more than one line, so that more width may make the block lower.
    wrap: bool,
}

fn texts(boxes: &Boxes<'_>) -> Texts {
    let mut texts = Texts::default();
    for placed in &boxes.placed {
        texts.wrap |= placed.element.style.flex_wrap.is_some_and(|wrap| wrap != taffy::FlexWrap::NoWrap);
        let Some(spec) = &placed.text else { continue };
        let width = placed.content.width;
        let extent = spec.extent(spec.size_for(width, Some(placed.content.height)), width);
        texts.wrap |= extent.lines > 1;
        if extent.broken {
            texts.broken.push(spec.shaped.text.clone());
        }
    }
    texts
}

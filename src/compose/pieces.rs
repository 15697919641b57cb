//! Pieces: the blocks of a flow measured at a size and width, with the places where one may go on in the next column.
//! Each size and width is solved once: fitting asks for the same more than once.

use std::sync::Arc;

use crate::compose::boxes::{Boxes, is_run, solve};
use crate::compose::columns::{BlockSize, SLACK};
use crate::compose::flow::Flow;
use crate::compose::items::{items, take_items};
use crate::compose::style::Computed;
use crate::compose::{Composer, Problem};
use crate::template::{Element, Kind};

/// Items from which on a block may be taken apart, so that what its parts take must be known.
const MANY: usize = 2;

/// Lines that a long name may take: on more it no longer reads as one.
pub const MOST_LINES: usize = 3;

/// A block laid out at a size and width.
pub struct Measured {
    /// What it takes.
    pub size: BlockSize,
    /// Texts in which a name or a word broke that had better be whole.
    pub broken: Vec<String>,
}

/// Blocks measured, or why they cannot be set so.
pub enum Sizes {
    /// What each takes.
    Blocks(Vec<BlockSize>),
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

    /// What the blocks take in so many columns of pages of these heights, px.
    pub(super) fn block_sizes(
        &mut self,
        size: f32,
        columns: usize,
        heights: &[f32],
        composer: &mut Composer<'_, '_>,
    ) -> Result<Sizes, Problem> {
        let Some(width) = self.style.column(columns, self.width, size) else { return Ok(Sizes::TooMuch) };
        let mut sizes = Vec::with_capacity(self.blocks.len());
        // Between two blocks of a column is a gap.
        let gap = self.style.row_gap(size);
        let mut room = heights.iter().map(|height| columns as f32 * (height + SLACK + gap)).sum::<f32>();
        // In columns that were narrower they took at least as much.
        let least = |block| self.least(block, size, width) + gap;
        if (0..self.blocks.len()).map(least).sum::<f32>() > room {
            return Ok(Sizes::TooMuch);
        }
        for block in 0..self.blocks.len() {
            let measured = self.measure(block, size, width, composer)?;
            // What is too much in all cannot be packed: the rest need not be measured.
            room -= measured.size.height + gap;
            if room < 0.0 {
                return Ok(Sizes::TooMuch);
            }
            if self.breaks(block, size, columns, composer)? {
                return Ok(Sizes::Breaks(block));
            }
            let highest = heights.iter().copied().fold(0.0, f32::max);
            let whole = !self.cut && measured.size.height <= highest + SLACK;
            sizes.push(if whole { BlockSize::whole(measured.size.height) } else { measured.size.clone() });
        }
        Ok(Sizes::Blocks(sizes))
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
                let style = self.style.at(size);
                let boxes = solve(element, &style, width, None, composer)?;
                let texts = texts(&boxes, self.long);
                if !texts.wrap {
                    let known = self.rigid.entry((block, size.to_bits())).or_insert((boxes.height, width));
                    if width < known.1 {
                        *known = (boxes.height, width);
                    }
                }
                let mut size = BlockSize { height: boxes.height, items: item_rows(&boxes), again: 0.0 };
                let count = size.items.len();
                if count >= MANY
                    && let Some((top, bottom)) = size.items.last()
                {
                    let last = take_items(element, count - 1, count);
                    let last = solve(&last, &style, width, None, composer)?;
                    let head = size.items.first().map_or(0.0, |first| first.0);
                    size.again = (last.height - (head + bottom - top + boxes.height - bottom)).max(0.0);
                }
                Measured { size, broken: texts.broken }
            }
            None => Measured { size: BlockSize::default(), broken: Vec::new() },
        };
        let new = Arc::new(new);
        self.known.insert(key, Arc::clone(&new));
        Ok(new)
    }
}

/// Widths in em of the names that an element holds, in the style that it inherits.
pub fn name_widths(element: &Element, inherited: &Computed, composer: &mut Composer<'_, '_>, widths: &mut Vec<f32>) {
    let style = inherited.inherit(element, &mut composer.styles);
    if element.kind == Kind::Text && element.attribute("data-kind") == Some("name") {
        // A text that cannot be shaped is told of where it is laid out.
        widths.extend(composer.shaper.shape(&element.text, &style.text).map(|shaped| shaped.width()));
    }
    for child in &element.children {
        name_widths(child, &style, composer, widths);
    }
}

/// Top and bottom of each innermost item. The first of a group of items begins where the group does: the group's label
/// belongs to it.
fn item_rows(boxes: &Boxes<'_>) -> Vec<(f32, f32)> {
    let mut rows = Vec::new();
    let mut group: Option<f32> = None;
    for placed in boxes.placed.iter().filter(|placed| placed.element.attribute("data-item").is_some()) {
        let (top, bottom) = (placed.rect.y, placed.rect.bottom());
        if placed.element.children.iter().any(|child| items(child) > 0) {
            group = Some(group.map_or(top, |known| known.min(top)));
        } else {
            rows.push((group.take().map_or(top, |known| known.min(top)), bottom));
        }
    }
    rows
}

/// What a block's texts came to.
#[derive(Default)]
struct Texts {
    /// Those in which a name or a word broke.
    broken: Vec<String>,
    /// Whether one of them, or anything else, takes more than one line, so that more width may make the block lower.
    wrap: bool,
}

/// `long` is the width in em beyond which a name may take a second line.
fn texts(boxes: &Boxes<'_>, long: f32) -> Texts {
    let mut texts = Texts::default();
    for placed in &boxes.placed {
        let wraps = placed.element.style.flex_wrap.is_some_and(|wrap| wrap != taffy::FlexWrap::NoWrap);
        texts.wrap |= wraps || is_run(placed.element);
        let Some(spec) = &placed.text else { continue };
        let width = placed.content.width;
        let size = spec.size_for(width, Some(placed.content.height));
        let extent = spec.extent(size, width);
        texts.wrap |= extent.lines > 1;
        if !extent.broken {
            continue;
        }
        let whole_words = spec.shaped.min_content() * size <= width + SLACK && extent.lines <= MOST_LINES;
        // A long name may take a second line.
        if !(spec.is_name() && whole_words && spec.shaped.width() > long) {
            texts.broken.push(spec.shaped.text.clone());
        }
    }
    texts
}

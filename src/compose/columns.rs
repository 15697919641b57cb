//! Columns: blocks of known height put one under the other, column after column, page after page.
//! Order is kept and nothing is left out; a long block goes on in the next column, between two of its items.

/// Slack of height comparisons, px.
pub const SLACK: f32 = 0.1;

/// A block higher than this share of its column may go on in the next one. What is lower stays whole: the room that it
/// leaves is less than a second label would cost the reader.
const LONG: f32 = 0.5;

/// Items that either part of a block has at least, so that no label stands over a single straggler.
const FEWEST: usize = 2;

/// What a block takes at a size and width; all px.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlockSize {
    /// Height of the whole.
    pub height: f32,
    /// Top and bottom of each item.
    pub items: Vec<(f32, f32)>,
    /// What a part that continues has above its first item more than the whole: a label says that it goes on.
    pub again: f32,
}

impl BlockSize {
    /// A block that is never taken apart.
    pub fn whole(height: f32) -> BlockSize {
        BlockSize { height, items: Vec::new(), again: 0.0 }
    }

    /// Height of the part with items `from..to`.
    fn part(&self, from: usize, to: usize) -> f32 {
        let top = |index: usize| self.items.get(index).map_or(0.0, |item| item.0);
        let bottom = |index: usize| self.items.get(index).map_or(self.height, |item| item.1);
        let (count, last) = (self.items.len(), to.saturating_sub(1));
        if from == 0 && to >= count {
            return self.height;
        }
        let again = if from > 0 { self.again } else { 0.0 };
        let tail = self.height - bottom(count.saturating_sub(1));
        top(0) + again + (bottom(last) - top(from)).max(0.0) + tail
    }

    /// Where the part that begins with item `from` ends if it has `room` px in a column of `cap` px; none if it had
    /// better begin in the next column.
    ///
    /// `ordered` says whether items stand below those before them: then those that are too low are passed over at once.
    fn cut(&self, from: usize, room: f32, cap: f32, ordered: bool) -> Option<usize> {
        let count = self.items.len();
        if self.height <= cap * LONG || count < 2 {
            return None;
        }
        let fewest = if self.height > cap && count < 2 * FEWEST { 1 } else { FEWEST };
        let most = count.checked_sub(fewest)?;
        let other_line = |to: &usize| {
            let top = |index: usize| self.items.get(index).map(|item| item.0);
            to.checked_sub(1).and_then(top).zip(top(*to)).is_some_and(|(this, next)| next > this + SLACK)
        };
        let fits = |to: &usize| self.part(from, *to) <= room + SLACK;
        let most = if ordered { most.min(self.reached(from, room)) } else { most };
        (from + fewest..=most).rev().filter(other_line).find(fits)
    }

    /// The last end of a part with items from `from` on whose last item begins within the room.
    fn reached(&self, from: usize, room: f32) -> usize {
        let top = |index: usize| self.items.get(index).map_or(0.0, |item| item.0);
        let last = self.items.last().map_or(self.height, |item| item.1);
        let again = if from > 0 { self.again } else { 0.0 };
        // The least that the part has besides the way from its first item to its last.
        let more = top(0) + again + (self.height - last);
        self.items.partition_point(|item| item.0 - top(from) + more <= room + 2.0 * SLACK)
    }
}

/// A block, or a part of one, in its column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Index of the block.
    pub block: usize,
    /// Items that stand here; none is all.
    pub items: Option<(usize, usize)>,
    /// Below the top of the column, px.
    pub top: f32,
    /// Px.
    pub height: f32,
}

/// Height of a page's flow, px; the last of those given repeats.
pub fn page_height(heights: &[f32], page: usize) -> f32 {
    heights.get(page).or(heights.last()).copied().unwrap_or(0.0)
}

/// Heights of all columns of `pages` pages.
pub fn columns_of(heights: &[f32], pages: usize, columns: usize) -> Vec<f32> {
    (0..pages).flat_map(|page| std::iter::repeat_n(page_height(heights, page), columns)).collect()
}

/// Puts blocks into columns in order. None if they do not fit.
pub fn pack(blocks: &[BlockSize], gap: f32, columns: &[f32]) -> Option<Vec<Vec<Slot>>> {
    packed(blocks, gap, columns, 1.0)
}

/// The fewest pages of so many columns that hold the blocks in order; none if more than `most` pages would be needed. Heights of
/// pages are as in [`page_height`].
pub fn pages_needed(blocks: &[BlockSize], gap: f32, heights: &[f32], columns: usize, most: usize) -> Option<usize> {
    let mut last = 0;
    let all = fill(blocks, gap, &columns_of(heights, most, columns), 1.0, |column, _| last = column);
    all.then_some(last / columns.max(1) + 1)
}

/// As [`pack`], no column filled beyond this share of its height.
fn packed(blocks: &[BlockSize], gap: f32, columns: &[f32], share: f32) -> Option<Vec<Vec<Slot>>> {
    let mut packed = vec![Vec::new(); columns.len()];
    let all = fill(blocks, gap, columns, share, |column, slot| {
        if let Some(column) = packed.get_mut(column) {
            column.push(slot);
        }
    });
    all.then_some(packed)
}

/// Fills columns in order and tells where each block goes. Whether all have found a place.
fn fill(blocks: &[BlockSize], gap: f32, columns: &[f32], share: f32, mut put: impl FnMut(usize, Slot)) -> bool {
    let (mut column, mut y) = (0, 0.0);
    for (index, block) in blocks.iter().enumerate() {
        let (mut from, count) = (0, block.items.len());
        let mut ordered = None;
        loop {
            let Some(cap) = columns.get(column).copied() else { return false };
            let top = if y > 0.0 { y + gap } else { 0.0 };
            let room = cap * share - top;
            let rest = block.part(from, count);
            if rest <= room + SLACK {
                put(column, Slot { block: index, items: (from > 0).then_some((from, count)), top, height: rest });
                y = top + rest;
                break;
            }
            let ordered = *ordered.get_or_insert_with(|| block.items.is_sorted_by(|one, next| one.0 <= next.0));
            if let Some(to) = block.cut(from, room, cap, ordered) {
                put(column, Slot { block: index, items: Some((from, to)), top, height: block.part(from, to) });
                from = to;
            }
            column += 1;
            y = 0.0;
        }
    }
    true
}

/// Halvings of the height while columns are balanced: far below a px.
const HALVINGS: usize = 14;

/// As [`pack`], all columns filled to the least share of their heights that holds the blocks.
pub fn balanced(blocks: &[BlockSize], gap: f32, columns: &[f32]) -> Option<Vec<Vec<Slot>>> {
    if !fill(blocks, gap, columns, 1.0, |_, _| ()) {
        return None;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f32::midpoint(low, high);
        if fill(blocks, gap, columns, middle, |_, _| ()) {
            high = middle;
        } else {
            low = middle;
        }
    }
    packed(blocks, gap, columns, high)
}

/// How much fuller than even columns the fullest one may get for the sake of a block that stays whole.
const FULLER: f32 = 1.12;

/// Takes from blocks that [`balanced`] would cut only to make columns even, or because it filled an earlier column to the
/// brim, the leave to be cut.
pub fn spare(blocks: &mut [BlockSize], gap: f32, columns: &[f32]) {
    let share = |packed: &[Vec<Slot>]| {
        let filled = |(column, cap): (&Vec<Slot>, &f32)| {
            column.last().map_or(0.0, |last| (last.top + last.height) / cap.max(1.0))
        };
        packed.iter().zip(columns).map(filled).fold(0.0, f32::max)
    };
    let Some(even) = balanced(blocks, gap, columns) else { return };
    let most = share(&even) * FULLER;
    let begun = |slot: &&Slot| slot.items.is_some_and(|(from, _)| from == 0);
    for slot in even.iter().flatten().filter(begun) {
        let Some(block) = blocks.get_mut(slot.block) else { continue };
        let cut = std::mem::replace(block, BlockSize::whole(0.0));
        *block = BlockSize::whole(cut.height);
        let whole = balanced(blocks, gap, columns).is_some_and(|packed| share(&packed) <= most);
        if let Some(block) = blocks.get_mut(slot.block).filter(|_| !whole) {
            *block = cut;
        }
    }
}

/// Blocks on pages that are filled evenly, the columns of each page balanced again among themselves. None if they do not
/// fit.
pub fn even_pages(
    blocks: &[BlockSize],
    gap: f32,
    heights: &[f32],
    pages: usize,
    columns: usize,
) -> Option<Vec<Vec<Slot>>> {
    let mut packed = balanced(blocks, gap, &columns_of(heights, pages, columns))?;
    if pages < 2 {
        return Some(packed);
    }
    for (number, page) in packed.chunks_mut(columns.max(1)).enumerate() {
        let slots: Vec<Slot> = page.iter().flatten().copied().collect();
        let sizes: Vec<BlockSize> = slots.iter().map(|slot| BlockSize::whole(slot.height)).collect();
        let caps = vec![page_height(heights, number); page.len()];
        let Some(again) = balanced(&sizes, gap, &caps) else { continue };
        for (column, own) in page.iter_mut().zip(again) {
            *column =
                own.into_iter().filter_map(|slot| Some(Slot { top: slot.top, ..*slots.get(slot.block)? })).collect();
        }
    }
    Some(packed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A block of a label and as many items, each of 10 px.
    fn block(items: usize) -> BlockSize {
        let item = |index: usize| (10.0 + index as f32 * 10.0, 20.0 + index as f32 * 10.0);
        BlockSize { height: 10.0 + items as f32 * 10.0, items: (0..items).map(item).collect(), again: 0.0 }
    }

    fn blocks(counts: &[usize]) -> Vec<BlockSize> {
        counts.iter().map(|count| block(*count)).collect()
    }

    /// The items of all slots in order: block and item.
    fn order(packed: &[Vec<Slot>], blocks: &[BlockSize]) -> Vec<(usize, usize)> {
        let items = |slot: &Slot| {
            let (from, to) = slot.items.unwrap_or((0, blocks[slot.block].items.len()));
            (from..to).map(|item| (slot.block, item)).collect::<Vec<_>>()
        };
        packed.iter().flatten().flat_map(items).collect()
    }

    #[test]
    fn a_long_block_goes_on_in_the_next_column_with_two_items_on_either_side() {
        let all = blocks(&[1, 9]);
        let packed = balanced(&all, 0.0, &[100.0, 100.0]).expect("room");
        let parts: Vec<_> = packed.iter().map(|column| column.last().expect("a part").items).collect();
        assert_eq!(parts, [Some((0, 4)), Some((4, 9))]);
    }

    #[test]
    fn a_block_is_cut_only_where_the_columns_need_it() {
        let cuts = |counts: &[usize], caps: &[f32]| {
            let mut all = blocks(counts);
            spare(&mut all, 0.0, caps);
            let packed = balanced(&all, 0.0, caps).expect("room");
            packed.iter().flatten().filter(|slot| slot.items.is_some_and(|(from, _)| from > 0)).count()
        };
        // Cut, the fullest column would be a tenth lower.
        assert_eq!(cuts(&[9, 5], &[100.0, 100.0]), 0);
        // Whole, one would be higher than its page, and one twice as high as the other.
        assert_eq!(cuts(&[1, 9], &[80.0, 80.0]), 1);
        assert_eq!(cuts(&[1, 9], &[190.0, 190.0]), 1);
    }

    #[test]
    fn where_a_block_is_cut_does_not_depend_on_how_it_is_sought() {
        let uneven = |index: usize| {
            let top = 20.0 * (index / 3) as f32 + 12.0;
            (top, top + 8.0 + (index % 3) as f32 * 4.0)
        };
        let block = BlockSize { height: 700.0, items: (0..100).map(uneven).collect(), again: 9.0 };
        for (from, room) in (0..98).flat_map(|from| (0..90).map(move |room| (from, room as f32 * 8.0))) {
            assert_eq!(block.cut(from, room, 720.0, true), block.cut(from, room, 720.0, false), "{from} {room}");
        }
    }

    #[test]
    fn a_short_block_is_not_taken_apart_for_even_columns() {
        let all = blocks(&[1, 3, 1]);
        let packed = balanced(&all, 0.0, &[200.0, 200.0]).expect("room");
        assert!(packed.iter().flatten().all(|slot| slot.items.is_none()), "{packed:?}");
    }

    proptest! {
        #[test]
        fn no_fewer_pages_hold_the_blocks_than_are_needed(
            counts in prop::collection::vec(1_usize..30, 1..30), columns in 1_usize..4,
        ) {
            let all = blocks(&counts);
            let heights = [90.0, 140.0];
            let fits = |pages: &usize| pack(&all, 5.0, &columns_of(&heights, *pages, columns)).is_some();
            prop_assert_eq!(pages_needed(&all, 5.0, &heights, columns, 20), (1..=20).find(fits));
        }

        #[test]
        fn packing_keeps_order_and_every_item_and_stays_in_its_column(
            counts in prop::collection::vec(1_usize..30, 1..30), gap in 0.0_f32..10.0,
        ) {
            let all = blocks(&counts);
            // At worst each pair of items gets a column of its own.
            let caps = vec![110.0; counts.iter().sum::<usize>() + counts.len()];
            for packed in [pack(&all, gap, &caps), balanced(&all, gap, &caps)] {
                let packed = packed.expect("columns enough");
                let every: Vec<(usize, usize)> =
                    counts.iter().enumerate().flat_map(|(block, count)| (0..*count).map(move |item| (block, item))).collect();
                prop_assert_eq!(order(&packed, &all), every);
                for slot in packed.iter().flatten() {
                    prop_assert!(slot.top + slot.height <= 110.0 + SLACK * 2.0);
                }
            }
        }

        #[test]
        fn pages_are_filled_evenly(counts in prop::collection::vec(1_usize..4, 24..60)) {
            let all = blocks(&counts);
            let heights = [150.0, 200.0];
            let Some(packed) = even_pages(&all, 5.0, &heights, 3, 2) else { return Ok(()) };
            let fullest = |page: &[Vec<Slot>]| {
                page.iter().flatten().map(|slot| slot.top + slot.height).fold(0.0, f32::max)
            };
            let shares: Vec<f32> =
                packed.chunks(2).enumerate().map(|(page, columns)| fullest(columns) / page_height(&heights, page)).collect();
            // A page may miss what does not fit whole: a block of four lines and the gap, of 150 px.
            let (least, most) = shares.iter().fold((1.0_f32, 0.0_f32), |(l, m), s| (l.min(*s), m.max(*s)));
            prop_assert!(shares[..2].iter().all(|share| *share > most - 0.34), "{least} {most} {shares:?}");
        }
    }
}

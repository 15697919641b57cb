//! Columns: pieces of known height put one under the other, column after column, page after page.
//! Order is kept and nothing is left out.

use crate::compose::partition::partition;

/// Slack of height comparisons, px.
pub const SLACK: f32 = 0.1;

/// A block, or a part of one that is higher than a column.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Index of the block.
    pub block: usize,
    /// Items of the block that this piece shows; `None` is all.
    pub items: Option<(usize, usize)>,
    /// Height at the size in question, px.
    pub height: f32,
}

/// Height of a page's flow, px; the last of those given repeats.
pub fn page_height(heights: &[f32], page: usize) -> f32 {
    heights.get(page).or(heights.last()).copied().unwrap_or(0.0)
}

/// Heights of all columns of `pages` pages, none above `cap`.
pub fn columns_of(heights: &[f32], pages: usize, columns: usize, cap: f32) -> Vec<f32> {
    (0..pages).flat_map(|page| std::iter::repeat_n(page_height(heights, page).min(cap), columns)).collect()
}

/// Puts pieces into columns in order; for each column the tops and indices of its pieces. None if they do not fit.
pub fn pack(pieces: &[Piece], gap: f32, columns: &[f32]) -> Option<Vec<Vec<(f32, usize)>>> {
    pack_below(pieces, gap, columns, f32::INFINITY)
}

/// As [`pack`], no column filled below `most` px.
fn pack_below(pieces: &[Piece], gap: f32, columns: &[f32], most: f32) -> Option<Vec<Vec<(f32, usize)>>> {
    let mut packed = vec![Vec::new(); columns.len()];
    let all = fill(pieces, gap, columns, most, |column, top, index| {
        if let Some(column) = packed.get_mut(column) {
            column.push((top, index));
        }
    });
    all.then_some(packed)
}

/// Fills columns in order and tells where each piece goes: column, top, index. Whether all pieces have found a place.
fn fill(pieces: &[Piece], gap: f32, columns: &[f32], most: f32, mut put: impl FnMut(usize, f32, usize)) -> bool {
    let (mut column, mut y) = (0, 0.0);
    for (index, piece) in pieces.iter().enumerate() {
        loop {
            let Some(cap) = columns.get(column) else { return false };
            let top = if y > 0.0 { y + gap } else { 0.0 };
            if top + piece.height <= cap.min(most) + SLACK {
                put(column, top, index);
                y = top + piece.height;
                break;
            }
            column += 1;
            y = 0.0;
        }
    }
    true
}

/// Halvings of the height while columns are balanced: far below a px.
const HALVINGS: usize = 14;

/// As [`pack`], all columns as low as lets the pieces fit.
pub fn balanced(pieces: &[Piece], gap: f32, columns: &[f32]) -> Option<Vec<Vec<(f32, usize)>>> {
    let (mut low, mut high) = (0.0, columns.iter().copied().fold(0.0, f32::max));
    if !fill(pieces, gap, columns, high, |_, _, _| ()) {
        return None;
    }
    for _ in 0..HALVINGS {
        let middle = f32::midpoint(low, high);
        if fill(pieces, gap, columns, middle, |_, _, _| ()) {
            high = middle;
        } else {
            low = middle;
        }
    }
    pack_below(pieces, gap, columns, high)
}

/// Shares pieces out to pages so that their heights differ least, and balances the columns of each page. None if a page
/// gets more than it holds that way.
pub fn even_pages(
    pieces: &[Piece],
    gap: f32,
    heights: &[f32],
    pages: usize,
    columns: usize,
) -> Option<Vec<Vec<(f32, usize)>>> {
    let mut tops = vec![0.0];
    for piece in pieces {
        tops.push(tops.last().copied().unwrap_or(0.0) + piece.height + gap);
    }
    let top = |index: usize| tops.get(index).copied().unwrap_or(0.0);
    let ends = partition(pieces.len(), pages, |from, to| top(to) - top(from))?;
    let mut packed = Vec::with_capacity(pages * columns);
    let mut from = 0;
    for (page, end) in ends.into_iter().enumerate() {
        let own = balanced(pieces.get(from..end)?, gap, &vec![page_height(heights, page); columns])?;
        packed.extend(
            own.into_iter().map(|column| column.into_iter().map(|(y, index)| (y, index + from)).collect::<Vec<_>>()),
        );
        from = end;
    }
    Some(packed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(heights: &[f32]) -> Vec<Piece> {
        heights.iter().map(|height| Piece { block: 0, items: None, height: *height }).collect()
    }

    proptest! {
        #[test]
        fn packing_keeps_order_and_every_piece_and_stays_in_its_column(
            heights in prop::collection::vec(1.0_f32..80.0, 1..60), gap in 0.0_f32..10.0,
        ) {
            let all = pieces(&heights);
            // At worst each piece gets a column of its own.
            let caps = vec![100.0; heights.len()];
            let packed = pack(&all, gap, &caps).expect("a column for each piece");
            let order: Vec<usize> = packed.iter().flatten().map(|(_, index)| *index).collect();
            prop_assert_eq!(order, (0..heights.len()).collect::<Vec<_>>());
            for column in &packed {
                for (top, index) in column {
                    prop_assert!(top + heights[*index] <= 100.0 + SLACK);
                }
            }
        }

        #[test]
        fn what_fits_still_fits_when_a_piece_is_taken_away(
            heights in prop::collection::vec(1.0_f32..80.0, 2..40), columns in 1_usize..12, away in 0_usize..40,
        ) {
            let all = pieces(&heights);
            let caps = vec![150.0; columns];
            if pack(&all, 5.0, &caps).is_some() {
                let mut fewer = heights.clone();
                fewer.remove(away % heights.len());
                prop_assert!(pack(&pieces(&fewer), 5.0, &caps).is_some());
            }
        }
    }
}

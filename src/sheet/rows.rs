//! Rows of pictures: each as wide as the sheet, of a height near the one asked for.
//! Aspects are kept, order is kept, and no picture is cropped.

use super::{Entry, Style};
use crate::geometry::Rect;

/// How much higher than asked a row may be before it is left short of the sheet's width.
const GROWTH: f32 = 1.35;

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Number of the entry, from 0.
    pub entry: usize,
    /// Its picture's box, whole px; `y` is 0 until rows are stacked.
    pub rect: Rect,
}

/// Entries in rows, left to right; all boxes lie inside the sheet's margins.
pub fn rows(entries: &[Entry], style: &Style) -> Vec<Vec<Slot>> {
    let gap = style.gap();
    let width = (style.width - 2.0 * gap).max(1.0);
    let aspect = |index: usize| entries.get(index).map_or(1.0, |entry| sound(entry.aspect));
    // Height of a row that spans the width.
    let spanning = |row: &[usize]| {
        let aspects: f32 = row.iter().map(|index| aspect(*index)).sum();
        (width - gap * (row.len() as f32 - 1.0)).max(1.0) / aspects
    };
    let split = split(entries, style, &spanning);
    // Rows of groups have one height, so that their pictures can be compared.
    let common =
        split.iter().filter(|(grouped, _)| *grouped).map(|(_, row)| spanning(row)).fold(f32::INFINITY, f32::min);
    let last = split.len().saturating_sub(1);
    let mut out = Vec::with_capacity(split.len());
    for (number, (grouped, row)) in split.iter().enumerate() {
        let full = spanning(row);
        let height = if *grouped {
            common
        } else if style.columns.is_some() && number < last {
            full
        } else if full > style.row_height * GROWTH || number == last {
            full.min(style.row_height)
        } else {
            full
        };
        let height = height.round().max(1.0);
        let mut x = gap;
        let mut slots = Vec::with_capacity(row.len());
        for index in row {
            // Edges are rounded, not widths: rounding errors of a row do not add up.
            let left = x.round();
            let right = (x + aspect(*index) * height).round().min(style.width - gap).max(left + 1.0);
            let own = entries.get(*index).map_or(1.0, |entry| entry.aspect);
            let (width, high) = contained(own, right - left, height);
            slots.push(Slot { entry: *index, rect: Rect::new(left, 0.0, width, high) });
            x += aspect(*index) * height + gap;
        }
        out.push(slots);
    }
    out
}

/// The size of a picture in a box whose aspect is its own or, for extreme ones, the one that was held.
fn contained(aspect: f32, width: f32, height: f32) -> (f32, f32) {
    if !aspect.is_finite() || sound(aspect) == aspect {
        return (width, height);
    }
    if aspect > 1.0 { (width, (width / aspect).round().max(1.0)) } else { ((height * aspect).round().max(1.0), height) }
}

/// An aspect that leaves a picture visible beside others: extreme ones are held, so that no row has a height of nothing.
fn sound(aspect: f32) -> f32 {
    if aspect.is_finite() { aspect.clamp(0.05, 20.0) } else { 1.0 }
}

/// Numbers of the entries of each row, and whether it is a group's.
fn split(entries: &[Entry], style: &Style, spanning: &dyn Fn(&[usize]) -> f32) -> Vec<(bool, Vec<usize>)> {
    let mut rows: Vec<(bool, Vec<usize>)> = Vec::new();
    let mut row: Vec<usize> = Vec::new();
    let mut group = entries.first().and_then(|entry| entry.group);
    for (index, entry) in entries.iter().enumerate() {
        let full = match (entry.group, style.columns) {
            _ if entry.group != group => true,
            (Some(_), _) => false,
            (None, Some(columns)) => row.len() >= columns.max(1),
            (None, None) => {
                // A picture joins the row if the row is then nearer to the height asked for.
                let with: Vec<usize> = row.iter().copied().chain([index]).collect();
                let off = |height: f32| (height / style.row_height).ln().abs();
                !row.is_empty()
                    && spanning(&row) <= style.row_height * GROWTH
                    && off(spanning(&with)) > off(spanning(&row))
            }
        };
        if full && !row.is_empty() {
            rows.push((group.is_some(), std::mem::take(&mut row)));
        }
        group = entry.group;
        row.push(index);
    }
    if !row.is_empty() {
        rows.push((group.is_some(), row));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(aspects: &[f32]) -> Vec<Entry> {
        aspects.iter().map(|aspect| Entry { label: "a".into(), aspect: *aspect, group: None }).collect()
    }

    #[test]
    fn rows_span_the_sheet_and_keep_order_and_aspects() {
        let aspects = [1.0, 0.8, 0.5625, 1.905, 1.0, 0.667, 1.778, 1.0, 0.8, 0.5625, 1.905, 1.0, 20.0, 0.05, 1.0];
        let style = Style::new(1600.0);
        let rows = rows(&entries(&aspects), &style);
        let order: Vec<usize> = rows.iter().flatten().map(|slot| slot.entry).collect();
        assert_eq!(order, (0..aspects.len()).collect::<Vec<_>>());
        for (number, row) in rows.iter().enumerate() {
            let right = row.last().expect("a picture").rect.right();
            assert!(right <= 1580.0, "row {number} ends at {right}");
            if number + 1 < rows.len() {
                assert!(right > 1575.0, "row {number} ends at {right}");
            }
            for pair in row.windows(2) {
                assert!((pair[1].rect.x - pair[0].rect.right() - style.gap()).abs() <= 1.0);
            }
            for slot in row {
                let off = slot.rect.width - aspects[slot.entry] * slot.rect.height;
                assert!(
                    off.abs() <= 1.5 + slot.rect.width / slot.rect.height,
                    "picture {} is off by {off}",
                    slot.entry
                );
            }
        }
    }

    #[test]
    fn columns_are_so_many_pictures_a_row() {
        let style = Style { columns: Some(3), ..Style::new(1000.0) };
        let lengths: Vec<usize> = rows(&entries(&[1.0; 8]), &style).iter().map(Vec::len).collect();
        assert_eq!(lengths, [3, 3, 2]);
    }

    #[test]
    fn groups_have_rows_of_their_own_and_one_height() {
        let mut list = entries(&[1.0, 0.8, 1.9, 1.0, 0.8]);
        for (entry, group) in list.iter_mut().zip([0, 0, 0, 1, 1]) {
            entry.group = Some(group);
        }
        let rows = rows(&list, &Style::new(1000.0));
        assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
        let heights: Vec<f32> = rows.iter().flatten().map(|slot| slot.rect.height).collect();
        assert!(heights.windows(2).all(|pair| pair[0] == pair[1]), "{heights:?}");
    }

    #[test]
    fn one_picture_is_not_blown_up() {
        let rows = rows(&entries(&[1.0]), &Style::new(1600.0));
        assert_eq!(rows[0][0].rect, Rect::new(20.0, 0.0, 320.0, 320.0));
    }
}

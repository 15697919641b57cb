//! Rows of pictures: each as wide as the sheet, of a height near the one asked for.
//! Aspects are kept, order is kept, and no picture is cropped.

use super::{Entry, Style};
use crate::geometry::Rect;

/// How much higher than asked a row may be before it is left short of the sheet's width.
const GROWTH: f32 = 1.35;

/// Most pictures of a row.
const MOST: usize = 60;

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Number of the entry, from 0.
    pub entry: usize,
    /// Its picture's box, whole px; `y` is 0 until rows are stacked.
    pub rect: Rect,
}

/// Entries in rows, left to right; all boxes lie inside the sheet's margins.
pub fn rows(entries: &[Entry], style: &Style) -> Vec<Vec<Placed>> {
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
    let mut out: Vec<Vec<Placed>> = Vec::with_capacity(split.len());
    for (number, (grouped, row)) in split.iter().enumerate() {
        let full = spanning(row);
        let above = out.last().and_then(|row| row.first()).map_or(style.row_height, |slot| slot.rect.height);
        let height = match style.columns {
            _ if *grouped => common,
            Some(columns) if number == last && row.len() < columns => full.min(above),
            Some(_) => full,
            None if full > style.row_height * GROWTH => style.row_height,
            None => full,
        };
        let height = height.min(style.max_row).round().max(1.0);
        let mut x = gap;
        let mut slots = Vec::with_capacity(row.len());
        for index in row {
            // Edges are rounded, not widths: rounding errors of a row do not add up.
            let left = x.round();
            let right = (x + aspect(*index) * height).round().min(style.width - gap).max(left + 1.0);
            let own = entries.get(*index).map_or(1.0, |entry| entry.aspect);
            let (width, high) = contained(own, right - left, height);
            slots.push(Placed { entry: *index, rect: Rect::new(left, 0.0, width, high) });
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
    let mut start = 0;
    while let Some(first) = entries.get(start) {
        let count = entries.iter().skip(start).take_while(|entry| entry.group == first.group).count();
        let all: Vec<usize> = (start..start + count).collect();
        match (first.group, style.columns) {
            (Some(_), _) => rows.push((true, all)),
            (None, Some(columns)) => rows.extend(all.chunks(columns.max(1)).map(|row| (false, row.to_vec()))),
            (None, None) => rows.extend(even(&all, style, spanning).into_iter().map(|row| (false, row))),
        }
        start += count;
    }
    rows
}

/// Rows whose heights are together nearest to the one asked for, so that no last row is left with what remains.
fn even(all: &[usize], style: &Style, spanning: &dyn Fn(&[usize]) -> f32) -> Vec<Vec<usize>> {
    // For each number of pictures: how far off the best rows are, and where the last of them starts.
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
    for end in 1..=all.len() {
        let mut found = (f32::INFINITY, end - 1);
        for start in (end.saturating_sub(MOST)..end).rev() {
            let Some((before, row)) = best.get(start).zip(all.get(start..end)) else { continue };
            let off = (spanning(row) / style.row_height).ln();
            // A row is at least as far off as a longer one once it is too low.
            if off < -2.0 && found.0.is_finite() {
                break;
            }
            if before.0 + off * off < found.0 {
                found = (before.0 + off * off, start);
            }
        }
        best.push(found);
    }
    let mut rows = Vec::new();
    let mut end = all.len();
    while end > 0 {
        let start = best.get(end).map_or(0, |(_, start)| (*start).min(end - 1));
        rows.push(all.get(start..end).unwrap_or_default().to_vec());
        end = start;
    }
    rows.reverse();
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
    fn no_last_row_is_left_with_what_remains() {
        let style = Style::new(1600.0);
        let lengths = |count: usize| rows(&entries(&vec![1.0; count]), &style).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!((lengths(6), lengths(9), lengths(11)), (vec![6], vec![5, 4], vec![6, 5]));
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

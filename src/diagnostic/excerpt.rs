//! What is shown of a source line: the part around a place, so that no line of a file is echoed without bound.
//! Widths are cells of a terminal, of which a Han character takes two.

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthChar;

/// Widest part of a line that is shown, in cells.
pub const MAX_CELLS: usize = 160;

/// Cells before a place that are shown of a line that is cut before it.
const LEAD: usize = 60;

/// Cells that a tab is drawn with.
const TAB: usize = 4;

/// Stands for what is cut off.
const CUT: char = '\u{2026}';

/// Control characters of the second set, which terminals may obey.
const STEERING: std::ops::RangeInclusive<char> = '\u{80}'..='\u{9f}';

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The part, with an ellipsis where something is cut off.
    pub text: String,
    /// Where in it the place starts, in characters from 0.
    pub start: u32,
}

impl Excerpt {
    /// At most [`MAX_CELLS`] of a line, around a place of it; `column` counts from 1.
    pub fn around(line: &str, column: u32, length: u32) -> Excerpt {
        let line = line.lines().next().unwrap_or_default();
        let before = column.saturating_sub(1) as usize;
        let (place, before) = match line.char_indices().nth(before) {
            Some((at, _)) => (at, before),
            None => (line.len(), line.chars().count()),
        };
        let (head, tail) = line.split_at(place);
        let span: usize = tail.chars().take(length.max(1) as usize).map(cells).take(MAX_CELLS).sum();
        // The start of a line says most about it, so it is shown if what the place spans is then shown too.
        let from = match cells_of(head, MAX_CELLS).checked_add(span.min(MAX_CELLS / 2)) {
            Some(end) if end < MAX_CELLS => 0,
            _ => last_cells(head, LEAD),
        };
        let kept = line.get(from..).unwrap_or_default();
        let mut text = String::new();
        let mut room = MAX_CELLS;
        if from > 0 {
            text.push(CUT);
            room -= 1;
        }
        let skipped = line.get(..from).map_or(0, |cut| cut.chars().count());
        let start = before - skipped + usize::from(from > 0);
        // What would steer a terminal stands for itself no more; other control characters are drawn as signs for them.
        text.extend(
            first_cells(kept, room)
                .chars()
                .map(|c| if STEERING.contains(&c) { char::REPLACEMENT_CHARACTER } else { c }),
        );
        Excerpt { text, start: u32::try_from(start).unwrap_or(u32::MAX) }
    }

    /// The bytes of the text that so many characters from the place on take.
    pub fn span(&self, length: u32) -> std::ops::Range<usize> {
        let at = |characters: usize| self.text.char_indices().nth(characters).map_or(self.text.len(), |(at, _)| at);
        let start = self.start as usize;
        at(start)..at(start + length.max(1) as usize)
    }
}

/// Cells that a character is drawn with; a control character is drawn as a sign for it.
fn cells(c: char) -> usize {
    if c == '\t' { TAB } else { c.width().unwrap_or(1) }
}

/// The cells of a text, counted no further than `most`.
fn cells_of(text: &str, most: usize) -> usize {
    let mut sum = 0;
    for c in text.chars() {
        sum += cells(c);
        if sum >= most {
            break;
        }
    }
    sum
}

/// Byte at which the last `most` cells of a text start.
fn last_cells(text: &str, most: usize) -> usize {
    let mut sum = 0;
    let mut from = text.len();
    for (at, c) in text.char_indices().rev() {
        sum += cells(c);
        if sum > most {
            break;
        }
        from = at;
    }
    from
}

/// A text, or if it is wider than `most` cells what fits of it before an ellipsis.
fn first_cells(text: &str, most: usize) -> String {
    let mut sum = 0;
    // Where an ellipsis would follow.
    let mut fits = 0;
    for (at, c) in text.char_indices() {
        sum += cells(c);
        if sum > most {
            return format!("{}{CUT}", text.get(..fits).unwrap_or_default());
        }
        if sum < most {
            fits = at + c.len_utf8();
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(text: &str) -> usize {
        text.chars().map(cells).sum()
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        let line = "credits: {Producer: [Odalys Brant]}";
        assert_eq!(Excerpt::around(line, 11, 8), Excerpt { text: line.into(), start: 10 });
        assert_eq!(Excerpt::around("", 1, 1), Excerpt { text: String::new(), start: 0 });
        assert_eq!(Excerpt::around("ab", 9, 4), Excerpt { text: "ab".into(), start: 2 });
    }

    #[test]
    fn a_long_line_is_cut_around_the_place_whatever_its_characters_measure() {
        for filler in ["x", "\u{5869}", "e\u{301}", "\t", "\u{1f600}"] {
            for (before, after) in [(0, 9000), (150, 9000), (9000, 9000), (9000, 0), (300_000, 2)] {
                let line = format!("{}needle{}", filler.repeat(before), filler.repeat(after));
                let column = u32::try_from(filler.chars().count() * before + 1).expect("a column");
                let excerpt = Excerpt::around(&line, column, 6);
                assert!(width(&excerpt.text) <= MAX_CELLS, "{filler:?} {before} {after}: {}", width(&excerpt.text));
                assert_eq!(excerpt.text.get(excerpt.span(6)), Some("needle"), "{filler:?} {before} {after}");
            }
        }
    }

    #[test]
    fn a_place_wider_than_what_is_shown_starts_where_it_starts() {
        let excerpt = Excerpt::around(&format!("template: {}", "y".repeat(1_200_000)), 11, 1_200_000);
        assert!(excerpt.text.starts_with("template: yyy") && excerpt.text.ends_with("y\u{2026}"));
        assert_eq!(excerpt.span(1_200_000), 10..excerpt.text.len());
    }
}

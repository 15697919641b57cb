//! A line of a pasted text: where it stands, without what lists and headings are marked with, and the track that it may be.
//! Parts of it are values with their places.

use super::words::{timed, unquoted};
use crate::diagnostic::Position;
use crate::import::draft::DraftTrack;
use crate::import::text::Source;
use crate::import::tree::Node;

/// A line without what lists and headings are marked with.
pub(super) struct Line {
    pub text: String,
    pub at: Position,
}

/// A line of a file.
pub(super) fn line(source: &Source, number: u32) -> Line {
    let raw = source.line(number);
    let marks = |c: char| c.is_whitespace() || matches!(c, '•' | '*' | '#' | '>' | '·' | '▪' | '‣' | '_' | '\u{feff}');
    let text = raw.trim_matches(marks);
    let text = text.strip_prefix("- ").or_else(|| text.strip_prefix("– ")).unwrap_or(text).trim();
    let start = raw.find(text).and_then(|place| raw.get(..place)).map_or(0, |before| before.chars().count());
    Line {
        text: text.replace("**", "").replace("__", ""),
        at: Position { line: number, column: u32::try_from(start + 1).unwrap_or(1) },
    }
}

impl Line {
    /// A part of the line as a value.
    pub fn node(&self, part: &str) -> Node {
        let length = |text: &str| u32::try_from(text.chars().count()).unwrap_or(1).max(1);
        let before = self.text.find(part).and_then(|place| self.text.get(..place)).map_or(0, length_or_zero);
        let at = Position { column: self.at.column.saturating_add(before), ..self.at };
        Node::scalar(part.trim(), at, length(part.trim()))
    }

    /// A track of a list: `1. Title`, `A2) Title (3:45)`, `03 Title 3:45`.
    pub fn track(&self) -> Option<DraftTrack> {
        let (position, rest) = self.text.split_once([' ', '\t'])?;
        let number = position.trim_end_matches(['.', ')', ':']);
        let marked = number.len() < position.len();
        let side = number.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(number);
        if side.is_empty() || side.len() > 3 || !side.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (title, duration) = timed(rest.trim().trim_start_matches(['-', '–']).trim());
        if title.is_empty() || !marked && duration.is_none() {
            return None;
        }
        let position = number.trim_start_matches('0');
        Some(DraftTrack { position: position.to_owned(), title: self.node(&unquoted(title)), duration })
    }
}

pub(super) fn length_or_zero(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or_default()
}

//! A line of a pasted text: where it stands, without what lists and headings are marked with, and the track that it may be.
//! Parts of it are values with their places.

use super::markup::plain;
use super::words::{BETWEEN, labels, timed, unquoted};
use crate::diagnostic::Position;
use crate::import::draft::{DraftTrack, written_duration};
use crate::import::text::Source;
use crate::import::tree::Node;

/// A line without what lists and headings are marked with.
pub(super) struct Line {
    pub text: String,
    pub at: Position,
    /// White space before it, in characters.
    pub indent: usize,
    /// The number of a track in the line above.
    pub number: Option<u32>,
    /// Its cells, blank ones included, if tabs part it.
    pub cells: Vec<String>,
}

/// Takes numbers that stand alone above titles, 1, 2, 3 and so on, as those of the lines below them.
pub(super) fn number(lines: &mut [Line]) {
    let alone = |line: &Line| line.text.parse::<u32>().ok().filter(|_| line.text.len() <= 3);
    let titled = |place: usize, lines: &[Line]| {
        lines.get(place + 1).is_some_and(|line| line.text.contains(char::is_alphabetic) && labels(&line.text).is_none())
    };
    let mut places = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let next = u32::try_from(places.len() + 1).unwrap_or(u32::MAX);
        if alone(line) == Some(next) && titled(place, lines) {
            places.push(place);
        }
    }
    if places.len() < 2 {
        return;
    }
    for (number, place) in (1..).zip(places) {
        if let Some(line) = lines.get_mut(place) {
            line.text.clear();
        }
        if let Some(line) = lines.get_mut(place + 1) {
            line.number = Some(number);
        }
    }
}

/// A line of a file.
pub(super) fn line(source: &Source, number: u32) -> Line {
    let raw = source.line(number);
    let shown = plain(raw);
    let marks = |c: char| c.is_whitespace() || matches!(c, '•' | '#' | '>' | '·' | '▪' | '‣' | '●' | '◦' | '\u{feff}');
    let text = shown.trim_matches(marks);
    // A star that begins a line is a mark of a list; one that ends it may belong to a name.
    let text = text.trim_start_matches(['*', '_']).trim_start();
    let text = text.strip_prefix("- ").or_else(|| text.strip_prefix("– ")).unwrap_or(text).trim().trim_end_matches('_');
    // Credits in a list whose lines have numbers.
    let text = match text.split_once(' ') {
        Some((number, rest))
            if number.trim_end_matches(['.', ')']).parse::<u8>().is_ok()
                && number.ends_with(['.', ')'])
                && is_credit(rest) =>
        {
            rest.trim()
        }
        _ => text,
    };
    let start = raw.find(text).and_then(|place| raw.get(..place)).map_or(0, |before| before.chars().count());
    let cells: Vec<String> = shown.trim_end().split('\t').map(|cell| cell.trim().to_owned()).collect();
    let cells = if cells.len() > 1 { cells } else { Vec::new() };
    Line {
        cells,
        text: text.to_owned(),
        at: Position { line: number, column: u32::try_from(start + 1).unwrap_or(1) },
        indent: raw.chars().take_while(|c| c.is_whitespace()).count(),
        number: None,
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

    /// A track of a list: `1. Title`, `A2) Title (3:45)`, `03 Title 3:45`, `B1  Title`. A number alone before a title is one
    /// of a track only where `numbered` says that the lines of the text are.
    pub fn track(&self, numbered: bool) -> Option<DraftTrack> {
        if let Some(number) = self.number {
            let (title, duration) = timed(&self.text);
            return Some(DraftTrack { position: number.to_string(), title: self.node(&unquoted(title)), duration });
        }
        let (position, rest) = self.text.split_once([' ', '\t'])?;
        let number = position.trim_end_matches(['.', ')', ':', '-']);
        let marked = number.len() < position.len() || rest.trim_start().starts_with(['-', '–']);
        let side = number.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(number);
        if side.is_empty() || side.len() > 3 || !side.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let on_vinyl = number.starts_with(|c: char| ('A'..='H').contains(&c)) && side.len() < 3;
        // Cells behind the title are those of a table.
        let rest = rest.trim().trim_start_matches(['-', '–']).trim();
        let (title, duration) = match rest.split_once('\t') {
            Some((title, cells)) => (title.trim(), cells.rsplit('\t').next().and_then(written_duration)),
            None => timed(rest),
        };
        let numbered = numbered && side.len() == number.len();
        let shown = unquoted(title);
        if shown.is_empty() || !marked && !on_vinyl && !numbered && duration.is_none() || is_credit(title) {
            return None;
        }
        let position = number.trim_start_matches('0');
        Some(DraftTrack { position: position.to_owned(), title: self.node(&shown), duration })
    }

    /// The number that a line begins with, without a mark behind it.
    pub fn bare_number(&self) -> Option<u32> {
        let (number, rest) = self.text.split_once([' ', '\t'])?;
        let plain = !number.is_empty() && number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
        number.parse().ok().filter(|_| plain && rest.trim().starts_with(char::is_alphanumeric) && !is_credit(rest))
    }
}

/// Whether a text is a credit, in a list whose lines have numbers.
fn is_credit(text: &str) -> bool {
    BETWEEN.iter().any(|mark| {
        let halves = text.split_once(mark);
        halves.is_some_and(|(left, right)| !right.trim().is_empty() && labels(left).is_some() && mark.trim() != "")
    })
}

pub(super) fn length_or_zero(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or_default()
}

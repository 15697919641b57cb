//! The text of cells as people mean it: what Excel puts around a text is taken off, lists are cut, errors are said.
//! A cell is text: `1989`, `No` and `1.10` stay as typed, and nothing that looks like a formula is computed.

#[cfg(feature = "cli")]
use std::borrow::Cow;

use super::table::Cell;
use crate::diagnostic::Position;
use crate::import::names::cut;
use crate::import::text::{Source, Text};
use crate::import::tree::{Node, Value};

/// What Excel and others write into a cell whose formula failed. A text that starts with `-` or `=` often ends so.
const FAILED: [&str; 9] = ["#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#ERROR!"];

/// Columns beyond this are not searched for the place of a part of a cell.
const FAR: u32 = 2_000;

/// What begins a text that spreadsheet programs would compute.
const COMPUTED: [char; 4] = ['=', '+', '-', '@'];

/// A text for a cell that no program computes: with the apostrophe before it that makes it text, which reading takes off.
#[cfg(feature = "cli")]
pub(crate) fn as_text(text: &str) -> Cow<'_, str> {
    match text.trim_start().trim_start_matches('\'').starts_with(COMPUTED) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// The text of a cell, without what some programs put around it: `="…"`, which keeps Excel from reading numbers, and an
/// apostrophe, which keeps all from computing.
pub(super) fn value(cell: &Cell) -> String {
    let trimmed = cell.text.trim();
    if let Some(text) = trimmed.strip_prefix('\'')
        && text.trim_start().trim_start_matches('\'').starts_with(COMPUTED)
    {
        return text.trim().to_owned();
    }
    let inner = trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.replace("\"\"", "").contains('"') => inner.replace("\"\"", "\""),
        _ => trimmed.to_owned(),
    }
}

/// Whether the cell holds the error of a formula instead of a text.
pub(super) fn is_failed(cell: &Cell) -> bool {
    FAILED.contains(&cell.text.trim())
}

pub(super) use crate::import::leftover::ungarbled;

/// A cell as a value of the tree.
pub(super) fn node(cell: &Cell) -> Node {
    Node { value: Value::Scalar(value(cell)), at: cell.at, length: cell.length }
}

/// A key of the tree, at the cell that it is for.
pub(super) fn key(name: &str, cell: &Cell) -> Node {
    Node { value: Value::Scalar(name.to_owned()), at: cell.at, length: cell.length }
}

/// The parts of a cell between separators, each with its place where it can be found. Blank ones are left out.
pub(super) fn parts(source: &Source, cell: &Cell, separates: impl Fn(char) -> bool) -> Vec<Node> {
    let text = value(cell);
    if !text.contains(&separates) {
        return vec![Node { value: Value::Scalar(text), at: cell.at, length: cell.length }];
    }
    let mut line = cell.at.line;
    let mut from = cell.at.column.saturating_sub(1) as usize;
    let mut out = Vec::new();
    let mut rest = text.as_str();
    loop {
        let end = rest.find(&separates);
        let part = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().trim();
        if !part.is_empty() {
            let mut node = Node { value: Value::Scalar(part.to_owned()), at: cell.at, length: cell.length };
            if from < FAR as usize {
                let shown = source.line(line);
                let start = shown.char_indices().nth(from).map_or(shown.len(), |(place, _)| place);
                if let Some(found) = shown.get(start..).and_then(|tail| tail.find(part)) {
                    let skipped = shown.get(start..start + found).unwrap_or_default().chars().count();
                    let length = part.chars().count();
                    let column = u32::try_from(from + skipped + 1).unwrap_or(u32::MAX);
                    node.at = Position { line, column };
                    node.length = u32::try_from(length).unwrap_or(1);
                    from += skipped + length;
                }
            }
            out.push(node);
        }
        let Some(end) = end else { return out };
        let mut after = rest.get(end..).unwrap_or_default().chars();
        if after.next() == Some('\n') {
            (line, from) = (line.saturating_add(1), 0);
        }
        rest = after.as_str();
    }
}

/// The names in a cell, cut where several people stand, each with its place where it can be found.
pub(super) fn names(source: &Source, cell: &Cell, split: &[String]) -> Vec<Node> {
    let text = value(cell);
    let cut = cut(&text, split);
    if let [only] = cut.as_slice()
        && *only == text
    {
        return vec![node(cell)];
    }
    let last = cell.at.line.saturating_add(u32::try_from(text.matches('\n').count()).unwrap_or_default());
    let (mut line, mut from) = (cell.at.line, cell.at.column.saturating_sub(1) as usize);
    let mut out = Vec::new();
    for name in cut {
        let mut node = Node { value: Value::Scalar(name.clone()), at: cell.at, length: cell.length };
        let found = (line..=last).find_map(|number| {
            let start = if number == line { from } else { 0 };
            let shown = source.line(number);
            let place = shown.char_indices().nth(start).map_or(shown.len(), |(place, _)| place);
            let found = shown.get(place..).filter(|_| start < FAR as usize)?.find(&name)?;
            Some((number, start + shown.get(place..place + found).unwrap_or_default().chars().count()))
        });
        if let Some((number, start)) = found {
            let length = name.chars().count();
            node.at = Position { line: number, column: u32::try_from(start + 1).unwrap_or(u32::MAX) };
            node.length = u32::try_from(length).unwrap_or(1);
            (line, from) = (number, start + length);
        }
        out.push(node);
    }
    out
}

/// A text as it is compared with others.
pub(super) fn cleaned(cell: &Cell) -> String {
    Text::new(&value(cell)).value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Cell {
        Cell { text: text.to_owned(), at: Position { line: 1, column: 1 }, length: 1 }
    }

    #[test]
    fn the_wrapping_that_keeps_excel_from_computing_is_taken_off() {
        for (text, meant) in [
            ("=\"0012\"", "0012"),
            (" =\"say \"\"hi\"\"\" ", "say \"hi\""),
            ("=1+1", "=1+1"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("@bo", "@bo"),
            ("+44", "+44"),
            ("1.10", "1.10"),
            ("=\"", "=\""),
        ] {
            assert_eq!(value(&cell(text)), meant, "{text}");
        }
    }

    #[test]
    fn a_text_that_would_be_computed_is_written_as_text_and_read_as_it_was() {
        for text in ["=1+1", "+44", "-x", "@bo", " =x", "'=x", "''@x", "'tis", "x=1", "", "坂"] {
            let written = as_text(text);
            assert!(!written.trim_start().starts_with(COMPUTED), "{text}");
            assert_eq!(value(&cell(&written)), text.trim(), "{text}");
        }
    }

    #[test]
    fn text_in_the_wrong_encoding_is_recognised_and_right_text_is_not() {
        assert_eq!(ungarbled("BjÃ¸rn").as_deref(), Some("Bjørn"));
        assert_eq!(ungarbled("Oâ€™Neil").as_deref(), Some("O’Neil"));
        assert_eq!(ungarbled("BjÃ¸rn Ödegård 坂").as_deref(), Some("Bjørn Ödegård 坂"));
        for text in ["Bjørn", "Ã", "Bjørn Ödegård", "坂井美月", "Bo", "Ño ño"] {
            assert_eq!(ungarbled(text), None, "{text}");
        }
    }
}

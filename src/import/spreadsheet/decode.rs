//! The bytes of a spreadsheet as text, in the encodings that spreadsheet programs write.
//! What is not UTF-8 or marked UTF-16 is taken for Windows-1252 with a warning, because a wrong guess spells names wrong.

use crate::diagnostic::{Diagnostic, Position};
use crate::import::binary::{Holds, SAVE_AS_CSV, binary};
use crate::import::encoding::Encoding;
use crate::import::{syntax::control_character, text::Source};

/// Largest spreadsheet in bytes: 16 MiB, some two hundred thousand rows.
pub const MAX_BYTES: usize = crate::limits::SHEET_BYTES;

/// Most control characters reported one by one.
const MOST_CONTROLS: usize = 10;

/// The text of a file, and what somebody should know about it.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<(Source, Vec<Diagnostic>), Vec<Diagnostic>> {
    let refuse = |problem: Diagnostic| Err(vec![problem.in_file(name)]);
    if let Some(found) = binary(bytes) {
        // Who names a spreadsheet that is an archive most likely has a workbook.
        let what = match found.holds {
            Holds::Archive if bytes.starts_with(b"PK") => "an Excel, OpenDocument or Numbers file",
            Holds::Office => "an old Excel file",
            _ => found.what,
        };
        let hint = match found.holds {
            Holds::Picture | Holds::Recording => "name the spreadsheet",
            _ => SAVE_AS_CSV,
        };
        let problem = Diagnostic::error("not-csv", format!("expected a spreadsheet as text, found {what}"));
        return refuse(problem.hint(hint));
    }
    if bytes.len() > MAX_BYTES {
        let message = format!("expected a spreadsheet of at most {MAX_BYTES} bytes, found {} bytes", bytes.len());
        return refuse(Diagnostic::error("file-too-large", message).hint("split the file"));
    }
    let (encoding, bytes) = match Encoding::marked(bytes) {
        Some((encoding, mark)) => (encoding, bytes.get(mark..).unwrap_or_default()),
        None if std::str::from_utf8(bytes).is_ok() => (Encoding::Utf8, bytes),
        None => (Encoding::Windows1252, bytes),
    };
    let (text, damaged) = encoding.decode(bytes);
    if damaged {
        let kind = if encoding == Encoding::Utf8 { "UTF-8" } else { "UTF-16" };
        // The replacement stands where the bytes were; one that was typed reads the same, and is as little use.
        let source = Source::new(name, &text);
        let at = find(&source, |c| c == '\u{fffd}').unwrap_or_default();
        let problem = Diagnostic::error(
            "damaged-text",
            format!("expected {kind} text, as its first bytes say, found bytes that are none"),
        );
        return Err(vec![source.place(problem.hint("save the file again as CSV UTF-8"), at, 1)]);
    }
    let source = Source::new(name, &text);
    controls(&source)?;
    let mut warnings = Vec::new();
    if encoding == Encoding::Windows1252
        && let Some(at) =
            find(&source, |c| !c.is_ascii() && c.is_alphabetic()).or_else(|| find(&source, |c| !c.is_ascii()))
    {
        let start = at.column.saturating_sub(1) as usize;
        let line: Vec<char> = source.line(at.line).chars().collect();
        let letter = |c: &char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
        let before = line.get(..start).unwrap_or_default().iter().rev().take_while(|c| letter(c)).take(20).count();
        let word: String = line.iter().skip(start - before).take_while(|c| letter(c)).take(40).collect();
        let word = if word.is_empty() { line.iter().skip(start).take(1).collect() } else { word };
        let message = format!("the file is not UTF-8, so it is read as Windows-1252: `{word}`");
        let warning = Diagnostic::warning("not-utf-8", message);
        warnings.push(source.place(warning.hint("if names look wrong, save the file as CSV UTF-8"), at, 1));
    }
    Ok((source, warnings))
}

/// The first character of a kind.
fn find(source: &Source, is: impl Fn(char) -> bool) -> Option<Position> {
    (1..=source.lines()).find_map(|number| {
        let column = source.line(number).chars().position(&is)?;
        Some(Position { line: number, column: u32::try_from(column + 1).unwrap_or(u32::MAX) })
    })
}

fn controls(source: &Source) -> Result<(), Vec<Diagnostic>> {
    let unwanted = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\u{b}' | '\u{c}' | '\u{85}');
    if source.text.contains('\0') {
        let at = find(source, |c| c == '\0').unwrap_or_default();
        let problem = Diagnostic::error("not-csv", "expected a spreadsheet as text, found a byte that no text has")
            .hint("save it as CSV UTF-8; UTF-16 needs a byte order mark");
        return Err(vec![source.place(problem, at, 1)]);
    }
    let mut problems = Vec::new();
    for number in 1..=source.lines() {
        for (place, c) in source.line(number).chars().enumerate().filter(|(_, c)| unwanted(*c)) {
            let at = Position { line: number, column: u32::try_from(place + 1).unwrap_or(u32::MAX) };
            problems.push(source.place(control_character(c), at, 1));
            if problems.len() >= MOST_CONTROLS {
                return Err(problems);
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

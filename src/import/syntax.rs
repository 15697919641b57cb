//! What to say when a file is not text or not YAML: the place that is wrong and the likely slip.
//! The YAML library's own words name its internals, so the usual mistakes get ours.

pub use crate::limits::CREDIT_FILE_BYTES as MAX_BYTES;
use saphyr_parser::ScanError;

use super::binary::binary;
use super::text::Source;
use super::yaml::position;
use super::{comments, slips};
use crate::diagnostic::{Diagnostic, Position};

/// Most control characters reported one by one.
const MOST_CONTROLS: usize = 10;

/// Decodes a file: UTF-8, with or without a byte order mark, without control characters. `what` names it in messages.
pub(crate) fn decode(name: &str, bytes: &[u8], what: &str) -> Result<Source, Vec<Diagnostic>> {
    // Its zeros are those of no binary file.
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        let problem = Diagnostic::error("not-utf-8", "expected UTF-8 text, found UTF-32");
        return Err(vec![problem.in_file(name).hint("save the file as UTF-8")]);
    }
    if let Some(found) = binary(bytes) {
        let problem = Diagnostic::error("not-text", format!("expected a {what}, which is text, found {}", found.what));
        return Err(vec![problem.in_file(name).hint(found.holds.advice())]);
    }
    if bytes.len() > MAX_BYTES {
        let problem = Diagnostic::error(
            "file-too-large",
            format!("expected a {what} of at most {MAX_BYTES} bytes, found {} bytes", bytes.len()),
        );
        return Err(vec![problem.in_file(name)]);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let problem = Diagnostic::error("not-utf-8", "expected UTF-8 text, found UTF-16");
        return Err(vec![problem.in_file(name).hint("save the file as UTF-8")]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(vec![not_utf8(name, bytes, error.valid_up_to())]),
    };
    let source = Source::new(name, text);
    let mut problems = Vec::new();
    for number in 1..=source.lines() {
        for (place, c) in source.line(number).chars().enumerate() {
            if c.is_control() && !matches!(c, '\t' | '\u{85}') && problems.len() < MOST_CONTROLS {
                let at = Position { line: number, column: u32::try_from(place + 1).unwrap_or(u32::MAX) };
                problems.push(source.place(control_character(c), at, 1));
            }
        }
    }
    if problems.is_empty() { Ok(source) } else { Err(problems) }
}

/// A control character, in the file or behind an escape.
pub(crate) fn control_character(c: char) -> Diagnostic {
    Diagnostic::error(
        "control-character",
        format!("expected printable text, found the control character U+{:04X}", c as u32),
    )
    .hint("delete the character; it is invisible in most editors")
}

fn not_utf8(name: &str, bytes: &[u8], offset: usize) -> Diagnostic {
    let byte = bytes.get(offset).copied().unwrap_or_default();
    // Everything before the offset is valid; the rest of the line is shown as well as it can be.
    let source = Source::new(name, &String::from_utf8_lossy(bytes));
    let before = String::from_utf8_lossy(bytes.get(..offset).unwrap_or_default());
    let before = Source::new(name, &before);
    let line = before.lines();
    let column = before.line(line).chars().count() + 1;
    let at = Position { line, column: u32::try_from(column).unwrap_or(u32::MAX) };
    let problem =
        Diagnostic::error("not-utf-8", format!("expected UTF-8 text, found the byte 0x{byte:02x} at offset {offset}"))
            .hint("save the file as UTF-8");
    source.place(problem, at, 1)
}

/// One located diagnostic for a file that is not YAML.
pub(crate) fn explain(source: &Source, error: &ScanError) -> Diagnostic {
    let mut at = position(*error.marker());
    if at.line > source.lines() {
        at = Position { line: source.lines(), column: 1 };
    }
    if let Some(lost) = comment(source, at) {
        let message = format!("`{}` is read as a comment, and the rest of its line with it", lost.text);
        return source.place(Diagnostic::error("yaml", message).hint(lost.hint()), lost.at, lost.length());
    }
    if let Some(tab) = indenting_tab(source, at.line) {
        let problem = Diagnostic::error("tab", "expected spaces at the start of the line, found a tab")
            .hint("YAML is indented with spaces; replace each tab by two spaces");
        return source.place(problem, tab, 1);
    }
    if error.info().contains("tab") || error.info().contains("valid YAML whitespace") {
        // The tab stands just before the place, or starts the text under it.
        let line = source.line(at.line);
        let place = line.chars().position(|c| c == '\t');
        let problem = Diagnostic::error("tab", "expected a space, found a tab");
        if let Some(place) = place {
            let column = u32::try_from(place + 1).unwrap_or(u32::MAX);
            let tab = Position { line: at.line, column };
            return source.place(problem.hint("write a space instead of the tab"), tab, 1);
        }
        if source.line(at.line + 1).starts_with([' ', '\t']) {
            let problem = Diagnostic::error("tab", "expected spaces at the start of the text below, found a tab");
            return source.place(problem.hint("replace each tab by two spaces"), at, 1);
        }
    }
    if !["quot", "escape", "hexadecimal"].iter().any(|word| error.info().contains(word))
        && let Some(problem) = slips::quoted(source, at).or_else(|| slips::glued(source, at))
    {
        return problem;
    }
    // The end of the file is no help to a reader; the last line with something on it is.
    while at.line > 1 && source.line(at.line).trim().is_empty() {
        at.line -= 1;
        at.column = u32::try_from(source.line(at.line).trim_end().chars().count() + 1).unwrap_or(u32::MAX);
    }
    let info = error.info();
    let (message, hint, place) = reason(source, info, at);
    source.place(Diagnostic::error("yaml", message).hint(hint), place, 1)
}

/// The text that a comment took out of the line of the error, of the one above, or of the bracket that is still open.
fn comment(source: &Source, at: Position) -> Option<comments::Lost> {
    let bracket = open_bracket(source, at).map(|(_, place)| place.line);
    let above = (1..at.line).rev().find(|number| !source.line(*number).trim().is_empty());
    bracket.into_iter().chain([at.line]).chain(above).find_map(|line| comments::lost(source, line))
}

/// The first tab that indents a line, from the error's line and the two before it.
fn indenting_tab(source: &Source, line: u32) -> Option<Position> {
    (line.saturating_sub(2).max(1)..=line).find_map(|number| {
        let text = source.line(number);
        let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
        let tab = text.get(..indent)?.find('\t')?;
        let blank = text.trim().is_empty();
        (!blank).then(|| Position { line: number, column: u32::try_from(tab + 1).unwrap_or(u32::MAX) })
    })
}

fn reason(source: &Source, info: &str, at: Position) -> (String, String, Position) {
    let line = source.line(at.line);
    let here = line.chars().nth(at.column.saturating_sub(1) as usize);
    if let Some((bracket, place)) = open_bracket(source, at) {
        let closing = if bracket == '[' { ']' } else { '}' };
        return (
            format!("expected `{closing}` to close this `{bracket}` before line {}", at.line),
            "a text with brackets, commas, `: ` or ` #` in it needs quotes".to_owned(),
            place,
        );
    }
    if let Some((message, place)) = stray_line(source, at, info) {
        let hint = "entries of one mapping start in the same column, and each `key` is followed by `: `";
        return (message.to_owned(), hint.to_owned(), place);
    }
    let of = |reasons: &[Reason]| {
        let fits = |reason: &&Reason| {
            let said = |words: &[&str]| words.iter().any(|words| info.contains(words));
            said(reason.said) && !said(reason.unless)
        };
        reasons.iter().find(fits).map(|reason| (reason.expected.to_owned(), reason.hint.to_owned(), at))
    };
    if let Some(found) = of(&FIRST) {
        return found;
    }
    if let Some(sign @ ('@' | '`' | '%')) = here {
        return (
            format!("expected a value, found `{sign}`, with which no plain text can start"),
            format!("a text that starts with `{sign}` needs quotes"),
            at,
        );
    }
    if let Some((expected, hint, at)) = of(&THEN) {
        let escape = ESCAPES.iter().any(|words| info.contains(words));
        return (expected, hint, if escape { bad_escape(source, at) } else { at });
    }
    if info.contains("simple key") || info.contains("block mapping") || info.contains("block collection") {
        let before = line.chars().take(at.column.saturating_sub(1) as usize);
        let indented = before.into_iter().all(|c| c == ' ');
        let hint = if indented {
            "entries of one list or mapping start in the same column, and each `key` is followed by `: `"
        } else {
            "each `key` is followed by `: `; a text with quotes, brackets or `: ` in it needs quotes around all of it"
        };
        return ("expected `key: value`".to_owned(), hint.to_owned(), at);
    }
    (
        format!("the file is not YAML: {info}"),
        "a text with special characters needs quotes; lists and keys line up in one column".to_owned(),
        at,
    )
}

/// What the parser says, and what a reader of the file is told instead.
struct Reason {
    /// Words of the parser, one of which is in its message.
    said: &'static [&'static str],
    /// Words that mean another reason.
    unless: &'static [&'static str],
    expected: &'static str,
    hint: &'static str,
}

/// Reasons that count whatever stands at the place.
const FIRST: [Reason; 2] = [
    Reason {
        said: &["mapping values are not allowed", "illegal placement of ':'"],
        unless: &[],
        expected: "expected the end of the value, found a second `:`",
        hint: "a text with `: ` in it needs quotes; a key inside a key goes on its own line, indented",
    },
    Reason {
        said: &["unknown anchor"],
        unless: &[],
        expected: "expected a value, found the alias of an anchor that does not exist",
        hint: "a text that starts with `*` needs quotes, such as \"*NSYNC\"",
    },
];

/// Reasons that count if no sign stands there with which a text cannot start.
const THEN: [Reason; 4] = [
    Reason {
        said: &["quoted scalar"],
        unless: &["escape", "number"],
        expected: "expected a closing quote for the text that starts here",
        hint: "close the text with the quote it starts with",
    },
    Reason {
        said: ESCAPES,
        unless: &[],
        expected: "expected an escape such as `\\n` or `\\\"` after the backslash",
        hint: "write `\\\\` for a backslash, or use single quotes, in which nothing is escaped",
    },
    Reason {
        said: &["trailing content after double-quoted", "document start"],
        unless: &[],
        expected: "expected the end of the value after the closing quote, found more text",
        hint: "put the whole text in quotes; inside double quotes a quote is written `\\\"`",
    },
    Reason {
        said: &["flow sequence", "flow mapping", "flow construct", "misplaced bracket"],
        unless: &[],
        expected: "expected `,` or the closing bracket of the list or mapping",
        hint: "`[` needs `]` and `{` needs `}`; a text with brackets, commas, `: ` or ` #` in it needs quotes",
    },
];

/// Words of the parser about escapes; it stands behind them.
const ESCAPES: &[&str] = &["escape", "hexadecimal"];

/// The bracket that is still open where the error is, if it was opened in an earlier line.
/// Quotes and comments are skipped; brackets count where a value can start.
fn open_bracket(source: &Source, error: Position) -> Option<(char, Position)> {
    let mut open: Vec<(char, Position)> = Vec::new();
    let mut quote: Option<char> = None;
    for number in 1..=error.line {
        let mut before = ' ';
        let mut start = true;
        for (place, c) in source.line(number).chars().enumerate() {
            let at = Position { line: number, column: u32::try_from(place + 1).unwrap_or(u32::MAX) };
            if at >= error {
                break;
            }
            match (quote, c) {
                (Some(sign), _) if c == sign && before != '\\' => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if start => quote = Some(c),
                (None, '#') if before.is_whitespace() => break,
                (None, '[' | '{') if start => open.push((c, at)),
                (None, ']' | '}') if !open.is_empty() => drop(open.pop()),
                _ => {}
            }
            let separates = matches!(c, '[' | '{' | ',' | ':' | '-' | '?');
            start = quote.is_none() && (separates || c.is_whitespace() && (start || before == ','));
            before = c;
        }
    }
    if quote.is_some() {
        return None;
    }
    open.pop().filter(|(_, at)| at.line < error.line)
}

/// A line that continues the text above it, though it was meant as a key, or a key without `:`.
fn stray_line(source: &Source, at: Position, info: &str) -> Option<(&'static str, Position)> {
    if !info.contains("mapping values are not allowed") && !info.contains("simple key") {
        return None;
    }
    let indent = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let line = source.line(at.line);
    let above = (1..at.line).rev().find(|number| {
        let text = source.line(*number).trim();
        !text.is_empty() && !text.starts_with('#')
    })?;
    let text = source.line(above);
    let head: String = line.chars().take(at.column.saturating_sub(1) as usize).collect();
    if head.contains(": ") || head.trim().is_empty() || head.contains(['"', '\'', '[', '{']) {
        return None;
    }
    let column = |text: &str| u32::try_from(indent(text) + 1).unwrap_or(u32::MAX);
    if indent(line) <= indent(text) {
        return None;
    }
    if !text.contains(':') && !text.trim_start().starts_with("- ") {
        return Some(("expected `:` after the key", Position { line: above, column: column(text) }));
    }
    Some((
        "expected a key in the column of the keys above, found one further in",
        Position { line: at.line, column: column(line) },
    ))
}

/// The first backslash after a place that starts no escape YAML knows.
fn bad_escape(source: &Source, at: Position) -> Position {
    let from = at.column.saturating_sub(1) as usize;
    let mut escaped = false;
    for (place, c) in source.line(at.line).chars().enumerate().skip(from) {
        if escaped && !"0abtnvfre \t\"/\\N_LP".contains(c) {
            return Position { line: at.line, column: u32::try_from(place).unwrap_or(at.column) };
        }
        escaped = c == '\\' && !escaped;
    }
    at
}

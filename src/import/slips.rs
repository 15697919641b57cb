//! Slips that YAML reads as something else: no space behind the colon of a key, curly quotes around a text with marks in it.
//! Each is blamed where it was made, with what to write instead.

use super::text::{Source, brief};
use crate::diagnostic::{Diagnostic, Position};

/// Quotes that people's editors write, with those that close them. A single one may be an apostrophe.
const CURLY: [(char, &[char]); 3] = [('“', &['”']), ('„', &['“', '”']), ('«', &['»'])];

/// Longest key, in characters; what is longer is a text.
const LONGEST_KEY: usize = 60;

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// What to write for a line whose key has no space behind its colon, with the place of the key and the length of what
/// stands there: `title:Night`.
fn spaced(line: &str) -> Option<(String, u32, u32)> {
    let mut bare = line.trim();
    while let Some(rest) = bare.strip_prefix("- ") {
        bare = rest.trim_start();
    }
    let (key, rest) = bare.split_once(':')?;
    let letter = |c: char| c.is_alphanumeric() || " _-&/'’".contains(c);
    let is_key = key.starts_with(char::is_alphabetic) && key.chars().all(letter) && key.chars().count() <= LONGEST_KEY;
    // An address and a path are texts, and so is what has a key before it.
    let starts = rest.chars().next().is_some_and(|c| !c.is_whitespace() && !matches!(c, '/' | '\\' | ':'));
    if !is_key || !starts || bare.contains(": ") || bare.ends_with(':') {
        return None;
    }
    let before = line.len() - line.trim_start().len() + line.trim().len() - bare.len();
    let column = count(line.get(..before).unwrap_or_default()) + 1;
    Some((format!("{key}: {rest}"), column, count(bare)))
}

/// The hint for a text that was meant as a key and its value.
pub(crate) fn glued_hint(source: &Source, line: u32) -> Option<String> {
    let (written, ..) = spaced(source.line(line))?;
    Some(format!("a space follows the `:` of a key: did you mean `{}`?", brief(&written)))
}

/// The line of an error, or the one above it, if its key has no space behind the colon.
pub(crate) fn glued(source: &Source, error: Position) -> Option<Diagnostic> {
    let counts = |number: &u32| {
        let text = source.line(*number).trim();
        !text.is_empty() && !text.starts_with('#')
    };
    let above = (1..error.line).rev().find(counts);
    std::iter::once(error.line).chain(above).find_map(|number| {
        let (written, column, length) = spaced(source.line(number))?;
        let found = written.replacen(": ", ":", 1);
        let message = format!("expected a space after the `:` of `{}`", brief(&found));
        let problem = Diagnostic::error("yaml", message).hint(format!("did you mean `{}`?", brief(&written)));
        Some(source.place(problem, Position { line: number, column }, length))
    })
}

/// The text in curly quotes that starts at a place of a line, as characters from 0, with its quotes.
fn curly(line: &str, from: usize) -> Option<String> {
    let rest: String = line.chars().skip(from).collect();
    let open = rest.chars().next()?;
    let (_, closing) = CURLY.iter().find(|(known, _)| *known == open)?;
    let end = rest.char_indices().skip(1).find(|(_, c)| closing.contains(c))?;
    let whole = rest.get(..end.0 + end.1.len_utf8())?;
    Some(whole.to_owned())
}

fn not_quotes(source: &Source, at: Position, whole: &str) -> Diagnostic {
    let inner: String = whole.chars().skip(1).take(whole.chars().count().saturating_sub(2)).collect();
    let inner = inner.trim().replace('\\', "\\\\").replace('"', "\\\"");
    let message = format!("curly quotes are letters to YAML: `{}` is no text in quotes", brief(whole));
    let problem = Diagnostic::error("yaml", message).hint(format!("did you mean `\"{inner}\"`?"));
    source.place(problem, at, count(whole))
}

/// A plain text that begins with a curly quote and was cut off before the one that closes it, at a comma, a colon or a `#`.
pub(crate) fn cut_in_quotes(source: &Source, at: Position, text: &str) -> Option<Diagnostic> {
    let (_, closing) = CURLY.iter().find(|(open, _)| text.starts_with(*open))?;
    if text.chars().skip(1).any(|c| closing.contains(&c)) {
        return None;
    }
    let whole = curly(source.line(at.line), at.column.saturating_sub(1) as usize)?;
    Some(not_quotes(source, at, &whole))
}

/// A text in curly quotes with a mark in it that YAML takes for its own, in the line of an error or the one above it.
pub(crate) fn quoted(source: &Source, error: Position) -> Option<Diagnostic> {
    let above = (1..error.line).rev().find(|number| !source.line(*number).trim().is_empty());
    std::iter::once(error.line).chain(above).find_map(|number| {
        let line = source.line(number);
        let mut before = "";
        for (place, (start, c)) in line.char_indices().enumerate() {
            let begins = before.trim_end().is_empty() || before.trim_end().ends_with([':', '-', '[', '{', ',']);
            if begins
                && CURLY.iter().any(|(open, _)| *open == c)
                && let Some(whole) = curly(line, place)
                && [": ", " #", ",", "[", "]", "{", "}"].iter().any(|mark| whole.contains(mark))
            {
                let at = Position { line: number, column: u32::try_from(place + 1).unwrap_or(u32::MAX) };
                return Some(not_quotes(source, at, &whole));
            }
            before = line.get(..start + c.len_utf8()).unwrap_or_default();
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_without_a_space_is_told_from_texts_with_a_colon() {
        for (line, written) in [
            ("title:Night", "title: Night"),
            ("  - title:Ebb", "title: Ebb"),
            ("  Mixing Engineer:Bo Li", "Mixing Engineer: Bo Li"),
            ("credits:[a]", "credits: [a]"),
        ] {
            assert_eq!(spaced(line).map(|found| found.0).as_deref(), Some(written), "{line}");
        }
        for line in ["title: a:b", "https://a.example", "C:\\x", "3:45", "title:", "title: Night", "\"a:b\"", "", "::"]
        {
            assert_eq!(spaced(line), None, "{line}");
        }
    }

    #[test]
    fn a_text_is_cut_in_curly_quotes_only_before_they_close() {
        let cut = |line: &str, text: &str| {
            let source = Source::new("a.yaml", line);
            let place = line.find(text).expect("there");
            let column = u32::try_from(line[..place].chars().count() + 1).expect("small");
            cut_in_quotes(&source, Position { line: 1, column }, text).map(|problem| problem.hint.unwrap_or_default())
        };
        assert_eq!(cut("[“A”, “B, Jr.”]", "“B").as_deref(), Some("did you mean `\"B, Jr.\"`?"));
        assert_eq!(cut("„A: B“", "„A").as_deref(), Some("did you mean `\"A: B\"`?"));
        assert_eq!(cut("[“A”, B”]", "“A”"), None);
        assert_eq!(cut("[“A, B]", "“A"), None);
        assert_eq!(cut("[‘Til, B’s]", "‘Til"), None);
    }
}

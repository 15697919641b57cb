//! Colours of messages: the words that say how grave a message is, carets and hints.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
const WARNING: Style = AnsiColor::BrightYellow.on_default().bold();
const NOTE: Style = AnsiColor::BrightGreen.on_default().bold();
const HINT: Style = AnsiColor::BrightCyan.on_default().bold();

/// The words that begin a message, or follow the place that it is about.
const WORDS: [(&str, Style); 3] = [("error", ERROR), ("warning", WARNING), ("note", NOTE)];

/// A message with its colours; nothing else is changed.
pub fn painted(message: &str) -> String {
    let mut out = String::with_capacity(message.len() + 64);
    let mut style = None;
    for (index, line) in message.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let mark = line.split_once(" | ").filter(|(margin, marks)| {
            margin.trim().is_empty() && marks.contains('^') && marks.trim_start().trim_matches('^').is_empty()
        });
        if let Some((before, word, found, after)) = word(line) {
            style = Some(found);
            let _ = write!(out, "{before}{found}{word}{found:#}{after}");
        } else if let (Some(style), Some((margin, marks))) = (style, mark) {
            let carets = marks.trim_start();
            let spaces = marks.get(..marks.len() - carets.len()).unwrap_or_default();
            let _ = write!(out, "{margin} | {spaces}{style}{carets}{style:#}");
        } else if let Some(hint) = line.strip_prefix("  hint:") {
            let _ = write!(out, "  {HINT}hint{HINT:#}:{hint}");
        } else {
            out.push_str(line);
        }
    }
    out
}

/// The word of a line that says how grave its message is, with what stands before and after it.
fn word(line: &str) -> Option<(&str, &str, Style, &str)> {
    let found = WORDS.iter().filter_map(|(word, style)| {
        let starts = line.strip_prefix(word).is_some_and(|rest| rest.starts_with(": ")).then_some(0);
        // The place before it is a path, and perhaps numbers.
        let at = starts.or_else(|| line.find(&format!(": {word}: ")).map(|at| at + 2))?;
        Some((at, *word, *style))
    });
    let (at, word, style) = found.min_by_key(|(at, ..)| *at)?;
    let (before, rest) = line.split_at_checked(at)?;
    // A source line is not a message.
    let source = before.contains(" | ");
    Some((before, word, style, rest.get(word.len()..)?)).filter(|_| !source)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "a.yaml:4:1: error: unknown key `titel` [unknown-key]\n4 | titel: error: x\n  | ^^^^^\n  hint: did you mean \
                           `title`?\n";

    #[test]
    fn words_carets_and_hints_have_colours_and_nothing_else_changes() {
        let painted = painted(MESSAGE);
        assert!(painted.starts_with(&format!("a.yaml:4:1: {ERROR}error{ERROR:#}: unknown key")), "{painted:?}");
        assert!(painted.contains("4 | titel: error: x\n"), "{painted:?}");
        assert!(painted.contains(&format!("  | {ERROR}^^^^^{ERROR:#}\n  {HINT}hint{HINT:#}: did")), "{painted:?}");
        assert_eq!(anstream::adapter::strip_str(&painted).to_string(), MESSAGE);
        assert_eq!(super::painted("warning: x"), format!("{WARNING}warning{WARNING:#}: x"));
        assert_eq!(super::painted("2 pictures made, 1 warning: no"), "2 pictures made, 1 warning: no");
    }
}

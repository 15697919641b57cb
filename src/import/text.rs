//! Text as somebody wrote it, with its place in the credit file.
//! Cleaning happens here once, so that no later stage meets a control character or a line break.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::diagnostic::{Diagnostic, Position};

/// A text and where it stands. Line 0 means that it came from no file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The text: NFC, trimmed, one line.
    pub value: String,
    /// Where it starts in the file, at the quote if it is quoted.
    pub at: Position,
    /// How many characters it spans on its first line, quotes included.
    pub length: u32,
}

impl Text {
    /// A text that came from no file, cleaned like one that did.
    pub fn new(value: &str) -> Self {
        Self { value: clean(value), ..Self::default() }
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value)
    }
}

impl From<&str> for Text {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

/// A credit file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as the user named it.
    pub name: String,
    /// The whole text, without a byte order mark, line ends as `\n`.
    pub text: Arc<str>,
    /// Byte offset at which each line starts.
    starts: Arc<[usize]>,
}

impl Default for Source {
    fn default() -> Self {
        Self::new("", "")
    }
}

impl Source {
    /// A source from its path and its text; `\r\n` and `\r` become `\n`.
    pub fn new(name: &str, text: &str) -> Self {
        let text: Arc<str> =
            if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() };
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        Self { name: name.to_owned(), text, starts }
    }

    /// A line by its number from 1, without its line end; empty if there is none.
    pub fn line(&self, number: u32) -> &str {
        let Some(&start) = (number as usize).checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return "";
        };
        let end = self.starts.get(number as usize).map_or(self.text.len(), |next| next - 1);
        self.text.get(start..end).unwrap_or_default()
    }

    /// How many lines there are.
    pub fn lines(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// Puts a diagnostic at a place of this file, with the line it stands on.
    /// The span ends with the line at the latest.
    #[must_use]
    pub fn place(&self, diagnostic: Diagnostic, at: Position, length: u32) -> Diagnostic {
        let named = diagnostic.in_file(self.name.clone());
        if at.line == 0 {
            return named;
        }
        let line = self.line(at.line);
        let before = at.column.saturating_sub(1) as usize;
        let room = line.chars().count().saturating_sub(before).max(1);
        let length = (length.max(1) as usize).min(room);
        named.at(at, u32::try_from(length).unwrap_or(1), line)
    }
}

/// NFC, line breaks and tabs with the spaces around them as one space, trimmed.
pub(crate) fn clean(raw: &str) -> String {
    if raw.is_ascii() || is_nfc_quick(raw.chars()) == IsNormalized::Yes {
        return one_line(raw);
    }
    one_line(&raw.nfc().collect::<String>())
}

/// Line breaks and tabs with the spaces around them as one space, trimmed.
pub(crate) fn one_line(raw: &str) -> String {
    let is_break = |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let trimmed = raw.trim();
    if !trimmed.contains(is_break) {
        return trimmed.to_owned();
    }
    let mut out = String::with_capacity(trimmed.len());
    let mut spaces = String::new();
    for c in trimmed.chars() {
        if c.is_whitespace() {
            spaces.push(c);
        } else {
            out.push_str(if spaces.contains(is_break) { " " } else { &spaces });
            spaces.clear();
            out.push(c);
        }
    }
    out
}

/// Whether a reader would see anything: spaces and invisible format characters alone are nothing.
pub(crate) fn is_visible(text: &str) -> bool {
    text.chars().any(|c| {
        !c.is_whitespace()
            && !matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' | '\u{ffa0}')
    })
}

/// The first control character that is not a line break or a tab, with its place in characters from 0.
pub(crate) fn control(text: &str) -> Option<(usize, char)> {
    text.chars().enumerate().find(|(_, c)| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}'))
}

/// A text short enough for a message.
pub(crate) fn brief(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(MOST).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_and_tabs_become_one_space_and_double_spaces_stay() {
        assert_eq!(clean("  a \n\t b  c\u{2028}d "), "a b  c d");
    }

    #[test]
    fn text_is_composed() {
        assert_eq!(clean("Beyonce\u{301}"), "Beyoncé");
    }

    #[test]
    fn bidi_controls_stay_but_are_nothing_alone() {
        assert_eq!(clean("a\u{202e}b"), "a\u{202e}b");
        assert!(!is_visible("\u{202e}\u{200b} "));
        assert!(is_visible("~"));
    }

    #[test]
    fn lines_are_found_by_number() {
        let source = Source::new("x", "a\r\nb\rc");
        assert_eq!((source.line(1), source.line(2), source.line(3)), ("a", "b", "c"));
        assert_eq!((source.line(0), source.line(4)), ("", ""));
    }
}

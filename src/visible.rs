//! Texts of strangers where they are read: what a terminal or a log would obey is shown instead.
//! Names of files, values and reasons of other libraries come into messages as they are, and go out through here.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character steers what shows it: a control character, a line end that is none of ours, or one that turns the
/// order of what follows.
pub(crate) fn is_steering(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A message with such characters as `\u{1b}`; line ends and tabs stay.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let steers = |c: char| is_steering(c) && !matches!(c, '\n' | '\t');
    replaced(text, steers, |c, out| {
        let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
    })
}

/// JSON with such characters in the escapes of JSON, so that it means the same.
pub(crate) fn visible_json(json: &str) -> Cow<'_, str> {
    // Those of ASCII are escaped in texts already, and are white space elsewhere.
    let steers = |c: char| is_steering(c) && !c.is_ascii();
    replaced(json, steers, |c, out| {
        let _ = write!(out, "\\u{:04x}", u32::from(c));
    })
}

fn replaced(text: &str, which: impl Fn(char) -> bool, write: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.contains(&which) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if which(c) { write(c, &mut out) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left_and_names_of_every_script_are() {
        assert_eq!(visible("a\u{1b}[31m\u{9b}2J\r\u{202e}b\u{7f}"), "a\\u{1b}[31m\\u{9b}2J\\u{d}\\u{202e}b\\u{7f}");
        for text in ["one\n\ttwo", "Čeněk ابن 坂井", "क्\u{200d}ष \u{200f}שלום\u{200e}"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
        }
        assert!((0..0x11_0000).filter_map(char::from_u32).all(|c| {
            visible(&c.to_string()).chars().all(|shown| !is_steering(shown) || matches!(shown, '\n' | '\t'))
        }));
    }

    #[test]
    fn json_means_the_same() {
        let text = "a\u{85}\u{202e}\u{2028}\u{1b}\n";
        let json = serde_json::to_string(text).expect("JSON");
        let shown = visible_json(&json);
        assert!(!shown.contains(is_steering), "{shown}");
        assert_eq!(serde_json::from_str::<String>(&shown).expect("JSON"), text);
    }
}

//! Texts as parts of file names that every system takes.

use crate::visible::is_steering;

/// Longest value in bytes; three of them still fit into the 255 bytes of a name.
const MAX_VALUE: usize = 120;
/// Names that Windows keeps for devices, whatever the extension.
const RESERVED: [&str; 30] = [
    "con",
    "prn",
    "aux",
    "nul",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "conin$",
    "conout$",
    "com\u{b9}",
    "com\u{b2}",
    "com\u{b3}",
    "lpt\u{b9}",
    "lpt\u{b2}",
    "lpt\u{b3}",
];

/// A text as a part of a file name: no separators, no control or direction characters, no dots or spaces at the ends,
/// no name that Windows reserves, at most 120 bytes, never empty (`untitled`).
pub fn file_name(text: &str) -> String {
    named(text).unwrap_or_else(|| "untitled".to_owned())
}

/// As [`file_name`]; none if nothing is left.
pub(super) fn named(text: &str) -> Option<String> {
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => name.push('-'),
            c if c.is_whitespace() => name.push(' '),
            // Overrides of the direction could make a name read as another one, and what is not seen two names as one.
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {}
            c if is_steering(c) => {}
            c => name.push(c),
        }
    }
    let ends = |c: char| c == '.' || c == ' ';
    let name = unreserved(name.trim_matches(ends));
    let cut = name.floor_char_boundary(MAX_VALUE);
    let name = name.get(..cut).unwrap_or("").trim_matches(ends);
    (!name.is_empty()).then(|| name.to_owned())
}

/// A name, or a folder's, that several parts have made: as Windows keeps it, which drops dots and spaces at its end.
pub(super) fn unreserved(name: &str) -> String {
    let name = name.trim_end_matches(['.', ' ']);
    let base = name.split('.').next().unwrap_or(name);
    if RESERVED.iter().any(|reserved| base.trim_end().eq_ignore_ascii_case(reserved)) {
        return format!("{base}_{}", name.get(base.len()..).unwrap_or(""));
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_never_make_folders_or_leave_theirs() {
        for (text, name) in [
            ("../../etc/passwd", "-..-etc-passwd"),
            ("..", "untitled"),
            ("AC/DC: Live?", "AC-DC- Live-"),
            (" R.E.M. ", "R.E.M"),
            ("a\u{0}b\u{202e}c\nd", "abc d"),
            ("", "untitled"),
            ("\u{6f6e}", "\u{6f6e}"),
        ] {
            assert_eq!(file_name(text), name);
        }
    }

    #[test]
    fn names_that_windows_reserves_get_an_underscore() {
        assert_eq!(file_name("Con"), "Con_");
        assert_eq!(file_name("aux.live"), "aux_.live");
        assert_eq!(file_name("Conga"), "Conga");
        assert_eq!((file_name("COM\u{b9}"), file_name("CONOUT$.x")), ("COM\u{b9}_".into(), "CONOUT$_.x".into()));
        assert_eq!(
            (unreserved("nul ."), unreserved("a. ."), unreserved(".b")),
            ("nul_".into(), "a".into(), ".b".into())
        );
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        let name = file_name(&"\u{6f6e}".repeat(99));
        assert_eq!(name.len(), 120);
        let name = file_name(&format!("a{}", "\u{6f6e}".repeat(99)));
        assert_eq!((name.len(), name.chars().count()), (118, 40));
        assert_eq!(file_name(&format!("{} b", "a".repeat(119))).len(), 119);
    }
}

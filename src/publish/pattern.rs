//! Paths of output files from a pattern such as `{stem}/{format}{-page}.{ext}`.
//! Values become safe parts of file names on every system; only the pattern itself and the folders of a stem make folders.

use std::path::PathBuf;

/// The pattern used when none is given.
pub const DEFAULT_PATTERN: &str = "{stem}/{format}{-page}.{ext}";

/// The pattern of series, whose cards have a folder each.
pub const SERIES_PATTERN: &str = "{stem}/{subject}/{format}{-page}.{ext}";

/// Keys of a pattern, in the order in which messages list them. `{-page}` is empty for a card of one page.
pub const KEYS: [&str; 9] = ["stem", "subject", "format", "-page", "page", "pages", "template", "ext", "title"];

/// Longest value in bytes; three of them still fit into the 255 bytes of a name.
const MAX_VALUE: usize = 120;
/// Longest name that file systems take, in bytes.
const MAX_NAME: usize = 255;
/// Names that Windows keeps for devices, whatever the extension.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Why a pattern is of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A key that does not exist.
    #[error("unknown key {{{key}}} in output pattern {pattern:?}, allowed are {}", allowed())]
    UnknownKey {
        /// The key.
        key: String,
        /// The pattern.
        pattern: String,
    },
    /// A brace without its partner.
    #[error("unbalanced {brace:?} in output pattern {pattern:?}; write {{{{ and }}}} for the braces themselves")]
    Unbalanced {
        /// The brace.
        brace: char,
        /// The pattern.
        pattern: String,
    },
    /// The pattern ends with a folder, or is empty.
    #[error("output pattern {pattern:?} names no file")]
    NoFile {
        /// The pattern.
        pattern: String,
    },
    /// A folder or file name is too long.
    #[error("file name {name:?} has {} bytes, limit is {MAX_NAME}", name.len())]
    TooLong {
        /// The name.
        name: String,
    },
}

fn allowed() -> String {
    KEYS.map(|key| format!("{{{key}}}")).join(", ")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Stem,
    Subject,
    Format,
    PageSuffix,
    Page,
    Pages,
    Template,
    Ext,
    Title,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Key(Key),
}

/// A checked pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

/// What a pattern's keys stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Values<'a> {
    /// Name of the credit file without its extension, behind the folders that its cards keep: `live/tide`. No folder leaves
    /// the one it is in.
    pub stem: &'a str,
    /// Name of the card among those of its file, such as `hana-kimura`; `record` for the record's own.
    pub subject: &'a str,
    /// Name of the format.
    pub format: &'a str,
    /// Number of the page, from 1.
    pub page: u32,
    /// Pages of the card.
    pub pages: u32,
    /// Name of the template.
    pub template: &'a str,
    /// Extension without the dot.
    pub ext: &'a str,
    /// Title of the record.
    pub title: &'a str,
}

impl Default for Pattern {
    fn default() -> Self {
        Self::parse(DEFAULT_PATTERN).unwrap_or(Self { parts: Vec::new() })
    }
}

impl Pattern {
    /// The pattern of cards that have a folder each.
    pub fn series() -> Self {
        Self::parse(SERIES_PATTERN).unwrap_or_default()
    }

    /// Reads and checks a pattern.
    pub fn parse(pattern: &str) -> Result<Self, PatternError> {
        let unbalanced = |brace| PatternError::Unbalanced { brace, pattern: pattern.to_owned() };
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = pattern;
        while let Some(c) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("{{").or_else(|| rest.strip_prefix("}}")) {
                literal.push(c);
                rest = after;
            } else if let Some(after) = rest.strip_prefix('{') {
                let (name, after) = after.split_once('}').ok_or_else(|| unbalanced('{'))?;
                let key = key(name)
                    .ok_or_else(|| PatternError::UnknownKey { key: name.to_owned(), pattern: pattern.to_owned() })?;
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                }
                parts.push(Part::Key(key));
                rest = after;
            } else if c == '}' {
                return Err(unbalanced('}'));
            } else {
                literal.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or("");
            }
        }
        if literal.ends_with('/') || (literal.is_empty() && parts.is_empty()) {
            return Err(PatternError::NoFile { pattern: pattern.to_owned() });
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        Ok(Self { parts })
    }

    /// The path of one page, relative unless the pattern starts with `/`.
    pub fn path(&self, values: &Values<'_>) -> Result<PathBuf, PatternError> {
        let mut path = String::new();
        for part in &self.parts {
            match part {
                Part::Literal(text) => path.push_str(text),
                Part::Key(Key::Stem) => {
                    let names: Vec<String> = values.stem.split('/').map(file_name).collect();
                    path.push_str(&names.join("/"));
                }
                Part::Key(Key::Subject) => path.push_str(&file_name(values.subject)),
                Part::Key(Key::Format) => path.push_str(&file_name(values.format)),
                Part::Key(Key::Template) => path.push_str(&file_name(values.template)),
                Part::Key(Key::Ext) => path.push_str(&file_name(values.ext)),
                Part::Key(Key::Title) => path.push_str(&file_name(values.title)),
                Part::Key(Key::Page) => path.push_str(&values.page.to_string()),
                Part::Key(Key::Pages) => path.push_str(&values.pages.to_string()),
                Part::Key(Key::PageSuffix) if values.pages > 1 => path.push_str(&format!("-{}", values.page)),
                Part::Key(Key::PageSuffix) => {}
            }
        }
        // Several parts may together make a reserved or overlong name.
        let names: Vec<String> = path.split('/').map(unreserved).collect();
        match names.iter().find(|name| name.len() > MAX_NAME) {
            Some(name) => Err(PatternError::TooLong { name: name.clone() }),
            None => Ok(PathBuf::from(names.join("/"))),
        }
    }
}

fn key(name: &str) -> Option<Key> {
    Some(match name {
        "stem" => Key::Stem,
        "subject" => Key::Subject,
        "format" => Key::Format,
        "-page" => Key::PageSuffix,
        "page" => Key::Page,
        "pages" => Key::Pages,
        "template" => Key::Template,
        "ext" => Key::Ext,
        "title" => Key::Title,
        _ => return None,
    })
}

/// A text as a part of a file name: no separators, no control or direction characters, no dots or spaces at the ends,
/// no name that Windows reserves, at most 120 bytes, never empty (`untitled`).
pub fn file_name(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => name.push('-'),
            c if c.is_whitespace() => name.push(' '),
            // Direction overrides could make a name read as another one.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => name.push(c),
        }
    }
    let ends = |c: char| c == '.' || c == ' ';
    let name = unreserved(name.trim_matches(ends));
    let cut = name.floor_char_boundary(MAX_VALUE);
    let name = name.get(..cut).unwrap_or("").trim_matches(ends);
    if name.is_empty() { "untitled".to_owned() } else { name.to_owned() }
}

fn unreserved(name: &str) -> String {
    let base = name.split('.').next().unwrap_or(name);
    if RESERVED.iter().any(|reserved| base.trim_end().eq_ignore_ascii_case(reserved)) {
        return format!("{base}_{}", name.get(base.len()..).unwrap_or(""));
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: Values<'static> = Values {
        stem: "low-tide",
        subject: "hana-kimura",
        format: "square",
        page: 2,
        pages: 3,
        template: "liner",
        ext: "png",
        title: "Low Tide / Piano",
    };

    fn path(pattern: &str, values: Values<'_>) -> String {
        let path = Pattern::parse(pattern).expect("pattern").path(&values).expect("path");
        path.to_string_lossy().into_owned()
    }

    #[test]
    fn the_default_pattern_numbers_pages_only_when_there_are_several() {
        assert_eq!(path(DEFAULT_PATTERN, VALUES), "low-tide/square-2.png");
        assert_eq!(path(DEFAULT_PATTERN, Values { page: 1, pages: 1, ..VALUES }), "low-tide/square.png");
        assert_eq!(Pattern::default(), Pattern::parse(DEFAULT_PATTERN).expect("pattern"));
        assert_eq!(path(SERIES_PATTERN, VALUES), "low-tide/hana-kimura/square-2.png");
        assert_eq!(Pattern::series(), Pattern::parse(SERIES_PATTERN).expect("pattern"));
    }

    #[test]
    fn every_key_and_escaped_braces_are_replaced() {
        let all = "/x/{{{title}}} {template} {page} of {pages}.{ext}";
        assert_eq!(path(all, VALUES), "/x/{Low Tide - Piano} liner 2 of 3.png");
        for key in KEYS {
            assert!(Pattern::parse(&format!("{{{key}}}")).is_ok(), "{key}");
        }
    }

    #[test]
    fn an_unknown_key_lists_the_allowed_ones() {
        let error = Pattern::parse("{artist}.png").expect_err("unknown").to_string();
        assert_eq!(
            error,
            "unknown key {artist} in output pattern \"{artist}.png\", allowed are \
             {stem}, {subject}, {format}, {-page}, {page}, {pages}, {template}, {ext}, {title}"
        );
    }

    #[test]
    fn lone_braces_and_patterns_without_a_file_are_errors() {
        for lone in ["{stem", "a}.png", "{"] {
            assert!(matches!(Pattern::parse(lone), Err(PatternError::Unbalanced { .. })), "{lone}");
        }
        for none in ["", "{stem}/", "out/"] {
            assert!(matches!(Pattern::parse(none), Err(PatternError::NoFile { .. })), "{none}");
        }
    }

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
    fn folders_of_a_stem_are_kept_and_go_only_down() {
        assert_eq!(path(DEFAULT_PATTERN, Values { stem: "live/2026/tide", ..VALUES }), "live/2026/tide/square-2.png");
        assert_eq!(
            path(DEFAULT_PATTERN, Values { stem: "../con//x", ..VALUES }),
            "untitled/con_/untitled/x/square-2.png"
        );
    }

    #[test]
    fn names_that_windows_reserves_get_an_underscore() {
        assert_eq!(file_name("Con"), "Con_");
        assert_eq!(file_name("aux.live"), "aux_.live");
        assert_eq!(file_name("Conga"), "Conga");
        assert_eq!(path("COM{page}.{ext}", VALUES), "COM2_.png");
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        let name = file_name(&"\u{6f6e}".repeat(99));
        assert_eq!(name.len(), 120);
        let name = file_name(&format!("a{}", "\u{6f6e}".repeat(99)));
        assert_eq!((name.len(), name.chars().count()), (118, 40));
        assert_eq!(file_name(&format!("{} b", "a".repeat(119))).len(), 119);
    }

    #[test]
    fn names_longer_than_file_systems_take_are_errors() {
        let long = "a".repeat(200);
        let values = Values { stem: &long, title: &long, template: &long, ..VALUES };
        let error = Pattern::parse("{stem}{title}{template}").expect("pattern").path(&values).expect_err("too long");
        assert!(error.to_string().ends_with("has 360 bytes, limit is 255"));
    }
}

//! Names of output files from a pattern such as `{catalogue}_{format}{-page}`.
//! Values become safe parts of file names on every system; only the pattern itself and the folders of a stem make folders.

use std::borrow::Cow;
use std::path::PathBuf;
use std::str::FromStr;

use crate::publish::file_name::{file_name, named, unreserved};
use crate::publish::unusable::{MAX_NAME, PatternError};

/// The pattern used when none is given.
pub const DEFAULT_PATTERN: &str = "{stem}/{format}{-page}";

/// The pattern of series, whose cards have a folder each.
pub const SERIES_PATTERN: &str = "{stem}/{subject}/{format}{-page}";

/// Keys of a pattern that are not fields of the credit file, in the order in which messages list them. `{-page}` is empty
/// for a card of one page.
pub const KEYS: [&str; 8] = ["stem", "subject", "format", "-page", "page", "pages", "template", "ext"];

/// Endings that a pattern may not have: files get the ending of their type.
const ENDINGS: [&str; 7] = [".png", ".jpg", ".jpeg", ".webp", ".svg", ".pdf", ".json"];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Stem,
    Subject,
    Format,
    PageSuffix,
    Page,
    Pages,
    Template,
    Ext,
    Field(String),
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
    /// As it was written.
    text: String,
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// What a pattern's keys stand for.
#[derive(Clone, Copy)]
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
    /// The fields of the record: the value of the one of that name.
    pub field: &'a dyn Fn(&str) -> Option<Cow<'a, str>>,
}

impl FromStr for Pattern {
    type Err = PatternError;

    /// Reads and checks a pattern. One without a number of the page gets `{-page}` at its end, and each gets `.{ext}`, so
    /// that no two files of a card have one name.
    fn from_str(pattern: &str) -> Result<Self, PatternError> {
        let whole = || pattern.to_owned();
        let mut parts = parts(pattern.strip_suffix(".{ext}").unwrap_or(pattern), pattern)?;
        match parts.last() {
            None => return Err(PatternError::NoFile { pattern: whole() }),
            Some(Part::Literal(last)) if last.ends_with('/') => return Err(PatternError::NoFile { pattern: whole() }),
            Some(Part::Literal(last)) => {
                if let Some(ending) = ENDINGS.into_iter().find(|ending| last.to_lowercase().ends_with(ending)) {
                    return Err(PatternError::Ending { pattern: whole(), ending });
                }
            }
            Some(Part::Key(_)) => {}
        }
        // A key stands for a name, or for folders with one.
        let shape = parts.iter().map(|part| if let Part::Literal(text) = part { text.as_str() } else { "x" });
        let shape: String = shape.collect();
        if let Some(found) = shape.chars().find(|c| c.is_control() || "\\:*?\"<>|".contains(*c)) {
            return Err(PatternError::Character { pattern: whole(), found });
        }
        if shape.split('/').any(|name| name.trim_matches(['.', ' ']).is_empty()) {
            return Err(PatternError::Outside { pattern: whole() });
        }
        if !parts.iter().any(|part| matches!(part, Part::Key(Key::Page | Key::PageSuffix))) {
            parts.push(Part::Key(Key::PageSuffix));
        }
        parts.extend([Part::Literal(".".to_owned()), Part::Key(Key::Ext)]);
        Ok(Self { parts, text: whole() })
    }
}

/// The texts and keys of a text; `pattern` is what messages show.
fn parts(text: &str, pattern: &str) -> Result<Vec<Part>, PatternError> {
    let unbalanced = |brace| PatternError::Unbalanced { brace, pattern: pattern.to_owned() };
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("{{").or_else(|| rest.strip_prefix("}}")) {
            literal.push(c);
            rest = after;
        } else if let Some(after) = rest.strip_prefix('{') {
            let (name, after) = after.split_once('}').ok_or_else(|| unbalanced('{'))?;
            let key =
                key(name).ok_or_else(|| PatternError::Key { key: name.to_owned(), pattern: pattern.to_owned() })?;
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
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    Ok(parts)
}

impl Pattern {
    /// A pattern that is a name alone.
    pub fn literal(name: &str) -> Self {
        let ending = [Part::Literal(".".to_owned()), Part::Key(Key::Ext)];
        let parts = std::iter::once(Part::Literal(name.to_owned())).chain(ending).collect();
        Self { parts, text: name.to_owned() }
    }

    /// Reads a text with fields in braces that is no name of an output file, such as the path of a cover. Its keys are
    /// fields alone.
    ///
    /// # Errors
    /// If a brace has no partner, or nothing that could be a field stands between two.
    pub fn fields_in(text: &str) -> Result<Self, PatternError> {
        let mut parts = parts(text, text)?;
        for part in &mut parts {
            if let Part::Key(key) = part
                && let Some(name) = key.fixed()
                && !matches!(key, Key::Stem)
            {
                *key = Key::Field(name.to_owned());
            }
        }
        Ok(Self { parts, text: text.to_owned() })
    }

    /// The fields of the record that it has, each as it is written.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Key(Key::Field(name)) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Whether it has a key, one of [`KEYS`].
    pub fn has(&self, key: &str) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Key(known) if known.fixed() == Some(key)))
    }

    /// The path of one page, relative.
    ///
    /// # Errors
    /// If the record does not have one of the fields, or a name is too long.
    pub fn path(&self, values: &Values<'_>) -> Result<PathBuf, PatternError> {
        // Several parts may together make a reserved or overlong name.
        let names: Vec<String> = self.filled(values)?.split('/').map(unreserved).collect();
        match names.iter().find(|name| name.len() > MAX_NAME) {
            Some(name) => Err(PatternError::TooLong { name: name.clone() }),
            None => Ok(PathBuf::from(names.join("/"))),
        }
    }

    /// The text with its values, each safe as a part of a file name.
    ///
    /// # Errors
    /// If the record does not have one of the fields.
    pub fn filled(&self, values: &Values<'_>) -> Result<String, PatternError> {
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
                Part::Key(Key::Page) => path.push_str(&values.page.to_string()),
                Part::Key(Key::Pages) => path.push_str(&values.pages.to_string()),
                Part::Key(Key::PageSuffix) if values.pages > 1 => path.push_str(&format!("-{}", values.page)),
                Part::Key(Key::PageSuffix) => {}
                Part::Key(Key::Field(field)) => {
                    let value = (values.field)(field).and_then(|value| named(&value));
                    path.push_str(&value.ok_or_else(|| PatternError::NoValue { field: field.clone() })?);
                }
            }
        }
        Ok(path)
    }
}

impl Key {
    /// Its name in [`KEYS`]; none of a field.
    fn fixed(&self) -> Option<&'static str> {
        Some(match self {
            Key::Stem => "stem",
            Key::Subject => "subject",
            Key::Format => "format",
            Key::PageSuffix => "-page",
            Key::Page => "page",
            Key::Pages => "pages",
            Key::Template => "template",
            Key::Ext => "ext",
            Key::Field(_) => return None,
        })
    }
}

fn key(name: &str) -> Option<Key> {
    let fixed = [Key::Stem, Key::Subject, Key::Format, Key::PageSuffix, Key::Page, Key::Pages, Key::Template, Key::Ext];
    let name = name.trim();
    if let Some(key) = fixed.into_iter().find(|key| key.fixed() == Some(name)) {
        return Some(key);
    }
    let plain = |c: char| !c.is_control() && !"{}/\\-".contains(c);
    (!name.is_empty() && name.chars().all(|c| plain(c) || c == '-') && name.starts_with(plain))
        .then(|| Key::Field(name.to_owned()))
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
        field: &|name| match name {
            "title" => Some("Low Tide / Piano".into()),
            "year" => Some(2026.to_string().into()),
            "dots" => Some("...".into()),
            _ => None,
        },
    };

    fn parse(pattern: &str) -> Result<Pattern, PatternError> {
        pattern.parse()
    }

    fn path(pattern: &str, values: Values<'_>) -> String {
        let path = parse(pattern).expect("pattern").path(&values).expect("path");
        path.to_string_lossy().into_owned()
    }

    #[test]
    fn the_default_pattern_numbers_pages_only_when_there_are_several() {
        assert_eq!(path(DEFAULT_PATTERN, VALUES), "low-tide/square-2.png");
        assert_eq!(path(DEFAULT_PATTERN, Values { page: 1, pages: 1, ..VALUES }), "low-tide/square.png");
        assert_eq!(path(SERIES_PATTERN, VALUES), "low-tide/hana-kimura/square-2.png");
    }

    #[test]
    fn every_key_field_and_escaped_brace_is_replaced() {
        let all = "x/{{{title}}} {year} {template} {page} of {pages}.{ext}";
        assert_eq!(path(all, VALUES), "x/{Low Tide - Piano} 2026 liner 2 of 3.png");
        for key in KEYS {
            let pattern = parse(&format!("{{{key}}}")).expect("pattern");
            assert!(pattern.has(key) && pattern.fields().next().is_none(), "{key}");
        }
        assert_eq!(
            parse("{catalogue}_{our id}").expect("pattern").fields().collect::<Vec<_>>(),
            ["catalogue", "our id"]
        );
    }

    #[test]
    fn pages_and_endings_are_kept_apart_by_themselves() {
        for (pattern, name) in [
            ("{stem}", "low-tide-2.png"),
            ("{stem}.{ext}", "low-tide-2.png"),
            ("{page}/{stem}", "2/low-tide.png"),
            ("{ext}/{stem}", "png/low-tide-2.png"),
            ("v1.0 {stem}", "v1.0 low-tide-2.png"),
        ] {
            assert_eq!(path(pattern, VALUES), name);
        }
        assert_eq!(Pattern::literal("a{b").path(&VALUES).expect("path"), PathBuf::from("a{b.png"));
    }

    #[test]
    fn a_field_that_is_not_there_or_has_nothing_for_a_name_is_an_error() {
        for (field, pattern) in [("catalogue", "{catalogue}"), ("dots", "{stem} {dots}")] {
            let error = parse(pattern).expect("pattern").path(&VALUES).expect_err("no value");
            assert_eq!(error.to_string(), format!("the name has {{{field}}}, and there is no `{field}` here"));
        }
    }

    #[test]
    fn patterns_that_are_no_names_below_the_output_folder_are_errors() {
        for lone in ["{stem", "a}.x", "{"] {
            assert!(matches!(parse(lone), Err(PatternError::Unbalanced { .. })), "{lone}");
        }
        for none in ["", "{stem}/", "out/", ".{ext}"] {
            assert!(matches!(parse(none), Err(PatternError::NoFile { .. })), "{none}");
        }
        for outside in ["/{stem}", "../{stem}", "a//b", "./{stem}", "{stem}/..", " "] {
            assert!(matches!(parse(outside), Err(PatternError::Outside { .. })), "{outside}");
        }
        for (pattern, ending) in [("{stem}.png", ".png"), ("{stem}.PNG", ".png"), ("a.svg", ".svg")] {
            assert_eq!(parse(pattern), Err(PatternError::Ending { pattern: pattern.into(), ending }));
        }
        for found in ['\\', ':', '*', '\n', '|'] {
            let pattern = format!("a{found}b");
            assert_eq!(parse(&pattern), Err(PatternError::Character { pattern, found }));
        }
        for key in ["{}", "{ }", "{-foo}", "{a/b}"] {
            assert!(matches!(parse(key), Err(PatternError::Key { .. })), "{key}");
        }
    }

    #[test]
    fn a_path_may_have_fields_in_it_too() {
        let fill = |text: &str| Pattern::fields_in(text).map(|pattern| pattern.filled(&VALUES));
        assert_eq!(fill("../covers/{title}.jpg"), Ok(Ok("../covers/Low Tide - Piano.jpg".into())));
        assert_eq!(fill("{stem}.jpg"), Ok(Ok("low-tide.jpg".into())));
        assert_eq!(fill("{format}.jpg"), Ok(Err(PatternError::NoValue { field: "format".into() })));
        assert!(fill("a{b.jpg").is_err());
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
    fn a_name_that_a_pattern_makes_is_none_that_windows_reserves() {
        assert_eq!(path("COM{page}.{ext}", VALUES), "COM2_.png");
    }

    #[test]
    fn names_longer_than_file_systems_take_are_errors() {
        let long = "a".repeat(200);
        let values = Values {
            stem: &long,
            subject: &long,
            format: "",
            page: 2,
            pages: 2,
            template: &long,
            ext: "png",
            field: &|_| None,
        };
        let error = parse("{stem}{subject}{template}").expect("pattern").path(&values).expect_err("too long");
        assert!(error.to_string().ends_with("has 366 bytes, limit is 255"), "{error}");
    }
}

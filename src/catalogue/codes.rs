//! The codes of everything that the program can report, with their levels and what they mean.
//! The data is `assets/codes.csv`; a test holds the source to it.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{parts, rows};
use crate::diagnostic::Severity;

/// The table, embedded so that the program needs no file beside it.
const TABLE: &str = include_str!("../../assets/codes.csv");

/// One code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Code {
    /// As messages have it in brackets: `near-duplicate`.
    pub code: String,
    /// Its levels separated by `|`, the gravest first: `error`, `warning`, `note`.
    pub level: String,
    /// What it means, in a sentence.
    pub meaning: String,
}

impl Code {
    /// Its levels, the gravest first.
    pub fn levels(&self) -> impl Iterator<Item = Severity> {
        parts(&self.level).filter_map(Severity::named)
    }

    /// Whether `allow` may name it: it is not always an error.
    pub fn can_be_allowed(&self) -> bool {
        self.levels().any(|level| level != Severity::Error)
    }
}

/// Every code, by name.
pub fn codes() -> &'static [Code] {
    static CODES: OnceLock<Vec<Code>> = OnceLock::new();
    CODES.get_or_init(|| rows(TABLE))
}

/// The code of that name.
pub fn code(name: &str) -> Option<&'static Code> {
    codes().iter().find(|code| code.code == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole_sorted_and_every_level_has_a_meaning() {
        assert_eq!(codes().len(), TABLE.lines().count() - 1);
        assert!(codes().is_sorted_by(|a, b| a.code < b.code), "codes are sorted and none is there twice");
        for code in codes() {
            assert_eq!(code.levels().count(), parts(&code.level).count(), "{}", code.code);
            assert!(code.levels().count() > 0 && code.levels().is_sorted(), "{}", code.code);
            assert!(code.meaning.ends_with('.'), "{}", code.code);
            assert!(code.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'8'));
        }
    }

    #[test]
    fn only_what_is_always_an_error_cannot_be_allowed() {
        assert!(code("near-duplicate").is_some_and(Code::can_be_allowed));
        assert!(code("artwork").is_some_and(Code::can_be_allowed));
        assert!(code("output-collision").is_some_and(|code| !code.can_be_allowed()));
    }
}

//! The imprint of a record: kind, year and label, and what artificial intelligence made: the line under its artist.

use crate::card::ai::ai_line;
use crate::catalogue::languages::Wording;
use crate::record::{Content, Record};

/// What is known of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// Kind of record, `EP` for `ep`.
    pub kind: Option<String>,
    /// Year of release.
    pub year: Option<u16>,
    /// Label.
    pub label: Option<String>,
    /// What artificial intelligence made.
    pub ai: Option<String>,
}

/// The imprint of a record in a language. A file of another kind has none: its `kind` says nothing about a record.
pub fn imprint(record: &Record, wording: Wording) -> Imprint {
    let is_record = record.content == Content::Record;
    Imprint {
        kind: record.kind.as_ref().filter(|_| is_record).map(|kind| named(kind, wording)),
        year: record.released.as_ref().map(|released| released.year),
        label: record.label.as_ref().map(|label| label.value.clone()),
        ai: ai_line(record, wording),
    }
}

impl Imprint {
    /// As one line with middle dots; none if nothing is known.
    pub fn line(&self) -> Option<String> {
        let year = self.year.map(|year| year.to_string());
        let parts: Vec<String> =
            [self.kind.clone(), year, self.label.clone(), self.ai.clone()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

/// A kind that the program knows in the language of the card; any other with a capital.
fn named(kind: &str, wording: Wording) -> String {
    wording.words().kinds.get(kind).cloned().unwrap_or_else(|| {
        let mut chars = kind.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
    })
}

//! The imprint of a record: kind, year and label, the line under its artist.

use crate::record::{Content, Record};

/// What is known of kind, year and label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// Kind of record with a capital, `EP` for `ep`.
    pub kind: Option<String>,
    /// Year of release.
    pub year: Option<u16>,
    /// Label.
    pub label: Option<String>,
}

/// The imprint of a record. A file of another kind has none: its `kind` says nothing about a record.
pub fn imprint(record: &Record) -> Imprint {
    let is_record = record.content == Content::Record;
    Imprint {
        kind: record.kind.as_ref().filter(|_| is_record).map(|kind| capitalised(kind)),
        year: record.released.as_ref().map(|released| released.year),
        label: record.label.as_ref().map(|label| label.value.clone()),
    }
}

impl Imprint {
    /// As one line with middle dots; none if nothing is known.
    pub fn line(&self) -> Option<String> {
        let year = self.year.map(|year| year.to_string());
        let parts: Vec<String> = [self.kind.clone(), year, self.label.clone()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

fn capitalised(word: &str) -> String {
    match word {
        "ep" => "EP".to_owned(),
        _ => {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
        }
    }
}

//! Fields of a record by their names, for names of files and paths of covers.
//! What the record does not give has no value.

use std::borrow::Cow;

use super::Record;

/// Names of the fields that a credit file may have, beside those of its `custom`.
pub const FIELDS: [&str; 10] =
    ["title", "artist", "kind", "released", "year", "label", "catalogue", "isrc", "language", "supplied_by"];

impl Record {
    /// The value of a field: one of [`FIELDS`], or one of `custom` by its name, which may have `custom.` before it.
    pub fn field(&self, name: &str) -> Option<Cow<'_, str>> {
        let text = match name {
            "title" => Some(&self.title),
            "artist" => Some(&self.artist),
            "kind" => self.kind.as_ref(),
            "released" => self.released.as_ref().map(|released| &released.text),
            "year" => return self.released.as_ref().map(|released| released.year.to_string().into()),
            "label" => self.label.as_ref(),
            "catalogue" => self.catalogue.as_ref(),
            "isrc" => self.isrc.as_ref(),
            "language" => self.language.as_ref(),
            "supplied_by" => self.supplied_by.as_ref(),
            own => {
                let own = own.strip_prefix("custom.").unwrap_or(own);
                self.custom.iter().find(|(key, _)| key.value == own).map(|(_, value)| value)
            }
        };
        text.filter(|text| !text.is_empty()).map(|text| text.value.as_str().into())
    }
}

/// What people call a record: `Low Tide Piano – Marisol Vane`.
pub fn record_name(title: Option<&str>, artist: Option<&str>) -> Option<String> {
    match (title, artist) {
        (Some(title), Some(artist)) => Some(format!("{title} \u{2013} {artist}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::parse;

    #[test]
    fn fields_are_found_by_their_names_and_own_ones_too() {
        let text = "title: Tide\nartist: [Vane, Bo]\nreleased: 2026-03-06\ncatalogue: 0042\ncustom: {our id: x7, title: other}\n\
                    credits: {Producer: Odalys Brant}\n";
        let record = parse("a.yaml", text.as_bytes()).expect("a record").record;
        for (name, value) in [
            ("title", Some("Tide")),
            ("artist", Some("Vane & Bo")),
            ("released", Some("2026-03-06")),
            ("year", Some("2026")),
            ("catalogue", Some("0042")),
            ("our id", Some("x7")),
            ("custom.title", Some("other")),
            ("isrc", None),
            ("label", None),
            ("nothing", None),
        ] {
            assert_eq!(record.field(name).as_deref(), value, "{name}");
        }
    }

    #[test]
    fn every_field_has_a_value_in_a_record_that_gives_all() {
        let text = "title: A\nartist: B\nkind: single\nreleased: 2026\nlabel: C\ncatalogue: D\nisrc: E\nlanguage: en\n\
                    supplied_by: F\ncredits: {Producer: G}\n";
        let record = parse("a.yaml", text.as_bytes()).expect("a record").record;
        for name in FIELDS {
            assert!(record.field(name).is_some(), "{name}");
        }
    }
}

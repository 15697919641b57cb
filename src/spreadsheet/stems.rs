//! Names for the records of one spreadsheet, from their titles: they name the folders of the cards.
//! Where two titles are alike both get their artist, so that a name does not hang on the order of the rows.

use std::collections::BTreeMap;

use crate::publish::{slug, slugs};

/// A name for each title and artist, in order, each different.
pub(super) fn stems(records: &[(String, String)]) -> Vec<String> {
    let titles: Vec<String> = records.iter().map(|(title, _)| slug(title)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for title in &titles {
        *counts.entry(title).or_default() += 1;
    }
    let named: Vec<String> = records
        .iter()
        .zip(&titles)
        .map(|((_, artist), title)| match (title.as_str(), counts.get(title.as_str())) {
            ("", _) => format!("record {}", slug(artist)),
            (_, Some(1)) => title.clone(),
            _ => {
                // The title leaves room for the artist within the longest slug.
                let start: String = title.chars().take(40).collect();
                format!("{start} {}", slug(artist))
            }
        })
        .collect();
    slugs(named.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_are_alike_get_the_artist_and_then_a_number() {
        let all: Vec<(String, String)> = [
            ("Tide", "Vane"),
            ("Neap", "Vane"),
            ("TIDE!", "Bo"),
            ("Tide", "bo"),
            ("!?", "Bo"),
            ("!?", "!"),
            ("潮", "Bo"),
        ]
        .map(|(title, artist)| (title.to_owned(), artist.to_owned()))
        .into();
        assert_eq!(stems(&all), ["tide-vane", "neap", "tide-bo", "tide-bo-2", "record-bo", "record", "潮"]);
    }
}

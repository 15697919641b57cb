//! Names for the records of one spreadsheet, from their titles: they name the folders of the cards.
//! Where two titles are alike both get their artist, and where those are alike too what tells the records apart, so that a
//! name does not hang on the order of the rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::slug::{slug, slugs};

/// What a record is named for.
pub(super) struct Named {
    pub title: String,
    pub artist: String,
    /// What tells it from other records of its title and artist: text by column.
    pub tells: BTreeMap<usize, String>,
}

/// A name for each record, in order, each different.
pub(super) fn stems(records: &[Named]) -> Vec<String> {
    let titles: Vec<String> = records.iter().map(|record| slug(&record.title)).collect();
    let mut same: BTreeMap<(&str, &str), Vec<&Named>> = BTreeMap::new();
    for record in records {
        same.entry((&record.title, &record.artist)).or_default().push(record);
    }
    let apart = |record: &Named| {
        let all = same.get(&(record.title.as_str(), record.artist.as_str())).filter(|all| all.len() > 1)?;
        let differs = |column: &&usize| {
            let texts: BTreeSet<_> =
                all.iter().filter_map(|one| one.tells.get(column).map(|text| slug(text))).collect();
            texts.len() == all.len()
        };
        record.tells.keys().find(differs).and_then(|column| record.tells.get(column)).map(|text| slug(text))
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for title in &titles {
        *counts.entry(title).or_default() += 1;
    }
    let named: Vec<String> = records
        .iter()
        .zip(&titles)
        .map(|(record, title)| {
            // The title leaves room for the artist within the longest slug, and both for what tells them apart.
            let apart = apart(record);
            let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
            let artist = slug(&record.artist);
            let (start, by) = match &apart {
                Some(_) => (cut(title, 24), cut(&artist, 18)),
                None => (cut(title, 40), artist),
            };
            let name = match (title.as_str(), counts.get(title.as_str())) {
                ("", _) => format!("record {by}"),
                (_, Some(1)) => title.clone(),
                _ => format!("{start} {by}"),
            };
            apart.map_or(name.clone(), |apart| format!("{name} {apart}"))
        })
        .collect();
    slugs(named.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(title: &str, artist: &str, tells: &[&str]) -> Named {
        let tells = tells.iter().map(|text| (*text).to_owned()).enumerate().filter(|(_, text)| !text.is_empty());
        Named { title: title.to_owned(), artist: artist.to_owned(), tells: tells.collect() }
    }

    #[test]
    fn titles_that_are_alike_get_the_artist_and_then_a_number() {
        let all: Vec<Named> = [
            ("Tide", "Vane"),
            ("Neap", "Vane"),
            ("TIDE!", "Bo"),
            ("Tide", "bo"),
            ("!?", "Bo"),
            ("!?", "!"),
            ("潮", "Bo"),
        ]
        .map(|(title, artist)| named(title, artist, &[]))
        .into();
        assert_eq!(stems(&all), ["tide-vane", "neap", "tide-bo", "tide-bo-2", "record-bo", "record", "潮"]);
    }

    #[test]
    fn records_of_one_title_and_artist_are_named_for_what_tells_them_apart() {
        let all = [
            named("Home", "Ana", &["Saltmarsh", "2024", ""]),
            named("Home", "Ana", &["Saltmarsh", "2026", "SR 7"]),
            named("Neap", "Ana", &["Saltmarsh", "2026", "SR 8"]),
        ];
        assert_eq!(stems(&all), ["home-ana-2024", "home-ana-2026", "neap"]);
        let [first, second, _] = all;
        assert_eq!(
            stems(&[second, first]),
            ["home-ana-2026", "home-ana-2024"],
            "the order of the rows does not matter"
        );
    }
}

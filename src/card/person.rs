//! People across records: everybody who is credited on any of several, with all their records and roles.
//! The same name is the same person.

use std::collections::BTreeMap;

use serde::Serialize;

use super::contributor::{Contributor, ContributorRole, Handle, contributors};
use super::{imprint, wording};
use crate::record::Record;

/// A person with all their records.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Person {
    /// Name as credited.
    pub name: String,
    /// Its field: `person.name`.
    pub field: &'static str,
    /// BCP 47 language of the name.
    pub language: Option<String>,
    /// Their handles, without `@`, those of the newest record first.
    pub handles: Vec<Handle>,
    /// The handle that the card prints, with `@`.
    pub handle: Option<String>,
    /// Their records, the newest first.
    pub records: Vec<PersonRecord>,
}

/// A record of a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PersonRecord {
    /// Title of the record.
    pub title: String,
    /// Who it is by.
    pub artist: String,
    /// Year of release.
    pub year: Option<u16>,
    /// Kind, year and label.
    pub imprint: Option<String>,
    /// Its field, such as `person.records[2]`; its texts have `.title`, `.artist` and `.imprint` after it.
    pub field: String,
    /// Their roles on it, in the order of its card.
    pub roles: Vec<ContributorRole>,
}

/// A person as several records credit them.
#[derive(Clone, Debug)]
pub struct Credited {
    /// The name.
    pub name: String,
    /// Places of the records, the newest first, each with what the person did on it.
    pub records: Vec<(usize, Contributor)>,
}

/// Everybody whom records credit, those with the same newest record beside each other. `records` are in the order of the
/// inputs, none where a file has none. Of two records of one date the earlier input comes first; undated ones come last.
pub fn credited(records: &[Option<&Record>]) -> Vec<Credited> {
    let mut people: Vec<Credited> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        for one in record.iter().flat_map(|record| contributors(record)) {
            let place = *places.entry(one.name.clone()).or_insert(people.len());
            if place == people.len() {
                people.push(Credited { name: one.name.clone(), records: Vec::new() });
            }
            if let Some(person) = people.get_mut(place) {
                person.records.push((index, one));
            }
        }
    }
    let date = |index: usize| {
        let record = records.get(index).copied().flatten();
        record.and_then(|record| record.released.as_ref()).map_or("", |released| released.text.value.as_str())
    };
    for person in &mut people {
        person.records.sort_by(|(one, _), (other, _)| date(*other).cmp(date(*one)));
    }
    // Their cards take the colours of the newest cover: it is decoded once for all of them.
    people.sort_by_key(|person| person.records.first().map(|(index, _)| *index));
    people
}

impl Credited {
    /// The person with all their records; `records` are those that `credited` was given.
    pub fn person(&self, records: &[Option<&Record>]) -> Person {
        let mut handles: Vec<Handle> = Vec::new();
        for handle in self.records.iter().flat_map(|(_, one)| &one.handles) {
            if !handles.iter().any(|known| known.platform.eq_ignore_ascii_case(&handle.platform)) {
                handles.push(handle.clone());
            }
        }
        let all = self.records.iter().filter_map(|(index, one)| Some((records.get(*index).copied().flatten()?, one)));
        Person {
            name: self.name.clone(),
            field: "person.name",
            language: self.records.iter().find_map(|(_, one)| one.language.clone()),
            handles,
            handle: None,
            records: all.enumerate().map(|(place, (record, one))| on(place, record, one)).collect(),
        }
    }
}

fn on(place: usize, record: &Record, one: &Contributor) -> PersonRecord {
    let field = format!("person.records[{place}]");
    let imprint = imprint(record, wording(record));
    PersonRecord {
        title: record.title.value.clone(),
        artist: record.artist.value.clone(),
        year: imprint.year,
        imprint: imprint.line(),
        roles: one
            .roles
            .iter()
            .map(|role| ContributorRole {
                field: format!("{field}.{}", role.field),
                name_field: format!("{field}.{}", role.name_field),
                ..role.clone()
            })
            .collect(),
        field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::parse;

    #[test]
    fn a_person_has_all_their_records_the_newest_first_and_shares_a_place_with_others_of_that_record() {
        let record = |title: &str, date: &str, credits: &str| {
            let text = format!("title: {title}\nartist: Vane\nreleased: {date}\ncredits: {{{credits}}}\n");
            parse(title, text.as_bytes()).expect("a record").record
        };
        let old = record("Neap", "2024", "Producer: Bo, Drums: Ana");
        let new = record("Ebb", "2026-03-06", "Mixed by: Bo, Bass: Cy");
        let all = [Some(&old), None, Some(&new)];
        let people = credited(&all);
        let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Ana", "Bo", "Cy"]);
        let bo = people[1].person(&all);
        let records: Vec<(&str, Option<u16>)> = bo.records.iter().map(|one| (one.title.as_str(), one.year)).collect();
        assert_eq!(records, [("Ebb", Some(2026)), ("Neap", Some(2024))]);
        assert_eq!(bo.records[1].roles[0].role, "Producer");
        assert_eq!(bo.records[1].roles[0].field, "person.records[1].credits[0].role");
    }
}

//! Every name that the records of a run credit, each spelling once, with where it stands and the handles given for it.
//! What compares names starts from here, so that a name of ten thousand files is looked at once.

use std::collections::{BTreeMap, BTreeSet};

use super::Skeleton;
use crate::catalogue::platforms::platform_id;
use crate::record::{Content, Contribution, Record, Text};

/// A name as it is written somewhere.
#[derive(Clone, Debug, Default)]
pub struct Spelling<'r> {
    /// The name.
    pub name: &'r str,
    /// How often the records name it.
    pub count: usize,
    /// Where it stands first in each file: the place of the file, and the text there.
    pub places: Vec<(usize, &'r Text)>,
    /// Its handles: platform and handle in small letters.
    pub handles: BTreeSet<(String, String)>,
    /// What is left of it for comparison.
    pub skeleton: Skeleton,
}

/// The credits of a record and of its tracks, one contribution after the other.
pub(crate) fn contributions(record: &Record) -> impl Iterator<Item = &Contribution> {
    let tracks = record.tracks.iter().flat_map(|track| &track.credits);
    record.credits.iter().chain(tracks).flat_map(|credit| &credit.contributors)
}

/// The names that a record shows: contributors, the artist, supporters, who said something.
fn names(record: &Record) -> Vec<&Text> {
    let mut names: Vec<&Text> = contributions(record).map(|one| &one.name).collect();
    names.extend(Some(&record.artist).filter(|artist| !artist.is_empty()));
    match &record.content {
        Content::Supporters(all) => names.extend(all.iter().filter_map(|one| one.name.as_ref())),
        Content::Quotes(all) => names.extend(all.iter().map(|one| &one.by)),
        Content::Record | Content::Roles(_) | Content::Versus(_) => {}
    }
    names
}

/// The names of all records, in the order in which they come first; the place of a record is that of its file.
pub fn spellings<'r>(records: &[Option<&'r Record>]) -> Vec<Spelling<'r>> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all: Vec<Spelling<'r>> = Vec::new();
    for (file, record) in records.iter().enumerate() {
        let Some(record) = record else { continue };
        for text in names(record) {
            let place = *known.entry(text.value.as_str()).or_insert_with(|| {
                let skeleton = Skeleton::of(text);
                all.push(Spelling { name: &text.value, skeleton, ..Spelling::default() });
                all.len() - 1
            });
            let Some(spelling) = all.get_mut(place) else { continue };
            spelling.count += 1;
            match spelling.places.last_mut() {
                // The artist is gathered last but stands first.
                Some((last, first)) if *last == file => {
                    if text.at < first.at {
                        *first = text;
                    }
                }
                _ => spelling.places.push((file, text)),
            }
        }
        let mut add = |name: &str, pairs: &[(Text, Text)]| {
            if let Some(spelling) = known.get(name).and_then(|place| all.get_mut(*place)) {
                let pairs = pairs.iter().map(|(on, handle)| (platform_id(on), handle.to_lowercase()));
                spelling.handles.extend(pairs);
            }
        };
        record.people.iter().for_each(|person| add(&person.name, &person.handles));
        contributions(record).for_each(|one| add(&one.name, &one.handles));
    }
    all
}

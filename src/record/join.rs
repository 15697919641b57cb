//! One record out of several files about it: the same person with the same role once, and a word where the files differ.
//! The first file counts; what only another one says is added.

use std::collections::BTreeMap;

use super::{Contribution, Credit, Record, Text, Track};
use crate::catalogue::roles::fold;
use crate::diagnostic::Diagnostic;
use crate::import::text::brief;

/// Joins records, each with what its source is called. There is none if there are no records.
pub fn join(records: Vec<(String, Record)>) -> Option<(Record, Vec<Diagnostic>)> {
    let mut sources: Vec<String> = Vec::new();
    let mut all = records.into_iter();
    let (name, mut record) = all.next()?;
    sources.push(source(&name, &record));
    let mut problems = Vec::new();
    for (name, other) in all {
        sources.push(source(&name, &other));
        differences(&record, &other, &name, &mut problems);
        add(&mut record, other);
    }
    sources.dedup();
    if sources.len() > 1 {
        record.supplied_by = Some(Text::new(&sources.join(", ")));
    }
    Some((record, problems))
}

/// What a file's record is called as a source.
fn source(name: &str, record: &Record) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    record.supplied_by.as_ref().map_or_else(|| file.to_owned(), |text| text.value.clone())
}

/// Fields of which two files say different things.
fn differences(record: &Record, other: &Record, name: &str, problems: &mut Vec<Diagnostic>) {
    for field in ["title", "artist", "released", "label", "catalogue", "isrc"] {
        let (Some(one), Some(two)) = (record.field(field), other.field(field)) else { continue };
        let same =
            fold(&one) == fold(&two) || field == "released" && (one.starts_with(&*two) || two.starts_with(&*one));
        if !same {
            let message = format!(
                "`{field}` is `{}` in the first file and `{}` here: the first is kept",
                brief(&one),
                brief(&two)
            );
            let hint = "give the right file first, or say it: --set";
            problems.push(Diagnostic::warning("sources-differ", message).in_file(name.to_owned()).hint(hint));
        }
    }
}

fn add(record: &mut Record, other: Record) {
    // Tracks of another list by their titles, as positions of the first.
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    for track in &other.tracks {
        let known = record
            .tracks
            .iter()
            .find(|known| fold(&known.title) == fold(&track.title))
            .map(|known| known.position.clone());
        if let Some(known) = known {
            places.insert(track.position.clone(), known);
        }
    }
    if record.tracks.is_empty() {
        places.extend(other.tracks.iter().map(|track| (track.position.clone(), track.position.clone())));
        record.tracks = other.tracks.iter().map(|track| Track { credits: Vec::new(), ..track.clone() }).collect();
    }
    for track in &other.tracks {
        let Some(place) = places.get(&track.position) else { continue };
        if let Some(own) = record.tracks.iter_mut().find(|own| own.position == *place) {
            for credit in &track.credits {
                merge(&mut own.credits, credit.clone());
            }
        }
    }
    for mut credit in other.credits {
        for one in &mut credit.contributors {
            if let Some(tracks) = &mut one.tracks {
                let known: Vec<String> =
                    tracks.positions.iter().filter_map(|position| places.get(position).cloned()).collect();
                if known.len() == tracks.positions.len() {
                    tracks.text = Text::new(&known.join(", "));
                    tracks.positions = known;
                } else {
                    one.tracks = None;
                }
            }
        }
        merge(&mut record.credits, credit);
    }
    let Record { artwork, kind, released, label, catalogue, isrc, language, thanks, .. } = other;
    record.artwork = record.artwork.take().or(artwork);
    record.kind = record.kind.take().or(kind);
    record.released = record.released.take().or(released);
    record.label = record.label.take().or(label);
    record.catalogue = record.catalogue.take().or(catalogue);
    record.isrc = record.isrc.take().or(isrc);
    record.language = record.language.take().or(language);
    record.thanks = record.thanks.take().or(thanks);
}

/// Adds a credit to those that are there: the same role once, the same person once in it.
fn merge(credits: &mut Vec<Credit>, credit: Credit) {
    let same = |own: &&mut Credit| match (own.role.id, credit.role.id) {
        (Some(one), Some(two)) => one == two && (fold(&own.role.label) == fold(&credit.role.label) || !is_general(one)),
        _ => fold(&own.role.label) == fold(&credit.role.label),
    };
    match credits.iter_mut().find(same) {
        None => credits.push(credit),
        Some(own) => {
            for one in credit.contributors {
                let known = own.contributors.iter_mut().find(|known| fold(&known.name) == fold(&one.name));
                match known {
                    Some(known) => widen(known, one),
                    None => own.contributors.push(one),
                }
            }
        }
    }
}

/// Roles of instruments and voices, whose labels say more than the role.
fn is_general(id: &str) -> bool {
    crate::catalogue::roles::roles().find(id).is_some_and(|role| role.department == "performance")
}

/// One person that two files credit: what only one of them says is kept.
fn widen(known: &mut Contribution, other: Contribution) {
    known.note = known.note.take().or(other.note);
    known.at = known.at.take().or(other.at);
    known.language = known.language.take().or(other.language);
    known.tracks = match (known.tracks.take(), other.tracks) {
        (Some(mut tracks), Some(more)) => {
            for position in more.positions {
                if !tracks.positions.contains(&position) {
                    tracks.positions.push(position);
                }
            }
            tracks.text = Text::new(&tracks.positions.join(", "));
            Some(tracks)
        }
        // One of them says that it is all of the record.
        _ => None,
    };
    for handle in other.handles {
        if !known.handles.iter().any(|(platform, _)| platform.value == handle.0.value) {
            known.handles.push(handle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{parse, to_yaml};

    #[test]
    fn the_same_person_and_role_stands_once_and_differences_are_said() {
        let record = |text: &str| parse("a.yaml", text.as_bytes()).expect("a record").record;
        let one = record(
            "title: Tide\nartist: Vane\nlabel: Foundry\ntracks: [Ebb, Flow]\ncredits:\n  Producer: Bo Li\n  Guitar: {name: Ann Ray, tracks: 1}\n",
        );
        let two = record(
            "title: Tide\nartist: Vane\nlabel: Saltmarsh\nreleased: 2026\ntracks: [Flow]\ncredits:\n  Produced by: [Bo Li, Odalys Brant]\n  Guitar: {name: Ann Ray, tracks: 1}\n  Mixing Engineer: Bo Li\n",
        );
        let (joined, problems) = join(vec![("a.json".into(), one), ("b.flac".into(), two)]).expect("a record");
        let text = to_yaml(&joined).expect("YAML");
        assert!(text.contains("Producer:\n  - Bo Li\n  - Odalys Brant\n"), "{text}");
        assert!(
            text.contains("tracks: 1, 2")
                && text.contains("Mixing Engineer: Bo Li")
                && text.contains("released: '2026'"),
            "{text}"
        );
        assert!(text.contains("supplied_by: a.json, b.flac"), "{text}");
        assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["sources-differ"]);
    }
}

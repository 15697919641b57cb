//! One record out of several files about it: the same person with the same role once, and a word where the files differ.
//! The first file counts; what only another one says is added.

mod differences;
mod names;
mod tracks;

use super::{Contribution, Credit, Record, Text};
use crate::catalogue::roles::{fold, roles};
use crate::diagnostic::Diagnostic;
use crate::import::text::brief;
use names::{person, same_person};

/// Joins records, each with what its source is called. There is none if there are no records.
pub fn join(records: Vec<(String, Record)>) -> Option<(Record, Vec<Diagnostic>)> {
    let mut sources: Vec<String> = Vec::new();
    let mut all = records.into_iter();
    let (name, mut record) = all.next()?;
    sources.push(source(&name, &record));
    let mut said = Said::default();
    for (name, mut other) in all {
        sources.push(source(&name, &other));
        said.file = name;
        tracks::as_album(&record, &mut other);
        differences::fields(&record, &other, &mut said);
        differences::roles(&record, &other, &mut said);
        names::near(&record, &other, &mut said);
        add(&mut record, other, &mut said);
    }
    sources.dedup();
    if sources.len() > 1 {
        record.supplied_by = Some(Text::new(&sources.join(", ")));
    }
    Some((record, said.problems))
}

/// What is said of the files.
#[derive(Default)]
struct Said {
    /// The file at hand.
    file: String,
    problems: Vec<Diagnostic>,
}

impl Said {
    /// Says something of the file at hand, once.
    fn say(&mut self, problem: Diagnostic) {
        let problem = problem.in_file(self.file.clone());
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Says that the files differ, and what was made of it.
    fn differs(&mut self, message: String) {
        let hint = "give the right file first, or mend the other one";
        self.say(Diagnostic::warning("sources-differ", message).hint(hint));
    }
}

/// What a file's record is called as a source.
fn source(name: &str, record: &Record) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    record.supplied_by.as_ref().map_or_else(|| file.to_owned(), |text| text.value.clone())
}

fn add(record: &mut Record, mut other: Record, said: &mut Said) {
    let places = tracks::places(record, &other.tracks, said);
    for track in std::mem::take(&mut other.tracks) {
        let Some(place) = places.get(&track.position) else { continue };
        if let Some(own) = record.tracks.iter_mut().find(|own| own.position == *place) {
            for credit in track.credits {
                merge(&mut own.credits, credit, said);
            }
        }
    }
    for mut credit in std::mem::take(&mut other.credits) {
        for one in &mut credit.contributors {
            tracks::move_credit(one, &places, &record.tracks, said);
        }
        merge(&mut record.credits, credit, said);
    }
    tracks::once(record);
    people(record, &mut other);
    let Record { artwork, kind, released, label, catalogue, isrc, iswc, upc, .. } = other;
    record.artwork = record.artwork.take().or(artwork);
    record.kind = record.kind.take().or(kind);
    record.released = record.released.take().or(released);
    record.label = record.label.take().or(label);
    record.catalogue = record.catalogue.take().or(catalogue);
    record.isrc = record.isrc.take().or(isrc);
    record.iswc = record.iswc.take().or(iswc);
    record.upc = record.upc.take().or(upc);
    let Record { ai, language, thanks, hashtags, custom, .. } = other;
    record.language = record.language.take().or(language);
    record.thanks = record.thanks.take().or(thanks);
    if record.hashtags.is_empty() {
        record.hashtags = hashtags;
    }
    let new = |part: &Text| !record.ai.iter().any(|known| known.value == part.value);
    let more: Vec<Text> = ai.into_iter().filter(new).collect();
    record.ai.extend(more);
    for (key, value) in custom {
        if !record.custom.iter().any(|(known, _)| known.value == key.value) {
            record.custom.push((key, value));
        }
    }
}

/// Details of people that only the other file gives, under the names as the joined record credits them.
fn people(record: &mut Record, other: &mut Record) {
    for mut one in std::mem::take(&mut other.people) {
        let mut credited = everybody(record).map(|own| &own.name);
        if let Some(name) = credited.find(|name| same_person(name, &one.name)) {
            one.name = name.clone();
        }
        drop(credited);
        let Some(own) = record.people.iter_mut().find(|own| own.name.value == one.name.value) else {
            record.people.push(one);
            continue;
        };
        own.sort = own.sort.take().or(one.sort);
        own.language = own.language.take().or(one.language);
        own.pronouns = own.pronouns.take().or(one.pronouns);
        own.isni = own.isni.take().or(one.isni);
        own.ipi = own.ipi.take().or(one.ipi);
        handles(&mut own.handles, one.handles);
    }
}

/// Everybody whom a record and its tracks credit.
fn everybody(record: &Record) -> impl Iterator<Item = &Contribution> {
    credits(record).flat_map(|credit| &credit.contributors)
}

/// All credits of a record and its tracks.
fn credits(record: &Record) -> impl Iterator<Item = &Credit> {
    record.credits.iter().chain(record.tracks.iter().flat_map(|track| &track.credits))
}

/// Whether two credits are of one role: labels of instruments and voices say more than the role.
fn same_role(one: &Credit, other: &Credit) -> bool {
    match (one.role.id, other.role.id) {
        (Some(id), Some(other_id)) if id == other_id && !is_general(id) => true,
        _ => fold(&one.role.label) == fold(&other.role.label),
    }
}

fn is_general(id: &str) -> bool {
    roles().find(id).is_some_and(|role| role.department == "performance")
}

/// Adds a credit to those that are there: the same role once, the same person once in it.
fn merge(credits: &mut Vec<Credit>, credit: Credit, said: &mut Said) {
    let Some(own) = credits.iter_mut().find(|own| same_role(own, &credit)) else {
        credits.push(credit);
        return;
    };
    for one in credit.contributors {
        match own.contributors.iter_mut().find(|known| same_person(&known.name, &one.name)) {
            Some(known) => widen(known, one, &own.role.label, said),
            None => own.contributors.push(one),
        }
    }
}

/// One person that two files credit: what only one of them says is kept.
fn widen(known: &mut Contribution, other: Contribution, role: &str, said: &mut Said) {
    if known.name.value != other.name.value {
        let message = format!(
            "`{}` in the first file and `{}` here are taken for one: the first spelling is kept",
            brief(&known.name),
            brief(&other.name)
        );
        let hint = "if they are two people, credit them in one file";
        let problem = Diagnostic::warning("near-duplicate", message).hint(hint);
        said.say(problem.about(&*known.name).about(&*other.name));
    }
    known.note = match (known.note.take(), other.note) {
        (Some(one), Some(two)) if person(&one) != person(&two) => Some(Text::new(&format!("{one}, {two}"))),
        (one, two) => one.or(two),
    };
    if let (Some(one), Some(two)) = (&known.at, &other.at)
        && person(one) != person(two)
    {
        said.differs(format!(
            "`{}`, {role}: at `{}` in the first file and at `{}` here: the first is kept",
            brief(&known.name),
            brief(one),
            brief(two)
        ));
    }
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
    let new = |part: &Text| !known.ai.iter().any(|own| own.value == part.value);
    let more: Vec<Text> = other.ai.into_iter().filter(new).collect();
    known.ai.extend(more);
    handles(&mut known.handles, other.handles);
}

/// Handles on platforms on which none is known.
fn handles(known: &mut Vec<(Text, Text)>, other: Vec<(Text, Text)>) {
    for handle in other {
        if !known.iter().any(|(platform, _)| platform.value == handle.0.value) {
            known.push(handle);
        }
    }
}

#[cfg(test)]
mod tests;

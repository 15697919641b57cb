//! Cards of people across all records of a run (`--each person`): one a person, with all their records.
//! A person is a job of its own, whose record holds what their card takes from the newest of their records.

use std::path::PathBuf;
use std::sync::Arc;

use crate::campaign::Job;
use crate::campaign::settings::Settings;
use crate::campaign::subjects::{Plan, nobody};
use crate::card::{Credited, Series, Subject, credited, series};
use crate::diagnostic::Diagnostic;
use crate::press::{Content as Given, Disk, Input, Planned, planned};
use crate::record::{Content, Parsed, Record, Text};

/// What inputs of people are called, before the name.
pub const EACH: &str = "--each person";

/// The jobs of a run's people and the cards that they make; files that cannot be read come first. `names` of people are
/// those of `--only`, or all.
pub fn people(settings: &Settings, files: Vec<Job>) -> (Vec<Job>, Vec<Job>, Plan) {
    let records: Vec<Option<&Record>> = files.iter().map(record).collect();
    let all = credited(&records);
    let only: Vec<Text> = settings.only.iter().map(|name| Text::new(name)).collect();
    let mut plan = Plan::default();
    let mut jobs = Vec::new();
    // Folders are named before the choice, so that one card alone is where it is among all.
    let subjects = all.iter().map(|one| subject(one, &files, &records));
    let cards = planned(series(subjects, None), true);
    for (one, card) in all.iter().zip(cards) {
        if !(only.is_empty() || only.iter().any(|name| name.value == one.name)) {
            continue;
        }
        if let Some(job) = job(one, &files) {
            jobs.push(job);
            plan.cards.push(vec![Planned { series: Series::default(), ..card }]);
        }
    }
    let found: Vec<bool> = only.iter().map(|name| all.iter().any(|one| one.name == name.value)).collect();
    let readable = files.iter().any(|job| job.parsed.is_ok());
    if readable {
        let names: Vec<String> =
            if only.is_empty() { Vec::new() } else { all.iter().map(|one| one.name.clone()).collect() };
        plan.errors = nobody(&settings.only, &found, &names);
        if all.is_empty() {
            plan.errors.push(Diagnostic::error("no-contributor", "`--each person`: none of the files credits anybody"));
        }
    }
    // What there is to say about a file is said once, not with each of its people.
    plan.warnings = files.iter().flat_map(|job| &job.parsed).flat_map(|parsed| &parsed.warnings).cloned().collect();
    drop(records);
    let (whole, broken): (Vec<Job>, Vec<Job>) = files.into_iter().partition(|job| job.parsed.is_ok());
    let mut cards: Vec<Vec<Planned>> = broken.iter().map(|_| Vec::new()).collect();
    cards.append(&mut plan.cards);
    plan.cards = cards;
    (broken.into_iter().chain(jobs).collect(), whole, plan)
}

/// The record of a file that credits people.
fn record(job: &Job) -> Option<&Record> {
    job.parsed.as_ref().ok().map(|parsed| &parsed.record).filter(|record| record.content == Content::Record)
}

/// What a person's card is about: the contributor if only one record credits them, which has a card for it.
fn subject(one: &Credited, files: &[Job], records: &[Option<&Record>]) -> Subject {
    match one.records.as_slice() {
        [(index, contributor)] if files.get(*index).is_some() => Subject::Contributor(contributor.clone()),
        _ => Subject::Person(one.person(records)),
    }
}

/// The job of a person: look and artwork are those of the newest record, texts too if it is the only one.
fn job(one: &Credited, files: &[Job]) -> Option<Job> {
    let file = files.get(one.records.first()?.0)?;
    let newest = record(file)?;
    let only = one.records.len() == 1;
    let taken = Record {
        source: newest.source.clone(),
        artwork: newest.artwork.clone(),
        language: newest.language.clone().filter(|_| only),
        hashtags: newest.hashtags.clone(),
        supplied_by: newest.supplied_by.clone().filter(|_| only),
        card: newest.card.clone(),
        check: newest.check.clone(),
        ..Record::default()
    };
    let taken = match only {
        true => Record {
            title: newest.title.clone(),
            artist: newest.artist.clone(),
            kind: newest.kind.clone(),
            released: newest.released.clone(),
            label: newest.label.clone(),
            ..taken
        },
        false => taken,
    };
    let input = Input {
        name: format!("{EACH}: {}", one.name),
        stem: "people".to_owned(),
        folder: PathBuf::from(&file.input.folder),
        content: Given::Bytes(Vec::new()),
    };
    let mut job = Job::ready(input, Parsed { record: taken, warnings: Vec::new() }, &Disk);
    job.kit = file.kit.clone();
    job.covers = Arc::clone(&file.covers);
    job.templates = Arc::clone(&file.templates);
    Some(job)
}

//! Which cards a run makes: what a file is about, one card per contributor, or a series that needs no file.
//! Decided before anything is drawn, so that a name nobody has is an error before the first card. Cards of people across
//! records are in `people`.

use std::path::PathBuf;

use crate::campaign::Job;
use crate::campaign::kits::Kits;
use crate::campaign::settings::{Each, Settings};
use crate::card::{Contributor, Series, Subject, contributors, series};
use crate::catalogue::explanations::{campaign, explanation, fan_line, hashtags};
use crate::catalogue::roles::roles;
use crate::diagnostic::Diagnostic;
use crate::press::{Content as Given, Disk, Input, Planned, own, planned};
use crate::publish::slug;
use crate::record::{Content, Parsed, Record, RoleCard, RoleRef, Supporter, Text};

/// The inputs of a run: files, or a series that needs none. On wrong usage a message and a hint.
pub fn jobs(settings: &Settings, kits: &mut Kits<'_>) -> Result<Vec<Job>, (String, String)> {
    let mut jobs = kits.jobs(&settings.inputs, &settings.import, settings.jobs);
    if let Some(names) = &settings.roles {
        jobs.push(kits.equip(ready("roles", Content::Roles(role_cards(names)?))));
    }
    if settings.supporters {
        let fan = Supporter { line: Text::new(fan_line()), ..Supporter::default() };
        let lines = campaign().map(|one| Supporter {
            line: Text::new(&one.line),
            role: Some(RoleRef::new(Text::new(one.name()))),
            ..Supporter::default()
        });
        jobs.push(kits.equip(ready("supporters", Content::Supporters(lines.chain([fan]).collect()))));
    }
    Ok(jobs)
}

/// The roles of `--roles`; none for the campaign's.
fn role_cards(names: &[String]) -> Result<Vec<RoleCard>, (String, String)> {
    names
        .iter()
        .map(|name| {
            if explanation(name).is_none() {
                let near = roles().near(name).filter(|near| explanation(&near.name).is_some());
                let hint = near.map_or_else(
                    || "write a credit file with `kind: roles` and a text of your own".to_owned(),
                    |near| format!("did you mean `{}`?", near.name),
                );
                return Err((format!("no explanation comes with the program for `{name}`"), hint));
            }
            Ok(RoleCard { role: RoleRef::new(Text::new(name)), ..RoleCard::default() })
        })
        .collect()
}

/// A job of a series that comes with the program; its messages and files are called by `stem`.
fn ready(stem: &str, content: Content) -> Job {
    let kind = if stem == "roles" { "roles" } else { "supporter" };
    let record = Record {
        content,
        kind: Some(Text::new(kind)),
        language: Some(Text::new("en")),
        hashtags: hashtags().iter().map(|tag| Text::new(tag)).collect(),
        ..Record::default()
    };
    let name = format!("--{stem}");
    let input = Input { name, stem: stem.to_owned(), folder: PathBuf::from("."), content: Given::Bytes(Vec::new()) };
    Job::ready(input, Parsed { record, warnings: Vec::new() }, &Disk)
}

/// The cards of every job, and what stops or is worth a look.
#[derive(Default)]
pub struct Plan {
    /// The cards of each job, in the order of the jobs.
    pub cards: Vec<Vec<Planned>>,
    /// Errors: nothing is made for a name that nobody has.
    pub errors: Vec<Diagnostic>,
    /// Warnings about files that have no such cards.
    pub warnings: Vec<Diagnostic>,
}

/// Decides which cards the jobs make. Jobs whose file has problems make none.
pub fn plan(settings: &Settings, jobs: &[Job]) -> Plan {
    let mut plan = Plan::default();
    let by_name = matches!(settings.each, Some(Each::Contributor)) || !settings.only.is_empty();
    let mut found = vec![false; settings.only.len()];
    let mut names: Vec<String> = Vec::new();
    for job in jobs {
        let Ok(Parsed { record, .. }) = &job.parsed else {
            plan.cards.push(Vec::new());
            continue;
        };
        if !by_name {
            plan.cards.push(own(job, record));
            continue;
        }
        if record.content != Content::Record {
            let kind = record.kind.as_deref().unwrap_or("roles");
            let message = format!("a file of `kind: {kind}` credits no contributors, so it makes no cards of them");
            plan.warnings.push(Diagnostic::warning("no-contributors", message).in_file(job.input.name.clone()));
            plan.cards.push(Vec::new());
            continue;
        }
        let all = contributors(record);
        let wanted = |one: &Contributor| settings.only.is_empty() || settings.only.iter().any(|name| same(name, one));
        for (name, found) in settings.only.iter().zip(&mut found) {
            *found |= all.iter().any(|one| same(name, one));
        }
        if !settings.only.is_empty() {
            names.extend(all.iter().map(|one| one.name.clone()));
        }
        // Folders are named before the choice, so that one card alone is where it is among all.
        let all = planned(series(all.into_iter().map(Subject::Contributor), None), true);
        let mut chosen: Vec<Planned> =
            all.into_iter().filter(|card| matches!(&card.subject, Subject::Contributor(one) if wanted(one))).collect();
        let count = chosen.len();
        for (index, card) in chosen.iter_mut().enumerate() {
            card.series = Series { number: index + 1, count, title: None };
        }
        plan.cards.push(chosen);
    }
    let readable = jobs.iter().any(|job| job.parsed.is_ok());
    if readable {
        plan.errors.extend(nobody(&settings.only, &found, &names));
    }
    let none = by_name && settings.only.is_empty() && readable && plan.cards.iter().all(Vec::is_empty);
    if none && !plan.warnings.is_empty() {
        plan.errors
            .push(Diagnostic::error("no-contributor", "`--each contributor`: none of the files credits anybody"));
    }
    plan
}

fn same(name: &str, one: &Contributor) -> bool {
    Text::new(name).value == one.name
}

/// An error for each name of `--only` that was not `found` among `names`.
pub(super) fn nobody(only: &[String], found: &[bool], names: &[String]) -> Vec<Diagnostic> {
    let missing = only.iter().zip(found).filter(|(_, found)| !**found);
    let problem = |(name, _): (&String, &bool)| {
        let problem = Diagnostic::error("no-contributor", format!("`--only`: nobody is credited as `{name}`"));
        problem.hint(match nearest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "names are compared exactly as they are credited".to_owned(),
        })
    };
    missing.map(problem).collect()
}

/// The credited name that was probably meant: another case or accents aside, or a slip away.
fn nearest<'n>(written: &str, names: &'n [String]) -> Option<&'n str> {
    if written.chars().count() > 100 {
        return None;
    }
    let folded = slug(written);
    names
        .iter()
        .take(5_000)
        .map(|name| (crate::near::slips(&folded, &slug(name)), name.as_str()))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 6)
        .min()
        .map(|(_, name)| name)
        .or_else(|| {
            // A part of a name, such as the family name.
            let mut parts = names.iter().filter(|name| name.to_lowercase().contains(&written.to_lowercase()));
            parts.next().map(String::as_str)
        })
}

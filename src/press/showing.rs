//! Which card of a record a template is shown with.

use crate::card::{Subject, contributors, credited};
use crate::press::job::Job;
use crate::press::planned::{Planned, own};
use crate::record::{Record, parse};
use crate::template::further_demos;

/// The first card of a record that a template of these subjects shows, by what comes with the file alone.
pub fn shown_by(job: &Job<'_>, record: &Record, kinds: &[String]) -> Option<Planned> {
    let shows = |planned: &Planned| kinds.iter().any(|kind| kind == planned.subject.kind());
    // A demo's own pictures are not part of the program, its cover is.
    let bare = |planned: &Planned| !matches!(&planned.subject, Subject::Supporter(line) if line.picture.is_some() && job.input.folder.as_os_str().is_empty());
    let all = own(job, record);
    let first = all.first()?.clone();
    all.into_iter().find(|planned| shows(planned) && bare(planned)).or_else(|| {
        let contributor = contributors(record).into_iter().next().map(Subject::Contributor);
        let subjects = contributor.into_iter().chain(most_credited(job, record));
        subjects.map(|subject| Planned { subject, ..first.clone() }).find(shows)
    })
}

/// The person whom most records credit: of a demo and those beside it, or of a file alone.
fn most_credited(job: &Job<'_>, record: &Record) -> Option<Subject> {
    let beside: Vec<Record> = match job.input.folder.as_os_str().is_empty() {
        true => further_demos().filter_map(|source| Some(parse("demo.yaml", source.as_bytes()).ok()?.record)).collect(),
        false => Vec::new(),
    };
    let records: Vec<Option<&Record>> = std::iter::once(record).chain(&beside).map(Some).collect();
    let all = credited(&records);
    // Of several the first.
    let most = all.iter().rev().max_by_key(|person| person.records.len())?;
    Some(Subject::Person(most.person(&records)))
}

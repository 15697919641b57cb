//! What `check` finds by looking at all files of a run together: names, handles, and places of the cards.
//! Done before anything is composed, from the parsed records alone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::card::Format;
use crate::cli::press::{self, Job, Wishes};
use crate::cli::report::{Allowed, Permits};
use crate::cli::subjects;
use crate::diagnostic::Diagnostic;
use crate::findings::{Finding, collisions, handles, near_names, spellings};
use crate::publish::{Pattern, Values};
use crate::record::Record;

/// What a job's file and its kit allow.
pub fn allowed(job: &Job) -> Allowed {
    let kit = job.kit.as_ref().map(|kit| (kit.kit.source.clone(), kit.kit.check.allow.clone()));
    match &job.parsed {
        Ok(parsed) => Allowed { own: parsed.record.check.allow.clone(), source: parsed.record.source.clone(), kit },
        Err(_) => Allowed { kit, ..Allowed::default() },
    }
}

/// What is found by looking at all files together, by file; what one of its two files allows is left out.
pub fn findings(jobs: &[Job], wishes: &Wishes<'_>, permits: &mut Permits) -> BTreeMap<usize, Vec<Diagnostic>> {
    let records: Vec<Option<&Record>> =
        jobs.iter().map(|job| job.parsed.as_ref().ok().map(|parsed| &parsed.record)).collect();
    let spellings = spellings(&records);
    let mut all = near_names(&records, &spellings);
    all.extend(handles(&records));
    let outputs: Vec<(&str, Vec<PathBuf>)> = jobs
        .iter()
        .zip(&records)
        .map(|(job, record)| {
            (job.input.name.as_str(), record.map(|record| outputs(job, record, wishes)).unwrap_or_default())
        })
        .collect();
    all.extend(collisions(&outputs));
    let mut found: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
    for Finding { file, other, diagnostic } in all {
        // Both are asked, so that what either of them allows counts as used.
        let here = permits.allow(file, &diagnostic);
        if !permits.allow(other, &diagnostic) && !here {
            found.entry(file).or_default().push(diagnostic);
        }
    }
    found
}

/// Where the cards of a file go below the output folder, as if each had one page.
fn outputs(job: &Job, record: &Record, wishes: &Wishes<'_>) -> Vec<PathBuf> {
    let formats = press::formats(job, record, wishes).unwrap_or_default();
    let mut paths = Vec::new();
    for planned in subjects::own(job, record) {
        let pattern = if planned.own_folder { Pattern::series() } else { Pattern::default() };
        let values = |format: &'static Format| Values {
            stem: &job.input.stem,
            subject: &planned.slug,
            format: &format.name,
            page: 1,
            pages: 1,
            template: planned.subject.template(),
            ext: "png",
            title: &record.title,
        };
        paths.extend(formats.iter().filter_map(|format| pattern.path(&values(format)).ok()));
    }
    paths
}

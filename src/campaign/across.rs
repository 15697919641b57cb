//! What `check` finds by looking at all files of a run together: names, handles, and places of the cards.
//! Done before anything is composed, from the parsed records alone.

use std::collections::BTreeMap;
use std::path::Path;

use crate::campaign::Job;
use crate::campaign::places::{Claims, Rule};
use crate::campaign::units::{Page, Wanted};
use crate::diagnostic::Diagnostic;
use crate::findings::{FileFinding, handles, near_names, spellings};
use crate::press::{Options, Planned, formats};
use crate::record::Record;
use crate::report::{Allowed, Permits};

/// What a job's file and its kit allow.
pub fn allowed(job: &Job) -> Allowed {
    let kit = job.kit.as_ref().map(|kit| (kit.kit.source.clone(), kit.kit.check.allow.clone()));
    match &job.parsed {
        Ok(parsed) => Allowed { own: parsed.record.check.allow.clone(), source: parsed.record.source.clone(), kit },
        Err(_) => Allowed { kit, ..Allowed::default() },
    }
}

/// What is found by looking at all files together, by file; what one of its two files allows is left out. `cards` are those
/// of each file.
pub fn findings(
    jobs: &[Job],
    cards: &[Vec<Planned>],
    options: &Options,
    rule: &Rule,
    permits: &mut Permits,
) -> BTreeMap<usize, Vec<Diagnostic>> {
    let records: Vec<Option<&Record>> =
        jobs.iter().map(|job| job.parsed.as_ref().ok().map(|parsed| &parsed.record)).collect();
    let spellings = spellings(&records);
    let mut all = near_names(&records, &spellings);
    all.extend(handles(&records));
    all.extend(places(jobs, cards, options, rule));
    let mut found: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
    for FileFinding { file, other, diagnostic } in all {
        // Both are asked, so that what either of them allows counts as used.
        let here = permits.allow(file, &diagnostic);
        if !permits.allow(other, &diagnostic) && !here {
            found.entry(file).or_default().push(diagnostic);
        }
    }
    found
}

/// Cards without a name for their file, and those that would be written to the place of another, as if each had one page.
/// Once a pair of files.
fn places(jobs: &[Job], cards: &[Vec<Planned>], options: &Options, rule: &Rule) -> Vec<FileFinding> {
    let mut claims = Claims::default();
    let mut found: Vec<FileFinding> = Vec::new();
    for (file, (job, cards)) in jobs.iter().zip(cards).enumerate() {
        let Ok(parsed) = &job.parsed else { continue };
        let formats = formats(job, &parsed.record, options).unwrap_or_default();
        let wanted = cards.iter().flat_map(|planned| {
            formats.iter().map(move |format| Wanted { record: &parsed.record, planned, format, rule, post: None })
        });
        let mut met: Vec<usize> = Vec::new();
        for wanted in wanted {
            let (other, diagnostic) = match wanted.path(job, Page::ONLY) {
                Err(problem) => (file, problem),
                Ok(path) => match claims.claim(file, job, &wanted, Path::new(&path)) {
                    Ok(()) => continue,
                    Err(clash) => (clash.other, clash.diagnostic),
                },
            };
            if !met.contains(&other) {
                met.push(other);
                found.push(FileFinding { file, other, diagnostic: *diagnostic });
            }
        }
    }
    found
}

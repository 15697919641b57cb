//! The records of several files as one, with what differs between them and whose names are nearly alike.

use std::path::Path;

use crate::campaign::Job;
use crate::convert::paths::moved;
use crate::diagnostic::Diagnostic;
use crate::findings::{FileFinding, near_names, spellings};
use crate::press::{Content, Disk, Input};
use crate::record::{Parsed, Record, join};

/// All records as one, with what differs.
///
/// # Errors
/// What is wrong with a file that has none.
pub fn joined(jobs: Vec<Job>) -> Result<Job, Vec<Diagnostic>> {
    let mut records = Vec::new();
    let mut warnings = Vec::new();
    let folder = jobs.first().map(|job| job.input.folder.clone()).unwrap_or_default();
    for job in jobs {
        let parsed = job.parsed?;
        warnings.extend(parsed.warnings);
        records.push((job.input.name.clone(), moved(&parsed.record, &job.input.folder, &folder)));
    }
    let name = records.first().map(|(name, _)| name.clone()).unwrap_or_default();
    let Some((record, differences)) = join(records) else { return Err(Vec::new()) };
    let asked: Vec<Vec<String>> = differences.iter().map(|problem| problem.names.clone()).collect();
    warnings.extend(differences);
    warnings.extend(alike(&record, &name, &asked));
    let stem = Path::new(&name).file_stem().map_or_else(|| "record".into(), |stem| stem.to_string_lossy().into_owned());
    let content = Content::Record(Box::new(Parsed { record, warnings }));
    Ok(Job::new(Input { name, stem, folder, content }, &Disk))
}

/// Names of several files that differ little: they stay two, and somebody is asked. `asked` are those of which that is done.
fn alike(record: &Record, name: &str, asked: &[Vec<String>]) -> Vec<Diagnostic> {
    let records = [Some(record)];
    let found = near_names(&records, &spellings(&records)).into_iter();
    let said = |found: FileFinding| {
        let [less, more] = found.diagnostic.names.as_slice() else { return None };
        if asked.iter().any(|names| names.contains(less) && names.contains(more)) {
            return None;
        }
        let message = format!("`{less}` and `{more}` are spelled nearly alike, and stay two in the joined record");
        let hint = format!("if it is one person, write `{more}` in all files");
        let problem = Diagnostic::warning("near-duplicate", message).hint(hint);
        Some(problem.in_file(name.to_owned()).about(less).about(more))
    };
    found.filter_map(said).collect()
}

//! Records of spreadsheets that need what only the disk can tell: pictures that are not there, said once for a sheet.
//! A record with other problems is looked at too, so that one run says what is wrong with every column.

use std::collections::BTreeMap;

use crate::campaign::Job;
use crate::campaign::units::alone;
use crate::diagnostic::Diagnostic;
use crate::press::near_picture;
use crate::record::Picture;
use crate::record::reader::brief;

/// Pictures that a message names.
const NAMED: usize = 3;

/// Stops the records of sheets in which several pictures are not there, with one message a sheet. A single one is said
/// where its cards would be.
pub fn missing_covers(jobs: &mut [Job]) {
    let mut sheets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, job) in jobs.iter().enumerate().filter(|(_, job)| !job.ready && !alone(job)) {
        let lost = job.cover_file().is_some_and(|file| matches!(file.try_exists(), Ok(false)));
        if lost {
            sheets.entry(job.input.name.clone()).or_default().push(place);
        }
    }
    for places in sheets.into_values().filter(|places| places.len() > 1) {
        let of = |place: &usize| {
            let job = jobs.get(*place)?;
            Some((job, job.record()?, job.record()?.artwork.as_ref()?))
        };
        let pictures: Vec<_> = places.iter().filter_map(of).collect();
        let Some((_, record, first)) = pictures.first() else { continue };
        let named = |(job, _, path): &(&Job, _, &Picture)| {
            let whose = job.label().map(|label| format!(" of {}", brief(&label))).unwrap_or_default();
            format!("`{}`{whose}", brief(path))
        };
        let mut names: Vec<String> = pictures.iter().take(NAMED).map(named).collect();
        let more = pictures.len().saturating_sub(NAMED);
        let last = if more > 0 { format!("{more} more") } else { names.pop().unwrap_or_default() };
        let message = format!("artwork of {} records is not there: {} and {last}", pictures.len(), names.join(", "));
        // Sheets write all their paths in one way, and so with one slip.
        let meant = pictures.iter().find_map(|(job, _, path)| {
            let near = near_picture(&job.picture_path(path), job.assets)?;
            Some(format!("did you mean `{near}` for `{}`, and so for the others?", brief(path)))
        });
        let usual = || "paths are relative to the spreadsheet; an empty cell makes a card without picture".to_owned();
        let hint = meant.unwrap_or_else(usual);
        let problem = record.diagnose(Diagnostic::error("artwork", message).hint(hint), &first.file);
        for place in places {
            if let Some(job) = jobs.get_mut(place) {
                job.stop(problem.clone());
            }
        }
    }
}

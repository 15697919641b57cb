//! A table of all credits for somebody to look through: `convert --review`. Edited, it is read back as a spreadsheet.
//! What is sure and what is doubtful stands in a column of its own, which reading it back passes over.

use crate::campaign::Job;
use crate::diagnostic::{Diagnostic, Severity};
use crate::import::spreadsheet::as_text;
use crate::record::Credit;

/// The headers, which the reader of spreadsheets knows.
const HEADERS: [&str; 9] =
    ["title", "artist", "role", "name", "tracks", "note", "catalogue role", "confidence", "read from"];

/// The table of all credits of some records as CSV.
///
/// # Errors
/// Why it cannot be written.
pub fn table(jobs: &[Job]) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: &dyn std::fmt::Display| error.to_string();
    writer.write_record(HEADERS).map_err(|error| failed(&error))?;
    for job in jobs {
        let Ok(parsed) = &job.parsed else { continue };
        let record = &parsed.record;
        let tracks = record
            .tracks
            .iter()
            .flat_map(|track| track.credits.iter().map(move |credit| (credit, Some(track.position.as_str()))));
        for (credit, position) in record.credits.iter().map(|credit| (credit, None)).chain(tracks) {
            for one in &credit.contributors {
                let listed = one.tracks.as_ref().map(|tracks| tracks.text.value.as_str());
                let catalogue = credit.role.id.unwrap_or_default();
                let row = [
                    record.title.value.as_str(),
                    record.artist.value.as_str(),
                    credit.role.label.value.as_str(),
                    one.name.value.as_str(),
                    position.or(listed).unwrap_or_default(),
                    one.note.as_ref().map(|note| note.value.as_str()).unwrap_or_default(),
                    catalogue,
                    &confidence(credit, &one.name, &parsed.warnings),
                    &job.input.name,
                ];
                writer.write_record(row.map(as_text).iter().map(AsRef::as_ref)).map_err(|error| failed(&error))?;
            }
        }
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

/// How sure a credit is: what was doubtful about its name, or that its role is nobody's but its own.
fn confidence(credit: &Credit, name: &str, warnings: &[Diagnostic]) -> String {
    let doubts = warnings.iter().filter(|warning| warning.severity == Severity::Warning);
    match doubts.filter(|warning| warning.names.iter().any(|about| about == name)).map(|warning| warning.code).next() {
        Some(code) => format!("doubtful: {code}"),
        None if credit.role.id.is_none() => "role of its own".into(),
        None => "sure".into(),
    }
}

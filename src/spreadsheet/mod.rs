//! Spreadsheets: records from CSV and TSV files, a row per credit or a row per record.
//! A record's rows become the same tree of values that YAML gives, so the same reader checks them and says the same things.

mod cells;
mod columns;
mod decode;
mod draft;
mod layout;
mod problems;
mod rows;
mod stems;
mod table;

pub use columns::{ColumnMap, Field, Meaning, Of, fields};
pub use decode::MAX_BYTES;
pub use table::MAX_CELLS;

use crate::diagnostic::{Diagnostic, Severity};
use crate::record::{Parsed, Record, fields as credit_file};
use cells::{between_names, cleaned};
use draft::Draft;
use problems::Places;
use stems::Named;

/// A record of a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRecord {
    /// Its name among the records of the file: its title as a slug, with the artist and a number where that is needed.
    pub stem: String,
    /// The record with warnings, or what is wrong with its rows, in file order. A problem that many cells of a column have
    /// is one message, the same in all their records.
    pub parsed: Result<Parsed, Vec<Diagnostic>>,
    /// What could be read of a record that has problems, to find others.
    pub partly: Option<Box<Record>>,
}

/// What a spreadsheet holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The records in order of first appearance; at least one.
    pub records: Vec<SheetRecord>,
    /// Warnings about the file, not about one of its records.
    pub warnings: Vec<Diagnostic>,
}

/// Whether a file is called like a spreadsheet. Excel's own files are, too: `parse` says how to save them as text.
pub fn is_spreadsheet(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let known = ["csv", "tsv", "tab", "xlsx", "xls", "xlsm", "ods", "numbers"];
    extension.is_some_and(|extension| known.contains(&extension.as_str()))
}

/// Reads a spreadsheet. `name` is the path as the user named it; `maps` says what columns hold whose headers do not.
///
/// # Errors
/// Every error and warning of the file, if its form is wrong or a row belongs to no record: then a name may be missing in
/// any of its records.
pub fn parse(name: &str, bytes: &[u8], maps: &[ColumnMap]) -> Result<Sheet, Vec<Diagnostic>> {
    let (source, mut warnings) = decode::decode(name, bytes)?;
    let with = |mut before: Vec<Diagnostic>, problems: Vec<Diagnostic>| {
        before.extend(problems);
        problems::sorted(before, 0)
    };
    let table = match table::read(&source, maps) {
        Ok(Some(table)) => table,
        Ok(None) => return Err(vec![empty("expected a header and rows, found no content").in_file(name)]),
        Err(problems) => return Err(with(warnings, problems)),
    };
    let places = Places { source: &source, table: &table };
    let layout = match layout::layout(&table, maps, &places) {
        Ok((layout, more)) => {
            warnings.extend(more);
            layout
        }
        Err(problems) => return Err(with(warnings, problems)),
    };
    let mut read = rows::read(&places, &layout);
    warnings.append(&mut read.warnings);
    if read.errors.is_empty() && read.drafts.is_empty() {
        return Err(with(warnings, vec![places.header(empty("expected rows under the header, found none"))]));
    }
    let named = |draft: &Draft<'_>| {
        let (title, artist) = (cleaned(draft.title), cleaned(draft.artist));
        Named { title, artist, tells: draft.tells.clone() }
    };
    let stems = stems::stems(&read.drafts.iter().map(named).collect::<Vec<_>>());
    // A record that lost rows is checked too, so that one run says what is wrong with every column.
    let lost = !read.errors.is_empty();
    let mut checked: Vec<Checked> = read.drafts.into_iter().map(|draft| record(draft, &places, lost)).collect();
    let of_records = checked.iter_mut().map(|one| &mut one.problems);
    let mut lists: Vec<&mut Vec<Diagnostic>> =
        [&mut warnings, &mut read.errors].into_iter().chain(of_records).collect();
    places.together(&mut lists);
    if lost {
        let more = read.more + checked.iter().map(|one| one.more).sum::<usize>();
        let of_records = checked.into_iter().flat_map(|one| one.problems);
        for problem in of_records.filter(|problem| problem.severity == Severity::Error).chain(read.errors) {
            // One cause may be that of several records.
            if !warnings.contains(&problem) {
                warnings.push(problem);
            }
        }
        return Err(problems::sorted(warnings, more));
    }
    let records = checked.into_iter().zip(stems).map(|(Checked { record, failed, problems, more }, stem)| {
        let problems = problems::sorted(problems, more);
        match record {
            Some(record) if !failed => {
                SheetRecord { stem, parsed: Ok(Parsed { record, warnings: problems }), partly: None }
            }
            partly => SheetRecord { stem, parsed: Err(problems), partly: partly.map(Box::new) },
        }
    });
    Ok(Sheet { records: records.collect(), warnings: problems::sorted(warnings, 0) })
}

fn empty(message: &str) -> Diagnostic {
    Diagnostic::error("empty-file", message).hint("the first row names the columns, such as title, artist, role, name")
}

/// A record as far as it can be read, with what is wrong with it.
struct Checked {
    record: Option<Record>,
    failed: bool,
    problems: Vec<Diagnostic>,
    /// Problems that were too many to keep.
    more: usize,
}

/// The record of a draft, checked by the credit file's reader. `lost` if rows of the file belong to no record.
fn record(mut draft: Draft<'_>, places: &Places<'_>, lost: bool) -> Checked {
    let (mut problems, more, failed) = (std::mem::take(&mut draft.problems), draft.more, draft.failed);
    let artists = cells::parts(places.source, draft.artist, between_names);
    let read = credit_file::read_whole(places.source.clone(), Some(&draft.tree(artists)));
    // That nobody is left is no news if the rows were refused.
    let kept = read.problems.into_iter().filter(|problem| !(failed || lost) || problem.code != "no-credits");
    problems.extend(kept.map(|problem| places.of_reader(problem)));
    Checked { record: read.record, failed: failed || read.failed, problems, more }
}

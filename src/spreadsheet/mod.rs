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
use crate::record::{Parsed, Source, fields as credit_file};
use cells::{between_names, cleaned};
use problems::Places;

/// A record of a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRecord {
    /// Its name among the records of the file: its title as a slug, with the artist and a number where that is needed.
    pub stem: String,
    /// The record with warnings, or what is wrong with its rows, in file order.
    pub parsed: Result<Parsed, Vec<Diagnostic>>,
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
    if !read.errors.is_empty() {
        let of_records = read.drafts.iter_mut().flat_map(|draft| std::mem::take(&mut draft.problems));
        let errors = of_records.filter(|problem| problem.severity == Severity::Error).chain(read.errors);
        warnings.extend(errors.take(problems::MOST_PROBLEMS));
        return Err(problems::sorted(warnings, read.more));
    }
    if read.drafts.is_empty() {
        return Err(with(warnings, vec![places.header(empty("expected rows under the header, found none"))]));
    }
    let names = read.drafts.iter().map(|draft| (cleaned(draft.title), cleaned(draft.artist)));
    let stems = stems::stems(&names.collect::<Vec<_>>());
    let records =
        read.drafts.into_iter().zip(stems).map(|(draft, stem)| SheetRecord { stem, parsed: record(draft, &places) });
    Ok(Sheet { records: records.collect(), warnings: problems::sorted(warnings, 0) })
}

fn empty(message: &str) -> Diagnostic {
    Diagnostic::error("empty-file", message).hint("the first row names the columns, such as title, artist, role, name")
}

/// The record of a draft, checked by the credit file's reader.
fn record(mut draft: draft::Draft<'_>, places: &Places<'_>) -> Result<Parsed, Vec<Diagnostic>> {
    let (mut problems, more, failed) = (std::mem::take(&mut draft.problems), draft.more, draft.failed);
    let artists = cells::parts(places.source, draft.artist, between_names);
    let source: Source = places.source.clone();
    let read = credit_file::record(source, Some(&draft.tree(artists)));
    let found = |found: Vec<Diagnostic>| {
        // That nobody is left is no news if the rows were refused.
        let kept = found.into_iter().filter(|problem| !failed || problem.code != "no-credits");
        kept.map(|problem| places.of_reader(problem)).collect::<Vec<_>>()
    };
    match read {
        Ok(Parsed { record, warnings }) if !failed => {
            problems.extend(found(warnings));
            Ok(Parsed { record, warnings: problems::sorted(problems, more) })
        }
        Ok(Parsed { warnings, .. }) | Err(warnings) => {
            problems.extend(found(warnings));
            Err(problems::sorted(problems, more))
        }
    }
}

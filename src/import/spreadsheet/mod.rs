//! Spreadsheets: records from CSV and TSV files, a row per credit or a row per record.
//! A record's rows become the same tree of values that YAML gives, so the same reader checks them and says the same things.

mod brackets;
mod cells;
mod columns;
mod credit;
mod decode;
mod draft;
mod groups;
mod layout;
mod problems;
mod rows;
mod stems;
mod table;
mod unclaimed;

#[cfg(feature = "cli")]
pub(crate) use cells::as_text;
pub(crate) use columns::find as field_of;
pub use columns::{ColumnMap, Field, Meaning, Of, fields};
pub use decode::MAX_BYTES;
pub use table::MAX_CELLS;
pub(crate) use table::looks_like_one;

use crate::diagnostic::{Diagnostic, Severity};
use crate::import::text::{Source, brief};
use crate::import::tree::Node;
use crate::import::{ImportOptions, Many, One, set};
use cells::cleaned;
use draft::Draft;
use problems::Places;
use stems::Named;

/// Whether a file is called like a spreadsheet. Excel's own files are, too: `parse` says how to save them as text.
pub fn is_spreadsheet(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    let known = ["csv", "tsv", "tab", "xlsx", "xls", "xlsm", "ods", "numbers"];
    extension.is_some_and(|extension| known.contains(&extension.as_str()))
}

/// A spreadsheet as it was read: the rows of each record as a tree, not yet checked.
pub(crate) struct Read {
    source: Source,
    table: table::Table,
    records: Vec<Rows>,
    /// Errors of rows that belong to no record, and how many were too many to keep.
    errors: (Vec<Diagnostic>, usize),
    warnings: Vec<Diagnostic>,
}

/// The rows of a record.
struct Rows {
    stem: String,
    tree: Node,
    problems: Vec<Diagnostic>,
    /// Problems that were too many to keep.
    more: usize,
    failed: bool,
}

/// What is made of a tree: as much as could be read, what is wrong with it, and whether that is an error.
pub(crate) type Checked<R> = (Option<R>, Vec<Diagnostic>, bool);

/// Reads a spreadsheet. `name` is the path as the user named it.
///
/// # Errors
/// Every error and warning of the file, if its form is wrong.
pub(crate) fn read(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Read, Vec<Diagnostic>> {
    let (source, warnings) = decode::decode(name, bytes)?;
    of_text(source, warnings, options)
}

/// Reads the text of a spreadsheet.
pub(crate) fn of_text(
    source: Source,
    mut warnings: Vec<Diagnostic>,
    options: &ImportOptions,
) -> Result<Read, Vec<Diagnostic>> {
    let maps = options.maps.as_slice();
    let with = |mut before: Vec<Diagnostic>, problems: Vec<Diagnostic>| {
        before.extend(problems);
        problems::sorted(before, 0)
    };
    let table = match table::read(&source, maps) {
        Ok(Some(table)) => brackets::parted(table).with(&options.settings),
        Ok(None) => {
            let problem = empty("expected a header and rows, found no content");
            return Err(vec![problem.in_file(source.name.clone())]);
        }
        Err(problems) => return Err(with(warnings, problems)),
    };
    let places = Places { source: &source, table: &table };
    let layout = match layout::layout(&table, options, &places) {
        Ok((layout, more)) => {
            warnings.extend(more);
            layout
        }
        Err(problems) => return Err(with(warnings, problems)),
    };
    let mut read = rows::read(&places, &layout, &options.split);
    warnings.append(&mut read.warnings);
    if read.errors.is_empty() && read.drafts.is_empty() {
        return Err(with(warnings, vec![places.header(empty("expected rows under the header, found none"))]));
    }
    warnings.extend(how(&places, &layout, read.drafts.len()));
    let named = |draft: &Draft<'_>| {
        let (title, artist) = (cleaned(draft.title), cleaned(draft.artist));
        Named { title, artist, tells: draft.tells.clone() }
    };
    let stems = stems::stems(&read.drafts.iter().map(named).collect::<Vec<_>>());
    let rows = |(mut draft, stem): (Draft<'_>, String)| {
        let (problems, more, failed) = (std::mem::take(&mut draft.problems), draft.more, draft.failed);
        let artists = cells::names(&source, draft.artist, &options.split);
        let mut tree = draft.tree(artists);
        set(&mut tree, options);
        Rows { stem, tree, problems, more, failed }
    };
    let records = read.drafts.into_iter().zip(stems).map(rows).collect();
    let errors = (read.errors, read.more);
    Ok(Read { source, table, records, errors, warnings })
}

impl Read {
    /// Adds something to be said of the file.
    #[cfg(feature = "workbooks")]
    pub fn warn(&mut self, problem: Diagnostic) {
        self.warnings.push(problem);
    }

    /// Has each record's tree checked by `check`, and puts problems together that are one cause.
    ///
    /// # Errors
    /// Every error and warning of the file if a row belongs to no record: then a name may be missing in any of its records.
    pub fn check<R>(self, check: impl Fn(&Source, &Node) -> Checked<R>) -> Result<Many<R>, Vec<Diagnostic>> {
        let Read { source, table, records, errors: (mut errors, mut more), mut warnings } = self;
        let places = Places { source: &source, table: &table };
        // A record that lost rows is checked too, so that one run says what is wrong with every column.
        let lost = !errors.is_empty();
        let mut checked: Vec<(String, Checked<R>, usize)> = Vec::with_capacity(records.len());
        for Rows { stem, tree, mut problems, more, failed } in records {
            let (record, read, read_failed) = check(&source, &tree);
            // That nobody is left is no news if the rows were refused.
            let kept = read.into_iter().filter(|problem| !(failed || lost) || problem.code != "no-credits");
            // What the cell has in another encoding is said of the cell.
            let kept =
                kept.filter(|problem| problem.code != "left-over" || !problem.message.contains("wrong encoding"));
            problems.extend(kept.map(|problem| places.of_reader(problem)));
            checked.push((stem, (record, problems, failed || read_failed), more));
        }
        let of_records = checked.iter_mut().map(|(_, (_, problems, _), _)| problems);
        let mut lists: Vec<&mut Vec<Diagnostic>> = [&mut warnings, &mut errors].into_iter().chain(of_records).collect();
        places.together(&mut lists);
        if lost {
            more += checked.iter().map(|(.., more)| more).sum::<usize>();
            let of_records = checked.into_iter().flat_map(|(_, (_, problems, _), _)| problems);
            for problem in of_records.filter(|problem| problem.severity == Severity::Error).chain(errors) {
                // One cause may be that of several records.
                if !warnings.contains(&problem) {
                    warnings.push(problem);
                }
            }
            return Err(problems::sorted(warnings, more));
        }
        let records = checked.into_iter().map(|(stem, (record, problems, failed), more)| {
            let problems = problems::sorted(problems, more);
            let read = match record {
                Some(record) if !failed => Ok((record, problems)),
                partly => Err((problems, partly)),
            };
            One { stem, read }
        });
        Ok(Many { records: records.collect(), warnings: problems::sorted(warnings, 0) })
    }
}

/// How the rows became records, where a record has several or stands above them.
fn how(places: &Places<'_>, layout: &layout::Layout, records: usize) -> Option<Diagnostic> {
    let table = places.table;
    let rows = table.rows.len();
    let title = layout.field("title").map(|place| format!(" of one `{}`", brief(table.header_of(place))));
    let whose = title.unwrap_or_default();
    let shape = match (layout.by_credit, layout.by_track) {
        (true, _) => format!("a row a credit, those{whose} are a record"),
        (false, true) => format!("a row a track, those{whose} are a record"),
        (false, false) => "a row a record".to_owned(),
    };
    let mut message = format!(
        "{rows} {} became {records} {}: {shape}",
        if rows == 1 { "row" } else { "rows" },
        if records == 1 { "record" } else { "records" }
    );
    if table.header.number > 1 && !(table.above.is_empty() && table.passed.is_empty()) {
        let fields: Vec<&str> = table.above.iter().map(|(name, _)| *name).collect();
        message.push_str(&format!("; row {} names the columns", table.header.number));
        if !fields.is_empty() {
            message.push_str(&format!(", rows above it give {}", fields.join(", ")));
        }
        if let Some(row) = table.passed.first() {
            message.push_str(&format!("; row {} is left out", row.number));
        }
    } else if records == rows || !layout.by_track {
        // A row a credit and a row a record are what a sheet is expected to be.
        return None;
    }
    Some(places.header(Diagnostic::note("rows", message)))
}

fn empty(message: &str) -> Diagnostic {
    Diagnostic::error("empty-file", message).hint("the first row names the columns, such as title, artist, role, name")
}

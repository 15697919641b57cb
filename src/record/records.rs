//! Records of files that hold several: each row or entry a tree, read by the credit file's reader.
//! A record that is refused is kept as far as it was read, so that one run says what is wrong with all of them.

use super::{Parsed, Record, fields};
use crate::diagnostic::Diagnostic;
use crate::import::One;
use crate::import::spreadsheet::{self, ColumnMap};

/// A record of a file of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRecord {
    /// Its name among the records of the file: its title as a slug, with the artist and a number where that is needed.
    pub stem: String,
    /// The record with warnings, or what is wrong with its rows, in file order. A problem that many cells of a column have
    /// is one message, the same in all their records.
    pub parsed: Result<Parsed, Vec<Diagnostic>>,
    /// What could be read of a record that has problems, to find others.
    pub partly: Option<Box<Record>>,
}

/// What a file of several records holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records {
    /// The records in order of first appearance; at least one.
    pub records: Vec<NamedRecord>,
    /// Warnings about the file, not about one of its records.
    pub warnings: Vec<Diagnostic>,
}

/// Reads a spreadsheet. `name` is the path as the user named it; `maps` says what columns hold whose headers do not.
///
/// # Errors
/// Every error and warning of the file, if its form is wrong or a row belongs to no record: then a name may be missing in
/// any of its records.
pub fn records(name: &str, bytes: &[u8], maps: &[ColumnMap]) -> Result<Records, Vec<Diagnostic>> {
    let many = spreadsheet::read(name, bytes, maps)?.check(|source, tree| {
        let fields::Whole { record, problems, failed } = fields::read_whole(source.clone(), Some(tree));
        (record, problems, failed)
    })?;
    let named = |One { stem, read }: One<Record>| match read {
        Ok((record, warnings)) => NamedRecord { stem, parsed: Ok(Parsed { record, warnings }), partly: None },
        Err((problems, partly)) => NamedRecord { stem, parsed: Err(problems), partly: partly.map(Box::new) },
    };
    Ok(Records { records: many.records.into_iter().map(named).collect(), warnings: many.warnings })
}

//! Records of files that hold several: each row or entry a tree, read by the credit file's reader.
//! A record that is refused is kept as far as it was read, so that one run says what is wrong with all of them.

use super::{Parsed, Record, fields};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::import::text::Source;
use crate::import::tree::Node;
use crate::import::{self, Document, ImportOptions, Imported, One};

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

/// Reads the records of a file, whatever format it has. `name` is the path as the user named it.
///
/// # Errors
/// Every error and warning of the file, if its form is wrong or a row of a spreadsheet belongs to no record: then a name
/// may be missing in any of its records.
pub fn records(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Records, Vec<Diagnostic>> {
    match import::read(name, bytes, options)? {
        Imported::CreditFile => {
            let (parsed, partly) = match super::parse_with(name, bytes, options) {
                Ok(parsed) => (Ok(parsed), None),
                Err((problems, partly)) => (Err(problems), partly),
            };
            Ok(Records { records: vec![NamedRecord { stem: String::new(), parsed, partly }], warnings: Vec::new() })
        }
        Imported::Sheet(read) => {
            let many = read.check(whole)?;
            let named = |One { stem, read }: One<Record>| match read {
                Ok((record, warnings)) => NamedRecord { stem, parsed: Ok(Parsed { record, warnings }), partly: None },
                Err((problems, partly)) => NamedRecord { stem, parsed: Err(problems), partly: partly.map(Box::new) },
            };
            Ok(Records { records: many.records.into_iter().map(named).collect(), warnings: many.warnings })
        }
        Imported::Documents(source, documents) => Ok(of(&source, documents)),
    }
}

/// The records of some recordings by their albums. `files` are their paths, each with a way to its bytes.
///
/// # Errors
/// What is wrong with the files, if one cannot be read or nobody is credited.
#[cfg(feature = "tags")]
pub fn recordings<R: std::io::Read + std::io::Seek>(
    name: &str,
    files: Vec<(String, R)>,
    options: &ImportOptions,
) -> Result<Records, Vec<Diagnostic>> {
    match import::folder(name, files, options)? {
        Imported::Documents(source, documents) => Ok(of(&source, documents)),
        _ => Ok(Records { records: Vec::new(), warnings: Vec::new() }),
    }
}

fn of(source: &Source, documents: Vec<Document>) -> Records {
    let one = |Document { stem, tree, problems }: Document| {
        let (record, read, failed) = whole(source, &tree);
        let mut all = problems;
        // What the reader of the file has said already.
        let said = all
            .iter()
            .any(|problem| problem.severity == Severity::Error && matches!(problem.code, "no-title" | "no-artist"));
        all.extend(read.into_iter().filter(|problem| !(said && problem.code == "missing-key")));
        let failed = failed || all.iter().any(|problem| problem.severity == Severity::Error);
        match record {
            Some(record) if !failed => NamedRecord { stem, parsed: Ok(Parsed { record, warnings: all }), partly: None },
            partly => NamedRecord { stem, parsed: Err(all), partly: partly.map(Box::new) },
        }
    };
    Records { records: documents.into_iter().map(one).collect(), warnings: Vec::new() }
}

/// A tree as the credit file's reader reads it.
fn whole(source: &Source, tree: &Node) -> (Option<Record>, Vec<Diagnostic>, bool) {
    let fields::Whole { record, problems, failed } = fields::read_whole(source.clone(), Some(tree));
    (record, problems, failed)
}

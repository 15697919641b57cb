//! Files as people have them, made one tree of values with places, from which records are read.
//! A reader a file; none of them knows what a record needs, and `record/` does not know what it was read from.

pub(crate) mod binary;
pub(crate) mod comments;
pub(crate) mod json;
pub mod spreadsheet;
pub(crate) mod syntax;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod yaml;

use crate::diagnostic::Diagnostic;

/// What a file of many records holds.
pub(crate) struct Many<R> {
    /// The records in order of first appearance; at least one.
    pub records: Vec<One<R>>,
    /// Warnings about the file, not about one of its records.
    pub warnings: Vec<Diagnostic>,
}

/// A record of a file of many.
pub(crate) struct One<R> {
    /// Its name among the records of the file.
    pub stem: String,
    /// What was read, with warnings; or what is wrong, with what could be read of it.
    pub read: Result<(R, Vec<Diagnostic>), (Vec<Diagnostic>, Option<R>)>,
}

//! Files as people have them, made trees of values with places, from which records are read.
//! A reader a file; none of them knows what a record needs, and `record/` does not know what it was read from.

pub(crate) mod binary;
pub(crate) mod comments;
mod cue;
mod dates;
pub(crate) mod discogs;
mod documents;
mod draft;
pub(crate) mod encoding;
mod formats;
pub(crate) mod json;
pub(crate) mod leftover;
mod list;
mod musicbrainz;
pub(crate) mod names;
mod objects;
mod options;
mod pasted;
mod rin;
pub(crate) mod roles;
pub(crate) mod slips;
pub mod spreadsheet;
pub(crate) mod syntax;
#[cfg(feature = "tags")]
mod tags;
pub(crate) mod text;
pub(crate) mod tree;
mod value;
#[cfg(feature = "workbooks")]
mod workbook;
pub(crate) mod writers;
mod xml;
pub(crate) mod yaml;

#[cfg(feature = "tags")]
pub(crate) use formats::folder;
pub(crate) use formats::read;
pub use formats::{cover, is_credit_file, is_recording};
pub(crate) use options::set;
pub use options::{ImportOptions, Setting};
pub(crate) use pasted::timed;

use crate::diagnostic::Diagnostic;
use text::Source;
use tree::Node;

/// What a file of many records holds.
pub(crate) struct Many<R> {
    /// The records in order of first appearance; at least one.
    pub records: Vec<One<R>>,
    /// Warnings about the file, not about one of its records.
    pub warnings: Vec<Diagnostic>,
}

/// A record with warnings; or what is wrong with it, with what could be read.
pub(crate) type Outcome<R> = Result<(R, Vec<Diagnostic>), (Vec<Diagnostic>, Option<R>)>;

/// A record of a file of many.
pub(crate) struct One<R> {
    /// Its name among the records of the file.
    pub stem: String,
    /// What was read, with warnings; or what is wrong, with what could be read of it.
    pub read: Outcome<R>,
}

/// A record of a file, as a tree.
pub(crate) struct Document {
    /// Its name among the records of the file; empty if it is the only one.
    pub stem: String,
    /// The tree of a credit file.
    pub tree: Node,
    /// What is to be said of it.
    pub problems: Vec<Diagnostic>,
}

/// What a file holds.
pub(crate) enum Imported {
    /// One credit file, which is read as such.
    CreditFile,
    /// The rows of a spreadsheet.
    Sheet(Box<spreadsheet::Read>),
    /// Records, a tree each.
    Documents(Source, Vec<Document>),
}

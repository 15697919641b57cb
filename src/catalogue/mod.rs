//! Facts that come with the program, as data files read once: roles, platforms, and what its messages are called.
//! Nothing here depends on a credit file.

pub mod choices;
pub mod codes;
pub mod core_roles;
pub mod explanations;
pub mod formats;
pub(crate) mod instruments;
pub mod languages;
pub mod no_names;
pub mod platforms;
pub mod print;
pub mod roles;
#[cfg(feature = "cli")]
pub mod tables;
mod words;

use serde::de::DeserializeOwned;

/// What the cards of a file can be instead of a record, in `kind`.
pub const CARD_KINDS: &[&str] = &["roles", "versus", "supporter", "quote"];

/// The rows of an embedded table; rows that do not parse are left out, which a test of each table rules out.
fn rows<T: DeserializeOwned>(table: &str) -> Vec<T> {
    csv::Reader::from_reader(table.as_bytes()).deserialize().filter_map(Result::ok).collect()
}

/// The parts of a cell that are separated by `|`.
fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|part| !part.is_empty())
}

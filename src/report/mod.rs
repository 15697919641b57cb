//! What is told of a run to people and programs: findings as data, the lines of a report, and the forms they are written in.
//! A message has one form that is written and read back, [`Finding`], wherever it is kept.

mod documents;
mod finding;
mod forms;
#[cfg(feature = "cli")]
mod junit;
#[cfg(feature = "cli")]
mod lines;
mod permits;
#[cfg(feature = "cli")]
mod reporter;
#[cfg(feature = "cli")]
mod shards;
#[cfg(feature = "cli")]
mod summary;
#[cfg(feature = "cli")]
mod tally;
mod timings;

pub use documents::{About, gitlab, sarif};
pub use finding::Finding;
pub use forms::{github, json};
#[cfg(feature = "cli")]
pub use lines::{CardLine, Change, FORM, Line, RunLine, SCHEMA, Shard, Status, SummaryLine};
pub use permits::{Allowed, Permits};
#[cfg(feature = "cli")]
pub use reporter::Reporter;
#[cfg(feature = "cli")]
pub use shards::{Read, disagreements, joined, read};
#[cfg(feature = "cli")]
pub use summary::{Checked, SummaryForm, checked, summary};
#[cfg(feature = "cli")]
pub use tally::{Counted, FindingForm, Say, Tally};
pub use timings::{Stage, Timings};

/// A count with its noun.
#[cfg(feature = "cli")]
pub(crate) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

//! The report of a run: one line of JSON for the run, one for each card, one for the sum of them.
//! The same lines are read back when the reports of shards are joined.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::publish::Output;
use crate::record::record_name;
use crate::report::Finding;

/// Number of the form.
pub const FORM: u32 = 1;

/// JSON Schema of a line.
pub const SCHEMA: &str = include_str!("../../assets/extra-credit-report.schema.json");

/// A line of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Line {
    /// The first.
    Run(RunLine),
    /// One for each card, and for each file that makes none because of its problems.
    Card(Box<CardLine>),
    /// The last.
    Summary(SummaryLine),
}

/// What was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunLine {
    /// Number of the report's form.
    pub form: u32,
    /// Version of the program.
    pub version: String,
    /// Fingerprint of the program's build.
    pub build: String,
    /// The share, if the run made one; the joined report of all has none.
    pub shard: Option<Shard>,
    /// Files and folders, as they were given.
    pub inputs: Vec<String>,
    /// Options that decide what the cards look like and which there are.
    pub options: BTreeMap<String, String>,
    /// Credit files of the whole run.
    pub files: usize,
    /// Problems of the run as a whole, such as those of its brand kits.
    pub problems: Vec<Finding>,
}

/// What became of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It was made.
    Made,
    /// Nothing it depends on changed, and its files are there.
    UpToDate,
    /// It could not be made.
    Failed,
    /// With `--locked`: its files are not what would be made.
    WouldChange,
}

/// A card, or a file that makes none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardLine {
    /// Place of the file among the inputs of the whole run, from 1.
    pub place: usize,
    /// The credit file as it was given.
    pub input: String,
    /// Name of the record as folders have it: the file's, or for a row of a spreadsheet its title.
    #[serde(default)]
    pub record: String,
    /// Title of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who the record is by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artist: Option<String>,
    /// What the card shows if not the record: a name, a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shows: Option<String>,
    /// Name of the card among those of its file.
    pub subject: Option<String>,
    /// Template.
    pub template: Option<String>,
    /// Format.
    pub format: Option<String>,
    /// What became of it.
    pub status: Status,
    /// Its files.
    pub outputs: Vec<Output>,
    /// With `--locked`, what is different.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Time it took.
    pub milliseconds: f64,
    /// Warnings.
    pub warnings: Vec<Finding>,
    /// Errors; none unless it failed.
    pub errors: Vec<Finding>,
}

impl CardLine {
    /// What people call the record: `Low Tide Piano – Marisol Vane`, or the name of its file if it cannot be read.
    pub fn name(&self) -> String {
        let own = if self.record.is_empty() { &self.input } else { &self.record };
        record_name(self.title.as_deref(), self.artist.as_deref()).unwrap_or_else(|| own.clone())
    }

    /// The record, with what else the card shows in front.
    pub fn card_name(&self) -> String {
        match &self.shows {
            Some(shows) => format!("{shows} \u{b7} {}", self.name()),
            None => self.name(),
        }
    }
}

/// One share of the credit files of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

/// How a file is not what would be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The file.
    pub path: String,
    /// What is different, in words.
    pub what: String,
    /// Pixels that differ, if both are pictures of the same size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<u64>,
}

/// The sum of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SummaryLine {
    /// Cards made.
    pub made: usize,
    /// Cards up to date.
    pub up_to_date: usize,
    /// Cards that would change.
    pub would_change: usize,
    /// Cards, files and names that failed.
    pub failed: usize,
    /// Warnings, each counted once.
    pub warnings: usize,
    /// Pictures made.
    pub pictures: usize,
    /// Cards that were not begun because the run was interrupted.
    pub not_begun: usize,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// Files of earlier runs that are no longer made.
    pub no_longer_made: Vec<String>,
    /// Time it took.
    pub milliseconds: f64,
}

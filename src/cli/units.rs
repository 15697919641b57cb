//! The cards of a run, one by one in the order of the inputs, decided before the first is made.
//! A file that makes none has its place among them too, so that its problems are said where its cards would be.

use std::path::{Path, PathBuf};

use crate::card::Format;
use crate::cli::press::{self, Job, Wishes};
use crate::cli::shard::{Shard, portable};
use crate::cli::subjects::{Plan, Planned};
use crate::diagnostic::Diagnostic;
use crate::publish::{Collisions, Pattern, Values};
use crate::record::Record;

/// A piece of work: a card, or a file that makes none.
pub struct Unit<'j> {
    /// The file.
    pub job: &'j Job,
    /// Place of the file among all inputs of the run, from 1.
    pub place: usize,
    /// Whether it is the first of its file, which tells what there is to say about the file.
    pub first: bool,
    /// What is to be done.
    pub work: Work<'j>,
}

/// What is to be done about a unit.
pub enum Work<'j> {
    /// Nothing can be: these problems are said.
    Broken(Vec<Diagnostic>),
    /// A card is made.
    Card(Wanted<'j>),
}

/// A subject of a record in a format.
#[derive(Clone, Copy)]
pub struct Wanted<'j> {
    /// The record.
    pub record: &'j Record,
    /// The subject, with its place in a series.
    pub planned: &'j Planned,
    /// The format.
    pub format: &'static Format,
}

impl Wanted<'_> {
    /// Where a page goes, below the output folder.
    ///
    /// # Errors
    /// If a name is too long for a file, as a boxed diagnostic.
    pub fn path(&self, job: &Job, page: Page<'_>) -> Result<PathBuf, Box<Diagnostic>> {
        let values = Values {
            stem: &job.input.stem,
            subject: &self.planned.slug,
            format: &self.format.name,
            page: page.number,
            pages: page.of,
            template: "",
            ext: page.extension,
            title: &self.record.title,
        };
        let pattern = if self.planned.own_folder { Pattern::series() } else { Pattern::default() };
        pattern.path(&values).map_err(|error| unnamed(job, error.to_string()))
    }

    /// What the card's files of a type are called in the sidecar: their path without page.
    ///
    /// # Errors
    /// Those of [`Wanted::path`].
    pub fn id(&self, job: &Job, extension: &str) -> Result<String, Box<Diagnostic>> {
        let path = self.path(job, Page { number: 1, of: 1, extension })?;
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Ok(parts.join("/"))
    }
}

fn unnamed(job: &Job, why: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("output-name", why).in_file(job.input.name.clone()))
}

/// One page in one type of file.
#[derive(Clone, Copy, Debug)]
pub struct Page<'e> {
    /// Number, from 1.
    pub number: u32,
    /// Pages of the card.
    pub of: u32,
    /// Extension of the file.
    pub extension: &'e str,
}

/// All units of a run, those of other shards included: two cards for one path are the same mistake in each shard.
pub fn units<'j>(jobs: &'j [Job], plan: &'j Plan, wishes: &Wishes<'_>, output: &Path) -> Vec<Unit<'j>> {
    let mut claimed = Collisions::new();
    let mut units = Vec::new();
    for (index, (job, cards)) in jobs.iter().zip(&plan.cards).enumerate() {
        let mut first = true;
        let mut push = |work| units.push(Unit { job, place: index + 1, first: std::mem::take(&mut first), work });
        let record = match &job.parsed {
            Ok(parsed) => &parsed.record,
            Err(problems) => {
                push(Work::Broken(problems.clone()));
                continue;
            }
        };
        let formats = match press::formats(job, record, wishes) {
            Ok(formats) => formats,
            Err(problems) => {
                push(Work::Broken(problems));
                continue;
            }
        };
        for planned in cards {
            for format in &formats {
                let wanted = Wanted { record, planned, format };
                let free = wanted.path(job, Page { number: 1, of: 1, extension: "png" }).and_then(|path| {
                    claimed.claim(&output.join(path)).map_err(|collision| unnamed(job, collision.to_string()))
                });
                push(match free {
                    Ok(()) => Work::Card(wanted),
                    Err(problem) => Work::Broken(vec![*problem]),
                });
            }
        }
    }
    units
}

/// Whether a shard makes a unit. The rows of a spreadsheet are shared out one by one, by the names of their records.
pub fn taken(shard: Option<Shard>, job: &Job) -> bool {
    shard.is_none_or(|shard| {
        let name = portable(&job.input.name);
        shard.takes(&if alone(job) { name } else { format!("{name}#{}", job.input.stem) })
    })
}

/// Whether a record has a file of its own. What else there is, such as spreadsheets, may hold several.
pub fn alone(job: &Job) -> bool {
    let extension = Path::new(&job.input.name).extension().map(|extension| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|own| extension == *own))
}

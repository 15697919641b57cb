//! What became of a card: the line of its report, what is listed of it, what is remembered of its files.
//! It is all that a thread hands back.

use std::path::PathBuf;

use crate::campaign::sidecar::Entry;
use crate::campaign::units::{Task, Unit};
use crate::campaign::worker::Run;
use crate::card::Subject;
use crate::diagnostic::{Diagnostic, shortened};
use crate::publish::Output;
use crate::report::{CardLine, Finding, Status, Timings};

/// What became of a card.
#[derive(Debug)]
pub struct Done {
    /// Its line of the report.
    pub line: CardLine,
    /// Its pictures.
    pub listing: Vec<Listed>,
    /// What was chosen and why.
    pub explained: Option<String>,
    /// How long its stages took.
    pub timings: Timings,
    /// The picture, if it goes to standard output.
    pub picture: Option<Vec<u8>>,
    /// Whether a file has other bytes than before.
    pub(super) changed: bool,
    /// Pictures made, compared or found up to date.
    pub pictures: usize,
    /// Names in the sidecar of the card's types of file.
    pub(super) ids: Vec<String>,
    /// What the sidecar is to know.
    pub(super) entries: Vec<(String, Entry)>,
}

/// A picture of the listing.
#[derive(Debug)]
pub struct Listed {
    /// Its path, as it is typed on this system.
    pub path: PathBuf,
    /// Its size, and how it came about, for people.
    pub about: String,
}

/// A picture as it is listed, with how it came to be.
pub(super) fn listed(output: &Output, how: &str) -> Listed {
    let path = output.path.split('/').collect::<Vec<_>>().join(std::path::MAIN_SEPARATOR_STR).into();
    Listed { path, about: format!("{}x{}  {} bytes  {how}", output.width, output.height, output.bytes) }
}

impl Done {
    pub(super) fn new(unit: &Unit<'_>) -> Done {
        let wanted = match &unit.work {
            Task::Card(wanted) => Some(wanted),
            Task::Broken(_) => None,
        };
        let (title, artist) = unit.job.titles();
        let shows = wanted.map(|wanted| &wanted.planned.subject).filter(|subject| **subject != Subject::Record);
        Done {
            line: CardLine {
                place: unit.place,
                input: unit.job.input.name.clone(),
                record: unit.job.input.stem.clone(),
                title,
                artist,
                shows: shows.map(|subject| shortened(&subject.label())),
                subject: wanted.map(|wanted| wanted.planned.slug.clone()),
                template: None,
                format: wanted.map(|wanted| wanted.format.name.clone()),
                status: Status::Made,
                outputs: Vec::new(),
                changes: Vec::new(),
                milliseconds: 0.0,
                warnings: Vec::new(),
                errors: Vec::new(),
            },
            listing: Vec::new(),
            explained: None,
            timings: Timings::default(),
            picture: None,
            changed: false,
            pictures: 0,
            ids: Vec::new(),
            entries: Vec::new(),
        }
    }

    pub(super) fn fail(&mut self, problems: &[Diagnostic]) {
        self.line.status = Status::Failed;
        self.line.errors = problems.iter().map(Finding::from).collect();
        self.entries.clear();
    }

    pub(super) fn up_to_date(&mut self, run: &Run<'_>, input: &str, entries: Vec<(String, Entry)>) {
        self.line.status = Status::UpToDate;
        for (_, entry) in &entries {
            self.line.template = Some(entry.template.clone());
            for output in &entry.outputs {
                let shown = Output { path: run.shown(&output.path), ..output.clone() };
                if !output.path.ends_with(".json") && !output.path.ends_with(".txt") {
                    self.listing.push(listed(&shown, "up to date"));
                    self.pictures += 1;
                }
                self.line.outputs.push(shown);
            }
        }
        // Every type of file of a card knows the same warnings.
        if let Some((_, entry)) = entries.first() {
            self.line.warnings.extend(entry.warnings.iter().cloned());
        }
        let here =
            |entry: &Entry| Entry { selection: run.selection.to_owned(), input: input.to_owned(), ..entry.clone() };
        let changed = entries.into_iter().filter(|(_, entry)| entry.selection != run.selection || entry.input != input);
        self.entries = changed.map(|(id, entry)| (id, here(&entry))).collect();
    }
}

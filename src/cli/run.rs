//! The loop of `render`: units on threads, told in the order of the inputs, kept in the sidecar as they are done.
//! An interrupted run ends after the cards in hand; what is done then counts for the next run.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::cli::interrupt::Interrupt;
use crate::cli::jobs;
use crate::cli::progress::Progress;
use crate::cli::told::Told;
use crate::cli::units::Unit;
use crate::cli::worker::{Done, Run, Worker};
use crate::cli::{Outcome, message, print_bytes};
use crate::publish::{Changes, Sidecar};
use crate::report::{Reporter, Status, SummaryLine, Timings, plural};

/// Least time between two times that the sidecar is written.
const CHECKPOINT: Duration = Duration::from_millis(500);

/// Failures that are repeated at the end of a run.
const MOST_REPEATED: usize = 50;

/// What a run did.
pub struct Ran {
    /// The sums.
    pub summary: SummaryLine,
    /// Pictures that were up to date or compared.
    pub untouched: usize,
    /// How long the stages took, of all threads together.
    pub timings: Timings,
    /// The first picture that was made or is up to date, as it is shown.
    pub first: Option<String>,
    /// What printing to standard output came to.
    pub outcome: Outcome,
    /// Cards that the sidecar does not know yet.
    pub changes: Changes,
    /// Files that were made, compared or found up to date, as they are shown.
    pub paths: BTreeSet<String>,
    /// Names in the sidecar of cards that were compared with `--locked`.
    pub cards: BTreeSet<String>,
}

/// Does the units, several at a time.
pub fn run<'w>(
    run: &'w Run<'w>,
    units: &[Unit<'w>],
    interrupt: &Interrupt,
    reporter: &mut Reporter,
    told: &mut Told,
) -> Ran {
    let jobs = jobs::threads(run.args.jobs);
    let threads = jobs.clamp(1, units.len().max(1));
    let spare = threads < jobs.min(jobs::threads(None));
    let progress = Progress::new(units.len(), !run.output.is_standard());
    let next = AtomicUsize::new(0);
    let left = left(units);
    // The units of a file follow one another.
    let mut files = units.iter().map(|unit| (unit.place, unit.job)).collect::<Vec<_>>();
    files.dedup_by_key(|(place, _)| *place);
    files.iter().for_each(|(_, job)| job.expect());
    let mut teller = Teller::new(run, reporter, told, files.len() > 1);
    let work = |thread: usize, hand_over: &mut dyn FnMut(usize, Done) -> bool| {
        let mut worker = Worker::new(run, spare);
        while !interrupt.asked() {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(unit) = units.get(index) else { break };
            progress.begin(thread, &unit.job.input.stem);
            let done = worker.unit(unit);
            let last = left.get(unit.place).is_none_or(|left| left.fetch_sub(1, Ordering::AcqRel) == 1);
            if last {
                unit.job.release();
            }
            if !hand_over(index, done) {
                break;
            }
        }
    };
    let mut tell = |done| {
        progress.done(|| teller.tell(done));
        teller.checkpoint();
    };
    if threads == 1 {
        // A single card is not to wait for a thread to begin.
        work(0, &mut |_, done| {
            tell(done);
            true
        });
    } else {
        std::thread::scope(|scope| {
            let (send, receive) = mpsc::channel::<(usize, Done)>();
            for thread in 0..threads {
                let send = send.clone();
                let work = &work;
                scope.spawn(move || work(thread, &mut |index, done| send.send((index, done)).is_ok()));
            }
            drop(send);
            let mut waiting = BTreeMap::new();
            let mut due = 0;
            for (index, done) in receive {
                waiting.insert(index, done);
                while let Some(done) = waiting.remove(&due) {
                    due += 1;
                    tell(done);
                }
            }
        });
    }
    progress.end();
    teller.notes();
    teller.failures();
    let mut ran = teller.ran;
    ran.summary.interrupted = interrupt.asked();
    ran.summary.not_begun = units.len().saturating_sub(next.load(Ordering::Relaxed));
    ran
}

/// Units of each file that are not done, by its place.
fn left(units: &[Unit<'_>]) -> Vec<AtomicUsize> {
    let most = units.iter().map(|unit| unit.place).max().unwrap_or_default();
    let mut counts = vec![0; most + 1];
    for unit in units {
        if let Some(count) = counts.get_mut(unit.place) {
            *count += 1;
        }
    }
    counts.into_iter().map(AtomicUsize::new).collect()
}

/// Tells what became of units, in order, and keeps the sums.
struct Teller<'t, 'w> {
    run: &'w Run<'w>,
    reporter: &'t mut Reporter,
    ran: Ran,
    told: &'t mut Told,
    /// What failed, a line each, and whether something else was printed after the first of them.
    failures: Vec<String>,
    buried: bool,
    saved: Instant,
    /// Whether the run makes cards of several files.
    several: bool,
    /// Files about which there are notes that were not said.
    noted: BTreeSet<String>,
    /// How long writing the sidecar took; writing it is to be a small part of the work.
    took: Duration,
}

impl<'t, 'w> Teller<'t, 'w> {
    fn new(run: &'w Run<'w>, reporter: &'t mut Reporter, told: &'t mut Told, several: bool) -> Self {
        let ran = Ran {
            summary: SummaryLine::default(),
            untouched: 0,
            timings: Timings::default(),
            first: None,
            outcome: Outcome::Well,
            changes: Changes::default(),
            paths: BTreeSet::new(),
            cards: BTreeSet::new(),
        };
        Teller {
            run,
            reporter,
            told,
            ran,
            failures: Vec::new(),
            buried: false,
            several,
            noted: BTreeSet::new(),
            saved: Instant::now(),
            took: Duration::ZERO,
        }
    }

    fn tell(&mut self, done: Done) {
        self.ran.timings.merge(&done.timings);
        let args = self.run.args;
        for warning in &done.line.warnings {
            let heard = self.told.hear(&warning.text);
            self.ran.summary.warnings += usize::from(heard.first && warning.severity == "warning");
            // Notes about one file are worth reading; of a campaign their number says where to look.
            let counted = self.several && warning.code == "left-out";
            if counted {
                self.noted.insert(done.line.input.clone());
            } else if heard.say && !args.quiet {
                message(&format!("{}\n", warning.text));
                self.buried |= !self.failures.is_empty();
            }
        }
        if let Some(text) = &done.explained {
            message(text);
        }
        for error in &done.line.errors {
            if self.told.hear_error(&error.text, error.path.as_deref()).say {
                message(&format!("{}\n", error.text));
                self.failures.push(error.line());
            }
        }
        for change in &done.line.changes {
            message(&format!("would change: {}: {}", change.path, change.what));
        }
        if let Some(picture) = &done.picture {
            self.ran.outcome = print_bytes(picture);
        }
        let reported = args.report.as_ref().is_some_and(|path| path.as_os_str() == "-");
        let untouched = done.line.status == Status::UpToDate;
        if !(args.quiet || reported || untouched && self.told.only_news()) {
            let mut out = std::io::stdout().lock();
            // People see sizes and times, programs get paths.
            let people = out.is_terminal();
            for picture in &done.listing {
                let path = picture.path.display();
                // A closed pipe ends the listing, not the work.
                let _ = if people { writeln!(out, "{path}  {}", picture.about) } else { writeln!(out, "{path}") };
            }
            self.buried |= !self.failures.is_empty() && !done.listing.is_empty();
        }
        let summary = &mut self.ran.summary;
        match done.line.status {
            Status::Made => {
                summary.made += 1;
                summary.pictures += done.pictures;
            }
            Status::UpToDate => {
                summary.up_to_date += 1;
                self.ran.untouched += done.pictures;
            }
            Status::Failed => {
                summary.failed += 1;
                summary.pictures += done.pictures;
            }
            Status::WouldChange => summary.would_change += 1,
        }
        if done.line.status != Status::Failed {
            if self.ran.first.is_none() {
                let picture = done.line.outputs.iter().find(|output| !output.path.ends_with(".scene.json"));
                self.ran.first = picture.map(|output| output.path.clone());
            }
            self.ran.cards.extend(done.ids);
            self.ran.paths.extend(done.line.outputs.iter().map(|output| output.path.clone()));
        }
        self.ran.changes.made.extend(done.entries);
        self.reporter.card(done.line);
    }

    /// Says of how many files there are notes.
    fn notes(&mut self) {
        if self.noted.is_empty() {
            return;
        }
        let files = plural(self.noted.len(), "file");
        let text =
            format!("note: cards of {files} leave out something that they were given; `extra-credit check` says what");
        if self.told.hear(&text).say && !self.run.args.quiet {
            message(&text);
        }
    }

    /// Repeats what failed where it has scrolled away.
    fn failures(&self) {
        if !self.buried || self.told.only_news() {
            return;
        }
        let mut text = String::from("failed:");
        for failure in self.failures.iter().take(MOST_REPEATED) {
            text.push_str(&format!("\n  {failure}"));
        }
        if let more @ 1.. = self.failures.len().saturating_sub(MOST_REPEATED) {
            text.push_str(&format!("\n  and {more} more; `--report FILE` has all"));
        }
        message(&format!("{text}\n"));
    }

    /// Writes the sidecar from time to time, so that a killed run loses little.
    fn checkpoint(&mut self) {
        if self.ran.changes.made.is_empty() || self.saved.elapsed() < CHECKPOINT.max(self.took * 20) {
            return;
        }
        let start = Instant::now();
        // What could not be written stays for the end, where failing is told.
        if Sidecar::save(&self.run.args.output, &self.ran.changes, &self.run.writer).is_ok() {
            self.ran.changes.made.clear();
        }
        self.took = start.elapsed();
        self.saved = Instant::now();
    }
}

//! The loop of a campaign: cards on threads, told in the order of the inputs, kept in the sidecar as they are done.
//! An interrupted one ends after the cards in hand; what is done then counts for the next.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::campaign::done::Done;
use crate::campaign::event::{Event, Listener};
use crate::campaign::interrupt::Interrupt;
use crate::campaign::once::Ran;
use crate::campaign::sidecar::Sidecar;
use crate::campaign::units::Unit;
use crate::campaign::worker::{Run, Worker};
use crate::pool::{Step, ordered, threads};
use crate::report::Status;

/// Least time between two times that the sidecar is written.
const CHECKPOINT: Duration = Duration::from_millis(500);

/// Does the units, several at a time.
pub fn run<'w>(run: &'w Run<'w>, units: &[Unit<'w>], interrupt: &Interrupt, listener: &mut dyn Listener) -> Ran {
    let jobs = threads(run.settings.jobs);
    let threads = jobs.clamp(1, units.len().max(1));
    let spare = threads < jobs.min(crate::pool::threads(None));
    let left = left(units);
    // The units of a file follow one another.
    let mut files = units.iter().map(|unit| (unit.place, unit.job)).collect::<Vec<_>>();
    files.dedup_by_key(|(place, _)| *place);
    files.iter().for_each(|(_, job)| job.expect());
    let work = |worker: &mut Worker<'w>, index: usize| {
        let unit = units.get(index)?;
        let done = worker.unit(unit);
        let last = left.get(unit.place).is_none_or(|left| left.fetch_sub(1, Ordering::AcqRel) == 1);
        if last {
            unit.job.release();
        }
        Some(done)
    };
    let mut keeper = Keeper::new(run, listener);
    let tell = |step| match step {
        Step::Begun { thread, piece } => {
            if let Some(unit) = units.get(piece) {
                keeper.listener.hear(Event::Taken { thread, name: &unit.job.input.stem });
            }
        }
        Step::Done(done) => {
            if let Some(done) = done {
                keeper.keep(done);
            }
            keeper.checkpoint();
        }
    };
    let begun = ordered(units.len(), threads, || Worker::new(run, spare), || interrupt.asked(), work, tell);
    keeper.listener.hear(Event::Over);
    let mut ran = keeper.ran;
    ran.summary.interrupted = interrupt.asked();
    ran.summary.not_begun = units.len().saturating_sub(begun);
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

/// Adds up what became of units and keeps it in the sidecar, and has each told.
struct Keeper<'t, 'w> {
    run: &'w Run<'w>,
    listener: &'t mut dyn Listener,
    ran: Ran,
    /// Warnings that were counted: one may be that of several cards.
    counted: BTreeSet<String>,
    saved: Instant,
    /// How long writing the sidecar took; writing it is to be a small part of the work.
    took: Duration,
}

impl<'t, 'w> Keeper<'t, 'w> {
    fn new(run: &'w Run<'w>, listener: &'t mut dyn Listener) -> Self {
        let (saved, took) = (Instant::now(), Duration::ZERO);
        Keeper { run, listener, ran: Ran::default(), counted: BTreeSet::new(), saved, took }
    }

    fn keep(&mut self, mut done: Done) {
        let ran = &mut self.ran;
        ran.timings.merge(&done.timings);
        for warning in done.line.warnings.iter().filter(|warning| warning.severity == "warning") {
            ran.summary.warnings += usize::from(self.counted.insert(warning.text.clone()));
        }
        let summary = &mut ran.summary;
        match done.line.status {
            Status::Made => {
                summary.made += 1;
                summary.pictures += done.pictures;
            }
            Status::UpToDate => {
                summary.up_to_date += 1;
                ran.untouched += done.pictures;
            }
            Status::Failed => {
                summary.failed += 1;
                summary.pictures += done.pictures;
            }
            Status::WouldChange => summary.would_change += 1,
        }
        if done.line.status != Status::Failed {
            if ran.first.is_none() {
                let picture = done.line.outputs.iter().find(|output| !output.path.ends_with(".scene.json"));
                ran.first = picture.map(|output| output.path.clone());
            }
            ran.cards.extend(std::mem::take(&mut done.ids));
            ran.paths.extend(done.line.outputs.iter().map(|output| output.path.clone()));
        }
        ran.changes.made.extend(std::mem::take(&mut done.entries));
        self.listener.hear(Event::Done(Box::new(done)));
    }

    /// Writes the sidecar from time to time, so that a killed run loses little.
    fn checkpoint(&mut self) {
        if self.ran.changes.made.is_empty() || self.saved.elapsed() < CHECKPOINT.max(self.took * 20) {
            return;
        }
        let start = Instant::now();
        // What could not be written stays for the end, where failing is told.
        if Sidecar::save(self.run.settings.output.folder(), &self.ran.changes, &self.run.writer).is_ok() {
            self.ran.changes.made.clear();
        }
        self.took = start.elapsed();
        self.saved = Instant::now();
    }
}

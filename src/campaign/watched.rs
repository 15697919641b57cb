//! The folders of a run that is done again: watched until something is saved that its cards depend on.
//! Folders are watched and not files, because many editors save by putting another file in the place of the old one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::campaign::leftovers::real;
use crate::campaign::reads::Reads;
use crate::diagnostic::reason;

/// Quiet after an event that means that a save is over: editors write, rename and set times within a few milliseconds.
const QUIET: Duration = Duration::from_millis(20);

/// Longest wait after the first event: what is saved all the time is shown too.
const LONGEST: Duration = Duration::from_millis(80);

/// Extensions of files that count though no card depends on them yet.
const NEW: [&str; 6] = ["yaml", "yml", "json", "csv", "tsv", "svg"];

/// What wakes who waits.
enum Signal {
    Event(notify::Result<Event>),
    Stop,
}

/// Ends the waiting, from another thread.
#[derive(Clone)]
pub struct Stop(Sender<Signal>);

impl Stop {
    /// Nobody waits any more, and whoever begins to returns at once.
    pub fn stop(&self) {
        // What is over needs no signal.
        let _ = self.0.send(Signal::Stop);
    }
}

/// The folders that are watched, and why.
pub struct Watched {
    watcher: RecommendedWatcher,
    receive: Receiver<Signal>,
    folders: BTreeSet<PathBuf>,
    /// Folders that cannot be, said once.
    refused: BTreeSet<PathBuf>,
    /// What the last run depended on.
    reads: Reads,
    /// What it wrote, or found as it would write it.
    written: BTreeSet<PathBuf>,
}

impl Watched {
    /// Nothing watched yet, and what ends it.
    ///
    /// # Errors
    /// Why the system watches nothing.
    pub fn new() -> Result<(Watched, Stop), String> {
        let (send, receive) = mpsc::channel();
        let stop = Stop(send.clone());
        let watcher = notify::recommended_watcher(move |event| _ = send.send(Signal::Event(event)));
        let watcher = watcher.map_err(|error| why(&error))?;
        let (folders, refused, reads, written) = Default::default();
        Ok((Watched { watcher, receive, folders, refused, reads, written }, stop))
    }

    /// A run is over that depended on some files; `written` are those that it wrote or found, none if that is not known.
    pub fn ran(&mut self, reads: Reads, written: Option<&BTreeSet<String>>) {
        self.reads = reads;
        if let Some(written) = written {
            self.written = written.iter().map(|path| real(Path::new(path))).collect();
        }
    }

    /// Files that the last run depended on.
    pub fn files(&self) -> usize {
        self.reads.files.len()
    }

    /// Whether no folder is watched.
    pub fn is_idle(&self) -> bool {
        self.folders.is_empty()
    }

    /// Watches the folders of the last run too; whether there were new ones. None is let go: while a file is broken
    /// nobody knows what it names. `warn` is told of those that cannot be watched.
    pub fn follow(&mut self, mut warn: impl FnMut(String)) -> bool {
        let mut new = false;
        for folder in &self.reads.folders {
            if self.folders.contains(folder) || self.refused.contains(folder) {
                continue;
            }
            match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => new |= self.folders.insert(folder.clone()),
                Err(error) => {
                    warn(format!("{}: the folder cannot be watched: {}", folder.display(), why(&error)));
                    self.refused.insert(folder.clone());
                }
            }
        }
        new
    }

    /// Waits for a save and for it to be over; false if it was stopped. What the program writes to `output` is none.
    pub fn wait(&mut self, output: &Path, mut warn: impl FnMut(String)) -> bool {
        let own = real(output);
        // Credit files in the output folder are watched all the same: a run that changes nothing writes nothing.
        let own = (!self.reads.folders.iter().any(|folder| folder.starts_with(&own))).then_some(own);
        let mut first: Option<Instant> = None;
        loop {
            let signal = match first {
                None => self.receive.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(first) => self.receive.recv_timeout(QUIET.min(LONGEST.saturating_sub(first.elapsed()))),
            };
            match signal {
                Ok(Signal::Event(Ok(event))) if self.matters(&event, own.as_deref()) => {
                    first.get_or_insert_with(Instant::now);
                }
                Ok(Signal::Event(Ok(_))) => {}
                Ok(Signal::Event(Err(error))) => warn(format!("watching: {}", why(&error))),
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => return true,
            }
        }
    }

    /// Whether an event may change a card. Reading is none, nor are the program's own files.
    fn matters(&mut self, event: &Event, own: Option<&Path>) -> bool {
        if event.need_rescan() {
            return true;
        }
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
            EventKind::Access(_) => return false,
            // A folder of that name may be another one now.
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => {
                for path in event.paths.iter().filter(|path| self.folders.remove(*path)) {
                    // A folder that is gone is not watched any more anyway.
                    let _ = self.watcher.unwatch(path);
                }
            }
            _ => {}
        }
        event.paths.iter().any(|path| {
            let known = self.reads.files.contains(path) || self.reads.folders.contains(path);
            let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            // Of editors and systems, beside what is saved.
            let passing = name.starts_with('.') || name.ends_with('~');
            let made = self.written.contains(path) || own.is_some_and(|own| path.starts_with(own));
            known || (!passing && !made && may_be_new(path))
        })
    }
}

/// Whether a card may come to depend on a file that none does yet: a folder, a credit file, a brand kit, a template or a part
/// of one. Pictures and fonts that are looked for are known before they are there, and a log says nothing of cards.
fn may_be_new(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    path.is_dir() || extension.is_some_and(|extension| NEW.contains(&extension.as_str()))
}

/// The reason without the paths, which the message has.
fn why(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => reason(error),
        notify::ErrorKind::MaxFilesWatch => "the system watches no more files; name fewer folders".to_owned(),
        notify::ErrorKind::PathNotFound => "it is not there".to_owned(),
        _ => error.to_string(),
    }
}

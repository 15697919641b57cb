//! `watch`: runs again and again, each time something that the last run depended on was saved.
//! A run makes only what changed and writes whole files, so the last good card stays while a file is broken.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use clap::Args;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::campaign::{Interrupt, Reads, Told, real};
use crate::cli::args::RenderArgs;
use crate::cli::render::{self, Shared};
use crate::cli::{Outcome, fail, interrupt, message, opening, usage};
use crate::diagnostic::reason;
use crate::publish::Writer;
use crate::report::plural;

/// Options of `watch`.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Show the first card, with the program that the system shows pictures with
    #[arg(long)]
    pub open: bool,
    /// Those of `render`
    #[command(flatten)]
    pub render: RenderArgs,
}

/// Quiet after an event that means that a save is over: editors write, rename and set times within a few milliseconds.
const QUIET: Duration = Duration::from_millis(20);

/// Longest wait after the first event: what is saved all the time is shown too.
const LONGEST: Duration = Duration::from_millis(80);

/// Extensions of files that count though no card depends on them yet.
const NEW: [&str; 6] = ["yaml", "yml", "json", "csv", "tsv", "svg"];

/// What wakes the loop.
enum Signal {
    Event(notify::Result<Event>),
    Stop,
}

/// Runs the command.
pub fn watch(mut args: WatchArgs) -> Outcome {
    if let Some(outcome) = refuse(&args.render).or_else(|| render::check_usage(&args.render)) {
        return outcome;
    }
    let fonts = match args.render.look.fonts.load() {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let (send, receive) = mpsc::channel();
    let stop = send.clone();
    let writer = Arc::new(Writer::new());
    // A loop that is over needs no signal.
    let interrupt = Interrupt::default();
    interrupt::tell(&interrupt, &writer, move || _ = stop.send(Signal::Stop));
    let watcher = match notify::recommended_watcher(move |event| _ = send.send(Signal::Event(event))) {
        Ok(watcher) => watcher,
        Err(error) => return fail(&format!("files cannot be watched: {}", why(&error))),
    };
    let mut watched = Watched {
        watcher,
        folders: BTreeSet::new(),
        refused: BTreeSet::new(),
        reads: Reads::default(),
        written: BTreeSet::new(),
    };
    let (mut told, mut sums) = (Told::news(), Sums::default());
    // What is up to date at first is explained too.
    args.render.force |= args.render.explain;
    loop {
        told.turn();
        let shared = Shared { fonts: &fonts, writer: &writer, interrupt: &interrupt };
        let (ran, printed) = match render::once(&args.render, &shared, &mut told) {
            Ok(over) => over,
            Err(outcome) => return outcome,
        };
        watched.reads = ran.reads.unwrap_or_default();
        if printed.is_ok() {
            sums.pictures += ran.summary.pictures;
            sums.failed = ran.summary.failed;
            watched.written = ran.paths.iter().map(|path| real(Path::new(path))).collect();
            if let Some(first) = ran.first.filter(|_| args.open) {
                args.open = false;
                // Not a name that could be an option.
                opening::open(real(Path::new(&first)).into(), &first);
            }
        } else {
            // It was said, and the next save may mend it.
            sums.failed += 1;
        }
        if interrupt.asked() {
            break;
        }
        // Asked for once, not at every save.
        args.render.force = false;
        // What was saved before its folder was watched would be missed.
        if watched.follow() {
            continue;
        }
        if watched.folders.is_empty() {
            return fail("nothing can be watched");
        }
        if !std::mem::replace(&mut sums.begun, true) && !args.render.quiet {
            message(&format!("watching {}, Ctrl-C ends", plural(watched.reads.files.len(), "file")));
        }
        if !watched.wait(&receive, &args.render.output) {
            break;
        }
        sums.saves += 1;
    }
    if !args.render.quiet {
        message(&sums.sentence());
    }
    Outcome::Well
}

/// Options of `render` that have no meaning when files are made again and again.
fn refuse(args: &RenderArgs) -> Option<Outcome> {
    let is_standard = |path: &PathBuf| path.as_os_str() == "-";
    let given = [
        (is_standard(&args.output), "`-o -`", "write to a folder with `-o DIR`"),
        (args.inputs.iter().any(is_standard), "standard input", "name a file or a folder"),
        (args.locked, "`--locked`", "`render --locked` compares once"),
        (args.shard.is_some(), "`--shard`", "name the files that you work on"),
        (args.report.is_some(), "`--report`", "`render --report` writes one"),
        (args.junit.is_some(), "`--junit`", "`render --junit` writes one"),
        // A file that an editor replaces is away for a moment, and its cards would be too.
        (args.prune, "`--prune`", "run `render --prune` when you are done"),
    ];
    let (_, name, hint) = given.into_iter().find(|(given, ..)| *given)?;
    Some(usage(&format!("`watch` does not go with {name}"), hint))
}

/// What was done, for the end.
#[derive(Default)]
struct Sums {
    /// Whether the first run is over.
    begun: bool,
    /// Times that something was saved.
    saves: usize,
    pictures: usize,
    /// Failures of the last run.
    failed: usize,
}

impl Sums {
    fn sentence(&self) -> String {
        let mut text = format!("{} made", plural(self.pictures, "picture"));
        text.push_str(&format!(" after {}", plural(self.saves, "change")));
        if self.failed > 0 {
            text.push_str(&format!(", {} at the end", plural(self.failed, "failure")));
        }
        text
    }
}

/// The folders that are watched, and why.
struct Watched {
    watcher: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
    /// Folders that cannot be, said once.
    refused: BTreeSet<PathBuf>,
    /// What the last run depended on.
    reads: Reads,
    /// What it wrote, or found as it would write it.
    written: BTreeSet<PathBuf>,
}

impl Watched {
    /// Watches the folders of the last run too; whether there were new ones. None is let go: while a file is broken
    /// nobody knows what it names.
    fn follow(&mut self) -> bool {
        let mut new = false;
        for folder in &self.reads.folders {
            if self.folders.contains(folder) || self.refused.contains(folder) {
                continue;
            }
            match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => new |= self.folders.insert(folder.clone()),
                Err(error) => {
                    message(&format!("warning: {}: the folder cannot be watched: {}", folder.display(), why(&error)));
                    self.refused.insert(folder.clone());
                }
            }
        }
        new
    }

    /// Waits for a save and for it to be over; false if the loop is to end.
    fn wait(&mut self, receive: &Receiver<Signal>, output: &Path) -> bool {
        let own = real(output);
        // Credit files in the output folder are watched all the same: a run that changes nothing writes nothing.
        let own = (!self.reads.folders.iter().any(|folder| folder.starts_with(&own))).then_some(own);
        let mut first: Option<Instant> = None;
        loop {
            let signal = match first {
                None => receive.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(first) => receive.recv_timeout(QUIET.min(LONGEST.saturating_sub(first.elapsed()))),
            };
            match signal {
                Ok(Signal::Event(Ok(event))) if self.matters(&event, own.as_deref()) => {
                    first.get_or_insert_with(Instant::now);
                }
                Ok(Signal::Event(Ok(_))) => {}
                Ok(Signal::Event(Err(error))) => message(&format!("warning: watching: {}", why(&error))),
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

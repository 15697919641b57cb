//! `watch`: runs again and again, each time something that the last run depended on was saved.
//! A run makes only what changed and writes whole files, so the last good card stays while a file is broken.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::campaign::{Interrupt, Told, Watched, real};
use crate::cli::args::RenderArgs;
use crate::cli::render::{self, Shared};
use crate::publish::Writer;
use crate::report::plural;
use crate::terminal::{Outcome, fail, interrupt, message, open, usage};

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

/// Runs the command.
pub fn watch(mut args: WatchArgs) -> Outcome {
    if let Some(outcome) = refuse(&args.render).or_else(|| render::check_usage(&args.render)) {
        return outcome;
    }
    let fonts = match args.render.look.fonts.load() {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let (mut watched, stop) = match Watched::new() {
        Ok(watched) => watched,
        Err(why) => return fail(&format!("files cannot be watched: {why}")),
    };
    let writer = Arc::new(Writer::new());
    let interrupt = Interrupt::default();
    interrupt::tell(&interrupt, &writer, move || stop.stop());
    let warn = |text: String| message(&format!("warning: {text}"));
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
        watched.ran(ran.reads.unwrap_or_default(), printed.is_ok().then_some(&ran.paths));
        if printed.is_ok() {
            sums.pictures += ran.summary.pictures;
            sums.failed = ran.summary.failed;
            if let Some(first) = ran.first.filter(|_| args.open) {
                args.open = false;
                // Not a name that could be an option.
                open(real(Path::new(&first)).into(), &first);
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
        if watched.follow(warn) {
            continue;
        }
        if watched.is_idle() {
            return fail("nothing can be watched");
        }
        if !std::mem::replace(&mut sums.begun, true) && !args.render.quiet {
            message(&format!("watching {}, Ctrl-C ends", plural(watched.files(), "file")));
        }
        if !watched.wait(&args.render.output, warn) {
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

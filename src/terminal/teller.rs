//! What `render` and `watch` say of a campaign: messages, the listing of files, progress and the report.
//! Paths of files go to standard output, everything else to standard error.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use crate::campaign::{Done, Event, Interrupt, Listener, Ran, Told};
use crate::diagnostic::{Diagnostic, Severity};
use crate::publish::Writer;
use crate::report::{Reporter, Status, plural};
use crate::terminal::{Outcome, Progress, fail, interrupt, message, print, print_bytes};
use crate::visible::visible;

/// Failures that are repeated at the end of a run.
const MOST_REPEATED: usize = 50;

/// What of a campaign is said, and where its report is written.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'t> {
    /// Errors alone.
    pub quiet: bool,
    /// How long each stage took, too.
    pub timings: bool,
    /// Whether files are only compared.
    pub locked: bool,
    /// Whether standard output is a picture.
    pub to_stdout: bool,
    /// The report's file; `-` for standard output.
    pub report: Option<&'t Path>,
    /// That of the report as JUnit XML.
    pub junit: Option<&'t Path>,
}

/// A listener for people, and for who reads the report.
pub struct Teller<'t> {
    said: Said<'t>,
    progress: Progress,
    /// What is to be interrupted by whom, if the program listens once the inputs are read.
    listen: Option<(&'t Interrupt, &'t Arc<Writer>)>,
}

/// What was said.
struct Said<'t> {
    telling: Telling<'t>,
    told: &'t mut Told,
    reporter: Reporter,
    /// What failed, a line each, and whether something else was printed after the first of them.
    failures: Vec<String>,
    buried: bool,
    /// Whether the run makes cards of several files.
    several: bool,
    /// Files about which there are notes that were not said.
    noted: BTreeSet<String>,
    /// What printing to standard output came to.
    outcome: Outcome,
}

impl<'t> Teller<'t> {
    /// One that has said nothing of this run; `told` is what people know.
    pub fn new(
        telling: Telling<'t>,
        told: &'t mut Told,
        listen: Option<(&'t Interrupt, &'t Arc<Writer>)>,
    ) -> Teller<'t> {
        let said = Said {
            telling,
            told,
            reporter: Reporter::new(telling.report, telling.junit),
            failures: Vec::new(),
            buried: false,
            several: false,
            noted: BTreeSet::new(),
            outcome: Outcome::Well,
        };
        Teller { said, progress: Progress::new(0, false), listen }
    }

    /// Says what a run came to, and writes its report. Returns what printing came to.
    ///
    /// # Errors
    /// If something about it could not be written, which was said.
    pub fn end(self, ran: &Ran, writer: &Writer) -> Result<Outcome, Outcome> {
        let Said { telling, told, reporter, outcome, .. } = self.said;
        if telling.timings {
            message(&ran.timings.table(ran.summary.pictures));
        }
        let several = ran.asked > 1 || ran.summary.interrupted || ran.untouched > 0;
        if !telling.quiet && !telling.to_stdout && !told.only_news() && several {
            message(&sentence(telling.locked, ran));
        }
        let written = reporter.finish(&ran.summary, writer).map_err(|error| error.to_string());
        match written.err().or_else(|| ran.trouble.clone()) {
            Some(text) if told.hear(&text).say => Err(fail(&text)),
            Some(_) => Err(Outcome::Failed),
            None => Ok(outcome),
        }
    }
}

impl Listener for Teller<'_> {
    fn hear(&mut self, event: Event<'_>) {
        let said = &mut self.said;
        match event {
            Event::Problem(problem) => said.problem(problem),
            Event::Forgotten { path, reason } => {
                said.news(&format!("warning: {}: {reason}; every card is made again\n", path.display()));
            }
            Event::Begun { run, cards, files } => {
                said.several = files > 1;
                said.reporter.run(run.clone());
                if let Some((interrupt, writer)) = self.listen {
                    interrupt::listen(interrupt, writer);
                }
                self.progress = Progress::new(cards, !said.telling.to_stdout);
            }
            Event::Taken { thread, name } => self.progress.begin(thread, name),
            Event::Done(done) => self.progress.done(|| said.card(*done)),
            Event::Over => {
                self.progress.end();
                said.notes();
                said.failures();
            }
            Event::Removed(path) => said.unless_quiet(&format!("removed: {path}")),
            Event::Kept(path) => {
                said.unless_quiet(&format!("no longer made, kept because somebody changed it: {path}"));
            }
            Event::NoLongerMade(paths) => said.no_longer_made(paths),
            Event::WouldGo(paths) => {
                paths.iter().for_each(|path| message(&format!("would change: {path}: no longer made")));
            }
        }
    }
}

impl Said<'_> {
    fn problem(&mut self, problem: &Diagnostic) {
        if problem.severity != Severity::Error && self.telling.quiet {
            return;
        }
        let text = format!("{problem}\n");
        let heard = match problem.severity {
            Severity::Error => self.told.hear_error(&text, problem.path.as_deref()),
            _ => self.told.hear(&text),
        };
        if heard.say {
            message(&text);
        }
    }

    /// Says what is not said to who wants to read errors alone.
    fn unless_quiet(&self, text: &str) {
        if !self.telling.quiet {
            message(text);
        }
    }

    /// The same, if people do not know it.
    fn news(&mut self, text: &str) {
        if !self.telling.quiet && self.told.hear(text).say {
            message(text);
        }
    }

    fn card(&mut self, done: Done) {
        for warning in &done.line.warnings {
            let heard = self.told.hear(&warning.text);
            // Notes about one file are worth reading; of a campaign their number says where to look.
            let counted = self.several && warning.code == "left-out";
            if counted {
                self.noted.insert(done.line.input.clone());
            } else if heard.say && !self.telling.quiet {
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
            self.outcome = print_bytes(picture);
        }
        self.list(&done);
        self.reporter.card(done.line);
    }

    /// Lists the files of a card.
    fn list(&mut self, done: &Done) {
        let reported = self.telling.report.is_some_and(|path| path.as_os_str() == "-");
        let untouched = done.line.status == Status::UpToDate;
        if self.telling.quiet || reported || untouched && self.told.only_news() {
            return;
        }
        // People see sizes and times, programs get paths.
        let people = std::io::stdout().is_terminal();
        for picture in &done.listing {
            let path = picture.path.display();
            let line =
                if people { visible(&format!("{path}  {}", picture.about)).into_owned() } else { path.to_string() };
            // A full disk behind standard output is said once.
            if self.outcome == Outcome::Well {
                self.outcome = print(&format!("{line}\n"));
            }
        }
        self.buried |= !self.failures.is_empty() && !done.listing.is_empty();
    }

    /// Says of how many files there are notes.
    fn notes(&mut self) {
        if self.noted.is_empty() {
            return;
        }
        let files = plural(self.noted.len(), "file");
        let text =
            format!("note: cards of {files} leave out something that they were given; `extra-credit check` says what");
        self.news(&text);
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

    fn no_longer_made(&mut self, paths: &[String]) {
        let news = paths.iter().map(|path| format!("no longer made: {path}"));
        let news: Vec<String> = news.filter(|text| self.told.hear(text).say).collect();
        if !self.telling.quiet && !news.is_empty() {
            news.iter().for_each(|text| message(text));
            message("  hint: `render --prune` removes them");
        }
    }
}

/// A run in a line.
fn sentence(locked: bool, ran: &Ran) -> String {
    let summary = &ran.summary;
    let mut text = match locked {
        true => format!("{} as they would be made", plural(ran.untouched, "picture")),
        false => format!("{} made", plural(summary.pictures, "picture")),
    };
    if !locked && ran.untouched > 0 {
        text.push_str(&format!(", {} up to date", ran.untouched));
    }
    for (count, what) in [(summary.would_change, "would change"), (summary.failed, "failed")] {
        if count > 0 {
            text.push_str(&format!(", {count} {what}"));
        }
    }
    if summary.warnings > 0 {
        text.push_str(&format!(", {}", plural(summary.warnings, "warning")));
    }
    if summary.interrupted {
        text = format!("interrupted: {text}, {} not begun", plural(summary.not_begun, "card"));
    }
    text
}

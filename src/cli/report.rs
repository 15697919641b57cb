//! The findings of `check`: printed in one of several forms, and counted.
//! What people read goes to standard error, what machines read to standard output.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::cli::check::CheckArgs;
use crate::cli::choices::FindingForm;
use crate::cli::{Outcome, fail, message, print};
use crate::diagnostic::{Diagnostic, Severity};
use crate::publish::write_atomic;
use crate::report::{About, github, gitlab, json, plural, sarif};

/// Prints and counts findings.
pub struct Report {
    form: FindingForm,
    quiet: bool,
    strict: bool,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Kept for forms that are one document.
    kept: Vec<About>,
    /// The file of `--report`, and its lines.
    file: Option<(PathBuf, String)>,
    /// What was told: one cause may be that of several records.
    told: BTreeSet<String>,
    /// What people have not been told yet of the file that findings come of, and where equal words stand in it.
    waiting: Vec<Alike>,
    words: BTreeMap<Words, usize>,
    /// What printing to standard output came to.
    printed: Outcome,
}

/// What findings say that are told as one.
type Words = (Severity, &'static str, String, Option<String>);

/// Lines of further findings that are named.
const NAMED: usize = 3;

/// A finding, and the lines of those of its file that say the same: a sheet of 180 records has most of them 180 times.
struct Alike {
    first: Diagnostic,
    lines: Vec<u32>,
}

impl Alike {
    fn said(mut self) -> Diagnostic {
        let mut named: Vec<String> = self.lines.iter().take(NAMED).map(u32::to_string).collect();
        let more = self.lines.len() - named.len();
        let last = if more > 0 { Some(format!("{more} more")) } else { named.pop() };
        if let Some(last) = last {
            let first = if named.is_empty() { String::new() } else { format!("{} and ", named.join(", ")) };
            let noun = if self.lines.len() == 1 { "line" } else { "lines" };
            self.first.message.push_str(&format!(" (also on {noun} {first}{last})"));
        }
        self.first
    }
}

impl Report {
    /// A report as the options ask for it.
    pub fn new(args: &CheckArgs) -> Report {
        let file = args.report.clone().map(|path| (path, String::new()));
        let (form, quiet, strict) = (args.format, args.quiet, args.strict);
        let (kept, told, waiting, words) = Default::default();
        let printed = Outcome::Well;
        Report { form, quiet, strict, errors: 0, warnings: 0, notes: 0, kept, file, told, waiting, words, printed }
    }

    /// Prints a finding and counts it, once; `record` is what people call the record that it is about.
    pub fn tell(&mut self, finding: &Diagnostic, record: Option<&str>) {
        if !self.told.insert(finding.to_string()) {
            return;
        }
        let shown = match finding.severity {
            Severity::Error => {
                self.errors += 1;
                true
            }
            Severity::Warning => {
                self.warnings += 1;
                self.strict || !self.quiet
            }
            Severity::Note => {
                self.notes += 1;
                !self.quiet
            }
        };
        if let Some((_, lines)) = &mut self.file {
            lines.push_str(&json(finding, record));
            lines.push('\n');
        }
        if !shown {
            return;
        }
        let line = match self.form {
            FindingForm::Human => return self.wait(finding),
            FindingForm::Json => json(finding, record),
            FindingForm::Github => github(finding),
            FindingForm::Gitlab | FindingForm::Sarif => {
                return self.kept.push((finding.clone(), record.map(str::to_owned)));
            }
        };
        // Said once: a full disk behind standard output is one problem.
        if self.printed == Outcome::Well {
            self.printed = print(&format!("{line}\n"));
        }
    }

    /// Keeps a finding until those of another file come, so that equal ones are said once.
    fn wait(&mut self, finding: &Diagnostic) {
        if self.waiting.first().is_some_and(|known| known.first.path != finding.path) {
            self.say();
        }
        if let Some(at) = finding.position {
            let words = (finding.severity, finding.code, finding.message.clone(), finding.hint.clone());
            let known = *self.words.entry(words).or_insert(self.waiting.len());
            if let Some(known) = self.waiting.get_mut(known) {
                return known.lines.push(at.line);
            }
        }
        self.waiting.push(Alike { first: finding.clone(), lines: Vec::new() });
    }

    fn say(&mut self) {
        self.words.clear();
        self.waiting.drain(..).for_each(|alike| message(&format!("{}\n", alike.said())));
    }

    /// Says how many there were, and whether that is a failure.
    pub fn end(&mut self, files: usize) -> Outcome {
        self.say();
        let document = match self.form {
            FindingForm::Gitlab => Some(gitlab(&self.kept)),
            FindingForm::Sarif => Some(sarif(&self.kept)),
            _ => None,
        };
        let printed = document.map_or(self.printed, |document| print(&document));
        if let Some((path, lines)) = &self.file
            && let Err(error) = write_atomic(path, lines.as_bytes())
        {
            return fail(&error.to_string());
        }
        if !self.quiet {
            let mut text = format!(
                "{}, {}, {}",
                plural(files, "file"),
                plural(self.errors, "error"),
                plural(self.warnings, "warning")
            );
            if self.notes > 0 {
                text.push_str(&format!(", {}", plural(self.notes, "note")));
            }
            message(&text);
        }
        if self.errors > 0 || (self.strict && self.warnings > 0) { Outcome::Failed } else { printed }
    }
}

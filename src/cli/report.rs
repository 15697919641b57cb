//! The report of `check`: findings printed in one of several forms, counted, and those that are allowed left out.
//! What people read goes to standard error, what machines read to standard output.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

use crate::cli::args::{CheckArgs, FindingForm};
use crate::cli::{Outcome, fail, message, print};
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::{About, github, gitlab, json, sarif};
use crate::publish::write_atomic;
use crate::record::{Allowance, Source};

/// Codes that need other files to be found: a run over one file says nothing about them.
const ACROSS_FILES: [&str; 3] = ["near-duplicate", "two-handles", "shared-handle"];

/// What a file allows: its own list, and the list of its brand kit.
#[derive(Clone, Default)]
pub struct Allowed {
    /// Its own.
    pub own: Vec<Allowance>,
    /// The file that they stand in.
    pub source: Source,
    /// The kit, if it has one.
    pub kit: Option<(Source, Vec<Allowance>)>,
}

/// What files allow, and which of it was of use.
pub struct Permits {
    files: Vec<(Allowed, Vec<bool>)>,
    kits: BTreeMap<String, (Source, Vec<Allowance>, Vec<bool>)>,
}

impl Permits {
    /// The permits of the files of a run.
    pub fn new(files: Vec<Allowed>) -> Permits {
        let mut kits = BTreeMap::new();
        for (source, allow) in files.iter().filter_map(|file| file.kit.as_ref()) {
            let new = || (source.clone(), allow.clone(), vec![false; allow.len()]);
            kits.entry(source.name.clone()).or_insert_with(new);
        }
        let files = files.into_iter().map(|file| (vec![false; file.own.len()], file)).map(|(used, file)| (file, used));
        Permits { files: files.collect(), kits }
    }

    /// Whether a file or its kit allows a finding; what does is marked as used.
    pub fn allow(&mut self, file: usize, finding: &Diagnostic) -> bool {
        let Some((allowed, used)) = self.files.get_mut(file) else { return false };
        let mut found = false;
        let mut mark = |list: &[Allowance], used: &mut [bool]| {
            for (_, used) in list.iter().zip(used).filter(|(allowance, _)| allowance.covers(finding)) {
                *used = true;
                found = true;
            }
        };
        mark(&allowed.own, used);
        if let Some((_, list, used)) = allowed.kit.as_ref().and_then(|(source, _)| self.kits.get_mut(&source.name)) {
            mark(list, used);
        }
        found
    }

    /// Notes about what a file allows and nobody found.
    pub fn unused(&self, file: usize) -> Vec<Diagnostic> {
        let Some((allowed, used)) = self.files.get(file) else { return Vec::new() };
        let alone = self.files.len() == 1;
        unused(&allowed.source, &allowed.own, used)
            .filter(|(allowance, _)| !alone || !ACROSS_FILES.contains(&allowance.code.value.as_str()))
            .map(|(_, note)| note)
            .collect()
    }

    /// The same for kits that `counts` chooses by the path of their file: those of which all records were checked.
    pub fn unused_of_kits(&self, counts: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let kits = self.kits.iter().filter(|(name, _)| counts(name));
        kits.flat_map(|(_, (source, list, used))| unused(source, list, used).map(|(_, note)| note)).collect()
    }
}

fn unused<'a>(
    source: &'a Source,
    list: &'a [Allowance],
    used: &'a [bool],
) -> impl Iterator<Item = (&'a Allowance, Diagnostic)> {
    list.iter().zip(used).filter(|(_, used)| !**used).map(|(allowance, _)| {
        let about = allowance.name.as_ref().map(|name| format!(" of `{name}`")).unwrap_or_default();
        let message = format!("`allow`: no finding `{}`{about} is left to allow", allowance.code);
        let note = Diagnostic::note("unused-allowance", message).hint("remove it");
        (allowance, source.place(note, allowance.code.at, allowance.code.length))
    })
}

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
}

impl Report {
    /// A report as the options ask for it.
    pub fn new(args: &CheckArgs) -> Report {
        let file = args.report.clone().map(|path| (path, String::new()));
        let (form, quiet, strict) = (args.format, args.quiet, args.strict);
        Report { form, quiet, strict, errors: 0, warnings: 0, notes: 0, kept: Vec::new(), file, told: BTreeSet::new() }
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
            FindingForm::Human => return message(&format!("{finding}\n")),
            FindingForm::Json => json(finding, record),
            FindingForm::Github => github(finding),
            FindingForm::Gitlab | FindingForm::Sarif => {
                return self.kept.push((finding.clone(), record.map(str::to_owned)));
            }
        };
        // A closed pipe ends the listing, not the check.
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }

    /// Says how many there were, and whether that is a failure.
    pub fn end(&self, files: usize) -> Outcome {
        let document = match self.form {
            FindingForm::Gitlab => Some(gitlab(&self.kept)),
            FindingForm::Sarif => Some(sarif(&self.kept)),
            _ => None,
        };
        let printed = document.map_or(Outcome::Well, |document| print(&document));
        if let Some((path, lines)) = &self.file
            && let Err(error) = write_atomic(path, lines.as_bytes())
        {
            return fail(&error.to_string());
        }
        if !self.quiet {
            let mut text = format!(
                "{}, {}, {}",
                count(files, "file"),
                count(self.errors, "error"),
                count(self.warnings, "warning")
            );
            if self.notes > 0 {
                text.push_str(&format!(", {}", count(self.notes, "note")));
            }
            message(&text);
        }
        if self.errors > 0 || (self.strict && self.warnings > 0) { Outcome::Failed } else { printed }
    }
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

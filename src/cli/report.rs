//! The findings of `check`: printed in one of several forms, and counted.
//! What people read goes to standard error, what machines read to standard output.

use std::collections::BTreeSet;
use std::io::Write;
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

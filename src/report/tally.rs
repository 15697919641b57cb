//! The findings of a check: each counted and told once, in the form that was asked for.
//! Nothing is printed here; whoever counts says what comes of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{About, github, gitlab, json, plural, sarif};

/// How findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingForm {
    /// To people, with the line and a caret.
    Human,
    /// One JSON object a line.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
    /// SARIF 2.1.0, which code hosts and editors show.
    Sarif,
}

/// What is to be said now.
#[derive(Clone, Debug, PartialEq)]
pub enum Say {
    /// To people.
    People(Box<Diagnostic>),
    /// To a program: whole lines.
    Program(String),
}

/// Counts findings.
#[derive(Debug)]
pub struct Tally {
    form: FindingForm,
    quiet: bool,
    strict: bool,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// Kept for forms that are one document.
    kept: Vec<About>,
    /// All findings as lines of JSON, if they are wanted beside what is said.
    lines: Option<String>,
    /// What was told: one cause may be that of several records.
    told: BTreeSet<String>,
    /// What people have not been told yet of the file that findings come of, and where equal words stand in it.
    waiting: Vec<Alike>,
    words: BTreeMap<Words, usize>,
}

/// What findings say that are told as one.
type Words = (Severity, &'static str, String, Option<String>);

/// What a check came to.
#[derive(Debug)]
pub struct Counted {
    /// What is left to be said.
    pub say: Vec<Say>,
    /// All findings as lines of JSON, if they were wanted.
    pub lines: Option<String>,
    /// How many there were, in a line; none for who wants to read errors alone.
    pub sentence: Option<String>,
    /// Whether there is an error, or what counts as one.
    pub failed: bool,
}

/// Lines of further findings that are named.
const NAMED: usize = 3;

/// A finding, and the lines of those of its file that say the same: a sheet of 180 records has most of them 180 times.
#[derive(Debug)]
struct Alike {
    first: Diagnostic,
    lines: Vec<u32>,
}

impl Alike {
    fn said(mut self) -> Say {
        let mut named: Vec<String> = self.lines.iter().take(NAMED).map(u32::to_string).collect();
        let more = self.lines.len() - named.len();
        let last = if more > 0 { Some(format!("{more} more")) } else { named.pop() };
        if let Some(last) = last {
            let first = if named.is_empty() { String::new() } else { format!("{} and ", named.join(", ")) };
            let noun = if self.lines.len() == 1 { "line" } else { "lines" };
            self.first.message.push_str(&format!(" (also on {noun} {first}{last})"));
        }
        Say::People(Box::new(self.first))
    }
}

impl Tally {
    /// Nothing counted yet. With `quiet` errors alone are told, with `strict` warnings count as errors; `lines` says whether
    /// all findings are wanted as lines of JSON too.
    pub fn new(form: FindingForm, quiet: bool, strict: bool, lines: bool) -> Tally {
        let (errors, warnings, notes) = (0, 0, 0);
        let (kept, told, waiting, words) = Default::default();
        let lines = lines.then(String::new);
        Tally { form, quiet, strict, errors, warnings, notes, kept, lines, told, waiting, words }
    }

    /// Counts a finding, once; `record` is what people call the record that it is about. Returns what is to be said.
    pub fn count(&mut self, finding: &Diagnostic, record: Option<&str>) -> Vec<Say> {
        if !self.told.insert(finding.to_string()) {
            return Vec::new();
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
        if let Some(lines) = &mut self.lines {
            lines.push_str(&json(finding, record));
            lines.push('\n');
        }
        let line = match self.form {
            _ if !shown => return Vec::new(),
            FindingForm::Human => return self.wait(finding),
            FindingForm::Json => json(finding, record),
            FindingForm::Github => github(finding),
            FindingForm::Gitlab | FindingForm::Sarif => {
                self.kept.push((finding.clone(), record.map(str::to_owned)));
                return Vec::new();
            }
        };
        vec![Say::Program(format!("{line}\n"))]
    }

    /// Keeps a finding until those of another file come, so that equal ones are said once.
    fn wait(&mut self, finding: &Diagnostic) -> Vec<Say> {
        let other = self.waiting.first().is_some_and(|known| known.first.path != finding.path);
        let said = if other { self.say() } else { Vec::new() };
        if let Some(at) = finding.position {
            let words = (finding.severity, finding.code, finding.message.clone(), finding.hint.clone());
            let known = *self.words.entry(words).or_insert(self.waiting.len());
            if let Some(known) = self.waiting.get_mut(known) {
                known.lines.push(at.line);
                return said;
            }
        }
        self.waiting.push(Alike { first: finding.clone(), lines: Vec::new() });
        said
    }

    fn say(&mut self) -> Vec<Say> {
        self.words.clear();
        self.waiting.drain(..).map(Alike::said).collect()
    }

    /// What the findings of so many files came to.
    pub fn end(mut self, files: usize) -> Counted {
        let mut say = self.say();
        match self.form {
            FindingForm::Gitlab => say.push(Say::Program(gitlab(&self.kept))),
            FindingForm::Sarif => say.push(Say::Program(sarif(&self.kept))),
            FindingForm::Human | FindingForm::Json | FindingForm::Github => {}
        }
        let counts = [(files, "file"), (self.errors, "error"), (self.warnings, "warning")];
        let mut sentence = counts.map(|(count, noun)| plural(count, noun)).join(", ");
        if self.notes > 0 {
            sentence.push_str(&format!(", {}", plural(self.notes, "note")));
        }
        let failed = self.errors > 0 || (self.strict && self.warnings > 0);
        Counted { say, lines: self.lines, sentence: (!self.quiet).then_some(sentence), failed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Position;

    fn at(line: u32, file: &str) -> Diagnostic {
        Diagnostic::warning("near-duplicate", "alike").in_file(file).at(Position { line, column: 1 }, 1, "x")
    }

    #[test]
    fn equal_findings_of_a_file_are_one_message_when_the_next_file_begins() {
        let mut tally = Tally::new(FindingForm::Human, false, false, false);
        for line in 1..=6 {
            assert_eq!(tally.count(&at(line, "a.csv"), None), []);
        }
        // The same finding of another record.
        assert_eq!(tally.count(&at(6, "a.csv"), Some("Tide")), []);
        let said = tally.count(&at(1, "b.csv"), None);
        let [Say::People(one)] = said.as_slice() else { panic!("{said:?}") };
        assert!(one.message.ends_with(" (also on lines 2, 3, 4 and 2 more)"), "{}", one.message);
        let end = tally.end(2);
        assert_eq!(end.sentence.as_deref(), Some("2 files, 0 errors, 7 warnings"));
        assert!(!end.failed && end.say.len() == 1 && end.lines.is_none());
    }

    #[test]
    fn who_reads_errors_alone_is_told_of_warnings_that_count_as_such() {
        for (strict, told) in [(false, 0), (true, 1)] {
            let mut tally = Tally::new(FindingForm::Json, true, strict, true);
            assert_eq!(tally.count(&at(1, "a.yaml"), None).len(), told);
            let end = tally.end(1);
            assert_eq!(
                (end.failed, end.sentence, end.lines.map(|lines| lines.lines().count())),
                (strict, None, Some(1))
            );
        }
    }
}

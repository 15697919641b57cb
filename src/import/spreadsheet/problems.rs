//! Where a problem is, in the words of somebody who looks at a spreadsheet: row, column and header.
//! Hints of the credit file's reader that speak of YAML are put in those words too.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Cell, Table, letters};
use crate::diagnostic::{Diagnostic, Position, Severity};
use crate::import::text::Source;
use crate::import::text::brief;

/// Most problems shown for one record, and for the file; more are counted.
pub(super) const MOST_PROBLEMS: usize = 100;

/// Most problems kept for one record, and for the file, before those of one cause are put together.
pub(super) const MOST_KEPT: usize = 10_000;

/// Rows and values that a message about many cells names.
const NAMED: usize = 3;

/// What to do in a spreadsheet, where the reader's hint is about YAML.
const HINTS: [(&str, &str); 8] = [
    ("repeated-name", "keep one of them, with all its tracks and notes"),
    ("swapped", "are the columns of roles and names swapped?"),
    ("no-credits", "add a row with a role and a name, or a name in the column of a role"),
    ("near-role", "correct it, or leave it if it is meant: roles of your own are printed as written"),
    ("bad-hashtag", "a hashtag ends there; write several with a space or `;` between them"),
    ("bad-date", "write a year such as 2026 or a date such as 2026-03-06; format the cells as text"),
    ("bad-handle", "write one handle, without spaces"),
    ("empty-text", "write something that can be seen, or empty the cell"),
];

/// What is wrong with each name in its own way: a column of them is one message all the same.
const OF_EACH_NAME: [&str; 9] = [
    "name-list",
    "name-number",
    "name-order",
    "handle-in-name",
    "left-over",
    "lost-letter",
    "no-name-yet",
    "cut-name",
    "repeated-name",
];

/// Messages with the value that is wrong and one that says how: of several such only the first is printed.
const OF_TWO_VALUES: [&str; 5] = ["garbled", "left-over", "lost-letter", "handle-in-name", "name-number"];

/// Marks between several people in a cell, the likeliest last.
const MARKS: [&str; 4] = [" and ", " & ", " / ", ", "];

/// Ends of messages about one value, and about several.
const OF_SEVERAL: [(&str, &str); 3] = [
    (" is one contributor", " are one contributor each"),
    (" is no name, but a part of one", " are no names, but parts of some"),
    (" is ", " are "),
];

/// The places of a spreadsheet.
#[derive(Clone, Copy)]
pub(super) struct Places<'t> {
    pub source: &'t Source,
    pub table: &'t Table,
}

impl Places<'_> {
    /// A problem at a cell.
    pub fn cell(&self, problem: Diagnostic, cell: &Cell) -> Diagnostic {
        self.at(problem, cell.at, cell.length)
    }

    /// A problem of the header row.
    pub fn header(&self, problem: Diagnostic) -> Diagnostic {
        let length = u32::try_from(self.source.line(self.table.header.at.line).chars().count()).unwrap_or(1);
        self.source.place(problem, self.table.header.at, length.max(1))
    }

    /// A problem at a place.
    pub fn at(&self, problem: Diagnostic, at: Position, length: u32) -> Diagnostic {
        self.worded(self.source.place(problem, at, length))
    }

    /// A problem that has its place, with the words for it in front.
    fn worded(&self, mut problem: Diagnostic) -> Diagnostic {
        if let Some((row, column)) = problem.position.and_then(|at| self.table.locate(at)) {
            problem.message = format!("row {row}, {}: {}", self.column(column), problem.message);
        }
        problem
    }

    /// A column in words: `column C (`label`)`.
    fn column(&self, column: usize) -> String {
        let header = self.table.header_of(column).replace('\n', " ");
        let named = if header.is_empty() { String::new() } else { format!(" (`{}`)", brief(&header)) };
        format!("column {}{named}", letters(column))
    }

    /// Puts problems together that are one cause in one column: each list that has one of them gets the one message about
    /// all, which names the first rows and what was found there.
    pub fn together(&self, lists: &mut [&mut Vec<Diagnostic>]) {
        let mut causes: BTreeMap<Cause, Cells> = BTreeMap::new();
        for problem in lists.iter().flat_map(|list| list.iter()) {
            if let Some((cause, row, value)) = self.cause(problem) {
                causes.entry(cause).or_insert_with(|| Cells::new(problem)).add(problem, row, value);
            }
        }
        causes.retain(|_, cells| cells.rows.len() > 1);
        let shared: BTreeMap<Cause, Diagnostic> = causes
            .into_iter()
            .map(|(cause, cells)| {
                let problem = cells.problem(&cause);
                (cause, problem)
            })
            .collect();
        for list in lists {
            let mut said: Vec<Diagnostic> = Vec::new();
            for problem in std::mem::take(*list) {
                match self.cause(&problem).and_then(|(cause, ..)| shared.get(&cause)) {
                    None => said.push(problem),
                    Some(one) if said.contains(one) => {}
                    Some(one) => said.push(one.clone()),
                }
            }
            **list = said;
        }
    }

    /// What a problem of a cell has in common with others of its column, its row, and the value that it names last.
    fn cause(&self, problem: &Diagnostic) -> Option<(Cause, usize, String)> {
        let (row, column) = self.table.locate(problem.position?)?;
        let column = self.column(column);
        let body = problem.message.strip_prefix(&format!("row {row}, {column}: "))?;
        let of_each = OF_EACH_NAME.contains(&problem.code);
        let (start, value, end) = match last_value(body) {
            // The first value is the one that is wrong in another way in each cell.
            Some((start, value, end)) if OF_TWO_VALUES.contains(&problem.code) => {
                (blanked(start), value, end.to_owned())
            }
            // The role before the name is another in each row of a sheet with a row a credit.
            Some((_, value, end)) if of_each => (String::new(), value, end.to_owned()),
            Some((start, value, end)) => (start.to_owned(), value, end.to_owned()),
            None => (body.to_owned(), "", String::new()),
        };
        let (names, hint) = if of_each { Default::default() } else { (problem.names.clone(), problem.hint.clone()) };
        let cause = Cause { severity: problem.severity, code: problem.code, column, start, end, hint, names };
        Some((cause, row, value.to_owned()))
    }

    /// A problem that the credit file's reader found.
    pub fn of_reader(&self, problem: Diagnostic) -> Diagnostic {
        let hint = HINTS.iter().find(|(code, _)| *code == problem.code).map(|(_, hint)| (*hint).to_owned());
        let mut problem = self.worded(problem);
        problem.hint = match (problem.code, problem.hint.take()) {
            // The list that it would make, as a cell has it.
            ("name-list", Some(old)) => {
                let name = problem.names.first().map_or("", String::as_str);
                let sign = mark(name);
                match old.rsplit_once('[').map(|(_, list)| list.trim_end_matches(']').replace(", ", "; ")) {
                    Some(list) => Some(format!(
                        "if these are several people, give each a row, or write `{list}`; --split \"{sign}\" cuts all there"
                    )),
                    None => Some(old),
                }
            }
            ("name-order" | "name-number" | "left-over", old) => old,
            // Says which role was meant.
            ("near-role", old) => old,
            (_, old) => hint.or(old),
        };
        problem
    }
}

/// What problems of cells have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Cause {
    severity: Severity,
    code: &'static str,
    /// The column, in words.
    column: String,
    /// The message before the value that differs.
    start: String,
    /// The message behind it.
    end: String,
    hint: Option<String>,
    names: Vec<String>,
}

/// The cells that have a problem in common.
struct Cells {
    first: Diagnostic,
    rows: BTreeSet<usize>,
    /// The first values, each once.
    values: Vec<String>,
    /// Whether there are others.
    others: bool,
    /// The message of the first, for a value that stands in the middle of what differs.
    body: String,
    /// The names that they are about.
    names: BTreeSet<String>,
    /// What to do, where all say the same.
    hint: Option<String>,
}

impl Cells {
    fn new(problem: &Diagnostic) -> Cells {
        let body = problem.message.split_once(": ").map_or("", |(_, body)| body).to_owned();
        let (rows, values, names) = Default::default();
        Cells { first: problem.clone(), rows, values, others: false, body, names, hint: problem.hint.clone() }
    }

    fn add(&mut self, problem: &Diagnostic, row: usize, value: String) {
        self.rows.insert(row);
        self.names.extend(problem.names.iter().cloned());
        if self.hint != problem.hint {
            self.hint = None;
        }
        if problem.position < self.first.position {
            self.first = problem.clone();
        }
        if !self.values.contains(&value) {
            match self.values.len() {
                0..NAMED => self.values.push(value),
                _ => self.others = true,
            }
        }
    }

    /// The one problem in place of all of them; what allows it has to name each of its names.
    fn problem(&self, cause: &Cause) -> Diagnostic {
        let names = if cause.names.is_empty() { self.names.iter().cloned().collect() } else { cause.names.clone() };
        Diagnostic { message: self.message(cause), hint: self.hint(), names, ..self.first.clone() }
    }

    /// What to do about all of them: that of the first as an example, where each has its own.
    fn hint(&self) -> Option<String> {
        if self.hint.is_some() {
            return self.hint.clone();
        }
        if self.first.code == "name-list" {
            let marks: BTreeSet<&str> = self.names.iter().map(|name| mark(name)).collect();
            let splits: Vec<String> = marks.into_iter().map(|mark| format!("--split \"{mark}\"")).collect();
            let split = splits.join(" ");
            return Some(format!(
                "if these are several people, give each a row, or write `;` between them; {split} cuts all there"
            ));
        }
        self.first.hint.as_ref().map(|hint| format!("{hint}; likewise in the other rows"))
    }

    /// The one message about all of them.
    fn message(&self, cause: &Cause) -> String {
        let mut rows: Vec<String> = self.rows.iter().take(NAMED).map(usize::to_string).collect();
        let more = self.rows.len().saturating_sub(NAMED);
        let last = if more > 0 { format!("{more} more") } else { rows.pop().unwrap_or_default() };
        let place = format!("rows {} and {last}, {}", rows.join(", "), cause.column);
        if OF_TWO_VALUES.contains(&cause.code) {
            return format!("{place}: {}", self.body);
        }
        let values: Vec<String> =
            self.values.iter().filter(|value| !value.is_empty()).map(|it| format!("`{it}`")).collect();
        let others = if self.others { ", …" } else { "" };
        let several = OF_SEVERAL.iter().find(|(one, _)| values.len() > 1 && cause.end.starts_with(one));
        let end = several.map_or_else(|| cause.end.clone(), |(one, all)| cause.end.replacen(one, all, 1));
        format!("{place}: {}{}{others}{end}", cause.start, values.join(", "))
    }
}

/// The mark between several people in a cell.
fn mark(name: &str) -> &'static str {
    MARKS.into_iter().rev().find(|mark| name.contains(mark)).unwrap_or(", ")
}

/// A message around the last text between backticks.
fn last_value(body: &str) -> Option<(&str, &str, &str)> {
    let (rest, end) = body.rsplit_once('`')?;
    let (start, value) = rest.rsplit_once('`')?;
    Some((start, value, end))
}

/// A message without what stands between backticks.
fn blanked(message: &str) -> String {
    message.split('`').step_by(2).collect::<Vec<_>>().join("``")
}

/// The first problems in the order of the file; the last one counts those left out.
pub(super) fn sorted(mut problems: Vec<Diagnostic>, more: usize) -> Vec<Diagnostic> {
    problems.sort_by_key(|problem| problem.position);
    let more = more + problems.len().saturating_sub(MOST_PROBLEMS);
    problems.truncate(MOST_PROBLEMS);
    if more > 0 {
        let message = format!("{more} more problems are not shown, after the first {MOST_PROBLEMS}");
        let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
        let path = problems.iter().find_map(|problem| problem.path.clone()).unwrap_or_default();
        let count = if failed {
            Diagnostic::error("more-problems", message)
        } else {
            Diagnostic::warning("more-problems", message)
        };
        problems.push(count.in_file(path));
    }
    problems
}

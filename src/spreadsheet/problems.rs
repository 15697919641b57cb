//! Where a problem is, in the words of somebody who looks at a spreadsheet: row, column and header.
//! Hints of the credit file's reader that speak of YAML are put in those words too.

use super::table::{Cell, Table, letters};
use crate::diagnostic::{Diagnostic, Position, Severity};
use crate::record::Source;
use crate::record::reader::brief;

/// Most problems kept for one record, and for the file; more are counted.
pub(super) const MOST_PROBLEMS: usize = 100;

/// What to do in a spreadsheet, where the reader's hint is about YAML.
const HINTS: [(&str, &str); 9] = [
    ("name-list", "if these are several people, give each a row, or write `;` between their names"),
    ("repeated-name", "keep one of them, with all its tracks and notes"),
    ("swapped", "are the columns of roles and names swapped?"),
    ("no-credits", "add a row with a role and a name, or a name in the column of a role"),
    ("near-role", "correct it, or leave it if it is meant: roles of your own are printed as written"),
    ("bad-hashtag", "a hashtag ends there; write several with a space or `;` between them"),
    ("bad-date", "write a year such as 2026 or a date such as 2026-03-06; format the cells as text"),
    ("bad-handle", "write one handle, without spaces"),
    ("empty-text", "write something that can be seen, or empty the cell"),
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
            let header = self.table.header_of(column).replace('\n', " ");
            let named = if header.is_empty() { String::new() } else { format!(" (`{}`)", brief(&header)) };
            problem.message = format!("row {row}, column {}{named}: {}", letters(column), problem.message);
        }
        problem
    }

    /// A problem that the credit file's reader found.
    pub fn of_reader(&self, problem: Diagnostic) -> Diagnostic {
        let hint = HINTS.iter().find(|(code, _)| *code == problem.code).map(|(_, hint)| (*hint).to_owned());
        let mut problem = self.worded(problem);
        problem.hint = match (problem.code, problem.hint.take()) {
            // Says which role was meant.
            ("near-role", old) => old,
            (_, old) => hint.or(old),
        };
        problem
    }
}

/// The first problems in the order of the file; the last one counts those left out.
pub(super) fn sorted(mut problems: Vec<Diagnostic>, more: usize) -> Vec<Diagnostic> {
    problems.sort_by_key(|problem| problem.position);
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

//! Columns that nobody understands: what is said of each, and of many at once.
//! What a hint says to do is tried before it is given.

use super::columns::{self, Field, Of};
use super::layout::{Header, Layout};
use super::problems::Places;
use super::table::Table;
use crate::diagnostic::{Diagnostic, Severity};
use crate::import::text::{Text, brief};

/// Many columns that nobody knows are one message.
pub(super) fn together(problems: Vec<Diagnostic>, places: &Places<'_>) -> Vec<Diagnostic> {
    let (known, many): (Vec<_>, Vec<_>) = problems.into_iter().partition(|problem| {
        problem.severity == Severity::Error || problem.hint.as_ref().is_some_and(|hint| hint.contains("did you mean"))
    });
    if many.len() <= MOST_UNKNOWN {
        return known.into_iter().chain(many).collect();
    }
    let named: Vec<String> = many
        .iter()
        .take(MOST_UNKNOWN)
        .filter_map(|problem| {
            problem
                .message
                .split('`')
                .nth(if problem.message.contains(": no field") { 3 } else { 1 })
                .map(|name| format!("`{name}`"))
        })
        .collect();
    let message = format!(
        "{} columns are no field and no role and are left out: {} and {} more",
        many.len(),
        named.join(", "),
        many.len().saturating_sub(named.len())
    );
    let hint = "--ignore-unknown leaves them out without a word; --map \"COLUMN=FIELD\" says what one holds";
    known.into_iter().chain([places.header(Diagnostic::warning("unknown-column", message).hint(hint))]).collect()
}

/// Most columns nobody knows that have a message each.
const MOST_UNKNOWN: usize = 5;

/// A column that is left out, though it has something in it. What the hint says to map it to is tried: it must be a field
/// that the sheet can have and has not.
pub(super) fn left_out(header: &Header<'_>, layout: &Layout, places: &Places<'_>) -> Diagnostic {
    let text = brief(&Text::new(&header.cell.text).value);
    let cells = if header.filled == 1 { "cell is" } else { "cells are" };
    if let Some(field) = header.field.filter(|field| field.of == Of::Track) {
        let message =
            format!("`{}` is said of tracks, and no column names them: {} {cells} left out", field.name, header.filled);
        let hint = format!("--map \"{text}=\" leaves it out");
        return places.cell(Diagnostic::warning("unknown-column", message).hint(hint), header.cell);
    }
    if let Some(field) = header.field {
        let message = format!("`{}` needs a row for each credit: {} {cells} left out", field.name, header.filled);
        let what = if field.of == Of::Handle { "a handle belongs to one name" } else { "it is said of one credit" };
        let hint = format!(
            "{what}, so give each name a row, with the columns `role` and `name`; --map \"{text}=\" leaves it out"
        );
        return places.cell(Diagnostic::warning("unknown-column", message).hint(hint), header.cell);
    }
    if let Some((sample, label)) = &header.refused {
        let message = format!(
            "`{text}` is called like a role, but `{}` is no name: {} {cells} left out",
            brief(sample),
            header.filled
        );
        let hint = format!("if names of a role stand there, say so: --map \"{text}={label}\"; else --map \"{text}=\"");
        return places.cell(Diagnostic::warning("unknown-column", message).hint(hint), header.cell);
    }
    let message = format!("no field or role is called `{text}`: {} {cells} left out", header.filled);
    // A misspelt role would lose the names under it.
    let role = if layout.by_credit { None } else { columns::near_role(&header.cell.text) };
    let problem = match &role {
        Some(_) => Diagnostic::error("unknown-column", message),
        None => Diagnostic::warning("unknown-column", message),
    };
    let free = |field: &Field| {
        let shape = match field.of {
            Of::Record | Of::Card => true,
            Of::Track => layout.by_track,
            Of::Review => false,
            Of::Credit | Of::Handle => layout.by_credit,
        };
        shape && layout.field(&field.name).is_none()
    };
    let near = role.map(|role| &role.name).or_else(|| columns::near_field(&header.cell.text, free).map(|it| &it.name));
    let example = || ["note", "label", "at"].into_iter().find(|name| columns::find(name).is_some_and(free));
    let hint = match near {
        Some(near) => {
            format!("did you mean `{near}`? --map \"{text}={near}\" says so, --map \"{text}=\" leaves it out")
        }
        None if layout.by_credit => match example() {
            Some(example) => {
                format!("leave it out with --map \"{text}=\", or say what it is, such as --map \"{text}={example}\"")
            }
            None => format!("leave it out with --map \"{text}=\""),
        },
        None => {
            format!("if names of a role stand there, say so: --map \"{text}=Mixing Engineer\"; else --map \"{text}=\"")
        }
    };
    places.cell(problem.hint(hint), header.cell)
}

/// Cells under no header would be lost.
pub(super) fn without_header(
    table: &Table,
    headers: &[Header<'_>],
    places: &Places<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut said = Vec::new();
    for row in &table.rows {
        for (place, cell) in &row.cells {
            let known = headers.iter().any(|header| header.place == *place);
            if !known && *place < table.header.width && !said.contains(place) && said.len() < 20 {
                said.push(*place);
                let message = format!("found `{}` in a column without a header", brief(&Text::new(&cell.text).value));
                let problem = Diagnostic::error("no-header", message);
                problems.push(places.cell(problem.hint("give the column a header, or empty it"), cell));
            }
        }
    }
}

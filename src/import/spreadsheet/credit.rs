//! The credits of a row: of a row for each, and of columns in groups, a role and a name each.
//! A name without a role would be lost, so it is an error; a role without a name is only said.

use super::cells::{cleaned, key, names, node, parts};
use super::columns::{Of, fold};
use super::draft::{Draft, DraftName};
use super::groups::{Group, GroupRole};
use super::layout::{Column, Layout};
use super::problems::Places;
use super::table::{Cell, Row};
use crate::diagnostic::Diagnostic;
use crate::import::pasted::named_roles;
use crate::import::roles;
use crate::import::text::Text;
use crate::import::text::brief;
use crate::import::tree::{Node, Value};

/// The labels of a cell: one role, several between marks, or the codes that societies use, written out.
fn role_nodes(cell: &Cell) -> Vec<Node> {
    let text = cleaned(cell);
    let code = roles::code;
    if let Some(label) = code(&text) {
        return vec![key(label, cell)];
    }
    if roles::is_role(&text) {
        return vec![node(cell)];
    }
    let parts: Vec<&str> =
        text.split([',', ';', '/', '&', '+']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.iter().all(|part| roles::is_role(part) || code(part).is_some()) {
        return parts.into_iter().map(|part| key(code(part).unwrap_or(part), cell)).collect();
    }
    vec![node(cell)]
}

/// The names of a row: of one column, or first and last name.
fn names_of(row: &Row, layout: &Layout, places: &Places<'_>, split: &[String]) -> Vec<Node> {
    let cell = |name: &str| layout.field(name).and_then(|place| row.cell(place));
    if let Some(name) = cell("name") {
        return names(places.source, name, split);
    }
    together([cell("first_name"), cell("last_name")].into_iter().flatten().collect())
}

/// First and last name as one.
fn together(parts: Vec<&Cell>) -> Vec<Node> {
    let Some(last) = parts.last() else { return Vec::new() };
    let whole: Vec<String> = parts.iter().map(|cell| cleaned(cell)).collect();
    vec![key(&whole.join(" "), last)]
}

/// Identifiers of people that columns hold.
const CODES: [&str; 2] = ["ipi", "isni"];

/// Gives the one name of a row, or of a group, the identifiers beside it.
fn codes_of(draft: &mut Draft<'_>, row: &Row, codes: &[(&'static str, usize)], names: &[Node], places: &Places<'_>) {
    for (code, place) in codes {
        let Some(cell) = row.cell(*place) else { continue };
        let [name] = names else {
            let message = format!("expected one name beside an identifier, found {}", names.len());
            let warning = Diagnostic::warning("whose-handle", message).hint("give each name a row");
            draft.report(places.cell(warning, cell));
            continue;
        };
        let text = cleaned(cell);
        // Spreadsheet programs take the zeros off its front.
        let short = *code == "ipi" && (8..11).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let text = if short { format!("{text:0>11}") } else { text };
        draft.person(name, code, key(&text, cell), places);
    }
}

/// The credits of columns that are called like roles.
pub(super) fn of_columns(
    draft: &mut Draft<'_>,
    row: &Row,
    layout: &Layout,
    places: &Places<'_>,
    split: &[String],
    track: Option<&Node>,
) {
    for (place, column) in &layout.columns {
        let (Some(cell), Column::Role(label)) = (row.cell(*place), column) else { continue };
        let header = places.table.header.cell(*place).unwrap_or(cell);
        for name in names(places.source, cell, split) {
            // `Ilse Corran (mix)` says in particular what the column says in general.
            let own = if let Value::Scalar(text) = &name.value { named_roles(text) } else { None };
            let node = |own: String| Node { value: Value::Scalar(own), ..name.clone() };
            let all = match own {
                Some(all) => all.into_iter().map(|(own, labels)| (node(own), labels)).collect(),
                None => vec![(name, vec![label.clone()])],
            };
            for (name, labels) in all {
                for label in labels {
                    let tracks = track.cloned().into_iter().collect();
                    let name = DraftName { name: name.clone(), tracks, details: Vec::new(), handles: Vec::new() };
                    draft.credit(key(&label, header), name);
                }
            }
        }
    }
}

/// The credits of columns in groups.
pub(super) fn grouped(
    draft: &mut Draft<'_>,
    row: &Row,
    layout: &Layout,
    places: &Places<'_>,
    split: &[String],
    track: Option<&Node>,
) {
    for group in &layout.groups {
        let cells: Vec<&Cell> = group.names.iter().filter_map(|place| row.cell(*place)).collect();
        let found = match group.names.as_slice() {
            [_] => cells.iter().flat_map(|cell| names(places.source, cell, split)).collect(),
            _ => together(cells),
        };
        let roles = roles_of(group, row, places);
        let (Some(name), Some(roles)) = (found.first(), &roles) else {
            if let Some(name) = found.first() {
                let text = if let Value::Scalar(text) = &name.value { text.as_str() } else { "" };
                let message = format!("expected a role beside `{}`, found none", brief(text));
                let problem = Diagnostic::error("no-role", message).hint("write the role of every name");
                draft.report(places.at(problem, name.at, name.length));
            }
            continue;
        };
        let _ = name;
        codes_of(draft, row, &group.codes, &found, places);
        for name in found {
            let tracks = track.cloned().into_iter().collect();
            let name = DraftName { name, tracks, details: Vec::new(), handles: Vec::new() };
            for role in roles {
                draft.credit(role.clone(), name.clone());
            }
        }
    }
}

/// The roles of a group in a row; none if its cell is blank.
fn roles_of(group: &Group, row: &Row, places: &Places<'_>) -> Option<Vec<Node>> {
    match &group.role {
        GroupRole::Column(place) => row.cell(*place).map(role_nodes),
        GroupRole::Label(label, place) => places.table.header.cell(*place).map(|header| vec![key(label, header)]),
    }
}

/// The credit of a row in a file with a row for each.
pub(super) fn credit<'t>(
    draft: &mut Draft<'t>,
    row: &Row,
    layout: &Layout,
    places: &Places<'t>,
    split: &[String],
    track: Option<Node>,
) {
    if !layout.by_credit {
        return;
    }
    let cell = |name: &str| layout.field(name).and_then(|place| row.cell(place));
    let (role, name) = (cell("role"), cell("name").or_else(|| cell("last_name")).or_else(|| cell("first_name")));
    let others = || {
        layout.columns.iter().find_map(|(place, column)| match column {
            Column::Field(field) if matches!(field.of, Of::Credit | Of::Handle) => row.cell(*place),
            _ => None,
        })
    };
    let (role, name) = match (role, name) {
        (Some(role), Some(name)) => (role, name),
        (None, Some(name)) => {
            let message = format!("expected a role beside `{}`, found none", brief(&cleaned(name)));
            let hint = "write the role in every row; it is not repeated from above";
            draft.report(places.cell(Diagnostic::error("no-role", message).hint(hint), name));
            return;
        }
        (role, None) => {
            if let Some(cell) = role.or_else(others) {
                let message = format!("no name beside `{}`: the row credits nobody", brief(&cleaned(cell)));
                let warning = Diagnostic::warning("no-name", message).hint("write the name, or delete the row");
                draft.report(places.cell(warning, cell));
            }
            return;
        }
    };
    let _ = name;
    let names = names_of(row, layout, places, split);
    let mut details = Vec::new();
    for (field, key) in [("note", "note"), ("at", "at"), ("name_language", "language")] {
        details.extend(cell(field).map(|cell| (key, node(cell))));
    }
    // Who plays in general plays what stands beside it.
    let header = layout.field("note").and_then(|place| places.table.header.cell(place));
    let plays = header.is_some_and(|header| fold(&header.text).starts_with("instrument"))
        && crate::catalogue::roles::roles()
            .find(&cleaned(role))
            .is_some_and(|role| matches!(role.id.as_str(), "instrumentalist" | "session-musician" | "primary-artist"));
    let instrument = cell("note").filter(|_| plays);
    if instrument.is_some() {
        details.retain(|(key, _)| *key != "note");
    }
    let role = instrument.unwrap_or(role);
    let handles = handles(draft, row, layout, places);
    if let (Some((_, handle)), true) = (handles.first(), names.len() > 1) {
        let message = format!("expected one name beside a handle, found {}", names.len());
        let problem = Diagnostic::error("whose-handle", message).hint("give each name a row");
        draft.report(places.at(problem, handle.at, handle.length));
        return;
    }
    let tracks: Vec<Node> = cell("tracks").map(node).or(track).into_iter().collect();
    let codes: Vec<(&str, usize)> = CODES.into_iter().filter_map(|name| Some((name, layout.field(name)?))).collect();
    codes_of(draft, row, &codes, &names, places);
    for name in names {
        let name = DraftName { name, tracks: tracks.clone(), details: details.clone(), handles: handles.clone() };
        for role in role_nodes(role) {
            draft.credit(role, name.clone());
        }
    }
}

/// The handles of a row: a column for a platform, or `platform: handle` in a column for all.
fn handles(draft: &mut Draft<'_>, row: &Row, layout: &Layout, places: &Places<'_>) -> Vec<(Node, Node)> {
    let mut handles: Vec<(Node, Node)> = Vec::new();
    for (place, column) in &layout.columns {
        let (Some(cell), Column::Field(field)) = (row.cell(*place), column) else { continue };
        if field.of == Of::Handle {
            handles.push((key(&field.name, cell), node(cell)));
        } else if field.name == "handles" {
            for part in parts(places.source, cell, |c| matches!(c, ';' | ',' | '\n')) {
                let Value::Scalar(text) = &part.value else { continue };
                let pair = text.split_once(':').or_else(|| text.split_once('=')).or_else(|| text.split_once(' '));
                let pair = pair.map(|(platform, handle)| (platform.trim(), handle.trim()));
                let Some((platform, handle)) =
                    pair.filter(|(platform, handle)| is_platform(platform) && !handle.is_empty())
                else {
                    let message = format!("expected `platform: handle`, found `{}`", brief(text));
                    let hint =
                        "write instagram: hana.masters; or give the platform a column of its own, headed `instagram`";
                    draft.report(places.at(Diagnostic::error("bad-handle", message).hint(hint), part.at, part.length));
                    continue;
                };
                let platform = match super::columns::find(platform) {
                    Some(field) if field.of == Of::Handle => field.name.clone(),
                    _ => Text::new(platform).value.to_lowercase(),
                };
                let at = |text: &str| Node { value: Value::Scalar(text.to_owned()), at: part.at, length: part.length };
                handles.push((at(&platform), at(handle)));
            }
        }
    }
    // The same handle in two columns is one.
    let mut kept: Vec<(Node, Node)> = Vec::new();
    for pair in handles {
        if !kept.iter().any(|(platform, handle)| platform.value == pair.0.value && handle.value == pair.1.value) {
            kept.push(pair);
        }
    }
    kept
}

/// Whether a word before a handle names a platform; `https` and `@bo` do not.
fn is_platform(word: &str) -> bool {
    !word.is_empty()
        && word.chars().count() <= 30
        && !word.starts_with('@')
        && !matches!(word.to_lowercase().as_str(), "http" | "https")
}

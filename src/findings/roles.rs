//! Core roles that a record credits nobody for: the people who are forgotten most often.
//! Labels of several roles count for each of them: `Mixed & Mastered by`.

use std::collections::BTreeSet;

use crate::catalogue::core_roles;
use crate::catalogue::roles::roles;
use crate::diagnostic::Diagnostic;
use crate::record::{Content, Record, RoleRef};

/// What a record lacks of the core roles, at its title. Files of other kinds lack nothing.
pub fn core_roles(record: &Record) -> Vec<Diagnostic> {
    if record.content != Content::Record {
        return Vec::new();
    }
    let tracks = record.tracks.iter().flat_map(|track| &track.credits);
    let held: BTreeSet<&str> = record.credits.iter().chain(tracks).flat_map(|credit| ids(&credit.role)).collect();
    let lacking = core_roles::core_roles().iter().filter(|group| !group.roles().any(|id| held.contains(id)));
    lacking
        .map(|group| {
            let message = format!("the record credits no {}", group.missing);
            let hint = format!("{}; if there is none, allow it: check: {{allow: [{}]}}", group.hint, group.code);
            record.diagnose(Diagnostic::warning(&group.code, message).hint(hint), &record.title)
        })
        .collect()
}

/// The roles of the catalogue that a label holds.
fn ids(role: &RoleRef) -> Vec<&'static str> {
    if let Some(id) = role.id {
        return vec![id];
    }
    let label = role.label.to_lowercase();
    let label = label.replace(" and ", "&").replace(" / ", "&").replace(['/', ',', '+', ';'], "&");
    label.split('&').filter_map(|part| roles().find(part.trim())).map(|role| role.id.as_str()).collect()
}

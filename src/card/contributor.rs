//! The contributors of a record, each with all their roles and handles: what cards of one person show.
//! The same name is the same contributor.

use std::collections::BTreeMap;

use serde::Serialize;

use super::credits::{CardCredit, card_credits, card_credits_in};
use crate::catalogue::languages::Wording;
use crate::record::{FieldPath, Record, Text};

/// A contributor with all their roles on the record.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Contributor {
    /// Name as credited.
    pub name: String,
    /// Field of the first of their names.
    pub field: String,
    /// BCP 47 language of the name.
    pub language: Option<String>,
    /// Their handles, without `@`.
    pub handles: Vec<Handle>,
    /// The handle that the card prints, with `@`; none before a card is decided, and if it prints none.
    pub handle: Option<String>,
    /// Their roles in the order of the card; one that they hold twice, in different ways, is there twice.
    pub roles: Vec<ContributorRole>,
}

/// A handle on a platform.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Handle {
    /// The platform as written.
    pub platform: String,
    /// The handle, without `@`.
    pub handle: String,
    /// Its field, such as `people[0].handles[1]`.
    pub field: String,
    /// Where it stands in the credit file.
    #[serde(skip)]
    pub text: Text,
}

/// A role that a contributor holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ContributorRole {
    /// The role as written.
    pub role: String,
    /// Field of the role, such as `credits[3].role`.
    pub field: String,
    /// Catalogue entry, if the role is one.
    pub id: Option<&'static str>,
    /// Note, tracks and place, joined; none if there is nothing to say.
    pub detail: Option<String>,
    /// Field of the name under that role, such as `credits[3].names[1]`.
    pub name_field: String,
}

impl Contributor {
    /// Says the details of the roles in another language.
    pub(super) fn say_in(&mut self, record: &Record, wording: Wording) {
        let credits = card_credits_in(record, wording);
        let names = || credits.iter().flat_map(|credit| &credit.names);
        for role in &mut self.roles {
            if let Some(name) = names().find(|name| name.field == role.name_field) {
                role.detail.clone_from(&name.detail);
            }
        }
    }
}

/// The contributors of a record, in the order in which the card names them first, each with all their roles.
/// The same name is the same contributor.
pub fn contributors(record: &Record) -> Vec<Contributor> {
    let credits = card_credits(record);
    let mut out: Vec<Contributor> = Vec::new();
    let mut handles = all_handles(record);
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for CardCredit { field, role, id, names } in &credits {
        for name in names {
            let place = *places.entry(name.name.as_str()).or_insert(out.len());
            if place == out.len() {
                out.push(Contributor {
                    name: name.name.clone(),
                    field: name.field.clone(),
                    handles: handles.remove(name.name.as_str()).unwrap_or_default(),
                    ..Contributor::default()
                });
            }
            if let Some(contributor) = out.get_mut(place) {
                contributor.language = contributor.language.take().or_else(|| name.language.clone());
                contributor.roles.push(ContributorRole {
                    role: role.clone(),
                    field: field.clone(),
                    id: *id,
                    detail: name.detail.clone(),
                    name_field: name.field.clone(),
                });
            }
        }
    }
    out
}

/// The handles of every name: those under `people`, then those of credits on other platforms.
pub fn all_handles<'r>(record: &'r Record) -> BTreeMap<&'r str, Vec<Handle>> {
    let mut out: BTreeMap<&'r str, Vec<Handle>> = BTreeMap::new();
    let mut add = |field: &FieldPath, name: &'r Text, pairs: &[(Text, Text)]| {
        let known = out.entry(name.value.as_str()).or_default();
        for (index, (platform, handle)) in pairs.iter().enumerate() {
            if !known.iter().any(|one| one.platform.eq_ignore_ascii_case(platform)) {
                known.push(Handle {
                    platform: platform.value.clone(),
                    handle: handle.value.clone(),
                    field: field.item("handles", index).into(),
                    text: handle.clone(),
                });
            }
        }
    };
    for (index, person) in record.people.iter().enumerate() {
        add(&FieldPath::FILE.item("people", index), &person.name, &person.handles);
    }
    let lists = std::iter::once((FieldPath::FILE, &record.credits))
        .chain(record.tracks.iter().enumerate().map(|(index, track)| (FieldPath::track(index), &track.credits)));
    for (of, credits) in lists {
        for (index, credit) in credits.iter().enumerate() {
            for (position, one) in credit.contributors.iter().enumerate() {
                add(&of.item("credits", index).item("names", position), &one.name, &one.handles);
            }
        }
    }
    out
}

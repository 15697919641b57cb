//! Credits: a role and the people who held it, in the short and the long forms of a credit file.
//! Order is the author's; names and labels come out as written.

use std::collections::BTreeSet;

use super::fields;
use super::keys;
use super::people;
use super::reader::{Fields, Reader, brief, given};
use super::track_list::{self, Positions, TrackList};
use crate::catalogue::roles::roles;
use crate::diagnostic::Diagnostic;
use crate::import::names;
use crate::import::roles::code;
use crate::import::text::Text;
use crate::import::tree::{Node, Value};

/// What a contributor may be written as, for messages.
const CONTRIBUTOR: &str = "a name, a mapping with `name`, or a list of them";

/// A role as written, and the catalogue's role if it is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleRef {
    /// Label as written.
    pub label: Text,
    /// Id of the role in the catalogue; `None` for a role of the author's own.
    pub id: Option<&'static str>,
}

impl RoleRef {
    /// The role of a label.
    pub fn new(label: Text) -> Self {
        let id = roles().find(&label).map(|role| role.id.as_str());
        Self { label, id }
    }
}

/// A role with its contributors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    /// What was done.
    pub role: RoleRef,
    /// Who did it, in file order; at least one.
    pub contributors: Vec<Contribution>,
}

/// One contributor of a credit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contribution {
    /// Name as credited.
    pub name: Text,
    /// Tracks the credit is for; `None` means all.
    pub tracks: Option<TrackList>,
    /// What the person did in particular.
    pub note: Option<Text>,
    /// A studio or a place.
    pub at: Option<Text>,
    /// BCP 47 language of the name.
    pub language: Option<Text>,
    /// Platform and handle, handles without a leading `@`.
    pub handles: Vec<(Text, Text)>,
    /// What artificial intelligence made of it, in words of [`super::AI_PARTS`].
    pub ai: Vec<Text>,
}

impl Contribution {
    /// A contributor of whom only the name is known.
    pub fn named(name: Text) -> Self {
        Self { name, ..Self::default() }
    }
}

/// Which tracks a credit may name.
pub(crate) enum Scope<'p> {
    /// Any position: the file lists no tracks.
    Record,
    /// These positions.
    Tracks(&'p Positions<'p>),
    /// None: the credit stands under a track.
    Track,
}

/// The value of `credits`.
pub(crate) fn credits(reader: &mut Reader<'_>, scope: &Scope<'_>, node: &Node) -> Vec<Credit> {
    let mut credits = Vec::new();
    match &node.value {
        Value::Map(pairs) => {
            let entries = reader.entries("`credits`", pairs);
            reader.labels(entries.iter().map(|(label, ..)| label.value.clone()).collect());
            for (label, key, value) in entries {
                let label_of = Text { value: label.value, at: key.at, length: key.length };
                credits.extend(credit(reader, label_of, |reader, subject| contributors(reader, scope, subject, value)));
            }
        }
        Value::List(items) => {
            reader.labels(BTreeSet::new());
            for item in items {
                credits.extend(listed(reader, scope, item));
            }
        }
        _ => reader.wrong("`credits`", "a mapping of roles to names", node),
    }
    credits
}

/// A credit written as a list item with `role`.
fn listed(reader: &mut Reader<'_>, scope: &Scope<'_>, item: &Node) -> Option<Credit> {
    let Value::Map(pairs) = &item.value else {
        reader.wrong("`credits` entry", "a mapping with `role` and `names`", item);
        return None;
    };
    if let [(role, _)] = pairs.as_slice() {
        let is_key = |name: &str| keys::CREDIT.iter().chain(keys::CONTRIBUTION).any(|key| key.name == name);
        if let Value::Scalar(written) = &role.value
            && !is_key(written)
        {
            let message = "`credits` entry: expected a mapping with `role` and `names`, found a role as key";
            let hint = "leave out the `- ` in front of every role, or write `- {role: …, names: […]}`";
            reader.report(Diagnostic::error("wrong-type", message).hint(hint), role);
            return None;
        }
    }
    // `name` is required in a contribution, but `names` can stand for it here.
    let fields = reader.fields_but("`credits` entry", &[keys::CREDIT, keys::CONTRIBUTION], item, "name")?;
    let label = fields.get("role").and_then(|(_, node)| reader.text("`role`", node))?;
    credit(reader, label, |reader, subject| match (fields.get("name"), fields.get("names")) {
        (Some(_), None) => one(reader, scope, subject, &fields).into_iter().collect(),
        (None, Some((_, names))) => {
            for key in ["tracks", "note", "at", "language", "handles", "ai"] {
                if let Some((at, _)) = fields.get(key) {
                    let problem = Diagnostic::error(
                        "misplaced-key",
                        format!("{subject}: `{key}` belongs to one name, found it beside `names`"),
                    )
                    .hint("write `name` instead of `names`, or give each name a mapping: {name: …, tracks: …}");
                    reader.report(problem, at);
                }
            }
            contributors(reader, scope, subject, names)
        }
        (None, None) => {
            let problem =
                Diagnostic::error("missing-key", format!("{subject}: expected `name` or `names`, found neither"));
            let start = Text { value: String::new(), at: item.at, length: 1 };
            reader.report_at(problem, &start);
            Vec::new()
        }
        (Some(_), Some((key, _))) => {
            reader.report(
                Diagnostic::error("misplaced-key", format!("{subject}: expected `name` or `names`, found both")),
                key,
            );
            Vec::new()
        }
    })
}

/// A credit from its label and its contributors; checks what can be checked about both.
fn credit<'s>(
    reader: &mut Reader<'s>,
    label: Text,
    contributors: impl FnOnce(&mut Reader<'s>, &str) -> Vec<Contribution>,
) -> Option<Credit> {
    // The codes that societies of authors have for roles are written out, as they are in sheets.
    let label = match code(&label) {
        Some(known) => {
            let message = format!("`{}` is the code of societies for `{known}`, which is printed", label.value);
            let hint = format!("write `{known}`, or the label that is meant, in full");
            reader.report_at(Diagnostic::note("role-code", message).hint(hint), &label);
            Text { value: known.to_owned(), ..label }
        }
        None => label,
    };
    let role = RoleRef::new(label);
    let subject = format!("`{}`", brief(&role.label));
    near_role(reader, &role);
    let contributors = contributors(reader, &subject);
    let mut seen = BTreeSet::new();
    for one in &contributors {
        if !seen.insert(one.name.value.as_str()) {
            let problem =
                Diagnostic::warning("repeated-name", format!("{subject}: `{}` is named twice", brief(&one.name)));
            let hint = "keep one entry, with all its tracks and notes";
            reader.report_at(problem.hint(hint).about(&*one.name), &one.name);
        }
        let department = role.id.and_then(|id| roles().find(id)).map(|role| role.department.as_str());
        let likely = (department != Some("place")).then(|| names::likely(&one.name)).flatten();
        if let Some(list) = likely {
            let problem = Diagnostic::warning(
                "name-list",
                format!("{subject}: `{}` is one contributor as written", brief(&one.name)),
            )
            .hint(format!("if these are several people, write a list: [{}]", brief(&list.join(", "))))
            .about(&*one.name);
            reader.report_at(problem, &one.name);
        }
        if let Some(turned) = names::turned(&one.name).filter(|_| department != Some("place")) {
            let message = format!("{subject}: `{}` is in the order of an index", brief(&one.name));
            let hint = format!("if one person is meant, write `{}`", brief(&turned));
            reader.report_at(Diagnostic::warning("name-order", message).hint(hint).about(&*one.name), &one.name);
        }
        if role.id.is_none()
            && one.name.len() <= 60
            && let Some(other) = roles().find(&one.name).filter(|role| role.name.eq_ignore_ascii_case(&one.name))
        {
            let problem = Diagnostic::warning("swapped", format!("{subject}: `{}` is the name of a role", other.name))
                .hint("credits are written `Role: Name`")
                .about(&*one.name);
            reader.report_at(problem, &one.name);
        }
    }
    (!contributors.is_empty()).then_some(Credit { role, contributors })
}

/// Warns about a role that is spelt almost like one of the catalogue.
pub(crate) fn near_role(reader: &mut Reader<'_>, role: &RoleRef) {
    if role.id.is_none()
        && reader.may_look_for_roles()
        && let Some(near) = roles().near(&role.label)
    {
        let problem = Diagnostic::warning(
            "near-role",
            format!("`{}` is no role of the catalogue, but close to `{}`", brief(&role.label), near.name),
        )
        .hint(if reader.has_label(&near.name) {
            format!(
                "put the names under `{}`, which is there, or leave it if it is meant: roles of your own are printed as written",
                near.name
            )
        } else {
            format!("write `{}`, or leave it if it is meant: roles of your own are printed as written", near.name)
        })
        .about(&*role.label);
        reader.report_at(problem, &role.label);
    }
}

fn contributors(reader: &mut Reader<'_>, scope: &Scope<'_>, subject: &str, node: &Node) -> Vec<Contribution> {
    match &node.value {
        Value::List(items) if items.is_empty() => {
            reader.report(
                Diagnostic::error("nothing", format!("{subject}: expected at least one name, found an empty list")),
                node,
            );
            Vec::new()
        }
        Value::List(items) => items.iter().filter_map(|item| contributor(reader, scope, subject, item)).collect(),
        _ => contributor(reader, scope, subject, node).into_iter().collect(),
    }
}

fn contributor(reader: &mut Reader<'_>, scope: &Scope<'_>, subject: &str, node: &Node) -> Option<Contribution> {
    match &node.value {
        Value::Scalar(_) => reader.text(subject, node).map(Contribution::named),
        Value::Map(pairs) => {
            let bare = |value: &Node| matches!(value.value, Value::Nothing { written: false });
            if !pairs.is_empty()
                && pairs.iter().all(|(_, value)| bare(value))
                && pairs.iter().any(|(key, _)| !is_contribution_key(key))
            {
                let message = format!("{subject}: expected {CONTRIBUTOR}, found a mapping of names without values");
                reader.report(
                    Diagnostic::error("wrong-type", message).hint("a list is written in square brackets: [A, B]"),
                    node,
                );
                return None;
            }
            let fields = reader.fields(subject, &[keys::CONTRIBUTION], node)?;
            one(reader, scope, subject, &fields)
        }
        Value::Nothing { .. } => {
            reader.wrong(subject, "a name", node);
            None
        }
        Value::List(_) => {
            reader.wrong(subject, "a name or a mapping with `name`", node);
            None
        }
    }
}

fn is_contribution_key(key: &Node) -> bool {
    matches!(&key.value, Value::Scalar(name) if keys::CONTRIBUTION.iter().any(|known| known.name == name))
}

/// The long form of a contributor.
fn one(reader: &mut Reader<'_>, scope: &Scope<'_>, subject: &str, fields: &Fields<'_>) -> Option<Contribution> {
    let name = fields.get("name").and_then(|(_, node)| reader.text(&format!("{subject} `name`"), node));
    let contribution = Contribution {
        tracks: given(fields, "tracks").and_then(|(_, node)| track_list::track_list(reader, scope, node)),
        note: reader.optional(fields, "note"),
        at: reader.optional(fields, "at"),
        language: fields::language(reader, fields),
        handles: given(fields, "handles").map(|(_, node)| people::handles(reader, node)).unwrap_or_default(),
        ai: fields::ai(reader, fields),
        name: Text::default(),
    };
    name.map(|name| Contribution { name, ..contribution })
}

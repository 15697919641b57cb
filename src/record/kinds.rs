//! What a credit file is for: a record, or cards of another kind that need none.
//! Each kind has its keys; a key of another kind is an error that says which kind takes it.

use super::credits::{RoleRef, near_role};
use super::keys::{self, Key};
use super::picture::{self, Picture};
use super::reader::{Fields, Reader, brief, given, meant};
use crate::catalogue::explanations::{comparison, comparisons, explanation};
use crate::catalogue::roles::roles;
use crate::diagnostic::Diagnostic;
use crate::import::text::Text;
use crate::import::tree::{Node, Value};
use crate::near::nearest;

/// What the cards of a file show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// The record and its credits.
    #[default]
    Record,
    /// `kind: roles`: a role each, explained; empty for the campaign's fifteen.
    Roles(Vec<RoleCard>),
    /// `kind: versus`: two roles side by side.
    Versus(Versus),
    /// `kind: supporter`: a line each; at least one.
    Supporters(Vec<Supporter>),
    /// `kind: quote`: a quote each; at least one.
    Quotes(Vec<Quote>),
}

/// A role to explain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleCard {
    /// The role, printed as written.
    pub role: RoleRef,
    /// What it does; `None` if the catalogue explains it.
    pub text: Option<Text>,
    /// What somebody in the role says; `None` for the catalogue's line, if it has one.
    pub line: Option<Text>,
    /// What the card asks for; `None` for the catalogue's call, if it has one.
    pub call: Option<Text>,
}

/// Two roles side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Versus {
    /// One that comes with the program, as written: `recording-engineer/music-producer`.
    Shipped(Text),
    /// One that is written out.
    Own {
        /// One role.
        left: Text,
        /// The other role.
        right: Text,
        /// What they are compared by; at least one.
        points: Vec<Point>,
    },
}

/// A point of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// What is compared.
    pub topic: Text,
    /// What holds on the left.
    pub left: Text,
    /// What holds on the right.
    pub right: Text,
}

/// Somebody behind records, or somebody who reads their credits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supporter {
    /// What they say.
    pub line: Text,
    /// What they do.
    pub role: Option<RoleRef>,
    /// Who they are.
    pub name: Option<Text>,
    /// A picture.
    pub picture: Option<Picture>,
}

/// What somebody said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words, without quotation marks.
    pub text: Text,
    /// Who said them.
    pub by: Text,
    /// What that person does.
    pub role: Option<RoleRef>,
    /// Whom they are about.
    pub about: Option<Text>,
}

/// A kind of file by its keys.
pub(crate) struct ContentKind {
    /// As `kind` names it; empty for records, whose kind is free text.
    pub name: &'static str,
    /// The key that only this kind has.
    pub own: &'static str,
    /// All its keys.
    pub keys: &'static [Key],
}

/// The kinds of files, records first.
pub(crate) const KINDS: [ContentKind; 5] = [
    ContentKind { name: "", own: "credits", keys: keys::RECORD },
    ContentKind { name: "roles", own: "roles", keys: keys::ROLES },
    ContentKind { name: "versus", own: "versus", keys: keys::VERSUS },
    ContentKind { name: "supporter", own: "supporters", keys: keys::SUPPORTER },
    ContentKind { name: "quote", own: "quotes", keys: keys::QUOTE },
];

impl ContentKind {
    /// The kind in words, for messages.
    fn words(&self) -> String {
        if self.name.is_empty() { "a record".into() } else { format!("`kind: {}`", self.name) }
    }
}

/// The kind of a file. One that says something else but holds what only one kind has is taken for that, with an error.
pub(crate) fn kind(reader: &mut Reader<'_>, root: &Node) -> &'static ContentKind {
    let [record, others @ ..] = &KINDS;
    let Value::Map(pairs) = &root.value else { return record };
    let find = |name: &str| pairs.iter().find(|(key, _)| matches!(&key.value, Value::Scalar(text) if text == name));
    let written = find("kind").and_then(|(_, value)| match &value.value {
        Value::Scalar(text) => Some((text.trim(), value)),
        _ => None,
    });
    if let Some(kind) = others.iter().find(|kind| written.is_some_and(|(text, _)| text == kind.name)) {
        return kind;
    }
    if find("credits").is_some() || find("tracks").is_some() {
        return record;
    }
    let mut meant = others.iter().filter_map(|kind| Some((kind, find(kind.own)?)));
    let (Some((kind, (key, _))), None) = (meant.next(), meant.next()) else { return record };
    // A mapping of roles to names is the credits of a record under another key.
    if kind.name == "roles" && find("title").is_some() && find("artist").is_some() {
        return record;
    }
    let hint = format!("write `kind: {}`", kind.name);
    match written {
        Some((text, node)) => {
            let message = format!("`kind`: expected `{}` with `{}`, found `{}`", kind.name, kind.own, brief(text));
            reader.report(Diagnostic::error("kind", message).hint(hint), node);
        }
        None => {
            let message = format!("`{}`: expected `kind: {}` in the file, found no kind", kind.own, kind.name);
            reader.report(Diagnostic::error("kind", message).hint(hint), key);
        }
    }
    kind
}

/// The values of a file of that kind.
pub(crate) fn fields<'n>(reader: &mut Reader<'_>, kind: &'static ContentKind, root: &'n Node) -> Option<Fields<'n>> {
    let pairs = match &root.value {
        Value::Map(pairs) => pairs.as_slice(),
        _ => &[],
    };
    reader.fields_or("credit file", &[kind.keys], root, "", &|name| {
        let takers: Vec<String> = KINDS
            .iter()
            .filter(|other| other.name != kind.name && other.keys.iter().any(|key| key.name == name))
            .map(ContentKind::words)
            .collect();
        let (last, before) = takers.split_last()?;
        let takers = if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
        let problem =
            Diagnostic::error("misplaced-key", format!("`{name}`: a key of {takers}, found in {}", kind.words()));
        let near = keys::near(&[kind.keys], name).filter(|key| key.also.contains(&name));
        Some(match near {
            Some(key) => problem.hint(meant(key, pairs)),
            None => problem.hint(format!("{} takes {}", kind.words(), names(kind.keys))),
        })
    })
}

fn names(keys: &[Key]) -> String {
    keys.iter().map(|key| format!("`{}`", key.name)).collect::<Vec<_>>().join(", ")
}

/// What the cards show, from the key that only the kind has.
pub(crate) fn content(reader: &mut Reader<'_>, kind: &ContentKind, fields: &Fields<'_>) -> Content {
    let own = fields.get(kind.own).copied();
    match kind.name {
        "roles" => {
            Content::Roles(given(fields, kind.own).map(|(_, node)| role_cards(reader, node)).unwrap_or_default())
        }
        "versus" => match own.and_then(|(_, node)| versus(reader, node)) {
            Some(versus) => Content::Versus(versus),
            None => Content::Record,
        },
        "supporter" => Content::Supporters(own.map(|(_, node)| supporters(reader, node)).unwrap_or_default()),
        "quote" => Content::Quotes(own.map(|(_, node)| quotes(reader, node)).unwrap_or_default()),
        _ => Content::Record,
    }
}

fn role_cards(reader: &mut Reader<'_>, node: &Node) -> Vec<RoleCard> {
    let items = reader.items("`roles`", "role", node);
    items.iter().filter_map(|item| role_card(reader, item)).collect()
}

fn role_card(reader: &mut Reader<'_>, item: &Node) -> Option<RoleCard> {
    let card = match &item.value {
        Value::Scalar(_) => RoleCard { role: RoleRef::new(reader.text("`roles` entry", item)?), ..RoleCard::default() },
        Value::Map(_) => {
            let fields = reader.fields("`roles` entry", &[keys::ROLE_CARD], item)?;
            let role = fields.get("role").and_then(|(_, node)| reader.text("`role`", node));
            let [text, line, call] = ["text", "line", "call"].map(|key| reader.optional(&fields, key));
            RoleCard { role: RoleRef::new(role?), text, line, call }
        }
        _ => {
            reader.wrong("`roles` entry", "a role or a mapping with `role` and `text`", item);
            return None;
        }
    };
    let label = &card.role.label;
    if card.text.is_none() && explanation(label).is_none() {
        let message = format!("`roles`: no explanation comes with the program for `{}`", brief(label));
        let near = if reader.may_look_for_roles() { roles().near(label) } else { None };
        let hint = match near {
            Some(near) => format!("did you mean `{}`?", near.name),
            None => "write one: {role: …, text: …}".to_owned(),
        };
        reader.report_at(Diagnostic::error("no-explanation", message).hint(hint), label);
    } else if card.text.is_some() {
        near_role(reader, &card.role);
    }
    Some(card)
}

fn versus(reader: &mut Reader<'_>, node: &Node) -> Option<Versus> {
    match &node.value {
        Value::Scalar(_) => {
            let text = reader.text("`versus`", node)?;
            if comparison(&text).is_none() {
                let message =
                    format!("`versus`: no comparison that comes with the program is called `{}`", brief(&text));
                let known = || comparisons().iter().map(|one| one.id.as_str());
                let hint = match nearest(&text, known()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "there are {}; or write one out with `left`, `right` and `points`",
                        known().collect::<Vec<_>>().join(", ")
                    ),
                };
                reader.report_at(Diagnostic::error("unknown-comparison", message).hint(hint), &text);
            }
            Some(Versus::Shipped(text))
        }
        Value::Map(_) => {
            let fields = reader.fields("`versus`", &[keys::COMPARISON], node)?;
            let [left, right] = ["left", "right"].map(|key| required(reader, &fields, key));
            let points = fields.get("points").map(|(_, node)| points(reader, node)).unwrap_or_default();
            Some(Versus::Own { left: left?, right: right?, points })
        }
        _ => {
            reader.wrong("`versus`", "the name of a comparison or a mapping with `left`, `right` and `points`", node);
            None
        }
    }
}

fn points(reader: &mut Reader<'_>, node: &Node) -> Vec<Point> {
    let expected = "a mapping with `topic`, `left` and `right`";
    mappings(reader, ("points", "point", expected, keys::POINT), node, |reader, fields| {
        let [topic, left, right] = ["topic", "left", "right"].map(|key| required(reader, fields, key));
        Some(Point { topic: topic?, left: left?, right: right? })
    })
}

fn supporters(reader: &mut Reader<'_>, node: &Node) -> Vec<Supporter> {
    let items = reader.items("`supporters`", "line", node);
    items.iter().filter_map(|item| supporter(reader, item)).collect()
}

fn supporter(reader: &mut Reader<'_>, item: &Node) -> Option<Supporter> {
    match &item.value {
        Value::Scalar(_) => {
            let line = reader.text("`supporters` entry", item)?;
            Some(Supporter { line, ..Supporter::default() })
        }
        Value::Map(_) => {
            let fields = reader.fields("`supporters` entry", &[keys::SUPPORTER_CARD], item)?;
            let line = required(reader, &fields, "line");
            let role = role(reader, &fields);
            let name = reader.optional(&fields, "name");
            let picture = given(&fields, "picture").and_then(|(_, node)| picture::picture(reader, "`picture`", node));
            Some(Supporter { line: line?, role, name, picture })
        }
        _ => {
            reader.wrong("`supporters` entry", "a line or a mapping with `line`", item);
            None
        }
    }
}

fn quotes(reader: &mut Reader<'_>, node: &Node) -> Vec<Quote> {
    let expected = "a mapping with `text` and `by`";
    mappings(reader, ("quotes", "quote", expected, keys::QUOTE_CARD), node, |reader, fields| {
        let [text, by] = ["text", "by"].map(|key| required(reader, fields, key));
        let role = role(reader, fields);
        let about = reader.optional(fields, "about");
        Some(Quote { text: text?, by: by?, role, about })
    })
}

/// The items of a list that have to be mappings. `about` is the key of the list, what an item is, what it is written
/// as, and its keys.
fn mappings<T>(
    reader: &mut Reader<'_>,
    about: (&str, &str, &str, &'static [Key]),
    node: &Node,
    read: impl Fn(&mut Reader<'_>, &Fields<'_>) -> Option<T>,
) -> Vec<T> {
    let (list, what, expected, keys) = about;
    let subject = format!("`{list}` entry");
    let mut all = Vec::new();
    for item in reader.items(&format!("`{list}`"), what, node) {
        if !matches!(item.value, Value::Map(_)) {
            reader.wrong(&subject, expected, item);
        } else if let Some(fields) = reader.fields(&subject, &[keys], item) {
            all.extend(read(reader, &fields));
        }
    }
    all
}

/// The text of a key that must be there; a missing one is reported with the mapping.
fn required(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
    fields.get(key).and_then(|(_, node)| reader.text(&format!("`{key}`"), node))
}

fn role(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<RoleRef> {
    let role = RoleRef::new(reader.optional(fields, "role")?);
    near_role(reader, &role);
    Some(role)
}

//! People: details given once and looked up by the name as credited.
//! A person nobody credits is most likely a name spelt in two ways.

use std::collections::BTreeSet;

use super::credits::Credit;
use super::fields;
use super::identifiers::{self, Scheme};
use super::keys;
use super::reader::{Reader, brief, given};
use crate::diagnostic::Diagnostic;
use crate::import::text::Text;
use crate::import::tree::{Node, Value};

/// Names looked through for one that is spelt almost alike; larger files get no suggestion.
const MOST_NAMES: usize = 5_000;

/// Details of a person or a company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Name as credited.
    pub name: Text,
    /// Platform and handle, in file order, handles without a leading `@`.
    pub handles: Vec<(Text, Text)>,
    /// Name as it is sorted.
    pub sort: Option<Text>,
    /// BCP 47 language of the name.
    pub language: Option<Text>,
    /// Pronouns.
    pub pronouns: Option<Text>,
    /// ISNI.
    pub isni: Option<Text>,
    /// IPI name number.
    pub ipi: Option<Text>,
}

/// The people of a file.
pub(crate) fn people(reader: &mut Reader<'_>, node: &Node) -> Vec<Person> {
    let Value::Map(pairs) = &node.value else {
        reader.wrong("`people`", "a mapping of names to details", node);
        return Vec::new();
    };
    let mut people = Vec::with_capacity(pairs.len());
    for (name, _, value) in reader.entries("`people`", pairs) {
        if matches!(value.value, Value::Nothing { .. }) {
            people.push(Person { name, ..Person::default() });
            continue;
        }
        let subject = format!("`{}`", brief(&name));
        if let Value::Scalar(text) = &value.value
            && text.starts_with('@')
        {
            let problem = Diagnostic::error("wrong-type", format!("{subject}: expected a mapping, found text"));
            let handle: String = text.chars().take(40).collect();
            let hint = format!("write {{handles: {{instagram: \"{handle}\"}}}}, with the platform that it is on");
            reader.report(problem.hint(hint), value);
            continue;
        }
        let Some(fields) = reader.fields(&subject, &[keys::PERSON], value) else {
            continue;
        };
        people.push(Person {
            name,
            handles: given(&fields, "handles").map(|(_, node)| handles(reader, node)).unwrap_or_default(),
            sort: reader.optional(&fields, "sort"),
            language: fields::language(reader, &fields),
            pronouns: reader.optional(&fields, "pronouns"),
            isni: identifiers::read(reader, &fields, Scheme::Isni),
            ipi: identifiers::read(reader, &fields, Scheme::Ipi),
        });
    }
    people
}

/// Handles by platform.
pub(crate) fn handles(reader: &mut Reader<'_>, node: &Node) -> Vec<(Text, Text)> {
    let Value::Map(pairs) = &node.value else {
        reader.wrong("`handles`", "a mapping of platforms to handles", node);
        return Vec::new();
    };
    let mut handles = Vec::with_capacity(pairs.len());
    for (platform, _, value) in reader.entries("`handles`", pairs) {
        let subject = format!("`handles` `{}`", brief(&platform));
        let Some(mut handle) = reader.text(&subject, value) else {
            continue;
        };
        if let Some(bare) = handle.value.strip_prefix('@') {
            handle.value = bare.to_owned();
        }
        if handle.is_empty() || handle.contains(char::is_whitespace) {
            let message = format!(
                "{subject}: expected a handle without spaces, found {}",
                if handle.is_empty() { "only `@`".to_owned() } else { format!("`{}`", brief(&handle)) }
            );
            reader.report_at(Diagnostic::error("bad-handle", message), &handle);
            continue;
        }
        handles.push((platform, handle));
    }
    handles
}

/// Warns about people who hold no credit and are not the artist.
pub(crate) fn uncredited<'c>(
    reader: &mut Reader<'_>,
    people: &[Person],
    artists: &[String],
    credits: impl Iterator<Item = &'c Credit>,
) {
    let names = credits.flat_map(|credit| credit.contributors.iter().map(|one| one.name.value.as_str()));
    let credited: BTreeSet<&str> = names.chain(artists.iter().map(String::as_str)).collect();
    for person in people.iter().filter(|person| !credited.contains(person.name.value.as_str())) {
        let mut problem =
            Diagnostic::warning("uncredited", format!("`people`: `{}` is credited nowhere", brief(&person.name)))
                .about(&*person.name);
        if credited.len() * people.len() < MOST_NAMES * 100 && person.name.chars().count() <= 60 {
            let folded = person.name.to_lowercase();
            let near = credited
                .iter()
                .filter(|name| name.len().abs_diff(folded.len()) <= 4)
                .map(|name| (crate::near::slips(&name.to_lowercase(), &folded), *name))
                .filter(|(distance, name)| *distance <= 2 && *distance * 3 < name.chars().count())
                .min();
            if let Some((_, name)) = near {
                problem =
                    problem.hint(format!("the credits have `{name}`; if that is the same person, use one spelling"));
            }
        }
        reader.report_at(problem, &person.name);
    }
}

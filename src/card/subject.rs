//! What a card is about: the whole record, or one contributor, role, comparison, supporter or quote.
//! Decided once per card; templates, the audit and file names all read it from here.

use std::collections::BTreeSet;

use serde::Serialize;

use super::contributor::Contributor;
use super::person::Person;
use crate::record::Picture;

/// What a card is about. Only `Record` has the record's credits as its content.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Subject {
    /// The record and all its credits.
    #[default]
    Record,
    /// One contributor of the record.
    Contributor(Contributor),
    /// A person with all their records.
    Person(Person),
    /// A role, explained.
    Role(ExplainedRole),
    /// Two roles side by side.
    Versus(Sides),
    /// A supporter's line.
    Supporter(SupporterLine),
    /// A quote.
    Quote(QuoteText),
}

/// A role and what it does.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ExplainedRole {
    /// The role as written.
    pub name: String,
    /// Its field, such as `roles[6]`; its texts have `.role`, `.text`, `.line` and `.call` after it.
    pub field: String,
    /// Catalogue entry, if the role is one.
    pub id: Option<String>,
    /// What it does, in one or two sentences.
    pub text: String,
    /// What somebody in the role says.
    pub line: Option<String>,
    /// What the card asks for.
    pub call: Option<String>,
}

/// Two roles side by side.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sides {
    /// The role on the left.
    pub left: Side,
    /// The role on the right.
    pub right: Side,
    /// What they are compared by.
    pub points: Vec<SidesPoint>,
}

/// One side of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Side {
    /// The role.
    pub name: String,
    /// `versus.left` or `versus.right`.
    pub field: String,
}

/// A point of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SidesPoint {
    /// What is compared.
    pub topic: String,
    /// Its field, such as `versus.points[0]`; its texts have `.topic`, `.left` and `.right` after it.
    pub field: String,
    /// What holds on the left.
    pub left: String,
    /// What holds on the right.
    pub right: String,
}

/// A supporter's line.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SupporterLine {
    /// What they say.
    pub line: String,
    /// What they do.
    pub role: Option<String>,
    /// Who they are.
    pub name: Option<String>,
    /// Its field, such as `supporters[0]`; its texts have `.line`, `.role` and `.name` after it.
    pub field: String,
    /// A picture that is this card's artwork.
    #[serde(skip)]
    pub picture: Option<Picture>,
}

/// What somebody said.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct QuoteText {
    /// The words, without quotation marks.
    pub text: String,
    /// Who said them.
    pub by: String,
    /// What that person does.
    pub role: Option<String>,
    /// Whom they are about.
    pub about: Option<String>,
    /// Its field, such as `quotes[0]`; its texts have `.text`, `.by`, `.role` and `.about` after it.
    pub field: String,
}

/// A text that a card must show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its field.
    pub field: String,
    /// The text.
    pub string: String,
    /// Whether a page may show it only once.
    pub once: bool,
}

impl Subject {
    /// The word for it, as templates declare it in `data-subject`.
    pub fn kind(&self) -> &'static str {
        match self {
            Subject::Record => "record",
            Subject::Contributor(_) => "contributor",
            Subject::Person(_) => "person",
            Subject::Role(_) => "role",
            Subject::Versus(_) => "versus",
            Subject::Supporter(_) => "supporter",
            Subject::Quote(_) => "quote",
        }
    }

    /// The template of a card that asks for none.
    pub fn template(&self) -> &'static str {
        match self {
            Subject::Record => "side-by-side",
            Subject::Contributor(_) => "spotlight",
            Subject::Person(_) => "person",
            Subject::Role(_) => "role",
            Subject::Versus(_) => "versus",
            Subject::Supporter(_) => "supporter",
            Subject::Quote(_) => "quote",
        }
    }

    /// What tells it from the others of its series: names files and messages.
    pub fn label(&self) -> String {
        match self {
            Subject::Record => "record".into(),
            Subject::Contributor(one) => one.name.clone(),
            Subject::Person(one) => one.name.clone(),
            Subject::Role(one) => one.name.clone(),
            Subject::Versus(one) => format!("{} / {}", one.left.name, one.right.name),
            Subject::Supporter(one) => one.line.clone(),
            Subject::Quote(one) => one.by.clone(),
        }
    }

    /// The text that gives the card its direction if the record has neither language nor title.
    pub(crate) fn headline(&self) -> Option<&str> {
        match self {
            Subject::Record | Subject::Contributor(_) => None,
            Subject::Person(one) => Some(&one.name),
            Subject::Role(one) => Some(&one.name),
            Subject::Versus(one) => Some(&one.left.name),
            Subject::Supporter(one) => Some(&one.line),
            Subject::Quote(one) => Some(&one.text),
        }
    }

    /// The texts that its card must show; none for a record, whose names are in the card's credits.
    pub fn due(&self) -> Vec<Due> {
        let mut out: Vec<Due> = Vec::new();
        let mut add = |field: String, string: Option<&String>, once: bool| {
            out.extend(string.map(|string| Due { field, string: string.clone(), once }));
        };
        match self {
            Subject::Record => {}
            Subject::Contributor(one) => {
                add(one.field.clone(), Some(&one.name), true);
                for role in &one.roles {
                    // A role that is held twice has one field; its details tell the two apart.
                    add(role.field.clone(), Some(&role.role), false);
                    add(format!("{}.detail", role.name_field), role.detail.as_ref(), true);
                }
            }
            Subject::Person(one) => {
                add(one.field.to_owned(), Some(&one.name), true);
                let roles = one.records.iter().flat_map(|record| &record.roles);
                // One role on all records may be said once, under the name.
                let sole = roles.clone().map(|role| &role.role).collect::<BTreeSet<_>>().len() == 1;
                for (number, record) in one.records.iter().enumerate() {
                    add(format!("{}.title", record.field), Some(&record.title), true);
                    for role in &record.roles {
                        if number == 0 || !sole {
                            add(role.field.clone(), Some(&role.role), false);
                        }
                        add(format!("{}.detail", role.name_field), role.detail.as_ref(), true);
                    }
                }
            }
            Subject::Role(one) => {
                add(format!("{}.role", one.field), Some(&one.name), true);
                add(format!("{}.text", one.field), Some(&one.text), true);
            }
            Subject::Versus(one) => {
                for side in [&one.left, &one.right] {
                    add(side.field.clone(), Some(&side.name), true);
                }
                for point in &one.points {
                    // Both columns may name the topic.
                    add(format!("{}.topic", point.field), Some(&point.topic), false);
                    add(format!("{}.left", point.field), Some(&point.left), true);
                    add(format!("{}.right", point.field), Some(&point.right), true);
                }
            }
            Subject::Supporter(one) => {
                add(format!("{}.line", one.field), Some(&one.line), true);
                add(format!("{}.role", one.field), one.role.as_ref(), true);
                add(format!("{}.name", one.field), one.name.as_ref(), true);
            }
            Subject::Quote(one) => {
                add(format!("{}.text", one.field), Some(&one.text), true);
                add(format!("{}.by", one.field), Some(&one.by), true);
                add(format!("{}.role", one.field), one.role.as_ref(), true);
                add(format!("{}.about", one.field), one.about.as_ref(), true);
            }
        }
        out
    }
}

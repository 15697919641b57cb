//! What a card is about: the whole record, or one contributor, role, comparison, supporter or quote.
//! Decided once per card; templates, the audit and file names all read it from here.

use serde::Serialize;

use super::credits::{CardCredit, card_credits};
use crate::catalogue::explanations::{campaign, comparison, comparison_heading, explanation, heading};
use crate::record::{Content, Quote, Record, RoleCard, Supporter, Text, Versus};

/// What a card is about. Only `Record` has the record's credits as its content.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Subject {
    /// The record and all its credits.
    #[default]
    Record,
    /// One contributor of the record.
    Contributor(Contributor),
    /// A role, explained.
    Role(ExplainedRole),
    /// Two roles side by side.
    Versus(Sides),
    /// A supporter's line.
    Supporter(SupporterLine),
    /// A quote.
    Quote(QuoteText),
}

/// Where a card stands among those that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Place, from 1.
    pub number: usize,
    /// Cards of the series.
    pub count: usize,
    /// Heading; none for subjects that have a record.
    pub title: Option<String>,
}

impl Default for Series {
    fn default() -> Self {
        Self { number: 1, count: 1, title: None }
    }
}

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
    /// Path of a picture that is this card's artwork.
    #[serde(skip)]
    pub picture: Option<Text>,
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

/// What the cards of a file are about, in order, each with its place in the series.
pub fn subjects(record: &Record) -> Vec<(Subject, Series)> {
    let title = |default: &str| {
        let own = (!record.title.is_empty()).then(|| record.title.value.clone());
        Some(own.unwrap_or_else(|| default.to_owned()))
    };
    match &record.content {
        Content::Record => vec![(Subject::Record, Series::default())],
        Content::Roles(cards) if cards.is_empty() => {
            let names = campaign().map(|one| RoleCard {
                role: crate::record::RoleRef::new(Text::new(one.name())),
                ..RoleCard::default()
            });
            series(names.enumerate().map(|(index, card)| Subject::Role(role(index, &card))), title(heading()))
        }
        Content::Roles(cards) => {
            series(cards.iter().enumerate().map(|(index, card)| Subject::Role(role(index, card))), title(heading()))
        }
        Content::Versus(versus) => series(std::iter::once(Subject::Versus(sides(versus))), title(comparison_heading())),
        Content::Supporters(all) => {
            series(all.iter().enumerate().map(|(index, one)| Subject::Supporter(supporter(index, one))), None)
        }
        Content::Quotes(all) => {
            series(all.iter().enumerate().map(|(index, one)| Subject::Quote(quote(index, one))), None)
        }
    }
}

/// Numbers subjects.
pub fn series(subjects: impl Iterator<Item = Subject>, title: Option<String>) -> Vec<(Subject, Series)> {
    let all: Vec<Subject> = subjects.collect();
    let count = all.len();
    all.into_iter()
        .enumerate()
        .map(|(index, subject)| (subject, Series { number: index + 1, count, title: title.clone() }))
        .collect()
}

fn role(index: usize, card: &RoleCard) -> ExplainedRole {
    let label = &card.role.label.value;
    let known = explanation(label);
    let own = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    ExplainedRole {
        name: label.clone(),
        field: format!("roles[{index}]"),
        id: card.role.id.map(str::to_owned).or_else(|| known.map(|known| known.role.clone())),
        text: own(&card.text).or_else(|| known.map(|known| known.text.clone())).unwrap_or_default(),
        line: own(&card.line).or_else(|| known.map(|known| known.line.clone())),
        call: own(&card.call).or_else(|| known.map(|known| known.call.clone())),
    }
}

fn sides(versus: &Versus) -> Sides {
    let side = |name: &str, which: &str| Side { name: name.to_owned(), field: format!("versus.{which}") };
    let point = |index: usize, topic: &str, left: &str, right: &str| SidesPoint {
        topic: topic.to_owned(),
        field: format!("versus.points[{index}]"),
        left: left.to_owned(),
        right: right.to_owned(),
    };
    match versus {
        Versus::Own { left, right, points } => Sides {
            left: side(left, "left"),
            right: side(right, "right"),
            points: points
                .iter()
                .enumerate()
                .map(|(index, one)| point(index, &one.topic, &one.left, &one.right))
                .collect(),
        },
        Versus::Shipped(name) => comparison(name).map_or_else(Sides::default, |known| Sides {
            left: side(&known.left, "left"),
            right: side(&known.right, "right"),
            points: known
                .points
                .iter()
                .enumerate()
                .map(|(index, one)| point(index, &one.topic, &one.left, &one.right))
                .collect(),
        }),
    }
}

fn supporter(index: usize, one: &Supporter) -> SupporterLine {
    SupporterLine {
        line: one.line.value.clone(),
        role: one.role.as_ref().map(|role| role.label.value.clone()),
        name: one.name.as_ref().map(|name| name.value.clone()),
        field: format!("supporters[{index}]"),
        picture: one.picture.clone(),
    }
}

fn quote(index: usize, one: &Quote) -> QuoteText {
    QuoteText {
        text: one.text.value.clone(),
        by: one.by.value.clone(),
        role: one.role.as_ref().map(|role| role.label.value.clone()),
        about: one.about.as_ref().map(|about| about.value.clone()),
        field: format!("quotes[{index}]"),
    }
}

/// The contributors of a record, in the order in which the card names them first, each with all their roles.
/// The same name is the same contributor.
pub fn contributors(record: &Record) -> Vec<Contributor> {
    let credits = card_credits(record);
    let mut out: Vec<Contributor> = Vec::new();
    let mut places: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for CardCredit { field, role, id, names } in &credits {
        for name in names {
            let place = *places.entry(name.name.clone()).or_insert(out.len());
            if place == out.len() {
                out.push(Contributor {
                    name: name.name.clone(),
                    field: name.field.clone(),
                    handles: handles(record, &name.name),
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

/// The handles of a name: those under `people`, then those of credits on other platforms.
fn handles(record: &Record, name: &str) -> Vec<Handle> {
    let mut out: Vec<Handle> = Vec::new();
    let mut add = |field: &str, pairs: &[(Text, Text)]| {
        for (index, (platform, handle)) in pairs.iter().enumerate() {
            if !out.iter().any(|known| known.platform.eq_ignore_ascii_case(platform)) {
                out.push(Handle {
                    platform: platform.value.clone(),
                    handle: handle.value.clone(),
                    field: format!("{field}.handles[{index}]"),
                    text: handle.clone(),
                });
            }
        }
    };
    for (index, person) in record.people.iter().enumerate().filter(|(_, person)| person.name.value == name) {
        add(&format!("people[{index}]"), &person.handles);
    }
    let lists = std::iter::once((String::new(), &record.credits))
        .chain(record.tracks.iter().enumerate().map(|(index, track)| (format!("tracks[{index}]."), &track.credits)));
    for (prefix, credits) in lists {
        for (index, credit) in credits.iter().enumerate() {
            for (position, one) in credit.contributors.iter().enumerate().filter(|(_, one)| one.name.value == name) {
                add(&format!("{prefix}credits[{index}].names[{position}]"), &one.handles);
            }
        }
    }
    out
}

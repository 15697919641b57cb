//! The series of a file's cards: what each is about, resolved from the file and the catalogue, with its place.
//! A record is a series of one card.

use serde::Serialize;

use super::subject::{ExplainedRole, QuoteText, Side, Sides, SidesPoint, Subject, SupporterLine};
use super::wording;
use crate::catalogue::explanations::{campaign, comparison, explanation};
use crate::record::{Content, FieldPath, Quote, Record, RoleCard, Supporter, Text, Versus};

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

/// What the cards of a file are about, in order, each with its place in the series.
pub fn subjects(record: &Record) -> Vec<(Subject, Series)> {
    let words = wording(record).words();
    let title = |default: &str| {
        let own = (!record.title.is_empty()).then(|| record.title.value.clone());
        Some(own.unwrap_or_else(|| default.to_owned()))
    };
    let heading = || words.roles_behind_the_record.as_str();
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
        Content::Versus(versus) => series(std::iter::once(Subject::Versus(sides(versus))), title(&words.two_roles)),
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
        field: FieldPath::FILE.item("roles", index).into(),
        id: card.role.id.map(str::to_owned).or_else(|| known.map(|known| known.role.clone())),
        text: own(&card.text).or_else(|| known.map(|known| known.text.clone())).unwrap_or_default(),
        line: own(&card.line).or_else(|| known.map(|known| known.line.clone())),
        call: own(&card.call).or_else(|| known.map(|known| known.call.clone())),
    }
}

fn sides(versus: &Versus) -> Sides {
    let side = |name: &str, which: &str| Side {
        name: name.to_owned(),
        field: FieldPath::FILE.key("versus").key(which).into(),
    };
    let point = |index: usize, topic: &str, left: &str, right: &str| SidesPoint {
        topic: topic.to_owned(),
        field: FieldPath::FILE.key("versus").item("points", index).into(),
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
        field: FieldPath::FILE.item("supporters", index).into(),
        picture: one.picture.clone(),
    }
}

fn quote(index: usize, one: &Quote) -> QuoteText {
    QuoteText {
        text: one.text.value.clone(),
        by: one.by.value.clone(),
        role: one.role.as_ref().map(|role| role.label.value.clone()),
        about: one.about.as_ref().map(|about| about.value.clone()),
        field: FieldPath::FILE.item("quotes", index).into(),
    }
}

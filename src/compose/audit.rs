//! The audit of a finished card: what its scenes must show, checked on the scenes themselves.
//! A template of one's own can forget names or run out of the page; nobody should have to find that out by eye.

use std::collections::{BTreeMap, BTreeSet};

use crate::card::{Card, Group, Subject, chapters, joined, people};
use crate::diagnostic::Diagnostic;
use crate::scene::{Scene, TextItem};
use crate::template::Template;

/// Overhang of ink that is not worth a word, px: italics and round letters reach over their boxes.
const SLACK: f32 = 3.0;

/// Names and other texts left out or shown twice, and texts outside the safe area.
pub fn audit(card: &Card<'_>, template: &Template, scenes: &[Scene]) -> Vec<Diagnostic> {
    let mut warnings = match card.subject {
        Subject::Record if template.nameless() => Vec::new(),
        Subject::Record if card.group == Group::Person && template.sources().mention("people") => persons(card, scenes),
        Subject::Record => names(card, template, scenes),
        _ => due(card, scenes),
    };
    warnings.extend(strays(scenes));
    warnings
}

/// The texts that a subject's card must show: each is there, and on no page more often than it may be.
fn due(card: &Card<'_>, scenes: &[Scene]) -> Vec<Diagnostic> {
    let template = scenes.first().map_or("", |scene| scene.template.as_str());
    let all = card.subject.due();
    let list = |due: Vec<&crate::card::Due>| due.iter().map(|due| due.string.as_str()).collect::<Vec<_>>().join(", ");
    let times = |scene: &Scene, field: &str| scene.texts().filter(|text| text.field == field).count();
    let (mut missing, mut twice) = (Vec::new(), Vec::new());
    for due in &all {
        if scenes.iter().all(|scene| times(scene, &due.field) == 0) {
            missing.push(due);
        } else if due.once && scenes.iter().any(|scene| times(scene, &due.field) > 1) {
            twice.push(due);
        }
    }
    let mut warnings = Vec::new();
    let (kind, format) = (card.subject.kind(), &card.format.name);
    if let Some(first) = missing.first() {
        let hint = format!("each is a <text> with its field, such as data-field=\"{}\"", first.field);
        let message = format!(
            "{} of {} texts are not on the {format} card of the {kind}: {}",
            missing.len(),
            all.len(),
            list(missing)
        );
        warnings.push(Diagnostic::warning("texts-missing", message).in_file(template).hint(hint));
    }
    if !twice.is_empty() {
        let message = format!("texts are on the {format} card of the {kind} more than once: {}", list(twice));
        warnings.push(Diagnostic::warning("texts-twice", message).in_file(template));
    }
    warnings
}

/// Each name of the record's credits is on the card once.
fn names(card: &Card<'_>, template: &Template, scenes: &[Scene]) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for text in scenes.iter().flat_map(Scene::texts).filter(|text| text.kind == "name") {
        *shown.entry(text.field.as_str()).or_default() += 1;
    }
    for omitted in scenes.iter().flat_map(|scene| &scene.omitted) {
        *shown.entry(omitted.field.as_str()).or_default() += 1;
    }
    // Where roles share a label, a name under it stands for what it is credited with under each of them.
    let labels: Vec<&TextItem> = scenes.iter().flat_map(Scene::texts).filter(|text| text.kind == "role").collect();
    let mut shares = joined(&card.credits).unwrap_or_default();
    // Where pages are chapters, those of a chapter share.
    if template.in_chapters() {
        let chapters = chapters(&card.credits, card.wording);
        shares.extend(chapters.iter().filter_map(|chapter| joined(&chapter.credits)).flatten());
    }
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for credit in shares.iter().filter(|credit| credit.names.iter().any(|name| !name.also.is_empty())) {
        // A template may set labels in small letters.
        let says = |label: &&TextItem| label.string.to_lowercase().starts_with(&credit.role.to_lowercase());
        if labels.iter().any(|label| label.field == credit.field && says(label)) && told.insert(&credit.field) {
            for also in credit.names.iter().flat_map(|name| &name.also) {
                *shown.entry(also.as_str()).or_default() += 1;
            }
        }
    }
    let names = || card.credits.iter().flat_map(|credit| &credit.names);
    let template = scenes.first().map_or("", |scene| scene.template.as_str());
    let list = |fields: Vec<&str>| fields.join(", ");
    let missing: Vec<&str> =
        names().filter(|name| !shown.contains_key(name.field.as_str())).map(|name| name.name.as_str()).collect();
    if !missing.is_empty() {
        let count = missing.len();
        let message =
            format!("{count} of {} names are not on the {} card: {}", names().count(), card.format.name, list(missing));
        warnings.push(
            Diagnostic::warning("names-missing", message)
                .in_file(template)
                .hint("each name is a <text data-kind=\"name\" data-field=\"{{ name.field }}\">"),
        );
    }
    let twice: Vec<&str> = names()
        .filter(|name| shown.get(name.field.as_str()).is_some_and(|count| *count > 1))
        .map(|name| name.name.as_str())
        .collect();
    if !twice.is_empty() {
        let message = format!("names are on the {} card more than once: {}", card.format.name, list(twice));
        warnings.push(Diagnostic::warning("names-twice", message).in_file(template));
    }
    warnings
}

/// Each person of a card by person is there once, with every role.
fn persons(card: &Card<'_>, scenes: &[Scene]) -> Vec<Diagnostic> {
    let omitted = || scenes.iter().flat_map(|scene| &scene.omitted).map(|omitted| omitted.field.as_str());
    let times = |field: &str| {
        let texts = scenes.iter().flat_map(Scene::texts).filter(|text| text.field == field).count();
        texts + omitted().filter(|omitted| field == *omitted || field.strip_suffix(".role") == Some(*omitted)).count()
    };
    let (mut missing, mut twice) = (Vec::new(), Vec::new());
    let people = people(&card.credits);
    for person in &people {
        match times(&person.field) {
            0 => missing.push(person.name.clone()),
            1 => {}
            _ => twice.push(person.name.as_str()),
        }
        let roles = person.roles.iter().filter(|role| times(&role.field) == 0);
        missing.extend(roles.map(|role| format!("{} of {}", role.role, person.name)));
    }
    let template = scenes.first().map_or("", |scene| scene.template.as_str());
    let mut warnings = Vec::new();
    if !missing.is_empty() {
        let (count, format) = (missing.len(), &card.format.name);
        let message = format!("{count} names and roles are not on the {format} card by person: {}", missing.join(", "));
        warnings.push(
            Diagnostic::warning("names-missing", message)
                .in_file(template)
                .hint("each person of `people` is a name with its field, and each role a <text data-kind=\"role\" data-field=\"{{ role.field }}\">"),
        );
    }
    if !twice.is_empty() {
        let message = format!("names are on the {} card more than once: {}", card.format.name, twice.join(", "));
        warnings.push(Diagnostic::warning("names-twice", message).in_file(template));
    }
    warnings
}

/// The texts of a page whose ink leaves the safe area.
pub fn outside(scene: &Scene) -> impl Iterator<Item = &TextItem> {
    scene.texts().filter(|text| text.ink.width > 0.0 && !scene.safe_area.contains(&text.ink, SLACK))
}

/// Texts that a message names.
const NAMED: usize = 3;

/// One warning about all texts of a card that leave the safe area; it has the place of the first.
fn strays(scenes: &[Scene]) -> Option<Diagnostic> {
    let all: Vec<&TextItem> = scenes.iter().flat_map(outside).collect();
    let (first, scene) = (all.first()?, scenes.first()?);
    let mut names: Vec<String> = all.iter().take(NAMED).map(|text| format!("`{}`", text.string)).collect();
    let more = all.len().saturating_sub(NAMED);
    let last = if more > 0 { Some(format!("{more} more")) } else { names.pop().filter(|_| all.len() > 1) };
    let who = match last {
        Some(last) => format!("{} and {last} leave the safe area of {}: the first", names.join(", "), scene.format),
        None => format!("`{}` leaves the safe area of {}: it", first.string, scene.format),
    };
    let ink = first.ink;
    let message = format!(
        "{who} spans {:.0} to {:.0} px across and {:.0} to {:.0} px down",
        ink.x,
        ink.right(),
        ink.y,
        ink.bottom()
    );
    Some(Diagnostic::warning("outside-safe-area", message).in_file(scene.template.as_str()))
}

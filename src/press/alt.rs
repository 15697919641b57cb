//! Alt text: what the pages of a card say, in words, for those who do not see them.
//! A page of several has the words of that page.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::card::{Card, CardCredit, Subject, joined};
use crate::encode::Metadata;
use crate::scene::Scene;

/// What each page says about itself: its title, the artist, and every text of it in one line.
pub(super) fn described(card: &Card<'_>, scenes: &[Scene]) -> Vec<Metadata> {
    let record = card.record;
    let title = match (&card.subject, record.title.is_empty()) {
        (Subject::Record, _) => record.title.value.clone(),
        (subject, false) => format!("{} – {}", subject.label(), record.title),
        (subject, true) => subject.label(),
    };
    let text = Text::of(card);
    let description = |scene: &Scene| match scenes {
        [_] => text.whole(),
        _ => text.on(scene),
    };
    let own = |field: &str| record.field(field).map(Cow::into_owned).unwrap_or_default();
    let rights = ["copyright", "rights"].map(own).into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let contributors = people(card);
    let metadata = |scene| Metadata {
        title: title.clone(),
        author: record.artist.value.clone(),
        description: description(scene),
        contributors: contributors.clone(),
        rights: rights.clone(),
        language: record.language.as_ref().map(|tag| tag.value.clone()).unwrap_or_default(),
        ..Metadata::default()
    };
    scenes.iter().map(metadata).collect()
}

/// Everybody whom the card credits, each once, in order.
fn people(card: &Card<'_>) -> Vec<String> {
    let mut known = BTreeSet::new();
    let names = card.credits.iter().flat_map(|credit| &credit.names).map(|name| name.name.as_str());
    names.filter(|name| known.insert(*name)).map(str::to_owned).collect()
}

/// The words of a card.
enum Text {
    /// Texts with their fields.
    Due(Vec<(String, String)>),
    Credits {
        /// As the card has them.
        credits: Vec<CardCredit>,
        /// The record's own, then those of each track, as templates of tracks list them.
        listed: Vec<CardCredit>,
        /// Names with fields of others that they stand for.
        also: Vec<(String, Vec<String>)>,
    },
}

impl Text {
    fn of(card: &Card<'_>) -> Text {
        let due = card.subject.due();
        if !due.is_empty() {
            return Text::Due(due.into_iter().map(|due| (due.field, due.string)).collect());
        }
        let shares = joined(&card.credits).unwrap_or_default();
        let names = shares.into_iter().flat_map(|credit| credit.names).filter(|name| !name.also.is_empty());
        let also = names.map(|name| (name.field, name.also)).collect();
        let mut listed = card.album_credits();
        listed.extend(card.track_credits().into_iter().flatten());
        Text::Credits { credits: card.credits.clone(), listed, also }
    }

    /// All of them.
    fn whole(&self) -> String {
        match self {
            Text::Due(all) => join(all.iter().map(|(_, text)| text.clone())),
            Text::Credits { credits, .. } => join(credits.iter().filter_map(|credit| line(credit, &|_| true))),
        }
    }

    /// Those of a page.
    fn on(&self, scene: &Scene) -> String {
        let shown: BTreeSet<&str> = scene.texts().map(|text| text.field.as_str()).collect();
        match self {
            Text::Due(all) => {
                let here = all.iter().filter(|(field, _)| shown.contains(field.as_str()));
                join(here.map(|(_, text)| text.clone()))
            }
            Text::Credits { credits, listed, also } => {
                let of_tracks = scene.texts().any(|text| text.kind == "name" && text.field.starts_with("tracks["));
                let stands: BTreeSet<&str> = also
                    .iter()
                    .filter(|(field, _)| shown.contains(field.as_str()))
                    .flat_map(|(_, also)| also.iter().map(String::as_str))
                    .collect();
                // A card by person shows a name once and then the roles, whose fields are below those of their names.
                let here = |field: &str| {
                    shown.contains(field) || stands.contains(field) || shown.contains(format!("{field}.role").as_str())
                };
                let all = if of_tracks { listed } else { credits };
                join(all.iter().filter_map(|credit| line(credit, &here)))
            }
        }
    }
}

/// A role with those of its names that are to be said; none without a name.
fn line(credit: &CardCredit, said: &dyn Fn(&str) -> bool) -> Option<String> {
    let names: Vec<&str> =
        credit.names.iter().filter(|name| said(&name.field)).map(|name| name.name.as_str()).collect();
    let empty = names.is_empty() && !credit.names.is_empty();
    (!empty).then(|| format!("{}: {}", credit.role, names.join(", ")))
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

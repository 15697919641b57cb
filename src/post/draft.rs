//! What posts say of a card, as far as the card tells: every platform takes its part of it.

use std::borrow::Cow;

use crate::card::{Card, CardCredit, Handle, Imprint, Subject, ai_line, handles_of, imprint};
use crate::catalogue::languages::{Wording, fill};
use crate::catalogue::platforms::platform_id;
use crate::encode::Metadata;
use crate::post::alt::AltPage;
use crate::record::{AI_PARTS, Record, Scheme, Text};
use crate::scene::Scene;

/// What a card and its pages say, in words.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The language of its words.
    pub wording: Wording,
    /// Alt text of each page.
    pub alts: Vec<AltPage>,
    /// Title of the record; empty if there is none.
    pub title: String,
    /// Who it is by.
    pub artist: String,
    /// What the post is about, in a line.
    pub heading: String,
    /// Kind, year and label.
    pub imprint: Option<String>,
    /// The credits in the order of the card.
    pub credits: Vec<CardCredit>,
    /// Texts of a card that is not about a record, without what the heading says.
    pub texts: Vec<String>,
    /// Names with their handles, in the order of the credits.
    pub people: Vec<Named>,
    /// Hashtags without `#`.
    pub hashtags: Vec<String>,
    /// Who supplied the credits, in words.
    pub supplied_by: Option<String>,
    /// What artificial intelligence made, in words.
    pub ai: Option<String>,
    /// The same in the terms of DDEX.
    pub ai_parts: Vec<&'static str>,
    /// Identifiers that can be right.
    pub identifiers: Vec<(&'static str, String)>,
    /// Tracks with their identifiers.
    pub tracks: Vec<TrackOf>,
}

/// Somebody who is credited.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Name as credited.
    pub name: String,
    /// Their handles.
    pub handles: Vec<Handle>,
    /// Pages on which they are, from 1.
    pub pages: Vec<u32>,
    /// Identifiers that can be right.
    pub identifiers: Vec<(&'static str, String)>,
}

/// A track.
#[derive(Clone, Debug, Default)]
pub struct TrackOf {
    /// Its position.
    pub position: String,
    /// Its title.
    pub title: String,
    /// Identifiers that can be right.
    pub identifiers: Vec<(&'static str, String)>,
}

impl Named {
    /// The handle on a platform, with `@`.
    pub fn handle(&self, platform: &str) -> Option<String> {
        let on = |handle: &&Handle| platform_id(&handle.platform) == platform;
        self.handles.iter().find(on).map(|handle| format!("@{}", handle.handle))
    }
}

impl Draft {
    /// What a card says.
    pub fn of(card: &Card<'_>, scenes: &[Scene]) -> Draft {
        let (record, wording) = (card.record, card.wording);
        let words = wording.words();
        let values = [("title", record.title.value.as_str()), ("artist", record.artist.value.as_str())];
        let titled = || fill(&words.post.title, &values);
        let heading = match (&card.subject, record.title.is_empty()) {
            (Subject::Record, _) => titled(),
            (Subject::Supporter(_) | Subject::Quote(_), true) => String::new(),
            (Subject::Supporter(_) | Subject::Quote(_), false) => titled(),
            (subject, true) => subject.label(),
            (subject, false) => fill(&words.alt.titled, &[("name", &subject.label()), ("title", &record.title.value)]),
        };
        let is_record = card.subject == Subject::Record;
        // The heading says it already.
        let label = if heading.is_empty() { String::new() } else { card.subject.label() };
        Draft {
            wording,
            alts: AltPage::of(card, scenes),
            title: record.title.value.clone(),
            artist: record.artist.value.clone(),
            heading,
            imprint: Imprint { ai: None, ..imprint(record, wording) }.line().filter(|_| is_record),
            credits: if is_record { card.credits.clone() } else { Vec::new() },
            texts: card.subject.due().into_iter().map(|due| due.string).filter(|text| *text != label).collect(),
            people: people(card, scenes),
            hashtags: card.hashtags().into_iter().map(str::to_owned).collect(),
            supplied_by: card.supplied_by().map(|name| fill(&words.supplied_by, &[("name", name)])),
            ai: ai_line(record, wording),
            ai_parts: ai_parts(record),
            identifiers: identifiers(&[
                (Scheme::Upc, record.upc.as_ref()),
                (Scheme::Isrc, record.isrc.as_ref()),
                (Scheme::Iswc, record.iswc.as_ref()),
            ]),
            tracks: record
                .tracks
                .iter()
                .map(|track| TrackOf {
                    position: track.position.clone(),
                    title: track.title.value.clone(),
                    identifiers: identifiers(&[
                        (Scheme::Isrc, track.isrc.as_ref()),
                        (Scheme::Iswc, track.iswc.as_ref()),
                    ]),
                })
                .collect(),
        }
    }

    /// What the files of each page say about themselves.
    pub fn metadata(&self, card: &Card<'_>) -> Vec<Metadata> {
        let record = card.record;
        let title = match (&card.subject, record.title.is_empty()) {
            (Subject::Record, _) => record.title.value.clone(),
            (subject, false) => format!("{} – {}", subject.label(), record.title),
            (subject, true) => subject.label(),
        };
        let own = |field: &str| record.field(field).map(Cow::into_owned).unwrap_or_default();
        let rights = ["copyright", "rights"].map(own).into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        let contributors: Vec<String> = self.people.iter().map(|one| one.name.clone()).collect();
        let metadata = |alt: &AltPage| Metadata {
            title: title.clone(),
            author: record.artist.value.clone(),
            description: alt.whole(),
            contributors: contributors.clone(),
            rights: rights.clone(),
            language: record.language.as_ref().map(|tag| tag.value.clone()).unwrap_or_default(),
            ..Metadata::default()
        };
        self.alts.iter().map(metadata).collect()
    }
}

/// Everybody whom the card names, in order, each once.
fn people(card: &Card<'_>, scenes: &[Scene]) -> Vec<Named> {
    let handles = handles_of(card.record);
    let person = |name: &str| {
        let person = card.record.person(name);
        let (isni, ipi) = (person.and_then(|one| one.isni.as_ref()), person.and_then(|one| one.ipi.as_ref()));
        Named {
            name: name.to_owned(),
            handles: handles.get(name).cloned().unwrap_or_default(),
            pages: Vec::new(),
            identifiers: identifiers(&[(Scheme::Isni, isni), (Scheme::Ipi, ipi)]),
        }
    };
    let mut all: Vec<Named> = match &card.subject {
        Subject::Record => {
            let mut all: Vec<Named> = Vec::new();
            let mut places = rustc_hash::FxHashSet::default();
            for name in card.credits.iter().flat_map(|credit| &credit.names) {
                if places.insert(name.name.as_str()) {
                    all.push(person(&name.name));
                }
            }
            all
        }
        Subject::Contributor(one) => vec![Named { handles: one.handles.clone(), ..person(&one.name) }],
        Subject::Person(one) => vec![Named { handles: one.handles.clone(), ..person(&one.name) }],
        _ => Vec::new(),
    };
    for scene in scenes {
        let shown: rustc_hash::FxHashSet<&str> =
            scene.texts().filter(|text| text.kind == "name").map(|text| text.string.as_str()).collect();
        for one in all.iter_mut().filter(|one| shown.contains(one.name.as_str())) {
            one.pages.push(scene.page);
        }
    }
    all
}

/// Identifiers with the check digits that they must have.
fn identifiers(all: &[(Scheme, Option<&Text>)]) -> Vec<(&'static str, String)> {
    let known =
        |(scheme, text): &(Scheme, Option<&Text>)| Some((scheme.key(), scheme.normalised(text.as_ref()?).ok()?));
    all.iter().filter_map(known).collect()
}

/// What the file says that artificial intelligence made, anywhere.
fn ai_parts(record: &Record) -> Vec<&'static str> {
    let credits = record.credits.iter().chain(record.tracks.iter().flat_map(|track| &track.credits));
    let of_names = credits.flat_map(|credit| &credit.contributors).flat_map(|one| &one.ai);
    let said: Vec<&str> = record
        .ai
        .iter()
        .chain(record.tracks.iter().flat_map(|track| &track.ai))
        .chain(of_names)
        .map(|part| part.value.as_str())
        .chain(record.artwork.iter().filter(|artwork| artwork.ai).map(|_| "artwork"))
        .collect();
    AI_PARTS.into_iter().filter(|part| said.contains(part)).collect()
}

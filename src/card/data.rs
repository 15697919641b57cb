//! The data that templates see. Every key always exists; what the credit file leaves out is `none`.
//! The reference for template authors is `docs/templates.md`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Serde, merge_maps};
use serde::Serialize;

use crate::card::colours::{ArtworkData, ThemeData};
use crate::card::{
    Card, CardCredit, CardPerson, Chapter, Contributor, ExplainedRole, Group, Labels, Person, QuoteText, Series, Sides,
    Subject, SupporterLine, imprint, people,
};
use crate::catalogue::languages::fill;
use crate::record::{Content, FieldPath, Track};

/// Which page of how many, in which variant.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PageData<'a> {
    /// Number of the page, from 1.
    pub number: u32,
    /// Pages of the card.
    pub count: u32,
    /// Variant of the template, one of its `data-variants`.
    #[serde(skip)]
    pub variant: &'a str,
    /// Names left out of this card by `overflow: summary`.
    #[serde(skip)]
    pub more: usize,
}

/// What differs from page to page.
#[derive(Serialize)]
struct Page<'a> {
    credits: &'a Value,
    people: &'a Value,
    page: PageData<'a>,
    chapter: Option<&'a Chapter>,
    chapters: &'a [Chapter],
    variant: &'a str,
    more: usize,
    wording: WordData<'a>,
}

/// What is the same on all pages of a card.
#[derive(Serialize)]
struct Data<'a> {
    record: RecordData<'a>,
    album_credits: &'a [CardCredit],
    tracks: Vec<TrackData<'a>>,
    series: &'a Series,
    contributor: Option<Cow<'a, Contributor>>,
    person: Option<&'a Person>,
    role: Option<RoleData<'a>>,
    versus: Option<&'a Sides>,
    supporter: Option<&'a SupporterLine>,
    quote: Option<&'a QuoteText>,
    artwork: Option<ArtworkData>,
    theme: ThemeData,
    format: FormatData<'a>,
    floor: FloorData,
    kit: KitData<'a>,
    fonts: FontData<'a>,
    count: CountData,
    direction: &'a str,
    language: Option<&'a str>,
}

/// The words of the card's language, filled in.
#[derive(Serialize)]
struct WordData<'a> {
    /// Tag of the language.
    language: &'a str,
    continued: &'a str,
    record: &'a str,
    behind_the_record: &'a str,
    behind_the_records: &'a str,
    two_roles: &'a str,
    about: &'a str,
    /// How many names are left out.
    more: String,
    supplied_by: Option<String>,
    /// Number of the page and how many there are.
    page: String,
    /// A side by its letter, with `{n}` where that stands.
    side: &'a str,
    /// Asks those who worked on the record to tag themselves.
    tag: &'a str,
    /// So many different names, the same people, names under roles, tracks; and the first without its number.
    names: String,
    people: String,
    credits: String,
    songs: String,
    name_word: String,
}

/// How much the card credits, whatever is left out of a page.
#[derive(Serialize)]
struct CountData {
    /// Different names.
    names: usize,
    /// Names under roles: one that has two roles counts twice.
    credits: usize,
}

#[derive(Serialize)]
struct RecordData<'a> {
    title: Option<&'a str>,
    artist: Option<&'a str>,
    kind: Option<String>,
    year: Option<u16>,
    released: Option<&'a str>,
    label: Option<&'a str>,
    thanks: Option<&'a str>,
    supplied_by: Option<&'a str>,
    hashtags: Vec<String>,
    /// What artificial intelligence made.
    ai: Option<String>,
    /// Kind, year, label and `ai` with middle dots, as much as is known.
    imprint: Option<String>,
}

#[derive(Serialize)]
struct TrackData<'a> {
    position: &'a str,
    title: &'a str,
    field: String,
    duration: Option<&'a str>,
    language: Option<&'a str>,
    credits: Vec<CardCredit>,
}

#[derive(Serialize)]
struct RoleData<'a> {
    #[serde(flatten)]
    role: &'a ExplainedRole,
    number: usize,
    count: usize,
}

#[derive(Serialize)]
struct FormatData<'a> {
    name: &'a str,
    width: f32,
    height: f32,
    aspect: f32,
    shape: crate::card::Shape,
    safe: crate::card::Insets,
    margin: f64,
}

#[derive(Serialize)]
struct KitData<'a> {
    footer: Option<&'a str>,
    logo: Option<LogoData>,
    partners: Vec<LogoData>,
}

#[derive(Serialize)]
struct LogoData {
    href: String,
    aspect: f32,
}

#[derive(Serialize)]
struct FontData<'a> {
    title: &'a str,
    /// The same as `title`, by its role of use.
    display: &'a str,
    text: &'a str,
    names: &'a str,
    label: &'a str,
    /// The pairing that somebody chose.
    r#type: Option<&'a str>,
}

#[derive(Serialize)]
struct FloorData {
    name: f32,
    label: f32,
}

/// The data of one page. `credits` are those to show, which may be fewer than the card's; `album` those of the whole record
/// alone, or nothing for a template that does not ask for them.
pub fn data(card: &Card<'_>, credits: &[CardCredit], album: &[CardCredit], page: PageData<'_>) -> Value {
    page_data(card, &card_data(card, album), &Listing::new(card.group, credits), page)
}

/// Credits to show, as templates see them.
#[derive(Clone, Debug)]
pub struct Listing {
    credits: Value,
    people: Value,
    /// Where the pages are chapters, which of them.
    chapter: Option<Place>,
}

/// A chapter among the pages of its card.
#[derive(Clone, Debug)]
pub struct Place {
    /// All chapters of the card.
    pub chapters: Arc<[Chapter]>,
    /// Which of them.
    pub index: usize,
    /// Pages before it.
    pub before: u32,
    /// Pages of the card.
    pub pages: u32,
}

impl Place {
    /// The number of a page of the chapter, and that of all pages, on the card.
    pub fn on_card<'p>(&self, page: PageData<'p>) -> PageData<'p> {
        PageData { number: self.before + page.number, count: self.pages, ..page }
    }
}

impl Listing {
    /// Credits, and the people who hold them where a card lists those.
    pub fn new(group: Group, credits: &[CardCredit]) -> Listing {
        let people: Vec<CardPerson> = if group == Group::Person { people(credits) } else { Vec::new() };
        let [credits, people] = [Value::from(Serde(credits)), Value::from(Serde(people))];
        Listing { credits, people, chapter: None }
    }

    /// The same on the pages of a chapter.
    #[must_use]
    pub fn within(self, chapter: Option<Place>) -> Listing {
        Listing { chapter, ..self }
    }
}

/// The data of one page: what all pages of its card share ([`card_data`]), with what is listed on it.
pub fn page_data(card: &Card<'_>, shared: &Value, listing: &Listing, page: PageData<'_>) -> Value {
    let Listing { credits, people, chapter: place } = listing;
    let page = place.as_ref().map_or(page, |place| place.on_card(page));
    let chapters = place.as_ref().map_or(&[][..], |place| &place.chapters);
    let chapter = place.as_ref().and_then(|place| chapters.get(place.index));
    let (variant, more, wording) = (page.variant, page.more, words(card, page));
    let own = Page { credits, people, page, chapter, chapters, variant, more, wording };
    merge_maps([Value::from(Serde(own)), shared.clone()])
}

/// The data that all pages of a card share: listing the credits of tracks takes longer than a page.
pub fn card_data(card: &Card<'_>, album: &[CardCredit]) -> Value {
    let record = card.record;
    // A series of roles has a heading, no title; and its kind says nothing about a record.
    let has_title = matches!(record.content, Content::Record | Content::Quotes(_));
    let imprint = imprint(record, card.wording);
    let (theme, subject) = (&card.theme, &card.subject);
    let brand = &*card.brand;
    let logo = |href: String, logo: &crate::card::Logo| LogoData { href, aspect: logo.on(theme.ground).aspect() };
    Value::from(Serde(Data {
        record: RecordData {
            title: Some(&*record.title).filter(|title| has_title && !title.is_empty()),
            artist: Some(&*record.artist).filter(|artist| has_title && !artist.is_empty()),
            imprint: imprint.line(),
            ai: imprint.ai,
            kind: imprint.kind,
            year: imprint.year,
            released: record.released.as_ref().map(|released| &*released.text),
            label: record.label.as_deref(),
            thanks: card.thanks.as_deref(),
            supplied_by: card.supplied_by(),
            hashtags: card.hashtags().into_iter().map(|tag| format!("#{tag}")).collect(),
        },
        album_credits: album,
        tracks: tracks(card),
        series: &card.series,
        contributor: if let Subject::Contributor(one) = subject { Some(contributor(card, one)) } else { None },
        person: if let Subject::Person(one) = subject { Some(one) } else { None },
        role: if let Subject::Role(role) = subject {
            Some(RoleData { role, number: card.series.number, count: card.series.count })
        } else {
            None
        },
        versus: if let Subject::Versus(one) = subject { Some(one) } else { None },
        supporter: if let Subject::Supporter(one) = subject { Some(one) } else { None },
        quote: if let Subject::Quote(one) = subject { Some(one) } else { None },
        artwork: card.artwork.as_ref().map(|artwork| ArtworkData::of(artwork, card.palette.as_deref(), theme)),
        theme: ThemeData::of(theme, card.palette.as_deref()),
        format: FormatData {
            name: &card.format.name,
            width: card.format.width,
            height: card.format.height,
            aspect: card.format.width / card.format.height,
            shape: card.format.shape,
            safe: card.format.safe,
            margin: brand.margin(card.format),
        },
        floor: FloorData { name: card.format.name_floor(), label: card.format.label_floor() },
        kit: KitData {
            footer: brand.footer.as_deref(),
            logo: brand.logo.as_ref().map(|picture| logo("logo".into(), picture)),
            partners: (1..).zip(&brand.partners).map(|(n, picture)| logo(format!("partner-{n}"), picture)).collect(),
        },
        fonts: FontData {
            title: &brand.families.title,
            display: &brand.families.title,
            text: &brand.families.text,
            names: &brand.families.names,
            label: &brand.families.label,
            r#type: card.pairing.map(|pairing| &*pairing.name),
        },
        count: count(card),
        direction: if card.rtl() { "rtl" } else { "ltr" },
        language: record.language.as_deref(),
    }))
}

fn count(card: &Card<'_>) -> CountData {
    let names = || card.credits.iter().flat_map(|credit| &credit.names).map(|name| name.name.as_str());
    CountData { names: names().collect::<BTreeSet<_>>().len(), credits: names().count() }
}

fn words<'a>(card: &Card<'a>, page: PageData<'_>) -> WordData<'a> {
    let (wording, words, count) = (card.wording, card.wording.words(), count(card));
    WordData {
        language: wording.tag(),
        continued: &words.continued,
        record: &words.record,
        behind_the_record: &words.behind_the_record,
        behind_the_records: &words.behind_the_records,
        two_roles: &words.two_roles,
        about: &words.about,
        more: wording.count(&words.more, page.more),
        supplied_by: card.supplied_by().map(|name| fill(&words.supplied_by, &[("name", name)])),
        page: [page.number, page.count].map(|number| wording.number(number as usize)).join(" / "),
        side: &words.side,
        tag: &words.tag,
        names: wording.count(&words.names, count.names),
        people: wording.count(&words.people, count.names),
        credits: wording.count(&words.credits, count.credits),
        songs: wording.count(&words.songs, card.record.tracks.len()),
        name_word: wording.counted(&words.names, count.names),
    }
}

/// The contributor with the labels of roles as they are printed.
fn contributor<'a>(card: &Card<'_>, one: &'a Contributor) -> Cow<'a, Contributor> {
    let mut one = Cow::Borrowed(one);
    if card.labels != Labels::AsWritten {
        for role in &mut one.to_mut().roles {
            role.role =
                card.labels.printed(&role.role, role.id, card.record.language.as_deref(), card.wording).into_owned();
        }
    }
    one
}

fn tracks<'a>(card: &Card<'a>) -> Vec<TrackData<'a>> {
    let tracks = card.record.tracks.iter().enumerate().zip(card.track_credits());
    tracks.map(|((index, track), credits)| track_data(card, index, track, credits)).collect()
}

fn track_data<'a>(card: &Card<'a>, index: usize, track: &'a Track, credits: Vec<CardCredit>) -> TrackData<'a> {
    TrackData {
        position: &track.position,
        title: &track.title,
        field: FieldPath::track(index).key("title").into(),
        duration: track.duration.as_deref(),
        // Titles have no language of their own: they are in the record's.
        language: card.record.language.as_deref(),
        credits,
    }
}

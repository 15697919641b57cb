//! The data that templates see. Every key always exists; what the credit file leaves out is `none`.
//! The reference for template authors is `docs/templates.md`.

use std::borrow::Cow;

use minijinja::Value;
use serde::Serialize;

use crate::card::{
    Card, CardCredit, Contributor, ExplainedRole, Labels, QuoteText, Series, Sides, Subject, SupporterLine,
    track_credits,
};
use crate::record::{Content, Track};

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

#[derive(Serialize)]
struct Data<'a> {
    record: RecordData<'a>,
    credits: &'a [CardCredit],
    album_credits: &'a [CardCredit],
    tracks: Vec<TrackData<'a>>,
    series: &'a Series,
    contributor: Option<Cow<'a, Contributor>>,
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
    page: PageData<'a>,
    variant: &'a str,
    more: usize,
    direction: &'a str,
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct RecordData<'a> {
    title: Option<&'a str>,
    artist: Option<&'a str>,
    kind: Option<String>,
    year: Option<u16>,
    released: Option<&'a str>,
    label: Option<&'a str>,
    supplied_by: Option<&'a str>,
    hashtags: Vec<String>,
    /// Kind, year and label with middle dots, as much as is known.
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
struct ArtworkData {
    width: f32,
    height: f32,
    aspect: f32,
}

#[derive(Serialize)]
struct ThemeData {
    ground: String,
    text: String,
    quiet: String,
    accent: String,
    line: String,
    tone: String,
    scheme: &'static str,
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
    text: &'a str,
    names: &'a str,
}

#[derive(Serialize)]
struct FloorData {
    name: f32,
    label: f32,
}

/// The data of one page. `credits` are those to show, which may be fewer than the card's; `album` those of the whole record
/// alone, or nothing for a template that does not ask for them.
pub fn data(card: &Card<'_>, credits: &[CardCredit], album: &[CardCredit], page: PageData<'_>) -> Value {
    let record = card.record;
    // A series of roles has a heading, no title; and its kind says nothing about a record.
    let (is_record, has_title) = match record.content {
        Content::Record => (true, true),
        Content::Quotes(_) => (false, true),
        Content::Roles(_) | Content::Versus(_) | Content::Supporters(_) => (false, false),
    };
    let kind = record.kind.as_ref().filter(|_| is_record).map(|kind| capitalised(kind));
    let year = record.released.as_ref().map(|released| released.year);
    let label = record.label.as_deref();
    let imprint: Vec<String> =
        [kind.clone(), year.map(|year| year.to_string()), label.map(str::to_owned)].into_iter().flatten().collect();
    let (theme, subject) = (&card.theme, &card.subject);
    let brand = &*card.brand;
    let hashtags: Vec<&str> = match record.hashtags.as_slice() {
        [] => brand.hashtags.iter().map(String::as_str).collect(),
        own => own.iter().map(|tag| tag.value.as_str()).collect(),
    };
    let logo = |href: String, logo: &crate::card::Logo| LogoData { href, aspect: logo.on(theme.ground).aspect() };
    Value::from(minijinja::value::Serde(Data {
        record: RecordData {
            title: Some(&*record.title).filter(|title| has_title && !title.is_empty()),
            artist: Some(&*record.artist).filter(|artist| has_title && !artist.is_empty()),
            kind,
            year,
            released: record.released.as_ref().map(|released| &*released.text),
            label,
            supplied_by: record.supplied_by.as_deref().or(brand.supplied_by.as_deref()),
            hashtags: hashtags.into_iter().map(|tag| format!("#{tag}")).collect(),
            imprint: (!imprint.is_empty()).then(|| imprint.join(" · ")),
        },
        credits,
        album_credits: album,
        tracks: record.tracks.iter().enumerate().map(|(index, track)| track_data(card, index, track)).collect(),
        series: &card.series,
        contributor: if let Subject::Contributor(one) = subject { Some(contributor(card, one)) } else { None },
        role: if let Subject::Role(role) = subject {
            Some(RoleData { role, number: card.series.number, count: card.series.count })
        } else {
            None
        },
        versus: if let Subject::Versus(one) = subject { Some(one) } else { None },
        supporter: if let Subject::Supporter(one) = subject { Some(one) } else { None },
        quote: if let Subject::Quote(one) = subject { Some(one) } else { None },
        artwork: card.artwork.as_ref().map(|artwork| {
            let (width, height) = (artwork.width() as f32, artwork.height() as f32);
            ArtworkData { width, height, aspect: width / height }
        }),
        theme: ThemeData {
            ground: theme.ground.to_string(),
            text: theme.text.to_string(),
            quiet: theme.quiet.to_string(),
            accent: theme.accent.to_string(),
            line: theme.line.to_string(),
            tone: theme.tone.to_string(),
            scheme: if theme.is_light() { "light" } else { "dark" },
        },
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
        fonts: FontData { title: &brand.families.title, text: &brand.families.text, names: &brand.families.names },
        page,
        variant: page.variant,
        more: page.more,
        direction: if card.rtl() { "rtl" } else { "ltr" },
        language: record.language.as_deref(),
    }))
}

/// The contributor with the labels of roles as they are printed.
fn contributor<'a>(card: &Card<'_>, one: &'a Contributor) -> Cow<'a, Contributor> {
    let mut one = Cow::Borrowed(one);
    if card.labels != Labels::AsWritten {
        for role in &mut one.to_mut().roles {
            role.role = card.labels.printed(&role.role, role.id, card.record.language.as_deref()).into_owned();
        }
    }
    one
}

fn track_data<'a>(card: &Card<'a>, index: usize, track: &'a Track) -> TrackData<'a> {
    let mut credits = track_credits(card.record, index);
    card.labels.print(&mut credits, card.record.language.as_deref());
    TrackData {
        position: &track.position,
        title: &track.title,
        field: format!("tracks[{index}].title"),
        duration: track.duration.as_deref(),
        // Titles have no language of their own: they are in the record's.
        language: card.record.language.as_deref(),
        credits,
    }
}

fn capitalised(word: &str) -> String {
    match word {
        "ep" => "EP".to_owned(),
        _ => {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
        }
    }
}

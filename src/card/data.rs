//! The data that templates see. Every key always exists; what the credit file leaves out is `none`.
//! The reference for template authors is `docs/templates.md`.

use minijinja::Value;
use serde::Serialize;

use crate::card::{Card, CardCredit};

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
    credits: Vec<CreditData<'a>>,
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
    title: &'a str,
    artist: &'a str,
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
struct CreditData<'a> {
    field: &'a str,
    role: &'a str,
    id: Option<&'a str>,
    names: Vec<NameData<'a>>,
}

#[derive(Serialize)]
struct NameData<'a> {
    field: &'a str,
    name: &'a str,
    detail: Option<&'a str>,
    language: Option<&'a str>,
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

/// The data of one page. `credits` are those to show, which may be fewer than the card's.
pub fn data(card: &Card<'_>, credits: &[CardCredit], page: PageData<'_>) -> Value {
    let record = card.record;
    let kind = record.kind.as_ref().map(|kind| capitalised(kind));
    let year = record.released.as_ref().map(|released| released.year);
    let label = record.label.as_deref();
    let imprint: Vec<String> =
        [kind.clone(), year.map(|year| year.to_string()), label.map(str::to_owned)].into_iter().flatten().collect();
    let theme = &card.theme;
    let brand = &*card.brand;
    let hashtags: Vec<&str> = match record.hashtags.as_slice() {
        [] => brand.hashtags.iter().map(String::as_str).collect(),
        own => own.iter().map(|tag| tag.value.as_str()).collect(),
    };
    let logo = |href: String, logo: &crate::card::Logo| LogoData { href, aspect: logo.on(theme.ground).aspect() };
    Value::from(minijinja::value::Serde(Data {
        record: RecordData {
            title: &record.title,
            artist: &record.artist,
            kind,
            year,
            released: record.released.as_ref().map(|released| &*released.text),
            label,
            supplied_by: record.supplied_by.as_deref().or(brand.supplied_by.as_deref()),
            hashtags: hashtags.into_iter().map(|tag| format!("#{tag}")).collect(),
            imprint: (!imprint.is_empty()).then(|| imprint.join(" · ")),
        },
        credits: credits.iter().map(credit_data).collect(),
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

fn credit_data(credit: &CardCredit) -> CreditData<'_> {
    CreditData {
        field: &credit.field,
        role: &credit.role,
        id: credit.id,
        names: credit
            .names
            .iter()
            .map(|name| NameData {
                field: &name.field,
                name: &name.name,
                detail: name.detail.as_deref(),
                language: name.language.as_deref(),
            })
            .collect(),
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

//! A record as its page shows it: credits by role, tracks, its cards and posts.
//! Everything is in the record's language, as its cards are.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::card::{Brand, Card, CardCredit, Handles, Imprint, Order, ai_line, format, imprint};
use crate::catalogue::languages::Wording;
use crate::catalogue::platforms::{placement, platform};
use crate::gallery::cards::{self, Group, PageFiles, kind};
use crate::gallery::look::Looked;
use crate::gallery::mark::Review;
use crate::gallery::page::{direction, encoded};
use crate::gallery::read::{Album, PostText};
use crate::gallery::view;
use crate::post::{Captions, Draft};
use crate::publish::{Output, slug};
use crate::record::Record;
use crate::theme::Theme;

/// The platform whose usual caption stands on the page of a record that has no posts.
const USUAL: &str = "instagram";
/// Width / height from which on a picture is wide; `parts.html` gives it two columns.
const WIDE: f64 = 1.3;
/// Width / height of the picture that link previews show.
const PREVIEW: f64 = 1200.0 / 630.0;

/// What pages of records are made with.
pub(super) struct Maker<'a> {
    /// Pictures by path.
    pub looked: &'a BTreeMap<String, Looked>,
    /// Pages of people by name.
    pub people: &'a BTreeMap<String, String>,
    pub review: Option<&'a Review>,
    /// The wording of pages about several records.
    pub wording: Wording,
}

/// A card for its words alone.
pub(super) fn worded(album: &Album) -> Option<Card<'_>> {
    let record = album.record()?;
    let mut card = Card::new(record, format("square")?, Theme::dark(None));
    if let Some(kit) = album.job.as_ref().and_then(|job| job.kit.as_ref()) {
        card.brand = Arc::<Brand>::clone(&kit.brand);
    }
    Some(card.listing(Order::File, Handles::default()))
}

impl Maker<'_> {
    /// The page of an album, at an address.
    pub fn record(&self, album: &Album, href: &str) -> view::Record {
        let card = worded(album);
        let wording = card.as_ref().map_or(self.wording, |card| card.wording);
        let pages: Vec<&PageFiles> = album.group.pages().collect();
        let first = pages.iter().find_map(|page| self.looked.get(&page.files.first()?.path));
        let record = album.record();
        let lang = record.and_then(|record| record.language.as_deref()).unwrap_or(wording.tag()).to_owned();
        let dir = card.as_ref().map_or(direction(&lang), |card| if card.rtl() { "rtl" } else { "ltr" });
        let credits = card.as_ref().map(Card::album_credits).unwrap_or_default();
        let cards: Vec<view::Picture> = self.pictures(&album.group.cards, &lang, record.is_none());
        let posts = self.posts(album, card.as_ref(), &lang, dir);
        let shown = || cards.iter().chain(posts.iter().flat_map(|post| &post.pictures));
        let cover = shown().find(|picture| picture.width == picture.height).or_else(|| shown().next()).cloned();
        let ground = cover.as_ref().and_then(|cover| self.looked.get(&cover.name)?.ground);
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let title = album.job.as_ref().and_then(|job| said(&job.record()?.title.value));
        let title = title.or_else(|| said(&first?.title).filter(|_| album.group.has_file()));
        let artist = match record {
            Some(record) => record.artist.value.clone(),
            None => first.map(|looked| looked.artist.clone()).unwrap_or_default(),
        };
        view::Record {
            href: href.to_owned(),
            title: title.unwrap_or_else(|| wording.words().gallery.cards.clone()),
            artist,
            imprint: record.and_then(|record| Imprint { ai: None, ..imprint(record, wording) }.line()),
            ground: ground.map(|(ground, ink)| (ground.to_string(), ink.to_string())),
            cover,
            credits: self.credits(&credits, &lang),
            tracks: card.as_ref().map(|card| self.tracks(card, &lang)).unwrap_or_default(),
            cards,
            documents: documents(&album.group),
            posts,
            supplied_by: card.as_ref().and_then(|card| {
                let name = card.supplied_by()?;
                Some(crate::catalogue::languages::fill(&wording.words().supplied_by, &[("name", name)]))
            }),
            ai: record.and_then(|record| ai_line(record, wording)),
            lang,
            dir,
        }
    }

    fn credits(&self, credits: &[CardCredit], lang: &str) -> Vec<view::Credit> {
        let name = |name: &crate::card::CardName| view::Name {
            name: name.name.clone(),
            href: self.people.get(&name.name).cloned(),
            lang: name.language.clone().filter(|own| own != lang),
            detail: name.detail.clone(),
        };
        let one = |credit: &CardCredit| view::Credit {
            role: credit.role.clone(),
            names: credit.names.iter().map(name).collect(),
        };
        credits.iter().filter(|credit| !credit.names.is_empty()).map(one).collect()
    }

    fn tracks(&self, card: &Card<'_>, lang: &str) -> Vec<view::Track> {
        let credits = card.track_credits();
        let one = |(track, credits): (&crate::record::Track, &Vec<CardCredit>)| view::Track {
            position: track.position.clone(),
            title: track.title.value.clone(),
            duration: track.duration.as_ref().map(|text| text.value.clone()),
            credits: self.credits(credits, lang),
        };
        card.record.tracks.iter().zip(&credits).map(one).collect()
    }

    /// All pages of cards that can be shown. `own_titles` of cards that are about different things.
    /// Wide ones come last, so that others stand beside each other.
    pub fn pictures(&self, cards: &[cards::Card], lang: &str, own_titles: bool) -> Vec<view::Picture> {
        let pages = cards.iter().flat_map(|card| &card.pages);
        let mut all: Vec<view::Picture> = pages.filter_map(|page| self.picture(page, lang, own_titles)).collect();
        all.sort_by_key(|picture| f64::from(picture.width) > f64::from(picture.height) * WIDE);
        all
    }

    fn picture(&self, page: &PageFiles, lang: &str, own_title: bool) -> Option<view::Picture> {
        let main = page.files.first()?;
        let looked = self.looked.get(&main.path)?;
        let lang = if looked.language.is_empty() { lang } else { &looked.language };
        let marked = self.review.and_then(|review| review.cards.get(&main.path)).cloned();
        let webp = page.files.iter().find(|file| kind(&file.path) == "webp" && file.path != main.path);
        Some(view::Picture {
            name: main.path.clone(),
            title: if own_title { looked.title.clone() } else { String::new() },
            href: address(main),
            width: main.width,
            height: main.height,
            small: looked.small.as_ref().map(|small| (encoded(&small_path(&main.path)), small.width)),
            webp: webp.map(address),
            alt: looked.alt.clone(),
            lang: lang.to_owned(),
            dir: direction(lang),
            files: page.files.iter().map(file).collect(),
            blake3: main.blake3.clone(),
            changed: marked.as_ref().is_some_and(|marked| !marked.blake3.is_empty() && marked.blake3 != main.blake3),
            marked,
        })
    }

    /// The posts of an album; where it has none, the caption that it would have.
    fn posts(&self, album: &Album, card: Option<&Card<'_>>, lang: &str, dir: &'static str) -> Vec<view::Post> {
        let one = |(post, text): (&cards::Post, &Option<PostText>)| {
            let text = text.as_ref()?;
            let known = platform(&text.platform).map_or(text.platform.as_str(), |platform| platform.name());
            let name = if slug(known) == text.placement {
                known.to_owned()
            } else {
                format!("{known} \u{b7} {}", text.placement)
            };
            let lang = if text.language.is_empty() { lang } else { &text.language };
            Some(view::Post {
                name,
                caption: text.caption.clone(),
                lang: lang.to_owned(),
                dir: direction(lang),
                pictures: self.pictures(&post.cards, lang, false),
            })
        };
        let posts: Vec<view::Post> = album.group.posts.iter().zip(&album.posts).filter_map(one).collect();
        let usual = || {
            let caption = Captions::builtin().caption(&Draft::of(card?, &[]), placement(USUAL).ok()?).ok()?;
            let name = String::new();
            Some(view::Post { name, caption, lang: lang.to_owned(), dir, pictures: Vec::new() })
        };
        if posts.is_empty() { usual().into_iter().collect() } else { posts }
    }
}

/// The picture for link previews: that whose shape is nearest.
pub(super) fn preview(record: &view::Record) -> Option<&view::Picture> {
    let all = record.posts.iter().flat_map(|post| &post.pictures).chain(&record.cards);
    let off =
        |picture: &view::Picture| (f64::from(picture.width) / f64::from(picture.height.max(1)) / PREVIEW).ln().abs();
    all.filter(|picture| ["png", "jpg"].contains(&kind(&picture.name)))
        .min_by(|one, other| off(one).total_cmp(&off(other)))
}

/// Where a file of the output folder is on the site.
pub(super) fn card_path(path: &str) -> String {
    format!("cards/{path}")
}

/// Where the small copy of a picture is.
pub(super) fn small_path(path: &str) -> String {
    format!("small/{path}.jpg")
}

fn address(output: &Output) -> String {
    encoded(&card_path(&output.path))
}

fn documents(group: &Group) -> Vec<view::File> {
    group.cards.iter().flat_map(|card| &card.documents).map(file).collect()
}

fn file(output: &Output) -> view::File {
    // In a folder of downloads a name has to say all.
    let name = output.path.replace('/', "-");
    let bytes = match output.bytes {
        0..1_000 => format!("{} B", output.bytes),
        1_000..1_000_000 => format!("{} kB", output.bytes.div_ceil(1000)),
        more => format!("{}.{} MB", more / 1_000_000, more / 100_000 % 10),
    };
    let (width, height) = (output.width, output.height);
    let size = if kind(&output.path) == "pdf" { bytes } else { format!("{width} × {height} · {bytes}") };
    view::File { name, href: address(output), size }
}

/// A record that only counts as one of people's: what is said of it in lists.
pub(super) fn in_list(record: &Record, wording: Wording) -> Option<String> {
    Imprint { ai: None, ..imprint(record, wording) }.line()
}

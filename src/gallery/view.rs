//! What the templates of a gallery see: plain texts, which they escape where they write them, and addresses that are encoded.

use serde::Serialize;

use crate::catalogue::languages::GalleryWords;
use crate::gallery::mark::Marked;

/// What every page has.
#[derive(Debug, Serialize)]
pub(super) struct Head {
    /// BCP 47 language of the page's own words, and `ltr` or `rtl`.
    pub lang: String,
    pub dir: &'static str,
    /// Way from the page to the folder of the site: empty or `../`.
    pub root: &'static str,
    pub title: String,
    pub description: String,
    /// The campaign's heading.
    pub site: Titled,
    /// Address of the page itself, if it is known where the site will be.
    pub address: Option<String>,
    /// The picture of link previews.
    pub preview: Option<Preview>,
    /// Open Graph type.
    pub kind: &'static str,
    /// JSON-LD, which no HTML can end.
    pub linked: String,
    pub words: &'static GalleryWords,
    /// Heading of credits.
    pub credits: &'static str,
    /// The review as JSON, which no HTML can end; none for a site without marks.
    pub review: Option<String>,
}

/// A text with its language and direction.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Titled {
    pub text: String,
    pub lang: String,
    pub dir: &'static str,
}

/// The picture of a link preview.
#[derive(Debug, Serialize)]
pub(super) struct Preview {
    pub address: String,
    pub width: u32,
    pub height: u32,
    pub alt: String,
}

/// A picture of a card. Addresses are relative to the site's folder.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Picture {
    /// Path below the output folder, which marks know it by.
    pub name: String,
    /// What tells it from others of its page: a title of its own, or nothing.
    pub title: String,
    pub href: String,
    pub width: u32,
    pub height: u32,
    /// A smaller copy and its width.
    pub small: Option<(String, u32)>,
    /// The same as WebP.
    pub webp: Option<String>,
    pub alt: String,
    pub lang: String,
    pub dir: &'static str,
    pub files: Vec<File>,
    pub blake3: String,
    /// What was said of it, and whether it is another picture by now.
    pub marked: Option<Marked>,
    pub changed: bool,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
pub(super) struct File {
    pub name: String,
    pub href: String,
    /// `1080 × 1080 · 668 kB`.
    pub size: String,
}

/// A record, or a series of cards that are about none.
#[derive(Debug, Serialize)]
pub(super) struct Record {
    pub href: String,
    pub title: String,
    pub artist: String,
    /// Language and direction of its names.
    pub lang: String,
    pub dir: &'static str,
    /// Kind, year and label.
    pub imprint: Option<String>,
    /// What it lies on, and what is seen on that, as colours of CSS.
    pub ground: Option<(String, String)>,
    pub cover: Option<Picture>,
    pub credits: Vec<Credit>,
    pub tracks: Vec<Track>,
    pub cards: Vec<Picture>,
    pub documents: Vec<File>,
    pub posts: Vec<Post>,
    pub supplied_by: Option<String>,
    pub ai: Option<String>,
}

/// A role with its names.
#[derive(Debug, Serialize)]
pub(super) struct Credit {
    pub role: String,
    pub names: Vec<Name>,
}

/// Somebody who is credited.
#[derive(Debug, Serialize)]
pub(super) struct Name {
    pub name: String,
    pub href: Option<String>,
    /// Only where it is another than the record's.
    pub lang: Option<String>,
    pub detail: Option<String>,
}

/// A track.
#[derive(Debug, Serialize)]
pub(super) struct Track {
    pub position: String,
    pub title: String,
    pub duration: Option<String>,
    pub credits: Vec<Credit>,
}

/// A post, or a caption alone.
#[derive(Debug, Serialize)]
pub(super) struct Post {
    /// `Instagram · feed-portrait`; empty for a caption that is for no platform in particular.
    pub name: String,
    pub caption: String,
    pub lang: String,
    pub dir: &'static str,
    pub pictures: Vec<Picture>,
}

/// Somebody with all their records.
#[derive(Debug, Serialize)]
pub(super) struct Person {
    pub href: String,
    pub name: String,
    pub lang: Option<String>,
    pub handles: Vec<(String, String)>,
    pub records: Vec<PersonRecord>,
    pub cards: Vec<Picture>,
}

/// A record of somebody.
#[derive(Debug, Serialize)]
pub(super) struct PersonRecord {
    pub href: String,
    pub title: String,
    pub artist: String,
    pub lang: String,
    pub dir: &'static str,
    pub imprint: Option<String>,
    pub cover: Option<Picture>,
    /// Roles, each with what is said of it.
    pub roles: Vec<(String, Option<String>)>,
}

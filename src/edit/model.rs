//! A credit file as a form shows it: texts as they are typed, whatever is still missing or wrong.

use std::collections::BTreeMap;

use serde::Serialize;

/// Fields of texts alone: their key in the file, and what the form calls them.
pub(crate) const TEXTS: [(&str, &str); 12] = [
    ("title", "title"),
    ("artist", "artist"),
    ("kind", "kind"),
    ("released", "date"),
    ("label", "label"),
    ("catalogue", "catalogue"),
    ("isrc", "isrc"),
    ("iswc", "iswc"),
    ("upc", "upc"),
    ("language", "language"),
    ("thanks", "thanks"),
    ("supplied_by", "supplied_by"),
];

/// Handles by platform.
pub type Handles = BTreeMap<String, String>;

/// A credit file in a form.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the keys of the file")]
pub struct Model {
    pub title: Option<String>,
    pub artist: Option<String>,
    pub kind: Option<String>,
    /// `released`.
    pub date: Option<String>,
    pub label: Option<String>,
    pub catalogue: Option<String>,
    pub isrc: Option<String>,
    pub iswc: Option<String>,
    pub upc: Option<String>,
    pub language: Option<String>,
    pub thanks: Option<String>,
    pub supplied_by: Option<String>,
    pub hashtags: Vec<String>,
    /// Those of the artist, under `people`.
    pub handles: Handles,
    pub artwork: Option<ModelPicture>,
    pub people: Vec<ModelPerson>,
    pub credits: Vec<ModelCredit>,
    pub tracks: Vec<ModelTrack>,
    pub card: ModelCard,
    /// Findings that are meant: code and perhaps name.
    pub allow: Vec<(String, Option<String>)>,
}

impl Model {
    /// The record's credits and those of its tracks, each list with its path.
    pub fn lists(&self) -> impl Iterator<Item = (String, &[ModelCredit])> {
        let own = std::iter::once(("credits".to_owned(), self.credits.as_slice()));
        let tracks = self.tracks.iter().enumerate();
        own.chain(tracks.map(|(track, it)| (format!("tracks[{track}].credits"), it.credits.as_slice())))
    }
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the keys of the file")]
pub struct ModelPicture {
    pub file: String,
    pub focus: Option<[f32; 2]>,
}

/// Somebody under `people`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the keys of the file")]
pub struct ModelPerson {
    pub name: String,
    pub handles: Handles,
    pub language: Option<String>,
    pub sort: Option<String>,
    pub pronouns: Option<String>,
}

/// A role with its names.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ModelCredit {
    /// As typed.
    pub role: String,
    /// In order; none while nobody is named yet.
    pub names: Vec<ModelName>,
    /// Tracks that all of the names have.
    pub tracks: Vec<String>,
    /// A note that all of the names have.
    pub note: Option<String>,
}

/// A name of a role.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the keys of the file")]
pub struct ModelName {
    pub name: String,
    /// Its own, else those under `people`.
    pub handles: Handles,
    pub language: Option<String>,
    pub tracks: Vec<String>,
    pub note: Option<String>,
    pub at: Option<String>,
}

/// A track.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the keys of the file")]
pub struct ModelTrack {
    pub title: String,
    /// `position`.
    pub number: Option<String>,
    pub duration: Option<String>,
    pub isrc: Option<String>,
    pub credits: Vec<ModelCredit>,
}

/// How the card looks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the keys of the file")]
pub struct ModelCard {
    pub template: Option<String>,
    /// A name, or colours by their names.
    pub theme: Option<ModelTheme>,
    pub r#type: Option<String>,
    pub formats: Vec<String>,
    pub language: Option<String>,
    pub group: Option<String>,
    pub labels: Option<String>,
    pub handles: Option<String>,
    pub order: Option<String>,
    pub overflow: Option<String>,
    pub join_roles: Option<String>,
    pub r#for: Vec<String>,
}

/// A brand kit in a form.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the keys of the file")]
pub struct KitModel {
    pub theme: Option<ModelTheme>,
    pub fonts: ModelFonts,
    pub logo: Option<ModelLogo>,
    pub partners: Vec<ModelLogo>,
    pub hashtags: Vec<String>,
    pub footer: Option<String>,
    pub supplied_by: Option<String>,
    pub formats: Vec<String>,
    pub template: Option<String>,
    pub margins: Option<String>,
    pub r#for: Vec<String>,
}

/// Fonts of a brand kit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the keys of the file")]
pub struct ModelFonts {
    pub files: Vec<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub names: Option<String>,
}

/// A logo: its files, the same twice where it has one form.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the keys of the file")]
pub struct ModelLogo {
    pub light: Option<String>,
    pub dark: Option<String>,
}

/// A theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ModelTheme {
    /// By its name.
    Named(String),
    /// By colours.
    Colours(BTreeMap<String, String>),
}

//! The record and its credits: what a credit file says, checked, every text with its place.
//! `parse` reads a file and reports all its problems at once; `to_yaml` writes one.

mod bytes;
pub(crate) mod card;
pub(crate) mod check;
mod credits;
mod doubts;
mod field_path;
pub(crate) mod fields;
mod identifiers;
mod join;
mod key;
pub(crate) mod keys;
pub(crate) mod kinds;
mod lookup;
mod people;
mod picture;
pub(crate) mod reader;
mod records;
mod starter;
mod texts;
mod track_list;
mod tracks;
mod write;

pub use bytes::bytes;
pub use card::{CardOptions, ThemeOption};
pub use check::{Allowance, CheckOptions};
pub use credits::{Contribution, Credit, RoleRef};
pub use field_path::FieldPath;
pub use identifiers::Scheme;
pub use join::join;
pub use keys::{
    AI_PARTS, ALLOWANCE, CARD, CHECK, COMPARISON, CONTRIBUTION, CREDIT, KINDS, Key, PERSON, POINT, QUOTE, QUOTE_CARD,
    RECORD, ROLE_CARD, ROLES, SUPPORTER, SUPPORTER_CARD, Shape, TRACK, VERSUS,
};
pub use kinds::{Content, Point, Quote, RoleCard, Supporter, Versus};
pub use lookup::{FIELDS, record_name};
pub use people::Person;
pub use picture::{Focus, Picture};
#[cfg(feature = "tags")]
pub use records::recordings;
pub use records::{NamedRecord, Records, records};
pub use starter::{Starter, starting_content};
pub use track_list::TrackList;
pub use tracks::Track;
pub use write::{WriteError, to_yaml};

pub use crate::catalogue::CARD_KINDS;
use crate::diagnostic::Diagnostic;
pub use crate::import::syntax::MAX_BYTES;
pub use crate::import::text::{Source, Text};
pub use crate::import::tree::{MAX_DEPTH, MAX_NODES, MAX_TEXT};
use crate::import::{self, ImportOptions, comments, json, syntax, yaml};

/// A record as its credit file describes it, or cards that need none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The file it came from; empty if it came from none.
    pub source: Source,
    /// Title of the record, or heading of the cards; empty only if the file is of another kind and gives none.
    pub title: Text,
    /// Who the record is by; a list in the file is joined as `A, B & C`. Empty as `title` may be.
    pub artist: Text,
    /// What the cards show: the record itself, or what a file of another kind holds.
    pub content: Content,
    /// The cover picture.
    pub artwork: Option<Picture>,
    /// What the record is, one of [`KINDS`] or free text; one of [`CARD_KINDS`] if `content` is no record.
    pub kind: Option<Text>,
    /// When it came out.
    pub released: Option<Released>,
    /// Label that released it.
    pub label: Option<Text>,
    /// Catalogue number.
    pub catalogue: Option<Text>,
    /// ISRC of the recording.
    pub isrc: Option<Text>,
    /// ISWC of the work.
    pub iswc: Option<Text>,
    /// UPC or EAN of the release.
    pub upc: Option<Text>,
    /// What artificial intelligence made, in words of [`AI_PARTS`].
    pub ai: Vec<Text>,
    /// BCP 47 language of the names.
    pub language: Option<Text>,
    /// Details of people, in file order.
    pub people: Vec<Person>,
    /// Credits of the whole record, in file order.
    pub credits: Vec<Credit>,
    /// Tracks, in file order.
    pub tracks: Vec<Track>,
    /// A line of thanks.
    pub thanks: Option<Text>,
    /// Hashtags without `#`.
    pub hashtags: Vec<Text>,
    /// Who supplied the credits.
    pub supplied_by: Option<Text>,
    /// Fields of the author's own, in file order.
    pub custom: Vec<(Text, Text)>,
    /// How the card should look.
    pub card: CardOptions,
    /// What `check` should allow, and the platforms that it looks at.
    pub check: CheckOptions,
}

/// A year or a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// As typed: `2026` or `2026-03-06`.
    pub text: Text,
    /// The year, 1000 to 9999.
    pub year: u16,
}

/// A record and what somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The record.
    pub record: Record,
    /// Warnings in file order.
    pub warnings: Vec<Diagnostic>,
}

impl Record {
    /// Puts a diagnostic at the place of a text: file, position, source line.
    #[must_use]
    pub fn diagnose(&self, diagnostic: Diagnostic, text: &Text) -> Diagnostic {
        self.source.place(diagnostic, text.at, text.length)
    }

    /// Details of a person by the name as credited.
    pub fn person(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.name.value == name)
    }
}

/// Reads a credit file. `name` is the path as the user named it; one that ends with `.json` is read as JSON, and so is a
/// text that starts with an object and is not called `.yaml` or `.yml`.
///
/// # Errors
/// Every error and warning of the file, in file order, if there is at least one error.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Parsed, Vec<Diagnostic>> {
    parse_partly(name, bytes).map_err(|(problems, _)| problems)
}

/// What is wrong with a file, and what could be read of it.
pub type Refused = (Vec<Diagnostic>, Option<Box<Record>>);

/// As [`parse`].
///
/// # Errors
/// As [`parse`], with what could be read of the record, so that other problems of it can be found too.
pub fn parse_partly(name: &str, bytes: &[u8]) -> Result<Parsed, Refused> {
    parse_with(name, bytes, &ImportOptions::default())
}

/// As [`parse_partly`], with fields that are set for all files.
fn parse_with(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Parsed, Refused> {
    let unread = |problems| (problems, None);
    let source = syntax::decode(name, bytes, "credit file").map_err(unread)?;
    let json = json::is_json(name, &source.text);
    let root = if json { json::read(&source) } else { yaml::read(&source) };
    let mut root = root.map_err(|problem| unread(vec![*problem]))?;
    let suspects = if json { Vec::new() } else { comments::suspects(&source, root.as_ref()) };
    if let Some(root) = &mut root {
        import::set(root, options);
    }
    let fields::Whole { record, problems, failed } = fields::read_whole(source, root.as_ref());
    let (problems, failed) = comments::with(problems, failed, suspects);
    match record {
        Some(record) if !failed => Ok(Parsed { record, warnings: problems }),
        record => Err((problems, record.map(Box::new))),
    }
}

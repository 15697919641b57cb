//! The fixed words of a language, as the files of `assets/languages/` have them.
//! Every language has every word; names in braces are filled in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Text by category of plural, as CLDR names them; `other` is always there.
pub type Plural = BTreeMap<String, String>;

/// The fixed words of a language. Names in braces are filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The language in itself: `Deutsch`.
    pub name: String,
    /// Between things of a list without a word: `, `.
    pub between: String,
    /// Between sentences: `. `.
    pub stop: String,
    /// Digits 0 to 9, where they are others than those.
    #[serde(default)]
    pub digits: String,
    /// Regions that write the digits 0 to 9 all the same.
    #[serde(default)]
    pub western_in: Vec<String>,
    /// Kinds of records, by their words in credit files.
    pub kinds: BTreeMap<String, String>,
    /// A record of no known kind.
    pub record: String,
    /// A track by its position.
    pub track: String,
    /// Several tracks by their positions.
    pub tracks: String,
    /// A side of a record by its letter.
    pub side: String,
    /// Behind a label whose names go on, with a space where the language has one.
    pub continued: String,
    /// So many names more than a page shows.
    pub more: Plural,
    /// Who supplied the credits.
    pub supplied_by: String,
    /// Heading of cards about one person of a record.
    pub behind_the_record: String,
    /// Heading of cards about one person of several records.
    pub behind_the_records: String,
    /// Heading of a series of roles.
    pub roles_behind_the_record: String,
    /// Heading of a comparison.
    pub two_roles: String,
    /// Before the person whom a quote is about.
    pub about: String,
    /// Chapters of credits by what was done, in their order.
    pub chapters: Chapters,
    /// Asks those who worked on a record to tag themselves.
    pub tag: String,
    /// So many different names.
    pub names: Plural,
    /// So many people.
    pub people: Plural,
    /// So many names under roles.
    pub credits: Plural,
    /// So many tracks.
    pub songs: Plural,
    /// What was made by artificial intelligence.
    pub ai: BTreeMap<String, String>,
    /// Alt texts.
    pub alt: AltWords,
    /// Captions.
    pub post: PostWords,
    /// Galleries.
    pub gallery: GalleryWords,
}

/// Headings of chapters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapters {
    /// Who wrote and arranged.
    pub written: String,
    /// Who played and sang.
    pub played: String,
    /// Who produced, recorded, mixed and mastered, and where.
    pub recorded: String,
    /// Who made pictures and films of it and saw it published.
    pub seen_to: String,
}

/// Words of alt texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AltWords {
    /// What a card about a record is.
    pub record: String,
    /// What a card about something else is.
    pub subject: String,
    /// Somebody and their record.
    pub titled: String,
    /// Which page of how many.
    pub page: String,
    /// What a card without names is.
    pub artwork: String,
    /// So many names that an alt text leaves out.
    pub names: Plural,
}

/// Words of captions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostWords {
    /// Heading of the credits.
    pub credits: String,
    /// A record with its artist.
    pub title: String,
}

/// Words of galleries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GalleryWords {
    /// Heading of records.
    pub records: String,
    /// Heading of everybody who is credited.
    pub people: String,
    /// Heading of a record's cards.
    pub cards: String,
    /// Heading of what is posted.
    pub posts: String,
    /// Heading of a record's tracks.
    pub tracks: String,
    /// Before the name of a file.
    pub download: String,
    /// Heading of a caption.
    pub caption: String,
    /// Heading of an alt text.
    pub alt: String,
    /// Button.
    pub copy_caption: String,
    /// Button.
    pub copy_alt: String,
    /// What a button says when it has done it.
    pub copied: String,
    /// Link past the navigation.
    pub skip: String,
    /// Heading of marks.
    pub mark: String,
    /// Mark of a card that can be posted.
    pub fine: String,
    /// Mark of a card that cannot.
    pub change: String,
    /// What is to be changed.
    pub note: String,
    /// Button.
    pub save: String,
    /// Where marks are.
    pub kept: String,
    /// A card that is another than the one that was looked at.
    pub changed: String,
}

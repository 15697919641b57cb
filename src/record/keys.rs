//! The keys a credit file may use, as one table that the reader and the schema share.
//! A key that is not here does not exist.

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One text.
    Text,
    /// One text or a list of texts.
    Texts,
    /// A year or an ISO date.
    Date,
    /// A BCP 47 language tag.
    Language,
    /// Minutes and seconds.
    Duration,
    /// Name to details.
    People,
    /// Platform to handle.
    Handles,
    /// Roles with their contributors.
    Credits,
    /// A name, a contribution, or a list of either.
    Contributors,
    /// Track positions.
    TrackList,
    /// The tracks of the record.
    Tracks,
    /// Options of the card.
    Card,
    /// A theme by name, or its colours.
    Theme,
    /// A picture, or one for light and one for dark grounds.
    Logo,
    /// One such picture or a list of them.
    Logos,
    /// Families by use, and files.
    Fonts,
}

/// One key of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether the mapping is wrong without it.
    pub required: bool,
    /// Words people write when they mean this key.
    pub also: &'static [&'static str],
    /// One sentence for editors.
    pub description: &'static str,
}

pub(crate) const fn key(
    name: &'static str,
    shape: Shape,
    required: bool,
    also: &'static [&'static str],
    description: &'static str,
) -> Key {
    Key { name, shape, required, also, description }
}

/// Keys of the file itself.
pub const RECORD: &[Key] = &[
    key("title", Shape::Text, true, &["name", "album", "song", "record"], "Title of the record."),
    key(
        "artist",
        Shape::Texts,
        true,
        &["artists", "by", "performer", "band"],
        "Who the record is by; a list is joined as `A, B & C`.",
    ),
    key(
        "artwork",
        Shape::Text,
        false,
        &["cover", "image", "art", "picture"],
        "Path of the cover picture, relative to this file.",
    ),
    key(
        "kind",
        Shape::Text,
        false,
        &["type", "format"],
        "What the record is: album, ep, single, song, soundtrack, compilation, live, mixtape, or free text.",
    ),
    key(
        "released",
        Shape::Date,
        false,
        &["date", "year", "release"],
        "Year or date of release, such as 2026 or 2026-03-06.",
    ),
    key("label", Shape::Text, false, &[], "Label that released the record."),
    key(
        "language",
        Shape::Language,
        false,
        &["lang", "locale"],
        "BCP 47 language of the names, such as en, ja or zh-Hant.",
    ),
    key("people", Shape::People, false, &["persons", "contributors"], "Details of people, given once by name."),
    key(
        "credits",
        Shape::Credits,
        false,
        &["roles", "personnel"],
        "Roles and who held them, in the order of the card.",
    ),
    key("tracks", Shape::Tracks, false, &["songs", "tracklist"], "Tracks of the record, in order."),
    key("hashtags", Shape::Texts, false, &["tags"], "Hashtags of the post, with or without `#` (quoted if with)."),
    key("supplied_by", Shape::Text, false, &["source"], "Who supplied the credits."),
    key("card", Shape::Card, false, &["design", "output"], "How the card should look."),
];

/// Keys of a person under `people`.
pub const PERSON: &[Key] = &[
    key(
        "handles",
        Shape::Handles,
        false,
        &["socials", "accounts", "handle"],
        "Handles by platform, such as instagram.",
    ),
    key("sort", Shape::Text, false, &["sort_name"], "Name as it is sorted, such as `Vane, Marisol`."),
    key("language", Shape::Language, false, &["lang"], "BCP 47 language of the name."),
    key("pronouns", Shape::Text, false, &[], "Pronouns, shown only if a template asks for them."),
];

/// Keys of a contribution, the long form of a name.
pub const CONTRIBUTION: &[Key] = &[
    key("name", Shape::Text, true, &["who", "person", "artist"], "Name as credited."),
    key(
        "tracks",
        Shape::TrackList,
        false,
        &["track", "on"],
        "Tracks the credit is for, such as [1, 3-5] or A1, A3 to A5; all if left out.",
    ),
    key(
        "note",
        Shape::Text,
        false,
        &["notes", "comment", "instrument"],
        "What the person did in particular, such as `arco`.",
    ),
    key("at", Shape::Text, false, &["studio", "place", "location"], "Where: a studio, a city."),
    key("language", Shape::Language, false, &["lang"], "BCP 47 language of the name."),
    key(
        "handles",
        Shape::Handles,
        false,
        &["socials", "accounts", "handle"],
        "Handles by platform, such as instagram.",
    ),
];

/// Keys of a credit written as a list item, beside those of a contribution.
pub const CREDIT: &[Key] = &[
    key("role", Shape::Text, true, &["job", "credit"], "What was done; any text, or a label of `extra-credit roles`."),
    key("names", Shape::Contributors, false, &["people", "contributors"], "Who did it."),
];

/// Keys of a track.
pub const TRACK: &[Key] = &[
    key("title", Shape::Text, true, &["name", "song"], "Title of the track."),
    key(
        "position",
        Shape::Text,
        false,
        &["number", "track", "no"],
        "Position such as 3 or A1; counted from 1 if left out.",
    ),
    key("duration", Shape::Duration, false, &["length", "time"], "Length as minutes and seconds, such as 3:45."),
    key("credits", Shape::Credits, false, &["roles"], "Credits of this track."),
];

/// Keys of `card`.
pub const CARD: &[Key] = &[
    key("template", Shape::Text, false, &["layout"], "Name of a template or path of an SVG template."),
    key("formats", Shape::Texts, false, &["format", "sizes", "size"], "Names of formats, such as square and story."),
    key("theme", Shape::Theme, false, &["style", "colours", "colors"], "Name of a theme, or a mapping of colours."),
    key("overflow", Shape::Text, false, &[], "What happens to credits that do not fit, such as summary."),
];

/// Kinds of record the program knows; any other text is welcome.
pub const KINDS: &[&str] = &["album", "ep", "single", "song", "soundtrack", "compilation", "live", "mixtape"];

/// The key of a table, or the key that was probably meant.
pub(crate) fn near<'a>(tables: &[&'a [Key]], written: &str) -> Option<&'a Key> {
    let folded = written.trim().to_lowercase().replace(['-', ' '], "_");
    let all = || tables.iter().flat_map(|table| table.iter());
    if folded.chars().count() > 40 {
        return None;
    }
    all().find(|key| key.name == folded || key.also.contains(&folded.as_str())).or_else(|| {
        all()
            .map(|key| (strsim::osa_distance(key.name, &folded), key))
            .filter(|(distance, key)| *distance <= 2 && *distance < key.name.chars().count().div_ceil(2))
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, key)| key)
    })
}

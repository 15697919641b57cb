//! The keys a credit file may use, as one table that the reader and the schema share.
//! A key that is not here does not exist.

use crate::catalogue::choices;
pub use crate::record::key::{Key, Shape};
pub(crate) use crate::record::key::{key, near};

const ARTWORK: Key = key(
    "artwork",
    Shape::Picture,
    false,
    &["cover", "image", "art", "picture"],
    "Path of the cover picture, relative to this file; or {file: cover.jpg, focus: [0.5, 0.25]}.",
);
const KIND: Key = key(
    "kind",
    Shape::Text,
    false,
    &["type", "format"],
    "What the record is: album, ep, single, song, soundtrack, compilation, live, mixtape, or free text; or what the cards \
     are instead of a record: roles, versus, supporter, quote.",
);
const LANGUAGE: Key = key(
    "language",
    Shape::Language,
    false,
    &["lang", "locale"],
    "BCP 47 language of the names, such as en, ja or zh-Hant.",
);
/// What artificial intelligence can have made, in the terms of DDEX that distributors ask for.
pub const AI_PARTS: [&str; 6] = ["vocals", "instrumentation", "lyrics", "composition", "production", "artwork"];
const AI: Key = key(
    "ai",
    Shape::Words(&AI_PARTS),
    false,
    &["ai_disclosure", "ai_generated", "generated"],
    "What artificial intelligence made: vocals, instrumentation, lyrics, composition, production, artwork.",
);
const ISWC: Key = key("iswc", Shape::Text, false, &[], "ISWC of the work, such as T-034.524.680-1.");
pub(crate) const CARD_LANGUAGE: Key = key(
    "language",
    Shape::Spoken,
    false,
    &["lang", "locale"],
    "BCP 47 language of what cards say and the file does not, such as `Album`; that of the names if left out.",
);
pub(crate) const BILINGUAL: Key = key(
    "bilingual",
    Shape::Bilingual,
    false,
    &["languages"],
    "Two languages in which roles of the catalogue are printed, such as [ja, en].",
);
pub(crate) const FOR: Key = key(
    "for",
    Shape::Placements,
    false,
    &["post", "posts"],
    "Platforms that posts are made for, such as instagram or instagram/story.",
);
pub(crate) const MAX_BYTES: Key = key(
    "max_bytes",
    Shape::Bytes,
    false,
    &["max-bytes", "max_size"],
    "Bytes that a picture has at most, such as 300k or 1.5M.",
);
const HASHTAGS: Key =
    key("hashtags", Shape::Hashtags, false, &["tags"], "Hashtags of the post, with or without `#` (quoted if with).");
const SUPPLIED_BY: Key = key("supplied_by", Shape::Text, false, &["source"], "Who supplied the credits.");
const THANKS: Key = key(
    "thanks",
    Shape::Text,
    false,
    &["thank_you", "acknowledgements", "acknowledgments"],
    "A line of thanks, printed where the card has room for it.",
);
const CARD_OPTIONS: Key = key("card", Shape::Card, false, &["design", "output"], "How the card should look.");
pub(crate) const LABELS: Key = key(
    "labels",
    Shape::Word(choices::Labels::WORDS),
    false,
    &["label_case", "role_labels"],
    "How labels of roles are printed: as-written, sentence or catalogue.",
);
pub(crate) const CHECK_OPTIONS: Key = key(
    "check",
    Shape::Check,
    false,
    &["lint", "checks"],
    "What `extra-credit check` should allow, and the platforms that it looks at.",
);

/// In which order cards list roles.
pub(crate) const ORDER: Key = key(
    "order",
    Shape::Word(choices::Order::WORDS),
    false,
    &["sort", "sorting"],
    "Order of the roles: file, as they first appear in it, or catalogue.",
);
/// How cards list credits.
pub(crate) const GROUP: Key = key(
    "group",
    Shape::Word(choices::Group::WORDS),
    false,
    &["by", "group_by", "list"],
    "How credits are listed: role, each with its names, or person, each with all their roles.",
);
/// Names of the pairings of type.
pub(crate) const TYPES: &[&str] = &["grotesk", "press", "poster", "modern"];
/// Which families cards are set in.
pub(crate) const TYPE: Key = key(
    "type",
    Shape::Word(TYPES),
    false,
    &["typography", "pairing"],
    "The pairing of type: grotesk, press, poster or modern.",
);
/// Whether roles may share a label.
pub(crate) const JOIN_ROLES: Key = key(
    "join_roles",
    Shape::Word(choices::USUAL_SWITCH),
    false,
    &["join", "merge_roles"],
    "Whether roles next to each other that the same people hold may share one label: true or false.",
);
/// Whose handles cards print.
pub(crate) const HANDLES: Key = key(
    "handles",
    Shape::Text,
    false,
    &["handle", "socials"],
    "Whose handles are printed: true for everybody's, false for nobody's, or the platform whose handles are printed.",
);
const CUSTOM: Key = key(
    "custom",
    Shape::Custom,
    false,
    &["fields", "extra", "meta", "metadata"],
    "Fields of your own, for the names of files (`--name`) and the path of the cover.",
);

/// Keys of a file about a record.
pub const RECORD: &[Key] = &[
    key("title", Shape::Text, true, &["name", "album", "song", "record"], "Title of the record."),
    key(
        "artist",
        Shape::Texts,
        true,
        &["artists", "by", "performer", "band"],
        "Who the record is by; a list is joined as `A, B & C`.",
    ),
    ARTWORK,
    KIND,
    key(
        "released",
        Shape::Date,
        false,
        &["date", "year", "release"],
        "Year or date of release, such as 2026 or 2026-03-06.",
    ),
    key("label", Shape::Text, false, &[], "Label that released the record."),
    key(
        "catalogue",
        Shape::Text,
        false,
        &["catalog", "catalogue_number", "catalog_number", "catalogue_no", "catalog_no", "cat_no"],
        "Catalogue number, for the names of files (`--name`) and the path of the cover.",
    ),
    key("isrc", Shape::Text, false, &[], "ISRC of the recording, for the names of files and the path of the cover."),
    ISWC,
    key("upc", Shape::Text, false, &["ean", "barcode", "gtin"], "UPC or EAN of the release."),
    LANGUAGE,
    AI,
    key("people", Shape::People, false, &["persons", "contributors"], "Details of people, given once by name."),
    key(
        "credits",
        Shape::Credits,
        false,
        &["roles", "personnel"],
        "Roles and who held them, in the order of the card.",
    ),
    key("tracks", Shape::Tracks, false, &["songs", "tracklist"], "Tracks of the record, in order."),
    THANKS,
    HASHTAGS,
    SUPPLIED_BY,
    CUSTOM,
    CARD_OPTIONS,
    CHECK_OPTIONS,
];

/// Keys of a file with `kind: roles`.
pub const ROLES: &[Key] = &[
    KIND,
    key("title", Shape::Text, false, &["name", "heading"], "Heading of the series."),
    key(
        "roles",
        Shape::RoleCards,
        false,
        &["role"],
        "Roles to explain, one card each; the campaign's fifteen if left out.",
    ),
    ARTWORK,
    LANGUAGE,
    HASHTAGS,
    SUPPLIED_BY,
    CUSTOM,
    CARD_OPTIONS,
    CHECK_OPTIONS,
];

/// Keys of a file with `kind: versus`.
pub const VERSUS: &[Key] = &[
    KIND,
    key("title", Shape::Text, false, &["name", "heading"], "Heading of the card."),
    key("versus", Shape::Versus, true, &["roles", "comparison", "compare"], "Two roles side by side."),
    ARTWORK,
    LANGUAGE,
    HASHTAGS,
    SUPPLIED_BY,
    CUSTOM,
    CARD_OPTIONS,
    CHECK_OPTIONS,
];

/// Keys of a file with `kind: supporter`.
pub const SUPPORTER: &[Key] = &[
    KIND,
    key(
        "supporters",
        Shape::Supporters,
        true,
        &["supporter", "lines", "people"],
        "Lines of people behind records, one card each.",
    ),
    ARTWORK,
    LANGUAGE,
    HASHTAGS,
    SUPPLIED_BY,
    CUSTOM,
    CARD_OPTIONS,
    CHECK_OPTIONS,
];

/// Keys of a file with `kind: quote`.
pub const QUOTE: &[Key] = &[
    KIND,
    key(
        "title",
        Shape::Text,
        false,
        &["name", "album", "song", "record"],
        "Title of the record that the quotes are about.",
    ),
    key("artist", Shape::Texts, false, &["artists", "performer", "band"], "Who that record is by."),
    key("quotes", Shape::Quotes, true, &["quote", "texts"], "What somebody said, one card each."),
    ARTWORK,
    LANGUAGE,
    HASHTAGS,
    SUPPLIED_BY,
    CUSTOM,
    CARD_OPTIONS,
    CHECK_OPTIONS,
];

/// Keys of a role to explain.
pub const ROLE_CARD: &[Key] = &[
    key("role", Shape::Text, true, &["name", "title"], "The role, as it is printed."),
    key(
        "text",
        Shape::Text,
        false,
        &["explanation", "description"],
        "What the role does; for roles of the catalogue the program knows it.",
    ),
    key("line", Shape::Text, false, &[], "What somebody in the role says, such as `I mix records.`"),
    key("call", Shape::Text, false, &["action"], "What the card asks for, such as `Know a mixing engineer? Tag them.`"),
];

/// Keys of a comparison that is written out.
pub const COMPARISON: &[Key] = &[
    key("left", Shape::Text, true, &["first", "a"], "One role."),
    key("right", Shape::Text, true, &["second", "b"], "The other role."),
    key("points", Shape::Points, true, &["rows", "topics"], "What they are compared by."),
];

/// Keys of a point of a comparison.
pub const POINT: &[Key] = &[
    key("topic", Shape::Text, true, &["title", "name", "about"], "What is compared, such as `Focus`."),
    key("left", Shape::Text, true, &["first", "a"], "What holds for the role on the left."),
    key("right", Shape::Text, true, &["second", "b"], "What holds for the role on the right."),
];

/// Keys of a supporter.
pub const SUPPORTER_CARD: &[Key] = &[
    key("line", Shape::Text, true, &["text", "quote"], "What the supporter says, such as `I mix records.`"),
    key("role", Shape::Text, false, &["job"], "What the supporter does."),
    key("name", Shape::Text, false, &["who", "person"], "Name of the supporter."),
    key(
        "picture",
        Shape::Picture,
        false,
        &["image", "photo", "artwork"],
        "Path of a picture, relative to this file; or {file: face.jpg, focus: [0.5, 0.25]}.",
    ),
];

/// Keys of a picture that says more than its path.
pub const PICTURE: &[Key] = &[
    key(
        "file",
        Shape::Text,
        true,
        &["path", "src", "picture", "artwork"],
        "Path of the picture, relative to this file.",
    ),
    key(
        "focus",
        Shape::Focus,
        false,
        &["position", "center", "centre", "anchor"],
        "What every crop of it keeps: shares of its width and height from the top left, such as [0.5, 0.25].",
    ),
    key(
        "ai",
        Shape::Word(&["true", "false"]),
        false,
        &["ai_generated", "generated"],
        "Whether artificial intelligence made it; said in alt texts and captions.",
    ),
];

/// Keys of a quote.
pub const QUOTE_CARD: &[Key] = &[
    key("text", Shape::Text, true, &["quote", "line"], "What was said, without quotation marks."),
    key("by", Shape::Text, true, &["name", "who", "author"], "Who said it."),
    key("role", Shape::Text, false, &["job"], "What that person does."),
    key("about", Shape::Text, false, &["of", "subject"], "Whom it is about."),
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
    key("isni", Shape::Text, false, &[], "ISNI of the person, such as 0000 0001 2150 090X."),
    key("ipi", Shape::Text, false, &["cae"], "IPI name number of the person, 11 digits."),
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
    AI,
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
    key("isrc", Shape::Text, false, &[], "ISRC of the recording."),
    ISWC,
    AI,
    key("credits", Shape::Credits, false, &["roles"], "Credits of this track."),
];

/// Keys of `card`.
pub const CARD: &[Key] = &[
    key("template", Shape::Template, false, &["layout"], "Name of a template or path of an SVG template."),
    key("formats", Shape::Formats, false, &["format", "sizes", "size"], "Names of formats, such as square and story."),
    key("theme", Shape::Theme, false, &["style", "colours", "colors"], "Name of a theme, or a mapping of colours."),
    key("overflow", Shape::Overflow, false, &[], "What happens to credits that do not fit, such as summary."),
    ORDER,
    TYPE,
    GROUP,
    JOIN_ROLES,
    HANDLES,
    LABELS,
    CARD_LANGUAGE,
    BILINGUAL,
    FOR,
    MAX_BYTES,
];

/// Keys of `check`.
pub const CHECK: &[Key] = &[
    key(
        "allow",
        Shape::Allowances,
        false,
        &["ignore", "accept", "skip"],
        "Codes of findings that are meant, such as no-mastering-engineer, or {code: near-duplicate, name: Jon Vane}.",
    ),
    key(
        "platforms",
        Shape::Platforms,
        false,
        &["platform"],
        "Platforms that the cards are for, such as instagram; their limits are then warnings.",
    ),
];

/// Keys of a finding that is meant.
pub const ALLOWANCE: &[Key] = &[
    key("code", Shape::Text, true, &["id", "finding"], "Code of the finding, as messages have it in brackets."),
    key(
        "name",
        Shape::Text,
        false,
        &["about", "who"],
        "A name that the finding is about; all of that code if left out.",
    ),
];

/// Kinds of record the program knows; any other text is welcome.
pub const KINDS: &[&str] = &["album", "ep", "single", "song", "soundtrack", "compilation", "live", "mixtape"];

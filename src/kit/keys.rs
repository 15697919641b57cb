//! The keys a brand kit may use, as tables that the reader and the schema share.
//! A key that is not here does not exist.

use crate::record::keys::{
    BILINGUAL, CARD_LANGUAGE, CHECK_OPTIONS, FOR, GROUP, HANDLES, JOIN_ROLES, Key, LABELS, MAX_BYTES, ORDER, Shape,
    TYPE, key,
};

/// Keys of the file itself.
pub const KIT: &[Key] = &[
    key("theme", Shape::Theme, false, &["style", "colours", "colors"], "Name of a theme, or a mapping of colours."),
    key("fonts", Shape::Fonts, false, &["font", "typefaces"], "Font files and the families of titles, text and names."),
    key(
        "logo",
        Shape::Logo,
        false,
        &["logos", "brand", "mark"],
        "The campaign's logo, SVG or PNG: one file, or one for light and one for dark grounds.",
    ),
    key("partners", Shape::Logos, false, &["partner", "sponsors"], "Logos of partners, in the order of the card."),
    key("hashtags", Shape::Hashtags, false, &["tags"], "Hashtags of records that give none, with or without `#`."),
    key("footer", Shape::Text, false, &["foot", "line"], "A line at the foot of each card."),
    key("supplied_by", Shape::Text, false, &["source"], "Who supplied the credits, for records that do not say it."),
    key("formats", Shape::Formats, false, &["format", "sizes", "size"], "Names of formats, such as square and story."),
    key("template", Shape::Template, false, &["layout"], "Name of a template or path of an SVG template."),
    key(
        "templates",
        Shape::Text,
        false,
        &["layouts"],
        "Folder of SVG templates; `x.svg` in it is the template `x` and comes before a built-in of that name.",
    ),
    key(
        "margins",
        Shape::Margins,
        false,
        &["margin", "padding"],
        "Space around a card: px such as 64px, or a share of the short side such as 6%.",
    ),
    key("overflow", Shape::Overflow, false, &[], "What happens to credits that do not fit: pages or summary."),
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
    CHECK_OPTIONS,
];

/// Keys of `fonts`.
pub const FONTS: &[Key] = &[
    key("files", Shape::Texts, false, &["file"], "Font files (ttf, otf, ttc), relative to this file."),
    key("title", Shape::Family, false, &["titles", "heading"], "Family of titles."),
    key("text", Shape::Family, false, &["body"], "Family of everything else."),
    key("names", Shape::Family, false, &["name"], "Family of names."),
];

/// Keys of a logo in two forms.
pub const LOGO: &[Key] = &[
    key("light", Shape::Text, false, &["white"], "The light logo, for dark grounds."),
    key("dark", Shape::Text, false, &["black"], "The dark logo, for light grounds."),
];

//! The words of the template language: which elements there are, which attributes they take, and which values.
//! Everything else is refused with its place, so that nothing is silently left out of a picture.

use crate::artwork::bounds;
use crate::template::value::{parse_color, parse_length};

/// SVG elements that are kept as markup and drawn by the SVG renderer. Filters, patterns, masks and markers are left
/// out: each has inputs that take the renderer minutes or gigabytes.
pub const VECTOR_ELEMENTS: &[&str] = &[
    "path",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "title",
    "desc",
    "use",
];

/// Presentation and geometry attributes that may stand on any drawn element.
pub const VECTOR_ATTRIBUTES: &[&str] = &[
    "id",
    "d",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "fr",
    "width",
    "height",
    "points",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "opacity",
    "transform",
    "offset",
    "stop-color",
    "stop-opacity",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "href",
    "xlink:href",
    "pathLength",
];

/// Attributes of the template language, by element.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    (
        "svg",
        &[
            "width",
            "height",
            "viewBox",
            "lang",
            "data-variants",
            "data-choice",
            "data-by",
            "data-pages",
            "data-subject",
            "data-names",
            "role",
            "aria-label",
            "id",
        ],
    ),
    (
        "g",
        &[
            "lang",
            "id",
            "data-group",
            "data-fit",
            "data-min-size",
            "data-max-size",
            "data-stretch",
            "data-even",
            "data-between",
            "data-item",
            "data-run-on",
        ],
    ),
    (
        "text",
        &[
            "lang",
            "id",
            "fill",
            "opacity",
            "data-field",
            "data-kind",
            "data-fit",
            "data-fit-group",
            "data-min-size",
            "data-max-size",
            "data-max-lines",
            "data-item",
            "data-continued",
            "data-once",
            "data-separator",
            "x",
            "y",
            "text-anchor",
        ],
    ),
    ("rect", &["x", "y", "width", "height", "rx", "ry", "fill", "fill-opacity", "opacity", "id"]),
    ("image", &["href", "x", "y", "width", "height", "opacity", "id", "data-field"]),
];

/// All `data-` attributes, for the messages.
pub fn attributes_of(element: &str) -> &'static [&'static str] {
    ATTRIBUTES.iter().find(|(name, _)| *name == element).map_or(VECTOR_ATTRIBUTES, |(_, list)| list)
}

/// Elements of the template language with attributes of their own.
pub fn elements() -> impl Iterator<Item = &'static str> {
    ATTRIBUTES.iter().map(|(name, _)| *name).chain(VECTOR_ELEMENTS.iter().copied())
}

/// What an attribute of the template language takes, if this value is none of it.
pub fn wrong_value(element: &str, key: &str, value: &str) -> Option<&'static str> {
    let number = |text: &str| {
        text.strip_suffix("px").unwrap_or(text).trim().parse().is_ok_and(|n: f32| n.abs() <= bounds::MOST_NUMBER)
    };
    match (element, key) {
        ("g", "data-fit") => (value != "line").then_some("line"),
        (_, "data-fit") => (!matches!(value, "shrink" | "fill" | "line")).then_some("shrink, fill or line"),
        (_, "data-min-size" | "data-max-size" | "data-stretch" | "data-between" | "data-run-on") => {
            let negative = value.trim_start().starts_with('-');
            (negative || parse_length(value).is_none()).then_some("a length such as 24px or 1.5em, not below 0")
        }
        ("svg", "data-choice") => (value != "first").then_some("first"),
        ("svg", "data-pages") => (value != "chapters").then_some("chapters"),
        ("svg", "data-by") => (value != "person").then_some("person"),
        ("svg", "data-names") => (value != "none").then_some("none"),
        (_, "data-even") => {
            (!value.parse().is_ok_and(|share: f32| (0.0..=1.0).contains(&share))).then_some("a share from 0 to 1")
        }
        (_, "data-max-lines") => {
            (!value.parse().is_ok_and(|lines: usize| lines > 0)).then_some("a number of lines, 1 or more")
        }
        ("image", "href") => {
            let partner = |number: &str| number.parse().is_ok_and(|number: usize| number >= 1);
            let known = matches!(value, "artwork" | "logo") || value.strip_prefix("partner-").is_some_and(partner);
            (!known).then_some(
                "`artwork`, the cover of the record, or the brand kit's `logo` and `partner-1`: templates read no files and no addresses",
            )
        }
        ("text" | "rect", "fill") => parse_color(value).is_none().then_some("a colour such as #ff9d5c or white"),
        ("text" | "rect" | "image", "x" | "y" | "width" | "height" | "rx" | "ry" | "opacity" | "fill-opacity") => {
            (!number(value)).then_some("a number in px")
        }
        ("text", "text-anchor") => (!matches!(value, "start" | "middle" | "end")).then_some("start, middle or end"),
        _ => None,
    }
}

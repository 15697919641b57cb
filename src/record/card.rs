//! What a credit file says about how its card should look.
//! Names of formats, themes and overflows are checked here; those of templates where files are looked for, because a brand
//! kit brings its own.

use super::bytes::bytes;
use super::keys;
use super::reader::{Fields, Reader, brief, given};
use crate::catalogue::choices::{Group, Labels, Order, Overflow, SWITCH};
use crate::catalogue::formats::formats;
use crate::catalogue::languages::{language, languages};
use crate::catalogue::platforms::placement;
use crate::diagnostic::Diagnostic;
use crate::import::text::Text;
use crate::import::tree::{Node, Value};
use crate::near::hint;
use crate::theme::{Given, THEMES};

/// Options of the card; the command line and the brand kit have the same ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardOptions {
    /// Name of a template or path of an SVG.
    pub template: Option<Text>,
    /// Names of formats; empty if the default is meant.
    pub formats: Vec<Text>,
    /// Colours and fonts.
    pub theme: Option<ThemeOption>,
    /// What happens to credits that do not fit.
    pub overflow: Option<Text>,
    /// In which order roles are listed: `file` or `catalogue`.
    pub order: Option<Text>,
    /// How credits are listed: `role` or `person`.
    pub group: Option<Text>,
    /// The pairing of type.
    pub r#type: Option<Text>,
    /// Whether roles that the same people hold may share a label: `true` or `false`.
    pub join_roles: Option<Text>,
    /// Whose handles are printed: `true`, `false`, or a platform.
    pub handles: Option<Text>,
    /// How labels of roles are printed.
    pub labels: Option<Text>,
    /// BCP 47 language of what the card says and its file does not.
    pub language: Option<Text>,
    /// BCP 47 languages of which the first two are those of labels.
    pub bilingual: Vec<Text>,
    /// Placements that posts are made for.
    pub posts: Vec<Text>,
    /// Bytes that a picture has at most.
    pub max_bytes: Option<Text>,
}

/// A theme by name or by its colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThemeOption {
    /// A theme that is known elsewhere, such as `auto`.
    Named(Text),
    /// Names of colours and their values, in file order.
    Colours(Vec<(Text, Text)>),
}

/// The options under `card`.
pub(crate) fn options(reader: &mut Reader<'_>, node: &Node) -> CardOptions {
    let Some(fields) = reader.fields("`card`", &[keys::CARD], node) else {
        return CardOptions::default();
    };
    let options = from_fields(reader, &fields);
    for name in &options.formats {
        named(reader, "format", name, formats().iter().map(|format| format.name.as_str()));
    }
    if let Some(ThemeOption::Named(name)) = &options.theme {
        match Given::on_ground(name) {
            // A colour in hex is the ground. A word for one may be meant for the name of a theme.
            Ok(_) if name.trim().starts_with('#') => {}
            Ok(_) if !THEMES.contains(&name.value.as_str()) => {
                let problem = Diagnostic::error("unknown-theme", format!("no theme is called `{}`", brief(name)));
                let hint = format!("a colour is a mapping: theme: {{ground: \"{}\"}}", brief(name));
                reader.report_at(problem.hint(hint), name);
            }
            _ => named(reader, "theme", name, THEMES.into_iter()),
        }
    }
    if let Some(name) = &options.overflow {
        named(reader, "overflow", name, Overflow::WORDS.iter().copied());
    }
    let words: [(&'static str, &Option<Text>, &[&'static str]); 5] = [
        ("order", &options.order, Order::WORDS),
        ("group", &options.group, Group::WORDS),
        ("join_roles", &options.join_roles, SWITCH),
        ("way to print labels", &options.labels, Labels::WORDS),
        ("type", &options.r#type, keys::TYPES),
    ];
    for (what, given, known) in words {
        if let Some(name) = given {
            named(reader, what, name, known.iter().copied());
        }
    }
    options
}

/// The same keys of any mapping that has them; a brand kit has them at its top, and looks its names up with its files.
pub(crate) fn from_fields(reader: &mut Reader<'_>, fields: &Fields<'_>) -> CardOptions {
    CardOptions {
        template: given(fields, "template").and_then(|(_, node)| reader.path("`template`", node)),
        formats: given(fields, "formats").map(|(_, node)| reader.texts("`formats`", node)).unwrap_or_default(),
        theme: given(fields, "theme").and_then(|(_, node)| theme(reader, node)),
        overflow: reader.optional(fields, "overflow"),
        order: reader.optional(fields, "order"),
        group: reader.optional(fields, "group"),
        r#type: reader.optional(fields, "type"),
        join_roles: reader.optional(fields, "join_roles"),
        handles: reader.optional(fields, "handles"),
        labels: reader.optional(fields, "labels"),
        language: spoken(reader, fields),
        bilingual: given(fields, "bilingual").map(|(_, node)| bilingual(reader, node)).unwrap_or_default(),
        posts: given(fields, "for").map(|(_, node)| posts(reader, node)).unwrap_or_default(),
        max_bytes: max_bytes(reader, fields),
    }
}

/// The `language`, which has to be one that the program has words in.
fn spoken(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<Text> {
    super::fields::language(reader, fields).filter(|tag| is_spoken(reader, tag))
}

fn bilingual(reader: &mut Reader<'_>, node: &Node) -> Vec<Text> {
    let tags: Vec<Text> = reader.texts("`bilingual`", node);
    let all = tags.iter().filter(|tag| is_spoken(reader, tag)).count();
    if all == tags.len() && tags.len() != 2 {
        let message = format!("`bilingual`: expected two languages, found {}", tags.len());
        reader.report(Diagnostic::error("unknown-language", message).hint("write them as a list: [ja, en]"), node);
    }
    tags
}

fn is_spoken(reader: &mut Reader<'_>, tag: &Text) -> bool {
    let known = language(tag).is_some();
    if !known {
        let mut tags = languages().iter().map(|language| language.tag);
        reader.report_at(unknown("language with words of its own", tag, &mut tags), tag);
    }
    known
}

/// `max_bytes`, which has to be a number of bytes.
fn max_bytes(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<Text> {
    let text = reader.optional(fields, "max_bytes")?;
    if bytes(&text).is_none() {
        let message = format!("`max_bytes`: expected a number of bytes, found `{}`", brief(&text));
        reader.report_at(Diagnostic::error("bad-bytes", message).hint("write a number such as 300k or 1.5M"), &text);
        return None;
    }
    Some(text)
}

/// Placements, each of which has to exist.
fn posts(reader: &mut Reader<'_>, node: &Node) -> Vec<Text> {
    let posts = reader.texts("`for`", node);
    for post in &posts {
        if let Err((message, hint)) = placement(post) {
            reader.report_at(Diagnostic::error("unknown-platform", format!("`for`: {message}")).hint(hint), post);
        }
    }
    posts
}

/// Reports a name that is none of those known.
fn named(
    reader: &mut Reader<'_>,
    what: &'static str,
    name: &Text,
    mut known: impl Iterator<Item = &'static str> + Clone,
) {
    if !known.clone().any(|other| other == name.value) {
        reader.report_at(unknown(what, name, &mut known), name);
    }
}

/// A problem for a name that is none of a list.
pub(crate) fn unknown<'k>(what: &str, name: &str, known: &mut (impl Iterator<Item = &'k str> + Clone)) -> Diagnostic {
    let hint = hint(name, known.clone());
    let code = match what {
        "format" => "unknown-format",
        "theme" => "unknown-theme",
        "theme colour" => "theme-colour",
        "overflow" => "unknown-overflow",
        "order" => "unknown-order",
        "group" => "unknown-group",
        "type" => "unknown-type",
        "join_roles" => "unknown-switch",
        "platform" => "unknown-platform",
        "way to print labels" => "unknown-labels",
        "language with words of its own" => "unknown-language",
        "part that `ai` names" => "unknown-ai",
        _ => "unknown-template",
    };
    Diagnostic::error(code, format!("no {what} is called `{}`", brief(name))).hint(hint)
}

pub(crate) fn theme(reader: &mut Reader<'_>, node: &Node) -> Option<ThemeOption> {
    match &node.value {
        Value::Map(pairs) => {
            let mut colours = Vec::with_capacity(pairs.len());
            for (name, _, value) in reader.entries("`theme`", pairs) {
                if let Some(colour) = reader.text(&format!("`theme` `{}`", brief(&name)), value) {
                    colours.push((name, colour));
                }
            }
            Some(ThemeOption::Colours(colours))
        }
        Value::Scalar(_) => reader.text("`theme`", node).map(ThemeOption::Named),
        _ => {
            reader.wrong("`theme`", "the name of a theme or a mapping of colours", node);
            None
        }
    }
}

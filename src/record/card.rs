//! What a credit file says about how its card should look.
//! Names are checked where they are used, because brand kits and the command line name the same things.

use super::keys;
use super::reader::{Reader, brief, given};
use super::text::Text;
use super::tree::{Node, Value};

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
    /// Whether roles that the same people hold may share a label: `true` or `false`.
    pub join_roles: Option<Text>,
    /// Whose handles are printed: `true`, `false`, or a platform.
    pub handles: Option<Text>,
    /// How labels of roles are printed.
    pub labels: Option<Text>,
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
    CardOptions {
        template: given(&fields, "template").and_then(|(_, node)| reader.path("`template`", node)),
        formats: given(&fields, "formats").map(|(_, node)| reader.texts("`formats`", node)).unwrap_or_default(),
        theme: given(&fields, "theme").and_then(|(_, node)| theme(reader, node)),
        overflow: reader.optional(&fields, "overflow"),
        order: reader.optional(&fields, "order"),
        group: reader.optional(&fields, "group"),
        join_roles: reader.optional(&fields, "join_roles"),
        handles: reader.optional(&fields, "handles"),
        labels: reader.optional(&fields, "labels"),
    }
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

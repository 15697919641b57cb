//! Looking into trees of other programs' files: a key, the entries of a list, a text, whatever of it is missing or null.
//! One item may stand where a list belongs, as converters from XML write it.

use super::tree::{Node, Value};
use crate::diagnostic::Position;

impl Node {
    /// A text at a place of its own.
    pub fn scalar(text: impl Into<String>, at: Position, length: u32) -> Node {
        Node { value: Value::Scalar(text.into()), at, length }
    }

    /// A text at the place of another value.
    pub fn like(&self, text: impl Into<String>) -> Node {
        Node::scalar(text, self.at, self.length)
    }

    /// The pairs of a mapping; none of anything else.
    pub fn pairs(&self) -> &[(Node, Node)] {
        match &self.value {
            Value::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The text of a scalar, trimmed; `None` if there is nothing in it.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            // The text of an element that has attributes.
            Value::Map(_) => self.get("#text").and_then(Node::as_text),
            _ => None,
        }
    }

    /// The value of a key that is there and is not null.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.all(key).next()
    }

    /// Every value of a key, which XML repeats.
    pub fn all<'n, 'k>(&'n self, key: &'k str) -> impl Iterator<Item = &'n Node> + use<'n, 'k> {
        let known =
            self.pairs().iter().filter(move |(name, _)| matches!(&name.value, Value::Scalar(name) if name == key));
        known.map(|(_, value)| value).filter(|value| !matches!(value.value, Value::Nothing { .. }))
    }

    /// The value at the end of a way of keys.
    pub fn at(&self, way: &[&str]) -> Option<&Node> {
        way.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text under the first of some keys that has one.
    pub fn text(&self, keys: &[&str]) -> Option<&Node> {
        keys.iter().find_map(|key| self.get(key).filter(|node| node.as_text().is_some()))
    }

    /// The text under the first of some keys, as it is.
    pub fn str(&self, keys: &[&str]) -> Option<&str> {
        self.text(keys).and_then(Node::as_text)
    }

    /// The entries under the first of some keys that has any: of a list, of an element that only repeats one other, or the
    /// one entry that stands where a list belongs.
    pub fn items(&self, keys: &[&str]) -> Vec<&Node> {
        keys.iter()
            .map(|key| self.all(key).flat_map(Node::entries).collect::<Vec<_>>())
            .find(|all| !all.is_empty())
            .unwrap_or_default()
    }

    /// The entries of a list, or what stands for one.
    pub fn entries(&self) -> Vec<&Node> {
        match &self.value {
            Value::List(items) => items.iter().collect(),
            Value::Map(pairs) => {
                let mut names = pairs.iter().filter_map(|(name, _)| match &name.value {
                    Value::Scalar(name) if !name.starts_with('@') => Some(name.as_str()),
                    _ => None,
                });
                let first = names.next();
                let one = first.filter(|first| CONTAINED.contains(first) && names.all(|name| name == *first));
                match one {
                    Some(name) => self.all(name).flat_map(listed).collect(),
                    None => vec![self],
                }
            }
            Value::Scalar(_) => vec![self],
            Value::Nothing { .. } => Vec::new(),
        }
    }
}

/// The entries of a list, or the value itself.
fn listed(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![node],
    }
}

/// Elements that stand alone in an element which is their list.
const CONTAINED: [&str; 19] = [
    "artist",
    "attribute",
    "company",
    "format",
    "image",
    "label",
    "label-info",
    "master",
    "medium",
    "name-credit",
    "recording",
    "relation",
    "release",
    "sub_track",
    "track",
    "work",
    "Party",
    "item",
    "description",
];

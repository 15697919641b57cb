//! Values without places: what a YAML text says, and what a change makes of it.
//! A change of the text is right if the text then says what the same change makes of these.

use crate::import::text::Source;
use crate::import::tree::{Node, Value};
use crate::import::yaml;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Plain {
    /// No value.
    Nothing,
    /// A scalar, whatever it looks like.
    Text(String),
    /// A list.
    List(Vec<Plain>),
    /// A mapping, in order.
    Map(Vec<(Plain, Plain)>),
}

/// A change of one place. Paths are places of children, from the root down; items of lists and entries of mappings alike.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// Another value.
    Set { at: Vec<usize>, value: Plain },
    /// Another key.
    Rename { at: Vec<usize>, key: String },
    /// One child less.
    Remove { at: Vec<usize> },
    /// One child more; with a key in a mapping.
    Insert { within: Vec<usize>, index: usize, key: Option<String>, value: Plain },
    /// A child in another place.
    Move { within: Vec<usize>, from: usize, to: usize },
    /// A value as the only item of a list.
    Gather { at: Vec<usize> },
    /// A value as the only entry of a mapping.
    Key { at: Vec<usize>, key: String },
    /// Entries of a mapping as a list of mappings with their key and their value under two keys.
    Itemise { at: Vec<usize>, key: String, value: String },
}

impl Plain {
    /// What a text says; none if it cannot be read.
    pub fn read(text: &str) -> Option<Plain> {
        let root = yaml::read(&Source::new("", text)).ok()?;
        Some(root.as_ref().map_or(Plain::Nothing, Plain::of))
    }

    /// The value of a node.
    pub fn of(node: &Node) -> Plain {
        match &node.value {
            Value::Nothing { .. } => Plain::Nothing,
            Value::Scalar(text) => Plain::Text(text.clone()),
            Value::List(items) => Plain::List(items.iter().map(Plain::of).collect()),
            Value::Map(pairs) => {
                Plain::Map(pairs.iter().map(|(key, value)| (Plain::of(key), Plain::of(value))).collect())
            }
        }
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Plain {
        Plain::Text(text.into())
    }

    /// A mapping of texts as keys.
    pub fn map<'k>(pairs: impl IntoIterator<Item = (&'k str, Plain)>) -> Plain {
        Plain::Map(pairs.into_iter().map(|(key, value)| (Plain::text(key), value)).collect())
    }

    /// Whether it is a list or a mapping.
    pub fn is_nested(&self) -> bool {
        matches!(self, Plain::List(_) | Plain::Map(_))
    }

    /// The value at a path.
    pub fn get(&self, path: &[usize]) -> Option<&Plain> {
        path.iter().try_fold(self, |value, index| match value {
            Plain::List(items) => items.get(*index),
            Plain::Map(pairs) => pairs.get(*index).map(|(_, value)| value),
            _ => None,
        })
    }

    fn at(&mut self, path: &[usize]) -> Option<&mut Plain> {
        path.iter().try_fold(self, |value, index| match value {
            Plain::List(items) => items.get_mut(*index),
            Plain::Map(pairs) => pairs.get_mut(*index).map(|(_, value)| value),
            _ => None,
        })
    }

    /// The value after a change; none if there is no such place.
    pub fn after(&self, change: &Change) -> Option<Plain> {
        let mut root = self.clone();
        match change {
            Change::Set { at, value } => *root.at(at)? = value.clone(),
            Change::Rename { at, key } => {
                let (index, within) = at.split_last()?;
                let Plain::Map(pairs) = root.at(within)? else { return None };
                pairs.get_mut(*index)?.0 = Plain::text(key);
            }
            Change::Remove { at } => {
                let (index, within) = at.split_last()?;
                match root.at(within)? {
                    Plain::List(items) if *index < items.len() => _ = items.remove(*index),
                    Plain::Map(pairs) if *index < pairs.len() => _ = pairs.remove(*index),
                    _ => return None,
                }
            }
            Change::Insert { within, index, key, value } => match (root.at(within)?, key) {
                (Plain::List(items), None) if *index <= items.len() => items.insert(*index, value.clone()),
                (Plain::Map(pairs), Some(key)) if *index <= pairs.len() => {
                    pairs.insert(*index, (Plain::text(key), value.clone()));
                }
                _ => return None,
            },
            Change::Move { within, from, to } => match root.at(within)? {
                Plain::List(items) if *from < items.len() && *to < items.len() => {
                    let item = items.remove(*from);
                    items.insert(*to, item);
                }
                Plain::Map(pairs) if *from < pairs.len() && *to < pairs.len() => {
                    let pair = pairs.remove(*from);
                    pairs.insert(*to, pair);
                }
                _ => return None,
            },
            Change::Gather { at } => {
                let value = root.at(at)?;
                *value = Plain::List(vec![value.clone()]);
            }
            Change::Key { at, key } => {
                let value = root.at(at)?;
                *value = Plain::map([(key.as_str(), value.clone())]);
            }
            Change::Itemise { at, key: key_of, value: value_of } => {
                let Plain::Map(pairs) = root.at(at)? else { return None };
                let item = |(key, value): &(Plain, Plain)| {
                    Plain::Map(vec![(Plain::text(key_of), key.clone()), (Plain::text(value_of), value.clone())])
                };
                let items = pairs.iter().map(item).collect();
                *root.at(at)? = Plain::List(items);
            }
        }
        Some(root)
    }
}

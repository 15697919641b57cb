//! Values of a file as a tree in which every value knows its place: what all readers make and the record is read from.
//! Budgets hold while a tree is built, so that no file can take more memory than they allow.

use crate::diagnostic::Position;

/// Most values a file may hold, aliases expanded. The longest real credit lists have a few thousand names.
pub const MAX_NODES: usize = 100_000;

/// Deepest nesting; a credit file needs seven levels.
pub const MAX_DEPTH: usize = 32;

/// Most text a file may hold in bytes, aliases expanded: four times the largest file.
pub const MAX_TEXT: usize = 4 << 20;

/// A value of the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// What it is.
    pub value: Value,
    /// Where it starts.
    pub at: Position,
    /// Characters it spans on its first line; 1 for lists and mappings in block form.
    pub length: u32,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// No value (`written` is false, and the place is that of the key), or a plain `~` or `null`.
    Nothing {
        /// Whether there is something to see in the file.
        written: bool,
    },
    /// A scalar as typed, quotes and escapes resolved.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping in file order.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// What the value is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Nothing { .. } => "nothing",
            Value::Scalar(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }
}

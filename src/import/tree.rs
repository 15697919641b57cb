//! Values of a file as a tree in which every value knows its place: what all readers make and the record is read from.
//! Budgets hold while a tree is built, so that no file can take more memory than they allow.

use crate::diagnostic::Position;
pub use crate::limits::ALIASED_BYTES as MAX_TEXT;
pub use crate::limits::LEVELS as MAX_DEPTH;
pub use crate::limits::VALUES as MAX_NODES;

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

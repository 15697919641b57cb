//! Pictures that a credit file names: a path, and where in the picture to look when it is cropped.

use std::ops::Deref;

use super::keys;
use super::reader::{Reader, brief, given};
use crate::diagnostic::Diagnostic;
use crate::import::text::Text;
use crate::import::tree::{Node, Value};

/// A picture by its path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Relative to the credit file, as typed (not normalised: it names a file).
    pub file: Text,
    /// What every crop of it keeps; none if the file does not say.
    pub focus: Option<Focus>,
    /// Whether the file says that artificial intelligence made it.
    pub ai: bool,
}

/// The point of a picture that matters most, as shares of its width and height from the top left, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Focus {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
}

// Both are numbers from 0 to 1.
impl Eq for Focus {}

impl From<Text> for Picture {
    fn from(file: Text) -> Picture {
        Picture { file, focus: None, ai: false }
    }
}

impl Deref for Picture {
    type Target = str;

    /// The path.
    fn deref(&self) -> &str {
        &self.file
    }
}

/// Reads a path, or a mapping with `file` and `focus`. `subject` is the key.
pub(crate) fn picture(reader: &mut Reader<'_>, subject: &str, node: &Node) -> Option<Picture> {
    match &node.value {
        Value::Map(_) => {
            let fields = reader.fields(subject, &[keys::PICTURE], node)?;
            let file = fields.get("file").and_then(|(_, node)| reader.path("`file`", node));
            let focus = given(&fields, "focus").and_then(|(_, node)| focus(reader, node));
            let ai = super::fields::switch(reader, &fields, "ai").unwrap_or_default();
            Some(Picture { file: file?, focus, ai })
        }
        Value::List(_) => {
            reader.wrong(subject, "a path or a mapping with `file`", node);
            None
        }
        _ => reader.path(subject, node).map(Picture::from),
    }
}

fn focus(reader: &mut Reader<'_>, node: &Node) -> Option<Focus> {
    const HINT: &str = "the shares of its width from the left and of its height from the top, such as [0.5, 0.25]";
    let Value::List(items) = &node.value else {
        reader.wrong("`focus`", "a list of two numbers", node);
        return None;
    };
    let [x, y] = items.as_slice() else {
        let numbers = if items.len() == 1 { "1 entry".to_owned() } else { format!("{} entries", items.len()) };
        let message = format!("`focus`: expected two numbers, found {numbers}");
        reader.report(Diagnostic::error("bad-focus", message).hint(HINT), node);
        return None;
    };
    let mut share = |node: &Node| {
        let text = reader.text("`focus` entry", node)?;
        let number = text.parse::<f32>().ok().filter(|number| (0.0..=1.0).contains(number));
        if number.is_none() {
            let message = format!("`focus`: expected a number from 0 to 1, found `{}`", brief(&text));
            reader.report_at(Diagnostic::error("bad-focus", message).hint(HINT), &text);
        }
        number
    };
    let (x, y) = (share(x), share(y));
    Some(Focus { x: x?, y: y? })
}

//! Credit files and brand kits edited as a form edits them: a field at a time, each at its place in the text.
//! Comments, order and quotes of the file stay; whatever a list, a mapping or a name alone is written as is found and kept.

mod block;
mod change;
mod credits;
mod editor;
mod fields;
mod flow;
mod form;
mod kit;
mod layout;
mod model;
mod names;
mod people;
mod plain;
mod route;
mod splices;
#[cfg(test)]
mod tests;
mod tracks;
mod writing;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use form::{Form, Place};
pub use model::{
    Handles, KitModel, Model, ModelCard, ModelCredit, ModelFonts, ModelLogo, ModelName, ModelPerson, ModelPicture,
    ModelTheme, ModelTrack,
};

use crate::import::text::Source;
use crate::import::yaml;
use crate::record::MAX_BYTES;
use editor::Editor;

/// What a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A credit file.
    #[default]
    Record,
    /// A brand kit.
    Kit,
}

/// Most edits at a time.
pub const MOST_EDITS: usize = 5_000;

/// Longest text of a field in bytes.
pub const LONGEST_TEXT: usize = 10_000;

/// A change of a field. Paths are those of [`Model`]: `title`, `credits[2].names[0]`, `card.theme`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
pub enum Edit {
    /// Another value; null takes the field away.
    Set {
        /// The field.
        path: String,
        /// A text, a number, a list or the fields of a name, a credit, a track.
        value: Value,
    },
    /// A field, or an item of a list, away.
    Remove {
        /// The field or the item.
        path: String,
    },
    /// An item more.
    Insert {
        /// The list.
        path: String,
        /// Its place then.
        index: usize,
        /// As for `set`.
        value: Value,
    },
    /// An item in another place.
    Move {
        /// The list.
        path: String,
        /// Its place now.
        from: usize,
        /// Its place then.
        to: usize,
        /// Another list of names that it goes into; its own if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<String>,
    },
}

/// Why an edit is not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The text is no mapping that can be read.
    #[error("the file cannot be read as it is")]
    Unreadable,
    /// No such field, or no such item.
    #[error("no field `{0}` in the file")]
    NoPlace(String),
    /// The value is none of the field.
    #[error("`{path}` takes {expected}")]
    Value {
        /// The field.
        path: String,
        /// What it takes.
        expected: &'static str,
    },
    /// The place cannot be changed without changing others.
    #[error("`{0}` cannot be changed alone: it is written in a way that other places share")]
    Shared(String),
    /// More than is taken.
    #[error("{0}")]
    TooMuch(String),
}

impl Refused {
    /// What to do.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Refused::Unreadable => Some("mend the YAML first; the messages say where it is wrong"),
            Refused::Shared(_) => Some("change it in the YAML"),
            _ => None,
        }
    }
}

/// The text of a credit file after some edits, one after the other.
///
/// # Errors
/// Those of [`apply_to`].
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Refused> {
    apply_to(Kind::Record, text, edits)
}

/// The text of a file after some edits, one after the other.
///
/// # Errors
/// The first edit that cannot be made; the text is as it was then.
pub fn apply_to(kind: Kind, text: &str, edits: &[Edit]) -> Result<String, Refused> {
    if edits.len() > MOST_EDITS {
        return Err(Refused::TooMuch(format!("{} edits at a time, at most {MOST_EDITS} are made", edits.len())));
    }
    let mut editor = Editor::new(kind, text)?;
    for edit in edits {
        match edit {
            Edit::Set { path, value } => editor.set(path, value)?,
            Edit::Remove { path } => editor.set(path, &Value::Null)?,
            Edit::Insert { path, index, value } => editor.insert(path, *index, value)?,
            Edit::Move { path, from, to, into: None } => editor.shift(path, *from, *to)?,
            Edit::Move { path, from, to, into: Some(into) } => editor.carry(path, *from, into, *to)?,
        }
        if editor.text().len() > MAX_BYTES {
            return Err(Refused::TooMuch(format!("the file would have more than {MAX_BYTES} bytes")));
        }
    }
    Ok(editor.into_text())
}

/// A text as a form; none of one that is no YAML, or no mapping.
pub fn form(text: &str) -> Option<Form> {
    match yaml::read(&Source::new("", text)).ok()? {
        None => Some(Form::default()),
        Some(root) if root.pairs().is_empty() && root.as_text().is_some() => None,
        Some(root) => Some(Form::of(&root)),
    }
}

/// A brand kit as a form, with where its fields stand; none of a text that is no YAML, or no mapping.
pub fn kit_form(text: &str) -> Option<(KitModel, Form)> {
    match yaml::read(&Source::new("", text)).ok()? {
        None => Some(Default::default()),
        Some(root) if root.pairs().is_empty() && root.as_text().is_some() => None,
        Some(root) => Some(kit::form(&root)),
    }
}

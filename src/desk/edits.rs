//! Documents begun, shown and edited: each answer is the whole document, so that a page never puts one together.

use serde::Deserialize;

use crate::desk::Desk;
use crate::desk::answer::{Reply, taken};
use crate::desk::document::{Document, FileForm};
use crate::desk::failure::Failure;
use crate::edit::Edit;
use crate::fonts::Fonts;
use crate::record::MAX_BYTES;

/// `POST /api/documents`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Opening {
    /// A file; none for a new document.
    pub path: Option<String>,
    /// A text that is not saved: a draft that a page kept.
    pub text: Option<String>,
}

/// `POST /api/documents/ID/edits`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edits {
    revision: u64,
    edits: Vec<Edit>,
    #[serde(default)]
    label: Option<String>,
}

/// `PUT /api/documents/ID/text`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    revision: u64,
    text: String,
}

/// `POST /api/documents/ID/undo` and `redo`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Going {
    revision: u64,
}

/// Begins a document that has no file.
///
/// # Errors
/// If too many are open.
pub fn begin(desk: &Desk) -> Result<u64, Failure> {
    let mut documents = desk.documents();
    let id = documents.number();
    let document = Document::new(id, None, None, String::new(), &desk.fonts);
    documents.add(document, |id| desk.room.tabs(id) > 0)
}

/// Shows a document that was just opened, with the text that a page kept of it.
///
/// # Errors
/// If the text is too long.
pub fn opened(desk: &Desk, id: u64, text: Option<&str>) -> Result<Reply, Failure> {
    if let Some(text) = text {
        let text = checked(text)?;
        desk.with(id, |document| {
            document.change(text, None, &desk.fonts);
            desk.room.changed(document);
            Ok(())
        })?;
    }
    show(desk, id)
}

/// A text that can be one of a document.
fn checked(text: &str) -> Result<String, Failure> {
    if text.len() > MAX_BYTES {
        return Err(Failure::unable(format!("the file would have {} bytes, at most {MAX_BYTES} are read", text.len())));
    }
    Ok(FileForm::read(text).1)
}

/// Shows a document.
///
/// # Errors
/// If there is no such document.
pub fn show(desk: &Desk, id: u64) -> Result<Reply, Failure> {
    desk.with(id, |document| Ok(Reply::well(&desk.view(document))))
}

/// Makes edits, as one step.
///
/// # Errors
/// If they are of another revision, or one of them is refused.
pub fn edits(desk: &Desk, id: u64, body: &[u8]) -> Result<Reply, Failure> {
    let Edits { revision, edits, label } = taken(body)?;
    desk.with(id, |document| {
        current(desk, document, revision)?;
        let text = document.edited(&edits)?;
        document.change(text, label.as_deref(), &desk.fonts);
        desk.room.changed(document);
        Ok(Reply::well(&desk.view(document)))
    })
}

/// Takes a typed text.
///
/// # Errors
/// If it is of another revision, or too long.
pub fn text(desk: &Desk, id: u64, body: &[u8]) -> Result<Reply, Failure> {
    let Typed { revision, text } = taken(body)?;
    let text = checked(&text)?;
    desk.with(id, |document| {
        current(desk, document, revision)?;
        document.change(text, Some("text"), &desk.fonts);
        desk.room.changed(document);
        Ok(Reply::well(&desk.view(document)))
    })
}

/// Goes a step: back with [`Document::undo`], forward again with [`Document::redo`].
///
/// # Errors
/// If it is of another revision.
pub fn step(desk: &Desk, id: u64, body: &[u8], go: fn(&mut Document, &Fonts) -> bool) -> Result<Reply, Failure> {
    let Going { revision } = taken(body)?;
    desk.with(id, |document| {
        current(desk, document, revision)?;
        if go(document, &desk.fonts) {
            desk.room.changed(document);
        }
        Ok(Reply::well(&desk.view(document)))
    })
}

/// Whether a request was made of the document as it is.
///
/// # Errors
/// If it was made of another revision: with the document as it is.
pub fn current(desk: &Desk, document: &Document, revision: u64) -> Result<(), Failure> {
    if document.revision == revision {
        return Ok(());
    }
    let error = format!("the document is at revision {}, the request was made of {revision}", document.revision);
    Err(Failure::conflict(error, "current", desk.view(document)))
}

//! Documents opened, shown and edited: each answer is the whole document, so that a page never puts one together.

use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path as Part, State};
use axum::response::Response;
use serde::Deserialize;

use crate::edit::{Edit, apply};
use crate::files::{Unread, text_at_most};
use crate::record::MAX_BYTES;
use crate::studio::answer::{self, brief, taken};
use crate::studio::document::{Document, FileForm};
use crate::studio::failure::Failure;
use crate::studio::state::Shared;

/// `POST /api/documents`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Opening {
    /// A file of the project; none for a new document.
    path: Option<String>,
    /// A text that is not saved: a draft that a page kept.
    text: Option<String>,
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

/// Opens a file, or a new document.
pub async fn open(State(shared): State<Arc<Shared>>, body: Body) -> Result<Response, Failure> {
    let Opening { path, text } = taken(body).await?;
    let id = match path {
        Some(path) => {
            let file = shared.project.credit_file(&path)?;
            load(&shared, &file)?
        }
        None => {
            let mut documents = shared.documents();
            let id = documents.number();
            let document = Document::new(id, None, None, String::new(), &shared.fonts);
            documents.add(document, |id| shared.events.tabs(id) > 0)?
        }
    };
    if let Some(text) = text {
        let text = checked(&text)?;
        shared.with(id, |document| {
            document.change(text, None, &shared.fonts);
            shared.changed(document);
            Ok(())
        })?;
    }
    shared.with(id, |document| Ok(answer::well(&shared.view(document))))
}

/// The document of a file, which is loaded if it is not open. A file that is not there yet is a new one of that name.
///
/// # Errors
/// If it is there and cannot be read.
pub fn load(shared: &Shared, file: &Path) -> Result<u64, Failure> {
    let mut documents = shared.documents();
    if let Some(document) = documents.of(file) {
        return Ok(document.id);
    }
    let name = shared.project.name(file);
    let read = text_at_most(file, MAX_BYTES as u64);
    let id = documents.number();
    let document = match read {
        Ok(bytes) => {
            let (form, text) = FileForm::read(&bytes);
            let mut document = Document::new(id, Some(file.to_owned()), Some(name), text, &shared.fonts);
            (document.form, document.base) = (form, Some(Arc::clone(&document.text)));
            document
        }
        Err(Unread::Missing(_)) => Document::new(id, Some(file.to_owned()), Some(name), String::new(), &shared.fonts),
        Err(why) => return Err(Failure::unable(format!("`{}`: {why}", brief(&name)))),
    };
    documents.add(document, |id| shared.events.tabs(id) > 0)
}

/// A text that can be one of a document.
fn checked(text: &str) -> Result<String, Failure> {
    if text.len() > MAX_BYTES {
        return Err(Failure::unable(format!("the file would have {} bytes, at most {MAX_BYTES} are read", text.len())));
    }
    Ok(FileForm::read(text).1)
}

/// Shows a document.
pub async fn show(State(shared): State<Arc<Shared>>, Part(id): Part<u64>) -> Result<Response, Failure> {
    shared.with(id, |document| Ok(answer::well(&shared.view(document))))
}

/// Makes edits, as one step.
pub async fn edits(State(shared): State<Arc<Shared>>, Part(id): Part<u64>, body: Body) -> Result<Response, Failure> {
    let Edits { revision, edits, label } = taken(body).await?;
    shared.with(id, |document| {
        current(&shared, document, revision)?;
        let text = apply(&document.text, &edits)?;
        document.change(text, label.as_deref(), &shared.fonts);
        shared.changed(document);
        Ok(answer::well(&shared.view(document)))
    })
}

/// Takes a typed text.
pub async fn text(State(shared): State<Arc<Shared>>, Part(id): Part<u64>, body: Body) -> Result<Response, Failure> {
    let Typed { revision, text } = taken(body).await?;
    let text = checked(&text)?;
    shared.with(id, |document| {
        current(&shared, document, revision)?;
        document.change(text, Some("text"), &shared.fonts);
        shared.changed(document);
        Ok(answer::well(&shared.view(document)))
    })
}

/// Goes a step back.
pub async fn undo(State(shared): State<Arc<Shared>>, Part(id): Part<u64>, body: Body) -> Result<Response, Failure> {
    step(&shared, id, body, Document::undo).await
}

/// Goes a step forward again.
pub async fn redo(State(shared): State<Arc<Shared>>, Part(id): Part<u64>, body: Body) -> Result<Response, Failure> {
    step(&shared, id, body, Document::redo).await
}

async fn step(
    shared: &Shared,
    id: u64,
    body: Body,
    go: fn(&mut Document, &crate::fonts::Fonts) -> bool,
) -> Result<Response, Failure> {
    let Going { revision } = taken(body).await?;
    shared.with(id, |document| {
        current(shared, document, revision)?;
        if go(document, &shared.fonts) {
            shared.changed(document);
        }
        Ok(answer::well(&shared.view(document)))
    })
}

/// Whether a request was made of the document as it is.
///
/// # Errors
/// If it was made of another revision: with the document as it is.
pub fn current(shared: &Shared, document: &Document, revision: u64) -> Result<(), Failure> {
    if document.revision == revision {
        return Ok(());
    }
    let error = format!("the document is at revision {}, the request was made of {revision}", document.revision);
    Err(Failure::conflict(error, "current", shared.view(document)))
}

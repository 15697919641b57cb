//! A desk: open documents, and what a page asks of them, as plain requests and answers. The studio's server puts connections
//! and threads around it; a page without a server asks it in the browser ([`alone`]).
//!
//! Documents are texts, edited by [`crate::edit`]; cards are made by a [`crate::press`], which whoever holds the desk keeps
//! warm: an answer that needs one comes as a [`answer::Task`].

pub mod alone;
pub mod answer;
pub mod bench;
mod cards;
pub mod clock;
mod colours;
mod cover;
pub mod document;
pub mod documents;
pub mod dropped;
pub mod edits;
pub mod failure;
mod history;
pub mod kits;
pub mod lists;
mod merger;
mod painting;
pub mod reading;
pub mod request;
pub mod room;
mod taking;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::fonts::Fonts;
use crate::press::LoadedKit;
use bench::Snapshot;
use document::Document;
use documents::Documents;
use failure::Failure;
use painting::Painting;
use room::Room;

/// The open documents, and what is known of their cards.
pub struct Desk {
    /// Its surroundings.
    pub room: Arc<dyn Room>,
    /// The fonts of cards.
    pub fonts: Arc<Fonts>,
    documents: Mutex<Documents>,
    painting: Arc<Painting>,
}

impl Desk {
    /// A desk without documents.
    pub fn new(room: Arc<dyn Room>, fonts: Arc<Fonts>) -> Desk {
        Desk { room, fonts, documents: Mutex::default(), painting: Arc::default() }
    }

    /// The documents.
    pub fn documents(&self) -> MutexGuard<'_, Documents> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What something makes of a document.
    ///
    /// # Errors
    /// If there is no such document.
    pub fn with<T>(&self, id: u64, work: impl FnOnce(&mut Document) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut documents = self.documents();
        let document = documents.get(id).ok_or_else(|| Failure::missing(format!("no document {id} is open")))?;
        work(document)
    }

    /// The revision of a document.
    pub fn revision(&self, id: u64) -> Option<u64> {
        self.documents().get(id).map(|document| document.revision)
    }

    /// Makes all pictures anew from now on.
    pub fn forget_pictures(&self) {
        self.painting.clear();
    }

    /// The document as pages have it.
    pub fn view(&self, document: &Document) -> Value {
        document.view(self.room.tabs(document.id), &self.kit_findings(document))
    }

    /// The folder that paths of a document are relative to.
    pub fn folder(&self, document: &Document) -> PathBuf {
        document.folder(self.room.root())
    }

    /// What a card of a document is made of.
    ///
    /// # Errors
    /// If it has no record yet, or its brand kit cannot be used.
    pub fn snapshot(&self, document: &Document) -> Result<Arc<Snapshot>, Failure> {
        let kit = match document.record() {
            Some(_) => self.room.kit(&self.folder(document))?,
            None => None,
        };
        self.snapshot_with(document, kit).map(Arc::new)
    }

    /// What a card of a document is made of with a kit.
    ///
    /// # Errors
    /// If it has no record yet.
    pub fn snapshot_with(&self, document: &Document, kit: Option<Arc<LoadedKit>>) -> Result<Snapshot, Failure> {
        let record = document.record().cloned().ok_or_else(|| {
            let error = "there is no card yet: the file says too little";
            Failure::unable(error).hint("give it a title, an artist and a name")
        })?;
        Ok(Snapshot {
            document: document.id,
            revision: document.revision,
            record,
            form: Arc::clone(document.fields()),
            kit,
            kit_stamp: 0,
            folder: self.folder(document),
        })
    }
}

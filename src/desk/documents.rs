//! The open documents by their numbers.

use std::collections::BTreeMap;
use std::path::Path;

use crate::desk::document::Document;
use crate::desk::failure::Failure;

/// Most documents that are open at a time.
const MOST_DOCUMENTS: usize = 64;

/// Documents by their numbers.
#[derive(Debug, Default)]
pub struct Documents {
    all: BTreeMap<u64, Document>,
    last: u64,
    /// That of what the studio was started for.
    pub first: Option<u64>,
}

impl Documents {
    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Adds a document. Of too many a saved one that nobody shows goes.
    ///
    /// # Errors
    /// If all of them are needed.
    pub fn add(&mut self, document: Document, shown: impl Fn(u64) -> bool) -> Result<u64, Failure> {
        if self.all.len() >= MOST_DOCUMENTS {
            let idle = self.all.values().find(|one| one.is_saved() && !shown(one.id)).map(|one| one.id);
            let Some(idle) = idle else {
                let error = format!("{MOST_DOCUMENTS} documents are open, and no more are kept");
                return Err(Failure::busy(error).hint("save some of them"));
            };
            self.all.remove(&idle);
        }
        let id = document.id;
        self.all.insert(id, document);
        Ok(id)
    }

    /// A document.
    pub fn get(&mut self, id: u64) -> Option<&mut Document> {
        self.all.get_mut(&id)
    }

    /// All of them.
    pub fn all(&mut self) -> impl Iterator<Item = &mut Document> {
        self.all.values_mut()
    }

    /// That of a file.
    pub fn of(&mut self, path: &Path) -> Option<&mut Document> {
        self.all.values_mut().find(|document| document.path.as_deref() == Some(path))
    }
}

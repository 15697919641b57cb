//! Documents of files.

use std::path::Path;
use std::sync::Arc;

use crate::desk::answer::brief;
use crate::desk::document::{Document, FileForm};
use crate::desk::failure::Failure;
use crate::files::{Unread, text_at_most};
use crate::record::MAX_BYTES;
use crate::studio::state::Shared;

/// The document of a file, which is loaded if it is not open. A file that is not there yet is a new one of that name.
///
/// # Errors
/// If it is there and cannot be read.
pub fn load(shared: &Shared, file: &Path) -> Result<u64, Failure> {
    let mut documents = shared.desk.documents();
    if let Some(document) = documents.of(file) {
        return Ok(document.id);
    }
    let name = shared.project.name(file);
    let read = text_at_most(file, MAX_BYTES as u64);
    let id = documents.number();
    let document = match read {
        Ok(bytes) => {
            let (form, text) = FileForm::read(&bytes);
            let mut document = Document::new(id, Some(file.to_owned()), Some(name), text, &shared.desk.fonts);
            (document.form, document.base) = (form, Some(Arc::clone(&document.text)));
            document
        }
        Err(Unread::Missing(_)) => {
            Document::new(id, Some(file.to_owned()), Some(name), String::new(), &shared.desk.fonts)
        }
        Err(why) => return Err(Failure::unable(format!("`{}`: {why}", brief(&name)))),
    };
    documents.add(document, |id| shared.events.tabs(id) > 0)
}

//! Documents written to the disk: whole files, with the files that were dropped, and never over what somebody else wrote.

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path as Part, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;

use crate::desk::answer::brief;
use crate::desk::document::{Document, FileForm};
use crate::desk::edits::current;
use crate::desk::failure::Failure;
use crate::diagnostic::reason;
use crate::edit::Kind;
use crate::files::text_at_most;
use crate::publish::write_atomic;
use crate::record::MAX_BYTES;
use crate::studio::answer::{self, taken};
use crate::studio::merging::merged;
use crate::studio::state::Shared;

/// `POST /api/documents/ID/save`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Saving {
    /// Where to; its own file if left out.
    path: Option<String>,
    /// The revision that is meant; any if left out.
    revision: Option<u64>,
    /// Over what is there.
    force: bool,
    /// With what is there, where places differ.
    merge: bool,
}

/// Saves a document.
pub async fn save(State(shared): State<Arc<Shared>>, Part(id): Part<u64>, body: Body) -> Result<Response, Failure> {
    let saving: Saving = taken(body).await?;
    let file = saving.path.as_deref().map(|path| shared.project.credit_file(path)).transpose()?;
    if let Some(file) = &file
        && shared.desk.documents().of(file).is_some_and(|other| other.id != id)
    {
        return Err(Failure::conflict(
            format!("`{}` is open as another document", brief(&shared.project.name(file))),
            "conflict",
            json!({}),
        ));
    }
    shared.desk.with(id, |document| {
        if let Some(revision) = saving.revision {
            current(&shared.desk, document, revision)?;
        }
        write(&shared, document, file, &saving)?;
        shared.desk.room.changed(document);
        Ok(answer::well(&shared.desk.view(document)))
    })
}

fn write(shared: &Shared, document: &mut Document, file: Option<PathBuf>, saving: &Saving) -> Result<(), Failure> {
    let moves = file.is_some() && file != document.path;
    if moves && document.kind == Kind::Kit {
        return Err(Failure::wrong("a brand kit keeps its name").hint("save it without a path"));
    }
    let file = file
        .or_else(|| document.path.clone())
        .ok_or_else(|| Failure::wrong("the document has no file yet").hint("give a path, such as my-record.yaml"))?;
    let disk = text_at_most(&file, MAX_BYTES as u64).ok();
    let theirs = disk.as_deref().map(|bytes| FileForm::read(bytes).1);
    let expected = if moves { None } else { document.base.as_deref() };
    if theirs.as_deref() != expected && theirs.as_deref() != Some(&*document.text) && !saving.force {
        let both = match (&document.base, &theirs) {
            (Some(base), Some(theirs)) if saving.merge && !moves => merged(base, &document.text, theirs),
            // It was taken away: there is nothing to lose.
            (Some(_), None) if !moves => Some(document.text.to_string()),
            _ => None,
        };
        match (both, theirs) {
            (Some(both), _) => document.change(both, None, &shared.desk.fonts),
            (None, theirs) => {
                let name = shared.project.name(&file);
                let error = match moves {
                    true => format!("`{}` is there already", brief(&name)),
                    false => format!("`{}` was changed by another program", brief(&name)),
                };
                return Err(Failure::conflict(error, "conflict", json!({ "disk": theirs, "path": name })));
            }
        }
    }
    let before = shared.desk.folder(document);
    write_atomic(&file, document.form.write(&document.text).as_bytes())
        .map_err(|error| Failure::unable(error.to_string()))?;
    document.name = Some(shared.project.name(&file));
    document.path = Some(file);
    document.base = Some(Arc::clone(&document.text));
    (document.theirs, document.restored) = (None, false);
    files(shared, document, &before)
}

/// Writes the dropped files that a document names beside it.
fn files(shared: &Shared, document: &Document, before: &std::path::Path) -> Result<(), Failure> {
    let folder = shared.desk.folder(document);
    for file in document.files() {
        let dropped = before.join(&file);
        let Some(bytes) = shared.shelf.dropped(&dropped) else { continue };
        let below = folder.strip_prefix(&shared.project.root).unwrap_or(std::path::Path::new("")).join(&file);
        let place = shared.project.file(&below.to_string_lossy().replace('\\', "/"))?;
        let failed = |why: String| Failure::unable(format!("`{}` cannot be written: {why}", brief(&file)));
        if let Some(parent) = place.parent() {
            std::fs::create_dir_all(parent).map_err(|error| failed(reason(&error)))?;
        }
        write_atomic(&place, &bytes).map_err(|error| failed(error.to_string()))?;
        shared.shelf.saved(&dropped);
    }
    Ok(())
}

//! The credit files of a project with their state: what is wrong with each, and what somebody has said of its card; and
//! names that two of them spell differently.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use serde_json::json;

use crate::campaign::inputs;
use crate::desk::document::FileForm;
use crate::desk::failure::Failure;
use crate::desk::reading::Reading;
use crate::desk::room::Stamp;
use crate::files::text_at_most;
use crate::findings;
use crate::import::ImportOptions;
use crate::record::{MAX_BYTES, Record, parse_partly};
use crate::studio::answer;
use crate::studio::marks::{Marks, digest};
use crate::studio::project::is_yaml;
use crate::studio::state::Shared;

/// Most files that are listed.
const MOST_FILES: usize = 5_000;

/// A file of the project.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FileView {
    /// Below the root.
    pub path: String,
    /// Of the record.
    pub title: Option<String>,
    /// Of the record.
    pub artist: Option<String>,
    /// How many.
    pub errors: usize,
    /// How many.
    pub warnings: usize,
    /// `fine` or `change`.
    pub mark: Option<String>,
    /// What is to be changed.
    pub note: Option<String>,
    /// Whether the file is another than when it was marked.
    pub changed: bool,
}

/// What is known of files, as they were when it was found out.
#[derive(Debug, Default)]
pub struct Records(Mutex<BTreeMap<PathBuf, (Stamp, FileView, String)>>);

/// The files of a project, in name order.
pub fn files(shared: &Shared) -> Vec<FileView> {
    let marks = Marks::load(&shared.project.root);
    paths(shared).into_iter().filter_map(|path| file(shared, &path, &marks)).collect()
}

fn paths(shared: &Shared) -> Vec<PathBuf> {
    let project = &shared.project;
    let paths: Vec<PathBuf> = match (&project.file, project.folder) {
        (Some(file), _) => vec![file.clone()],
        (None, true) => {
            let all = inputs(std::slice::from_ref(&project.root), &ImportOptions::default());
            let mut paths: Vec<PathBuf> = all.into_iter().map(|input| PathBuf::from(input.name)).collect();
            paths.dedup();
            paths
        }
        (None, false) => Vec::new(),
    };
    paths.into_iter().filter(|path| is_yaml(path)).take(MOST_FILES).collect()
}

/// The folders that credit files lie in.
pub fn folders(shared: &Shared) -> BTreeSet<PathBuf> {
    paths(shared).iter().filter_map(|path| path.parent().map(Path::to_path_buf)).collect()
}

/// `GET /api/names`: names and handles that two files, or two places of one, have differently.
pub async fn names(State(shared): State<Arc<Shared>>) -> Result<Response, Failure> {
    let found = tokio::task::spawn_blocking(move || differing(&shared));
    let found = found.await.map_err(|_| Failure::broken("the names cannot be compared"))?;
    Ok(answer::well(&found))
}

fn differing(shared: &Shared) -> Vec<serde_json::Value> {
    let read = |path: &PathBuf| -> Option<Record> {
        let text = text_at_most(path, MAX_BYTES as u64).ok()?;
        match parse_partly(&shared.project.name(path), text.as_bytes()) {
            Ok(parsed) => Some(parsed.record),
            Err((_, record)) => record.map(|record| *record),
        }
    };
    let records: Vec<Option<Record>> = paths(shared).iter().map(read).collect();
    let all: Vec<Option<&Record>> = records.iter().map(Option::as_ref).collect();
    let spellings = findings::spellings(&all);
    let found = findings::near_names(&all, &spellings).into_iter().chain(findings::handles(&all));
    let allowed = |file: usize, finding: &crate::diagnostic::Diagnostic| {
        all.get(file).copied().flatten().is_some_and(|record| record.check.allow.iter().any(|one| one.covers(finding)))
    };
    found
        .filter(|one| !allowed(one.file, &one.diagnostic) && !allowed(one.other, &one.diagnostic))
        .map(|one| {
            let it = one.diagnostic;
            json!({
                "path": it.path, "line": it.position.map(|at| at.line), "code": it.code, "message": it.message,
                "hint": it.hint, "names": it.names,
            })
        })
        .collect()
}

fn file(shared: &Shared, path: &Path, marks: &Marks) -> Option<FileView> {
    let stamp = shared.shelf.stamp(path);
    let known = shared.records.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
    let (mut view, digest) = match known.filter(|(known, ..)| *known == stamp) {
        Some((_, view, digest)) => (view, digest),
        None => {
            let name = shared.project.name(path);
            let text = FileForm::read(&text_at_most(path, MAX_BYTES as u64).ok()?).1;
            let reading = Reading::of(&name, &text, &shared.desk.fonts);
            let count = |level: &str| reading.findings.iter().filter(|finding| finding.severity == level).count();
            let model = reading.form.as_ref().map(|form| &form.model);
            let view = FileView {
                path: name,
                title: model.and_then(|model| model.title.clone()),
                artist: model.and_then(|model| model.artist.clone()),
                errors: count("error"),
                warnings: count("warning"),
                ..FileView::default()
            };
            let digest = digest(&text);
            let mut records = shared.records.0.lock().unwrap_or_else(PoisonError::into_inner);
            records.insert(path.to_owned(), (stamp, view.clone(), digest.clone()));
            (view, digest)
        }
    };
    if let Some(mark) = marks.get(&view.path) {
        view.mark = Some(mark.mark.name().to_owned());
        view.note.clone_from(&mark.note);
        view.changed = mark.digest != digest;
    }
    Some(view)
}

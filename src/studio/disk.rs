//! Files that other programs change while they are open here: taken over, merged, or told to the page.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use serde_json::json;

use crate::desk::document::{Document, FileForm};
use crate::desk::kits::is_kit;
use crate::edit::Kind;
use crate::files::text_at_most;
use crate::record::MAX_BYTES;
use crate::studio::merging::merged;
use crate::studio::project::is_yaml;
use crate::studio::state::Shared;

/// Quiet after an event that means that a save is over.
const QUIET: Duration = Duration::from_millis(40);

/// Watches the files of a project while the watcher lives; none where files cannot be watched.
pub fn watch(shared: &Arc<Shared>) -> Option<RecommendedWatcher> {
    let (send, receive) = mpsc::channel::<PathBuf>();
    let tell = move |event: notify::Result<Event>| {
        let Ok(event) = event else { return };
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for path in event.paths {
            // The thread ends with the studio.
            let _ = send.send(path);
        }
    };
    let mut watcher = notify::recommended_watcher(tell).ok()?;
    let mode = if shared.project.folder { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
    watcher.watch(&shared.project.root, mode).ok()?;
    // What was written before it was watched would be missed.
    for document in shared.desk.documents().all() {
        if reload(shared, document) {
            shared.desk.room.changed(document);
        }
    }
    let shared = Arc::downgrade(shared);
    std::thread::Builder::new().name("disk".into()).spawn(move || listen(&receive, &shared)).ok()?;
    Some(watcher)
}

fn listen(receive: &Receiver<PathBuf>, shared: &Weak<Shared>) {
    while let Ok(first) = receive.recv() {
        let mut paths = vec![first];
        loop {
            match receive.recv_timeout(QUIET) {
                Ok(path) if paths.contains(&path) => {}
                Ok(path) => paths.push(path),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        let Some(shared) = shared.upgrade() else { return };
        paths.iter().for_each(|path| changed(&shared, path));
    }
}

/// What a change of a file means.
fn changed(shared: &Shared, path: &Path) {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if name.starts_with('.') {
        return;
    }
    let mut documents = shared.desk.documents();
    let open = documents.of(path).map(|document| {
        if reload(shared, document) {
            shared.desk.room.changed(document);
        }
        document.id
    });
    // A picture, a template, a font, a brand kit: cards that show it are others now.
    if open.is_none() || is_kit(path) {
        for document in documents.all().filter(|document| Some(document.id) != open) {
            let folder = shared.desk.folder(document);
            let shows = document.files().iter().any(|file| folder.join(file) == path);
            if shows || is_kit(path) && document.kind == Kind::Record || name.ends_with(".svg") {
                document.touch();
                shared.desk.room.changed(document);
            }
        }
    }
    drop(documents);
    if is_yaml(path) {
        shared.events.tell("changed", &json!({ "path": shared.project.name(path) }));
    }
}

/// Looks at the disk; whether the document is another now.
fn reload(shared: &Shared, document: &mut Document) -> bool {
    let Some(path) = &document.path else { return false };
    // A file that is gone for a moment is being replaced; one that stays away is written again by the next save.
    let Ok(bytes) = text_at_most(path, MAX_BYTES as u64) else { return false };
    let (form, theirs) = FileForm::read(&bytes);
    let base = document.base.clone().unwrap_or_default();
    if *theirs == *base {
        return document.theirs.take().is_some();
    }
    match merged(&base, &document.text, &theirs) {
        Some(both) => {
            document.change(both, None, &shared.desk.fonts);
            (document.base, document.form, document.theirs) = (Some(theirs.into()), form, None);
            document.touch();
        }
        None => {
            document.theirs = Some(theirs.into());
            document.touch();
        }
    }
    true
}

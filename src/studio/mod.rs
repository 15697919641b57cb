//! The studio: a local server for a page on which credit files are edited and their cards are seen as they become.
//! It listens on the loopback address alone, and answers who has the token of the address that it gives.
//!
//! Documents are texts, edited by [`crate::edit`]; cards are made by [`crate::press`] on threads that keep it warm. Nothing
//! outside this module and the command knows of connections.

mod answer;
mod asking;
mod disk;
mod drafts;
mod easel;
mod events;
mod export;
mod guard;
mod kits;
mod lists;
mod loading;
mod marks;
mod merging;
mod page;
mod project;
mod records;
mod routes;
mod running;
mod saving;
mod server;
mod shelf;
mod state;
mod surroundings;

use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use tokio::sync::watch;

use crate::desk::failure::Failure;
use crate::desk::{dropped, edits};
use crate::files::read_at_most;
use crate::fonts::Fonts;
use drafts::Drafts;
use project::Project;
use state::{Identity, Shared};

/// Bytes of another program's file that the studio is started for.
const MOST_IMPORTED: u64 = 128 << 20;

pub use export::{BUILD, BUILT, Export, Exported, export};

/// What a studio is started with.
#[derive(Debug, Default)]
pub struct Settings {
    /// A credit file, a folder of them, or nothing.
    pub named: Option<PathBuf>,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// A folder to serve the page from, instead of the program's own.
    pub assets: Option<PathBuf>,
    /// A folder for what is not saved; none keeps nothing.
    pub drafts: Option<PathBuf>,
}

/// A studio that listens.
pub struct Studio {
    listener: TcpListener,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
}

/// Ends a studio from another thread.
#[derive(Clone, Debug)]
pub struct Stop(watch::Sender<bool>);

impl Stop {
    /// Ends it: connections are closed, what is not saved is kept.
    pub fn stop(&self) {
        // It may have ended already.
        let _ = self.0.send(true);
    }
}

impl Studio {
    /// A studio that listens and answers nobody yet.
    ///
    /// # Errors
    /// If what was named cannot be read, or the port is taken.
    pub fn open(settings: Settings, fonts: Fonts) -> Result<Studio, String> {
        let Settings { named, port, assets, drafts } = settings;
        let told = |what: &str, error: &io::Error| format!("{what}: {}", crate::diagnostic::reason(error));
        let shown = named.as_ref().map_or_else(|| ".".to_owned(), |path| path.display().to_string());
        let project = Project::of(named.as_deref()).map_err(|error| told(&shown, &error))?;
        let (listener, port) =
            server::listen(port).map_err(|error| told(&format!("port {port} cannot be used"), &error))?;
        let chance = |error: getrandom::Error| format!("the system gives no random numbers: {error}");
        let (token, boot) = (guard::token().map_err(chance)?, guard::token().map_err(chance)?);
        let (drafts, found) = Drafts::new(drafts, &project.root);
        let shared = Shared::new(Identity { port, token, boot }, assets, project, Arc::new(fonts), drafts)
            .map_err(|error| told("threads cannot be started", &error))?;
        let shared = Arc::new(shared);
        restore(&shared, found);
        if let Some(file) = &shared.project.file {
            let first = first(&shared, file).map_err(|failure| format!("{shown}: {}", failure.error))?;
            shared.desk.documents().first = Some(first);
        }
        Ok(Studio { listener, shared, stop: watch::Sender::new(false) })
    }

    /// The address that opens it, with its token.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.shared.port, self.shared.token)
    }

    /// What ends it.
    pub fn stop(&self) -> Stop {
        Stop(self.stop.clone())
    }

    /// Answers until it is ended.
    ///
    /// # Errors
    /// If the system gives no sockets.
    pub fn run(self) -> io::Result<()> {
        let watcher = disk::watch(&self.shared);
        let routes = routes::routes(&self.shared);
        let served = server::serve(self.listener, routes, self.stop.subscribe());
        drop(watcher);
        if let Some(run) = &*self.shared.run.lock().unwrap_or_else(PoisonError::into_inner) {
            run.ask();
        }
        self.shared.drafts.flush();
        served
    }
}

/// The document of the file that was named: the file itself, or a new record of what another program's file says.
fn first(shared: &Shared, file: &Path) -> Result<u64, Failure> {
    if project::is_yaml(file) {
        return loading::load(shared, file);
    }
    let bytes = read_at_most(file, MOST_IMPORTED).map_err(|why| Failure::unable(why.to_string()))?;
    let id = edits::begin(&shared.desk)?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    dropped::take(&shared.desk, id, &name, bytes, None)?;
    Ok(id)
}

/// Opens what was not saved when the last studio ended.
fn restore(shared: &Arc<Shared>, found: Vec<(PathBuf, drafts::Draft)>) {
    let mut old = Vec::new();
    for (place, draft) in found {
        let id = match &draft.path {
            Some(file) => loading::load(shared, file).ok(),
            None => edits::begin(&shared.desk).ok(),
        };
        let Some(id) = id else { continue };
        let restored = shared.desk.with(id, |document| {
            for (name, bytes) in draft.bytes() {
                shared.shelf.put(&shared.desk.folder(document).join(name), bytes);
            }
            let disk = document.base.clone();
            document.change(draft.text.clone(), None, &shared.desk.fonts);
            document.restored = true;
            // What was on the disk when the draft was made tells what of it is new.
            if let (Some(base), Some(disk)) = (&draft.base, disk)
                && **base != *disk
            {
                match merging::merged(base, &draft.text, &disk) {
                    Some(both) => document.change(both, None, &shared.desk.fonts),
                    None => document.theirs = Some(disk),
                }
                document.base =
                    Some(base.as_str().into()).filter(|_| document.theirs.is_some()).or(document.base.take());
            }
            shared.desk.room.changed(document);
            Ok(())
        });
        if restored.is_ok() {
            old.push(place);
        }
    }
    shared.drafts.flush();
    for place in old {
        // Written again under this studio's name.
        let _ = std::fs::remove_file(place);
    }
}

//! What all requests share: the open documents, the easel, the files, the listeners.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::campaign::{Interrupt, nearest_kit};
use crate::fonts::Fonts;
use crate::press::{Disk, LoadedKit, MissingGlyphs};
use crate::studio::document::Document;
use crate::studio::drafts::{Draft, Drafts};
use crate::studio::easel::{Easel, Snapshot};
use crate::studio::events::Events;
use crate::studio::failure::Failure;
use crate::studio::painting::Painting;
use crate::studio::project::Project;
use crate::studio::records::Records;
use crate::studio::shelf::{Shelf, Stamp};

/// Most documents that are open at a time.
const MOST_DOCUMENTS: usize = 64;

/// Everything.
pub struct Shared {
    /// The port.
    pub port: u16,
    /// What the cookie must have.
    pub token: String,
    /// Differs after each start.
    pub boot: String,
    /// A folder to serve the page from, instead of the program's own.
    pub assets: Option<PathBuf>,
    /// What the studio was started for.
    pub project: Project,
    /// The open documents.
    pub documents: Mutex<Documents>,
    /// Makes cards.
    pub easel: Easel,
    /// Keeps pictures.
    pub painting: Arc<Painting>,
    /// Reads files.
    pub shelf: Arc<Shelf>,
    /// The fonts of cards.
    pub fonts: Arc<Fonts>,
    /// Tells tabs.
    pub events: Events,
    /// Keeps what is not saved.
    pub drafts: Drafts,
    /// Stops the run of all cards that is on.
    pub run: Mutex<Option<Interrupt>>,
    /// Taken while a dropped file is in memory.
    pub drops: tokio::sync::Semaphore,
    /// Taken while the file of marks is read and written.
    pub marks: Mutex<()>,
    /// What is known of the files of the project.
    pub records: Records,
    kits: Mutex<BTreeMap<PathBuf, (Stamp, Kit)>>,
}

type Kit = Result<Arc<LoadedKit>, String>;

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
                return Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, error).hint("save some of them"));
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

impl Shared {
    /// Everything, from its parts.
    #[expect(clippy::too_many_arguments, reason = "each once")]
    pub fn new(
        port: u16,
        token: String,
        boot: String,
        assets: Option<PathBuf>,
        project: Project,
        shelf: Arc<Shelf>,
        fonts: Arc<Fonts>,
        drafts: Drafts,
    ) -> std::io::Result<Shared> {
        Ok(Shared {
            easel: Easel::new(&shelf, &fonts)?,
            port,
            token,
            boot,
            assets,
            project,
            shelf,
            fonts,
            drafts,
            documents: Mutex::default(),
            painting: Arc::default(),
            events: Events::default(),
            run: Mutex::default(),
            drops: tokio::sync::Semaphore::new(1),
            marks: Mutex::default(),
            records: Records::default(),
            kits: Mutex::default(),
        })
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

    /// The document as pages have it.
    pub fn view(&self, document: &Document) -> Value {
        document.view(self.events.tabs(document.id))
    }

    /// Tells tabs of a document that it is another, and keeps its draft.
    pub fn changed(&self, document: &Document) {
        let tabs = self.events.tabs(document.id);
        let data = json!({ "id": document.id, "revision": document.revision, "tabs": tabs });
        self.events.tell("document", &data);
        if document.is_saved() || document.base.is_none() && document.text.trim().is_empty() {
            self.drafts.forget(document.id);
        } else {
            self.drafts.keep(document.id, self.draft(document));
        }
    }

    fn draft(&self, document: &Document) -> Draft {
        let mut draft = Draft {
            path: document.path.clone(),
            root: self.project.root.clone(),
            text: document.text.to_string(),
            base: document.base.as_ref().map(|base| base.to_string()),
            ..Draft::default()
        };
        if let Some(picture) = &document.model().artwork {
            let path = self.folder(document).join(&picture.file);
            if let Some(bytes) = self.shelf.dropped(&path) {
                draft.add(&picture.file, &bytes);
            }
        }
        draft
    }

    /// The folder that paths of a document are relative to.
    pub fn folder(&self, document: &Document) -> PathBuf {
        let own = document.path.as_ref().and_then(|path| path.parent()).map(Path::to_path_buf);
        own.unwrap_or_else(|| self.project.root.clone())
    }

    /// What a card of a document is made of.
    ///
    /// # Errors
    /// If it has no record yet, or its brand kit cannot be used.
    pub fn snapshot(&self, document: &Document) -> Result<Arc<Snapshot>, Failure> {
        let record = document.record().cloned().ok_or_else(|| {
            let error = "there is no card yet: the file says too little";
            Failure::unable(error).hint("give it a title, an artist and a name")
        })?;
        let folder = self.folder(document);
        Ok(Arc::new(Snapshot {
            document: document.id,
            revision: document.revision,
            record,
            form: Arc::clone(document.fields()),
            kit: self.kit(&folder)?,
            folder,
        }))
    }

    /// The brand kit of a folder, read again if its file is another.
    ///
    /// # Errors
    /// If it cannot be used.
    pub fn kit(&self, folder: &Path) -> Result<Option<Arc<LoadedKit>>, Failure> {
        let Some((path, shown)) = nearest_kit(folder) else { return Ok(None) };
        let stamp = self.shelf.stamp(&path);
        let mut kits = self.kits.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kits.get(&path).filter(|(known, _)| *known == stamp).map(|(_, kit)| kit.clone());
        let kit = known.unwrap_or_else(|| {
            let loaded = LoadedKit::load(&path, &self.fonts, MissingGlyphs::Replace, false, &Disk);
            let kit = loaded.map(|(kit, _)| kit).map_err(|problems| {
                let first = problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
                format!("the brand kit {} cannot be used: {first}", shown.display())
            });
            if let Ok(kit) = &kit {
                let folder = if kit.folder.as_os_str().is_empty() { Path::new(".") } else { &kit.folder };
                self.shelf.allow_kit(folder);
            }
            kits.insert(path, (stamp, kit.clone()));
            kit
        });
        kit.map(Some)
            .map_err(|error| Failure::unable(error).hint("`extra-credit check` says all that is wrong with it"))
    }
}

//! Where the studio's desk stands: the folder that it was started for, with the brand kits in force, and the tabs and drafts
//! that follow its documents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use crate::campaign::nearest_kit;
use crate::desk::document::Document;
use crate::desk::failure::Failure;
use crate::desk::room::{Room, Stamp};
use crate::fonts::Fonts;
use crate::press::{self, Assets, Disk, LoadedKit, MissingGlyphs, Unread};
use crate::studio::drafts::{Draft, Drafts};
use crate::studio::events::Events;
use crate::studio::project::Project;
use crate::studio::shelf::Shelf;

/// A kit, or what is wrong with it.
type Kit = Result<Arc<LoadedKit>, String>;

/// The surroundings of a studio's desk.
pub struct Surroundings {
    /// What the studio was started for.
    pub project: Project,
    /// Reads files.
    pub shelf: Arc<Shelf>,
    /// The fonts of cards.
    pub fonts: Arc<Fonts>,
    /// Tells tabs.
    pub events: Arc<Events>,
    /// Keeps what is not saved.
    pub drafts: Arc<Drafts>,
    /// Kits as they were last read.
    pub kits: Mutex<BTreeMap<PathBuf, (Stamp, Kit)>>,
}

impl Surroundings {
    fn draft(&self, document: &Document) -> Draft {
        let mut draft = Draft {
            path: document.path.clone(),
            root: self.project.root.clone(),
            text: document.text.to_string(),
            base: document.base.as_ref().map(|base| base.to_string()),
            ..Draft::default()
        };
        for file in document.files() {
            if let Some(bytes) = self.shelf.dropped(&document.folder(self.root()).join(&file)) {
                draft.add(&file, &bytes);
            }
        }
        draft
    }
}

impl Assets for Surroundings {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Unread> {
        self.shelf.read(path)
    }

    fn read_at_most(&self, path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
        self.shelf.read_at_most(path, most)
    }

    fn has(&self, path: &Path) -> bool {
        self.shelf.has(path)
    }

    fn has_folder(&self, path: &Path) -> bool {
        self.shelf.has_folder(path)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        self.shelf.names(folder)
    }

    fn is_below(&self, path: &Path, folder: &Path) -> Result<bool, Unread> {
        self.shelf.is_below(path, folder)
    }
}

impl Room for Surroundings {
    fn root(&self) -> &Path {
        &self.project.root
    }

    fn project(&self) -> press::Project {
        self.shelf.project()
    }

    fn stamp(&self, path: &Path) -> Stamp {
        self.shelf.stamp(path)
    }

    fn holds(&self, path: &Path) -> bool {
        path.exists()
    }

    fn put(&self, path: &Path, bytes: Vec<u8>) {
        self.shelf.put(path, bytes);
    }

    /// The brand kit of a folder, read again if its file is another.
    fn kit(&self, folder: &Path) -> Result<Option<Arc<LoadedKit>>, Failure> {
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

    fn tabs(&self, document: u64) -> usize {
        self.events.tabs(document)
    }

    /// Tells tabs of the document that it is another, and keeps its draft.
    fn changed(&self, document: &Document) {
        let tabs = self.events.tabs(document.id);
        let data = json!({ "id": document.id, "revision": document.revision, "tabs": tabs });
        self.events.tell("document", &data);
        if document.is_saved() || document.base.is_none() && document.text.trim().is_empty() {
            self.drafts.forget(document.id);
        } else {
            self.drafts.keep(document.id, self.draft(document));
        }
    }
}

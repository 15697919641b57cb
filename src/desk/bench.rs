//! What a press works with at a desk: a document as it was when a card was asked for, and covers and templates that all cards share.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::desk::room::{Room, Stamp};
use crate::diagnostic::Diagnostic;
use crate::edit::Form;
use crate::fonts::Fonts;
use crate::press::{Covers, Job, LoadedKit, Options, Resolved, Templates, cards_of};
use crate::record::Record;

/// Covers whose files are watched for changes.
const MOST_STAMPS: usize = 64;

/// What a card is made of, as it was when it was asked for.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The document.
    pub document: u64,
    /// Its revision.
    pub revision: u64,
    /// Its record.
    pub record: Arc<Record>,
    /// Its fields, for the names on the card.
    pub form: Arc<Form>,
    /// Its brand kit.
    pub kit: Option<Arc<LoadedKit>>,
    /// The revision of a kit that is being edited; 0 of one on the disk.
    pub kit_stamp: u64,
    /// The folder that its paths are relative to.
    pub folder: PathBuf,
}

/// What a press makes cards with.
pub struct Bench<'f> {
    /// The files.
    pub room: &'f dyn Room,
    /// The fonts with those of the kit, if it brings some.
    pub fonts: Option<&'f Fonts>,
    /// What all threads share.
    pub common: &'f Common,
}

/// What all threads share.
#[derive(Debug, Default)]
pub struct Common {
    covers: Arc<Covers>,
    templates: Arc<Templates>,
    /// Covers that were decoded, as their files were then.
    stamps: Mutex<Vec<(PathBuf, Stamp)>>,
}

impl<'f> Bench<'f> {
    /// A job of a snapshot, with the covers and templates of all.
    pub fn job(&self, snapshot: &Snapshot) -> Job<'f> {
        let mut job = Job::of((*snapshot.record).clone(), self.room);
        job.input.folder.clone_from(&snapshot.folder);
        job.kit.clone_from(&snapshot.kit);
        job.project = self.room.project();
        job.covers = Arc::clone(&self.common.covers);
        job.templates = Arc::clone(&self.common.templates);
        if let Some(file) = job.cover_file() {
            self.refresh(&file);
        }
        job
    }

    /// Lets a decoded cover go if its file is another now.
    fn refresh(&self, file: &Path) {
        let stamp = self.room.stamp(file);
        let mut stamps = self.common.stamps.lock().unwrap_or_else(PoisonError::into_inner);
        match stamps.iter_mut().find(|(known, _)| known == file) {
            Some((_, known)) => {
                if *known != stamp {
                    *known = stamp;
                    self.common.covers.forget(file);
                }
            }
            None => {
                stamps.push((file.to_owned(), stamp));
                if stamps.len() > MOST_STAMPS {
                    stamps.remove(0);
                }
            }
        }
    }

    /// The cards of a snapshot with everything decided.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn cards(&self, snapshot: &Snapshot, options: &Options) -> Result<Vec<Resolved<'f>>, Vec<Diagnostic>> {
        cards_of(self.job(snapshot), self.fonts, options)
    }
}

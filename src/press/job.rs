//! A job: one credit file, parsed, with the kit in force and the pictures that its cards show.
//! It is made once for all cards of the record; its artwork is decoded when it is first asked for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use crate::artwork::{Artwork, Limits};
use crate::card::{Subject, SupporterLine};
use crate::diagnostic::{Diagnostic, shortened};
use crate::press::assets::{Assets, Unread};
use crate::press::covers::{Cover, Covers};
use crate::press::kit::LoadedKit;
use crate::press::project::{OUTSIDE_HINT, Project};
use crate::press::templates::Templates;
use crate::record::{Parsed, Record, Text, record_name};
use crate::template::Demo;

/// A record to work on.
#[derive(Debug)]
pub struct Input {
    /// The path of the file as the user named it; `<stdin>` for standard input.
    pub name: String,
    /// Names the folder of the cards: the file name without its extension, behind the folders in which it was found below
    /// a folder or a pattern that the user named (`live/tide`); for a record of a spreadsheet its title as a slug.
    pub stem: String,
    /// Folder that paths in the file are relative to.
    pub folder: PathBuf,
    /// What was read.
    pub content: Content,
}

/// What an input holds.
#[derive(Debug)]
pub enum Content {
    /// A credit file, not yet parsed.
    Bytes(Vec<u8>),
    /// A record that was parsed already, with its warnings.
    Record(Box<Parsed>),
    /// Nothing of use: what is wrong with the file.
    Failed(Vec<Diagnostic>),
    /// What is wrong with a record, and what could be read of it.
    Partly(Vec<Diagnostic>, Box<Record>),
}

/// A credit file, parsed, with its artwork decoded when first asked for.
pub struct Job<'a> {
    /// Where it came from.
    pub input: Input,
    /// The record with warnings, or what is wrong with the file.
    pub parsed: Result<Parsed, Vec<Diagnostic>>,
    /// What could be read of a record with problems, to find others.
    partly: Option<Box<Record>>,
    /// The brand kit in force.
    pub kit: Option<Arc<LoadedKit>>,
    /// Folder that paths of pictures are relative to, if it is not that of the file.
    pub artwork_folder: Option<PathBuf>,
    /// Where the files lie that its record may name.
    pub project: Project,
    /// Whether it comes with the program instead of from a file.
    pub ready: bool,
    /// Taken out when the last card is done: a campaign's covers together do not fit memory.
    artwork: Mutex<Arc<OwnCover>>,
    /// The covers of the run.
    pub covers: Arc<Covers>,
    /// The templates of the run.
    pub templates: Arc<Templates>,
    /// Where its files are.
    pub assets: &'a dyn Assets,
    /// Pictures of single cards, by path.
    pictures: Mutex<BTreeMap<String, Arc<OnceLock<Decoded>>>>,
}

pub(super) type Decoded = Result<Option<Cover>, Box<Diagnostic>>;

/// A cover that is decoded once.
#[derive(Default)]
struct OwnCover {
    begun: AtomicBool,
    decoded: OnceLock<Decoded>,
}

impl<'a> Job<'a> {
    /// Parses a credit file, unless the input was parsed when it was read.
    pub fn new(mut input: Input, assets: &'a dyn Assets) -> Job<'a> {
        let mut read = None;
        let parsed = match std::mem::replace(&mut input.content, Content::Bytes(Vec::new())) {
            Content::Bytes(bytes) => crate::record::parse_partly(&input.name, &bytes).map_err(|(problems, record)| {
                read = record;
                problems
            }),
            Content::Record(parsed) => Ok(*parsed),
            Content::Failed(problems) => Err(problems),
            Content::Partly(problems, record) => {
                read = Some(record);
                Err(problems)
            }
        };
        Job { partly: read, ..Job::with(input, parsed, false, assets) }
    }

    /// The record, as far as it could be read.
    pub fn record(&self) -> Option<&Record> {
        match &self.parsed {
            Ok(parsed) => Some(&parsed.record),
            Err(_) => self.partly.as_deref(),
        }
    }

    /// Adds a problem that stops the record's cards.
    pub fn stop(&mut self, problem: Diagnostic) {
        let parsed = std::mem::replace(&mut self.parsed, Err(Vec::new()));
        let mut problems = parsed.map_or_else(
            |problems| problems,
            |parsed| {
                self.partly = Some(Box::new(parsed.record));
                parsed.warnings
            },
        );
        problems.push(problem);
        self.parsed = Err(problems);
    }

    /// A series that comes with the program.
    pub fn ready(input: Input, parsed: Parsed, assets: &'a dyn Assets) -> Job<'a> {
        Job::with(input, Ok(parsed), true, assets)
    }

    /// A record that was parsed before; its pictures are relative to its file.
    pub fn of(record: Record, assets: &'a dyn Assets) -> Job<'a> {
        let name = record.source.name.clone();
        let path = Path::new(&name);
        let stem = path.file_stem().map_or_else(|| "record".into(), |stem| stem.to_string_lossy().into_owned());
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let input = Input { name, stem, folder, content: Content::Bytes(Vec::new()) };
        Job::with(input, Ok(Parsed { record, warnings: Vec::new() }), false, assets)
    }

    fn with(input: Input, parsed: Result<Parsed, Vec<Diagnostic>>, ready: bool, assets: &'a dyn Assets) -> Job<'a> {
        let (artwork, covers, templates, pictures) = Default::default();
        Job {
            input,
            parsed,
            partly: None,
            kit: None,
            artwork_folder: None,
            project: Project::ANYWHERE,
            ready,
            artwork,
            covers,
            templates,
            assets,
            pictures,
        }
    }

    /// A demo record with its own cover.
    pub fn demo(demo: &Demo, assets: &'a dyn Assets) -> Job<'a> {
        let name = format!("{}.yaml", demo.name);
        let content = Content::Bytes(demo.source.as_bytes().to_vec());
        let job = Job::new(Input { name, stem: demo.name.to_owned(), folder: PathBuf::new(), content }, assets);
        let cover = demo.artwork.map(|bytes| Artwork::decode(bytes, &Limits::default()));
        if let Some(Ok(artwork)) = cover {
            // The cell is new and empty.
            let _ = job.cover_slot().decoded.set(Ok(Some(Cover::new(artwork))));
        }
        job
    }

    /// What people call the record; none if its file gives no title that can be read.
    pub fn label(&self) -> Option<String> {
        let (title, artist) = self.titles();
        record_name(title.as_deref(), artist.as_deref())
    }

    /// Title and artist, as reports have them; none that is empty or cannot be read.
    pub fn titles(&self) -> (Option<String>, Option<String>) {
        let Some(record) = self.record() else { return (None, None) };
        let text = |text: &Text| (!text.is_empty()).then(|| shortened(text));
        (text(&record.title), text(&record.artist))
    }

    /// The cover, decoded once for all cards of the record.
    pub fn cover(&self, record: &Record) -> Decoded {
        let slot = self.cover_slot();
        slot.begun.store(true, Ordering::Relaxed);
        slot.decoded
            .get_or_init(|| record.artwork.as_ref().map_or(Ok(None), |path| self.decode(record, &path.file)))
            .clone()
    }

    /// Whether the record has a cover that is not decoded yet, and whether a thread is about to.
    pub fn cover_awaited(&self, record: &Record) -> (bool, bool) {
        let slot = self.cover_slot();
        let awaited = record.artwork.is_some() && slot.decoded.get().is_none();
        (awaited, awaited && slot.begun.load(Ordering::Relaxed))
    }

    fn cover_slot(&self) -> Arc<OwnCover> {
        Arc::clone(&self.artwork.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Says that cards of the record are going to be made, before the first of a run is.
    pub fn expect(&self) {
        if let Some(file) = self.cover_file() {
            self.covers.expect(file);
        }
    }

    /// The file of its cover.
    pub fn cover_file(&self) -> Option<PathBuf> {
        let artwork = self.record()?.artwork.as_ref()?;
        Some(self.picture_path(artwork))
    }

    /// The file of a picture that the record names.
    pub fn picture_path(&self, path: &str) -> PathBuf {
        self.artwork_folder.as_ref().unwrap_or(&self.input.folder).join(Path::new(path))
    }

    /// The file of a picture that the record names, if it lies in the project.
    ///
    /// # Errors
    /// [`Unread::Outside`].
    pub fn picture_inside(&self, path: &str) -> Result<PathBuf, Unread> {
        let file = self.picture_path(path);
        self.project.holds(&file, self.assets).map(|()| file)
    }

    /// Forgets decoded artwork, when the last card of the record is done.
    pub fn release(&self) {
        if let Some(file) = self.cover_file() {
            self.covers.done(&file);
        }
        *self.artwork.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::default();
        self.pictures.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
    }

    /// The artwork of a card: its own picture, else the cover.
    pub(super) fn picture(&self, record: &Record, subject: &Subject) -> Decoded {
        let Subject::Supporter(SupporterLine { picture: Some(path), .. }) = subject else { return self.cover(record) };
        let slot = {
            // A thread that failed left the table whole: it only adds empty slots.
            let mut pictures = self.pictures.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            Arc::clone(pictures.entry(path.file.value.clone()).or_default())
        };
        slot.get_or_init(|| self.decode(record, &path.file)).clone()
    }

    /// What somebody should know about the cover; none before it can be decoded.
    pub fn cover_warnings(&self, record: &Record) -> Vec<Diagnostic> {
        let Ok(Some(cover)) = self.cover(record) else { return Vec::new() };
        let warning = |text: &String| {
            let diagnostic = Diagnostic::warning("artwork", text.clone());
            record.artwork.as_ref().map_or(diagnostic.clone(), |path| record.diagnose(diagnostic, &path.file))
        };
        cover.artwork.warnings().iter().map(warning).collect()
    }

    fn decode(&self, record: &Record, path: &Text) -> Decoded {
        let file = self.picture_inside(path).map_err(|outside| {
            let message = format!("artwork `{}`: {outside}", path.value);
            Box::new(record.diagnose(Diagnostic::error("outside-project", message).hint(OUTSIDE_HINT), path))
        })?;
        self.covers.get(&file, self.assets).map(Some).map_err(|unusable| {
            let message = format!("artwork `{}`: {}", path.value, unusable.message);
            let problem = Diagnostic::error("artwork", message);
            Box::new(record.diagnose(
                match &self.artwork_folder {
                    Some(folder) if !self.assets.has(&file) => {
                        problem.hint(format!("it is looked for in `--artwork-dir {}`", folder.display()))
                    }
                    _ => problem.hint(unusable.hint),
                },
                path,
            ))
        })
    }
}

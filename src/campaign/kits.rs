//! Brand kits of a run: found beside or above credit files, or named.
//! Each kit is read once, and its problems are said once, however many cards it is for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::campaign::Job;
use crate::campaign::inputs::inputs;
use crate::campaign::jobs::jobs;
use crate::campaign::settings::KitChoice;
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::import::ImportOptions;
use crate::kit::FILE_NAME;
use crate::press::{Covers, Disk, Input, LoadedKit, MissingGlyphs, Project, Templates};

/// The kits of a run.
pub struct Kits<'a> {
    choice: &'a KitChoice,
    fonts: &'a Fonts,
    /// By the kit's own path; `None` if it cannot be used.
    known: BTreeMap<PathBuf, Option<Arc<LoadedKit>>>,
    findings: Vec<Diagnostic>,
    covers: Arc<Covers>,
    templates: Arc<Templates>,
    missing_glyphs: MissingGlyphs,
    outside: bool,
    /// Folders that the command line names.
    folders: Vec<PathBuf>,
}

impl<'a> Kits<'a> {
    /// No kit read yet. `fonts` are those of the options; `outside` says whether files may lie outside of their project.
    pub fn new(choice: &'a KitChoice, fonts: &'a Fonts, missing_glyphs: MissingGlyphs, outside: bool) -> Kits<'a> {
        let (covers, templates, known, findings, folders) = Default::default();
        Kits { choice, fonts, known, findings, covers, templates, missing_glyphs, outside, folders }
    }

    /// The same with a folder that the command line names, in which files may lie.
    #[must_use]
    pub fn with_folder(mut self, folder: Option<&PathBuf>) -> Kits<'a> {
        self.folders.extend(folder.cloned());
        self
    }

    /// The credit files behind the arguments, each with its kit. One whose kit cannot be used is not parsed further: its
    /// problems are the kit's, in the findings. `options` say how files are read; many files are parsed on
    /// `threads`.
    pub fn jobs(&mut self, arguments: &[PathBuf], options: &ImportOptions, threads: Option<u16>) -> Vec<Job> {
        let named = self.choice.file().and_then(|kit| std::fs::canonicalize(kit).ok());
        self.folders.extend(arguments.iter().filter(|path| path.is_dir()).cloned());
        let mut all = inputs(arguments, options);
        // A folder may hold the kit that was named; it is no credit file whatever its name.
        if named.is_some() {
            let is_kit = |input: &Input| std::fs::canonicalize(&input.name).ok() == named;
            all.retain(|input| arguments.iter().any(|path| *path == Path::new(&input.name)) || !is_kit(input));
        }
        jobs(all, threads).into_iter().map(|job| self.equip(job)).collect()
    }

    /// The job with the kit of its folder, and the covers of the run.
    pub fn equip(&mut self, mut job: Job) -> Job {
        job.covers = Arc::clone(&self.covers);
        job.templates = Arc::clone(&self.templates);
        match self.of(&job.input.folder) {
            Some(Some(kit)) => job.kit = Some(kit),
            Some(None) if job.parsed.is_ok() => job.parsed = Err(Vec::new()),
            _ => {}
        }
        if !self.outside {
            let of_kit = job.kit.as_ref().map(|kit| kit.folder.clone());
            let folders = of_kit.into_iter().chain([job.input.folder.clone()]).chain(self.folders.iter().cloned());
            job.project = Project::of(folders);
        }
        job
    }

    /// What is wrong with the kits, each problem once.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// The files of the kits, whether or not they can be used.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.known.keys().map(PathBuf::as_path)
    }

    /// The kit of a folder's credit files: none, one that cannot be used, or one that can.
    fn of(&mut self, folder: &Path) -> Option<Option<Arc<LoadedKit>>> {
        let (key, path) = match self.choice {
            KitChoice::Without => return None,
            KitChoice::File(path) => (std::fs::canonicalize(path).unwrap_or_else(|_| path.clone()), path.clone()),
            KitChoice::Nearest => nearest(folder)?,
        };
        if let Some(known) = self.known.get(&key) {
            return Some(known.clone());
        }
        let loaded = match LoadedKit::load(&path, self.fonts, self.missing_glyphs, self.outside, &Disk) {
            Ok((kit, warnings)) => {
                self.findings.extend(warnings);
                Some(kit)
            }
            Err(problems) => {
                self.findings.extend(problems);
                None
            }
        };
        self.known.insert(key, loaded.clone());
        Some(loaded)
    }
}

/// The nearest kit beside or above a folder: its own path, and the path that messages use.
pub fn nearest(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    // Links are followed, so that `..` leads where the system goes.
    let real = std::fs::canonicalize(folder).ok()?;
    let current = std::env::current_dir().and_then(std::fs::canonicalize).ok();
    real.ancestors().enumerate().find_map(|(steps, ancestor)| {
        let file = ancestor.join(FILE_NAME);
        // What is there and no file is said to be none when it is read.
        if !std::fs::metadata(&file).is_ok_and(|about| !about.is_dir()) {
            return None;
        }
        let below = current.as_ref().and_then(|current| file.strip_prefix(current).ok().map(Path::to_path_buf));
        let shown = if steps == 0 && folder != Path::new(".") {
            folder.join(FILE_NAME)
        } else {
            below.unwrap_or_else(|| file.clone())
        };
        Some((file, shown))
    })
}

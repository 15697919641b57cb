//! What a run depends on: the files that it reads, and the folders in which they are or may appear.
//! Folders are what is watched, because many editors save by putting another file in the place of the old one.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::campaign::Job;
use crate::campaign::inputs::folders;
use crate::campaign::kits::Kits;
use crate::campaign::leftovers::real;
use crate::campaign::settings::Settings;
use crate::press::{Disk, Options, TemplateSource, Wish, own_parts, template_path, template_source, wanted};
use crate::record::Content;

/// The files and folders of the last run, all with real paths.
#[derive(Debug, Default)]
pub struct Reads {
    /// Files that were read or looked for.
    pub files: BTreeSet<PathBuf>,
    /// Their folders, and those that were looked through.
    pub folders: BTreeSet<PathBuf>,
}

impl Reads {
    /// What a run depends on.
    pub fn of<'j>(
        settings: &Settings,
        options: &Options,
        jobs: impl Iterator<Item = &'j Job>,
        kits: &Kits<'_>,
    ) -> Reads {
        let mut reads = Reads::default();
        for folder in folders(&settings.inputs) {
            reads.folder(&folder);
        }
        for path in settings.kit.file().into_iter().chain(kits.files()) {
            reads.kit(path);
        }
        let mut templates = BTreeSet::new();
        for job in jobs {
            if !job.ready {
                reads.file(Path::new(&job.input.name));
            }
            let Ok(parsed) = &job.parsed else { continue };
            let record = &parsed.record;
            let own = match &record.content {
                Content::Supporters(all) => all.iter().filter_map(|one| one.picture.as_ref()).collect(),
                _ => Vec::new(),
            };
            for path in record.artwork.iter().chain(own) {
                // What lies outside is not read, and where it lies is not watched.
                if let Ok(file) = job.picture_inside(path) {
                    reads.file(&file);
                }
            }
            if let Some(wish) = wanted(job, record, options.template.as_deref()) {
                let kit = job.kit.as_ref().map(|kit| kit.folder.clone());
                if templates.insert((wish.name, wish.folder, kit)) {
                    reads.template(wish, job);
                }
            }
        }
        reads
    }

    /// A file, which need not be there.
    fn file(&mut self, path: &Path) {
        let folder = self.folder(path.parent().unwrap_or(Path::new("")));
        let Some(name) = path.file_name() else { return };
        self.files.insert(folder.join(name));
        // Where a link leads to, the content changes.
        if let Ok(target) = std::fs::canonicalize(path)
            && target != folder.join(name)
        {
            self.folders.extend(target.parent().map(Path::to_path_buf));
            self.files.insert(target);
        }
    }

    /// A folder; the nearest one above it if it is not there, in which it may appear.
    fn folder(&mut self, path: &Path) -> PathBuf {
        let path = real(path);
        self.folders.extend(path.ancestors().find(|folder| folder.is_dir()).map(Path::to_path_buf));
        path
    }

    /// A brand kit and the files that it names, also where it cannot be used because one is missing.
    fn kit(&mut self, path: &Path) {
        self.file(path);
        let Ok(parsed) = crate::files::read_at_most(path, 1 << 24).map_err(|_| ()).and_then(|bytes| {
            let name = path.display().to_string();
            crate::kit::parse(&name, &bytes).map_err(|_| ())
        }) else {
            return;
        };
        let (kit, folder) = (parsed.kit, path.parent().unwrap_or(Path::new("")));
        let logos = kit.logo.iter().chain(&kit.partners).flat_map(|logo| [&logo.light, &logo.dark]);
        for text in logos.chain(&kit.fonts.files) {
            self.file(&folder.join(&text.value));
        }
        if let Some(templates) = &kit.templates {
            self.folder(&folder.join(&templates.value));
        }
    }

    /// An own template and its parts, those that are missing included.
    fn template(&mut self, wish: Wish<'_>, job: &Job) {
        let kit = job.kit.as_deref();
        let Some(path) = template_path(wish, kit, &Disk) else { return };
        self.file(&path);
        let Ok(TemplateSource::File { source, .. }) = template_source(wish, kit, &Disk) else { return };
        let parts = RefCell::new(Vec::new());
        own_parts(&path, &source, kit, &Disk, &|part, found| {
            parts.borrow_mut().push((path.with_file_name(part), found.map(|found| PathBuf::from(&found.name))));
        });
        for (beside, found) in parts.into_inner() {
            match found {
                Some(part) => self.file(&part),
                None => _ = self.folder(beside.parent().unwrap_or(Path::new(""))),
            }
        }
    }
}

//! The files that cards of the studio may read: those below its folder and below those of brand kits in force, and those that
//! somebody has dropped and not saved yet.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::desk::room::Stamp;
use crate::press::{Assets, Disk, Project, Unread};

/// Bytes of dropped files that are kept at a time.
const MOST_KEPT: usize = 256 << 20;

/// Files by path.
#[derive(Debug)]
pub struct Shelf {
    root: PathBuf,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// Dropped files, with their number.
    files: BTreeMap<PathBuf, (u64, Arc<Vec<u8>>)>,
    next: u64,
    /// Folders of brand kits above the folder: their templates are theirs.
    kits: BTreeSet<PathBuf>,
}

impl Shelf {
    /// The files of a folder, by its own path.
    pub fn new(root: PathBuf) -> Shelf {
        Shelf { root, kept: Mutex::default() }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The project of its cards.
    pub fn project(&self) -> Project {
        Project::of(std::iter::once(self.root.clone()).chain(self.kept().kits.iter().cloned()))
    }

    /// Allows the folder of a brand kit that is in force.
    pub fn allow_kit(&self, folder: &Path) {
        if let Ok(real) = std::fs::canonicalize(folder)
            && !real.starts_with(&self.root)
        {
            self.kept().kits.insert(real);
        }
    }

    /// Keeps a dropped file until it is saved. The first that were dropped go if there are too many.
    pub fn put(&self, path: &Path, bytes: Vec<u8>) {
        let mut kept = self.kept();
        kept.next += 1;
        let number = kept.next;
        kept.files.insert(plain(path), (number, Arc::new(bytes)));
        let size = |kept: &Kept| kept.files.values().map(|(_, bytes)| bytes.len()).sum::<usize>();
        while size(&kept) > MOST_KEPT && kept.files.len() > 1 {
            let first = kept.files.iter().min_by_key(|(_, (number, _))| *number).map(|(path, _)| path.clone());
            first.map(|path| kept.files.remove(&path));
        }
    }

    /// A dropped file.
    pub fn dropped(&self, path: &Path) -> Option<Arc<Vec<u8>>> {
        self.kept().files.get(&plain(path)).map(|(_, bytes)| Arc::clone(bytes))
    }

    /// Forgets a dropped file: it is on the disk now.
    pub fn saved(&self, path: &Path) {
        self.kept().files.remove(&plain(path));
    }

    /// When a file was changed, so that pictures of it can be told from older ones.
    pub fn stamp(&self, path: &Path) -> Stamp {
        if let Some((number, _)) = self.kept().files.get(&plain(path)) {
            return (None, *number);
        }
        match std::fs::metadata(path) {
            Ok(about) => (about.modified().ok(), about.len()),
            Err(_) => (None, 0),
        }
    }

    /// Whether a file of the disk may be read.
    fn may(&self, path: &Path) -> bool {
        let path = plain(path);
        // Links lead where the system says.
        let Ok(real) = std::fs::canonicalize(&path) else { return false };
        real.starts_with(&self.root) || self.kept().kits.iter().any(|kit| real.starts_with(kit))
    }
}

/// A path without `.` and `..`.
pub fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = out.pop(),
            part => out.push(part),
        }
    }
    out
}

impl Assets for Shelf {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Unread> {
        self.read_at_most(path, u64::MAX)
    }

    fn read_at_most(&self, path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
        if let Some(bytes) = self.dropped(path) {
            let length = bytes.len() as u64;
            return if length > most { Err(Unread::TooLarge { bytes: length, most }) } else { Ok(bytes.to_vec()) };
        }
        if !self.may(path) {
            return match path.exists() {
                true => Err(Unread::Outside(self.root.display().to_string())),
                false => Err(Unread::Missing("no such file".to_owned())),
            };
        }
        Disk.read_at_most(path, most)
    }

    fn has(&self, path: &Path) -> bool {
        self.dropped(path).is_some() || (self.may(path) && Disk.has(path))
    }

    fn has_folder(&self, path: &Path) -> bool {
        self.may(path) && Disk.has_folder(path)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        if self.may(folder) { Disk.names(folder) } else { Vec::new() }
    }

    fn is_below(&self, path: &Path, folder: &Path) -> Result<bool, Unread> {
        Disk.is_below(path, folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_below_the_folder_and_dropped_ones_are_read_and_no_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let real = std::fs::canonicalize(folder.path()).expect("a path");
        let root = real.join("root");
        std::fs::create_dir(&root).expect("a folder");
        std::fs::write(root.join("in.png"), "in").expect("written");
        std::fs::write(real.join("out.png"), "out").expect("written");
        let shelf = Shelf::new(root.clone());
        assert_eq!(shelf.read(&root.join("./in.png")), Ok(b"in".to_vec()));
        assert!(matches!(shelf.read(&root.join("../out.png")), Err(Unread::Outside(_))));
        assert!(!shelf.has(&root.join("../out.png")) && shelf.names(&real).is_empty());
        shelf.allow_kit(&real);
        assert_eq!(shelf.read(&root.join("../out.png")), Ok(b"out".to_vec()), "a kit above says what the project is");
        let before = shelf.stamp(&root.join("in.png"));
        shelf.put(&root.join("in.png"), b"dropped".to_vec());
        assert_eq!(shelf.read(&root.join("in.png")), Ok(b"dropped".to_vec()));
        assert_ne!(shelf.stamp(&root.join("in.png")), before);
        shelf.saved(&root.join("in.png"));
        assert_eq!(shelf.read(&root.join("in.png")), Ok(b"in".to_vec()));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leaves_the_folder_is_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let real = std::fs::canonicalize(folder.path()).expect("a path");
        std::fs::create_dir(real.join("root")).expect("a folder");
        std::fs::write(real.join("secret"), "x").expect("written");
        std::os::unix::fs::symlink(real.join("secret"), real.join("root/link.png")).expect("a link");
        let shelf = Shelf::new(real.join("root"));
        assert!(!shelf.has(&real.join("root/link.png")) && shelf.read(&real.join("root/link.png")).is_err());
    }
}

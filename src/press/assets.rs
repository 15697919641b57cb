//! Where the files that a card names come from: pictures, logos, templates and their parts.
//! The program reads them from disk, another caller from wherever it has them.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

#[cfg(feature = "cli")]
use crate::diagnostic::reason;
pub use crate::files::Unread;

/// Files by path. Paths are those of credit files, brand kits and options, relative ones below the folder of the file that
/// names them.
pub trait Assets: Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// If there are none.
    fn read(&self, path: &Path) -> Result<Vec<u8>, Unread>;

    /// The bytes of a file that has no more than `most`.
    ///
    /// # Errors
    /// Those of [`Assets::read`], and of a larger file.
    fn read_at_most(&self, path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
        let bytes = self.read(path)?;
        let length = bytes.len() as u64;
        if length > most { Err(Unread::TooLarge { bytes: length, most }) } else { Ok(bytes) }
    }

    /// Whether there is such a file.
    fn has(&self, path: &Path) -> bool {
        self.read(path).is_ok()
    }

    /// Whether there is such a folder.
    fn has_folder(&self, path: &Path) -> bool;

    /// Names of the files of a folder, in any order; none if it cannot be read.
    fn names(&self, folder: &Path) -> Vec<String>;

    /// Whether a file is below a folder when links are followed.
    ///
    /// # Errors
    /// If a link leads nowhere.
    fn is_below(&self, path: &Path, folder: &Path) -> Result<bool, Unread>;
}

/// Files in memory, by path. `./` and `..` in paths are resolved, so that a file is found however it is named.
///
/// ```
/// use extra_credit::press::{Assets, Memory};
///
/// let assets = Memory::default().with("covers/tide.png", b"...");
/// assert!(assets.has("covers/../covers/tide.png".as_ref()));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// The same with one more file.
    #[must_use]
    pub fn with(mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> Memory {
        self.files.insert(plain(path.as_ref()), bytes.into());
        self
    }
}

/// A path without `.` and, as far as it has folders to leave, without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => _ = out.pop(),
            part => out.push(part),
        }
    }
    out
}

impl Assets for Memory {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Unread> {
        let path = plain(path);
        match self.files.get(&path) {
            Some(bytes) => Ok(bytes.clone()),
            None if self.has_folder(&path) => Err(Unread::NotAFile),
            None => Err(Unread::Missing("no such file".to_owned())),
        }
    }

    fn has(&self, path: &Path) -> bool {
        self.files.contains_key(&plain(path))
    }

    fn has_folder(&self, path: &Path) -> bool {
        let path = plain(path);
        self.files.keys().any(|file| file.starts_with(&path) && *file != path)
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let folder = plain(folder);
        let inside = self.files.keys().filter(|file| file.parent() == Some(&folder));
        inside.filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned())).collect()
    }

    fn is_below(&self, path: &Path, folder: &Path) -> Result<bool, Unread> {
        Ok(plain(path).starts_with(plain(folder)))
    }
}

/// The files of the disk.
#[cfg(feature = "cli")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

#[cfg(feature = "cli")]
impl Assets for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Unread> {
        self.read_at_most(path, u64::MAX)
    }

    fn read_at_most(&self, path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
        crate::files::read_at_most(path, most)
    }

    // A FIFO or a device is there too: reading it says what it is, and nothing else takes its place in silence.
    fn has(&self, path: &Path) -> bool {
        std::fs::metadata(path).is_ok_and(|about| !about.is_dir())
    }

    fn has_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        let files = entries.flatten().filter(|entry| entry.path().is_file());
        files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    fn is_below(&self, path: &Path, folder: &Path) -> Result<bool, Unread> {
        let real = |path: &Path| std::fs::canonicalize(path).map_err(|error| Unread::Missing(reason(&error)));
        Ok(real(path)?.starts_with(real(folder)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_in_memory_are_found_by_any_spelling_of_their_path() {
        let assets = Memory::default().with("./records/cover.png", [1, 2, 3]).with("logo.svg", *b"<svg/>");
        assert_eq!(assets.read("records/../records/cover.png".as_ref()), Ok(vec![1, 2, 3]));
        assert_eq!(assets.read("records".as_ref()), Err(Unread::NotAFile));
        assert!(matches!(assets.read("none.png".as_ref()), Err(Unread::Missing(_))));
        let large = assets.read_at_most("logo.svg".as_ref(), 5).map_err(|error| error.to_string());
        assert_eq!(large, Err("the file has 6 bytes, at most 5 are read".to_owned()));
        assert_eq!(assets.names("records".as_ref()), ["cover.png"]);
        assert_eq!(assets.is_below("records/../logo.svg".as_ref(), "records".as_ref()), Ok(false));
    }
}

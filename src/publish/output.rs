//! A file that was written, as reports and the sidecar tell of it, and whether it still is what was written.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::diagnostic::reason;
use crate::files::{Unread, open};
use crate::publish::writer::linked;

/// A written file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Path below the output folder, with `/`; in a report as the run wrote it.
    pub path: String,
    /// Length.
    pub bytes: u64,
    /// Width in pixels, for an SVG in px.
    pub width: u32,
    /// Height in pixels, for an SVG in px.
    pub height: u32,
    /// BLAKE3 of the content, 64 hexadecimal digits.
    pub blake3: String,
}

/// A written path as a path below the folder; none if it leaves it.
pub(crate) fn below(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(path);
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    (inside && path.components().next().is_some()).then_some(path)
}

/// A file compared with what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It has the content that was written.
    Same,
    /// It has another one, or is no file.
    Other,
    /// There is none.
    Missing,
}

impl Output {
    /// Describes a file's content. `path` is below the output folder.
    pub fn new(path: &Path, bytes: &[u8], width: u32, height: u32) -> Output {
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Output {
            path: parts.join("/"),
            bytes: bytes.len() as u64,
            width,
            height,
            blake3: blake3::hash(bytes).to_hex().to_string(),
        }
    }

    /// Compares the file below a folder with what was written there: its length, then its content.
    pub fn find(&self, folder: &Path) -> Found {
        let Some(inside) = below(&self.path) else { return Found::Other };
        // What a link leads to is not what was written here.
        if linked(folder, &inside).is_some() {
            return Found::Other;
        }
        let path = folder.join(inside);
        let Ok(about) = std::fs::symlink_metadata(&path) else { return Found::Missing };
        if !about.is_file() || about.len() != self.bytes {
            return Found::Other;
        }
        match hash_file(&path, self.bytes) {
            Ok(hash) if hash.to_hex().as_str() == self.blake3 => Found::Same,
            _ => Found::Other,
        }
    }

    /// Removes the file below a folder if it still has the content that was written, and folders that are empty then;
    /// whether it is gone.
    pub fn remove(&self, folder: &Path) -> bool {
        let Some(path) = below(&self.path) else { return false };
        match self.find(folder) {
            Found::Missing => return true,
            Found::Other => return false,
            Found::Same => {}
        }
        if std::fs::remove_file(folder.join(&path)).is_err() {
            return false;
        }
        for parent in path.ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty()) {
            // A folder with something in it stays.
            if std::fs::remove_dir(folder.join(parent)).is_err() {
                break;
            }
        }
        true
    }
}

/// The BLAKE3 of the content of a file with no more than `most` bytes, read piece by piece.
///
/// # Errors
/// If it cannot be read, or is larger.
pub fn hash_file(path: &Path, most: u64) -> Result<blake3::Hash, Unread> {
    let mut hasher = blake3::Hasher::new();
    let file = open(path, most)?;
    hasher.update_reader(file.take(most)).map_err(|error| Unread::Unreadable(reason(&error)))?;
    Ok(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_with_the_written_content_is_removed_with_its_empty_folders() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("a/b/square.png");
        std::fs::create_dir_all(path.parent().expect("parent")).expect("folders");
        std::fs::write(folder.path().join("a/notes.txt"), b"mine").expect("file");
        let output = Output::new(Path::new("a/b/square.png"), b"one", 1, 1);
        std::fs::write(&path, b"two").expect("file");
        assert_eq!((output.find(folder.path()), output.remove(folder.path())), (Found::Other, false));
        std::fs::write(&path, b"one").expect("file");
        assert_eq!((output.find(folder.path()), output.remove(folder.path())), (Found::Same, true));
        assert!(!folder.path().join("a/b").exists() && folder.path().join("a/notes.txt").exists());
        assert_eq!(output.find(folder.path()), Found::Missing);
        let outside = Output { path: "../square.png".into(), ..output };
        assert!(!outside.remove(folder.path()));
    }
}

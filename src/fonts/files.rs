//! Faces from the disk: a file, a directory, or (only when asked) the system's fonts.
//! Paths are sorted so that the order of faces never depends on the file system.

use std::path::{Path, PathBuf};

use super::load::MAX_BYTES;
use super::{FontError, Fonts};
use crate::files::{Unread, read_at_most};

/// Folders below a font directory that are searched.
const MAX_DEPTH: usize = 8;

impl Fonts {
    /// Adds every ttf, otf and ttc below `dir`, by sorted path; the number of faces added. A woff file is refused.
    pub fn add_dir(&mut self, dir: &Path) -> Result<usize, FontError> {
        let mut files = Vec::new();
        collect(dir, 0, &mut files).map_err(|source| FontError::Read { path: dir.display().to_string(), source })?;
        files.sort();
        let mut added = 0;
        for file in files {
            added += self.add_file(&file)?;
        }
        Ok(added)
    }

    /// Adds the system's fonts, by sorted path, after all others; unreadable ones are passed over. Opt-in, because cards
    /// then depend on the machine.
    pub fn add_system(&mut self) -> usize {
        let mut files = Vec::new();
        for dir in SYSTEM_DIRS {
            // A directory that does not exist is normal: the list names those of all systems.
            let _ = collect(Path::new(dir), 0, &mut files);
        }
        files.sort();
        files.iter().filter_map(|file| self.add_file(file).ok()).sum()
    }

    /// Adds every face of a font file; the number of faces added.
    pub fn add_file(&mut self, path: &Path) -> Result<usize, FontError> {
        let origin = path.display().to_string();
        let data = read_at_most(path, MAX_BYTES).map_err(|unread| match unread {
            Unread::TooLarge { bytes, .. } => FontError::Size { origin: origin.clone(), bytes },
            unread => FontError::Unread { origin: origin.clone(), reason: unread.to_string() },
        })?;
        self.add_data(data, &origin)
    }
}

const SYSTEM_DIRS: &[&str] =
    &["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:\\Windows\\Fonts"];

fn collect(dir: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if depth > MAX_DEPTH {
        return Ok(());
    }
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, depth + 1, files)?;
            continue;
        }
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        if matches!(extension.as_str(), "ttf" | "otf" | "ttc" | "otc" | "woff" | "woff2") {
            files.push(path);
        }
    }
    Ok(())
}

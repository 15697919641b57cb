//! Writing a file so that others see the old one or the new one, never a part.
//! A file that already has the bytes is left alone, so that its time of change tells the truth.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What writing a file did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Length of the file.
    pub bytes: u64,
    /// Whether the file is new or has other bytes than before.
    pub changed: bool,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A folder on the way could not be made.
    #[error("cannot create folder {}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The file could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The path is a folder, a device or the like; renaming over it would do harm.
    #[error("cannot write {}: it exists and is not a regular file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
}

/// Writes a file under a temporary name in its folder and renames it. Makes missing folders; follows a symbolic link to its file.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<Written, PublishError> {
    let failed = |source| PublishError::Write { path: path.to_owned(), source };
    let length = bytes.len() as u64;
    let target = match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            return Err(PublishError::NotAFile { path: path.to_owned() });
        }
        Ok(found) => {
            // An unreadable old file is simply replaced.
            if found.len() == length && fs::read(path).is_ok_and(|old| old == bytes) {
                return Ok(Written { bytes: length, changed: false });
            }
            fs::canonicalize(path).map_err(failed)?
        }
        Err(_) => path.to_owned(),
    };
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(|source| PublishError::Folder { path: folder.to_owned(), source })?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".extra-credit-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Given when the file is created, so the umask applies.
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    // On failure the temporary file comes back with the error and is removed when dropped.
    file.persist(&target).map_err(|e| failed(e.error))?;
    Ok(Written { bytes: length, changed: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("folder")
            .map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn writing_makes_folders_and_leaves_only_the_file() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("a/b/card.png");
        assert_eq!(write_atomic(&path, b"one").expect("written"), Written { bytes: 3, changed: true });
        assert_eq!(fs::read(&path).expect("file"), b"one");
        assert_eq!(names(path.parent().expect("parent")), ["card.png"]);
    }

    #[test]
    fn the_same_bytes_are_not_written_again_and_others_are() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("card.png");
        write_atomic(&path, b"one").expect("written");
        let before = fs::metadata(&path).expect("metadata").modified().expect("time");
        assert!(!write_atomic(&path, b"one").expect("written").changed);
        assert_eq!(fs::metadata(&path).expect("metadata").modified().expect("time"), before);
        assert!(write_atomic(&path, b"two").expect("written").changed);
        assert_eq!(fs::read(&path).expect("file"), b"two");
    }

    #[test]
    fn a_folder_in_the_place_of_the_file_is_an_error_that_leaves_nothing() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("card.png");
        fs::create_dir(&path).expect("folder");
        let error = write_atomic(&path, b"one").expect_err("error").to_string();
        assert_eq!(error, format!("cannot write {}: it exists and is not a regular file", path.display()));
        assert_eq!(names(folder.path()), ["card.png"]);
    }

    #[test]
    fn a_file_in_the_place_of_a_folder_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().expect("folder");
        let blocker = folder.path().join("out");
        fs::write(&blocker, b"x").expect("file");
        let error = write_atomic(&blocker.join("card.png"), b"one").expect_err("error").to_string();
        assert!(error.starts_with(&format!("cannot create folder {}: ", blocker.display())), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn files_are_readable_by_others_and_links_are_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("folder");
        let (path, link) = (folder.path().join("card.png"), folder.path().join("link.png"));
        write_atomic(&path, b"one").expect("written");
        let mode = fs::metadata(&path).expect("metadata").permissions().mode();
        // A stricter umask may take bits away; none may be added.
        assert_eq!(mode & 0o777 & !0o644, 0);
        assert_eq!(mode & 0o600, 0o600);
        symlink("card.png", &link).expect("link");
        write_atomic(&link, b"two").expect("written");
        assert!(fs::symlink_metadata(&link).expect("metadata").is_symlink());
        assert_eq!(fs::read(&path).expect("file"), b"two");
    }
}

//! Writing a file so that others see the old one or the new one, never a part.
//! A file that already has the bytes is left alone, so that its time of change tells the truth.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::diagnostic::reason;
use crate::files::read_at_most;

/// How names of temporary files start and end; nothing else is ever swept.
const TEMPORARY: (&str, &str) = (".extra-credit-", ".tmp");

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
    #[error("cannot create folder {}: {}", path.display(), reason(source))]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The file could not be written.
    #[error("cannot write {}: {}", path.display(), reason(source))]
    Write {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A folder on the way to the file, below the one that was asked for, is a symbolic link.
    #[error("cannot write {}: {} is a symbolic link, and output stays in its folder", path.display(), link.display())]
    Linked {
        /// The file.
        path: PathBuf,
        /// The link.
        link: PathBuf,
    },
    /// The path is a folder, a device or the like; renaming over it would do harm.
    #[error("cannot write {}: it exists and is not a regular file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
}

/// Writes files under temporary names that it knows, so that they can be removed when a run is stopped.
#[derive(Debug, Default)]
pub struct Writer {
    hand: Mutex<Hand>,
}

#[derive(Debug, Default)]
struct Hand {
    paths: BTreeSet<PathBuf>,
    closed: bool,
}

impl Writer {
    /// A writer with nothing in hand.
    pub fn new() -> Writer {
        Writer::default()
    }

    /// Writes a file below an output folder, whose own folders are no links, so that nothing is written elsewhere.
    ///
    /// # Errors
    /// Those of [`Writer::write`], and if a folder between the two is a symbolic link.
    pub fn write_below(&self, folder: &Path, below: &Path, bytes: &[u8]) -> Result<Written, PublishError> {
        let path = folder.join(below);
        if let Some(link) = linked(folder, below) {
            return Err(PublishError::Linked { path, link });
        }
        self.write(&path, bytes)
    }

    /// Writes a file under a temporary name in its folder and renames it. Makes missing folders; a symbolic link in the
    /// place of the file is replaced, and what it leads to stays as it is.
    ///
    /// # Errors
    /// If a folder or the file cannot be written, if something else than a file has its name, or after
    /// [`Writer::abandon`].
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<Written, PublishError> {
        let failed = |source| PublishError::Write { path: path.to_owned(), source };
        let length = bytes.len() as u64;
        match fs::symlink_metadata(path) {
            Ok(found) if !found.is_file() && !found.is_symlink() => {
                return Err(PublishError::NotAFile { path: path.to_owned() });
            }
            // An unreadable old file is simply replaced.
            Ok(found)
                if found.is_file()
                    && found.len() == length
                    && read_at_most(path, length).is_ok_and(|old| old == bytes) =>
            {
                return Ok(Written { bytes: length, changed: false });
            }
            _ => {}
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        fs::create_dir_all(folder).map_err(|source| PublishError::Folder { path: folder.to_owned(), source })?;
        let mut file = self.temporary(folder).map_err(failed)?;
        let temporary = file.path().to_owned();
        // On failure the temporary file comes back with the error and is removed when dropped.
        let written = file.write_all(bytes).and_then(|()| file.persist(path).map(|_| ()).map_err(|error| error.error));
        self.hand().paths.remove(&temporary);
        written.map_err(failed)?;
        Ok(Written { bytes: length, changed: true })
    }

    /// Removes the temporary files in hand and writes no more. For a program that is about to end.
    pub fn abandon(&self) {
        let mut hand = self.hand();
        hand.closed = true;
        for path in std::mem::take(&mut hand.paths) {
            // Renamed meanwhile, or the next run sweeps it.
            let _ = fs::remove_file(path);
        }
    }

    fn hand(&self) -> MutexGuard<'_, Hand> {
        // A thread that failed left the list whole.
        self.hand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A locked temporary file: the lock tells other runs that somebody still works on it.
    fn temporary(&self, folder: &Path) -> io::Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // Given when the file is created, so the umask applies.
            builder.permissions(fs::Permissions::from_mode(0o644));
        }
        let mut hand = self.hand();
        if hand.closed {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "the run was stopped"));
        }
        loop {
            let file = builder.tempfile_in(folder)?;
            // Where nothing can be locked nothing is swept either. Swept before it was locked: another one.
            if file.as_file().lock().is_err() || file.path().exists() {
                hand.paths.insert(file.path().to_owned());
                return Ok(file);
            }
        }
    }
}

/// Writes a file with a [`Writer`] of its own.
///
/// # Errors
/// Those of [`Writer::write`].
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<Written, PublishError> {
    Writer::new().write(path, bytes)
}

/// Writes a file that is not there yet: whole, or not at all.
///
/// # Errors
/// If it is there, or cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = Writer::new().temporary(folder)?;
    file.write_all(bytes)?;
    file.persist_noclobber(path).map(|_| ()).map_err(|error| error.error)
}

/// The first folder between an output folder and a file below it that is a symbolic link. The output folder itself may be
/// one: whoever asked for it named it.
pub fn linked(folder: &Path, below: &Path) -> Option<PathBuf> {
    let mut parents: Vec<&Path> = below.ancestors().skip(1).filter(|part| !part.as_os_str().is_empty()).collect();
    parents.reverse();
    parents
        .into_iter()
        .map(|part| folder.join(part))
        .find(|path| fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink()))
}

/// Removes temporary files that a killed run left in a folder; how many. Only files named like ours that nobody has
/// locked; folders below are not searched, and what cannot be removed stays.
pub fn sweep(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let left = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1));
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            return false;
        }
        let Ok(file) = File::open(entry.path()) else { return false };
        file.try_lock().is_ok() && fs::remove_file(entry.path()).is_ok()
    };
    entries.flatten().filter(left).count()
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
    fn a_file_is_created_once_and_never_overwritten() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("new.yaml");
        create(&path, b"one").expect("written");
        let error = create(&path, b"two").expect_err("it is there");
        assert_eq!((error.kind(), fs::read(&path).expect("file")), (io::ErrorKind::AlreadyExists, b"one".to_vec()));
        assert_eq!(names(folder.path()), ["new.yaml"]);
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
    fn files_are_readable_by_others_and_no_more() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("card.png");
        write_atomic(&path, b"one").expect("written");
        let mode = fs::metadata(&path).expect("metadata").permissions().mode();
        // A stricter umask may take bits away; none may be added.
        assert_eq!(mode & 0o777 & !0o644, 0);
        assert_eq!(mode & 0o600, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_the_file_is_replaced_and_its_target_stays() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("folder");
        let (outside, link) = (folder.path().join("outside.txt"), folder.path().join("out/card.png"));
        fs::create_dir(folder.path().join("out")).expect("folder");
        for (target, old) in [("../outside.txt", "mine"), ("../outside.txt", "two"), ("nowhere", "two"), ("..", "two")]
        {
            fs::write(&outside, old).expect("file");
            let _ = fs::remove_file(&link);
            symlink(target, &link).expect("link");
            assert!(write_atomic(&link, b"two").expect("written").changed, "{target}");
            assert!(fs::symlink_metadata(&link).expect("metadata").is_file(), "{target}");
            assert_eq!(fs::read(&outside).expect("file"), old.as_bytes());
            assert_eq!(names(folder.path()), ["out", "outside.txt"]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_linked_folder_below_the_output_folder_is_refused_and_the_output_folder_may_be_one() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("real/a")).expect("folder");
        fs::create_dir(at("outside")).expect("folder");
        symlink("real", at("out")).expect("link");
        symlink("../outside", at("real/r1")).expect("link");
        symlink("../../outside", at("real/a/b")).expect("link");
        let writer = Writer::new();
        for (below, link) in [("r1/square.png", "out/r1"), ("a/b/c/square.png", "out/a/b")] {
            let error = writer.write_below(&at("out"), Path::new(below), b"one").expect_err("refused").to_string();
            let (path, link) = (at("out").join(below), at(link));
            let expected = "is a symbolic link, and output stays in its folder";
            assert_eq!(error, format!("cannot write {}: {} {expected}", path.display(), link.display()));
        }
        assert_eq!(names(&at("outside")), [""; 0]);
        writer.write_below(&at("out"), Path::new("a/square.png"), b"one").expect("written");
        assert_eq!(names(&at("real/a")), ["b", "square.png"]);
    }

    #[test]
    fn an_abandoned_writer_leaves_no_temporary_file_and_writes_no_more() {
        let folder = tempfile::tempdir().expect("folder");
        let writer = Writer::new();
        let in_hand = writer.temporary(folder.path()).expect("temporary file");
        assert_eq!(names(folder.path()).len(), 1);
        writer.abandon();
        assert_eq!(names(folder.path()).len(), 0);
        assert!(writer.write(&folder.path().join("card.png"), b"one").is_err());
        drop(in_hand);
    }

    #[test]
    fn only_temporary_files_that_nobody_works_on_are_swept() {
        let folder = tempfile::tempdir().expect("folder");
        let writer = Writer::new();
        let in_hand = writer.temporary(folder.path()).expect("temporary file");
        for name in [".extra-credit-x1y2.tmp", ".extra-credit.json", "card.tmp", ".extra-credit-notes.txt"] {
            fs::write(folder.path().join(name), b"x").expect("file");
        }
        fs::create_dir(folder.path().join(".extra-credit-folder.tmp")).expect("folder");
        assert_eq!(sweep(folder.path()), 1);
        let left = names(folder.path());
        assert_eq!(left.len(), 5, "{left:?}");
        assert!(!left.contains(&".extra-credit-x1y2.tmp".to_owned()));
        drop(in_hand);
        assert_eq!(sweep(&folder.path().join("none")), 0);
    }
}

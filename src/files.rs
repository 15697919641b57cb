//! Reading a file whose length and kind nobody vouches for: a regular file, as many bytes as its use allows, nothing else.
//! What waits for somebody to write (FIFOs, sockets) or has no end (devices) is refused before it is opened.

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unread {
    /// It is not there, or nothing can be known about it: the reason, in lower case.
    #[error("{0}")]
    Missing(String),
    /// It is there, but a folder, a FIFO, a device or something else that has no bytes of its own.
    #[error("this is not a file")]
    NotAFile,
    /// It has more bytes than its use allows.
    #[error("the file has {bytes} bytes, at most {most} are read")]
    TooLarge {
        /// Its bytes.
        bytes: u64,
        /// As many are read.
        most: u64,
    },
    /// It goes on after as many bytes as its use allows.
    #[error("it goes on after {most} bytes, and no more are read")]
    Endless {
        /// As many are read.
        most: u64,
    },
    /// It lies outside of the folder, or of those, that it has to be in.
    #[error("it lies outside of the project, which is the folder `{0}`")]
    Outside(String),
    /// It is there and cannot be read: the reason, in lower case.
    #[error("{0}")]
    Unreadable(String),
}

#[cfg(feature = "cli")]
mod disk {
    use std::fs::File;
    use std::io::Read;
    use std::path::Path;

    use super::Unread;
    use crate::diagnostic::reason;

    /// The bytes of a regular file that has no more than `most`; links are followed.
    ///
    /// # Errors
    /// [`Unread`], also if the file grows past `most` while it is read or there is no memory for it.
    pub fn read_at_most(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
        read_from(&mut open(path, most)?, most)
    }

    /// The text of such a file.
    ///
    /// # Errors
    /// Those of [`read_at_most`], and if it is not UTF-8.
    pub fn text_at_most(path: &Path, most: u64) -> Result<String, Unread> {
        String::from_utf8(read_at_most(path, most)?).map_err(|_| Unread::Unreadable("it is not UTF-8".to_owned()))
    }

    /// Such a file, opened.
    ///
    /// # Errors
    /// Those of [`read_at_most`].
    pub fn open(path: &Path, most: u64) -> Result<File, Unread> {
        let missing = |error| Unread::Missing(reason(&error));
        let about = std::fs::metadata(path).map_err(missing)?;
        // To open a FIFO waits for whoever writes it, and to open a device may do something.
        if !about.is_file() {
            return Err(Unread::NotAFile);
        }
        if about.len() > most {
            return Err(Unread::TooLarge { bytes: about.len(), most });
        }
        File::open(path).map_err(|error| Unread::Unreadable(reason(&error)))
    }

    /// The bytes of a stream that ends after no more than `most`.
    ///
    /// # Errors
    /// [`Unread::Endless`] and [`Unread::Unreadable`].
    pub fn read_from(stream: &mut dyn Read, most: u64) -> Result<Vec<u8>, Unread> {
        let mut bytes = Vec::new();
        let read = stream.take(most.saturating_add(1)).read_to_end(&mut bytes);
        match read {
            Ok(length) if length as u64 > most => Err(Unread::Endless { most }),
            Ok(_) => Ok(bytes),
            Err(error) => Err(Unread::Unreadable(reason(&error))),
        }
    }
}

#[cfg(feature = "cli")]
pub use disk::{open, read_at_most, read_from, text_at_most};

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit_and_not_one_byte_past_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "four").expect("written");
        assert_eq!(read_at_most(&path, 4), Ok(b"four".to_vec()));
        assert_eq!(read_at_most(&path, 3), Err(Unread::TooLarge { bytes: 4, most: 3 }));
        assert_eq!(text_at_most(&path, 4), Ok("four".to_owned()));
        std::fs::write(&path, b"\xff").expect("written");
        assert_eq!(text_at_most(&path, 4), Err(Unread::Unreadable("it is not UTF-8".to_owned())));
        assert!(matches!(read_at_most(&folder.path().join("none"), 4), Err(Unread::Missing(_))));
        assert_eq!(read_at_most(folder.path(), 4), Err(Unread::NotAFile));
    }

    #[test]
    fn a_stream_without_end_is_given_up_at_the_limit() {
        assert_eq!(read_from(&mut std::io::repeat(0), 1000), Err(Unread::Endless { most: 1000 }));
        assert_eq!(read_from(&mut [7; 1000].as_slice(), 1000), Ok(vec![7; 1000]));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused_without_being_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let (socket, link) = (folder.path().join("socket"), folder.path().join("link"));
        let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
        std::os::unix::fs::symlink("/dev/zero", &link).expect("a link");
        for path in [socket.as_path(), link.as_path(), "/dev/zero".as_ref(), "/dev/null".as_ref()] {
            assert_eq!(read_at_most(path, 100), Err(Unread::NotAFile), "{}", path.display());
        }
    }
}

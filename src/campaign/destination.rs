//! Where the cards of a campaign go: into a folder, into one file, or to whoever reads standard output.

use std::path::{Path, PathBuf};

/// Where cards go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A folder, with what is known about its files beside them.
    Folder(PathBuf),
    /// One file, and the ending that says of which type it is, in lower case.
    File(PathBuf, String),
    /// The listener, which is given the picture.
    Standard,
}

impl Destination {
    /// The folder that the paths of cards are below.
    pub fn folder(&self) -> &Path {
        match self {
            Destination::Folder(path) => path,
            Destination::File(path, _) => path.parent().unwrap_or(Path::new("")),
            Destination::Standard => Path::new("-"),
        }
    }

    /// Whether it is a folder, which knows what was written to it.
    pub fn is_folder(&self) -> bool {
        matches!(self, Destination::Folder(_))
    }

    /// Whether it is standard output.
    pub fn is_standard(&self) -> bool {
        *self == Destination::Standard
    }

    /// What takes one picture only; none if it takes many.
    pub fn single(&self) -> Option<String> {
        match self {
            Destination::Folder(_) => None,
            Destination::File(path, _) => Some(format!("one picture goes to {}", path.display())),
            Destination::Standard => Some("one picture goes to standard output".to_owned()),
        }
    }
}

//! Where the cards of a campaign go: into a folder, into one file, or to whoever reads standard output.
//! A name that ends like a picture is a file, and says of which type.

use std::path::{Path, PathBuf};

use crate::encode::OutputFormat;

/// Endings of pictures and documents that people ask for and that cards are not written in.
const OTHER: [&str; 14] =
    ["jpe", "jfif", "gif", "avif", "heic", "jxl", "bmp", "tif", "tiff", "pdf", "eps", "ai", "psd", "pptx"];

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
    /// What a path names where files of these types are asked for, or of none in particular; `-` is standard output.
    ///
    /// # Errors
    /// If it is a file that cannot be written, as a message and a hint.
    pub fn named(path: &Path, types: &[OutputFormat]) -> Result<Destination, (String, String)> {
        if path.as_os_str() == "-" {
            return Ok(Destination::Standard);
        }
        let text = path.to_string_lossy();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let (Some(ending), false) = (ending, text.ends_with(['/', std::path::MAIN_SEPARATOR]) || path.is_dir()) else {
            return Ok(Destination::Folder(path.to_owned()));
        };
        if let Some(kind) = ending.parse().ok().filter(|kind: &OutputFormat| kind.is_written()) {
            if types.is_empty() || types == [kind] {
                return Ok(Destination::File(path.to_owned(), kind.extension().to_owned()));
            }
            let names: Vec<&str> = types.iter().map(|kind| kind.name()).collect();
            let text = format!("`-o {text}` is one {ending} file, `--type` asks for {}", names.join(" and "));
            return Err((text, "leave one of the two out, or write to a folder with `-o DIR`".to_owned()));
        }
        if OTHER.contains(&ending.as_str()) {
            let known = OutputFormat::ALL.into_iter().filter(|kind| kind.is_written()).map(OutputFormat::extension);
            let known: Vec<&str> = known.collect();
            let message = format!("`-o {text}`: cards are not written as {ending}, there are {}", known.join(", "));
            let instead = path.with_extension(known.first().copied().unwrap_or("png"));
            let hint = format!("`-o {}`; `-o {text}/` is a folder of that name", instead.display());
            return Err((message, hint));
        }
        Ok(Destination::Folder(path.to_owned()))
    }

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

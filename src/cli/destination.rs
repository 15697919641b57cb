//! Where the cards of a run go: into a folder, into one file, or to standard output.
//! A name that ends like a picture is a file, and says of which type.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::args::{FileType, RenderArgs};

/// Endings of pictures and documents that people ask for and that cards are not written in.
const OTHER: [&str; 14] =
    ["jpe", "jfif", "gif", "avif", "heic", "jxl", "bmp", "tif", "tiff", "pdf", "eps", "ai", "psd", "pptx"];

/// Where cards go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A folder, with what is known about its files beside them.
    Folder(PathBuf),
    /// One file of that type.
    File(PathBuf, FileType),
    /// Standard output.
    Standard,
}

impl Destination {
    /// What `--output` names.
    ///
    /// # Errors
    /// If it is a file that cannot be written, as a message and a hint.
    pub fn of(args: &RenderArgs) -> Result<Destination, (String, String)> {
        let path = &args.output;
        if path.as_os_str() == "-" {
            return Ok(Destination::Standard);
        }
        let text = path.to_string_lossy();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let (Some(ending), false) = (ending, text.ends_with(['/', std::path::MAIN_SEPARATOR]) || path.is_dir()) else {
            return Ok(Destination::Folder(path.clone()));
        };
        if let Some(kind) = FileType::of_ending(&ending) {
            return match args.types.as_slice() {
                [] => Ok(Destination::File(path.clone(), kind)),
                [only] if *only == kind => Ok(Destination::File(path.clone(), kind)),
                types => {
                    let names: Vec<String> = types.iter().map(|kind| kind.name()).collect();
                    let text = format!("`-o {text}` is one {ending} file, `--type` asks for {}", names.join(" and "));
                    Err((text, "leave one of the two out, or write to a folder with `-o DIR`".to_owned()))
                }
            };
        }
        if OTHER.contains(&ending.as_str()) {
            let known: Vec<&str> = FileType::value_variants().iter().map(|kind| kind.ending()).collect();
            let message = format!("`-o {text}`: cards are not written as {ending}, there are {}", known.join(", "));
            let instead = path.with_extension(known.first().copied().unwrap_or("png"));
            let hint = format!("`-o {}`; `-o {text}/` is a folder of that name", instead.display());
            return Err((message, hint));
        }
        Ok(Destination::Folder(path.clone()))
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

//! Credit files made of what other files say: a file a record, or all joined to one.
//! What is written reads back as the same record, or it is not written; files are overwritten only when that is asked for.

mod joined;
mod paths;
mod review;
mod text;

use std::path::{Path, PathBuf};

pub use joined::joined;
pub use review::table;

use crate::campaign::{Collisions, Destination, Job, is_picture};
use crate::diagnostic::{Diagnostic, reason};
use crate::publish::{file_name, write_atomic};
use crate::record::Parsed;

/// What `--output` names for credit files; a name that ends in `.yaml` is one file.
pub fn destination(path: &Path) -> Destination {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    match ending {
        _ if path.as_os_str() == "-" => Destination::Standard,
        Some(ending) if (ending == "yaml" || ending == "yml") && !path.is_dir() => {
            Destination::File(path.to_owned(), "yaml".to_owned())
        }
        _ => Destination::Folder(path.to_owned()),
    }
}

/// A credit file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Converted {
    /// It was written there.
    Written(PathBuf),
    /// Its text, for standard output.
    Text(String),
}

/// Writes credit files.
pub struct Conversion<'c> {
    output: &'c Destination,
    /// Whether files are overwritten.
    force: bool,
    claimed: Collisions<String>,
}

impl<'c> Conversion<'c> {
    /// Nothing written yet.
    pub fn new(output: &'c Destination, force: bool) -> Conversion<'c> {
        Conversion { output, force, claimed: Collisions::default() }
    }

    /// Makes the credit file of a record.
    ///
    /// # Errors
    /// What is wrong with the record, or why its file cannot be written.
    pub fn convert(&mut self, job: &Job) -> Result<Converted, Vec<Diagnostic>> {
        let Parsed { record, warnings } = job.parsed.as_ref().map_err(Clone::clone)?;
        let problem = |code, text: String| Diagnostic::error(code, text).in_file(job.input.name.clone());
        let fail = |code, text: String| vec![problem(code, text)];
        let mut names: Vec<String> = job.input.stem.split('/').map(file_name).collect();
        let last = names.pop().unwrap_or_default();
        let folder = match self.output {
            Destination::Standard => PathBuf::from("."),
            Destination::File(path, _) => path.parent().map(Path::to_path_buf).unwrap_or_default(),
            Destination::Folder(folder) => names.iter().fold(folder.clone(), |to, name| to.join(name)),
        };
        if !self.output.is_standard() && !folder.as_os_str().is_empty() {
            // Made now, so that the way from it to the artwork is known.
            std::fs::create_dir_all(&folder).map_err(|error| {
                fail("write", format!("cannot create folder {}: {}", folder.display(), reason(&error)))
            })?;
        }
        // A picture has been sent around: its paths are those of the folder that its credit file was in.
        let picture = is_picture(Path::new(&job.input.name));
        let moved = if picture { record.clone() } else { paths::moved(record, &job.input.folder, &folder) };
        let text = text::written(&moved).map_err(|why| fail("convert", why))?;
        let text = text::remarked(&text, warnings);
        let path = match self.output {
            Destination::Standard => return Ok(Converted::Text(text)),
            Destination::File(path, _) => path.clone(),
            Destination::Folder(_) => folder.join(format!("{last}.yaml")),
        };
        if let Err(other) = self.claimed.claim(&path, job.input.name.clone()) {
            let path = path.display();
            let text = format!("{path} would be written twice: it is also the file of a record of `{other}`");
            let hint = "rename one of the files or titles, or convert them into two folders";
            return Err(vec![problem("output-name", text).hint(hint)]);
        }
        if !self.force && path.symlink_metadata().is_ok() {
            let text = format!("{}: the file exists and is not overwritten", path.display());
            return Err(vec![problem("exists", text).hint("`--force` overwrites it; or take another folder")]);
        }
        write_atomic(&path, text.as_bytes()).map_err(|error| fail("write", error.to_string()))?;
        Ok(Converted::Written(path))
    }
}

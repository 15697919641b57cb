//! A gallery: the cards of an output folder as a static site, with a page of the campaign, one a record and one a person.
//! What there is comes from the folder's sidecar, from the pictures themselves and from the credit files they were made of.

mod cards;
mod linked;
mod look;
mod mark;
mod page;
mod people;
mod read;
mod record;
mod site;
mod view;
mod written;

use std::path::{Path, PathBuf};

pub use mark::{Mark, Marked, Review};

use crate::campaign::KitChoice;
use crate::files::read_at_most;
use crate::import::ImportOptions;
use crate::publish::Writer;
use written::SiteFiles;

/// Bytes of a file that is copied to a site.
const MOST_BYTES: u64 = 1 << 30;

/// What a site is made of.
#[derive(Debug)]
pub struct Settings<'s> {
    /// The output folder of a run.
    pub folder: &'s Path,
    /// Brand kits of the credit files.
    pub kit: &'s KitChoice,
    /// Whether files that brand kits name may lie outside of their project.
    pub allow_outside: bool,
    /// How credit files of other programs are read.
    pub import: &'s ImportOptions,
    /// Heading of the campaign's page; `Records` in its language if left out.
    pub title: Option<&'s str>,
    /// BCP 47 language of the pages that are about several records; the one that all records share, else English.
    pub language: Option<&'s str>,
    /// Where the site will be, with a slash at its end: link previews take no relative addresses.
    pub address: Option<&'s str>,
    /// What somebody said of the cards, perhaps nothing yet; none for a site without marks.
    pub review: Option<&'s Review>,
}

/// A site.
#[derive(Debug, Default)]
pub struct Site {
    /// Its files.
    pub files: Vec<SiteFile>,
    /// What somebody should know, as warnings.
    pub warnings: Vec<String>,
    /// Pages of records.
    pub records: usize,
    /// Pages of people.
    pub people: usize,
    /// Pictures of cards.
    pub pictures: usize,
}

impl Site {
    /// Writes its files below a folder, and removes those of an earlier site that are no longer of it; warnings.
    ///
    /// # Errors
    /// Why one cannot be read or written.
    pub fn write(&self, folder: &Path) -> Result<Vec<String>, String> {
        let writer = Writer::new();
        let (earlier, mut written) = (SiteFiles::earlier(folder), SiteFiles::default());
        for file in &self.files {
            let copied;
            let bytes = match &file.content {
                SiteContent::Bytes(bytes) => bytes,
                SiteContent::Copy(from) => {
                    copied =
                        read_at_most(from, MOST_BYTES).map_err(|unread| format!("{}: {unread}", from.display()))?;
                    &copied
                }
            };
            writer.write_below(folder, Path::new(&file.path), bytes).map_err(|error| error.to_string())?;
            written.add(&file.path, bytes);
        }
        written.replace(&earlier, folder)
    }
}

/// A file of a site.
#[derive(Debug)]
pub struct SiteFile {
    /// Its path below the site, with `/`.
    pub path: String,
    /// What it holds.
    pub content: SiteContent,
}

/// What a file of a site holds.
#[derive(Debug)]
pub enum SiteContent {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The same as another file.
    Copy(PathBuf),
}

/// The site of an output folder.
///
/// # Errors
/// If the folder holds no cards that the program knows of, as a message and a hint.
pub fn gallery(settings: &Settings<'_>) -> Result<Site, (String, String)> {
    let read = read::read(settings)?;
    site::site(settings, &read)
}

//! What a gallery is made of, read once: the sidecar, the credit files that it names, all pictures and the texts of posts.
//! What cannot be read is left out with a warning, so that one bad file never stops the site.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::campaign::{Job, Kits, SIDECAR, Sidecar, clean};
use crate::files::text_at_most;
use crate::fonts::Fonts;
use crate::gallery::Settings;
use crate::gallery::cards::{Cards, Group, cards, kind};
use crate::gallery::look::{Looked, look};
use crate::pool;
use crate::press::MissingGlyphs;
use crate::publish::{Found, Output};
use crate::record::{Content, Record};

/// Bytes of the texts of a post that are read.
const MOST_TEXT: u64 = 4 << 20;

/// All of it.
pub(super) struct Read {
    /// Records with their cards, in order.
    pub albums: Vec<Album>,
    /// Cards of people and their pictures.
    pub cards: Cards,
    /// Pictures by path; those that cannot be shown are not there.
    pub looked: BTreeMap<String, Looked>,
    /// What somebody should know.
    pub warnings: Vec<String>,
}

/// The cards of a record, with the record if its credit file can be read.
pub(super) struct Album {
    pub group: Group,
    pub job: Option<Job>,
    /// Texts of its posts, in their order; none that cannot be read.
    pub posts: Vec<Option<PostText>>,
}

/// The texts of a post, as far as a gallery shows them.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PostText {
    pub platform: String,
    pub placement: String,
    pub caption: String,
    #[serde(default)]
    pub language: String,
}

impl Album {
    /// The record, if it is one.
    pub fn record(&self) -> Option<&Record> {
        let parsed = self.job.as_ref()?.parsed.as_ref().ok()?;
        Some(&parsed.record).filter(|record| record.content == Content::Record)
    }
}

/// Reads all of it.
///
/// # Errors
/// If the folder holds no cards that the program knows of, as a message and a hint.
pub(super) fn read(settings: &Settings<'_>) -> Result<Read, (String, String)> {
    let folder = settings.folder;
    let sidecar = sidecar(folder)?;
    let mut cards = cards(&sidecar);
    let mut warnings = Vec::new();
    let looked = pictures(folder, &cards, &mut warnings);
    let mut jobs = jobs(settings, &cards, &mut warnings);
    let albums = std::mem::take(&mut cards.groups)
        .into_iter()
        .map(|group| {
            let posts = group.posts.iter().map(|post| post_text(&folder.join(&post.json), &mut warnings)).collect();
            Album { job: take(&mut jobs, folder, &group), group, posts }
        })
        .collect();
    Ok(Read { albums, cards, looked, warnings })
}

fn sidecar(folder: &Path) -> Result<Sidecar, (String, String)> {
    let hint = || format!("make cards with `extra-credit render records/ -o {}` first", folder.display());
    if !folder.join(SIDECAR).exists() {
        return Err((format!("{}: the folder has no cards of this program", folder.display()), hint()));
    }
    match Sidecar::load(folder) {
        (_, Some(why)) => Err((format!("{}: {why}", folder.join(SIDECAR).display()), hint())),
        (sidecar, None) if sidecar.cards.is_empty() => {
            Err((format!("{}: the folder has no cards of this program", folder.display()), hint()))
        }
        (sidecar, None) => Ok(sidecar),
    }
}

/// Looks at every picture that a page shows, on all processors.
fn pictures(folder: &Path, cards: &Cards, warnings: &mut Vec<String>) -> BTreeMap<String, Looked> {
    let of_people = cards.people.values().flatten().flat_map(|card| &card.pages);
    let pages = cards.groups.iter().flat_map(Group::pages).chain(of_people);
    let shown: Vec<&Output> = pages.filter_map(|page| page.files.first()).collect();
    let all = pool::each(
        shown.len(),
        || (),
        |index| {
            let output = *shown.get(index)?;
            let path = folder.join(&output.path);
            Some((
                output,
                match output.find(folder) {
                    Found::Same => look(&path, kind(&output.path)),
                    Found::Other => Err("it is not the picture that was made".to_owned()),
                    Found::Missing => Err("it is not there any more".to_owned()),
                },
            ))
        },
    );
    let mut looked = BTreeMap::new();
    for (output, one) in all.into_iter().flatten() {
        match one {
            Ok(one) => _ = looked.insert(output.path.clone(), one),
            Err(why) => {
                let path = folder.join(&output.path);
                warnings.push(format!("{}: {why}, and is left out; make the cards again", path.display()));
            }
        }
    }
    looked
}

/// The path of a credit file that a sidecar names.
fn path_of(folder: &Path, input: &str) -> PathBuf {
    clean(&folder.join(input))
}

/// The records of all credit files, by the paths of the files.
fn jobs(settings: &Settings<'_>, cards: &Cards, warnings: &mut Vec<String>) -> BTreeMap<String, Vec<Job>> {
    let named = cards.groups.iter().filter(|group| group.has_file());
    let paths: BTreeSet<PathBuf> = named.map(|group| path_of(settings.folder, &group.input)).collect();
    let (there, gone): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(|path| path.is_file());
    let without = "its cards are shown without credits";
    warnings.extend(gone.iter().map(|path| format!("{}: the credit file is not there, {without}", path.display())));
    let fonts = Fonts::embedded();
    let mut kits = Kits::new(settings.kit, &fonts, MissingGlyphs::Replace, false);
    let mut by_path: BTreeMap<String, Vec<Job>> = BTreeMap::new();
    for job in kits.jobs(&there, settings.import, None) {
        match &job.parsed {
            Ok(_) => by_path.entry(job.input.name.clone()).or_default().push(job),
            Err(problems) => {
                let why = problems.first().map(|problem| format!(": {}", problem.message)).unwrap_or_default();
                warnings.push(format!("{}: the credit file cannot be read, {without}{why}", job.input.name));
            }
        }
    }
    let of_kits = kits.findings().iter().map(|found| found.message.clone());
    warnings.extend(of_kits);
    by_path
}

/// The record of a group: that of its line, or the only one of its file.
fn take(jobs: &mut BTreeMap<String, Vec<Job>>, folder: &Path, group: &Group) -> Option<Job> {
    let all = jobs.get_mut(&path_of(folder, &group.input).display().to_string())?;
    let line = |job: &Job| job.record().map(|record| record.title.at.line);
    let place = all.iter().position(|job| line(job) == Some(group.line)).or((all.len() == 1).then_some(0))?;
    Some(all.remove(place))
}

fn post_text(path: &Path, warnings: &mut Vec<String>) -> Option<PostText> {
    let read = text_at_most(path, MOST_TEXT).map_err(|unread| unread.to_string());
    match read.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string())) {
        Ok(post) => Some(post),
        Err(why) => {
            warnings.push(format!("{}: the texts of the post cannot be read: {why}", path.display()));
            None
        }
    }
}

//! Pictures of files for a sheet: all are measured first, and read again one by one at the size they are shown.

use std::path::{Path, PathBuf};

use crate::artwork::{Artwork, ArtworkError, Limits};
use crate::contact::{Entry, shrunk};
use crate::files::read_at_most;
use crate::pool;

/// The entries of pictures with their names; `tick` is called as often as one is measured.
///
/// # Errors
/// What is wrong with pictures, a message each.
pub fn measured(files: &[(PathBuf, String)], tick: impl FnMut()) -> Result<Vec<Entry>, Vec<String>> {
    let limits = Limits::default();
    let sizes = pool::each(files.len(), tick, |index| {
        let (path, label) = files.get(index)?;
        let size = read(path, &limits)
            .and_then(|bytes| Artwork::measure(&bytes, &limits).map_err(|error| unusable(path, &error)));
        let entry = |(width, height)| Entry { label: label.clone(), aspect: width as f32 / height as f32, group: None };
        Some(size.map(entry))
    });
    let (mut entries, mut problems) = (Vec::with_capacity(files.len()), Vec::new());
    for entry in sizes.into_iter().flatten() {
        match entry {
            Ok(entry) => entries.push(entry),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(entries) } else { Err(problems) }
}

/// A picture in a size.
///
/// # Errors
/// Why it cannot be read, with its path.
pub fn picture(path: &Path, (width, height): (u32, u32)) -> Result<Artwork, String> {
    let limits = Limits::default();
    let artwork = Artwork::decode(&read(path, &limits)?, &limits).map_err(|error| unusable(path, &error))?;
    shrunk(&artwork, width, height)
}

fn read(path: &Path, limits: &Limits) -> Result<Vec<u8>, String> {
    read_at_most(path, limits.max_bytes as u64).map_err(|unread| format!("{}: {unread}", path.display()))
}

fn unusable(path: &Path, error: &ArtworkError) -> String {
    format!("{}: {error}", path.display())
}

//! Sheets made one after the other, each with pictures that are made at the size they are shown, so that any number of
//! them fits in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::artwork::Artwork;
use crate::contact::{Entry, Page, SHEET_TITLE, Style, layout, scene};
use crate::encode::{Metadata, OutputFormat, encode};
use crate::fonts::Fonts;
use crate::pool;
use crate::raster::Rasterizer;
use crate::text::Shaper;

/// The sheets of some pictures, laid out.
pub struct Sheets<'s> {
    entries: &'s [Entry],
    style: &'s Style,
    kind: OutputFormat,
    pages: Vec<Page>,
    shaper: Shaper<'s>,
    rasterizer: Rasterizer<'s>,
}

impl<'s> Sheets<'s> {
    /// Lays pictures out, for files of a kind.
    pub fn new(entries: &'s [Entry], style: &'s Style, kind: OutputFormat, fonts: &'s Fonts) -> Sheets<'s> {
        let mut shaper = Shaper::new(fonts);
        // A file may have any name; a sheet is still made.
        shaper.set_replacement(Some('\u{fffd}'));
        Sheets { entries, style, kind, pages: layout(entries, style), shaper, rasterizer: Rasterizer::new(fonts) }
    }

    /// The sheets, without their pictures.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The file of a sheet, counted from 0. `picture` makes that of an entry in a size, on all processors; `tick` is called
    /// as often as one is made.
    ///
    /// # Errors
    /// What a picture fails with, or why the sheet cannot be made.
    pub fn make(
        &mut self,
        number: usize,
        picture: impl Fn(usize, (u32, u32)) -> Result<Artwork, String> + Sync,
        tick: impl FnMut(),
    ) -> Result<Vec<u8>, String> {
        let page = self.pages.get(number).ok_or("a sheet is missing")?;
        let made = pool::each(page.slots.len(), tick, |index| {
            let slot = page.slots.get(index)?;
            let size = (slot.rect.width as u32, slot.rect.height as u32);
            Some((slot.entry, picture(slot.entry, size)))
        });
        let mut pictures = BTreeMap::new();
        for (entry, picture) in made.into_iter().flatten() {
            pictures.insert(entry, Arc::new(picture?));
        }
        let number = (number + 1, self.pages.len());
        let picture = |entry| pictures.get(&entry).cloned();
        let scene = scene(page, number, self.entries, self.style, picture, &mut self.shaper)
            .map_err(|error| error.to_string())?;
        let metadata = Metadata { title: SHEET_TITLE.into(), ..Metadata::default() };
        encode(self.kind, &scene, 1.0, &metadata, &mut self.rasterizer).map_err(|error| error.to_string())
    }

    /// Where a sheet goes, counted from 0: `sheet.png` if there is one, `sheet-1.png` and so on if there are several.
    pub fn path(&self, output: &Path, number: usize) -> PathBuf {
        numbered(output, number + 1, self.pages.len())
    }
}

fn numbered(path: &Path, number: usize, count: usize) -> PathBuf {
    if count <= 1 {
        return path.to_path_buf();
    }
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{}-{number}.{}", part(path.file_stem()), part(path.extension())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_sheets_are_numbered() {
        assert_eq!(numbered(Path::new("a/sheet.png"), 2, 3), Path::new("a/sheet-2.png"));
        assert_eq!(numbered(Path::new("a/sheet.png"), 1, 1), Path::new("a/sheet.png"));
    }
}

//! Covers: artwork decoded once for all the cards of a run that show it, with its colours.
//! Only the covers used last are kept, since a campaign's covers together do not fit memory.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::artwork::{Artwork, Limits};
use crate::cli::inputs::reason;
use crate::theme::Palette;

/// Bytes of pixels kept: four covers of 1400 px, or one of 3000 px.
const KEPT_BYTES: usize = 28 << 20;

/// A decoded cover and its colours.
#[derive(Clone, Debug)]
pub struct Cover {
    /// The picture.
    pub artwork: Arc<Artwork>,
    palette: Arc<OnceLock<Palette>>,
}

/// Why a picture cannot be used, for any record that names it.
#[derive(Clone, Debug)]
pub struct Unusable {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

type Slot = Arc<OnceLock<Result<Cover, Unusable>>>;

/// The covers of a run; threads share them.
#[derive(Debug, Default)]
pub struct Covers {
    /// The one used last stands last.
    kept: Mutex<Vec<(PathBuf, Slot)>>,
}

impl Cover {
    /// A picture whose colours nobody has asked for.
    pub fn new(artwork: Artwork) -> Cover {
        Cover { artwork: Arc::new(artwork), palette: Arc::default() }
    }

    /// Its colours, found when first asked for.
    pub fn palette(&self) -> &Palette {
        self.palette.get_or_init(|| Palette::of(&self.artwork))
    }

    fn read(file: &Path) -> Result<Cover, Unusable> {
        let fail = |message: String, hint| Unusable { message, hint };
        let size = std::fs::metadata(file).map_err(|error| {
            let hint = "the path is relative to the credit file; leave `artwork` out for a card without picture";
            fail(reason(&error), hint)
        })?;
        if !size.is_file() {
            return Err(fail("this is not a file".into(), "name the picture itself"));
        }
        let bytes = std::fs::read(file).map_err(|error| fail(reason(&error), "the file must be readable"))?;
        let artwork = Artwork::decode(&bytes, &Limits::default())
            .map_err(|error| fail(error.to_string(), "artwork is a JPEG, PNG, WebP or GIF picture"))?;
        Ok(Cover::new(artwork))
    }
}

impl Covers {
    /// The cover in a file. Of threads that ask for one at the same time the first decodes it.
    ///
    /// # Errors
    /// If the file cannot be read or is no picture.
    pub fn get(&self, file: &Path) -> Result<Cover, Unusable> {
        let slot = {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            let known = kept.iter().position(|(path, _)| path == file);
            let entry = known.map_or_else(|| (file.to_owned(), Slot::default()), |index| kept.remove(index));
            let slot = Arc::clone(&entry.1);
            kept.push(entry);
            slot
        };
        let cover = slot.get_or_init(|| Cover::read(file)).clone();
        self.trim();
        cover
    }

    fn trim(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let size = |slot: &Slot| match slot.get() {
            Some(Ok(cover)) => cover.artwork.data().len(),
            _ => 0,
        };
        let mut bytes: usize = kept.iter().map(|(_, slot)| size(slot)).sum();
        while bytes > KEPT_BYTES && kept.len() > 1 {
            bytes -= size(&kept.remove(0).1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(folder: &Path, name: &str, side: u32) -> PathBuf {
        let path = folder.join(name);
        image::RgbImage::new(side, side).save_with_format(&path, image::ImageFormat::Png).expect("written");
        path
    }

    #[test]
    fn a_cover_is_decoded_once_while_it_is_kept_and_the_oldest_goes_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let covers = Covers::default();
        let first = picture(folder.path(), "first.png", 3000);
        let one = covers.get(&first).expect("a cover");
        assert!(Arc::ptr_eq(&one.artwork, &covers.get(&first).expect("a cover").artwork));
        // Two of 27 MB are more than is kept.
        covers.get(&picture(folder.path(), "second.png", 3000)).expect("a cover");
        assert_eq!(covers.kept.lock().expect("free").len(), 1);
        assert!(!Arc::ptr_eq(&one.artwork, &covers.get(&first).expect("a cover").artwork));
    }

    #[test]
    fn what_is_no_picture_says_why() {
        let folder = tempfile::tempdir().expect("a folder");
        let covers = Covers::default();
        assert_eq!(covers.get(folder.path()).expect_err("a folder").message, "this is not a file");
        assert!(covers.get(&folder.path().join("none.png")).expect_err("nothing").hint.contains("relative"));
    }
}

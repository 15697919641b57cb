//! Covers: artwork decoded once for all the cards of a run that show it, with its colours.
//! Covers are kept while cards of the run are to show them, but only those used last: a campaign's do not fit memory.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::artwork::{Artwork, Limits};
use crate::press::assets::{Assets, Unread};
use crate::theme::Palette;

/// Bytes of pixels kept: nine covers of 1400 px, or two of 3000 px.
const KEPT_BYTES: usize = 56 << 20;

/// Bytes of a file that is read for its picture: recordings, which have one in their tags, are larger than pictures.
pub const MOST_BYTES: u64 = crate::limits::COVER_FILE_BYTES;

/// A decoded cover and its colours.
#[derive(Clone, Debug)]
pub struct Cover {
    /// The picture.
    pub artwork: Arc<Artwork>,
    palette: Arc<OnceLock<Arc<Palette>>>,
}

/// Why a picture cannot be used, for any record that names it.
#[derive(Clone, Debug)]
pub struct Unusable {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

type KeptCover = Arc<OnceLock<Result<Cover, Unusable>>>;

/// The covers of a run; threads share them.
#[derive(Debug, Default)]
pub struct Covers {
    /// The one used last stands last.
    kept: Mutex<Vec<(PathBuf, KeptCover)>>,
    /// How many records are still to show each.
    expected: Mutex<HashMap<PathBuf, usize>>,
}

impl Cover {
    /// A picture whose colours nobody has asked for.
    pub fn new(artwork: Artwork) -> Cover {
        Cover { artwork: Arc::new(artwork), palette: Arc::default() }
    }

    /// Its colours, found when first asked for.
    pub fn palette(&self) -> &Arc<Palette> {
        self.palette.get_or_init(|| Arc::new(Palette::of(&self.artwork)))
    }

    fn read(file: &Path, assets: &dyn Assets) -> Result<Cover, Unusable> {
        let fail = |message: String, hint: String| Unusable { message, hint };
        let bytes = assets.read_at_most(file, MOST_BYTES).map_err(|unread| {
            let hint = match unread {
                Unread::Missing(_) => missing(file, assets),
                Unread::NotAFile => "name the picture itself".to_owned(),
                Unread::TooLarge { .. } | Unread::Endless { .. } => {
                    "save the picture smaller: 3000 x 3000 pixels are enough".to_owned()
                }
                _ => "the file must be readable".to_owned(),
            };
            fail(unread.to_string(), hint)
        })?;
        // A recording shows the cover in its tags.
        let bytes = crate::import::cover(&bytes).unwrap_or(bytes);
        let artwork =
            Artwork::decode(&bytes, &Limits::default()).map_err(|error| fail(error.to_string(), unusable(file)))?;
        Ok(Cover::new(artwork.with_file(Arc::new(bytes))))
    }
}

/// What to do about a picture that is not there: the one that was probably meant, or what a path is.
fn missing(file: &Path, assets: &dyn Assets) -> String {
    let text = file.to_string_lossy();
    if text.contains("://") || text.contains(":/") && text.contains("http") {
        return "pictures are not fetched: save it beside the credit file, and write its path".to_owned();
    }
    if text.trim_start().to_uppercase().contains("=IMAGE(") {
        return "a formula is no path: save the picture, and write its path".to_owned();
    }
    near_picture(file, assets).map_or_else(
        || "the path is relative to the credit file; leave `artwork` out for a card without picture".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}

/// A picture that is there under nearly that path: another case, `\\` for `/`, `.jpeg` for `.jpg`.
pub fn near_picture(file: &Path, assets: &dyn Assets) -> Option<String> {
    let text = file.to_string_lossy().replace('\\', "/");
    let alike = |name: &str| name.to_lowercase();
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let mut folder = PathBuf::new();
    let parts: Vec<&str> = text.split('/').collect();
    let (last, folders) = parts.split_last()?;
    for part in folders {
        if part.is_empty() {
            folder.push("/");
            continue;
        }
        let there = folder.join(part);
        if assets.has_folder(&there) {
            folder = there;
        } else {
            let above = if folder.as_os_str().is_empty() { Path::new(".") } else { folder.as_path() };
            let known = [part.to_lowercase(), capital(&part.to_lowercase()), part.to_uppercase()];
            let found = known.into_iter().find(|name| assets.has_folder(&above.join(name)))?;
            folder.push(found);
        }
    }
    let above = if folder.as_os_str().is_empty() { Path::new(".") } else { folder.as_path() };
    let names = assets.names(above);
    let picture = |name: &str| {
        ["jpg", "jpeg", "png", "webp", "gif"].iter().any(|end| name.to_lowercase().ends_with(&format!(".{end}")))
    };
    let exact = names.iter().find(|name| alike(name) == alike(last));
    let found = exact.or_else(|| names.iter().find(|name| picture(name) && stem(name) == stem(last)))?;
    Some(folder.join(found).to_string_lossy().into_owned())
}

/// A word with its first letter in upper case.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What to do about a file that is no picture which is read.
fn unusable(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, end) = name.rsplit_once('.').unwrap_or((&name, ""));
    match end.to_lowercase().as_str() {
        "heic" | "heif" | "avif" | "tif" | "tiff" | "psd" | "bmp" | "jxl" | "svg" => {
            format!("convert it to JPEG or PNG, such as with `magick {name} {stem}.jpg`, and name that")
        }
        _ => "artwork is a JPEG, PNG, WebP or GIF picture".to_owned(),
    }
}

impl Covers {
    /// Says that one more record is going to show a cover.
    pub fn expect(&self, file: PathBuf) {
        *self.expected.lock().unwrap_or_else(PoisonError::into_inner).entry(file).or_default() += 1;
    }

    /// Says that a record that was to show a cover has been made. After the last one it is let go.
    pub fn done(&self, file: &Path) {
        let mut expected = self.expected.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(records) = expected.get_mut(file) else { return };
        *records = records.saturating_sub(1);
        if *records == 0 {
            expected.remove(file);
            self.kept.lock().unwrap_or_else(PoisonError::into_inner).retain(|(kept, _)| kept != file);
        }
    }

    /// Lets a cover go whose file was changed.
    pub fn forget(&self, file: &Path) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).retain(|(kept, _)| kept != file);
    }

    /// The cover in a file. Of threads that ask for one at the same time the first decodes it.
    ///
    /// # Errors
    /// If the file cannot be read or is no picture.
    pub fn get(&self, file: &Path, assets: &dyn Assets) -> Result<Cover, Unusable> {
        let slot = {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            let known = kept.iter().position(|(path, _)| path == file);
            let entry = known.map_or_else(|| (file.to_owned(), KeptCover::default()), |index| kept.remove(index));
            let slot = Arc::clone(&entry.1);
            kept.push(entry);
            slot
        };
        let cover = slot.get_or_init(|| Cover::read(file, assets)).clone();
        self.trim();
        cover
    }

    fn trim(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let size = |slot: &KeptCover| match slot.get() {
            Some(Ok(cover)) => cover.artwork.data().len(),
            _ => 0,
        };
        let mut bytes: usize = kept.iter().map(|(_, slot)| size(slot)).sum();
        while bytes > KEPT_BYTES && kept.len() > 1 {
            bytes -= size(&kept.remove(0).1);
        }
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;
    use crate::press::assets::Disk;

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
        let one = covers.get(&first, &Disk).expect("a cover");
        assert!(Arc::ptr_eq(&one.artwork, &covers.get(&first, &Disk).expect("a cover").artwork));
        // Three of 27 MB are more than is kept.
        covers.get(&picture(folder.path(), "second.png", 3000), &Disk).expect("a cover");
        assert_eq!(covers.kept.lock().expect("free").len(), 2);
        covers.get(&picture(folder.path(), "third.png", 3000), &Disk).expect("a cover");
        assert_eq!(covers.kept.lock().expect("free").len(), 2);
        assert!(!Arc::ptr_eq(&one.artwork, &covers.get(&first, &Disk).expect("a cover").artwork));
    }

    #[test]
    fn a_cover_is_let_go_after_the_last_record_that_shows_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let covers = Covers::default();
        let (shared, other) = (picture(folder.path(), "shared.png", 30), picture(folder.path(), "other.png", 30));
        for file in [&shared, &shared, &other] {
            covers.expect(file.clone());
            covers.get(file, &Disk).expect("a cover");
        }
        let kept = || covers.kept.lock().expect("free").len();
        covers.done(&other);
        assert_eq!(kept(), 1);
        covers.done(&shared);
        assert_eq!(kept(), 1, "one more record shows it");
        covers.done(&shared);
        assert_eq!(kept(), 0);
        // What nobody expected is no reason to count.
        covers.done(&shared);
    }

    #[test]
    fn a_picture_under_nearly_that_path_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("Covers")).expect("a folder");
        picture(&folder.path().join("Covers"), "Tide.jpeg.png", 8);
        std::fs::rename(folder.path().join("Covers/Tide.jpeg.png"), folder.path().join("Covers/Tide.jpeg"))
            .expect("renamed");
        let covers = Covers::default();
        for path in ["covers/tide.jpeg", "Covers\\Tide.jpg", "covers\\tide.jpg"] {
            let hint = covers.get(&folder.path().join(path), &Disk).expect_err("nothing").hint;
            assert!(hint.ends_with("Covers/Tide.jpeg`?"), "{path}: {hint}");
        }
        std::fs::write(folder.path().join("x.heic"), b"\0\0\0\x18ftypheic").expect("written");
        let hint = covers.get(&folder.path().join("x.heic"), &Disk).expect_err("no picture").hint;
        assert!(hint.contains("magick x.heic x.jpg"), "{hint}");
    }

    #[test]
    fn what_is_no_picture_says_why() {
        let folder = tempfile::tempdir().expect("a folder");
        let covers = Covers::default();
        assert_eq!(covers.get(folder.path(), &Disk).expect_err("a folder").message, "this is not a file");
        assert!(covers.get(&folder.path().join("none.png"), &Disk).expect_err("nothing").hint.contains("relative"));
    }
}

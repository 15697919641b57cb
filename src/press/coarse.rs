//! Artwork that is too coarse for print: fewer pixels an inch than a page shows without steps at its edges.
//! Backdrops are left out, because nothing in a blur is sharp.

use crate::card::Print;
use crate::diagnostic::Diagnostic;
use crate::record::Record;
use crate::scene::{PictureFilter, Scene};

/// Pixels an inch below which somebody should know: two thirds of the 300 that printers ask for.
const COARSE: f32 = 200.0;

/// A warning for the picture with the fewest pixels an inch, if they are too few.
pub(super) fn coarse(scenes: &[Scene], print: Print, record: &Record) -> Option<Diagnostic> {
    let pictures = scenes.iter().flat_map(Scene::pictures).filter(|picture| {
        picture.filter == PictureFilter::default() && picture.picture.drawing().is_none() && picture.rect.width > 0.0
    });
    // Points a px are those of the layout; an inch has 72.
    let resolutions = pictures.map(|picture| {
        let dpi = picture.crop.width / (picture.rect.width * print.points() / 72.0);
        (dpi, picture)
    });
    let (dpi, picture) =
        resolutions.min_by(|(one, _), (other, _)| one.total_cmp(other)).filter(|(dpi, _)| *dpi < COARSE)?;
    let inches = picture.rect.width * print.points() / 72.0;
    let needed = (inches * COARSE).ceil();
    let message = format!(
        "picture {} has {} pixels an inch in print, below {COARSE} it looks coarse",
        picture.field,
        dpi.round()
    );
    let hint = format!("take one that is {needed} pixels wide or more");
    let warning = Diagnostic::warning("print-resolution", message).hint(hint);
    Some(match record.artwork.as_ref().filter(|_| picture.field == "artwork") {
        Some(artwork) => record.diagnose(warning, &artwork.file),
        None => warning,
    })
}

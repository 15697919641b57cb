//! The cover of a document as a small picture, for its form: whole, whatever cards show of it.

use image::{ImageFormat, RgbaImage};
use std::io::Cursor;

use crate::artwork::{Artwork, resized};
use crate::desk::Desk;
use crate::desk::answer::{Answer, Query, Reply};
use crate::desk::cards::snapshot;
use crate::desk::failure::Failure;
use crate::desk::kits;
use crate::edit::Kind;
use crate::geometry::Rect;

/// Largest width in px that is asked for.
const WIDEST: u32 = 1024;

/// Width in px of a cover that is asked for without one.
const USUAL: u32 = 320;

/// `GET /api/documents/ID/artwork?width=320`: the whole cover as a PNG; of a brand kit a logo.
///
/// # Errors
/// If there is no such document, or it has no card yet.
pub fn artwork(desk: &Desk, id: u64, query: &Query) -> Result<Reply, Failure> {
    let width = query.number("width", 16, WIDEST)?.unwrap_or(USUAL);
    if desk.with(id, |document| Ok(document.kind))? == Kind::Kit {
        return kits::logo(desk, id, query, width);
    }
    let snapshot = snapshot(desk, id, query)?;
    Ok(Reply::later(format!("artwork-{id}"), None, move |_, bench| {
        let cover = bench.job(&snapshot).cover(&snapshot.record).ok().flatten();
        let picture = cover.and_then(|cover| small(&cover.artwork, width));
        let none = || Failure::missing("the record has no cover that can be shown");
        picture.map(|picture| Answer::bytes(200, "image/png", picture)).ok_or_else(none)
    }))
}

/// A picture at a width, as a PNG; none if it has no size.
pub(super) fn small(artwork: &Artwork, width: u32) -> Option<Vec<u8>> {
    let whole = Rect::new(0.0, 0.0, artwork.width() as f32, artwork.height() as f32);
    let height = (width as f32 / artwork.aspect()).round().clamp(1.0, 4.0 * WIDEST as f32) as u32;
    let raster = resized(artwork, whole, width, height);
    let picture = RgbaImage::from_raw(raster.width, raster.height, raster.data)?;
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png).ok()?;
    Some(file.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_cover_is_whole_and_of_the_width_that_was_asked_for() {
        let artwork = Artwork::from_rgba(40, 20, vec![200; 40 * 20 * 4]).expect("a picture");
        let file = small(&artwork, 16).expect("a file");
        let read = image::load_from_memory(&file).expect("a PNG");
        assert_eq!((read.width(), read.height()), (16, 8));
    }
}

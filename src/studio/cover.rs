//! Small pictures beside the card itself: the cover of a document for its form, and the card of a file of the project
//! that nobody has opened.

use std::io::Cursor;
use std::sync::Arc;

use axum::extract::{Path as Part, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use image::{ImageFormat, RgbaImage};

use crate::artwork::{Artwork, resized};
use crate::geometry::Rect;
use crate::studio::answer::{self, Query};
use crate::studio::cards::{card, newer, snapshot};
use crate::studio::desk;
use crate::studio::failure::Failure;
use crate::studio::state::Shared;

/// Largest width in px that is asked for.
const WIDEST: u32 = 1024;

/// Width in px of a cover that is asked for without one.
const USUAL: u32 = 320;

/// `GET /api/documents/ID/artwork?width=320`: the whole cover as a PNG.
pub async fn artwork(State(shared): State<Arc<Shared>>, Part(id): Part<u64>, uri: Uri) -> Result<Response, Failure> {
    let query = Query::of(&uri);
    let snapshot = snapshot(&shared, id, &query)?;
    let width = query.number("width", 16, WIDEST)?.unwrap_or(USUAL);
    let own = Arc::clone(&snapshot);
    let lane = format!("artwork-{id}");
    let made = shared.easel.ask(&lane, None, move |_, bench| {
        let cover = bench.job(&own).cover(&own.record).ok().flatten()?;
        small(&cover.artwork, width)
    });
    match made.await {
        Ok(Some(picture)) => Ok(answer::bytes(StatusCode::OK, "image/png", picture)),
        Ok(None) => Err(Failure::missing("the record has no cover that can be shown")),
        Err(unmade) => newer(unmade),
    }
}

/// `GET /api/records/card?path=FILE`: the card of a file, with everything that a document's card can be asked for.
pub async fn record(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Response, Failure> {
    let query = Query::of(&uri);
    let path = query.text("path").ok_or_else(|| Failure::wrong("the card of a file has a `path`"))?;
    let file = shared.project.credit_file(path)?;
    if !file.is_file() {
        return Err(Failure::missing(format!("there is no `{}`", answer::brief(path))));
    }
    let id = desk::load(&shared, &file)?;
    card(State(shared), Part(id), uri).await
}

/// A picture at a width, as a PNG; none if it has no size.
fn small(artwork: &Artwork, width: u32) -> Option<Vec<u8>> {
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

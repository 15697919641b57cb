//! Pictures at another size: a part of one, as RGBA that is painted row by row.

use extra_credit_pixels::{Source, Weights, resampled, resampled_bytes};

use crate::artwork::{Artwork, Raster};
use crate::geometry::Rect;

/// A part of a picture (in picture pixels) at a size in pixels. What lies outside the picture is left out. An SVG is
/// drawn at that size.
pub fn resized(artwork: &Artwork, crop: Rect, width: u32, height: u32) -> Raster {
    if let Some(drawing) = artwork.drawing() {
        let (own_width, own_height) = drawing.size();
        let (x, y) = (own_width / artwork.width() as f32, own_height / artwork.height() as f32);
        return drawing.part(Rect::new(crop.x * x, crop.y * y, crop.width * x, crop.height * y), width, height);
    }
    resampled(&source(artwork, crop), width, height, Weights::Sharp)
}

/// As [`resized`], as RGB; none if the picture has an alpha or is a drawing.
pub fn resized_rgb(artwork: &Artwork, crop: Rect, width: u32, height: u32) -> Option<Vec<u8>> {
    let opaque = artwork.drawing().is_none() && !artwork.has_alpha();
    opaque.then(|| resampled_bytes(&source(artwork, crop), width, height, Weights::Sharp))?
}

/// As [`resized`], each pixel the plain mean of those it stands for: a sharper filter rings, and its halos are colours
/// that the picture does not have.
pub fn averaged(artwork: &Artwork, crop: Rect, width: u32, height: u32) -> Raster {
    resampled(&source(artwork, crop), width, height, Weights::Mean)
}

fn source(artwork: &Artwork, crop: Rect) -> Source<'_> {
    let Rect { x, y, width, height } = crop;
    Source {
        width: artwork.width(),
        height: artwork.height(),
        data: artwork.data(),
        alpha: artwork.has_alpha(),
        left: x,
        top: y,
        across: width,
        down: height,
    }
}

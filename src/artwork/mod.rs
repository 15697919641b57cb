//! Artwork: a cover picture decoded once, in sRGB, upright.
//! Formats are told by content; what cannot be used is an error that says what the bytes look like.

use std::sync::Arc;

use crate::artwork::buffer::Buffer;

mod blur;
pub(crate) mod bounds;
mod budget;
mod buffer;
mod decode;
mod filter;
mod fit;
mod jpeg;
mod resize;
mod vector;

pub use blur::Blurred;
pub use decode::{ArtworkError, Limits};
pub use extra_credit_pixels::{Halftone, PictureFilter, Raster};
pub use filter::filtered;
pub use fit::{Anchor, ObjectFit, object_fit};
pub use resize::{averaged, resized, resized_rgb};
pub use vector::Drawing;

/// A decoded picture: 8-bit sRGB, upright, straight alpha.
#[derive(Clone, Debug)]
pub struct Artwork {
    width: u32,
    height: u32,
    data: Buffer,
    alpha: bool,
    format: &'static str,
    warnings: Vec<String>,
    drawing: Option<Drawing>,
    /// Whether the pixels lie as the file has them.
    upright: bool,
    file: Option<Arc<Vec<u8>>>,
}

impl Artwork {
    /// Decodes a picture from the bytes of its file.
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Artwork, ArtworkError> {
        decode::decode(bytes, limits)
    }

    /// Decodes a logo: an SVG, or a picture, whose transparency stays.
    pub fn decode_logo(bytes: &[u8], limits: &Limits) -> Result<Artwork, ArtworkError> {
        if vector::is_svg(bytes) { vector::decode(bytes) } else { decode::decode(bytes, limits) }
    }

    /// A picture from straight RGBA pixels, row by row; none if their number is not that of the size.
    pub fn from_rgba(width: u32, height: u32, data: Vec<u8>) -> Option<Artwork> {
        let count = (width as usize).checked_mul(height as usize)?.checked_mul(4)?;
        if width == 0 || height == 0 || data.len() != count {
            return None;
        }
        let alpha = data.iter().skip(3).step_by(4).any(|alpha| *alpha != 255);
        let data =
            if alpha { data } else { data.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect() };
        let warnings = Vec::new();
        Some(Artwork {
            width,
            height,
            data: data.into(),
            alpha,
            format: "RGBA",
            warnings,
            drawing: None,
            upright: true,
            file: None,
        })
    }

    /// Width and height of the picture in a file, upright, from its header.
    pub fn measure(bytes: &[u8], limits: &Limits) -> Result<(u32, u32), ArtworkError> {
        decode::measure(bytes, limits)
    }

    /// What an SVG draws at any size; none for a picture of pixels.
    pub fn drawing(&self) -> Option<&Drawing> {
        self.drawing.as_ref()
    }

    /// The picture with its file, if that can stand for the pixels wherever one is embedded: an upright JPEG of three colours.
    #[must_use]
    pub fn with_file(self, file: Arc<Vec<u8>>) -> Artwork {
        let stands = self.format == "JPEG" && self.upright && jpeg::colours(&file) == Some(3);
        Artwork { file: Some(file).filter(|_| stands), ..self }
    }

    /// The file that [`Self::with_file`] was given and took.
    pub fn file(&self) -> Option<&Arc<Vec<u8>>> {
        self.file.as_ref()
    }

    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Width / height.
    pub fn aspect(&self) -> f32 {
        let (width, height) = match &self.drawing {
            Some(drawing) => drawing.size(),
            None => (self.width as f32, self.height as f32),
        };
        width / height
    }

    /// Pixels row by row: RGB, or RGBA with straight alpha if [`Self::has_alpha`].
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Whether any pixel is not opaque.
    pub fn has_alpha(&self) -> bool {
        self.alpha
    }

    /// Name of the file format, such as `JPEG`.
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// What somebody should know about the picture.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

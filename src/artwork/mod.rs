//! Artwork: a cover picture decoded once, in sRGB, upright.
//! Formats are told by content; what cannot be used is an error that says what the bytes look like.

mod decode;
mod filter;
mod fit;
mod resize;

pub use decode::{ArtworkError, Limits};
pub use filter::filtered;
pub use fit::{ObjectFit, object_fit};
pub use resize::{Raster, averaged, resized};

/// A decoded picture: 8-bit sRGB, upright, straight alpha.
#[derive(Clone, Debug)]
pub struct Artwork {
    width: u32,
    height: u32,
    data: Vec<u8>,
    alpha: bool,
    format: &'static str,
    warnings: Vec<String>,
}

impl Artwork {
    /// Decodes a picture from the bytes of its file.
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Artwork, ArtworkError> {
        decode::decode(bytes, limits)
    }

    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.height
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

//! Loops over all pixels of a picture: tones, dots, sizes, and the rows of a PNG. A crate of its own, so that they are optimised where the
//! rest is not: tests and programs of a debug build would spend four fifths of a card in them.

mod color;
mod filter;
mod halftone;
mod resize;
mod rows;

pub use color::{Color, Duotone, Veil};
pub use filter::{PictureFilter, STRIPE, apply, nearest_byte, painted, thresholds, veil_at};
pub use halftone::{Halftone, print};
pub use resize::{Raster, Source, Weights, resampled, resampled_bytes};
pub use rows::{Packing, Rows};

//! What several tests need.
#![allow(dead_code, reason = "each test takes what it needs")]

pub mod covers;
pub mod inspect;
pub mod records;

use extra_credit::artwork::{Artwork, Limits};

/// A picture from a function of its pixels, by way of a PNG as every picture comes in.
pub fn picture(width: u32, height: u32, paint: impl Fn(u32, u32) -> [u8; 4]) -> Artwork {
    let image = image::RgbaImage::from_fn(width, height, |x, y| image::Rgba(paint(x, y)));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
    Artwork::decode(&bytes.into_inner(), &Limits::default()).expect("a picture")
}

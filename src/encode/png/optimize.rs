//! Smaller PNG files: filters and deflate settings tried by oxipng, with the same pixels and texts afterwards.
//! Takes a hundred times as long as encoding, so it is only done when asked for.

use super::super::EncodeError;

/// oxipng's level: 2 is its own default, half a second for a card; higher levels gain one or two percent.
const LEVEL: u8 = 2;

/// A PNG file with the same pixels and texts in fewer bytes, or the same bytes if there is nothing to gain.
///
/// # Errors
/// If the bytes are no PNG file.
pub fn optimize(png: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let options = oxipng::Options::from_preset(LEVEL);
    oxipng::optimize_from_memory(png, &options).map_err(|error| EncodeError::Optimize(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Metadata;
    use crate::encode::png::encode;
    use crate::raster::Pixels;

    #[test]
    fn the_file_is_smaller_with_the_same_pixels_and_texts() {
        let data: Vec<u8> = (0..90_000_u32).flat_map(|n| [(n / 300) as u8, (n % 300 / 2) as u8, 40, 255]).collect();
        let page = Pixels { width: 300, height: 300, top: 0, data, opaque: true };
        let metadata = Metadata { title: "Tide".into(), ..Metadata::default() };
        let plain = encode(&page, &metadata).expect("a file");
        let small = optimize(&plain).expect("a file");
        assert!(small.len() < plain.len(), "{} of {}", small.len(), plain.len());
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("a picture").into_rgb8();
        assert_eq!(pixels(&small), pixels(&plain));
        assert!(small.windows(4).any(|bytes| bytes == b"Tide"));
        assert_eq!(small, optimize(&plain).expect("a file"));
    }

    #[test]
    fn what_is_no_png_is_an_error() {
        assert!(optimize(b"no picture").expect_err("an error").to_string().starts_with("cannot optimize png: "));
    }
}

//! WebP files: lossless, some 15 % smaller than PNG, with the metadata as XMP.
//! The lossy kind is left out: no encoder of it that is kept up is without C, and JPEG is read in more places.

use image_webp::{ColorType, WebPEncoder};

use super::metadata::Metadata;
use super::xmp::packet;
use super::{EncodeError, OutputFormat};
use crate::raster::Pixels;
use extra_credit_pixels::Packing;

/// Pixels a side of the largest picture (RFC 9649, 3.4).
const LARGEST: u32 = 16_384;

/// Encodes a page, whose metadata is plain. The same pixels and metadata give the same bytes.
pub(super) fn encode(page: &Pixels, metadata: &Metadata) -> Result<Vec<u8>, EncodeError> {
    let Pixels { width, height, .. } = *page;
    if width.max(height) > LARGEST {
        return Err(EncodeError::Side { format: OutputFormat::WebP, width, height, limit: LARGEST });
    }
    let count = width as usize * height as usize;
    if page.data.len() != count * 4 {
        return Err(EncodeError::PixelCount { expected: count, bytes: page.data.len() });
    }
    let (packing, color) =
        if page.opaque { (Packing::Opaque, ColorType::Rgb8) } else { (Packing::Premultiplied, ColorType::Rgba8) };
    let mut samples = vec![0; count * packing.color().samples()];
    packing.pack(&page.data, &mut samples);
    let mut bytes = Vec::with_capacity(samples.len() / 8);
    let mut encoder = WebPEncoder::new(&mut bytes);
    encoder.set_xmp_metadata(packet(metadata).into_bytes());
    encoder.encode(&samples, width, height, color).map_err(|error| EncodeError::WebP(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(alpha: u8) -> Pixels {
        let data = (0..60_u8).flat_map(|n| [n, n * 2, n * 3, alpha]).collect();
        Pixels { width: 10, height: 6, top: 0, data, opaque: alpha == 255 }
    }

    #[test]
    fn every_pixel_comes_back_as_it_was() {
        let opaque = encode(&page(255), &Metadata::default()).expect("a file");
        assert_eq!(image::load_from_memory(&opaque).expect("a picture").into_rgba8().into_raw(), page(255).data);
        let read = image::load_from_memory(&encode(&page(255), &Metadata::default()).expect("a file"));
        assert!(!read.expect("a picture").color().has_alpha());
        let translucent = encode(&page(128), &Metadata::default()).expect("a file");
        // Ten of 128 is twenty of 255.
        assert_eq!(image::load_from_memory(&translucent).expect("a picture").into_rgba8()[(5, 0)].0, [10, 20, 30, 128]);
    }

    #[test]
    fn the_metadata_is_a_chunk_that_readers_find() {
        let metadata = Metadata { title: "Ebbe 潮".into(), ..Metadata::default() };
        let bytes = encode(&page(255), &metadata).expect("a file");
        let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(&bytes)).expect("a picture");
        let packet = decoder.xmp_metadata().expect("a chunk").expect("XMP");
        assert!(String::from_utf8(packet).expect("text").contains("Ebbe 潮"));
        assert_eq!(bytes, encode(&page(255), &metadata).expect("a file"));
    }

    #[test]
    fn a_page_that_is_too_large_or_has_too_few_pixels_is_an_error() {
        let wide = Pixels { width: 17_000, height: 1, top: 0, data: vec![255; 68_000], opaque: true };
        let error = encode(&wide, &Metadata::default()).expect_err("too wide");
        assert_eq!(error.to_string(), "page is 17000x1 px, a webp has at most 16384 px a side");
        let broken = Pixels { data: vec![0; 7], ..page(255) };
        assert!(encode(&broken, &Metadata::default()).is_err());
    }
}

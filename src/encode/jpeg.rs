//! JPEG files: sRGB without a profile, which is what readers take for granted, with the metadata as XMP.
//! Progressive with its own Huffman tables, which takes 7 % off cards (and added 1 % to one of 32), and with as many pixels of colour as of lightness, because coloured type is thin.

use jpeg_encoder::{ColorType, Encoder, PixelDensity, PixelDensityUnit, SamplingFactor};

use super::metadata::Metadata;
use super::xmp::packet_within;
use super::{EncodeError, OutputFormat, Quality};
use crate::raster::Pixels;

/// What the segment of an XMP packet begins with (XMP specification, part 3, 1.1.3).
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// Bytes that a segment holds beside its length (JPEG, ITU-T T.81, B.1.1.4).
const SEGMENT: usize = 65_533;
/// Pixels a side of the largest picture (JPEG, ITU-T T.81, B.2.2).
const LARGEST: u32 = 65_535;

/// Encodes an opaque page, whose metadata is plain; `dpi` is said of pages for print. The same pixels, settings and metadata give the same bytes.
pub(super) fn encode(
    page: &Pixels,
    quality: Quality,
    subsampled: bool,
    metadata: &Metadata,
    dpi: Option<u16>,
) -> Result<Vec<u8>, EncodeError> {
    let (width, height) = (page.width, page.height);
    let side = || EncodeError::Side { format: OutputFormat::Jpeg, width, height, limit: LARGEST };
    let (Ok(wide), Ok(high)) = (u16::try_from(width), u16::try_from(height)) else { return Err(side()) };
    let mut bytes = Vec::with_capacity(page.data.len() / 16);
    let mut encoder = Encoder::new(&mut bytes, quality.get());
    encoder.set_sampling_factor(if subsampled { SamplingFactor::R_4_2_0 } else { SamplingFactor::R_4_4_4 });
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    if let Some(dpi) = dpi {
        encoder.set_density(PixelDensity { density: (dpi, dpi), unit: PixelDensityUnit::Inches });
    }
    let mut segment = XMP.to_vec();
    segment.extend_from_slice(packet_within(metadata, SEGMENT - XMP.len()).as_bytes());
    let failed = |error: jpeg_encoder::EncodingError| EncodeError::Jpeg(error.to_string());
    encoder.add_app_segment(1, segment).map_err(failed)?;
    encoder.encode(&page.data, wide, high, ColorType::Rgba).map_err(failed)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with a slope of two colours and a thin red line.
    fn page() -> Pixels {
        let pixel = |n: u32| match (n % 64, n / 64) {
            (31, _) => [220, 20, 40, 255],
            (x, y) => [(x * 3) as u8, (y * 4) as u8, 90, 255],
        };
        Pixels { width: 64, height: 48, top: 0, data: (0..64 * 48).flat_map(pixel).collect(), opaque: true }
    }

    fn worst(bytes: &[u8], page: &Pixels) -> u8 {
        let read = image::load_from_memory(bytes).expect("a picture").into_rgb8();
        assert_eq!(read.dimensions(), (page.width, page.height));
        let expected = page.data.chunks_exact(4).flat_map(|pixel| &pixel[..3]);
        read.as_raw().iter().zip(expected).map(|(one, other)| one.abs_diff(*other)).max().unwrap_or_default()
    }

    #[test]
    fn colours_come_back_nearer_the_higher_the_quality_is() {
        let quality = |quality: u8| Quality::try_from(quality).expect("a quality");
        let bytes =
            |q: u8, subsampled| encode(&page(), quality(q), subsampled, &Metadata::default(), None).expect("a file");
        let [best, usual, low] = [100, 90, 40].map(|q| bytes(q, false));
        assert!(best.len() > usual.len() && usual.len() > low.len());
        assert!(worst(&best, &page()) <= 3, "{}", worst(&best, &page()));
        assert!(worst(&usual, &page()) <= 24, "{}", worst(&usual, &page()));
        // A red line of one pixel loses its colour to subsampling at any quality.
        assert!(worst(&bytes(90, true), &page()) > 2 * worst(&usual, &page()));
        assert_eq!(usual, bytes(90, false));
    }

    #[test]
    fn the_metadata_is_a_segment_that_readers_find() {
        let metadata =
            Metadata { title: "Ebbe 潮".into(), description: "Piano: 木".repeat(30_000), ..Metadata::default() };
        let bytes = encode(&page(), Quality::default(), false, &metadata, None).expect("a file");
        let at = bytes.windows(XMP.len()).position(|part| part == XMP).expect("the segment");
        let length = usize::from(u16::from_be_bytes([bytes[at - 2], bytes[at - 1]]));
        assert_eq!(bytes[at - 4..at - 2], [0xff, 0xe1]);
        let packet = std::str::from_utf8(&bytes[at + XMP.len()..at - 2 + length]).expect("text");
        assert!(packet.ends_with("<?xpacket end=\"r\"?>") && packet.contains("Ebbe 潮"));
        assert!(worst(&bytes, &page()) <= 24);
    }

    #[test]
    fn a_side_that_is_too_long_is_named() {
        let page = Pixels { width: 70_000, height: 1, top: 0, data: vec![255; 280_000], opaque: true };
        let error = encode(&page, Quality::default(), false, &Metadata::default(), None).expect_err("too wide");
        assert_eq!(error.to_string(), "page is 70000x1 px, a jpg has at most 65535 px a side");
    }
}

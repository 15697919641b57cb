//! PNG files with a palette: the page's own colours if there are no more than 256, else 256 that come near to it.
//! The second kind is made only when asked for, or when a file must hold a limit; slopes of colour are dithered in it.

use std::collections::BTreeSet;

use png::{BitDepth, ColorType, Encoder, Filter, SrgbRenderingIntent};
use quantette::deps::palette::{Srgb, cast};
use quantette::{ImageRef, Pipeline};

use super::{HEAD, dims, encode, texts};
use crate::encode::{EncodeError, Metadata};
use crate::raster::Pixels;
use extra_credit_pixels::Packing;

/// Colours that a palette holds (PNG, third edition, 11.2.2).
const COLOURS: usize = 256;

/// A picture of numbers of colours.
struct Indexed {
    colours: Vec<[u8; 3]>,
    /// A byte a pixel.
    pixels: Vec<u8>,
}

/// Encodes an opaque page with a palette; one with transparency as it is. The same pixels and metadata give the same bytes.
pub(in crate::encode) fn indexed(page: &Pixels, metadata: &Metadata, dpi: Option<u16>) -> Result<Vec<u8>, EncodeError> {
    let (width, height) = (page.width, page.height);
    let count = width as usize * height as usize;
    if !page.opaque || page.data.len() != count * 4 {
        return encode(page, metadata);
    }
    let mut rgb = vec![0; count * 3];
    Packing::Opaque.pack(&page.data, &mut rgb);
    let picture = match own(rgb.as_chunks().0) {
        Some(picture) => picture,
        None => near(&rgb, width, height)?,
    };
    let depth = match picture.colours.len() {
        ..=2 => BitDepth::One,
        3..=4 => BitDepth::Two,
        5..=16 => BitDepth::Four,
        _ => BitDepth::Eight,
    };
    let mut bytes = Vec::with_capacity(count / 4 + HEAD);
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(depth);
    encoder.set_palette(picture.colours.concat());
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    // Numbers of colours that are next to each other are no more alike than others.
    encoder.set_filter(Filter::NoFilter);
    encoder.set_pixel_dims(dpi.map(dims));
    for (keyword, text) in texts(metadata) {
        encoder.add_itxt_chunk(keyword.to_owned(), text)?;
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&packed(&picture.pixels, width, depth as usize))?;
    writer.finish()?;
    Ok(bytes)
}

/// The picture with its own colours; none if there are too many.
fn own(rgb: &[[u8; 3]]) -> Option<Indexed> {
    let mut known = BTreeSet::new();
    let mut last = None;
    for colour in rgb {
        if last != Some(colour) {
            known.insert(*colour);
            if known.len() > COLOURS {
                return None;
            }
            last = Some(colour);
        }
    }
    let colours: Vec<[u8; 3]> = known.into_iter().collect();
    let number = |colour| colours.binary_search(colour).map_or(0, |place| place as u8);
    Some(Indexed { pixels: rgb.iter().map(number).collect(), colours })
}

/// The picture with colours that come near to its own.
fn near(rgb: &[u8], width: u32, height: u32) -> Result<Indexed, EncodeError> {
    let colours: &[Srgb<u8>] = cast::from_component_slice(rgb);
    let picture = ImageRef::new(width, height, colours).map_err(|error| EncodeError::Palette(error.to_string()))?;
    let (palette, pixels) = Pipeline::new().input_image(picture).output_srgb8_indexed_image().into_parts();
    Ok(Indexed { colours: palette.into_iter().map(|c| [c.red, c.green, c.blue]).collect(), pixels })
}

/// Rows of numbers with so many bits each, the first in the highest ones (PNG, third edition, 7.2).
fn packed(pixels: &[u8], width: u32, bits: usize) -> Vec<u8> {
    let a_byte = 8 / bits.max(1);
    let pack = |part: &[u8]| part.iter().enumerate().fold(0, |byte, (at, pixel)| byte | pixel << (8 - bits * (at + 1)));
    pixels.chunks(width.max(1) as usize).flat_map(|row| row.chunks(a_byte).map(pack)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Pixels {
        let pixel = |n: u32| {
            let [r, g, b] = colour(n % width, n / width);
            [r, g, b, 255]
        };
        Pixels { width, height, top: 0, data: (0..width * height).flat_map(pixel).collect(), opaque: true }
    }

    fn read(bytes: &[u8]) -> (image::ColorType, Vec<u8>) {
        use image::ImageDecoder;
        let decoder = image::codecs::png::PngDecoder::new(std::io::Cursor::new(bytes)).expect("a picture");
        let original = decoder.color_type();
        (original, image::load_from_memory(bytes).expect("a picture").into_rgba8().into_raw())
    }

    #[test]
    fn a_page_of_few_colours_comes_back_as_it_was_at_every_depth() {
        for colours in [1, 2, 3, 4, 5, 16, 17, 256] {
            // An odd width leaves bits at the end of a row.
            let page = page(37, 29, |x, y| [((x + y * 37) % colours) as u8, 7, 200]);
            let bytes = indexed(&page, &Metadata::default(), None).expect("a file");
            assert_eq!(read(&bytes).1, page.data, "{colours}");
            let plain = encode(&page, &Metadata::default()).expect("a file");
            // A palette of 256 colours is most of a file as small as this.
            assert!(bytes.len() < plain.len() || colours == 256, "{colours}");
        }
    }

    #[test]
    fn a_page_of_many_colours_comes_back_nearly_and_in_fewer_bytes() {
        let page = page(200, 160, |x, y| match (x, y) {
            (..60, ..80) => [16, 24, 32],
            _ => [x as u8, y as u8, (x / 2 + y / 3) as u8],
        });
        let bytes = indexed(&page, &Metadata { title: "Tide".into(), ..Metadata::default() }, None).expect("a file");
        assert!(bytes.windows(4).any(|part| part == b"Tide"));
        assert_eq!(
            bytes,
            indexed(&page, &Metadata { title: "Tide".into(), ..Metadata::default() }, None).expect("a file")
        );
        let (_, back) = read(&bytes);
        let sum: u64 = back.iter().zip(&page.data).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
        let mean = sum as f64 / back.len() as f64;
        assert!(mean < 6.0, "{mean}");
        // Ground that is flat stays so, and its colour.
        let flat = |x: u32, y: u32| &back[((y * 200 + x) * 4) as usize..][..3];
        assert!((0..50).all(|x| flat(x, 40).iter().zip([16, 24, 32]).all(|(one, other)| one.abs_diff(other) <= 2)));
    }

    #[test]
    fn a_page_with_transparency_keeps_it() {
        let data: Vec<u8> = (0..40_u8).flat_map(|n| [n, 0, 0, 128]).collect();
        let page = Pixels { width: 10, height: 4, top: 0, data, opaque: false };
        assert_eq!(read(&indexed(&page, &Metadata::default(), None).expect("a file")).0, image::ColorType::Rgba8);
    }
}

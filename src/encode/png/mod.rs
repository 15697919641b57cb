//! PNG files: opaque pages as 8-bit RGB, anything else as straight RGBA, tagged sRGB, with the texts of the metadata.
//! One of two filters for each row and the fastest deflate there is: a finished square takes about 2 ms.

mod indexed;
#[cfg(feature = "optimize")]
mod optimize;

use extra_credit_pixels::{Packing, Rows};
pub(super) use indexed::indexed;
#[cfg(feature = "optimize")]
pub use optimize::optimize;

use fdeflate::{Compressor, StoredOnlyCompressor};
use png::{BitDepth, DeflateCompression, Encoder, PixelDimensions, SrgbRenderingIntent, Unit, chunk};

use super::xmp::packet;
use super::{Clock, EncodeError, Metadata, TOOL};
use crate::raster::{Pixels, Rasterizer};
use crate::scene::Scene;

/// The last chunk of a file, which has no data (PNG, third edition, 11.2.4).
const END: [u8; 12] = [0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82];
/// Bytes that a chunk can have: its length has 31 bits (PNG, third edition, 5.3).
const LONGEST: usize = i32::MAX as usize;
/// Bytes set aside for what is no picture data; texts may take more.
const HEAD: usize = 4096;

/// Paints a scene and encodes it as PNG, band by band. The same scene, scale and metadata give the same bytes.
pub(super) fn paint(
    scene: &Scene,
    scale: f32,
    metadata: &Metadata,
    dpi: Option<u16>,
    rasterizer: &mut Rasterizer<'_>,
    clock: &mut impl Clock,
) -> Result<Vec<u8>, EncodeError> {
    let mut bands = clock.painting(|| rasterizer.bands(scene, scale))?;
    let packing = if bands.is_opaque() { Packing::Opaque } else { Packing::Premultiplied };
    let head = Head { width: bands.width(), height: bands.height(), packing, metadata, dpi };
    let mut file = Writer::new(head)?;
    while clock.painting(|| bands.paint()) {
        clock.encoding(|| file.add(&bands.band().data))?;
    }
    drop(bands);
    match clock.encoding(|| file.finish())? {
        Some(bytes) => Ok(bytes),
        None => {
            let page = clock.painting(|| rasterizer.render(scene, scale))?;
            clock.encoding(|| stored(head, &page.data))
        }
    }
}

/// Encodes a page as PNG. The same pixels and metadata give the same bytes, those of [`paint`].
pub fn encode(pixels: &Pixels, metadata: &Metadata) -> Result<Vec<u8>, EncodeError> {
    let packing = if pixels.opaque { Packing::Opaque } else { Packing::Premultiplied };
    write(Head { width: pixels.width, height: pixels.height, packing, metadata, dpi: None }, &pixels.data)
}

/// Encodes straight RGBA, as RGB if every pixel is opaque; for pictures inside an SVG.
pub(crate) fn encode_straight(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let opaque = rgba.iter().skip(3).step_by(4).all(|alpha| *alpha == 255);
    let packing = if opaque { Packing::Opaque } else { Packing::Straight };
    write(Head { width, height, packing, metadata: &Metadata::default(), dpi: None }, rgba)
}

/// What stands before the picture of a file.
#[derive(Clone, Copy)]
struct Head<'m> {
    width: u32,
    height: u32,
    packing: Packing,
    metadata: &'m Metadata,
    /// Pixels an inch, of pages for print.
    dpi: Option<u16>,
}

/// A picture of four bytes a pixel as a file.
fn write(head: Head<'_>, data: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let count = head.width as usize * head.height as usize;
    if data.len() != count * 4 {
        return Err(EncodeError::PixelCount { expected: count, bytes: data.len() });
    }
    let mut file = Writer::new(head)?;
    file.add(data)?;
    file.finish()?.map_or_else(|| stored(head, data), Ok)
}

/// A file whose rows are deflated as they come, into the file itself: neither filtered rows nor the deflated picture are
/// written to memory and copied.
struct Writer {
    rows: Rows,
    /// Bytes a row of the page.
    stride: usize,
    /// Bytes of the filtered picture.
    samples: usize,
    /// Where the chunk of the picture begins.
    chunk: usize,
    deflate: Compressor<Vec<u8>>,
}

impl Writer {
    fn new(head: Head<'_>) -> Result<Writer, EncodeError> {
        let Head { width, height, packing, .. } = head;
        let samples = (1 + width as usize * packing.color().samples()) * height as usize;
        let mut file = Vec::with_capacity(samples / 3 + HEAD);
        drop(encoder(&mut file, head)?.write_header()?);
        // Left without a picture, it has an end.
        let chunk = file.strip_suffix(&END).map_or(file.len(), <[u8]>::len);
        file.truncate(chunk);
        file.extend_from_slice(&[0; 4]);
        file.extend_from_slice(&chunk::IDAT.0);
        let deflate = Compressor::new(file).map_err(png::EncodingError::from)?;
        let rows = Rows::new(packing, width as usize);
        Ok(Writer { rows, stride: (width as usize * 4).max(1), samples, chunk, deflate })
    }

    /// The next rows, in four bytes a pixel.
    fn add(&mut self, data: &[u8]) -> Result<(), EncodeError> {
        for row in data.chunks_exact(self.stride) {
            self.deflate.write_data(self.rows.next(row)).map_err(png::EncodingError::from)?;
        }
        Ok(())
    }

    /// The file; none if it takes fewer bytes [`stored`] because its pixels are nearly random.
    fn finish(self) -> Result<Option<Vec<u8>>, EncodeError> {
        let mut file = self.deflate.finish().map_err(png::EncodingError::from)?;
        let Some((length, rest)) = file.get_mut(self.chunk..).and_then(<[u8]>::split_first_chunk_mut::<4>) else {
            return Ok(None);
        };
        // The sum is of the type too, the length is not.
        let deflated = rest.len().saturating_sub(chunk::IDAT.0.len());
        if deflated > StoredOnlyCompressor::<()>::compressed_size(self.samples).min(LONGEST) {
            return Ok(None);
        }
        *length = (deflated as u32).to_be_bytes();
        let sum = crc32fast::hash(rest);
        file.extend_from_slice(&sum.to_be_bytes());
        file.extend_from_slice(&END);
        Ok(Some(file))
    }
}

/// A picture of four bytes a pixel as a file that is not deflated.
fn stored(head: Head<'_>, data: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let mut packed = vec![0; head.width as usize * head.height as usize * head.packing.color().samples()];
    head.packing.pack(data, &mut packed);
    let mut bytes = Vec::with_capacity(packed.len() + HEAD);
    let mut encoder = encoder(&mut bytes, head)?;
    encoder.set_deflate_compression(DeflateCompression::NoCompression);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&packed)?;
    writer.finish()?;
    Ok(bytes)
}

/// The head of a file.
fn encoder<'b>(bytes: &'b mut Vec<u8>, head: Head<'_>) -> Result<Encoder<'static, &'b mut Vec<u8>>, EncodeError> {
    let mut encoder = Encoder::new(bytes, head.width, head.height);
    encoder.set_color(head.packing.color());
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    encoder.set_pixel_dims(head.dpi.map(dims));
    for (keyword, text) in texts(head.metadata) {
        encoder.add_itxt_chunk(keyword.to_owned(), text)?;
    }
    Ok(encoder)
}

/// Pixels an inch as pixels a metre.
fn dims(dpi: u16) -> PixelDimensions {
    let metre = (f64::from(dpi) / 0.0254).round() as u32;
    PixelDimensions { xppu: metre, yppu: metre, unit: Unit::Meter }
}

/// The credit file that a PNG carries; none if it carries none or is no PNG.
pub fn credit_file(bytes: &[u8]) -> Option<String> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_ignore_text_chunk(false);
    let reader = decoder.read_info().ok()?;
    let texts = &reader.info().utf8_text;
    texts.iter().find(|text| text.keyword == CREDIT_FILE)?.get_text().ok()
}

/// The keyword of the chunk that has the credit file.
pub const CREDIT_FILE: &str = "Credit file";
/// The keyword of the chunk that has an XMP packet (XMP specification, part 3, 1.1.5).
const XMP: &str = "XML:com.adobe.xmp";

/// The texts of a file by their keywords (PNG, third edition, 11.3.3.2); those of pictures inside a file have none.
fn texts(metadata: &Metadata) -> Vec<(&'static str, String)> {
    if *metadata == Metadata::default() {
        return Vec::new();
    }
    let metadata = metadata.plain();
    let xmp = packet(&metadata);
    let Metadata { title, author, description, rights, credit_file, .. } = metadata;
    let all = [
        ("Title", title),
        ("Author", author),
        ("Description", description),
        ("Copyright", rights),
        ("Software", TOOL.to_owned()),
        (XMP, xmp),
        (CREDIT_FILE, credit_file),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use png::ColorType;

    use super::*;

    fn page(opaque: bool) -> Pixels {
        let alpha = if opaque { 255 } else { 128 };
        let data = (0..20u8).flat_map(|n| [n, n * 2, n * 3, alpha]).collect();
        Pixels { width: 5, height: 4, top: 0, data, opaque }
    }

    fn decode(bytes: &[u8]) -> (png::Info<'static>, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("info");
        let mut data = vec![0; reader.output_buffer_size().expect("size")];
        reader.next_frame(&mut data).expect("frame");
        (reader.info().clone(), data)
    }

    #[test]
    fn opaque_pages_are_rgb_tagged_srgb_with_the_same_pixels() {
        let page = page(true);
        let (info, data) = decode(&encode(&page, &Metadata::default()).expect("png"));
        assert_eq!((info.width, info.height, info.color_type), (5, 4, ColorType::Rgb));
        assert_eq!(info.srgb, Some(SrgbRenderingIntent::Perceptual));
        let colors: Vec<u8> = page.data.chunks(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
        assert_eq!(data, colors);
        assert!(info.utf8_text.is_empty());
    }

    #[test]
    fn noise_is_stored_and_takes_few_bytes_more_than_its_pixels() {
        // Xorshift: no filter finds anything in it.
        let mut state = 1_u32;
        let mut byte = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state >> 24) as u8
        };
        let data: Vec<u8> = (0..90_000).flat_map(|_| [byte(), byte(), byte(), 255]).collect();
        let page = Pixels { width: 300, height: 300, top: 0, data, opaque: true };
        let file = encode(&page, &Metadata::default()).expect("png");
        assert!(file.len() < 300 * 300 * 3 + 1000, "{} bytes", file.len());
        let colors: Vec<u8> = page.data.chunks(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
        assert_eq!(decode(&file).1, colors);
    }

    #[test]
    fn translucent_pages_are_rgba_with_straight_colours() {
        let (info, data) = decode(&encode(&page(false), &Metadata::default()).expect("png"));
        assert_eq!(info.color_type, ColorType::Rgba);
        assert_eq!(data[4..8], [2, 4, 6, 128]);
    }

    #[test]
    fn metadata_is_kept_in_any_script_and_without_nulls() {
        let metadata = Metadata {
            title: "Ebbe \u{2013} \u{6f6e}".into(),
            author: "Hana\0 \u{6728}\u{6751}".into(),
            rights: "\u{a9} 2026".into(),
            credit_file: "title: \"Ebbe\"\n".into(),
            ..Metadata::default()
        };
        let (info, _) = decode(&encode(&page(true), &metadata).expect("png"));
        let texts: Vec<(String, String)> =
            info.utf8_text.iter().map(|t| (t.keyword.clone(), t.get_text().expect("text"))).collect();
        let expected = [
            ("Title", "Ebbe \u{2013} \u{6f6e}"),
            ("Author", "Hana \u{6728}\u{6751}"),
            ("Copyright", "\u{a9} 2026"),
            ("Software", TOOL),
            (XMP, &packet(&metadata.plain())),
            (CREDIT_FILE, "title: \"Ebbe\"\n"),
        ];
        assert_eq!(texts, expected.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }

    #[test]
    fn encoding_twice_gives_the_same_bytes() {
        let metadata = Metadata { title: "Tide".into(), ..Metadata::default() };
        assert_eq!(encode(&page(true), &metadata).expect("png"), encode(&page(true), &metadata).expect("png"));
    }

    #[test]
    fn missing_pixels_are_an_error_and_not_a_panic() {
        let broken = Pixels { data: vec![0; 7], ..page(true) };
        let error = encode(&broken, &Metadata::default()).expect_err("error");
        assert_eq!(error.to_string(), "page of 20 pixels has 7 bytes instead of 80");
    }
}

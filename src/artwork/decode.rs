//! Decoding: JPEG, PNG, WebP and GIF bytes into upright sRGB pixels, within limits.
//! Sizes are checked in the header, before anything is allocated.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{ColorType, DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use crate::artwork::Artwork;
use crate::artwork::buffer::Buffer;

/// How large a picture may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file. Default 64 MiB.
    pub max_bytes: usize,
    /// Pixels. Default 100 million.
    pub max_pixels: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 64 << 20, max_pixels: 100_000_000 }
    }
}

/// Why a picture cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArtworkError {
    /// Nothing in the file.
    #[error("the file is empty")]
    Empty,
    /// Not one of the formats.
    #[error("this is {0}, not a JPEG, PNG, WebP or GIF picture")]
    UnknownFormat(String),
    /// The file is too large.
    #[error("a picture has at most {limit} bytes, this has {bytes}")]
    TooManyBytes {
        /// Bytes of the file.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The picture is too large.
    #[error("a picture has at most {limit} pixels, this has {width} x {height} = {}", u64::from(*.width) * u64::from(*.height))]
    TooManyPixels {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The limit.
        limit: u64,
    },
    /// The file ends too early.
    #[error("the {0} picture is cut off: its end is missing")]
    Truncated(&'static str),
    /// An SVG logo is damaged, or uses what a logo cannot.
    #[error("the SVG cannot be used: {0}")]
    Drawing(String),
    /// The file is damaged.
    #[error("the {format} picture is damaged: {reason}")]
    Corrupt {
        /// Format of the file.
        format: &'static str,
        /// The decoder's reason.
        reason: String,
    },
}

/// First bytes of files that people take for pictures.
const LOOKS_LIKE: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF"),
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"8BPS", "a Photoshop document"),
    (b"BM", "a BMP"),
    (b"<svg", "an SVG"),
    (b"<?xml", "an XML document, perhaps an SVG"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"version https://git-lfs", "a Git LFS pointer"),
    (b"\0\0\x01\0", "an icon"),
];

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Artwork, ArtworkError> {
    let (format, name) = format_of(bytes, limits)?;
    // A decoder that panics on damaged bytes must not take the other cards with it.
    catch_unwind(AssertUnwindSafe(|| decode_as(bytes, format, name, limits)))
        .unwrap_or_else(|_| Err(ArtworkError::Corrupt { format: name, reason: "the decoder gave up".into() }))
}

/// Width and height of an upright picture, from its header.
pub(super) fn measure(bytes: &[u8], limits: &Limits) -> Result<(u32, u32), ArtworkError> {
    let (format, name) = format_of(bytes, limits)?;
    let measured = catch_unwind(AssertUnwindSafe(|| {
        let mut decoder = open(bytes, format, name, limits)?;
        let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
        let (width, height) = decoder.dimensions();
        let turned = matches!(orientation.to_exif(), 5..=8);
        Ok(if turned { (height, width) } else { (width, height) })
    }));
    measured.unwrap_or_else(|_| Err(ArtworkError::Corrupt { format: name, reason: "the decoder gave up".into() }))
}

fn format_of(bytes: &[u8], limits: &Limits) -> Result<(ImageFormat, &'static str), ArtworkError> {
    if bytes.is_empty() {
        return Err(ArtworkError::Empty);
    }
    if bytes.len() > limits.max_bytes {
        return Err(ArtworkError::TooManyBytes { bytes: bytes.len(), limit: limits.max_bytes });
    }
    let (format, name) = match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => (ImageFormat::Jpeg, "JPEG"),
        Ok(ImageFormat::Png) => (ImageFormat::Png, "PNG"),
        Ok(ImageFormat::WebP) => (ImageFormat::WebP, "WebP"),
        Ok(ImageFormat::Gif) => (ImageFormat::Gif, "GIF"),
        _ => return Err(ArtworkError::UnknownFormat(looks_like(bytes).to_owned())),
    };
    if format == ImageFormat::Jpeg && !jpeg_has_end(bytes) {
        return Err(ArtworkError::Truncated(name));
    }
    Ok((format, name))
}

fn looks_like(bytes: &[u8]) -> &'static str {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    // Marked-up text is written in either case; no other magic number is a different thing in lower case.
    let is = |from: &[u8], magic: &[u8]| from.get(..magic.len()).is_some_and(|head| head.eq_ignore_ascii_case(magic));
    if let Some((_, what)) = LOOKS_LIKE.iter().find(|(magic, _)| match magic.first() {
        Some(b'<') => is(start, magic),
        _ => bytes.starts_with(magic),
    }) {
        return what;
    }
    match bytes.get(4..12) {
        Some(b"ftypavif" | b"ftypavis") => "an AVIF",
        Some(brand) if brand.starts_with(b"ftyphei") || brand.starts_with(b"ftypmif") => "a HEIC",
        Some(brand) if brand.starts_with(b"ftyp") => "a video or HEIF file",
        _ if std::str::from_utf8(bytes.get(..bytes.len().min(256)).unwrap_or(bytes)).is_ok() => "text",
        _ => "something unknown",
    }
}

/// Whether an end-of-image marker follows the last start of scan. Entropy-coded data cannot contain one.
fn jpeg_has_end(bytes: &[u8]) -> bool {
    let marker =
        memchr::memrchr_iter(0xff, bytes).find_map(|at| bytes.get(at + 1).filter(|kind| matches!(kind, 0xd9 | 0xda)));
    marker != Some(&0xda)
}

/// Colours of a JPEG as its frame says (JPEG, ITU-T T.81, B.2.2): of four the decoder makes three, but the file has four.
pub(super) fn jpeg_colours(bytes: &[u8]) -> Option<u8> {
    let mut rest = bytes.get(2..)?;
    while let [0xff, kind, high, low, segment @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        match kind {
            // All frames but for the three markers between them that are none.
            0xc0..=0xcf if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => return segment.get(5).copied(),
            0xda => return None,
            _ => rest = rest.get(length.checked_add(2)?..)?,
        }
    }
    None
}

/// The decoder's error in our words.
fn failed(error: &image::ImageError, name: &'static str) -> ArtworkError {
    let reason = error.to_string();
    let lower = reason.to_lowercase();
    if ["eof", "end of file", "fill whole buffer", "unexpected end", "exhausted"]
        .iter()
        .any(|word| lower.contains(word))
    {
        ArtworkError::Truncated(name)
    } else {
        ArtworkError::Corrupt { format: name, reason: reason.replace('\n', " ") }
    }
}

/// A decoder that has read the header, of a picture within the limits.
fn open<'b>(
    bytes: &'b [u8],
    format: ImageFormat,
    name: &'static str,
    limits: &Limits,
) -> Result<impl ImageDecoder + 'b, ArtworkError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // The size of the picture has its own limit below; this one is for what else a file can make a decoder unpack, such
    // as a colour profile: eight bytes a pixel and as much as a file may have.
    let mut allocation = image::Limits::no_limits();
    allocation.max_alloc = Some(limits.max_pixels.saturating_mul(8).saturating_add(limits.max_bytes as u64));
    reader.limits(allocation);
    let decoder = reader.into_decoder().map_err(|error| failed(&error, name))?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(ArtworkError::Corrupt { format: name, reason: format!("its size is {width} x {height}") });
    }
    if u64::from(width) * u64::from(height) > limits.max_pixels {
        return Err(ArtworkError::TooManyPixels { width, height, limit: limits.max_pixels });
    }
    Ok(decoder)
}

fn decode_as(bytes: &[u8], format: ImageFormat, name: &'static str, limits: &Limits) -> Result<Artwork, ArtworkError> {
    let mut decoder = open(bytes, format, name, limits)?;
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let upright = orientation == image::metadata::Orientation::NoTransforms;
    let (size, mut data, alpha) = match usize::try_from(decoder.total_bytes()) {
        // What nearly every cover is.
        Ok(length) if decoder.color_type() == ColorType::Rgb8 && upright => {
            let size = decoder.dimensions();
            let mut data = Buffer::zeroed(length);
            decoder.read_image(&mut data).map_err(|error| failed(&error, name))?;
            (size, data, false)
        }
        _ => {
            let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| failed(&error, name))?;
            picture.apply_orientation(orientation);
            let size = (picture.width(), picture.height());
            let (data, alpha) = pixels(picture);
            (size, data.into(), alpha)
        }
    };
    let (width, height) = size;
    let mut warnings = Vec::new();
    if let Some(profile) = profile
        && let Err(warning) = to_srgb(&mut data, alpha, &profile)
    {
        warnings.push(warning);
    }
    if width.min(height) < 500 {
        warnings.push(format!(
            "the picture has {width} x {height} pixels and will look soft: 1400 x 1400 is usual for a cover"
        ));
    }
    Ok(Artwork { width, height, data, alpha, format: name, warnings, drawing: None, upright, file: None })
}

/// RGB, or RGBA if any pixel is not opaque, which the second value tells.
fn pixels(picture: DynamicImage) -> (Vec<u8>, bool) {
    if picture.color().has_alpha() {
        let with_alpha = picture.into_rgba8();
        if with_alpha.pixels().any(|pixel| pixel.0[3] != 255) {
            return (with_alpha.into_raw(), true);
        }
        return (DynamicImage::ImageRgba8(with_alpha).into_rgb8().into_raw(), false);
    }
    (picture.into_rgb8().into_raw(), false)
}

/// Converts pixels from an embedded profile to sRGB. Profiles of other colour models have been left behind by the
/// decoder's own conversion to RGB and do not apply any more.
fn to_srgb(data: &mut [u8], alpha: bool, profile: &[u8]) -> Result<(), String> {
    let source = ColorProfile::new_from_slice(profile)
        .map_err(|error| format!("the embedded colour profile cannot be read and is ignored: {error}"))?;
    if source.color_space != DataColorSpace::Rgb {
        return Ok(());
    }
    let target = ColorProfile::new_srgb();
    let layout = if alpha { Layout::Rgba } else { Layout::Rgb };
    let transform = source
        .create_transform_8bit(layout, &target, layout, TransformOptions::default())
        .map_err(|error| format!("the embedded colour profile cannot be used and is ignored: {error}"))?;
    let channels = if alpha { 4 } else { 3 };
    let mut row = vec![0; 4096 * channels];
    for chunk in data.chunks_mut(4096 * channels) {
        let Some(out) = row.get_mut(..chunk.len()) else { continue };
        transform
            .transform(chunk, out)
            .map_err(|error| format!("the embedded colour profile cannot be used and is ignored: {error}"))?;
        chunk.copy_from_slice(out);
    }
    Ok(())
}

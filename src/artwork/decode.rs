//! Decoding: JPEG, PNG, WebP and GIF bytes into upright sRGB pixels, within limits.
//! Sizes are checked in the header, before anything is allocated.

use crate::limits::{DECODING_BYTES as MOST_MEMORY, PICTURE_BYTES, PICTURE_PIXELS, PROFILE_BYTES};
use std::io::Cursor;

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;

use crate::artwork::Artwork;
use crate::artwork::budget::Budget;
use crate::artwork::buffer::Buffer;
use crate::artwork::jpeg::{self, Flaw, Walked};
use crate::caught::caught;

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
        Self { max_bytes: PICTURE_BYTES, max_pixels: PICTURE_PIXELS }
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
    /// Decoding it would take more memory than any picture may.
    #[error("decoding {width} x {height} pixels of this kind takes {} MiB of memory, at most {} MiB are used", need >> 20, limit >> 20)]
    TooMuchMemory {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Bytes of memory.
        need: u64,
        /// The limit.
        limit: u64,
    },
    /// The system does not give the memory that decoding takes.
    #[error("decoding {width} x {height} pixels takes {} MiB of memory, which the system does not give", need >> 20)]
    NoMemory {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Bytes of memory.
        need: u64,
    },
    /// A JPEG of a kind that is not read: what it has or is.
    #[error("the JPEG {0}, which is not read: save it again as an ordinary JPEG")]
    Kind(&'static str),
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

impl From<Flaw> for ArtworkError {
    fn from(flaw: Flaw) -> Self {
        match flaw {
            Flaw::Ends => ArtworkError::Truncated("JPEG"),
            Flaw::Kind(what) => ArtworkError::Kind(what),
            Flaw::Damaged(reason) => ArtworkError::Corrupt { format: "JPEG", reason },
        }
    }
}

/// Memory that all pictures that are being decoded take.
static DECODING: Budget = Budget::new(MOST_MEMORY);

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
    caught(|| decode_as(bytes, format, name, limits))
        .unwrap_or_else(|| Err(ArtworkError::Corrupt { format: name, reason: "the decoder gave up".into() }))
}

/// Width and height of an upright picture, from its header.
pub(super) fn measure(bytes: &[u8], limits: &Limits) -> Result<(u32, u32), ArtworkError> {
    let (format, name) = format_of(bytes, limits)?;
    let measured = caught(|| {
        let mut decoder = open(bytes, format, name, limits)?;
        let orientation = orientation(&mut decoder);
        let (width, height) = decoder.dimensions();
        let turned = matches!(orientation.to_exif(), 5..=8);
        Ok(if turned { (height, width) } else { (width, height) })
    });
    measured.unwrap_or_else(|| Err(ArtworkError::Corrupt { format: name, reason: "the decoder gave up".into() }))
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
    if format == ImageFormat::Jpeg {
        jpeg::known(bytes)?;
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

/// The decoder's error in our words.
fn failed(reason: &str, name: &'static str) -> ArtworkError {
    let lower = reason.to_lowercase();
    if ["eof", "end of file", "fill whole buffer", "unexpected end", "exhausted", "not enough bytes"]
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
    // as a colour profile.
    let mut allocation = image::Limits::no_limits();
    allocation.max_alloc = Some(match format {
        ImageFormat::Png => beside_pixels(bytes, limits),
        // Frames, which are unpacked when there is memory for them.
        _ => limits.max_pixels.saturating_mul(8).saturating_add(limits.max_bytes as u64),
    });
    reader.limits(allocation);
    let decoder = reader.into_decoder().map_err(|error| match error {
        ImageError::Limits(_) => {
            let reason = "it holds more beside its pixels than is read".to_owned();
            ArtworkError::Corrupt { format: name, reason }
        }
        error => failed(&error.to_string(), name),
    })?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(ArtworkError::Corrupt { format: name, reason: format!("its size is {width} x {height}") });
    }
    if u64::from(width) * u64::from(height) > limits.max_pixels {
        return Err(ArtworkError::TooManyPixels { width, height, limit: limits.max_pixels });
    }
    Ok(decoder)
}

/// What the decoder of a PNG may take before there is memory for its pixels: a row of them, its chunks as they are copied, and its
/// colour profile, which is the only one that is unpacked.
fn beside_pixels(bytes: &[u8], limits: &Limits) -> u64 {
    let width = bytes.get(16..20).and_then(|width| width.try_into().ok()).map_or(0, u32::from_be_bytes);
    let row = u64::from(width).min(limits.max_pixels).saturating_mul(8);
    row.saturating_add(bytes.len() as u64 * 4).saturating_add(PROFILE_BYTES)
}

/// Whether a PNG has a colour profile, which its decoder passes over where it cannot unpack it.
fn has_profile(png: &[u8]) -> bool {
    let mut rest = png.get(8..).unwrap_or_default();
    while let Some([a, b, c, d, kind @ ..]) = rest.first_chunk::<8>() {
        match kind {
            b"iCCP" => return true,
            b"IDAT" => return false,
            _ => {
                // A length, a kind, the data and its sum.
                let after = (u32::from_be_bytes([*a, *b, *c, *d]) as usize).saturating_add(12);
                rest = rest.get(after..).unwrap_or_default();
            }
        }
    }
    false
}

fn decode_as(bytes: &[u8], format: ImageFormat, name: &'static str, limits: &Limits) -> Result<Artwork, ArtworkError> {
    let mut decoder = open(bytes, format, name, limits)?;
    let (width, height) = decoder.dimensions();
    let orientation = orientation(&mut decoder);
    let colours = if format == ImageFormat::Jpeg { jpeg::colours(bytes).unwrap_or(4) } else { 0 };
    let need = memory(&decoder, (format, colours), orientation);
    if need > MOST_MEMORY {
        return Err(ArtworkError::TooMuchMemory { width, height, need, limit: MOST_MEMORY });
    }
    // Held until the picture is decoded: several large ones at once wait for each other.
    let _share = DECODING.take(need);
    if !has_room(need) {
        return Err(ArtworkError::NoMemory { width, height, need });
    }
    let walked = if format == ImageFormat::Jpeg { Some(jpeg::walk(bytes)?) } else { None };
    let file = File { bytes, format, walked };
    let profile = decoder.icc_profile().ok().flatten();
    let upright = orientation == Orientation::NoTransforms;
    let (size, mut data, alpha) = match usize::try_from(decoder.total_bytes()) {
        // What nearly every cover is.
        Ok(length) if decoder.color_type() == ColorType::Rgb8 && upright => {
            let size = decoder.dimensions();
            let mut data = Buffer::zeroed(length);
            read(decoder, &file, &mut data).map_err(|error| error.of(name))?;
            (size, data, false)
        }
        _ => {
            let mut picture = picture(decoder, &file).map_err(|error| error.of(name))?;
            picture.apply_orientation(orientation);
            let size = (picture.width(), picture.height());
            let (data, alpha) = pixels(picture);
            (size, data.into(), alpha)
        }
    };
    let (width, height) = size;
    let mut warnings = Vec::new();
    if let Some(Walked { stray: stray @ 1.., .. }) = file.walked {
        warnings
            .push(format!("the JPEG has {stray} bytes that belong to nothing and may be damaged: look at the card"));
    }
    match profile {
        Some(profile) => warnings.extend(to_srgb(&mut data, alpha, &profile).err()),
        None if format == ImageFormat::Png && has_profile(bytes) => {
            let most = PROFILE_BYTES >> 20;
            warnings
                .push(format!("the embedded colour profile cannot be unpacked to at most {most} MiB and is ignored"));
        }
        None => {}
    }
    if width.min(height) < 500 {
        warnings.push(format!(
            "the picture has {width} x {height} pixels and will look soft: 1400 x 1400 is usual for a cover"
        ));
    }
    Ok(Artwork { width, height, data, alpha, format: name, warnings, drawing: None, upright, file: None })
}

/// Whether the system gives so many bytes of memory now. Decoders end the program where it does not.
fn has_room(bytes: u64) -> bool {
    usize::try_from(bytes).is_ok_and(|bytes| Vec::<u8>::new().try_reserve_exact(bytes).is_ok())
}

/// Memory that decoding takes, in bytes: what the decoder unpacks, and the copies that turn it upright and into RGB.
fn memory(decoder: &impl ImageDecoder, (format, colours): (ImageFormat, usize), orientation: Orientation) -> u64 {
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let unpacked = decoder.total_bytes();
    let inside = match format {
        // Coefficients of a progressive picture.
        ImageFormat::Jpeg => pixels.saturating_mul(2 * colours as u64),
        // Canvases that are laid under each other.
        ImageFormat::WebP | ImageFormat::Gif => pixels.saturating_mul(4),
        _ => 0,
    };
    let copies = if decoder.color_type() == ColorType::Rgb8 { 0 } else { pixels.saturating_mul(4) };
    let turned = if orientation == Orientation::NoTransforms { 0 } else { unpacked };
    unpacked.saturating_add(inside).saturating_add(copies.max(turned))
}

/// How a picture is turned. WebP files of some programs have the chunk that JPEGs have, with a name before it.
fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    let named = decoder.exif_metadata().ok().flatten();
    let inner = named.as_deref().and_then(|chunk| chunk.strip_prefix(b"Exif\0\0"));
    let turned = inner.and_then(Orientation::from_exif_chunk);
    turned.or_else(|| decoder.orientation().ok()).unwrap_or(Orientation::NoTransforms)
}

/// Why pixels were not read.
enum Failed {
    Image(image::ImageError),
    Jpeg(zune_jpeg::errors::DecodeErrors),
    Unusual(jpeg_decoder::Error),
    Kind(&'static str),
}

impl Failed {
    fn of(self, name: &'static str) -> ArtworkError {
        match self {
            Failed::Image(error) => failed(&error.to_string(), name),
            Failed::Jpeg(error) => failed(&error.to_string(), name),
            Failed::Unusual(error) => failed(&error.to_string(), name),
            Failed::Kind(what) => ArtworkError::Kind(what),
        }
    }
}

/// A file that is being decoded.
struct File<'b> {
    bytes: &'b [u8],
    format: ImageFormat,
    /// What was found when it was walked; none if it is no JPEG.
    walked: Option<Walked>,
}

/// Reads the pixels of a picture as its decoder says they are. A JPEG is read strictly: the decoder would fill what it cannot
/// read with grey.
fn read(decoder: impl ImageDecoder, file: &File<'_>, data: &mut [u8]) -> Result<(), Failed> {
    let space = match decoder.color_type() {
        ColorType::Rgb8 => ColorSpace::RGB,
        ColorType::L8 => ColorSpace::Luma,
        _ => return decoder.read_image(data).map_err(Failed::Image),
    };
    match &file.walked {
        None => return decoder.read_image(data).map_err(Failed::Image),
        Some(walked) if walked.unusual => return read_unusual(file.bytes, data),
        Some(_) => {}
    }
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
        .jpeg_set_out_colorspace(space);
    match zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(file.bytes), options).decode_into(data) {
        // Between its headers a file may have what it likes; other programs only warn.
        Err(error) if error.to_string().contains("between headers") => decoder.read_image(data).map_err(Failed::Image),
        read => read.map_err(Failed::Jpeg),
    }
}

/// Reads a JPEG whose colours have unusual sizes or scans.
fn read_unusual(bytes: &[u8], data: &mut [u8]) -> Result<(), Failed> {
    let pixels = jpeg_decoder::Decoder::new(bytes).decode().map_err(Failed::Unusual)?;
    if pixels.len() != data.len() {
        return Err(Failed::Kind("has four colours of unusual sizes"));
    }
    data.copy_from_slice(&pixels);
    Ok(())
}

/// As [`read`], into a picture.
fn picture(decoder: impl ImageDecoder, file: &File<'_>) -> Result<DynamicImage, Failed> {
    let (color, (width, height)) = (decoder.color_type(), decoder.dimensions());
    let length = usize::try_from(decoder.total_bytes()).unwrap_or(usize::MAX);
    if file.format != ImageFormat::Jpeg || !matches!(color, ColorType::Rgb8 | ColorType::L8) {
        return DynamicImage::from_decoder(decoder).map_err(Failed::Image);
    }
    let mut data = vec![0; length];
    read(decoder, file, &mut data)?;
    let whole = if color == ColorType::L8 {
        image::GrayImage::from_raw(width, height, data).map(DynamicImage::ImageLuma8)
    } else {
        image::RgbImage::from_raw(width, height, data).map(DynamicImage::ImageRgb8)
    };
    whole.ok_or(Failed::Jpeg(zune_jpeg::errors::DecodeErrors::FormatStatic("its size is not that of its pixels")))
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

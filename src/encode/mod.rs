//! Pages to the bytes of a file: one function for every encoding, each of which is a file here or a folder.
//! The encoding decides whether a scene is painted first (PNG, JPEG, WebP) or written as it is (SVG, PDF, JSON).

mod budget;
mod jpeg;
mod metadata;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod png;
mod quality;
pub mod scene_json;
pub mod svg;
mod webp;
mod xmp;

pub use budget::{MaxBytes, NoBytes};
pub use metadata::{Metadata, TOOL};
#[cfg(feature = "optimize")]
pub use png::optimize;
pub use quality::{Quality, UnusableQuality};

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::card::Print;
use crate::raster::{RasterError, Rasterizer};
use crate::scene::Scene;
use budget::Step;
use svg::SvgError;

/// Kind of file that a page becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OutputFormat {
    /// Lossless pixels; the default.
    Png,
    /// Pixels in fewer bytes, some of them other than they were.
    Jpeg,
    /// Lossless pixels in fewer bytes than PNG takes.
    WebP,
    /// Outlines and embedded pictures.
    Svg,
    /// A document of all pages, with text as text; needs the feature `pdf`.
    Pdf,
}

/// A kind of file with its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// Lossless pixels, unless there are more colours than an index has.
    Png {
        /// Some 15 % smaller, which takes a hundred times as long; needs the feature `optimize`.
        optimize: bool,
        /// A palette of at most 256 colours: the page's own if it has no more, else those that are nearest to it.
        indexed: bool,
    },
    /// Pixels in fewer bytes, some of them other than they were.
    Jpeg {
        /// How near to the page.
        quality: Quality,
        /// Half as many pixels of colour as of lightness in each direction. At equal bytes a lower quality without it looks
        /// better, but for the lowest ones.
        subsampled: bool,
    },
    /// Lossless pixels in fewer bytes than PNG takes.
    WebP,
    /// Outlines and embedded pictures.
    Svg,
    /// A document of all pages, with text as text; needs the feature `pdf`.
    Pdf,
    /// No picture: every text and picture with its box, as JSON.
    SceneJson,
}

impl Encoding {
    /// The usual PNG: fast, of all colours.
    pub const PNG: Encoding = Encoding::Png { optimize: false, indexed: false };
    /// The usual JPEG.
    pub const JPEG: Encoding = Encoding::Jpeg { quality: Quality::USUAL, subsampled: false };

    /// File name extension, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Encoding::Png { .. } => OutputFormat::Png.extension(),
            Encoding::Jpeg { .. } => OutputFormat::Jpeg.extension(),
            Encoding::WebP => OutputFormat::WebP.extension(),
            Encoding::Svg => OutputFormat::Svg.extension(),
            Encoding::Pdf => OutputFormat::Pdf.extension(),
            Encoding::SceneJson => "scene.json",
        }
    }

    /// Whether the file is a picture.
    pub const fn is_picture(self) -> bool {
        !matches!(self, Encoding::SceneJson)
    }

    /// Whether one file holds all pages of a card.
    pub const fn holds_pages(self) -> bool {
        matches!(self, Encoding::Pdf)
    }

    /// Whether it holds pixels, so that it has the scale of the card.
    pub const fn has_pixels(self) -> bool {
        matches!(self, Encoding::Png { .. } | Encoding::Jpeg { .. } | Encoding::WebP)
    }
}

impl From<OutputFormat> for Encoding {
    /// With the usual settings.
    fn from(format: OutputFormat) -> Encoding {
        match format {
            OutputFormat::Png => Encoding::PNG,
            OutputFormat::Jpeg => Encoding::JPEG,
            OutputFormat::WebP => Encoding::WebP,
            OutputFormat::Svg => Encoding::Svg,
            OutputFormat::Pdf => Encoding::Pdf,
        }
    }
}

/// Why a page did not become a file.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// The pixels do not belong to the size.
    #[error("page of {expected} pixels has {bytes} bytes instead of {}", expected.saturating_mul(4))]
    PixelCount {
        /// Width times height.
        expected: usize,
        /// Length of the data.
        bytes: usize,
    },
    /// The page is larger than files of the kind can be.
    #[error("page is {width}x{height} px, a {format} has at most {limit} px a side")]
    Side {
        /// The kind of file.
        format: OutputFormat,
        /// Width in px.
        width: u32,
        /// Height in px.
        height: u32,
        /// The most that a side can have.
        limit: u32,
    },
    /// The PNG encoder failed.
    #[error("cannot encode png: {0}")]
    Png(#[from] ::png::EncodingError),
    /// The JPEG encoder failed.
    #[error("cannot encode jpeg: {0}")]
    Jpeg(String),
    /// The WebP encoder failed.
    #[error("cannot encode webp: {0}")]
    WebP(String),
    /// No palette was found.
    #[error("cannot encode png: no palette: {0}")]
    Palette(String),
    /// The file could not be made smaller.
    #[error("cannot optimize png: {0}")]
    Optimize(String),
    /// The scene could not be painted.
    #[error(transparent)]
    Raster(#[from] RasterError),
    /// The scene could not be written as SVG.
    #[error(transparent)]
    Svg(#[from] SvgError),
    /// The card could not be written as PDF.
    #[cfg(feature = "pdf")]
    #[error(transparent)]
    Pdf(#[from] pdf::PdfError),
    /// The program cannot write the format.
    #[error("cannot write {0}: the program was built without the feature `pdf`")]
    NoPdf(OutputFormat),
    /// No file can be made within the limit.
    #[error("a {} of at most {limit} cannot be made: the smallest has {least} bytes", encoding.extension())]
    TooLarge {
        /// The kind of file.
        encoding: Encoding,
        /// The limit.
        limit: MaxBytes,
        /// Bytes of the smallest that was made.
        least: usize,
    },
}

impl EncodeError {
    /// What to do about it; none if nothing is known to help.
    pub fn hint(&self) -> Option<String> {
        let EncodeError::TooLarge { encoding, .. } = self else { return None };
        let other = match encoding {
            Encoding::Png { .. } | Encoding::WebP | Encoding::Svg => "`--type jpeg`, ",
            _ => "",
        };
        Some(format!("take {other}a smaller `--scale`, or allow more with `--max-bytes`"))
    }
}

/// The pages of a card, or one of them, for a file.
#[derive(Clone, Copy)]
pub(crate) struct Pages<'a> {
    /// The pages.
    pub scenes: &'a [Scene],
    /// What each says about itself.
    pub metadata: &'a [Metadata],
    /// Device px per px.
    pub scale: f32,
    /// How large they are on paper; none for screens.
    pub print: Option<Print>,
    /// Bytes that the file has at most.
    pub max_bytes: Option<MaxBytes>,
}

/// A file, and what somebody should know about how it was made.
#[derive(Clone, Debug)]
pub(crate) struct Encoded {
    /// The file.
    pub bytes: Vec<u8>,
    /// What is otherwise than it was asked for.
    pub notes: Vec<String>,
}

/// How closely a document keeps its pictures.
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "no document is written"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pictures {
    /// Artwork as it came.
    Whole,
    /// Artwork at twice the pixels of the page at most, as JPEG.
    Smaller,
    /// Artwork at the pixels of the page, as JPEG of lower quality.
    Small,
}

/// A format that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown output format {0:?}, expected one of: png, jpg, webp, svg, pdf")]
pub struct UnknownFormat(pub String);

impl OutputFormat {
    /// All formats, the default first.
    pub const ALL: [OutputFormat; 5] =
        [OutputFormat::Png, OutputFormat::Jpeg, OutputFormat::WebP, OutputFormat::Svg, OutputFormat::Pdf];

    /// File name extension, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            OutputFormat::Png => "png",
            OutputFormat::Jpeg => "jpg",
            OutputFormat::WebP => "webp",
            OutputFormat::Svg => "svg",
            OutputFormat::Pdf => "pdf",
        }
    }

    /// What people ask for it by: `jpeg`, where files end in `jpg`.
    pub const fn name(self) -> &'static str {
        match self {
            OutputFormat::Jpeg => "jpeg",
            other => other.extension(),
        }
    }

    /// Whether this program writes it: documents need the feature `pdf`.
    pub const fn is_written(self) -> bool {
        cfg!(feature = "pdf") || !matches!(self, OutputFormat::Pdf)
    }

    /// Media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            OutputFormat::Png => "image/png",
            OutputFormat::Jpeg => "image/jpeg",
            OutputFormat::WebP => "image/webp",
            OutputFormat::Svg => "image/svg+xml",
            OutputFormat::Pdf => "application/pdf",
        }
    }
}

impl fmt::Display for OutputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.extension())
    }
}

impl FromStr for OutputFormat {
    type Err = UnknownFormat;

    /// Reads an extension in any case; `jpeg` is `jpg`.
    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let name = if name.eq_ignore_ascii_case("jpeg") { "jpg" } else { name };
        OutputFormat::ALL
            .into_iter()
            .find(|format| format.extension().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// Somebody who wants to know how long painting and encoding take, which take turns.
pub trait Clock {
    /// Paints.
    fn painting<T>(&mut self, work: impl FnOnce() -> T) -> T {
        work()
    }

    /// Encodes.
    fn encoding<T>(&mut self, work: impl FnOnce() -> T) -> T {
        work()
    }

    /// Makes a file smaller.
    fn optimizing<T>(&mut self, work: impl FnOnce() -> T) -> T {
        work()
    }
}

/// Nobody.
impl Clock for () {}

/// Makes the bytes of a file from a scene; for tests, as a card's scenes become files by `press`. `scale` is device px per px; an SVG has none and ignores it.
#[doc(hidden)]
pub fn encode(
    format: OutputFormat,
    scene: &Scene,
    scale: f32,
    metadata: &Metadata,
    rasterizer: &mut Rasterizer<'_>,
) -> Result<Vec<u8>, EncodeError> {
    let (scenes, metadata) = (std::slice::from_ref(scene), std::slice::from_ref(metadata));
    let pages = Pages { scenes, metadata, scale, print: None, max_bytes: None };
    encode_pages(format.into(), pages, rasterizer, &mut ()).map(|file| file.bytes)
}

/// Makes the file of pages: of all of them if the encoding holds several, else of the first. The same pages and encoding
/// give the same bytes.
pub(crate) fn encode_pages(
    encoding: Encoding,
    pages: Pages<'_>,
    rasterizer: &mut Rasterizer<'_>,
    clock: &mut impl Clock,
) -> Result<Encoded, EncodeError> {
    budget::within(pages.max_bytes, encoding, |step| {
        if step.encoding == Encoding::Pdf {
            return clock.encoding(|| document(pages, step.pictures, rasterizer));
        }
        let (Some(scene), Some(metadata)) = (pages.scenes.first(), pages.metadata.first()) else {
            return Err(EncodeError::PixelCount { expected: 0, bytes: 0 });
        };
        let bytes = page(step, scene, metadata, pages, rasterizer, clock)?;
        Ok(Encoded { bytes, notes: Vec::new() })
    })
}

/// Makes the file of a page.
fn page(
    step: Step,
    scene: &Scene,
    metadata: &Metadata,
    Pages { scale, print, .. }: Pages<'_>,
    rasterizer: &mut Rasterizer<'_>,
    clock: &mut impl Clock,
) -> Result<Vec<u8>, EncodeError> {
    let dpi = print.map(|print| print.dpi);
    match step.encoding {
        Encoding::Png { optimize, indexed } => {
            let bytes = if indexed {
                let page = clock.painting(|| rasterizer.render(scene, scale))?;
                clock.encoding(|| png::indexed(&page, metadata, dpi))?
            } else {
                png::paint(scene, scale, metadata, dpi, rasterizer, clock)?
            };
            if optimize { clock.optimizing(|| optimized(bytes)) } else { Ok(bytes) }
        }
        Encoding::Jpeg { quality, subsampled } => {
            let page = clock.painting(|| rasterizer.render(scene, scale))?;
            clock.encoding(|| jpeg::encode(&page, quality, subsampled, &metadata.plain(), dpi))
        }
        Encoding::WebP => {
            let page = clock.painting(|| rasterizer.render(scene, scale))?;
            clock.encoding(|| webp::encode(&page, &metadata.plain()))
        }
        Encoding::Svg => clock.encoding(|| {
            let svg = svg::to_svg_with(scene, rasterizer.fonts(), &metadata.title, &metadata.description)?;
            Ok(svg::with_credit_file(svg, &metadata.credit_file).into_bytes())
        }),
        Encoding::SceneJson => Ok(scene_json::to_json(scene).into_bytes()),
        Encoding::Pdf => Err(EncodeError::NoPdf(OutputFormat::Pdf)),
    }
}

#[cfg(feature = "pdf")]
fn document(pages: Pages<'_>, pictures: Pictures, rasterizer: &Rasterizer<'_>) -> Result<Encoded, EncodeError> {
    let with: Vec<(&Scene, &Metadata)> = pages.scenes.iter().zip(pages.metadata).collect();
    let pdf::Written { bytes, not_accessible } = pdf::encode(&with, pages.print, pictures, rasterizer.fonts())?;
    let notes = not_accessible.map(|why| format!("not marked as PDF/UA-1: {why}"));
    Ok(Encoded { bytes, notes: notes.into_iter().collect() })
}

#[cfg(not(feature = "pdf"))]
fn document(_: Pages<'_>, _: Pictures, _: &Rasterizer<'_>) -> Result<Encoded, EncodeError> {
    Err(EncodeError::NoPdf(OutputFormat::Pdf))
}

#[cfg(feature = "optimize")]
fn optimized(bytes: Vec<u8>) -> Result<Vec<u8>, EncodeError> {
    optimize(&bytes)
}

#[cfg(not(feature = "optimize"))]
fn optimized(_: Vec<u8>) -> Result<Vec<u8>, EncodeError> {
    Err(EncodeError::Optimize("the program was built without the feature `optimize`".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Fonts;
    use crate::geometry::{Color, Rect};

    #[test]
    fn each_format_gives_a_file_of_its_kind_with_the_metadata() {
        let page = Rect::new(0.0, 0.0, 8.0, 4.0);
        let scene = Scene {
            format: "square".into(),
            template: "test".into(),
            width: 8.0,
            height: 4.0,
            safe_area: page,
            page: 1,
            pages: 1,
            ground: Color::rgb(1, 2, 3),
            items: Vec::new(),
            omitted: Vec::new(),
        };
        let fonts = Fonts::embedded();
        let mut rasterizer = Rasterizer::new(&fonts);
        let metadata = Metadata { title: "Tide".into(), ..Metadata::default() };
        let mut file = |format| encode(format, &scene, 2.0, &metadata, &mut rasterizer).expect("file");
        let png = file(OutputFormat::Png);
        assert!(png.starts_with(b"\x89PNG") && png.windows(4).any(|bytes| bytes == b"Tide"));
        assert_eq!(png.get(16..24), Some(&[0, 0, 0, 16, 0, 0, 0, 8][..]));
        let svg = String::from_utf8(file(OutputFormat::Svg)).expect("text");
        assert!(svg.starts_with("<svg ") && svg.contains("<title>Tide</title>"));
    }

    #[test]
    fn formats_are_read_by_their_extension_in_any_case() {
        for format in OutputFormat::ALL {
            assert_eq!(format.to_string().to_uppercase().parse(), Ok(format));
        }
    }

    #[test]
    fn an_unknown_format_is_named_with_the_known_ones() {
        let error = "bmp".parse::<OutputFormat>().expect_err("unknown");
        assert_eq!(error.to_string(), "unknown output format \"bmp\", expected one of: png, jpg, webp, svg, pdf");
    }
}

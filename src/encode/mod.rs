//! Pages to the bytes of a file: one function for every encoding, each of which is a file here or a folder.
//! The encoding decides whether a scene is painted first (PNG, JPEG, WebP) or written as it is (SVG, PDF, JSON).

mod jpeg;
mod metadata;
pub mod png;
pub mod scene_json;
pub mod svg;
mod webp;
mod xmp;

pub use metadata::{Metadata, TOOL};
#[cfg(feature = "optimize")]
pub use png::optimize;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::raster::{RasterError, Rasterizer};
use crate::scene::Scene;
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
    /// No picture: every text and picture with its box, as JSON.
    SceneJson,
}

/// Quality of a JPEG, 1 to 100, as encoders count since libjpeg: its quantisation tables are those of its specification at 50.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Quality(u8);

/// A quality that is not 1 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the quality is 1 to 100, not {0}")]
pub struct UnusableQuality(u8);

impl Quality {
    /// As a number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for Quality {
    /// 90: type on a card keeps its edges.
    fn default() -> Self {
        Quality(90)
    }
}

impl TryFrom<u8> for Quality {
    type Error = UnusableQuality;

    fn try_from(quality: u8) -> Result<Quality, UnusableQuality> {
        if (1..=100).contains(&quality) { Ok(Quality(quality)) } else { Err(UnusableQuality(quality)) }
    }
}

impl From<Quality> for u8 {
    fn from(quality: Quality) -> u8 {
        quality.0
    }
}

impl Encoding {
    /// The usual PNG: fast, of all colours.
    pub const PNG: Encoding = Encoding::Png { optimize: false, indexed: false };
    /// The usual JPEG.
    pub const JPEG: Encoding = Encoding::Jpeg { quality: Quality(90), subsampled: false };

    /// File name extension, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Encoding::Png { .. } => OutputFormat::Png.extension(),
            Encoding::Jpeg { .. } => OutputFormat::Jpeg.extension(),
            Encoding::WebP => OutputFormat::WebP.extension(),
            Encoding::Svg => OutputFormat::Svg.extension(),
            Encoding::SceneJson => "scene.json",
        }
    }

    /// Whether the file is a picture.
    pub const fn is_picture(self) -> bool {
        !matches!(self, Encoding::SceneJson)
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
}

/// A format that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown output format {0:?}, expected one of: {all}", all = known())]
pub struct UnknownFormat(pub String);

fn known() -> String {
    OutputFormat::ALL.map(OutputFormat::extension).join(", ")
}

impl OutputFormat {
    /// All formats, the default first.
    pub const ALL: [OutputFormat; 4] = [OutputFormat::Png, OutputFormat::Jpeg, OutputFormat::WebP, OutputFormat::Svg];

    /// File name extension, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            OutputFormat::Png => "png",
            OutputFormat::Jpeg => "jpg",
            OutputFormat::WebP => "webp",
            OutputFormat::Svg => "svg",
        }
    }

    /// Media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            OutputFormat::Png => "image/png",
            OutputFormat::Jpeg => "image/jpeg",
            OutputFormat::WebP => "image/webp",
            OutputFormat::Svg => "image/svg+xml",
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
    encode_timed(format.into(), scene, scale, metadata, rasterizer, &mut ())
}

/// As [`encode`] with the settings of an encoding, and with a clock.
pub(crate) fn encode_timed(
    encoding: Encoding,
    scene: &Scene,
    scale: f32,
    metadata: &Metadata,
    rasterizer: &mut Rasterizer<'_>,
    clock: &mut impl Clock,
) -> Result<Vec<u8>, EncodeError> {
    match encoding {
        Encoding::Png { optimize, indexed: false } => {
            let bytes = png::paint(scene, scale, metadata, rasterizer, clock)?;
            if optimize { clock.optimizing(|| optimized(bytes)) } else { Ok(bytes) }
        }
        Encoding::Png { optimize, indexed: true } => {
            let page = clock.painting(|| rasterizer.render(scene, scale))?;
            let bytes = clock.encoding(|| png::indexed(&page, metadata))?;
            if optimize { clock.optimizing(|| optimized(bytes)) } else { Ok(bytes) }
        }
        Encoding::Jpeg { quality, subsampled } => {
            let page = clock.painting(|| rasterizer.render(scene, scale))?;
            clock.encoding(|| jpeg::encode(&page, quality, subsampled, metadata))
        }
        Encoding::WebP => {
            let page = clock.painting(|| rasterizer.render(scene, scale))?;
            clock.encoding(|| webp::encode(&page, metadata))
        }
        Encoding::Svg => clock.encoding(|| {
            Ok(svg::to_svg_with(scene, rasterizer.fonts(), &metadata.title, &metadata.description)?.into_bytes())
        }),
        Encoding::SceneJson => Ok(scene_json::to_json(scene).into_bytes()),
    }
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
        assert_eq!(error.to_string(), "unknown output format \"bmp\", expected one of: png, jpg, webp, svg");
    }
}

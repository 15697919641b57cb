//! Pages to the bytes of a file: one function for every output format.
//! The format decides whether a scene is painted first (PNG) or written as it is (SVG).

#[cfg(feature = "optimize")]
mod optimize;
pub mod png;
mod rows;

#[cfg(feature = "optimize")]
pub use optimize::optimize;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::raster::{RasterError, Rasterizer};
use crate::scene::Scene;
use crate::scene::svg::{self, SvgError};

/// Kind of file that a page becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OutputFormat {
    /// Lossless pixels; the default.
    Png,
    /// Outlines and embedded pictures.
    Svg,
}

/// A kind of file with its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// Lossless pixels.
    Png {
        /// Some 15 % smaller, which takes a hundred times as long; needs the feature `optimize`.
        optimize: bool,
    },
    /// Outlines and embedded pictures.
    Svg,
    /// No picture: every text and picture with its box, as JSON.
    SceneJson,
}

impl Encoding {
    /// File name extension, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Encoding::Png { .. } => OutputFormat::Png.extension(),
            Encoding::Svg => OutputFormat::Svg.extension(),
            Encoding::SceneJson => "scene.json",
        }
    }

    /// Whether the file is a picture.
    pub const fn is_picture(self) -> bool {
        !matches!(self, Encoding::SceneJson)
    }
}

/// What a file says about itself. Empty texts are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Name of the record.
    pub title: String,
    /// Who made it: the artist.
    pub author: String,
    /// Alt text of the page.
    pub description: String,
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
    /// The PNG encoder failed.
    #[error("cannot encode png: {0}")]
    Png(#[from] ::png::EncodingError),
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
#[error("unknown output format {0:?}, expected one of: png, svg")]
pub struct UnknownFormat(pub String);

impl OutputFormat {
    /// All formats, the default first.
    pub const ALL: [OutputFormat; 2] = [OutputFormat::Png, OutputFormat::Svg];

    /// File name extension, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            OutputFormat::Png => "png",
            OutputFormat::Svg => "svg",
        }
    }

    /// Media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            OutputFormat::Png => "image/png",
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

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
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
    encode_timed(format, scene, scale, metadata, rasterizer, &mut ())
}

/// As [`encode`], with a clock.
pub(crate) fn encode_timed(
    format: OutputFormat,
    scene: &Scene,
    scale: f32,
    metadata: &Metadata,
    rasterizer: &mut Rasterizer<'_>,
    clock: &mut impl Clock,
) -> Result<Vec<u8>, EncodeError> {
    match format {
        OutputFormat::Png => png::paint(scene, scale, metadata, rasterizer, clock),
        OutputFormat::Svg => clock.encoding(|| {
            Ok(svg::to_svg_with(scene, rasterizer.fonts(), &metadata.title, &metadata.description)?.into_bytes())
        }),
    }
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
        assert_eq!(error.to_string(), "unknown output format \"bmp\", expected one of: png, svg");
    }
}

//! One page, fully placed: a flat list, in paint order, of shapes, pictures and glyph runs with final coordinates.
//! Everything after composition reads scenes and nothing else.

mod drawn;
pub(crate) mod outline;

use std::sync::Arc;

pub use crate::artwork::PictureFilter;
use crate::fonts::FaceId;
use crate::geometry::{Color, Rect};

/// One page of a card.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Name of the format, such as `square`.
    pub format: String,
    /// Name of the template, such as `side-by-side`.
    pub template: String,
    /// Page width in px at scale 1.
    pub width: f32,
    /// Page height in px at scale 1.
    pub height: f32,
    /// Where the format's platforms cover nothing: all text lies in it.
    pub safe_area: Rect,
    /// Number of this page, from 1.
    pub page: u32,
    /// Pages of the card.
    pub pages: u32,
    /// Colour under everything, opaque.
    pub ground: Color,
    /// What is painted, first to last.
    pub items: Vec<Item>,
    /// Fields that this page was told to leave out (`overflow: summary`).
    pub omitted: Vec<Omitted>,
}

/// A name that a card leaves out because it was told to.
#[derive(Clone, Debug, PartialEq)]
pub struct Omitted {
    /// The field it comes from, such as `credits[3].names[1]`.
    pub field: String,
    /// The text.
    pub string: String,
}

/// One thing to paint.
#[derive(Clone, Debug)]
pub enum Item {
    /// A filled rectangle.
    Rect(RectItem),
    /// A rectangle of one colour that fades.
    Gradient(GradientItem),
    /// SVG markup for everything else that is vector.
    Vector(VectorItem),
    /// A picture.
    Picture(PictureItem),
    /// A text with its glyphs.
    Text(TextItem),
}

/// A filled rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RectItem {
    /// Where.
    pub rect: Rect,
    /// Radius of its corners in px; 0 for square ones.
    pub radius: f32,
    /// Fill; its alpha is the opacity.
    pub fill: Color,
}

/// A rectangle of one colour that fades from its top to its bottom.
#[derive(Clone, Debug, PartialEq)]
pub struct GradientItem {
    /// Where.
    pub rect: Rect,
    /// A name that no other gradient of the page has, of letters, digits and `-`.
    pub name: String,
    /// The colour; its alpha does not count.
    pub color: Color,
    /// How opaque it is, from the top down.
    pub stops: Vec<GradientStop>,
}

/// How opaque a gradient is at a height; between two stops it changes evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradientStop {
    /// Share of the height from the top, 0 to 1.
    pub offset: f32,
    /// 0 to 1.
    pub opacity: f32,
}

/// A piece of SVG in page coordinates: child elements of an `<svg>`, already checked against the allow-list.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorItem {
    /// The markup, without the outer `<svg>`.
    pub svg: String,
}

/// A picture placed in a box.
#[derive(Clone, Debug)]
pub struct PictureItem {
    /// What it shows, such as `artwork`.
    pub field: String,
    /// The box that it fills, in px.
    pub rect: Rect,
    /// The part of the picture shown, in picture pixels.
    pub crop: Rect,
    /// CSS filters, applied to the picture.
    pub filter: PictureFilter,
    /// 0 to 1.
    pub opacity: f32,
    /// The picture.
    pub picture: Arc<crate::artwork::Artwork>,
}

/// A text: one element of the template with its string, its boxes and its glyphs.
#[derive(Clone, Debug)]
pub struct TextItem {
    /// The field that it shows, such as `credits[3].names[1]`, `title`, `credits[3].role`, or `label` for words of the template.
    pub field: String,
    /// What it is: `title`, `artist`, `name`, `role`, `text`, `hashtags` …
    pub kind: String,
    /// The string as shown.
    pub string: String,
    /// The layout box: as wide as the measure, as high as its lines.
    pub rect: Rect,
    /// Union of the ink of all glyphs.
    pub ink: Rect,
    /// First family of the font.
    pub family: String,
    /// CSS font weight.
    pub weight: u16,
    /// Font size in px.
    pub size: f32,
    /// Fill.
    pub color: Color,
    /// The lines, first to last.
    pub lines: Vec<Line>,
}

/// One line of a text.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line's characters.
    pub string: String,
    /// From the first glyph's origin to the last one's advance; as high as the line height.
    pub rect: Rect,
    /// Where the baseline is, px from the top of the page.
    pub baseline: f32,
    /// Glyphs, in visual order, one run a face.
    pub runs: Vec<GlyphRun>,
}

/// Glyphs of one face at one size.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    /// The face.
    pub face: FaceId,
    /// Size in px of this run (fallback faces are matched to the main one, so it may differ from the text's).
    pub size: f32,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// The byte of the line's string at which the text of each glyph begins; empty if nobody knows.
    pub starts: Vec<u32>,
}

/// One glyph with its origin on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Glyph id in the face.
    pub id: u16,
    /// Origin, px from the left.
    pub x: f32,
    /// Origin (baseline), px from the top.
    pub y: f32,
}

impl Scene {
    /// The texts of the page.
    pub fn texts(&self) -> impl Iterator<Item = &TextItem> {
        self.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text),
            _ => None,
        })
    }

    /// The pictures of the page.
    pub fn pictures(&self) -> impl Iterator<Item = &PictureItem> {
        self.items.iter().filter_map(|item| match item {
            Item::Picture(picture) => Some(picture),
            _ => None,
        })
    }
}

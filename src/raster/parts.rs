//! Parts of a drawing: what a scene is painted from once its glyphs, pictures and layers are ready and in their places.
//! Each can be painted on any rows of the page, and looks the same whichever they are.

use std::sync::Arc;

use tiny_skia::Path;

use super::canvas::Pixels;
use super::glyphs::{Glyphs, Placed, fill_path};
use super::pictures::{Prepared, WholeRect};
use super::vectors::Layer;
use crate::geometry::{Color, Rect};

/// A part of a drawing, in device px.
pub(super) enum Part {
    /// A rectangle.
    Fill(Rect, Color),
    /// A picture in its box, of this opacity.
    Picture(Arc<Prepared>, WholeRect, u8),
    /// A glyph with a mask.
    Glyph(Placed),
    /// A glyph too large for a mask. Moved up to a band, its edges might be rounded otherwise: a page that has one is a single
    /// band.
    Path(Path, Color),
    /// Vector fragments.
    Layer(Arc<Layer>),
}

impl Part {
    /// Paints it on a page, or on a band of one.
    pub(super) fn paint(&self, glyphs: &Glyphs<'_>, page: &mut Pixels) {
        match self {
            Part::Fill(rect, color) => page.fill_rect(*rect, *color),
            Part::Picture(picture, rect, opacity) => picture.paint((rect.left, rect.top), *opacity, page),
            Part::Glyph(glyph) => glyphs.paint(glyph, page),
            Part::Path(path, color) => fill_path(path, *color, page),
            Part::Layer(layer) => layer.paint(page),
        }
    }
}

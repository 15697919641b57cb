//! SVG fragments of a scene, drawn by usvg and resvg into layers that are kept for the next page or card.
//! No fragment reaches a file, a font or a data URL, and a panic in the renderer is an error here.

use std::borrow::Cow;
use std::sync::Arc;

use tiny_skia::{Pixmap, Transform};
use usvg::{ImageHrefResolver, Options, Tree};

use super::RasterError;
use super::canvas::{Block, Layout, Pixels};
use crate::artwork::bounds;
use crate::caught::caught;

/// Bytes of layers kept; a full 1080x1080 layer is 4.7 MB.
const LAYER_BYTES: usize = 64 << 20;
/// Layers kept, so that looking one up stays short.
const LAYERS: usize = 64;

/// Fragments as they look on the page.
pub(super) struct Layer {
    markup: String,
    scale: u32,
    left: i64,
    top: i64,
    /// None when the fragments draw nothing on the page.
    pixmap: Option<Pixmap>,
}

impl Layer {
    /// Paints it in its place.
    pub(super) fn paint(&self, page: &mut Pixels) {
        let Some(pixmap) = &self.pixmap else { return };
        page.blend_block(Block {
            left: self.left,
            top: self.top,
            width: pixmap.width() as usize,
            data: pixmap.data(),
            layout: Layout::Rgba,
            opacity: 255,
        });
    }
}

/// Draws fragments and keeps them; the layer used last stands last.
#[derive(Default)]
pub(super) struct Vectors {
    layers: Vec<Arc<Layer>>,
}

impl Vectors {
    /// Consecutive fragments of a page, drawn as one tree. `size` is the page's in px, `page` in device px.
    pub(super) fn ready<'a>(
        &mut self,
        fragments: impl Iterator<Item = Cow<'a, str>>,
        size: (f32, f32),
        scale: f32,
        page: (u32, u32),
    ) -> Result<Arc<Layer>, RasterError> {
        let markup = document(fragments, size);
        let key = scale.to_bits();
        let known = self.layers.iter().position(|layer| layer.scale == key && layer.markup == markup);
        let layer = match known {
            Some(index) => self.layers.remove(index),
            None => Arc::new(render(markup, scale, page)?),
        };
        self.layers.push(Arc::clone(&layer));
        let bytes = |layer: &Arc<Layer>| layer.markup.len() + layer.pixmap.as_ref().map_or(0, |p| p.data().len());
        let mut kept: usize = self.layers.iter().map(bytes).sum();
        while self.layers.len() > LAYERS || (kept > LAYER_BYTES && self.layers.len() > 1) {
            kept -= bytes(&self.layers.remove(0));
        }
        Ok(layer)
    }

    /// Layers kept.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.layers.len()
    }
}

fn document<'a>(fragments: impl Iterator<Item = Cow<'a, str>>, (width, height): (f32, f32)) -> String {
    let mut markup = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
    );
    fragments.for_each(|fragment| markup.push_str(&fragment));
    markup.push_str("</svg>");
    markup
}

fn render(markup: String, scale: f32, page: (u32, u32)) -> Result<Layer, RasterError> {
    let (left, top, pixmap) = caught(|| layer(&markup, scale, page)).unwrap_or(Err(RasterError::VectorPanic))?;
    Ok(Layer { markup, scale: scale.to_bits(), left, top, pixmap })
}

type Placed = (i64, i64, Option<Pixmap>);

fn layer(markup: &str, scale: f32, (width, height): (u32, u32)) -> Result<Placed, RasterError> {
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(markup, &options).map_err(|e| RasterError::Vector { reason: e.to_string() })?;
    if !tree.root().has_children() {
        return Ok((0, 0, None));
    }
    bounds::drawable(&tree).map_err(|reason| RasterError::Vector { reason })?;
    // Only what is painted is allocated, blended and kept; one pixel around for antialiasing.
    let ink = tree.root().abs_layer_bounding_box();
    let low = |edge: f32, limit: u32| ((edge * scale).floor() - 1.0).clamp(0.0, limit as f32) as u32;
    let high = |edge: f32, limit: u32| ((edge * scale).ceil() + 1.0).clamp(0.0, limit as f32) as u32;
    let (left, top) = (low(ink.left(), width), low(ink.top(), height));
    let (right, bottom) = (high(ink.right(), width), high(ink.bottom(), height));
    let Some(mut pixmap) = Pixmap::new(right.saturating_sub(left), bottom.saturating_sub(top)) else {
        return Ok((0, 0, None));
    };
    let place = Transform::from_row(scale, 0.0, 0.0, scale, -(left as f32), -(top as f32));
    resvg::render(&tree, place, &mut pixmap.as_mut());
    Ok((i64::from(left), i64::from(top), Some(pixmap)))
}

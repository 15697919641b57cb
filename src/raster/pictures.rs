//! Pictures of a scene at their device size, kept while pages and cards show the same one.
//! Edges stand on whole device pixels, so that a picture is copied and never resampled twice.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Weak};

use super::canvas::{Block, Layout, Pixels, premultiply, whole};
use super::{MAX_PIXELS, RasterError};
use crate::artwork::{Artwork, Blurred, Raster, filtered, resized_rgb};
use crate::geometry::Rect;
use crate::scene::{PictureFilter, PictureItem};

/// Pictures kept: cover and backdrop of eight cards.
const KEPT: usize = 16;
/// Bytes of pictures kept.
const KEPT_BYTES: usize = 64 << 20;

/// A picture of a scene at its device size.
pub struct Prepared {
    /// Keeps its address from being another picture's, but not its pixels.
    artwork: Weak<Artwork>,
    crop: Rect,
    size: (u32, u32),
    filter: PictureFilter,
    scale: f32,
    shape: Shape,
}

/// What a picture is painted from.
enum Shape {
    /// Its pixels.
    Block(Vec<u8>, Layout),
    /// A blur, of which each row is made when it is painted: most are painted once.
    Blurred(Blurred),
}

impl Shape {
    fn bytes(&self) -> usize {
        match self {
            Shape::Block(data, _) => data.len(),
            Shape::Blurred(blurred) => blurred.bytes(),
        }
    }
}

impl Prepared {
    /// Makes a picture ready for the pages that show it, on any thread. `scale` is device px per px.
    ///
    /// # Errors
    /// If it is larger than any page may be.
    pub fn new(item: &PictureItem, scale: f32) -> Result<Prepared, RasterError> {
        Prepared::like(item, scale, None)
    }

    /// As [`Self::new`], with what can be used again of a blur of the same part of the same picture.
    fn like(item: &PictureItem, scale: f32, like: Option<&Blurred>) -> Result<Prepared, RasterError> {
        let rect = whole_rect(item, scale)?;
        let size = (rect.width, rect.height);
        let shape = shape(item, size, scale, like);
        let (artwork, crop, filter) = (Arc::downgrade(&item.picture), item.crop, item.filter);
        Ok(Prepared { artwork, crop, size, filter, scale, shape })
    }

    /// For the second time, from when on a blur is kept as pixels.
    fn again(kept: Arc<Prepared>) -> Arc<Prepared> {
        match &kept.shape {
            Shape::Block(..) => kept,
            Shape::Blurred(blurred) => {
                let shape = block(blurred.raster(), blurred.is_opaque());
                let artwork = Weak::clone(&kept.artwork);
                let Prepared { crop, size, filter, scale, .. } = *kept;
                Arc::new(Prepared { artwork, crop, size, filter, scale, shape })
            }
        }
    }

    /// Paints it with its top left corner at a place of the page in device px; an opacity of 255 hides what is behind.
    pub(super) fn paint(&self, (left, top): (i64, i64), opacity: u8, page: &mut Pixels) {
        let width = self.size.0 as usize;
        match &self.shape {
            Shape::Block(data, layout) => {
                page.blend_block(Block { left, top, width, data, layout: *layout, opacity });
            }
            Shape::Blurred(blurred) => {
                let rows = page.rows_of_page();
                let within = |row: i64| row.saturating_sub(top).clamp(0, i64::from(self.size.1)) as u32;
                blurred.each_row(within(rows.start)..within(rows.end), |y, data| {
                    let opaque = blurred.is_opaque() || premultiply(data);
                    let layout = if opaque { Layout::Opaque } else { Layout::Rgba };
                    page.blend_block(Block { left, top: top + i64::from(y), width, data, layout, opacity });
                });
            }
        }
    }

    fn is_of(&self, item: &PictureItem, size: (u32, u32), scale: f32) -> bool {
        self.shows(item) && self.size == size && self.filter == item.filter && self.scale == scale
    }

    /// Whether it shows the same part of the same picture.
    fn shows(&self, item: &PictureItem) -> bool {
        std::ptr::eq(self.artwork.as_ptr(), Arc::as_ptr(&item.picture)) && self.crop == item.crop
    }

    fn blurred(&self) -> Option<&Blurred> {
        match &self.shape {
            Shape::Blurred(blurred) => Some(blurred),
            Shape::Block(..) => None,
        }
    }
}

/// A box on whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WholeRect {
    /// Left edge.
    pub left: i64,
    /// Top edge.
    pub top: i64,
    /// Width, at least 1.
    pub width: u32,
    /// Height, at least 1.
    pub height: u32,
}

/// The box of a picture on whole device pixels, or an error if it is larger than any page may be.
pub(crate) fn whole_rect(item: &PictureItem, scale: f32) -> Result<WholeRect, RasterError> {
    let edge = |value: f32| whole((value * scale).round());
    let (left, top) = (edge(item.rect.x), edge(item.rect.y));
    let width = (edge(item.rect.right()) - left).max(1);
    let height = (edge(item.rect.bottom()) - top).max(1);
    let pixels = (width as u64).saturating_mul(height as u64);
    if pixels > MAX_PIXELS {
        return Err(RasterError::PictureTooLarge {
            field: item.field.clone(),
            width: width as u64,
            height: height as u64,
        });
    }
    let size = |length: i64| u32::try_from(length).unwrap_or(u32::MAX);
    Ok(WholeRect { left, top, width: size(width), height: size(height) })
}

/// How much of what is behind a picture it hides, 255 for all.
pub(super) fn opacity(item: &PictureItem) -> u8 {
    (item.opacity.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

/// A picture at its device size: as few bytes as its kind allows.
fn shape(item: &PictureItem, (width, height): (u32, u32), scale: f32, like: Option<&Blurred>) -> Shape {
    if let Some(rgb) = is_plain(item).then(|| resized_rgb(&item.picture, item.crop, width, height)).flatten() {
        return Shape::Block(rgb, Layout::Rgb);
    }
    if let Some(blurred) = Blurred::new(&item.picture, item.crop, (width, height), &item.filter, scale, like) {
        return Shape::Blurred(blurred);
    }
    block(filtered(&item.picture, item.crop, width, height, &item.filter, scale), is_opaque(&item.picture))
}

/// Pixels with straight alpha, made ready to be painted. `opaque` if they are so for sure.
fn block(mut raster: Raster, opaque: bool) -> Shape {
    let opaque = opaque || premultiply(&mut raster.data);
    Shape::Block(raster.data, if opaque { Layout::Opaque } else { Layout::Rgba })
}

/// Whether a picture is shown without filters.
pub(crate) fn is_plain(item: &PictureItem) -> bool {
    item.filter == PictureFilter::default()
}

/// Whether a picture is opaque for sure, at any size.
fn is_opaque(picture: &Artwork) -> bool {
    picture.drawing().is_none() && !picture.has_alpha()
}

/// The box, on whole device pixels, in which nothing under a picture shows.
pub(super) fn hidden_by(item: &PictureItem, scale: f32) -> Option<WholeRect> {
    let hides = item.opacity >= 1.0 && is_opaque(&item.picture);
    hides.then(|| whole_rect(item, scale).ok())?
}

/// Makes pictures ready and keeps them; the one used last stands last.
#[derive(Default)]
pub(super) struct Pictures {
    kept: Vec<Arc<Prepared>>,
    /// Where pictures come from that another thread makes ready.
    awaited: Option<Receiver<Prepared>>,
}

impl Pictures {
    /// A picture, ready to be painted.
    pub(super) fn ready(&mut self, item: &PictureItem, scale: f32) -> Result<Arc<Prepared>, RasterError> {
        let rect = whole_rect(item, scale)?;
        let size = (rect.width, rect.height);
        let known = |all: &[Arc<Prepared>]| all.iter().position(|kept| kept.is_of(item, size, scale));
        let mut at = known(&self.kept);
        if at.is_none() && is_plain(item) {
            for picture in self.awaited.take().into_iter().flatten() {
                self.keep(Arc::new(picture));
            }
            at = known(&self.kept);
        }
        let kept = match at {
            Some(index) => Prepared::again(self.kept.remove(index)),
            None => {
                let like = self.kept.iter().rev().find_map(|kept| kept.blurred().filter(|_| kept.shows(item)));
                Arc::new(Prepared::like(item, scale, like)?)
            }
        };
        self.keep(Arc::clone(&kept));
        Ok(kept)
    }

    /// Waits for these pictures when one without filter is asked for that is not kept.
    pub(super) fn expect(&mut self, prepared: Receiver<Prepared>) {
        self.awaited = Some(prepared);
    }

    /// Keeps a picture until others were used more lately, or its artwork is gone.
    fn keep(&mut self, kept: Arc<Prepared>) {
        self.kept.retain(|kept| kept.artwork.strong_count() > 0);
        self.kept.push(kept);
        let mut bytes: usize = self.kept.iter().map(|kept| kept.shape.bytes()).sum();
        while self.kept.len() > KEPT || (bytes > KEPT_BYTES && self.kept.len() > 1) {
            bytes -= self.kept.remove(0).shape.bytes();
        }
    }

    /// Pictures kept.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }
}

//! Scenes to pixels: rectangles and pictures directly, vector fragments through resvg, glyphs through masks of exact area.
//! One rasteriser belongs to one thread and keeps what several pages or cards share.

mod bands;
mod canvas;
mod glyphs;
mod parts;
mod pictures;
mod vectors;

pub use bands::Bands;
pub use canvas::Pixels;
use parts::Part;
pub use pictures::Prepared;
#[cfg(feature = "cli")]
pub(crate) use pictures::is_plain;
pub(crate) use pictures::{WholeRect, whole_rect};
use pictures::{hidden_by, opacity};

use std::sync::mpsc::Receiver;

use crate::fonts::Fonts;
use crate::geometry::Rect;
use crate::scene::{Item, PictureItem, Scene, TextItem};

/// Most device pixels of one page or picture: 100 megapixels, 400 MB as RGBA.
pub const MAX_PIXELS: u64 = crate::limits::PAGE_PIXELS;

/// Why a scene could not be painted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RasterError {
    /// More than [`MAX_PIXELS`].
    #[error("page is {width}x{height} px at scale {scale}: {} megapixels, limit is {}", megapixels(*width, *height), MAX_PIXELS / 1_000_000)]
    PageTooLarge {
        /// Device px.
        width: u64,
        /// Device px.
        height: u64,
        /// Device px per px.
        scale: f32,
    },
    /// A size that is no number or rounds to nothing.
    #[error("page of {width}x{height} px at scale {scale} has no pixels")]
    PageEmpty {
        /// Px at scale 1.
        width: f32,
        /// Px at scale 1.
        height: f32,
        /// Device px per px.
        scale: f32,
    },
    /// More than [`MAX_PIXELS`].
    #[error("picture {field} is {width}x{height} px: {} megapixels, limit is {}", megapixels(*width, *height), MAX_PIXELS / 1_000_000)]
    PictureTooLarge {
        /// The picture.
        field: String,
        /// Device px.
        width: u64,
        /// Device px.
        height: u64,
    },
    /// A text refers to a face that is not among the fonts.
    #[error("text {field} uses font face {face}, which is not loaded")]
    UnknownFace {
        /// Number of the face.
        face: u16,
        /// The text.
        field: String,
    },
    /// A text's size is no positive number.
    #[error("text {field} has font size {size}, which is not a positive number")]
    TextSize {
        /// The text.
        field: String,
        /// Device px.
        size: f32,
    },
    /// The SVG of a template is not valid.
    #[error("vector part of the template cannot be drawn: {reason}")]
    Vector {
        /// What usvg says.
        reason: String,
    },
    /// resvg panicked.
    #[error("vector part of the template cannot be drawn: the renderer failed on it")]
    VectorPanic,
}

fn megapixels(width: u64, height: u64) -> u64 {
    width.saturating_mul(height).div_ceil(1_000_000)
}

/// Paints scenes. Create one a thread and use it for all scenes of that thread.
pub struct Rasterizer<'f> {
    glyphs: glyphs::Glyphs<'f>,
    vectors: vectors::Vectors,
    pictures: pictures::Pictures,
    /// What is being painted.
    parts: Vec<Part>,
    /// Memory of the band painted last.
    band: Pixels,
    /// Memory of the page looked at last.
    looked: Pixels,
}

impl<'f> Rasterizer<'f> {
    /// A rasteriser with empty caches.
    pub fn new(fonts: &'f Fonts) -> Self {
        Self {
            glyphs: glyphs::Glyphs::new(fonts),
            vectors: Default::default(),
            pictures: Default::default(),
            parts: Vec::new(),
            band: Pixels::default(),
            looked: Pixels::default(),
        }
    }

    /// The fonts that glyphs are drawn from.
    pub fn fonts(&self) -> &'f Fonts {
        self.glyphs.fonts()
    }

    /// Paints a scene; `scale` is device px per px, 1 for the format's own size.
    pub fn render(&mut self, scene: &Scene, scale: f32) -> Result<Pixels, RasterError> {
        let mut page = Pixels::default();
        self.render_into(scene, scale, &mut page)?;
        Ok(page)
    }

    /// As [`Self::render`], a band at a time, from top to bottom: a page takes no more memory than a band, which is still
    /// in the processor's cache when it is encoded.
    pub fn bands(&mut self, scene: &Scene, scale: f32) -> Result<Bands<'_, 'f>, RasterError> {
        Bands::new(self, scene, scale)
    }

    /// As [`Self::render`], into pixels whose memory is used again; after an error they hold a part of the scene.
    pub fn render_into(&mut self, scene: &Scene, scale: f32, page: &mut Pixels) -> Result<(), RasterError> {
        begin(scene, scale, hidden(scene, scale), page)?;
        self.paint(&scene.items, scene, scale, page)
    }

    /// Makes the glyphs of a scene like those to come, so that they are known.
    pub fn rehearse(&mut self, scene: &Scene, scale: f32) -> Result<(), RasterError> {
        self.glyphs.begin();
        let placed = scene.texts().try_for_each(|text| self.glyphs.place(text, scale, &mut self.parts));
        self.parts.clear();
        placed
    }

    /// Paints a scene without its texts and shows what is behind some of them, given by the numbers of their items in
    /// rising order, each before the items that follow it are painted. Pictures that are behind none are left out.
    pub(crate) fn behind_texts(
        &mut self,
        scene: &Scene,
        texts: &[usize],
        scale: f32,
        mut look: impl FnMut(usize, &TextItem, &Pixels),
    ) -> Result<(), RasterError> {
        let mut page = std::mem::take(&mut self.looked);
        // Of pictures only the first is painted for sure before any text that it is behind is looked at.
        let hidden = scene.items.first().and_then(|item| hidden_under(item, scale));
        begin(scene, scale, hidden, &mut page)?;
        let asked = || texts.iter().filter_map(|index| Some((*index, scene.items.get(*index)?)));
        // A pixel at the edge of a text may be half of what is beside it.
        let behind = |item: &PictureItem| {
            asked().any(|(_, text)| matches!(text, Item::Text(text) if text.ink.overlaps(&item.rect, -1.0 / scale)))
        };
        let shown = |item: &Item| match item {
            Item::Text(_) => false,
            Item::Picture(item) => behind(item),
            Item::Rect(_) | Item::Gradient(_) | Item::Vector(_) => true,
        };
        let mut painted = 0;
        for (index, text) in asked() {
            let Item::Text(text) = text else { continue };
            let before = scene.items.get(painted..index).unwrap_or(&[]);
            // Vector items in a row are drawn as one, here as on the card.
            for run in before.split(|item| !shown(item)) {
                self.paint(run, scene, scale, &mut page)?;
            }
            look(index, text, &page);
            painted = index;
        }
        self.looked = page;
        Ok(())
    }

    /// Pictures without filters that another thread makes ready: a scene that shows one waits for it.
    pub fn expect_pictures(&mut self, pictures: Receiver<Prepared>) {
        self.pictures.expect(pictures);
    }

    /// Paints items of a scene.
    fn paint(&mut self, items: &[Item], scene: &Scene, scale: f32, page: &mut Pixels) -> Result<(), RasterError> {
        self.ready(items, scene, scale)?;
        for part in self.parts.drain(..) {
            part.paint(&self.glyphs, page);
        }
        Ok(())
    }

    /// Makes items of a scene ready to be painted: they become the parts.
    fn ready(&mut self, items: &[Item], scene: &Scene, scale: f32) -> Result<(), RasterError> {
        let size = device_size(scene, scale)?;
        self.parts.clear();
        self.glyphs.begin();
        let mut items = items;
        while let Some((item, rest)) = items.split_first() {
            let mut after = rest;
            match item {
                item if item.is_drawn() => {
                    let drawings = items.iter().map_while(Item::drawn);
                    let count = drawings.clone().count();
                    let layer = self.vectors.ready(drawings, (scene.width, scene.height), scale, size)?;
                    self.parts.push(Part::Layer(layer));
                    after = items.get(count..).unwrap_or_default();
                }
                Item::Rect(item) => {
                    let rect = item.rect;
                    let rect = Rect::new(rect.x * scale, rect.y * scale, rect.width * scale, rect.height * scale);
                    self.parts.push(Part::Fill(rect, item.fill));
                }
                Item::Picture(item) => {
                    let (picture, rect) = (self.pictures.ready(item, scale)?, whole_rect(item, scale)?);
                    self.parts.push(Part::Picture(picture, rect, opacity(item)));
                }
                Item::Text(item) => self.glyphs.place(item, scale, &mut self.parts)?,
                Item::Vector(_) | Item::Gradient(_) => {}
            }
            items = after;
        }
        Ok(())
    }
}

/// Makes a page as large as a scene and fills it with the ground, but for a box that is going to be hidden.
fn begin(scene: &Scene, scale: f32, hidden: Option<WholeRect>, page: &mut Pixels) -> Result<(), RasterError> {
    let (width, height) = device_size(scene, scale)?;
    page.resize(width, 0..height, scene.ground);
    page.clear(scene.ground, hidden);
    Ok(())
}

/// The box in which nothing under an item shows, if there is one.
fn hidden_under(item: &Item, scale: f32) -> Option<WholeRect> {
    match item {
        Item::Picture(item) => hidden_by(item, scale),
        _ => None,
    }
}

/// The largest such box of a scene of which all is painted.
fn hidden(scene: &Scene, scale: f32) -> Option<WholeRect> {
    let boxes = scene.items.iter().filter_map(|item| hidden_under(item, scale));
    boxes.max_by_key(|rect| u64::from(rect.width) * u64::from(rect.height))
}

/// Size of a scene in device px, checked against [`MAX_PIXELS`].
pub fn device_size(scene: &Scene, scale: f32) -> Result<(u32, u32), RasterError> {
    let length = |px: f32| (px * scale).round();
    let (width, height) = (length(scene.width), length(scene.height));
    if !(width >= 1.0 && height >= 1.0) {
        return Err(RasterError::PageEmpty { width: scene.width, height: scene.height, scale });
    }
    let (wide, high) = (width as u64, height as u64);
    if wide.saturating_mul(high) > MAX_PIXELS {
        return Err(RasterError::PageTooLarge { width: wide, height: high, scale });
    }
    Ok((width as u32, height as u32))
}

#[cfg(test)]
mod tests;

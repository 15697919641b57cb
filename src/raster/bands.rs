//! A page painted band by band, for an encoder that takes rows as they come.
//! Every part of the page is made ready first; a band then paints what falls on it.

use super::canvas::Pixels;
use super::parts::Part;
use super::pictures::WholeRect;
use super::{RasterError, Rasterizer, device_size, hidden};
use crate::geometry::Color;
use crate::scene::Scene;

/// Bytes of a band: with what an encoder keeps beside it well within the caches of one core. 120 rows of a square.
const BAND_BYTES: usize = 512 << 10;

/// The bands of a page, from top to bottom.
pub struct Bands<'r, 'f> {
    rasterizer: &'r mut Rasterizer<'f>,
    ground: Color,
    /// The box of the page that needs no ground.
    hidden: Option<WholeRect>,
    width: u32,
    height: u32,
    /// Rows of a band.
    rows: u32,
    /// The first row that is not painted yet.
    next: u32,
}

impl<'r, 'f> Bands<'r, 'f> {
    pub(super) fn new(
        rasterizer: &'r mut Rasterizer<'f>,
        scene: &Scene,
        scale: f32,
    ) -> Result<Bands<'r, 'f>, RasterError> {
        let (width, height) = device_size(scene, scale)?;
        rasterizer.ready(&scene.items, scene, scale)?;
        let whole = rasterizer.parts.iter().any(|part| matches!(part, Part::Path(..)));
        // About equal ones, of which the last gives no memory back to be cleared for the next page.
        let most = if whole { height } else { (BAND_BYTES as u32 / 4 / width).clamp(1, height) };
        let rows = height.div_ceil(height.div_ceil(most));
        let hidden = hidden(scene, scale);
        Ok(Bands { rasterizer, ground: scene.ground, hidden, width, height, rows, next: 0 })
    }

    /// Width of the page in device px.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height of the page in device px.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Whether every pixel of the page hides what is behind it.
    pub fn is_opaque(&self) -> bool {
        self.ground.a == 255
    }

    /// Paints the next band; false after the last.
    pub fn paint(&mut self) -> bool {
        if self.next >= self.height {
            return false;
        }
        let end = self.next.saturating_add(self.rows).min(self.height);
        let Rasterizer { band, parts, glyphs, .. } = &mut *self.rasterizer;
        band.resize(self.width, self.next..end, self.ground);
        band.clear(self.ground, self.hidden);
        for part in parts.iter() {
            part.paint(glyphs, band);
        }
        self.next = end;
        true
    }

    /// The band that was painted last.
    pub fn band(&self) -> &Pixels {
        &self.rasterizer.band
    }
}

impl Drop for Bands<'_, '_> {
    /// The parts hold pictures, which others may want gone.
    fn drop(&mut self) {
        self.rasterizer.parts.clear();
    }
}

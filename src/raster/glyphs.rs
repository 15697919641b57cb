//! Glyphs as coverage masks of exact area, kept from one text to the next.
//! Masks stand on quarter pixels, which moves a glyph by an eighth of a pixel at most; display sizes are drawn exactly.

use std::ops::Range;

use ab_glyph_rasterizer::{Point, Rasterizer as Area, point};
use rustc_hash::FxHashMap;
use tiny_skia::{FillRule, Paint, Path, PathBuilder, PixmapMut, Transform};

use super::RasterError;
use super::canvas::{Coverage, PART, Pixels, whole};
use super::parts::Part;
use crate::fonts::{FaceId, Fonts};
use crate::geometry::Color;
use crate::scene::TextItem;
use crate::scene::outline::{Curve, curves};

/// Glyphs above this size in device px are drawn exactly and not kept: they are few, large and differ from card to card.
const LARGEST_CACHED: f32 = 100.0;
/// Positions a pixel is divided into, each way.
const PHASES: i64 = 4;
/// Bytes of masks kept before starting again; a card needs about 0.3 MB.
const MASK_BYTES: usize = 3 << 20;
/// Outlines kept before starting again.
const OUTLINES: usize = 20_000;
/// Glyphs wider or higher than this in device px go through tiny-skia, which clips before it allocates.
const LARGEST_AREA: f32 = 2048.0;
/// Furthest that a drawn line may be from its curve, in device px: 5/255 of coverage.
const FLATNESS: f32 = 0.02;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    face: FaceId,
    glyph: u16,
    size: u32,
    phase: u8,
}

#[derive(Clone, Copy)]
struct Mask {
    left: i64,
    top: i64,
    width: usize,
    start: usize,
    end: usize,
}

/// Segments in em and the box around all their points.
struct Shape {
    segments: Vec<Curve>,
    low: Point,
    high: Point,
}

/// Draws the glyphs of texts.
pub(super) struct Glyphs<'f> {
    fonts: &'f Fonts,
    outlines: FxHashMap<(FaceId, u16), Option<Shape>>,
    masks: FxHashMap<Key, Mask>,
    bytes: Vec<u8>,
    area: Area,
    /// Masks of the glyphs of one drawing that are not kept.
    exact: Vec<u8>,
}

/// A glyph in its place, of a colour.
pub(super) struct Placed {
    /// Left edge in device px.
    left: i64,
    /// Top edge in device px.
    top: i64,
    /// Bytes a row of the mask.
    width: usize,
    /// Where the mask is kept.
    bytes: Range<usize>,
    /// Whether that is with those of this drawing.
    exact: bool,
    color: Color,
}

impl Placed {
    /// The rows that it may colour, in device px.
    fn rows(&self) -> Range<i64> {
        self.top..self.top.saturating_add((self.bytes.len() / self.width.max(1)) as i64)
    }
}

impl<'f> Glyphs<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self {
            fonts,
            outlines: FxHashMap::default(),
            masks: FxHashMap::default(),
            bytes: Vec::new(),
            area: Area::new(0, 0),
            exact: Vec::new(),
        }
    }

    /// The fonts that the glyphs come from.
    pub(super) fn fonts(&self) -> &'f Fonts {
        self.fonts
    }

    /// Before a drawing: masks of others may be forgotten.
    pub(super) fn begin(&mut self) {
        self.exact.clear();
        self.exact.shrink_to(MASK_BYTES);
        if self.bytes.len() > MASK_BYTES {
            self.bytes.clear();
            self.masks.clear();
        }
        if self.outlines.len() > OUTLINES {
            self.outlines.clear();
        }
    }

    /// Puts the glyphs of a text at its place times `scale` into a drawing.
    pub(super) fn place(&mut self, text: &TextItem, scale: f32, parts: &mut Vec<Part>) -> Result<(), RasterError> {
        for run in text.lines.iter().flat_map(|line| &line.runs) {
            let size = run.size * scale;
            if !(size.is_finite() && size > 0.0) {
                return Err(RasterError::TextSize { field: text.field.clone(), size });
            }
            for glyph in &run.glyphs {
                let at = (glyph.x * scale, glyph.y * scale);
                match self.fonts.face(run.face).and_then(|face| face.layers(glyph.id)) {
                    None => parts.extend(self.one(run.face, glyph.id, size, at, text.color, &text.field)?),
                    Some(layers) => {
                        for layer in layers {
                            let color = layer.in_text(text.color);
                            parts.extend(self.one(run.face, layer.glyph, size, at, color, &text.field)?);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// One outline in its place and colour; none without ink.
    fn one(
        &mut self,
        face: FaceId,
        glyph: u16,
        size: f32,
        (x, y): (f32, f32),
        color: Color,
        field: &str,
    ) -> Result<Option<Part>, RasterError> {
        if size > LARGEST_CACHED {
            return self.exact(face, glyph, size, (x, y), color, field);
        }
        let (column, row) = (quarter(x), quarter(y));
        let phase = (column.rem_euclid(PHASES) * PHASES + row.rem_euclid(PHASES)) as u8;
        let key = Key { face, glyph, size: size.to_bits(), phase };
        let mask = match self.masks.get(&key) {
            Some(mask) => *mask,
            None => self.make_mask(key, size, field)?,
        };
        Ok((mask.start < mask.end).then(|| {
            Part::Glyph(Placed {
                left: column.div_euclid(PHASES) + mask.left,
                top: row.div_euclid(PHASES) + mask.top,
                width: mask.width,
                bytes: mask.start..mask.end,
                exact: false,
                color,
            })
        }))
    }

    /// Paints a glyph.
    pub(super) fn paint(&self, glyph: &Placed, page: &mut Pixels) {
        let (rows, shown) = (glyph.rows(), page.rows_of_page());
        if rows.start >= shown.end || rows.end <= shown.start {
            return;
        }
        let masks = if glyph.exact { &self.exact } else { &self.bytes };
        let data = masks.get(glyph.bytes.clone()).unwrap_or_default();
        page.blend_coverage(Coverage { left: glyph.left, top: glyph.top, width: glyph.width, data }, glyph.color);
    }

    fn make_mask(&mut self, key: Key, size: f32, field: &str) -> Result<Mask, RasterError> {
        let x = f32::from(key.phase / PHASES as u8) / PHASES as f32;
        let y = f32::from(key.phase % PHASES as u8) / PHASES as f32;
        let start = self.bytes.len();
        let shape = shape(self.fonts, &mut self.outlines, key.face, key.glyph, field)?;
        let mask = match shape {
            None => Mask { left: 0, top: 0, width: 0, start, end: start },
            Some(shape) => {
                let (left, top, width) = cover(&mut self.area, shape, size, (x, y), &mut self.bytes);
                Mask { left, top, width, start, end: self.bytes.len() }
            }
        };
        self.masks.insert(key, mask);
        Ok(mask)
    }

    fn exact(
        &mut self,
        face: FaceId,
        glyph: u16,
        size: f32,
        at: (f32, f32),
        color: Color,
        field: &str,
    ) -> Result<Option<Part>, RasterError> {
        let Some(shape) = shape(self.fonts, &mut self.outlines, face, glyph, field)? else { return Ok(None) };
        if size * (shape.high.x - shape.low.x).max(shape.high.y - shape.low.y) > LARGEST_AREA {
            return Ok(path(shape, size, at).map(|path| Part::Path(path, color)));
        }
        let start = self.exact.len();
        let (left, top, width) = cover(&mut self.area, shape, size, at, &mut self.exact);
        let bytes = start..self.exact.len();
        Ok(Some(Part::Glyph(Placed { left, top, width, bytes, exact: true, color })))
    }
}

fn quarter(value: f32) -> i64 {
    whole((value * PHASES as f32).round())
}

fn shape<'a>(
    fonts: &Fonts,
    outlines: &'a mut FxHashMap<(FaceId, u16), Option<Shape>>,
    face: FaceId,
    glyph: u16,
    field: &str,
) -> Result<Option<&'a Shape>, RasterError> {
    let known = outlines.entry((face, glyph));
    let found = match known {
        std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
        std::collections::hash_map::Entry::Vacant(entry) => {
            let face =
                fonts.face(face).ok_or_else(|| RasterError::UnknownFace { face: face.0, field: field.to_owned() })?;
            entry.insert(face.outline(glyph).and_then(|outline| Shape::new(curves(&outline))))
        }
    };
    Ok(found.as_ref())
}

impl Shape {
    /// Takes the box from the points, because a font's own box may be wrong and masks are allocated from it.
    fn new(segments: Vec<Curve>) -> Option<Self> {
        let mut low = point(f32::INFINITY, f32::INFINITY);
        let mut high = point(f32::NEG_INFINITY, f32::NEG_INFINITY);
        let mut add = |points: &[Point]| {
            for p in points {
                low = point(low.x.min(p.x), low.y.min(p.y));
                high = point(high.x.max(p.x), high.y.max(p.y));
            }
        };
        for segment in &segments {
            match *segment {
                Curve::Line(a, b) => add(&[a, b]),
                Curve::Quad(a, b, c) => add(&[a, b, c]),
                Curve::Cubic(a, b, c, d) => add(&[a, b, c, d]),
            }
        }
        let sound = [low.x, low.y, high.x, high.y].iter().all(|v| v.abs() < 1000.0);
        sound.then_some(Self { segments, low, high })
    }
}

/// Appends the mask of a shape whose origin is at `at` in device px; returns left, top and width.
fn cover(area: &mut Area, shape: &Shape, size: f32, at: (f32, f32), bytes: &mut Vec<u8>) -> (i64, i64, usize) {
    let left = (shape.low.x * size + at.0).floor();
    let top = (shape.low.y * size + at.1).floor();
    // A spare column and row: rounding may put a point on the far edge. More columns make whole parts.
    let width = (whole((shape.high.x * size + at.0).ceil() - left) as usize + 1).next_multiple_of(PART);
    let height = whole((shape.high.y * size + at.1).ceil() - top) as usize + 1;
    let map = |p: Point| point((p.x * size + at.0 - left).max(0.0), (p.y * size + at.1 - top).max(0.0));
    area.reset(width, height);
    for segment in &shape.segments {
        match *segment {
            Curve::Line(a, b) => area.draw_line(map(a), map(b)),
            Curve::Quad(a, b, c) => {
                let (a, b, c) = (map(a), map(b), map(c));
                // Distance to the chord of a piece is at most the second difference over 4 n².
                let pieces = pieces(bend(a, b, c) / 4.0);
                lines(area, a, c, pieces, |t| {
                    let s = 1.0 - t;
                    let (u, v, w) = (s * s, 2.0 * s * t, t * t);
                    point(u * a.x + v * b.x + w * c.x, u * a.y + v * b.y + w * c.y)
                });
            }
            Curve::Cubic(a, b, c, d) => {
                let (a, b, c, d) = (map(a), map(b), map(c), map(d));
                let pieces = pieces(bend(a, b, c).max(bend(b, c, d)) * 0.75);
                lines(area, a, d, pieces, |t| {
                    let s = 1.0 - t;
                    let (u, v, w, z) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
                    point(u * a.x + v * b.x + w * c.x + z * d.x, u * a.y + v * b.y + w * c.y + z * d.y)
                });
            }
        }
    }
    bytes.reserve(width * height);
    area.for_each_pixel(|_, coverage| bytes.push((coverage * 255.0 + 0.5) as u8));
    (whole(left), whole(top), width)
}

/// Length of the second difference of three points.
fn bend(a: Point, b: Point, c: Point) -> f32 {
    (a.x - 2.0 * b.x + c.x).hypot(a.y - 2.0 * b.y + c.y)
}

/// Lines that a curve needs so that none is further than [`FLATNESS`] from it.
fn pieces(deviation: f32) -> u16 {
    (deviation / FLATNESS).sqrt().ceil().clamp(1.0, 1000.0) as u16
}

/// Draws a curve as lines. The area rasteriser's own curves may be 0.14 px off, which shows as 35/255 on large letters.
fn lines(area: &mut Area, from: Point, to: Point, pieces: u16, at: impl Fn(f32) -> Point) {
    let mut pen = from;
    for piece in 1..pieces {
        let next = at(f32::from(piece) / f32::from(pieces));
        area.draw_line(pen, next);
        pen = next;
    }
    area.draw_line(pen, to);
}

/// The outline of a shape whose origin is at `at` in device px.
fn path(shape: &Shape, size: f32, at: (f32, f32)) -> Option<Path> {
    let mut path = PathBuilder::new();
    let mut last = None;
    for segment in &shape.segments {
        let (Curve::Line(start, ..) | Curve::Quad(start, ..) | Curve::Cubic(start, ..)) = *segment;
        if last != Some(start) {
            path.close();
            path.move_to(start.x, start.y);
        }
        last = Some(match *segment {
            Curve::Line(_, b) => {
                path.line_to(b.x, b.y);
                b
            }
            Curve::Quad(_, b, c) => {
                path.quad_to(b.x, b.y, c.x, c.y);
                c
            }
            Curve::Cubic(_, b, c, d) => {
                path.cubic_to(b.x, b.y, c.x, c.y, d.x, d.y);
                d
            }
        });
    }
    path.close();
    path.finish()?.transform(Transform::from_row(size, 0.0, 0.0, size, at.0, at.1))
}

/// Fills an outline in device px.
pub(super) fn fill_path(path: &Path, color: Color, page: &mut Pixels) {
    let mut paint = Paint::default();
    paint.set_color_rgba8(color.r, color.g, color.b, color.a);
    let place = Transform::from_translate(0.0, -(page.top as f32));
    if let Some(mut pixmap) = PixmapMut::from_bytes(&mut page.data, page.width, page.height) {
        pixmap.fill_path(path, &paint, FillRule::Winding, place, None);
    }
}

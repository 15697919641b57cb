//! One face: its bytes, and what is read from them on first use (character map, metrics, shaping tables, outlines).
//! Shaping reads through harfrust, outlines and their bounds through ab_glyph; both see the same bytes.

use std::fmt;
use std::sync::{Arc, OnceLock};

use ab_glyph::{Font as _, FontArc, FontRef, FontVec, GlyphId, OutlineCurve};
use harfrust::font::Blob;
use icu_properties::{CodePointSetData, props::DefaultIgnorableCodePoint};

use crate::fonts::ListedFace;
use crate::fonts::awaited::{AwaitedFile, Characters};
use crate::fonts::layers::{self, Layer};
use crate::geometry::Rect;

/// Vertical measures of a face in em, as browsers take them: OS/2 typo when the face asks for it, else hhea.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Metrics {
    /// Baseline to the top of the line.
    pub ascent: f32,
    /// Baseline to the bottom of the line, positive.
    pub descent: f32,
    /// Extra space between lines.
    pub line_gap: f32,
    /// Height of `H`.
    pub cap_height: f32,
    /// Height of `x`.
    pub x_height: f32,
}

/// One piece of an outline, in em, y down; every contour starts with `Move` and is closed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Start of a contour.
    Move([f32; 2]),
    /// Straight line to a point.
    Line([f32; 2]),
    /// Quadratic curve: control, end.
    Quad([f32; 2], [f32; 2]),
    /// Cubic curve: two controls, end.
    Cubic([f32; 2], [f32; 2], [f32; 2]),
}

impl Segment {
    /// Where it ends.
    pub fn end(&self) -> [f32; 2] {
        let (Segment::Move(end) | Segment::Line(end) | Segment::Quad(_, end) | Segment::Cubic(_, _, end)) = self;
        *end
    }

    /// The point at a share of the way, 0 to 1, from the end of the piece before it.
    pub fn at(&self, from: [f32; 2], t: f32) -> [f32; 2] {
        let u = 1.0 - t;
        let mix = |axis: usize| match *self {
            Segment::Move(end) => end[axis],
            Segment::Line(end) => u * from[axis] + t * end[axis],
            Segment::Quad(one, end) => u * u * from[axis] + 2.0 * u * t * one[axis] + t * t * end[axis],
            Segment::Cubic(one, two, end) => {
                u * u * u * from[axis]
                    + 3.0 * u * u * t * one[axis]
                    + 3.0 * u * t * t * two[axis]
                    + t * t * t * end[axis]
            }
        };
        [mix(0), mix(1)]
    }
}

/// The drawing of a glyph in em (1.0 is the font size), origin on the baseline, y down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Contours one after the other.
    pub segments: Vec<Segment>,
    /// Box around the drawing.
    pub bounds: Rect,
}

#[derive(Clone)]
enum Data {
    Static(&'static [u8]),
    Shared(Arc<Vec<u8>>),
    /// It comes later, if it is needed.
    Awaited(Arc<AwaitedFile>, Characters),
}

/// One face of a family.
#[derive(Clone)]
pub struct Face {
    /// CSS family name.
    pub family: String,
    /// CSS weight, 1 to 1000.
    pub weight: u16,
    /// Whether italic or oblique.
    pub italic: bool,
    /// Where it comes from: a path under `fonts/`, or the origin given to `Fonts::add_data`.
    pub origin: String,
    data: Data,
    index: u32,
    shaping: OnceLock<Option<harfrust::Font>>,
    outlines: OnceLock<Option<FontArc>>,
    metrics: OnceLock<Metrics>,
    colored: OnceLock<bool>,
}

impl Face {
    pub(super) fn embedded(
        data: &'static [u8],
        index: u32,
        family: &str,
        weight: u16,
        italic: bool,
        file: &str,
    ) -> Face {
        Face::new(Data::Static(data), index, family.to_owned(), weight, italic, file.to_owned())
    }

    pub(super) fn shared(
        data: Arc<Vec<u8>>,
        index: u32,
        family: String,
        weight: u16,
        italic: bool,
        origin: &str,
    ) -> Face {
        Face::new(Data::Shared(data), index, family, weight, italic, origin.to_owned())
    }

    pub(super) fn awaited(file: Arc<AwaitedFile>, characters: Characters, face: &ListedFace) -> Face {
        let data = Data::Awaited(file, characters);
        Face::new(data, face.index, face.family.clone(), face.weight, face.italic, face.file.clone())
    }

    /// The file that it waits for.
    pub(super) fn awaited_file(&self) -> Option<&Arc<AwaitedFile>> {
        match &self.data {
            Data::Awaited(file, _) => Some(file),
            Data::Static(_) | Data::Shared(_) => None,
        }
    }

    /// Whether its bytes are there. If they are not, they are wanted from now on, and what is read of the face is not kept.
    fn is_there(&self) -> bool {
        self.awaited_file().is_none_or(|file| file.bytes().is_some())
    }

    fn new(data: Data, index: u32, family: String, weight: u16, italic: bool, origin: String) -> Face {
        Face {
            family,
            weight,
            italic,
            origin,
            data,
            index,
            shaping: OnceLock::new(),
            outlines: OnceLock::new(),
            metrics: OnceLock::new(),
            colored: OnceLock::new(),
        }
    }

    /// The font file this face is part of; nothing while it is awaited.
    pub fn data(&self) -> &[u8] {
        match &self.data {
            Data::Static(bytes) => bytes,
            Data::Shared(bytes) => bytes,
            Data::Awaited(file, _) => file.bytes().map(|bytes| bytes.as_slice()).unwrap_or_default(),
        }
    }

    /// The same, for those who keep it: no byte is copied.
    pub fn shared_data(&self) -> Arc<dyn AsRef<[u8]> + Send + Sync> {
        match &self.data {
            Data::Static(bytes) => Arc::new(*bytes),
            Data::Shared(bytes) => Arc::clone(bytes) as Arc<dyn AsRef<[u8]> + Send + Sync>,
            Data::Awaited(file, _) => file.bytes().map(Arc::clone).unwrap_or_default(),
        }
    }

    /// Which face of a collection this is; 0 for a single font.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// The face as harfrust reads it; `None` if the bytes are no font.
    pub(crate) fn shaping(&self) -> Option<&harfrust::Font> {
        if !self.is_there() {
            return None;
        }
        self.shaping
            .get_or_init(|| {
                let blob = match &self.data {
                    Data::Static(bytes) => Blob::Static(bytes),
                    Data::Shared(bytes) => Blob::Shared(bytes.clone()),
                    Data::Awaited(file, _) => Blob::Shared(file.bytes()?.clone()),
                };
                harfrust::Font::new(blob, self.index)
            })
            .as_ref()
    }

    /// The face as ab_glyph reads it; `None` if ab_glyph cannot.
    pub fn ab_glyph(&self) -> Option<&FontArc> {
        if !self.is_there() {
            return None;
        }
        self.outlines
            .get_or_init(|| match &self.data {
                Data::Static(bytes) => FontRef::try_from_slice_and_index(bytes, self.index).ok().map(FontArc::from),
                Data::Shared(_) | Data::Awaited(..) => {
                    FontVec::try_from_vec_and_index(self.data().to_vec(), self.index).ok().map(FontArc::from)
                }
            })
            .as_ref()
    }

    /// Whether the face has a glyph for this character.
    pub fn covers(&self, c: char) -> bool {
        match &self.data {
            Data::Awaited(file, characters) if !file.is_there() => characters.have(c),
            _ => self.glyph(c).is_some(),
        }
    }

    /// The nominal glyph of a character. Private-use characters mean something only to the font that somebody chose
    /// for them: the embedded fonts have pictures there that nobody asked for.
    pub fn glyph(&self, c: char) -> Option<u16> {
        let private = matches!(u32::from(c), 0xe000..=0xf8ff | 0xf_0000..=0x10_ffff);
        if private && !matches!(self.data, Data::Shared(_)) {
            return None;
        }
        let glyph = self.shaping()?.charmap().map_unicode(c)?;
        u16::try_from(glyph.to_u32()).ok().filter(|id| *id != 0)
    }

    /// Units per em, 1000 if the face does not say.
    pub fn units_per_em(&self) -> f32 {
        self.shaping().map(|f| f32::from(f.units_per_em())).filter(|u| *u > 0.0).unwrap_or(1000.0)
    }

    /// Vertical metrics in em.
    pub fn metrics(&self) -> Metrics {
        const USUAL: Metrics = Metrics { ascent: 0.8, descent: 0.2, line_gap: 0.0, cap_height: 0.7, x_height: 0.5 };
        if !self.is_there() {
            return USUAL;
        }
        *self.metrics.get_or_init(|| {
            let (Some(font), Some(ab)) = (self.shaping(), self.ab_glyph()) else { return USUAL };
            let em = self.units_per_em();
            let scaled = font.metrics().scaled_f32(1.0);
            let (ascent, descent, line_gap) = if scaled.use_typo_metrics() {
                scaled.typo_line().map(|l| (l.ascender, -l.descender, l.line_gap))
            } else {
                None
            }
            .unwrap_or_else(|| (ab.ascent_unscaled() / em, -ab.descent_unscaled() / em, ab.line_gap_unscaled() / em));
            // Old OS/2 tables have neither height: take the ink of H and x, as CSS asks.
            let ink = |c: char| self.glyph(c).and_then(|g| self.outline(g)).map(|o| -o.bounds.y);
            let given = |value: Option<f32>| value.filter(|v| *v > 0.0);
            Metrics {
                ascent,
                descent,
                line_gap,
                cap_height: given(scaled.cap_height()).or_else(|| ink('H')).unwrap_or(ascent * 0.75),
                x_height: given(scaled.x_height()).or_else(|| ink('x')).unwrap_or(ascent * 0.55),
            }
        })
    }

    /// The layers of a glyph in colour, from the lowest; none for a glyph that is drawn in the colour of the text.
    pub fn layers(&self, glyph: u16) -> Option<Vec<Layer>> {
        if !self.is_there() {
            return None;
        }
        let colored = *self.colored.get_or_init(|| layers::any(self.data(), self.index));
        if colored { layers::of(self.data(), self.index, glyph) } else { None }
    }

    /// The box around the drawing of a glyph, in em, y down; of all its layers if it has some.
    pub fn ink(&self, glyph: u16) -> Option<Rect> {
        let Some(layers) = self.layers(glyph) else { return Some(self.outline(glyph)?.bounds) };
        let boxes = layers.iter().filter_map(|layer| Some(self.outline(layer.glyph)?.bounds));
        boxes.reduce(|all, one| all.union(&one))
    }

    /// The drawing of a glyph, from ab_glyph; `None` for a glyph without ink (a space) or outside the face.
    pub fn outline(&self, glyph: u16) -> Option<Outline> {
        let raw = self.ab_glyph()?.outline(GlyphId(glyph))?;
        let em = self.units_per_em();
        let at = |p: ab_glyph::Point| [p.x / em, -p.y / em];
        let mut segments = Vec::with_capacity(raw.curves.len() + 4);
        let mut pen = None;
        for curve in &raw.curves {
            let (from, end, segment) = match curve {
                OutlineCurve::Line(a, b) => (*a, *b, Segment::Line(at(*b))),
                OutlineCurve::Quad(a, b, c) => (*a, *c, Segment::Quad(at(*b), at(*c))),
                OutlineCurve::Cubic(a, b, c, d) => (*a, *d, Segment::Cubic(at(*b), at(*c), at(*d))),
            };
            // ab_glyph lists curves without contour marks: a contour starts where a curve does not go on.
            if pen != Some(from) {
                segments.push(Segment::Move(at(from)));
            }
            pen = Some(end);
            segments.push(segment);
        }
        if segments.is_empty() {
            return None;
        }
        Some(Outline { bounds: ink_bounds(&segments), segments })
    }
}

/// Box around the ink: curves count by their extremes, not by their control points. ab_glyph's own bounds come from the
/// face's header box, which some faces get wrong.
fn ink_bounds(segments: &[Segment]) -> Rect {
    let (mut min, mut max) = ([f32::MAX; 2], [f32::MIN; 2]);
    let mut pen = [0.0_f32; 2];
    for segment in segments {
        let (control, end) = match *segment {
            Segment::Move(a) | Segment::Line(a) => ([pen, a], a),
            Segment::Quad(a, b) => ([a, a], b),
            Segment::Cubic(a, b, c) => ([a, b], c),
        };
        for (((low, high), from), (to, [one, two])) in min
            .iter_mut()
            .zip(&mut max)
            .zip(pen)
            .zip(end.into_iter().zip([control.map(|p| p[0]), control.map(|p| p[1])]))
        {
            let mut add = |value: f32| {
                *low = low.min(value);
                *high = high.max(value);
            };
            add(to);
            match segment {
                Segment::Quad(..) => quad_extreme(from, one, to).into_iter().for_each(&mut add),
                Segment::Cubic(..) => cubic_extremes(from, one, two, to).into_iter().flatten().for_each(&mut add),
                Segment::Move(_) | Segment::Line(_) => {}
            }
        }
        pen = end;
    }
    Rect::new(min[0], min[1], max[0] - min[0], max[1] - min[1])
}

/// Where a quadratic curve turns in one direction, if it does.
fn quad_extreme(from: f32, control: f32, to: f32) -> Option<f32> {
    let t = (from - control) / (from - 2.0 * control + to);
    let at = |t: f32| (1.0 - t) * ((1.0 - t) * from + 2.0 * t * control) + t * t * to;
    // Not a number when the curve is straight and even.
    (t > 0.0 && t < 1.0).then(|| at(t))
}

/// Where a cubic curve turns in one direction: up to two values.
fn cubic_extremes(from: f32, one: f32, two: f32, to: f32) -> [Option<f32>; 2] {
    let (a, b, c) = (to - from + 3.0 * (one - two), 2.0 * (from - 2.0 * one + two), one - from);
    let at = |t: f32| {
        let u = 1.0 - t;
        u * u * u * from + 3.0 * u * u * t * one + 3.0 * u * t * t * two + t * t * t * to
    };
    let inside = |t: f32| (t > 0.0 && t < 1.0).then(|| at(t));
    let root = (b * b - 4.0 * a * c).max(0.0).sqrt();
    // The form that stays exact when `a` is near zero.
    let q = -0.5 * (b + root.copysign(b));
    [inside(q / a), inside(c / q)]
}

/// Default ignorable code points of Unicode: joiners, variation selectors, bidi controls, fillers.
pub(crate) fn ignorable(c: char) -> bool {
    c as u32 >= 0xAD && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slope = if self.italic { " italic" } else { "" };
        write!(f, "{} {}{slope}", self.family, self.weight)
    }
}

//! Tracking that stops short of touching: where negative letter spacing would push two letters together, they keep a gap.
//! The gap is measured between their outlines, height by height, so that slanted pairs are not held apart by their boxes.

use super::{Shaped, Shaper};
use crate::fonts::{FaceId, Outline, Segment};

/// Least gap between the ink of letters that tracking brings together, em.
const GAP: f32 = 0.01;
/// Heights at which outlines are compared: this many, so high, from so far above the baseline; em.
const BANDS: usize = 40;
const BAND: f32 = 0.04;
const TOP: f32 = -1.1;
/// Straight pieces that a curve is taken for.
const PIECES: usize = 12;

/// How far the ink of a glyph reaches to the left and right at each height, em from its origin.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    left: [f32; BANDS],
    right: [f32; BANDS],
}

impl Profile {
    /// The profile of an outline.
    pub(super) fn new(outline: &Outline) -> Profile {
        let mut profile = Profile { left: [f32::INFINITY; BANDS], right: [f32::NEG_INFINITY; BANDS] };
        let mut pen = [0.0_f32; 2];
        for segment in &outline.segments {
            let (from, end) = (pen, segment.end());
            pen = end;
            let pieces = match segment {
                Segment::Move(_) => continue,
                Segment::Line(_) => 1,
                Segment::Quad(..) | Segment::Cubic(..) => PIECES,
            };
            let mut last = from;
            for piece in 1..=pieces {
                let next = segment.at(from, piece as f32 / pieces as f32);
                profile.add(last, next);
                last = next;
            }
        }
        profile
    }

    /// Adds a straight stroke.
    fn add(&mut self, from: [f32; 2], to: [f32; 2]) {
        let (upper, lower) = if from[1] <= to[1] { (from, to) } else { (to, from) };
        let band = |y: f32| ((y - TOP) / BAND).floor().clamp(0.0, BANDS as f32 - 1.0) as usize;
        let rise = lower[1] - upper[1];
        let across = |y: f32| {
            let share = if rise > 0.0 { ((y - upper[1]) / rise).clamp(0.0, 1.0) } else { 0.0 };
            upper[0] + share * (lower[0] - upper[0])
        };
        for index in band(upper[1])..=band(lower[1]) {
            let top = TOP + index as f32 * BAND;
            let ends = if rise > 0.0 { [across(top), across(top + BAND)] } else { [from[0], to[0]] };
            if let (Some(left), Some(right)) = (self.left.get_mut(index), self.right.get_mut(index)) {
                *left = left.min(ends[0]).min(ends[1]);
                *right = right.max(ends[0]).max(ends[1]);
            }
        }
    }

    /// The least distance between the ink of two glyphs whose origins are `apart`, em; infinite if they share no height.
    fn gap(&self, next: &Profile, apart: f32) -> f32 {
        self.right.iter().zip(&next.left).map(|(right, left)| left + apart - right).fold(f32::INFINITY, f32::min)
    }
}

impl Shaped {
    /// Gives back to each pair of letters as much of the negative spacing as would bring them closer than [`GAP`].
    pub(super) fn keep_apart(&mut self, shaper: &mut Shaper<'_>) {
        let mut changed = false;
        for index in 1..self.clusters.len() {
            let Some([a, b]) = self.clusters.get(index - 1..=index) else { continue };
            let fonts = self.fonts.get(usize::from(a.font));
            // Marks and letters of other faces have their own boxes, and right to left nothing is tracked tightly.
            if a.spacing >= 0.0 || a.font != b.font || a.level % 2 == 1 || b.level % 2 == 1 || a.space || b.space {
                continue;
            }
            let glyph = |range: &std::ops::Range<u32>| match self.glyphs.get(range.start as usize..range.end as usize) {
                Some([one]) => Some(*one),
                _ => None,
            };
            let (Some(font), Some(left), Some(right)) = (fonts, glyph(&a.glyphs), glyph(&b.glyphs)) else { continue };
            let apart = (a.advance + right.x - left.x) / font.scale;
            let Some(gap) = shaper.gap(font.face, (left.id, right.id), apart) else { continue };
            let back = ((GAP - gap) * font.scale).min(-a.spacing);
            if back > 0.0 && back.is_finite() {
                let Some(cluster) = self.clusters.get_mut(index - 1) else { continue };
                cluster.spacing += back;
                cluster.advance += back;
                changed = true;
            }
        }
        if changed {
            self.finish();
        }
    }
}

impl Shaper<'_> {
    /// The least distance between the ink of two glyphs of a face whose origins are `apart`, em of the face.
    fn gap(&mut self, face: FaceId, (left, right): (u16, u16), apart: f32) -> Option<f32> {
        self.profile(face, left);
        self.profile(face, right);
        let profile = |glyph: u16| self.profiles.get(&(face, glyph)).and_then(Option::as_ref);
        Some(profile(left)?.gap(profile(right)?, apart))
    }

    fn profile(&mut self, face: FaceId, glyph: u16) {
        let fonts = self.fonts;
        let outline = || Some(Box::new(Profile::new(&fonts.face(face)?.outline(glyph)?)));
        self.profiles.entry((face, glyph)).or_insert_with(outline);
    }
}

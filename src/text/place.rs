//! A line in visual order (UAX #9 L2): glyphs with their x and y, gathered in runs of one face.

use unicode_bidi::{BidiInfo, Level};

use super::{LineRange, RunFont, Shaped};
use crate::fonts::FaceId;
use crate::geometry::Rect;

/// A glyph and where its origin lies, in em of the text's font size, y down, x from the line's left edge.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlacedGlyph {
    /// Glyph of the run's face.
    pub id: u16,
    /// Right of the line's left edge.
    pub x: f32,
    /// Below the baseline.
    pub y: f32,
}

/// Neighbouring glyphs of one face and size.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedRun {
    /// The face.
    pub face: FaceId,
    /// Outlines are drawn at font size times this.
    pub scale: f32,
    /// From left to right by cluster.
    pub glyphs: Vec<PlacedGlyph>,
    /// The byte of the line's string at which the text of each glyph begins.
    pub starts: Vec<u32>,
}

/// A line ready to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlacedLine {
    /// From left to right.
    pub runs: Vec<PlacedRun>,
    /// In em, the same as the line's.
    pub width: f32,
}

impl Shaped {
    /// The boxes around the ink of a line's clusters in em, from the line's left edge and the baseline, from left to right.
    pub fn inks(&self, line: &LineRange) -> Vec<Rect> {
        let end = self.solid_end(line.clusters.start, line.clusters.end);
        let clusters = self.clusters.get(line.clusters.start..end).unwrap_or_default();
        // Where a text is cut right to left, its sign stands at the left.
        let sign = self.ellipsis.as_ref().filter(|_| line.ellipsis && self.rtl);
        let mut pen = sign.map_or(0.0, |sign| sign.advance);
        let mut inks = Vec::with_capacity(clusters.len());
        for cluster in visual_order(clusters.iter().map(|c| c.level)).into_iter().filter_map(|i| clusters.get(i)) {
            inks.extend(cluster.ink.map(|ink| Rect::new(pen + ink.x, ink.y, ink.width, ink.height)));
            pen += cluster.advance;
        }
        inks
    }

    /// The bearings of a line in em: how far its ink begins after its left edge and ends before its right one. 0 where the
    /// line begins or ends with letters of a right-to-left script, which have no stems to align, or with an ellipsis.
    pub fn bearings(&self, line: &LineRange) -> (f32, f32) {
        let end = self.solid_end(line.clusters.start, line.clusters.end);
        let clusters = self.clusters.get(line.clusters.start..end).unwrap_or_default();
        let order = visual_order(clusters.iter().map(|c| c.level));
        let upright = |at: Option<&usize>| at.and_then(|i| clusters.get(*i)).filter(|cluster| cluster.level % 2 == 0);
        let left = upright(order.first()).and_then(|cluster| Some(cluster.ink?.x));
        let right =
            upright(order.last()).and_then(|cluster| Some(cluster.advance - cluster.spacing - cluster.ink?.right()));
        // Where the text is cut, its sign stands at one of the ends.
        let cut = |at_left: bool| line.ellipsis && self.rtl == at_left;
        (left.filter(|_| !cut(true)).unwrap_or(0.0), right.filter(|_| !cut(false)).unwrap_or(0.0))
    }

    /// The line's glyphs in visual order; trailing spaces are not placed.
    pub fn place(&self, line: &LineRange) -> PlacedLine {
        let end = self.solid_end(line.clusters.start, line.clusters.end);
        let clusters = self.clusters.get(line.clusters.start..end).unwrap_or_default();
        let mut runs = Vec::new();
        let mut pen = 0f32;
        let first = clusters.first().map_or(0, |cluster| cluster.range.start);
        let sign = self.ellipsis.as_ref().filter(|_| line.ellipsis);
        let draw_sign = |runs: &mut Vec<PlacedRun>, pen: &mut f32| {
            if let Some(sign) = sign {
                add(runs, sign.font, &sign.glyphs, *pen, line.string.len().saturating_sub('…'.len_utf8()));
                *pen += sign.advance;
            }
        };
        if self.rtl {
            draw_sign(&mut runs, &mut pen);
        }
        for index in visual_order(clusters.iter().map(|c| c.level)) {
            let Some(cluster) = clusters.get(index) else { continue };
            let glyphs = self.glyphs.get(cluster.glyphs.start as usize..cluster.glyphs.end as usize);
            if let (Some(font), Some(glyphs)) = (self.fonts.get(usize::from(cluster.font)), glyphs)
                && !glyphs.is_empty()
            {
                add(&mut runs, *font, glyphs, pen, cluster.range.start.saturating_sub(first));
            }
            pen += cluster.advance;
        }
        if !self.rtl {
            // The sign follows the last letter without that letter's spacing.
            pen -= clusters.last().map_or(0.0, |c| c.spacing);
            draw_sign(&mut runs, &mut pen);
        }
        PlacedLine { runs, width: line.width }
    }
}

/// Adds the glyphs of a cluster; `start` is where its text begins in the line's.
fn add(runs: &mut Vec<PlacedRun>, font: RunFont, glyphs: &[PlacedGlyph], pen: f32, start: usize) {
    if runs.last().is_none_or(|r| r.face != font.face || r.scale != font.scale) {
        let room = glyphs.len() * 8;
        let (glyphs, starts) = (Vec::with_capacity(room), Vec::with_capacity(room));
        runs.push(PlacedRun { face: font.face, scale: font.scale, glyphs, starts });
    }
    if let Some(run) = runs.last_mut() {
        run.starts.resize(run.starts.len() + glyphs.len(), u32::try_from(start).unwrap_or(u32::MAX));
        run.glyphs.extend(glyphs.iter().map(|g| PlacedGlyph { x: pen + g.x, ..*g }));
    }
}

/// Indices from left to right.
fn visual_order(levels: impl Iterator<Item = u8>) -> Vec<usize> {
    let levels: Vec<Level> = levels.map(|l| Level::new(l).unwrap_or_else(|_| Level::ltr())).collect();
    if levels.iter().all(Level::is_ltr) && levels.windows(2).all(|w| w.first() == w.last()) {
        return (0..levels.len()).collect();
    }
    BidiInfo::reorder_visual(&levels)
}

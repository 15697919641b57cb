//! How far lines of a text stand from each other and from the ends of their box, and where their ink begins.
//! Distances come from the font's metrics; display type keeps the ink of neighbouring lines apart.

use crate::compose::setting::{SetLine, Setting, TextSpec};
use crate::geometry::Rect;
use crate::template::css::TextAlign;
use crate::text::{LineRange, Wrap};

/// Least gap between the ink of neighbouring lines of display type, and how near letters must be to count as above each
/// other; em.
const INK_GAP: f32 = 0.06;
const BESIDE: f32 = 0.02;

impl TextSpec {
    /// Lines with their sizes, each below the one before.
    pub(super) fn stacked(&self, lines: Vec<(LineRange, f32)>) -> Setting {
        let mut set: Vec<SetLine> = Vec::with_capacity(lines.len());
        let mut largest = 0.0_f32;
        for (range, size) in lines {
            largest = largest.max(size);
            let baseline = match set.last() {
                Some(above) => {
                    let usual = self.line(above.size).1 + self.line(size).0;
                    let pair = [(&above.range, above.size), (&range, size)];
                    above.baseline
                        + if self.may_touch(size.max(above.size)) { usual.max(self.apart(pair)) } else { usual }
                }
                None => self.ends(size).0,
            };
            set.push(SetLine { bearings: self.bearings(&range, size), range, size, baseline, indent: 0.0 });
        }
        let height = set.last().map_or(0.0, |last| last.baseline + self.ends(last.size).1);
        Setting { size: largest, lines: set, height }
    }

    /// Distance from the top of the box to the first baseline, px.
    pub fn first_baseline(&self, size: f32) -> f32 {
        self.ends(size).0
    }

    /// Distance between the baselines of these lines, px: `line-height`, what a tall script takes, or for display type what
    /// keeps the ink of neighbouring lines apart.
    pub fn leading(&self, size: f32, lines: &[LineRange]) -> f32 {
        let (above, below) = self.line(size);
        let mut leading = above + below;
        if self.may_touch(size) {
            for pair in lines.windows(2) {
                if let [upper, lower] = pair {
                    leading = leading.max(self.apart([(upper, size), (lower, size)]));
                }
            }
        }
        leading
    }

    /// Whether the ink of neighbouring lines can be closer than it may: seen at once for most texts.
    pub(super) fn may_touch(&self, size: f32) -> bool {
        let (above, below) = self.line(size);
        let ink = self.shaped.ink;
        self.style.displays(size) && (ink.0 + ink.1 + INK_GAP) * size > above + below
    }

    /// The distance of two baselines at which the ink of their lines keeps its gap, px; 0 if no letters stand above each
    /// other. Lines come with their sizes.
    fn apart(&self, [(upper, upper_size), (lower, lower_size)]: [(&LineRange, f32); 2]) -> f32 {
        let boxes = |line: &LineRange, size: f32| -> Vec<Rect> {
            let (left, right) = self.bearings(line, size);
            let width = line.width * size;
            let x = match (self.style.align, self.style.rtl) {
                (TextAlign::Center, _) => (right - left - width) / 2.0,
                (TextAlign::Start, false) | (TextAlign::End, true) => -left,
                (TextAlign::End, false) | (TextAlign::Start, true) => right - width,
            };
            let scaled = |ink: &Rect| Rect::new(x + ink.x * size, ink.y * size, ink.width * size, ink.height * size);
            self.shaped.inks(line).iter().map(scaled).collect()
        };
        let (above, below) = (boxes(upper, upper_size), boxes(lower, lower_size));
        let largest = upper_size.max(lower_size);
        let mut apart = 0.0_f32;
        for one in &above {
            for other in &below {
                if one.x < other.right() + BESIDE * largest && other.x < one.right() + BESIDE * largest {
                    apart = apart.max(one.bottom() - other.y + INK_GAP * largest);
                }
            }
        }
        apart
    }

    /// The bearings of a line of display type, px; none of other texts.
    pub(super) fn bearings(&self, line: &LineRange, size: f32) -> (f32, f32) {
        if !self.style.displays(size) {
            return (0.0, 0.0);
        }
        let (left, right) = self.shaped.bearings(line);
        (left * size, right * size)
    }

    /// Room of a line above and below its baseline, px.
    pub fn line(&self, size: f32) -> (f32, f32) {
        let metrics = &self.shaped.metrics;
        let leading = self.style.line_height_px(size);
        let above = (leading - (metrics.ascent + metrics.descent) * size) / 2.0 + metrics.ascent * size;
        (above.max(self.room.0 * size), (leading - above).max(self.room.1 * size))
    }

    /// Room of the box above its first and below its last baseline, px. A trimmed box ends at the capitals and at the
    /// baseline, but not inside the ink of a script that goes beyond what Latin letters do, nor inside a name's accents.
    pub(super) fn ends(&self, size: f32) -> (f32, f32) {
        if !self.trim {
            return self.line(size);
        }
        let metrics = &self.shaped.metrics;
        if self.wrap == Wrap::Name {
            let ink = self.shaped.ink;
            return (ink.0.max(metrics.cap_height) * size, ink.1.max(0.0) * size);
        }
        let reach = self.room;
        let above = if reach.0 > metrics.cap_height + 0.1 { reach.0 } else { metrics.cap_height };
        (above * size, (reach.1 - metrics.descent).max(0.0) * size)
    }
}

//! From a string and a style to positioned glyphs: itemised, shaped, measured, broken into lines and put in visual order.
//! Everything is in em of the text's font size, so one shaping serves every size.

mod assembly;
mod case;
mod itemise;
mod joint;
mod lines;
mod place;
mod room;
mod run;
mod shaper;
mod tracking;

use std::ops::Range;

use thiserror::Error;

use crate::fonts::{FaceId, Metrics, described};
use crate::geometry::Rect;

/// The longest word of Japanese, in em, that counts as one where widths are looked for; longer ones may part.
const WORD: f32 = 10.5;

pub use case::{lowercase, uppercase};
pub use lines::{LineRange, Lines, Wrap};
pub use place::{PlacedGlyph, PlacedLine, PlacedRun};
pub use room::shared_scripts;
pub use shaper::Shaper;

/// Base direction of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
    /// That of the first strong character (UAX #9 P2 and P3), left to right without one.
    #[default]
    Auto,
}

/// How a text looks, apart from its size.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// CSS weight, default 400.
    pub weight: u16,
    /// Italic when the family has it.
    pub italic: bool,
    /// Space after each cluster in em, default 0; not applied to scripts whose letters join. Negative, it brings no two
    /// letters closer than 0.01 em unless they are so already.
    pub letter_spacing: f32,
    /// Space added to each space between words in em, default 0.
    pub word_spacing: f32,
    /// Families in CSS order; fallback by script follows by itself. After what differs more often: styles are compared in
    /// this order.
    pub families: Vec<String>,
    /// OpenType features by their 4-character tag.
    pub features: Vec<(String, u32)>,
    /// BCP 47; decides the regional form of Han characters and localised glyphs.
    pub language: Option<String>,
    /// Base direction.
    pub direction: Direction,
}

impl Default for TextStyle {
    fn default() -> Self {
        TextStyle {
            weight: 400,
            italic: false,
            letter_spacing: 0.0,
            word_spacing: 0.0,
            families: vec!["Inter".to_owned()],
            features: Vec::new(),
            language: None,
            direction: Direction::Auto,
        }
    }
}

/// Why a text cannot be shaped.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// No face draws these characters.
    #[error("no font draws {}", list(chars))]
    Missing {
        /// Each once, in order of appearance.
        chars: Vec<char>,
    },
    /// No face at all, or none that can be read.
    #[error("no font is available")]
    NoFont,
    /// The shaper refused a run.
    #[error("cannot shape text: {0}")]
    Shape(String),
}

fn list(chars: &[char]) -> String {
    chars.iter().map(|c| described(*c)).collect::<Vec<_>>().join(", ")
}

/// Whether a line may or must end after a cluster (UAX #14).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Break {
    /// It may not.
    #[default]
    None,
    /// It may.
    Allowed,
    /// It must: a newline.
    Mandatory,
}

/// The smallest piece that lines are made of: a grapheme cluster, or several in one ligature.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Width in em, letter spacing included.
    pub advance: f32,
    /// White space (or nothing visible): not counted at the end of a line.
    pub space: bool,
    /// Bidi embedding level; odd is right to left.
    pub level: u8,
    /// Whether a line may end here.
    pub break_after: Break,
    /// Whether a line that ends here keeps words whole: not within a word of Japanese, which UAX #14 breaks anywhere.
    pub joint: bool,
    /// Ends in `-` or U+2010.
    pub hyphen_after: bool,
    /// The part of `advance` that is letter spacing and word spacing.
    pub(crate) spacing: f32,
    pub(crate) glyphs: Range<u32>,
    pub(crate) font: u16,
    /// Box around its ink in em, from its left edge and the baseline; none without ink.
    pub(crate) ink: Option<Rect>,
}

/// A face and its size factor, as used by a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RunFont {
    pub face: FaceId,
    pub scale: f32,
}

/// The sign drawn where a text is cut.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ellipsis {
    pub font: RunFont,
    pub glyphs: Vec<PlacedGlyph>,
    pub advance: f32,
}

/// A shaped text, in logical order.
#[derive(Clone, Debug)]
pub struct Shaped {
    /// The text as given.
    pub text: String,
    /// Base direction is right to left.
    pub rtl: bool,
    /// In logical order; their ranges follow one another and cover the text.
    pub clusters: Vec<Cluster>,
    /// Of the main face.
    pub metrics: Metrics,
    /// The first family of the style that exists.
    pub main_face: FaceId,
    /// Largest ascent of all faces used, in em, size factors applied.
    pub ascent: f32,
    /// Largest descent of all faces used, in em, positive.
    pub descent: f32,
    /// How far the lines of fallback faces reach above and below the baseline, in em; 0 where the main face draws all. It
    /// is that of the script's letters in the face; ink beyond it, such as marks on marks, counts too.
    pub reach: (f32, f32),
    /// How far all ink reaches above and below the baseline, in em.
    pub ink: (f32, f32),
    pub(crate) glyphs: Vec<PlacedGlyph>,
    pub(crate) fonts: Vec<RunFont>,
    pub(crate) ellipsis: Option<Ellipsis>,
    /// Holds a newline.
    pub(crate) hard: bool,
    /// Width of the widest piece that holds no break opportunity, in em; words of Japanese up to a usual length hold none.
    pub(crate) least: f32,
    /// Left edge of each cluster in logical order, and the end; f64 so that long texts do not drift.
    pub(crate) edges: Vec<f64>,
    /// For each boundary the end of the last cluster before it that is no space.
    pub(crate) solid: Vec<u32>,
}

impl Shaped {
    /// Width of the whole text on one line in em, without trailing spaces and trailing letter spacing.
    pub fn width(&self) -> f32 {
        self.span(0, self.clusters.len())
    }

    /// Width of the widest piece that holds no break opportunity, in em; words of Japanese up to a usual length hold none.
    pub fn min_content(&self) -> f32 {
        self.least
    }

    /// Measures the ink of clusters, [`Self::ink`], and what it adds to [`Self::reach`].
    pub(crate) fn measure_ink(&mut self, shaper: &mut Shaper<'_>) {
        for cluster in &mut self.clusters {
            let Some(font) = self.fonts.get(usize::from(cluster.font)) else { continue };
            let glyphs = cluster.glyphs.start as usize..cluster.glyphs.end as usize;
            for glyph in self.glyphs.get(glyphs).unwrap_or_default() {
                let Some(bounds) = shaper.bounds(font.face, glyph.id) else { continue };
                let (x, y) = (glyph.x + bounds.x * font.scale, glyph.y + bounds.y * font.scale);
                let bounds = Rect::new(x, y, bounds.width * font.scale, bounds.height * font.scale);
                cluster.ink = Some(cluster.ink.map_or(bounds, |ink| ink.union(&bounds)));
                let reach = (-bounds.y, bounds.bottom());
                self.ink = (self.ink.0.max(reach.0), self.ink.1.max(reach.1));
                if font.face != self.main_face {
                    self.reach = (self.reach.0.max(reach.0), self.reach.1.max(reach.1));
                }
            }
        }
    }

    /// The pieces of the text that one face draws at one size, in logical order: bytes, face, size factor.
    pub fn parts(&self) -> Vec<(Range<usize>, FaceId, f32)> {
        let mut parts: Vec<(Range<usize>, FaceId, f32)> = Vec::new();
        for cluster in &self.clusters {
            let Some(font) = self.fonts.get(usize::from(cluster.font)) else { continue };
            match parts.last_mut() {
                Some((range, face, scale)) if *face == font.face && *scale == font.scale => {
                    range.end = cluster.range.end
                }
                _ => parts.push((cluster.range.clone(), font.face, font.scale)),
            }
        }
        parts
    }

    /// Faces that draw this text, each once.
    pub fn faces(&self) -> Vec<FaceId> {
        let mut faces: Vec<FaceId> = self.fonts.iter().map(|f| f.face).collect();
        faces.sort();
        faces.dedup();
        faces
    }

    /// Width of clusters `start..end` set as a line.
    pub(crate) fn span(&self, start: usize, end: usize) -> f32 {
        let end = self.solid_end(start, end);
        if end <= start {
            return 0.0;
        }
        let edge = |i: usize| self.edges.get(i).copied().unwrap_or_default();
        let last = self.clusters.get(end - 1).map_or(0.0, |c| c.spacing);
        ((edge(end) - edge(start)) as f32 - last).max(0.0)
    }

    /// `end` without trailing spaces, not before `start`.
    pub(crate) fn solid_end(&self, start: usize, end: usize) -> usize {
        self.solid.get(end).map_or(start, |e| *e as usize).max(start)
    }

    pub(crate) fn finish(&mut self) {
        let mut edge = 0f64;
        let mut solid = 0u32;
        self.edges = vec![0.0];
        self.solid = vec![0];
        for (i, cluster) in (1u32..).zip(&self.clusters) {
            edge += f64::from(cluster.advance);
            self.edges.push(edge);
            if !cluster.space {
                solid = i;
            }
            self.solid.push(solid);
        }
        self.least = 0.0;
        self.hard = self.clusters.iter().any(|cluster| cluster.break_after == Break::Mandatory);
        let (mut start, mut word) = (0, 0);
        for (i, cluster) in self.clusters.iter().enumerate() {
            let last = i + 1 == self.clusters.len();
            if cluster.break_after != Break::None || last {
                self.least = self.least.max(self.span(start, i + 1));
                start = i + 1;
                if cluster.joint || last {
                    self.least = self.least.max(Some(self.span(word, i + 1)).filter(|w| *w <= WORD).unwrap_or(0.0));
                    word = i + 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! A text being put together: shaped runs become clusters with break opportunities.
//! Graphemes that a ligature swallowed join the cluster that drew it.

use std::ops::Range;

use super::itemise::{Grapheme, RunKind};
use super::run::Group;
use super::{Break, Cluster, PlacedGlyph, RunFont, Shaped, joint};
use crate::fonts::{FaceId, Metrics};

/// Signs that separate the items of a list: they stay at the end of a line.
const SEPARATORS: &str = "·•|/∙⋅・｜-–—×=＝";

/// Characters that `word-spacing` widens (CSS Text 3, 8.1).
const WORD_SEPARATORS: [char; 5] = [' ', '\u{A0}', '\u{1361}', '\u{10100}', '\u{10101}'];

/// A text being put together from its runs.
pub(crate) struct Assembly {
    pub(crate) shaped: Shaped,
    newline: Vec<bool>,
}

/// A cluster before its glyphs are put with those of others.
struct Piece {
    /// Bytes of the text.
    range: Range<usize>,
    /// Level of its direction.
    level: u8,
    /// Whether nothing of it is drawn.
    space: bool,
    /// Advance in em, `spacing` included.
    advance: f32,
    spacing: f32,
    /// Place of its font among those of the text.
    font: u16,
    glyphs: Vec<PlacedGlyph>,
}

impl Piece {
    /// One without glyphs.
    fn empty(range: Range<usize>, level: u8, font: u16) -> Piece {
        Piece { range, level, space: true, advance: 0.0, spacing: 0.0, font, glyphs: Vec::new() }
    }
}

impl Assembly {
    pub(crate) fn new(text: &str, rtl: bool, main_face: FaceId, metrics: Metrics) -> Assembly {
        let shaped = Shaped {
            text: text.to_owned(),
            rtl,
            clusters: Vec::with_capacity(text.len()),
            metrics,
            main_face,
            ascent: metrics.ascent,
            descent: metrics.descent,
            reach: (0.0, 0.0),
            ink: (0.0, 0.0),
            glyphs: Vec::with_capacity(text.len()),
            fonts: Vec::new(),
            ellipsis: None,
            hard: false,
            least: 0.0,
            edges: Vec::new(),
            solid: Vec::new(),
        };
        Assembly { shaped, newline: Vec::new() }
    }

    /// A control or a newline: a cluster without glyphs.
    pub(crate) fn empty(&mut self, run: &[Grapheme]) {
        for grapheme in run {
            self.push(Piece::empty(grapheme.range.clone(), grapheme.level, 0));
            if let Some(last) = self.newline.last_mut() {
                *last = grapheme.kind == RunKind::Newline;
            }
        }
    }

    /// Adds a run; `spacing` is that of letters and of words, em.
    pub(crate) fn add(
        &mut self,
        run: &[Grapheme],
        groups: Vec<Group>,
        font: RunFont,
        (letters, words): (f32, f32),
        metrics: Metrics,
    ) {
        self.shaped.ascent = self.shaped.ascent.max(metrics.ascent * font.scale);
        self.shaped.descent = self.shaped.descent.max(metrics.descent * font.scale);
        let index = match self.shaped.fonts.iter().position(|f| *f == font) {
            Some(index) => index,
            None => {
                self.shaped.fonts.push(font);
                self.shaped.fonts.len() - 1
            }
        };
        let index = u16::try_from(index).unwrap_or(0);
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        let (mut start, end, level) = (first.range.start, last.range.end, first.level);
        let mut graphemes = run.iter().peekable();
        let mut groups = groups.into_iter().peekable();
        if groups.peek().is_none() {
            self.push(Piece::empty(start..end, level, index));
        }
        while let Some(mut group) = groups.next() {
            // Graphemes whose glyphs a ligature swallowed, or that have none, belong to the cluster before them.
            let until = groups.peek().map_or(end, |g| g.start);
            let mut space = true;
            while let Some(grapheme) = graphemes.next_if(|g| g.range.start < until) {
                space &= grapheme.kind != RunKind::Drawn;
            }
            for glyph in &mut group.glyphs {
                glyph.x *= font.scale;
                glyph.y *= font.scale;
            }
            let part = self.shaped.text.get(start..until).unwrap_or_default();
            let spacing = letters + if part.starts_with(WORD_SEPARATORS) { words } else { 0.0 };
            let advance = group.advance * font.scale + spacing;
            self.push(Piece { range: start..until, level, space, advance, spacing, font: index, glyphs: group.glyphs });
            start = until;
        }
    }

    fn push(&mut self, piece: Piece) {
        let Piece { range, level, space, advance, spacing, font, glyphs } = piece;
        let first = u32::try_from(self.shaped.glyphs.len()).unwrap_or(u32::MAX);
        self.shaped.glyphs.extend(glyphs);
        let last = u32::try_from(self.shaped.glyphs.len()).unwrap_or(u32::MAX);
        let part = self.shaped.text.get(range.clone()).unwrap_or_default();
        let hyphen_after = part.ends_with(['-', '\u{2010}']);
        self.newline.push(false);
        self.shaped.clusters.push(Cluster {
            range,
            advance,
            space,
            level,
            break_after: Break::None,
            joint: true,
            hyphen_after,
            spacing,
            glyphs: first..last,
            font,
            ink: None,
        });
    }

    pub(crate) fn finish(mut self, breaks: &[usize]) -> Shaped {
        let Shaped { text, clusters, .. } = &mut self.shaped;
        let mut breaks = breaks.iter().copied().peekable();
        let japanese = joint::has_kana(text);
        for (cluster, newline) in clusters.iter_mut().zip(&self.newline) {
            while breaks.next_if(|b| *b < cluster.range.end).is_some() {}
            let part = text.get(cluster.range.clone()).unwrap_or_default();
            if *newline {
                cluster.break_after = Break::Mandatory;
            } else if breaks.peek() == Some(&cluster.range.end)
                && cluster.range.end < text.len()
                // A soft hyphen would have to be drawn at the line's end; no break is the lesser evil in a name.
                && !part.ends_with('\u{AD}')
            {
                cluster.break_after = Break::Allowed;
                let next = text.get(cluster.range.end..).and_then(|rest| rest.chars().next());
                cluster.joint = !japanese
                    || part.chars().next_back().zip(next).is_none_or(|(one, other)| joint::parts_words(one, other));
            }
        }
        let separates = |i: usize| {
            let part = |i: usize| clusters.get(i).and_then(|c: &Cluster| text.get(c.range.clone()));
            let sign = part(i).is_some_and(|p| p.chars().count() == 1 && SEPARATORS.contains(p));
            sign && clusters.get(i + 1).is_none_or(|c| c.space)
        };
        let kept: Vec<usize> = (0..clusters.len())
            .filter(|i| clusters.get(*i).is_some_and(|c| c.break_after == Break::Allowed) && separates(i + 1))
            .collect();
        for i in kept {
            if let Some(cluster) = clusters.get_mut(i) {
                cluster.break_after = Break::None;
            }
        }
        self.shaped.finish();
        self.shaped
    }
}

impl Shaped {
    /// All glyphs in logical order from x 0; for the ellipsis.
    pub(super) fn placed_plainly(&self) -> Vec<PlacedGlyph> {
        let mut pen = 0f32;
        let mut placed = Vec::new();
        for cluster in &self.clusters {
            let glyphs =
                self.glyphs.get(cluster.glyphs.start as usize..cluster.glyphs.end as usize).unwrap_or_default();
            placed.extend(glyphs.iter().map(|g| PlacedGlyph { x: pen + g.x, ..*g }));
            pen += cluster.advance;
        }
        placed
    }
}

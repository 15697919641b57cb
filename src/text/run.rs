//! One run of one face, script and direction through harfrust, and its glyphs gathered by cluster.
//! The shaping plan of each combination is compiled once and kept.

use std::collections::HashMap;
use std::ops::Range;

use harfrust::{
    Buffer, BufferFlags, Direction, Feature, Font, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag,
};

use super::itemise::{Grapheme, RunKind};
use super::{PlacedGlyph, TextError};
use crate::fonts::FaceId;

/// What a plan depends on: face, script, right to left, and the interned features and language.
pub(super) type PlanKey = (FaceId, unicode_script::Script, bool, usize);

/// Features and language, as harfrust wants them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ShapeChoice {
    pub features: Vec<Feature>,
    pub language: Option<Language>,
    /// That of Cyrillic letters: some faces have Bulgarian forms unless a language asks for the usual ones.
    pub cyrillic: Option<Language>,
}

impl ShapeChoice {
    pub(super) fn new(features: &[(String, u32)], language: Option<&str>, spaced: bool) -> ShapeChoice {
        let mut list = Vec::new();
        if spaced {
            // CSS Text 3: no optional ligatures between letters that are spaced.
            for tag in [b"liga", b"clig"] {
                list.push(Feature::new(Tag::new(tag), 0, ..));
            }
        }
        for (tag, value) in features {
            if let Ok(bytes) = <&[u8; 4]>::try_from(tag.as_bytes())
                && bytes.iter().all(|b| (0x20..0x7F).contains(b))
            {
                list.push(Feature::new(Tag::new(bytes), *value, ..));
            }
        }
        let primary = language.and_then(|tag| tag.split(['-', '_']).next()).unwrap_or_default();
        let usual = ["", "be", "uk"].contains(&primary.to_ascii_lowercase().as_str());
        let own = language.and_then(Language::new);
        let cyrillic = if usual { Language::new("ru") } else { own.clone() };
        ShapeChoice { features: list, language: own, cyrillic }
    }
}

/// The glyphs of one cluster, x from its left edge, in em of the face.
#[derive(Debug)]
pub(super) struct Group {
    /// First byte of the cluster.
    pub start: usize,
    pub advance: f32,
    pub glyphs: Vec<PlacedGlyph>,
    /// Holds glyph 0.
    pub missing: bool,
}

/// Reused between runs.
#[derive(Default)]
pub(super) struct Engine {
    buffer: Option<Buffer>,
    plans: HashMap<PlanKey, ShapePlan>,
}

impl Engine {
    /// Shapes `graphemes` of `text`, which share everything in `key`; groups come in logical order.
    pub(super) fn shape(
        &mut self,
        font: &Font,
        key: PlanKey,
        setting: &ShapeChoice,
        text: &str,
        graphemes: &[Grapheme],
        replacement: Option<char>,
    ) -> Result<Vec<Group>, TextError> {
        let (_, script, rtl, _) = key;
        let language = if script == unicode_script::Script::Cyrillic { &setting.cyrillic } else { &setting.language };
        let tag = Tag::from_be_bytes(script.as_iso15924_tag().to_be_bytes());
        let script = Script::from_iso15924_tag(tag);
        let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let plan = self
            .plans
            .entry(key)
            .or_insert_with(|| ShapePlan::new(font, direction, script, language.as_ref(), &setting.features));
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.clear();
        let whole: Range<usize> = match (graphemes.first(), graphemes.last()) {
            (Some(first), Some(last)) => first.range.start..last.range.end,
            _ => return Ok(Vec::new()),
        };
        for grapheme in graphemes {
            let cluster = u32::try_from(grapheme.range.start).unwrap_or(u32::MAX);
            if grapheme.replaced {
                buffer.push(u32::from(replacement.unwrap_or('\u{FFFD}')), cluster);
                continue;
            }
            for c in text.get(grapheme.range.clone()).unwrap_or_default().chars() {
                match c {
                    '\t' if grapheme.kind == RunKind::Space => buffer.push(u32::from(' '), cluster),
                    _ if c.is_control() => {}
                    _ => buffer.push(u32::from(c), cluster),
                };
            }
        }
        // Letters in a neighbouring run decide how letters join at the edge.
        buffer.set_pre_context(text.get(..whole.start).unwrap_or_default());
        buffer.set_post_context(text.get(whole.end..).unwrap_or_default());
        buffer.set_direction(direction);
        buffer.set_script(script);
        buffer.set_language(language.clone());
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        let options = ShapeOptions::new().plan(Some(plan)).features(&setting.features);
        let done = harfrust::shape(&ShaperFont::new(font), &mut buffer, options);
        let groups = done.map(|()| groups(&buffer, f32::from(font.units_per_em()).max(1.0), rtl));
        self.buffer = Some(buffer);
        groups.map_err(|e| TextError::Shape(e.to_string()))
    }
}

fn groups(buffer: &Buffer, em: f32, rtl: bool) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::with_capacity(buffer.len());
    let mut pen = 0i32;
    for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
        let start = info.cluster as usize;
        if groups.last().is_none_or(|g| g.start != start) {
            pen = 0;
            groups.push(Group { start, advance: 0.0, glyphs: Vec::with_capacity(1), missing: false });
        }
        let Some(group) = groups.last_mut() else { continue };
        group.missing |= info.glyph_id == 0;
        group.glyphs.push(PlacedGlyph {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            x: (pen + position.x_offset) as f32 / em,
            y: -(position.y_offset as f32) / em,
        });
        pen = pen.saturating_add(position.x_advance);
        group.advance = pen as f32 / em;
    }
    if rtl {
        groups.reverse();
    }
    groups
}

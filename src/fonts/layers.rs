//! Glyphs in several colours: the layers of a COLR table, version 0, each the outline of another glyph of the face.
//! Version 1, with gradients, is not read: such a face draws its plain outlines.

use read_fonts::{FontRef, TableProvider, types::GlyphId};

use crate::geometry::Color;

/// Layers of one glyph that are drawn; no emoji has a tenth of it.
const MOST: usize = 1000;
/// The entry of a palette that stands for the colour of the text.
const FOREGROUND: u16 = 0xffff;

/// One layer of a glyph in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The glyph whose outline it is.
    pub glyph: u16,
    /// Its colour; none for that of the text.
    pub color: Option<Color>,
}

impl Layer {
    /// The colour in a text of some colour, whose opacity it takes.
    pub fn in_text(&self, text: Color) -> Color {
        match self.color {
            Some(color) => Color { a: (u16::from(color.a) * u16::from(text.a) / 255) as u8, ..color },
            None => text,
        }
    }
}

/// Whether a font has glyphs in colour.
pub(super) fn any(data: &[u8], index: u32) -> bool {
    FontRef::from_index(data, index).is_ok_and(|font| font.colr().is_ok() && font.cpal().is_ok())
}

/// The layers of a glyph from the lowest, in the font's first palette; none if it has no colours of its own.
pub(super) fn of(data: &[u8], index: u32, glyph: u16) -> Option<Vec<Layer>> {
    let font = FontRef::from_index(data, index).ok()?;
    let (layers, palettes) = (font.colr().ok()?, font.cpal().ok()?);
    let first = usize::from(palettes.color_record_indices().first()?.get());
    let colors = palettes.color_records_array()?.ok()?;
    let color = |entry: u16| {
        let record = colors.get(first + usize::from(entry))?;
        Some(Color { r: record.red, g: record.green, b: record.blue, a: record.alpha })
    };
    let layer = |at: usize| {
        let (glyph, entry) = layers.v0_layer(at)?;
        let color = if entry == FOREGROUND { None } else { Some(color(entry)?) };
        Some(Layer { glyph: glyph.to_u16(), color })
    };
    layers.v0_base_glyph(GlyphId::from(glyph))?.take(MOST).map(layer).collect()
}

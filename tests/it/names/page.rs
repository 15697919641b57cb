//! A scene with every name of the list, a row each, in two weights.
//! The tests compare it with a reference, the example draws it large, to look at.

use extra_credit::fonts::Fonts;
use extra_credit::geometry::{Color, Rect};
use extra_credit::scene::{Glyph, GlyphRun, Item, Line, Scene, TextItem};
use extra_credit::text::{Shaper, TextStyle, Wrap};

use super::list::Name;

/// How the names are laid out.
pub struct Layout {
    /// Font size in px; rows are twice as high.
    pub size: f32,
    /// Left edges of the columns in px apart, one column a weight.
    pub column: f32,
    /// Left margin in px.
    pub margin: f32,
    /// First family.
    pub family: &'static str,
    /// Weights, a column each.
    pub weights: &'static [u16],
}

/// The names on white, in black, the baseline of row n (from 1) at n rows.
pub fn page(fonts: &Fonts, names: &[Name], layout: &Layout) -> Scene {
    let mut shaper = Shaper::new(fonts);
    let mut items = Vec::new();
    let row = layout.size * 2.0;
    for (number, name) in (1u16..).zip(names) {
        for (column, weight) in (0u16..).zip(layout.weights) {
            let style = TextStyle {
                families: vec![layout.family.to_owned()],
                weight: *weight,
                language: name.language.map(str::to_owned),
                ..TextStyle::default()
            };
            let at = (layout.margin + f32::from(column) * layout.column, f32::from(number) * row);
            items.push(Item::Text(text(&mut shaper, &name.text, &style, layout.size, at)));
        }
    }
    let (width, height) = (layout.column * layout.weights.len() as f32, row * (names.len() + 1) as f32);
    Scene {
        format: "sheet".into(),
        template: "sheet".into(),
        width,
        height,
        safe_area: Rect::new(0.0, 0.0, width, height),
        page: 1,
        pages: 1,
        ground: Color::rgb(255, 255, 255),
        items,
        omitted: Vec::new(),
    }
}

fn text(shaper: &mut Shaper<'_>, string: &str, style: &TextStyle, size: f32, at: (f32, f32)) -> TextItem {
    let shaped = shaper.shape(string, style).expect("every name is drawn");
    let range = &shaped.break_lines(f32::MAX, Wrap::None, None, false).lines[0];
    let placed = shaped.place(range);
    let glyph = |g: &extra_credit::text::PlacedGlyph| Glyph { id: g.id, x: at.0 + g.x * size, y: at.1 + g.y * size };
    let runs = placed.runs.iter().map(|run| GlyphRun {
        face: run.face,
        size: size * run.scale,
        glyphs: run.glyphs.iter().map(glyph).collect(),
        starts: run.starts.clone(),
    });
    let rect = Rect::new(at.0, at.1 - size, placed.width * size, size * 1.3);
    let line = Line { string: range.string.clone(), rect, baseline: at.1, runs: runs.collect() };
    TextItem {
        field: "label".into(),
        kind: "name".into(),
        string: string.to_owned(),
        rect,
        ink: rect,
        family: style.families[0].clone(),
        weight: style.weight,
        size,
        color: Color::rgb(0, 0, 0),
        lines: vec![line],
    }
}

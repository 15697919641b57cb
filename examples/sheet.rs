//! Draws every line of a text file with the library's own glyphs, to look at scripts side by side.
//! `cargo run --example sheet -- names.txt out.png [family] [weight] [size]`

use extra_credit::fonts::{Fonts, Segment};
use extra_credit::text::{Shaper, TextStyle, Wrap};
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Transform};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let names = std::fs::read_to_string(&args[1]).unwrap();
    let family = args.get(3).map_or("Inter", |s| s.as_str()).to_owned();
    let weight = args.get(4).map_or(600, |s| s.parse().unwrap());
    let size: f32 = args.get(5).map_or(36.0, |s| s.parse().unwrap());
    let fonts = Fonts::embedded();
    let mut shaper = Shaper::new(&fonts);
    let style = TextStyle { families: vec![family], weight, ..TextStyle::default() };
    let lines: Vec<&str> =
        names.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').nth(1).unwrap_or(l)).collect();
    let step = size * 1.75;
    let rows = lines.len().div_ceil(2);
    let mut pixmap = Pixmap::new((size * 30.0) as u32, (step * rows as f32 + step) as u32).unwrap();
    pixmap.fill(Color::WHITE);
    let mut paint = Paint::default();
    paint.set_color_rgba8(20, 20, 20, 255);
    for (i, line) in lines.iter().enumerate() {
        let left = if i >= rows { size * 15.0 } else { 16.0 };
        let y = step * (i % rows) as f32 + step;
        let with_latin = format!("Hx {line} xH");
        let shaped = match shaper.shape(&with_latin, &style) {
            Ok(shaped) => shaped,
            Err(e) => {
                println!("{line}: {e}");
                continue;
            }
        };
        let mut grey = Paint::default();
        grey.set_color_rgba8(255, 160, 160, 255);
        for h in [0.0, shaped.metrics.cap_height] {
            let rule = tiny_skia::Rect::from_xywh(left, y - h * size, size * 14.5, 1.0).unwrap();
            pixmap.fill_rect(rule, &grey, Transform::identity(), None);
        }
        for range in &shaped.break_lines(14.5, Wrap::None, None, true).lines {
            for run in shaped.place(range).runs {
                let face = fonts.face(run.face).unwrap();
                for glyph in run.glyphs {
                    assert_ne!(glyph.id, 0, "{line}");
                    let Some(outline) = face.outline(glyph.id) else { continue };
                    let mut path = PathBuilder::new();
                    for s in outline.segments {
                        match s {
                            Segment::Move(a) => path.move_to(a[0], a[1]),
                            Segment::Line(a) => path.line_to(a[0], a[1]),
                            Segment::Quad(a, b) => path.quad_to(a[0], a[1], b[0], b[1]),
                            Segment::Cubic(a, b, c) => path.cubic_to(a[0], a[1], b[0], b[1], c[0], c[1]),
                        }
                    }
                    let k = size * run.scale;
                    let place = Transform::from_row(k, 0.0, 0.0, k, left + glyph.x * size, y + glyph.y * size);
                    if let Some(path) = path.finish() {
                        pixmap.fill_path(&path, &paint, FillRule::Winding, place, None);
                    }
                }
            }
        }
    }
    pixmap.save_png(&args[2]).unwrap();
}

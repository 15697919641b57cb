//! The SVG of a scene, drawn by resvg, against our own pixels: what keeps the fast path honest.

use std::sync::Arc;

use ab_glyph::{Font, ScaleFont};
use extra_credit::artwork::Artwork;
use extra_credit::encode::svg::{to_svg, to_svg_with};
use extra_credit::fonts::Fonts;
use extra_credit::geometry::{Color, Rect};
use extra_credit::scene::{
    Glyph, GlyphRun, Item, Line, PictureFilter, PictureItem, RectItem, Scene, TextItem, VectorItem,
};
use extra_credit::testing::raster::{Pixels, Rasterizer};

/// Mean absolute difference of a channel, of 255.
const MEAN: f64 = 0.5;
/// A channel that differs by more than this counts as different …
const STEP: u8 = 24;
/// … and at most this share of the pixels may be.
const SHARE: f64 = 0.005;

fn text(fonts: &Fonts, weight: u16, kind: &str, string: &str, size: f32, at: (f32, f32), color: Color) -> Item {
    let face = fonts.select("Inter", weight, false).expect("embedded");
    let font = fonts.face(face).and_then(|face| face.ab_glyph()).expect("face");
    let scaled = font.as_scaled(size * font.height_unscaled() / font.units_per_em().expect("em"));
    let mut pen = at.0;
    let mut glyphs = Vec::new();
    for c in string.chars() {
        let id = font.glyph_id(c);
        glyphs.push(Glyph { id: id.0, x: pen, y: at.1 });
        pen += scaled.h_advance(id);
    }
    let rect = Rect::new(at.0, at.1 - size, pen - at.0, size * 1.3);
    let runs = vec![GlyphRun { face, size, glyphs, starts: Vec::new() }];
    Item::Text(TextItem {
        field: kind.into(),
        kind: kind.into(),
        string: string.into(),
        rect,
        ink: rect,
        family: "Inter".into(),
        weight,
        size,
        color,
        lines: vec![Line { string: string.into(), rect, baseline: at.1, runs }],
    })
}

fn photo(width: u32, height: u32, alpha: bool) -> Arc<Artwork> {
    let pixel = |x: u32, y: u32| {
        let grain =
            ((y * width + x).wrapping_mul(1_664_525).wrapping_add(1_013_904_223).wrapping_mul(22_695_477) >> 28) as u8;
        let wave = ((x as f32 / 37.0).sin() + (y as f32 / 23.0).cos()) * 50.0 + 110.0;
        let a = if alpha { (x * 255 / width) as u8 } else { 255 };
        [wave as u8 + grain, (wave * 0.7) as u8 + grain, 120 + grain, a]
    };
    Arc::new(crate::helpers::picture(width, height, pixel))
}

fn picture(artwork: Arc<Artwork>, rect: Rect, opacity: f32) -> Item {
    let crop = Rect::new(0.0, 0.0, artwork.width() as f32, artwork.height() as f32);
    let filter = PictureFilter::default();
    Item::Picture(PictureItem { field: "artwork".into(), rect, crop, filter, opacity, picture: artwork })
}

fn card(fonts: &Fonts) -> Scene {
    let cream = Color::rgb(245, 238, 220);
    let mut items = vec![
        Item::Rect(RectItem { rect: Rect::new(40.0, 40.0, 520.0, 300.0), radius: 0.0, fill: Color::rgb(30, 60, 80) }),
        Item::Rect(RectItem { rect: Rect::new(50.3, 60.7, 300.4, 1.5), radius: 0.0, fill: cream }),
        Item::Rect(RectItem { rect: Rect::new(0.0, 500.0, 600.0, 100.0), radius: 0.0, fill: Color { a: 140, ..cream } }),
        picture(photo(300, 300, false), Rect::new(320.2, 80.6, 200.0, 200.0), 1.0),
        picture(photo(80, 80, true), Rect::new(60.0, 420.0, 64.0, 64.0), 0.7),
        Item::Vector(VectorItem {
            svg: r##"<circle cx="150.5" cy="200.2" r="60" fill="#d94f30" fill-opacity=".8" stroke="#fff" stroke-width="3"/>"##.into(),
        }),
        text(fonts, 700, "title", "Low & Tide", 120.0, (30.4, 420.3), cream),
        text(fonts, 700, "artist", "Vane", 64.3, (30.7, 490.1), Color { a: 150, ..cream }),
    ];
    for line in 0..8 {
        let at = (300.0 + 0.37 * line as f32, 450.3 + 17.7 * line as f32);
        let ink = if line < 3 { cream } else { Color::rgb(20, 20, 30) };
        items.push(text(fonts, 400, "name", "Odalys Brant, Theo Okafor, Petra", 13.0 + line as f32 * 0.3, at, ink));
    }
    Scene {
        format: "square".into(),
        template: "test".into(),
        width: 600.0,
        height: 600.0,
        safe_area: Rect::new(0.0, 0.0, 600.0, 600.0),
        page: 1,
        pages: 1,
        ground: Color::rgb(18, 24, 32),
        items,
        omitted: Vec::new(),
    }
}

fn resvg(svg: &str, width: u32, height: u32) -> Vec<u8> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).expect("valid svg");
    let mut pixmap = tiny_skia::Pixmap::new(width, height).expect("pixmap");
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    pixmap.take()
}

/// Mean difference, share of pixels above [`STEP`], largest difference.
fn difference(ours: &Pixels, theirs: &[u8]) -> (f64, f64, u8) {
    assert_eq!(ours.data.len(), theirs.len());
    let (mut sum, mut steps, mut largest) = (0u64, 0u64, 0u8);
    for (a, b) in ours.data.chunks(4).zip(theirs.chunks(4)) {
        let most = a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
        sum += a.iter().zip(b).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
        steps += u64::from(most > STEP);
        largest = largest.max(most);
    }
    let pixels = (theirs.len() / 4) as f64;
    (sum as f64 / (pixels * 3.0), steps as f64 / pixels, largest)
}

/// Emoji of the face with colours, small and so large that they are not kept as masks.
fn emoji(fonts: &Fonts, color: Color) -> Scene {
    let face = fonts.select("Twemoji Mozilla", 400, false).expect("embedded");
    let id = fonts.face(face).and_then(|face| face.glyph('🦊')).expect("a fox");
    let mut scene = card(fonts);
    scene.items.retain(|item| matches!(item, Item::Text(text) if text.size > 100.0));
    scene.items.truncate(1);
    for item in &mut scene.items {
        let Item::Text(text) = item else { continue };
        text.color = color;
        for (size, y) in [(40.0, 80.0), (300.0, 500.0)] {
            let runs = vec![GlyphRun { face, size, glyphs: vec![Glyph { id, x: 100.0, y }], starts: vec![0] }];
            text.lines.push(Line { string: "🦊".into(), rect: text.rect, baseline: y, runs });
        }
        text.lines.remove(0);
    }
    scene
}

#[test]
fn emoji_have_their_colours_in_pixels_and_in_the_svg() {
    let fonts = Fonts::embedded();
    for alpha in [255, 128] {
        let scene = emoji(&fonts, Color { r: 20, g: 20, b: 30, a: alpha });
        let ours = Rasterizer::new(&fonts).render(&scene, 1.0).expect("page");
        let orange = ours.data.chunks(4).filter(|pixel| pixel[0] > pixel[2].saturating_add(60)).count();
        assert!(orange > 10_000, "{orange} orange pixels");
        let theirs = resvg(&to_svg(&scene, &fonts).expect("svg"), 600, 600);
        let (mean, share, largest) = difference(&ours, &theirs);
        assert!(mean < MEAN && share < SHARE, "mean {mean}, share {share}, largest {largest}");
    }
}

#[test]
fn resvg_draws_the_svg_as_we_draw_the_scene() {
    let fonts = Fonts::embedded();
    let whole = card(&fonts);
    let only = |keep: fn(&Item) -> bool| Scene {
        items: whole.items.iter().filter(|i| keep(i)).cloned().collect(),
        ..whole.clone()
    };
    let parts = [
        ("rects", only(|i| matches!(i, Item::Rect(_)))),
        ("pictures", only(|i| matches!(i, Item::Picture(_)))),
        ("vectors", only(|i| matches!(i, Item::Vector(_)))),
        ("texts", only(|i| matches!(i, Item::Text(_)))),
        ("large text", only(|i| matches!(i, Item::Text(t) if t.size > 100.0))),
        ("whole", whole.clone()),
    ];
    for (name, scene) in parts {
        let ours = Rasterizer::new(&fonts).render(&scene, 1.0).expect("page");
        let theirs = resvg(&to_svg(&scene, &fonts).expect("svg"), 600, 600);
        let (mean, share, largest) = difference(&ours, &theirs);
        println!("{name}: mean {mean:.4}, share above {STEP}: {:.4} %, largest {largest}", share * 100.0);
        assert!(mean < MEAN && share < SHARE, "{name}: mean {mean}, share {share}, largest {largest}");
        if ["rects", "pictures", "vectors"].contains(&name) {
            // No glyphs: only rounding and the coverage of fractional edges differ.
            assert!(share == 0.0, "{name}: share {share}, largest {largest}");
        }
    }
}

/// resvg samples four lines a pixel; we compute areas. Eight times as large and averaged, resvg comes to our result.
#[test]
fn large_text_is_nearer_to_the_exact_area_than_resvg_is() {
    let fonts = Fonts::embedded();
    let mut scene = card(&fonts);
    scene.items.retain(|item| matches!(item, Item::Text(text) if text.size > 100.0));
    let ours = Rasterizer::new(&fonts).render(&scene, 1.0).expect("page");
    let svg = to_svg(&scene, &fonts).expect("svg");
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).expect("valid svg");
    let mut large = tiny_skia::Pixmap::new(4800, 4800).expect("pixmap");
    resvg::render(&tree, tiny_skia::Transform::from_scale(8.0, 8.0), &mut large.as_mut());
    let mut exact = vec![0u8; 600 * 600 * 4];
    for (index, value) in exact.iter_mut().enumerate() {
        let (x, y, channel) = (index / 4 % 600, index / 2400, index % 4);
        let sum: u32 =
            (0..64).map(|n| u32::from(large.data()[((y * 8 + n / 8) * 4800 + x * 8 + n % 8) * 4 + channel])).sum();
        *value = ((sum + 32) / 64) as u8;
    }
    let (mean, _, largest) = difference(&ours, &exact);
    let theirs = resvg(&svg, 600, 600);
    let (their_mean, _, their_largest) = difference(&Pixels { data: theirs, ..ours.clone() }, &exact);
    println!("exact area: ours {mean:.4} / {largest}, resvg {their_mean:.4} / {their_largest}");
    assert!(mean < their_mean / 4.0, "ours {mean}, resvg {their_mean}");
    // Where outlines cross inside a pixel, covered areas add up instead of overlapping.
    let mut pairs = ours.data.chunks(4).zip(exact.chunks(4));
    assert!(pairs.by_ref().filter(|(a, b)| a[0].abs_diff(b[0]) > 8).count() <= 10);
}

#[test]
fn the_svg_is_self_contained_labelled_and_the_same_every_time() {
    let fonts = Fonts::embedded();
    let scene = card(&fonts);
    let svg = to_svg(&scene, &fonts).expect("svg");
    assert_eq!(svg, to_svg(&scene, &fonts).expect("svg"));
    assert!(svg.contains("<title>Low &amp; Tide \u{2013} Vane</title>"));
    assert!(svg.contains("aria-label=\"Odalys Brant, Theo Okafor, Petra\""));
    assert!(!svg.contains("<text") && !svg.contains("font-family"));
    for href in svg.split("href=\"").skip(1) {
        assert!(href.starts_with('#') || href.starts_with("data:image/png;base64,"));
    }
    let told = to_svg_with(&scene, &fonts, "A <B>", "alt").expect("svg");
    assert!(told.contains("<title>A &lt;B&gt;</title>\n<desc>alt</desc>"));
}

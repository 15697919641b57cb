use std::sync::Arc;

use ab_glyph::{Font, ScaleFont};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::artwork::Artwork;
use crate::fonts::FaceId;
use crate::geometry::Color;
use crate::scene::{Glyph, GlyphRun, Line, PictureFilter, PictureItem, RectItem, TextItem, VectorItem};

const WHITE: Color = Color::rgb(255, 255, 255);

fn scene(width: f32, height: f32, items: Vec<Item>) -> Scene {
    Scene {
        format: "square".into(),
        template: "test".into(),
        width,
        height,
        safe_area: Rect::new(0.0, 0.0, width, height),
        page: 1,
        pages: 1,
        ground: Color::rgb(0, 0, 0),
        items,
        omitted: Vec::new(),
    }
}

fn text(fonts: &Fonts, string: &str, size: f32, x: f32, y: f32) -> Item {
    let font = fonts.face(FaceId(0)).and_then(|face| face.ab_glyph()).expect("face");
    let em = font.units_per_em().expect("em");
    let scaled = font.as_scaled(size * font.height_unscaled() / em);
    let mut pen = x;
    let glyphs = string
        .chars()
        .map(|c| {
            let id = font.glyph_id(c);
            let glyph = Glyph { id: id.0, x: pen, y };
            pen += scaled.h_advance(id);
            glyph
        })
        .collect();
    let rect = Rect::new(x, y - size, pen - x, size * 1.3);
    let runs = vec![GlyphRun { face: FaceId(0), size, glyphs, starts: Vec::new() }];
    Item::Text(TextItem {
        field: "title".into(),
        kind: "title".into(),
        string: string.into(),
        rect,
        ink: rect,
        family: "Inter".into(),
        weight: 400,
        size,
        color: WHITE,
        lines: vec![Line { string: string.into(), rect, baseline: y, runs }],
    })
}

fn artwork(width: u32, height: u32, rgba: Vec<u8>) -> Arc<Artwork> {
    let png = crate::encode::png::encode_straight(width, height, &rgba).expect("a PNG");
    Arc::new(Artwork::decode(&png, &crate::artwork::Limits::default()).expect("a picture"))
}

fn picture(artwork: &Arc<Artwork>, rect: Rect) -> Item {
    Item::Picture(PictureItem {
        field: "artwork".into(),
        rect,
        crop: Rect::new(0.0, 0.0, artwork.width() as f32, artwork.height() as f32),
        filter: PictureFilter::default(),
        opacity: 1.0,
        picture: Arc::clone(artwork),
    })
}

fn vector(svg: &str) -> Item {
    Item::Vector(VectorItem { svg: svg.into() })
}

fn rgb(page: &Pixels, x: u32, y: u32) -> [u8; 3] {
    let start = (y * page.width + x) as usize * 4;
    [page.data[start], page.data[start + 1], page.data[start + 2]]
}

fn ink(page: &Pixels) -> u64 {
    page.data.iter().step_by(4).map(|red| u64::from(*red)).sum()
}

#[test]
fn items_are_painted_in_their_order() {
    let fonts = Fonts::embedded();
    let red = Item::Rect(RectItem { rect: Rect::new(0.0, 0.0, 10.0, 10.0), radius: 0.0, fill: Color::rgb(255, 0, 0) });
    let green = vector(r##"<rect width="10" height="10" fill="#00ff00"/>"##);
    let over = |items| rgb(&Rasterizer::new(&fonts).render(&scene(10.0, 10.0, items), 1.0).expect("page"), 5, 5);
    assert_eq!(over(vec![red.clone(), green.clone()]), [0, 255, 0]);
    assert_eq!(over(vec![green, red]), [255, 0, 0]);
}

#[test]
fn rendering_again_from_warm_caches_gives_the_same_pixels() {
    let fonts = Fonts::embedded();
    let artwork = artwork(2, 1, vec![255, 0, 0, 255, 0, 0, 255, 128]);
    let items = vec![
        picture(&artwork, Rect::new(3.4, 3.4, 20.0, 20.0)),
        vector(r##"<circle cx="30" cy="30" r="9" fill="#fff" opacity=".5"/>"##),
        text(&fonts, "Cello", 22.0, 5.3, 40.7),
        text(&fonts, "O", 120.0, -20.0, 60.0),
    ];
    let scene = scene(60.0, 60.0, items);
    let mut rasterizer = Rasterizer::new(&fonts);
    let cold = rasterizer.render(&scene, 1.5).expect("page");
    let mut warm = rasterizer.render(&scene, 0.5).expect("page");
    rasterizer.render_into(&scene, 1.5, &mut warm).expect("page");
    assert_eq!(cold, warm);
    assert_eq!((cold.width, cold.height, cold.opaque), (90, 90, true));
    assert!(cold.data.iter().skip(3).step_by(4).all(|alpha| *alpha == 255));
}

#[test]
fn consecutive_vectors_are_one_layer_and_pages_share_it() {
    let fonts = Fonts::embedded();
    let items =
        vec![vector(r##"<rect width="4" height="4" fill="#fff"/>"##), vector(r##"<circle r="3" fill="#fff"/>"##)];
    let mut rasterizer = Rasterizer::new(&fonts);
    for page in 1..=3 {
        let page = Scene { page, ..scene(10.0, 10.0, items.clone()) };
        rasterizer.render(&page, 1.0).expect("page");
    }
    assert_eq!(rasterizer.vectors.len(), 1);
}

#[test]
fn pages_share_a_picture_of_the_same_size() {
    let fonts = Fonts::embedded();
    let artwork = artwork(1, 1, vec![9, 9, 9, 255]);
    let mut rasterizer = Rasterizer::new(&fonts);
    for x in [0.0, 1.0, 2.0] {
        let page = scene(10.0, 10.0, vec![picture(&artwork, Rect::new(x, 0.0, 4.0, 4.0))]);
        let page = rasterizer.render(&page, 1.0).expect("page");
        assert_eq!(rgb(&page, x as u32 + 3, 3), [9, 9, 9]);
    }
    assert_eq!(rasterizer.pictures.len(), 1);
}

#[test]
fn a_blur_is_the_same_whether_its_rows_are_made_or_kept() {
    let fonts = Fonts::embedded();
    for alpha in [255, 40] {
        let pixels =
            (0..40 * 40).flat_map(|at: u32| [at as u8, (at / 40) as u8, 90, if at % 40 < 20 { 255 } else { alpha }]);
        let cover = artwork(40, 40, pixels.collect());
        // It hangs over every edge of the page, which hides none of it by accident.
        let Item::Picture(item) = picture(&cover, Rect::new(-3.0, -2.0, 47.0, 45.0)) else { panic!("a picture") };
        let filter = PictureFilter { blur: 6.0, ..PictureFilter::default() };
        for opacity in [1.0, 0.5] {
            let page = scene(40.0, 40.0, vec![Item::Picture(PictureItem { filter, opacity, ..item.clone() })]);
            let mut rasterizer = Rasterizer::new(&fonts);
            let first = rasterizer.render(&page, 1.0).expect("pixels");
            for time in 2..=3 {
                assert_eq!(rasterizer.render(&page, 1.0).expect("pixels"), first, "{alpha} {opacity} {time}");
            }
            let (left, right) = (rgb(&first, 2, 20), rgb(&first, 37, 20));
            assert!(left[2] > right[2] || alpha == 255, "{left:?} {right:?}");
        }
    }
}

#[test]
fn a_picture_that_another_thread_made_ready_is_painted_and_another_one_is_resized_here() {
    let fonts = Fonts::embedded();
    let cover = artwork(40, 40, (0..40 * 40).flat_map(|at: u32| [at as u8, (at / 40) as u8, 90, 255]).collect());
    let (large, small) = (Rect::new(0.0, 0.0, 30.0, 30.0), Rect::new(0.0, 0.0, 12.0, 12.0));
    for (made_ready, kept) in [(large, 1), (small, 2)] {
        let (give, given) = std::sync::mpsc::channel();
        let Item::Picture(item) = picture(&cover, made_ready) else { panic!("a picture") };
        std::thread::spawn(move || give.send(Prepared::new(&item, 1.0).expect("a picture")).expect("expected"));
        let mut rasterizer = Rasterizer::new(&fonts);
        rasterizer.expect_pictures(given);
        let shown = scene(40.0, 40.0, vec![picture(&cover, large)]);
        let expected = Rasterizer::new(&fonts).render(&shown, 1.0).expect("pixels");
        assert_eq!(rasterizer.render(&shown, 1.0).expect("pixels"), expected);
        assert_eq!(rasterizer.pictures.len(), kept);
    }
}

#[test]
fn bands_are_the_rows_of_the_page_whatever_crosses_their_edges() {
    let fonts = Fonts::embedded();
    let pixels = |alpha: u8| (0..90 * 90).flat_map(move |at: u32| [at as u8, (at / 90) as u8, 90, at as u8 | alpha]);
    let (cover, clear) = (artwork(90, 90, pixels(255).collect()), artwork(90, 90, pixels(0).collect()));
    let Item::Picture(blurred) = picture(&cover, Rect::new(-9.0, 90.0, 700.0, 300.0)) else { panic!("a picture") };
    let Item::Picture(translucent) = picture(&clear, Rect::new(700.0, 33.0, 301.0, 333.0)) else { panic!("a picture") };
    let filter = PictureFilter { blur: 30.0, ..PictureFilter::default() };
    let fill = Color { r: 200, g: 90, b: 30, a: 190 };
    let items = vec![
        picture(&cover, Rect::new(20.0, 40.0, 333.0, 290.0)),
        Item::Picture(PictureItem { filter, opacity: 0.7, ..blurred }),
        Item::Picture(PictureItem { filter, ..translucent }),
        picture(&clear, Rect::new(500.0, -30.0, 333.0, 290.0)),
        Item::Rect(RectItem { rect: Rect::new(300.5, 120.4, 900.0, 1.3), radius: 0.0, fill }),
        Item::Rect(RectItem { rect: Rect::new(-5.0, 100.2, 60.0, 900.0), radius: 0.0, fill }),
        vector(r##"<circle cx="640" cy="242" r="99" fill="#8cf" stroke="#124" stroke-width="7"/>"##),
        text(&fonts, "Names on the edge of a band", 34.0, 12.3, 130.7),
        text(&fonts, "Ég exact", 190.0, 300.0, 262.0),
    ];
    let far = vec![text(&fonts, "g", 2900.0, -600.0, 900.0), text(&fonts, "g", 30.0, f32::NAN, f32::INFINITY)];
    for (items, heights) in [(items, 2..40), (far, 1..2)] {
        for (scale, ground) in [(1.0, fill), (1.0, WHITE), (1.7, WHITE), (0.31, fill)] {
            let page = Scene { ground, ..scene(1080.0, 411.0, items.clone()) };
            let whole = Rasterizer::new(&fonts).render(&page, scale).expect("page");
            let mut rasterizer = Rasterizer::new(&fonts);
            // The second time in used memory and of kept pictures.
            for time in 1..=2 {
                let mut bands = rasterizer.bands(&page, scale).expect("bands");
                assert_eq!(
                    (bands.width(), bands.height(), bands.is_opaque()),
                    (whole.width, whole.height, whole.opaque)
                );
                let (mut rows, mut count) = (Vec::new(), 0);
                while bands.paint() {
                    assert_eq!(bands.band().top as usize * whole.width as usize * 4, rows.len());
                    rows.extend_from_slice(&bands.band().data);
                    count += 1;
                }
                assert!(rows == whole.data, "{scale} {ground:?} {time}");
                assert!(scale < 1.0 || heights.contains(&count), "{count} bands");
            }
        }
    }
}

#[test]
fn cached_and_exact_glyphs_have_the_same_ink() {
    let fonts = Fonts::embedded();
    let render = |size: f32| {
        let scene = scene(120.0, 120.0, vec![text(&fonts, "g", size, 20.13, 80.41)]);
        ink(&Rasterizer::new(&fonts).render(&scene, 1.0).expect("page")) as f32
    };
    let (cached, exact) = (render(100.0), render(100.01));
    assert!((cached - exact).abs() / exact < 0.002, "{cached} {exact}");
}

#[test]
fn huge_and_far_away_glyphs_neither_fail_nor_take_memory() {
    let fonts = Fonts::embedded();
    let items = vec![
        text(&fonts, "g", 90_000.0, -40_000.0, 30_000.0),
        text(&fonts, "g", 30.0, f32::NAN, f32::INFINITY),
        text(&fonts, "g", 150.0, -1e9, 1e9),
    ];
    assert!(Rasterizer::new(&fonts).render(&scene(50.0, 50.0, items), 1.0).is_ok());
}

#[test]
fn vectors_reach_neither_files_nor_data_urls() {
    let fonts = Fonts::embedded();
    let red = Pixels { width: 1, height: 1, top: 0, data: vec![255, 0, 0, 255], opaque: true };
    let bytes = crate::encode::png::encode(&red, &Default::default()).expect("png");
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("red.png");
    std::fs::write(&path, &bytes).expect("file");
    let data = format!("data:image/png;base64,{}", STANDARD.encode(&bytes));
    for href in [data, path.to_string_lossy().into_owned()] {
        let image = vector(&format!(r#"<image href="{href}" width="10" height="10"/>"#));
        let page = Rasterizer::new(&fonts).render(&scene(10.0, 10.0, vec![image]), 1.0).expect("page");
        assert_eq!(ink(&page), 0);
    }
}

#[test]
fn broken_markup_is_an_error_and_the_rasterizer_goes_on() {
    let fonts = Fonts::embedded();
    let mut rasterizer = Rasterizer::new(&fonts);
    let broken = scene(10.0, 10.0, vec![vector("<g>")]);
    let error = rasterizer.render(&broken, 1.0).expect_err("error");
    assert!(error.to_string().starts_with("vector part of the template cannot be drawn: "), "{error}");
    assert!(rasterizer.render(&scene(10.0, 10.0, Vec::new()), 1.0).is_ok());
}

#[test]
fn a_panic_in_the_renderer_is_an_error() {
    // linebender/resvg#933: a path that panics in tiny-skia; an error or a page, but never a panic out of here.
    let fonts = Fonts::embedded();
    let path = vector(r##"<path d="m3 6h8v-158758583" fill="#fff" stroke="#fff"/>"##);
    let result = Rasterizer::new(&fonts).render(&scene(24.0, 24.0, vec![path]), 1.0);
    assert!(matches!(result, Ok(_) | Err(RasterError::VectorPanic | RasterError::Vector { .. })), "{:?}", result.err());
}

#[test]
fn sizes_beyond_the_limit_are_errors_with_limit_and_value() {
    let fonts = Fonts::embedded();
    let mut rasterizer = Rasterizer::new(&fonts);
    let error = rasterizer.render(&scene(1080.0, 1080.0, Vec::new()), 10.0).expect_err("error");
    assert_eq!(error.to_string(), "page is 10800x10800 px at scale 10: 117 megapixels, limit is 100");
    for scale in [0.0, -1.0, f32::NAN] {
        let error = rasterizer.render(&scene(10.0, 10.0, Vec::new()), scale).expect_err("error");
        assert!(matches!(error, RasterError::PageEmpty { .. }));
    }
    let artwork = artwork(1, 1, vec![0; 4]);
    let large = scene(10.0, 10.0, vec![picture(&artwork, Rect::new(0.0, 0.0, 20_000.0, 20_000.0))]);
    let error = rasterizer.render(&large, 1.0).expect_err("error");
    assert_eq!(error.to_string(), "picture artwork is 20000x20000 px: 400 megapixels, limit is 100");
}

#[test]
fn a_face_that_is_not_loaded_is_an_error_that_names_the_text() {
    let fonts = Fonts::embedded();
    let mut item = text(&fonts, "a", 20.0, 0.0, 20.0);
    if let Item::Text(text) = &mut item {
        text.lines[0].runs[0].face = FaceId(u16::MAX);
    }
    let error = Rasterizer::new(&fonts).render(&scene(10.0, 10.0, vec![item]), 1.0).expect_err("error");
    assert_eq!(error.to_string(), "text title uses font face 65535, which is not loaded");
}

#[test]
fn a_page_in_used_memory_shows_nothing_of_the_page_before() {
    let fonts = Fonts::embedded();
    let opaque = artwork(2, 1, vec![255, 0, 0, 255, 0, 0, 255, 255]);
    let clear = artwork(2, 1, vec![255, 0, 0, 255, 0, 0, 255, 0]);
    let white = Item::Rect(RectItem { rect: Rect::new(0.0, 0.0, 40.0, 40.0), radius: 0.0, fill: WHITE });
    let before = scene(40.0, 40.0, vec![white]);
    for (artwork, place, opacity) in [
        (&opaque, Rect::new(0.0, 0.0, 40.0, 40.0), 1.0),
        (&opaque, Rect::new(-3.0, -3.0, 60.0, 60.0), 1.0),
        (&opaque, Rect::new(0.0, 0.0, 40.0, 39.0), 1.0),
        (&opaque, Rect::new(1.0, 0.0, 40.0, 40.0), 1.0),
        (&opaque, Rect::new(0.0, 0.0, 40.0, 40.0), 0.5),
        (&clear, Rect::new(0.0, 0.0, 40.0, 40.0), 1.0),
    ] {
        let mut item = picture(artwork, place);
        if let Item::Picture(item) = &mut item {
            item.opacity = opacity;
        }
        let scene = scene(40.0, 40.0, vec![item]);
        let fresh = Rasterizer::new(&fonts).render(&scene, 1.0).expect("page");
        let mut used = Pixels::default();
        let mut rasterizer = Rasterizer::new(&fonts);
        rasterizer.render_into(&before, 1.0, &mut used).expect("page");
        rasterizer.render_into(&scene, 1.0, &mut used).expect("page");
        assert_eq!(used, fresh, "{place:?} {opacity}");
    }
}

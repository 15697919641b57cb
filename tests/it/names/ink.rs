//! The ink box that a scene states for a text, against the pixels that the text leaves.

use std::fmt::Write as _;

use extra_credit::card::{Card, format};
use extra_credit::geometry::{Color, Rect};
use extra_credit::record::parse;
use extra_credit::scene::{Item, Scene};
use extra_credit::template::Template;
use extra_credit::testing::compose::compose;
use extra_credit::testing::raster::{Pixels, Rasterizer};
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

use super::{FONTS, drawn};

/// Px by which an edge of the ink and the outermost pixel may differ.
const TOLERANCE: f32 = 1.5;

/// A credit file with every name of the list; names that appear twice stand under different roles.
fn all_names() -> String {
    let mut text = "title: \"Şarkı 歌 أغنية\"\nartist: Vane\ncredits:\n".to_owned();
    if cfg!(not(feature = "cjk")) {
        text = text.replace(" 歌", "");
    }
    for (number, name) in drawn().iter().enumerate() {
        let language = name.language.map(|tag| format!(", language: {tag}")).unwrap_or_default();
        let string = serde_json::to_string(&name.text).expect("a string");
        writeln!(text, "  {} {number}: {{name: {string}{language}}}", name.script).expect("written");
    }
    text
}

fn demo() -> String {
    let text = include_str!("../../../assets/demo/low-tide-piano.yaml");
    let here = |line: &&str| cfg!(feature = "cjk") || FONTS.missing(line).is_empty();
    text.lines().filter(here).fold(String::new(), |text, line| text + line + "\n")
}

/// The smallest rectangle around all pixels that are not white.
fn inked(page: &Pixels) -> Option<Rect> {
    let width = page.width as usize;
    let (mut left, mut right, mut top, mut bottom) = (usize::MAX, 0, None, 0);
    // Most rows are white: told as a whole, since nothing here is optimised.
    let white = vec![255; width * 4];
    for (y, row) in page.data.chunks(width * 4).enumerate().filter(|(_, row)| *row != white) {
        // Emoji have colours of their own.
        let dark = |pixel: &[u8]| pixel.iter().take(3).any(|channel| *channel < 255);
        if let Some(first) = row.chunks(4).position(dark) {
            left = left.min(first);
            right = right.max(row.chunks(4).rposition(dark).unwrap_or(0) + 1);
            top = top.or(Some(y));
            bottom = y + 1;
        }
    }
    let top = top?;
    Some(Rect::new(left as f32, top as f32, (right - left) as f32, (bottom - top) as f32))
}

fn shown(rect: &Rect) -> String {
    format!("[{:.1} {:.1} {:.1} {:.1}]", rect.x, rect.y, rect.right(), rect.bottom())
}

/// Texts whose ink box is not what they paint, and how many texts there are.
fn problems(scene: &Scene, rasterizer: &mut Rasterizer<'_>, page: &mut Pixels) -> (Vec<String>, usize) {
    let mut problems = Vec::new();
    let mut count = 0;
    for text in scene.texts() {
        count += 1;
        let mut alone = text.clone();
        alone.color = Color::rgb(0, 0, 0);
        let only = Scene { ground: Color::rgb(255, 255, 255), items: vec![Item::Text(alone)], ..scene.clone() };
        rasterizer.render_into(&only, 1.0, page).expect("a page");
        let what = format!("{} `{}` {}", text.kind, text.string, text.size);
        let Some(pixels) = inked(page) else {
            problems.push(format!("{what}: no pixel, ink {}", shown(&text.ink)));
            continue;
        };
        let edges = |rect: &Rect| [rect.x, rect.y, rect.right(), rect.bottom()];
        if edges(&text.ink).iter().zip(edges(&pixels)).any(|(a, b)| (a - b).abs() > TOLERANCE) {
            problems.push(format!("{what}: ink {}, pixels {}", shown(&text.ink), shown(&pixels)));
        }
    }
    (problems, count)
}

#[test]
fn the_ink_of_a_text_is_where_its_pixels_are() {
    let template = Template::builtin("side-by-side").expect("built in").expect("well-formed");
    let mut shaper = Shaper::new(&FONTS);
    let mut rasterizer = Rasterizer::new(&FONTS);
    let mut page = Pixels::default();
    // What each name looks like is the same in every format.
    let cases = [(demo(), 30, &["square", "story"][..]), (all_names(), drawn().len() * 2, &["square"])];
    for (file, least, formats) in cases {
        let record = parse("record.yaml", file.as_bytes()).expect("a record").record;
        for name in formats {
            let card = Card::new(&record, format(name).expect("a format"), Theme::dark(None));
            let composition = compose(&card, &template, &FONTS, &mut shaper).expect("a card");
            let (mut found, mut texts) = (Vec::new(), 0);
            for scene in &composition.scenes {
                let (problems, count) = problems(scene, &mut rasterizer, &mut page);
                found.extend(problems);
                texts += count;
            }
            assert!(texts >= least, "{name}: {texts} texts");
            assert!(found.is_empty(), "{name}, {} of {texts} texts:\n{}", found.len(), found.join("\n"));
        }
    }
}

//! Contrast on rendered pixels: every text of every built-in template, on every synthetic cover, and what is done where
//! a design falls short.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use crate::helpers::covers;
use extra_credit::artwork::Artwork;
use extra_credit::card::{Card, Series, Subject, contributors, credited, format, subjects};
use extra_credit::fonts::Fonts;
use extra_credit::geometry::{Color, Rect};
use extra_credit::record::Record;
use extra_credit::scene::{Item, PictureFilter, PictureItem, RectItem, Scene, TextItem};
use extra_credit::template::{Template, builtins};
use extra_credit::testing::compose::compose;
use extra_credit::testing::legible::{self, Change, LARGE_CONTRAST, Legibility};
use extra_credit::testing::raster::{Pixels, Rasterizer};
use extra_credit::text::Shaper;
use extra_credit::theme::{MINOR_CONTRAST, Palette, THEMES, Theme, luminance};

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

const RECORD: &str = "
title: Low Tide Piano
artist: Marisol Vane
kind: album
released: 2026
label: Saltmarsh Records
hashtags: [BehindTheRecord, GiveCredit]
supplied_by: Saltmarsh Records
credits:
  Producer: [Odalys Brant, Theo Okafor]
  Songwriter: [Marisol Vane, Ines Duarte-Quill]
  Mixing Engineer: {name: Wale Adeyinka-Ross, at: Lisbon}
  Cello: {name: Petra Lindqvist, note: arco}
";

fn record() -> Record {
    extra_credit::record::parse("card.yaml", RECORD.as_bytes()).expect("a record").record
}

/// What a template makes a card of: the record above, or the demo file of its kind.
pub fn subject_of(template: &Template) -> (Record, Subject) {
    let demo = |name: &str| {
        let bytes = std::fs::read(format!("assets/demo/{name}.yaml")).expect("a demo file");
        let record = extra_credit::record::parse(name, &bytes).expect("a record").record;
        let subject = subjects(&record).remove(0).0;
        (record, subject)
    };
    match template.subjects().first().map_or("record", String::as_str) {
        "record" => (record(), Subject::Record),
        "contributor" => {
            let record = record();
            let one = contributors(&record).remove(0);
            (record, Subject::Contributor(one))
        }
        "person" => {
            let record = record();
            let records = [Some(&record), Some(&record)];
            let one = credited(&records).remove(0).person(&records);
            (record, Subject::Person(one))
        }
        "role" => demo("roles"),
        "versus" => demo("recording-engineer-or-music-producer"),
        "supporter" => demo("supporters"),
        "quote" => demo("quote"),
        other => panic!("no test card is about {other}"),
    }
}

/// The scenes of a card as composed, before anything is done about contrast.
fn scenes(
    (record, subject): &(Record, Subject),
    template: &Template,
    size: &str,
    theme: Theme,
    cover: &Arc<Artwork>,
    shaper: &mut Shaper<'_>,
) -> Vec<Scene> {
    let card = Card {
        artwork: Some(Arc::clone(cover)),
        subject: subject.clone(),
        series: Series { number: 2, count: 9, title: Some("Behind the record".into()) },
        ..Card::new(record, format(size).expect("a format"), theme)
    };
    let composed = compose(&card, template, &FONTS, shaper);
    composed.unwrap_or_else(|problems| panic!("{} {size}: {}", template.name(), problems[0])).scenes
}

fn without_texts(scene: &Scene) -> Scene {
    let mut bare = scene.clone();
    bare.items.retain(|item| !matches!(item, Item::Text(_)));
    bare
}

/// Contrast of a text with the pixels in its box, all but the worst 4 %: another way to it than the library's.
fn contrast_on(page: &Pixels, text: &TextItem, scale: f32) -> f32 {
    let own = luminance(text.color);
    let Rect { x, y, .. } = text.ink;
    let edge = |value: f32, limit: u32| (value * scale).round().clamp(0.0, limit as f32) as u32;
    let (left, right) = (edge(x, page.width), edge(text.ink.right(), page.width));
    let (top, bottom) = (edge(y, page.height), edge(text.ink.bottom(), page.height));
    let mut ratios: Vec<f32> = (top..bottom)
        .flat_map(|y| (left..right).map(move |x| ((y * page.width + x) * 4) as usize))
        .map(|at| luminance(Color::rgb(page.data[at], page.data[at + 1], page.data[at + 2])))
        .map(|behind| (behind.max(own) + 0.05) / (behind.min(own) + 0.05))
        .collect();
    ratios.sort_by(f32::total_cmp);
    ratios.get(ratios.len() / 25).copied().unwrap_or(21.0)
}

/// What is wrong with a scene after it was mended, as a sentence each.
fn problems(scene: &mut Scene, theme: &Theme, rasterizer: &mut Rasterizer<'_>, place: &str) -> Vec<String> {
    let found = legible::ensure(scene, theme, rasterizer).expect("measured");
    let mut out = Vec::new();
    assert_eq!(found.texts.is_empty(), scene.texts().next().is_none(), "{place}: nothing was measured");
    for text in found.texts.iter().filter(|text| !text.passes()) {
        out.push(format!(
            "{place}: {} `{}` {} of {}, {:?}",
            text.kind, text.string, text.ratio, text.limit, found.changes
        ));
    }
    let scale = 0.5;
    let page = rasterizer.render(&without_texts(scene), scale).expect("pixels");
    for text in scene.texts().filter(|text| text.ink.width > 0.0 && text.color.a == 255) {
        let (ratio, limit) = (contrast_on(&page, text, scale), legible::limit(text, scene.width));
        if ratio < limit - 0.05 {
            out.push(format!("{place}: {} `{}` has {ratio} on the pixels, limit {limit}", text.kind, text.string));
        }
    }
    out
}

#[test]
fn every_text_of_every_template_is_legible_on_every_cover() {
    let covers: Vec<(&str, Arc<Artwork>)> =
        covers::all().into_iter().map(|(name, artwork)| (name, Arc::new(artwork))).collect();
    let templates: Vec<(std::sync::Arc<Template>, (Record, Subject))> = builtins()
        .iter()
        .map(|builtin| Template::builtin(builtin.name).expect("built in").expect("well-formed"))
        .map(|template| {
            let subject = subject_of(&template);
            (template, subject)
        })
        .collect();
    let mut work = Vec::new();
    for (number, template) in templates.iter().enumerate() {
        for (index, cover) in covers.iter().enumerate() {
            let other = THEMES[1 + index % (THEMES.len() - 1)];
            // Each template meets each cover in one of three ways, and each way every third cover.
            let (size, theme) = [("square", "auto"), ("story", "auto"), ("landscape", other)][(number + index) % 3];
            work.push((template, cover, size, theme));
        }
    }
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                let (mut rasterizer, mut shaper) = (Rasterizer::new(&FONTS), Shaper::new(&FONTS));
                while let Some(((template, subject), (name, cover), size, theme)) =
                    work.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let colours = Theme::named(theme, Some(&Palette::of(cover))).expect("a theme");
                    for scene in &mut scenes(subject, template, size, colours, cover, &mut shaper) {
                        let place = format!("{} {size} {theme}, {name}", template.name());
                        let found = problems(scene, &colours, &mut rasterizer, &place);
                        failures.lock().expect("no panic").extend(found);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().expect("no panic");
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

fn theme() -> Theme {
    Theme {
        ground: Color::rgb(16, 24, 40),
        text: Color::rgb(248, 246, 240),
        quiet: Color::rgb(160, 168, 180),
        accent: Color::rgb(255, 157, 92),
        line: Color::rgb(40, 48, 64),
        tone: Color::rgb(50, 60, 80),
        given: false,
    }
}

/// The texts of a square card over something else than they were designed for.
fn over(items: Vec<Item>, change: impl Fn(&mut TextItem)) -> Scene {
    let template = Template::builtin("side-by-side").expect("built in").expect("well-formed");
    let cover = Arc::new(covers::plain([90; 3]));
    let mut scene =
        scenes(&(record(), Subject::Record), &template, "square", theme(), &cover, &mut Shaper::new(&FONTS)).remove(0);
    scene.items.retain(|item| matches!(item, Item::Text(_)));
    scene.items.iter_mut().for_each(|item| {
        if let Item::Text(text) = item {
            change(text);
        }
    });
    scene.items.splice(0..0, items);
    scene
}

fn picture(cover: Artwork, filter: PictureFilter) -> Item {
    let crop = Rect::new(0.0, 0.0, cover.width() as f32, cover.height() as f32);
    Item::Picture(PictureItem {
        field: "artwork".into(),
        rect: Rect::new(0.0, 0.0, 1080.0, 1080.0),
        crop,
        filter,
        opacity: 1.0,
        picture: Arc::new(cover),
    })
}

fn ensured(scene: &mut Scene) -> Legibility {
    let mut rasterizer = Rasterizer::new(&FONTS);
    let before = scene.clone();
    let found = legible::ensure(scene, &theme(), &mut rasterizer).expect("measured");
    assert_eq!(found.short().next(), None, "{:?}", found.changes);
    // Where texts stand is never touched.
    let boxes = |scene: &Scene| scene.texts().map(|text| (text.string.clone(), text.rect)).collect::<Vec<_>>();
    assert_eq!(boxes(&before), boxes(scene));
    found
}

#[test]
fn texts_that_are_legible_are_left_as_they_are() {
    let mut scene = over(Vec::new(), |_| {});
    let before = format!("{:?}", scene.items);
    let found = ensured(&mut scene);
    assert!(found.changes.is_empty(), "{:?}", found.changes);
    assert_eq!(before, format!("{:?}", scene.items));
    assert!(found.summary().starts_with("lowest ") && found.summary().contains("title "), "{}", found.summary());
}

#[test]
fn a_bright_backdrop_is_veiled_and_stays_a_picture() {
    let filter = PictureFilter { blur: 40.0, ..PictureFilter::default() };
    let mut scene = over(vec![picture(covers::gradient([255, 240, 200], [120, 180, 250]), filter)], |_| {});
    let found = ensured(&mut scene);
    assert!(matches!(found.changes[0], Change::Veil(..)), "{:?}", found.changes);
    let veil = scene.pictures().next().and_then(|picture| picture.filter.veil).expect("a veil");
    assert_eq!(veil.color, theme().ground);
    assert!((0.3..0.98).contains(&veil.opacity(0.5)), "{}", veil.opacity(0.5));
    // No more than is needed: the worst text is near its limit.
    let least = found.texts.iter().map(|text| text.ratio / text.limit).fold(f32::INFINITY, f32::min);
    assert!(least < 1.2, "{least}");
}

#[test]
fn a_clean_picture_gets_a_soft_scrim_under_the_texts() {
    for cover in [covers::plain([255; 3]), covers::all().remove(7).1] {
        let mut scene = over(vec![picture(cover, PictureFilter::default())], |_| {});
        let found = ensured(&mut scene);
        assert!(found.changes.iter().any(|change| matches!(change, Change::Scrim(..))), "{:?}", found.changes);
        assert!(scene.pictures().all(|picture| picture.filter == PictureFilter::default()));
        assert!(matches!(&scene.items[1], Item::Gradient(fade) if fade.stops.len() > 2));
    }
}

#[test]
fn a_text_on_a_flat_area_takes_another_colour_of_its_hue() {
    let panel = RectItem { rect: Rect::new(0.0, 0.0, 1080.0, 1080.0), radius: 0.0, fill: theme().accent };
    let mut scene = over(vec![Item::Rect(panel)], |_| {});
    let found = ensured(&mut scene);
    assert!(found.changes.iter().all(|change| matches!(change, Change::Colour(..))), "{:?}", found.changes);
    assert_eq!(scene.items.iter().filter(|item| !matches!(item, Item::Text(_))).count(), 1);
}

#[test]
fn faint_texts_are_measured_with_their_opacity() {
    let mut scene = over(Vec::new(), |text| text.color.a = 60);
    let found = ensured(&mut scene);
    assert!(!found.changes.is_empty());
}

#[test]
fn ornaments_are_left_alone() {
    let mut scene = over(Vec::new(), |text| {
        text.kind = "decoration".into();
        text.color = theme().line;
    });
    let found = legible::ensure(&mut scene, &theme(), &mut Rasterizer::new(&FONTS)).expect("measured");
    assert_eq!(found, Legibility::default());
}

#[test]
fn half_of_a_text_on_white_counts_as_a_text_on_white() {
    let plain = over(Vec::new(), |_| {});
    let title = plain.texts().find(|text| text.kind == "title").expect("a title").ink;
    let rect = Rect::new(title.x, 0.0, title.width / 2.0, 1080.0);
    let half = RectItem { rect, radius: 0.0, fill: Color::rgb(255, 255, 255) };
    let scene = over(vec![Item::Rect(half)], |_| {});
    let texts = legible::measure(&scene, &mut Rasterizer::new(&FONTS)).expect("measured");
    let title = texts.iter().find(|text| text.kind == "title").expect("a title");
    assert!(title.ratio < 1.2, "{}", title.ratio);
}

#[test]
fn large_is_what_is_large_on_a_phone() {
    let scene = over(Vec::new(), |_| {});
    let mut text = scene.texts().next().expect("a text").clone();
    let mut limit = |size: f32, weight: u16| {
        (text.size, text.weight) = (size, weight);
        legible::limit(&text, 1080.0)
    };
    assert_eq!([limit(72.0, 400), limit(71.0, 400)], [LARGE_CONTRAST, MINOR_CONTRAST]);
    assert_eq!(
        [limit(56.0, 700), limit(55.0, 800), limit(56.0, 600)],
        [LARGE_CONTRAST, MINOR_CONTRAST, MINOR_CONTRAST]
    );
}

#[test]
fn mending_gives_the_same_scene_every_time_and_needs_no_second_time() {
    let make = || over(vec![picture(covers::all().remove(7).1, PictureFilter::default())], |_| {});
    let (mut one, mut other) = (make(), make());
    ensured(&mut one);
    ensured(&mut other);
    assert_eq!(format!("{:?}", one.items), format!("{:?}", other.items));
    assert!(ensured(&mut one).changes.is_empty());
}

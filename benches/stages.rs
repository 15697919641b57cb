//! Every stage by itself, warm, on the bench card: 12 roles, 24 names, a cover of 1400 px, `side-by-side`.
//! `cargo bench --bench stages`; what a stage must cost at least is in `goals`.

#[path = "workload/covers.rs"]
mod covers;
#[path = "workload/records.rs"]
mod records;

use std::sync::{Arc, LazyLock};

use divan::Bencher;
use extra_credit::artwork::{Artwork, Limits, filtered, resized};
use extra_credit::card::{Card, PageData, data, format};
use extra_credit::compose::compose;
use extra_credit::encode::{Metadata, png, svg};
use extra_credit::fonts::Fonts;
use extra_credit::geometry::{Color, Rect, Veil};
use extra_credit::legible::ensure_card;
use extra_credit::publish::write_atomic;
use extra_credit::raster::Rasterizer;
use extra_credit::record::{Parsed, parse};
use extra_credit::scene::{PictureFilter, Scene};
use extra_credit::template::Template;
use extra_credit::text::{Shaper, TextStyle};
use extra_credit::theme::{Palette, Theme};

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);
static COVER: LazyLock<Vec<u8>> = LazyLock::new(|| covers::cover(1400, 0));
static ARTWORK: LazyLock<Arc<Artwork>> =
    LazyLock::new(|| Arc::new(Artwork::decode(&COVER, &Limits::default()).expect("a picture")));
static RECORD: LazyLock<Parsed> = LazyLock::new(|| parse("card.yaml", &yaml()).expect("a record"));

const FORMATS: [&str; 4] = ["square", "portrait", "landscape", "story"];

fn yaml() -> Vec<u8> {
    records::credit_file(12, 24).into_bytes()
}

fn card(name: &str) -> Card<'static> {
    let theme = Theme::auto(Some(&Palette::of(&ARTWORK)));
    Card { artwork: Some(Arc::clone(&ARTWORK)), ..Card::new(&RECORD.record, format(name).expect("a format"), theme) }
}

fn template() -> Arc<Template> {
    Template::builtin("side-by-side").expect("built in").expect("well-formed")
}

fn scene(name: &str, rasterizer: &mut Rasterizer<'_>) -> Scene {
    let card = card(name);
    let mut composition = compose(&card, &template(), &FONTS, &mut Shaper::new(&FONTS)).expect("scenes");
    ensure_card(&mut composition, &card.theme, rasterizer).expect("a measured card");
    composition.scenes.swap_remove(0)
}

#[divan::bench]
fn record_parse(bencher: Bencher) {
    let yaml = yaml();
    bencher.bench(|| parse("card.yaml", &yaml).expect("a record"));
}

#[divan::bench]
fn artwork_decode(bencher: Bencher) {
    bencher.bench(|| Artwork::decode(&COVER, &Limits::default()).expect("a picture"));
}

#[divan::bench(args = [440, 1080])]
fn artwork_resize(bencher: Bencher, side: u32) {
    let whole = Rect::new(0.0, 0.0, 1400.0, 1400.0);
    bencher.bench(|| resized(&ARTWORK, whole, side, side));
}

#[divan::bench]
fn artwork_backdrop(bencher: Bencher) {
    let part = Rect::new(306.0, 0.0, 788.0, 1400.0);
    let veil = Some(Veil::even(Color::rgb(10, 20, 30), 0.7));
    let filter = PictureFilter { blur: 54.0, veil, ..PictureFilter::default() };
    bencher.bench(|| filtered(&ARTWORK, part, 1080, 1920, &filter, 1.0));
}

#[divan::bench]
fn theme_of_the_cover(bencher: Bencher) {
    bencher.bench(|| Theme::auto(Some(&Palette::of(&ARTWORK))));
}

#[divan::bench]
fn template_parse(bencher: Bencher) {
    let builtin = extra_credit::template::builtins().first().expect("a template");
    bencher.bench(|| Template::new(builtin.name, builtin.source).expect("well-formed"));
}

#[divan::bench]
fn template_expand(bencher: Bencher) {
    let (card, template) = (card("square"), template());
    let page = PageData { number: 1, count: 1, variant: "snug", more: 0 };
    bencher.bench(|| template.expand(&data(&card, &card.credits, &[], page)).expect("elements"));
}

#[divan::bench]
fn text_shape_cold(bencher: Bencher) {
    let style = TextStyle::default();
    bencher.with_inputs(|| Shaper::new(&FONTS)).bench_local_values(|mut shaper| {
        shaper.shape("Wale Adeyinka-Ross", &style).expect("a shaped text");
    });
}

#[divan::bench(args = FORMATS)]
fn compose_card(bencher: Bencher, name: &str) {
    let (card, template, mut shaper) = (card(name), template(), Shaper::new(&FONTS));
    bencher.bench_local(|| compose(&card, &template, &FONTS, &mut shaper).expect("scenes"));
}

#[divan::bench(args = FORMATS)]
fn legible_card(bencher: Bencher, name: &str) {
    let (card, mut rasterizer) = (card(name), Rasterizer::new(&FONTS));
    let composition = compose(&card, &template(), &FONTS, &mut Shaper::new(&FONTS)).expect("scenes");
    bencher
        .with_inputs(|| composition.clone())
        .bench_local_refs(|composition| ensure_card(composition, &card.theme, &mut rasterizer).expect("measured"));
}

/// Paints all bands of a page; how many there are.
fn painted(rasterizer: &mut Rasterizer<'_>, scene: &Scene) -> usize {
    let mut bands = rasterizer.bands(scene, 1.0).expect("bands");
    std::iter::from_fn(|| bands.paint().then_some(())).count()
}

#[divan::bench(args = FORMATS)]
fn raster_page(bencher: Bencher, name: &str) {
    let mut rasterizer = Rasterizer::new(&FONTS);
    let scene = scene(name, &mut rasterizer);
    bencher.bench_local(|| painted(&mut rasterizer, &scene));
}

#[divan::bench(args = FORMATS)]
fn encode_png(bencher: Bencher, name: &str) {
    let mut rasterizer = Rasterizer::new(&FONTS);
    let pixels = rasterizer.render(&scene(name, &mut Rasterizer::new(&FONTS)), 1.0).expect("pixels");
    bencher.bench_local(|| png::encode(&pixels, &Metadata::default()).expect("a file"));
}

#[divan::bench]
fn encode_svg(bencher: Bencher) {
    let scene = scene("square", &mut Rasterizer::new(&FONTS));
    bencher.bench_local(|| svg::to_svg_with(&scene, &FONTS, "", "").expect("a file"));
}

#[divan::bench]
fn publish_file(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("card.png");
    let mut bytes = vec![7_u8; 400_000];
    bencher.bench_local(|| {
        // Other bytes each time: a file that has them already is left alone.
        bytes[0] = bytes[0].wrapping_add(1);
        write_atomic(&path, &bytes).expect("written")
    });
}

fn main() {
    divan::main();
}

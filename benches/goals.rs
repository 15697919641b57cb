//! The goals that are ratios: a card beside the bare necessities of making it, in one run on one machine.
//! `cargo bench --bench goals`; runs of both sides alternate, and medians are compared. `benches/README.md` says more.
//! `cargo bench --bench goals -- --profile RUNS FORMAT new|known` makes one kind of card and nothing else, for profilers.

#[path = "workload/covers.rs"]
mod covers;
#[path = "workload/records.rs"]
mod records;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use extra_credit::artwork::{Artwork, Limits};
use extra_credit::card::{Card, format};
use extra_credit::encode::{Metadata, OutputFormat, encode, png};
use extra_credit::fonts::Fonts;
use extra_credit::geometry::Rect;
use extra_credit::publish::write_atomic;
use extra_credit::record::parse;
use extra_credit::scene::Item;
use extra_credit::template::Template;
use extra_credit::testing::compose::compose;
use extra_credit::testing::legible::ensure_card;
use extra_credit::testing::raster::{Pixels, Rasterizer};
use extra_credit::text::Shaper;
use extra_credit::theme::{Palette, Theme};
use fast_image_resize as fir;

const ROUNDS: usize = 41;
/// As campaigns ask for them.
const FORMATS: [&str; 4] = ["square", "portrait", "landscape", "story"];
/// Covers in turn, so that no run finds its own in the processor's caches.
const COVERS: usize = 6;

/// What a process keeps between cards.
struct Press<'f> {
    fonts: &'f Fonts,
    template: Arc<Template>,
    shaper: Shaper<'f>,
    rasterizer: Rasterizer<'f>,
}

impl<'f> Press<'f> {
    fn new(fonts: &'f Fonts) -> Press<'f> {
        let template = Template::builtin("side-by-side").expect("built in").expect("well-formed");
        Press { fonts, template, shaper: Shaper::new(fonts), rasterizer: Rasterizer::new(fonts) }
    }

    /// From files to files in some formats, as `render` does it. Returns the number of pages.
    fn file_to_file(&mut self, folder: &Path, file: &Path, cover: &Path, names: &[&str]) -> usize {
        let parsed = parse("card.yaml", &std::fs::read(file).expect("a file")).expect("a record");
        let artwork = Artwork::decode(&std::fs::read(cover).expect("a file"), &Limits::default()).expect("a picture");
        let palette = Palette::of(&artwork);
        let artwork = Arc::new(artwork);
        let card = |name: &&str| Card {
            artwork: Some(Arc::clone(&artwork)),
            ..Card::new(&parsed.record, format(name).expect("a format"), Theme::auto(Some(&palette)))
        };
        names.iter().map(|name| self.card(&card(name), folder)).sum()
    }

    fn card(&mut self, card: &Card<'_>, folder: &Path) -> usize {
        let mut composition = compose(card, &self.template, self.fonts, &mut self.shaper).expect("scenes");
        ensure_card(&mut composition, &card.theme, &mut self.rasterizer).expect("a measured card");
        for (page, scene) in composition.scenes.iter().enumerate() {
            let bytes =
                encode(OutputFormat::Png, scene, 1.0, &Metadata::default(), &mut self.rasterizer).expect("a file");
            write_atomic(&folder.join(format!("{}-{page}.png", scene.format)), &bytes).expect("written");
        }
        composition.scenes.len()
    }
}

/// A finished page, with the part of the cover that it shows.
struct Finished {
    /// Pixels of the cover.
    crop: Rect,
    width: u32,
    height: u32,
    pixels: Pixels,
}

impl Finished {
    fn new(press: &mut Press<'_>, card: &Card<'_>) -> Finished {
        let mut composition = compose(card, &press.template, press.fonts, &mut press.shaper).expect("scenes");
        ensure_card(&mut composition, &card.theme, &mut press.rasterizer).expect("a measured card");
        let scene = composition.scenes.first().expect("a page");
        let shown = scene.items.iter().find_map(|item| match item {
            Item::Picture(item) if item.filter.blur == 0.0 => Some(item),
            _ => None,
        });
        let shown = shown.expect("the cover");
        let (width, height) = (shown.rect.width.round() as u32, shown.rect.height.round() as u32);
        Finished { crop: shown.crop, width, height, pixels: press.rasterizer.render(scene, 1.0).expect("pixels") }
    }
}

/// Decoding and resizing with the same decoder and filter, and the encoding of pixels that are finished.
fn bare(resizer: &mut fir::Resizer, cover: &Path, pages: &[Finished]) -> usize {
    let bytes = std::fs::read(cover).expect("a file");
    let decoded = image::load_from_memory_with_format(&bytes, image::ImageFormat::Jpeg).expect("a picture").into_rgb8();
    let (width, height) = decoded.dimensions();
    let source = fir::images::Image::from_vec_u8(width, height, decoded.into_raw(), fir::PixelType::U8x3).expect("RGB");
    let mut sum = 0;
    for page in pages {
        let mut target = fir::images::Image::new(page.width, page.height, fir::PixelType::U8x3);
        let [x, y, width, height] = [page.crop.x, page.crop.y, page.crop.width, page.crop.height].map(f64::from);
        let lanczos = fir::ResizeAlg::Convolution(fir::FilterType::Lanczos3);
        let options = fir::ResizeOptions::new().resize_alg(lanczos).crop(x, y, width, height);
        resizer.resize(&source, &mut target, &options).expect("resized");
        sum += png::encode(&page.pixels, &Metadata::default()).expect("a file").len() + target.buffer().len();
    }
    sum
}

fn timed(run: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    std::hint::black_box(run());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// Medians of two works, in ms, made in turn.
fn beside(mut ours: impl FnMut(usize) -> usize, mut bare: impl FnMut(usize) -> usize) -> (f64, f64) {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS + 3 {
        let (ours, bare) = (timed(|| ours(round)), timed(|| bare(round)));
        // The first rounds fill caches.
        if round >= 3 {
            one.push(ours);
            other.push(bare);
        }
    }
    (median(one), median(other))
}

fn row(goal: &str, ours: f64, bare: f64, limit: &str) {
    println!("| {goal} | {ours:.2} ms | {bare:.2} ms | {:.2} | {limit} |", ours / bare);
}

fn profile(press: &mut Press<'_>, folder: &Path, file: &Path, covers: &[PathBuf], name: &str, goal: &str, runs: usize) {
    let parsed = parse("card.yaml", &std::fs::read(file).expect("a file")).expect("a record");
    let artwork = Artwork::decode(&std::fs::read(&covers[0]).expect("a file"), &Limits::default()).expect("a picture");
    let theme = Theme::auto(Some(&Palette::of(&artwork)));
    let card =
        Card { artwork: Some(Arc::new(artwork)), ..Card::new(&parsed.record, format(name).expect("a format"), theme) };
    let start = Instant::now();
    for run in 0..runs {
        match goal {
            "known" => press.card(&card, folder),
            _ => press.file_to_file(folder, file, &covers[run % covers.len()], &[name]),
        };
    }
    println!("{:.3} ms", start.elapsed().as_secs_f64() * 1000.0 / runs as f64);
}

fn main() {
    // The C library gives large blocks back to the system, and faults them in anew, until one as large has been freed: so
    // that neither side pays for what the other has or has not freed.
    drop(std::hint::black_box(vec![1_u8; 31 << 20]));
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = scratch.path();
    let covers: Vec<PathBuf> = (0..COVERS as u32)
        .map(|number| {
            let path = folder.join(format!("cover-{number}.jpg"));
            std::fs::write(&path, covers::cover(1400, number)).expect("written");
            path
        })
        .collect();
    let file = |roles: usize, names: usize| {
        let path = folder.join(format!("{names}.yaml"));
        std::fs::write(&path, records::credit_file(roles, names)).expect("written");
        path
    };
    let (small, usual, large) = (file(10, 20), file(12, 24), file(40, 300));
    let fonts = Fonts::embedded();
    let mut press = Press::new(&fonts);
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--profile") {
        let argument =
            |index: usize, default: &str| arguments.get(at + index).map_or(default.to_owned(), String::clone);
        let runs = argument(1, "100").parse().expect("a number");
        return profile(&mut press, folder, &usual, &covers, &argument(2, "square"), &argument(3, "known"), runs);
    }

    println!("| goal, per page, one thread | ours | bare necessities | ratio | at most |\n|---|--:|--:|--:|--:|");
    let parsed = parse("card.yaml", &std::fs::read(&usual).expect("a file")).expect("a record");
    let artwork = Artwork::decode(&std::fs::read(&covers[0]).expect("a file"), &Limits::default()).expect("a picture");
    let palette = Palette::of(&artwork);
    let artwork = Arc::new(artwork);
    let cover = |round: usize| covers[round % COVERS].as_path();
    let (mut finished, mut resizer) = (Vec::new(), fir::Resizer::new());
    for name in FORMATS {
        let theme = Theme::auto(Some(&palette));
        let card = Card {
            artwork: Some(Arc::clone(&artwork)),
            ..Card::new(&parsed.record, format(name).expect("a format"), theme)
        };
        let page = Finished::new(&mut press, &card);
        let (ours, necessary) = beside(
            |round| press.file_to_file(folder, &usual, cover(round), &[name]),
            |round| bare(&mut resizer, cover(round), std::slice::from_ref(&page)),
        );
        row(&format!("new cover, {name}"), ours, necessary, "1.35");
        let (ours, necessary) = beside(
            |_| press.card(&card, folder),
            |_| png::encode(&page.pixels, &Metadata::default()).expect("a file").len(),
        );
        row(&format!("cover known, {name}"), ours, necessary, "1.5");
        finished.push(page);
    }
    let (ours, necessary) = beside(
        |round| press.file_to_file(folder, &usual, cover(round), &FORMATS),
        |round| bare(&mut resizer, cover(round), &finished),
    );
    row("new cover in these four", ours, necessary, "");
    let mut another = fir::Resizer::new();
    let (four, one) = beside(
        |round| bare(&mut resizer, cover(round), &finished),
        |round| bare(&mut another, cover(round), &finished[..1]),
    );
    row("bare necessities of four beside those of a square", four, one, "");
    let mut other = Press::new(&fonts);
    let (four, one) = beside(
        |round| press.file_to_file(folder, &usual, cover(round), &FORMATS),
        |round| other.file_to_file(folder, &usual, cover(round), &FORMATS[..1]),
    );
    row("four beside a square", four, one, "2.2");
    let mut pages = 0;
    let mut again = Press::new(&fonts);
    let (many, few) = beside(
        |_| {
            pages = press.file_to_file(folder, &large, cover(0), &["square"]);
            pages
        },
        |_| again.file_to_file(folder, &small, cover(0), &["square"]),
    );
    row(&format!("300 names ({pages} pages) beside 20"), many, few, "15");
}

//! All names, regular and bold, against a picture that was compared with a browser's by eye.
//! `UPDATE=1 cargo test --test it names` rewrites it and fails, so that somebody looks at it.

use std::path::Path;

use extra_credit::testing::raster::Rasterizer;

use super::FONTS;
use super::list::{Name, names};
use super::page::{Layout, page};

const LAYOUT: Layout = Layout { size: 18.0, column: 330.0, margin: 8.0, family: "Inter", weights: &[400, 700] };
/// A pixel differs when its grey does by more than this, of 255 …
const STEP: u8 = 24;
/// … and so many may in the row of one name: edges that a processor rounds otherwise.
const PIXELS: usize = 3;

#[test]
#[cfg_attr(not(feature = "cjk"), ignore = "the picture has Chinese, Japanese and Korean names")]
fn the_sheet_of_names_looks_as_it_did() {
    let names = names();
    let scene = page(&FONTS, &names, &LAYOUT);
    let page = Rasterizer::new(&FONTS).render(&scene, 1.0).expect("a page");
    // Emoji have colours: of each pixel the mean of its channels.
    let mean = |pixel: &[u8]| (pixel.iter().take(3).map(|channel| u16::from(*channel)).sum::<u16>() / 3) as u8;
    let grey: Vec<u8> = page.data.chunks(4).map(mean).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/names/sheet.png");
    let size = (page.width, page.height);
    let known = image::open(&path).map(image::DynamicImage::into_luma8).ok();
    let differing = match known.filter(|known| known.dimensions() == size) {
        Some(known) => differing(&grey, known.as_raw(), page.width as usize, &names),
        None => vec![format!("no reference of {} x {} px", page.width, page.height)],
    };
    if !differing.is_empty() && std::env::var_os("UPDATE").is_some() {
        image::save_buffer(&path, &grey, page.width, page.height, image::ColorType::L8).expect("written");
        panic!("tests/names/sheet.png is new: look at it");
    }
    assert!(differing.is_empty(), "names look different (UPDATE=1 draws the sheet again):\n{}", differing.join("\n"));
}

/// Names in whose rows pixels differ.
fn differing(ours: &[u8], known: &[u8], width: usize, names: &[Name]) -> Vec<String> {
    // The row of a name goes from half a row above its baseline to half a row below; nothing is drawn above the first.
    let row = (LAYOUT.size * 2.0) as usize * width;
    let (ours, known) = (&ours[row / 2..], &known[row / 2..]);
    let rows = ours.chunks(row).zip(known.chunks(row));
    let counts = rows.map(|(a, b)| a.iter().zip(b).filter(|(a, b)| a.abs_diff(**b) > STEP).count());
    let names = names.iter().map(|name| name.spelling).chain(["below the last name"]);
    counts.zip(names).filter(|(count, _)| *count > PIXELS).map(|(n, name)| format!("{name}: {n} pixels")).collect()
}

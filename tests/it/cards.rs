//! Cards compared with pictures: each case is a credit file in `tests/cards/` and the pictures beside it, at a third of their size.
//! `UPDATE=1 cargo test` rewrites the pictures and fails, so that somebody looks at them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use extra_credit::encode::Encoding;
use extra_credit::press::{LoadedKit, Memory, MissingGlyphs, Options, Press, Scale, cards};
use extra_credit::record::parse;
use extra_credit::template::{builtins, suited};
use image::RgbImage;

use crate::helpers::inspect::FONTS;

/// What two pictures may differ by: machines round differently, and the palette of 256 colours follows. All channels on average, in
/// 1/255, and the share of pixels of which a channel differs by more than [`FAR`].
const MEAN: f64 = 1.5;
const FAR: u8 = 48;
const MOST_FAR: f64 = 0.004;

/// All pictures together, bytes.
const MOST: u64 = 8 << 20;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cards")
}

/// Files below a folder, in order.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() { found.extend(files(&path)) } else { _ = found.insert(path) }
    }
    found
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own == extension)
}

/// The covers of the demo, under `covers/`, and the demo campaign's logos, under `logos/`.
fn assets() -> Memory {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    let mut memory = Memory::default();
    for (inside, folder) in [("covers", demo.join("covers")), ("logos", demo.join("campaign/logos"))] {
        for path in files(&folder) {
            let name = path.file_name().expect("a name");
            memory = memory.with(Path::new(inside).join(name), fs::read(&path).expect("it can be read"));
        }
    }
    memory
}

/// The pictures of a case with their names: `<case>.png`, and what tells several apart before the ending.
fn pictures(case: &Path, assets: &Memory) -> Vec<(String, Vec<u8>)> {
    let shown = case.display();
    let said = |problems: &[extra_credit::diagnostic::Diagnostic]| {
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let bytes = fs::read(case).expect("it can be read");
    let record = parse("case.yaml", &bytes).unwrap_or_else(|problems| panic!("{shown}: {}", said(&problems))).record;
    let kit = fs::read(case.with_file_name("extra-credit.yaml")).ok().map(|bytes| {
        let assets = assets.clone().with("extra-credit.yaml", bytes);
        let kit = LoadedKit::load(Path::new("extra-credit.yaml"), &FONTS, MissingGlyphs::Error, false, &assets);
        kit.unwrap_or_else(|problems| panic!("{}", said(&problems))).0
    });
    let options = Options { scale: Scale::try_from(1.0 / 3.0).expect("a scale"), ..Options::default() };
    let all = cards(&record, kit.as_ref(), &options, assets)
        .unwrap_or_else(|problems| panic!("{shown}: {}", said(&problems)));
    let mut press = Press::new(&FONTS);
    let mut found: Vec<(Vec<String>, Vec<u8>)> = Vec::new();
    let formats: BTreeSet<&str> = all.iter().map(|card| card.format().name.as_str()).collect();
    let subjects = all.len() / formats.len().max(1);
    for (place, card) in all.iter().enumerate() {
        let mut made = press.make(card).unwrap_or_else(|problems| panic!("{shown}: {}", said(&problems)));
        let pages = made.encode(&Encoding::Png { optimize: false, indexed: true }).expect("pictures");
        for page in pages {
            let mut parts = Vec::new();
            if subjects > 1 {
                parts.push((place / formats.len() + 1).to_string());
            }
            if formats.len() > 1 {
                parts.push(card.format().name.clone());
            }
            if page.pages > 1 {
                parts.push(page.page.to_string());
            }
            found.push((parts, page.bytes));
        }
    }
    let stem = case.file_stem().expect("a name").to_string_lossy();
    let name = |parts: Vec<String>| [vec![stem.to_string()], parts].concat().join("-") + ".png";
    found.into_iter().map(|(parts, bytes)| (name(parts), bytes)).collect()
}

/// How two pictures differ, if they do by more than they may.
fn difference(old: &RgbImage, new: &RgbImage) -> Option<String> {
    if old.dimensions() != new.dimensions() {
        return Some(format!("{:?} px instead of {:?}", new.dimensions(), old.dimensions()));
    }
    let pixels = old.pixels().zip(new.pixels());
    let far = pixels.filter(|(old, new)| old.0.iter().zip(new.0).any(|(old, new)| old.abs_diff(new) > FAR)).count();
    let far = far as f64 / f64::from(old.width() * old.height());
    let sum: u64 = old.iter().zip(new.iter()).map(|(old, new)| u64::from(old.abs_diff(*new))).sum();
    let mean = sum as f64 / old.len() as f64;
    (mean > MEAN || far > MOST_FAR)
        .then(|| format!("{mean:.2} of 255 on average, {:.2} % of the pixels by much", far * 100.0))
}

fn decoded(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).expect("a picture").to_rgb8()
}

/// Compares the cases whose path the filter takes.
fn compare(chosen: impl Fn(&Path) -> bool) {
    let update = std::env::var_os("UPDATE").is_some();
    let all = files(&folder());
    let own = |path: &&PathBuf| path.strip_prefix(folder()).is_ok_and(&chosen);
    let cases =
        all.iter().filter(own).filter(|path| has_extension(path, "yaml") && !path.ends_with("extra-credit.yaml"));
    let mut orphans: BTreeSet<&PathBuf> = all.iter().filter(own).filter(|path| has_extension(path, "png")).collect();
    let assets = assets();
    let mut differing = Vec::new();
    for case in cases {
        for (name, bytes) in pictures(case, &assets) {
            let path = case.with_file_name(name);
            orphans.remove(&path);
            let said = match fs::read(&path) {
                Ok(old) => difference(&decoded(&old), &decoded(&bytes)),
                Err(_) => Some("new".to_owned()),
            };
            if let Some(said) = said {
                differing.push(format!("{}: {said}", path.display()));
                if update {
                    fs::write(&path, &bytes).expect("it can be written");
                }
            }
        }
    }
    if update {
        orphans.iter().for_each(|path| fs::remove_file(path).expect("it can be removed"));
    }
    assert!(orphans.is_empty(), "pictures without a case: {orphans:?}");
    assert!(differing.is_empty(), "pictures differ (UPDATE=1 rewrites them):\n{}", differing.join("\n"));
}

#[test]
fn cards_with_properties_that_no_scene_tells_look_as_they_did() {
    compare(|path| path.starts_with("properties"));
}

#[test]
fn every_template_looks_as_it_did_in_every_format() {
    compare(|path| path.starts_with("templates"));
}

/// `person` takes several records, and `spotlight` one of the people of a record: no credit file asks for that.
#[test]
fn every_template_has_its_pictures_and_all_are_small() {
    let names: BTreeSet<String> = files(&folder().join("templates"))
        .iter()
        .filter(|path| has_extension(path, "yaml"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    let wanted = builtins().iter().map(|template| template.name.to_owned());
    let wanted = wanted.filter(|name| !["person", "spotlight"].contains(&name.as_str())).collect();
    assert_eq!(names, wanted);
    let bytes: u64 = files(&folder()).iter().map(|path| path.metadata().expect("a size").len()).sum();
    assert!(bytes <= MOST, "{bytes} bytes of at most {MOST}");
    for template in &names {
        let case = folder().join("templates").join(format!("{template}.yaml"));
        let record = parse("case.yaml", &fs::read(case).expect("it can be read")).expect("a record").record;
        let asked: Vec<&str> = record.card.formats.iter().map(|format| format.value.as_str()).collect();
        let suited: Vec<&str> = suited(template).iter().map(|format| format.name.as_str()).collect();
        assert_eq!(asked, suited, "{template}");
    }
}

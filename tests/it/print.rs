//! Cards for print: laid out for the paper, as many pixels as its resolution asks for, marks and boxes in the PDF, and a
//! word about artwork that is too coarse.

use std::fs;
use std::process::Command;

use extra_credit::card::Paper;
use extra_credit::encode::Encoding;
use extra_credit::press::{self, Memory, Options, Press};
use extra_credit::record::parse;
use extra_credit::template::builtins;

use crate::helpers::inspect::FONTS;
use crate::helpers::records::{Script, yaml};

const PROGRAM: &str = env!("CARGO_BIN_EXE_extra-credit");
const COVER: &[u8] = include_bytes!("../../assets/demo/covers/tide.jpg");

#[test]
fn cards_on_every_paper_keep_their_names_off_the_cut_and_as_large_as_six_points() {
    for (count, template) in [(1, "side-by-side"), (40, "side-by-side"), (300, "liner-notes"), (60, "credit-roll")] {
        assert!(builtins().iter().any(|one| one.name == template));
        for size in ["12in-jacket", "cd-booklet", "210x297mm", "11x4in"] {
            let text = format!("{}artwork: tide.jpg\n", yaml(count, Script::Mixed, "Tide"));
            let record = parse("tide.yaml", text.as_bytes()).expect("a record").record;
            let options =
                Options { print: Some(Paper::new(size)), template: Some(template.into()), ..Options::default() };
            let assets = Memory::default().with("tide.jpg", COVER);
            let cards = press::cards(&record, None, &options, &assets).unwrap_or_else(|all| panic!("{all:?}"));
            assert_eq!(cards.len(), 1);
            let print = cards[0].format().print.expect("on paper");
            let mut press = Press::new(&FONTS);
            let made = press.make(&cards[0]).unwrap_or_else(|all| panic!("{size} {template}: {all:?}"));
            let cut = print.bleed * print.px_per_mm;
            let mut names = 0;
            for scene in made.scenes() {
                for text in scene.texts() {
                    let inside = text.ink.x >= cut && text.ink.right() <= scene.width - cut;
                    assert!(inside, "{size} {template}: {} at {:?}", text.string, text.ink);
                    if text.kind == "name" {
                        names += 1;
                        assert!(text.size * print.points() >= 5.9, "{size} {template}: {}", text.size * print.points());
                    }
                }
            }
            assert_eq!(names, count, "{size} {template}");
            assert!(made.warnings.iter().any(|warning| warning.code == "print-rgb"));
        }
    }
}

#[test]
fn pictures_have_the_pixels_of_the_resolution() {
    let text = "title: Tide\nartist: Vane\ncredits: {Producer: Bo Li}\n";
    let record = parse("tide.yaml", text.as_bytes()).expect("a record").record;
    let paper = Paper { bleed: Some(2.0), dpi: Some(100), ..Paper::new("100x150mm") };
    let options = Options { print: Some(paper), ..Options::default() };
    let assets = Memory::default();
    let cards = press::cards(&record, None, &options, &assets).unwrap_or_else(|all| panic!("{all:?}"));
    let mut press = Press::new(&FONTS);
    let mut made = press.make(&cards[0]).unwrap_or_else(|all| panic!("{all:?}"));
    for encoding in [Encoding::PNG, Encoding::JPEG] {
        let file = made.encode(&encoding).expect("files").remove(0);
        let read = image::load_from_memory(&file.bytes).expect("a picture");
        // 104 by 154 mm at 100 pixels an inch.
        assert!(
            read.width().abs_diff(409) <= 1 && read.height().abs_diff(606) <= 1,
            "{}x{}",
            read.width(),
            read.height()
        );
    }
    let png = made.encode(&Encoding::PNG).expect("files").remove(0).bytes;
    let info = png::Decoder::new(std::io::Cursor::new(&png)).read_info().expect("a PNG").info().pixel_dims;
    assert_eq!(info.map(|dims| dims.xppu), Some(3937));
}

#[test]
fn what_is_wrong_with_the_paper_is_said() {
    let record = parse("a.yaml", b"title: Tide\nartist: Vane\ncredits: {Producer: Bo Li}\n").expect("a record").record;
    let options = Options { print: Some(Paper::new("letterhead")), ..Options::default() };
    let assets = Memory::default();
    let problems = press::cards(&record, None, &options, &assets).map(|_| ()).expect_err("problems");
    assert_eq!(problems[0].code, "print");
    assert_eq!(problems[0].message, "no size for print is called `letterhead`");
    assert!(problems[0].hint.as_ref().is_some_and(|hint| hint.contains("210x297mm")));
}

#[test]
fn artwork_that_is_too_coarse_is_a_warning_at_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("tide.jpg"), COVER).expect("written");
    let text = "title: Tide\nartist: Vane\nartwork: tide.jpg\ncredits: {Producer: Bo Li}\n";
    fs::write(folder.path().join("tide.yaml"), text).expect("written");
    let run = |more: &[&str]| {
        let arguments = [&["render", "tide.yaml", "--dpi", "72", "--print"], more].concat();
        let output = Command::new(PROGRAM).args(arguments).current_dir(folder.path()).output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, messages) = run(&["12in-jacket"]);
    assert_eq!(code, Some(0), "{messages}");
    assert!(messages.contains("[print-resolution]") && messages.contains("tide.yaml:3:"), "{messages}");
    assert!(messages.contains("RGB") && messages.contains("[print-rgb]"), "{messages}");
    assert!(folder.path().join("out/tide/12in-jacket.png").is_file());
    let (code, messages) = run(&["12in-jaket"]);
    assert!(code == Some(2) && messages.contains("no size for print is called `12in-jaket`"), "{messages}");
    let (code, messages) = run(&["12in-jacket", "--bleed", "wide"]);
    assert!(code == Some(2) && messages.contains("`wide` is no length"), "{messages}");
}

#[cfg(feature = "pdf")]
#[test]
fn a_document_for_print_has_its_boxes_and_marks() {
    let text = "title: Tide\nartist: Vane\nartwork: tide.jpg\ncredits: {Producer: Bo Li}\n";
    let record = parse("tide.yaml", text.as_bytes()).expect("a record").record;
    let options = Options { print: Some(Paper::new("12x12in")), ..Options::default() };
    let assets = Memory::default().with("tide.jpg", COVER);
    let cards = press::cards(&record, None, &options, &assets).unwrap_or_else(|all| panic!("{all:?}"));
    let mut press = Press::new(&FONTS);
    let mut made = press.make(&cards[0]).unwrap_or_else(|all| panic!("{all:?}"));
    let file = made.encode(&Encoding::Pdf).expect("a document").remove(0);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("card.pdf"), &file.bytes).expect("written");
    let Ok(output) = Command::new("pdfinfo").args(["-box", "card.pdf"]).current_dir(folder.path()).output() else {
        eprintln!("skipped: pdfinfo is not installed");
        return;
    };
    let info = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers = |name: &str| -> Vec<f64> {
        let line = info.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{name}: {info}"));
        line.split_whitespace().map(|number| number.parse().expect("a number")).collect()
    };
    let side = |name: &str| {
        let at = numbers(name);
        [at[2] - at[0], at[3] - at[1]]
    };
    let near = |is: [f64; 2], wanted: f64| is.iter().all(|side| (side - wanted).abs() < 0.05);
    assert!(near(side("TrimBox:"), 864.0), "{info}");
    assert!(near(side("BleedBox:"), 864.0 + 2.0 * 3.0 * 72.0 / 25.4), "{info}");
    assert!(side("MediaBox:")[0] > side("BleedBox:")[0], "{info}");
}

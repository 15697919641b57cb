//! Files of cards in every encoding, read by other programs: the pixels of the scene, every name once in the order of
//! reading, the metadata; within a number of bytes, and carrying the credit file.

use std::fs;
use std::path::Path;
use std::process::Command;

#[cfg(feature = "pdf")]
use extra_credit::encode::MaxBytes;
use extra_credit::encode::{Encoding, Metadata, Quality};
use extra_credit::press::{self, File, Memory, Options, Press, Scale};
use extra_credit::record::{Record, parse};
use extra_credit::template::builtins;
use tempfile::TempDir;

use crate::helpers::inspect::FONTS;
use crate::helpers::records::{Script, yaml};

const PROGRAM: &str = env!("CARGO_BIN_EXE_extra-credit");
const COVER: &[u8] = include_bytes!("../../assets/demo/covers/tide.jpg");
const TIDE: &str = "title: Low Tide\nartist: Marisol Vane\nartwork: tide.jpg\ncustom: {copyright: © 2026 Saltmarsh & Sons}\n\
                    credits:\n  Piano: [Marisol Vane, \"Zsófia <Z> Ross\"]\n  Mixing Engineer: Ilse Corran\n";

fn record(text: &str) -> Record {
    parse("tide.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{}", problems[0])).record
}

/// Names in paint order, what each page says about itself, and the files of each encoding.
type Card = (Vec<String>, Vec<Metadata>, Vec<Vec<File>>);

/// The cards of a record in the encodings, with the strings of their names in paint order and the metadata of their pages.
fn made(text: &str, options: &Options, encodings: &[Encoding]) -> Vec<Card> {
    let (assets, record) = (Memory::default().with("tide.jpg", COVER), record(text));
    let cards = press::cards(&record, None, options, &assets).unwrap_or_else(|all| panic!("{all:?}"));
    let mut press = Press::new(&FONTS);
    let one = |card| {
        let mut made = press.make(card).unwrap_or_else(|all| panic!("{all:?}"));
        let texts = made.scenes().iter().flat_map(|scene| scene.texts());
        let names = texts.filter(|text| text.kind == "name").map(|text| text.string.clone()).collect();
        let files = encodings.iter().map(|encoding| made.encode(encoding).unwrap_or_else(|error| panic!("{error}")));
        let files = files.collect();
        (names, made.metadata().to_vec(), files)
    };
    cards.iter().map(one).collect()
}

fn options(formats: &[&str], scale: f32) -> Options {
    let formats = formats.iter().map(|name| (*name).to_owned()).collect();
    Options { formats, scale: Scale::try_from(scale).expect("a scale"), ..Options::default() }
}

fn pixels(bytes: &[u8]) -> image::RgbImage {
    image::load_from_memory(bytes).expect("a picture").into_rgb8()
}

/// Mean distance of the channels of two pictures, and the share of channels that are more than so far apart.
fn distance(one: &image::RgbImage, other: &image::RgbImage, far: u8) -> (f64, f64) {
    assert_eq!(one.dimensions(), other.dimensions());
    let each = || one.as_raw().iter().zip(other.as_raw()).map(|(one, other)| one.abs_diff(*other));
    let count = one.as_raw().len() as f64;
    (each().map(f64::from).sum::<f64>() / count, each().filter(|by| *by > far).count() as f64 / count)
}

/// Whether a program is installed; without it a test says so and ends.
fn installed(program: &str) -> bool {
    let there = Command::new(program).arg("-v").output().or_else(|_| Command::new(program).arg("--version").output());
    if there.is_err() {
        eprintln!("skipped: {program} is not installed");
    }
    there.is_ok()
}

fn said(program: &str, arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(program).args(arguments).current_dir(folder).output().expect("the program runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program} {arguments:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

#[test]
fn every_kind_of_pixels_comes_back_as_the_scene_within_its_tolerance() {
    let jpeg = |quality| Encoding::Jpeg { quality: Quality::try_from(quality).expect("a quality"), subsampled: false };
    let indexed = Encoding::Png { optimize: false, indexed: true };
    let encodings = [Encoding::PNG, Encoding::WebP, jpeg(90), jpeg(60), indexed];
    for (_, _, files) in made(TIDE, &options(&["square", "landscape"], 0.5), &encodings) {
        let [png, webp, fine, coarse, few] = [0, 1, 2, 3, 4].map(|kind: usize| pixels(&files[kind][0].bytes));
        assert_eq!(png, webp);
        // Half a shade on average; type and edges of artwork up to a tenth of the range, in one of a hundred.
        let (mean, far) = distance(&png, &fine, 25);
        assert!(mean < 1.5 && far < 0.01, "{mean} {far}");
        let (mean, far) = distance(&png, &coarse, 40);
        assert!(mean < 3.0 && far < 0.02, "{mean} {far}");
        let (mean, far) = distance(&png, &few, 40);
        assert!(mean < 4.0 && far < 0.02, "{mean} {far}");
        let bytes = |kind: usize| files[kind][0].bytes.len();
        assert!(bytes(2) < bytes(0) && bytes(3) < bytes(2) && bytes(4) < bytes(0) && bytes(1) < bytes(0));
    }
}

#[test]
fn every_template_is_written_in_every_encoding_and_script_without_artwork_too() {
    let usual = [Encoding::JPEG, Encoding::WebP, Encoding::Png { optimize: false, indexed: true }, Encoding::Svg];
    let encodings: Vec<Encoding> = usual.into_iter().chain(cfg!(feature = "pdf").then_some(Encoding::Pdf)).collect();
    let scripts = [Script::Latin, Script::Arabic, Script::Devanagari, Script::Mixed];
    let templates = builtins().iter().filter(|one| {
        ["cover", "side-by-side", "liner-notes", "credit-roll", "credit-cover", "track-list"].contains(&one.name)
    });
    for (number, template) in templates.enumerate() {
        let artwork = if number % 2 == 0 { "artwork: tide.jpg\n" } else { "" };
        let text = format!(
            "{}{artwork}",
            yaml(9, scripts[number % 4], "Ebbe & <潮>")
                .replace("Ebbe & <潮>", if cfg!(feature = "cjk") { "Ebbe & <潮>" } else { "Ebbe & <>" })
        );
        let options = Options { template: Some(template.name.into()), ..options(&["square", "story"], 0.25) };
        for (_, _, files) in made(&text, &options, &encodings) {
            for (encoding, files) in encodings.iter().zip(&files) {
                let bytes = &files[0].bytes;
                let place = format!("{} {encoding:?}", template.name);
                match encoding {
                    Encoding::Svg => {
                        assert!(roxmltree::Document::parse(std::str::from_utf8(bytes).expect("text")).is_ok())
                    }
                    Encoding::Pdf => {
                        assert!(bytes.starts_with(b"%PDF-1.7") && files.len() == 1, "{place}");
                        assert_eq!(files[0].notes, Vec::<String>::new(), "{place}");
                    }
                    _ => assert_eq!(pixels(bytes).dimensions(), (files[0].width, files[0].height), "{place}"),
                }
            }
        }
    }
}

#[test]
fn a_card_gives_the_same_bytes_each_time() {
    let encodings = [Encoding::JPEG, Encoding::WebP, Encoding::Png { optimize: false, indexed: true }];
    let encodings: Vec<Encoding> =
        encodings.into_iter().chain(cfg!(feature = "pdf").then_some(Encoding::Pdf)).collect();
    let files = || made(TIDE, &options(&["square"], 0.25), &encodings).remove(0).2;
    assert_eq!(files(), files());
}

#[cfg(feature = "pdf")]
#[test]
fn a_document_has_every_name_once_in_the_order_of_reading_in_every_script() {
    if !installed("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let scripts = [Script::Latin, Script::Arabic, Script::Devanagari, Script::Mixed];
    let scripts = scripts.into_iter().chain(cfg!(feature = "cjk").then_some(Script::Japanese));
    let cases = scripts
        .flat_map(|script| [(script, 1, "side-by-side"), (script, 24, "side-by-side"), (script, 24, "liner-notes")]);
    for (script, count, template) in
        cases.chain([(Script::Latin, 300, "side-by-side"), (Script::Mixed, 300, "liner-notes")])
    {
        let text = format!("{}artwork: tide.jpg\n", yaml(count, script, "Tide"));
        let options = Options { template: Some(template.into()), ..options(&["square"], 1.0) };
        let (names, metadata, files) = made(&text, &options, &[Encoding::Pdf]).remove(0);
        assert_eq!(names.len(), count, "{script:?} {template}");
        assert_eq!(files[0].len(), 1);
        let place = format!("{script:?} {count} {template}, {} pages", metadata.len());
        fs::write(path("card.pdf"), &files[0][0].bytes).expect("written");
        // The order of the content, not the places on the page.
        let found = words(&said("pdftotext", &["-raw", "-enc", "UTF-8", "card.pdf", "-"], folder.path()));
        let mut rest = found.as_str();
        for name in &names {
            let wanted = words(name);
            let at = rest.find(&wanted).unwrap_or_else(|| panic!("{name} is not in its place: {place}\n{rest}"));
            rest = &rest[at + wanted.len()..];
            let all = found.matches(&wanted).count();
            // Each page may name the artist, who may be one of them; and a name may be within another.
            let within = names.iter().map(|other| words(other).matches(&wanted).count()).sum::<usize>();
            assert!(
                all <= within + metadata.len() * usize::from(wanted == words("Marisol Vane")),
                "{name} {all} times: {place}"
            );
        }
        if installed("qpdf") {
            said("qpdf", &["--check", "card.pdf"], folder.path());
        }
    }
}

/// The words of a text without space between them and without the marks of direction that extraction adds; those of
/// right-to-left scripts with their letters sorted, because poppler swaps the letters of a ligature there.
#[cfg(feature = "pdf")]
fn words(text: &str) -> String {
    let mark =
        |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{c}');
    let word = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.iter().any(|c| matches!(c, '\u{590}'..='\u{8ff}')) {
            letters.sort_unstable();
        }
        letters.into_iter().collect::<String>()
    };
    let text: String = text.chars().filter(|c| !mark(c)).collect();
    text.split_whitespace().map(word).collect()
}

#[cfg(feature = "pdf")]
#[test]
fn a_document_looks_like_the_picture() {
    if !installed("pdftoppm") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for template in ["side-by-side", "cover", "credit-roll", "liner-notes"] {
        let options = Options { template: Some(template.into()), ..options(&["square"], 1.0) };
        let (_, _, files) = made(TIDE, &options, &[Encoding::PNG, Encoding::Pdf]).remove(0);
        fs::write(folder.path().join("card.pdf"), &files[1][0].bytes).expect("written");
        said("pdftoppm", &["-png", "-r", "96", "-singlefile", "card.pdf", "drawn"], folder.path());
        let drawn = pixels(&fs::read(folder.path().join("drawn.png")).expect("a picture"));
        let (mean, far) = distance(&pixels(&files[0][0].bytes), &drawn, 60);
        // Other filters for pictures and other edges of type; nothing is missing or elsewhere.
        assert!(mean < 4.0 && far < 0.02, "{template}: {mean} {far}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn a_document_holds_the_artwork_as_the_file_that_it_came_in_once_for_all_pages() {
    let text = format!("{}artwork: tide.jpg\n", yaml(200, Script::Latin, "Tide"));
    let options = Options { template: Some("side-by-side".into()), ..options(&["square"], 1.0) };
    let (_, metadata, files) = made(&text, &options, &[Encoding::Pdf]).remove(0);
    assert!(metadata.len() > 1);
    let bytes = &files[0][0].bytes;
    assert_eq!(bytes.windows(COVER.len()).filter(|part| *part == COVER).count(), 1);
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("tide.yaml"), TIDE).expect("written");
    fs::write(folder.path().join("tide.jpg"), COVER).expect("written");
    folder
}

/// Status, standard output and messages.
fn run(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(PROGRAM).args(arguments).current_dir(folder.path()).output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text").replace('\\', "/");
    let messages = text(&output.stderr);
    assert!(!messages.contains("panicked"), "{messages}");
    (output.status.code().expect("no signal"), text(&output.stdout), messages)
}

#[test]
fn files_say_in_their_own_ways_what_they_are() {
    let folder = folder();
    let types = if cfg!(feature = "pdf") { "png,jpeg,webp,svg,pdf" } else { "png,jpeg,webp,svg" };
    let (code, out, messages) = run(&folder, &["render", "tide.yaml", "-f", "square", "--type", types]);
    assert_eq!(code, 0, "{messages}");
    assert!(out.contains("out/tide/square.jpg") && out.contains("out/tide/square.webp"), "{out}");
    let read = |name: &str| fs::read(folder.path().join("out/tide").join(name)).expect("a file");
    for name in ["square.png", "square.jpg", "square.webp"] {
        let bytes = read(name);
        let start = bytes.windows(9).position(|part| part == b"<?xpacket").expect("XMP");
        let end = bytes.windows(16).position(|part| part == b"<?xpacket end=\"r").expect("its end");
        let xmp = std::str::from_utf8(&bytes[start..end]).expect("text");
        for text in [
            "Low Tide",
            "Zsófia &lt;Z&gt; Ross",
            "© 2026 Saltmarsh &amp; Sons",
            "Iptc4xmpCore:AltTextAccessibility",
            "extra-credit ",
        ] {
            assert!(xmp.contains(text), "{name}: {text}: {xmp}");
        }
        assert!(!xmp.contains("amp;amp;"));
    }
    let made = folder.path().join("out/tide");
    if installed("pngcheck") {
        said("pngcheck", &["square.png"], &made);
    }
    if installed("xmllint") {
        let xmp = &fs::read(made.join("square.png")).expect("a card");
        let at = |mark: &str| xmp.windows(mark.len()).position(|part| part == mark.as_bytes()).expect(mark);
        let packet = &xmp[at("<x:xmpmeta")..at("</x:xmpmeta>") + "</x:xmpmeta>".len()];
        fs::write(made.join("packet.xml"), packet).expect("written");
        said("xmllint", &["--noout", "--nonet", "packet.xml"], &made);
    }
    if installed("exiftool") {
        for name in ["square.png", "square.jpg", "square.webp"] {
            let tags = [
                "-s",
                "-XMP:Title",
                "-XMP:Creator",
                "-XMP:Contributor",
                "-XMP:Rights",
                "-XMP:AltTextAccessibility",
                name,
            ];
            let text = said("exiftool", &tags, &folder.path().join("out/tide"));
            for expected in [
                "Low Tide",
                "Marisol Vane, Zsófia <Z> Ross, Ilse Corran",
                "© 2026 Saltmarsh & Sons",
                "Mixing Engineer: Ilse Corran",
            ] {
                assert!(text.contains(expected), "{name}: {expected}: {text}");
            }
        }
        if cfg!(feature = "pdf") {
            let tags = [
                "-s",
                "-PDF:Title",
                "-PDF:Author",
                "-XMP:Description",
                "-PDF:Language",
                "-XMP-pdfuaid:all",
                "square.pdf",
            ];
            let text = said("exiftool", &tags, &folder.path().join("out/tide"));
            for expected in ["Low Tide – Marisol Vane", "Piano: Marisol Vane, Zsófia <Z> Ross", "Part"] {
                assert!(text.contains(expected), "{expected}: {text}");
            }
        }
    }
}

#[test]
fn an_output_that_ends_as_its_type_is_of_that_type() {
    let folder = folder();
    let names = [("a.jpg", &b"\xff\xd8\xff"[..]), ("a.jpeg", b"\xff\xd8\xff"), ("a.webp", b"RIFF"), ("a.pdf", b"%PDF")];
    for (name, magic) in names.iter().filter(|(name, _)| cfg!(feature = "pdf") || !name.ends_with("pdf")) {
        let (code, out, messages) =
            run(&folder, &["render", "tide.yaml", "-f", "square", "-o", name, "--scale", "0.25"]);
        assert_eq!((code, out), (0, format!("{name}\n")), "{messages}");
        assert!(fs::read(folder.path().join(name)).expect("a file").starts_with(magic), "{name}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn all_pages_of_a_card_go_into_one_document() {
    let folder = folder();
    fs::write(folder.path().join("many.yaml"), yaml(300, Script::Latin, "Many")).expect("written");
    let card = ["render", "many.yaml", "-f", "square", "--template", "side-by-side"];
    let (code, out, messages) = run(&folder, &[&card[..], &["-o", "many.pdf"]].concat());
    assert_eq!((code, out.as_str()), (0, "many.pdf\n"), "{messages}");
    let (code, out, _) = run(&folder, &[&card[..], &["--type", "pdf"]].concat());
    assert_eq!((code, out.as_str()), (0, "out/many/square.pdf\n"));
    let (code, _, messages) = run(&folder, &[&card[..], &["--type", "pdf", "--locked"]].concat());
    assert_eq!(code, 0, "{messages}");
    let (code, _, messages) = run(&folder, &[&card[..], &["--type", "pdf"]].concat());
    assert!(code == 0 && messages.contains("up to date"), "{messages}");
    if installed("pdfinfo") {
        let pages = said("pdfinfo", &["many.pdf"], folder.path());
        let count = pages.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a number").trim().to_owned();
        assert!(count.parse::<u32>().is_ok_and(|count| count > 1), "{pages}");
        assert!(pages.contains("Tagged:          yes"), "{pages}");
    }
    let (code, _, messages) = run(&folder, &[&card[..], &["-o", "many.jpg"]].concat());
    assert!(code == 1 && messages.contains("--type pdf"), "{messages}");
}

#[test]
fn a_limit_of_bytes_is_held_and_what_was_done_is_told() {
    let folder = folder();
    let render = |more: &[&str]| run(&folder, &[&["render", "tide.yaml", "-f", "square"], more].concat());
    let (code, _, messages) = render(&["-o", "a.jpg", "--max-bytes", "60k"]);
    assert_eq!(code, 0, "{messages}");
    assert!(fs::metadata(folder.path().join("a.jpg")).expect("a file").len() <= 60_000);
    assert!(messages.contains("square.jpg is at quality ") && messages.contains("[made-smaller]"), "{messages}");
    let (code, _, messages) = render(&["-o", "b.png", "--max-bytes", "2M"]);
    assert!(code == 0 && !messages.contains("made-smaller"), "{messages}");
    let (code, _, messages) = render(&["-o", "c.png", "--max-bytes", "2k"]);
    assert!(code == 1 && messages.contains("[max-bytes]"), "{messages}");
    assert!(messages.contains("a png of at most 2000 bytes cannot be made: the smallest has "), "{messages}");
    assert!(messages.contains("hint: take `--type jpeg`, a smaller `--scale`"), "{messages}");
    assert!(!folder.path().join("c.png").exists(), "a file over its limit was written");
    let (code, _, messages) = render(&["-o", "d.webp", "--max-bytes", "1k"]);
    assert!(code == 1 && messages.contains("a webp of at most 1000 bytes"), "{messages}");
    assert_eq!(render(&["-o", "e.png", "--max-bytes", "lots"]).0, 2);
}

#[cfg(feature = "pdf")]
#[test]
fn a_document_holds_a_limit_with_smaller_pictures() {
    let mut options = options(&["square"], 1.0);
    let whole = made(TIDE, &options, &[Encoding::Pdf]).remove(0).2[0][0].bytes.len();
    options.max_bytes = Some(MaxBytes(whole as u64 - 1));
    let file = made(TIDE, &options, &[Encoding::Pdf]).remove(0).2.remove(0).remove(0);
    assert!(file.bytes.len() < whole && file.notes.len() == 1, "{:?}", file.notes);
    assert!(file.notes[0].contains("pictures"), "{:?}", file.notes);
}

#[test]
fn a_picture_gives_back_the_credit_file_that_it_carries() {
    let folder = folder();
    let (code, _, messages) =
        run(&folder, &["render", "tide.yaml", "-f", "square", "-o", "card.png", "--embed-source"]);
    assert_eq!(code, 0, "{messages}");
    let (code, out, messages) = run(&folder, &["convert", "card.png", "-o", "-"]);
    assert_eq!(code, 0, "{messages}");
    let (own, back) = (record(TIDE), record(&out));
    let yaml = |record: &Record| extra_credit::record::to_yaml(record).expect("text");
    assert_eq!(yaml(&own), yaml(&back));
    // So does a drawing.
    let (code, _, messages) =
        run(&folder, &["render", "tide.yaml", "-f", "square", "-o", "card.svg", "--embed-source"]);
    assert_eq!(code, 0, "{messages}");
    let (code, out, messages) = run(&folder, &["convert", "card.svg", "-o", "-"]);
    assert_eq!(code, 0, "{messages}");
    assert_eq!(yaml(&own), yaml(&record(&out)));
    // It also survives being made smaller, and a card of a sheet carries its own record only.
    let sheet = "Title,Artist,Producer\nTide,Vane,Bo Li\nEbb,Vane,Theo Okafor\n";
    fs::write(folder.path().join("sheet.csv"), sheet).expect("written");
    let (code, _, messages) = run(&folder, &["render", "sheet.csv", "-f", "square", "--embed-source", "--indexed"]);
    assert_eq!(code, 0, "{messages}");
    let (code, out, messages) = run(&folder, &["convert", "out/ebb/square.png", "-o", "-"]);
    assert!(code == 0 && out.contains("Theo Okafor") && !out.contains("Bo Li"), "{out}{messages}");
    run(&folder, &["render", "tide.yaml", "-f", "square", "-o", "plain.png"]);
    let (code, _, messages) = run(&folder, &["convert", "plain.png", "-o", "-"]);
    assert!(
        code == 1 && messages.contains("this picture carries no credit file") && messages.contains("[no-source]"),
        "{messages}"
    );
}

#[test]
fn options_of_a_type_that_is_not_made_are_an_error() {
    let folder = folder();
    for (arguments, message) in [
        (&["--quality", "80"][..], "`--quality` is for jpeg files, and none is made"),
        (&["--type", "jpeg", "--embed-source"], "`--embed-source` is for png files, and none is made"),
        (&["--type", "jpeg", "--indexed"], "`--indexed` is for png files, and none is made"),
        (&["--type", "jpeg", "--quality", "0"], "the quality is 1 to 100, not 0"),
        (&["--type", "jpeg", "--quality", "best"], "the quality is 1 to 100, not best"),
    ] {
        let (code, _, messages) = run(&folder, &[&["render", "tide.yaml"], arguments].concat());
        assert!(code == 2 && messages.contains(message), "{arguments:?}: {messages}");
    }
}

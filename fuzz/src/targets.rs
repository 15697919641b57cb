//! What is fuzzed: one function a kind of input that strangers send, given the bytes of a file. The fuzzer's programs call them with
//! what it makes up, and a test of the package with the seeds and with what was found once.

use std::path::Path;
use std::sync::OnceLock;

use extra_credit::artwork::{Artwork, Limits};
use extra_credit::catalogue::platforms::Measure;
use extra_credit::fonts::Fonts;
use extra_credit::import::ImportOptions;
use extra_credit::press::{self, LoadedKit, Memory, MissingGlyphs, Options, Press};
use extra_credit::record::{parse, records, to_yaml};

/// A kind of input: its name, which is that of its folder of seeds, and what reads it.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 9] = [
    ("record", record),
    ("sheet", sheet),
    ("import", import),
    ("template", template),
    ("vector", vector),
    ("kit", kit),
    ("artwork", artwork),
    ("tracks", tracks),
    ("count", count),
];

/// Pixels of a fuzzed picture: larger ones only take longer.
const PIXELS: u64 = 1 << 20;

/// The record of templates that bring none.
const RECORD: &str = "title: Low Tide\nartist: Marisol Vane\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n  \
                      Mixed by: Wale Adeyinka-Ross\ntracks:\n  - {title: Neap, credits: {Written by: Ines Duarte}}\n";

/// Endings of files that are not YAML; the first byte of an input chooses.
const ENDINGS: [&str; 11] = ["txt", "md", "json", "xml", "cue", "xml.gz", "mp3", "flac", "ogg", "m4a", "wav"];

fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(Fonts::embedded)
}

/// A credit file as YAML and as JSON. What is written of a record reads back as it is.
pub fn record(bytes: &[u8]) {
    for name in ["fuzzed.yaml", "fuzzed.json"] {
        let Ok(parsed) = parse(name, bytes) else { continue };
        let Ok(written) = to_yaml(&parsed.record) else { continue };
        match parse("written.yaml", written.as_bytes()) {
            Ok(again) => assert_eq!(to_yaml(&again.record).ok().as_deref(), Some(written.as_str()), "written twice"),
            Err(problems) => panic!("what was written is not read: {problems:?}\n{written}"),
        }
    }
}

/// Spreadsheets as text and as workbooks.
pub fn sheet(bytes: &[u8]) {
    for name in ["fuzzed.csv", "fuzzed.tsv", "fuzzed.xlsx", "fuzzed.ods", "fuzzed.xls"] {
        _ = records(name, bytes, &ImportOptions::default());
    }
}

/// Files of other programs: the first byte chooses which, and the rest is the file.
pub fn import(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Some(ending) = ENDINGS.get(usize::from(*first) % ENDINGS.len()) else { return };
    _ = records(&format!("fuzzed.{ending}"), rest, &ImportOptions::default());
}

/// A template and, behind a line of `=====`, the record that it shows; made up to its scenes.
pub fn template(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (template, credits) = text.split_once("\n=====\n").unwrap_or((text, RECORD));
    let Ok(parsed) = parse("fuzzed.yaml", credits.as_bytes()) else { return };
    let options = Options { template: Some("t.svg".into()), formats: vec!["landscape".into()], ..Options::default() };
    let assets = Memory::default().with("t.svg", template);
    let Ok(cards) = press::cards(&parsed.record, None, &options, &assets) else { return };
    let mut press = Press::new(fonts());
    for card in &cards {
        _ = press.make(card).map(|made| made.scenes().len());
    }
}

/// A drawing: the SVG of a logo, and the same as a part of a template.
pub fn vector(bytes: &[u8]) {
    let limits = Limits { max_pixels: PIXELS, ..Limits::default() };
    _ = Artwork::decode_logo(bytes, &limits).map(|logo| logo.drawing().map(|drawing| drawing.markup("fuzzed").len()));
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let start = text.find("<svg").unwrap_or(0);
    let inner = text.get(start..).and_then(|text| text.split_once('>')).map_or(text, |(_, inner)| inner);
    let inner = inner.rsplit_once("</svg>").map_or(inner, |(inner, _)| inner);
    let whole = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" data-names=\"none\">{inner}</svg>");
    template(whole.as_bytes());
}

/// A brand kit with a logo beside it.
pub fn kit(bytes: &[u8]) {
    const LOGO: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><path d=\"M0 0h8v8z\"/></svg>";
    let assets = Memory::default().with("extra-credit.yaml", bytes).with("logo.svg", LOGO);
    _ = LoadedKit::load(Path::new("extra-credit.yaml"), fonts(), MissingGlyphs::default(), false, &assets);
}

/// A picture, as a cover and as a logo.
pub fn artwork(bytes: &[u8]) {
    let limits = Limits { max_pixels: PIXELS, ..Limits::default() };
    let measured = Artwork::measure(bytes, &limits);
    if let Ok(picture) = Artwork::decode(bytes, &limits) {
        assert_eq!(picture.data().len() % (picture.width() as usize * picture.height() as usize), 0, "whole pixels");
        assert!(measured.is_ok(), "what is decoded can be measured");
    }
}

/// The list of tracks of a credit, on records of none, one, and several tracks with sides.
pub fn tracks(bytes: &[u8]) {
    let list = String::from_utf8_lossy(bytes);
    let sided =
        ["A1", "A2", "B1", "B2", "10"].map(|position| serde_json::json!({"title": position, "position": position}));
    for tracks in [vec![], vec![serde_json::json!("Neap")], sided.to_vec()] {
        let mut credits = serde_json::json!({
            "title": "Low Tide", "artist": "Marisol Vane",
            "credits": {"Piano": [{"name": "Odalys Brant", "tracks": list}]},
        });
        if !tracks.is_empty() {
            credits["tracks"] = tracks.into();
        }
        record(credits.to_string().as_bytes());
    }
}

/// Lengths of texts as platforms count them: what is counted fits just that.
pub fn count(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for measure in [Measure::Utf16, Measure::Bytes, Measure::Graphemes, Measure::EmojiBytes, Measure::Weighted] {
        let length = extra_credit::post::count(measure, &text);
        assert!(extra_credit::post::fits(measure, &text, Some(length)), "{measure:?} {length}");
        assert!(length == 0 || !extra_credit::post::fits(measure, &text, Some(length - 1)), "{measure:?} {length}");
    }
    assert_eq!(extra_credit::post::count(Measure::Bytes, &text), text.len());
}

//! A page without a server: the desk that answers it, with fonts that come later, and the site that `--export` writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use extra_credit::desk::alone::{Alone, LACKS_FONTS};
use extra_credit::desk::answer::Answer;
use extra_credit::encode::Encoding;
use extra_credit::fonts::{Fonts, embedded_file};
use extra_credit::press::{self, Memory, Options, Press};
use extra_credit::record::parse;
use serde_json::{Value, json};

use super::{TIDE, picture};

fn json_of(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).expect("JSON")
}

/// A page that begins with a record and its cover; fonts that it lacks are brought and noted.
struct Page {
    alone: Alone,
    brought: BTreeSet<String>,
}

impl Page {
    fn begun(record: &str) -> Page {
        let mut page = Page { alone: Alone::default(), brought: BTreeSet::new() };
        page.well("PUT", "/page/files?path=tide.yaml", record.as_bytes());
        page.well("PUT", "/page/files?path=tide.png", &picture([30, 60, 90]));
        let start = json!({ "boot": "1", "fonts": Fonts::embedded().list(), "record": "tide.yaml" });
        page.well("PUT", "/page/begin", start.to_string().as_bytes());
        page
    }

    fn ask(&mut self, method: &str, target: &str, body: &[u8]) -> Answer {
        loop {
            let answer = self.alone.ask(method, target, body.to_vec());
            if answer.status != LACKS_FONTS {
                return answer;
            }
            for file in json_of(&answer)["fonts"].as_array().expect("files") {
                let file = file.as_str().expect("a path");
                assert!(self.brought.insert(file.to_owned()), "{file} is asked for once");
                let bytes = embedded_file(file).expect("an embedded font").to_vec();
                let answer = self.alone.ask("PUT", &format!("/page/font?file={file}"), bytes);
                assert_eq!(answer.status, 200);
            }
        }
    }

    fn well(&mut self, method: &str, target: &str, body: &[u8]) -> Answer {
        let answer = self.ask(method, target, body);
        assert_eq!(answer.status, 200, "{target}: {}", String::from_utf8_lossy(&answer.body));
        answer
    }
}

/// The bytes of a record's square card as the library makes it with all fonts.
fn card(record: &str, language: Option<&str>) -> Vec<u8> {
    let record = parse("tide.yaml", record.as_bytes()).expect("a record").record;
    let assets = Memory::default().with("tide.png", picture([30, 60, 90]));
    let language = language.map(str::to_owned);
    let options = Options { formats: vec!["square".into()], language, ..Options::default() };
    let fonts = Fonts::embedded();
    let cards = press::cards(&record, None, &options, &assets).expect("a card");
    let mut press = Press::new(&fonts);
    press.make(&cards[0]).expect("made").encode(&Encoding::PNG).expect("a file").remove(0).bytes
}

#[test]
fn a_page_makes_the_bytes_of_the_library_with_the_fonts_that_it_needs() {
    let mut page = Page::begun(TIDE);
    let taken = page.well("GET", "/api/documents/1/take?what=png&format=square", b"");
    assert!(taken.body == card(TIDE, None), "the same bytes");
    let first = ["archivo/Archivo_800ExtraBold.ttf", "inter/Inter_400Regular.ttf", "inter/Inter_600SemiBold.ttf"];
    assert!(page.brought.iter().eq(first), "those of the template, and no others: {:?}", page.brought);

    let names = TIDE.replace("Bo\n", "[Bo, 坂本 龍一, Νίκος, אורי, 🎻]\n");
    let text = json!({ "revision": json_of(&page.well("GET", "/api/documents/1", b""))["revision"], "text": names });
    let document = json_of(&page.well("PUT", "/api/documents/1/text", text.to_string().as_bytes()));
    let findings = document["findings"].as_array().expect("findings");
    assert!(!findings.iter().any(|one| one["code"] == "missing-glyph"), "no font has to be there to know what it has");
    let before = page.brought.len();
    let taken = page.well("GET", "/api/documents/1/take?what=png&format=square", b"");
    assert!(taken.body == card(&names, None), "the same bytes in five scripts");
    let scripts: Vec<&String> = page.brought.iter().filter(|file| !first.contains(&file.as_str())).collect();
    assert!(scripts.iter().any(|file| file.contains("CJK")) && scripts.iter().any(|file| file.contains("Hebrew")));
    assert!(page.brought.len() - before < 8, "{scripts:?}");
}

#[test]
fn a_page_edits_shows_and_packs_as_the_server_does() {
    let mut page = Page::begun(TIDE);
    let project = json_of(&page.well("GET", "/api/project", b""));
    assert_eq!((&project["open"], &project["alone"], &project["folder"]), (&json!(1), &json!(true), &json!(false)));
    let revision = json_of(&page.well("GET", "/api/documents/1", b""))["revision"].clone();
    let edit = json!({ "revision": revision, "edits": [{ "op": "set", "path": "title", "value": "Ebb" }] });
    let document = json_of(&page.well("POST", "/api/documents/1/edits", edit.to_string().as_bytes()));
    assert!(document["text"].as_str().is_some_and(|text| text.contains("title: Ebb   # working title")));
    let scene = json_of(&page.well("GET", "/api/documents/1/scene?format=story", b""));
    assert!(scene["pages"][0]["alt"].as_str().is_some_and(|alt| alt.contains("Ebb")));
    let small = page.well("GET", "/api/documents/1/card?format=story&width=360", b"");
    assert_eq!(image::load_from_memory(&small.body).expect("a picture").width(), 360);
    let dropped = page.well("POST", "/api/documents/1/files?name=new.png", &picture([200, 60, 40]));
    assert_eq!(json_of(&dropped)["model"]["artwork"]["file"], "new.png");
    let other = page.well("GET", "/api/documents/1/card?format=story&width=360", b"");
    assert_ne!(other.body, small.body);
    for path in ["swatches", "words?platform=x", "take?what=all&formats=square,story", "artwork?width=64"] {
        page.well("GET", &format!("/api/documents/1/{path}"), b"");
    }
    assert_eq!(page.ask("POST", "/api/documents/1/save", b"{}").status, 404);
    assert_eq!(page.ask("POST", "/api/documents", br#"{"path": "tide.yaml"}"#).status, 404);
    assert_eq!(json_of(&page.well("POST", "/api/documents", b""))["id"], 2);
}

#[test]
fn what_a_page_is_brought_wrongly_is_refused() {
    let mut alone = Alone::default();
    let mut status = |method: &str, target: &str, body: &[u8]| alone.ask(method, target, body.to_vec()).status;
    assert_eq!(status("GET", "/api/project", b""), 400, "it has not begun");
    assert_eq!(status("PUT", "/page/begin", b"{"), 400);
    assert_eq!(status("PUT", "/page/begin", br#"{"record": "none.yaml"}"#), 404);
    assert_eq!(status("PUT", "/page/begin", br#"{"kit": "kit/extra-credit.yaml"}"#), 422);
    assert_eq!(status("PUT", "/page/begin", br#"{"fonts": [{"file": "a", "index": 7, "family": "A", "weight": 0, "italic": false, "characters": [4294967295, 9, 1]}]}"#), 200);
    assert_eq!(status("PUT", "/page/font?file=b", b"x"), 404);
    assert_eq!(status("PUT", "/page/font?file=a", b"no font"), 200);
    assert_eq!(status("GET", "/api/documents/1/card", b""), 404);
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let program = env!("CARGO_BIN_EXE_extra-credit");
    let out = Command::new(program).args(arguments).current_dir(folder).output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.code(), text(&out.stdout), text(&out.stderr))
}

#[test]
fn the_site_has_the_page_the_engine_the_fonts_the_kit_and_the_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    };
    put("records/tide.yaml", TIDE.as_bytes());
    put("records/tide.png", &picture([30, 60, 90]));
    put("extra-credit.yaml", b"logo: marks/logo.png\ntemplates: own\n");
    put("marks/logo.png", &picture([1, 2, 3]));
    put("own/mine.svg", b"<svg/>");
    put("engine.wasm", b"\0asm-not-run-here");
    put("none.wasm", b"no engine");

    let (status, _, said) = run(folder.path(), &["studio", "--export", "site"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("`engine/build`") && said.contains("--engine target/engine.wasm"), "{said}");
    let (status, _, said) = run(folder.path(), &["studio", "--export", "site", "--engine", "none.wasm"]);
    assert!(status == Some(1) && said.contains("none.wasm: the engine is no WebAssembly"), "{said}");
    assert!(!folder.path().join("site").exists(), "nothing is written of a site that would not work");

    let (status, printed, said) =
        run(folder.path(), &["studio", "records/tide.yaml", "--export", "site", "--engine", "engine.wasm"]);
    assert_eq!((status, printed.trim()), (Some(0), "site/index.html"), "{said}");
    let read = |name: &str| fs::read(folder.path().join("site").join(name)).unwrap_or_else(|_| panic!("{name}"));
    let index = String::from_utf8(read("index.html")).expect("a text");
    assert!(index.contains("<html data-alone ") && index.contains("script-src 'self' 'wasm-unsafe-eval'"));
    assert!(!index.contains("=\"/"), "addresses are relative: a site may lie below another");
    assert_eq!(read("alone/engine.wasm"), b"\0asm-not-run-here");
    let faces = String::from_utf8(read("styles/type.css")).expect("a text");
    assert!(faces.contains("inter/") && !faces.contains("noto"), "the page's own faces alone are loaded for it");
    assert_eq!(read("files/tide.yaml"), TIDE.as_bytes());
    assert_eq!(read("files/kit/marks/logo.png"), picture([1, 2, 3]));
    assert_eq!(read("files/kit/own/mine.svg"), b"<svg/>");
    let start: Value = serde_json::from_slice(&read("alone/start.json")).expect("JSON");
    assert_eq!((&start["record"], &start["kit"]), (&json!("tide.yaml"), &json!("kit/extra-credit.yaml")));
    let faces: Value = serde_json::from_slice(&read("alone/fonts.json")).expect("JSON");
    for face in faces.as_array().expect("faces") {
        let file = face["file"].as_str().expect("a path");
        let licence = format!("fonts/{}/LICENCE.txt", file.split('/').next().expect("a folder"));
        assert!(read(&licence).len() > 1000, "{licence}");
        assert_eq!(Some(read(&format!("fonts/{file}")).len()), embedded_file(file).map(<[u8]>::len), "{file}");
    }
}

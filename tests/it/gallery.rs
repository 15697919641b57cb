//! Galleries: a site of an output folder that asks for nothing outside, says every name once escaped, and keeps marks.
//! `tests/gallery/check.mjs` looks at one in a browser where there is one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const TIDE: &str = "\
title: Low <b>Tide</b> & \"Piano\"
artist: Marisol Vane
kind: album
released: 2026-03-06
label: Saltmarsh Records
language: en
upc: '036000291452'
people:
  Hana Kimura: {handles: {instagram: hana.masters}}
credits:
  Songwriter: Marisol Vane
  Producer: [Odalys </script> Brant, Hana Kimura]
tracks:
  - {title: Neap, isrc: QZ-ABC-26-00001, credits: {Lyricist: Ines Duarte, Drums: Cosmo Rey}}
  - Ebb
";

const HARBOUR: &str = "\
title: أضواء الميناء
artist: ليلى حداد
kind: single
released: 2025
language: ar
credits:
  كلمات: ليلى حداد
  Mastering Engineer: Hana Kimura
";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let output =
        Command::new(env!("CARGO_BIN_EXE_extra-credit")).args(arguments).current_dir(folder).output().expect("runs");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
    output
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Two records with their cards in `out`, one of them with a post.
fn campaign() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("records")).expect("made");
    fs::write(folder.path().join("records/tide.yaml"), TIDE).expect("written");
    fs::write(folder.path().join("records/harbour.yaml"), HARBOUR).expect("written");
    let cards = ["render", "records", "-o", "out", "--format", "square,landscape", "--quiet"];
    assert!(run(folder.path(), &cards).status.success());
    let posts = ["render", "records/tide.yaml", "-o", "out", "--for", "bluesky", "--quiet"];
    assert!(run(folder.path(), &posts).status.success());
    folder
}

fn site(folder: &Path, more: &[&str]) -> Output {
    let arguments = [&["gallery", "out", "-o", "site", "--url", "https://example.com/c"], more].concat();
    run(folder, &arguments)
}

/// Paths of the site's files, with `/`.
fn files(folder: &Path) -> BTreeSet<String> {
    fn walk(at: &Path, root: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(at).expect("a folder").flatten() {
            match entry.path() {
                path if path.is_dir() => walk(&path, root, found),
                path => {
                    let below: PathBuf = path.strip_prefix(root).expect("below").to_path_buf();
                    found.insert(below.to_string_lossy().replace('\\', "/"));
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(folder, folder, &mut found);
    found
}

fn page(folder: &Path, part: &str) -> String {
    let site = folder.join("site");
    let all = files(&site);
    let path = all.iter().find(|path| path.ends_with(".html") && path.contains(part));
    fs::read_to_string(site.join(path.unwrap_or_else(|| panic!("{part}: {all:?}")))).expect("a page")
}

/// Values of an attribute, as a browser reads them.
fn values(html: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let all = html.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
    all.map(|value| html_escape::decode_html_entities(value).into_owned()).collect()
}

fn linked(html: &str) -> Value {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").expect("JSON-LD");
    serde_json::from_str(rest.split("</script>").next().expect("an end")).expect("JSON")
}

#[test]
fn a_site_has_a_page_a_record_and_a_person_and_every_address_in_it_leads_to_a_file() {
    let folder = campaign();
    let output = site(folder.path(), &["--title", "Behind <us>"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("2 records, 6 people, 5 pictures"), "{output:?}");
    let root = folder.path().join("site");
    let all = files(&root);
    for path in all.iter().filter(|path| path.ends_with(".html")) {
        let html = fs::read_to_string(root.join(path)).expect("a page");
        assert!(html.contains("Behind &lt;us&gt;"), "{path}");
        let sets = values(&html, "srcset");
        let sets = sets.iter().flat_map(|set| set.split(", ")).map(|one| one.split(' ').next().unwrap_or_default());
        let addresses: Vec<String> = values(&html, "src").into_iter().chain(values(&html, "href")).collect();
        for address in addresses.iter().map(String::as_str).chain(sets) {
            let known = ["#", "data:,", "https://example.com/c/"].iter().any(|known| address.starts_with(known));
            assert!(!address.starts_with("http") || known, "{path} asks for {address}");
            if !known {
                let decoded = decoded(address);
                let depth = path.matches('/').count();
                let below = decoded.trim_start_matches("../");
                assert_eq!(decoded.matches("../").count(), depth, "{path}: {address}");
                assert!(all.contains(below), "{path}: {address}");
            }
        }
        for image in html.split("<img").skip(1).filter_map(|rest| rest.split('>').next()) {
            assert!(["width=", "height=", "alt="].iter().all(|part| image.contains(part)), "{path}: {image}");
        }
    }
    let again = fs::read(root.join("index.html")).expect("a page");
    assert!(site(folder.path(), &["--title", "Behind <us>"]).status.success());
    assert_eq!(fs::read(root.join("index.html")).expect("a page"), again);
}

fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes().iter();
    while let Some(byte) = rest.next() {
        if *byte == b'%' {
            let digits: String = rest.by_ref().take(2).map(|digit| char::from(*digit)).collect();
            bytes.push(u8::from_str_radix(&digits, 16).expect("two digits"));
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn what_a_page_says_is_escaped_once_and_in_the_language_of_its_record() {
    let folder = campaign();
    assert!(site(folder.path(), &[]).status.success());
    let tide = page(folder.path(), "records/low");
    assert!(
        tide.contains("<h1 class=\"title\">Low &lt;b&gt;Tide&lt;&#x2f;b&gt; &amp; &quot;Piano&quot;</h1>"),
        "{tide}"
    );
    assert!(tide.contains("Odalys &lt;&#x2f;script&gt; Brant") && !tide.contains("&amp;lt;"), "{tide}");
    let alts = values(&tide, "alt");
    assert!(alts.iter().all(|alt| alt.contains("Producer: Odalys </script> Brant, Hana Kimura")), "{alts:?}");
    let data = linked(&tide);
    assert_eq!(data["@type"], "MusicAlbum");
    assert_eq!(data["name"], "Low <b>Tide</b> & \"Piano\"");
    assert_eq!(data["identifier"][0]["value"], "036000291452");
    assert_eq!(data["albumRelease"]["recordLabel"]["name"], "Saltmarsh Records");
    assert_eq!(data["contributor"][0]["roleName"], "Songwriter");
    let track = &data["track"][0];
    assert_eq!((track["@type"].as_str(), track["isrcCode"].as_str()), (Some("MusicRecording"), Some("QZABC2600001")));
    assert_eq!(track["contributor"][0]["contributor"]["name"], "Cosmo Rey");
    let work = &track["recordingOf"];
    assert_eq!(
        (work["@type"].as_str(), work["lyricist"][0]["roleName"].as_str()),
        (Some("MusicComposition"), Some("Lyricist"))
    );
    let image = "https://example.com/c/cards/tide/landscape.png";
    assert_eq!(data["image"], image);
    assert!(values(&tide, "content").iter().any(|value| value == image), "{tide}");
    assert!(tide.contains("Bluesky") && tide.contains("Copy caption"), "{tide}");
    let harbour = page(folder.path(), "records/أضواء");
    assert!(harbour.starts_with("<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">"), "{harbour}");
    assert!(harbour.contains("نسخ التعليق") && harbour.contains("النص البديل") && !harbour.contains("Download"));
    let data = linked(&harbour);
    assert_eq!(data["recordingOf"]["lyricist"][0]["lyricist"]["name"], "ليلى حداد");
    let person = page(folder.path(), "people/hana");
    assert!(
        person.contains("أضواء الميناء") && person.contains("Mastering Engineer") && person.contains("@hana.masters")
    );
}

#[test]
fn cards_whose_credit_file_is_gone_are_shown_with_what_their_pictures_say() {
    let folder = campaign();
    fs::remove_file(folder.path().join("records/tide.yaml")).expect("removed");
    fs::write(folder.path().join("out/harbour/square.png"), "other").expect("written");
    let output = site(folder.path(), &[]);
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("tide.yaml: the credit file is not there, its cards are shown without credits"), "{text}");
    assert!(text.contains("square.png: it is not the picture that was made, and is left out"), "{text}");
    let tide = page(folder.path(), "records/tide");
    assert!(tide.contains("Low &lt;b&gt;Tide") && tide.contains("Marisol Vane") && !tide.contains("class=\"credits\""));
    assert!(!files(&folder.path().join("site")).iter().any(|path| path.contains("harbour/square")));
}

#[test]
fn pages_of_an_earlier_site_go_with_their_record_unless_somebody_changed_them() {
    let folder = campaign();
    assert!(site(folder.path(), &[]).status.success());
    let before = files(&folder.path().join("site"));
    fs::remove_file(folder.path().join("records/tide.yaml")).expect("removed");
    let cards = ["render", "records", "-o", "out", "--format", "square,landscape", "--prune", "--quiet"];
    assert!(run(folder.path(), &cards).status.success());
    let again = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().to_path_buf(), again.path().join("site"));
    assert!(run(&from, &["gallery", "out", "-o", &to.to_string_lossy()]).status.success());
    let fresh = files(&to);
    let gone: Vec<&String> = before.difference(&fresh).filter(|path| path.ends_with(".html")).collect();
    let changed = gone.first().expect("a page that is gone").as_str();
    fs::write(folder.path().join("site").join(changed), "mine").expect("written");
    let ran = site(folder.path(), &[]);
    let left: Vec<String> = files(&folder.path().join("site")).difference(&fresh).cloned().collect();
    assert_eq!((ran.status.success(), left), (true, vec![changed.to_owned()]), "{}", said(&ran));
    assert!(said(&ran).contains(&format!("warning: {changed}: no longer of the site")), "{}", said(&ran));
}

#[test]
fn marks_of_a_review_come_back_and_know_when_their_card_is_another() {
    let folder = campaign();
    assert!(site(folder.path(), &[]).status.success());
    assert!(!page(folder.path(), "records/low").contains("type=\"radio\""));
    let review = r#"{"form": 1, "title": "Records", "cards": {
        "tide/square.png": {"mark": "change", "note": "</textarea> & more", "blake3": "0"},
        "gone/square.png": {"mark": "fine"}}}"#;
    fs::write(folder.path().join("review.json"), review).expect("written");
    let output = site(folder.path(), &["--review", "review.json"]);
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("of 1 pictures that they are fine, of 1 that they are to be changed"), "{text}");
    assert!(text.contains("the review marks pictures that are not there: gone/square.png"), "{text}");
    let tide = page(folder.path(), "records/low");
    assert!(tide.contains("&lt;&#x2f;textarea&gt; &amp; more</textarea>"), "{tide}");
    assert!(tide.contains("value=\"change\" checked") && tide.contains("The card was made anew after this mark"));
    let (_, data) = tide.split_once("id=\"review\">").expect("the review");
    let data: Value = serde_json::from_str(data.split("</script>").next().expect("an end")).expect("JSON");
    assert_eq!(data["cards"]["tide/square.png"]["note"], "</textarea> & more");
}

#[test]
fn what_is_no_gallery_is_said_with_what_to_do() {
    let folder = campaign();
    fs::write(folder.path().join("review.json"), "{}").expect("written");
    for (arguments, status, part) in [
        (vec!["gallery", "records"], 1, "records: the folder has no cards of this program"),
        (vec!["gallery", "out", "-o", "out/site"], 2, "the site cannot be in the folder of the cards"),
        (vec!["gallery", "out", "--language", "xx"], 2, "no language with words of its own is called `xx`"),
        (vec!["gallery", "out", "--url", "example.com"], 2, "`--url`: `example.com` is no address"),
        (vec!["gallery", "out", "--review", "review.json"], 1, "review.json: it is no review"),
        (vec!["gallery", "out", "--review", "none.json"], 1, "none.json"),
    ] {
        let output = run(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(part), "{arguments:?}: {}", said(&output));
    }
    assert!(!folder.path().join("out/site").exists());
}

#[test]
fn a_browser_finds_nothing_serious_on_a_desk_or_a_phone() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gallery/check.mjs");
    let folder = campaign();
    assert!(site(folder.path(), &["--review"]).status.success());
    let Ok(output) = Command::new("node").arg(script).arg(folder.path().join("site")).output() else {
        eprintln!("skipped: node is not installed");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", said(&output));
    assert!(text.starts_with("well: ") || text.starts_with("skipped: "), "{text}");
}

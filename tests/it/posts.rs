//! Posts: for each platform, what `render --for` makes of sixty names is what the platform takes, counted as it counts.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use extra_credit::artwork::{Artwork, Limits};
use extra_credit::catalogue::platforms::{Placement, placement, platforms};
use extra_credit::post::count;
use serde_json::Value;
use tempfile::TempDir;

const SIXTY: &str = include_str!("../posts/sixty.yaml");

fn folder(text: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("sixty.yaml"), text).expect("written");
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let output =
        Command::new(env!("CARGO_BIN_EXE_extra-credit")).args(arguments).current_dir(folder).output().expect("runs");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
    output
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn post(folder: &Path, name: &str) -> Value {
    let text = fs::read(folder.join("out/sixty").join(name).join("post.json"));
    serde_json::from_slice(&text.unwrap_or_else(|error| panic!("{name}: {error}"))).expect("JSON")
}

/// Holds a document to its placement: an alt text a page, and what other programs say of it where they are installed.
fn documents(here: &Path, file: &str, placement: &Placement, picture: &Value) {
    let pages = picture["pages"].as_array().map_or(1, Vec::len);
    assert!(pages > 1, "sixty names are several pages: {picture}");
    for alt in picture["pages"].as_array().expect("alt texts") {
        let alt = alt.as_str().expect("a text");
        assert!(count(placement.count, alt) <= placement.alt.unwrap_or(usize::MAX), "{alt}");
    }
    if let Ok(output) = Command::new("qpdf").args(["--check", file]).current_dir(here).output() {
        assert!(output.status.success(), "{output:?}");
    }
    if let Ok(output) = Command::new("pdfinfo").arg(file).current_dir(here).output() {
        let text = String::from_utf8_lossy(&output.stdout);
        let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim).unwrap_or_default();
        assert_eq!(value("Pages:"), pages.to_string(), "{text}");
        // 1080 px are 810 pt.
        let size = format!("{} x {} pts", placement.width as f32 * 0.75, placement.height as f32 * 0.75);
        assert!(value("Page size:").starts_with(&size), "{text}");
    }
}

/// Holds a post to its placement.
fn hold(folder: &Path, name: &str, placement: &Placement) {
    let here = folder.join("out/sixty").join(name);
    let json = post(folder, name);
    let pictures = json["pictures"].as_array().expect("pictures");
    assert!(!pictures.is_empty());
    let most = placement.pictures_most.or(placement.pictures).unwrap_or(usize::MAX);
    assert!(pictures.len() <= most, "{name}: {} pictures", pictures.len());
    for (index, picture) in pictures.iter().enumerate() {
        let file = picture["file"].as_str().expect("a name");
        assert!(file.starts_with(&format!("{:02}.", index + 1)), "{file}");
        let bytes = fs::read(here.join(file)).expect("a picture");
        assert!(bytes.len() as u64 <= placement.bytes.unwrap_or(u64::MAX), "{name}: {} bytes", bytes.len());
        assert_eq!(picture["bytes"].as_u64(), Some(bytes.len() as u64));
        let media = picture["media_type"].as_str().expect("a type");
        let media = media.trim_start_matches("image/").trim_start_matches("application/");
        assert!(placement.types().any(|kind| kind == media), "{name}: {media}");
        if media == "pdf" {
            documents(&here, file, placement, picture);
        } else {
            let decoded = Artwork::decode(&bytes, &Limits::default()).expect("a picture");
            assert_eq!((decoded.width(), decoded.height()), (placement.width, placement.height), "{name}");
        }
        let alt = picture["alt"].as_str().expect("a text");
        assert!(alt.contains("Sixty Tides") && alt.contains("Made with AI: artwork"), "{name}: {alt}");
        assert!(count(placement.count, alt) <= placement.alt.unwrap_or(usize::MAX), "{name}: {alt}");
        let tags = picture["tags"].as_array().expect("tags").len();
        assert!(tags <= placement.tags.unwrap_or(usize::MAX), "{name}: {tags} tags");
    }
    let caption = json["caption"].as_str().expect("a caption");
    assert_eq!(fs::read_to_string(here.join("caption.txt")).expect("a caption").trim_end(), caption);
    assert!(count(placement.count, caption) <= placement.caption.unwrap_or(usize::MAX), "{name}: {caption}");
    assert!(caption.contains("Sixty Tides") && caption.contains("Made with AI: artwork"), "{name}: {caption}");
    let tags = caption.matches('#').count();
    assert!(tags <= placement.hashtags.unwrap_or(usize::MAX), "{name}: {tags} hashtags");
    let alts = fs::read_to_string(here.join("alt.txt")).expect("alt texts");
    let pages: usize = pictures.iter().map(|one| one["pages"].as_array().map_or(1, Vec::len)).sum();
    assert_eq!(alts.trim_end().split("\n\n").count(), pages, "{name}");
    assert_eq!(json["identifiers"]["isrc"], "QZABC2600001");
    assert_eq!(json["identifiers"]["upc"], "036000291452");
    assert_eq!(json["ai"][0], "artwork");
}

#[test]
fn each_placement_takes_the_post_of_sixty_names_that_is_made_for_it() {
    let folder = folder(SIXTY);
    let all: Vec<&Placement> = platforms().iter().flat_map(|platform| &platform.placements).collect();
    assert_eq!(all.len(), 34);
    let names: Vec<String> = all.iter().map(|placement| placement.id()).collect();
    let output = run(folder.path(), &["render", "sixty.yaml", "--for", &names.join(","), "-o", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    for platform in platforms() {
        for (place, placement) in platform.placements.iter().enumerate() {
            // The first of a platform has its name alone.
            let more = if place == 0 { String::new() } else { format!("-{}", placement.place) };
            hold(folder.path(), &format!("{}{more}", platform.id()), placement);
        }
    }
    let instagram = post(folder.path(), "instagram");
    let caption = instagram["caption"].as_str().expect("a caption");
    assert!(caption.contains("Odalys Brant @odalysbrant") && caption.contains("#NamesFirst"), "{caption}");
    let tagged: usize = instagram["pictures"]
        .as_array()
        .expect("pictures")
        .iter()
        .map(|one| one["tags"].as_array().map_or(0, Vec::len))
        .sum();
    let left = instagram["tags_left_over"].as_array().expect("a list").len();
    assert_eq!(tagged + left, 30, "everybody with a handle is tagged or named as left over");
    assert!(instagram["people"].as_array().expect("people").iter().any(|one| one["isni"] == "000000012150090X"));
    let x = post(folder.path(), "x")["caption"].as_str().expect("a caption").to_owned();
    assert!(x.contains("more names"), "{x}");
}

#[test]
fn other_placements_have_folders_of_their_own_and_are_up_to_date_the_second_time() {
    let folder = folder(SIXTY);
    let arguments = ["render", "sixty.yaml", "--for", "instagram/story,linkedin/post-square", "-o", "out"];
    let output = run(folder.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    for (name, id) in [("instagram-story", "instagram/story"), ("linkedin-post-square", "linkedin/post-square")] {
        hold(folder.path(), name, placement(id).expect("a placement"));
    }
    let again = run(folder.path(), &arguments);
    assert!(said(&again).contains("0 pictures made, 2 up to date"), "{again:?}");
    assert!(!said(&again).contains("no longer made"), "{}", said(&again));
    fs::write(folder.path().join("out/sixty/instagram-story/caption.txt"), "mine\n").expect("written");
    let mended = run(folder.path(), &arguments);
    assert!(mended.status.success());
    let locked = run(folder.path(), &[&arguments[..], &["--locked"]].concat());
    assert_eq!(locked.status.code(), Some(0), "{}", said(&locked));
}

#[test]
fn a_credit_file_names_the_platforms_that_its_posts_are_for() {
    let folder = folder(&format!("{SIXTY}card: {{for: [open-graph], language: pl}}\n"));
    let output = run(folder.path(), &["render", "sixty.yaml", "-o", "out"]);
    assert!(output.status.success(), "{}", said(&output));
    let caption = fs::read_to_string(folder.path().join("out/sixty/open-graph/caption.txt")).expect("a caption");
    assert!(caption.contains("„Sixty Tides” – Marisol Vane") && caption.contains("Z użyciem AI: okładka"), "{caption}");
    assert!(!folder.path().join("out/sixty/square.png").exists());
    let square = run(folder.path(), &["render", "sixty.yaml", "--format", "square", "-o", "other"]);
    assert!(square.status.success() && folder.path().join("other/sixty/square.png").exists());
}

#[test]
fn templates_of_captions_are_replaced_for_all_platforms_or_for_one() {
    let folder = folder(SIXTY);
    fs::create_dir(folder.path().join("words")).expect("made");
    fs::write(folder.path().join("words/open-graph.txt"), "{{ title }} / {{ artist }} {{ hashtags }}")
        .expect("written");
    let arguments = ["render", "sixty.yaml", "--for", "open-graph", "--captions", "words", "-o", "out"];
    let output = run(folder.path(), &arguments);
    assert!(output.status.success(), "{}", said(&output));
    let read = || fs::read_to_string(folder.path().join("out/sixty/open-graph/caption.txt")).expect("a caption");
    assert!(read().starts_with("Sixty Tides / Marisol Vane #NamesFirst"), "{}", read());
    fs::write(folder.path().join("words/open-graph.txt"), "{{ titel }}").expect("written");
    let wrong = run(folder.path(), &arguments);
    let text = said(&wrong);
    assert!(text.contains("the template of captions `open-graph.txt`: line 1") && text.contains("[caption]"), "{text}");
}

#[test]
fn what_cannot_be_posted_is_said_before_anything_is_made() {
    let folder = folder(SIXTY);
    for (arguments, part) in [
        (vec!["--for", "instagrm"], "did you mean `instagram`?"),
        (vec!["--for", "x/story"], "X has no placement `story`"),
        (vec!["--for", "instagram", "-o", "card.png"], "do not go together"),
        (vec!["--for", "pinterest", "--format", "story"], "`--for pinterest` has no placement in story"),
        (vec!["--language", "xx"], "no language with words of its own is called `xx`"),
        (vec!["--bilingual", "ja"], "expected two languages, found 1"),
        (vec!["--for", "x", "--captions", "none"], "has no template of captions"),
    ] {
        let output = run(folder.path(), &[&["render", "sixty.yaml"], arguments.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(part), "{arguments:?}: {}", said(&output));
    }
    let names: Vec<String> = (0..900).map(|n| format!("Somebody Numbered {n}")).collect();
    let crowd = format!("title: T\nartist: A\ncredits:\n  Choir: [{}]\n", names.join(", "));
    fs::write(folder.path().join("crowd.yaml"), crowd).expect("written");
    let output = run(folder.path(), &["render", "crowd.yaml", "--for", "x", "-o", "out"]);
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    assert!(
        text.contains("a post of `x/post-landscape` takes 4 pictures") && text.contains("--overflow summary"),
        "{text}"
    );
}

#[test]
fn a_record_or_a_kit_says_how_large_pictures_are_at_most_and_the_least_limit_of_a_post_counts() {
    let folder = folder(&format!("{SIXTY}card: {{formats: [square], max_bytes: 60k}}\n"));
    let size = |path: &str| fs::metadata(folder.path().join(path)).expect("a picture").len();
    let jpeg = run(folder.path(), &["render", "sixty.yaml", "--type", "jpeg", "-o", "out", "--format", "portrait"]);
    assert!(jpeg.status.success(), "{}", said(&jpeg));
    let first = fs::read_dir(folder.path().join("out/sixty")).expect("a folder").flatten().next().expect("a file");
    assert!(first.metadata().expect("a file").len() <= 60_000);
    let post = run(folder.path(), &["render", "sixty.yaml", "--for", "open-graph", "-o", "out"]);
    assert!(post.status.success(), "{}", said(&post));
    assert!(size("out/sixty/open-graph/01.jpg") <= 60_000);
    let asked = ["render", "sixty.yaml", "--for", "open-graph", "--max-bytes", "40k", "-o", "out"];
    let asked = run(folder.path(), &asked);
    assert!(asked.status.success(), "{}", said(&asked));
    assert!(size("out/sixty/open-graph/01.jpg") <= 40_000);
}

#[test]
fn a_check_finds_what_a_post_would_without_making_it() {
    let names: Vec<String> = (0..900).map(|n| format!("Somebody Numbered {n}")).collect();
    let crowd = format!("title: T\nartist: A\ncredits:\n  Choir: [{}]\n", names.join(", "));
    let folder = folder(&crowd);
    let text = |arguments: &[&str]| said(&run(folder.path(), arguments));
    let asked = text(&["check", "sixty.yaml", "--for", "x"]);
    assert!(asked.contains("a post of `x/post-landscape` takes 4 pictures"), "{asked}");
    assert!(!text(&["check", "sixty.yaml"]).contains("a post of"));
    fs::write(folder.path().join("sixty.yaml"), format!("{crowd}card: {{for: [x]}}\n")).expect("written");
    let named = text(&["check", "sixty.yaml"]);
    assert!(named.contains("a post of `x/post-landscape` takes 4 pictures"), "{named}");
    assert!(!folder.path().join("out").exists());
    for (arguments, part) in [
        (["--for", "instagrm"], "did you mean `instagram`?"),
        (["--language", "xx"], "no language with words of its own is called `xx`"),
        (["--pairing", "grotesque"], "no type is called `grotesque`"),
    ] {
        for command in ["check", "render"] {
            let output = run(folder.path(), &[&[command, "sixty.yaml"], arguments.as_slice()].concat());
            assert_eq!(output.status.code(), Some(2), "{command} {arguments:?}");
            assert!(said(&output).contains(part), "{command} {arguments:?}: {}", said(&output));
        }
    }
}

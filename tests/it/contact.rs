//! Contact sheets: where pictures and names stand, and the files that the program writes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use extra_credit::contact::{Entry, MAX_HEIGHT, Style, layout, scene};
use extra_credit::fonts::Fonts;
use extra_credit::geometry::Rect;
use extra_credit::text::Shaper;

fn entry(label: &str, aspect: f32) -> Entry {
    Entry { label: label.into(), aspect, group: None }
}

#[test]
fn every_picture_has_its_name_below_it_inside_the_sheet() {
    let fonts = Fonts::embedded();
    let aspects = [1.0, 0.8, 0.5625, 1.905, 1.778, 0.667, 1.0, 30.0, 0.02, 1.0];
    let long = "a-very-long-name-of-a-record/with-a-folder-and-a-page-number-that-cannot-fit-at-all-2";
    let entries: Vec<Entry> = aspects
        .iter()
        .enumerate()
        .map(|(index, aspect)| entry(if index == 2 { long } else { "坂井美月/square" }, *aspect))
        .collect();
    let style = Style::new(1200.0);
    let pages = layout(&entries, &style);
    assert_eq!(pages.len(), 1);
    let picture = Arc::new(crate::helpers::picture(4, 4, |_, _| [1, 2, 3, 255]));
    let scene = scene(&pages[0], (1, 1), &entries, &style, |_| Some(Arc::clone(&picture)), &mut Shaper::new(&fonts))
        .expect("a sheet");
    let sheet = Rect::new(0.0, 0.0, scene.width, scene.height);
    let pictures: Vec<_> = scene.pictures().collect();
    let labels: Vec<_> = scene.texts().collect();
    assert_eq!((pictures.len(), labels.len()), (10, 10));
    for (index, (picture, label)) in pictures.iter().zip(&labels).enumerate() {
        assert_eq!(label.string, entries[index].label);
        assert!(
            sheet.contains(&picture.rect, -4.0) && sheet.contains(&label.ink, 0.0),
            "{index}: {:?} {:?}",
            picture.rect,
            label.ink
        );
        assert!(label.ink.y >= picture.rect.bottom() && label.ink.x >= picture.rect.x - 1.0, "{index}");
        assert!(label.lines.len() <= 2, "{index}: {} lines", label.lines.len());
        for other in pictures.iter().skip(index + 1) {
            assert!(!picture.rect.overlaps(&other.rect, 0.0), "{index}: {:?} {:?}", picture.rect, other.rect);
        }
        for (other, text) in labels.iter().enumerate().filter(|(other, _)| *other != index) {
            assert!(!text.ink.overlaps(&label.ink, 0.0), "names {index} and {other}");
            assert!(!text.ink.overlaps(&picture.rect, 0.0), "picture {index} and name {other}");
        }
    }
    assert!(labels[2].lines.last().is_some_and(|line| line.string.ends_with('…')), "{:?}", labels[2].lines);
}

#[test]
fn what_is_higher_than_a_sheet_goes_on_the_next() {
    let entries: Vec<Entry> = (0..400).map(|_| entry("a", 0.5)).collect();
    let pages = layout(&entries, &Style { columns: Some(3), ..Style::new(1600.0) });
    assert!(pages.len() > 1 && pages.iter().all(|page| page.height <= MAX_HEIGHT));
    let order: Vec<usize> = pages.iter().flat_map(|page| &page.slots).map(|slot| slot.entry).collect();
    assert_eq!(order, (0..400).collect::<Vec<_>>());
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_extra-credit")).args(arguments).current_dir(folder).output().expect("runs")
}

fn size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[test]
fn a_folder_of_cards_becomes_one_sheet_that_is_the_same_every_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = "title: Tide\nartist: Vane\ncredits: {Producer: Odalys Brant}\n";
    fs::write(folder.path().join("tide.yaml"), record).expect("written");
    assert!(run(folder.path(), &["render", "tide.yaml"]).status.success());
    let sheet = || {
        let output = run(folder.path(), &["sheet", "out", "-o", "out/sheet.png", "--width", "800"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stderr.is_empty(), "silent in a pipe: {}", String::from_utf8_lossy(&output.stderr));
        fs::read(folder.path().join("out/sheet.png")).expect("a sheet")
    };
    let first = sheet();
    assert_eq!(size(&first).0, 800);
    // The second run finds the first one's sheet in the folder and leaves it out.
    assert!(sheet() == first);
    let output = run(folder.path(), &["sheet", "out", "-o", "-"]);
    assert!(output.stdout.starts_with(b"\x89PNG"));
    for (arguments, message) in [
        (&["sheet", "none.png"][..], "none.png: no such file"),
        (&["sheet", "tide.yaml"][..], "tide.yaml: this is text, not a JPEG, PNG, WebP or GIF picture"),
        (&["sheet", "out", "-o", "sheet.gif"][..], "a sheet is one of png, jpg, webp, svg, pdf"),
    ] {
        let output = run(folder.path(), arguments);
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && messages.contains(message), "{arguments:?}: {messages}");
    }
}

#[test]
fn every_template_is_shown_in_the_formats_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["templates", "sheet", "--format", "square,story", "-o", "t.svg", "--width", "1000"];
    let output = run(folder.path(), &arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let svg = fs::read_to_string(folder.path().join("t.svg")).expect("a sheet");
    let templates = extra_credit::template::builtins().len();
    assert_eq!(svg.matches("<image ").count(), templates * 2);
    assert!(svg.contains("aria-label=\"side-by-side \u{b7} square\"") && svg.contains("aria-label=\"story\""));
    let output = run(folder.path(), &["templates", "sheet", "--template", "side-by-sid"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `side-by-side`?"));
}

#[test]
fn a_template_on_its_sheet_is_the_card_that_render_makes() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/low-tide-piano.yaml");
    // Of its texts over the blurred artwork one is mended.
    let demo = demo.to_str().expect("a path");
    for template in ["credit-roll", "side-by-side"] {
        let done = |arguments: &[&str]| {
            let output = run(folder.path(), arguments);
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        };
        done(&["templates", "sheet", demo, "-t", template, "-f", "square", "-o", "t.png", "--width", "600"]);
        done(&["render", demo, "-t", template, "-f", "square", "-o", "out"]);
        let named = format!("{template} \u{b7} square.png");
        fs::rename(folder.path().join("out/low-tide-piano/square.png"), folder.path().join(&named)).expect("moved");
        done(&["sheet", &named, "-o", "s.png", "--width", "600", "--columns", "1", "--label", "file"]);
        let read = |name: &str| fs::read(folder.path().join(name)).expect("a sheet");
        assert!(read("t.png") == read("s.png"), "{template}");
    }
}

#[test]
fn hundreds_of_cards_become_pages_of_paper_with_the_names_of_their_records() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = |title: &str| format!("title: {title}\nartist: Vane\ncredits: {{Producer: Odalys Brant}}\n");
    for name in ["tide", "neap", "spring"] {
        fs::write(folder.path().join(format!("{name}.yaml")), record(&format!("The {name}"))).expect("written");
    }
    let done = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    for theme in ["dark", "light"] {
        let out = format!("out/{theme}");
        done(&[
            "render",
            "tide.yaml",
            "neap.yaml",
            "spring.yaml",
            "--theme",
            theme,
            "-f",
            "square",
            "-o",
            &out,
            "--scale",
            "0.2",
        ]);
    }
    let sheet = |arguments: &[&str]| {
        let all = ["sheet", "out", "-o", "out/sheet.svg", "--width", "800"];
        done(&all.iter().chain(arguments).copied().collect::<Vec<_>>());
        let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap_or_default();
        let pages: Vec<String> = (1..9).map(|number| read(&format!("sheet-{number}.svg"))).collect();
        (read("sheet.svg"), pages.into_iter().filter(|page| !page.is_empty()).collect::<Vec<_>>())
    };
    let (_, pages) = sheet(&["--paper", "a4", "--per-page", "4"]);
    assert_eq!(pages.iter().map(|page| page.matches("<image ").count()).collect::<Vec<_>>(), [4, 2]);
    assert!(pages.iter().all(|page| page.contains("width=\"800\" height=\"1131\"")), "{}", &pages[0][..300]);
    assert!(pages[1].contains("aria-label=\"2 / 2\""));
    for label in
        ["dark \u{b7} The tide \u{2013} Vane \u{b7} square", "dark \u{b7} The neap \u{2013} Vane \u{b7} square"]
    {
        assert!(pages[0].contains(&format!("aria-label=\"{label}\"")), "{label}: {}", &pages[0][..300]);
    }
    let (one, _) = sheet(&["--label", "file"]);
    assert!(one.contains("aria-label=\"light/spring/square\""));
    // Two folders that were given one by one have cards of the same names.
    done(&["sheet", "out/dark", "out/light", "-o", "two.svg", "--label", "file"]);
    let two = fs::read_to_string(folder.path().join("two.svg")).expect("a sheet");
    assert!(two.contains("aria-label=\"dark/tide/square\"") && two.contains("aria-label=\"light/tide/square\""));
    // Sheets of the run before are no pictures of the next.
    done(&["sheet", "out", "-o", "out/s.png", "--width", "400", "--per-page", "5"]);
    let first = fs::read(folder.path().join("out/s-2.png")).expect("a sheet");
    done(&["sheet", "out", "-o", "out/s.png", "--width", "400", "--per-page", "5"]);
    assert!(fs::read(folder.path().join("out/s-2.png")).expect("a sheet") == first);
    assert!(!folder.path().join("out/s-3.png").exists());
    let output = run(folder.path(), &["sheet", "out", "--landscape"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn five_templates_are_suggested_for_a_record_and_shown_on_a_sheet() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    let file = demo.join("slow-honey.yaml").to_string_lossy().into_owned();
    let output = run(folder.path(), &["templates", "suggest", &file, "-o", "five.svg", "--width", "600"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names: Vec<&str> = said.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names.len(), 6, "five and the file: {said}");
    assert!(names.contains(&"matrix"), "{said}");
    let sheet = fs::read_to_string(folder.path().join("five.svg")).expect("a sheet");
    assert!(sheet.contains("matrix \u{b7} 18 names on 11 songs"));
    let roles = demo.join("roles.yaml").to_string_lossy().into_owned();
    let refused = run(folder.path(), &["templates", "suggest", &roles]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("for a record with credits"), "{said}");
}

#[test]
fn every_demo_record_is_shown_in_looks_that_differ() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    for name in ["night-bus", "late-set", "soft-weather", "campaign/glass-orchard"] {
        let file = demo.join(format!("{name}.yaml")).to_string_lossy().into_owned();
        let output = run(folder.path(), &["render", &file, "--variations", "2", "-o", "out"]);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let stem = name.rsplit('/').next().expect("a name");
        assert!(folder.path().join("out").join(stem).join("variations.png").exists(), "{name}");
    }
    let file = demo.join("late-set.yaml").to_string_lossy().into_owned();
    let output = run(folder.path(), &["render", &file, "--variations", "3", "-o", "looks.svg"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sheet = fs::read_to_string(folder.path().join("looks.svg")).expect("a sheet");
    let labels: Vec<bool> = (1..=3).map(|number| sheet.contains(&format!("{number} \u{b7} "))).collect();
    assert_eq!(labels, [true; 3]);
    let refused = run(folder.path(), &["render", &file, "--variations", "40"]);
    assert!(!refused.status.success());
}

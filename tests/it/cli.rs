//! The program as people call it: what it writes, prints and returns.

use std::fs;

use crate::approved::approved;
use crate::folder::Folder;
use serde_json::Value;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/night-bus.yaml");
const SMALL: &str = "title: Tide\nartist: Vane\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n";

/// A folder with one credit file, `tide.yaml`.
fn with(text: &str) -> Folder {
    Folder::with(&[("tide.yaml", text)])
}

struct Png {
    width: u32,
    height: u32,
    color: png::ColorType,
    srgb: bool,
    data: Vec<u8>,
}

fn decode(bytes: &[u8]) -> Png {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
    let mut data = vec![0; reader.output_buffer_size().expect("a size")];
    reader.next_frame(&mut data).expect("pixels");
    let info = reader.info();
    assert_eq!(info.bit_depth, png::BitDepth::Eight);
    Png { width: info.width, height: info.height, color: info.color_type, srgb: info.srgb.is_some(), data }
}

fn names(scene: &Value) -> Vec<&str> {
    scene["names"].as_array().expect("a list").iter().map(|name| name.as_str().expect("text")).collect()
}

fn text<'s>(scene: &'s Value, kind: &str) -> Vec<&'s str> {
    let texts = scene["texts"].as_array().expect("a list").iter();
    texts.filter(|text| text["kind"] == kind).map(|text| text["string"].as_str().expect("text")).collect()
}

#[test]
fn the_demo_record_makes_a_picture_of_the_right_size_in_each_format() {
    let folder = Folder::new();
    let ran = folder.well(&["render", DEMO]);
    let sizes = [("square", 1080, 1080), ("portrait", 1080, 1350), ("story", 1080, 1920), ("landscape", 1200, 630)];
    let lines = ran.lines();
    assert_eq!(lines.len(), 4, "{lines:?}");
    for ((format, width, height), line) in sizes.into_iter().zip(&lines) {
        let name = format!("out/night-bus/{format}.png");
        let bytes = folder.read(&name);
        let picture = decode(&bytes);
        assert_eq!((picture.width, picture.height), (width, height), "{format}");
        assert!(picture.srgb, "{format} is not tagged sRGB");
        assert_eq!(picture.color, png::ColorType::Rgb, "{format}");
        let first = picture.data.first_chunk::<3>().expect("a pixel");
        assert!(picture.data.chunks(3).any(|pixel| pixel != first), "{format} is one colour");
        assert_eq!(line.replace('\\', "/"), name);
    }
    assert_eq!(folder.files("").len(), 4, "{:?}", folder.files(""));
}

#[test]
#[cfg(feature = "cjk")]
fn every_demo_record_renders_and_checks_without_an_error() {
    let folder = Folder::new();
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo");
    folder.well(&["check", demo]);
    let ran = folder.well(&["render", demo, "--format", "square", "--quiet"]);
    assert!(ran.out.is_empty() && ran.messages.is_empty(), "{}", ran.messages);
    for record in ["low-tide-piano", "night-bus", "red-meridian"] {
        assert!(folder.files("").iter().any(|file| file.starts_with(&format!("out/{record}/square"))), "{record}");
    }
}

#[test]
fn standard_output_gets_one_picture_and_nothing_else() {
    let folder = with(SMALL);
    let ran = folder.well(&["render", "tide.yaml", "--format", "square", "-o", "-"]);
    assert_eq!(decode(&ran.bytes).width, 1080);
    assert!(ran.bytes.ends_with(b"IEND\xae\x42\x60\x82"));
    assert_eq!(folder.files(""), ["tide.yaml"]);
    folder.well(&["render", "tide.yaml", "--format", "square", "-o", "cards"]);
    assert_eq!(folder.read("cards/tide/square.png"), ran.bytes);
    let svg = folder.well(&["render", "tide.yaml", "--format", "square", "--type", "svg", "-o", "-"]);
    assert!(svg.bytes.starts_with(b"<svg ") && svg.bytes.ends_with(b"</svg>\n"));
}

#[test]
fn standard_output_refuses_more_than_one_picture() {
    let folder = with(SMALL);
    for arguments in [
        &["render", "tide.yaml", "-o", "-"][..],
        &["render", "tide.yaml", "--format", "square", "-o", "-", "--type", "png,svg"],
        &["render", "tide.yaml", "--format", "square", "-o", "-", "--emit", "scene"],
    ] {
        let ran = folder.run(arguments);
        assert_eq!((ran.code, ran.out.len()), (2, 0), "{arguments:?}: {}", ran.messages);
        assert!(ran.messages.contains("one picture") && ran.messages.contains("hint:"), "{}", ran.messages);
    }
}

#[test]
fn a_record_comes_from_standard_input() {
    let folder = Folder::new();
    let ran = folder.run_with(&["render", "-", "--format", "square", "-o", "-"], SMALL.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.messages);
    folder.write("tide.yaml", SMALL);
    assert_eq!(ran.bytes, folder.well(&["render", "tide.yaml", "--format", "square", "-o", "-"]).bytes);
    let ran = folder.run_with(&["check", "-"], b"title: [");
    assert_eq!(ran.code, 1);
    assert!(ran.messages.contains("<stdin>:1:"), "{}", ran.messages);
}

#[test]
fn two_runs_and_any_number_of_jobs_give_the_same_bytes() {
    let folder = Folder::new();
    for number in 0..4 {
        folder.write(&format!("records/{number}.yaml"), SMALL.replace("Tide", &format!("Tide {number}")));
    }
    let all = ["--format", "square,landscape", "--type", "png,svg", "--emit", "scene"];
    for (jobs, out) in [("1", "one"), ("2", "two"), ("1", "again")] {
        let mut arguments = vec!["render", "records", DEMO, "-o", out, "--jobs", jobs];
        arguments.extend(all);
        folder.well(&arguments);
    }
    let files = folder.files("");
    let made: Vec<&str> = files.iter().filter_map(|file| file.strip_prefix("one/")).collect();
    assert_eq!(made.len(), 5 * 2 * 3, "{made:?}");
    for name in made {
        let one = folder.read(&format!("one/{name}"));
        assert!(one == folder.read(&format!("two/{name}")), "{name} differs with two jobs");
        assert!(one == folder.read(&format!("again/{name}")), "{name} differs in a second run");
    }
}

#[test]
fn the_listing_is_in_the_order_of_the_inputs_whatever_the_jobs() {
    let folder = Folder::new();
    for name in ["b", "a", "c"] {
        folder.write(&format!("records/{name}.yaml"), SMALL);
    }
    let ran = folder.well(&["render", "records", "--format", "square,landscape", "--jobs", "3"]);
    let files: Vec<String> = ran.lines().iter().map(|line| line.replace('\\', "/")).collect();
    let expected: Vec<String> = ["a", "b", "c"]
        .iter()
        .flat_map(|name| ["square", "landscape"].map(|format| format!("out/{name}/{format}.png")))
        .collect();
    assert_eq!(files, expected);
}

#[test]
fn one_bad_record_does_not_stop_the_others() {
    let folder = Folder::new();
    folder.write("records/a.yaml", SMALL);
    folder.write("records/b.yaml", "title: Tide\nartists: Vane\n");
    folder.write("records/c.yaml", SMALL);
    let ran = folder.run(&["render", "records", "--format", "square"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.lines().len(), 2);
    assert!(ran.messages.contains("b.yaml:2:1: error:"), "{}", ran.messages);
    assert!(ran.messages.contains("2 pictures made, 1 failed"), "{}", ran.messages);
    assert!(folder.path("out/a/square.png").is_file() && folder.path("out/c/square.png").is_file());
    assert!(!folder.path("out/b").exists());
}

#[test]
fn records_with_the_same_file_name_do_not_overwrite_each_other() {
    let folder = Folder::new();
    folder.write("one/tide.yaml", SMALL);
    folder.write("two/tide.yaml", SMALL);
    let ran = folder.run(&["render", "one", "two", "--format", "square", "--jobs", "1"]);
    assert_eq!(ran.code, 1, "{}", ran.messages);
    assert!(ran.messages.contains("tide"), "{}", ran.messages);
    assert!(folder.path("out/tide/square.png").is_file());
}

#[test]
fn wrong_usage_is_status_2_with_a_hint() {
    let folder = with(SMALL);
    let ran = folder.run(&["render", "tide.yaml", "--format", "sqare"]);
    assert_eq!((ran.code, ran.out.len()), (2, 0));
    assert!(ran.messages.contains("did you mean `square`?"), "{}", ran.messages);
    let ran = folder.run(&["render", "tide.yaml", "--format", "billboard"]);
    assert_eq!(ran.code, 2);
    assert!(ran.messages.contains("square, portrait"), "{}", ran.messages);
    for arguments in
        [&["render"][..], &["paint"], &["render", "tide.yaml", "--scale", "0"], &["render", "tide.yaml", "--jobs", "0"]]
    {
        assert_eq!(folder.run(arguments).code, 2, "{arguments:?}");
    }
    assert_eq!(folder.files(""), ["tide.yaml"]);
}

#[test]
fn names_that_the_record_gets_wrong_have_a_place_and_a_suggestion() {
    for (card, near) in
        [("formats: [sqare]", "`square`"), ("theme: papr", "`paper`"), ("template: side-by-sid", "`side-by-side`")]
    {
        let folder = with(&format!("{SMALL}card:\n  {card}\n"));
        let ran = folder.run(&["render", "tide.yaml"]);
        assert_eq!((ran.code, ran.out.len()), (1, 0), "{card}");
        assert!(ran.messages.contains("tide.yaml:6:") && ran.messages.contains(near), "{}", ran.messages);
    }
    let folder = with(SMALL);
    assert!(folder.run(&["render", "tide.yaml", "--theme", "papr"]).messages.contains("did you mean `paper`?"));
}

#[test]
fn a_missing_record_is_named() {
    let folder = Folder::new();
    for command in ["render", "check"] {
        let ran = folder.run(&[command, "nowhere.yaml"]);
        assert_eq!(ran.code, 1);
        assert!(ran.messages.contains("nowhere.yaml: error:"), "{}", ran.messages);
    }
    fs::create_dir(folder.path("empty")).expect("made");
    let ran = folder.run(&["render", "empty"]);
    assert_eq!(ran.code, 1);
    assert!(ran.messages.contains("no credit files"), "{}", ran.messages);
}

#[test]
fn missing_artwork_is_an_error_with_file_and_field_and_said_once() {
    let folder = with(&SMALL.replace("credits:", "artwork: covers/tide.jpg\ncredits:"));
    for command in ["render", "check"] {
        let ran = folder.run(&[command, "tide.yaml"]);
        assert_eq!((ran.code, ran.out.len()), (1, 0));
        assert!(ran.messages.contains("tide.yaml:3:10: error: artwork `covers/tide.jpg`:"), "{}", ran.messages);
        assert_eq!(ran.messages.matches("error:").count(), 1, "{}", ran.messages);
    }
    assert_eq!(folder.files(""), ["tide.yaml"]);
}

#[test]
fn artwork_is_read_by_its_content_relative_to_the_record() {
    let folder = Folder::new();
    folder.write("records/tide.yaml", SMALL.replace("credits:", "artwork: covers/tide.png\ncredits:"));
    let cover = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/artwork/cmyk.jpg");
    folder.write("records/covers/tide.png", fs::read(cover).expect("a cover"));
    folder.well(&["render", "records/tide.yaml", "--format", "square", "--emit", "scene"]);
    let page = folder.json("out/tide/square.scene.json");
    assert_eq!(page["pictures"][0]["field"], "artwork");
    let area = &page["pictures"][0]["box"];
    let at = |share: f64| {
        let coordinate = |start: &str, length: &str| {
            (area[start].as_f64().expect("px") + area[length].as_f64().expect("px") * share) as usize
        };
        (coordinate("x", "width"), coordinate("y", "height"))
    };
    let picture = decode(&folder.read("out/tide/square.png"));
    let pixel = |(x, y): (usize, usize)| &picture.data[(y * 1080 + x) * 3..][..3];
    for (found, wanted) in [(pixel(at(0.1)), [230, 20, 20]), (pixel(at(0.9)), [250, 250, 250])] {
        assert!(found.iter().zip(wanted).all(|(a, b): (&u8, u8)| a.abs_diff(b) < 10), "{found:?}, not {wanted:?}");
    }
    folder.write("records/covers/tide.png", "<!doctype html>");
    let ran = folder.run(&["render", "records/tide.yaml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.messages.contains("a web page"), "{}", ran.messages);
}

#[test]
fn a_character_without_a_font_stops_the_card_with_its_code_point() {
    let folder = with(&SMALL.replace("Theo Okafor", "Theo \u{e000}kafor"));
    for command in ["render", "check"] {
        let ran = folder.run(&[command, "tide.yaml"]);
        assert_eq!((ran.code, ran.out.len()), (1, 0));
        assert!(ran.messages.contains("U+E000") && ran.messages.contains("tide.yaml:4:"), "{}", ran.messages);
        assert_eq!(ran.messages.matches("error:").count(), 1, "{}", ran.messages);
    }
    assert_eq!(folder.files(""), ["tide.yaml"]);
    folder.write("tide.yaml", SMALL.replace("Theo Okafor", "Theo \u{13000}kafor"));
    let ran = folder.run(&["check", "tide.yaml"]);
    assert!(ran.messages.contains("(U+13000 EGYPTIAN HIEROGLYPH A001)"), "{}", ran.messages);
}

#[test]
fn a_character_without_a_font_can_be_replaced_with_a_warning() {
    let folder = with(&SMALL.replace("Theo Okafor", "Theo \u{e000}kafor"));
    let ran = folder.well(&["render", "tide.yaml", "--format", "square", "--missing-glyphs", "replace"]);
    assert!(ran.messages.contains("warning:") && ran.messages.contains("U+E000"), "{}", ran.messages);
    assert_eq!(decode(&folder.read("out/tide/square.png")).width, 1080);
}

#[test]
fn the_scene_has_the_documented_keys_and_every_name() {
    let folder = Folder::new();
    folder.well(&["render", DEMO, "--format", "square", "--emit", "scene"]);
    let page = folder.json("out/night-bus/square.scene.json");
    let keys: Vec<&str> = page.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut documented = vec![
        "version",
        "format",
        "template",
        "page",
        "pages",
        "width",
        "height",
        "safe_area",
        "ground",
        "texts",
        "pictures",
        "names",
        "omitted",
    ];
    documented.sort_unstable();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, documented);
    assert_eq!(names(&page), ["Theo Okafor", "Ines Duarte-Quill", "Wale Adeyinka-Ross"]);
    let text = &page["texts"][0];
    for key in ["string", "field", "kind", "box", "ink", "font", "size", "color", "lines"] {
        assert!(!text[key].is_null(), "{key}");
    }
    assert!(text["lines"][0]["baseline"].as_f64().expect("px") > 0.0);
    let parsed: extra_credit::encode::scene_json::PageJson =
        serde_json::from_value(page).expect("the type of the library");
    assert_eq!((parsed.width, parsed.height, parsed.version), (1080.0, 1080.0, 1));
}

/// resvg samples four lines a pixel, which shows at the edges of a card's small text (0.5 to 0.75 % of the pixels):
/// drawn four times as large and averaged it comes near to areas, which is what the PNG has.
#[test]
#[cfg(feature = "cjk")]
fn the_svg_drawn_by_resvg_equals_the_png() {
    let folder = Folder::new();
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/low-tide-piano.yaml");
    folder.well(&["render", demo, "--format", "square,story,landscape", "--type", "png,svg", "--quiet"]);
    let mut compared = 0;
    for name in folder.files("").iter().filter(|name| name.ends_with(".svg")) {
        let ours = decode(&folder.read(&name.replace(".svg", ".png")));
        let svg = String::from_utf8(folder.read(name)).expect("text");
        let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).expect("valid svg");
        let (width, height) = (ours.width as usize, ours.height as usize);
        let mut large = tiny_skia::Pixmap::new(ours.width * 4, ours.height * 4).expect("pixmap");
        resvg::render(&tree, tiny_skia::Transform::from_scale(4.0, 4.0), &mut large.as_mut());
        let large = large.data();
        let theirs = |index: usize| {
            let (x, y, channel) = (index / 3 % width, index / 3 / width, index % 3);
            let at = |n: usize| u32::from(large[((y * 4 + n / 4) * width * 4 + x * 4 + n % 4) * 4 + channel]);
            (((0..16).map(at).sum::<u32>() + 8) / 16) as u8
        };
        let (mut sum, mut steps) = (0_u64, 0_u64);
        for (pixel, ours) in ours.data.chunks(3).enumerate() {
            let differences = [0, 1, 2].map(|channel: usize| ours[channel].abs_diff(theirs(pixel * 3 + channel)));
            // One level is the rounding of colours laid over each other.
            sum += differences.iter().map(|d| u64::from(d.saturating_sub(1))).sum::<u64>();
            steps += u64::from(differences.iter().any(|d| *d > 24));
        }
        // The tolerances of tests/it/svg.rs.
        let pixels = (width * height) as f64;
        let (mean, share) = (sum as f64 / (pixels * 3.0), steps as f64 / pixels);
        println!("{name}: mean {mean:.4}, share {share:.5}");
        assert!(mean < 0.5 && share < 0.005, "{name}: mean {mean}, share {share}");
        compared += 1;
    }
    assert!(compared >= 3, "{compared} pages");
}

#[test]
fn scale_multiplies_the_size_in_pixels() {
    let folder = with(SMALL);
    folder.well(&["render", "tide.yaml", "--format", "landscape", "--scale", "0.5"]);
    let picture = decode(&folder.read("out/tide/landscape.png"));
    assert_eq!((picture.width, picture.height), (600, 315));
}

#[test]
fn a_new_file_renders_and_passes_the_check_once_its_names_are_written() {
    let folder = Folder::new();
    let ran = folder.well(&["new", "mine.yaml", "--title", "1989: \"No\" # 1", "--artist", "AC/DC"]);
    assert_eq!(ran.lines(), ["mine.yaml"]);
    let ran = folder.run(&["check", "mine.yaml"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.messages.contains("is what a new file has in this place (also on lines 10, 11, 12 and 4 more)"),
        "{}",
        ran.messages
    );
    let ran = folder.run(&["check", "mine.yaml", "--format", "json"]);
    assert_eq!(ran.lines().iter().filter(|line| line.contains("\"placeholder\"")).count(), 8, "{}", ran.messages);
    let ran = folder.well(&["render", "mine.yaml", "--format", "square", "-o", "first"]);
    assert_eq!(ran.messages.matches("warning: `Name as credited`").count(), 8, "{}", ran.messages);
    let started = String::from_utf8(folder.read("mine.yaml")).expect("text");
    folder.write("mine.yaml", started.replace("Name as credited", "Odalys Brant"));
    let ran = folder.well(&["check", "mine.yaml", "--strict"]);
    assert!(ran.messages.contains("1 file, 0 errors, 0 warnings"), "{}", ran.messages);
    folder.well(&["render", "mine.yaml", "--format", "square", "--emit", "scene"]);
    let page = folder.json("out/mine/square.scene.json");
    assert_eq!((text(&page, "title"), text(&page, "artist")), (vec!["1989: \"No\" # 1"], vec!["AC/DC"]));
}

#[test]
fn an_untouched_new_file_of_any_kind_fails_the_check_for_each_of_its_texts() {
    let folder = Folder::new();
    for (kind, texts) in [("record", 10), ("roles", 2), ("versus", 8), ("supporter", 1), ("quote", 3)] {
        let file = format!("{kind}.yaml");
        folder.well(&["new", &file, "--kind", kind]);
        let ran = folder.run(&["check", &file, "--card-format", "square", "--format", "json"]);
        let found = ran.lines().iter().filter(|line| line.contains("\"placeholder\"")).count();
        assert_eq!((ran.code, found), (1, texts), "{kind}: {}", ran.messages);
    }
}

#[test]
fn covers_that_a_sheet_names_and_nobody_has_are_said_once_beside_its_other_problems() {
    let folder = Folder::new();
    let mut text = String::from("title,artist,artwork,released,Producer\n");
    (0..40).for_each(|row| text.push_str(&format!("Tide {row},Vane,{row}.jpg,March,Odalys Brant\n")));
    folder.write("releases.csv", &text);
    for command in [&["check", "releases.csv"][..], &["render", "releases.csv"]] {
        let ran = folder.run(command);
        assert_eq!(ran.code, 1);
        assert_eq!(ran.messages.matches("[artwork]").count(), 1, "{}", ran.messages);
        assert_eq!(ran.messages.matches("[bad-date]").count(), 1, "{}", ran.messages);
        let expected = "artwork of 40 records is not there: `0.jpg` of Tide 0 – Vane, `1.jpg` of Tide 1 – Vane, \
                        `2.jpg` of Tide 2 – Vane and 37 more";
        assert!(ran.messages.contains(expected), "{}", ran.messages);
    }
}

#[test]
fn new_never_overwrites() {
    let folder = with("precious");
    let ran = folder.run(&["new", "tide.yaml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.messages.contains("tide.yaml: the file exists"), "{}", ran.messages);
    assert_eq!(folder.read("tide.yaml"), b"precious");
}

#[test]
fn text_comes_out_as_typed() {
    let folder = with(
        "title: 1989\nartist: No\ncredits:\n  Producer: [AC/DC, \"Guns N’ Roses\", '<title> & \"x\"', 1.10, \"{{ record.title }}\"]\n  \"A & <B>\": Bo\n",
    );
    folder.well(&["render", "tide.yaml", "--format", "square", "--emit", "scene", "--type", "png,svg"]);
    let page = folder.json("out/tide/square.scene.json");
    assert_eq!((text(&page, "title"), text(&page, "artist")), (vec!["1989"], vec!["No"]));
    assert_eq!(names(&page), ["AC/DC", "Guns N’ Roses", "<title> & \"x\"", "1.10", "{{ record.title }}", "Bo"]);
    assert_eq!(text(&page, "role"), ["Producer", "A & <B>"]);
    let svg = String::from_utf8(folder.read("out/tide/square.svg")).expect("text");
    assert!(svg.contains("aria-label=\"&lt;title&gt; &amp; &quot;x&quot;\""));
    usvg::Tree::from_str(&svg, &usvg::Options::default()).expect("valid svg");
}

#[test]
fn a_summary_makes_one_picture_and_warns_with_the_names() {
    let names: Vec<String> = (0..150).map(|number| format!("Marisol Vane the {number}th")).collect();
    let folder = with(&format!("title: Tide\nartist: Vane\ncredits:\n  Choir: [{}]\n", names.join(", ")));
    let ran =
        folder.well(&["render", "tide.yaml", "--format", "landscape", "--overflow", "summary", "--emit", "scene"]);
    assert_eq!(ran.lines().len(), 1);
    let page = folder.json("out/tide/landscape.scene.json");
    let omitted = page["omitted"].as_array().expect("a list");
    assert!(!omitted.is_empty());
    assert_eq!(names.len(), omitted.len() + page["names"].as_array().expect("a list").len());
    for name in omitted {
        assert!(ran.messages.contains(name["string"].as_str().expect("text")), "{name}: {}", ran.messages);
    }
}

#[test]
fn pages_are_numbered_in_their_file_names() {
    let names: Vec<String> = (0..150).map(|number| format!("Marisol Vane the {number}th")).collect();
    let folder = with(&format!("title: Tide\nartist: Vane\ncredits:\n  Choir: [{}]\n", names.join(", ")));
    let ran = folder.well(&["render", "tide.yaml", "--format", "landscape", "--emit", "scene"]);
    let pages = ran.lines().len();
    assert!(pages > 1);
    let mut found = Vec::new();
    for page in 1..=pages {
        let json = folder.json(&format!("out/tide/landscape-{page}.scene.json"));
        assert_eq!((json["page"].as_u64(), json["pages"].as_u64()), (Some(page as u64), Some(pages as u64)));
        assert!(folder.path(&format!("out/tide/landscape-{page}.png")).is_file());
        found.extend(self::names(&json).into_iter().map(str::to_owned));
    }
    assert_eq!(found, names);
}

#[test]
fn an_own_template_is_a_file() {
    let folder = with(SMALL);
    folder.well(&["templates", "export", "side-by-side", "-o", "mine.svg"]);
    folder.well(&["render", "tide.yaml", "--format", "square", "--template", "mine.svg", "-o", "own"]);
    folder.well(&["render", "tide.yaml", "--format", "square"]);
    assert!(folder.read("own/tide/square.png") == folder.read("out/tide/square.png"));
    folder.write(
        "plain.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" style=\"display:block; background-color:#123456\"><text data-kind=\"title\" data-field=\"title\" style=\"font-size:90px; fill:#ffffff\">{{ record.title }}</text></svg>",
    );
    let ran = folder.well(&["render", "tide.yaml", "--format", "square", "--template", "./plain.svg", "-o", "-"]);
    let picture = decode(&ran.bytes);
    assert_eq!(picture.data.last_chunk::<3>(), Some(&[0x12, 0x34, 0x56]));
    assert!(picture.data.chunks(3).any(|pixel| pixel == [255; 3]));
    let ran = folder.run(&["render", "tide.yaml", "--template", "nowhere.svg"]);
    assert_eq!(ran.code, 2);
    assert!(ran.messages.contains("nowhere.svg"), "{}", ran.messages);
}

#[test]
fn credits_that_no_page_holds_are_said_to_fit_none() {
    let folder = with(SMALL);
    let wall = "<g data-fit=\"line\" data-min-size=\"40px\" data-max-size=\"60px\" style=\"max-height:8px\">{% for credit in credits %}{% for name in credit.names %}<text data-item=\"name\" data-kind=\"name\" data-field=\"{{ name.field }}\">{{ name.name }}</text>{% endfor %}{% endfor %}</g>";
    folder.write(
        "low.svg",
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" style=\"display:flex; font-family:Inter\">{wall}</svg>"),
    );
    let ran = folder.run(&["render", "tide.yaml", "--format", "square", "--template", "low.svg"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.messages.contains(
            "the credits fit no page of square at 40 px: the page has 8 px of height for them (template `low.svg`)"
        ),
        "{}",
        ran.messages
    );
}

#[test]
fn every_message_about_a_template_reads_as_it_was_approved() {
    let folder = with(SMALL);
    approved("templates", &["svg"], |case, name| {
        folder.write(name, fs::read(case).expect("it can be read"));
        let ran = folder.run(&["render", "tide.yaml", "--format", "square", "--template", name]);
        assert_eq!((ran.code, ran.out.len()), (1, 0), "{name}: {}", ran.messages);
        assert!(ran.messages.contains(&format!("{name}:")), "{name} is not refused by its name: {}", ran.messages);
        ran.messages
    });
}

#[test]
fn lists_go_to_standard_output() {
    let folder = Folder::new();
    for (arguments, expected) in [
        (&["formats"][..], "landscape"),
        (&["roles"], "Mixing Engineer"),
        (&["templates"], "side-by-side"),
        (&["templates", "show", "side-by-side"], "<svg "),
        (&["fonts"], "Inter"),
        (&["completions", "bash"], "extra-credit"),
        (&["man"], ".TH"),
    ] {
        let ran = folder.well(arguments);
        assert!(ran.lines().iter().any(|line| line.contains(expected)), "{arguments:?}");
        assert!(ran.messages.is_empty(), "{arguments:?}: {}", ran.messages);
    }
    let schema: Value = serde_json::from_slice(&folder.well(&["schema"]).bytes).expect("JSON");
    assert!(schema["properties"]["credits"].is_object());
}

#[test]
fn given_colours_of_low_contrast_are_warned_about_at_their_line() {
    let theme = "card:\n  formats: [square]\n  theme:\n    ground: \"#777\"\n    text: \"#888\"\n";
    let folder = with(&format!("{SMALL}{theme}"));
    for command in [&["check", "tide.yaml"][..], &["render", "tide.yaml", "-o", "out"]] {
        let ran = folder.well(command);
        let expected = "tide.yaml:9:11: warning: theme colour `text` #888888 has a contrast of 1.2:1 on ground #777777, \
                        less than 4.5:1 [low-contrast]";
        assert_eq!(ran.messages.matches(expected).count(), 1, "{command:?}: {}", ran.messages);
    }
    assert_eq!(folder.run(&["check", "--strict", "tide.yaml"]).code, 1);
    // A theme from the command line takes the place of these colours.
    let ran = folder.well(&["render", "tide.yaml", "-o", "out", "--theme", "dark"]);
    assert!(!ran.messages.contains("low-contrast"), "{}", ran.messages);
}

#[test]
fn a_light_ground_alone_gets_dark_text() {
    let theme = "card: {formats: [square], theme: {ground: \"#fff\"}}\n";
    let folder = with(&format!("{SMALL}{theme}"));
    let ran = folder.well(&["render", "tide.yaml", "-o", "out", "--explain"]);
    assert!(!ran.messages.contains("low-contrast") && !ran.messages.contains("mended"), "{}", ran.messages);
    let ratios = ran.messages.lines().find(|line| line.trim_start().starts_with("contrast")).expect("the ratios");
    for kind in ["title ", "artist ", "name ", "role "] {
        assert!(ratios.contains(kind), "{ratios}");
    }
}

#[test]
fn timings_say_how_long_each_stage_took_and_change_nothing() {
    let folder = with(SMALL);
    let plain = folder.run(&["render", "tide.yaml", "--format", "landscape", "-o", "plain"]);
    let timed = folder.run(&["render", "tide.yaml", "--format", "landscape", "-o", "timed", "--timings"]);
    assert_eq!((plain.code, timed.code), (0, 0), "{}", timed.messages);
    for stage in ["plan", "key", "compose", "raster", "encode", "write", "all"] {
        assert!(timed.messages.lines().any(|line| line.starts_with(stage)), "{stage}: {}", timed.messages);
        assert!(!plain.messages.lines().any(|line| line.starts_with(stage)), "{stage}: {}", plain.messages);
    }
    assert_eq!(folder.read("plain/tide/landscape.png"), folder.read("timed/tide/landscape.png"));
}

#[cfg(feature = "optimize")]
#[test]
fn an_optimized_card_is_smaller_with_the_same_pixels_and_texts_and_is_made_again_without() {
    let folder = with(SMALL);
    let render = |more: &[&str]| {
        let ran = folder.run(&[&["render", "tide.yaml", "--format", "landscape", "--scale", "0.5"], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.messages);
        folder.read("out/tide/landscape.png")
    };
    let (plain, small) = (render(&[]), render(&["--optimize"]));
    assert!(small.len() < plain.len(), "{} of {} bytes", small.len(), plain.len());
    // Few colours become a palette.
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("a picture").into_rgb8();
    assert_eq!(pixels(&small), pixels(&plain));
    assert!(small.windows(4).any(|bytes| bytes == b"Tide"));
    assert_eq!(render(&[]), plain);
}

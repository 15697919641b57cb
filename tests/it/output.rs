//! Where cards go and what is said about them: names of files, one file, paths on standard output, covers and fonts from
//! elsewhere.

use std::fs;

use crate::folder::{Folder, Ran};

/// A folder with credit files: name, catalogue number if there is one, and further lines.
fn records(records: &[(&str, &str, &str)]) -> Folder {
    let folder = Folder::new();
    for (name, catalogue, more) in records {
        let catalogue = if catalogue.is_empty() { String::new() } else { format!("catalogue: {catalogue}\n") };
        let text =
            format!("title: Tide of {name}\nartist: Vane\n{catalogue}{more}credits:\n  Producer: Odalys Brant\n");
        folder.write(&format!("{name}.yaml"), text);
    }
    folder
}

/// The arguments, with cards of a quarter of their size.
fn small<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let scale: &[&str] = if arguments[0] == "render" { &["--scale", "0.25"] } else { &[] };
    [arguments, scale].concat()
}

fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.run(&small(arguments))
}

fn well(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.well(&small(arguments))
}

fn size(bytes: &[u8]) -> (u32, u32) {
    let info = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG").info().size();
    (info.0, info.1)
}

#[test]
fn an_output_that_ends_like_a_picture_is_that_file() {
    let folder = records(&[("a", "", "")]);
    let ran = well(&folder, &["render", "a.yaml", "-f", "square", "-o", "cards/mine.png"]);
    assert_eq!(ran.out, "cards/mine.png\n");
    assert_eq!(size(&folder.read("cards/mine.png")), (270, 270));
    assert_eq!(fs::read_dir(folder.path("cards")).expect("a folder").count(), 1, "something else was written");
    well(&folder, &["render", "a.yaml", "-f", "square", "-o", "mine.SVG", "--emit", "scene"]);
    assert!(folder.read("mine.SVG").starts_with(b"<svg "));
    assert!(folder.path("mine.scene.json").is_file());
    // What the folder would have is what the file has.
    well(&folder, &["render", "a.yaml", "-f", "square"]);
    let file = folder.read("cards/mine.png");
    assert_eq!(file, folder.read("out/a/square.png"));
    assert_eq!(run(&folder, &["render", "a.yaml", "-f", "square", "-o", "cards/mine.png", "--locked"]).code, 0);
    let again = well(&folder, &["render", "a.yaml", "-f", "square", "-o", "cards/mine.png"]);
    assert_eq!((again.out.as_str(), again.messages.as_str()), ("cards/mine.png\n", "0 pictures made, 1 up to date\n"));
    let ran =
        run(&folder, &["render", "a.yaml", "-f", "square", "-o", "cards/mine.png", "--theme", "paper", "--locked"]);
    assert_eq!(ran.code, 3, "{}", ran.messages);
}

#[test]
fn one_file_takes_one_card_of_its_type_and_says_what_else_to_do() {
    let folder = records(&[("a", "", ""), ("b", "", "")]);
    for (arguments, message, hint) in [
        (&["a.yaml", "-o", "x.png"][..], "one picture goes to x.png, these are 4", "name one file and one `--format`"),
        (&["a.yaml", "b.yaml", "-f", "square", "-o", "x.png"], "these are 2", "or a folder with `-o DIR`"),
        (
            &["a.yaml", "-f", "square", "-o", "x.png", "--type", "svg"],
            "`-o x.png` is one png file, `--type` asks for svg",
            "-o DIR",
        ),
        (
            &["a.yaml", "-f", "square", "-o", "x.png", "--prune"],
            "`-o x.png` and `--prune` do not go together",
            "-o DIR",
        ),
        (&["a.yaml", "-f", "square", "-o", "x.png", "--name", "y"], "`-o x.png` and `--name` do not go", "-o DIR"),
        (
            &["a.yaml", "-o", "c/x.gif"],
            "`-o c/x.gif`: cards are not written as gif, there are png, jpg, webp, svg, pdf",
            "`-o c/x.png`; `-o c/x.gif/` is a folder",
        ),
        (&["a.yaml", "-o", "x.TIFF"], "cards are not written as tiff", "`-o x.png`"),
    ] {
        let ran = run(&folder, &[&["render"], arguments].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.messages);
        assert!(ran.messages.contains(message) && ran.messages.contains(hint), "{arguments:?}: {}", ran.messages);
    }
    assert_eq!(folder.files("."), ["a.yaml", "b.yaml"]);
    // A folder may be called anything.
    well(&folder, &["render", "a.yaml", "-f", "square", "-o", "x.jpg/"]);
    well(&folder, &["render", "a.yaml", "-f", "square", "-o", "v1.2"]);
    assert!(folder.path("x.jpg/a/square.png").is_file() && folder.path("v1.2/a/square.png").is_file());
    let names: Vec<String> = (0..150).map(|number| format!("Marisol Vane the {number}th")).collect();
    let many = format!("title: Tide\nartist: Vane\ncredits:\n  Choir: [{}]\n", names.join(", "));
    folder.write("many.yaml", many);
    let ran = run(&folder, &["render", "many.yaml", "-f", "landscape", "-o", "many.png"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.messages.contains("one picture goes to many.png, this card has ")
            && ran.messages.contains("--overflow summary")
    );
    assert!(!folder.path("many.png").exists());
}

#[test]
fn standard_output_is_one_path_a_line_and_nothing_else() {
    let folder = records(&[("a", "", ""), ("b", "", "")]);
    let arguments = ["render", "a.yaml", "b.yaml", "-f", "square,story", "--jobs", "2"];
    for run in ["made", "up to date"] {
        let ran = well(&folder, &arguments);
        let lines: Vec<&str> = ran.out.lines().collect();
        assert_eq!(lines, ["out/a/square.png", "out/a/story.png", "out/b/square.png", "out/b/story.png"], "{run}");
        assert!(lines.iter().all(|line| folder.path(line).is_file()));
    }
}

#[test]
fn names_of_files_have_any_field_of_the_record() {
    let folder = records(&[
        ("a", "AB-1", "isrc: QZ-AB1-26-00001\nreleased: 2026-03-06\ncustom: {campaign: spring, our id: 7/1}\n"),
        ("b", "AB-2", "isrc: QZ-AB1-26-00002\nreleased: 2025\ncustom: {campaign: spring, our id: 7/2}\n"),
    ]);
    let made = |name: &str| {
        let ran = well(&folder, &["render", "a.yaml", "b.yaml", "-f", "square", "-o", "o", "--name", name, "--prune"]);
        ran.out.lines().map(|line| line.strip_prefix("o/").expect("below").to_owned()).collect::<Vec<_>>()
    };
    for (name, files) in [
        ("{catalogue}_{format}{-page}", ["AB-1_square.png", "AB-2_square.png"]),
        ("{isrc}", ["QZ-AB1-26-00001.png", "QZ-AB1-26-00002.png"]),
        ("{year}/{title}", ["2026/Tide of a.png", "2025/Tide of b.png"]),
        ("{campaign}/{our id} {template}", ["spring/7-1 side-by-side.png", "spring/7-2 side-by-side.png"]),
        ("{custom.our id}.{ext}", ["7-1.png", "7-2.png"]),
        ("{stem}-{format}", ["a-square.png", "b-square.png"]),
    ] {
        assert_eq!(made(name), files, "{name}");
    }
    // Names that are no longer given are pruned with their folders.
    assert_eq!(folder.files("o"), ["a-square.png", "b-square.png"]);
    let again = well(&folder, &["render", "a.yaml", "-f", "square", "-o", "o", "--name", "{stem}-{format}"]);
    assert!(again.messages.contains("1 up to date"), "{}", again.messages);
}

#[test]
fn the_cards_of_a_series_are_told_apart_by_their_subject() {
    let folder = records(&[("a", "AB-1", "")]);
    let run = |name: &str| run(&folder, &["render", "a.yaml", "-f", "square", "--each", "contributor", "--name", name]);
    assert_eq!(run("{catalogue}-{subject}").out, "out/AB-1-odalys-brant.png\n");
    let text = "title: Tide\nartist: Vane\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n";
    folder.write("a.yaml", text);
    let ran = run("{stem}");
    assert_eq!(ran.code, 2);
    assert!(
        ran.messages.contains("gives the cards `odalys-brant` and `theo-okafor` of a.yaml one name"),
        "{}",
        ran.messages
    );
    assert!(ran.messages.contains("hint: put {subject} into it"), "{}", ran.messages);
}

#[test]
fn names_that_cannot_be_are_refused_before_anything_is_made() {
    let folder = records(&[("a", "AB-1", ""), ("b", "AB-2", "")]);
    for (name, message, hint) in [
        ("{catalog}", "no credit file has the field `catalog`, which `--name` asks for", "did you mean {catalogue}?"),
        ("{zork}", "no credit file has the field `zork`", "{stem}, {subject}, {format}"),
        ("{catalogue}", "gives the formats `square` and `story` of a.yaml one name", "put {format} into it"),
        ("../{stem}", "leads out of the output folder", ""),
        ("{stem}.png", "leave that out, each file gets the ending of its type", ""),
        ("{stem", "unbalanced '{'", ""),
    ] {
        let ran = run(&folder, &["render", "a.yaml", "b.yaml", "-f", "square,story", "--name", name]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}: {}", ran.messages);
        assert!(ran.messages.contains(message) && ran.messages.contains(hint), "{name}: {}", ran.messages);
    }
    assert!(!folder.path("out").exists());
}

#[test]
fn two_cards_of_one_name_are_an_error_in_render_and_in_check() {
    let folder = records(&[("a", "AB-1", ""), ("b", "ab-1", ""), ("c", "", "")]);
    let expected = "b.yaml:1:8: error: `b.yaml` and `a.yaml` would both be written to ";
    let none = "c.yaml:1:8: error: the name has {catalogue}, and there is no `catalogue` here [output-name]";
    let ran = run(&folder, &["render", ".", "-f", "square", "--name", "{catalogue}"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "out/AB-1.png\n"), "{}", ran.messages);
    let checked = run(&folder, &["check", ".", "--card-format", "square", "--name", "{catalogue}"]);
    assert_eq!(checked.code, 1);
    for messages in [ran.messages, checked.messages] {
        let messages = messages.replace("./", "");
        assert!(
            messages.contains(&format!("{expected}out/ab-1.png")) || messages.contains(&format!("{expected}ab-1.png")),
            "{messages}"
        );
        assert!(messages.contains("hint: put what tells them apart into `--name`, such as {stem}"), "{messages}");
        assert!(messages.contains(none), "{messages}");
    }
    // Without the option nothing is said about it.
    let one = records(&[("one", "", "")]);
    fs::create_dir(one.path("more")).expect("made");
    fs::copy(one.path("one.yaml"), one.path("more/one.yaml")).expect("copied");
    let ran = run(&one, &["render", "one.yaml", "more", "-f", "square"]);
    assert_eq!(ran.code, 1);
    assert!(ran.messages.contains("hint: rename one of the two, or render them to two folders"), "{}", ran.messages);
    assert!(!ran.messages.contains("pattern") && !ran.messages.contains("--name"), "{}", ran.messages);
}

#[test]
fn a_page_never_takes_the_place_of_another_card() {
    let folder = records(&[("a", "AB-1", "")]);
    let names: Vec<String> = (0..150).map(|number| format!("Marisol Vane the {number}th")).collect();
    let many = format!("title: Tide\nartist: Vane\ncatalogue: AB\ncredits:\n  Choir: [{}]\n", names.join(", "));
    folder.write("many.yaml", many);
    let render = |files: &[&str]| {
        run(&folder, &[&["render"], files, &["-f", "landscape", "--name", "{catalogue}", "--jobs", "1"]].concat())
    };
    let alone = render(&["many.yaml"]);
    assert_eq!(alone.code, 0, "{}", alone.messages);
    assert!(alone.out.starts_with("out/AB-1.png\nout/AB-2.png\n"), "{}", alone.out);
    // The same in a run in which the pages are up to date, and in one that makes them.
    for _ in 0..2 {
        let ran = render(&["many.yaml", "a.yaml"]);
        assert_eq!(ran.code, 1, "{}", ran.messages);
        assert!(
            ran.messages.contains("`many.yaml` and `a.yaml` would both be written to out/AB-1.png"),
            "{}",
            ran.messages
        );
        fs::remove_file(folder.path("out/.extra-credit.json")).expect("removed");
    }
}

#[test]
fn what_failed_is_repeated_at_the_end_where_it_was_buried() {
    let folder = records(&[("a", "", ""), ("c", "", "")]);
    folder.write("b.yaml", "title: Tide\nartists: Vane\n");
    let ran = run(&folder, &["render", ".", "-f", "square", "--jobs", "1"]);
    let (_, end) = ran.messages.split_once("failed:\n").expect("a list");
    assert!(end.contains("b.yaml:2:1: credit file: unknown key `artists` [unknown-key]\n"), "{end}");
    assert!(ran.messages.trim_end().ends_with("2 pictures made, 1 failed"), "{}", ran.messages);
    // An error that still is in sight is said once.
    let ran = run(&folder, &["render", "b.yaml", "-f", "square,story"]);
    assert!(!ran.messages.contains("failed:\n"), "{}", ran.messages);
    let ran = run(&folder, &["render", ".", "-f", "square", "--quiet"]);
    assert!(!ran.messages.contains("failed:\n") && ran.out.is_empty(), "{}", ran.messages);
}

#[test]
fn messages_have_colours_only_where_they_are_asked_for_or_seen() {
    let folder = records(&[]);
    folder.write("b.yaml", "title: Tide\nartists: Vane\n");
    let colored = |arguments: &[&str]| run(&folder, arguments).messages.contains("\u{1b}[");
    assert!(!colored(&["check", "b.yaml"]));
    assert!(!colored(&["check", "b.yaml", "--color", "auto"]));
    assert!(colored(&["check", "b.yaml", "--color", "always"]));
    assert!(colored(&["--color=always", "check", "b.yaml"]));
    assert!(!colored(&["check", "b.yaml", "--color=never"]));
    assert!(colored(&["check", "b.yaml", "--color=always", "--zork"]), "what is wrong with the options");
    assert!(!run(&folder, &["check", "b.yaml", "--color", "always", "--format", "json"]).out.contains('\u{1b}'));
    assert_eq!(run(&folder, &["check", "b.yaml", "--color", "green"]).code, 2);
}

fn cover(seed: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(80, 80, |x, y| image::Rgb([seed, (x * 3) as u8, (y * 2) as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}

#[test]
fn covers_are_found_by_fields_and_in_another_folder() {
    let folder = records(&[
        ("a", "AB-1", "artwork: \"{catalogue}.png\"\n"),
        ("b", "AB-2", "artwork: \"{catalogue}.png\"\n"),
        ("none", "AB-1", ""),
        ("slip", "", "artwork: \"{catalogue}.png\"\n"),
    ]);
    fs::create_dir(folder.path("art")).expect("made");
    folder.write("art/AB-1.png", cover(10));
    folder.write("art/AB-2.png", cover(200));
    let render = |file: &str, more: &[&str]| {
        let ran = run(&folder, &[&["render", file, "-f", "square", "-o", "-"], more].concat());
        (ran.code, ran.messages)
    };
    let (code, messages) = render("a.yaml", &[]);
    assert_eq!(code, 1);
    assert!(messages.contains("a.yaml:4:10: error: artwork `AB-1.png`: no such file"), "{messages}");
    let dir = ["-f", "square", "--artwork-dir", "art"];
    let make = |file: &str, out: &str, more: &[&str]| {
        well(&folder, &[&["render", file, "-o", out], &dir[..], more].concat());
        folder.read(out)
    };
    let (a, b) = (make("a.yaml", "a.png", &[]), make("b.yaml", "b.png", &[]));
    assert_ne!(a, b);
    // A record that names no cover gets the one that the option names, and no other record does.
    let pattern = ["--artwork", "{catalogue}.png"];
    assert_ne!(make("none.yaml", "n.png", &[]), make("none.yaml", "n.png", &pattern));
    assert_eq!(make("a.yaml", "a.png", &["--artwork", "AB-2.png"]), a);
    let ran = run(&folder, &[&["render", "slip.yaml"], &dir[..]].concat());
    assert_eq!(ran.code, 1);
    assert!(ran.messages.contains("slip.yaml:3:10: error: artwork `{catalogue}.png`: the path has {catalogue}, and there is no `catalogue` here"), "{}", ran.messages);
    let ran = run(&folder, &["render", "a.yaml", "-f", "square", "--artwork-dir", "nowhere"]);
    assert!(ran.messages.contains("hint: it is looked for in `--artwork-dir nowhere`"), "{}", ran.messages);
    well(&folder, &["check", "a.yaml", "b.yaml", "--artwork-dir", "art", "--card-format", "square"]);
    // Another folder makes the card anew.
    well(&folder, &[&["render", "a.yaml", "-o", "cards"], &dir[..]].concat());
    fs::create_dir(folder.path("other")).expect("made");
    folder.write("other/AB-1.png", cover(90));
    let ran = well(&folder, &["render", "a.yaml", "-o", "cards", "-f", "square", "--artwork-dir", "other"]);
    assert!(!ran.messages.contains("up to date"), "{}", ran.messages);
    // A file that has braces in its name is that file.
    fs::copy(folder.path("art/AB-1.png"), folder.path("{x}.png")).expect("copied");
    let text = "title: Tide\nartist: Vane\nartwork: \"{x}.png\"\ncredits:\n  Producer: Odalys Brant\n";
    folder.write("braces.yaml", text);
    well(&folder, &["render", "braces.yaml", "-f", "square", "-o", "braces.png"]);
}

/// The fonts and colours of the only page's texts, by kind.
fn look(folder: &Folder, more: &[&str]) -> serde_json::Value {
    well(folder, &[&["render", "a.yaml", "-f", "square", "-o", "look.png", "--emit", "scene"], more].concat());
    serde_json::from_slice(&folder.read("look.scene.json")).expect("JSON")
}

fn font(scene: &serde_json::Value, kind: &str) -> String {
    let texts = scene["texts"].as_array().expect("texts");
    let text = texts.iter().find(|text| text["kind"] == kind).expect("a text");
    text["font"].to_string()
}

#[test]
fn fonts_of_the_command_line_are_families_or_files_for_all_or_one_use() {
    let folder = records(&[("a", "", "")]);
    let plain = look(&folder, &[]);
    assert!(font(&plain, "title").contains("Archivo") && font(&plain, "name").contains("Inter"));
    let all = look(&folder, &["--font", "archivo"]);
    assert!(font(&all, "title").contains("Archivo") && font(&all, "name").contains("Archivo"));
    let names = look(&folder, &["--font", "names=Archivo", "--font", "title=Inter"]);
    assert!(font(&names, "title").contains("Inter") && font(&names, "name").contains("Archivo"));
    // A font file, and the same with a brand kit that says otherwise.
    let file = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/archivo")).expect("fonts");
    let file =
        file.map(|entry| entry.expect("an entry").path()).find(|path| path.extension().is_some_and(|e| e == "ttf"));
    fs::copy(file.expect("a font"), folder.path("Own.ttf")).expect("copied");
    folder.write("extra-credit.yaml", "fonts: {title: Inter}\nfooter: Every name\n");
    assert!(font(&look(&folder, &[]), "title").contains("Inter"));
    let own = look(&folder, &["--font", "Own.ttf"]);
    assert!(font(&own, "title").contains("Archivo") && font(&own, "name").contains("Archivo"));
    let ran = run(&folder, &["render", "a.yaml", "--font", "Archvo"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.messages.contains("no font family is called `Archvo`\n  hint: did you mean `Archivo`?"),
        "{}",
        ran.messages
    );
    let ran = run(&folder, &["render", "a.yaml", "--font", "nowhere.ttf"]);
    assert_eq!(ran.code, 1);
    assert!(ran.messages.contains("cannot read font nowhere.ttf"), "{}", ran.messages);
    let up_to_date = |font: &str| {
        let ran = well(&folder, &["render", "a.yaml", "-f", "square", "-o", "cards", "--font", font]);
        ran.messages.contains("1 up to date")
    };
    assert!(!up_to_date("Archivo") && up_to_date("Archivo") && !up_to_date("names=Archivo"));
    well(&folder, &["check", "a.yaml", "--font", "Archivo"]);
}

#[test]
fn a_colour_in_the_place_of_a_theme_is_the_ground_and_the_rest_follows() {
    let folder = records(&[("a", "", "")]);
    for (theme, ground) in [("#d02020", "#d02020"), ("d02020", "#d02020"), ("#fff", "#ffffff"), ("teal", "#008080")] {
        let ran = well(&folder, &["render", "a.yaml", "-f", "square", "-o", "c.png", "--theme", theme, "--explain"]);
        assert!(ran.messages.contains(&format!("colours   ground {ground},")), "{theme}: {}", ran.messages);
        let contrast = ran.messages.lines().find(|line| line.contains("contrast  lowest")).expect("contrast");
        let lowest: f32 =
            contrast.split("lowest ").nth(1).and_then(|rest| rest.split(':').next()?.parse().ok()).expect("a ratio");
        assert!(lowest >= 4.5, "{contrast}");
    }
    for (theme, hint) in [
        ("papr", "did you mean `paper`?"),
        ("zork", "or give a colour for the ground"),
        ("#12", "or give a colour"),
        ("transparent", "or give a colour"),
    ] {
        let ran = run(&folder, &["render", "a.yaml", "-f", "square", "--theme", theme]);
        assert_eq!(ran.code, 2, "{theme}");
        assert!(ran.messages.contains(hint), "{theme}: {}", ran.messages);
    }
    well(&folder, &["check", "a.yaml", "--theme", "#d02020"]);
    let text = "title: Tide\nartist: Vane\ncard: {theme: \"#d02020\"}\ncredits:\n  Producer: Odalys Brant\n";
    folder.write("b.yaml", text);
    well(&folder, &["render", "b.yaml", "-f", "square", "-o", "file.png"]);
    let without = text.replace("card: {theme: \"#d02020\"}\n", "");
    folder.write("b.yaml", without);
    well(&folder, &["render", "b.yaml", "-f", "square", "-o", "line.png", "--theme", "#d02020"]);
    let made = |path: &str| folder.read(path);
    assert_eq!(made("file.png"), made("line.png"));
    folder.write("b.yaml", text.replace("#d02020", "purple"));
    let ran = run(&folder, &["render", "b.yaml", "-f", "square"]);
    assert!(ran.messages.contains("hint: a colour is a mapping: theme: {ground: \"purple\"}"), "{}", ran.messages);
}

#[test]
fn the_columns_of_a_spreadsheet_name_files_and_covers() {
    let folder = records(&[]);
    fs::create_dir(folder.path("art")).expect("made");
    for (number, seed) in [(1, 10), (2, 200)] {
        folder.write(&format!("art/AB-{number}.png"), cover(seed));
    }
    let rows = "title,artist,Cat. No.,Our ID,role,name\nTide,Vane,AB-1,7,Producer,Odalys Brant\n,,,,Mixed by,Theo Okafor\n\
                Neap,Vane,AB-2,8,Producer,Odalys Brant\n";
    folder.write("releases (1).csv", rows);
    let arguments = ["releases (1).csv", "--map", "Our ID=custom.our id"];
    let ran = well(
        &folder,
        &[
            &["render"],
            &arguments[..],
            &["-f", "square", "--name", "{catalogue}_{our id}_{stem}"],
            &["--artwork-dir", "art", "--artwork", "{catalogue}.png", "--emit", "scene"],
        ]
        .concat(),
    );
    assert_eq!(ran.out, "out/AB-1_7_tide.png\nout/AB-2_8_neap.png\n");
    assert!(ran.messages.contains("2 pictures made"), "{}", ran.messages);
    let scene = folder.text("out/AB-1_7_tide.scene.json");
    assert!(scene.contains("\"artwork\""), "{scene}");
    well(&folder, &[&["convert"], &arguments[..], &["-o", "records"]].concat());
    let text = folder.text("records/tide.yaml");
    assert!(text.contains("catalogue: AB-1") && text.contains("our id: '7'"), "{text}");
    // What two rows of a record say in two ways is an error, for own fields too.
    folder.write("releases (1).csv", rows.replace(",,,,Mixed", ",,,9,Mixed"));
    let ran = run(&folder, &[&["check"], &arguments[..]].concat());
    assert!(
        ran.messages.contains("expected one `our id` for the record, found `9`, but row 2 says `7`"),
        "{}",
        ran.messages
    );
}

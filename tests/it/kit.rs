//! Brand kits: what the program says about their mistakes, which of several settings wins, and logos on cards.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use crate::approved::approved;
use crate::folder::{Folder, Ran};
use extra_credit::artwork::{Artwork, Limits};
use extra_credit::card::{Brand, Card, Logo, formats};
use extra_credit::encode::svg::to_svg;
use extra_credit::fonts::Fonts;
use extra_credit::geometry::{Color, Rect};
use extra_credit::kit::Margins;
use extra_credit::record::{Record, parse};
use extra_credit::scene::{Item, PictureItem, Scene};
use extra_credit::template::Template;
use extra_credit::testing::compose::compose;
use extra_credit::testing::raster::Rasterizer;
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

const RECORD: &str =
    "title: Tide\nartist: Vane\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n  Cello: Petra Lindqvist\n";

/// The scene of the only page that a run with these options makes.
fn made(folder: &Folder, options: &[&str]) -> serde_json::Value {
    let _ = fs::remove_dir_all(folder.path("out"));
    let mut arguments = vec!["render", "records/tide.yaml", "--emit", "scene"];
    arguments.extend(options);
    let out = folder.well(&arguments).out;
    assert_eq!(out.lines().count(), 1, "{out}");
    folder.json(&out.trim_end().replace(".png", ".scene.json"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("read") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("copied");
    }
}

#[test]
fn every_message_about_a_kit_reads_as_it_was_approved() {
    approved("kits", &["yaml"], |case, name| {
        let folder = Folder::with(&[("tide.yaml", RECORD), ("more.yaml", RECORD)]);
        folder.write("extra-credit.yaml", fs::read_to_string(case).expect("a kit"));
        copy(&case.with_file_name("files"), &folder.path("files"));
        let Ran { code, messages, .. } = folder.run(&["check", "."]);
        assert_eq!(code, 1, "{name}: {messages}");
        messages
    });
}

#[test]
fn problems_of_a_kit_are_said_once_for_all_cards() {
    let folder = Folder::with(&[("a.yaml", RECORD), ("b.yaml", RECORD), ("extra-credit.yaml", "logo: none.svg\n")]);
    let Ran { code, out, messages, .. } = folder.run(&["render", "."]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(messages.matches("none.svg` ").count() + messages.matches("logo `none.svg`").count(), 1, "{messages}");
    assert!(messages.contains("2 failed"), "{messages}");
}

#[test]
fn the_command_line_comes_before_the_file_and_the_file_before_the_kit() {
    let kit = "theme: paper\nformats: pin\ntemplate: plain\ntemplates: own\nhashtags: [FromKit]\nsupplied_by: Kit\n";
    let plain = "<svg xmlns=\"http://www.w3.org/2000/svg\"><text data-kind=\"hashtags\">{{ record.hashtags | join(' ') }}</text>\
                 <g style=\"columns:1\">{% for credit in credits %}<g>{% for name in credit.names %}\
                 <text data-kind=\"name\" data-field=\"{{ name.field }}\">{{ name.name }}</text>{% endfor %}</g>{% endfor %}</g></svg>";
    let folder = Folder::with(&[("extra-credit.yaml", kit), ("own/plain.svg", plain), ("records/tide.yaml", RECORD)]);
    let told = |scene: &serde_json::Value| {
        let text = |key: &str| scene[key].as_str().expect("text").to_owned();
        (text("format"), text("template"), text("ground"))
    };
    let (format, template, paper) = told(&made(&folder, &[]));
    assert_eq!((format.as_str(), template.as_str()), ("pin", "own/plain.svg"));
    let own = "card: {theme: mono, formats: [wide], template: side-by-side}\nhashtags: [FromFile]\n";
    folder.write("records/tide.yaml", format!("{RECORD}{own}"));
    let scene = made(&folder, &[]);
    let (format, template, mono) = told(&scene);
    assert_eq!((format.as_str(), template.as_str()), ("wide", "side-by-side"));
    let tags: Vec<&str> = scene["texts"]
        .as_array()
        .expect("texts")
        .iter()
        .filter(|text| text["kind"] == "hashtags")
        .filter_map(|text| text["string"].as_str())
        .collect();
    assert_eq!(tags, ["#FromFile"]);
    let (format, template, light) =
        told(&made(&folder, &["--format", "tall", "--theme", "light", "--template", "plain"]));
    assert_eq!((format.as_str(), template.as_str()), ("tall", "own/plain.svg"));
    assert!(paper != mono && mono != light && paper != light, "{paper} {mono} {light}");
}

#[test]
fn labels_are_printed_as_the_command_line_says_then_the_file_then_the_kit() {
    let record = "title: Tide\nartist: Vane\ncredits: {MIXED BY: Bo Li, Drum Programmer: Ida Os}\n";
    let folder =
        Folder::with(&[("extra-credit.yaml", "formats: square\nlabels: sentence\n"), ("records/tide.yaml", record)]);
    let labels = |options: &[&str]| -> Vec<String> {
        let scene = made(&folder, options);
        let texts = scene["texts"].as_array().expect("texts").iter().filter(|text| text["kind"] == "role");
        texts.filter_map(|text| text["string"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(labels(&[]), ["Mixed by", "Drum programmer"]);
    folder.write("records/tide.yaml", format!("{record}card: {{labels: catalogue}}\n"));
    assert_eq!(labels(&[]), ["Mixing Engineer", "Drum Programmer"]);
    assert_eq!(labels(&["--labels", "as-written"]), ["MIXED BY", "Drum Programmer"]);
}

#[test]
fn the_nearest_kit_is_taken_unless_one_is_named_or_none_is_wanted() {
    let folder = Folder::with(&[
        ("extra-credit.yaml", "formats: [square]\nfooter: Above\n"),
        ("records/extra-credit.yaml", "formats: [square]\nfooter: Beside\n"),
        ("records/tide.yaml", RECORD),
        ("records/other-kit.yaml", "formats: [square]\nfooter: Named\n"),
    ]);
    let footer = |options: &[&str]| {
        let scene = made(&folder, options);
        let texts = scene["texts"].as_array().expect("texts").clone();
        texts
            .into_iter()
            .find(|text| text["kind"] == "footer")
            .map(|text| text["string"].as_str().expect("text").to_owned())
    };
    assert_eq!(footer(&[]).as_deref(), Some("Beside"));
    assert_eq!(footer(&["--kit", "records/other-kit.yaml"]).as_deref(), Some("Named"));
    assert_eq!(footer(&["--no-kit", "--format", "square"]), None);
    fs::remove_file(folder.path("records/extra-credit.yaml")).expect("removed");
    assert_eq!(footer(&[]).as_deref(), Some("Above"));
    let Ran { messages, .. } = folder.run(&["render", "records/tide.yaml", "--explain"]);
    assert!(messages.contains("  kit       extra-credit.yaml\n"), "{messages}");
    // A folder that holds the named kit: the kit is no credit file.
    let out = folder.well(&["render", "records", "--kit", "records/other-kit.yaml", "-o", "cards"]).out;
    assert_eq!(out.lines().count(), 1, "{out}");
}

#[test]
fn a_kit_is_never_taken_for_a_credit_file() {
    let folder = Folder::with(&[("extra-credit.yaml", "formats: [square]\n"), ("tide.yaml", RECORD)]);
    let out = folder.well(&["render", "."]).out;
    assert!(out.lines().count() == 1 && out.contains("square.png"), "{out}");
    let Ran { code, messages, .. } = folder.run(&["render", "extra-credit.yaml"]);
    assert_eq!(code, 1);
    assert!(messages.starts_with("extra-credit.yaml: error: this is the name of a brand kit"), "{messages}");
}

#[test]
fn an_own_template_comes_before_a_built_in_one_and_finds_its_parts() {
    let own = "{% import \"parts/line.svg\" as line %}{% import \"parts/footer.svg\" as foot %}\n\
               <svg xmlns=\"http://www.w3.org/2000/svg\"><text data-kind=\"title\">{{ line.words() }}</text>\
               {{ foot.footer(record, kit, page, theme, floor, direction, false) }}</svg>";
    let part = "{% macro words() %}Own words{% endmacro %}";
    let folder = Folder::with(&[
        ("extra-credit.yaml", "templates: own\nformats: [square]\n"),
        ("own/side-by-side.svg", own),
        ("own/parts/line.svg", part),
        ("records/tide.yaml", RECORD),
    ]);
    let scene = made(&folder, &[]);
    assert!(scene["texts"].as_array().expect("texts").iter().any(|text| text["string"] == "Own words"), "{scene}");
    folder.write("records/mine.svg", "{% import \"parts/line.svg\" as line %}\n<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{{ line.words() }}</text></svg>");
    assert_eq!(made(&folder, &["--template", "records/mine.svg"])["texts"][0]["string"], "Own words");
    folder.write("records/parts/line.svg", "{% macro words() %}\n{{ nothing }}{% endmacro %}");
    let Ran { code, messages, .. } = folder.run(&["render", "records/tide.yaml", "--template", "records/mine.svg"]);
    assert_eq!(code, 1);
    assert!(messages.starts_with("records/parts/line.svg:2:"), "{messages}");
    for (name, message) in [
        ("../extra-credit.yaml", "leaves the template's folder"),
        ("/etc/hostname", "is an absolute path"),
        ("parts/lines.svg", "no part is called `parts/lines.svg`"),
    ] {
        folder.write(
            "records/mine.svg",
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\">\n{{% include \"{name}\" %}}</svg>"),
        );
        let Ran { code, messages, .. } = folder.run(&["render", "records/tide.yaml", "--template", "records/mine.svg"]);
        assert!(
            code == 1 && messages.starts_with("records/mine.svg:2:12: error: ") && messages.contains(message),
            "{messages}"
        );
    }
}

#[test]
fn a_template_is_exported_with_the_parts_that_it_uses() {
    let folder = Folder::with(&[("tide.yaml", RECORD)]);
    fs::create_dir(folder.path("mine")).expect("made");
    let out = folder.well(&["templates", "export", "side-by-side", "-o", "mine"]).out;
    assert_eq!(out, "mine/side-by-side.svg\nmine/parts/artwork.svg\nmine/parts/credits.svg\nmine/parts/footer.svg\n");
    folder.well(&["render", "tide.yaml", "--template", "mine/side-by-side.svg", "--format", "square", "-o", "a"]);
    folder.well(&["render", "tide.yaml", "--format", "square", "-o", "b"]);
    let picture = |name: &str| folder.read(name);
    assert!(picture("a/tide/square.png") == picture("b/tide/square.png"));
}

fn svg_logo(width: f32, height: f32, color: &str) -> Arc<Artwork> {
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\
         <rect x=\"{}\" width=\"{}\" height=\"{height}\" fill=\"{color}\"/><rect y=\"-999\" width=\"9999\" height=\"999\"/></svg>",
        width / 4.0,
        width / 2.0
    );
    Arc::new(Artwork::decode_logo(text.as_bytes(), &Limits::default()).expect("a logo"))
}

fn one(artwork: Arc<Artwork>) -> Logo {
    Logo { light: Arc::clone(&artwork), dark: artwork }
}

fn record() -> Record {
    parse("tide.yaml", RECORD.as_bytes()).expect("a record").record
}

fn scenes(brand: Brand, theme: Theme, artwork: bool) -> Vec<Scene> {
    let record = record();
    let template = Template::builtin("side-by-side").expect("built in").expect("well-formed");
    let cover = Arc::new(crate::helpers::picture(60, 60, |x, y| [40 + x as u8, 60 + y as u8, 90, 255]));
    let brand = Arc::new(brand);
    let mut all = Vec::new();
    for format in formats() {
        let card = Card {
            artwork: artwork.then(|| Arc::clone(&cover)),
            brand: Arc::clone(&brand),
            ..Card::new(&record, format, theme)
        };
        let composition = compose(&card, &template, &FONTS, &mut Shaper::new(&FONTS)).expect("a card");
        assert!(composition.warnings.is_empty(), "{:?}", composition.warnings);
        all.extend(composition.scenes);
    }
    all
}

fn logos(scene: &Scene) -> Vec<&PictureItem> {
    scene.pictures().filter(|picture| matches!(picture.field.as_str(), "logo" | "partner")).collect()
}

#[test]
fn logos_of_any_aspect_stay_in_the_safe_area_and_off_texts() {
    for aspect in [0.01, 0.05, 0.1, 0.5, 1.0, 2.0, 5.0, 20.0, 100.0] {
        let partners: Vec<Logo> = [1.0 / aspect, aspect, 1.0, 3.0]
            .into_iter()
            .map(|aspect| one(svg_logo(aspect * 10.0, 10.0, "red")))
            .collect();
        let pixels = one(Arc::new(crate::helpers::picture(((aspect * 64.0) as u32).max(1), 64, |_, _| [9, 9, 9, 200])));
        for logo in [one(svg_logo(aspect * 64.0, 64.0, "blue")), pixels] {
            let brand = Brand {
                logo: Some(logo),
                partners: partners.clone(),
                footer: Some("Every name on the record, on every card of the campaign".into()),
                hashtags: vec!["NamesFirst".into(), "BehindTheRecord".into()],
                margins: Some(Margins::Share(0.06)),
                ..Brand::default()
            };
            for scene in scenes(brand, Theme::dark(None), aspect > 1.0) {
                let place = format!("{} {aspect}", scene.format);
                let found = logos(&scene);
                assert_eq!(found.len(), 5, "{place}");
                for (index, logo) in found.iter().enumerate() {
                    assert!(scene.safe_area.contains(&logo.rect, 0.0), "{place}: {:?}", logo.rect);
                    let own = logo.picture.aspect();
                    let (width, height) = (logo.rect.width, logo.rect.height);
                    assert!(
                        (width - own * height).abs() <= 1.0 + own || (height - width / own).abs() <= 1.0 + 1.0 / own,
                        "{place}: {width} x {height}, {own}"
                    );
                    for text in scene.texts() {
                        assert!(
                            !text.ink.overlaps(&logo.rect, 0.0),
                            "{place}: `{}` {:?} and {:?}",
                            text.string,
                            text.ink,
                            logo.rect
                        );
                    }
                    for other in found.iter().skip(index + 1) {
                        assert!(!other.rect.overlaps(&logo.rect, 0.0), "{place}: {:?} and {:?}", other.rect, logo.rect);
                    }
                }
            }
        }
    }
}

#[test]
fn a_light_logo_stands_on_dark_grounds_and_a_dark_one_on_light_ones() {
    let logo = Logo { light: svg_logo(40.0, 10.0, "white"), dark: svg_logo(40.0, 10.0, "black") };
    for (theme, light) in [(Theme::dark(None), true), (Theme::paper(None), false), (Theme::light(None), false)] {
        let brand = Brand { logo: Some(logo.clone()), ..Brand::default() };
        for scene in scenes(brand, theme, true) {
            let expected = if light { &logo.light } else { &logo.dark };
            assert!(logos(&scene).iter().all(|found| Arc::ptr_eq(&found.picture, expected)), "{}", scene.format);
        }
    }
}

#[test]
fn margins_move_texts_in_from_the_edges() {
    let left = |margins| {
        let brand = Brand { margins, ..Brand::default() };
        let scenes = scenes(brand, Theme::dark(None), false);
        let square = scenes.iter().find(|scene| scene.format == "square").expect("a square");
        square.texts().map(|text| text.ink.x).fold(f32::INFINITY, f32::min).round()
    };
    // Small letters stand with their side bearing on the margin: up to 2 px.
    let stands = |at: f32, margin: f32| (margin..=margin + 2.0).contains(&at);
    assert!(stands(left(None), 56.0));
    assert!(stands(left(Some(Margins::Px(100.0))), 100.0));
    assert!(stands(left(Some(Margins::Px(0.0))), 32.0), "never less than the safe area");
}

#[test]
fn a_logo_looks_the_same_in_png_and_svg_and_keeps_its_transparency() {
    let gradient = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"10 10 80 40\"><defs><linearGradient id=\"a\">\
                    <stop stop-color=\"red\"/><stop offset=\"1\" stop-color=\"blue\" stop-opacity=\".3\"/></linearGradient>\
                    <clipPath id=\"c\"><circle cx=\"50\" cy=\"30\" r=\"18\"/></clipPath></defs>\
                    <g clip-path=\"url(#c)\"><rect x=\"-99\" y=\"-99\" width=\"400\" height=\"400\" fill=\"url(#a)\"/></g></svg>";
    let vector = Arc::new(Artwork::decode_logo(gradient.as_bytes(), &Limits::default()).expect("a logo"));
    let pixels = Arc::new(crate::helpers::picture(80, 40, |x, y| [200, 30, y as u8 * 6, if x < 40 { 0 } else { 200 }]));
    let ground = Color::rgb(20, 40, 60);
    let item = |picture: Arc<Artwork>, x: f32| {
        let crop = Rect::new(0.0, 0.0, picture.width() as f32, picture.height() as f32);
        let rect = Rect::new(x, 10.0, 160.0, 80.0);
        Item::Picture(PictureItem {
            field: "logo".into(),
            rect,
            crop,
            filter: Default::default(),
            opacity: 0.9,
            picture,
        })
    };
    let page = Rect::new(0.0, 0.0, 400.0, 100.0);
    let scene = Scene {
        format: "square".into(),
        template: "test".into(),
        width: page.width,
        height: page.height,
        safe_area: page,
        page: 1,
        pages: 1,
        ground,
        items: vec![item(Arc::clone(&vector), 10.0), item(pixels, 200.0), item(vector, 220.0)],
        omitted: Vec::new(),
    };
    let ours = Rasterizer::new(&FONTS).render(&scene, 1.0).expect("pixels");
    let at = |x: usize, y: usize| &ours.data[(y * 400 + x) * 4..][..3];
    assert_eq!(
        (at(11, 11), at(205, 50)),
        (&[20, 40, 60][..], &[20, 40, 60][..]),
        "transparent corners show the ground"
    );
    assert_ne!(at(90, 50), [20, 40, 60]);
    let svg = to_svg(&scene, &FONTS).expect("SVG");
    let tree = resvg::usvg::Tree::from_str(&svg, &Default::default()).expect("an SVG that is read");
    let mut pixmap = resvg::tiny_skia::Pixmap::new(400, 100).expect("pixels");
    resvg::render(&tree, resvg::tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    let off: Vec<u8> = ours.data.iter().zip(pixmap.data()).map(|(a, b)| a.abs_diff(*b)).collect();
    let mean = off.iter().map(|off| f64::from(*off)).sum::<f64>() / off.len() as f64;
    let large = off.iter().filter(|off| **off > 24).count();
    assert!(mean < 0.5 && large < off.len() / 200, "mean {mean}, {large} channels of {} differ", off.len());
}

#[test]
fn a_family_that_no_font_has_is_answered_with_those_of_the_given_files() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/instrument-serif/InstrumentSerif_400Regular.ttf");
    let kit = format!("fonts: {{title: Corporate Grotesk, files: ['{}']}}\n", file.display());
    let folder = Folder::with(&[("tide.yaml", RECORD), ("extra-credit.yaml", &kit)]);
    let Ran { code, messages, .. } = folder.run(&["check", "tide.yaml", "--allow-outside"]);
    assert_eq!(code, 1);
    assert!(messages.contains("no font family is called `Corporate Grotesk` [unknown-font]"), "{messages}");
    let hint = "hint: the file given under `files` has `Instrument Serif`; `extra-credit fonts` lists the others";
    assert!(messages.contains(hint), "{messages}");
}

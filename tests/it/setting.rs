//! How texts are set: the rhythm of names, margins in both directions, and what holds for display type.

use std::fmt::Write as _;

use extra_credit::card::{Card, format};
use extra_credit::record::parse;
use extra_credit::scene::{Scene, TextItem};
use extra_credit::template::Template;
use extra_credit::testing::compose::compose;
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

use crate::helpers::inspect::FONTS;

/// One page of a record in a template of these elements.
fn page(elements: &str, record: &str) -> Scene {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{{{{ format.width }}}}\" height=\"{{{{ format.height }}}}\" \
         style=\"display:flex; flex-direction:column; direction:{{{{ direction }}}}; font-family:Inter; padding:50px\">{elements}</svg>"
    );
    let template = Template::new("test.svg", &svg).expect("well-formed");
    let record =
        if record.contains("credits") { record.to_owned() } else { format!("{record}credits: {{Bass: Bo}}\n") };
    let record = parse("record.yaml", record.as_bytes()).expect("a record").record;
    let card = Card::new(&record, format("square").expect("a format"), Theme::dark(None));
    let composition = compose(&card, &template, &FONTS, &mut Shaper::new(&FONTS)).expect("a card");
    composition.scenes.into_iter().next().expect("a page")
}

const LIST: &str = "{% for credit in credits %}<g>{% for name in credit.names %}\
    <text data-kind=\"name\" data-field=\"{{ name.field }}\" style=\"font-size:30px; line-height:1.22\">{{ name.name }}</text>\
    {% endfor %}</g>{% endfor %}";

fn title(style: &str) -> String {
    format!("<text data-kind=\"title\" data-field=\"title\" style=\"{style}\">{{{{ record.title }}}}</text>")
}

fn names(list: &[&str]) -> String {
    let mut text = "title: Tide\nartist: Vane\ncredits:\n  Choir:\n".to_owned();
    list.iter().for_each(|name| writeln!(text, "    - \"{name}\"").expect("written"));
    text
}

/// Distances between the baselines of names in px.
fn rhythm(list: &[&str]) -> Vec<f32> {
    let scene = page(LIST, &names(list));
    let baselines: Vec<f32> = scene.texts().flat_map(|text| &text.lines).map(|line| line.baseline).collect();
    assert_eq!(baselines.len(), list.len());
    baselines.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

fn even(distances: &[f32]) -> bool {
    distances.iter().all(|distance| (distance - distances[0]).abs() <= 1.0)
}

#[test]
fn names_of_one_script_keep_one_rhythm_whatever_letters_they_have() {
    for list in [
        ["ليلى", "أحمد", "سامر الكيلاني", "نور", "دانا عيسى", "صلاح"],
        ["נועה", "יעקב", "דוד קץ", "שרה", "אלף", "מים"],
        ["लता", "श्रीनिवास", "कुमार", "वर्मा", "ज्योति", "रूपा"],
        ["สายัณห์", "ปู่", "มานี", "ญาณี", "น้ำ", "ฟ้า"],
        ["Ana", "Ágnes", "Jørgen", "Ursule", "xenos", "Ngọc"],
    ] {
        let distances = rhythm(&list);
        assert!(even(&distances), "{list:?}: {distances:?}");
    }
}

#[test]
fn names_of_several_scripts_keep_one_rhythm() {
    let mixed = rhythm(&["Nora Vale", "ليلى", "נועה ברק", "Joan Pike", "लता वर्मा", "Ελένη"]);
    assert!(even(&mixed), "{mixed:?}");
}

#[test]
fn one_name_in_a_tall_script_does_not_loosen_a_long_list() {
    let mut list = vec!["Nora Vale"; 20];
    list.push("ليلى");
    let distances = rhythm(&list);
    assert!(distances[..18].iter().all(|distance| (distance - 36.6).abs() < 1.0), "{distances:?}");
}

#[test]
fn a_script_with_deep_stacks_gets_the_room_that_they_take() {
    let distances = rhythm(&["བསྒྲུབས", "བསྒྲུབས", "བསྒྲུབས"]);
    assert!(distances[0] > 45.0 && even(&distances), "{distances:?}");
}

/// The distance of a text's ink from the left and right edges of the page in px.
fn edges(scene: &Scene, text: &TextItem) -> (f32, f32) {
    (text.ink.x, scene.width - text.ink.right())
}

#[test]
fn stems_of_display_lines_stand_on_the_margin() {
    let record = "title: \"Big Harbour Harbour\"\nartist: Vane\n";
    let lines = |style: &str| {
        let scene = page(&title(style), record);
        let text = scene.texts().next().expect("a title");
        (edges(&scene, text), text.lines.iter().map(|line| line.rect.x).collect::<Vec<_>>())
    };
    let ((left, _), _) = lines("font-size:120px; font-weight:800");
    assert!((left - 50.0).abs() <= 0.6, "{left}");
    let ((_, right), _) = lines("font-size:120px; font-weight:800; text-align:end");
    assert!((right - 50.0).abs() <= 0.6, "{right}");
    let ((left, _), _) = lines("font-size:120px; font-weight:800; -x-display:none");
    assert!(left > 56.0, "{left}");
    let ((left, _), lines) = lines("font-size:40px");
    assert!(left > 50.9 && lines.iter().all(|x| *x == 50.0), "{left} {lines:?}");
}

#[test]
fn display_lines_that_fill_the_measure_do_so_with_their_ink() {
    let scene = page(
        &title("font-size:300px; font-weight:800")
            .replace("data-kind", "data-fit=\"line\" data-max-size=\"300px\" data-kind"),
        "title: Harbour Bell\nartist: Vane\n",
    );
    let text = scene.texts().next().expect("a title");
    let (left, right) = edges(&scene, text);
    assert!((left - 50.0).abs() <= 1.0 && (right - 50.0).abs() <= 1.0, "{left} {right}");
}

#[test]
fn lines_of_display_type_keep_a_gap_between_their_ink_only_where_letters_meet() {
    let leading = |words: &str, width: u32, size: u32| {
        let style = format!("width:{width}px; font-size:{size}px; font-weight:800; line-height:.8");
        let scene = page(&title(&style), &format!("title: {words}\nartist: Vane\n"));
        let text = scene.texts().next().expect("a title");
        assert_eq!(text.lines.len(), 2, "{words}");
        text.lines[1].baseline - text.lines[0].baseline
    };
    assert!((leading("oooo oooo", 400, 100) - 80.0).abs() <= 1.0);
    assert!((leading("ggooo ooobb", 400, 100) - 82.0).abs() <= 4.0, "{}", leading("ggooo ooobb", 400, 100));
    // A descender of Inter is some 0.2 em, an ascender 0.76 em.
    assert!(leading("gg bb", 200, 100) >= 98.0, "{}", leading("gg bb", 200, 100));
    assert!((leading("gg bb", 80, 40) - 32.0).abs() <= 1.0);
}

#[test]
fn margins_that_follow_the_direction_mirror_exactly() {
    let elements = "<g style=\"padding-inline-start:30px; margin-inline-end:70px\">\
        <g style=\"position:relative\"><rect style=\"width:100%; height:10px; fill:#fff\"/>\
        <rect style=\"position:absolute; inset-inline-start:20px; top:20px; width:10px; height:10px; fill:#fff\"/></g></g>";
    let rects = |language: &str| -> Vec<(f32, f32)> {
        let scene = page(elements, &format!("title: Tide\nartist: Vane\nlanguage: {language}\n"));
        let rects = scene.items.iter().filter_map(|item| match item {
            extra_credit::scene::Item::Rect(rect) => Some((rect.rect.x, 1080.0 - rect.rect.right())),
            _ => None,
        });
        rects.collect()
    };
    let (left, right) = (rects("en"), rects("ar"));
    assert_eq!(left[0], (80.0, 120.0));
    assert_eq!(left[1].0, 100.0);
    let mirrored: Vec<(f32, f32)> = right.into_iter().map(|(x, end)| (end, x)).collect();
    assert_eq!(left, mirrored);
}

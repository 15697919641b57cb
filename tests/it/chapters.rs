//! Pages that are chapters: a template with `data-pages="chapters"`, and the carousel that is made of them.

use std::collections::BTreeSet;

use extra_credit::card::{Card, Overflow, chapters, format, formats};
use extra_credit::scene::Scene;
use extra_credit::template::Template;
use extra_credit::testing::compose::compose;
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

use crate::helpers::inspect::{FONTS, Press, of_kind};
use crate::helpers::records::{Script, record, yaml};

/// A list of names under the heading of their chapter.
const LIST: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080" data-pages="chapters"
     style="display:flex; flex-direction:column; padding:60px; font-family:Inter; background-color:{{ theme.ground }}">
  <text data-kind="heading" style="flex:none; font-size:60px; fill:{{ theme.text }}">{{ chapter.title if chapter and chapter.title else record.title }} {{ page.number }} of {{ page.count }}</text>
  {% if credits %}
  <g data-min-size="24px" data-max-size="120px" style="flex:1; min-height:0; font-size:120px; columns:1">
    {% for credit in credits %}<g><text data-kind="role" data-field="{{ credit.field }}" style="fill:{{ theme.text }}">{{ credit.role }}</text>
    {% for name in credit.names %}<text data-item="name" data-kind="name" data-field="{{ name.field }}" style="fill:{{ theme.text }}">{{ name.name }}</text>{% endfor %}</g>{% endfor %}
  </g>
  {% endif %}
</svg>"##;

const RECORD: &str = "title: Neap\nartist: Bo\ncredits:\n  \
    Mastering Engineer: [Ann, Bea, Cy, Dee, Eve, Fay]\n  \
    Songwriter: [Gus, Hal, Ian, Jo, Kim, Lu]\n  \
    Guitar: [Mo, Nell, Ola, Pia, Quin, Rob, Sue, Tom, Una]\n";

fn scenes(text: &str, overflow: Overflow) -> Vec<Scene> {
    let template = Template::new("own.svg", LIST).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let record = record(text);
    let card = Card { overflow, ..Card::new(&record, format("square").expect("a format"), Theme::dark(None)) };
    let composed = compose(&card, &template, &FONTS, &mut Shaper::new(&FONTS));
    composed.unwrap_or_else(|problems| panic!("{}", problems[0])).scenes
}

fn headings(scenes: &[Scene]) -> Vec<String> {
    of_kind(scenes, "heading").map(|text| text.string.clone()).collect()
}

#[test]
fn every_chapter_begins_a_page_and_the_first_page_has_no_names() {
    let scenes = scenes(RECORD, Overflow::Pages);
    assert_eq!(headings(&scenes), ["Neap 1 of 4", "Written 2 of 4", "Played 3 of 4", "Recorded 4 of 4"]);
    let names: Vec<usize> =
        scenes.iter().map(|scene| scene.texts().filter(|text| text.kind == "name").count()).collect();
    assert_eq!(names, [0, 6, 9, 6]);
    let numbers: Vec<(u32, u32)> = scenes.iter().map(|scene| (scene.page, scene.pages)).collect();
    assert_eq!(numbers, [(1, 4), (2, 4), (3, 4), (4, 4)]);
}

#[test]
fn names_of_each_chapter_are_as_large_as_its_page_allows() {
    let scenes = scenes(RECORD, Overflow::Pages);
    let size = |scene: &Scene| scene.texts().find(|text| text.kind == "name").map_or(0.0, |text| text.size);
    assert!(size(&scenes[1]) > size(&scenes[2]), "six names are larger than nine");
}

#[test]
fn a_chapter_that_one_page_does_not_hold_goes_on_and_all_pages_count_it() {
    let crowd: Vec<String> = (0..70).map(|number| format!("Player {number}")).collect();
    let text = RECORD.replace("Guitar: [", &format!("Choir: [{}]\n  Guitar: [", crowd.join(", ")));
    let scenes = scenes(&text, Overflow::Pages);
    let all = scenes.len();
    assert!(all > 4);
    assert_eq!(headings(&scenes).last(), Some(&format!("Recorded {all} of {all}")));
    let shown: BTreeSet<&str> = of_kind(&scenes, "name").map(|text| text.string.as_str()).collect();
    assert_eq!(shown.len(), 91);
}

#[test]
fn a_card_of_one_page_is_one_chapter() {
    let scenes = scenes(RECORD, Overflow::Summary);
    assert_eq!(headings(&scenes), ["Credits 1 of 1"]);
    assert_eq!(of_kind(&scenes, "name").count(), 21);
}

#[test]
fn pages_are_chapters_or_say_nothing() {
    let template = LIST.replace("data-pages=\"chapters\"", "data-pages=\"parts\"");
    let problem = Template::new("own.svg", &template).and_then(|template| {
        let record = record(RECORD);
        let card = Card::new(&record, format("square").expect("a format"), Theme::dark(None));
        compose(&card, &template, &FONTS, &mut Shaper::new(&FONTS)).map(|_| ())
    });
    let said = problem.expect_err("an error")[0].to_string();
    assert!(said.contains("data-pages") && said.contains("chapters"), "{said}");
}

#[test]
fn the_swipe_set_shows_everybody_in_chapters() {
    let mut press = Press::new("swipe-set");
    let mut problems = Vec::new();
    let japanese = cfg!(feature = "cjk").then_some((24, Script::Japanese));
    let counts =
        [(1, Script::Latin), (3, Script::Latin), (12, Script::Arabic), (24, Script::Latin), (60, Script::Mixed)];
    for (count, script) in counts.into_iter().chain(japanese).chain([(300, Script::Latin)]) {
        let record = record(&yaml(count, script, "Low Tide Piano"));
        for format in formats().iter().filter(|format| count < 300 || format.name == "portrait") {
            for artwork in [true, false] {
                let card = press.card(&record, format, artwork, Overflow::Pages);
                let composition = press.compose(&card);
                let place = format!("{count} names, {script:?}, {}, artwork {artwork}", format.name);
                let warned = composition.warnings.iter().filter(|warning| warning.code != "left-out");
                problems.extend(warned.map(|warning| format!("{place}: {}", warning.message)));
                let told = chapters(&card.credits, card.wording);
                let wanted: Vec<&str> = told
                    .iter()
                    .flat_map(|chapter| &chapter.credits)
                    .flat_map(|credit| &credit.names)
                    .map(|name| name.field.as_str())
                    .collect();
                let shown: Vec<&str> = of_kind(&composition.scenes, "name").map(|text| text.field.as_str()).collect();
                if shown != wanted {
                    problems.push(format!("{place}: {} of {} names, or in another order", shown.len(), wanted.len()));
                }
                for (index, scene) in composition.scenes.iter().enumerate() {
                    let texts: Vec<_> = scene.texts().collect();
                    if index > 0 && !texts.iter().any(|text| text.kind == "name") {
                        problems.push(format!("{place}: page {} has no name", index + 1));
                    }
                    for (at, one) in texts.iter().enumerate() {
                        if let Some(over) = texts.iter().skip(at + 1).find(|other| one.ink.overlaps(&other.ink, 1.0)) {
                            problems.push(format!("{place}: `{}` and `{}` overlap", one.string, over.string));
                        }
                    }
                }
            }
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// In the record the last instrument of somebody is next to what they wrote, under which the same name stands.
const BOTH: &str = "\
title: Neap
artist: Bo
credits:
  Mandolin: [Nell Duarte-Quill, Eve Kowalczyk, Ann Holt, Sue Adeyinka-Ross, Rob Duarte-Quill]
  Organ: [Nell Duarte-Quill, Eve Kowalczyk, Rob Duarte-Quill]
  Piano: [Rob Duarte-Quill, Fay Holt]
  Cello: [Jo Kimura, Deirdre Vane]
  Lead Vocals: [Lu Kimura, Pia Vane]
  Drums: [Deirdre Vane, Eve Kowalczyk]
  Harmonica: [Sue Adeyinka-Ross, Deirdre Vane, Rob Duarte-Quill, Nell Duarte-Quill, Fay Holt]
  Congas: [Sue Adeyinka-Ross, Nell Duarte-Quill, Deirdre Vane]
  Cornet: [Ann Holt]
  Bass: [Gustav Adeyinka-Ross]
  Accordion: Bea Adeyinka-Ross
  Viola: Bea Adeyinka-Ross
  Harp: Bea Adeyinka-Ross
  Tuba: Bea Adeyinka-Ross
  Written-By: Bea Adeyinka-Ross
  Recorder: [Sue Adeyinka-Ross]
  Guitar: [Jo Kimura, Gustav Adeyinka-Ross]
  Producer: [Tom Duarte-Quill, Lu Kimura]
  Engineer: Fay Holt
  Design: [Jo Kimura, Eve Kowalczyk]
";

#[test]
fn a_label_that_roles_of_a_chapter_share_stands_for_all_of_them() {
    let record = record(BOTH);
    let mut press = Press::new("swipe-set");
    for format in formats() {
        let composition = press.compose(&press.card(&record, format, false, Overflow::Pages));
        let lost =
            composition.warnings.iter().filter(|one| one.code == "names-missing").map(|one| one.message.as_str());
        let lost: Vec<&str> = lost.collect();
        assert!(lost.is_empty(), "{}: {}", format.name, lost.join("\n"));
    }
}

//! Every built-in template that lists a record's credits, in every format: all names whole, once, in order, inside, apart.

use std::collections::BTreeMap;

use extra_credit::card::{Overflow, format, formats};
use extra_credit::scene::{Scene, TextItem};
use extra_credit::template::Template;
use extra_credit::testing::compose::Composition;

use proptest::prelude::*;

use crate::helpers::inspect::{Press, of_kind};
use crate::helpers::records::{Script, record, yaml};

/// Cards of a template in all formats: numbers of names, for each script.
pub fn shows_everybody(template: &str) {
    let formats: Vec<&str> = formats().iter().map(|format| format.name.as_str()).collect();
    let mut press = Press::new(template);
    let mut problems = Vec::new();
    let mut run = |counts: &[usize], script: Script, title: &str, formats: &[&str]| {
        for count in counts {
            let record = record(&yaml(*count, script, title));
            problems.extend(
                press.problems(&record, formats, true).into_iter().map(|problem| format!("{script:?}, {problem}")),
            );
        }
    };
    run(&[1, 2, 3, 7, 12, 24, 40, 60, 120], Script::Latin, "Low Tide Piano", &formats);
    run(&[300], Script::Latin, "Low Tide Piano", &["square", "landscape"]);
    let japanese = cfg!(feature = "cjk").then_some(Script::Japanese);
    for script in [Script::Arabic, Script::Devanagari, Script::Mixed].into_iter().chain(japanese) {
        run(&[1, 3, 12, 40, 120], script, "Low Tide Piano", &["square", "story", "landscape"]);
    }
    run(&[3, 24], Script::Arabic, "مدّ وجزر", &formats);
    let long = "The Long Way Round to the Harbour Wall, and Other Songs for Slow Water and Borrowed Rooms; ".repeat(3);
    let long: String = long.chars().take(200).collect();
    run(&[3, 40], Script::Latin, long.trim_end(), &formats);
    run(&[3, 40], Script::Latin, "X", &formats);
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn the_wall_shows_everybody() {
    shows_everybody("credit-cover");
}

#[test]
fn liner_notes_show_everybody() {
    shows_everybody("liner-notes");
}

#[test]
fn the_credit_roll_shows_everybody() {
    shows_everybody("credit-roll");
}

#[test]
fn a_track_list_without_tracks_shows_everybody() {
    shows_everybody("track-list");
}

#[test]
fn every_line_of_the_wall_fills_the_measure() {
    let mut press = Press::new("credit-cover");
    for count in [2, 3, 7, 12, 24, 60] {
        let record = record(&yaml(count, Script::Latin, "Low Tide Piano"));
        for name in ["square", "story", "landscape"] {
            let card = press.card(&record, format(name).expect("a format"), true, Overflow::Pages);
            let scenes = press.compose(&card).scenes;
            for scene in &scenes {
                let names = || scene.texts().filter(|text| text.kind == "name");
                // Lines at the largest size that the template allows may end early.
                let largest = names().map(|text| text.size).fold(0.0, f32::max);
                let mut lines: BTreeMap<i32, (f32, f32)> = BTreeMap::new();
                for text in names() {
                    let line = lines.entry(text.lines[0].baseline as i32).or_insert((f32::MAX, f32::MIN));
                    *line = (line.0.min(text.ink.x), line.1.max(text.ink.right()));
                }
                // Labels stand in a line, raised to the cap height of its names.
                for label in scene.texts().filter(|text| text.kind == "role") {
                    if let Some((_, line)) = lines.range_mut(label.lines[0].baseline as i32..).next() {
                        *line = (line.0.min(label.ink.x), line.1.max(label.ink.right()));
                    }
                }
                let whole = |baseline: i32| {
                    names().any(|text| text.lines[0].baseline as i32 == baseline && text.size < largest)
                };
                let left = lines.values().map(|line| line.0).fold(f32::MAX, f32::min);
                let right = lines.values().map(|line| line.1).fold(f32::MIN, f32::max);
                for (baseline, line) in lines.iter().filter(|(baseline, _)| whole(**baseline)) {
                    let short = (line.0 - left).max(right - line.1) / (right - left);
                    assert!(
                        short < 0.015,
                        "{count} names, {name}: line at {baseline} spans {line:?} of {left} to {right}"
                    );
                }
            }
        }
    }
}

/// The texts of a page whose template holds `body`.
fn set(body: &str, press: &mut Press) -> Vec<Scene> {
    let source =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" style=\"display:flex; flex-direction:column\">{body}</svg>");
    press.template = Template::new("test.svg", &source).expect("a template").into();
    let record = record(&yaml(2, Script::Latin, "Low Tide Piano"));
    let card = press.card(&record, format("square").expect("a format"), false, Overflow::Pages);
    press.compose(&card).scenes
}

#[test]
fn a_text_with_data_fit_line_fills_the_measure_with_every_line() {
    let mut press = Press::new("side-by-side");
    let scenes = set(
        "<text data-kind=\"line\" data-fit=\"line\" data-min-size=\"20px\" data-max-size=\"400px\" \
         style=\"width:900px; height:700px; line-height:1\">We read the credits out loud tonight</text>",
        &mut press,
    );
    let texts: Vec<&TextItem> = of_kind(&scenes, "line").collect();
    let [text] = texts.as_slice() else { panic!("{texts:?}") };
    assert!(text.lines.len() > 1, "{:?}", text.lines);
    // Ink fills the measure: advances are wider by the bearings of the first and last letter.
    for line in &text.lines {
        let more = line.rect.width - 900.0;
        assert!((-2.0..0.15 * line.runs[0].size).contains(&more), "`{}` is {} px wide", line.string, line.rect.width);
    }
    assert!((text.ink.width - 900.0).abs() < 2.0, "{:?}", text.ink);
    assert!(text.ink.height <= 700.0, "{:?}", text.ink);
    let words: String = text.lines.iter().map(|line| line.string.as_str()).collect();
    assert_eq!(words, "We read the credits out loud tonight");
}

#[test]
fn the_members_of_a_fit_group_share_the_smallest_size() {
    let mut press = Press::new("side-by-side");
    let text = |words: &str| {
        format!(
            "<text data-kind=\"cell\" data-fit=\"shrink\" data-fit-group=\"cells\" data-min-size=\"20px\" data-max-lines=\"2\" \
             style=\"width:400px; font-size:60px\">{words}</text>"
        )
    };
    let body = text("Sound") + &text("Captures the performance, microphone by microphone") + &text("The song");
    let scenes = set(&body, &mut press);
    let sizes: Vec<f32> = of_kind(&scenes, "cell").map(|text| text.size).collect();
    assert_eq!(sizes.len(), 3);
    assert!(sizes[0] < 60.0 && sizes.iter().all(|size| *size == sizes[0]), "{sizes:?}");
}

#[test]
fn a_title_whose_size_was_counted_too_large_gives_way_to_what_stands_under_it() {
    let mut press = Press::new("side-by-side");
    let title = "Tides ".repeat(12);
    let scenes = set(
        &format!(
            "<g style=\"padding:100px; display:flex; flex-direction:column\">\
             <text data-kind=\"title\" data-field=\"title\" data-fit=\"shrink\" data-min-size=\"20px\" \
             style=\"flex:none; width:400px; font-size:120px\">{}</text>\
             <text data-kind=\"artist\" data-field=\"artist\" style=\"font-size:40px\">Vane</text></g>",
            title.trim()
        ),
        &mut press,
    );
    let text = |kind| of_kind(&scenes, kind).next().expect("a text");
    let (title, artist) = (text("title"), text("artist"));
    assert!(title.size < 120.0 && title.size > 40.0, "{} px", title.size);
    assert!(scenes[0].safe_area.contains(&title.ink, 1.0), "{:?}", title.ink);
    assert!(scenes[0].safe_area.contains(&artist.ink, 1.0), "{:?}", artist.ink);
}

/// A break takes a letter of Arabic from those before it, and it ends in a bow that reached beyond the safe area.
#[test]
fn a_title_of_one_long_arabic_word_stays_inside() {
    let record = record(&yaml(6, Script::Latin, &"جغشظ".repeat(50)));
    for template in ["side-by-side", "track-list"] {
        let problems = Press::new(template).problems(&record, &["wide", "landscape", "square"], true);
        assert!(problems.is_empty(), "{template}:\n{}", problems.join("\n"));
    }
}

/// Letters of Arabic reach to the left of where they begin: with a label beside it, a large name reached into the label.
#[test]
fn a_label_on_the_line_of_a_name_is_apart_from_its_ink() {
    let mut problems = Vec::new();
    for name in ["ظر", "خر", "دشغر", "jß", "ਓਓ", "กก"] {
        for title in ["Tide", "مدّ"] {
            let text = format!(
                "title: {title}\nartist: Vane\ncredits:\n  Producer: [\"{name}\"]\n  Piano: [Odalys Brant]\n  Choir: [\"{name}\"]\n"
            );
            for template in ["credit-cover", "credit-block"] {
                problems.extend(Press::new(template).problems(&record(&text), &["square", "story"], false));
            }
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn pages_carry_about_as_many_names_each() {
    let mut press = Press::new("side-by-side");
    for count in [41, 55, 70, 90, 120] {
        let credits: String = (0..count).map(|n| format!("  Session Role {n}: Odalys Brant {n}\n")).collect();
        let record = record(&format!("title: Tide\nartist: Vane\ncredits:\n{credits}"));
        for name in ["square", "landscape"] {
            let card = press.card(&record, format(name).expect("a format"), true, Overflow::Pages);
            let scenes = press.compose(&card).scenes;
            let names: Vec<usize> =
                scenes.iter().map(|scene| scene.texts().filter(|text| text.kind == "name").count()).collect();
            let (least, most) = (names.iter().min().copied(), names.iter().max().copied());
            // Rows beside the artwork of a square: 32, 32 and 26 names.
            let share = if (count, name) == (90, "square") { 4 } else { 8 };
            assert!(most <= least.map(|least| least + least / share + 1), "{count} names, {name}: {names:?}");
        }
    }
}

/// Words of a script.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-zà-ÿ]{0,11}( [A-Z][a-zà-ÿ’-]{0,13}[a-z]){0,2}",
        "[A-Z]{1,3}[a-z]{0,30}",
        "[\u{5d0}-\u{5ea}]{1,9}( [\u{5d0}-\u{5ea}]{1,9}){0,2}",
        "[\u{627}-\u{63a}]{1,9}( [\u{641}-\u{64a}]{1,9}){0,2}",
        "[\u{915}-\u{939}]{1,6}( [\u{915}-\u{939}]\u{93f}[\u{915}-\u{939}]{1,5}){0,2}",
        "[\u{410}-\u{42f}][\u{430}-\u{44f}]{1,12}( [\u{410}-\u{42f}][\u{430}-\u{44f}]{1,14}){0,2}",
        "[\u{3b1}-\u{3c1}]{1,12}( [\u{3b1}-\u{3c1}]{1,14}){0,2}",
        "[\u{e01}-\u{e2e}]{1,14}",
    ]
}

/// A text of exactly `length` characters, out of words.
fn of_length(length: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = String> {
    (prop::collection::vec(words(), 1..40), length).prop_map(|(words, length)| {
        let text: String = words.join(" ").chars().cycle().take(length).collect();
        let text = text.trim().to_owned();
        if text.is_empty() { "X".to_owned() } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn any_record_keeps_every_promise_in_any_template(
        title in of_length(1..=200),
        credits in prop::collection::vec((of_length(1..=56), prop::collection::vec(words(), 1..7)), 1..18),
        template in prop::sample::select(&["side-by-side", "credit-cover", "liner-notes", "credit-roll", "track-list", "swiss", "full-bleed", "credit-block", "blue-note"][..]),
        format in prop::sample::select(&["square", "portrait", "tall", "story", "landscape", "wide", "pin"][..]),
        artwork in any::<bool>(),
    ) {
        let mut text = format!("title: \"{title}\"\nartist: Marisol Vane\ncredits:\n");
        for (number, (role, names)) in credits.iter().enumerate() {
            // The number keeps roles apart.
            let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            text.push_str(&format!("  \"{role} {number}\": [{}]\n", names.join(", ")));
        }
        let record = record(&text);
        let problems = Press::new(template).problems(&record, &[format], artwork);
        prop_assert!(problems.is_empty(), "{template} {format}:\n{}\n{text}", problems.join("\n"));
    }
}

/// What `--explain` says against the page: the sum of `compose::good`.
fn cost(composition: &Composition) -> f32 {
    let said = composition.choices.iter().find(|(topic, _)| *topic == "weighed").map(|(_, said)| said.as_str());
    said.and_then(|said| said.split(' ').next()).and_then(|sum| sum.parse().ok()).expect("the weight of a page")
}

/// Fewer names may look emptier, and a page fits some numbers of names better than others; but a name less never spoils it.
/// `credit-roll` says itself which of its settings comes first: it keeps its axis where run-on names would be larger.
#[test]
fn a_name_less_is_never_a_much_worse_page() {
    let mut problems = Vec::new();
    for template in ["side-by-side", "liner-notes", "track-list"] {
        let mut press = Press::new(template);
        for format in formats() {
            let mut after = f32::INFINITY;
            for count in (3..=60).rev() {
                let record = record(&yaml(count, Script::Latin, "Low Tide Piano"));
                let card = press.card(&record, format, true, Overflow::Pages);
                let now = cost(&press.compose(&card));
                if now > after + 0.45 {
                    problems.push(format!("{template} {}: {count} names cost {now}, one more {after}", format.name));
                }
                after = now;
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Lines of a wall that all fill the measure have no size of their own choice: one line more makes all of them larger.
/// So type may grow by that and by no more, and when a second page is begun.
#[test]
fn a_name_more_makes_a_wall_larger_by_a_line_at_most() {
    let mut press = Press::new("credit-cover");
    for format in formats() {
        let mut before: Option<(usize, f32, f32)> = None;
        for count in 1..=60 {
            let record = record(&yaml(count, Script::Latin, "Low Tide Piano"));
            let card = press.card(&record, format, true, Overflow::Pages);
            let scenes = press.compose(&card).scenes;
            let mut lines: BTreeMap<(u32, i32), f32> = BTreeMap::new();
            for scene in &scenes {
                for name in scene.texts().filter(|text| text.kind == "name") {
                    lines.insert((scene.page, name.lines[0].baseline as i32), name.size);
                }
            }
            let (count_of_lines, pages) = (lines.len() as f32, scenes.len());
            let mean = count_of_lines / lines.values().map(|size| 1.0 / size).sum::<f32>();
            if let Some((_, lines, least)) = before.filter(|(before, ..)| *before == pages) {
                // A label that begins another line takes its share of that line.
                let most = least * (count_of_lines / lines).max(1.0) * 1.03;
                assert!(mean <= most, "{count} names, {}: {mean} px, at most {most}", format.name);
            }
            before = Some((pages, count_of_lines, mean));
        }
    }
}

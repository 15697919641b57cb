//! Scenes of the built-in template: every credited name, once a role, in order, legible and inside, for any number of names.

use std::collections::BTreeSet;

use extra_credit::card::{DEFAULT_FORMATS, Overflow, format};
use extra_credit::testing::compose::Composition;

use crate::helpers::inspect::{Press, inspect, named, of_kind};
use crate::helpers::records::{Script, name, record, yaml};

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

fn counts_of(script: Script, counts: &[usize]) {
    let mut press = Press::new("side-by-side");
    let mut problems = Vec::new();
    for count in counts {
        let record = record(&yaml(*count, script, "Low Tide Piano"));
        problems.extend(press.problems(&record, &DEFAULT_FORMATS, true));
    }
    assert_none(&problems);
}

#[test]
fn the_generated_names_are_all_different() {
    for script in [Script::Latin, Script::Japanese, Script::Arabic, Script::Devanagari] {
        let names: BTreeSet<String> = (0..120).map(|number| name(script, number)).collect();
        assert_eq!(names.len(), 120, "{script:?}");
    }
    let many: BTreeSet<String> = (0..300).map(|number| name(Script::Latin, number)).collect();
    assert_eq!(many.len(), 300);
}

#[test]
fn few_latin_names_are_all_shown_in_every_format() {
    counts_of(Script::Latin, &[1, 2, 3, 7, 12, 24]);
}

#[test]
fn many_latin_names_are_all_shown_in_every_format() {
    counts_of(Script::Latin, &[40, 60, 120]);
}

#[test]
fn three_hundred_names_are_all_shown_on_further_pages() {
    let record = record(&yaml(300, Script::Latin, "Low Tide Piano"));
    assert_none(&Press::new("side-by-side").problems(&record, &["square", "landscape"], true));
}

#[test]
#[cfg(feature = "cjk")]
fn japanese_names_are_all_shown_in_every_format() {
    counts_of(Script::Japanese, &[1, 3, 12, 40, 120]);
}

#[test]
fn arabic_names_are_all_shown_in_every_format() {
    counts_of(Script::Arabic, &[1, 3, 12, 40, 120]);
}

#[test]
fn devanagari_names_are_all_shown_in_every_format() {
    counts_of(Script::Devanagari, &[1, 3, 12, 40, 120]);
}

#[test]
fn names_of_mixed_scripts_are_all_shown_in_every_format() {
    counts_of(Script::Mixed, &[2, 7, 24, 60, 120]);
}

#[test]
fn a_record_that_reads_from_right_to_left_keeps_its_order() {
    let mut press = Press::new("side-by-side");
    let mut problems = Vec::new();
    for count in [3, 24, 60] {
        let record = record(&yaml(count, Script::Arabic, "مدّ وجزر"));
        assert!(press.card(&record, format("square").expect("a format"), true, Overflow::Pages).rtl());
        problems.extend(press.problems(&record, &DEFAULT_FORMATS, true));
    }
    assert_none(&problems);
}

#[test]
fn cards_without_artwork_keep_every_promise() {
    let mut press = Press::new("side-by-side");
    let mut problems = Vec::new();
    for count in [1, 3, 12, 40, 120] {
        let record = record(&yaml(count, Script::Latin, "Low Tide Piano"));
        problems.extend(press.problems(&record, &DEFAULT_FORMATS, false));
    }
    assert_none(&problems);
}

#[test]
fn titles_of_any_length_are_shown_whole() {
    let words = "The Long Way Round to the Harbour Wall, and Other Songs for Slow Water and Borrowed Rooms; ";
    let mut press = Press::new("side-by-side");
    let mut problems = Vec::new();
    for length in [1, 3, 90, 200] {
        let title: String = words.chars().cycle().take(length).collect();
        let title = title.trim_end().to_owned();
        for count in [3, 24, 60] {
            let record = record(&yaml(count, Script::Latin, &title));
            for artwork in [true, false] {
                let found = press.problems(&record, &DEFAULT_FORMATS, artwork);
                problems.extend(found.into_iter().map(|problem| format!("title of {length}: {problem}")));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn a_name_of_one_long_word_stays_inside() {
    let mut press = Press::new("side-by-side");
    let mut problems = Vec::new();
    for length in [10, 14, 18, 24, 30, 40] {
        let name: String = "Wolfeschlegelsteinhausenbergerdorffwelchevor".chars().take(length).collect();
        for (names, count) in [(name.clone(), 1), (format!("{name}, Bo"), 2)] {
            let record = record(&format!("title: Tide\nartist: Vane\ncredits:\n  Producer: [{names}]\n"));
            let found = press.problems(&record, &DEFAULT_FORMATS, true);
            problems.extend(found.into_iter().map(|problem| format!("word of {length}, {count}: {problem}")));
        }
    }
    assert_none(&problems);
}

#[test]
fn hyphens_and_long_roles_stay_inside() {
    let text = "title: Tide\nartist: Nocturne Ensemble\ncredits:\n  Producer: [Featherstonehaugh-Cholmondeley Vane, Bo]\n  \"Vocal comping, moral support, spiritual guidance and the making of tea\": Bo\n";
    assert_none(&Press::new("side-by-side").problems(&record(text), &DEFAULT_FORMATS, true));
}

#[test]
fn a_title_of_one_long_word_stays_inside() {
    let text =
        "title: Donaudampfschifffahrtsgesellschaftskapitän\nartist: Vane\ncredits:\n  Producer: [Bo, Theo, June]\n";
    assert_none(&Press::new("side-by-side").problems(&record(text), &DEFAULT_FORMATS, true));
}

#[test]
fn a_name_with_details_keeps_them() {
    let text = "title: Tide\nartist: Vane\ncredits:\n  Cello:\n    - {name: Petra Lindqvist, note: arco, at: \"Foundry Sound, Lisbon\"}\n    - Bo\n";
    let record = record(text);
    let mut press = Press::new("side-by-side");
    assert_none(&press.problems(&record, &DEFAULT_FORMATS, true));
    for name in DEFAULT_FORMATS {
        let card = press.card(&record, format(name).expect("a format"), true, Overflow::Pages);
        let scenes = press.compose(&card).scenes;
        let details: Vec<&str> = of_kind(&scenes, "detail").map(|text| text.string.as_str()).collect();
        assert_eq!(details, ["arco · Foundry Sound, Lisbon"], "{name}");
    }
}

#[test]
fn a_summary_is_one_page_that_lists_what_it_leaves_out() {
    let mut press = Press::new("side-by-side");
    let record = record(&yaml(120, Script::Latin, "Low Tide Piano"));
    for name in ["square", "story", "landscape"] {
        let card = press.card(&record, format(name).expect("a format"), true, Overflow::Summary);
        let all = named(&card);
        let composition = press.compose(&card);
        assert_eq!(composition.scenes.len(), 1, "{name}");
        let omitted: Vec<(String, String)> =
            composition.scenes[0].omitted.iter().map(|one| (one.field.clone(), one.string.clone())).collect();
        assert!(!omitted.is_empty() && omitted.len() < all.len(), "{name}: {} omitted", omitted.len());
        let (kept, rest) = all.split_at(all.len() - omitted.len());
        assert_eq!(omitted, rest, "{name}");
        assert_none(&inspect(&composition.scenes, &card, kept));
        let more: Vec<&str> = of_kind(&composition.scenes, "more").map(|text| text.string.as_str()).collect();
        assert_eq!(more, [format!("+ {} more", omitted.len())], "{name}");
        assert_eq!(composition.warnings.len(), 1, "{name}");
        let warning = composition.warnings[0].to_string();
        for (_, string) in &omitted {
            assert!(warning.contains(string.as_str()), "{name}: `{string}` is not in: {warning}");
        }
    }
}

#[test]
fn a_summary_of_what_fits_leaves_nothing_out() {
    let mut press = Press::new("side-by-side");
    let record = record(&yaml(3, Script::Latin, "Low Tide Piano"));
    let card = press.card(&record, format("square").expect("a format"), true, Overflow::Summary);
    let composition = press.compose(&card);
    assert!(composition.scenes[0].omitted.is_empty() && composition.warnings.is_empty());
    assert_none(&inspect(&composition.scenes, &card, &named(&card)));
}

#[test]
fn composing_twice_gives_the_same_scene_with_cold_and_warm_caches() {
    let record = record(&yaml(24, Script::Mixed, "Low Tide Piano"));
    let mut press = Press::new("side-by-side");
    let card = press.card(&record, format("portrait").expect("a format"), true, Overflow::Pages);
    let json = |composition: Composition| {
        composition.scenes.iter().map(extra_credit::encode::scene_json::to_json).collect::<Vec<_>>()
    };
    let cold = json(press.compose(&card));
    assert_eq!(cold, json(press.compose(&card)));
    assert_eq!(cold, json(Press::new("side-by-side").compose(&card)));
}

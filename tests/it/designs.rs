//! Designs of season two: what their templates are built on, and what each of them promises.

use std::collections::BTreeSet;

use extra_credit::card::{Card, Overflow, format, formats, people};
use extra_credit::scene::{Item, Scene, TextItem};
use extra_credit::template::Template;
use extra_credit::testing::compose::compose;
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

use crate::helpers::inspect::{FONTS, Press, cover, of_kind};
use crate::helpers::records::{Script, record, yaml};
use crate::templates::shows_everybody;

fn scenes(template: &str, text: &str, artwork: bool) -> Vec<Scene> {
    let template = Template::new("own.svg", template).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let record = record(text);
    let card = Card {
        artwork: artwork.then(cover),
        ..Card::new(&record, format("square").expect("a format"), Theme::dark(None))
    };
    let composed = compose(&card, &template, &FONTS, &mut Shaper::new(&FONTS));
    composed.unwrap_or_else(|problems| panic!("{}", problems[0])).scenes
}

/// A list of names in two sizes; which of them depends on the variant.
const CHOICE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080" data-variants="small large" data-choice="first"
     style="display:flex; padding:60px; font-family:Inter; background-color:{{ theme.ground }}">
  {% set size = {"small": 24, "large": 40}[variant] %}
  <g style="flex:1; min-height:0; font-size:{{ size }}px; columns:1">
    {% for credit in credits %}<g><text data-kind="role" data-field="{{ credit.field }}" style="fill:{{ theme.text }}">{{ credit.role }}</text>
    {% for name in credit.names %}<text data-item="name" data-kind="name" data-field="{{ name.field }}" style="fill:{{ theme.text }}">{{ name.name }}</text>{% endfor %}</g>{% endfor %}
  </g>
</svg>"##;

#[test]
fn with_a_choice_of_the_first_the_first_variant_that_holds_all_is_taken() {
    let size = |template: &str| {
        let scenes = scenes(template, &yaml(3, Script::Latin, "Neap"), false);
        scenes[0].texts().find(|text| text.kind == "name").map(|text| text.size)
    };
    assert_eq!(size(CHOICE), Some(24.0));
    // Weighed, the larger names win.
    assert_eq!(size(&CHOICE.replace(r#" data-choice="first""#, "")), Some(40.0));
    // What the first does not hold the next is tried for: here one page of neither, so that pages are made.
    let pages = scenes(CHOICE, &yaml(120, Script::Latin, "Neap"), false);
    assert!(pages.len() > 1);
}

#[test]
fn a_choice_is_the_first_or_none() {
    let problems = Template::new("own.svg", &CHOICE.replace("\"first\"", "\"last\""));
    let problems = problems.and_then(|template| {
        let record = record(&yaml(3, Script::Latin, "Neap"));
        let card = Card::new(&record, format("square").expect("a format"), Theme::dark(None));
        compose(&card, &template, &FONTS, &mut Shaper::new(&FONTS)).map(|_| ())
    });
    let said = problems.expect_err("an error")[0].to_string();
    assert!(said.contains("data-choice") && said.contains("first"), "{said}");
}

#[test]
fn names_are_counted_once_and_credits_each_time() {
    let text = "title: Neap\nartist: Bo\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n  Cello: [Odalys Brant]\n";
    let template = r##"<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080" data-names="none">
  <text x="80" y="80" data-kind="count">{{ count.names }} names, {{ count.credits }} credits</text>
</svg>"##;
    let scenes = scenes(template, text, false);
    assert_eq!(scenes[0].texts().next().map(|text| text.string.as_str()), Some("2 names, 3 credits"));
}

#[test]
fn a_halftone_is_read_with_its_colours_and_its_cell() {
    let template = |filter: &str| {
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080" data-names="none">
  <image href="artwork" style="width:600px; height:600px; filter:{filter}"/>
</svg>"##
        )
    };
    let text = yaml(3, Script::Latin, "Neap");
    let scenes = scenes(&template("-x-halftone(#101010, #fafafa, 6px)"), &text, true);
    let screens: Vec<_> = scenes[0]
        .items
        .iter()
        .filter_map(|item| if let Item::Picture(picture) = item { picture.filter.halftone } else { None })
        .collect();
    assert_eq!(screens.len(), 1);
    assert!((screens[0].cell - 6.0).abs() < 0.01 && screens[0].ink.r == 16 && screens[0].paper.r == 250);
    for wrong in ["-x-halftone(#101010, #fafafa)", "-x-halftone(#101010, 6px)", "-x-halftone(#101010, #fafafa, 20%)"] {
        let template = Template::new("own.svg", &template(wrong)).expect("it is read when a card is made");
        let record = record(&text);
        let card = Card::new(&record, format("square").expect("a format"), Theme::dark(None));
        let said = compose(&card, &template, &FONTS, &mut Shaper::new(&FONTS)).expect_err("an error")[0].to_string();
        assert!(said.contains("filter"), "{wrong}: {said}");
    }
}

#[test]
fn full_bleed_shows_everybody() {
    shows_everybody("full-bleed");
}

#[test]
fn swiss_shows_everybody() {
    shows_everybody("swiss");
}

#[test]
fn the_block_shows_everybody() {
    shows_everybody("credit-block");
}

#[test]
fn blue_note_shows_everybody() {
    shows_everybody("blue-note");
}

#[test]
fn the_session_log_shows_everybody() {
    shows_everybody("session-log");
}

/// Dots of the table as `(row, song)`: subpaths of the paths whose circles are as large as the largest.
fn dots(scene: &Scene) -> usize {
    let circles = |svg: &str| -> Vec<f32> {
        let radius = |part: &str| part.split('a').nth(1)?.split(' ').next()?.parse().ok();
        svg.split('M').skip(1).filter_map(radius).collect()
    };
    let all: Vec<f32> = scene
        .items
        .iter()
        .filter_map(|item| if let Item::Vector(vector) = item { Some(circles(&vector.svg)) } else { None })
        .flatten()
        .collect();
    let most = all.iter().copied().fold(0.0, f32::max);
    all.iter().filter(|radius| **radius > most * 0.9).count()
}

const SONGS: &str = "title: Neap\nartist: Bo\ntracks:\n  \
    - {title: Ebb, credits: {Guitar: Ann, Drums: Cy}}\n  \
    - {title: Flow, credits: {Guitar: Ann}}\n  \
    - {title: Slack, credits: {Bass: Dee}}\n\
    credits: {Producer: Ann, Mastering Engineer: Eve, Cello: {name: Fay, tracks: [1, 3]}}\n";

#[test]
fn every_dot_of_the_matrix_is_a_credit_on_a_song_and_every_such_credit_a_dot() {
    let mut press = Press::new("matrix");
    let record = record(SONGS);
    for format in formats() {
        let card = press.card(&record, format, true, Overflow::Pages);
        let composition = press.compose(&card);
        assert!(composition.warnings.is_empty(), "{}: {:?}", format.name, composition.warnings);
        assert_eq!(composition.scenes.iter().map(dots).sum::<usize>(), 6, "{}", format.name);
        let names: Vec<&str> = of_kind(&composition.scenes, "name").map(|text| text.string.as_str()).collect();
        assert_eq!(names, people(&card.credits).iter().map(|one| one.name.as_str()).collect::<Vec<_>>());
    }
}

#[test]
fn a_matrix_of_a_record_without_credits_of_tracks_shows_everybody_with_a_dot_for_each_role_or_none() {
    let mut dotted = 0;
    let mut press = Press::new("matrix");
    for (count, script) in [(1, Script::Latin), (24, Script::Arabic), (60, Script::Mixed), (300, Script::Latin)] {
        let record = record(&yaml(count, script, "Low Tide Piano"));
        for format in formats().iter().filter(|format| count < 300 || format.name == "square") {
            let card = press.card(&record, format, count != 24, Overflow::Pages);
            let composition = press.compose(&card);
            let warned = composition.warnings.iter().filter(|warning| warning.code != "left-out");
            let warned: Vec<&str> = warned.map(|warning| warning.message.as_str()).collect();
            assert!(warned.is_empty(), "{count} in {}: {warned:?}", format.name);
            let shown = of_kind(&composition.scenes, "name").count();
            assert_eq!(shown, people(&card.credits).len(), "{count} in {}", format.name);
            let marks = composition.scenes.iter().map(dots).sum::<usize>();
            let roles: usize = people(&card.credits).iter().map(|one| one.roles.len()).sum();
            assert!(marks == 0 || marks == roles, "{count} in {}: {marks} dots for {roles} roles", format.name);
            dotted += usize::from(marks > 0);
        }
    }
    assert!(dotted > 0);
}

#[test]
fn by_person_shows_everybody_once_with_every_role() {
    let mut press = Press::new("by-person");
    let mut problems = Vec::new();
    for (count, script) in
        [(1, Script::Latin), (7, Script::Arabic), (24, Script::Latin), (60, Script::Mixed), (120, Script::Latin)]
    {
        let record = record(&yaml(count, script, "Low Tide Piano"));
        for format in formats() {
            for artwork in [true, false] {
                let card = press.card(&record, format, artwork, Overflow::Pages);
                let composition = press.compose(&card);
                let place = format!("{count} names, {script:?}, {}, artwork {artwork}", format.name);
                let warned = composition.warnings.iter().filter(|warning| warning.code != "left-out");
                problems.extend(warned.map(|warning| format!("{place}: {}", warning.message)));
                let shown: Vec<&str> = of_kind(&composition.scenes, "name").map(|text| text.string.as_str()).collect();
                let all = people(&card.credits);
                if shown.iter().copied().collect::<BTreeSet<_>>().len() != all.len() || shown.len() != all.len() {
                    problems.push(format!("{place}: {} names for {} people", shown.len(), all.len()));
                }
                for scene in &composition.scenes {
                    let texts: Vec<_> = scene.texts().collect();
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

/// The figure of `swiss` is a fact: each name once, whatever pages and roles there are.
#[test]
fn the_figure_counts_the_names() {
    let mut press = Press::new("swiss");
    for count in [1, 12, 120] {
        let record = record(&yaml(count, Script::Latin, "Low Tide Piano"));
        let card = press.card(&record, format("square").expect("a format"), true, Overflow::Pages);
        let different: BTreeSet<&str> =
            card.credits.iter().flat_map(|credit| &credit.names).map(|name| name.name.as_str()).collect();
        for scene in &press.compose(&card).scenes {
            let figure = scene.texts().find(|text| text.field == "count").map(|text| text.string.clone());
            assert_eq!(figure, Some(different.len().to_string()));
        }
    }
}

/// A label of the block is said once a page, and lines of a page are of nearly one size.
#[test]
fn a_block_says_each_label_once_and_keeps_its_lines_even() {
    let mut press = Press::new("credit-block");
    for count in [24, 60, 120] {
        let record = record(&yaml(count, Script::Latin, "Low Tide Piano"));
        for name in ["square", "portrait", "landscape"] {
            let card = press.card(&record, format(name).expect("a format"), true, Overflow::Pages);
            for scene in &press.compose(&card).scenes {
                let labels: Vec<&str> =
                    scene.texts().filter(|text| text.kind == "role").map(|text| text.field.as_str()).collect();
                assert_eq!(labels.iter().collect::<BTreeSet<_>>().len(), labels.len(), "{count} in {name}: {labels:?}");
                // Names of a line stand on one baseline, whether a label is before them or not.
                let mut lines: Vec<f32> = Vec::new();
                for text in scene.texts().filter(|text| text.kind == "name") {
                    let baseline = text.lines[0].baseline;
                    match lines.iter().find(|line| (**line - baseline).abs() < 9.0) {
                        Some(line) => {
                            assert!((line - baseline).abs() < 1.1, "{count} in {name}: `{}` jumps", text.string);
                        }
                        None => lines.push(baseline),
                    }
                }
                let sizes = || scene.texts().filter(|text| text.kind == "name").map(|text| text.size);
                let (least, most) = (sizes().fold(f32::INFINITY, f32::min), sizes().fold(0.0, f32::max));
                assert!(most <= least * 1.121, "{count} in {name}: {least} to {most}");
            }
        }
    }
}

#[test]
fn a_margin_in_a_run_is_room_before_a_text_unless_it_begins_a_line() {
    let template = |margin: &str| {
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080" data-names="none" style="display:flex; padding:100px; font-family:Inter; font-size:40px">
  <g data-run-on="0em" style="flex:1; column-gap:10px; fill:#fff">
    <text data-kind="one" style="margin-inline-start:{margin}">One</text><text data-kind="two" style="margin-inline-start:{margin}">Two</text>
  </g>
</svg>"##
        )
    };
    let left = |margin: &str, kind: &str| {
        let scenes = scenes(&template(margin), &yaml(3, Script::Latin, "Neap"), false);
        scenes[0].texts().find(|text| text.kind == kind).map(|text| text.rect.x).expect("the text")
    };
    assert_eq!(left("0px", "one"), left("50px", "one"));
    assert!((left("50px", "two") - left("0px", "two") - 50.0).abs() < 1.0);
}

/// A run of labels and names, 400 px wide, with commas between the names.
fn run(credits: &[(&str, &[(&str, &str)])]) -> Scene {
    let mut texts = String::new();
    for (role, names) in credits {
        texts += &format!("<text data-kind=\"role\">{role}</text>");
        for (at, (name, detail)) in names.iter().enumerate() {
            let comma = if at + 1 < names.len() { "<text data-kind=\"separator\">,</text>" } else { "" };
            let detail =
                if detail.is_empty() { String::new() } else { format!("<text data-kind=\"detail\">{detail}</text>") };
            texts += &format!("<g data-item=\"name\"><text data-kind=\"name\">{name}</text>{detail}{comma}</g>");
        }
    }
    let template = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080" data-names="none" style="display:flex; padding:100px; font-family:Inter; font-size:40px">
  <g data-run-on="1em" style="flex:none; width:400px; column-gap:10px; fill:#fff">{texts}</g>
</svg>"##
    );
    scenes(&template, &yaml(3, Script::Latin, "Neap"), false).remove(0)
}

#[test]
fn a_comma_stands_behind_the_last_line_of_its_name() {
    let scene = run(&[("Choir", &[("Mercadante-Vandermeulen, Giuseppe Saverio", ""), ("Bo Vane", "")])]);
    let of = |kind: &str| scene.texts().find(|text| text.kind == kind).expect("the text");
    let (name, comma) = (of("name"), of("separator"));
    assert!(name.lines.len() > 1, "{:?}", name.lines);
    let last = name.lines.last().expect("a line");
    assert!((comma.lines[0].baseline - last.baseline).abs() < 1.0, "{:?} {last:?}", comma.lines[0]);
    let gap = comma.ink.x - (last.rect.x + last.rect.width);
    assert!((-2.0..12.0).contains(&gap), "{gap} px behind {last:?}");
}

#[test]
fn a_label_goes_to_the_next_line_with_a_name_and_what_is_said_of_it() {
    let scene = run(&[("Choir", &[("Bo", "")]), ("Oud", &[("Di", "tracks 1, 3")])]);
    let texts: Vec<&TextItem> = scene.texts().collect();
    let at = |string: &str| texts.iter().find(|text| text.string == string).expect(string).lines[0].baseline;
    assert!(at("Oud") > at("Bo"), "the second credit has a line of its own");
    assert!((at("Oud") - at("Di")).abs() < 9.0, "the label stands on the line of its name");
}

/// What is said of some of the names is smaller than they are, and has a least size.
#[test]
fn names_of_a_block_stand_on_one_baseline_whether_something_is_said_of_them_or_not() {
    let mut press = Press::new("credit-block");
    let credits: String = (0..14)
        .map(|at| {
            let note = if at % 3 == 0 { ", note: tracks 1 and 3" } else { "" };
            format!("  Role {at}: [{{name: Odalys Brant {at}{note}}}]\n")
        })
        .collect();
    let record = record(&format!("title: Neap\nartist: Bo\ncredits:\n{credits}"));
    for format in formats() {
        for artwork in [true, false] {
            let card = press.card(&record, format, artwork, Overflow::Pages);
            for scene in &press.compose(&card).scenes {
                let mut lines: Vec<f32> = Vec::new();
                for text in scene.texts().filter(|text| text.kind == "name") {
                    let baseline = text.lines[0].baseline;
                    match lines.iter().find(|line| (**line - baseline).abs() < 9.0) {
                        Some(line) => assert!(
                            (line - baseline).abs() < 1.1,
                            "{}, artwork {artwork}: `{}` jumps from {line} to {baseline}",
                            format.name,
                            text.string
                        ),
                        None => lines.push(baseline),
                    }
                }
            }
        }
    }
}

/// Found by chance, among records of all scripts: the label and its names do not fit on one line at the smallest size.
#[test]
fn a_label_too_long_for_the_line_of_its_names_has_its_own_and_the_next_line_stands_below() {
    let record = record(
        "title: A
artist: Marisol Vane
credits:
  ा ळफ Аааамаа Ифааибъьфйा ळफ Аааамаа Ифааибъьфйा ळ 0: [शखगष सिखकयचञ गिढकषजछ, CYXu, झचडब]
  ρθ جرططبسث εη 1: [ן ךכצזי בוקט, Glyd÷nty]
  Ueelve Pt’-d X-ú’’q خظخااثخعغ ץ ת λμκ θλιηηβειηκι 2: [णश, य फिऩमनत, UKPwlogzphdcwjf, Nh Lyl, קש גא טודוכמ]
  ฝมฅด اح فيقف كنو باذسذشحخ 3: [टठङष यिरळ गिहमढ, سرصعجحا نكىهه فيهمو, QMzlbnvcauypyddxajwcwixkoeifyxq, Чмчмщорэилън, झरत सिф]
",
    );
    let formats: Vec<&str> = formats().iter().map(|format| format.name.as_str()).collect();
    let problems = Press::new("credit-cover").problems(&record, &formats, true);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_comma_keeps_off_the_first_letter_of_a_name_from_the_right() {
    let names =
        ["غ وفوفي", "غ", "Bo Li", "غ ليفوقو لنىفقني", "Ines Okoro"].map(|name| format!("\"{name}\"")).join(", ");
    let roles = [
        "Producer",
        "Songwriter",
        "Vocals",
        "Bass",
        "Drums",
        "Strings",
        "Choir",
        "Piano",
        "Mixing Engineer",
        "Photographer",
        "Publisher",
    ];
    let credits: String = roles.map(|role| format!("  {role}: [{names}]\n")).concat();
    let record = record(&format!("title: Tide\nartist: Bo\ncredits:\n{credits}"));
    for template in ["full-bleed", "blue-note", "swiss"] {
        let problems = Press::new(template).problems(&record, &["square", "portrait", "pin", "story"], false);
        assert!(problems.is_empty(), "{template}: {}", problems.join("\n"));
    }
}

#[test]
fn templates_ask_for_widths_for_the_ink_under_a_text_and_for_the_ground_beside_an_edge() {
    let asked = r##"<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1080" data-names="none" style="font-family:Inter">
  <text data-kind="note" data-field="note">{{ [
    counted_em("il"),
    overprint_ink("#000", "#808080", 4.5), overprint_ink("#fff", "#808080", 4.5), overprint_ink("#777", "#f00", 21),
    joined("#101010", "#121212"), joined("#101010", "#ffffff")
  ] | join(" ") }}</text>
</svg>"##;
    let scenes = scenes(asked, "title: Tide\nartist: Bo\ncredits: {Producer: Di}\n", false);
    let said: Vec<&str> = scenes[0].texts().map(|text| text.string.as_str()).collect();
    assert_eq!(said, ["0.66 #767676 #767676 #000000 #101010 #ffffff"]);
}

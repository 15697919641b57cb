//! What templates see of each subject, and what the audit asks of its cards.

use std::sync::LazyLock;

use extra_credit::card::{
    Card, Handles, Order, Overflow, PageData, Series, Subject, Whose, album_credits, card_credits, contributors, data,
    format, series, subjects, wording,
};
use extra_credit::fonts::Fonts;
use extra_credit::record::{Record, parse};
use extra_credit::template::{SUBJECTS, Template, builtins};
use extra_credit::testing::compose::compose;
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;
use serde_json::{Value, json};

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

const TIDE: &str = "\
title: Low Tide
artist: Marisol Vane
kind: album
people:
  Hana Kimura: {handles: {instagram: '@hana.masters', bluesky: hana.example.com}, language: ja}
credits:
  Producer: [Odalys Brant, Marisol Vane]
  Mastering Engineer: {name: Hana Kimura, at: Lisbon, handles: {Instagram: other, x: hana}}
  Cello: {name: Odalys Brant, tracks: [1, 3-4], note: arco}
tracks:
  - {title: Neap, duration: 3:45}
  - {title: Spring, credits: {Drums: Cosmo Rey, Cello: Odalys Brant}}
  - {title: Ebb, credits: {Drums: Cosmo Rey, Producer: Marisol Vane}}
  - Slack
";

fn record(text: &str) -> Record {
    parse("tide.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{}", problems[0])).record
}

fn tide() -> Record {
    record(TIDE)
}

fn card<'r>(record: &'r Record, subject: Subject, series: Series) -> Card<'r> {
    let card = Card::new(record, format("square").expect("a format"), Theme::dark(None));
    Card { subject, series, overflow: Overflow::Summary, ..card }
}

/// The cards of a record, and their data.
fn seen(record: &Record) -> Vec<(Card<'_>, Value)> {
    subjects(record).into_iter().map(|(subject, series)| with_data(record, subject, series)).collect()
}

fn with_data(record: &Record, subject: Subject, series: Series) -> (Card<'_>, Value) {
    let card = card(record, subject, series);
    let page = PageData { number: 1, count: 1, variant: "", more: 0 };
    let value =
        serde_json::to_value(data(&card, &card.credits, &album_credits(record, wording(record)), page)).expect("JSON");
    (card, value)
}

fn of_contributor<'r>(record: &'r Record, name: &str) -> (Card<'r>, Value) {
    let all = contributors(record).into_iter().map(Subject::Contributor);
    let found = series(all, None).into_iter().find(|(subject, _)| subject.label() == name).expect("a contributor");
    with_data(record, found.0, found.1)
}

#[test]
fn every_key_is_there_for_every_subject_and_none_where_it_does_not_apply() {
    let own = ["contributor", "role", "versus", "supporter", "quote"];
    for (text, key) in [
        (TIDE, ""),
        ("kind: roles\n", "role"),
        ("kind: versus\nversus: mixing/mastering\n", "versus"),
        ("kind: supporter\nsupporters: I read.\n", "supporter"),
        ("kind: quote\nquotes: {text: a, by: b}\n", "quote"),
    ] {
        let record = record(text);
        let (card, data) = seen(&record).remove(0);
        assert_eq!(card.subject.kind(), if key.is_empty() { "record" } else { key });
        for other in own {
            assert_eq!(data[other].is_null(), other != key, "{key}: {other} is {}", data[other]);
            assert!(data.get(other).is_some(), "{key}: {other}");
        }
        for list in ["credits", "album_credits", "tracks"] {
            assert_eq!(data[list].as_array().expect("a list").is_empty(), !key.is_empty(), "{key}: {list}");
        }
        assert!(data["series"]["number"] == 1 && data["series"].get("title").is_some(), "{key}");
        assert_eq!(data["record"]["title"].is_null(), !key.is_empty(), "{key}");
        assert_eq!(data["record"]["kind"].is_null(), !key.is_empty(), "{key}: the kind of a record, not of a file");
        assert_eq!(data["record"]["imprint"].is_null(), !key.is_empty(), "{key}");
    }
}

#[test]
fn tracks_have_their_own_credits_and_the_album_has_those_that_are_left() {
    let record = tide();
    let (card, data) = seen(&record).remove(0);
    let tracks = data["tracks"].as_array().expect("a list");
    assert_eq!(tracks.len(), 4);
    assert_eq!(
        tracks[1],
        json!({
            "position": "2",
            "title": "Spring",
            "field": "tracks[1].title",
            "duration": null,
            "language": null,
            "credits": [
                {"field": "tracks[1].credits[0].role", "role": "Drums", "id": "drums", "names": [
                    {"field": "tracks[1].credits[0].names[0]", "name": "Cosmo Rey", "detail": null, "language": null, "tracks": [], "remark": null},
                ]},
                {"field": "tracks[1].credits[1].role", "role": "Cello", "id": "cello", "names": [
                    {"field": "tracks[1].credits[1].names[0]", "name": "Odalys Brant", "detail": null, "language": null, "tracks": [], "remark": null},
                ]},
            ],
        })
    );
    assert_eq!(tracks[0]["duration"], "3:45");
    let roles: Vec<&str> =
        data["album_credits"].as_array().unwrap().iter().map(|one| one["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["Producer", "Mastering Engineer", "Cello"]);
    assert_eq!(album_credits(&record, wording(&record))[2].names.len(), 1, "names of tracks are not merged in");
    assert_eq!(card.credits[2].names.len(), 2, "in the list of the card they are");
}

#[test]
fn a_contributor_has_all_their_roles_with_tracks_merged() {
    let record = tide();
    let (card, data) = of_contributor(&record, "Odalys Brant");
    assert_eq!(data["contributor"]["field"], "credits[0].names[0]");
    assert_eq!(
        data["contributor"]["roles"],
        json!([
            {"role": "Producer", "field": "credits[0].role", "id": "producer", "detail": null, "name_field": "credits[0].names[0]"},
            {"role": "Cello", "field": "credits[2].role", "id": "cello", "detail": "arco · tracks 1, 3, 4", "name_field": "credits[2].names[0]"},
            {"role": "Cello", "field": "credits[2].role", "id": "cello", "detail": "track 2", "name_field": "tracks[1].credits[1].names[0]"},
        ])
    );
    assert_eq!(data["series"], json!({"number": 1, "count": 4, "title": null}));
    assert_eq!(data["record"]["title"], "Low Tide");
    assert_eq!(card.subject.due().len(), 1 + 3 + 2);
    let (_, drummer) = of_contributor(&record, "Cosmo Rey");
    assert_eq!(drummer["contributor"]["roles"][0]["detail"], "tracks 2, 3");
}

#[test]
fn contributors_come_once_in_the_order_of_the_card_the_artist_too_if_credited() {
    let names: Vec<String> = contributors(&tide()).into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["Odalys Brant", "Marisol Vane", "Hana Kimura", "Cosmo Rey"]);
}

#[test]
fn handles_of_people_come_before_those_of_credits_each_platform_once() {
    let record = tide();
    let (_, data) = of_contributor(&record, "Hana Kimura");
    assert_eq!(data["contributor"]["language"], "ja");
    assert_eq!(
        data["contributor"]["handles"],
        json!([
            {"platform": "instagram", "handle": "hana.masters", "field": "people[0].handles[0]"},
            {"platform": "bluesky", "handle": "hana.example.com", "field": "people[0].handles[1]"},
            {"platform": "x", "handle": "hana", "field": "credits[1].names[0].handles[1]"},
        ])
    );
}

#[test]
fn the_roles_of_the_campaign_are_numbered_and_explained() {
    let record = record("kind: roles\n");
    let all = seen(&record);
    assert_eq!(all.len(), 15);
    let (_, data) = &all[6];
    assert_eq!(
        data["role"],
        json!({
            "name": "Mixing Engineer",
            "field": "roles[6]",
            "id": "mixing-engineer",
            "text": "Takes every recorded track and balances them into one finished mix: level, space, tone and movement.",
            "line": "I mix records.",
            "call": "Know a mixing engineer? Tag them.",
            "number": 7,
            "count": 15,
        })
    );
    assert_eq!(data["series"], json!({"number": 7, "count": 15, "title": "Roles behind the record"}));
    let (_, both) = &all[11];
    assert_eq!(
        (&both["role"]["name"], &both["role"]["id"]),
        (&json!("Creative Director / Art Director"), &json!("creative-director"))
    );
}

#[test]
fn own_words_come_before_those_of_the_program() {
    let record = record(
        "kind: roles\ntitle: Wer?\nroles: [{role: Mixed by, text: Mischt.}, {role: Geräuschemacher, text: Macht Regen.}]\n",
    );
    let all = seen(&record);
    let role = &all[0].1["role"];
    assert_eq!(
        (&role["name"], &role["text"], &role["line"]),
        (&json!("Mixed by"), &json!("Mischt."), &json!("I mix records."))
    );
    let role = &all[1].1["role"];
    assert_eq!((&role["id"], &role["line"], &role["call"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(all[1].1["series"]["title"], "Wer?");
}

#[test]
fn a_comparison_has_the_same_data_whether_shipped_or_written_out() {
    let shipped = record("kind: versus\nversus: songwriter / composer\n");
    let data = &seen(&shipped)[0].1;
    assert_eq!(data["versus"]["left"], json!({"name": "Songwriter", "field": "versus.left"}));
    assert_eq!(data["versus"]["points"].as_array().expect("a list").len(), 6);
    assert_eq!(data["series"]["title"], "Two roles behind the record");
    let own = record("kind: versus\nversus: {left: a, right: b, points: {topic: c, left: d, right: e}}\n");
    let data = &seen(&own)[0].1;
    assert_eq!(
        data["versus"]["points"],
        json!([{"topic": "c", "field": "versus.points[0]", "left": "d", "right": "e"}])
    );
}

#[test]
fn supporters_and_quotes_have_their_texts() {
    let supporters = record("kind: supporter\nsupporters: [{line: I mix., role: Mixer, name: Bo}, I read.]\n");
    let all = seen(&supporters);
    assert_eq!(
        all[0].1["supporter"],
        json!({"line": "I mix.", "role": "Mixer", "name": "Bo", "field": "supporters[0]"})
    );
    assert_eq!(all[1].1["supporter"], json!({"line": "I read.", "role": null, "name": null, "field": "supporters[1]"}));
    let quotes = record("kind: quote\ntitle: Tide\nquotes: {text: Yes., by: Bo, about: Al}\n");
    let data = &seen(&quotes)[0].1;
    assert_eq!(data["quote"], json!({"text": "Yes.", "by": "Bo", "role": null, "about": "Al", "field": "quotes[0]"}));
    assert_eq!((&data["record"]["title"], &data["record"]["artist"]), (&json!("Tide"), &Value::Null));
}

#[test]
fn a_card_without_title_reads_in_the_direction_of_its_main_text() {
    for (text, direction) in [
        ("kind: quote\ntitle: Tide\nquotes: {text: تسمع الغرفة قبل الأغنية, by: Bo}\n", "rtl"),
        ("kind: supporter\nsupporters: أقرأ الأسماء\n", "rtl"),
        ("kind: supporter\nlanguage: en\nsupporters: أقرأ الأسماء\n", "ltr"),
        ("kind: roles\n", "ltr"),
    ] {
        let record = record(text);
        assert_eq!(seen(&record)[0].1["direction"], direction, "{text}");
    }
}

/// Warnings of a card in a template of the given texts.
fn warnings(card: &Card<'_>, texts: &str) -> Vec<String> {
    let source = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" data-subject=\"{}\" style=\"display:flex; flex-direction:column; padding:60px\">{texts}</svg>",
        card.subject.kind()
    );
    let template = Template::new("t.svg", &source).expect("well-formed");
    let composition =
        compose(card, &template, &FONTS, &mut Shaper::new(&FONTS)).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let warnings = composition.warnings.iter().filter(|warning| warning.code != "left-out");
    warnings.map(|warning| warning.message.clone()).collect()
}

#[test]
fn the_audit_misses_what_a_subject_must_show() {
    let tide = tide();
    let (card, _) = of_contributor(&tide, "Odalys Brant");
    let name = "<text data-kind=\"name\" data-field=\"{{ contributor.field }}\">{{ contributor.name }}</text>";
    let roles =
        "{% for role in contributor.roles %}<text data-field=\"{{ role.field }}\">{{ role.role }}</text>{% endfor %}";
    let details = "{% for role in contributor.roles %}{% if role.detail %}<text data-field=\"{{ role.name_field }}.detail\">{{ role.detail }}</text>{% endif %}{% endfor %}";
    assert_eq!(warnings(&card, &[name, roles, details].concat()), [""; 0]);
    assert_eq!(
        warnings(&card, &[name, details].concat()),
        ["3 of 6 texts are not on the square card of the contributor: Producer, Cello, Cello"]
    );
    assert_eq!(
        warnings(&card, &[name, roles].concat()),
        ["2 of 6 texts are not on the square card of the contributor: arco · tracks 1, 3, 4, track 2"]
    );
    assert_eq!(
        warnings(&card, &[name, name, roles, details].concat()),
        ["texts are on the square card of the contributor more than once: Odalys Brant"]
    );

    let quotes = record("kind: quote\nquotes: {text: Yes., by: Bo, role: Artist, about: Al}\n");
    let (card, _) = seen(&quotes).remove(0);
    let text = |key: &str| format!("<text data-field=\"{{{{ quote.field }}}}.{key}\">{{{{ quote.{key} }}}}</text>");
    assert_eq!(warnings(&card, &["text", "by", "role", "about"].map(text).concat()), [""; 0]);
    assert_eq!(
        warnings(&card, &["text", "role", "about"].map(text).concat()),
        ["1 of 4 texts are not on the square card of the quote: Bo"]
    );

    let versus = record("kind: versus\nversus: {left: A, right: B, points: [{topic: c, left: d, right: e}]}\n");
    let (card, _) = seen(&versus).remove(0);
    let heads = "{% for side in [versus.left, versus.right] %}<text data-field=\"{{ side.field }}\">{{ side.name }}</text>{% endfor %}";
    let points = "{% for point in versus.points %}{% for key in ['topic', 'left', 'topic', 'right'] %}<text data-field=\"{{ point.field }}.{{ key }}\">{{ point[key] }}</text>{% endfor %}{% endfor %}";
    assert_eq!(warnings(&card, &[heads, points].concat()), [""; 0]);
    assert_eq!(warnings(&card, heads), ["3 of 5 texts are not on the square card of the versus: c, d, e"]);
}

#[test]
fn the_built_in_template_of_each_subject_shows_everything_in_every_format() {
    let quote = format!(
        "kind: quote\nquotes: {{text: '{}', by: Bo, role: Artist, about: Al}}\n",
        "She hears the room. ".repeat(9)
    );
    for text in [
        "kind: roles\n",
        "kind: versus\nversus: recording-engineer/music-producer\n",
        "kind: versus\nversus: mixing/mastering\n",
        "kind: versus\nversus: songwriter/composer\n",
        "kind: supporter\nsupporters: [{line: I look after songs and their writers., role: Publisher, name: Bo}, I read.]\n",
        &quote,
        "title: Tide\nartist: Vane\ncredits: {Bass: Bo, Drums: [Bo, Al], Vocal comping & spiritual guidance: Bo, A&R: Al, Oud: {name: Bo, note: solo}}\n",
    ] {
        let record = record(text);
        let mut all = subjects(&record);
        if all[0].0 == Subject::Record {
            all = series(contributors(&record).into_iter().map(Subject::Contributor), None);
        }
        for (subject, series) in all {
            let template = Template::builtin(subject.template()).expect("built in").expect("well-formed");
            for format in extra_credit::card::formats() {
                let card = Card { format, ..card(&record, subject.clone(), series.clone()) };
                let composition = compose(&card, &template, &FONTS, &mut Shaper::new(&FONTS))
                    .unwrap_or_else(|problems| panic!("{}: {}", format.name, problems[0]));
                let found: Vec<String> = composition.warnings.iter().map(ToString::to_string).collect();
                assert!(found.is_empty(), "{} {}: {}", subject.label(), format.name, found.join("\n"));
            }
        }
    }
}

#[test]
fn every_subject_has_a_built_in_template_that_declares_it() {
    let mut kinds: Vec<&str> = vec!["record"];
    for text in [
        "kind: roles\n",
        "kind: versus\nversus: mixing/mastering\n",
        "kind: supporter\nsupporters: a\n",
        "kind: quote\nquotes: {text: a, by: b}\n",
    ] {
        kinds.push(subjects(&record(text))[0].0.kind());
    }
    kinds.push(Subject::Contributor(contributors(&tide()).remove(0)).kind());
    kinds.push(Subject::Person(Default::default()).kind());
    kinds.sort_unstable();
    let mut declared = SUBJECTS.to_vec();
    declared.sort_unstable();
    assert_eq!(kinds, declared);
    let shown: Vec<String> = builtins()
        .iter()
        .flat_map(|one| Template::builtin(one.name).expect("built in").expect("well-formed").subjects().to_vec())
        .collect();
    assert!(SUBJECTS.iter().all(|subject| shown.iter().any(|one| one == subject)), "{shown:?}");
}

#[test]
fn roles_stand_where_the_file_has_them_first_or_as_in_the_catalogue() {
    let text = "title: T\nartist: A\ntracks:\n  - {title: One, credits: {Written by: Bo, Producer: Cy}}\n  - Two\n\
                credits:\n  Mixing Engineer: Ana\n  Producer: Ana\n  Spiritual guidance: Di\n  Special thanks: Ed\n";
    let record = record(text);
    let roles = |order| {
        let card = Card::new(&record, format("square").expect("a format"), Theme::dark(None));
        let card = card.listing(order, Handles::default());
        card.credits.iter().map(|credit| credit.role.clone()).collect::<Vec<String>>()
    };
    // The role of a track comes first because the file has it first; one that both have stands where it is first.
    let file = ["Written by", "Producer", "Mixing Engineer", "Spiritual guidance", "Special thanks"];
    assert_eq!(roles(Order::File), file);
    let catalogue = ["Written by", "Producer", "Mixing Engineer", "Special thanks", "Spiritual guidance"];
    assert_eq!(roles(Order::Catalogue), catalogue);
}

#[test]
fn who_did_two_things_on_two_tracks_is_listed_with_both() {
    let track =
        |title: &str, note: &str| format!("  - {{title: {title}, credits: {{Cello: {{name: Bo, note: {note}}}}}}}\n");
    let record =
        record(&format!("title: T\nartist: A\ntracks:\n{}{}", track("One", "arco"), track("Two", "pizzicato")));
    let credits = card_credits(&record);
    let details: Vec<Option<&str>> =
        credits.iter().flat_map(|credit| &credit.names).map(|name| name.detail.as_deref()).collect();
    assert_eq!(details, [Some("arco · track 1"), Some("pizzicato · track 2")]);
}

#[test]
fn everybodys_handles_stand_at_the_first_of_their_names_and_the_subjects_own_on_its_card() {
    let record = tide();
    let base = || Card::new(&record, format("square").expect("a format"), Theme::dark(None));
    let everybodys = Handles { whose: Whose::Everybodys, platforms: vec!["bluesky".into()] };
    let card = base().listing(Order::File, everybodys);
    let details: Vec<&str> =
        card.credits.iter().flat_map(|credit| &credit.names).filter_map(|name| name.detail.as_deref()).collect();
    assert!(details.contains(&"Lisbon · @hana.example.com"), "{details:?}");
    assert_eq!(details.iter().filter(|detail| detail.contains('@')).count(), 1, "{details:?}");
    let handle =
        |whose| {
            let hana = contributors(&record).into_iter().find(|one| one.name == "Hana Kimura").expect("Hana");
            let card = Card { subject: Subject::Contributor(hana), ..base() };
            let card = card.listing(Order::File, Handles { whose, platforms: Vec::new() });
            assert!(card.credits.iter().flat_map(|credit| &credit.names).all(|name| {
                whose == Whose::Everybodys || !name.detail.as_deref().unwrap_or_default().contains('@')
            }));
            let Subject::Contributor(one) = card.subject else { panic!("a contributor") };
            one.handle
        };
    assert_eq!(handle(Whose::Subjects).as_deref(), Some("@hana.masters"));
    assert_eq!(handle(Whose::Nobodys), None);
}

#[test]
fn thanks_stand_on_a_card_with_room_and_never_cost_names_their_size() {
    let mut shaper = Shaper::new(&FONTS);
    let mut thanked = |names: usize, thanks: &str, format_name: &str| {
        let all: Vec<String> = (0..names).map(|number| format!("Odalys Brant {number}")).collect();
        let text = format!("title: T\nartist: A\nthanks: \"{thanks}\"\ncredits:\n  Choir: [{}]\n", all.join(", "));
        let (given, bare) = (record(&text), record(&text.replace(&format!("thanks: \"{thanks}\"\n"), "")));
        let template = Template::builtin("side-by-side").expect("built in").expect("well-formed");
        let mut set = |record: &Record| {
            let card = Card::new(record, format(format_name).expect("a format"), Theme::dark(None));
            compose(&card, &template, &FONTS, &mut shaper).expect("a card")
        };
        let (with, without) = (set(&given), set(&bare));
        assert!(with.scenes.len() <= without.scenes.len(), "{names} {format_name}");
        let noted = with.warnings.iter().any(|note| note.code == "left-out" && note.message.contains("thanks"));
        let shown = with.scenes.iter().flat_map(|scene| scene.texts()).any(|text| text.kind == "thanks");
        assert!(shown != noted, "{names} {format_name}: shown {shown}, noted {noted}");
        shown
    };
    for format in ["square", "story", "landscape"] {
        assert!(thanked(4, "To everybody at the harbour.", format), "{format}");
        // No card holds that, and names come first.
        assert!(!thanked(4, &"To everybody at the harbour. ".repeat(130), format), "{format}");
    }
    for names in [20, 40, 60, 100] {
        thanked(names, &"To everybody at the harbour. ".repeat(8), "square");
    }
}

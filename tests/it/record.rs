//! What a credit file may look like: forms and spellings that are read without a complaint.

use extra_credit::diagnostic::Diagnostic;
use extra_credit::record::{
    Content, Focus, Parsed, Point, Quote, Record, Supporter, Text, ThemeOption, Versus, parse, to_yaml,
};

fn read(text: &str) -> Parsed {
    parse("tide.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{}", shown(&problems)))
}

fn shown(problems: &[Diagnostic]) -> String {
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    all.join("\n")
}

/// A record that must be read without a warning.
fn record(text: &str) -> Record {
    let parsed = read(text);
    assert!(parsed.warnings.is_empty(), "{}", shown(&parsed.warnings));
    parsed.record
}

fn with_title(title: &str) -> String {
    record(&format!("title: {title}\nartist: Bo\ncredits: {{Bass: Bo}}\n")).title.value
}

fn names(record: &Record, credit: usize) -> Vec<&str> {
    record.credits[credit].contributors.iter().map(|one| one.name.value.as_str()).collect()
}

#[test]
fn scalars_come_out_as_typed() {
    for text in [
        "1989",
        "No",
        "on",
        "yes",
        "1.10",
        "2016",
        "0x1F",
        "1e3",
        "1_000",
        "007",
        "12:30",
        "true",
        "Null",
        ".5",
        "+1",
        "2026-03-06",
        "=",
        "?!",
        "-",
        ".inf",
    ] {
        assert_eq!(
            with_title(&format!("{text}{}", if text == "-" { "-" } else { "" })).trim_end_matches('-'),
            text.trim_end_matches('-')
        );
    }
    assert_eq!(with_title("\"~\""), "~");
    assert_eq!(with_title("'null'"), "null");
    assert_eq!(with_title("!!str null"), "null");
    assert_eq!(with_title("\"*NSYNC\""), "*NSYNC");
}

#[test]
fn the_yaml_library_reads_plain_scalars_as_the_same_text() {
    for text in ["1989", "No", "on", "1.10", "0x1F", "true", "Low Tide", "12:30", "2026-03-06", "1e3", ".inf", "a  b"] {
        let theirs: String = serde_yaml::from_str(text).unwrap();
        assert_eq!(with_title(text), theirs);
    }
}

#[test]
fn several_lines_become_one() {
    assert_eq!(with_title("|\n  Low\n  Tide\n  Piano"), "Low Tide Piano");
    assert_eq!(with_title(">-\n  Low\n\n  Tide"), "Low Tide");
    assert_eq!(with_title("\"Low\\tTide\\n Piano \""), "Low Tide Piano");
    assert_eq!(with_title("Low\n  Tide"), "Low Tide");
}

#[test]
fn text_is_composed_and_bidi_controls_stay() {
    assert_eq!(with_title("Beyonce\u{301}"), "Beyonc\u{e9}");
    assert_eq!(with_title("a\u{202e}b\u{2066}"), "a\u{202e}b\u{2066}");
}

#[test]
fn a_picture_is_a_path_or_a_path_with_its_focus() {
    let read = record("title: A\nartist: B\nartwork: {file: a.jpg, focus: [0.5, .25]}\ncredits: {Bass: Bo}\n");
    let artwork = read.artwork.unwrap();
    assert_eq!((&*artwork, artwork.focus), ("a.jpg", Some(Focus { x: 0.5, y: 0.25 })));
    let read = record("title: A\nartist: B\nartwork: {file: 1989.jpg}\ncredits: {Bass: Bo}\n");
    assert_eq!(read.artwork.map(|artwork| (artwork.file.value, artwork.focus)), Some(("1989.jpg".to_owned(), None)));
    let read = record("title: A\nartist: B\nartwork: {file: a.jpg, focus: [0, 1]}\ncredits: {Bass: Bo}\n");
    assert_eq!(read.artwork.and_then(|artwork| artwork.focus), Some(Focus { x: 0.0, y: 1.0 }));
}

#[test]
fn paths_are_not_composed() {
    let read = record("title: A\nartist: B\nartwork: e\u{301}.jpg\ncredits: {Bass: Bo}\n");
    assert_eq!(read.artwork.unwrap().file.value, "e\u{301}.jpg");
}

#[test]
fn byte_order_mark_and_windows_line_ends_change_nothing() {
    let plain = "title: Tide\nartist: Bo\ncredits:\n  Bass:\n    - Al\n    - |\n      Ann\n      Oh\n";
    let windows = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
    assert_eq!(record(plain), record(&windows));
    assert_eq!(record(&windows).title.at.column, 8);
}

#[test]
fn the_small_file_of_the_design_is_complete() {
    let read = record(
        "title: Low Tide Piano\nartist: Marisol Vane\nartwork: covers/tide.jpg            # relative to this file\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n  Mixed by: Wale Adeyinka-Ross\n",
    );
    assert_eq!(read.artwork.as_deref(), Some("covers/tide.jpg"));
    assert_eq!(names(&read, 0), ["Odalys Brant", "Theo Okafor"]);
    assert_eq!(read.credits[1].role.label.value, "Mixed by");
    assert_eq!(read.credits[1].role.id, Some("mixing-engineer"));
}

#[test]
fn the_large_file_of_the_design_is_read_whole() {
    let read = record(include_str!("../large.yaml"));
    assert_eq!(read.released.as_ref().map(|released| released.year), Some(2026));
    assert_eq!(read.person("Hana Kimura").unwrap().handles[1].1.value, "hana.example.com");
    let petra = &read.credits[1].contributors[0];
    assert_eq!(petra.tracks.as_ref().unwrap().positions, ["1", "3", "4", "5"]);
    assert_eq!(petra.tracks.as_ref().unwrap().text.value, "1, 3-5");
    assert_eq!(petra.note.as_deref(), Some("arco"));
    assert_eq!(read.credits[2].contributors[0].at.as_deref(), Some("Foundry Sound, Lisbon"));
    assert_eq!(read.credits[3].role.id, None);
    assert_eq!(read.tracks[1].credits[0].contributors[0].name.value, "Cosmo Rey");
    assert_eq!(read.hashtags.len(), 3);
    assert!(matches!(&read.card.theme, Some(ThemeOption::Named(name)) if name.value == "auto"));
    assert_eq!(read.card.formats[1].value, "story");
}

#[test]
fn credits_may_be_a_list_of_roles() {
    let read = record(
        "title: A\nartist: B\ncredits:\n  - {role: Producer, names: [Al, {name: Bo, note: vocals}]}\n  - role: Bass\n    name: Cy\n    at: Lisbon\n  - {role: Producer, names: Di}\n",
    );
    assert_eq!(names(&read, 0), ["Al", "Bo"]);
    assert_eq!(read.credits[1].contributors[0].at.as_deref(), Some("Lisbon"));
    assert_eq!(names(&read, 2), ["Di"]);
}

#[test]
fn credits_may_stand_under_tracks_alone() {
    let read = record(
        "title: A\nartist: B\ntracks:\n  - {title: Neap, position: A1, duration: 3:45, credits: {Drums: Cosmo Rey}}\n",
    );
    assert!(read.credits.is_empty());
    assert_eq!(read.tracks[0].position, "A1");
}

#[test]
fn an_artist_may_be_a_list() {
    assert_eq!(record("title: A\nartist: [X, Y, Z]\ncredits: {Bass: Bo}\n").artist.value, "X, Y & Z");
    assert_eq!(record("title: A\nartist: [X]\ncredits: {Bass: Bo}\n").artist.value, "X");
}

#[test]
fn bands_with_commas_raise_no_warning() {
    let read = record(
        "title: A\nartist: B\ncredits: {Band: 'Earth, Wind & Fire', Rap: 'Tyler, the Creator', Recorded at: 'Abbey Road, North London'}\n",
    );
    assert_eq!(names(&read, 0), ["Earth, Wind & Fire"]);
}

#[test]
fn yaml_aliases_repeat_a_value() {
    let read = record("title: A\nartist: B\ncredits:\n  Bass: &band [Al, Bo]\n  Drums: *band\n");
    assert_eq!(names(&read, 0), names(&read, 1));
}

#[test]
fn track_lists_have_several_spellings() {
    for (list, positions) in [
        ("[A1, A3-A5]", "A1 A3 A4 A5"),
        ("A1, A3 to A5", "A1 A3 A4 A5"),
        ("a4 to B1", "A4 A5 B1"),
        ("B1", "B1"),
        ("'A1; A2 – A3'", "A1 A2 A3"),
        ("[A1, A1-A2]", "A1 A2"),
    ] {
        let tracks: String =
            ["A1", "A2", "A3", "A4", "A5", "B1"].map(|p| format!("  - {{title: T, position: {p}}}\n")).concat();
        let read = record(&format!(
            "title: A\nartist: B\ncredits:\n  Cello:\n    name: Bo\n    tracks: {list}\ntracks:\n{tracks}"
        ));
        assert_eq!(read.credits[0].contributors[0].tracks.as_ref().unwrap().positions.join(" "), positions);
    }
}

#[test]
fn hashtags_and_handles_lose_their_signs() {
    let read = record(
        "title: A\nartist: B\ncredits: {Bass: {name: Bo, handles: {x: '@bo', mastodon: '@bo@a.example'}}}\nhashtags: ['#One', Two]\n",
    );
    assert_eq!(read.hashtags.iter().map(|tag| tag.value.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
    assert_eq!(read.credits[0].contributors[0].handles[1].1.value, "bo@a.example");
}

#[test]
fn optional_keys_may_stand_without_a_value() {
    let read = record(
        "title: A\nartist: B\nartwork:\nlabel: ~\npeople:\ntracks:\nhashtags: # none yet\ncard:\ncredits: {Bass: Bo}\n",
    );
    assert_eq!((read.artwork, read.label), (None, None));
}

#[test]
fn a_later_stage_can_point_at_a_text() {
    let read = record("title: A\nartist: B\ncredits:\n  Bass: [Al, Bo Li]\n");
    let name: &Text = &read.credits[0].contributors[1].name;
    let problem = read.diagnose(Diagnostic::warning("glyph", "no font has `B`"), name);
    assert_eq!(
        problem.to_string(),
        "tide.yaml:4:14: warning: no font has `B` [glyph]\n4 |   Bass: [Al, Bo Li]\n  |              ^^^^^"
    );
}

#[test]
fn long_texts_and_large_files_end_quickly() {
    let started = std::time::Instant::now();
    let mebi = 1 << 20;
    for unit in [
        "[", "{", "- ", "? ", "&a ", "*a ", "\"", "a: ", "|\n", "a\n", "\t", "!", "%", "#", "'", "[a,", "{a:", "-\n",
        "a: b\n", "\u{feff}", "- &a\n",
    ] {
        let text = unit.repeat(mebi / unit.len() - 1);
        let _ = parse("x", text.as_bytes());
    }
    let roles: String = (0..40_000).map(|n| format!("  Rolle {n}: Name {n}\n")).collect();
    let people: String = (0..20_000).map(|n| format!("  Nome {n}:\n")).collect();
    let _ = parse("x", format!("title: A\nartist: B\ncredits:\n{roles}").as_bytes());
    let _ = parse(
        "x",
        format!("title: A\nartist: B\ncredits: {{Bass: [{}]}}\npeople:\n{people}", "Bo Li, ".repeat(20_000)).as_bytes(),
    );
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

/// A record that must be read without a warning, and reads back the same when it is written.
fn content(text: &str) -> Content {
    let read = record(text);
    let written = to_yaml(&read).expect("it can be written");
    let again = record(&written);
    assert_eq!(to_yaml(&again).expect("it can be written"), written);
    read.content
}

#[test]
fn a_series_of_roles_takes_labels_and_own_words() {
    let Content::Roles(roles) = content(
        "kind: roles\nroles:\n  - mixed by\n  - Creative Director / Art Director\n  - {role: Foley Artist, text: 'Makes rain: by hand.', call: Tag them.}\n",
    ) else {
        panic!("no roles")
    };
    assert_eq!(roles[0].role.label.value, "mixed by");
    assert_eq!(roles[0].role.id, Some("mixing-engineer"));
    assert_eq!(roles[0].text, None);
    assert_eq!(roles[2].role.id, None);
    assert_eq!(roles[2].text.as_deref(), Some("Makes rain: by hand."));
    assert_eq!((roles[2].line.as_deref(), roles[2].call.as_deref()), (None, Some("Tag them.")));
}

#[test]
fn a_series_of_roles_may_leave_out_the_roles_and_have_a_heading() {
    for text in ["kind: roles\n", "kind: roles\nroles:\n"] {
        assert_eq!(content(text), Content::Roles(Vec::new()), "{text}");
    }
    let read =
        record("kind: roles\ntitle: 1989\nartwork: a.jpg\nlanguage: de\nhashtags: [One]\ncard: {formats: square}\n");
    assert_eq!((read.title.value.as_str(), read.artist.value.as_str()), ("1989", ""));
    assert_eq!(read.kind.as_deref(), Some("roles"));
}

#[test]
fn a_comparison_is_one_that_is_shipped_or_one_that_is_written_out() {
    for name in ["mixing/mastering", "Recording Engineer / Music Producer"] {
        let text = format!("kind: versus\nversus: {name}\n");
        assert!(matches!(content(&text), Content::Versus(Versus::Shipped(found)) if found.value == name), "{name}");
    }
    let Content::Versus(Versus::Own { left, right, points }) = content(
        "kind: versus\nversus:\n  left: No\n  right: 1.10\n  points:\n    - {topic: Focus, left: a, right: b}\n",
    ) else {
        panic!("no comparison")
    };
    assert_eq!((left.value.as_str(), right.value.as_str()), ("No", "1.10"));
    let values = |point: &Point| [&point.topic, &point.left, &point.right].map(|text| text.value.clone());
    assert_eq!(points.iter().map(values).collect::<Vec<_>>(), [["Focus", "a", "b"]]);
}

#[test]
fn supporters_are_lines_or_mappings_one_or_several() {
    let Content::Supporters(all) = content(
        "kind: supporter\nsupporters:\n  - I read the credits.\n  - {line: I mix., role: Mixing Engineer, name: Bo, picture: e\u{301}.jpg}\n",
    ) else {
        panic!("no supporters")
    };
    assert_eq!(all[0], Supporter { line: all[0].line.clone(), ..Supporter::default() });
    assert_eq!(all[1].role.as_ref().and_then(|role| role.id), Some("mixing-engineer"));
    assert_eq!(all[1].picture.as_deref(), Some("e\u{301}.jpg"), "a path is not composed");
    let Content::Supporters(one) = content("kind: supporter\nsupporters: I read the credits.\n") else {
        panic!("no supporter")
    };
    assert_eq!(one.len(), 1);
}

#[test]
fn a_quote_needs_its_words_and_who_said_them() {
    let Content::Quotes(quotes) = content("kind: quote\nquotes: {text: 'It is: yes', by: No}\n") else {
        panic!("no quotes")
    };
    let Quote { text, by, role, about } = &quotes[0];
    assert_eq!((text.value.as_str(), by.value.as_str(), role, about), ("It is: yes", "No", &None, &None));
    let read = record("kind: quote\ntitle: Tide\nartist: [A, B]\nquotes: [{text: a, by: b, role: Artist, about: c}]\n");
    assert_eq!((read.title.value.as_str(), read.artist.value.as_str()), ("Tide", "A & B"));
}

#[test]
fn every_text_of_a_kind_is_among_the_texts_that_fonts_are_asked_for() {
    for (text, fields) in [
        (
            "kind: roles\ntitle: h\nroles: [{role: a, text: b, line: c, call: d}]\n",
            "title roles[0].role roles[0].text roles[0].line roles[0].call kind",
        ),
        (
            "kind: versus\nversus: {left: a, right: b, points: [{topic: c, left: d, right: e}]}\n",
            "versus.left versus.right versus.points[0].topic versus.points[0].left versus.points[0].right kind",
        ),
        (
            "kind: supporter\nsupporters: [{line: a, role: b, name: c}]\n",
            "supporters[0].line supporters[0].role supporters[0].name kind",
        ),
        (
            "kind: quote\nquotes: [{text: a, by: b, role: c, about: d}]\n",
            "quotes[0].text quotes[0].by quotes[0].role quotes[0].about kind",
        ),
    ] {
        let read = record(text);
        let found: Vec<String> = read.texts().into_iter().map(|(field, _)| field.to_string()).collect();
        assert_eq!(found.join(" "), fields);
    }
}

#[test]
fn other_kinds_stay_free_text() {
    for kind in ["album", "lullabies", "Roles of a lifetime"] {
        let read = record(&format!("title: A\nartist: B\nkind: {kind}\ncredits: {{Bass: Bo}}\n"));
        assert_eq!((read.kind.as_deref(), &read.content), (Some(kind), &Content::Record));
    }
}

fn json(text: &str) -> Record {
    let parsed = parse("tide.json", text.as_bytes()).unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    assert!(parsed.warnings.is_empty(), "{}", shown(&parsed.warnings));
    parsed.record
}

#[test]
fn json_is_the_same_record_as_yaml() {
    let of_json = json(
        "{\n\t\"title\": 1.10, \"artist\": [\"Vane\", \"Bo\"], \"label\": true, \"released\": 2016,\n\
         \t\"credits\": {\"Bass\": \"Bo\", \"Cello\": [{\"name\": \"Petra\", \"tracks\": [1, \"3-5\"]}]},\r\n\
         \"hashtags\": [\"#GiveCredit\"], \"artwork\": null\n}",
    );
    let of_yaml = record(
        "title: 1.10\nartist: [Vane, Bo]\nlabel: true\nreleased: 2016\n\
         credits: {Bass: Bo, Cello: [{name: Petra, tracks: [1, 3-5]}]}\nhashtags: ['#GiveCredit']\n",
    );
    assert_eq!(to_yaml(&of_json).expect("YAML"), to_yaml(&of_yaml).expect("YAML"));
    assert_eq!((of_json.title.value.as_str(), of_json.artist.value.as_str()), ("1.10", "Vane & Bo"));
}

#[test]
fn json_escapes_are_those_of_json() {
    let title = |raw: &str| {
        let text = format!("{{\"title\": \"{raw}\", \"artist\": \"Vane\", \"credits\": {{\"Bass\": \"Bo\"}}}}");
        json(&text).title.value
    };
    assert_eq!(title(r"AC\/DC"), "AC/DC");
    assert_eq!(title(r"\ud83d\udc69\u200d\ud83c\udfa4"), "👩‍🎤");
    assert_eq!(title(r#"\"Tide\" \\ Beyonc\u00e9 \uD55C"#), "\"Tide\" \\ Beyoncé 한");
    assert_eq!(title("{a}: [b], #c & *d // e"), "{a}: [b], #c & *d // e");
}

#[test]
fn json_keys_may_be_long_and_brackets_wide() {
    let role = "Vocal comping & spiritual guidance ".repeat(60);
    let text = format!("{{\"title\":\"Tide\",\"artist\":\"Vane\",\"credits\":{{\"{role}\"\n\n:\n\"Bo\"}}}}\n\n");
    let read = json(&text);
    assert_eq!(read.credits[0].role.label.value, role.trim());
    assert_eq!(names(&read, 0), ["Bo"]);
}

#[test]
fn an_object_without_a_file_name_is_json_and_yaml_braces_are_still_yaml() {
    let text = r#"{"title": "A\/B", "artist": "Vane", "credits": {"Bass": "Bo"}}"#;
    assert_eq!(parse("<stdin>", text.as_bytes()).expect("a record").record.title.value, "A/B");
    let text = "{title: A, artist: Vane, credits: {Bass: Bo}}";
    assert_eq!(parse("<stdin>", text.as_bytes()).expect("a record").record.title.value, "A");
}

#[test]
fn json_of_more_values_than_the_limit_is_an_error_that_names_it() {
    let text = format!("[{}1]", "1,".repeat(100_000));
    let problems = parse("tide.json", text.as_bytes()).expect_err("too many");
    assert!(shown(&problems).contains("more than 100000 values"), "{}", shown(&problems));
}

#[test]
fn texts_and_names_are_read_up_to_their_limits_and_not_one_past_them() {
    let titled = |count: usize| format!("title: {}\nartist: Bo\ncredits: {{Bass: Bo}}\n", "x".repeat(count));
    assert!(parse("a.yaml", titled(4_000).as_bytes()).is_ok());
    let problems = parse("a.yaml", titled(4_001).as_bytes()).expect_err("too long");
    assert_eq!(problems[0].code, "text-too-long");
    assert_eq!(problems[0].message, "`title`: expected a text of at most 4000 characters, found 4001");
    let names = |count: usize| {
        let names: Vec<String> = (1..count).map(|number| format!("N{number}")).collect();
        format!(
            "title: T\nartist: Bo\ncredits: {{Choir: [{}]}}\ntracks: [{{title: A, credits: {{Bass: Bo}}}}]\n",
            names.join(", ")
        )
    };
    assert!(parse("a.yaml", names(10_000).as_bytes()).is_ok());
    let problems = parse("a.yaml", names(10_001).as_bytes()).expect_err("too many");
    assert_eq!(problems[0].code, "too-many-names");
    assert_eq!(problems[0].message, "a record credits at most 10000 names, this has 10001");
}

#[test]
fn a_few_characters_of_ranges_are_not_as_many_positions_as_they_like() {
    let lists = |count: usize, list: &str| {
        let names: Vec<String> = (0..count).map(|number| format!("{{name: N{number}, tracks: {list}}}")).collect();
        format!("title: T\nartist: Bo\ncredits: {{Choir: [{}]}}\n", names.join(", "))
    };
    assert!(parse("a.yaml", lists(200, "1-1000").as_bytes()).is_ok());
    let problems = parse("a.yaml", lists(202, "1-1000").as_bytes()).expect_err("too many");
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["bad-track"]);
    assert_eq!(problems[0].message, "`tracks`: the lists of a record stand for at most 200000 positions");
    let list: Vec<String> = (1..260).map(|part| format!("{part}000-{part}999")).collect();
    let problems = parse("a.yaml", lists(300, &format!("'{}'", list.join(","))).as_bytes()).expect_err("too many");
    assert_eq!(problems[0].code, "bad-track");
}

#[test]
fn encodings_of_two_and_four_bytes_are_named() {
    for (mark, name) in
        [(&[0xff, 0xfe][..], "UTF-16"), (&[0xff, 0xfe, 0, 0], "UTF-32"), (&[0, 0, 0xfe, 0xff], "UTF-32")]
    {
        let problems = parse("a.yaml", &[mark, b"t\0\0\0"].concat()).expect_err("no UTF-8");
        assert_eq!(problems[0].message, format!("expected UTF-8 text, found {name}"));
    }
}

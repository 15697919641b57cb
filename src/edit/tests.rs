//! Edits on files as people write them: what was meant is said, and lines that it is not about stay.

mod properties;

use serde_json::{Value, json};

use super::{Edit, Refused, apply, form};

fn set(path: &str, value: Value) -> Edit {
    Edit::Set { path: path.into(), value }
}

fn insert(path: &str, index: usize, value: Value) -> Edit {
    Edit::Insert { path: path.into(), index, value }
}

fn remove(path: &str) -> Edit {
    Edit::Remove { path: path.into() }
}

fn shift(path: &str, from: usize, to: usize) -> Edit {
    Edit::Move { path: path.into(), from, to, into: None }
}

fn carry(path: &str, from: usize, into: &str, to: usize) -> Edit {
    Edit::Move { path: path.into(), from, to, into: Some(into.into()) }
}

/// What edits make of a text.
fn after(text: &str, edits: &[Edit]) -> String {
    apply(text, edits).unwrap_or_else(|refused| panic!("{refused}: {edits:?} of\n{text}"))
}

const FILE: &str = "\
# The record of the year.
title: 'Low Tide'   # working title
artist: Marisol Vane
credits:
  # who made it
  Producer: [Odalys Brant, \"Theo Okafor\"]   # both

  Mixed by: Wale
  # strings
  Cello:
    - {name: Petra Lindqvist, note: arco}
    # - Somebody
    - Bo
  Mastered by:
    name: Ines
    at: Foundry
hashtags: [One]
";

#[test]
fn fields_change_at_their_places_and_quotes_and_comments_stay() {
    let lines = |old: &str, new: &str| FILE.replace(old, new);
    for (edits, expected) in [
        (vec![set("title", json!("It's High"))], lines("'Low Tide'", "'It''s High'")),
        (vec![set("artist", json!("Vane: Live"))], lines("Marisol Vane", "\"Vane: Live\"")),
        (
            vec![set("date", json!("2026-03-06"))],
            lines("artist: Marisol Vane\n", "artist: Marisol Vane\nreleased: 2026-03-06\n"),
        ),
        (vec![set("card.theme", json!("dark"))], format!("{FILE}card:\n  theme: dark\n")),
        (vec![set("credits[0].names[1]", json!("Ann"))], lines("\"Theo Okafor\"", "\"Ann\"")),
        (vec![set("credits[1].names[0]", json!("Wale A."))], lines("by: Wale\n", "by: Wale A.\n")),
        (vec![set("credits[1].role", json!("Mixing Engineer"))], lines("Mixed by", "Mixing Engineer")),
        (vec![insert("credits[0].names", 2, json!("Ann"))], lines("Okafor\"]", "Okafor\", Ann]")),
        (vec![insert("credits[0].names", 0, json!("A, B"))], lines("[Oda", "[\"A, B\", Oda")),
        (vec![insert("credits[1].names", 1, json!("Ann"))], lines("by: Wale\n", "by: [Wale, Ann]\n")),
        (vec![insert("credits[2].names", 1, json!("Ann"))], lines("note: arco}\n", "note: arco}\n    - Ann\n")),
        (vec![remove("credits[0].names[0]")], lines("Odalys Brant, ", "")),
        (vec![remove("credits[0].names[1]")], lines(", \"Theo Okafor\"", "")),
        (vec![remove("credits[1]")], lines("  Mixed by: Wale\n", "")),
        (
            vec![remove("credits[2]")],
            FILE.replace("  # strings\n", "")
                .replace("  Cello:\n    - {name: Petra Lindqvist, note: arco}\n    # - Somebody\n    - Bo\n", ""),
        ),
        (
            vec![set("credits[1].names[0].note", json!("all of it"))],
            lines("by: Wale\n", "by: {name: Wale, note: all of it}\n"),
        ),
        (
            vec![set("credits[0].names[0].handles.instagram", json!("oda"))],
            lines("Odalys Brant,", "{name: Odalys Brant, handles: {instagram: oda}},"),
        ),
        (
            vec![set("credits[2].names[0].note", Value::Null)],
            lines("{name: Petra Lindqvist, note: arco}", "Petra Lindqvist"),
        ),
        (
            vec![insert("credits[3].names", 1, json!("Bo"))],
            lines("    name: Ines\n    at: Foundry\n", "    - name: Ines\n      at: Foundry\n    - Bo\n"),
        ),
        (
            vec![insert("credits", 1, json!({"role": "Drums", "names": ["Bo", "Al"]}))],
            lines("# both\n", "# both\n  Drums: [Bo, Al]\n"),
        ),
        (
            vec![insert("credits", 4, json!({"role": "Drums", "names": "Bo"}))],
            lines("at: Foundry\n", "at: Foundry\n  Drums: Bo\n"),
        ),
        (
            vec![shift("credits[0].names", 0, 1)],
            lines("Odalys Brant, \"Theo Okafor\"", "\"Theo Okafor\", Odalys Brant"),
        ),
        (vec![insert("hashtags", 1, json!("Two"))], lines("[One]", "[One, Two]")),
        (vec![set("credits[1].names", json!([]))], lines("by: Wale\n", "by: []\n")),
        (vec![remove("hashtags[0]")], lines("hashtags: [One]\n", "")),
    ] {
        assert_eq!(after(FILE, &edits), expected, "{edits:?}");
    }
}

#[test]
fn credits_move_with_their_comments() {
    let moved = after(FILE, &[shift("credits", 2, 0)]);
    let head = "credits:\n  # strings\n  Cello:\n    - {name: Petra Lindqvist, note: arco}\n    # - Somebody\n    - Bo\n  # who made it\n  Producer:";
    assert!(moved.contains(head), "{moved}");
    assert_eq!(after(&moved, &[shift("credits", 0, 2)]), FILE);
}

#[test]
fn a_role_that_comes_twice_makes_a_list_of_the_mapping() {
    let made = after(FILE, &[insert("credits", 4, json!({"role": "Producer", "names": ["Bo"]}))]);
    let credits = "  # who made it\n  - role: Producer\n    names: [Odalys Brant, \"Theo Okafor\"]   # both\n\n  - role: Mixed by\n    names: Wale\n  # strings\n  - role: Cello\n    names:\n      - {name: Petra Lindqvist, note: arco}\n      # - Somebody\n      - Bo\n  - role: Mastered by\n    names:\n      name: Ines\n      at: Foundry\n  - role: Producer\n    names: Bo\n";
    assert!(made.contains(credits), "{made}");
    let model = form(&made).expect("a form").model;
    assert_eq!(
        model.credits.iter().map(|credit| credit.role.as_str()).collect::<Vec<_>>(),
        ["Producer", "Mixed by", "Cello", "Mastered by", "Producer"]
    );
    let flow = after("credits: {A: Bo, B: [Al]}\n", &[set("credits[1].role", json!("A"))]);
    assert_eq!(flow, "credits: [{role: A, names: Bo}, {role: A, names: [Al]}]\n");
}

#[test]
fn credits_in_a_list_take_the_same_edits() {
    let file = "title: A\nartist: B\ncredits:\n  - role: Drums\n    name: Bo\n    note: brushes\n  - {role: Bass, names: [Al, Ann]}\n  - role: Piano\n";
    for (edit, expected) in [
        (insert("credits[0].names", 1, json!("Al")), file.replace("    name: Bo\n    note: brushes\n", "    names: [{name: Bo, note: brushes}, Al]\n")),
        (set("credits[0].names[0]", json!("Bob")), file.replace("name: Bo\n", "name: Bob\n")),
        (set("credits[0].names[0].note", Value::Null), file.replace("    note: brushes\n", "")),
        (set("credits[0].role", json!("Percussion")), file.replace("role: Drums", "role: Percussion")),
        (remove("credits[0].names[0]"), file.replace("    name: Bo\n    note: brushes\n", "    names: []\n")),
        (insert("credits[2].names", 0, json!("Eve")), file.replace("role: Piano\n", "role: Piano\n    names: Eve\n")),
        (shift("credits", 2, 0), "title: A\nartist: B\ncredits:\n  - role: Piano\n  - role: Drums\n    name: Bo\n    note: brushes\n  - {role: Bass, names: [Al, Ann]}\n".to_owned()),
        (insert("credits", 1, json!({"role": "Drums", "names": []})), file.replace("note: brushes\n", "note: brushes\n  - role: Drums\n    names: []\n")),
    ] {
        let made = after(file, std::slice::from_ref(&edit));
        let (made, expected) = (form(&made).expect("a form").model, form(&expected).expect("a form").model);
        assert_eq!(made, expected, "{edit:?}");
    }
}

#[test]
fn a_file_grows_from_nothing() {
    let edits = [
        set("title", json!("Low Tide")),
        set("artist", json!("Vane")),
        insert("credits", 0, json!({"role": "Producer", "names": ["Bo"]})),
        insert("credits", 1, json!({"role": "", "names": []})),
        set("credits[1].role", json!("Mixing Engineer")),
        insert("credits[1].names", 0, json!("Ann")),
        set("artwork", json!("cover.jpg")),
        set("artwork.focus", json!([0.5, 0.25])),
        insert("card.formats", 0, json!("square")),
        insert("card.formats", 1, json!("story")),
        set("handles.instagram", json!("vane")),
        set("card.theme", json!({"ground": "#d02020"})),
        insert("tracks", 0, json!("Ebb")),
        insert("tracks[0].credits", 0, json!({"role": "Drums", "names": "Bo"})),
    ];
    let made = after("", &edits);
    let parsed = crate::record::parse("a.yaml", made.as_bytes());
    assert!(parsed.is_ok(), "{made}\n{parsed:?}");
    assert_eq!(
        made,
        "title: Low Tide\nartist: Vane\nartwork: {file: cover.jpg, focus: [0.5, 0.25]}\npeople:\n  Vane: {handles: {instagram: vane}}\ncredits:\n  Producer: Bo\n  Mixing Engineer: Ann\ntracks: [{title: Ebb, credits: {Drums: Bo}}]\ncard:\n  formats: [square, story]\n  theme: {ground: \"#d02020\"}\n"
    );
    let bare = after(
        &made,
        &[
            remove("credits[0]"),
            remove("credits[0]"),
            remove("card.formats"),
            remove("card.theme.ground"),
            remove("handles.instagram"),
            remove("tracks[0]"),
        ],
    );
    assert_eq!(bare, "title: Low Tide\nartist: Vane\nartwork: {file: cover.jpg, focus: [0.5, 0.25]}\ncredits: {}\n");
}

#[test]
fn handles_of_people_are_changed_where_they_are_given() {
    let file = "title: A\nartist: B\npeople:\n  Bo:\n    handles: {instagram: bo}\ncredits: {Drums: Bo, Bass: {name: Al, handles: {x: al}}}\n";
    let made = after(file, &[set("credits[0].names[0].handles.x", json!("bo2"))]);
    assert_eq!(made, file.replace("{instagram: bo}", "{instagram: bo, x: bo2}"));
    let made = after(file, &[set("credits[1].names[0].handles.x", Value::Null)]);
    assert_eq!(made, file.replace("{name: Al, handles: {x: al}}", "Al"));
}

/// Tracks as people write them: with credits in both forms, and a title alone.
const TRACKS: &str = "\
title: Tide
artist: Vane
tracks:
  # opens
  - title: Ebb   # first take
    credits:
      # words
      Written by: [Vane, \"Bo Li\"]   # both
      Drums: Al
  - Flow
  - {title: Undertow, credits: [{role: Bass, name: Ann, note: upright}]}
";

#[test]
fn credits_of_tracks_take_the_edits_of_the_records_and_comments_stay() {
    let lines = |old: &str, new: &str| TRACKS.replace(old, new);
    for (edits, expected) in [
        (vec![set("tracks[0].credits[0].names[1].name", json!("Bo Lee"))], lines("\"Bo Li\"", "\"Bo Lee\"")),
        (vec![set("tracks[0].credits[1].role", json!("Percussion"))], lines("Drums: Al", "Percussion: Al")),
        (vec![insert("tracks[0].credits[1].names", 1, json!({"name": "Cy"}))], lines("Drums: Al", "Drums: [Al, Cy]")),
        (
            vec![shift("tracks[0].credits", 1, 0)],
            lines(
                "      # words\n      Written by: [Vane, \"Bo Li\"]   # both\n      Drums: Al\n",
                "      Drums: Al\n      # words\n      Written by: [Vane, \"Bo Li\"]   # both\n",
            ),
        ),
        (
            vec![insert("tracks[1].credits", 0, json!({"role": "Lyricist", "names": ["Ana"]}))],
            lines("- Flow", "- {title: Flow, credits: {Lyricist: Ana}}"),
        ),
        (vec![set("tracks[0].credits[1].names[0].note", json!("brushes"))], {
            lines("Drums: Al", "Drums: {name: Al, note: brushes}")
        }),
        // A track whose last credit goes says nothing of credits.
        (vec![remove("tracks[2].credits[0]")], {
            lines("{title: Undertow, credits: [{role: Bass, name: Ann, note: upright}]}", "{title: Undertow}")
        }),
        (vec![remove("tracks[0].credits[1]")], lines("      Drums: Al\n", "")),
    ] {
        assert_eq!(after(TRACKS, &edits), expected, "{edits:?}");
    }
    let model = form(TRACKS).expect("a form").model;
    let lists: Vec<(String, usize)> = model.lists().map(|(list, credits)| (list, credits.len())).collect();
    assert_eq!(
        lists.iter().map(|(list, count)| (list.as_str(), *count)).collect::<Vec<_>>(),
        [("credits", 0), ("tracks[0].credits", 2), ("tracks[1].credits", 0), ("tracks[2].credits", 1)]
    );
}

#[test]
fn a_name_goes_into_another_credit_with_what_is_said_of_it() {
    let lines = |pairs: &[(&str, &str)]| {
        pairs.iter().fold(FILE.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{old}");
            text.replace(old, new)
        })
    };
    for (edit, expected) in [
        (
            carry("credits[0].names", 1, "credits[1].names", 0),
            lines(&[("[Odalys Brant, \"Theo Okafor\"]", "[Odalys Brant]"), ("by: Wale", "by: [Theo Okafor, Wale]")]),
        ),
        (
            carry("credits[2].names", 0, "credits[0].names", 2),
            lines(&[
                ("\"Theo Okafor\"]", "\"Theo Okafor\", {name: Petra Lindqvist, note: arco}]"),
                ("    - {name: Petra Lindqvist, note: arco}\n", ""),
            ]),
        ),
        // A role that nobody has stays, as when its last name is taken away.
        (
            carry("credits[1].names", 0, "credits[0].names", 0),
            lines(&[("by: Wale", "by: []"), ("[Odalys", "[Wale, Odalys")]),
        ),
    ] {
        assert_eq!(after(FILE, std::slice::from_ref(&edit)), expected, "{edit:?}");
    }
    let listed = "credits:\n- {role: Drums, name: Bo, note: brushes, tracks: A2}\n- {role: Bass, names: [Al]}\ntracks:\n- {title: Ebb, credits: {Piano: Cy}}\n";
    assert_eq!(
        after(listed, &[carry("credits[0].names", 0, "credits[1].names", 1)]),
        listed
            .replace("{role: Drums, name: Bo, note: brushes, tracks: A2}", "{role: Drums, names: []}")
            .replace("[Al]", "[Al, {name: Bo, note: brushes, tracks: A2}]")
    );
    // Which tracks they are is nothing that a track can say.
    let made = after(listed, &[carry("credits[0].names", 0, "tracks[0].credits[0].names", 1)]);
    assert!(made.contains("Piano: [Cy, {name: Bo, note: brushes}]"), "{made}");
    for edit in [
        carry("credits[0].names", 3, "credits[1].names", 0),
        carry("credits[0].names", 0, "credits[0].names", 1),
        carry("credits[0].names", 0, "credits[9].names", 0),
        carry("credits[0].names", 0, "hashtags", 0),
    ] {
        assert!(matches!(apply(FILE, std::slice::from_ref(&edit)), Err(Refused::NoPlace(_))), "{edit:?}");
    }
}

#[test]
fn what_is_no_field_or_no_value_of_one_is_refused_and_changes_nothing() {
    for (edit, expected) in [
        (set("titel", json!("x")), "no field `titel` in the file"),
        (set("credits[9].role", json!("x")), "no field `credits[9].role` in the file"),
        (set("credits[0].names[2]", json!("x")), "no field `credits[0].names[2]` in the file"),
        (set("title", json!({})), "`title` takes a text"),
        (insert("credits", 9, json!({"role": "x"})), "no field `credits` in the file"),
        (insert("credits", 0, json!("x")), "`credits` takes {role, names}"),
        (shift("credits", 0, 9), "no field `credits` in the file"),
        (set("card.colour", json!("x")), "no field `card.colour` in the file"),
        (set("__proto__.x", json!("x")), "no field `__proto__.x` in the file"),
    ] {
        assert_eq!(
            apply(FILE, std::slice::from_ref(&edit)).map_err(|refused| refused.to_string()),
            Err(expected.to_owned())
        );
    }
    assert_eq!(apply("a: [", &[]), Err(Refused::Unreadable));
    assert_eq!(apply("- a\n", &[]), Err(Refused::Unreadable));
    let long = "x".repeat(super::LONGEST_TEXT + 1);
    assert!(matches!(apply(FILE, &[set("title", json!(long))]), Err(Refused::TooMuch(_))));
    let alias = "title: &t A\nartist: *t\n";
    assert_eq!(apply(alias, &[set("title", json!("B"))]), Err(Refused::Shared("title".into())));
    assert_eq!(after(alias, &[set("artist", json!("B"))]), "title: &t A\nartist: B\n");
}

#[test]
fn texts_become_one_line_without_control_characters() {
    assert_eq!(after(FILE, &[set("title", json!(" a\n b\u{7}\u{0} "))]), FILE.replace("'Low Tide'", "'a b'"));
    let hostile = "<img src=x onerror=alert(1)>\": [#]{&*!|>'%@`";
    let made = after(FILE, &[set("credits[1].names[0]", json!(hostile)), set("credits[1].role", json!(hostile))]);
    let model = form(&made).expect("a form").model;
    assert_eq!((model.credits[1].role.as_str(), model.credits[1].names[0].name.as_str()), (hostile, hostile));
}

#[test]
fn fields_know_where_they_stand() {
    let form = form(FILE).expect("a form");
    let at = |line, column| form.field_at(crate::diagnostic::Position { line, column });
    assert_eq!(at(2, 8), Some("title"));
    assert_eq!(at(6, 3), Some("credits[0].role"));
    assert_eq!(at(6, 28), Some("credits[0].names[1]"));
    assert_eq!(at(11, 7), Some("credits[2].names[0]"));
    assert_eq!(at(11, 14), Some("credits[2].names[0]"));
    assert_eq!(at(1, 1), None);
}

//! Series on the command line: cards of contributors, of roles and of supporters, and where they are written.

use std::fs;
use std::path::Path;

use crate::folder::{Folder, Words};
use serde_json::Value;

const TIDE: &str = "title: Tide\nartist: Marisol Vane\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n  Cello: Odalys Brant\n  Koto: 坂井美月\n  Choir: [theo okafor, Ann/Lee]\n";

/// What a run lists that must go well, without a warning.
fn well(folder: &Folder, arguments: &(impl Words + ?Sized)) -> Vec<String> {
    let ran = folder.well(arguments);
    assert!(!ran.messages.contains("warning:"), "{}", ran.messages);
    ran.lines()
}

fn text(scene: &Value, field: &str) -> Vec<String> {
    let texts = scene["texts"].as_array().expect("a list").iter();
    texts.filter(|text| text["field"] == field).map(|text| text["string"].as_str().expect("text").to_owned()).collect()
}

#[test]
fn each_contributor_gets_a_card_with_all_their_roles_in_a_folder_of_their_own() {
    let folder = Folder::with(&[("tide.yaml", TIDE)]);
    let lines = well(&folder, &["render", "tide.yaml", "--each", "contributor", "-f", "square", "--emit", "scene"]);
    let slugs = ["odalys-brant", "theo-okafor", "坂井美月", "theo-okafor-2", "ann-lee"];
    assert_eq!(lines, slugs.map(|slug| format!("out/tide/{slug}/square.png")));
    let page = folder.json("out/tide/odalys-brant/square.scene.json");
    assert_eq!(page["template"], "spotlight");
    assert_eq!(page["names"], serde_json::json!(["Odalys Brant"]));
    assert_eq!(text(&page, "credits[0].role"), ["Producer"]);
    assert_eq!(text(&page, "credits[1].role"), ["Cello"]);
    let twin = folder.json("out/tide/theo-okafor-2/square.scene.json");
    assert_eq!(twin["names"], serde_json::json!(["theo okafor"]), "names are compared exactly");
}

#[test]
fn only_makes_the_cards_of_a_name_where_they_are_among_all() {
    let folder = Folder::with(&[("a/tide.yaml", TIDE), ("a/ebb.yaml", &TIDE.replace("坂井美月", "Bo"))]);
    let lines = well(&folder, &["render", "a", "--only", "坂井美月", "-f", "square"]);
    assert_eq!(lines, ["out/tide/坂井美月/square.png"]);
    let lines = well(&folder, &["render", "a", "--only", "Bo", "--only", "theo okafor", "-f", "square"]);
    assert_eq!(
        lines,
        ["out/ebb/bo/square.png", "out/ebb/theo-okafor-2/square.png", "out/tide/theo-okafor-2/square.png"]
    );
}

#[test]
fn a_name_that_nobody_has_is_an_error_with_the_nearest_one() {
    let folder = Folder::with(&[("tide.yaml", TIDE)]);
    for (name, hint) in [
        ("Odalys Brandt", "did you mean `Odalys Brant`?"),
        ("Okafor", "did you mean `Theo Okafor`?"),
        ("Hana Kimura", "names are compared exactly"),
    ] {
        let ran = folder.run(&["render", "tide.yaml", "--only", name]);
        assert_eq!((ran.code, ran.lines().len()), (1, 0), "{}", ran.messages);
        assert!(ran.messages.contains(&format!("nobody is credited as `{name}`")), "{}", ran.messages);
        assert!(ran.messages.contains(hint), "{}", ran.messages);
    }
    let ran = folder.run(&["render", "tide.yaml", "--only", "Odalys Brant", "--only", "Nobody", "-f", "square"]);
    assert_eq!((ran.code, ran.lines().len()), (1, 1), "the other name has its card: {}", ran.messages);
}

#[test]
fn files_without_credits_are_named_when_contributors_are_asked_for() {
    let folder = Folder::with(&[("a/tide.yaml", TIDE), ("a/roles.yaml", "kind: roles\n")]);
    let ran = folder.run(&["render", "a", "--each", "contributor", "-f", "square"]);
    assert_eq!((ran.code, ran.lines().len()), (0, 5), "{}", ran.messages);
    assert!(ran.messages.contains("roles.yaml: warning: a file of `kind: roles`"), "{}", ran.messages);
    let ran = folder.run(&["render", "a/roles.yaml", "--each", "contributor"]);
    assert_eq!((ran.code, ran.lines().len()), (1, 0), "{}", ran.messages);
}

#[test]
fn the_roles_of_the_campaign_need_no_input() {
    let folder = Folder::with(&[]);
    let lines = well(&folder, &["render", "--roles", "-f", "square", "--emit", "scene"]);
    assert_eq!(lines.len(), 15);
    assert_eq!(lines[6], "out/roles/07-mixing-engineer/square.png");
    assert_eq!(lines[8], "out/roles/09-a-and-r/square.png");
    let page = folder.json("out/roles/07-mixing-engineer/square.scene.json");
    assert_eq!(text(&page, "roles[6].role"), ["Mixing Engineer"]);
    assert!(text(&page, "roles[6].text")[0].starts_with("Takes every recorded track"));
    let lines = well(&folder, &["render", "--roles=Producer,mixed by", "--roles", "-f", "square"]);
    assert_eq!(lines, ["out/roles/01-producer/square.png", "out/roles/02-mixed-by/square.png"]);
}

#[test]
fn the_set_for_supporters_has_a_line_for_each_role_and_one_for_fans() {
    let folder = Folder::with(&[]);
    let lines = well(&folder, &["render", "--supporters", "-f", "square", "--emit", "scene"]);
    assert_eq!(lines.len(), 16);
    assert_eq!(lines[6], "out/supporters/i-mix-records/square.png");
    assert_eq!(lines[15], "out/supporters/i-read-the-credits/square.png");
    let page = folder.json("out/supporters/i-mix-records/square.scene.json");
    assert_eq!(text(&page, "supporters[6].line"), ["I mix records."]);
    assert_eq!(text(&page, "supporters[6].role"), ["Mixing Engineer"]);
}

#[test]
fn wrong_usage_of_series_is_status_2() {
    let folder = Folder::with(&[("tide.yaml", TIDE)]);
    for (arguments, expected) in [
        (&["render", "--roles=Prodcer"][..], "did you mean `Producer`?"),
        (&["render", "--roles=Foley Artist"], "kind: roles"),
        (&["render", "tide.yaml", "--roles"], "cannot be used with"),
        (&["render", "--roles", "--only", "Bo"], "cannot be used with"),
        (&["render", "tide.yaml", "--each", "track"], "contributor"),
        (&["render"], "required"),
        (&["new", "x.yaml", "--kind", "supporter", "--title", "x"], "--title"),
    ] {
        let ran = folder.run(arguments);
        assert_eq!((ran.code, ran.lines().len()), (2, 0), "{arguments:?}: {}", ran.messages);
        assert!(ran.messages.contains(expected), "{arguments:?}: {}", ran.messages);
    }
}

#[test]
fn files_of_a_kind_are_series_only_if_they_hold_several_cards() {
    let quote = "kind: quote\nquotes:\n  - {text: Yes., by: Bo}\n";
    let two = format!("{quote}  - {{text: No., by: bo}}\n");
    let folder = Folder::with(&[
        ("one.yaml", quote),
        ("two.yaml", &two),
        ("v.yaml", "kind: versus\nversus: mixing/mastering\n"),
    ]);
    let lines = well(&folder, &["render", "one.yaml", "two.yaml", "v.yaml", "-f", "square"]);
    assert_eq!(lines, ["out/one/square.png", "out/two/bo/square.png", "out/two/bo-2/square.png", "out/v/square.png"]);
}

#[test]
fn a_picture_is_the_artwork_of_its_supporter_alone() {
    let text = "kind: supporter\nsupporters:\n  - {line: I mix., picture: me.jpg}\n  - I read.\n";
    let folder = Folder::with(&[("fans.yaml", text)]);
    for command in ["render", "check"] {
        let ran = folder.run(&[command, "fans.yaml"]);
        assert_eq!(ran.code, 1);
        assert!(ran.messages.contains("fans.yaml:3:29: error: artwork `me.jpg`"), "{}", ran.messages);
        assert_eq!(ran.messages.matches("error:").count(), 1, "{}", ran.messages);
    }
    assert!(folder.path("out/fans/i-read/square.png").is_file(), "the other card is made");
    let cover = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/artwork/cmyk.jpg");
    fs::copy(Path::new(cover), folder.path("me.jpg")).expect("a picture");
    well(&folder, &["render", "fans.yaml", "-f", "square", "--emit", "scene"]);
    let pictures = |slug: &str| {
        folder.json(&format!("out/fans/{slug}/square.scene.json"))["pictures"].as_array().expect("a list").len()
    };
    assert!(pictures("i-mix") > 0);
    assert_eq!(pictures("i-read"), 0);
}

#[test]
fn a_template_that_cannot_show_the_subject_is_refused_with_one_that_can() {
    let own = TIDE.to_owned() + "card:\n  template: side-by-side\n";
    let quote = "kind: quote\nquotes: {text: Yes., by: Bo}\ncard: {template: role}\n";
    let folder = Folder::with(&[("tide.yaml", TIDE), ("own.yaml", &own), ("quote.yaml", quote)]);
    for arguments in [
        &["render", "tide.yaml", "--template", "role"][..],
        &["render", "tide.yaml", "--each", "contributor", "--template", "side-by-side"],
    ] {
        let ran = folder.run(arguments);
        assert_eq!((ran.code, ran.lines().len()), (1, 0), "{arguments:?}");
        assert!(
            ran.messages.contains("[template-subject]") && ran.messages.contains("--template s"),
            "{}",
            ran.messages
        );
    }
    for command in ["render", "check"] {
        let ran = folder.run(&[command, "quote.yaml"]);
        assert_eq!(ran.code, 1);
        assert!(ran.messages.contains("quote.yaml:3:18: error: template `role` shows a role"), "{}", ran.messages);
        assert_eq!(ran.messages.matches("error:").count(), 1, "{}", ran.messages);
    }
    // A record's own template is for the record.
    let lines = well(&folder, &["render", "own.yaml", "--only", "Odalys Brant", "-f", "square"]);
    assert_eq!(lines, ["out/own/odalys-brant/square.png"]);
}

#[test]
fn a_handle_that_no_font_draws_stops_only_that_card() {
    let text = format!("{TIDE}people:\n  Odalys Brant: {{handles: {{x: od\u{e000}}}}}\n");
    let folder = Folder::with(&[("tide.yaml", &text)]);
    well(&folder, &["render", "tide.yaml", "-f", "square"]);
    let ran = folder.run(&["render", "tide.yaml", "--each", "contributor", "-f", "square,story"]);
    assert_eq!((ran.code, ran.lines().len()), (1, 8), "{}", ran.messages);
    assert!(ran.messages.contains("tide.yaml:9:31:") && ran.messages.contains("U+E000"), "{}", ran.messages);
    assert_eq!(ran.messages.matches("error:").count(), 1, "{}", ran.messages);
}

#[test]
fn a_new_file_of_each_kind_is_right_but_for_what_belongs_in_its_places() {
    let folder = Folder::with(&[]);
    for kind in ["record", "roles", "versus", "supporter", "quote"] {
        let file = format!("{kind}.yaml");
        well(&folder, &["new", &file, "--kind", kind]);
        let ran = folder.run(&["check", &file, "--strict"]);
        assert_eq!(ran.code, 1, "{kind}: {}", ran.messages);
        let errors = ran.messages.lines().filter(|line| line.contains(": error: ") || line.contains(": warning: "));
        let errors: Vec<&str> = errors.collect();
        assert!(!errors.is_empty() && errors.iter().all(|line| line.ends_with("[placeholder]")), "{kind}: {errors:?}");
    }
    well(&folder, &["new", "titled.yaml", "--kind", "quote", "--title", "1989: No", "--artist", "AC/DC"]);
    let text = folder.text("titled.yaml");
    assert!(text.contains("title: '1989: No'") && text.contains("artist: AC/DC"), "{text}");
}

#[test]
fn series_are_the_same_bytes_with_any_number_of_jobs() {
    let folder = Folder::with(&[("tide.yaml", TIDE)]);
    for (jobs, out) in [("1", "one"), ("3", "three")] {
        well(&folder, &["render", "tide.yaml", "--each", "contributor", "-f", "square", "-o", out, "--jobs", jobs]);
    }
    for slug in ["odalys-brant", "theo-okafor", "坂井美月", "theo-okafor-2", "ann-lee"] {
        let bytes = |out: &str| folder.read(&format!("{out}/tide/{slug}/square.png"));
        assert!(bytes("one") == bytes("three"), "{slug}");
    }
}

#[test]
fn a_summary_that_the_template_cannot_make_is_a_warning() {
    let names: Vec<String> = (0..150).map(|number| format!("Marisol Vane the {number}th")).collect();
    let text = format!("title: Tide\nartist: Vane\ncredits:\n  Choir: [{}]\ntracks: [Neap]\n", names.join(", "));
    let folder = Folder::with(&[("tide.yaml", &text)]);
    let ran = folder.run(&["render", "tide.yaml", "-f", "landscape", "-t", "track-list", "--overflow", "summary"]);
    assert_eq!(ran.code, 0, "{}", ran.messages);
    assert!(ran.lines().len() > 1, "{:?}", ran.lines());
    assert!(ran.messages.contains("[names-not-summed]"), "{}", ran.messages);
}

/// Three records of a campaign.
fn campaign() -> Folder {
    let record = |title: &str, date: &str, credits: &str| {
        format!("title: {title}\nartist: Marisol Vane\nreleased: {date}\nkind: single\ncredits:\n{credits}")
    };
    Folder::with(&[
        ("records/a.yaml", &record("Neap", "2024", "  Producer: Odalys Brant\n  Cello: Bo Li\n")),
        (
            "records/b.yaml",
            &record("Spring", "2026-03-06", "  Mixed by: {name: Odalys Brant, note: stems}\n  Producer: Ana Rey\n"),
        ),
        ("records/c.yaml", &record("Ebb", "2025", "  Producer: Odalys Brant\n  Drums: Cy\n")),
        ("records/quote.yaml", "kind: quote\nquotes: {text: Everybody heard it., by: Di}\n"),
    ])
}

#[test]
fn each_person_gets_one_card_with_all_their_records_the_newest_first() {
    let folder = campaign();
    let each = ["render", "records", "--each", "person", "-f", "square", "--emit", "scene"];
    let lines = well(&folder, &each);
    let slugs = ["odalys-brant", "ana-rey", "cy", "bo-li"];
    let mut expected = slugs.map(|slug| format!("out/people/{slug}/square.png")).to_vec();
    expected.sort_unstable();
    let mut made = lines.clone();
    made.sort_unstable();
    assert_eq!(made, expected);
    let scene = folder.json("out/people/odalys-brant/square.scene.json");
    assert_eq!(scene["template"], "person");
    let titles: Vec<String> = (0..3).flat_map(|at| text(&scene, &format!("person.records[{at}].title"))).collect();
    assert_eq!(titles, ["Spring", "Ebb", "Neap"]);
    assert_eq!(text(&scene, "person.records[0].credits[0].names[0].detail"), ["stems"]);
    // Somebody with one record has the card of its contributors.
    let scene = folder.json("out/people/bo-li/square.scene.json");
    assert_eq!((scene["template"].as_str(), text(&scene, "title")), (Some("spotlight"), vec!["Neap".to_owned()]));
    let again = folder.run(&each);
    assert!(again.messages.contains("4 up to date"), "{}", again.messages);
}

#[test]
fn a_role_that_somebody_has_on_all_records_is_said_once() {
    let folder = campaign();
    for (name, title) in [("x", "Slack"), ("y", "Flood"), ("z", "Wrack")] {
        let text = format!("title: {title}\nartist: Ana\ncredits:\n  Mastering Engineer: Eve Holt\n  Piano: Ana\n");
        folder.write(&format!("records/{name}.yaml"), text);
    }
    for format in ["square", "story", "landscape", "pin"] {
        let each = ["render", "records", "--each", "person", "--only", "Eve Holt", "-f", format, "--emit", "scene"];
        let ran = folder.run(&each);
        assert!(!ran.messages.contains("texts-missing"), "{format}: {}", ran.messages);
        let scene = folder.json(&format!("out/people/eve-holt/{format}.scene.json"));
        let texts = scene["texts"].as_array().expect("texts");
        let roles = texts.iter().filter(|text| text["kind"] == "role").count();
        let titles = ["Slack", "Flood", "Wrack"];
        assert_eq!(roles, 1, "{format}");
        assert!(titles.iter().all(|title| texts.iter().any(|text| text["string"] == *title)), "{format}");
    }
}

#[test]
fn cards_of_people_follow_their_records_and_those_of_people_who_are_gone_are_named() {
    let folder = campaign();
    let each = ["render", "records", "--each", "person", "-f", "square"];
    well(&folder, &each);
    let c = folder.text("records/c.yaml");
    folder.write("records/c.yaml", c.replace("Cy", "Di Fu"));
    let ran = folder.run(&each);
    assert!(ran.messages.contains("no longer made: out/people/cy/square.png"), "{}", ran.messages);
    assert!(ran.messages.contains("1 picture made"), "{}", ran.messages);
    // A run over a part of the campaign tells nothing about the rest.
    let ran = folder.run(&["render", "records/a.yaml", "--each", "person", "-f", "square"]);
    assert!(!ran.messages.contains("ana-rey"), "{}", ran.messages);
}

#[test]
fn one_person_of_many_keeps_their_place_and_a_name_nobody_has_is_an_error() {
    let folder = campaign();
    let lines = well(&folder, &["render", "records", "--each", "person", "--only", "Cy", "-f", "square"]);
    assert_eq!(lines, ["out/people/cy/square.png"]);
    let ran = folder.run(&["render", "records", "--each", "person", "--only", "Odalys Brandt", "-f", "square"]);
    assert!(ran.code == 1 && ran.messages.contains("did you mean `Odalys Brant`?"), "{}", ran.messages);
    folder.write("records/d.yaml", "title: X\n");
    let ran = folder.run(&["render", "records", "--each", "person", "-f", "square"]);
    assert!(ran.code == 1 && ran.messages.contains("records/d.yaml"), "{}", ran.messages);
    assert_eq!(ran.lines().len(), 4, "{}", ran.messages);
}

#[test]
fn handles_and_order_are_asked_for_on_the_command_line_in_the_file_or_by_the_kit() {
    let record = "title: Tide\nartist: Vane\npeople: {Bo Li: {handles: {instagram: bo.li, x: boli}}}\n\
                  credits:\n  Mastering Engineer: Bo Li\n  Producer: Ana Rey\n";
    let folder = Folder::with(&[
        ("t.yaml", record),
        ("k/extra-credit.yaml", "handles: x\norder: catalogue\n"),
        ("k/t.yaml", record),
    ]);
    let scene = |arguments: &[&str]| {
        well(&folder, &[&["render", "-f", "square", "--emit", "scene", "--force", "-o", "out"], arguments].concat());
        folder.json("out/t/square.scene.json")
    };
    let detail = |scene: &Value| text(scene, "credits[0].names[0].detail");
    let first = |scene: &Value| {
        let texts = scene["texts"].as_array().expect("texts").clone();
        texts.into_iter().find(|text| text["kind"] == "role").expect("a role")["string"].clone()
    };
    let usual = scene(&["t.yaml"]);
    assert_eq!((detail(&usual), first(&usual)), (vec![], Value::from("Mastering Engineer")));
    let asked = scene(&["t.yaml", "--handles", "--order", "catalogue"]);
    assert_eq!((detail(&asked), first(&asked)), (vec!["@bo.li".to_owned()], Value::from("Producer")));
    assert_eq!(detail(&scene(&["t.yaml", "--handles=x"])), ["@boli"]);
    let of_kit = scene(&["k/t.yaml"]);
    assert_eq!((detail(&of_kit), first(&of_kit)), (vec!["@boli".to_owned()], Value::from("Producer")));
    assert_eq!(detail(&scene(&["k/t.yaml", "--handles=false"])), [""; 0]);
    let ran = folder.run(&["render", "t.yaml", "--handles=instagrm"]);
    assert!(ran.code == 2 && ran.messages.contains("did you mean `instagram`?"), "{}", ran.messages);
}

#[test]
fn what_a_card_leaves_out_is_a_note_a_card_counted_for_many_files_and_may_be_meant() {
    let record =
        |extra: &str| format!("title: Tide\nartist: Vane\ncredits: {{Producer: Bo Li}}\ntracks: [Neap, Ebb]\n{extra}");
    let folder = Folder::with(&[
        ("a.yaml", &record("")),
        ("two/a.yaml", &record("")),
        ("two/b.yaml", &record("")),
        ("meant.yaml", &record("check: {allow: [left-out]}\n")),
    ]);
    let ran = folder.run(&["render", "a.yaml", "-f", "square,story", "--explain"]);
    assert_eq!(
        ran.messages.matches("a.yaml: note: `side-by-side` does not show: 2 track titles [left-out]").count(),
        1,
        "{}",
        ran.messages
    );
    assert!(ran.messages.contains("left out  2 track titles: `side-by-side` shows none"), "{}", ran.messages);
    let ran = folder.run(&["render", "two", "-f", "square"]);
    assert!(
        !ran.messages.contains("[left-out]") && ran.messages.contains("cards of 2 files leave out"),
        "{}",
        ran.messages
    );
    for arguments in [["render", "meant.yaml"], ["render", "a.yaml"]] {
        let ran = folder.run(&[&arguments[..], &["-f", "square", "-t", "track-list"]].concat());
        assert!(!ran.messages.contains("note"), "{}", ran.messages);
    }
    let ran = folder.run(&["render", "meant.yaml", "-f", "square"]);
    assert!(ran.code == 0 && !ran.messages.contains("note"), "{}", ran.messages);
}

//! The brand kit as a document: edits at their places, problems at their fields, cards with a kit that is not saved, files
//! that are dropped on it.

use std::fs;

use serde_json::{Value, json};

use super::{Running, TIDE, picture};

const KIT: &str = "# Ours.\ntheme: dark   # for the night\nfonts: {title: Archivo}\nlogo: mark.svg\npartners:\n  # since May\n  - a.svg\nhashtags: [NamesFirst]\nfooter: 'Every name'\n";
const MARK: &[u8] =
    b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'><path d='M0 0h40v20H0z' fill='#08f'/></svg>";

fn folder(kit: Option<&str>) -> Running {
    let cover = picture([30, 60, 90]);
    let mut files = vec![
        ("tide.yaml", TIDE.as_bytes()),
        ("tide.png", cover.as_slice()),
        ("mark.svg", MARK),
        ("a.svg", MARK),
        ("deep/logos/b.svg", MARK),
    ];
    files.extend(kit.map(|kit| ("extra-credit.yaml", kit.as_bytes())));
    Running::start(&files, None)
}

fn open(studio: &Running, path: &str) -> Value {
    let answer = studio.post("/api/documents", &json!({ "path": path }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn a_kit_is_edited_at_its_places_goes_back_and_is_saved() {
    let studio = folder(Some(KIT));
    let kit = open(&studio, "extra-credit.yaml");
    assert_eq!((&kit["kind"], &kit["saved"], &kit["findings"]), (&json!("kit"), &json!(true), &json!([])));
    assert_eq!(kit["model"]["logo"], json!({ "light": "mark.svg", "dark": "mark.svg" }));
    let id = kit["id"].as_u64().expect("a number");
    let made = studio.edit(
        id,
        &json!([
            { "op": "set", "path": "footer", "value": "Every single name" },
            { "op": "set", "path": "theme.ground", "value": "#102030" },
            { "op": "set", "path": "logo.light", "value": "a.svg" },
            { "op": "insert", "path": "partners", "index": 1, "value": "deep/logos/b.svg" },
            { "op": "set", "path": "fonts.names", "value": "Inter" },
            { "op": "set", "path": "hashtags", "value": ["One", "Two"] },
        ]),
    );
    let text = KIT
        .replace("'Every name'", "'Every single name'")
        .replace("theme: dark ", "theme: {base: dark, ground: \"#102030\"} ")
        .replace("logo: mark.svg", "logo: {light: a.svg, dark: mark.svg}")
        .replace("  - a.svg\n", "  - a.svg\n  - deep/logos/b.svg\n")
        .replace("{title: Archivo}", "{title: Archivo, names: Inter}")
        .replace("[NamesFirst]", "[One, Two]");
    assert_eq!((&made["text"], &made["findings"]), (&json!(text), &json!([])));
    let revision = made["revision"].clone();
    let back = studio.post(&format!("/api/documents/{id}/undo"), &json!({ "revision": revision })).json();
    assert_eq!((&back["text"], &back["saved"]), (&json!(KIT), &json!(true)));
    let again = studio.post(&format!("/api/documents/{id}/redo"), &json!({ "revision": back["revision"] })).json();
    assert_eq!(again["text"], json!(text));
    assert_eq!(studio.post(&format!("/api/documents/{id}/save"), &json!({})).status, 200);
    assert_eq!(studio.read("extra-credit.yaml"), text);
}

#[test]
fn edits_of_a_kit_that_are_none_are_refused_and_forms_are_written_as_short_as_they_were() {
    let studio = folder(Some(KIT));
    let id = open(&studio, "extra-credit.yaml")["id"].as_u64().expect("a number");
    let refused = |edit: Value| {
        let revision = studio.document(id)["revision"].clone();
        studio.post(&format!("/api/documents/{id}/edits"), &json!({ "revision": revision, "edits": [edit] })).error(422)
    };
    assert_eq!(refused(json!({ "op": "set", "path": "title", "value": "x" })), "no field `title` in the file");
    assert_eq!(
        refused(json!({ "op": "set", "path": "partners[3]", "value": "x" })),
        "no field `partners[3]` in the file"
    );
    assert_eq!(
        refused(json!({ "op": "set", "path": "fonts.size", "value": "x" })),
        "no field `fonts.size` in the file"
    );
    assert_eq!(refused(json!({ "op": "set", "path": "logo", "value": 3 })), "`logo` takes a file, or {light, dark}");
    assert_eq!(
        refused(json!({ "op": "move", "path": "partners", "from": 0, "to": 0, "into": "hashtags" })),
        "no field `hashtags` in the file"
    );
    let edits = |edits: Value| studio.edit(id, &edits)["text"].as_str().expect("a text").to_owned();
    edits(json!([{ "op": "set", "path": "theme.accent", "value": "#ff9a73" }]));
    assert_eq!(edits(json!([{ "op": "remove", "path": "theme.accent" }])), KIT, "a base alone is its name");
    edits(json!([{ "op": "remove", "path": "partners[0]" }, { "op": "remove", "path": "fonts.title" }]));
    let text =
        edits(json!([{ "op": "remove", "path": "logo.dark" }, { "op": "set", "path": "footer", "value": null }]));
    assert_eq!(text, "# Ours.\ntheme: dark   # for the night\nhashtags: [NamesFirst]\n");
}

#[test]
fn what_is_wrong_with_a_kit_stands_at_its_field_with_what_mends_it() {
    let text = "theme: {base: drak, ground: nothing}\nfonts: {title: Archivvo, files: [none.ttf]}\nlogo: {light: none.svg, dark: mark.svg}\npartners: [a.svg, mark.svg, none.png]\nformats: [squar]\nfootr: x\n";
    let studio = folder(Some(text));
    let kit = open(&studio, "extra-credit.yaml");
    let findings = kit["findings"].as_array().expect("findings").clone();
    let at = |path: &str| {
        let found = findings.iter().find(|one| one["path"] == path);
        found.unwrap_or_else(|| panic!("{path}: {findings:#?}"))["message"].as_str().expect("a message").to_owned()
    };
    for (path, message) in [
        ("theme.base", "no theme is called `drak`"),
        ("fonts.title", "no font family is called `Archivvo`"),
        ("fonts.files[0]", "font `none.ttf`"),
        ("logo.light", "logo `none.svg`"),
        ("partners[2]", "partner logo `none.png`"),
        ("formats[0]", "squar"),
        ("footr", "footr"),
    ] {
        assert!(at(path).contains(message), "{path}: {}", at(path));
    }
    let id = kit["id"].as_u64().expect("a number");
    for path in ["theme.base", "fonts.title", "formats[0]"] {
        let document = studio.document(id);
        let found = document["findings"].as_array().and_then(|all| all.iter().find(|one| one["path"] == path)).cloned();
        studio.edit(id, &found.expect("a finding")["fix"]["edits"]);
    }
    let text = studio.document(id)["text"].as_str().expect("a text").to_owned();
    assert!(text.contains("base: dark") && text.contains("title: Archivo,") && text.contains("[square]"), "{text}");
    let broken = studio.ask(
        "PUT",
        &format!("/api/documents/{id}/text"),
        json!({ "revision": studio.document(id)["revision"], "text": "theme: [" }).to_string().as_bytes(),
    );
    let broken = broken.json();
    assert_eq!((&broken["broken"], &broken["model"]["formats"]), (&json!(true), &json!(["square"])));
    assert_eq!(broken["findings"][0]["severity"], "error");
}

#[test]
fn cards_of_records_show_a_kit_that_is_not_saved_and_those_of_the_record_do_not() {
    let studio = folder(Some(KIT));
    let id = open(&studio, "extra-credit.yaml")["id"].as_u64().expect("a number");
    let preview = || studio.get(&format!("/api/documents/{id}/preview?path=tide.yaml&width=200"));
    let own = || studio.get("/api/records/card?path=tide.yaml&width=200").body;
    let (first, before) = (preview(), own());
    assert_eq!((first.status, first.header("content-type")), (200, Some("image/png")), "{}", first.text());
    assert_eq!(first.body, before, "a kit as it is on the disk");
    studio.edit(id, &json!([{ "op": "set", "path": "theme.ground", "value": "#d02020" }]));
    let changed = preview();
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_ne!(changed.body, before);
    assert_eq!(own(), before, "the record's own card has what is saved");
    studio.edit(id, &json!([{ "op": "set", "path": "logo", "value": "none.svg" }]));
    assert!(preview().error(422).contains("logo `none.svg`"));
    studio.edit(id, &json!([{ "op": "set", "path": "logo", "value": "mark.svg" }]));
    studio.post(&format!("/api/documents/{id}/save"), &json!({}));
    let begun = std::time::Instant::now();
    while own() != changed.body {
        assert!(begun.elapsed() < super::PATIENCE, "the record's card has the kit that was saved");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(studio.get(&format!("/api/documents/{id}/preview?path=none.yaml")).status, 404);
    assert_eq!(studio.get(&format!("/api/documents/{id}/preview?path=../x.yaml")).status, 400);
    let record = open(&studio, "tide.yaml")["id"].clone();
    assert_eq!(
        studio.get(&format!("/api/documents/{record}/preview?path=tide.yaml")).error(400),
        "the document is no brand kit"
    );
    assert_eq!(studio.get(&format!("/api/documents/{id}/card")).status, 422, "a kit has no card of its own");
}

#[test]
fn a_kit_that_is_not_there_is_begun_and_what_is_dropped_on_it_is_saved_with_it() {
    let studio = folder(None);
    let project = studio.get("/api/project").json();
    assert_eq!(project["kits"]["all"], json!([{ "path": "extra-credit.yaml", "there": false }]));
    let kit = open(&studio, "extra-credit.yaml");
    assert_eq!((&kit["text"], &kit["saved"], &kit["findings"]), (&json!(""), &json!(false), &json!([])));
    let id = kit["id"].as_u64().expect("a number");
    let choices = studio.get(&format!("/api/documents/{id}/choices")).json();
    assert_eq!(choices["pictures"], json!(["a.svg", "deep/logos/b.svg", "mark.svg", "tide.png"]));
    assert_eq!(choices["records"][0]["path"], "tide.yaml");
    assert!(choices["families"]["built"].as_array().is_some_and(|all| all.contains(&json!("Archivo"))), "{choices:#}");
    let bring = |name: &str, field: &str, bytes: &[u8]| {
        studio.ask("POST", &format!("/api/documents/{id}/files?name={name}{field}"), bytes)
    };
    let mark = MARK.to_vec();
    let other: Vec<u8> = String::from_utf8_lossy(MARK).replace("#08f", "#f80").into_bytes();
    let font = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/archivo/Archivo_900Black.ttf")).expect("a font");
    assert_eq!(bring("logo.svg", "", &mark).json()["taken"]["kind"], "logo");
    // The folder has another file of that name.
    assert_eq!(bring("a.svg", "&field=partners", &other).status, 200);
    assert_eq!(bring("Own.ttf", "", &font).json()["taken"]["kind"], "font");
    assert_eq!(bring("x.txt", "", b"hello").error(422), "`x.txt` is no logo and no font");
    assert_eq!(bring("Own.ttf", "&field=logo", &font).error(422), "`Own.ttf` is a font, the field takes a logo");
    let evil = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script>x</script><image href='x'/></svg>";
    assert_eq!(bring("evil.svg", "", evil).status, 422);
    let document = studio.document(id);
    assert_eq!(document["text"], "fonts:\n  files: [Own.ttf]\nlogo: logo.svg\npartners: [a-2.svg]\n");
    assert_eq!(document["findings"], json!([]));
    let logo = studio.get(&format!("/api/documents/{id}/artwork?file=logo.svg&width=64"));
    assert_eq!((logo.status, logo.header("content-type")), (200, Some("image/png")));
    assert_eq!(studio.get(&format!("/api/documents/{id}/artwork?file=../../x.svg")).status, 404);
    assert!(!studio.path("logo.svg").exists());
    // Paths of a record's edits, and credits, are nothing of a kit.
    assert_eq!(studio.post(&format!("/api/documents/{id}/paste"), &json!({ "text": "Drums: Bo" })).status, 422);
    let elsewhere = studio.post(&format!("/api/documents/{id}/save"), &json!({ "path": "kit.yaml" }));
    assert_eq!(elsewhere.error(400), "a brand kit keeps its name");
    assert_eq!(studio.post(&format!("/api/documents/{id}/save"), &json!({})).status, 200);
    assert_eq!(fs::read(studio.path("logo.svg")).expect("saved"), mark);
    assert_eq!(fs::read(studio.path("a-2.svg")).expect("saved"), other);
    assert_eq!(fs::read(studio.path("Own.ttf")).expect("saved"), font);
}

#[test]
fn a_kit_that_another_program_changes_is_merged_or_asked_about_and_its_draft_is_there_again() {
    let studio = folder(Some(KIT));
    let id = open(&studio, "extra-credit.yaml")["id"].as_u64().expect("a number");
    studio.edit(id, &json!([{ "op": "set", "path": "footer", "value": "Mine" }]));
    fs::write(studio.path("extra-credit.yaml"), KIT.replace("theme: dark", "theme: light")).expect("written");
    studio.until(id, "both are there", |kit| {
        let text = kit["text"].as_str().unwrap_or_default();
        text.contains("'Mine'") && text.contains("theme: light")
    });
    fs::write(studio.path("extra-credit.yaml"), KIT.replace("'Every name'", "Theirs")).expect("written");
    studio.until(id, "the disk is another", |kit| kit["changed_on_disk"] == true);
    let refused = studio.post(&format!("/api/documents/{id}/save"), &json!({}));
    assert!(refused.error(409).contains("was changed by another program"));
    let folder = studio.end();
    let studio = Running::again(folder, None);
    let kit = open(&studio, "extra-credit.yaml");
    assert_eq!(
        (&kit["kind"], &kit["restored"], &kit["model"]["footer"]),
        (&json!("kit"), &json!(true), &json!("Mine"))
    );
}

#[test]
fn the_contrast_of_a_kit_needs_no_cover() {
    let studio = folder(Some(KIT));
    let id = open(&studio, "extra-credit.yaml")["id"].as_u64().expect("a number");
    let contrast = |query: &str| studio.get(&format!("/api/documents/{id}/contrast?{query}"));
    let told = contrast("base=dark&ground=%23ffffff&accent=%23fffff0").json();
    assert!(told["contrast"].as_f64().is_some_and(|ratio| ratio > 4.5), "{told:#}");
    assert_eq!(told["low"].as_array().map(Vec::len), Some(1), "{told:#}");
    assert_eq!(contrast("base=drak").error(422), "no theme is called `drak`");
    assert_eq!(contrast("ground=nothing").status, 400);
}

//! A folder of records: their states, marks, names that differ, and all their cards at once.

use std::fs;

use serde_json::{Value, json};

use super::{Running, TIDE, picture};

fn campaign() -> Running {
    let other = TIDE.replace("title: Tide   # working title", "title: Ebb").replace("Odalys Brant", "Odalys Brandt");
    let broken = "title: [";
    let files = [
        ("a/tide.yaml", TIDE.as_bytes()),
        ("a/tide.png", &picture([30, 60, 90])),
        ("b.yaml", other.as_bytes()),
        ("tide.png", &picture([30, 60, 90])),
        ("broken.yaml", broken.as_bytes()),
    ];
    Running::start(&files, None)
}

fn file<'f>(project: &'f Value, path: &str) -> &'f Value {
    project["files"]
        .as_array()
        .and_then(|files| files.iter().find(|file| file["path"] == path))
        .unwrap_or_else(|| panic!("{path}: {project:#}"))
}

#[test]
fn records_have_states_and_marks_that_know_when_they_are_old() {
    let studio = campaign();
    let project = studio.get("/api/project").json();
    assert_eq!((&project["folder"], &project["open"]), (&json!(true), &json!(null)));
    assert_eq!(file(&project, "a/tide.yaml")["title"], "Tide");
    assert_eq!(file(&project, "broken.yaml")["errors"], 1);
    let mark = |mark: Value, note: Value| {
        studio.ask(
            "PUT",
            "/api/records/mark",
            json!({ "path": "b.yaml", "mark": mark, "note": note }).to_string().as_bytes(),
        )
    };
    assert_eq!(mark(json!("change"), json!("the cover is <b>dark</b>")).status, 200);
    let project = studio.get("/api/project").json();
    let marked = file(&project, "b.yaml");
    assert_eq!(
        (&marked["mark"], &marked["note"], &marked["changed"]),
        (&json!("change"), &json!("the cover is <b>dark</b>"), &json!(false))
    );
    fs::write(studio.path("b.yaml"), TIDE).expect("written");
    assert_eq!(file(&studio.get("/api/project").json(), "b.yaml")["changed"], true);
    assert_eq!(mark(json!("fine"), json!(null)).status, 200);
    assert!(studio.read(".extra-credit-review.json").contains("\"fine\""));
    assert_eq!(mark(json!(null), json!(null)).status, 200);
    assert_eq!(file(&studio.get("/api/project").json(), "b.yaml")["mark"], json!(null));
    assert_eq!(mark(json!("perhaps"), json!(null)).status, 400);
}

#[test]
fn names_that_two_records_spell_differently_are_told() {
    let studio = campaign();
    let names = studio.get("/api/names").json();
    let all = names.as_array().expect("names");
    assert!(
        all.iter().any(|one| one["code"] == "near-duplicate"
            && one["names"].as_array().is_some_and(|names| names.contains(&json!("Odalys Brandt")))),
        "{names:#}"
    );
}

#[test]
fn all_cards_are_made_with_progress_and_what_fails_is_named() {
    let studio = campaign();
    let mut events = studio.events(0);
    events.wait_for("event: hello");
    assert_eq!(studio.post("/api/render", &json!({ "formats": ["square"] })).status, 200);
    events.wait_for("\"ended\"");
    assert!(
        events.heard.contains("\"path\":\"broken.yaml\"") && events.heard.contains("\"total\":3"),
        "{}",
        events.heard
    );
    assert!(studio.path("out/a/tide/square.png").exists() && studio.path("out/b/square.png").exists());
    assert_eq!(studio.post("/api/render", &json!({ "formats": ["none"] })).error(404), "no format is called `none`");
    assert_eq!(studio.ask("DELETE", "/api/render", b"").json()["ok"], false, "nothing runs");
}

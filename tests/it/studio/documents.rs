//! Documents: edits at their places, steps back and forward, files on the disk that change, tabs.

use std::fs;

use serde_json::json;

use super::{Running, TIDE};

#[test]
fn edits_change_their_places_and_go_back_and_forward() {
    let studio = Running::tide();
    let first = studio.document(1);
    assert_eq!((&first["saved"], &first["revision"], &first["broken"]), (&json!(true), &json!(1), &json!(false)));
    let second = studio.edit(
        1,
        &json!([
            { "op": "set", "path": "title", "value": "Ebb" },
            { "op": "insert", "path": "credits[1].names", "index": 1, "value": "Al" },
        ]),
    );
    let text = TIDE.replace("title: Tide", "title: Ebb").replace("Cello: Bo", "Cello: [Bo, Al]");
    assert_eq!((&second["text"], &second["saved"], &second["can_undo"]), (&json!(text), &json!(false), &json!(true)));
    let back = studio.post("/api/documents/1/undo", &json!({ "revision": 2 })).json();
    assert_eq!(
        (&back["text"], &back["revision"], &back["saved"], &back["can_redo"]),
        (&json!(TIDE), &json!(3), &json!(true), &json!(true))
    );
    let again = studio.post("/api/documents/1/redo", &json!({ "revision": 3 })).json();
    assert_eq!(again["text"], json!(text));
    let none = studio.post("/api/documents/1/redo", &json!({ "revision": 4 })).json();
    assert_eq!(none["revision"], 4, "there was nothing to go to");
}

#[test]
fn an_edit_of_an_older_revision_is_told_the_newer_one() {
    let studio = Running::tide();
    studio.edit(1, &json!([{ "op": "set", "path": "title", "value": "Ebb" }]));
    let late = studio.post("/api/documents/1/edits", &json!({ "revision": 1, "edits": [] }));
    assert_eq!(late.error(409), "the document is at revision 2, the request was made of 1");
    assert_eq!(late.json()["current"]["model"]["title"], "Ebb");
    let wrong = studio.post(
        "/api/documents/1/edits",
        &json!({ "revision": 2, "edits": [{ "op": "set", "path": "titel", "value": "x" }] }),
    );
    assert_eq!(wrong.error(422), "no field `titel` in the file");
    assert_eq!(studio.get("/api/documents/9").error(404), "no document 9 is open");
}

#[test]
fn a_broken_text_keeps_the_last_form_and_says_where_it_is_broken() {
    let studio = Running::tide();
    let answer = studio.ask(
        "PUT",
        "/api/documents/1/text",
        json!({ "revision": 1, "text": "title: [Tide\n" }).to_string().as_bytes(),
    );
    let document = answer.json();
    assert_eq!((&document["broken"], &document["model"]["title"]), (&json!(true), &json!("Tide")));
    assert_eq!(document["findings"][0]["severity"], "error");
    assert!(document["findings"][0]["line"].is_u64(), "{document:#}");
    let refused = studio.post(
        "/api/documents/1/edits",
        &json!({ "revision": 2, "edits": [{ "op": "set", "path": "title", "value": "x" }] }),
    );
    assert_eq!(refused.error(422), "the file cannot be read as it is");
}

#[test]
fn findings_stand_at_their_fields_and_their_fixes_mend_them() {
    let text = "title: Tide\nartist: Vane\ncredits:\n  Mixing Enginer: [Bo Li, Bo Li]\n  Producer: Ann Ray and Cy Fox\n  Arranger: Vane, Marisol\ncard: {theme: vivd, formats: [squar]}\n";
    let studio = Running::start(&[("tide.yaml", text.as_bytes())], Some("tide.yaml"));
    for _ in 0..12 {
        let document = studio.document(1);
        let findings = document["findings"].as_array().expect("findings").clone();
        for finding in &findings {
            assert!(finding["path"].is_string(), "{finding:#}");
        }
        let Some(fix) = findings.iter().map(|finding| &finding["fix"]).find(|fix| !fix.is_null()) else { break };
        studio.edit(1, &fix["edits"]);
    }
    let document = studio.document(1);
    let expected = text
        .replace("Mixing Enginer: [Bo Li, Bo Li]", "Mixing Engineer: [Bo Li]")
        .replace("Ann Ray and Cy Fox", "[Ann Ray, Cy Fox]")
        .replace("Vane, Marisol", "Marisol Vane")
        .replace("vivd", "vivid")
        .replace("squar]", "square]");
    assert_eq!(document["text"], expected);
    let allow = document["findings"]
        .as_array()
        .and_then(|all| all.first())
        .map(|finding| finding["allow"].clone())
        .expect("a finding");
    let before = document["findings"].as_array().map_or(0, Vec::len);
    let after = studio.edit(1, &allow["edits"]);
    assert_eq!(after["findings"].as_array().map_or(0, Vec::len), before - 1, "{after:#}");
}

#[test]
fn credits_of_a_track_are_edited_pasted_and_mended_at_their_places() {
    let text = "title: Tide\nartist: Vane\ncredits: {Mixing Engineer: Wale}\ntracks:\n  - title: Ebb   # first take\n    credits:\n      # words\n      Mixing Enginer: [Bo Li, Bo Li]\n  - Flow\n";
    let studio = Running::start(&[("tide.yaml", text.as_bytes())], Some("tide.yaml"));
    let document = studio.document(1);
    let findings = document["findings"].as_array().expect("findings").clone();
    let of =
        |path: &str| findings.iter().find(|one| one["path"] == path).unwrap_or_else(|| panic!("{path}: {findings:#?}"));
    // The record has that role; the track has not.
    let fix = &of("tracks[0].credits[0].role")["fix"];
    assert_eq!(fix["label"], "Mixing Engineer");
    studio.edit(1, &fix["edits"]);
    studio.edit(1, &of("tracks[0].credits[0].names[1]")["fix"]["edits"]);
    let edits = json!([
        { "op": "insert", "path": "tracks[1].credits", "index": 0, "value": { "role": "Lyricist", "names": [{ "name": "Ana" }] } },
        { "op": "move", "path": "credits[0].names", "from": 0, "to": 1, "into": "tracks[0].credits[0].names" },
    ]);
    let made = studio.edit(1, &edits);
    let expected = text
        .replace("Mixing Enginer: [Bo Li, Bo Li]", "Mixing Engineer: [Bo Li, Wale]")
        .replace("Engineer: Wale}", "Engineer: []}")
        .replace("- Flow", "- {title: Flow, credits: {Lyricist: Ana}}");
    assert_eq!(made["text"], expected);
    let pasted = studio.post(
        "/api/documents/1/paste",
        &json!({ "text": "Lyrics: Ana and Bo Li\nDrums: Cy", "into": "tracks[1].credits" }),
    );
    let own = &pasted.json()["model"]["tracks"][1]["credits"];
    let roles: Vec<_> = own.as_array().expect("credits").iter().map(|one| one["role"].clone()).collect();
    assert_eq!(roles, ["Lyricist", "Drums"], "{own:#}");
    assert_eq!(own[0]["names"].as_array().map(Vec::len), Some(2), "{own:#}");
    for (into, status) in [("tracks[9].credits", 404), ("credits", 400), ("tracks[x].credits", 400)] {
        let refused = studio.post("/api/documents/1/paste", &json!({ "text": "Drums: Cy", "into": into }));
        assert_eq!(refused.status, status, "{into}");
    }
}

#[test]
fn a_document_is_saved_as_it_is_and_a_new_one_where_it_is_told() {
    let crlf = TIDE.replace('\n', "\r\n");
    let studio = Running::start(&[("tide.yaml", crlf.as_bytes())], Some("tide.yaml"));
    studio.edit(1, &json!([{ "op": "set", "path": "title", "value": "Ebb" }]));
    let saved = studio.post("/api/documents/1/save", &json!({})).json();
    assert_eq!(saved["saved"], true);
    assert_eq!(studio.read("tide.yaml"), crlf.replace("title: Tide", "title: Ebb"));
    let new = studio.post("/api/documents", &json!({})).json();
    assert_eq!((&new["path"], &new["text"]), (&json!(null), &json!("")));
    assert_eq!(studio.post("/api/documents/2/save", &json!({})).error(400), "the document has no file yet");
    studio.edit(2, &json!([{ "op": "set", "path": "title", "value": "New" }]));
    assert_eq!(studio.post("/api/documents/2/save", &json!({ "path": "tide.yaml" })).status, 409);
    fs::write(studio.path("there.yaml"), "title: x\n").expect("written");
    assert_eq!(
        studio.post("/api/documents/2/save", &json!({ "path": "there.yaml" })).error(409),
        "`there.yaml` is there already"
    );
    let saved = studio.post("/api/documents/2/save", &json!({ "path": "albums/new.yaml" })).json();
    assert_eq!((&saved["path"], studio.read("albums/new.yaml").as_str()), (&json!("albums/new.yaml"), "title: New\n"));
}

#[test]
fn what_another_program_writes_is_taken_merged_or_asked_about() {
    let studio = Running::tide();
    // Nothing of ours: it is taken over.
    fs::write(studio.path("tide.yaml"), TIDE.replace("Cello: Bo", "Cello: Ann")).expect("written");
    let taken = studio.until(1, "taken over", |document| document["model"]["credits"][1]["names"][0]["name"] == "Ann");
    assert_eq!(taken["saved"], true);
    // Other lines than ours: both.
    studio.edit(1, &json!([{ "op": "set", "path": "title", "value": "Ebb" }]));
    fs::write(studio.path("tide.yaml"), TIDE.replace("Cello: Bo", "Cello: Cy")).expect("written");
    let both = studio.until(1, "merged", |document| document["model"]["credits"][1]["names"][0]["name"] == "Cy");
    assert_eq!(
        (&both["model"]["title"], &both["changed_on_disk"], &both["saved"]),
        (&json!("Ebb"), &json!(false), &json!(false))
    );
    // The same line: whoever is there decides.
    fs::write(studio.path("tide.yaml"), TIDE.replace("title: Tide", "title: Flood")).expect("written");
    studio.until(1, "told", |document| document["changed_on_disk"] == true);
    let refused = studio.post("/api/documents/1/save", &json!({}));
    assert_eq!(refused.error(409), "`tide.yaml` was changed by another program");
    assert!(refused.json()["conflict"]["disk"].as_str().is_some_and(|text| text.contains("title: Flood")));
    assert_eq!(studio.post("/api/documents/1/save", &json!({ "merge": true })).status, 409);
    assert!(studio.read("tide.yaml").contains("Flood"), "nothing was overwritten");
    let saved = studio.post("/api/documents/1/save", &json!({ "force": true })).json();
    assert_eq!((&saved["saved"], &saved["changed_on_disk"]), (&json!(true), &json!(false)));
    assert!(studio.read("tide.yaml").contains("title: Ebb"));
}

#[test]
fn tabs_of_a_document_know_of_each_other() {
    let studio = Running::tide();
    let mut first = studio.events(1);
    first.wait_for("event: hello");
    first.wait_for("\"tabs\":1");
    let mut second = studio.events(1);
    second.wait_for("event: hello");
    first.wait_for("\"tabs\":2");
    assert_eq!(studio.document(1)["tabs"], 2);
    studio.edit(1, &json!([{ "op": "set", "path": "title", "value": "Ebb" }]));
    second.wait_for("\"revision\":2");
    drop(first);
    studio.until(1, "one tab", |document| document["tabs"] == 1);
}

#[test]
fn a_studio_that_is_started_again_has_what_was_not_saved() {
    let studio = Running::tide();
    studio.edit(1, &json!([{ "op": "set", "path": "title", "value": "Ebb" }]));
    let new = studio.post("/api/documents", &json!({})).json();
    studio.edit(new["id"].as_u64().expect("an id"), &json!([{ "op": "set", "path": "title", "value": "New" }]));
    let ahead = studio.get("/api/documents/1/card?revision=99");
    assert_eq!(ahead.status, 409, "a page that is ahead asks another studio");
    let boot = studio.get("/api/project").json()["boot"].clone();
    let folder = studio.end();
    assert!(fs::read_dir(folder.path().join("state")).expect("drafts").count() >= 2);
    // The other program went on meanwhile, in another line.
    fs::write(folder.path().join("records/tide.yaml"), TIDE.replace("Cello: Bo", "Cello: Cy")).expect("written");
    let studio = Running::again(folder, Some("tide.yaml"));
    let project = studio.get("/api/project").json();
    assert_ne!(project["boot"], boot);
    let open = project["open"].as_u64().expect("the file is open");
    let restored = studio.document(open);
    assert_eq!((&restored["model"]["title"], &restored["restored"]), (&json!("Ebb"), &json!(true)));
    assert_eq!(restored["model"]["credits"][1]["names"][0]["name"], "Cy");
    let titles: Vec<_> =
        project["documents"].as_array().expect("documents").iter().map(|one| one["title"].clone()).collect();
    assert!(titles.contains(&json!("New")) && titles.contains(&json!("Ebb")), "{titles:?}");
    studio.post(&format!("/api/documents/{open}/save"), &json!({ "merge": true }));
    assert!(studio.read("tide.yaml").contains("title: Ebb") && studio.read("tide.yaml").contains("Cello: Cy"));
    // A page's own draft is taken too.
    let kept = studio.post("/api/documents", &json!({ "text": "title: Kept\n" })).json();
    assert_eq!((&kept["model"]["title"], &kept["saved"]), (&json!("Kept"), &json!(false)));
    assert!(studio.state.exists());
}

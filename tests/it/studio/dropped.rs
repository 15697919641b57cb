//! Files and texts dropped on a document: covers, credits of all kinds, and what is none of them.

use std::fs;

use serde_json::{Value, json};

use super::{Running, TIDE, picture};

const IMPORTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/imports/");

fn roles(document: &Value) -> Vec<(String, Vec<String>)> {
    let credits = document["model"]["credits"].as_array().expect("credits");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let names =
        |credit: &Value| credit["names"].as_array().expect("names").iter().map(|name| text(&name["name"])).collect();
    credits.iter().map(|credit| (text(&credit["role"]), names(credit))).collect()
}

#[test]
fn a_dropped_cover_is_shown_at_once_and_written_with_the_document() {
    let studio =
        Running::start(&[("tide.yaml", TIDE.replace("artwork: tide.png\n", "").as_bytes())], Some("tide.yaml"));
    let before = studio.get("/api/documents/1/card?width=200").body;
    let answer =
        studio.ask("POST", "/api/documents/1/files?name=..%2F..%2FMy%20cover.png", &picture([200, 20, 20])).json();
    assert_eq!(
        (&answer["taken"]["kind"], &answer["model"]["artwork"]["file"]),
        (&json!("artwork"), &json!("My cover.png"))
    );
    assert_ne!(studio.get("/api/documents/1/card?width=200").body, before);
    assert!(!studio.path("My cover.png").exists(), "nothing is written before it is saved");
    studio.post("/api/documents/1/save", &json!({}));
    assert_eq!(fs::read(studio.path("My cover.png")).expect("a file"), picture([200, 20, 20]));
    // Another picture of that name does not take its place.
    let other = studio.ask("POST", "/api/documents/1/files?name=My%20cover.png", &picture([20, 20, 200])).json();
    assert_eq!(other["model"]["artwork"]["file"], "My cover-2.png");
    let same = studio.ask("POST", "/api/documents/1/files?name=My%20cover.png", &picture([200, 20, 20])).json();
    assert_eq!(same["model"]["artwork"]["file"], "My cover.png");
}

#[test]
fn a_dropped_cover_survives_a_crash() {
    let studio = Running::start(&[("tide.yaml", TIDE.as_bytes())], Some("tide.yaml"));
    studio.ask("POST", "/api/documents/1/files?name=new.png", &picture([1, 200, 3]));
    let studio = Running::again(studio.end(), Some("tide.yaml"));
    assert_eq!(studio.get("/api/documents/1/card?width=200").status, 200);
    studio.post("/api/documents/1/save", &json!({}));
    assert_eq!(fs::read(studio.path("new.png")).expect("a file"), picture([1, 200, 3]));
}

#[test]
fn pasted_credits_are_merged_and_what_is_said_otherwise_is_told() {
    let studio = Running::tide();
    let text = "Produced by Odalys Brant, Ann Ray\nMixing Engineer: Cy Fox\nCello: Bo\n";
    let answer = studio.post("/api/documents/1/paste", &json!({ "text": text })).json();
    let (taken, review) = (&answer["taken"], &answer["review"]);
    assert_eq!((&taken["kind"], &taken["known"]), (&json!("credits"), &json!(2)), "{answer:#}");
    assert!(review.is_array());
    let found = roles(&answer);
    assert_eq!(found[0], ("Producer".into(), vec!["Odalys Brant".into(), "Theo Okafor".into(), "Ann Ray".into()]));
    assert!(found.iter().any(|(role, names)| role.starts_with("Mix") && names == &["Cy Fox"]), "{found:?}");
    let text = answer["text"].as_str().expect("a text");
    assert!(text.contains("title: Tide   # working title") && text.contains("  # strings\n  Cello: Bo\n"), "{text}");
    assert!(text.contains("[Odalys Brant, 'Theo Okafor', Ann Ray]"), "{text}");
    let back = studio.post("/api/documents/1/undo", &json!({ "revision": answer["revision"] })).json();
    assert_eq!(back["text"], TIDE, "one step");
    assert_eq!(studio.post("/api/documents/1/paste", &json!({ "text": "nothing of the kind" })).status, 422);
}

#[test]
fn credits_of_other_programs_fill_an_empty_document() {
    let studio = Running::start(&[], Some("new.yaml"));
    let mut kinds = 0;
    for entry in fs::read_dir(IMPORTS).expect("files").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let end = name.rsplit('.').next().unwrap_or_default().to_owned();
        if !["json", "xml", "csv", "xlsx", "flac", "mp3", "m4a"].contains(&end.as_str()) {
            continue;
        }
        let bytes = fs::read(entry.path()).expect("a file");
        let id = studio.post("/api/documents", &json!({})).json()["id"].as_u64().expect("an id");
        let mut answer = studio.ask("POST", &format!("/api/documents/{id}/files?name={name}"), &bytes);
        if let Some(first) =
            (answer.status == 409).then(|| answer.json()["records"][0].as_str().map(str::to_owned)).flatten()
        {
            answer = studio.ask("POST", &format!("/api/documents/{id}/files?name={name}&record={first}"), &bytes);
        }
        // A file that no reader takes is told so, and nothing else happens.
        assert!([200, 404, 422].contains(&answer.status), "{name}: {}", answer.text());
        if answer.status == 200 {
            let document = answer.json();
            assert_eq!(document["broken"], false, "{name}");
            assert_eq!(document["taken"]["kind"], "credits", "{name}");
            let model = &document["model"];
            let credited =
                !roles(&document).is_empty() || model["tracks"].as_array().is_some_and(|all| !all.is_empty());
            assert!(credited, "{name}: {document:#}");
            kinds += 1;
            studio.ask(
                "PUT",
                &format!("/api/documents/{id}/text"),
                json!({ "revision": document["revision"], "text": "" }).to_string().as_bytes(),
            );
        }
        if kinds >= 12 {
            break;
        }
    }
    assert!(kinds >= 3, "{kinds} kinds of files were read");
}

#[test]
fn what_is_neither_picture_nor_credits_is_refused_in_words() {
    let studio = Running::tide();
    for (name, bytes) in [
        ("a.bin", &b"\x7fELF\0\0\0\0"[..]),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("empty.txt", b""),
        ("a.html", b"<html></html>"),
    ] {
        let answer = studio.ask("POST", &format!("/api/documents/1/files?name={name}"), bytes);
        assert_eq!(answer.status, 422, "{name}: {}", answer.text());
        assert!(!answer.json()["error"].as_str().unwrap_or_default().is_empty());
    }
    // A picture that is none is named as the cover, and the card says what is wrong with it.
    assert_eq!(studio.document(1)["text"], TIDE);
    assert_eq!(studio.ask("POST", "/api/documents/1/files", b"x").error(400), "a dropped file has a `name`");
}

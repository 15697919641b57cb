//! Cards: pictures and scenes of a document as it is, files that are those of `render`, words and colours.

use std::fs;
use std::process::Command;

use serde_json::json;

use super::{Running, TIDE, picture};

#[test]
fn a_card_is_there_in_any_format_and_size_with_its_scene() {
    let studio = Running::tide();
    let card = studio.get("/api/documents/1/card?format=story&width=360");
    assert_eq!(
        (card.status, card.header("content-type"), card.header("x-revision"), card.header("x-pages")),
        (200, Some("image/png"), Some("1"), Some("1"))
    );
    let image = image::load_from_memory(&card.body).expect("a picture");
    assert_eq!((image.width(), image.height()), (360, 640));
    let scene = studio.get("/api/documents/1/scene?format=story").json();
    let paths: Vec<&str> =
        scene["pages"][0]["texts"].as_array().expect("texts").iter().filter_map(|text| text["path"].as_str()).collect();
    for path in
        ["title", "artist", "credits[0].role", "credits[0].names[0]", "credits[0].names[1]", "credits[1].names[0]"]
    {
        assert!(paths.contains(&path), "{path}: {paths:?}");
    }
    assert!(scene["pages"][0]["alt"].as_str().is_some_and(|alt| alt.contains("Odalys Brant")));
    for (query, error) in
        [("format=none", "no format is called `none`"), ("format=square&template=none", "no template is called `none`")]
    {
        let answer = studio.get(&format!("/api/documents/1/card?{query}"));
        assert!([404, 422].contains(&answer.status) && answer.text().contains(error), "{}", answer.text());
    }
}

#[test]
fn a_card_follows_its_document_and_its_cover() {
    let studio = Running::tide();
    let card = || studio.get("/api/documents/1/card?format=square&width=200").body;
    let first = card();
    assert_eq!(card(), first);
    studio.edit(1, &json!([{ "op": "set", "path": "title", "value": "Another" }]));
    let second = card();
    assert_ne!(second, first);
    fs::write(studio.path("tide.png"), picture([200, 10, 10])).expect("written");
    studio.until(1, "the cover is seen", |document| document["revision"].as_u64() > Some(2));
    assert_ne!(card(), second);
    // A text that cannot be read keeps the last card.
    let kept = card();
    let revision = studio.document(1)["revision"].clone();
    studio.ask(
        "PUT",
        "/api/documents/1/text",
        json!({ "revision": revision, "text": "title: [" }).to_string().as_bytes(),
    );
    assert_eq!(card(), kept);
}

#[test]
fn a_card_is_there_from_the_first_letter() {
    let studio = Running::start(&[], Some("new.yaml"));
    let project = studio.get("/api/project").json();
    let id = project["open"].as_u64().expect("a document");
    assert_eq!(
        studio.get(&format!("/api/documents/{id}/card")).error(422),
        "there is no card yet: the file says too little"
    );
    let steps = [
        json!([{ "op": "set", "path": "title", "value": "T" }]),
        json!([{ "op": "set", "path": "artist", "value": "V" }]),
        json!([{ "op": "insert", "path": "credits", "index": 0, "value": { "role": "", "names": [] } }]),
        json!([{ "op": "set", "path": "credits[0].role", "value": "Producer" }]),
        json!([{ "op": "insert", "path": "credits[0].names", "index": 0, "value": "Bo" }]),
    ];
    for edits in steps {
        studio.edit(id, &edits);
        let card = studio.get(&format!("/api/documents/{id}/card?width=200"));
        assert_eq!(card.status, 200, "{edits}: {}", card.text());
    }
    let saved = studio.post(&format!("/api/documents/{id}/save"), &json!({})).json();
    assert_eq!(saved["saved"], true);
    assert_eq!(studio.read("new.yaml"), "title: T\nartist: V\ncredits:\n  Producer: Bo\n");
}

#[test]
fn files_are_those_that_render_makes_of_the_saved_document() {
    let studio = Running::tide();
    let made = Command::new(env!("CARGO_BIN_EXE_extra-credit"))
        .args(["render", "tide.yaml", "-f", "square", "--type", "png,jpeg,webp,svg,pdf", "-o", "out"])
        .current_dir(studio.path(""))
        .output()
        .expect("the program runs");
    assert!(made.status.success());
    for kind in ["png", "jpeg", "webp", "svg", "pdf"] {
        let taken = studio.get(&format!("/api/documents/1/take?what={kind}&format=square"));
        let end = if kind == "jpeg" { "jpg" } else { kind };
        let file = fs::read(studio.path(&format!("out/tide/square.{end}"))).expect("a file");
        assert!(taken.body == file, "{kind}: {} and {} bytes, {}", taken.body.len(), file.len(), taken.status);
        assert_eq!(
            taken.header("content-disposition"),
            Some(format!("attachment; filename=\"tide-square.{end}\"; filename*=utf-8''tide-square.{end}").as_str())
        );
    }
    assert_eq!(studio.get("/api/documents/1/take?what=exe").error(400), "`exe` is nothing to take");
}

#[test]
fn archives_hold_all_formats_and_posts_with_their_words() {
    let studio = Running::tide();
    let names = |path: &str| -> Vec<String> {
        let answer = studio.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/zip")), "{}", answer.text());
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(answer.body)).expect("an archive");
        (0..archive.len())
            .map(|place| archive.by_index(place).expect("a file").name().expect("a name").into_owned())
            .collect()
    };
    assert_eq!(names("/api/documents/1/take?what=all&formats=square,story"), ["tide-square.png", "tide-story.png"]);
    let all = names("/api/documents/1/take?what=all&formats=square,story&file=jpeg");
    assert_eq!(all, ["tide-square.jpg", "tide-story.jpg"]);
    let kit = names("/api/documents/1/take?what=kit&for=instagram,x");
    for file in
        ["instagram/caption.txt", "instagram/alt.txt", "instagram/tags.txt", "instagram/post.json", "x/caption.txt"]
    {
        assert!(kit.iter().any(|name| name == file), "{file}: {kit:?}");
    }
    assert!(
        kit.iter().any(|name| name.starts_with("x/") && [".png", ".jpg"].iter().any(|end| name.ends_with(end))),
        "{kit:?}"
    );
    let words = studio.get("/api/documents/1/words?platform=instagram").json();
    assert!(words["caption"].as_str().is_some_and(|caption| caption.contains("Odalys Brant")), "{words:#}");
    let counts = &words["counts"]["caption"];
    assert!(counts["used"].as_u64() > Some(10) && counts["used"].as_u64() <= counts["limit"].as_u64(), "{counts}");
    assert_eq!(studio.get("/api/documents/1/words?platform=nowhere").status, 404);
}

#[test]
fn swatches_and_contrasts_are_of_the_cover() {
    let studio = Running::tide();
    let swatches = studio.get("/api/documents/1/swatches").json();
    let all = swatches.as_array().expect("swatches");
    assert_eq!(all.len(), extra_credit::theme::THEMES.len());
    for swatch in all {
        assert!(swatch["contrast"].as_f64() >= Some(4.5), "{swatch}");
    }
    let contrast = studio.get("/api/documents/1/contrast?ground=%23d02020").json();
    assert_eq!(contrast["ground"], "#d02020");
    assert!(contrast["contrast"].as_f64() >= Some(4.5));
    let low = studio.get("/api/documents/1/contrast?ground=%23808080&ink=%23909090").json();
    assert!(low["contrast"].as_f64() < Some(2.0) && low["low"].as_array().is_some_and(|low| !low.is_empty()), "{low}");
    assert_eq!(studio.get("/api/documents/1/contrast?ground=nocolour").status, 400);
}

#[test]
fn of_requests_of_a_lane_the_newest_counts() {
    let names: Vec<String> = (0..60).map(|number| format!("Name Number{number}")).collect();
    let text = TIDE.replace("artwork: tide.png\n", "").replace("Cello: Bo", &format!("Cello: [{}]", names.join(", ")));
    let studio = Running::start(&[("tide.yaml", text.as_bytes())], Some("tide.yaml"));
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let ask = |format: &'static str| {
            let studio = &studio;
            scope.spawn(move || studio.get(&format!("/api/documents/1/card?lane=main&format={format}")).status)
        };
        let asked: Vec<_> = ["square", "story", "portrait", "landscape", "wide", "pin"]
            .into_iter()
            .map(|format| {
                let asked = ask(format);
                std::thread::sleep(std::time::Duration::from_millis(30));
                asked
            })
            .collect();
        asked.into_iter().map(|asked| asked.join().expect("an answer")).collect()
    });
    assert_eq!(statuses.last(), Some(&200), "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 204].contains(status)), "{statuses:?}");
    assert!(statuses.contains(&204), "those that waited were dropped: {statuses:?}");
}

//! `--locked`: what is committed is what would be made, or each difference is named.

use std::fs;

use super::folder::Folder;

const RENDER: &str = "render records --format square,landscape --scale 0.25";

#[test]
fn what_is_as_it_would_be_made_is_well_and_nothing_is_written() {
    let folder = Folder::campaign(2);
    folder.well(RENDER);
    let before = folder.tree(".");
    let ran = folder.well(&format!("{RENDER} --locked --diff-dir diff"));
    assert!(ran.messages.contains("4 pictures as they would be made"), "{}", ran.messages);
    assert_eq!(folder.tree("."), before);
    // Another encoding of the same pixels is the same picture; other texts in the file are not.
    let path = folder.path("out/record-001/square.png");
    let bytes = fs::read(&path).expect("picture");
    let at = bytes.windows(6).position(|bytes| bytes == b"Tide 1").expect("the title is in the file");
    let mut other = bytes.clone();
    other[at] = b'R';
    fs::write(&path, other).expect("written");
    let ran = folder.run(&format!("{RENDER} --locked"));
    assert_eq!(ran.code, 3, "{}", ran.messages);
}

#[test]
fn each_file_that_would_change_is_named_with_its_pixels() {
    let folder = Folder::campaign(4);
    folder.well(RENDER);
    folder.record(1, "Odalys Brandt");
    fs::remove_file(folder.path("out/record-002/square.png")).expect("removed");
    fs::remove_file(folder.path("records/record-004.yaml")).expect("removed");
    let before = folder.tree("out");
    let ran = folder.run(&format!("{RENDER} --locked --diff-dir diff --report report.jsonl"));
    assert_eq!(ran.code, 3, "{}", ran.messages);
    for line in [
        "would change: out/record-001/square.png: ",
        "of 72900 pixels differ",
        "would change: out/record-002/square.png: missing",
        "would change: out/record-004/square.png: no longer made",
        "would change: out/record-004/landscape.png: no longer made",
    ] {
        assert!(ran.messages.contains(line), "{line}: {}", ran.messages);
    }
    assert!(!ran.messages.contains("out/record-003"), "{}", ran.messages);
    assert_eq!(folder.tree("out"), before);
    let diffs: Vec<String> = folder.tree("diff").into_keys().collect();
    assert_eq!(diffs, ["record-001/landscape.png", "record-001/square.png", "record-002/square.png"]);
    let picture = image::open(folder.path("diff/record-001/square.png")).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (3 * 270 + 2 * 16, 270));
    assert!(folder.text("report.jsonl").contains("\"status\":\"would-change\""));
}

#[test]
fn a_failed_card_is_worse_than_a_changed_one_and_svg_is_compared_by_its_bytes() {
    let folder = Folder::campaign(1);
    let svg = "render records --format square --type svg";
    folder.well(svg);
    let text = folder.text("out/record-001/square.svg");
    folder.write("out/record-001/square.svg", format!("{text} "));
    let ran = folder.run(&format!("{svg} --locked"));
    assert_eq!(ran.code, 3);
    assert!(ran.messages.contains("out/record-001/square.svg: other content"), "{}", ran.messages);
    folder.write("records/record-002.yaml", "title: Tide\n");
    assert_eq!(folder.run(&format!("{svg} --locked")).code, 1);
    for wrong in ["--locked --prune", "--locked --force", "--diff-dir diff", "--locked -o -"] {
        assert_eq!(folder.run(&format!("{svg} {wrong}")).code, 2, "{wrong}");
    }
}

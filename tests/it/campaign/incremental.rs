//! A second run does what changed, all of it and nothing else.

use std::fs;

use super::folder::{Folder, cover, cover_of};

const RENDER: &str = "render records --format square,landscape --scale 0.25";

#[test]
fn a_second_run_makes_nothing_and_says_so() {
    let folder = Folder::campaign(3);
    assert_eq!(folder.well(RENDER).counts(), (0, 6));
    let before = folder.tree("out");
    let ran = folder.well(RENDER);
    assert_eq!(ran.counts(), (6, 0));
    assert!(ran.messages.contains("0 pictures made, 6 up to date"), "{}", ran.messages);
    assert_eq!(folder.tree("out"), before);
    assert_eq!(folder.well(&format!("{RENDER} --force")).counts(), (0, 6));
    assert_eq!(folder.tree("out"), before);
}

#[test]
fn a_changed_name_makes_the_cards_of_its_record_only() {
    let folder = Folder::campaign(3);
    folder.well(RENDER);
    folder.record(2, "Odalys Brandt");
    let made = folder.made(RENDER);
    assert_eq!(made, ["out/record-002/square.png", "out/record-002/landscape.png"]);
}

#[test]
fn everything_that_decides_a_picture_makes_it_again() {
    let folder = Folder::campaign(2);
    folder.write("records/extra-credit.yaml", "footer: one\nlogo: logo.png\n");
    folder.write("records/logo.png", cover(200));
    let one = "render records/record-001.yaml --format square --scale 0.25";
    let counts = |arguments: &str| folder.run(&format!("{one} {arguments}")).counts();
    assert_eq!(counts(""), (0, 1));
    assert_eq!(counts(""), (1, 0));
    for option in ["--theme paper", "--template credit-cover", "--overflow summary", "--missing-glyphs replace"] {
        assert_eq!(counts(option), (0, 1), "{option}");
        assert_eq!(counts(option), (1, 0), "{option}");
    }
    assert_eq!(counts(""), (0, 1));
    for (file, bytes) in [
        ("records/covers/shared.png", cover(8)),
        ("records/extra-credit.yaml", b"footer: two\nlogo: logo.png\n".to_vec()),
        ("records/logo.png", cover(201)),
    ] {
        folder.write(file, bytes);
        assert_eq!(counts(""), (0, 1), "{file}");
        assert_eq!(counts(""), (1, 0), "{file}");
    }
    // A template of one's own counts with its parts.
    fs::create_dir(folder.path("own")).expect("made");
    folder.well("templates export side-by-side -o own");
    let own = "--template own/side-by-side.svg";
    assert_eq!(counts(own), (0, 1));
    for file in ["own/side-by-side.svg", "own/parts/footer.svg"] {
        folder.write(file, format!("{}{{# changed #}}", folder.text(file)));
        assert_eq!(counts(own), (0, 1), "{file}");
        assert_eq!(counts(own), (1, 0), "{file}");
    }
}

#[test]
fn types_and_formats_are_kept_apart() {
    let folder = Folder::campaign(1);
    folder.well("render records --format square --scale 0.25");
    assert_eq!(folder.well("render records --format square --scale 0.25 --type png,svg").counts(), (0, 2));
    assert_eq!(folder.well("render records --format landscape --scale 0.25").counts(), (0, 1));
    for arguments in ["square --type svg", "square", "landscape", "square,landscape"] {
        let ran = folder.well(&format!("render records --scale 0.25 --format {arguments}"));
        assert_eq!(ran.counts().1, 0, "{arguments}: {}", ran.out);
        assert!(!ran.messages.contains("no longer"), "{arguments}: {}", ran.messages);
    }
}

#[test]
fn a_changed_cut_or_missing_file_is_made_again() {
    let folder = Folder::campaign(2);
    folder.well(RENDER);
    let whole = folder.tree("out");
    let path = folder.path("out/record-001/square.png");
    let bytes = fs::read(&path).expect("picture");
    let mut poisoned = bytes.clone();
    poisoned[bytes.len() / 2] ^= 1;
    for bad in [Some(poisoned), Some(bytes[..100].to_vec()), None] {
        match bad {
            Some(bytes) => fs::write(&path, bytes).expect("written"),
            None => fs::remove_file(&path).expect("removed"),
        }
        assert_eq!(folder.made(RENDER), ["out/record-001/square.png"]);
        assert_eq!(folder.tree("out"), whole);
    }
}

#[test]
fn a_damaged_or_foreign_sidecar_is_told_and_made_again() {
    let folder = Folder::campaign(1);
    folder.well(RENDER);
    let text = folder.text("out/.extra-credit.json");
    for (bad, why) in [
        (text[..text.len() / 2].to_owned(), "it is damaged"),
        (text.replacen("\"form\":1", "\"form\":2", 1), "it is of form 2"),
        (text.replace("record-001.yaml", "record-002.yaml"), "changed by somebody else"),
    ] {
        folder.write("out/.extra-credit.json", bad);
        let ran = folder.well(RENDER);
        assert_eq!(ran.counts(), (0, 2), "{why}");
        assert!(ran.messages.contains(why), "{}", ran.messages);
        assert_eq!(folder.well(RENDER).counts(), (2, 0));
    }
}

#[test]
fn warnings_of_a_card_that_is_up_to_date_are_said_again() {
    let folder = Folder::new();
    let names: Vec<String> = (0..300).map(|number| format!("Odalys Brant-Okafor {number}")).collect();
    folder.write(
        "records/long.yaml",
        format!("title: Tide\nartist: Vane\ncredits:\n  Producers: [{}]\n", names.join(", ")),
    );
    let arguments = "render records --format square --scale 0.25 --overflow summary";
    let first = folder.well(arguments);
    let second = folder.well(arguments);
    assert_eq!((first.counts(), second.counts()), ((0, 1), (1, 0)));
    let warnings =
        |text: &str| text.lines().filter(|line| line.contains("warning: ")).map(str::to_owned).collect::<Vec<_>>();
    assert!(!warnings(&first.messages).is_empty(), "{}", first.messages);
    assert_eq!(warnings(&first.messages), warnings(&second.messages));
}

#[test]
fn a_deleted_record_is_listed_and_pruned_unless_somebody_changed_its_files() {
    let folder = Folder::campaign(3);
    folder.well(RENDER);
    fs::remove_file(folder.path("records/record-002.yaml")).expect("removed");
    let ran = folder.well(RENDER);
    assert!(ran.messages.contains("no longer made: out/record-002/square.png"), "{}", ran.messages);
    assert!(folder.path("out/record-002/square.png").is_file());
    folder.write("out/record-002/landscape.png", b"mine");
    folder.write("out/record-002/notes.txt", b"mine");
    let ran = folder.well(&format!("{RENDER} --prune"));
    assert!(ran.messages.contains("removed: out/record-002/square.png"), "{}", ran.messages);
    assert!(
        ran.messages.contains("kept because somebody changed it: out/record-002/landscape.png"),
        "{}",
        ran.messages
    );
    let left: Vec<String> = folder.tree("out/record-002").into_keys().collect();
    assert_eq!(left, ["landscape.png", "notes.txt"]);
    assert!(!folder.well(RENDER).messages.contains("no longer"));
    fs::remove_file(folder.path("records/record-003.yaml")).expect("removed");
    folder.well(&format!("{RENDER} --prune"));
    assert!(!folder.path("out/record-003").exists() && folder.path("out").is_dir());
}

#[test]
fn a_run_over_a_part_says_nothing_about_the_rest() {
    let folder = Folder::campaign(3);
    let each = "render records --each contributor --format square --scale 0.25";
    folder.well(each);
    for part in [
        "render records/record-001.yaml --each contributor --format square --scale 0.25",
        "render records --only Theo\u{a0}Okafor --format square --scale 0.25",
        "render records --shard 1/2 --each contributor --format square --scale 0.25",
        "render records --format landscape --scale 0.25",
    ] {
        let mut command = folder.command("");
        command.args(part.split(' ').map(|word| word.replace('\u{a0}', " ")));
        let ran = super::folder::ran(command);
        assert!(!ran.messages.contains("no longer"), "{part}: {}", ran.messages);
    }
    // Somebody who is no longer credited has no card any more.
    folder.record(1, "June Castellan");
    let ran = folder.well(&format!("{each} --prune"));
    assert!(ran.messages.contains("removed: out/record-001/odalys-brant/square.png"), "{}", ran.messages);
    assert!(!folder.path("out/record-001/odalys-brant").exists());
    // A broken record makes no cards now; that is no reason to remove those it had.
    folder.write("records/record-001.yaml", "title: [");
    let ran = folder.run(&format!("{each} --prune"));
    assert_eq!(ran.code, 1);
    assert!(folder.path("out/record-001/june-castellan/square.png").is_file(), "{}", ran.messages);
}

#[test]
fn pages_that_a_card_no_longer_has_are_listed_and_pruned() {
    let folder = Folder::new();
    let write = |count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("Odalys Brant-Okafor {number}")).collect();
        folder.write("a.yaml", format!("title: Tide\nartist: Vane\ncredits:\n  Producer: [{}]\n", names.join(", ")));
    };
    write(400);
    folder.well("render a.yaml --format square --scale 0.25");
    assert!(folder.path("out/a/square-2.png").is_file());
    write(2);
    let ran = folder.well("render a.yaml --format square --scale 0.25");
    assert!(ran.messages.contains("no longer made: out/a/square-1.png"), "{}", ran.messages);
    // Until they are removed they are listed, by runs from elsewhere too.
    let mut command = folder.command("render ../a.yaml -o ../out --format square --scale 0.25 --prune");
    fs::create_dir(folder.path("elsewhere")).expect("made");
    command.current_dir(folder.path("elsewhere"));
    assert!(super::folder::ran(command).messages.contains("removed: ../out/a/square-2.png"));
    let left: Vec<String> = folder.tree("out").into_keys().collect();
    assert_eq!(left, ["a/square.png"]);
}

#[test]
fn a_run_of_one_file_in_the_current_folder_leaves_the_cards_of_others() {
    let folder = Folder::new();
    for name in ["a.yaml", "b.yaml"] {
        folder.write(name, "title: Tide\nartist: Vane\ncredits:\n  Producer: Odalys Brant\n");
        let ran = folder.well(&format!("render {name} --format square --scale 0.25 --prune"));
        assert_eq!(ran.messages.trim(), "", "{name}");
    }
    assert!(folder.path("out/a/square.png").is_file());
}

#[test]
fn a_single_card_is_the_same_with_and_without_a_processor_to_spare() {
    let folder = Folder::campaign(1);
    for (width, height) in [(64, 64), (90, 40), (40, 90), (1, 1)] {
        folder.write("records/covers/shared.png", cover_of(7, width, height));
        for format in ["square", "story"] {
            let pictures = |jobs: usize| {
                let arguments = format!("--format {format} --scale 0.5 --jobs {jobs} --force");
                folder.well(&format!("render records/record-001.yaml -o out-{jobs} {arguments}"));
                fs::read(folder.path(&format!("out-{jobs}/record-001/{format}.png"))).expect("a card")
            };
            assert_eq!(pictures(1), pictures(2), "{width} x {height}, {format}");
        }
    }
}

#[test]
fn two_runs_at_the_same_time_keep_each_others_cards() {
    let folder = Folder::campaign(8);
    let runs: Vec<_> = (1..=4)
        .map(|number| folder.command(&format!("{RENDER} --jobs 1 --shard {number}/4")).spawn().expect("started"))
        .collect();
    for run in runs {
        assert!(run.wait_with_output().expect("ended").status.success());
    }
    assert_eq!(folder.well(RENDER).counts(), (16, 0));
}

/// A sheet of three records.
const SHEET: &str = "title,artist,Producer\nTide,Vane,Odalys Brant\nNeap,Vane,Theo Okafor\nEbb,Vane,Bo Li\n";

#[test]
fn a_card_of_a_sheet_belongs_to_its_record_whatever_the_sheet_is_called() {
    let folder = Folder::new();
    let render = |sheet: &str, more: &str| {
        let mut arguments = vec!["render", sheet, "--format", "square", "--scale", "0.25"];
        arguments.extend(more.split_whitespace());
        folder.run(&arguments)
    };
    folder.write("releases.csv", SHEET);
    assert_eq!(render("releases.csv", "").counts(), (0, 3));
    // As browsers save it again, with a record less.
    folder.write("releases (1).csv", SHEET.replace("Ebb,Vane,Bo Li\n", ""));
    let ran = render("releases (1).csv", "");
    assert_eq!(ran.counts(), (2, 0));
    assert!(ran.messages.contains("no longer made: out/ebb/square.png"), "{}", ran.messages);
    // Another run knows it too.
    let ran = render("releases (1).csv", "--prune");
    assert_eq!(ran.counts(), (2, 0));
    assert!(ran.messages.contains("removed: out/ebb/square.png"), "{}", ran.messages);
    assert!(!folder.path("out/ebb").exists() && folder.path("out/tide/square.png").exists());
}

#[test]
fn a_sheet_that_was_renamed_keeps_its_cards_and_another_one_takes_none() {
    let folder = Folder::new();
    let render = |sheet: &str| folder.run(&["render", sheet, "--format", "square", "--scale", "0.25", "--prune"]);
    folder.write("singles.csv", SHEET);
    assert_eq!(render("singles.csv").counts(), (0, 3));
    folder.write("march.csv", SHEET.replace("Neap", "Spring Tide"));
    let ran = render("march.csv");
    assert_eq!(ran.counts(), (2, 1));
    assert!(ran.messages.contains("removed: out/neap/square.png"), "{}", ran.messages);
    // One record in common does not make an album sheet a copy.
    folder.write("albums.csv", "title,artist,Producer\nTide,Vane,Odalys Brant\nFlow,Vane,Bo Li\n");
    let ran = render("albums.csv");
    assert_eq!(ran.counts(), (1, 1));
    assert!(!ran.messages.contains("removed"), "{}", ran.messages);
    assert!(folder.path("out/ebb/square.png").exists() && folder.path("out/spring-tide/square.png").exists());
}

#[test]
fn warnings_of_a_sheet_name_the_sheet_that_is_read() {
    let folder = Folder::new();
    let render = |sheet: &str| folder.run(&["render", sheet, "--format", "square", "--scale", "0.25"]);
    let sheet = SHEET.replace("Bo Li", "TBC");
    folder.write("a.csv", &sheet);
    assert!(render("a.csv").messages.contains("a.csv:4:10: warning"));
    folder.write("b.csv", &sheet);
    let ran = render("b.csv");
    assert!(ran.messages.contains("b.csv:4:10: warning") && !ran.messages.contains("a.csv"), "{}", ran.messages);
}

//! The project: what credit files and brand kits name lies below their folders, or is not opened unless that is allowed.
//! What reaches terminals, logs and spreadsheets is text and nothing that they would obey.

use std::fs;
use std::path::Path;
use std::process::Command;

const TIDE: &str = "title: Tide\nartist: Vane\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n";
const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 4\"><path d=\"M0 0H4V4z\"/></svg>";
const TEMPLATE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" data-names=\"none\" style=\"display:flex; padding:90px\">\
                        <text data-field=\"title\" style=\"font-size:90px\">{{ record.title }}</text></svg>";

/// Exit status, standard output, messages.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extra-credit"));
    let output = command.args(arguments).current_dir(folder).output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A project in `in/`, and beside it files that are none of its.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for name in ["in/records", "beside"] {
        fs::create_dir_all(at(name)).expect("made");
    }
    image::RgbImage::from_pixel(600, 600, image::Rgb([200, 60, 20])).save(at("beside/cover.png")).expect("written");
    fs::write(at("beside/logo.svg"), LOGO).expect("written");
    fs::write(at("beside/t.svg"), TEMPLATE).expect("written");
    fs::copy(font(), at("beside/font.ttf")).expect("copied");
    folder
}

fn font() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/instrument-serif/InstrumentSerif_400Regular.ttf")
}

fn check(folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    let (status, _, messages) = run(folder, &[&["check", "--card-format", "square"], more].concat());
    (status, messages)
}

#[test]
fn what_a_credit_file_names_outside_of_the_project_is_refused_unless_allowed() {
    let folder = folder();
    let file = folder.path().join("in/records/a.yaml");
    let absolute = folder.path().join("beside/cover.png").display().to_string();
    for named in [
        "artwork: ../../beside/cover.png".to_owned(),
        format!("artwork: '{absolute}'"),
        "card: {template: ../../beside/t.svg}".into(),
    ] {
        fs::write(&file, format!("{TIDE}{named}\n")).expect("written");
        let (status, messages) = check(folder.path(), &["in/records/a.yaml"]);
        assert_eq!(status, Some(1), "{messages}");
        let said = "lies outside of the project, which is the folder `in/records` [outside-project]";
        assert!(messages.contains(said) && messages.contains("`--allow-outside`"), "{messages}");
        assert!(messages.contains("in/records/a.yaml:5:"), "{messages}");
        for allowed in [vec!["in/records/a.yaml", "--allow-outside"], vec![".", "--allow-outside"], vec!["."]] {
            let (status, messages) = check(folder.path(), &allowed);
            assert_eq!(status, Some(0), "{allowed:?}: {messages}");
        }
        // A kit above says what the project is.
        fs::write(folder.path().join("extra-credit.yaml"), "footer: x\n").expect("written");
        assert_eq!(check(folder.path(), &["in/records/a.yaml"]).0, Some(0));
        fs::remove_file(folder.path().join("extra-credit.yaml")).expect("removed");
    }
    fs::write(&file, format!("{TIDE}artwork: cover.png\n")).expect("written");
    assert_eq!(check(folder.path(), &["in/records/a.yaml", "--artwork-dir", "beside"]).0, Some(0));
}

#[test]
fn what_a_kit_names_outside_of_its_folder_is_refused_unless_allowed() {
    let folder = folder();
    fs::write(folder.path().join("in/records/a.yaml"), TIDE).expect("written");
    for (named, what) in [
        ("logo: ../beside/logo.svg", "logo `../beside/logo.svg`"),
        ("partners: [../beside/logo.svg]", "partner logo `../beside/logo.svg`"),
        ("fonts: {files: [../beside/font.ttf], names: Instrument Serif}", "font `../beside/font.ttf`"),
        ("templates: ../beside", "templates `../beside`"),
        ("template: ../beside/t.svg", "template `../beside/t.svg`"),
    ] {
        fs::write(folder.path().join("in/extra-credit.yaml"), format!("{named}\n")).expect("written");
        let (status, messages) = check(folder.path(), &["in"]);
        assert_eq!(status, Some(1), "{messages}");
        let said = format!("{what}: it lies outside of the project, which is the folder `in` [outside-project]");
        assert!(messages.contains(&said) && messages.contains("extra-credit.yaml:1:"), "{messages}");
        let (status, messages) = check(folder.path(), &["in", "--allow-outside"]);
        assert_eq!(status, Some(0), "{named}: {messages}");
    }
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_project_are_refused_and_those_within_it_followed() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("in/records/a.yaml"), format!("{TIDE}artwork: link.png\n")).expect("written");
    symlink("../../beside/cover.png", at("in/records/link.png")).expect("a link");
    let (status, messages) = check(folder.path(), &["in"]);
    assert!(status == Some(1) && messages.contains("[outside-project]"), "{messages}");
    fs::copy(at("beside/cover.png"), at("in/cover.png")).expect("copied");
    fs::remove_file(at("in/records/link.png")).expect("removed");
    symlink("../cover.png", at("in/records/link.png")).expect("a link");
    let (status, messages) = check(folder.path(), &["in"]);
    assert_eq!(status, Some(0), "{messages}");
    // Nobody waits for a FIFO that is not to be read.
    assert!(Command::new("mkfifo").arg(at("beside/fifo.png")).status().expect("mkfifo").success());
    fs::remove_file(at("in/records/link.png")).expect("removed");
    symlink("../../beside/fifo.png", at("in/records/link.png")).expect("a link");
    let (status, messages) = check(folder.path(), &["in"]);
    assert!(status == Some(1) && messages.contains("[outside-project]"), "{messages}");
}

#[cfg(unix)]
#[test]
fn what_a_terminal_would_obey_is_shown_instead() {
    let folder = tempfile::tempdir().expect("a folder");
    let hostile = "\u{1b}[31m\u{9b}2J\u{202e}\u{7}";
    let name = format!("in{hostile}.yaml");
    fs::write(folder.path().join(&name), "title: 1\n").expect("written");
    fs::write(folder.path().join("good.yaml"), TIDE).expect("written");
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {}=\"1\"/>", "\u{9b}31m");
    fs::write(folder.path().join("t.svg"), svg).expect("written");
    let jinja =
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><desc>{{ '\u{1b}[31m'|nope }}{{ record['\u{202e}'] }}</desc></svg>";
    fs::write(folder.path().join("j.svg"), jinja).expect("written");
    let mut all = String::new();
    for form in ["human", "json", "github", "gitlab", "sarif"] {
        for more in [vec!["."], vec!["good.yaml", "-t", "./t.svg"], vec!["good.yaml", "-t", "./j.svg"]] {
            let (_, out, messages) = run(folder.path(), &[vec!["check", "--format", form], more].concat());
            all.push_str(&out);
            all.push_str(&messages);
        }
    }
    let font = "\u{1b}[31m\u{202e}";
    for more in [vec!["--report", "-"], vec!["--font", font], vec!["--theme", hostile], vec!["--only", hostile]] {
        let (_, out, messages) = run(folder.path(), &[vec!["render", "good.yaml", &name, "-o", "out"], more].concat());
        all.push_str(&out);
        all.push_str(&messages);
    }
    let (_, _, messages) = run(folder.path(), &["sheet", &name, "-o", "x.png"]);
    all.push_str(&messages);
    let raw = |c: &char| c.is_control() && !matches!(c, '\n' | '\t') || ('\u{202a}'..='\u{202e}').contains(c);
    let found: Vec<String> =
        all.lines().filter(|line| line.chars().any(|c| raw(&c))).map(|line| format!("{line:?}")).collect();
    assert_eq!(found, [""; 0]);
    assert!(all.contains("\\u{1b}[31m\\u{9b}2J\\u{202e}\\u{7}"), "{all}");
}

#[test]
fn a_table_for_spreadsheets_has_no_formula_and_is_read_back_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let names = ["=HYPERLINK(1)", "+44 Collective", "-minus", "@handle", "'=x", "'tis"];
    let list: Vec<String> = names.iter().map(|name| serde_json::to_string(name).expect("JSON")).collect();
    let text = format!("title: \"=1+1\"\nartist: \"@Vane\"\ncredits:\n  \"-Choir\": [{}]\n", list.join(", "));
    fs::write(folder.path().join("a.yaml"), text).expect("written");
    let (status, _, messages) = run(folder.path(), &["convert", "a.yaml", "-o", "out", "--review", "all.csv"]);
    assert_eq!(status, Some(0), "{messages}");
    let table = fs::read_to_string(folder.path().join("all.csv")).expect("a table");
    let mut cells = csv::Reader::from_reader(table.as_bytes());
    let formula = |cell: &str| cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
    for row in cells.records().map(|row| row.expect("a row")) {
        assert!(!row.iter().any(formula), "{row:?}");
    }
    let (status, _, messages) = run(folder.path(), &["convert", "all.csv", "-o", "again", "--ignore-unknown"]);
    assert_eq!(status, Some(0), "{messages}");
    let again = fs::read_dir(folder.path().join("again")).expect("a folder").next().expect("a file").expect("an entry");
    let again = fs::read_to_string(again.path()).expect("text");
    for name in names {
        assert!(again.contains(name), "{name}: {again}");
    }
    assert!(again.contains("=1+1") && again.contains("-Choir"), "{again}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_a_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.yaml"), TIDE).expect("written");
    for arguments in [
        vec!["formats"],
        vec!["schema"],
        vec!["check", "a.yaml", "--format", "json"],
        vec!["check", "a.yaml", "--format", "sarif"],
        vec!["render", "a.yaml", "--format", "square", "-o", "out"],
        vec!["render", "a.yaml", "--format", "square", "-o", "out", "--report", "-"],
        vec!["render", "a.yaml", "--format", "square", "-o", "-"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let mut command = Command::new(env!("CARGO_BIN_EXE_extra-credit"));
        let output = command.args(&arguments).current_dir(folder.path()).stdout(full).output().expect("runs");
        let messages = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {messages}");
        let said = messages.matches("standard output").count();
        assert!(said == 1 && messages.contains("no space left"), "{arguments:?}: {messages}");
    }
}

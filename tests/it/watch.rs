//! `watch` as people use it: editors save in several ways, files are broken and mended, and the cards follow.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::folder::Folder;

const TIDE: &str = "title: Tide\nartist: Vane\nartwork: tide.png\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n";
const BROKEN: &str = "title: Tide\nartist: [Vane\n";
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder with `records/tide.yaml` and its artwork.
fn records() -> Folder {
    let folder = Folder::with(&[("records/tide.yaml", TIDE)]);
    folder.write("records/tide.png", picture([30, 60, 90]));
    folder
}

/// As many editors save: another file takes the place.
fn replace(folder: &Folder, name: &str, text: impl AsRef<[u8]>) {
    let beside = format!("{name}.saving");
    folder.write(&beside, text);
    fs::rename(folder.path(&beside), folder.path(name)).expect("renamed");
}

fn command(folder: &Folder, arguments: &[&str]) -> Command {
    folder.command(&[&["watch"], arguments, &["--format", "landscape"]].concat())
}

/// Starts watching and waits for the first run to be over.
fn watch(folder: &Folder, arguments: &[&str]) -> Watch {
    let watch = Watch::start(&mut command(folder, arguments));
    watch.wait_for(1, "watching ");
    watch
}

fn picture(color: [u8; 3]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(640, 640, image::Rgb(color));
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("encoded");
    bytes.into_inner()
}

/// The running program and what it has printed, on both streams.
struct Watch {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Watch {
    fn start(command: &mut Command) -> Watch {
        let mut child = command.spawn().expect("the program starts");
        let lines = Arc::new(Mutex::new(Vec::new()));
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().expect("a stream")), Box::new(child.stderr.take().expect("a stream"))];
        for stream in streams {
            let lines = Arc::clone(&lines);
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    lines.lock().expect("whole").push(line);
                }
            });
        }
        Watch { child, lines }
    }

    fn printed(&self) -> Vec<String> {
        self.lines.lock().expect("whole").clone()
    }

    fn count(&self, text: &str) -> usize {
        self.printed().iter().filter(|line| line.contains(text)).count()
    }

    /// Waits until so many lines have a text.
    fn wait_for(&self, times: usize, text: &str) {
        let since = Instant::now();
        while self.count(text) < times {
            assert!(since.elapsed() < PATIENCE, "no `{text}` {times} times in {:#?}", self.printed());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Interrupts it and returns exit status and lines.
    fn end(mut self) -> (Option<i32>, Vec<String>) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill runs").success());
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("waited") {
                // What it wrote last may still be on its way.
                self.wait_for(1, " made after ");
                return (status.code(), self.printed());
            }
            assert!(since.elapsed() < PATIENCE, "it goes on: {:#?}", self.printed());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const CARD: &str = "out/tide/landscape.png";

#[test]
fn a_saved_credit_file_and_replaced_artwork_make_the_card_again() {
    let folder = records();
    let watch = watch(&folder, &["records/tide.yaml"]);
    assert!(watch.count("watching 2 files") == 1, "{:?}", watch.printed());
    let first = folder.read(CARD);
    folder.write("records/tide.yaml", TIDE.replace("Theo", "Thea"));
    watch.wait_for(2, CARD);
    let second = folder.read(CARD);
    assert_ne!(first, second);
    replace(&folder, "records/tide.png", picture([200, 80, 20]));
    watch.wait_for(3, CARD);
    let third = folder.read(CARD);
    assert_ne!(second, third);
    replace(&folder, "records/tide.yaml", TIDE);
    watch.wait_for(4, CARD);
    assert_ne!(third, folder.read(CARD));
    let (status, lines) = watch.end();
    assert_eq!(status, Some(0));
    assert!(lines.iter().any(|line| line.starts_with("4 pictures made after ")), "{lines:#?}");
}

#[test]
fn the_last_good_card_stays_while_its_file_is_broken_and_a_mended_one_is_made() {
    let folder = records();
    let watch = watch(&folder, &["records/tide.yaml"]);
    let good = folder.read(CARD);
    folder.write("records/tide.yaml", BROKEN);
    watch.wait_for(1, "error: ");
    assert_eq!(folder.read(CARD), good);
    // Still broken: the error is told again, because somebody saved the file with other content.
    replace(&folder, "records/tide.yaml", BROKEN.replace("Vane", "Vale"));
    watch.wait_for(2, "error: ");
    assert_eq!(folder.read(CARD), good);
    folder.write("records/tide.yaml", TIDE.replace("Theo", "Thea"));
    watch.wait_for(2, CARD);
    assert_ne!(folder.read(CARD), good);
    let (status, lines) = watch.end();
    assert_eq!(status, Some(0));
    assert!(lines.iter().any(|line| line.starts_with("2 pictures made") && !line.contains("failure")), "{lines:#?}");
}

#[test]
fn an_error_is_told_once_whatever_else_is_written_and_a_log_in_the_folder_does_not_feed_the_watch() {
    let folder = records();
    folder.write("records/broken.yaml", BROKEN);
    // The log is in the watched folder, under a name that the watch cannot know for a log.
    let log = folder.path("records/log.csv");
    let mut command = command(&folder, &["records"]);
    let file = fs::File::create(&log).expect("a log");
    command.stdout(file.try_clone().expect("a file")).stderr(file);
    let mut child = command.spawn().expect("the program starts");
    let said = |text: &str| fs::read_to_string(&log).unwrap_or_default().matches(text).count();
    let wait = |times: usize, text: &str| {
        let since = Instant::now();
        while said(text) < times {
            assert!(since.elapsed() < PATIENCE, "no `{text}` {times} times: {:?}", fs::read_to_string(&log));
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    wait(1, "watching ");
    for round in 0..3 {
        folder.write("records/notes.txt", format!("{round}"));
        folder.write("records/broken.yaml", BROKEN);
        folder.write("records/tide.yaml", TIDE.replace("Theo", &format!("Theo {round}")));
        wait(round + 2, CARD);
    }
    assert_eq!(said("broken.yaml:"), 1, "{:?}", fs::read_to_string(&log));
    // Another content, the same error: told again, because somebody saved that file.
    folder.write("records/broken.yaml", format!("{BROKEN}# again\n"));
    wait(2, "broken.yaml:");
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(said("broken.yaml:"), 2, "{:?}", fs::read_to_string(&log));
    child.kill().expect("killed");
    child.wait().expect("it ended");
}

#[test]
fn what_is_no_input_of_a_card_starts_no_run() {
    let folder = records();
    // With `--explain` every run makes every card and says so.
    let watch = watch(&folder, &["records", "--explain", "-o", "records"]);
    let before = watch.printed().len();
    folder.write("records/watch.log", "a line\n");
    folder.write("records/cover-idea.png", picture([1, 2, 3]));
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(watch.printed().len(), before, "{:#?}", watch.printed());
    folder.write("records/tide.yaml", TIDE.replace("Theo", "Thea"));
    watch.wait_for(2, "landscape.png");
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(watch.count("landscape.png"), 2, "{:#?}", watch.printed());
    assert_eq!(watch.end().0, Some(0));
}

#[test]
fn a_file_that_is_broken_or_without_artwork_from_the_start_is_made_when_it_is_mended() {
    let folder = records();
    fs::remove_file(folder.path("records/tide.png")).expect("removed");
    folder.write("records/tide.yaml", TIDE.replace("tide.png", "covers/tide.png"));
    folder.write("records/neap.yaml", BROKEN);
    let watch = watch(&folder, &["records"]);
    assert!(!folder.path(CARD).exists());
    folder.write("records/covers/tide.png", picture([30, 60, 90]));
    watch.wait_for(1, CARD);
    folder.write("records/neap.yaml", TIDE.replace("artwork: tide.png\n", ""));
    watch.wait_for(1, "out/neap/landscape.png");
    assert_eq!(watch.end().0, Some(0));
}

#[test]
fn new_files_and_folders_below_a_watched_one_make_cards() {
    let folder = records();
    let watch = watch(&folder, &["records"]);
    let record = TIDE.replace("artwork: tide.png\n", "");
    folder.write("records/neap.yaml", &record);
    watch.wait_for(1, "out/neap/landscape.png");
    folder.write("records/live/spring.yaml", &record);
    watch.wait_for(1, "out/live/spring/landscape.png");
    folder.write("records/live/spring.yaml", record.replace("Theo", "Thea"));
    watch.wait_for(2, "out/live/spring/landscape.png");
    let (status, lines) = watch.end();
    assert_eq!(status, Some(0));
    // Others were left alone, and nothing was said of them.
    assert_eq!(lines.iter().filter(|line| line.contains(CARD)).count(), 1, "{lines:#?}");
}

#[test]
fn a_part_of_an_own_template_counts_also_if_it_is_missing_at_first() {
    let folder = records();
    let part = r#"{% macro line(text) %}<text x="40" y="80" style="font-size:40px">{{ text }}</text>{% endmacro %}"#;
    let template = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{ format.width }} {{ format.height }}">
{% from "parts/line.svg" import line %}
<rect width="{{ format.width }}" height="{{ format.height }}" fill="#ffffff"/>
{{ line(record.title) }}
</svg>"##;
    folder.write("design/card.svg", template);
    folder.write("design/parts/readme.txt", "Parts of the card.");
    let watch = watch(&folder, &["records/tide.yaml", "--template", "design/card.svg"]);
    assert_eq!(watch.count("error: "), 1, "{:#?}", watch.printed());
    folder.write("design/parts/line.svg", part);
    watch.wait_for(1, CARD);
    let first = folder.read(CARD);
    replace(&folder, "design/parts/line.svg", part.replace("y=\"80\"", "y=\"240\""));
    watch.wait_for(2, CARD);
    let second = folder.read(CARD);
    assert_ne!(first, second);
    folder.write("design/card.svg", template.replace("#ffffff", "#eeeeee"));
    watch.wait_for(3, CARD);
    assert_ne!(second, folder.read(CARD));
    assert_eq!(watch.end().0, Some(0));
}

#[test]
fn a_brand_kit_that_appears_and_changes_makes_all_cards_again() {
    let folder = records();
    let watch = watch(&folder, &["records"]);
    let plain = folder.read(CARD);
    folder.write("records/extra-credit.yaml", "footer: Saltmarsh\n");
    watch.wait_for(2, CARD);
    let first = folder.read(CARD);
    assert_ne!(plain, first);
    folder.write("records/extra-credit.yaml", "footer: Saltmarsh Records\n");
    watch.wait_for(3, CARD);
    assert_ne!(first, folder.read(CARD));
    assert_eq!(watch.end().0, Some(0));
}

#[test]
fn cards_written_beside_credit_files_are_no_reason_to_run_again() {
    let folder = records();
    let watch = watch(&folder, &["records", "-o", "records"]);
    folder.write("records/tide.yaml", TIDE.replace("Theo", "Thea"));
    watch.wait_for(2, "records/tide/landscape.png");
    let (status, lines) = watch.end();
    assert_eq!(status, Some(0));
    assert_eq!(lines.iter().filter(|line| line.contains("landscape.png")).count(), 2, "{lines:#?}");
}

#[test]
fn the_first_card_is_shown_and_a_viewer_that_fails_is_a_warning() {
    let folder = records();
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let viewer = folder.path("bin").join(program);
    folder.write(&format!("bin/{program}"), "#!/bin/sh\nprintf %s \"$1\" > \"$0.saw\"\nexit 3\n");
    fs::set_permissions(&viewer, fs::Permissions::from_mode(0o755)).expect("made a program");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all =
        std::env::join_paths([folder.path("bin")].into_iter().chain(std::env::split_paths(&path))).expect("paths");
    let watch = Watch::start(command(&folder, &["records/tide.yaml", "--open"]).env("PATH", all));
    watch.wait_for(1, &format!("warning: {CARD}: `{program}` cannot show it"));
    let saw = String::from_utf8(folder.read(&format!("bin/{program}.saw"))).expect("text");
    assert_eq!(fs::canonicalize(saw).expect("there"), fs::canonicalize(folder.path(CARD)).expect("there"));
    assert_eq!(watch.end().0, Some(0));
}

#[test]
fn options_that_mean_one_run_are_refused_with_a_hint() {
    let folder = records();
    for (arguments, what) in [
        (vec!["records", "-o", "-"], "`-o -`"),
        (vec!["-"], "standard input"),
        (vec!["records", "--locked"], "`--locked`"),
        (vec!["records", "--shard", "1/2"], "`--shard`"),
        (vec!["records", "--report", "r.jsonl"], "`--report`"),
        (vec!["records", "--junit", "r.xml"], "`--junit`"),
        (vec!["records", "--prune"], "`--prune`"),
    ] {
        let output = command(&folder, &arguments).output().expect("the program ends");
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {messages}");
        assert!(messages.starts_with(&format!("error: `watch` does not go with {what}\n  hint: ")), "{messages}");
    }
}

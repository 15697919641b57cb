//! A folder with records, in which the program runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_extra-credit");

pub struct Folder(pub TempDir);

#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub messages: String,
}

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder"))
    }

    /// A folder with `records/` and a cover that they share.
    pub fn campaign(records: usize) -> Folder {
        let folder = Folder::new();
        folder.write("records/covers/shared.png", cover(7));
        folder.write("records/covers/other.png", cover(90));
        for number in 1..=records {
            folder.record(number, "Odalys Brant");
        }
        folder
    }

    /// A folder with a spreadsheet of records, a row for each credit, and covers that they share.
    pub fn spreadsheet(records: usize) -> Folder {
        let folder = Folder::campaign(0);
        let mut rows = String::from("Title,Artist,Artwork,Role,Name\n");
        for number in 1..=records {
            let cover = if number.is_multiple_of(5) { "other" } else { "shared" };
            rows.push_str(&format!("Record {number:03},Marisol Vane,covers/{cover}.png,Producer,Odalys Brant\n"));
            rows.push_str(",,,Producer,Theo Okafor\n");
            rows.push_str(&format!(",,,Mixing Engineer,\"Wale Adeyinka-Ross, {number}\"\n"));
        }
        folder.write("records/credits.csv", rows);
        folder
    }

    /// Writes the credit file of a record: the one place that knows what inputs a campaign is made of.
    pub fn record(&self, number: usize, producer: &str) {
        let cover = if number.is_multiple_of(5) { "other" } else { "shared" };
        self.write(
            &format!("records/record-{number:03}.yaml"),
            format!(
                "title: Tide {number}\nartist: Marisol Vane\nartwork: covers/{cover}.png\ncredits:\n  \
                 Producer: [{producer}, Theo Okafor]\n  Mixing Engineer: Wale Adeyinka-Ross {number}\n"
            ),
        );
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn command(&self, arguments: &str) -> Command {
        self.command_of(&arguments.split_whitespace().collect::<Vec<_>>())
    }

    fn command_of(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(self.0.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env_remove("JOB_COMPLETION_INDEX");
        command
    }

    pub fn run(&self, arguments: &str) -> Ran {
        ran(self.command(arguments))
    }

    /// Runs with arguments that may have spaces in them.
    pub fn with(&self, arguments: &[&str]) -> Ran {
        ran(self.command_of(arguments))
    }

    /// Runs and expects exit status 0.
    pub fn well(&self, arguments: &str) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments}: {}", ran.messages);
        ran
    }

    /// Pictures that a run makes, by its report.
    pub fn made(&self, arguments: &str) -> Vec<String> {
        self.well(&format!("{arguments} --report made.jsonl"));
        let text = self.text("made.jsonl");
        let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        let made: Vec<_> = lines.filter(|line| line["status"] == "made").collect();
        let outputs = made.iter().filter_map(|line| line["outputs"].as_array()).flatten();
        outputs.filter_map(|output| output["path"].as_str().map(str::to_owned)).collect()
    }

    /// The files below a folder with their content, without the sidecar.
    pub fn tree(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        fn walk(folder: &Path, root: &Path, out: &mut BTreeMap<String, Vec<u8>>) {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    walk(&path, root, out);
                } else if path.file_name().is_some_and(|name| name != ".extra-credit.json") {
                    let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
                    out.insert(name, fs::read(&path).expect("content"));
                }
            }
        }
        let root = self.path(name);
        let mut out = BTreeMap::new();
        if root.is_dir() {
            walk(&root, &root, &mut out);
        }
        out
    }
}

pub fn ran(mut command: Command) -> Ran {
    let output = command.output().expect("the program runs");
    let messages = String::from_utf8(output.stderr).expect("messages are text");
    assert!(!messages.contains("panicked"), "{messages}");
    let out = String::from_utf8(output.stdout).expect("the listing is text");
    Ran { code: output.status.code().expect("no signal"), out, messages }
}

impl Ran {
    /// Pictures of the listing that were up to date, and those that were made, by the sentence at the end.
    pub fn counts(&self) -> (usize, usize) {
        let number = |what: &str| {
            let before = self.messages.split(what).next().filter(|before| before.len() < self.messages.len())?;
            before.rsplit(|c: char| !c.is_ascii_digit()).find(|word| !word.is_empty())?.parse().ok()
        };
        let up_to_date = number(" up to date").unwrap_or_default();
        let all = self.out.lines().count();
        let made = number(" pictures made").or_else(|| number(" picture made"));
        assert!(made.is_none_or(|made: usize| all == 0 || made + up_to_date == all), "{}{}", self.out, self.messages);
        (up_to_date, all - up_to_date)
    }
}

/// A small cover as PNG.
pub fn cover(seed: u8) -> Vec<u8> {
    cover_of(seed, 64, 64)
}

pub fn cover_of(seed: u8, width: u32, height: u32) -> Vec<u8> {
    let colour = |x, y| image::Rgb([seed, (x * 3) as u8, (y * 2) as u8 + seed / 2]);
    let picture = image::RgbImage::from_fn(width, height, colour);
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}

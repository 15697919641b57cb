//! A folder with files, in which the program runs.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_extra-credit");

pub struct Folder(TempDir);

/// What a run came to. Paths in what it said have `/` between folders.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    /// Standard output as text, and as it came.
    pub out: String,
    pub bytes: Vec<u8>,
    pub messages: String,
}

/// The words of a command line: a list, or a text of words that have no spaces.
pub trait Words {
    fn words(&self) -> Vec<&str>;
}

impl Words for str {
    fn words(&self) -> Vec<&str> {
        self.split_whitespace().collect()
    }
}

impl Words for String {
    fn words(&self) -> Vec<&str> {
        self.as_str().words()
    }
}

impl Words for [&str] {
    fn words(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl<const N: usize> Words for [&str; N] {
    fn words(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl Words for Vec<&str> {
    fn words(&self) -> Vec<&str> {
        self.clone()
    }
}

impl<W: Words + ?Sized> Words for &W {
    fn words(&self) -> Vec<&str> {
        (**self).words()
    }
}

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder"))
    }

    pub fn with(files: &[(&str, &str)]) -> Folder {
        let folder = Folder::new();
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}; there are {:?}", self.files("")))
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).expect("text")
    }

    pub fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_slice(&self.read(name)).expect("JSON")
    }

    /// The files below a folder but what the program keeps for itself, sorted, with `/` between folders.
    pub fn files(&self, name: &str) -> Vec<String> {
        self.tree(name).into_keys().collect()
    }

    /// The same with their content.
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

    /// The program in this folder, whatever the surroundings are.
    pub fn command(&self, arguments: &(impl Words + ?Sized)) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments.words()).current_dir(self.0.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env_remove("JOB_COMPLETION_INDEX").env_remove("NO_COLOR");
        command
    }

    pub fn run(&self, arguments: &(impl Words + ?Sized)) -> Ran {
        ran(self.command(arguments))
    }

    /// Runs with something on standard input.
    pub fn run_with(&self, arguments: &(impl Words + ?Sized), input: &[u8]) -> Ran {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("standard input");
        // A program that reads nothing has closed it by now.
        let _ = stdin.write_all(input);
        drop(stdin);
        Ran::of(child.wait_with_output().expect("the program ends"))
    }

    /// Runs and expects exit status 0.
    pub fn well(&self, arguments: &(impl Words + ?Sized)) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{:?}: {}", arguments.words(), ran.messages);
        ran
    }
}

pub fn ran(mut command: Command) -> Ran {
    Ran::of(command.output().expect("the program runs"))
}

impl Ran {
    fn of(output: Output) -> Ran {
        let path = |text: String| if cfg!(windows) { text.replace('\\', "/") } else { text };
        let messages = path(String::from_utf8(output.stderr).expect("messages are text"));
        assert!(!messages.contains("panicked"), "{messages}");
        let out = path(String::from_utf8_lossy(&output.stdout).into_owned());
        Ran { code: output.status.code().expect("no signal"), out, bytes: output.stdout, messages }
    }

    pub fn lines(&self) -> Vec<String> {
        self.out.lines().map(str::to_owned).collect()
    }
}

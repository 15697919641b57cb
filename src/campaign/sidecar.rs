//! What is known about the files of an output folder: which card each belongs to, from what it was made, and its content.
//! Kept in one file of the folder, so that the next run makes only what changed, and removes only what it wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::files::text_at_most;
use crate::publish::{Output, PublishError, Writer, below};
use crate::report::Finding;

/// Name of the file in the output folder.
pub const SIDECAR: &str = ".extra-credit.json";

/// Bytes of a file that is read: some 400,000 cards.
const MOST_BYTES: u64 = 256 << 20;

/// Number of the form; a file of another form is made anew.
const FORM: u32 = 1;

/// A card in one type of file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The credit file, relative to the output folder where possible.
    pub input: String,
    /// Line of the input that the record starts at; warnings that name a line are void if it moved.
    pub line: u32,
    /// The options that decided which cards the file makes.
    pub selection: String,
    /// Name of the card among those of its file.
    pub subject: String,
    /// Template.
    pub template: String,
    /// Format.
    pub format: String,
    /// BLAKE3 of everything that decides the files' content.
    pub key: String,
    /// The pages, in order.
    pub outputs: Vec<Output>,
    /// What was said when the card was made.
    pub warnings: Vec<Finding>,
}

/// The file's content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sidecar {
    /// By the path of the card without page, such as `low-tide/square.png`.
    pub cards: BTreeMap<String, Entry>,
    /// Files that were written and belong to no card any more, by path.
    pub stale: BTreeMap<String, Output>,
}

/// As the file has it. The sum is of everything after it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    form: u32,
    blake3: String,
    cards: BTreeMap<String, Entry>,
    stale: BTreeMap<String, Output>,
}

/// What a run changes; applied to the file as it is then, so that runs at the same time keep each other's cards.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Cards made or found up to date.
    pub made: BTreeMap<String, Entry>,
    /// Cards that are no longer made and whose files are gone.
    pub gone: BTreeSet<String>,
    /// Stale files that are gone or whose content is not ours any more.
    pub swept: BTreeSet<String>,
}

impl Changes {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.made.is_empty() && self.gone.is_empty() && self.swept.is_empty()
    }
}

impl Sidecar {
    /// Reads the file of an output folder. One that is missing is empty; one that is damaged, of another form or names
    /// paths outside the folder is empty too, with a message.
    pub fn load(folder: &Path) -> (Sidecar, Option<String>) {
        let path = folder.join(SIDECAR);
        let text = match std::fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (Sidecar::default(), None),
            Ok(about) if about.is_symlink() => return (Sidecar::default(), Some("it is a link".to_owned())),
            _ => match text_at_most(&path, MOST_BYTES) {
                Ok(text) => text,
                Err(unread) => return (Sidecar::default(), Some(unread.to_string())),
            },
        };
        match Sidecar::parse(&text) {
            Ok(sidecar) => (sidecar, None),
            Err(why) => (Sidecar::default(), Some(why)),
        }
    }

    fn parse(text: &str) -> Result<Sidecar, String> {
        /// Only the number of the form, whatever else that form has.
        #[derive(Deserialize)]
        struct Head {
            form: u32,
        }
        let head: Head = serde_json::from_str(text).map_err(|_| "it is damaged".to_owned())?;
        if head.form != FORM {
            return Err(format!("it is of form {}, this program writes {FORM}", head.form));
        }
        let stored: Stored = serde_json::from_str(text).map_err(|_| "it is damaged".to_owned())?;
        debug_assert_eq!(stored.form, head.form);
        let body = text.split_once("\"cards\"").map_or("", |(_, body)| body);
        if blake3::hash(body.as_bytes()).to_hex().as_str() != stored.blake3 {
            return Err("it was changed by somebody else".to_owned());
        }
        let outputs = stored.cards.values().flat_map(|entry| &entry.outputs).chain(stored.stale.values());
        for output in outputs {
            if below(&output.path).is_none() {
                return Err(format!("it names `{}`, which is not below the folder", output.path));
            }
        }
        Ok(Sidecar { cards: stored.cards, stale: stored.stale })
    }

    /// One card a line, so that differences are readable.
    fn to_text(&self) -> String {
        fn lines<T: Serialize>(all: &BTreeMap<String, T>, out: &mut String) {
            for (index, (name, value)) in all.iter().enumerate() {
                out.push_str(if index == 0 { "\n" } else { ",\n" });
                // Texts and numbers under text keys always are JSON.
                out.push_str(&serde_json::to_string(name).unwrap_or_default());
                out.push(':');
                out.push_str(&serde_json::to_string(value).unwrap_or_default());
            }
        }
        const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";
        let mut text = format!("{{\"form\":{FORM},\"blake3\":\"{ZEROS}\",\"cards\"");
        let (head, sum) = (text.len(), text.len() - ZEROS.len() - "\",\"cards\"".len());
        text.push_str(":{");
        lines(&self.cards, &mut text);
        text.push_str("\n},\"stale\":{");
        lines(&self.stale, &mut text);
        text.push_str("\n}}\n");
        let hash = blake3::hash(text.get(head..).unwrap_or_default().as_bytes());
        text.replace_range(sum..sum + ZEROS.len(), hash.to_hex().as_str());
        text
    }

    /// Writes changes into the file of the folder, under a lock, and returns what it says then.
    ///
    /// # Errors
    /// If the folder or the file cannot be written.
    pub fn save(folder: &Path, changes: &Changes, writer: &Writer) -> Result<Sidecar, PublishError> {
        std::fs::create_dir_all(folder).map_err(|source| PublishError::Folder { path: folder.to_owned(), source })?;
        // Where nothing can be locked, the last of two runs at the same time wins, and cards are made again.
        let lock = lock(folder).ok();
        let mut sidecar = Sidecar::load(folder).0;
        sidecar.apply(changes);
        writer.write(&folder.join(SIDECAR), sidecar.to_text().as_bytes())?;
        drop(lock);
        Ok(sidecar)
    }

    fn apply(&mut self, changes: &Changes) {
        for (name, entry) in &changes.made {
            if let Some(old) = self.cards.insert(name.clone(), entry.clone()) {
                self.stale.extend(old.outputs.into_iter().map(|output| (output.path.clone(), output)));
            }
        }
        for name in &changes.gone {
            if !changes.made.contains_key(name) {
                self.cards.remove(name);
            }
        }
        for path in &changes.swept {
            self.stale.remove(path);
        }
        if !self.stale.is_empty() {
            for output in self.cards.values().flat_map(|entry| &entry.outputs) {
                self.stale.remove(&output.path);
            }
        }
    }
}

/// A lock on a folder. On Unix the folder itself is locked; elsewhere a file in it, because folders cannot be.
fn lock(folder: &Path) -> io::Result<File> {
    #[cfg(unix)]
    let file = File::open(folder)?;
    #[cfg(not(unix))]
    let file = File::create(folder.join(".extra-credit.lock"))?;
    file.lock()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, bytes: &[u8]) -> Entry {
        Entry {
            input: "../a.yaml".into(),
            line: 1,
            selection: String::new(),
            subject: "record".into(),
            template: "side-by-side".into(),
            format: "square".into(),
            key: "k".into(),
            outputs: vec![Output::new(Path::new(path), bytes, 1, 1)],
            warnings: Vec::new(),
        }
    }

    fn made(name: &str, path: &str) -> Changes {
        Changes { made: [(name.to_owned(), entry(path, b"one"))].into(), ..Changes::default() }
    }

    #[test]
    fn what_is_saved_is_loaded_and_other_runs_cards_stay() {
        let folder = tempfile::tempdir().expect("folder");
        let writer = Writer::new();
        assert_eq!(Sidecar::load(folder.path()), (Sidecar::default(), None));
        Sidecar::save(folder.path(), &made("a/square.png", "a/square.png"), &writer).expect("saved");
        let saved = Sidecar::save(folder.path(), &made("b/square.png", "b/square.png"), &writer).expect("saved");
        assert_eq!(saved.cards.len(), 2);
        assert_eq!(Sidecar::load(folder.path()), (saved, None));
    }

    #[test]
    fn a_cut_changed_or_foreign_file_is_empty_with_a_reason() {
        let folder = tempfile::tempdir().expect("folder");
        Sidecar::save(folder.path(), &made("a/square.png", "a/square.png"), &Writer::new()).expect("saved");
        let path = folder.path().join(SIDECAR);
        let text = std::fs::read_to_string(&path).expect("text");
        let outside = Sidecar { cards: [("x".into(), entry("../x.png", b"one"))].into(), ..Sidecar::default() };
        for (bad, why) in [
            (text.get(..text.len() / 2).expect("half").to_owned(), "damaged"),
            (text.replace("side-by-side", "side-by-sids"), "changed by somebody else"),
            (text.replacen("\"form\":1", "\"form\":9", 1), "of form 9"),
            (outside.to_text(), "`../x.png`"),
            ("null".to_owned(), "damaged"),
        ] {
            std::fs::write(&path, bad).expect("written");
            let (sidecar, said) = Sidecar::load(folder.path());
            assert_eq!(sidecar, Sidecar::default());
            assert!(said.as_deref().is_some_and(|said| said.contains(why)), "{said:?}: {why}");
        }
    }

    #[test]
    fn pages_that_a_card_no_longer_has_are_stale_until_they_are_made_again() {
        let mut sidecar = Sidecar::default();
        sidecar.apply(&made("a/square.png", "a/square-2.png"));
        sidecar.apply(&made("a/square.png", "a/square.png"));
        assert_eq!(sidecar.stale.keys().collect::<Vec<_>>(), ["a/square-2.png"]);
        sidecar.apply(&made("a/square.png", "a/square-2.png"));
        assert_eq!(sidecar.stale.keys().collect::<Vec<_>>(), ["a/square.png"]);
    }
}

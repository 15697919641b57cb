//! What is not saved yet, kept on the disk so that a crash loses nothing: a file a document, written soon after each change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

use crate::files::read_at_most;
use crate::publish::write_atomic;

/// Time after a change in which further ones are waited for.
const QUIET: Duration = Duration::from_millis(250);

/// Largest draft, with its pictures.
const MOST_BYTES: u64 = 96 << 20;

/// Most drafts that are read again.
const MOST: usize = 64;

/// A document that is not saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its file, if it has one.
    pub path: Option<PathBuf>,
    /// The folder that the studio was started for.
    pub root: PathBuf,
    /// Its text.
    pub text: String,
    /// What was on the disk.
    pub base: Option<String>,
    /// Dropped files that it shows: their names, and their bytes in base 64.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
}

impl Draft {
    /// Adds a dropped file.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.files.insert(name.to_owned(), BASE64_STANDARD.encode(bytes));
    }

    /// The dropped files.
    pub fn bytes(&self) -> impl Iterator<Item = (&str, Vec<u8>)> {
        self.files.iter().filter_map(|(name, text)| Some((name.as_str(), BASE64_STANDARD.decode(text).ok()?)))
    }
}

/// What the writer is told.
enum Word {
    Keep(u64, Box<Draft>),
    Drop(u64),
    Flush(Sender<()>),
}

/// The drafts of a folder of drafts.
pub struct Drafts {
    /// None if none are kept.
    send: Option<Mutex<Sender<Word>>>,
}

impl Drafts {
    /// Drafts in a folder, written by a thread of their own; and those that are there of a root, with their files.
    pub fn new(folder: Option<PathBuf>, root: &Path) -> (Drafts, Vec<(PathBuf, Draft)>) {
        let Some(folder) = folder else { return (Drafts { send: None }, Vec::new()) };
        let found = found(&folder, root);
        let (send, receive) = mpsc::channel();
        let run = move || {
            let mut places: BTreeMap<u64, PathBuf> = BTreeMap::new();
            let mut waiting: BTreeMap<u64, Option<Box<Draft>>> = BTreeMap::new();
            loop {
                let word = match waiting.is_empty() {
                    true => receive.recv().map_err(|_| RecvTimeoutError::Disconnected),
                    false => receive.recv_timeout(QUIET),
                };
                let (ended, told) = match word {
                    Ok(Word::Keep(id, draft)) => {
                        waiting.insert(id, Some(draft));
                        continue;
                    }
                    Ok(Word::Drop(id)) => {
                        waiting.insert(id, None);
                        continue;
                    }
                    Ok(Word::Flush(done)) => (false, Some(done)),
                    Err(RecvTimeoutError::Timeout) => (false, None),
                    Err(RecvTimeoutError::Disconnected) => (true, None),
                };
                for (id, draft) in std::mem::take(&mut waiting) {
                    let place = places.entry(id).or_insert_with(|| folder.join(file_name(id))).clone();
                    match draft {
                        Some(draft) => write(&place, &draft),
                        // It may not be there.
                        None => _ = std::fs::remove_file(&place),
                    }
                }
                told.map(|done| done.send(()));
                if ended {
                    return;
                }
            }
        };
        let started = std::thread::Builder::new().name("drafts".into()).spawn(run).is_ok();
        (Drafts { send: started.then(|| Mutex::new(send)) }, found)
    }

    fn say(&self, word: Word) {
        let Some(send) = &self.send else { return };
        // The thread lives as long as its sender.
        let _ = send.lock().unwrap_or_else(PoisonError::into_inner).send(word);
    }

    /// Keeps a document.
    pub fn keep(&self, id: u64, draft: Draft) {
        self.say(Word::Keep(id, Box::new(draft)));
    }

    /// Forgets a document that is saved.
    pub fn forget(&self, id: u64) {
        self.say(Word::Drop(id));
    }

    /// Waits until all is written.
    pub fn flush(&self) {
        let (send, receive) = mpsc::channel();
        self.say(Word::Flush(send));
        if self.send.is_some() {
            let _ = receive.recv_timeout(Duration::from_secs(10));
        }
    }
}

/// A name that no other studio has.
fn file_name(id: u64) -> String {
    format!("{}-{id}.draft.json", std::process::id())
}

/// Writes a draft; what cannot be kept is still in memory, and the next change tries again.
fn write(path: &Path, draft: &Draft) {
    let Ok(text) = serde_json::to_vec(draft) else { return };
    if text.len() as u64 > MOST_BYTES {
        return;
    }
    if write_atomic(path, &text).is_ok() {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // Nobody else's business; a file that is gone needs none.
            let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
        }
    }
}

/// The drafts of a root that no studio which still runs has.
fn found(folder: &Path, root: &Path) -> Vec<(PathBuf, Draft)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".draft.json") && !runs(path))
        .take(MOST)
        .collect();
    paths.sort();
    let draft = |path: PathBuf| {
        let draft: Draft = serde_json::from_slice(&read_at_most(&path, MOST_BYTES).ok()?).ok()?;
        (draft.root == root).then_some((path, draft))
    };
    paths.into_iter().filter_map(draft).collect()
}

/// Whether the studio that wrote a draft still runs, as far as can be known.
fn runs(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(process) = name.split('-').next().filter(|process| process.bytes().all(|byte| byte.is_ascii_digit()))
    else {
        return false;
    };
    process != std::process::id().to_string()
        && Path::new("/proc/self").exists()
        && Path::new("/proc").join(process).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_there_after_a_crash_and_gone_after_it_is_saved() {
        let folder = tempfile::tempdir().expect("a folder");
        let (root, place) = (PathBuf::from("/records"), Some(folder.path().join("drafts")));
        let (drafts, none) = Drafts::new(place.clone(), &root);
        assert!(none.is_empty());
        let mut draft = Draft { root: root.clone(), text: "title: A\n".into(), ..Draft::default() };
        draft.add("cover.png", b"bytes");
        drafts.keep(1, draft.clone());
        drafts.keep(2, Draft { root: "/others".into(), ..Draft::default() });
        drafts.flush();
        let (again, found) = Drafts::new(place.clone(), &root);
        assert_eq!(found.iter().map(|(_, draft)| draft).collect::<Vec<_>>(), [&draft]);
        assert_eq!(draft.bytes().collect::<Vec<_>>(), [("cover.png", b"bytes".to_vec())]);
        again.forget(1);
        again.flush();
        assert!(Drafts::new(place, &root).1.is_empty());
    }
}

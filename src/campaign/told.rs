//! What people were told: a message that holds for many cards is said once a run.
//! `watch`, which runs again and again, says only what is new.

use std::collections::BTreeMap;
use std::path::Path;

use crate::publish::hash_file;

/// Messages of this run and of the one before it.
#[derive(Debug, Default)]
pub struct Told {
    /// With the content of the file that each is about, where that matters.
    now: BTreeMap<String, Option<blake3::Hash>>,
    before: BTreeMap<String, Option<blake3::Hash>>,
    only_news: bool,
}

/// Whether a message is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// To this run.
    pub first: bool,
    /// To people.
    pub say: bool,
}

impl Told {
    /// For runs that follow each other: what is as it was is not said.
    pub fn news() -> Told {
        Told { only_news: true, ..Told::default() }
    }

    /// Whether only news are said.
    pub fn only_news(&self) -> bool {
        self.only_news
    }

    /// Another run begins.
    pub fn turn(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }

    /// Notes a message that is said until it changes.
    pub fn hear(&mut self, text: &str) -> Heard {
        self.note(text, None)
    }

    /// Notes an error. It is said again when its file has another content: somebody who saved that wants to know whether
    /// it is mended. Another file that was written, such as a log beside it, is no reason.
    pub fn hear_error(&mut self, text: &str, file: Option<&str>) -> Heard {
        let content = file.filter(|_| self.only_news).and_then(|file| hash_file(Path::new(file), 1 << 30).ok());
        self.note(text, content)
    }

    fn note(&mut self, text: &str, content: Option<blake3::Hash>) -> Heard {
        let first = self.now.insert(text.to_owned(), content).is_none();
        Heard { first, say: first && self.before.get(text) != Some(&content) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_said_once_and_again_when_it_was_gone_for_a_run() {
        let mut told = Told::news();
        assert_eq!(told.hear("low"), Heard { first: true, say: true });
        assert_eq!(told.hear("low"), Heard { first: false, say: false });
        told.turn();
        assert_eq!(told.hear("low"), Heard { first: true, say: false });
        told.turn();
        told.turn();
        assert_eq!(told.hear("low"), Heard { first: true, say: true });
    }

    #[test]
    fn an_error_is_said_again_only_when_its_file_has_another_content() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.yaml");
        let name = file.to_str();
        let mut told = Told::news();
        let mut next = |content: &str| {
            std::fs::write(&file, content).expect("written");
            told.turn();
            told.hear_error("broken", name).say
        };
        assert_eq!(["one", "one", "two", "two"].map(&mut next), [true, false, true, false]);
        told.turn();
        assert!(told.hear_error("no kit", None).say);
        told.turn();
        assert!(!told.hear_error("no kit", None).say);
    }
}

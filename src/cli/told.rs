//! What people were told: a message that holds for many cards is said once a run.
//! `watch`, which runs again and again, says only what is new.

use std::collections::BTreeMap;

/// Messages of this run and of the one before it.
#[derive(Debug, Default)]
pub struct Told {
    /// With whether each is an error.
    now: BTreeMap<String, bool>,
    before: BTreeMap<String, bool>,
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

    /// Another run begins. With `errors`, those that are still there are said again: somebody who saves a file wants to
    /// know whether it is mended.
    pub fn turn(&mut self, errors: bool) {
        self.before = std::mem::take(&mut self.now);
        self.before.retain(|_, error| !(errors && *error));
    }

    /// Notes a message.
    pub fn hear(&mut self, text: &str, error: bool) -> Heard {
        let first = self.now.insert(text.to_owned(), error).is_none();
        Heard { first, say: first && !self.before.contains_key(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_said_once_and_again_when_it_was_gone_for_a_run() {
        let mut told = Told::news();
        assert_eq!(told.hear("low", false), Heard { first: true, say: true });
        assert_eq!(told.hear("low", false), Heard { first: false, say: false });
        told.turn(true);
        assert_eq!(told.hear("low", false), Heard { first: true, say: false });
        told.turn(true);
        told.turn(true);
        assert_eq!(told.hear("low", false), Heard { first: true, say: true });
    }

    #[test]
    fn an_error_that_is_still_there_is_said_after_a_save_only() {
        let mut told = Told::news();
        assert!(told.hear("broken", true).say);
        told.turn(false);
        assert!(!told.hear("broken", true).say);
        told.turn(true);
        assert!(told.hear("broken", true).say);
    }
}

//! The texts of a document before and after the one that is shown: what undo and redo go through.

use std::sync::Arc;
use std::time::Duration;

use crate::desk::clock;

/// Most steps kept.
const MOST_STEPS: usize = 500;

/// Most bytes of texts kept.
const MOST_BYTES: usize = 16 << 20;

/// Time in which steps of one label are one.
const TOGETHER: Duration = Duration::from_millis(1200);

/// Steps back and forward.
#[derive(Debug, Default)]
pub struct History {
    back: Vec<Arc<str>>,
    forward: Vec<Arc<str>>,
    /// The label of the last step, and when it was made.
    last: Option<(String, Duration)>,
}

impl History {
    /// Keeps the text before a step. Steps that have the same label and follow each other closely are one.
    pub fn keep(&mut self, text: &Arc<str>, label: Option<&str>) {
        self.forward.clear();
        let now = clock::now();
        let goes_on = self
            .last
            .as_ref()
            .is_some_and(|(last, at)| label == Some(last.as_str()) && now.saturating_sub(*at) < TOGETHER);
        self.last = label.map(|label| (label.to_owned(), now));
        if goes_on && !self.back.is_empty() {
            return;
        }
        self.back.push(Arc::clone(text));
        let bytes = |texts: &[Arc<str>]| texts.iter().map(|text| text.len()).sum::<usize>();
        while self.back.len() > MOST_STEPS || self.back.len() > 1 && bytes(&self.back) > MOST_BYTES {
            self.back.remove(0);
        }
    }

    /// The text before the one that is shown.
    pub fn undo(&mut self, shown: &Arc<str>) -> Option<Arc<str>> {
        let text = self.back.pop()?;
        self.forward.push(Arc::clone(shown));
        self.last = None;
        Some(text)
    }

    /// The text after the one that is shown.
    pub fn redo(&mut self, shown: &Arc<str>) -> Option<Arc<str>> {
        let text = self.forward.pop()?;
        self.back.push(Arc::clone(shown));
        self.last = None;
        Some(text)
    }

    /// Whether there is a text before and one after.
    pub fn ways(&self) -> (bool, bool) {
        (!self.back.is_empty(), !self.forward.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_back_and_forward_and_a_new_step_forgets_what_was_undone() {
        let mut history = History::default();
        let text = |text: &str| Arc::<str>::from(text);
        history.keep(&text("a"), None);
        history.keep(&text("b"), None);
        assert_eq!(history.undo(&text("c")).as_deref(), Some("b"));
        assert_eq!(history.undo(&text("b")).as_deref(), Some("a"));
        assert_eq!(history.undo(&text("a")), None);
        assert_eq!(history.redo(&text("a")).as_deref(), Some("b"));
        history.keep(&text("b"), None);
        assert_eq!(history.ways(), (true, false));
    }

    #[test]
    fn steps_of_one_label_that_follow_closely_are_one() {
        let mut history = History::default();
        for text in ["a", "ab", "abc"] {
            history.keep(&text.into(), Some("title"));
        }
        history.keep(&"abcd".into(), Some("artist"));
        assert_eq!(history.undo(&"abcde".into()).as_deref(), Some("abcd"));
        assert_eq!(history.undo(&"abcd".into()).as_deref(), Some("a"));
    }

    #[test]
    fn old_steps_go_when_there_are_too_many() {
        let mut history = History::default();
        for step in 0..MOST_STEPS + 10 {
            history.keep(&step.to_string().into(), None);
        }
        assert_eq!(history.back.len(), MOST_STEPS);
        assert_eq!(history.back.first().map(|text| &**text), Some("10"));
    }
}

//! Progress on a terminal: cards done, rate, time left and the files in hand. Anywhere else there is none.
//! Messages and the listing are printed above it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

/// Longest text of names in hand, in characters.
const SHOWN: usize = 60;

/// The progress of a run.
pub struct Progress {
    bar: ProgressBar,
    /// What each thread works on.
    hands: Mutex<BTreeMap<usize, String>>,
}

impl Progress {
    /// Progress over some cards; `wanted` unless nothing is to be shown.
    pub fn new(cards: usize, wanted: bool) -> Progress {
        if !wanted || cards < 2 || !std::io::stderr().is_terminal() {
            return Progress { bar: ProgressBar::hidden(), hands: Mutex::default() };
        }
        let bar = ProgressBar::new(cards as u64);
        let style = "{bar:24} {pos}/{len} cards  {rate}  {eta} left  {wide_msg}";
        let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.with_key("rate", |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // What cannot be written is drawn again at the next tick.
            let _ = write!(out, "{:.1}/s", state.per_sec());
        }));
        bar.enable_steady_tick(Duration::from_millis(250));
        Progress { bar, hands: Mutex::default() }
    }

    /// A thread begins a card.
    pub fn begin(&self, thread: usize, name: &str) {
        if self.bar.is_hidden() {
            return;
        }
        let mut hands = self.hands.lock().unwrap_or_else(PoisonError::into_inner);
        hands.insert(thread, name.to_owned());
        let names: BTreeSet<&str> = hands.values().map(String::as_str).collect();
        let text = names.into_iter().collect::<Vec<_>>().join(", ");
        // A name with control characters could move the cursor.
        self.bar.set_message(text.chars().filter(|c| !c.is_control()).take(SHOWN).collect::<String>());
    }

    /// A card is done; what is printed meanwhile stands above the bar.
    pub fn done(&self, print: impl FnOnce()) {
        self.bar.inc(1);
        self.bar.suspend(print);
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

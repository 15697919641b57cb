//! Progress on a terminal: cards done, rate, time left and the files in hand. Anywhere else there is none.
//! Messages and the listing are printed above it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

/// Longest text of names in hand, in characters.
const SHOWN: usize = 60;

/// Before that there is no estimate of the time left: the first cards decode covers and fill caches.
const FIRST_ESTIMATE: (u64, Duration) = (8, Duration::from_secs(3));

/// From so many pieces of a work a bar is worth it.
const SEVERAL: usize = 9;

/// A bar over a work, if it takes a while and somebody sees it.
pub fn bar(pieces: usize, wanted: bool) -> ProgressBar {
    let shown = wanted && pieces >= SEVERAL && std::io::stderr().is_terminal();
    if shown { ProgressBar::new(pieces as u64) } else { ProgressBar::hidden() }
}

/// The progress of a run.
pub struct Progress {
    bar: ProgressBar,
    /// What each thread works on.
    hands: Mutex<BTreeMap<usize, String>>,
}

impl Progress {
    /// Progress over some cards; `wanted` unless standard output is a picture. It is for people who wait, also those who want
    /// to read nothing else.
    pub fn new(cards: usize, wanted: bool) -> Progress {
        if !wanted || cards < 2 || !std::io::stderr().is_terminal() {
            return Progress { bar: ProgressBar::hidden(), hands: Mutex::default() };
        }
        let bar = ProgressBar::new(cards as u64);
        let style = "{bar:24} {pos}/{len} cards{estimate}  {wide_msg}";
        let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
        let start = Instant::now();
        bar.set_style(style.with_key("estimate", move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            let (done, all) = (state.pos(), state.len().unwrap_or_default());
            if let Some(estimate) = estimate(done, all, start.elapsed()) {
                // What cannot be written is drawn again at the next tick.
                let _ = out.write_str(&estimate);
            }
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

/// Cards a second and the time left, if enough are done to tell.
fn estimate(done: u64, all: u64, elapsed: Duration) -> Option<String> {
    if done < FIRST_ESTIMATE.0.min(all.div_ceil(2)) || elapsed < FIRST_ESTIMATE.1 {
        return None;
    }
    let rate = done as f64 / elapsed.as_secs_f64();
    // Less than a day is left of anything that people wait for.
    let left = Duration::from_secs_f64((all.saturating_sub(done) as f64 / rate).clamp(0.0, 86_400.0));
    Some(format!("  {rate:.1}/s  {} left", indicatif::HumanDuration(left)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_estimate_waits_for_some_cards_and_some_time() {
        let seconds = Duration::from_secs_f64;
        assert_eq!(estimate(0, 100, seconds(60.0)), None);
        assert_eq!(estimate(7, 100, seconds(60.0)), None);
        assert_eq!(estimate(20, 100, seconds(1.0)), None);
        assert_eq!(estimate(20, 100, seconds(10.0)).as_deref(), Some("  2.0/s  40 seconds left"));
        assert_eq!(estimate(2, 4, seconds(10.0)).as_deref(), Some("  0.2/s  10 seconds left"));
        assert!(estimate(1, 1 << 40, seconds(10.0)).is_none());
        assert!(estimate(9, 1 << 40, seconds(10.0)).is_some());
    }
}

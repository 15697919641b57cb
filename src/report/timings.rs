//! Timings: how long a run's stages took, for `--timings`.
//! Times of all threads are added up, so that they are work and not waiting.

use std::time::{Duration, Instant};

use crate::encode::Clock;

/// A stage of making a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading and parsing credit files and kits, and planning the cards.
    Plan,
    /// Hashing everything that decides the cards.
    Key,
    /// Decoding artwork, its palette, the theme, the template.
    Card,
    /// Composing.
    Compose,
    /// Measuring and mending contrast.
    Legible,
    /// Painting pages, resizing artwork included.
    Raster,
    /// Making files of pages.
    Encode,
    /// `--optimize`.
    Optimize,
    /// Writing files, or comparing them with those that are there.
    Write,
}

/// The stages with their names, in the order in which a card goes through them.
const STAGES: [(Stage, &str); 9] = [
    (Stage::Plan, "plan"),
    (Stage::Key, "key"),
    (Stage::Card, "artwork"),
    (Stage::Compose, "compose"),
    (Stage::Legible, "legible"),
    (Stage::Raster, "raster"),
    (Stage::Encode, "encode"),
    (Stage::Optimize, "optimize"),
    (Stage::Write, "write"),
];

/// Time spent in each stage. Unless it is running nothing is measured: some systems have no clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timings {
    spent: [Duration; STAGES.len()],
    running: bool,
}

impl Clock for Timings {
    fn painting<T>(&mut self, work: impl FnOnce() -> T) -> T {
        self.time(Stage::Raster, work)
    }

    fn encoding<T>(&mut self, work: impl FnOnce() -> T) -> T {
        self.time(Stage::Encode, work)
    }

    fn optimizing<T>(&mut self, work: impl FnOnce() -> T) -> T {
        self.time(Stage::Optimize, work)
    }
}

impl Timings {
    /// Those of a clock that runs.
    pub fn running() -> Timings {
        Timings { running: true, ..Timings::default() }
    }

    /// Whether time is measured.
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// Does something and adds its time to a stage.
    pub fn time<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        if !self.running {
            return work();
        }
        let start = Instant::now();
        let done = work();
        self.add(stage, start.elapsed());
        done
    }

    /// Adds time to a stage.
    pub fn add(&mut self, stage: Stage, time: Duration) {
        if let Some(sum) = self.spent.get_mut(stage as usize) {
            *sum += time;
        }
    }

    /// Adds another's times.
    pub fn merge(&mut self, other: &Timings) {
        for (sum, time) in self.spent.iter_mut().zip(other.spent) {
            *sum += time;
        }
    }

    /// A line for each stage that took time, with its share and the mean of a picture.
    pub fn table(&self, pictures: usize) -> String {
        let all: Duration = self.spent.iter().sum();
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let line = |name: &str, time: Duration| {
            let share = 100.0 * ms(time) / ms(all).max(1e-9);
            format!(
                "{name:<10} {:>9.2} ms {share:>5.1} % {:>9.3} ms a picture",
                ms(time),
                ms(time) / pictures.max(1) as f64
            )
        };
        let stages = STAGES.iter().zip(self.spent).filter(|(_, time)| !time.is_zero());
        let mut lines: Vec<String> = stages.map(|((_, name), time)| line(name, time)).collect();
        lines.push(line("all", all));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_its_own_place_in_order() {
        assert!(STAGES.iter().enumerate().all(|(place, (stage, _))| *stage as usize == place));
    }

    #[test]
    fn the_table_has_a_line_for_each_stage_that_took_time_and_their_sum() {
        let (mut timings, mut other) = (Timings::default(), Timings::default());
        timings.add(Stage::Compose, Duration::from_millis(3));
        other.add(Stage::Compose, Duration::from_millis(3));
        other.add(Stage::Encode, Duration::from_millis(2));
        timings.merge(&other);
        assert_eq!(timings.time(Stage::Write, || 7), 7);
        let table = timings.table(4);
        let lines: Vec<&str> = table.lines().collect();
        assert!(
            lines[0].starts_with("compose") && lines[0].contains("6.00 ms") && lines[0].contains("1.500 ms a picture")
        );
        assert!(lines[1].starts_with("encode") && lines.last().is_some_and(|line| line.starts_with("all")));
    }
}

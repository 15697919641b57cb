//! Inputs to jobs: many credit files are parsed on several threads, of which `--jobs` says how many.
//! Jobs stand in the order of the inputs, whichever thread made them.

use std::sync::{Mutex, PoisonError};

use crate::campaign::Job;
use crate::pool::{Step, ordered, threads};
use crate::press::{Disk, Input};

/// Files that a thread parses at a time: it takes as long to begin as to parse one.
const PART: usize = 32;

/// The jobs of inputs, in their order, made on the threads that were asked for.
pub fn jobs(inputs: Vec<Input>, asked: Option<u16>) -> Vec<Job> {
    let mut inputs = inputs.into_iter().peekable();
    let mut parts: Vec<Mutex<Vec<Input>>> = Vec::new();
    while inputs.peek().is_some() {
        parts.push(Mutex::new(inputs.by_ref().take(PART).collect()));
    }
    let parse = |(): &mut (), part: usize| -> Vec<Job> {
        let Some(part) = parts.get(part) else { return Vec::new() };
        let part = std::mem::take(&mut *part.lock().unwrap_or_else(PoisonError::into_inner));
        part.into_iter().map(|input| Job::new(input, &Disk)).collect()
    };
    let mut jobs = Vec::new();
    let keep = |step| {
        if let Step::Done(part) = step {
            jobs.extend::<Vec<Job>>(part);
        }
    };
    ordered(parts.len(), threads(asked), || (), || false, parse, keep);
    jobs
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::press::Content;

    #[test]
    fn jobs_stand_in_the_order_of_the_inputs_however_many_there_are() {
        for (count, threads) in [(0, 2), (1, 2), (PART, 2), (PART + 1, 2), (10 * PART - 1, 3), (5 * PART, 1)] {
            let name = |at: usize| format!("{at}.yaml");
            let input = |at: usize| Input {
                name: name(at),
                stem: at.to_string(),
                folder: PathBuf::new(),
                content: Content::Bytes(
                    format!("title: Tide {at}\nartist: Marisol Vane\ncredits:\n  Piano: Marisol Vane\n").into_bytes(),
                ),
            };
            let jobs = jobs((0..count).map(input).collect(), Some(threads));
            assert_eq!(jobs.len(), count);
            for (at, job) in jobs.iter().enumerate() {
                assert_eq!(job.input.name, name(at));
                let title = job.parsed.as_ref().map(|parsed| parsed.record.title.value.clone());
                assert_eq!(title, Ok(format!("Tide {at}")));
            }
        }
    }
}

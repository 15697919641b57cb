//! Inputs to jobs: many credit files are parsed on several threads, of which `--jobs` says how many.
//! Jobs stand in the order of the inputs, whichever thread made them.

use crate::cli::Job;
use crate::press::{Disk, Input};

/// Least files that a thread parses: it takes as long to begin as to parse one.
const LEAST: usize = 32;

/// Threads that do a work: those asked for, or as many as there are processors.
pub fn threads(asked: Option<u16>) -> usize {
    let processors = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    asked.map_or_else(processors, usize::from).max(1)
}

/// The jobs of inputs, in their order, made on the threads that were asked for.
pub fn jobs(mut inputs: Vec<Input>, asked: Option<u16>) -> Vec<Job> {
    let each = inputs.len().div_ceil(threads(asked)).max(LEAST);
    // From the last to the second; the first is for this thread.
    let mut parts = Vec::new();
    while inputs.len() > each {
        parts.push(inputs.split_off(inputs.len() - each));
    }
    let parse = |part: Vec<Input>| part.into_iter().map(|input| Job::new(input, &Disk)).collect::<Vec<Job>>();
    std::thread::scope(|scope| {
        let others: Vec<_> = parts.into_iter().rev().map(|part| scope.spawn(move || parse(part))).collect();
        let mut jobs = parse(inputs);
        for other in others {
            jobs.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        jobs
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::press::Content;

    #[test]
    fn jobs_stand_in_the_order_of_the_inputs_however_many_there_are() {
        for (count, threads) in [(0, 2), (1, 2), (LEAST, 2), (LEAST + 1, 2), (10 * LEAST - 1, 3), (5 * LEAST, 1)] {
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

//! Work on several threads, told in order: the one pool of the program.
//! Which thread does what depends on chance, what is told and when does not.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Threads that do a work: those asked for, or as many as there are processors.
pub fn threads(asked: Option<u16>) -> usize {
    let processors = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    asked.map_or_else(processors, usize::from).max(1)
}

/// What comes of the pieces of a work.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// A thread begins a piece; told as it happens.
    Begun {
        /// Which thread, from 0.
        thread: usize,
        /// Which piece, from 0.
        piece: usize,
    },
    /// The next piece is done; told in the order of the pieces.
    Done(T),
}

/// Does `count` pieces of a work on so many threads, each with a `tool` of its own, until one is `stopped`, and tells the
/// caller's thread. With one thread that is the caller's, because a single piece is not to wait for a thread to begin.
/// Returns how many pieces were begun.
pub fn ordered<W, T: Send>(
    count: usize,
    threads: usize,
    tool: impl Fn() -> W + Sync,
    stopped: impl Fn() -> bool + Sync,
    work: impl Fn(&mut W, usize) -> T + Sync,
    mut tell: impl FnMut(Step<T>),
) -> usize {
    let next = AtomicUsize::new(0);
    let pieces = |thread: usize, hand_over: &mut dyn FnMut(usize, Step<T>) -> bool| {
        let mut tool = tool();
        while !stopped() {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= count || !hand_over(piece, Step::Begun { thread, piece }) {
                break;
            }
            let done = work(&mut tool, piece);
            if !hand_over(piece, Step::Done(done)) {
                break;
            }
        }
    };
    if threads.min(count) <= 1 {
        pieces(0, &mut |_, step| {
            tell(step);
            true
        });
        return next.into_inner().min(count);
    }
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::channel::<(usize, Step<T>)>();
        for thread in 0..threads.min(count) {
            let send = send.clone();
            let pieces = &pieces;
            scope.spawn(move || pieces(thread, &mut |piece, step| send.send((piece, step)).is_ok()));
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        for (piece, step) in receive {
            if matches!(step, Step::Begun { .. }) {
                tell(step);
                continue;
            }
            waiting.insert(piece, step);
            while let Some(done) = waiting.remove(&due) {
                due += 1;
                tell(done);
            }
        }
    });
    next.into_inner().min(count)
}

/// Does something for each number on all processors; results in order. `tick` is called as often as one is done.
pub fn each<T: Send>(count: usize, mut tick: impl FnMut(), work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let mut all = Vec::with_capacity(count);
    let keep = |step| {
        if let Step::Done(done) = step {
            tick();
            all.push(done);
        }
    };
    ordered(count, threads(None), || (), || false, |(), piece| work(piece), keep);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_is_told_in_order_whoever_did_it() {
        for (count, threads) in [(0, 3), (1, 3), (7, 1), (50, 4), (3, 8)] {
            let (mut done, mut begun) = (Vec::new(), 0);
            let slow = |piece: usize| std::thread::sleep(std::time::Duration::from_micros((piece as u64 % 3) * 200));
            let work = |tool: &mut usize, piece: usize| {
                slow(piece);
                *tool += 1;
                piece * 2
            };
            let tell = |step| match step {
                Step::Begun { thread, .. } => {
                    assert!(thread < threads);
                    begun += 1;
                }
                Step::Done(value) => done.push(value),
            };
            assert_eq!(ordered(count, threads, || 0, || false, work, tell), count);
            assert_eq!((done, begun), ((0..count).map(|piece| piece * 2).collect(), count));
        }
    }

    #[test]
    fn nothing_is_begun_once_it_is_stopped() {
        let begun = AtomicUsize::new(0);
        let stopped = || begun.load(Ordering::Relaxed) >= 3;
        let work = |_: &mut (), _| begun.fetch_add(1, Ordering::Relaxed);
        let mut told = 0;
        let count = ordered(100, 1, || (), stopped, work, |step| told += usize::from(matches!(step, Step::Done(_))));
        assert_eq!((count, told), (3, 3));
    }

    #[test]
    fn each_number_has_its_result_and_a_tick() {
        let mut ticks = 0;
        assert_eq!(each(20, || ticks += 1, |number| number * number)[19], 361);
        assert_eq!(ticks, 20);
    }
}

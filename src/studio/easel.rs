//! Threads that make cards, each with a press that is kept warm. A request waits in a lane, and the newest of a lane counts:
//! an older one that was not begun is dropped, and who waits for it is told so.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::desk::answer::{Answer, Task};
use crate::desk::bench::{Bench, Common};
use crate::desk::failure::Failure;
use crate::desk::room::Room;
use crate::fonts::Fonts;
use crate::press::{LoadedKit, Press};

/// Most requests that wait.
const MOST_WAITING: usize = 96;

/// Threads: one for the card that somebody looks at, one for all else.
const THREADS: usize = 2;

/// A request at work.
type Work = Box<dyn for<'f> FnOnce(&mut Press<'f>, &Bench<'f>) + Send>;

/// A request that waits.
struct Ticket {
    lane: String,
    kit: Option<Arc<LoadedKit>>,
    work: Work,
}

#[derive(Default)]
struct Queue {
    /// Those of each thread, the oldest first.
    waiting: [Vec<Ticket>; THREADS],
    closed: bool,
}

/// The threads.
pub struct Easel {
    queue: Arc<(Mutex<Queue>, Condvar)>,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Unmade {
    /// A newer request of the lane came.
    Newer,
    /// Too much is asked for at a time.
    Busy,
}

impl Easel {
    /// Threads that make cards of the files of a room.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn new(room: &Arc<dyn Room>, fonts: &Arc<Fonts>) -> std::io::Result<Easel> {
        let common: Arc<Common> = Arc::default();
        let queue: Arc<(Mutex<Queue>, Condvar)> = Arc::default();
        for thread in 0..THREADS {
            let (queue, room, fonts, common) =
                (Arc::clone(&queue), Arc::clone(room), Arc::clone(fonts), Arc::clone(&common));
            let work = move || work(&queue, thread, &*room, &fonts, &common);
            std::thread::Builder::new().name(format!("easel-{thread}")).stack_size(8 << 20).spawn(work)?;
        }
        Ok(Easel { queue })
    }

    /// Does a task. Lanes that begin with `main` have a thread of their own.
    ///
    /// # Errors
    /// If it was not done.
    pub async fn ask(&self, task: Task) -> Result<Result<Answer, Failure>, Unmade> {
        let (send, receive) = oneshot::channel();
        let Task { lane, kit, work } = task;
        // Who has gone needs no answer.
        let work: Work = Box::new(move |press, bench| _ = send.send(work(press, bench)));
        if !self.put(Ticket { lane, kit, work }) {
            return Err(Unmade::Busy);
        }
        // A request that is dropped drops its sender.
        receive.await.map_err(|_| Unmade::Newer)
    }

    fn put(&self, ticket: Ticket) -> bool {
        let (queue, bell) = &*self.queue;
        let mut queue = lock(queue);
        let thread = usize::from(!ticket.lane.starts_with("main"));
        let Some(waiting) = queue.waiting.get_mut(thread) else { return false };
        waiting.retain(|other| other.lane != ticket.lane);
        if waiting.len() >= MOST_WAITING {
            return false;
        }
        waiting.push(ticket);
        bell.notify_all();
        true
    }
}

impl Drop for Easel {
    fn drop(&mut self) {
        let (queue, bell) = &*self.queue;
        let mut queue = lock(queue);
        queue.closed = true;
        queue.waiting.iter_mut().for_each(Vec::clear);
        bell.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The next request of a thread; none if there will be no more.
fn next(queue: &(Mutex<Queue>, Condvar), thread: usize) -> Option<Ticket> {
    let (queue, bell) = queue;
    let mut queue = lock(queue);
    loop {
        if queue.closed {
            return None;
        }
        if let Some(waiting) = queue.waiting.get_mut(thread).filter(|waiting| !waiting.is_empty()) {
            return Some(waiting.remove(0));
        }
        queue = bell.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Works on requests until there are no more. A press belongs to the fonts of one kit.
fn work(queue: &(Mutex<Queue>, Condvar), thread: usize, room: &dyn Room, fonts: &Fonts, common: &Common) {
    let brings_fonts = |kit: &Arc<LoadedKit>| kit.fonts.is_some();
    let (mut kit, mut held): (Option<Arc<LoadedKit>>, Option<Ticket>) = (None, None);
    loop {
        let own = kit.clone();
        let bench = Bench { room, fonts: own.as_ref().and_then(|kit| kit.fonts.as_ref()), common };
        let mut press = Press::new(fonts);
        loop {
            let Some(ticket) = held.take().or_else(|| next(queue, thread)) else { return };
            let needed = ticket.kit.clone().filter(brings_fonts);
            if needed.as_ref().map(Arc::as_ptr) != own.as_ref().map(Arc::as_ptr) {
                (kit, held) = (needed, Some(ticket));
                break;
            }
            // Who waits is told, because what was caught drops the sender; a press that failed is not used again.
            if catch_unwind(AssertUnwindSafe(|| (ticket.work)(&mut press, &bench))).is_err() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_request_of_a_lane_counts_and_others_wait_in_order() {
        let easel = Easel { queue: Arc::default() };
        let ticket = |lane: &str| Ticket { lane: lane.to_owned(), kit: None, work: Box::new(|_, _| {}) };
        let (send, mut receive) = oneshot::channel::<()>();
        assert!(easel.put(Ticket { work: Box::new(move |_, _| _ = send.send(())), ..ticket("main") }));
        for lane in ["thumb-1", "main", "thumb-2", "thumb-1"] {
            assert!(easel.put(ticket(lane)));
        }
        assert!(receive.try_recv().is_err(), "the first of `main` was dropped");
        let waiting = |thread: usize| -> Vec<String> {
            lock(&easel.queue.0).waiting.get(thread).expect("a thread").iter().map(|one| one.lane.clone()).collect()
        };
        assert_eq!(
            (waiting(0), waiting(1)),
            (vec!["main".to_owned()], vec!["thumb-2".to_owned(), "thumb-1".to_owned()])
        );
    }

    #[test]
    fn more_than_is_taken_is_refused() {
        let easel = Easel { queue: Arc::default() };
        let put = |lane: usize| easel.put(Ticket { lane: lane.to_string(), kit: None, work: Box::new(|_, _| {}) });
        assert!((0..MOST_WAITING).all(put));
        assert!(!put(MOST_WAITING));
    }
}

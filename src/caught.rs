//! Work of other packages that may panic on what strangers send: a panic there is an answer like others, and says nothing.
//! Panics of our own stay loud.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
#[cfg(feature = "cli")]
use std::{
    panic::{set_hook, take_hook},
    sync::Once,
};

thread_local! {
    /// How many calls of [`caught`] this thread is in.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// What the work answers, or none if it panicked. What it left half done must not be used again.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    DEPTH.set(DEPTH.get() + 1);
    let answer = catch_unwind(AssertUnwindSafe(work)).ok();
    DEPTH.set(DEPTH.get() - 1);
    answer
}

/// Keeps panics that are caught off standard error: without it the hook of the standard library prints them first. For programs;
/// a library leaves the hook to its caller.
#[cfg(feature = "cli")]
pub fn keep_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if DEPTH.get() == 0 {
                before(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_no_answer_and_the_next_work_is_done() {
        assert_eq!(caught(|| panic!("a decoder gave up")), None::<u8>);
        assert_eq!(caught(|| caught(|| panic!("inside")).unwrap_or(7)), Some(7));
        assert_eq!(DEPTH.get(), 0);
    }
}

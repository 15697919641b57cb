//! Memory that several threads share: who needs more than is left waits until another gives back.
//! Large pictures are decoded one after the other, small ones beside each other.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes that may be in use at the same time.
#[derive(Debug)]
pub struct Budget {
    left: Mutex<u64>,
    given_back: Condvar,
    all: u64,
}

/// Bytes in use, given back when dropped.
#[derive(Debug)]
pub struct Share<'b> {
    budget: &'b Budget,
    bytes: u64,
}

impl Budget {
    /// A budget of so many bytes.
    pub const fn new(bytes: u64) -> Budget {
        Budget { left: Mutex::new(bytes), given_back: Condvar::new(), all: bytes }
    }

    /// Waits until there are so many bytes. Who asks for more than there are gets all.
    pub fn take(&self, bytes: u64) -> Share<'_> {
        let bytes = bytes.min(self.all);
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        while *left < bytes {
            left = self.given_back.wait(left).unwrap_or_else(PoisonError::into_inner);
        }
        *left -= bytes;
        Share { budget: self, bytes }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        *self.budget.left.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.budget.given_back.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn no_more_is_in_use_at_once_than_there_is_and_all_is_given_back() {
        let budget = Budget::new(10);
        let (used, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for thread in 0..6 {
                let (budget, used, most) = (&budget, &used, &most);
                scope.spawn(move || {
                    for need in [1, 4, 10, 7] {
                        let _share = budget.take(need + thread % 2);
                        most.fetch_max(used.fetch_add(need, Ordering::SeqCst) + need, Ordering::SeqCst);
                        std::thread::yield_now();
                        used.fetch_sub(need, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 10);
        drop(budget.take(u64::MAX));
        assert_eq!(*budget.left.lock().expect("free"), 10);
    }
}

//! The wish that a campaign stops: it finishes the cards in hand and begins no more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody asked the campaign to stop; all copies are one.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Asks it to stop; whether that was asked before.
    pub fn ask(&self) -> bool {
        self.0.swap(true, Ordering::SeqCst)
    }

    /// Whether to begin no more cards.
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

//! Ctrl-C and termination: the first asks a run to finish the cards in hand, the second ends the program at once.
//! Either way no temporary file is left.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::message;
use crate::publish::Writer;

/// Exit status of an interrupted run.
pub const STATUS: u8 = 130;

/// Whether somebody asked the run to stop.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on. Where that cannot be done, the system ends the program as it ends any.
    pub fn listen(writer: &Arc<Writer>) -> Interrupt {
        Interrupt::tell(writer, || message("interrupted: finishing the cards in hand; once more to stop at once"))
    }

    /// Listens from now on and has the first interrupt told, on a thread of its own.
    pub fn tell(writer: &Arc<Writer>, mut first: impl FnMut() + Send + 'static) -> Interrupt {
        let interrupt = Interrupt::default();
        let (asked, writer) = (interrupt.clone(), Arc::clone(writer));
        let _ = ctrlc::set_handler(move || {
            if asked.0.swap(true, Ordering::SeqCst) {
                writer.abandon();
                std::process::exit(i32::from(STATUS));
            }
            first();
        });
        interrupt
    }

    /// Whether to begin no more cards.
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

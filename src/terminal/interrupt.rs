//! Ctrl-C and termination: the first asks a run to finish the cards in hand, the second ends the program at once, as it does
//! itself if those cards take long.
//! Either way no temporary file is left.

use std::sync::Arc;

use std::time::Duration;

use crate::campaign::Interrupt;
use crate::publish::Writer;
use crate::terminal::message;

/// Exit status of an interrupted run.
pub const STATUS: u8 = 130;

/// As long as cards in hand may take to be finished: whoever stops a program waits some ten seconds before killing it.
const PATIENCE: Duration = Duration::from_secs(4);

/// Listens from now on. Where that cannot be done, the system ends the program as it ends any.
pub fn listen(interrupt: &Interrupt, writer: &Arc<Writer>) {
    tell(interrupt, writer, || message("interrupted: finishing the cards in hand; once more to stop at once"));
}

/// Listens from now on and has the first interrupt told, on a thread of its own.
pub fn tell(interrupt: &Interrupt, writer: &Arc<Writer>, mut first: impl FnMut() + Send + 'static) {
    let (asked, writer) = (interrupt.clone(), Arc::clone(writer));
    let _ = ctrlc::set_handler(move || {
        let end = |writer: &Writer| {
            writer.abandon();
            std::process::exit(i32::from(STATUS));
        };
        if asked.ask() {
            end(&writer);
        }
        first();
        let writer = Arc::clone(&writer);
        std::thread::spawn(move || {
            std::thread::sleep(PATIENCE);
            end(&writer);
        });
    });
}

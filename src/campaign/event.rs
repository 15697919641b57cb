//! What happens in a campaign, as it happens: whoever holds one listens, and says of it what is worth saying.

use std::path::Path;

use crate::campaign::done::Done;
use crate::diagnostic::Diagnostic;
use crate::report::RunLine;

/// Something that happened.
#[derive(Debug)]
pub enum Event<'e> {
    /// Something is wrong with the campaign as a whole: with a brand kit, or with what was asked for.
    Problem(&'e Diagnostic),
    /// What was known about the files of the output folder cannot be used, so every card is made again.
    Forgotten {
        /// The file that knew it.
        path: &'e Path,
        /// Why it cannot be used.
        reason: &'e str,
    },
    /// All inputs are read and all cards planned; the first is begun next.
    Begun {
        /// What is run.
        run: &'e RunLine,
        /// Cards, and files that make none because of their problems.
        cards: usize,
        /// Credit files.
        files: usize,
    },
    /// A thread begins a card.
    Taken {
        /// The thread, from 0.
        thread: usize,
        /// What the folder of the card is called.
        name: &'e str,
    },
    /// A card is done, or failed; in the order of the inputs.
    Done(Box<Done>),
    /// All cards are done, or were not begun because of an interrupt.
    Over,
    /// A file of an earlier run that is no longer made was removed.
    Removed(&'e str),
    /// A file of an earlier run that is no longer made was kept, because somebody changed it.
    Kept(&'e str),
    /// Files of earlier runs that are no longer made, and still there.
    NoLongerMade(&'e [String]),
    /// Files of earlier runs that would be no longer made, when files are only compared.
    WouldGo(&'e [String]),
}

/// Somebody who is told what happens.
pub trait Listener {
    /// Is told an event, on the thread that runs the campaign.
    fn hear(&mut self, event: Event<'_>);
}

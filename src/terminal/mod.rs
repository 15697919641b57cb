//! A session at a terminal: what is printed and said, in colours, how far a run is, and what somebody who presses Ctrl-C gets.
//! Data goes to standard output, everything else to standard error.

mod color;
pub mod interrupt;
mod opening;
mod progress;
mod teller;

use std::io::Write;
use std::process::ExitCode;

pub use opening::open;
pub use progress::{Progress, bar};
pub use teller::{Teller, Telling};

use crate::visible::visible;

/// How a command ended, as an exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0: all well.
    Well,
    /// 1: some card failed or a check found errors.
    Failed,
    /// 2: wrong usage.
    Usage,
    /// 3: with `--locked`, files are not what would be made.
    WouldChange,
    /// 130: interrupted.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Well => ExitCode::SUCCESS,
            Outcome::Failed => ExitCode::from(1),
            Outcome::Usage => ExitCode::from(2),
            Outcome::WouldChange => ExitCode::from(3),
            Outcome::Interrupted => ExitCode::from(interrupt::STATUS),
        }
    }
}

/// Writes to standard output. A closed pipe is no error: somebody has read enough.
pub fn print(text: &str) -> Outcome {
    print_bytes(text.as_bytes())
}

/// As [`print`], a line of which strangers gave some of the text.
pub fn print_line(text: &str) -> Outcome {
    print(&format!("{}\n", visible(text)))
}

/// As [`print`], of bytes.
pub fn print_bytes(bytes: &[u8]) -> Outcome {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Outcome::Well,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Outcome::Well,
        Err(error) => fail(&format!("standard output cannot be written: {}", crate::diagnostic::reason(&error))),
    }
}

/// Writes a message to standard error; nobody listening is no error.
pub fn message(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", color::painted(&visible(text)));
}

/// Says an error. It is the end of a command that failed.
pub fn fail(text: &str) -> Outcome {
    message(&format!("error: {text}"));
    Outcome::Failed
}

/// Says that a command was called in a wrong way, and what to do.
pub fn usage(text: &str, hint: &str) -> Outcome {
    message(&format!("error: {text}\n  hint: {hint}"));
    Outcome::Usage
}

//! Showing a picture or an address with the program that the system has for it, which is not waited for.

use std::ffi::OsString;
use std::process::{Command, Stdio};

use crate::diagnostic::reason;
use crate::terminal::message;

/// Shows something; `shown` is what people call it.
pub fn open(what: OsString, shown: &str) {
    let (program, tells) = match std::env::consts::OS {
        "macos" => ("open", true),
        // `start` belongs to a shell, which would read the name; its exit status says nothing.
        "windows" => ("explorer", false),
        _ => ("xdg-open", true),
    };
    let shown = shown.to_owned();
    std::thread::spawn(move || {
        let mut command = Command::new(program);
        command.arg(what).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Ctrl-C ends this program, not the one that shows.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let failed = match command.status() {
            Ok(status) if status.success() || !tells => return,
            Ok(status) => status.to_string(),
            Err(error) => reason(&error),
        };
        message(&format!("warning: {shown}: `{program}` cannot show it: {failed}"));
    });
}

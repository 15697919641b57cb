//! The command line, one file per command. Data goes to standard output, everything else to standard error.
//! What a command does to records is in the library; here are files, threads and messages.

pub mod args;
mod check;
mod choices;
mod color;
mod complete;
mod convert;
mod destination;
mod gallery;
mod interrupt;
mod lists;
mod look;
mod man;
mod merge;
mod new;
mod opening;
mod progress;
mod render;
mod report;
mod review;
mod sheet;
#[cfg(feature = "studio")]
mod studio;
mod suggest;
mod summary;
mod teller;
mod watch;

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command, ReportAction};

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

/// Parses the arguments and runs the command.
pub fn run() -> ExitCode {
    crate::caught::keep_quiet();
    complete::answer(Cli::command);
    let choice = color::asked(std::env::args_os());
    color::choose(choice);
    let cli = Cli::command().color(choice).get_matches();
    let cli = Cli::from_arg_matches(&cli).unwrap_or_else(|error| error.exit());
    let outcome = match cli.command {
        Command::Render(args) => render::render(&args),
        Command::Watch(args) => watch::watch(*args),
        #[cfg(feature = "studio")]
        Command::Studio(args) => studio::studio(args),
        Command::Check(args) => check::check(&args),
        Command::Convert(args) => convert::convert(&args),
        Command::New(args) => new::new(&args),
        Command::Roles { label } => lists::roles(label.as_deref()),
        Command::Formats => lists::formats(),
        Command::Platforms => lists::platforms(),
        Command::Templates { action } => lists::templates(action),
        Command::Sheet(args) => sheet::sheet(&args),
        Command::Gallery(args) => gallery::gallery(&args),
        Command::Fonts { fonts } => lists::fonts(&fonts),
        Command::Report { action: ReportAction::Merge(args) } => merge::merge(&args),
        Command::Report { action: ReportAction::Summary(args) } => summary::summary(&args),
        Command::Schema { report: true, .. } => print(crate::report::SCHEMA),
        Command::Schema { kit: false, .. } => print(&format!("{:#}\n", crate::schema::credit_file())),
        Command::Schema { kit: true, .. } => print(&format!("{:#}\n", crate::schema::kit())),
        Command::Completions { shell } => match complete::script(shell) {
            Ok(bytes) => print_bytes(&bytes),
            Err(error) => fail(&format!("the completions cannot be made: {error}")),
        },
        Command::Man { command, output } => man::man(&command, output.as_deref()),
    };
    outcome.into()
}

/// Writes to standard output. A closed pipe is no error: somebody has read enough.
fn print(text: &str) -> Outcome {
    print_bytes(text.as_bytes())
}

/// As [`print`], a line of which strangers gave some of the text.
fn print_line(text: &str) -> Outcome {
    print(&format!("{}\n", visible(text)))
}

fn print_bytes(bytes: &[u8]) -> Outcome {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Outcome::Well,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Outcome::Well,
        Err(error) => fail(&format!("standard output cannot be written: {}", crate::diagnostic::reason(&error))),
    }
}

/// Writes a message to standard error; nobody listening is no error.
fn message(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", color::painted(&visible(text)));
}

fn fail(text: &str) -> Outcome {
    message(&format!("error: {text}"));
    Outcome::Failed
}

fn usage(text: &str, hint: &str) -> Outcome {
    message(&format!("error: {text}\n  hint: {hint}"));
    Outcome::Usage
}

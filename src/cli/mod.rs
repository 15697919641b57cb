//! The command line, one file per command: its options, what is wrong with them, and what it says.
//! What a command does is in the library.

pub mod args;
mod check;
mod choices;
mod color;
mod complete;
mod convert;
mod gallery;
mod lists;
mod look;
mod man;
mod merge;
mod new;
mod render;
mod sheet;
#[cfg(feature = "studio")]
mod studio;
mod suggest;
mod summary;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command, ReportAction};

use crate::catalogue::tables;
use crate::near::hint;
use crate::template::builtins;
use crate::terminal::{Outcome, fail, print, print_bytes, usage};

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
        Command::Formats => print(&tables::formats()),
        Command::Platforms => print(&tables::platforms()),
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

/// What is said of a name that is none of a list.
fn unknown<'k>(what: &str, name: &str, known: impl Iterator<Item = &'k str> + Clone) -> Outcome {
    usage(&format!("no {what} is called `{name}`"), &hint(name, known))
}

/// The same of a format.
fn unknown_format(name: &str) -> Outcome {
    unknown("format", name, crate::card::formats().iter().map(|format| format.name.as_str()))
}

/// The first of some formats that there is none of.
fn wrong_format(names: &[String]) -> Option<Outcome> {
    names.iter().find(|name| crate::card::format(name).is_none()).map(|name| unknown_format(name))
}

/// The same of a built-in template.
fn unknown_template(name: &str) -> Outcome {
    unknown("template", name, builtins().iter().map(|builtin| builtin.name))
}

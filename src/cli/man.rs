//! `man`: the manual, a page for the program and one for each command with its options.
//! Made from the definitions of the command line.

use std::path::Path;

use clap::builder::Resettable;
use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::args::Cli;
use crate::publish::write_atomic;
use crate::terminal::{Outcome, fail, print, print_bytes, usage};

/// Prints the page of a command, given by its words; or writes all pages into a folder.
pub fn man(words: &[String], output: Option<&Path>) -> Outcome {
    let root = root();
    if let Some(folder) = output {
        return match write(&root, folder) {
            Ok(listing) => print(&listing),
            Err(why) => fail(&why),
        };
    }
    let mut command = &root;
    for word in words {
        let Some(next) = command.find_subcommand(word) else {
            let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            let near = crate::near::suggest(word, known.iter().copied());
            let hint = match (near, known.as_slice()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, []) => format!("`{}` has no commands of its own", command.get_name()),
                (None, _) => format!("there are {}", known.join(", ")),
            };
            return usage(&format!("no command is called `{word}`"), &hint);
        };
        command = next;
    }
    match page(command) {
        Ok((_, bytes)) => print_bytes(&bytes),
        Err(why) => fail(&why),
    }
}

/// The program's commands, with names for their pages.
fn root() -> Command {
    // The commit is of no use in a page, and would change it with every build.
    let mut root = Cli::command().disable_help_subcommand(true).long_version(Resettable::Reset);
    root.build();
    root
}

fn write(root: &Command, folder: &Path) -> Result<String, String> {
    let mut listing = String::new();
    for command in all(root) {
        let (name, bytes) = page(command)?;
        let path = folder.join(name);
        write_atomic(&path, &bytes).map_err(|error| error.to_string())?;
        listing.push_str(&format!("{}\n", path.display()));
    }
    Ok(listing)
}

/// A command and all below it.
fn all(command: &Command) -> Vec<&Command> {
    std::iter::once(command).chain(command.get_subcommands().flat_map(all)).collect()
}

/// Name of a page's file, and the page.
fn page(command: &Command) -> Result<(String, Vec<u8>), String> {
    let source = format!("extra-credit {}", env!("CARGO_PKG_VERSION"));
    let page = Man::new(command.clone()).source(source);
    let mut bytes = Vec::new();
    page.render(&mut bytes).map_err(|error| format!("the manual page cannot be made: {error}"))?;
    Ok((page.get_filename(), bytes))
}

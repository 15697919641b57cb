//! `new`: starts a credit file that is complete, commented and renders as it is.
//! An existing file is never overwritten.

use std::io::Write;

use crate::cli::args::NewArgs;
use crate::cli::{Outcome, fail, inputs::reason, print};
use crate::record::{Record, Text, to_yaml};

/// Roles that a new file asks for: those forgotten most often are among them.
const ROLES: [&str; 8] = [
    "Producer",
    "Songwriter",
    "Vocalist",
    "Recording Engineer",
    "Mixing Engineer",
    "Mastering Engineer",
    "Photographer",
    "Art Director",
];

/// Runs the command.
pub fn new(args: &NewArgs) -> Outcome {
    let head = Record {
        title: Text::new(&args.title),
        artist: Text::new(&args.artist),
        artwork: args.artwork.as_deref().map(Text::new),
        ..Record::default()
    };
    let head = match to_yaml(&head) {
        Ok(yaml) => yaml,
        Err(error) => return fail(&error.to_string()),
    };
    let mut text = String::from("# A credit file of extra-credit. `extra-credit render` makes cards from it.\n");
    text.push_str("# yaml-language-server: $schema=./extra-credit.schema.json\n");
    for line in head.lines().filter(|line| !line.starts_with("credits")) {
        text.push_str(line);
        text.push('\n');
    }
    if args.artwork.is_none() {
        text.push_str("# artwork: cover.jpg        # relative to this file\n");
    }
    text.push_str("# label: Name of the label\n# released: 2026-03-06\ncredits:\n");
    for role in ROLES {
        text.push_str(&format!("  {role}: [Name as credited]\n"));
    }
    text.push_str("hashtags: [BehindTheRecord, GiveCredit, WeAreMusic]\n");
    let written = std::fs::File::create_new(&args.file).and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => print(&format!("{}\n", args.file.display())),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            fail(&format!("{}: the file exists and is not overwritten", args.file.display()))
        }
        Err(error) => fail(&format!("{}: {}", args.file.display(), reason(&error))),
    }
}

//! `new`: starts a credit file that is complete, commented and renders as it is.
//! An existing file is never overwritten.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::choices::NewKind;
use crate::diagnostic::reason;
use crate::publish::create;
use crate::record::{Content, Starter, starting_content};
use crate::terminal::{Outcome, fail, message, print_line, usage};

/// The schema's file, as the head of a new one names it.
const SCHEMA: &str = "extra-credit.schema.json";

/// Options of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// File to start; an existing file is never overwritten
    pub file: PathBuf,
    /// What the cards are about
    #[arg(long, value_enum, default_value_t = NewKind::Record, value_name = "KIND")]
    pub kind: NewKind,
    /// Title of the record, or heading of the series
    #[arg(long)]
    pub title: Option<String>,
    /// Who it is by
    #[arg(long)]
    pub artist: Option<String>,
    /// The cover picture, relative to the file
    #[arg(long, value_name = "FILE")]
    pub artwork: Option<String>,
}

/// Runs the command.
pub fn new(args: &NewArgs) -> Outcome {
    let kind = args.kind.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let starter =
        Starter { title: args.title.as_deref(), artist: args.artist.as_deref(), artwork: args.artwork.as_deref() };
    let text = match starting_content(&kind) {
        None => starter.of_record(),
        Some(content) => {
            let takes =
                |title, artist| [("--title", args.title.is_some(), title), ("--artist", args.artist.is_some(), artist)];
            let wrong = match content {
                Content::Quotes(_) => takes(true, true),
                Content::Supporters(_) => takes(false, false),
                _ => takes(true, false),
            };
            if let Some((option, ..)) = wrong.into_iter().find(|(_, given, taken)| *given && !taken) {
                return usage(&format!("files of that kind have no such text: `{option}`"), "leave it out");
            }
            starter.of_kind(&kind, content)
        }
    };
    let text = match text {
        Ok(text) => text,
        Err(error) => return fail(&error.to_string()),
    };
    match create(&args.file, text.as_bytes()) {
        Ok(()) => {
            if !args.file.with_file_name(SCHEMA).exists() {
                message(&format!(
                    "hint: editors complete keys with a schema beside the file: `extra-credit schema > {SCHEMA}`"
                ));
            }
            print_line(&args.file.display().to_string())
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            fail(&format!("{}: the file exists and is not overwritten", args.file.display()))
        }
        Err(error) => fail(&format!("{}: {}", args.file.display(), reason(&error))),
    }
}

//! `new`: starts a credit file that is complete, commented and renders as it is.
//! An existing file is never overwritten.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::catalogue::explanations::{campaign, fan_line, hashtags};
use crate::cli::choices::NewKind;
use crate::cli::{Outcome, fail, message, print, usage};
use crate::diagnostic::reason;
use crate::record::{Content, Point, Quote, Record, RoleCard, RoleRef, Supporter, Text, Versus, WriteError, to_yaml};

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

/// The schema's file, as the head of a new one names it.
const SCHEMA: &str = "extra-credit.schema.json";

const HEAD: &str = "# A credit file of extra-credit. `extra-credit render` makes cards from it.\n\
    # yaml-language-server: $schema=./extra-credit.schema.json\n";

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
    let text = match content(args.kind) {
        None => record(args),
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
            of_kind(args, content)
        }
    };
    let text = match text {
        Ok(text) => text,
        Err(error) => return fail(&error.to_string()),
    };
    let written = std::fs::File::create_new(&args.file).and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => {
            if !args.file.with_file_name(SCHEMA).exists() {
                message(&format!(
                    "hint: editors complete keys with a schema beside the file: `extra-credit schema > {SCHEMA}`"
                ));
            }
            print(&format!("{}\n", args.file.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            fail(&format!("{}: the file exists and is not overwritten", args.file.display()))
        }
        Err(error) => fail(&format!("{}: {}", args.file.display(), reason(&error))),
    }
}

/// The file of a record.
fn record(args: &NewArgs) -> Result<String, WriteError> {
    let head = to_yaml(&Record {
        title: Text::new(args.title.as_deref().unwrap_or("Title of the record")),
        artist: Text::new(args.artist.as_deref().unwrap_or("Name of the artist")),
        artwork: args.artwork.as_deref().map(|path| Text::new(path).into()),
        ..Record::default()
    })?;
    let mut text = String::from(HEAD);
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
    text.push_str("# check: {allow: [no-artwork]}   # findings of `extra-credit check` that are meant\n");
    Ok(text)
}

/// A file of another kind: complete, with the slots of its cards filled for a start.
fn of_kind(args: &NewArgs, content: Content) -> Result<String, WriteError> {
    let kind = args.kind.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let body = to_yaml(&Record {
        title: args.title.as_deref().map(Text::new).unwrap_or_default(),
        artist: args.artist.as_deref().map(Text::new).unwrap_or_default(),
        artwork: args.artwork.as_deref().map(|path| Text::new(path).into()),
        kind: Some(Text::new(&kind)),
        hashtags: hashtags().iter().map(|tag| Text::new(tag)).collect(),
        content,
        ..Record::default()
    })?;
    Ok(format!("{HEAD}{body}"))
}

/// What a new file of a kind holds; none for a record.
fn content(kind: NewKind) -> Option<Content> {
    let text = Text::new;
    let role = |name: &str| RoleRef::new(Text::new(name));
    Some(match kind {
        NewKind::Record => return None,
        NewKind::Roles => {
            let own = RoleCard {
                role: role("Name of a role of your own"),
                text: Some(text("What somebody in that role does, in one or two sentences.")),
                ..RoleCard::default()
            };
            let known = campaign().map(|one| RoleCard { role: role(one.name()), ..RoleCard::default() });
            Content::Roles(known.chain([own]).collect())
        }
        NewKind::Versus => Content::Versus(Versus::Own {
            left: text("One role"),
            right: text("The other role"),
            points: ["Focus", "Scale", "Song"]
                .map(|topic| Point {
                    topic: text(topic),
                    left: text("What holds for the one"),
                    right: text("What holds for the other"),
                })
                .into(),
        }),
        NewKind::Supporter => Content::Supporters(vec![
            Supporter {
                line: text("I mix records."),
                role: Some(role("Mixing Engineer")),
                name: Some(text("Name as credited")),
                picture: None,
            },
            Supporter { line: text(fan_line()), ..Supporter::default() },
        ]),
        NewKind::Quote => Content::Quotes(vec![Quote {
            text: text("What somebody said, without quotation marks."),
            by: text("Who said it"),
            role: Some(role("Artist")),
            about: Some(text("Whom it is about")),
        }]),
    })
}

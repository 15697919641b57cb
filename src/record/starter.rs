//! What a new credit file says: complete, commented, and a card can be made of it as it is.

use crate::catalogue::explanations::{campaign, fan_line, hashtags};
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

const HEAD: &str = "# A credit file of extra-credit. `extra-credit render` makes cards from it.\n\
    # yaml-language-server: $schema=./extra-credit.schema.json\n";

/// What is known of a record before its file is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Starter<'s> {
    /// Title of the record, or heading of the series.
    pub title: Option<&'s str>,
    /// Who it is by.
    pub artist: Option<&'s str>,
    /// The cover picture, relative to the file.
    pub artwork: Option<&'s str>,
}

impl Starter<'_> {
    /// The text of a file about a record.
    ///
    /// # Errors
    /// If a text cannot be written.
    pub fn of_record(self) -> Result<String, WriteError> {
        let head = to_yaml(&Record {
            title: Text::new(self.title.unwrap_or("Title of the record")),
            artist: Text::new(self.artist.unwrap_or("Name of the artist")),
            artwork: self.artwork.map(|path| Text::new(path).into()),
            ..Record::default()
        })?;
        let mut text = String::from(HEAD);
        for line in head.lines().filter(|line| !line.starts_with("credits")) {
            text.push_str(line);
            text.push('\n');
        }
        if self.artwork.is_none() {
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

    /// The text of a file of another kind, with the slots of its cards filled for a start.
    ///
    /// # Errors
    /// If a text cannot be written.
    pub fn of_kind(self, kind: &str, content: Content) -> Result<String, WriteError> {
        let body = to_yaml(&Record {
            title: self.title.map(Text::new).unwrap_or_default(),
            artist: self.artist.map(Text::new).unwrap_or_default(),
            artwork: self.artwork.map(|path| Text::new(path).into()),
            kind: Some(Text::new(kind)),
            hashtags: hashtags().iter().map(|tag| Text::new(tag)).collect(),
            content,
            ..Record::default()
        })?;
        Ok(format!("{HEAD}{body}"))
    }
}

/// What a new file of that `kind` holds; none for a record.
pub fn starting_content(kind: &str) -> Option<Content> {
    let text = Text::new;
    let role = |name: &str| RoleRef::new(Text::new(name));
    Some(match kind {
        "roles" => {
            let own = RoleCard {
                role: role("Name of a role of your own"),
                text: Some(text("What somebody in that role does, in one or two sentences.")),
                ..RoleCard::default()
            };
            let known = campaign().map(|one| RoleCard { role: role(one.name()), ..RoleCard::default() });
            Content::Roles(known.chain([own]).collect())
        }
        "versus" => Content::Versus(Versus::Own {
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
        "supporter" => Content::Supporters(vec![
            Supporter {
                line: text("I mix records."),
                role: Some(role("Mixing Engineer")),
                name: Some(text("Name as credited")),
                picture: None,
            },
            Supporter { line: text(fan_line()), ..Supporter::default() },
        ]),
        "quote" => Content::Quotes(vec![Quote {
            text: text("What somebody said, without quotation marks."),
            by: text("Who said it"),
            role: Some(role("Artist")),
            about: Some(text("Whom it is about")),
        }]),
        _ => return None,
    })
}

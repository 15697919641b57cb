//! Why a pattern of names is of no use, or has no name for a card.

/// Longest name that file systems take, in bytes.
pub(super) const MAX_NAME: usize = 255;
/// Why a pattern is of no use, or has no name for a card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A key without a name.
    #[error("expected the name of a field between braces, found {{{key}}} in the name {pattern:?}")]
    Key {
        /// What stands between the braces.
        key: String,
        /// The pattern.
        pattern: String,
    },
    /// A brace without its partner.
    #[error("unbalanced {brace:?} in the name {pattern:?}; write {{{{ and }}}} for the braces themselves")]
    Unbalanced {
        /// The brace.
        brace: char,
        /// The pattern.
        pattern: String,
    },
    /// The pattern ends with a folder, or is empty.
    #[error("the name {pattern:?} names no file")]
    NoFile {
        /// The pattern.
        pattern: String,
    },
    /// The pattern leads out of the output folder.
    #[error(
        "the name {pattern:?} leads out of the output folder: write folders as `a/b`, without `..` and a first `/`"
    )]
    Outside {
        /// The pattern.
        pattern: String,
    },
    /// The pattern has the ending of a type of file.
    #[error("the name {pattern:?} ends with {ending:?}: leave that out, each file gets the ending of its type")]
    Ending {
        /// The pattern.
        pattern: String,
        /// The ending.
        ending: &'static str,
    },
    /// A character that file names do not have.
    #[error("the name {pattern:?} has {found:?}, which file names cannot have on every system")]
    Character {
        /// The pattern.
        pattern: String,
        /// The character.
        found: char,
    },
    /// A field that the card's record does not give.
    #[error("the name has {{{field}}}, and there is no `{field}` here")]
    NoValue {
        /// The field.
        field: String,
    },
    /// A folder or file name is too long.
    #[error("file name {name:?} has {} bytes, limit is {MAX_NAME}", name.len())]
    TooLong {
        /// The name.
        name: String,
    },
}

impl PatternError {
    /// The message about something else than a name.
    pub fn of(&self, what: &str) -> String {
        self.to_string().replacen("the name", &format!("the {what}"), 1)
    }
}

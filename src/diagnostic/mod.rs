//! What the program has to say about an input: errors, warnings and notes with the place they come from.
//! Stages return diagnostics as data; only the command line prints them.

mod bound;
mod drawing;
mod excerpt;
mod reason;

use std::fmt;

pub use excerpt::{Excerpt, MAX_CELLS};
pub use reason::reason;

pub(crate) use bound::shortened;
pub(crate) use drawing::Drawing;

use bound::bounded;

/// Whether a diagnostic stops the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The card cannot be made, or would be wrong.
    Error,
    /// The card is made; somebody should look.
    Warning,
    /// The card is made and may well be meant so; never fails a run.
    Note,
}

impl Severity {
    /// Every level, the gravest first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

    /// The word for it: `error`, `warning`, `note`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    /// The level of that name.
    pub fn named(name: &str) -> Option<Severity> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// A place in a text file. Lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One finding: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error, warning or note.
    pub severity: Severity,
    /// Stable kebab-case identifier, such as `unknown-key`.
    pub code: &'static str,
    /// Lower case, one line, names the thing, the limit and the value; a long value in the middle shortened.
    pub message: String,
    /// The file as the user named it.
    pub path: Option<String>,
    /// Where in the file.
    pub position: Option<Position>,
    /// How many characters the caret underlines; at least 1 is drawn.
    pub length: u32,
    /// The source line at `position`, as much of it as is shown.
    pub excerpt: Option<Excerpt>,
    /// What to do, apart from the message.
    pub hint: Option<String>,
    /// The names that it is about, as written: `allow` of a credit file can name one of them.
    pub names: Vec<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning without a place yet.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note without a place yet.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// A diagnostic of any level without a place yet.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            message: bounded(message.into()),
            path: None,
            position: None,
            length: 1,
            excerpt: None,
            hint: None,
            names: Vec::new(),
        }
    }

    /// Adds the file.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Adds the place, how many characters it spans, and the whole source line it stands on; what is kept of the line is
    /// at most [`MAX_CELLS`] wide.
    #[must_use]
    pub fn at(mut self, position: Position, length: u32, line: &str) -> Self {
        // What was made and not read stands nowhere.
        if position.line == 0 {
            return self;
        }
        self.position = Some(position);
        self.length = length;
        self.excerpt = Some(Excerpt::around(line, position.column, length));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(bounded(hint.into()));
        self
    }

    /// Adds a name that it is about.
    #[must_use]
    pub fn about(mut self, name: impl Into<String>) -> Self {
        self.names.push(name.into());
        self
    }
}

impl Diagnostic {
    /// As [`fmt::Display`] shows it, with the colours of a terminal if they are wanted.
    pub fn drawn(&self, color: bool) -> String {
        Drawing::from(self).text(color)
    }
}

/// `path:line:column: error: message [code]`, then the line with a caret, then the hint.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.drawn(false))
    }
}

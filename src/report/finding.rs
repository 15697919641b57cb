//! A message as data files keep it: the parts of a diagnostic with names, and the whole as people read it.
//! Kept beside cards and in reports, so that a warning is not lost because its card needs no work.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Drawing, Excerpt, Severity};

/// A diagnostic that can be written and read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable identifier, such as `unknown-key`.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// One line: the thing, the limit and the value.
    pub message: String,
    /// The file as the user named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column in characters, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Characters that the finding spans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// What is shown of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Excerpt>,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// All of it as a terminal shows it, with the line of the file.
    pub text: String,
}

impl Finding {
    /// Place, message and code in one line.
    pub fn line(&self) -> String {
        let numbers = self.line.iter().chain(&self.column).map(|number| format!("{number}:"));
        let place: String = self.path.iter().map(|path| format!("{path}:")).chain(numbers).collect();
        let space = if place.is_empty() { "" } else { " " };
        format!("{place}{space}{} [{}]", self.message, self.code)
    }
}

impl From<&Diagnostic> for Finding {
    fn from(found: &Diagnostic) -> Finding {
        Finding {
            code: found.code.to_owned(),
            severity: found.severity.name().to_owned(),
            message: found.message.clone(),
            path: found.path.clone(),
            line: found.position.map(|at| at.line),
            column: found.position.map(|at| at.column),
            length: found.position.map(|_| found.length.max(1)),
            excerpt: found.excerpt.clone(),
            hint: found.hint.clone(),
            text: found.to_string(),
        }
    }
}

impl Finding {
    /// As [`Finding::text`] has it, with the colours of a terminal.
    pub fn colored(&self) -> String {
        let drawing = Drawing {
            severity: Severity::named(&self.severity).unwrap_or(Severity::Error),
            code: &self.code,
            message: &self.message,
            path: self.path.as_deref(),
            place: self.line.zip(self.column),
            length: self.length.unwrap_or(1),
            excerpt: self.excerpt.as_ref(),
            hint: self.hint.as_deref(),
        };
        drawing.text(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Position;

    #[test]
    fn a_finding_has_every_part_of_its_diagnostic_and_survives_a_file() {
        let found = Diagnostic::warning("low-contrast", "text is grey")
            .in_file("a.yaml")
            .at(Position { line: 3, column: 7 }, 4, "  text: grey")
            .hint("take black");
        let finding = Finding::from(&found);
        assert_eq!((finding.line, finding.column), (Some(3), Some(7)));
        assert_eq!(finding.text, found.to_string());
        assert_eq!(finding.line(), "a.yaml:3:7: text is grey [low-contrast]");
        assert_eq!(Finding::from(&Diagnostic::error("x", "y")).line(), "y [x]");
        assert_eq!(finding.colored(), found.drawn(true));
        let text = serde_json::to_string(&finding).expect("text");
        assert_eq!(serde_json::from_str::<Finding>(&text).expect("finding"), finding);
        assert!(!serde_json::to_string(&Finding::from(&Diagnostic::error("x", "y"))).expect("text").contains("line"));
    }
}

//! Templates: SVG with Jinja data, CSS boxes and CSS text, expanded and parsed into an element tree.
//! Nothing here knows sizes; what a template asks for and is not supported is refused with its place.

pub mod css;
pub mod element;
mod engine;
pub mod marks;
pub mod value;

pub use element::{Element, Kind, Place};
pub use engine::{Builtin, Template, builtins};

use crate::diagnostic::Diagnostic;

/// Template sources by name, for messages with excerpts.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<(String, String)>,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, name: &str, source: &str) {
        self.files.push((name.to_owned(), source.to_owned()));
    }

    /// The source of a template.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.files.iter().find(|(file, _)| file == name).map(|(_, source)| source.as_str())
    }

    /// Adds file, place and excerpt to a diagnostic.
    pub fn place(&self, diagnostic: Diagnostic, at: &Place) -> Diagnostic {
        let line = self
            .get(&at.template)
            .and_then(|source| source.lines().nth(at.position.line.saturating_sub(1) as usize))
            .unwrap_or("");
        let rest: Vec<char> = line.chars().skip(at.position.column.saturating_sub(1) as usize).collect();
        let length = rest.iter().position(|c| *c == '>' || c.is_whitespace()).unwrap_or(rest.len()).max(1);
        let length = u32::try_from(length).unwrap_or(1);
        diagnostic.in_file(at.template.clone()).at(at.position, length, line)
    }
}

/// The nearest of `known` to what was written, if it is near enough to be a slip.
pub fn suggest<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    known
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 5)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

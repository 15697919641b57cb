//! Templates: SVG with Jinja data, CSS boxes and CSS text, expanded and parsed into an element tree.
//! Nothing here knows sizes; what a template asks for and is not supported is refused with its place.

mod blocks;
pub mod css;
mod declarations;
mod demos;
pub mod element;
mod engine;
pub mod marks;
mod nesting;
mod parts;
mod title_size;
pub mod value;
mod vector;
mod vocabulary;

pub use crate::near::suggest;
pub use demos::{Demo, demo, further_demos, suited};
pub use element::{Element, Kind, Place, Styles};
pub use engine::{Builtin, SUBJECTS, Template, builtins};
pub use parts::{Part, builtin_part, files_of, parts_of};

use std::sync::Arc;

use crate::diagnostic::Diagnostic;

/// Template sources by name, for messages with excerpts.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<(Arc<str>, String)>,
    /// Names that templates import parts by, and the names of their files.
    imports: Vec<(String, String)>,
}

impl Sources {
    /// Adds a file, and answers with its number.
    pub fn add(&mut self, name: &str, source: &str) -> usize {
        self.files.push((name.into(), source.to_owned()));
        self.files.len() - 1
    }

    /// Adds a file that templates import by another name than its own.
    pub fn add_as(&mut self, import: &str, name: &str, source: &str) -> usize {
        self.imports.push((import.to_owned(), name.to_owned()));
        self.add(name, source)
    }

    /// The name of the file behind the name of an import; the same name if there is none.
    pub fn name<'n>(&'n self, import: &'n str) -> &'n str {
        self.imports.iter().find(|(known, _)| known == import).map_or(import, |(_, name)| name.as_str())
    }

    /// The name of the file of that number.
    pub fn file(&self, number: usize) -> Option<&Arc<str>> {
        self.files.get(number).map(|(name, _)| name)
    }

    /// The number of the file of that name.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.files.iter().position(|(file, _)| **file == *name)
    }

    /// Whether a word is anywhere in the sources.
    pub fn mention(&self, word: &str) -> bool {
        self.files.iter().any(|(_, source)| source.contains(word))
    }

    /// The source of a template.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.files.iter().find(|(file, _)| **file == *name).map(|(_, source)| source.as_str())
    }

    /// Like [`Self::place`], at a word inside the element's start tag: an attribute's or a property's name.
    pub fn place_word(&self, diagnostic: Diagnostic, at: &Place, word: &str) -> Diagnostic {
        let Some(place) = self.find(at, word) else { return self.place(diagnostic, at) };
        let mut placed = self.place(diagnostic, &place);
        placed.length = u32::try_from(word.chars().count()).unwrap_or(1);
        placed
    }

    /// Where a word that is followed by `=` or `:` stands in the start tag at a place.
    fn find(&self, at: &Place, word: &str) -> Option<Place> {
        let source = self.get(&at.template)?;
        let line =
            source.split_inclusive('\n').take(at.position.line.checked_sub(1)? as usize).map(str::len).sum::<usize>();
        let column = source.get(line..)?.char_indices().nth(at.position.column.checked_sub(1)? as usize)?.0;
        let tag = source.get(line + column + 1..)?;
        // Values may hold `>`, so the tag is taken to end where the next one starts.
        let tag = tag.get(..tag.find('<').unwrap_or(tag.len()))?;
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | ':' | '_');
        let start = tag.match_indices(word).map(|(index, _)| index).find(|index| {
            let before = tag.get(..*index).and_then(|before| before.chars().next_back());
            let after = tag.get(index + word.len()..).unwrap_or("").trim_start();
            before.is_some_and(|c| !is_name(c)) && after.starts_with(['=', ':'])
        })?;
        let before = source.get(..line + column + 1 + start)?;
        let line = u32::try_from(before.matches('\n').count() + 1).ok()?;
        let column = u32::try_from(before.rsplit('\n').next().unwrap_or("").chars().count() + 1).ok()?;
        Some(Place { template: at.template.clone(), position: crate::diagnostic::Position { line, column } })
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
        diagnostic.in_file(&*at.template).at(at.position, length, line)
    }
}

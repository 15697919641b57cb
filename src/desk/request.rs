//! Which request of a page is answered by what: the addresses that are the same wherever a desk stands.

use crate::desk::Desk;
use crate::desk::answer::{Query, Reply, brief};
use crate::desk::document::Document;
use crate::desk::failure::Failure;
use crate::desk::{cards, colours, cover, dropped, edits, lists, taking};

/// Bytes of a body of JSON.
pub const MOST_JSON: usize = 6 << 20;

/// What answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Roles,
    Schema,
    Show,
    Edits,
    Text,
    Undo,
    Redo,
    Files,
    Paste,
    Swatches,
    Contrast,
    Words,
    Take,
    Artwork,
    Card,
    Scene,
}

/// Addresses without a document.
const PLAIN: &[(&str, &str, Act)] = &[("GET", "roles", Act::Roles), ("GET", "schema", Act::Schema)];

/// What stands behind the number of a document.
#[rustfmt::skip]
const OF_DOCUMENTS: &[(&str, &str, Act)] = &[
    ("GET", "", Act::Show),
    ("POST", "edits", Act::Edits),
    ("PUT", "text", Act::Text),
    ("POST", "undo", Act::Undo),
    ("POST", "redo", Act::Redo),
    ("POST", "files", Act::Files),
    ("POST", "paste", Act::Paste),
    ("GET", "swatches", Act::Swatches),
    ("GET", "contrast", Act::Contrast),
    ("GET", "words", Act::Words),
    ("GET", "take", Act::Take),
    ("GET", "artwork", Act::Artwork),
    ("GET", "card", Act::Card),
    ("GET", "scene", Act::Scene),
];

/// A request whose address is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    act: Act,
    /// The document; 0 where there is none.
    id: u64,
}

impl Route {
    /// The route of a method and a path. `HEAD` is asked as `GET` is.
    ///
    /// # Errors
    /// If there is no such address, or it does not take the method.
    pub fn of(method: &str, path: &str) -> Result<Route, Failure> {
        let missing = || Failure::missing(format!("there is no `{}`", brief(path)));
        let below = path.strip_prefix("/api/").ok_or_else(missing)?;
        let (table, name, id) = match below.strip_prefix("documents/") {
            None => (PLAIN, below, 0),
            Some(rest) => {
                let (id, name) = rest.split_once('/').unwrap_or((rest, ""));
                let error = || Failure::wrong(format!("`{}` is no number of a document", brief(id)));
                (OF_DOCUMENTS, name, id.parse().map_err(|_| error())?)
            }
        };
        let (taken, _, act) = table.iter().find(|(_, known, _)| *known == name).ok_or_else(missing)?;
        if *taken != method && (method, *taken) != ("HEAD", "GET") {
            return Err(Failure::new(405, format!("`{}` does not take {}", brief(path), brief(method))));
        }
        Ok(Route { act: *act, id })
    }

    /// Bytes that its body may have.
    pub fn most_bytes(self) -> usize {
        if self.act == Act::Files { dropped::MOST_BYTES } else { MOST_JSON }
    }

    /// Whether a file comes with it.
    pub fn brings_file(self) -> bool {
        self.act == Act::Files
    }

    /// Whether answering takes a while although no press is needed: files of other programs are read.
    pub fn takes_long(self) -> bool {
        matches!(self.act, Act::Files | Act::Paste)
    }

    /// The answer; `query` is what stands behind the `?`.
    ///
    /// # Errors
    /// If it cannot be answered.
    pub fn answer(self, desk: &Desk, query: &str, body: Vec<u8>) -> Result<Reply, Failure> {
        let asked = &Query::of(query);
        match self.act {
            Act::Roles => lists::roles(asked),
            Act::Schema => Ok(lists::schema(asked)),
            Act::Show => edits::show(desk, self.id),
            Act::Edits => edits::edits(desk, self.id, &body),
            Act::Text => edits::text(desk, self.id, &body),
            Act::Undo => edits::step(desk, self.id, &body, Document::undo),
            Act::Redo => edits::step(desk, self.id, &body, Document::redo),
            Act::Files => dropped::files(desk, self.id, asked, body),
            Act::Paste => dropped::paste(desk, self.id, &body),
            Act::Swatches => colours::swatches(desk, self.id, asked),
            Act::Contrast => colours::contrast(desk, self.id, asked),
            Act::Words => taking::words(desk, self.id, asked),
            Act::Take => taking::take(desk, self.id, asked, query),
            Act::Artwork => cover::artwork(desk, self.id, asked),
            Act::Card => cards::card(desk, self.id, asked),
            Act::Scene => cards::scene(desk, self.id, asked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_not_there_and_a_method_that_is_not_taken_are_refused() {
        let status = |method, path| Route::of(method, path).map_err(|failure| failure.status);
        assert_eq!(status("HEAD", "/api/documents/7/card"), Ok(Route { act: Act::Card, id: 7 }));
        assert_eq!(status("GET", "/api/documents/7"), Ok(Route { act: Act::Show, id: 7 }));
        assert_eq!(status("POST", "/api/documents/7/card"), Err(405));
        assert_eq!(status("GET", "/api/documents/7/none"), Err(404));
        assert_eq!(status("GET", "/api/documents/seven/card"), Err(400));
        assert_eq!(status("GET", "/elsewhere"), Err(404));
    }
}

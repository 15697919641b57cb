//! Lines that say something of the record itself: title, artist, label, date, identifiers, and what pages print beside credits.
//! A key stands before its value, or alone on the line above it.

use super::headings::NO_CREDITS;
use super::line::Line;
use super::words::{unquoted, year};
use super::{Of, Reader, field_of};

impl Reader {
    /// `℗ 2021 Foundry Records` names the label.
    pub(super) fn rights(&mut self, line: &Line) -> bool {
        let text = line.text.trim();
        let marks = ["℗", "©", "(P)", "(C)", "(p)", "(c)"];
        let Some(first) = marks.iter().find(|mark| text.starts_with(**mark)) else { return false };
        // Both may stand in a line.
        let end = marks.iter().filter_map(|mark| text.get(first.len()..)?.find(mark)).min();
        let text = end.and_then(|end| text.get(..first.len() + end)).unwrap_or(text).trim();
        let rest = text.trim_start_matches(|c: char| {
            !c.is_alphabetic() || "PCpc".contains(c) && text.contains(&format!("({c})")) && !text.contains(' ')
        });
        let rest = rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == ')' || c == '&' || c == '(');
        let name = rest
            .split_once(|c: char| c.is_ascii_digit())
            .map_or(rest, |(_, after)| after.trim_start_matches(|c: char| c.is_ascii_digit()));
        let name = name.trim().trim_end_matches('.');
        if !name.is_empty() {
            self.draft.set("label", Some(line.node(name)));
        }
        true
    }

    /// What pages say beside credits: `Low Tide · Marisol Vane`, `released March 6, 2026`, where credits are from.
    pub(super) fn page(&mut self, line: &Line) -> bool {
        let text = line.text.as_str();
        let lower = text.to_lowercase();
        if lower.starts_with("provided to youtube by") {
            return true;
        }
        if let Some(date) =
            lower.strip_prefix("released ").filter(|rest| year(rest).is_some() && !rest.contains(" by "))
        {
            let start = text.len().saturating_sub(date.len());
            let date = text.get(start..).unwrap_or_default().trim_start_matches("on").trim_start_matches(": ");
            self.draft.set("released", Some(line.node(date)));
            return true;
        }
        // `from Low Tide, released March 6, 2026`, and where a song stands on a page of lyrics.
        if let Some((album, date)) = text.strip_prefix("from ").and_then(|rest| rest.split_once(", released ")) {
            if self.draft.title.is_none() {
                self.draft.title = Some(line.node(album));
            }
            self.draft.set("released", Some(line.node(date)));
            return true;
        }
        let on = lower.strip_prefix("track ").and_then(|rest| rest.strip_suffix(" on"));
        if on.is_some_and(|number| number.parse::<u16>().is_ok()) {
            self.awaiting = Some("");
            return true;
        }
        if lower.starts_with("credits adapted from") || lower.starts_with("adapted from") {
            let title = text.rsplit_once(" notes of ").map(|(_, title)| title.trim_end_matches('.').trim());
            if let Some(title) = title.filter(|title| !title.is_empty() && self.draft.title.is_none()) {
                self.draft.title = Some(line.node(&unquoted(title)));
            }
            return true;
        }
        if let Some((title, artists)) = text.split_once(" · ").filter(|_| self.shape.youtube) {
            self.draft.title = Some(line.node(title));
            self.draft.artists = artists.split(" · ").map(|artist| line.node(artist)).collect();
            return true;
        }
        // The album, which stands alone below its song.
        self.shape.youtube && !self.begun && self.draft.title.is_some() && !text.contains(':')
    }

    /// `Title: Low Tide`, `Artist: Marisol Vane`.
    pub(super) fn field(&mut self, line: &Line) -> bool {
        let Some((key, value)) = line.text.split_once(':').or_else(|| line.text.split_once('\t')) else { return false };
        let (key, value) = (key.trim(), value.trim());
        if value.is_empty() {
            return false;
        }
        let folded = key.to_lowercase();
        if NO_CREDITS.contains(&folded.as_str()) {
            return true;
        }
        // `ISRC (recording)`.
        let bare = key.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map_or(key, |(bare, _)| bare.trim());
        let Some(field) = field_of(key).or_else(|| field_of(bare)) else { return false };
        let name = match (field.of, field.name.as_str()) {
            (Of::Record, name) => name,
            (Of::Track, "track_title") => "title",
            _ => return false,
        };
        let node = line.node(&unquoted(value));
        match name {
            // A credit has a name; who the record is by has the whole line.
            "title" if self.draft.title.is_none() || key.eq_ignore_ascii_case("album") => self.draft.title = Some(node),
            "title" => return false,
            "artist" => self.draft.artists = vec![node],
            "artwork" => return false,
            "released" if year(value).is_none() => return false,
            "label" => self.label(line, value),
            // Each track has its own.
            "isrc" | "iswc" if self.draft.tracks.len() > 1 => return false,
            // Pages name what else is printed beside it.
            "upc" if !(8..=14).contains(&value.bytes().filter(u8::is_ascii_digit).count()) => {}
            name => match known_field(name) {
                Some(name) => self.draft.set(name, Some(node)),
                None => return false,
            },
        }
        true
    }

    /// A label with its number: `Foundry Records – FND 012`.
    fn label(&mut self, line: &Line, value: &str) {
        let number = |text: &str| text.chars().any(|c| c.is_ascii_digit()) && text.len() <= 20;
        let parts = [" – ", " - ", " ‎– "].iter().find_map(|mark| value.rsplit_once(mark));
        match parts.filter(|(_, catalogue)| number(catalogue)) {
            Some((label, catalogue)) => {
                self.draft.set("label", Some(line.node(label)));
                self.draft.set("catalogue", Some(line.node(catalogue)));
            }
            None => self.draft.set("label", Some(line.node(&unquoted(value)))),
        }
    }

    /// `Label` or `Release date` alone on a line: its value stands in the next.
    pub(super) fn field_heading(&mut self, folded: &str) -> bool {
        if NO_CREDITS.contains(&folded) {
            self.settle();
            self.heading.clear();
            self.awaiting = Some("");
            return true;
        }
        let known = field_of(folded).filter(|field| field.of == Of::Record).map(|field| field.name.as_str());
        let Some(field) = known.and_then(known_field).filter(|field| *field != "kind" && *field != "language") else {
            return false;
        };
        self.settle();
        self.heading.clear();
        self.awaiting = Some(field);
        true
    }

    /// The value of a field whose name stands above.
    pub(super) fn value(&mut self, field: &'static str, line: &Line) {
        let text = line.text.as_str();
        match field {
            "" => {}
            "label" => self.label(line, text),
            "released" if year(text).is_none() => self.plain(line.node(text)),
            field => self.draft.set(field, Some(line.node(&unquoted(text)))),
        }
    }
}

/// The field of the record of that name, if a text can set it.
fn known_field(name: &str) -> Option<&'static str> {
    ["kind", "released", "label", "language", "catalogue", "isrc", "iswc", "upc", "supplied_by"]
        .into_iter()
        .find(|known| *known == name)
}

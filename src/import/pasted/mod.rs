//! Pasted text: credits as people write and copy them, a line each or a role with names under it.
//! A line that is not understood is listed; none is dropped without a word.

mod headings;
mod line;
mod markup;
mod people;
mod phrases;
mod shape;
mod whose;
mod words;

use super::draft::{Draft, Said};
use super::names;
use super::spreadsheet::{Of, field_of};
use super::text::Source;
use super::tree::Node;
use headings::{HEADINGS, NAME_FIRST, NO_CREDITS, SECTIONS};
use line::{Line, length_or_zero, line};
use people::{are_places, people, place_of, tracks};
use phrases::{chained, phrase};
use shape::Shape;
#[cfg(feature = "tags")]
pub(crate) use words::outside;
use words::{BETWEEN, labels, labels_below, unquoted, with_tracks, year};
pub(crate) use words::{service_line, timed};

/// The credits of a text, or `None` if no line of it is one.
pub(crate) fn read(source: &Source) -> Option<Draft> {
    let lines: Vec<Line> = (1..=source.lines()).map(|number| line(source, number)).collect();
    let shape = Shape::of(&lines);
    let mut reader = Reader {
        draft: Draft::new("text"),
        heading: Vec::new(),
        name_first: shape.name_first,
        pending: Vec::new(),
        track: None,
        awaiting: None,
        first: Vec::new(),
        begun: false,
        shape,
    };
    for line in &lines {
        if let Some(track) = line.track(reader.shape.numbered) {
            reader.draft.track(track);
        }
    }
    let mut tracks = 0;
    for line in &lines {
        reader.line(line, &mut tracks);
    }
    reader.settle();
    if reader.draft.is_empty() {
        return None;
    }
    reader.whose(&source.name);
    Some(reader.draft)
}

struct Reader {
    draft: Draft,
    /// Roles of the heading above.
    heading: Vec<String>,
    /// Whether a role stands below its name.
    name_first: bool,
    /// Names that wait for their role.
    pending: Vec<Node>,
    /// The track whose credits follow.
    track: Option<usize>,
    /// The field whose value stands in the next line; empty if it is none of ours.
    awaiting: Option<&'static str>,
    /// Lines before the first credit.
    first: Vec<Node>,
    begun: bool,
    shape: Shape,
}

impl Reader {
    fn line(&mut self, line: &Line, tracks: &mut usize) {
        let text = line.text.as_str();
        if text.chars().all(|c| !c.is_alphanumeric()) {
            if text.is_empty() {
                // A list of tracks ends, and what follows is of the record.
                self.track = None;
            }
            return;
        }
        if line.track(self.shape.numbered).is_some() {
            self.track = Some(*tracks);
            *tracks += 1;
            self.heading.clear();
            return;
        }
        let folded = text.trim_end_matches([':', '.']).trim().to_lowercase();
        if let Some(field) = self.awaiting.take() {
            self.value(field, line);
            return;
        }
        if NAME_FIRST.contains(&folded.as_str()) {
            self.settle();
            (self.name_first, self.begun) = (true, true);
            self.heading.clear();
            return;
        }
        if HEADINGS.contains(&folded.as_str()) {
            self.settle();
            self.heading.clear();
            self.begun |= !self.first.is_empty();
            return;
        }
        if self.rights(line)
            || self.page(line)
            || self.field(line)
            || self.field_heading(&folded)
            || self.services(line)
            || self.several(line)
            || self.halves(line)
            || self.phrase(line)
            || self.brackets(line)
            || self.playing(line)
        {
            return;
        }
        if self.name_first {
            self.below(line, &folded);
        } else if let Some(found) = labels(text) {
            self.begun = true;
            self.heading = found;
        } else if !self.heading.is_empty() && names::can_be(text) {
            let roles = self.heading.clone();
            self.people(line, text, &roles, None);
        } else {
            self.plain(line.node(text));
        }
    }

    /// A line in a text where roles stand below names.
    fn below(&mut self, line: &Line, folded: &str) {
        let text = line.text.as_str();
        let section = SECTIONS.contains(&folded) && (!self.begun || self.pending.is_empty());
        if section {
            self.settle();
            return;
        }
        let Some(found) = labels_below(text).filter(|_| !self.pending.is_empty()) else {
            if labels(text).is_none() && names::can_be(text) {
                self.pending.push(line.node(text));
            } else {
                self.heading.clear();
            }
            return;
        };
        let mut names = std::mem::take(&mut self.pending);
        let last = names.pop();
        // What stands before the first name is whose the record is.
        names.into_iter().for_each(|node| self.plain(node));
        self.begun = true;
        let Some(name) = last else { return };
        for label in &found {
            self.say(line.node(text).like(label.clone()), name.clone(), None, None);
        }
    }

    /// A line that says nothing of itself: title or artist before the first credit, and not understood behind it.
    fn plain(&mut self, node: Node) {
        if !self.begun && self.first.len() < 3 {
            self.first.push(node);
        } else {
            self.draft.leave(node.as_text().unwrap_or_default(), node.at, node.length);
        }
    }

    /// Names that wait for a role get none.
    fn settle(&mut self) {
        for name in std::mem::take(&mut self.pending) {
            self.plain(name);
        }
    }

    fn say(&mut self, role: Node, name: Node, note: Option<String>, tracks: Option<Vec<usize>>) {
        let tracks = tracks.or_else(|| self.track.map(|track| vec![track]));
        self.begun = true;
        self.draft.credit(Said { role, name, note, tracks });
    }

    /// `℗ 2021 Foundry Records` names the label.
    fn rights(&mut self, line: &Line) -> bool {
        let text = line.text.trim();
        let marks = ["℗", "©", "(P)", "(C)", "(p)", "(c)"];
        if !marks.iter().any(|mark| text.starts_with(mark)) {
            return false;
        }
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
    fn page(&mut self, line: &Line) -> bool {
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
    fn field(&mut self, line: &Line) -> bool {
        let Some((key, value)) = line.text.split_once(':').or_else(|| line.text.split_once('\t')) else { return false };
        let (key, value) = (key.trim(), value.trim());
        if value.is_empty() {
            return false;
        }
        let folded = key.to_lowercase();
        if matches!(folded.as_str(), "role" | "name") {
            // The head of a table.
            return field_of(value).is_some();
        }
        if NO_CREDITS.contains(&folded.as_str()) {
            return true;
        }
        let Some(field) = field_of(key) else { return false };
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
            "isrc" if self.draft.tracks.len() > 1 => return false,
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
    fn field_heading(&mut self, folded: &str) -> bool {
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
    fn value(&mut self, field: &'static str, line: &Line) {
        let text = line.text.as_str();
        match field {
            "" => {}
            "label" => self.label(line, text),
            "released" if year(text).is_none() => self.plain(line.node(text)),
            field => self.draft.set(field, Some(line.node(&unquoted(text)))),
        }
    }

    /// `Name, Role, Role - Name, Role`, as some services write it.
    fn services(&mut self, line: &Line) -> bool {
        let Some(found) = service_line(&line.text) else { return false };
        for (name, label) in found {
            self.say(line.node(&name).like(label), line.node(&name), None, None);
        }
        true
    }

    /// Several credits in a line: `Music: A / Lyrics: B`, `Produced by A, mixed by B`.
    fn several(&mut self, line: &Line) -> bool {
        let Some(parts) = chained(&line.text) else { return false };
        for part in parts {
            let one = Line { text: part.to_owned(), at: line.node(part).at };
            if !(self.halves(&one) || self.phrase(&one) || self.brackets(&one)) {
                self.draft.leave(part, one.at, length_or_zero(part).max(1));
            }
        }
        true
    }

    /// `Theo Okafor on drums`.
    fn playing(&mut self, line: &Line) -> bool {
        let Some((name, what)) = line.text.split_once(" on ") else { return false };
        let named = name.split_whitespace().all(|word| !word.starts_with(char::is_lowercase));
        let Some(found) = with_tracks(what).filter(|_| named && names::can_be(name)) else { return false };
        for person in people(name, false, self.shape.discogs) {
            for (label, inner) in &found {
                let (tracks, note) = tracks(&self.draft.tracks, inner.as_deref());
                self.say(line.node(what).like(label.clone()), line.node(&person.name), note, tracks);
            }
        }
        true
    }

    /// A role and names, or a name and roles, with a mark between them.
    fn halves(&mut self, line: &Line) -> bool {
        for mark in BETWEEN {
            let Some((left, right)) = line.text.split_once(mark) else { continue };
            let (left, right) = (left.trim(), right.trim().trim_start_matches(['.', ':']).trim());
            if left.is_empty() {
                continue;
            }
            if right.is_empty() {
                // A heading with its colon.
                if let Some(found) = labels(left) {
                    self.heading = found;
                    self.begun = true;
                    self.name_first = false;
                    return true;
                }
                continue;
            }
            if NO_CREDITS.contains(&left.to_lowercase().as_str()) {
                return true;
            }
            if let Some(found) = labels(left) {
                self.people(line, right, &found, None);
                self.heading.clear();
                return true;
            }
            if let Some(found) = with_tracks(right).filter(|_| names::can_be(left)) {
                for person in people(left, false, self.shape.discogs) {
                    for (label, inner) in &found {
                        let (tracks, note) = tracks(&self.draft.tracks, inner.as_deref());
                        let note = note.or_else(|| person.inner.clone());
                        self.say(line.node(right).like(label.clone()), line.node(&person.name), note, tracks);
                    }
                }
                return true;
            }
            let own = left.split_whitespace().count() <= 4
                && left.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
                && !left.contains(|c: char| c.is_ascii_digit())
                && names::can_be(right)
                && self.begun;
            if mark.starts_with(':') && own {
                self.people(line, right, &[left.to_owned()], None);
                return true;
            }
        }
        false
    }

    /// `Produced by A, B and C`, `Recorded and mixed at Foundry by D`.
    fn phrase(&mut self, line: &Line) -> bool {
        let Some(found) = phrase(&line.text) else { return false };
        self.people(line, &found.who, &found.labels, found.of.as_deref());
        if let Some(place) = &found.place {
            match place_of(&found.labels) {
                Some(labels) => self.people(line, place, &labels, found.of.as_deref()),
                None => self.draft.leave(place, line.at, length_or_zero(&line.text).max(1)),
            }
        }
        if let Some(rest) = &found.rest {
            self.draft.leave(rest, line.at, length_or_zero(&line.text).max(1));
        }
        self.heading.clear();
        true
    }

    /// `Marisol Vane (vocals, piano)`.
    fn brackets(&mut self, line: &Line) -> bool {
        let Some((name, inner)) = line.text.strip_suffix(')').and_then(|rest| rest.split_once('(')) else {
            return false;
        };
        let Some(found) = with_tracks(inner).filter(|_| names::can_be(name)) else { return false };
        for person in people(name, false, self.shape.discogs) {
            for (label, inner) in &found {
                let (tracks, note) = tracks(&self.draft.tracks, inner.as_deref());
                self.say(
                    line.node(words::inner_of(&line.text)).like(label.clone()),
                    line.node(&person.name),
                    note,
                    tracks,
                );
            }
        }
        true
    }

    /// The people of a text with some roles; `of` is the song that is said of them.
    fn people(&mut self, line: &Line, text: &str, labels: &[String], of: Option<&str>) {
        for person in people(text, are_places(labels), self.shape.discogs) {
            let inner = person.inner.as_deref().or(of);
            let (found, note) = tracks(&self.draft.tracks, inner);
            if let Some((label, inner)) = &person.role {
                let inner = inner.as_deref().or(person.inner.as_deref());
                let (found, note) = tracks(&self.draft.tracks, inner);
                self.say(line.node(text).like(label.clone()), line.node(&person.name), note, found);
                continue;
            }
            for label in labels {
                self.say(line.node(text).like(label.clone()), line.node(&person.name), note.clone(), found.clone());
            }
        }
    }
}

/// The field of the record of that name, if a text can set it.
fn known_field(name: &str) -> Option<&'static str> {
    ["kind", "released", "label", "language", "catalogue", "isrc", "supplied_by"]
        .into_iter()
        .find(|known| *known == name)
}

#[cfg(test)]
mod tests;

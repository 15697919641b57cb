//! Pasted text: credits as people write and copy them, a line each or a role with names under it.
//! A line that is not understood is listed; none is dropped without a word.

mod line;
mod words;

use super::draft::{Draft, Said};
use super::names;
use super::roles;
use super::spreadsheet::{Of, field_of};
use super::text::Source;
use super::tree::Node;
use line::{Line, length_or_zero, line};
use words::{BETWEEN, inner_of, labels, outside, unquoted, with_tracks, year};
pub(crate) use words::{service_line, timed};

/// Lines that head a part of a text and say nothing themselves.
const HEADINGS: [&str; 22] = [
    "credits",
    "full credits",
    "song credits",
    "personnel",
    "tracklist",
    "track list",
    "track listing",
    "tracks",
    "line-up",
    "lineup",
    "show credits",
    "view credits",
    "show more",
    "show all",
    "close",
    "album credits",
    "all tracks",
    "technical",
    "production credits",
    "liner notes",
    "release notes",
    "about",
];

/// Headings under which a role stands below each name, as streaming services show them.
const NAME_FIRST: [&str; 6] = [
    "performing artists",
    "composition & lyrics",
    "production & engineering",
    "composition and lyrics",
    "production and engineering",
    "performers & production",
];

/// The credits of a text, or `None` if no line of it is one.
pub(crate) fn read(source: &Source) -> Option<Draft> {
    let mut reader = Reader {
        draft: Draft::new("text"),
        heading: Vec::new(),
        name_first: false,
        pending: Vec::new(),
        track: None,
        first: Vec::new(),
        begun: false,
    };
    let lines: Vec<Line> = (1..=source.lines()).map(|number| line(source, number)).collect();
    for line in &lines {
        if let Some(track) = line.track() {
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
    reader.whose();
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
    /// Lines before the first credit.
    first: Vec<Node>,
    begun: bool,
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
        if line.track().is_some() {
            self.track = Some(*tracks);
            *tracks += 1;
            self.heading.clear();
            return;
        }
        let folded = text.trim_end_matches(':').trim().to_lowercase();
        if NAME_FIRST.contains(&folded.as_str()) {
            self.settle();
            (self.name_first, self.begun) = (true, true);
            self.heading.clear();
            return;
        }
        if HEADINGS.contains(&folded.as_str()) {
            self.heading.clear();
            self.begun |= !self.first.is_empty();
            return;
        }
        if self.rights(line)
            || self.field(line)
            || self.services(line)
            || self.halves(line)
            || self.phrase(line)
            || self.brackets(line)
        {
            return;
        }
        if let Some(labels) = labels(text) {
            self.begun = true;
            if self.name_first {
                let names = std::mem::take(&mut self.pending);
                for name in names {
                    for label in &labels {
                        self.say(line.node(text).like(label.clone()), name.clone(), None, None);
                    }
                }
            } else {
                self.heading = labels;
            }
            return;
        }
        if self.name_first && names::can_be(text) {
            self.settle();
            self.pending.push(line.node(text));
        } else if !self.heading.is_empty() && names::can_be(text) {
            let roles = self.heading.clone();
            self.people(line, text, &roles);
        } else if !self.begun && self.first.len() < 2 {
            self.first.push(line.node(text));
        } else {
            self.draft.leave(text, line.at, length_or_zero(text).max(1));
        }
    }

    /// Names that wait for a role get none.
    fn settle(&mut self) {
        for name in std::mem::take(&mut self.pending) {
            self.draft.leave(name.as_text().unwrap_or_default(), name.at, name.length);
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

    /// `Title: Low Tide`, `Artist: Marisol Vane`.
    fn field(&mut self, line: &Line) -> bool {
        let Some((key, value)) = line.text.split_once(':') else { return false };
        let (key, value) = (key.trim(), value.trim());
        let Some(field) = field_of(key).filter(|field| field.of == Of::Record && !value.is_empty()) else {
            return false;
        };
        let node = line.node(&unquoted(value));
        match field.name.as_str() {
            // A credit has a name; who the record is by has the whole line.
            "title" if self.draft.title.is_none() || roles::capitalised(key) == "Album" => {
                self.draft.title = Some(node)
            }
            "title" => return false,
            "artist" => self.draft.artists = vec![node],
            "artwork" => return false,
            "released" if year(value).is_none() => return false,
            name => {
                let Some(name) = ["kind", "released", "label", "language", "catalogue", "isrc", "supplied_by"]
                    .into_iter()
                    .find(|known| *known == name)
                else {
                    return false;
                };
                self.draft.set(name, Some(node));
            }
        }
        true
    }

    /// `Name, Role, Role - Name, Role`, as some services write it.
    fn services(&mut self, line: &Line) -> bool {
        let Some(found) = service_line(&line.text) else { return false };
        for (name, label) in found {
            self.say(line.node(&name).like(label), line.node(&name), None, None);
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
            if let Some(found) = labels(left) {
                self.people(line, right, &found);
                self.heading.clear();
                return true;
            }
            if let Some(found) = with_tracks(right).filter(|_| names::can_be(left)) {
                for name in names::prose(left) {
                    for (label, inner) in &found {
                        let (tracks, note) = self.tracks(inner.as_deref());
                        self.say(line.node(right).like(label.clone()), line.node(&name), note, tracks);
                    }
                }
                return true;
            }
            let own = left.split_whitespace().count() <= 4
                && left.chars().next().is_some_and(char::is_uppercase)
                && !left.contains(|c: char| c.is_ascii_digit())
                && names::can_be(right)
                && self.begun;
            if mark.starts_with(':') && own {
                self.people(line, right, &[left.to_owned()]);
                return true;
            }
        }
        false
    }

    /// `Produced by A, B and C`, `Recorded and mixed at Foundry by D`.
    fn phrase(&mut self, line: &Line) -> bool {
        let text = line.text.trim_end_matches('.');
        let lower = text.to_lowercase();
        if lower.len() != text.len() {
            return false;
        }
        for (word, other) in [(" by ", " at "), (" at ", " by ")] {
            let Some(place) = lower.find(word) else { continue };
            let (Some(left), Some(right)) = (text.get(..place), text.get(place + word.len()..)) else { continue };
            if left.contains(" at ") || left.contains(" by ") {
                continue;
            }
            let left = [
                "all songs ",
                "all tracks ",
                "all music ",
                "all lyrics ",
                "album ",
                "songs ",
                "tracks ",
                "song ",
                "track ",
            ]
            .iter()
            .find_map(|start| {
                left.get(..start.len())
                    .filter(|head| head.eq_ignore_ascii_case(start))
                    .and_then(|_| left.get(start.len()..))
            })
            .unwrap_or(left);
            let Some(found) = labels(&format!("{left}{}", word.trim_end())) else { continue };
            let (right, place) = match right
                .to_lowercase()
                .find(other)
                .filter(|_| right.is_ascii() || right.to_lowercase().len() == right.len())
            {
                Some(end) => (right.get(..end).unwrap_or(right), right.get(end + other.len()..)),
                None => (right, None),
            };
            self.people(line, right, &found);
            if let Some(place) = place.map(str::trim).filter(|place| !place.is_empty())
                && let Some(found) = labels(&format!("{left}{}", other.trim_end()))
            {
                self.people(line, place, &found);
            }
            self.heading.clear();
            return true;
        }
        // `Written & Produced Marisol Vane` and others without `by` are no sentences that can be read.
        false
    }

    /// `Marisol Vane (vocals, piano)`.
    fn brackets(&mut self, line: &Line) -> bool {
        let Some((name, inner)) = line.text.strip_suffix(')').and_then(|rest| rest.split_once('(')) else {
            return false;
        };
        let Some(found) = with_tracks(inner).filter(|_| names::can_be(name)) else { return false };
        for name in names::prose(name) {
            for (label, inner) in &found {
                let (tracks, note) = self.tracks(inner.as_deref());
                self.say(line.node(inner_of(&line.text)).like(label.clone()), line.node(&name), note, tracks);
            }
        }
        true
    }

    /// The people of a text with some roles.
    fn people(&mut self, line: &Line, text: &str, labels: &[String]) {
        let place = labels
            .iter()
            .all(|label| crate::catalogue::roles::roles().find(label).is_some_and(|role| role.department == "place"));
        let parts = outside(text, |c| c == ';' || c == ',' && !place);
        let mut rough: Vec<(String, Option<String>)> = Vec::new();
        for part in parts {
            let (name, inner) = match part.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
                Some((name, inner)) if !name.trim().is_empty() => {
                    (name.trim().to_owned(), Some(inner.trim().to_owned()))
                }
                _ => (part, None),
            };
            rough.push((name, inner));
        }
        let plain = rough.iter().all(|(_, inner)| inner.is_none());
        let all: Vec<(String, Option<String>)> = if place {
            rough
        } else if plain {
            names::prose(text).into_iter().map(|name| (name, None)).collect()
        } else {
            rough
                .into_iter()
                .flat_map(|(name, inner)| names::prose(&name).into_iter().map(move |name| (name, inner.clone())))
                .collect()
        };
        for (name, inner) in all {
            let name = name.trim_end_matches('.').trim().to_owned();
            if name.is_empty() {
                continue;
            }
            let (tracks, note) = self.tracks(inner.as_deref());
            for label in labels {
                self.say(line.node(text).like(label.clone()), line.node(&name), note.clone(), tracks.clone());
            }
        }
    }

    /// What stands in brackets behind a name: tracks of the list, or a note.
    fn tracks(&self, inner: Option<&str>) -> (Option<Vec<usize>>, Option<String>) {
        let Some(inner) = inner.map(str::trim).filter(|inner| !inner.is_empty()) else { return (None, None) };
        let lower = inner.to_lowercase();
        let list = ["on tracks ", "on track ", "tracks: ", "tracks ", "track ", "on ", "trk. ", "#"]
            .iter()
            .find_map(|word| lower.strip_prefix(word))
            .unwrap_or(&lower);
        let mut found = Vec::new();
        let place =
            |name: &str| self.draft.tracks.iter().position(|track| track.position.eq_ignore_ascii_case(name.trim()));
        for part in list
            .replace(" and ", ",")
            .replace('&', ",")
            .split([',', ';'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let ends = part.split_once(['-', '–', '—']).or_else(|| part.split_once(" to "));
            match (place(part), ends) {
                (Some(one), _) => found.push(one),
                (None, Some((from, to))) => match (place(from), place(to)) {
                    (Some(from), Some(to)) if from <= to => found.extend(from..=to),
                    _ => return (None, Some(inner.to_owned())),
                },
                _ => return (None, Some(inner.to_owned())),
            }
        }
        if found.is_empty() { (None, Some(inner.to_owned())) } else { (Some(found), None) }
    }

    /// Title and artist from the lines before the first credit.
    fn whose(&mut self) {
        let mut lines = std::mem::take(&mut self.first).into_iter();
        if self.draft.title.is_none()
            && let Some(line) = lines.next()
        {
            let text = line.as_text().unwrap_or_default().to_owned();
            let by = text.split_once(" by ");
            let dash = [" – ", " — ", " - "].iter().find_map(|mark| text.split_once(mark));
            match (by, dash) {
                (Some((title, artist)), _) => {
                    self.draft.title = Some(line.like(unquoted(title)));
                    if self.draft.artists.is_empty() {
                        self.draft.artists.push(line.like(artist.trim()));
                    }
                }
                (None, Some((artist, title))) => {
                    self.draft.title = Some(line.like(unquoted(title.trim())));
                    if self.draft.artists.is_empty() {
                        self.draft.artists.push(line.like(artist.trim()));
                    }
                }
                (None, None) => self.draft.title = Some(line.like(unquoted(&text))),
            }
        }
        for line in lines {
            if self.draft.artists.is_empty() {
                let text = line.as_text().unwrap_or_default();
                self.draft.artists.push(line.like(text.strip_prefix("by ").unwrap_or(text)));
            } else {
                self.draft.leave(line.as_text().unwrap_or_default(), line.at, line.length);
            }
        }
    }
}

#[cfg(test)]
mod tests;

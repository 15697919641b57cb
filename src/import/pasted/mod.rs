//! Pasted text: credits as people write and copy them, a line each or a role with names under it.
//! A line that is not understood is listed; none is dropped without a word.

mod fields;
mod headings;
mod line;
mod markup;
mod people;
mod phrases;
mod shape;
mod stacked;
mod table;
mod when;
mod whose;
mod words;

use super::draft::{Draft, DraftTrack, Said, written_duration};
use super::spreadsheet::{Of, field_of};
use super::text::{Source, brief};
use super::tree::Node;
use super::{names, roles, writers};
use crate::diagnostic::Diagnostic;
use headings::{HEADINGS, NAME_FIRST, NO_CREDITS};
use line::{Line, length_or_zero, line};
use people::{are_places, people, place_of, tracks};
use phrases::{chained, phrase};
use shape::Shape;
use table::Column;
#[cfg(feature = "tags")]
pub(crate) use words::outside;
use words::{BETWEEN, labels, with_tracks};
pub(crate) use words::{named_roles, service_line, timed};

/// The credits of a text, or `None` if no line of it is one.
pub(crate) fn read(source: &Source) -> Option<Draft> {
    let mut lines: Vec<Line> = (1..=source.lines()).map(|number| line(source, number)).collect();
    line::number(&mut lines);
    let shape = Shape::of(&lines);
    let mut reader = Reader {
        draft: Draft::new("text"),
        heading: Vec::new(),
        over: None,
        named: None,
        gap: false,
        name_first: shape.name_first,
        pending: Vec::new(),
        track: None,
        awaiting: None,
        first: Vec::new(),
        begun: false,
        shape,
        columns: None,
        turned: None,
    };
    for line in &lines {
        if let Some(track) = reader.row_track(line) {
            reader.draft.track(track);
        } else if let Some(mut track) = line.track(reader.shape.numbered) {
            if let Some((title, _)) = reader.written(&track) {
                track.title = line.node(&title);
            }
            reader.draft.track(track);
        }
    }
    reader.columns = None;
    let mut tracks = 0;
    for line in &lines {
        reader.line(line, &mut tracks);
    }
    reader.end(&source.name);
    if reader.draft.is_empty() {
        return None;
    }
    if let Some((node, turned)) = reader.turned.take() {
        let message = format!("`{}` is taken for two people", brief(node.as_text().unwrap_or_default()));
        let problem = Diagnostic::note("two-or-one", message).hint(format!("if it is one, write `{}`", brief(&turned)));
        reader.draft.problems.push(source.place(problem, node.at, node.length));
    }
    let below = lines.iter().find(|line| reader.shape.below_tracks == Some(line.at.line));
    if let Some(line) = below.filter(|line| !reader.draft.has_left(line.at.line)) {
        let problem =
            Diagnostic::note("below-tracks", "what stands right below the last track is taken for the record's")
                .hint("if it is of that track alone, indent it against the tracks");
        reader.draft.problems.push(source.place(problem, line.at, length_or_zero(&line.text)));
    }
    reader.whose(&source.name);
    Some(reader.draft)
}

struct Reader {
    draft: Draft,
    /// Roles of the heading above.
    heading: Vec<String>,
    /// That heading, until somebody is credited below it.
    over: Option<Node>,
    /// Who was credited last, where roles stand below names.
    named: Option<Node>,
    /// Whether the line before was blank.
    gap: bool,
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
    /// The columns of the table that the lines are rows of.
    columns: Option<Vec<Column>>,
    /// The first text that two people were taken from and that may be one, and what it would be then.
    turned: Option<(Node, String)>,
}

impl Reader {
    fn line(&mut self, line: &Line, tracks: &mut usize) {
        let text = line.text.as_str();
        if text.chars().all(|c| !c.is_alphanumeric()) {
            if text.is_empty() {
                // A list of tracks ends, and what follows is of the record.
                self.track = None;
                self.blank();
            }
            return;
        }
        if self.table(line, tracks) {
            return;
        }
        if let Some(track) = line.track(self.shape.numbered) {
            self.track = Some(*tracks);
            *tracks += 1;
            self.heading.clear();
            if let (Some((_, who)), Some(label)) = (self.written(&track), self.shape.writers) {
                for name in who {
                    self.say(line.node(text).like(label), line.node(&name), None, None);
                }
            }
            return;
        }
        if shape::writers(text).is_some() {
            return;
        }
        if self.shape.below_tracks == Some(line.at.line) {
            self.track = None;
        }
        let folded = text.trim_end_matches([':', '.']).trim().to_lowercase();
        if let Some(field) = self.awaiting.take() {
            self.value(field, line);
            return;
        }
        // The length of a track, alone on its line.
        if written_duration(text).is_some() {
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
            // What is headed once, below all tracks, is of the record.
            if self.shape.headed_once && *tracks > 1 && *tracks == self.draft.tracks.len() {
                self.track = None;
            }
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
            self.below(line)
        } else {
            self.under(line)
        }
        self.gap = false;
    }

    /// Title and writers of a track, where the text says that they stand in brackets behind it.
    fn written(&self, track: &DraftTrack) -> Option<(String, Vec<String>)> {
        self.shape.writers.and_then(|_| writers::in_brackets(track.title.as_text()?))
    }

    fn say(&mut self, role: Node, name: Node, note: Option<String>, tracks: Option<Vec<usize>>) {
        let tracks = tracks.or_else(|| self.track.map(|track| vec![track]));
        // What stood before the first credit is whose the record is.
        if !self.begun {
            self.settle();
        }
        self.begun = true;
        self.over = None;
        self.draft.credit(Said { role, name, note, tracks });
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
            let one =
                Line { text: part.to_owned(), at: line.node(part).at, indent: 0, number: None, cells: Vec::new() };
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
        if let Some((label, people)) = spaced(&line.text) {
            self.people(line, people, &label, None);
            return true;
        }
        for mark in BETWEEN {
            let Some((left, right)) = line.text.split_once(mark) else { continue };
            let (left, right) = (left.trim(), right.trim().trim_start_matches(['.', ':']).trim());
            // A mark in brackets parts nothing: `高松燈(CV:羊宮妃那)`.
            let inside = left.matches(['(', '（']).count() > left.matches([')', '）']).count();
            if left.is_empty() || inside {
                continue;
            }
            if right.is_empty() {
                // A heading with its colon.
                if let Some(found) = labels(left) {
                    self.head(line, found);
                    self.name_first = false;
                    return true;
                }
                continue;
            }
            if NO_CREDITS.contains(&left.to_lowercase().as_str()) {
                return true;
            }
            #[cfg(feature = "tags")]
            if let Some(found) = in_turn(left, right) {
                for (label, name) in found {
                    self.say(line.node(right).like(label), line.node(&name), None, None);
                }
                return true;
            }
            if let Some(found) = labels(left) {
                // `Scratch – Artist`: whose name is which, nobody can say.
                if labels(right).is_some() {
                    self.draft.leave(line.text.as_str(), line.at, length_or_zero(&line.text));
                    return true;
                }
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
        for rest in [&found.when, &found.rest].into_iter().flatten() {
            self.draft.leave(rest, line.node(rest).at, length_or_zero(rest).max(1));
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
        let (text, when) = when::undated(text, are_places(labels));
        if let Some(when) = when {
            // `Recorded in winter 2025` below a role is nobody.
            if words::labels(text).is_some() || words::labels(&format!("{text} by")).is_some() {
                self.draft.leave(line.text.as_str(), line.at, length_or_zero(&line.text));
                return;
            }
            self.draft.leave(when, line.node(when).at, length_or_zero(when).max(1));
        }
        // `Ilse Corran @ Foundry Sound`.
        let works = place_of(labels).is_some() || !labels.iter().any(|label| roles::is_role(label));
        let (text, place) = match people::studio(text, works) {
            Some((text, place)) if !are_places(labels) => (text, Some(place)),
            _ => (text, None),
        };
        if let Some(place) = place {
            match place_of(labels) {
                Some(labels) => self.say(line.node(text).like(labels.concat()), line.node(place), None, None),
                None => self.draft.leave(place, line.at, length_or_zero(&line.text).max(1)),
            }
        }
        let turned = names::turned(text).filter(|_| !are_places(labels));
        if let Some(turned) = turned.as_ref().filter(|_| !self.shape.inverted && !text.ends_with(", The")) {
            self.turned.get_or_insert_with(|| (line.node(text), turned.clone()));
        }
        let whole = turned.is_some() && self.shape.inverted;
        for person in people(text, whole || are_places(labels), self.shape.discogs) {
            // Another key begins in the same line.
            if person.name.contains(": ") {
                self.draft.leave(person.name.as_str(), line.at, length_or_zero(&line.text).max(1));
                continue;
            }
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

/// Roles and names in turn behind the name of a tag: `Involved People: producer, Bo Li, mix, Ann Ray`.
#[cfg(feature = "tags")]
fn in_turn(key: &str, value: &str) -> Option<Vec<(String, String)>> {
    let folded = key.to_lowercase().replace(['_', ' '], "");
    let listed =
        ["involvedpeople", "involvedpeoplelist", "musiciancredits", "musiciancreditslist", "tipl", "tmcl", "ipls"];
    listed.contains(&folded.as_str()).then(|| super::tags::in_turn(value)).flatten()
}

/// A role in a script without capitals and the people behind the space: `작곡 김하나`.
fn spaced(text: &str) -> Option<(Vec<String>, &str)> {
    let (role, people) = text.split_once(' ')?;
    let foreign = role.chars().all(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    let people = people.trim_start_matches([':', ' ']);
    labels(role).filter(|_| foreign && !people.is_empty() && labels(people).is_none()).map(|found| (found, people))
}

#[cfg(test)]
mod tests;

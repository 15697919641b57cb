//! A record as a reader found it, and the tree that the credit file's reader makes a record of.
//! The same person with the same role on several tracks is one credit with a list of tracks; on all of them it needs none.

use std::collections::BTreeMap;

use super::dates::date;
use super::text::{Source, Text, brief};
use super::tree::{Node, Value};
use crate::catalogue::no_names::no_name;
use crate::catalogue::roles::roles;
use crate::diagnostic::{Diagnostic, Position};
use crate::slug::slug;

/// Most things that were not understood that are named one by one.
const MOST_NAMED: usize = 20;

/// A record in the making.
#[derive(Default)]
pub(crate) struct Draft {
    /// What the format is called, for messages.
    pub format: &'static str,
    /// Title of the record.
    pub title: Option<Node>,
    /// Who it is by, a name each.
    pub artists: Vec<Node>,
    /// Other fields of the record, by key.
    pub fields: Vec<(&'static str, Node)>,
    /// The tracks, in order.
    pub tracks: Vec<DraftTrack>,
    credits: Vec<DraftCredit>,
    known: BTreeMap<(String, String, String), usize>,
    /// How many credits the file had.
    taken: usize,
    /// How many were one with another.
    merged: usize,
    /// What was not understood, with its place.
    left: Vec<(String, Position, u32)>,
    /// What is doubtful.
    pub problems: Vec<Diagnostic>,
}

/// A track in the making.
#[derive(Clone)]
pub(crate) struct DraftTrack {
    /// Its position as the file has it; empty if there is none.
    pub position: String,
    /// Its title.
    pub title: Node,
    /// Its length as `m:ss`, if it is known.
    pub duration: Option<String>,
}

/// Somebody with a role.
#[derive(Clone)]
pub(crate) struct Said {
    /// The label of the role.
    pub role: Node,
    /// The name.
    pub name: Node,
    /// What was done in particular.
    pub note: Option<String>,
    /// The tracks by their place in the list; `None` means the whole record.
    pub tracks: Option<Vec<usize>>,
}

/// A credit that was taken.
struct DraftCredit {
    said: Said,
}

impl Draft {
    /// A record of a format, with nothing known of it.
    pub fn new(format: &'static str) -> Self {
        Self { format, ..Self::default() }
    }

    /// Sets a field of the record unless it is set already.
    pub fn set(&mut self, field: &'static str, node: Option<Node>) {
        if let Some(node) = node.filter(|node| node.as_text().is_some_and(|text| no_name(text).is_none()))
            && !self.fields.iter().any(|(known, _)| *known == field)
        {
            self.fields.push((field, node));
        }
    }

    /// Whether a field is set.
    pub fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|(known, _)| *known == field)
    }

    /// Adds a track and gives its place.
    pub fn track(&mut self, track: DraftTrack) -> usize {
        self.tracks.push(track);
        self.tracks.len() - 1
    }

    /// Adds a credit. The same of another track adds the track.
    pub fn credit(&mut self, said: Said) {
        let (Some(role), Some(name)) = (said.role.as_text(), said.name.as_text()) else { return };
        self.taken += 1;
        let key = (Text::new(role).value, Text::new(name).value, said.note.clone().unwrap_or_default());
        if let Some(known) = self.known.get(&key).and_then(|place| self.credits.get_mut(*place)) {
            self.merged += 1;
            known.said.tracks = match (known.said.tracks.take(), said.tracks) {
                (Some(mut tracks), Some(more)) => {
                    tracks.extend(more);
                    tracks.sort_unstable();
                    tracks.dedup();
                    Some(tracks)
                }
                _ => None,
            };
            return;
        }
        self.known.insert(key, self.credits.len());
        self.credits.push(DraftCredit { said });
    }

    /// Whether anybody is credited.
    pub fn is_empty(&self) -> bool {
        self.credits.is_empty()
    }

    /// Who the record is by, if only the credits say it.
    pub fn performers(&self) -> Vec<Node> {
        let is = |label: Option<&str>| {
            label.and_then(|label| roles().find(label)).is_some_and(|role| role.id == "primary-artist")
        };
        let of = self.credits.iter().filter(|credit| is(credit.said.role.as_text()));
        of.map(|credit| credit.said.name.clone()).collect()
    }

    /// Whether somebody of that name is credited.
    pub fn credits_name(&self, name: &str) -> bool {
        let name = Text::new(name).value;
        self.credits.iter().any(|credit| credit.said.name.as_text().is_some_and(|known| Text::new(known).value == name))
    }

    /// Says that something was not understood.
    pub fn leave(&mut self, what: impl Into<String>, at: Position, length: u32) {
        self.left.push((what.into(), at, length));
    }

    /// Whether what begins in a line was not understood.
    pub fn has_left(&self, line: u32) -> bool {
        self.left.iter().any(|(_, at, _)| at.line == line)
    }

    /// How many things were not understood.
    #[cfg(test)]
    pub fn left(&self) -> usize {
        self.left.len()
    }

    /// Everything of another draft of the same record, as a further track or beside it.
    #[cfg(feature = "tags")]
    pub fn join(&mut self, other: Draft) {
        let from = self.tracks.len();
        if self.title.is_none() {
            self.title = other.title;
        }
        if self.artists.is_empty() {
            self.artists = other.artists;
        }
        for (field, node) in other.fields {
            self.set(field, Some(node));
        }
        self.tracks.extend(other.tracks);
        for DraftCredit { mut said } in other.credits {
            said.tracks = said.tracks.map(|tracks| tracks.into_iter().map(|track| track + from).collect());
            self.credit(said);
        }
        self.left.extend(other.left);
        self.problems.extend(other.problems);
    }

    /// What to call the record among others of its file.
    pub fn stem(&self) -> String {
        self.title.as_ref().and_then(Node::as_text).map(slug).unwrap_or_default()
    }

    /// The positions of the tracks: the file's own if each has one that no other has, else counted.
    fn positions(&self) -> Vec<String> {
        let own: Vec<String> = self.tracks.iter().map(|track| Text::new(&track.position).value).collect();
        let mut sorted: Vec<String> = own.iter().map(|position| position.to_lowercase()).collect();
        sorted.sort_unstable();
        let twice = sorted.windows(2).any(|pair| matches!(pair, [one, other] if one == other));
        let odd = own.iter().any(|position| position.is_empty() || position.contains([',', ';']));
        if twice || odd { (1..=own.len()).map(|place| place.to_string()).collect() } else { own }
    }

    /// The record as the tree of a credit file, and what is to be said about it.
    pub fn finish(mut self, source: &Source) -> (Node, Vec<Diagnostic>) {
        let top = Position { line: 1, column: 1 };
        let key = |text: &str| Node::scalar(text, top, 1);
        let list = |nodes: Vec<Node>| Node { value: Value::List(nodes), at: top, length: 1 };
        let positions = self.positions();
        let mut pairs = self.head();
        pairs.push((key("credits"), list(self.credit_nodes(&positions))));
        let own_title = |track: &DraftTrack| track.title.as_text() != self.title.as_ref().and_then(Node::as_text);
        if !self.tracks.is_empty() && (self.tracks.len() > 1 || self.tracks.iter().any(own_title)) {
            let tracks = self.tracks.iter().zip(&positions).map(|(track, position)| track.node(position));
            pairs.push((key("tracks"), list(tracks.collect())));
        }
        (Node { value: Value::Map(pairs), at: top, length: 1 }, self.said(source))
    }

    /// Title, artists and single fields. A date that cannot be read is left.
    fn head(&mut self) -> Vec<(Node, Node)> {
        let mut pairs: Vec<(Node, Node)> = Vec::new();
        if let Some(title) = &self.title {
            pairs.push((title.like("title"), title.clone()));
        }
        if let Some(first) = self.artists.first() {
            let value = match self.artists.as_slice() {
                [one] => one.clone(),
                all => Node { value: Value::List(all.to_vec()), at: first.at, length: first.length },
            };
            pairs.push((first.like("artist"), value));
        }
        for (key, node) in std::mem::take(&mut self.fields) {
            let date = (key == "released")
                .then(|| node.as_text().and_then(released))
                .map(|date| date.map(|date| node.like(date)));
            match date {
                None => pairs.push((node.like(key), node)),
                Some(Some(date)) => pairs.push((date.like(key), date)),
                Some(None) => {
                    let what = format!("released {}", node.as_text().unwrap_or_default());
                    self.left.push((what, node.at, node.length));
                }
            }
        }
        pairs
    }

    /// Credits by role, in the order of the roles' first credits.
    fn credit_nodes(&self, positions: &[String]) -> Vec<Node> {
        let mut roles: Vec<(Node, Vec<Node>)> = Vec::new();
        let mut by_role: BTreeMap<String, usize> = BTreeMap::new();
        let several = self.tracks.len() > 1;
        for DraftCredit { said } in &self.credits {
            let label = said.role.as_text().unwrap_or_default().to_owned();
            let place = *by_role.entry(label).or_insert_with(|| {
                roles.push((said.role.clone(), Vec::new()));
                roles.len() - 1
            });
            let mut name = vec![(said.name.like("name"), said.name.clone())];
            let tracks = said.tracks.as_ref().filter(|tracks| several && tracks.len() < positions.len());
            if let Some(list) = tracks.map(|tracks| track_list(tracks, positions)).filter(|list| !list.is_empty()) {
                name.push((said.name.like("tracks"), said.name.like(list)));
            }
            if let Some(note) = &said.note {
                name.push((said.name.like("note"), said.name.like(note)));
            }
            let node = if name.len() == 1 {
                said.name.clone()
            } else {
                Node { value: Value::Map(name), at: said.name.at, length: said.name.length }
            };
            if let Some((_, names)) = roles.get_mut(place) {
                names.push(node);
            }
        }
        let credit = |(role, names): (Node, Vec<Node>)| {
            let list = Node { value: Value::List(names), at: role.at, length: role.length };
            let pairs = vec![(role.like("role"), role.clone()), (role.like("names"), list)];
            Node { value: Value::Map(pairs), at: role.at, length: role.length }
        };
        roles.into_iter().map(credit).collect()
    }

    /// What was not understood, and how much was taken.
    fn said(mut self, source: &Source) -> Vec<Diagnostic> {
        for (what, at, length) in self.left.iter().take(MOST_NAMED) {
            let message = format!("`{}` was not understood and is left out", brief(what));
            let problem = Diagnostic::warning("not-understood", message);
            let hint = "add it to the credit file by hand if it belongs on the card";
            self.problems.push(source.place(problem.hint(hint), *at, *length));
        }
        let credits = self.taken;
        let message = format!(
            "{}: {credits} {} taken, {} of them merged with others, {} not understood",
            self.format,
            if credits == 1 { "credit" } else { "credits" },
            self.merged,
            self.left.len(),
        );
        self.problems.push(Diagnostic::note("imported", message).in_file(source.name.clone()));
        self.problems
    }
}

impl DraftTrack {
    /// The track as a credit file has it.
    fn node(&self, position: &str) -> Node {
        let title = &self.title;
        let mut pairs = vec![(title.like("title"), title.clone()), (title.like("position"), title.like(position))];
        if let Some(duration) = &self.duration {
            pairs.push((title.like("duration"), title.like(duration)));
        }
        Node { value: Value::Map(pairs), at: title.at, length: title.length }
    }
}

/// A list of tracks as it is written: runs of three and more as ranges, unless a position holds a dash itself.
fn track_list(tracks: &[usize], positions: &[String]) -> String {
    let ranges = !positions.iter().any(|position| position.contains(['-', '–', ' ']));
    let mut out: Vec<String> = Vec::new();
    let mut rest = tracks;
    while let Some(first) = rest.first() {
        let run = rest.iter().enumerate().take_while(|(step, track)| **track == first + step).count();
        let at = |place: usize| positions.get(place).cloned().unwrap_or_default();
        if ranges && run >= 3 {
            out.push(format!("{}-{}", at(*first), at(first + run - 1)));
        } else {
            out.extend((0..run).map(|step| at(first + step)));
        }
        rest = rest.get(run..).unwrap_or_default();
    }
    out.join(", ")
}

/// The date of a text, or the year in it where the rest could mean several.
fn released(text: &str) -> Option<String> {
    let year =
        || text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4 && *part >= "1000").map(str::to_owned);
    date(text).or_else(year)
}

/// Seconds as `m:ss` or `h:mm:ss`.
pub(crate) fn duration(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A duration as `PT3M45S`.
pub(crate) fn iso_duration(text: &str) -> Option<String> {
    let text = text.trim().strip_prefix("PT")?;
    let mut seconds = 0;
    let mut number = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' | '.' => number.push(c),
            _ => {
                let value: f64 = std::mem::take(&mut number).parse().ok()?;
                let factor = match c {
                    'H' => 3600.0,
                    'M' => 60.0,
                    'S' => 1.0,
                    _ => return None,
                };
                seconds += (value * factor) as u64;
            }
        }
    }
    (seconds > 0).then(|| duration(seconds))
}

/// A duration as files write it (`3:45`, `03:45`, `1:02:03`), if it is one.
pub(crate) fn written_duration(text: &str) -> Option<String> {
    let parts: Option<Vec<u64>> =
        text.trim().split(':').map(|part| (!part.is_empty() && part.len() <= 3).then(|| part.parse().ok())?).collect();
    match parts?.as_slice() {
        [minutes, seconds] if *seconds < 60 => Some(duration(minutes * 60 + seconds)),
        [hours, minutes, seconds] if *minutes < 60 && *seconds < 60 => {
            Some(duration(hours * 3600 + minutes * 60 + seconds))
        }
        _ => None,
    }
}

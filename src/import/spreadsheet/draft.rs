//! A record as its rows have told it so far, and the tree that the credit file's reader makes a record of.
//! Roles and names keep the order in which they first appear.

use std::collections::BTreeMap;

use super::cells::{cleaned, key};
use super::problems::{MOST_KEPT, Places};
use super::table::Cell;
use crate::diagnostic::{Diagnostic, Position, Severity};
use crate::import::text::Text;
use crate::import::text::brief;
use crate::import::tree::{Node, Value};

/// A record in the making.
pub(super) struct Draft<'t> {
    /// The number of its first row.
    pub row: usize,
    /// What tells it from other records of its title and artist: text by column.
    pub tells: BTreeMap<usize, String>,
    /// The cell of its title.
    pub title: &'t Cell,
    /// The cell of its artist.
    pub artist: &'t Cell,
    /// What the rows say of the record, by field: the first cell with its value.
    fields: BTreeMap<&'static str, (usize, &'t Cell, Node)>,
    /// Fields of the author's own, with the row of each.
    custom: Vec<(String, usize, &'t Cell)>,
    credits: Vec<DraftCredit>,
    by_role: BTreeMap<String, usize>,
    /// Tracks that the rows name.
    tracks: Vec<DraftTrack<'t>>,
    /// Identifiers of people, with the name of each.
    people: Vec<(Node, Vec<(&'static str, Node)>)>,
    /// What is wrong with its rows.
    pub problems: Vec<Diagnostic>,
    /// Problems that were too many to keep.
    pub more: usize,
    /// Whether one of them is an error.
    pub failed: bool,
}

/// A track that rows name.
pub(super) struct DraftTrack<'t> {
    /// The cell of its title.
    pub title: &'t Cell,
    /// The cell of its position, if there is one.
    pub position: Option<&'t Cell>,
    /// Its length, if it is given.
    pub duration: Option<String>,
    /// Cells of its identifiers, by their keys.
    pub codes: Vec<(&'static str, &'t Cell)>,
}

struct DraftCredit {
    role: Node,
    names: Vec<DraftName>,
    by_name: BTreeMap<String, usize>,
}

/// A contributor of a credit in the making.
#[derive(Clone)]
pub(super) struct DraftName {
    /// The name.
    pub name: Node,
    /// Tracks, a cell each.
    pub tracks: Vec<Node>,
    /// Note, place and language with their keys.
    pub details: Vec<(&'static str, Node)>,
    /// Platforms and handles.
    pub handles: Vec<(Node, Node)>,
}

fn text(node: &Node) -> String {
    match &node.value {
        Value::Scalar(text) => Text::new(text).value,
        _ => String::new(),
    }
}

fn scalar(text: &str, at: &Node) -> Node {
    Node { value: Value::Scalar(text.to_owned()), at: at.at, length: at.length }
}

fn list(items: Vec<Node>) -> Node {
    let (at, length) = items.first().map_or((Position::default(), 1), |first| (first.at, first.length));
    Node { value: Value::List(items), at, length }
}

/// A list, or its only item.
fn one_or_list(mut items: Vec<Node>) -> Node {
    match items.pop() {
        Some(only) if items.is_empty() => only,
        last => {
            items.extend(last);
            list(items)
        }
    }
}

fn map(pairs: Vec<(Node, Node)>, at: &Node) -> Node {
    Node { value: Value::Map(pairs), at: at.at, length: at.length }
}

impl<'t> Draft<'t> {
    /// A record of which title and artist are known.
    pub fn new(row: usize, title: &'t Cell, artist: &'t Cell) -> Self {
        Self {
            row,
            tells: BTreeMap::new(),
            title,
            artist,
            fields: BTreeMap::new(),
            custom: Vec::new(),
            credits: Vec::new(),
            by_role: BTreeMap::new(),
            tracks: Vec::new(),
            people: Vec::new(),
            problems: Vec::new(),
            more: 0,
            failed: false,
        }
    }

    /// The first column in which a row says something else than the record.
    pub fn apart(&self, tells: &BTreeMap<usize, String>) -> Option<usize> {
        let differs = |(column, text): &(&usize, &String)| self.tells.get(column).is_some_and(|own| own != *text);
        tells.iter().find(differs).map(|(column, _)| *column)
    }

    /// Adds what a row says in the columns that tell records apart.
    pub fn tell(&mut self, tells: BTreeMap<usize, String>) {
        for (column, text) in tells {
            self.tells.entry(column).or_insert(text);
        }
    }

    /// Adds a problem of one of its rows.
    pub fn report(&mut self, problem: Diagnostic) {
        self.failed |= problem.severity == Severity::Error;
        if self.problems.len() < MOST_KEPT {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// Sets a field of the record, which every row must give alike or not at all.
    pub fn set(&mut self, field: &'static str, row: usize, cell: &'t Cell, node: Node, places: &Places<'_>) {
        let Some((first_row, first, _)) = self.fields.get(field) else {
            self.fields.insert(field, (row, cell, node));
            return;
        };
        let (first_row, first) = (*first_row, *first);
        self.same(field, (first_row, first), cell, places);
    }

    /// Sets a field of the author's own, under the same rule.
    pub fn own(&mut self, name: &str, row: usize, cell: &'t Cell, places: &Places<'_>) {
        match self.custom.iter().find(|(known, ..)| known == name).map(|(_, row, first)| (*row, *first)) {
            Some(first) => self.same(name, first, cell, places),
            None => self.custom.push((name.to_owned(), row, cell)),
        }
    }

    fn same(&mut self, field: &str, (first_row, first): (usize, &Cell), cell: &Cell, places: &Places<'_>) {
        let (old, new) = (cleaned(first), cleaned(cell));
        if old != new {
            let message = format!(
                "expected one `{field}` for the record, found `{}`, but row {first_row} says `{}`",
                brief(&new),
                brief(&old)
            );
            let hint = "write it once, in the first row of the record, or the same in all of them";
            self.report(places.cell(Diagnostic::error("conflict", message).hint(hint), cell));
        }
    }

    /// Adds a name to a role. The same name again under the same role, for other tracks only, adds the tracks.
    pub fn credit(&mut self, role: Node, name: DraftName) {
        let place = *self.by_role.entry(text(&role)).or_insert_with(|| {
            self.credits.push(DraftCredit { role, names: Vec::new(), by_name: BTreeMap::new() });
            self.credits.len() - 1
        });
        let Some(credit) = self.credits.get_mut(place) else { return };
        let known = credit.by_name.get(&text(&name.name)).and_then(|place| credit.names.get_mut(*place));
        let details = |name: &DraftName| -> Vec<(&str, String)> {
            name.details.iter().map(|(key, node)| (*key, text(node))).collect()
        };
        match known {
            Some(known) if !known.tracks.is_empty() && !name.tracks.is_empty() && details(known) == details(&name) => {
                known.tracks.extend(name.tracks);
                for (platform, handle) in name.handles {
                    let same =
                        |(other, old): &(Node, Node)| text(other) == text(&platform) && text(old) == text(&handle);
                    if !known.handles.iter().any(same) {
                        known.handles.push((platform, handle));
                    }
                }
            }
            _ => {
                credit.by_name.entry(text(&name.name)).or_insert(credit.names.len());
                credit.names.push(name);
            }
        }
    }

    /// A track of the record, as the list of tracks of its credits; `tree` puts its position there.
    pub fn track(&mut self, track: DraftTrack<'t>) -> Node {
        let title = track.title;
        let same = |known: &DraftTrack<'_>| {
            cleaned(known.title) == cleaned(title) && known.position.map(cleaned) == track.position.map(cleaned)
        };
        let place = self.tracks.iter().position(same).unwrap_or_else(|| {
            self.tracks.push(track);
            self.tracks.len() - 1
        });
        Node { value: Value::List(vec![key(&place.to_string(), title)]), at: title.at, length: title.length }
    }

    /// Gives a person an identifier, which every row must give alike or not at all.
    pub fn person(&mut self, name: &Node, code: &'static str, value: Node, places: &Places<'_>) {
        let place = self.people.iter().position(|(known, _)| text(known) == text(name)).unwrap_or_else(|| {
            self.people.push((name.clone(), Vec::new()));
            self.people.len() - 1
        });
        let Some((_, codes)) = self.people.get_mut(place) else { return };
        match codes.iter().find(|(known, _)| *known == code).map(|(_, old)| text(old)) {
            None => codes.push((code, value)),
            Some(old) if old == text(&value) => {}
            Some(old) => {
                let message = format!(
                    "expected one `{code}` for `{}`, found `{}`, but a row above says `{}`",
                    brief(&text(name)),
                    brief(&text(&value)),
                    brief(&old)
                );
                let hint = "if they are two people, tell their names apart; if not, write the same in all rows";
                let problem = Diagnostic::error("conflict", message).hint(hint);
                self.report(places.at(problem, value.at, value.length));
            }
        }
    }

    /// The positions of its tracks: the sheet's own if each has one that no other has, else counted.
    fn positions(&self) -> Vec<String> {
        let own: Vec<String> =
            self.tracks.iter().map(|track| track.position.map(cleaned).unwrap_or_default()).collect();
        let mut sorted: Vec<String> = own.iter().map(|position| position.to_lowercase()).collect();
        sorted.sort_unstable();
        sorted.dedup();
        let good = sorted.len() == own.len()
            && own.iter().all(|position| !position.is_empty() && !position.contains([',', ';']));
        if good { own } else { (1..=own.len()).map(|place| place.to_string()).collect() }
    }

    /// The record as the tree of a credit file.
    pub fn tree(self, artists: Vec<Node>) -> Node {
        let top = key("title", self.title);
        let positions = self.positions();
        let tracks: Vec<Node> =
            self.tracks.iter().zip(&positions).map(|(track, position)| track.node(position)).collect();
        let mut pairs = vec![
            (key("title", self.title), super::cells::node(self.title)),
            (key("artist", self.artist), one_or_list(artists)),
        ];
        let mut card = Vec::new();
        for (field, (_, cell, node)) in self.fields {
            let pair = (key(field, cell), node);
            if super::columns::find(field).is_some_and(|field| field.of == super::columns::Of::Card) {
                card.push(pair);
            } else {
                pairs.push(pair);
            }
        }
        if let Some((_, _, cell)) = self.custom.first() {
            let own = self.custom.iter().map(|(name, _, cell)| (key(name, cell), super::cells::node(cell)));
            pairs.push((key("custom", cell), map(own.collect(), &super::cells::node(cell))));
        }
        if let Some((first, _)) = self.people.first().cloned() {
            let codes =
                |codes: Vec<(&'static str, Node)>| codes.into_iter().map(|(code, node)| (scalar(code, &node), node));
            let one = |(name, all): (Node, Vec<_>)| (name.clone(), map(codes(all).collect(), &name));
            pairs.push((scalar("people", &first), map(self.people.into_iter().map(one).collect(), &first)));
        }
        if let Some((first, _)) = card.first() {
            pairs.push((scalar("card", first), map(card.clone(), first)));
        }
        let credits = self.credits.into_iter().map(|credit| {
            let names = list(credit.names.into_iter().map(|name| contribution(resolved(name, &positions))).collect());
            let pairs =
                vec![(scalar("role", &credit.role), credit.role.clone()), (scalar("names", &credit.role), names)];
            map(pairs, &credit.role)
        });
        pairs.push((scalar("credits", &top), list(credits.collect())));
        if !tracks.is_empty() {
            pairs.push((scalar("tracks", &top), list(tracks)));
        }
        map(pairs, &top)
    }
}

impl DraftTrack<'_> {
    /// The track as a credit file has it.
    fn node(&self, position: &str) -> Node {
        let title = self.title;
        let mut pairs =
            vec![(key("title", title), super::cells::node(title)), (key("position", title), key(position, title))];
        pairs.extend(self.duration.as_ref().map(|duration| (key("duration", title), key(duration, title))));
        pairs.extend(self.codes.iter().map(|(code, cell)| (key(code, cell), super::cells::node(cell))));
        map(pairs, &key("track", title))
    }
}

/// A name with the positions of its tracks. On all of them it needs none.
fn resolved(mut name: DraftName, positions: &[String]) -> DraftName {
    let mut places = Vec::new();
    let mut written = Vec::new();
    for node in std::mem::take(&mut name.tracks) {
        match &node.value {
            Value::List(items) => {
                places.extend(items.iter().filter_map(|item| Some((text(item).parse::<usize>().ok()?, item.clone()))))
            }
            _ => written.push(node),
        }
    }
    places.sort_by_key(|(place, _)| *place);
    places.dedup_by_key(|(place, _)| *place);
    if places.len() < positions.len() {
        written.extend(places.into_iter().filter_map(|(place, node)| Some(scalar(positions.get(place)?, &node))));
    }
    name.tracks = written;
    name
}

/// The name alone, or a mapping with what is known of it.
fn contribution(one: DraftName) -> Node {
    let name = one.name;
    if one.tracks.is_empty() && one.details.is_empty() && one.handles.is_empty() {
        return name;
    }
    let mut pairs = vec![(scalar("name", &name), name.clone())];
    if let Some(first) = one.tracks.first() {
        pairs.push((scalar("tracks", first), one_or_list(one.tracks.clone())));
    }
    pairs.extend(one.details.into_iter().map(|(key, node)| (scalar(key, &node), node)));
    if let Some((first, _)) = one.handles.first() {
        pairs.push((scalar("handles", first), map(one.handles.clone(), first)));
    }
    map(pairs, &name)
}

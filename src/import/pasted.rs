//! Pasted text: credits as people write and copy them, a line each or a role with names under it.
//! A line that is not understood is listed; none is dropped without a word.

use super::draft::{Draft, DraftTrack, Said, written_duration};
use super::names;
use super::roles;
use super::spreadsheet::{Of, field_of};
use super::text::Source;
use super::tree::Node;
use crate::diagnostic::Position;

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

/// What stands between the two halves of a line, the likelier ones first.
const BETWEEN: [&str; 8] = ["\t", ": ", " – ", " — ", " - ", " | ", " ... ", ":"];

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

/// A line without what lists and headings are marked with.
struct Line {
    text: String,
    at: Position,
}

fn line(source: &Source, number: u32) -> Line {
    let raw = source.line(number);
    let marks = |c: char| c.is_whitespace() || matches!(c, '•' | '*' | '#' | '>' | '·' | '▪' | '‣' | '_' | '\u{feff}');
    let text = raw.trim_matches(marks);
    let text = text.strip_prefix("- ").or_else(|| text.strip_prefix("– ")).unwrap_or(text).trim();
    let start = raw.find(text).and_then(|place| raw.get(..place)).map_or(0, |before| before.chars().count());
    Line {
        text: text.replace("**", "").replace("__", ""),
        at: Position { line: number, column: u32::try_from(start + 1).unwrap_or(1) },
    }
}

impl Line {
    /// A part of the line as a value.
    fn node(&self, part: &str) -> Node {
        let length = |text: &str| u32::try_from(text.chars().count()).unwrap_or(1).max(1);
        let before = self.text.find(part).and_then(|place| self.text.get(..place)).map_or(0, length_or_zero);
        let at = Position { column: self.at.column.saturating_add(before), ..self.at };
        Node::scalar(part.trim(), at, length(part.trim()))
    }

    /// A track of a list: `1. Title`, `A2) Title (3:45)`, `03 Title 3:45`.
    fn track(&self) -> Option<DraftTrack> {
        let (position, rest) = self.text.split_once([' ', '\t'])?;
        let number = position.trim_end_matches(['.', ')', ':']);
        let marked = number.len() < position.len();
        let side = number.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(number);
        if side.is_empty() || side.len() > 3 || !side.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (title, duration) = timed(rest.trim().trim_start_matches(['-', '–']).trim());
        if title.is_empty() || !marked && duration.is_none() {
            return None;
        }
        let position = number.trim_start_matches('0');
        Some(DraftTrack { position: position.to_owned(), title: self.node(&unquoted(title)), duration })
    }
}

fn length_or_zero(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or_default()
}

/// A title and the duration behind it.
pub(crate) fn timed(text: &str) -> (&str, Option<String>) {
    let Some((title, last)) = text.rsplit_once([' ', '\t']) else { return (text, None) };
    match written_duration(last.trim_matches(['(', ')', '[', ']'])) {
        Some(duration) => (title.trim().trim_end_matches(['-', '–']).trim(), Some(duration)),
        None => (text, None),
    }
}

/// A title without the quotation marks around it.
fn unquoted(text: &str) -> String {
    let pairs = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’')];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.unwrap_or(text).trim().to_owned()
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

/// The names and labels of `Name, Role, Role - Name, Role`, if a text is nothing else.
pub(crate) fn service_line(text: &str) -> Option<Vec<(String, String)>> {
    let groups: Vec<Vec<&str>> = text
        .split(" - ")
        .map(|group| group.split(',').map(str::trim).filter(|part| !part.is_empty()).collect())
        .collect();
    let known = |word: &str| word_of(word).is_some();
    let plain = |name: &str| {
        !BETWEEN.iter().any(|mark| name.contains(mark)) && !name.to_lowercase().contains(" by ") && !name.contains('(')
    };
    let fits = groups.iter().all(|group| match group.as_slice() {
        [name, roles @ ..] => plain(name) && !roles.is_empty() && roles.iter().all(|role| known(role)),
        [] => false,
    });
    if !fits || groups.len() < 2 && groups.iter().any(|group| group.first().is_some_and(|name| known(name))) {
        return None;
    }
    let each = |group: &Vec<&str>| {
        let (name, words) = group.split_first()?;
        Some(words.iter().filter_map(|word| word_of(word)).map(|label| ((*name).to_owned(), label)).collect::<Vec<_>>())
    };
    Some(groups.iter().filter_map(each).flatten().collect())
}

/// What stands behind the first bracket of a line.
fn inner_of(text: &str) -> &str {
    text.split_once('(').map_or(text, |(_, inner)| inner.trim_end_matches(')'))
}

/// The parts of a text between marks that stand outside of brackets.
fn outside(text: &str, separates: impl Fn(char) -> bool) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && separates(c) {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The label of a word of a service, such as `AssociatedPerformer` or `Mixing Engineer`.
fn word_of(word: &str) -> Option<String> {
    let camel =
        !word.contains(' ') && word.chars().any(char::is_lowercase) && word.chars().skip(1).any(char::is_uppercase);
    if !camel && roles::is_role(word) {
        return Some(roles::written(word));
    }
    (roles::word("ddex", word).is_some() || camel && roles::ddex(word).is_some_and(|label| roles::is_role(&label)))
        .then(|| roles::ddex(word))
        .flatten()
}

/// The labels of a text that is nothing but roles: `Producer`, `Mixed & mastered by`, `vocals, piano and hurdy-gurdy`.
fn labels(text: &str) -> Option<Vec<String>> {
    let text = text.trim().trim_end_matches(':').trim();
    if text.is_empty() || text.chars().count() > 120 {
        return None;
    }
    if let Some(label) = word_of(text) {
        return Some(vec![label]);
    }
    let at = text.to_lowercase().ends_with(" at");
    let text_of = |part: &str| {
        let part = part.trim();
        if at && !part.to_lowercase().ends_with(" at") { format!("{part} at") } else { part.to_owned() }
    };
    let pieces: Vec<String> = text
        .split([',', '/', '&', '+', ';'])
        .flat_map(|part| part.split(" and "))
        .map(|part| part.trim().strip_prefix("and ").unwrap_or(part.trim()).to_owned())
        .filter(|part| !part.is_empty())
        .map(|part| text_of(&part))
        .collect();
    if pieces.len() < 2 {
        return None;
    }
    let known = pieces.iter().filter(|piece| roles::is_role(piece)).count();
    let plain = |piece: &String| piece.split_whitespace().count() <= 3 && !piece.chars().any(char::is_uppercase);
    if known == 0 || !pieces.iter().all(|piece| roles::is_role(piece) || plain(piece)) {
        return None;
    }
    Some(pieces.iter().map(|piece| roles::written(piece)).collect())
}

/// Roles with what stands in brackets behind each: `guitar (1, 3-5), bass`.
fn with_tracks(text: &str) -> Option<Vec<(String, Option<String>)>> {
    let mut found = Vec::new();
    let mut known = 0;
    for part in outside(text, |c| matches!(c, ',' | ';' | '/' | '&'))
        .iter()
        .flat_map(|part| part.split(" and ").map(str::trim).collect::<Vec<_>>())
    {
        let (role, inner) = match part.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
            Some((role, inner)) if !role.trim().is_empty() => (role.trim(), Some(inner.trim().to_owned())),
            _ => (part, None),
        };
        let role = role.strip_prefix("and ").unwrap_or(role);
        if roles::is_role(role) {
            known += 1;
        } else if role.split_whitespace().count() > 3 || role.chars().any(char::is_uppercase) || role.is_empty() {
            return None;
        }
        found.push((roles::written(role), inner));
    }
    (known > 0).then_some(found)
}

/// The year that a text begins or ends with.
fn year(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::tree::Value;

    fn said(text: &str) -> Vec<String> {
        let source = Source::new("a.txt", text);
        let draft = read(&source).expect("credits");
        let (tree, _) = draft.finish(&source);
        let mut out = Vec::new();
        for credit in tree.items(&["credits"]) {
            for name in credit.items(&["names"]) {
                let role = credit.str(&["role"]).unwrap_or_default();
                match &name.value {
                    Value::Scalar(name) => out.push(format!("{role}: {name}")),
                    _ => out.push(format!(
                        "{role}: {} [{}{}]",
                        name.str(&["name"]).unwrap_or_default(),
                        name.str(&["tracks"]).unwrap_or_default(),
                        name.str(&["note"]).unwrap_or_default()
                    )),
                }
            }
        }
        out
    }

    #[test]
    fn lines_of_many_forms_are_credits() {
        for (line, expected) in [
            (
                "Produced by Odalys Brant, Bo Li and Ann Ray",
                &["Producer: Odalys Brant", "Producer: Bo Li", "Producer: Ann Ray"][..],
            ),
            ("Producer: Odalys Brant", &["Producer: Odalys Brant"]),
            ("Odalys Brant – producer, guitar", &["Producer: Odalys Brant", "Guitar: Odalys Brant"]),
            ("Odalys Brant - vocals", &["Vocals: Odalys Brant"]),
            ("Odalys Brant (vocals, piano)", &["Vocals: Odalys Brant", "Piano: Odalys Brant"]),
            (
                "Mixed & mastered by Odalys Brant",
                &["Mixing Engineer: Odalys Brant", "Mastering Engineer: Odalys Brant"],
            ),
            ("Mixed by Odalys Brant at Foundry Sound", &["Mixing Engineer: Odalys Brant", "Mix Studio: Foundry Sound"]),
            ("Recorded at Foundry Sound, Lisbon", &["Recording Studio: Foundry Sound, Lisbon"]),
            ("All songs written by Odalys Brant", &["Songwriter: Odalys Brant"]),
            (
                "Odalys Brant, Composer, MainArtist - Bo Li, Mixing Engineer",
                &["Composer: Odalys Brant", "Artist: Odalys Brant", "Mixing Engineer: Bo Li"],
            ),
            ("Strings arranged by Bo Li", &["String Arranger: Bo Li"]),
            ("Producer\tOdalys Brant", &["Producer: Odalys Brant"]),
        ] {
            assert_eq!(said(line), expected, "{line}");
        }
    }

    #[test]
    fn roles_as_headings_have_names_under_them() {
        let text = "Low Tide\nMarisol Vane\n\nPerformed by\nMarisol Vane\n\nWritten by\nMarisol Vane, Odalys Brant\n\nProduced by\nOdalys Brant\n\nSource: Foundry Records\n";
        assert_eq!(
            said(text),
            [
                "Performed by: Marisol Vane",
                "Songwriter: Marisol Vane",
                "Songwriter: Odalys Brant",
                "Producer: Odalys Brant"
            ]
        );
        let services = "PERFORMING ARTISTS\nMarisol Vane\nVocals\nBo Li\nGuitar, Bass\nPRODUCTION & ENGINEERING\nOdalys Brant\nProducer\n";
        assert_eq!(said(services), ["Vocals: Marisol Vane", "Guitar: Bo Li", "Bass: Bo Li", "Producer: Odalys Brant"]);
    }

    #[test]
    fn brackets_name_tracks_of_the_list() {
        let text =
            "1. Ebb (3:45)\n2. Flow 4:00\n3. Slack\n\nBo Li – guitar (1, 3), bass (tracks 2)\nProduced by Ann Ray\n";
        assert_eq!(said(text), ["Guitar: Bo Li [1, 3]", "Bass: Bo Li [2]", "Producer: Ann Ray"]);
    }

    #[test]
    fn what_is_not_understood_is_listed() {
        let source = Source::new("a.txt", "Low Tide\nMarisol Vane\nProducer: Bo Li\nWhat a night it was\n");
        let draft = read(&source).expect("credits");
        assert_eq!(draft.left(), 1);
        assert!(read(&Source::new("a.txt", "Dear Bo,\n\nsee you soon.\n")).is_none());
    }
}

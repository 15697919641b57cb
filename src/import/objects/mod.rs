//! JSON and XML of programs that have no reader of their own: objects with a name and a role, roles as keys, names under a
//! label. Taken only if most of what stands there is a role of the catalogue; a guess that is not sure is no credit.

mod keys;

use super::discogs;
use super::draft::{Draft, DraftTrack, Said, duration, iso_duration, written_duration};
use super::names;
use super::pasted;
use super::roles;
use super::tree::{Node, Value};
use keys::{ALBUM, BY, FIRST, INSTRUMENT, LABEL, LAST, NAME, PEOPLE, PERSONNEL, ROLE, TITLE, TRACKS, role_of};

/// Deepest object that is looked into.
const DEEPEST: usize = 8;

/// The records of a file, if its objects name people with roles.
pub(crate) fn read(root: &Node) -> Option<Vec<Draft>> {
    if let Some(found) = by_album(root) {
        return Some(found);
    }
    let mut reader = Reader { draft: Draft::new("JSON"), known: 0, other: 0 };
    match whole(root, 0) {
        Some(whole) => reader.record(whole),
        None => match &root.value {
            // A list of roles with names, as services give it for a song that is named elsewhere.
            Value::List(items) => items.iter().for_each(|item| reader.entry(item, None, 1)),
            _ => return None,
        },
    }
    reader.done().map(|draft| vec![draft])
}

/// A list of tracks, each with the name of its album, as libraries of music write it.
fn by_album(root: &Node) -> Option<Vec<Draft>> {
    let list = match &root.value {
        Value::List(items) => items.as_slice(),
        _ => ["items", "tracks", "data", "results", "songs"].iter().find_map(|key| match &root.get(key)?.value {
            Value::List(items) => Some(items.as_slice()),
            _ => None,
        })?,
    };
    let mut albums: Vec<(String, Reader)> = Vec::new();
    for track in list {
        let (title, album) = (track.text(&["title", "name"])?, track.text(&["album", "albumTitle", "album_title"])?);
        let name = album.as_text().unwrap_or_default().to_owned();
        let place = albums.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            let mut draft = Draft::new("JSON");
            draft.title = Some(album.clone());
            albums.push((name, Reader { draft, known: 0, other: 0 }));
            albums.len() - 1
        });
        let Some((_, reader)) = albums.get_mut(place) else { continue };
        if reader.draft.artists.is_empty() {
            let own = track.text(&["albumartist", "albumArtist", "album_artist"]).cloned();
            reader.draft.artists = own.map_or_else(|| by(track), |own| vec![own]);
        }
        reader.fields(track);
        let at = reader.track(track, title);
        reader.object(track, Some(at), 1);
    }
    let alone = |mut reader: Reader| {
        // Each track has its own.
        if reader.draft.tracks.len() > 1 {
            reader.draft.fields.retain(|(field, _)| *field != "isrc");
        }
        reader.done()
    };
    let found: Vec<Draft> = albums.into_iter().filter_map(|(_, reader)| alone(reader)).collect();
    (!found.is_empty()).then_some(found)
}

/// The object that is the record: the first with a title, below objects that only wrap it.
fn whole(node: &Node, depth: usize) -> Option<&Node> {
    if depth > 4 {
        return None;
    }
    // A list of tracks beside an object that says what they are on.
    let on = || ALBUM.iter().filter_map(|key| node.get(key)).any(|album| album.text(&TITLE).is_some());
    if node.text(&TITLE).is_some() && (!by(node).is_empty() || depth > 0) || !tracks(node).is_empty() && on() {
        return Some(node);
    }
    let inner = node.pairs().iter().filter(|(_, value)| matches!(value.value, Value::Map(_)));
    inner.map(|(_, value)| value).find_map(|value| whole(value, depth + 1)).or_else(|| node.text(&TITLE).map(|_| node))
}

/// The tracks of an object.
fn tracks(node: &Node) -> Vec<&Node> {
    let list = TRACKS.iter().find_map(|key| node.get(key).filter(|list| !matches!(list.value, Value::Scalar(_))));
    let Some(list) = list else { return Vec::new() };
    let list = ["items", "itemListElement", "track"].iter().find_map(|key| list.get(key)).unwrap_or(list);
    list.entries().into_iter().map(|one| one.get("item").unwrap_or(one)).collect()
}

/// Who an object is by.
fn by(node: &Node) -> Vec<Node> {
    for key in BY {
        let Some(value) = node.get(key) else { continue };
        let all: Vec<Node> = value.entries().into_iter().filter_map(named).collect();
        if !all.is_empty() {
            return all;
        }
    }
    Vec::new()
}

/// A text, or the name of an object.
fn named(node: &Node) -> Option<Node> {
    if let Value::Scalar(_) = &node.value {
        return node.as_text().map(|text| node.like(text));
    }
    if let Some(last) = node.text(&LAST) {
        let first = node.str(&FIRST).map(|first| format!("{first} ")).unwrap_or_default();
        return Some(last.like(format!("{first}{}", last.as_text().unwrap_or_default())));
    }
    NAME.iter().filter_map(|key| node.get(key)).find_map(named).or_else(|| node.as_text().map(|text| node.like(text)))
}

struct Reader {
    draft: Draft,
    /// Credits whose role is one of the catalogue, and others.
    known: usize,
    other: usize,
}

impl Reader {
    /// The record, if most of what was taken is known.
    fn done(self) -> Option<Draft> {
        (self.known > 0 && self.known >= self.other && !self.draft.is_empty()).then_some(self.draft)
    }

    /// The object that is the record.
    fn record(&mut self, whole: &Node) {
        let album = ALBUM.iter().filter_map(|key| whole.get(key)).find(|album| album.text(&TITLE).is_some());
        // A downloader of videos names the song apart from the video.
        let video = whole.get("uploader").or_else(|| whole.get("channel")).is_some();
        let song = whole.text(&["track"]).filter(|_| video);
        let title = song.or_else(|| whole.text(&TITLE)).or_else(|| album.and_then(|album| album.text(&TITLE)));
        self.draft.title = title.cloned();
        self.draft.artists = by(whole);
        if let (true, Some(album)) = (self.draft.artists.is_empty(), album) {
            self.draft.artists = by(album);
        }
        self.fields(whole);
        for part in ["albumRelease", "release", "album"].iter().filter_map(|key| whole.get(key)) {
            self.fields(part);
        }
        for track in tracks(whole) {
            let Some(title) = track.text(&TITLE) else { continue };
            let at = self.track(track, title);
            self.object(track, Some(at), 1);
        }
        self.object(whole, None, 0);
        if let Some(text) = whole.text(&["description"]).filter(|_| video) {
            self.description(text);
        }
    }

    fn fields(&mut self, whole: &Node) {
        for (field, keys) in [
            (
                "released",
                &["release_date", "releaseDate", "released", "datePublished", "date", "year", "release_year"][..],
            ),
            ("label", &["label", "recordLabel", "label_name"]),
            ("isrc", &["isrc", "ISRC", "isrcCode"]),
            ("catalogue", &["catalogNumber", "catalog_number", "catno", "catalogueNumber"]),
        ] {
            let node = keys.iter().filter_map(|key| whole.get(key)).find_map(named);
            self.draft.set(field, node);
        }
    }

    fn track(&mut self, track: &Node, title: &Node) -> usize {
        let seconds = track.str(&["duration", "length", "duration_seconds"]);
        let milliseconds =
            track.str(&["duration_ms", "durationMs", "trackTimeMillis"]).and_then(|text| text.parse::<u64>().ok());
        let long = seconds.and_then(|text| {
            let whole = text.split('.').next().unwrap_or(text);
            let counted = || whole.parse().ok().filter(|seconds| (1..36_000).contains(seconds)).map(duration);
            written_duration(text).or_else(|| iso_duration(text)).or_else(counted)
        });
        let long = long.or_else(|| milliseconds.map(|ms| duration((ms + 500) / 1000)));
        let number = ["track_number", "trackNumber", "position", "number", "no", "track"];
        let position = track.str(&number).unwrap_or_default().to_owned();
        self.draft.track(DraftTrack { position, title: title.clone(), duration: long })
    }

    fn object(&mut self, node: &Node, track: Option<usize>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for (key, value) in node.pairs() {
            let Some(key_text) = key.as_text() else { continue };
            let listed = matches!(value.value, Value::List(_) | Value::Map(_));
            if depth == 0 && listed && TRACKS.contains(&key_text)
                || BY.contains(&key_text)
                || key_text.starts_with('@')
                || matches!(value.value, Value::Nothing { .. })
            {
                continue;
            }
            if matches!(key_text, "performers" | "credits") && value.as_text().is_some() {
                self.line(value, track);
                continue;
            }
            if let Some(label) = role_of(key_text) {
                self.under(key, &label, value, track);
                continue;
            }
            if PERSONNEL.contains(&key_text) && self.people(value, track) {
                continue;
            }
            if PERSONNEL.contains(&key_text) {
                self.unknown(value);
            }
            match &value.value {
                Value::List(items) => items.iter().for_each(|item| self.entry(item, track, depth + 1)),
                Value::Map(_) => self.entry(value, track, depth + 1),
                _ => {}
            }
        }
    }

    /// Lists names under keys that no role has, in an object of credits.
    fn unknown(&mut self, credits: &Node) {
        for (key, value) in credits.pairs() {
            let Some(label) = key.as_text().filter(|key| role_of(key).is_none() && !NAME.contains(key)) else {
                continue;
            };
            let text = value.entries().into_iter().map(|node| match node.value {
                Value::Scalar(_) => node.as_text(),
                _ => None,
            });
            let names: Option<Vec<&str>> = text.collect();
            for name in names.unwrap_or_default().into_iter().filter(|name| name.contains(' ') && names::can_be(name)) {
                self.draft.leave(format!("{label}: {name}"), value.at, value.length);
            }
        }
    }

    /// Names as keys, each with its roles. Whether that is what stands there.
    fn people(&mut self, node: &Node, track: Option<usize>) -> bool {
        let roles_of = |value: &Node| -> Option<Vec<String>> {
            let all: Vec<String> =
                value.entries().into_iter().map(|one| one.as_text().map(parts)).collect::<Option<Vec<_>>>()?.concat();
            (!all.is_empty() && all.iter().all(|role| roles::is_role(role))).then_some(all)
        };
        let found: Option<Vec<(&Node, Vec<String>)>> = node
            .pairs()
            .iter()
            .map(|(name, value)| {
                let plain = name.as_text().is_some_and(|name| role_of(name).is_none() && names::can_be(name));
                plain.then(|| roles_of(value)).flatten().map(|roles| (name, roles))
            })
            .collect();
        let Some(found) = found.filter(|found| !found.is_empty()) else { return false };
        for (name, roles) in found {
            for role in roles {
                self.say(name, &role, name, track.map(|track| vec![track]));
            }
        }
        true
    }

    /// An entry of a list: a name with a role, a label with names, or an object with more of them.
    fn entry(&mut self, item: &Node, track: Option<usize>, depth: usize) {
        let people =
            PEOPLE.iter().find_map(|key| item.get(key)).filter(|people| !matches!(people.value, Value::Scalar(_)));
        if let (Some(label), Some(people)) = (item.text(&LABEL), people)
            && let Some(known) = label.as_text().and_then(heading)
        {
            self.under(label, &known, people, track);
            return;
        }
        // A heading over people that nobody knows.
        let unknown =
            item.text(&["label", "role", "roleTitle", "category"]).filter(|_| item.text(&["title", "name"]).is_none());
        if let (Some(label), Some(people)) = (unknown, people) {
            for one in people.entries() {
                let name = named(one).filter(|name| name.as_text().is_some_and(names::can_be));
                let (Some(name), Some(label)) = (name, label.as_text()) else { continue };
                self.draft.leave(format!("{label}: {}", name.as_text().unwrap_or_default()), one.at, one.length);
            }
            return;
        }
        let role = ROLE.iter().filter_map(|key| item.get(key)).find(|role| !matches!(role.value, Value::Map(_)));
        let Some((name, role)) = named(item).zip(role) else {
            self.object(item, track, depth);
            return;
        };
        // Who plays in general plays this.
        let plays = role.as_text().and_then(|role| crate::catalogue::roles::roles().find(role));
        let general = plays.is_some_and(|role| role.department == "performance");
        let instrument = INSTRUMENT.iter().find_map(|key| item.get(key)).filter(|_| general);
        let on = self.listed(item).or(track.map(|track| vec![track]));
        for one in instrument.unwrap_or(role).entries() {
            for part in parts(one.as_text().unwrap_or_default()) {
                self.say(one, &part, &name, on.clone());
            }
        }
    }

    /// The tracks that an entry names by their positions or their titles.
    fn listed(&self, item: &Node) -> Option<Vec<usize>> {
        let list = item.get("tracks")?;
        let texts: Vec<&str> = match &list.value {
            Value::Scalar(text) => text.split([',', ';']).map(str::trim).collect(),
            _ => list.entries().into_iter().filter_map(Node::as_text).collect(),
        };
        let place = |text: &str| {
            let own = |track: &DraftTrack| track.position == text || track.title.as_text() == Some(text);
            let counted =
                || text.parse::<usize>().ok()?.checked_sub(1).filter(|place| *place < self.draft.tracks.len());
            self.draft.tracks.iter().position(own).or_else(counted)
        };
        texts.into_iter().map(place).collect::<Option<Vec<_>>>().filter(|found| !found.is_empty())
    }

    /// The names under a role.
    fn under(&mut self, role: &Node, label: &str, value: &Node, track: Option<usize>) {
        let on = track.map(|track| vec![track]);
        for item in value.entries() {
            let Some(name) = named(item) else { continue };
            let text = name.as_text().unwrap_or_default();
            // What somebody did in particular: `subroles`, or what a performer plays.
            let own = ["subroles", "instrument", "instruments"].iter().find_map(|key| item.get(key));
            let own: Vec<String> = own
                .map(Node::entries)
                .unwrap_or_default()
                .into_iter()
                .filter_map(Node::as_text)
                .flat_map(parts)
                .collect();
            let labels = if own.iter().any(|label| roles::is_role(label)) { own } else { vec![label.to_owned()] };
            if names::can_be(text) {
                for one in names::cut(text, &[]) {
                    for label in &labels {
                        self.say(role, label, &name.like(one.clone()), on.clone());
                    }
                }
            }
        }
    }

    /// `Name, Role, Role - Name, Role`.
    fn line(&mut self, value: &Node, track: Option<usize>) {
        for (name, label) in pasted::service_line(value.as_text().unwrap_or_default()).unwrap_or_default() {
            self.say(value, &label, &value.like(name), track.map(|track| vec![track]));
        }
    }

    /// The lines of a description that are `Role: Name`.
    fn description(&mut self, text: &Node) {
        for line in text.as_text().unwrap_or_default().lines() {
            let Some((role, name)) = line.split_once(": ").filter(|(role, _)| roles::is_role(role)) else { continue };
            for name in names::prose(name) {
                self.say(text, role, &text.like(name), None);
            }
        }
    }

    fn say(&mut self, role: &Node, label: &str, name: &Node, tracks: Option<Vec<usize>>) {
        let text = names::unshared(name.as_text().unwrap_or_default());
        if !names::can_be(text) || label.trim().is_empty() {
            return;
        }
        let known = roles::is_role(label);
        if known {
            self.known += 1;
        } else {
            self.other += 1;
        }
        self.draft.credit(Said { role: role.like(roles::written(label)), name: name.like(text), note: None, tracks });
    }
}

/// The label that a heading over people stands for: a role, or what tags call performers.
fn heading(text: &str) -> Option<String> {
    if roles::is_role(text) {
        return Some(roles::written(text));
    }
    roles::word("tags", text).filter(|label| !label.is_empty()).map(str::to_owned)
}

/// The roles of a text: one, several between commas, or the code of a society.
fn parts(text: &str) -> Vec<String> {
    if let Some(label) = roles::code(text) {
        return vec![label.to_owned()];
    }
    if roles::is_role(text) {
        return vec![text.to_owned()];
    }
    let bracketed = text.replace('(', "[").replace(')', "]");
    discogs::grammar(&bracketed).iter().filter_map(discogs::label).map(|(label, _)| label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json;
    use crate::import::text::Source;

    fn said(text: &str) -> Vec<String> {
        let source = Source::new("a.json", text);
        let root = json::read(&source).expect("JSON").expect("a value");
        let Some(draft) = read(&root).and_then(|found| found.into_iter().next()) else { return Vec::new() };
        let (tree, _) = draft.finish(&source);
        let credits = tree.items(&["credits"]);
        let each = |credit: &&Node| {
            let role = credit.str(&["role"]).unwrap_or_default().to_owned();
            credit
                .items(&["names"])
                .into_iter()
                .map(move |name| format!("{role}: {}", name.as_text().or(name.str(&["name"])).unwrap_or_default()))
                .collect::<Vec<_>>()
        };
        credits.iter().flat_map(each).collect()
    }

    #[test]
    fn people_with_roles_are_found_in_many_shapes() {
        for (text, expected) in [
            (
                r#"{"title":"Tide","artist":"Vane","credits":[{"name":"Bo Li","role":"Producer, Guitar [Slide]"}]}"#,
                &["Producer: Bo Li", "Guitar: Bo Li"][..],
            ),
            (
                r#"{"response":{"song":{"title":"Tide","primary_artist":{"name":"Vane"},"producer_artists":[{"name":"Bo Li"}],"writer_artists":[{"name":"Ann Ray"}],"custom_performances":[{"label":"Mixing Engineer","artists":[{"name":"Ilse Corran"}]}]}}}"#,
                &["Producer: Bo Li", "Songwriter: Ann Ray", "Mixing Engineer: Ilse Corran"],
            ),
            (
                r#"{"title":"Tide","artist":{"name":"Vane"},"performers":"Bo Li, Producer, Guitar - Ann Ray, Composer"}"#,
                &["Producer: Bo Li", "Guitar: Bo Li", "Composer: Ann Ray"],
            ),
            (
                r#"{"title":"Tide","artists":["Vane"],"composers":["Ann Ray"],"mixingEngineer":"Bo Li"}"#,
                &["Composer: Ann Ray", "Mixing Engineer: Bo Li"],
            ),
            (
                r#"{"title":"Tide","artist":"Vane","items":[{"type":"Producer","contributors":[{"name":"Bo Li"}]}]}"#,
                &["Producer: Bo Li"],
            ),
            (
                r#"[{"title":"Ebb","album":"Tide","artist":"Vane","track":1,"composer":"Bo Li"},{"title":"Flow","album":"Tide","artist":"Vane","track":2,"composer":"Ann Ray"}]"#,
                &["Composer: Bo Li", "Composer: Ann Ray"],
            ),
            (
                r#"{"@type":"MusicAlbum","name":"Tide","byArtist":{"name":"Vane"},"contributor":[{"@type":"Role","roleName":"Mixing Engineer","contributor":{"name":"Bo Li"}}],"track":{"itemListElement":[{"item":{"name":"Ebb","recordingOf":{"composer":{"name":"Ann Ray"}}}}]}}"#,
                &["Composer: Ann Ray", "Mixing Engineer: Bo Li"],
            ),
            (
                r#"{"album":{"title":"Tide","artist":"Vane"},"tracks":[{"title":"Ebb","performers":[{"name":"Bo Li","instrument":"guitar"}]}]}"#,
                &["Guitar: Bo Li"],
            ),
            (r#"{"title":"Tide","artist":"Vane","personnel":{"Bo Li":["producer"]}}"#, &["Producer: Bo Li"]),
            (
                r#"{"title":"Tide","artist":"Vane","writers":[{"firstName":"Bo","lastName":"Li","role":"CA"}]}"#,
                &["Songwriter: Bo Li"],
            ),
            (
                r#"{"trackTitle":"Tide","roleCredits":[{"roleTitle":"Performers","artists":[{"name":"Bo Li","subroles":["main artist"]}]}]}"#,
                &["Main artist: Bo Li"],
            ),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
        for none in [
            r#"{"name":"x","devDependencies":{"a":"1"}}"#,
            r#"{"title":"x","artist":"y","items":[{"name":"a","type":"b"}]}"#,
        ] {
            assert!(said(none).is_empty(), "{none}");
        }
    }
}

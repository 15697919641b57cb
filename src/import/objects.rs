//! JSON of programs that have no reader of their own: objects with a name and a role, roles as keys, names under a label.
//! Taken only if most of what stands there is a role of the catalogue; a guess that is not sure is no credit.

use super::draft::{Draft, DraftTrack, Said, duration, written_duration};
use super::names;
use super::pasted;
use super::roles;
use super::tree::{Node, Value};

/// Deepest object that is looked into.
const DEEPEST: usize = 8;

const TITLE: [&str; 12] = [
    "title",
    "name",
    "song",
    "songTitle",
    "song_title",
    "trackName",
    "track_name",
    "track_title",
    "trackTitle",
    "album",
    "albumTitle",
    "release_title",
];
const NAME: [&str; 10] = [
    "name",
    "artist",
    "person",
    "contributor",
    "fullName",
    "full_name",
    "artistName",
    "artist_name",
    "displayName",
    "credited_name",
];
const ROLE: [&str; 10] =
    ["role", "roles", "type", "job", "credit", "position", "instrument", "instruments", "credit_type", "contribution"];
const LABEL: [&str; 7] = ["label", "role", "type", "title", "name", "roleTitle", "category"];
const PEOPLE: [&str; 8] = ["artists", "contributors", "names", "people", "members", "performers", "persons", "items"];
const BY: [&str; 12] = [
    "artist",
    "artists",
    "artistName",
    "artist_name",
    "primary_artist",
    "primaryArtist",
    "primary_artists",
    "artist_names",
    "album_artist",
    "albumArtist",
    "mainArtist",
    "performer",
];
const TRACKS: [&str; 6] = ["tracks", "tracklist", "trackList", "songs", "track_list", "recordings"];
/// Keys that are called like a role and hold something else.
const NO_ROLES: [&str; 33] = [
    "packaging",
    "layout",
    "group",
    "photos",
    "design",
    "pr",
    "legal",
    "tech",
    "editor",
    "leader",
    "mix",
    "remix",
    "agent",
    "crew",
    "choreography",
    "animation",
    "management",
    "artist",
    "artists",
    "label",
    "labels",
    "lyrics",
    "publisher",
    "copyright",
    "photo",
    "artwork",
    "cover",
    "cover_art",
    "instrumental",
    "imprint",
    "recording",
    "press",
    "music",
];

/// The record of a file, if its objects name people with roles.
pub(crate) fn read(root: &Node) -> Option<Draft> {
    let whole = whole(root, 0)?;
    let mut reader = Reader { draft: Draft::new("JSON"), known: 0, other: 0 };
    reader.draft.title = whole.text(&TITLE).cloned();
    reader.draft.artists = by(whole);
    for (field, keys) in [
        ("released", &["release_date", "releaseDate", "released", "date", "year", "release_date_original"][..]),
        ("label", &["label", "recordLabel", "label_name"]),
        ("isrc", &["isrc", "ISRC"]),
        ("catalogue", &["catalogNumber", "catalog_number", "catno", "catalogueNumber"]),
    ] {
        let node = keys.iter().filter_map(|key| whole.get(key)).find_map(named);
        reader.draft.set(field, node);
    }
    let list: Vec<&Node> = TRACKS
        .iter()
        .find_map(|key| whole.get(key))
        .map(|list| list.get("items").unwrap_or(list).entries())
        .unwrap_or_default();
    for track in list {
        let Some(title) = track.text(&TITLE) else { continue };
        let seconds = track.str(&["duration", "length", "duration_seconds"]);
        let milliseconds =
            track.str(&["duration_ms", "durationMs", "trackTimeMillis"]).and_then(|text| text.parse::<u64>().ok());
        let long = seconds.and_then(|text| {
            written_duration(text).or_else(|| text.parse().ok().filter(|seconds| *seconds < 36_000).map(duration))
        });
        let long = long.or_else(|| milliseconds.map(|ms| duration((ms + 500) / 1000)));
        let position = track.str(&["track_number", "trackNumber", "position", "number"]).unwrap_or_default().to_owned();
        let at = reader.draft.track(DraftTrack { position, title: title.clone(), duration: long });
        reader.object(track, Some(at), 1);
    }
    reader.object(whole, None, 0);
    (reader.known > 0 && reader.known >= reader.other && !reader.draft.is_empty()).then_some(reader.draft)
}

/// The object that is the record: the first with a title, below objects that only wrap it.
fn whole(node: &Node, depth: usize) -> Option<&Node> {
    if depth > 4 {
        return None;
    }
    if node.text(&TITLE).is_some() && (!by(node).is_empty() || depth > 0) {
        return Some(node);
    }
    let inner = node.pairs().iter().filter(|(_, value)| matches!(value.value, Value::Map(_)));
    inner.map(|(_, value)| value).find_map(|value| whole(value, depth + 1)).or_else(|| node.text(&TITLE).map(|_| node))
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
    match &node.value {
        Value::Scalar(_) => node.as_text().map(|text| node.like(text)),
        _ => NAME.iter().filter_map(|key| node.get(key)).find_map(named),
    }
}

struct Reader {
    draft: Draft,
    /// Credits whose role is one of the catalogue, and others.
    known: usize,
    other: usize,
}

impl Reader {
    fn object(&mut self, node: &Node, track: Option<usize>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for (key, value) in node.pairs() {
            let Some(key_text) = key.as_text() else { continue };
            if depth == 0 && TRACKS.contains(&key_text)
                || BY.contains(&key_text)
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
            match &value.value {
                Value::List(items) => items.iter().for_each(|item| self.entry(item, track, depth + 1)),
                Value::Map(_) => self.object(value, track, depth + 1),
                _ => {}
            }
        }
    }

    /// An entry of a list: a name with a role, a label with names, or an object with more of them.
    fn entry(&mut self, item: &Node, track: Option<usize>, depth: usize) {
        let people =
            PEOPLE.iter().find_map(|key| item.get(key)).filter(|people| !matches!(people.value, Value::Scalar(_)));
        if let (Some(label), Some(people)) = (item.text(&LABEL), people)
            && let Some(label_of) = label.as_text().filter(|text| roles::is_role(text))
        {
            self.under(label, &roles::written(label_of), people, track);
            return;
        }
        let role = ROLE.iter().filter_map(|key| item.get(key)).find(|role| !matches!(role.value, Value::Map(_)));
        match (NAME.iter().filter_map(|key| item.get(key)).find_map(named), role) {
            (Some(name), Some(role)) => {
                for one in role.entries() {
                    let text = one.as_text().unwrap_or_default();
                    let parts = if roles::is_role(text) {
                        vec![text.to_owned()]
                    } else {
                        super::discogs::grammar(text).into_iter().map(|part| part.role).collect()
                    };
                    for part in parts {
                        self.say(one, &part, &name, track);
                    }
                }
            }
            _ => self.object(item, track, depth),
        }
    }

    /// The names under a role.
    fn under(&mut self, role: &Node, label: &str, value: &Node, track: Option<usize>) {
        for item in value.entries() {
            let Some(name) = named(item) else { continue };
            let text = name.as_text().unwrap_or_default();
            if names::can_be(text) {
                for one in names::cut(text, &[]) {
                    self.say(role, label, &name.like(one), track);
                }
            }
        }
    }

    /// `Name, Role, Role - Name, Role`.
    fn line(&mut self, value: &Node, track: Option<usize>) {
        for (name, label) in pasted::service_line(value.as_text().unwrap_or_default()).unwrap_or_default() {
            self.say(value, &label, &value.like(name), track);
        }
    }

    fn say(&mut self, role: &Node, label: &str, name: &Node, track: Option<usize>) {
        let text = name.as_text().unwrap_or_default();
        if !names::can_be(text) || label.trim().is_empty() {
            return;
        }
        if roles::is_role(label) {
            self.known += 1;
        } else {
            self.other += 1;
        }
        let tracks = track.map(|track| vec![track]);
        self.draft.credit(Said { role: role.like(roles::written(label)), name: name.clone(), note: None, tracks });
    }
}

/// The role that a key names: `producers`, `writer_artists`, `mixing_engineer`, `mixingEngineer`.
fn role_of(key: &str) -> Option<String> {
    let mut words = String::new();
    for c in key.chars() {
        match c {
            '_' | '-' => words.push(' '),
            c if c.is_uppercase()
                && !words.is_empty()
                && !words.ends_with(|before: char| before.is_uppercase() || before == ' ') =>
            {
                words.push(' ');
                words.extend(c.to_lowercase());
            }
            c => words.push(c),
        }
    }
    let bare = [" artists", " names", " name", " credits", " credit"]
        .iter()
        .find_map(|end| words.strip_suffix(end))
        .unwrap_or(&words);
    if NO_ROLES.contains(&bare.to_lowercase().as_str()) || NO_ROLES.contains(&key.to_lowercase().as_str()) {
        return None;
    }
    let singular = bare.strip_suffix('s').unwrap_or(bare);
    [bare, singular].into_iter().find(|words| roles::is_role(words)).map(roles::written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::json;
    use crate::import::text::Source;

    fn said(text: &str) -> Vec<String> {
        let source = Source::new("a.json", text);
        let root = json::read(&source).expect("JSON").expect("a value");
        let Some(draft) = read(&root) else { return Vec::new() };
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

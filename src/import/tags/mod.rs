//! Tags of audio files, the files of a folder as one record.
//! Each tag becomes a line `KEY=value` of a text of its own, so that messages can show it and say where it is.

mod asf;
mod credits;
mod elsewhere;
mod files;
mod library;
mod listing;

use super::draft::{Draft, DraftTrack, Said};
use super::text::{Source, Text};
use super::tree::Node;
use crate::diagnostic::{Diagnostic, Position};
pub(crate) use credits::in_turn;
use credits::{credits, featured, involved};
pub(crate) use files::tags;
pub(crate) use library::library;
pub(crate) use listing::{lines, listing};

/// What is in a file: its tags in order, and its cover.
#[derive(Default)]
pub(crate) struct Tags {
    /// Keys as the format has them, with their values.
    pairs: Vec<(String, String)>,
    cover: Option<Vec<u8>>,
}

/// What a tag says, whatever its format calls it.
fn meaning(key: &str) -> Option<&'static str> {
    let folded: String = key
        .trim_start_matches("TXXX:")
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '©')
        .flat_map(char::to_lowercase)
        .collect();
    Some(match folded.as_str() {
        "tit2" | "title" | "©nam" | "inam" | "name" => "title",
        "talb" | "album" | "©alb" | "iprd" | "wmalbumtitle" => "album",
        "tpe1" | "artist" | "©art" | "iart" | "author" => "artist",
        "tpe2" | "albumartist" | "aart" | "wmalbumartist" => "albumartist",
        "trck" | "tracknumber" | "trkn" | "track" | "iprt" | "itrk" | "wmtracknumber" => "track",
        "tpos" | "discnumber" | "disk" | "disc" | "wmpartofset" => "disc",
        "tdrc" | "tyer" | "date" | "year" | "©day" | "icrd" | "tdrl" | "releasedate" | "wmyear" => "released",
        "label" | "tpub" | "organization" | "publisher" | "wmpublisher" => "label",
        "catalognumber" | "wmcatalogno" => "catalogue",
        "tsrc" | "isrc" | "wmisrc" => "isrc",
        _ => return None,
    })
}

/// The records of some files by their albums. `files` are their paths as the user named them, with what is in each; `split`
/// are texts that part names, beside those that always do.
pub(crate) fn records(name: &str, files: Vec<(String, Tags)>, split: &[String]) -> (Source, Vec<Draft>) {
    let mut text = String::new();
    let mut places: Vec<Vec<Position>> = Vec::new();
    let mut line = 0;
    let several = files.len() > 1;
    for (path, tags) in &files {
        let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let before = if several { format!("{file}: ") } else { String::new() };
        let mut own = Vec::new();
        for (key, value) in &tags.pairs {
            let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let start = format!("{before}{key}=");
            line += 1;
            own.push(Position { line, column: u32::try_from(start.chars().count() + 1).unwrap_or(1) });
            text.push_str(&start);
            text.push_str(&value);
            text.push('\n');
        }
        places.push(own);
    }
    let source = Source::new(name, &text);
    let mut groups: Vec<(String, Draft)> = Vec::new();
    let mut ordered: Vec<(usize, (String, Tags))> = files.into_iter().enumerate().collect();
    ordered.sort_by_key(|(place, (_, tags))| (number(tags, "disc"), number(tags, "track"), *place));
    let discs = ordered.iter().any(|(_, (_, tags))| number(tags, "disc") > 1);
    for (place, (path, tags)) in ordered {
        let own = places.get(place).map(Vec::as_slice).unwrap_or_default();
        let (album, draft) = one(&path, &tags, own, (several, discs), split);
        let key = if several { Text::new(&album).value.to_lowercase() } else { String::new() };
        match groups.iter_mut().find(|(known, _)| *known == key && !(several && key.is_empty())) {
            Some((_, known)) => known.join(draft),
            None => groups.push((key, draft)),
        }
    }
    (source, groups.into_iter().map(|(_, draft)| draft).collect())
}

/// The number of a track or a disc: `3`, `3/12`, `03`.
fn number(tags: &Tags, of: &str) -> u32 {
    let text = tags
        .pairs
        .iter()
        .find(|(key, _)| meaning(key) == Some(of))
        .map(|(_, value)| value.as_str())
        .unwrap_or_default();
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_default()
}

fn one(
    path: &str,
    tags: &Tags,
    places: &[Position],
    (several, discs): (bool, bool),
    split: &[String],
) -> (String, Draft) {
    let mut draft = Draft::new("tags");
    let node = |place: usize, value: &str| {
        let at = places.get(place).copied().unwrap_or_default();
        let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let length = u32::try_from(value.chars().count()).unwrap_or(1).max(1);
        Node::scalar(value, at, length)
    };
    let find = |of: &str| {
        let found = tags.pairs.iter().position(|(key, _)| meaning(key) == Some(of));
        found.and_then(|place| tags.pairs.get(place).map(|(_, value)| node(place, value)))
    };
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let title = find("title").unwrap_or_else(|| Node::scalar(stem, Position { line: 1, column: 1 }, 1));
    let album = find("album");
    let by: Vec<Node> = tags
        .pairs
        .iter()
        .enumerate()
        .filter(|(_, (key, _))| meaning(key) == Some("artist"))
        .map(|(place, (_, value))| node(place, value))
        .collect();
    let album_artist = find("albumartist");
    let (number, disc) = (number(tags, "track"), number(tags, "disc"));
    let position = match (number, disc) {
        (0, _) => String::new(),
        (number, disc) if discs && disc > 0 => format!("{disc}-{number}"),
        (number, _) => number.to_string(),
    };
    let track = draft.track(DraftTrack { position, title: title.clone(), duration: None });
    if several && album.is_some() {
        draft.title = album.clone();
        draft.artists = match &album_artist {
            Some(artist) => vec![artist.clone()],
            None => by.clone(),
        };
        let same = |one: &Node| album_artist.as_ref().is_none_or(|artist| artist.as_text() == one.as_text());
        let own = album_artist.as_ref().and_then(Node::as_text).unwrap_or_default();
        for one in by.iter().filter(|one| !same(one)) {
            let guests = featured(own, one.as_text().unwrap_or_default()).filter(|_| !own.is_empty());
            let (role, names) = match guests {
                Some(guests) => ("Featured Artist", guests.iter().map(|guest| one.like(guest.as_str())).collect()),
                None => ("Artist", vec![one.clone()]),
            };
            for name in names {
                draft.credit(Said { role: one.like(role), name, note: None, tracks: Some(vec![track]) });
            }
        }
    } else {
        draft.title = Some(title.clone());
        draft.artists = if by.is_empty() { album_artist.into_iter().collect() } else { by };
        draft.set("kind", Some(title.like("song")));
        draft.set("isrc", find("isrc"));
    }
    for field in ["released", "label", "catalogue"] {
        draft.set(field, find(field));
    }
    if tags.cover.is_some() {
        draft.set("artwork", Some(Node::scalar(file, title.at, title.length)));
    }
    for (place, (key, value)) in tags.pairs.iter().enumerate().filter(|(_, (key, _))| meaning(key).is_none()) {
        let found = match involved(key, value) {
            Some(found) if found.is_empty() => {
                let at = node(place, value);
                draft.leave(format!("{key}={value}"), at.at, at.length);
                continue;
            }
            Some(found) => found,
            None => credits(key, value, split),
        };
        for (label, name) in found {
            draft.credit(Said {
                role: node(place, &label),
                name: node(place, &name),
                note: None,
                tracks: Some(vec![track]),
            });
        }
    }
    (album.as_ref().and_then(Node::as_text).unwrap_or_default().to_owned(), draft)
}

/// Why a file has no record in its tags.
pub(crate) fn unreadable(name: &str, reason: &str) -> Diagnostic {
    Diagnostic::error("tags", format!("the tags of the recording cannot be read: {reason}"))
        .in_file(name)
        .hint("save the tags again with a tagger, or name a credit file")
}

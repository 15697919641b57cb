//! Tags as other programs list them: `ffprobe`, `exiftool`, MediaInfo and beets as JSON, `metaflac` as lines `KEY=value`.
//! What they list is read as the tags of the files themselves are.

use super::Tags;
use crate::import::text::Source;
use crate::import::tree::{Node, Value};

/// What programs call a tag, and what files do.
const KEYS: [(&str, &str); 14] = [
    ("Band", "ALBUMARTIST"),
    ("AlbumArtist", "ALBUMARTIST"),
    ("album_artist", "ALBUMARTIST"),
    ("Album_Performer", "ALBUMARTIST"),
    ("Track_Name", "TITLE"),
    ("Track_Position", "TRACKNUMBER"),
    ("Recorded_Date", "DATE"),
    ("Part_Position", "DISCNUMBER"),
    ("catalognum", "CATALOGNUMBER"),
    ("ContentCreateDate", "DATE"),
    ("RecordingTime", "DATE"),
    ("OriginalReleaseTime", "DATE"),
    ("WrittenBy", "WRITER"),
    ("albumartist_credit", ""),
];

/// The files of a listing as JSON, each with its tags; none if it is no listing.
pub(crate) fn listing(root: &Node) -> Option<Vec<(String, Tags)>> {
    if let Some(found) = probed(root).or_else(|| media(root)) {
        return Some(vec![found]);
    }
    let Value::List(files) = &root.value else { return None };
    let is_one = |file: &Node| {
        file.get("SourceFile").is_some() && file.get("FileName").is_some()
            || file.text(&["albumartist"]).is_some() && file.text(&["title"]).is_some()
    };
    let each = |(place, file): (usize, &Node)| {
        let path = file.str(&["SourceFile", "path"]).map_or_else(|| format!("{}", place + 1), str::to_owned);
        (path, tags(file, false))
    };
    (!files.is_empty() && files.iter().all(is_one)).then(|| files.iter().enumerate().map(each).collect())
}

/// What `ffprobe` says of a file: the tags of the whole and of its streams.
fn probed(root: &Node) -> Option<(String, Tags)> {
    let whole =
        root.get("format").filter(|whole| whole.get("format_name").is_some() || whole.get("filename").is_some());
    let mut all = Tags::default();
    let streams = root.items(&["streams"]);
    let parts = whole.into_iter().chain(streams.iter().copied());
    for part in parts.filter_map(|part| part.get("tags")) {
        for (key, value) in tags(part, false).pairs {
            all.add(&key, &value);
        }
    }
    let path = whole.and_then(|whole| whole.str(&["filename"])).unwrap_or("1").to_owned();
    (whole.is_some() && !all.pairs.is_empty()).then_some((path, all))
}

/// What MediaInfo says of a file, which calls the artist a performer.
fn media(root: &Node) -> Option<(String, Tags)> {
    let media = root.get("media")?;
    let general = media.items(&["track"]).into_iter().find(|track| track.str(&["@type"]) == Some("General"))?;
    Some((media.str(&["@ref"]).unwrap_or("1").to_owned(), tags(general, true)))
}

/// The texts of an object as tags, several where it has a list.
fn tags(node: &Node, performs: bool) -> Tags {
    let mut all = Tags::default();
    for (key, value) in node.pairs() {
        let Some(key) = key.as_text() else { continue };
        let known = KEYS.iter().find(|(known, _)| *known == key).map(|(_, tag)| (*tag).to_owned());
        let tag = match key {
            "Performer" if performs => "ARTIST".to_owned(),
            "Track" if performs => "TITLE".to_owned(),
            _ => known.unwrap_or_else(|| spaced(key)),
        };
        for text in value.entries().into_iter().filter_map(Node::as_text).filter(|_| !tag.is_empty()) {
            all.add(&tag, text);
        }
    }
    all
}

/// `MixedBy` is `Mixed By`; keys in one case stay as they are.
fn spaced(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 2);
    let mut before = ' ';
    for c in key.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Fewest lines `KEY=value` that are tags and no text.
const FEWEST: usize = 3;

/// The tags of a text that is nothing but lines `KEY=value`, as `metaflac` and `vorbiscomment` write them; none of another.
pub(crate) fn lines(source: &Source) -> Option<Vec<(String, Tags)>> {
    let mut all = Tags::default();
    let mut others = 0;
    for line in source.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = match line.strip_prefix("comment[").and_then(|rest| rest.split_once("]: ")) {
            Some((_, pair)) => pair,
            None => line,
        };
        let is_key = |key: &str| {
            let signs = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '_' | ' ' | ':');
            key.starts_with(|c: char| c.is_ascii_uppercase()) && key.len() <= 40 && key.chars().all(signs)
        };
        match line.split_once('=').filter(|(key, value)| is_key(key) && !value.trim().is_empty()) {
            Some((key, value)) => all.add(key, value.trim()),
            None => others += 1,
        }
    }
    (all.pairs.len() >= FEWEST && others * 2 <= all.pairs.len()).then(|| vec![(source.name.clone(), all)])
}

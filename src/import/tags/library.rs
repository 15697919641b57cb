//! The library of iTunes and Music as XML: each track with what its tags say, its albums as records.
//! A property list has keys and values in turn.

use super::Tags;
use crate::import::tree::Node;

/// Keys of a track that say who made it, what it is and where it belongs, as tags call them.
const KEYS: [(&str, &str); 9] = [
    ("Name", "TITLE"),
    ("Artist", "ARTIST"),
    ("Album Artist", "ALBUMARTIST"),
    ("Album", "ALBUM"),
    ("Composer", "COMPOSER"),
    ("Year", "DATE"),
    ("Track Number", "TRACKNUMBER"),
    ("Disc Number", "DISCNUMBER"),
    ("Work", "WORK"),
];

/// The tracks of a property list; none if it is no library.
pub(crate) fn library(root: &Node) -> Option<Vec<(String, Tags)>> {
    let top = dictionary(root.get("dict")?);
    let (_, tracks) = top.iter().find(|(key, _)| *key == "Tracks")?;
    let each = |(number, track): (&str, &Node)| {
        let mut tags = Tags::default();
        for (key, value) in dictionary(track) {
            let known = KEYS.iter().find(|(known, _)| *known == key);
            if let (Some((_, tag)), Some(text)) = (known, value.as_text()) {
                tags.add(tag, text);
            }
        }
        (number.to_owned(), tags)
    };
    Some(dictionary(tracks).into_iter().map(each).collect())
}

/// The keys of a dictionary with the elements behind them.
fn dictionary(node: &Node) -> Vec<(&str, &Node)> {
    let mut found = Vec::new();
    let mut key = None;
    for (name, value) in node.pairs() {
        if name.as_text() == Some("key") {
            key = value.as_text();
        } else if let Some(key) = key.take() {
            found.push((key, value));
        }
    }
    found
}

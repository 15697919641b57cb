//! Tags of Windows Media files, which say who made them in attributes of their head.
//! Only texts are read, of the description and of the extended description.

use crate::import::encoding::Encoding;

/// What begins the head of a file, its description and its extended description.
pub(super) const HEAD: [u8; 16] =
    [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C];
const DESCRIPTION: [u8; 16] =
    [0x33, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0x00, 0xAA, 0x00, 0x62, 0xCE, 0x6C];
const EXTENDED: [u8; 16] =
    [0x40, 0xA4, 0xD0, 0xD2, 0x07, 0xE3, 0xD2, 0x11, 0x97, 0xF0, 0x00, 0xA0, 0xC9, 0x5E, 0xA8, 0x50];

/// Attributes that are called otherwise than the role they name.
const CALLED: [(&str, &str); 5] = [
    ("WM/Writer", "LYRICIST"),
    ("WM/ModifiedBy", "REMIXER"),
    ("WM/Composer", "COMPOSER"),
    ("WM/Conductor", "CONDUCTOR"),
    ("WM/Producer", "PRODUCER"),
];

/// The attributes in the head of a file, in order.
pub(super) fn pairs(head: &[u8]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    // Behind its own name, its size, the count of its parts and two bytes that say nothing.
    let mut rest = head.get(30..).unwrap_or_default();
    while let (Some(id), Some(size)) = (rest.get(..16), number(rest, 16, 8)) {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let Some(body) = rest.get(24..size.min(rest.len())).filter(|_| size >= 24) else { break };
        if id == DESCRIPTION {
            let mut from = 10;
            for (place, key) in ["Title", "Author", "Copyright", "Description"].iter().enumerate() {
                let Some(length) = number(body, place * 2, 2).and_then(|length| usize::try_from(length).ok()) else {
                    break;
                };
                found.extend(text(body, from, length).map(|value| ((*key).to_owned(), value)));
                from += length;
            }
        } else if id == EXTENDED {
            found.extend(extended(body));
        }
        rest = rest.get(size..).unwrap_or_default();
    }
    found
}

fn extended(body: &[u8]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut at = 2;
    for _ in 0..number(body, 0, 2).unwrap_or_default() {
        let Some(long) = number(body, at, 2).and_then(|long| usize::try_from(long).ok()) else { break };
        let name = text(body, at + 2, long);
        let at_kind = at + 2 + long;
        let kind = number(body, at_kind, 2);
        let Some(length) = number(body, at_kind + 2, 2).and_then(|length| usize::try_from(length).ok()) else { break };
        if let (Some(name), Some(0)) = (name, kind) {
            let key =
                CALLED.iter().find(|(known, _)| *known == name).map_or(name.clone(), |(_, key)| (*key).to_owned());
            let key = if key.starts_with("WM/") { key } else { key.trim_start_matches("MusicBrainz/").to_owned() };
            found.extend(text(body, at_kind + 4, length).map(|value| (key, value)));
        }
        at = at_kind + 4 + length;
    }
    found
}

/// A number of some bytes, the smallest first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    Some(part.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

/// A text in UTF-16 without the zeros at its end.
fn text(bytes: &[u8], at: usize, length: usize) -> Option<String> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    let (text, _) = Encoding::Utf16Le.decode(part);
    let text = text.trim_matches(['\0', ' ']);
    (!text.is_empty()).then(|| text.to_owned())
}

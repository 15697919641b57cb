//! Who stands in a part of a line, with what stands in brackets or behind a name: tracks, notes, shares, handles.
//! Names are cut as prose names people.

use super::words::{labels, outside, unquoted, with_tracks};
use crate::import::discogs::unnumbered;
use crate::import::draft::DraftTrack;
use crate::import::names;

/// Somebody in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub name: String,
    /// What stands in brackets behind the name.
    pub inner: Option<String>,
    /// What the line says that somebody did: `Guest: Bo Li - violin`.
    pub role: Option<(String, Option<String>)>,
}

/// The people of a text. Places keep their commas: `Foundry Sound, Lisbon`. `numbered` says that brackets with a number
/// tell namesakes apart, as those of Discogs do.
pub(super) fn people(text: &str, place: bool, numbered: bool) -> Vec<Person> {
    let parts = outside(text, |c| matches!(c, ';' | '、' | '，') || c == ',' && !place);
    let rough: Vec<(String, Option<String>)> = parts
        .iter()
        .map(|part| {
            let part = names::unshared(part);
            let part = if numbered { unnumbered(part) } else { part.to_owned() };
            bracketed(&part)
        })
        .collect();
    let plain = rough.iter().all(|(_, inner)| inner.is_none());
    let all: Vec<(String, Option<String>)> = if place {
        rough
    } else if plain {
        let joined = rough.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        names::prose(&joined).into_iter().map(|name| (name, None)).collect()
    } else {
        let split = |(name, inner): (String, Option<String>)| {
            names::prose(&name).into_iter().map(move |name| (name, inner.clone()))
        };
        rough.into_iter().flat_map(split).collect()
    };
    all.into_iter().filter_map(|(name, inner)| person(&name, inner)).collect()
}

/// A name with what stands in brackets behind it, or with tracks that it names: `Bo Li on track 3`.
fn bracketed(part: &str) -> (String, Option<String>) {
    let bracket = part.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    if let Some((name, inner)) = bracket.filter(|(name, _)| !name.trim().is_empty()) {
        return (name.trim().to_owned(), Some(inner.trim().to_owned()));
    }
    let lower = part.to_lowercase();
    let on = [" on track", " on “", " on \"", " (on "].iter().filter_map(|word| lower.find(word)).min();
    match on.filter(|_| lower.len() == part.len()) {
        Some(place) => (
            part.get(..place).unwrap_or(part).trim().to_owned(),
            part.get(place..).map(|tail| tail.trim().trim_start_matches("on ").to_owned()),
        ),
        None => (part.to_owned(), None),
    }
}

fn person(name: &str, inner: Option<String>) -> Option<Person> {
    let mut name = name.trim();
    // An abbreviation keeps its full stop: `Bo Li Jr.`, `A.B.`.
    let last = name.split_whitespace().next_back().and_then(|last| last.strip_suffix('.')).unwrap_or("long");
    if name.ends_with('.') && !names::is_suffix(last) && last.chars().count() > 1 && !last.contains('.') {
        name = name.trim_end_matches('.').trim_end();
    }
    let mut inner = inner;
    let mut role = None;
    if let Some((left, right)) = [" – ", " — ", " - ", " on "].iter().find_map(|mark| name.split_once(mark))
        && let Some(found) = with_tracks(right)
    {
        name = left.trim();
        role = found.into_iter().next();
    }
    // Somebody's handle behind the name is a note, as nobody says of which platform it is.
    if let Some((left, right)) = name.split_once(" @")
        && inner.is_none()
        && !right.contains(' ')
    {
        inner = Some(format!("@{right}"));
        name = left.trim();
    }
    (!name.is_empty()).then(|| Person { name: name.to_owned(), inner, role })
}

/// The tracks of a list that a text names, or a note: `1, 3-5`, `tracks: A1`, `all tracks`, `on “Ebb”`, `fretless`.
pub(super) fn tracks(known: &[DraftTrack], inner: Option<&str>) -> (Option<Vec<usize>>, Option<String>) {
    let Some(inner) = inner.map(str::trim).filter(|inner| !inner.is_empty()) else { return (None, None) };
    let lower = inner.to_lowercase();
    if matches!(lower.as_str(), "all" | "all tracks" | "all songs" | "on all tracks" | "throughout" | "tracks: all") {
        return (None, None);
    }
    let words = [
        "on tracks ",
        "on track ",
        "tracks: ",
        "tracks:",
        "tracks ",
        "track: ",
        "track ",
        "on songs ",
        "songs ",
        "on ",
        "trk. ",
        "trks. ",
        "titel ",
        "pistes ",
        "piste ",
        "#",
    ];
    let list = words.iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(&lower);
    let note = || {
        let numbers = |c: char| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–' | '&');
        let bare = list == lower && list.chars().all(numbers) && list.chars().any(|c| c.is_ascii_digit());
        match (bare, list.contains([',', '-', '–', '&'])) {
            (true, true) => format!("tracks {inner}"),
            (true, false) => format!("track {inner}"),
            _ => inner.to_owned(),
        }
    };
    let place = |name: &str| {
        let name = name.trim().trim_start_matches('0');
        let titled = unquoted(name);
        known.iter().position(|track| {
            track.position.eq_ignore_ascii_case(name)
                || titled.len() > 3 && track.title.as_text().is_some_and(|title| title.to_lowercase() == titled)
        })
    };
    let mut found = Vec::new();
    let parts = list.replace(" and ", ",").replace('&', ",");
    for part in parts.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let ends = part.split_once(['-', '–', '—']).or_else(|| part.split_once(" to "));
        match (place(part), ends) {
            (Some(one), _) => found.push(one),
            (None, Some((from, to))) => match (place(from), place(to)) {
                (Some(from), Some(to)) if from <= to => found.extend(from..=to),
                _ => return (None, Some(note())),
            },
            _ => return (None, Some(note())),
        }
    }
    found.sort_unstable();
    found.dedup();
    if found.is_empty() { (None, Some(note())) } else { (Some(found), None) }
}

/// Somebody and the studio behind an `@`: `Ilse Corran @ Foundry Sound`, `陆安@Foundry`. A handle has a space before it only.
/// Behind `at` it counts as one if `works` says that the role is one of a studio.
pub(super) fn studio(text: &str, works: bool) -> Option<(&str, &str)> {
    let parted = |mark: &str| {
        let (who, place) = text.split_once(mark)?;
        (!who.trim().is_empty() && !place.trim().is_empty()).then(|| (who.trim(), place.trim()))
    };
    if let Some(found) = parted(" @ ") {
        return Some(found);
    }
    if let Some(found) = parted(" at ").filter(|(_, place)| works && place.starts_with(char::is_uppercase)) {
        return Some(found);
    }
    let (who, place) = text.split_once('@')?;
    let before = who.chars().next_back().filter(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    (before.is_some() && !place.trim().is_empty() && !place.contains('@')).then(|| (who.trim(), place.trim()))
}

/// Whether all of some labels are places.
pub(super) fn are_places(found: &[String]) -> bool {
    let roles = crate::catalogue::roles::roles();
    found.iter().all(|label| roles.find(label).is_some_and(|role| role.department == "place"))
}

/// What a place is for whose role somebody has: who recorded a song did so in its recording studio.
pub(super) fn place_of(found: &[String]) -> Option<Vec<String>> {
    let roles = crate::catalogue::roles::roles();
    let id = roles.find(found.first()?)?.id.as_str();
    let label = match id {
        "recording-engineer" | "engineer" | "producer" => "recorded at",
        "mixing-engineer" => "mixed at",
        "mastering-engineer" => "mastered at",
        _ => return None,
    };
    labels(label)
}

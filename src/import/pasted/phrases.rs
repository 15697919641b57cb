//! Lines that say in words who did something: `Produced by A and B`, `Gemischt von A im Studio B`, `prod. A`.
//! What a phrase means is found here; whose credit it becomes is the reader's.

use super::when::undated;
use super::words::{BETWEEN, labels, unquoted, with_tracks};
use crate::import::names;

/// Words before who did something.
const BY: [&str; 9] = [" by ", " von ", " par ", " por ", " da ", " door ", " av ", " przez ", " af "];

/// Words before where it was done. Those of other languages count only before a studio.
const AT: [&str; 12] =
    [" at ", " im ", " in ", " au ", " aux ", " en ", " no ", " na ", " nos ", " bei ", " chez ", " presso "];

/// What a place is called behind those words.
const STUDIOS: [&str; 6] = ["studio", "estudio", "estúdio", "estudi", "records", "recording"];

/// Beginnings that say nothing of who did what.
const STARTS: [&str; 11] = [
    "all songs ",
    "all tracks ",
    "all music ",
    "all lyrics ",
    "all instruments ",
    "alle titel ",
    "album ",
    "songs ",
    "tracks ",
    "song ",
    "track ",
];

/// Short forms that stand right before a name.
const SHORT: [(&str, &str); 7] = [
    ("prod. by ", "Producer"),
    ("prod. ", "Producer"),
    ("feat. ", "Featured Artist"),
    ("ft. ", "Featured Artist"),
    ("featuring ", "Featured Artist"),
    ("mix. ", "Mixing Engineer"),
    ("rec. ", "Recording Engineer"),
];

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// The roles of the people.
    pub labels: Vec<String>,
    /// The people.
    pub who: String,
    /// Where they did it.
    pub place: Option<String>,
    /// When, where that stands before the place or the people.
    pub when: Option<String>,
    /// The song that it is said of.
    pub of: Option<String>,
    /// What is said of other songs.
    pub rest: Option<String>,
}

/// What a line says in words, if it does.
pub(super) fn phrase(text: &str) -> Option<Phrase> {
    let text = text.trim().trim_end_matches('.');
    let (of, text) = song(text);
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    if let Some((start, label)) = SHORT.iter().find(|(start, _)| lower.starts_with(start)) {
        let who = text.get(start.len()..)?.to_owned();
        return Some(Phrase { labels: vec![(*label).to_owned()], who, place: None, when: None, of, rest: None });
    }
    let (text, lower, rest) =
        match [" except ", ", except", " (except", ", unless", " unless "].iter().find_map(|word| lower.find(word)) {
            Some(end) => (
                text.get(..end)?,
                lower.get(..end)?.to_owned(),
                text.get(end..).map(|tail| tail.trim_matches([' ', ',', '(', ')']).to_owned()),
            ),
            None => (text, lower, None),
        };
    for by in BY {
        let Some(place) = lower.find(by) else { continue };
        let (left, right) = (text.get(..place)?, text.get(place + by.len()..)?);
        let (left, before) = placed(left);
        let (right, after) = placed(right);
        let (left, when) = undated(left, false);
        // `Additional production on track 2 by Bo Li`.
        let (left, on) = match left.to_lowercase().find(" on track").filter(|_| left.is_ascii()) {
            Some(end) => {
                (left.get(..end)?, left.get(end..).map(|tail| tail.trim().trim_start_matches("on ").to_owned()))
            }
            None => (left, None),
        };
        let Some(found) = role(left, by) else { continue };
        // `Music by artist` is a role, and nobody's name.
        if labels(right).is_some() {
            return None;
        }
        let of = of.or(on);
        let who = right.to_owned();
        let place = before.or(after).map(str::to_owned);
        return Some(Phrase { labels: found, who, place, when: when.map(str::to_owned), of, rest });
    }
    // `Recorded at Foundry Sound`, `Aufgenommen im Studio Gießerei`.
    let (left, place) = placed(text);
    let (left, when) = undated(left, false);
    let found = labels(&format!("{} at", trimmed(left))).filter(|found| super::people::are_places(found))?;
    Some(Phrase { labels: found, who: place?.to_owned(), place: None, when: when.map(str::to_owned), of, rest })
}

/// The credits of a line that has several, if it has: parts between marks of which each is one, or a phrase behind another.
pub(super) fn chained(text: &str) -> Option<Vec<&str>> {
    let is_one = |part: &str| {
        let halves = BETWEEN.iter().find_map(|mark| part.split_once(mark).filter(|_| !mark.trim().is_empty()));
        halves.is_some_and(|(left, right)| {
            labels(left).is_some() && !right.trim().is_empty() || with_tracks(right).is_some() && names::can_be(left)
        }) || phrase(part).is_some()
    };
    for mark in [" / ", " | ", "; ", " • ", " · ", ". "] {
        let parts: Vec<&str> = text.split(mark).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 && parts.iter().all(|part| is_one(part)) {
            return Some(parts);
        }
    }
    // `Bo Li – guitar, vocals, Ann Ray – bass`: a comma before what has a mark of its own begins the next.
    let mut groups: Vec<&str> = Vec::new();
    let mut group = 0;
    for (place, _) in text.match_indices(", ").chain([(text.len(), "")]) {
        let rest = text.get(place + 2..).unwrap_or_default();
        let next = rest.split(", ").next().unwrap_or_default();
        if place == text.len() || [" – ", " — ", " - ", ": "].iter().any(|mark| next.contains(mark)) {
            groups.extend(text.get(group..place));
            group = place + 2;
        }
    }
    if groups.len() > 1 && groups.iter().all(|part| is_one(part)) {
        return Some(groups);
    }
    let begins = [", and ", ", ", " and ", " & "]
        .iter()
        .flat_map(|mark| text.match_indices(mark).map(|(place, mark)| (place, place + mark.len())));
    let mut cuts: Vec<(usize, usize)> = begins
        .filter(|(end, start)| {
            let (before, behind) = (text.get(..*end).unwrap_or_default(), text.get(*start..).unwrap_or_default());
            // `Produced and mixed by A` is one phrase; in `Produced by A and mixed by B` the first part is one too.
            phrase(behind).is_some() && phrase(before).is_some()
        })
        .collect();
    cuts.sort_unstable();
    cuts.dedup_by_key(|(end, _)| *end);
    let mut parts = Vec::new();
    let mut from = 0;
    for (end, start) in cuts {
        if end >= from {
            parts.extend(text.get(from..end).map(str::trim));
            from = start;
        }
    }
    parts.extend(text.get(from..).map(str::trim));
    (parts.len() > 1).then_some(parts)
}

/// A song in quotation marks before what is said of it.
fn song(text: &str) -> (Option<String>, &str) {
    for (open, close) in [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»')] {
        if let Some((title, rest)) = text.strip_prefix(open).and_then(|rest| rest.split_once(close))
            && rest.starts_with(' ')
        {
            return (Some(unquoted(title)), rest.trim_start());
        }
    }
    (None, text)
}

/// Without what a sentence begins with.
fn trimmed(text: &str) -> &str {
    let starts = |start: &&&str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    STARTS.iter().find(starts).and_then(|start| text.get(start.len()..)).unwrap_or(text)
}

fn role(left: &str, by: &str) -> Option<Vec<String>> {
    let left = trimmed(left);
    labels(&format!("{left}{}", by.trim_end())).or_else(|| labels(left).filter(|_| by != " by "))
}

/// A text parted from the place behind it.
fn placed(text: &str) -> (&str, Option<&str>) {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return (text, None);
    }
    let own = |at: &&str| {
        let place = lower.find(*at)?;
        let behind = lower.get(place + at.len()..)?;
        let known = **at == *" at " || STUDIOS.iter().any(|word| behind.contains(word));
        known.then_some((place, at.len()))
    };
    match AT.iter().filter_map(own).min() {
        Some((place, length)) => {
            (text.get(..place).unwrap_or(text).trim(), text.get(place + length..).map(|place| place.trim()))
        }
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_of_several_languages_name_people_and_places() {
        for (text, role, who, place) in [
            ("Produced by Bo Li and Ann Ray", "Producer", "Bo Li and Ann Ray", None),
            ("Mixed by Bo Li at Foundry Sound", "Mixing Engineer", "Bo Li", Some("Foundry Sound")),
            ("Recorded at Foundry Sound by Bo Li", "Recording Engineer", "Bo Li", Some("Foundry Sound")),
            ("Recorded at Foundry Sound, Lisbon", "Recording Studio", "Foundry Sound, Lisbon", None),
            ("Aufgenommen von Bo Li im Studio Nord", "Recording Engineer", "Bo Li", Some("Studio Nord")),
            ("Mixé par Bo Li", "Mixing Engineer", "Bo Li", None),
            ("Produzido por Bo Li", "Producer", "Bo Li", None),
            ("All songs written by Bo Li except “Ebb”", "Songwriter", "Bo Li", None),
            ("prod. Bo Li", "Producer", "Bo Li", None),
            ("MIXED BY BO LI", "Mixing Engineer", "BO LI", None),
        ] {
            let found = phrase(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.labels.join(", ").as_str(), found.who.as_str()), (role, who), "{text}");
            assert_eq!(found.place.as_deref(), place, "{text}");
        }
        for (text, parts) in [
            ("Music: Bo Li / Lyrics: Ann Ray", &["Music: Bo Li", "Lyrics: Ann Ray"][..]),
            ("Bo Li – guitar, vocals, Ann Ray – bass", &["Bo Li – guitar, vocals", "Ann Ray – bass"]),
            ("Produced by Bo Li, mixed by Ann Ray", &["Produced by Bo Li", "mixed by Ann Ray"]),
            ("Produced by Bo Li and mixed by Ann Ray and Kit", &["Produced by Bo Li", "mixed by Ann Ray and Kit"]),
        ] {
            assert_eq!(chained(text).expect("parts"), parts, "{text}");
        }
        for one in ["Produced and mixed by Bo Li", "Produced by Bo Li and Ann Ray", "Mixed by Bo Li at Foundry"] {
            assert_eq!(chained(one), None, "{one}");
        }
        assert_eq!(phrase("“Ebb” written by Bo Li").and_then(|found| found.of).as_deref(), Some("Ebb"));
        for text in ["Music by artist", "Stand by me", "We met at night", "Inspired by the sea"] {
            assert_eq!(phrase(text), None, "{text}");
        }
    }
}

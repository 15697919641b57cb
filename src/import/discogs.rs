//! Discogs: releases and masters of the API as JSON, of the monthly dumps as XML, and either converted into the other.
//! A name is the variation on the sleeve (`anv`), else the artist's without the number that tells namesakes apart.

use super::draft::{Draft, DraftTrack, Said, written_duration};
use super::roles;
use super::tree::Node;

/// The releases of a file, if it is one of Discogs.
pub(crate) fn read(root: &Node) -> Option<Vec<Draft>> {
    let mut found = Vec::new();
    let whole = root.get("data").filter(|data| is_release(data)).unwrap_or(root);
    if is_release(whole) {
        found.push(draft(whole));
    } else {
        let many = whole.items(&["releases", "masters", "release", "master", "results"]);
        found.extend(many.into_iter().filter(|node| is_release(node)).map(draft));
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a response is one of Discogs, of whatever kind.
pub(crate) fn is_like(root: &Node) -> bool {
    const KEYS: [&str; 9] = [
        "releases_url",
        "namevariations",
        "main_release",
        "master_id",
        "basic_information",
        "catno",
        "parent_label",
        "sublabels",
        "versions_url",
    ];
    let has = |node: &Node| KEYS.iter().any(|key| node.pairs().iter().any(|(name, _)| name.as_text() == Some(*key)));
    has(root) || root.pairs().iter().flat_map(|(_, value)| value.entries()).take(20).any(has)
}

fn is_release(node: &Node) -> bool {
    let has = |key: &str| node.get(key).is_some();
    has("title")
        && (has("tracklist")
            || has("extraartists")
            || node.items(&["artists"]).iter().any(|artist| artist.get("name").is_some())
                && (has("companies") || has("formats") || has("identifiers")))
        || has("basic_information")
}

fn draft(release: &Node) -> Draft {
    let release = release.get("basic_information").filter(|_| release.get("tracklist").is_none()).unwrap_or(release);
    let mut draft = Draft::new("Discogs");
    draft.title = release.text(&["title"]).cloned();
    let artist = joined(release);
    let own = artist.as_ref().and_then(Node::as_text).unwrap_or_default().to_owned();
    // Those whom a track names again are no news.
    let artists: Vec<String> = release
        .items(&["artists"])
        .into_iter()
        .filter_map(name)
        .filter_map(|name| name.as_text().map(str::to_owned))
        .collect();
    draft.artists.extend(artist.or_else(|| release.text(&["artists_sort"]).cloned()));
    draft.set("released", release.text(&["released", "year"]).filter(|node| node.as_text() != Some("0")).cloned());
    for label in release.items(&["labels"]) {
        let name = label.text(&["name", "@name"]);
        draft.set("label", name.map(|name| name.like(unnumbered(name.as_text().unwrap_or_default()))));
        let number = label
            .text(&["catno", "@catno"])
            .filter(|number| number.as_text().is_some_and(|text| text.to_lowercase() != "none"));
        draft.set("catalogue", number.cloned());
    }
    let list = release.items(&["tracklist"]);
    let mut named: Vec<(String, (usize, usize))> = Vec::new();
    let mut pending: Vec<(&Node, usize)> = Vec::new();
    for track in &list {
        let subs = track.items(&["sub_tracks"]);
        let kind = track.str(&["type_", "type"]).unwrap_or("track");
        if kind == "heading" {
            continue;
        }
        let from = draft.tracks.len();
        let own_position = track.str(&["position"]).unwrap_or_default();
        if kind == "track"
            || own_position.is_empty() && subs.is_empty()
            || subs.iter().all(|sub| sub.str(&["position"]).is_none())
        {
            if let Some(title) = track.text(&["title"]) {
                let duration = track.str(&["duration"]).and_then(written_duration);
                let at = draft.track(DraftTrack { position: own_position.to_owned(), title: title.clone(), duration });
                named.push((own_position.to_lowercase(), (at, at)));
                pending.push((track, at));
            }
        } else {
            for sub in &subs {
                let Some(title) = sub.text(&["title"]) else { continue };
                let position = sub.str(&["position"]).unwrap_or_default();
                let duration = sub.str(&["duration"]).and_then(written_duration);
                let at = draft.track(DraftTrack { position: position.to_owned(), title: title.clone(), duration });
                named.push((position.to_lowercase(), (at, at)));
                pending.push((sub, at));
                pending.push((track, at));
            }
            if own_position.is_empty() || from == draft.tracks.len() {
                continue;
            }
            named.push((own_position.to_lowercase(), (from, draft.tracks.len() - 1)));
        }
    }
    for one in release.items(&["extraartists"]) {
        let tracks = one.str(&["tracks"]).map(|text| tracks(text, &named));
        match tracks {
            None => extra(&mut draft, one, None),
            Some(Ok(tracks)) => extra(&mut draft, one, Some(tracks)),
            Some(Err(part)) => {
                let (at, length) = one.text(&["tracks"]).map_or((one.at, one.length), |node| (node.at, node.length));
                if !list.is_empty() {
                    draft.leave(format!("tracks {part}"), at, length);
                }
                extra(&mut draft, one, None);
            }
        }
    }
    for (track, at) in pending {
        if joined(track).is_some_and(|by| by.as_text() != Some(&own)) {
            let mut featured = false;
            for artist in track.items(&["artists"]) {
                let role = if featured { "Featured Artist" } else { "Artist" };
                if let Some(by) = name(artist).filter(|by| {
                    by.as_text().is_some_and(|by| artists.len() > 1 || !artists.iter().any(|own| own == by))
                }) {
                    draft.credit(Said { role: by.like(role), name: by, note: None, tracks: Some(vec![at]) });
                }
                featured |= artist.str(&["join"]).is_some_and(|join| join.to_lowercase().starts_with("f"));
            }
        }
        for one in track.items(&["extraartists"]) {
            extra(&mut draft, one, Some(vec![at]));
        }
    }
    companies(&mut draft, release);
    draft
}

/// Studios and publishers; who pressed and distributed a record is no credit of it.
fn companies(draft: &mut Draft, release: &Node) {
    for company in release.items(&["companies"]) {
        let Some(kind) = company.text(&["entity_type_name"]) else { continue };
        let words = kind.as_text().unwrap_or_default();
        let lower = words.to_lowercase();
        let wanted = [
            "recorded at",
            "mixed at",
            "mastered at",
            "remastered at",
            "engineered at",
            "produced at",
            "overdubbed at",
            "remixed at",
            "edited at",
            "published by",
            "lacquer cut at",
        ];
        let Some(name) = company.text(&["name"]).filter(|_| wanted.contains(&lower.as_str())) else { continue };
        let name = name.like(unnumbered(name.as_text().unwrap_or_default()));
        draft.credit(Said { role: kind.like(roles::written(words)), name, note: None, tracks: None });
    }
}

/// Who a release or a track is by: the names with what stands between them.
fn joined(node: &Node) -> Option<Node> {
    let mut text = String::new();
    let mut first = None;
    let all = node.items(&["artists"]);
    let count = all.len();
    for (place, artist) in all.into_iter().enumerate() {
        let Some(name) = name(artist) else { continue };
        text.push_str(name.as_text().unwrap_or_default());
        first = first.or(Some(name));
        if place + 1 < count {
            match artist.str(&["join"]).unwrap_or(",") {
                "," => text.push_str(", "),
                join => text.push_str(&format!(" {join} ")),
            }
        }
    }
    first.map(|first| first.like(text.trim().to_owned()))
}

/// The name of an artist as it is credited.
fn name(artist: &Node) -> Option<Node> {
    if artist.pairs().is_empty() {
        return artist.as_text().map(|text| artist.like(unnumbered(text)));
    }
    if let Some(variation) = artist.text(&["anv"]) {
        return variation.as_text().map(|text| variation.like(text.trim_end_matches('*').trim_end()));
    }
    let name = artist.text(&["name"])?;
    name.as_text().map(|text| name.like(unnumbered(text)))
}

/// What stands before the number of a namesake, in brackets and of so many digits at most; none without one.
pub(crate) fn namesake(name: &str, digits: usize) -> Option<&str> {
    let (before, number) = name.strip_suffix(')')?.rsplit_once(" (")?;
    let is_number = (1..=digits).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    Some(before.trim_end()).filter(|before| is_number && !before.is_empty())
}

/// A name without the number of its namesake: `Bo Li (2)`. `Tides, The` is the order of an index.
pub(crate) fn unnumbered(name: &str) -> String {
    let name = name.trim();
    let name = namesake(name, 4).unwrap_or(name);
    // A star marks a variation on Discogs' pages, from which people copy.
    let name = name.trim_end_matches('*').trim_end();
    match name.strip_suffix(", The") {
        Some(rest) => format!("The {rest}"),
        None => name.to_owned(),
    }
}

/// One role of a text of roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The role: `Guitar`.
    pub role: String,
    /// What stands in its brackets: `Acoustic`.
    pub details: Vec<String>,
}

/// The roles of a text: commas part them, but not those in brackets. A bracket that is never closed ends with the text.
pub(crate) fn grammar(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut part = Part { role: String::new(), details: Vec::new() };
    let mut depth = 0_usize;
    let mut inner = String::new();
    let mut end = |part: &mut Part| {
        part.role = part.role.split_whitespace().collect::<Vec<_>>().join(" ");
        let empty = Part { role: String::new(), details: Vec::new() };
        let whole = std::mem::replace(part, empty);
        if !whole.role.is_empty() || !whole.details.is_empty() {
            parts.push(whole);
        }
    };
    for c in text.chars() {
        match (c, depth) {
            ('[', 0) => depth = 1,
            (']', 1) => {
                depth = 0;
                let detail = std::mem::take(&mut inner);
                if !detail.trim().is_empty() {
                    part.details.push(detail.trim().to_owned());
                }
            }
            (',', 0) => end(&mut part),
            (c, 0) => part.role.push(c),
            (c, open) => {
                depth = match c {
                    '[' => open + 1,
                    ']' => open - 1,
                    _ => open,
                };
                inner.push(c);
            }
        }
    }
    if !inner.trim().is_empty() {
        part.details.push(inner.trim().to_owned());
    }
    end(&mut part);
    parts
}

/// The label of a role with its brackets, and what of them stays a note.
pub(crate) fn label(part: &Part) -> Option<(String, Option<String>)> {
    let details = part.details.join(", ");
    let base = roles::label("discogs", &part.role);
    let written = |label: &str| roles::written(label);
    if part.details.is_empty() {
        return base.filter(|base| !base.is_empty()).map(|base| (base, None));
    }
    let Some(base) = base.filter(|_| !part.role.is_empty()) else { return Some((written(&details), None)) };
    // `Written-By [All Songs]`, `Producer [Produced By]`: the bracket says the role again.
    let all = ["all tracks", "all songs", "all titles", "all compositions", "all music", "all lyrics"];
    let lower = details.to_lowercase();
    let known = crate::catalogue::roles::roles();
    let again = known.find(&details).zip(known.find(&base)).is_some_and(|(one, other)| one.id == other.id);
    if all.iter().any(|start| lower.starts_with(start)) || again {
        return Some((base, None));
    }
    let as_given = format!("{} [{details}]", part.role);
    if let Some(role) =
        known.all().iter().find(|role| role.discogs.split("; ").any(|name| name.eq_ignore_ascii_case(&as_given)))
    {
        return Some((role.name.clone(), None));
    }
    // `Producer [Vocal]` is a vocal producer, `Vocals [Lead]` are lead vocals, `Engineer [Mix]` mixes.
    let tries = [
        format!("{details} {}", part.role),
        format!("{details} {base}"),
        details.clone(),
        format!("{details} engineer"),
    ];
    let found = tries.iter().enumerate().find(|(place, words)| {
        known.find(words).is_some_and(|role| {
            *place < 2
                || known.find(&part.role).is_none_or(|own| own.department == role.department && role.id != own.id)
        })
    });
    match found {
        Some((_, words)) => Some((written(words), None)),
        None => Some((base, Some(details))),
    }
}

fn extra(draft: &mut Draft, one: &Node, tracks: Option<Vec<usize>>) {
    let Some(name) = name(one) else { return };
    let role = one.text(&["role"]);
    let Some(text) = role.and_then(Node::as_text) else {
        draft.leave(format!("{} without a role", name.as_text().unwrap_or_default()), name.at, name.length);
        return;
    };
    for part in grammar(text) {
        match label(&part) {
            Some((label, note)) => {
                let role = role.unwrap_or(&name).like(label);
                draft.credit(Said { role, name: name.clone(), note, tracks: tracks.clone() });
            }
            None => draft.leave(format!("{}: {}", name.as_text().unwrap_or_default(), part.role), name.at, name.length),
        }
    }
}

/// The places of tracks that a text names: `2 to 4, A1`. The first part that is none is the error.
fn tracks(text: &str, known: &[(String, (usize, usize))]) -> Result<Vec<usize>, String> {
    let place = |position: &str| {
        let position = position.trim().trim_end_matches('.').to_lowercase();
        known.iter().find(|(name, _)| *name == position).map(|(_, place)| *place)
    };
    let mut found = Vec::new();
    for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let ends = part.split_once(" to ").or_else(|| part.split_once(" - ")).or_else(|| part.split_once('–'));
        let range = match (place(part), ends) {
            (Some(one), _) => Some(one),
            (None, Some((from, to))) => place(from).zip(place(to)).map(|((from, _), (_, to))| (from, to)),
            (None, None) => part
                .split_once('-')
                .and_then(|(from, to)| place(from).zip(place(to)))
                .map(|((from, _), (_, to))| (from, to)),
        };
        match range {
            Some((from, to)) if from <= to => found.extend(from..=to),
            _ => return Err(part.to_owned()),
        }
    }
    found.sort_unstable();
    found.dedup();
    if found.is_empty() { Err(text.to_owned()) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(role: &str, details: &[&str]) -> Part {
        Part { role: role.into(), details: details.iter().map(|detail| (*detail).to_owned()).collect() }
    }

    #[test]
    fn commas_outside_of_brackets_part_roles() {
        assert_eq!(
            grammar("Producer, Guitar [Electric, Acoustic], Vocals"),
            [part("Producer", &[]), part("Guitar", &["Electric, Acoustic"]), part("Vocals", &[])]
        );
        assert_eq!(grammar("Engineer [Mix] [Assistant]"), [part("Engineer", &["Mix", "Assistant"])]);
        assert_eq!(grammar("Guitar [Electric"), [part("Guitar", &["Electric"])]);
        assert_eq!(grammar(" , "), []);
    }

    #[test]
    fn brackets_are_part_of_a_label_or_a_note() {
        for (text, label_of, note) in [
            ("Producer [Vocal]", "Vocal Producer", None),
            ("Vocals [Lead]", "Lead Vocals", None),
            ("Producer [Additional]", "Additional Producer", None),
            ("Guitar [Slide]", "Guitar", Some("Slide")),
            ("Written-By", "Songwriter", None),
            ("Mastered By", "Mastering Engineer", None),
            ("Other [Hair]", "Hair & Make-up", None),
        ] {
            let parts = grammar(text);
            let found = label(parts.first().expect("a role")).expect("a label");
            assert_eq!((found.0.as_str(), found.1.as_deref()), (label_of, note), "{text}");
        }
    }

    #[test]
    fn numbers_of_namesakes_are_no_part_of_a_name() {
        for (name, bare) in [
            ("Bo Li (2)", "Bo Li"),
            ("Tides, The", "The Tides"),
            ("Tides, The (3)", "The Tides"),
            ("Blink (the band)", "Blink (the band)"),
            ("Vane*", "Vane"),
            ("Bo (1999999)", "Bo (1999999)"),
        ] {
            assert_eq!(unnumbered(name), bare);
        }
    }

    #[test]
    fn lists_of_tracks_have_ranges() {
        let known: Vec<(String, (usize, usize))> = ["a1", "a2", "b1", "b2"]
            .iter()
            .enumerate()
            .map(|(place, name)| ((*name).to_owned(), (place, place)))
            .collect();
        assert_eq!(tracks("A2 to B2", &known), Ok(vec![1, 2, 3]));
        assert_eq!(tracks("A1, B1", &known), Ok(vec![0, 2]));
        assert_eq!(tracks("A1, C9", &known), Err("C9".into()));
    }

    proptest! {
        #[test]
        fn roles_and_their_brackets_are_read_back(all in proptest::collection::vec(("[A-Z][a-z]{1,9}( [A-Z][a-z]{1,9})?", proptest::collection::vec("[A-Z][a-z, ]{0,9}[a-z]", 0..3)), 1..5)) {
            let text: Vec<String> = all.iter().map(|(role, details)| {
                let brackets: Vec<String> = details.iter().map(|detail| format!(" [{detail}]")).collect();
                format!("{role}{}", brackets.concat())
            }).collect();
            let expected: Vec<Part> = all.iter().map(|(role, details)| Part { role: role.clone(), details: details.clone() }).collect();
            prop_assert_eq!(grammar(&text.join(", ")), expected);
        }

        #[test]
        fn no_letter_of_a_text_of_roles_is_lost(text in "[\\[\\],A-Za-z -]{0,40}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            let sorted = |text: String| { let mut all: Vec<char> = letters(&text).chars().collect(); all.sort_unstable(); all };
            let found: String = grammar(&text).iter().map(|part| format!("{} {}", part.role, part.details.join(" "))).collect();
            prop_assert_eq!(sorted(found), sorted(text));
        }

        #[test]
        fn no_text_of_roles_stops_the_reader(text in "[\\[\\],A-Za-z ]{0,40}") {
            for part in grammar(&text) {
                let _ = label(&part);
            }
        }
    }
}

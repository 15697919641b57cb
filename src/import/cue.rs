//! Cue sheets: title and performer of a record and of its tracks, and the songwriters that they name.
//! Everything else in them is about files.

use super::draft::{Draft, DraftTrack, Said};
use super::names;
use super::text::Source;
use super::tree::Node;
use crate::diagnostic::Position;

/// Commands and remarks that name people, with their roles.
const ROLES: [(&str, &str); 7] = [
    ("SONGWRITER", "Songwriter"),
    ("REM COMPOSER", "Composer"),
    ("REM LYRICIST", "Lyricist"),
    ("REM ARRANGER", "Arranger"),
    ("REM PRODUCER", "Producer"),
    ("REM CONDUCTOR", "Conductor"),
    ("REM PERFORMER", "Performer"),
];

/// Whether a text is a cue sheet.
pub(crate) fn is_one(text: &str) -> bool {
    let has = |start: &str| text.lines().any(|line| line.trim_start().starts_with(start));
    has("FILE ") && has("TRACK ") && has("INDEX ")
}

/// The record of a sheet.
pub(crate) fn read(source: &Source) -> Draft {
    let mut draft = Draft::new("cue sheet");
    let mut track: Option<usize> = None;
    for place in 1..=source.lines() {
        let line = source.line(place);
        let text = line.trim();
        let value = |start: &str| {
            let rest = text.strip_prefix(start)?.strip_prefix(' ')?.trim();
            let inner = rest.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(rest).trim();
            let before = line.split_once(inner).map_or(0, |(before, _)| before.chars().count());
            let at = Position { line: place, column: u32::try_from(before + 1).unwrap_or(1) };
            let length = u32::try_from(inner.chars().count()).unwrap_or(1).max(1);
            (!inner.is_empty()).then(|| Node::scalar(inner, at, length))
        };
        if let Some(begun) = value("TRACK") {
            let number = begun.as_text().unwrap_or_default().split(' ').next().unwrap_or_default();
            let position = number.trim_start_matches('0').to_owned();
            let title = begun.like(format!("Track {position}"));
            track = Some(draft.track(DraftTrack { position, title, duration: None }));
        } else if let Some(title) = value("TITLE") {
            match track.and_then(|track| draft.tracks.get_mut(track)) {
                Some(track) => track.title = title,
                None => draft.title = Some(title),
            }
        } else if let Some(by) = value("PERFORMER") {
            match track {
                None => draft.artists = vec![by],
                Some(track) if draft.artists.iter().all(|own| own.as_text() != by.as_text()) => {
                    draft.credit(Said { role: by.like("Artist"), name: by, note: None, tracks: Some(vec![track]) });
                }
                Some(_) => {}
            }
        } else if let Some(date) = value("REM DATE") {
            draft.set("released", Some(date));
        } else if let Some(label) = value("REM LABEL") {
            draft.set("label", Some(label));
        }
        for (start, role) in ROLES {
            let Some(name) = value(start).filter(|name| name.as_text().is_some_and(names::can_be)) else { continue };
            for one in names::cut(name.as_text().unwrap_or_default(), &[]) {
                let tracks = track.map(|track| vec![track]);
                draft.credit(Said { role: name.like(role), name: name.like(one), note: None, tracks });
            }
        }
    }
    draft
}

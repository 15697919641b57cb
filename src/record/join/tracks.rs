//! Tracks of two files about one record: which are the same, and which only one of them has.
//! A track that the first file does not have is added behind the others.

use std::collections::BTreeMap;

use super::names::same_person;
use super::{Said, same_role};
use crate::catalogue::roles::fold;
use crate::import::text::brief;
use crate::near::slips;
use crate::record::{Contribution, Record, Text, Track, TrackList};

/// Longest title compared letter by letter, in characters.
const LONGEST: usize = 80;

/// A file about one song of the record says what it says of that track.
pub(super) fn as_album(record: &Record, other: &mut Record) {
    if !other.tracks.is_empty() || fold(&record.title) == fold(&other.title) {
        return;
    }
    let Some(track) = record.tracks.iter().find(|track| fold(&track.title) == fold(&other.title)) else { return };
    let own = Track {
        position: track.position.clone(),
        title: other.title.clone(),
        isrc: other.isrc.take(),
        iswc: other.iswc.take(),
        ..Track::default()
    };
    let list = TrackList { text: Text::new(&own.position), positions: vec![own.position.clone()] };
    for one in other.credits.iter_mut().flat_map(|credit| &mut credit.contributors) {
        one.tracks = Some(list.clone());
    }
    other.tracks = vec![own];
    other.title = record.title.clone();
}

/// The positions in the record of the tracks of another file, by their positions there.
pub(super) fn places(record: &mut Record, others: &[Track], said: &mut Said) -> BTreeMap<String, String> {
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    if record.tracks.is_empty() {
        places.extend(others.iter().map(|track| (track.position.clone(), track.position.clone())));
        record.tracks = others.iter().map(|track| Track { credits: Vec::new(), ..track.clone() }).collect();
        return places;
    }
    for track in others {
        let place = match find(&record.tracks, track).and_then(|place| record.tracks.get_mut(place)) {
            Some(known) => {
                compare(known, track, said);
                known.position.clone()
            }
            None => {
                let position = free(&record.tracks, &track.position);
                said.differs(format!(
                    "`{}` is no track of the first file: it is added as track {position}",
                    brief(&track.title)
                ));
                record.tracks.push(Track { position: position.clone(), credits: Vec::new(), ..track.clone() });
                position
            }
        };
        places.insert(track.position.clone(), place);
    }
    places
}

/// The place of a track in a list: that of its title, and of several that of its position; else that of a title at its
/// position that is spelled nearly alike.
fn find(tracks: &[Track], track: &Track) -> Option<usize> {
    let title = fold(&track.title);
    let same = |own: &Track| fold(&own.title) == title;
    let both = tracks.iter().position(|own| same(own) && own.position == track.position);
    both.or_else(|| tracks.iter().position(same)).or_else(|| {
        let near = |own: &Track| {
            let known = fold(&own.title);
            let long = known.chars().count().max(title.chars().count());
            long <= LONGEST && slips(&known, &title) <= 1 + long / 8
        };
        tracks.iter().position(|own| own.position == track.position && near(own))
    })
}

/// What two files say of one track: what only the other says is added.
fn compare(known: &mut Track, other: &Track, said: &mut Said) {
    let mut one = |what: &str, known: &Text, other: &Text| {
        if fold(known) != fold(other) {
            let (known, other) = (brief(known), brief(other));
            said.differs(format!("{what} is `{known}` in the first file and `{other}` here: the first is kept"));
        }
    };
    let track = format!("track {}", known.position);
    one(&track, &known.title, &other.title);
    for (key, own, new) in [("isrc", &mut known.isrc, &other.isrc), ("iswc", &mut known.iswc, &other.iswc)] {
        match (own.as_ref(), new) {
            (Some(own), Some(new)) => one(&format!("`{key}` of {track}"), own, new),
            (None, Some(new)) => *own = Some(new.clone()),
            _ => {}
        }
    }
    // Lengths of two files differ by a second or two, which nobody needs to hear.
    known.duration = known.duration.take().or_else(|| other.duration.clone());
}

/// A position that no track has: the one that is asked for, or the next number.
fn free(tracks: &[Track], wanted: &str) -> String {
    let taken = |position: &str| tracks.iter().any(|track| track.position.eq_ignore_ascii_case(position));
    if !taken(wanted) {
        return wanted.to_owned();
    }
    (tracks.len() + 1..).map(|number| number.to_string()).find(|number| !taken(number)).unwrap_or_default()
}

/// The tracks of a credit of another file as positions of the record. Those that the record does not have are said, and
/// stay as a note of the credit.
pub(super) fn move_credit(
    one: &mut Contribution,
    places: &BTreeMap<String, String>,
    tracks: &[Track],
    said: &mut Said,
) {
    let Some(mut list) = one.tracks.take() else { return };
    let mut lost = Vec::new();
    for position in std::mem::take(&mut list.positions) {
        let known = |position: &String| tracks.is_empty() || tracks.iter().any(|track| track.position == *position);
        match places.get(&position).cloned().or_else(|| Some(position.clone()).filter(known)) {
            Some(place) => list.positions.push(place),
            None => lost.push(position),
        }
    }
    list.text = Text::new(&list.positions.join(", "));
    if !lost.is_empty() {
        let lost = lost.join(", ");
        said.differs(format!(
            "`{}` is credited for track {lost}, which the first file does not have: it stays as a note",
            brief(&one.name)
        ));
        let note = one.note.take().map(|note| format!("{note}, ")).unwrap_or_default();
        one.note = Some(Text::new(&format!("{note}track {lost}")));
    }
    one.tracks = (!list.positions.is_empty()).then_some(list);
}

/// Takes off the tracks what the credits of the whole record say already.
pub(super) fn once(record: &mut Record) {
    let all = &record.credits;
    for track in &mut record.tracks {
        for credit in &mut track.credits {
            let (role, position) = (credit.clone(), track.position.clone());
            credit.contributors.retain(|one| {
                let bare = one.note.is_none() && one.at.is_none() && one.handles.is_empty();
                let said =
                    all.iter().filter(|own| same_role(own, &role)).flat_map(|own| &own.contributors).any(|own| {
                        let here = own.tracks.as_ref().is_none_or(|list| list.positions.contains(&position));
                        here && same_person(&own.name, &one.name)
                    });
                !(bare && said)
            });
        }
        track.credits.retain(|credit| !credit.contributors.is_empty());
    }
}

//! What artificial intelligence made of a record, as its file says it: for the imprint, alt texts and captions.
//! A file that does not say it says nothing: that is never printed as none.

use crate::card::credits::position_words;
use crate::catalogue::languages::Wording;
use crate::record::{AI_PARTS, Contribution, Record, Text};

/// What artificial intelligence made, in one sentence; none if the file does not say it.
pub fn ai_line(record: &Record, wording: Wording) -> Option<String> {
    let parts = AI_PARTS.into_iter().filter_map(|part| Some((part, note(record, part, wording)?)));
    wording.ai(parts)
}

/// Of which names and tracks a part is said; empty if of the whole record, none if of nothing.
fn note(record: &Record, part: &str, wording: Wording) -> Option<String> {
    let said = |all: &[Text]| all.iter().any(|one| one.value == part);
    let artwork = record.artwork.as_ref().is_some_and(|artwork| artwork.ai) && part == "artwork";
    if said(&record.ai) || artwork {
        return Some(String::new());
    }
    let mut notes: Vec<String> = Vec::new();
    let mut add = |one: &Contribution| {
        if said(&one.ai) && !notes.contains(&one.name.value) {
            notes.push(one.name.value.clone());
        }
    };
    record.credits.iter().flat_map(|credit| &credit.contributors).for_each(&mut add);
    let mut positions = Vec::new();
    for track in &record.tracks {
        if said(&track.ai) {
            positions.push(track.position.clone());
        } else {
            track.credits.iter().flat_map(|credit| &credit.contributors).for_each(&mut add);
        }
    }
    if !positions.is_empty() {
        notes.push(position_words(wording, &positions));
    }
    (!notes.is_empty()).then(|| notes.join(&wording.words().between))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::parse;

    fn line(rest: &str, tag: &str) -> Option<String> {
        let text = format!("title: A\nartist: B\n{rest}");
        let record = parse("a.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}")).record;
        ai_line(&record, Wording::of(Some(tag)))
    }

    #[test]
    fn parts_are_said_of_the_record_of_tracks_or_of_names() {
        let credits = "credits: {Producer: C}\n";
        let said = |rest: &str| line(&format!("{rest}{credits}"), "en");
        assert_eq!(said(""), None);
        assert_eq!(said("ai: [lyrics, vocals]\n").as_deref(), Some("Made with AI: vocals, lyrics"));
        assert_eq!(said("artwork: {file: a.png, ai: true}\n").as_deref(), Some("Made with AI: artwork"));
        assert_eq!(
            said("tracks: [One, {title: Two, ai: vocals}, {title: Three, ai: [vocals]}]\n").as_deref(),
            Some("Made with AI: vocals (tracks 2, 3)")
        );
        let name = line("credits: {Vocals: {name: Ada, ai: vocals}}\n", "de");
        assert_eq!(name.as_deref(), Some("Mit KI gemacht: Gesang (Ada)"));
    }
}

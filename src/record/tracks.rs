//! The tracks of a record: titles in order, each with a position and credits of its own.
//! Positions are the sleeve's if the file gives them, else they count from 1.

use std::collections::BTreeSet;

use super::credits::{self, Credit, Scope};
use super::fields;
use super::identifiers::{self, Scheme};
use super::keys;
use super::reader::{Reader, brief, given};
use crate::diagnostic::Diagnostic;
use crate::import::text::Text;
use crate::import::timed;
use crate::import::tree::{Node, Value};

/// A track of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    /// Position such as `3` or `A1`; the place in the list from 1 if the file gives none.
    pub position: String,
    /// Title of the track.
    pub title: Text,
    /// Credits of this track, in file order.
    pub credits: Vec<Credit>,
    /// Length as `m:ss` or `h:mm:ss`.
    pub duration: Option<Text>,
    /// ISRC of the recording.
    pub isrc: Option<Text>,
    /// ISWC of the work.
    pub iswc: Option<Text>,
    /// What artificial intelligence made, in words of [`super::AI_PARTS`].
    pub ai: Vec<Text>,
}

/// The value of `tracks` of a record.
pub(crate) fn tracks(reader: &mut Reader<'_>, node: &Node) -> Vec<Track> {
    let Value::List(items) = &node.value else {
        reader.wrong("`tracks`", "a list of titles", node);
        return Vec::new();
    };
    let form = Form::of(items);
    let mut tracks = Vec::with_capacity(items.len());
    let mut seen = BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        let counted = (index + 1).to_string();
        let Some((track, place)) = track(reader, counted, item, form) else {
            continue;
        };
        if !seen.insert(track.position.to_lowercase()) {
            let problem = Diagnostic::error(
                "duplicate-track",
                format!("`tracks`: position `{}` is given twice", brief(&track.position)),
            );
            reader.report_at(problem.hint("positions are counted from 1 where none is written"), &place);
        }
        tracks.push(track);
    }
    tracks
}

/// What all titles of a list have beside them, as lists of tracks are copied: `01. Ebb (17:48)`.
#[derive(Clone, Copy)]
struct Form {
    /// Each has its number before it.
    numbered: bool,
    /// Each has its length in brackets behind it.
    timed: bool,
}

impl Form {
    fn of(items: &[Node]) -> Form {
        let texts: Vec<Option<&str>> = items.iter().map(Node::as_text).collect();
        let count = |(place, text): (usize, &Option<&str>)| {
            text.and_then(numbered).is_some_and(|(number, _)| number == place + 1)
        };
        let timed = |text: &Option<&str>| text.is_some_and(|text| text.ends_with(')') && timed(text).1.is_some());
        Form {
            numbered: texts.len() > 1 && texts.iter().enumerate().all(count),
            timed: !texts.is_empty() && texts.iter().all(timed),
        }
    }
}

/// The number before a title: `01. Ebb`, `1) Ebb`.
fn numbered(text: &str) -> Option<(usize, &str)> {
    let (number, title) = text.split_once(' ')?;
    let digits = number.strip_suffix(['.', ')', ':'])?;
    let number = (digits.len() <= 3).then(|| digits.parse().ok()).flatten()?;
    Some((number, title.trim_start()))
}

fn track(reader: &mut Reader<'_>, counted: String, item: &Node, form: Form) -> Option<(Track, Text)> {
    match &item.value {
        Value::Scalar(_) => {
            let whole = reader.text("`tracks` entry", item)?;
            let mut text = whole.value.as_str();
            if let Some((_, title)) = numbered(text).filter(|_| form.numbered) {
                text = title;
            }
            let mut duration = None;
            if form.timed || form.numbered && text.ends_with(')') {
                let (title, found) = timed(text);
                (text, duration) = (title, found.map(|found| Text { value: found, ..whole.clone() }));
            }
            let title = Text { value: text.to_owned(), ..whole.clone() };
            Some((Track { position: counted, title: title.clone(), duration, ..Track::default() }, title))
        }
        Value::Map(_) => {
            let subject = format!("track {counted}");
            let fields = reader.fields(&subject, &[keys::TRACK], item)?;
            let title = fields.get("title").and_then(|(_, node)| reader.text(&format!("{subject} `title`"), node));
            let position = reader.optional(&fields, "position");
            let credits = given(&fields, "credits").map(|(_, node)| credits::credits(reader, &Scope::Track, node));
            let duration = reader.optional(&fields, "duration").filter(|text| {
                let good = is_duration(text);
                if !good {
                    let message =
                        format!("{subject} `duration`: expected minutes and seconds, found `{}`", brief(text));
                    reader.report_at(Diagnostic::error("bad-duration", message).hint("write 3:45 or 1:02:03"), text);
                }
                good
            });
            let isrc = identifiers::read(reader, &fields, Scheme::Isrc);
            let iswc = identifiers::read(reader, &fields, Scheme::Iswc);
            let ai = fields::ai(reader, &fields);
            let title = title?;
            let place = position.clone().unwrap_or_else(|| title.clone());
            let position = position.map_or(counted, |text| text.value);
            let credits = credits.unwrap_or_default();
            Some((Track { position, title, credits, duration, isrc, iswc, ai }, place))
        }
        _ => {
            reader.wrong("`tracks` entry", "a title or a mapping with `title`", item);
            None
        }
    }
}

fn is_duration(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let sixty = |part: &str| digits(part) && part.len() == 2 && part < "60";
    match text.split(':').collect::<Vec<_>>().as_slice() {
        [minutes, seconds] => digits(minutes) && sixty(seconds),
        [hours, minutes, seconds] => digits(hours) && sixty(minutes) && sixty(seconds),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lengths_that_all_titles_have_are_no_part_of_them() {
        let record = |tracks: &str| {
            let text = format!("title: A\nartist: B\ntracks:\n{tracks}credits: {{Producer: Bo Li}}\n");
            let tracks = crate::record::parse("a.yaml", text.as_bytes()).expect("a record").record.tracks;
            tracks.into_iter().map(|one| (one.title.value, one.duration.map(|text| text.value))).collect::<Vec<_>>()
        };
        assert_eq!(
            record("- 01. Ebb (17:48)\n- 02. Flow\n"),
            [("Ebb".to_owned(), Some("17:48".to_owned())), ("Flow".into(), None)]
        );
        assert_eq!(record("- Ebb (3:45)\n"), [("Ebb".to_owned(), Some("3:45".to_owned()))]);
        assert_eq!(
            record("- 7. Symphony\n- 99 Balloons\n"),
            [("7. Symphony".to_owned(), None), ("99 Balloons".into(), None)]
        );
    }

    #[test]
    fn durations_have_two_digit_seconds() {
        assert!(is_duration("3:45") && is_duration("1:02:03") && is_duration("0:07"));
        assert!(!is_duration("345") && !is_duration("3:75") && !is_duration("3:4") && !is_duration("a:00"));
    }
}

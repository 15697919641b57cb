//! Lists of tracks, written the way sleeves and Discogs write them: `1, 3-5`, `A1, A3 to A5`.
//! They are resolved to positions here, so that no later stage meets a range.

use std::collections::{BTreeMap, BTreeSet};

use super::credits::Scope;
use super::reader::{Reader, brief};
use crate::diagnostic::Diagnostic;
use crate::import::text::Text;
use crate::import::tree::{Node, Value};
use crate::limits::TRACK_POSITIONS;

/// Longest range in tracks that a file without `tracks` may write.
const LONGEST_RANGE: u32 = 1_000;

/// Tracks a credit is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrackList {
    /// The list as written, its parts joined by `, `, at the place of the first.
    pub text: Text,
    /// Every position once, in the order written, ranges resolved.
    pub positions: Vec<String>,
}

/// Positions of a record's tracks, in order, and where each stands: records have hundreds, and lists as many parts.
pub(crate) struct Positions<'p> {
    all: Vec<&'p str>,
    places: BTreeMap<String, usize>,
}

impl<'p> Positions<'p> {
    /// These, of which the first of two that differ in case counts.
    pub fn new(all: Vec<&'p str>) -> Positions<'p> {
        let mut places = BTreeMap::new();
        for (place, position) in all.iter().enumerate() {
            places.entry(position.to_ascii_lowercase()).or_insert(place);
        }
        Positions { all, places }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn place(&self, position: &str) -> Option<usize> {
        self.places.get(&position.trim().to_ascii_lowercase()).copied()
    }
}

/// The value of `tracks` of a contribution.
pub(crate) fn track_list(reader: &mut Reader<'_>, scope: &Scope<'_>, node: &Node) -> Option<TrackList> {
    if let Scope::Track = scope {
        let problem = Diagnostic::error(
            "misplaced-key",
            "`tracks`: a credit under a track is for that track, found a list of tracks",
        );
        reader.report(problem.hint("move the credit to the `credits` of the record, or leave out `tracks`"), node);
        return None;
    }
    let written = reader.texts("`tracks`", node);
    if matches!(&node.value, Value::List(items) if items.is_empty()) {
        let message = "`tracks`: expected at least one position, found an empty list";
        let problem = Diagnostic::error("nothing", message);
        reader.report(problem.hint("leave out `tracks` if the credit is for all of them"), node);
    }
    let first = written.first()?;
    let parts: Vec<&str> = written.iter().map(|text| text.value.as_str()).collect();
    let joined = Text { value: parts.join(", "), at: first.at, length: first.length };
    let mut seen = BTreeSet::new();
    let mut positions = Vec::new();
    for text in &written {
        let mut next = 0;
        for piece in text.split([',', ';']) {
            let start = next + piece.len() - piece.trim_start().len();
            next += piece.len() + 1;
            let part = piece.trim();
            if part.is_empty() {
                continue;
            }
            match resolve(scope, part) {
                Ok(found) => {
                    reader.positions = reader.positions.saturating_add(found.len());
                    if reader.positions > TRACK_POSITIONS {
                        too_many(reader, node);
                        return None;
                    }
                    positions.extend(found.into_iter().filter(|position| seen.insert(position.clone())));
                }
                Err(problem) => reader.report_at(*problem, &within(text, start, part)),
            }
        }
    }
    (!positions.is_empty()).then_some(TrackList { text: joined, positions })
}

/// Says once that a record lists too many tracks: a few characters are a thousand positions.
fn too_many(reader: &mut Reader<'_>, node: &Node) {
    if reader.positions != usize::MAX {
        reader.positions = usize::MAX;
        let message = format!("`tracks`: the lists of a record stand for at most {TRACK_POSITIONS} positions");
        let hint = "leave out `tracks` where the credit is for all of them";
        reader.report(Diagnostic::error("bad-track", message).hint(hint), node);
    }
}

/// The place of a part of a text from its byte offset, if the text stands in the file as it reads.
fn within(text: &Text, offset: usize, part: &str) -> Text {
    let (Some(before), true) = (text.value.get(..offset), text.length as usize == text.value.chars().count()) else {
        return text.clone();
    };
    let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(0);
    let mut at = text.at;
    at.column += count(before);
    Text { value: part.to_owned(), at, length: count(part) }
}

/// The positions a part of a track list stands for.
fn resolve(scope: &Scope<'_>, part: &str) -> Result<Vec<String>, Box<Diagnostic>> {
    let positions = match scope {
        Scope::Tracks(positions) => Some(*positions),
        _ => None,
    };
    let known: Option<&[&str]> = positions.map(|positions| positions.all.as_slice());
    let place = |position: &str| positions.and_then(|positions| positions.place(position));
    let at = |index: usize| known.and_then(|all| all.get(index)).map(|one| (*one).to_owned());
    if let Some(position) = place(part).and_then(at) {
        return Ok(vec![position]);
    }
    let unknown = |position: &str| {
        let list = known.unwrap_or_default();
        let shown: Vec<&str> = list.iter().copied().take(12).collect();
        let more = if list.len() > shown.len() { ", …" } else { "" };
        Diagnostic::error("unknown-track", format!("`tracks`: no track has the position `{}`", brief(position)))
            .hint(format!("the record has the tracks {}{more}", shown.join(", ")))
    };
    let Some((from, to)) = ends(part, &place) else {
        return match known {
            Some(_) => Err(unknown(part).into()),
            None if Numbered::read(part).is_some() => Ok(vec![part.to_owned()]),
            None => Err(malformed(part).into()),
        };
    };
    let reversed = || {
        Diagnostic::error(
            "reversed-range",
            format!("`tracks`: expected a range from first to last, found `{}`", brief(part)),
        )
        .hint(format!("write {to}-{from}"))
    };
    if let Some(all) = known {
        let (first, last) = (place(from).ok_or_else(|| unknown(from))?, place(to).ok_or_else(|| unknown(to))?);
        return match all.get(first..=last) {
            Some(range) if first <= last => Ok(range.iter().map(|one| (*one).to_owned()).collect()),
            _ => Err(reversed().into()),
        };
    }
    let (Some(first), Some(last)) = (Numbered::read(from), Numbered::read(to)) else {
        return Err(malformed(part).into());
    };
    if first.prefix != last.prefix {
        let message = format!("`tracks`: expected a range within one side, found `{}`", brief(part));
        return Err(Diagnostic::error("bad-track", message)
            .hint("list the tracks of the record under `tracks`, and ranges can cross sides")
            .into());
    }
    if first.number > last.number {
        return Err(reversed().into());
    }
    if last.number - first.number >= LONGEST_RANGE {
        let message = format!("`tracks`: expected a range of at most {LONGEST_RANGE} tracks, found `{}`", brief(part));
        return Err(Diagnostic::error("bad-track", message).into());
    }
    Ok((first.number..=last.number).map(|number| format!("{}{number}", first.prefix)).collect())
}

fn malformed(part: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-track",
        format!("`tracks`: expected positions such as 1, 3-5 or A1 to A4, found `{}`", brief(part)),
    )
}

/// Both ends of a range: around `to`, else at the dash that leaves two known positions, else at the only dash.
fn ends<'t>(part: &'t str, place: &dyn Fn(&str) -> Option<usize>) -> Option<(&'t str, &'t str)> {
    if let Some((from, to)) = part.split_once(" to ") {
        return Some((from.trim(), to.trim()));
    }
    let splits = || {
        part.char_indices()
            .filter(|(_, c)| matches!(c, '-' | '–' | '—'))
            .filter_map(|(index, c)| Some((part.get(..index)?.trim(), part.get(index + c.len_utf8()..)?.trim())))
            .filter(|(from, to)| !from.is_empty() && !to.is_empty())
            .take(8)
    };
    splits().find(|(from, to)| place(from).is_some() && place(to).is_some()).or_else(|| {
        let mut all = splits();
        let only = all.next()?;
        all.next().is_none().then_some(only)
    })
}

/// A position as a side or disc and a number.
struct Numbered<'t> {
    prefix: &'t str,
    number: u32,
}

impl<'t> Numbered<'t> {
    fn read(position: &'t str) -> Option<Self> {
        let prefix = position.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = position.get(prefix.len()..)?;
        let plain = prefix.len() <= 8
            && prefix.matches('-').count() <= 1
            && prefix.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'));
        if !plain || number.len() > 6 {
            return None;
        }
        let number = number.parse().ok()?;
        Some(Self { prefix, number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(part: &str) -> Result<String, &'static str> {
        resolve(&Scope::Record, part).map(|all| all.join(" ")).map_err(|problem| problem.code)
    }

    #[test]
    fn ranges_without_tracks_count_on_one_side() {
        assert_eq!(free("3-5").as_deref(), Ok("3 4 5"));
        assert_eq!(free("A3 to A5").as_deref(), Ok("A3 A4 A5"));
        assert_eq!(free("A3–A5").as_deref(), Ok("A3 A4 A5"));
        assert_eq!(free("7").as_deref(), Ok("7"));
        assert_eq!(free("5-3"), Err("reversed-range"));
        assert_eq!(free("A3-B5"), Err("bad-track"));
        assert_eq!(free("1-999999"), Err("bad-track"));
        assert_eq!(free("Neap"), Err("bad-track"));
        assert_eq!(free("1-2-3"), Err("bad-track"));
    }

    #[test]
    fn ranges_with_tracks_follow_their_order() {
        let positions = Positions::new(vec!["A1", "A2", "B1", "1-1", "1-2"]);
        let scope = Scope::Tracks(&positions);
        let known = |part: &str| resolve(&scope, part).map(|all| all.join(" ")).map_err(|problem| problem.code);
        assert_eq!(known("a2 to B1").as_deref(), Ok("A2 B1"));
        assert_eq!(known("1-1").as_deref(), Ok("1-1"));
        assert_eq!(known("1-1-1-2").as_deref(), Ok("1-1 1-2"));
        assert_eq!(known("B1-A1"), Err("reversed-range"));
        assert_eq!(known("C1"), Err("unknown-track"));
        assert_eq!(known("A1-C1"), Err("unknown-track"));
    }
}

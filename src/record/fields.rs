//! The top level of a credit file: the walk from the tree to the record.
//! Parts with rules of their own (credits, tracks, people, card) have their own files.

use super::card;
use super::check;
use super::credits::{self, Scope};
use super::doubts;
use super::identifiers::{self, Scheme};
use super::people;
use super::picture;
use super::reader::{Fields, Reader, brief, given};
use super::track_list::Positions;
use super::tracks;
use super::{AI_PARTS, Record, Released, kinds};
use crate::diagnostic::Diagnostic;
use crate::import::text::{Source, Text};
use crate::import::tree::{Node, Value};
use crate::limits::RECORD_NAMES;

/// A record as far as it can be read.
pub(crate) struct Whole {
    /// The record, perhaps without what is wrong.
    pub record: Option<Record>,
    /// Errors and warnings in file order.
    pub problems: Vec<Diagnostic>,
    /// Whether one of them is an error.
    pub failed: bool,
}

/// What can be read of a document, whatever is wrong with it.
pub(crate) fn read_whole(source: Source, root: Option<&Node>) -> Whole {
    let mut reader = Reader::new(&source);
    let mut record = read(&mut reader, root);
    if let Some(record) = &mut record {
        doubts::doubts(&mut reader, record);
        let credits = |record: &Record| {
            record.credits.iter().chain(record.tracks.iter().flat_map(|track| &track.credits)).count()
        };
        let before = credits(record);
        doubts::leave_out(record);
        if before > 0 && credits(record) == 0 {
            let problem = Diagnostic::error(
                "no-credits",
                "credit file: expected at least one name, found only texts that are none",
            );
            let hint = "write names as credited, or allow `no-name-yet` under `check`";
            reader.report_at(problem.hint(hint), &record.title);
        }
    }
    let (failed, problems) = (reader.failed(), reader.finish());
    Whole { record: record.map(|record| Record { source, ..record }), problems, failed }
}

fn read(reader: &mut Reader<'_>, root: Option<&Node>) -> Option<Record> {
    let hint = "write `title`, `artist` and `credits`; `extra-credit new` starts a file";
    let root = reader.content(root, "credit file", hint)?;
    let kind = kinds::kind(reader, root);
    let fields = kinds::fields(reader, kind, root)?;
    let content = kinds::content(reader, kind, &fields);
    let (artist, artists) = artist(reader, &fields, kind.name.is_empty());
    let tracks = given(&fields, "tracks").map(|(_, node)| tracks::tracks(reader, node)).unwrap_or_default();
    let positions = Positions::new(tracks.iter().map(|track| track.position.as_str()).collect());
    let scope = if positions.is_empty() { Scope::Record } else { Scope::Tracks(&positions) };
    let credits = given(&fields, "credits").map(|(_, node)| credits::credits(reader, &scope, node)).unwrap_or_default();
    let is_record = kind.name.is_empty();
    if is_record && credits.is_empty() && tracks.iter().all(|track| track.credits.is_empty()) && !reader.failed() {
        let problem =
            Diagnostic::error("no-credits", "credit file: expected `credits` with at least one role, found none")
                .hint("add `credits:` with lines such as `Producer: Odalys Brant`");
        let place = fields.get("credits").map_or(root, |(key, _)| *key);
        let start = Text { value: String::new(), at: place.at, length: place.length };
        reader.report_at(problem, &start);
    }
    let count = |all: &[credits::Credit]| all.iter().map(|credit| credit.contributors.len()).sum::<usize>();
    let names = count(&credits) + tracks.iter().map(|track| count(&track.credits)).sum::<usize>();
    if names > RECORD_NAMES {
        let message = format!("a record credits at most {RECORD_NAMES} names, this has {names}");
        reader.report(Diagnostic::error("too-many-names", message).hint("make several records of it"), root);
    }
    let people = given(&fields, "people").map(|(_, node)| people::people(reader, node)).unwrap_or_default();
    let all = || credits.iter().chain(tracks.iter().flat_map(|track| &track.credits));
    people::uncredited(reader, &people, &artists, all());
    Some(Record {
        source: Source::default(),
        title: if is_record {
            fields.get("title").and_then(|(_, node)| reader.text("`title`", node)).unwrap_or_default()
        } else {
            reader.optional(&fields, "title").unwrap_or_default()
        },
        content,
        artist,
        artwork: given(&fields, "artwork").and_then(|(_, node)| picture::picture(reader, "`artwork`", node)),
        kind: reader.optional(&fields, "kind"),
        released: released(reader, &fields),
        label: reader.optional(&fields, "label"),
        catalogue: reader.optional(&fields, "catalogue"),
        isrc: identifiers::read(reader, &fields, Scheme::Isrc),
        iswc: identifiers::read(reader, &fields, Scheme::Iswc),
        upc: identifiers::read(reader, &fields, Scheme::Upc),
        ai: ai(reader, &fields),
        language: language(reader, &fields),
        thanks: reader.optional(&fields, "thanks"),
        supplied_by: reader.optional(&fields, "supplied_by"),
        hashtags: hashtags(reader, &fields),
        custom: given(&fields, "custom").map(|(_, node)| custom(reader, node)).unwrap_or_default(),
        card: given(&fields, "card").map(|(_, node)| card::options(reader, node)).unwrap_or_default(),
        check: given(&fields, "check").map(|(_, node)| check::options(reader, node)).unwrap_or_default(),
        people,
        credits,
        tracks,
    })
}

/// The author's own fields, each with its text.
fn custom(reader: &mut Reader<'_>, node: &Node) -> Vec<(Text, Text)> {
    let Value::Map(pairs) = &node.value else {
        reader.wrong("`custom`", "a mapping of names to texts", node);
        return Vec::new();
    };
    let mut fields = Vec::with_capacity(pairs.len());
    for (name, _, value) in reader.entries("`custom`", pairs) {
        if let Some(text) = reader.text(&format!("`custom` `{}`", brief(&name)), value) {
            fields.push((name, text));
        }
    }
    fields
}

/// The artist as one text, and every name in it.
fn artist(reader: &mut Reader<'_>, fields: &Fields<'_>, required: bool) -> (Text, Vec<String>) {
    let Some((_, node)) = fields.get("artist") else {
        return (Text::default(), Vec::new());
    };
    if !required && matches!(node.value, Value::Nothing { .. }) {
        return (Text::default(), Vec::new());
    }
    let names = reader.texts("`artist`", node);
    if matches!(&node.value, Value::List(items) if items.is_empty()) {
        reader.report(Diagnostic::error("nothing", "`artist`: expected at least one name, found an empty list"), node);
    }
    let mut all: Vec<String> = names.iter().map(|name| name.value.clone()).collect();
    let Some((last, before)) = names.split_last() else {
        return (Text::default(), all);
    };
    let Some(first) = before.first() else {
        return (last.clone(), all);
    };
    let start: Vec<&str> = before.iter().map(|name| name.value.as_str()).collect();
    let value = format!("{} & {}", start.join(", "), last.value);
    all.push(value.clone());
    (Text { value, at: first.at, length: first.length }, all)
}

fn released(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<Released> {
    let text = reader.optional(fields, "released")?;
    if let Some(year) = year_of(&text) {
        return Some(Released { text, year });
    }
    let message = format!("`released`: expected a year or a date that exists, found `{}`", brief(&text));
    let hint = match meant(&text).as_slice() {
        [] => "write a year such as 2026 or a date such as 2026-03-06".to_owned(),
        [date] => format!("write {date}"),
        dates => format!("write {}, whichever is meant", dates.join(" or ")),
    };
    reader.report_at(Diagnostic::error("bad-date", message).hint(hint), &text);
    None
}

/// The dates that numbers in another order may mean: `16/03/2026`, `3.6.2026`, `2026/3/6`.
fn meant(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else { return Vec::new() };
    let orders = match (first.len(), third.len()) {
        (4, _) => vec![(first, second, third)],
        (_, 4) => vec![(third, second, first), (third, first, second)],
        _ => Vec::new(),
    };
    let mut dates: Vec<String> = Vec::new();
    for (year, month, day) in orders {
        let date = format!("{year}-{month:0>2}-{day:0>2}");
        if year_of(&date).is_some() && !dates.contains(&date) {
            dates.push(date);
        }
    }
    dates
}

/// The year of `2026` or `2026-03-06`.
fn year_of(text: &str) -> Option<u16> {
    let number = |part: &str, digits: usize| -> Option<u16> {
        (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let parts: Vec<&str> = text.split('-').collect();
    let year = number(parts.first()?, 4).filter(|year| *year >= 1000)?;
    match parts.as_slice() {
        [_] => Some(year),
        [_, month, day] => {
            let (month, day) = (number(month, 2)?, number(day, 2)?);
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let days = match month {
                2 => 28 + u16::from(leap),
                4 | 6 | 9 | 11 => 30,
                1..=12 => 31,
                _ => 0,
            };
            (1..=days).contains(&day).then_some(year)
        }
        _ => None,
    }
}

/// What the `ai` of a mapping names.
pub(crate) fn ai(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<Text> {
    let Some((_, node)) = given(fields, "ai") else { return Vec::new() };
    let parts = reader.texts("`ai`", node);
    for part in parts.iter().filter(|part| !AI_PARTS.contains(&part.value.as_str())) {
        let problem = card::unknown("part that `ai` names", part, &mut AI_PARTS.into_iter());
        reader.report_at(problem, part);
    }
    parts
}

/// A key that is true or false.
pub(crate) fn switch(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &'static str) -> Option<bool> {
    let text = reader.optional(fields, key)?;
    match text.value.as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => {
            let message = format!("`{key}`: expected true or false, found `{}`", brief(&text));
            reader.report_at(Diagnostic::error("unknown-switch", message).hint("write true, or leave it out"), &text);
            None
        }
    }
}

/// The `language` of a mapping, if it is a well-formed BCP 47 tag.
pub(crate) fn language(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<Text> {
    let text = reader.optional(fields, "language")?;
    if is_language_tag(&text) {
        return Some(text);
    }
    let message = format!("`language`: expected a BCP 47 tag, found `{}`", brief(&text));
    reader.report_at(
        Diagnostic::error("bad-language", message).hint("write a tag such as en, ja, zh-Hant or pt-BR"),
        &text,
    );
    None
}

/// BCP 47, section 2.1, without the grandfathered tags and with languages of two or three letters only.
fn is_language_tag(tag: &str) -> bool {
    let alpha = |part: &str, from: usize, to: usize| {
        (from..=to).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let mixed = |part: &str, from: usize, to: usize| {
        (from..=to).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let mut parts = tag.split('-').peekable();
    if !parts.next().is_some_and(|part| alpha(part, 2, 3)) {
        return false;
    }
    for _ in 0..3 {
        parts.next_if(|part| alpha(part, 3, 3));
    }
    parts.next_if(|part| alpha(part, 4, 4));
    parts.next_if(|part| alpha(part, 2, 2) || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()));
    let variant =
        |part: &&str| mixed(part, 5, 8) || mixed(part, 4, 4) && part.starts_with(|c: char| c.is_ascii_digit());
    while parts.next_if(variant).is_some() {}
    while let Some(singleton) = parts.next() {
        let least = if singleton.eq_ignore_ascii_case("x") { 1 } else { 2 };
        if !mixed(singleton, 1, 1) || parts.next_if(|part| mixed(part, least, 8)).is_none() {
            return false;
        }
        while parts.next_if(|part| mixed(part, least, 8)).is_some() {}
    }
    true
}

/// The `hashtags` of a mapping, without `#`.
pub(crate) fn hashtags(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<Text> {
    let Some((_, node)) = given(fields, "hashtags") else {
        return Vec::new();
    };
    let mut tags = reader.texts("`hashtags`", node);
    for tag in &mut tags {
        if let Some(bare) = tag.value.strip_prefix(['#', '＃']) {
            tag.value = bare.trim().to_owned();
        }
    }
    for tag in &tags {
        let ends = |c: char| c.is_whitespace() || c.is_ascii_punctuation() && c != '_';
        if let Some(c) = tag.chars().find(|c| ends(*c)) {
            let found = if c.is_whitespace() { "a space".to_owned() } else { format!("`{c}`") };
            let message = format!("`hashtags`: expected letters, digits and `_`, found {found} in `{}`", brief(tag));
            reader.report_at(
                Diagnostic::error("bad-hashtag", message)
                    .hint("a hashtag ends there; write several as a list: [One, Two]"),
                tag,
            );
        } else if tag.is_empty() {
            reader.report_at(
                Diagnostic::error("bad-hashtag", "`hashtags`: expected a word after `#`, found nothing"),
                tag,
            );
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_dates_that_exist_are_dates() {
        for (text, year) in [("1989", 1989), ("2026-03-06", 2026), ("2024-02-29", 2024), ("2000-02-29", 2000)] {
            assert_eq!(year_of(text), Some(year), "{text}");
        }
        for text in [
            "89",
            "2026-3-6",
            "2023-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-03",
            "06.03.2026",
            "+999",
            "２０２６",
            "0000",
            "",
        ] {
            assert_eq!(year_of(text), None, "{text}");
        }
    }

    #[test]
    fn dates_in_other_orders_are_understood_for_hints() {
        for (text, dates) in [
            ("16/03/2026", &["2026-03-16"][..]),
            ("3.6.2026", &["2026-06-03", "2026-03-06"]),
            ("3/3/2026", &["2026-03-03"]),
            ("2026/3/6", &["2026-03-06"]),
            ("31/02/2026", &[]),
            ("16/03/26", &[]),
            ("March 2026", &[]),
            ("", &[]),
        ] {
            assert_eq!(meant(text), dates, "{text}");
        }
    }

    #[test]
    fn language_tags_are_well_formed() {
        for tag in [
            "en",
            "ja",
            "zh-Hant",
            "pt-BR",
            "es-419",
            "zh-cmn-Hans-CN",
            "sl-rozaj",
            "de-1996",
            "en-x-a",
            "en-u-co-phonebk",
        ] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in ["", "english", "e", "en_GB", "zh-", "-", "en--GB", "日本", "en-x", "en-a"] {
            assert!(!is_language_tag(tag), "{tag}");
        }
    }
}

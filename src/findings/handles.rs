//! Handles that contradict each other or their platform: one name with two, two names with one, characters that no
//! handle of the platform has. Handles and platforms are compared in small letters.

use std::collections::{BTreeMap, BTreeSet};

use super::FileFinding;
use super::spellings::contributions;
use crate::catalogue::platforms::{platform, platform_id, platforms};
use crate::diagnostic::Diagnostic;
use crate::near::nearest;
use crate::record::reader::brief;
use crate::record::{Record, Text};

/// A handle where it is written.
struct Given<'r> {
    file: usize,
    name: &'r str,
    handle: &'r Text,
}

/// The handles of a record: name, platform, handle.
fn of(record: &Record) -> impl Iterator<Item = (&str, &Text, &Text)> {
    let people = record.people.iter().map(|person| (&person.name, &person.handles));
    let credits = contributions(record).map(|one| (&one.name, &one.handles));
    people
        .chain(credits)
        .flat_map(|(name, pairs)| pairs.iter().map(move |(on, handle)| (name.value.as_str(), on, handle)))
}

/// Names with two handles on a platform, and handles of two names, each once a file.
pub fn handles(records: &[Option<&Record>]) -> Vec<FileFinding> {
    let mut by_name: BTreeMap<(&str, String), Vec<Given<'_>>> = BTreeMap::new();
    let mut by_handle: BTreeMap<(String, String), Vec<Given<'_>>> = BTreeMap::new();
    for (file, record) in records.iter().enumerate() {
        for (name, on, handle) in record.iter().flat_map(|record| of(record)) {
            let on = platform_id(on);
            let given = || Given { file, name, handle };
            by_handle.entry((on.clone(), handle.to_lowercase())).or_default().push(given());
            by_name.entry((name, on)).or_default().push(given());
        }
    }
    let mut found = Vec::new();
    for ((name, on), all) in &by_name {
        let message = |one: &Given<'_>, first: &Given<'_>, whence: &str| {
            let (one, first) = (brief(one.handle), brief(first.handle));
            format!("`{}` is `{one}` on {on} here and `{first}` {whence}", brief(name))
        };
        let hint = "keep the right one; two people of one name need two spellings, or allow it by name";
        contradictions(records, all, "two-handles", hint, |given| given.handle.to_lowercase(), message, &mut found);
    }
    for ((on, _), all) in &by_handle {
        let message = |one: &Given<'_>, first: &Given<'_>, whence: &str| {
            let (handle, name, other) = (brief(one.handle), brief(one.name), brief(first.name));
            format!("`{handle}` on {on} is the handle of `{name}` here and of `{other}` {whence}")
        };
        let hint = "if it is one person, use one spelling of the name; if one handle is wrong, mend it";
        contradictions(records, all, "shared-handle", hint, |given| given.name.to_owned(), message, &mut found);
    }
    found
}

/// Reports what differs from the value that is given most often, once a value and file.
fn contradictions<'g>(
    records: &[Option<&Record>],
    all: &'g [Given<'g>],
    code: &'static str,
    hint: &str,
    value: impl Fn(&Given<'_>) -> String,
    message: impl Fn(&Given<'_>, &Given<'_>, &str) -> String,
    found: &mut Vec<FileFinding>,
) {
    let mut values: BTreeMap<String, (usize, &Given<'_>)> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for given in all {
        let key = value(given);
        let known = values.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            (0, given)
        });
        known.0 += 1;
    }
    if order.len() < 2 {
        return;
    }
    let count = |key: &String| values.get(key).map_or(0, |(count, _)| *count);
    // Of those given most often the first.
    let Some(usual) = order.iter().rev().max_by_key(|key| count(key)) else { return };
    let Some((_, first)) = values.get(usual) else { return };
    let mut said: BTreeSet<(usize, String)> = BTreeSet::new();
    for given in all {
        let key = (given.file, value(given));
        if key.1 == *usual || !said.insert(key) {
            continue;
        }
        let (Some(Some(record)), Some(Some(there))) = (records.get(given.file), records.get(first.file)) else {
            continue;
        };
        let line = first.handle.at.line;
        let whence = if first.file == given.file {
            format!("in line {line}")
        } else {
            format!("in {}:{line}", there.source.name)
        };
        let mut diagnostic = Diagnostic::warning(code, message(given, first, &whence)).hint(hint).about(given.name);
        if first.name != given.name {
            diagnostic = diagnostic.about(first.name);
        }
        let diagnostic = record.diagnose(diagnostic, given.handle);
        found.push(FileFinding { file: given.file, other: first.file, diagnostic });
    }
}

/// Platforms of handles that are spelled almost like a known one, and handles that their platform does not take.
pub fn unknown_platforms(record: &Record) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, on, handle) in of(record) {
        match platform(on) {
            Some(known) => {
                let Some(problem) = known.handle_problem(handle) else { continue };
                let message = format!("`{}`: a handle of {} {problem}", brief(handle), known.name());
                let diagnostic = Diagnostic::warning("platform-handle", message).about(name);
                found.push(
                    record.diagnose(diagnostic.hint("write it as the profile shows it, without an address"), handle),
                );
            }
            None => {
                let known = platforms().iter().flat_map(|platform| [platform.id(), platform.name()]);
                let Some(near) = nearest(on, known) else { continue };
                let message = format!("`{}` is no platform that the program knows, but close to `{near}`", brief(on));
                let hint = format!("write `{}`, or allow it if it is meant", platform_id(near));
                let diagnostic = Diagnostic::warning("near-platform", message).hint(hint).about(name);
                found.push(record.diagnose(diagnostic, on));
            }
        }
    }
    found
}

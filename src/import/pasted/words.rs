//! What the parts of a pasted line are: labels of roles, durations, brackets, the words of streaming services.
//! Each is a question to a text; what becomes of the answer is the reader's.

use crate::import::draft::written_duration;
use crate::import::roles;

/// What stands between the two halves of a line, the likelier ones first.
pub(super) const BETWEEN: [&str; 8] = ["\t", ": ", " – ", " — ", " - ", " | ", " ... ", ":"];

/// A title and the duration behind it.
pub(crate) fn timed(text: &str) -> (&str, Option<String>) {
    let Some((title, last)) = text.rsplit_once([' ', '\t']) else { return (text, None) };
    match written_duration(last.trim_matches(['(', ')', '[', ']'])) {
        Some(duration) => (title.trim().trim_end_matches(['-', '–']).trim(), Some(duration)),
        None => (text, None),
    }
}

/// A title without the quotation marks around it.
pub(super) fn unquoted(text: &str) -> String {
    let pairs = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’')];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.unwrap_or(text).trim().to_owned()
}

/// The names and labels of `Name, Role, Role - Name, Role`, if a text is nothing else.
pub(crate) fn service_line(text: &str) -> Option<Vec<(String, String)>> {
    let groups: Vec<Vec<&str>> = text
        .split(" - ")
        .map(|group| group.split(',').map(str::trim).filter(|part| !part.is_empty()).collect())
        .collect();
    let known = |word: &str| word_of(word).is_some();
    let plain = |name: &str| {
        !BETWEEN.iter().any(|mark| name.contains(mark)) && !name.to_lowercase().contains(" by ") && !name.contains('(')
    };
    let fits = groups.iter().all(|group| match group.as_slice() {
        [name, roles @ ..] => plain(name) && !roles.is_empty() && roles.iter().all(|role| known(role)),
        [] => false,
    });
    if !fits || groups.len() < 2 && groups.iter().any(|group| group.first().is_some_and(|name| known(name))) {
        return None;
    }
    let each = |group: &Vec<&str>| {
        let (name, words) = group.split_first()?;
        Some(words.iter().filter_map(|word| word_of(word)).map(|label| ((*name).to_owned(), label)).collect::<Vec<_>>())
    };
    Some(groups.iter().filter_map(each).flatten().collect())
}

/// What stands behind the first bracket of a line.
pub(super) fn inner_of(text: &str) -> &str {
    text.split_once('(').map_or(text, |(_, inner)| inner.trim_end_matches(')'))
}

/// The parts of a text between marks that stand outside of brackets.
pub(super) fn outside(text: &str, separates: impl Fn(char) -> bool) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && separates(c) {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The label of a word of a service, such as `AssociatedPerformer` or `Mixing Engineer`.
pub(super) fn word_of(word: &str) -> Option<String> {
    let camel =
        !word.contains(' ') && word.chars().any(char::is_lowercase) && word.chars().skip(1).any(char::is_uppercase);
    if !camel && roles::is_role(word) {
        return Some(roles::written(word));
    }
    (roles::word("ddex", word).is_some() || camel && roles::ddex(word).is_some_and(|label| roles::is_role(&label)))
        .then(|| roles::ddex(word))
        .flatten()
}

/// The labels of a text that is nothing but roles: `Producer`, `Mixed & mastered by`, `vocals, piano and hurdy-gurdy`.
pub(super) fn labels(text: &str) -> Option<Vec<String>> {
    let text = text.trim().trim_end_matches(':').trim();
    if text.is_empty() || text.chars().count() > 120 {
        return None;
    }
    if let Some(label) = word_of(text) {
        return Some(vec![label]);
    }
    let at = text.to_lowercase().ends_with(" at");
    let text_of = |part: &str| {
        let part = part.trim();
        if at && !part.to_lowercase().ends_with(" at") { format!("{part} at") } else { part.to_owned() }
    };
    let pieces: Vec<String> = text
        .split([',', '/', '&', '+', ';'])
        .flat_map(|part| part.split(" and "))
        .map(|part| part.trim().strip_prefix("and ").unwrap_or(part.trim()).to_owned())
        .filter(|part| !part.is_empty())
        .map(|part| text_of(&part))
        .collect();
    if pieces.len() < 2 {
        return None;
    }
    let known = pieces.iter().filter(|piece| roles::is_role(piece)).count();
    let plain = |piece: &String| piece.split_whitespace().count() <= 3 && !piece.chars().any(char::is_uppercase);
    if known == 0 || !pieces.iter().all(|piece| roles::is_role(piece) || plain(piece)) {
        return None;
    }
    Some(pieces.iter().map(|piece| roles::written(piece)).collect())
}

/// Roles with what stands in brackets behind each: `guitar (1, 3-5), bass`.
pub(super) fn with_tracks(text: &str) -> Option<Vec<(String, Option<String>)>> {
    let mut found = Vec::new();
    let mut known = 0;
    for part in outside(text, |c| matches!(c, ',' | ';' | '/' | '&'))
        .iter()
        .flat_map(|part| part.split(" and ").map(str::trim).collect::<Vec<_>>())
    {
        let (role, inner) = match part.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
            Some((role, inner)) if !role.trim().is_empty() => (role.trim(), Some(inner.trim().to_owned())),
            _ => (part, None),
        };
        let role = role.strip_prefix("and ").unwrap_or(role);
        if roles::is_role(role) {
            known += 1;
        } else if role.split_whitespace().count() > 3 || role.chars().any(char::is_uppercase) || role.is_empty() {
            return None;
        }
        found.push((roles::written(role), inner));
    }
    (known > 0).then_some(found)
}

/// The year that a text begins or ends with.
pub(super) fn year(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4)
}

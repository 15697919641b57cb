//! What the parts of a pasted line are: labels of roles, durations, brackets, the words of streaming services.
//! Each is a question to a text; what becomes of the answer is the reader's.

use crate::import::discogs::{Part, grammar, label as label_of};
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
    let known = |word: &str| words_of(word).is_some() || is_job(word);
    let sure = |word: &str| words_of(word).is_some();
    let plain = |name: &str| {
        !BETWEEN.iter().any(|mark| name.contains(mark)) && !name.to_lowercase().contains(" by ") && !name.contains('(')
    };
    let fits = groups.iter().all(|group| match group.as_slice() {
        [name, roles @ ..] => plain(name) && !roles.is_empty() && roles.iter().all(|role| known(role)),
        [] => false,
    });
    let any = groups.iter().flatten().any(|word| sure(word));
    if !fits || !any || groups.len() < 2 && groups.iter().any(|group| group.first().is_some_and(|name| known(name))) {
        return None;
    }
    let each = |group: &Vec<&str>| {
        let (name, words) = group.split_first()?;
        let labels = words.iter().flat_map(|word| words_of(word).unwrap_or_else(|| vec![roles::written(word)]));
        Some(labels.map(|label| ((*name).to_owned(), label)).collect::<Vec<_>>())
    };
    Some(groups.iter().filter_map(each).flatten().collect())
}

/// What stands behind the first bracket of a line.
pub(super) fn inner_of(text: &str) -> &str {
    text.split_once('(').map_or(text, |(_, inner)| inner.trim_end_matches(')'))
}

/// The parts of a text between marks that stand outside of brackets.
pub(crate) fn outside(text: &str, separates: impl Fn(char) -> bool) -> Vec<String> {
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
    let word = word.trim();
    if let Some(label) = roles::word("text", word.trim_end_matches('.')) {
        return Some(label.to_owned());
    }
    // A question or a call heads nothing: `Thanks!`.
    if word.ends_with(['!', '?', ',']) {
        return None;
    }
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let camel = !word.contains(' ')
        && word.chars().skip(1).any(char::is_uppercase)
        && word.chars().filter(|c| c.is_lowercase()).count() > 2 * capitals;
    if !camel && roles::is_role(word) {
        // `Guitars by` is the label `Guitars`.
        let played = word.strip_suffix(" by").filter(|played| !played.ends_with("ed"));
        let shown = match (played, crate::catalogue::roles::roles().find(word)) {
            (Some(played), Some(role)) if role.department == "performance" => played,
            (Some(played), None) => played,
            _ => word,
        };
        return Some(roles::written(shown));
    }
    (roles::word("ddex", word).is_some() || camel && roles::ddex(word).is_some_and(|label| roles::is_role(&label)))
        .then(|| roles::ddex(word))
        .flatten()
}

/// A role with the number of its part: `Violin 1`, printed as it is written.
fn numbered(word: &str) -> Option<String> {
    let (role, number) = word.trim().rsplit_once(' ')?;
    let part = matches!(number, "1" | "2" | "3" | "4" | "I" | "II" | "III" | "IV");
    (part && roles::is_role(role)).then(|| roles::capitalised(word.trim()))
}

/// The labels of a word of a service, or of several roles with nothing but spaces between them: `Composer Lyricist`.
pub(super) fn words_of(word: &str) -> Option<Vec<String>> {
    word_of(word).or_else(|| numbered(word)).map(|label| vec![label]).or_else(|| run(word))
}

/// The fewest roles that a text in capital letters is made of, if one of them at least is no instrument: those may be names.
fn run(text: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let plain = |c: char| c.is_alphanumeric() || "-&'’".contains(c);
    let capital = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().all(plain);
    if !(2..=8).contains(&words.len()) || !words.iter().all(capital) {
        return None;
    }
    // The fewest roles of the words from each place to the end.
    let mut best: Vec<Option<Vec<String>>> = vec![None; words.len()];
    best.push(Some(Vec::new()));
    for from in (0..words.len()).rev() {
        for to in from + 1..=words.len() {
            let piece = words.get(from..to).unwrap_or_default().join(" ");
            let known = piece.chars().count() > 3 && roles::is_role(&piece);
            let Some(rest) = best.get(to).and_then(Option::as_ref).filter(|_| known) else { continue };
            let found: Vec<String> = std::iter::once(piece).chain(rest.iter().cloned()).collect();
            if let Some(own) = best.get_mut(from).filter(|own| own.as_ref().is_none_or(|own| own.len() > found.len())) {
                *own = Some(found);
            }
        }
    }
    let pieces = best.into_iter().next().flatten()?;
    let roles = crate::catalogue::roles::roles();
    let sure = |piece: &String| roles.find(piece).is_some_and(|role| role.department != "performance");
    if pieces.iter().any(sure) { pieces.iter().map(|piece| word_of(piece)).collect() } else { None }
}

/// Whether a text is a role that nobody knows, by its last word: `Vibe Engineer`. A name may be one too: `The Producer`.
fn is_job(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
    let plain = |c: char| c.is_alphabetic() || " -/&'".contains(c);
    !matches!(first.to_lowercase().as_str(), "the" | "dj" | "mc" | "mr" | "mr." | "el" | "la" | "le")
        && JOBS.contains(&last.to_lowercase().as_str())
        && text.split_whitespace().count() <= 4
        && text.chars().all(plain)
}

/// Words with which roles end and names do not.
const JOBS: [&str; 14] = [
    "engineer",
    "engineers",
    "producer",
    "producers",
    "programmer",
    "arranger",
    "director",
    "designer",
    "editor",
    "coordinator",
    "supervisor",
    "technician",
    "assistant",
    "manager",
];

/// Words between roles, with the spaces around them.
const AND: [&str; 7] = [" and ", " und ", " et ", " y ", " e ", " и ", " och "];

/// A text parted where a word between roles stands, whatever its case.
fn parted(text: &str) -> Vec<&str> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return vec![text];
    }
    let Some((place, and)) = AND.iter().filter_map(|and| lower.find(and).map(|place| (place, and))).min() else {
        return vec![text];
    };
    let (before, after) = (text.get(..place).unwrap_or(text), text.get(place + and.len()..).unwrap_or_default());
    std::iter::once(before).chain(parted(after)).collect()
}

/// Names each with roles in the bracket behind it, if a text is nothing else: `Bo Li (guitar, bass), Ann Ray (mix)`.
pub(crate) fn named_roles(text: &str) -> Option<Vec<(String, Vec<String>)>> {
    let one = |part: &String| {
        let (name, inner) = part.trim().strip_suffix(')')?.split_once(" (")?;
        let found: Option<Vec<String>> =
            inner.split([',', '&', '/']).flat_map(parted).map(|part| word_of(part.trim())).collect();
        let plain = !name.trim().is_empty() && !name.contains(['(', ')']);
        found.filter(|found| plain && !found.is_empty()).map(|found| (name.trim().to_owned(), found))
    };
    outside(text, |c| c == ',').iter().map(one).collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
}

/// The labels of a text that is nothing but roles: `Producer`, `Mixed & mastered by`, `vocals, piano and hurdy-gurdy`,
/// `Drums [Drum Kit], Percussion`.
pub(super) fn labels(text: &str) -> Option<Vec<String>> {
    let text = text.trim().trim_end_matches(':').trim();
    if text.is_empty() || text.chars().count() > 120 {
        return None;
    }
    if let Some(found) = words_of(text) {
        return Some(found);
    }
    if text.contains('[') {
        return bracketed(text);
    }
    // What stands in capitals is compared without them.
    let small = text.to_lowercase();
    let text = if text.chars().any(char::is_lowercase) { text } else { &small };
    let by = [" by", " at", " von", " par", " por", " da", " door", " av"].into_iter().find(|end| small.ends_with(end));
    let text_of = |part: &str| match by {
        // A place is meant, not who did it.
        Some(" at") if !part.to_lowercase().ends_with(" at") => format!("{part} at"),
        Some(by) if !part.to_lowercase().ends_with(by) && word_of(part).is_none() => format!("{part}{by}"),
        _ => part.to_owned(),
    };
    let pieces: Vec<String> = text
        .split([',', '/', '&', '+', ';', '、', '・'])
        .flat_map(parted)
        .map(|part| part.trim().strip_prefix("and ").unwrap_or(part.trim()).to_owned())
        .filter(|part| !part.is_empty())
        .map(|part| text_of(&part))
        .collect();
    if pieces.len() < 2 {
        return None;
    }
    let found: Vec<Option<Vec<String>>> = pieces.iter().map(|piece| words_of(piece)).collect();
    let plain = |piece: &String| piece.split_whitespace().count() <= 3 && !piece.chars().any(char::is_uppercase);
    let fits = pieces.iter().zip(&found).all(|(piece, found)| found.is_some() || plain(piece));
    if found.iter().all(Option::is_none) || !fits {
        return None;
    }
    Some(
        pieces
            .iter()
            .zip(found)
            .flat_map(|(piece, found)| found.unwrap_or_else(|| vec![roles::written(piece)]))
            .collect(),
    )
}

/// The labels of a line over names: those of its roles, or, once credits have begun, a role that nobody knows; before that it
/// may be a title.
pub(super) fn labels_over(text: &str, begun: bool) -> Option<Vec<String>> {
    let bare = text.trim().trim_end_matches(':').trim_end();
    labels(text).or_else(|| (begun && is_job(bare)).then(|| vec![roles::written(bare)]))
}

/// Roles with brackets as Discogs shows them: `Drums [Drum Kit], Percussion`.
fn bracketed(text: &str) -> Option<Vec<String>> {
    let parts = grammar(text);
    if parts.is_empty() || !parts.iter().all(|part| roles::is_role(&part.role) || word_of(&part.role).is_some()) {
        return None;
    }
    let one = |part: &Part| {
        let (label, note) = label_of(part)?;
        Some(note.map_or(label.clone(), |note| format!("{label} ({note})")))
    };
    parts.iter().map(one).collect()
}

/// The labels of a line below a name: roles of which one at least is known, others as they are written.
pub(super) fn labels_below(text: &str, begun: bool) -> Option<Vec<String>> {
    if let Some(found) = labels_over(text, begun) {
        return Some(found);
    }
    let pieces: Vec<&str> = text.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let found: Vec<Option<Vec<String>>> = pieces.iter().map(|piece| words_of(piece)).collect();
    let short = pieces.iter().all(|piece| piece.split_whitespace().count() <= 4);
    let any = pieces.len() > 1 && short && found.iter().any(Option::is_some);
    let label = |(piece, found): (&&str, Option<Vec<String>>)| found.unwrap_or_else(|| vec![roles::written(piece)]);
    any.then(|| pieces.iter().zip(found).flat_map(label).collect())
}

/// Roles with what stands in brackets behind each, or with their tracks: `guitar (1, 3-5), bass on tracks 2, 4`.
pub(super) fn with_tracks(text: &str) -> Option<Vec<(String, Option<String>)>> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    let mut known = 0;
    let number = |part: &str| {
        part.chars().any(|c| c.is_ascii_digit()) && part.chars().all(|c| c.is_ascii_digit() || " -–".contains(c))
    };
    for part in outside(text, |c| matches!(c, ',' | ';' | '/' | '&' | '、'))
        .iter()
        .flat_map(|part| parted(part).into_iter().map(str::trim).collect::<Vec<_>>())
    {
        if let (true, Some((_, Some(inner)))) = (number(part), found.last_mut()) {
            inner.push_str(&format!(", {part}"));
            continue;
        }
        let lower = part.to_lowercase();
        let on = [" on track", " on “", " on \"", " on «"].iter().filter_map(|word| lower.find(word)).min();
        let (role, inner) = match (part.strip_suffix(')').and_then(|rest| rest.split_once('(')), on) {
            (Some((role, inner)), _) if !role.trim().is_empty() => (role.trim(), Some(inner.trim().to_owned())),
            (_, Some(place)) if lower.len() == part.len() => {
                let tail = part.get(place..).map(|tail| tail.trim().trim_start_matches("on ").to_owned());
                (part.get(..place).unwrap_or(part).trim(), tail)
            }
            _ => (part, None),
        };
        let role = role.strip_prefix("and ").unwrap_or(role);
        let label = match word_of(role) {
            Some(label) => {
                known += 1;
                label
            }
            None if role.contains('[') => {
                known += 1;
                bracketed(role)?.first()?.clone()
            }
            None if role.split_whitespace().count() > 3 || role.chars().any(char::is_uppercase) || role.is_empty() => {
                return None;
            }
            None => roles::written(role),
        };
        found.push((label, inner));
    }
    (known > 0).then_some(found)
}

/// The year that a text begins or ends with.
pub(super) fn year(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4)
}

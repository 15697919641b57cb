//! Columns that stand in groups, a name and its role each: `Role 1`, `Name 1`, `Role 2`, `Name 2`, or `Composer 1 First Name`.
//! A number, or the role that they name, says which headers belong together.

use super::columns;
use super::layout::Header;

/// Columns of one name and its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Where its role stands.
    pub role: GroupRole,
    /// The column of the name, or those of its parts in the order in which they are said.
    pub names: Vec<usize>,
    /// Columns of identifiers, by their keys.
    pub codes: Vec<(&'static str, usize)>,
}

/// Where the role of a group stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum GroupRole {
    /// In the cells of a column.
    Column(usize),
    /// In the headers themselves, as this label; the column is one of them.
    Label(String, usize),
}

/// What a column of a group holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Role,
    Name,
    First,
    Middle,
    Last,
    Code(&'static str),
}

/// Ends of headers that say what a column of a group holds, the longer ones first.
const ENDS: [(&str, Part); 19] = [
    ("names", Part::Name),
    ("roles", Part::Role),
    ("middle name", Part::Middle),
    ("first name", Part::First),
    ("firstname", Part::First),
    ("given name", Part::First),
    ("last name", Part::Last),
    ("lastname", Part::Last),
    ("family name", Part::Last),
    ("surname", Part::Last),
    ("full name", Part::Name),
    ("name", Part::Name),
    ("role", Part::Role),
    ("ipi number", Part::Code("ipi")),
    ("ipi", Part::Code("ipi")),
    ("cae", Part::Code("ipi")),
    ("isni number", Part::Code("isni")),
    ("isni", Part::Code("isni")),
    ("capacity", Part::Role),
];

/// Words for somebody that say no role.
const ANYBODY: [&str; 6] = ["contributor", "person", "credit", "participant", "member", "credited"];

/// A header that may stand in a group.
struct Found {
    place: usize,
    part: Part,
    /// The word for who is meant, in lower case; empty if the header has none.
    word: String,
    /// The label of that word, if it is a role.
    label: Option<String>,
    number: Option<u32>,
}

/// A header's words in lower case without its number, and the number: `Writer #2 First Name`, `role_1`, `Name1`.
fn numbered(header: &str) -> (String, Option<u32>) {
    let mut spaced = String::with_capacity(header.len() + 2);
    let mut before = ' ';
    for c in header.trim().chars() {
        if c.is_ascii_digit() != before.is_ascii_digit() && before != ' ' {
            spaced.push(' ');
        }
        let mark = matches!(c, '_' | '(' | ')' | '#' | '.' | ':' | '-' | '/');
        spaced.push(if mark { ' ' } else { c });
        before = if mark { ' ' } else { c };
    }
    let number = |word: &&str| word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut numbers = words.iter().filter(|word| number(word));
    match (numbers.next().and_then(|word| word.parse().ok()), numbers.next()) {
        (Some(found), None) => {
            let rest: Vec<&str> = words.iter().filter(|word| !number(word)).copied().collect();
            (rest.join(" ").to_lowercase(), Some(found))
        }
        _ => (words.join(" ").to_lowercase(), None),
    }
}

fn found(header: &Header<'_>) -> Option<Found> {
    let (base, number) = numbered(&header.cell.text);
    let direct = match columns::find(&base).map(|field| field.name.as_str()) {
        None => None,
        Some("role") => Some(Part::Role),
        Some("name") => Some(Part::Name),
        Some("first_name") => Some(Part::First),
        Some("last_name") => Some(Part::Last),
        Some("ipi") => Some(Part::Code("ipi")),
        Some("isni") => Some(Part::Code("isni")),
        // A field of the record, such as `artist name`.
        Some(_) => return None,
    };
    let end = ENDS.iter().find_map(|(end, part)| {
        let word = base.strip_suffix(end)?;
        (word.is_empty() || word.ends_with(' ')).then(|| (word.trim().to_owned(), *part))
    });
    let (word, part) = match (direct, end) {
        (Some(part), Some((word, _))) => (word, part),
        (Some(part), None) => (base, part),
        (None, Some((word, part))) => (word, part),
        (None, None) => return None,
    };
    let label = columns::role(&word).map(|role| role.label);
    // `File name` is nobody's.
    (direct.is_some() || label.is_some() || ANYBODY.contains(&word.as_str())).then_some(Found {
        place: header.place,
        part,
        word,
        label,
        number,
    })
}

/// The groups of a sheet; their headers are marked, and mean nothing else.
pub(super) fn groups(headers: &mut [Header<'_>]) -> Vec<Group> {
    let mut all: Vec<Found> =
        headers.iter().filter(|header| !header.mapped && !header.ignored).filter_map(found).collect();
    count(&mut all);
    named_by_role(&mut all, headers);
    let plain_role = all.iter().any(|one| one.part == Part::Role && one.number.is_none());
    let mut keys: Vec<(Option<u32>, String)> = Vec::new();
    for one in &all {
        let key = (one.number, one.word.clone());
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let mut out: Vec<(Option<u32>, Group)> = Vec::new();
    for (number, word) in &keys {
        let own: Vec<&Found> = all.iter().filter(|one| one.number == *number && one.word == *word).collect();
        // A role without names of its word is that of the names with its number, whatever they are called.
        let roles = all.iter().filter(|one| one.part == Part::Role && one.number == *number);
        let role = own.iter().find(|one| one.part == Part::Role).copied().or_else(|| {
            let anybody = word.is_empty() || ANYBODY.contains(&word.as_str());
            roles.into_iter().find(|_| anybody && number.is_some())
        });
        let label = || own.iter().find_map(|one| Some(GroupRole::Label(one.label.clone()?, one.place)));
        let role = match role {
            Some(role) => Some(GroupRole::Column(role.place)),
            None if number.is_some() || !plain_role => label(),
            None => None,
        };
        let place = |part: Part| own.iter().find(|one| one.part == part).map(|one| one.place);
        let names: Vec<usize> = match place(Part::Name) {
            Some(name) => vec![name],
            None => [Part::First, Part::Middle, Part::Last].into_iter().filter_map(place).collect(),
        };
        let codes = ["ipi", "isni"].into_iter().filter_map(|code| Some((code, place(Part::Code(code))?))).collect();
        if let (Some(role), false) = (role, names.is_empty()) {
            out.push((*number, Group { role, names, codes }));
        }
    }
    // A role and a name without numbers are a row for each credit, unless others have numbers.
    let any = out.iter().any(|(number, _)| number.is_some());
    out.retain(|(number, group)| any || number.is_some() || matches!(group.role, GroupRole::Label(..)));
    let out: Vec<Group> = out.into_iter().map(|(_, group)| group).collect();
    for group in &out {
        let role = if let GroupRole::Column(place) = group.role { Some(place) } else { None };
        let places: Vec<usize> =
            group.names.iter().copied().chain(group.codes.iter().map(|(_, place)| *place)).chain(role).collect();
        for header in headers.iter_mut().filter(|header| places.contains(&header.place)) {
            header.field = None;
            header.role = None;
            header.refused = None;
            header.grouped = true;
        }
    }
    out
}

/// A column that is called like a role holds the names whose identifiers stand beside it: `Composer`, `Composer IPI`.
fn named_by_role(all: &mut Vec<Found>, headers: &[Header<'_>]) {
    for header in headers.iter().filter(|header| !header.mapped && header.role.is_some() && header.field.is_none()) {
        let (base, number) = numbered(&header.cell.text);
        let beside = |one: &Found| matches!(one.part, Part::Code(_)) && one.word == base && one.number == number;
        if all.iter().any(beside) {
            let label = header.role.clone();
            all.push(Found { place: header.place, part: Part::Name, word: base, label, number });
        }
    }
}

/// Headers of the same words stand for the first, the second and so on: `Role`, `Name`, `Role`, `Name`.
fn count(all: &mut [Found]) {
    let plain = |one: &Found, part: Part| one.number.is_none() && one.word.is_empty() && one.part == part;
    let many = |part: Part| all.iter().filter(|one| plain(one, part)).count();
    if many(Part::Role) < 2 || many(Part::Role) != many(Part::Name) {
        return;
    }
    for part in [Part::Role, Part::Name] {
        let mut next = 0;
        for one in all.iter_mut().filter(|one| plain(one, part)) {
            next += 1;
            one.number = Some(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_header_is_found_wherever_it_stands() {
        for (header, base, number) in [
            ("Role 1", "role", Some(1)),
            ("role_12", "role", Some(12)),
            ("Name1", "name", Some(1)),
            ("Writer #2 First Name", "writer first name", Some(2)),
            ("Contributor (3) Role", "contributor role", Some(3)),
            ("Role", "role", None),
            ("Side 1 Track 2", "side 1 track 2", None),
            ("", "", None),
        ] {
            assert_eq!(numbered(header), (base.to_owned(), number), "{header}");
        }
    }
}

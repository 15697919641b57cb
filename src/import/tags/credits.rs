//! Who a tag credits with what, by its key: roles as keys, lists of people with their roles, what performers play.
//! Keys that say what a file is are no roles, though a role may have the same name.

use crate::import::names;
use crate::import::pasted;
use crate::import::roles;

/// Tags that say what a file is and not who made it, though a role has the same name.
const NO_ROLES: [&str; 30] = [
    "artist",
    "artists",
    "albumartist",
    "albumartists",
    "album artist",
    "album artists",
    "lyrics",
    "unsyncedlyrics",
    "label",
    "publisher",
    "copyright",
    "organization",
    "key",
    "keys",
    "initialkey",
    "source",
    "media",
    "instrumental",
    "genre",
    "mood",
    "style",
    "comment",
    "description",
    "title",
    "album",
    "record label",
    "with",
    "imprint",
    "work",
    "grouping",
];

/// Tags that list people with what each did.
const INVOLVED: [&str; 9] = [
    "involvedpeople",
    "involved people",
    "involvedpeoplelist",
    "involved people list",
    "musiciancredits",
    "musician credits",
    "musiciancreditslist",
    "personnel",
    "credits",
];

/// The credits of a tag: label and name each.
pub(super) fn credits(key: &str, value: &str, split: &[String]) -> Vec<(String, String)> {
    let bare = key.trim_start_matches("TXXX:").trim();
    // `TIPL:producer`, `TMCL:guitar`, `PERFORMER:guitar`.
    let (frame, role) = match bare.split_once(':') {
        Some((frame, role)) if !role.trim().is_empty() => (frame, Some(role.trim())),
        _ => (bare, None),
    };
    let list = matches!(frame, "TIPL" | "TMCL" | "IPLS");
    // ID3v2.3 writes `/` between names (4.2.1); where a full name stands beside it, it is no part of one, as in `AC/DC`.
    let full = |part: &str| part.split_whitespace().count() >= 2;
    let slashed = frame.len() == 4 && frame.starts_with('T') && value.contains('/') && value.split('/').any(full);
    let slash: Vec<String> = split.iter().cloned().chain(slashed.then(|| "/".to_owned())).collect();
    let names = |value: &str| names::cut(value, &slash);
    if list {
        let Some(label) = role.and_then(|role| roles::label("tags", role)) else { return Vec::new() };
        return names(value).into_iter().map(|name| (label.clone(), name)).collect();
    }
    let folded = frame.to_lowercase().replace('_', " ");
    if folded == "performer" || folded == "performers" {
        let mut found = Vec::new();
        for one in names(value) {
            let (name, inner) = match (role, bracketed(&one)) {
                (Some(role), _) => (one.as_str(), Some(role)),
                (None, Some((name, inner))) => (name, Some(inner)),
                (None, None) => (one.as_str(), None),
            };
            match inner {
                Some(inner) => found.extend(parts(inner).iter().map(|part| (roles::written(part), name.to_owned()))),
                None => found.push(("Performer".to_owned(), name.to_owned())),
            }
        }
        return found;
    }
    if NO_ROLES.contains(&folded.as_str()) || folded.ends_with("sort") || role.is_some() {
        return Vec::new();
    }
    let label = match roles::word("tags", frame) {
        Some("") => return Vec::new(),
        Some(label) => label.to_owned(),
        None if roles::is_role(&folded) => roles::written(&folded),
        None if roles::is_role(frame) => roles::written(frame),
        None => return Vec::new(),
    };
    if !names::can_be(value) {
        return Vec::new();
    }
    let each = |name: String| match bracketed(&name) {
        // `Bo Li (Lyrics)`: the tag is filled by hand with what somebody did.
        Some((own, inner)) if parts(inner).iter().all(|part| roles::is_role(part)) => {
            parts(inner).iter().map(|part| (roles::written(part), own.to_owned())).collect()
        }
        _ => vec![(label.clone(), names::unshared(&name).to_owned())],
    };
    names(value).into_iter().flat_map(each).collect()
}

/// A name and what stands in the bracket behind it, brackets in it included: `Bo Li (drums (drum set))`.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let inside = text.strip_suffix(')')?;
    for (place, c) in inside.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            '(' => {
                let name = inside.get(..place).filter(|name| name.ends_with(' '))?.trim();
                return (!name.is_empty()).then_some((name, inside.get(place + 1..)?.trim()));
            }
            _ => {}
        }
    }
    None
}

/// The parts of a bracket: `drums (drum set) and percussion`.
fn parts(text: &str) -> Vec<String> {
    pasted::outside(text, |c| matches!(c, ',' | ';'))
        .iter()
        .flat_map(|part| part.split(" and "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The people of a tag that lists them: `Bo Li, Producer, Guitar - Ann Ray, Composer`, `Producer: Bo Li; Mix: Ann Ray`,
/// `Bo Li - Guitar`. `None` if the key is none of those; an empty list if nothing in it was understood.
pub(super) fn involved(key: &str, value: &str) -> Option<Vec<(String, String)>> {
    let folded = key.trim_start_matches("TXXX:").trim().to_lowercase().replace('_', " ");
    if !INVOLVED.contains(&folded.as_str()) {
        return None;
    }
    if let Some(found) = pasted::service_line(value) {
        return Some(found.into_iter().map(|(name, label)| (label, name)).collect());
    }
    if let Some(found) = in_turn(value) {
        return Some(found);
    }
    let mut found = Vec::new();
    for part in value.split([';', '\n', '|']).map(str::trim) {
        if let Some((role, people)) = part.split_once(':').filter(|(role, _)| roles::is_role(role)) {
            found.extend(names::prose(people).into_iter().map(|name| (roles::written(role), name)));
        } else if let Some((name, role)) = part.rsplit_once(" - ").or_else(|| bracketed(part))
            && parts(role).iter().any(|role| roles::is_role(role))
        {
            found.extend(parts(role).iter().map(|role| (roles::written(role), name.trim().to_owned())));
        }
    }
    Some(found)
}

/// Roles and names in turn, as programs list the frames of ID3: `producer, Bo Li, mix, Ann Ray`.
pub(crate) fn in_turn(value: &str) -> Option<Vec<(String, String)>> {
    let parts: Vec<&str> = value.split([',', ';', '/', '\0']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let pairs = || parts.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
    let known = |role: &str| roles::is_role(role) || roles::word("tags", role).is_some();
    let fits =
        parts.len() >= 2 && parts.len().is_multiple_of(2) && pairs().all(|(role, name)| known(role) && !known(name));
    let label = |role: &str| roles::label("tags", role);
    fits.then(|| pairs().filter_map(|(role, name)| Some((label(role)?, name.to_owned()))).collect())
}

/// Who is featured by a text that begins with the artist of the record: `Marisol Vane feat. Bo Li & Ann Ray`.
pub(super) fn featured(own: &str, text: &str) -> Option<Vec<String>> {
    let rest = text.strip_prefix(own)?.trim_start();
    let rest = rest.trim_start_matches(['(', '[']);
    let lower = rest.to_lowercase();
    let word = ["feat. ", "feat ", "ft. ", "ft ", "featuring "].iter().find(|word| lower.starts_with(**word))?;
    let found = names::prose(rest.get(word.len()..)?.trim_end_matches([')', ']']));
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_roles_are_credits_and_others_are_not() {
        for (key, value, expected) in [
            ("TCOM", "Bo Li", &[("Composer", "Bo Li")][..]),
            ("TCOM", "Bo Li/Kip", &[("Composer", "Bo Li"), ("Composer", "Kip")]),
            ("TCOM", "AC/DC", &[("Composer", "AC/DC")]),
            ("TIPL:mix", "Bo Li", &[("Mixing Engineer", "Bo Li")]),
            ("TMCL:electric guitar", "Bo Li", &[("Electric guitar", "Bo Li")]),
            ("TXXX:Writer", "Bo Li; Ann Ray", &[("Songwriter", "Bo Li"), ("Songwriter", "Ann Ray")]),
            ("PERFORMER", "Bo Li (drums and percussion)", &[("Drums", "Bo Li"), ("Percussion", "Bo Li")]),
            ("PERFORMER", "The Tide (the band) (choir)", &[("Choir", "The Tide (the band)")]),
            ("PRODUCER", "Bo Li", &[("Producer", "Bo Li")]),
            ("MASTERING_ENGINEER", "Bo Li", &[("Mastering Engineer", "Bo Li")]),
            ("LYRICS", "We went down to the shore", &[]),
            ("COMPOSERSORT", "Li, Bo", &[]),
            ("INITIALKEY", "F# minor", &[]),
            ("ENGINEER", "0", &[]),
            ("PERFORMER", "Bo Li (drums (drum set))", &[("Drums (drum set)", "Bo Li")]),
            ("COMPOSER", "The Tide (Lyrics)", &[("Lyricist", "The Tide")]),
            ("COMPOSER", "Bo Li (the elder)", &[("Composer", "Bo Li (the elder)")]),
        ] {
            let found = credits(key, value, &[]);
            let found: Vec<(&str, &str)> = found.iter().map(|(label, name)| (label.as_str(), name.as_str())).collect();
            assert_eq!(found, expected, "{key}={value}");
        }
    }

    #[test]
    fn lists_of_people_are_read_as_several_programs_write_them() {
        for (value, expected) in [
            (
                "Bo Li, Producer, Guitar - Ann Ray, Composer",
                &["Producer: Bo Li", "Guitar: Bo Li", "Composer: Ann Ray"][..],
            ),
            ("Producer: Bo Li; Mixing: Ann Ray", &["Producer: Bo Li", "Mixing Engineer: Ann Ray"]),
            ("Bo Li - Guitar", &["Guitar: Bo Li"]),
            ("producer, Bo Li, mix, Ann Ray", &["Producer: Bo Li", "Mixing Engineer: Ann Ray"]),
            ("many friends", &[]),
        ] {
            let found = involved("INVOLVEDPEOPLE", value).expect("such a tag");
            let found: Vec<String> = found.iter().map(|(label, name)| format!("{label}: {name}")).collect();
            assert_eq!(found, expected, "{value}");
        }
        assert_eq!(involved("COMPOSER", "Bo Li"), None);
        assert_eq!(featured("Vane", "Vane feat. Bo Li & Ann Ray").expect("guests"), ["Bo Li", "Ann Ray"]);
        assert_eq!(featured("Vane", "Vane"), None);
    }
}

//! What other vocabularies call roles, as labels of the catalogue: relationships of MusicBrainz, roles of Discogs and DDEX,
//! frames of tags. The words that the catalogue does not know itself are data, in `assets/role-words.csv`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::catalogue::instruments::is_instrument;
use crate::catalogue::roles::roles;

/// The table, embedded so that the program needs no file beside it.
const TABLE: &str = include_str!("../../assets/role-words.csv");

/// A word of a vocabulary.
#[derive(serde::Deserialize)]
struct Word {
    source: String,
    word: String,
    /// Its label; empty if it is no role of somebody on a record.
    role: String,
}

fn words() -> &'static BTreeMap<(String, String), String> {
    static WORDS: OnceLock<BTreeMap<(String, String), String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let rows = csv::Reader::from_reader(TABLE.as_bytes()).into_deserialize::<Word>().flatten();
        rows.map(|row| ((row.source, row.word.to_lowercase()), row.role)).collect()
    })
}

/// What the table says of a word: its label, or an empty one for what is no role.
pub(crate) fn word(source: &str, word: &str) -> Option<&'static str> {
    words().get(&(source.to_owned(), word.trim().to_lowercase())).map(String::as_str)
}

/// The label of a code that societies of authors have for a role (CWR): `CA`, `C`, `E`. Codes are in capitals.
pub(crate) fn code(text: &str) -> Option<&'static str> {
    let short = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if short { word("cwr", text).filter(|label| !label.is_empty()) } else { None }
}

/// The label of a role in the words of a vocabulary; `None` if it is known to be no role. A word that nobody knows is a role
/// of its own.
pub(crate) fn label(source: &str, given: &str) -> Option<String> {
    if let Some(known) = word(source, given) {
        return (!known.is_empty()).then(|| known.to_owned());
    }
    Some(written(given))
}

/// The label of a role as it is printed: instruments and voices as they are written, others in the catalogue's words.
pub(crate) fn written(given: &str) -> String {
    match roles().find(given) {
        Some(role) if role.department != "performance" => role.name.clone(),
        _ => capitalised(given.trim()),
    }
}

/// Whether the catalogue knows a role of that name, or an instrument or a voice.
pub(crate) fn is_role(text: &str) -> bool {
    roles().find(text).is_some() || is_instrument(text.trim().strip_suffix(" by").unwrap_or(text))
}

/// The first letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The catalogue's role of a DDEX name, as its label.
pub(crate) fn ddex(name: &str) -> Option<String> {
    if let Some(known) = word("ddex", name) {
        return (!known.is_empty()).then(|| known.to_owned());
    }
    if let Some(role) = roles().all().iter().find(|role| role.ddex == name) {
        return Some(role.name.clone());
    }
    Some(written(&spaced(name)))
}

/// Words of a name in camel case: `MixingSecondEngineer`, `AAndRCoordinator`.
fn spaced(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (place, c) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| letters.get(place));
        let after = letters.get(place + 1);
        let starts = c.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || after.is_some_and(|after| after.is_lowercase()) && before.is_uppercase()
            });
        if starts && !out.ends_with(' ') {
            out.push(' ');
        }
        match (starts, after) {
            (true, Some(after)) if after.is_lowercase() => out.extend(c.to_lowercase()),
            _ => out.push(*c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_of_the_table_is_read_and_each_label_is_one() {
        assert_eq!(words().len() + 1, TABLE.lines().count());
        for ((source, word), label) in words() {
            assert!(!word.is_empty() && !source.is_empty(), "{word}");
            assert_eq!(label.trim(), label, "{word}");
        }
    }

    #[test]
    fn names_in_camel_case_are_words() {
        for (name, words) in [
            ("MixingSecondEngineer", "Mixing second engineer"),
            ("ElectricGuitar", "Electric guitar"),
            ("Voice", "Voice"),
        ] {
            assert_eq!(spaced(name), words, "{name}");
        }
    }

    #[test]
    fn words_of_vocabularies_have_labels_of_the_catalogue() {
        for (source, word, expected) in [
            ("musicbrainz", "mix", Some("Mixing Engineer")),
            ("musicbrainz", "electric guitar", Some("Electric guitar")),
            ("musicbrainz", "member of band", None),
            ("discogs", "Written-By", Some("Songwriter")),
            ("discogs", "Lacquer Cut By", Some("Lacquer Cutting Engineer")),
            ("tags", "TCOM", Some("Composer")),
            ("discogs", "Hand Claps", Some("Hand Claps")),
        ] {
            assert_eq!(label(source, word).as_deref(), expected, "{word}");
        }
        assert_eq!((code("CA"), code("SE")), (Some("Songwriter"), Some("Sub-Publisher")));
        assert_eq!((code("ca"), code(""), code("XY"), code("CAE")), (None, None, None, None));
        assert_eq!(ddex("ComposerLyricist").as_deref(), Some("Songwriter"));
        assert_eq!(ddex("MixingSecondEngineer").as_deref(), Some("Assistant Mixing Engineer"));
    }
}

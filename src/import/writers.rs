//! Who wrote a song, in brackets behind its title: `Low Tide (Vane/Brant)`.
//! Brackets say other things as often, so they count only where a file says that writers stand there; else it is asked.

use super::names;

/// Words in brackets behind titles that name no writer.
const VERSIONS: [&str; 44] = [
    "live",
    "acoustic",
    "remix",
    "mix",
    "edit",
    "version",
    "instrumental",
    "demo",
    "radio",
    "extended",
    "remaster",
    "remastered",
    "mono",
    "stereo",
    "bonus",
    "track",
    "part",
    "pt",
    "intro",
    "outro",
    "interlude",
    "reprise",
    "take",
    "single",
    "original",
    "club",
    "dub",
    "explicit",
    "clean",
    "karaoke",
    "unplugged",
    "session",
    "sessions",
    "album",
    "vocal",
    "cover",
    "medley",
    "deluxe",
    "edition",
    "feat",
    "ft",
    "featuring",
    "with",
    "prod",
];

/// A title and the names in the brackets behind it, if they can be names.
pub(crate) fn in_brackets(text: &str) -> Option<(String, Vec<String>)> {
    let (title, inner) = text.trim().strip_suffix(')')?.rsplit_once('(')?;
    let spaced = inner.replace(['/', ';', '|', '+'], ",").replace(" – ", ",").replace(" - ", ",");
    let who: Vec<String> = spaced.split(',').flat_map(names::prose).collect();
    let word = |word: &str| word.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let named = |name: &String| {
        name.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
            && !name.contains(|c: char| c.is_ascii_digit())
            && name.split_whitespace().count() <= 4
            && !name.split([' ', '-']).any(|part| VERSIONS.contains(&word(part).as_str()))
    };
    let title = title.trim();
    (!title.is_empty() && !who.is_empty() && who.iter().all(named)).then(|| (title.to_owned(), who))
}

/// The same if a title alone makes it likely: two names or more with a stroke between them, of which each is a word or two.
pub(crate) fn likely(text: &str) -> Option<(String, Vec<String>)> {
    let (title, who) = in_brackets(text)?;
    let inner = text.rsplit_once('(')?.1;
    let short = who.iter().all(|name| name.split_whitespace().count() <= 3 && name.chars().count() > 2);
    (who.len() > 1 && inner.contains('/') && short).then_some((title, who))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_brackets_are_told_from_versions() {
        for (text, title, who) in [
            ("Low Tide (Vane/Brant)", "Low Tide", &["Vane", "Brant"][..]),
            ("Ebb (Marisol Vane, Bo Li)", "Ebb", &["Marisol Vane", "Bo Li"]),
            ("Ebb (Flow) (Vane)", "Ebb (Flow)", &["Vane"]),
        ] {
            let names = who.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(in_brackets(text), Some((title.to_owned(), names)), "{text}");
        }
        for text in [
            "Ebb (Live)",
            "Ebb (Vane Remix)",
            "Ebb (feat. Bo Li)",
            "Ebb (part 2)",
            "Ebb (1999)",
            "Ebb",
            "(Vane)",
            "Ebb ()",
        ] {
            assert_eq!(in_brackets(text), None, "{text}");
        }
        assert!(likely("Low Tide (Vane/Brant)").is_some());
        for text in ["Ebb (Flow)", "Ebb (Vane, Brant)", "Ebb (AC/DC)", "Ebb (Live/Acoustic)", "Ebb (A/B)"] {
            assert_eq!(likely(text), None, "{text}");
        }
    }
}

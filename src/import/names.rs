//! Several people in one text: which marks part them for sure, and which are only likely to.
//! One detector for all readers. What is sure is cut; what is likely is asked about with the list that it would make.

/// Ends of a name that stand behind a comma and are no name.
const SUFFIXES: [&str; 21] = [
    "jr", "sr", "junior", "senior", "ii", "iii", "iv", "esq", "phd", "md", "inc", "ltd", "llc", "gmbh", "co", "corp",
    "limited", "plc", "ag", "sa", "srl",
];

/// Words with which a band ends, or by which the rest of one goes on.
const ARTICLES: [&str; 8] = ["the", "his", "her", "los", "las", "les", "die", "their"];
const BANDS: [&str; 15] = [
    "inc",
    "ltd",
    "llc",
    "gmbh",
    "band",
    "orchestra",
    "choir",
    "records",
    "music",
    "sons",
    "co",
    "trio",
    "quartet",
    "ensemble",
    "brothers",
];

fn bare(word: &str) -> String {
    word.to_lowercase().replace('.', "")
}

/// Whether a text is what follows a name behind its comma: `Jr.`, `Inc.`.
pub(crate) fn is_suffix(text: &str) -> bool {
    SUFFIXES.contains(&bare(text.trim()).as_str())
}

/// The names of a text that has marks between them which no name has: a list as programs write it, `;`, `|`, `、`, a line
/// break, a NUL, or one of `own`, which somebody asked for. A text without them is one name.
pub(crate) fn cut(text: &str, own: &[String]) -> Vec<String> {
    if let Some(list) = literal(text) {
        return list.iter().flat_map(|name| cut(name, own)).collect();
    }
    if let Some(names) = with_shares(text) {
        return names;
    }
    let sure = |c: char| matches!(c, ';' | '；' | '|' | '\n' | '\r' | '\0' | '、' | '，' | '／');
    let mut parts: Vec<&str> = Vec::new();
    let mut from = 0;
    for (place, sign) in text.match_indices(sure) {
        let before = text.get(from..place).unwrap_or_default();
        // `&amp;` ends with a mark that parts nothing.
        let entity = before.rsplit_once('&').is_some_and(|(_, name)| {
            !name.is_empty() && name.len() <= 8 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        });
        if sign == ";" && entity {
            continue;
        }
        parts.push(before);
        from = place + sign.len();
    }
    parts.push(text.get(from..).unwrap_or_default());
    // Taggers write two strokes between the values of a tag.
    let taggers = ["\\\\".to_owned()];
    for separator in taggers.iter().chain(own).filter(|separator| !separator.is_empty()) {
        parts = parts.into_iter().flat_map(|part| part.split(separator.as_str())).collect();
    }
    joined(parts)
}

/// Parts trimmed, blank ones left out, suffixes put back behind their names.
fn joined<'p>(parts: impl IntoIterator<Item = &'p str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
        match names.last_mut() {
            // `Gaslight Killers, The`, as libraries file a band.
            Some(last) if is_suffix(part) || part == "The" => *last = format!("{last}, {part}"),
            _ => names.push(part.to_owned()),
        }
    }
    names
}

/// A list as Python and JSON write it: `['A', 'B']`, `["A","B"]`.
fn literal(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut names = Vec::new();
    let mut rest = inner;
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let body = rest.get(1..)?;
        // A quote inside a name is no end: what follows an end is a comma or nothing.
        let end = body.match_indices(quote).map(|(place, _)| place).find(|place| {
            let after = body.get(place + 1..).unwrap_or_default().trim_start();
            after.is_empty() || after.starts_with(',')
        })?;
        names.push(body.get(..end)?.replace(&format!("\\{quote}"), &quote.to_string()));
        rest = body.get(end + 1..)?.trim_start().trim_start_matches(',').trim_start();
    }
    Some(names)
}

/// Words of other languages between the last two of several people.
const AND: [&str; 10] = [" et ", " und ", " e ", " y ", " och ", " og ", " en ", " i ", " и ", " ja "];

/// Two full names, or two words, with an `and` of another language between them.
fn foreign(piece: &str) -> Vec<&str> {
    let words = |part: &str| part.split_whitespace().count();
    for and in AND {
        let parts: Vec<&str> = piece.split(and).collect();
        let alike = parts.iter().all(|part| words(part) >= 2) || parts.iter().all(|part| words(part) == 1);
        let named = |part: &&str| part.trim().starts_with(char::is_uppercase);
        if parts.len() > 1 && alike && parts.iter().all(named) {
            return parts;
        }
    }
    vec![piece]
}

/// Societies of authors and of performers, as sheets and sleeves name them behind a writer.
const SOCIETIES: [&str; 39] = [
    "ascap", "bmi", "sesac", "socan", "prs", "mcps", "gema", "sacem", "stim", "apra", "amcos", "sgae", "siae",
    "jasrac", "koda", "tono", "teosto", "buma", "stemra", "sabam", "suisa", "akm", "imro", "gmr", "ubc", "abramus",
    "komca", "mcsc", "zaiks", "artisjus", "samro", "amra", "nextone", "hfa", "ppl", "adami", "iprs", "sadaic", "sayco",
];

/// Writers of whom each has a share or a society behind the name: `Bo Li (BMI) 50% / Ann Ray (PRS) 50%`.
fn with_shares(text: &str) -> Option<Vec<String>> {
    if !text.contains(['%', '(', '[']) {
        return None;
    }
    [" / ", "; ", ", ", " & ", "\n", " | "].iter().find_map(|mark| {
        let parts: Vec<&str> = text.split(mark).map(str::trim).collect();
        let all = parts.iter().all(|part| !part.is_empty() && unshared(part) != *part);
        all.then(|| parts.into_iter().map(|part| unshared(part).to_owned()).collect())
    })
}

/// A name without the share and the society that stand behind it: `Bo Li (50%) - BMI`.
pub(crate) fn unshared(text: &str) -> &str {
    let says = |part: &str| {
        let words = || part.split([' ', '/', ',', '-', '–', '&']).filter(|word| !word.is_empty());
        let share = |word: &str| {
            word.strip_suffix('%').is_some_and(|number| number.parse::<f64>().is_ok())
                || SOCIETIES.contains(&word.to_lowercase().as_str())
        };
        words().next().is_some() && words().all(share)
    };
    let mut rest = text.trim();
    loop {
        let bracket = [('(', ')'), ('[', ']')].iter().find_map(|(open, close)| {
            let (name, inner) = rest.strip_suffix(*close)?.rsplit_once(*open)?;
            says(inner).then_some(name)
        });
        let behind = || {
            [" - ", " – ", " — ", ", ", " / ", "/", " "].iter().find_map(|mark| {
                let (name, last) = rest.rsplit_once(mark)?;
                // Without a mark before it, capitals tell a society from a name.
                let capitals = last.chars().any(char::is_lowercase) || !name.chars().any(char::is_lowercase);
                let plain = *mark == " " && !last.ends_with('%') && capitals;
                (says(last) && !plain).then_some(name)
            })
        };
        match bracket.or_else(behind) {
            Some(name) if !name.trim().is_empty() => rest = name.trim().trim_end_matches([',', '-', '–']).trim_end(),
            _ => return rest,
        }
    }
}

/// The people that prose names: `A, B and C`, `A & B`. A single `and` between words that are no full names is part of one
/// name, as in `Simon & Garfunkel`.
pub(crate) fn prose(text: &str) -> Vec<String> {
    let commas: Vec<&str> = text.split([',', ';', '\n']).collect();
    let slashes: Vec<&str> = commas.into_iter().flat_map(|part| part.split(" / ")).collect();
    let rough = joined(slashes);
    let list = rough.len() > 1;
    let last = rough.len().saturating_sub(1);
    let mut names: Vec<String> = Vec::new();
    for (place, part) in rough.iter().enumerate() {
        let part =
            ["and ", "& ", "und ", "et ", "y ", "e "].iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part);
        let pieces: Vec<&str> =
            part.split(" & ").flat_map(|piece| piece.split(" and ")).flat_map(|piece| piece.split(" + ")).collect();
        let pieces = match pieces.as_slice() {
            [only] => foreign(only),
            _ => pieces,
        };
        let goes_on =
            |piece: &str| ARTICLES.contains(&bare(piece.split_whitespace().next().unwrap_or_default()).as_str());
        let whole = |piece: &&str| piece.split_whitespace().count() >= 2;
        let several = pieces.len() > 1
            && !pieces.iter().skip(1).any(|piece| goes_on(piece))
            && (list && place == last || pieces.iter().all(whole) || pieces.len() > 2);
        if several {
            names.extend(pieces.iter().map(|piece| piece.trim().to_owned()));
        } else if part.starts_with("the ") && !names.is_empty() {
            // `Tyler, the Creator`.
            if let Some(before) = names.last_mut() {
                *before = format!("{before}, {part}");
            }
        } else {
            names.push(part.trim().to_owned());
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The people that a name is likely to be, if it reads like several: two or more full names joined by commas, `&`, `and`,
/// ` / `, `feat.` or two spaces. Bands with such names exist, so this is for questions only.
pub(crate) fn likely(name: &str) -> Option<Vec<String>> {
    if name.len() > 500 {
        return None;
    }
    if let Some(names) = literal(name).filter(|names| names.len() > 1) {
        return Some(names);
    }
    let lower = name.to_lowercase();
    for word in [" feat. ", " feat ", " ft. ", " featuring "] {
        if let Some(place) = lower.find(word).filter(|_| lower.len() == name.len()) {
            let (before, after) = (name.get(..place)?, name.get(place + word.len()..)?);
            let rest = likely(after).unwrap_or_else(|| vec![after.trim().to_owned()]);
            return Some(std::iter::once(before.trim().to_owned()).chain(rest).collect());
        }
    }
    if let Some(names) = ideographs(name) {
        return Some(names);
    }
    let joined_by = [" & ", ", ", " and ", " / ", "  ", " | ", "; "];
    if !joined_by.iter().any(|sign| name.contains(sign)) {
        return None;
    }
    let mut parts = vec![name];
    for sign in joined_by {
        parts = parts.into_iter().flat_map(|part| part.split(sign)).collect();
    }
    let parts = joined(parts);
    let full = |part: &String| {
        let words: Vec<&str> = part.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let article = words.first().is_some_and(|word| ARTICLES.contains(&bare(word).as_str()));
        let band = words.last().is_some_and(|word| BANDS.contains(&bare(word).as_str()));
        words.len() >= 2
            && !article
            && !band
            && words.iter().all(|word| word.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase()))
    };
    (parts.len() >= 2 && parts.iter().all(full)).then_some(parts)
}

/// Names of two to five ideographs with a mark between them that parts the words of a name only where it is foreign.
fn ideographs(name: &str) -> Option<Vec<String>> {
    use unicode_script::{Script, UnicodeScript};
    let parts: Vec<&str> = name.split(['・', '/', ',', '&', '＆', '·']).map(str::trim).collect();
    let own = |part: &&str| {
        (2..=5).contains(&part.chars().count())
            && part.chars().all(|c| matches!(c.script(), Script::Han | Script::Hiragana | Script::Hangul))
    };
    (parts.len() >= 2 && parts.iter().all(own)).then(|| parts.into_iter().map(str::to_owned).collect())
}

/// A name in the order of an index, as it is said: `Brant, Odalys` is `Odalys Brant`.
pub(crate) fn turned(name: &str) -> Option<String> {
    let (last, first) = name.split_once(", ")?;
    let word = |text: &str, most: usize| {
        let words: Vec<&str> = text.split_whitespace().collect();
        (1..=most).contains(&words.len()) && words.iter().all(|word| word.starts_with(char::is_uppercase))
    };
    // `Gaslight Killers, The`; `Beethoven, Ludwig van`.
    let band = first == "The" && word(last, 5);
    let person = PARTICLES.iter().find_map(|particle| first.strip_suffix(particle)).unwrap_or(first);
    let whole = word(last, 1) && word(person, 2) && !is_suffix(first) && !first.contains(',');
    (band || whole).then(|| format!("{first} {last}"))
}

/// Words that stand before a last name, and behind the first name where the last stands first.
const PARTICLES: [&str; 9] = [" van", " von", " de", " di", " da", " del", " van der", " von der", " af"];

/// Whether a cell can be the name of somebody: not a number, a share, a date, a sentence, an address, a key of music.
pub(crate) fn can_be(text: &str) -> bool {
    let text = text.trim();
    let words = text.split_whitespace().count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if text.is_empty() || words > 40 || text.chars().count() > 400 || text.contains("://") || letters == 0 && digits > 0
    {
        return false;
    }
    if crate::catalogue::no_names::no_name(text).is_some() || is_key(text) {
        return false;
    }
    // A text in sentences or verses: long parts that no list of names has.
    let long = |part: &str| part.split_whitespace().count() > 9;
    !cut(text, &[])
        .iter()
        .flat_map(|part| part.split(',').map(str::to_owned).collect::<Vec<_>>())
        .any(|part| long(&part))
}

/// A key of music: `C`, `F# minor`, `Bbm`, `E♭ major`.
fn is_key(text: &str) -> bool {
    let mut rest = text;
    let Some(first) = rest.chars().next().filter(|c| ('A'..='G').contains(c)) else { return false };
    rest = rest.get(first.len_utf8()..).unwrap_or_default();
    rest = rest.strip_prefix(['#', '♯', 'b', '♭']).unwrap_or(rest).trim();
    matches!(
        rest.to_lowercase().as_str(),
        "" | "m"
            | "min"
            | "minor"
            | "maj"
            | "major"
            | "dur"
            | "moll"
            | "sharp"
            | "flat"
            | "flat major"
            | "flat minor"
            | "sharp minor"
            | "sharp major"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_that_no_name_has_part_people() {
        for text in [
            "['A B', 'C D']",
            "[\"A B\",\"C D\"]",
            "A B|C D",
            "A B\0C D",
            "A B; C D",
            "A B\nC D",
            "A B、C D",
            "A B\\\\C D",
        ] {
            assert_eq!(cut(text, &[]), ["A B", "C D"], "{text}");
        }
        assert_eq!(cut("['O'Neil Bo', 'C D']", &[]), ["O'Neil Bo", "C D"]);
        assert_eq!(cut("A B, C D", &[", ".to_owned()]), ["A B", "C D"]);
        assert_eq!(cut("A B (ASCAP) 50% / C D (BMI) 50%", &[]), ["A B", "C D"]);
        assert_eq!(cut("A B (ASCAP)", &[]), ["A B"]);
        for one in ["Bo&amp;Li", "A B, Jr.", "AC/DC", "A & B", "[A", "Earth, Wind & Fire"] {
            assert_eq!(cut(one, &[]), [one], "{one}");
        }
        assert_eq!(cut("Bo Li, Jr.; Ann Ray", &[", ".to_owned()]), ["Bo Li, Jr.", "Ann Ray"]);
    }

    #[test]
    fn prose_names_people_with_commas_and_words() {
        for (text, names) in [
            ("Odalys Brant, Bo Li and Ann Ray", &["Odalys Brant", "Bo Li", "Ann Ray"][..]),
            ("Odalys Brant & Bo Li", &["Odalys Brant", "Bo Li"]),
            ("Simon & Garfunkel", &["Simon & Garfunkel"]),
            ("Florence and the Machine", &["Florence and the Machine"]),
            ("Bo Li, Jr., Ann Ray", &["Bo Li, Jr.", "Ann Ray"]),
            ("Tyler, the Creator", &["Tyler, the Creator"]),
            ("Foundry, The, Bo Li", &["Foundry, The", "Bo Li"]),
            ("Max, Ilya and Bo", &["Max", "Ilya", "Bo"]),
            ("Bo Li, and Ann Ray", &["Bo Li", "Ann Ray"]),
            ("Théo Okafor et Inès Halloran", &["Théo Okafor", "Inès Halloran"]),
            ("José Ortega y Gasset", &["José Ortega y Gasset"]),
            ("", &[]),
        ] {
            assert_eq!(prose(text), names, "{text}");
        }
    }

    #[test]
    fn what_is_likely_several_people_is_shown_as_a_list() {
        for (text, names) in [
            ("Odalys Brant & Theo Okafor", &["Odalys Brant", "Theo Okafor"][..]),
            ("Odalys Brant / Theo Okafor", &["Odalys Brant", "Theo Okafor"]),
            ("Odalys Brant  Theo Okafor", &["Odalys Brant", "Theo Okafor"]),
            ("Odalys Brant feat. Theo Okafor", &["Odalys Brant", "Theo Okafor"]),
            ("Vane feat. Odalys Brant & Theo Okafor", &["Vane", "Odalys Brant", "Theo Okafor"]),
            ("坂井美月・中村陸", &["坂井美月", "中村陸"]),
        ] {
            assert_eq!(likely(text).expect("a list"), names, "{text}");
        }
        for one in [
            "Earth, Wind & Fire",
            "Sammy Vane, Jr.",
            "AC/DC",
            "Foundry Sound, Lisbon",
            "Foundry Sound, Inc.",
            "Bo Hope and his Big Band",
        ] {
            assert_eq!(likely(one), None, "{one}");
        }
        for (written, name) in [
            ("Brant, Odalys", "Odalys Brant"),
            ("Beethoven, Ludwig van", "Ludwig van Beethoven"),
            ("Gaslight Killers, The", "The Gaslight Killers"),
        ] {
            assert_eq!(turned(written).as_deref(), Some(name), "{written}");
        }
        for one in ["Sammy Vane, Jr.", "Foundry Sound, Lisbon", "Tyler, the Creator", "Bo Li"] {
            assert_eq!(turned(one), None, "{one}");
        }
    }

    #[test]
    fn shares_and_societies_behind_a_name_are_no_part_of_it() {
        for (text, name) in [
            ("Marisol Vane (50%) - ASCAP", "Marisol Vane"),
            ("Bo Li (BMI)", "Bo Li"),
            ("Bo Li [PRS/MCPS]", "Bo Li"),
            ("Bo Li 33.3%", "Bo Li"),
            ("Bo Li - 50%", "Bo Li"),
            ("Bo Li PRS", "Bo Li"),
            ("Ann Spa", "Ann Spa"),
            ("Bo Li (guitar)", "Bo Li (guitar)"),
            ("BMI", "BMI"),
        ] {
            assert_eq!(unshared(text), name, "{text}");
        }
    }

    #[test]
    fn cells_that_are_no_names_are_told() {
        for text in ["Odalys Brant", "坂井美月", "Bo Li, Ann Ray and 12 others", "P!nk", "U2", "Of Monsters and Men"]
        {
            assert!(can_be(text), "{text}");
        }
        for text in [
            "0",
            "1",
            "50%",
            "F# minor",
            "C",
            "Bbm",
            "2021-03-06",
            "https://a.example/x",
            "",
            "-",
            "I walked along the shore tonight and saw the tide go out, you were not there",
        ] {
            assert!(!can_be(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_letter_of_a_name_is_lost_when_it_is_cut(text in "[A-Za-zÀ-ž ,;|&/'\\[\\]\"\n.]{0,60}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            prop_assert_eq!(letters(&cut(&text, &[]).concat()), letters(&text));
            for name in cut(&text, &[]) {
                prop_assert!(!name.trim().is_empty() || text.trim_start().starts_with('['));
            }
        }

        #[test]
        fn a_list_of_full_names_is_cut_where_it_was_joined(names in proptest::collection::vec("[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", 1..6)) {
            prop_assert_eq!(cut(&names.join("; "), &[]), names.clone());
            prop_assume!(!names.iter().any(|name| name.split(' ').any(|word| is_suffix(word) || BANDS.contains(&bare(word).as_str()) || ARTICLES.contains(&bare(word).as_str()))));
            prop_assert_eq!(prose(&names.join(", ")), names.clone());
            let literal: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
            prop_assert_eq!(cut(&format!("[{}]", literal.join(", ")), &[]), names);
        }

        #[test]
        fn prose_loses_no_word_but_those_between_people(text in "([A-Za-zÀ-ž.'-]{1,8}(, | & | and | / |; | )){0,8}[A-Z][a-z]{1,6}") {
            let between = ["and", "&", "/", "und", "et", "y", "e", "och", "og", "en", "i", "ja", "+"];
            let words = |text: &str| -> Vec<String> {
                let words = text.split([' ', ',', ';']).filter(|word| !word.is_empty() && !between.contains(word));
                words.map(str::to_owned).collect()
            };
            let found = prose(&text);
            prop_assert_eq!(words(&found.join(" ")), words(&text), "{:?}", found);
            prop_assert!(found.iter().all(|name| !name.trim().is_empty()));
        }

        #[test]
        fn what_is_likely_a_list_has_the_words_of_the_text(text in "([A-Z][a-z]{1,6}[ ,;&/|]{1,3}){0,8}[A-Z][a-z]{1,6}( feat. [A-Z][a-z]{1,6})?") {
            for name in likely(&text).unwrap_or_default().iter().chain(&cut(&text, &[", ".to_owned()])) {
                for word in name.split([' ', ',']).filter(|word| !word.is_empty()) {
                    prop_assert!(text.contains(word), "{} of {}", word, text);
                }
            }
            let _ = (turned(&text), unshared(&text), can_be(&text));
        }
    }
}

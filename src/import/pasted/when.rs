//! When something was done, behind who did it or where: `Foundry Sound, Lisbon, in winter 2025`.
//! It is no part of a name or of a place, so it is parted from them.

/// Words before a time.
const BEFORE: [&str; 23] = [
    "in",
    "on",
    "during",
    "between",
    "from",
    "throughout",
    "since",
    "over",
    "around",
    "im",
    "am",
    "vom",
    "von",
    "zwischen",
    "en",
    "au",
    "entre",
    "em",
    "no",
    "nel",
    "tra",
    "w",
    "within",
];

/// Months and seasons, whole and as they are shortened.
const PERIODS: [&str; 109] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "januar",
    "jänner",
    "februar",
    "märz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "janvier",
    "février",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "janeiro",
    "fevereiro",
    "março",
    "maio",
    "junho",
    "julho",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "springs",
    "summers",
    "autumns",
    "winters",
    "frühling",
    "frühjahr",
    "sommer",
    "herbst",
    "printemps",
    "été",
    "automne",
    "hiver",
    "primavera",
    "verano",
    "otoño",
    "invierno",
    "verão",
    "outono",
    "inverno",
    "estate",
    "autunno",
    "lato",
    "zima",
    "wiosna",
    "jesień",
    "lockdown",
    "quarantine",
    "weekend",
    "weekends",
];

/// Words within a time.
const WITHIN: [&str; 27] = [
    "the",
    "of",
    "and",
    "to",
    "through",
    "until",
    "till",
    "early",
    "late",
    "mid",
    "middle",
    "end",
    "beginning",
    "und",
    "bis",
    "et",
    "à",
    "y",
    "a",
    "e",
    "de",
    "del",
    "do",
    "der",
    "ende",
    "anfang",
    "&",
];

/// How long something took.
const UNITS: [&str; 17] = [
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "hour",
    "hours",
    "night",
    "nights",
    "take",
    "takes",
    "session",
    "sessions",
    "afternoon",
];

/// What a word says of a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Year,
    Day,
    Period,
    Unit,
    Within,
    Before,
}

/// A text without the time at its end, and that time. Before the time stands a preposition, a comma, or nothing behind a place
/// (`place`) where it begins with a month or a season; so `The 1975` and `Studio 1900` keep their numbers.
pub(super) fn undated(text: &str, place: bool) -> (&str, Option<&str>) {
    let whole = text.trim_end_matches(['.', ' ']);
    let starts: Vec<usize> = std::iter::once(0).chain(whole.match_indices(' ').map(|(at, _)| at + 1)).collect();
    let (mut year, mut period, mut unit) = (false, false, false);
    let mut cut = None;
    for start in starts.into_iter().rev() {
        let Some((before, behind)) = whole.split_at_checked(start) else { break };
        let written = behind.split(' ').next().unwrap_or_default();
        let comma = before.trim_end().ends_with([',', ';']);
        match word(written) {
            // `Christmas in July` is somebody.
            Some(Word::Before) if year || unit || place && period => {
                cut = Some(start);
                break;
            }
            Some(Word::Year) => year = true,
            Some(Word::Period) => period = true,
            Some(Word::Unit) => unit = true,
            Some(Word::Within | Word::Day) if year || period || unit => {
                if !comma || !year {
                    continue;
                }
            }
            // `in two long weeks`.
            None if unit && written.starts_with(char::is_lowercase) => continue,
            _ => break,
        }
        let begins = matches!(word(written), Some(Word::Year | Word::Day | Word::Period));
        if year && begins && (comma || place && word(written) == Some(Word::Period)) {
            cut = Some(start);
        }
    }
    let parted = cut.and_then(|cut| whole.split_at_checked(cut));
    match parted.map(|(rest, when)| (rest.trim_end_matches([' ', ',', ';']), when)) {
        Some((rest, when)) if rest.contains(char::is_alphabetic) => (rest, Some(when)),
        _ => (text, None),
    }
}

fn word(written: &str) -> Option<Word> {
    let core = written.trim_end_matches(',').to_lowercase();
    let is_year = |text: &str| text.len() == 4 && (text.starts_with("19") || text.starts_with("20")) && digits(text);
    let parts: Vec<&str> = core.split(['-', '–', '—', '/']).filter(|part| !part.is_empty()).collect();
    let (first, rest) = parts.split_first()?;
    if is_year(first) && rest.iter().all(|part| is_year(part) || part.len() == 2 && digits(part)) {
        return Some(Word::Year);
    }
    // `May, 2025` is somebody of that name and a year; a day has its comma.
    let day = core.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h', 'º', '.']);
    if !day.is_empty() && day.len() <= 2 && digits(day) {
        return Some(Word::Day);
    }
    if written.ends_with(',') {
        return None;
    }
    let all = |known: &[&str]| parts.iter().all(|part| known.contains(&part.trim_end_matches('.')));
    if all(&PERIODS) {
        Some(Word::Period)
    } else if BEFORE.contains(&core.as_str()) {
        Some(Word::Before)
    } else if WITHIN.contains(&core.as_str()) {
        Some(Word::Within)
    } else {
        UNITS.contains(&core.as_str()).then_some(Word::Unit)
    }
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_behind_a_place_or_a_person_is_parted_from_it() {
        for (text, rest, when) in [
            ("Foundry Sound, Lisbon, in winter 2025", "Foundry Sound, Lisbon", "in winter 2025"),
            ("Foundry Sound, Lisbon, 2025", "Foundry Sound, Lisbon", "2025"),
            ("Foundry Sound, June 3, 2021", "Foundry Sound", "June 3, 2021"),
            ("Foundry Sound between March and June 2025", "Foundry Sound", "between March and June 2025"),
            ("Foundry Sound in the spring of 2024", "Foundry Sound", "in the spring of 2024"),
            ("Foundry Sound, January–March 2025", "Foundry Sound", "January–March 2025"),
            ("Foundry Sound June 2025", "Foundry Sound", "June 2025"),
            ("Foundry Sound in July", "Foundry Sound", "in July"),
            ("Foundry Sound, Lisbon in two long days", "Foundry Sound, Lisbon", "in two long days"),
            ("Gießerei im Winter 2020/21", "Gießerei", "im Winter 2020/21"),
            ("Estúdio Norte no verão de 2025", "Estúdio Norte", "no verão de 2025"),
        ] {
            assert_eq!(undated(text, true), (rest, Some(when)), "{text}");
        }
        assert_eq!(undated("Bo Li in 2025.", false), ("Bo Li", Some("in 2025")));
        assert_eq!(undated("Brian May, 2025", false), ("Brian May", Some("2025")));
        for (text, place) in [
            ("The 1975", false),
            ("Bo Li, The 1975", false),
            ("Studio 1900", true),
            ("Foundry Sound in Lisbon", true),
            ("Brian May", false),
            ("April March", false),
            ("Bo Li, Autumn", false),
            ("Christmas in July", false),
            ("in 2025", true),
        ] {
            assert_eq!(undated(text, place), (text, None), "{text}");
        }
    }
}

//! Dates as people and programs write them, as the year or the date that a credit file has.
//! A date whose day and month could be each other is left as it is: the reader asks.

/// A year and the months' names that are known, by their first three letters; German, French and Spanish ones beside.
const MONTHS: [(&str, u32); 24] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("mär", 3),
    ("mai", 5),
    ("okt", 10),
    ("dez", 12),
    ("fév", 2),
    ("avr", 4),
    ("aoû", 8),
    ("déc", 12),
    ("ene", 1),
    ("abr", 4),
    ("ago", 8),
    ("dic", 12),
];

/// The date of a text as a credit file has it, `2026` or `2026-03-06`; `None` if it is none or could be two.
pub(crate) fn date(text: &str) -> Option<String> {
    let text = text.trim();
    let day = text
        .split(['T', ' '])
        .next()
        .filter(|day| day.len() >= 8 && day.starts_with(|c: char| c.is_ascii_digit()) && text.contains(':'));
    let text = day.unwrap_or(text);
    let parts: Vec<&str> =
        text.split(['-', '/', '.', ' ', ',', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    let year = |part: &str| (part.len() == 4).then(|| number(part)).flatten().filter(|year| *year >= 1000);
    let day_of =
        |part: &str| number(part.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h'])).filter(|day| (1..=31).contains(day));
    let month_of = |part: &str| {
        let start: String = part.to_lowercase().chars().take(3).collect();
        MONTHS.iter().find(|(name, _)| *name == start).map(|(_, month)| *month)
    };
    let whole = |year: u32, month: u32, day: u32| {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        match (month, day) {
            // A month or a day that nobody knew.
            (0, _) | (_, 0) => Some(year.to_string()),
            _ => (day <= days).then(|| format!("{year:04}-{month:02}-{day:02}")),
        }
    };
    match parts.as_slice() {
        [one] => year(one).map(|year| year.to_string()).or_else(|| {
            let all = number(one).filter(|_| one.len() == 8)?;
            whole(all / 10_000, all / 100 % 100, all % 100)
        }),
        [one, two] => match (year(one), year(two)) {
            (Some(year), None) if number(two).is_some_and(|month| month <= 12) || month_of(two).is_some() => {
                Some(year.to_string())
            }
            (None, Some(year))
                if number(one).is_some_and(|month| (1..=12).contains(&month)) || month_of(one).is_some() =>
            {
                Some(year.to_string())
            }
            _ => None,
        },
        [first, second, third] => {
            if let Some(found) = year(first) {
                return match (number(second), number(third), month_of(second)) {
                    (Some(month), Some(day), _) => whole(found, month, day),
                    (None, Some(day), Some(month)) => whole(found, month, day),
                    _ => None,
                };
            }
            let found = year(third)?;
            if let Some(month) = month_of(second) {
                return day_of(first).and_then(|day| whole(found, month, day));
            }
            if let Some(month) = month_of(first) {
                return day_of(second).and_then(|day| whole(found, month, day));
            }
            match (number(first)?, number(second)?) {
                (day, month) if day > 12 && (1..=12).contains(&month) => whole(found, month, day),
                (month, day) if day > 12 && (1..=12).contains(&month) => whole(found, month, day),
                (one, other) if one == other => whole(found, one, other),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The year of a date whose day and month could be each other: `03/04/2026`.
pub(crate) fn year_of(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let number = |part: &&str| part.parse::<u32>().ok().filter(|number| (1..=12).contains(number));
    match parts.as_slice() {
        [one, two, year] if year.len() == 4 && number(one).is_some() && number(two).is_some() => {
            year.parse::<u32>().ok().filter(|year| *year >= 1000).map(|year| year.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, read) in [
            ("1964-11", Some("1964")),
            ("1964", Some("1964")),
            ("2021-09-17T00:00:00Z", Some("2021-09-17")),
            ("2021-09-17 00:00:00", Some("2021-09-17")),
            ("30-01-2025", Some("2025-01-30")),
            ("1/30/2025", Some("2025-01-30")),
            ("September 17, 2021", Some("2021-09-17")),
            ("17 September 2021", Some("2021-09-17")),
            ("Sep 2021", Some("2021")),
            ("17th Sept. 2021", Some("2021-09-17")),
            ("1999-00-00", Some("1999")),
            ("20210917", Some("2021-09-17")),
            ("3.3.2026", Some("2026-03-03")),
            ("2021年9月17日", Some("2021-09-17")),
            ("03/04/2026", None),
            ("3/13/26", None),
            ("2026-02-30", None),
            ("TBA", None),
            ("March", None),
            ("", None),
        ] {
            assert_eq!(date(text).as_deref(), read, "{text}");
        }
    }
}

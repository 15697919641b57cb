//! Words for instruments and voices, so that a line or a column of them is known as what somebody played: `Alto Saxophone`,
//! `12-string guitar`, `Bağlama`. They are spellings alone: what a card prints is the label as it is written.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// The table, embedded so that the program needs no file beside it.
const TABLE: &str = include_str!("../../assets/instruments.csv");

/// Words of the longest label that is looked up.
const MOST_WORDS: usize = 6;

/// A word of the table.
#[derive(serde::Deserialize)]
struct Row {
    word: String,
    /// `instrument`, `voice`, or `sort` for what stands before one of them: `alto`, `slide`.
    kind: String,
}

/// The words by what they are.
struct Words {
    played: FxHashSet<String>,
    sorts: FxHashSet<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let rows = csv::Reader::from_reader(TABLE.as_bytes()).into_deserialize::<Row>().flatten();
        let (sorts, played): (Vec<Row>, Vec<Row>) = rows.partition(|row| row.kind == "sort");
        let folded = |rows: Vec<Row>| rows.into_iter().map(|row| folded(&row.word)).collect();
        Words { played: folded(played), sorts: folded(sorts) }
    })
}

/// Whether a label is an instrument or a voice, perhaps of a sort: `Harp`, `Soprano Vocals`, `Electric Upright Bass`.
pub(crate) fn is_instrument(label: &str) -> bool {
    let label = folded(label);
    let parts: Vec<&str> = label.split(' ').collect();
    parts.len() <= MOST_WORDS && ends_played(&parts)
}

/// Whether words are sorts, if any, and one instrument or voice behind them.
fn ends_played(parts: &[&str]) -> bool {
    let whole = parts.join(" ");
    let known = |word: &str| words().played.contains(word);
    if known(&whole) || whole.strip_suffix('s').is_some_and(known) {
        return true;
    }
    (1..parts.len().min(3)).any(|end| match parts.split_at_checked(end) {
        Some((sort, rest)) => words().sorts.contains(&sort.join(" ")) && ends_played(rest),
        None => false,
    })
}

/// Small letters with one space between words, which a hyphen is as well: `Lap-steel  Guitar` and `lap steel guitar` are one.
fn folded(label: &str) -> String {
    let small = label.to_lowercase().replace(['-', '‐', '–'], " ").replace('’', "'");
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instruments_and_voices_are_known_with_their_sorts() {
        for label in [
            "Banjo",
            "Soprano Saxophone",
            "Contralto Vocals",
            "12-String Electric Guitar",
            "Pedal Steel Guitar",
            "Bouzoukis",
            "mezzo-soprano",
            "ghatam",
            "Blockflöte",
            "Guitarra acústica",
            "尺八",
            "Backing vocals",
        ] {
            assert!(is_instrument(label), "{label}");
        }
        for name in ["Viola Davis", "Bass Drummond", "Alto", "The Horns", "Bo Li", "Guitar Slim", "Big Joe Turner", ""]
        {
            assert_eq!(is_instrument(name), name == "Alto", "{name}");
        }
    }

    #[test]
    fn each_word_of_the_table_stands_there_once() {
        let mut lines: Vec<&str> = TABLE.lines().skip(1).collect();
        let all = lines.len();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), all);
        let kinds = ["instrument", "voice", "sort"];
        assert!(lines.iter().all(|line| line.rsplit_once(',').is_some_and(|(_, kind)| kinds.contains(&kind))));
    }
}

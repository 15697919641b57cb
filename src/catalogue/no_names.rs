//! Texts that stand where a name or a title should: what a new file has there, what is to be filled in, what was cut off.
//! The data is `assets/no-names.csv`; a text counts only if it is the whole of a name.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::rows;

/// The table, embedded so that the program needs no file beside it.
const TABLE: &str = include_str!("../../assets/no-names.csv");

/// Texts longer than this are none of the table.
const LONGEST: usize = 60;

/// What stands in place of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoName {
    /// What `extra-credit new` writes, to be replaced.
    New,
    /// Something that is to be filled in.
    Open,
    /// A sign that somebody took part or not, as tables have it: `x`, `1`, `yes`. Case matters.
    Flag,
    /// A part of a name, or what joins two.
    Cut,
}

#[derive(Deserialize)]
struct Row {
    text: String,
    is: NoName,
}

/// What a whole text is, if it is no name. Case does not matter, except for what a new file has.
pub fn no_name(text: &str) -> Option<NoName> {
    static ALL: OnceLock<FxHashMap<String, Vec<(String, NoName)>>> = OnceLock::new();
    if text.len() > LONGEST {
        return None;
    }
    let all = ALL.get_or_init(|| {
        let mut all: FxHashMap<String, Vec<(String, NoName)>> = FxHashMap::default();
        for row in rows::<Row>(TABLE) {
            all.entry(row.text.to_lowercase()).or_default().push((row.text, row.is));
        }
        all
    });
    match all.get(&text.to_lowercase()) {
        Some(written) => {
            let exact = written.iter().find(|(written, _)| written == text);
            let loose = || written.iter().find(|(_, is)| !matches!(is, NoName::New | NoName::Flag));
            exact.or_else(loose).map(|(_, is)| *is)
        }
        // A row of question marks, dashes, dots or crosses.
        None => {
            let marks = |sign: char| text.chars().all(|c| c == sign);
            let least = |count: usize| text.chars().nth(count.saturating_sub(1)).is_some();
            let blank = ['?', '-', '–', '—', '.', '…', '_', '*'].into_iter().any(marks) || marks('x') && least(3);
            (blank && least(1)).then_some(NoName::Open)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole_and_each_text_stands_once() {
        let all: Vec<Row> = rows(TABLE);
        assert_eq!(all.len() + 1, TABLE.lines().count());
        for row in &all {
            assert_eq!(no_name(&row.text), Some(row.is), "{}", row.text);
            let same = all.iter().filter(|other| other.text == row.text);
            assert_eq!(same.count(), 1, "{}", row.text);
        }
    }

    #[test]
    fn whole_texts_count_and_names_that_hold_them_do_not() {
        assert_eq!(no_name("tbc"), Some(NoName::Open));
        assert_eq!(no_name("???"), Some(NoName::Open));
        assert_eq!(no_name("xxx"), Some(NoName::Open));
        assert_eq!(no_name("JR."), Some(NoName::Cut));
        for name in ["TBC Crew", "Sammy Vane Jr.", "XX", "The Xx", "P!nk", "name as credited", "Na", "", "…x", "!!!"]
        {
            assert_eq!(no_name(name), None, "{name}");
        }
    }
}

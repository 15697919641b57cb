//! Widths against those that a browser measured with the same fonts.

use std::collections::BTreeSet;

use extra_credit::text::{Shaper, TextStyle};

use super::list::{Name, names};
use super::{FONTS, drawn};

/// Largest difference, as a part of the browser's width.
const TOLERANCE: f32 = 0.005;
/// Where the browser, left to choose, takes other faces. It draws a heart with an emoji selector from the first family
/// that has hearts; we follow the selector (UTS #51) to the emoji face.
const CHOSEN_OTHERWISE: [&str; 1] = ["☎\\u{FE0E} ☎️ ♥ ♥️ ✨Nova✨"];

struct Row {
    name: Name,
    weight: u16,
    /// With the faces that our shaper chooses.
    runs: f32,
    /// With those that the browser chose from the same files.
    list: f32,
}

fn rows() -> Vec<Row> {
    let text = include_str!("../../names/widths.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a row")).collect();
    let twice = names().into_iter().zip(names()).flat_map(|(one, other)| [one, other]);
    let rows: Vec<Row> = twice
        .zip(&records)
        .map(|(name, record)| {
            assert_eq!(&record[0], name.spelling, "the rows follow names.txt: measure them again");
            let number = |column: usize| record[column].parse().expect("a number");
            Row { name, weight: record[1].parse().expect("a weight"), runs: number(2), list: number(3) }
        })
        .collect();
    assert_eq!((rows.len(), records.len()), (names().len() * 2, names().len() * 2), "measure the names again");
    rows
}

#[test]
fn every_name_is_as_wide_as_in_a_browser() {
    let mut shaper = Shaper::new(&FONTS);
    let here: BTreeSet<String> = drawn().into_iter().map(|name| name.text).collect();
    let mut problems = Vec::new();
    for row in rows().iter().filter(|row| here.contains(&row.name.text)) {
        // The browser had the line drawings of emoji, which are wider than those in colour.
        if row.name.text.chars().any(|c| c == '\u{fe0f}' || c >= '\u{1f000}') {
            continue;
        }
        let language = row.name.language.map(str::to_owned);
        let style = TextStyle { weight: row.weight, language, ..TextStyle::default() };
        let ours = shaper.shape(&row.name.text, &style).expect("drawn").width();
        let chosen = (!CHOSEN_OTHERWISE.contains(&row.name.spelling)).then_some(row.list);
        for (what, theirs) in
            [Some(("the same faces", row.runs)), chosen.map(|width| ("its own choice", width))].into_iter().flatten()
        {
            if (ours - theirs).abs() > theirs * TOLERANCE {
                let name = row.name.spelling;
                problems.push(format!("{name} {}: {ours} em, with {what} {theirs}", row.weight));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

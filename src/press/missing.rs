//! Characters that no font has, found before anything is set.

use crate::card::Subject;
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::record::{Record, Text};

/// Every text of the record that no font can draw, as one diagnostic a text.
pub fn missing_characters(record: &Record, fonts: &Fonts) -> Vec<Diagnostic> {
    let texts = record.texts().into_iter();
    texts.filter_map(|(field, text)| Some(record.diagnose(missing_in(&field, text, fonts)?, text))).collect()
}

/// The characters of a text that no font can draw, if there are any.
pub fn missing_in(field: &str, text: &Text, fonts: &Fonts) -> Option<Diagnostic> {
    let mut missing = fonts.missing(&text.value);
    missing.sort_unstable();
    missing.dedup();
    let list: Vec<String> = missing.iter().map(|c| crate::fonts::described(*c)).collect();
    let (noun, verb) = match list.len() {
        0 => return None,
        1 => ("character", "is"),
        _ => ("characters", "are"),
    };
    let message = format!("{field}: {noun} {} {verb} in no font", list.join(", "));
    Some(
        Diagnostic::error("missing-glyph", message).hint(
            "add a font that has it with `--font-dir DIR`, or draw a replacement with `--missing-glyphs=replace`",
        ),
    )
}

/// The same for texts that are not the record's own: handles, and all of a person whom several records credit.
pub fn missing_in_subject(record: &Record, subject: &Subject, fonts: &Fonts) -> Vec<Diagnostic> {
    match subject {
        Subject::Contributor(one) => one
            .handles
            .iter()
            .filter_map(|handle| Some(record.diagnose(missing_in(&handle.field, &handle.text, fonts)?, &handle.text)))
            .collect(),
        Subject::Person(one) => {
            let artists = one.records.iter().map(|record| (format!("{}.artist", record.field), record.artist.clone()));
            let due = subject.due().into_iter().map(|due| (due.field, due.string)).chain(artists);
            let handle = one.handles.iter().map(|handle| (handle.field.clone(), handle.handle.clone()));
            due.chain(handle).filter_map(|(field, text)| missing_in(&field, &Text::new(&text), fonts)).collect()
        }
        _ => Vec::new(),
    }
}

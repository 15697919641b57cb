//! Doubts about the texts of a record that was read: what a new file has in their place, names that are none, names that
//! lost a letter or their other half. They are warnings: a name that looks wrong may be right.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::Record;
use super::reader::{Reader, brief};
use crate::catalogue::no_names::{NoName, no_name};
use crate::diagnostic::Diagnostic;
use crate::import::discogs;
use crate::import::leftover::left_over;
use crate::import::text::Text;
use crate::import::writers;

/// Accents on one side of a letter that lines have room for: no spelling needs more.
const STACKED: usize = 3;

/// Combining classes of Unicode: marks that stand above a letter, and those below.
const ABOVE: u8 = 230;
const BELOW: u8 = 220;

/// Reports what is doubtful about the texts of a record.
pub(crate) fn doubts(reader: &mut Reader<'_>, record: &Record) {
    for (field, text) in record.texts() {
        let of_name = || is_name(&field).then(|| doubtful(text)).flatten();
        let of_title = || field.ends_with("title").then(|| written(text)).flatten();
        let Some(problem) = placeholder(text)
            .or_else(of_name)
            .or_else(of_title)
            .or_else(|| left(text).filter(|_| !field.starts_with("quotes[")))
            .or_else(|| stacked(text))
        else {
            continue;
        };
        reader.report_at(problem.about(&*text.value), text);
    }
}

/// Whether the text of a field is the name of somebody.
fn is_name(field: &str) -> bool {
    let last = field.rsplit('.').next().unwrap_or(field);
    matches!(last, "artist" | "name" | "by") || last.starts_with("names[")
}

/// Takes out what is no name: nobody wants `N/A` on a card. What the file allows stays.
pub(crate) fn leave_out(record: &mut Record) {
    let allowed: Vec<Option<String>> = record
        .check
        .allow
        .iter()
        .filter(|allowance| allowance.code.value == "no-name-yet")
        .map(|allowance| allowance.name.as_ref().map(|name| name.value.clone()))
        .collect();
    let stays = |name: &Text| {
        !matches!(no_name(name), Some(NoName::Open | NoName::Flag))
            || allowed.iter().any(|allowed| allowed.as_ref().is_none_or(|allowed| *allowed == name.value))
    };
    let lists = std::iter::once(&mut record.credits).chain(record.tracks.iter_mut().map(|track| &mut track.credits));
    for credits in lists {
        for credit in credits.iter_mut() {
            credit.contributors.retain(|one| stays(&one.name));
        }
        credits.retain(|credit| !credit.contributors.is_empty());
    }
}

/// What copying and encoding left in a text.
fn left(text: &Text) -> Option<Diagnostic> {
    let found = left_over(text)?;
    let message = format!("`{}` has {}: it would be `{}`", brief(text), found.what, brief(&found.mended));
    Some(Diagnostic::warning("left-over", message).hint("correct it; `extra-credit convert --fix` writes it so"))
}

/// A title with names in brackets behind it, which may be who wrote the song.
fn written(text: &Text) -> Option<Diagnostic> {
    let (title, who) = writers::likely(text)?;
    let message = format!("`{}`: what stands in brackets may be who wrote it", brief(text));
    let hint = format!(
        "if so, write `{}`, and `Written by: [{}]` under its `credits`; if it belongs to the title: check: {{allow: [writers-in-title]}}",
        brief(&title),
        brief(&who.join(", "))
    );
    Some(Diagnostic::warning("writers-in-title", message).hint(hint))
}

/// A text that a new file has, still there.
fn placeholder(text: &Text) -> Option<Diagnostic> {
    (no_name(text) == Some(NoName::New)).then(|| {
        let message = format!("`{}` is what a new file has in this place", brief(text));
        Diagnostic::warning("placeholder", message).hint("write what belongs here, or remove the entry")
    })
}

/// A name that is probably none, or not all of one.
fn doubtful(text: &Text) -> Option<Diagnostic> {
    let name = brief(text);
    match no_name(text) {
        Some(NoName::Open | NoName::Flag) => {
            let problem = Diagnostic::warning("no-name-yet", format!("`{name}` is no name"));
            let hint = "write the name as credited; until then it is on no card, unless `check` allows `no-name-yet`";
            return Some(problem.hint(hint));
        }
        Some(NoName::Cut) => {
            let problem = Diagnostic::warning("cut-name", format!("`{name}` is no name, but a part of one"));
            return Some(problem.hint("a name with a comma in it is put in quotes as a whole: \"Sammy Vane, Jr.\""));
        }
        Some(NoName::New) | None => {}
    }
    if let Some((before, handle)) = handle_in(text) {
        let message = format!("`{name}` has the handle `@{handle}` in it, which would be printed as part of the name");
        let before = if before.is_empty() { "NAME" } else { before };
        let hint =
            format!("write {{name: {before}, handles: {{instagram: {handle}}}}}, with the platform that it is on");
        return Some(Diagnostic::warning("handle-in-name", message).hint(hint));
    }
    // Of more digits it is a year.
    if let Some(before) = discogs::namesake(text.trim(), 3) {
        let message = format!(
            "`{name}` has a number in it by which a database tells namesakes apart, and which would be printed"
        );
        let hint =
            format!("write `{}`; if the number belongs to the name: check: {{allow: [name-number]}}", brief(before));
        return Some(Diagnostic::warning("name-number", message).hint(hint));
    }
    lost_letter(text).map(|sign| {
        let message = format!("`{name}`: a letter seems to be lost where `{sign}` stands");
        Diagnostic::warning("lost-letter", message).hint("write the letter, and save the file as UTF-8")
    })
}

/// A letter with more accents above it, or below it, than the lines of a card have room for.
fn stacked(text: &Text) -> Option<Diagnostic> {
    let accents = most_stacked(text);
    (accents > STACKED).then(|| {
        let message = format!(
            "`{}` has a letter with {accents} accents on top of one another: more than {STACKED} reach into the next line",
            brief(text)
        );
        let hint = "leave the accents that the name does not have; `check: {allow: [stacked-accents]}` accepts them";
        Diagnostic::warning("stacked-accents", message).hint(hint)
    })
}

/// The most accents that one letter has on the same side. Marks of Hebrew, Arabic or Thai have places of their own and do not
/// count: they are of other combining classes.
fn most_stacked(text: &str) -> usize {
    let (mut most, mut above, mut below) = (0, 0, 0);
    for c in text.nfd() {
        match canonical_combining_class(c) {
            0 => (above, below) = (0, 0),
            ABOVE => above += 1,
            BELOW => below += 1,
            _ => {}
        }
        most = most.max(above).max(below);
    }
    most
}

/// A handle that a name ends with, without its `@`, and what stands before it: `Ben Okoye @benokoye`, `Al Bo (@albo)`, `@anna`.
fn handle_in(name: &str) -> Option<(&str, &str)> {
    let (before, handle) = name.rsplit_once('@')?;
    let handle = handle.strip_suffix([')', ']']).unwrap_or(handle).trim_end();
    let begins = before.is_empty() || before.ends_with([' ', '(', '[', ',', '/']);
    let signs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let reads = handle.len() > 1 && handle.chars().all(signs);
    (begins && reads).then(|| (before.trim_end_matches([' ', '(', '[', ',', '/']), handle))
}

/// The sign that programs write for a letter which their encoding has not: `?` before a letter, or U+FFFD anywhere.
fn lost_letter(name: &str) -> Option<char> {
    if name.contains('\u{fffd}') {
        return Some('\u{fffd}');
    }
    let mut before = ' ';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let letter = |c: char| c.is_alphabetic();
        // `Who? What` and `¿Qué?` have their signs where a sentence has them.
        if c == '?' && chars.peek().is_some_and(|next| letter(*next)) && (letter(before) || before == ' ') {
            return Some('?');
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_behind_a_name_is_none_of_its_words() {
        for name in ["Ben Okoye @benokoye", "Al Bo (@albo)", "@annadrums", "Bo Li / @bo.li"] {
            assert!(handle_in(name).is_some(), "{name}");
        }
        for name in ["Gr@ce", "M@", "The @", "Ivo @ Foundry", "@ the Disco", "mail@example.com"] {
            assert_eq!(handle_in(name), None, "{name}");
        }
    }

    #[test]
    fn a_question_mark_before_a_letter_stands_for_one() {
        for name in ["?ukasz Nowak", "Bj?rn Berg", "Jos\u{fffd} Vane", "Marisol ?rsted"] {
            assert!(lost_letter(name).is_some(), "{name}");
        }
        for name in ["Who? What?", "Vane?", "¿Qué?", "? and the Tides", "Guess Who?", "Bo Li"] {
            assert_eq!(lost_letter(name), None, "{name}");
        }
    }

    #[test]
    fn accents_are_counted_on_each_side_of_a_letter() {
        for (text, most) in [
            ("Zoe\u{308}", 1),
            ("Nguy\u{1ec5}n", 2),
            ("Z\u{351}\u{36b}\u{343}\u{36a}oe", 4),
            ("a\u{323}\u{301}\u{331}b\u{301}", 2),
            ("\u{5e9}\u{5c1}\u{5b8}\u{5bc}", 0),
            ("\u{e17}\u{e35}\u{e48}", 0),
        ] {
            assert_eq!(most_stacked(text), most, "{text}");
        }
    }

    #[test]
    fn names_stand_in_the_fields_of_names() {
        for field in
            ["artist", "credits[0].names[1]", "tracks[2].credits[0].names[0]", "quotes[0].by", "supporters[1].name"]
        {
            assert!(is_name(field), "{field}");
        }
        for field in ["title", "credits[0].role", "credits[0].names[1].note", "credits[0].names[1].at", "roles[0].text"]
        {
            assert!(!is_name(field), "{field}");
        }
    }
}

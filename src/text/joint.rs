//! Where Japanese may part between lines without parting a word, as far as its kinds of letters tell: a word changes from
//! kanji to hiragana where it is inflected, and the next one begins with kanji or katakana. UAX #14 allows nearly every place.

use unicode_script::{Script, UnicodeScript};

/// Signs that end what is before them, though UAX #14 lets lines begin with them.
const ENDS: &[char] = &['＝', '=', '＆', '+', '＋', '×'];
/// Prefixes of politeness: hiragana that belong to the kanji after them.
const PREFIXES: &[char] = &['お', 'ご'];

#[derive(Clone, Copy, PartialEq)]
enum Letter {
    Hiragana,
    Katakana,
    Han,
    Latin,
    Digit,
}

/// Whether the text is Japanese by its letters; Chinese has no kana.
pub(super) fn has_kana(text: &str) -> bool {
    // ASCII first: most texts are nothing else.
    !text.is_ascii() && text.chars().any(|c| matches!(letter(c), Some(Letter::Hiragana | Letter::Katakana)))
}

/// Whether a line of Japanese may end between these two and keep its words whole.
pub(super) fn parts_words(before: char, after: char) -> bool {
    if ENDS.contains(&after) {
        return false;
    }
    match (letter(before), letter(after)) {
        (None, _) | (_, None) => true,
        (_, Some(Letter::Hiragana | Letter::Digit)) => false,
        // Words of Latin letters and of katakana make one: イメージCD.
        (Some(Letter::Katakana), Some(Letter::Latin)) | (Some(Letter::Latin), Some(Letter::Katakana)) => false,
        (Some(Letter::Hiragana), _) => !PREFIXES.contains(&before),
        (Some(one), Some(other)) => one != other,
    }
}

fn letter(c: char) -> Option<Letter> {
    Some(match c.script() {
        Script::Hiragana => Letter::Hiragana,
        Script::Katakana => Letter::Katakana,
        Script::Han => Letter::Han,
        // The long vowel mark of both kana stands in katakana nearly always.
        _ if matches!(c, '\u{30FC}' | '\u{FF70}') => Letter::Katakana,
        _ if c.is_numeric() => Letter::Digit,
        _ if c.is_alphabetic() => Letter::Latin,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut parted = String::new();
        for (i, c) in chars.iter().enumerate() {
            if i.checked_sub(1).and_then(|i| chars.get(i)).is_some_and(|before| parts_words(*before, *c)) {
                parted.push('|');
            }
            parted.push(*c);
        }
        parted
    }

    #[test]
    fn inflected_words_and_particles_stay_with_what_they_end() {
        assert_eq!(parted("夜の海を渡るフェリー"), "夜の|海を|渡る|フェリー");
    }

    #[test]
    fn katakana_stays_whole_and_its_dots_end_a_part() {
        assert_eq!(parted("ジョヴァンニ・パレストリーナ"), "ジョヴァンニ|・|パレストリーナ");
    }

    #[test]
    fn no_line_begins_with_a_sign_that_ends_what_is_before_it() {
        assert_eq!(parted("白＝黒"), "白＝|黒");
        assert_eq!(parted("お茶の間"), "お茶の|間");
        assert_eq!(parted("続編3イメージCD盤"), "続編3|イメージCD|盤");
    }
}

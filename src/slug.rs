//! Short names for files from texts: lower case, words joined by hyphens, letters of every script kept.
//! Names that would be the same get a number.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::char::is_combining_mark;

/// Longest slug in characters; longer texts are cut between words where they can be.
const MOST: usize = 60;

/// A text as a slug: `Creative Director / Art Director` becomes `creative-director-art-director`. Empty if the text has
/// neither letters nor digits.
pub fn slug(text: &str) -> String {
    let mut words: Vec<String> = vec![String::new()];
    // `A&R` is `a-and-r`, as in the catalogue.
    let text = text.replace('&', " and ");
    for c in text.chars().flat_map(char::to_lowercase) {
        let in_word = words.last().is_some_and(|word| !word.is_empty());
        if c.is_alphanumeric() || (in_word && is_combining_mark(c)) {
            if let Some(word) = words.last_mut() {
                word.push(c);
            }
        } else if in_word && !matches!(c, '\'' | '’' | '.') {
            words.push(String::new());
        }
    }
    let mut out = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        let room = MOST.saturating_sub(out.chars().count());
        if out.is_empty() {
            out.extend(word.chars().take(MOST));
        } else if word.chars().count() < room {
            out.push('-');
            out.push_str(word);
        } else {
            break;
        }
    }
    out
}

/// The slugs of texts, in order, each different: one that is taken gets `-2`, `-3` … after it, an empty one is `card`.
pub fn slugs<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    texts
        .map(|text| {
            let plain = slug(text);
            let base = if plain.is_empty() { "card".to_owned() } else { plain };
            let mut name = base.clone();
            // Numbers that were tried for a name before are taken.
            let number = numbers.entry(base.clone()).or_insert(2);
            while !taken.insert(name.clone()) {
                name = format!("{base}-{number}");
                *number += 1;
            }
            name
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_every_script_and_join_words() {
        for (text, expected) in [
            ("Hana Kimura", "hana-kimura"),
            ("Creative Director / Art Director", "creative-director-art-director"),
            ("A&R", "a-and-r"),
            ("I don’t skip the credits.", "i-dont-skip-the-credits"),
            ("坂井美月", "坂井美月"),
            ("अनुष्का शर्मा", "अनुष्का-शर्मा"),
            ("../../etc", "etc"),
            ("!?", ""),
        ] {
            assert_eq!(slug(text), expected);
        }
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(slug(&"word ".repeat(40)).chars().count(), 59);
        assert_eq!(slug(&"x".repeat(200)).chars().count(), 60);
    }

    #[test]
    fn slugs_that_are_taken_get_a_number() {
        assert_eq!(slugs(["Bo", "bo!", "Bo 2", "BO", "~"].into_iter()), ["bo", "bo-2", "bo-2-2", "bo-3", "card"]);
    }
}

//! Lengths of texts as platforms count them: what a person sees as one character is seldom one of theirs.
//! The rules are those of `assets/platforms.csv`, column `count`.

use std::sync::OnceLock;

use icu_properties::props::{EmojiPresentation, ExtendedPictographic, RegionalIndicator};
use icu_properties::{CodePointSetData, CodePointSetDataBorrowed};
use icu_segmenter::GraphemeClusterSegmenter;
use unicode_normalization::UnicodeNormalization;

use crate::catalogue::platforms::Measure;

/// What X counts a link as, whatever its length.
const LINK: usize = 23;

/// The length of a text in what a platform counts.
///
/// ```
/// use extra_credit::catalogue::platforms::Measure;
/// use extra_credit::post::count;
///
/// assert_eq!(count(Measure::Graphemes, "नमस्ते 👩‍🎤"), 5);
/// assert_eq!(count(Measure::Weighted, "木村 👩‍🎤"), 2 + 2 + 1 + 2);
/// ```
pub fn count(measure: Measure, text: &str) -> usize {
    match measure {
        Measure::Utf16 => text.encode_utf16().count(),
        Measure::Bytes => text.len(),
        Measure::Graphemes => graphemes(text).count(),
        Measure::EmojiBytes => {
            graphemes(text).map(|one| if is_emoji(one) { one.len() } else { one.chars().count() }).sum()
        }
        Measure::Weighted => weighted(text),
    }
}

/// Whether a text is no longer than a limit; without one it fits.
pub fn fits(measure: Measure, text: &str, limit: Option<usize>) -> bool {
    limit.is_none_or(|limit| count(measure, text) <= limit)
}

/// What a person sees as characters.
pub(super) fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    GraphemeClusterSegmenter::new().segment_str(text).filter_map(move |end| {
        let one = text.get(start..end).filter(|one| !one.is_empty())?;
        start = end;
        Some(one)
    })
}

/// Sets of characters, looked up once.
fn sets() -> &'static [CodePointSetDataBorrowed<'static>; 3] {
    static SETS: OnceLock<[CodePointSetDataBorrowed<'static>; 3]> = OnceLock::new();
    SETS.get_or_init(|| {
        [
            CodePointSetData::new::<EmojiPresentation>(),
            CodePointSetData::new::<ExtendedPictographic>(),
            CodePointSetData::new::<RegionalIndicator>(),
        ]
    })
}

/// Whether a grapheme is shown as an emoji: by itself, by a variation selector, as a flag or a key.
fn is_emoji(grapheme: &str) -> bool {
    let [presentation, pictographic, regional] = sets();
    let selected = grapheme.contains(['\u{fe0f}', '\u{20e3}', '\u{200d}']);
    grapheme.chars().any(|c| {
        presentation.contains(c) || regional.contains(c) || selected && pictographic.contains(c) || c == '\u{20e3}'
    })
}

/// Weights of X: its configuration 3 counts these ranges as one, everything else and every emoji as two, links as 23.
fn weighted(text: &str) -> usize {
    let text: String = text.nfc().collect();
    let light = |c: char| matches!(u32::from(c), 0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247);
    let plain = |word: &str| -> usize {
        let weight =
            |one: &str| if is_emoji(one) { 2 } else { one.chars().map(|c| if light(c) { 1 } else { 2 }).sum() };
        graphemes(word).map(weight).sum()
    };
    let mut sum = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let space = plain(word.get(bare.len()..).unwrap_or_default());
        sum += space
            + match link(bare) {
                Link::Surely => LINK,
                // What looks like a domain is made a link if its end is one: the longer of the two is on the safe side.
                Link::Perhaps => plain(bare).max(LINK),
                Link::No => plain(bare),
            };
    }
    sum
}

enum Link {
    Surely,
    Perhaps,
    No,
}

fn link(word: &str) -> Link {
    if word.starts_with("https://") || word.starts_with("http://") {
        return Link::Surely;
    }
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let end = word.rsplit('.').next().unwrap_or_default();
    let domain = word.contains('.') && end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_alphabetic());
    if domain { Link::Perhaps } else { Link::No }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_text_has_a_length_for_each_way_to_count() {
        for (text, utf16, graphemes, bytes, emoji_bytes, weighted) in [
            ("", 0, 0, 0, 0, 0),
            ("Ólafur", 6, 6, 7, 6, 6),
            ("O\u{301}lafur", 7, 6, 8, 7, 6),
            ("木村", 2, 2, 6, 2, 4),
            ("👩‍🎤", 5, 1, 11, 11, 2),
            ("🇵🇱", 4, 1, 8, 8, 2),
            ("©", 1, 1, 2, 1, 1),
            ("1️⃣", 3, 1, 7, 7, 2),
        ] {
            let of = |measure| count(measure, text);
            let found =
                [Measure::Utf16, Measure::Graphemes, Measure::Bytes, Measure::EmojiBytes, Measure::Weighted].map(of);
            assert_eq!(found, [utf16, graphemes, bytes, emoji_bytes, weighted], "{text}");
        }
    }

    #[test]
    fn x_counts_links_as_23() {
        assert_eq!(
            count(Measure::Weighted, "see https://example.com/a/very/long/address/of/a/page/indeed now"),
            4 + 23 + 4
        );
        assert_eq!(count(Measure::Weighted, "at hana.example"), 3 + 23);
        assert_eq!(count(Measure::Weighted, "Vol. 2, No. 3"), 13);
    }

    proptest! {
        #[test]
        fn lengths_are_never_shorter_than_what_is_seen_and_no_part_is_lost(text in "\\PC{0,60}") {
            let all: String = graphemes(&text).collect();
            prop_assert_eq!(&all, &text);
            let seen = count(Measure::Graphemes, &text);
            prop_assert!(seen <= count(Measure::Utf16, &text));
            prop_assert!(count(Measure::Utf16, &text) <= count(Measure::Bytes, &text));
            prop_assert!(seen <= count(Measure::EmojiBytes, &text));
        }
    }
}

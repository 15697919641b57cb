//! How labels of roles are printed: as somebody wrote them, in sentence case, or by the catalogue's names.
//! Data from several sources mixes `MIXED BY`, `Mixing Engineer` and `mix`; a card looks better in one case.

use std::borrow::Cow;
use std::sync::OnceLock;

use icu_casemap::TitlecaseMapper;
use icu_casemap::options::{LeadingAdjustment, TitlecaseOptions, TrailingCase};
use icu_locale_core::LanguageIdentifier;
use rustc_hash::FxHashSet;

use super::credits::CardCredit;
use crate::catalogue::choices::Labels;
use crate::catalogue::languages::Wording;
use crate::catalogue::roles::{fold, roles};

/// Words of the catalogue's labels that are abbreviations, or names of makers, programs and languages.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "anr", "atmos", "bgv", "bv", "bvs", "daw", "dj", "dolby", "dp", "english", "french", "gtr", "hammond", "logic", "mc", "md",
    "mellotron", "moog", "mua", "pr", "pro", "rhodes", "tonmeister", "tools", "wurlitzer",
];

impl Labels {
    /// The labels of credits as they are printed. `language` (BCP 47) is that of the record, whose capitals count.
    pub fn print(self, credits: &mut [CardCredit], language: Option<&str>, wording: Wording) {
        for credit in credits.iter_mut().filter(|_| self != Labels::AsWritten) {
            credit.role = self.printed(&credit.role, credit.id, language, wording).into_owned();
        }
    }

    /// A label as it is printed. `id` is its entry of the catalogue.
    pub fn printed<'l>(
        self,
        label: &'l str,
        id: Option<&str>,
        language: Option<&str>,
        wording: Wording,
    ) -> Cow<'l, str> {
        match self {
            Labels::AsWritten => Cow::Borrowed(label),
            Labels::Sentence => Cow::Owned(sentence(label, language)),
            Labels::Catalogue => {
                let role = id.and_then(|id| roles().all().iter().find(|role| role.id == id));
                // Somebody who wrote `Producers` means several.
                let several = |role: &crate::catalogue::roles::Role| fold(label) == fold(&role.plural);
                role.map_or(Cow::Borrowed(label), |role| Cow::Owned(wording.role(role, several(role))))
            }
        }
    }
}

fn sentence(label: &str, language: Option<&str>) -> String {
    let language = language.and_then(|language| language.parse().ok()).unwrap_or(LanguageIdentifier::UNKNOWN);
    let mut out = String::with_capacity(label.len());
    let mut first = true;
    let mut rest = label;
    while let Some(start) = rest.find(in_word) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !in_word(c)).unwrap_or(from.len()));
        out.push_str(before);
        out.push_str(&in_sentence(word, first, &language));
        first = false;
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a character belongs to a word: `A&R` is one.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '&' | '\'' | '’' | '.') || ('\u{300}'..='\u{36f}').contains(&c)
}

fn in_sentence<'w>(word: &'w str, first: bool, language: &LanguageIdentifier) -> Cow<'w, str> {
    let small = word.to_lowercase();
    let known = vocabulary().contains(small.trim_end_matches('.'));
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    // `Mixing` and `MIXING`, not `iPad` or `McVane`.
    let plain = capital && (letters.clone().all(|c| !c.is_uppercase()) || letters.all(|c| !c.is_lowercase()));
    if known && (plain || !capital) {
        // The catalogue is English: its words have English capitals in any language.
        let small = if plain { Cow::Owned(small) } else { Cow::Borrowed(word) };
        return if first { Cow::Owned(capitalised(&small, &LanguageIdentifier::UNKNOWN)) } else { small };
    }
    if first && word.chars().all(|c| !c.is_uppercase()) {
        return Cow::Owned(capitalised(word, language));
    }
    Cow::Borrowed(word)
}

/// The word with a capital at its start, as its language has it.
fn capitalised(word: &str, language: &LanguageIdentifier) -> String {
    let mut options = TitlecaseOptions::default();
    options.leading_adjustment = Some(LeadingAdjustment::None);
    options.trailing_case = Some(TrailingCase::Unchanged);
    TitlecaseMapper::new().titlecase_segment_to_string(word, language, options).into_owned()
}

/// The words of the catalogue's labels in small letters, without names.
fn vocabulary() -> &'static FxHashSet<String> {
    static WORDS: OnceLock<FxHashSet<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let labels = roles().all().iter().flat_map(|role| {
            [&role.name, &role.plural, &role.credit_line].into_iter().chain(&role.aliases).map(String::as_str)
        });
        let words = labels.flat_map(|label| label.split(|c| !in_word(c)));
        let words = words.map(|word| word.to_lowercase().trim_end_matches('.').to_owned());
        words
            .filter(|word| {
                !NAMES.contains(&word.as_str())
                    && word.chars().filter(|c| c.is_alphabetic()).count() > 1
                    && !word.contains('&')
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence_of(label: &str) -> String {
        sentence(label, None)
    }

    #[test]
    fn labels_in_sentence_case_keep_acronyms_and_names() {
        for (label, expected) in [
            ("mixing engineer", "Mixing engineer"),
            ("Mixing Engineer", "Mixing engineer"),
            ("MIXING ENGINEER", "Mixing engineer"),
            ("Mixed By", "Mixed by"),
            ("Co-Producer", "Co-producer"),
            ("Vocals", "Vocals"),
            ("A&R", "A&R"),
            ("A&R Coordinator", "A&R coordinator"),
            ("MIDI PROGRAMMING", "MIDI programming"),
            ("DJ Mix", "DJ mix"),
            ("DJ-Mixer", "DJ-mixer"),
            ("Pro Tools Operator", "Pro Tools operator"),
            ("Wurlitzer", "Wurlitzer"),
            ("Wurlitzer Piano", "Wurlitzer piano"),
            ("Piano, Wurlitzer & Rhodes", "Piano, Wurlitzer & Rhodes"),
            ("Guitar (Lead)", "Guitar (lead)"),
            ("Producer / Arranger", "Producer / arranger"),
            ("iPad programming", "iPad programming"),
            ("oud", "Oud"),
            ("TR-808", "TR-808"),
            ("12-String Guitar", "12-string guitar"),
            ("Vocal comping & spiritual guidance", "Vocal comping & spiritual guidance"),
            ("", ""),
            (" · ", " · "),
        ] {
            assert_eq!(sentence_of(label), expected, "{label}");
        }
    }

    #[test]
    fn labels_of_other_languages_follow_their_rules_or_stay() {
        let tr = |label: &str| sentence(label, Some("tr"));
        assert_eq!(tr("icra"), "İcra");
        assert_eq!(tr("ışık"), "Işık");
        // English words of the catalogue are English in a Turkish record too.
        assert_eq!(tr("MIXING"), "Mixing");
        assert_eq!(sentence_of("Gitarre und Gesang"), "Gitarre und Gesang");
        assert_eq!(sentence_of("作曲"), "作曲");
        assert_eq!(sentence_of("غناء"), "غناء");
        assert_eq!(sentence_of("გიტარა"), "გიტარა");
        assert_eq!(sentence_of("ΦΩΝΗ"), "ΦΩΝΗ");
        assert_eq!(sentence_of("πιάνο"), "Πιάνο");
        assert_eq!(sentence("ijzer", Some("nl")), "IJzer");
        assert_eq!(sentence_of("e\u{301}clairage"), "E\u{301}clairage");
    }

    #[test]
    fn the_catalogue_names_the_roles_that_it_knows() {
        let printed =
            |label: &str, id: Option<&str>| Labels::Catalogue.printed(label, id, None, Wording::default()).into_owned();
        assert_eq!(printed("mixed by", Some("mixing-engineer")), "Mixing Engineer");
        assert_eq!(printed("PRODUCERS", Some("producer")), "Producers");
        assert_eq!(printed("Glass harp", None), "Glass harp");
        assert_eq!(
            Labels::AsWritten.printed("mixed by", Some("mixing-engineer"), None, Wording::default()),
            "mixed by"
        );
    }

    #[test]
    fn the_catalogue_names_roles_in_one_language_or_two() {
        let printed = |wording: Wording, label: &str, id: &str| {
            Labels::Catalogue.printed(label, Some(id), None, wording).into_owned()
        };
        let japanese = Wording::of(Some("ja"));
        assert_eq!(printed(japanese, "Lyricist", "lyricist"), "作詞");
        assert_eq!(printed(japanese.with(Wording::named("en")), "作詞", "lyricist"), "作詞 / Lyricist");
        assert_eq!(printed(Wording::of(Some("de")), "Mastered by", "mastering-engineer"), "Mastering");
    }

    #[test]
    fn the_names_are_those_of_files() {
        assert_eq!(Labels::named("sentence"), Some(Labels::Sentence));
        assert_eq!(Labels::named("Sentence"), None);
    }
}

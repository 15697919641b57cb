//! Languages of the words that the program puts on cards, and of the catalogue's roles.
//! The data is `assets/languages/`, a file of words and a table of roles each; lists and plurals are CLDR's.

use std::sync::OnceLock;

use icu_list::{ListFormatter, options::ListFormatterOptions};
use icu_locale_core::LanguageIdentifier;
use icu_plurals::{PluralCategory, PluralRules};
use rustc_hash::FxHashMap;
use serde::Deserialize;

#[cfg(test)]
use super::parts;
use super::roles::Role;
use super::rows;
pub use super::words::{AltWords, GalleryWords, Plural, PostWords, Words};

/// A language from its files; the roles of English are those of the catalogue itself.
macro_rules! file {
    ($tag:literal, $roles:expr) => {
        Language {
            tag: $tag,
            source: include_str!(concat!("../../assets/languages/", $tag, ".yaml")),
            roles: $roles,
            words: OnceLock::new(),
            names: OnceLock::new(),
        }
    };
    ($tag:literal) => {
        file!($tag, include_str!(concat!("../../assets/languages/roles.", $tag, ".csv")))
    };
}

static LANGUAGES: [Language; 13] = [
    file!("en", ""),
    file!("es"),
    file!("pt"),
    file!("fr"),
    file!("de"),
    file!("it"),
    file!("pl"),
    file!("ja"),
    file!("ko"),
    file!("zh-Hans"),
    file!("zh-Hant"),
    file!("ar"),
    file!("hi"),
];

/// A language that the program has words in.
#[derive(Debug)]
pub struct Language {
    /// BCP 47 tag: `pt`, `zh-Hant`.
    pub tag: &'static str,
    source: &'static str,
    roles: &'static str,
    words: OnceLock<Words>,
    names: OnceLock<FxHashMap<String, RoleRow>>,
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

impl Eq for Language {}

/// A row of a table of roles: what cards print, which tells neither number nor gender, and other labels.
#[derive(Clone, Debug, Deserialize)]
struct RoleRow {
    id: String,
    name: String,
    #[cfg(test)]
    aliases: String,
}

/// Every language, English first.
pub fn languages() -> &'static [Language] {
    &LANGUAGES
}

/// The language of a BCP 47 tag as far as the program has words in it: `pt-BR` is `pt`, `zh-TW` is `zh-Hant`.
pub fn language(tag: &str) -> Option<&'static Language> {
    let id: LanguageIdentifier = LanguageIdentifier::try_from_str(tag).ok()?;
    let own = id.language.as_str();
    let traditional = || {
        let script = id.script.map(|script| script.as_str() == "Hant");
        let region = id.region.is_some_and(|region| ["TW", "HK", "MO"].contains(&region.as_str()));
        script.unwrap_or(region)
    };
    let wanted = match own {
        "zh" | "yue" if traditional() => "zh-Hant",
        "zh" | "cmn" => "zh-Hans",
        "yue" => "zh-Hant",
        own => own,
    };
    languages().iter().find(|language| language.tag == wanted)
}

/// Labels of roles in all languages but English, each with the catalogue's id.
#[cfg(test)]
pub(super) fn role_labels() -> impl Iterator<Item = (String, String)> {
    languages().iter().flat_map(|language| rows::<RoleRow>(language.roles)).flat_map(|row| {
        let labels: Vec<String> =
            std::iter::once(row.name.as_str()).chain(parts(&row.aliases)).map(str::to_owned).collect();
        labels.into_iter().map(move |label| (row.id.clone(), label))
    })
}

impl Language {
    /// Its words.
    pub fn words(&self) -> &Words {
        // A test reads every file.
        self.words.get_or_init(|| serde_yaml::from_str(self.source).unwrap_or_default())
    }

    /// The name of a role as cards print it.
    fn role<'r>(&'r self, role: &'r Role, several: bool) -> &'r str {
        let names = self
            .names
            .get_or_init(|| rows::<RoleRow>(self.roles).into_iter().map(|row| (row.id.clone(), row)).collect());
        match names.get(&role.id) {
            Some(row) => &row.name,
            None if several => &role.plural,
            None => &role.name,
        }
    }
}

/// The language in which a card says what is not in its file, perhaps with a second one for the roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording {
    language: &'static Language,
    second: Option<&'static Language>,
    /// Whether numbers are written with the digits 0 to 9 whatever the language.
    western: bool,
}

impl Default for Wording {
    fn default() -> Self {
        Wording::of(None)
    }
}

impl Wording {
    /// The wording for a BCP 47 tag; English if there is none, or none with words here.
    pub fn of(tag: Option<&str>) -> Wording {
        let [english, ..] = &LANGUAGES;
        tag.and_then(Wording::named).unwrap_or(Wording { language: english, second: None, western: false })
    }

    /// The wording for a BCP 47 tag; none if the program has no words in that language.
    pub fn named(tag: &str) -> Option<Wording> {
        let language = language(tag)?;
        let region = LanguageIdentifier::try_from_str(tag).ok().and_then(|id| id.region);
        let western = region
            .is_some_and(|region| language.words().western_in.iter().any(|known| known.as_str() == region.as_str()));
        Some(Wording { language, second: None, western })
    }

    /// The same with roles in a second language beside the first.
    #[must_use]
    pub fn with(self, second: Option<Wording>) -> Wording {
        Wording { second: second.map(|second| second.language).filter(|second| *second != self.language), ..self }
    }

    /// BCP 47 tag of the language.
    pub fn tag(self) -> &'static str {
        self.language.tag
    }

    /// Whether roles are printed in two languages.
    pub fn is_bilingual(self) -> bool {
        self.second.is_some()
    }

    /// The words.
    pub fn words(self) -> &'static Words {
        self.language.words()
    }

    /// The name of a role, in both languages if there are two; `several` where the plural is meant.
    pub fn role(self, role: &Role, several: bool) -> String {
        let first = self.language.role(role, several);
        match self.second.map(|second| second.role(role, several)).filter(|second| *second != first) {
            Some(second) => format!("{first} / {second}"),
            None => first.to_owned(),
        }
    }

    /// A whole number in the digits of the language.
    pub fn number(self, number: usize) -> String {
        let western = number.to_string();
        let digits: Vec<char> = self.words().digits.chars().collect();
        if self.western || digits.len() != 10 {
            return western;
        }
        let own = |c: char| c.to_digit(10).and_then(|digit| digits.get(digit as usize).copied()).unwrap_or(c);
        western.chars().map(own).collect()
    }

    /// The text of a plural for a number, which is filled in as `{n}`.
    pub fn count(self, plural: &Plural, number: usize) -> String {
        fill(self.plural(plural, number), &[("n", &self.number(number))])
    }

    /// The same without the number: `names`.
    pub fn counted(self, plural: &Plural, number: usize) -> String {
        fill(self.plural(plural, number), &[("n", "")]).trim().to_owned()
    }

    fn plural(self, plural: &Plural, number: usize) -> &str {
        let category = match self.id().and_then(|id| PluralRules::try_new_cardinal(id.into()).ok()) {
            Some(rules) => rules.category_for(number),
            None => PluralCategory::Other,
        };
        let name = match category {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        plural.get(name).or_else(|| plural.get("other")).map(String::as_str).unwrap_or_default()
    }

    /// Several things as a list in words: `A, B and C`.
    pub fn list<'t>(self, all: impl Iterator<Item = &'t str> + Clone) -> String {
        let format =
            self.id().and_then(|id| ListFormatter::try_new_and(id.into(), ListFormatterOptions::default()).ok());
        match format {
            Some(format) => format.format(all).to_string(),
            None => all.collect::<Vec<_>>().join(&self.words().between),
        }
    }

    /// What artificial intelligence made, in a sentence: parts, each with a note or an empty one; none without parts.
    pub fn ai<'p>(self, all: impl Iterator<Item = (&'p str, String)>) -> Option<String> {
        let ai = &self.words().ai;
        let word = |(part, note): (&'p str, String)| {
            let word = ai.get(part).map_or(part, String::as_str);
            if note.is_empty() { word.to_owned() } else { format!("{word} ({note})") }
        };
        let parts: Vec<String> = all.map(word).collect();
        let made = ai.get("made").map(String::as_str).unwrap_or("{parts}");
        (!parts.is_empty()).then(|| fill(made, &[("parts", &parts.join(&self.words().between))]))
    }

    fn id(self) -> Option<LanguageIdentifier> {
        LanguageIdentifier::try_from_str(self.language.tag).ok()
    }
}

/// A pattern with its names in braces filled in; what is filled in is taken as it is.
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let found = from.find('}').and_then(|end| {
            let name = from.get(1..end)?;
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, from.get(end + 1..)?))
        });
        match found {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::catalogue::roles::{fold, roles};

    #[test]
    fn every_language_has_every_word_and_names_every_role_once() {
        let english: Words = serde_yaml::from_str(languages()[0].source).expect("words");
        for Language { tag, source, roles: table, .. } in languages() {
            let words: Words = serde_yaml::from_str(source).unwrap_or_else(|error| panic!("{tag}: {error}"));
            assert_eq!(words.kinds.keys().collect::<Vec<_>>(), english.kinds.keys().collect::<Vec<_>>(), "{tag}");
            assert_eq!(words.ai.keys().collect::<Vec<_>>(), english.ai.keys().collect::<Vec<_>>(), "{tag}");
            if *tag != "en" {
                let named: Vec<String> = rows::<RoleRow>(table).into_iter().map(|row| row.id).collect();
                let known: Vec<&str> = roles().all().iter().map(|role| role.id.as_str()).collect();
                assert_eq!(named, known, "{tag}");
            }
        }
    }

    #[test]
    fn no_label_of_a_role_means_two_in_one_language_or_across_them() {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for (id, label) in role_labels() {
            let first = seen.entry(fold(&label)).or_insert_with(|| id.clone());
            assert_eq!(*first, id, "`{label}`");
            assert_eq!(roles().find(&label).map(|role| role.id.as_str()), Some(id.as_str()), "`{label}`");
        }
        assert!(seen.len() > 3000);
    }

    #[test]
    fn plurals_have_the_categories_that_their_language_has() {
        for language in languages() {
            let rules =
                PluralRules::try_new_cardinal(LanguageIdentifier::try_from_str(language.tag).expect("a tag").into());
            let categories: BTreeSet<String> =
                rules.expect("rules").categories().map(|category| format!("{category:?}").to_lowercase()).collect();
            for plural in [&language.words().more, &language.words().alt.names] {
                assert_eq!(plural.keys().cloned().collect::<BTreeSet<_>>(), categories, "{}", language.tag);
            }
        }
    }

    #[test]
    fn patterns_of_a_language_have_the_names_of_the_english_ones() {
        fn names(value: &serde_json::Value, path: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
            match value {
                serde_json::Value::String(text) => {
                    let all = text.split('{').skip(1).filter_map(|part| part.split('}').next());
                    found.insert(path.to_owned(), all.map(str::to_owned).collect());
                }
                serde_json::Value::Object(fields) => fields.iter().for_each(|(key, value)| {
                    let plural = ["zero", "one", "two", "few", "many", "other"].contains(&key.as_str());
                    names(value, &if plural { path.to_owned() } else { format!("{path}.{key}") }, found);
                }),
                _ => {}
            }
        }
        let of = |language: &Language| {
            let mut found = BTreeMap::new();
            names(&serde_json::to_value(language.words()).expect("JSON"), "", &mut found);
            found
        };
        let english = of(&languages()[0]);
        for language in languages() {
            for (path, own) in of(language) {
                assert_eq!(Some(&own), english.get(&path), "{} {path}", language.tag);
            }
        }
    }

    #[test]
    fn tags_lead_to_the_language_they_belong_to() {
        let tag = |tag: &str| language(tag).map(|language| language.tag);
        for (given, found) in [
            ("en-GB", "en"),
            ("pt-BR", "pt"),
            ("zh", "zh-Hans"),
            ("zh-TW", "zh-Hant"),
            ("zh-Hant-CN", "zh-Hant"),
            ("zh-Hans-HK", "zh-Hans"),
            ("yue", "zh-Hant"),
            ("JA", "ja"),
        ] {
            assert_eq!(tag(given), Some(found), "{given}");
        }
        assert_eq!((tag("sv"), tag(""), tag("no such thing")), (None, None, None));
        assert_eq!(Wording::of(Some("sv")).tag(), "en");
    }

    #[test]
    fn numbers_lists_and_plurals_are_those_of_the_language() {
        let in_ = |tag: &str| Wording::of(Some(tag));
        let more = |tag: &str, n: usize| in_(tag).count(&in_(tag).words().more, n);
        assert_eq!(more("en", 12), "+ 12 more");
        assert_eq!(
            (more("pl", 1).as_str(), more("pl", 3).as_str(), more("pl", 5).as_str()),
            ("+ 1 osoba", "+ 3 osoby", "+ 5 osób")
        );
        assert_eq!(in_("ar").number(120), "١٢٠");
        assert_eq!(in_("ar-MA").number(120), "120");
        assert_eq!(more("ja", 7), "他7名");
        let list = |tag: &str| in_(tag).list(["A", "B", "C"].into_iter());
        assert_eq!(
            (list("en").as_str(), list("de").as_str(), list("ja").as_str()),
            ("A, B, and C", "A, B und C", "A、B、C")
        );
    }

    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        assert_eq!(fill("{a} by {b}", &[("a", "{b}"), ("b", "x")]), "{b} by x");
        assert_eq!(fill("{no} {", &[]), "{no} {");
    }
}

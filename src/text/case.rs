//! Case for `text-transform`, by the rules of the text's language.
//! A Turkish `i` keeps its dot and Greek capitals lose their accents, as readers of these languages write them.

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use icu_locale_core::LanguageIdentifier;
use unicode_script::{Script, UnicodeScript};

fn identifier(language: Option<&str>) -> LanguageIdentifier {
    language.and_then(|language| language.parse().ok()).unwrap_or(LanguageIdentifier::UNKNOWN)
}

/// The text in capitals; `language` is BCP 47. Greek letters follow the rules of Greek in any language.
pub fn uppercase<'t>(text: &'t str, language: Option<&str>) -> Cow<'t, str> {
    let greek = text.chars().any(|c| c.script() == Script::Greek && c.is_alphabetic());
    CaseMapper::new().uppercase_to_string(text, &identifier(if greek { Some("el") } else { language }))
}

/// The text in small letters; `language` is BCP 47.
pub fn lowercase<'t>(text: &'t str, language: Option<&str>) -> Cow<'t, str> {
    CaseMapper::new().lowercase_to_string(text, &identifier(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_follow_the_language() {
        assert_eq!(uppercase("İbrahim Tatlıses", Some("tr")), "İBRAHİM TATLISES");
        assert_eq!(uppercase("Μίκης Θεοδωράκης", Some("el")), "ΜΙΚΗΣ ΘΕΟΔΩΡΑΚΗΣ");
        assert_eq!(uppercase("Μίκης", None), "ΜΙΚΗΣ");
        assert_eq!(uppercase("Inês", None), "INÊS");
        assert_eq!(uppercase("坂井美月", Some("ja")), "坂井美月");
        assert_eq!(lowercase("ISPARTA", Some("tr")), "ısparta");
    }
}

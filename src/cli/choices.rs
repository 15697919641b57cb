//! Options that take one of a few words, with what each word does: the choices of the library, and their words here.
//! Help, completions and messages list them as they stand here.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::campaign::Each;
use crate::card::{Group, Labels, Order, Overflow};
use crate::contact::{Naming, Paper};
use crate::encode::OutputFormat;
use crate::press::MissingGlyphs;
use crate::report::FindingForm;

/// Gives choices their words: `Choice "word": "what it does"`, with a second word behind `or`.
macro_rules! words {
    ($($type:ty { $($(#[$when:meta])? $choice:ident $word:literal $(or $other:literal)?: $does:literal,)* })*) => {$(
        impl ValueEnum for $type {
            fn value_variants<'a>() -> &'a [Self] {
                &[$($(#[$when])? Self::$choice),*]
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                match self {
                    $($(#[$when])? Self::$choice => Some(PossibleValue::new($word)$(.alias($other))?.help($does)),)*
                    #[allow(unreachable_patterns, reason = "a choice may need a feature")]
                    _ => None,
                }
            }
        }
    )*};
}

words! {
    // `check --format`
    FindingForm {
        Human "human": "With the line and a caret, on standard error",
        Json "json": "One JSON object a line",
        Github "github": "Workflow commands of GitHub Actions",
        Gitlab "gitlab": "A code quality report of GitLab",
        Sarif "sarif": "SARIF 2.1.0, which code hosts and editors show",
    }
    // `sheet --paper`
    Paper {
        A4 "a4": "210 by 297 mm",
        Letter "letter": "8.5 by 11 inches",
    }
    // `sheet --label`
    Naming {
        Record "record": "The record that a card shows, with the name of its file; the path of a picture that is no card",
        File "file": "The path of the file",
    }
    // `--each`
    Each {
        Contributor "contributor": "Everybody whom a record credits, with all their roles on it",
        Person "person": "Everybody whom any of the records credits, with all their records",
    }
    // `--group`
    Group {
        Role "role": "Each role with its names",
        Person "person": "Each name once, with all its roles",
    }
    // `--order`
    Order {
        File "file": "As they first appear in the file",
        Catalogue "catalogue": "As `extra-credit roles` lists them; other roles come last",
    }
    // `--overflow`
    Overflow {
        Pages "pages": "Further pages",
        Summary "summary": "One page that says how many more there are",
    }
    // `--labels`
    Labels {
        AsWritten "as-written": "As they are in the file",
        Sentence "sentence": "With small letters after the first, but for acronyms and names",
        Catalogue "catalogue": "By the catalogue's names of roles",
    }
    // `--type`
    OutputFormat {
        Png "png": "Opaque sRGB PNG",
        Jpeg "jpeg" or "jpg": "JPEG without subsampling, for places that take no PNG",
        WebP "webp": "Lossless WebP, some 15 % smaller than PNG",
        Svg "svg": "Self-contained SVG, text as outlines",
        #[cfg(feature = "pdf")]
        Pdf "pdf": "One PDF of all pages, with text that can be selected and copied",
    }
    // `--missing-glyphs`
    MissingGlyphs {
        Error "error": "Make no card and list the characters",
        Replace "replace": "Draw a visible replacement and warn",
    }
}

/// `--emit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Emit {
    /// `<format>.scene.json`: every text and picture with its box
    Scene,
}

/// `new --kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A record and its credits
    Record,
    /// Roles, explained
    Roles,
    /// Two roles side by side
    Versus,
    /// Lines of people behind records and of fans
    Supporter,
    /// What somebody said
    Quote,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<T: ValueEnum>() -> Vec<String> {
        let values = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        values.map(|value| value.get_name().to_owned()).collect()
    }

    #[test]
    fn options_have_the_words_that_credit_files_have() {
        assert_eq!(words::<Group>(), Group::WORDS);
        assert_eq!(words::<Order>(), Order::WORDS);
        assert_eq!(words::<Overflow>(), Overflow::WORDS);
        assert_eq!(words::<Labels>(), Labels::WORDS);
    }
}

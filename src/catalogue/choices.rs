//! What a card can be asked for in one of a few words: the words of credit files, brand kits and the command line, each
//! list once. What a choice does is written where it is done.

use serde::{Deserialize, Serialize};

/// The choice that a word names.
fn named<T: Copy>(words: &[&str], all: &[T], word: &str) -> Option<T> {
    words.iter().zip(all).find(|(known, _)| **known == word).map(|(_, choice)| *choice)
}

/// In which order a card lists roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// As they first appear in the file.
    #[default]
    File,
    /// As the catalogue lists them; roles that it does not have come last, as in the file.
    Catalogue,
}

impl Order {
    /// The words for all choices.
    pub const WORDS: &'static [&'static str] = &["file", "catalogue"];

    /// The choice of that word.
    pub fn named(word: &str) -> Option<Order> {
        named(Order::WORDS, &[Order::File, Order::Catalogue], word)
    }
}

/// How a card lists credits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Each role with its names.
    #[default]
    Role,
    /// Each person once, with all their roles.
    Person,
}

impl Group {
    /// The words for all choices.
    pub const WORDS: &'static [&'static str] = &["role", "person"];

    /// The choice of that word.
    pub fn named(word: &str) -> Option<Group> {
        named(Group::WORDS, &[Group::Role, Group::Person], word)
    }
}

/// How labels of roles are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Labels {
    /// As they are in the file.
    #[default]
    AsWritten,
    /// With a capital at the start, and small letters in the words that the catalogue of roles has; all others, among them
    /// acronyms and names of people and makers, stay as written.
    Sentence,
    /// By the catalogue's name of the role; labels that it does not know stay as written.
    Catalogue,
}

impl Labels {
    /// The words for all choices.
    pub const WORDS: &'static [&'static str] = &["as-written", "sentence", "catalogue"];

    /// The choice of that word.
    pub fn named(word: &str) -> Option<Labels> {
        named(Labels::WORDS, &[Labels::AsWritten, Labels::Sentence, Labels::Catalogue], word)
    }
}

/// What happens to names that do not fit one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overflow {
    /// They go on further pages.
    #[default]
    Pages,
    /// One page says how many more there are (`overflow: summary`, for link previews).
    Summary,
}

impl Overflow {
    /// The words for all choices.
    pub const WORDS: &'static [&'static str] = &["pages", "summary"];

    /// The choice of that word.
    pub fn named(word: &str) -> Option<Overflow> {
        named(Overflow::WORDS, &[Overflow::Pages, Overflow::Summary], word)
    }
}

/// The words of switches, such as `join_roles`; the first two are the usual ones.
pub const SWITCH: &[&str] = &["true", "false", "yes", "no"];

/// The usual words of switches.
pub const USUAL_SWITCH: &[&str] = &["true", "false"];

/// What a word says of a switch.
pub fn switch(word: &str) -> Option<bool> {
    named(SWITCH, &[true, false, true, false], word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_names_the_choice_that_is_written_so() {
        fn written(choice: impl Serialize) -> String {
            serde_json::to_value(choice).expect("a value").as_str().expect("a word").to_owned()
        }
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let orders = Order::WORDS.iter().filter_map(|word| Order::named(word)).map(written);
        assert_eq!(orders.collect::<Vec<_>>(), words(Order::WORDS));
        let groups = Group::WORDS.iter().filter_map(|word| Group::named(word)).map(written);
        assert_eq!(groups.collect::<Vec<_>>(), words(Group::WORDS));
        let labels = Labels::WORDS.iter().filter_map(|word| Labels::named(word)).map(written);
        assert_eq!(labels.collect::<Vec<_>>(), words(Labels::WORDS));
        let overflows = Overflow::WORDS.iter().filter_map(|word| Overflow::named(word)).map(written);
        assert_eq!(overflows.collect::<Vec<_>>(), words(Overflow::WORDS));
        assert_eq!((switch("yes"), switch("no"), switch("maybe")), (Some(true), Some(false), None));
    }
}

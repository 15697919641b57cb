//! A card: one record with everything decided that drawing needs: format, theme, artwork and the list of credits.
//! After this stage nothing is optional that a template would have to guess.

mod brand;
mod credits;
mod data;
mod format;

use std::sync::Arc;

pub use brand::{Brand, Families, Logo};
pub use credits::{CardCredit, CardName, card_credits};
pub use data::{PageData, data};
pub use format::{DEFAULT_FORMATS, Format, Insets, Shape, format, formats};

use crate::artwork::Artwork;
use crate::record::Record;
use crate::theme::Theme;

/// What happens to names that do not fit one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overflow {
    /// They go on further pages.
    #[default]
    Pages,
    /// One page says how many more there are (`overflow: summary`, for link previews).
    Summary,
}

/// A record ready to be composed.
#[derive(Clone, Debug)]
pub struct Card<'r> {
    /// The record.
    pub record: &'r Record,
    /// Its credits, those of tracks included, in the author's order.
    pub credits: Vec<CardCredit>,
    /// Page size.
    pub format: &'static Format,
    /// Colours.
    pub theme: Theme,
    /// The cover, decoded.
    pub artwork: Option<Arc<Artwork>>,
    /// What happens to names that do not fit.
    pub overflow: Overflow,
    /// What the brand kit adds; the default without one.
    pub brand: Arc<Brand>,
}

impl Card<'_> {
    /// Whether the record reads from right to left: by its language, else by its title's first strong character.
    pub fn rtl(&self) -> bool {
        const RTL_LANGUAGES: [&str; 10] = ["ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"];
        match &self.record.language {
            Some(language) => {
                let primary = language.split('-').next().unwrap_or("").to_ascii_lowercase();
                RTL_LANGUAGES.contains(&primary.as_str())
            }
            None => unicode_bidi::get_base_direction(self.record.title.value.as_str()) == unicode_bidi::Direction::Rtl,
        }
    }

    /// How many names the card carries.
    pub fn names(&self) -> usize {
        self.credits.iter().map(|credit| credit.names.len()).sum()
    }
}

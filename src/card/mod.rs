//! A card: one record with everything decided that drawing needs: subject, format, theme, artwork and the credits.
//! After this stage nothing is optional that a template would have to guess.

mod brand;
mod contributor;
mod credits;
mod data;
mod format;
mod series;
mod subject;

use std::sync::Arc;

pub use brand::{Brand, Families, Logo};
pub use contributor::{Contributor, ContributorRole, Handle, contributors};
pub use credits::{CardCredit, CardName, album_credits, card_credits, track_credits};
pub use data::{PageData, data};
pub use format::{DEFAULT_FORMATS, Format, Insets, Shape, format, formats};
pub use series::{Series, series, subjects};
pub use subject::{Due, ExplainedRole, QuoteText, Side, Sides, SidesPoint, Subject, SupporterLine};

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

impl Overflow {
    /// What `overflow` can be, in files and on the command line.
    pub const NAMES: [&str; 2] = ["pages", "summary"];
}

/// A record ready to be composed.
#[derive(Clone, Debug)]
pub struct Card<'r> {
    /// The record.
    pub record: &'r Record,
    /// What it is about.
    pub subject: Subject,
    /// Where it stands among those that belong together.
    pub series: Series,
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

impl<'r> Card<'r> {
    /// The card of a whole record, without artwork and brand kit, with as many pages as it takes.
    pub fn new(record: &'r Record, format: &'static Format, theme: Theme) -> Card<'r> {
        Card {
            record,
            subject: Subject::Record,
            series: Series::default(),
            credits: card_credits(record),
            format,
            theme,
            artwork: None,
            overflow: Overflow::Pages,
            brand: Arc::default(),
        }
    }
}

impl Card<'_> {
    /// Whether the card reads from right to left: by the record's language, else by the first strong character of its
    /// title, or of the subject's main text where a card is not about a record.
    pub fn rtl(&self) -> bool {
        const RTL_LANGUAGES: [&str; 10] = ["ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"];
        match &self.record.language {
            Some(language) => {
                let primary = language.split('-').next().unwrap_or("").to_ascii_lowercase();
                RTL_LANGUAGES.contains(&primary.as_str())
            }
            None => {
                let title = self.record.title.value.as_str();
                let text = self.subject.headline().unwrap_or(title);
                unicode_bidi::get_base_direction(text) == unicode_bidi::Direction::Rtl
            }
        }
    }

    /// How many names the card carries.
    pub fn names(&self) -> usize {
        self.credits.iter().map(|credit| credit.names.len()).sum()
    }
}

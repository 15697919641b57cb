//! A card: one record with everything decided that drawing needs: subject, format, theme, artwork and the credits.
//! After this stage nothing is optional that a template would have to guess.

mod ai;
mod brand;
mod chapter;
mod colours;
mod contributor;
mod credits;
mod data;
mod facts;
mod group;
mod handles;
mod imprint;
mod labels;
mod pairing;
mod person;
pub mod print;
mod series;
mod subject;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use crate::catalogue::choices::{Group, Labels, Order, Overflow};
pub use crate::catalogue::formats::{DEFAULT_FORMATS, Format, Insets, Shape, format, formats};
pub use ai::ai_line;
pub use brand::{Brand, Families, Logo};
pub use chapter::{Chapter, chapters, whole};
pub use colours::Inks;
pub use contributor::{Contributor, ContributorRole, Handle, all_handles as handles_of, contributors};
pub use credits::{CardCredit, CardName, album_credits, card_credits, card_credits_in, track_credits, wording};
pub use data::{Listing, PageData, Place, card_data, data, page_data};
pub use facts::{Fact, FactPart};
pub use group::{CardPerson, HeldRole, joined, people};
pub use handles::{Handles, Whose};
pub use imprint::{Imprint, imprint};
pub use pairing::{Pairing, pairing, pairings};
pub use person::{Credited, Person, PersonRecord, credited};
pub use print::{Paper, PaperError, Print};
pub use series::{Series, series, subjects};
pub use subject::{Due, ExplainedRole, QuoteText, Side, Sides, SidesPoint, Subject, SupporterLine};

use crate::artwork::Artwork;
use crate::catalogue::languages::Wording;
use crate::record::{Focus, Record};
use crate::theme::{Palette, Theme};

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
    /// Its colours; templates get hues and edges of the cover from them.
    pub palette: Option<Arc<Palette>>,
    /// What crops of the cover keep; none for the middle, and the upper part where a crop cuts above and below.
    pub focus: Option<Focus>,
    /// What happens to names that do not fit.
    pub overflow: Overflow,
    /// The order of its roles; `credits` are in it.
    pub order: Order,
    /// Whether it lists roles or people.
    pub group: Group,
    /// Whether roles next to each other that the same people hold may share a label.
    pub join_roles: bool,
    /// Which handles it prints; those of `credits` are in their details.
    pub handles: Handles,
    /// The record's line of thanks; composition takes it away where there is no room for it.
    pub thanks: Option<String>,
    /// How labels of roles are printed; those of `credits` already are.
    pub labels: Labels,
    /// The pairing of type that somebody chose; `brand` has its families.
    pub pairing: Option<&'static Pairing>,
    /// The language of what the card says and its file does not.
    pub wording: Wording,
    /// BCP 47 tag of that language, where it was chosen for the card and not taken from the record's names.
    pub language: Option<String>,
    /// What the brand kit adds; the default without one.
    pub brand: Arc<Brand>,
}

impl<'r> Card<'r> {
    /// The card of a whole record, without artwork and brand kit, with as many pages as it takes.
    pub fn new(record: &'r Record, format: &'static Format, theme: Theme) -> Card<'r> {
        Card { credits: card_credits(record), ..Card::bare(record, format, theme) }
    }

    /// As [`Card::new`], without credits: [`Card::listing`] adds them.
    pub fn bare(record: &'r Record, format: &'static Format, theme: Theme) -> Card<'r> {
        Card {
            record,
            subject: Subject::Record,
            series: Series::default(),
            credits: Vec::new(),
            format,
            theme,
            artwork: None,
            palette: None,
            focus: None,
            overflow: Overflow::Pages,
            order: Order::File,
            group: Group::Role,
            join_roles: true,
            handles: Handles::default(),
            thanks: record.thanks.as_ref().map(|thanks| thanks.value.clone()),
            labels: Labels::AsWritten,
            pairing: None,
            wording: wording(record),
            language: record.card.language.as_ref().map(|language| language.value.clone()),
            brand: Arc::default(),
        }
    }

    /// The card with its credits and its subject in an order and with handles.
    #[must_use]
    pub fn listing(mut self, order: Order, handles: Handles) -> Card<'r> {
        self.credits = card_credits_in(self.record, self.wording);
        order.sort(&mut self.credits);
        self.labels.print(&mut self.credits, self.record.language.as_deref(), self.wording);
        handles.add(self.record, &mut self.credits, &mut BTreeSet::new());
        let shown = |all: &[Handle]| handles.shown(all).filter(|_| handles.whose != Whose::Nobodys);
        match &mut self.subject {
            Subject::Contributor(one) => {
                if self.wording != wording(self.record) {
                    one.say_in(self.record, self.wording);
                }
                order.sort_by(&mut one.roles, |role| role.id);
                one.handle = shown(&one.handles);
            }
            Subject::Person(one) => {
                one.records.iter_mut().for_each(|record| order.sort_by(&mut record.roles, |role| role.id));
                one.handle = shown(&one.handles);
            }
            _ => {}
        }
        Card { order, handles, ..self }
    }
}

/// Whether a language, by its BCP 47 tag, is written from right to left.
pub fn is_rtl(language: &str) -> bool {
    const RTL_LANGUAGES: [&str; 10] = ["ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"];
    let primary = language.split('-').next().unwrap_or("").to_ascii_lowercase();
    RTL_LANGUAGES.contains(&primary.as_str())
}

impl Card<'_> {
    /// Whether the card reads from right to left: by its language, else by the record's, else by the first strong character of
    /// its title, or of the subject's main text where a card is not about a record.
    pub fn rtl(&self) -> bool {
        let language = self.language.as_deref().or(self.record.language.as_deref());
        match language {
            Some(language) => is_rtl(language),
            None => {
                let title = self.record.title.value.as_str();
                let text = self.subject.headline().unwrap_or(title);
                unicode_bidi::get_base_direction(text) == unicode_bidi::Direction::Rtl
            }
        }
    }

    /// The credits of the whole record alone, in the card's order and with its handles.
    pub fn album_credits(&self) -> Vec<CardCredit> {
        self.listed().1
    }

    /// The credits of each track, in the card's order and with its handles.
    pub fn track_credits(&self) -> Vec<Vec<CardCredit>> {
        self.listed().0
    }

    /// The credits of tracks, then those of the whole record, as templates list them: a handle stands at the first.
    fn listed(&self) -> (Vec<Vec<CardCredit>>, Vec<CardCredit>) {
        let mut seen = BTreeSet::new();
        let mut decided = |mut credits: Vec<CardCredit>| {
            self.order.sort(&mut credits);
            self.labels.print(&mut credits, self.record.language.as_deref(), self.wording);
            self.handles.add(self.record, &mut credits, &mut seen);
            credits
        };
        let tracks = (0..self.record.tracks.len())
            .map(|index| decided(track_credits(self.record, self.wording, index)))
            .collect();
        (tracks, decided(album_credits(self.record, self.wording)))
    }

    /// Hashtags without `#`: the record's, else the brand kit's.
    pub fn hashtags(&self) -> Vec<&str> {
        match self.record.hashtags.as_slice() {
            [] => self.brand.hashtags.iter().map(String::as_str).collect(),
            own => own.iter().map(|tag| tag.value.as_str()).collect(),
        }
    }

    /// Who supplied the credits: by the record, else by the brand kit.
    pub fn supplied_by(&self) -> Option<&str> {
        self.record.supplied_by.as_deref().or(self.brand.supplied_by.as_deref())
    }

    /// How many names the card carries.
    pub fn names(&self) -> usize {
        self.credits.iter().map(|credit| credit.names.len()).sum()
    }
}

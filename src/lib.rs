//! `extra-credit` makes pictures of a record's credits: album art next to the names behind it.
//!
//! A card from memory:
//!
//! ```
//! use extra_credit::encode::Encoding;
//! use extra_credit::fonts::Fonts;
//! use extra_credit::press::{self, Memory, Options, Press};
//! use extra_credit::record::parse;
//!
//! # fn main() -> Result<(), Vec<extra_credit::diagnostic::Diagnostic>> {
//! let credits = "title: Low Tide\nartist: Marisol Vane\ncredits:\n  Piano: Marisol Vane\n  Mixing Engineer: Ilse Corran\n";
//! let record = parse("low-tide.yaml", credits.as_bytes())?.record;
//! let options = Options { formats: vec!["square".into()], theme: Some("dark".into()), ..Options::default() };
//! let assets = Memory::default();
//!
//! let fonts = Fonts::embedded();
//! let mut press = Press::new(&fonts); // one a thread
//! let cards = press::cards(&record, None, &options, &assets)?; // everything decided
//! let mut made = press.make(&cards[0])?; // composed, its texts legible
//! let files = made.encode(&Encoding::PNG).expect("a picture");
//! assert!(made.warnings.is_empty() && files[0].bytes.starts_with(b"\x89PNG"));
//! let said = "Credits of “Low Tide” by Marisol Vane. Piano: Marisol Vane; Mixing Engineer: Ilse Corran";
//! assert_eq!(made.metadata()[0].description, said);
//! # Ok(())
//! # }
//! ```
//!
//! The stages, in order, each a module with one type to the next:
//! [`record`] (credit file → [`record::Record`]), [`card`] (→ [`card::Card`], everything decided), `compose`
//! (with a [`template`] → [`scene::Scene`], everything placed), `legible` (→ the scene with contrast enough),
//! `raster` (→ pixels), [`encode`] (→ bytes), [`publish`] (→ files). [`press`] goes through them in one call,
//! `campaign` through all records of a run, which `report` tells of and `gallery` shows; `convert` writes credit files.
//! [`artwork`], [`theme`], [`fonts`] and [`text`] serve them; `cli`, behind a feature of that name, is the program.
//!
//! `compose`, `legible` and `raster` are private because nobody who paints a composition without making it legible gets a
//! card: the press goes through all three.

pub mod artwork;
#[cfg(feature = "cli")]
pub mod campaign;
pub mod card;
pub mod catalogue;
mod caught;
#[cfg(feature = "cli")]
pub mod cli;
mod compose;
pub mod contact;
#[cfg(feature = "cli")]
pub mod convert;
#[cfg(feature = "desk")]
pub mod desk;
pub mod diagnostic;
pub mod edit;
pub mod encode;
pub mod files;
pub mod findings;
pub mod fonts;
#[cfg(feature = "cli")]
pub mod gallery;
pub mod geometry;
pub mod import;
pub mod kit;
mod legible;
mod limits;
mod near;
#[cfg(test)]
mod order;
#[cfg(feature = "cli")]
mod pool;
pub mod post;
pub mod press;
pub mod publish;
mod raster;
pub mod record;
pub mod report;
pub mod scene;
pub mod schema;
mod slug;
#[cfg(feature = "studio")]
pub mod studio;
pub mod template;
#[cfg(feature = "cli")]
mod terminal;
pub mod text;
pub mod theme;
mod visible;
mod xml;

/// The stages between a card and its pixels, for this package's tests and benches alone: no part of the interface.
#[doc(hidden)]
pub mod testing {
    #[expect(missing_docs, reason = "those of the stages")]
    pub mod compose {
        pub use crate::compose::*;
    }
    #[expect(missing_docs, reason = "those of the stages")]
    pub mod legible {
        pub use crate::legible::*;
    }
    #[expect(missing_docs, reason = "those of the stages")]
    pub mod raster {
        pub use crate::raster::*;
    }
}

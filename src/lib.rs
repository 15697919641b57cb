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
//! assert_eq!(made.metadata()[0].description, "Piano: Marisol Vane; Mixing Engineer: Ilse Corran");
//! # Ok(())
//! # }
//! ```
//!
//! The stages, in order, each a module with one type to the next:
//! [`record`] (credit file → [`record::Record`]), [`card`] (→ [`card::Card`], everything decided), `compose`
//! (with a [`template`] → [`scene::Scene`], everything placed), `legible` (→ the scene with contrast enough),
//! `raster` (→ pixels), [`encode`] (→ bytes), [`publish`] (→ files). [`press`] goes through them in one call.
//! [`artwork`], [`theme`], [`fonts`] and [`text`] serve them; `cli`, behind a feature of that name, is the program.
//!
//! `compose`, `legible` and `raster` are hidden because nobody who paints a composition without making it legible gets a card:
//! they are there for this package's tests and benches, and no part of the interface.

pub mod artwork;
pub mod card;
pub mod catalogue;
#[cfg(feature = "cli")]
pub mod cli;
#[doc(hidden)]
pub mod compose;
pub mod contact;
pub mod diagnostic;
pub mod encode;
pub mod findings;
pub mod fonts;
pub mod geometry;
pub mod kit;
#[doc(hidden)]
pub mod legible;
mod near;
#[cfg(test)]
mod order;
pub mod post;
pub mod press;
pub mod publish;
#[doc(hidden)]
pub mod raster;
pub mod record;
pub mod scene;

mod slug;
pub mod spreadsheet;
pub mod template;
pub mod text;
pub mod theme;
mod xml;

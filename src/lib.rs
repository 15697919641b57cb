//! `extra-credit` makes pictures of a record's credits: album art next to the names behind it.
//!
//! The stages, in order, each a module with one type to the next:
//! [`record`] (credit file → [`record::Record`]), [`card`] (→ [`card::Card`], everything decided), [`compose`]
//! (with a [`template`] → [`scene::Scene`], everything placed), [`legible`] (→ the scene with contrast enough),
//! [`raster`] (→ pixels), [`encode`] (→ bytes), [`publish`] (→ files). [`artwork`], [`theme`], [`fonts`] and [`text`] serve them; [`cli`] is the program.

pub mod artwork;
pub mod card;
pub mod catalogue;
pub mod cli;
pub mod compose;
pub mod diagnostic;
pub mod encode;
pub mod findings;
pub mod fonts;
pub mod geometry;
pub mod kit;
pub mod legible;
pub mod press;
pub mod publish;
pub mod raster;
pub mod record;
pub mod scene;
pub mod sheet;
pub mod spreadsheet;
pub mod template;
pub mod text;
pub mod theme;
mod xml;

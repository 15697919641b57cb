//! The press: one call makes a card, of a record, a brand kit, options and the files that they name.
//! [`cards`] decides everything, [`Press::make`] composes and makes the texts legible, [`Made::encode`] gives the files.
//!
//! Nothing here prints, and nothing reads a file but by [`Assets`]. There is no other way from a composition to pixels that
//! is documented: each goes through the contrast stage.

mod assets;
mod coarse;
mod covers;
mod job;
mod kit;
mod made;
mod missing;
mod names;
mod options;
mod overrides;
mod planned;
mod project;
#[cfg(feature = "cli")]
mod rehearsal;
mod resolve;
#[cfg(feature = "cli")]
mod samples;
#[cfg(feature = "cli")]
mod showing;
mod suggest;
mod templates;
#[cfg(test)]
mod tests;
mod themes;

#[cfg(feature = "cli")]
pub use assets::Disk;
pub use assets::{Assets, Memory, Unread};
pub use covers::{Cover, Covers, MOST_BYTES, near_picture};
pub use job::{Content, Input, Job};
pub use kit::{LOGO_LIMITS, LoadedKit};
pub use made::{File, Made, Press};
pub use missing::missing_characters;
pub use names::{named_handles, named_type, named_wording};
pub use options::{MissingGlyphs, Options, Scale, UnusableScale};
pub use overrides::{FontChoice, FontUse, choose, place_covers};
pub use planned::{Planned, own, planned};
pub use project::Project;
#[cfg(feature = "cli")]
pub use rehearsal::Rehearsal;
pub use resolve::{Resolved, allows, cards, cards_of, colour_warnings, formats, kit_fonts, resolve, shown};
#[cfg(feature = "cli")]
pub use samples::Sample;
pub use suggest::{Given, Suggestion, Traits, Variation};
pub use templates::{TemplateSource, Templates, Wish, own_parts, template, template_path, template_source, wanted};
pub use themes::named_theme;

//! The brand kit: what a campaign fixes for all its cards, as `extra-credit.yaml` says it, every text with its place.
//! Reading it opens no other file; the files that it names are read by the caller.

pub(crate) mod keys;
mod reader;

pub use keys::{FONTS, KIT, LOGO};

use crate::diagnostic::Diagnostic;
use crate::import::{comments, syntax, yaml};
use crate::record::{CardOptions, CheckOptions, Source, Text};

/// Name of a brand kit's file, found beside or above a credit file.
pub const FILE_NAME: &str = "extra-credit.yaml";

/// Most partner logos: more do not fit the foot of a card.
pub const MAX_PARTNERS: usize = 12;

/// A brand kit as its file describes it; every key may be left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kit {
    /// The file it came from.
    pub source: Source,
    /// Template, formats, theme, overflow and labels of cards that do not say it themselves.
    pub card: CardOptions,
    /// Fonts.
    pub fonts: KitFonts,
    /// The campaign's logo.
    pub logo: Option<LogoFiles>,
    /// Logos of partners, in file order.
    pub partners: Vec<LogoFiles>,
    /// Hashtags without `#`, for records that give none.
    pub hashtags: Vec<Text>,
    /// A line at the foot of each card.
    pub footer: Option<Text>,
    /// Who supplied the credits, for records that do not say it.
    pub supplied_by: Option<Text>,
    /// Folder of SVG templates, relative to the file.
    pub templates: Option<Text>,
    /// Space around a card.
    pub margins: Option<Margins>,
    /// What `check` should allow, and the platforms that it looks at, beside what a credit file says.
    pub check: CheckOptions,
}

/// Fonts of a brand kit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KitFonts {
    /// Font files, relative to the kit.
    pub files: Vec<Text>,
    /// Family of titles.
    pub title: Option<Text>,
    /// Family of everything else.
    pub text: Option<Text>,
    /// Family of names.
    pub names: Option<Text>,
}

/// Paths of a logo, relative to the kit. A logo in one form has the same path twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoFiles {
    /// The light logo, for dark grounds.
    pub light: Text,
    /// The dark logo, for light grounds.
    pub dark: Text,
}

/// Space around a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Margins {
    /// px at scale 1, 0 to [`Margins::MAX_PX`].
    Px(f32),
    /// Share of the page's short side, 0 to [`Margins::MAX_SHARE`].
    Share(f32),
}

impl Margins {
    /// Largest margin in px.
    pub const MAX_PX: f32 = 200.0;
    /// Largest margin as a share of the short side.
    pub const MAX_SHARE: f32 = 0.15;
    /// The default: about a twentieth of the short side.
    pub const DEFAULT: f64 = 0.052;

    /// The margin of a page whose shorter side is `short` px; never more than [`Self::MAX_SHARE`] of it.
    pub fn px(self, short: f32) -> f32 {
        match self {
            Margins::Px(px) => px.min(Self::MAX_SHARE * short),
            Margins::Share(share) => share * short,
        }
    }
}

/// A brand kit and what somebody should look at.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedKit {
    /// The kit.
    pub kit: Kit,
    /// Warnings in file order.
    pub warnings: Vec<Diagnostic>,
}

impl Kit {
    /// Puts a diagnostic at the place of a text: file, position, source line.
    #[must_use]
    pub fn diagnose(&self, diagnostic: Diagnostic, text: &Text) -> Diagnostic {
        self.source.place(diagnostic, text.at, text.length)
    }

    /// The texts that cards show, each with its key.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        let footer = self.footer.iter().map(|text| ("footer", text));
        let supplied = self.supplied_by.iter().map(|text| ("supplied_by", text));
        self.hashtags.iter().map(|text| ("hashtags", text)).chain(footer).chain(supplied)
    }
}

/// Reads a brand kit. `name` is the path as messages call it.
///
/// # Errors
/// Every error and warning of the file, in file order, if there is at least one error.
pub fn parse(name: &str, bytes: &[u8]) -> Result<ParsedKit, Vec<Diagnostic>> {
    parse_partly(name, bytes).map_err(|(problems, _)| problems)
}

/// As [`parse`].
///
/// # Errors
/// As [`parse`], with what could be read of the kit, so that its files and names can be looked up in the same run.
pub fn parse_partly(name: &str, bytes: &[u8]) -> Result<ParsedKit, (Vec<Diagnostic>, Option<Box<Kit>>)> {
    let unread = |problems| (problems, None);
    let source = syntax::decode(name, bytes, "brand kit").map_err(unread)?;
    let root = yaml::read(&source).map_err(|problem| unread(vec![*problem]))?;
    let suspects = comments::suspects(&source, root.as_ref());
    let (kit, problems, failed) = reader::kit(source, root.as_ref());
    match (kit, comments::with(problems, failed, suspects)) {
        (Some(kit), (warnings, false)) => Ok(ParsedKit { kit, warnings }),
        (kit, (problems, _)) => Err((problems, kit.map(Box::new))),
    }
}

//! What a brand kit puts on every card: logos, footer, families and margins, with its files read.
//! Without a kit everything is absent and the defaults hold.

use std::sync::Arc;

use crate::artwork::Artwork;
use crate::geometry::Color;
use crate::kit::Margins;
use crate::theme::contrast;

/// The brand of a card; the default is that of no kit.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// A line at the foot.
    pub footer: Option<String>,
    /// The campaign's logo.
    pub logo: Option<Logo>,
    /// Logos of partners.
    pub partners: Vec<Logo>,
    /// Hashtags without `#`, for records that give none.
    pub hashtags: Vec<String>,
    /// Who supplied the credits, for records that do not say it.
    pub supplied_by: Option<String>,
    /// Families.
    pub families: Families,
    /// Space around the card; about a twentieth of the short side if left out.
    pub margins: Option<Margins>,
}

/// Font families by use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Families {
    /// Of titles.
    pub title: String,
    /// Of everything else.
    pub text: String,
    /// Of names.
    pub names: String,
    /// Of labels: roles, and the small facts of a record.
    pub label: String,
}

impl Default for Families {
    fn default() -> Self {
        Self { title: "Archivo".into(), text: "Inter".into(), names: "Inter".into(), label: "Inter".into() }
    }
}

/// A logo in the form for light and the form for dark grounds.
#[derive(Clone, Debug)]
pub struct Logo {
    /// For dark grounds.
    pub light: Arc<Artwork>,
    /// For light grounds.
    pub dark: Arc<Artwork>,
}

impl Logo {
    /// The form that shows on a ground: the light one if white stands out more than black does.
    pub fn on(&self, ground: Color) -> &Arc<Artwork> {
        let white = contrast(Color::rgb(255, 255, 255), ground);
        if white > contrast(Color::rgb(0, 0, 0), ground) { &self.light } else { &self.dark }
    }
}

impl Brand {
    /// The logo that an `href` names: `logo`, or `partner-1` and so on.
    pub fn find(&self, href: &str) -> Option<&Logo> {
        if href == "logo" {
            return self.logo.as_ref();
        }
        let number: usize = href.strip_prefix("partner-")?.parse().ok()?;
        self.partners.get(number.checked_sub(1)?)
    }

    /// Space around a card of a format, px: never less than what platforms cover on all sides.
    pub fn margin(&self, format: &crate::card::Format) -> f64 {
        let short = format.width.min(format.height);
        let safe = format.safe;
        let covered = safe.top.min(safe.right).min(safe.bottom).min(safe.left);
        match self.margins {
            Some(margins) => f64::from(margins.px(short).max(covered)),
            // On paper the margin is that of the finished page.
            None => match format.print.map(|print| print.bleed * print.px_per_mm) {
                Some(bleed) => f64::from((short - 2.0 * bleed) * Margins::DEFAULT as f32 + bleed),
                None => f64::from(short) * Margins::DEFAULT,
            },
        }
    }
}

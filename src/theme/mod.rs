//! Themes: the few colours of a card, taken from the artwork or given in the credit file.
//! Every theme keeps its contrast: text 7:1, quiet text and accent 4.5:1 and a margin, on the ground. White text on a vivid
//! ground has 4.5:1: a red or blue that white has 7:1 on is no longer the cover's.

mod design;
mod edges;
mod given;
pub(crate) mod oklab;
mod oklch;
mod palette;
mod paper;
mod vivid;

pub use edges::{Edges, Stripe};
pub use given::{Given, LowContrast, shown};
pub use oklch::{Oklch, contrast, luminance, mix};
pub use palette::{Palette, Swatch};

pub(crate) use design::{lifted, overprinted};

use crate::geometry::Color;
use crate::theme::design::Side;

/// Names of the themes.
pub const THEMES: [&str; 11] =
    ["auto", "vivid", "light", "dark", "paper", "white", "newsprint", "buff", "blue-grey", "salmon", "mono"];

/// Names of a theme's colours.
pub const COLOURS: [&str; 6] = ["ground", "text", "quiet", "accent", "line", "tone"];

/// Smallest contrast of text on the ground (WCAG 2.2, 1.4.6); white on a vivid ground has [`MINOR_CONTRAST`], which is what
/// 1.4.6 asks of large text, and names are large or heavy.
pub const TEXT_CONTRAST: f32 = 7.0;
/// Smallest contrast of quiet text and accent on the ground, and of every small text on what is behind it
/// (WCAG 2.2, 1.4.3).
pub const MINOR_CONTRAST: f32 = 4.5;

/// The colours of a card. All are opaque.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Under everything.
    pub ground: Color,
    /// Names and titles; at least 7:1 on `ground`, 4.5:1 where it is white on a vivid one.
    pub text: Color,
    /// Everything that is neither name nor label; at least 4.5:1 on `ground`.
    pub quiet: Color,
    /// Labels; at least 4.5:1 on `ground`.
    pub accent: Color,
    /// Hairlines: a step from `ground`, no contrast promised.
    pub line: Color,
    /// A middle tone of the ground's hue, for areas and duotones: the lights of a one-tone picture on a dark ground, its
    /// darks on a light one. `text` and `accent` keep 4.5:1 on it.
    pub tone: Color,
    /// Whether somebody gave the ground: then every template stands on it.
    pub given: bool,
}

/// Why a colour cannot be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ThemeError {
    /// No such colour in a theme.
    #[error("a theme has no colour `{0}`; it has ground, text, quiet, accent, line and tone")]
    UnknownColour(String),
    /// Not a CSS colour.
    #[error("`{0}` is not a colour: write `#rrggbb`, `#rgb` or a CSS colour name")]
    NotAColour(String),
}

/// The colours of a picture printed in one hue of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print {
    /// The darkest on which the theme's text has 4.5:1.
    pub dark: Color,
    /// The lightest on which it has.
    pub light: Color,
    /// Light beyond that, where no text stands; on a light theme there is none.
    pub bright: Color,
}

impl Theme {
    /// Whether its text is darker than its ground.
    pub fn is_light(&self) -> bool {
        luminance(self.ground) > luminance(self.text)
    }

    /// The theme of that name for a picture's palette, or none if there is no such theme.
    pub fn named(name: &str, palette: Option<&Palette>) -> Option<Theme> {
        Some(match name {
            "auto" => Theme::auto(palette),
            "vivid" => Theme::vivid(palette),
            "dark" => Theme::dark(palette),
            "light" => Theme::light(palette),
            "paper" => Theme::paper(palette),
            "mono" => Theme::mono(palette),
            name => paper::named(name)?.theme(palette.unwrap_or(&Palette::default())),
        })
    }

    /// By what the picture is: vivid if it has a characteristic colour, light or dark if it is that without one, on paper if
    /// it is neither; without a picture ink, warm white and amber.
    pub fn auto(palette: Option<&Palette>) -> Theme {
        seen(palette).map_or_else(design::plain, |palette| match vivid::suits(palette) {
            vivid::Suits::Vivid => Theme::vivid(Some(palette)),
            vivid::Suits::Light => Theme::light(Some(palette)),
            vivid::Suits::Dark => Theme::dark(Some(palette)),
            vivid::Suits::Paper => Theme::paper(Some(palette)),
        })
    }

    /// The picture's most characteristic colour as ground, its chroma kept, with near-black or white text. Skin and wood are
    /// no such colour: a picture without one gets what suits it without.
    pub fn vivid(palette: Option<&Palette>) -> Theme {
        let Some(palette) = seen(palette) else { return design::plain() };
        vivid::themes(palette).first().copied().unwrap_or_else(|| match vivid::suits_without(palette) {
            vivid::Suits::Light => Theme::light(Some(palette)),
            vivid::Suits::Paper => Theme::paper(Some(palette)),
            vivid::Suits::Dark | vivid::Suits::Vivid => Theme::dark(Some(palette)),
        })
    }

    /// Nearly black with a trace of the picture's dark parts, and its main hue as accent; neutral for a grey picture.
    pub fn dark(palette: Option<&Palette>) -> Theme {
        seen(palette).map_or_else(design::plain, |palette| design::from_palette(palette, Side::Dark))
    }

    /// The picture's own light: nearly white with a trace of its lightest part; neutral for a grey picture.
    pub fn light(palette: Option<&Palette>) -> Theme {
        design::from_palette(palette.unwrap_or(&Palette::default()), Side::Light)
    }

    /// The back of a sleeve: of five papers the one nearest to the picture's lightest part, near-black ink and the picture's
    /// most vivid colour, or brick red without one.
    pub fn paper(palette: Option<&Palette>) -> Theme {
        let palette = palette.unwrap_or(&Palette::default()).clone();
        paper::nearest(&palette).theme(&palette)
    }

    /// Vivid grounds in the hues of the picture, the most characteristic first, at most three and far from each other; none
    /// for a picture without colour.
    pub fn hues(palette: &Palette) -> Vec<Theme> {
        vivid::themes(palette)
    }

    /// Black, white and greys, dark or light as [`Theme::auto`] would be.
    pub fn mono(palette: Option<&Palette>) -> Theme {
        design::mono(palette.unwrap_or(&Palette::default()))
    }

    /// The colours of a picture printed in one hue of its own.
    pub fn print(&self, palette: &Palette) -> Print {
        design::print(self, palette)
    }

    /// The theme on any ground: its text is ink or white, whichever stands out, and its accent has the hue of this theme's.
    #[must_use]
    pub fn on(&self, ground: Color) -> Theme {
        if ground == self.ground { *self } else { design::on_ground(ground, self.accent) }
    }

    /// The colour of that name, one of [`COLOURS`].
    pub fn get(&self, name: &str) -> Option<Color> {
        Some(match name {
            "ground" => self.ground,
            "text" => self.text,
            "quiet" => self.quiet,
            "accent" => self.accent,
            "line" => self.line,
            "tone" => self.tone,
            _ => return None,
        })
    }

    /// Sets one colour by its name and leaves the others; [`Given`] makes the others follow.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), ThemeError> {
        let color = given::parse(value)?;
        let slot = match name {
            "ground" => &mut self.ground,
            "text" => &mut self.text,
            "quiet" => &mut self.quiet,
            "accent" => &mut self.accent,
            "line" => &mut self.line,
            "tone" => &mut self.tone,
            _ => return Err(ThemeError::UnknownColour(name.to_owned())),
        };
        *slot = color;
        Ok(())
    }
}

/// A palette with something in it.
fn seen(palette: Option<&Palette>) -> Option<&Palette> {
    palette.filter(|palette| !palette.swatches.is_empty())
}

//! Themes: the few colours of a card, taken from the artwork or given in the credit file.
//! Every theme keeps its contrast: text 7:1, quiet text and accent 4.5:1 and a margin, on the ground.

mod oklch;
mod palette;

pub use oklch::{Oklch, contrast};
pub use palette::{Palette, Swatch};

use crate::geometry::Color;

/// Names of the themes.
pub const THEMES: [&str; 5] = ["auto", "dark", "light", "paper", "mono"];

/// Names of a theme's colours.
pub const COLOURS: [&str; 6] = ["ground", "text", "quiet", "accent", "line", "tone"];

/// Contrast of text (WCAG 2.2, 1.4.6).
const TEXT: f32 = 7.0;
/// Contrast of quiet text and accents: 4.5 (WCAG 2.2, 1.4.3) with room for what shines through a backdrop's scrim.
const QUIET: f32 = 5.6;

/// The colours of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Under everything.
    pub ground: Color,
    /// Names and titles.
    pub text: Color,
    /// Everything that is neither name nor label.
    pub quiet: Color,
    /// Labels.
    pub accent: Color,
    /// Hairlines.
    pub line: Color,
    /// A middle tone of the ground's hue, for areas and duotones.
    pub tone: Color,
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

impl Theme {
    /// The theme of that name for a picture's palette, or none if there is no such theme.
    pub fn named(name: &str, palette: Option<&Palette>) -> Option<Theme> {
        Some(match name {
            "auto" => Theme::auto(palette),
            "dark" => Theme::dark(palette),
            "light" => Theme::light(palette),
            "paper" => Theme::paper(palette),
            "mono" => Theme::mono(),
            _ => return None,
        })
    }

    /// Dark, unless the picture is so light that a dark card would fight it.
    pub fn auto(palette: Option<&Palette>) -> Theme {
        let light = palette.is_some_and(|palette| {
            let dark: f32 =
                palette.swatches.iter().filter(|swatch| swatch.color.l < 0.5).map(|swatch| swatch.share).sum();
            palette.lightness > 0.82 && dark < 0.12
        });
        if light { Theme::light(palette) } else { Theme::dark(palette) }
    }

    /// A dark ground in the picture's main dark hue.
    pub fn dark(palette: Option<&Palette>) -> Theme {
        let ground = main_hue(palette, |color| 1.15 - color.l);
        let ground = Oklch::new(0.245, ground.c.min(0.042), ground.h);
        let accent = accent_of(palette, ground).unwrap_or(Oklch::new(0.8, 0.0, ground.h));
        let warm = Oklch::new(0.972, if accent.c > 0.0 { 0.022 } else { 0.0 }, accent.h);
        Theme::on(
            ground,
            warm,
            Oklch::new(0.76, (ground.c * 0.9).min(0.035), ground.h),
            Oklch { l: accent.l.clamp(0.74, 0.86), ..accent },
            Oklch::new(0.37, ground.c * 0.9, ground.h),
            Oklch::new(0.42, (ground.c * 1.8).min(0.09), ground.h),
        )
    }

    /// A light ground with a breath of the picture's main hue.
    pub fn light(palette: Option<&Palette>) -> Theme {
        let main = main_hue(palette, |color| color.l);
        let ground = Oklch::new(0.958, main.c.min(0.014), main.h);
        let accent = accent_of(palette, Oklch::new(0.958, 0.0, 0.0)).unwrap_or(Oklch::new(0.42, 0.0, main.h));
        Theme::on(
            ground,
            Oklch::new(0.23, main.c.min(0.02), main.h),
            Oklch::new(0.47, main.c.min(0.025), main.h),
            Oklch { l: accent.l.min(0.54), ..accent },
            Oklch::new(0.85, main.c.min(0.016), main.h),
            Oklch::new(0.72, (main.c * 1.2).min(0.07), main.h),
        )
    }

    /// The back of a sleeve: warm paper, near-black ink, one printed colour.
    pub fn paper(palette: Option<&Palette>) -> Theme {
        let red = Oklch::new(0.5, 0.17, 29.0);
        let accent = accent_of(palette, Oklch::new(0.95, 0.0, 0.0)).unwrap_or(red);
        Theme::on(
            Oklch::new(0.945, 0.014, 92.0),
            Oklch::new(0.22, 0.008, 92.0),
            Oklch::new(0.46, 0.014, 92.0),
            Oklch { l: accent.l.min(0.53), ..accent },
            Oklch::new(0.8, 0.016, 92.0),
            Oklch::new(0.7, 0.03, 92.0),
        )
    }

    /// Black, white and greys.
    pub fn mono() -> Theme {
        Theme::on(
            Oklch::new(0.18, 0.0, 0.0),
            Oklch::new(0.98, 0.0, 0.0),
            Oklch::new(0.74, 0.0, 0.0),
            Oklch::new(0.82, 0.0, 0.0),
            Oklch::new(0.36, 0.0, 0.0),
            Oklch::new(0.5, 0.0, 0.0),
        )
    }

    fn on(ground: Oklch, text: Oklch, quiet: Oklch, accent: Oklch, line: Oklch, tone: Oklch) -> Theme {
        let base = ground.to_color();
        Theme {
            ground: base,
            text: contrasting(text, base, TEXT),
            quiet: contrasting(quiet, base, QUIET),
            accent: contrasting(accent, base, QUIET),
            line: line.to_color(),
            tone: tone.to_color(),
        }
    }

    /// Sets one colour by its name, as the credit file gives it.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), ThemeError> {
        let color = crate::template::value::parse_color(value.trim())
            .ok_or_else(|| ThemeError::NotAColour(value.to_owned()))?;
        let color = Color { a: 255, ..color };
        match name {
            "ground" => self.ground = color,
            "text" => self.text = color,
            "quiet" => self.quiet = color,
            "accent" => self.accent = color,
            "line" => self.line = color,
            "tone" => self.tone = color,
            _ => return Err(ThemeError::UnknownColour(name.to_owned())),
        }
        Ok(())
    }
}

/// The colour moved away from the ground's lightness until the contrast is reached.
fn contrasting(color: Oklch, ground: Color, ratio: f32) -> Color {
    let lighter = contrast(Color::rgb(255, 255, 255), ground) > contrast(Color::rgb(0, 0, 0), ground);
    let mut moved = color;
    for _ in 0..100 {
        let candidate = moved.to_color();
        if contrast(candidate, ground) >= ratio || !(0.0..=1.0).contains(&moved.l) {
            return candidate;
        }
        moved.l += if lighter { 0.01 } else { -0.01 };
    }
    if lighter { Color::rgb(255, 255, 255) } else { Color::rgb(0, 0, 0) }
}

/// The hue that a ground takes: common, and of the lightness that `preference` likes; grey if the picture has none.
/// Swatches of like hue vote together, so that a sea in five blues outweighs one patch of sky.
fn main_hue(palette: Option<&Palette>, preference: impl Fn(Oklch) -> f32) -> Oklch {
    let grey = Oklch::new(0.5, 0.0, 0.0);
    let Some(palette) = palette.filter(|palette| !palette.is_neutral()) else { return grey };
    let weight = |swatch: &Swatch| swatch.share * preference(swatch.color) * swatch.color.c.min(0.08);
    let votes = |candidate: &Swatch| -> f32 {
        let near = |swatch: &&Swatch| swatch.color.hue_distance(candidate.color) < 40.0;
        palette.swatches.iter().filter(near).map(weight).sum()
    };
    let heard = palette.swatches.iter().max_by(|a, b| votes(a).total_cmp(&votes(b)));
    let best = heard.and_then(|heard| {
        let kin = palette.swatches.iter().filter(|swatch| swatch.color.hue_distance(heard.color) < 40.0);
        kin.max_by(|a, b| weight(a).total_cmp(&weight(b)))
    });
    best.map_or(grey, |swatch| if swatch.color.c < 0.012 { grey } else { swatch.color })
}

/// The most vivid colour that the eye finds in the picture and that differs from the ground's hue; none in a grey picture.
fn accent_of(palette: Option<&Palette>, ground: Oklch) -> Option<Oklch> {
    let palette = palette.filter(|palette| !palette.is_neutral())?;
    let score = |swatch: &Swatch| {
        let apart =
            if ground.c < 0.01 { 1.0 } else { 0.25 + 0.75 * (swatch.color.hue_distance(ground) / 70.0).min(1.0) };
        // A dark colour has to be lightened far to become an accent and is then another colour.
        let light = 0.4 + swatch.color.l.min(0.75);
        swatch.color.c * apart * light * swatch.share.max(0.002).powf(0.22)
    };
    let best = palette.swatches.iter().max_by(|a, b| score(a).total_cmp(&score(b)))?.color;
    (best.c > 0.03).then(|| Oklch { c: best.c.clamp(0.07, 0.16), ..best })
}

//! Colours that somebody gave one by one, and the theme that follows from them.
//! What is given stays as it is and is measured; what is not given is derived, so that `ground: white` gets dark text.

use crate::geometry::Color;
use crate::theme::design::{on_ground, side_on};
use crate::theme::oklch::{contrast, mix};
use crate::theme::{COLOURS, MINOR_CONTRAST, Palette, Theme, ThemeError};

/// Colours by their names in a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    colours: Vec<(&'static str, Color)>,
}

/// A given colour that is hard to read on the theme's ground.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error(
    "theme colour `{name}` {color} has a contrast of {} on ground {ground}, less than {MINOR_CONTRAST}:1",
    shown(*ratio)
)]
pub struct LowContrast {
    /// `text`, `quiet` or `accent`.
    pub name: &'static str,
    /// The colour.
    pub color: Color,
    /// The ground that it was measured on.
    pub ground: Color,
    /// Contrast of the two, 1 to 21.
    pub ratio: f32,
}

/// A ratio as people read it, `4.4:1`; cut and not rounded, since 4.49 is not yet 4.5.
pub fn shown(ratio: f32) -> String {
    format!("{:.1}:1", (ratio * 10.0).floor() / 10.0)
}

/// Reads a CSS colour; its alpha is dropped.
pub(super) fn parse(value: &str) -> Result<Color, ThemeError> {
    let color = crate::geometry::parse_color(value.trim());
    let color = color.ok_or_else(|| ThemeError::NotAColour(value.to_owned()))?;
    Ok(Color { a: 255, ..color })
}

impl Given {
    /// A ground alone: a CSS colour, or six hexadecimal digits where a shell took `#` for a comment.
    ///
    /// # Errors
    /// If it is no colour that can be seen.
    pub fn on_ground(value: &str) -> Result<Given, ThemeError> {
        let bare = value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = if bare { format!("#{value}") } else { value.to_owned() };
        if value.trim().eq_ignore_ascii_case("transparent") {
            return Err(ThemeError::NotAColour(value));
        }
        let mut given = Given::default();
        given.set("ground", &value)?;
        Ok(given)
    }

    /// Adds a colour; one of the same name given before is replaced.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), ThemeError> {
        let known = COLOURS.into_iter().find(|known| *known == name);
        let name = known.ok_or_else(|| ThemeError::UnknownColour(name.to_owned()))?;
        let color = parse(value)?;
        self.colours.retain(|(other, _)| *other != name);
        self.colours.push((name, color));
        Ok(())
    }

    fn get(&self, name: &str) -> Option<Color> {
        self.colours.iter().find(|(known, _)| *known == name).map(|(_, color)| *color)
    }

    /// The theme with these colours. What is not given comes from `base`, moved until it is legible on the ground; a
    /// text that `base` cannot carry takes the palette's theme of the other side.
    pub fn theme(&self, base: Theme, palette: Option<&Palette>) -> Theme {
        let mut theme = match (self.get("ground"), self.get("text")) {
            (Some(ground), _) if ground != base.ground => {
                let follows = on_ground(ground, self.get("accent").unwrap_or(base.accent));
                // A ground on the side of the base keeps what is legible of the base.
                let kept = |ours: Color, theirs: Color, least: f32| {
                    let same = side_on(ground) == side_on(base.ground);
                    if same && contrast(ours, ground) >= least { ours } else { theirs }
                };
                Theme {
                    text: kept(base.text, follows.text, crate::theme::TEXT_CONTRAST),
                    accent: kept(base.accent, follows.accent, MINOR_CONTRAST),
                    ..follows
                }
            }
            (None, Some(text)) if contrast(text, base.ground) < MINOR_CONTRAST => {
                [Theme::light(palette), Theme::dark(palette)]
                    .into_iter()
                    .find(|other| contrast(text, other.ground) >= MINOR_CONTRAST)
                    .unwrap_or(base)
            }
            _ => base,
        };
        if let Some(text) = self.get("text") {
            theme.line = mix(theme.ground, text, 0.15);
        }
        theme.given = self.get("ground").is_some();
        for (name, color) in &self.colours {
            let slot = match *name {
                "ground" => &mut theme.ground,
                "text" => &mut theme.text,
                "quiet" => &mut theme.quiet,
                "accent" => &mut theme.accent,
                "line" => &mut theme.line,
                _ => &mut theme.tone,
            };
            *slot = *color;
        }
        theme
    }

    /// The given colours of small type that have less than 4.5:1 on the theme's ground. What was derived has it.
    pub fn low_contrasts(&self, theme: &Theme) -> Vec<LowContrast> {
        let ground = theme.ground;
        ["text", "quiet", "accent"]
            .into_iter()
            .filter_map(|name| self.get(name).map(|color| (name, color)))
            .map(|(name, color)| LowContrast { name, color, ground, ratio: contrast(color, ground) })
            .filter(|low| low.ratio < MINOR_CONTRAST)
            .collect()
    }
}

//! OKLCH: colours by lightness, chroma and hue as the eye orders them, and the contrast of two colours.
//! Björn Ottosson, "A perceptual color space for image processing" (2020); CSS Color 4, section 10.2; WCAG 2.2.

use crate::geometry::Color;
use crate::theme::oklab::{Lab, linear};

/// A colour in OKLCH.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch {
    /// Lightness, 0 to 1.
    pub l: f32,
    /// Chroma, 0 is grey, about 0.3 the most that sRGB has.
    pub c: f32,
    /// Hue in degrees, 0 to 360; says nothing below a chroma of about 0.02.
    pub h: f32,
}

impl From<Lab> for Oklch {
    fn from(lab: Lab) -> Self {
        Self::new(lab.l, lab.chroma(), lab.b.atan2(lab.a).to_degrees())
    }
}

impl From<Color> for Oklch {
    fn from(color: Color) -> Self {
        Lab::of(color).into()
    }
}

impl Oklch {
    /// From lightness, chroma and hue.
    pub fn new(l: f32, c: f32, h: f32) -> Self {
        Self { l, c, h: h.rem_euclid(360.0) }
    }

    /// The sRGB colour; chroma is lowered until it is in gamut.
    pub fn to_color(self) -> Color {
        let (sin, cos) = self.h.to_radians().sin_cos();
        Lab::new(self.l, self.c, (cos, sin)).to_color()
    }

    /// Distance between two hues in degrees, 0 to 180.
    pub fn hue_distance(self, other: Oklch) -> f32 {
        let distance = (self.h - other.h).abs().rem_euclid(360.0);
        distance.min(360.0 - distance)
    }
}

/// Relative luminance of an opaque colour, 0 (black) to 1 (white): WCAG 2.2, "relative luminance".
pub fn luminance(color: Color) -> f32 {
    0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
}

/// Contrast ratio of two opaque colours, 1 to 21, in either order: WCAG 2.2, "contrast ratio".
pub fn contrast(one: Color, other: Color) -> f32 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// `over` laid over `under` with a share of 0 to 1, blended in sRGB as cards are painted; opaque.
pub fn mix(under: Color, over: Color, share: f32) -> Color {
    let share = share.clamp(0.0, 1.0);
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Color::rgb(channel(under.r, over.r), channel(under.g, over.g), channel(under.b, over.b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_survive_the_way_there_and_back() {
        for color in [Color::rgb(11, 42, 54), Color::rgb(255, 157, 92), Color::rgb(0, 0, 0), Color::rgb(255, 255, 255)]
        {
            let back = Oklch::from(color).to_color();
            for (a, b) in [(color.r, back.r), (color.g, back.g), (color.b, back.b)] {
                assert!(a.abs_diff(b) <= 1, "{color} came back as {back}");
            }
        }
    }

    #[test]
    fn black_on_white_has_the_largest_contrast() {
        assert!((contrast(Color::rgb(0, 0, 0), Color::rgb(255, 255, 255)) - 21.0).abs() < 0.01);
    }

    #[test]
    fn a_known_grey_has_its_known_contrast() {
        // #767676 is the lightest grey with 4.5:1 on white.
        let white = Color::rgb(255, 255, 255);
        assert!(contrast(Color::rgb(0x76, 0x76, 0x76), white) >= 4.5);
        assert!(contrast(Color::rgb(0x77, 0x77, 0x77), white) < 4.5);
    }
}

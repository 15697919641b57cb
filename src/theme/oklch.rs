//! OKLCH: colours by lightness, chroma and hue as the eye orders them.
//! Björn Ottosson, "A perceptual color space for image processing" (2020); CSS Color 4, section 10.2.

use crate::geometry::Color;

/// A colour in OKLCH.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch {
    /// Lightness, 0 to 1.
    pub l: f32,
    /// Chroma, 0 is grey, about 0.3 the most that sRGB has.
    pub c: f32,
    /// Hue in degrees, 0 to 360.
    pub h: f32,
}

/// A colour in OKLab.
pub type Oklab = [f32; 3];

/// The linear value of an 8-bit sRGB channel (IEC 61966-2-1).
pub fn linear(channel: u8) -> f32 {
    let value = f32::from(channel) / 255.0;
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn gamma(value: f32) -> f32 {
    if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 }
}

/// Linear sRGB to OKLab.
pub fn oklab(rgb: [f32; 3]) -> Oklab {
    let [r, g, b] = rgb;
    let l = (0.412_221_47 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

impl Oklch {
    /// From lightness, chroma and hue.
    pub fn new(l: f32, c: f32, h: f32) -> Self {
        Self { l, c, h: h.rem_euclid(360.0) }
    }

    /// From OKLab.
    pub fn from_lab([l, a, b]: Oklab) -> Self {
        Self::new(l, a.hypot(b), b.atan2(a).to_degrees())
    }

    /// The sRGB colour; chroma is lowered until it is in gamut.
    pub fn to_color(self) -> Color {
        let mut chroma = self.c;
        for _ in 0..64 {
            if let Some(color) = (Oklch { c: chroma, ..self }).exact() {
                return color;
            }
            chroma *= 0.95;
        }
        (Oklch { c: 0.0, l: self.l.clamp(0.0, 1.0), ..self }).exact().unwrap_or(Color::rgb(128, 128, 128))
    }

    fn exact(self) -> Option<Color> {
        let (sin, cos) = self.h.to_radians().sin_cos();
        let (a, b) = (self.c * cos, self.c * sin);
        let l = (self.l + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let m = (self.l - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
        let s = (self.l - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        let rgb = [
            4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
            -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s,
            -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
        ];
        let inside = rgb.iter().all(|channel| (-0.001..=1.001).contains(channel));
        inside.then(|| {
            let [r, g, b] = rgb.map(|channel| (gamma(channel.clamp(0.0, 1.0)) * 255.0).round() as u8);
            Color::rgb(r, g, b)
        })
    }

    /// Distance between two hues in degrees, 0 to 180.
    pub fn hue_distance(self, other: Oklch) -> f32 {
        let distance = (self.h - other.h).abs().rem_euclid(360.0);
        distance.min(360.0 - distance)
    }
}

/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance").
pub fn contrast(one: Color, other: Color) -> f32 {
    let luminance = |color: Color| 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_survive_the_way_there_and_back() {
        for color in [Color::rgb(11, 42, 54), Color::rgb(255, 157, 92), Color::rgb(0, 0, 0), Color::rgb(255, 255, 255)]
        {
            let lab = oklab([color.r, color.g, color.b].map(linear));
            let back = Oklch::from_lab(lab).to_color();
            for (a, b) in [(color.r, back.r), (color.g, back.g), (color.b, back.b)] {
                assert!(a.abs_diff(b) <= 1, "{color} came back as {back}");
            }
        }
    }

    #[test]
    fn black_on_white_has_the_largest_contrast() {
        assert!((contrast(Color::rgb(0, 0, 0), Color::rgb(255, 255, 255)) - 21.0).abs() < 0.01);
    }
}

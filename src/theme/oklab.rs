//! OKLab, a colour space in which equal steps look about equal (Björn Ottosson, 2020).
//! Conversions use tables and iteration instead of powers, so results do not depend on the maths library.

use std::sync::LazyLock;

use fearless_simd::{Level, dispatch};

use crate::geometry::Color;

/// sRGB channel to linear light (IEC 61966-2-1).
static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| {
        let value = value as f64 / 255.0;
        let linear = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        linear as f32
    })
});

/// Linear light of an sRGB channel, 0 to 1.
pub(crate) fn linear(channel: u8) -> f32 {
    LINEAR.get(usize::from(channel)).copied().unwrap_or(1.0)
}

/// The sRGB channel nearest to a linear light.
fn encoded(light: f32) -> u8 {
    let above = LINEAR.partition_point(|&value| value < light);
    let below = above.saturating_sub(1);
    let distance = |at: usize| LINEAR.get(at).map_or(f32::INFINITY, |value| (value - light).abs());
    u8::try_from(if distance(below) <= distance(above) { below } else { above }).unwrap_or(u8::MAX)
}

/// Cube root by Newton's method from an estimate of the exponent; without a branch, so that many can be taken at a time.
#[inline(always)]
fn cube_root(value: f32) -> f32 {
    let mut root = f32::from_bits(value.to_bits() / 3 + 0x2a51_37a0);
    for _ in 0..3 {
        root = (2.0 * root + value / (root * root)) / 3.0;
    }
    if value > 0.0 { root } else { 0.0 }
}

/// A colour in OKLab: lightness 0 to 1, and two opponent axes (green to red, blue to yellow), about ±0.3.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Lab {
    pub(crate) l: f32,
    pub(crate) a: f32,
    pub(crate) b: f32,
}

impl Lab {
    pub(crate) fn of(color: Color) -> Self {
        Lab::of_lights([color.r, color.g, color.b].map(linear))
    }

    /// As [`Lab::of`], of red, green and blue of many colours.
    pub(crate) fn of_all(colors: impl Iterator<Item = [u8; 3]>) -> Vec<Self> {
        let lights: Vec<[f32; 3]> = colors.map(|color| color.map(linear)).collect();
        let mut labs = vec![Lab::default(); lights.len()];
        dispatch!(Level::new(), _ => for (lab, lights) in labs.iter_mut().zip(&lights) {
            *lab = Lab::of_lights(*lights);
        });
        labs
    }

    #[inline(always)]
    fn of_lights([red, green, blue]: [f32; 3]) -> Self {
        let l = cube_root(0.412_221_47 * red + 0.536_332_55 * green + 0.051_445_995 * blue);
        let m = cube_root(0.211_903_5 * red + 0.680_699_5 * green + 0.107_396_96 * blue);
        let s = cube_root(0.088_302_46 * red + 0.281_718_85 * green + 0.629_978_7 * blue);
        Self {
            l: 0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
            a: 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
            b: 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
        }
    }

    /// A colour by lightness, chroma and the direction of its hue (a unit vector, or zero for grey).
    pub(crate) fn new(l: f32, chroma: f32, hue: (f32, f32)) -> Self {
        Self { l, a: chroma * hue.0, b: chroma * hue.1 }
    }

    pub(crate) fn chroma(self) -> f32 {
        (self.a * self.a + self.b * self.b).sqrt()
    }

    /// The hue as a unit vector; zero for a grey.
    pub(crate) fn hue(self) -> (f32, f32) {
        let chroma = self.chroma();
        if chroma < 1e-6 { (0.0, 0.0) } else { (self.a / chroma, self.b / chroma) }
    }

    #[inline(always)]
    pub(crate) fn squared(self, other: Self) -> f32 {
        let (l, a, b) = (self.l - other.l, self.a - other.a, self.b - other.b);
        l * l + a * a + b * b
    }

    fn lights(self) -> [f32; 3] {
        let cube = |value: f32| value * value * value;
        let l = cube(self.l + 0.396_337_78 * self.a + 0.215_803_76 * self.b);
        let m = cube(self.l - 0.105_561_346 * self.a - 0.063_854_17 * self.b);
        let s = cube(self.l - 0.089_484_18 * self.a - 1.291_485_5 * self.b);
        [
            4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
            -1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s,
            -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
        ]
    }

    fn in_gamut(self) -> bool {
        self.lights().iter().all(|light| (-0.0005..=1.0005).contains(light))
    }

    /// The nearest sRGB colour of the same lightness and hue: chroma gives way where sRGB ends.
    pub(crate) fn to_color(self) -> Color {
        let l = self.l.clamp(0.0, 1.0);
        let with = |share: f32| Self { l, a: self.a * share, b: self.b * share };
        let (mut low, mut high) = (0.0, 1.0);
        if with(1.0).in_gamut() {
            low = 1.0;
        } else {
            for _ in 0..16 {
                let middle = (low + high) / 2.0;
                if with(middle).in_gamut() { low = middle } else { high = middle }
            }
        }
        let [red, green, blue] = with(low).lights().map(encoded);
        Color::rgb(red, green, blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_colours_at_a_time_are_the_same_as_one() {
        let colours: Vec<[u8; 3]> = (0..1000_u32).map(|at| [at * 3, at * 7, at / 4].map(|value| value as u8)).collect();
        let expected: Vec<Lab> = colours.iter().map(|[r, g, b]| Lab::of(Color::rgb(*r, *g, *b))).collect();
        assert_eq!(Lab::of_all(colours.into_iter()), expected);
    }

    #[test]
    fn every_sampled_colour_survives_the_round_trip() {
        for at in 0..4096_u32 {
            let [r, g, b] = [at >> 8, at >> 4 & 15, at & 15].map(|v| (v * 17) as u8);
            assert_eq!(Lab::of(Color::rgb(r, g, b)).to_color(), Color::rgb(r, g, b));
        }
    }

    #[test]
    fn red_has_its_published_coordinates() {
        let red = Lab::of(Color::rgb(255, 0, 0));
        assert!((red.l - 0.628).abs() < 1e-3 && (red.a - 0.2249).abs() < 1e-3 && (red.b - 0.1258).abs() < 1e-3);
    }

    #[test]
    fn greys_have_no_chroma_and_white_is_one() {
        for value in 0..=255 {
            assert!(Lab::of(Color::rgb(value, value, value)).chroma() < 1e-3);
        }
        assert!((Lab::of(Color::rgb(255, 255, 255)).l - 1.0).abs() < 1e-3);
    }
}

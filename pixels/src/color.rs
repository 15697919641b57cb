//! Colours, and what is laid over pictures in them: a print's inks and a veil.
//! Channels are 8-bit sRGB.

use std::fmt;

/// A non-premultiplied sRGB colour with alpha, 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Alpha, 255 is opaque.
    pub a: u8,
}

impl Color {
    /// An opaque colour.
    pub const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b, a: 255 }
    }

    /// The colour without its alpha.
    pub const fn opaque(self) -> Self {
        Self { a: 255, ..self }
    }
}

/// `#rrggbb`, or `#rrggbbaa` when not opaque.
impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)?;
        if self.a != 255 {
            write!(f, "{:02x}", self.a)?;
        }
        Ok(())
    }
}

/// A print in inks of its own: luminance mapped from black to white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duotone {
    /// What black becomes.
    pub dark: Color,
    /// What the middle of the range becomes; midway between the ends without one.
    pub middle: Option<Color>,
    /// What white becomes.
    pub light: Color,
}

impl Duotone {
    /// Red, green and blue, 0 to 255, of a luminance of 0 to 1.
    pub fn at(&self, t: f32) -> [f32; 3] {
        let (from, to, t) = match self.middle {
            None => (self.dark, self.light, t),
            Some(middle) if t < 0.5 => (self.dark, middle, t * 2.0),
            Some(middle) => (middle, self.light, t * 2.0 - 1.0),
        };
        let mix = |from: u8, to: u8| f32::from(from) + (f32::from(to) - f32::from(from)) * t;
        [mix(from.r, to.r), mix(from.g, to.g), mix(from.b, to.b)]
    }
}

/// A colour laid over a picture, more or less from top to bottom. A `<rect>` or a gradient over the picture does the same
/// in whole steps of 8 bits, which show as bands in a dark blur; this is mixed before the picture is rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Veil {
    /// The colour; its alpha says nothing.
    pub color: Color,
    /// Height (0 top, 1 bottom of the painted box) and opacity (0 to 1) of each stop, from top to bottom.
    pub stops: [(f32, f32); Veil::STOPS],
}

impl Veil {
    /// Stops of a veil.
    pub const STOPS: usize = 6;

    /// The same everywhere.
    pub fn even(color: Color, opacity: f32) -> Self {
        Self { color, stops: [(0.0, opacity.clamp(0.0, 1.0)); Self::STOPS] }
    }

    /// From the first stops; the last one is repeated. None if there are none or more than [`Veil::STOPS`].
    pub fn new(color: Color, stops: &[(f32, f32)]) -> Option<Self> {
        let last = *stops.last()?;
        let mut veil = Self { color, stops: [last; Self::STOPS] };
        veil.stops.get_mut(..stops.len())?.copy_from_slice(stops);
        Some(veil)
    }

    /// Opacity at a height of 0 to 1.
    pub fn opacity(&self, at: f32) -> f32 {
        let mut before = self.stops.first().copied().unwrap_or_default();
        for stop in self.stops {
            if at < stop.0 {
                let share = if stop.0 > before.0 { (at - before.0) / (stop.0 - before.0) } else { 1.0 };
                return before.1 + (stop.1 - before.1) * share.clamp(0.0, 1.0);
            }
            before = stop;
        }
        before.1
    }

    /// The same colour laid over once more.
    #[must_use]
    pub fn thicker(mut self, opacity: f32) -> Self {
        for (_, own) in &mut self.stops {
            *own = 1.0 - (1.0 - *own) * (1.0 - opacity.clamp(0.0, 1.0));
        }
        self
    }
}

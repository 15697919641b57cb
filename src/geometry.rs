//! Rectangles, colours and veils that every stage after the credit file shares.
//! Lengths are CSS px at scale 1, y grows downwards, as in SVG.

pub use extra_credit_pixels::{Color, Duotone, Veil};

/// An axis-aligned rectangle in px.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width, not negative.
    pub width: f32,
    /// Height, not negative.
    pub height: f32,
}

impl Rect {
    /// A rectangle from its left top corner and its size.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// Right edge.
    pub fn right(&self) -> f32 {
        self.x + self.width
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }

    /// Whether `other` lies inside, `slack` px of overhang allowed.
    pub fn contains(&self, other: &Rect, slack: f32) -> bool {
        other.x >= self.x - slack
            && other.y >= self.y - slack
            && other.right() <= self.right() + slack
            && other.bottom() <= self.bottom() + slack
    }

    /// Whether the two share more than `slack` px in both directions.
    pub fn overlaps(&self, other: &Rect, slack: f32) -> bool {
        self.right().min(other.right()) - self.x.max(other.x) > slack
            && self.bottom().min(other.bottom()) - self.y.max(other.y) > slack
    }

    /// The smallest rectangle around both.
    pub fn union(&self, other: &Rect) -> Rect {
        let x = self.x.min(other.x);
        let y = self.y.min(other.y);
        Rect::new(x, y, self.right().max(other.right()) - x, self.bottom().max(other.bottom()) - y)
    }
}

/// Reads a CSS colour: hex, a name, `rgb()` or `transparent`.
pub fn parse_color(text: &str) -> Option<Color> {
    if text.trim().eq_ignore_ascii_case("rebeccapurple") {
        // The one name that CSS got after SVG.
        return Some(Color::rgb(0x66, 0x33, 0x99));
    }
    let color: svgtypes::Color = text.parse().ok()?;
    Some(Color { r: color.red, g: color.green, b: color.blue, a: color.alpha })
}

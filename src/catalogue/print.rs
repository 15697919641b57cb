//! Formats on paper: how long a px of the layout is, and the smallest type that is read in print.

use serde::{Deserialize, Serialize};

/// Millimetres of an inch.
pub(crate) const INCH: f32 = 25.4;
/// Smallest size of names in points: what liner notes are set in, and still read in print.
const NAME_POINTS: f32 = 6.0;
/// Smallest size of labels in points.
const LABEL_POINTS: f32 = 5.0;

/// A page on paper, as its format has it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Print {
    /// Width of the finished page in mm.
    pub width: f32,
    /// Height of the finished page in mm.
    pub height: f32,
    /// What is cut off at each side, in mm.
    pub bleed: f32,
    /// Pixels an inch of pictures.
    pub dpi: u16,
    /// Px of the layout a mm.
    pub px_per_mm: f32,
}

impl Print {
    /// Points (1/72 in) of a px of the layout.
    pub fn points(&self) -> f32 {
        72.0 / INCH / self.px_per_mm
    }

    /// Pixels of a px of the layout.
    pub fn scale(&self) -> f32 {
        f32::from(self.dpi) / INCH / self.px_per_mm
    }

    /// Px of the layout of a size in points.
    fn px(&self, points: f32) -> f32 {
        points / self.points()
    }

    /// Smallest size of names in px of the layout: 6 points.
    pub fn name_floor(&self) -> f32 {
        self.px(NAME_POINTS)
    }

    /// Smallest size of labels in px of the layout: 5 points.
    pub fn label_floor(&self) -> f32 {
        self.px(LABEL_POINTS)
    }
}

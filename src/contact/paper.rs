//! Sizes of paper, as proportions: a sheet is as wide as asked, and as high as paper is then.

/// A size of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 mm
    A4,
    /// 8.5 by 11 inches
    Letter,
}

impl Paper {
    /// The height of a page of that width in px, upright or on its side.
    pub fn height(self, width: f32, landscape: bool) -> f32 {
        let (short, long) = match self {
            Paper::A4 => (210.0, 297.0),
            Paper::Letter => (8.5, 11.0),
        };
        (width * if landscape { short / long } else { long / short }).round()
    }
}

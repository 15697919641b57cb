//! Cards on paper: sizes by name or by measure, with bleed and resolution, each of which is a format of its own.
//! The named sizes are `assets/print.yaml`; a page that is larger than the finished one by its bleed is laid out as one page.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};

use crate::catalogue::formats::{Format, Insets, Shape};
use crate::catalogue::print::INCH;
pub use crate::catalogue::print::Print;

/// Px of the shorter side of the finished page: templates are made for pages of this size.
const SIDE: f32 = 1080.0;
/// Sides of a finished page in mm.
const SIDES: std::ops::RangeInclusive<f32> = 60.0..=900.0;
/// Most bleed in mm.
const MOST_BLEED: f32 = 6.0;
/// Resolutions in pixels an inch.
const RESOLUTIONS: std::ops::RangeInclusive<u16> = 72..=1200;
/// What is printed on: a size with its bleed and its resolution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Name of the size, or its measures as they were written.
    pub size: String,
    /// What is cut off at each side, in mm; none for 3 mm.
    pub bleed: Option<f32>,
    /// Pixels an inch of pictures; none for 300.
    pub dpi: Option<u16>,
}

// Measures are numbers, which parsing has seen to.
impl Eq for Paper {}

impl std::hash::Hash for Paper {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.size.hash(state);
        self.bleed.map(f32::to_bits).hash(state);
        self.dpi.hash(state);
    }
}

/// Why a size is of no use.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PaperError {
    /// Neither a name nor measures.
    #[error("no size for print is called `{0}`")]
    Unknown(String),
    /// Too small or too large.
    #[error("a side of `{size}` has {mm} mm, sides for print have {} to {} mm", SIDES.start(), SIDES.end())]
    Side {
        /// As it was written.
        size: String,
        /// The side.
        mm: f32,
    },
    /// Longer than templates can fill.
    #[error("`{0}` is more than four times as long as wide")]
    Slender(String),
    /// More bleed than there is use for.
    #[error("a bleed has 0 to {MOST_BLEED} mm, not {0}")]
    Bleed(f32),
    /// A resolution that pictures do not have.
    #[error("a resolution has {} to {} dpi, not {dpi}", RESOLUTIONS.start(), RESOLUTIONS.end())]
    Dpi {
        /// The resolution.
        dpi: u16,
    },
}

impl PaperError {
    /// What to do.
    pub fn hint(&self) -> String {
        match self {
            PaperError::Unknown(_) => {
                let known: Vec<&str> = sizes().iter().map(|size| size.name.as_str()).collect();
                format!("there are {}; own sizes are such as 210x297mm or 12x12in", known.join(", "))
            }
            PaperError::Side { .. } | PaperError::Slender(_) => "sizes are such as 210x297mm or 12x12in".to_owned(),
            PaperError::Bleed(_) => "printers ask for 3 mm, or 0.125 in".to_owned(),
            PaperError::Dpi { .. } => "printers ask for 300".to_owned(),
        }
    }
}

/// A named size.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Name on the command line.
    pub name: String,
    /// Width of the finished page in mm.
    pub width: f32,
    /// Height of the finished page in mm.
    pub height: f32,
    /// What it is.
    pub summary: String,
}

/// All named sizes, in the order of the data.
pub fn sizes() -> &'static [Size] {
    static SIZES: OnceLock<Vec<Size>> = OnceLock::new();
    // The data is part of the program; a test reads it.
    SIZES.get_or_init(|| serde_yaml::from_str(include_str!("../../assets/print.yaml")).unwrap_or_default())
}

impl Paper {
    /// A size by its name or by its measures, with the usual bleed and resolution.
    pub fn new(size: &str) -> Paper {
        Paper { size: size.trim().to_lowercase(), bleed: None, dpi: None }
    }

    /// The format of the page. The same paper has the same format for as long as the program runs.
    ///
    /// # Errors
    /// A size that is unknown or of no use.
    pub fn format(&self) -> Result<&'static Format, PaperError> {
        static KNOWN: Mutex<BTreeMap<String, &'static Format>> = Mutex::new(BTreeMap::new());
        let format = self.laid_out()?;
        let key = format!("{format:?}");
        // Formats are lent for as long as the program runs, and a run has few of paper.
        Ok(KNOWN
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(key)
            .or_insert_with(|| Box::leak(Box::new(format))))
    }

    fn laid_out(&self) -> Result<Format, PaperError> {
        let named = sizes().iter().find(|size| size.name == self.size);
        let (width, height) = match named {
            Some(size) => (size.width, size.height),
            None => measures(&self.size).ok_or_else(|| PaperError::Unknown(self.size.clone()))?,
        };
        for mm in [width, height] {
            if !SIDES.contains(&mm) {
                return Err(PaperError::Side { size: self.size.clone(), mm });
            }
        }
        let (short, long) = (width.min(height), width.max(height));
        if long > 4.0 * short {
            return Err(PaperError::Slender(self.size.clone()));
        }
        let bleed = self.bleed.unwrap_or(3.0);
        if !(0.0..=MOST_BLEED).contains(&bleed) {
            return Err(PaperError::Bleed(bleed));
        }
        let dpi = self.dpi.unwrap_or(300);
        if !RESOLUTIONS.contains(&dpi) {
            return Err(PaperError::Dpi { dpi });
        }
        let px_per_mm = SIDE / short;
        let px = |mm: f32| (mm * px_per_mm).round();
        // Text stays off the cut: 4 mm, of small pages a thirtieth of the side.
        let inset = px(bleed + (short / 30.0).min(4.0));
        let shape = match width / height {
            ratio if ratio > 1.2 => Shape::Wide,
            ratio if ratio < 1.0 / 1.2 => Shape::Tall,
            _ => Shape::Square,
        };
        Ok(Format {
            name: self.size.replace(['.', ','], "-"),
            width: px(width + 2.0 * bleed),
            height: px(height + 2.0 * bleed),
            shape,
            safe: Insets { top: inset, right: inset, bottom: inset, left: inset },
            summary: named.map_or_else(|| "own size for print".to_owned(), |size| size.summary.clone()),
            print: Some(Print { width, height, bleed, dpi, px_per_mm }),
        })
    }
}

/// Measures such as `210x297mm` or `12x12in`, in mm.
fn measures(text: &str) -> Option<(f32, f32)> {
    let (numbers, unit) = match (text.strip_suffix("mm"), text.strip_suffix("in"), text.strip_suffix("cm")) {
        (Some(rest), _, _) => (rest, 1.0),
        (_, Some(rest), _) => (rest, INCH),
        (_, _, Some(rest)) => (rest, 10.0),
        _ => return None,
    };
    let (width, height) = numbers.trim().split_once(['x', '×'])?;
    let number = |text: &str| text.trim().parse::<f32>().ok().filter(|number| number.is_finite());
    Some((number(width)? * unit, number(height)? * unit))
}

/// A length such as `3mm` or `0.125in`, in mm; a bare number is mm.
pub fn length(text: &str) -> Option<f32> {
    let (number, unit) = match (text.strip_suffix("mm"), text.strip_suffix("in")) {
        (Some(rest), _) => (rest, 1.0),
        (_, Some(rest)) => (rest, INCH),
        _ => (text, 1.0),
    };
    number.trim().parse::<f32>().ok().filter(|number| number.is_finite()).map(|number| number * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(size: &str) -> Paper {
        Paper::new(size)
    }

    #[test]
    fn named_sizes_are_read_and_each_is_a_format() {
        assert_eq!(sizes().len(), 5);
        for size in sizes() {
            let format = paper(&size.name).format().expect("a format");
            let print = format.print.expect("on paper");
            assert_eq!((print.width, print.height), (size.width, size.height), "{}", size.name);
            assert_eq!(print.bleed, 3.0);
        }
    }

    #[test]
    fn a_page_is_larger_than_the_finished_one_by_its_bleed() {
        let format = Paper { bleed: Some(5.0), ..paper("200x300mm") }.format().expect("a format");
        let print = format.print.expect("on paper");
        assert_eq!(print.px_per_mm, 5.4);
        assert_eq!((format.width, format.height), (1134.0, 1674.0));
        // 210 by 310 mm at 300 dpi.
        assert_eq!((format.width * print.scale()).round(), 2480.0);
        assert_eq!((format.height * print.points()).round(), 879.0);
        assert_eq!(format.shape, Shape::Tall);
        assert!(format.safe.left >= 5.4 * 9.0 - 1.0);
    }

    #[test]
    fn names_keep_six_points_on_any_paper() {
        for size in ["12in-jacket", "cd-booklet", "7in-jacket"] {
            let print = paper(size).format().expect("a format").print.expect("on paper");
            assert!((print.name_floor() * print.points() - 6.0).abs() < 0.01, "{size}");
            assert!(print.label_floor() < print.name_floor());
        }
    }

    #[test]
    fn measures_are_read_in_millimetres_centimetres_and_inches() {
        assert_eq!(measures("210x297mm"), Some((210.0, 297.0)));
        assert_eq!(measures("21 x 29.7 cm"), Some((210.0, 297.0)));
        assert_eq!(measures("12x12in"), Some((12.0 * INCH, 12.0 * INCH)));
        for wrong in ["210x297", "x297mm", "210mm", "nanxnanmm", "12in", ""] {
            assert_eq!(measures(wrong), None, "{wrong}");
        }
        assert_eq!((length("3"), length("3mm"), length("0.125in")), (Some(3.0), Some(3.0), Some(3.175)));
        assert_eq!(length("wide"), None);
    }

    #[test]
    fn what_is_of_no_use_says_the_limit_and_the_value() {
        let error = |paper: Paper| paper.format().expect_err("an error").to_string();
        assert_eq!(error(paper("letterhead")), "no size for print is called `letterhead`");
        assert_eq!(error(paper("20x200mm")), "a side of `20x200mm` has 20 mm, sides for print have 60 to 900 mm");
        assert_eq!(error(paper("60x300mm")), "`60x300mm` is more than four times as long as wide");
        assert_eq!(error(Paper { bleed: Some(30.0), ..paper("12in-jacket") }), "a bleed has 0 to 6 mm, not 30");
        assert_eq!(error(Paper { dpi: Some(20), ..paper("12in-jacket") }), "a resolution has 72 to 1200 dpi, not 20");
        assert!(PaperError::Unknown("x".into()).hint().contains("12in-jacket"));
    }

    #[test]
    fn the_same_paper_has_the_same_format() {
        let same = std::ptr::eq(
            paper("12in-jacket").format().expect("a format"),
            Paper::new(" 12IN-jacket ").format().expect("a format"),
        );
        assert!(same);
    }
}

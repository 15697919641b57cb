//! Formats: named page sizes with the part of the page that platforms leave free.
//! The data is `assets/formats.yaml`.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::catalogue::print::Print;
use crate::geometry::Rect;

/// A named page size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// Name on the command line and in YAML.
    pub name: String,
    /// Page width in px.
    pub width: f32,
    /// Page height in px.
    pub height: f32,
    /// Square, tall or wide: decides the smallest legible sizes.
    pub shape: Shape,
    /// What platforms cover or crop.
    pub safe: Insets,
    /// What it is for.
    pub summary: String,
    /// How large it is on paper; none for a screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub print: Option<Print>,
}

/// Distances from the page's edges in px.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "sides")]
pub struct Insets {
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
    pub left: f32,
}

/// The kind of a format's aspect ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "shapes")]
pub enum Shape {
    Square,
    Tall,
    Wide,
}

impl Format {
    /// Where text may stand.
    pub fn safe_area(&self) -> Rect {
        let Insets { top, right, bottom, left } = self.safe;
        Rect::new(left, top, self.width - left - right, self.height - top - bottom)
    }

    /// Smallest size of names in px, legible on a phone: 22 px per 1080 px of width, 20 px per 1200 px in wide formats; on
    /// paper 6 points.
    pub fn name_floor(&self) -> f32 {
        match (self.print, self.shape) {
            (Some(print), _) => print.name_floor(),
            (None, Shape::Wide) => (20.0 * self.width / 1200.0).ceil(),
            _ => (22.0 * self.width / 1080.0).ceil(),
        }
    }

    /// Smallest size of labels in px: 18 px per 1080 px of width, 16 px per 1200 px in wide formats; on paper 5 points.
    pub fn label_floor(&self) -> f32 {
        match (self.print, self.shape) {
            (Some(print), _) => print.label_floor(),
            (None, Shape::Wide) => (16.0 * self.width / 1200.0).ceil(),
            _ => (18.0 * self.width / 1080.0).ceil(),
        }
    }
}

/// All formats, in the order of the data.
pub fn formats() -> &'static [Format] {
    static FORMATS: OnceLock<Vec<Format>> = OnceLock::new();
    // The data is part of the program; a test reads it.
    FORMATS.get_or_init(|| serde_yaml::from_str(include_str!("../../assets/formats.yaml")).unwrap_or_default())
}

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    formats().iter().find(|format| format.name == name)
}

/// The formats of a card that asks for none.
pub const DEFAULT_FORMATS: [&str; 4] = ["square", "portrait", "story", "landscape"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_data_is_read_and_the_defaults_exist() {
        assert_eq!(formats().len(), 8);
        assert!(DEFAULT_FORMATS.iter().all(|name| format(name).is_some()));
    }

    #[test]
    fn a_reel_is_a_story_with_more_covered_at_the_bottom() {
        let (story, reel) = (format("story").expect("a format"), format("reel").expect("a format"));
        assert_eq!((story.width, story.height), (reel.width, reel.height));
        assert_eq!((story.safe.top, story.safe.bottom), (269.0, 384.0));
        assert_eq!((reel.safe.top, reel.safe.bottom), (269.0, 672.0));
    }

    #[test]
    fn floors_follow_the_width() {
        let square = format("square").expect("a format");
        assert_eq!((square.name_floor(), square.label_floor()), (22.0, 18.0));
        let wide = format("wide").expect("a format");
        assert_eq!((wide.name_floor(), wide.label_floor()), (27.0, 22.0));
    }
}

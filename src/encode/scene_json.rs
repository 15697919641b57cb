//! A scene as JSON: texts with their boxes, pictures and names, for checks and for other programs.
//! Glyphs are left out; numbers are px at scale 1, rounded to hundredths.

use serde::{Deserialize, Serialize};

use crate::geometry::Rect;
use crate::scene::{PictureItem, Scene, TextItem};

/// Version of the layout of this JSON; grows when a key changes its meaning or goes.
pub const VERSION: u32 = 1;

/// A page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageJson {
    /// [`VERSION`].
    pub version: u32,
    /// Name of the format.
    pub format: String,
    /// Name of the template.
    pub template: String,
    /// Number of the page, from 1.
    pub page: u32,
    /// Pages of the card.
    pub pages: u32,
    /// Px.
    pub width: f64,
    /// Px.
    pub height: f64,
    /// Where the platforms cover nothing.
    pub safe_area: BoxJson,
    /// `#rrggbb`.
    pub ground: String,
    /// Texts in paint order.
    pub texts: Vec<TextJson>,
    /// Pictures in paint order.
    pub pictures: Vec<PictureJson>,
    /// Strings of the texts of kind `name`, in order.
    pub names: Vec<String>,
    /// What was left out because the card was told to.
    pub omitted: Vec<OmittedJson>,
}

/// A rectangle in px.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoxJson {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextJson {
    /// As shown.
    pub string: String,
    /// The field that it shows.
    pub field: String,
    /// What it is, such as `name`.
    pub kind: String,
    /// Layout box.
    #[serde(rename = "box")]
    pub area: BoxJson,
    /// Box around the ink.
    pub ink: BoxJson,
    /// The font asked for.
    pub font: FontJson,
    /// Font size in px.
    pub size: f64,
    /// `#rrggbb`, or `#rrggbbaa` when not opaque.
    pub color: String,
    /// The lines, first to last.
    pub lines: Vec<LineJson>,
}

/// A font.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FontJson {
    /// First family.
    pub family: String,
    /// CSS weight.
    pub weight: u16,
}

/// A line of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineJson {
    /// Its characters.
    pub string: String,
    /// From the first glyph's origin to the end of the last; as high as the line height.
    #[serde(rename = "box")]
    pub area: BoxJson,
    /// Px from the top of the page.
    pub baseline: f64,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureJson {
    /// What it shows.
    pub field: String,
    /// Where.
    #[serde(rename = "box")]
    pub area: BoxJson,
    /// The part shown, in picture pixels.
    pub crop: BoxJson,
}

/// A text left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OmittedJson {
    /// The field.
    pub field: String,
    /// The text.
    pub string: String,
}

/// Writes a scene as indented JSON with a fixed order of keys and a line end.
pub fn to_json(scene: &Scene) -> String {
    // Strings, numbers and lists always serialise; there is no error to report.
    let mut json = serde_json::to_string_pretty(&PageJson::from(scene)).unwrap_or_default();
    json.push('\n');
    json
}

impl From<&Scene> for PageJson {
    fn from(scene: &Scene) -> Self {
        Self {
            version: VERSION,
            format: scene.format.clone(),
            template: scene.template.clone(),
            page: scene.page,
            pages: scene.pages,
            width: rounded(scene.width),
            height: rounded(scene.height),
            safe_area: scene.safe_area.into(),
            ground: scene.ground.to_string(),
            texts: scene.texts().map(TextJson::from).collect(),
            pictures: scene.pictures().map(PictureJson::from).collect(),
            names: scene.texts().filter(|text| text.kind == "name").map(|text| text.string.clone()).collect(),
            omitted: scene
                .omitted
                .iter()
                .map(|omitted| OmittedJson { field: omitted.field.clone(), string: omitted.string.clone() })
                .collect(),
        }
    }
}

impl From<&TextItem> for TextJson {
    fn from(text: &TextItem) -> Self {
        let lines = text.lines.iter().map(|line| LineJson {
            string: line.string.clone(),
            area: line.rect.into(),
            baseline: rounded(line.baseline),
        });
        Self {
            string: text.string.clone(),
            field: text.field.clone(),
            kind: text.kind.clone(),
            area: text.rect.into(),
            ink: text.ink.into(),
            font: FontJson { family: text.family.clone(), weight: text.weight },
            size: rounded(text.size),
            color: text.color.to_string(),
            lines: lines.collect(),
        }
    }
}

impl From<&PictureItem> for PictureJson {
    fn from(picture: &PictureItem) -> Self {
        Self { field: picture.field.clone(), area: picture.rect.into(), crop: picture.crop.into() }
    }
}

impl From<Rect> for BoxJson {
    fn from(rect: Rect) -> Self {
        Self { x: rounded(rect.x), y: rounded(rect.y), width: rounded(rect.width), height: rounded(rect.height) }
    }
}

/// Hundredths; JSON has neither infinities nor a use for `-0.0`.
fn rounded(value: f32) -> f64 {
    let value = (f64::from(value) * 100.0).round() / 100.0;
    if value.is_finite() && value != 0.0 { value } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Color;
    use crate::scene::{Item, Line, Omitted};

    fn scene() -> Scene {
        let line = Line {
            string: "Petra".into(),
            rect: Rect::new(-0.001, 10.0 / 3.0, 80.0, 30.0),
            baseline: 24.666,
            runs: vec![],
        };
        let text = |kind: &str, string: &str| {
            Item::Text(TextItem {
                field: "credits[0].names[0]".into(),
                kind: kind.into(),
                string: string.into(),
                rect: Rect::new(0.0, 1.0, 80.0, 30.0),
                ink: Rect::new(1.0, f32::NAN, 78.0, 20.0),
                family: "Inter".into(),
                weight: 400,
                size: 22.005,
                color: Color { r: 1, g: 2, b: 3, a: 128 },
                lines: vec![line.clone()],
            })
        };
        Scene {
            format: "square".into(),
            template: "liner".into(),
            width: 1080.0,
            height: 1350.0,
            safe_area: Rect::new(56.0, 56.0, 968.0, 1238.0),
            page: 1,
            pages: 2,
            ground: Color::rgb(16, 32, 48),
            items: vec![text("role", "Cello"), text("name", "Petra"), text("name", "\u{6728}\u{6751} \"Hana\"")],
            omitted: vec![Omitted { field: "credits[3].names[1]".into(), string: "Bo".into() }],
        }
    }

    #[test]
    fn json_reads_back_into_the_same_page() {
        let page = PageJson::from(&scene());
        let read: PageJson = serde_json::from_str(&to_json(&scene())).expect("valid json");
        assert_eq!(read, page);
    }

    #[test]
    fn names_are_listed_in_paint_order_and_roles_are_not() {
        assert_eq!(PageJson::from(&scene()).names, ["Petra", "\u{6728}\u{6751} \"Hana\""]);
    }

    #[test]
    fn numbers_are_hundredths_without_minus_zero_or_not_a_number() {
        let json = to_json(&scene());
        assert!(json.contains("\"x\": 0.0,\n            \"y\": 3.33,"), "{json}");
        assert!(json.contains("\"baseline\": 24.67"));
        assert!(!json.contains("null") && !json.contains("-0.0"));
    }

    #[test]
    fn keys_stand_in_the_documented_order() {
        let json = to_json(&scene());
        let keys = [
            "version",
            "format",
            "template",
            "page",
            "pages",
            "width",
            "height",
            "safe_area",
            "ground",
            "texts",
            "pictures",
            "names",
            "omitted",
        ];
        let places: Vec<_> = keys.iter().map(|key| json.find(&format!("\n  \"{key}\":")).expect(key)).collect();
        assert!(places.is_sorted());
        assert!(json.ends_with("}\n") && json.contains("\"color\": \"#01020380\""));
    }
}

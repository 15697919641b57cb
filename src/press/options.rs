//! What a caller may choose about how cards look, as plain data: it can be written, read, compared and hashed.
//! It is all that decides a card beside the record, its kit, their files, the fonts and the program, so it is part of its key.

use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::card::{Format, Group, Labels, Order, Overflow, Paper};
use crate::catalogue::platforms::Placement;
use crate::encode::{Encoding, MaxBytes};
use crate::post::Captions;
use crate::press::overrides::FontChoice;

/// What is chosen; what is not is the record's choice, else its brand kit's, else the usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Names of formats; empty for the record's own.
    pub formats: Vec<String>,
    /// Name of a template, or the path of a file.
    pub template: Option<String>,
    /// Name of a theme, or a colour for the ground.
    pub theme: Option<String>,
    /// What happens to names that do not fit.
    pub overflow: Option<Overflow>,
    /// Order of the roles.
    pub order: Option<Order>,
    /// By role or by person.
    pub group: Option<Group>,
    /// Name of a pairing of type.
    pub r#type: Option<String>,
    /// Whether roles next to each other that the same people hold may share a label.
    pub join_roles: Option<bool>,
    /// Whose handles are printed, as `card: {handles: …}` says it.
    pub handles: Option<String>,
    /// How labels of roles are printed.
    pub labels: Option<Labels>,
    /// BCP 47 language of what cards say and their files do not.
    pub language: Option<String>,
    /// BCP 47 languages of labels: two, or none for that of the card.
    pub bilingual: Vec<String>,
    /// The placement that the card is for, as `instagram/story`; none if it is for no one in particular.
    pub post: Option<String>,
    /// Templates of captions; empty for the program's own.
    pub captions: Captions,
    /// Families or font files that cards are set in.
    pub fonts: Vec<FontChoice>,
    /// Cover of records that name none, with fields in braces.
    pub artwork: Option<String>,
    /// Folder that paths of pictures are relative to, instead of that of each credit file.
    pub artwork_folder: Option<PathBuf>,
    /// What to do about characters that no font has.
    pub missing_glyphs: MissingGlyphs,
    /// Size in device px per px.
    pub scale: Scale,
    /// The files that are made of a card.
    pub encodings: Vec<Encoding>,
    /// Bytes that a file has at most.
    pub max_bytes: Option<MaxBytes>,
    /// Whether a PNG carries the credit file of its card.
    pub embed_source: bool,
    /// What is printed on, instead of formats.
    pub print: Option<Paper>,
}

impl Options {
    /// The options for the post of a placement: its format, its size, the first of its file types that the program writes, and
    /// what does not fit a single picture summed up. None if it takes no type that the program writes.
    #[must_use]
    pub fn of_post(&self, placement: &Placement) -> Option<Options> {
        let format = placement.format()?;
        let encoding = placement.types().find_map(|kind| match kind {
            "jpeg" => Some(Encoding::JPEG),
            "png" => Some(Encoding::PNG),
            "webp" => Some(Encoding::WebP),
            "pdf" if cfg!(feature = "pdf") => Some(Encoding::Pdf),
            _ => None,
        })?;
        Some(Options {
            formats: vec![format.name.clone()],
            overflow: if placement.is_single() { Some(Overflow::Summary) } else { self.overflow },
            scale: Scale::try_from(placement.width as f32 / format.width).ok()?,
            encodings: vec![encoding],
            max_bytes: placement.bytes.map(MaxBytes).into_iter().chain(self.max_bytes).min_by_key(|most| most.0),
            print: None,
            post: Some(placement.id()),
            ..self.clone()
        })
    }

    /// The options as far as one file of one card depends on them: other formats and other files are not made otherwise
    /// because this one is made too.
    #[must_use]
    pub fn of_file(&self, format: &Format, encoding: Encoding) -> Options {
        Options { formats: vec![format.name.clone()], encodings: vec![encoding], ..self.clone() }
    }
}

/// What is done about characters that no font has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingGlyphs {
    /// The card is not made, and they are listed.
    #[default]
    Error,
    /// A visible replacement is drawn, with a warning.
    Replace,
}

/// Device px per px, 0.1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f32", into = "f32")]
pub struct Scale(f32);

/// A scale that is no number, or smaller than 0.1 or larger than 8.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("the scale is 0.1 to 8, not {0}")]
pub struct UnusableScale(f32);

impl Scale {
    /// As a factor.
    pub fn get(self) -> f32 {
        self.0
    }
}

impl Default for Scale {
    fn default() -> Self {
        Scale(1.0)
    }
}

impl TryFrom<f32> for Scale {
    type Error = UnusableScale;

    fn try_from(factor: f32) -> Result<Scale, UnusableScale> {
        if (0.1..=8.0).contains(&factor) { Ok(Scale(factor)) } else { Err(UnusableScale(factor)) }
    }
}

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Scale, String> {
        let factor: f32 = text.parse().map_err(|_| format!("`{text}` is not a number"))?;
        Scale::try_from(factor).map_err(|_| format!("the scale is 0.1 to 8, not {text}"))
    }
}

impl From<Scale> for f32 {
    fn from(scale: Scale) -> f32 {
        scale.0
    }
}

// It is a number, and no zero of two signs.
impl Eq for Scale {}

impl std::hash::Hash for Scale {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_a_number_within_its_limits() {
        assert_eq!(Scale::try_from(2.0).map(Scale::get), Ok(2.0));
        for factor in [0.0, 0.09, 8.1, -1.0, f32::INFINITY, f32::NAN] {
            assert!(Scale::try_from(factor).is_err(), "{factor}");
        }
        assert!(serde_json::from_str::<Options>(r#"{"scale": 9}"#).is_err());
    }

    #[test]
    fn options_are_what_they_were_when_they_are_read_back() {
        let options = Options {
            theme: Some("dark".into()),
            overflow: Some(Overflow::Summary),
            encodings: vec![Encoding::Png { optimize: true, indexed: false }, Encoding::Svg],
            ..Options::default()
        };
        let text = serde_json::to_string(&options).expect("text");
        assert_eq!(serde_json::from_str::<Options>(&text).expect("options"), options);
        assert_eq!(serde_json::from_str::<Options>("{}").expect("options"), Options::default());
    }
}

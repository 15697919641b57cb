//! Faces from outside, given as bytes, and why some are refused.

use std::sync::Arc;

use harfrust::font::{Format, attribute::Style, name::NameId};
use thiserror::Error;

use super::{Face, Fonts};

/// Largest font file read, in bytes: the largest in use (Noto CJK, all languages) has 110 MB.
pub(super) const MAX_BYTES: u64 = crate::limits::FONT_BYTES;

/// Why a font was refused.
#[derive(Debug, Error)]
pub enum FontError {
    /// The directory or a file in it cannot be read.
    #[error("cannot read font {path}: {source}")]
    Read {
        /// The path.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is none, or cannot be read.
    #[error("cannot read font {origin}: {reason}")]
    Unread {
        /// The path.
        origin: String,
        /// Why.
        reason: String,
    },
    /// Compressed for the web.
    #[error("{origin} is a web font (woff): convert it to ttf or otf first")]
    Woff {
        /// Path or name.
        origin: String,
    },
    /// No font in it.
    #[error("{origin} is not a ttf, otf or ttc font")]
    Format {
        /// Path or name.
        origin: String,
    },
    /// Too large to read.
    #[error("{origin} has {bytes} bytes, more than the {MAX_BYTES} allowed for a font")]
    Size {
        /// Path or name.
        origin: String,
        /// Its size.
        bytes: u64,
    },
    /// The list is full.
    #[error("{origin} does not fit: at most 65535 faces can be loaded")]
    Count {
        /// Path or name.
        origin: String,
    },
}

impl Fonts {
    /// Adds every face of a font file given as bytes; `origin` names it in messages. The number of faces added.
    pub fn add_data(&mut self, data: Vec<u8>, origin: &str) -> Result<usize, FontError> {
        let origin = origin.to_owned();
        if matches!(data.get(..4), Some(b"wOFF" | b"wOF2")) {
            return Err(FontError::Woff { origin });
        }
        let Some(format) = Format::new(&data).filter(Format::is_sfnt) else {
            return Err(FontError::Format { origin });
        };
        let data = Arc::new(data);
        let mut added = 0;
        for index in 0..format.num_fonts() {
            let Some(font) = harfrust::Font::new(harfrust::font::Blob::Shared(data.clone()), index) else { continue };
            let name = |id: NameId| {
                let name = font.names().get(id)?.english_or_first()?;
                Some(name.name().chars().collect::<String>()).filter(|n| !n.is_empty())
            };
            let Some(family) = name(NameId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(NameId::FAMILY_NAME)) else {
                continue;
            };
            let attributes = font.default_attributes();
            let weight = (attributes.weight.value().clamp(1.0, 1000.0)) as u16;
            let italic = !matches!(attributes.style, Style::Normal);
            let face = Face::shared(data.clone(), index, family, weight, italic, &origin);
            if face.ab_glyph().is_none() {
                continue;
            }
            if !self.push(face) {
                return Err(FontError::Count { origin });
            }
            added += 1;
        }
        if added == 0 { Err(FontError::Format { origin }) } else { Ok(added) }
    }
}

//! The quality of a JPEG, as a number that is one.
//! It reads itself from text, for the command line, and from a number, for files.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Quality of a JPEG, 1 to 100, as encoders count since libjpeg: its quantisation tables are those of its specification at 50.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Quality(u8);

/// A quality that is not 1 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the quality is 1 to 100, not {0}")]
pub struct UnusableQuality(u8);

impl Quality {
    /// 90: type on a card keeps its edges.
    pub const USUAL: Quality = Quality(90);

    /// As a number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl Default for Quality {
    fn default() -> Self {
        Quality::USUAL
    }
}

impl TryFrom<u8> for Quality {
    type Error = UnusableQuality;

    fn try_from(quality: u8) -> Result<Quality, UnusableQuality> {
        if (1..=100).contains(&quality) { Ok(Quality(quality)) } else { Err(UnusableQuality(quality)) }
    }
}

impl FromStr for Quality {
    type Err = String;

    fn from_str(text: &str) -> Result<Quality, String> {
        let quality = text.parse::<u8>().map_err(|_| format!("the quality is 1 to 100, not {text}"))?;
        Quality::try_from(quality).map_err(|error| error.to_string())
    }
}

impl From<Quality> for u8 {
    fn from(quality: Quality) -> u8 {
        quality.0
    }
}

//! Files within a number of bytes: what is least to be seen is tried first, and what was done is told.
//! A file that cannot be made so small is an error: none is ever larger than it may be.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{EncodeError, Encoded, Encoding, Pictures, Quality};

/// Qualities of JPEGs below the one that was asked for, from the highest.
const QUALITIES: [u8; 10] = [85, 80, 75, 70, 65, 60, 55, 50, 45, 40];
/// Qualities with subsampling, which is worse than a lower quality but for the lowest ones.
const SUBSAMPLED: [u8; 3] = [45, 35, 25];

/// Bytes that a file has at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MaxBytes(pub u64);

/// A number of bytes that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no number of bytes such as 300k or 1.5M")]
pub struct NoBytes(String);

impl FromStr for MaxBytes {
    type Err = NoBytes;

    /// Reads `300k`, `300 kB`, `1.5M`, `500 KiB` or a bare number; k is a thousand, as in what platforms write.
    fn from_str(text: &str) -> Result<MaxBytes, NoBytes> {
        crate::record::bytes(text).map(MaxBytes).ok_or_else(|| NoBytes(text.to_owned()))
    }
}

impl fmt::Display for MaxBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0)
    }
}

/// One way of making a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The encoding with its settings.
    pub encoding: Encoding,
    /// How pictures are kept in a document.
    pub pictures: Pictures,
}

impl Step {
    /// As it was asked for.
    pub(super) fn asked(encoding: Encoding) -> Step {
        Step { encoding, pictures: Pictures::Whole }
    }

    /// What it does, for people.
    fn words(self) -> String {
        match (self.encoding, self.pictures) {
            (Encoding::Png { indexed: false, .. }, _) => "optimized".to_owned(),
            (Encoding::Png { indexed: true, optimize: false }, _) => "with 256 colours".to_owned(),
            (Encoding::Png { indexed: true, optimize: true }, _) => "with 256 colours and optimized".to_owned(),
            (Encoding::Jpeg { quality, subsampled: false }, _) => format!("at quality {}", quality.get()),
            (Encoding::Jpeg { quality, subsampled: true }, _) => {
                format!("at quality {} with colours at half the size", quality.get())
            }
            (_, Pictures::Smaller) => "with smaller pictures".to_owned(),
            (_, _) => "with pictures as small as they are shown".to_owned(),
        }
    }
}

/// The ways of making a file smaller, what is least to be seen first.
fn steps(encoding: Encoding) -> Vec<Step> {
    match encoding {
        Encoding::Png { optimize, indexed } => {
            let can = cfg!(feature = "optimize");
            let all = [(true, false), (false, true), (true, true)];
            let more = |(fine, few): &(bool, bool)| {
                (*fine, *few) != (optimize, indexed) && (can || !fine) && (*few || !indexed)
            };
            let step = |(optimize, indexed)| Step::asked(Encoding::Png { optimize, indexed });
            all.into_iter().filter(more).map(step).collect()
        }
        Encoding::Jpeg { quality: asked, subsampled } => {
            let below = |subsampled: bool| {
                move |quality: u8| {
                    let quality = Quality::try_from(quality).ok().filter(|quality| *quality < asked)?;
                    Some(Step::asked(Encoding::Jpeg { quality, subsampled }))
                }
            };
            let plain = QUALITIES.into_iter().filter_map(below(subsampled));
            plain.chain(SUBSAMPLED.into_iter().filter_map(below(true))).collect()
        }
        #[cfg(feature = "pdf")]
        Encoding::Pdf => [Pictures::Smaller, Pictures::Small].map(|pictures| Step { encoding, pictures }).into(),
        _ => Vec::new(),
    }
}

/// Makes a file within a limit. What takes a long time is done only if it must be.
pub(super) fn within(
    limit: Option<MaxBytes>,
    encoding: Encoding,
    mut make: impl FnMut(Step) -> Result<Encoded, EncodeError>,
) -> Result<Encoded, EncodeError> {
    let first = make(Step::asked(encoding))?;
    // What is no picture goes to no platform.
    let Some(limit) = limit.filter(|_| encoding.is_picture()) else { return Ok(first) };
    let fits = |file: &Encoded| file.bytes.len() as u64 <= limit.0;
    if fits(&first) {
        return Ok(first);
    }
    let mut least = first.bytes.len();
    for step in steps(encoding) {
        let mut file = make(step)?;
        least = least.min(file.bytes.len());
        if fits(&file) {
            file.notes.push(format!("{}, to hold {limit}", step.words()));
            return Ok(file);
        }
    }
    Err(EncodeError::TooLarge { encoding, limit, least })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes files of a size for each step.
    fn made(limit: u64, encoding: Encoding, size: impl Fn(Step) -> usize) -> Result<Encoded, EncodeError> {
        let make = |step| Ok(Encoded { bytes: vec![0; size(step)], notes: Vec::new() });
        within(Some(MaxBytes(limit)), encoding, make)
    }

    #[test]
    fn numbers_of_bytes_are_read_as_people_write_them() {
        for (text, bytes) in
            [("300k", 300_000), ("300 kB", 300_000), ("1.5M", 1_500_000), ("500KiB", 512_000), ("976000", 976_000)]
        {
            assert_eq!(text.parse(), Ok(MaxBytes(bytes)), "{text}");
        }
        for text in ["", "k", "0", "-3k", "300x", "1e99M", "nan"] {
            assert!(text.parse::<MaxBytes>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_small_enough_is_as_it_was_asked_for() {
        let file = made(100, Encoding::JPEG, |_| 100).expect("a file");
        assert_eq!((file.bytes.len(), file.notes.len()), (100, 0));
    }

    #[test]
    fn the_least_visible_step_that_is_enough_is_taken_and_told() {
        let jpeg = |step: Step| match step.encoding {
            Encoding::Jpeg { quality, subsampled } => usize::from(quality.get()) * if subsampled { 5 } else { 10 },
            other => panic!("{other:?}"),
        };
        let note = |limit| made(limit, Encoding::JPEG, jpeg).expect("a file").notes.join("");
        assert_eq!(note(760), "at quality 75, to hold 760 bytes");
        assert_eq!(note(300), "at quality 45 with colours at half the size, to hold 300 bytes");
        let png = |step: Step| match step.encoding {
            Encoding::Png { optimize, indexed } => 1000 - 100 * usize::from(optimize) - 500 * usize::from(indexed),
            other => panic!("{other:?}"),
        };
        let note = |limit| made(limit, Encoding::PNG, png).expect("a file").notes.join("");
        assert_eq!(note(600), "with 256 colours, to hold 600 bytes");
        if cfg!(feature = "optimize") {
            assert_eq!(note(900), "optimized, to hold 900 bytes");
            assert_eq!(note(400), "with 256 colours and optimized, to hold 400 bytes");
        }
    }

    #[test]
    fn a_limit_that_cannot_hold_says_how_small_the_file_gets() {
        let error = made(10, Encoding::JPEG, |step| match step.encoding {
            Encoding::Jpeg { quality, .. } => usize::from(quality.get()),
            _ => 0,
        });
        let error = error.expect_err("too large");
        assert_eq!(error.to_string(), "a jpg of at most 10 bytes cannot be made: the smallest has 25 bytes");
        assert!(error.hint().is_some_and(|hint| hint.contains("--scale")));
        assert!(
            made(10, Encoding::WebP, |_| 11).expect_err("too large").hint().is_some_and(|hint| hint.contains("jpeg"))
        );
    }
}

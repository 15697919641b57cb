//! Bytes to files: where a page goes, and how it gets there without ever being half there.
//! The only part of the library that writes to the file system, with the feature `cli`; rules for names need none.

mod file_name;
mod naming;
#[cfg(feature = "cli")]
mod output;
mod pattern;
mod unusable;
#[cfg(feature = "cli")]
mod writer;

pub use crate::slug::{slug, slugs};
pub use file_name::file_name;
pub use naming::Naming;
#[cfg(feature = "cli")]
pub(crate) use output::below;
#[cfg(feature = "cli")]
pub use output::{Found, Output, hash_file};
pub use pattern::{DEFAULT_PATTERN, KEYS, Pattern, SERIES_PATTERN, Values};
pub use unusable::PatternError;
#[cfg(feature = "cli")]
pub use writer::{PublishError, Writer, Written, create, linked, sweep, write_atomic};

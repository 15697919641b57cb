//! Bytes to files: where a page goes, and how it gets there without ever being half there.
//! The only part of the library that writes to the file system, with the feature `cli`; rules for names need none.

#[cfg(feature = "cli")]
mod collisions;
mod finding;
mod naming;
mod pattern;
#[cfg(feature = "cli")]
mod sidecar;
#[cfg(feature = "cli")]
mod writer;

pub use crate::slug::{slug, slugs};
#[cfg(feature = "cli")]
pub use collisions::Collisions;
pub use finding::Finding;
pub use naming::Naming;
pub use pattern::{DEFAULT_PATTERN, KEYS, Pattern, PatternError, SERIES_PATTERN, Values, file_name};
#[cfg(feature = "cli")]
pub use sidecar::{Changes, Entry, Found, Output, SIDECAR, Sidecar, hash_file};
#[cfg(feature = "cli")]
pub use writer::{PublishError, Writer, Written, sweep, write_atomic};

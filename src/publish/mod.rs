//! Bytes to files: where a page goes, and how it gets there without ever being half there.
//! The only part of the library that writes to the file system.

mod collisions;
mod finding;
mod naming;
mod pattern;
mod sidecar;
mod slug;
mod writer;

pub use collisions::Collisions;
pub use finding::Finding;
pub use naming::Naming;
pub use pattern::{DEFAULT_PATTERN, KEYS, Pattern, PatternError, SERIES_PATTERN, Values, file_name};
pub use sidecar::{Changes, Entry, Found, Output, SIDECAR, Sidecar, hash_file};
pub use slug::{slug, slugs};
pub use writer::{PublishError, Writer, Written, sweep, write_atomic};

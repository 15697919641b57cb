//! Bytes to files: where a page goes, and how it gets there without ever being half there.
//! The only part of the library that writes to the file system.

mod atomic;
mod collisions;
mod pattern;
mod slug;

pub use atomic::{PublishError, Written, write_atomic};
pub use collisions::{Collision, Collisions};
pub use pattern::{DEFAULT_PATTERN, KEYS, Pattern, PatternError, SERIES_PATTERN, Values, file_name};
pub use slug::{slug, slugs};

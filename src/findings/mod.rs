//! What is probably wrong with records although each file can be read: names spelled in two ways, people forgotten,
//! pictures too small, limits of platforms. Works on parsed records and composed cards; reads no file, prints nothing.

mod artwork;
mod handles;
mod near_names;
mod platforms;
mod roles;
mod skeleton;
mod spellings;

pub use artwork::{Enlarged, cover, enlargement};
pub use handles::{handles, unknown_platforms};
pub use near_names::near_names;
pub use platforms::{Pages, Targets, limits};
pub use roles::core_roles;
pub use skeleton::Skeleton;
pub use spellings::{Spelling, spellings};

use crate::diagnostic::Diagnostic;

/// A finding about one of several files, perhaps together with another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFinding {
    /// Place of the file among those given.
    pub file: usize,
    /// Place of the other file that it is about, whose `allow` counts too.
    pub other: usize,
    /// What was found.
    pub diagnostic: Diagnostic,
}

//! Where a desk stands: the files that its cards may read, the brand kit in force, and who is told of changes. The studio's
//! server has a folder of the disk, a page without a server what was brought to it.

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use crate::desk::document::Document;
use crate::desk::failure::Failure;
use crate::press::{Assets, LoadedKit, Project};

/// When a file was changed, and its length, or the number of a dropped one.
pub type Stamp = (Option<SystemTime>, u64);

/// The surroundings of a desk.
pub trait Room: Assets + Send {
    /// The folder of documents that have no file.
    fn root(&self) -> &Path;

    /// Where files may lie.
    fn project(&self) -> Project;

    /// When a file was changed, so that pictures of it can be told from older ones.
    fn stamp(&self, path: &Path) -> Stamp;

    /// Whether there is a file besides the dropped ones.
    fn holds(&self, path: &Path) -> bool;

    /// Keeps a dropped file.
    fn put(&self, path: &Path, bytes: Vec<u8>);

    /// The brand kit of a folder.
    ///
    /// # Errors
    /// If it cannot be used.
    fn kit(&self, folder: &Path) -> Result<Option<Arc<LoadedKit>>, Failure>;

    /// How many tabs show a document.
    fn tabs(&self, document: u64) -> usize;

    /// Is told that a document is another.
    fn changed(&self, document: &Document);
}

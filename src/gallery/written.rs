//! What an earlier run wrote into the folder of a site, so that pages of records and people who are gone do not stay there.
//! Only files that still are as they were written are removed.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::files::read_at_most;
use crate::publish::{Found, Output, Writer};

/// The list's file in the folder of the site; hidden, as servers leave hidden files out.
const FILE: &str = ".extra-credit-site.json";

/// Bytes of the list.
const MOST_BYTES: u64 = 64 << 20;

/// The files of a site as they were written.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteFiles {
    files: Vec<Output>,
}

impl SiteFiles {
    /// Those of the run before; none if there was none, or if its list cannot be read.
    pub fn earlier(folder: &Path) -> SiteFiles {
        let bytes = read_at_most(&folder.join(FILE), MOST_BYTES).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Notes a file that was written.
    pub fn add(&mut self, path: &str, bytes: &[u8]) {
        self.files.push(Output::new(Path::new(path), bytes, 0, 0));
    }

    /// Writes the list, and removes those of the run before that are no longer of the site. What somebody changed since stays:
    /// a warning names it.
    ///
    /// # Errors
    /// If the list cannot be written.
    pub fn replace(&self, earlier: &SiteFiles, folder: &Path) -> Result<Vec<String>, String> {
        let kept: BTreeSet<&str> = self.files.iter().map(|file| file.path.as_str()).collect();
        let gone = earlier.files.iter().filter(|file| !kept.contains(file.path.as_str()));
        let changed = gone.filter(|file| !file.remove(folder) && file.find(folder) == Found::Other);
        let warnings = changed
            .map(|file| format!("{}: no longer of the site, and changed since it was written: it stays", file.path))
            .collect();
        let bytes = serde_json::to_vec(self).map_err(|error| error.to_string())?;
        Writer::new().write_below(folder, Path::new(FILE), &bytes).map_err(|error| error.to_string())?;
        Ok(warnings)
    }
}

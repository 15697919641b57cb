//! Files whose cards would be written to the same place, found before one of them is lost.
//! Places are compared without page numbers: pages of two records in one row of files help nobody.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Finding;
use crate::diagnostic::Diagnostic;

/// Collisions of files. Each has its name and the paths that its cards are written to, without page numbers.
pub fn collisions(files: &[(&str, Vec<PathBuf>)]) -> Vec<Finding> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: Vec<Finding> = Vec::new();
    for (file, (name, paths)) in files.iter().enumerate() {
        let mut met: Vec<usize> = Vec::new();
        for path in paths {
            // Upper and lower case are one file on macOS and Windows.
            let other = *taken.entry(path.to_string_lossy().to_lowercase()).or_insert(file);
            if other == file || met.contains(&other) {
                continue;
            }
            met.push(other);
            let first = files.get(other).map_or("", |(name, _)| name);
            let message = format!("`{name}` and `{first}` would both be written to {}", path.display());
            let diagnostic = Diagnostic::error("output-collision", message).in_file(*name);
            let hint = "rename one of the two, or render them to two folders";
            found.push(Finding { file, other, diagnostic: diagnostic.hint(hint) });
        }
    }
    found
}

//! Messages compared with a file beside each case, `<case>.txt`.
//! `UPDATE=1 cargo test` rewrites the files and fails, so that somebody looks at them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Compares what `messages` says of each case: the files of a folder below `tests` with one of the extensions, of which
/// an empty one stands for folders. Every text has its case, so that none get lost.
pub fn approved(folder: &str, extensions: &[&str], messages: impl Fn(&Path, &str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let update = std::env::var_os("UPDATE").is_some();
    let entries = fs::read_dir(&folder).expect("the folder is there");
    let all: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    let of = |wanted: &[&str]| -> BTreeSet<PathBuf> {
        let has = |path: &&PathBuf| wanted.iter().any(|known| path.extension().unwrap_or_default() == *known);
        all.iter().filter(has).cloned().collect()
    };
    let cases = of(extensions);
    let named: BTreeSet<PathBuf> = cases.iter().map(|case| case.with_extension("txt")).collect();
    assert!(!cases.is_empty() && named.len() == cases.len(), "no cases, or two of one name");
    let orphans: Vec<PathBuf> = of(&["txt"]).into_iter().filter(|text| !named.contains(text)).collect();
    assert!(orphans.is_empty(), "texts without a case: {orphans:?}");
    let mut differing = Vec::new();
    for case in cases {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let said = messages(&case, &name);
        let expected = case.with_extension("txt");
        if fs::read_to_string(&expected).unwrap_or_default() != said {
            if update {
                fs::write(&expected, &said).expect("it can be written");
            }
            differing.push(format!("{name}:\n{said}"));
        }
    }
    assert!(differing.is_empty(), "messages differ (UPDATE=1 rewrites them):\n\n{}", differing.join("\n"));
}

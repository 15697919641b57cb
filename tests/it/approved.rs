//! Messages compared with a file beside each case, `<case>.txt`.
//! `UPDATE=1 cargo test` rewrites the files and fails, so that somebody looks at them.

use std::fs;
use std::path::{Path, PathBuf};

/// Compares what `messages` says of each case: the files of a folder below `tests` with one of the extensions, of which
/// an empty one stands for folders. There must be as many cases as `least`, so that none get lost.
pub fn approved(folder: &str, extensions: &[&str], least: usize, messages: impl Fn(&Path, &str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let update = std::env::var_os("UPDATE").is_some();
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| extensions.iter().any(|known| path.extension().unwrap_or_default() == *known))
        .collect();
    cases.sort();
    assert!(cases.len() >= least, "only {} cases found", cases.len());
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

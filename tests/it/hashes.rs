//! Files that come from elsewhere are what they were when somebody looked at them: fonts, and data that no script makes.
//! `UPDATE=1` writes the list anew, and fails.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let ends = |ending: &&str| path.extension().is_some_and(|own| own == *ending);
        if path.is_dir() {
            files(&path, endings, found);
        } else if endings.iter().any(ends) {
            found.push(path);
        }
    }
}

#[test]
fn fonts_and_binary_assets_have_the_bytes_that_were_looked_at() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files(&root.join("fonts"), &["ttf", "otf", "ttc", "woff", "woff2"], &mut found);
    files(&root.join("assets"), &["bin"], &mut found);
    found.sort();
    let mut list = String::new();
    for path in &found {
        let hash = blake3::hash(&fs::read(path).expect("a file")).to_hex();
        let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
        writeln!(list, "{hash}  {name}").expect("a line");
    }
    let known = root.join("fonts/hashes.txt");
    let old = fs::read_to_string(&known).unwrap_or_default();
    if std::env::var_os("UPDATE").is_some() && old != list {
        fs::write(&known, &list).expect("written");
        panic!("fonts/hashes.txt was written anew: look at what changed");
    }
    assert_eq!(old, list, "a file of fonts/ or assets/ is not what fonts/hashes.txt says");
}

//! The order of the stages, held against what each file uses: `ARCHITECTURE.md` states it, and what is still against it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const ARCHITECTURE: &str = include_str!("../ARCHITECTURE.md");

/// The words in backticks of the paragraph that begins so.
fn words(begin: &str) -> Vec<&'static str> {
    let paragraph = ARCHITECTURE.split("\n\n").find_map(|paragraph| paragraph.trim_start().strip_prefix(begin));
    paragraph.expect("the paragraph").split('`').skip(1).step_by(2).collect()
}

/// The stage of each file below `src/`, with its text up to its tests.
fn files(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).expect("a file");
            let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
            found.push((path, text[..end].to_owned()));
        }
    }
}

/// The stages that a text uses.
fn used(text: &str) -> BTreeSet<&str> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = code.flat_map(|line| line.split("crate::").skip(1));
    let end = |name: &str| name.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(name.len());
    names.map(|name| &name[..end(name)]).filter(|name| !name.is_empty()).collect()
}

#[test]
fn stages_use_what_stands_before_them() {
    let order = words("**Order.**");
    let still: BTreeSet<(&str, &str)> =
        words("**Still against it.**").iter().filter_map(|pair| pair.split_once(" → ")).collect();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&source, &mut all);
    let (mut against, mut kept) = (Vec::new(), BTreeSet::new());
    for (path, text) in &all {
        let below = path.strip_prefix(&source).expect("below").with_extension("");
        let stage = below.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
        if ["lib", "main", "order"].contains(&stage.as_str()) {
            continue;
        }
        let place = |name: &str| order.iter().position(|known| *known == name);
        let own = place(&stage).unwrap_or_else(|| panic!("`{stage}` has no place in the order"));
        for name in used(text).into_iter().filter(|name| place(name).is_some_and(|place| place > own)) {
            match still.iter().find(|(from, to)| *from == stage && *to == name) {
                Some(pair) => _ = kept.insert(*pair),
                None => against.push(format!("{}: `{stage}` uses `{name}`", below.display())),
            }
        }
    }
    assert!(against.is_empty(), "{against:#?}");
    assert_eq!(kept, still, "what is against the order no more is not listed");
}

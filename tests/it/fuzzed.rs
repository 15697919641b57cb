//! The seeds of the fuzzer, and what it found once: read without a panic by what it calls, on any compiler.

#[path = "../../fuzz/src/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

/// Calls a target with each file of a folder, and counts them.
fn fed(folder: &Path, target: fn(&[u8])) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let files = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    files.map(|path| target(&fs::read(path).expect("a file"))).count()
}

#[test]
fn seeds_of_the_fuzzer_and_what_it_found_are_read_without_a_panic() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, target) in targets::TARGETS {
        assert!(fed(&root.join("fuzz/seeds").join(name), target) >= 2, "{name} has seeds");
        fed(&root.join("tests/fuzzed").join(name), target);
    }
}

#[test]
fn every_target_is_a_program_of_the_fuzzer_and_in_its_readme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let read = |name: &str| fs::read_to_string(root.join(name)).expect("a file");
    let (manifest, readme) = (read("Cargo.toml"), read("README.md"));
    for (name, _) in targets::TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        assert!(readme.contains(&format!("| `{name}` |")), "{name}");
        assert!(read(&format!("fuzz_targets/{name}.rs")).contains(&format!("targets::{name}(")), "{name}");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), targets::TARGETS.len());
}

//! Gives the program a fingerprint of everything that it is built from, so that a campaign's cards are made again by a
//! build that may draw them otherwise. Nothing of the machine goes into it but the target and the compiler.

use std::hash::Hasher;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let mut files = vec![PathBuf::from("Cargo.toml"), PathBuf::from("Cargo.lock")];
    for folder in ["src", "templates", "assets", "fonts"] {
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    let mut text = String::new();
    for name in ["TARGET", "PROFILE", "OPT_LEVEL", "CARGO_FEATURE_CJK", "CARGO_CFG_TARGET_FEATURE"] {
        println!("cargo:rerun-if-env-changed={name}");
        text.push_str(&std::env::var(name).unwrap_or_default());
        text.push('\n');
    }
    if let Some(rustc) = std::env::var_os("RUSTC")
        && let Ok(said) = std::process::Command::new(rustc).arg("-V").output()
    {
        text.push_str(&String::from_utf8_lossy(&said.stdout));
    }
    // Two sums that start differently: 128 bits against accidents, without a dependency of the build.
    let mut sums = [(); 2].map(|()| std::hash::DefaultHasher::new());
    for (index, sum) in sums.iter_mut().enumerate() {
        sum.write_usize(index);
        sum.write(text.as_bytes());
    }
    for file in files {
        println!("cargo:rerun-if-changed={}", file.display());
        let Ok(bytes) = std::fs::read(&file) else { continue };
        for sum in &mut sums {
            sum.write(file.to_string_lossy().replace('\\', "/").as_bytes());
            sum.write_usize(bytes.len());
            sum.write(&bytes);
        }
    }
    let [first, second] = sums.map(|sum| sum.finish());
    println!("cargo:rustc-env=EXTRA_CREDIT_BUILD={first:016x}{second:016x}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    // A new file changes its folder.
    println!("cargo:rerun-if-changed={}", folder.display());
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => collect(&path, files),
            false => files.push(path),
        }
    }
}

//! Gives the program a fingerprint of everything that it is built from, so that a campaign's cards are made again by a
//! build that may draw them otherwise. Nothing of the machine goes into it but the target and the compiler.

use std::hash::Hasher;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let mut files = vec![PathBuf::from("Cargo.toml"), PathBuf::from("Cargo.lock")];
    for folder in ["src", "pixels", "templates", "assets", "fonts"] {
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
    page();
    let [first, second] = sums.map(|sum| sum.finish());
    println!("cargo:rustc-env=EXTRA_CREDIT_BUILD={first:016x}{second:016x}");
    println!("cargo:rustc-env=EXTRA_CREDIT_COMMIT={}", commit().unwrap_or_else(|| "unknown".to_owned()));
}

/// The files of the studio's page as a table of paths and bytes: the page is no part of what a card is made by.
fn page() {
    let folder = Path::new("studio");
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    let mut table = String::from("&[\n");
    for file in files {
        println!("cargo:rerun-if-changed={}", file.display());
        let Ok(below) = file.strip_prefix(folder) else { continue };
        let name = below.to_string_lossy().replace('\\', "/");
        let Ok(path) = std::path::absolute(&file) else { continue };
        table.push_str(&format!("    ({name:?}, include_bytes!({:?})),\n", path.to_string_lossy()));
    }
    table.push_str("]\n");
    let Some(out) = std::env::var_os("OUT_DIR") else { return };
    if let Err(error) = std::fs::write(Path::new(&out).join("studio.rs"), table) {
        println!("cargo:warning=the table of the studio's page cannot be written: {error}");
    }
}

/// The commit that the sources are of, for people: it has no part in the fingerprint. What somebody says comes first, then
/// what a crate's archive says, then version control. Another commit of the same sources builds nothing anew, so this is the
/// commit at which they were built.
fn commit() -> Option<String> {
    println!("cargo:rerun-if-env-changed=EXTRA_CREDIT_COMMIT");
    let said = std::env::var("EXTRA_CREDIT_COMMIT").unwrap_or_default();
    if !said.is_empty() && said.chars().all(|c| c.is_ascii_alphanumeric() || "+-._".contains(c)) {
        return Some(said);
    }
    archived().or_else(versioned)
}

/// The commit of a crate's archive, from the file that cargo puts into it.
fn archived() -> Option<String> {
    let path = ".cargo_vcs_info.json";
    let text = std::fs::read_to_string(path).ok()?;
    println!("cargo:rerun-if-changed={path}");
    let hash = text.split("\"sha1\"").nth(1)?.split('"').nth(1)?;
    let dirty =
        text.split("\"dirty\"").nth(1).is_some_and(|rest| rest.trim_start_matches([':', ' ']).starts_with("true"));
    named(hash, dirty)
}

/// The commit of a checkout. Sources that only lie somewhere in another repository have none.
fn versioned() -> Option<String> {
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        // Hooks of version control set these for a repository that may be another one.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        let output = command.arg("--no-optional-locks").args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    git(&["rev-parse", "--show-prefix"]).filter(String::is_empty)?;
    git(&["ls-files", "--error-unmatch", "build.rs"])?;
    let hash = git(&["rev-parse", "HEAD"])?;
    let sources = ["src", "pixels", "templates", "assets", "fonts", "build.rs", "Cargo.toml", "Cargo.lock"];
    let changes = git(&[&["status", "--porcelain", "--"][..], &sources].concat())?;
    named(&hash, !changes.is_empty())
}

fn named(hash: &str, dirty: bool) -> Option<String> {
    let short = hash.get(..12).filter(|short| short.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    Some(format!("{short}{}", if dirty { " with changes" } else { "" }))
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

//! Pictures for a contact sheet: found in folders, and named so that no two names are equal.
//! A card says in its file which record it shows; other pictures are named by their files.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;
use std::path::{Component, Path, PathBuf};

use crate::contact::SHEET_TITLE;

/// What stands below pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// The record that a card shows, with the name of its file; the path of a picture that is no card.
    Record,
    /// The path of the file.
    File,
}

/// The pictures behind the arguments, each with its name, in order. Sheets that an earlier run wrote to `output` are left
/// out of folders.
pub fn pictures(arguments: &[PathBuf], output: &Path, naming: Naming) -> Result<Vec<(PathBuf, String)>, String> {
    let mut found: Vec<(PathBuf, String)> = Vec::new();
    for argument in arguments {
        let before = found.len();
        if argument.is_dir() {
            let walk = ignore::WalkBuilder::new(argument).require_git(false).build();
            let mut files = Vec::new();
            for entry in walk {
                let path = entry.map_err(|error| error.to_string())?.into_path();
                let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
                let picture = matches!(extension.as_deref(), Some("png" | "jpg" | "jpeg" | "webp"));
                if picture && path.is_file() && !is_own_sheet(&path, output) {
                    let below = path.strip_prefix(argument).unwrap_or(&path).with_extension("");
                    let label = below.display().to_string().replace('\\', "/");
                    files.push((path, label));
                }
            }
            files.sort_by_cached_key(|(_, label)| natural(label));
            found.extend(files);
        } else {
            let label = argument.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            found.push((argument.clone(), label));
        }
        if found.len() == before {
            return Err(format!("{}: the folder has no pictures (png, jpg, webp)", argument.display()));
        }
    }
    let named = found.into_iter().map(|(path, label)| {
        let record = if naming == Naming::Record { of_record(&path) } else { None };
        Named { by_record: record.is_some(), label: record.unwrap_or(label), path }
    });
    let clean = |label: String| label.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    Ok(told_apart(named.collect()).into_iter().map(|(path, label)| (path, clean(label))).collect())
}

/// A picture with the name that it has if no other one has the same.
struct Named {
    path: PathBuf,
    label: String,
    by_record: bool,
}

/// Names that several pictures share say nothing: these get as many of their folders as it takes to tell them apart.
fn told_apart(all: Vec<Named>) -> Vec<(PathBuf, String)> {
    let mut same: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, named) in all.iter().enumerate() {
        same.entry(&named.label).or_default().push(index);
    }
    let mut longer: BTreeMap<usize, String> = BTreeMap::new();
    for (label, group) in same.into_iter().filter(|(_, group)| group.len() > 1) {
        let folders: Vec<Vec<String>> =
            group.iter().filter_map(|index| all.get(*index)).map(|one| parts(&one.path)).collect();
        let ends: Vec<&[String]> =
            folders.iter().zip(shortest_ends(&folders)).map(|(parts, count)| last(parts, count)).collect();
        // Of the folders that tell them apart the first says it, if no other has the same.
        let firsts: BTreeSet<Option<&String>> = ends.iter().map(|end| end.first()).collect();
        let is_enough = firsts.len() == group.len();
        for ((index, parts), end) in group.iter().zip(&folders).zip(ends) {
            let Some(named) = all.get(*index) else { continue };
            let label = match (named.by_record, end) {
                // The name of the file is in the label already.
                (true, [first, _, ..]) if is_enough => format!("{first} \u{b7} {label}"),
                (true, [folders @ .., _]) if !folders.is_empty() => format!("{} \u{b7} {label}", folders.join("/")),
                // One beside the folders of the others.
                (true, _) => label.to_owned(),
                (false, _) => last(parts, end.len().max(label.split('/').count() + 1)).join("/"),
            };
            longer.insert(*index, label);
        }
    }
    let label = |(index, named): (usize, Named)| (named.path, longer.remove(&index).unwrap_or(named.label));
    all.into_iter().enumerate().map(label).collect()
}

/// The last parts of a path.
fn last(parts: &[String], count: usize) -> &[String] {
    parts.get(parts.len().saturating_sub(count)..).unwrap_or_default()
}

/// For each path how many parts from its end on tell it from all others; all of them if none do.
fn shortest_ends(paths: &[Vec<String>]) -> Vec<usize> {
    let mut counts: BTreeMap<&[String], usize> = BTreeMap::new();
    for path in paths {
        for start in 0..path.len() {
            *counts.entry(path.get(start..).unwrap_or_default()).or_default() += 1;
        }
    }
    let alone = |path: &[String], count: &usize| counts.get(last(path, *count)).is_some_and(|times| *times == 1);
    paths.iter().map(|path| (1..=path.len()).find(|count| alone(path, count)).unwrap_or(path.len())).collect()
}

/// Folders and name of a picture, without its extension.
fn parts(path: &Path) -> Vec<String> {
    let whole = path.with_extension("");
    let names = whole.components().filter(|part| matches!(part, Component::Normal(_) | Component::ParentDir));
    names.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
}

/// `Low Tide Piano – Marisol Vane · square`, if the picture is a card.
fn of_record(path: &Path) -> Option<String> {
    let texts = texts(path)?;
    let title = texts.get("Title").filter(|title| *title != SHEET_TITLE)?;
    let author = texts.get("Author").map(|author| format!(" \u{2013} {author}")).unwrap_or_default();
    Some(format!("{title}{author} \u{b7} {}", path.file_stem()?.to_string_lossy()))
}

/// What a PNG says about itself ahead of its pixels.
fn texts(path: &Path) -> Option<BTreeMap<String, String>> {
    if !path.extension()?.eq_ignore_ascii_case("png") {
        return None;
    }
    let file = crate::files::open(path, u64::MAX).ok()?;
    let reader = png::Decoder::new(BufReader::new(file)).read_info().ok()?;
    let texts = reader.info().utf8_text.iter().filter_map(|text| Some((text.keyword.clone(), text.get_text().ok()?)));
    Some(texts.filter(|(_, text)| !text.is_empty()).collect())
}

/// Whether a picture is a sheet that a run before this one wrote to `output`: no picture of this one.
fn is_own_sheet(path: &Path, output: &Path) -> bool {
    let real = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::canonicalize(folder).ok()
    };
    if path.extension() != output.extension() || real(path) != real(output) {
        return false;
    }
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let (own, name) = (stem(output), stem(path));
    if own == name {
        return true;
    }
    let number = name.strip_prefix(&own).and_then(|rest| rest.strip_prefix('-'));
    let numbered = number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    // A card's second page may have such a name.
    numbered && texts(path).is_some_and(|texts| texts.get("Title").is_some_and(|title| title == SHEET_TITLE))
}

/// A key by which `square-10` follows `square-9`: runs of digits compare as numbers.
fn natural(text: &str) -> Vec<(u64, String)> {
    let mut key = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(word);
        let digits = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (number, after) = tail.split_at(digits);
        key.push((0, head.to_owned()));
        if !number.is_empty() {
            key.push((number.parse().unwrap_or(u64::MAX), String::new()));
        }
        rest = after;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_sort_as_numbers() {
        let mut names = ["b", "square-10", "square-9", "square", "a/story-2", "a/story-11"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["a/story-2", "a/story-11", "b", "square", "square-9", "square-10"]);
    }

    fn labels(all: &[(&str, &str, bool)]) -> Vec<String> {
        let named = |(path, label, by_record): &(&str, &str, bool)| Named {
            path: PathBuf::from(path),
            label: (*label).to_owned(),
            by_record: *by_record,
        };
        told_apart(all.iter().map(named).collect()).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn equal_names_get_the_folders_that_tell_them_apart() {
        let of_files = [
            ("th-dark/single/square.png", "single/square", false),
            ("th-light/single/square.png", "single/square", false),
            ("th-light/album/square.png", "album/square", false),
        ];
        assert_eq!(labels(&of_files), ["th-dark/single/square", "th-light/single/square", "album/square"]);
        let tide = "Tide \u{2013} Vane \u{b7} square";
        let of_records = [
            ("dark/tide/square.png", tide, true),
            ("light/tide/square.png", tide, true),
            ("x/neap/square.png", tide, true),
        ];
        let tail = " \u{b7} Tide \u{2013} Vane \u{b7} square";
        assert_eq!(labels(&of_records), ["dark", "light", "neap"].map(|folder| format!("{folder}{tail}")));
        let beside = [("square.png", tide, true), ("old/square.png", tide, true)];
        assert_eq!(labels(&beside), [tide.to_owned(), format!("old{tail}")]);
        let crossed = [("p/a/square.png", tide, true), ("q/a/square.png", tide, true), ("z/p/square.png", tide, true)];
        assert_eq!(labels(&crossed), ["p/a", "q/a", "p"].map(|folder| format!("{folder}{tail}")));
    }

    #[test]
    fn a_picture_that_is_named_twice_keeps_its_whole_path() {
        assert_eq!(labels(&[("a/square.png", "square", false); 2]), ["a/square", "a/square"]);
    }
}

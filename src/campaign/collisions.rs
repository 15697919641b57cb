//! Finding two pages that would be written to one file, before one of them is lost.
//! Upper and lower case count as equal, and characters however they are composed: on macOS and Windows they are one file.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

/// The paths taken in one run, with who has each.
#[derive(Clone, Debug)]
pub struct Collisions<O> {
    taken: BTreeMap<String, O>,
}

impl<O> Default for Collisions<O> {
    fn default() -> Self {
        Self { taken: BTreeMap::new() }
    }
}

impl<O> Collisions<O> {
    /// Takes a path for an owner. Nothing is looked up in the file system.
    ///
    /// # Errors
    /// The owner, if the path is taken.
    pub fn claim(&mut self, path: &Path, owner: O) -> Result<(), &O> {
        match self.taken.entry(key(path)) {
            std::collections::btree_map::Entry::Occupied(taken) => Err(taken.into_mut()),
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(owner);
                Ok(())
            }
        }
    }
}

fn key(path: &Path) -> String {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain.to_string_lossy().nfc().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_paths_are_free_and_the_same_one_has_an_owner() {
        let mut paths = Collisions::default();
        assert_eq!(paths.claim(Path::new("out/a/square.png"), "a"), Ok(()));
        assert_eq!(paths.claim(Path::new("out/a/story.png"), "a"), Ok(()));
        assert_eq!(paths.claim(Path::new("out/a/square.png"), "b"), Err(&"a"));
    }

    #[test]
    fn spellings_of_one_file_collide() {
        let mut paths = Collisions::default();
        assert_eq!(paths.claim(Path::new("out/Tide.png"), 1), Ok(()));
        for same in ["./out/Tide.png", "out/x/../Tide.png", "out//Tide.png", "out/tide.PNG"] {
            assert_eq!(paths.claim(Path::new(same), 2), Err(&1), "{same}");
        }
        assert_eq!(paths.claim(Path::new("Zo\u{eb}.png"), 3), Ok(()));
        for same in ["zoe\u{308}.png", "ZO\u{cb}.png", "ZOE\u{308}.png"] {
            assert_eq!(paths.claim(Path::new(same), 4), Err(&3), "{same}");
        }
        assert_eq!(paths.claim(Path::new("../out/Tide.png"), 2), Ok(()));
    }
}

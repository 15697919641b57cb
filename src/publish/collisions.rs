//! Finding two pages that would be written to one file, before one of them is lost.
//! Upper and lower case count as equal, because on macOS and Windows they are one file.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Two pages for one path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} would be written twice (also as {}): use a pattern that keeps cards, formats and pages apart", path.display(), first.display())]
pub struct Collision {
    /// The path claimed now.
    pub path: PathBuf,
    /// The path claimed before.
    pub first: PathBuf,
}

/// The paths taken in one run.
#[derive(Clone, Debug, Default)]
pub struct Collisions {
    taken: BTreeMap<String, PathBuf>,
}

impl Collisions {
    /// No path is taken.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a path, or tells who has it. Nothing is looked up in the file system.
    pub fn claim(&mut self, path: &Path) -> Result<(), Collision> {
        match self.taken.entry(key(path)) {
            std::collections::btree_map::Entry::Occupied(taken) => {
                Err(Collision { path: path.to_owned(), first: taken.get().clone() })
            }
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(path.to_owned());
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
    plain.to_string_lossy().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_paths_are_free_and_the_same_one_is_taken() {
        let mut paths = Collisions::new();
        assert_eq!(paths.claim(Path::new("out/a/square.png")), Ok(()));
        assert_eq!(paths.claim(Path::new("out/a/story.png")), Ok(()));
        let error = paths.claim(Path::new("out/a/square.png")).expect_err("taken");
        assert_eq!(
            error.to_string(),
            "out/a/square.png would be written twice (also as out/a/square.png): \
             use a pattern that keeps cards, formats and pages apart"
        );
    }

    #[test]
    fn spellings_of_one_file_collide() {
        let mut paths = Collisions::new();
        assert_eq!(paths.claim(Path::new("out/Tide.png")), Ok(()));
        for same in ["./out/Tide.png", "out/x/../Tide.png", "out//Tide.png", "out/tide.PNG"] {
            assert!(paths.claim(Path::new(same)).is_err(), "{same}");
        }
        assert_eq!(paths.claim(Path::new("../out/Tide.png")), Ok(()));
    }
}

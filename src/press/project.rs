//! The project: the folders below which all files lie that credit files and brand kits may name.
//! Links are followed before a path is judged, and what is outside is not opened.

use std::path::{Path, PathBuf};

use crate::press::assets::{Assets, Unread};

/// What to do about a file outside of the project.
pub const OUTSIDE_HINT: &str = "move it there, or put a brand kit `extra-credit.yaml` into the folder that holds both; `--allow-outside` reads it where it is";

/// Where files may lie: anywhere, which is the default, or below one of some folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    folders: Option<Vec<PathBuf>>,
}

impl Project {
    /// Files may be anywhere.
    pub const ANYWHERE: Project = Project { folders: None };

    /// Files are below one of some folders, of which messages name the first.
    pub fn of(folders: impl IntoIterator<Item = PathBuf>) -> Project {
        let plain = |folder: PathBuf| if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        Project { folders: Some(folders.into_iter().map(plain).collect()) }
    }

    /// Whether a file lies in it. One that is not there is nowhere, which reading it tells.
    ///
    /// # Errors
    /// [`Unread::Outside`].
    pub fn holds(&self, path: &Path, assets: &dyn Assets) -> Result<(), Unread> {
        let Some(folders) = &self.folders else { return Ok(()) };
        let inside = |folder: &PathBuf| !matches!(assets.is_below(path, folder), Ok(false));
        match folders.first() {
            Some(first) if !folders.iter().any(inside) => Err(Unread::Outside(first.display().to_string())),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::Memory;

    #[test]
    fn a_file_below_any_of_the_folders_is_inside_and_any_other_is_named_with_the_first() {
        let assets = Memory::default().with("campaign/records/a.png", [1]).with("b.png", [1]);
        let project = Project::of(["campaign".into(), "covers".into()]);
        for path in ["campaign/records/a.png", "covers/none.png", "campaign/x/../records/a.png"] {
            assert_eq!(project.holds(path.as_ref(), &assets), Ok(()), "{path}");
        }
        for path in ["b.png", "campaign/../b.png", "/b.png", "campaign2/b.png"] {
            let error = project.holds(path.as_ref(), &assets);
            assert_eq!(error, Err(Unread::Outside("campaign".to_owned())), "{path}");
            assert_eq!(Project::ANYWHERE.holds(path.as_ref(), &assets), Ok(()), "{path}");
        }
    }
}

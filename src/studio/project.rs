//! What the studio was started for: a file, a folder of records, or a folder for new ones.

use std::path::{Component, Path, PathBuf};

use crate::desk::answer::brief;
use crate::desk::failure::Failure;
use crate::desk::kits::is_kit;
use crate::kit::FILE_NAME;

/// What the studio works on.
#[derive(Clone, Debug)]
pub struct Project {
    /// The folder that everything is below; its own path.
    pub root: PathBuf,
    /// Whether all records of the folder are worked on.
    pub folder: bool,
    /// The file that was named.
    pub file: Option<PathBuf>,
}

impl Project {
    /// The project of what was named: a folder, a file that is there or not, or nothing, which is the current folder.
    ///
    /// # Errors
    /// If it cannot be there.
    pub fn of(named: Option<&Path>) -> std::io::Result<Project> {
        let Some(named) = named else {
            return Ok(Project { root: std::fs::canonicalize(".")?, folder: false, file: None });
        };
        if named.is_dir() {
            return Ok(Project { root: std::fs::canonicalize(named)?, folder: true, file: None });
        }
        let parent = match named.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        // A link is edited where its file is.
        let file = match std::fs::canonicalize(named) {
            Ok(file) => file,
            Err(_) => std::fs::canonicalize(parent)?.join(named.file_name().unwrap_or_default()),
        };
        let root = file.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Project { root, folder: false, file: Some(file) })
    }

    /// A file of the project by the path that pages have of it: below the root, with no way out of it, links followed.
    ///
    /// # Errors
    /// If it is none.
    pub fn file(&self, path: &str) -> Result<PathBuf, Failure> {
        let refuse = || {
            Failure::wrong(format!("`{}` is no path of a file below the studio's folder", brief(path)))
                .hint("a path such as records/tide.yaml")
        };
        let below = Path::new(path);
        let plain = below.components().all(|part| matches!(part, Component::Normal(_)));
        let odd = path.is_empty()
            || path.len() > 1000
            || path.contains(['\\', ':', '\0'])
            || path.chars().any(char::is_control);
        if odd || !plain || path.ends_with('/') {
            return Err(refuse());
        }
        let full = self.root.join(below);
        let real = match std::fs::symlink_metadata(&full) {
            Ok(_) => std::fs::canonicalize(&full).map_err(|_| refuse())?,
            Err(_) => {
                // What is there of its folders must not lead out.
                let there = full.ancestors().skip(1).find(|folder| folder.exists()).ok_or_else(refuse)?;
                let real = std::fs::canonicalize(there).map_err(|_| refuse())?;
                real.join(full.strip_prefix(there).map_err(|_| refuse())?)
            }
        };
        if real.starts_with(&self.root) { Ok(real) } else { Err(refuse()) }
    }

    /// A file that a document can be saved as.
    ///
    /// # Errors
    /// If it is none of the project, or not called like a credit file.
    pub fn credit_file(&self, path: &str) -> Result<PathBuf, Failure> {
        let file = self.file(path)?;
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let yaml = [".yaml", ".yml"].iter().any(|end| name.to_lowercase().ends_with(end) && name.len() > end.len());
        if !yaml {
            return Err(
                Failure::wrong(format!("`{}` is not called like a credit file", brief(path))).hint("end it with .yaml")
            );
        }
        if name == FILE_NAME {
            return Err(Failure::wrong(format!("`{FILE_NAME}` is the name of a brand kit")).hint("take another name"));
        }
        Ok(file)
    }

    /// A credit file that is there.
    ///
    /// # Errors
    /// If it is not, or none of the project.
    pub fn record_file(&self, path: &str) -> Result<PathBuf, Failure> {
        let file = self.credit_file(path)?;
        if file.is_file() { Ok(file) } else { Err(Failure::missing(format!("there is no `{}`", brief(path)))) }
    }

    /// A file that can be opened as a document: a credit file, or a brand kit where a folder is worked on.
    ///
    /// # Errors
    /// If it is none of the project, or called like neither.
    pub fn document(&self, path: &str) -> Result<PathBuf, Failure> {
        if self.folder && is_kit(Path::new(path)) { self.file(path) } else { self.credit_file(path) }
    }

    /// A file as pages call it.
    pub fn name(&self, file: &Path) -> String {
        file.strip_prefix(&self.root).unwrap_or(file).to_string_lossy().replace('\\', "/")
    }
}

/// Whether a path is called like a credit file that the form edits.
pub fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|end| ["yaml", "yml"].contains(&end.to_string_lossy().to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("root")).expect("a folder");
        std::fs::write(folder.path().join("secret.yaml"), "x").expect("written");
        let project = Project::of(Some(&folder.path().join("root"))).expect("a project");
        for path in
            ["", "/etc/passwd", "../secret.yaml", "a/../../secret.yaml", "./a.yaml", "a\\b", "c:x", "a\0b", "a/"]
        {
            assert!(project.file(path).is_err(), "{path:?}");
        }
        assert_eq!(project.file("new/tide.yaml").expect("a path"), project.root.join("new/tide.yaml"));
        assert!(project.credit_file("extra-credit.yaml").is_err() && project.credit_file("a.png").is_err());
        assert!(project.credit_file(".yaml").is_err() && project.credit_file("a.YML").is_ok());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path(), project.root.join("out")).expect("a link");
            std::os::unix::fs::symlink(folder.path().join("secret.yaml"), project.root.join("link.yaml"))
                .expect("a link");
            for path in ["out/secret.yaml", "out/new.yaml", "link.yaml"] {
                assert!(project.file(path).is_err(), "{path}");
            }
        }
    }
}

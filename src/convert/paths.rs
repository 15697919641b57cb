//! Paths of a record, which are relative to the folder of its file, for a file in another folder.

use std::path::{Component, Path};

use crate::record::{Content, Record, Text};

/// The record with its paths relative to another folder.
pub fn moved(record: &Record, from: &Path, to: &Path) -> Record {
    let mut record = record.clone();
    let relative = |text: &mut Text| text.value = path_from(&text.value, from, to);
    record.artwork.iter_mut().map(|picture| &mut picture.file).for_each(relative);
    if let Content::Supporters(lines) = &mut record.content {
        lines.iter_mut().filter_map(|line| line.picture.as_mut()).map(|picture| &mut picture.file).for_each(relative);
    }
    // A template with a dot or a slash is a file; another is a name.
    record.card.template.iter_mut().filter(|name| name.contains(['.', '/', '\\'])).for_each(relative);
    record
}

/// A path that was relative to one folder, relative to another, with `/` between names.
fn path_from(path: &str, from: &Path, to: &Path) -> String {
    let typed = Path::new(path);
    if typed.is_absolute() {
        return path.to_owned();
    }
    let own = |folder: &Path| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        std::fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_path_buf())
    };
    let (from, to) = (own(from), own(to));
    if from == to {
        return path.to_owned();
    }
    let mut target = from;
    for part in typed.components() {
        match part {
            Component::ParentDir => drop(target.pop()),
            Component::CurDir => {}
            other => target.push(other),
        }
    }
    let shared = target.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        // Another drive.
        return target.display().to_string();
    }
    let up = to.components().skip(shared).map(|_| "..".to_owned());
    let down = target.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_the_same_file_from_another_folder() {
        let tree = tempfile::tempdir().expect("a folder");
        let folder = |name: &str| tree.path().join(name);
        for name in ["records", "out/ep"] {
            std::fs::create_dir_all(folder(name)).expect("made");
        }
        let from = |path: &str| path_from(path, &folder("records"), &folder("out/ep"));
        assert_eq!(from("tide.jpg"), "../../records/tide.jpg");
        assert_eq!(from("../covers/./tide.jpg"), "../../covers/tide.jpg");
        assert_eq!(path_from("tide.jpg", &folder("records"), &folder("records")), "tide.jpg");
    }
}

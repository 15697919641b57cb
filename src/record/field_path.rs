//! Where a text of a record is: `tracks[2].credits[0].names[1]`. Messages, scenes and templates name texts so, and only
//! here is it written.

use std::fmt;

use serde::Serialize;

/// The path of a field, from the file down; lists count from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct FieldPath(String);

impl FieldPath {
    /// The whole file.
    pub const FILE: FieldPath = FieldPath(String::new());

    /// A key below it.
    #[must_use]
    pub fn key(&self, key: &str) -> FieldPath {
        let dot = if self.0.is_empty() { "" } else { "." };
        FieldPath(format!("{}{dot}{key}", self.0))
    }

    /// An item of a list below it.
    #[must_use]
    pub fn item(&self, list: &str, index: usize) -> FieldPath {
        let dot = if self.0.is_empty() { "" } else { "." };
        FieldPath(format!("{}{dot}{list}[{index}]", self.0))
    }

    /// A track of the file.
    pub fn track(index: usize) -> FieldPath {
        FieldPath::FILE.item("tracks", index)
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::ops::Deref for FieldPath {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<FieldPath> for String {
    fn from(path: FieldPath) -> String {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_dots_between_keys_and_brackets_around_places() {
        assert_eq!(FieldPath::FILE.key("title").to_string(), "title");
        let credit = FieldPath::FILE.item("credits", 0);
        assert_eq!(&*credit.item("names", 1).key("note"), "credits[0].names[1].note");
        assert_eq!(String::from(FieldPath::track(2).item("credits", 0).key("role")), "tracks[2].credits[0].role");
        assert_eq!(FieldPath::FILE.key("versus").item("points", 3).to_string(), "versus.points[3]");
    }
}

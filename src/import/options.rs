//! What somebody says about the files that are read: what columns hold, what parts names, what is the same for all.
//! Options of the program and of its library alike.

use std::str::FromStr;

use super::leftover::mend;
use super::spreadsheet::{ColumnMap, field_of};
use super::text::{Text, brief};
use super::tree::{Node, Value};
use crate::diagnostic::Position;

/// How files are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// What columns of spreadsheets hold whose headers do not say it.
    pub maps: Vec<ColumnMap>,
    /// Texts that part names in one cell or tag, beside those that always do.
    pub split: Vec<String>,
    /// Fields that have one value for all records.
    pub settings: Vec<Setting>,
    /// Whether what copying and encoding left in texts is mended.
    pub fix: bool,
    /// Whether columns that nobody knows are left out without a word.
    pub ignore_unknown: bool,
}

impl ImportOptions {
    /// No options but what columns hold.
    pub fn mapped(maps: &[ColumnMap]) -> Self {
        Self { maps: maps.to_vec(), ..Self::default() }
    }
}

/// A field with its value: `artist=Various Artists`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The field of the record.
    pub field: &'static str,
    /// Its value.
    pub value: String,
}

/// Fields of the record that can be set.
const SETTABLE: [&str; 12] = [
    "title",
    "artist",
    "artwork",
    "kind",
    "released",
    "label",
    "language",
    "catalogue",
    "isrc",
    "iswc",
    "upc",
    "supplied_by",
];

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((field, value)) = text.split_once('=') else {
            return Err("expected `field=value`, such as `artist=Various Artists`".into());
        };
        let value = Text::new(value).value;
        if value.is_empty() {
            return Err("expected a value after `=`".into());
        }
        let known = field_of(field).and_then(|field| SETTABLE.into_iter().find(|name| *name == field.name));
        match known {
            Some(field) => Ok(Self { field, value }),
            None => Err(format!(
                "no field of a record is called `{}`; there are {}",
                brief(field.trim()),
                SETTABLE.join(", ")
            )),
        }
    }
}

/// Mends a record's tree if that is asked for, and sets its fields, whatever the file says.
pub(crate) fn set(tree: &mut Node, options: &ImportOptions) {
    if options.fix {
        mend(tree);
    }
    let Value::Map(pairs) = &mut tree.value else { return };
    for setting in &options.settings {
        let value = Node::scalar(setting.value.clone(), Position::default(), 0);
        let known = pairs.iter_mut().find(|(key, _)| matches!(&key.value, Value::Scalar(key) if key == setting.field));
        match known {
            Some((_, old)) => *old = value,
            None => pairs.push((value.like(setting.field), value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_a_field_and_a_value() {
        let read = |text: &str| text.parse::<Setting>().map(|setting| (setting.field, setting.value));
        assert_eq!(read("artist=Various Artists"), Ok(("artist", "Various Artists".into())));
        assert_eq!(read("Album Artist= A=B "), Ok(("artist", "A=B".into())));
        assert!(read("artist").is_err() && read("artist= ").is_err());
        assert!(read("colour=red").is_err_and(|error| error.contains("no field")));
    }
}

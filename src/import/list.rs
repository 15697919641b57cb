//! A list of records in one YAML or JSON file: a list at its top, or one under `records`.
//! What stands beside `records` is the same for all that do not say it themselves.

use super::Document;
use super::tree::{Node, Value};
use crate::slug::slug;

/// The records of a list, if the file is one.
pub(crate) fn read(root: &Node) -> Option<Vec<Document>> {
    let (items, shared) = match &root.value {
        Value::List(items) => (items.as_slice(), Vec::new()),
        Value::Map(pairs) => {
            let Value::List(items) = &root.get("records")?.value else { return None };
            let is_list = |key: &Node| matches!(&key.value, Value::Scalar(key) if key == "records");
            (items.as_slice(), pairs.iter().filter(|(key, _)| !is_list(key)).cloned().collect())
        }
        _ => return None,
    };
    let record =
        |item: &Node| item.get("title").is_some() || item.get("credits").is_some() || item.get("artist").is_some();
    if items.is_empty() || !items.iter().any(record) {
        return None;
    }
    let document = |item: &Node| {
        let stem = item.str(&["title"]).map(slug).unwrap_or_default();
        let mut tree = item.clone();
        if let Value::Map(pairs) = &mut tree.value {
            for (key, value) in &shared {
                if !pairs.iter().any(|(own, _)| own.value == key.value) {
                    pairs.push((key.clone(), value.clone()));
                }
            }
        }
        Document { stem, tree, problems: Vec::new() }
    };
    Some(items.iter().map(document).collect())
}

//! What somebody has said of cards: fine, or to be changed, with a note. Kept in a file beside the records.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError};

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::desk::answer::brief;
use crate::desk::document::FileForm;
use crate::desk::failure::Failure;
use crate::files::{read_at_most, text_at_most};
use crate::publish::write_atomic;
use crate::record::MAX_BYTES;
use crate::studio::answer::{self, taken};
use crate::studio::state::Shared;

/// The file of marks.
pub const FILE: &str = ".extra-credit-review.json";

/// Bytes of the file of marks.
const MOST_BYTES: u64 = 8 << 20;

/// Bytes of a note.
const LONGEST_NOTE: usize = 2_000;

/// What is said of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Judgement {
    /// It can be posted.
    Fine,
    /// Something is to be changed.
    Change,
}

impl Judgement {
    /// As pages call it.
    pub fn name(self) -> &'static str {
        match self {
            Judgement::Fine => "fine",
            Judgement::Change => "change",
        }
    }
}

/// A mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What was said.
    pub mark: Judgement,
    /// What is to be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Of the text that it was said of.
    pub digest: String,
}

/// Marks by the path of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    records: BTreeMap<String, Mark>,
}

impl Marks {
    /// The marks of a folder; none of a file that cannot be read.
    pub fn load(root: &Path) -> Marks {
        let bytes = read_at_most(&root.join(FILE), MOST_BYTES).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// The mark of a file.
    pub fn get(&self, path: &str) -> Option<&Mark> {
        self.records.get(path)
    }
}

/// Tells a text from others.
pub fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().as_str().get(..16).unwrap_or_default().to_owned()
}

/// `PUT /api/records/mark`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marking {
    path: String,
    mark: Option<Judgement>,
    #[serde(default)]
    note: Option<String>,
}

/// Marks the card of a file.
pub async fn mark(State(shared): State<Arc<Shared>>, body: Body) -> Result<Response, Failure> {
    let Marking { path, mark, note } = taken(body).await?;
    let file = shared.project.credit_file(&path)?;
    let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.len() > LONGEST_NOTE) {
        return Err(Failure::unable(format!("a note has at most {LONGEST_NOTE} bytes")));
    }
    let bytes =
        text_at_most(&file, MAX_BYTES as u64).map_err(|why| Failure::missing(format!("`{}`: {why}", brief(&path))))?;
    let digest = digest(&FileForm::read(&bytes).1);
    let _one = shared.marks.lock().unwrap_or_else(PoisonError::into_inner);
    let mut marks = Marks::load(&shared.project.root);
    let name = shared.project.name(&file);
    match mark {
        Some(mark) => _ = marks.records.insert(name.clone(), Mark { mark, note, digest }),
        None => _ = marks.records.remove(&name),
    }
    let text = serde_json::to_string_pretty(&marks).unwrap_or_default() + "\n";
    write_atomic(&shared.project.root.join(FILE), text.as_bytes())
        .map_err(|error| Failure::unable(error.to_string()))?;
    shared.events.tell("mark", &json!({ "path": name }));
    Ok(answer::well(&json!({ "ok": true })))
}

//! What a page needs to know once: the project with its files, and what the program knows.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use crate::desk::failure::Failure;
use crate::desk::lists::known;
use crate::studio::answer;
use crate::studio::kits;
use crate::studio::records;
use crate::studio::state::Shared;

/// `GET /api/project`
pub async fn project(State(shared): State<Arc<Shared>>) -> Result<Response, Failure> {
    let own = Arc::clone(&shared);
    let listed =
        tokio::task::spawn_blocking(move || (records::files(&own), own.project.folder.then(|| kits::known(&own))));
    let (files, kits) = listed.await.map_err(|_| Failure::broken("the files cannot be listed"))?;
    let mut fields = known(&shared.desk);
    let own = [
        ("boot", json!(shared.boot)),
        ("root", json!(shared.project.root.file_name().map(|name| name.to_string_lossy()))),
        ("folder", json!(shared.project.folder)),
        ("files", json!(files)),
        ("kits", json!(kits)),
    ];
    fields.extend(own.map(|(name, value)| (name.to_owned(), value)));
    Ok(answer::well(&Value::Object(fields)))
}

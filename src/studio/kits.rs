//! Brand kits of the studio's folder: which there are, what they can name, and cards as they would be with one that is not saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::{Path as Part, State};
use axum::http::Uri;
use axum::response::Response;
use serde_json::{Value, json};

use crate::campaign::nearest_kit;
use crate::desk::answer::Query;
use crate::desk::failure::Failure;
use crate::desk::kits;
use crate::kit::FILE_NAME;
use crate::studio::answer;
use crate::studio::asking::done;
use crate::studio::loading::load;
use crate::studio::records;
use crate::studio::state::Shared;

/// Folders below a kit that its files are looked for in.
const DEEPEST: usize = 3;

/// Most files that are proposed.
const MOST_FILES: usize = 400;

/// Most entries of folders that are looked at.
const MOST_SEEN: usize = 20_000;

/// Endings of logos and of fonts.
const PICTURES: &[&str] = &["svg", "png", "webp", "jpg", "jpeg"];
const FONTS: &[&str] = &["ttf", "otf", "ttc"];

/// The kits of the folder for `GET /api/project`: its own, which may not be there yet, and those beside its records.
pub fn known(shared: &Shared) -> Value {
    let project = &shared.project;
    let root = project.root.join(FILE_NAME);
    let mut found: Vec<PathBuf> = records::folders(shared).iter().filter_map(|folder| kit_of(folder)).collect();
    found.retain(|file| file.starts_with(&project.root) && *file != root);
    found.sort();
    found.dedup();
    // One above the folder holds here until the folder has its own.
    let above = (!root.is_file()).then(|| kit_of(&project.root)).flatten();
    let view = |file: &PathBuf| json!({ "path": project.name(file), "there": file.is_file() });
    let above = above.map(|file| file.display().to_string());
    json!({ "all": std::iter::once(&root).chain(&found).map(view).collect::<Vec<_>>(), "above": above })
}

fn kit_of(folder: &Path) -> Option<PathBuf> {
    nearest_kit(folder).map(|(path, _)| path)
}

/// `GET /api/documents/ID/choices` of a kit: the families that cards can be set in, the files below its folder that it can
/// name, and the records that it holds for.
pub async fn choices(State(shared): State<Arc<Shared>>, Part(id): Part<u64>) -> Result<Response, Failure> {
    let families = kits::families(&shared.desk, id)?;
    let file = shared.desk.with(id, |document| Ok(document.path.clone()))?;
    let file = file.filter(|file| kits::is_kit(file)).ok_or_else(|| Failure::wrong("the document is no brand kit"))?;
    let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
    let own = Arc::clone(&shared);
    let listed = tokio::task::spawn_blocking(move || {
        let mut seen = Vec::new();
        let mut left = MOST_SEEN;
        walk(&folder, "", 0, &mut left, &mut seen);
        seen.sort();
        let of = |ends: &[&str]| -> Vec<String> {
            let is = |name: &&String| ends.iter().any(|end| name.to_lowercase().ends_with(&format!(".{end}")));
            seen.iter().filter(is).take(MOST_FILES).cloned().collect()
        };
        let holds = |folder: &Path| kit_of(folder).is_none_or(|kit| kit == file || !kit.starts_with(&own.project.root));
        let records: Vec<_> = records::files(&own)
            .into_iter()
            .filter(|record| {
                let path = own.project.root.join(&record.path);
                path.starts_with(&folder) && path.parent().is_some_and(holds)
            })
            .map(|record| json!({ "path": record.path, "title": record.title, "errors": record.errors }))
            .collect();
        json!({ "pictures": of(PICTURES), "fonts": of(FONTS), "records": records })
    });
    let mut listed = listed.await.map_err(|_| Failure::broken("the files cannot be listed"))?;
    if let Some(fields) = listed.as_object_mut() {
        fields.insert("families".into(), families);
    }
    Ok(answer::well(&listed))
}

/// Names of files below a folder. Links and hidden folders are passed over.
fn walk(folder: &Path, before: &str, depth: usize, left: &mut usize, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(fewer) = left.checked_sub(1) else { return };
        *left = fewer;
        let Ok(kind) = entry.file_type() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let below = format!("{before}{name}");
        if kind.is_file() {
            found.push(below);
        } else if kind.is_dir() && depth < DEEPEST && !["out", "node_modules"].contains(&name.as_str()) {
            walk(&entry.path(), &format!("{below}/"), depth + 1, left, found);
        }
    }
}

/// `GET /api/documents/ID/preview?path=FILE`: the card of a record with a kit as it is in its document.
pub async fn preview(State(shared): State<Arc<Shared>>, Part(id): Part<u64>, uri: Uri) -> Result<Response, Failure> {
    let query = Query::of(uri.query().unwrap_or_default());
    let path = query.text("path").ok_or_else(|| Failure::wrong("the card of a file has a `path`"))?;
    let record = load(&shared, &shared.project.record_file(path)?)?;
    done(&shared, kits::preview(&shared.desk, id, record, &query)?).await
}

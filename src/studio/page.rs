//! The files of the page, as the program carries them, or from a folder while somebody works on them.
//! Fonts are those of the cards.

use std::path::{Component, Path};
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::Response;

use crate::desk::answer::brief;
use crate::desk::failure::Failure;
use crate::files::read_at_most;
use crate::fonts::embedded_file;
use crate::studio::answer;
use crate::studio::state::Shared;

/// The files of `studio/` with their paths below it, from the build script.
pub static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/studio.rs"));

/// Largest file of the page.
const MOST_BYTES: u64 = 8 << 20;

/// Answers with a file of the page.
pub async fn file(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Response, Failure> {
    let path = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    let missing = || Failure::missing(format!("there is no `{}`", brief(path)));
    let kind = kind(path).ok_or_else(missing)?;
    if let Some(bytes) = path.strip_prefix("fonts/").and_then(embedded_file) {
        let mut response = answer::bytes(StatusCode::OK, kind, bytes);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400"));
        return Ok(response);
    }
    match &shared.assets {
        Some(folder) => {
            let path = below(folder, path).ok_or_else(missing)?;
            let bytes = read_at_most(&path, MOST_BYTES).map_err(|_| missing())?;
            Ok(answer::bytes(StatusCode::OK, kind, bytes))
        }
        None => {
            let (_, bytes) = FILES.iter().find(|(known, _)| *known == path).ok_or_else(missing)?;
            Ok(answer::bytes(StatusCode::OK, kind, *bytes))
        }
    }
}

/// A file below a folder, links followed; none if the path or a link leaves it.
pub fn below(folder: &Path, path: &str) -> Option<std::path::PathBuf> {
    let path = Path::new(path);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    let real = std::fs::canonicalize(folder.join(path)).ok().filter(|_| plain)?;
    real.starts_with(std::fs::canonicalize(folder).ok()?).then_some(real)
}

/// What a file is, by its ending; none if the page has no such files.
fn kind(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "ttf" => "font/ttf",
        "ttc" => "font/collection",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "md" | "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

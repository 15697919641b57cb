//! Requests of pages put to the desk. What a press is needed for waits for its turn on the easel.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::desk::answer::{Query, Reply};
use crate::desk::edits::{self, Opening};
use crate::desk::failure::Failure;
use crate::desk::request::Route;
use crate::studio::answer::{body, taken};
use crate::studio::easel::Unmade;
use crate::studio::loading::load;
use crate::studio::state::Shared;

/// Whatever a desk answers by itself.
pub async fn ask(State(shared): State<Arc<Shared>>, method: Method, uri: Uri, from: Body) -> Result<Response, Failure> {
    let route = Route::of(method.as_str(), uri.path())?;
    // One dropped file at a time is in memory.
    let _room = match route.brings_file() {
        true => Some(shared.drops.acquire().await.map_err(|_| Failure::broken("the studio ends"))?),
        false => None,
    };
    let bytes = body(from, route.most_bytes()).await?.to_vec();
    let query = uri.query().unwrap_or_default().to_owned();
    let reply = match route.takes_long() {
        false => route.answer(&shared.desk, &query, bytes)?,
        true => {
            let desk = Arc::clone(&shared.desk);
            let answer = tokio::task::spawn_blocking(move || route.answer(&desk, &query, bytes)).await;
            answer.map_err(|_| Failure::broken("the file could not be read"))??
        }
    };
    done(&shared, reply).await
}

/// `POST /api/documents`: opens a file, or a new document.
pub async fn open(State(shared): State<Arc<Shared>>, body: Body) -> Result<Response, Failure> {
    let Opening { path, text } = taken(body).await?;
    let id = match path {
        Some(path) => load(&shared, &shared.project.document(&path)?)?,
        None => edits::begin(&shared.desk)?,
    };
    done(&shared, edits::opened(&shared.desk, id, text.as_deref())?).await
}

/// `GET /api/records/card?path=FILE`: the card of a file, with everything that a document's card can be asked for.
pub async fn record(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Response, Failure> {
    of_record(&shared, &uri, "card").await
}

/// `GET /api/records/swatches?path=FILE`: the themes of a file's cover.
pub async fn swatches(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Response, Failure> {
    of_record(&shared, &uri, "swatches").await
}

/// What is asked of a file as of its document.
async fn of_record(shared: &Shared, uri: &Uri, what: &str) -> Result<Response, Failure> {
    let asked = uri.query().unwrap_or_default();
    let query = Query::of(asked);
    let path = query.text("path").ok_or_else(|| Failure::wrong("the card of a file has a `path`"))?;
    let id = load(shared, &shared.project.record_file(path)?)?;
    let route = Route::of("GET", &format!("/api/documents/{id}/{what}"))?;
    done(shared, route.answer(&shared.desk, asked, Vec::new())?).await
}

/// Does what an answer waits for.
pub async fn done(shared: &Shared, reply: Reply) -> Result<Response, Failure> {
    match reply {
        Reply::Now(answer) => Ok(answer.into_response()),
        Reply::Later(task) => match shared.easel.ask(task).await {
            Ok(answer) => answer.map(IntoResponse::into_response),
            Err(Unmade::Newer) => Ok(StatusCode::NO_CONTENT.into_response()),
            Err(Unmade::Busy) => Err(Failure::busy("too many cards are asked for at a time")),
        },
    }
}

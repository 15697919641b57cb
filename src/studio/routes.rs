//! Which address is answered by what.

use std::sync::Arc;

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};

use crate::studio::answer::brief;
use crate::studio::failure::Failure;
use crate::studio::guard::guard;
use crate::studio::state::Shared;
use crate::studio::{
    cards, colours, cover, desk, dropped, events, lists, marks, page, records, running, saving, taking,
};

/// The studio's addresses, guarded.
pub fn routes(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/api/project", get(lists::project))
        .route("/api/roles", get(lists::roles))
        .route("/api/schema", get(lists::schema))
        .route("/api/events", get(events::events))
        .route("/api/documents", post(desk::open))
        .route("/api/documents/{id}", get(desk::show))
        .route("/api/documents/{id}/edits", post(desk::edits))
        .route("/api/documents/{id}/text", put(desk::text))
        .route("/api/documents/{id}/undo", post(desk::undo))
        .route("/api/documents/{id}/redo", post(desk::redo))
        .route("/api/documents/{id}/save", post(saving::save))
        .route("/api/documents/{id}/files", post(dropped::files))
        .route("/api/documents/{id}/paste", post(dropped::paste))
        .route("/api/documents/{id}/swatches", get(colours::swatches))
        .route("/api/documents/{id}/contrast", get(colours::contrast))
        .route("/api/documents/{id}/words", get(taking::words))
        .route("/api/documents/{id}/take", get(taking::take))
        .route("/api/documents/{id}/artwork", get(cover::artwork))
        .route("/api/documents/{id}/card", get(cards::card))
        .route("/api/documents/{id}/scene", get(cards::scene))
        .route("/api/render", post(running::start).delete(running::stop))
        .route("/api/names", get(records::names))
        .route("/api/records/card", get(cover::record))
        .route("/api/records/mark", put(marks::mark))
        .fallback(other)
        .method_not_allowed_fallback(not_so)
        .layer(from_fn_with_state(Arc::clone(shared), guard))
        .with_state(Arc::clone(shared))
}

/// Files of the page, and what is not there.
async fn other(state: axum::extract::State<Arc<Shared>>, method: Method, uri: Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return Failure::missing(format!("there is no `{}`", brief(uri.path()))).into_response();
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        return not_so(method, uri).await;
    }
    page::file(state, uri).await.into_response()
}

async fn not_so(method: Method, uri: Uri) -> Response {
    let error = format!("`{}` does not take {method}", brief(uri.path()));
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, error).into_response()
}

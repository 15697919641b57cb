//! Which address is answered by what.

use std::sync::Arc;

use axum::Router;
use axum::http::{Method, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post, put};

use crate::desk::answer::brief;
use crate::desk::failure::Failure;
use crate::studio::guard::guard;
use crate::studio::state::Shared;
use crate::studio::{asking, events, kits, lists, marks, page, records, running, saving};

/// The studio's addresses, guarded. What the desk knows, it is asked.
pub fn routes(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/api/project", get(lists::project))
        .route("/api/roles", any(asking::ask))
        .route("/api/schema", any(asking::ask))
        .route("/api/events", get(events::events))
        .route("/api/documents", post(asking::open))
        .route("/api/documents/{id}", any(asking::ask))
        .route("/api/documents/{id}/{what}", any(asking::ask))
        .route("/api/documents/{id}/save", post(saving::save))
        .route("/api/documents/{id}/choices", get(kits::choices))
        .route("/api/documents/{id}/preview", get(kits::preview))
        .route("/api/render", post(running::start).delete(running::stop))
        .route("/api/names", get(records::names))
        .route("/api/records/card", get(asking::record))
        .route("/api/records/swatches", get(asking::swatches))
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
    Failure::new(405, format!("`{}` does not take {method}", brief(uri.path()))).into_response()
}

//! A desk's requests and answers over a connection: bodies of a limited size and time, and responses.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::desk::answer::Answer;
use crate::desk::failure::Failure;
use crate::desk::request::MOST_JSON;

/// Time for a body to arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// A body of at most so many bytes.
///
/// # Errors
/// If it is larger, or does not arrive in time.
pub async fn body(body: Body, most: usize) -> Result<Bytes, Failure> {
    let large = || Failure::new(413, format!("the request did not arrive whole, or has more than {most} bytes"));
    // One that says how long it is need not be waited for.
    if body.size_hint().lower() > most as u64 {
        return Err(large());
    }
    match tokio::time::timeout(PATIENCE, to_bytes(body, most)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(large()),
        Err(_) => Err(Failure::new(408, format!("the request did not arrive within {} s", PATIENCE.as_secs()))),
    }
}

/// A body of JSON.
///
/// # Errors
/// Those of [`body`], and if it is something else than was expected.
pub async fn taken<T: DeserializeOwned>(from: Body) -> Result<T, Failure> {
    crate::desk::answer::taken(&body(from, MOST_JSON).await?)
}

/// An answer that is well.
pub fn well(value: &impl Serialize) -> Response {
    Answer::well(value).into_response()
}

/// An answer of bytes.
pub fn bytes(status: StatusCode, kind: &'static str, bytes: impl Into<Body>) -> Response {
    let mut response = Response::new(bytes.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.body.into());
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        Answer::from(self).into_response()
    }
}

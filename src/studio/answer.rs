//! Requests and answers by their parts: what stands behind the `?`, bodies of a limited size and time, JSON.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::studio::failure::Failure;

/// Time for a body to arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes of a body of JSON.
pub const MOST_JSON: usize = 6 << 20;

/// What stands behind the `?` of an address.
#[derive(Debug, Default)]
pub struct Query(BTreeMap<String, String>);

impl Query {
    /// The query of an address; of a name that comes twice the last counts.
    pub fn of(uri: &Uri) -> Query {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        Query(pairs.take(64).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// A text that is given and not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// A number that is given.
    ///
    /// # Errors
    /// If it is none of the range.
    pub fn number(&self, name: &str, least: u32, most: u32) -> Result<Option<u32>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.map(Some).ok_or_else(|| {
            Failure::wrong(format!("`{name}` is a number from {least} to {most}, not `{}`", brief(text)))
        })
    }

    /// Names separated by commas.
    pub fn list(&self, name: &str) -> Vec<String> {
        let text = self.text(name).unwrap_or_default();
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// A text short enough for a message.
pub fn brief(text: &str) -> String {
    crate::import::text::brief(&text.replace(char::is_control, " "))
}

/// A body of at most so many bytes.
///
/// # Errors
/// If it is larger, or does not arrive in time.
pub async fn body(body: Body, most: usize) -> Result<Bytes, Failure> {
    let large = || {
        let error = format!("the request did not arrive whole, or has more than {most} bytes");
        Failure::new(StatusCode::PAYLOAD_TOO_LARGE, error)
    };
    // One that says how long it is need not be waited for.
    if body.size_hint().lower() > most as u64 {
        return Err(large());
    }
    match tokio::time::timeout(PATIENCE, to_bytes(body, most)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(large()),
        Err(_) => Err(Failure::new(
            StatusCode::REQUEST_TIMEOUT,
            format!("the request did not arrive within {} s", PATIENCE.as_secs()),
        )),
    }
}

/// A body of JSON. One without bytes is an empty object.
///
/// # Errors
/// Those of [`body`], and if it is something else than was expected.
pub async fn taken<T: DeserializeOwned>(from: Body) -> Result<T, Failure> {
    let bytes = body(from, MOST_JSON).await?;
    let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
    serde_json::from_slice(bytes)
        .map_err(|error| Failure::wrong(format!("the request is not understood: {error}").to_lowercase()))
}

/// An answer of JSON.
pub fn json(status: StatusCode, value: &impl Serialize) -> Response {
    // Maps of texts always become JSON.
    bytes(status, "application/json", serde_json::to_vec(value).unwrap_or_default())
}

/// An answer that is well.
pub fn well(value: &impl Serialize) -> Response {
    json(StatusCode::OK, value)
}

/// An answer of bytes.
pub fn bytes(status: StatusCode, kind: &'static str, bytes: impl Into<Body>) -> Response {
    let mut response = Response::new(bytes.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

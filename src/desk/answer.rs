//! Requests and answers as plain data: what stands behind the `?`, JSON, and work that a press has to do first.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::desk::bench::Bench;
use crate::desk::failure::Failure;
use crate::press::{LoadedKit, Press};

/// What stands behind the `?` of an address.
#[derive(Clone, Debug, Default)]
pub struct Query(BTreeMap<String, String>);

impl Query {
    /// The query of an address, without its `?`; of a name that comes twice the last counts.
    pub fn of(query: &str) -> Query {
        let pairs = form_urlencoded::parse(query.as_bytes());
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

/// What a body of JSON says. One without bytes is an empty object.
///
/// # Errors
/// If it is something else than was expected.
pub fn taken<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    serde_json::from_slice(bytes)
        .map_err(|error| Failure::wrong(format!("the request is not understood: {error}").to_lowercase()))
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status, of HTTP.
    pub status: u16,
    /// Headers, in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer of bytes.
    pub fn bytes(status: u16, kind: &'static str, body: impl Into<Vec<u8>>) -> Answer {
        Answer { status, headers: vec![("content-type", kind.to_owned())], body: body.into() }
    }

    /// An answer of JSON.
    pub fn json(status: u16, value: &impl Serialize) -> Answer {
        // Maps of texts always become JSON.
        Answer::bytes(status, "application/json", serde_json::to_vec(value).unwrap_or_default())
    }

    /// An answer that is well.
    pub fn well(value: &impl Serialize) -> Answer {
        Answer::json(200, value)
    }

    /// With one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Answer {
        self.headers.push((name, value.into()));
        self
    }
}

/// What a press does for an answer.
pub type Work = Box<dyn for<'f> FnOnce(&mut Press<'f>, &Bench<'f>) -> Result<Answer, Failure> + Send>;

/// Work that an answer waits for.
pub struct Task {
    /// Of tasks of one lane the newest counts.
    pub lane: String,
    /// The brand kit whose fonts it needs.
    pub kit: Option<Arc<LoadedKit>>,
    /// The work.
    pub work: Work,
}

/// What comes of a request.
pub enum Reply {
    /// The answer.
    Now(Answer),
    /// What is to be done for it.
    Later(Task),
}

impl Reply {
    /// An answer that is well.
    pub fn well(value: &impl Serialize) -> Reply {
        Reply::Now(Answer::well(value))
    }

    /// An answer that a press makes.
    pub fn later(
        lane: String,
        kit: Option<Arc<LoadedKit>>,
        work: impl for<'f> FnOnce(&mut Press<'f>, &Bench<'f>) -> Result<Answer, Failure> + Send + 'static,
    ) -> Reply {
        Reply::Later(Task { lane, kit, work: Box::new(work) })
    }
}

//! What a request is told when it cannot be answered: a status, a sentence and a hint, as JSON.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::edit::Refused;
use crate::studio::answer;

/// A request that is not answered.
#[derive(Debug)]
pub struct Failure {
    /// The status.
    pub status: StatusCode,
    /// One line.
    pub error: String,
    /// What to do.
    pub hint: Option<String>,
    /// What else the page needs to go on.
    pub more: Option<(&'static str, Value)>,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(status: StatusCode, error: impl Into<String>) -> Failure {
        Failure { status, error: error.into(), hint: None, more: None }
    }

    /// A request that is wrong in itself.
    pub fn wrong(error: impl Into<String>) -> Failure {
        Failure::new(StatusCode::BAD_REQUEST, error)
    }

    /// Something that is not there.
    pub fn missing(error: impl Into<String>) -> Failure {
        Failure::new(StatusCode::NOT_FOUND, error)
    }

    /// A request that goes against what is there now.
    pub fn conflict(error: impl Into<String>, name: &'static str, value: Value) -> Failure {
        Failure { more: Some((name, value)), ..Failure::new(StatusCode::CONFLICT, error) }
    }

    /// Something that is there and cannot be done.
    pub fn unable(error: impl Into<String>) -> Failure {
        Failure::new(StatusCode::UNPROCESSABLE_ENTITY, error)
    }

    /// The program is at fault, or what it stands on.
    pub fn broken(error: impl Into<String>) -> Failure {
        Failure::new(StatusCode::INTERNAL_SERVER_ERROR, error)
    }

    /// With a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Failure {
        Failure { hint: Some(hint.into()), ..self }
    }

    /// The first of some problems, or another sentence.
    pub fn of(problems: &[Diagnostic], otherwise: &str) -> Failure {
        match problems.first() {
            Some(first) => Failure { hint: first.hint.clone(), ..Failure::unable(first.message.clone()) },
            None => Failure::unable(otherwise),
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        Failure { hint: refused.hint().map(str::to_owned), ..Failure::unable(refused.to_string()) }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut body = json!({ "error": self.error, "hint": self.hint });
        if let (Some((name, value)), Some(fields)) = (self.more, body.as_object_mut()) {
            fields.insert(name.to_owned(), value);
        }
        answer::json(self.status, &body)
    }
}

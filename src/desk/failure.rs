//! What a request is told when it cannot be answered: a status, a sentence and a hint, as JSON.

use serde_json::{Value, json};

use crate::desk::answer::Answer;
use crate::diagnostic::Diagnostic;
use crate::edit::Refused;

/// A request that is not answered.
#[derive(Debug)]
pub struct Failure {
    /// The status, of HTTP.
    pub status: u16,
    /// One line.
    pub error: String,
    /// What to do.
    pub hint: Option<String>,
    /// What else the page needs to go on.
    pub more: Option<(&'static str, Value)>,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(status: u16, error: impl Into<String>) -> Failure {
        Failure { status, error: error.into(), hint: None, more: None }
    }

    /// A request that is wrong in itself.
    pub fn wrong(error: impl Into<String>) -> Failure {
        Failure::new(400, error)
    }

    /// Something that is not there.
    pub fn missing(error: impl Into<String>) -> Failure {
        Failure::new(404, error)
    }

    /// A request that goes against what is there now.
    pub fn conflict(error: impl Into<String>, name: &'static str, value: Value) -> Failure {
        Failure { more: Some((name, value)), ..Failure::new(409, error) }
    }

    /// Something that is there and cannot be done.
    pub fn unable(error: impl Into<String>) -> Failure {
        Failure::new(422, error)
    }

    /// The program is at fault, or what it stands on.
    pub fn broken(error: impl Into<String>) -> Failure {
        Failure::new(500, error)
    }

    /// Too much is asked for at a time.
    pub fn busy(error: impl Into<String>) -> Failure {
        Failure::new(503, error)
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

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Answer {
        let mut body = json!({ "error": failure.error, "hint": failure.hint });
        if let (Some((name, value)), Some(fields)) = (failure.more, body.as_object_mut()) {
            fields.insert(name.to_owned(), value);
        }
        Answer::json(failure.status, &body)
    }
}

//! The desk of `extra-credit` for a page without a server: three functions around [`Alone`], called by `studio/alone/worker.js`.
//! A message is four bytes with the length of its head, least first, the head as JSON, and the body.

use std::cell::RefCell;
use std::time::Duration;

use extra_credit::desk::alone::Alone;
use extra_credit::desk::answer::Answer;
use extra_credit::desk::clock;
use extra_credit::desk::failure::Failure;
use serde::{Deserialize, Serialize};

/// Bytes before the head of a message.
const LENGTH: usize = 4;

/// The head of a request.
#[derive(Deserialize)]
struct Asked {
    method: String,
    target: String,
    /// Milliseconds since the page began.
    now: f64,
}

/// The head of an answer.
#[derive(Serialize)]
struct Answered {
    status: u16,
    headers: Vec<(&'static str, String)>,
}

#[derive(Default)]
struct Engine {
    alone: Alone,
    /// The request before it is asked, the answer after.
    message: Vec<u8>,
}

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::default();
}

impl Engine {
    fn ask(&mut self) {
        let message = std::mem::take(&mut self.message);
        let answer = self.answer(message).unwrap_or_else(Answer::from);
        let head = Answered { status: answer.status, headers: answer.headers };
        // A head of texts always becomes JSON.
        let head = serde_json::to_vec(&head).unwrap_or_default();
        self.message = u32::try_from(head.len()).unwrap_or_default().to_le_bytes().to_vec();
        self.message.extend(head);
        self.message.extend(answer.body);
    }

    fn answer(&mut self, mut message: Vec<u8>) -> Result<Answer, Failure> {
        let cut = || Failure::wrong("the message is cut off");
        let length =
            message.first_chunk::<LENGTH>().map(|length| u32::from_le_bytes(*length) as usize).ok_or_else(cut)?;
        let head = message.get(LENGTH..).and_then(|rest| rest.get(..length)).ok_or_else(cut)?;
        let Asked { method, target, now } = serde_json::from_slice(head).map_err(|_| cut())?;
        clock::tell(Duration::try_from_secs_f64(now / 1000.0).unwrap_or_default());
        message.drain(..LENGTH + length);
        Ok(self.alone.ask(&method, &target, message))
    }
}

/// Makes room for a message of so many bytes, and says where it is.
#[expect(unsafe_code, reason = "that a function has a name outside counts as unsafe; nothing else here does")]
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    ENGINE.with_borrow_mut(|engine| {
        engine.message = vec![0; length];
        engine.message.as_mut_ptr()
    })
}

/// Answers the message in the room, and says how many bytes the answer has.
#[expect(unsafe_code, reason = "that a function has a name outside counts as unsafe; nothing else here does")]
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> usize {
    ENGINE.with_borrow_mut(|engine| {
        engine.ask();
        engine.message.len()
    })
}

/// Says where the answer is.
#[expect(unsafe_code, reason = "that a function has a name outside counts as unsafe; nothing else here does")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ENGINE.with_borrow(|engine| engine.message.as_ptr())
}

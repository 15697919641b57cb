//! What pages are told as it happens: a stream of server-sent events for each tab.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::desk::answer::Query;
use crate::desk::failure::Failure;
use crate::studio::answer;
use crate::studio::state::Shared;

/// Events that a slow tab may be behind.
const MOST_BEHIND: usize = 512;

/// Most tabs.
const MOST_TABS: usize = 32;

/// Time after which a tab is told that the studio is there.
const ALIVE: Duration = Duration::from_secs(10);

/// Who listens, and to what.
#[derive(Debug)]
pub struct Events {
    send: broadcast::Sender<Bytes>,
    /// Tabs by their document; those of none under 0.
    tabs: Mutex<BTreeMap<u64, usize>>,
}

impl Default for Events {
    fn default() -> Events {
        Events { send: broadcast::Sender::new(MOST_BEHIND), tabs: Mutex::default() }
    }
}

impl Events {
    /// Tells all tabs.
    pub fn tell(&self, name: &str, data: &Value) {
        // Nobody may listen.
        let _ = self.send.send(event(name, data));
    }

    /// How many tabs show a document.
    pub fn tabs(&self, document: u64) -> usize {
        self.tabs.lock().unwrap_or_else(PoisonError::into_inner).get(&document).copied().unwrap_or_default()
    }

    fn count(&self, document: u64, change: isize) -> usize {
        let mut tabs = self.tabs.lock().unwrap_or_else(PoisonError::into_inner);
        let count = tabs.entry(document).or_default();
        *count = count.saturating_add_signed(change);
        let count = *count;
        tabs.retain(|_, count| *count > 0);
        count
    }

    fn all(&self) -> usize {
        self.tabs.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

fn event(name: &str, data: &Value) -> Bytes {
    format!("event: {name}\ndata: {data}\n\n").into()
}

/// A tab that listens; it is counted while it does.
struct Tab {
    shared: Arc<Shared>,
    document: u64,
}

impl Tab {
    fn new(shared: Arc<Shared>, document: u64) -> Tab {
        shared.events.count(document, 1);
        let tab = Tab { shared, document };
        tab.tell();
        tab
    }

    /// Tells the tabs of its document how many they are.
    fn tell(&self) {
        let Some(revision) = self.shared.desk.revision(self.document) else { return };
        let tabs = self.shared.events.tabs(self.document);
        self.shared.events.tell("document", &json!({ "id": self.document, "revision": revision, "tabs": tabs }));
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.shared.events.count(self.document, -1);
        self.tell();
    }
}

/// `GET /api/events?document=ID`: a stream that ends with the tab.
pub async fn events(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Response, Failure> {
    if shared.events.all() >= MOST_TABS {
        let error = format!("{MOST_TABS} tabs are open, and no more are served");
        return Err(Failure::busy(error).hint("close some"));
    }
    let document = Query::of(uri.query().unwrap_or_default()).number("document", 0, u32::MAX)?.unwrap_or_default();
    let receive = shared.events.send.subscribe();
    let hello = event("hello", &json!({ "boot": shared.boot }));
    let tab = Tab::new(shared, document.into());
    let stream = stream::unfold((tab, receive, Some(hello)), |(tab, mut receive, hello)| async move {
        if let Some(hello) = hello {
            return Some((Ok::<_, std::convert::Infallible>(hello), (tab, receive, None)));
        }
        let next = match tokio::time::timeout(ALIVE, receive.recv()).await {
            Ok(Ok(event)) => event,
            // The tab asks again for what it shows.
            Ok(Err(RecvError::Lagged(_))) => event("missed", &json!({})),
            Ok(Err(RecvError::Closed)) => return None,
            Err(_) => Bytes::from_static(b": here\n\n"),
        };
        Some((Ok(next), (tab, receive, None)))
    });
    let mut response = answer::bytes(StatusCode::OK, "text/event-stream", Body::from_stream(stream));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

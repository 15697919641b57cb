//! All cards of a project made into its folder `out`, as `render` makes them, with progress told to the page.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::campaign::{Campaign, Destination, Event, Interrupt, Listener, Settings, check_posts};
use crate::card::format;
use crate::desk::answer::brief;
use crate::desk::failure::Failure;
use crate::encode::Encoding;
use crate::press::Options;
use crate::publish::Writer;
use crate::report::Status;
use crate::studio::answer::{self, taken};
use crate::studio::state::Shared;

/// The folder of cards below the root.
const OUT: &str = "out";

/// Time between two words about progress.
const PACE: Duration = Duration::from_millis(100);

/// `POST /api/render`
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Running {
    formats: Vec<String>,
    #[serde(rename = "for")]
    posts: Vec<String>,
    template: Option<String>,
    theme: Option<String>,
    force: bool,
}

/// Starts a run; there is one at a time.
pub async fn start(State(shared): State<Arc<Shared>>, body: Body) -> Result<Response, Failure> {
    let running: Running = taken(body).await?;
    if let Some(unknown) = running.formats.iter().find(|name| format(name).is_none()) {
        return Err(Failure::missing(format!("no format is called `{}`", brief(unknown))));
    }
    if let Some(name) = running.template.as_ref().filter(|name| name.contains(['.', '/', '\\'])) {
        return Err(Failure::wrong(format!("`{}` is no name of a template", brief(name))));
    }
    let input = shared.project.file.clone().unwrap_or_else(|| shared.project.root.clone());
    let output = Destination::Folder(shared.project.root.join(OUT));
    check_posts(&running.posts, &running.formats, &output).map_err(|(error, hint)| Failure::wrong(error).hint(hint))?;
    let interrupt = Interrupt::default();
    {
        let mut run = shared.run.lock().unwrap_or_else(PoisonError::into_inner);
        if run.is_some() {
            return Err(Failure::conflict("all cards are being made already", "job", json!(1)));
        }
        *run = Some(interrupt.clone());
    }
    let own = Arc::clone(&shared);
    let work = move || {
        let settings = Settings { posts: running.posts, force: running.force, ..Settings::new(vec![input], output) };
        let options = Options {
            formats: running.formats,
            template: running.template,
            theme: running.theme,
            encodings: vec![Encoding::PNG],
            ..Options::default()
        };
        let mut teller = Teller::new(Arc::clone(&own));
        let campaign = Campaign {
            settings: &settings,
            options: &options,
            fonts: &own.desk.fonts,
            writer: &Arc::new(Writer::new()),
            interrupt: &interrupt,
        };
        let ran = campaign.run(&mut teller);
        *own.run.lock().unwrap_or_else(PoisonError::into_inner) = None;
        match ran {
            Ok(ran) => teller.end(json!({
                "pictures": ran.summary.pictures, "untouched": ran.untouched, "failed": ran.summary.failed,
                "interrupted": ran.summary.interrupted, "folder": OUT,
            })),
            Err(misuse) => teller.end(json!({ "error": misuse.message, "hint": misuse.hint })),
        }
    };
    if std::thread::Builder::new().name("run".into()).spawn(work).is_err() {
        *shared.run.lock().unwrap_or_else(PoisonError::into_inner) = None;
        return Err(Failure::broken("no thread can be started"));
    }
    Ok(answer::well(&json!({ "job": 1 })))
}

/// `DELETE /api/render`: finishes the cards in hand and begins no more.
pub async fn stop(State(shared): State<Arc<Shared>>) -> Result<Response, Failure> {
    let run = shared.run.lock().unwrap_or_else(PoisonError::into_inner);
    let asked = run.as_ref().is_some_and(|run| !run.ask());
    Ok(answer::well(&json!({ "ok": asked })))
}

/// Tells pages how far a run is.
struct Teller {
    shared: Arc<Shared>,
    total: usize,
    done: usize,
    failed: usize,
    told: Instant,
}

impl Teller {
    fn new(shared: Arc<Shared>) -> Teller {
        Teller { shared, total: 0, done: 0, failed: 0, told: Instant::now() }
    }

    fn tell(&mut self, more: Option<(&str, Value)>) {
        let mut data = json!({ "done": self.done, "total": self.total, "failed": self.failed });
        if let (Some((name, value)), Some(fields)) = (more, data.as_object_mut()) {
            fields.insert(name.to_owned(), value);
        }
        self.told = Instant::now();
        self.shared.events.tell("progress", &data);
    }

    fn end(&mut self, ran: Value) {
        self.tell(Some(("ended", ran)));
    }
}

impl Listener for Teller {
    fn hear(&mut self, event: Event<'_>) {
        match event {
            Event::Begun { cards, .. } => {
                self.total = cards;
                self.tell(None);
            }
            Event::Done(done) => {
                self.done += 1;
                if done.line.status == Status::Failed {
                    self.failed += 1;
                    let error = done.line.errors.first().map(|error| error.line()).unwrap_or_default();
                    let input = self.shared.project.name(std::path::Path::new(&done.line.input));
                    self.tell(Some(("problem", json!({ "path": input, "error": error }))));
                } else if self.told.elapsed() >= PACE || self.done == self.total {
                    self.tell(None);
                }
            }
            _ => {}
        }
    }
}

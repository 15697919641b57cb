//! The themes as swatches of a document's cover, and how legible a colour of somebody's own is.

use std::sync::Arc;

use axum::extract::{Path as Part, State};
use axum::http::Uri;
use axum::response::Response;
use serde_json::{Value, json};

use crate::press::Job;
use crate::studio::answer::{self, Query};
use crate::studio::cards::{newer, snapshot};
use crate::studio::easel::{Bench, Snapshot};
use crate::studio::failure::Failure;
use crate::studio::state::Shared;
use crate::theme::{Given, Palette, THEMES, Theme, contrast as ratio};

/// `GET /api/documents/ID/swatches`
pub async fn swatches(State(shared): State<Arc<Shared>>, Part(id): Part<u64>, uri: Uri) -> Result<Response, Failure> {
    let snapshot = snapshot(&shared, id, &Query::of(&uri))?;
    let own = Arc::clone(&snapshot);
    let lane = format!("swatches-{id}");
    let made = shared.easel.ask(&lane, None, move |_, bench| {
        let job = bench.job(&own);
        let palette = palette(&job, &own);
        let swatch = |name: &&str| Theme::named(name, palette.as_deref()).map(|theme| view(name, &theme));
        THEMES.iter().filter_map(swatch).collect::<Vec<Value>>()
    });
    match made.await {
        Ok(swatches) => Ok(answer::well(&swatches)),
        Err(unmade) => newer(unmade),
    }
}

/// `GET /api/documents/ID/contrast?ground=%23d02020`, with `text` and `accent` too.
pub async fn contrast(State(shared): State<Arc<Shared>>, Part(id): Part<u64>, uri: Uri) -> Result<Response, Failure> {
    let query = Query::of(&uri);
    let snapshot = snapshot(&shared, id, &query)?;
    let mut given = Given::default();
    for (name, key) in
        [("ground", "ground"), ("ink", "text"), ("text", "text"), ("accent", "accent"), ("quiet", "quiet")]
    {
        if let Some(value) = query.text(name) {
            given.set(key, value).map_err(|error| Failure::wrong(error.to_string()))?;
        }
    }
    let own = Arc::clone(&snapshot);
    let lane = format!("contrast-{id}");
    let made = shared.easel.ask(&lane, None, move |_, bench: &Bench<'_>| {
        let job = bench.job(&own);
        let palette = palette(&job, &own);
        let theme = given.theme(Theme::auto(palette.as_deref()), palette.as_deref());
        let low: Vec<String> = given.low_contrasts(&theme).iter().map(ToString::to_string).collect();
        let mut view = view("", &theme);
        if let Some(fields) = view.as_object_mut() {
            fields.remove("theme");
            fields.insert("low".into(), json!(low));
        }
        view
    });
    match made.await {
        Ok(view) => Ok(answer::well(&view)),
        Err(unmade) => newer(unmade),
    }
}

fn palette(job: &Job<'_>, snapshot: &Snapshot) -> Option<Arc<Palette>> {
    let cover = job.cover(&snapshot.record).ok().flatten()?;
    Some(Arc::clone(cover.palette()))
}

fn view(name: &str, theme: &Theme) -> Value {
    // As people read it: cut, not rounded.
    let shown = |ratio: f32| f64::from((ratio * 10.0).floor()) / 10.0;
    json!({
        "theme": name, "ground": theme.ground.to_string(), "ink": theme.text.to_string(),
        "quiet": theme.quiet.to_string(), "accent": theme.accent.to_string(),
        "contrast": shown(ratio(theme.text, theme.ground)), "accent_contrast": shown(ratio(theme.accent, theme.ground)),
    })
}

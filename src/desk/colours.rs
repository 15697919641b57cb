//! The themes as swatches of a document's cover, and how legible a colour of somebody's own is.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::desk::answer::{Answer, Query, Reply};
use crate::desk::bench::Snapshot;
use crate::desk::cards::snapshot;
use crate::desk::failure::Failure;
use crate::desk::kits;
use crate::edit::Kind;
use crate::press::Job;
use crate::theme::{Given, Palette, THEMES, Theme, contrast as ratio};

/// `GET /api/documents/ID/swatches`
///
/// # Errors
/// If there is no such document, or it has no card yet.
pub fn swatches(desk: &Desk, id: u64, query: &Query) -> Result<Reply, Failure> {
    let snapshot = snapshot(desk, id, query)?;
    Ok(Reply::later(format!("swatches-{id}"), None, move |_, bench| {
        let job = bench.job(&snapshot);
        let palette = palette(&job, &snapshot);
        let swatch = |name: &&str| Theme::named(name, palette.as_deref()).map(|theme| view(name, &theme));
        Ok(Answer::well(&THEMES.iter().filter_map(swatch).collect::<Vec<Value>>()))
    }))
}

/// `GET /api/documents/ID/contrast?ground=%23d02020`, with `text` and `accent` too; of a brand kit `base` names its theme.
///
/// # Errors
/// If there is no such document, it has no card yet, or a colour is none.
pub fn contrast(desk: &Desk, id: u64, query: &Query) -> Result<Reply, Failure> {
    let kit = desk.with(id, |document| Ok(document.kind))? == Kind::Kit;
    let mut given = Given::default();
    for (name, key) in
        [("ground", "ground"), ("ink", "text"), ("text", "text"), ("accent", "accent"), ("quiet", "quiet")]
    {
        if let Some(value) = query.text(name) {
            given.set(key, value).map_err(|error| Failure::wrong(error.to_string()))?;
        }
    }
    // A kit holds for covers of all colours.
    if kit {
        return Ok(Reply::well(&told(&given, &given.theme(kits::base(query.text("base"))?, None))));
    }
    let snapshot = snapshot(desk, id, query)?;
    Ok(Reply::later(format!("contrast-{id}"), None, move |_, bench| {
        let job = bench.job(&snapshot);
        let palette = palette(&job, &snapshot);
        let theme = given.theme(Theme::auto(palette.as_deref()), palette.as_deref());
        Ok(Answer::well(&told(&given, &theme)))
    }))
}

/// A theme of given colours, with those that are hard to read.
fn told(given: &Given, theme: &Theme) -> Value {
    let low: Vec<String> = given.low_contrasts(theme).iter().map(ToString::to_string).collect();
    let mut view = view("", theme);
    if let Some(fields) = view.as_object_mut() {
        fields.remove("theme");
        fields.insert("low".into(), json!(low));
    }
    view
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

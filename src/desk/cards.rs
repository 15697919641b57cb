//! Pictures and scenes that a page asks for, and what they are asked with.

use std::sync::Arc;

use serde_json::json;

use crate::card::format;
use crate::catalogue::choices::{Group, Labels, Order, Overflow};
use crate::desk::Desk;
use crate::desk::answer::{Answer, Query, Reply, brief};
use crate::desk::bench::Snapshot;
use crate::desk::failure::Failure;
use crate::desk::painting::{self, Painted, Wish};
use crate::desk::reading::view;
use crate::press::{MissingGlyphs, Options, named_handles, named_wording};
use crate::record::Content;

/// The format of cards that are asked for without one.
const USUAL: &str = "square";

/// Widest picture in px that is made for a page.
const WIDEST: u32 = 4096;

/// Most cards of a file.
const MOST_CARDS: u32 = 1000;

/// `GET /api/documents/ID/card`: a page as a PNG.
///
/// # Errors
/// If there is no such document, or it has no card yet.
pub fn card(desk: &Desk, id: u64, query: &Query) -> Result<Reply, Failure> {
    card_of(desk, snapshot(desk, id, query)?, query, "main")
}

/// A page of a snapshot's card as a PNG; in a lane of its document that may be named.
///
/// # Errors
/// If what is asked for is none.
pub fn card_of(desk: &Desk, snapshot: Arc<Snapshot>, query: &Query, usual: &str) -> Result<Reply, Failure> {
    let (snapshot, wish) = (begun(snapshot), wish(query)?);
    let page = query.number("page", 1, MOST_CARDS)?.unwrap_or(1) as usize - 1;
    let name = wish.options.formats.first().map_or(USUAL, String::as_str);
    let own = format(name).map_or(1080.0, |format| format.width);
    let scale = match query.number("width", 40, WIDEST)? {
        // Sizes of pages are a few thousand px.
        Some(width) => (width as f32 / own).clamp(0.1, 2.0),
        None => 1.0,
    };
    let key = painting::key(&snapshot, &wish);
    let revision = snapshot.revision;
    if let Some((painted, picture)) = desk.painting.picture(&key, page, scale) {
        return Ok(Reply::Now(shown(revision, &painted, picture)));
    }
    let painting = Arc::clone(&desk.painting);
    let lane = lane(query, snapshot.document, usual);
    Ok(Reply::later(lane, snapshot.kit.clone(), move |press, bench| {
        let painted = painting
            .paint(press, bench, &snapshot, &wish, Some((page, scale)), &key)
            .map_err(|problems| Failure::of(&problems, "the card cannot be made"))?;
        let picture = painted.picture(page.min(painted.pages.saturating_sub(1)), scale).unwrap_or_default();
        Ok(shown(revision, &painted, picture))
    }))
}

fn shown(revision: u64, painted: &Painted, picture: Vec<u8>) -> Answer {
    Answer::bytes(200, "image/png", picture)
        .with("x-revision", revision.to_string())
        .with("x-pages", painted.pages.to_string())
        .with("x-made-ms", painted.milliseconds.to_string())
}

/// `GET /api/documents/ID/scene`: where the texts of a card stand.
///
/// # Errors
/// If there is no such document, or it has no card yet.
pub fn scene(desk: &Desk, id: u64, query: &Query) -> Result<Reply, Failure> {
    let (snapshot, wish) = (begun(snapshot(desk, id, query)?), wish(query)?);
    let lane = query.text("lane").map_or_else(|| format!("scene-{id}"), |lane| format!("{lane}-{id}-scene"));
    let key = painting::key(&snapshot, &wish);
    if let Some(painted) = desk.painting.card(&key) {
        return Ok(Reply::Now(Answer::bytes(200, "application/json", painted.scene.clone())));
    }
    let painting = Arc::clone(&desk.painting);
    Ok(Reply::later(lane, snapshot.kit.clone(), move |press, bench| {
        match painting.paint(press, bench, &snapshot, &wish, None, &key) {
            Ok(painted) => Ok(Answer::bytes(200, "application/json", painted.scene.clone())),
            Err(problems) => {
                let found: Vec<_> = problems.iter().map(|problem| view(problem, &snapshot.form)).collect();
                let failure = Failure::of(&problems, "the card cannot be made");
                Err(Failure { more: Some(("findings", json!(found))), ..failure })
            }
        }
    }))
}

/// A snapshot whose card can be shown while its record is being written: what has no words yet has an ellipsis. Only the
/// page shows it; what is taken away says what the file says.
fn begun(snapshot: Arc<Snapshot>) -> Arc<Snapshot> {
    let record = &snapshot.record;
    if record.content != Content::Record || !(record.title.is_empty() || record.artist.is_empty()) {
        return snapshot;
    }
    let mut record = (**record).clone();
    for text in [&mut record.title, &mut record.artist] {
        if text.is_empty() {
            text.value = "…".to_owned();
        }
    }
    Arc::new(Snapshot { record: Arc::new(record), ..(*snapshot).clone() })
}

/// The lane of a request: of its document alone.
fn lane(query: &Query, id: u64, usual: &str) -> String {
    format!("{}-{id}", query.text("lane").unwrap_or(usual).chars().take(40).collect::<String>())
}

/// The document as it is, for a request that may name the revision it is about.
pub fn snapshot(desk: &Desk, id: u64, query: &Query) -> Result<Arc<Snapshot>, Failure> {
    let revision = query.number("revision", 0, u32::MAX)?;
    desk.with(id, |document| {
        match revision {
            // A page that is ahead asks a studio that was started again.
            Some(revision) if u64::from(revision) > document.revision => {
                let error = format!("the document is at revision {}, not {revision}", document.revision);
                Err(Failure::conflict(error, "current", desk.view(document)))
            }
            _ => desk.snapshot(document),
        }
    })
}

/// How a card is to look.
pub fn wish(query: &Query) -> Result<Wish, Failure> {
    let card = query.number("card", 1, MOST_CARDS)?.unwrap_or(1) as usize - 1;
    let name = query.text("format").unwrap_or(USUAL);
    if format(name).is_none() {
        return Err(Failure::missing(format!("no format is called `{}`", brief(name))));
    }
    Ok(Wish { options: Options { formats: vec![name.to_owned()], ..options(query)? }, card })
}

/// What of a card's look is asked for; what is not is the file's choice.
pub fn options(query: &Query) -> Result<Options, Failure> {
    let template = query.text("template");
    // A path of the request is no path of the file.
    if let Some(name) = template.filter(|name| name.contains(['.', '/', '\\']) || name.len() > 100) {
        return Err(Failure::wrong(format!("`{}` is no name of a template", brief(name))));
    }
    let language = query.text("language");
    named_wording(language, &[]).map_err(|problems| Failure::of(&problems, "no such language"))?;
    let handles = query.text("handles");
    if let Some(name) = handles {
        named_handles(name, None).map_err(|problems| Failure::of(&problems, "no such platform"))?;
    }
    Ok(Options {
        template: template.map(str::to_owned),
        theme: query.text("theme").map(str::to_owned),
        r#type: query.text("pairing").or(query.text("type")).map(str::to_owned),
        group: word(query, "group", Group::named)?,
        order: word(query, "order", Order::named)?,
        labels: word(query, "labels", Labels::named)?,
        overflow: word(query, "overflow", Overflow::named)?,
        language: language.map(str::to_owned),
        handles: handles.map(str::to_owned),
        missing_glyphs: MissingGlyphs::Replace,
        ..Options::default()
    })
}

fn word<T>(query: &Query, name: &str, named: fn(&str) -> Option<T>) -> Result<Option<T>, Failure> {
    let Some(word) = query.text(name) else { return Ok(None) };
    named(word).map(Some).ok_or_else(|| Failure::wrong(format!("`{name}` is not `{}`", brief(word))))
}

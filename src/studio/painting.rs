//! Pictures and scenes of documents: made by the easel, kept while they are the newest, shared by who asks for the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::body::Bytes;
use serde::Serialize;
use tokio::sync::oneshot;

use crate::diagnostic::Diagnostic;
use crate::edit::Form;
use crate::encode::Encoding;
use crate::press::{Made, Options, Press};
use crate::record::{Contribution, Credit, Record, Text};
use crate::scene::Scene;
use crate::studio::easel::{Bench, Easel, Snapshot, Unmade, milliseconds};
use crate::studio::reading::{FindingView, view};

/// Bytes of pictures that are kept.
const MOST_KEPT: usize = 48 << 20;

/// Most cards that are kept.
const MOST_CARDS: usize = 64;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// How the card looks; of one format, at scale 1.
    pub options: Options,
    /// Which card of several, from 0.
    pub card: usize,
}

/// A card as it was made.
#[derive(Debug)]
pub struct Painted {
    /// The scene as JSON.
    pub scene: Bytes,
    /// Pages of the card.
    pub pages: usize,
    /// Pages as pictures: page, scale, file.
    pictures: Vec<(usize, u32, Bytes)>,
    /// How long it took.
    pub milliseconds: f64,
}

/// A card, or what is wrong with it.
type Outcome = Result<Arc<Painted>, Vec<Diagnostic>>;

/// Who waits for a scene.
type Waiting = Vec<oneshot::Sender<Outcome>>;

/// Pictures by what they show.
#[derive(Default)]
pub struct Painting {
    kept: Mutex<Vec<(String, Arc<Painted>)>>,
    /// Cards that are being made: how many requests are for each, and who waits for its scene.
    awaited: Mutex<HashMap<String, (usize, Waiting)>>,
}

/// The scene of a card for the page.
#[derive(Serialize)]
struct SceneView<'s> {
    revision: u64,
    /// Cards of the document.
    cards: usize,
    template: &'s str,
    format: &'s str,
    width: f32,
    height: f32,
    theme: ThemeView,
    pages: Vec<PageView>,
    warnings: Vec<FindingView>,
    choices: Vec<Choice<'s>>,
}

/// The colours of a card.
#[derive(Serialize)]
struct ThemeView {
    ground: String,
    ink: String,
    accent: String,
}

#[derive(Serialize)]
struct Choice<'s> {
    topic: &'s str,
    text: &'s str,
}

#[derive(Serialize)]
struct PageView {
    width: f32,
    height: f32,
    alt: String,
    texts: Vec<TextView>,
    pictures: Vec<BoxView>,
}

#[derive(Serialize)]
struct TextView {
    path: Option<String>,
    kind: String,
    text: String,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

#[derive(Serialize)]
struct BoxView {
    path: String,
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

/// Says to who waits that a card is not made after all.
struct Awaited {
    painting: Arc<Painting>,
    key: String,
}

impl Drop for Awaited {
    fn drop(&mut self) {
        let mut awaited = lock(&self.painting.awaited);
        if let Some((requests, _)) = awaited.get_mut(&self.key) {
            *requests = requests.saturating_sub(1);
            if *requests == 0 {
                awaited.remove(&self.key);
            }
        }
    }
}

impl Painting {
    /// A page of a card as a PNG.
    ///
    /// # Errors
    /// If nothing was made, or what is wrong with the card.
    pub async fn picture(
        self: &Arc<Self>,
        easel: &Easel,
        snapshot: &Arc<Snapshot>,
        wish: &Wish,
        (page, scale): (usize, f32),
        lane: &str,
    ) -> Result<Result<(Arc<Painted>, Bytes), Vec<Diagnostic>>, Unmade> {
        let key = key(snapshot, wish);
        if let Some(found) = self.kept(&key, |painted| painted.picture(page, scale)) {
            return Ok(Ok(found));
        }
        let painted = self.paint(easel, snapshot, wish, Some((page, scale)), lane, key).await?;
        Ok(painted.map(|painted| {
            let picture = painted.picture(page.min(painted.pages.saturating_sub(1)), scale).unwrap_or_default();
            (painted, picture)
        }))
    }

    /// The scene of a card.
    ///
    /// # Errors
    /// If nothing was made, or what is wrong with the card.
    pub async fn scene(
        self: &Arc<Self>,
        easel: &Easel,
        snapshot: &Arc<Snapshot>,
        wish: &Wish,
        lane: &str,
    ) -> Result<Outcome, Unmade> {
        let key = key(snapshot, wish);
        if let Some((painted, ())) = self.kept(&key, |_| Some(())) {
            return Ok(Ok(painted));
        }
        let receive = {
            let mut awaited = lock(&self.awaited);
            awaited.get_mut(&key).map(|(_, waiting)| {
                let (send, receive) = oneshot::channel();
                waiting.push(send);
                receive
            })
        };
        match receive {
            Some(receive) => receive.await.map_err(|_| Unmade::Newer),
            None => self.paint(easel, snapshot, wish, None, lane, key).await,
        }
    }

    async fn paint(
        self: &Arc<Self>,
        easel: &Easel,
        snapshot: &Arc<Snapshot>,
        wish: &Wish,
        picture: Option<(usize, f32)>,
        lane: &str,
        key: String,
    ) -> Result<Outcome, Unmade> {
        lock(&self.awaited).entry(key.clone()).or_default().0 += 1;
        let awaited = Awaited { painting: Arc::clone(self), key: key.clone() };
        let (painting, own, wish) = (Arc::clone(self), Arc::clone(snapshot), wish.clone());
        easel
            .ask(lane, snapshot.kit.clone(), move |press, bench| {
                let outcome = paint(press, bench, &own, &wish, picture).map(|painted| painting.keep(&key, painted));
                let waiting = lock(&painting.awaited).get_mut(&key).map(|(_, waiting)| std::mem::take(waiting));
                for waiting in waiting.unwrap_or_default() {
                    // Who has gone needs none.
                    let _ = waiting.send(outcome.clone());
                }
                drop(awaited);
                outcome
            })
            .await
    }

    fn kept<T>(&self, key: &str, part: impl Fn(&Painted) -> Option<T>) -> Option<(Arc<Painted>, T)> {
        let kept = lock(&self.kept);
        let (_, painted) = kept.iter().find(|(known, _)| known == key)?;
        Some((Arc::clone(painted), part(painted)?))
    }

    /// Keeps a card with the pictures that are there of it already.
    fn keep(&self, key: &str, mut painted: Painted) -> Arc<Painted> {
        let mut kept = lock(&self.kept);
        if let Some(place) = kept.iter().position(|(known, _)| known == key) {
            let (_, before) = kept.remove(place);
            let new = |(page, scale, _): &&(usize, u32, Bytes)| {
                !painted.pictures.iter().any(|(p, s, _)| (p, s) == (page, scale))
            };
            let more: Vec<_> = before.pictures.iter().filter(new).cloned().collect();
            painted.pictures.extend(more);
        }
        let painted = Arc::new(painted);
        kept.push((key.to_owned(), Arc::clone(&painted)));
        let size = |kept: &[(String, Arc<Painted>)]| kept.iter().map(|(_, painted)| painted.bytes()).sum::<usize>();
        while kept.len() > MOST_CARDS || kept.len() > 1 && size(&kept) > MOST_KEPT {
            kept.remove(0);
        }
        painted
    }
}

impl Painted {
    /// A page at a scale.
    fn picture(&self, page: usize, scale: f32) -> Option<Bytes> {
        let known = self.pictures.iter().find(|(known, at, _)| *known == page && *at == scale.to_bits());
        known.map(|(_, _, file)| file.clone())
    }

    fn bytes(&self) -> usize {
        self.scene.len() + self.pictures.iter().map(|(_, _, file)| file.len()).sum::<usize>()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a card shows, as a text.
fn key(snapshot: &Snapshot, wish: &Wish) -> String {
    let kit = snapshot.kit.as_ref().map_or(0, |kit| Arc::as_ptr(kit) as usize);
    let options = serde_json::to_string(&wish.options).unwrap_or_default();
    format!("{}/{}/{kit}/{}/{options}", snapshot.document, snapshot.revision, wish.card)
}

fn paint<'f>(
    press: &mut Press<'f>,
    bench: &Bench<'f>,
    snapshot: &Snapshot,
    wish: &Wish,
    picture: Option<(usize, f32)>,
) -> Result<Painted, Vec<Diagnostic>> {
    let start = Instant::now();
    let mut options = wish.options.clone();
    if let Some(scale) = picture.and_then(|(_, scale)| scale.try_into().ok()) {
        options.scale = scale;
    }
    let cards = bench.cards(snapshot, &options)?;
    let card = cards.get(wish.card).or(cards.first()).ok_or_else(|| vec![none()])?;
    let theme = card.theme();
    let theme =
        ThemeView { ground: theme.ground.to_string(), ink: theme.text.to_string(), accent: theme.accent.to_string() };
    let mut made = press.make(card)?;
    let view = SceneView {
        revision: snapshot.revision,
        cards: cards.len(),
        template: card.template(),
        format: &card.format().name,
        width: card.format().width,
        height: card.format().height,
        theme,
        pages: pages(&made, snapshot),
        warnings: made.warnings.iter().map(|warning| view(warning, &snapshot.form)).collect(),
        choices: made.choices.iter().map(|(topic, text)| Choice { topic, text }).collect(),
    };
    let scene = serde_json::to_vec(&view).unwrap_or_default().into();
    let pages = made.pages();
    let mut pictures = Vec::new();
    if let Some((page, scale)) = picture {
        let page = page.min(pages.saturating_sub(1));
        match made.encode_page(page, &Encoding::PNG) {
            Some(Ok(file)) => pictures.push((page, scale.to_bits(), file.bytes.into())),
            Some(Err(error)) => return Err(vec![Diagnostic::error("picture", error.to_string())]),
            None => return Err(vec![none()]),
        }
    }
    Ok(Painted { scene, pages, pictures, milliseconds: milliseconds(start) })
}

fn none() -> Diagnostic {
    Diagnostic::error("picture", "the file makes no card")
}

fn pages(made: &Made<'_, '_>, snapshot: &Snapshot) -> Vec<PageView> {
    let alts = made.metadata().iter().map(|page| page.description.clone());
    made.scenes().iter().zip(alts).map(|(scene, alt)| page(scene, alt, snapshot)).collect()
}

fn page(scene: &Scene, alt: String, snapshot: &Snapshot) -> PageView {
    let texts = scene.texts().map(|text| TextView {
        path: path(&snapshot.record, &snapshot.form, &text.field),
        kind: text.kind.clone(),
        text: text.string.clone(),
        x: round(text.rect.x),
        y: round(text.rect.y),
        width: round(text.rect.width),
        height: round(text.rect.height),
    });
    let pictures = scene.pictures().map(|picture| BoxView {
        path: picture.field.clone(),
        x: round(picture.rect.x),
        y: round(picture.rect.y),
        width: round(picture.rect.width),
        height: round(picture.rect.height),
    });
    PageView { width: scene.width, height: scene.height, alt, texts: texts.collect(), pictures: pictures.collect() }
}

fn round(px: f32) -> f32 {
    (px * 10.0).round() / 10.0
}

/// The field of the form that a text of a card shows. Cards count what the record has, forms what the file has: both know
/// where a text stands.
fn path(record: &Record, form: &Form, field: &str) -> Option<String> {
    if field == "hashtags" {
        return Some(field.to_owned());
    }
    let text = text_of(record, field)?;
    (text.at.line > 0).then(|| form.field_at(text.at)).flatten().map(str::to_owned)
}

/// The text of a record that a card's field is.
fn text_of<'r>(record: &'r Record, field: &str) -> Option<&'r Text> {
    let (credits, field) = match field.strip_prefix("tracks[") {
        Some(rest) => {
            let (index, rest) = rest.split_once("].")?;
            let track = record.tracks.get(index.parse::<usize>().ok()?)?;
            if rest == "title" {
                return Some(&track.title);
            }
            (&track.credits, rest)
        }
        None => (&record.credits, field),
    };
    let Some(rest) = field.strip_prefix("credits[") else {
        return match field {
            "title" => Some(&record.title),
            "artist" => Some(&record.artist),
            "thanks" => record.thanks.as_ref(),
            "label" => record.label.as_ref(),
            _ => None,
        };
    };
    let (index, rest) = rest.split_once("].")?;
    let credit: &Credit = credits.get(index.parse::<usize>().ok()?)?;
    let Some(rest) = rest.strip_prefix("names[") else { return (rest == "role").then_some(&credit.role.label) };
    let (index, rest) = rest.split_once(']')?;
    let name: &Contribution = credit.contributors.get(index.parse::<usize>().ok()?)?;
    match rest {
        ".note" => name.note.as_ref(),
        ".at" => name.at.as_ref(),
        _ => Some(&name.name),
    }
}

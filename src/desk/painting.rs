//! Pictures and scenes of documents: made by a press, kept while they are the newest, shared by who asks for the same.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::desk::bench::{Bench, Snapshot};
use crate::desk::clock;
use crate::desk::reading::{FindingView, view};
use crate::diagnostic::Diagnostic;
use crate::edit::Form;
use crate::encode::Encoding;
use crate::press::{Made, Options, Press};
use crate::record::{Contribution, Credit, Record, Text};
use crate::scene::Scene;

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
    pub scene: Vec<u8>,
    /// Pages of the card.
    pub pages: usize,
    /// Pages as pictures: page, scale, file.
    pictures: Vec<(usize, u32, Vec<u8>)>,
    /// How long it took.
    pub milliseconds: f64,
}

/// Pictures by what they show.
#[derive(Default)]
pub struct Painting {
    kept: Mutex<Vec<(String, Arc<Painted>)>>,
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

impl Painting {
    /// A page of a card that is kept, as a PNG.
    pub fn picture(&self, key: &str, page: usize, scale: f32) -> Option<(Arc<Painted>, Vec<u8>)> {
        let painted = self.card(key)?;
        let picture = painted.picture(page, scale)?;
        Some((painted, picture))
    }

    /// A card that is kept.
    pub fn card(&self, key: &str) -> Option<Arc<Painted>> {
        let kept = lock(&self.kept);
        kept.iter().find(|(known, _)| known == key).map(|(_, painted)| Arc::clone(painted))
    }

    /// Makes a card with a page of it as a picture, or with none, and keeps it. What was made since it was asked for is not
    /// made again.
    ///
    /// # Errors
    /// What is wrong with the card.
    pub fn paint<'f>(
        &self,
        press: &mut Press<'f>,
        bench: &Bench<'f>,
        snapshot: &Snapshot,
        wish: &Wish,
        picture: Option<(usize, f32)>,
        key: &str,
    ) -> Result<Arc<Painted>, Vec<Diagnostic>> {
        let there = match picture {
            Some((page, scale)) => self.picture(key, page, scale).map(|(painted, _)| painted),
            None => self.card(key),
        };
        match there {
            Some(painted) => Ok(painted),
            None => paint(press, bench, snapshot, wish, picture).map(|painted| self.keep(key, painted)),
        }
    }

    /// Forgets all: what they were made with is another.
    pub fn clear(&self) {
        lock(&self.kept).clear();
    }

    /// Keeps a card with the pictures that are there of it already.
    fn keep(&self, key: &str, mut painted: Painted) -> Arc<Painted> {
        let mut kept = lock(&self.kept);
        if let Some(place) = kept.iter().position(|(known, _)| known == key) {
            let (_, before) = kept.remove(place);
            let new = |(page, scale, _): &&(usize, u32, Vec<u8>)| {
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
    pub fn picture(&self, page: usize, scale: f32) -> Option<Vec<u8>> {
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
pub fn key(snapshot: &Snapshot, wish: &Wish) -> String {
    let kit = snapshot.kit.as_ref().map_or(0, |kit| Arc::as_ptr(kit) as usize);
    let options = serde_json::to_string(&wish.options).unwrap_or_default();
    let Snapshot { document, revision, kit_stamp, .. } = snapshot;
    format!("{document}/{revision}/{kit}.{kit_stamp}/{}/{options}", wish.card)
}

fn paint<'f>(
    press: &mut Press<'f>,
    bench: &Bench<'f>,
    snapshot: &Snapshot,
    wish: &Wish,
    picture: Option<(usize, f32)>,
) -> Result<Painted, Vec<Diagnostic>> {
    let start = clock::now();
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
    let scene = serde_json::to_vec(&view).unwrap_or_default();
    let pages = made.pages();
    let mut pictures = Vec::new();
    if let Some((page, scale)) = picture {
        let page = page.min(pages.saturating_sub(1));
        match made.encode_page(page, &Encoding::PNG) {
            Some(Ok(file)) => pictures.push((page, scale.to_bits(), file.bytes)),
            Some(Err(error)) => return Err(vec![Diagnostic::error("picture", error.to_string())]),
            None => return Err(vec![none()]),
        }
    }
    Ok(Painted { scene, pages, pictures, milliseconds: clock::milliseconds(start) })
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

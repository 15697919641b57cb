//! The first card of a thread while its cover is decoded: set and painted with a stand-in for the cover.
//! Then the engine knows its texts, which takes about as long as decoding does, and where the cover is going to be.

use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use crate::artwork::Artwork;
use crate::card::Format;
use crate::compose::compose;
use crate::geometry::Rect;
use crate::press::job::Job;
use crate::press::made::{Engine, Press};
use crate::press::options::Options;
use crate::press::planned::Planned;
use crate::press::resolve::{kit_fonts, rehearsed};
use crate::raster::{Prepared, is_plain};
use crate::scene::{Item, PictureItem};

/// A card to rehearse.
#[derive(Clone, Copy)]
pub struct Rehearsal<'r> {
    /// The record.
    pub job: &'r Job<'r>,
    /// The card.
    pub planned: &'r Planned,
    /// Its format.
    pub format: &'static Format,
    /// What was chosen.
    pub options: &'r Options,
}

impl<'f> Press<'f> {
    /// Does the work of making a card, after a rehearsal if that gains time: if it is the first card of this press and its
    /// cover is not decoded yet. With a processor to `spare` a thread rehearses while this one decodes.
    pub fn rehearsed<T>(&mut self, rehearsal: Rehearsal<'f>, spare: bool, work: impl FnOnce(&mut Press<'f>) -> T) -> T {
        let Rehearsal { job, options, .. } = rehearsal;
        let Some(record) = job.record() else { return work(self) };
        let mut engine = self.take_engine(kit_fonts(job), options.missing_glyphs);
        let (awaited, begun) = job.cover_awaited(record);
        let first = std::mem::take(&mut engine.fresh) && awaited;
        if !(first && !begun && spare) {
            if first && begun {
                rehearsal.play(&mut engine);
            }
            self.engine = Some(engine);
            return work(self);
        }
        std::thread::scope(|scope| {
            let ((back, returned), (give, given)) = (mpsc::channel(), mpsc::channel());
            scope.spawn(move || {
                let pictures = rehearsal.play(&mut engine);
                engine.rasterizer.expect_pictures(given);
                if back.send(engine).is_ok() {
                    rehearsal.prepare(&pictures, &give);
                }
            });
            // Decoding is the longer of the two, and a thread takes a while to begin. What is wrong with the cover is
            // told with the card.
            let _ = job.cover(record);
            // Without an engine the other thread panicked, and so does the scope.
            self.engine = returned.recv().ok();
            work(self)
        })
    }
}

impl Rehearsal<'_> {
    /// Sets and paints the card without its cover. Returns the pictures that the cover is going to be, as far as they do
    /// not depend on its colours. What is wrong with the card is told when it is made.
    fn play(&self, engine: &mut Engine<'_>) -> Vec<PictureItem> {
        let Rehearsal { job, planned, format, options } = *self;
        let Some(resolved) = rehearsed(job, planned, format, options) else { return Vec::new() };
        let Ok(card) = resolved.card(engine.fonts) else { return Vec::new() };
        let composition = compose(&card, &resolved.template, engine.fonts, &mut engine.shaper);
        let Some(scene) = composition.ok().and_then(|made| made.scenes.into_iter().next()) else { return Vec::new() };
        let _ = engine.rasterizer.rehearse(&scene, options.scale.get());
        let stand_in = |item: &PictureItem| card.artwork.as_ref().is_some_and(|grey| Arc::ptr_eq(grey, &item.picture));
        let pictures = scene.items.into_iter().filter_map(|item| match item {
            Item::Picture(item) if is_plain(&item) && stand_in(&item) => Some(item),
            _ => None,
        });
        pictures.collect()
    }

    /// Waits for the cover and makes its pictures ready, until nobody takes them any more.
    fn prepare(&self, pictures: &[PictureItem], give: &Sender<Prepared>) {
        let Some(Ok(Some(cover))) = self.job.record().map(|record| self.job.cover(record)) else { return };
        for item in pictures {
            let Ok(picture) = Prepared::new(&recast(item, &cover.artwork), self.options.scale.get()) else { return };
            if give.send(picture).is_err() {
                return;
            }
        }
    }
}

/// A rehearsed picture with the cover in its place: the same part of it.
fn recast(item: &PictureItem, cover: &Arc<Artwork>) -> PictureItem {
    let by = |now: u32, then: u32| now as f32 / then.max(1) as f32;
    let (x, y) = (by(cover.width(), item.picture.width()), by(cover.height(), item.picture.height()));
    let crop = Rect::new(item.crop.x * x, item.crop.y * y, item.crop.width * x, item.crop.height * y);
    PictureItem { crop, picture: Arc::clone(cover), ..item.clone() }
}

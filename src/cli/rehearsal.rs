//! The first card of a thread while its cover is decoded: set and painted with a stand-in for the cover.
//! Then the engine knows its texts, which takes about as long as decoding does, and where the cover is going to be.

use std::sync::Arc;
use std::sync::mpsc::Sender;

use crate::artwork::Artwork;
use crate::cli::args::RenderArgs;
use crate::cli::card::Engine;
use crate::cli::press::{self, Job, Wishes};
use crate::cli::templates;
use crate::cli::units::Wanted;
use crate::compose::compose;
use crate::geometry::Rect;
use crate::raster::{Prepared, is_plain};
use crate::scene::{Item, PictureItem};

/// A card to rehearse.
#[derive(Clone, Copy)]
pub struct Rehearsal<'r> {
    /// The options.
    pub args: &'r RenderArgs,
    /// Those that cards are asked for.
    pub wishes: &'r Wishes<'r>,
    /// The record.
    pub job: &'r Job,
    /// The card.
    pub wanted: &'r Wanted<'r>,
}

impl Rehearsal<'_> {
    /// Sets and paints the card without its cover. Returns the pictures that the cover is going to be, as far as they do
    /// not depend on its colours. What is wrong with the card is told when it is made.
    pub fn play(&self, engine: &mut Engine<'_>) -> Vec<PictureItem> {
        let Rehearsal { args, wishes, job, wanted } = *self;
        let template = templates::template(job, wanted.record, &wanted.planned.subject, args.template.as_deref());
        let card = press::rehearsed_card(job, wanted.record, wanted.planned, wanted.format, wishes);
        let (Ok(template), Some(card)) = (template, card) else { return Vec::new() };
        let Ok(composition) = compose(&card, &template, engine.fonts, &mut engine.shaper) else { return Vec::new() };
        let Some(scene) = composition.scenes.into_iter().next() else { return Vec::new() };
        let _ = engine.rasterizer.rehearse(&scene, args.scale);
        let stand_in = |item: &PictureItem| card.artwork.as_ref().is_some_and(|grey| Arc::ptr_eq(grey, &item.picture));
        let pictures = scene.items.into_iter().filter_map(|item| match item {
            Item::Picture(item) if is_plain(&item) && stand_in(&item) => Some(item),
            _ => None,
        });
        pictures.collect()
    }

    /// Waits for the cover and makes its pictures ready, until nobody takes them any more.
    pub fn prepare(&self, pictures: &[PictureItem], give: &Sender<Prepared>) {
        let Ok(Some(cover)) = self.job.cover(self.wanted.record) else { return };
        for item in pictures {
            let Ok(picture) = Prepared::new(&recast(item, &cover.artwork), self.args.scale) else { return };
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

//! Pages that are chapters (`data-pages="chapters"`): each is set on pages of its own, at the size that its names allow.
//! How many pages a chapter takes decides the numbers of all, so they are set until these agree.

use std::sync::Arc;

use crate::card::{Chapter, Place, chapters, whole};
use crate::compose::Work;
use crate::diagnostic::Diagnostic;
use crate::scene::Scene;

/// How often all chapters are set: numbers of pages hardly change what a page holds.
const ROUNDS: usize = 3;

impl Work<'_, '_, '_> {
    /// The pages of all chapters, one after the other.
    pub fn chapters(&mut self) -> Result<Vec<Scene>, Vec<Diagnostic>> {
        let chapters: Arc<[Chapter]> = chapters(&self.card.credits, self.card.wording).into();
        let mut counts = vec![1; chapters.len()];
        let mut scenes = Vec::new();
        for _ in 0..ROUNDS {
            let (mut found, mut before) = (Vec::with_capacity(chapters.len()), 0);
            scenes.clear();
            self.choices.clear();
            for (index, chapter) in chapters.iter().enumerate() {
                self.chapter =
                    Some(Place { chapters: Arc::clone(&chapters), index, before, pages: counts.iter().sum() });
                // Another chapter has another heading.
                self.probes.clear();
                let own = self.pages(&chapter.credits, 0)?;
                let pages = u32::try_from(own.len()).unwrap_or(u32::MAX);
                (before, scenes) = (before.saturating_add(pages), scenes.into_iter().chain(own).collect());
                found.push(pages);
            }
            if found == counts {
                break;
            }
            counts = found;
        }
        let all = u32::try_from(scenes.len()).unwrap_or(u32::MAX);
        scenes.iter_mut().for_each(|scene| scene.pages = all);
        Ok(scenes)
    }

    /// One chapter of all credits, for a card of one page.
    pub fn sole_chapter(&self) -> Place {
        let chapters = [whole(&self.card.credits, self.card.wording)].into();
        Place { chapters, index: 0, before: 0, pages: 1 }
    }
}

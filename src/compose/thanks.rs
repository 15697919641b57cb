//! A line of thanks: it stands on a card that has room for it, and never at the cost of names.
//! The card is set with and without it, and the two are compared.

use super::{Composition, set};
use crate::card::Card;
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::scene::Scene;
use crate::template::Template;
use crate::text::Shaper;

/// How much smaller than without thanks names may be.
const SMALLER: f32 = 0.8;

/// Composes a card, with its thanks if there is room for them.
pub(super) fn compose(
    card: &Card<'_>,
    template: &Template,
    fonts: &Fonts,
    shaper: &mut Shaper<'_>,
) -> Result<Composition, Vec<Diagnostic>> {
    if card.thanks.is_none() || !template.sources().mention("thanks") {
        return set(card, template, fonts, shaper);
    }
    let without = set(&Card { thanks: None, ..card.clone() }, template, fonts, shaper)?;
    // What fails with thanks alone is a line that no page holds.
    match set(card, template, fonts, shaper) {
        Ok(with) if has_room(&with, &without) => Ok(with),
        _ => {
            let why = "left out: with them, names would be smaller, on more pages, or left out";
            let choices = without.choices.into_iter().chain([("thanks", why.to_owned())]).collect();
            Ok(Composition { choices, ..without })
        }
    }
}

fn has_room(with: &Composition, without: &Composition) -> bool {
    let omitted = |all: &[Scene]| all.iter().map(|scene| scene.omitted.len()).sum::<usize>();
    with.scenes.len() <= without.scenes.len()
        && omitted(&with.scenes) <= omitted(&without.scenes)
        && with.warnings.len() <= without.warnings.len()
        && least_name(&with.scenes) >= SMALLER * least_name(&without.scenes)
}

/// Size of the smallest name, px.
fn least_name(scenes: &[Scene]) -> f32 {
    let names = scenes.iter().flat_map(Scene::texts).filter(|text| text.kind == "name");
    names.map(|name| name.size).fold(f32::INFINITY, f32::min)
}

//! Legibility: the contrast of every text with the pixels that are really behind it, and what is done where it is low.
//! Backdrops are veiled, scrims laid, colours moved, in this order; what still falls short is a warning.

mod behind;
mod mend;

use std::collections::BTreeMap;

use crate::compose::Composition;
use crate::diagnostic::Diagnostic;
use crate::geometry::Color;
use crate::raster::{RasterError, Rasterizer};
use crate::record::reader::brief;
use crate::scene::{Item, Scene, TextItem};
use crate::theme::{MINOR_CONTRAST, Theme, shown};

pub use mend::Change;

/// Smallest contrast of large text (WCAG 2.2, 1.4.3).
pub const LARGE_CONTRAST: f32 = 3.0;

/// Width in CSS px at which a card is looked at on a small phone. Sizes are judged at this width, the strictest one.
pub const PHONE_WIDTH: f32 = 360.0;

/// Kind of a text that is an ornament and carries nothing: neither measured nor changed (WCAG 2.2, 1.4.3, "incidental").
pub const DECORATION: &str = "decoration";

/// Rounds of measuring and mending. One is enough unless a scrim lies under texts of several colours.
const ROUNDS: usize = 4;

/// A text with its contrast.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Number of the text among the items of its scene.
    pub item: usize,
    /// What the text is: `title`, `name`, `role` …
    pub kind: String,
    /// The string as shown.
    pub string: String,
    /// Fill of the text.
    pub color: Color,
    /// Contrast with what is behind it, 1 to 21. Of the pixels behind a text 2 % may be worse.
    pub ratio: f32,
    /// What the text needs: [`LARGE_CONTRAST`] or [`MINOR_CONTRAST`].
    pub limit: f32,
}

impl Measured {
    /// Whether the contrast is enough.
    pub fn passes(&self) -> bool {
        self.ratio >= self.limit
    }
}

/// What was measured and changed on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Legibility {
    /// All texts but decoration, in paint order, as they are now.
    pub texts: Vec<Measured>,
    /// What was changed, in order.
    pub changes: Vec<Change>,
}

impl Legibility {
    /// The texts of each kind as one line: the lowest ratio, then that of each kind, the lowest first.
    pub fn summary(&self) -> String {
        let mut kinds: BTreeMap<&str, &Measured> = BTreeMap::new();
        for text in &self.texts {
            let lowest = kinds.entry(&text.kind).or_insert(text);
            if text.ratio < lowest.ratio {
                *lowest = text;
            }
        }
        let mut kinds: Vec<&Measured> = kinds.into_values().collect();
        kinds.sort_by(|one, two| one.ratio.total_cmp(&two.ratio));
        let list: Vec<String> = kinds
            .iter()
            .map(|text| {
                let large = if text.limit < MINOR_CONTRAST { " (large)" } else { "" };
                format!("{} {}{large}", text.kind, shown(text.ratio))
            })
            .collect();
        let lowest = kinds.first().map_or_else(|| "no text".to_owned(), |text| format!("lowest {}", shown(text.ratio)));
        if list.is_empty() { lowest } else { format!("{lowest}: {}", list.join(", ")) }
    }

    /// The texts that still fall short.
    pub fn short(&self) -> impl Iterator<Item = &Measured> {
        self.texts.iter().filter(|text| !text.passes())
    }
}

/// Texts that a warning names.
const NAMED: usize = 3;

/// The one warning about the texts of a card's pages that fall short, the worst first; none if all pass.
fn warning(format: &str, template: &str, mut short: Vec<Measured>) -> Option<Diagnostic> {
    short.sort_by(|one, two| one.ratio.total_cmp(&two.ratio));
    let (count, more) = (short.len(), short.len().saturating_sub(NAMED));
    let texts: Vec<String> = short
        .iter()
        .take(NAMED)
        .map(|text| format!("`{}` ({}) {} of {}:1", brief(&text.string), text.kind, shown(text.ratio), text.limit))
        .collect();
    let (noun, have) = if count == 1 { ("text", "has") } else { ("texts", "have") };
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!(
        "{count} {noun} on the {} card {have} too little contrast with what is behind: {}{more}",
        format,
        texts.join(", ")
    );
    // A template of one's own is named by its file.
    let own = template.contains(['.', '/', '\\']);
    let hint = match own {
        true => "lay a `<rect>` of `theme.ground` under the text, or take another colour",
        false => "take another theme, such as dark, light or paper, or other colours under `theme`",
    };
    (count > 0).then(|| Diagnostic::warning("low-contrast", message).in_file(template).hint(hint))
}

/// What a text needs. Large is what WCAG calls large, 24 px or 18.66 px in bold, at the width of a small phone: on a
/// page 1080 px wide 72 px, or 56 px in bold.
pub fn limit(text: &TextItem, page_width: f32) -> f32 {
    let size = text.size * PHONE_WIDTH / page_width.max(1.0);
    let large = size >= 24.0 || (text.weight >= 700 && size >= 18.66);
    if large { LARGE_CONTRAST } else { MINOR_CONTRAST }
}

/// The contrast of every text of a scene with the pixels behind it; nothing is changed.
pub fn measure(scene: &Scene, rasterizer: &mut Rasterizer<'_>) -> Result<Vec<Measured>, RasterError> {
    let samples = behind::samples(scene, rasterizer)?;
    Ok(samples.iter().filter_map(|sample| measured(scene, sample)).collect())
}

fn measured(scene: &Scene, sample: &behind::Sample) -> Option<Measured> {
    let Some(Item::Text(text)) = scene.items.get(sample.item) else { return None };
    Some(Measured {
        item: sample.item,
        kind: text.kind.clone(),
        string: text.string.clone(),
        color: text.color,
        ratio: sample.ratio(text.color),
        limit: limit(text, scene.width),
    })
}

/// Makes every text of a scene legible, as far as it can be done, and says what was measured and changed.
///
/// # Errors
/// Those of painting the scene.
pub fn ensure(scene: &mut Scene, theme: &Theme, rasterizer: &mut Rasterizer<'_>) -> Result<Legibility, RasterError> {
    let mut found = Legibility::default();
    for round in 0..ROUNDS {
        let samples = behind::samples(scene, rasterizer)?;
        found.texts = samples.iter().filter_map(|sample| measured(scene, sample)).collect();
        if round + 1 == ROUNDS || found.texts.iter().all(Measured::passes) {
            break;
        }
        let changes = mend::mend(scene, theme, &samples, rasterizer)?;
        if changes.is_empty() {
            break;
        }
        found.changes.extend(changes);
    }
    Ok(found)
}

/// [`ensure`] on all pages of a card: what was measured joins its choices, what falls short its warnings.
///
/// # Errors
/// Those of painting the scenes.
pub fn ensure_card(
    composition: &mut Composition,
    theme: &Theme,
    rasterizer: &mut Rasterizer<'_>,
) -> Result<(), RasterError> {
    let mut short = Vec::new();
    for scene in &mut composition.scenes {
        let legibility = ensure(scene, theme, rasterizer)?;
        let page = if scene.pages > 1 { format!("page {}: ", scene.page) } else { String::new() };
        composition.choices.push(("contrast", format!("{page}{}", legibility.summary())));
        let changes = legibility.changes.iter().map(|change| ("mended", format!("{page}{change}")));
        composition.choices.extend(changes);
        short.extend(legibility.short().cloned());
    }
    let warning = composition.scenes.first().and_then(|scene| warning(&scene.format, &scene.template, short));
    composition.warnings.extend(warning);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(string: &str, ratio: f32) -> Measured {
        let color = Color { r: 0, g: 0, b: 0, a: 255 };
        Measured { item: 0, kind: "name".into(), string: string.into(), color, ratio, limit: MINOR_CONTRAST }
    }

    #[test]
    fn all_texts_of_a_card_that_fall_short_are_one_warning() {
        assert_eq!(warning("square", "cover", Vec::new()), None);
        let all = vec![short("Bo", 3.0), short("Ana", 2.0), short("Ilse", 4.0), short("Cosmo", 4.2)];
        let found = warning("square", "credit-roll", all.clone()).expect("a warning");
        assert_eq!(
            found.message,
            "4 texts on the square card have too little contrast with what is behind: `Ana` (name) 2.0:1 of 4.5:1, \
             `Bo` (name) 3.0:1 of 4.5:1, `Ilse` (name) 4.0:1 of 4.5:1 and 1 more"
        );
        // Who uses a template that comes with the program cannot change it.
        assert!(found.hint.is_some_and(|hint| hint.contains("theme") && !hint.contains("<rect>")));
        let own = warning("square", "mine.svg", all).expect("a warning");
        assert!(own.hint.is_some_and(|hint| hint.contains("<rect>")));
    }
}

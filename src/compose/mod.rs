//! Composition: a card and a template become scenes, one a page, with every text and picture placed.
//! Expand, solve boxes, fit the flow into columns and pages, paint; nothing here touches a pixel or a file.

mod audit;
mod block;
mod boxes;
mod chapters;
mod columns;
mod estimate;
mod fill;
mod flow;
mod flow_style;
mod frame;
mod good;
mod items;
mod leading;
mod left_out;
mod measures;
mod pages;
mod paint;
mod partition;
mod pieces;
mod run;
mod sample;
mod setting;
mod style;
mod summary;
mod thanks;
mod wall;
mod wall_item;

use std::sync::Arc;

use minijinja::Value;
use rustc_hash::FxHashMap;
use taffy::TaffyTree;
use unicode_script::Script;

use crate::card::{Card, CardCredit, Group, Listing, Overflow, PageData, Place as ChapterPlace, Subject, card_data};
use crate::compose::boxes::{Boxes, Placed, is_flow, solve};
use crate::compose::estimate::Probe;
use crate::compose::flow::FlowBlock;
use crate::compose::frame::{Frame, Frames};
use crate::compose::paint::Painter;
use crate::compose::setting::TextSpec;
use crate::compose::style::{Computed, TextStyles};
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::geometry::{Color, Rect};
use crate::scene::{Item, Scene};
use crate::template::{Element, Kind, Place, Styles, Template};
use crate::text::{Shaper, TextError, shared_scripts};

/// How far the box of a text may leave the safe area, px: its ink is inside the box.
const OVERHANG: f32 = 3.0;

/// Shares of their sizes that texts are tried at where they leave the safe area.
const SHARES: [f32; 4] = [0.9, 0.8, 0.68, 0.55];

/// Scenes and how they came about.
#[derive(Clone, Debug)]
pub struct Composition {
    /// One scene a page.
    pub scenes: Vec<Scene>,
    /// What was chosen and why: topic and sentence, for `--explain`.
    pub choices: Vec<(&'static str, String)>,
    /// What somebody should look at.
    pub warnings: Vec<Diagnostic>,
}

/// What composition works with.
pub(crate) struct Composer<'s, 'f> {
    /// Shapes texts, each once.
    pub shaper: &'s mut Shaper<'f>,
    /// The layout engine, kept for its memory.
    pub tree: TaffyTree<boxes::Leaf>,
    /// Text styles that were asked for.
    pub styles: TextStyles,
    /// Scripts that the lines of all names make room for.
    pub scripts: Vec<Script>,
    /// At which share of their largest size texts that shrink begin to.
    pub share: f32,
}

/// Why solving failed.
#[derive(Debug)]
pub(crate) enum Problem {
    /// A text cannot be shaped: the error, the element, the field.
    Text(TextError, Place, Option<String>),
    /// The layout engine refused the tree.
    Layout(taffy::TaffyError),
}

impl From<taffy::TaffyError> for Problem {
    fn from(error: taffy::TaffyError) -> Self {
        Problem::Layout(error)
    }
}

/// Composes a card. The shaper may be kept between cards: it remembers what it has shaped.
///
/// # Errors
/// What the template, the fonts and the boxes find wrong; the card's own file was checked before.
pub fn compose(
    card: &Card<'_>,
    template: &Template,
    fonts: &Fonts,
    shaper: &mut Shaper<'_>,
) -> Result<Composition, Vec<Diagnostic>> {
    let by_person =
        (template.by_person() && card.group != Group::Person).then(|| Card { group: Group::Person, ..card.clone() });
    let card = by_person.as_ref().unwrap_or(card);
    let mut composition = thanks::compose(card, template, fonts, shaper)?;
    left_out::note(card, template, &mut composition);
    Ok(composition)
}

/// Composes a card as it is.
fn set(
    card: &Card<'_>,
    template: &Template,
    fonts: &Fonts,
    shaper: &mut Shaper<'_>,
) -> Result<Composition, Vec<Diagnostic>> {
    let names = card.credits.iter().flat_map(|credit| &credit.names).map(|name| name.name.as_str());
    let scripts = shared_scripts(names);
    let families = &card.brand.families;
    let label = (families.label != families.text).then(|| families.label.clone());
    let styles = TextStyles::with_label(label);
    let album = if template.album() { card.album_credits() } else { Vec::new() };
    let mut work = Work {
        card,
        data: card_data(card, &album),
        template,
        fonts,
        composer: Composer { shaper, tree: TaffyTree::new(), styles, scripts, share: 1.0 },
        written: Styles::default(),
        probes: FxHashMap::default(),
        chapter: None,
        choices: Vec::new(),
    };
    // Only the names of a record can be summed up.
    let overflow = if card.subject == Subject::Record { card.overflow } else { Overflow::Pages };
    let (scenes, mut warnings) = match overflow {
        Overflow::Pages if template.in_chapters() => (work.chapters()?, Vec::new()),
        Overflow::Pages => (work.pages(&card.credits, 0)?, Vec::new()),
        Overflow::Summary => {
            work.chapter = template.in_chapters().then(|| work.sole_chapter());
            work.summary()?
        }
    };
    warnings.extend(audit::audit(card, template, &scenes));
    Ok(Composition { scenes, choices: work.choices, warnings })
}

struct Work<'w, 's, 'f> {
    card: &'w Card<'w>,
    /// What templates see of the card on every page.
    data: Value,
    template: &'w Template,
    fonts: &'w Fonts,
    composer: Composer<'s, 'f>,
    /// Styles of its pages that have been parsed.
    written: Styles,
    /// Variants looked at: by index, whether names are left out, and whether there are further pages.
    probes: FxHashMap<(usize, bool, bool), Option<Arc<Probe>>>,
    /// Where pages are chapters, which of them is set.
    chapter: Option<ChapterPlace>,
    choices: Vec<(&'static str, String)>,
}

impl<'w, 'f> Work<'w, '_, 'f> {
    fn frames(&self, credits: &[CardCredit]) -> Frames<'w> {
        let listing = Listing::new(self.card.group, credits).within(self.chapter.clone());
        let data = self.data.clone();
        Frames { card: self.card, data, template: self.template, fonts: self.fonts, listing }
    }

    /// Solves a page. Templates count the sizes of titles before anything is measured: where texts leave the safe area because
    /// a count was too low, those that shrink begin to at smaller sizes.
    fn solve<'e>(&mut self, frame: &'e Frame) -> Result<Boxes<'e>, Vec<Diagnostic>> {
        let usual = self.solve_once(frame)?;
        let before = self.outside(&usual);
        let may_shrink = |placed: &Placed<'_>| placed.text.as_ref().is_some_and(TextSpec::may_shrink);
        if before == 0 || !usual.placed.iter().any(may_shrink) {
            return Ok(usual);
        }
        let least = self.solve_smaller(frame, 0.0)?;
        let after = self.outside(&least);
        if after >= before {
            return Ok(usual);
        }
        for share in SHARES {
            let smaller = self.solve_smaller(frame, share)?;
            if self.outside(&smaller) <= after {
                return Ok(smaller);
            }
        }
        Ok(least)
    }

    fn solve_smaller<'e>(&mut self, frame: &'e Frame, share: f32) -> Result<Boxes<'e>, Vec<Diagnostic>> {
        self.composer.share = share;
        let solved = self.solve_once(frame);
        self.composer.share = 1.0;
        solved
    }

    /// How many texts leave the safe area; the flow, whose texts are not set yet, counts as one by its box.
    fn outside(&self, solved: &Boxes<'_>) -> usize {
        let safe = self.card.format.safe_area();
        let leaves = |placed: &&Placed<'_>| {
            if is_flow(placed.element) {
                return placed.content.height > 0.0 && placed.content.bottom() > safe.bottom() + OVERHANG;
            }
            let lines = (placed.element.kind == Kind::Text).then(|| placed.lines()).flatten();
            lines.is_some_and(|rect| !safe.contains(&rect, OVERHANG))
        };
        solved.placed.iter().filter(leaves).count()
    }

    fn solve_once<'e>(&mut self, frame: &'e Frame) -> Result<Boxes<'e>, Vec<Diagnostic>> {
        let format = self.card.format;
        let language = self.card.record.language.as_ref().map(|language| language.value.clone());
        let initial = Computed::initial(format.width.min(format.height) / 100.0, language);
        solve(&frame.root, &initial, format.width, Some(format.height), &mut self.composer)
            .map_err(|problem| self.diagnose(problem))
    }

    /// Solves and paints the blocks of one page.
    fn blocks(&mut self, style: &Computed, area: Rect, blocks: &[FlowBlock<'_>]) -> Result<Vec<Item>, Vec<Diagnostic>> {
        let mut items = Vec::new();
        for block in blocks {
            let height = Some(block.rect.height);
            let style = Computed { size: block.size, ..style.clone() };
            let mut solved = solve(&block.element, &style, block.rect.width, height, &mut self.composer)
                .map_err(|problem| self.diagnose(problem))?;
            solved.translate(area.x + block.rect.x, area.y + block.rect.y);
            self.painter().paint_all(&solved, &mut items);
        }
        Ok(items)
    }

    fn painter(&mut self) -> Painter<'_, 'f> {
        Painter {
            shaper: self.composer.shaper,
            artwork: self.card.artwork.as_ref(),
            focus: self.card.focus,
            brand: &self.card.brand,
            ground: self.card.theme.ground,
        }
    }

    fn scene(
        &mut self,
        frame: &Frame,
        solved: &Boxes<'_>,
        mut flow_items: Vec<Item>,
        flow: Option<&Element>,
        page: PageData<'_>,
    ) -> Scene {
        let mut items = Vec::new();
        let format = self.card.format;
        let page = self.chapter.as_ref().map_or(page, |place| place.on_card(page));
        let ground = frame.root.style.background.unwrap_or(self.card.theme.ground);
        let mut painter = Painter { ground, ..self.painter() };
        for placed in &solved.placed {
            // The page's own background is the scene's ground.
            if !std::ptr::eq(placed.element, &raw const frame.root) {
                painter.paint(placed, &mut items);
            }
            if flow.is_some_and(|flow| std::ptr::eq(placed.element, flow)) {
                items.append(&mut flow_items);
            }
        }
        Scene {
            format: format.name.clone(),
            template: self.template.name().to_owned(),
            width: format.width,
            height: format.height,
            safe_area: format.safe_area(),
            page: page.number,
            pages: page.count,
            ground: Color { a: 255, ..ground },
            items,
            omitted: Vec::new(),
        }
    }

    fn choose(&mut self, topic: &'static str, choice: String) {
        self.choices.push((topic, choice));
    }

    fn template_error(&self, message: &str) -> Diagnostic {
        Diagnostic::error("layout", message).in_file(self.template.name())
    }

    /// Puts a problem where its cause is: a missing character in the credit file, the rest in the template.
    fn diagnose(&self, problem: Problem) -> Vec<Diagnostic> {
        vec![match problem {
            Problem::Text(error, place, field) => {
                let field = field.map(|field| format!("{field}: ")).unwrap_or_default();
                let diagnostic = Diagnostic::error("text", format!("{field}{error}"));
                self.template.sources().place(diagnostic, &place)
            }
            Problem::Layout(error) => self.template_error(&format!("layout failed: {error}")),
        }]
    }
}

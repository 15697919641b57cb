//! Pages: everything on one page in the roomiest variant that holds it, else on as many as it takes.
//! Variants are tried by expanding the template and filling its flow.

use crate::card::{CardCredit, PageData};
use crate::compose::Work;
use crate::compose::audit::outside;
use crate::compose::boxes::{Boxes, is_flow};
use crate::compose::fill::Fill;
use crate::compose::flow::{MAX_PAGES, Pages};
use crate::compose::frame::Frame;
use crate::compose::style::Computed;
use crate::diagnostic::Diagnostic;
use crate::geometry::Rect;
use crate::scene::Scene;
use crate::template::Element;

/// What came of setting everything on one page.
enum Attempt {
    /// It does.
    Fits(Single),
    /// It does not fit.
    TooMuch {
        /// The share of it that a page holds.
        held: f32,
        /// How many such pages it takes; known for the densest variant.
        pages: usize,
    },
}

/// A card of one page.
struct Single {
    scene: Scene,
    /// What was chosen and why.
    chosen: Vec<(&'static str, String)>,
    /// How it falls short: texts outside the safe area, and names and words that broke.
    flaws: (usize, usize),
    /// Whether the names are smaller than the variant would like them.
    shrunk: bool,
}

/// If a variant holds less than this share of the credits, the densest is tried next. It decides only in which order
/// variants are tried.
const HOPELESS: f32 = 0.3;

/// Names that the first and the second variant are likely to hold, a megapixel of the page. They too decide only the
/// order: measured with the built-in templates, whose first variant is for up to eight names of a square.
const LIKELY: [f32; 2] = [7.0, 18.0];

const FLOW_LOST: &str = "every page of the template needs the same flow";

impl Work<'_, '_, '_> {
    /// All credits, on as many pages as they take.
    pub fn pages(&mut self, credits: &[CardCredit], more: usize) -> Result<Vec<Scene>, Vec<Diagnostic>> {
        let variants = self.template.variants();
        let last = variants.len().saturating_sub(1);
        let mut tried: Vec<Option<Attempt>> = variants.iter().map(|_| None).collect();
        // The roomiest variant that holds everything: what one cannot hold, or only in smaller names than it would like,
        // no roomier one can.
        let mut at = self.likely(credits).min(last);
        let from = loop {
            let Some(variant) = variants.get(at) else { break at };
            let attempt = self.attempt(credits, variant, more)?;
            match &attempt {
                Attempt::TooMuch { pages, .. } if at == last => {
                    return self.many_pages(credits, variant, more, *pages);
                }
                Attempt::TooMuch { held, .. } => {
                    let denser = tried.get(at + 1).is_some_and(Option::is_some);
                    // Far too much: if the densest cannot hold it either, those between need not be tried.
                    if !denser
                        && *held < HOPELESS
                        && let Some((variant, slot)) = variants.last().zip(tried.last_mut())
                    {
                        match self.attempt(credits, variant, more)? {
                            Attempt::TooMuch { pages, .. } => return self.many_pages(credits, variant, more, pages),
                            fits @ Attempt::Fits(_) => *slot = Some(fits),
                        }
                    }
                    break at + 1;
                }
                Attempt::Fits(single) => {
                    let roomier = at.checked_sub(1).filter(|_| !(single.shrunk && single.flaws == (0, 0)));
                    if let Some(slot) = tried.get_mut(at) {
                        *slot = Some(attempt);
                    }
                    match roomier {
                        Some(roomier) => at = roomier,
                        None => break at,
                    }
                }
            }
        };
        // A page with a broken name or a text that runs out of it is taken only if no variant is without.
        let mut best: Option<Single> = None;
        let mut guess = None;
        for (index, (variant, tried)) in variants.iter().zip(tried).enumerate().skip(from) {
            let attempt = tried.map_or_else(|| self.attempt(credits, variant, more), Ok)?;
            match attempt {
                Attempt::Fits(single) => {
                    let flawless = single.flaws == (0, 0);
                    if best.as_ref().is_none_or(|best| single.flaws < best.flaws) {
                        best = Some(single);
                    }
                    if flawless {
                        break;
                    }
                }
                Attempt::TooMuch { pages, .. } if index == last => guess = Some((variant, pages)),
                Attempt::TooMuch { .. } => {}
            }
        }
        match (best, guess) {
            (Some(single), _) => {
                self.choices.extend(single.chosen);
                Ok(vec![single.scene])
            }
            (None, Some((variant, pages))) => self.many_pages(credits, variant, more, pages),
            (None, None) => Ok(Vec::new()),
        }
    }

    /// The variant that is likely to be the one.
    fn likely(&self, credits: &[CardCredit]) -> usize {
        let names: usize = credits.iter().map(|credit| credit.names.len()).sum();
        let format = self.card.format;
        let dense = names as f32 / (format.width * format.height / 1e6).max(0.01);
        LIKELY.iter().take_while(|most| dense > **most).count()
    }

    /// Everything on one page of a variant.
    fn attempt(&mut self, credits: &[CardCredit], variant: &str, more: usize) -> Result<Attempt, Vec<Diagnostic>> {
        let page = PageData { number: 1, count: 1, variant, more };
        let frame = self.frames(credits).expand(page, None)?;
        let solved = self.solve(&frame)?;
        let Some((element, style, rect)) = flow_of(&solved, self.card.format.safe_area().bottom()) else {
            let chosen = vec![("pages", "the template has no flow, so one page".to_owned())];
            let scene = self.scene(&frame, &solved, Vec::new(), None, page);
            let flaws = (outside(&scene).count(), 0);
            return Ok(Attempt::Fits(Single { scene, chosen, flaws, shrunk: false }));
        };
        let mut fill =
            Fill::new(element, style, rect.width, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
        let filled = fill.page(rect.height, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
        if let Some(filled) = filled {
            let blocks = filled.pages.first().map_or(&[][..], Vec::as_slice);
            let items = self.blocks(style, rect, blocks)?;
            let scene = self.scene(&frame, &solved, items, Some(element), page);
            let chosen = explained(variant, filled.explained);
            let flaws = (outside(&scene).count(), filled.broken);
            return Ok(Attempt::Fits(Single { scene, chosen, flaws, shrunk: filled.shrunk }));
        }
        let last = self.template.variants().last().is_some_and(|last| last == variant);
        let pages = match last.then(|| fill.pages(&[rect.height], &mut self.composer)).transpose() {
            Ok(Some(Pages::Need(pages))) => pages,
            Ok(_) => 2,
            Err(problem) => return Err(self.diagnose(problem)),
        };
        Ok(Attempt::TooMuch { held: fill.held(), pages })
    }

    /// Credits that take more than one page, at the smallest size. `guess` is how many pages it takes if all are like
    /// the first; further pages often have more room.
    fn many_pages(
        &mut self,
        credits: &[CardCredit],
        variant: &str,
        more: usize,
        guess: usize,
    ) -> Result<Vec<Scene>, Vec<Diagnostic>> {
        let mut count = guess.clamp(2, MAX_PAGES);
        let mut guessed = true;
        loop {
            let page = |number: usize| PageData {
                number: u32::try_from(number).unwrap_or(u32::MAX),
                count: u32::try_from(count).unwrap_or(u32::MAX),
                variant,
                more,
            };
            let bottom = self.card.format.safe_area().bottom();
            // The first two tell how much a page holds, and so whether the count is right.
            let one = self.frames(credits).expand(page(1), None)?;
            let two = self.frames(credits).expand(page(2), Some(&one))?;
            let mut solved = vec![self.solve(&one)?, self.solve(&two)?];
            let Some((element, style, rect)) = solved.first().and_then(|solved| flow_of(solved, bottom)) else {
                return Err(vec![self.template_error(FLOW_LOST)]);
            };
            let style = style.clone();
            let mut width = rect.width;
            let mut heights = vec![rect.height];
            self.measure_flows(&solved, 1, &mut heights, &mut width)?;
            let mut fill =
                Fill::new(element, &style, width, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
            let mut answer = fill.pages(&heights, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
            let needed = match &answer {
                Pages::Filled(_) => 2,
                Pages::Need(pages) => *pages,
                Pages::Never => usize::MAX,
            };
            // A guess may be too high; what was found on the way never is.
            if needed <= MAX_PAGES && (needed > count || (guessed && needed < count)) {
                (count, guessed) = (needed, false);
                continue;
            }
            let further = |number| self.frames(credits).expand(page(number), Some(&one));
            let rest = (3..=count).map(further).collect::<Result<Vec<Frame>, _>>()?;
            for frame in &rest {
                solved.push(self.solve(frame)?);
            }
            let before = width;
            self.measure_flows(&solved, 2, &mut heights, &mut width)?;
            if width < before {
                fill =
                    Fill::new(element, &style, width, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
            }
            if count > 2 && needed <= MAX_PAGES {
                answer = fill.pages(&heights, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
            }
            let filled = match answer {
                Pages::Filled(filled) => filled,
                Pages::Need(more) if more <= MAX_PAGES => {
                    (count, guessed) = (more.max(count + 1), false);
                    continue;
                }
                Pages::Need(_) | Pages::Never => {
                    let message = format!(
                        "the credits do not fit {} pages of {} at {} px: the page has {:.0} px of height for them",
                        MAX_PAGES,
                        self.card.format.name,
                        fill.smallest(),
                        heights.last().unwrap_or(&0.0)
                    );
                    return Err(vec![self.template_error(&message)]);
                }
            };
            self.choices.extend(explained(variant, filled.explained));
            let mut scenes = Vec::with_capacity(count);
            for (((frame, solved), blocks), number) in
                [&one, &two].into_iter().chain(&rest).zip(&solved).zip(&filled.pages).zip(1..=count)
            {
                let Some((element, style, rect)) = flow_of(solved, bottom) else { continue };
                let items = self.blocks(style, rect, blocks)?;
                scenes.push(self.scene(frame, solved, items, Some(element), page(number)));
            }
            return Ok(scenes);
        }
    }

    /// Adds the heights of the flows from page `from` (0 is the first) on, and narrows the width to the narrowest.
    fn measure_flows(
        &self,
        solved: &[Boxes<'_>],
        from: usize,
        heights: &mut Vec<f32>,
        width: &mut f32,
    ) -> Result<(), Vec<Diagnostic>> {
        for solved in solved.iter().skip(from) {
            let flow = flow_of(solved, self.card.format.safe_area().bottom());
            let (_, _, rect) = flow.ok_or_else(|| vec![self.template_error(FLOW_LOST)])?;
            heights.push(rect.height);
            *width = width.min(rect.width);
        }
        Ok(())
    }
}

/// The flow of a page with its style and box. One without a height of its own reaches down to `bottom`, px.
fn flow_of<'b, 'e>(solved: &'b Boxes<'e>, bottom: f32) -> Option<(&'e Element, &'b Computed, Rect)> {
    let placed = solved.placed.iter().find(|placed| is_flow(placed.element))?;
    let mut rect = placed.content;
    if rect.height <= 0.0 {
        rect.height = (bottom - rect.y).max(0.0);
    }
    Some((placed.element, &placed.style, rect))
}

/// How a flow was filled.
fn explained(variant: &str, chosen: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let variant = (!variant.is_empty()).then(|| ("variant", variant.to_owned()));
    variant.into_iter().chain(chosen).collect()
}

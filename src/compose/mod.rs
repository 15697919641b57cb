//! Composition: a card and a template become scenes, one a page, with every text and picture placed.
//! Expand, solve boxes, fit the flow into columns and pages, paint; nothing here touches a pixel or a file.

mod audit;
mod boxes;
mod columns;
mod fill;
mod flow;
mod items;
mod paint;
mod partition;
mod setting;
mod style;
mod wall;

use taffy::TaffyTree;

use crate::card::{Card, CardCredit, Overflow, PageData, Subject, data};
use crate::compose::boxes::{Boxes, is_flow, solve};
use crate::compose::fill::Fill;
use crate::compose::flow::{Filled, FlowBlock, Pages};
use crate::compose::paint::Painter;
use crate::compose::style::Computed;
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::geometry::{Color, Rect};
use crate::scene::{Item, Omitted, Scene};
use crate::template::{Element, Place, Template};
use crate::text::{Shaper, TextError};

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
    pub tree: TaffyTree<usize>,
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
pub fn compose(
    card: &Card<'_>,
    template: &Template,
    fonts: &Fonts,
    shaper: &mut Shaper<'_>,
) -> Result<Composition, Vec<Diagnostic>> {
    let mut work =
        Work { card, template, fonts, composer: Composer { shaper, tree: TaffyTree::new() }, choices: Vec::new() };
    // Only the names of a record can be summed up.
    let overflow = if card.subject == Subject::Record { card.overflow } else { Overflow::Pages };
    let (scenes, mut warnings) = match overflow {
        Overflow::Pages => (work.pages(&card.credits, 0)?, Vec::new()),
        Overflow::Summary => work.summary()?,
    };
    warnings.extend(audit::audit(card, template, &scenes));
    Ok(Composition { scenes, choices: work.choices, warnings })
}

struct Work<'w, 's, 'f> {
    card: &'w Card<'w>,
    template: &'w Template,
    fonts: &'w Fonts,
    composer: Composer<'s, 'f>,
    choices: Vec<(&'static str, String)>,
}

/// A page's expanded template and where its flow is.
struct Frame {
    root: Element,
}

impl<'f> Work<'_, '_, 'f> {
    /// All credits, on as many pages as they take.
    fn pages(&mut self, credits: &[CardCredit], more: usize) -> Result<Vec<Scene>, Vec<Diagnostic>> {
        let variants = self.template.variants();
        let last = variants.len().saturating_sub(1);
        for (index, variant) in variants.iter().enumerate() {
            let page = PageData { number: 1, count: 1, variant, more };
            let frame = self.expand(credits, page)?;
            let solved = self.solve(&frame)?;
            let Some((element, style, rect)) = flow_of(&solved, self.card.format.safe_area().bottom()) else {
                self.choose("pages", "the template has no flow, so one page".into());
                return Ok(vec![self.scene(&frame, &solved, &[], None, page)]);
            };
            let filled = Fill::new(element, style, rect.width, &mut self.composer)
                .and_then(|mut fill| fill.page(rect.height, &mut self.composer))
                .map_err(|problem| self.diagnose(problem))?;
            if let Some(blocks) = filled.and_then(|filled| self.explain(variant, filled).into_iter().next()) {
                let items = self.blocks(style, rect, &blocks)?;
                return Ok(vec![self.scene(&frame, &solved, &items, Some(element), page)]);
            }
            if index == last {
                return self.many_pages(credits, variant, more);
            }
        }
        Ok(Vec::new())
    }

    /// Credits that take more than one page, at the smallest size.
    fn many_pages(
        &mut self,
        credits: &[CardCredit],
        variant: &str,
        more: usize,
    ) -> Result<Vec<Scene>, Vec<Diagnostic>> {
        let mut count = 2;
        loop {
            let mut frames = Vec::with_capacity(count);
            for number in 1..=count {
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                let page = PageData { number, count: u32::try_from(count).unwrap_or(u32::MAX), variant, more };
                frames.push((self.expand(credits, page)?, page));
            }
            let mut solved = Vec::with_capacity(count);
            for (frame, _) in &frames {
                solved.push(self.solve(frame)?);
            }
            let bottom = self.card.format.safe_area().bottom();
            let flows: Vec<(&Element, &Computed, Rect)> =
                solved.iter().filter_map(|solved| flow_of(solved, bottom)).collect();
            let (Some(&(element, style, _)), true) = (flows.first(), flows.len() == count) else {
                return Err(vec![self.template_error("every page of the template needs the same flow")]);
            };
            let heights: Vec<f32> = flows.iter().map(|(_, _, rect)| rect.height).collect();
            let width = flows.iter().map(|(_, _, rect)| rect.width).fold(f32::INFINITY, f32::min);
            let mut fill =
                Fill::new(element, style, width, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
            let placed = match fill.pages(&heights, &mut self.composer).map_err(|problem| self.diagnose(problem))? {
                Pages::Filled(filled) => self.explain(variant, filled),
                Pages::Need(more) if more <= flow::MAX_PAGES => {
                    count = more.max(count + 1);
                    continue;
                }
                Pages::Need(_) | Pages::Never => {
                    let message = format!(
                        "the credits do not fit {} pages of {} at {} px: the page has {:.0} px of height for them",
                        flow::MAX_PAGES,
                        self.card.format.name,
                        fill.smallest(),
                        heights.last().unwrap_or(&0.0)
                    );
                    return Err(vec![self.template_error(&message)]);
                }
            };
            let mut scenes = Vec::with_capacity(count);
            for (index, blocks) in placed.iter().enumerate() {
                let (Some((frame, page)), Some(solved), Some(&(element, style, rect))) =
                    (frames.get(index), solved.get(index), flows.get(index))
                else {
                    continue;
                };
                let items = self.blocks(style, rect, blocks)?;
                scenes.push(self.scene(frame, solved, &items, Some(element), *page));
            }
            return Ok(scenes);
        }
    }

    /// One page, with the names that do not fit left out and counted.
    fn summary(&mut self) -> Result<(Vec<Scene>, Vec<Diagnostic>), Vec<Diagnostic>> {
        let total = self.card.names();
        let whole = self.pages(&self.card.credits, 0)?;
        if whole.len() <= 1 {
            return Ok((whole, Vec::new()));
        }
        let (mut low, mut high) = (0, total);
        let mut best = None;
        while low < high {
            let keep = (low + high).div_ceil(2);
            if keep == total {
                high = keep - 1;
                continue;
            }
            self.choices.clear();
            let scenes = self.pages(&first_names(&self.card.credits, keep), total - keep)?;
            if scenes.len() == 1 {
                best = Some((keep, scenes, std::mem::take(&mut self.choices)));
                low = keep;
            } else {
                high = keep - 1;
            }
        }
        let Some((keep, mut scenes, choices)) = best else {
            let message = format!(
                "`overflow: summary`: the template shows names that it is not given, so that {} has {} pages",
                self.card.format.name,
                whole.len()
            );
            let warning = Diagnostic::warning("names-not-summed", message)
                .in_file(self.template.name())
                .hint("only the names of `credits` can be summed up, not those of `tracks` and `album_credits`");
            return Ok((whole, vec![warning]));
        };
        self.choices = choices;
        self.choose("names left", format!("{} of {total}, summed up as the card was told", total - keep));
        let omitted: Vec<Omitted> = self
            .card
            .credits
            .iter()
            .flat_map(|credit| &credit.names)
            .skip(keep)
            .map(|name| Omitted { field: name.field.clone(), string: name.name.clone() })
            .collect();
        let names: Vec<&str> = omitted.iter().map(|omitted| omitted.string.as_str()).collect();
        let message = format!(
            "{} of {total} names do not fit {} and are summed up: {}",
            total - keep,
            self.card.format.name,
            names.join(", ")
        );
        if let Some(scene) = scenes.first_mut() {
            scene.omitted = omitted;
        }
        let warning = Diagnostic::warning("names-omitted", message)
            .in_file(self.card.record.source.name.clone())
            .hint("take `overflow: summary` away to get further pages");
        Ok((scenes, vec![warning]))
    }

    fn expand(&self, credits: &[CardCredit], page: PageData<'_>) -> Result<Frame, Vec<Diagnostic>> {
        let root = self.template.expand(&data(self.card, credits, page))?;
        let flows = root.count(&is_flow);
        if flows > 1 {
            let message = format!("a page has one flow (an element with `columns`), found {flows}");
            return Err(vec![self.template.sources().place(Diagnostic::error("template-flow", message), &root.at)]);
        }
        let mut problems = Vec::new();
        self.check_families(&root, &mut problems);
        if problems.is_empty() { Ok(Frame { root }) } else { Err(problems) }
    }

    /// A family that is not there would be replaced silently: it is an error that names those that are.
    fn check_families(&self, element: &Element, problems: &mut Vec<Diagnostic>) {
        for family in element.style.font_family.iter().flatten().filter(|family| !self.fonts.has_family(family)) {
            let known = self.fonts.families();
            let hint = crate::template::suggest(family, known.iter().map(String::as_str)).map_or_else(
                || "`extra-credit fonts` lists the fonts; add yours with `--font-dir`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let diagnostic =
                Diagnostic::error("unknown-font", format!("no font family is called `{family}`")).hint(hint);
            problems.push(self.template.sources().place(diagnostic, &element.at));
        }
        for child in &element.children {
            self.check_families(child, problems);
        }
    }

    fn solve<'e>(&mut self, frame: &'e Frame) -> Result<Boxes<'e>, Vec<Diagnostic>> {
        let format = self.card.format;
        let language = self.card.record.language.as_ref().map(|language| language.value.clone());
        let initial = Computed::initial(format.width.min(format.height) / 100.0, language);
        solve(&frame.root, &initial, format.width, Some(format.height), &mut self.composer)
            .map_err(|problem| self.diagnose(problem))
    }

    /// Solves and paints the blocks of one page.
    fn blocks(&mut self, style: &Computed, area: Rect, blocks: &[FlowBlock]) -> Result<Vec<Item>, Vec<Diagnostic>> {
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
            brand: &self.card.brand,
            ground: self.card.theme.ground,
        }
    }

    fn scene(
        &mut self,
        frame: &Frame,
        solved: &Boxes<'_>,
        flow_items: &[Item],
        flow: Option<&Element>,
        page: PageData<'_>,
    ) -> Scene {
        let mut items = Vec::new();
        let mut painter = self.painter();
        for placed in &solved.placed {
            // The page's own background is the scene's ground.
            if !std::ptr::eq(placed.element, &raw const frame.root) {
                painter.paint(placed, &mut items);
            }
            if flow.is_some_and(|flow| std::ptr::eq(placed.element, flow)) {
                items.extend_from_slice(flow_items);
            }
        }
        let format = self.card.format;
        let ground = frame.root.style.background.unwrap_or(self.card.theme.ground);
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

    /// Takes note of how a flow was filled.
    fn explain(&mut self, variant: &str, filled: Filled) -> Vec<Vec<FlowBlock>> {
        if !variant.is_empty() {
            self.choose("variant", variant.to_owned());
        }
        self.choices.extend(filled.explained);
        filled.pages
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

/// The flow of a page with its style and box. One without a height of its own reaches down to `bottom`, px.
fn flow_of<'b, 'e>(solved: &'b Boxes<'e>, bottom: f32) -> Option<(&'e Element, &'b Computed, Rect)> {
    let placed = solved.placed.iter().find(|placed| is_flow(placed.element))?;
    let mut rect = placed.content;
    if rect.height <= 0.0 {
        rect.height = (bottom - rect.y).max(0.0);
    }
    Some((placed.element, &placed.style, rect))
}

/// The credits with only the first `keep` names.
fn first_names(credits: &[CardCredit], keep: usize) -> Vec<CardCredit> {
    let mut left = keep;
    let mut out = Vec::new();
    for credit in credits {
        if left == 0 {
            break;
        }
        let mut credit = credit.clone();
        credit.names.truncate(left);
        left -= credit.names.len();
        out.push(credit);
    }
    out
}

//! Composition: a card and a template become scenes, one a page, with every text and picture placed.
//! Expand, solve boxes, fit the flow into columns and pages, paint; nothing here touches a pixel or a file.

mod audit;
mod boxes;
mod flow;
mod paint;
mod setting;
mod style;

use crate::card::{Card, CardCredit, Overflow, PageData, Subject, data};
use crate::compose::boxes::{Boxes, is_flow, solve};
use crate::compose::flow::{Fitted, Flow, FlowBlock, FlowStyle};
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
    let mut work = Work { card, template, fonts, composer: Composer { shaper }, choices: Vec::new() };
    // Only the names of a record can be summed up.
    let overflow = if card.subject == Subject::Record { card.overflow } else { Overflow::Pages };
    let (scenes, mut warnings) = match overflow {
        Overflow::Pages => (work.pages(&card.credits, 0)?, Vec::new()),
        Overflow::Summary => work.summary()?,
    };
    warnings.extend(audit::audit(card, &scenes));
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

impl Work<'_, '_, '_> {
    /// All credits, on as many pages as they take.
    fn pages(&mut self, credits: &[CardCredit], more: usize) -> Result<Vec<Scene>, Vec<Diagnostic>> {
        let variants = self.template.variants();
        let last = variants.len().saturating_sub(1);
        for (index, variant) in variants.iter().enumerate() {
            let page = PageData { number: 1, count: 1, variant, more };
            let frame = self.expand(credits, page)?;
            let solved = self.solve(&frame)?;
            let Some((element, style, rect)) = flow_of(&solved) else {
                self.choose("pages", "the template has no flow, so one page".into());
                return Ok(vec![self.scene(&frame, &solved, &[], None, page)]);
            };
            let flow = self.flow(element, style, rect)?;
            let fitted = flow.fit_page(rect.height, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
            if let Some(mut fitted) = fitted {
                let placed = flow
                    .place(&mut fitted, &[rect.height], &mut self.composer)
                    .map_err(|problem| self.diagnose(problem))?;
                if let Some(blocks) = placed.and_then(|pages| pages.into_iter().next()) {
                    self.explain(variant, &fitted, &flow);
                    let items = self.blocks(&flow, &fitted, rect, &blocks)?;
                    return Ok(vec![self.scene(&frame, &solved, &items, Some(element), page)]);
                }
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
            let flows: Vec<(&Element, &Computed, Rect)> = solved.iter().filter_map(flow_of).collect();
            let (Some(&(element, style, _)), true) = (flows.first(), flows.len() == count) else {
                return Err(vec![self.template_error("every page of the template needs the same flow")]);
            };
            let heights: Vec<f32> = flows.iter().map(|(_, _, rect)| rect.height).collect();
            let width = flows.iter().map(|(_, _, rect)| rect.width).fold(f32::INFINITY, f32::min);
            let flow = Flow::new(element, FlowStyle::new(element, style.clone()), width, &mut self.composer)
                .map_err(|problem| self.diagnose(problem))?;
            let fitted = flow.fit_pages(&heights, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
            let Some(mut fitted) = fitted else {
                let message = format!(
                    "the credits do not fit {} pages of {} at {} px: the page has {:.0} px of height for them",
                    flow::MAX_PAGES,
                    self.card.format.name,
                    flow.sizes().0,
                    heights.last().unwrap_or(&0.0)
                );
                return Err(vec![self.template_error(&message)]);
            };
            if fitted.pages > count {
                count = fitted.pages;
                continue;
            }
            fitted.pages = count;
            let placed =
                flow.place(&mut fitted, &heights, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
            let Some(placed) = placed else {
                count += 1;
                if count > flow::MAX_PAGES {
                    return Err(vec![self.template_error("the credits do not fit the card's pages")]);
                }
                continue;
            };
            self.explain(variant, &fitted, &flow);
            let mut scenes = Vec::with_capacity(count);
            for (index, blocks) in placed.iter().enumerate() {
                let (Some((frame, page)), Some(solved), Some(&(element, _, rect))) =
                    (frames.get(index), solved.get(index), flows.get(index))
                else {
                    continue;
                };
                let items = self.blocks(&flow, &fitted, rect, blocks)?;
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
        let initial = Computed {
            language: self.card.record.language.as_ref().map(|language| language.value.clone()),
            ..Computed::initial(format.width.min(format.height) / 100.0)
        };
        solve(&frame.root, &initial, format.width, Some(format.height), &mut self.composer)
            .map_err(|problem| self.diagnose(problem))
    }

    fn flow<'e>(&mut self, element: &'e Element, style: &Computed, rect: Rect) -> Result<Flow<'e>, Vec<Diagnostic>> {
        Flow::new(element, FlowStyle::new(element, style.clone()), rect.width, &mut self.composer)
            .map_err(|problem| self.diagnose(problem))
    }

    /// Solves and paints the blocks of one page.
    fn blocks(
        &mut self,
        flow: &Flow<'_>,
        fitted: &Fitted,
        area: Rect,
        blocks: &[FlowBlock],
    ) -> Result<Vec<Item>, Vec<Diagnostic>> {
        let style = flow.block_style(fitted.size);
        let mut items = Vec::new();
        for block in blocks {
            let height = Some(block.rect.height);
            let mut solved = solve(&block.element, &style, block.rect.width, height, &mut self.composer)
                .map_err(|problem| self.diagnose(problem))?;
            solved.translate(area.x + block.rect.x, area.y + block.rect.y);
            self.painter().paint_all(&solved, &mut items);
        }
        Ok(items)
    }

    fn painter(&self) -> Painter<'_> {
        Painter { fonts: self.fonts, artwork: self.card.artwork.as_ref() }
    }

    fn scene(
        &self,
        frame: &Frame,
        solved: &Boxes<'_>,
        flow_items: &[Item],
        flow: Option<&Element>,
        page: PageData<'_>,
    ) -> Scene {
        let mut items = Vec::new();
        let painter = self.painter();
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

    fn explain(&mut self, variant: &str, fitted: &Fitted, flow: &Flow<'_>) {
        let (least, most) = flow.sizes();
        let why = if fitted.pages > 1 {
            format!("the smallest, since they take {} pages", fitted.pages)
        } else if (fitted.size - most).abs() < 0.01 {
            "the largest that the template allows".to_owned()
        } else {
            "the largest at which all fit one page".to_owned()
        };
        if !variant.is_empty() {
            self.choose("variant", variant.to_owned());
        }
        self.choose("names", format!("{} px of {least} to {most}: {why}", fitted.size));
        self.choose("columns", fitted.columns.to_string());
        self.choose("pages", fitted.pages.to_string());
        self.choose("rows", format!("{} px of free height to each group", fitted.stretch));
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

fn flow_of<'b, 'e>(solved: &'b Boxes<'e>) -> Option<(&'e Element, &'b Computed, Rect)> {
    solved
        .placed
        .iter()
        .find(|placed| is_flow(placed.element))
        .map(|placed| (placed.element, &placed.style, placed.content))
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

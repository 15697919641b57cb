//! Pages: the best way to set everything, on as few pages as that takes.
//! Variants are looked at without the credits, weighed by what they would look like, and the best few are set.

use crate::card::{CardCredit, Group, PageData, joined};
use crate::compose::Work;
use crate::compose::boxes::{Boxes, is_flow};
use crate::compose::estimate::Candidate;
use crate::compose::fill::Fill;
use crate::compose::flow::{MAX_PAGES, Pages};
use crate::compose::frame::Frame;
use crate::compose::good::Look;
use crate::compose::measures::Measures;
use crate::compose::style::Computed;
use crate::diagnostic::Diagnostic;
use crate::geometry::Rect;
use crate::scene::Scene;
use crate::template::Element;

/// What came of setting everything on one page.
enum Attempt {
    /// It does.
    Fits(Set),
    /// It does not fit: so many pages like the first hold it.
    TooMuch(usize),
}

/// A card as it was set.
struct Set {
    scenes: Vec<Scene>,
    /// What was chosen and why.
    chosen: Vec<(&'static str, String)>,
    look: Look,
}

/// What one page holds.
enum OnePage {
    /// Everything, and what was weighed against it.
    Found(Vec<Candidate>, Set),
    /// Not everything: a variant, and how many pages like its first hold it.
    Needs(Option<(usize, usize)>),
}

/// Estimates within so much of the best are set exactly before the best is known.
const CLOSE: f32 = 0.12;

/// Cards set exactly, at most, for one that is shown.
const TRIED: usize = 3;

const FLOW_LOST: &str = "every page of the template needs the same flow";

impl Work<'_, '_, '_> {
    /// All credits, on as many pages as they take.
    pub fn pages(&mut self, credits: &[CardCredit], more: usize) -> Result<Vec<Scene>, Vec<Diagnostic>> {
        let mut measures = Measures::default();
        let by_role = self.card.group == Group::Role;
        let joined = if self.card.join_roles && by_role { joined(credits) } else { None };
        let lists: Vec<&[CardCredit]> = std::iter::once(credits).chain(joined.as_deref()).collect();
        let one = if self.template.in_order() {
            self.first_that_fits(&lists, more)?
        } else {
            self.best_page(&lists, more, &mut measures)?
        };
        let (weighed, set) = match one {
            OnePage::Found(weighed, set) => (weighed, set),
            OnePage::Needs(need) => self.best_pages(&lists, more, need, &mut measures)?,
        };
        self.say(&weighed, &set);
        Ok(set.scenes)
    }

    /// The first variant that holds everything on a page.
    fn first_that_fits(&mut self, lists: &[&[CardCredit]], more: usize) -> Result<OnePage, Vec<Diagnostic>> {
        let mut need = None;
        for (index, variant) in self.template.variants().iter().enumerate() {
            for list in lists.iter().copied() {
                match self.attempt(list, variant, more, None)? {
                    Attempt::Fits(set) => return Ok(OnePage::Found(Vec::new(), set)),
                    Attempt::TooMuch(pages) => need = Some((index, pages)),
                }
            }
        }
        Ok(OnePage::Needs(need))
    }

    /// The best page that holds everything.
    fn best_page(
        &mut self,
        lists: &[&[CardCredit]],
        more: usize,
        measures: &mut Measures,
    ) -> Result<OnePage, Vec<Diagnostic>> {
        let variants = self.template.variants();
        let own = |candidate: &Candidate| lists.get(candidate.list).copied().unwrap_or_default();
        let (weighed, opaque) = self.weighed(lists, more, 1, measures)?;
        let mut best: Option<Set> = None;
        let mut need = None;
        for index in opaque {
            let Some(variant) = variants.get(index) else { continue };
            match self.attempt(lists.first().copied().unwrap_or_default(), variant, more, None)? {
                Attempt::Fits(set) => keep(&mut best, set),
                Attempt::TooMuch(pages) => need = Some((index, pages)),
            }
        }
        let mut tried = 0;
        let mut spoilt = Vec::new();
        for candidate in &weighed {
            let near = best.as_ref().is_none_or(|best| candidate.cost < best.look.cost() - CLOSE);
            let way = (candidate.variant, candidate.list, candidate.columns, candidate.cut);
            if !near || tried >= TRIED || spoilt.contains(&way) {
                continue;
            }
            let Some(variant) = variants.get(candidate.variant) else { continue };
            match self.attempt(own(candidate), variant, more, Some(candidate))? {
                Attempt::Fits(set) => {
                    tried += 1;
                    keep(&mut best, set);
                }
                Attempt::TooMuch(_) => spoilt.push(way),
            }
        }
        Ok(match best {
            Some(set) => OnePage::Found(weighed, set),
            None => OnePage::Needs(need),
        })
    }

    /// What nothing holds on a page: the variant that needs fewest pages, and looks best on them. `need` is what a variant
    /// that cannot be weighed takes.
    fn best_pages(
        &mut self,
        lists: &[&[CardCredit]],
        more: usize,
        need: Option<(usize, usize)>,
        measures: &mut Measures,
    ) -> Result<(Vec<Candidate>, Set), Vec<Diagnostic>> {
        let variants = self.template.variants();
        let (several, _) = self.weighed(lists, more, 2, measures)?;
        // What was estimated may not hold in fact: then the next, and at last every variant in whatever columns it takes.
        let opaque = need.into_iter().filter(|_| several.is_empty()).map(|(index, pages)| (index, None, pages));
        let estimated =
            several.iter().take(TRIED).map(|candidate| (candidate.variant, Some(*candidate), candidate.pages));
        let any = (0..variants.len()).rev().map(|index| (index, None, 2));
        let mut refused = Vec::new();
        let mut best: Option<Set> = None;
        for (index, candidate, pages) in opaque.chain(estimated).chain(any) {
            match (&best, &candidate) {
                (None, _) => {}
                (Some(best), Some(candidate)) if candidate.cost < best.look.cost() - CLOSE => {}
                (Some(_), Some(_)) => continue,
                (Some(_), None) => break,
            }
            let variant = variants.get(index).map_or("", String::as_str);
            let list = lists.get(candidate.map_or(0, |candidate| candidate.list)).copied().unwrap_or_default();
            match self.many_pages(list, variant, more, pages, candidate.as_ref()) {
                Ok(set) => keep(&mut best, set),
                Err(problems) => refused = problems,
            }
        }
        best.map(|set| (several, set)).ok_or(refused)
    }

    /// What each variant would look like on a page, or on several if `page` is 2: the best first, and the variants that cannot
    /// be known before they are set, because they list something of their own.
    fn weighed(
        &mut self,
        lists: &[&[CardCredit]],
        more: usize,
        page: u32,
        measures: &mut Measures,
    ) -> Result<(Vec<Candidate>, Vec<usize>), Vec<Diagnostic>> {
        let variants = self.template.variants();
        if variants.len() < 2 {
            return Ok((Vec::new(), vec![0]));
        }
        let (mut weighed, mut opaque) = (Vec::new(), Vec::new());
        for (index, variant) in variants.iter().enumerate() {
            match self.probed((index, variant), more, page)? {
                Some(probe) => {
                    for list in lists.iter().copied().enumerate() {
                        weighed.extend(self.candidates(index, &probe, list, measures));
                    }
                }
                None => opaque.push(index),
            }
        }
        weighed.sort_by(|one, other| one.cost.total_cmp(&other.cost));
        Ok((weighed, opaque))
    }

    /// Notes what was weighed and why the one that is shown won.
    fn say(&mut self, weighed: &[Candidate], set: &Set) {
        self.choices.extend(set.chosen.iter().cloned());
        self.choose("weighed", set.look.explained());
        let variants = self.template.variants();
        let one = |candidate: &Candidate| {
            let why = candidate.look.explained();
            let name = variants.get(candidate.variant).map_or("", String::as_str);
            let columns = if candidate.columns == 1 { "column" } else { "columns" };
            format!("{name} in {} {columns} {why}", candidate.columns)
        };
        let others: Vec<String> = weighed.iter().take(4).map(one).collect();
        if !others.is_empty() {
            self.choose("estimated", others.join("; "));
        }
    }

    /// Everything on one page of a variant, as was estimated if it was.
    fn attempt(
        &mut self,
        credits: &[CardCredit],
        variant: &str,
        more: usize,
        candidate: Option<&Candidate>,
    ) -> Result<Attempt, Vec<Diagnostic>> {
        let floor = self.card.format.name_floor();
        let page = PageData { number: 1, count: 1, variant, more };
        let frame = self.frames(credits).expand(page, None, &mut self.written)?;
        let solved = self.solve(&frame)?;
        let Some((element, style, rect)) = flow_of(&solved, self.card.format.safe_area().bottom()) else {
            let chosen = vec![("pages", "the template has no flow, so one page".to_owned())];
            let scenes = vec![self.scene(&frame, &solved, Vec::new(), None, page)];
            let look = Look::of(&scenes, floor, 0);
            return Ok(Attempt::Fits(Set { scenes, chosen, look }));
        };
        let mut fill = self.fill((element, style), rect.width, candidate)?;
        let filled = fill.page(rect.height, &mut self.composer).map_err(|problem| self.diagnose(problem))?;
        if let Some(filled) = filled {
            let blocks = filled.pages.first().map_or(&[][..], Vec::as_slice);
            let items = self.blocks(style, rect, blocks)?;
            let scenes = vec![self.scene(&frame, &solved, items, Some(element), page)];
            let look = Look {
                joined: candidate.is_some_and(|candidate| candidate.list > 0),
                ..Look::of(&scenes, floor, filled.broken)
            };
            let chosen = explained(variant, filled.explained);
            return Ok(Attempt::Fits(Set { scenes, chosen, look }));
        }
        if candidate.is_some() {
            return Ok(Attempt::TooMuch(2));
        }
        match fill.pages(&[rect.height], &mut self.composer) {
            Ok(Pages::Need(pages)) => Ok(Attempt::TooMuch(pages)),
            Ok(_) => Ok(Attempt::TooMuch(2)),
            Err(problem) => Err(self.diagnose(problem)),
        }
    }

    /// Credits that take more than one page, at the largest size that does not take more. `guess` is how many pages it takes if all are like
    /// the first; further pages often have more room.
    fn many_pages(
        &mut self,
        credits: &[CardCredit],
        variant: &str,
        more: usize,
        guess: usize,
        candidate: Option<&Candidate>,
    ) -> Result<Set, Vec<Diagnostic>> {
        let mut count = guess.clamp(2, MAX_PAGES);
        let mut guessed = true;
        let frames = self.frames(credits);
        loop {
            let page = |number: usize| PageData {
                number: u32::try_from(number).unwrap_or(u32::MAX),
                count: u32::try_from(count).unwrap_or(u32::MAX),
                variant,
                more,
            };
            let bottom = self.card.format.safe_area().bottom();
            // The first two tell how much a page holds, and so whether the count is right.
            let one = frames.expand(page(1), None, &mut self.written)?;
            let two = frames.expand(page(2), Some(&one), &mut self.written)?;
            let mut solved = vec![self.solve(&one)?, self.solve(&two)?];
            let Some((element, style, rect)) = solved.first().and_then(|solved| flow_of(solved, bottom)) else {
                return Err(vec![self.template_error(FLOW_LOST)]);
            };
            let style = style.clone();
            let mut width = rect.width;
            let mut heights = vec![rect.height];
            self.measure_flows(&solved, 1, &mut heights, &mut width)?;
            let mut fill = self.fill((element, &style), width, candidate)?;
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
            let further = |number| frames.expand(page(number), Some(&one), &mut self.written);
            let rest = (3..=count).map(further).collect::<Result<Vec<Frame>, _>>()?;
            for frame in &rest {
                solved.push(self.solve(frame)?);
            }
            let before = width;
            self.measure_flows(&solved, 2, &mut heights, &mut width)?;
            if width < before {
                fill = self.fill((element, &style), width, candidate)?;
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
                    let pages = match answer {
                        Pages::Never => "the credits fit no page".to_owned(),
                        Pages::Filled(_) | Pages::Need(_) => format!("the credits do not fit {MAX_PAGES} pages"),
                    };
                    let message = format!(
                        "{pages} of {} at {} px: the page has {:.0} px of height for them",
                        self.card.format.name,
                        fill.smallest(),
                        heights.last().unwrap_or(&0.0)
                    );
                    return Err(vec![self.template_error(&message)]);
                }
            };
            let broken = filled.broken;
            let chosen = explained(variant, filled.explained);
            let mut scenes = Vec::with_capacity(count);
            for (((frame, solved), blocks), number) in
                [&one, &two].into_iter().chain(&rest).zip(&solved).zip(&filled.pages).zip(1..=count)
            {
                let Some((element, style, rect)) = flow_of(solved, bottom) else { continue };
                let items = self.blocks(style, rect, blocks)?;
                scenes.push(self.scene(frame, solved, items, Some(element), page(number)));
            }
            let look = Look {
                joined: candidate.is_some_and(|candidate| candidate.list > 0),
                ..Look::of(&scenes, self.card.format.name_floor(), broken)
            };
            return Ok(Set { scenes, chosen, look });
        }
    }

    /// What fills the flow of a page, told what was estimated if it was.
    fn fill<'e>(
        &mut self,
        (element, style): (&'e Element, &Computed),
        width: f32,
        candidate: Option<&Candidate>,
    ) -> Result<Fill<'e>, Vec<Diagnostic>> {
        let fill = Fill::new(element, style, width, &mut self.composer);
        let mut fill = fill.map_err(|problem| self.diagnose(problem))?;
        if let Some(candidate) = candidate {
            fill.advise(candidate);
        }
        Ok(fill)
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
pub(super) fn flow_of<'b, 'e>(solved: &'b Boxes<'e>, bottom: f32) -> Option<(&'e Element, &'b Computed, Rect)> {
    let placed = solved.placed.iter().find(|placed| is_flow(placed.element))?;
    let mut rect = placed.content;
    // One that takes what is left has none where nothing is left.
    let takes_the_rest = placed.element.style.flex_grow.is_some_and(|grow| grow > 0.0);
    if rect.height <= 0.0 && !takes_the_rest {
        rect.height = (bottom - rect.y).max(0.0);
    }
    Some((placed.element, &placed.style, rect))
}

/// How a flow was filled.
fn explained(variant: &str, chosen: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let variant = (!variant.is_empty()).then(|| ("variant", variant.to_owned()));
    variant.into_iter().chain(chosen).collect()
}

/// Keeps what looks better.
fn keep(best: &mut Option<Set>, set: Set) {
    if best.as_ref().is_none_or(|best| set.look.cost() < best.look.cost()) {
        *best = Some(set);
    }
}

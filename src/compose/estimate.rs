//! Estimates: what a card would look like in a variant of its template, without setting it.
//! A block of two short names is laid out twice; what it takes tells by plain sums what all the others take.

use std::sync::Arc;

use crate::card::{CardCredit, Group, PageData, people};
use crate::compose::block::{Block, Counts};
use crate::compose::boxes::{Boxes, is_wall, solve};
use crate::compose::columns::{BlockSize, SLACK, Slot, balanced, columns_of, pack, pages_needed, spare};
use crate::compose::flow::MAX_PAGES;
use crate::compose::flow_style::FlowStyle;
use crate::compose::good::{Look, art_share, largest_empty, second_lines};
use crate::compose::measures::{Listed, Measures, Texts};
use crate::compose::pages::flow_of;
use crate::compose::sample::{Sample, is_sample, sample};
use crate::compose::{OVERHANG, Work};
use crate::diagnostic::Diagnostic;
use crate::geometry::Rect;
use crate::template::css::ObjectFit;
use crate::template::{Element, Kind};
use crate::text::TextStyle;

/// Step of the sizes that are weighed, px.
const STEP: f32 = 0.5;

/// A way to set a card, and what it would look like.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Index of the variant.
    pub variant: usize,
    /// Index of the list of credits: as they are, or roles joined.
    pub list: usize,
    /// Columns.
    pub columns: usize,
    /// Size of the names, px.
    pub size: f32,
    /// Pages.
    pub pages: usize,
    /// Whether long blocks go on in the next column.
    pub cut: bool,
    /// What would be seen.
    pub look: Look,
    /// [`Look::cost`].
    pub cost: f32,
}

/// A variant looked at without the card's credits.
pub struct Probe {
    style: FlowStyle,
    /// Boxes of the flow on the first page, and on further ones if they were asked for.
    flows: Vec<Rect>,
    block: Block,
    /// Texts and pictures beside the flow on the first page.
    others: Vec<Rect>,
    art: Option<f32>,
    /// Texts of the first page that leave the safe area.
    outside: usize,
    safe: Rect,
    floor: f32,
    /// Blocks after the credits: their heights by the size.
    extra: Vec<f32>,
    /// Style of what stands before the items of a block: the label, or by person the name.
    lead: TextStyle,
    /// Style of the items: names, or by person roles.
    item: TextStyle,
}

impl Work<'_, '_, '_> {
    /// As [`Self::probe`] of the variant of that index; a summary asks for the same with other numbers of names left out.
    pub(super) fn probed(
        &mut self,
        (index, variant): (usize, &str),
        more: usize,
        pages: u32,
    ) -> Result<Option<Arc<Probe>>, Vec<Diagnostic>> {
        let key = (index, more > 0, pages > 1);
        if let Some(known) = self.probes.get(&key) {
            return Ok(known.clone());
        }
        let probe = self.probe(variant, more, pages)?.map(Arc::new);
        self.probes.insert(key, probe.clone());
        Ok(probe)
    }

    /// Looks at a variant; none if its flow cannot be estimated. `pages` is 1, or more to know further pages too.
    fn probe(&mut self, variant: &str, more: usize, pages: u32) -> Result<Option<Probe>, Vec<Diagnostic>> {
        let credits = sample(self.card.group);
        let frames = self.frames(&credits);
        let mut flows = Vec::new();
        let mut probe = None;
        for number in 1..=pages.min(2) {
            let page = PageData { number, count: pages, variant, more };
            let frame = frames.expand(page, None, &mut self.written)?;
            let solved = self.solve(&frame)?;
            let Some((element, style, rect)) = flow_of(&solved, self.card.format.safe_area().bottom()) else {
                return Ok(None);
            };
            if is_wall(element) {
                return Ok(None);
            }
            flows.push(rect);
            if number > 1 {
                continue;
            }
            let style = FlowStyle::new(element, style.clone());
            let Some((first, rest)) = element.children.split_first().filter(|(first, _)| is_sample(first)) else {
                return Ok(None);
            };
            let Some((block, lead, item)) = self.block(first, &style, rect.width)? else { return Ok(None) };
            let mut extra = Vec::with_capacity(rest.len());
            for child in rest {
                let (_, most) = style.sizes();
                let boxes = solve(child, &style.at(most), rect.width, None, &mut self.composer);
                extra.push(boxes.map_err(|problem| self.diagnose(problem))?.height / most.max(1.0));
            }
            let (others, art, outside) = self.others(&solved, element);
            let format = self.card.format;
            let (safe, floor) = (format.safe_area(), format.name_floor());
            probe =
                Some(Probe { style, flows: Vec::new(), block, others, art, outside, safe, floor, extra, lead, item });
        }
        Ok(probe.map(|probe| Probe { flows, ..probe }))
    }

    /// How a block is built, and the styles of its lead and its items.
    fn block(
        &mut self,
        element: &Element,
        style: &FlowStyle,
        width: f32,
    ) -> Result<Option<(Block, TextStyle, TextStyle)>, Vec<Diagnostic>> {
        let (least, most) = style.sizes();
        let group = self.card.group;
        let mut at = |size: f32, width: f32| {
            let solved = solve(element, &style.at(size), width, None, &mut self.composer);
            solved.map(|boxes| Sample::of(&boxes, size, width, style.computed.rtl, group))
        };
        let pair = at(most, width).and_then(|large| Ok((large, at(least, width / 2.0)?)));
        let (large, small) = pair.map_err(|problem| self.diagnose(problem))?;
        Ok(large.zip(small).map(|(large, small)| {
            let (lead, item) = (large.lead_style.clone(), large.item_style.clone());
            (Block::of(&large, &small), lead, item)
        }))
    }

    /// Boxes of texts and pictures outside the flow, the artwork's share of the page, and how many texts leave the safe area.
    fn others(&self, solved: &Boxes<'_>, flow: &Element) -> (Vec<Rect>, Option<f32>, usize) {
        let format = self.card.format;
        let (mut others, mut art, mut outside) = (Vec::new(), None, 0);
        for placed in solved.placed.iter().filter(|placed| !std::ptr::eq(placed.element, flow)) {
            match placed.element.kind {
                Kind::Text => {
                    let Some(rect) = placed.lines() else { continue };
                    outside += usize::from(!format.safe_area().contains(&rect, OVERHANG));
                    others.push(rect);
                }
                Kind::Image if placed.element.attribute("data-field") != Some("backdrop") => {
                    let artwork = placed.element.attribute("href").unwrap_or("artwork") == "artwork";
                    let mut rect = placed.rect;
                    if artwork {
                        let Some(picture) = &self.card.artwork else { continue };
                        if placed.element.style.object_fit == Some(ObjectFit::Contain) {
                            let width = rect.width.min(rect.height * picture.aspect());
                            rect = Rect::new(rect.x, rect.y, width, width / picture.aspect().max(0.01));
                        }
                        let side = art_share(rect, format.width, format.height);
                        if rect.width * rect.height < 0.8 * format.width * format.height {
                            art = art.or(Some(side));
                        }
                    }
                    others.push(rect);
                }
                _ => {}
            }
        }
        (others, art, outside)
    }

    /// The best ways to set the credits in a probed variant: for each count of columns the largest size, on as few pages
    /// as hold them.
    pub(super) fn candidates(
        &mut self,
        variant: usize,
        probe: &Probe,
        (list, credits): (usize, &[CardCredit]),
        measures: &mut Measures,
    ) -> Vec<Candidate> {
        let people = if self.card.group == Group::Person { people(credits) } else { Vec::new() };
        let listed: Vec<Listed<'_>> = match self.card.group {
            Group::Role => credits.iter().map(Listed::credit).collect(),
            Group::Person => people.iter().map(Listed::person).collect(),
        };
        let leads = self.widths(&probe.lead, (list, &listed), true, measures);
        let items = self.widths(&probe.item, (list, &listed), false, measures);
        let texts = Texts::new(measures.of(leads), measures.of(items), self.card.group);
        let mut found = Vec::new();
        for columns in 1..=probe.style.max_columns {
            let Some((cut, cuts)) = probe.candidate((variant, list), columns, true, &texts) else { continue };
            if !cuts {
                found.push(Candidate { cut: false, ..cut });
                continue;
            }
            let whole = probe.candidate((variant, list), columns, false, &texts).map(|(whole, _)| whole);
            // Groups that are cut only if that makes anything better.
            if whole.is_none_or(|whole| cut.size > whole.size || cut.pages < whole.pages) {
                found.push(cut);
            }
            found.extend(whole);
        }
        found
    }
}

impl Probe {
    /// Whether there is room for names at all.
    fn heights(&self) -> Vec<f32> {
        self.flows.iter().map(|rect| rect.height).collect()
    }

    /// The largest size in so many columns, and whether a block goes on in another column there.
    fn candidate(
        &self,
        (variant, list): (usize, usize),
        columns: usize,
        cut: bool,
        texts: &Texts<'_>,
    ) -> Option<(Candidate, bool)> {
        let heights = self.heights();
        let (least, most) = self.style.sizes();
        let many = heights.len() > 1;
        let fewest = if many {
            let (sizes, _) = self.sizes(least, columns, cut, texts)?;
            pages_needed(&sizes, self.style.row_gap(least), &heights, columns, MAX_PAGES)?.max(2)
        } else {
            1
        };
        let caps = columns_of(&heights, fewest, columns);
        let fits = |size: f32| {
            let (sizes, counts) = self.sizes(size, columns, cut, texts)?;
            let room = caps.iter().map(|cap| cap + self.style.row_gap(size)).sum::<f32>();
            if sizes.iter().map(|size| size.height).sum::<f32>() > room {
                return None;
            }
            let packed = pack(&sizes, self.style.row_gap(size), &caps)?;
            let cuts = packed.iter().flatten().any(|slot| slot.items.is_some());
            Some((sizes, counts, cuts))
        };
        let steps = ((most - least) / STEP).floor() as u32;
        let size_of = |step: u32| if step == steps { most } else { least + step as f32 * STEP };
        let mut best = None;
        let (mut low, mut high) = (0, steps + 1);
        // The largest is often the answer.
        let mut next = steps;
        while low < high {
            match fits(size_of(next)) {
                Some(fit) => {
                    best = Some((size_of(next), fit));
                    low = next + 1;
                }
                None => high = next,
            }
            next = low.midpoint(high).min(high.saturating_sub(1)).max(low);
        }
        let (size, (mut sizes, counts, cuts)) = best?;
        if cuts {
            spare(&mut sizes, self.style.row_gap(size), &caps);
        } else {
            // Nor are they cut to make columns even.
            sizes.iter_mut().for_each(|size| *size = BlockSize::whole(size.height));
        }
        let mut look = self.look(size, columns, fewest, &sizes, counts, texts);
        look.joined = list > 0;
        Some((Candidate { variant, list, columns, size, pages: fewest, cut, look, cost: look.cost() }, cuts))
    }

    /// What the blocks take at a size in so many columns, and how its names stand; none if something breaks that need not.
    fn sizes(&self, size: f32, columns: usize, cut: bool, texts: &Texts<'_>) -> Option<(Vec<BlockSize>, Counts)> {
        let width = self.style.column(columns, self.flows.first()?.width, size)?;
        let mut counts = Counts::default();
        let mut sizes = Vec::with_capacity(texts.items.len() + self.extra.len());
        for (items, lead) in texts.items.iter().zip(texts.leads) {
            let block = self.block.size(size, width, items, lead.first()?, texts, &mut counts)?;
            sizes.push(if cut { block } else { self.kept_whole(block) });
        }
        sizes.extend(self.extra.iter().map(|height| BlockSize::whole(height * size)));
        Some((sizes, counts))
    }

    /// A block that is cut only if no column holds it.
    fn kept_whole(&self, block: BlockSize) -> BlockSize {
        let highest = self.flows.iter().map(|rect| rect.height).fold(0.0, f32::max);
        if block.height <= highest + SLACK { BlockSize::whole(block.height) } else { block }
    }

    /// What would be seen of the card.
    fn look(
        &self,
        size: f32,
        columns: usize,
        pages: usize,
        sizes: &[BlockSize],
        counts: Counts,
        texts: &Texts<'_>,
    ) -> Look {
        let gap = self.style.row_gap(size);
        let caps = columns_of(&self.heights(), pages, columns);
        let count = texts.count.max(1) as f32;
        let mut look = Look {
            names: size / self.floor,
            art: self.art,
            wrapped: second_lines(counts.wrapped, counts.third, texts.count),
            run_on: counts.run_on as f32 / count,
            ragged: counts.ragged as f32 / count,
            outside: self.outside,
            pages,
            ..Look::default()
        };
        let Some(packed) = balanced(sizes, gap, &caps) else { return look };
        look.again = packed.iter().flatten().filter(|slot| slot.items.is_some_and(|(from, _)| from > 0)).count();
        if pages > 1 {
            let names = |slot: &Slot| match slot.items {
                Some((from, to)) => to - from,
                None => texts.items.get(slot.block).map_or(0, Vec::len),
            };
            let each = packed.chunks(columns.max(1)).map(|page| page.iter().flatten().map(names).sum::<usize>());
            let (fewest, most) = each.fold((usize::MAX, 0), |(fewest, most), own| (fewest.min(own), most.max(own)));
            look.uneven = most as f32 / fewest.max(1) as f32 - 1.0;
        }
        let Some(flow) = self.flows.first() else { return look };
        let Some(width) = self.style.column(columns, flow.width, size) else { return look };
        let (wanted, column_gap) = (self.style.stretch(size), self.style.column_gap(size));
        let free = |column: &Vec<Slot>, cap: f32| {
            let bottom = column.last().map(|last| last.top + last.height);
            bottom.map(|bottom| ((cap - bottom) / column.len() as f32).clamp(0.0, wanted))
        };
        let first: Vec<_> = packed.iter().take(columns).zip(&caps).collect();
        let least = first.iter().filter_map(|(column, cap)| free(column, **cap)).fold(wanted, f32::min);
        let mut boxes = self.others.clone();
        let lowest = first.iter().filter_map(|(column, _)| {
            let last = column.last()?;
            Some(last.top + last.height + column.len() as f32 * least)
        });
        let lowered = if self.style.justify {
            0.0
        } else {
            (flow.height - lowest.fold(0.0, f32::max)).max(0.0) * self.style.align
        };
        for (index, (column, cap)) in first.into_iter().enumerate() {
            let own = if self.style.justify { free(column, *cap).unwrap_or(0.0) } else { least };
            let slot = if self.style.computed.rtl { columns - 1 - index } else { index };
            let x = flow.x + slot as f32 * (width + column_gap);
            for (order, slot) in column.iter().enumerate() {
                let y = flow.y + lowered + slot.top + order as f32 * own;
                let height = slot.height + if self.style.align > 0.0 { 0.0 } else { own * 0.5 };
                let widest = self.block.reach(size, width, slot.block, texts);
                let x = if self.style.computed.rtl { x + width - widest } else { x };
                boxes.push(Rect::new(x, y, widest, height));
            }
        }
        look.empty = largest_empty(self.safe, boxes);
        look
    }
}

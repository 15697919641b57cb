//! Estimates: what a card would look like in a variant of its template, without setting it.
//! A block of two short names is laid out twice; what it takes tells by plain sums what all the others take.

use crate::card::{CardCredit, CardName, CardPerson, Group, HeldRole, PageData, people};
use crate::compose::Work;
use crate::compose::boxes::{Boxes, is_wall, solve};
use crate::compose::columns::{BlockSize, SLACK, balanced, columns_of, pack};
use crate::compose::flow::MAX_PAGES;
use crate::compose::flow_style::FlowStyle;
use crate::compose::good::{Look, art_share, largest_empty, long_name};
use crate::compose::pages::flow_of;
use crate::compose::pieces::MOST_LINES;
use crate::compose::setting::TextSpec;
use crate::diagnostic::Diagnostic;
use crate::geometry::Rect;
use crate::template::css::ObjectFit;
use crate::template::{Element, Kind};
use crate::text::TextStyle;

/// Step of the sizes that are weighed, px.
const STEP: f32 = 0.5;

/// Field of the sample credit.
const SAMPLE: &str = "sample";

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

/// A text in em: its width, and that of its widest word.
#[derive(Clone, Copy, Debug)]
struct Width {
    whole: f32,
    word: f32,
}

/// The widths of a list, lead or item, in a style.
type Known = ((usize, bool), TextStyle, Vec<Vec<Width>>);

/// What a card credits, measured once in the styles of a template.
#[derive(Debug, Default)]
pub struct Measures {
    known: Vec<Known>,
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
    safe: Rect,
    floor: f32,
    /// Blocks after the credits: their heights by the size.
    extra: Vec<f32>,
    /// Style of what stands before the items of a block: the label, or by person the name.
    lead: TextStyle,
    /// Style of the items: names, or by person roles.
    item: TextStyle,
}

/// How names stand in their blocks.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    /// On more than one line.
    wrapped: usize,
    /// After another name on its line.
    run_on: usize,
}

/// A number that is `em` at a size and `share` of a width, with `px` beside.
#[derive(Clone, Copy, Debug, Default)]
struct Linear {
    em: f32,
    px: f32,
}

impl Linear {
    /// The line through two points of size and value.
    fn through(one: (f32, f32), other: (f32, f32)) -> Linear {
        let em = if (one.0 - other.0).abs() > 0.01 { (one.1 - other.1) / (one.0 - other.0) } else { 0.0 };
        let em = if (one.0 - other.0).abs() > 0.01 { em } else { one.1 / one.0.max(0.01) };
        Linear { em, px: one.1 - em * one.0 }
    }

    fn at(self, size: f32) -> f32 {
        self.em * size + self.px
    }
}

/// How a block of the flow is built, as its sample shows.
#[derive(Clone, Copy, Debug)]
struct Block {
    /// From line to line of names.
    pitch: Linear,
    /// Above the first name.
    head: Linear,
    /// Below the last name.
    tail: Linear,
    /// Height of a line of the label.
    label: Linear,
    /// Font size of the lead by that of names, and the least in px.
    label_size: (f32, f32),
    /// The same of the items.
    item_size: (f32, f32),
    /// Where names begin, by the width and by the size.
    indent: (f32, f32),
    /// Width of a label, by the width and by the size.
    label_width: (f32, f32),
    /// Between a name and the next on its line, and between a label and the name on its line.
    gaps: (Linear, Linear),
    place: Label,
    run_on: bool,
}

/// Where the label of a block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Above,
    Beside,
    Inline,
}

impl Work<'_, '_, '_> {
    /// Looks at a variant; none if its flow cannot be estimated. `pages` is 1, or more to know further pages too.
    pub(super) fn probe(&mut self, variant: &str, more: usize, pages: u32) -> Result<Option<Probe>, Vec<Diagnostic>> {
        let credits = sample(self.card.group);
        let mut flows = Vec::new();
        let mut probe = None;
        for number in 1..=pages.min(2) {
            let page = PageData { number, count: pages, variant, more };
            let frame = self.frames(&credits).expand(page, None)?;
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
            let (others, art) = self.others(&solved, element);
            let format = self.card.format;
            let (safe, floor) = (format.safe_area(), format.name_floor());
            probe = Some(Probe { style, flows: Vec::new(), block, others, art, safe, floor, extra, lead, item });
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

    /// Boxes of texts and pictures outside the flow, and the artwork's shorter side by the page's.
    fn others(&self, solved: &Boxes<'_>, flow: &Element) -> (Vec<Rect>, Option<f32>) {
        let format = self.card.format;
        let (mut others, mut art) = (Vec::new(), None);
        for placed in solved.placed.iter().filter(|placed| !std::ptr::eq(placed.element, flow)) {
            match placed.element.kind {
                Kind::Text => {
                    let Some(spec) = &placed.text else { continue };
                    let (content, size) =
                        (placed.content, spec.size_for(placed.content.width, Some(placed.content.height)));
                    let width = (spec.shaped.width() * size).min(content.width);
                    let x = if spec.starts_right() { content.right() - width } else { content.x };
                    others.push(Rect::new(x, content.y, width, content.height));
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
        (others, art)
    }

    /// Widths of all leads, or of all items, of a list, in em.
    fn widths(
        &mut self,
        style: &TextStyle,
        list: (usize, &[Listed<'_>]),
        leads: bool,
        measures: &mut Measures,
    ) -> usize {
        let key = (list.0, leads);
        let same = |known: &Known| known.0 == key && known.1 == *style;
        if let Some(known) = measures.known.iter().position(same) {
            return known;
        }
        let mut measure = |said: &Said<'_>| {
            let own = said.language.map(|language| TextStyle { language: Some(language.to_owned()), ..style.clone() });
            let shaped = self.composer.shaper.shape(said.text, own.as_ref().unwrap_or(style));
            // What cannot be shaped is told of where it is laid out.
            let mut width = shaped.map_or(Width { whole: 1.0, word: 1.0 }, |shaped| Width {
                whole: shaped.width(),
                word: shaped.min_content(),
            });
            width.whole += said.detail as f32 * DETAIL;
            width
        };
        let all = list.1.iter().map(|listed| {
            if leads { vec![measure(&listed.lead)] } else { listed.items.iter().map(&mut measure).collect() }
        });
        let all = all.collect();
        measures.known.push((key, style.clone(), all));
        measures.known.len() - 1
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
        let of = |index: usize| measures.known.get(index).map_or(&[][..], |(.., widths)| widths.as_slice());
        let texts = Texts::new(of(leads), of(items), self.card.group);
        let mut found = Vec::new();
        for columns in 1..=probe.style.max_columns {
            let whole = probe.candidate((variant, list), columns, false, &texts);
            let cut = probe.candidate((variant, list), columns, true, &texts);
            // Groups that are cut only if that makes anything better.
            found.extend(cut.filter(|cut| whole.is_none_or(|whole| cut.size > whole.size || cut.pages < whole.pages)));
            found.extend(whole);
        }
        found
    }
}

/// What a block says.
struct Listed<'c> {
    lead: Said<'c>,
    items: Vec<Said<'c>>,
}

/// A text of a block.
struct Said<'c> {
    text: &'c str,
    language: Option<&'c str>,
    /// Characters of the detail beside it.
    detail: usize,
}

impl<'c> Listed<'c> {
    fn credit(credit: &'c CardCredit) -> Listed<'c> {
        let name = |name: &'c CardName| said(&name.name, name.language.as_deref(), name.detail.as_deref());
        Listed { lead: said(&credit.role, None, None), items: credit.names.iter().map(name).collect() }
    }

    fn person(person: &'c CardPerson) -> Listed<'c> {
        let role = |role: &'c HeldRole| said(&role.role, None, role.detail.as_deref());
        let lead = said(&person.name, person.language.as_deref(), None);
        Listed { lead, items: person.roles.iter().map(role).collect() }
    }
}

fn said<'c>(text: &'c str, language: Option<&'c str>, detail: Option<&str>) -> Said<'c> {
    Said { text, language, detail: detail.map_or(0, |detail| detail.chars().count()) }
}

/// Usual width of a character of a detail, in em of the name.
const DETAIL: f32 = 0.42;

/// What the blocks hold.
struct Texts<'m> {
    leads: &'m [Vec<Width>],
    items: &'m [Vec<Width>],
    /// How many names there are.
    count: usize,
    /// Width beyond which a name may take a second line.
    long: f32,
    group: Group,
}

impl<'m> Texts<'m> {
    fn new(leads: &'m [Vec<Width>], items: &'m [Vec<Width>], group: Group) -> Texts<'m> {
        let names = if group == Group::Person { leads } else { items };
        let mut all: Vec<f32> = names.iter().flatten().map(|name| name.whole).collect();
        Texts { leads, items, count: all.len(), long: long_name(&mut all), group }
    }
}

impl Probe {
    /// Whether there is room for names at all.
    fn heights(&self) -> Vec<f32> {
        self.flows.iter().map(|rect| rect.height).collect()
    }

    fn candidate(
        &self,
        (variant, list): (usize, usize),
        columns: usize,
        cut: bool,
        texts: &Texts<'_>,
    ) -> Option<Candidate> {
        let heights = self.heights();
        let (least, most) = self.style.sizes();
        let many = heights.len() > 1;
        let fewest = if many {
            let (sizes, _) = self.sizes(least, columns, cut, texts)?;
            let fits = |pages: &usize| {
                pack(&sizes, self.style.row_gap(least), &columns_of(&heights, *pages, columns)).is_some()
            };
            (2..=MAX_PAGES).find(fits)?
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
            pack(&sizes, self.style.row_gap(size), &caps).map(|_| (sizes, counts))
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
        let (size, (sizes, counts)) = best?;
        let mut look = self.look(size, columns, fewest, &sizes, counts, texts);
        look.joined = list > 0;
        Some(Candidate { variant, list, columns, size, pages: fewest, cut, look, cost: look.cost() })
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
            wrapped: counts.wrapped as f32 / count,
            run_on: counts.run_on as f32 / count,
            pages,
            ..Look::default()
        };
        let Some(packed) = balanced(sizes, gap, &caps) else { return look };
        look.again = packed.iter().flatten().filter(|slot| slot.items.is_some_and(|(from, _)| from > 0)).count();
        let Some(flow) = self.flows.first() else { return look };
        let Some(width) = self.style.column(columns, flow.width, size) else { return look };
        let (wanted, column_gap) = (self.style.stretch(size), self.style.column_gap(size));
        let free = |column: &Vec<crate::compose::columns::Slot>, cap: f32| {
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

impl Block {
    fn of(large: &Sample, small: &Sample) -> Block {
        let line = |value: fn(&Sample) -> f32| Linear::through((large.size, value(large)), (small.size, value(small)));
        let affine = |value: fn(&Sample) -> f32| {
            // value = a * width + b * size, from two of them.
            let det = large.width * small.size - small.width * large.size;
            if det.abs() < 0.01 {
                return (value(large) / large.width.max(1.0), 0.0);
            }
            let (one, other) = (value(large), value(small));
            ((one * small.size - other * large.size) / det, (large.width * other - small.width * one) / det)
        };
        Block {
            pitch: line(|sample| sample.pitch),
            head: line(|sample| sample.head),
            tail: line(|sample| sample.tail),
            label: line(|sample| sample.label_height),
            label_size: (large.label_size / large.size.max(0.01), small.label_size),
            item_size: (large.item_size / large.size.max(0.01), small.item_size),
            indent: affine(|sample| sample.indent),
            label_width: affine(|sample| sample.label_width),
            gaps: (line(|sample| sample.gaps.0), line(|sample| sample.gaps.1)),
            place: large.place,
            run_on: large.run_on,
        }
    }

    fn affine((share, em): (f32, f32), width: f32, size: f32) -> f32 {
        share * width + em * size
    }

    fn label_px(&self, size: f32) -> f32 {
        (self.label_size.0 * size).max(self.label_size.1)
    }

    fn item_px(&self, size: f32) -> f32 {
        (self.item_size.0 * size).max(self.item_size.1)
    }

    /// What a credit takes; none if something breaks that need not.
    fn size(
        &self,
        size: f32,
        width: f32,
        items_of: &[Width],
        lead: &Width,
        texts: &Texts<'_>,
        beside: &mut Counts,
    ) -> Option<BlockSize> {
        let by_person = texts.group == Group::Person;
        let measure = width - Self::affine(self.indent, width, size) + SLACK;
        let (pitch, head) = (self.pitch.at(size), self.head.at(size));
        let label = self.label_px(size);
        let mut above = 0.0;
        let mut x = 0.0;
        if self.place == Label::Inline {
            let wide = lead.whole * label;
            if by_person && wide > measure {
                if lead.whole <= texts.long || lead.word * label > measure {
                    return None;
                }
                beside.wrapped += 1;
                above = self.pitch.at(size);
            }
            x = wide.min(measure) + self.gaps.1.at(size);
        } else {
            let room = Self::affine(self.label_width, width, size) + SLACK;
            if lead.word * label > room {
                return None;
            }
            above = ((lead.whole * label / room.max(1.0)).ceil().max(1.0) - 1.0) * self.label.at(size);
        }
        let aside = self.place == Label::Beside;
        let top = if aside { head } else { head + above };
        let mut line = 0.0;
        let mut items = Vec::with_capacity(items_of.len());
        let px = self.item_px(size);
        let gap = self.gaps.0.at(size);
        for name in items_of {
            let wide = name.whole * px;
            let lines = if wide <= measure {
                1.0
            } else {
                if name.word * px > measure || (!self.run_on && !by_person && name.whole <= texts.long) {
                    return None;
                }
                beside.wrapped += usize::from(!by_person);
                let lines = (wide / (measure - size * 0.8).max(1.0)).ceil().max(2.0);
                if lines > MOST_LINES as f32 && !by_person {
                    return None;
                }
                lines
            };
            if self.run_on {
                if x > 0.0 && x + wide > measure {
                    line += 1.0;
                    x = 0.0;
                } else if !items.is_empty() && !by_person {
                    beside.run_on += 1;
                }
                items.push((top + line * pitch, top + (line + lines) * pitch));
                line += lines - 1.0;
                x += wide + gap;
            } else {
                items.push((top + line * pitch, top + (line + lines) * pitch));
                line += lines;
            }
        }
        if self.run_on {
            line += 1.0;
        }
        let mut height = top + line * pitch + self.tail.at(size);
        if aside {
            height = height.max(head + above + self.label.at(size) + self.tail.at(size));
        }
        Some(BlockSize { height, items, again: 0.0 })
    }

    /// How far the texts of a block reach, px.
    fn reach(&self, size: f32, width: f32, block: usize, texts: &Texts<'_>) -> f32 {
        let Some((items, lead)) = texts.items.get(block).zip(texts.leads.get(block)) else { return width };
        let indent = Self::affine(self.indent, width, size);
        if self.run_on && items.len() > 1 {
            return width;
        }
        let widest = items.iter().map(|item| item.whole * self.item_px(size)).fold(0.0, f32::max);
        let label = lead.first().map_or(0.0, |lead| lead.whole * self.label_px(size));
        let all = match self.place {
            Label::Inline => label + widest + self.gaps.1.at(size),
            Label::Beside => indent + widest,
            Label::Above => widest.max(label),
        };
        all.min(width)
    }
}

/// A block of two names, laid out.
struct Sample {
    size: f32,
    width: f32,
    pitch: f32,
    head: f32,
    tail: f32,
    label_height: f32,
    label_size: f32,
    item_size: f32,
    indent: f32,
    label_width: f32,
    gaps: (f32, f32),
    place: Label,
    run_on: bool,
    lead_style: TextStyle,
    item_style: TextStyle,
}

impl Sample {
    fn of(boxes: &Boxes<'_>, size: f32, width: f32, rtl: bool, group: Group) -> Option<Sample> {
        let (lead, item) = if group == Group::Person { ("name", "role") } else { ("role", "name") };
        let texts = |kind: &'static str| {
            boxes.placed.iter().filter(move |placed| placed.element.attribute("data-kind") == Some(kind))
        };
        let mut names = texts(item).filter_map(|placed| Some((placed, placed.text.as_ref()?)));
        let ((one, name), (two, _)) = (names.next()?, names.next()?);
        let (role, label) = texts(lead).find_map(|placed| Some((placed, placed.text.as_ref()?)))?;
        // From where a line begins, whichever way it is read.
        let start = |rect: Rect| if rtl { width - rect.right() } else { rect.x };
        let end = |rect: Rect| if rtl { width - rect.x } else { rect.right() };
        let run_on = (one.rect.y - two.rect.y).abs() < 1.0 && start(two.rect) > start(one.rect);
        let label_size = label.size_for(role.content.width, None);
        let same_line = role.rect.y < one.rect.bottom() && one.rect.y < role.rect.bottom();
        let natural = label.shaped.width() * label_size;
        let place = if !same_line {
            Label::Above
        } else if role.content.width <= natural + 1.0 {
            Label::Inline
        } else {
            Label::Beside
        };
        let first = if place == Label::Inline { start(role.rect) } else { start(one.rect) };
        let bottom = two.rect.bottom();
        Some(Sample {
            size,
            width,
            pitch: if run_on { one.rect.height } else { two.rect.y - one.rect.y },
            head: one.rect.y,
            tail: boxes.height - bottom,
            label_height: line_height(label, label_size),
            label_size,
            item_size: name.size_for(one.content.width, None),
            indent: first,
            label_width: role.content.width,
            gaps: (start(two.rect) - end(one.rect), start(one.rect) - end(role.rect)),
            place,
            run_on,
            lead_style: TextStyle::clone(&label.style.text),
            item_style: TextStyle::clone(&name.style.text),
        })
    }
}

/// Height of a line of a text, px.
fn line_height(text: &TextSpec, size: f32) -> f32 {
    let (above, below) = text.line(size);
    above + below
}

/// One credit of two short names; by person one name with two short roles.
fn sample(group: Group) -> Vec<CardCredit> {
    let name = |field: &str| CardName {
        field: field.to_owned(),
        name: "Na".to_owned(),
        detail: None,
        language: None,
        also: Vec::new(),
    };
    let credit = |field: &str, role: &str, names: Vec<CardName>| CardCredit {
        field: field.to_owned(),
        role: role.to_owned(),
        id: None,
        names,
    };
    match group {
        Group::Role => vec![credit(SAMPLE, "Ro", vec![name("sample.1"), name("sample.2")])],
        Group::Person => {
            vec![credit("sample.1", "Ro", vec![name(SAMPLE)]), credit("sample.2", "Ro", vec![name("sample.3")])]
        }
    }
}

fn is_sample(block: &Element) -> bool {
    block.find(&|element| element.attribute("data-field") == Some(SAMPLE)).is_some()
}

//! Blocks of the flow as estimates know them: how one is built, and what that says of any other.
//! A block takes a label, lines of names and what is around them; all grow with the size or the width.

use crate::card::Group;
use crate::compose::columns::{BlockSize, SLACK};
use crate::compose::measures::{Texts, Width};
use crate::compose::pieces::MOST_LINES;
use crate::compose::sample::Sample;

/// How names stand in their blocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// On more than one line.
    pub wrapped: usize,
    /// Their lines beyond the second.
    pub third: usize,
    /// After another name on its line.
    pub run_on: usize,
    /// After their label on its line, wherever that ends.
    pub ragged: usize,
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
pub struct Block {
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
pub enum Label {
    /// Over them.
    Above,
    /// In a column of its own.
    Beside,
    /// On their first line, before them.
    Inline,
}

impl Block {
    /// From a sample laid out at a large size and a small one.
    pub fn of(large: &Sample, small: &Sample) -> Block {
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
    pub fn size(
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
            if let Some(name) = items_of.first().filter(|_| !by_person) {
                beside.ragged += usize::from(x + name.whole * self.item_px(size) <= measure);
            }
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
                let lines = (wide / (measure - size * 0.8).max(1.0)).ceil().max(2.0);
                if !by_person {
                    if lines > MOST_LINES as f32 {
                        return None;
                    }
                    beside.wrapped += 1;
                    beside.third += (lines as usize).saturating_sub(2);
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
    pub fn reach(&self, size: f32, width: f32, block: usize, texts: &Texts<'_>) -> f32 {
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

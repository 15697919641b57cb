//! A sample block: one credit of two short names, laid out instead of a card's credits to see how a variant builds blocks.

use crate::card::{CardCredit, CardName, Group};
use crate::compose::block::Label;
use crate::compose::boxes::Boxes;
use crate::compose::setting::TextSpec;
use crate::geometry::Rect;
use crate::template::Element;
use crate::text::TextStyle;

/// Field of the sample credit.
const SAMPLE: &str = "sample";

/// A block of two names, laid out.
pub struct Sample {
    /// Font size of the flow, px.
    pub size: f32,
    /// Width of the block, px.
    pub width: f32,
    /// From the top of one name to that of the next, px.
    pub pitch: f32,
    /// Top of the first name, px.
    pub head: f32,
    /// Below the last name, px.
    pub tail: f32,
    /// Height of a line of the label, px.
    pub label_height: f32,
    /// Font size of the label, px.
    pub label_size: f32,
    /// Font size of the names, px.
    pub item_size: f32,
    /// Where names begin, px from where lines begin.
    pub indent: f32,
    /// Width that the label may take, px.
    pub label_width: f32,
    /// Between two names, and between label and name, on a line; px.
    pub gaps: (f32, f32),
    /// Where the label stands.
    pub place: Label,
    /// Whether names follow each other on a line.
    pub run_on: bool,
    /// Style of the label, or by person of the name.
    pub lead_style: TextStyle,
    /// Style of the names, or by person of the roles.
    pub item_style: TextStyle,
}

impl Sample {
    /// What the boxes of a sample show that was laid out at a size and width; none if it is no label with two texts.
    pub fn of(boxes: &Boxes<'_>, size: f32, width: f32, rtl: bool, group: Group) -> Option<Sample> {
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
pub fn sample(group: Group) -> Vec<CardCredit> {
    let name = |field: &str| CardName { field: field.to_owned(), name: "Na".to_owned(), ..CardName::default() };
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

/// Whether a block of the flow is the sample's.
pub fn is_sample(block: &Element) -> bool {
    block.find(&|element| element.attribute("data-field") == Some(SAMPLE)).is_some()
}

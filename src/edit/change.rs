//! Changing a YAML text at one place: everything else, comments and quotes included, stays as it is.
//! Each new text is read again and counts only if it says what was meant; else the value around the place is written anew.

use crate::edit::block::{self, Block};
use crate::edit::flow::{self, Flow};
use crate::edit::layout::{Form, Layout};
use crate::edit::plain::{Change, Plain};
use crate::edit::splices::Splices;
use crate::edit::writing::{self, Context};

/// The text after a change; none if there is no such place, or if the place cannot be changed alone (an alias repeats it).
pub(crate) fn changed(text: &str, change: &Change) -> Option<String> {
    let before = Plain::read(text)?;
    let wanted = before.after(change)?;
    let right = |new: &String| Plain::read(new).as_ref() == Some(&wanted);
    let layout = Layout::of(text)?;
    let made = |splices: Splices| splices.apply(text).filter(right);
    if let Some(new) = splices(&layout, change, &before).and_then(made) {
        return Some(new);
    }
    let mut around = around(change).to_vec();
    while !around.is_empty() {
        let value = wanted.get(&around)?;
        if let Some(new) = set(&layout, &around, value).and_then(made) {
            return Some(new);
        }
        around.pop();
    }
    None
}

/// The value that a change is in.
fn around(change: &Change) -> &[usize] {
    match change {
        Change::Set { at, .. } | Change::Gather { at } | Change::Key { at, .. } | Change::Itemise { at, .. } => at,
        Change::Rename { at, .. } | Change::Remove { at } => at.split_last().map_or(at, |(_, within)| within),
        Change::Insert { within, .. } | Change::Move { within, .. } => within,
    }
}

/// The replacements that make a change.
fn splices(layout: &Layout<'_>, change: &Change, before: &Plain) -> Option<Splices> {
    let text = layout.text;
    match change {
        Change::Set { at, value } => set(layout, at, value),
        Change::Rename { at, key } => {
            let (index, within) = at.split_last()?;
            let own = layout.get(within)?.children.get(*index)?.key.as_ref()?;
            let context = if layout.in_flow(at) { Context::Flow } else { Context::Block };
            let mut splices = Splices::default();
            splices.replace(own.start, own.end, writing::key(key, context, own.kept()));
            Some(splices)
        }
        Change::Remove { at } => {
            let (index, within) = at.split_last()?;
            match Block::at(layout, within) {
                Some(block) => block.remove(*index),
                None => Flow::at(layout, within)?.remove(*index),
            }
        }
        Change::Insert { within, index, key, value } => match Block::at(layout, within) {
            Some(block) => block.insert(*index, key.as_deref(), value),
            None => Flow::at(layout, within)?.insert(*index, key.as_deref(), value),
        },
        Change::Move { within, from, to } => match Block::at(layout, within) {
            _ if from == to => Some(Splices::default()),
            Some(block) => block.shift(*from, *to),
            None => Flow::at(layout, within)?.shift(*from, *to),
        },
        Change::Gather { at } => {
            let spot = layout.get(at)?;
            match spot.form {
                Form::BlockList | Form::BlockMap => Some(block::gather(text, spot)),
                _ => enclosed(layout, at, before, "[", "]"),
            }
        }
        Change::Key { at, key } => {
            let spot = layout.get(at)?;
            match spot.form.is_block() {
                true => Some(block::nest(text, spot, &writing::key(key, Context::Block, None))),
                false => enclosed(layout, at, before, &format!("{{{}: ", writing::key(key, Context::Flow, None)), "}"),
            }
        }
        Change::Itemise { at, key, value } => match Block::at(layout, at) {
            Some(block) => block.itemise(key, value),
            None => Flow::at(layout, at)?.itemise(key, value),
        },
    }
}

fn set(layout: &Layout<'_>, at: &[usize], value: &Plain) -> Option<Splices> {
    if layout.in_flow(at) { flow::set(layout, at, value) } else { block::set(layout, at, value) }
}

/// A value on its line with something before and behind it that makes it a part of a list or a mapping in brackets.
fn enclosed(layout: &Layout<'_>, at: &[usize], before: &Plain, open: &str, close: &str) -> Option<Splices> {
    let spot = layout.get(at)?;
    let mut splices = Splices::default();
    match before.get(at)? {
        Plain::Text(text) if !matches!(spot.form, Form::Lines | Form::Alias) => {
            let own = writing::scalar(text, Context::Flow, spot.kept());
            splices.replace(spot.start, spot.end, format!("{open}{own}{close}"));
        }
        _ if spot.form.is_flow() => {
            splices.insert(spot.start, open.to_owned());
            splices.insert(spot.end, close.to_owned());
        }
        _ => return None,
    }
    Some(splices)
}

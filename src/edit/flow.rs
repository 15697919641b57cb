//! Lists and mappings in brackets and braces: items with the commas between them, on one line or on several.

use crate::edit::layout::{Child, Form, Layout, Spot};
use crate::edit::plain::Plain;
use crate::edit::splices::{Splices, line_end, line_start};
use crate::edit::writing::{self, Context, WIDTH};

/// A list in brackets or a mapping in braces.
pub(crate) struct Flow<'l> {
    text: &'l str,
    spot: &'l Spot,
}

impl<'l> Flow<'l> {
    /// The list or mapping at a path; none if it is not in brackets or braces.
    pub fn at(layout: &'l Layout<'l>, path: &[usize]) -> Option<Flow<'l>> {
        let spot = layout.get(path).filter(|spot| spot.form.is_flow())?;
        Some(Flow { text: layout.text, spot })
    }

    /// Whether a child is the first of its line.
    fn is_first(&self, child: &Child) -> bool {
        let start = line_start(self.text, child.start);
        self.text.get(start..child.start).is_some_and(|before| before.trim().is_empty())
    }

    /// The comma behind a child.
    fn comma(&self, child: &Child) -> Option<usize> {
        let mut at = child.end();
        loop {
            let rest = self.text.get(at..self.spot.end)?;
            let bare = rest.trim_start();
            at += rest.len() - bare.len();
            match bare.chars().next()? {
                ',' => return Some(at),
                '#' => at = line_end(self.text, at),
                _ => return None,
            }
        }
    }

    /// A line break with the indent of lines that belong to the list.
    fn line(&self) -> String {
        let own = self.spot.children.iter().find(|child| self.is_first(child));
        let indent = match own {
            Some(child) => child.start - line_start(self.text, child.start),
            None => {
                let start = line_start(self.text, self.spot.start);
                let line = self.text.get(start..self.spot.start).unwrap_or_default();
                line.len() - line.trim_start_matches([' ', '-']).len() + 2
            }
        };
        format!("\n{}", " ".repeat(indent))
    }

    /// Puts a child in.
    pub fn insert(&self, index: usize, key: Option<&str>, value: &Plain) -> Option<Splices> {
        let item = match (self.spot.form, key) {
            (Form::FlowMap, Some(key)) => {
                format!("{}: {}", writing::key(key, Context::Flow, None), writing::flow(value))
            }
            (Form::FlowList, None) => writing::flow(value),
            _ => return None,
        };
        let mut splices = Splices::default();
        let children = &self.spot.children;
        if let Some(next) = children.get(index) {
            let between = if self.is_first(next) { format!(",{}", self.line()) } else { ", ".to_owned() };
            splices.insert(next.start, format!("{item}{between}"));
            return Some(splices);
        }
        let Some(last) = children.last() else {
            splices.insert(self.spot.start + 1, item);
            return Some(splices);
        };
        let line = line_start(self.text, last.end());
        let width = self.text.get(line..last.end())?.chars().count() + item.chars().count() + 3;
        let (comma, closes) = (self.comma(last), line_end(self.text, last.end()) > self.spot.end.saturating_sub(1));
        if closes && !self.is_first(last) && width <= WIDTH {
            splices.insert(
                comma.map_or(last.end(), |comma| comma + 1),
                format!("{} {item}", if comma.is_some() { "" } else { "," }),
            );
        } else if closes {
            let mark = if comma.is_some() { "" } else { "," };
            splices.insert(comma.map_or(last.end(), |comma| comma + 1), format!("{mark}{}{item}", self.line()));
        } else {
            // The comment of the last line stays with what it is about.
            if comma.is_none() {
                splices.insert(last.end(), ",".to_owned());
            }
            let place = line_end(self.text, comma.unwrap_or(last.end()));
            splices.insert(place, format!("{}{item}{}", self.line(), if comma.is_some() { "," } else { "" }));
        }
        Some(splices)
    }

    /// Takes a child out.
    pub fn remove(&self, index: usize) -> Option<Splices> {
        let children = &self.spot.children;
        let child = children.get(index)?;
        let mut splices = Splices::default();
        let alone =
            |from: usize, to: usize| self.text.get(from..to).is_some_and(|between| !between.contains(['\n', '#']));
        match (index.checked_sub(1).and_then(|before| children.get(before)), children.get(index + 1)) {
            (None, None) => splices.remove(child.start, self.comma(child).map_or(child.end(), |comma| comma + 1)),
            (_, Some(next)) if alone(child.end(), next.start) => splices.remove(child.start, next.start),
            (_, Some(_)) => {
                let mut end = self.comma(child)? + 1;
                let mut start = child.start;
                let line = line_end(self.text, end);
                if self.is_first(child) && self.text.get(end..line)?.trim().is_empty() {
                    (start, end) = (line_start(self.text, start), (line + 1).min(self.text.len()));
                }
                splices.remove(start, end);
            }
            (Some(before), None) => {
                let comma = self.comma(before)?;
                if alone(before.end(), child.start) {
                    splices.remove(before.end(), child.end());
                } else {
                    if self.comma(child).is_none() {
                        splices.remove(comma, comma + 1);
                    }
                    let space = self.text.get(..child.start)?;
                    let start = if self.is_first(child) {
                        space.trim_end_matches(' ').len().saturating_sub(1)
                    } else {
                        child.start
                    };
                    splices.remove(start, self.comma(child).map_or(child.end(), |comma| comma + 1));
                }
            }
        }
        Some(splices)
    }

    /// Puts a child into another place; what stands between the places stays.
    pub fn shift(&self, from: usize, to: usize) -> Option<Splices> {
        let children = &self.spot.children;
        let mut order: Vec<usize> = (0..children.len()).collect();
        let moved = (from < order.len() && to < order.len()).then(|| order.remove(from))?;
        order.insert(to, moved);
        let mut splices = Splices::default();
        for (place, index) in order.into_iter().enumerate().filter(|(place, index)| place != index) {
            let (slot, child) = (children.get(place)?, children.get(index)?);
            splices.replace(slot.start, slot.end(), self.text.get(child.start..child.end())?.to_owned());
        }
        Some(splices)
    }

    /// Makes each entry of a mapping an item with its key and its value under two keys.
    pub fn itemise(&self, key: &str, value: &str) -> Option<Splices> {
        if self.spot.form != Form::FlowMap {
            return None;
        }
        let mut splices = Splices::default();
        splices.replace(self.spot.start, self.spot.start + 1, "[".to_owned());
        splices.replace(self.spot.end.checked_sub(1)?, self.spot.end, "]".to_owned());
        for child in &self.spot.children {
            let own = child.key.as_ref()?;
            let colon = crate::edit::block::colon(self.text, own)?;
            splices.insert(child.start, format!("{{{key}: "));
            splices.replace(own.end, colon, format!(", {value}:"));
            splices.insert(child.end(), "}".to_owned());
        }
        Some(splices)
    }
}

/// Sets a value in brackets or braces.
pub(crate) fn set(layout: &Layout<'_>, path: &[usize], value: &Plain) -> Option<Splices> {
    let spot = layout.get(path)?;
    let mut splices = Splices::default();
    let new = match value {
        Plain::Text(text) => writing::scalar(text, Context::Flow, spot.kept()),
        value => writing::flow(value),
    };
    if spot.form == Form::Absent {
        // Only behind a colon: a key alone has none.
        layout.text.get(..spot.start)?.ends_with(':').then_some(())?;
        splices.insert(spot.start, format!(" {new}"));
    } else {
        splices.replace(spot.start, spot.end, new);
    }
    Some(splices)
}

//! Lists and mappings in lines: whole lines are put in, taken out and moved, with the comments that belong to them.
//! A comment belongs to what stands below it at its own indent, or to what stands above it if it is further in.

use crate::edit::layout::{Child, Form, Layout, Spot};
use crate::edit::plain::Plain;
use crate::edit::splices::{Splices, line_end, line_start};
use crate::edit::writing::{self, Context, WIDTH};

/// A list or mapping in lines.
pub(crate) struct Block<'l> {
    text: &'l str,
    spot: &'l Spot,
    /// Whether it is the whole document, whose first comment is about the file.
    root: bool,
}

impl<'l> Block<'l> {
    /// The list or mapping at a path; none if it is not in lines.
    pub fn at(layout: &'l Layout<'l>, path: &[usize]) -> Option<Block<'l>> {
        let spot = layout.get(path).filter(|spot| spot.form.is_block())?;
        Some(Block { text: layout.text, spot, root: path.is_empty() })
    }

    fn child(&self, index: usize) -> Option<&'l Child> {
        self.spot.children.get(index)
    }

    /// Bytes before its dashes or keys.
    fn column(&self) -> usize {
        self.spot.start - line_start(self.text, self.spot.start)
    }

    /// Whether a child is the first of its line.
    fn is_first(&self, child: &Child) -> bool {
        let start = line_start(self.text, child.start);
        self.text.get(start..child.start).is_some_and(|before| before.bytes().all(|byte| byte == b' '))
    }

    /// The whole lines of a child, with its comments.
    fn lines(&self, index: usize) -> Option<(usize, usize)> {
        let child = self.child(index)?;
        if !self.is_first(child) {
            return None;
        }
        let column = self.column();
        let above = index
            .checked_sub(1)
            .and_then(|before| self.child(before))
            .map_or(0, |child| line_end(self.text, child.end()));
        let mut start = line_start(self.text, child.start);
        while start > above.max(1) && !(self.root && index == 0) {
            let line = line_start(self.text, start - 1);
            let comment = self.text.get(line..start).is_some_and(|line| is_comment(line, |indent| indent == column));
            if !comment || line < above {
                break;
            }
            start = line;
        }
        Some((start, self.end(child)))
    }

    /// Behind the last line of a child and of the comments that are further in.
    fn end(&self, child: &Child) -> usize {
        let column = self.column();
        let mut end = after_line(self.text, child.end());
        let mut next = end;
        while next < self.text.len() {
            let behind = after_line(self.text, next);
            let Some(line) = self.text.get(next..behind) else { break };
            if is_comment(line, |indent| indent > column) {
                end = behind;
            } else if !line.trim().is_empty() {
                break;
            }
            next = behind;
        }
        end
    }

    /// Puts a child in.
    pub fn insert(&self, index: usize, key: Option<&str>, value: &Plain) -> Option<Splices> {
        let column = self.column();
        let item = match (self.spot.form, key) {
            (Form::BlockMap, Some(key)) => writing::entry(key, value, column),
            (Form::BlockList, None) => self.item(value, column),
            _ => return None,
        };
        let space = " ".repeat(column);
        let mut splices = Splices::default();
        match index.checked_sub(1) {
            None => {
                let (start, _) = self.lines(0)?;
                splices.insert(start, format!("{space}{item}\n"));
            }
            Some(before) => {
                let end = self.end(self.child(before)?);
                let line = if self.text.get(..end)?.ends_with('\n') { "" } else { "\n" };
                splices.insert(end, format!("{line}{space}{item}\n"));
            }
        }
        Some(splices)
    }

    /// An item in the form that its neighbours have.
    fn item(&self, value: &Plain, column: usize) -> String {
        let in_lines = self.spot.children.iter().any(|child| child.value.form == Form::BlockMap);
        match value {
            Plain::Map(pairs) if in_lines && !pairs.is_empty() => {
                format!("- {}", writing::lines(value, column + 2).trim_start())
            }
            value => writing::item(value, column),
        }
    }

    /// Takes a child out of several.
    pub fn remove(&self, index: usize) -> Option<Splices> {
        let mut splices = Splices::default();
        if self.spot.children.len() < 2 {
            return None;
        }
        match self.lines(index) {
            Some((start, end)) => splices.remove(start, end),
            None => {
                // Behind the dash of the list that it is in: the next takes its place.
                let (child, next) = (self.child(index)?, self.child(index + 1)?);
                if self.text.get(child.end()..next.start)?.contains('#') {
                    return None;
                }
                splices.remove(child.start, next.start);
            }
        }
        Some(splices)
    }

    /// Puts a child into another place.
    pub fn shift(&self, from: usize, to: usize) -> Option<Splices> {
        let (start, end) = self.lines(from)?;
        let (first, last) = self.lines(to)?;
        let place = if to > from { last } else { first };
        let mut moved = self.text.get(start..end)?.to_owned();
        if !moved.ends_with('\n') {
            moved.push('\n');
        }
        if !self.text.get(..place)?.ends_with('\n') && place > 0 {
            moved.insert(0, '\n');
        }
        let mut splices = Splices::default();
        splices.remove(start, end);
        splices.insert(place, moved);
        Some(splices)
    }

    /// Makes each entry of a mapping an item with its key and its value under two keys.
    pub fn itemise(&self, key: &str, value: &str) -> Option<Splices> {
        if self.spot.form != Form::BlockMap || self.spot.children.iter().any(|child| !self.is_first(child)) {
            return None;
        }
        let space = " ".repeat(self.column() + 2);
        let mut splices = Splices::default();
        for child in &self.spot.children {
            let own = child.key.as_ref()?;
            let colon = colon(self.text, own)?;
            splices.insert(child.start, format!("- {key}: "));
            splices.replace(own.end, colon, format!("\n{space}{value}:"));
            indent(self.text, colon, child.end(), &mut splices);
        }
        Some(splices)
    }
}

/// Sets a value that stands in lines, or that is the only one of its line.
pub(crate) fn set(layout: &Layout<'_>, path: &[usize], value: &Plain) -> Option<Splices> {
    let text = layout.text;
    let mut splices = Splices::default();
    let Some((index, within)) = path.split_last() else {
        match (&layout.root, value.is_nested()) {
            (Some(root), true) => splices.replace(root.start, root.end, writing::lines(value, 0)),
            (None, true) => {
                let line = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
                splices.insert(text.len(), format!("{line}{}\n", writing::lines(value, 0)));
            }
            _ => return None,
        }
        return Some(splices);
    };
    let child = layout.get(within)?.children.get(*index)?;
    let spot = &child.value;
    let column = child.start - line_start(text, child.start);
    // Behind its colon or its dash.
    let mark = match &child.key {
        Some(key) => colon(text, key)?,
        None => child.start + 1,
    };
    let head = text.get(line_start(text, child.start)..mark)?.chars().count();
    let new = match value {
        Plain::Text(text) => format!(" {}", writing::scalar(text, Context::Block, spot.kept())),
        value if child.key.is_some() => writing::behind_key(value, column, WIDTH.saturating_sub(head)),
        value => writing::behind(value, column, WIDTH.saturating_sub(head)),
    };
    let end = line_end(text, mark);
    if spot.form.is_block() && spot.start > end {
        // Lines below the key: its own comment stays.
        splices.insert(if new.starts_with('\n') { end } else { mark }, new);
        splices.remove(end, line_end(text, spot.end));
    } else if new.starts_with('\n') {
        splices.remove(mark, spot.end);
        splices.insert(line_end(text, spot.end), new);
    } else if spot.form == Form::Absent {
        splices.insert(mark, new);
    } else {
        splices.replace(spot.start, spot.end, new.trim_start().to_owned());
    }
    Some(splices)
}

/// Makes a value in lines the only item of a list.
pub(crate) fn gather(text: &str, spot: &Spot) -> Splices {
    let mut splices = Splices::default();
    splices.insert(spot.start, "- ".to_owned());
    indent(text, spot.start, spot.end, &mut splices);
    splices
}

/// Makes a value in lines the only one of a mapping.
pub(crate) fn nest(text: &str, spot: &Spot, key: &str) -> Splices {
    let column = spot.start - line_start(text, spot.start);
    let mut splices = Splices::default();
    splices.insert(spot.start, format!("{key}:\n{}", " ".repeat(column + 2)));
    indent(text, spot.start, spot.end, &mut splices);
    splices
}

/// Two spaces more before all lines but the first.
fn indent(text: &str, from: usize, to: usize, splices: &mut Splices) {
    let mut at = after_line(text, from);
    while at < to {
        let next = after_line(text, at);
        if text.get(at..next).is_some_and(|line| !line.trim().is_empty()) {
            splices.insert(at, "  ".to_owned());
        }
        at = next;
    }
}

/// Behind the colon of a key.
pub(crate) fn colon(text: &str, key: &Spot) -> Option<usize> {
    let rest = text.get(key.end..)?;
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest.get(gap..)?.starts_with(':').then_some(key.end + gap + 1)
}

/// Behind the line break of a line.
fn after_line(text: &str, at: usize) -> usize {
    (line_end(text, at) + 1).min(text.len())
}

/// Whether a line is a comment at such an indent.
fn is_comment(line: &str, indent: impl Fn(usize) -> bool) -> bool {
    let bare = line.trim_start_matches(' ');
    bare.starts_with('#') && indent(line.len() - bare.len())
}

//! Lines with nothing but a role or a name: a role over its names, or names with their roles below them.
//! Which of the two a text has is its shape; a role without names and a name without a role are listed.

use super::headings::is_section;
use super::line::Line;
use super::words::{labels_below, labels_over};
use super::{Reader, labels};
use crate::diagnostic::Diagnostic;
use crate::import::names;
use crate::import::tree::Node;

impl Reader {
    /// A line in a text where roles stand over names.
    pub(super) fn under(&mut self, line: &Line) {
        let text = line.text.as_str();
        if let Some(found) = labels_over(text, self.begun) {
            self.head(line, found);
        } else if !self.heading.is_empty() && names::can_be(text) && !is_sentence(text) {
            let roles = self.heading.clone();
            self.people(line, text, &roles, None);
        } else {
            self.plain(line.node(text));
        }
    }

    /// Begins the names of some roles. A role that has none is listed, unless it is a part of a page.
    pub(super) fn head(&mut self, line: &Line, roles: Vec<String>) {
        self.unnamed();
        self.begun = true;
        self.heading = roles;
        let text = line.text.trim_end_matches(':').trim();
        let part = text.to_lowercase();
        self.over = (!is_section(&part)).then(|| line.node(text));
    }

    /// Lists the heading above if nobody stands below it.
    fn unnamed(&mut self) {
        if let Some(node) = self.over.take() {
            self.draft.leave(node.as_text().unwrap_or_default(), node.at, node.length);
        }
    }

    /// A blank line: where each role stands in a block with its names, it ends them.
    pub(super) fn blank(&mut self) {
        self.gap = true;
        if self.shape.blocks && self.over.is_none() {
            self.heading.clear();
        }
    }

    /// A line in a text where roles stand below names.
    pub(super) fn below(&mut self, line: &Line) {
        let text = line.text.as_str();
        if self.shape.sections.contains(&line.at.line) {
            self.settle();
            self.named = None;
            return;
        }
        let found = labels_below(text, self.begun).filter(|_| !self.pending.is_empty()).or_else(|| labels(text));
        let Some(found) = found else {
            if names::can_be(text) {
                self.pending.push(line.node(text));
            } else {
                self.settle();
                self.plain(line.node(text));
            }
            self.named = None;
            return;
        };
        let mut names = std::mem::take(&mut self.pending);
        // A second line of roles belongs to who stands above the first.
        let name = names.pop().or_else(|| self.named.take().filter(|_| !self.gap));
        // What stands before the first name is whose the record is.
        names.into_iter().for_each(|node| self.plain(node));
        self.begun = true;
        let Some(name) = name else {
            self.plain(line.node(text));
            return;
        };
        for label in &found {
            self.say(line.node(text).like(label.clone()), name.clone(), None, None);
        }
        self.named = Some(name);
    }

    /// A line that says nothing of itself: title or artist before the first credit, and not understood behind it.
    pub(super) fn plain(&mut self, node: Node) {
        if !self.begun && self.first.len() < 3 {
            self.first.push(node);
        } else {
            self.draft.leave(node.as_text().unwrap_or_default(), node.at, node.length);
        }
    }

    /// Names that wait for a role get none.
    pub(super) fn settle(&mut self) {
        for name in std::mem::take(&mut self.pending) {
            self.plain(name);
        }
    }

    /// The end of the text.
    pub(super) fn end(&mut self, file: &str) {
        self.settle();
        self.unnamed();
        if self.shape.unsure {
            let way = if self.shape.name_first { "below" } else { "above" };
            let problem = Diagnostic::note("over-or-under", format!("roles are taken to stand {way} their names"))
                .in_file(file)
                .hint("if it is the other way round, write a line a credit, such as `Producer: Odalys Brant`");
            self.draft.problems.push(problem);
        }
    }
}

/// Whether a line is words rather than names: a verse, a list of hashtags, a part with a key. Words in small letters are few in names.
fn is_sentence(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let small = words.iter().filter(|word| word.starts_with(char::is_lowercase)).count();
    text.contains(" #") || text.contains(": ") || words.len() > 3 && small * 2 > words.len()
}

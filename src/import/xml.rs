//! XML as a tree of values with places: an element is a text or a mapping of its attributes (`@name`) and elements.
//! Nothing is fetched, and the parser stops entities that grow.

use roxmltree::{Document, ParsingOptions};

use super::text::Source;
use super::tree::{MAX_DEPTH, MAX_NODES, Node, Value};
use crate::diagnostic::{Diagnostic, Position};

/// Reads the root element of a file, with its name without a prefix.
pub(crate) fn read(source: &Source) -> Result<(String, Node), Box<Diagnostic>> {
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: u32::try_from(MAX_NODES * 8).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(&source.text, options).map_err(|error| {
        let at = error.pos();
        let words = error.to_string();
        let reason = words.split(" at ").next().unwrap_or_default().trim_end_matches('.').to_lowercase();
        let problem = Diagnostic::error("xml", format!("the file is not XML that can be read: {reason}"));
        let at = Position { line: at.row, column: at.col };
        Box::new(source.place(problem.hint("export the file again, or repair the line"), at, 1))
    })?;
    let root = document.root_element();
    let mut places = Places { source, line: 1, offset: 0 };
    Ok((root.tag_name().name().to_owned(), element(&mut places, root, 0)))
}

/// Counts lines as the elements come, which is in the order of the file.
struct Places<'s> {
    source: &'s Source,
    line: u32,
    offset: usize,
}

impl Places<'_> {
    fn of(&mut self, offset: usize) -> Position {
        let text = &*self.source.text;
        if offset >= self.offset {
            let passed = text.get(self.offset..offset).unwrap_or_default();
            let lines = passed.bytes().filter(|byte| *byte == b'\n').count();
            self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            self.offset = offset;
        }
        let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let column = text.get(start..offset).map_or(0, |before| before.chars().count());
        Position { line: self.line, column: u32::try_from(column + 1).unwrap_or(u32::MAX) }
    }
}

fn element(places: &mut Places<'_>, node: roxmltree::Node<'_, '_>, depth: usize) -> Node {
    let at = places.of(node.range().start);
    let mut pairs: Vec<(Node, Node)> = Vec::new();
    for attribute in node.attributes() {
        pairs.push((Node::scalar(format!("@{}", attribute.name()), at, 1), Node::scalar(attribute.value(), at, 1)));
    }
    let mut text = String::new();
    let mut text_at = at;
    for child in node.children() {
        if child.is_element() && depth < MAX_DEPTH {
            let value = element(places, child, depth + 1);
            pairs.push((value.like(child.tag_name().name()), value));
        } else if let Some(part) = child.text().filter(|_| child.is_text()) {
            if text.trim().is_empty() && !part.trim().is_empty() {
                text_at = places.of(child.range().start);
            }
            text.push_str(part);
        }
    }
    let text = text.trim();
    let length = u32::try_from(text.chars().count()).unwrap_or(1).max(1);
    if pairs.is_empty() {
        let value = if text.is_empty() { Value::Nothing { written: true } } else { Value::Scalar(text.to_owned()) };
        return Node { value, at: text_at, length };
    }
    if !text.is_empty() {
        pairs.push((Node::scalar("#text", text_at, 1), Node::scalar(text, text_at, length)));
    }
    Node { value: Value::Map(pairs), at, length: 1 }
}

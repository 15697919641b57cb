//! YAML as a tree of values with places.
//! Aliases are counted before they are copied, so that a short file cannot become a large tree.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};

use super::text::Source;
use super::tree::{MAX_DEPTH, MAX_NODES, MAX_TEXT, Node, Value};
use super::{slips, syntax};
use crate::diagnostic::{Diagnostic, Position};

/// A list or mapping that is still open.
struct Open {
    /// `true` for a mapping, whose children are keys and values in turn.
    map: bool,
    children: Vec<Node>,
    at: Position,
    flow: bool,
    anchor: usize,
    extent: Extent,
}

/// How much a value holds, itself included.
#[derive(Clone, Copy, Default)]
struct Extent {
    nodes: usize,
    /// Bytes of text.
    bytes: usize,
    /// Levels of nesting; 0 for a scalar.
    height: usize,
}

/// A complete value that an alias can repeat.
struct Anchored {
    node: Node,
    extent: Extent,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Node>,
    /// All that was built, copies for aliases included.
    built: Extent,
    anchors: BTreeMap<usize, Anchored>,
}

/// Reads the one document of a file. `None` is a file without a value.
pub(crate) fn read(source: &Source) -> Result<Option<Node>, Box<Diagnostic>> {
    let mut builder = Builder::default();
    let mut documents = 0usize;
    for event in Parser::new_from_str(&source.text) {
        let (event, span) = event.map_err(|error| Box::new(syntax::explain(source, &error)))?;
        if let Event::DocumentStart(_) = event {
            documents += 1;
            if documents > 1 {
                let problem =
                    Diagnostic::error("several-documents", "expected one document in the file, found a second one")
                        .hint("write one credit file per record and leave out the `---` between them");
                return Err(Box::new(source.place(problem, position(span.start), width(source, span))));
            }
        }
        if let Event::Scalar(text, ScalarStyle::Plain, ..) = &event
            && let Some(problem) = slips::cut_in_quotes(source, position(span.start), text)
        {
            return Err(Box::new(problem));
        }
        builder.take(source, event, span).map_err(|refused| {
            let (problem, span) = *refused;
            Box::new(source.place(problem, position(span.start), width(source, span)))
        })?;
    }
    Ok(builder.root)
}

/// Why building stopped, and where.
type Refused = Box<(Diagnostic, Span)>;

impl Builder {
    fn take(&mut self, source: &Source, event: Event<'_>, span: Span) -> Result<(), Refused> {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let text_tag = match &tag {
                    None => false,
                    Some(tag) => {
                        let known = tag.is_yaml_core_schema() || tag.handle == "!!";
                        if !(known && tag.suffix == "str" || tag.handle.is_empty() && tag.suffix == "!") {
                            return Err(Box::new((unknown_tag(&tag.suffix), span)));
                        }
                        true
                    }
                };
                let nothing = style == ScalarStyle::Plain && !text_tag && matches!(value.as_ref(), "" | "~" | "null");
                let bytes = value.len();
                let value =
                    if nothing { Value::Nothing { written: bytes > 0 } } else { Value::Scalar(value.into_owned()) };
                let node = Node { value, at: position(span.start), length: width(source, span) };
                let extent = Extent { nodes: 1, bytes, height: 0 };
                self.count(extent, span)?;
                self.put(node, anchor, extent, span)
            }
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) if tag.is_some() => {
                let _ = anchor;
                let name = tag.map(|tag| tag.suffix.clone()).unwrap_or_default();
                Err(Box::new((unknown_tag(&name), span)))
            }
            Event::SequenceStart(anchor, _) => self.start(source, false, anchor, span),
            Event::MappingStart(anchor, _) => self.start(source, true, anchor, span),
            Event::SequenceEnd | Event::MappingEnd => self.end(source, span),
            Event::Alias(anchor) => {
                let Some(known) = self.anchors.get(&anchor) else {
                    let problem = Diagnostic::error("alias-loop", "alias stands inside the value it repeats")
                        .hint("a text that starts with `*` needs quotes");
                    return Err(Box::new((problem, span)));
                };
                let extent = known.extent;
                if self.open.len() + extent.height > MAX_DEPTH {
                    return Err(Box::new((too_deep(), span)));
                }
                self.count(extent, span)?;
                let Some(known) = self.anchors.get(&anchor) else {
                    return Ok(());
                };
                let node = known.node.clone();
                self.put(node, 0, extent, span)
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, source: &Source, map: bool, anchor: usize, span: Span) -> Result<(), Refused> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Box::new((too_deep(), span)));
        }
        let at = position(span.start);
        let first = source.line(at.line).chars().nth(at.column.saturating_sub(1) as usize);
        let flow = matches!(first, Some('[' | '{'));
        let extent = Extent { nodes: 1, bytes: 0, height: 1 };
        self.open.push(Open { map, children: Vec::new(), at, flow, anchor, extent });
        self.count(extent, span)
    }

    fn end(&mut self, source: &Source, span: Span) -> Result<(), Refused> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = if open.map {
            let mut pairs = Vec::with_capacity(open.children.len() / 2);
            let mut children = open.children.into_iter();
            while let (Some(key), Some(mut value)) = (children.next(), children.next()) {
                if value.value == (Value::Nothing { written: false }) {
                    (value.at, value.length) = (key.at, key.length);
                }
                pairs.push((key, value));
            }
            Value::Map(pairs)
        } else {
            let mut items = open.children;
            for item in items.iter_mut().filter(|item| item.value == Value::Nothing { written: false }) {
                // An empty entry has no place of its own; its dash has.
                let line = source.line(item.at.line);
                let bare = line.trim_start_matches(' ');
                if bare.starts_with('-') {
                    item.at.column = u32::try_from(line.len() - bare.len() + 1).unwrap_or(item.at.column);
                    item.length = 1;
                }
            }
            Value::List(items)
        };
        let end = position(span.end);
        let length = if !open.flow {
            1
        } else if end.line == open.at.line {
            end.column.saturating_sub(open.at.column).max(1)
        } else {
            rest_of_line(source, open.at)
        };
        let node = Node { value, at: open.at, length };
        self.put(node, open.anchor, open.extent, span)
    }

    /// Spends the budgets before anything is copied.
    fn count(&mut self, extent: Extent, span: Span) -> Result<(), Refused> {
        self.built.nodes += extent.nodes;
        self.built.bytes += extent.bytes;
        if self.built.nodes > MAX_NODES || self.built.bytes > MAX_TEXT {
            return Err(Box::new((too_many(), span)));
        }
        Ok(())
    }

    /// Adds a complete value to the list or mapping that is open, or makes it the root.
    fn put(&mut self, node: Node, anchor: usize, extent: Extent, span: Span) -> Result<(), Refused> {
        if anchor != 0 {
            self.count(extent, span)?;
            self.anchors.insert(anchor, Anchored { node: node.clone(), extent });
        }
        match self.open.last_mut() {
            Some(parent) => {
                parent.extent.nodes += extent.nodes;
                parent.extent.bytes += extent.bytes;
                parent.extent.height = parent.extent.height.max(extent.height + 1);
                parent.children.push(node);
            }
            None => self.root = Some(node),
        }
        Ok(())
    }
}

fn too_many() -> Diagnostic {
    Diagnostic::error(
        "too-many-values",
        format!("the file holds more than {MAX_NODES} values or {} MiB of text, aliases expanded", MAX_TEXT >> 20),
    )
    .hint("write fewer or shorter aliases (`*name`), or split the file")
}

fn too_deep() -> Diagnostic {
    Diagnostic::error("too-deep", format!("values are nested more than {MAX_DEPTH} levels deep"))
}

fn unknown_tag(name: &str) -> Diagnostic {
    Diagnostic::error("yaml-tag", format!("expected a value, found the YAML tag `!{name}`"))
        .hint("a text that starts with `!` needs quotes")
}

/// A place as diagnostics count it.
pub(crate) fn position(marker: Marker) -> Position {
    Position {
        line: u32::try_from(marker.line()).unwrap_or(u32::MAX),
        column: u32::try_from(marker.col() + 1).unwrap_or(u32::MAX),
    }
}

fn width(source: &Source, span: Span) -> u32 {
    if span.end.line() == span.start.line() {
        u32::try_from(span.end.col().saturating_sub(span.start.col())).unwrap_or(1).max(1)
    } else {
        rest_of_line(source, position(span.start))
    }
}

fn rest_of_line(source: &Source, at: Position) -> u32 {
    let line = source.line(at.line).trim_end().chars().count();
    u32::try_from(line.saturating_sub(at.column.saturating_sub(1) as usize)).unwrap_or(1).max(1)
}

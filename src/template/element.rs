//! The element tree of an expanded template, checked against what a template may contain.
//! After this stage every element has a known kind, known attributes and a place in the template's source.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::artwork::bounds;
use crate::diagnostic::{Diagnostic, Position};
use crate::template::css::{self, Declarations};
use crate::template::vocabulary::{VECTOR_ATTRIBUTES, VECTOR_ELEMENTS, attributes_of, elements, wrong_value};
use crate::template::{Sources, marks, vector};

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `<svg>` (the page) or `<g>`.
    Group,
    /// `<text>`.
    Text,
    /// `<rect>`.
    Rect,
    /// `<image>`.
    Image,
    /// Any other SVG element: kept as markup.
    Vector,
}

/// An element of the template.
#[derive(Clone, Debug)]
pub struct Element {
    /// What it is.
    pub kind: Kind,
    /// Where it starts: template name and place.
    pub at: Place,
    /// Attributes without `style` and the place mark, in the order written.
    pub attributes: Vec<(&'static str, String)>,
    /// Parsed `style`.
    pub style: Arc<Declarations>,
    /// Child elements.
    pub children: Vec<Element>,
    /// Character data of a `<text>`, white space collapsed.
    pub text: String,
    /// Markup of a [`Kind::Vector`].
    pub markup: String,
    /// Where its children stand in the markup of the page, in bytes.
    pub inside: Range<usize>,
}

/// A place in a template's source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Template name.
    pub template: Arc<str>,
    /// Where in it.
    pub position: Position,
}

impl Element {
    /// The attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    /// The first element for which `test` holds, in document order, this one included.
    pub fn find(&self, test: &dyn Fn(&Element) -> bool) -> Option<&Element> {
        if test(self) {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(test))
    }

    /// How many elements below (and including) this one pass `test`.
    pub fn count(&self, test: &dyn Fn(&Element) -> bool) -> usize {
        usize::from(test(self)) + self.children.iter().map(|child| child.count(test)).sum::<usize>()
    }
}

/// Styles that have been parsed, by what is written: loops, pages and variants repeat theirs.
#[derive(Debug, Default)]
pub struct Styles {
    known: FxHashMap<String, Arc<Declarations>>,
}

/// Parses expanded markup into its root element, with every problem found.
pub fn parse(markup: &str, name: &str, sources: &Sources, styles: &mut Styles) -> Result<Element, Vec<Diagnostic>> {
    let options = roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: 200_000, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(markup, options).map_err(|error| {
        let near = before(markup, error.pos());
        let place = near.rfind(marks::MARK).and_then(|start| {
            let value = near.get(start + marks::MARK.len() + 2..)?;
            place_at(value.get(..value.find('"')?)?, sources)
        });
        let message = format!("the template is not well-formed XML: {}", strip_position(&error.to_string()));
        let diagnostic = Diagnostic::error("template-xml", message);
        vec![match place {
            Some(place) => sources.place(diagnostic.hint("look in or after the element at this place"), &place),
            None => diagnostic.in_file(name),
        }]
    })?;
    let mut parser = Parser { sources, plain: Arc::default(), styles, problems: Vec::new() };
    let root = parser.element(document.root_element(), 0);
    let mut problems = parser.problems;
    // A loop repeats its elements and so their problems.
    let mut seen = std::collections::BTreeSet::new();
    problems.retain(|problem| seen.insert(problem.to_string()));
    match root {
        Some(root) if problems.is_empty() => Ok(root),
        _ => Err(problems),
    }
}

/// The text up to a row and column, for finding the last mark before it.
fn before(markup: &str, at: roxmltree::TextPos) -> &str {
    let line_start: usize = markup.split_inclusive('\n').take(at.row.saturating_sub(1) as usize).map(str::len).sum();
    let line = markup.get(line_start..).unwrap_or("");
    let column = line.char_indices().nth(at.col as usize).map_or(line.len(), |(index, _)| index);
    markup.get(..line_start + column).unwrap_or(markup)
}

/// The parser's message ends in a place in the expanded markup, which nobody has written.
fn strip_position(message: &str) -> String {
    message.rsplit_once(" at ").map_or(message, |(head, _)| head).to_owned()
}

/// Where an element stands in the template's source.
pub fn place_of(node: roxmltree::Node<'_, '_>, sources: &Sources) -> Place {
    let place = node.attribute(marks::MARK).and_then(|mark| place_at(mark, sources));
    place.unwrap_or_else(|| Place { template: Arc::default(), position: Position::default() })
}

fn place_at(mark: &str, sources: &Sources) -> Option<Place> {
    let (file, position) = marks::read(mark)?;
    Some(Place { template: Arc::clone(sources.file(file)?), position })
}

/// Reads elements and collects what is wrong with them.
struct Parser<'s> {
    sources: &'s Sources,
    /// The style of elements without one.
    plain: Arc<Declarations>,
    styles: &'s mut Styles,
    problems: Vec<Diagnostic>,
}

impl Parser<'_> {
    /// Takes note of a problem. Its message starts with the attribute or property that it is about, quoted: the caret
    /// goes there.
    fn problem(&mut self, at: &Place, code: &'static str, message: String, hint: Option<String>) {
        let word = message.split('`').nth(1).unwrap_or_default().to_owned();
        let mut diagnostic = self.sources.place_word(Diagnostic::error(code, message), at, &word);
        diagnostic.hint = hint;
        self.problems.push(diagnostic);
    }

    fn element(&mut self, node: roxmltree::Node<'_, '_>, depth: usize) -> Option<Element> {
        let at = place_of(node, self.sources);
        let kind = self.kind(node, &at, depth)?;
        let (attributes, style) = self.attributes(node, kind, &at);
        self.check_effect(node.tag_name().name(), kind, &attributes, &style, &at);
        let mut element = Element {
            kind,
            at,
            attributes,
            style,
            children: Vec::new(),
            text: String::new(),
            markup: String::new(),
            inside: inside(node),
        };
        match kind {
            Kind::Vector => {
                vector::check(node, self.sources, &mut self.problems);
                vector::write(node, &mut element.markup, 0);
            }
            Kind::Text => element.text = self.text(node),
            _ => {
                for child in node.children() {
                    let loose = if child.is_text() { child.text().unwrap_or("").trim() } else { "" };
                    if child.is_element() {
                        element.children.extend(self.element(child, depth + 1));
                    } else if !loose.is_empty() {
                        let found: String = loose.chars().take(40).collect();
                        let message = format!("text `{found}` stands outside a <text> element and would not be drawn");
                        let diagnostic = Diagnostic::error("template-text", message);
                        self.problems.push(self.sources.place(diagnostic, &element.at));
                    }
                }
            }
        }
        Some(element)
    }

    fn kind(&mut self, node: roxmltree::Node<'_, '_>, at: &Place, depth: usize) -> Option<Kind> {
        let name = node.tag_name().name();
        let (code, message, hint) = if depth > 64 {
            ("template-depth", "elements are nested deeper than 64 levels".to_owned(), None)
        } else if depth == 0 && name != "svg" && (VECTOR_ELEMENTS.contains(&name) || elements().any(|e| e == name)) {
            ("template-root", format!("a template starts with <svg>, found <{name}>"), None)
        } else {
            match name {
                "svg" if depth == 0 => return Some(Kind::Group),
                "g" => return Some(Kind::Group),
                "text" => return Some(Kind::Text),
                "rect" => return Some(Kind::Rect),
                "image" => return Some(Kind::Image),
                _ if VECTOR_ELEMENTS.contains(&name) => return Some(Kind::Vector),
                "svg" => {
                    let message = "<svg> inside <svg> is not supported".to_owned();
                    ("template-element", message, Some("use <g>".to_owned()))
                }
                _ => {
                    let hint = crate::near::suggest(name, elements()).map_or_else(
                        || format!("templates may use {}", elements().collect::<Vec<_>>().join(", ")),
                        |near| format!("did you mean <{near}>?"),
                    );
                    ("template-element", format!("<{name}> is not supported in a template"), Some(hint))
                }
            }
        };
        self.problem(at, code, message, hint);
        None
    }

    fn attributes(
        &mut self,
        node: roxmltree::Node<'_, '_>,
        kind: Kind,
        at: &Place,
    ) -> (Vec<(&'static str, String)>, Arc<Declarations>) {
        let name = node.tag_name().name();
        let allowed = if kind == Kind::Vector { VECTOR_ATTRIBUTES } else { attributes_of(name) };
        let mut attributes = Vec::with_capacity(node.attributes().len());
        let mut style = Arc::clone(&self.plain);
        for attribute in node.attributes() {
            let value = attribute.value();
            let key = match (attribute.namespace(), attribute.name()) {
                (Some("http://www.w3.org/1999/xlink"), _) => "xlink:href",
                // `xml:space` and `xml:lang` say nothing here.
                (Some("http://www.w3.org/XML/1998/namespace"), "space" | "lang") => continue,
                (_, marks::MARK | "version") => continue,
                (_, "style") if kind != Kind::Vector => {
                    style = self.style(value, at);
                    continue;
                }
                (_, key) => key,
            };
            let Some(known) = allowed.iter().copied().find(|known| *known == key) else {
                let hint = crate::near::hint_or(key, allowed.iter().copied(), || {
                    format!("<{name}> takes {}", allowed.join(", "))
                });
                let message = format!("attribute `{key}` is not supported on <{name}>");
                self.problem(at, "template-attribute", message, Some(hint));
                continue;
            };
            if kind == Kind::Vector
                && let Some(number) = bounds::beyond(key, value)
            {
                let message = format!("`{key}`: the number {number} is beyond {}", bounds::MOST_NUMBER);
                self.problem(at, "template-attribute", message, None);
                continue;
            }
            let outside = matches!(key, "href" | "xlink:href") && kind == Kind::Vector && !value.starts_with('#');
            if outside || value.contains("url(") && !value.trim_start().starts_with("url(#") {
                let message = format!("`{key}=\"{value}\"` refers outside the template");
                let hint = "templates read no files and no addresses; refer to an element by `#id`".to_owned();
                self.problem(at, "template-reference", message, Some(hint));
            } else if let Some(takes) = wrong_value(name, key, value) {
                let message = format!("`{key}` cannot be `{value}`");
                self.problem(at, "template-attribute", message, Some(format!("`{key}` takes {takes}")));
            } else {
                attributes.push((known, value.to_owned()));
            }
        }
        (attributes, style)
    }

    fn style(&mut self, value: &str, at: &Place) -> Arc<Declarations> {
        if let Some(known) = self.styles.known.get(value) {
            return Arc::clone(known);
        }
        let mut parsed = Declarations::default();
        let errors = css::parse(value, &mut parsed);
        let style = Arc::new(parsed);
        if errors.is_empty() {
            self.styles.known.insert(value.to_owned(), Arc::clone(&style));
        }
        for error in errors {
            self.problem(at, "template-style", error.message, error.hint);
        }
        style
    }

    /// Properties that CSS gives to any element and we only to some: silence would look like a fault of the picture.
    fn check_effect(
        &mut self,
        name: &str,
        kind: Kind,
        attributes: &[(&'static str, String)],
        style: &Declarations,
        at: &Place,
    ) {
        let has = |key: &str, value: &str| attributes.iter().any(|(known, found)| *known == key && found == value);
        if style.line_clamp.is_some() && has("data-kind", "name") {
            let message = "`line-clamp` would cut a name".to_owned();
            let hint = "a name is shown whole or left out by `overflow: summary`".to_owned();
            self.problem(at, "template-style", message, Some(hint));
        }
        let idle = [
            (kind == Kind::Group && style.opacity.is_some(), "opacity", "<text>, <rect> and <image>"),
            (kind != Kind::Group && style.background.is_some(), "background-color", "<svg> and <g>"),
            (
                kind != Kind::Image && (style.filter.is_some() || style.object_fit.is_some()),
                "filter and object-fit",
                "<image>",
            ),
            (kind != Kind::Group && style.column_count.is_some(), "columns", "<g>"),
        ];
        for (_, property, where_to) in idle.into_iter().filter(|(wrong, _, _)| *wrong) {
            let message = format!("`{property}` has no effect on <{name}>");
            self.problem(at, "template-style", message, Some(format!("it belongs on {where_to}")));
        }
        let blurs = |function: &css::FilterFunction| matches!(function, css::FilterFunction::Blur(_));
        if kind == Kind::Image && style.filter.iter().flatten().any(blurs) && !has("href", "artwork") {
            let message = "`filter` cannot blur a logo".to_owned();
            self.problem(at, "template-style", message, Some("blur() belongs on the artwork".into()));
        }
    }

    fn text(&mut self, node: roxmltree::Node<'_, '_>) -> String {
        let mut text = String::new();
        for child in node.children() {
            if child.is_text() {
                text.push_str(child.text().unwrap_or(""));
            } else if child.is_element() {
                let message = format!("<{}> inside <text> is not supported", child.tag_name().name());
                let diagnostic = Diagnostic::error("template-element", message).hint("give each style its own <text>");
                self.problems.push(self.sources.place(diagnostic, &place_of(child, self.sources)));
            }
        }
        collapse(&text)
    }
}

/// Where the children of an element stand in the markup.
fn inside(node: roxmltree::Node<'_, '_>) -> Range<usize> {
    let start = node.first_child().map_or(0, |child| child.range().start);
    start..node.last_child().map_or(start, |child| child.range().end)
}

/// White space collapsed as CSS `white-space: normal` does: no-break spaces stay.
fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split([' ', '\n', '\t', '\r']).filter(|part| !part.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

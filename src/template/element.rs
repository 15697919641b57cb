//! The element tree of an expanded template, checked against what a template may contain.
//! After this stage every element has a known kind, known attributes and a place in the template's source.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Position};
use crate::template::css::{self, Declarations};
use crate::template::{Sources, marks};

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
    pub attributes: Vec<(String, String)>,
    /// Parsed `style`.
    pub style: Arc<Declarations>,
    /// Child elements.
    pub children: Vec<Element>,
    /// Character data of a `<text>`, white space collapsed.
    pub text: String,
    /// Markup of a [`Kind::Vector`].
    pub markup: String,
}

/// A place in a template's source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Template name.
    pub template: String,
    /// Where in it.
    pub position: Position,
}

impl Element {
    /// The attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
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

/// SVG elements that are kept as markup and drawn by the SVG renderer. Filters, patterns, masks and markers are left
/// out: each has inputs that take the renderer minutes or gigabytes.
const VECTOR_ELEMENTS: &[&str] = &[
    "path",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "title",
    "desc",
    "use",
];

/// Presentation and geometry attributes that may stand on any drawn element.
const VECTOR_ATTRIBUTES: &[&str] = &[
    "id",
    "d",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "fr",
    "width",
    "height",
    "points",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "opacity",
    "transform",
    "offset",
    "stop-color",
    "stop-opacity",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "href",
    "xlink:href",
    "pathLength",
];

/// Attributes of the template language, by element.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("svg", &["width", "height", "viewBox", "lang", "data-variants", "data-subject", "role", "aria-label", "id"]),
    ("g", &["lang", "id", "data-group", "data-fit", "data-min-size", "data-max-size", "data-stretch", "data-item"]),
    (
        "text",
        &[
            "lang",
            "id",
            "fill",
            "opacity",
            "data-field",
            "data-kind",
            "data-fit",
            "data-fit-group",
            "data-min-size",
            "data-max-size",
            "data-max-lines",
            "data-item",
            "data-continued",
            "data-once",
            "x",
            "y",
            "text-anchor",
        ],
    ),
    ("rect", &["x", "y", "width", "height", "rx", "ry", "fill", "fill-opacity", "opacity", "id"]),
    ("image", &["href", "x", "y", "width", "height", "opacity", "id", "data-field"]),
];

/// All `data-` attributes, for the messages.
pub fn attributes_of(element: &str) -> &'static [&'static str] {
    ATTRIBUTES.iter().find(|(name, _)| *name == element).map_or(VECTOR_ATTRIBUTES, |(_, list)| list)
}

/// Elements of the template language with attributes of their own.
pub fn elements() -> impl Iterator<Item = &'static str> {
    ATTRIBUTES.iter().map(|(name, _)| *name).chain(VECTOR_ELEMENTS.iter().copied())
}

/// Parses expanded markup into its root element, with every problem found.
pub fn parse(markup: &str, name: &str, sources: &Sources) -> Result<Element, Vec<Diagnostic>> {
    let options = roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: 200_000, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(markup, options).map_err(|error| {
        let near = before(markup, error.pos());
        let place = near.rfind(marks::MARK).and_then(|start| {
            let value = near.get(start + marks::MARK.len() + 2..)?;
            marks::read(value.get(..value.find('"')?)?)
        });
        let message = format!("the template is not well-formed XML: {}", strip_position(&error.to_string()));
        let diagnostic = Diagnostic::error("template-xml", message);
        vec![match place {
            Some((template, position)) => sources.place(
                diagnostic.hint("look in or after the element at this place"),
                &Place { template: template.into(), position },
            ),
            None => diagnostic.in_file(name),
        }]
    })?;
    let mut problems = Vec::new();
    let mut styles = HashMap::new();
    let root = element(document.root_element(), sources, &mut styles, &mut problems, 0);
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

fn place_of(node: roxmltree::Node<'_, '_>) -> Place {
    node.attribute(marks::MARK)
        .and_then(marks::read)
        .map(|(template, position)| Place { template: template.to_owned(), position })
        .unwrap_or_default()
}

fn element<'d>(
    node: roxmltree::Node<'d, '_>,
    sources: &Sources,
    styles: &mut HashMap<&'d str, Arc<Declarations>>,
    problems: &mut Vec<Diagnostic>,
    depth: usize,
) -> Option<Element> {
    let at = place_of(node);
    let name = node.tag_name().name();
    let mut problem = |code, message: String, hint: Option<String>| {
        // A message starts with the attribute or property that it is about, quoted: the caret goes there.
        let word = message.split('`').nth(1).unwrap_or_default();
        let mut diagnostic = sources.place_word(Diagnostic::error(code, message.clone()), &at, word);
        diagnostic.hint = hint;
        problems.push(diagnostic);
    };
    if depth > 64 {
        problem("template-depth", "elements are nested deeper than 64 levels".into(), None);
        return None;
    }
    let kind = match name {
        "svg" if depth == 0 => Kind::Group,
        "g" => Kind::Group,
        "text" => Kind::Text,
        "rect" => Kind::Rect,
        "image" => Kind::Image,
        _ if VECTOR_ELEMENTS.contains(&name) => Kind::Vector,
        "svg" => {
            problem("template-element", "<svg> inside <svg> is not supported".into(), Some("use <g>".into()));
            return None;
        }
        _ => {
            let hint = crate::template::suggest(name, elements()).map_or_else(
                || format!("templates may use {}", elements().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean <{near}>?"),
            );
            problem("template-element", format!("<{name}> is not supported in a template"), Some(hint));
            return None;
        }
    };
    if depth == 0 && name != "svg" {
        problem("template-root", format!("a template starts with <svg>, found <{name}>"), None);
        return None;
    }
    let allowed = if kind == Kind::Vector { VECTOR_ATTRIBUTES } else { attributes_of(name) };
    let mut attributes = Vec::new();
    let mut style = Arc::<Declarations>::default();
    for attribute in node.attributes() {
        let key = match attribute.namespace() {
            Some("http://www.w3.org/1999/xlink") => "xlink:href".to_owned(),
            Some("http://www.w3.org/XML/1998/namespace") => format!("xml:{}", attribute.name()),
            _ => attribute.name().to_owned(),
        };
        let value = attribute.value();
        if key == marks::MARK {
            continue;
        }
        if key == "style" && kind != Kind::Vector {
            // A loop repeats its styles: each is parsed once.
            if let Some(known) = styles.get(value) {
                style = Arc::clone(known);
                continue;
            }
            let mut parsed = Declarations::default();
            let errors = css::parse(value, &mut parsed);
            style = Arc::new(parsed);
            if errors.is_empty() {
                styles.insert(value, Arc::clone(&style));
            }
            for error in errors {
                problem("template-style", error.message, error.hint);
            }
            continue;
        }
        if matches!(key.as_str(), "xml:space" | "xml:lang" | "version") {
            continue;
        }
        if !allowed.contains(&key.as_str()) {
            let hint = crate::template::suggest(&key, allowed.iter().copied()).map_or_else(
                || format!("<{name}> takes {}", allowed.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            problem("template-attribute", format!("attribute `{key}` is not supported on <{name}>"), Some(hint));
            continue;
        }
        let outside = matches!(key.as_str(), "href" | "xlink:href") && kind == Kind::Vector && !value.starts_with('#');
        if outside || value.contains("url(") && !value.trim_start().starts_with("url(#") {
            problem(
                "template-reference",
                format!("`{key}=\"{value}\"` refers outside the template"),
                Some("templates read no files and no addresses; refer to an element by `#id`".into()),
            );
            continue;
        }
        if let Some(takes) = wrong_value(name, &key, value) {
            problem(
                "template-attribute",
                format!("`{key}` cannot be `{value}`"),
                Some(format!("`{key}` takes {takes}")),
            );
            continue;
        }
        attributes.push((key, value.to_owned()));
    }
    let is_name = attributes.iter().any(|(key, value)| key == "data-kind" && value == "name");
    if is_name && style.line_clamp.is_some() {
        let message = "`line-clamp` would cut a name".to_owned();
        problem("template-style", message, Some("a name is shown whole or left out by `overflow: summary`".into()));
    }
    // Properties that CSS gives to any element and we only to some: silence would look like a fault of the picture.
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
        problem("template-style", message, Some(format!("it belongs on {where_to}")));
    }
    let cover = attributes.iter().any(|(key, value)| key == "href" && value == "artwork");
    let blurs = |function: &css::FilterFunction| matches!(function, css::FilterFunction::Blur(_));
    if kind == Kind::Image && !cover && style.filter.iter().flatten().any(blurs) {
        problem(
            "template-style",
            "`filter` cannot blur a logo".to_owned(),
            Some("blur() belongs on the artwork".into()),
        );
    }
    let mut children = Vec::new();
    let mut text = String::new();
    let mut markup = String::new();
    match kind {
        Kind::Vector => {
            check_vector(node, sources, problems);
            write_markup(node, &mut markup, 0);
        }
        Kind::Text => {
            for child in node.children() {
                if child.is_text() {
                    text.push_str(child.text().unwrap_or(""));
                } else if child.is_element() {
                    let message = format!("<{}> inside <text> is not supported", child.tag_name().name());
                    let diagnostic = sources.place(Diagnostic::error("template-element", message), &place_of(child));
                    problems.push(diagnostic.hint("give each style its own <text>"));
                }
            }
            text = text.split_whitespace_keeping_nbsp();
        }
        _ => {
            for child in node.children() {
                if child.is_element() {
                    children.extend(element(child, sources, styles, problems, depth + 1));
                } else if child.is_text() && !child.text().unwrap_or("").trim().is_empty() {
                    let found: String = child.text().unwrap_or("").trim().chars().take(40).collect();
                    let message = format!("text `{found}` stands outside a <text> element and would not be drawn");
                    problems.push(sources.place(Diagnostic::error("template-text", message), &at));
                }
            }
        }
    }
    Some(Element { kind, at, attributes, style, children, text, markup })
}

/// What an attribute of the template language takes, if this value is none of it.
fn wrong_value(element: &str, key: &str, value: &str) -> Option<&'static str> {
    use crate::template::value::{parse_color, parse_length};
    let number = |text: &str| text.strip_suffix("px").unwrap_or(text).trim().parse().is_ok_and(|n: f32| n.is_finite());
    match (element, key) {
        ("g", "data-fit") => (value != "line").then_some("line"),
        (_, "data-fit") => (!matches!(value, "shrink" | "fill" | "line")).then_some("shrink, fill or line"),
        (_, "data-min-size" | "data-max-size" | "data-stretch") => {
            parse_length(value).is_none().then_some("a length such as 24px or 1.5em")
        }
        (_, "data-max-lines") => {
            (!value.parse().is_ok_and(|lines: usize| lines > 0)).then_some("a number of lines, 1 or more")
        }
        ("image", "href") => {
            let partner = |number: &str| number.parse().is_ok_and(|number: usize| number >= 1);
            let known = matches!(value, "artwork" | "logo") || value.strip_prefix("partner-").is_some_and(partner);
            (!known).then_some(
                "`artwork`, the cover of the record, or the brand kit's `logo` and `partner-1`: templates read no files and no addresses",
            )
        }
        ("text" | "rect", "fill") => parse_color(value).is_none().then_some("a colour such as #ff9d5c or white"),
        ("text" | "rect" | "image", "x" | "y" | "width" | "height" | "rx" | "ry" | "opacity" | "fill-opacity") => {
            (!number(value)).then_some("a number in px")
        }
        ("text", "text-anchor") => (!matches!(value, "start" | "middle" | "end")).then_some("start, middle or end"),
        _ => None,
    }
}

/// Collapses white space as CSS `white-space: normal` does: no-break spaces stay.
trait CollapseWhiteSpace {
    fn split_whitespace_keeping_nbsp(&self) -> String;
}

impl CollapseWhiteSpace for String {
    fn split_whitespace_keeping_nbsp(&self) -> String {
        self.split([' ', '\n', '\t', '\r']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

fn check_vector(node: roxmltree::Node<'_, '_>, sources: &Sources, problems: &mut Vec<Diagnostic>) {
    for inner in node.descendants().filter(|inner| inner.is_element() && *inner != node) {
        let name = inner.tag_name().name();
        let known = VECTOR_ELEMENTS.contains(&name) || matches!(name, "g" | "rect");
        if !known {
            let message = format!("<{name}> is not supported inside <{}>", node.tag_name().name());
            problems.push(sources.place(Diagnostic::error("template-element", message), &place_of(inner)));
        }
        for attribute in inner.attributes() {
            let key = attribute.name();
            let value = attribute.value();
            let reference = key == "href" && !value.starts_with('#')
                || value.contains("url(") && !value.trim_start().starts_with("url(#");
            if key != marks::MARK && (!VECTOR_ATTRIBUTES.contains(&key) || reference) {
                let message = format!("attribute `{key}=\"{value}\"` is not supported on <{name}>");
                problems.push(sources.place(Diagnostic::error("template-attribute", message), &place_of(inner)));
            }
        }
    }
}

fn write_markup(node: roxmltree::Node<'_, '_>, out: &mut String, depth: usize) {
    if depth > 64 {
        return;
    }
    if node.is_text() {
        out.push_str(&escape(node.text().unwrap_or("")));
        return;
    }
    if !node.is_element() {
        return;
    }
    let name = node.tag_name().name();
    out.push('<');
    out.push_str(name);
    for attribute in node.attributes().filter(|attribute| attribute.name() != marks::MARK) {
        out.push_str(&format!(" {}=\"{}\"", attribute.name(), escape(attribute.value())));
    }
    if node.has_children() {
        out.push('>');
        for child in node.children() {
            write_markup(child, out, depth + 1);
        }
        out.push_str(&format!("</{name}>"));
    } else {
        out.push_str("/>");
    }
}

/// Escapes text for XML content and attribute values.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

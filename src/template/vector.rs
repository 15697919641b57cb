//! Vector elements: SVG inside a template that is kept as markup and drawn by the SVG renderer.
//! Only what draws shapes and gradients is let through.

use crate::artwork::bounds;
use crate::diagnostic::Diagnostic;
use crate::template::element;
use crate::template::vocabulary::{VECTOR_ATTRIBUTES, VECTOR_ELEMENTS};
use crate::template::{Sources, marks};
use crate::xml::escape;

/// Checks what stands inside an element that is kept as markup.
pub fn check(node: roxmltree::Node<'_, '_>, sources: &Sources, problems: &mut Vec<Diagnostic>) {
    for inner in node.descendants().filter(|inner| inner.is_element() && *inner != node) {
        let name = inner.tag_name().name();
        let known = VECTOR_ELEMENTS.contains(&name) || matches!(name, "g" | "rect");
        if !known {
            let message = format!("<{name}> is not supported inside <{}>", node.tag_name().name());
            problems.push(
                sources.place(Diagnostic::error("template-element", message), &element::place_of(inner, sources)),
            );
        }
        for attribute in inner.attributes() {
            let key = attribute.name();
            let value = attribute.value();
            if let Some(number) = bounds::beyond(key, value) {
                let message = format!("`{key}`: the number {number} is beyond {}", bounds::MOST_NUMBER);
                problems.push(
                    sources.place(Diagnostic::error("template-attribute", message), &element::place_of(inner, sources)),
                );
            }
            let reference = key == "href" && !value.starts_with('#')
                || value.contains("url(") && !value.trim_start().starts_with("url(#");
            if key != marks::MARK && (!VECTOR_ATTRIBUTES.contains(&key) || reference) {
                let message = format!("attribute `{key}=\"{value}\"` is not supported on <{name}>");
                problems.push(
                    sources.place(Diagnostic::error("template-attribute", message), &element::place_of(inner, sources)),
                );
            }
        }
    }
}

/// Writes an element back as markup, place marks left out.
pub fn write(node: roxmltree::Node<'_, '_>, out: &mut String, depth: usize) {
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
            write(child, out, depth + 1);
        }
        out.push_str(&format!("</{name}>"));
    } else {
        out.push_str("/>");
    }
}

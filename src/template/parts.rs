//! Parts: the files that a template imports or includes, gathered before anything is expanded.
//! A part is found by its path below the template's folder; no path leaves it.

use crate::limits::TEMPLATE_PARTS as MOST;
use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Position};
use crate::template::{Builtin, Sources};

/// The parts that the program carries, by the names that templates import them by.
const BUILTIN: &[(&str, &str)] = &[
    ("parts/artwork.svg", include_str!("../../templates/parts/artwork.svg")),
    ("parts/credits.svg", include_str!("../../templates/parts/credits.svg")),
    ("parts/footer.svg", include_str!("../../templates/parts/footer.svg")),
    ("parts/plinth.svg", include_str!("../../templates/parts/plinth.svg")),
    ("parts/series.svg", include_str!("../../templates/parts/series.svg")),
];

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The file as messages call it.
    pub name: String,
    /// Its text.
    pub source: String,
}

/// The source of a part that the program carries.
pub fn builtin_part(name: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

/// Names of the built-in parts that a source needs, those of its parts included, sorted.
pub fn parts_of(source: &str) -> Vec<&'static str> {
    let mut found = BTreeSet::new();
    let mut sources = vec![source];
    while let Some(source) = sources.pop() {
        for import in imports(source) {
            if let Some((name, text)) = BUILTIN.iter().find(|(name, _)| *name == import.name)
                && found.insert(*name)
            {
                sources.push(text);
            }
        }
    }
    found.into_iter().collect()
}

/// The files of a built-in template, by their paths below a folder: its own, and those of the parts that it needs.
pub fn files_of(builtin: &Builtin) -> impl Iterator<Item = (String, &'static str)> {
    let parts = parts_of(builtin.source).into_iter();
    let parts = parts.filter_map(|name| Some((name.to_owned(), builtin_part(name)?)));
    std::iter::once((format!("{}.svg", builtin.name), builtin.source)).chain(parts)
}

/// A name in an `import`, `from`, `include` or `extends`.
struct Import<'s> {
    name: &'s str,
    /// Byte of the source where its quote stands.
    start: usize,
    /// Nothing happens if there is no such part.
    optional: bool,
}

/// The template and all parts that it needs, each with the name it is imported by.
pub(super) fn gather(
    name: &str,
    source: &str,
    find: &dyn Fn(&str) -> Result<Option<Part>, String>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(String, Part)> {
    let mut all = vec![(name.to_owned(), Part { name: name.to_owned(), source: source.to_owned() })];
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut next = 0;
    while let Some((_, part)) = all.get(next).cloned() {
        next += 1;
        let mut sources = Sources::default();
        sources.add(&part.name, &part.source);
        let mut report = |import: &Import<'_>, message: String, hint: &str| {
            let before = part.source.get(..import.start).unwrap_or_default();
            let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
            let line = u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX);
            let column = count(before.rsplit('\n').next().unwrap_or_default()) + 1;
            let excerpt = part.source.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default();
            problems.push(
                Diagnostic::error("template-part", message)
                    .in_file(part.name.clone())
                    .at(Position { line, column }, count(import.name) + 2, excerpt)
                    .hint(hint),
            );
        };
        for import in imports(&part.source) {
            if let Some(reason) = leaves(import.name) {
                let message = format!("part `{}` {reason}", import.name);
                report(&import, message, "a part is a path below the template's folder, such as parts/footer.svg");
                continue;
            }
            if !known.insert(import.name.to_owned()) {
                continue;
            }
            if known.len() > MOST {
                report(&import, format!("a template has at most {MOST} parts"), "put several macros in one part");
                return all;
            }
            match find(import.name) {
                Ok(Some(found)) => all.push((import.name.to_owned(), found)),
                Ok(None) => match builtin_part(import.name) {
                    Some(text) => {
                        let part = Part { name: import.name.to_owned(), source: text.to_owned() };
                        all.push((import.name.to_owned(), part));
                    }
                    None if import.optional => {}
                    None => {
                        let names: Vec<&str> = BUILTIN.iter().map(|(name, _)| *name).collect();
                        let hint = crate::near::hint_or(import.name, names.iter().copied(), || {
                            format!("parts stand beside the template; built in are {}", names.join(", "))
                        });
                        report(&import, format!("no part is called `{}`", import.name), &hint);
                    }
                },
                Err(reason) => {
                    let message = format!("part `{}`: {reason}", import.name);
                    report(&import, message, "a part is an SVG or text file of Jinja macros, UTF-8");
                }
            }
        }
    }
    all
}

/// Why a name is no path below a folder.
fn leaves(name: &str) -> Option<&'static str> {
    let drive = name.chars().nth(1) == Some(':');
    if name.starts_with('/') || drive {
        return Some("is an absolute path");
    }
    if name.contains('\\') {
        return Some("has a backslash; write `/`");
    }
    if name.split('/').any(|step| step == "..") {
        return Some("leaves the template's folder");
    }
    name.split('/').any(|step| matches!(step, "" | ".")).then_some("is not a plain path")
}

/// The names in the statements of a source that bring in other files; comments and `raw` are no statements.
fn imports(source: &str) -> Vec<Import<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = source.get(at..).and_then(|rest| rest.find("{%").into_iter().chain(rest.find("{#")).min()) {
        let open = at + start;
        let rest = source.get(open + 2..).unwrap_or_default();
        let close = if source.get(open..).is_some_and(|rest| rest.starts_with("{#")) { "#}" } else { "%}" };
        let Some(length) = rest.find(close) else { break };
        at = open + 2 + length + 2;
        if close == "#}" {
            continue;
        }
        let body = rest.get(..length).unwrap_or_default();
        let words = body.trim_start_matches(['-', '+']).trim_start();
        if words.trim_end_matches(['-', '+']).trim() == "raw" {
            match source.get(at..).and_then(|rest| rest.find("endraw")) {
                Some(end) => at += end,
                None => break,
            }
            continue;
        }
        let Some(rest) = ["import", "from", "include", "extends"].iter().find_map(|word| {
            words.strip_prefix(word).filter(|rest| rest.starts_with(|c: char| c.is_whitespace() || "[\"'".contains(c)))
        }) else {
            continue;
        };
        let list = rest.trim_start().starts_with('[');
        let optional = list || rest.contains("ignore missing");
        let begin = open + 2 + body.len() - rest.len();
        for (quote, name) in literals(rest, list) {
            found.push(Import { name, start: begin + quote, optional });
        }
    }
    found
}

/// The string at the start of a text, or all strings of the list there, each with the byte of its quote.
fn literals(text: &str, list: bool) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let skipped = rest.trim_start_matches(|c: char| c.is_whitespace() || list && matches!(c, '[' | ','));
        let start = at + rest.len() - skipped.len();
        let Some(quote) = skipped.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return out };
        let Some(length) = skipped.get(1..).and_then(|inner| inner.find(quote)) else { return out };
        out.push((start, skipped.get(1..=length).unwrap_or_default()));
        at = start + length + 2;
        if !list {
            return out;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_where_they_are_statements() {
        let source = "{# {% import \"a\" as a %} #}{% import \"b.svg\" as b %}{%- from 'c/d.svg' import e -%}\n\
                      {% include [\"f\", \"g\"] %}{% include \"h\" ignore missing %}{% raw %}{% include \"i\" %}{% endraw %}\
                      {% if imported %}{% endif %}{% include name %}";
        let found: Vec<(&str, bool)> = imports(source).iter().map(|import| (import.name, import.optional)).collect();
        assert_eq!(found, [("b.svg", false), ("c/d.svg", false), ("f", true), ("g", true), ("h", true)]);
        for import in imports(source) {
            assert!(source[import.start + 1..].starts_with(import.name), "{}", import.name);
        }
    }

    #[test]
    fn no_path_leaves_the_folder() {
        for name in ["../a", "a/../../b", "/etc/passwd", "C:\\a", "C:/a", "a\\b", "a//b", "./a", ""] {
            assert!(leaves(name).is_some(), "{name}");
        }
        for name in ["a.svg", "parts/a.svg", "a/b/c..svg", "…/a"] {
            assert!(leaves(name).is_none(), "{name}");
        }
    }

    #[test]
    fn built_in_parts_of_a_source_are_listed_once() {
        let source =
            "{% import \"parts/footer.svg\" as a %}{% import \"parts/footer.svg\" as b %}{% include \"own.svg\" %}";
        assert_eq!(parts_of(source), ["parts/footer.svg"]);
    }
}

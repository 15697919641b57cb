//! Blocks of Jinja that nothing closes, and ends that close nothing.
//! The template engine says that something is missing where the file ends; this says which block it is.

use crate::diagnostic::{Diagnostic, Position};

/// Statements that need an end of their own; `set` does where it has no `=`.
const BLOCKS: [&str; 9] = ["if", "for", "with", "filter", "block", "macro", "call", "autoescape", "set"];

/// A statement between `{%` and `%}`.
struct Tag<'s> {
    /// As it stands in the file.
    text: &'s str,
    /// Its first word.
    word: &'s str,
    at: Position,
}

/// What is wrong with the blocks of a template, and where: the tag's place and its length in characters.
pub(super) fn unbalanced(source: &str) -> Option<(Diagnostic, Position, u32)> {
    let mut open: Vec<Tag<'_>> = Vec::new();
    let problem = |message: String, hint: String, tag: &Tag<'_>| {
        let length = u32::try_from(tag.text.chars().count()).unwrap_or(1);
        Some((Diagnostic::error("template-data", message).hint(hint), tag.at, length))
    };
    for tag in tags(source) {
        let Some(ended) = tag.word.strip_prefix("end") else {
            let is_block = BLOCKS.contains(&tag.word) && (tag.word != "set" || !tag.text.contains('='));
            if is_block {
                open.push(tag);
            }
            continue;
        };
        if !BLOCKS.contains(&ended) {
            continue;
        }
        match open.pop() {
            Some(begun) if begun.word == ended => {}
            Some(begun) => {
                let message = format!("`{}` of line {} ends with `{}`", begun.text, begun.at.line, tag.text);
                return problem(message, format!("write `{{% end{} %}}` before it", begun.word), &tag);
            }
            None => {
                let message = format!("`{}` ends nothing", tag.text);
                return problem(message, format!("remove it, or begin with `{{% {ended} … %}}` above it"), &tag);
            }
        }
    }
    let last = open.pop()?;
    problem(format!("`{}` has no end", last.text), format!("write `{{% end{} %}}` where it ends", last.word), &last)
}

/// An import under something that is no name, which minijinja 3.1 takes for one and then panics; as [`unbalanced`] tells it.
pub(super) fn misnamed(source: &str) -> Option<(Diagnostic, Position, u32)> {
    let is_name = |text: &str| {
        text.chars().all(|c| c.is_alphanumeric() || c == '_') && !text.starts_with(|c: char| c.is_ascii_digit())
    };
    tags(source).filter(|tag| tag.word == "import").find_map(|tag| {
        let inner = tag.text.trim_start_matches("{%").trim_end_matches("%}").trim_matches(['-', '+']);
        // What is imported is mostly a quoted path, which may hold any word and need no space after it.
        let inner = inner.trim().trim_start_matches("import").trim_start();
        let path_end = inner.chars().next().filter(|c| matches!(c, '"' | '\'')).and_then(|quote| {
            let close = inner.get(1..)?.find(quote)?;
            inner.get(close + 2..)
        });
        let mut words = path_end.unwrap_or(inner).split_whitespace().skip_while(|word| *word != "as").skip(1);
        let alias = words.next().unwrap_or_default();
        let rest = words.next().unwrap_or("with");
        if is_name(alias) && matches!(rest, "with" | "without") {
            return None;
        }
        let length = u32::try_from(tag.text.chars().count()).unwrap_or(1);
        let message = format!("`{}` imports under what is no name", tag.text);
        let problem = Diagnostic::error("template-data", message).hint("write `as` and a name of letters: `as parts`");
        Some((problem, tag.at, length))
    })
}

/// Where the first statement stands at which this is true, and how long it is.
pub(super) fn statement_where(source: &str, is: impl Fn(&str) -> bool) -> Option<(Position, u32)> {
    let tag = tags(source).find(|tag| is(tag.text))?;
    Some((tag.at, u32::try_from(tag.text.chars().count()).unwrap_or(1)))
}

/// The statements of a template in order; what stands in comments, in `raw` and in expressions is none.
fn tags(source: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut from = 0;
    let mut raw = false;
    let (mut counted, mut line, mut column) = (0, 1_u32, 1_u32);
    std::iter::from_fn(move || {
        loop {
            let rest = source.get(from..)?;
            let start = from + rest.find('{')?;
            let (end, is_statement) = match source.get(start + 1..start + 2)? {
                "%" => (end_of(source, start + 2, "%}"), true),
                "{" if !raw => (end_of(source, start + 2, "}}"), false),
                "#" if !raw => (source.get(start..)?.find("#}").map(|end| start + end + 2), false),
                _ => (Some(start + 1), false),
            };
            from = end?;
            if !is_statement {
                continue;
            }
            let text = source.get(start..from)?;
            let inner = text.trim_start_matches("{%").trim_end_matches("%}").trim_matches(['-', '+']).trim();
            let word = inner.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            match (raw, word) {
                (_, "raw") => raw = true,
                (_, "endraw") => raw = false,
                (true, _) => {}
                (false, _) => {
                    for c in source.get(counted..start)?.chars() {
                        (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
                    }
                    counted = start;
                    return Some(Tag { text, word, at: Position { line, column } });
                }
            }
        }
    })
}

/// The place behind the next `end` that stands in no quotes.
fn end_of(source: &str, from: usize, end: &str) -> Option<usize> {
    let mut quote = None;
    let rest = source.get(from..)?;
    for (place, c) in rest.char_indices() {
        match (quote, c) {
            (Some(sign), _) if c == sign => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, _) if rest.get(place..)?.starts_with(end) => return Some(from + place + end.len()),
            (None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(source: &str) -> Option<(String, u32, u32)> {
        unbalanced(source).map(|(problem, at, _)| (problem.message, at.line, at.column))
    }

    #[test]
    fn blocks_that_are_closed_say_nothing() {
        for source in [
            "{% if a %}{% for x in y %}{{ '{%' }}{% endfor %}{% else %}b{%- endif -%}",
            "{% set a = 1 %}{# {% if %} #}{% raw %}{% if %}{% endraw %}",
            "{% set a %}x{% endset %}{% if '%}' == a %}{% endif %}{% include \"x\" %}",
            "",
            "{",
            "{%",
            "{{ a",
        ] {
            assert_eq!(said(source), None, "{source}");
        }
    }

    #[test]
    fn the_block_without_an_end_is_named_with_its_place() {
        assert_eq!(said("<svg>\n  {% if a %}\n</svg>"), Some(("`{% if a %}` has no end".into(), 2, 3)));
        assert_eq!(said("é {% endif %}"), Some(("`{% endif %}` ends nothing".into(), 1, 3)));
        let crossed = said("{% if a %}\n{% for b in c %}\n{% endif %}");
        assert_eq!(crossed, Some(("`{% for b in c %}` of line 2 ends with `{% endif %}`".into(), 3, 1)));
    }
}

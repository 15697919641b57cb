//! Marks where each element of a template stands before Jinja expands it.
//! Expansion moves everything; the marks let later messages name the line and column of the template's own source.

use crate::diagnostic::Position;

/// Attribute that carries `template:line:column` through the expansion.
pub const MARK: &str = "data-at";

/// Returns `source` with a [`MARK`] attribute in every start tag outside Jinja tags, comments and CDATA.
pub fn mark(source: &str, template: &str) -> String {
    let mut out = String::with_capacity(source.len() + source.len() / 4);
    let mut position = Position { line: 1, column: 1 };
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = ["{{", "{%", "{#", "<!--", "<![CDATA["]
            .iter()
            .zip(["}}", "%}", "#}", "-->", "]]>"])
            .find(|(open, _)| rest.starts_with(**open))
            .map(|(_, close)| rest.find(close).map_or(rest.len(), |end| end + close.len()));
        let mut length = skipped.unwrap_or(first.len_utf8());
        let mut tag = false;
        if skipped.is_none() && first == '<' {
            let name = rest[1..]
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == ':' || c == '_' || c == '-'))
                .unwrap_or(rest.len() - 1);
            if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                length = 1 + name;
                tag = true;
            }
        }
        let (head, tail) = rest.split_at(length);
        out.push_str(head);
        if tag {
            out.push(' ');
            out.push_str(&written(template, position));
        }
        advance(&mut position, head);
        rest = tail;
    }
    out
}

fn advance(position: &mut Position, text: &str) {
    for c in text.chars() {
        if c == '\n' {
            position.line += 1;
            position.column = 1;
        } else {
            position.column += 1;
        }
    }
}

/// The mark of a place.
pub fn written(template: &str, position: Position) -> String {
    format!("{MARK}=\"{template}:{}:{}\"", position.line, position.column)
}

/// Reads a mark back: the template's name and the place.
pub fn read(mark: &str) -> Option<(&str, Position)> {
    let mut parts = mark.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?, Position { line, column }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_tags_are_marked_and_nothing_else_is() {
        let marked = mark("<svg>\n  {# <a> #}{% if a < b %}<g x='1'/>{% endif %}</svg>", "t.svg");
        assert_eq!(
            marked,
            "<svg data-at=\"t.svg:1:1\">\n  {# <a> #}{% if a < b %}<g data-at=\"t.svg:2:26\" x='1'/>{% endif %}</svg>"
        );
    }

    #[test]
    fn a_mark_is_read_back_even_when_the_name_has_colons() {
        assert_eq!(read("a:b.svg:3:14"), Some(("a:b.svg", Position { line: 3, column: 14 })));
    }
}

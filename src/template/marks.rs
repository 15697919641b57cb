//! Marks where each element of a template stands before Jinja expands it.
//! Expansion moves everything; the marks let later messages name the line and column of the template's own source.

use crate::diagnostic::Position;

/// Attribute that carries `file:line:column` through the expansion, the file by its number among the sources: every element
/// has one, and they are a good part of what is written and read again.
pub const MARK: &str = "data-at";

/// Returns `source` with a [`MARK`] attribute in every start tag outside Jinja tags, comments and CDATA.
pub fn mark(source: &str, file: usize) -> String {
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
            out.push_str(&written(file, position));
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
pub fn written(file: usize, position: Position) -> String {
    format!("{MARK}=\"{file}:{}:{}\"", position.line, position.column)
}

/// Reads a mark back: the number of the file and the place.
pub fn read(mark: &str) -> Option<(usize, Position)> {
    let mut parts = mark.splitn(3, ':');
    let file = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((file, Position { line, column: parts.next()?.parse().ok()? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_tags_are_marked_and_nothing_else_is() {
        let marked = mark("<svg>\n  {# <a> #}{% if a < b %}<g x='1'/>{% endif %}</svg>", 2);
        assert_eq!(
            marked,
            "<svg data-at=\"2:1:1\">\n  {# <a> #}{% if a < b %}<g data-at=\"2:2:26\" x='1'/>{% endif %}</svg>"
        );
    }

    #[test]
    fn a_mark_is_read_back_and_nothing_else_is() {
        assert_eq!(read("7:3:14"), Some((7, Position { line: 3, column: 14 })));
        assert_eq!(read("a.svg:3:14"), None);
        assert_eq!(read("7:3:14:1"), None);
    }
}

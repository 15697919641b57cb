//! Comments that are probably none: in YAML ` #` starts a comment, so that `title: Song #1` says `Song` and `label: #1`
//! says nothing. A comment as people write it has a space behind its `#`; what follows without one was meant as text.

use std::collections::BTreeSet;

use super::text::{Source, brief};
use super::tree::{Node, Value};
use crate::diagnostic::{Diagnostic, Position, Severity};

/// Most of them that are reported for a file.
const MOST: usize = 20;

/// A text that YAML takes for a comment.
pub(crate) struct Lost {
    /// Where its `#` stands.
    pub at: Position,
    /// The text from `#` to the end of its value.
    pub text: String,
    /// The value with it, as it was meant.
    whole: String,
}

impl Lost {
    /// What to do about it.
    pub fn hint(&self) -> String {
        format!("`#` after a space starts a comment; put a text with `#` in quotes: {}", quoted(&self.whole))
    }

    /// Characters that it spans.
    pub fn length(&self) -> u32 {
        u32::try_from(self.text.chars().count()).unwrap_or(1)
    }
}

/// A text between quotes as YAML reads it back.
fn quoted(text: &str) -> String {
    format!("\"{}\"", brief(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether a comment was meant as text: a letter or a digit follows its `#`.
fn is_text(comment: &str) -> bool {
    comment.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// The first text of a line that is lost to a comment, quotes respected. In brackets it ends where an entry does.
pub(crate) fn lost(source: &Source, line: u32) -> Option<Lost> {
    let text = source.line(line);
    let mut quote = None;
    let mut open = 0_usize;
    let mut before = ' ';
    // Where the value at hand begins.
    let mut from = 0;
    for (column, (place, c)) in text.char_indices().enumerate() {
        match (quote, c) {
            (Some(sign), _) if c == sign => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(c),
            (None, '[' | '{') => (open, from) = (open + 1, place + 1),
            (None, ']' | '}') => open = open.saturating_sub(1),
            (None, ',') if open > 0 => from = place + 1,
            (None, ' ')
                if before == ':' || before == '-' && text.get(from..place).is_some_and(|it| it.trim() == "-") =>
            {
                from = place;
            }
            (None, '#') if before.is_whitespace() || open > 0 && matches!(before, '[' | '{' | ',') => {
                // A line with nothing else on it is a comment for sure.
                let alone = text.get(..place).is_some_and(|start| start.trim().is_empty());
                let comment = text.get(place..).filter(|comment| !alone && is_text(comment))?;
                let ends = |c: char| open > 0 && matches!(c, ',' | ']' | '}');
                let lost = comment.split(ends).next().unwrap_or(comment).trim_end().to_owned();
                let whole = text.get(from..place + lost.len()).unwrap_or(&lost).trim().to_owned();
                let column = u32::try_from(column + 1).unwrap_or(u32::MAX);
                return Some(Lost { at: Position { line, column }, text: lost, whole });
            }
            _ => {}
        }
        before = c;
    }
    None
}

/// What a file has lost to comments: values of which nothing is left are errors, texts that were cut are warnings.
pub(crate) fn suspects(source: &Source, root: Option<&Node>) -> Vec<Diagnostic> {
    let mut walk = Walk { source, seen: BTreeSet::new(), found: Vec::new() };
    if let Some(root) = root.filter(|_| source.text.contains(" #")) {
        walk.node(root, "");
    }
    walk.found
}

struct Walk<'s> {
    source: &'s Source,
    /// Places that were looked at: an alias repeats its value.
    seen: BTreeSet<Position>,
    found: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// A value and those in it; `key` is the one that it stands under.
    fn node(&mut self, node: &Node, key: &str) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| {
                self.missing(&format!("`{}` entry", brief(key)), item);
                self.node(item, key);
            }),
            Value::Map(pairs) => {
                for (key, value) in pairs {
                    let name = if let Value::Scalar(name) = &key.value { name.as_str() } else { "" };
                    self.missing(&format!("`{}`", brief(name)), value);
                    self.node(value, name);
                }
            }
            Value::Scalar(text) => self.cut(text, node),
            Value::Nothing { .. } => {}
        }
    }

    /// The rest of a line behind some characters from a place.
    fn rest(&self, node: &Node) -> &str {
        let line = self.source.line(node.at.line);
        let from = node.at.column.saturating_sub(1) as usize + node.length as usize;
        let start = line.char_indices().nth(from).map_or(line.len(), |(place, _)| place);
        line.get(start..).unwrap_or_default()
    }

    fn report(&mut self, problem: Diagnostic, at: Position, length: u32) {
        if self.found.len() < MOST && self.seen.insert(at) {
            self.found.push(self.source.place(problem, at, length));
        }
    }

    /// A value of which nothing is left; it has the place of its key or its dash.
    fn missing(&mut self, subject: &str, value: &Node) {
        if value.value != (Value::Nothing { written: false }) {
            return;
        }
        let rest = self.rest(value).trim_start_matches(['"', '\'', ' ']);
        let comment = rest.strip_prefix(':').unwrap_or(rest).trim_start();
        if is_text(comment)
            && let Some(lost) = lost(self.source, value.at.line)
        {
            let message = format!("{subject}: expected a value, found the comment `{}`", brief(&lost.text));
            self.report(Diagnostic::error("nothing", message).hint(lost.hint()), value.at, value.length);
        }
    }

    /// A plain text that a comment cuts off.
    fn cut(&mut self, text: &str, node: &Node) {
        let first = self.source.line(node.at.line).chars().nth(node.at.column.saturating_sub(1) as usize);
        if first.is_none_or(|c| matches!(c, '"' | '\'' | '|' | '>')) {
            return;
        }
        let rest = self.rest(node);
        let comment = rest.trim_start();
        if comment.len() == rest.len() || !is_text(comment) {
            return;
        }
        let comment = comment.trim_end();
        let whole = format!("{text} {comment}");
        let message = format!("`{}` ends before the comment `{}`", brief(text), brief(comment));
        let hint = format!(
            "if that is part of the text, put it in quotes: {}; a comment is written with a space: `# …`",
            quoted(&whole)
        );
        self.report(Diagnostic::warning("comment", message).hint(hint), node.at, node.length);
    }
}

/// The problems of a file with those of comments, and whether one of them is an error. A place that has the same error
/// already gets no second one.
pub(crate) fn with(mut problems: Vec<Diagnostic>, failed: bool, suspects: Vec<Diagnostic>) -> (Vec<Diagnostic>, bool) {
    let failed = failed || suspects.iter().any(|problem| problem.severity == Severity::Error);
    for suspect in suspects {
        // The suspect says more: it has the text that is lost.
        match problems.iter_mut().find(|known| known.position == suspect.position && known.code == suspect.code) {
            Some(known) => *known = suspect,
            None => problems.push(suspect),
        }
    }
    problems.sort_by_key(|problem| (problem.position.is_none(), problem.position));
    (problems, failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(line: &str) -> Option<String> {
        lost(&Source::new("x.yaml", line), 1).map(|lost| lost.text)
    }

    #[test]
    fn the_whole_value_goes_into_quotes() {
        for (line, whole) in [
            ("Drums: [Cosmo Rey, Bo #2, Petra]", "Bo #2"),
            ("theme: {ground: #ff0000}", "#ff0000"),
            ("  - Bo: the #1 of them", "the #1 of them"),
            ("    - Bo-Li - x #1", "Bo-Li - x #1"),
            ("title: A - B #1", "A - B #1"),
        ] {
            let lost = lost(&Source::new("x.yaml", line), 1).expect("a comment");
            assert_eq!(lost.whole, whole, "{line}");
        }
    }

    #[test]
    fn text_behind_an_unquoted_sign_is_lost_and_comments_are_not() {
        assert_eq!(first("theme: {ground: #ff0000, text: white}").as_deref(), Some("#ff0000"));
        assert_eq!(first("title: Song #1").as_deref(), Some("#1"));
        assert_eq!(first("Drums: [Bo #2]").as_deref(), Some("#2"));
        for line in ["title: Song # a remark", "title: \"Song #1\"", "title: 'a #1'", "a#b", "#x", "## x", "x: C#"] {
            assert_eq!(first(line), None, "{line}");
        }
        assert_eq!(first("Drums: Rock 'n' Roll #1").as_deref(), Some("#1"));
    }
}

//! A credit file written as JSON (RFC 8259), as the same tree of values with places that YAML gives.
//! A reader of its own, because a value of a JSON library no longer knows its line, and YAML reads some JSON differently.

use super::text::Source;
use super::tree::{MAX_DEPTH, MAX_NODES, Node, Value};
use crate::diagnostic::{Diagnostic, Position};

/// Whether a file is JSON: by its name, or, where the name says nothing, by an object at its start.
pub(crate) fn is_json(name: &str, text: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    match extension.as_deref() {
        Some("json") => true,
        Some("yaml" | "yml") => false,
        // `{title: x}` is YAML; in JSON a key stands in quotes.
        _ => text.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with(['"', '}'])),
    }
}

/// Reads the one value of a file. `None` is a file without a value.
pub(crate) fn read(source: &Source) -> Result<Option<Node>, Box<Diagnostic>> {
    read_at_most(source, MAX_NODES)
}

/// As [`read`], of a file that another program wrote: a response about one record may hold a million values.
pub(crate) fn read_long(source: &Source) -> Result<Option<Node>, Box<Diagnostic>> {
    read_at_most(source, MAX_NODES * 20)
}

fn read_at_most(source: &Source, most: usize) -> Result<Option<Node>, Box<Diagnostic>> {
    let at = Position { line: 1, column: 1 };
    let mut reader = Json { source, rest: &source.text, at, depth: 0, nodes: 0, most };
    reader.space();
    if reader.rest.is_empty() {
        return Ok(None);
    }
    let root = reader.value("a value")?;
    reader.space();
    match reader.peek() {
        None => Ok(Some(root)),
        Some(_) => Err(reader.expected("the end of the file", "write one object, and nothing after its `}`")),
    }
}

const QUOTES: &str = "keys and texts stand in double quotes";

struct Json<'s> {
    source: &'s Source,
    rest: &'s str,
    at: Position,
    depth: usize,
    nodes: usize,
    most: usize,
}

type Read<T> = Result<T, Box<Diagnostic>>;

impl Json<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        if c == '\n' {
            self.at = Position { line: self.at.line.saturating_add(1), column: 1 };
        } else {
            self.at.column = self.at.column.saturating_add(1);
        }
        Some(c)
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.next();
        }
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|c| matches!(c, ' ' | '\t' | '\n' | '\r')) {
            self.next();
        }
    }

    fn fail<T>(&self, problem: Diagnostic, at: Position, length: u32) -> Read<T> {
        Err(Box::new(self.source.place(problem, at, length)))
    }

    /// What stands here instead of what should.
    fn expected(&self, what: &str, hint: &str) -> Box<Diagnostic> {
        let word: String = self.rest.chars().take_while(|c| c.is_alphanumeric()).take(20).collect();
        let (found, length) = match self.peek() {
            None => ("the end of the file".to_owned(), 1),
            Some(_) if !word.is_empty() => (format!("`{word}`"), word.chars().count()),
            Some(c) => (format!("`{c}`"), 1),
        };
        let hint = match self.peek() {
            None if self.depth > 0 => "`{` needs `}` and `[` needs `]`; one is still open",
            Some('\'') => "texts stand in double quotes, not in single ones",
            Some('“' | '”' | '„') => "texts stand in straight quotes: \"…\"",
            Some('/' | '#') => "JSON has no comments; a credit file with comments is written as YAML",
            _ => hint,
        };
        let problem = Diagnostic::error("json", format!("expected {what}, found {found}")).hint(hint);
        // The end of the file is no help to a reader; the last line with something on it is.
        let mut at = self.at;
        if self.rest.is_empty() {
            while at.line > 1 && self.source.line(at.line).trim().is_empty() {
                at.line -= 1;
                at.column = u32::try_from(self.source.line(at.line).trim_end().chars().count() + 1).unwrap_or(u32::MAX);
            }
        }
        Box::new(self.source.place(problem, at, u32::try_from(length).unwrap_or(1)))
    }

    fn value(&mut self, what: &str) -> Read<Node> {
        self.nodes += 1;
        if self.nodes > self.most {
            let most = self.most;
            let problem = Diagnostic::error("too-many-values", format!("the file holds more than {most} values"));
            return self.fail(problem.hint("split the file"), self.at, 1);
        }
        let start = self.at;
        let value = match self.peek() {
            Some('"') => Value::Scalar(self.text()?),
            Some('{') => self.nested(Self::object)?,
            Some('[') => self.nested(Self::array)?,
            Some(c) if c == '-' || c.is_ascii_digit() => Value::Scalar(self.number()?),
            Some(c) if c.is_alphabetic() => self.word(what)?,
            _ => return Err(self.expected(what, QUOTES)),
        };
        Ok(Node { value, at: start, length: self.length(start) })
    }

    /// Characters from a place to here, on the first line.
    fn length(&self, start: Position) -> u32 {
        let end = if self.at.line == start.line {
            self.at.column
        } else {
            let line = self.source.line(start.line).trim_end().chars().count();
            u32::try_from(line + 1).unwrap_or(u32::MAX)
        };
        end.saturating_sub(start.column).max(1)
    }

    fn nested(&mut self, read: fn(&mut Self) -> Read<Value>) -> Read<Value> {
        if self.depth >= MAX_DEPTH {
            let problem = Diagnostic::error("too-deep", format!("values are nested more than {MAX_DEPTH} levels deep"));
            return self.fail(problem, self.at, 1);
        }
        self.depth += 1;
        self.next();
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Read<Value> {
        let mut pairs = Vec::new();
        self.space();
        if self.peek() == Some('}') {
            self.next();
            return Ok(Value::Map(pairs));
        }
        loop {
            self.space();
            if self.peek() != Some('"') {
                let hint = if self.peek() == Some('}') { "remove the comma before it" } else { QUOTES };
                return Err(self.expected("a key", hint));
            }
            let key = self.value("a key")?;
            self.space();
            if self.peek() != Some(':') {
                return Err(self.expected("`:` after the key", "write \"key\": value"));
            }
            self.next();
            self.space();
            pairs.push((key, self.value("a value")?));
            self.space();
            match self.peek() {
                Some(',') => self.next(),
                Some('}') => {
                    self.next();
                    return Ok(Value::Map(pairs));
                }
                _ => return Err(self.expected("`,` or `}`", "entries are separated by commas")),
            };
        }
    }

    fn array(&mut self) -> Read<Value> {
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(']') {
            self.next();
            return Ok(Value::List(items));
        }
        loop {
            self.space();
            if self.peek() == Some(']') {
                return Err(self.expected("a value", "remove the comma before it"));
            }
            items.push(self.value("a value")?);
            self.space();
            match self.peek() {
                Some(',') => self.next(),
                Some(']') => {
                    self.next();
                    return Ok(Value::List(items));
                }
                _ => return Err(self.expected("`,` or `]`", "entries are separated by commas")),
            };
        }
    }

    /// `true`, `false` and `null`; the first two are text as typed, as they are in YAML.
    fn word(&mut self, what: &str) -> Read<Value> {
        let word: String = self.rest.chars().take_while(|c| c.is_alphanumeric()).take(20).collect();
        let value = match word.as_str() {
            "null" => Value::Nothing { written: true },
            "true" | "false" => Value::Scalar(word.clone()),
            _ => return Err(self.expected(what, QUOTES)),
        };
        self.skip(word.chars().count());
        Ok(value)
    }

    /// A number as typed: `1.10` stays `1.10`.
    fn number(&mut self) -> Read<String> {
        let start = self.at;
        let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.');
        let number: String = self.rest.chars().take_while(is_part).collect();
        if !is_number(&number) {
            let shown = super::text::brief(&number);
            let problem = Diagnostic::error("json", format!("expected a number, found `{shown}`"))
                .hint("what is no plain number is a text and stands in double quotes");
            return self.fail(problem, start, u32::try_from(number.chars().count()).unwrap_or(1));
        }
        self.skip(number.chars().count());
        Ok(number)
    }

    fn text(&mut self) -> Read<String> {
        let start = self.at;
        self.next();
        let mut text = String::new();
        loop {
            let at = self.at;
            match self.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escape(at)?),
                None | Some('\n') => {
                    let problem = Diagnostic::error("json", "expected a closing quote for the text that starts here")
                        .hint("close the text in its line; a line break inside is written `\\n`");
                    return self.fail(problem, start, 1);
                }
                Some(c) if c < ' ' => {
                    let escape = if c == '\t' { "`\\t`".to_owned() } else { format!("`\\u{:04x}`", u32::from(c)) };
                    let message =
                        format!("expected printable text, found the control character U+{:04X}", u32::from(c));
                    let problem = Diagnostic::error("json", message).hint(format!("write {escape}, or delete it"));
                    return self.fail(problem, at, 1);
                }
                Some(c) => text.push(c),
            }
        }
    }

    /// The character behind a backslash, which has been read.
    fn escape(&mut self, at: Position) -> Read<char> {
        Ok(match self.next() {
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let first = self.hex(at)?;
                let code = match first {
                    0xd800..=0xdbff => {
                        let second = if self.rest.starts_with("\\u") {
                            self.next();
                            self.next();
                            self.hex(at)?
                        } else {
                            0
                        };
                        if !(0xdc00..=0xdfff).contains(&second) {
                            return self.lone(first, at);
                        }
                        0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                    }
                    code => code,
                };
                match char::from_u32(code) {
                    Some(c) => c,
                    None => return self.lone(code, at),
                }
            }
            _ => {
                let problem = Diagnostic::error("json", "expected an escape such as `\\n`, `\\\"` or `\\u00e9`")
                    .hint("write `\\\\` for a backslash");
                return self.fail(problem, at, 2);
            }
        })
    }

    fn hex(&mut self, at: Position) -> Read<u32> {
        let digits = self.rest.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            let problem = Diagnostic::error("json", "expected four hexadecimal digits after `\\u`");
            return self.fail(problem.hint("a character outside the basic plane is a pair: `\\ud83d\\ude00`"), at, 2);
        };
        self.skip(4);
        Ok(code)
    }

    fn lone<T>(&self, code: u32, at: Position) -> Read<T> {
        let message = format!("expected a pair of surrogates, found `\\u{code:04x}` alone, which is no character");
        let problem = Diagnostic::error("json", message);
        self.fail(problem.hint("write the character itself, in UTF-8"), at, 6)
    }
}

/// The grammar of a JSON number.
fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|part| digits(part.strip_prefix(['+', '-']).unwrap_or(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_json() {
        for text in ["0", "-0", "10", "1.10", "1e5", "1.5E-3", "2016"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "-", "01", "1.", ".5", "1e", "+1", "1.1.1", "0x1", "2026-03-06"] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn json_is_told_by_name_and_by_its_start() {
        for (name, text, json) in [
            ("a.json", "title: x", true),
            ("a.JSON", "", true),
            ("a.yaml", "{\"title\": 1}", false),
            ("<stdin>", " {\n\"title\": 1}", true),
            ("<stdin>", "{title: 1}", false),
            ("<stdin>", "title: {}", false),
        ] {
            assert_eq!(is_json(name, text), json, "{name} {text}");
        }
    }
}

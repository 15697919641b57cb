//! Writing values as YAML: quotes where they are needed, in brackets and braces or in lines.
//! What is written is read back before it counts (`change.rs`), so this is about form.

use crate::edit::layout::Form;
use crate::edit::plain::Plain;

/// Characters of a line before lists go on in the next.
pub(crate) const WIDTH: usize = 100;

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// In lines.
    Block,
    /// In brackets or braces, where commas and brackets end a text.
    Flow,
}

/// Words that YAML takes for something else than text.
const WORDS: [&str; 12] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", ".nan", ".inf", "-.inf"];

/// A text as a scalar, in the form that it had where it can be.
pub(crate) fn scalar(text: &str, context: Context, form: Option<Form>) -> String {
    match form {
        Some(Form::Single) if is_line(text) => single(text),
        Some(Form::Double) => double(text),
        // What stood without quotes was taken as text, numbers and words included.
        Some(Form::Plain) if is_plain(text, context) && !is_nothing(text) => text.to_owned(),
        _ if is_plain(text, context) && !is_other(text) => text.to_owned(),
        _ => double(text),
    }
}

fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Characters that end a line, and those that cannot stand in a file.
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a text can stand between single quotes on one line.
fn is_line(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}'))
}

/// Whether a text without quotes is itself.
fn is_plain(text: &str, context: Context) -> bool {
    let flow = context == Context::Flow;
    let first = text.chars().next();
    let bad_start = first.is_none_or(|c| "-?:,[]{}#&*!|>'\"%@`".contains(c) || c.is_whitespace());
    let marks = text.contains(": ") || text.contains(" #") || text.contains("\t#") || text.ends_with(':');
    let ends = text.ends_with(char::is_whitespace);
    let brackets = flow && (text.contains([',', '[', ']', '{', '}']) || text.contains(":"));
    !bad_start && !marks && !ends && !brackets && is_line(text) && !text.starts_with("...")
}

fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Whether YAML, this program's reader or another, takes the text for nothing, a number, a switch or a time. A date and a
/// year are what they look like.
fn is_other(text: &str) -> bool {
    let lower = text.to_lowercase();
    if is_nothing(text) || WORDS.contains(&lower.as_str()) {
        return true;
    }
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '.'));
    // Shares of a picture, which are numbers whoever reads them.
    if text == "0"
        || text == "1"
        || text.strip_prefix("0.").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return false;
    }
    let date = text.split('-').map(str::len).eq([4, 2, 2]) && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let number = lower.parse::<f64>().is_ok()
        || lower.starts_with("0x")
        || lower.starts_with("0o")
        || text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'_' | b'.'));
    numeric && number && !date
}

/// A value in brackets and braces, without a line break.
pub(crate) fn flow(value: &Plain) -> String {
    match value {
        Plain::Nothing => "null".to_owned(),
        Plain::Text(text) => scalar(text, Context::Flow, None),
        Plain::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Plain::Map(pairs) => {
            let pair = |(key, value): &(Plain, Plain)| format!("{}: {}", flow(key), flow(value));
            format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

/// What stands behind a colon or a dash for a value: ` text`, ` [a, b]`, or lines that are further in than `indent`.
/// `room` is what the line has left.
pub(crate) fn behind(value: &Plain, indent: usize, room: usize) -> String {
    match value {
        Plain::Nothing => String::new(),
        Plain::Text(text) => format!(" {}", scalar(text, Context::Block, None)),
        Plain::List(items) if items.is_empty() => " []".to_owned(),
        Plain::Map(pairs) if pairs.is_empty() => " {}".to_owned(),
        nested => {
            let line = flow(nested);
            if line.chars().count() < room && !is_deep(nested) {
                return format!(" {line}");
            }
            format!("\n{}", lines(nested, indent + 2))
        }
    }
}

/// The same behind a key. Mappings of the file itself are in lines, as people write them.
pub(crate) fn behind_key(value: &Plain, indent: usize, room: usize) -> String {
    match value {
        Plain::Map(pairs) if indent == 0 && !pairs.is_empty() => format!("\n{}", lines(value, 2)),
        value => behind(value, indent, room),
    }
}

/// Whether a value is better read in lines: a mapping of lists or mappings, or a list of mappings of such.
fn is_deep(value: &Plain) -> bool {
    match value {
        Plain::List(items) => items.iter().any(is_deep),
        Plain::Map(pairs) => pairs.iter().any(|(_, value)| matches!(value, Plain::List(items) if !items.is_empty())),
        _ => false,
    }
}

/// A list or mapping in lines, each with its indent, without a line break at the end.
pub(crate) fn lines(value: &Plain, indent: usize) -> String {
    let space = " ".repeat(indent);
    match value {
        Plain::List(items) => {
            let item = |value: &Plain| format!("{space}{}", item(value, indent));
            items.iter().map(item).collect::<Vec<_>>().join("\n")
        }
        Plain::Map(pairs) => {
            let pair = |(key, value): &(Plain, Plain)| match key {
                Plain::Text(key) => format!("{space}{}", entry(key, value, indent)),
                other => format!("{space}{}:{}", flow(other), behind(value, indent, WIDTH)),
            };
            pairs.iter().map(pair).collect::<Vec<_>>().join("\n")
        }
        other => format!("{space}{}", flow(other)),
    }
}

/// An item of a list in lines, from its dash; the dash has the indent already.
pub(crate) fn item(value: &Plain, indent: usize) -> String {
    match value {
        Plain::Map(pairs) if !pairs.is_empty() && (is_deep(value) || flow(value).chars().count() + indent > WIDTH) => {
            format!("- {}", lines(value, indent + 2).trim_start())
        }
        value => format!("-{}", behind(value, indent, WIDTH.saturating_sub(indent))),
    }
}

/// An entry of a mapping in lines, from its key.
pub(crate) fn entry(name: &str, value: &Plain, indent: usize) -> String {
    let key = key(name, Context::Block, None);
    let room = WIDTH.saturating_sub(indent + key.chars().count());
    format!("{key}:{}", behind_key(value, indent, room))
}

/// A text as a key.
pub(crate) fn key(text: &str, context: Context, form: Option<Form>) -> String {
    // A colon inside a plain key is legal and easily misread.
    let form = form.filter(|form| *form != Form::Plain || !text.contains(':'));
    if text.contains(':') && form.is_none() { double(text) } else { scalar(text, context, form) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_quotes_where_it_would_be_something_else() {
        let block = |text: &str| scalar(text, Context::Block, None);
        for text in ["Bo", "Bo & Co", "It's", "a,b", "2026-03-06", "P!nk", "日本", "a:b", "$uicideboy$", "e", "1st Ave"]
        {
            assert_eq!(block(text), text);
        }
        for text in [
            "", "1989", "1.10", "No", "null", "~", "- a", "a: b", "a #b", "#1", "[x]", "a:", " a", "12:30", "*", "'a'",
            "@bo",
        ] {
            assert_eq!(block(text), format!("\"{text}\""), "{text}");
        }
        assert_eq!(block("a\nb\"\\"), r#""a\nb\"\\""#);
        assert_eq!(scalar("a, b", Context::Flow, None), "\"a, b\"");
    }

    #[test]
    fn quotes_that_stood_there_stay() {
        assert_eq!(scalar("It's", Context::Block, Some(Form::Single)), "'It''s'");
        assert_eq!(scalar("Bo", Context::Block, Some(Form::Double)), "\"Bo\"");
        assert_eq!(scalar("1990", Context::Block, Some(Form::Plain)), "1990");
        assert_eq!(scalar("null", Context::Block, Some(Form::Plain)), "\"null\"");
    }

    #[test]
    fn short_values_stand_on_their_line_and_long_ones_below() {
        let names = |count: usize| Plain::List((0..count).map(|at| Plain::text(format!("Name Number {at}"))).collect());
        assert_eq!(entry("Drums", &Plain::text("Bo"), 2), "Drums: Bo");
        assert_eq!(entry("Drums", &names(2), 2), "Drums: [Name Number 0, Name Number 1]");
        assert!(entry("Drums", &names(9), 2).starts_with("Drums:\n    - Name Number 0\n    - Name"));
        let credit = Plain::map([("role", Plain::text("Mixed: by")), ("names", names(1))]);
        assert_eq!(item(&credit, 2), "- role: \"Mixed: by\"\n    names: [Name Number 0]");
        assert_eq!(entry("a: b", &Plain::Nothing, 0), "\"a: b\":");
    }
}

//! Depth of a template's expressions and values: counted before the engine sees them, and again when values are set.
//! The engine goes down one call for each level, so what is too deep would end the whole program.

pub use crate::limits::EXPRESSION_LEVELS as MOST_LEVELS;
pub use crate::limits::STATEMENT_LEVELS as MOST_STATEMENTS;
pub use crate::limits::TEMPLATE_SETS as MOST_SETS;
use std::collections::BTreeMap;

use minijinja::machinery::{Token, tokenize};
use minijinja::value::{DynObject, ObjectRepr};
use minijinja::{Error, ErrorKind, State, Value};

/// Lists in lists of a value that is kept.
pub const MOST_LISTS: usize = 32;

/// Name of the function that [`keep`] is for templates; [`guard`] puts it around what a name is set to.
pub const KEPT: &str = "__kept";
/// Name of the function that [`hold`] is for templates; [`guard`] puts it around what an attribute is set to.
pub const HELD: &str = "__held";

/// What is too deep, and in which line of the source.
#[derive(Debug, PartialEq, Eq)]
pub struct TooDeep {
    /// Line, from 1.
    pub line: u32,
    /// In words.
    pub message: String,
}

/// The source with [`KEPT`] or [`HELD`] around each value that is assigned.
///
/// # Errors
/// Expressions and statements that are too deep.
pub fn guard(source: &str) -> Result<String, TooDeep> {
    let mut out = String::with_capacity(source.len() + 64);
    let mut copied = 0;
    let mut walk = Walk::default();
    // Where the engine stops reading it says so itself.
    for (token, span) in tokenize(source, false, Default::default()).map_while(Result::ok) {
        let (start, end) = (span.start_offset as usize, span.end_offset as usize);
        let fail = |message: String| {
            // The engine's own lines end at 65,535.
            let before = source.get(..start).unwrap_or_default();
            Err(TooDeep { line: u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX), message })
        };
        let insert = walk.step(&token).or_else(fail)?;
        let (at, text) = match insert {
            Insert::Nothing => continue,
            Insert::Open(name) => (end, format!(" {name}((")),
            Insert::Close => (start, "))".to_owned()),
        };
        out.push_str(source.get(copied..at).unwrap_or_default());
        out.push_str(&text);
        copied = at;
    }
    out.push_str(source.get(copied..).unwrap_or_default());
    Ok(out)
}

/// What stands in the source after or before a token.
enum Insert {
    Nothing,
    Open(&'static str),
    Close,
}

#[derive(Default)]
struct Walk {
    /// Tokens since the last comma, at each level of brackets.
    levels: Vec<usize>,
    /// Statements that have no end yet, each with its `elif`s, which stand within each other.
    open: Vec<usize>,
    sets: usize,
    tag: Tag,
}

/// What is known of a statement's tag.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Tag {
    /// None, or one that assigns nothing.
    #[default]
    Other,
    /// Its first word is next.
    Begun,
    /// `set` and what is assigned to; `true` if that is an attribute.
    Set(bool),
    /// What is assigned.
    Assigned,
}

impl Walk {
    fn step(&mut self, token: &Token<'_>) -> Result<Insert, String> {
        match token {
            Token::TemplateData(_) => return Ok(Insert::Nothing),
            Token::VariableStart | Token::BlockStart => {
                self.levels = vec![0];
                self.tag = if matches!(token, Token::BlockStart) { Tag::Begun } else { Tag::Other };
                return Ok(Insert::Nothing);
            }
            Token::VariableEnd | Token::BlockEnd => {
                self.levels.clear();
                return match std::mem::take(&mut self.tag) {
                    Tag::Assigned => Ok(Insert::Close),
                    Tag::Set(true) => Err("only names can be set to what a block prints, no attributes".to_owned()),
                    Tag::Set(false) => self.open().map(|()| Insert::Nothing),
                    _ => Ok(Insert::Nothing),
                };
            }
            Token::Ident(word) if self.tag == Tag::Begun => self.begin(word)?,
            Token::Dot if matches!(self.tag, Tag::Set(_)) => self.tag = Tag::Set(true),
            Token::Assign if matches!(self.tag, Tag::Set(_)) => {
                let name = if self.tag == Tag::Set(true) { HELD } else { KEPT };
                self.tag = Tag::Assigned;
                return Ok(Insert::Open(name));
            }
            _ => {}
        }
        match token {
            Token::BracketOpen | Token::ParenOpen | Token::BraceOpen => self.levels.push(0),
            Token::BracketClose | Token::ParenClose | Token::BraceClose => _ = self.levels.pop(),
            Token::Comma => self.levels.last_mut().into_iter().for_each(|count| *count = 0),
            _ => {}
        }
        self.levels.last_mut().into_iter().for_each(|count| *count += 1);
        if self.levels.iter().sum::<usize>() > MOST_LEVELS {
            return Err(format!("an expression has more than {MOST_LEVELS} levels"));
        }
        Ok(Insert::Nothing)
    }

    /// The first word of a statement.
    fn begin(&mut self, word: &str) -> Result<(), String> {
        self.tag = Tag::Other;
        match word {
            "set" => {
                self.sets += 1;
                self.tag = Tag::Set(false);
                if self.sets > MOST_SETS {
                    return Err(format!("a template has more than {MOST_SETS} `set`"));
                }
            }
            "elif" => {
                self.open.last_mut().into_iter().for_each(|levels| *levels += 1);
                self.deep()?;
            }
            "if" | "for" | "with" | "macro" | "call" | "filter" | "autoescape" | "block" => self.open()?,
            _ if word.starts_with("end") => _ = self.open.pop(),
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), String> {
        self.open.push(1);
        self.deep()
    }

    fn deep(&self) -> Result<(), String> {
        if self.open.iter().sum::<usize>() > MOST_STATEMENTS {
            return Err(format!("statements stand in each other more than {MOST_STATEMENTS} levels deep"));
        }
        Ok(())
    }
}

/// A value as a name may be set to it: a namespace, or what [`hold`] lets through.
///
/// # Errors
/// Those of [`hold`].
pub fn keep(state: &State<'_, '_>, value: Value) -> Result<Value, Error> {
    if value.as_object().is_some_and(is_namespace) { Ok(value) } else { hold(state, value) }
}

/// A value as an attribute may be set to it: lists in lists only so deep, and no namespace in a list or in another namespace,
/// which could be itself. What is computed when it is asked for is computed here.
///
/// # Errors
/// If it is deeper, or takes more steps than are left.
pub fn hold(state: &State<'_, '_>, value: Value) -> Result<Value, Error> {
    plain(state, &value, 0)
}

/// An expression without what [`guard`] put around it.
pub fn unguarded(text: &str) -> &str {
    let inner = [KEPT, HELD].iter().find_map(|name| text.strip_prefix(name)?.strip_prefix("((")?.strip_suffix("))"));
    inner.map_or(text, str::trim)
}

fn is_namespace(object: &DynObject) -> bool {
    object.type_name().ends_with("::Namespace")
}

fn plain(state: &State<'_, '_>, value: &Value, level: usize) -> Result<Value, Error> {
    let refuse = |message: String| Err(Error::new(ErrorKind::InvalidOperation, message));
    let Some(object) = value.as_object() else { return Ok(value.clone()) };
    if is_namespace(object) {
        return refuse("a namespace cannot stand in a list or in a namespace".to_owned());
    }
    if level >= MOST_LISTS {
        return refuse(format!("lists stand in each other more than {MOST_LISTS} levels deep"));
    }
    let charge = || state.consume_fuel(1);
    match object.repr() {
        ObjectRepr::Seq | ObjectRepr::Iterable => {
            let items = value.try_iter()?.map(|item| charge().and_then(|()| plain(state, &item, level + 1)));
            Ok(Value::from(items.collect::<Result<Vec<Value>, Error>>()?))
        }
        ObjectRepr::Map => {
            let pairs = value.try_iter()?.map(|key| {
                charge()?;
                let held = value.get_item(&key)?;
                Ok((key, plain(state, &held, level + 1)?))
            });
            Ok(Value::from(pairs.collect::<Result<BTreeMap<Value, Value>, Error>>()?))
        }
        _ => Ok(value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_assigned_is_kept_and_all_else_stands_as_it_was() {
        for (source, expected) in [
            ("{% set a = 1 %}", "{% set a = __kept(( 1 ))%}"),
            ("{%- set n.a = [1, (2)]|max -%} b", "{%- set n.a = __held(( [1, (2)]|max ))-%} b"),
            ("{% set a, b = 1, f(c=2) %}", "{% set a, b = __kept(( 1, f(c=2) ))%}"),
            ("{% set a %}x{% endset %}", "{% set a %}x{% endset %}"),
            (
                "{{ f(a=1) }}{% if a == 1 %}{% endif %}{# set a = 1 #}",
                "{{ f(a=1) }}{% if a == 1 %}{% endif %}{# set a = 1 #}",
            ),
            ("{% raw %}{% set a = 1 %}{% endraw %}", "{% raw %}{% set a = 1 %}{% endraw %}"),
        ] {
            assert_eq!(guard(source).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn an_expression_has_so_many_levels_and_not_one_more() {
        for (begin, again, end) in
            [("1", "~1", ""), ("", "not ", "1"), ("", "-", "1"), ("1", "|string", ""), ("a", ".a", "")]
        {
            let fits = |count: usize| guard(&format!("\n{{{{ {begin}{}{end} }}}}", again.repeat(count)));
            assert!(fits(90).is_ok(), "{again}");
            let error = fits(300).expect_err("refused");
            assert_eq!(error.line, 2);
            assert!(error.message.contains("levels"), "{error:?}");
        }
        let list = |count: usize| format!("{{{{ [{}] }}}}", "1,".repeat(count));
        assert!(guard(&list(5000)).is_ok(), "a long list is not deep");
        assert!(guard(&format!("{{{{ {} }}}}", "1~".repeat(99) + "1")).is_ok());
        assert!(guard(&format!("{{{{ {}{} }}}}", "[".repeat(201), "]".repeat(201))).is_err());
    }

    #[test]
    fn statements_stand_in_each_other_so_deep_and_no_deeper() {
        let nested = |count: usize| "{% if a %}".repeat(count) + &"{% endif %}".repeat(count);
        assert!(guard(&nested(MOST_STATEMENTS)).is_ok());
        assert!(guard(&nested(MOST_STATEMENTS + 1)).is_err());
        assert!(guard(&"{% if a %}{% endif %}".repeat(5000)).is_ok(), "one after the other");
        let chain = "{% if a %}{% elif b %}{% elif c %}{% endif %}";
        assert!(guard(&chain.repeat(100)).is_ok());
        assert!(guard(&format!("{{% if a %}}{}{{% endif %}}", "{% elif b %}".repeat(MOST_STATEMENTS))).is_err());
        assert!(guard("{% set n.a %}x{% endset %}").is_err());
    }
}

//! Reading values out of the tree: texts, mappings with known keys, and the words for what was expected.
//! Problems are collected, never thrown, so that one run reports them all.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::{self, Key, Shape};
use crate::catalogue::platforms::platform;
use crate::diagnostic::{Diagnostic, Severity};
use crate::import::slips;
use crate::import::syntax::control_character;
pub(crate) use crate::import::text::brief;
use crate::import::text::{Source, Text, clean, control, is_visible, one_line};
use crate::import::tree::{Node, Value};
use crate::limits::TEXT_CHARACTERS;

/// Most problems reported for one file; more are counted.
const MOST_PROBLEMS: usize = 100;

/// Most labels compared with every label of the catalogue; a real file has fewer than a hundred roles.
const MOST_LOOKUPS: usize = 500;

/// What reading a file collects.
pub(crate) struct Reader<'s> {
    pub source: &'s Source,
    problems: Vec<Diagnostic>,
    unreported: usize,
    failed: bool,
    lookups: usize,
    /// Positions of tracks that lists of the record stand for.
    pub positions: usize,
    /// Labels that the mapping of credits at hand has, each of which can stand there once.
    labels: BTreeSet<String>,
}

/// The values of a mapping by key, each with the node of its key.
pub(crate) type Fields<'n> = BTreeMap<&'static str, (&'n Node, &'n Node)>;

impl<'s> Reader<'s> {
    pub fn new(source: &'s Source) -> Self {
        Self {
            source,
            problems: Vec::new(),
            unreported: 0,
            failed: false,
            lookups: 0,
            positions: 0,
            labels: BTreeSet::new(),
        }
    }

    /// Whether an error was reported.
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// Begins to read credits that have these labels as keys.
    pub fn labels(&mut self, labels: BTreeSet<String>) {
        self.labels = labels;
    }

    /// Whether a label is a key of the credits at hand.
    pub fn has_label(&self, label: &str) -> bool {
        self.labels.contains(label)
    }

    /// Whether one more label may be compared with the whole catalogue, which is slow.
    pub fn may_look_for_roles(&mut self) -> bool {
        self.lookups += 1;
        self.lookups <= MOST_LOOKUPS
    }

    /// The content of a document; a file without any is reported. `what` names the file.
    pub fn content<'n>(&mut self, root: Option<&'n Node>, what: &str, hint: &str) -> Option<&'n Node> {
        let content = root.filter(|root| !matches!(root.value, Value::Nothing { written: false }));
        if content.is_none() {
            let problem = Diagnostic::error("empty-file", format!("expected a {what}, found no content")).hint(hint);
            self.report_at(problem, &Text::default());
        }
        content
    }

    /// The problems in file order; the last one counts those left out.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.problems.sort_by_key(|problem| problem.position);
        if self.unreported > 0 {
            let message = format!("{} more problems are not shown, after the first {MOST_PROBLEMS}", self.unreported);
            let more = if self.failed {
                Diagnostic::error("more-problems", message)
            } else {
                Diagnostic::warning("more-problems", message)
            };
            self.problems.push(more.in_file(self.source.name.clone()));
        }
        self.problems
    }

    /// Reports a problem at a value.
    pub fn report(&mut self, problem: Diagnostic, node: &Node) {
        self.report_at(problem, &Text { value: String::new(), at: node.at, length: node.length });
    }

    /// Reports a problem at a text.
    pub fn report_at(&mut self, problem: Diagnostic, text: &Text) {
        self.failed |= problem.severity == Severity::Error;
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(self.source.place(problem, text.at, text.length));
        } else {
            self.unreported += 1;
        }
    }

    /// Reports that `subject` should have been something else.
    pub fn wrong(&mut self, subject: &str, expected: &str, node: &Node) {
        let message = format!("{subject}: expected {expected}, found {}", node.kind());
        let code = if matches!(node.value, Value::Nothing { .. }) { "nothing" } else { "wrong-type" };
        let mut problem = Diagnostic::error(code, message);
        if let Some(hint) = self.hint_for(expected, node) {
            problem = problem.hint(hint);
        }
        self.report(problem, node);
    }

    /// The usual slip behind a value of the wrong type.
    fn hint_for(&self, expected: &str, node: &Node) -> Option<String> {
        let from = node.at.column.saturating_sub(1) as usize;
        let line: String = self.source.line(node.at.line).chars().skip(from).collect();
        let first = line.chars().next();
        let one_text = ["text", "a path", "a name", "a title"].iter().any(|start| expected.starts_with(start));
        match node.value {
            Value::Nothing { written: true } => {
                let shown: String = line.chars().take(node.length as usize).collect();
                Some(format!("if the text is `{shown}`, put it in quotes: \"{shown}\""))
            }
            Value::Nothing { written: false } => {
                let rest: String = line.chars().skip(node.length as usize).collect();
                let rest = rest.trim_start_matches([':', ' ', '-', '"', '\'']);
                let hint = match rest.chars().next() {
                    Some('#') => "`#` after a space starts a comment; put a text with `#` in quotes",
                    Some('&') => "a text that starts with `&` needs quotes",
                    _ => "write a value, or remove the entry",
                };
                Some(hint.to_owned())
            }
            Value::List(_) if one_text && first == Some('[') => {
                Some("if the brackets are part of the text, put it in quotes".to_owned())
            }
            Value::Map(_) if one_text && first == Some('{') => {
                Some("if the braces are part of the text, put it in quotes".to_owned())
            }
            Value::Map(_) if one_text && first != Some('{') => Some("a text with `: ` in it needs quotes".to_owned()),
            Value::Scalar(_) if expected.starts_with("a mapping") => slips::glued_hint(self.source, node.at.line),
            _ => None,
        }
    }

    /// A text that must be there.
    pub fn text(&mut self, subject: &str, node: &Node) -> Option<Text> {
        self.scalar(subject, "text", node, clean)
    }

    /// A path: one line, but with the characters as typed, because it names a file.
    pub fn path(&mut self, subject: &str, node: &Node) -> Option<Text> {
        self.scalar(subject, "a path", node, one_line)
    }

    fn scalar(&mut self, subject: &str, expected: &str, node: &Node, clean: fn(&str) -> String) -> Option<Text> {
        let Value::Scalar(raw) = &node.value else {
            self.wrong(subject, expected, node);
            return None;
        };
        if let Some((_, c)) = control(raw) {
            let mut problem = control_character(c);
            problem.message = format!("{subject}: {}", problem.message);
            self.report(problem.hint("the character stands behind an escape; delete it"), node);
            return None;
        }
        if expected == "text" && raw.chars().nth(TEXT_CHARACTERS).is_some() {
            let (most, found) = (TEXT_CHARACTERS, raw.chars().count());
            let message = format!("{subject}: expected a text of at most {most} characters, found {found}");
            self.report(Diagnostic::error("text-too-long", message), node);
            return None;
        }
        let value = clean(raw);
        if !is_visible(&value) {
            let problem = Diagnostic::error(
                "empty-text",
                format!("{subject}: expected {expected}, found a text without a visible character"),
            );
            self.report(problem, node);
            return None;
        }
        Some(Text { value, at: node.at, length: node.length })
    }

    /// A text that may be left out: no value is as good as no key.
    pub fn optional(&mut self, fields: &Fields<'_>, key: &'static str) -> Option<Text> {
        let (_, node) = given(fields, key)?;
        self.text(&format!("`{key}`"), node)
    }

    /// One text or a list of texts.
    pub fn texts(&mut self, subject: &str, node: &Node) -> Vec<Text> {
        match &node.value {
            Value::List(items) => {
                items.iter().filter_map(|item| self.text(&format!("{subject} entry"), item)).collect()
            }
            Value::Scalar(_) => self.text(subject, node).into_iter().collect(),
            _ => {
                self.wrong(subject, "text or a list of texts", node);
                Vec::new()
            }
        }
    }

    /// The entries of a list; anything else is a list of one. An empty list is reported.
    pub fn items<'n>(&mut self, subject: &str, what: &str, node: &'n Node) -> &'n [Node] {
        match &node.value {
            Value::List(items) => {
                if items.is_empty() {
                    let message = format!("{subject}: expected at least one {what}, found an empty list");
                    self.report(Diagnostic::error("nothing", message), node);
                }
                items
            }
            _ => std::slice::from_ref(node),
        }
    }

    /// The values of a mapping; unknown, repeated and missing keys are reported.
    pub fn fields<'n>(&mut self, subject: &str, tables: &[&'static [Key]], node: &'n Node) -> Option<Fields<'n>> {
        self.fields_but(subject, tables, node, "")
    }

    /// Like `fields`, with one required key that may be missing.
    pub fn fields_but<'n>(
        &mut self,
        subject: &str,
        tables: &[&'static [Key]],
        node: &'n Node,
        spared: &str,
    ) -> Option<Fields<'n>> {
        self.fields_or(subject, tables, node, spared, &|_| None)
    }

    /// Like `fields_but`; `elsewhere` has the message for keys that belong to another table.
    pub fn fields_or<'n>(
        &mut self,
        subject: &str,
        tables: &[&'static [Key]],
        node: &'n Node,
        spared: &str,
        elsewhere: &dyn Fn(&str) -> Option<Diagnostic>,
    ) -> Option<Fields<'n>> {
        let Value::Map(pairs) = &node.value else {
            self.wrong(subject, "a mapping", node);
            return None;
        };
        let mut fields = Fields::new();
        let mut unknown = false;
        for (name, key, value) in self.entries(subject, pairs) {
            match tables.iter().flat_map(|table| table.iter()).find(|known| known.name == name.value) {
                Some(known) => {
                    fields.insert(known.name, (key, value));
                }
                None => match elsewhere(&name) {
                    Some(problem) => self.report_at(problem, &name),
                    None => {
                        unknown = true;
                        self.unknown(subject, tables, &name, pairs);
                    }
                },
            }
        }
        for key in tables.iter().flat_map(|table| table.iter()).filter(|key| key.required && key.name != spared) {
            // A misspelt key is reported above; its absence would be the same problem again.
            let misspelt = unknown
                && pairs.iter().any(|(k, _)| match &k.value {
                    Value::Scalar(written) => keys::near(tables, written).is_some_and(|near| near.name == key.name),
                    _ => false,
                });
            if !fields.contains_key(key.name) && !misspelt {
                let problem =
                    Diagnostic::error("missing-key", format!("{subject}: expected `{}`, found no such key", key.name));
                let mut words = key.description.trim_end_matches('.').chars();
                let first: String = words.next().into_iter().flat_map(char::to_lowercase).collect();
                let hint = format!("add `{}: …`: {first}{}", key.name, words.as_str());
                let start = Text { value: String::new(), at: node.at, length: 1 };
                self.report_at(problem.hint(hint), &start);
            }
        }
        Some(fields)
    }

    fn unknown(&mut self, subject: &str, tables: &[&'static [Key]], name: &Text, pairs: &[(Node, Node)]) {
        let mut problem = Diagnostic::error("unknown-key", format!("{subject}: unknown key `{}`", brief(name)));
        problem = if name.value == "<<" {
            problem.hint("YAML merge keys are not supported; write the keys out")
        } else if name.starts_with(['“', '„', '«', '‘']) {
            problem.hint("curly quotes are letters to YAML: put the whole text in straight quotes")
        } else if tables.iter().any(|table| table.iter().any(|key| key.shape == Shape::TrackList))
            && name.starts_with(|c: char| c.is_ascii_digit())
        {
            problem.hint("in braces a list needs brackets: tracks: [1, 3-5]")
        } else if tables.iter().any(|table| table.iter().any(|key| key.shape == Shape::Handles))
            && let Some(platform) = platform(name)
        {
            problem.hint(format!("handles have a key of their own: handles: {{{}: …}}", platform.id()))
        } else if (name.value == "handles" || platform(name).is_some())
            && tables.iter().any(|table| table.iter().any(|key| key.name == "people"))
        {
            problem.hint("a handle belongs to a name: people: {NAME: {handles: {instagram: …}}}")
        } else if let Some(near) = keys::near(tables, name) {
            problem.hint(meant(near, pairs))
        } else {
            let known: Vec<_> = tables.iter().flat_map(|table| table.iter()).map(|key| key.name).collect();
            problem.hint(format!("known keys: {}", known.join(", ")))
        };
        self.report_at(problem, name);
    }

    /// The entries of a mapping whose keys are texts; others and repeated ones are reported and left out.
    pub fn entries<'n>(&mut self, subject: &str, pairs: &'n [(Node, Node)]) -> Vec<(Text, &'n Node, &'n Node)> {
        let mut lines: BTreeMap<String, u32> = BTreeMap::new();
        let mut entries = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let Some(name) = self.text(&format!("{subject} key"), key) else {
                continue;
            };
            if let Some(line) = lines.get(&name.value) {
                let message = format!("{subject}: duplicate key `{}`, first given in line {line}", brief(&name));
                let problem = Diagnostic::error("duplicate-key", message);
                self.report_at(problem.hint("keep one of them, or put all values in one list"), &name);
                continue;
            }
            lines.insert(name.value.clone(), name.at.line);
            entries.push((name, key, value));
        }
        entries
    }
}

/// What to do instead of a key that is not known: write the one that was meant, or put both together if that is there.
pub(crate) fn meant(key: &Key, pairs: &[(Node, Node)]) -> String {
    let there = pairs.iter().find(|(node, _)| matches!(&node.value, Value::Scalar(name) if name == key.name));
    match there {
        Some((node, _)) => format!("put it under `{}`, which is given in line {}", key.name, node.at.line),
        None => format!("did you mean `{}`?", key.name),
    }
}

/// A key that is there and has a value.
pub(crate) fn given<'n>(fields: &Fields<'n>, key: &str) -> Option<(&'n Node, &'n Node)> {
    let (name, node) = fields.get(key)?;
    (!matches!(node.value, Value::Nothing { .. })).then_some((*name, *node))
}

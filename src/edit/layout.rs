//! Where the values of a YAML text stand: a tree of byte ranges with the form that each value is written in.
//! It comes from the same parser that credit files are read with, so that both see the same values.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use crate::import::tree::{MAX_DEPTH, MAX_NODES};

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Nothing at all, or nothing but an anchor or a tag.
    Absent,
    /// Without quotes.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `|` or `>` with its lines.
    Lines,
    /// `*name`
    Alias,
    /// A list of lines with dashes.
    BlockList,
    /// A mapping of lines.
    BlockMap,
    /// `[…]`
    FlowList,
    /// `{…}`
    FlowMap,
}

impl Form {
    /// Whether it is a list or a mapping of lines.
    pub fn is_block(self) -> bool {
        matches!(self, Form::BlockList | Form::BlockMap)
    }

    /// Whether it is a list or a mapping in brackets or braces.
    pub fn is_flow(self) -> bool {
        matches!(self, Form::FlowList | Form::FlowMap)
    }
}

/// A value in the text.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// Its first byte, behind an anchor or a tag.
    pub start: usize,
    /// Behind its last byte.
    pub end: usize,
    /// How it is written.
    pub form: Form,
    /// What is in it.
    pub children: Vec<Child>,
}

impl Spot {
    /// The form that another text in its place keeps: what was empty had no choice.
    pub fn kept(&self) -> Option<Form> {
        (self.end > self.start + 2).then_some(self.form)
    }
}

/// An item of a list or an entry of a mapping.
#[derive(Clone, Debug)]
pub(crate) struct Child {
    /// Where it begins: its dash, its key, or what stands before its value.
    pub start: usize,
    /// The key of an entry.
    pub key: Option<Spot>,
    /// The value.
    pub value: Spot,
}

impl Child {
    /// Behind its last byte.
    pub fn end(&self) -> usize {
        self.value.end
    }
}

/// A text with its places.
#[derive(Debug)]
pub(crate) struct Layout<'t> {
    /// The text.
    pub text: &'t str,
    /// The value of the document; none if it has none.
    pub root: Option<Spot>,
}

/// A list or mapping that is still open.
struct Open {
    map: bool,
    flow: bool,
    start: usize,
    spots: Vec<Spot>,
}

impl<'t> Layout<'t> {
    /// The places of a text that has one document; none of a text that cannot be read, or is written in a way that is not
    /// edited at its places.
    pub fn of(text: &'t str) -> Option<Layout<'t>> {
        let bytes = Offsets::of(text);
        let (mut open, mut root): (Vec<Open>, Option<Spot>) = (Vec::new(), None);
        let mut count = 0;
        for event in Parser::new_from_str(text) {
            let (event, span) = event.ok()?;
            let (start, end) = (bytes.at(span.start), bytes.at(span.end));
            count += 1;
            if count > 2 * MAX_NODES || open.len() > MAX_DEPTH {
                return None;
            }
            let done = match event {
                Event::Scalar(value, style, ..) => {
                    let form = match style {
                        ScalarStyle::Plain if value.is_empty() && start == end => Form::Absent,
                        ScalarStyle::Plain => Form::Plain,
                        ScalarStyle::SingleQuoted => Form::Single,
                        ScalarStyle::DoubleQuoted => Form::Double,
                        ScalarStyle::Literal | ScalarStyle::Folded => Form::Lines,
                    };
                    let end = match form {
                        Form::Single | Form::Double => closed(text, start)?,
                        // Spans reach over the white space behind them.
                        _ => start + text.get(start..end)?.trim_end().len(),
                    };
                    Spot { start, end, form, children: Vec::new() }
                }
                Event::Alias(_) => Spot { start, end, form: Form::Alias, children: Vec::new() },
                Event::SequenceStart(..) | Event::MappingStart(..) => {
                    let map = matches!(event, Event::MappingStart(..));
                    let flow = text.get(start..)?.starts_with(if map { '{' } else { '[' }) && start < end;
                    open.push(Open { map, flow, start, spots: Vec::new() });
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => open.pop()?.close(text)?,
                Event::DocumentStart(_) if root.is_some() => return None,
                _ => continue,
            };
            match open.last_mut() {
                Some(parent) => parent.spots.push(done),
                None => root = Some(done),
            }
        }
        Some(Layout { text, root: root.filter(|root| root.form != Form::Absent) })
    }

    /// The value at a path of places.
    pub fn get(&self, path: &[usize]) -> Option<&Spot> {
        path.iter().try_fold(self.root.as_ref()?, |spot, index| Some(&spot.children.get(*index)?.value))
    }

    /// Whether the value at a path stands in brackets or braces.
    pub fn in_flow(&self, path: &[usize]) -> bool {
        (0..path.len())
            .any(|depth| path.get(..depth).and_then(|path| self.get(path)).is_some_and(|it| it.form.is_flow()))
    }
}

impl Open {
    /// The value when its last child is known.
    fn close(self, text: &str) -> Option<Spot> {
        let Open { map, flow, start, spots } = self;
        let mut children: Vec<Child> = Vec::new();
        let mut spots = spots.into_iter();
        // Behind the last byte that is known to belong to something.
        let mut behind = if flow { start + 1 } else { start };
        while let Some(first) = spots.next() {
            let child =
                if map { entry(text, behind, first, spots.next()?, flow)? } else { item(text, behind, first, flow)? };
            behind = child.end();
            children.push(child);
        }
        // Spans of brackets reach over the comments behind them.
        let end = if flow { past_space(text, behind, true) + 1 } else { behind };
        if flow && !text.get(..end)?.ends_with(if map { '}' } else { ']' }) {
            return None;
        }
        let (form, start, end) = match (map, flow) {
            (true, true) => (Form::FlowMap, start, end),
            (false, true) => (Form::FlowList, start, end),
            (true, false) => (Form::BlockMap, children.first()?.start, end),
            (false, false) => (Form::BlockList, children.first()?.start, end),
        };
        Some(Spot { start, end, form, children })
    }
}

/// An item of a list from behind the one before it.
fn item(text: &str, behind: usize, value: Spot, flow: bool) -> Option<Child> {
    let start = past_space(text, behind, flow);
    if flow {
        return Some(Child { start, key: None, value });
    }
    if !text.get(start..)?.starts_with('-') {
        return None;
    }
    let value = match value.form {
        Form::Absent => at(start + 1, value),
        Form::Lines => lines(text, start + 1, value)?,
        _ => value,
    };
    Some(Child { start, key: None, value })
}

/// An entry of a mapping from behind the one before it.
fn entry(text: &str, behind: usize, key: Spot, value: Spot, flow: bool) -> Option<Child> {
    let start = past_space(text, behind, flow);
    if text.get(start..)?.starts_with("? ") || matches!(key.form, Form::Lines) || key.form.is_block() {
        return None;
    }
    let rest = text.get(key.end..)?;
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let colon = rest.get(gap..)?.starts_with(':').then_some(key.end + gap + 1);
    let value = match (value.form, colon) {
        (Form::Absent, Some(colon)) => at(colon, value),
        (Form::Absent, None) => at(key.end, value),
        (Form::Lines, Some(colon)) => lines(text, colon, value)?,
        _ => value,
    };
    Some(Child { start, key: Some(key), value })
}

/// A value of which nothing is written, at its place.
fn at(place: usize, spot: Spot) -> Spot {
    Spot { start: place, end: place, ..spot }
}

/// A text in lines from its mark, which spans leave out.
fn lines(text: &str, from: usize, spot: Spot) -> Option<Spot> {
    let mark = text.get(from..spot.start)?.find(['|', '>'])?;
    Some(Spot { start: from + mark, ..spot })
}

/// Behind the closing quote of a text.
fn closed(text: &str, start: usize) -> Option<usize> {
    let mut chars = text.get(start..)?.char_indices();
    let (_, quote) = chars.next()?;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => _ = chars.next()?,
            // Two of them are one in the text.
            '\'' if quote == c && text.get(start + at + 1..)?.starts_with(c) => _ = chars.next()?,
            c if c == quote => return Some(start + at + 1),
            _ => {}
        }
    }
    None
}

/// Behind white space, comments and, in brackets, commas.
fn past_space(text: &str, from: usize, flow: bool) -> usize {
    let mut at = from;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let space = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        at += space;
        match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(',') if flow => at += 1,
            Some('#') => at += text.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(rest.len() - space),
            _ => return at,
        }
    }
}

/// Bytes of characters, which markers count.
struct Offsets {
    /// Byte of each character, and the length of the text; empty if each is a byte.
    bytes: Vec<u32>,
    length: usize,
}

impl Offsets {
    fn of(text: &str) -> Offsets {
        let mut bytes = Vec::new();
        if !text.is_ascii() {
            bytes.extend(text.char_indices().map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)));
        }
        Offsets { bytes, length: text.len() }
    }

    fn at(&self, marker: Marker) -> usize {
        if self.bytes.is_empty() {
            return marker.index().min(self.length);
        }
        self.bytes.get(marker.index()).map_or(self.length, |at| *at as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands at each value, depth first.
    fn shown(text: &str) -> Vec<String> {
        fn walk(layout: &Layout<'_>, spot: &Spot, out: &mut Vec<String>) {
            out.push(format!("{:?} {}", spot.form, layout.text.get(spot.start..spot.end).expect("a range")));
            for child in &spot.children {
                out.extend(
                    child
                        .key
                        .iter()
                        .map(|key| format!("key {}", layout.text.get(key.start..key.end).expect("a range"))),
                );
                walk(layout, &child.value, out);
            }
        }
        let layout = Layout::of(text).expect("a layout");
        let mut out = Vec::new();
        walk(&layout, layout.root.as_ref().expect("a value"), &mut out);
        out
    }

    #[test]
    fn every_form_has_its_range_and_comments_belong_to_none() {
        let text = "# head\ntitle: Ébb   # a\nart: 'x'\nempty: # none\nlist:\n  - a\n  -\n  # b\n  - {k: v, w: [1, 2]} # c\nlines: |\n  one\n  two\n\nlast: \"q\"\n";
        assert_eq!(
            shown(text).get(1..).expect("children").to_vec(),
            [
                "key title",
                "Plain Ébb",
                "key art",
                "Single 'x'",
                "key empty",
                "Absent ",
                "key list",
                "BlockList - a\n  -\n  # b\n  - {k: v, w: [1, 2]}",
                "Plain a",
                "Absent ",
                "FlowMap {k: v, w: [1, 2]}",
                "key k",
                "Plain v",
                "key w",
                "FlowList [1, 2]",
                "Plain 1",
                "Plain 2",
                "key lines",
                "Lines |\n  one\n  two",
                "key last",
                "Double \"q\"",
            ]
        );
    }

    #[test]
    fn children_begin_at_their_dashes_keys_and_anchors() {
        let text = "a:\n  - name: Bo\n    note: x\n  - - y\nb: [ &n Bo , *n ]\n";
        let layout = Layout::of(text).expect("a layout");
        let starts = |path: &[usize]| -> Vec<&str> {
            let spot = layout.get(path).expect("a value");
            spot.children.iter().map(|child| text.get(child.start..child.end()).expect("a range")).collect()
        };
        assert_eq!(starts(&[0]), ["- name: Bo\n    note: x", "- - y"]);
        assert_eq!(starts(&[0, 0]), ["name: Bo", "note: x"]);
        assert_eq!(starts(&[1]), ["&n Bo", "*n"]);
        assert!(layout.in_flow(&[1, 0]) && !layout.in_flow(&[0, 0]));
    }

    #[test]
    fn what_cannot_be_edited_at_its_places_has_no_layout() {
        for text in ["a: [", "? a\n: b\n", "a: 1\n---\nb: 2\n"] {
            assert!(Layout::of(text).is_none(), "{text}");
        }
        assert!(Layout::of("# only a comment\n").is_some_and(|layout| layout.root.is_none()));
    }
}

//! Edits on files as people write them, and on any YAML: what was meant is said, and lines that it is not about stay.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::change::changed;
use super::layout::Layout;
use super::plain::{Change, Plain};
use super::writing::{Context, scalar};
use super::{Edit, Refused, apply, form};

fn set(path: &str, value: Value) -> Edit {
    Edit::Set { path: path.into(), value }
}

fn insert(path: &str, index: usize, value: Value) -> Edit {
    Edit::Insert { path: path.into(), index, value }
}

fn remove(path: &str) -> Edit {
    Edit::Remove { path: path.into() }
}

fn shift(path: &str, from: usize, to: usize) -> Edit {
    Edit::Move { path: path.into(), from, to }
}

/// What edits make of a text.
fn after(text: &str, edits: &[Edit]) -> String {
    apply(text, edits).unwrap_or_else(|refused| panic!("{refused}: {edits:?} of\n{text}"))
}

const FILE: &str = "\
# The record of the year.
title: 'Low Tide'   # working title
artist: Marisol Vane
credits:
  # who made it
  Producer: [Odalys Brant, \"Theo Okafor\"]   # both

  Mixed by: Wale
  # strings
  Cello:
    - {name: Petra Lindqvist, note: arco}
    # - Somebody
    - Bo
  Mastered by:
    name: Ines
    at: Foundry
hashtags: [One]
";

#[test]
fn fields_change_at_their_places_and_quotes_and_comments_stay() {
    let lines = |old: &str, new: &str| FILE.replace(old, new);
    for (edits, expected) in [
        (vec![set("title", json!("It's High"))], lines("'Low Tide'", "'It''s High'")),
        (vec![set("artist", json!("Vane: Live"))], lines("Marisol Vane", "\"Vane: Live\"")),
        (
            vec![set("date", json!("2026-03-06"))],
            lines("artist: Marisol Vane\n", "artist: Marisol Vane\nreleased: 2026-03-06\n"),
        ),
        (vec![set("card.theme", json!("dark"))], format!("{FILE}card:\n  theme: dark\n")),
        (vec![set("credits[0].names[1]", json!("Ann"))], lines("\"Theo Okafor\"", "\"Ann\"")),
        (vec![set("credits[1].names[0]", json!("Wale A."))], lines("by: Wale\n", "by: Wale A.\n")),
        (vec![set("credits[1].role", json!("Mixing Engineer"))], lines("Mixed by", "Mixing Engineer")),
        (vec![insert("credits[0].names", 2, json!("Ann"))], lines("Okafor\"]", "Okafor\", Ann]")),
        (vec![insert("credits[0].names", 0, json!("A, B"))], lines("[Oda", "[\"A, B\", Oda")),
        (vec![insert("credits[1].names", 1, json!("Ann"))], lines("by: Wale\n", "by: [Wale, Ann]\n")),
        (
            vec![insert("credits[2].names", 1, json!("Ann"))],
            lines("note: arco}\n", "note: arco}\n    - Ann\n")
                .replace("    - Ann\n    # - Somebody\n", "    - Ann\n    # - Somebody\n"),
        ),
        (vec![remove("credits[0].names[0]")], lines("Odalys Brant, ", "")),
        (vec![remove("credits[0].names[1]")], lines(", \"Theo Okafor\"", "")),
        (vec![remove("credits[1]")], lines("  Mixed by: Wale\n", "")),
        (
            vec![remove("credits[2]")],
            FILE.replace("  # strings\n", "")
                .replace("  Cello:\n    - {name: Petra Lindqvist, note: arco}\n    # - Somebody\n    - Bo\n", ""),
        ),
        (
            vec![set("credits[1].names[0].note", json!("all of it"))],
            lines("by: Wale\n", "by: {name: Wale, note: all of it}\n"),
        ),
        (
            vec![set("credits[0].names[0].handles.instagram", json!("oda"))],
            lines("Odalys Brant,", "{name: Odalys Brant, handles: {instagram: oda}},"),
        ),
        (
            vec![set("credits[2].names[0].note", Value::Null)],
            lines("{name: Petra Lindqvist, note: arco}", "Petra Lindqvist"),
        ),
        (
            vec![insert("credits[3].names", 1, json!("Bo"))],
            lines("    name: Ines\n    at: Foundry\n", "    - name: Ines\n      at: Foundry\n    - Bo\n"),
        ),
        (
            vec![insert("credits", 1, json!({"role": "Drums", "names": ["Bo", "Al"]}))],
            lines("# both\n", "# both\n  Drums: [Bo, Al]\n"),
        ),
        (
            vec![insert("credits", 4, json!({"role": "Drums", "names": "Bo"}))],
            lines("at: Foundry\n", "at: Foundry\n  Drums: Bo\n"),
        ),
        (
            vec![shift("credits[0].names", 0, 1)],
            lines("Odalys Brant, \"Theo Okafor\"", "\"Theo Okafor\", Odalys Brant"),
        ),
        (vec![insert("hashtags", 1, json!("Two"))], lines("[One]", "[One, Two]")),
        (vec![set("credits[1].names", json!([]))], lines("by: Wale\n", "by: []\n")),
        (vec![remove("hashtags[0]")], lines("hashtags: [One]\n", "")),
    ] {
        assert_eq!(after(FILE, &edits), expected, "{edits:?}");
    }
}

#[test]
fn credits_move_with_their_comments() {
    let moved = after(FILE, &[shift("credits", 2, 0)]);
    let head = "credits:\n  # strings\n  Cello:\n    - {name: Petra Lindqvist, note: arco}\n    # - Somebody\n    - Bo\n  # who made it\n  Producer:";
    assert!(moved.contains(head), "{moved}");
    assert_eq!(after(&moved, &[shift("credits", 0, 2)]), FILE);
}

#[test]
fn a_role_that_comes_twice_makes_a_list_of_the_mapping() {
    let made = after(FILE, &[insert("credits", 4, json!({"role": "Producer", "names": ["Bo"]}))]);
    let credits = "  # who made it\n  - role: Producer\n    names: [Odalys Brant, \"Theo Okafor\"]   # both\n\n  - role: Mixed by\n    names: Wale\n  # strings\n  - role: Cello\n    names:\n      - {name: Petra Lindqvist, note: arco}\n      # - Somebody\n      - Bo\n  - role: Mastered by\n    names:\n      name: Ines\n      at: Foundry\n  - role: Producer\n    names: Bo\n";
    assert!(made.contains(credits), "{made}");
    let model = form(&made).expect("a form").model;
    assert_eq!(
        model.credits.iter().map(|credit| credit.role.as_str()).collect::<Vec<_>>(),
        ["Producer", "Mixed by", "Cello", "Mastered by", "Producer"]
    );
    let flow = after("credits: {A: Bo, B: [Al]}\n", &[set("credits[1].role", json!("A"))]);
    assert_eq!(flow, "credits: [{role: A, names: Bo}, {role: A, names: [Al]}]\n");
}

#[test]
fn credits_in_a_list_take_the_same_edits() {
    let file = "title: A\nartist: B\ncredits:\n  - role: Drums\n    name: Bo\n    note: brushes\n  - {role: Bass, names: [Al, Ann]}\n  - role: Piano\n";
    for (edit, expected) in [
        (insert("credits[0].names", 1, json!("Al")), file.replace("    name: Bo\n    note: brushes\n", "    names: [{name: Bo, note: brushes}, Al]\n")),
        (set("credits[0].names[0]", json!("Bob")), file.replace("name: Bo\n", "name: Bob\n")),
        (set("credits[0].names[0].note", Value::Null), file.replace("    note: brushes\n", "")),
        (set("credits[0].role", json!("Percussion")), file.replace("role: Drums", "role: Percussion")),
        (remove("credits[0].names[0]"), file.replace("    name: Bo\n    note: brushes\n", "    names: []\n")),
        (insert("credits[2].names", 0, json!("Eve")), file.replace("role: Piano\n", "role: Piano\n    names: Eve\n")),
        (shift("credits", 2, 0), "title: A\nartist: B\ncredits:\n  - role: Piano\n  - role: Drums\n    name: Bo\n    note: brushes\n  - {role: Bass, names: [Al, Ann]}\n".to_owned()),
        (insert("credits", 1, json!({"role": "Drums", "names": []})), file.replace("note: brushes\n", "note: brushes\n  - role: Drums\n    names: []\n")),
    ] {
        let made = after(file, std::slice::from_ref(&edit));
        let (made, expected) = (form(&made).expect("a form").model, form(&expected).expect("a form").model);
        assert_eq!(made, expected, "{edit:?}");
    }
}

#[test]
fn a_file_grows_from_nothing() {
    let edits = [
        set("title", json!("Low Tide")),
        set("artist", json!("Vane")),
        insert("credits", 0, json!({"role": "Producer", "names": ["Bo"]})),
        insert("credits", 1, json!({"role": "", "names": []})),
        set("credits[1].role", json!("Mixing Engineer")),
        insert("credits[1].names", 0, json!("Ann")),
        set("artwork", json!("cover.jpg")),
        set("artwork.focus", json!([0.5, 0.25])),
        insert("card.formats", 0, json!("square")),
        insert("card.formats", 1, json!("story")),
        set("handles.instagram", json!("vane")),
        set("card.theme", json!({"ground": "#d02020"})),
        insert("tracks", 0, json!("Ebb")),
        insert("tracks[0].credits", 0, json!({"role": "Drums", "names": "Bo"})),
    ];
    let made = after("", &edits);
    let parsed = crate::record::parse("a.yaml", made.as_bytes());
    assert!(parsed.is_ok(), "{made}\n{parsed:?}");
    assert_eq!(
        made,
        "title: Low Tide\nartist: Vane\nartwork: {file: cover.jpg, focus: [0.5, 0.25]}\npeople:\n  Vane: {handles: {instagram: vane}}\ncredits:\n  Producer: Bo\n  Mixing Engineer: Ann\ntracks: [{title: Ebb, credits: {Drums: Bo}}]\ncard:\n  formats: [square, story]\n  theme: {ground: \"#d02020\"}\n"
    );
    let bare = after(
        &made,
        &[
            remove("credits[0]"),
            remove("credits[0]"),
            remove("card.formats"),
            remove("card.theme.ground"),
            remove("handles.instagram"),
            remove("tracks[0]"),
        ],
    );
    assert_eq!(bare, "title: Low Tide\nartist: Vane\nartwork: {file: cover.jpg, focus: [0.5, 0.25]}\ncredits: {}\n");
}

#[test]
fn handles_of_people_are_changed_where_they_are_given() {
    let file = "title: A\nartist: B\npeople:\n  Bo:\n    handles: {instagram: bo}\ncredits: {Drums: Bo, Bass: {name: Al, handles: {x: al}}}\n";
    let made = after(file, &[set("credits[0].names[0].handles.x", json!("bo2"))]);
    assert_eq!(made, file.replace("{instagram: bo}", "{instagram: bo, x: bo2}"));
    let made = after(file, &[set("credits[1].names[0].handles.x", Value::Null)]);
    assert_eq!(made, file.replace("{name: Al, handles: {x: al}}", "Al"));
}

#[test]
fn what_is_no_field_or_no_value_of_one_is_refused_and_changes_nothing() {
    for (edit, expected) in [
        (set("titel", json!("x")), "no field `titel` in the file"),
        (set("credits[9].role", json!("x")), "no field `credits[9].role` in the file"),
        (set("credits[0].names[2]", json!("x")), "no field `credits[0].names[2]` in the file"),
        (set("title", json!({})), "`title` takes a text"),
        (insert("credits", 9, json!({"role": "x"})), "no field `credits` in the file"),
        (insert("credits", 0, json!("x")), "`credits` takes {role, names}"),
        (shift("credits", 0, 9), "no field `credits` in the file"),
        (set("card.colour", json!("x")), "no field `card.colour` in the file"),
        (set("__proto__.x", json!("x")), "no field `__proto__.x` in the file"),
    ] {
        assert_eq!(
            apply(FILE, std::slice::from_ref(&edit)).map_err(|refused| refused.to_string()),
            Err(expected.to_owned())
        );
    }
    assert_eq!(apply("a: [", &[]), Err(Refused::Unreadable));
    assert_eq!(apply("- a\n", &[]), Err(Refused::Unreadable));
    let long = "x".repeat(super::LONGEST_TEXT + 1);
    assert!(matches!(apply(FILE, &[set("title", json!(long))]), Err(Refused::TooMuch(_))));
    let alias = "title: &t A\nartist: *t\n";
    assert_eq!(apply(alias, &[set("title", json!("B"))]), Err(Refused::Shared("title".into())));
    assert_eq!(after(alias, &[set("artist", json!("B"))]), "title: &t A\nartist: B\n");
}

#[test]
fn texts_become_one_line_without_control_characters() {
    assert_eq!(after(FILE, &[set("title", json!(" a\n b\u{7}\u{0} "))]), FILE.replace("'Low Tide'", "'a b'"));
    let hostile = "<img src=x onerror=alert(1)>\": [#]{&*!|>'%@`";
    let made = after(FILE, &[set("credits[1].names[0]", json!(hostile)), set("credits[1].role", json!(hostile))]);
    let model = form(&made).expect("a form").model;
    assert_eq!((model.credits[1].role.as_str(), model.credits[1].names[0].name.as_str()), (hostile, hostile));
}

#[test]
fn fields_know_where_they_stand() {
    let form = form(FILE).expect("a form");
    let at = |line, column| form.field_at(crate::diagnostic::Position { line, column });
    assert_eq!(at(2, 8), Some("title"));
    assert_eq!(at(6, 3), Some("credits[0].role"));
    assert_eq!(at(6, 28), Some("credits[0].names[1]"));
    assert_eq!(at(11, 7), Some("credits[2].names[0]"));
    assert_eq!(at(11, 14), Some("credits[2].names[0]"));
    assert_eq!(at(1, 1), None);
}

/// A value with which to test, and a seed for how it is written.
fn trees() -> impl Strategy<Value = Plain> {
    let texts = prop_oneof![
        Just("Bo"),
        Just("a: b"),
        Just("#x"),
        Just("1989"),
        Just("It's"),
        Just("日本"),
        Just(""),
        Just("a, b"),
        Just("- x"),
        Just("\"q\""),
        Just("no"),
        Just("x y z"),
    ];
    let leaf = prop_oneof![9 => texts.prop_map(Plain::text), 1 => Just(Plain::Nothing)];
    let nested = leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Plain::List),
            prop::collection::vec(inner, 0..4).prop_map(keyed),
        ]
    });
    prop::collection::vec(nested, 1..5).prop_map(keyed)
}

/// A mapping of values under different keys.
fn keyed(values: Vec<Plain>) -> Plain {
    let keys = ["a", "key: x", "Role & b", "é", "last"];
    Plain::Map(keys.into_iter().map(Plain::text).zip(values).collect())
}

/// Writes a value in forms that a seed chooses, with comments.
struct Scribe {
    seed: u64,
    comments: usize,
}

impl Scribe {
    fn choose(&mut self, of: u64) -> u64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % of
    }

    fn remark(&mut self) -> String {
        self.comments += 1;
        format!("# remark {}", self.comments)
    }

    fn text(&mut self, text: &str, context: Context) -> String {
        match self.choose(4) {
            0 => format!("'{}'", text.replace('\'', "''")),
            1 => serde_json::to_string(text).expect("a text"),
            _ => scalar(text, context, None),
        }
    }

    fn flow(&mut self, value: &Plain) -> String {
        match value {
            Plain::Nothing => "~".into(),
            Plain::Text(text) => self.text(text, Context::Flow),
            Plain::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.flow(item)).collect();
                format!("[{}]", items.join([", ", " , ", ",\n            "][self.choose(3) as usize]))
            }
            Plain::Map(pairs) => {
                let pairs: Vec<String> =
                    pairs.iter().map(|(key, value)| format!("{}: {}", self.flow(key), self.flow(value))).collect();
                format!("{{{}}}", pairs.join(", "))
            }
        }
    }

    /// What stands behind a key or a dash.
    fn behind(&mut self, value: &Plain, indent: usize) -> String {
        let tail = if self.choose(4) == 0 { format!("  {}", self.remark()) } else { String::new() };
        match value {
            Plain::Nothing => tail,
            Plain::Text(text) => format!(" {}{tail}", self.text(text, Context::Block)),
            Plain::List(items) if items.is_empty() || self.choose(3) == 0 => format!(" {}{tail}", self.flow(value)),
            Plain::Map(pairs) if pairs.is_empty() || self.choose(3) == 0 => format!(" {}{tail}", self.flow(value)),
            nested => {
                let further = indent + 1 + self.choose(3) as usize;
                format!("{tail}\n{}", self.lines(nested, further))
            }
        }
    }

    fn lines(&mut self, value: &Plain, indent: usize) -> String {
        let space = " ".repeat(indent);
        let mut out = Vec::new();
        let count = match value {
            Plain::List(items) => items.len(),
            Plain::Map(pairs) => pairs.len(),
            _ => 0,
        };
        for place in 0..count {
            if self.choose(5) == 0 {
                out.push(format!("{space}{}", self.remark()));
            }
            if self.choose(7) == 0 {
                out.push(String::new());
            }
            match value {
                Plain::List(items) => match &items[place] {
                    Plain::Map(pairs) if !pairs.is_empty() && self.choose(2) == 0 => {
                        out.push(format!("{space}- {}", self.lines(&items[place], indent + 2).trim_start()));
                        // A comment before the first key would stand behind the dash.
                        let last = out.len() - 1;
                        if out[last].trim_start().starts_with("- #") {
                            out[last] = format!("{space}- {}", self.flow(&items[place]));
                        }
                    }
                    item => out.push(format!("{space}-{}", self.behind(item, indent))),
                },
                Plain::Map(pairs) => {
                    let (Plain::Text(key), value) = &pairs[place] else { continue };
                    let key = super::writing::key(key, Context::Block, None);
                    out.push(format!("{space}{key}:{}", self.behind(value, indent)));
                }
                _ => {}
            }
        }
        out.join("\n")
    }
}

/// Every path of a value, with how many children there are.
fn paths(value: &Plain, at: &[usize], out: &mut Vec<(Vec<usize>, usize, bool)>) {
    let children: Vec<&Plain> = match value {
        Plain::List(items) => items.iter().collect(),
        Plain::Map(pairs) => pairs.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    out.push((at.to_vec(), children.len(), matches!(value, Plain::Map(_))));
    for (place, child) in children.into_iter().enumerate() {
        let mut path = at.to_vec();
        path.push(place);
        paths(child, &path, out);
    }
}

fn change(scribe: &mut Scribe, tree: &Plain, value: Plain) -> Option<Change> {
    let mut all = Vec::new();
    paths(tree, &[], &mut all);
    let (at, count, is_map) = all[scribe.choose(all.len() as u64) as usize].clone();
    let nested = tree.get(&at)?.is_nested();
    let pick = |scribe: &mut Scribe, of: usize| scribe.choose(of.max(1) as u64) as usize;
    let child = |scribe: &mut Scribe| [at.clone(), vec![pick(scribe, count)]].concat();
    Some(match scribe.choose(7) {
        0 if !at.is_empty() => Change::Set { at, value },
        1 if is_map && count > 0 => Change::Rename { at: child(scribe), key: "new #1".into() },
        2 if count > 1 => Change::Remove { at: child(scribe) },
        3 if nested && count > 0 => Change::Insert {
            within: at,
            index: pick(scribe, count + 1),
            key: is_map.then(|| "put in".to_owned()),
            value,
        },
        4 if count > 1 => Change::Move { within: at, from: pick(scribe, count), to: pick(scribe, count) },
        5 if !at.is_empty() => Change::Gather { at },
        6 if !at.is_empty() => Change::Key { at, key: "name".into() },
        _ => return None,
    })
}

/// The lines of a text that a value takes, from its key or dash.
fn lines_of(text: &str, path: &[usize]) -> Option<(usize, usize)> {
    let layout = Layout::of(text)?;
    let Some((index, within)) = path.split_last() else { return Some((0, text.lines().count())) };
    let child = layout.get(within)?.children.get(*index)?;
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count();
    Some((line(child.start), line(child.value.end) + 1))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn any_change_says_what_was_meant_and_keeps_the_lines_around_it(tree in trees(), new in trees(), seed in any::<u64>()) {
        let mut scribe = Scribe { seed, comments: 0 };
        let text = format!("# head\n{}\n# foot\n", scribe.lines(&tree, 0));
        prop_assume!(Plain::read(&text).as_ref() == Some(&tree));
        let Some(change) = change(&mut scribe, &tree, new.get(&[0]).cloned().unwrap_or(Plain::Nothing)) else { return Ok(()) };
        let Some(wanted) = tree.after(&change) else { return Ok(()) };
        let made = changed(&text, &change);
        let Some(made) = made else {
            return Err(TestCaseError::fail(format!("not made: {change:?}\n{text}")));
        };
        prop_assert_eq!(Plain::read(&made), Some(wanted));
        let around = match &change {
            Change::Set { at, .. } | Change::Gather { at } | Change::Key { at, .. } => at.as_slice(),
            Change::Rename { at, .. } | Change::Remove { at } => &at[..at.len() - 1],
            Change::Insert { within, .. } | Change::Move { within, .. } => within,
            Change::Itemise { at, .. } => at,
        };
        let (first, last) = lines_of(&text, around).expect("a place");
        let (old, new): (Vec<&str>, Vec<&str>) = (text.lines().collect(), made.lines().collect());
        prop_assert_eq!(&new[..first], &old[..first], "{:?}\n{}\n{}", change, text, made);
        let behind = old.len() - last;
        // Comments that are further in than the last line belong to it.
        let free = old[last..].iter().rev().take_while(|line| !line.trim_start().starts_with("# remark")).count().min(behind);
        prop_assert_eq!(&new[new.len() - free..], &old[old.len() - free..], "{:?}\n{}\n{}", change, text, made);
        // No comment is lost that is not part of what is written anew.
        let layout = Layout::of(&text).expect("a layout");
        let spot = layout.get(around).expect("a place");
        let anew = match &change {
            Change::Insert { .. } | Change::Rename { .. } => spot.start..spot.start,
            // Comments of its lines, and those before the first, go with what they are about.
            Change::Set { .. } | Change::Remove { .. } if spot.form.is_block() => {
                let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |line| at + line);
                let above = around.split_last().map(|(index, within)| {
                    let child = &layout.get(within).expect("a place").children[*index];
                    line_end(child.start) + 1
                });
                above.map_or(spot.start, |above| spot.start.min(above))..line_end(spot.end)
            }
            _ => spot.start..spot.end,
        };
        for remark in (1..=scribe.comments).map(|number| format!("# remark {number}\n")) {
            let Some(at) = text.find(&remark) else { continue };
            let kept = anew.contains(&at) || made.contains(&remark);
            prop_assert!(kept, "{}\n{:?}\n{}\n{}", remark, change, text, made);
        }
    }
}

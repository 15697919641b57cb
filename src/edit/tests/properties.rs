//! Changes of any YAML and edits of any credits: what was meant is said, and what they are not about stays.

use proptest::prelude::*;
use serde_json::json;

use super::{FILE, insert, remove, set, shift};
use crate::edit::change::changed;
use crate::edit::layout::Layout;
use crate::edit::plain::{Change, Plain};
use crate::edit::writing::{Context, key as written_key, scalar};
use crate::edit::{Edit, ModelCredit, apply, form};

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
                    let key = written_key(key, Context::Block, None);
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

/// Credits as a list of roles with names, which edits are tried on beside the file.
type Credits = Vec<(String, Vec<String>)>;

fn credits_of(text: &str) -> Credits {
    let model = form(text).expect("a form").model;
    let names = |credit: &ModelCredit| credit.names.iter().map(|name| name.name.clone()).collect();
    model.credits.iter().map(|credit| (credit.role.clone(), names(credit))).collect()
}

/// An edit that seeds choose, made of the plain credits too.
fn edit_of(credits: &mut Credits, [op, one, two, three]: [usize; 4]) -> Option<Edit> {
    const NAMES: [&str; 6] = ["Bo", "A, B", "It's", "坂井", "No", "x: y # z"];
    const ROLES: [&str; 4] = ["Producer", "Mixed: by", "Cello", ""];
    let (name, role) = (NAMES[three % NAMES.len()], ROLES[three % ROLES.len()]);
    let place = one % (credits.len() + 1);
    if op == 0 {
        credits.insert(place, (role.into(), vec![name.into()]));
        return Some(insert("credits", place, json!({ "role": role, "names": [name] })));
    }
    let count = credits.len();
    let place = one.checked_rem(count)?;
    let list = format!("credits[{place}].names");
    let names = credits[place].1.len();
    Some(match op {
        1 => {
            let credit = credits.remove(place);
            credits.insert(two % count, credit);
            shift("credits", place, two % count)
        }
        2 => {
            credits.remove(place);
            remove(&format!("credits[{place}]"))
        }
        3 => {
            credits[place].0 = role.into();
            set(&format!("credits[{place}].role"), json!(role))
        }
        4 => {
            credits[place].1.insert(two % (names + 1), name.into());
            insert(&list, two % (names + 1), json!(name))
        }
        5 => {
            credits[place].1.remove(two.checked_rem(names)?);
            remove(&format!("{list}[{}]", two % names))
        }
        6 => {
            credits[place].1[two.checked_rem(names)?] = name.into();
            set(&format!("{list}[{}]", two % names), json!(name))
        }
        7 => set(&format!("{list}[{}].note", two.checked_rem(names)?), json!("arco")),
        _ => {
            let from = two.checked_rem(names)?;
            let moved = credits[place].1.remove(from);
            credits[place].1.insert(three % names, moved);
            shift(&list, from, three % names)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_make_the_credits_that_were_meant_however_they_are_written(
        which in 0usize..4,
        steps in prop::collection::vec([0usize..9, 0usize..8, 0usize..8, 0usize..12], 1..12),
    ) {
        let files = [
            FILE,
            "credits:\n- role: Drums\n  name: Bo\n  note: brushes\n- {role: Bass, names: [Al, {name: Ann, at: Rome}]}\n- role: Piano\n  names:\n  - Cy\n# end\n",
            "title: A\ncredits: {Drums: Bo, Bass: [Al, Ann], Piano: {name: Cy}}\n",
            "title: A\n",
        ];
        let mut text = files[which].to_owned();
        let mut credits = credits_of(&text);
        for step in steps {
            let Some(edit) = edit_of(&mut credits, step) else { continue };
            let made = apply(&text, std::slice::from_ref(&edit));
            let made = made.map_err(|refused| TestCaseError::fail(format!("{refused}: {edit:?} of\n{text}")))?;
            prop_assert_eq!(credits_of(&made), credits.clone(), "{:?}\n{}\n{}", edit, text, made);
            text = made;
        }
        if which == 0 {
            prop_assert!(text.starts_with("# The record of the year.\ntitle: 'Low Tide'   # working title\nartist: Marisol Vane\n"), "{}", text);
            prop_assert!(text.ends_with("hashtags: [One]\n"), "{}", text);
        }
    }
}

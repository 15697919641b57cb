//! Names that are spelled nearly alike, within a file and across the files of a run.
//! Names meet only under a key that near ones share, so that time grows with their number, not with its square.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{FileFinding, Skeleton, Spelling};
use crate::diagnostic::Diagnostic;
use crate::record::Record;
use crate::record::reader::brief;

/// Longest name compared letter by letter, in characters; longer ones are compared by their skeletons only.
const LONGEST: usize = 80;
/// Most names compared with one that shares a key: real names share one with a handful.
const MOST_NEIGHBOURS: usize = 40;
/// Most names of one family under one initial; of more, an initial could mean anybody.
const MOST_OF_A_FAMILY: usize = 400;

/// Why two names are taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// Case, accents, hyphens, apostrophes, widths or spaces.
    Form,
    /// A letter.
    Slip,
    /// Family name first, with a comma.
    Turned,
    /// Initials.
    Initials,
}

/// Names that are probably one name in two spellings. The one that is used less is reported, once a file.
pub fn near_names(records: &[Option<&Record>], spellings: &[Spelling<'_>]) -> Vec<FileFinding> {
    let mut best: BTreeMap<usize, (usize, Likeness)> = BTreeMap::new();
    // More uses first, then who comes first.
    let rank = |place: usize| (std::cmp::Reverse(spellings.get(place).map_or(0, |one| one.count)), place);
    for ((a, b), likeness) in pairs(spellings) {
        let (more, less) = match likeness {
            // On a card the one with the comma looks wrong, however often it is used.
            Likeness::Turned if has_comma(spellings, a) => (b, a),
            Likeness::Turned => (a, b),
            _ if rank(a) < rank(b) => (a, b),
            _ => (b, a),
        };
        let known = best.entry(less).or_insert((more, likeness));
        if (likeness, rank(more)) < (known.1, rank(known.0)) {
            *known = (more, likeness);
        }
    }
    let mut found = Vec::new();
    for (less, (more, likeness)) in best {
        let (Some(less), Some(more)) = (spellings.get(less), spellings.get(more)) else { continue };
        for (file, text) in &less.places {
            let Some(Some(record)) = records.get(*file) else { continue };
            let same_file = more.places.iter().find(|(other, _)| other == file);
            let Some((other, first)) = same_file.or_else(|| more.places.first()) else { continue };
            let Some(Some(there)) = records.get(*other) else { continue };
            let whence = if other == file {
                format!("line {}", first.at.line)
            } else {
                format!("{}:{}", there.source.name, first.at.line)
            };
            let message = format!("`{}` is spelled nearly like `{}` ({whence})", brief(less.name), brief(more.name));
            let differ = match likeness {
                Likeness::Form => "case, accents, marks or spaces differ",
                Likeness::Slip => "a letter differs",
                Likeness::Turned => "one has the family name first",
                Likeness::Initials => "one has initials",
            };
            let hint = format!(
                "{differ}; if it is one person, use one spelling; if not: check: {{allow: {{code: near-duplicate, name: \"{}\"}}}}",
                brief(less.name)
            );
            let diagnostic =
                Diagnostic::warning("near-duplicate", message).hint(hint).about(less.name).about(more.name);
            found.push(FileFinding { file: *file, other: *other, diagnostic: record.diagnose(diagnostic, text) });
        }
    }
    found
}

/// Pairs of spellings that are near, each once, with the strongest likeness.
fn pairs(spellings: &[Spelling<'_>]) -> BTreeMap<(usize, usize), Likeness> {
    let mut found = BTreeMap::new();
    let mut add = |a: usize, b: usize, likeness: Likeness| {
        let (Some(one), Some(other)) = (spellings.get(a), spellings.get(b)) else { return };
        if !told_apart(one, other) {
            let known = found.entry((a.min(b), a.max(b))).or_insert(likeness);
            *known = likeness.min(*known);
        }
    };
    // Names with one skeleton; the first of them stands for all in what follows.
    let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
    let mut heads = Vec::new();
    for (place, spelling) in spellings.iter().enumerate() {
        let joined = spelling.skeleton.joined.as_str();
        if joined.chars().nth(1).is_none() {
            continue;
        }
        match forms.get(joined) {
            Some(head) => add(*head, place, Likeness::Form),
            None => {
                forms.insert(joined, place);
                heads.push(place);
            }
        }
    }
    for (a, b) in slips(spellings, &heads) {
        add(a, b, Likeness::Slip);
    }
    for (a, b) in initials(spellings, &heads) {
        add(a, b, Likeness::Initials);
    }
    for &place in &heads {
        let turned = spellings.get(place).and_then(|spelling| turned(spelling.name));
        if let Some(other) = turned.and_then(|skeleton| forms.get(skeleton.joined.as_str())).filter(|it| **it != place)
        {
            add(place, *other, Likeness::Turned);
        }
    }
    found
}

fn has_comma(spellings: &[Spelling<'_>], place: usize) -> bool {
    spellings.get(place).is_some_and(|spelling| spelling.name.contains(','))
}

/// The skeleton of `Marisol Vane` for `Vane, Marisol`; none for a name without one comma in the middle.
fn turned(name: &str) -> Option<Skeleton> {
    let (family, given) = name.split_once([',', '，'])?;
    let (family, given) = (family.trim(), given.trim());
    let one = !family.is_empty() && !given.is_empty() && !given.contains([',', '，']);
    one.then(|| Skeleton::of(&format!("{given} {family}")))
}

/// Whether the handles tell two names: different ones on a platform are different people, and a shared one is said
/// elsewhere.
fn told_apart(one: &Spelling<'_>, other: &Spelling<'_>) -> bool {
    let on = |spelling: &Spelling<'_>, platform: &str| spelling.handles.iter().any(|(known, _)| known == platform);
    one.handles.iter().any(|(platform, _)| on(other, platform))
}

/// Pairs that differ by a letter. Two words within one edit have a form in common when a letter is left out of either
/// or both, so each name is filed under its words with one of them so shortened.
fn slips(spellings: &[Spelling<'_>], heads: &[usize]) -> Vec<(usize, usize)> {
    let mut keys: Vec<(u64, usize)> = Vec::new();
    for &place in heads {
        let Some(skeleton) = spellings.get(place).map(|spelling| &spelling.skeleton) else { continue };
        if !skeleton.lettered || skeleton.joined.chars().count() > LONGEST {
            continue;
        }
        for (index, word) in skeleton.words.iter().enumerate() {
            let letters: Vec<char> = word.chars().collect();
            if letters.len() < 3 || letters.iter().any(|c| c.is_numeric()) {
                continue;
            }
            let mut file = |shortened: &mut dyn Iterator<Item = char>| {
                // Fixed keys: the same in every run. A clash costs a comparison, nothing else.
                let mut hasher = DefaultHasher::new();
                index.hash(&mut hasher);
                for (other, word) in skeleton.words.iter().enumerate().filter(|(other, _)| *other != index) {
                    (other, word).hash(&mut hasher);
                }
                shortened.for_each(|c| c.hash(&mut hasher));
                keys.push((hasher.finish(), place));
            };
            file(&mut letters.iter().copied());
            for out in 0..letters.len() {
                file(&mut letters.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, c)| *c));
            }
        }
    }
    keys.sort_unstable();
    keys.dedup();
    let mut found = Vec::new();
    for group in keys.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, a)) in group.iter().enumerate() {
            for (_, b) in group.iter().skip(at + 1).take(MOST_NEIGHBOURS) {
                let near = match (spellings.get(*a), spellings.get(*b)) {
                    (Some(a), Some(b)) => a.skeleton.is_a_slip_of(&b.skeleton),
                    _ => false,
                };
                if near {
                    found.push((*a, *b));
                }
            }
        }
    }
    found
}

/// Pairs of which one has initials, where only one name can be meant: of two, it could be either.
fn initials(spellings: &[Spelling<'_>], heads: &[usize]) -> Vec<(usize, usize)> {
    let mut families: BTreeMap<(char, &str), Vec<usize>> = BTreeMap::new();
    for &place in heads {
        let Some(skeleton) = spellings.get(place).map(|spelling| &spelling.skeleton) else { continue };
        if let (Some(first), Some(last)) = (skeleton.joined.chars().next(), skeleton.words.last())
            && skeleton.words.len() > 1
        {
            families.entry((first, last)).or_default().push(place);
        }
    }
    let mut found = Vec::new();
    for family in families.values().filter(|family| (2..=MOST_OF_A_FAMILY).contains(&family.len())) {
        let skeleton = |place: &usize| spellings.get(*place).map(|spelling| &spelling.skeleton);
        for short in family.iter().filter(|place| skeleton(place).is_some_and(Skeleton::has_initials)) {
            let Some(own) = skeleton(short) else { continue };
            let mut meant = family
                .iter()
                .filter(|place| *place != short && skeleton(place).is_some_and(|other| own.abbreviates(other)));
            if let (Some(only), None) = (meant.next(), meant.next()) {
                found.push((*short, *only));
            }
        }
    }
    found
}

//! Cuts a text into graphemes and says of each: script, bidi level, what kind it is, and which faces may draw it.
//! A grapheme never changes face in its middle.

use std::ops::Range;

use icu_properties::CodePointSetData;
use icu_properties::props::{EmojiModifier, EmojiPresentation};
use icu_segmenter::GraphemeClusterSegmenter;
use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};

use super::Direction;
use crate::fonts::{Face, FaceId, Han, ignorable, undrawn};

/// What a grapheme needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunKind {
    /// Glyphs.
    Drawn,
    /// White space with a width.
    Space,
    /// Nothing of its own, but it may join its neighbours.
    Ignorable,
    /// Nothing at all: a control.
    Control,
    /// Nothing, and the line ends.
    Newline,
}

/// A grapheme cluster of the text.
#[derive(Clone, Debug)]
pub(super) struct Grapheme {
    pub range: Range<usize>,
    pub kind: RunKind,
    pub script: Script,
    pub emoji: bool,
    pub level: u8,
    pub face: FaceId,
    /// How many covering faces turned out not to draw it.
    pub refused: usize,
    /// Drawn as the replacement character.
    pub replaced: bool,
}

/// The graphemes of a text with everything but their face; and whether the base direction is right to left.
pub(super) fn graphemes(text: &str, direction: Direction) -> (Vec<Grapheme>, bool) {
    let (levels, rtl) = levels(text, direction);
    let mut list = Vec::with_capacity(text.len());
    let mut start = 0;
    let mut add = |range: Range<usize>| {
        let part = text.get(range.clone()).unwrap_or_default();
        let level = levels.as_ref().and_then(|l| l.get(range.start)).map_or(u8::from(rtl), Level::number);
        list.push(Grapheme {
            kind: kind(part),
            script: script(part),
            emoji: emoji(part),
            level,
            range,
            face: FaceId(0),
            refused: 0,
            replaced: false,
        });
    };
    for end in GraphemeClusterSegmenter::new().segment_str(text).skip(1) {
        add(start..end);
        start = end;
    }
    resolve_scripts(&mut list);
    (list, rtl)
}

/// A grapheme as its characters.
pub(super) fn apart(text: &str, grapheme: &Grapheme) -> Vec<Grapheme> {
    let start = grapheme.range.start;
    let part = text.get(grapheme.range.clone()).unwrap_or_default();
    let one = |(at, c): (usize, char)| {
        let range = start + at..start + at + c.len_utf8();
        let single = text.get(range.clone()).unwrap_or_default();
        let script = Some(script(single)).filter(|s| *s != Script::Common).unwrap_or(grapheme.script);
        Grapheme { kind: kind(single), script, range, refused: 0, ..grapheme.clone() }
    };
    part.char_indices().map(one).collect()
}

/// Levels per byte, `None` when the whole text has the base level.
fn levels(text: &str, direction: Direction) -> (Option<Vec<Level>>, bool) {
    // Nothing below the Hebrew block is right to left; most text is done here.
    let simple = text.chars().all(|c| (c as u32) < 0x590);
    let rtl = match direction {
        Direction::Ltr => false,
        Direction::Rtl => true,
        Direction::Auto => !simple && unicode_bidi::get_base_direction_full(text) == unicode_bidi::Direction::Rtl,
    };
    if simple && !rtl {
        return (None, false);
    }
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    (Some(BidiInfo::new(text, Some(base)).levels), rtl)
}

fn kind(part: &str) -> RunKind {
    let Some(first) = part.chars().next() else { return RunKind::Control };
    match first {
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => RunKind::Newline,
        '\t' => RunKind::Space,
        _ if first.is_whitespace() && part.chars().skip(1).all(ignorable) => RunKind::Space,
        _ if first.is_control() => RunKind::Control,
        _ if part.chars().all(ignorable) => RunKind::Ignorable,
        _ => RunKind::Drawn,
    }
}

/// The first script of its own in a grapheme, else Common.
fn script(part: &str) -> Script {
    for c in part.chars() {
        let script = c.script();
        if !matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
            return script;
        }
        // Marks such as the prolonged sound mark belong to few scripts: the first of them is good enough for a face.
        if script == Script::Common && !c.is_ascii() {
            let extension = c.script_extension();
            let narrow = !extension.is_common() && !extension.is_inherited() && extension.len() <= 6;
            // East Asian signs follow the language as Han characters do: brackets sit elsewhere in Taiwan's faces.
            if narrow && extension.contains_script(Script::Han) {
                return Script::Han;
            }
            if let Some(first) = extension.iter().next().filter(|_| narrow) {
                return first;
            }
        }
    }
    Script::Common
}

/// Whether a grapheme asks for the emoji face: by a selector, a joiner, a skin tone, or by default (UTS #51).
fn emoji(part: &str) -> bool {
    if part.is_ascii() || part.contains('\u{FE0E}') {
        return false;
    }
    let presentation = CodePointSetData::new::<EmojiPresentation>();
    let modifier = CodePointSetData::new::<EmojiModifier>();
    let first = part.chars().next().unwrap_or(' ');
    presentation.contains(first)
        || part.contains('\u{FE0F}')
        || part.contains('\u{20E3}')
        || part.chars().any(|c| modifier.contains(c))
}

/// Signs and spaces take the script before them, at the start the one after.
fn resolve_scripts(list: &mut [Grapheme]) {
    let first = list.iter().map(|g| g.script).find(|s| *s != Script::Common);
    let mut current = first.unwrap_or(Script::Common);
    for grapheme in list {
        if grapheme.script == Script::Common {
            grapheme.script = current;
        } else {
            current = grapheme.script;
        }
    }
}

/// The regional form for this text: its language's, else Korean or Japanese by the letters beside the Han characters.
pub(super) fn han(list: &[Grapheme], language: Option<&str>) -> Han {
    if let Some(han) = language.and_then(Han::from_language) {
        return han;
    }
    let has = |wanted: &[Script]| list.iter().any(|g| wanted.contains(&g.script));
    if has(&[Script::Hangul]) && !has(&[Script::Hiragana, Script::Katakana]) { Han::Kr } else { Han::Jp }
}

/// Letters of scripts of which some faces have only those that are signs too, such as Δ and Ω.
const LETTERS: &[(Script, &str)] = &[(Script::Greek, "ΑΗ"), (Script::Cyrillic, "АИ"), (Script::Hebrew, "הל")];

/// Whether a face is made for the script of a letter and does not just have a few of its letters as signs: a word of two faces looks
/// broken.
pub(super) fn writes(face: &Face, part: &str) -> bool {
    let script = part.chars().next().map_or(Script::Common, |c| c.script());
    let letters = LETTERS.iter().find(|(of, _)| *of == script).map_or("", |(_, letters)| letters);
    letters.chars().all(|letter| face.covers(letter))
}

/// Scripts whose letters the main face may have in part, so that one letter of a name would stand in another face.
const UNITED: [Script; 3] = [Script::Latin, Script::Cyrillic, Script::Greek];

/// Gives the letters of a script one face where some of them have another and that one draws all of them: `PHẠM` beside a face without
/// Vietnamese. Signs between them go along; letters of other widths and those with marks of their own keep what they have.
pub(super) fn unite(text: &str, list: &mut [Grapheme], draws: impl Fn(FaceId, &str) -> bool) {
    let part = |grapheme: &Grapheme| text.get(grapheme.range.clone()).unwrap_or_default();
    let written = |grapheme: &Grapheme, script: Script| {
        grapheme.kind == RunKind::Drawn && grapheme.script == script && !grapheme.emoji && !grapheme.replaced
    };
    for script in UNITED {
        let letters = || list.iter().filter(|one| written(one, script) && part(one).chars().any(char::is_alphabetic));
        let Some(first) = letters().next().map(|one| one.face) else { continue };
        let mut others = letters().filter(|one| one.face != first).map(|one| one.face).peekable();
        if others.peek().is_none() || !letters().all(|one| is_plain(part(one))) {
            continue;
        }
        let all = std::iter::once(first).chain(others).find(|face| letters().all(|one| draws(*face, part(one))));
        let Some(face) = all else { continue };
        for one in list.iter_mut().filter(|one| written(one, script)) {
            if draws(face, text.get(one.range.clone()).unwrap_or_default()) {
                one.face = face;
            }
        }
    }
}

/// Whether a letter is one of an alphabet, whole in one character: not `Ａ`, not `ⓒ`, not one with marks that no character has.
fn is_plain(part: &str) -> bool {
    let mut composed = part.nfc();
    let letter = composed.next().filter(|_| composed.next().is_none());
    letter.is_some_and(|c| matches!(c, '\u{41}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}'))
}

/// Whether a face draws all of a grapheme, directly or in its composed or decomposed spelling.
pub(super) fn draws(face: &Face, part: &str) -> bool {
    let covers = |c: char| undrawn(c) || face.covers(c);
    if part.chars().all(covers) {
        return true;
    }
    part.len() > 1 && (part.nfc().all(covers) || part.nfd().all(covers))
}

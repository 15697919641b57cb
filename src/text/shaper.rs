//! The cache in front of shaping and the choice of a face for every grapheme.
//! Each distinct string is shaped once per style.

use std::ops::Range;
use std::sync::Arc;

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use rustc_hash::FxHashMap;
use unicode_script::Script;

use super::assembly::Assembly;
use super::itemise::{self, Grapheme, RunKind};
use super::room;
use super::run::{Engine, Group, ShapeChoice};
use super::tracking::Profile;
use super::{Ellipsis, RunFont, Shaped, TextError, TextStyle};
use crate::fonts::{self, FaceId, Fonts, Han, factor, families_for, joined};
use crate::geometry::Rect;

/// Bytes of text kept before the cache starts anew: a thousand names, which take some 3 MB.
const CACHE_BYTES: usize = 16 << 10;
/// Longest run given to the shaper at once, in graphemes; longer ones are cut where a space allows.
const RUN_LENGTH: usize = 2000;
/// Times a grapheme may move to the next covering face when a face fails to draw it.
const RETRIES: usize = 6;

/// Shapes texts with a set of faces and remembers them.
pub struct Shaper<'f> {
    pub(super) fonts: &'f Fonts,
    styles: Vec<StyleEntry>,
    settings: Vec<ShapeChoice>,
    engine: Engine,
    replacement: Option<char>,
    cached_bytes: usize,
    /// Ink of glyphs in em; none for those without.
    bounds: FxHashMap<(FaceId, u16), Option<Rect>>,
    /// Sides of glyphs, of those that are tracked tightly.
    pub(super) profiles: FxHashMap<(FaceId, u16), Option<Box<Profile>>>,
    line: Option<LineSegmenterBorrowed<'static>>,
}

/// What is known about a style.
struct StyleEntry {
    style: TextStyle,
    /// Faces of the style's families, the main face first.
    faces: Vec<FaceId>,
    fallback: FxHashMap<(Script, bool, Han), Arc<[FaceId]>>,
    shaped: FxHashMap<Box<str>, Arc<Shaped>>,
    /// Plain, and for joined scripts, which ignore letter spacing.
    settings: [usize; 2],
    ellipsis: Option<Option<Ellipsis>>,
    /// What lines of a script take above and below the baseline, em.
    rooms: FxHashMap<Script, (f32, f32)>,
}

impl<'f> Shaper<'f> {
    /// A shaper with an empty cache.
    pub fn new(fonts: &'f Fonts) -> Self {
        Shaper {
            fonts,
            styles: Vec::new(),
            settings: Vec::new(),
            engine: Engine::default(),
            replacement: None,
            cached_bytes: 0,
            bounds: FxHashMap::default(),
            profiles: FxHashMap::default(),
            line: None,
        }
    }

    /// The faces this shaper draws with.
    pub fn fonts(&self) -> &'f Fonts {
        self.fonts
    }

    /// The box around a glyph's ink in em of its face, y down from the baseline; none for a glyph without ink.
    pub fn bounds(&mut self, face: FaceId, glyph: u16) -> Option<Rect> {
        let fonts = self.fonts;
        *self.bounds.entry((face, glyph)).or_insert_with(|| fonts.face(face)?.ink(glyph))
    }

    /// Draws what no face covers as `replacement` (or the nearest sign a face has) instead of failing; `None`, the
    /// default, makes it an error.
    pub fn set_replacement(&mut self, replacement: Option<char>) {
        let drawable = |c: &char| self.fonts.faces().any(|(_, f)| f.covers(*c));
        self.replacement = replacement.and_then(|c| [c, '\u{FFFD}', '▯', '□', '?'].into_iter().find(drawable));
        for entry in &mut self.styles {
            entry.shaped.clear();
        }
        self.cached_bytes = 0;
    }

    /// The text shaped in this style; from the cache when it was shaped before.
    pub fn shape(&mut self, text: &str, style: &TextStyle) -> Result<Arc<Shaped>, TextError> {
        let at = self.style_index(style)?;
        if let Some(found) = self.styles.get(at).and_then(|s| s.shaped.get(text)) {
            return Ok(found.clone());
        }
        let ellipsis = self.ellipsis(at);
        let (mut shaped, scripts) = self.assemble(text, at)?;
        shaped.ellipsis = ellipsis;
        if style.letter_spacing < 0.0 {
            shaped.keep_apart(self);
        }
        shaped.measure_ink(self);
        for script in scripts {
            let room = self.room_at(script, at);
            shaped.reach = (shaped.reach.0.max(room.0), shaped.reach.1.max(room.1));
        }
        let shaped = Arc::new(shaped);
        if self.cached_bytes > CACHE_BYTES {
            self.styles.iter_mut().for_each(|s| s.shaped.clear());
            self.cached_bytes = 0;
        }
        self.cached_bytes += text.len();
        if let Some(entry) = self.styles.get_mut(at) {
            entry.shaped.insert(text.into(), shaped.clone());
        }
        Ok(shaped)
    }

    /// What lines of a script take above and below the baseline in a style, em; 0 where the style's first face draws it or
    /// its letters are not known to reach far.
    pub fn room(&mut self, script: Script, style: &TextStyle) -> (f32, f32) {
        self.style_index(style).map_or((0.0, 0.0), |at| self.room_at(script, at))
    }

    fn room_at(&mut self, script: Script, at: usize) -> (f32, f32) {
        if let Some(known) = self.styles.get(at).and_then(|entry| entry.rooms.get(&script)) {
            return *known;
        }
        let shaped = room::sample(script).and_then(|letters| self.assemble(letters, at).ok());
        let reach = shaped.map_or((0.0, 0.0), |(mut shaped, _)| {
            shaped.measure_ink(self);
            shaped.reach
        });
        if let Some(entry) = self.styles.get_mut(at) {
            entry.rooms.insert(script, reach);
        }
        reach
    }

    fn style_index(&mut self, style: &TextStyle) -> Result<usize, TextError> {
        if let Some(found) = self.styles.iter().position(|s| s.style == *style) {
            return Ok(found);
        }
        let mut style = style.clone();
        for spacing in [&mut style.letter_spacing, &mut style.word_spacing] {
            if !spacing.is_finite() {
                *spacing = 0.0;
            }
        }
        let select = |family: &str| self.fonts.select(family, style.weight, style.italic);
        let mut faces: Vec<FaceId> = style.families.iter().filter_map(|f| select(f)).collect();
        if faces.is_empty() {
            let first = select("Inter").or_else(|| self.fonts.faces().next().map(|(id, _)| id));
            faces.push(first.ok_or(TextError::NoFont)?);
        }
        let language = style.language.as_deref();
        let plain = ShapeChoice::new(&style.features, language, style.letter_spacing != 0.0);
        let tight = ShapeChoice::new(&style.features, language, false);
        let settings = [self.setting_index(plain), self.setting_index(tight)];
        let fallback = FxHashMap::default();
        self.styles.push(StyleEntry {
            style,
            faces,
            fallback,
            shaped: FxHashMap::default(),
            settings,
            ellipsis: None,
            rooms: FxHashMap::default(),
        });
        Ok(self.styles.len() - 1)
    }

    fn setting_index(&mut self, setting: ShapeChoice) -> usize {
        self.settings.iter().position(|s| *s == setting).unwrap_or_else(|| {
            self.settings.push(setting);
            self.settings.len() - 1
        })
    }

    fn ellipsis(&mut self, at: usize) -> Option<Ellipsis> {
        if let Some(known) = self.styles.get(at).and_then(|s| s.ellipsis.clone()) {
            return known;
        }
        let sign = self.assemble("…", at).or_else(|_| self.assemble("...", at)).ok().and_then(|(s, _)| {
            Some(Ellipsis { font: *s.fonts.first()?, advance: s.width(), glyphs: s.placed_plainly() })
        });
        if let Some(entry) = self.styles.get_mut(at) {
            entry.ellipsis = Some(sign.clone());
        }
        sign
    }

    /// The text shaped, and the scripts that other faces than the main one draw.
    fn assemble(&mut self, text: &str, at: usize) -> Result<(Shaped, Vec<Script>), TextError> {
        let Some(entry) = self.styles.get(at) else { return Err(TextError::NoFont) };
        let (mut list, rtl) = itemise::graphemes(text, entry.style.direction);
        let main = entry.faces.first().copied().ok_or(TextError::NoFont)?;
        let main_metrics = self.fonts.face(main).map(|f| f.metrics()).unwrap_or_default();
        let (letters, words) = (entry.style.letter_spacing, entry.style.word_spacing);
        let mut scripts = Vec::new();
        let settings = entry.settings;
        let han = itemise::han(&list, entry.style.language.as_deref());
        let all = 0..list.len();
        self.assign(text, &mut list, all, at, han)?;
        itemise::unite(text, &mut list, |face, part| {
            self.fonts.face(face).is_some_and(|face| itemise::draws(face, part))
        });

        let mut out = Assembly::new(text, rtl, main, main_metrics);
        let mut start = 0;
        while start < list.len() {
            let end = run_end(&list, start);
            let mut tries = 0;
            // A run is shaped again when a face turns out not to draw a sequence it seemed to cover.
            let done = loop {
                let Some(run) = list.get(start..run_end(&list, start).min(end)) else { break start + 1 };
                let Some(first) = run.first() else { break start + 1 };
                if !drawn(first.kind) {
                    out.empty(run);
                    break start + run.len();
                }
                let tight = joined(first.script);
                let setting_index = settings[usize::from(tight)];
                let (Some(face), Some(setting)) = (self.fonts.face(first.face), self.settings.get(setting_index))
                else {
                    return Err(TextError::NoFont);
                };
                let font = face.shaping().ok_or(TextError::NoFont)?;
                let key = (first.face, first.script, first.level % 2 == 1, setting_index);
                let groups = self.engine.shape(font, key, setting, text, run, self.replacement)?;
                let bad: Vec<usize> = missing(run, &groups).into_iter().map(|i| start + i).collect();
                if bad.is_empty() || tries > RETRIES {
                    if !bad.is_empty() {
                        return Err(TextError::Missing { chars: chars_of(text, &list, &bad) });
                    }
                    let scale = if first.face == main {
                        1.0
                    } else {
                        factor(first.script, &face.family, &main_metrics, &face.metrics())
                    };
                    out.add(
                        run,
                        groups,
                        RunFont { face: first.face, scale },
                        (if tight { 0.0 } else { letters }, words),
                        face.metrics(),
                    );
                    if first.face != main && !scripts.contains(&first.script) {
                        scripts.push(first.script);
                    }
                    break start + run.len();
                }
                tries += 1;
                // From the end, because a grapheme may be taken apart here.
                for i in bad.into_iter().rev() {
                    if let Some(grapheme) = list.get_mut(i) {
                        grapheme.refused += 1;
                        // A sequence no face composes is drawn by the first that has its parts.
                        self.assign(text, &mut list, i..i + 1, at, han)?;
                    }
                }
            };
            start = done.max(start + 1);
        }
        let breaks = self.breaks(text, &list, self.styles.get(at).and_then(|s| s.style.language.clone()).as_deref());
        Ok((out.finish(&breaks), scripts))
    }

    /// Gives a face to the graphemes of `range`. One that no face draws whole is taken apart into its characters: rare
    /// mixtures of scripts, better drawn apart than not at all.
    fn assign(
        &mut self,
        text: &str,
        list: &mut Vec<Grapheme>,
        range: Range<usize>,
        at: usize,
        han: Han,
    ) -> Result<(), TextError> {
        let (from, to) = (range.start, range.end);
        let mut missing = Vec::new();
        let mut previous = None;
        for i in from..to.min(list.len()) {
            let Some(grapheme) = list.get(i) else { break };
            let part = text.get(grapheme.range.clone()).unwrap_or_default();
            let (main, chosen) = match self.styles.get(at).and_then(|s| s.faces.first()) {
                Some(main) => (*main, self.choose(part, grapheme, at, han)),
                None => return Err(TextError::NoFont),
            };
            let found = match grapheme.kind {
                RunKind::Space if part != "\u{3000}" => Some(main),
                RunKind::Ignorable | RunKind::Control | RunKind::Newline => Some(previous.unwrap_or(main)),
                RunKind::Space => Some(chosen.unwrap_or(main)),
                RunKind::Drawn => chosen,
            };
            let replacement = self.replacement.and_then(|c| self.fonts.faces().find(|(_, f)| f.covers(c)));
            let Some(grapheme) = list.get_mut(i) else { break };
            match (found, replacement) {
                (Some(face), _) => grapheme.face = face,
                (None, Some((face, _))) if part.chars().nth(1).is_none() || !self.fonts.missing(part).is_empty() => {
                    grapheme.face = face;
                    grapheme.replaced = true;
                }
                (None, _) => missing.push(i),
            }
            previous = Some(grapheme.face);
        }
        if missing.is_empty() {
            return Ok(());
        }
        let part = |i: &usize| list.get(*i).and_then(|g| text.get(g.range.clone())).unwrap_or_default();
        let apart = |i: &usize| part(i).chars().nth(1).is_some() && self.fonts.missing(part(i)).is_empty();
        if !missing.iter().all(apart) {
            return Err(TextError::Missing { chars: self.undrawable(text, list, &missing) });
        }
        let before = list.len();
        for i in missing.into_iter().rev() {
            let Some(grapheme) = list.get(i) else { continue };
            let parts = itemise::apart(text, grapheme);
            list.splice(i..i + 1, parts);
        }
        // Single characters are never taken apart again, so this ends.
        self.assign(text, list, from..to + list.len() - before, at, han)
    }

    /// The characters to blame: those no face has; when each is in some face but none has all, all of them.
    fn undrawable(&self, text: &str, list: &[Grapheme], which: &[usize]) -> Vec<char> {
        let all = chars_of(text, list, which);
        let none = self.fonts.missing(&all.iter().collect::<String>());
        if none.is_empty() { all } else { none }
    }

    fn choose(&mut self, part: &str, grapheme: &Grapheme, at: usize, han: Han) -> Option<FaceId> {
        let entry = self.styles.get_mut(at)?;
        let fonts = self.fonts;
        let draws = |id: &FaceId| fonts.face(*id).is_some_and(|f| itemise::draws(f, part));
        let mut refused = grapheme.refused;
        let mut accept = |id: &FaceId| {
            if !draws(id) {
                return false;
            }
            let take = refused == 0;
            refused = refused.saturating_sub(1);
            take
        };
        if grapheme.kind != RunKind::Drawn && part != "\u{3000}" {
            return None;
        }
        let writes = |id: &FaceId| fonts.face(*id).is_some_and(|face| itemise::writes(face, part));
        // Emoji go to the emoji face in colour, unless the style names one itself.
        let fit = |id: &FaceId| {
            !grapheme.emoji || fonts.face(*id).is_some_and(|face| fonts::EMOJI.contains(&face.family.as_str()))
        };
        if let Some(found) = entry.faces.iter().copied().find(|id| fit(id) && writes(id) && accept(id)) {
            return Some(found);
        }
        let key = (grapheme.script, grapheme.emoji, han);
        // A family of one weight keeps it, whatever was asked: what stands beside it must look alike.
        let main = entry.faces.first().and_then(|main| fonts.face(*main));
        let weight = main.map_or(entry.style.weight, |face| face.weight);
        let kind = fonts::FamilyKind::of(main.map_or("", |face| &face.family));
        let italic = entry.style.italic;
        let fallback = entry.fallback.entry(key).or_insert_with(|| {
            let named = families_for(grapheme.script, grapheme.emoji, han, kind);
            let mut ids: Vec<FaceId> = named.into_iter().filter_map(|f| fonts.select(f, weight, italic)).collect();
            let listed = ids.clone();
            let families = fonts.faces().filter(|(id, _)| !listed.contains(id)).map(|(_, f)| f.family.as_str());
            let mut rest: Vec<FaceId> = families.filter_map(|f| fonts.select(f, weight, italic)).collect();
            rest.dedup();
            ids.extend(rest);
            ids.into()
        });
        let own = || entry.faces.iter().copied().find(|id| !writes(id) && draws(id));
        fallback.iter().copied().find(accept).or_else(own)
    }

    /// Byte positions after which a line may end.
    fn breaks(&mut self, text: &str, list: &[Grapheme], language: Option<&str>) -> Vec<usize> {
        let has = |script: Script| list.iter().any(|g| g.script == script);
        // Korean breaks between words, as its readers expect of names and titles.
        if has(Script::Hangul)
            && !matches!(language.and_then(Han::from_language), Some(Han::Jp | Han::Sc | Han::Tc | Han::Hk))
        {
            let mut options = LineBreakOptions::default();
            options.word_option = Some(LineBreakWordOption::KeepAll);
            return LineSegmenter::new_auto(options).segment_str(text).collect();
        }
        let line = *self.line.get_or_insert_with(|| LineSegmenter::new_auto(LineBreakOptions::default()));
        line.segment_str(text).collect()
    }
}

fn drawn(kind: RunKind) -> bool {
    matches!(kind, RunKind::Drawn | RunKind::Space | RunKind::Ignorable)
}

/// The end of the run that starts at `start`: same level, script and face; newlines and controls stand alone.
fn run_end(list: &[Grapheme], start: usize) -> usize {
    let Some(first) = list.get(start) else { return start };
    if !drawn(first.kind) {
        return start + 1;
    }
    let same =
        |g: &&Grapheme| drawn(g.kind) && g.level == first.level && g.face == first.face && g.script == first.script;
    let length = list.get(start..).unwrap_or_default().iter().take_while(same).take(RUN_LENGTH).count();
    if length < RUN_LENGTH {
        return start + length;
    }
    let run = list.get(start..start + length).unwrap_or_default();
    let space = run.iter().rposition(|g| g.kind == RunKind::Space).map_or(length, |i| i + 1);
    start + space
}

/// Graphemes of the run, by index, that a group with glyph 0 covers.
fn missing(run: &[Grapheme], groups: &[Group]) -> Vec<usize> {
    if groups.iter().all(|g| !g.missing) {
        return Vec::new();
    }
    let mut bad = Vec::new();
    for (i, group) in groups.iter().enumerate().filter(|(_, g)| g.missing) {
        let end = groups.get(i + 1).map_or(usize::MAX, |g| g.start);
        let inside = |g: &Grapheme| g.range.start >= group.start && g.range.start < end;
        bad.extend(run.iter().enumerate().filter(|(_, g)| inside(g)).map(|(k, _)| k));
    }
    bad
}

fn chars_of(text: &str, list: &[Grapheme], which: &[usize]) -> Vec<char> {
    let all = || which.iter().filter_map(|i| text.get(list.get(*i)?.range.clone())).flat_map(str::chars);
    let mut chars: Vec<char> = Vec::new();
    for c in all().filter(|c| !crate::fonts::undrawn(*c)) {
        if !chars.contains(&c) {
            chars.push(c);
        }
    }
    // Fillers alone, such as U+3164, are not drawn either; still a message has to say what is missing.
    if chars.is_empty() { all().take(1).collect() } else { chars }
}

//! A press for scenes, and the inspection of what it makes: everything that a card promises of its pages.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use extra_credit::artwork::Artwork;
use extra_credit::card::{Card, Format, Overflow, format};
use extra_credit::fonts::Fonts;
use extra_credit::geometry::Rect;
use extra_credit::record::Record;
use extra_credit::scene::{Scene, TextItem};
use extra_credit::template::Template;
use extra_credit::testing::compose::{Composition, compose};
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

use super::picture;

pub static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

pub fn cover() -> Arc<Artwork> {
    Arc::new(picture(60, 60, |x, y| [40 + x as u8, 60 + y as u8, 90, 255]))
}

pub struct Press {
    pub template: Arc<Template>,
    pub shaper: Shaper<'static>,
    pub artwork: Arc<Artwork>,
}

impl Press {
    pub fn new(template: &str) -> Press {
        let template = Template::builtin(template).expect("built in").expect("well-formed");
        Press { template, shaper: Shaper::new(&FONTS), artwork: cover() }
    }

    pub fn card<'r>(&self, record: &'r Record, format: &'static Format, artwork: bool, overflow: Overflow) -> Card<'r> {
        Card {
            artwork: artwork.then(|| Arc::clone(&self.artwork)),
            overflow,
            // What is inspected here is that each credit has its names.
            join_roles: false,
            ..Card::new(record, format, Theme::dark(None))
        }
    }

    pub fn compose(&mut self, card: &Card<'_>) -> Composition {
        compose(card, &self.template, &FONTS, &mut self.shaper).unwrap_or_else(|problems| {
            let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{} names in {}: {}", card.names(), card.format.name, text.join("\n"))
        })
    }

    /// What is wrong with the card of a record, in a format, each with what was composed.
    pub fn problems(&mut self, record: &Record, formats: &[&str], artwork: bool) -> Vec<String> {
        let mut all = Vec::new();
        for name in formats {
            let card = self.card(record, format(name).expect("a format"), artwork, Overflow::Pages);
            let composition = self.compose(&card);
            let names: Vec<(String, String)> = named(&card);
            let place = format!("{} names, {name}{}", names.len(), if artwork { "" } else { ", no artwork" });
            let mut found = inspect(&composition.scenes, &card, &names);
            let more = found.len().saturating_sub(4);
            found.truncate(4);
            all.extend(found.into_iter().map(|problem| format!("{place}: {problem}")));
            if more > 0 {
                all.push(format!("{place}: and {more} more"));
            }
        }
        all
    }
}

/// Field and text of every name of the card, in order.
pub fn named(card: &Card<'_>) -> Vec<(String, String)> {
    card.credits.iter().flat_map(|credit| &credit.names).map(|name| (name.field.clone(), name.name.clone())).collect()
}

pub fn of_kind<'s>(scenes: &'s [Scene], kind: &'s str) -> impl Iterator<Item = &'s TextItem> {
    scenes.iter().flat_map(Scene::texts).filter(move |text| text.kind == kind)
}

pub fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

pub fn shown(rect: &Rect) -> String {
    format!("[{:.1} {:.1} {:.1} {:.1}]", rect.x, rect.y, rect.right(), rect.bottom())
}

/// Everything that a card promises of its pages. `names` are those that it has to show.
pub fn inspect(scenes: &[Scene], card: &Card<'_>, names: &[(String, String)]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut fail = |problem: String| problems.push(problem);
    let format = card.format;
    let found: Vec<(String, String)> =
        of_kind(scenes, "name").map(|text| (text.field.clone(), text.string.clone())).collect();
    // A template may set names in capitals.
    let same = |(one, other): &(&(String, String), &(String, String))| {
        one.0 == other.0 && (one.1 == other.1 || one.1 == other.1.to_uppercase())
    };
    let at = found.iter().zip(names).take_while(same).count();
    if at < names.len() || found.len() > names.len() {
        let (have, want) = (found.get(at), names.get(at));
        fail(format!("{} of {} names; number {at} is {have:?} instead of {want:?}", found.len(), names.len()));
    }
    let sizes: BTreeSet<String> = of_kind(scenes, "name").map(|text| format!("{:.2}", text.size)).collect();
    let wall = scenes.first().is_some_and(|scene| matches!(scene.template.as_str(), "credit-cover" | "credit-block"));
    if sizes.len() > 1 && !wall {
        fail(format!("names have sizes {sizes:?}"));
    }
    for (index, scene) in scenes.iter().enumerate() {
        let page = Rect::new(0.0, 0.0, scene.width, scene.height);
        let place = format!("page {} of {}", scene.page, scene.pages);
        if (scene.page as usize, scene.pages as usize) != (index + 1, scenes.len()) {
            fail(format!("{place} is page {} of {}", index + 1, scenes.len()));
        }
        let number: Vec<&str> =
            scene.texts().filter(|text| text.kind == "page").map(|text| text.string.as_str()).collect();
        let expected = format!("{} / {}", index + 1, scenes.len());
        let expected = if scenes.len() > 1 { vec![expected.as_str()] } else { Vec::new() };
        if number != expected {
            fail(format!("{place} says {number:?} instead of {expected:?}"));
        }
        for (kind, string) in [("title", &card.record.title.value), ("artist", &card.record.artist.value)] {
            if !scene.texts().any(|text| {
                text.kind == kind
                    && [string.clone(), string.to_uppercase(), string.to_lowercase()].contains(&text.string)
            }) {
                fail(format!("{place} has no {kind} `{string}`"));
            }
        }
        if scenes.len() > 1 && !scene.texts().any(|text| text.kind == "name") {
            fail(format!("{place} has no name"));
        }
        let texts: Vec<&TextItem> = scene.texts().collect();
        let mut role: Option<&str> = None;
        for text in &texts {
            let what = format!("{place}, {} `{}`", text.kind, text.string);
            if !scene.safe_area.contains(&text.ink, 1.0) {
                fail(format!("{what}: ink {} outside the safe area {}", shown(&text.ink), shown(&scene.safe_area)));
            }
            if text.kind == "name" && !scene.safe_area.contains(&text.rect, 1.0) {
                fail(format!("{what}: box {} outside the safe area {}", shown(&text.rect), shown(&scene.safe_area)));
            }
            if !page.contains(&text.ink, 0.0) {
                fail(format!("{what}: ink {} outside the page", shown(&text.ink)));
            }
            let floor = if text.kind == "name" { format.name_floor() } else { format.label_floor() };
            if text.size < floor - 0.01 {
                fail(format!("{what}: {} px, the floor is {floor}", text.size));
            }
            let lines: String = text.lines.iter().map(|line| line.string.as_str()).collect();
            if without_spaces(&lines) != without_spaces(&text.string) {
                fail(format!("{what}: its lines say `{lines}`"));
            }
            let glyphs: Vec<u16> =
                text.lines.iter().flat_map(|line| &line.runs).flat_map(|run| &run.glyphs).map(|g| g.id).collect();
            if glyphs.is_empty() || glyphs.contains(&0) {
                fail(format!("{what}: a glyph is missing"));
            }
            match text.kind.as_str() {
                "role" => role = text.field.strip_suffix(".role"),
                "name" => {
                    let credit = text.field.split(".names[").next();
                    if credit != role {
                        fail(format!("{what} ({}) stands under {role:?}", text.field));
                    }
                }
                _ => {}
            }
        }
        let names: Vec<&&TextItem> = texts.iter().filter(|text| text.kind == "name").collect();
        for (at, one) in names.iter().enumerate() {
            for other in names.iter().skip(at + 1).filter(|other| one.rect.overlaps(&other.rect, 1.0)) {
                let (a, b) = (shown(&one.rect), shown(&other.rect));
                fail(format!("{place}: names `{}` {a} and `{}` {b} overlap", one.string, other.string));
            }
            for other in texts.iter().filter(|other| other.kind != "name" && inked(one, &other.ink)) {
                let (a, b) = (shown(&one.ink), shown(&other.ink));
                fail(format!(
                    "{place}: ink of name `{}` {a} and {} `{}` {b} overlap",
                    one.string, other.kind, other.string
                ));
            }
        }
        for pair in names.windows(2) {
            let [one, other] = pair else { continue };
            // Down the column, or in a later one; columns run as the record reads.
            let later =
                if card.rtl() { other.rect.right() < one.rect.x + 1.0 } else { other.rect.x > one.rect.right() - 1.0 };
            let below = other.rect.y > one.rect.bottom() - 1.0;
            if !below && !later {
                fail(format!("{place}: `{}` does not follow `{}`", other.string, one.string));
            }
        }
    }
    problems
}

/// Whether the ink of a text reaches into a box. What follows a name of several lines stands behind the last of them, beside the others.
fn inked(text: &TextItem, other: &Rect) -> bool {
    let [_, _, ..] = text.lines.as_slice() else { return text.ink.overlaps(other, 1.0) };
    text.lines.iter().any(|line| {
        let high = text.size * 0.8;
        let own = Rect::new(line.rect.x, line.baseline - high, line.rect.width, high + text.size * 0.22);
        own.overlaps(other, 1.0) && text.ink.overlaps(other, 1.0)
    })
}

//! What is done for texts that are hard to read: a thicker veil on the backdrop, a scrim over the picture, another colour.
//! Layers are mixed linearly, so two looks at a scene tell how much of a veil or scrim is just enough.

use std::collections::BTreeMap;
use std::fmt;

use crate::geometry::{Color, Rect, Veil};
use crate::legible::behind::{Sample, overlap, samples};
use crate::legible::limit;
use crate::raster::{RasterError, Rasterizer};
use crate::scene::{GradientItem, GradientStop, Item, PictureItem, RectItem, Scene, TextItem};
use crate::theme::{Theme, contrast, lifted};

/// More than the limit, since layers are rounded to 8 bits each.
const MARGIN: f32 = 0.12;
/// Steps in which veils and scrims are tried.
const STEPS: u8 = 50;
/// Room around texts that a scrim covers fully, in font sizes of the text.
const AROUND: f32 = 0.5;

/// What was done for texts that are hard to read.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A backdrop is veiled by a share, of 0 to 1, more of a colour.
    Veil(f32, Color),
    /// A scrim of a share and a colour lies under texts of these kinds.
    Scrim(f32, Color, Vec<String>),
    /// Texts of a kind are drawn in the first colour instead of the second.
    Colour(String, Color, Color),
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Veil(share, color) => write!(f, "backdrop veiled by {} more of {color}", percent(*share)),
            Change::Scrim(share, color, kinds) => {
                write!(f, "scrim of {} {color} under {}", percent(*share), kinds.join(", "))
            }
            Change::Colour(kind, color, before) => write!(f, "{kind} drawn in {color} instead of {before}"),
        }
    }
}

/// One step towards legible texts; says what was changed. Nothing is changed when nothing would help.
pub fn mend(
    scene: &mut Scene,
    theme: &Theme,
    behind: &[Sample],
    rasterizer: &mut Rasterizer<'_>,
) -> Result<Vec<Change>, RasterError> {
    let short: Vec<&Sample> = behind.iter().filter(|sample| !passes(scene, sample)).collect();
    let over_picture: Vec<&Sample> = short.iter().copied().filter(|sample| !sample.flat).collect();
    let mut changes = veil(scene, theme, &over_picture, rasterizer)?;
    if changes.is_empty() {
        changes = scrims(scene, theme, &over_picture);
    }
    if changes.is_empty() {
        changes = recolour(scene, theme, behind, &short);
    } else {
        // What lies over flat areas has nothing to do with the pictures.
        let flat: Vec<&Sample> = short.into_iter().filter(|sample| sample.flat).collect();
        // Scrims shift the items above them, so numbers are still right only if none was laid.
        if changes.iter().all(|change| matches!(change, Change::Veil(..))) {
            changes.extend(recolour(scene, theme, behind, &flat));
        }
    }
    Ok(changes)
}

fn text(scene: &Scene, item: usize) -> Option<&TextItem> {
    match scene.items.get(item) {
        Some(Item::Text(text)) => Some(text),
        _ => None,
    }
}

fn passes(scene: &Scene, sample: &Sample) -> bool {
    text(scene, sample.item).is_none_or(|text| sample.ratio(text.color) >= limit(text, scene.width))
}

/// The least share, of 0 to 1, at which `enough` holds.
fn least(enough: impl Fn(f32) -> bool) -> Option<f32> {
    (1..=STEPS).map(|step| f32::from(step) / f32::from(STEPS)).find(|share| enough(*share))
}

fn percent(share: f32) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Whether a picture is there as a ground for others, and not to be looked at for itself.
fn is_backdrop(picture: &PictureItem) -> bool {
    let filter = &picture.filter;
    picture.field == "backdrop"
        || filter.blur > 0.0
        || filter.tone.is_some()
        || filter.halftone.is_some()
        || filter.veil.is_some()
}

/// Thickens the veils of backdrops under texts.
fn veil(
    scene: &mut Scene,
    theme: &Theme,
    short: &[&Sample],
    rasterizer: &mut Rasterizer<'_>,
) -> Result<Vec<Change>, RasterError> {
    let mut changes = Vec::new();
    let backdrops: Vec<usize> = (0..scene.items.len())
        .filter(|index| match scene.items.get(*index) {
            Some(Item::Picture(picture)) => {
                is_backdrop(picture)
                    && picture.filter.veil.is_none_or(|veil| same(veil.color, theme.ground))
                    && short.iter().any(|sample| {
                        let text = text(scene, sample.item);
                        sample.item > *index && text.is_some_and(|text| overlap(&picture.rect, &text.ink) > 0.0)
                    })
            }
            _ => false,
        })
        .collect();
    for index in backdrops {
        let Some(Item::Picture(picture)) = scene.items.get(index) else { continue };
        // A picture under a full veil is a rectangle.
        let alpha = (picture.opacity.clamp(0.0, 1.0) * 255.0).round() as u8;
        let covered =
            Item::Rect(RectItem { rect: picture.rect, radius: 0.0, fill: Color { a: alpha, ..theme.ground } });
        let mut under = scene.clone();
        if let Some(item) = under.items.get_mut(index) {
            *item = covered;
        }
        // The look at the covered scene has to have the same pixels, whatever has become flat.
        let covered = samples_like(&under, short, rasterizer)?;
        let can: Vec<(&Sample, &Sample, Color, f32)> = short
            .iter()
            .zip(&covered)
            .filter_map(|(sample, full)| {
                let text = text(scene, sample.item)?;
                let enough = limit(text, scene.width) + MARGIN;
                (full.ratio(text.color) >= enough).then_some((*sample, full, text.color, enough))
            })
            .collect();
        if can.is_empty() {
            continue;
        }
        let share = least(|share| {
            can.iter().all(|(sample, full, color, enough)| sample.ratio_towards(*color, full, share) >= *enough)
        });
        if let (Some(share), Some(Item::Picture(picture))) = (share, scene.items.get_mut(index)) {
            let veil = picture.filter.veil.unwrap_or(Veil::even(theme.ground, 0.0));
            picture.filter.veil = Some(veil.thicker(share));
            changes.push(Change::Veil(share, theme.ground));
            break;
        }
    }
    Ok(changes)
}

fn same(one: Color, other: Color) -> bool {
    (one.r, one.g, one.b) == (other.r, other.g, other.b)
}

/// What is behind the same texts in a changed scene, with as many colours for each.
fn samples_like(scene: &Scene, like: &[&Sample], rasterizer: &mut Rasterizer<'_>) -> Result<Vec<Sample>, RasterError> {
    let mut found: BTreeMap<usize, Sample> =
        samples(scene, rasterizer)?.into_iter().map(|sample| (sample.item, sample)).collect();
    Ok(like
        .iter()
        .map(|old| {
            let mut sample = found.remove(&old.item).unwrap_or_else(|| (*old).clone());
            if sample.colors.len() != old.colors.len() {
                // Flat now, or looked at in another scale: its worst colour stands for all.
                let worst = text(scene, old.item).and_then(|text| {
                    let ratio = |color: &Color| contrast(*color, text.color);
                    sample.colors.iter().copied().min_by(|one, two| ratio(one).total_cmp(&ratio(two)))
                });
                sample.colors = vec![worst.unwrap_or(scene.ground); old.colors.len()];
            }
            sample
        })
        .collect())
}

/// Texts over one picture that need a scrim of one colour.
struct Group {
    /// The picture or drawing.
    item: usize,
    color: Color,
    /// Boxes of the texts with the room around them.
    area: Rect,
    share: f32,
    kinds: Vec<String>,
}

/// Lays scrims between pictures and the texts over them.
fn scrims(scene: &mut Scene, theme: &Theme, short: &[&Sample]) -> Vec<Change> {
    let mut groups: Vec<Group> = Vec::new();
    for sample in short {
        let Some(text) = text(scene, sample.item) else { continue };
        let Some(item) = (0..sample.item).rev().find(|index| match scene.items.get(*index) {
            Some(Item::Picture(picture)) => overlap(&picture.rect, &text.ink) > 0.0,
            Some(item) => item.is_drawn(),
            _ => false,
        }) else {
            continue;
        };
        let enough = limit(text, scene.width) + MARGIN;
        let black = Color::rgb(0, 0, 0);
        let colors = [theme.ground, theme.text, black, Color::rgb(255, 255, 255)];
        let Some(color) = colors.into_iter().find(|color| contrast(*color, text.color) >= enough) else { continue };
        let to = |share: f32| move |behind: Color| crate::theme::mix(behind, color, share);
        let Some(share) = least(|share| sample.ratio_with(text.color, to(share)) >= enough) else { continue };
        let room = text.size * AROUND;
        let ink = &text.ink;
        let area = Rect::new(ink.x - room, ink.y - room, ink.width + 2.0 * room, ink.height + 2.0 * room);
        let near = scene.height * 0.1;
        let known = groups.iter_mut().find(|group| {
            let apart = area.y > group.area.bottom() + near || area.bottom() < group.area.y - near;
            group.item == item && group.color == color && !apart
        });
        match known {
            Some(group) => {
                group.area = group.area.union(&area);
                group.share = group.share.max(share);
                if !group.kinds.contains(&text.kind) {
                    group.kinds.push(text.kind.clone());
                }
            }
            None => groups.push(Group { item, color, area, share, kinds: vec![text.kind.clone()] }),
        }
    }
    // From the top of the pile, so that the numbers of those below stay right.
    groups.sort_by_key(|group| std::cmp::Reverse(group.item));
    let mut changes = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let page = Rect::new(0.0, 0.0, scene.width, scene.height);
        let laid = match scene.items.get(group.item) {
            Some(Item::Picture(picture)) => soft(group, &picture.rect, &page, group.item * 100 + number),
            _ => {
                let (rect, fill) = (clipped(&group.area, &page), faded(group.color, group.share));
                Item::Rect(RectItem { rect, radius: 0.0, fill })
            }
        };
        scene.items.insert(group.item + 1, laid);
        changes.push(Change::Scrim(group.share, group.color, group.kinds.clone()));
    }
    changes
}

fn faded(color: Color, share: f32) -> Color {
    Color { a: (share * 255.0).ceil() as u8, ..color }
}

/// The part of a rectangle in another, on whole px.
fn clipped(rect: &Rect, to: &Rect) -> Rect {
    let (left, top) = (rect.x.max(to.x).floor(), rect.y.max(to.y).floor());
    let (right, bottom) = (rect.right().min(to.right()).ceil(), rect.bottom().min(to.bottom()).ceil());
    Rect::new(left, top, (right - left).max(0.0), (bottom - top).max(0.0))
}

/// A scrim as wide as the picture that fades out above and below the texts, unless the picture ends there.
fn soft(group: &Group, picture: &Rect, page: &Rect, id: usize) -> Item {
    let picture = clipped(picture, page);
    let fade = (picture.height * 0.16).max(24.0);
    let full = clipped(&group.area, &picture);
    let starts = full.y - picture.y <= fade * 0.5;
    let ends = picture.bottom() - full.bottom() <= fade * 0.5;
    let top = if starts { picture.y } else { (full.y - fade).max(picture.y) };
    let bottom = if ends { picture.bottom() } else { (full.bottom() + fade).min(picture.bottom()) };
    let mut stops = Vec::new();
    let mut stop = |y: f32, share: f32| {
        let offset = if bottom > top { ((y - top) / (bottom - top)).clamp(0.0, 1.0) } else { 0.0 };
        stops.push(GradientStop { offset, opacity: share * group.share });
    };
    // Steps of a smooth curve: straight ramps show where they begin.
    const CURVE: [(f32, f32); 5] = [(0.0, 0.0), (0.25, 0.156), (0.5, 0.5), (0.75, 0.844), (1.0, 1.0)];
    if !starts {
        CURVE.iter().for_each(|(at, share)| stop(top + (full.y - top) * at, *share));
    } else {
        stop(top, 1.0);
    }
    if !ends {
        CURVE.iter().rev().for_each(|(at, share)| stop(bottom - (bottom - full.bottom()) * at, *share));
    } else {
        stop(bottom, 1.0);
    }
    let rect = Rect::new(picture.x, top, picture.width, bottom - top);
    Item::Gradient(GradientItem { rect, name: format!("legible-{id}"), color: group.color, stops })
}

/// Gives texts another colour: their own, lighter or darker; else one of the theme; else black or white. All texts of a
/// kind and colour change together, if one colour serves them all.
fn recolour(scene: &mut Scene, theme: &Theme, behind: &[Sample], short: &[&Sample]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut done: Vec<usize> = Vec::new();
    for sample in short {
        let Some(first) = text(scene, sample.item).filter(|_| !done.contains(&sample.item)) else { continue };
        let (kind, color) = (first.kind.clone(), first.color);
        let alike: Vec<(&Sample, f32)> = behind
            .iter()
            .filter_map(|other| {
                let text = text(scene, other.item).filter(|text| text.kind == kind && text.color == color)?;
                Some((other, limit(text, scene.width) + 0.02))
            })
            .collect();
        let alone: Vec<(&Sample, f32)> = alike.iter().filter(|(other, _)| other.item == sample.item).copied().collect();
        let Some((texts, found)) = [alike, alone].into_iter().find_map(|texts| {
            let enough = |color: Color| texts.iter().all(|(sample, ratio)| sample.ratio(color) >= *ratio);
            let found = other_color(theme, color, enough)?;
            Some((texts, found))
        }) else {
            continue;
        };
        for (other, _) in texts {
            if let Some(Item::Text(text)) = scene.items.get_mut(other.item) {
                text.color = found;
                done.push(other.item);
            }
        }
        changes.push(Change::Colour(kind, found, color));
    }
    changes
}

fn other_color(theme: &Theme, color: Color, enough: impl Fn(Color) -> bool) -> Option<Color> {
    let opaque = Color { a: 255, ..color };
    let known = [opaque, theme.text, theme.quiet, theme.accent, theme.ground];
    // Nearly black or white has lost its hue: the theme's own text is better then.
    let moved = lifted(opaque, &enough);
    let (white, black) = (Color::rgb(255, 255, 255), Color::rgb(0, 0, 0));
    let hued = moved.filter(|moved| contrast(*moved, white).min(contrast(*moved, black)) > 1.25);
    hued.or_else(|| known.into_iter().find(|known| enough(*known)))
        .or(moved)
        .or_else(|| [white, black].into_iter().find(|color| enough(*color)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scrim_is_full_under_the_text_and_clear_at_its_end() {
        let group = Group {
            item: 0,
            color: Color::rgb(0, 0, 0),
            area: Rect::new(50.0, 400.0, 200.0, 60.0),
            share: 0.5,
            kinds: Vec::new(),
        };
        let page = Rect::new(0.0, 0.0, 1000.0, 1000.0);
        let Item::Gradient(item) = soft(&group, &page, &page, 7) else { panic!("a gradient") };
        assert_eq!(item.rect, Rect::new(0.0, 240.0, 1000.0, 380.0));
        assert_eq!(item.stops.first(), Some(&GradientStop { offset: 0.0, opacity: 0.0 }));
        assert!(item.stops.iter().any(|stop| stop.opacity == 0.5), "{:?}", item.stops);
    }

    #[test]
    fn the_least_share_is_found() {
        assert_eq!(least(|share| share >= 0.5), Some(0.5));
        assert_eq!(least(|_| false), None);
    }
}

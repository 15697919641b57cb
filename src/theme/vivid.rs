//! What a cover is: its main colours, the one that is characteristic, and the vivid grounds that are made of them.
//! Skin and wood are on half of all covers and characteristic of none, so they are never a ground.

use crate::geometry::Color;
use crate::theme::design::{Side, likeness, settle};
use crate::theme::oklab::Lab;
use crate::theme::oklch::{Oklch, contrast};
use crate::theme::palette::{Palette, Swatch};
use crate::theme::{MINOR_CONTRAST, TEXT_CONTRAST, Theme};

/// As many main colours are told apart: more are shades of the same.
const MAINS: usize = 7;
/// Below this chroma a colour gives no vivid ground.
const COLOUR: f32 = 0.05;
/// Chroma of a vivid ground; the cover's own times 1.4 is moved between these.
const CHROMA: (f32, f32) = (0.12, 0.225);
/// Scores within this share of each other are equal: the lighter colour wins.
const EQUAL: f32 = 0.95;
const WHITE: Color = Color::rgb(255, 255, 255);

/// The theme that suits a cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suits {
    Vivid,
    Light,
    Dark,
    Paper,
}

/// The swatches of a palette merged to the main ones: always the two whose merging loses least (Ward's criterion).
pub(super) fn mains(palette: &Palette) -> Vec<Swatch> {
    let mut mains = palette.swatches.clone();
    while mains.len() > MAINS {
        let mut least: Option<(f32, usize, usize)> = None;
        for (at, one) in mains.iter().enumerate() {
            for (other, two) in mains.iter().enumerate().skip(at + 1) {
                let loss = one.share * two.share / (one.share + two.share) * one.lab.squared(two.lab);
                if least.is_none_or(|(best, ..)| loss < best) {
                    least = Some((loss, at, other));
                }
            }
        }
        let Some((_, at, other)) = least else { break };
        let gone = mains.remove(other);
        if let Some(kept) = mains.get_mut(at) {
            let share = kept.share + gone.share;
            let mean = |a: f32, b: f32| (a * kept.share + b * gone.share) / share;
            let (a, b) = (kept.lab, gone.lab);
            let lab = Lab { l: mean(a.l, b.l), a: mean(a.a, b.a), b: mean(a.b, b.b) };
            *kept = Swatch { color: Oklch::from(lab), share, lab };
        }
    }
    mains
}

/// How characteristic a colour is: large and colourful.
pub(super) fn score(swatch: &Swatch) -> f32 {
    swatch.share.sqrt() * swatch.lab.chroma()
}

fn degrees(lab: Lab) -> f32 {
    Oklch::from(lab).h
}

/// Whether a colour may be skin, hair in light, wood, or the lights of a sepia print.
fn is_skin_or_wood(lab: Lab) -> bool {
    let most = if lab.l <= 0.8 { 0.13 } else { 0.1 };
    (25.0..=85.0).contains(&degrees(lab)) && (0.03..=most).contains(&lab.chroma()) && lab.l >= 0.2
}

/// The characteristic colours, the most first, each at least a sixth of the circle of hues from the others.
pub(super) fn characteristic(mains: &[Swatch]) -> Vec<Swatch> {
    let mut candidates: Vec<Swatch> = mains
        .iter()
        .filter(|main| main.lab.chroma() >= COLOUR && main.share >= 0.01 && !is_skin_or_wood(main.lab))
        .copied()
        .collect();
    candidates.sort_by(|one, two| score(two).total_cmp(&score(one)));
    let best = candidates.first().map_or(0.0, score);
    let equals = candidates.partition_point(|one| score(one) >= best * EQUAL);
    if let Some(equals) = candidates.get_mut(..equals) {
        equals.sort_by(|one, two| two.lab.l.total_cmp(&one.lab.l));
    }
    let mut found: Vec<Swatch> = Vec::new();
    for candidate in candidates {
        if found.iter().all(|other| likeness(other.lab.hue(), candidate.lab.hue()) < 0.75) {
            found.push(candidate);
        }
    }
    found.truncate(3);
    found
}

/// What suits a cover: vivid if its characteristic colour is more than a spot.
pub(super) fn suits(palette: &Palette) -> Suits {
    let mains = mains(palette);
    let Some(main) = characteristic(&mains).first().copied() else { return suits_without(palette) };
    let alike = |other: &&Swatch| {
        other.lab.chroma() >= 0.04 && !is_skin_or_wood(other.lab) && likeness(main.lab.hue(), other.lab.hue()) > 0.85
    };
    let presence: f32 = mains.iter().filter(alike).map(|other| other.share).sum();
    let least = match palette.lightness {
        // Night is dark whatever its cast; a colour has to fill a dark cover to be what it is.
        ..=0.22 => f32::INFINITY,
        ..=0.35 if main.lab.chroma() < 0.08 => f32::INFINITY,
        ..=0.35 => 0.4,
        // A spot on a white sheet is an accent.
        0.8.. => 0.2,
        _ => 0.1,
    };
    if presence >= least { Suits::Vivid } else { suits_without(palette) }
}

/// What suits a cover that has no colour for a ground.
pub(super) fn suits_without(palette: &Palette) -> Suits {
    let share = |test: fn(&Swatch) -> bool| -> f32 {
        palette.swatches.iter().filter(|swatch| test(swatch)).map(|swatch| swatch.share).sum()
    };
    let paper = share(|swatch| swatch.lab.l > 0.78 && swatch.lab.chroma() < 0.05);
    let dark = share(|swatch| swatch.lab.l < 0.4);
    match palette.lightness {
        0.8.. => Suits::Light,
        ..=0.35 => Suits::Dark,
        _ if paper >= 0.33 && dark < 0.2 => Suits::Light,
        _ if palette.is_neutral() => {
            if palette.lightness >= 0.6 {
                Suits::Light
            } else {
                Suits::Dark
            }
        }
        0.5.. => Suits::Paper,
        _ => Suits::Dark,
    }
}

/// Vivid themes in the hues of a palette, the most characteristic first.
pub(super) fn themes(palette: &Palette) -> Vec<Theme> {
    characteristic(&mains(palette)).iter().map(|main| on(ground(main.lab))).collect()
}

/// A colour of the cover as a ground: its hue and chroma kept, its lightness moved to where text is legible on it.
fn ground(of: Lab) -> Lab {
    let hue = degrees(of);
    // A weak red is brick or skin.
    let least = if (10.0..=40.0).contains(&hue) && of.l < 0.72 { 0.17 } else { CHROMA.0 };
    let chroma = (of.chroma() * 1.4).clamp(least, CHROMA.1);
    let at = |l: f32| Lab::of(Lab::new(l, chroma, of.hue()).to_color());
    // Red and blue are themselves when deep; a pastel of them is itself when light. Of other hues the deep ones stay deep,
    // but for yellow and orange, which turn to mud.
    let deep = match hue {
        10.0..=40.0 if of.l < 0.72 => Some((0.55, 0.6)),
        255.0..=285.0 if of.l < 0.7 => Some((0.45, 0.55)),
        285.0..=335.0 if of.l < 0.58 => Some((0.44, 0.52)),
        _ if of.l < 0.42 && !(40.0..=115.0).contains(&hue) => Some((0.42, 0.5)),
        _ => None,
    };
    match deep {
        Some((low, high)) => {
            let mut l = of.l.clamp(low, high);
            while contrast(WHITE, at(l).to_color()) < MINOR_CONTRAST + 0.12 && l > 0.3 {
                l -= 0.005;
            }
            at(l)
        }
        None => {
            let mut l = of.l.clamp(0.66, 0.87);
            // A pastel is lighter than sRGB has colour for.
            while at(l).chroma() < 0.1 && l > 0.74 {
                l -= 0.005;
            }
            let enough =
                |ground: Lab| contrast(ink(ground, 0.17).to_color(), ground.to_color()) >= TEXT_CONTRAST + 0.05;
            while !enough(at(l)) && l < 0.9 {
                l += 0.005;
            }
            at(l)
        }
    }
}

fn ink(ground: Lab, l: f32) -> Lab {
    Lab::new(l, (ground.chroma() * 0.35).min(0.05), ground.hue())
}

/// Whether a ground is loud enough that its text is white or its own dark ink, and nothing else.
pub(super) fn is_vivid(ground: Lab) -> bool {
    ground.chroma() >= 0.09 && ground.l >= 0.4 && ground.l <= 0.92
}

/// The theme on a vivid ground: white alone, or ink of the ground's own hue.
pub(super) fn on(ground: Lab) -> Theme {
    let color = ground.to_color();
    if contrast(WHITE, color) >= contrast(Color::rgb(0, 0, 0), color) {
        let white = Lab::of(WHITE);
        let tone = Lab::new(ground.l - 0.1, ground.chroma() * 0.9, ground.hue());
        return settle(Side::Dark, ground, [white, white, white, tone]);
    }
    let minor = |l: f32| Lab::new(l, ground.chroma().min(0.11), ground.hue());
    let tone = Lab::new((ground.l + 0.08).min(0.93), ground.chroma() * 0.7, ground.hue());
    settle(Side::Light, ground, [ink(ground, 0.2), minor(0.42), minor(0.42), tone])
}

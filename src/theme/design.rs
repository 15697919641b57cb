//! How themes follow from a palette: which colour becomes the ground, which the accent, and how far both are moved.
//! Numbers are OKLCH and were tuned by eye on covers; contrast is enforced afterwards, whatever they give.

use crate::geometry::Color;
use crate::theme::oklab::Lab;
use crate::theme::oklch::{contrast, mix};
use crate::theme::palette::{Palette, Swatch};
use crate::theme::{MINOR_CONTRAST, Print, TEXT_CONTRAST, Theme, vivid};

/// Whether the ground is dark or light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Dark,
    Light,
}

/// Below this chroma a swatch is grey: noise, JPEG and scans stay under it, pastels and sepia are above.
pub(super) const GREY: f32 = 0.024;
/// A swatch smaller than this is an accident.
pub(super) const ACCIDENT: f32 = 0.004;
/// How much of a mid-grey may shine through the ground without contrast falling below the minimum.
const SHINE: f32 = 0.12;
const MID_GREY: Color = Color::rgb(128, 128, 128);
/// A unit vector of hue, or zero for none.
type Hue = (f32, f32);

/// Light if the cover is mostly light, or if a good part of it is paper and little of it is dark.
pub(super) fn side_of(palette: &Palette) -> Side {
    let share = |test: fn(&&Swatch) -> bool| palette.swatches.iter().filter(test).map(|s| s.share).sum::<f32>();
    let light = share(|swatch| swatch.lab.l > 0.78);
    let paper = share(|swatch| swatch.lab.l > 0.78 && swatch.lab.chroma() < 0.05);
    let dark = share(|swatch| swatch.lab.l < 0.4);
    if light >= 0.6 || (paper >= 0.33 && dark < 0.2) { Side::Light } else { Side::Dark }
}

/// The theme of a cover on one side.
pub(super) fn from_palette(palette: &Palette, side: Side) -> Theme {
    let accent = loudest(palette, side, None);
    let Some(first) = accent else { return neutral(side) };
    let ground = match side {
        Side::Dark => dark_ground(palette),
        Side::Light => light_ground(palette),
    };
    // A ground with a hue wants an accent of another one, where the cover has it.
    let tinted = ground.chroma() > 0.015;
    let accent = if tinted { loudest(palette, side, Some(ground.hue())).unwrap_or(first) } else { first };
    finish(side, ground, accent.lab)
}

/// The theme on a ground that somebody chose: `accent` gives the hue of the accent.
pub(super) fn on_ground(ground: Color, accent: Color) -> Theme {
    let side = side_on(ground);
    if vivid::is_vivid(Lab::of(ground)) {
        return Theme { ground, ..vivid::on(Lab::of(ground)) };
    }
    let accent = Lab::of(accent);
    if accent.chroma() < GREY && Lab::of(ground).chroma() < GREY {
        return Theme { ground, ..neutral_on(side, Lab::of(ground)) };
    }
    Theme { ground, ..finish(side, Lab::of(ground), accent) }
}

/// Which side a ground is on: that of the stronger contrast.
pub(super) fn side_on(ground: Color) -> Side {
    let (white, black) = (Color::rgb(255, 255, 255), Color::rgb(0, 0, 0));
    if contrast(white, ground) >= contrast(black, ground) { Side::Dark } else { Side::Light }
}

/// The colour lightened or darkened by as little as is `enough`, its hue kept; none if it never is.
pub(crate) fn lifted(color: Color, enough: impl Fn(Color) -> bool) -> Option<Color> {
    let from = Lab::of(color);
    (0..=100_u8)
        .flat_map(|step| [1.0, -1.0].map(|way| from.l + f32::from(step) * 0.01 * way))
        .filter(|l| (-0.009..=1.009).contains(l))
        .map(|l| Lab { l, ..from }.to_color())
        .find(|found| enough(*found))
}

/// The ink of a colour's hue that is furthest from white under dark text, and from black under light text, with this contrast between
/// text and ink; none if no ink has it.
pub(crate) fn overprinted(text: Color, of: Color, least: f32) -> Option<Color> {
    let (text_l, of) = (Lab::of(text).l, Lab::of(of));
    let chroma = if of.chroma() < GREY { 0.0 } else { (of.chroma() * 1.1).clamp(0.13, 0.2) };
    let inks =
        (0..=200_u8).map(|step| f32::from(step) * 0.005).map(|step| if text_l < 0.5 { step } else { 1.0 - step });
    inks.map(|l| Lab::new(l, chroma, reddened(of.hue(), of.l - l)).to_color()).find(|ink| contrast(text, *ink) >= least)
}

/// A yellow or an orange made darker turns olive or brown; turned towards red at the same time it stays an ink. `fall` is a lightness.
fn reddened(hue: Hue, fall: f32) -> Hue {
    const YELLOW: Hue = (0.26, 0.966);
    const VERMILION: Hue = (0.82, 0.572);
    if likeness(hue, YELLOW) < 0.85 || fall <= 0.0 {
        return hue;
    }
    let share = (fall * 3.0).min(1.0);
    let turned = |from: f32, to: f32| from + (to - from) * share;
    Lab { l: 0.0, a: turned(hue.0, VERMILION.0), b: turned(hue.1, VERMILION.1) }.hue()
}

fn hue(swatch: &Swatch) -> Hue {
    swatch.lab.hue()
}

/// Cosine of the angle between two hues.
pub(super) fn likeness(one: Hue, two: Hue) -> f32 {
    one.0 * two.0 + one.1 * two.1
}

pub(super) fn best<'a>(swatches: impl Iterator<Item = &'a Swatch>, score: impl Fn(&Swatch) -> f32) -> Option<Swatch> {
    swatches
        .map(|swatch| (score(swatch), swatch))
        .filter(|(score, _)| *score > 0.0)
        .fold(None, |best: Option<(f32, &Swatch)>, one| match best {
            Some(best) if best.0 >= one.0 => Some(best),
            _ => Some(one),
        })
        .map(|(_, swatch)| *swatch)
}

/// The most vivid colour; away from a hue if one is given. `None` if everything is grey.
pub(super) fn loudest(palette: &Palette, side: Side, away: Option<Hue>) -> Option<Swatch> {
    let wanted = if side == Side::Dark { 0.77 } else { 0.5 };
    let candidates = palette.swatches.iter().filter(|swatch| {
        let different = away.is_none_or(|ground| likeness(hue(swatch), ground) < 0.77);
        swatch.share >= ACCIDENT && swatch.lab.chroma() >= GREY && different
    });
    best(candidates, |swatch| {
        // Size matters little (the fourth root), chroma most; what needs less moving is preferred.
        let near = (1.0 - 2.0 * (swatch.lab.l - wanted).abs()).max(0.15);
        // With a ground of another hue, a colour that is hardly one is no accent.
        let floor = if away.is_some() { 0.06 } else { 0.0 };
        (swatch.lab.chroma() - floor).max(0.0) * swatch.share.sqrt().sqrt() * near
    })
}

/// A trace of the hue that fills the dark parts, nearly black.
fn dark_ground(palette: &Palette) -> Lab {
    let swatches = palette.swatches.iter().filter(|swatch| swatch.lab.chroma() >= GREY * 0.5);
    // Beyond a hint more chroma counts no more: a loud sky is not a better ground than a deep sea.
    let dark = best(swatches, |swatch| {
        let dark = 1.02 - swatch.lab.l;
        swatch.share * swatch.lab.chroma().min(0.06) * dark * dark
    });
    match dark {
        Some(swatch) => {
            Lab::new((swatch.lab.l * 0.7).clamp(0.14, 0.175), (swatch.lab.chroma() * 0.5).min(0.018), hue(&swatch))
        }
        None => Lab::new(0.16, 0.0, (0.0, 0.0)),
    }
}

/// The cover's own light, lighter still: its largest light colour, or a trace of its main one where nothing is light.
fn light_ground(palette: &Palette) -> Lab {
    let swatches = palette.swatches.iter().filter(|swatch| swatch.lab.l > 0.7 && swatch.share >= 0.02);
    match best(swatches, |swatch| swatch.share * swatch.lab.l * swatch.lab.l) {
        Some(swatch) if swatch.lab.chroma() >= 0.006 => {
            Lab::new(0.958, (swatch.lab.chroma() * 0.6).clamp(0.004, 0.026), hue(&swatch))
        }
        // A white sheet stays white.
        Some(_) => Lab::new(0.965, 0.0, (0.0, 0.0)),
        None => {
            let main = vivid::mains(palette).into_iter().max_by(|a, b| vivid::score(a).total_cmp(&vivid::score(b)));
            main.map_or(Lab::new(0.96, 0.0, (0.0, 0.0)), |main| Lab::new(0.95, 0.022, hue(&main)))
        }
    }
}

/// Text, quiet, accent, line and tone for a ground.
fn finish(side: Side, ground: Lab, found: Lab) -> Theme {
    let tint = ground.hue();
    let (vividness, direction) = (found.chroma(), found.hue());
    let accent = match side {
        // A pale or dark accent is given some colour back, a loud one is kept from glaring.
        Side::Dark => {
            let lightness = found.l.clamp(0.74, 0.86);
            let direction = warmed(direction, lightness - found.l);
            Lab::new(lightness, (vividness * 1.05).clamp(0.05, 0.17), direction)
        }
        Side::Light => Lab::new(found.l.clamp(0.38, 0.52), (vividness * 1.05).clamp(0.05, 0.2), direction),
    };
    // Red, orange and yellow warm the text; other accents leave it nearly white.
    let warm = direction.1 > 0.3 && direction.0 > -0.2;
    let text = match side {
        // Cream, not the accent's own hue: an orange tint reads as pink.
        Side::Dark if warm => Lab::new(0.967, 0.024, Lab::of(Color::rgb(0xff, 0xf3, 0xe2)).hue()),
        Side::Dark => Lab::new(0.975, 0.008, tint),
        Side::Light => Lab::new(0.2, 0.012, tint),
    };
    let quiet_chroma = (ground.chroma() * 0.9).min(0.04);
    let quiet = Lab::new(if side == Side::Dark { 0.735 } else { 0.5 }, quiet_chroma, tint);
    let toning = if found.chroma() > ground.chroma() { direction } else { tint };
    let tone = match side {
        Side::Dark => Lab::new(0.46, (vividness * 0.9).clamp(0.01, 0.13), toning),
        Side::Light => Lab::new(0.74, ground.chroma().max(0.01) * 0.9, tint),
    };
    settle(side, ground, [text, quiet, accent, tone])
}

/// A red made lighter turns pink; turned towards yellow at the same time it stays warm. `lift` is a lightness.
fn warmed(hue: Hue, lift: f32) -> Hue {
    if hue.0 <= 0.5 || hue.1 <= 0.0 || lift <= 0.0 {
        return hue;
    }
    let turn = (lift * 1.6).min(0.3);
    let turned = Lab { l: 0.0, a: hue.0 - hue.1 * turn, b: hue.1 + hue.0 * turn };
    turned.hue()
}

/// A theme without any colour.
fn neutral(side: Side) -> Theme {
    neutral_on(side, Lab::new(if side == Side::Dark { 0.16 } else { 0.965 }, 0.0, (0.0, 0.0)))
}

fn neutral_on(side: Side, ground: Lab) -> Theme {
    let greys = if side == Side::Dark { [0.975, 0.7, 0.86, 0.46] } else { [0.19, 0.5, 0.36, 0.74] };
    settle(side, ground, greys.map(|l| Lab::new(l, 0.0, (0.0, 0.0))))
}

/// Moves each colour until it keeps its contrast, and mixes the hairline.
pub(super) fn settle(side: Side, ground: Lab, [text, quiet, accent, tone]: [Lab; 4]) -> Theme {
    let behind = ground.to_color();
    let text = legible(text, behind, TEXT_CONTRAST, side);
    let quiet = legible(quiet, behind, MINOR_CONTRAST, side);
    let accent = legible(accent, behind, MINOR_CONTRAST, side);
    let line = mix(behind, text, 0.15);
    Theme { ground: behind, text, quiet, accent, line, tone: toned(tone, ground, text, accent), given: false }
}

/// The colour, made lighter (or darker on a light ground) until it has `ratio` on the ground and 4.5:1 on the ground
/// with some mid-grey shining through. White and black are the ends; a built-in ground reaches the ratio before them.
fn legible(mut color: Lab, ground: Color, ratio: f32, side: Side) -> Color {
    let shining = mix(ground, MID_GREY, SHINE);
    let step = if side == Side::Dark { 0.005 } else { -0.005 };
    loop {
        let found = color.to_color();
        // A little above, so that no other rounding falls below.
        let enough = contrast(found, ground) >= ratio + 0.02 && contrast(found, shining) >= MINOR_CONTRAST + 0.02;
        if enough || color.l >= 1.0 || color.l <= 0.0 {
            return found;
        }
        color.l = (color.l + step).clamp(0.0, 1.0);
    }
}

/// The tone, moved towards the ground until text and accent are legible on it.
fn toned(mut tone: Lab, ground: Lab, text: Color, accent: Color) -> Color {
    for _ in 0..60 {
        let found = tone.to_color();
        if contrast(text, found).min(contrast(accent, found)) >= MINOR_CONTRAST + 0.02 {
            return found;
        }
        tone.l += (ground.l - tone.l) * 0.05;
    }
    ground.to_color()
}

/// See [`Theme::print`].
pub(super) fn print(theme: &Theme, palette: &Palette) -> Print {
    let ground = Lab::of(theme.ground);
    let main = vivid::characteristic(&vivid::mains(palette)).first().map(|main| main.lab);
    // Without a characteristic colour it is the loudest, which wood and skin may be.
    let main = main.or_else(|| loudest(palette, Side::Dark, None).map(|swatch| swatch.lab));
    let hued = |l: f32, least: f32, most: f32| match main {
        _ if vivid::is_vivid(ground) => Lab::new(l, ground.chroma().min(most), ground.hue()),
        Some(main) => Lab::new(l, (main.chroma() * 1.6).clamp(least, most), main.hue()),
        None => Lab::new(l, 0.0, (0.0, 0.0)),
    };
    let enough = |end: Lab| contrast(theme.text, end.to_color()) >= MINOR_CONTRAST + 0.05;
    if theme.is_light() {
        let least = if vivid::is_vivid(ground) { ground.l - 0.16 } else { 0.5 };
        let mut ends = (0..90_u8).map(|step| hued(least + f32::from(step) * 0.005, 0.06, 0.17));
        let dark = ends.find(|end| enough(*end) || end.l >= ground.l).unwrap_or(ground);
        let light = if vivid::is_vivid(ground) { hued((ground.l + 0.08).min(0.95), 0.06, 0.12) } else { ground };
        Print { dark: dark.to_color(), light: light.to_color(), bright: light.to_color() }
    } else {
        let light = (0..130_u8).map(|step| hued(0.72 - f32::from(step) * 0.005, 0.09, 0.17)).find(|end| enough(*end));
        let dark = if vivid::is_vivid(ground) { hued(0.24, 0.05, 0.1) } else { hued(ground.l.min(0.17), 0.02, 0.05) };
        let bright = hued(0.86, 0.09, 0.15);
        Print { dark: dark.to_color(), light: light.unwrap_or(ground).to_color(), bright: bright.to_color() }
    }
}

/// See [`Theme::mono`].
pub(super) fn mono(palette: &Palette) -> Theme {
    neutral(side_of(palette))
}

/// For cards without artwork: ink, warm white and amber.
pub(super) fn plain() -> Theme {
    let of = |r, g, b| Lab::of(Color::rgb(r, g, b));
    let colors = [of(0xf6, 0xf2, 0xea), of(0xa3, 0xa0, 0x9b), of(0xf2, 0xa6, 0x4b), of(0x55, 0x53, 0x50)];
    settle(Side::Dark, of(0x17, 0x17, 0x19), colors)
}

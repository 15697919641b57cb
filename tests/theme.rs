//! Themes from covers of every kind: always legible, the same every time, and grey when the cover is grey.

mod helpers;

use extra_credit::artwork::Artwork;
use extra_credit::geometry::Color;
use extra_credit::theme::{Oklch, Palette, THEMES, Theme, contrast};

const SIDE: u32 = 120;

type Rgb = [u8; 3];

fn opaque([r, g, b]: Rgb) -> [u8; 4] {
    [r, g, b, 255]
}

/// A number of 0 to 255 that looks like chance and is the same every time.
fn noise(x: u32, y: u32, seed: u32) -> u8 {
    let mut value = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77) ^ seed.wrapping_mul(0xc2b2_ae3d);
    value ^= value >> 15;
    value = value.wrapping_mul(0x2c1b_3c6d);
    value ^= value >> 12;
    (value >> 16) as u8
}

fn mix(from: Rgb, to: Rgb, at: f32) -> Rgb {
    let mut out = from;
    for (channel, to) in out.iter_mut().zip(to) {
        *channel = (f32::from(*channel) + (f32::from(to) - f32::from(*channel)) * at).round() as u8;
    }
    out
}

fn plain(color: Rgb) -> Artwork {
    helpers::picture(SIDE, SIDE, |_, _| opaque(color))
}

fn gradient(from: Rgb, to: Rgb) -> Artwork {
    helpers::picture(SIDE, SIDE, |_, y| opaque(mix(from, to, y as f32 / SIDE as f32)))
}

/// The first colour with a disc of the second, its radius a share of the side.
fn disc(ground: Rgb, color: Rgb, radius: f32) -> Artwork {
    helpers::picture(SIDE, SIDE, |x, y| {
        let (dx, dy) = (x as f32 - SIDE as f32 / 2.0, y as f32 - SIDE as f32 / 2.0);
        opaque(if dx.hypot(dy) < SIDE as f32 * radius { color } else { ground })
    })
}

fn halves(left: Rgb, right: Rgb) -> Artwork {
    helpers::picture(SIDE, SIDE, |x, _| opaque(if x < SIDE / 2 { left } else { right }))
}

fn grey_covers() -> Vec<(&'static str, Artwork)> {
    vec![
        ("black", plain([0; 3])),
        ("white", plain([255; 3])),
        ("dark grey", plain([40; 3])),
        ("middle grey", plain([128; 3])),
        ("light grey", plain([215; 3])),
        ("grey gradient", gradient([0; 3], [255; 3])),
        (
            "black and white noise",
            helpers::picture(SIDE, SIDE, |x, y| opaque(if noise(x, y, 1) > 127 { [255; 3] } else { [0; 3] })),
        ),
        ("grey noise", helpers::picture(SIDE, SIDE, |x, y| opaque([noise(x, y, 2); 3]))),
        ("white disc on black", disc([0; 3], [255; 3], 0.3)),
        ("black disc on white", disc([255; 3], [0; 3], 0.2)),
    ]
}

fn colour_covers() -> Vec<(&'static str, Artwork)> {
    vec![
        ("red", plain([255, 0, 0])),
        ("green", plain([0, 255, 0])),
        ("blue", plain([0, 0, 255])),
        ("yellow", plain([255, 255, 0])),
        ("magenta", plain([255, 0, 255])),
        ("navy", plain([8, 12, 50])),
        ("sepia", gradient([60, 42, 24], [226, 202, 160])),
        ("skin", gradient([92, 58, 44], [246, 214, 192])),
        ("sky to sand", gradient([90, 150, 210], [232, 205, 160])),
        ("busy noise", helpers::picture(SIDE, SIDE, |x, y| opaque([noise(x, y, 3), noise(x, y, 4), noise(x, y, 5)]))),
        ("neon green on black", disc([0; 3], [57, 255, 20], 0.12)),
        ("neon pink on black", disc([4; 3], [255, 16, 160], 0.1)),
        ("pastels", halves([250, 220, 230], [214, 232, 250])),
        ("red and cyan", halves([225, 20, 20], [20, 215, 220])),
        ("one red dot on white", disc([255; 3], [220, 20, 30], 0.05)),
        (
            "transparent with a gold disc",
            helpers::picture(SIDE, SIDE, |x, y| {
                let inside = x.abs_diff(60).pow(2) + y.abs_diff(60).pow(2) < 1600;
                if inside { [200, 160, 40, 255] } else { [0; 4] }
            }),
        ),
        ("nothing but transparency", helpers::picture(SIDE, SIDE, |_, _| [90, 200, 90, 0])),
    ]
}

/// A colour in OKLCH, by way of a picture of nothing else.
fn oklch(Color { r, g, b, .. }: Color) -> Oklch {
    Palette::of(&plain([r, g, b])).swatches[0].color
}

#[test]
fn every_theme_of_every_cover_is_legible() {
    for (cover, artwork) in grey_covers().into_iter().chain(colour_covers()) {
        let palette = Palette::of(&artwork);
        for name in THEMES {
            let theme = Theme::named(name, Some(&palette)).expect(name);
            let of = |color| contrast(color, theme.ground);
            assert!(of(theme.text) >= 7.0, "{name} of {cover}: text {} on {}", theme.text, theme.ground);
            assert!(of(theme.quiet) >= 4.5, "{name} of {cover}: quiet {} on {}", theme.quiet, theme.ground);
            assert!(of(theme.accent) >= 4.5, "{name} of {cover}: accent {} on {}", theme.accent, theme.ground);
            assert!(of(theme.text) >= of(theme.quiet), "{name} of {cover}: quiet text is louder than text");
            assert!(of(theme.line) > 1.1, "{name} of {cover}: line {} on {} is not seen", theme.line, theme.ground);
        }
    }
}

#[test]
fn themes_without_a_cover_are_legible() {
    for name in THEMES {
        let theme = Theme::named(name, None).expect(name);
        assert!(contrast(theme.text, theme.ground) >= 7.0, "{name}");
        assert!(contrast(theme.quiet, theme.ground) >= 4.5, "{name}");
        assert!(contrast(theme.accent, theme.ground) >= 4.5, "{name}");
    }
    assert_eq!(Theme::named("sunny", None), None);
}

#[test]
fn a_cover_gives_the_same_theme_every_time() {
    for ((cover, one), (_, other)) in colour_covers().into_iter().zip(colour_covers()) {
        assert_eq!(Palette::of(&one), Palette::of(&other), "{cover}");
        assert_eq!(Theme::auto(Some(&Palette::of(&one))), Theme::auto(Some(&Palette::of(&other))), "{cover}");
    }
}

#[test]
fn a_grey_cover_gets_a_grey_theme() {
    for (cover, artwork) in grey_covers() {
        let palette = Palette::of(&artwork);
        assert!(palette.is_neutral(), "{cover}");
        for name in ["auto", "dark", "light", "mono"] {
            let theme = Theme::named(name, Some(&palette)).expect(name);
            for color in [theme.ground, theme.text, theme.quiet, theme.accent, theme.line, theme.tone] {
                assert!(oklch(color).c < 0.006, "{name} of {cover}: {color} is not grey");
            }
        }
    }
}

#[test]
fn a_faint_cast_of_a_scan_counts_as_grey() {
    let scan = helpers::picture(SIDE, SIDE, |x, y| {
        let value = noise(x / 8, y / 8, 6) / 2 + 60;
        [value + 4, value + 2, value, 255]
    });
    let theme = Theme::auto(Some(&Palette::of(&scan)));
    assert!(oklch(theme.accent).c < 0.006, "accent {}", theme.accent);
}

#[test]
fn the_accent_has_the_hue_that_the_eye_finds() {
    for (cover, hue) in [
        ("red", [255, 0, 0]),
        ("blue", [0, 0, 255]),
        ("magenta", [255, 0, 255]),
        ("neon green on black", [57, 255, 20]),
        ("neon pink on black", [255, 16, 160]),
        ("one red dot on white", [220, 20, 30]),
    ] {
        let artwork = colour_covers().into_iter().find(|(name, _)| *name == cover).expect(cover).1;
        let theme = Theme::auto(Some(&Palette::of(&artwork)));
        let [r, g, b] = hue;
        let (accent, wanted) = (oklch(theme.accent), oklch(Color::rgb(r, g, b)));
        assert!(accent.c > 0.04, "{cover}: accent {} is grey", theme.accent);
        assert!(accent.hue_distance(wanted) < 25.0, "{cover}: accent {} has another hue", theme.accent);
    }
}

#[test]
fn light_covers_get_light_cards_and_dark_covers_dark_ones() {
    let lightness = |artwork: &Artwork| oklch(Theme::auto(Some(&Palette::of(artwork))).ground).l;
    assert!(lightness(&plain([255; 3])) > 0.9);
    assert!(lightness(&halves([250, 220, 230], [214, 232, 250])) > 0.9);
    assert!(lightness(&plain([0; 3])) < 0.3);
    assert!(lightness(&plain([8, 12, 50])) < 0.3);
    assert!(lightness(&disc([0; 3], [57, 255, 20], 0.12)) < 0.3);
}

#[test]
fn the_palette_lists_shares_that_add_up() {
    for (cover, artwork) in colour_covers() {
        let palette = Palette::of(&artwork);
        let total: f32 = palette.swatches.iter().map(|swatch| swatch.share).sum();
        let expected = if cover == "nothing but transparency" { 0.0 } else { 1.0 };
        assert!((total - expected).abs() < 1e-3, "{cover}: {total}");
        assert!(palette.swatches.is_sorted_by(|a, b| a.share >= b.share), "{cover}");
    }
}

#[test]
fn colours_are_set_by_name_and_problems_are_told() {
    let mut theme = Theme::mono();
    theme.set("ground", " #204060 ").expect("a colour");
    assert_eq!(theme.ground, Color::rgb(0x20, 0x40, 0x60));
    let unknown = theme.set("background", "#fff").expect_err("no such colour").to_string();
    assert!(unknown.contains("`background`") && unknown.contains("ground"), "{unknown}");
    let wrong = theme.set("text", "#12").expect_err("not a colour").to_string();
    assert!(wrong.contains("`#12`"), "{wrong}");
}

//! Themes from covers of every kind: always legible, the same every time, and grey when the cover is grey.

use crate::helpers::covers::{self, disc, halves, noise, plain};
use extra_credit::artwork::Artwork;
use extra_credit::geometry::Color;
use extra_credit::theme::{COLOURS, Given, Oklch, Palette, THEMES, Theme, contrast};

fn oklch(color: Color) -> Oklch {
    Oklch::from(color)
}

#[test]
fn every_theme_of_every_cover_is_legible() {
    for (cover, artwork) in covers::all() {
        let palette = Palette::of(&artwork);
        for name in THEMES {
            let theme = Theme::named(name, Some(&palette)).expect(name);
            let of = |color| contrast(color, theme.ground);
            // White on a vivid ground is the one exception: WCAG 2.2, 1.4.6 asks 4.5:1 of large text.
            let white_on_vivid = theme.text == Color::rgb(255, 255, 255) && oklch(theme.ground).c >= 0.08;
            let least = if white_on_vivid && ["auto", "vivid"].contains(&name) { 4.5 } else { 7.0 };
            assert!(of(theme.text) >= least, "{name} of {cover}: text {} on {}", theme.text, theme.ground);
            assert!(of(theme.quiet) >= 4.5, "{name} of {cover}: quiet {} on {}", theme.quiet, theme.ground);
            assert!(of(theme.accent) >= 4.5, "{name} of {cover}: accent {} on {}", theme.accent, theme.ground);
            assert!(of(theme.text) >= of(theme.quiet), "{name} of {cover}: quiet text is louder than text");
            assert!(of(theme.line) > 1.1, "{name} of {cover}: line {} on {} is not seen", theme.line, theme.ground);
            let on_tone = contrast(theme.text, theme.tone).min(contrast(theme.accent, theme.tone));
            assert!(on_tone >= 4.5, "{name} of {cover}: {on_tone} on tone {}", theme.tone);
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
    for ((cover, one), (_, other)) in covers::all().into_iter().zip(covers::all()) {
        assert_eq!(Palette::of(&one), Palette::of(&other), "{cover}");
        assert_eq!(Theme::auto(Some(&Palette::of(&one))), Theme::auto(Some(&Palette::of(&other))), "{cover}");
    }
}

#[test]
fn a_grey_cover_gets_a_grey_theme() {
    for (cover, artwork) in covers::greys() {
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
    let scan = crate::helpers::picture(120, 120, |x, y| {
        let value = noise(x / 8, y / 8, 6) / 2 + 60;
        [value + 4, value + 2, value, 255]
    });
    let theme = Theme::auto(Some(&Palette::of(&scan)));
    assert!(oklch(theme.accent).c < 0.006, "accent {}", theme.accent);
}

#[test]
fn the_accent_has_the_hue_that_the_eye_finds() {
    for (cover, hue) in [
        ("loud red", [255, 0, 0]),
        ("loud blue", [0, 0, 255]),
        ("loud green", [0, 200, 60]),
        ("neon pink", [255, 16, 160]),
        ("neon green on black", [57, 255, 20]),
        ("red spot on white", [220, 20, 30]),
        ("bright spot on navy", [255, 214, 120]),
    ] {
        let artwork = covers::all().into_iter().find(|(name, _)| *name == cover).expect(cover).1;
        let theme = Theme::dark(Some(&Palette::of(&artwork)));
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
    for (cover, artwork) in covers::all() {
        let palette = Palette::of(&artwork);
        let total: f32 = palette.swatches.iter().map(|swatch| swatch.share).sum();
        assert!((total - 1.0).abs() < 1e-3, "{cover}: {total}");
        assert!(palette.swatches.is_sorted_by(|a, b| a.share >= b.share), "{cover}");
    }
}

#[test]
fn colours_are_set_by_name_and_problems_are_told() {
    let mut theme = Theme::mono(None);
    theme.set("ground", " #204060 ").expect("a colour");
    assert_eq!(theme.ground, Color::rgb(0x20, 0x40, 0x60));
    let unknown = theme.set("background", "#fff").expect_err("no such colour").to_string();
    assert!(unknown.contains("`background`") && unknown.contains("ground"), "{unknown}");
    let wrong = theme.set("text", "#12").expect_err("not a colour").to_string();
    assert!(wrong.contains("`#12`"), "{wrong}");
}

#[test]
fn there_are_enough_covers_and_each_has_a_name_of_its_own() {
    let mut names: Vec<&str> = covers::all().into_iter().map(|(name, _)| name).collect();
    assert!(names.len() >= 24, "{}", names.len());
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), covers::all().len());
}

#[test]
fn a_picture_that_is_transparent_everywhere_is_no_picture() {
    let palette = Palette::of(&crate::helpers::picture(40, 40, |_, _| [90, 200, 90, 0]));
    assert!(palette.swatches.is_empty());
    for name in THEMES {
        assert_eq!(Theme::named(name, Some(&palette)), Theme::named(name, None), "{name}");
    }
}

fn file(path: &str) -> Palette {
    let bytes = std::fs::read(path).expect("the cover");
    Palette::of(&Artwork::decode(&bytes, &Default::default()).expect("a picture"))
}

#[test]
fn the_tide_is_orange_and_its_dark_card_has_an_orange_accent() {
    let palette = file("assets/demo/covers/tide.jpg");
    let orange = oklch(Color::rgb(0xff, 0x9d, 0x5c));
    let (vivid, dark) = (Theme::auto(Some(&palette)), Theme::dark(Some(&palette)));
    assert!(oklch(vivid.ground).hue_distance(orange) < 20.0, "ground {}", vivid.ground);
    assert!(oklch(dark.accent).hue_distance(orange) < 20.0, "accent {}", dark.accent);
    assert!(oklch(dark.ground).l < 0.2, "ground {}", dark.ground);
}

#[test]
fn a_red_sleeve_gives_a_red_card_and_white_text_on_it() {
    let palette = Palette::of(&plain([220, 20, 26]));
    let theme = Theme::auto(Some(&palette));
    assert!(oklch(theme.ground).hue_distance(oklch(Color::rgb(220, 20, 26))) < 6.0, "ground {}", theme.ground);
    assert!(oklch(theme.ground).c > 0.18, "ground {}", theme.ground);
    assert_eq!(theme.text, Color::rgb(255, 255, 255));
}

#[test]
fn vivid_keeps_the_hue_of_every_colour_and_its_chroma() {
    for hue in (0..360).step_by(6) {
        for l in [0.3, 0.45, 0.6, 0.75, 0.88] {
            let cover = Oklch::new(l, 0.15, hue as f32).to_color();
            let ground = oklch(Theme::vivid(Some(&Palette::of(&plain([cover.r, cover.g, cover.b])))).ground);
            // Where sRGB has little chroma at that lightness, the cover has little too.
            if oklch(cover).c < 0.06 || (25..=85).contains(&hue) {
                continue;
            }
            assert!(ground.hue_distance(oklch(cover)) < 8.0, "{cover} became {}", ground.to_color());
            assert!(ground.c >= 0.075, "{cover} became {}", ground.to_color());
            assert!((0.3..=0.92).contains(&ground.l), "{cover} became {}", ground.to_color());
        }
    }
}

#[test]
fn skin_and_wood_are_never_a_ground_and_the_second_hue_is() {
    for skin in [[236, 188, 160], [122, 74, 56], [160, 107, 73], [98, 52, 23], [206, 160, 120]] {
        for name in ["auto", "vivid"] {
            let ground = Theme::named(name, Some(&Palette::of(&plain(skin)))).expect(name).ground;
            assert!(oklch(ground).c < 0.06, "{skin:?} became {ground} in {name}");
        }
        let blue = Theme::vivid(Some(&Palette::of(&disc(skin, [40, 70, 200], 0.3)))).ground;
        assert!(oklch(blue).hue_distance(oklch(Color::rgb(40, 70, 200))) < 12.0, "{skin:?}: {blue}");
    }
}

#[test]
fn at_most_half_of_all_covers_give_dark_cards_and_neighbours_differ() {
    let colours = covers::colours();
    let themes: Vec<_> = colours.iter().map(|(_, artwork)| Theme::auto(Some(&Palette::of(artwork)))).collect();
    let dark = themes.iter().filter(|theme| oklch(theme.ground).l < 0.3).count();
    assert!(dark * 2 <= themes.len(), "{dark} of {}", themes.len());
    let mut grounds: Vec<String> = themes.iter().map(|theme| theme.ground.to_string()).collect();
    grounds.sort_unstable();
    grounds.dedup();
    assert!(grounds.len() * 4 >= themes.len() * 3, "{} grounds for {}", grounds.len(), themes.len());
}

#[test]
fn light_keeps_the_light_of_the_cover() {
    let light = |a, b| Theme::light(Some(&Palette::of(&halves(a, b)))).ground;
    let (neon, night) = (light([57, 255, 20], [255, 16, 160]), light([20, 40, 110], [240, 200, 90]));
    assert!(oklch(neon).hue_distance(oklch(night)) > 20.0, "{neon} and {night}");
    assert!(oklch(neon).l > 0.93 && oklch(night).l > 0.93);
}

#[test]
fn paper_is_the_one_nearest_to_the_light_of_the_cover() {
    for (color, name) in [
        ([250, 250, 250], "white"),
        ([236, 232, 222], "newsprint"),
        ([240, 224, 176], "buff"),
        ([205, 222, 240], "blue-grey"),
        ([245, 200, 180], "salmon"),
    ] {
        let palette = Palette::of(&plain(color));
        let (found, named) = (Theme::paper(Some(&palette)), Theme::named(name, Some(&palette)).expect(name));
        assert_eq!(found.ground, named.ground, "{color:?} is {name}");
    }
}

#[test]
fn the_hues_of_a_cover_are_apart_and_legible() {
    for (cover, artwork) in covers::all() {
        let hues = Theme::hues(&Palette::of(&artwork));
        assert!(hues.len() <= 3, "{cover}");
        for (at, hue) in hues.iter().enumerate() {
            assert!(contrast(hue.accent, hue.ground) >= 4.5, "{cover}: {} on {}", hue.accent, hue.ground);
            for other in hues.iter().skip(at + 1) {
                assert!(oklch(hue.ground).hue_distance(oklch(other.ground)) > 25.0, "{cover}: {}", hue.ground);
            }
        }
    }
}

fn given(colours: &[(&str, &str)]) -> Given {
    let mut given = Given::default();
    for (name, value) in colours {
        given.set(name, value).expect("a colour");
    }
    given
}

#[test]
fn colours_that_are_not_given_follow_those_that_are() {
    for (cover, artwork) in covers::all() {
        let palette = Palette::of(&artwork);
        for base in THEMES {
            let base = Theme::named(base, Some(&palette)).expect("a theme");
            for ground in ["white", "black", "#777", "#c8311f", "#ffd400", "#0b2b35", "#f0ece1", "gold"] {
                let given = given(&[("ground", ground)]);
                let theme = given.theme(base, Some(&palette));
                for name in ["text", "quiet", "accent"] {
                    let ratio = contrast(theme.get(name).expect(name), theme.ground);
                    assert!(ratio >= 4.5, "{name} on {ground} from {cover}: {ratio}");
                }
                assert!(given.low_contrasts(&theme).is_empty());
            }
        }
    }
}

#[test]
fn a_given_text_that_the_ground_cannot_carry_changes_the_ground() {
    let theme = given(&[("text", "#111")]).theme(Theme::dark(None), None);
    assert_eq!(theme.text, Color::rgb(17, 17, 17));
    assert!(contrast(theme.text, theme.ground) > 7.0, "ground {}", theme.ground);
}

#[test]
fn given_colours_stay_and_low_contrast_is_told_with_its_numbers() {
    let given = given(&[("ground", "#888"), ("text", "#999"), ("accent", "#0000"), ("line", "#123456")]);
    let theme = given.theme(Theme::auto(None), None);
    assert_eq!((theme.ground, theme.text), (Color::rgb(0x88, 0x88, 0x88), Color::rgb(0x99, 0x99, 0x99)));
    assert_eq!((theme.accent, theme.line), (Color::rgb(0, 0, 0), Color::rgb(0x12, 0x34, 0x56)));
    let low = given.low_contrasts(&theme);
    assert_eq!(low.len(), 1, "{low:?}");
    assert_eq!(
        low[0].to_string(),
        "theme colour `text` #999999 has a contrast of 1.2:1 on ground #888888, less than 4.5:1"
    );
    for name in COLOURS {
        assert!(theme.get(name).is_some(), "{name}");
    }
}

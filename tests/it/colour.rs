//! What templates know of a cover beside its theme: hues, edges, keylines, lettering; and grounds that somebody gave.

use std::sync::{Arc, LazyLock};

use crate::helpers::covers::{self, halves, plain};
use crate::helpers::picture;
use extra_credit::artwork::{Artwork, PictureFilter, filtered};
use extra_credit::card::{Card, Series, format};
use extra_credit::fonts::Fonts;
use extra_credit::geometry::{Color, Duotone, Rect};
use extra_credit::record::parse;
use extra_credit::scene::{Item, Scene};
use extra_credit::template::{Template, builtins};
use extra_credit::testing::compose::compose;
use extra_credit::text::Shaper;
use extra_credit::theme::{Given, Oklch, Palette, Print, Theme, contrast};

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

/// The first page of a square card with a cover in a theme, or what is wrong with the template.
fn scene(template: &Template, theme: Theme, cover: &Arc<Artwork>) -> Result<Scene, String> {
    let (record, subject) = crate::legible::subject_of(template);
    let card = Card {
        palette: Some(Arc::new(Palette::of(cover))),
        artwork: Some(Arc::clone(cover)),
        subject,
        series: Series { number: 1, count: 3, title: Some("Behind the record".into()) },
        ..Card::new(&record, format("square").expect("a format"), theme)
    };
    let made = compose(&card, template, &FONTS, &mut Shaper::new(&FONTS));
    made.map(|mut made| made.scenes.remove(0)).map_err(|problems| problems[0].to_string())
}

/// What a template writes for a cover in a theme: its one text.
fn told(expression: &str, theme: Theme, cover: Artwork) -> Result<String, String> {
    let source = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1080\" height=\"1080\" data-names=\"none\" \
         style=\"display:flex\"><text data-kind=\"title\" data-field=\"title\">{expression}</text></svg>"
    );
    let template = Template::new("own.svg", &source).map_err(|problems| problems[0].to_string())?;
    let record = parse("a.yaml", b"title: A\nartist: B\ncredits: {Producer: C}\n").expect("a record").record;
    let card = Card {
        palette: Some(Arc::new(Palette::of(&cover))),
        artwork: Some(Arc::new(cover)),
        ..Card::new(&record, format("square").expect("a format"), theme)
    };
    let made = compose(&card, &template, &FONTS, &mut Shaper::new(&FONTS));
    let made = made.map_err(|problems| problems[0].to_string())?;
    Ok(made.scenes[0].texts().next().expect("a text").string.clone())
}

#[test]
fn edges_are_the_colours_of_the_rim() {
    let edges = Palette::of(&halves([220, 20, 30], [20, 60, 200])).edges.expect("edges");
    assert_eq!((edges.left, edges.right), (Color::rgb(220, 20, 30), Color::rgb(20, 60, 200)));
    let framed = picture(240, 240, |x, y| match (x.min(239 - x), y.min(239 - y)) {
        (..12, _) | (_, ..12) => [250, 240, 10, 255],
        _ => [0, 0, 0, 255],
    });
    let edges = Palette::of(&framed).edges.expect("edges");
    assert_eq!((edges.top, edges.bottom), (Color::rgb(250, 240, 10), Color::rgb(250, 240, 10)));
    assert_eq!(Palette::of(&picture(40, 40, |_, _| [90, 200, 90, 0])).edges, None);
}

#[test]
fn artwork_that_melts_into_its_ground_has_a_keyline_and_other_artwork_none() {
    let keyline = "{{ artwork.keyline or 'none' }}";
    let theme = Theme::light(None);
    let near = Color { r: theme.ground.r - 6, ..theme.ground };
    let line = told(keyline, theme, plain([near.r, near.g, near.b])).expect("a card");
    assert!(line.starts_with('#'), "{line}");
    assert_eq!(told(keyline, theme, plain([20, 60, 200])).as_deref(), Ok("none"));
    assert_eq!(told(keyline, Theme::dark(None), plain([20, 20, 24])).map(|line| line.len()), Ok(7));
}

#[test]
fn lettering_is_told_from_photographs_and_skies() {
    for (cover, artwork) in covers::all() {
        let detail = Palette::of(&artwork).detail;
        match cover {
            "portrait" | "skin" | "sky to sand" | "navy" | "pastel" => assert!(detail < 0.1, "{cover}: {detail}"),
            "line art" | "checkerboard" => assert!(detail > 0.2, "{cover}: {detail}"),
            _ => assert!((0.0..=1.0).contains(&detail), "{cover}: {detail}"),
        }
    }
    assert_eq!(told("{{ artwork.lettered }}", Theme::dark(None), plain([9, 9, 9])).as_deref(), Ok("False"));
}

#[test]
fn inks_are_legible_on_any_ground() {
    for ground in ["#dc151c", "white", "#777", "gold", "#0b2b35", "#000000"] {
        let inks = told(
            &format!(
                "{{% set ink = inks('{ground}', 'teal') %}}{{{{ ink.ground }}}} {{{{ ink.text }}}} {{{{ ink.accent }}}}"
            ),
            Theme::dark(None),
            plain([9, 9, 9]),
        );
        let inks = inks.expect("a card");
        let [ground, text, accent] = inks
            .split(' ')
            .map(|color| extra_credit::geometry::parse_color(color).expect("a colour"))
            .collect::<Vec<_>>()[..]
        else {
            panic!("{inks}")
        };
        assert!(contrast(text, ground) >= 4.5 && contrast(accent, ground) >= 4.5, "{inks}");
    }
    let wrong = told("{{ inks('colourful').text }}", Theme::dark(None), plain([9, 9, 9])).expect_err("no colour");
    assert!(wrong.contains("`colourful` is not a colour"), "{wrong}");
}

#[test]
fn hues_are_of_the_cover_and_a_given_ground_comes_first() {
    let first = "{{ theme.hues[0].ground }}";
    let red = told(first, Theme::dark(None), plain([220, 20, 30])).expect("a card");
    let color = extra_credit::geometry::parse_color(&red).expect("a colour");
    assert!(Oklch::from(color).hue_distance(Oklch::from(Color::rgb(220, 20, 30))) < 6.0, "{red}");
    let mut given = Given::default();
    given.set("ground", "#204020").expect("a colour");
    let theme = given.theme(Theme::auto(None), None);
    assert_eq!(told(first, theme, plain([220, 20, 30])).as_deref(), Ok("#204020"));
    // Grey covers have no hue, and keep the theme.
    let grey = Theme::dark(Some(&Palette::of(&plain([90, 90, 90]))));
    let hue = "{{ theme.hues[0].ground }}{{ ' without a hue' if theme.hueless }}";
    assert_eq!(told(hue, grey, plain([90, 90, 90])), Ok(format!("{} without a hue", grey.ground)));
    assert_eq!(told(hue, Theme::dark(None), plain([220, 20, 30])), Ok(red));
}

#[test]
fn artwork_in_print_is_lit_and_carries_the_text() {
    for (cover, artwork) in covers::all() {
        let palette = Palette::of(&artwork);
        let (low, high) = palette.levels;
        if palette.swatches.is_empty() || high - low < 0.35 {
            continue;
        }
        for name in ["auto", "vivid", "dark", "light"] {
            let theme = Theme::named(name, Some(&palette)).expect(name);
            let Print { dark, light, bright } = theme.print(&palette);
            let least = contrast(theme.text, dark).min(contrast(theme.text, light));
            assert!(least >= 4.5, "{name} of {cover}: {least} on {dark} to {light}");
            // What a twentieth of it is lighter than.
            let lit = |tone: Duotone| {
                let filter = PictureFilter { levels: Some((low, high)), tone: Some(tone), ..Default::default() };
                let whole = Rect::new(0.0, 0.0, artwork.width() as f32, artwork.height() as f32);
                let printed = filtered(&artwork, whole, 120, 120, &filter, 1.0);
                let luma =
                    |[r, g, b, _]: &[u8; 4]| 0.2126 * f32::from(*r) + 0.7152 * f32::from(*g) + 0.0722 * f32::from(*b);
                let mut lumas: Vec<f32> = printed.data.as_chunks().0.iter().map(luma).collect();
                lumas.sort_by(f32::total_cmp);
                lumas[lumas.len() - lumas.len() / 20 - 1]
            };
            let under_text = lit(Duotone { dark, middle: None, light });
            assert!(under_text >= 80.0, "{name} of {cover}: a twentieth is lighter than {under_text}");
            let free = lit(Duotone { dark, middle: Some(light), light: bright });
            assert!(free >= 150.0, "{name} of {cover}: above the names a twentieth is lighter than {free}");
        }
    }
}

#[test]
fn a_given_ground_is_honoured_by_every_template() {
    let cover = Arc::new(halves([230, 190, 40], [20, 60, 200]));
    for ground in ["#3a0d12", "#dc151c", "#e9f2c8"] {
        let mut given = Given::default();
        given.set("ground", ground).expect("a colour");
        let theme = given.theme(Theme::auto(Some(&Palette::of(&cover))), None);
        for template in builtins() {
            let template = Template::builtin(template.name).expect("built in").expect("well-formed");
            let scene = scene(&template, theme, &cover).unwrap_or_else(|problem| panic!("{problem}"));
            let fills = scene.items.iter().filter_map(|item| match item {
                Item::Rect(rect) => Some((rect.fill, rect.rect.width * rect.rect.height)),
                _ => None,
            });
            // A comparison has two grounds: one of them is the given one.
            let large = fills.filter(|(_, area)| *area > 100_000.0).any(|(fill, _)| fill == theme.ground);
            assert!(scene.ground == theme.ground || large, "{}: {} and not {ground}", template.name(), scene.ground);
        }
    }
}

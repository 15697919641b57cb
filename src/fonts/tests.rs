use super::*;

#[test]
fn the_table_and_the_csv_list_the_same_faces() {
    let csv = include_str!("../../fonts/fonts.csv");
    let rows: Vec<String> = csv.lines().skip(1).map(|l| l.rsplit_once(',').unwrap().0.to_owned()).collect();
    let table: Vec<String> = embedded::FACES
        .rows()
        .chain(embedded::CJK.rows())
        .map(|e| {
            let italic = if e.italic { "yes" } else { "no" };
            format!("{},{},{},{},{italic}", e.file, e.index, e.family, e.weight)
        })
        .collect();
    assert_eq!(&rows[..table.len()], &table[..]);
    assert!(rows[table.len()..].iter().all(|r| r.starts_with("noto-cjk/")));
}

#[test]
fn every_embedded_face_parses_in_both_readers_and_draws() {
    for (id, face) in Fonts::embedded().faces() {
        assert!(face.shaping().is_some(), "{face:?}");
        assert!(face.ab_glyph().is_some(), "{face:?}");
        let drawn = (1..300).filter(|g| face.ink(*g).is_some()).count();
        assert!(drawn > 5, "{id:?} {face:?} {drawn}");
        let m = face.metrics();
        assert!(m.ascent > 0.5 && m.descent > 0.0 && m.cap_height > 0.3 && m.x_height > 0.2, "{face:?} {m:?}");
    }
}

#[test]
fn emoji_have_layers_with_colours_and_letters_have_none() {
    let fonts = Fonts::embedded();
    let face = |family: &str| fonts.face(fonts.select(family, 400, false).unwrap()).unwrap();
    let emoji = face("Twemoji Mozilla");
    let glyph = emoji.glyph('🎉').unwrap();
    let layers = emoji.layers(glyph).unwrap();
    assert!(layers.len() > 2 && layers.iter().all(|layer| layer.color.is_some()), "{layers:?}");
    let ink = emoji.ink(glyph).unwrap();
    assert!(ink.width > 0.7 && ink.width < 1.1 && ink.height > 0.7, "{ink:?}");
    let inter = face("Inter");
    let letter = inter.glyph('A').unwrap();
    assert_eq!(inter.layers(letter), None);
    assert_eq!(inter.ink(letter), Some(inter.outline(letter).unwrap().bounds));
    assert_eq!(face("Noto Emoji").layers(glyph), None);
    let pale = Layer { glyph: 1, color: Some(crate::geometry::Color::rgb(9, 8, 7)) };
    assert_eq!(pale.in_text(crate::geometry::Color { r: 0, g: 0, b: 0, a: 51 }).a, 51);
}

#[test]
fn weights_are_matched_as_css_does() {
    let fonts = Fonts::embedded();
    let weight = |family: &str, w: u16| fonts.face(fonts.select(family, w, false).unwrap()).unwrap().weight;
    assert_eq!(weight("Inter", 600), 600);
    assert_eq!(weight("inter", 900), 700);
    assert_eq!(weight("Archivo", 400), 800);
    assert_eq!(weight("Noto Sans Arabic", 500), 400);
    assert_eq!(weight("Noto Sans Arabic", 600), 700);
    assert!(fonts.select("Comic Sans", 400, false).is_none());
    assert!(fonts.face(fonts.select("Instrument Serif", 400, true).unwrap()).unwrap().italic);
}

#[test]
fn characters_no_face_draws_are_listed_once() {
    let fonts = Fonts::embedded();
    assert!(fonts.missing("Sigur Rós\u{FE0F}\u{200D}\n\u{202E} فيروز").is_empty());
    assert_eq!(fonts.missing("坂本").is_empty(), cfg!(feature = "cjk"));
    assert_eq!(fonts.missing("a\u{10FFFF}b\u{10FFFF}\u{E123}"), ['\u{10FFFF}', '\u{E123}']);
}

#[test]
fn languages_choose_han_forms() {
    assert_eq!(Han::from_language("zh-Hant"), Some(Han::Tc));
    assert_eq!(Han::from_language("zh-TW"), Some(Han::Tc));
    assert_eq!(Han::from_language("zh-Hant-HK"), Some(Han::Hk));
    assert_eq!(Han::from_language("zh"), Some(Han::Sc));
    assert_eq!(Han::from_language("ko-KR"), Some(Han::Kr));
    assert_eq!(Han::from_language("en"), None);
}

#[test]
fn bytes_that_are_no_font_are_refused_with_a_reason() {
    let mut fonts = Fonts::empty();
    let woff = fonts.add_data(b"wOF2....".to_vec(), "a.woff2").unwrap_err().to_string();
    assert!(woff.contains("convert it to ttf or otf"), "{woff}");
    assert!(fonts.add_data(b"hello".to_vec(), "x.ttf").is_err());
    assert!(fonts.add_data(Vec::new(), "x.ttf").is_err());
}

#[test]
fn a_directory_adds_its_faces_in_sorted_order() {
    let mut fonts = Fonts::empty();
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/inter");
    assert_eq!(fonts.add_dir(&dir).unwrap(), 4);
    let weights: Vec<u16> = fonts.faces().map(|(_, f)| f.weight).collect();
    assert_eq!(weights, [400, 500, 600, 700]);
    assert!(fonts.has_family("Inter"), "{:?}", fonts.families());
}

#[test]
fn outlines_of_glyf_and_cff_faces_are_em_sized_and_y_down() {
    let fonts = Fonts::embedded();
    for (family, c) in [("Inter", 'H'), ("Noto Sans CJK JP", '𠮷')] {
        let Some(id) = fonts.select(family, 700, false) else { continue };
        let face = fonts.face(id).unwrap();
        let outline = face.outline(face.glyph(c).unwrap()).unwrap();
        assert!(matches!(outline.segments[0], Segment::Move(_)));
        assert!(outline.bounds.y < -0.6 && outline.bounds.bottom() < 0.2, "{:?}", outline.bounds);
        assert!((0.6..1.1).contains(&outline.bounds.height), "{:?}", outline.bounds);
    }
}

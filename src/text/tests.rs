use std::sync::{LazyLock, OnceLock};

use proptest::prelude::*;

mod breaks;
#[path = "../../tests/it/names/list.rs"]
mod list;

use super::*;
use crate::fonts::Fonts;

fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(Fonts::embedded)
}

fn style(family: &str, weight: u16) -> TextStyle {
    TextStyle { families: vec![family.to_owned()], weight, ..TextStyle::default() }
}

fn shape(text: &str) -> std::sync::Arc<Shaped> {
    Shaper::new(fonts()).shape(text, &style("Inter", 600)).unwrap()
}

/// The names that the embedded fonts draw: all of the list with the `cjk` feature.
fn names() -> impl Iterator<Item = &'static str> {
    static NAMES: LazyLock<Vec<list::Name>> = LazyLock::new(list::names);
    NAMES.iter().map(|name| name.text.as_str()).filter(|name| cfg!(feature = "cjk") || fonts().missing(name).is_empty())
}

fn whole(shaped: &Shaped) -> PlacedLine {
    let lines = shaped.break_lines(f32::INFINITY, Wrap::None, None, false);
    lines.lines.first().map(|l| shaped.place(l)).unwrap_or_default()
}

fn ids(text: &str) -> Vec<u16> {
    whole(&shape(text)).runs.iter().flat_map(|r| r.glyphs.iter().map(|g| g.id)).collect()
}

fn strings(lines: &Lines) -> Vec<&str> {
    lines.lines.iter().map(|l| l.string.as_str()).collect()
}

#[test]
fn every_name_shapes_without_a_missing_glyph_in_every_weight() {
    let mut shaper = Shaper::new(fonts());
    for family in ["Inter", "Archivo", "Instrument Serif", "Big Shoulders Display"] {
        for weight in [400, 600, 700, 900] {
            for name in names() {
                let shaped = shaper.shape(name, &style(family, weight)).unwrap();
                let placed = whole(&shaped);
                let glyphs: Vec<_> = placed.runs.iter().flat_map(|r| &r.glyphs).collect();
                assert!(!glyphs.is_empty() && glyphs.iter().all(|g| g.id != 0), "{name} {family} {weight}");
                assert_eq!(glyphs.len(), shaped.glyphs.len(), "{name}");
                let covered: String = shaped.clusters.iter().map(|c| &name[c.range.clone()]).collect();
                assert_eq!(covered, name);
                assert!(shaped.width() > 0.5 && shaped.width() < 30.0, "{name} {}", shaped.width());
            }
        }
    }
}

#[test]
fn a_latin_word_has_the_width_of_its_letters() {
    assert!((1.8..2.4).contains(&shape("ABC").width()), "{}", shape("ABC").width());
    assert_eq!(shape("ABC ").width(), shape("ABC").width());
    assert_eq!(shape("").width(), 0.0);
}

#[test]
fn hebrew_is_placed_from_right_to_left() {
    let shaped = shape("אבג");
    assert!(shaped.rtl);
    let single: Vec<u16> = ["ג", "ב", "א"].iter().flat_map(|c| ids(c)).collect();
    assert_eq!(ids("אבג"), single);
    let placed = whole(&shaped);
    assert!(placed.runs[0].glyphs.windows(2).all(|w| w[0].x < w[1].x));
}

#[test]
fn brackets_are_mirrored_in_right_to_left_text() {
    let plain = ids("(a)");
    let mirrored = ids("א(ב)ג");
    assert!(mirrored.contains(&plain[0]) && mirrored.contains(&plain[2]) || mirrored.len() == 5);
}

#[test]
fn arabic_letters_join() {
    let alone = ids("ب");
    let joined = ids("ببب");
    assert!(joined.iter().any(|g| !alone.contains(g)), "{joined:?} {alone:?}");
    assert_ne!(joined.first(), joined.last());
}

#[test]
fn letter_spacing_does_not_tear_joined_scripts() {
    let mut shaper = Shaper::new(fonts());
    let spaced = TextStyle { letter_spacing: 0.2, ..style("Inter", 600) };
    for name in ["فيروز", "लता"] {
        let a = shaper.shape(name, &spaced).unwrap().width();
        assert_eq!(a, shape(name).width());
    }
    let latin = shaper.shape("ABC", &spaced).unwrap().width();
    assert!((latin - shape("ABC").width() - 0.4).abs() < 0.05, "the last letter has no spacing after it: {latin}");
}

#[test]
fn word_spacing_widens_spaces_and_nothing_else() {
    let mut shaper = Shaper::new(fonts());
    let spaced = TextStyle { word_spacing: 0.2, ..style("Inter", 600) };
    for (text, spaces) in [("ABC", 0.0), ("A B C", 2.0), ("A\u{A0}B ", 1.0), ("ليلى حداد", 1.0)] {
        let wide = shaper.shape(text, &spaced).unwrap().width();
        assert!((wide - shape(text).width() - 0.2 * spaces).abs() < 1e-4, "{text}");
    }
}

/// The gaps between the boxes of neighbouring letters, em.
fn gaps(text: &str, letter_spacing: f32) -> Vec<f32> {
    let tracked = TextStyle { letter_spacing, ..style("Archivo", 900) };
    let shaped = Shaper::new(fonts()).shape(text, &tracked).unwrap();
    let inks = shaped.inks(&shaped.line(0..shaped.clusters.len()));
    inks.windows(2).map(|pair| pair[1].x - pair[0].right()).collect()
}

#[test]
fn tracking_brings_no_two_letters_closer_than_a_hundredth() {
    for gap in gaps("Hillinium", -0.12) {
        assert!(gap > 0.0095, "{gap}");
    }
    // Slanted letters overlap by their boxes, not by their ink: they are tracked like all others.
    let (plain, tracked) = (gaps("AVAVA", 0.0), gaps("AVAVA", -0.01));
    assert!(plain.iter().zip(&tracked).all(|(plain, tracked)| (plain - tracked - 0.01).abs() < 1e-4), "{tracked:?}");
}

#[test]
fn a_script_has_one_reach_whatever_the_letters_of_a_name() {
    for names in [["أحمد", "نور", "ليلى"], ["שרה", "קץ", "אי"], ["लता", "कुमार", "श्री"]]
    {
        let reaches = names.map(|name| shape(name).reach);
        assert!(reaches[0].0 > 0.5 && reaches.iter().all(|reach| *reach == reaches[0]), "{names:?}: {reaches:?}");
    }
    assert_eq!(shape("Vane").reach, (0.0, 0.0));
    let marked = shape("اَلْمُوسِيقَى الشَّرْقِيَّةُ");
    assert!(marked.reach.0 >= marked.ink.0 && marked.reach.1 >= marked.ink.1);
}

#[test]
fn scripts_of_few_names_are_not_shared() {
    use unicode_script::Script;
    let list = |arabic: usize| (0..16).map(move |i| if i < arabic { "ليلى" } else { "Vane" });
    assert_eq!(shared_scripts(list(2)), [Script::Arabic]);
    assert_eq!(shared_scripts(list(1)), []);
    assert_eq!(shared_scripts(["Ελένη", "Ana"].into_iter()), []);
}

#[test]
fn bearings_are_those_of_the_outer_letters_and_none_of_scripts_from_the_right() {
    let bearings = |text: &str| {
        let shaped = shape(text);
        shaped.bearings(&shaped.line(0..shaped.clusters.len()))
    };
    let (left, right) = bearings("HH");
    assert!((0.04..0.12).contains(&left) && (left - right).abs() < 0.01, "{left} {right}");
    assert!(bearings("o").0 < left);
    assert_eq!(bearings("נועה"), (0.0, 0.0));
    assert_eq!(bearings("").0, 0.0);
}

#[test]
fn composed_and_decomposed_spellings_look_the_same() {
    let latin = [("Rós", "Ro\u{301}s"), ("ệ", "e\u{323}\u{302}")];
    let asian = [("가", "\u{1100}\u{1161}"), ("が", "か\u{3099}")];
    for (nfc, nfd) in latin.into_iter().chain(asian.into_iter().filter(|_| cfg!(feature = "cjk"))) {
        let (a, b) = (shape(nfc), shape(nfd));
        assert!((a.width() - b.width()).abs() < 0.02, "{nfc} {} {}", a.width(), b.width());
        assert_eq!(b.clusters.len(), a.clusters.len(), "{nfd}");
    }
}

#[test]
fn bidi_controls_stay_within_their_text_and_draw_nothing() {
    let shaped = shape("abc\u{202E}def");
    let visible: Vec<u16> = ids("abc\u{202E}def");
    assert_eq!(visible.len(), 6);
    assert!(!shaped.rtl);
    let (d, f) = (ids("d")[0], ids("f")[0]);
    assert_eq!((visible[3], visible[5]), (f, d));
    assert_eq!(shape("\u{202E}\u{2066}\u{200F}").width(), 0.0);
}

#[test]
fn invisible_characters_take_no_room() {
    for text in ["A\u{200B}B", "A\u{FEFF}B", "A\u{0}B", "A\u{7F}B", "A\u{AD}B"] {
        assert!((shape(text).width() - shape("AB").width()).abs() < 0.05, "{text:?} {}", shape(text).width());
    }
    assert_eq!(shape("\u{1}").width(), 0.0);
}

#[test]
fn emoji_sequences_are_one_cluster_of_the_emoji_face() {
    for text in ["👩🏽‍🎤", "🎛️", "🇮🇪", "1️⃣", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
    {
        let shaped = shape(text);
        assert_eq!(shaped.clusters.len(), 1, "{text}");
        let face = fonts().face(whole(&shaped).runs[0].face).unwrap();
        assert_eq!(face.family, "Twemoji Mozilla", "{text}");
    }
}

#[test]
fn a_style_that_names_the_emoji_face_of_lines_gets_it() {
    let shaped = Shaper::new(fonts())
        .shape("Ana 🎉", &TextStyle { families: vec!["Inter".into(), "Noto Emoji".into()], ..style("Inter", 400) });
    let shaped = shaped.unwrap();
    let families: Vec<&str> =
        whole(&shaped).runs.iter().map(|run| fonts().face(run.face).unwrap().family.as_str()).collect();
    assert!(families.contains(&"Noto Emoji") && !families.contains(&"Twemoji Mozilla"), "{families:?}");
}

#[test]
fn cyrillic_has_its_usual_forms_unless_the_language_is_bulgarian() {
    let glyphs = |language: Option<&str>| {
        let style = TextStyle { language: language.map(str::to_owned), ..style("Sofia Sans Extra Condensed", 400) };
        let shaped = Shaper::new(fonts()).shape("Виктор", &style).unwrap();
        whole(&shaped).runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect::<Vec<_>>()
    };
    assert_eq!(glyphs(None), glyphs(Some("ru")));
    assert_eq!(glyphs(Some("uk")), glyphs(Some("ru")));
    assert_ne!(glyphs(Some("bg")), glyphs(Some("ru")));
}

#[test]
fn text_symbols_prefer_the_text_family() {
    let family = |text: &str| fonts().face(whole(&shape(text)).runs[0].face).unwrap().family.clone();
    assert_eq!(family("†¥×"), "Inter");
    assert!(!crate::fonts::EMOJI.contains(&family("♥").as_str()));
}

#[test]
#[cfg(feature = "cjk")]
fn han_follows_the_language() {
    let mut shaper = Shaper::new(fonts());
    let mut family = |text: &str, language: Option<&str>| {
        let style = TextStyle { language: language.map(str::to_owned), ..style("Inter", 400) };
        let shaped = shaper.shape(text, &style).unwrap();
        fonts().face(whole(&shaped).runs[0].face).unwrap().family.clone()
    };
    assert_eq!(family("直", None), "Noto Sans CJK JP");
    assert_eq!(family("直", Some("zh-Hans")), "Noto Sans CJK SC");
    assert_eq!(family("直", Some("zh-Hant")), "Noto Sans CJK TC");
    assert_eq!(family("直", Some("zh-HK")), "Noto Sans CJK HK");
    assert_eq!(family("直", Some("ko")), "Noto Sans CJK KR");
    assert_eq!(family("조용필", None), "Noto Sans CJK KR");
    assert_eq!(family("か", Some("zh")), "Noto Sans CJK JP");
}

#[test]
#[cfg(feature = "cjk")]
fn east_asian_signs_follow_the_language_of_the_name() {
    let mut shaper = Shaper::new(fonts());
    for (language, family) in
        [(None, "Noto Sans CJK JP"), (Some("zh-Hant"), "Noto Sans CJK TC"), (Some("ko"), "Noto Sans CJK KR")]
    {
        let style = TextStyle { language: language.map(str::to_owned), ..style("Inter", 400) };
        let shaped = shaper.shape("「波・。、」", &style).unwrap();
        let families: Vec<_> = shaped.faces().into_iter().map(|id| fonts().face(id).unwrap().family.as_str()).collect();
        assert_eq!(families, [family], "{language:?}");
    }
}

#[test]
fn fallback_has_the_kind_and_the_weight_of_the_main_face() {
    let mut shaper = Shaper::new(fonts());
    let mut face = |text: &str, family: &str, weight: u16, italic: bool| {
        let shaped = shaper.shape(text, &TextStyle { italic, ..style(family, weight) }).unwrap();
        let face = fonts().face(whole(&shaped).runs[0].face).unwrap();
        (face.family.as_str(), face.weight, face.italic)
    };
    assert_eq!(face("Цой", "Instrument Serif", 400, true), ("Noto Serif Condensed", 400, true));
    assert_eq!(face("ạ", "Instrument Serif", 700, false), ("Noto Serif Condensed", 400, false));
    assert_eq!(face("חי", "Instrument Serif", 700, false), ("Noto Serif Hebrew", 400, false));
    assert_eq!(face("लता", "Instrument Serif", 700, false), ("Noto Sans Devanagari", 400, false));
    assert_eq!(face("Цой", "Big Shoulders Display", 400, false), ("Noto Sans ExtraCondensed", 700, false));
    assert_eq!(face("Цой", "Archivo", 400, false), ("Noto Sans", 700, false));
    assert_eq!(face("Հայ", "Inter", 400, false), ("Noto Sans Armenian", 400, false));
}

#[test]
fn a_sign_has_one_size_beside_letters_and_alone() {
    let scale = |text: &str| shape(text).parts().iter().map(|part| part.2).fold(0.0, f32::max);
    assert_eq!(scale("👋🏽"), scale("👋🏽 Nova"));
    assert!((1.01..1.1).contains(&scale("👋🏽")), "{}", scale("👋🏽"));
}

#[test]
fn what_no_font_draws_is_an_error_that_names_it_unless_replaced() {
    let mut shaper = Shaper::new(fonts());
    let error = shaper.shape("a\u{E123}b", &style("Inter", 400)).unwrap_err();
    assert_eq!(error, TextError::Missing { chars: vec!['\u{E123}'] });
    assert!(error.to_string().contains("U+E123"), "{error}");
    let error = shaper.shape("𓀀", &style("Inter", 400)).unwrap_err().to_string();
    assert_eq!(error, "no font draws `𓀀` (U+13000 EGYPTIAN HIEROGLYPH A001)");
    shaper.set_replacement(Some('\u{FFFD}'));
    let shaped = shaper.shape("a\u{E123}b", &style("Inter", 400)).unwrap();
    assert!(whole(&shaped).runs.iter().flat_map(|r| &r.glyphs).all(|g| g.id != 0));
    assert_eq!(shaped.clusters.len(), 3);
}

#[test]
fn long_texts_take_time_in_proportion() {
    let mut shaper = Shaper::new(fonts());
    for unit in ["Sigur Rós ", "x", "坂本", "فيروز ", "a\u{301}"] {
        if cfg!(not(feature = "cjk")) && unit == "坂本" {
            continue;
        }
        let text = unit.repeat((1 << 20) / unit.len());
        let shaped = shaper.shape(&text, &style("Inter", 400)).unwrap();
        let lines = shaped.break_lines(30.0, Wrap::Balance, None, false);
        assert!(lines.lines.len() > 100);
    }
}

#[test]
fn the_cache_returns_the_same_text() {
    let mut shaper = Shaper::new(fonts());
    let a = shaper.shape("Björk", &style("Inter", 400)).unwrap();
    let b = shaper.shape("Björk", &style("Inter", 400)).unwrap();
    assert!(std::sync::Arc::ptr_eq(&a, &b));
}

fn texts() -> impl Strategy<Value = String> {
    let words = names().flat_map(|n| n.split_inclusive(' ')).collect::<Vec<_>>();
    let extra = vec![" ", "-", " · ", ", ", "\n", "\u{200B}", "\u{202E}", "e\u{301}", "(", ")", "a b c ", "👩🏽‍🎤", "\t"];
    prop::collection::vec(prop::sample::select([words, extra].concat()), 0..14).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_join_to_the_text_and_fit(text in texts(), width in 0.0f32..20.0) {
        let shaped = shape(&text);
        for wrap in [Wrap::Normal, Wrap::Balance, Wrap::Pretty, Wrap::Name] {
            let lines = shaped.break_lines(width, wrap, None, false);
            prop_assert!(!lines.truncated);
            prop_assert_eq!(lines.lines.len(), shaped.count_lines(width, wrap));
            prop_assert_eq!(strings(&lines).concat(), text.clone());
            for line in &lines.lines {
                prop_assert!(line.width <= width + 0.001 || line.clusters.len() <= 1 || solid(&shaped, line) <= 1, "{:?}", line);
                let placed = shaped.place(line);
                prop_assert_eq!(placed.width, line.width);
            }
        }
        let normal = shaped.break_lines(width, Wrap::Normal, None, false).lines.len();
        let balanced = shaped.break_lines(width, Wrap::Balance, None, false).lines.len();
        prop_assert!(balanced <= normal);
    }

    #[test]
    fn cut_lines_fit_and_are_no_more_than_asked(text in texts(), width in 1.2f32..20.0, max in 1usize..4) {
        let shaped = shape(&text);
        for wrap in [Wrap::Normal, Wrap::Balance, Wrap::Name, Wrap::None] {
            let lines = shaped.break_lines(width, wrap, Some(max), true);
            prop_assert!(lines.lines.len() <= max);
            if let Some(last) = lines.lines.last().filter(|_| lines.truncated) {
                prop_assert!(last.ellipsis && last.width <= width + 0.001);
            }
        }
    }

    #[test]
    fn any_string_shapes_or_says_what_is_missing(text in "\\PC{0,24}|[\\x00-\\x{2ff}]{0,24}|.{0,8}") {
        match Shaper::new(fonts()).shape(&text, &style("Inter", 400)) {
            Ok(shaped) => {
                prop_assert!(shaped.glyphs.iter().all(|g| g.id != 0));
                let covered: String = shaped.clusters.iter().map(|c| &text[c.range.clone()]).collect();
                prop_assert_eq!(covered, text);
            }
            Err(TextError::Missing { chars }) => prop_assert!(!chars.is_empty()),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}

#[test]
fn a_filler_that_no_font_draws_is_named() {
    for filler in ["\u{3164}", "\u{115f}", "\u{ffa0}", "\u{1680}"] {
        if let Err(TextError::Missing { chars }) = Shaper::new(fonts()).shape(filler, &style("Inter", 400)) {
            assert_eq!(chars, filler.chars().collect::<Vec<_>>());
        }
    }
}

/// Clusters of a line that take room.
fn solid(shaped: &Shaped, line: &LineRange) -> usize {
    shaped.clusters[line.clusters.clone()].iter().filter(|c| !c.space && c.advance > 0.0).count()
}

#[test]
fn a_word_is_not_split_between_a_face_with_a_few_of_its_letters_and_one_with_all() {
    let mut shaper = Shaper::new(fonts());
    let (poster, condensed) = ("Big Shoulders Display", "Sofia Sans Extra Condensed");
    let words = [("ΘΕΟΔΩΡΑΚΗΣ", poster), ("ΔΩ", poster), ("PHẠM-HÀ", condensed), ("Thu-Hà", condensed)];
    for (word, family) in words {
        let shaped = shaper.shape(word, &style(family, 800)).unwrap();
        assert_eq!(shaped.faces().len(), 1, "{word}");
        assert_eq!(shaped.faces()[0] == shaped.main_face, word == "Thu-Hà", "{word}");
    }
}

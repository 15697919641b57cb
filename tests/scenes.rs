//! Scenes of the built-in template: every credited name, once a role, in order, legible and inside, for any number of names.

mod helpers;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use extra_credit::artwork::Artwork;
use extra_credit::card::{Card, DEFAULT_FORMATS, Format, Overflow, Series, Subject, card_credits, format};
use extra_credit::compose::{Composition, compose};
use extra_credit::fonts::Fonts;
use extra_credit::geometry::Rect;
use extra_credit::record::{Record, parse};
use extra_credit::scene::{Scene, TextItem};
use extra_credit::template::Template;
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

const ROLES: [&str; 40] = [
    "Executive Producer",
    "Producer",
    "Co-Producer",
    "Songwriter",
    "Lyricist",
    "Composer",
    "Vocal Production",
    "Recording Engineer",
    "Assistant Engineer",
    "Mixing Engineer",
    "Mastering Engineer",
    "Lead Vocals",
    "Background Vocals",
    "Choir",
    "Guitar",
    "Acoustic Guitar",
    "Bass",
    "Double Bass",
    "Drums",
    "Percussion",
    "Keyboards",
    "Piano",
    "Synthesizer",
    "Violin",
    "Viola",
    "Cello",
    "Flute",
    "Clarinet",
    "Trumpet",
    "Saxophone",
    "Arranger",
    "Conductor",
    "A&R",
    "Publisher",
    "Manager",
    "Publicist",
    "Creative Director",
    "Art Director",
    "Photographer",
    "Vocal comping & spiritual guidance",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Japanese,
    Arabic,
    Devanagari,
    Mixed,
}

const LATIN: (&[&str], &[&str]) = (
    &[
        "Odalys",
        "Theo",
        "June",
        "Marisol",
        "Inês",
        "Kerensa",
        "Bram",
        "Sunniva",
        "Wale",
        "Björk",
        "Zsófia",
        "Rafał",
        "Jean-Baptiste",
        "Bo",
        "Amara",
        "Désirée",
        "Oluwaseun",
        "Cosmo",
    ],
    &[
        "Brant",
        "Okafor",
        "Castellan",
        "Vane",
        "Duarte-Quill",
        "Holt",
        "Teixeira",
        "Aas",
        "Adeyinka-Ross",
        "Sæmundsdóttir",
        "Kovács",
        "Wiśniewski",
        "van der Meer",
        "Li",
        "Osei",
        "Lacroix",
        "Featherstonehaugh",
    ],
);
const JAPANESE: (&[&str], &[&str]) = (
    &["木村", "坂井", "佐藤", "高橋", "小笠原", "林", "長谷川", "渡辺", "東海林", "伊集院", "森"],
    &["花", "美月", "健太郎", "翔", "さくら", "由紀子", "アキラ", "大輔", "舞", "直人", "結衣", "龍之介", "誠"],
);
const ARABIC: (&[&str], &[&str]) = (
    &["ليلى", "محمد", "فاطمة", "يوسف", "نور", "عبد الرحمن", "مريم", "زياد", "هدى", "سليم", "رانيا"],
    &["حداد", "المصري", "بن سعيد", "الخوري", "قاسم", "الزهراني", "منصور", "درويش", "العطار", "جبران", "شاهين", "طه"],
);
const DEVANAGARI: (&[&str], &[&str]) = (
    &["अनुष्का", "राजेश", "प्रियंका", "विक्रम", "सुनीता", "कृष्ण", "लक्ष्मी", "अर्जुन", "मीरा", "श्रीनिवास", "ज्योति"],
    &["शर्मा", "कुलकर्णी", "त्रिपाठी", "चट्टोपाध्याय", "सिंह", "द्विवेदी", "राव", "पटेल", "मिश्रा", "वर्मा", "घोष", "नायर"],
);

/// The name of that number; all different up to the product of the lists' lengths, which have no common factor.
fn name(script: Script, number: usize) -> String {
    let (given, family) = match script {
        Script::Latin => LATIN,
        Script::Japanese => JAPANESE,
        Script::Arabic => ARABIC,
        Script::Devanagari => DEVANAGARI,
        Script::Mixed => [LATIN, JAPANESE, ARABIC, DEVANAGARI][number % 4],
    };
    let space = if given == JAPANESE.0 { "" } else { " " };
    let (one, other) = (given[number % given.len()], family[number % family.len()]);
    format!("{one}{space}{other}")
}

/// Names a role: 1, 2, 3, 1, 4, 2, … so that some roles are long.
const SHARES: [usize; 7] = [1, 2, 3, 1, 4, 2, 5];

/// A credit file of so many names. One name more is always one more at the end of the last role, or a role more.
fn yaml(count: usize, script: Script, title: &str) -> String {
    let mut text =
        format!("title: \"{title}\"\nartist: Marisol Vane\nkind: album\nreleased: 2026\nlabel: Saltmarsh Records\n");
    text.push_str("hashtags: [BehindTheRecord, GiveCredit]\ncredits:\n");
    let mut done = 0;
    for role in 0.. {
        if done == count {
            break;
        }
        let label = ROLES[role % ROLES.len()];
        // A record of hundreds of names has more roles than the list: they get numbers.
        let label = if role < ROLES.len() { label.to_owned() } else { format!("{label} {}", role / ROLES.len() + 1) };
        text.push_str(&format!("  \"{label}\":\n"));
        let share = if count > 150 { SHARES[role % 7] * 2 } else { SHARES[role % 7] };
        for _ in 0..share.min(count - done) {
            text.push_str(&format!("    - \"{}\"\n", name(script, done)));
            done += 1;
        }
    }
    text
}

fn record(text: &str) -> Record {
    match parse("generated.yaml", text.as_bytes()) {
        Ok(parsed) => parsed.record,
        Err(problems) => panic!("{}\n{text}", problems.iter().map(ToString::to_string).collect::<String>()),
    }
}

fn cover() -> Arc<Artwork> {
    Arc::new(helpers::picture(60, 60, |x, y| [40 + x as u8, 60 + y as u8, 90, 255]))
}

struct Press {
    template: Template,
    shaper: Shaper<'static>,
    artwork: Arc<Artwork>,
}

impl Press {
    fn new() -> Press {
        let template = Template::builtin("side-by-side").expect("built in").expect("well-formed");
        Press { template, shaper: Shaper::new(&FONTS), artwork: cover() }
    }

    fn card<'r>(&self, record: &'r Record, format: &'static Format, artwork: bool, overflow: Overflow) -> Card<'r> {
        Card {
            record,
            subject: Subject::Record,
            series: Series::default(),
            credits: card_credits(record),
            format,
            theme: Theme::dark(None),
            artwork: artwork.then(|| Arc::clone(&self.artwork)),
            overflow,
        }
    }

    fn compose(&mut self, card: &Card<'_>) -> Composition {
        compose(card, &self.template, &FONTS, &mut self.shaper).unwrap_or_else(|problems| {
            let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{} names in {}: {}", card.names(), card.format.name, text.join("\n"))
        })
    }

    /// What is wrong with the card of a record, in a format, each with what was composed.
    fn problems(&mut self, record: &Record, formats: &[&str], artwork: bool) -> Vec<String> {
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
fn named(card: &Card<'_>) -> Vec<(String, String)> {
    card.credits.iter().flat_map(|credit| &credit.names).map(|name| (name.field.clone(), name.name.clone())).collect()
}

fn of_kind<'s>(scenes: &'s [Scene], kind: &'s str) -> impl Iterator<Item = &'s TextItem> {
    scenes.iter().flat_map(Scene::texts).filter(move |text| text.kind == kind)
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn shown(rect: &Rect) -> String {
    format!("[{:.1} {:.1} {:.1} {:.1}]", rect.x, rect.y, rect.right(), rect.bottom())
}

/// Everything that a card promises of its pages. `names` are those that it has to show.
fn inspect(scenes: &[Scene], card: &Card<'_>, names: &[(String, String)]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut fail = |problem: String| problems.push(problem);
    let format = card.format;
    let found: Vec<(String, String)> =
        of_kind(scenes, "name").map(|text| (text.field.clone(), text.string.clone())).collect();
    if found != names {
        let at = found.iter().zip(names).take_while(|(a, b)| a == b).count();
        let (have, want) = (found.get(at), names.get(at));
        fail(format!("{} of {} names; number {at} is {have:?} instead of {want:?}", found.len(), names.len()));
    }
    let sizes: BTreeSet<String> = of_kind(scenes, "name").map(|text| format!("{:.2}", text.size)).collect();
    if sizes.len() > 1 {
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
            if !scene.texts().any(|text| text.kind == kind && text.string == *string) {
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
            for other in texts.iter().filter(|other| other.kind != "name" && one.ink.overlaps(&other.ink, 1.0)) {
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

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

fn counts_of(script: Script, counts: &[usize]) {
    let mut press = Press::new();
    let mut problems = Vec::new();
    for count in counts {
        let record = record(&yaml(*count, script, "Low Tide Piano"));
        problems.extend(press.problems(&record, &DEFAULT_FORMATS, true));
    }
    assert_none(&problems);
}

#[test]
fn the_generated_names_are_all_different() {
    for script in [Script::Latin, Script::Japanese, Script::Arabic, Script::Devanagari] {
        let names: BTreeSet<String> = (0..120).map(|number| name(script, number)).collect();
        assert_eq!(names.len(), 120, "{script:?}");
    }
    let many: BTreeSet<String> = (0..300).map(|number| name(Script::Latin, number)).collect();
    assert_eq!(many.len(), 300);
}

#[test]
fn few_latin_names_are_all_shown_in_every_format() {
    counts_of(Script::Latin, &[1, 2, 3, 7, 12, 24]);
}

#[test]
fn many_latin_names_are_all_shown_in_every_format() {
    counts_of(Script::Latin, &[40, 60, 120]);
}

#[test]
fn three_hundred_names_are_all_shown_on_further_pages() {
    let record = record(&yaml(300, Script::Latin, "Low Tide Piano"));
    assert_none(&Press::new().problems(&record, &["square", "landscape"], true));
}

#[test]
fn japanese_names_are_all_shown_in_every_format() {
    counts_of(Script::Japanese, &[1, 3, 12, 40, 120]);
}

#[test]
fn arabic_names_are_all_shown_in_every_format() {
    counts_of(Script::Arabic, &[1, 3, 12, 40, 120]);
}

#[test]
fn devanagari_names_are_all_shown_in_every_format() {
    counts_of(Script::Devanagari, &[1, 3, 12, 40, 120]);
}

#[test]
fn names_of_mixed_scripts_are_all_shown_in_every_format() {
    counts_of(Script::Mixed, &[2, 7, 24, 60, 120]);
}

#[test]
fn a_record_that_reads_from_right_to_left_keeps_its_order() {
    let mut press = Press::new();
    let mut problems = Vec::new();
    for count in [3, 24, 60] {
        let record = record(&yaml(count, Script::Arabic, "مدّ وجزر"));
        assert!(press.card(&record, format("square").expect("a format"), true, Overflow::Pages).rtl());
        problems.extend(press.problems(&record, &DEFAULT_FORMATS, true));
    }
    assert_none(&problems);
}

#[test]
fn cards_without_artwork_keep_every_promise() {
    let mut press = Press::new();
    let mut problems = Vec::new();
    for count in [1, 3, 12, 40, 120] {
        let record = record(&yaml(count, Script::Latin, "Low Tide Piano"));
        problems.extend(press.problems(&record, &DEFAULT_FORMATS, false));
    }
    assert_none(&problems);
}

#[test]
fn titles_of_any_length_are_shown_whole() {
    let words = "The Long Way Round to the Harbour Wall, and Other Songs for Slow Water and Borrowed Rooms; ";
    let mut press = Press::new();
    let mut problems = Vec::new();
    for length in [1, 3, 90, 200] {
        let title: String = words.chars().cycle().take(length).collect();
        let title = title.trim_end().to_owned();
        for count in [3, 24, 60] {
            let record = record(&yaml(count, Script::Latin, &title));
            for artwork in [true, false] {
                let found = press.problems(&record, &DEFAULT_FORMATS, artwork);
                problems.extend(found.into_iter().map(|problem| format!("title of {length}: {problem}")));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn a_name_of_one_long_word_stays_inside() {
    let mut press = Press::new();
    let mut problems = Vec::new();
    for length in [10, 14, 18, 24, 30, 40] {
        let name: String = "Wolfeschlegelsteinhausenbergerdorffwelchevor".chars().take(length).collect();
        for (names, count) in [(name.clone(), 1), (format!("{name}, Bo"), 2)] {
            let record = record(&format!("title: Tide\nartist: Vane\ncredits:\n  Producer: [{names}]\n"));
            let found = press.problems(&record, &DEFAULT_FORMATS, true);
            problems.extend(found.into_iter().map(|problem| format!("word of {length}, {count}: {problem}")));
        }
    }
    assert_none(&problems);
}

#[test]
fn hyphens_and_long_roles_stay_inside() {
    let text = "title: Tide\nartist: Nocturne Ensemble\ncredits:\n  Producer: [Featherstonehaugh-Cholmondeley Vane, Bo]\n  \"Vocal comping, moral support, spiritual guidance and the making of tea\": Bo\n";
    assert_none(&Press::new().problems(&record(text), &DEFAULT_FORMATS, true));
}

#[test]
fn a_title_of_one_long_word_stays_inside() {
    let text =
        "title: Donaudampfschifffahrtsgesellschaftskapitän\nartist: Vane\ncredits:\n  Producer: [Bo, Theo, June]\n";
    assert_none(&Press::new().problems(&record(text), &DEFAULT_FORMATS, true));
}

#[test]
fn a_name_with_details_keeps_them() {
    let text = "title: Tide\nartist: Vane\ncredits:\n  Cello:\n    - {name: Petra Lindqvist, note: arco, at: \"Foundry Sound, Lisbon\"}\n    - Bo\n";
    let record = record(text);
    let mut press = Press::new();
    assert_none(&press.problems(&record, &DEFAULT_FORMATS, true));
    for name in DEFAULT_FORMATS {
        let card = press.card(&record, format(name).expect("a format"), true, Overflow::Pages);
        let scenes = press.compose(&card).scenes;
        let details: Vec<&str> = of_kind(&scenes, "detail").map(|text| text.string.as_str()).collect();
        assert_eq!(details, ["arco · Foundry Sound, Lisbon"], "{name}");
    }
}

#[test]
fn another_name_never_enlarges_the_type() {
    let mut press = Press::new();
    let format = format("square").expect("a format");
    let mut last = (0, f32::INFINITY);
    let mut problems = Vec::new();
    for count in 1..=41 {
        let record = record(&yaml(count, Script::Latin, "Low Tide Piano"));
        let card = press.card(&record, format, true, Overflow::Pages);
        let scenes = press.compose(&card).scenes;
        let size = of_kind(&scenes, "name").map(|text| text.size).next().expect("a name");
        if size > last.1 + 0.01 {
            problems.push(format!("{} names have {} px, {count} have {size}", last.0, last.1));
        }
        last = (count, size);
    }
    assert_none(&problems);
}

#[test]
fn a_summary_is_one_page_that_lists_what_it_leaves_out() {
    let mut press = Press::new();
    let record = record(&yaml(120, Script::Latin, "Low Tide Piano"));
    for name in ["square", "story", "landscape"] {
        let card = press.card(&record, format(name).expect("a format"), true, Overflow::Summary);
        let all = named(&card);
        let composition = press.compose(&card);
        assert_eq!(composition.scenes.len(), 1, "{name}");
        let omitted: Vec<(String, String)> =
            composition.scenes[0].omitted.iter().map(|one| (one.field.clone(), one.string.clone())).collect();
        assert!(!omitted.is_empty() && omitted.len() < all.len(), "{name}: {} omitted", omitted.len());
        let (kept, rest) = all.split_at(all.len() - omitted.len());
        assert_eq!(omitted, rest, "{name}");
        assert_none(&inspect(&composition.scenes, &card, kept));
        let more: Vec<&str> = of_kind(&composition.scenes, "more").map(|text| text.string.as_str()).collect();
        assert_eq!(more, [format!("+ {} more", omitted.len())], "{name}");
        assert_eq!(composition.warnings.len(), 1, "{name}");
        let warning = composition.warnings[0].to_string();
        for (_, string) in &omitted {
            assert!(warning.contains(string.as_str()), "{name}: `{string}` is not in: {warning}");
        }
    }
}

#[test]
fn a_summary_of_what_fits_leaves_nothing_out() {
    let mut press = Press::new();
    let record = record(&yaml(3, Script::Latin, "Low Tide Piano"));
    let card = press.card(&record, format("square").expect("a format"), true, Overflow::Summary);
    let composition = press.compose(&card);
    assert!(composition.scenes[0].omitted.is_empty() && composition.warnings.is_empty());
    assert_none(&inspect(&composition.scenes, &card, &named(&card)));
}

#[test]
fn composing_twice_gives_the_same_scene_with_cold_and_warm_caches() {
    let record = record(&yaml(24, Script::Mixed, "Low Tide Piano"));
    let mut press = Press::new();
    let card = press.card(&record, format("portrait").expect("a format"), true, Overflow::Pages);
    let json = |composition: Composition| {
        composition.scenes.iter().map(extra_credit::scene::json::to_json).collect::<Vec<_>>()
    };
    let cold = json(press.compose(&card));
    assert_eq!(cold, json(press.compose(&card)));
    assert_eq!(cold, json(Press::new().compose(&card)));
}

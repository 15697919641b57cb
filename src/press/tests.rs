//! Cards from memory: what the library makes without a file.

use super::*;
use crate::diagnostic::Diagnostic;
use crate::encode::Encoding;
use crate::fonts::Fonts;
use crate::record::{Record, parse};

fn record(text: &str) -> Record {
    parse("records/tide.yaml", text.as_bytes()).expect("a record").record
}

const TIDE: &str = "title: Tide\nartist: Marisol Vane\nartwork: tide.jpg\ncredits:\n  Piano: Marisol Vane\n";

fn tide() -> Memory {
    Memory::default().with("records/tide.jpg", include_bytes!("../../assets/demo/covers/tide.jpg"))
}

fn square() -> Options {
    Options { formats: vec!["square".into()], ..Options::default() }
}

/// `Mixing Engineer` in twenty numbered roles with ten people each.
fn crowd() -> String {
    let mut text = "title: Tide\nartist: Marisol Vane\ncredits:\n".to_owned();
    for role in 0..20 {
        text.push_str(&format!("  Role {role}:\n"));
        (0..10).for_each(|name| text.push_str(&format!("    - Person {role}x{name} Vane\n")));
    }
    text
}

#[test]
fn a_card_is_made_from_memory_in_every_encoding() {
    let (fonts, record, assets) = (Fonts::embedded(), record(TIDE), tide());
    let mut press = Press::new(&fonts);
    let cards = cards(&record, None, &square(), &assets).expect("cards");
    let mut made = press.make(&cards[0]).expect("a card");
    let mut bytes = |encoding| made.encode(&encoding).expect("a file").remove(0).bytes;
    let png = bytes(Encoding::PNG);
    assert!(png.starts_with(b"\x89PNG") && png.windows(19).any(|bytes| bytes == b"Piano: Marisol Vane"));
    assert!(bytes(Encoding::Svg).starts_with(b"<svg"));
    assert!(serde_json::from_slice::<serde_json::Value>(&bytes(Encoding::SceneJson)).is_ok());
}

#[test]
fn each_page_of_a_card_has_the_words_of_that_page_as_its_alt_text() {
    let (fonts, assets) = (Fonts::embedded(), Memory::default());
    for card in ["", "card: {group: person}\n"] {
        let record = record(&format!("{}{card}", crowd()));
        let mut press = Press::new(&fonts);
        let options = Options { template: Some("side-by-side".into()), ..square() };
        let cards = cards(&record, None, &options, &assets).map_err(|all| format!("{all:?}")).expect("cards");
        let made = press.make(&cards[0]).map_err(|all| format!("{all:?}")).expect("a card");
        assert!(made.pages() > 1);
        let mut said = 0;
        for (scene, metadata) in made.scenes().iter().zip(made.metadata()) {
            for text in scene.texts().filter(|text| text.kind == "name") {
                assert!(metadata.description.contains(&text.string), "{} on page {}", text.string, scene.page);
            }
            said += metadata.description.matches("Person ").count();
        }
        assert_eq!(said, 200, "no page has the names of another");
    }
}

#[test]
fn a_card_of_one_page_has_all_its_credits_as_alt_text() {
    let (fonts, assets, record) = (Fonts::embedded(), Memory::default(), record(&crowd()));
    let options = Options { overflow: Some(crate::card::Overflow::Summary), ..square() };
    let cards = cards(&record, None, &options, &assets).expect("cards");
    let mut press = Press::new(&fonts);
    let made = press.make(&cards[0]).expect("a card");
    assert_eq!(made.pages(), 1);
    assert_eq!(made.metadata()[0].description.matches("Person ").count(), 200);
}

#[test]
fn what_is_wrong_is_said_at_its_place_in_the_file() {
    let record = record(&format!("{TIDE}card: {{template: covr}}\n"));
    let problems = cards(&record, None, &Options::default(), &tide()).map(|_| ()).expect_err("problems");
    let said: Vec<String> = problems.iter().map(Diagnostic::to_string).collect();
    assert_eq!(problems.len(), 1, "once, whatever the formats: {said:?}");
    assert!(said.iter().all(|text| text.starts_with("records/tide.yaml:6:")), "{said:?}");
    let lost = cards(&record, None, &square(), &Memory::default()).map(|_| ()).expect_err("problems");
    assert!(lost.iter().any(|problem| problem.message == "artwork `tide.jpg`: no such file"), "{lost:?}");
}

#[test]
fn what_is_chosen_counts_more_than_the_record_and_that_more_than_its_kit() {
    let assets = tide()
        .with("kit/extra-credit.yaml", "theme: light\ntemplate: own\ntemplates: own\nfooter: Saltmarsh Music\n")
        .with("kit/own/own.svg", include_bytes!("../../templates/cover.svg").as_slice())
        .with("kit/own/parts/footer.svg", include_bytes!("../../templates/parts/footer.svg").as_slice());
    let fonts = Fonts::embedded();
    let loaded = LoadedKit::load("kit/extra-credit.yaml".as_ref(), &fonts, MissingGlyphs::Error, false, &assets);
    let (kit, warnings) = loaded.map_err(|all| format!("{all:?}")).expect("a kit");
    assert_eq!(warnings, Vec::new());
    let look = |card: &str, options: &Options| {
        let record = record(&format!("{TIDE}{card}"));
        let cards = cards(&record, Some(&kit), options, &assets).map_err(|all| format!("{all:?}")).expect("cards");
        (cards[0].template().to_owned(), cards[0].theme().ground)
    };
    let (template, light) = look("", &square());
    assert_eq!(template, "kit/own/own.svg");
    let (template, dark) = look("card: {theme: dark, template: side-by-side}\n", &square());
    assert_eq!(template, "side-by-side");
    assert_ne!(light, dark);
    let chosen = Options { theme: Some("light".into()), template: Some("own".into()), ..square() };
    assert_eq!(look("card: {theme: dark, template: side-by-side}\n", &chosen), ("kit/own/own.svg".to_owned(), light));
}

#[test]
fn a_character_that_no_font_has_makes_no_card_unless_it_is_replaced() {
    let (fonts, record) =
        (Fonts::embedded(), record("title: \"Tide \\uE123\"\nartist: Marisol Vane\ncredits:\n  Piano: Marisol Vane\n"));
    let assets = Memory::default();
    let mut press = Press::new(&fonts);
    let card = |missing_glyphs| {
        let options = Options { missing_glyphs, ..square() };
        cards(&record, None, &options, &assets).map_err(|all| format!("{all:?}")).expect("cards").remove(0)
    };
    let problems = press.make(&card(MissingGlyphs::Error)).map(|_| ()).expect_err("no card");
    assert_eq!(problems[0].code, "missing-glyph");
    let made = press.make(&card(MissingGlyphs::Replace)).map_err(|all| format!("{all:?}")).expect("a card");
    assert!(made.warnings.iter().any(|warning| warning.code == "missing-glyph"));
}

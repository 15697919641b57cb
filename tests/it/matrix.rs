//! Every template in every format with every kind of brand kit, with and without artwork: it is composed, nothing leaves
//! the safe area, and nothing that was given is left out without a word.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use extra_credit::artwork::{Artwork, Limits};
use extra_credit::card::{
    Brand, Card, Families, Handles, Logo, Order, Subject, Whose, contributors, credited, formats, subjects,
};
use extra_credit::compose::{Composition, compose};
use extra_credit::kit::{LogoFiles, Margins};
use extra_credit::record::{Record, parse};
use extra_credit::scene::Scene;
use extra_credit::template::{Template, builtin_part, builtins, parts_of};
use extra_credit::text::Shaper;
use extra_credit::theme::Theme;

use crate::helpers::inspect::{FONTS, cover};

/// A record that gives everything a record can give.
const EVERYTHING: &str = "\
title: Low Tide Piano
artist: [Marisol Vane, Theo Okafor]
kind: soundtrack
released: 2026-03-06
label: Saltmarsh Records
thanks: We thank everybody at the harbour for the quiet.
hashtags: [NamesFirst, LowTide]
supplied_by: Quayside Press
people:
  Hana Kimura: {handles: {instagram: hana.masters, bluesky: hana.example.com}}
tracks:
  - {title: Neap, duration: '3:45', credits: {Composer: Marisol Vane}}
  - {title: Spring, credits: {Double Bass: {name: Aurelio Banks, note: bowed}}}
credits:
  Producer: [Odalys Brant, Theo Okafor]
  Mixing Engineer: Wale Adeyinka-Ross
  Mastering Engineer: {name: Hana Kimura, at: Lisbon}
  Cello: {name: Hana Kimura, note: arco}
";

const ROLES: &str = "\
kind: roles
title: Who does what
hashtags: [NamesFirst, LowTide]
supplied_by: Quayside Press
roles:
  - {role: Producer, text: Leads the record., line: I lead records., call: Tag one.}
";
const VERSUS: &str = "kind: versus\ntitle: Who does what\nversus: mixing/mastering\nhashtags: [NamesFirst, LowTide]\n\
                      supplied_by: Quayside Press\n";
const SUPPORTER: &str = "kind: supporter\nsupporters: {line: I read the credits., role: Fan, name: Bo}\n\
                         hashtags: [NamesFirst, LowTide]\nsupplied_by: Quayside Press\n";
const QUOTE: &str = "kind: quote\ntitle: Low Tide Piano\nartist: [Marisol Vane, Theo Okafor]\n\
                     quotes: {text: She hears the room first., by: Bo, role: Artist, about: Hana Kimura}\n\
                     hashtags: [NamesFirst, LowTide]\nsupplied_by: Quayside Press\n";

/// What a card is made of, by the template that shows it.
fn file(template: &str) -> &'static str {
    match template {
        "role" => ROLES,
        "versus" => VERSUS,
        "supporter" => SUPPORTER,
        "quote" => QUOTE,
        _ => EVERYTHING,
    }
}

fn record(text: &str) -> Record {
    parse("tide.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{}", problems[0])).record
}

/// The subject that a template shows.
fn subject(template: &str, record: &Record) -> Subject {
    match template {
        "spotlight" => {
            let mut all = contributors(record).into_iter();
            Subject::Contributor(all.find(|one| one.name == "Hana Kimura").expect("a contributor"))
        }
        "person" => {
            let records = [Some(record), Some(record), Some(record)];
            let all = credited(&records);
            let one = all.iter().find(|one| one.name == "Hana Kimura").expect("a person");
            Subject::Person(one.person(&records))
        }
        _ => subjects(record).remove(0).0,
    }
}

fn example_kit() -> Brand {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/campaign");
    let bytes = std::fs::read(folder.join("extra-credit.yaml")).expect("a kit");
    let kit = extra_credit::kit::parse("extra-credit.yaml", &bytes).expect("a kit").kit;
    let picture = |path: &str| {
        let bytes = std::fs::read(folder.join(path)).expect("a logo");
        Arc::new(Artwork::decode_logo(&bytes, &Limits::default()).expect("a logo"))
    };
    let logo = |files: &LogoFiles| Logo { light: picture(&files.light), dark: picture(&files.dark) };
    Brand {
        footer: kit.footer.as_ref().map(|footer| footer.value.clone()),
        logo: kit.logo.as_ref().map(logo),
        partners: kit.partners.iter().map(logo).collect(),
        hashtags: kit.hashtags.iter().map(|tag| tag.value.clone()).collect(),
        margins: kit.margins,
        ..Brand::default()
    }
}

/// Both logos, five partners, a footer, families and margins of its own.
fn kit_of_everything() -> Brand {
    let logo = |width: u32, shade: u8| {
        let picture = |shade: u8| Arc::new(crate::helpers::picture(width, 40, move |_, _| [shade, 90, 90, 255]));
        Logo { light: picture(255 - shade), dark: picture(shade) }
    };
    let family = |name: &str| name.to_owned();
    Brand {
        footer: Some("Every name on the record, on every card of the campaign".into()),
        logo: Some(logo(160, 1)),
        partners: [20, 40, 60, 120, 240].into_iter().zip(2..).map(|(width, shade)| logo(width, shade)).collect(),
        hashtags: vec!["OfTheKit".into()],
        supplied_by: Some("The Kit".into()),
        families: Families {
            title: family("Instrument Serif"),
            text: family("Archivo"),
            names: family("Big Shoulders Display"),
            ..Families::default()
        },
        margins: Some(Margins::Share(0.07)),
    }
}

/// Composes each template in each format with each kit, with artwork and without; hands over what came of it.
fn each(handles: Whose, see: &mut dyn FnMut(&str, &Card<'_>, &Composition)) {
    let kits = [("no kit", Brand::default()), ("example", example_kit()), ("everything", kit_of_everything())];
    let mut shaper = Shaper::new(&FONTS);
    for builtin in builtins() {
        let template = Template::builtin(builtin.name).expect("built in").expect("well-formed");
        let record = record(file(builtin.name));
        for (kit, brand) in &kits {
            let brand = Arc::new(brand.clone());
            for format in formats() {
                for artwork in [Some(cover()), None] {
                    let series = subjects(&record).remove(0).1;
                    let subject = subject(builtin.name, &record);
                    let place = format!(
                        "{} {} {kit} {}",
                        builtin.name,
                        format.name,
                        if artwork.is_some() { "with artwork" } else { "without" }
                    );
                    let card = Card {
                        subject,
                        series,
                        artwork,
                        brand: Arc::clone(&brand),
                        ..Card::new(&record, format, Theme::dark(None))
                    };
                    let card = card.listing(Order::File, Handles { whose: handles, platforms: Vec::new() });
                    let composition = compose(&card, &template, &FONTS, &mut shaper).unwrap_or_else(|problems| {
                        panic!("{place}: {}", problems.iter().map(ToString::to_string).collect::<String>())
                    });
                    see(&place, &card, &composition);
                }
            }
        }
    }
}

#[test]
fn every_template_is_composed_in_every_format_with_every_kit_and_keeps_inside() {
    let mut problems = Vec::new();
    each(Whose::Subjects, &mut |place, card, composition| {
        for warning in composition.warnings.iter().filter(|warning| warning.code != "left-out") {
            problems.push(format!("{place}: {}", warning.message));
        }
        let pictures = || composition.scenes.iter().flat_map(Scene::pictures);
        for scene in &composition.scenes {
            let texts: Vec<_> = scene.texts().collect();
            for (at, one) in texts.iter().enumerate() {
                let over = texts.iter().skip(at + 1).find(|other| one.ink.overlaps(&other.ink, 1.0));
                if let Some(over) = over {
                    problems.push(format!("{place}: `{}` and `{}` overlap", one.string, over.string));
                }
            }
            for logo in scene.pictures().filter(|picture| matches!(picture.field.as_str(), "logo" | "partner")) {
                if let Some(text) = texts.iter().find(|text| text.ink.overlaps(&logo.rect, 1.0)) {
                    problems.push(format!("{place}: `{}` and a logo overlap", text.string));
                }
            }
        }
        // A clean cover is all that the square one shows.
        let cover = card.artwork.is_some() && place.starts_with("cover square");
        for logo in card.brand.logo.iter().chain(&card.brand.partners).filter(|_| !cover) {
            let there = |form: &Arc<Artwork>| pictures().any(|picture| Arc::ptr_eq(&picture.picture, form));
            if !(there(&logo.light) || there(&logo.dark)) {
                problems.push(format!("{place}: a logo is missing"));
            }
        }
    });
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// What the file says, by the word that a note has for it.
fn said(template: &str, card: &Card<'_>) -> Vec<(&'static str, String)> {
    let mut out = vec![("hashtags", "#NamesFirst".to_owned()), ("supplied_by", "Quayside Press".to_owned())];
    let mut add = |name, text: &str| out.push((name, text.to_owned()));
    match template {
        "role" => {
            add("title", "Who does what");
            add("line", "I lead records.");
            add("call", "Tag one.");
        }
        "versus" => add("title", "Who does what"),
        "supporter" => {}
        "quote" => {
            add("title", "Low Tide Piano");
            add("artist", "Marisol Vane & Theo Okafor");
        }
        _ => {
            add("title", "Low Tide Piano");
            add("artist", "Marisol Vane & Theo Okafor");
            add("kind", "Soundtrack");
            add("released", "2026");
            add("label", "Saltmarsh Records");
            if template == "spotlight" || template == "person" {
                add("handles", "@hana.masters");
            } else {
                add("thanks", "We thank everybody at the harbour for the quiet.");
                add("track titles", "Spring");
                add("durations", "3:45");
                add("details and handles", "@hana.masters");
            }
        }
    }
    if let Some(footer) = &card.brand.footer {
        add("footer", footer);
    }
    out
}

#[test]
fn no_template_leaves_out_what_the_file_gives_without_a_note() {
    let mut problems = Vec::new();
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    each(Whose::Everybodys, &mut |place, card, composition| {
        let template = place.split(' ').next().expect("a template");
        if template == "person" {
            // A person's card is made with a record of its own: see the tests of people.
            return;
        }
        let page: Vec<String> =
            composition.scenes.iter().flat_map(Scene::texts).map(|text| text.string.to_lowercase()).collect();
        let notes: Vec<&str> = composition
            .warnings
            .iter()
            .filter(|warning| warning.code == "left-out")
            .map(|warning| warning.message.split_once(": ").expect("a list").1)
            .collect();
        let explained: Vec<&str> = composition
            .choices
            .iter()
            .filter(|(topic, _)| *topic == "left out")
            .map(|(_, choice)| choice.as_str())
            .collect();
        let noted: Vec<&str> = notes.iter().flat_map(|note| note.split(", ")).collect();
        for (name, text) in said(template, card) {
            let shown = page.iter().any(|on_page| on_page.contains(&text.to_lowercase()));
            let told = noted.iter().any(|item| item.ends_with(name));
            if shown == told {
                let what = if shown { "is shown and noted as left out" } else { "is left out without a note" };
                problems.push(format!("{place}: {name} {what}: {notes:?}"));
            }
            if told {
                if !explained.iter().any(|choice| choice.contains(name)) {
                    problems.push(format!("{place}: {name} is left out and not explained: {explained:?}"));
                }
                *left_out.entry(format!("{template}: {name}")).or_default() += 1;
            }
        }
    });
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    // Kind, year and label are on every card that says anything in words.
    // Thanks give way to names.
    let expected = ["cover", ": thanks", "track titles", "durations", "role: line"];
    let others: Vec<&String> =
        left_out.keys().filter(|one| !expected.iter().any(|known| one.contains(known))).collect();
    assert!(others.is_empty(), "{others:?} of {left_out:?}");
}

/// Macros by name, with how many arguments they need and take.
type Macros = BTreeMap<String, (usize, usize)>;

/// The pieces of a list between its commas, of which those in quotes and brackets are none.
fn pieces(list: &str) -> Vec<String> {
    let (mut out, mut depth, mut quote) = (vec![String::new()], 0, None);
    for c in list.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                out.push(String::new());
                continue;
            }
            _ => {}
        }
        out.last_mut().expect("a piece").push(c);
    }
    out.retain(|piece| !piece.trim().is_empty());
    out
}

/// What stands in the brackets that begin a text.
fn bracketed(text: &str) -> &str {
    let (mut depth, mut quote) = (0, None);
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 1 => return &text[1..index],
            (None, ')') => depth -= 1,
            _ => {}
        }
    }
    panic!("no end: {text}")
}

fn macros(source: &str) -> Macros {
    let definitions = source.split("{% macro ").skip(1).map(|rest| {
        let open = rest.find('(').expect("arguments");
        let all = pieces(bracketed(&rest[open..]));
        let needed = all.iter().filter(|one| !one.contains('=')).count();
        (rest[..open].trim().to_owned(), (needed, all.len()))
    });
    definitions.collect()
}

/// Calls with another number of arguments than the macro takes. `known` are the macros by the name of their part.
fn wrong_calls(name: &str, source: &str, known: &dyn Fn(&str) -> Macros) -> Vec<String> {
    // A macro's own definition is no call of it.
    let code = source.replace("{% macro ", "{% macro\u{0}");
    let mut callable: Macros = macros(source);
    for import in source.split("{% import \"").skip(1) {
        let (part, rest) = import.split_once("\" as ").expect("an import");
        let alias = rest.split([' ', '%']).next().expect("a name");
        callable.extend(known(part).into_iter().map(|(name, counts)| (format!("{alias}.{name}"), counts)));
    }
    let mut problems = Vec::new();
    for (called, (needed, most)) in &callable {
        for (at, _) in code.match_indices(&format!("{called}(")) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '\u{0}')) {
                continue;
            }
            let given = pieces(bracketed(&code[at + called.len()..])).len();
            if !(*needed..=*most).contains(&given) {
                problems.push(format!("{name}: `{called}` takes {needed} to {most} arguments and is given {given}"));
            }
        }
    }
    problems
}

#[test]
fn every_macro_is_called_with_the_arguments_that_it_needs() {
    let known = |part: &str| macros(builtin_part(part).expect("a part"));
    let mut problems = Vec::new();
    let mut parts = Vec::new();
    for builtin in builtins() {
        problems.extend(wrong_calls(builtin.name, builtin.source, &known));
        for part in parts_of(builtin.source) {
            if !parts.contains(&part) {
                problems.extend(wrong_calls(part, builtin_part(part).expect("a part"), &known));
                parts.push(part);
            }
        }
    }
    assert!(parts.len() > 3, "{parts:?}");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let slip = "{% import \"parts/footer.svg\" as foot %}{{ foot.logo_width(kit, theme) }}{% macro a(b, c='') %}{% endmacro %}{{ a() }}";
    assert_eq!(wrong_calls("slip", slip, &known).len(), 2);
}

//! Languages: what a card says and its file does not is in the language of the card, whatever the template.

use std::collections::BTreeSet;

use extra_credit::card::Overflow;
use extra_credit::catalogue::languages::{Words, languages};
use extra_credit::press::{Memory, Options, Press, cards};
use extra_credit::record::{Record, parse};
use extra_credit::template::builtins;

use crate::helpers::inspect::FONTS;

/// Everything that makes a template say words of its own. Names are in no language that has Latin letters.
const RECORD: &str = "\
title: Ω
artist: Ψ
kind: soundtrack
released: 2026
label: Ξ
ai: [vocals, lyrics]
supplied_by: Λ
tracks:
  - {title: Δ, credits: {Π: Σ}}
  - {title: Θ, credits: {Π: {name: Φ, note: Υ}}}
credits:
  Ρ: [{name: Χ, tracks: [1, 2]}, Ζ]
";

fn crowd() -> String {
    let names: Vec<String> = (0..240).map(|n| format!("Ω{n}")).collect();
    format!("title: Ω\nartist: Ψ\ncredits:\n  Ρ: [{}]\n", names.join(", "))
}

fn record(text: &str) -> Record {
    parse("a.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}")).record
}

/// All texts of a record's cards, with their kinds.
fn texts(text: &str, options: &Options) -> Vec<(String, String)> {
    let (record, assets) = (record(text), Memory::default());
    let cards = cards(&record, None, options, &assets).unwrap_or_else(|problems| panic!("{problems:?}"));
    let mut press = Press::new(&FONTS);
    let mut out = Vec::new();
    for card in &cards {
        let made = press.make(card).unwrap_or_else(|problems| panic!("{problems:?}"));
        let all = made.scenes().iter().flat_map(|scene| scene.texts());
        out.extend(all.map(|text| (text.kind.clone(), text.string.clone())));
    }
    out
}

/// The fixed words of cards as their languages have them, without what is filled in.
fn phrases(words: &Words) -> Vec<(String, String)> {
    let plain = |text: &str| {
        text.split(['{', '}']).next().unwrap_or_default().trim_matches([' ', ':', '(', ')', '+']).to_owned()
    };
    let mut all: Vec<(String, String)> =
        words.kinds.iter().map(|(name, text)| (format!("kind {name}"), text.clone())).collect();
    for (name, text) in [
        ("record", &words.record),
        ("track", &words.track),
        ("tracks", &words.tracks),
        ("continued", &words.continued),
        ("supplied", &words.supplied_by),
        ("one", &words.behind_the_record),
        ("several", &words.behind_the_records),
        ("roles", &words.roles_behind_the_record),
        ("two", &words.two_roles),
        ("written", &words.chapters.written),
        ("played", &words.chapters.played),
        ("recorded", &words.chapters.recorded),
        ("seen to", &words.chapters.seen_to),
        ("tag", &words.tag),
        ("ai", &words.ai["made"]),
        ("vocals", &words.ai["vocals"]),
        ("lyrics", &words.ai["lyrics"]),
    ] {
        all.push((name.to_owned(), plain(text)));
    }
    all.push(("more".into(), "more".into()));
    for (name, plural) in
        [("names", &words.names), ("people", &words.people), ("credits", &words.credits), ("songs", &words.songs)]
    {
        all.extend(plural.values().map(|text| (name.to_owned(), text.replace("{n}", "").trim().to_owned())));
    }
    all
}

#[test]
fn no_card_says_an_english_word_in_a_record_of_another_language() {
    let english = languages()[0].words();
    for language in languages().iter().skip(1) {
        let own = language.words();
        let kept: BTreeSet<String> = phrases(own).into_iter().map(|(_, text)| text).collect();
        let foreign: Vec<String> = phrases(english)
            .into_iter()
            .map(|(_, text)| text)
            .filter(|text| {
                !text.is_empty() && !kept.contains(text) && !kept.iter().any(|own| own.contains(text.as_str()))
            })
            .collect();
        let every = ["ja", "ar", "pl"].contains(&language.tag);
        let mut said: Vec<(String, String)> = Vec::new();
        let square = Options { formats: vec!["square".into()], ..Options::default() };
        let of_records = builtins().iter().map(|one| one.name).filter(|name| {
            [
                "side-by-side",
                "credit-cover",
                "liner-notes",
                "credit-roll",
                "track-list",
                "cover",
                "swiss",
                "by-person",
                "credit-block",
                "session-log",
                "matrix",
                "swipe-set",
            ]
            .contains(name)
        });
        let tagged = |text: &str| format!("language: {}\n{text}", language.tag);
        for template in of_records.filter(|name| every || *name == "side-by-side") {
            let options = Options { template: Some(template.into()), ..square.clone() };
            said.extend(texts(&tagged(RECORD), &options));
            said.extend(texts(&tagged(&crowd()), &options));
            let summary = Options { overflow: Some(Overflow::Summary), ..options };
            said.extend(texts(&tagged(&crowd()), &summary));
        }
        for file in [
            "kind: roles\nroles: [{role: Π, text: Σ, line: Φ, call: Χ}]\n",
            "kind: versus\nversus: {left: Π, right: Σ, points: [{topic: Δ, left: Φ, right: Χ}]}\n",
            "kind: supporter\nsupporters: [{line: Π, name: Σ}]\n",
            "kind: quote\ntitle: Ω\nquotes: [{text: Π, by: Σ, about: Φ}]\n",
        ] {
            said.extend(texts(&tagged(file), &square));
        }
        for (kind, text) in &said {
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
            for word in &foreign {
                let found =
                    if word.contains(' ') { text.contains(word.as_str()) } else { words.contains(&word.as_str()) };
                assert!(!found, "{}: {kind} `{text}` says `{word}`", language.tag);
            }
        }
        let has = |part: &str| said.iter().any(|(_, text)| text.contains(part));
        assert!(has(&own.kinds["soundtrack"]), "{}: {said:?}", language.tag);
        for (name, part) in
            phrases(own).into_iter().filter(|(name, _)| ["supplied", "ai", "two", "roles"].contains(&name.as_str()))
        {
            assert!(has(&part), "{}: nothing says {name}, `{part}`", language.tag);
        }
    }
}

#[test]
fn the_language_of_a_card_is_chosen_by_option_card_and_record_in_this_order() {
    let first = |text: &str, options: Options| {
        let options = Options { formats: vec!["square".into()], template: Some("side-by-side".into()), ..options };
        let all = texts(&format!("{text}{}", crowd().replace("credits", "kind: album\ncredits")), &options);
        all.into_iter()
            .find(|(_, text)| ["Album", "アルバム", "앨범", "Álbum"].contains(&text.as_str()))
            .map(|(_, text)| text)
    };
    let chosen = |tag: &str| Options { language: Some(tag.into()), ..Options::default() };
    assert_eq!(first("", Options::default()).as_deref(), Some("Album"));
    assert_eq!(first("language: ja\n", Options::default()).as_deref(), Some("アルバム"));
    assert_eq!(first("language: ja\ncard: {language: ko}\n", Options::default()).as_deref(), Some("앨범"));
    assert_eq!(first("language: ja\ncard: {language: ko}\n", chosen("es")).as_deref(), Some("Álbum"));
    assert_eq!(first("language: sv\n", Options::default()).as_deref(), Some("Album"));
}

#[test]
fn labels_of_the_catalogue_are_printed_in_the_language_or_in_two() {
    let text = "title: Ω\nartist: Ψ\nlanguage: ja\ncredits: {Lyricist: Σ, Glass Harp: Φ}\n";
    let roles = |options: Options| {
        let options = Options { formats: vec!["square".into()], ..options };
        let all = texts(text, &options).into_iter().filter(|(kind, _)| kind == "role").map(|(_, text)| text);
        all.collect::<Vec<_>>()
    };
    let catalogue = Options { labels: Some(extra_credit::card::Labels::Catalogue), ..Options::default() };
    assert_eq!(roles(catalogue), ["作詞", "Glass Harp"]);
    let two = Options { bilingual: vec!["ja".into(), "en".into()], ..Options::default() };
    assert_eq!(roles(two), ["作詞 / Lyricist", "Glass Harp"]);
}

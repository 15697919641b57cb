//! How pages are chosen: what one long name changes, names that run on, cards by person, shared labels, and the artwork.

use std::collections::BTreeMap;
use std::sync::Arc;

use extra_credit::card::{Card, Group, Overflow, format, formats, people};
use extra_credit::compose::Composition;
use extra_credit::encode::scene_json::to_json;
use extra_credit::scene::{Scene, TextItem};

use crate::helpers::inspect::{Press, of_kind};
use crate::helpers::picture;
use crate::helpers::records::{Script, record, yaml};

/// Templates that list a record in a flow.
const LISTS: [&str; 4] = ["side-by-side", "liner-notes", "credit-roll", "track-list"];

/// The usual formats of posts and previews.
const USUAL: [&str; 4] = ["square", "portrait", "story", "landscape"];

fn sixteen(last: &str) -> String {
    let names = [
        "Odalys Brant",
        "Theo Okafor",
        "Wale Adeyinka",
        "Hana Kimura",
        "Petra Lind",
        "Cosmo Rey",
        "Bram Teixeira",
        "Noor Haddad",
        "Ngaio Wetere",
        "Sunniva Aas",
        "Mira Castell",
        "Ilse Maartens",
        "Rasmus Vik",
        "Greta Pilz",
        "Oskar Bremer",
    ];
    let roles = ["Producer", "Songwriter", "Vocals", "Bass", "Drums"];
    let mut text = String::from("title: Low Tide Piano\nartist: Marisol Vane\ncredits:\n");
    for (role, names) in roles.iter().zip(names.chunks(3)) {
        text.push_str(&format!("  {role}: [{}]\n", names.join(", ")));
    }
    text + &format!("  Strings: \"{last}\"\n")
}

fn names_of(scenes: &[Scene]) -> Vec<&TextItem> {
    of_kind(scenes, "name").collect()
}

#[test]
fn one_long_name_changes_neither_pages_nor_the_size_of_the_others() {
    let (plain, long) =
        (record(&sixteen("Aldo Fenn")), record(&sixteen("Orchestra and Choir of the Harbour Conservatory")));
    for template in LISTS {
        let mut press = Press::new(template);
        for name in USUAL {
            let mut made = |record| {
                let card = press.card(record, format(name).expect("a format"), true, Overflow::Pages);
                press.compose(&card).scenes
            };
            let (without, with) = (made(&plain), made(&long));
            assert_eq!(with.len(), without.len(), "{template} {name}: pages");
            let (without, with) = (names_of(&without), names_of(&with));
            assert!(
                with[0].size >= without[0].size * 0.75,
                "{template} {name}: {} px, {} without",
                with[0].size,
                without[0].size
            );
            let broken: Vec<&str> =
                with.iter().filter(|name| name.lines.len() > 1).map(|name| name.string.as_str()).collect();
            assert!(broken.iter().all(|name| name.starts_with("Orchestra")), "{template} {name}: {broken:?}");
        }
    }
}

#[test]
fn what_separates_names_neither_begins_nor_ends_a_line() {
    for (template, name) in LISTS.iter().flat_map(|template| USUAL.map(|name| (*template, name))) {
        let mut press = Press::new(template);
        let record = record(&yaml(90, Script::Latin, "Low Tide Piano"));
        let card = press.card(&record, format(name).expect("a format"), true, Overflow::Pages);
        for scene in &press.compose(&card).scenes {
            let texts: Vec<&TextItem> = scene
                .texts()
                .filter(|text| ["name", "separator", "role", "detail"].contains(&text.kind.as_str()))
                .collect();
            for (index, text) in texts.iter().enumerate().filter(|(_, text)| text.kind == "separator") {
                let first = |text: &TextItem| text.lines.first().map(|line| line.baseline);
                let beside = |other: Option<&&TextItem>, of: fn(&TextItem) -> Option<f32>| {
                    other.is_some_and(|other| {
                        of(other) == first(text) && (other.rect.x - text.rect.x).abs() < scene.width / 2.0
                    })
                };
                let before = index.checked_sub(1).and_then(|before| texts.get(before));
                assert!(
                    beside(before, |text| text.lines.last().map(|line| line.baseline)),
                    "{template} {name}: begins a line"
                );
                assert!(
                    beside(texts.get(index + 1), |text| text.lines.first().map(|line| line.baseline)),
                    "{template} {name}: ends a line"
                );
            }
        }
    }
}

fn by_person<'r>(press: &Press, record: &'r extra_credit::record::Record, name: &str, artwork: bool) -> Card<'r> {
    Card { group: Group::Person, ..press.card(record, format(name).expect("a format"), artwork, Overflow::Pages) }
}

#[test]
fn by_person_each_name_is_there_once_with_every_role_in_every_template_and_format() {
    for template in LISTS.iter().chain(["credit-cover"].iter()) {
        let mut press = Press::new(template);
        for (script, count) in [
            (Script::Latin, 1),
            (Script::Latin, 24),
            (Script::Latin, 120),
            (Script::Japanese, 24),
            (Script::Arabic, 24),
        ] {
            let record = record(&yaml(count, script, "Low Tide Piano"));
            for name in formats().iter().map(|format| format.name.as_str()) {
                let card = by_person(&press, &record, name, count != 24);
                let composition = press.compose(&card);
                assert!(composition.warnings.is_empty(), "{template} {name} {count}: {:?}", composition.warnings);
                let mut times: BTreeMap<&str, usize> = BTreeMap::new();
                for text in composition.scenes.iter().flat_map(Scene::texts) {
                    *times.entry(text.field.as_str()).or_default() += 1;
                }
                for person in people(&card.credits) {
                    assert_eq!(times.get(person.field.as_str()), Some(&1), "{template} {name}: {}", person.name);
                    for role in &person.roles {
                        assert_eq!(
                            times.get(role.field.as_str()),
                            Some(&1),
                            "{template} {name}: {} of {}",
                            role.role,
                            person.name
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn by_person_takes_fewer_lines_where_people_hold_many_roles() {
    let text = "title: A\nartist: B\ncredits:\n".to_owned()
        + &["Banjo", "Guitar", "Steel guitar", "Vocals", "Fiddle", "Mandolin"]
            .map(|role| format!("  {role}: [Bernie Ash, Cosmo Rey, Ngaio Wetere, Petra Lind]\n"))
            .join("");
    let record = record(&text);
    let mut press = Press::new("side-by-side");
    let card = by_person(&press, &record, "square", true);
    assert_eq!(names_of(&press.compose(&card).scenes).len(), 4);
}

#[test]
fn roles_of_the_same_people_share_a_label_only_where_they_may() {
    let text = "title: A\nartist: B\ncredits:\n".to_owned()
        + &["Producer", "Mixing Engineer", "Mastering Engineer", "Arranger", "Songwriter"]
            .map(|role| {
                format!("  {role}: [Bernie Ash, Cosmo Rey, Ngaio Wetere, Petra Lind, Mira Castell, Oskar Bremer]\n")
            })
            .join("");
    let record = record(&text);
    let mut press = Press::new("side-by-side");
    let card = press.card(&record, format("square").expect("a format"), true, Overflow::Pages);
    let card = Card { join_roles: true, ..card };
    let composition = press.compose(&card);
    assert!(composition.warnings.is_empty(), "{:?}", composition.warnings);
    assert_eq!(names_of(&composition.scenes).len(), 6, "{:?}", composition.choices);
    let label: Vec<&str> = of_kind(&composition.scenes, "role").map(|role| role.string.as_str()).collect();
    let whole = "Producer · Mixing Engineer · Mastering Engineer · Arranger · Songwriter";
    assert!(label.iter().all(|label| label.starts_with(whole)), "{label:?}");
    let apart = Card { join_roles: false, ..card };
    assert_eq!(names_of(&press.compose(&apart).scenes).len(), 30);
}

#[test]
fn artwork_is_shown_whole_in_every_template_and_format() {
    let shapes = [(60, 60), (100, 56), (56, 100)];
    for template in LISTS {
        let mut press = Press::new(template);
        for (width, height) in shapes {
            press.artwork = Arc::new(picture(width, height, |x, y| [40 + x as u8, 60 + y as u8, 90, 255]));
            for count in [1, 8, 24, 60, 150] {
                let record = record(&yaml(count, Script::Latin, "Low Tide Piano"));
                for name in formats().iter().map(|format| format.name.as_str()) {
                    let card = press.card(&record, format(name).expect("a format"), true, Overflow::Pages);
                    let scenes = press.compose(&card).scenes;
                    let art: Vec<_> = scenes[0].pictures().filter(|picture| picture.field == "artwork").collect();
                    assert_eq!(art.len(), 1, "{template} {name} {count}");
                    let (crop, rect) = (art[0].crop, art[0].rect);
                    assert!(
                        crop.width >= width as f32 * 0.97 && crop.height >= height as f32 * 0.97,
                        "{template} {name}: {crop:?}"
                    );
                    let drawn = rect.width / rect.height;
                    let aspect = width as f32 / height as f32;
                    assert!((drawn / aspect - 1.0).abs() < 0.03, "{template} {name}: {drawn} of {aspect}");
                }
            }
        }
    }
}

#[test]
fn pages_of_many_names_are_filled_evenly() {
    for (template, name) in LISTS.iter().flat_map(|template| USUAL.map(|name| (*template, name))) {
        let mut press = Press::new(template);
        let record = record(&yaml(300, Script::Latin, "Low Tide Piano"));
        let card = press.card(&record, format(name).expect("a format"), true, Overflow::Pages);
        let counts: Vec<usize> =
            press.compose(&card).scenes.iter().map(|scene| names_of(std::slice::from_ref(scene)).len()).collect();
        let (least, most) = (counts.iter().min().copied().unwrap_or(0), counts.iter().max().copied().unwrap_or(0));
        assert!(most as f32 <= least as f32 * 1.6, "{template} {name}: {counts:?}");
    }
}

#[test]
fn the_same_card_is_set_the_same_way_whatever_was_set_before() {
    let text = yaml(33, Script::Mixed, "Low Tide Piano");
    let record = record(&text);
    let other = crate::helpers::records::record(&yaml(7, Script::Latin, "Neap"));
    let pages = |composition: &Composition| composition.scenes.iter().map(to_json).collect::<Vec<_>>();
    let mut press = Press::new("side-by-side");
    let card = press.card(&record, format("portrait").expect("a format"), true, Overflow::Pages);
    let first = pages(&press.compose(&card));
    let beside = press.card(&other, format("story").expect("a format"), true, Overflow::Pages);
    press.compose(&beside);
    assert_eq!(pages(&press.compose(&card)), first);
}

#[test]
fn explain_says_what_was_weighed() {
    let mut press = Press::new("side-by-side");
    let record = record(&sixteen("Aldo Fenn"));
    let card = press.card(&record, format("square").expect("a format"), true, Overflow::Pages);
    let choices = press.compose(&card).choices;
    let said = |topic: &str| choices.iter().find(|(known, _)| *known == topic).map(|(_, said)| said.as_str());
    assert!(said("weighed").is_some_and(|said| said.contains("artwork")), "{choices:?}");
    assert!(said("estimated").is_some_and(|said| said.contains("columns")), "{choices:?}");
}

//! Everybody whom a record credits is in everything that is made of it: scene, alt text, SVG, XMP of pictures, PDF, gallery, tables and
//! summaries. Names are of any script, with signs that mean something to one of these.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use extra_credit::encode::Encoding;
use extra_credit::press::{self, File, Memory, Options, Press, Scale};
use extra_credit::record::parse;
use proptest::prelude::*;
use serde_json::Value;

use crate::helpers::inspect::FONTS;

/// Signs of markup, formulas, templates and Markdown, marks of direction, combining marks, emoji, letters beyond the first plane.
const SIGNS: [&str; 34] = [
    "&",
    "<",
    ">",
    "\"",
    "'",
    "]]>",
    "<!--",
    "&amp;",
    "&#0;",
    "</title>",
    "</script>",
    "{{ 1 }}",
    "{% raw %}",
    "|",
    "`",
    "**",
    "\\",
    "#",
    "%0A",
    "$1",
    "\u{202e}",
    "\u{200f}",
    "\u{2066}",
    "\u{2069}",
    "\u{200d}",
    "e\u{301}\u{323}",
    "n\u{303}\u{303}",
    "👩\u{200d}🎤",
    "🇧🇷",
    "☕",
    "𝔸",
    "𝒷",
    "…",
    "“",
];

/// What a spreadsheet would compute, an editor would take for a list and YAML for something else.
const STARTS: [&str; 8] = ["=1+", "+", "-", "@", "#", "'", "~", "*"];

/// A name; the number at its end keeps names apart.
fn name() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[A-Z][a-zà-ÿ]{1,9}",
        "[\u{5d0}-\u{5ea}]{2,7}",
        "[\u{627}-\u{63a}]{2,7}",
        "[\u{915}-\u{939}]\u{93f}[\u{915}-\u{939}]{1,4}",
        "[\u{410}-\u{42f}][\u{430}-\u{44f}]{1,9}",
        "[\u{391}-\u{3a1}][\u{3b1}-\u{3c1}]{1,9}",
        "[\u{e01}-\u{e2e}]{2,6}",
    ];
    let sign = || prop::option::of(prop::sample::select(&SIGNS[..]));
    (prop::option::of(prop::sample::select(&STARTS[..])), prop::collection::vec((word, sign()), 1..4)).prop_map(
        |(start, parts)| {
            let parts: Vec<String> =
                parts.into_iter().map(|(word, sign)| format!("{word}{}", sign.unwrap_or_default())).collect();
            format!("{}{}", start.unwrap_or_default(), parts.join(" "))
        },
    )
}

fn names(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(name(), count)
        .prop_map(|all| all.iter().enumerate().map(|(number, name)| format!("{name} {}", number + 1)).collect())
}

/// A credit file of these names, two a role; the first is the title as well.
fn credit_file(names: &[String]) -> String {
    let quoted = |text: &str| serde_json::to_string(text).expect("JSON");
    let title = quoted(&names[0]);
    let mut text = format!("title: {title}\nartist: {title}\ncheck: {{allow: [no-name-yet]}}\ncredits:\n");
    for (two, role) in names.chunks(2).zip(["Producer", "Piano", "Violin", "Cello", "Choir", "Drums"]) {
        text.push_str(&format!("  {role}:\n"));
        two.iter().for_each(|name| text.push_str(&format!("    - {{name: {}}}\n", quoted(name))));
    }
    text
}

/// The names as the record has them: composed.
fn credited(text: &str) -> Vec<String> {
    let record = parse("names.yaml", text.as_bytes()).unwrap_or_else(|all| panic!("{}\n{text}", all[0])).record;
    record.credits.iter().flat_map(|credit| &credit.contributors).map(|one| one.name.value.clone()).collect()
}

/// The XML between two marks.
fn xml(bytes: &[u8], start: &str, end: &str) -> String {
    let find = |part: &str| bytes.windows(part.len()).position(|found| found == part.as_bytes());
    let (from, to) = (find(start).expect("a start"), find(end).expect("an end") + end.len());
    std::str::from_utf8(&bytes[from..to]).expect("text").to_owned()
}

/// The texts of all elements of a name, and of what is in them.
fn said(xml: &str, name: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let elements = document.descendants().filter(|node| node.tag_name().name() == name);
    let texts = elements.flat_map(|node| node.descendants().filter(|node| node.is_text()));
    texts.filter_map(|node| node.text().map(str::to_owned)).collect()
}

fn holds(texts: &[String], names: &[String], place: &str) -> Result<(), TestCaseError> {
    for name in names {
        prop_assert!(texts.iter().any(|text| text.contains(name.as_str())), "{place} lacks {name:?}: {texts:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    #[test]
    fn everybody_is_in_every_file_of_a_card(
        names in names(1..9),
        template in prop::sample::select(&["side-by-side", "liner-notes", "credit-roll", "track-list"][..]),
    ) {
        let text = credit_file(&names);
        let names = credited(&text);
        let record = parse("names.yaml", text.as_bytes()).expect("read before").record;
        let options = Options {
            formats: vec!["portrait".into()],
            template: Some(template.into()),
            scale: Scale::try_from(0.1).expect("a scale"),
            ..Options::default()
        };
        let assets = Memory::default();
        let cards = press::cards(&record, None, &options, &assets).map_err(|all| TestCaseError::fail(format!("{all:?}")))?;
        let mut press = Press::new(&FONTS);
        let mut made = press.make(&cards[0]).map_err(|all| TestCaseError::fail(format!("{all:?}\n{text}")))?;
        let shown: Vec<String> = made.scenes().iter().flat_map(|scene| scene.texts()).filter(|text| text.kind == "name").map(|text| text.string.clone()).collect();
        prop_assert_eq!(&shown, &names, "the scene");
        let alts: Vec<String> = made.metadata().iter().map(|page| page.description.clone()).collect();
        holds(&alts, &names, "the alt text")?;
        let mut file = |encoding: Encoding| -> Vec<File> { made.encode(&encoding).unwrap_or_else(|error| panic!("{error}")) };
        let svgs: Vec<String> = file(Encoding::Svg).into_iter().map(|file| String::from_utf8(file.bytes).expect("text")).collect();
        let described: Vec<String> = svgs.iter().flat_map(|svg| said(svg, "desc")).collect();
        holds(&described, &names, "the description of the SVG")?;
        let mut labels = BTreeSet::new();
        for svg in &svgs {
            let document = roxmltree::Document::parse(svg).expect("XML");
            labels.extend(document.descendants().filter_map(|node| node.attribute("aria-label").map(str::to_owned)));
        }
        for name in &names {
            prop_assert!(labels.contains(name), "the labels of the SVG lack {name:?}: {labels:?}");
        }
        for encoding in [Encoding::PNG, Encoding::JPEG, Encoding::WebP] {
            let packets: Vec<String> = file(encoding).iter().map(|file| xml(&file.bytes, "<x:xmpmeta", "</x:xmpmeta>")).collect();
            for packet in &packets {
                let contributors = said(packet, "contributor");
                for name in &names {
                    prop_assert!(contributors.contains(name), "{encoding:?} lacks {name:?}: {contributors:?}");
                }
            }
            let alts: Vec<String> = packets.iter().flat_map(|packet| said(packet, "AltTextAccessibility")).collect();
            holds(&alts, &names, "the alt text in a picture")?;
        }
        if cfg!(feature = "pdf") {
            let document = file(Encoding::Pdf).remove(0).bytes;
            let description = said(&xml(&document, "<x:xmpmeta", "</x:xmpmeta>"), "description");
            holds(&description, &names, "the description of the PDF")?;
        }
    }
}

fn run(folder: &Path, arguments: &[&str]) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_extra-credit")).args(arguments).current_dir(folder).output().expect("runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What a page says to somebody who reads it: its text without tags and scripts.
fn read(html: &str) -> String {
    let mut text = String::new();
    for part in html
        .split("<script")
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.split_once("</script>").map_or("", |(_, rest)| rest) })
    {
        for piece in part
            .split('<')
            .enumerate()
            .map(|(n, piece)| if n == 0 { piece } else { piece.split_once('>').map_or("", |(_, rest)| rest) })
        {
            text.push_str(&html_escape::decode_html_entities(piece));
        }
    }
    text
}

/// Every name in a value of JSON.
fn values(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => _ = found.insert(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| values(one, found)),
        Value::Object(all) => all.values().for_each(|one| values(one, found)),
        _ => {}
    }
}

/// A code span of Markdown that stands in a table.
fn spans(markdown: &str) -> String {
    markdown.replace("\\|", "|")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3) })]

    #[test]
    fn everybody_is_in_the_gallery_the_tables_and_the_summaries(names in names(5..9)) {
        let text = credit_file(&names);
        let names = credited(&text);
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("names.yaml"), &text).expect("written");
        let here = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let render = ["render", "names.yaml", "-o", "out", "--format", "square", "--scale", "0.2", "--report", "r.jsonl", "--junit", "j.xml", "--quiet"];
        run(folder.path(), &render);
        run(folder.path(), &["gallery", "out", "-o", "site"]);
        run(folder.path(), &["convert", "names.yaml", "--review", "table.csv", "-o", "back.yaml"]);
        for file in ["summary.md", "summary.html"] {
            run(folder.path(), &["report", "summary", "r.jsonl", "-o", file]);
        }
        let pages = |part: &str| -> Vec<String> {
            let files = fs::read_dir(folder.path().join("site").join(part)).expect("pages").flatten();
            files.map(|file| fs::read_to_string(file.path()).expect("a page")).collect()
        };
        let (records, people) = (pages("records"), pages("people"));
        holds(&records.iter().map(|page| read(page)).collect::<Vec<_>>(), &names, "the page of the record")?;
        holds(&people.iter().map(|page| read(page)).collect::<Vec<_>>(), &names, "the pages of people")?;
        let mut linked = BTreeSet::new();
        for page in &records {
            let (_, data) = page.split_once("<script type=\"application/ld+json\">").expect("JSON-LD");
            values(&serde_json::from_str(data.split("</script>").next().expect("an end")).expect("JSON"), &mut linked);
        }
        prop_assert_eq!(people.len(), names.len(), "a page a person");
        for name in &names {
            prop_assert!(linked.contains(name), "the JSON-LD lacks {name:?}: {linked:?}");
        }
        let table = here("table.csv");
        let mut rows = csv::Reader::from_reader(table.as_bytes());
        let column = rows.headers().expect("headers").iter().position(|header| header == "name").expect("names");
        let cells: Vec<String> = rows.records().map(|row| row.expect("a row")[column].to_owned()).collect();
        prop_assert_eq!(cells.len(), names.len());
        for (cell, name) in cells.iter().zip(&names) {
            prop_assert!(cell == name || cell.strip_prefix('\'') == Some(name), "{cell:?} is not {name:?}");
            prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell:?} would be computed");
        }
        prop_assert_eq!(&credited(&here("back.yaml")), &names, "written and read again");
        let title = &names[0];
        prop_assert!(spans(&here("summary.md")).contains(title.as_str()), "{title:?}: {}", here("summary.md"));
        prop_assert!(read(&here("summary.html")).contains(title.as_str()), "{title:?}: {}", here("summary.html"));
        let cases = here("j.xml");
        let document = roxmltree::Document::parse(&cases).expect("XML");
        let mut said = document.descendants().flat_map(|node| node.attributes()).map(|attribute| attribute.value().to_owned());
        prop_assert!(said.any(|text| text.contains(title.as_str())), "{title:?}: {cases}");
    }
}

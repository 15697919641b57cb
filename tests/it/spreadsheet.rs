//! Spreadsheets as people export them: both shapes, every encoding and separator, and no name lost without a word.

use std::fs;
use std::path::Path;

use crate::folder::{Folder, Ran};
use extra_credit::diagnostic::{Diagnostic, Severity};
use extra_credit::import::ImportOptions;
use extra_credit::import::spreadsheet::{ColumnMap, MAX_BYTES};
use extra_credit::record::{Parsed, Record, Records as Sheet, parse as credit_file, records as parse, to_yaml};
use proptest::prelude::*;

const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/credits.csv");

fn shown(problems: &[Diagnostic]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn sheet_with(bytes: &[u8], maps: &[&str]) -> Sheet {
    let maps: Vec<ColumnMap> = maps.iter().map(|map| map.parse().expect("a map")).collect();
    parse("credits.csv", bytes, &ImportOptions::mapped(&maps)).unwrap_or_else(|problems| panic!("{}", shown(&problems)))
}

/// The records of a file that must be read without a warning.
fn records(bytes: impl AsRef<[u8]>) -> Vec<Record> {
    let sheet = sheet_with(bytes.as_ref(), &[]);
    assert!(sheet.warnings.is_empty(), "{}", shown(&sheet.warnings));
    let read = |parsed: Result<Parsed, Vec<Diagnostic>>| {
        let parsed = parsed.unwrap_or_else(|problems| panic!("{}", shown(&problems)));
        // Texts such as `-` and `null` are read, though nobody is called so.
        let warnings: Vec<_> = parsed.warnings.into_iter().filter(|warning| warning.code != "no-name-yet").collect();
        assert!(warnings.is_empty(), "{}", shown(&warnings));
        parsed.record
    };
    sheet.records.into_iter().map(|one| read(one.parsed)).collect()
}

/// The credits as `Role: Name, Name` lines.
fn credits(record: &Record) -> Vec<String> {
    let line = |credit: &extra_credit::record::Credit| {
        let names: Vec<&str> = credit.contributors.iter().map(|one| one.name.value.as_str()).collect();
        format!("{}: {}", credit.role.label, names.join(" | "))
    };
    record.credits.iter().map(line).collect()
}

#[test]
fn rows_of_one_title_and_artist_are_a_record_in_order_of_appearance() {
    let all = records(
        "title,artist,role,name\n\
         Tide,Vane,Producer,Odalys Brant\n\
         Neap,Bo,Drums,Cosmo Rey\n\
         Tide,Vane,Cello,Petra Lindqvist\n\
         Tide,Vane,Producer,Theo Okafor\n",
    );
    let titles: Vec<&str> = all.iter().map(|record| record.title.value.as_str()).collect();
    assert_eq!(titles, ["Tide", "Neap"]);
    assert_eq!(credits(&all[0]), ["Producer: Odalys Brant | Theo Okafor", "Cello: Petra Lindqvist"]);
    assert_eq!(credits(&all[1]), ["Drums: Cosmo Rey"]);
}

#[test]
fn blank_cells_repeat_the_row_above_and_blank_rows_and_columns_are_nothing() {
    let all = records(
        "\n,,,,,\nTitle ,ARTIST,cover_image,Credit,Credited-As,\n\
         Tide,Vane,covers/tide.jpg,Producer,Odalys Brant,\n,,,Cello,Bo,\n,,,,,\nTide,,,Oud,Layla,\n,Vane,,Koto,Mizuki,\n\
         Neap,Vane,,Drums,Cosmo Rey,\n\n,,,,,\n",
    );
    assert_eq!(credits(&all[0]), ["Producer: Odalys Brant", "Cello: Bo", "Oud: Layla", "Koto: Mizuki"]);
    assert_eq!(all[0].artwork.as_deref(), Some("covers/tide.jpg"));
    assert_eq!((credits(&all[1]), all[1].artwork.as_deref()), (vec!["Drums: Cosmo Rey".to_owned()], None));
}

#[test]
fn a_row_per_record_has_a_column_per_role() {
    let all = records(
        "Title;Artist;Year;Songwriter 1;Songwriter 2;mixing_engineer;PRODUCER;Mixed at\n\
         Tide;Vane;2026;\"Marisol Vane\nTheo Okafor\";Ines Duarte-Quill;Wale Adeyinka-Ross;\"Bo; Li \";Foundry Sound, Lisbon\n\
         ;;;;;;Odalys Brant;\n\
         Neap;Bo & Co;1989;;;Tyler, the Creator;;\n",
    );
    assert_eq!(
        credits(&all[0]),
        [
            "Songwriter: Marisol Vane | Theo Okafor | Ines Duarte-Quill",
            "Mixing Engineer: Wale Adeyinka-Ross",
            "Producer: Bo | Li | Odalys Brant",
            "Mixed at: Foundry Sound, Lisbon",
        ]
    );
    assert_eq!(credits(&all[1]), ["Mixing Engineer: Tyler, the Creator"]);
    assert_eq!(all[1].artist.value, "Bo & Co");
}

#[test]
fn remarks_beside_columns_of_roles_are_nobody() {
    let sheet = sheet_with(b"title,artist,Producer,Notes,Notes by\nTide,Vane,Bo,remastered in 2020,Ines\n", &[]);
    assert!(
        shown(&sheet.warnings).contains("column D (`Notes`): `note` needs a row for each credit"),
        "{}",
        shown(&sheet.warnings)
    );
    let record = &sheet.records[0].parsed.as_ref().expect("a record").record;
    assert_eq!(credits(record), ["Producer: Bo", "Notes by: Ines"]);
}

#[test]
fn every_field_of_a_row_has_its_column() {
    let all = records(
        "song;by;cover;type;release date;record label;lang;hashtags;supplied by;template;formats;theme;\
         contribution;person;ig;handles;track numbers;comments;studio;name language\n\
         Tide;Vane;t.jpg;ep;2026-05-22;Saltmarsh;en;#GiveCredit WeAreMusic;Label;cover;square, story;dark;\
         Cello;Hana Kimura;@hana;bluesky: hana.example.com;1, 3-5;arco;Foundry;ja\n",
    );
    let yaml = to_yaml(&all[0]).expect("YAML");
    let expected = "title: Tide\nartist: Vane\nartwork: t.jpg\nkind: ep\nreleased: 2026-05-22\nlabel: Saltmarsh\nlanguage: en\n\
        credits: {Cello: {name: Hana Kimura, tracks: '1, 3-5', note: arco, at: Foundry, language: ja, \
        handles: {instagram: hana, bluesky: hana.example.com}}}\n\
        hashtags: [GiveCredit, WeAreMusic]\nsupplied_by: Label\n\
        card: {template: cover, formats: [square, story], theme: dark}\n";
    let expected = credit_file("x.yaml", expected.as_bytes()).expect("a record").record;
    let mut same = to_yaml(&expected).expect("YAML");
    // Platform columns come in the order of the file.
    same.truncate(same.trim_end().len());
    assert_eq!(yaml.trim_end(), same);
}

#[test]
fn a_cell_is_text_as_typed() {
    for text in
        ["1989", "No", "1.10", "0012", "true", "=1+1", "@bo", "+44", "-", "~", "null", "#1", "a: b", "[a]", "1e5"]
    {
        // What is no name is on no card, and a handle is told of.
        let name = if ["true", "-", "null", "@bo"].contains(&text) { "Bo" } else { text };
        let artist = if text == "@bo" { "Vane" } else { text };
        let all = records(format!("title,artist,role,name\n{text},{artist},Producer,{name}\n"));
        let record = &all[0];
        assert_eq!((record.title.value.as_str(), record.artist.value.as_str()), (text, artist));
        assert_eq!(credits(record), [format!("Producer: {name}")]);
    }
    let all = records("title,artist,role,name\n=\"1989\",\"=\"\"0012\"\"\",Producer,\"Bo \"\"The Hat\"\" Li\"\n");
    assert_eq!((all[0].title.value.as_str(), all[0].artist.value.as_str()), ("1989", "0012"));
    assert_eq!(credits(&all[0]), ["Producer: Bo \"The Hat\" Li"]);
}

#[test]
fn encodings_and_separators_are_found_out() {
    let text = "Title;Artist;Role;Name;Notes;;\r\nTide – Ebb;Bjørn Ödegård;Producer;Søren;\"a\r\nb\";;\r\n;;Mixer;Zoë;;;\r\n;;;;;;\r\n";
    let expected = records(text);
    assert_eq!(expected[0].artist.value, "Bjørn Ödegård");
    assert_eq!(credits(&expected[0]), ["Producer: Søren", "Mixer: Zoë"]);
    let yaml = |all: &[Record]| to_yaml(&all[0]).expect("YAML");
    let utf_16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    for sign in [",", ";", "\t", "|"] {
        let text = text.replace(';', sign);
        for bytes in [
            text.clone().into_bytes(),
            format!("\u{feff}{text}").into_bytes(),
            utf_16(&text, u16::to_le_bytes),
            utf_16(&text, u16::to_be_bytes),
            text.replace("\r\n", "\n").into_bytes(),
            text.replace("\r\n", "\r").into_bytes(),
            format!("sep={sign}\r\n{text}").into_bytes(),
            format!("\u{feff}sep={sign}\r\n{text}").into_bytes(),
        ] {
            assert_eq!(yaml(&records(&bytes)), yaml(&expected), "{sign:?} {:?}", String::from_utf8_lossy(&bytes));
        }
    }
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!unmappable);
    let sheet = sheet_with(&bytes, &[]);
    assert!(shown(&sheet.warnings).contains("Windows-1252: `Bjørn`"), "{}", shown(&sheet.warnings));
    assert_eq!(yaml(&[sheet.records[0].parsed.clone().expect("a record").record]), yaml(&expected));
}

#[test]
fn columns_that_nobody_knows_are_mapped() {
    let text = "Tune,By whom,Mixer dude,UPC,Spirit\nTide,Vane,Wale Adeyinka-Ross,0012,Bo\n";
    let maps = ["tune=title", "By whom = artist", "Mixer dude=Mixing Engineer", "UPC=", "Spirit=Spiritual guidance"];
    let sheet = sheet_with(text.as_bytes(), &maps);
    assert!(sheet.warnings.is_empty(), "{}", shown(&sheet.warnings));
    let record = &sheet.records[0].parsed.as_ref().expect("a record").record;
    assert_eq!(credits(record), ["Mixing Engineer: Wale Adeyinka-Ross", "Spiritual guidance: Bo"]);
}

#[test]
fn the_same_name_on_other_tracks_is_one_contributor() {
    let all =
        records("title,artist,role,name,tracks\nTide,Vane,Cello,Petra,1\n,,Cello,Petra,\"3-4, 7\"\n,,Cello,Bo,2\n");
    assert_eq!(credits(&all[0]), ["Cello: Petra | Bo"]);
    let tracks = all[0].credits[0].contributors[0].tracks.as_ref().expect("tracks");
    assert_eq!(tracks.positions, ["1", "3", "4", "7"]);
}

#[test]
fn a_bad_row_stops_its_record_and_no_other() {
    let text = "title,artist,role,name\nTide,Vane,Producer,Odalys Brant\n,,,Theo Okafor\nNeap,Vane,Drums,Cosmo Rey\n";
    let sheet = sheet_with(text.as_bytes(), &[]);
    let problems = sheet.records[0].parsed.as_ref().expect_err("a name without a role");
    assert!(shown(problems).starts_with("credits.csv:3:4: error: row 3, column D (`name`):"), "{}", shown(problems));
    assert!(sheet.records[1].parsed.is_ok());
}

#[test]
fn places_are_right_behind_quoted_line_breaks() {
    let text = "title,artist,role,name\n\"Low\nTide\",Vane,Prodcuer,\"Odalys Brant;\nTheo\u{7f} Okafor\"\n";
    let problems =
        parse("credits.csv", text.replace('\u{7f}', "").as_bytes(), &ImportOptions::default()).expect("a sheet");
    let warnings = &problems.records[0].parsed.as_ref().expect("a record").warnings;
    assert!(shown(warnings).starts_with("credits.csv:3:12: warning: row 2, column C (`role`)"), "{}", shown(warnings));
    let record = &problems.records[0].parsed.as_ref().expect("a record").record;
    let names: Vec<_> =
        record.credits[0].contributors.iter().map(|one| (one.name.at.line, one.name.at.column)).collect();
    assert_eq!(names, [(3, 22), (4, 1)]);
}

#[test]
fn limits_are_named_with_their_value() {
    let problems = parse("credits.csv", &vec![b'x'; MAX_BYTES + 1], &ImportOptions::default()).expect_err("too large");
    assert!(shown(&problems).contains("at most 16777216 bytes, found 16777217"), "{}", shown(&problems));
    let cells = format!("title,artist,Producer\n{}", ",,,,,,,,,,,,,,,\n".repeat(130_000));
    let problems = parse("credits.csv", cells.as_bytes(), &ImportOptions::default()).expect_err("too many");
    assert!(shown(&problems).contains("at most 2000000 cells"), "{}", shown(&problems));
    assert_eq!(problems[0].code, "too-many-cells");
    let wide = |columns: usize| format!("title,artist,Producer{}\nLow Tide,Vane,Brant\n", ",".repeat(columns - 3));
    parse("credits.csv", wide(16_384).as_bytes(), &ImportOptions::default()).expect("as wide as may be");
    let problems = parse("credits.csv", wide(16_385).as_bytes(), &ImportOptions::default()).expect_err("wider");
    assert!(shown(&problems).contains("at most 16384 columns, this row has 16385"), "{}", shown(&problems));
    let cell = |count: usize| {
        let text = "x ".repeat(count / 2) + &"x".repeat(count % 2);
        format!("title,artist,role,name,note\nT,A,Producer,B,\"{text}\"\n")
    };
    let read = |count| parse("credits.csv", cell(count).as_bytes(), &ImportOptions::default());
    // A text of that length is too long for a note, which is said of its record.
    assert!(read(32_767).is_ok());
    let problems = read(32_768).expect_err("too long");
    assert_eq!(problems[0].code, "text-too-long");
    let said = "credits.csv:2:16: error: row 2, column E: a cell has at most 32767 characters, this has 32768";
    assert!(shown(&problems).starts_with(said), "{}", shown(&problems));
}

/// The findings of all records of a file, each once, with the level in front.
fn said(sheet: &Sheet) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let of = |one: &extra_credit::record::NamedRecord| match &one.parsed {
        Ok(parsed) => parsed.warnings.clone(),
        Err(problems) => problems.clone(),
    };
    for problem in sheet.warnings.iter().cloned().chain(sheet.records.iter().flat_map(of)) {
        let text = format!("{}: {}", problem.severity.name(), problem.message);
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all
}

#[test]
fn rows_of_one_title_are_two_records_if_anything_tells_them_apart() {
    for column in ["released", "label", "Catalogue no.", "kind", "UPC", "Matrix no."] {
        let (one, two) = if column == "released" { ("2024", "2026") } else { ("SR 1", "SR 2") };
        let text = format!("title,artist,{column},Producer\nHome,Ana,{one},Odalys Brant\nHome,Ana,{two},Theo Okafor\n");
        let sheet = sheet_with(text.as_bytes(), &[]);
        let stems: Vec<&str> = sheet.records.iter().map(|one| one.stem.as_str()).collect();
        let slug = |text: &str| text.to_lowercase().replace(' ', "-");
        assert_eq!(stems, [format!("home-ana-{}", slug(one)), format!("home-ana-{}", slug(two))], "{column}");
        let of = |at: usize| credits(&sheet.records[at].parsed.as_ref().expect("a record").record);
        assert_eq!(
            (of(0), of(1)),
            (vec!["Producer: Odalys Brant".to_owned()], vec!["Producer: Theo Okafor".to_owned()])
        );
        // What the program does not know tells them apart too, but that is said.
        let unknown = column == "Matrix no.";
        assert_eq!(said(&sheet).iter().any(|text| text.contains("tells them apart")), unknown, "{column}");
    }
}

#[test]
fn rows_of_one_title_that_nothing_tells_apart_are_one_record_with_a_word() {
    let sheet = sheet_with(b"title,artist,Producer\nHome,Ana,Odalys Brant\nNeap,Ana,Bo\nHome,Ana,Theo Okafor\n", &[]);
    assert_eq!(sheet.records.len(), 2);
    let found = said(&sheet);
    let expected = "warning: row 4, column A (`title`): `Home` by `Ana` is in row 2 already: the credits of both rows are on \
                    one card";
    assert_eq!(found, [expected]);
    // Blank cells say that the row goes on with the one above.
    assert!(records("title,artist,Producer\nHome,Ana,Odalys Brant\n,,Theo Okafor\n").len() == 1);
}

#[test]
fn one_cause_in_a_column_is_one_message_and_all_columns_are_checked() {
    let mut text = String::from("title,artist,released,language,formats,Producer\n");
    for row in 2..182 {
        text.push_str(&format!("Tide {row},Vane,{}/13/26,english,squre,Odalys Brant\n", row % 12 + 1));
    }
    let sheet = sheet_with(text.as_bytes(), &[]);
    let found = said(&sheet);
    assert_eq!(found.len(), 3, "{found:#?}");
    let [date, language, format] = found.as_slice() else { panic!("three") };
    let rows = "error: rows 2, 3, 4 and 177 more, column";
    assert_eq!(
        date,
        &format!(
            "{rows} C (`released`): `released`: expected a year or a date that exists, found `3/13/26`, `4/13/26`, `5/13/26`, …"
        )
    );
    assert_eq!(language, &format!("{rows} D (`language`): `language`: expected a BCP 47 tag, found `english`"));
    assert_eq!(format, &format!("{rows} E (`formats`): no format is called `squre`"));
    assert!(sheet.records.iter().all(|one| one.parsed.is_err() && one.partly.is_some()));
}

#[test]
fn several_people_in_many_cells_of_a_column_are_one_message_and_each_name_can_be_allowed() {
    let text = "title,artist,role,name\nTide,Vane,Producer,\"Bo Ek, Cy Dee\"\nTide,Vane,Drums,Al Bo / Di Em\n\
                Neap,Vane,Producer,\"Ed Fa, Gi Ho\"\nNeap,Vane,Bass,\"Ji Ko, Li Mo\"\n";
    let folder = Folder::with(&[("in/s.csv", text), ("in/extra-credit.yaml", "theme: light\n")]);
    let lists = |messages: &str| -> Vec<String> {
        messages.lines().filter(|line| line.contains("[name-list]")).map(str::to_owned).collect()
    };
    let Ran { code, messages, .. } = folder.run(&["check", "in/s.csv"]);
    let said = "in/s.csv:2:20: warning: rows 2, 3, 4 and 1 more, column D (`name`): `Bo Ek, Cy Dee`, `Al Bo / Di Em`, \
                `Ed Fa, Gi Ho`, … are one contributor each as written [name-list]";
    assert_eq!((code, lists(&messages)), (0, vec![said.to_owned()]), "{messages}");
    assert!(messages.contains("write `;` between them; --split \" / \" --split \", \" cuts all there"), "{messages}");
    // One of them allowed leaves the rest, all of them nothing.
    let names = ["Bo Ek, Cy Dee", "Al Bo / Di Em", "Ed Fa, Gi Ho", "Ji Ko, Li Mo"];
    for (allowed, left) in [(1, 1), (4, 0)] {
        let allow: Vec<String> =
            names.iter().take(allowed).map(|name| format!("    - {{code: name-list, name: \"{name}\"}}\n")).collect();
        let kit = format!("theme: light\ncheck:\n  allow:\n{}", allow.concat());
        folder.write("in/extra-credit.yaml", kit);
        let Ran { messages, .. } = folder.run(&["check", "in/s.csv"]);
        assert_eq!(lists(&messages).len(), left, "{messages}");
        assert!(!messages.contains("unused-allowance"), "{messages}");
    }
}

#[test]
fn covers_that_are_not_there_are_said_with_the_records_that_they_are_of() {
    let text = "title,artist,catalogue,Producer\nTide,Vane,G1,Bo Ek\nNeap,Vane,G2,Cy Dee\n";
    let folder = Folder::with(&[("s.csv", text)]);
    for command in [["check", "s.csv"], ["render", "s.csv"]] {
        let arguments = [&command[..], &["--artwork", "covers/{catalogue}.jpg"]].concat();
        let Ran { code, messages, .. } = folder.run(&arguments);
        let said = "s.csv:2:1: error: artwork of 2 records is not there: `covers/G1.jpg` of Tide – Vane and \
                    `covers/G2.jpg` of Neap – Vane [artwork]";
        assert_eq!((code, messages.matches(said).count()), (1, 1), "{messages}");
    }
    fs::create_dir(folder.path("covers")).expect("a folder");
    let cover = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/covers/plainsong.jpg");
    for name in ["G1.jpg", "G2.jpg"] {
        fs::copy(cover, folder.path("covers").join(name)).expect("copied");
    }
    for place in [["--artwork", "covers/{catalogue}.jpg"], ["--artwork", "{catalogue}.jpg"]] {
        let Ran { code, .. } = folder.run(&[&["check", "s.csv", "--artwork-dir", "covers"], &place[..]].concat());
        assert_eq!(code, i32::from(place[1].contains('/')), "{place:?}");
    }
}

#[test]
fn rows_without_a_record_do_not_hide_what_is_wrong_with_the_others() {
    let text = "title,artist,released,role,name\n,Vane,,Producer,Bo\nTide,Vane,March,Producer,Bo\n,Bo,,Producer,Bo\n";
    let problems = parse("credits.csv", text.as_bytes(), &ImportOptions::default()).expect_err("rows without a title");
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["no-title", "bad-date"], "{}", shown(&problems));
    assert!(problems[0].message.starts_with("rows 2 and 4, column B (`artist`)"), "{}", problems[0]);
}

#[test]
fn twenty_thousand_rows_are_read_whole() {
    let mut text = String::from("title,artist,role,name\n");
    for row in 0..20_000 {
        text.push_str(&format!("Tide {},Vane,Role {},Name {row}\n", row / 100, row % 100));
    }
    let sheet = sheet_with(text.as_bytes(), &[]);
    assert_eq!(sheet.records.len(), 200);
    let names = |one: &extra_credit::record::NamedRecord| one.parsed.as_ref().expect("a record").record.credits.len();
    assert_eq!(sheet.records.iter().map(names).sum::<usize>(), 20_000);
    let one = text.replace("Tide 0,", "Tide,").lines().map(|line| line.to_owned() + "\n").collect::<String>();
    assert_eq!(sheet_with(one.as_bytes(), &[]).records.len(), 200);
    let mut single = String::from("title,artist,role,name\n");
    (0..10_000).for_each(|row| single.push_str(&format!("Tide,Vane,Cello,Name {row}\n")));
    let sheet = sheet_with(single.as_bytes(), &[]);
    assert_eq!(sheet.records[0].parsed.as_ref().expect("a record").record.credits[0].contributors.len(), 10_000);
}

#[test]
fn records_are_written_as_yaml_that_reads_the_same() {
    for record in records(fs::read(DEMO).expect("the demo")) {
        let yaml = to_yaml(&record).expect("YAML");
        let again = credit_file("x.yaml", yaml.as_bytes()).unwrap_or_else(|problems| panic!("{}", shown(&problems)));
        assert_eq!(to_yaml(&again.record).expect("YAML"), yaml);
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec!["", "", " ", "Tide", "Vane", "Producer", "Bo", "a;b", "a|b", "a\nb", "\"q\" x", "=\"7\"", "1.10", "é,ü"])
            .prop_map(str::to_owned),
        1 => "\\PC{0,8}",
    ]
}

/// A cell as every program writes it.
fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse("credits.csv", &bytes, &ImportOptions::default());
        let _ = credit_file("credits.json", &bytes);
        let with_header = [b"title,artist,role,name,handles,tracks\n".as_slice(), &bytes].concat();
        let _ = parse("credits.csv", &with_header, &ImportOptions::default());
    }

    #[test]
    fn no_json_like_text_makes_the_reader_panic(text in "[\\[\\]{}:,\"\\\\u0-9a-dntruefals. \\n-]{0,80}") {
        let _ = credit_file("x.json", text.as_bytes());
        let _ = credit_file("x.json", format!("{{\"title\": {text}}}").as_bytes());
    }

    #[test]
    fn no_name_of_any_table_is_lost_without_an_error(rows in prop::collection::vec(prop::collection::vec(cell(), 4..=4), 0..8), sign in prop::sample::select(vec![',', ';', '\t', '|'])) {
        let mut text = ["title", "artist", "role", "name"].join(&sign.to_string()) + "\r\n";
        for row in &rows {
            text.push_str(&(row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(&sign.to_string()) + "\r\n"));
        }
        let Ok(sheet) = parse("credits.csv", text.as_bytes(), &ImportOptions::default()) else { return Ok(()) };
        let failed = sheet.records.iter().any(|one| one.parsed.is_err());
        let there: Vec<String> = sheet.records.iter().filter_map(|one| one.parsed.as_ref().ok())
            .flat_map(|parsed| &parsed.record.credits).flat_map(|credit| &credit.contributors)
            .map(|one| one.name.value.clone()).collect();
        if !failed {
            let written = rows.iter().map(|row| row[3].as_str()).filter(|name| !name.trim().is_empty());
            for name in written.flat_map(|name| name.split([';', '；', '|', '\n', '\r', '、'])).map(extra_credit::record::Text::new) {
                let name = if name.value == "=\"7\"" { "7".to_owned() } else { name.value };
                prop_assert!(name.is_empty() || there.contains(&name), "{name:?} of {text:?} is not in {there:?}");
            }
        }
        for one in &sheet.records {
            if let Err(problems) = &one.parsed {
                prop_assert!(problems.iter().any(|problem| problem.severity == Severity::Error));
            }
        }
    }
}

const TIDE: &str = "title: Tide\nartist: Vane\ncredits: {Producer: Odalys Brant}\n";
const NEAP: &str = "{\"title\": \"Neap\", \"artist\": \"Vane\", \"credits\": {\"Producer\": \"Bo\"}}";
const SHEET: &str = "title,artist,role,name\nTide,Vane,Producer,Bo\nTide,Bo,Drums,Cosmo Rey\nNeap,Bo,Drums,Cosmo Rey\n";

#[test]
fn each_record_of_a_spreadsheet_has_a_folder_of_cards() {
    let folder = Folder::with(&[("in/credits.csv", SHEET)]);
    let made = folder.well(&["render", "in/credits.csv", "--format", "landscape", "--jobs", "1"]).lines();
    assert_eq!(made, ["out/tide-vane/landscape.png", "out/tide-bo/landscape.png", "out/neap/landscape.png"]);
}

#[test]
fn the_demo_spreadsheet_checks_without_a_finding() {
    let folder = Folder::new();
    let Ran { code, messages, .. } = folder.run(&["check", DEMO, "--strict"]);
    assert_eq!((code, messages.trim()), (0, "2 files, 0 errors, 0 warnings"));
}

#[test]
fn files_folders_and_patterns_are_taken_together_and_no_file_twice() {
    let folder = Folder::with(&[
        ("r/a.yaml", TIDE),
        ("r/b.json", NEAP),
        ("r/x.schema.json", "{}"),
        ("r/credits.csv", SHEET),
        ("r/live/a.yml", TIDE),
        ("r/ignored.yaml", TIDE),
        ("r/.gitignore", "ignored.yaml\n"),
        ("r/.hidden.yaml", TIDE),
        ("r/extra-credit.yaml", "footer: x\n"),
    ]);
    let convert = |inputs: &[&str]| {
        let mut arguments = vec!["convert"];
        arguments.extend(inputs);
        arguments.extend(["-o", "o", "--force"]);
        folder.well(&arguments).lines()
    };
    assert_eq!(convert(&["r"]), ["o/a.yaml", "o/b.yaml", "o/live/a.yaml"]);
    assert_eq!(convert(&["r/b.json", "r", "./r/a.yaml", "r/*.yaml"])[..3], ["o/b.yaml", "o/a.yaml", "o/live/a.yaml"]);
    assert_eq!(
        convert(&["r/*"]),
        [
            "o/a.yaml",
            "o/b.yaml",
            "o/tide-vane.yaml",
            "o/tide-bo.yaml",
            "o/neap.yaml",
            "o/ignored.yaml",
            "o/live/a.yaml"
        ]
    );
    assert_eq!(convert(&["r/**/a.y*ml"]), ["o/a.yaml", "o/live/a.yaml"]);
    assert_eq!(convert(&["r/[ab].*"]), ["o/a.yaml", "o/b.yaml"]);
    assert_eq!(convert(&["r/?.json", "r/live"]), ["o/b.yaml", "o/a.yaml"]);
}

#[test]
fn a_pattern_without_a_match_says_so_and_a_file_of_that_name_wins() {
    let folder = Folder::with(&[("a[1].yaml", TIDE), ("a1.yaml", TIDE), ("b.bin", "x")]);
    let Ran { code, messages, .. } = folder.run(&["check", "c*.yaml"]);
    assert_eq!(code, 1);
    assert!(messages.contains("c*.yaml: error: no file matches the pattern"), "{messages}");
    assert!(folder.run(&["check", "b.*"]).messages.contains("is a credit file or a spreadsheet"));
    assert!(folder.run(&["check", "[b.*"]).messages.contains("the pattern cannot be read"));
    assert_eq!(folder.well(&["convert", "a[1].yaml", "-o", "o"]).lines(), ["o/a[1].yaml"]);
}

#[test]
fn files_of_one_name_in_two_subfolders_keep_their_folders() {
    let folder = Folder::with(&[("r/one/tide.yaml", TIDE), ("r/two/tide.yaml", TIDE)]);
    let made = folder.well(&["render", "r", "--format", "landscape", "--jobs", "1"]).lines();
    assert_eq!(made, ["out/one/tide/landscape.png", "out/two/tide/landscape.png"]);
}

#[test]
fn converting_overwrites_nothing_unless_told_and_keeps_the_way_to_the_artwork() {
    let sheet = "title,artist,artwork,role,name\nTide,Vane,covers/tide.jpg,Producer,Bo\n";
    let folder = Folder::with(&[("in/credits.csv", sheet)]);
    assert_eq!(folder.well(&["convert", "in/credits.csv", "-o", "out/records"]).lines(), ["out/records/tide.yaml"]);
    let text = folder.text("out/records/tide.yaml");
    assert!(text.contains("artwork: ../../in/covers/tide.jpg\n"), "{text}");
    folder.write("out/records/tide.yaml", "mine");
    let Ran { code, out, messages, .. } = folder.run(&["convert", "in/credits.csv", "-o", "out/records"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(messages.contains("out/records/tide.yaml: the file exists and is not overwritten"), "{messages}");
    assert_eq!(folder.text("out/records/tide.yaml"), "mine");
    folder.well(&["convert", "in/credits.csv", "-o", "out/records", "--force"]).lines();
    assert_eq!(folder.text("out/records/tide.yaml"), text);
    let Ran { code, out, .. } = folder.run(&["convert", "in/credits.csv", "-o", "-"]);
    assert_eq!((code, out), (0, text.replace("../../in", "in")));
    let Ran { code, out: again, .. } = folder.run(&["convert", "out/records/tide.yaml", "-o", "-"]);
    assert_eq!((code, again), (0, text.replace("../../in", "in")));
}

#[test]
fn near_names_of_two_files_are_asked_about_once_when_they_are_joined() {
    let of = |names: &str| format!("title: Tide\nartist: Vane\ncredits: {{Producer: [{names}]}}\n");
    for (one, two) in [
        ("Jon Vane", "John Vane"),
        ("Théo Okafor", "Theo Okafor"),
        ("John Vane", "J. Vane"),
        ("Marisol Fernandez", "Marisol Fernandes"),
        ("Odalys Brant", "ODALYS BRANT"),
    ] {
        let folder = Folder::with(&[("a.yaml", &of(one)), ("b.yaml", &of(two))]);
        let Ran { code, out, messages: said, .. } = folder.run(&["convert", "a.yaml", "b.yaml", "--merge", "-o", "-"]);
        assert_eq!(code, 0, "{said}");
        assert_eq!(said.matches("[near-duplicate]").count(), 1, "{said}");
        assert!(said.contains(one) && said.contains(two) && out.contains(one), "{out}{said}");
    }
    let folder = Folder::with(&[("a.yaml", &of("Paul Vane")), ("b.yaml", &of("Bo Li, Paula Vane"))]);
    let Ran { out, messages: said, .. } = folder.run(&["convert", "a.yaml", "b.yaml", "--merge", "-o", "-"]);
    assert!(out.contains("- Paul Vane") && out.contains("- Paula Vane") && !said.contains("near-duplicate"), "{said}");
}

#[test]
fn two_records_for_one_file_are_an_error_that_names_both() {
    let folder = Folder::with(&[("one/tide.yaml", TIDE), ("two/tide.yaml", &TIDE.replace("Vane", "Bo"))]);
    let Ran { code, out, messages, .. } = folder.run(&["convert", "one", "two", "-o", "o"]);
    assert_eq!((code, out.as_str()), (1, "o/tide.yaml\n"));
    assert!(messages.contains("two/tide.yaml: error: o/tide.yaml would be written twice"), "{messages}");
    assert!(messages.contains("`one/tide.yaml`") && folder.text("o/tide.yaml").contains("artist: Vane"), "{messages}");
}

#[test]
fn one_record_at_most_is_converted_to_standard_output() {
    let folder = Folder::with(&[("credits.csv", SHEET), ("neap.json", NEAP)]);
    let Ran { code, out, messages, .. } = folder.run(&["convert", "credits.csv", "-o", "-"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(messages.contains("these are 3"), "{messages}");
    let Ran { code, out, .. } = folder.run(&["convert", "neap.json", "-o", "-"]);
    assert_eq!((code, out.as_str()), (0, "title: Neap\nartist: Vane\ncredits:\n  Producer: Bo\n"));
}

#[test]
fn a_map_that_means_nothing_is_wrong_usage_with_a_suggestion() {
    let folder = Folder::with(&[("credits.csv", SHEET)]);
    let Ran { code, messages, .. } = folder.run(&["render", "credits.csv", "--map", "Tune=tiitle"]);
    assert_eq!(code, 2);
    assert!(messages.contains("did you mean `title`?"), "{messages}");
    assert!(Path::new(DEMO).is_file());
}

#[test]
fn one_slip_in_the_paths_of_a_sheet_is_said_with_what_was_meant() {
    let text = "title,artist,cover,Producer\nTide,Vane,covers\\tide.jpg,Bo Ek\nNeap,Vane,Covers/Neap.jpeg,Cy Dee\n";
    let folder = Folder::with(&[("s.csv", text), ("covers/tide.jpg", "x"), ("covers/neap.jpg", "x")]);
    let Ran { code, messages, .. } = folder.run(&["check", "s.csv"]);
    assert_eq!((code, messages.matches("[artwork]").count()), (1, 1), "{messages}");
    let hint = "hint: did you mean `covers/tide.jpg` for `covers\\tide.jpg`, and so for the others?";
    assert!(messages.contains(hint) || cfg!(windows), "{messages}");
}

#[test]
fn names_that_are_not_known_yet_leave_a_column_its_role() {
    let text = "title,artist,Mixed by,Mastered by\nTide,Vane,Al Bo,NA\nNeap,Vane,NA,TBA\nEbb,Vane,TBC,n/a\n";
    let sheet = sheet_with(text.as_bytes(), &[]);
    let tide = sheet.records.into_iter().next().expect("a record").parsed.expect("read").record;
    assert_eq!(credits(&tide), ["Mixed by: Al Bo"]);
}

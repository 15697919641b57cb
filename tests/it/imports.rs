//! Files of other programs: each file of `tests/imports/` with the credit files that it becomes and what is said of it.
//! What it becomes reads back as the same record.

use std::fs;

use crate::approved::approved;
use extra_credit::diagnostic::Severity;
use extra_credit::import::ImportOptions;
use extra_credit::record::{Record, join, parse, records, to_yaml};

/// A record as a credit file, which must read back as the same.
fn written(record: &Record) -> String {
    let text = to_yaml(record).expect("YAML");
    let again = parse("again.yaml", text.as_bytes()).unwrap_or_else(|problems| panic!("{}\n{text}", problems[0]));
    assert_eq!(to_yaml(&again.record).expect("YAML"), text);
    text
}

#[test]
fn every_file_becomes_the_records_that_were_approved() {
    let endings = ["json", "xml", "gz", "md", "csv", "yaml", "xlsx", "xls", "ods", "flac", "mp3", "wma", "dsf", "cue"];
    approved("imports", &endings, |case, name| {
        let bytes = fs::read(case).expect("it can be read");
        let mut out = String::new();
        match records(name, &bytes, &ImportOptions::default()) {
            Err(problems) => problems.iter().for_each(|problem| out.push_str(&format!("{problem}\n"))),
            Ok(found) => {
                assert!(!found.records.is_empty(), "{name}");
                found.warnings.iter().for_each(|problem| out.push_str(&format!("{problem}\n\n")));
                for one in found.records {
                    match one.parsed {
                        Ok(parsed) => {
                            out.push_str(&format!("--- {}\n{}", one.stem, written(&parsed.record)));
                            parsed.warnings.iter().for_each(|problem| out.push_str(&format!("\n{problem}\n")));
                        }
                        Err(problems) => problems.iter().for_each(|problem| out.push_str(&format!("\n{problem}\n"))),
                    }
                }
            }
        }
        out
    });
}

fn converted(name: &str, text: &str, options: &ImportOptions) -> Vec<String> {
    let found = records(name, text.as_bytes(), options).unwrap_or_else(|problems| panic!("{}", problems[0]));
    found
        .records
        .into_iter()
        .map(|one| written(&one.parsed.unwrap_or_else(|all| panic!("{}", all[0])).record))
        .collect()
}

#[test]
fn a_field_can_be_set_for_all_records() {
    let options = ImportOptions {
        settings: vec!["artist=Various Artists".parse().expect("a setting")],
        ..ImportOptions::default()
    };
    let all = converted("a.csv", "title,Producer,Mixed by\nTide,Bo Li,Ann Ray\nEbb,Bo Li,Ann Ray\n", &options);
    assert_eq!(all.len(), 2);
    assert!(all.iter().all(|one| one.contains("artist: Various Artists")), "{all:?}");
    let all = converted("a.yaml", "title: Tide\nartist: Vane\ncredits: {Producer: Bo Li}\n", &options);
    assert!(all[0].contains("artist: Various Artists"));
}

#[test]
fn names_are_cut_where_it_is_asked_for() {
    let options = ImportOptions { split: vec![", ".into()], ..ImportOptions::default() };
    let all = converted("a.csv", "title,artist,Producer\nTide,Vane,\"Bo Li, Ann Ray, Jr.\"\n", &options);
    assert!(all[0].contains("- Bo Li\n  - Ann Ray, Jr.\n"), "{all:?}");
}

#[test]
fn unknown_columns_are_left_out_without_a_word_if_asked() {
    let options = ImportOptions { ignore_unknown: true, ..ImportOptions::default() };
    let found = records("a.csv", b"title,artist,Producer,UPC,Price\nTide,Vane,Bo Li,1,2\n", &options).expect("a sheet");
    assert!(found.warnings.is_empty());
}

#[test]
fn what_copying_left_is_mended_if_asked() {
    let options = ImportOptions { fix: true, ..ImportOptions::default() };
    let all = converted("a.yaml", "title: Tide\nartist: Vane\ncredits: {Producer: \"Brant &amp;amp; Li\"}\n", &options);
    assert!(all[0].contains("Producer: Brant & Li"), "{all:?}");
}

#[test]
fn nothing_that_is_read_stops_the_program() {
    let mut seeds: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/imports")).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".txt") {
            seeds.push((name, fs::read(entry.path()).expect("a file")));
        }
    }
    seeds.sort();
    for (name, bytes) in &seeds {
        // Cut, and with a byte of another kind, at many places.
        for step in 1..24 {
            let place = bytes.len() * step / 24;
            let _ = records(name, &bytes[..place], &ImportOptions::default());
            let mut other = bytes.clone();
            if let Some(byte) = other.get_mut(place) {
                *byte = byte.wrapping_add(7 + u8::try_from(step).expect("small"));
            }
            let _ = records(name, &other, &ImportOptions::default());
        }
    }
}

#[test]
fn private_data_of_a_notification_is_never_read() {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/imports/rin-20.xml")).expect("a file");
    assert!(text.contains("Secret"));
    let found = records("rin.xml", text.as_bytes(), &ImportOptions::default()).expect("a record");
    for one in found.records {
        let parsed = one.parsed.expect("a record");
        assert!(!written(&parsed.record).contains("Secret"));
        assert!(
            parsed
                .warnings
                .iter()
                .all(|warning| !warning.message.contains("Secret") && warning.severity != Severity::Error)
        );
    }
}

#[test]
fn sources_of_one_record_are_joined_and_what_differs_is_said() {
    let read = |name: &str, text: &str| {
        let found =
            records(name, text.as_bytes(), &ImportOptions::default()).unwrap_or_else(|all| panic!("{}", all[0]));
        let one = found.records.into_iter().next().expect("a record");
        (name.to_owned(), one.parsed.unwrap_or_else(|all| panic!("{}", all[0])).record)
    };
    let sheet = read("a.csv", "title,artist,label,Producer\nTide,Vane,Foundry,Bo Li\n");
    let text = read("b.md", "Tide by Vane\n\nProduced by Bo Li and Ann Ray\nLabel: Saltmarsh\n");
    let (joined, problems) = join(vec![sheet, text]).expect("a record");
    assert!(written(&joined).contains("Producer:\n  - Bo Li\n  - Ann Ray\n"), "{}", written(&joined));
    let said: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(said, ["sources-differ"]);
}

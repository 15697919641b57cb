//! Every message of the credit file, compared with `tests/errors/<case>.txt`.
//! `UPDATE=1 cargo test` rewrites the expectations and fails, so that somebody looks at them.

use std::fs;
use std::path::Path;

use extra_credit::diagnostic::Diagnostic;
use extra_credit::record::{Parsed, parse};
use extra_credit::spreadsheet::{self, ColumnMap, is_spreadsheet};

fn all(parsed: Result<Parsed, Vec<Diagnostic>>) -> Vec<Diagnostic> {
    match parsed {
        Ok(parsed) => parsed.warnings,
        Err(problems) => problems,
    }
}

/// The problems of a spreadsheet and of each of its records; one case has a `--map` for a column that is not there.
fn of_spreadsheet(name: &str, bytes: &[u8]) -> Vec<Diagnostic> {
    let maps: Vec<ColumnMap> = match name.contains("no-column") {
        true => vec!["Mixer dude=Mixing Engineer".parse().expect("a map")],
        false => Vec::new(),
    };
    match spreadsheet::parse(name, bytes, &maps) {
        Ok(sheet) => {
            sheet.warnings.into_iter().chain(sheet.records.into_iter().flat_map(|one| all(one.parsed))).collect()
        }
        Err(problems) => problems,
    }
}

#[test]
fn every_message_reads_as_it_was_approved() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let update = std::env::var_os("UPDATE").is_some();
    let mut cases: Vec<_> = fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| ["yaml", "json", "csv", "tsv"].iter().any(|known| extension == *known))
        })
        .collect();
    cases.sort();
    assert!(cases.len() > 30, "only {} cases found", cases.len());
    let mut differing = Vec::new();
    for case in cases {
        let name = case.file_name().expect("a file").to_string_lossy().into_owned();
        let bytes = fs::read(&case).expect("it can be read");
        let problems = if is_spreadsheet(&name) { of_spreadsheet(&name, &bytes) } else { all(parse(&name, &bytes)) };
        assert!(!problems.is_empty(), "{name} has no problem");
        let rendered: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let rendered = rendered.join("\n\n") + "\n";
        let expected = case.with_extension("txt");
        if fs::read_to_string(&expected).unwrap_or_default() != rendered {
            if update {
                fs::write(&expected, &rendered).expect("it can be written");
            }
            differing.push(format!("{name}:\n{rendered}"));
        }
    }
    assert!(differing.is_empty(), "messages differ (UPDATE=1 rewrites them):\n\n{}", differing.join("\n"));
}

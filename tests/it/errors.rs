//! Every message about credit files and spreadsheets, compared with `tests/errors/<case>.txt`.
//! Cases are real files, and each has at least one problem.

use std::fs;

use crate::approved::approved;
use extra_credit::diagnostic::Diagnostic;
use extra_credit::import::ImportOptions;
use extra_credit::import::spreadsheet::{ColumnMap, is_spreadsheet};
use extra_credit::record::{Parsed, parse};

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
    match extra_credit::record::records(name, bytes, &ImportOptions::mapped(&maps)) {
        Ok(sheet) => {
            let of_records = sheet.records.into_iter().flat_map(|one| all(one.parsed));
            // What several records have in common is said once.
            let mut said: Vec<Diagnostic> = Vec::new();
            for problem in sheet.warnings.into_iter().chain(of_records) {
                if !said.contains(&problem) {
                    said.push(problem);
                }
            }
            said
        }
        Err(problems) => problems,
    }
}

#[test]
fn every_message_reads_as_it_was_approved() {
    approved("errors", &["yaml", "json", "csv", "tsv", "docx", "png", "xlsx"], |case, name| {
        let bytes = fs::read(case).expect("it can be read");
        let problems = if is_spreadsheet(name) { of_spreadsheet(name, &bytes) } else { all(parse(name, &bytes)) };
        assert!(!problems.is_empty(), "{name} has no problem");
        let rendered: Vec<String> = problems.iter().map(ToString::to_string).collect();
        rendered.join("\n\n") + "\n"
    });
}

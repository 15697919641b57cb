//! Hints are true: what a hint says to write is written into the fixture that has the message, which must then be gone.
//! Advice in words alone is left to its readers; everything that can be copied is tried.

use std::fs;
use std::path::Path;

use extra_credit::diagnostic::{Diagnostic, Severity};
use extra_credit::import::ImportOptions;
use extra_credit::import::spreadsheet::{ColumnMap, is_spreadsheet};
use extra_credit::record::parse;

/// What a hint proposes: another text of the file, or a `--map`.
enum Proposal {
    Text(String),
    Map(ColumnMap),
}

fn problems(name: &str, bytes: &[u8], maps: &[ColumnMap]) -> Vec<Diagnostic> {
    if !is_spreadsheet(name) {
        return parse(name, bytes).map_or_else(|problems| problems, |parsed| parsed.warnings);
    }
    match extra_credit::record::records(name, bytes, &ImportOptions::mapped(maps)) {
        Ok(sheet) => {
            let of =
                |one: extra_credit::record::NamedRecord| one.parsed.map_or_else(|all| all, |parsed| parsed.warnings);
            sheet.warnings.into_iter().chain(sheet.records.into_iter().flat_map(of)).collect()
        }
        Err(problems) => problems,
    }
}

/// The file with the line of a problem changed.
fn edited(text: &str, problem: &Diagnostic, change: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    let line = problem.position?.line as usize;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let old = lines.get_mut(line - 1)?;
    *old = change(old)?;
    Some(lines.join("\n") + "\n")
}

/// The file with what a problem underlines replaced; a text in double quotes stays in them.
fn replaced(text: &str, problem: &Diagnostic, by: &str) -> Option<String> {
    let at = problem.position?.column as usize - 1;
    edited(text, problem, |line| {
        let chars: Vec<char> = line.chars().collect();
        let end = (at + problem.length as usize).min(chars.len());
        let quoted = chars.get(at) == Some(&'"');
        let by = if quoted { format!("\"{by}\"") } else { by.to_owned() };
        let part = |range: &[char]| range.iter().collect::<String>();
        Some(format!("{}{by}{}", part(&chars[..at]), part(&chars[end..])))
    })
}

/// What stands between a start and the next end.
fn between<'h>(hint: &'h str, start: &str, end: char) -> Option<&'h str> {
    let (_, rest) = hint.split_once(start)?;
    rest.split(end).next()
}

fn proposals(text: &str, problem: &Diagnostic, hint: &str) -> Vec<Proposal> {
    let maps: Vec<Proposal> = hint
        .split("--map \"")
        .skip(1)
        .map(|rest| rest.split('"').next().expect("a map"))
        .map(|map| Proposal::Map(map.parse().unwrap_or_else(|why| panic!("--map \"{map}\": {why}"))))
        .collect();
    if !maps.is_empty() {
        return maps;
    }
    let written = if let Some(near) = between(hint, "did you mean `", '`') {
        replaced(text, problem, near)
    } else if let Some(quoted) = hint.split_once("in quotes: ").map(|(_, rest)| rest) {
        let quoted = quoted.split("; ").next().unwrap_or(quoted);
        let raw: String = serde_json::from_str(quoted).unwrap_or_else(|_| panic!("{quoted} is no quoted text"));
        edited(text, problem, |line| line.contains(&raw).then(|| line.replacen(&raw, quoted, 1)))
    } else if problem.code == "near-role" {
        between(hint, "write `", '`').and_then(|role| replaced(text, problem, role))
    } else if problem.code == "reversed-range" || problem.code == "bad-date" && !hint.contains("such as") {
        let word = hint.strip_prefix("write ").and_then(|rest| rest.split(' ').next());
        word.and_then(|word| replaced(text, problem, word))
    } else if problem.code == "missing-key" {
        between(hint, "add `", '`').map(|key| key.replace('…', "x")).and_then(|key| {
            edited(text, problem, |line| {
                let at = problem.position?.column as usize - 1;
                let start: String = line.chars().take(at).collect();
                let rest: String = line.chars().skip(at).collect();
                Some(match rest.strip_prefix('{') {
                    Some(rest) => format!("{start}{{{key}, {rest}"),
                    None => format!("{start}{key}\n{}{rest}", " ".repeat(at)),
                })
            })
        })
    } else {
        None
    };
    written.map(Proposal::Text).into_iter().collect()
}

#[test]
fn every_hint_that_can_be_written_mends_what_it_is_about() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let (mut tried, mut wrong) = (0, Vec::new());
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let known = ["yaml", "json", "csv", "tsv"].iter().any(|known| path.extension().is_some_and(|it| it == *known));
        let bytes = fs::read(&path).expect("it can be read");
        let (true, Ok(text)) = (known, String::from_utf8(bytes.clone())) else { continue };
        let before = problems(&name, &bytes, &[]);
        for problem in &before {
            let Some(hint) = &problem.hint else { continue };
            let all = proposals(&text, problem, hint);
            if all.is_empty() && ["did you mean", "--map", "in quotes: \""].iter().any(|sign| hint.contains(sign)) {
                wrong.push(format!("{name}: nothing could be made of `{hint}`"));
            }
            for proposal in all {
                tried += 1;
                let (after, how) = match &proposal {
                    Proposal::Text(text) => (problems(&name, text.as_bytes(), &[]), text.clone()),
                    Proposal::Map(map) => (problems(&name, &bytes, std::slice::from_ref(map)), format!("{map:?}")),
                };
                let same = |one: &&Diagnostic| one.code == problem.code && one.message == problem.message;
                // What one had to write may bring other things to light, but not an error of its own.
                let own = |one: &&Diagnostic| {
                    one.severity == Severity::Error
                        && ["duplicate-key", "repeated-column", "shape", "unknown-key"].contains(&one.code)
                        && !before.iter().any(|old| old.code == one.code)
                };
                if let Some(left) = after.iter().find(|one| same(one) || own(one)) {
                    wrong.push(format!("{name}: {problem}\n  written:\n{how}\n  then:\n{left}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(tried >= 60, "only {tried} hints were tried");
}

//! The schemas against the reader: what the program refuses an editor shows too, and what it takes no editor refuses.
//! Held on every credit file and brand kit of the repository that is YAML or JSON at all.

use std::fs;
use std::path::{Path, PathBuf};

use extra_credit::diagnostic::{Diagnostic, Severity};
use extra_credit::{kit, record, schema};
use jsonschema::Validator;
use serde_json::Value;

/// Errors that no schema can tell: they compare values with each other, with the catalogue, or are not about values.
const BEYOND: [&str; 10] = [
    "duplicate-key",
    "tab",
    "duplicate-track",
    "unknown-track",
    "bad-track",
    "reversed-range",
    "no-explanation",
    "control-character",
    "brand-kit",
    "credit-file",
];

/// Files of which schema and reader alone think differently, each with the reason.
const EXCEPTIONS: [(&str, &str); 3] = [
    ("curly-quotes-in-list.yaml", "curly quotes are letters to YAML, and a list of names cut at a comma is one"),
    ("hashtag-comment.yaml", "a comment is nothing to YAML, and a key without a value may be left so"),
    ("values.yaml", "the reader of kits leaves names to whoever reads the files that bring them"),
];

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::new(schema).expect("a schema")
}

/// The files of a folder and of those below it with an extension of credit files.
fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "json") {
            out.push(path);
        }
    }
}

/// What an editor sees of a file; nothing if it is no YAML or JSON, which it says itself.
fn seen(name: &str, bytes: &[u8]) -> Option<Value> {
    if name.ends_with(".json") { serde_json::from_slice(bytes).ok() } else { serde_yaml::from_slice(bytes).ok() }
}

/// Compares what a schema says of files with what the reader says.
fn held(schema: &Value, all: &[PathBuf], read: impl Fn(&str, &[u8]) -> Vec<Diagnostic>) -> (usize, usize) {
    let validator = validator(schema);
    let (mut taken, mut refused) = (0, 0);
    let mut wrong = Vec::new();
    for path in all {
        let bytes = fs::read(path).expect("it can be read");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let Some(value) = seen(&name, &bytes) else { continue };
        let said: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).take(3).collect();
        let problems = read(&name, &bytes);
        let errors: Vec<&Diagnostic> = problems.iter().filter(|one| one.severity == Severity::Error).collect();
        let tells = errors.iter().any(|error| !BEYOND.contains(&error.code));
        let excepted = EXCEPTIONS.iter().any(|(file, _)| *file == name);
        if errors.is_empty() && !said.is_empty() && !excepted {
            wrong.push(format!("{name} is taken, and the schema refuses it: {said:?}"));
        } else if tells && said.is_empty() && !excepted {
            let codes: Vec<String> = errors.iter().map(|error| format!("{}: {}", error.code, error.message)).collect();
            wrong.push(format!("{name} is refused, and the schema takes it: {codes:?}"));
        }
        taken += usize::from(errors.is_empty());
        refused += usize::from(tells);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    (taken, refused)
}

#[test]
fn the_schema_of_credit_files_refuses_what_the_check_refuses() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["tests/errors", "tests/findings", "assets/demo", "examples"] {
        files(&root.join(folder), &mut all);
    }
    all.retain(|path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        name != kit::FILE_NAME && !name.ends_with(".schema.json") && !name.ends_with(".scene.json")
    });
    let read = |name: &str, bytes: &[u8]| match record::parse(name, bytes) {
        Ok(parsed) => parsed.warnings,
        Err(problems) => problems,
    };
    let (taken, refused) = held(&schema::credit_file(), &all, read);
    assert!(taken >= 20 && refused >= 40, "{taken} taken, {refused} refused");
}

#[test]
fn the_schema_of_brand_kits_refuses_what_the_reader_refuses() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["tests/kits", "tests/findings", "assets/demo", "examples"] {
        files(&root.join(folder), &mut all);
    }
    all.retain(|path| {
        path.parent().is_some_and(|folder| folder.ends_with("tests/kits")) || path.ends_with(kit::FILE_NAME)
    });
    let read = |name: &str, bytes: &[u8]| match kit::parse(name, bytes) {
        Ok(parsed) => parsed.warnings,
        Err(problems) => problems,
    };
    let (taken, refused) = held(&schema::kit(), &all, read);
    assert!(taken >= 2 && refused >= 3, "{taken} taken, {refused} refused");
}

#[test]
fn an_editor_completes_and_refuses_names() {
    let validator = validator(&schema::credit_file());
    let file = |rest: &str| {
        let text = format!("title: Tide\nartist: Vane\ncredits: {{Producer: Bo}}\n{rest}\n");
        validator.is_valid(&seen("x.yaml", text.as_bytes()).expect("YAML"))
    };
    for good in [
        "card: {theme: paper, formats: [square, story], overflow: summary}",
        "card: {formats: square, template: mine.svg, theme: {base: dark, ground: '#102030', text: \"rgb(1, 2, 3)\"}}",
        "check: {platforms: [Instagram, x], allow: [no-artwork, {code: near-duplicate, name: Bo}]}",
        "released: 2024-02-29",
        "language: zh-Hant",
        "hashtags: ['#GiveCredit', WeAreMusic]",
        "people: {Bo: {handles: {instagram: '@bo'}}}",
        "label: null",
    ] {
        assert!(file(good), "{good}");
    }
    for bad in [
        "card: {theme: purple}",
        "card: {theme: {grond: red}}",
        "card: {theme: {ground: '#12'}}",
        "card: {formats: [squre]}",
        "card: {overflow: 'yes'}",
        "check: {platforms: [myspace]}",
        "check: {allow: [conflict]}",
        "released: 2026-04-31",
        "language: english",
        "hashtags: [Give Credit]",
        "people: {Bo: {handles: {instagram: bo li}}}",
        "label: ' '",
    ] {
        assert!(!file(bad), "{bad}");
    }
    let no_credits = |text: &str| validator.is_valid(&seen("x.yaml", text.as_bytes()).expect("YAML"));
    assert!(!no_credits("title: Tide\nartist: Vane\n") && !no_credits("title: Tide\nartist: Vane\ncredits: {}\n"));
    assert!(no_credits("title: Tide\nartist: Vane\ntracks: [{title: Neap, credits: {Piano: Bo}}]\n"));
}

//! The table of codes: complete, and each of its codes reported by a test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use extra_credit::catalogue::codes::{code, codes};

/// What no test can bring about: a disk that fails, a page too large for its memory, a defect of the box solver.
const UNREACHED: [&str; 3] = ["picture", "layout", "unreadable-folder"];

const TIDE: &str = "title: Tide\nartist: Vane\ncredits:\n  Producer: [Odalys Brant, Theo Okafor]\n";
const QUOTE: &str = "kind: quote\nquotes: [{text: Everybody heard it., by: Odalys Brant}]\n";

/// Standard output and messages of a run in a folder.
fn run(folder: &Path, arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_extra-credit"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    (text(&output.stdout), text(&output.stderr))
}

/// A template in a column with some space around it.
fn svg(attributes: &str, padding: u32, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes} \
         style=\"display:flex; flex-direction:column; padding:{padding}px; font-size:30px\">{body}</svg>"
    )
}

#[test]
fn what_only_a_run_can_find_has_its_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    let name = "<text data-kind=\"name\" data-field=\"{{ name.field }}\">{{ name.name }}</text>";
    let names =
        format!("{{% for credit in credits %}}{{% for name in credit.names %}}{name}{{% endfor %}}{{% endfor %}}");
    let quoted = "<text data-kind=\"text\" data-field=\"quotes[0].text\">{{ quote.text }}</text>";
    let of_quotes = "data-subject=\"quote\"";
    write("tide.yaml", TIDE);
    write("one/tide.yaml", TIDE);
    write("away/away.yaml", &format!("{TIDE}artwork: ../large.yaml\n"));
    write("quote.yaml", QUOTE);
    write("order.yaml", &format!("{TIDE}card: {{order: album}}\n"));
    write("tracks.yaml", &format!("{TIDE}tracks: [Neap, Ebb]\n"));
    write("extra-credit.yaml", "footer: x\n");
    write("large.yaml", &"#".repeat((1 << 20) + 1));
    let many: Vec<String> = (0..600).map(|number| format!("Person Number {number}")).collect();
    write("many.yaml", &format!("title: T\nartist: X\ncredits:\n  Choir: [{}]\n", many.join(", ")));
    fs::create_dir(folder.path().join("empty")).expect("made");
    write("t/depth.svg", &svg("", 60, &format!("{}{}", "<g>".repeat(70), "</g>".repeat(70))));
    write("t/root.svg", "<g xmlns=\"http://www.w3.org/2000/svg\"/>");
    write("t/part.svg", &svg("", 60, "{% include \"../part.svg\" %}"));
    write("t/nameless.svg", &svg("", 60, "<text>{{ record.title }}</text>"));
    write("t/twice.svg", &svg("", 60, &names.repeat(2)));
    write("t/outside.svg", &svg("", 0, &names));
    write("t/quote-less.svg", &svg(of_quotes, 60, quoted));
    write("t/quote-twice.svg", &svg(of_quotes, 60, &quoted.repeat(2)));
    let check = |file, template| vec!["check", file, "--card-format", "square", "-t", template];
    for (code, arguments) in [
        ("outside-project", vec!["check", "away/away.yaml", "--no-kit"]),
        ("brand-kit", vec!["check", "extra-credit.yaml"]),
        ("no-credit-files", vec!["check", "empty"]),
        ("unreadable-file", vec!["check", "nowhere.yaml"]),
        ("file-too-large", vec!["check", "large.yaml"]),
        ("template-depth", check("tide.yaml", "t/depth.svg")),
        ("template-root", check("tide.yaml", "t/root.svg")),
        ("template-part", check("tide.yaml", "t/part.svg")),
        ("names-missing", check("tide.yaml", "t/nameless.svg")),
        ("names-twice", check("tide.yaml", "t/twice.svg")),
        ("outside-safe-area", check("tide.yaml", "t/outside.svg")),
        ("texts-missing", check("quote.yaml", "t/quote-less.svg")),
        ("texts-twice", check("quote.yaml", "t/quote-twice.svg")),
        ("names-omitted", vec!["check", "many.yaml", "--card-format", "landscape", "--overflow", "summary"]),
        ("no-contributor", vec!["render", "tide.yaml", "--only", "Nobody"]),
        ("no-contributors", vec!["render", "quote.yaml", "--each", "contributor"]),
        ("unknown-order", vec!["check", "order.yaml"]),
        ("left-out", check("tracks.yaml", "side-by-side")),
        ("exists", vec!["convert", "tide.yaml", "-o", "."]),
        ("no-match", vec!["check", "none-*.yaml"]),
        ("pattern", vec!["check", "tide[.yaml"]),
        ("write", vec!["render", "tide.yaml", "--format", "square", "-o", "quote.yaml"]),
        ("output-name", vec!["render", "tide.yaml", "--format", "square", "--name", "{isrc}"]),
        ("output-collision", vec!["render", "tide.yaml", "one", "--format", "square"]),
        ("output-collision", vec!["check", "tide.yaml", "one", "--card-format", "square"]),
    ] {
        let (_, messages) = run(folder.path(), &arguments);
        assert!(messages.contains(&format!("[{code}]")), "{code}: {messages}");
    }
}

/// The text after each `start`, if it is a string literal: codes that source files report.
fn literals(source: &str, start: &str) -> BTreeSet<String> {
    let rest = source.split(start).skip(1);
    let literal = |rest: &str| rest.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned);
    rest.filter_map(literal).collect()
}

fn all_text(folder: &Path, out: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all_text(&path, out);
        } else if let Ok(text) = fs::read_to_string(&path) {
            out.push_str(&text);
        }
    }
}

#[test]
fn every_code_of_the_source_is_in_the_table_and_every_code_of_the_table_is_tested() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut source, mut tests) = (String::new(), String::new());
    all_text(&root.join("src"), &mut source);
    all_text(&root.join("tests"), &mut tests);
    for start in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note(", "problem("] {
        for name in literals(&source, start).iter().filter(|name| name.contains('-') || !start.starts_with('p')) {
            assert!(name.len() < 2 || code(name).is_some(), "`{name}` is not in assets/codes.csv");
        }
    }
    let data = fs::read_to_string(root.join("assets/core-roles.csv")).expect("a table");
    let untested: Vec<&str> = codes()
        .iter()
        .map(|code| code.code.as_str())
        .inspect(|code| {
            let used = source.contains(&format!("\"{code}\"")) || data.contains(code);
            assert!(used, "`{code}` is in assets/codes.csv and nowhere in the source");
        })
        .filter(|code| !UNREACHED.contains(code))
        .filter(|code| !tests.contains(&format!("[{code}]")) && !tests.contains(&format!("\"{code}\"")))
        .collect();
    assert!(untested.is_empty(), "no test has a finding of {untested:?}");
    let listed = run(Path::new("."), &["check", "--codes"]).0;
    assert!(codes().iter().all(|code| listed.contains(&code.meaning)) && listed.lines().count() == codes().len());
}

//! The program in a shell: completions in those that are installed, the manual, and what it says it is.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_extra-credit");

fn run(arguments: &[&str]) -> String {
    let output = Command::new(PROGRAM).args(arguments).output().expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// What is typed, in the words of a shell that breaks them at `=`, and a completion that there is.
const CASES: [(&[&str], &str); 15] = [
    (&["ren"], "render"),
    (&["render", "--f"], "--format"),
    (&["render", "--form"], "--format"),
    (&["check", "--card-f"], "--card-format"),
    (&["report", "mer"], "merge"),
    (&["render", "--template", "liner"], "liner-notes"),
    (&["render", "--template", "=", "liner"], "liner-notes"),
    (&["watch", "--theme", "pap"], "paper"),
    (&["render", "-f", "squ"], "square"),
    (&["render", "-f", "square,sto"], "square,story"),
    (&["check", "--platform", "blue"], "bluesky"),
    (&["roles", "Mixing"], "Mixing Engineer"),
    (&["render", "my"], "my-record.yaml"),
    (&["render", "--kit", "ki"], "kits/"),
    (&["render", "--overflow", "su"], "summary"),
];

/// A folder with files to complete, the program, and the script of a shell; nothing if the shell is not installed.
fn folder(shell: &str) -> Option<TempDir> {
    if Command::new(shell).arg("-c").arg("exit 0").output().is_err() {
        println!("{shell} is not installed: its completions are not tried");
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("my-record.yaml"), "title: x").expect("written");
    fs::write(folder.path().join("my-picture.png"), "x").expect("written");
    fs::create_dir(folder.path().join("kits")).expect("made");
    fs::write(folder.path().join("script"), run(&["completions", shell])).expect("written");
    Some(folder)
}

/// What a shell prints for a script.
fn shell(folder: &Path, shell: &str, options: &[&str], script: &str) -> Vec<String> {
    let path = std::env::var("PATH").unwrap_or_default();
    let own = Path::new(PROGRAM).parent().expect("a folder").display();
    let output = Command::new(shell)
        .args(options)
        .args(["-c", script])
        .current_dir(folder)
        .env("PATH", format!("{own}:{path}"))
        .env("HOME", folder)
        .output()
        .expect("the shell runs");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && messages.is_empty(), "{shell}: {script}: {messages}");
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!(" '{word}'")).collect()
}

#[test]
fn bash_completes_commands_options_values_and_files() {
    let Some(folder) = folder("bash") else { return };
    for (words, expected) in CASES {
        let script = format!(
            "source ./script; complete -p extra-credit >/dev/null || exit 1\n\
             COMP_WORDS=(extra-credit{}); COMP_CWORD={}; _extra_credit; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            quoted(words),
            words.len()
        );
        let found = shell(folder.path(), "bash", &["--norc"], &script);
        // The only one ends with a space, and spaces within are quoted.
        let plain: Vec<String> = found.iter().map(|one| one.trim_end().replace("\\ ", " ")).collect();
        assert!(plain.iter().any(|one| one == expected), "{words:?}: {found:?}");
        assert!(!plain.iter().any(|one| one.contains("my-picture")), "{words:?}: {found:?}");
    }
}

#[test]
fn zsh_completes_commands_options_values_and_files() {
    let Some(folder) = folder("zsh") else { return };
    for (words, expected) in CASES {
        let words: Vec<String> = words.join(" ").replace(" = ", "=").split(' ').map(str::to_owned).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        // What the script hands to the shell is printed in its place.
        let script = format!(
            "compdef() {{ completer=$1 }}; _describe() {{ print -rl -- \"${{(@P)3}}\" }}; source ./script\n\
             words=(extra-credit{}); CURRENT=$#words; $completer; true",
            quoted(&words)
        );
        let found = shell(folder.path(), "zsh", &["-f"], &script);
        let value = words
            .last()
            .and_then(|word| word.split_once('='))
            .map_or(String::new(), |(option, _)| format!("{option}="));
        let expected = format!("{value}{expected}");
        let expected = expected.trim_end_matches('/');
        let found: Vec<&str> = found.iter().map(|one| one.split(':').next().unwrap_or_default()).collect();
        assert!(found.contains(&expected), "{words:?}: {found:?}");
    }
    // As a file of `fpath` it completes at the first time too.
    fs::rename(folder.path().join("script"), folder.path().join("_extra-credit")).expect("renamed");
    let script = "compdef() { :; }; _describe() { print -rl -- \"${(@P)3}\" }; fpath=(. $fpath); autoload -Uz _extra-credit\n\
                  words=(extra-credit ren); CURRENT=2; _extra-credit";
    let found = shell(folder.path(), "zsh", &["-f"], script);
    assert!(found.iter().any(|one| one.starts_with("render:")), "{found:?}");
}

#[test]
fn fish_completes_commands_options_values_and_files() {
    let Some(folder) = folder("fish") else { return };
    for (words, expected) in CASES {
        let line = format!("extra-credit {}", words.join(" ").replace(" = ", "="));
        let found = shell(folder.path(), "fish", &["--no-config"], &format!("source ./script; complete -C '{line}'"));
        let value = if words.contains(&"=") { format!("{}=", words[1]) } else { String::new() };
        let found: Vec<&str> = found.iter().map(|one| one.split('\t').next().unwrap_or_default()).collect();
        assert!(found.contains(&format!("{value}{expected}").as_str()), "{line}: {found:?}");
    }
}

#[test]
fn every_page_that_the_manual_names_is_written_with_its_options() {
    let folder = tempfile::tempdir().expect("a folder");
    let listed = run(&["man", "-o", &folder.path().to_string_lossy()]);
    let pages: Vec<String> =
        listed.lines().map(|line| line.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()).collect();
    let read =
        |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut named = 0;
    for page in &pages {
        let text = read(page).replace("\\-", "-");
        let words = text.split(|c: char| c.is_whitespace() || c == ',');
        for name in words.filter_map(|word| word.strip_suffix("(1)")) {
            named += 1;
            assert!(pages.contains(&format!("{name}.1")), "{page} names {name}(1), there are {pages:?}");
        }
        // The commit changes with every build; a page does not.
        assert!(!text.contains("commit:"), "{page}");
    }
    assert!(named >= 20, "{named} pages are named");
    assert_eq!(pages.len(), named + 1);
    let render = read("extra-credit-render.1").replace("\\-", "-");
    for option in ["--format", "--name", "--artwork-dir", "--locked", "--color"] {
        assert!(render.contains(option), "{option}");
    }
    assert_eq!(run(&["man", "render"]).replace("\\-", "-"), render);
    assert_eq!(run(&["man", "report", "merge"]), read("extra-credit-report-merge.1"));
    assert_eq!(run(&["man"]), read("extra-credit.1"));
    let output = Command::new(PROGRAM).args(["man", "rendr"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `render`?"));
}

#[test]
fn the_version_says_commit_and_build() {
    let long = run(&["--version"]);
    let lines: Vec<&str> = long.lines().collect();
    let [first, commit, build] = lines.as_slice() else { panic!("{long}") };
    assert_eq!(*first, format!("extra-credit {}", env!("CARGO_PKG_VERSION")));
    assert_eq!(run(&["-V"]).trim_end(), *first);
    let commit = commit.strip_prefix("commit: ").expect("a commit");
    let hash = commit.strip_suffix(" with changes").unwrap_or(commit);
    assert!(commit == "unknown" || hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{commit}");
    let build = build.strip_prefix("build: ").expect("a build");
    assert!(build.len() == 32 && build.bytes().all(|byte| byte.is_ascii_hexdigit()), "{build}");
}

//! The files that other programs read: the action, hooks, workflows and scripts call commands and options that exist.
//! The scripts among them are run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PROGRAM: &str = env!("CARGO_BIN_EXE_extra-credit");

/// How files call the program.
const NAMES: [&str; 3] = ["extra-credit", "$program", "/extra-credit"];

fn run(arguments: &[&str]) -> (bool, String) {
    let output = Command::new(PROGRAM).args(arguments).output().expect("the program runs");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Commands with their long options, asked of the program.
#[derive(Default)]
struct Known(BTreeMap<String, Option<String>>);

impl Known {
    /// The help of a command; none if there is no such command.
    fn help(&mut self, command: &str) -> Option<String> {
        let ask = || {
            let words: Vec<&str> = std::iter::once("help").chain(command.split(' ')).collect();
            let (well, text) = run(&words);
            well.then_some(text)
        };
        self.0.entry(command.to_owned()).or_insert_with(ask).clone()
    }

    /// What is wrong with a command line, given by its words after the program's name.
    fn problem(&mut self, words: &[String]) -> Option<String> {
        let mut command = words.first()?.clone();
        let Some(mut help) = self.help(&command) else { return Some(format!("there is no command `{command}`")) };
        if help.contains("\nCommands:\n")
            && let Some(second) = words.get(1).filter(|word| is_command(word))
        {
            command = format!("{command} {second}");
            help = self.help(&command).unwrap_or_default();
            if help.is_empty() {
                return Some(format!("there is no command `{command}`"));
            }
        }
        let options: BTreeSet<&str> = help
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .filter(|word| word.starts_with("--"))
            .collect();
        let used = words.iter().filter(|word| word.starts_with("--") && word.len() > 2);
        used.map(|word| word.split('=').next().unwrap_or_default())
            .find(|option| !options.contains(option))
            .map(|option| format!("`{command}` has no option `{option}`"))
    }
}

fn is_command(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

/// The command lines of the program in a text: the words behind its name, up to the end of the command.
fn lines(text: &str) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for line in text.replace("\\\n", " ").lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        for (index, word) in words.iter().enumerate() {
            let name = word.trim_matches(['"', '\'', '`']);
            let rest = words.get(index + 1..).unwrap_or_default();
            if !NAMES.contains(&name) || !rest.first().is_some_and(|first| is_command(first)) {
                continue;
            }
            let ends = |word: &&&str| ["|", "||", "&&", ";", "then", ")"].contains(*word) || word.starts_with('>');
            let end = rest.iter().position(|word| ends(&word)).unwrap_or(rest.len());
            let clean = |word: &&str| word.trim_matches(['"', '\'', '`', ')', ';', ',']).to_owned();
            out.push(rest.iter().take(end).map(clean).collect());
        }
    }
    out
}

/// Every text in a YAML value, with its keys.
fn texts(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Sequence(all) => all.iter().for_each(|one| texts(one, out)),
        Value::Mapping(all) => all.iter().for_each(|(key, one)| {
            texts(key, out);
            texts(one, out);
        }),
        _ => {}
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn files(folder: &str) -> Vec<String> {
    let all = fs::read_dir(Path::new(ROOT).join(folder)).expect("a folder");
    let mut names: Vec<String> =
        all.map(|entry| format!("{folder}/{}", entry.expect("an entry").file_name().to_string_lossy())).collect();
    names.sort();
    names
}

fn is_yaml(path: &str) -> bool {
    path.ends_with(".yml") || path.ends_with(".yaml")
}

#[test]
fn every_command_line_in_ecosystem_files_has_commands_and_options_that_exist() {
    let mut known = Known::default();
    let mut problems = Vec::new();
    let mut found = BTreeMap::new();
    let own = ["action.yml", ".pre-commit-hooks.yaml", "Dockerfile", ".ci/pack", "docs/editors-and-ci.md"];
    for path in own.map(str::to_owned).into_iter().chain(files(".github/workflows")).chain(files("assets/ci")) {
        let mut all = Vec::new();
        match is_yaml(&path) {
            true => {
                // Several commands of one script are several lines of its text.
                let documents = serde_yaml::Deserializer::from_str(&read(&path))
                    .map(|document| {
                        serde::Deserialize::deserialize(document).unwrap_or_else(|error| panic!("{path}: {error}"))
                    })
                    .collect::<Vec<Value>>();
                documents.iter().for_each(|document| texts(document, &mut all));
            }
            false => all.push(read(&path)),
        }
        for words in all.iter().flat_map(|text| lines(text)) {
            *found.entry(path.clone()).or_insert(0) += 1;
            problems.extend(known.problem(&words).map(|problem| format!("{path}: {problem}: {words:?}")));
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
    // If the reading of files broke, there would be nothing to complain about.
    for (path, least) in [
        ("assets/ci/action.sh", 5),
        ("assets/ci/gitlab-ci.yml", 5),
        ("assets/ci/github-matrix.yml", 2),
        ("assets/ci/kubernetes-job.yaml", 1),
        ("assets/ci/parallel.sh", 2),
        ("assets/ci/slurm.sh", 2),
        (".pre-commit-hooks.yaml", 1),
        (".ci/pack", 8),
        ("docs/editors-and-ci.md", 3),
        ("Dockerfile", 1),
    ] {
        assert!(found.get(path).is_some_and(|count| *count >= least), "{path}: {found:?}");
    }
}

#[test]
fn a_command_or_option_that_is_not_there_is_found() {
    let mut known = Known::default();
    let mut of = |text: &str| lines(text).iter().find_map(|words| known.problem(words)).unwrap_or_default();
    assert_eq!(of("extra-credit rendr records"), "there is no command `rendr`");
    assert_eq!(of("exec extra-credit render records \\\n  --formt square"), "`render` has no option `--formt`");
    assert_eq!(of("\"$program\" report merge a --outputs b"), "`report merge` has no option `--outputs`");
    assert_eq!(of("\"$program\" report join a"), "there is no command `report join`");
    assert_eq!(of("extra-credit render records --format=square | less --chop && x --foo"), "");
}

#[test]
fn the_action_gives_its_script_every_variable_that_it_reads() {
    let action: Value = serde_yaml::from_str(&read("action.yml")).expect("YAML");
    let steps = action.get("runs").and_then(|runs| runs.get("steps")).and_then(Value::as_sequence).expect("steps");
    let inputs = action.get("inputs").and_then(Value::as_mapping).expect("inputs");
    let mut given = BTreeSet::new();
    let mut all = Vec::new();
    for step in steps {
        if let Some(env) = step.get("env").and_then(Value::as_mapping) {
            given.extend(env.keys().filter_map(Value::as_str).map(str::to_owned));
        }
        // An input in a script would be run.
        let script = step.get("run").and_then(Value::as_str).unwrap_or_default();
        assert!(!script.contains("${{"), "{script}");
        texts(step, &mut all);
    }
    let used: BTreeSet<String> = read("assets/ci/action.sh")
        .split(|c: char| !(c.is_ascii_uppercase() || c == '_'))
        .filter(|word| word.starts_with("INPUT_") && word.len() > 6)
        .map(str::to_owned)
        .collect();
    assert!(used.is_subset(&given), "{used:?} {given:?}");
    let named = |name: &str| all.iter().any(|text| text.contains(&format!("inputs.{name}")));
    let unused: Vec<_> = inputs.keys().filter_map(Value::as_str).filter(|name| !named(name)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn a_new_file_names_the_schema_as_the_program_prints_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = |name: &str| {
        let output = Command::new(PROGRAM).args(["new", name]).current_dir(folder.path()).output().expect("it runs");
        assert!(output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(start("one.yaml").contains("`extra-credit schema > extra-credit.schema.json`"));
    let text = fs::read_to_string(folder.path().join("one.yaml")).expect("the file");
    let named = text.lines().find_map(|line| line.strip_prefix("# yaml-language-server: $schema="));
    assert_eq!(named, Some("./extra-credit.schema.json"));
    assert!(read("docs/editors-and-ci.md").contains("extra-credit schema > extra-credit.schema.json"));
    assert_eq!(run(&["schema"]).1, read("assets/extra-credit.schema.json"));
    fs::write(folder.path().join("extra-credit.schema.json"), run(&["schema"]).1).expect("written");
    assert_eq!(start("two.yaml"), "");
}

#[cfg(unix)]
struct Job {
    folder: tempfile::TempDir,
}

#[cfg(unix)]
impl Job {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Runs a step of the action as its runner would; exit status and standard output.
    fn step(&self, step: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
        let output = Command::new("bash")
            .arg(Path::new(ROOT).join("assets/ci/action.sh"))
            .arg(step)
            .current_dir(self.folder.path())
            .env("EXTRA_CREDIT", PROGRAM)
            .env("RUNNER_TEMP", self.path("temp"))
            .env("GITHUB_OUTPUT", self.path("output"))
            .env("GITHUB_ENV", self.path("env"))
            .env("GITHUB_STEP_SUMMARY", self.path("summary"))
            .envs(variables.iter().copied())
            .output()
            .expect("bash runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

#[cfg(unix)]
#[test]
fn the_steps_of_the_action_check_render_and_sum_up_and_fail_at_the_end() {
    let job = Job { folder: tempfile::tempdir().expect("a folder") };
    fs::create_dir(job.path("my records")).expect("made");
    let good = "title: Tide | Neap\nartist: Vane\ncredits:\n  Producer: [Odalys Brant]\n";
    fs::write(job.path("my records/good.yaml"), good).expect("written");
    fs::write(job.path("my records/bad.yaml"), "title: Tide\nartst: Vane\n").expect("written");
    let (status, _) = job.step("program", &[("INPUT_BINARY", PROGRAM), ("INPUT_VERSION", "")]);
    assert_eq!(status, Some(0));
    assert_eq!(job.read("env"), format!("EXTRA_CREDIT={PROGRAM}\n"));
    let files = ("INPUT_FILES", "my records\n");
    let (status, said) = job.step("check", &[files, ("INPUT_CHECK_ARGS", "--strict\n")]);
    assert_eq!(status, Some(0));
    assert!(said.contains("::error file=my records/bad.yaml,line=2"), "{said}");
    let args = ("INPUT_ARGS", "--format=square\n\n--theme\npaper\n");
    let render = [files, ("INPUT_MODE", "render"), ("INPUT_OUTPUT", "out"), args];
    assert_eq!(job.step("render", &render).0, Some(0));
    assert!(job.path("out/good/square.png").is_file());
    assert!(!job.path("out/good/story.png").exists());
    let url = ("INPUT_PICTURES_URL", "https://example.com/raw/");
    assert_eq!(job.step("summary", &[("INPUT_OUTPUT", "out"), url]).0, Some(0));
    let summary = job.read("summary");
    for part in [
        "### Credit cards: 1 made, 1 record without a card",
        "- `my records/bad.yaml:2:1`: ",
        "- 1 record without a card: `Tide`",
        "| `Tide`<br>`my records/bad.yaml` | **failed** |",
        "<img src=\"https://example.com/raw/out/good/square.png\"",
        "| `Tide \\| Neap \u{2013} Vane`<br>`my records/good.yaml` | made `square` |",
        "| warning | `no-designer` ",
        "`sheet.png`",
    ] {
        assert!(summary.contains(part), "no {part} in {summary}");
    }
    assert!(job.path("temp/extra-credit/report/sheet.png").is_file());
    let page = job.read("temp/extra-credit/report/summary.html");
    assert!(
        page.contains("<img src=\"data:image/jpeg;base64,") && page.contains("Tide | Neap \u{2013} Vane"),
        "{page}"
    );
    let outputs = job.read("output");
    assert_eq!(outputs.matches("status=1\n").count(), 2, "{outputs}");
    assert_eq!(job.step("outcome", &[("CHECKED", "1"), ("RENDERED", "1")]).0, Some(1));
    assert_eq!(job.step("outcome", &[("CHECKED", "0"), ("RENDERED", "")]).0, Some(0));
    // What is committed is compared, and no longer what would be made.
    fs::remove_file(job.path("my records/bad.yaml")).expect("removed");
    fs::write(job.path("my records/good.yaml"), good.replace("Brant", "Brand")).expect("written");
    let locked = [files, ("INPUT_MODE", "locked"), ("INPUT_OUTPUT", "out"), args];
    assert_eq!(job.step("render", &locked).0, Some(0));
    assert!(job.read("output").contains("status=3\n"));
    assert!(job.path("temp/extra-credit/report/diff/good/square.png").is_file());
    assert_eq!(job.step("summary", &[("INPUT_OUTPUT", "out"), ("INPUT_PICTURES_URL", "")]).0, Some(0));
    assert!(job.read("summary").contains("#### Would change\n\n- `out/good/square.png`: "), "{}", job.read("summary"));
    assert_eq!(job.step("outcome", &[("CHECKED", "0"), ("RENDERED", "3")]).0, Some(3));
    let wrong = [files, ("INPUT_MODE", "draw"), ("INPUT_OUTPUT", "out"), args];
    let (status, said) = job.step("render", &wrong);
    assert_eq!(
        (status, said.as_str()),
        (Some(2), "::error::no mode is called `draw`; there are check, render, locked\n")
    );
}

#[cfg(unix)]
#[test]
fn a_release_archive_has_completions_manual_schemas_and_licences() {
    let folder = tempfile::tempdir().expect("a folder");
    let small = folder.path().join("extra-credit");
    // A script in place of the program keeps the archive small.
    fs::write(&small, format!("#!/bin/sh\nexec '{PROGRAM}' \"$@\"\n")).expect("written");
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(&small, fs::Permissions::from_mode(0o755)).expect("made a program");
    let packed = Command::new(Path::new(ROOT).join(".ci/pack"))
        .args([&small, Path::new("extra-credit-v1-test"), folder.path()])
        .output()
        .expect("it runs");
    assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
    let archive = folder.path().join("extra-credit-v1-test.tar.gz");
    let listed = Command::new("tar").arg("-tzf").arg(&archive).output().expect("tar runs");
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    for name in [
        "extra-credit",
        "README.md",
        "completions/extra-credit.bash",
        "completions/_extra-credit",
        "completions/extra-credit.fish",
        "completions/_extra-credit.ps1",
        "man/extra-credit.1",
        "schemas/extra-credit.schema.json",
        "schemas/extra-credit-kit.schema.json",
        "schemas/extra-credit-report.schema.json",
        "licences/LICENSE-MIT",
        "licences/LICENSE-APACHE",
        "licences/fonts/inter/OFL.txt",
        "licences/fonts/README.md",
    ] {
        assert!(listed.lines().any(|line| line == format!("extra-credit-v1-test/{name}")), "{name}: {listed}");
    }
    // Every folder of fonts has its licence in the archive.
    for family in fs::read_dir(Path::new(ROOT).join("fonts")).expect("a folder").map(|entry| entry.expect("an entry")) {
        if family.path().is_dir() {
            let start = format!("extra-credit-v1-test/licences/fonts/{}/", family.file_name().to_string_lossy());
            assert!(listed.lines().any(|line| line.starts_with(&start) && !line.ends_with('/')), "{start}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_action_announces_the_sheets_that_it_wrote_one_or_several() {
    let job = Job { folder: tempfile::tempdir().expect("a folder") };
    fs::create_dir_all(job.path("temp/extra-credit/report")).expect("made");
    fs::create_dir(job.path("out")).expect("made");
    fs::write(job.path("tide.yaml"), "title: Tide\nartist: Vane\ncredits: {Producer: Odalys Brant}\n")
        .expect("written");
    let run = |arguments: &[&str]| {
        let output = Command::new(PROGRAM).args(arguments).current_dir(job.folder.path()).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["render", "tide.yaml", "--format", "square", "--report", "temp/extra-credit/report/report.jsonl"]);
    let summary = [("INPUT_OUTPUT", "out"), ("INPUT_PICTURES_URL", "")];
    assert_eq!(job.step("summary", &summary).0, Some(0));
    let folder = job.path("temp/extra-credit/report").display().to_string();
    assert_eq!(job.read("output").lines().last(), Some(format!("sheet={folder}/sheet.png").as_str()));
    assert!(job.read("summary").contains("a contact sheet of them, `sheet.png`, are in"), "{}", job.read("summary"));
    // In one column these are higher than a sheet may be.
    for number in 0..11 {
        let square = image::RgbImage::from_pixel(40, 40, image::Rgb([9, 9, number]));
        square.save(job.path(&format!("out/square-{number}.png"))).expect("saved");
    }
    fs::write(
        job.path("bin.sh"),
        format!("#!/bin/sh\n[ \"$1\" != sheet ] || set -- \"$@\" --columns 1\nexec '{PROGRAM}' \"$@\"\n"),
    )
    .expect("written");
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(job.path("bin.sh"), fs::Permissions::from_mode(0o755)).expect("made a program");
    let program = job.path("bin.sh").display().to_string();
    let several = [summary[0], summary[1], ("EXTRA_CREDIT", program.as_str())];
    assert_eq!(job.step("summary", &several).0, Some(0));
    assert_eq!(job.read("output").lines().last(), Some(format!("sheet={folder}/sheet-1.png").as_str()));
    let said = job.read("summary");
    let count = fs::read_dir(&folder)
        .expect("a folder")
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("sheet")));
    let count = count.count();
    assert!(
        count > 1 && said.contains(&format!("{count} contact sheets of them, `sheet-1.png` to `sheet-{count}.png`")),
        "{said}"
    );
}

#[test]
fn the_hook_compares_what_is_committed_with_the_rest_of_the_folder() {
    let hooks: Value = serde_yaml::from_str(&read(".pre-commit-hooks.yaml")).expect("YAML");
    let hook = hooks.as_sequence().and_then(|all| all.first()).expect("a hook");
    let text = |key: &str| hook.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("no {key}"));
    // As pre-commit runs it: the entry, its arguments, and the files of the commit unless they are not passed.
    assert_eq!(hook.get("pass_filenames"), Some(&Value::Bool(false)));
    let arguments = hook.get("args").and_then(Value::as_sequence).expect("arguments").iter().filter_map(Value::as_str);
    let words: Vec<&str> = text("entry").split(' ').skip(1).chain(arguments).collect();
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("records")).expect("made");
    let record = "title: Tide\nartist: Vane\ncredits:\n  Producer: [Odalys Brant]\n";
    fs::write(folder.path().join("records/old.yaml"), record).expect("written");
    fs::write(folder.path().join("records/new.yaml"), record.replace("Odalys", "Odaliys")).expect("written");
    let output = Command::new(PROGRAM).args(&words).current_dir(folder.path()).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("[near-duplicate]"), "{words:?}: {said}");
}

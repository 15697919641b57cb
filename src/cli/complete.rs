//! Completions of shells: a script that asks the program, and what the program answers.
//! What an option completes to follows from its name and from the name of its value, so that a new option needs nothing here.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::Path;

use clap::{Arg, Command};
use clap_complete::Shell;
use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use clap_complete::env::{CompleteEnv, Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh};

use crate::catalogue::explanations::explanation;
use crate::catalogue::languages::languages;
use crate::catalogue::platforms::platforms;
use crate::catalogue::roles::roles;
use crate::fonts::Fonts;
use crate::template::builtins;
use crate::theme::THEMES;

/// Set by the scripts when they ask.
const VARIABLE: &str = "EXTRA_CREDIT_COMPLETE";

/// Name of the program.
const PROGRAM: &str = "extra-credit";

/// Files that commands read.
const CREDIT_FILES: [&str; 5] = ["yaml", "yml", "json", "csv", "tsv"];

const SHELLS: Shells<'static> = Shells(&[&Bash, &Elvish, &Fish, &Powershell, &Zsh]);

/// Answers a shell that asks for completions, and ends the program then.
pub fn answer(command: fn() -> Command) {
    CompleteEnv::with_factory(move || completing(command())).var(VARIABLE).shells(SHELLS).complete();
}

/// The script of a shell.
///
/// # Errors
/// If it cannot be written.
pub fn script(shell: Shell) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let name = shell.to_string();
    let completer = SHELLS.completer(&name).ok_or_else(|| std::io::Error::other(format!("no script for {name}")))?;
    completer.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut bytes)?;
    if shell == Shell::Zsh {
        // As a file of `fpath` it is run when something is completed for the first time, which must complete it too.
        let own = format!("_clap_dynamic_completer_{}", PROGRAM.replace('-', "_"));
        writeln!(bytes, "if [[ \"$funcstack[1]\" == _{PROGRAM} ]]; then {own} \"$@\"; fi")?;
    }
    Ok(bytes)
}

/// The command line with what the values of its options complete to.
fn completing(command: Command) -> Command {
    let owner = command.get_name().to_owned();
    let command = command.mut_args(|arg| with_values(&owner, arg));
    // The built-in command `help` completes to commands by itself.
    command.mut_subcommands(completing)
}

fn with_values(owner: &str, arg: Arg) -> Arg {
    let id = arg.get_id().as_str().to_owned();
    let value: String = arg.get_value_names().unwrap_or_default().iter().map(|name| format!("{name}|")).collect();
    let value_is = |part: &str| value.split('|').any(|name| name == part);
    match id.as_str() {
        _ if arg.get_value_parser().possible_values().is_some() => arg,
        "template" | "name" if id == "template" || ["show", "export"].contains(&owner) => {
            if value_is("FILE") {
                arg.add(ArgValueCompleter::new(named_or_file(template_names, &["svg"])))
            } else {
                arg.add(ArgValueCandidates::new(template_names))
            }
        }
        "pairing" => arg.add(ArgValueCandidates::new(|| {
            let known = crate::card::pairings().iter();
            known.map(|one| CompletionCandidate::new(&one.name).help(Some(one.summary.clone().into()))).collect()
        })),
        "theme" => arg.add(ArgValueCandidates::new(|| all(THEMES))),
        "format" | "card_format" => arg.add(ArgValueCandidates::new(|| {
            let formats = crate::card::formats().iter();
            formats.map(|one| CompletionCandidate::new(&one.name).help(Some(one.summary.clone().into()))).collect()
        })),
        "platform" | "posts" => arg.add(ArgValueCandidates::new(|| all(platforms().iter().map(|one| one.id())))),
        "language" | "bilingual" => {
            arg.add(ArgValueCandidates::new(|| all(languages().iter().map(|language| language.tag))))
        }
        "roles" => arg.add(ArgValueCandidates::new(|| {
            let explained = roles().all().iter().filter(|role| explanation(&role.name).is_some());
            all(explained.map(|role| role.name.as_str()))
        })),
        "label" => arg.add(ArgValueCandidates::new(|| all(roles().all().iter().map(|role| role.name.as_str())))),
        "font" => arg.add(ArgValueCompleter::new(named_or_file(families, &["ttf", "otf", "ttc", "otc"]))),
        "kit" if value_is("FILE") => arg.add(ArgValueCompleter::new(files(&["yaml", "yml"]))),
        "inputs" if owner != "sheet" => arg.add(ArgValueCompleter::new(files(&CREDIT_FILES).stdio())),
        _ if value_is("FILE") => arg.add(ArgValueCompleter::new(PathCompleter::any())),
        _ if value_is("DIR") => arg.add(ArgValueCompleter::new(PathCompleter::dir())),
        _ => arg,
    }
}

fn all<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<CompletionCandidate> {
    names.into_iter().map(CompletionCandidate::new).collect()
}

fn template_names() -> Vec<CompletionCandidate> {
    let help = |text: &str| Some(text.to_owned().into());
    builtins().iter().map(|one| CompletionCandidate::new(one.name).help(help(one.summary))).collect()
}

fn families() -> Vec<CompletionCandidate> {
    Fonts::embedded().families().iter().map(CompletionCandidate::new).collect()
}

/// Files with one of some endings, and the folders on the way.
fn files(endings: &'static [&'static str]) -> PathCompleter {
    PathCompleter::file().filter(move |path: &Path| {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        path.is_file() && endings.contains(&ending.as_str())
    })
}

/// Names, and files with one of some endings.
fn named_or_file(
    names: fn() -> Vec<CompletionCandidate>,
    endings: &'static [&'static str],
) -> impl Fn(&OsStr) -> Vec<CompletionCandidate> + Send + Sync {
    move |current: &OsStr| {
        let start = current.to_string_lossy();
        let mut found = names();
        found.retain(|one| one.get_value().to_string_lossy().starts_with(&*start));
        found.extend(files(endings).complete(current));
        found
    }
}

/// Bash, which breaks words at `=` and inserts what it gets as it is: words are joined again, and values with spaces quoted.
struct Bash;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(
        &self,
        variable: &str,
        _name: &str,
        program: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let script = include_str!("../../assets/completion.bash");
        let script = script.replace("VARIABLE", variable).replace("COMPLETER", completer).replace("PROGRAM", program);
        out.write_all(script.as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut Command,
        arguments: Vec<OsString>,
        current_dir: Option<&Path>,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        // The script hands over words up to the cursor.
        let index = arguments.len().saturating_sub(1);
        for candidate in clap_complete::engine::complete(command, arguments, index, current_dir)? {
            writeln!(out, "{}", candidate.get_value().to_string_lossy())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Cli;

    fn values(words: &[&str]) -> Vec<String> {
        let mut command = completing(Cli::command());
        let words: Vec<OsString> =
            std::iter::once("extra-credit").chain(words.iter().copied()).map(Into::into).collect();
        let index = words.len() - 1;
        let found = clap_complete::engine::complete(&mut command, words, index, Some(Path::new("/nowhere")));
        let found = found.expect("completions");
        found.iter().map(|one| one.get_value().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn values_complete_by_the_names_of_their_options() {
        for (words, expected) in [
            (&["ren"][..], "render"),
            (&["render", "--f"], "--format"),
            (&["render", "--format", "sq"], "square"),
            (&["render", "--format", "square,st"], "square,story"),
            (&["check", "--card-format=lan"], "--card-format=landscape"),
            (&["render", "--template", "cov"], "cover"),
            (&["render", "-t", "cov"], "cover"),
            (&["templates", "show", "lin"], "liner-notes"),
            (&["templates", "sheet", "--template", "lin"], "liner-notes"),
            (&["watch", "--theme", "pa"], "paper"),
            (&["check", "--platform", "insta"], "instagram"),
            (&["render", "--roles=Produ"], "--roles=Producer"),
            (&["roles", "Mixing"], "Mixing Engineer"),
            (&["render", "--overflow", "s"], "summary"),
            (&["check", "--format", "g"], "github"),
            (&["render", "--font", "Arch"], "Archivo"),
            (&["completions", "f"], "fish"),
        ] {
            let found = values(words);
            assert!(found.iter().any(|value| value == expected), "{words:?}: {found:?}");
        }
    }

    #[test]
    fn every_shell_has_a_script_that_asks_the_program_by_its_name() {
        for shell in <Shell as clap::ValueEnum>::value_variants() {
            let script = String::from_utf8(script(*shell).expect("a script")).expect("text");
            assert!(script.contains(VARIABLE) && script.contains(PROGRAM), "{shell}: {script}");
        }
    }
}

//! `roles`, `formats`, `platforms`, `templates`, `fonts` and `check --codes`: what the program knows, on standard output.

use std::fmt::Write;
use std::path::PathBuf;

use crate::catalogue::roles::roles as catalogue;
use crate::catalogue::tables;
use crate::cli::args::TemplateAction;
use crate::cli::look::FontArgs;
use crate::cli::{sheet, suggest, unknown_template};
use crate::diagnostic::reason;
use crate::publish::create;
use crate::template::{Builtin, builtins, files_of};
use crate::terminal::{Outcome, fail, message, print};

/// `roles [LABEL]`.
pub fn roles(label: Option<&str>) -> Outcome {
    let Some(label) = label else { return print(&tables::roles()) };
    let Some(role) = catalogue().find(label) else {
        let near = catalogue().near(label).map(|role| format!("did you mean `{}`?", role.name));
        let hint = near.unwrap_or_else(|| "a credit file may use it all the same: it is printed as written".into());
        message(&format!("error: no role of the catalogue is called `{label}`\n  hint: {hint}"));
        return Outcome::Failed;
    };
    print(&tables::role(role))
}

/// `templates [list|show|export]`.
pub fn templates(action: Option<TemplateAction>) -> Outcome {
    let find = |name: &str| builtins().iter().find(|builtin| builtin.name == name);
    match action.unwrap_or(TemplateAction::List) {
        TemplateAction::List => {
            let line = |builtin: &Builtin| format!("{:<14} {}\n", builtin.name, builtin.summary);
            print(&builtins().iter().map(line).collect::<String>())
        }
        TemplateAction::Show { name } => {
            find(&name).map_or_else(|| unknown_template(&name), |builtin| print(builtin.source))
        }
        TemplateAction::Export { name, output } => {
            find(&name).map_or_else(|| unknown_template(&name), |builtin| export(builtin, output))
        }
        TemplateAction::Sheet(args) => sheet::templates(&args),
        TemplateAction::Suggest(args) => suggest::suggest(&args),
    }
}

/// Writes a template to a file, or to a folder together with the parts that it uses.
fn export(builtin: &Builtin, output: Option<PathBuf>) -> Outcome {
    let folder = output.as_ref().filter(|path| path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/'));
    let files: Vec<(PathBuf, &str)> = match (folder, &output) {
        (Some(folder), _) => files_of(builtin).map(|(name, source)| (folder.join(name), source)).collect(),
        (None, Some(file)) => vec![(file.clone(), builtin.source)],
        (None, None) => vec![(format!("{}.svg", builtin.name).into(), builtin.source)],
    };
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        return fail(&format!("{}: the file exists and is not overwritten", path.display()));
    }
    let mut out = String::new();
    for (path, source) in &files {
        let parent = if folder.is_some() { path.parent() } else { None };
        let written = parent.map_or(Ok(()), std::fs::create_dir_all).and_then(|()| create(path, source.as_bytes()));
        if let Err(error) = written {
            return fail(&format!("{}: {}", path.display(), reason(&error)));
        }
        let _ = writeln!(out, "{}", path.display());
    }
    print(&out)
}

/// `fonts`.
pub fn fonts(args: &FontArgs) -> Outcome {
    let fonts = match args.load() {
        Ok(fonts) => fonts,
        Err(message) => return fail(&message),
    };
    let mut lines: Vec<String> = fonts
        .faces()
        .map(|(_, face)| {
            let style = if face.italic { " italic" } else { "" };
            format!("{} {}{style}", face.family, face.weight)
        })
        .collect();
    lines.sort();
    lines.dedup();
    print(&(lines.join("\n") + "\n"))
}

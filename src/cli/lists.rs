//! `roles`, `formats`, `platforms`, `templates`, `fonts` and `check --codes`: what the program knows, as tables on standard output.
//! Columns are separated by spaces for people and stay in one order for scripts.

use std::fmt::Write;
use std::path::PathBuf;

use crate::card::formats as all_formats;
use crate::catalogue::codes::codes as all_codes;
use crate::catalogue::explanations::explanation;
use crate::catalogue::languages::{Language, Wording, languages};
use crate::catalogue::platforms::platforms as all_platforms;
use crate::catalogue::roles::roles as catalogue;
use crate::cli::args::TemplateAction;
use crate::cli::look::FontArgs;
use crate::cli::{Outcome, fail, print, usage};
use crate::diagnostic::Severity;
use crate::diagnostic::reason;
use crate::near::hint;
use crate::publish::create;
use crate::template::{Builtin, builtin_part, builtins, parts_of};

/// `roles [LABEL]`.
pub fn roles(label: Option<&str>) -> Outcome {
    let mut out = String::new();
    match label {
        None => {
            for role in catalogue().all() {
                let _ = writeln!(out, "{:<12} {:<30} {}", role.department, role.name, role.credit_line);
            }
        }
        Some(label) => match catalogue().find(label) {
            Some(role) => {
                let _ = writeln!(out, "{} ({})", role.name, role.id);
                let _ = writeln!(out, "  line        {}", role.credit_line);
                let _ = writeln!(out, "  department  {}", role.department);
                let _ = writeln!(out, "  also        {}", role.aliases.join(", "));
                let named = |language: &Language| {
                    Some(format!("{} {}", language.tag, Wording::named(language.tag)?.role(role, false)))
                };
                let names: Vec<String> = languages().iter().skip(1).filter_map(named).collect();
                let _ = writeln!(out, "  languages   {}", names.join(", "));
                let _ = writeln!(out, "  DDEX        {}", role.ddex);
                if let Some(known) = explanation(&role.name) {
                    let _ = writeln!(out, "  does        {}", known.text);
                }
            }
            None => {
                let near = catalogue().near(label).map(|role| format!("did you mean `{}`?", role.name));
                let hint =
                    near.unwrap_or_else(|| "a credit file may use it all the same: it is printed as written".into());
                crate::cli::message(&format!("error: no role of the catalogue is called `{label}`\n  hint: {hint}"));
                return Outcome::Failed;
            }
        },
    }
    print(&out)
}

/// `formats`.
pub fn formats() -> Outcome {
    let mut out = String::new();
    for format in all_formats() {
        let size = format!("{}x{}", format.width, format.height);
        let safe = format.safe_area();
        let safe = format!("{}x{}+{}+{}", safe.width, safe.height, safe.x, safe.y);
        let _ = writeln!(out, "{:<10} {size:<10} safe {safe:<16} {}", format.name, format.summary);
    }
    print(&out)
}

/// `platforms`.
pub fn platforms() -> Outcome {
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let size = |size: Option<usize>| number(size.map(|size| size as u64));
    let mut out = String::from(
        "platform   placement           size       pictures      bytes    alt  caption  hashtags  tags  file types                 formats\n",
    );
    for platform in all_platforms() {
        for placement in &platform.placements {
            let pictures = match (placement.pictures, placement.pictures_most) {
                (Some(few), Some(most)) => format!("{few} ({most})"),
                (few, _) => size(few),
            };
            let list = |parts: Vec<&str>| parts.join(",");
            let px = format!("{}x{}", placement.width, placement.height);
            let _ = writeln!(
                out,
                "{:<10} {:<19} {px:<10} {pictures:>8} {:>10} {:>6} {:>8} {:>9} {:>5}  {:<26} {}",
                platform.id(),
                placement.place,
                number(placement.bytes),
                size(placement.alt),
                size(placement.caption),
                size(placement.hashtags),
                size(placement.tags),
                list(placement.types().collect()),
                list(placement.formats().collect())
            );
        }
    }
    print(&out)
}

/// `check --codes`.
pub fn codes() -> Outcome {
    let mut out = String::new();
    for code in all_codes() {
        let levels: Vec<&str> = code.levels().map(Severity::name).collect();
        let _ = writeln!(out, "{:<22} {:<14} {}", code.code, levels.join(","), code.meaning);
    }
    print(&out)
}

/// `templates [list|show|export]`.
pub fn templates(action: Option<TemplateAction>) -> Outcome {
    let find = |name: &str| builtins().iter().find(|builtin| builtin.name == name);
    let unknown = |name: &str| {
        let names = builtins().iter().map(|builtin| builtin.name);
        usage(&format!("no template is called `{name}`"), &hint(name, names))
    };
    match action.unwrap_or(TemplateAction::List) {
        TemplateAction::List => {
            let mut out = String::new();
            for builtin in builtins() {
                let _ = writeln!(out, "{:<14} {}", builtin.name, builtin.summary);
            }
            print(&out)
        }
        TemplateAction::Show { name } => find(&name).map_or_else(|| unknown(&name), |builtin| print(builtin.source)),
        TemplateAction::Export { name, output } => {
            let Some(builtin) = find(&name) else { return unknown(&name) };
            export(builtin, output)
        }
        TemplateAction::Sheet(args) => super::sheet::templates(&args),
        TemplateAction::Suggest(args) => super::suggest::suggest(&args),
    }
}

/// Writes a template to a file, or to a folder together with the parts that it uses.
fn export(builtin: &Builtin, output: Option<PathBuf>) -> Outcome {
    let own = format!("{}.svg", builtin.name);
    let folder = output.as_ref().filter(|path| path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/'));
    let mut files: Vec<(PathBuf, &str)> = Vec::new();
    match (folder, &output) {
        (Some(folder), _) => {
            files.push((folder.join(own), builtin.source));
            let parts = parts_of(builtin.source);
            files.extend(parts.into_iter().filter_map(|name| Some((folder.join(name), builtin_part(name)?))));
        }
        (None, Some(file)) => files.push((file.clone(), builtin.source)),
        (None, None) => files.push((own.into(), builtin.source)),
    }
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

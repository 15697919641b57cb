//! Inputs: the files, folders and standard input that a command was given, as a list of credit files in order.
//! Folders are walked in name order; hidden files, ignored files and brand kits are left out.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::kit::FILE_NAME;

/// A credit file to work on.
#[derive(Debug)]
pub struct Input {
    /// The path as the user named it; `<stdin>` for standard input.
    pub name: String,
    /// File name without its extension: names the folder of the cards.
    pub stem: String,
    /// Folder that paths in the file are relative to.
    pub folder: PathBuf,
    /// The bytes, or why there are none.
    pub bytes: Result<Vec<u8>, Box<Diagnostic>>,
}

/// Lists the credit files behind the arguments.
pub fn inputs(arguments: &[PathBuf]) -> Vec<Input> {
    let mut out = Vec::new();
    for argument in arguments {
        if argument.as_os_str() == "-" {
            out.push(stdin());
        } else if argument.is_dir() {
            folder(argument, &mut out);
        } else {
            out.push(file(argument));
        }
    }
    out
}

fn stdin() -> Input {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    let bytes = match read {
        Ok(_) => Ok(bytes),
        Err(error) => Err(unreadable("<stdin>", &error)),
    };
    Input { name: "<stdin>".into(), stem: "record".into(), folder: PathBuf::from("."), bytes }
}

fn file(path: &Path) -> Input {
    let name = path.display().to_string();
    let stem = path.file_stem().map_or_else(|| "record".into(), |stem| stem.to_string_lossy().into_owned());
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let bytes = if is_kit(path) {
        let problem = Diagnostic::error("brand-kit", "this is the name of a brand kit, not of a credit file");
        let hint = "name credit files or their folder: the kit is found beside or above them";
        Err(Box::new(problem.in_file(name.clone()).hint(hint)))
    } else {
        std::fs::read(path).map_err(|error| unreadable(&name, &error))
    };
    Input { name, stem, folder, bytes }
}

/// Whether a path has the name of brand kits, which are no credit files.
fn is_kit(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE_NAME)
}

fn unreadable(name: &str, error: &std::io::Error) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error("unreadable-file", format!("the credit file cannot be read: {}", reason(error)))
            .in_file(name),
    )
}

/// The system's reason without its error number.
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().collect::<String>() + chars.as_str())
}

fn folder(path: &Path, out: &mut Vec<Input>) {
    let walk = ignore::WalkBuilder::new(path).sort_by_file_name(std::cmp::Ord::cmp).require_git(false).build();
    let before = out.len();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let path = entry.path();
                let yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
                let kit = is_kit(path);
                if yaml && !kit && entry.file_type().is_some_and(|kind| kind.is_file()) {
                    out.push(file(path));
                }
            }
            Err(error) => {
                let diagnostic =
                    Diagnostic::error("unreadable-folder", error.to_string()).in_file(path.display().to_string());
                out.push(failed(path, diagnostic));
            }
        }
    }
    if out.len() == before {
        let diagnostic = Diagnostic::error("no-credit-files", "the folder has no credit files (*.yaml, *.yml)")
            .in_file(path.display().to_string());
        out.push(failed(path, diagnostic));
    }
}

fn failed(path: &Path, diagnostic: Diagnostic) -> Input {
    Input {
        name: path.display().to_string(),
        stem: "record".into(),
        folder: path.to_path_buf(),
        bytes: Err(Box::new(diagnostic)),
    }
}

//! Inputs: the files, folders, patterns and standard input that a command was given, as a list of records in order.
//! Folders are walked in name order; hidden files, ignored files and brand kits are left out. No file comes twice.

use crate::limits::INPUT_BYTES as MOST_BYTES;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::encode::{png, svg};
use crate::files::{Unread, read_at_most, read_from};
use crate::import::{ImportOptions, is_credit_file, is_recording, spreadsheet};
use crate::kit::FILE_NAME;
use crate::press::{Content, Input};
use crate::record::{Records, records};

/// Files of a folder that are looked at for one that was probably meant.
const MOST_LOOKED_AT: usize = 2_000;

/// What a path is when it is found in a folder or by a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Folder,
    CreditFile,
    Spreadsheet,
    Other,
}

/// Lists the records behind the arguments. `options` say how files of other programs are read.
pub fn inputs(arguments: &[PathBuf], options: &ImportOptions) -> Vec<Input> {
    let mut all = Inputs { out: Vec::new(), seen: BTreeSet::new(), options };
    for argument in arguments {
        if argument.as_os_str() == "-" {
            all.stdin();
        } else if argument.is_dir() {
            all.folder(argument, argument);
        } else if !argument.exists() && is_pattern(&argument.to_string_lossy()) {
            all.pattern(argument);
        } else {
            all.file(argument, Path::new(""));
        }
    }
    all.out
}

/// The folders that are looked through for the arguments, those of files included.
pub fn folders(arguments: &[PathBuf]) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for argument in arguments {
        let walk = if argument.is_dir() {
            walk(argument)
        } else if !argument.exists() && is_pattern(&argument.to_string_lossy()) {
            let (base, rest) = fixed_part(argument);
            walk_pattern(&base, &rest)
        } else {
            out.extend(argument.parent().map(Path::to_path_buf));
            continue;
        };
        let is_folder = |entry: &ignore::DirEntry| entry.file_type().is_some_and(|kind| kind.is_dir());
        out.extend(walk.build().flatten().filter(is_folder).map(ignore::DirEntry::into_path));
    }
    out
}

/// What is below a folder, in name order, without hidden and ignored files.
fn walk(folder: &Path) -> ignore::WalkBuilder {
    let mut walk = ignore::WalkBuilder::new(folder);
    // What a user has git ignore everywhere is no business of a campaign.
    walk.sort_by_file_name(std::cmp::Ord::cmp).require_git(false).git_global(false);
    walk
}

/// What may match a pattern: `rest` of it is below the folder `base`.
fn walk_pattern(base: &Path, rest: &str) -> ignore::WalkBuilder {
    let mut walk = ignore::WalkBuilder::new(if base.as_os_str().is_empty() { Path::new(".") } else { base });
    walk.standard_filters(false).hidden(!rest.split('/').any(|part| part.starts_with('.')));
    walk.sort_by_file_name(std::cmp::Ord::cmp);
    if !rest.contains("**") {
        walk.max_depth(Some(rest.split('/').count()));
    }
    walk
}

struct Inputs<'o> {
    out: Vec<Input>,
    /// The files' own paths.
    seen: BTreeSet<PathBuf>,
    options: &'o ImportOptions,
}

impl Inputs<'_> {
    fn stdin(&mut self) {
        if !self.seen.insert(PathBuf::from("-")) {
            return;
        }
        let content = match read_from(&mut std::io::stdin().lock(), MOST_BYTES) {
            Ok(bytes) => records("<stdin>", &bytes, self.options),
            Err(error) => Err(vec![unreadable("<stdin>", &error)]),
        };
        let mut add = |stem: String, content| {
            self.out.push(Input { name: "<stdin>".into(), stem, folder: PathBuf::from("."), content });
        };
        match content {
            Err(problems) => add("record".into(), Content::Failed(problems)),
            Ok(found) => {
                contents(found).for_each(|(own, content)| add(own.unwrap_or_else(|| "record".into()), content))
            }
        }
    }

    /// A file; `below` are the folders that its cards keep.
    fn file(&mut self, path: &Path, below: &Path) {
        // A file that is not there is named each time.
        if let Ok(own) = std::fs::canonicalize(path)
            && !self.seen.insert(own)
        {
            return;
        }
        let name = path.display().to_string();
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let of_file = path.file_stem().map_or_else(|| "record".into(), |stem| stem.to_string_lossy().into_owned());
        let stem = |own: &str| {
            let folders = below.components().map(|part| part.as_os_str().to_string_lossy());
            folders.chain([own.into()]).collect::<Vec<_>>().join("/")
        };
        let mut add = |stem: String, content| {
            self.out.push(Input { name: name.clone(), stem, folder: folder.clone(), content });
        };
        if is_kit(path) {
            let problem = Diagnostic::error("brand-kit", "this is the name of a brand kit, not of a credit file");
            let hint = "name credit files or their folder: the kit is found beside or above them";
            return add(stem(&of_file), Content::Failed(vec![problem.in_file(name.clone()).hint(hint)]));
        }
        let bytes = match read_at_most(path, MOST_BYTES) {
            Ok(bytes) => bytes,
            Err(error) => return add(stem(&of_file), Content::Failed(vec![unreadable(&name, &error)])),
        };
        if is_picture(path) {
            let carried = png::credit_file(&bytes).or_else(|| svg::credit_file(&bytes));
            let content = match carried {
                Some(text) => Content::Bytes(text.into_bytes()),
                None => {
                    let problem = Diagnostic::error("no-source", "this picture carries no credit file");
                    let hint = "those that `render --embed-source` made do";
                    Content::Failed(vec![problem.in_file(name.clone()).hint(hint)])
                }
            };
            return add(stem(&of_file), content);
        }
        // Many credit files are parsed on several threads.
        if is_credit_file(&name, &bytes) && self.options.settings.is_empty() && !self.options.fix {
            return add(stem(&of_file), Content::Bytes(bytes));
        }
        match records(&name, &bytes, self.options) {
            Err(problems) => add(stem(&of_file), Content::Failed(problems)),
            Ok(found) => {
                contents(found).for_each(|(own, content)| add(stem(own.as_deref().unwrap_or(&of_file)), content))
            }
        }
    }

    /// The recordings of a folder as records by their albums.
    #[cfg(feature = "tags")]
    fn recordings(&mut self, folder: &Path, files: &[PathBuf], root: &Path) {
        let name = folder.display().to_string();
        let of_folder = folder.file_name().map_or_else(|| "record".into(), |stem| stem.to_string_lossy().into_owned());
        let mut open = Vec::new();
        for path in files {
            match crate::files::open(path, u64::MAX) {
                Ok(file) => open.push((path.display().to_string(), file)),
                Err(error) => {
                    let problem = unreadable(&path.display().to_string(), &error);
                    return self.failed(path, problem);
                }
            }
        }
        let below = below(folder, root).to_path_buf();
        let stem = |own: &str| {
            let folders = below.components().map(|part| part.as_os_str().to_string_lossy());
            folders.chain([own.into()]).collect::<Vec<_>>().join("/")
        };
        let mut add = |own: &str, content| {
            self.out.push(Input { name: name.clone(), stem: stem(own), folder: folder.to_path_buf(), content });
        };
        match crate::record::recordings(&name, open, self.options) {
            Err(problems) => add(&of_folder, Content::Failed(problems)),
            Ok(found) => contents(found).for_each(|(own, content)| add(own.as_deref().unwrap_or(&of_folder), content)),
        }
    }

    /// The credit files below a folder. Cards keep the folders below `root`.
    fn folder(&mut self, path: &Path, root: &Path) {
        let mut found = false;
        let mut recordings: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for entry in walk(path).build() {
            match entry {
                Ok(entry) => {
                    let path = entry.path();
                    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                    if is_file && kind_of(path) == Found::CreditFile {
                        found = true;
                        self.file(path, below(path, root));
                    } else if is_file && is_recording(&path.to_string_lossy()) {
                        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
                        recordings.entry(folder).or_default().push(path.to_path_buf());
                    }
                }
                Err(error) => {
                    found = true;
                    let problem = Diagnostic::error("unreadable-folder", error.to_string());
                    self.failed(path, problem.in_file(path.display().to_string()));
                }
            }
        }
        // Where credit files are, recordings are what they are about.
        #[cfg(feature = "tags")]
        if !found {
            for (folder, files) in &recordings {
                found = true;
                self.recordings(folder, files, root);
            }
        }
        #[cfg(not(feature = "tags"))]
        drop(recordings);
        if !found {
            let problem =
                Diagnostic::error("no-credit-files", "the folder has no credit files (*.yaml, *.yml, *.json)")
                    .in_file(path.display().to_string());
            self.failed(path, problem.hint("spreadsheets in a folder are taken only if they are named"));
        }
    }

    /// The files that a pattern matches, when the shell did not write them out.
    fn pattern(&mut self, pattern: &Path) {
        let name = pattern.display().to_string();
        let (base, rest) = fixed_part(pattern);
        let matcher = globset::GlobBuilder::new(&rest).literal_separator(true).build();
        let matcher = match matcher {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                let problem = Diagnostic::error("pattern", format!("the pattern cannot be read: {}", error.kind()));
                let hint = "`*` and `?` stand for characters, `**` for folders, `[ab]` for a character; a file with such a name must exist";
                return self.failed(pattern, problem.in_file(name).hint(hint));
            }
        };
        let mut matches = false;
        let mut taken = false;
        for entry in walk_pattern(&base, &rest).build().flatten() {
            let path = entry.path().strip_prefix(".").unwrap_or(entry.path());
            let path = if base.as_os_str().is_empty() { path } else { entry.path() };
            let relative = path.strip_prefix(&base).unwrap_or(path);
            if relative.as_os_str().is_empty() || !matcher.is_match(relative) {
                continue;
            }
            matches = true;
            match kind_of(path) {
                Found::Folder => {
                    taken = true;
                    self.folder(path, &base);
                }
                Found::CreditFile | Found::Spreadsheet => {
                    taken = true;
                    self.file(path, below(path, &base));
                }
                Found::Other => {}
            }
        }
        if !taken {
            let message = if matches {
                "no file that matches the pattern is a credit file or a spreadsheet"
            } else {
                "no file matches the pattern"
            };
            let problem = Diagnostic::error("no-match", message).in_file(name);
            self.failed(
                pattern,
                problem.hint("the folder is the one the program was started in; hidden files are left out"),
            );
        }
    }

    fn failed(&mut self, path: &Path, diagnostic: Diagnostic) {
        let content = Content::Failed(vec![diagnostic]);
        let name = path.display().to_string();
        self.out.push(Input { name, stem: "record".into(), folder: path.to_path_buf(), content });
    }
}

/// Whether an argument that is no file is a pattern.
fn is_pattern(argument: &str) -> bool {
    argument.contains(['*', '?', '['])
}

/// The folders of a pattern before its first wildcard, and the rest, with `/` between folders.
fn fixed_part(pattern: &Path) -> (PathBuf, String) {
    let mut base = PathBuf::new();
    let mut rest: Vec<String> = Vec::new();
    for part in pattern.components() {
        let text = part.as_os_str().to_string_lossy();
        if rest.is_empty() && !is_pattern(&text) {
            base.push(part);
        } else {
            rest.push(text.into_owned());
        }
    }
    (base, rest.join("/"))
}

/// The folders between a root and a file below it.
fn below<'p>(path: &'p Path, root: &Path) -> &'p Path {
    path.strip_prefix(root).ok().and_then(Path::parent).unwrap_or(Path::new(""))
}

/// What a path that was found is by its name. JSON that the program writes itself is no credit file.
fn kind_of(path: &Path) -> Found {
    if path.is_dir() {
        return Found::Folder;
    }
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if is_kit(path) || ends(&[".schema.json", ".scene.json"]) {
        Found::Other
    } else if ends(&[".yaml", ".yml", ".json"]) {
        Found::CreditFile
    } else if spreadsheet::is_spreadsheet(&name)
        || is_recording(&name)
        || ends(&[".xml", ".xml.gz", ".json.gz", ".txt", ".md"])
    {
        // Taken by a pattern, and not from a folder that holds much else.
        Found::Spreadsheet
    } else {
        Found::Other
    }
}

/// Whether a path is that of a picture that can carry its credit file.
pub fn is_picture(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["png", "svg"].iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// Whether a path has the name of brand kits, which are no credit files.
fn is_kit(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE_NAME)
}

/// The records of a file with their names; `None` is the only one. What is to be said about the file is said with its first.
fn contents(found: Records) -> impl Iterator<Item = (Option<String>, Content)> {
    let mut warnings = found.warnings;
    found.records.into_iter().map(move |record| {
        let mut said = std::mem::take(&mut warnings);
        let content = match record.parsed {
            Ok(mut parsed) => {
                said.append(&mut parsed.warnings);
                parsed.warnings = said;
                Content::Record(Box::new(parsed))
            }
            Err(problems) => {
                said.extend(problems);
                match record.partly {
                    Some(partly) => Content::Partly(said, partly),
                    None => Content::Failed(said),
                }
            }
        };
        ((!record.stem.is_empty()).then_some(record.stem), content)
    })
}

fn unreadable(name: &str, unread: &Unread) -> Diagnostic {
    let problem = Diagnostic::error("unreadable-file", format!("the credit file cannot be read: {unread}"));
    let hint = matches!(unread, Unread::Missing(_)).then(|| meant(Path::new(name))).flatten();
    let problem = problem.in_file(name);
    match hint {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

/// What was probably meant by the path of a file that is not there.
fn meant(path: &Path) -> Option<String> {
    let written = path.file_name()?.to_str()?;
    if crate::card::format(written).is_some() {
        return Some(format!("formats are written with commas between them: `--format square,{written}`"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names = std::fs::read_dir(folder).ok()?.flatten().take(MOST_LOOKED_AT);
    let names: Vec<String> = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let stem = |name: &str| Path::new(name).file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
    let pictures = ["jpg", "jpeg", "png", "webp", "gif", "svg"];
    let read = |name: &&String| {
        let ending = Path::new(name.as_str()).extension().unwrap_or_default().to_ascii_lowercase();
        stem(name) == stem(written) && !pictures.iter().any(|picture| ending == *picture)
    };
    let mut alike: Vec<&String> = names.iter().filter(read).collect();
    alike.sort();
    let near = alike.first().map(|name| name.as_str());
    let near = near.or_else(|| crate::near::suggest(written, names.iter().map(String::as_str)))?;
    Some(format!("did you mean `{}`?", path.with_file_name(near).display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_there_may_be_meant_for_another() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["single.yaml", "single.jpg", "albums.csv"] {
            std::fs::write(folder.path().join(name), "").expect("written");
        }
        let said = |name: &str| meant(&folder.path().join(name)).unwrap_or_default();
        for (written, file) in [("single.yml", "single.yaml"), ("Single", "single.yaml"), ("album.csv", "albums.csv")] {
            assert!(said(written).contains(file), "{}", said(written));
        }
        assert!(said("story").contains("--format square,story"), "{}", said("story"));
        assert_eq!(said("else.yaml"), "");
    }

    #[test]
    fn the_fixed_part_of_a_pattern_ends_before_its_first_wildcard() {
        for (pattern, base, rest) in [
            ("*.yaml", "", "*.yaml"),
            ("records/*.yaml", "records", "*.yaml"),
            ("./a/b?/c/*.csv", "./a", "b?/c/*.csv"),
            ("../[ab]/**/x.json", "..", "[ab]/**/x.json"),
            ("/a/*", "/a", "*"),
        ] {
            assert_eq!(fixed_part(Path::new(pattern)), (PathBuf::from(base), rest.to_owned()), "{pattern}");
        }
    }
}

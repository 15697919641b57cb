//! `convert`: credit files from spreadsheets and JSON, and credit files brought to one form.
//! What is written reads back as the same record, or it is not written; files are overwritten only when that is asked for.

use std::path::{Component, Path, PathBuf};

use clap::Args;

use crate::campaign::{Collisions, Job, inputs, is_picture};
use crate::cli::look::ImportArgs;
use crate::cli::{Outcome, message, print, print_line, review, usage};
use crate::diagnostic::{Diagnostic, Severity, reason};
use crate::findings::{FileFinding, near_names, spellings};
use crate::import::ImportOptions;
use crate::press::{Content as Read, Disk, Input};
use crate::publish::{file_name, write_atomic};
use crate::record::{Content, Parsed, Record, Text, join, parse, to_yaml};

/// Options of `convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// Spreadsheets (CSV, TSV), credit files (YAML, JSON), PNG and SVG files that carry theirs, folders of credit files, patterns, or - for standard input
    #[arg(required = true, value_name = "FILE|DIR|-")]
    pub inputs: Vec<PathBuf>,
    /// Folder for the credit files, one for each record; for one record also a file that ends in .yaml, or - for standard output
    #[arg(short, long, value_name = "DIR|FILE.yaml|-")]
    pub output: PathBuf,
    /// Overwrite files
    #[arg(long)]
    pub force: bool,
    /// Mend what copying and encoding left in texts: entities, tags, invisible characters, letters in the wrong encoding
    #[arg(long)]
    pub fix: bool,
    /// Fail if anything of a file was not understood
    #[arg(long)]
    pub strict: bool,
    /// Write a table of all credits (CSV) to look through; edited, it is read back like any spreadsheet
    #[arg(long, value_name = "FILE")]
    pub review: Option<PathBuf>,
    /// Join all files into one record: the same person and role once, differences shown
    #[arg(long)]
    pub merge: bool,
    /// How files of other programs are read
    #[command(flatten)]
    pub import: ImportArgs,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// Runs the command.
pub fn convert(args: &ConvertArgs) -> Outcome {
    let mut jobs: Vec<Job> = inputs(&args.inputs, &ImportOptions { fix: args.fix, ..args.import.options() })
        .into_iter()
        .map(|input| Job::new(input, &Disk))
        .collect();
    if args.merge {
        jobs = match merged(jobs) {
            Ok(job) => vec![job],
            Err(problems) => {
                problems.iter().for_each(|problem| message(&format!("{problem}\n")));
                return Outcome::Failed;
            }
        };
    }
    if let Some(path) = &args.review {
        let written = review::table(&jobs)
            .and_then(|text| write_atomic(path, text.as_bytes()).map_err(|error| error.to_string()));
        if let Err(why) = written {
            let problem = Diagnostic::error("write", why).in_file(path.display().to_string());
            message(&format!("{problem}\n"));
            return Outcome::Failed;
        }
    }
    let to_stdout = args.output.as_os_str() == "-";
    if to_stdout && jobs.len() > 1 {
        let text = format!("one record goes to standard output, these are {}", jobs.len());
        return usage(&text, "write them to a folder with `-o DIR`");
    }
    let single = single_file(&args.output);
    if single && jobs.len() > 1 {
        let text = format!("{} is one file, these are {} records", args.output.display(), jobs.len());
        return usage(&text, "write them to a folder with `-o DIR`, or join them with `--merge`");
    }
    let mut claimed = Collisions::default();
    let mut outcome = Outcome::Well;
    for job in jobs {
        match one(args, &job, (to_stdout, single), &mut claimed) {
            Ok(Outcome::Well) => {}
            Ok(other) => outcome = other,
            Err(problems) => {
                problems.iter().for_each(|problem| message(&format!("{problem}\n")));
                outcome = Outcome::Failed;
            }
        }
    }
    outcome
}

/// Whether a path names a credit file and not a folder.
fn single_file(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ending == "yaml" || ending == "yml") && !path.is_dir()
}

/// All records as one, with what differs.
fn merged(jobs: Vec<Job>) -> Result<Job, Vec<Diagnostic>> {
    let mut records = Vec::new();
    let mut warnings = Vec::new();
    let folder = jobs.first().map(|job| job.input.folder.clone()).unwrap_or_default();
    for job in jobs {
        let parsed = job.parsed?;
        warnings.extend(parsed.warnings);
        records.push((job.input.name.clone(), moved(&parsed.record, &job.input.folder, &folder)));
    }
    let name = records.first().map(|(name, _)| name.clone()).unwrap_or_default();
    let Some((record, differences)) = join(records) else { return Err(Vec::new()) };
    let asked: Vec<Vec<String>> = differences.iter().map(|problem| problem.names.clone()).collect();
    warnings.extend(differences);
    warnings.extend(alike(&record, &name, &asked));
    let stem = std::path::Path::new(&name)
        .file_stem()
        .map_or_else(|| "record".into(), |stem| stem.to_string_lossy().into_owned());
    let content = Read::Record(Box::new(Parsed { record, warnings }));
    Ok(Job::new(Input { name, stem, folder, content }, &Disk))
}

/// Names of several files that differ little: they stay two, and somebody is asked. `asked` are those of which that is done.
fn alike(record: &Record, name: &str, asked: &[Vec<String>]) -> Vec<Diagnostic> {
    let records = [Some(record)];
    let found = near_names(&records, &spellings(&records)).into_iter();
    let said = |found: FileFinding| {
        let [less, more] = found.diagnostic.names.as_slice() else { return None };
        if asked.iter().any(|names| names.contains(less) && names.contains(more)) {
            return None;
        }
        let message = format!("`{less}` and `{more}` are spelled nearly alike, and stay two in the joined record");
        let hint = format!("if it is one person, write `{more}` in all files");
        let problem = Diagnostic::warning("near-duplicate", message).hint(hint);
        Some(problem.in_file(name.to_owned()).about(less).about(more))
    };
    found.filter_map(said).collect()
}

fn one(
    args: &ConvertArgs,
    job: &Job,
    (to_stdout, single): (bool, bool),
    claimed: &mut Collisions<String>,
) -> Result<Outcome, Vec<Diagnostic>> {
    let Parsed { record, warnings } = job.parsed.as_ref().map_err(Clone::clone)?;
    if !args.quiet {
        warnings.iter().for_each(|warning| message(&format!("{warning}\n")));
    }
    let lost = warnings.iter().filter(|warning| warning.code == "not-understood").count();
    let outcome = |well: Outcome| if args.strict && lost > 0 { Outcome::Failed } else { well };
    let fail = |code, text: String| vec![Diagnostic::error(code, text).in_file(job.input.name.clone())];
    let mut names: Vec<String> = job.input.stem.split('/').map(file_name).collect();
    let last = names.pop().unwrap_or_default();
    let folder = match (to_stdout, single) {
        (true, _) => PathBuf::from("."),
        (_, true) => args.output.parent().map(Path::to_path_buf).unwrap_or_default(),
        _ => names.iter().fold(args.output.clone(), |to, name| to.join(name)),
    };
    if !to_stdout && !folder.as_os_str().is_empty() {
        // Made now, so that the way from it to the artwork is known.
        std::fs::create_dir_all(&folder)
            .map_err(|error| fail("write", format!("cannot create folder {}: {}", folder.display(), reason(&error))))?;
    }
    // A picture has been sent around: its paths are those of the folder that its credit file was in.
    let picture = is_picture(Path::new(&job.input.name));
    let moved = if picture { record.clone() } else { moved(record, &job.input.folder, &folder) };
    let text = remarked(&written(&moved).map_err(|why| fail("convert", why))?, warnings);
    if to_stdout {
        return Ok(outcome(print(&text)));
    }
    let path = if single { args.output.clone() } else { folder.join(format!("{last}.yaml")) };
    if let Err(other) = claimed.claim(&path, job.input.name.clone()) {
        let message =
            format!("{} would be written twice: it is also the file of a record of `{other}`", path.display());
        let problem = Diagnostic::error("output-name", message).in_file(job.input.name.clone());
        return Err(vec![problem.hint("rename one of the files or titles, or convert them into two folders")]);
    }
    if !args.force && path.symlink_metadata().is_ok() {
        let problem =
            Diagnostic::error("exists", format!("{}: the file exists and is not overwritten", path.display()));
        return Err(vec![
            problem.in_file(job.input.name.clone()).hint("`--force` overwrites it; or take another folder"),
        ]);
    }
    write_atomic(&path, text.as_bytes()).map_err(|error| fail("write", error.to_string()))?;
    Ok(outcome(if args.quiet { Outcome::Well } else { print_line(&path.display().to_string()) }))
}

/// The YAML with a remark at each line of a name or a title that is doubtful.
fn remarked(text: &str, warnings: &[Diagnostic]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut said: Vec<&Diagnostic> = Vec::new();
    for line in text.lines() {
        for warning in warnings.iter().filter(|warning| warning.severity == Severity::Warning) {
            let about = warning.names.iter().any(|name| !name.is_empty() && line.contains(name.as_str()));
            if about && !said.contains(&warning) {
                let indent = line.len() - line.trim_start_matches(' ').len();
                out.push_str(&format!("{}# {}\n", " ".repeat(indent), warning.message));
                said.push(warning);
            }
        }
        out.push_str(line);
        out.push('\n');
    }
    for warning in warnings.iter().filter(|warning| warning.code == "not-understood") {
        out.push_str(&format!("# {}\n", warning.message));
    }
    out
}

/// The YAML of a record, if it reads back as the same record.
fn written(record: &Record) -> Result<String, String> {
    let text = to_yaml(record).map_err(|error| error.to_string())?;
    let again = match parse("written.yaml", text.as_bytes()) {
        Ok(parsed) => to_yaml(&parsed.record).map_err(|error| error.to_string())?,
        Err(problems) => {
            let first = problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
            return Err(format!("the record cannot be written as a credit file: {first}"));
        }
    };
    if again == text {
        Ok(text)
    } else {
        Err("the record cannot be written as a credit file that reads the same".into())
    }
}

/// The record with its paths relative to another folder.
fn moved(record: &Record, from: &Path, to: &Path) -> Record {
    let mut record = record.clone();
    let relative = |text: &mut Text| text.value = path_from(&text.value, from, to);
    record.artwork.iter_mut().map(|picture| &mut picture.file).for_each(relative);
    if let Content::Supporters(lines) = &mut record.content {
        lines.iter_mut().filter_map(|line| line.picture.as_mut()).map(|picture| &mut picture.file).for_each(relative);
    }
    // A template with a dot or a slash is a file; another is a name.
    record.card.template.iter_mut().filter(|name| name.contains(['.', '/', '\\'])).for_each(relative);
    record
}

/// A path that was relative to one folder, relative to another, with `/` between names.
fn path_from(path: &str, from: &Path, to: &Path) -> String {
    let typed = Path::new(path);
    if typed.is_absolute() {
        return path.to_owned();
    }
    let own = |folder: &Path| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        std::fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_path_buf())
    };
    let (from, to) = (own(from), own(to));
    if from == to {
        return path.to_owned();
    }
    let mut target = from;
    for part in typed.components() {
        match part {
            Component::ParentDir => drop(target.pop()),
            Component::CurDir => {}
            other => target.push(other),
        }
    }
    let shared = target.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        // Another drive.
        return target.display().to_string();
    }
    let up = to.components().skip(shared).map(|_| "..".to_owned());
    let down = target.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

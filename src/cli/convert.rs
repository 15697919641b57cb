//! `convert`: credit files from spreadsheets and JSON, and credit files brought to one form.
//! What is written reads back as the same record, or it is not written; files are overwritten only when that is asked for.

use std::path::{Component, Path, PathBuf};

use crate::cli::Job;
use crate::cli::args::ConvertArgs;
use crate::cli::inputs::{inputs, is_picture, reason};
use crate::cli::{Outcome, message, print, usage};
use crate::diagnostic::Diagnostic;
use crate::press::Disk;
use crate::publish::{Collisions, file_name, write_atomic};
use crate::record::{Content, Parsed, Record, Text, parse, to_yaml};

/// Runs the command.
pub fn convert(args: &ConvertArgs) -> Outcome {
    let jobs: Vec<Job> = inputs(&args.inputs, &args.map).into_iter().map(|input| Job::new(input, &Disk)).collect();
    let to_stdout = args.output.as_os_str() == "-";
    if to_stdout && jobs.len() > 1 {
        let text = format!("one record goes to standard output, these are {}", jobs.len());
        return usage(&text, "write them to a folder with `-o DIR`");
    }
    let mut claimed = Collisions::default();
    let mut outcome = Outcome::Well;
    for job in jobs {
        match one(args, &job, to_stdout, &mut claimed) {
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

fn one(
    args: &ConvertArgs,
    job: &Job,
    to_stdout: bool,
    claimed: &mut Collisions<String>,
) -> Result<Outcome, Vec<Diagnostic>> {
    let Parsed { record, warnings } = job.parsed.as_ref().map_err(Clone::clone)?;
    if !args.quiet {
        warnings.iter().for_each(|warning| message(&format!("{warning}\n")));
    }
    let fail = |code, text: String| vec![Diagnostic::error(code, text).in_file(job.input.name.clone())];
    let mut names: Vec<String> = job.input.stem.split('/').map(file_name).collect();
    let last = names.pop().unwrap_or_default();
    let folder =
        if to_stdout { PathBuf::from(".") } else { names.iter().fold(args.output.clone(), |to, name| to.join(name)) };
    if !to_stdout {
        // Made now, so that the way from it to the artwork is known.
        std::fs::create_dir_all(&folder)
            .map_err(|error| fail("write", format!("cannot create folder {}: {}", folder.display(), reason(&error))))?;
    }
    // A picture has been sent around: its paths are those of the folder that its credit file was in.
    let picture = is_picture(Path::new(&job.input.name));
    let moved = if picture { record.clone() } else { moved(record, &job.input.folder, &folder) };
    let text = written(&moved).map_err(|why| fail("convert", why))?;
    if to_stdout {
        return Ok(print(&text));
    }
    let path = folder.join(format!("{last}.yaml"));
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
    Ok(if args.quiet { Outcome::Well } else { print(&format!("{}\n", path.display())) })
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

//! `convert`: credit files from spreadsheets and JSON, and credit files brought to one form.

use std::path::PathBuf;

use clap::Args;

use crate::campaign::{Destination, Job, inputs};
use crate::cli::look::ImportArgs;
use crate::convert::{Conversion, Converted, destination, joined, table};
use crate::diagnostic::Diagnostic;
use crate::import::ImportOptions;
use crate::press::Disk;
use crate::publish::write_atomic;
use crate::terminal::{Outcome, message, print, print_line, usage};

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
        jobs = match joined(jobs) {
            Ok(job) => vec![job],
            Err(problems) => return failed(&problems),
        };
    }
    if let Some(path) = &args.review {
        let written =
            table(&jobs).and_then(|text| write_atomic(path, text.as_bytes()).map_err(|error| error.to_string()));
        if let Err(why) = written {
            return failed(&[Diagnostic::error("write", why).in_file(path.display().to_string())]);
        }
    }
    let (output, count) = (destination(&args.output), jobs.len());
    match &output {
        Destination::Standard if count > 1 => {
            let text = format!("one record goes to standard output, these are {count}");
            return usage(&text, "write them to a folder with `-o DIR`");
        }
        Destination::File(path, _) if count > 1 => {
            let text = format!("{} is one file, these are {count} records", path.display());
            return usage(&text, "write them to a folder with `-o DIR`, or join them with `--merge`");
        }
        _ => {}
    }
    let mut conversion = Conversion::new(&output, args.force);
    let mut outcome = Outcome::Well;
    for job in &jobs {
        let warnings = job.parsed.as_ref().map(|parsed| parsed.warnings.as_slice()).unwrap_or_default();
        if !args.quiet {
            warnings.iter().for_each(|warning| message(&format!("{warning}\n")));
        }
        let lost = args.strict && warnings.iter().any(|warning| warning.code == "not-understood");
        let ended = match conversion.convert(job) {
            Ok(Converted::Text(text)) => print(&text),
            Ok(Converted::Written(_)) if args.quiet => Outcome::Well,
            Ok(Converted::Written(path)) => print_line(&path.display().to_string()),
            Err(problems) => failed(&problems),
        };
        match ended {
            _ if lost => outcome = Outcome::Failed,
            Outcome::Well => {}
            other => outcome = other,
        }
    }
    outcome
}

fn failed(problems: &[Diagnostic]) -> Outcome {
    problems.iter().for_each(|problem| message(&format!("{problem}\n")));
    Outcome::Failed
}

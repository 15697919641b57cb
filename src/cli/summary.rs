//! `report summary`: a report for people, on standard output or in a file.

use std::path::PathBuf;

use clap::Args;

use crate::publish::write_atomic;
use crate::report::{self, SummaryForm};
use crate::terminal::{Outcome, fail, print, usage};

/// Options of `report summary`.
#[derive(Debug, Args)]
pub struct SummaryArgs {
    /// The report of a run, or the joined one of its shards
    #[arg(value_name = "FILE")]
    pub report: PathBuf,
    /// File to write, .md or .html, or - for Markdown on standard output; HTML holds small pictures of the cards
    #[arg(short, long, default_value = "-", value_name = "FILE|-")]
    pub output: PathBuf,
    /// What `check --report` wrote; its findings are summed up too
    #[arg(long, value_name = "FILE")]
    pub findings: Option<PathBuf>,
    /// Address under which the pictures can be seen; their paths are put behind it, and they are shown in the table
    #[arg(long, value_name = "URL")]
    pub pictures: Option<String>,
}

/// Runs the command. How the run ended does not matter here: printing its summary is all that can fail.
pub fn summary(args: &SummaryArgs) -> Outcome {
    if let Some(url) = &args.pictures
        && !["https://", "http://"].iter().any(|scheme| url.starts_with(scheme))
    {
        return usage(&format!("`--pictures`: `{url}` is no address"), "it begins with `https://` or `http://`");
    }
    let to_stdout = args.output.as_os_str() == "-";
    let extension = args.output.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let form = match extension.as_deref() {
        _ if to_stdout => SummaryForm::Markdown,
        Some("html" | "htm") => SummaryForm::Html,
        Some("md" | "markdown") => SummaryForm::Markdown,
        _ => {
            let message = format!("{}: a summary is Markdown or HTML", args.output.display());
            return usage(&message, "name it summary.md or summary.html");
        }
    };
    let report = match report::read(&args.report) {
        Ok(report) => report,
        Err(problem) => return fail(&problem),
    };
    let checked = match args.findings.as_deref().map(report::checked) {
        None => Vec::new(),
        Some(Ok(checked)) => checked,
        Some(Err(problem)) => return fail(&problem),
    };
    let text = report::summary(form, &report, &checked, args.pictures.as_deref());
    if to_stdout {
        return print(&text);
    }
    match write_atomic(&args.output, text.as_bytes()) {
        Ok(_) => Outcome::Well,
        Err(error) => fail(&error.to_string()),
    }
}

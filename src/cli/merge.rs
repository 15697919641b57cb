//! `report merge`: the reports of all shards joined into that of the whole run.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::cli::render;
use crate::publish::Writer;
use crate::report::{Reporter, disagreements, joined, read};
use crate::terminal::{Outcome, fail, message, usage};

/// Options of `report merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The reports of the shards
    #[arg(required = true, value_name = "FILE")]
    pub reports: Vec<PathBuf>,
    /// File for the joined report, or - for standard output
    #[arg(short, long, default_value = "-", value_name = "FILE|-")]
    pub output: PathBuf,
    /// Write it as JUnit XML too
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
}

/// Runs the command.
pub fn merge(args: &MergeArgs) -> Outcome {
    if args.junit.as_deref().is_some_and(|path| path == Path::new("-")) {
        return usage("the XML goes to a file", "name one with `--junit FILE`");
    }
    let mut problems = Vec::new();
    let mut reports = Vec::new();
    for path in &args.reports {
        match read(path) {
            Ok(report) => reports.push(report),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        problems = disagreements(&reports);
    }
    if !problems.is_empty() {
        for problem in &problems {
            message(&format!("error: {problem}"));
        }
        return Outcome::Failed;
    }
    let Some((run, cards, summary)) = joined(reports) else { return fail("there are no reports") };
    let mut reporter = Reporter::new(Some(&args.output), args.junit.as_deref());
    reporter.run(run);
    for card in cards {
        reporter.card(card);
    }
    match reporter.finish(&summary, &Arc::new(Writer::new())) {
        Ok(()) => render::outcome(&summary, Outcome::Well),
        Err(error) => fail(&error.to_string()),
    }
}

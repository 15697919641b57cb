//! `check`: everything that would be wrong with records' cards, told to people or programs.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use indicatif::ProgressBar;

use crate::campaign::{CheckEvent, CheckSettings, Destination, KitChoice, check_posts};
use crate::catalogue::platforms::{platform, platforms};
use crate::cli::choices::FindingForm;
use crate::cli::look::LookArgs;
use crate::cli::report::Report;
use crate::cli::{Outcome, fail, lists, render, usage};
use crate::near::hint;
use crate::press::Options;

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Credit files (YAML, JSON), spreadsheets (CSV, TSV), folders of credit files, patterns, or - for standard input
    #[arg(required_unless_present = "codes", value_name = "FILE|DIR|-")]
    pub inputs: Vec<PathBuf>,
    /// How findings are printed: for people on standard error, or for machines on standard output
    #[arg(long, value_enum, default_value_t = FindingForm::Human, value_name = "FORM")]
    pub format: FindingForm,
    /// Also write the findings to a file, one JSON object a line, whatever their form is elsewhere
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Check the cards in these formats, separated by commas, as `render --format` would make them
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    pub card_format: Vec<String>,
    /// Platforms that the cards are for, separated by commas; see `extra-credit platforms`
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    pub platform: Vec<String>,
    /// Check the posts for these platforms, separated by commas, as `render --for` would make them
    #[arg(long = "for", value_delimiter = ',', value_name = "PLATFORM")]
    pub posts: Vec<String>,
    /// Files checked at the same time; the number of processors if left out
    #[arg(short, long, value_parser = clap::value_parser!(u16).range(1..=256), value_name = "N")]
    pub jobs: Option<u16>,
    /// Warnings count as errors
    #[arg(long)]
    pub strict: bool,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
    /// List the codes of all findings with their levels, and end
    #[arg(long)]
    pub codes: bool,
    /// How the cards look
    #[command(flatten)]
    pub look: LookArgs,
}

impl From<&CheckArgs> for Options {
    fn from(args: &CheckArgs) -> Options {
        Options { formats: args.card_format.clone(), ..Options::from(&args.look) }
    }
}

/// Runs the command.
pub fn check(args: &CheckArgs) -> Outcome {
    if args.codes {
        return lists::codes();
    }
    if let Some(outcome) = wrong_names(args) {
        return outcome;
    }
    let fonts = match args.look.fonts.load() {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let settings = CheckSettings {
        inputs: args.inputs.clone(),
        import: args.look.import.options(),
        platforms: args.platform.clone(),
        posts: args.posts.clone(),
        name: args.look.name.clone(),
        kit: KitChoice::from(&args.look.kit),
        allow_outside: args.look.allow_outside,
        jobs: args.jobs,
    };
    let mut report = Report::new(args);
    let mut bar = ProgressBar::hidden();
    let files = crate::campaign::check(&settings, &Options::from(args), &fonts, &mut |event| match event {
        CheckEvent::Begun(files) if files > 8 && std::io::stderr().is_terminal() => {
            bar = ProgressBar::new(files as u64);
        }
        CheckEvent::Begun(_) => {}
        CheckEvent::Found(finding, record) => bar.suspend(|| report.tell(finding, record)),
        CheckEvent::Done => bar.inc(1),
    });
    bar.finish_and_clear();
    match files {
        Ok(files) => report.end(files),
        Err(misuse) => usage(&misuse.message, &misuse.hint),
    }
}

/// Names on the command line that do not exist.
fn wrong_names(args: &CheckArgs) -> Option<Outcome> {
    let of = |what: &str, name: &String, known: &[&str]| {
        usage(&format!("no {what} is called `{name}`"), &hint(name, known.iter().copied()))
    };
    let formats: Vec<&str> = crate::card::formats().iter().map(|format| format.name.as_str()).collect();
    if let Some(name) = args.card_format.iter().find(|name| crate::card::format(name).is_none()) {
        return Some(of("format", name, &formats));
    }
    let known: Vec<&str> = platforms().iter().map(|platform| platform.id()).collect();
    if let Some(name) = args.platform.iter().find(|name| platform(name).is_none()) {
        return Some(of("platform", name, &known));
    }
    let folder = Destination::Folder(PathBuf::new());
    if let Err((text, hint)) = check_posts(&args.posts, &args.card_format, &folder) {
        return Some(usage(&text, &hint));
    }
    render::wrong_look(&args.look)
}

//! `check`: everything that would be wrong with records' cards, told to people or programs.

use std::path::PathBuf;

use clap::Args;

use crate::campaign::{CheckEvent, CheckSettings, Destination, KitChoice, check_posts};
use crate::catalogue::platforms::{platform, platforms};
use crate::catalogue::tables;
use crate::cli::look::LookArgs;
use crate::cli::{render, unknown, wrong_format};
use crate::press::Options;
use crate::publish::write_atomic;
use crate::report::{FindingForm, Say, Tally};
use crate::terminal::{Outcome, bar, fail, message, print, usage};

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
        return print(&tables::codes());
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
    let mut tally = Tally::new(args.format, args.quiet, args.strict, args.report.is_some());
    let mut shown = bar(0, false);
    let mut printed = Outcome::Well;
    let checked = crate::campaign::check(&settings, &Options::from(args), &fonts, &mut |event| match event {
        CheckEvent::Begun(files) => shown = bar(files, true),
        CheckEvent::Found(finding, record) => shown.suspend(|| say(tally.count(finding, record), &mut printed)),
        CheckEvent::Done => shown.inc(1),
    });
    shown.finish_and_clear();
    let counted = match checked {
        Ok(files) => tally.end(files),
        Err(misuse) => return usage(&misuse.message, &misuse.hint),
    };
    say(counted.say, &mut printed);
    if let (Some(path), Some(lines)) = (&args.report, counted.lines)
        && let Err(error) = write_atomic(path, lines.as_bytes())
    {
        return fail(&error.to_string());
    }
    counted.sentence.iter().for_each(|text| message(text));
    if counted.failed { Outcome::Failed } else { printed }
}

/// What people read goes to standard error, what machines read to standard output, until that cannot be written.
fn say(all: Vec<Say>, printed: &mut Outcome) {
    for one in all {
        match one {
            Say::People(finding) => message(&format!("{finding}\n")),
            Say::Program(text) if *printed == Outcome::Well => *printed = print(&text),
            Say::Program(_) => {}
        }
    }
}

/// Names on the command line that do not exist.
fn wrong_names(args: &CheckArgs) -> Option<Outcome> {
    if let Some(outcome) = wrong_format(&args.card_format) {
        return Some(outcome);
    }
    if let Some(name) = args.platform.iter().find(|name| platform(name).is_none()) {
        return Some(unknown("platform", name, platforms().iter().map(|platform| platform.id())));
    }
    let folder = Destination::Folder(PathBuf::new());
    if let Err((text, hint)) = check_posts(&args.posts, &args.card_format, &folder) {
        return Some(usage(&text, &hint));
    }
    render::wrong_look(&args.look)
}

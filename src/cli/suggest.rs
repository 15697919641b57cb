//! `templates suggest` and `render --variations`: one record in the templates that suit it, or in looks to choose from, on a sheet.
//! Each picture says with which options `render` makes its card.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::campaign::{Job, KitChoice, Kits};
use crate::card::{Format, Subject};
use crate::cli::args::RenderArgs;
use crate::cli::look::{FontArgs, KitArgs, LookArgs};
use crate::cli::sheet::{draw, unknown};
use crate::cli::{Outcome, fail, message, print, usage};
use crate::contact::{Entry, Style, shrunk};
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::press::{Given, MissingGlyphs, Options, Press, Traits, own, place_covers, resolve};
use crate::theme::Palette;

/// How many templates are suggested.
const SUGGESTED: usize = 5;

/// Width of the sheets of `render --variations`, px.
const WIDTH: f32 = 1800.0;

/// Options of `templates suggest`.
#[derive(Debug, Args)]
pub struct SuggestArgs {
    /// Credit file of a record
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Format that they are shown in
    #[arg(short, long, default_value = "square", value_name = "NAME")]
    pub format: String,
    /// File to write, PNG or SVG, or - for standard output
    #[arg(short, long, default_value = "suggestions.png", value_name = "FILE|-")]
    pub output: PathBuf,
    /// Width in px
    #[arg(long, default_value_t = 1800, value_parser = clap::value_parser!(u32).range(200..=8000), value_name = "PX")]
    pub width: u32,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
    /// Brand kit
    #[command(flatten)]
    pub kit: KitArgs,
    /// Fonts
    #[command(flatten)]
    pub fonts: FontArgs,
    /// Let the credit file and its brand kit name files anywhere
    #[arg(long)]
    pub allow_outside: bool,
}

/// A card to look at.
struct Sample {
    label: String,
    /// What of the command line makes it.
    options: Options,
}

/// Runs `templates suggest`.
pub fn suggest(args: &SuggestArgs) -> Outcome {
    let Some(format) = crate::card::format(&args.format) else { return wrong_format(&args.format) };
    let fonts = match args.fonts.load() {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let look = LookArgs {
        kit: args.kit.clone(),
        fonts: args.fonts.clone(),
        allow_outside: args.allow_outside,
        ..LookArgs::default()
    };
    let jobs = match jobs(std::slice::from_ref(&args.file), &look, &fonts) {
        Ok(jobs) => jobs,
        Err(outcome) => return outcome,
    };
    let [job] = jobs.as_slice() else {
        return usage(
            &format!("{}: one record is looked at, these are {}", args.file.display(), jobs.len()),
            "name the credit file of one record",
        );
    };
    let Some((traits, _)) = Traits::of(job) else { return no_record(job) };
    let all = traits.suggest(SUGGESTED);
    let sample = |one: &crate::press::Suggestion| Sample {
        label: format!("{} \u{b7} {}", one.template, one.why),
        options: Options { template: Some(one.template.to_owned()), ..Options::default() },
    };
    let samples: Vec<Sample> = all.iter().map(sample).collect();
    if !args.quiet && args.output.as_os_str() != "-" {
        let lines: Vec<String> = all.iter().map(|one| format!("{:<14} {}\n", one.template, one.why)).collect();
        print(&lines.concat());
    }
    shown(job, &samples, format, args.width as f32, &args.output, args.quiet, &fonts)
}

/// Runs `render --variations`.
pub fn variations(args: &RenderArgs, count: usize) -> Outcome {
    let name = args.format.first().map_or("square", String::as_str);
    let Some(format) = crate::card::format(name) else { return wrong_format(name) };
    let fonts = match args.look.fonts.load() {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let jobs = match jobs(&args.inputs, &args.look, &fonts) {
        Ok(jobs) => jobs,
        Err(outcome) => return outcome,
    };
    let single = args.output.as_os_str() == "-" || (args.output.extension().is_some() && !args.output.is_dir());
    if single && jobs.len() > 1 {
        let text = format!("`-o {}` is one sheet, these are {} records", args.output.display(), jobs.len());
        return usage(&text, "write to a folder with `-o DIR`");
    }
    for job in &jobs {
        let Some((traits, palette)) = Traits::of(job) else { return no_record(job) };
        let samples = looks(args, count, job, &traits, palette.as_deref());
        let output =
            if single { args.output.clone() } else { args.output.join(&job.input.stem).join("variations.png") };
        if let Some(folder) = output.parent().filter(|folder| !folder.as_os_str().is_empty())
            && let Err(error) = std::fs::create_dir_all(folder)
        {
            return fail(&format!("{}: {}", folder.display(), crate::diagnostic::reason(&error)));
        }
        match shown(job, &samples, format, WIDTH, &output, args.quiet, &fonts) {
            Outcome::Well => {}
            other => return other,
        }
    }
    Outcome::Well
}

/// The looks of a record; what options or its brand kit give does not vary.
fn looks(args: &RenderArgs, count: usize, job: &Job, traits: &Traits, palette: Option<&Palette>) -> Vec<Sample> {
    let kit = job.kit.as_ref().map(|kit| &kit.kit);
    let given = Given {
        template: args.look.template.is_some(),
        theme: args.look.theme.is_some() || kit.is_some_and(|kit| kit.card.theme.is_some()),
        pairing: args.look.pairing.is_some(),
    };
    let own = Options::from(args);
    let look = |(number, look): (usize, crate::press::Variation)| {
        let said: Vec<&str> = [look.template, look.theme.as_deref(), look.pairing].into_iter().flatten().collect();
        let text = |name: Option<&str>| name.map(str::to_owned);
        Sample {
            label: format!("{number} \u{b7} {}", said.join(" \u{b7} ")),
            options: Options {
                template: text(look.template).or_else(|| own.template.clone()),
                theme: look.theme.clone().or_else(|| own.theme.clone()),
                r#type: text(look.pairing).or_else(|| own.r#type.clone()),
                ..own.clone()
            },
        }
    };
    (1..).zip(traits.variations(count, palette, given)).map(look).collect()
}

/// The records behind the arguments with their kits and covers; what is wrong with them is said.
fn jobs(files: &[PathBuf], look: &LookArgs, fonts: &Fonts) -> Result<Vec<Job>, Outcome> {
    let (choice, options) = (KitChoice::from(&look.kit), Options::from(look));
    let kits = Kits::new(&choice, fonts, MissingGlyphs::Error, look.allow_outside);
    let mut kits = kits.with_folder(options.artwork_folder.as_ref());
    let mut jobs = kits.jobs(files, &look.import.options(), None);
    jobs.iter_mut().for_each(|job| place_covers(job, &options));
    let tell = |problems: &[Diagnostic]| problems.iter().for_each(|problem| message(&format!("{problem}\n")));
    let wrong: Vec<&Vec<Diagnostic>> = jobs.iter().filter_map(|job| job.parsed.as_ref().err()).collect();
    if wrong.is_empty() && !jobs.is_empty() {
        return Ok(jobs);
    }
    tell(kits.findings());
    wrong.into_iter().for_each(|problems| tell(problems));
    Err(Outcome::Failed)
}

/// The cards of a record on a sheet.
fn shown(
    job: &Job,
    samples: &[Sample],
    format: &'static Format,
    width: f32,
    output: &Path,
    quiet: bool,
    fonts: &Fonts,
) -> Outcome {
    let entry =
        |sample: &Sample| Entry { label: sample.label.clone(), aspect: format.width / format.height, group: None };
    let entries: Vec<Entry> = samples.iter().map(entry).collect();
    let style = Style { columns: Some(samples.len().min(3)), ..Style::new(width) };
    let said = |problems: Vec<Diagnostic>| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let picture = |index: usize, (width, height): (u32, u32)| {
        let sample = samples.get(index).ok_or("a card is missing")?;
        let record = &job.parsed.as_ref().map_err(|problems| said(problems.clone()))?.record;
        let planned = own(job, record).into_iter().find(|planned| planned.subject == Subject::Record);
        let planned = planned.ok_or("a record has no card")?;
        let card = resolve(job, &planned, format, &sample.options).map_err(said)?;
        let mut press = Press::new(fonts);
        let mut made = press.make(&card).map_err(said)?;
        let card = made.picture(0).ok_or("a card has no page")?.map_err(|error| error.to_string())?;
        shrunk(&card, width, height)
    };
    draw(&entries, &style, output, quiet, fonts, picture)
}

fn no_record(job: &Job) -> Outcome {
    fail(&format!("{}: templates are suggested for a record with credits, and this file has none", job.input.name))
}

fn wrong_format(name: &str) -> Outcome {
    unknown("format", name, crate::card::formats().iter().map(|format| format.name.as_str()))
}

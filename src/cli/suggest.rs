//! `templates suggest` and `render --variations`: one record in the templates that suit it, or in looks to choose from, on a sheet.
//! Each picture says with which options `render` makes its card.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::campaign::{Job, KitChoice, Kits};
use crate::cli::args::RenderArgs;
use crate::cli::look::{FontArgs, KitArgs, LookArgs};
use crate::cli::sheet::show;
use crate::cli::unknown_format;
use crate::contact::Style;
use crate::diagnostic::{Diagnostic, reason};
use crate::fonts::Fonts;
use crate::press::{MissingGlyphs, Options, Sample, Traits, place_covers};
use crate::terminal::{Outcome, fail, message, print, usage};

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

/// Runs `templates suggest`.
pub fn suggest(args: &SuggestArgs) -> Outcome {
    let Some(format) = crate::card::format(&args.format) else { return unknown_format(&args.format) };
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
    let samples: Vec<Sample<'_>> = all.iter().map(|one| Sample::suggested(job, one, format)).collect();
    if !args.quiet && args.output.as_os_str() != "-" {
        let lines: Vec<String> = all.iter().map(|one| format!("{:<14} {}\n", one.template, one.why)).collect();
        print(&lines.concat());
    }
    show(&samples, &style(&samples, args.width as f32), &args.output, args.quiet, &fonts)
}

/// Runs `render --variations`.
pub fn variations(args: &RenderArgs, count: usize) -> Outcome {
    let name = args.format.first().map_or("square", String::as_str);
    let Some(format) = crate::card::format(name) else { return unknown_format(name) };
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
    let options = Options::from(args);
    for job in &jobs {
        let Some((traits, palette)) = Traits::of(job) else { return no_record(job) };
        let samples = Sample::variations(job, (&traits, palette.as_deref()), count, format, &options);
        let output =
            if single { args.output.clone() } else { args.output.join(&job.input.stem).join("variations.png") };
        if let Some(folder) = output.parent().filter(|folder| !folder.as_os_str().is_empty())
            && let Err(error) = std::fs::create_dir_all(folder)
        {
            return fail(&format!("{}: {}", folder.display(), reason(&error)));
        }
        match show(&samples, &style(&samples, WIDTH), &output, args.quiet, &fonts) {
            Outcome::Well => {}
            other => return other,
        }
    }
    Outcome::Well
}

/// Three samples in a row.
fn style(samples: &[Sample<'_>], width: f32) -> Style {
    Style { columns: Some(samples.len().min(3)), ..Style::new(width) }
}

/// The records behind the arguments with their kits and covers; what is wrong with them is said.
fn jobs(files: &[PathBuf], look: &LookArgs, fonts: &Fonts) -> Result<Vec<Arc<Job>>, Outcome> {
    let (choice, options) = (KitChoice::from(&look.kit), Options::from(look));
    let kits = Kits::new(&choice, fonts, MissingGlyphs::Error, look.allow_outside);
    let mut kits = kits.with_folder(options.artwork_folder.as_ref());
    let mut jobs = kits.jobs(files, &look.import.options(), None);
    jobs.iter_mut().for_each(|job| place_covers(job, &options));
    let tell = |problems: &[Diagnostic]| problems.iter().for_each(|problem| message(&format!("{problem}\n")));
    let wrong: Vec<&Vec<Diagnostic>> = jobs.iter().filter_map(|job| job.parsed.as_ref().err()).collect();
    if wrong.is_empty() && !jobs.is_empty() {
        return Ok(jobs.into_iter().map(Arc::new).collect());
    }
    tell(kits.findings());
    wrong.into_iter().for_each(|problems| tell(problems));
    Err(Outcome::Failed)
}

fn no_record(job: &Job) -> Outcome {
    fail(&format!("{}: templates are suggested for a record with credits, and this file has none", job.input.name))
}

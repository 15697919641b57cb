//! `sheet` and `templates sheet`: many pictures on one, with their names, drawn by the program itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::artwork::Artwork;
use crate::campaign::{Job, inputs};
use crate::cli::{unknown_template, wrong_format};
use crate::contact::{Entry, MAX_PICTURES, Naming, Paper, Sheets, Style, measured, picture, pictures};
use crate::diagnostic::Diagnostic;
use crate::encode::OutputFormat;
use crate::fonts::Fonts;
use crate::import::ImportOptions;
use crate::press::{Disk, Sample};
use crate::publish::write_atomic;
use crate::template::builtins;
use crate::terminal::{Outcome, bar, fail, message, print_bytes, print_line, usage};

/// Options of `sheet`.
#[derive(Debug, Args)]
pub struct SheetArgs {
    /// Pictures (PNG, JPEG, WebP), or folders of them
    #[arg(required = true, value_name = "FILE|DIR")]
    pub inputs: Vec<PathBuf>,
    /// File to write, PNG or SVG, or - for standard output; several sheets are numbered: sheet-1.png
    #[arg(short, long, default_value = "sheet.png", value_name = "FILE|-")]
    pub output: PathBuf,
    /// Width in px
    #[arg(long, default_value_t = 1600, value_parser = clap::value_parser!(u32).range(200..=8000), value_name = "PX")]
    pub width: u32,
    /// Pictures in a row, instead of as many as the height of rows asks for
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=100), value_name = "N")]
    pub columns: Option<u16>,
    /// Pages of the proportions of paper, to be printed or put into a document
    #[arg(long, value_enum, value_name = "SIZE")]
    pub paper: Option<Paper>,
    /// With --paper, on its side
    #[arg(long, requires = "paper")]
    pub landscape: bool,
    /// Most pictures on a sheet; the rest goes on further sheets
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1000), value_name = "N")]
    pub per_page: Option<u16>,
    /// What stands below pictures
    #[arg(long, value_enum, default_value_t = Naming::Record, value_name = "WHAT")]
    pub label: Naming,
    /// Height that rows have about in px; a fifth of the width if left out
    #[arg(long, value_parser = clap::value_parser!(u32).range(20..=4000), value_name = "PX", conflicts_with = "columns")]
    pub row_height: Option<u32>,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// Options of `templates sheet`.
#[derive(Debug, Args)]
pub struct TemplatesSheetArgs {
    /// Credit file to show them with; a demo record if left out
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Templates, separated by commas; all if left out
    #[arg(short, long, value_delimiter = ',', value_name = "NAME")]
    pub template: Vec<String>,
    /// Formats, separated by commas; those that each template suits if left out
    #[arg(short, long, value_delimiter = ',', value_name = "NAME")]
    pub format: Vec<String>,
    /// File to write, PNG or SVG, or - for standard output
    #[arg(short, long, default_value = "templates.png", value_name = "FILE|-")]
    pub output: PathBuf,
    /// Width in px
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(200..=8000), value_name = "PX")]
    pub width: u32,
    /// Print nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}

/// Runs `sheet`.
pub fn sheet(args: &SheetArgs) -> Outcome {
    let files = match pictures(&args.inputs, &args.output, args.label) {
        Ok(files) => files,
        Err(problem) => return fail(&problem),
    };
    if files.len() > MAX_PICTURES {
        let hint = "name fewer folders or files";
        return usage(&format!("a run takes at most {MAX_PICTURES} pictures, these are {}", files.len()), hint);
    }
    let shown = bar(files.len(), !args.quiet);
    let entries = measured(&files, || shown.inc(1));
    shown.finish_and_clear();
    let entries = match entries {
        Ok(entries) => entries,
        Err(problems) => return fail(&problems.join("\nerror: ")),
    };
    let mut style = Style {
        columns: args.columns.map(usize::from),
        per_page: args.per_page.map(usize::from),
        page_height: args.paper.map(|paper| paper.height(args.width as f32, args.landscape)),
        ..Style::new(args.width as f32)
    };
    if let Some(height) = args.row_height {
        style.row_height = height as f32;
    }
    let picture = |index: usize, size: (u32, u32)| {
        let (path, _) = files.get(index).ok_or("a picture is missing")?;
        picture(path, size)
    };
    draw(&entries, &style, &args.output, args.quiet, &Fonts::embedded(), picture)
}

/// Runs `templates sheet`.
pub fn templates(args: &TemplatesSheetArgs) -> Outcome {
    let is_known = |name: &String| builtins().iter().any(|builtin| builtin.name == *name);
    if let Some(name) = args.template.iter().find(|name| !is_known(name)) {
        return unknown_template(name);
    }
    if let Some(outcome) = wrong_format(&args.format) {
        return outcome;
    }
    let said = |problems: &[Diagnostic]| {
        problems.iter().for_each(|problem| message(&format!("{problem}\n")));
        Outcome::Failed
    };
    let files = args.file.as_slice();
    let own = inputs(files, &ImportOptions::default()).into_iter().next().map(|input| Job::new(input, &Disk));
    if let Some(Err(problems)) = own.as_ref().map(|job| job.parsed.as_ref()) {
        return said(problems);
    }
    match Sample::of_templates(&args.template, &args.format, own.map(Arc::new).as_ref()) {
        Ok(samples) => show(&samples, &Style::new(args.width as f32), &args.output, args.quiet, &Fonts::embedded()),
        Err(problems) => said(&problems),
    }
}

/// Cards on a sheet.
pub fn show(samples: &[Sample<'_>], style: &Style, output: &Path, quiet: bool, fonts: &Fonts) -> Outcome {
    let entries: Vec<Entry> = samples.iter().map(Sample::entry).collect();
    let picture = |index: usize, size: (u32, u32)| samples.get(index).ok_or("a card is missing")?.picture(fonts, size);
    draw(&entries, style, output, quiet, fonts, picture)
}

/// Lays pictures out, makes them at their size and writes the sheets.
fn draw(
    entries: &[Entry],
    style: &Style,
    output: &Path,
    quiet: bool,
    fonts: &Fonts,
    picture: impl Fn(usize, (u32, u32)) -> Result<Artwork, String> + Sync,
) -> Outcome {
    let to_stdout = output.as_os_str() == "-";
    let ending = output.extension().and_then(|extension| extension.to_string_lossy().parse().ok());
    let Some(kind) = ending.or(to_stdout.then_some(OutputFormat::Png)) else {
        let known = OutputFormat::ALL.map(OutputFormat::extension).join(", ");
        return usage(
            &format!("{}: a sheet is one of {known}", output.display()),
            "name it sheet.png, or sheet.jpg if it is to be small",
        );
    };
    let mut sheets = Sheets::new(entries, style, kind, fonts);
    let sizes: Vec<(usize, f32)> = sheets.pages().iter().map(|page| (page.slots.len(), page.height)).collect();
    if to_stdout && sizes.len() > 1 {
        let message = format!("one picture goes to standard output, these are {} sheets", sizes.len());
        return usage(&message, "write to a file with `-o sheet.png`");
    }
    for (number, (pictures, height)) in sizes.into_iter().enumerate() {
        let shown = bar(pictures, !quiet);
        let made = sheets.make(number, &picture, || shown.inc(1));
        shown.finish_and_clear();
        let bytes = match made {
            Ok(bytes) => bytes,
            Err(problem) => return fail(&problem),
        };
        if to_stdout {
            return print_bytes(&bytes);
        }
        let path = sheets.path(output, number);
        match write_atomic(&path, &bytes) {
            Ok(_) if quiet => {}
            Ok(written) => {
                let width = style.width;
                print_line(&format!("{}  {width}x{height}  {} bytes", path.display(), written.bytes));
            }
            Err(error) => return fail(&error.to_string()),
        }
    }
    Outcome::Well
}

//! `sheet` and `templates sheet`: many pictures on one, with their names, drawn by the program itself.
//! Pictures are measured first and then read one by one at the size they are shown, so that any number fits in memory.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::artwork::{Artwork, Limits};
use crate::campaign::{Job, inputs};
use crate::cli::choices::{NamingArg, PaperArg};
use crate::cli::{Outcome, fail, message, print_bytes, print_line, usage};
use crate::contact::{Entry, MAX_PICTURES, Page, Paper, SHEET_TITLE, Style, layout, pictures, scene, shrunk};
use crate::diagnostic::Diagnostic;
use crate::encode::{Metadata, OutputFormat, encode};
use crate::files::read_at_most;
use crate::fonts::Fonts;
use crate::import::ImportOptions;
use crate::near::hint;
use crate::pool;
use crate::press::{Disk, Options, Press, resolve, shown_by};
use crate::publish::write_atomic;
use crate::raster::Rasterizer;
use crate::template::{Template, builtins, demo, suited};
use crate::text::Shaper;

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
    pub paper: Option<PaperArg>,
    /// With --paper, on its side
    #[arg(long, requires = "paper")]
    pub landscape: bool,
    /// Most pictures on a sheet; the rest goes on further sheets
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1000), value_name = "N")]
    pub per_page: Option<u16>,
    /// What stands below pictures
    #[arg(long, value_enum, default_value_t = NamingArg::Record, value_name = "WHAT")]
    pub label: NamingArg,
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
    let files = match pictures(&args.inputs, &args.output, args.label.into()) {
        Ok(files) => files,
        Err(problem) => return fail(&problem),
    };
    if files.len() > MAX_PICTURES {
        let hint = "name fewer folders or files";
        return usage(&format!("a run takes at most {MAX_PICTURES} pictures, these are {}", files.len()), hint);
    }
    let limits = Limits::default();
    let read = |path: &Path| {
        read_at_most(path, limits.max_bytes as u64).map_err(|unread| format!("{}: {unread}", path.display()))
    };
    let unusable = |path: &Path, error: crate::artwork::ArtworkError| format!("{}: {error}", path.display());
    let measured = each(files.len(), args.quiet, |index| {
        let (path, _) = files.get(index)?;
        Some(read(path).and_then(|bytes| Artwork::measure(&bytes, &limits).map_err(|error| unusable(path, error))))
    });
    let mut entries = Vec::with_capacity(files.len());
    let mut problems = Vec::new();
    for ((_, label), measured) in files.iter().zip(measured) {
        match measured {
            Some(Ok((width, height))) => {
                entries.push(Entry { label: label.clone(), aspect: width as f32 / height as f32, group: None });
            }
            Some(Err(problem)) => problems.push(problem),
            None => {}
        }
    }
    if !problems.is_empty() {
        return fail(&problems.join("\nerror: "));
    }
    let mut style = Style {
        columns: args.columns.map(usize::from),
        per_page: args.per_page.map(usize::from),
        page_height: args.paper.map(|paper| Paper::from(paper).height(args.width as f32, args.landscape)),
        ..Style::new(args.width as f32)
    };
    if let Some(height) = args.row_height {
        style.row_height = height as f32;
    }
    let picture = |index: usize, (width, height): (u32, u32)| {
        let (path, _) = files.get(index).ok_or("a picture is missing")?;
        let artwork = Artwork::decode(&read(path)?, &limits).map_err(|error| unusable(path, error))?;
        shrunk(&artwork, width, height)
    };
    draw(&entries, &style, &args.output, args.quiet, &Fonts::embedded(), picture)
}

/// Runs `templates sheet`.
pub fn templates(args: &TemplatesSheetArgs) -> Outcome {
    let names = || builtins().iter().map(|builtin| builtin.name);
    if let Some(name) = args.template.iter().find(|name| !names().any(|known| known == name.as_str())) {
        return unknown("template", name, names());
    }
    let formats = || crate::card::formats().iter().map(|format| format.name.as_str());
    if let Some(name) = args.format.iter().find(|name| crate::card::format(name).is_none()) {
        return unknown("format", name, formats());
    }
    let own = match &args.file {
        Some(path) => {
            let job = inputs(std::slice::from_ref(path), &ImportOptions::default())
                .into_iter()
                .next()
                .map(|input| Job::new(input, &Disk));
            if let Some(Err(problems)) = job.as_ref().map(|job| job.parsed.as_ref()) {
                problems.iter().for_each(|problem| message(&format!("{problem}\n")));
                return Outcome::Failed;
            }
            job
        }
        None => None,
    };
    let fonts = Fonts::embedded();
    let (mut entries, mut cards) = (Vec::new(), Vec::new());
    let mut jobs: Vec<Job> = Vec::new();
    for (group, builtin) in builtins().iter().enumerate() {
        if !args.template.is_empty() && !args.template.iter().any(|name| name == builtin.name) {
            continue;
        }
        if own.is_none() {
            jobs.extend(demo(builtin.name).map(|demo| Job::demo(demo, &Disk)));
        }
        for format in suited(builtin.name) {
            if args.format.is_empty() || args.format.contains(&format.name) {
                // The row says the template once.
                let first = entries.last().is_none_or(|entry: &Entry| entry.group != Some(group));
                let label =
                    if first { format!("{} \u{b7} {}", builtin.name, format.name) } else { format.name.clone() };
                entries.push(Entry { label, aspect: format.width / format.height, group: Some(group) });
                cards.push((builtin, format, jobs.len().saturating_sub(1)));
            }
        }
    }
    let style = Style::new(args.width as f32);
    let picture = |index: usize, (width, height): (u32, u32)| {
        let said = |problems: Vec<Diagnostic>| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let (builtin, format, job) = cards.get(index).ok_or("a card is missing")?;
        let job = own.as_ref().or_else(|| jobs.get(*job)).ok_or("a record is missing")?;
        let record = &job.parsed.as_ref().map_err(|problems| said(problems.clone()))?.record;
        let template = Template::new(builtin.name, builtin.source).map_err(said)?;
        let kinds = template.subjects();
        let planned = shown_by(job, record, kinds).ok_or_else(|| {
            format!("{}: the file has no card that the template `{}` shows", job.input.name, builtin.name)
        })?;
        let options = Options { template: Some(builtin.name.to_owned()), ..Options::default() };
        let card = resolve(job, &planned, format, &options).map_err(said)?;
        let mut press = Press::new(&fonts);
        let mut made = press.make(&card).map_err(said)?;
        let card = made.picture(0).ok_or("a card has no page")?.map_err(|error| error.to_string())?;
        shrunk(&card, width, height)
    };
    draw(&entries, &style, &args.output, args.quiet, &fonts, picture)
}

pub(super) fn unknown<'k>(what: &str, name: &str, known: impl Iterator<Item = &'k str> + Clone) -> Outcome {
    usage(&format!("no {what} is called `{name}`"), &hint(name, known))
}

/// Lays pictures out, makes them at their size and writes the sheets.
pub(super) fn draw(
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
    let pages = layout(entries, style);
    if to_stdout && pages.len() > 1 {
        let message = format!("one picture goes to standard output, these are {} sheets", pages.len());
        return usage(&message, "write to a file with `-o sheet.png`");
    }
    let mut tools = Tools { kind, quiet, shaper: Shaper::new(fonts), rasterizer: Rasterizer::new(fonts) };
    // A file may have any name; a sheet is still made.
    tools.shaper.set_replacement(Some('\u{fffd}'));
    for (index, page) in pages.iter().enumerate() {
        let made = tools.page(page, (index + 1, pages.len()), entries, style, &picture);
        let bytes = match made {
            Ok(bytes) => bytes,
            Err(problem) => return fail(&problem),
        };
        if to_stdout {
            return print_bytes(&bytes);
        }
        let path = numbered(output, index + 1, pages.len());
        match write_atomic(&path, &bytes) {
            Ok(_) if quiet => {}
            Ok(written) => {
                let (width, height) = (style.width, page.height);
                print_line(&format!("{}  {width}x{height}  {} bytes", path.display(), written.bytes));
            }
            Err(error) => return fail(&error.to_string()),
        }
    }
    Outcome::Well
}

/// What sheets are made with.
struct Tools<'f> {
    kind: OutputFormat,
    quiet: bool,
    shaper: Shaper<'f>,
    rasterizer: Rasterizer<'f>,
}

impl Tools<'_> {
    /// The file of one sheet; `number` is its own and that of all.
    fn page(
        &mut self,
        page: &Page,
        number: (usize, usize),
        entries: &[Entry],
        style: &Style,
        picture: &(impl Fn(usize, (u32, u32)) -> Result<Artwork, String> + Sync),
    ) -> Result<Vec<u8>, String> {
        let made = each(page.slots.len(), self.quiet, |index| {
            let slot = page.slots.get(index)?;
            let size = (slot.rect.width as u32, slot.rect.height as u32);
            Some((slot.entry, picture(slot.entry, size)))
        });
        let mut pictures = std::collections::BTreeMap::new();
        for (entry, picture) in made.into_iter().flatten() {
            pictures.insert(entry, Arc::new(picture?));
        }
        let scene = scene(page, number, entries, style, |entry| pictures.get(&entry).cloned(), &mut self.shaper)
            .map_err(|error| error.to_string())?;
        let metadata = Metadata { title: SHEET_TITLE.into(), ..Metadata::default() };
        encode(self.kind, &scene, 1.0, &metadata, &mut self.rasterizer).map_err(|error| error.to_string())
    }
}

/// `sheet.png` for one sheet, `sheet-1.png` and so on for several.
fn numbered(path: &Path, number: usize, count: usize) -> PathBuf {
    if count <= 1 {
        return path.to_path_buf();
    }
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!("{}-{number}.{}", part(path.file_stem()), part(path.extension())))
}

/// Does something for each number on all processors, with a bar on a terminal; results in order.
fn each<T: Send>(count: usize, quiet: bool, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let shown = !quiet && count > 8 && std::io::stderr().is_terminal();
    let bar = if shown { indicatif::ProgressBar::new(count as u64) } else { indicatif::ProgressBar::hidden() };
    let all = pool::each(count, || bar.inc(1), work);
    bar.finish_and_clear();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_sheets_are_numbered() {
        assert_eq!(numbered(Path::new("a/sheet.png"), 2, 3), Path::new("a/sheet-2.png"));
        assert_eq!(numbered(Path::new("a/sheet.png"), 1, 1), Path::new("a/sheet.png"));
    }
}

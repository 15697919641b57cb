//! `render`: cards from credit files, several at a time, reported in the order of the inputs.
//! One bad file never stops the others; its problems are printed where its cards would be.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Instant;

use crate::card::{Card, Format, Overflow, Subject};
use crate::cli::args::{Emit, FileType, MissingGlyphs, OverflowArg, RenderArgs};
use crate::cli::kit::Kits;
use crate::cli::press::{self, Job, Wishes};
use crate::cli::subjects::{self, Planned};
use crate::cli::{Outcome, fail, message, print_bytes, usage};
use crate::compose::compose;
use crate::diagnostic::{Diagnostic, Severity};
use crate::encode::{Metadata, OutputFormat, encode};
use crate::fonts::Fonts;
use crate::publish::{Collisions, Pattern, Values, write_atomic};
use crate::raster::Rasterizer;
use crate::record::Record;
use crate::scene::Scene;
use crate::text::Shaper;

/// One card: a subject of a record in a format.
struct Unit<'j> {
    job: &'j Job,
    record: &'j Record,
    planned: &'j Planned,
    format: &'static Format,
    /// First card of its record: says the record's warnings.
    first: bool,
    /// First card of its subject: says what is wrong with that.
    first_of_subject: bool,
}

/// What became of a card.
#[derive(Default)]
struct Report {
    /// Lines for standard output.
    lines: Vec<String>,
    /// Messages for standard error.
    messages: Vec<String>,
    /// Problems that stopped the card.
    failed: bool,
    warnings: usize,
    /// The picture, when it goes to standard output.
    picture: Option<Vec<u8>>,
    pages: usize,
}

/// Runs the command.
pub fn render(args: &RenderArgs) -> Outcome {
    let fonts = match press::fonts(&args.fonts) {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let to_stdout = args.output.as_os_str() == "-";
    let wishes = Wishes {
        formats: &args.format,
        theme: args.theme.as_deref(),
        overflow: args.overflow.map(|overflow| match overflow {
            OverflowArg::Pages => Overflow::Pages,
            OverflowArg::Summary => Overflow::Summary,
        }),
    };
    if let Some(outcome) = check_usage(args, to_stdout) {
        return outcome;
    }
    let mut kits = Kits::new(&args.kit, &fonts, &args.fonts);
    let jobs = match subjects::jobs(args, &mut kits) {
        Ok(jobs) => jobs,
        Err((text, hint)) => return usage(&text, &hint),
    };
    let plan = subjects::plan(args, &jobs);
    let shown = |problem: &&Diagnostic| problem.severity == Severity::Error || !args.quiet;
    show(kits.findings().iter().chain(&plan.errors).chain(&plan.warnings).filter(shown));
    let mut units = Vec::new();
    let mut failed = plan.errors.len();
    for (job, cards) in jobs.iter().zip(&plan.cards) {
        match &job.parsed {
            Ok(parsed) => match press::formats(job, &parsed.record, &wishes) {
                Ok(formats) => {
                    for (place, planned) in cards.iter().enumerate() {
                        units.extend(formats.iter().enumerate().map(|(index, format)| Unit {
                            job,
                            record: &parsed.record,
                            planned,
                            format,
                            first: place == 0 && index == 0,
                            first_of_subject: index == 0,
                        }));
                    }
                }
                Err(problems) => {
                    failed += 1;
                    show(&problems);
                }
            },
            Err(problems) => {
                failed += 1;
                show(problems);
            }
        }
    }
    if to_stdout && units.len() > 1 {
        return usage(
            &format!("one picture goes to standard output, these are {}", units.len()),
            "name one file and one `--format`, or a folder with `-o DIR`",
        );
    }
    let work = Work { args, fonts: &fonts, wishes: &wishes, to_stdout, claimed: Mutex::new(Collisions::new()) };
    let summary = run(&work, &units);
    let total = failed + summary.failed;
    if !args.quiet && !to_stdout && units.len() + failed > 1 {
        let mut text = format!("{} made", plural(summary.pages, "picture"));
        if total > 0 {
            text.push_str(&format!(", {total} failed"));
        }
        if summary.warnings > 0 {
            text.push_str(&format!(", {}", plural(summary.warnings, "warning")));
        }
        message(&text);
    }
    if total > 0 { Outcome::Failed } else { summary.outcome }
}

/// What can be known to be wrong before any file is read.
fn check_usage(args: &RenderArgs, to_stdout: bool) -> Option<Outcome> {
    if to_stdout && (!args.emit.is_empty() || args.types.len() > 1) {
        return Some(usage("one picture goes to standard output", "take one `--type` and no `--emit`"));
    }
    for name in &args.format {
        if crate::card::format(name).is_none() {
            let known = || crate::card::formats().iter().map(|format| format.name.as_str());
            let hint = crate::template::suggest(name, known()).map_or_else(
                || format!("there are {}", known().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Some(usage(&format!("no format is called `{name}`"), &hint));
        }
    }
    None
}

fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn show<'d>(problems: impl IntoIterator<Item = &'d Diagnostic>) {
    for problem in problems {
        message(&format!("{problem}\n"));
    }
}

struct Summary {
    pages: usize,
    failed: usize,
    warnings: usize,
    outcome: Outcome,
}

struct Work<'w> {
    args: &'w RenderArgs,
    fonts: &'w Fonts,
    wishes: &'w Wishes<'w>,
    to_stdout: bool,
    claimed: Mutex<Collisions>,
}

/// Makes the cards on threads and reports them in order.
fn run<'w>(work: &'w Work<'w>, units: &'w [Unit<'w>]) -> Summary {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = work.args.jobs.map_or(processors, usize::from).clamp(1, units.len().max(1));
    let next = AtomicUsize::new(0);
    let mut summary = Summary { pages: 0, failed: 0, warnings: 0, outcome: Outcome::Well };
    let progress = !work.args.quiet && units.len() > 8 && std::io::stderr().is_terminal();
    let bar = if progress { indicatif::ProgressBar::new(units.len() as u64) } else { indicatif::ProgressBar::hidden() };
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::channel::<(usize, Report)>();
        for _ in 0..threads {
            let send = send.clone();
            let next = &next;
            scope.spawn(move || {
                let mut press = Press { work, engine: None };
                while let Some((index, unit)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    units.get(index).map(|unit| (index, unit))
                } {
                    if send.send((index, press.card(unit))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        // A template's problem is every card's: it is said once.
        let mut said = std::collections::BTreeSet::new();
        let mut waiting = std::collections::BTreeMap::new();
        let mut due = 0;
        for (index, report) in receive {
            waiting.insert(index, report);
            while let Some(mut report) = waiting.remove(&due) {
                due += 1;
                report.messages.retain(|text| said.insert(text.clone()));
                bar.inc(1);
                bar.suspend(|| tell(work, &report, &mut summary));
            }
        }
    });
    bar.finish_and_clear();
    summary
}

fn tell(work: &Work<'_>, report: &Report, summary: &mut Summary) {
    for text in &report.messages {
        message(text);
    }
    if let Some(picture) = &report.picture {
        summary.outcome = print_bytes(picture);
    }
    if !work.args.quiet {
        let mut out = std::io::stdout().lock();
        for line in &report.lines {
            // A closed pipe ends the listing, not the work.
            let _ = writeln!(out, "{line}");
        }
    }
    summary.pages += report.pages;
    summary.warnings += report.warnings;
    summary.failed += usize::from(report.failed);
}

/// One thread's caches.
struct Press<'w> {
    work: &'w Work<'w>,
    /// For the fonts of the card made last.
    engine: Option<Engine<'w>>,
}

/// What sets and paints text in some fonts, with its caches.
struct Engine<'w> {
    fonts: &'w Fonts,
    shaper: Shaper<'w>,
    rasterizer: Rasterizer<'w>,
}

impl<'w> Press<'w> {
    /// The engine for a record's fonts: those of its kit, which are another set for each kit that brings font files.
    fn engine(&mut self, job: &'w Job) -> Engine<'w> {
        let fonts = job.kit.as_ref().and_then(|kit| kit.fonts.as_ref()).unwrap_or(self.work.fonts);
        if let Some(engine) = self.engine.take().filter(|engine| std::ptr::eq(engine.fonts, fonts)) {
            return engine;
        }
        let mut shaper = Shaper::new(fonts);
        if self.work.args.missing_glyphs == MissingGlyphs::Replace {
            shaper.set_replacement(Some('\u{fffd}'));
        }
        Engine { fonts, shaper, rasterizer: Rasterizer::new(fonts) }
    }

    fn card(&mut self, unit: &Unit<'w>) -> Report {
        let mut report = Report::default();
        let mut engine = self.engine(unit.job);
        let made = self.make(unit, &mut engine, &mut report);
        self.engine = Some(engine);
        if let Err(problems) = made {
            report.failed = true;
            report.messages.extend(problems.iter().map(|problem| format!("{problem}\n")));
        }
        report
    }

    fn make(&self, unit: &Unit<'w>, engine: &mut Engine<'w>, report: &mut Report) -> Result<(), Vec<Diagnostic>> {
        let args = self.work.args;
        let record = unit.record;
        let start = Instant::now();
        let warn = |report: &mut Report, warning: &Diagnostic| {
            report.warnings += 1;
            if !args.quiet {
                report.messages.push(format!("{warning}\n"));
            }
        };
        if unit.first
            && let Ok(parsed) = &unit.job.parsed
        {
            let colours = press::colour_warnings(unit.job, record, self.work.wishes.theme);
            for warning in parsed.warnings.iter().chain(&unit.job.cover_warnings(record)).chain(&colours) {
                warn(report, warning);
            }
        }
        let missing = press::missing_characters(record, engine.fonts);
        if args.missing_glyphs == MissingGlyphs::Error && !missing.is_empty() {
            return Err(if unit.first { missing } else { Vec::new() });
        }
        let of_subject = press::missing_in_subject(record, &unit.planned.subject, engine.fonts);
        if args.missing_glyphs == MissingGlyphs::Error && !of_subject.is_empty() {
            return Err(if unit.first_of_subject { of_subject } else { Vec::new() });
        }
        let missing = missing.into_iter().filter(|_| unit.first);
        for problem in missing.chain(of_subject.into_iter().filter(|_| unit.first_of_subject)) {
            warn(report, &Diagnostic { severity: Severity::Warning, ..problem });
        }
        let subject = &unit.planned.subject;
        let template = press::template(unit.job, record, subject, args.template.as_deref())?;
        let card = match press::card(unit.job, record, unit.planned, unit.format, self.work.wishes) {
            Ok(card) => card,
            // Theme and artwork are the same in every format: said once.
            Err(problems) => return Err(if unit.first_of_subject { problems } else { Vec::new() }),
        };
        let mut composition = compose(&card, &template, engine.fonts, &mut engine.shaper)?;
        crate::legible::ensure_card(&mut composition, &card.theme, &mut engine.rasterizer).map_err(|error| {
            vec![Diagnostic::error("picture", error.to_string()).in_file(unit.job.input.name.clone())]
        })?;
        for warning in &composition.warnings {
            warn(report, warning);
        }
        if args.explain {
            report.messages.push(explain(unit, &card.theme, &composition.choices));
        }
        let metadata = metadata(&card);
        if self.work.to_stdout && composition.scenes.len() > 1 {
            let message =
                format!("one picture goes to standard output, this card has {} pages", composition.scenes.len());
            return Err(vec![
                Diagnostic::error("pages", message)
                    .in_file(unit.job.input.name.clone())
                    .hint("write to a folder with `-o DIR`, or take one page with `--overflow summary`"),
            ]);
        }
        let mut from = start;
        for scene in &composition.scenes {
            for kind in &args.types {
                let output = match kind {
                    FileType::Png => OutputFormat::Png,
                    FileType::Svg => OutputFormat::Svg,
                };
                let bytes = encode(output, scene, args.scale, &metadata, &mut engine.rasterizer).map_err(|error| {
                    vec![Diagnostic::error("picture", error.to_string()).in_file(unit.job.input.name.clone())]
                })?;
                if self.work.to_stdout {
                    report.picture = Some(bytes);
                    continue;
                }
                let path = self.path(unit, scene, output.extension())?;
                let written =
                    write_atomic(&path, &bytes).map_err(|error| vec![Diagnostic::error("write", error.to_string())])?;
                let scale = if output == OutputFormat::Svg { 1.0 } else { args.scale };
                let (width, height) = ((scene.width * scale).round(), (scene.height * scale).round());
                let ms = from.elapsed().as_secs_f64() * 1000.0;
                report.lines.push(format!("{}  {width}x{height}  {} bytes  {ms:.1} ms", path.display(), written.bytes));
                from = Instant::now();
                report.pages += 1;
            }
            if args.emit.contains(&Emit::Scene) {
                let path = self.path(unit, scene, "scene.json")?;
                let json = crate::scene::json::to_json(scene);
                write_atomic(&path, json.as_bytes())
                    .map_err(|error| vec![Diagnostic::error("write", error.to_string())])?;
            }
        }
        Ok(())
    }

    fn path(&self, unit: &Unit<'_>, scene: &Scene, extension: &str) -> Result<PathBuf, Vec<Diagnostic>> {
        let values = Values {
            stem: &unit.job.input.stem,
            subject: &unit.planned.slug,
            format: &scene.format,
            page: scene.page,
            pages: scene.pages,
            template: &scene.template,
            ext: extension,
            title: &unit.record.title,
        };
        let fail =
            |message: String| vec![Diagnostic::error("output-name", message).in_file(unit.job.input.name.clone())];
        let pattern = if unit.planned.own_folder { Pattern::series() } else { Pattern::default() };
        let path = pattern.path(&values).map_err(|error| fail(error.to_string()))?;
        let path = Path::new(&self.work.args.output).join(path);
        let mut claimed = self.work.claimed.lock().map_err(|_| fail("another card failed badly".into()))?;
        claimed.claim(&path).map_err(|error| fail(error.to_string()))?;
        Ok(path)
    }
}

fn explain(unit: &Unit<'_>, theme: &crate::theme::Theme, choices: &[(&'static str, String)]) -> String {
    let slug = if unit.planned.own_folder { format!(" {}", unit.planned.slug) } else { String::new() };
    let mut text = format!("{}{slug} {}\n", unit.job.input.name, unit.format.name);
    let ratio = |color| crate::theme::shown(crate::theme::contrast(color, theme.ground));
    text.push_str(&format!(
        "  colours   ground {}, text {} ({}), quiet {} ({}), accent {} ({})\n",
        theme.ground,
        theme.text,
        ratio(theme.text),
        theme.quiet,
        ratio(theme.quiet),
        theme.accent,
        ratio(theme.accent),
    ));
    if let Some(kit) = &unit.job.kit {
        text.push_str(&format!("  kit       {}\n", kit.kit.source.name));
    }
    for (topic, choice) in choices {
        text.push_str(&format!("  {topic:<9} {choice}\n"));
    }
    text
}

/// What the picture says about itself: its title, the artist, and every text of it in one line.
fn metadata(card: &Card<'_>) -> Metadata {
    let record = card.record;
    let due = card.subject.due();
    let title = match (&card.subject, record.title.is_empty()) {
        (Subject::Record, _) => record.title.value.clone(),
        (subject, false) => format!("{} – {}", subject.label(), record.title),
        (subject, true) => subject.label(),
    };
    let description = if due.is_empty() {
        let parts: Vec<String> = card
            .credits
            .iter()
            .map(|credit| {
                let names: Vec<&str> = credit.names.iter().map(|name| name.name.as_str()).collect();
                format!("{}: {}", credit.role, names.join(", "))
            })
            .collect();
        parts.join("; ")
    } else {
        due.into_iter().map(|due| due.string).collect::<Vec<_>>().join("; ")
    };
    Metadata { title, author: record.artist.value.clone(), description }
}

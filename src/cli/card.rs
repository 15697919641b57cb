//! One card made on a thread: composed, painted page by page, and handed over in bytes.
//! The engine that sets and paints text is kept from card to card while the fonts are the same.

use std::sync::mpsc;
use std::time::Instant;

use crate::card::{Card, Subject};
use crate::cli::args::{Emit, FileType, MissingGlyphs, RenderArgs};
use crate::cli::destination::Destination;
use crate::cli::press::{self, Job, Wishes};
use crate::cli::rehearsal::Rehearsal;
use crate::cli::templates;
use crate::cli::timings::{Stage, Timings};
use crate::cli::units::{Page, Wanted};
use crate::compose::compose;
use crate::diagnostic::{Diagnostic, Severity};
use crate::encode::{EncodeError, Metadata, OutputFormat, encode_timed};
use crate::fonts::Fonts;
use crate::legible::ensure_card;
use crate::raster::Rasterizer;
use crate::scene::Scene;
use crate::text::Shaper;

/// One thread's press.
pub struct Press<'w> {
    args: &'w RenderArgs,
    output: &'w Destination,
    types: Vec<FileType>,
    wishes: &'w Wishes<'w>,
    fonts: &'w Fonts,
    /// Whether a processor has nothing to do.
    spare: bool,
    /// For the fonts of the card made last.
    engine: Option<Engine<'w>>,
}

/// What sets and paints text in some fonts, with its caches.
pub struct Engine<'w> {
    /// The fonts.
    pub fonts: &'w Fonts,
    /// Sets text.
    pub shaper: Shaper<'w>,
    /// Paints scenes.
    pub rasterizer: Rasterizer<'w>,
    /// Whether it has made no card yet.
    fresh: bool,
}

/// A page of a card as a file.
pub struct Made<'p> {
    /// Which page, in which type.
    pub page: Page<'p>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Whether it is a picture, or what is known about one.
    pub picture: bool,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What there is to say about a card.
#[derive(Default)]
pub struct Said {
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
    /// What was chosen and why, if that was asked for.
    pub explained: Option<String>,
    /// Name of the template.
    pub template: Option<String>,
    /// How long its stages took.
    pub timings: Timings,
}

/// Takes a page; an error stops the card.
pub type Deliver<'d> = dyn FnMut(Made<'_>) -> Result<(), Vec<Diagnostic>> + 'd;

/// Extensions of the files that a card is asked for.
pub fn extensions(args: &RenderArgs) -> Vec<&'static str> {
    let types = args.types();
    let types = types.iter().map(|kind| output_format(*kind).extension());
    types.chain(args.emit.iter().map(|Emit::Scene| SCENE)).collect()
}

const SCENE: &str = "scene.json";

fn output_format(kind: FileType) -> OutputFormat {
    match kind {
        FileType::Png => OutputFormat::Png,
        FileType::Svg => OutputFormat::Svg,
    }
}

impl<'w> Press<'w> {
    /// A press without an engine yet; `fonts` are those of the options. With a processor to spare the first cover is
    /// decoded beside other work.
    pub fn new(
        args: &'w RenderArgs,
        output: &'w Destination,
        wishes: &'w Wishes<'w>,
        fonts: &'w Fonts,
        spare: bool,
    ) -> Press<'w> {
        Press { args, output, types: args.types(), wishes, fonts, spare, engine: None }
    }

    /// The engine for a record's fonts: those of its kit, which are another set for each kit that brings font files.
    fn engine(&mut self, job: &'w Job) -> Engine<'w> {
        let fonts = job.kit.as_ref().and_then(|kit| kit.fonts.as_ref()).unwrap_or(self.fonts);
        if let Some(engine) = self.engine.take().filter(|engine| std::ptr::eq(engine.fonts, fonts)) {
            return engine;
        }
        let mut shaper = Shaper::new(fonts);
        if self.args.missing_glyphs == MissingGlyphs::Replace {
            shaper.set_replacement(Some('\u{fffd}'));
        }
        Engine { fonts, shaper, rasterizer: Rasterizer::new(fonts), fresh: true }
    }

    /// Makes a card. Warnings are said about every card of a record, whichever is made: the caller says each once.
    pub fn make(
        &mut self,
        job: &'w Job,
        wanted: &Wanted<'_>,
        said: &mut Said,
        deliver: &mut Deliver<'_>,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut engine = self.engine(job);
        let (awaited, begun) = job.cover_awaited(wanted.record);
        let first = std::mem::take(&mut engine.fresh) && awaited;
        if first && !begun && self.spare {
            let (engine, made) = self.make_beside(engine, job, wanted, said, deliver);
            self.engine = engine;
            return made;
        }
        if first && begun {
            Rehearsal { args: self.args, wishes: self.wishes, job, wanted }.play(&mut engine);
        }
        let made = self.set(&mut engine, job, wanted, said, deliver);
        self.engine = Some(engine);
        made
    }

    /// Makes a card whose cover is decoded here while another thread rehearses it and then resizes the cover. Returns the
    /// engine too.
    fn make_beside(
        &self,
        mut engine: Engine<'w>,
        job: &Job,
        wanted: &Wanted<'_>,
        said: &mut Said,
        deliver: &mut Deliver<'_>,
    ) -> (Option<Engine<'w>>, Result<(), Vec<Diagnostic>>) {
        let rehearsal = Rehearsal { args: self.args, wishes: self.wishes, job, wanted };
        std::thread::scope(|scope| {
            let ((back, returned), (give, given)) = (mpsc::channel(), mpsc::channel());
            scope.spawn(move || {
                let pictures = rehearsal.play(&mut engine);
                engine.rasterizer.expect_pictures(given);
                if back.send(engine).is_ok() {
                    rehearsal.prepare(&pictures, &give);
                }
            });
            // Decoding is the longer of the two, and a thread takes a while to begin. What is wrong with the cover is
            // told with the card.
            let _ = job.cover(wanted.record);
            // Without an engine the other thread panicked, and so does the scope.
            let Ok(mut engine) = returned.recv() else { return (None, Ok(())) };
            let made = self.set(&mut engine, job, wanted, said, deliver);
            (Some(engine), made)
        })
    }

    /// Makes a card with an engine that is ready.
    fn set(
        &self,
        engine: &mut Engine<'w>,
        job: &Job,
        wanted: &Wanted<'_>,
        said: &mut Said,
        deliver: &mut Deliver<'_>,
    ) -> Result<(), Vec<Diagnostic>> {
        let start = Instant::now();
        let args = self.args;
        let record = wanted.record;
        let subject = &wanted.planned.subject;
        said.warnings.extend(job.cover_warnings(record));
        said.warnings.extend(press::colour_warnings(job, record, self.wishes.theme));
        let mut missing = press::missing_characters(record, engine.fonts);
        missing.extend(press::missing_in_subject(record, subject, engine.fonts));
        if args.missing_glyphs == MissingGlyphs::Error && !missing.is_empty() {
            return Err(missing);
        }
        let warning = |problem| Diagnostic { severity: Severity::Warning, ..problem };
        said.warnings.extend(missing.into_iter().map(warning));
        let template = templates::template(job, record, subject, args.template.as_deref())?;
        let card = press::card(job, record, wanted.planned, wanted.format, self.wishes)?;
        said.timings.add(Stage::Card, start.elapsed());
        let picture = |error: &dyn std::fmt::Display| {
            vec![Diagnostic::error("picture", error.to_string()).in_file(job.input.name.clone())]
        };
        let timings = &mut said.timings;
        let mut composition =
            timings.time(Stage::Compose, || compose(&card, &template, engine.fonts, &mut engine.shaper))?;
        timings
            .time(Stage::Legible, || ensure_card(&mut composition, &card.theme, &mut engine.rasterizer))
            .map_err(|error| picture(&error))?;
        composition.warnings.retain(|finding| !press::allows(job, record, finding));
        said.warnings.append(&mut composition.warnings);
        if args.explain {
            said.explained = Some(explain(job, wanted, &card.theme, &composition.choices));
        }
        said.template = composition.scenes.first().map(|scene| scene.template.clone());
        if let (Some(single), 2..) = (self.output.single(), composition.scenes.len()) {
            let message = format!("{single}, this card has {} pages", composition.scenes.len());
            return Err(vec![
                Diagnostic::error("pages", message)
                    .in_file(job.input.name.clone())
                    .hint("write to a folder with `-o DIR`, or take one page with `--overflow summary`"),
            ]);
        }
        let metadata = metadata(&card);
        for scene in &composition.scenes {
            for kind in &self.types {
                let output = output_format(*kind);
                let bytes = self
                    .file(output, scene, &metadata, &mut engine.rasterizer, &mut said.timings)
                    .map_err(|error| picture(&error))?;
                let scale = if output == OutputFormat::Svg { 1.0 } else { args.scale };
                let made = page(scene, output.extension(), scale, true, bytes);
                said.timings.time(Stage::Write, || deliver(made))?;
            }
            if args.emit.contains(&Emit::Scene) {
                let json = crate::scene::json::to_json(scene);
                deliver(page(scene, SCENE, 1.0, false, json.into_bytes()))?;
            }
        }
        Ok(())
    }

    /// A page as a file.
    fn file(
        &self,
        output: OutputFormat,
        scene: &Scene,
        metadata: &Metadata,
        rasterizer: &mut Rasterizer<'_>,
        timings: &mut Timings,
    ) -> Result<Vec<u8>, EncodeError> {
        let bytes = encode_timed(output, scene, self.args.scale, metadata, rasterizer, timings)?;
        #[cfg(feature = "optimize")]
        if output == OutputFormat::Png && self.args.optimizes() {
            return timings.time(Stage::Optimize, || crate::encode::optimize(&bytes));
        }
        Ok(bytes)
    }
}

fn page<'e>(scene: &Scene, extension: &'e str, scale: f32, picture: bool, bytes: Vec<u8>) -> Made<'e> {
    // Sizes of formats are a few thousand px.
    let (width, height) = ((scene.width * scale).round() as u32, (scene.height * scale).round() as u32);
    Made { page: Page { number: scene.page, of: scene.pages, extension }, width, height, picture, bytes }
}

fn explain(job: &Job, wanted: &Wanted<'_>, theme: &crate::theme::Theme, choices: &[(&'static str, String)]) -> String {
    let slug = if wanted.planned.own_folder { format!(" {}", wanted.planned.slug) } else { String::new() };
    let mut text = format!("{}{slug} {}\n", job.input.name, wanted.format.name);
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
    if let Some(kit) = &job.kit {
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

//! One card made on a thread: composed, its texts made legible, and encoded page by page.
//! The engine that sets and paints text is kept from card to card while the fonts are the same.

use std::collections::BTreeSet;
use std::fmt::Display;

use crate::artwork::Artwork;
use crate::card::Format;
use crate::catalogue::platforms::Placement;
use crate::compose::compose;
use crate::diagnostic::{Diagnostic, Severity, shortened};
use crate::encode::{EncodeError, Encoding, MaxBytes, Metadata, Pages, encode_pages};
use crate::fonts::Fonts;
use crate::legible::ensure_card;
use crate::post::{CaptionError, Captions, Draft, Package, PackagePicture};
use crate::press::coarse::coarse;
use crate::press::missing::{missing_characters, missing_in_subject};
use crate::press::options::MissingGlyphs;
use crate::press::resolve::{Resolved, allows};
use crate::raster::Rasterizer;
use crate::record::Record;
use crate::report::{Stage, Timings};
use crate::scene::{Scene, TextItem};
use crate::text::Shaper;

/// Codes of problems that a template has with one record and not with another.
const OF_RECORD: [&str; 7] =
    ["layout", "text", "outside-safe-area", "names-missing", "names-twice", "texts-missing", "texts-twice"];

/// Makes cards, one after the other; a thread has one of its own. What it has shaped and painted it remembers.
pub struct Press<'f> {
    fonts: &'f Fonts,
    timings: Timings,
    /// For the fonts of the card made last.
    pub(super) engine: Option<Engine<'f>>,
}

/// What sets and paints text in some fonts, with its caches.
pub(super) struct Engine<'f> {
    /// The fonts.
    pub(super) fonts: &'f Fonts,
    /// Sets text.
    pub(super) shaper: Shaper<'f>,
    /// Paints scenes.
    pub(super) rasterizer: Rasterizer<'f>,
    missing_glyphs: MissingGlyphs,
    /// Whether it has made no card yet.
    pub(super) fresh: bool,
}

impl<'f> Engine<'f> {
    fn new(fonts: &'f Fonts, missing_glyphs: MissingGlyphs) -> Engine<'f> {
        let mut shaper = Shaper::new(fonts);
        if missing_glyphs == MissingGlyphs::Replace {
            shaper.set_replacement(Some('\u{fffd}'));
        }
        Engine { fonts, shaper, rasterizer: Rasterizer::new(fonts), missing_glyphs, fresh: true }
    }
}

/// A card that was made: its pages, legible as far as they can be.
pub struct Made<'p, 'f> {
    /// What somebody should look at; what the record or its kit allows is not among it.
    pub warnings: Vec<Diagnostic>,
    /// Warnings that the record or its kit allows.
    pub allowed: Vec<Diagnostic>,
    /// What was chosen and why: topic and sentence.
    pub choices: Vec<(&'static str, String)>,
    scenes: Vec<Scene>,
    /// What each page says about itself.
    metadata: Vec<Metadata>,
    /// What posts say of it.
    draft: Draft,
    format: &'static Format,
    scale: f32,
    max_bytes: Option<MaxBytes>,
    rasterizer: &'p mut Rasterizer<'f>,
    timings: &'p mut Timings,
}

/// A page of a card as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Which page, from 1.
    pub page: u32,
    /// Pages of the card.
    pub pages: u32,
    /// Width in pixels; of an SVG and of what is no picture at scale 1.
    pub width: u32,
    /// Height in pixels, as the width.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
    /// What is otherwise than it was asked for, such as the quality at which a JPEG holds its limit of bytes.
    pub notes: Vec<String>,
}

impl<'f> Press<'f> {
    /// A press that has made nothing yet. Brand kits that bring fonts have these too.
    pub fn new(fonts: &'f Fonts) -> Press<'f> {
        Press { fonts, timings: Timings::default(), engine: None }
    }

    /// The same, which measures how long its stages take.
    #[must_use]
    pub fn timed(self) -> Press<'f> {
        Press { timings: Timings::running(), ..self }
    }

    /// How long the stages took since this was asked last.
    pub fn take_timings(&mut self) -> Timings {
        let fresh = if self.timings.is_running() { Timings::running() } else { Timings::default() };
        std::mem::replace(&mut self.timings, fresh)
    }

    /// The engine for a card's fonts: those of its kit, which are another set for each kit that brings font files.
    pub(super) fn take_engine(&mut self, fonts: Option<&'f Fonts>, missing_glyphs: MissingGlyphs) -> Engine<'f> {
        let fonts = fonts.unwrap_or(self.fonts);
        let known = |engine: &Engine<'_>| std::ptr::eq(engine.fonts, fonts) && engine.missing_glyphs == missing_glyphs;
        self.engine.take().filter(known).unwrap_or_else(|| Engine::new(fonts, missing_glyphs))
    }

    /// Makes a card: composes it and makes its texts legible.
    ///
    /// # Errors
    /// Characters that no font has, unless they are to be replaced; what the template, the fonts and the boxes find wrong.
    pub fn make(&mut self, card: &Resolved<'f>) -> Result<Made<'_, 'f>, Vec<Diagnostic>> {
        let engine = self.take_engine(card.fonts, card.missing_glyphs);
        let engine = self.engine.insert(engine);
        engine.fresh = false;
        let timings = &mut self.timings;
        let Some(record) = card.job().record() else { return Err(Vec::new()) };
        let mut missing = timings.time(Stage::Card, || missing_characters(record, engine.fonts));
        missing.extend(missing_in_subject(record, card.subject(), engine.fonts));
        if card.missing_glyphs == MissingGlyphs::Error && !missing.is_empty() {
            return Err(missing);
        }
        let warning = |problem| Diagnostic { severity: Severity::Warning, ..problem };
        let mut warnings = card.warnings.clone();
        warnings.extend(missing.into_iter().map(warning));
        let ready = timings.time(Stage::Card, || card.card(engine.fonts))?;
        let in_file = |error: &dyn Display| {
            vec![Diagnostic::error("picture", error.to_string()).in_file(card.job().input.name.clone())]
        };
        let composed =
            timings.time(Stage::Compose, || compose(&ready, &card.template, engine.fonts, &mut engine.shaper));
        let mut composition =
            composed.map_err(|all| all.into_iter().map(|problem| of_record(problem, record)).collect::<Vec<_>>())?;
        composition.warnings = composition.warnings.into_iter().map(|problem| of_record(problem, record)).collect();
        let unseen = inkless(&composition.scenes, &card.job().input.name);
        if !unseen.is_empty() {
            return Err(unseen);
        }
        timings
            .time(Stage::Legible, || ensure_card(&mut composition, &ready.theme, &mut engine.rasterizer))
            .map_err(|error| in_file(&error))?;
        let (allowed, found): (Vec<_>, Vec<_>) =
            composition.warnings.into_iter().partition(|finding| allows(card.job(), record, finding));
        warnings.extend(found);
        let draft = Draft::of(&ready, &composition.scenes);
        let mut metadata = draft.metadata(&ready);
        if card.embed_source {
            let source = carried(record);
            metadata.iter_mut().for_each(|page| page.credit_file.clone_from(&source));
        }
        if let Some(print) = card.format().print {
            warnings.extend(coarse(&composition.scenes, print, record));
            let rgb = "files for print are RGB (sRGB): printers convert them, and bright colours get duller";
            warnings.push(Diagnostic::note("print-rgb", rgb));
        }
        Ok(Made {
            warnings,
            allowed,
            choices: composition.choices,
            scenes: composition.scenes,
            metadata,
            draft,
            format: card.format(),
            // On paper the resolution decides, and the scale is of that.
            scale: card.scale.get() * card.format().print.map_or(1.0, |print| print.scale()),
            max_bytes: card.max_bytes,
            rasterizer: &mut engine.rasterizer,
            timings,
        })
    }
}

/// What is wrong with a template and a record together is told of the record, by name: the next one may be right.
fn of_record(problem: Diagnostic, record: &Record) -> Diagnostic {
    if !OF_RECORD.contains(&problem.code) {
        return problem;
    }
    let line = problem.position.map(|position| format!(", line {}", position.line)).unwrap_or_default();
    let template = problem.path.as_deref().unwrap_or_default();
    let message = format!("{} (template `{template}`{line})", problem.message);
    record.diagnose(Diagnostic { message, position: None, excerpt: None, ..problem }, &record.title)
}

/// Texts of which nothing is drawn, though they have letters or figures: a font can have a character and no outline for it.
fn inkless(scenes: &[Scene], file: &str) -> Vec<Diagnostic> {
    let unseen = |text: &&TextItem| text.ink.width <= 0.0 && text.string.chars().any(char::is_alphanumeric);
    let mut fields = BTreeSet::new();
    let texts = scenes.iter().flat_map(Scene::texts).filter(unseen).filter(|text| fields.insert(text.field.as_str()));
    let problem = |text: &TextItem| {
        let message = format!(
            "{}: nothing of `{}` is drawn: `{}` has no outlines for it",
            text.field,
            shortened(&text.string),
            text.family
        );
        let hint = "use another font, or another character: this one is invisible";
        Diagnostic::error("no-ink", message).in_file(file).hint(hint)
    };
    texts.map(problem).collect()
}

impl Made<'_, '_> {
    /// The pages with everything placed.
    pub fn scenes(&self) -> &[Scene] {
        &self.scenes
    }

    /// Pages of the card.
    pub fn pages(&self) -> usize {
        self.scenes.len()
    }

    /// What each page says about itself: its title, who made the record, and the alt text of the page.
    pub fn metadata(&self) -> &[Metadata] {
        &self.metadata
    }

    /// What posts say of the card.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The post of the card's files for a placement. `pictures` come without alt texts and tags.
    ///
    /// # Errors
    /// A template of captions with a mistake, and a limit that no caption keeps.
    pub fn post(
        &self,
        placement: &Placement,
        captions: &Captions,
        pictures: Vec<PackagePicture>,
    ) -> Result<Package, CaptionError> {
        let builtin = Captions::builtin();
        Package::new(&self.draft, placement, if captions.is_empty() { &builtin } else { captions }, pictures)
    }

    /// The pages of the card as files, in order.
    ///
    /// # Errors
    /// If a page cannot be painted or is too large for the format.
    pub fn encode(&mut self, encoding: &Encoding) -> Result<Vec<File>, EncodeError> {
        (0..self.scenes.len()).filter_map(|page| self.encode_page(page, encoding)).collect()
    }

    /// A page as a file, by its place from 0; none if there is no such page, or if its file holds all pages and this is not
    /// the first. Pages are large, so that it is better to write one before the next is made.
    pub fn encode_page(&mut self, page: usize, encoding: &Encoding) -> Option<Result<File, EncodeError>> {
        let (first, whole) = (self.scenes.get(page)?, encoding.holds_pages());
        let range = if whole { 0..self.scenes.len() } else { page..page + 1 };
        if whole && page > 0 {
            return None;
        }
        let pages = Pages {
            scenes: self.scenes.get(range.clone())?,
            metadata: self.metadata.get(range)?,
            scale: self.scale,
            print: self.format.print,
            max_bytes: self.max_bytes,
        };
        let file = encode_pages(*encoding, pages, self.rasterizer, self.timings);
        let scale = if encoding.has_pixels() { self.scale } else { 1.0 };
        // Sizes of formats are a few thousand px.
        let (width, height) = ((first.width * scale).round() as u32, (first.height * scale).round() as u32);
        let (page, pages) = if whole { (1, 1) } else { (first.page, first.pages) };
        Some(file.map(|file| File { page, pages, width, height, bytes: file.bytes, notes: file.notes }))
    }

    /// A page as a picture, by its place from 0, at scale 1; none if there is no such page.
    ///
    /// # Errors
    /// If it cannot be painted.
    pub fn picture(&mut self, page: usize) -> Option<Result<Artwork, EncodeError>> {
        let pixels = self.rasterizer.render(self.scenes.get(page)?, 1.0);
        match pixels {
            Ok(pixels) => Artwork::from_rgba(pixels.width, pixels.height, pixels.data).map(Ok),
            Err(error) => Some(Err(error.into())),
        }
    }
}

/// The credit file that a picture of the record carries: the record's own, else one that says the same.
fn carried(record: &Record) -> String {
    let own = &record.source;
    match crate::record::parse(&own.name, own.text.as_bytes()) {
        Ok(_) => own.text.to_string(),
        // A sheet has many records, and what the program made has no file.
        Err(_) => crate::record::to_yaml(record).unwrap_or_default(),
    }
}

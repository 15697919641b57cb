//! Resolving: a record, its kit and the options become cards of which everything is decided.
//! What the options say counts more than what the record says, and that more than its brand kit.

use std::ops::Deref;
use std::sync::Arc;

use crate::artwork::Artwork;
use crate::card::{
    Brand, Card, Families, Format, Group, Handles, Labels, Order, Overflow, Pairing, PaperError, Series, Subject,
    SupporterLine,
};
use crate::catalogue::languages::Wording;
use crate::diagnostic::Diagnostic;
use crate::encode::MaxBytes;
use crate::fonts::Fonts;
use crate::kit::KitFonts;
use crate::press::assets::Assets;
use crate::press::covers::Cover;
use crate::press::job::Job;
use crate::press::kit::LoadedKit;
use crate::press::names::{
    collect_formats, most_bytes, named_formats, named_group, named_handles, named_labels, named_order, named_overflow,
    named_switch, named_type, named_wording,
};
use crate::press::options::{MissingGlyphs, Options, Scale};
use crate::press::overrides::{FontChoice, choose, place_covers};
use crate::press::planned::{Planned, own};
use crate::press::templates;
use crate::press::themes::{named_theme, theme_option};
use crate::record::{Focus, Picture, Record, Text};
use crate::template::Template;
use crate::theme::{Palette, Theme};

/// A card of which everything is decided: its files follow from it and from the fonts.
#[derive(Clone)]
pub struct Resolved<'r> {
    job: Held<'r>,
    /// Fonts of the kit; none if those of the press do.
    pub(super) fonts: Option<&'r Fonts>,
    pub(super) choices: Vec<FontChoice>,
    pub(super) missing_glyphs: MissingGlyphs,
    pub(super) scale: Scale,
    pub(super) max_bytes: Option<MaxBytes>,
    pub(super) embed_source: bool,
    pub(super) template: Arc<Template>,
    /// What somebody should know about its cover and its colours.
    pub warnings: Vec<Diagnostic>,
    planned: Planned,
    format: &'static Format,
    theme: Theme,
    palette: Option<Arc<Palette>>,
    artwork: Option<Arc<Artwork>>,
    focus: Option<Focus>,
    overflow: Overflow,
    order: Order,
    group: Group,
    pairing: Option<&'static Pairing>,
    join_roles: bool,
    handles: Handles,
    labels: Labels,
    wording: Wording,
    language: Option<String>,
    brand: Arc<Brand>,
}

/// A job that is borrowed from a run, or that cards of one record share.
#[derive(Clone)]
enum Held<'r> {
    Lent(&'r Job<'r>),
    Shared(Arc<Job<'r>>),
}

impl<'r> Deref for Held<'r> {
    type Target = Job<'r>;

    fn deref(&self) -> &Job<'r> {
        match self {
            Held::Lent(job) => job,
            Held::Shared(job) => job,
        }
    }
}

impl Resolved<'_> {
    /// The card as composition takes it, set in families of some fonts.
    pub(super) fn card(&self, fonts: &Fonts) -> Result<Card<'_>, Vec<Diagnostic>> {
        let Some(record) = self.job.record() else { return Err(Vec::new()) };
        let mut brand = Arc::clone(&self.brand);
        if let Some(pairing) = self.pairing {
            let of_kit = self.job.kit.as_ref().map(|kit| &kit.kit.fonts);
            Arc::make_mut(&mut brand).families = paired(pairing, of_kit);
        }
        if !self.choices.is_empty() {
            choose(&mut Arc::make_mut(&mut brand).families, &self.choices, fonts)
                .map_err(|(message, hint)| vec![Diagnostic::error("unknown-font", message).hint(hint)])?;
        }
        let words = self.wording.words();
        let mut series = self.planned.series.clone();
        // A heading that the file does not give is in the language of the card.
        if record.title.is_empty() && series.title.is_some() {
            series.title = Some(match self.planned.subject {
                Subject::Versus(_) => words.two_roles.clone(),
                _ => words.roles_behind_the_record.clone(),
            });
        }
        let card = Card {
            group: self.group,
            pairing: self.pairing,
            join_roles: self.join_roles,
            labels: self.labels,
            wording: self.wording,
            language: self.language.clone(),
            subject: self.planned.subject.clone(),
            series,
            artwork: self.artwork.clone(),
            palette: self.palette.clone(),
            focus: self.focus,
            overflow: self.overflow,
            brand,
            ..Card::bare(record, self.format, self.theme)
        };
        Ok(card.listing(self.order, self.handles.clone()))
    }

    /// The record's job.
    pub(super) fn job(&self) -> &Job<'_> {
        &self.job
    }

    /// Its format.
    pub fn format(&self) -> &'static Format {
        self.format
    }

    /// What it is about.
    pub fn subject(&self) -> &Subject {
        &self.planned.subject
    }

    /// Where it stands among the cards of its series.
    pub fn series(&self) -> &Series {
        &self.planned.series
    }

    /// Name of its template.
    pub fn template(&self) -> &str {
        self.template.name()
    }

    /// Its colours.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }
}

/// The cards of a record, each in each of its formats, with everything decided: files are read from `assets`, and each
/// picture is decoded once.
///
/// # Errors
/// Everything that is wrong with the cards but for what only composing them can tell.
pub fn cards<'r>(
    record: &Record,
    kit: Option<&'r Arc<LoadedKit>>,
    options: &Options,
    assets: &'r dyn Assets,
) -> Result<Vec<Resolved<'r>>, Vec<Diagnostic>> {
    let mut job = Job::of(record.clone(), assets);
    job.kit = kit.cloned();
    cards_of(job, kit.and_then(|kit| kit.fonts.as_ref()), options)
}

/// As [`cards`], of a job whose covers and templates outlive it. `fonts` are those of its kit, if it brings some.
///
/// # Errors
/// As [`cards`].
pub fn cards_of<'r>(
    mut job: Job<'r>,
    fonts: Option<&'r Fonts>,
    options: &Options,
) -> Result<Vec<Resolved<'r>>, Vec<Diagnostic>> {
    place_covers(&mut job, options);
    if let Err(problems) = &job.parsed {
        return Err(problems.clone());
    }
    let job = Arc::new(job);
    let Some(record) = job.record() else { return Err(Vec::new()) };
    let formats = formats(&job, record, options)?;
    let (mut cards, mut problems) = (Vec::new(), Vec::new());
    for planned in own(&job, record) {
        for format in &formats {
            match with_cover(Held::Shared(Arc::clone(&job)), fonts, &planned, format, options, None) {
                Ok(card) => cards.push(card),
                Err(found) => problems.extend(found),
            }
        }
    }
    // What is wrong with a template is wrong in every format.
    let mut said: Vec<Diagnostic> = Vec::new();
    for problem in problems {
        if !said.contains(&problem) {
            said.push(problem);
        }
    }
    if said.is_empty() { Ok(cards) } else { Err(said) }
}

/// The card of a record in a format.
///
/// # Errors
/// As [`cards`].
pub fn resolve<'r>(
    job: &'r Job<'r>,
    planned: &Planned,
    format: &'static Format,
    options: &Options,
) -> Result<Resolved<'r>, Vec<Diagnostic>> {
    with_cover(Held::Lent(job), kit_fonts(job), planned, format, options, None)
}

/// As [`resolve`], with a small grey square for an artwork that is not decoded yet: the same texts in about the same places.
#[cfg(feature = "cli")]
pub(super) fn rehearsed<'r>(
    job: &'r Job<'r>,
    planned: &Planned,
    format: &'static Format,
    options: &Options,
) -> Option<Resolved<'r>> {
    let grey = Artwork::from_rgba(4, 4, [128, 128, 128, 255].repeat(16)).map(Cover::new)?;
    with_cover(Held::Lent(job), kit_fonts(job), planned, format, options, Some(grey)).ok()
}

/// The fonts of a job's kit, if it brings some.
pub fn kit_fonts<'r>(job: &'r Job<'_>) -> Option<&'r Fonts> {
    job.kit.as_ref().and_then(|kit| kit.fonts.as_ref())
}

/// The formats of a record's cards: the paper of the options, else those of the options, else its own, else the kit's, else the default ones.
pub fn formats(job: &Job<'_>, record: &Record, options: &Options) -> Result<Vec<&'static Format>, Vec<Diagnostic>> {
    let kit = job.kit.as_ref().map(|kit| kit.formats.as_slice()).unwrap_or_default();
    let plain = |names: &mut dyn Iterator<Item = &str>| collect_formats(names.map(|name| (name, None)));
    if let Some(paper) = &options.print {
        let unusable = |error: PaperError| vec![Diagnostic::error("print", error.to_string()).hint(error.hint())];
        paper.format().map(|format| vec![format]).map_err(unusable)
    } else if !options.formats.is_empty() {
        plain(&mut options.formats.iter().map(String::as_str))
    } else if !record.card.formats.is_empty() {
        named_formats(&record.card.formats, &record.source)
    } else if !kit.is_empty() {
        Ok(kit.to_vec())
    } else {
        plain(&mut crate::card::DEFAULT_FORMATS.into_iter())
    }
}

/// A card with its cover, or with a stand-in for it.
fn with_cover<'r>(
    job: Held<'r>,
    fonts: Option<&'r Fonts>,
    planned: &Planned,
    format: &'static Format,
    options: &Options,
    stand_in: Option<Cover>,
) -> Result<Resolved<'r>, Vec<Diagnostic>> {
    let Some(record) = job.record() else { return Err(Vec::new()) };
    let template = templates::template(&job, record, &planned.subject, options.template.as_deref());
    let rehearsed = stand_in.is_some();
    let look = match stand_in {
        Some(cover) => Ok(Some(cover)),
        None => job.picture(record, &planned.subject).map_err(|problem| vec![*problem]),
    }
    .and_then(|cover| Look::of(&job, record, options, cover));
    let (template, look) = match (template, look) {
        (Ok(template), Ok(look)) => (template, look),
        (template, look) => {
            let mut problems = template.err().unwrap_or_default();
            problems.extend(look.err().unwrap_or_default());
            return Err(problems);
        }
    };
    let mut warnings = Vec::new();
    if !rehearsed {
        warnings.extend(job.cover_warnings(record));
        warnings.extend(colour_warnings(&job, record, options.theme.as_deref()));
    }
    let focus = shown(record, &planned.subject).and_then(|picture| picture.focus);
    let brand = job.kit.as_ref().map(|kit| Arc::clone(&kit.brand)).unwrap_or_default();
    Ok(Resolved {
        fonts,
        choices: options.fonts.clone(),
        missing_glyphs: options.missing_glyphs,
        scale: options.scale,
        max_bytes: most_bytes(options, record, job.kit.as_deref()),
        embed_source: options.embed_source,
        template,
        warnings,
        planned: planned.clone(),
        format,
        theme: look.theme,
        palette: look.palette,
        artwork: look.artwork,
        focus,
        overflow: look.overflow,
        order: look.order,
        group: look.group,
        pairing: look.pairing,
        join_roles: look.join_roles,
        handles: look.handles,
        labels: look.labels,
        wording: look.wording,
        language: look.language,
        brand,
        job,
    })
}

/// The families of a pairing, and those that a kit gives on top.
fn paired(pairing: &Pairing, kit: Option<&KitFonts>) -> Families {
    let mut families = pairing.families();
    let Some(kit) = kit else { return families };
    for (family, own) in
        [(&mut families.title, &kit.title), (&mut families.text, &kit.text), (&mut families.names, &kit.names)]
    {
        if let Some(own) = own {
            family.clone_from(&own.value);
        }
    }
    families
}

/// What options, record and kit decide together.
struct Look {
    theme: Theme,
    palette: Option<Arc<Palette>>,
    artwork: Option<Arc<Artwork>>,
    overflow: Overflow,
    order: Order,
    group: Group,
    pairing: Option<&'static Pairing>,
    join_roles: bool,
    handles: Handles,
    labels: Labels,
    wording: Wording,
    language: Option<String>,
}

impl Look {
    fn of(job: &Job<'_>, record: &Record, options: &Options, cover: Option<Cover>) -> Result<Look, Vec<Diagnostic>> {
        let palette = cover.as_ref().map(|cover| &**cover.palette());
        let kit = job.kit.as_deref();
        let of_kit = kit.and_then(|kit| kit.kit.card.theme.as_ref().map(|theme| (theme, &kit.kit.source)));
        let theme = match (options.theme.as_deref(), &record.card.theme, of_kit) {
            (Some(name), _, _) => named_theme(name, None, palette),
            (None, Some(theme), _) => theme_option(theme, &record.source, palette).map(|(theme, _)| theme),
            (None, None, Some((theme, source))) => theme_option(theme, source, palette).map(|(theme, _)| theme),
            (None, None, None) => named_theme("auto", None, palette),
        }?;
        let overflow = match (options.overflow, &record.card.overflow) {
            (Some(overflow), _) => overflow,
            (None, Some(text)) => named_overflow(text, &record.source)?,
            (None, None) => kit.and_then(|kit| kit.overflow).unwrap_or_default(),
        };
        let labels = match (options.labels, &record.card.labels) {
            (Some(labels), _) => labels,
            (None, Some(text)) => named_labels(text, &record.source)?,
            (None, None) => kit.and_then(|kit| kit.labels).unwrap_or_default(),
        };
        let order = match (options.order, &record.card.order, kit.and_then(|kit| kit.kit.card.order.as_ref())) {
            (Some(order), _, _) => order,
            (None, Some(text), _) => named_order(text, Some((&record.source, text)))?,
            (None, None, Some(text)) => named_order(text, None)?,
            (None, None, None) => Order::default(),
        };
        let group = match (options.group, &record.card.group, kit.and_then(|kit| kit.kit.card.group.as_ref())) {
            (Some(group), _, _) => group,
            (None, Some(text), _) => named_group(text, Some((&record.source, text)))?,
            (None, None, Some(text)) => named_group(text, None)?,
            (None, None, None) => Group::default(),
        };
        let pairing =
            match (options.r#type.as_deref(), &record.card.r#type, kit.and_then(|kit| kit.kit.card.r#type.as_ref())) {
                (Some(name), _, _) => Some(named_type(name, None)?),
                (None, Some(text), _) => Some(named_type(text, Some((&record.source, text)))?),
                (None, None, Some(text)) => Some(named_type(text, None)?),
                (None, None, None) => None,
            };
        let join_roles =
            match (options.join_roles, &record.card.join_roles, kit.and_then(|kit| kit.kit.card.join_roles.as_ref())) {
                (Some(join), _, _) => join,
                (None, Some(text), _) => named_switch(text, Some((&record.source, text)))?,
                (None, None, Some(text)) => named_switch(text, None)?,
                (None, None, None) => true,
            };
        let handles = handles(job, record, options)?;
        let (wording, language) = spoken(job, record, options)?;
        let labels = if wording.is_bilingual() { Labels::Catalogue } else { labels };
        let palette = cover.as_ref().map(|cover| Arc::clone(cover.palette()));
        let artwork = cover.map(|cover| cover.artwork);
        Ok(Look {
            theme,
            palette,
            artwork,
            overflow,
            order,
            group,
            pairing,
            join_roles,
            handles,
            labels,
            wording,
            language,
        })
    }
}

/// The language of a card and of its roles, and its tag where it was chosen: the options' choice, else that of the file's
/// card, else the language of the record's names, else the kit's.
fn spoken(job: &Job<'_>, record: &Record, options: &Options) -> Result<(Wording, Option<String>), Vec<Diagnostic>> {
    let kit = job.kit.as_deref().map(|kit| &kit.kit.card);
    let tag = |text: &Text| text.value.clone();
    let tags = |all: &[Text]| all.iter().map(tag).collect::<Vec<_>>();
    let two = match (&options.bilingual, &record.card.bilingual) {
        (chosen, _) if !chosen.is_empty() => chosen.clone(),
        (_, own) if !own.is_empty() => tags(own),
        _ => kit.map(|kit| tags(&kit.bilingual)).unwrap_or_default(),
    };
    if !two.is_empty() {
        let all: Vec<&str> = two.iter().map(String::as_str).collect();
        return Ok((named_wording(None, &all)?, two.first().cloned()));
    }
    let own = options.language.clone().or_else(|| record.card.language.as_ref().map(tag));
    if let Some(own) = own {
        return Ok((named_wording(Some(&own), &[])?, Some(own)));
    }
    match (&record.language, kit.and_then(|kit| kit.language.as_ref())) {
        // Words in a language that the program does not have are English.
        (Some(names), _) => Ok((Wording::of(Some(names)), None)),
        (None, Some(own)) => Ok((named_wording(Some(own), &[])?, Some(tag(own)))),
        (None, None) => Ok((Wording::default(), None)),
    }
}

/// The handles of a card: the options', else its file's, else the kit's; of the platforms that its files name.
fn handles(job: &Job<'_>, record: &Record, options: &Options) -> Result<Handles, Vec<Diagnostic>> {
    let kit = job.kit.as_deref().map(|kit| &kit.kit);
    let mut handles =
        match (options.handles.as_deref(), &record.card.handles, kit.and_then(|kit| kit.card.handles.as_ref())) {
            (Some(name), _, _) => named_handles(name, None)?,
            (None, Some(text), _) => named_handles(text, Some((&record.source, text)))?,
            (None, None, Some(text)) => named_handles(text, None)?,
            (None, None, None) => Handles::default(),
        };
    let platforms = match record.check.platforms.as_slice() {
        [] => kit.map(|kit| kit.check.platforms.as_slice()).unwrap_or_default(),
        own => own,
    };
    let post = options.post.as_deref().and_then(|post| post.split('/').next());
    handles.platforms.extend(post.map(str::to_owned));
    handles.platforms.extend(platforms.iter().map(|name| name.value.clone()));
    Ok(handles)
}

/// The picture that a card shows: its own, else the cover.
pub fn shown<'a>(record: &'a Record, subject: &'a Subject) -> Option<&'a Picture> {
    match subject {
        Subject::Supporter(SupporterLine { picture: Some(picture), .. }) => Some(picture),
        _ => record.artwork.as_ref(),
    }
}

/// Colours that the record gives and that are hard to read on its ground, each at its line.
pub fn colour_warnings(job: &Job<'_>, record: &Record, wish: Option<&str>) -> Vec<Diagnostic> {
    let Some(option) = record.card.theme.as_ref().filter(|_| wish.is_none()) else { return Vec::new() };
    let Ok(cover) = job.cover(record) else { return Vec::new() };
    let palette = cover.as_ref().map(|cover| &**cover.palette());
    theme_option(option, &record.source, palette).map(|(_, warnings)| warnings).unwrap_or_default()
}

/// Whether a credit file or its kit allows a finding.
pub fn allows(job: &Job<'_>, record: &Record, finding: &Diagnostic) -> bool {
    let of_kit = job.kit.as_ref().map(|kit| kit.kit.check.allow.as_slice()).unwrap_or_default();
    record.check.allow.iter().chain(of_kit).any(|allowance| allowance.covers(finding))
}

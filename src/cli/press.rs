//! The press: from one credit file to its cards, with the files it needs read from disk.
//! Shared by `render` and `check`; a record is parsed and its artwork decoded once for all formats.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use crate::artwork::{Artwork, Limits};
use crate::card::{
    Brand, Card, Format, Group, Handles, LABELS, Labels, Order, Overflow, Subject, SupporterLine, Whose,
};
use crate::catalogue::platforms::{platform, platforms};
use crate::cli::args::FontArgs;
use crate::cli::covers::{Cover, Covers};
use crate::cli::inputs::{Content, Input};
use crate::cli::kit::LoadedKit;
use crate::cli::overrides::FontChoice;
use crate::cli::subjects::Planned;
use crate::cli::templates::Templates;
use crate::diagnostic::{Diagnostic, shortened};
use crate::fonts::Fonts;
use crate::record::{Parsed, Picture, Record, Source, Text, ThemeOption};
use crate::template::Demo;
use crate::theme::{Given, LowContrast, Palette, THEMES, Theme};

/// The fonts that the options ask for; on failure a message.
pub fn fonts(args: &FontArgs) -> Result<Fonts, String> {
    let mut fonts = Fonts::embedded();
    for folder in &args.font_dir {
        let added = fonts.add_dir(folder).map_err(|error| error.to_string())?;
        if added == 0 {
            return Err(format!("{}: the folder has no fonts (ttf, otf, ttc)", folder.display()));
        }
    }
    for file in args.font.iter().filter_map(FontChoice::file) {
        fonts.add_file(file).map_err(|error| error.to_string())?;
    }
    if args.system_fonts {
        fonts.add_system();
    }
    Ok(fonts)
}

/// What people call a record: `Low Tide Piano – Marisol Vane`.
pub fn record_name(title: Option<&str>, artist: Option<&str>) -> Option<String> {
    match (title, artist) {
        (Some(title), Some(artist)) => Some(format!("{title} \u{2013} {artist}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

/// A credit file, parsed, with its artwork decoded when first asked for.
pub struct Job {
    /// Where it came from.
    pub input: Input,
    /// The record with warnings, or what is wrong with the file.
    pub parsed: Result<Parsed, Vec<Diagnostic>>,
    /// What could be read of a record with problems, to find others.
    partly: Option<Box<Record>>,
    /// The brand kit in force.
    pub kit: Option<Arc<LoadedKit>>,
    /// The brand in place of the kit's, if the command line changes it.
    pub brand: Option<Arc<Brand>>,
    /// Folder that paths of pictures are relative to, if it is not that of the file.
    pub artwork_folder: Option<PathBuf>,
    /// Whether it comes with the program instead of from a file.
    pub ready: bool,
    /// Taken out when the last card is done: a campaign's covers together do not fit memory.
    artwork: Mutex<Arc<Slot>>,
    /// The covers of the run.
    pub covers: Arc<Covers>,
    /// The templates of the run.
    pub templates: Arc<Templates>,
    /// Pictures of single cards, by path.
    pictures: Mutex<BTreeMap<String, Arc<OnceLock<Decoded>>>>,
}

type Decoded = Result<Option<Cover>, Box<Diagnostic>>;

/// A cover that is decoded once.
#[derive(Default)]
struct Slot {
    begun: AtomicBool,
    decoded: OnceLock<Decoded>,
}

impl Job {
    /// Parses a credit file, unless the input was parsed when it was read.
    pub fn new(mut input: Input) -> Job {
        let mut read = None;
        let parsed = match std::mem::replace(&mut input.content, Content::Bytes(Vec::new())) {
            Content::Bytes(bytes) => crate::record::parse_partly(&input.name, &bytes).map_err(|(problems, record)| {
                read = record;
                problems
            }),
            Content::Record(parsed) => Ok(*parsed),
            Content::Failed(problems) => Err(problems),
            Content::Partly(problems, record) => {
                read = Some(record);
                Err(problems)
            }
        };
        Job { partly: read, ..Job::with(input, parsed, false) }
    }

    /// The record, as far as it could be read.
    pub fn record(&self) -> Option<&Record> {
        match &self.parsed {
            Ok(parsed) => Some(&parsed.record),
            Err(_) => self.partly.as_deref(),
        }
    }

    /// Adds a problem that stops the record's cards.
    pub fn stop(&mut self, problem: Diagnostic) {
        let parsed = std::mem::replace(&mut self.parsed, Err(Vec::new()));
        let mut problems = parsed.map_or_else(
            |problems| problems,
            |parsed| {
                self.partly = Some(Box::new(parsed.record));
                parsed.warnings
            },
        );
        problems.push(problem);
        self.parsed = Err(problems);
    }

    /// A series that comes with the program.
    pub fn ready(input: Input, parsed: Parsed) -> Job {
        Job::with(input, Ok(parsed), true)
    }

    fn with(input: Input, parsed: Result<Parsed, Vec<Diagnostic>>, ready: bool) -> Job {
        let (artwork, covers, templates, pictures) = Default::default();
        Job {
            input,
            parsed,
            partly: None,
            kit: None,
            brand: None,
            artwork_folder: None,
            ready,
            artwork,
            covers,
            templates,
            pictures,
        }
    }

    /// A demo record with its own cover.
    pub fn demo(demo: &Demo) -> Job {
        let name = format!("{}.yaml", demo.name);
        let content = Content::Bytes(demo.source.as_bytes().to_vec());
        let job = Job::new(Input { name, stem: demo.name.to_owned(), folder: PathBuf::new(), content });
        let cover = demo.artwork.map(|bytes| Artwork::decode(bytes, &Limits::default()));
        if let Some(Ok(artwork)) = cover {
            // The cell is new and empty.
            let _ = job.cover_slot().decoded.set(Ok(Some(Cover::new(artwork))));
        }
        job
    }

    /// What people call the record; none if the file cannot be read or gives no title.
    pub fn label(&self) -> Option<String> {
        let (title, artist) = self.titles();
        record_name(title.as_deref(), artist.as_deref())
    }

    /// Title and artist, as reports have them; none that is empty, and none of a file that cannot be read.
    pub fn titles(&self) -> (Option<String>, Option<String>) {
        let Ok(parsed) = &self.parsed else { return (None, None) };
        let text = |text: &Text| (!text.is_empty()).then(|| shortened(text));
        (text(&parsed.record.title), text(&parsed.record.artist))
    }

    /// The cover, decoded once for all cards of the record.
    pub fn cover(&self, record: &Record) -> Decoded {
        let slot = self.cover_slot();
        slot.begun.store(true, Ordering::Relaxed);
        slot.decoded
            .get_or_init(|| record.artwork.as_ref().map_or(Ok(None), |path| self.decode(record, &path.file)))
            .clone()
    }

    /// Whether the record has a cover that is not decoded yet, and whether a thread is about to.
    pub fn cover_awaited(&self, record: &Record) -> (bool, bool) {
        let slot = self.cover_slot();
        let awaited = record.artwork.is_some() && slot.decoded.get().is_none();
        (awaited, awaited && slot.begun.load(Ordering::Relaxed))
    }

    fn cover_slot(&self) -> Arc<Slot> {
        Arc::clone(&self.artwork.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Says that cards of the record are going to be made, before the first of a run is.
    pub fn expect(&self) {
        if let Some(file) = self.cover_file() {
            self.covers.expect(file);
        }
    }

    /// The file of its cover.
    pub fn cover_file(&self) -> Option<PathBuf> {
        let artwork = self.record()?.artwork.as_ref()?;
        Some(self.picture_path(artwork))
    }

    /// The file of a picture that the record names.
    pub fn picture_path(&self, path: &str) -> PathBuf {
        self.artwork_folder.as_ref().unwrap_or(&self.input.folder).join(Path::new(path))
    }

    /// Forgets decoded artwork, when the last card of the record is done.
    pub fn release(&self) {
        if let Some(file) = self.cover_file() {
            self.covers.done(&file);
        }
        *self.artwork.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::default();
        self.pictures.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
    }

    /// The artwork of a card: its own picture, else the cover.
    fn picture(&self, record: &Record, subject: &Subject) -> Decoded {
        let Subject::Supporter(SupporterLine { picture: Some(path), .. }) = subject else { return self.cover(record) };
        let slot = {
            // A thread that failed left the table whole: it only adds empty slots.
            let mut pictures = self.pictures.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            Arc::clone(pictures.entry(path.file.value.clone()).or_default())
        };
        slot.get_or_init(|| self.decode(record, &path.file)).clone()
    }

    /// What somebody should know about the cover; none before it can be decoded.
    pub fn cover_warnings(&self, record: &Record) -> Vec<Diagnostic> {
        let Ok(Some(cover)) = self.cover(record) else { return Vec::new() };
        let warning = |text: &String| {
            let diagnostic = Diagnostic::warning("artwork", text.clone());
            record.artwork.as_ref().map_or(diagnostic.clone(), |path| record.diagnose(diagnostic, &path.file))
        };
        cover.artwork.warnings().iter().map(warning).collect()
    }

    fn decode(&self, record: &Record, path: &Text) -> Decoded {
        let file = self.picture_path(path);
        self.covers.get(&file).map(Some).map_err(|unusable| {
            let message = format!("artwork `{}`: {}", path.value, unusable.message);
            let problem = Diagnostic::error("artwork", message);
            Box::new(record.diagnose(
                match &self.artwork_folder {
                    Some(folder) if !file.is_file() => {
                        problem.hint(format!("it is looked for in `--artwork-dir {}`", folder.display()))
                    }
                    _ => problem.hint(unusable.hint),
                },
                path,
            ))
        })
    }
}

/// What the command line asks of every card.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes<'w> {
    /// Formats; empty for the record's own.
    pub formats: &'w [String],
    /// Theme.
    pub theme: Option<&'w str>,
    /// Overflow.
    pub overflow: Option<Overflow>,
    /// Order of the roles.
    pub order: Option<Order>,
    /// By role or by person.
    pub group: Option<Group>,
    /// Whose handles are printed, as `card: {handles: …}` says it.
    pub handles: Option<&'w str>,
    /// How labels of roles are printed.
    pub labels: Option<Labels>,
}

/// A place in a file: the file and the text.
pub type At<'a> = Option<(&'a Source, &'a Text)>;

/// A diagnostic at a place, if there is one.
pub fn placed(diagnostic: Diagnostic, at: At<'_>) -> Diagnostic {
    match at {
        Some((source, text)) => source.place(diagnostic, text.at, text.length),
        None => diagnostic,
    }
}

/// The formats of a record's cards: the command line's, else its own, else the kit's, else the default ones.
pub fn formats(job: &Job, record: &Record, wishes: &Wishes<'_>) -> Result<Vec<&'static Format>, Vec<Diagnostic>> {
    let kit = job.kit.as_ref().map(|kit| kit.formats.as_slice()).unwrap_or_default();
    let plain = |names: &mut dyn Iterator<Item = &str>| collect_formats(names.map(|name| (name, None)));
    if !wishes.formats.is_empty() {
        plain(&mut wishes.formats.iter().map(String::as_str))
    } else if !record.card.formats.is_empty() {
        named_formats(&record.card.formats, &record.source)
    } else if !kit.is_empty() {
        Ok(kit.to_vec())
    } else {
        plain(&mut crate::card::DEFAULT_FORMATS.into_iter())
    }
}

/// The formats of names in a file.
pub fn named_formats(names: &[Text], source: &Source) -> Result<Vec<&'static Format>, Vec<Diagnostic>> {
    collect_formats(names.iter().map(|name| (name.value.as_str(), Some((source, name)))))
}

fn collect_formats<'n>(
    names: impl Iterator<Item = (&'n str, At<'n>)>,
) -> Result<Vec<&'static Format>, Vec<Diagnostic>> {
    let mut out: Vec<&'static Format> = Vec::new();
    let mut problems = Vec::new();
    for (name, at) in names {
        match crate::card::format(name) {
            Some(format) if !out.iter().any(|known| known.name == format.name) => out.push(format),
            Some(_) => {}
            None => {
                problems.push(unknown("format", name, at, crate::card::formats().iter().map(|f| f.name.as_str())));
            }
        }
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

/// A diagnostic for a name that is none of a list.
pub fn unknown<'k>(
    what: &'static str,
    name: &str,
    at: At<'_>,
    mut known: impl Iterator<Item = &'k str> + Clone,
) -> Diagnostic {
    placed(crate::record::card::unknown(what, name, &mut known), at)
}

/// The card of a record in a format.
pub fn card<'r>(
    job: &Job,
    record: &'r Record,
    planned: &Planned,
    format: &'static Format,
    wishes: &Wishes<'_>,
) -> Result<Card<'r>, Vec<Diagnostic>> {
    let cover = job.picture(record, &planned.subject).map_err(|diagnostic| vec![*diagnostic])?;
    card_with(cover, job, record, planned, format, wishes)
}

/// As [`card`], with a small grey square for an artwork that is not decoded yet: the same texts in about the same places.
pub fn rehearsed_card<'r>(
    job: &Job,
    record: &'r Record,
    planned: &Planned,
    format: &'static Format,
    wishes: &Wishes<'_>,
) -> Option<Card<'r>> {
    let grey = Artwork::from_rgba(4, 4, [128, 128, 128, 255].repeat(16)).map(Cover::new);
    card_with(grey, job, record, planned, format, wishes).ok()
}

fn card_with<'r>(
    cover: Option<Cover>,
    job: &Job,
    record: &'r Record,
    planned: &Planned,
    format: &'static Format,
    wishes: &Wishes<'_>,
) -> Result<Card<'r>, Vec<Diagnostic>> {
    let palette = cover.as_ref().map(Cover::palette);
    let kit = job.kit.as_deref();
    let of_kit = kit.and_then(|kit| kit.kit.card.theme.as_ref().map(|theme| (theme, &kit.kit.source)));
    let theme = match (wishes.theme, &record.card.theme, of_kit) {
        (Some(name), _, _) => named_theme(name, None, palette),
        (None, Some(theme), _) => theme_option(theme, &record.source, palette).map(|(theme, _)| theme),
        (None, None, Some((theme, source))) => theme_option(theme, source, palette).map(|(theme, _)| theme),
        (None, None, None) => named_theme("auto", None, palette),
    }?;
    let overflow = match (wishes.overflow, &record.card.overflow) {
        (Some(overflow), _) => overflow,
        (None, Some(text)) => named_overflow(text, &record.source)?,
        (None, None) => kit.and_then(|kit| kit.overflow).unwrap_or_default(),
    };
    let labels = match (wishes.labels, &record.card.labels) {
        (Some(labels), _) => labels,
        (None, Some(text)) => named_labels(text, &record.source)?,
        (None, None) => kit.and_then(|kit| kit.labels).unwrap_or_default(),
    };
    let order = match (wishes.order, &record.card.order, kit.and_then(|kit| kit.kit.card.order.as_ref())) {
        (Some(order), _, _) => order,
        (None, Some(text), _) => named_order(text, At::Some((&record.source, text)))?,
        (None, None, Some(text)) => named_order(text, None)?,
        (None, None, None) => Order::default(),
    };
    let group = match (wishes.group, &record.card.group, kit.and_then(|kit| kit.kit.card.group.as_ref())) {
        (Some(group), _, _) => group,
        (None, Some(text), _) => named_group(text, At::Some((&record.source, text)))?,
        (None, None, Some(text)) => named_group(text, None)?,
        (None, None, None) => Group::default(),
    };
    let join_roles = match (&record.card.join_roles, kit.and_then(|kit| kit.kit.card.join_roles.as_ref())) {
        (Some(text), _) => named_switch(text, At::Some((&record.source, text)))?,
        (None, Some(text)) => named_switch(text, None)?,
        (None, None) => true,
    };
    let card = Card {
        group,
        join_roles,
        labels,
        subject: planned.subject.clone(),
        series: planned.series.clone(),
        artwork: cover.map(|cover| cover.artwork),
        focus: shown(record, &planned.subject).and_then(|picture| picture.focus),
        overflow,
        brand: job.brand.clone().or_else(|| kit.map(|kit| Arc::clone(&kit.brand))).unwrap_or_default(),
        ..Card::bare(record, format, theme)
    };
    Ok(card.listing(order, handles(job, record, wishes)?))
}

/// The handles of a card: the command line's, else its file's, else the kit's; of the platforms that its files name.
fn handles(job: &Job, record: &Record, wishes: &Wishes<'_>) -> Result<Handles, Vec<Diagnostic>> {
    let kit = job.kit.as_deref().map(|kit| &kit.kit);
    let mut handles = match (wishes.handles, &record.card.handles, kit.and_then(|kit| kit.card.handles.as_ref())) {
        (Some(name), _, _) => named_handles(name, None)?,
        (None, Some(text), _) => named_handles(text, Some((&record.source, text)))?,
        (None, None, Some(text)) => named_handles(text, None)?,
        (None, None, None) => Handles::default(),
    };
    let platforms = match record.check.platforms.as_slice() {
        [] => kit.map(|kit| kit.check.platforms.as_slice()).unwrap_or_default(),
        own => own,
    };
    handles.platforms.extend(platforms.iter().map(|name| name.value.clone()));
    Ok(handles)
}

/// The handles that a word asks for: `true`, `false`, or a platform.
pub fn named_handles(name: &str, at: At<'_>) -> Result<Handles, Vec<Diagnostic>> {
    let (whose, platforms) = match name {
        "true" | "yes" => (Whose::Everybodys, Vec::new()),
        "false" | "no" => (Whose::Nobodys, Vec::new()),
        name => match platform(name) {
            Some(platform) => (Whose::Everybodys, vec![platform.id().to_owned()]),
            None => {
                let known = platforms().iter().map(|platform| platform.id()).chain(["true", "false"]);
                return Err(vec![unknown("platform", name, at, known)]);
            }
        },
    };
    Ok(Handles { whose, platforms })
}

/// How a name in a file groups credits.
pub fn named_group(name: &str, at: At<'_>) -> Result<Group, Vec<Diagnostic>> {
    match name {
        "role" => Ok(Group::Role),
        "person" => Ok(Group::Person),
        name => Err(vec![unknown("group", name, at, ["role", "person"].into_iter())]),
    }
}

/// What `join_roles` says.
fn named_switch(name: &str, at: At<'_>) -> Result<bool, Vec<Diagnostic>> {
    match name {
        "true" | "yes" => Ok(true),
        "false" | "no" => Ok(false),
        name => Err(vec![unknown("join_roles", name, at, ["true", "false"].into_iter())]),
    }
}

/// The order of a name in a file.
pub fn named_order(name: &str, at: At<'_>) -> Result<Order, Vec<Diagnostic>> {
    match name {
        "file" => Ok(Order::File),
        "catalogue" => Ok(Order::Catalogue),
        name => Err(vec![unknown("order", name, at, ["file", "catalogue"].into_iter())]),
    }
}

/// The picture that a card shows: its own, else the cover.
pub fn shown<'a>(record: &'a Record, subject: &'a Subject) -> Option<&'a Picture> {
    match subject {
        Subject::Supporter(SupporterLine { picture: Some(picture), .. }) => Some(picture),
        _ => record.artwork.as_ref(),
    }
}

/// The overflow of a name in a file.
pub fn named_overflow(text: &Text, source: &Source) -> Result<Overflow, Vec<Diagnostic>> {
    match text.value.as_str() {
        "pages" => Ok(Overflow::Pages),
        "summary" => Ok(Overflow::Summary),
        name => Err(vec![unknown("overflow", name, Some((source, text)), Overflow::NAMES.into_iter())]),
    }
}

/// The way to print labels of a name in a file.
pub fn named_labels(text: &Text, source: &Source) -> Result<Labels, Vec<Diagnostic>> {
    let known = || LABELS.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    Labels::named(text)
        .ok_or_else(|| vec![unknown("way to print labels", text, Some((source, text)), known().into_iter())])
}

fn named_theme(name: &str, at: At<'_>, palette: Option<&Palette>) -> Result<Theme, Vec<Diagnostic>> {
    if let Some(theme) = Theme::named(name, palette) {
        return Ok(theme);
    }
    // A file has a mapping for colours; on the command line one colour is the ground, and the rest follows.
    match (Given::on_ground(name), at) {
        (Ok(given), None) => Ok(given.theme(Theme::auto(palette), palette)),
        (Ok(_), Some(_)) => {
            let problem = Diagnostic::error("unknown-theme", format!("no theme is called `{name}`"));
            Err(vec![placed(problem.hint(format!("a colour is a mapping: theme: {{ground: \"{name}\"}}")), at)])
        }
        (Err(_), at) => {
            let mut problem = unknown("theme", name, at, THEMES.iter().copied());
            if let (None, Some(hint)) = (at, &mut problem.hint)
                && !hint.starts_with("did you mean")
            {
                hint.push_str("; or give a colour for the ground, such as \"#d02020\"");
            }
            Err(vec![problem])
        }
    }
}

/// The theme that a file asks for, and a warning for each given colour that is hard to read on its ground.
pub fn theme_option(
    option: &ThemeOption,
    source: &Source,
    palette: Option<&Palette>,
) -> Result<(Theme, Vec<Diagnostic>), Vec<Diagnostic>> {
    let colours = match option {
        ThemeOption::Named(text) => {
            return Ok((named_theme(&text.value, Some((source, text)), palette)?, Vec::new()));
        }
        ThemeOption::Colours(colours) => colours,
    };
    // `base` names the theme that the colours change.
    let mut given = Given::default();
    let mut problems = Vec::new();
    let named = match colours.iter().find(|(key, _)| key.value == "base") {
        Some((_, name)) => named_theme(&name.value, Some((source, name)), palette),
        None => named_theme("auto", None, palette),
    };
    let base = named.unwrap_or_else(|unknown| {
        problems.extend(unknown);
        Theme::auto(palette)
    });
    for (key, value) in colours.iter().filter(|(key, _)| key.value != "base") {
        if !crate::theme::COLOURS.contains(&key.value.as_str()) {
            let known = crate::theme::COLOURS.into_iter().chain(["base"]);
            problems.push(unknown("theme colour", &key.value, Some((source, key)), known));
        } else if let Err(error) = given.set(&key.value, &value.value) {
            problems.push(placed(Diagnostic::error("theme-colour", error.to_string()), Some((source, value))));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let theme = given.theme(base, palette);
    let warning = |low: &LowContrast| {
        let hint = format!("take a {} further from the ground; where it is not legible, the card changes it", low.name);
        let diagnostic = Diagnostic::warning("low-contrast", low.to_string()).hint(hint);
        let value = colours.iter().find(|(key, _)| key.value == low.name).map(|(_, value)| (source, value));
        placed(diagnostic, value)
    };
    let warnings = given.low_contrasts(&theme).iter().map(warning).collect();
    Ok((theme, warnings))
}

/// Colours that the record gives and that are hard to read on its ground, each at its line.
pub fn colour_warnings(job: &Job, record: &Record, wish: Option<&str>) -> Vec<Diagnostic> {
    let Some(option) = record.card.theme.as_ref().filter(|_| wish.is_none()) else { return Vec::new() };
    let Ok(cover) = job.cover(record) else { return Vec::new() };
    let palette = cover.as_ref().map(Cover::palette);
    theme_option(option, &record.source, palette).map(|(_, warnings)| warnings).unwrap_or_default()
}

/// Every text of the record that no font can draw, as one diagnostic a text.
pub fn missing_characters(record: &Record, fonts: &Fonts) -> Vec<Diagnostic> {
    let texts = record.texts().into_iter();
    texts.filter_map(|(field, text)| Some(record.diagnose(missing_in(&field, text, fonts)?, text))).collect()
}

/// The characters of a text that no font can draw, if there are any.
pub fn missing_in(field: &str, text: &Text, fonts: &Fonts) -> Option<Diagnostic> {
    let mut missing = fonts.missing(&text.value);
    missing.sort_unstable();
    missing.dedup();
    let list: Vec<String> = missing.iter().map(|c| crate::fonts::described(*c)).collect();
    let (noun, verb) = match list.len() {
        0 => return None,
        1 => ("character", "is"),
        _ => ("characters", "are"),
    };
    let message = format!("{field}: {noun} {} {verb} in no font", list.join(", "));
    Some(
        Diagnostic::error("missing-glyph", message).hint(
            "add a font that has it with `--font-dir DIR`, or draw a replacement with `--missing-glyphs=replace`",
        ),
    )
}

/// The same for texts that are not the record's own: handles, and all of a person whom several records credit.
pub fn missing_in_subject(record: &Record, subject: &Subject, fonts: &Fonts) -> Vec<Diagnostic> {
    match subject {
        Subject::Contributor(one) => one
            .handles
            .iter()
            .filter_map(|handle| Some(record.diagnose(missing_in(&handle.field, &handle.text, fonts)?, &handle.text)))
            .collect(),
        Subject::Person(one) => {
            let artists = one.records.iter().map(|record| (format!("{}.artist", record.field), record.artist.clone()));
            let due = subject.due().into_iter().map(|due| (due.field, due.string)).chain(artists);
            let handle = one.handles.iter().map(|handle| (handle.field.clone(), handle.handle.clone()));
            due.chain(handle).filter_map(|(field, text)| missing_in(&field, &Text::new(&text), fonts)).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a credit file or its kit allows a finding.
pub fn allows(job: &Job, record: &Record, finding: &Diagnostic) -> bool {
    let of_kit = job.kit.as_ref().map(|kit| kit.kit.check.allow.as_slice()).unwrap_or_default();
    record.check.allow.iter().chain(of_kit).any(|allowance| allowance.covers(finding))
}

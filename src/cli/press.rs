//! The press: from one credit file to its cards, with the files it needs read from disk.
//! Shared by `render` and `check`; a record is parsed and its artwork decoded once for all formats.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use crate::artwork::{Artwork, Limits};
use crate::card::{Card, Format, Overflow, Subject, SupporterLine, card_credits};
use crate::cli::args::FontArgs;
use crate::cli::inputs::{Content, Input, reason};
use crate::cli::kit::LoadedKit;
use crate::cli::subjects::Planned;
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::record::{Parsed, Record, Source, Text, ThemeOption};
use crate::template::{Builtin, Demo, Part, Template, builtins, suggest};
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
    if args.system_fonts {
        fonts.add_system();
    }
    Ok(fonts)
}

/// A credit file, parsed, with its artwork decoded when first asked for.
pub struct Job {
    /// Where it came from.
    pub input: Input,
    /// The record with warnings, or what is wrong with the file.
    pub parsed: Result<Parsed, Vec<Diagnostic>>,
    /// The brand kit in force.
    pub kit: Option<Arc<LoadedKit>>,
    /// Whether it comes with the program instead of from a file.
    pub ready: bool,
    /// Taken out when the last card is done: a campaign's covers together do not fit memory.
    artwork: Mutex<Arc<OnceLock<Decoded>>>,
    /// Pictures of single cards, by path.
    pictures: Mutex<BTreeMap<String, Arc<OnceLock<Decoded>>>>,
}

type Decoded = Result<Option<Cover>, Box<Diagnostic>>;

/// A decoded cover and its colours.
#[derive(Clone, Debug)]
pub struct Cover {
    /// The picture.
    pub artwork: Arc<Artwork>,
    /// Its colours.
    pub palette: Arc<Palette>,
}

impl Job {
    /// Parses a credit file, unless the input was parsed when it was read.
    pub fn new(mut input: Input) -> Job {
        let parsed = match std::mem::replace(&mut input.content, Content::Bytes(Vec::new())) {
            Content::Bytes(bytes) => crate::record::parse(&input.name, &bytes),
            Content::Record(parsed) => Ok(*parsed),
            Content::Failed(problems) => Err(problems),
        };
        Job { input, parsed, kit: None, ready: false, artwork: Mutex::default(), pictures: Mutex::default() }
    }

    /// A series that comes with the program.
    pub fn ready(input: Input, parsed: Parsed) -> Job {
        Job { input, parsed: Ok(parsed), kit: None, ready: true, artwork: Mutex::default(), pictures: Mutex::default() }
    }

    /// A demo record with its own cover.
    pub fn demo(demo: &Demo) -> Job {
        let name = format!("{}.yaml", demo.name);
        let content = Content::Bytes(demo.source.as_bytes().to_vec());
        let job = Job::new(Input { name, stem: demo.name.to_owned(), folder: PathBuf::new(), content });
        let cover = demo.artwork.map(|bytes| Artwork::decode(bytes, &Limits::default()));
        if let Some(Ok(artwork)) = cover {
            let palette = Palette::of(&artwork);
            // The cell is new and empty.
            let _ = job.cover_slot().set(Ok(Some(Cover { artwork: Arc::new(artwork), palette: Arc::new(palette) })));
        }
        job
    }

    /// The cover, decoded once for all cards of the record.
    pub fn cover(&self, record: &Record) -> Decoded {
        self.cover_slot()
            .get_or_init(|| record.artwork.as_ref().map_or(Ok(None), |path| self.decode(record, path)))
            .clone()
    }

    fn cover_slot(&self) -> Arc<OnceLock<Decoded>> {
        Arc::clone(&self.artwork.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Forgets decoded artwork, when the last card of the record is done.
    pub fn release(&self) {
        *self.artwork.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::default();
        self.pictures.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
    }

    /// The artwork of a card: its own picture, else the cover.
    fn picture(&self, record: &Record, subject: &Subject) -> Decoded {
        let Subject::Supporter(SupporterLine { picture: Some(path), .. }) = subject else { return self.cover(record) };
        let slot = {
            // A thread that failed left the table whole: it only adds empty slots.
            let mut pictures = self.pictures.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            Arc::clone(pictures.entry(path.value.clone()).or_default())
        };
        slot.get_or_init(|| self.decode(record, path)).clone()
    }

    /// What somebody should know about the cover; none before it can be decoded.
    pub fn cover_warnings(&self, record: &Record) -> Vec<Diagnostic> {
        let Ok(Some(cover)) = self.cover(record) else { return Vec::new() };
        let warning = |text: &String| {
            let diagnostic = Diagnostic::warning("artwork", text.clone());
            record.artwork.as_ref().map_or(diagnostic.clone(), |path| record.diagnose(diagnostic, path))
        };
        cover.artwork.warnings().iter().map(warning).collect()
    }

    fn decode(&self, record: &Record, path: &Text) -> Decoded {
        let file = self.input.folder.join(Path::new(&path.value));
        let fail = |message: String, hint: &str| {
            let diagnostic = Diagnostic::error("artwork", format!("artwork `{}`: {message}", path.value)).hint(hint);
            Box::new(record.diagnose(diagnostic, path))
        };
        let limits = Limits::default();
        let size = std::fs::metadata(&file).map_err(|error| {
            fail(
                reason(&error),
                "the path is relative to the credit file; leave `artwork` out for a card without picture",
            )
        })?;
        if !size.is_file() {
            return Err(fail("this is not a file".into(), "name the picture itself"));
        }
        let bytes = std::fs::read(&file).map_err(|error| fail(reason(&error), "the file must be readable"))?;
        let artwork = Artwork::decode(&bytes, &limits)
            .map_err(|error| fail(error.to_string(), "artwork is a JPEG, PNG, WebP or GIF picture"))?;
        let palette = Palette::of(&artwork);
        Ok(Some(Cover { artwork: Arc::new(artwork), palette: Arc::new(palette) }))
    }
}

/// What the command line asks of every card.
pub struct Wishes<'w> {
    /// Formats; empty for the record's own.
    pub formats: &'w [String],
    /// Theme.
    pub theme: Option<&'w str>,
    /// Overflow.
    pub overflow: Option<Overflow>,
}

/// A place in a file: the file and the text.
pub type At<'a> = Option<(&'a Source, &'a Text)>;

fn placed(diagnostic: Diagnostic, at: At<'_>) -> Diagnostic {
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
    known: impl Iterator<Item = &'k str> + Clone,
) -> Diagnostic {
    let hint = suggest(name, known.clone()).map_or_else(
        || format!("there are {}", known.collect::<Vec<_>>().join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    let code = match what {
        "format" => "unknown-format",
        "theme" => "unknown-theme",
        "theme colour" => "theme-colour",
        "overflow" => "unknown-overflow",
        _ => "unknown-template",
    };
    placed(Diagnostic::error(code, format!("no {what} is called `{name}`")).hint(hint), at)
}

/// The template that is asked for: its name, where that stands, and the folder that a path is relative to.
pub fn wanted<'a>(job: &'a Job, record: &'a Record, wish: Option<&'a str>) -> Option<(&'a str, At<'a>, &'a Path)> {
    let kit = job.kit.as_deref();
    let of_kit = kit.and_then(|kit| kit.kit.card.template.as_ref().map(|text| (kit, text)));
    match (wish, &record.card.template, of_kit) {
        (Some(name), _, _) => Some((name, None, Path::new(""))),
        (None, Some(text), _) => Some((text, Some((&record.source, text)), &job.input.folder)),
        (None, None, Some((kit, text))) => Some((text, Some((&kit.kit.source, text)), &kit.folder)),
        (None, None, None) => None,
    }
}

/// The template of a card: the command line's, else its file's, else the kit's, else the default of its subject. A name
/// with a dot or a slash is a file: on the command line relative to the current folder, in a file relative to that.
/// Another name is a template of the kit, else a built-in one.
pub fn template(
    job: &Job,
    record: &Record,
    subject: &Subject,
    wish: Option<&str>,
) -> Result<Arc<Template>, Vec<Diagnostic>> {
    let kit = job.kit.as_deref();
    let own = record.card.template.as_ref();
    let usual = || load(template_source(subject.template(), None, Path::new(""), kit)?, kit);
    let Some((name, at, folder)) = wanted(job, record, wish) else { return usual() };
    let template = load(template_source(name, at, folder, kit)?, kit)?;
    if template.subjects().iter().any(|known| known == subject.kind()) {
        return Ok(template);
    }
    // A kit's template is for records, and a record's own for the record's card: other cards need one of theirs.
    let for_others = own.is_none() || matches!(subject, Subject::Contributor(_));
    if wish.is_none() && for_others {
        return usual();
    }
    let message = format!(
        "template `{name}` shows {}, this card is about a {}",
        template.subjects().iter().map(|known| format!("a {known}")).collect::<Vec<_>>().join(" or "),
        subject.kind()
    );
    let hint = format!(
        "take `--template {}`, or write `data-subject=\"{}\"` on the <svg> of a template that can show it",
        subject.template(),
        subject.kind()
    );
    let diagnostic = Diagnostic::error("template-subject", message).hint(hint);
    Err(vec![if at.is_some() { placed(diagnostic, at) } else { template.place_subject(diagnostic) }])
}

fn load(source: TemplateSource, kit: Option<&LoadedKit>) -> Result<Arc<Template>, Vec<Diagnostic>> {
    match source {
        TemplateSource::Builtin(builtin) => Template::builtin(builtin.name).unwrap_or_else(|| Err(Vec::new())),
        TemplateSource::File { path, source } => {
            let folders = path.parent().into_iter().chain(kit.and_then(|kit| kit.templates.as_deref()));
            let folders: Vec<&Path> = folders.collect();
            Template::with_parts(&path.display().to_string(), &source, &|name| part(&folders, name)).map(Arc::new)
        }
    }
}

/// Where a template comes from.
pub enum TemplateSource {
    /// The program.
    Builtin(&'static Builtin),
    /// A file, read.
    File {
        /// Its path.
        path: PathBuf,
        /// Its text.
        source: String,
    },
}

/// The file of a template that comes from one, whether or not it is there.
pub fn template_path(name: &str, folder: &Path, kit: Option<&LoadedKit>) -> Option<PathBuf> {
    let is_path = name.contains(['.', '/', '\\']);
    if is_path { Some(folder.join(name)) } else { kit.and_then(|kit| kit.template(name)) }
}

/// Finds a template by name or path; `folder` is what a path is relative to.
pub fn template_source(
    name: &str,
    at: At<'_>,
    folder: &Path,
    kit: Option<&LoadedKit>,
) -> Result<TemplateSource, Vec<Diagnostic>> {
    let Some(path) = template_path(name, folder, kit) else {
        if let Some(builtin) = builtins().iter().find(|builtin| builtin.name == name) {
            return Ok(TemplateSource::Builtin(builtin));
        }
        let own = kit.map(LoadedKit::template_names).unwrap_or_default();
        let known = builtins().iter().map(|builtin| builtin.name).chain(own.iter().map(String::as_str));
        return Err(vec![unknown("template", name, at, known)]);
    };
    let source = text_file(&path).map_err(|message| {
        vec![placed(Diagnostic::error("template-file", format!("template `{name}`: {message}")), at)]
    })?;
    Ok(TemplateSource::File { path, source })
}

/// Looks for the parts of an own template as `load` does, and shows each name with what was found to a caller that wants
/// to know them; whether the template is whole.
pub fn own_parts(path: &Path, source: &str, kit: Option<&LoadedKit>, seen: &dyn Fn(&str, Option<&Part>)) -> bool {
    let folders = path.parent().into_iter().chain(kit.and_then(|kit| kit.templates.as_deref()));
    let folders: Vec<&Path> = folders.collect();
    let find = |name: &str| {
        let found = part(&folders, name);
        seen(name, found.as_ref().ok().and_then(Option::as_ref));
        found
    };
    Template::with_parts(&path.display().to_string(), source, &find).is_ok()
}

/// A part of an own template: below one of the folders, links followed.
fn part(folders: &[&Path], name: &str) -> Result<Option<Part>, String> {
    for folder in folders {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let path = folder.join(name);
        if !path.is_file() {
            continue;
        }
        let real = |path: &Path| std::fs::canonicalize(path).map_err(|error| reason(&error));
        if !real(&path)?.starts_with(real(folder)?) {
            return Err("it is a link that leaves the template's folder".into());
        }
        let path = if folder == Path::new(".") { PathBuf::from(name) } else { path };
        return Ok(Some(Part { source: text_file(&path)?, name: path.display().to_string() }));
    }
    Ok(None)
}

/// The text of a template's file, or why there is none.
fn text_file(path: &Path) -> Result<String, String> {
    let bytes = crate::cli::kit::read(path, 4 << 20)?;
    let source =
        String::from_utf8(bytes).map_err(|error| format!("byte {} is not UTF-8", error.utf8_error().valid_up_to()))?;
    Ok(source.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(source))
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
    let palette = cover.as_ref().map(|cover| &*cover.palette);
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
    Ok(Card {
        record,
        subject: planned.subject.clone(),
        series: planned.series.clone(),
        credits: card_credits(record),
        format,
        theme,
        artwork: cover.map(|cover| cover.artwork),
        overflow,
        brand: kit.map(|kit| Arc::clone(&kit.brand)).unwrap_or_default(),
    })
}

/// The overflow of a name in a file.
pub fn named_overflow(text: &Text, source: &Source) -> Result<Overflow, Vec<Diagnostic>> {
    match text.value.as_str() {
        "pages" => Ok(Overflow::Pages),
        "summary" => Ok(Overflow::Summary),
        name => Err(vec![unknown("overflow", name, Some((source, text)), ["pages", "summary"].into_iter())]),
    }
}

fn named_theme(name: &str, at: At<'_>, palette: Option<&Palette>) -> Result<Theme, Vec<Diagnostic>> {
    Theme::named(name, palette).ok_or_else(|| vec![unknown("theme", name, at, THEMES.iter().copied())])
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
    let palette = cover.as_ref().map(|cover| &*cover.palette);
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

/// The same for the texts that only a contributor's card shows.
pub fn missing_in_subject(record: &Record, subject: &Subject, fonts: &Fonts) -> Vec<Diagnostic> {
    let Subject::Contributor(one) = subject else { return Vec::new() };
    let handles = one.handles.iter();
    handles
        .filter_map(|handle| Some(record.diagnose(missing_in(&handle.field, &handle.text, fonts)?, &handle.text)))
        .collect()
}

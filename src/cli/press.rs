//! The press: from one credit file to its cards, with the files it needs read from disk.
//! Shared by `render` and `check`; a record is parsed and its artwork decoded once for all formats.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use crate::artwork::{Artwork, Limits};
use crate::card::{Card, Format, Overflow, Subject, SupporterLine, card_credits};
use crate::cli::args::FontArgs;
use crate::cli::inputs::{Input, reason};
use crate::cli::subjects::Planned;
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::record::{Parsed, Record, Text, ThemeOption};
use crate::template::{Template, builtins, suggest};
use crate::theme::{Palette, THEMES, Theme};

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
    /// Whether it comes with the program instead of from a file.
    pub ready: bool,
    artwork: OnceLock<Decoded>,
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
    /// Parses a credit file.
    pub fn new(mut input: Input) -> Job {
        let parsed = match std::mem::replace(&mut input.bytes, Ok(Vec::new())) {
            Ok(bytes) => crate::record::parse(&input.name, &bytes),
            Err(diagnostic) => Err(vec![*diagnostic]),
        };
        Job { input, parsed, ready: false, artwork: OnceLock::new(), pictures: Mutex::default() }
    }

    /// A series that comes with the program.
    pub fn ready(input: Input, parsed: Parsed) -> Job {
        Job { input, parsed: Ok(parsed), ready: true, artwork: OnceLock::new(), pictures: Mutex::default() }
    }

    /// The cover, decoded once for all cards of the record.
    pub fn cover(&self, record: &Record) -> Decoded {
        self.artwork.get_or_init(|| record.artwork.as_ref().map_or(Ok(None), |path| self.decode(record, path))).clone()
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

/// The formats of a record's cards: the command line's, else its own, else the default ones.
pub fn formats(record: &Record, wishes: &Wishes<'_>) -> Result<Vec<&'static Format>, Vec<Diagnostic>> {
    let mut out: Vec<&'static Format> = Vec::new();
    let mut problems = Vec::new();
    let mut add = |name: &str, text: Option<&Text>| match crate::card::format(name) {
        Some(format) if !out.iter().any(|known| known.name == format.name) => out.push(format),
        Some(_) => {}
        None => {
            problems.push(unknown("format", name, text, record, crate::card::formats().iter().map(|f| f.name.as_str())))
        }
    };
    if !wishes.formats.is_empty() {
        wishes.formats.iter().for_each(|name| add(name, None));
    } else if record.card.formats.is_empty() {
        crate::card::DEFAULT_FORMATS.iter().for_each(|name| add(name, None));
    } else {
        record.card.formats.iter().for_each(|name| add(&name.value, Some(name)));
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

/// A diagnostic for a name that is none of a list.
pub fn unknown<'k>(
    what: &'static str,
    name: &str,
    text: Option<&Text>,
    record: &Record,
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
    let diagnostic = Diagnostic::error(code, format!("no {what} is called `{name}`")).hint(hint);
    match text {
        Some(text) => record.diagnose(diagnostic, text),
        None => diagnostic,
    }
}

/// The template of a record's cards. A name with a dot or a slash is a file: on the command line relative to the
/// current folder, in a credit file relative to that.
pub fn template(
    record: &Record,
    subject: &Subject,
    folder: &Path,
    wish: Option<&str>,
) -> Result<Template, Vec<Diagnostic>> {
    let shows = |template: &Template| template.subjects().iter().any(|known| known == subject.kind());
    let own = record.card.template.as_ref().filter(|_| wish.is_none());
    let (name, text) = match (wish, own) {
        (Some(name), _) => (name, None),
        (None, Some(text)) => (text.value.as_str(), Some(text)),
        (None, None) => (subject.template(), None),
    };
    let template = named(name, text, record, folder)?;
    if shows(&template) {
        return Ok(template);
    }
    // A record's own template is for the record's card; its contributors' cards need it only if it can show them.
    if let (Subject::Contributor(_), Some(_)) = (subject, text) {
        return named(subject.template(), None, record, folder);
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
    Err(vec![match text {
        Some(text) => record.diagnose(diagnostic, text),
        None => template.place_subject(diagnostic),
    }])
}

/// The template of that name; `text` is where a credit file says it.
fn named(name: &str, text: Option<&Text>, record: &Record, folder: &Path) -> Result<Template, Vec<Diagnostic>> {
    if let Some(template) = Template::builtin(name) {
        return template;
    }
    if !name.contains(['.', '/', '\\']) {
        return Err(vec![unknown("template", name, text, record, builtins().iter().map(|builtin| builtin.name))]);
    }
    let path = if text.is_some() { folder.join(name) } else { name.into() };
    let fail = |message: String| {
        let diagnostic = Diagnostic::error("template-file", format!("template `{name}`: {message}"));
        vec![text.map_or_else(|| diagnostic.clone(), |text| record.diagnose(diagnostic.clone(), text))]
    };
    let bytes = std::fs::read(&path).map_err(|error| fail(reason(&error)))?;
    if bytes.len() > 4 << 20 {
        return Err(fail(format!("a template has at most 4194304 bytes, this has {}", bytes.len())));
    }
    let source = String::from_utf8(bytes)
        .map_err(|error| fail(format!("byte {} is not UTF-8", error.utf8_error().valid_up_to())))?;
    Template::new(&path.display().to_string(), source.strip_prefix('\u{feff}').unwrap_or(&source))
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
    let theme = theme(record, cover.as_ref().map(|cover| &*cover.palette), wishes.theme)?;
    let overflow = overflow(record, wishes.overflow)?;
    Ok(Card {
        record,
        subject: planned.subject.clone(),
        series: planned.series.clone(),
        credits: card_credits(record),
        format,
        theme,
        artwork: cover.map(|cover| cover.artwork),
        overflow,
    })
}

fn overflow(record: &Record, wish: Option<Overflow>) -> Result<Overflow, Vec<Diagnostic>> {
    match (wish, &record.card.overflow) {
        (Some(overflow), _) => Ok(overflow),
        (None, None) => Ok(Overflow::default()),
        (None, Some(text)) => match text.value.as_str() {
            "pages" => Ok(Overflow::Pages),
            "summary" => Ok(Overflow::Summary),
            name => Err(vec![unknown("overflow", name, Some(text), record, ["pages", "summary"].into_iter())]),
        },
    }
}

fn theme(record: &Record, palette: Option<&Palette>, wish: Option<&str>) -> Result<Theme, Vec<Diagnostic>> {
    let named = |name: &str, text: Option<&Text>| {
        Theme::named(name, palette).ok_or_else(|| vec![unknown("theme", name, text, record, THEMES.iter().copied())])
    };
    match (wish, &record.card.theme) {
        (Some(name), _) => named(name, None),
        (None, Some(ThemeOption::Named(text))) => named(&text.value, Some(text)),
        (None, Some(ThemeOption::Colours(colours))) => {
            // `base` names the theme that the colours change.
            let base = colours.iter().find(|(key, _)| key.value == "base");
            let mut theme = named(base.map_or("auto", |(_, name)| name.value.as_str()), base.map(|(_, name)| name))?;
            let mut problems = Vec::new();
            for (key, value) in colours.iter().filter(|(key, _)| key.value != "base") {
                if !crate::theme::COLOURS.contains(&key.value.as_str()) {
                    let known = crate::theme::COLOURS.into_iter().chain(["base"]);
                    problems.push(unknown("theme colour", &key.value, Some(key), record, known));
                } else if let Err(error) = theme.set(&key.value, &value.value) {
                    problems.push(record.diagnose(Diagnostic::error("theme-colour", error.to_string()), value));
                }
            }
            if problems.is_empty() { Ok(theme) } else { Err(problems) }
        }
        (None, None) => named("auto", None),
    }
}

/// Every text of the record that no font can draw, as one diagnostic a text.
pub fn missing_characters(record: &Record, fonts: &Fonts) -> Vec<Diagnostic> {
    let texts = record.texts();
    texts.into_iter().filter_map(|(field, text)| missing_in(record, &field, text, fonts)).collect()
}

/// The same for the texts that only a contributor's card shows.
pub fn missing_in_subject(record: &Record, subject: &Subject, fonts: &Fonts) -> Vec<Diagnostic> {
    let Subject::Contributor(one) = subject else { return Vec::new() };
    one.handles.iter().filter_map(|handle| missing_in(record, &handle.field, &handle.text, fonts)).collect()
}

fn missing_in(record: &Record, field: &str, text: &Text, fonts: &Fonts) -> Option<Diagnostic> {
    let mut missing = fonts.missing(&text.value);
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        return None;
    }
    let list: Vec<String> = missing.iter().map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
    let (noun, verb) = if list.len() == 1 { ("character", "is") } else { ("characters", "are") };
    let diagnostic =
        Diagnostic::error("missing-glyph", format!("{field}: {noun} {} {verb} in no font", list.join(", "))).hint(
            "add a font that has it with `--font-dir DIR`, or draw a replacement with `--missing-glyphs=replace`",
        );
    Some(record.diagnose(diagnostic, text))
}

//! The Jinja engine of templates: built-in templates and parts, strict data, XML escaping.
//! Expansion gives markup; parsing the markup gives the element tree.

use crate::limits::TEMPLATE_STEPS as FUEL;
use std::sync::{Arc, OnceLock};

use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};

use crate::card::Inks;
use crate::caught::caught;
use crate::diagnostic::{Diagnostic, Position};
use crate::geometry::{Color, parse_color};
use crate::template::blocks::{misnamed, statement_where, unbalanced};
use crate::template::element::{self, Element, Styles};
use crate::template::parts::{self, Part};
use crate::template::title_size::{counted_em, title_size};
use crate::template::{Place, Sources, marks, nesting};
use crate::theme::{Theme, luminance, overprinted};
use crate::xml::escape;

/// A template that the program carries.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    /// Name on the command line and in YAML.
    pub name: &'static str,
    /// What it is for, in one line.
    pub summary: &'static str,
    /// Its SVG source.
    pub source: &'static str,
}

/// The templates that the program carries, the default first.
pub fn builtins() -> &'static [Builtin] {
    &[
        Builtin {
            name: "side-by-side",
            summary: "artwork next to the names (the default)",
            source: include_str!("../../templates/side-by-side.svg"),
        },
        Builtin {
            name: "credit-cover",
            summary: "the cover becomes the credits: a wall of names over the artwork",
            source: include_str!("../../templates/credit-cover.svg"),
        },
        Builtin {
            name: "cover",
            summary: "the clean artwork: the first of a pair with credit-cover",
            source: include_str!("../../templates/cover.svg"),
        },
        Builtin {
            name: "liner-notes",
            summary: "the back sleeve: credits on paper, roles in italics",
            source: include_str!("../../templates/liner-notes.svg"),
        },
        Builtin {
            name: "credit-roll",
            summary: "film credits over the blurred artwork",
            source: include_str!("../../templates/credit-roll.svg"),
        },
        Builtin {
            name: "track-list",
            summary: "the songs with their own credits, then those of the whole record",
            source: include_str!("../../templates/track-list.svg"),
        },
        Builtin {
            name: "full-bleed",
            summary: "the whole artwork from edge to edge, and a panel with the credits",
            source: include_str!("../../templates/full-bleed.svg"),
        },
        Builtin {
            name: "swiss",
            summary: "a grid, one size of type, and a figure that counts the names",
            source: include_str!("../../templates/swiss.svg"),
        },
        Builtin {
            name: "by-person",
            summary: "everybody once, with everything they did",
            source: include_str!("../../templates/by-person.svg"),
        },
        Builtin {
            name: "credit-block",
            summary: "the block of names of a film poster under the cover",
            source: include_str!("../../templates/credit-block.svg"),
        },
        Builtin {
            name: "blue-note",
            summary: "two inks, the artwork as a print, and the title as large as it goes",
            source: include_str!("../../templates/blue-note.svg"),
        },
        Builtin {
            name: "session-log",
            summary: "a studio's track sheet: a cell for each role, in one ink",
            source: include_str!("../../templates/session-log.svg"),
        },
        Builtin {
            name: "matrix",
            summary: "who played on which song, as a table of dots; for records with credits of tracks",
            source: include_str!("../../templates/matrix.svg"),
        },
        Builtin {
            name: "swipe-set",
            summary: "a carousel in chapters: the cover, who wrote, who played, who recorded; one line across all",
            source: include_str!("../../templates/swipe-set.svg"),
        },
        Builtin {
            name: "spotlight",
            summary: "one contributor with all their roles (the default of --each and --only)",
            source: include_str!("../../templates/spotlight.svg"),
        },
        Builtin {
            name: "person",
            summary: "a person with all their records (the default of --each person)",
            source: include_str!("../../templates/person.svg"),
        },
        Builtin {
            name: "role",
            summary: "one role, explained (the default of `kind: roles`)",
            source: include_str!("../../templates/role.svg"),
        },
        Builtin {
            name: "versus",
            summary: "two roles compared line by line (the default of `kind: versus`)",
            source: include_str!("../../templates/versus.svg"),
        },
        Builtin {
            name: "supporter",
            summary: "a supporter's line (the default of `kind: supporter`)",
            source: include_str!("../../templates/supporter.svg"),
        },
        Builtin {
            name: "quote",
            summary: "what somebody said (the default of `kind: quote`)",
            source: include_str!("../../templates/quote.svg"),
        },
    ]
}

/// Calls within each other, as the engine counts them.
const MOST_CALLS: usize = 200;

/// What a card can be about, as `data-subject` of a template says it.
pub const SUBJECTS: [&str; 7] = ["record", "contributor", "person", "role", "versus", "supporter", "quote"];

/// A template ready to be expanded.
#[derive(Debug)]
pub struct Template {
    name: String,
    sources: Sources,
    variants: Vec<String>,
    subjects: Vec<String>,
    nameless: bool,
    in_order: bool,
    by_person: bool,
    in_chapters: bool,
    album: bool,
    environment: Environment<'static>,
}

impl Template {
    /// The built-in template of that name, parsed once for all cards.
    pub fn builtin(name: &str) -> Option<Result<Arc<Template>, Vec<Diagnostic>>> {
        type Parsed = OnceLock<Result<Arc<Template>, Vec<Diagnostic>>>;
        static PARSED: OnceLock<Vec<Parsed>> = OnceLock::new();
        let parsed = PARSED.get_or_init(|| builtins().iter().map(|_| OnceLock::new()).collect());
        let (builtin, slot) = builtins().iter().zip(parsed).find(|(builtin, _)| builtin.name == name)?;
        Some(slot.get_or_init(|| Self::new(name, builtin.source).map(Arc::new)).clone())
    }

    /// A template from its source, with the built-in parts; `name` is what messages call it.
    pub fn new(name: &str, source: &str) -> Result<Template, Vec<Diagnostic>> {
        Self::with_parts(name, source, &|_| Ok(None))
    }

    /// A template whose parts are looked for with `find` first, then among the built-in ones. `find` is given the name
    /// as the template writes it, which leads to no other folder; it answers with the part, or why it cannot be read.
    ///
    /// # Errors
    /// Parts that are not there or cannot be read, and errors of syntax, each with its place.
    pub fn with_parts(
        name: &str,
        source: &str,
        find: &dyn Fn(&str) -> Result<Option<Part>, String>,
    ) -> Result<Template, Vec<Diagnostic>> {
        let mut sources = Sources::default();
        let mut environment = Environment::new();
        environment.set_debug(true);
        environment.set_fuel(Some(FUEL));
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(|out, state, value| {
            if value.is_none() {
                return Err(Error::new(ErrorKind::InvalidOperation, "this value is not given in the credit file"));
            }
            if value.is_safe() || !matches!(state.auto_escape(), AutoEscape::Html) {
                return minijinja::escape_formatter(out, state, value);
            }
            // The engine's own HTML escaping writes `/` as an entity too; XML needs only these.
            let escaped = match value.as_str() {
                Some(text) => out.write_str(&escape(text)),
                None => out.write_str(&escape(&value.to_string())),
            };
            Ok(escaped?)
        });
        environment.add_function("title_size_px", title_size);
        environment.add_function("counted_em", counted_em);
        environment.add_function("inks", inks);
        environment.add_function("joined", joined);
        environment.add_function("overprint_ink", overprint_ink);
        environment.add_function(nesting::KEPT, nesting::keep);
        environment.add_function(nesting::HELD, nesting::hold);
        // Includes and macros that call themselves: each call takes some ten of these.
        environment.set_recursion_limit(MOST_CALLS);
        environment.add_filter("px", |number: f64| format!("{}px", round(number)));
        let mut problems = Vec::new();
        for (import, part) in parts::gather(name, source, find, &mut problems) {
            let file = sources.add_as(&import, &part.name, &part.source);
            if let Some((problem, position, length)) = misnamed(&part.source) {
                let placed = sources.place(problem, &Place { template: part.name.as_str().into(), position });
                problems.push(Diagnostic { length, ..placed });
                continue;
            }
            match nesting::guard(&marks::mark(&part.source, file)) {
                Ok(guarded) => {
                    // What is no template may make the compiler of templates panic.
                    match caught(|| environment.add_template_owned(import, guarded)) {
                        Some(Ok(())) => {}
                        Some(Err(error)) => problems.push(diagnose(&error, &sources, name)),
                        None => {
                            let problem =
                                Diagnostic::error("template-data", "the template engine failed on this statement");
                            let fails = |statement: &str| {
                                caught(|| Environment::new().template_from_str(statement).is_ok()).is_none()
                            };
                            let start = Position { line: 1, column: 1 };
                            let (position, length) = statement_where(&part.source, fails).unwrap_or((start, 1));
                            let placed =
                                sources.place(problem, &Place { template: part.name.as_str().into(), position });
                            problems.push(Diagnostic { length, ..placed });
                        }
                    }
                }
                Err(deep) => {
                    let problem = Diagnostic::error("template-depth", deep.message);
                    let position = Position { line: deep.line, column: 1 };
                    problems.push(sources.place(problem, &Place { template: part.name.as_str().into(), position }));
                }
            }
        }
        let subjects = subjects(source);
        for subject in subjects.iter().filter(|subject| !SUBJECTS.contains(&subject.as_str())) {
            problems.push(unknown_subject(subject, name, source, &sources));
        }
        if problems.is_empty() {
            let nameless = words(page(source), "data-names").iter().any(|word| word == "none");
            let says = |attribute, wanted: &str| words(page(source), attribute).iter().any(|word| word == wanted);
            let (in_order, by_person) = (says("data-choice", "first"), says("data-by", "person"));
            let in_chapters = says("data-pages", "chapters");
            let album = sources.mention("album_credits");
            let name = name.to_owned();
            Ok(Template {
                name,
                variants: variants(source),
                subjects,
                nameless,
                in_order,
                by_person,
                in_chapters,
                album,
                sources,
                environment,
            })
        } else {
            Err(problems)
        }
    }

    /// The name that messages use.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The template's `data-variants`, roomiest first; one empty name if it has none.
    pub fn variants(&self) -> &[String] {
        &self.variants
    }

    /// What its cards can be about, as its `data-subject` says; `record` if it says nothing.
    pub fn subjects(&self) -> &[String] {
        &self.subjects
    }

    /// Whether it may ask for the credits of the whole record alone (`album_credits`).
    pub fn album(&self) -> bool {
        self.album
    }

    /// Whether the first variant that holds everything on a page is taken (`data-choice="first"`), and none weighed.
    pub fn in_order(&self) -> bool {
        self.in_order
    }

    /// Whether it lists credits by person whatever the card says (`data-by="person"`).
    pub fn by_person(&self) -> bool {
        self.by_person
    }

    /// Whether its pages are chapters (`data-pages="chapters"`).
    pub fn in_chapters(&self) -> bool {
        self.in_chapters
    }

    /// Whether it shows no credits on purpose (`data-names="none"`), as a clean cover does.
    pub fn nameless(&self) -> bool {
        self.nameless
    }

    /// Puts a problem with the subject of a card where the template says which it can show.
    #[must_use]
    pub fn place_subject(&self, diagnostic: Diagnostic) -> Diagnostic {
        place_subject(diagnostic, &self.name, self.sources.get(&self.name).unwrap_or(""), &self.sources)
    }

    /// Where messages find the source lines.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Fills in data and parses the result.
    pub fn expand(&self, data: &Value) -> Result<Element, Vec<Diagnostic>> {
        self.parse(&self.fill_in(data)?, &mut Styles::default())
    }

    /// Fills in data: the markup of a page.
    pub fn fill_in(&self, data: &Value) -> Result<String, Vec<Diagnostic>> {
        let fail = |error: Error| vec![diagnose(&error, &self.sources, &self.name)];
        self.environment.get_template(&self.name).map_err(fail)?.render(data.clone()).map_err(fail)
    }

    /// Parses the markup of a page. `styles` may be kept between the pages of a card.
    pub fn parse(&self, markup: &str, styles: &mut Styles) -> Result<Element, Vec<Diagnostic>> {
        element::parse(markup, &self.name, &self.sources, styles)
    }
}

/// Variants are asked for by expansion, so they are read before it: the attribute takes no Jinja.
fn variants(source: &str) -> Vec<String> {
    let names: Vec<String> = words(source, "data-variants");
    if names.is_empty() { vec![String::new()] } else { names }
}

/// What a card is about decides which template is used, so this is read before expansion too.
fn subjects(source: &str) -> Vec<String> {
    let names = words(page(source), "data-subject");
    if names.is_empty() { vec!["record".to_owned()] } else { names }
}

/// The source from the page's own element on.
fn page(source: &str) -> &str {
    source.split_once("<svg").map_or("", |(_, rest)| rest)
}

/// The words of an attribute's first value in double quotes.
fn words(source: &str, attribute: &str) -> Vec<String> {
    let value = source
        .split_once(&format!("{attribute}=\""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(value, _)| value);
    value.split_whitespace().map(str::to_owned).collect()
}

fn unknown_subject(subject: &str, name: &str, source: &str, sources: &Sources) -> Diagnostic {
    let message = format!("`data-subject`: no card is about `{subject}`");
    let hint = crate::near::hint(subject, SUBJECTS.into_iter());
    place_subject(Diagnostic::error("template-subject", message).hint(hint), name, source, sources)
}

/// Puts a problem at the `data-subject` of a template, or at its `<svg>` if it has none.
fn place_subject(diagnostic: Diagnostic, name: &str, source: &str, sources: &Sources) -> Diagnostic {
    let before = source.find("<svg").and_then(|start| source.get(..start)).unwrap_or("");
    let line = u32::try_from(before.matches('\n').count() + 1).unwrap_or(1);
    let column = u32::try_from(before.rsplit('\n').next().unwrap_or("").chars().count() + 1).unwrap_or(1);
    let at = Place { template: name.into(), position: Position { line, column } };
    sources.place_word(diagnostic, &at, "data-subject")
}

/// The sum of what red, green and blue differ by, up to which two colours next to each other are one ground with a seam.
const SEAM: u16 = 42;

/// The ground beside flush artwork: the colour of its edge where that is nearly the ground's, so that no seam shows; else the ground.
fn joined(edge: &str, ground: &str) -> Result<String, Error> {
    let (edge, ground) = (opaque(edge)?, opaque(ground)?);
    let apart = [(edge.r, ground.r), (edge.g, ground.g), (edge.b, ground.b)];
    let apart: u16 = apart.into_iter().map(|(one, other)| u16::from(one.abs_diff(other))).sum();
    Ok(if apart < SEAM { edge } else { ground }.to_string())
}

/// The ink of a colour's hue over which a text can be printed with this contrast, as strong as it may be; the text's own opposite, white
/// or black, if no ink has it.
fn overprint_ink(text: &str, of: &str, least: f32) -> Result<String, Error> {
    let (text, of) = (opaque(text)?, opaque(of)?);
    let opposite = if luminance(text) < 0.18 { Color::rgb(255, 255, 255) } else { Color::rgb(0, 0, 0) };
    Ok(overprinted(text, of, least).unwrap_or(opposite).to_string())
}

fn opaque(text: &str) -> Result<Color, Error> {
    let color = parse_color(text.trim()).map(|color| Color { a: 255, ..color });
    color.ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("`{text}` is not a colour")))
}

/// What is legible on a ground: a theme of it, with the hue of an accent; without one, of the ground itself.
fn inks(ground: &str, accent: Option<&str>) -> Result<Value, Error> {
    let ground = opaque(ground)?;
    let accent = accent.map_or(Ok(ground), opaque)?;
    Ok(Value::from(minijinja::value::Serde(Inks::from(Theme { accent, ..Theme::mono(None) }.on(ground)))))
}

fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

/// Turns an engine error into a diagnostic in the template's own source.
fn diagnose(error: &Error, sources: &Sources, template: &str) -> Diagnostic {
    let mut cause = error;
    // An error inside an include or macro is wrapped; the innermost one has the place.
    while let Some(inner) = std::error::Error::source(cause).and_then(|source| source.downcast_ref::<Error>()) {
        cause = inner;
    }
    let name = sources.name(cause.name().unwrap_or(template));
    if cause.kind() == ErrorKind::SyntaxError
        && let Some((problem, position, length)) = sources.get(name).and_then(unbalanced)
    {
        let placed = sources.place(problem, &Place { template: name.into(), position });
        return Diagnostic { length, ..placed };
    }
    let kind = match cause.kind() {
        ErrorKind::UndefinedError => "undefined value".to_owned(),
        ErrorKind::SyntaxError => "template syntax error".to_owned(),
        ErrorKind::OutOfFuel => format!("the template takes more than {FUEL} steps"),
        kind => kind.to_string(),
    };
    let detail = cause.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    let marked = cause.template_source().zip(cause.range()).and_then(|(source, range)| source.get(range)).map(unmark);
    let named = marked.as_ref().filter(|text| !text.contains('\n') && text.chars().count() <= 60);
    let what = named.map(|text| format!(" in `{text}`")).unwrap_or_default();
    let diagnostic = Diagnostic::error("template-data", format!("{kind}{what}{detail}"));
    let Some(line) = cause.line().and_then(|line| u32::try_from(line).ok()) else {
        return diagnostic.in_file(name);
    };
    let text = sources.get(name).and_then(|source| source.lines().nth(line.saturating_sub(1) as usize)).unwrap_or("");
    let start = named.and_then(|expression| text.find(expression.as_str())).unwrap_or(0);
    let column = u32::try_from(text.get(..start).unwrap_or("").chars().count() + 1).unwrap_or(1);
    let mut placed = sources.place(diagnostic, &Place { template: name.into(), position: Position { line, column } });
    if let Some(expression) = named.filter(|expression| text.contains(expression.as_str())) {
        placed.length = u32::try_from(expression.chars().count()).unwrap_or(1);
    }
    placed
}

/// Takes place marks out of a piece of marked source.
fn unmark(text: &str) -> String {
    let mut out = String::new();
    let mut rest = nesting::unguarded(text);
    while let Some(start) = rest.find(&format!(" {}=\"", marks::MARK)) {
        out.push_str(&rest[..start]);
        let after = &rest[start + marks::MARK.len() + 3..];
        rest = after.find('"').map_or("", |end| &after[end + 1..]);
    }
    out + rest
}

//! Where the cards of a run go: their paths below the output folder by one rule, and who has which.
//! `render` and `check` ask here, so that what one finds the other does.

use std::path::{Path, PathBuf};

use crate::campaign::Job;
use crate::campaign::collisions::Collisions;
use crate::campaign::destination::Destination;
use crate::campaign::posts::POST_FILES;
use crate::campaign::units::{Page, Wanted};
use crate::diagnostic::Diagnostic;
use crate::near::suggest;
use crate::press::{Options, Planned, formats, template};
use crate::publish::{KEYS, Naming, Pattern, Values};
use crate::record::FIELDS;
use crate::record::reader::brief;

/// The rule of a run.
#[derive(Clone, Debug)]
pub struct Rule {
    naming: Naming,
    /// The only file, and its ending.
    file: Option<(PathBuf, String)>,
    /// The template that the command line names.
    template: Option<String>,
}

impl Rule {
    /// The rule that the options give.
    pub fn new(name: Option<&Pattern>, template: Option<&str>) -> Rule {
        let naming = name.map_or_else(Naming::default, |pattern| Naming::own(pattern.clone()));
        Rule { naming, file: None, template: template.map(str::to_owned) }
    }

    /// The same for a destination, which may be one file.
    #[must_use]
    pub fn to(self, output: &Destination) -> Rule {
        let Destination::File(path, ending) = output else { return self };
        let name = path.file_name().map(PathBuf::from).unwrap_or_default();
        let naming = Naming::own(Pattern::literal(&name.with_extension("").to_string_lossy()));
        Rule { naming, file: Some((name, ending.clone())), ..self }
    }

    /// The path of a page.
    ///
    /// # Errors
    /// If the record gives no value for a field of the name, or a name is too long, as a boxed diagnostic.
    pub fn path(&self, job: &Job, wanted: &Wanted<'_>, page: Page<'_>) -> Result<PathBuf, Box<Diagnostic>> {
        if let Some((name, _)) = self.file.as_ref().filter(|(_, ending)| ending == page.extension) {
            return Ok(name.clone());
        }
        if let Some(post) = wanted.post {
            // A folder for each platform, in it the pictures in order.
            let folder = self.below(job, wanted, Page { number: 1, of: 1, extension: "post" }, &post.folder())?;
            let name = match page.extension {
                beside if POST_FILES.contains(&beside) => beside.to_owned(),
                kind => format!("{:02}.{kind}", page.number),
            };
            return Ok(folder.with_extension("").join(name));
        }
        self.below(job, wanted, page, &wanted.format.name)
    }

    /// The path of a page by the pattern, with what stands for its format.
    fn below(&self, job: &Job, wanted: &Wanted<'_>, page: Page<'_>, format: &str) -> Result<PathBuf, Box<Diagnostic>> {
        let pattern = self.naming.pattern(wanted.planned.own_folder);
        // Looked up only where it is needed, because an own template is a file.
        let template = if pattern.has("template") { self.template(job, wanted) } else { String::new() };
        let values = Values {
            stem: &job.input.stem,
            subject: &wanted.planned.slug,
            format,
            page: page.number,
            pages: page.of,
            template: &template,
            ext: page.extension,
            field: &|name| wanted.record.field(name),
        };
        pattern.path(&values).map_err(|error| {
            let problem = Diagnostic::error("output-name", error.to_string()).in_file(job.input.name.clone());
            Box::new(match error {
                crate::publish::PatternError::NoValue { field } => {
                    let key = if FIELDS.contains(&field.as_str()) {
                        format!("`{field}:`")
                    } else {
                        format!("`{field}:` under `custom:`")
                    };
                    wanted
                        .record
                        .diagnose(problem, &wanted.record.title)
                        .hint(format!("write {key} in the file, or take a field that each record has"))
                }
                _ => problem,
            })
        })
    }

    /// Name of the template that a card is made in.
    fn template(&self, job: &Job, wanted: &Wanted<'_>) -> String {
        let subject = &wanted.planned.subject;
        match template(job, wanted.record, subject, self.template.as_deref()) {
            Ok(template) => {
                let stem = Path::new(template.name()).file_stem().map(|stem| stem.to_string_lossy().into_owned());
                stem.unwrap_or_default()
            }
            // Making the card tells why.
            Err(_) => subject.template().to_owned(),
        }
    }

    /// Why no card of a run can have the name that was asked for, as a message and a hint: one slip is said once.
    pub fn unusable(&self, jobs: &[Job], cards: &[Vec<Planned>], options: &Options) -> Option<(String, String)> {
        if !self.naming.is_own() || self.file.is_some() {
            return None;
        }
        self.unknown_field(jobs).or_else(|| self.same_names(jobs, cards, options))
    }

    /// A field of the name that no record of a run gives.
    fn unknown_field(&self, jobs: &[Job]) -> Option<(String, String)> {
        let records = || jobs.iter().filter_map(|job| job.parsed.as_ref().ok()).map(|parsed| &parsed.record);
        records().next()?;
        let unknown = |name: &&str| !FIELDS.contains(name) && records().all(|record| record.field(name).is_none());
        let name = self.naming.pattern(false).fields().find(unknown)?;
        let own = records().flat_map(|record| record.custom.iter().map(|(key, _)| key.value.as_str()));
        let known = || KEYS.into_iter().chain(FIELDS).chain(own.clone());
        let hint = suggest(name, known()).map_or_else(
            || {
                let keys: Vec<String> = KEYS.into_iter().chain(FIELDS).map(|key| format!("{{{key}}}")).collect();
                format!("there are {}, and the fields under `custom:`", keys.join(", "))
            },
            |near| format!("did you mean {{{near}}}?"),
        );
        Some((format!("no credit file has the field `{name}`, which `--name` asks for"), hint))
    }

    /// Cards of one file that nothing in the name could tell apart.
    fn same_names(&self, jobs: &[Job], cards: &[Vec<Planned>], options: &Options) -> Option<(String, String)> {
        let pattern = self.naming.pattern(false);
        let same = |what: &str, job: &Job, first: &str, second: &str, hint: &str| {
            let name = &job.input.name;
            let text = format!("`--name {pattern}` gives the {what} `{first}` and `{second}` of {name} one name");
            (text, hint.to_owned())
        };
        jobs.iter().zip(cards).find_map(|(job, cards)| {
            let record = &job.parsed.as_ref().ok()?.record;
            let formats = formats(job, record, options).ok()?;
            match (formats.as_slice(), cards.as_slice()) {
                ([first, second, ..], _) if !pattern.has("format") => {
                    let hint = "put {format} into it, or make one `--format`";
                    Some(same("formats", job, &first.name, &second.name, hint))
                }
                (_, [first, second, ..]) if !pattern.has("subject") => {
                    Some(same("cards", job, &first.slug, &second.slug, "put {subject} into it"))
                }
                _ => None,
            }
        })
    }
}

/// Who has a path.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Owner<'j> {
    /// Place of the file among those of the run, from 0.
    file: usize,
    input: &'j str,
    title: &'j str,
    /// Line of the file in which the title stands.
    line: u32,
    subject: &'j str,
    format: &'j str,
}

/// Two cards for one path.
pub struct Clash {
    /// The file of the card that has it, by its place from 0.
    pub other: usize,
    /// What is wrong.
    pub diagnostic: Box<Diagnostic>,
}

/// The paths taken by the cards of a run.
#[derive(Default)]
pub struct Claims<'j>(Collisions<Owner<'j>>);

impl<'j> Claims<'j> {
    /// Takes the path of a card's page below a folder. Its type of file has no part in it: cards that differ in nothing else
    /// help nobody.
    ///
    /// # Errors
    /// If another card has it.
    pub fn claim(&mut self, file: usize, job: &'j Job, wanted: &Wanted<'j>, path: &Path) -> Result<(), Clash> {
        let owner = Owner {
            file,
            input: &job.input.name,
            title: &wanted.record.title,
            line: wanted.record.title.at.line,
            subject: &wanted.planned.slug,
            format: wanted.post.map_or(wanted.format.name.as_str(), |post| post.name.as_str()),
        };
        match self.0.claim(path, owner) {
            Ok(()) => Ok(()),
            Err(first) if *first == owner => Ok(()),
            Err(first) => {
                let Clash { other, diagnostic } = clash(owner, *first, wanted.rule.naming.is_own(), path);
                let diagnostic = wanted.record.diagnose(*diagnostic, &wanted.record.title);
                Err(Clash { other, diagnostic: Box::new(diagnostic) })
            }
        }
    }
}

fn clash(owner: Owner<'_>, first: Owner<'_>, own: bool, path: &Path) -> Clash {
    let (both, key) = if owner.input != first.input {
        (format!("`{}` and `{}`", owner.input, first.input), "stem")
    } else if owner.file != first.file {
        let of = |owner: Owner<'_>| format!("`{}` (line {})", brief(owner.title), owner.line);
        (format!("{} and {}", of(owner), of(first)), "stem")
    } else if owner.subject != first.subject {
        (format!("the cards `{}` and `{}`", owner.subject, first.subject), "subject")
    } else {
        (format!("the cards in `{}` and `{}`", owner.format, first.format), "format")
    };
    let hint = match own {
        true => format!("put what tells them apart into `--name`, such as {{{key}}}"),
        false => "rename one of the two, or render them to two folders".to_owned(),
    };
    let message = format!("{both} would both be written to {}", path.display());
    let diagnostic = Diagnostic::error("output-collision", message).in_file(owner.input).hint(hint);
    Clash { other: first.file, diagnostic: Box::new(diagnostic) }
}

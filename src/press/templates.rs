//! Templates of a run: each file is parsed once, however many cards are made with it.
//! Built-in templates are kept by the library.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::card::Subject;
use crate::diagnostic::Diagnostic;
use crate::press::assets::Assets;
use crate::press::job::Job;
use crate::press::kit::LoadedKit;
use crate::press::names::{At, placed, unknown};
use crate::press::project::{OUTSIDE_HINT, Project};
use crate::record::Record;
use crate::template::{Builtin, Part, Template, builtins};

/// A template's file, and the folder of its kit's templates, where it finds parts too.
type Key = (PathBuf, Option<PathBuf>);

/// The parsed templates of a run; threads share them.
#[derive(Debug, Default)]
pub struct Templates {
    known: Mutex<HashMap<Key, (String, Arc<Template>)>>,
}

impl Templates {
    /// The template of a source.
    ///
    /// # Errors
    /// Those of parsing it.
    pub fn load(
        &self,
        source: TemplateSource,
        kit: Option<&LoadedKit>,
        assets: &dyn Assets,
    ) -> Result<Arc<Template>, Vec<Diagnostic>> {
        let (path, source) = match source {
            TemplateSource::Builtin(builtin) => {
                return Template::builtin(builtin.name).unwrap_or_else(|| Err(Vec::new()));
            }
            TemplateSource::File { path, source } => (path, source),
        };
        let key = (path, kit.and_then(|kit| kit.templates.clone()));
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, template)) = known().get(&key).filter(|(text, _)| *text == source) {
            return Ok(Arc::clone(template));
        }
        let folders: Vec<&Path> = key.0.parent().into_iter().chain(key.1.as_deref()).collect();
        let template =
            Template::with_parts(&key.0.display().to_string(), &source, &|name| part(&folders, name, assets))?;
        let template = Arc::new(template);
        known().insert(key, (source, Arc::clone(&template)));
        Ok(template)
    }
}

/// A template that is asked for.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    /// Its name or path.
    pub name: &'a str,
    /// Where that stands; none on the command line.
    pub at: At<'a>,
    /// What a path is relative to.
    pub folder: &'a Path,
    /// Where its file may lie.
    pub project: &'a Project,
}

impl<'a> Wish<'a> {
    /// A name or a path of the command line, relative to the current folder.
    pub fn named(name: &'a str) -> Wish<'a> {
        Wish { name, at: None, folder: Path::new(""), project: &Project::ANYWHERE }
    }
}

/// The template that is asked for.
pub fn wanted<'a>(job: &'a Job<'_>, record: &'a Record, wish: Option<&'a str>) -> Option<Wish<'a>> {
    let kit = job.kit.as_deref();
    let of_kit = kit.and_then(|kit| kit.kit.card.template.as_ref().map(|text| (kit, text)));
    match (wish, &record.card.template, of_kit) {
        (Some(name), _, _) => Some(Wish::named(name)),
        (None, Some(text), _) => {
            let (at, folder) = (Some((&record.source, text)), &job.input.folder);
            Some(Wish { name: text, at, folder, project: &job.project })
        }
        (None, None, Some((kit, text))) => {
            let (at, folder) = (Some((&kit.kit.source, text)), &kit.folder);
            Some(Wish { name: text, at, folder, project: &kit.project })
        }
        (None, None, None) => None,
    }
}

/// The template of a card: the command line's, else its file's, else the kit's, else the default of its subject. A name
/// with a dot or a slash is a file: on the command line relative to the current folder, in a file relative to that.
/// Another name is a template of the kit, else a built-in one.
pub fn template(
    job: &Job<'_>,
    record: &Record,
    subject: &Subject,
    wish: Option<&str>,
) -> Result<Arc<Template>, Vec<Diagnostic>> {
    let kit = job.kit.as_deref();
    let own = record.card.template.as_ref();
    let load = |wish| job.templates.load(template_source(wish, kit, job.assets)?, kit, job.assets);
    let usual = || load(Wish::named(subject.template()));
    let Some(asked) = wanted(job, record, wish) else { return usual() };
    let (name, at) = (asked.name, asked.at);
    let template = load(asked)?;
    if template.subjects().iter().any(|known| known == subject.kind()) {
        return Ok(template);
    }
    // A kit's template is for records, and a record's own for the record's card: other cards need one of theirs.
    let for_others = own.is_none() || matches!(subject, Subject::Contributor(_) | Subject::Person(_));
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
pub fn template_path(wish: Wish<'_>, kit: Option<&LoadedKit>, assets: &dyn Assets) -> Option<PathBuf> {
    let is_path = wish.name.contains(['.', '/', '\\']);
    if is_path { Some(wish.folder.join(wish.name)) } else { kit.and_then(|kit| kit.template(wish.name, assets)) }
}

/// Finds a template by name or path.
pub fn template_source(
    wish: Wish<'_>,
    kit: Option<&LoadedKit>,
    assets: &dyn Assets,
) -> Result<TemplateSource, Vec<Diagnostic>> {
    let Wish { name, at, .. } = wish;
    let Some(path) = template_path(wish, kit, assets) else {
        if let Some(builtin) = builtins().iter().find(|builtin| builtin.name == name) {
            return Ok(TemplateSource::Builtin(builtin));
        }
        let own = kit.map(|kit| kit.template_names(assets)).unwrap_or_default();
        let known = builtins().iter().map(|builtin| builtin.name).chain(own.iter().map(String::as_str));
        return Err(vec![unknown("template", name, at, known)]);
    };
    // The folder of the kit's templates was judged with the kit; a file in it may be a link.
    let projects = [Some(wish.project), kit.map(|kit| &kit.project)];
    let outside = projects.into_iter().flatten().map(|project| project.holds(&path, assets));
    if let Some(outside) = outside.reduce(Result::or).and_then(Result::err) {
        let problem = Diagnostic::error("outside-project", format!("template `{name}`: {outside}"));
        return Err(vec![placed(problem.hint(OUTSIDE_HINT), at)]);
    }
    let source = text_file(&path, assets).map_err(|message| {
        vec![placed(Diagnostic::error("template-file", format!("template `{name}`: {message}")), at)]
    })?;
    Ok(TemplateSource::File { path, source })
}

/// Looks for the parts of an own template as `load` does, and shows each name with what was found to a caller that wants
/// to know them; whether the template is whole.
pub fn own_parts(
    path: &Path,
    source: &str,
    kit: Option<&LoadedKit>,
    assets: &dyn Assets,
    seen: &dyn Fn(&str, Option<&Part>),
) -> bool {
    let folders = path.parent().into_iter().chain(kit.and_then(|kit| kit.templates.as_deref()));
    let folders: Vec<&Path> = folders.collect();
    let find = |name: &str| {
        let found = part(&folders, name, assets);
        seen(name, found.as_ref().ok().and_then(Option::as_ref));
        found
    };
    Template::with_parts(&path.display().to_string(), source, &find).is_ok()
}

/// A part of an own template: below one of the folders, links followed.
fn part(folders: &[&Path], name: &str, assets: &dyn Assets) -> Result<Option<Part>, String> {
    for folder in folders {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let path = folder.join(name);
        if !assets.has(&path) {
            continue;
        }
        if !assets.is_below(&path, folder).map_err(|error| error.to_string())? {
            return Err("it is a link that leaves the template's folder".into());
        }
        let path = if folder == Path::new(".") { PathBuf::from(name) } else { path };
        return Ok(Some(Part { source: text_file(&path, assets)?, name: path.display().to_string() }));
    }
    Ok(None)
}

/// The text of a template's file, or why there is none.
fn text_file(path: &Path, assets: &dyn Assets) -> Result<String, String> {
    let bytes = assets.read_at_most(path, 4 << 20).map_err(|error| error.to_string())?;
    let source =
        String::from_utf8(bytes).map_err(|error| format!("byte {} is not UTF-8", error.utf8_error().valid_up_to()))?;
    Ok(source.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(source))
}

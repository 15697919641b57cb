//! A check: everything that would be wrong with the cards of a campaign, without making their files.
//! Files are composed on several threads and told in the order of the inputs; names are compared across all of them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::campaign::kits::Kits;
use crate::campaign::once::Misuse;
use crate::campaign::places::Rule;
use crate::campaign::posts::{Post, placements};
use crate::campaign::settings::KitChoice;
use crate::campaign::{Job, across, overrides};
use crate::catalogue::platforms::Placement;
use crate::diagnostic::{Diagnostic, Severity};
use crate::encode::Encoding;
use crate::findings::{self, Pages, Targets};
use crate::fonts::Fonts;
use crate::import::ImportOptions;
use crate::pool::{Step, ordered, threads};
use crate::post::PackagePicture;
use crate::press::{
    Made, MissingGlyphs, Options, Planned, Press, Resolved, colour_warnings, formats, kit_fonts, missing_characters,
    own, resolve, shown, template,
};
use crate::publish::Pattern;
use crate::record::{Record, Text};
use crate::report::Permits;

/// What is checked, as plain data.
#[derive(Clone, Debug, Default)]
pub struct CheckSettings {
    /// Credit files, spreadsheets, folders and patterns; `-` for standard input.
    pub inputs: Vec<PathBuf>,
    /// What columns of spreadsheets hold whose headers do not say.
    pub import: ImportOptions,
    /// Platforms that the cards are for; empty for those of the files and their kits.
    pub platforms: Vec<String>,
    /// Platforms whose posts are checked; empty for those of the files and their kits.
    pub posts: Vec<String>,
    /// Names of files below a folder; the usual ones if left out.
    pub name: Option<Pattern>,
    /// The brand kit.
    pub kit: KitChoice,
    /// Whether credit files and kits may name files outside of their project.
    pub allow_outside: bool,
    /// Files checked at the same time; the number of processors if left out.
    pub jobs: Option<u16>,
}

/// What happens in a check.
#[derive(Clone, Copy, Debug)]
pub enum CheckEvent<'e> {
    /// All files are read; so many they are.
    Begun(usize),
    /// Something was found; about a record, if people have a name for it.
    Found(&'e Diagnostic, Option<&'e str>),
    /// A file is done.
    Done,
}

/// Checks the cards of all inputs and tells what is found, in order. Returns the number of files.
///
/// # Errors
/// If what was asked for cannot be done; nothing is checked then.
pub fn check(
    settings: &CheckSettings,
    options: &Options,
    fonts: &Fonts,
    tell: &mut dyn FnMut(CheckEvent<'_>),
) -> Result<usize, Misuse> {
    let mut kits = Kits::new(&settings.kit, fonts, MissingGlyphs::Error, settings.allow_outside)
        .with_folder(options.artwork_folder.as_ref());
    let mut jobs = kits.jobs(&settings.inputs, &settings.import, settings.jobs);
    overrides::apply(&mut jobs, options, fonts)?;
    kits.findings().iter().for_each(|finding| tell(CheckEvent::Found(finding, None)));
    let mut permits = Permits::new(jobs.iter().map(across::allowed).collect());
    let rule = Rule::new(settings.name.as_ref(), options.template.as_deref());
    let cards: Vec<_> = jobs.iter().map(cards).collect();
    if let Some(unusable) = rule.unusable(&jobs, &cards, options) {
        return Err(unusable.into());
    }
    let across = across::findings(&jobs, &cards, options, &rule, &mut permits);
    let files = jobs.len();
    tell(CheckEvent::Begun(files));
    Checker { settings, fonts, options }.run(jobs, across, &mut permits, tell);
    let unused = permits.unused_of_kits(|kit| settings.covers(kit));
    unused.iter().for_each(|note| tell(CheckEvent::Found(note, None)));
    Ok(files)
}

impl CheckSettings {
    /// Whether all records of a kit are checked: its folder is below one of those given.
    fn covers(&self, kit: &str) -> bool {
        let folder = |path: &Path| {
            let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
            std::fs::canonicalize(path).ok()
        };
        let Some(of_kit) = Path::new(kit).parent().and_then(folder) else { return false };
        self.inputs.iter().any(|input| input.is_dir() && folder(input).is_some_and(|input| of_kit.starts_with(input)))
    }
}

/// The cards of a file that asks for nothing special.
fn cards(job: &Job) -> Vec<Planned> {
    job.parsed.as_ref().map(|parsed| own(job, &parsed.record)).unwrap_or_default()
}

/// What all threads share.
struct Checker<'w> {
    settings: &'w CheckSettings,
    fonts: &'w Fonts,
    options: &'w Options,
}

impl Checker<'_> {
    /// Checks the files on threads and tells what is found, in order. A file and its artwork are let go when it is done.
    fn run(
        &self,
        jobs: Vec<Job>,
        mut across: BTreeMap<usize, Vec<Diagnostic>>,
        permits: &mut Permits,
        tell: &mut dyn FnMut(CheckEvent<'_>),
    ) {
        let threads = threads(self.settings.jobs).clamp(1, jobs.len().max(1));
        let slots: Vec<Mutex<Option<Job>>> = jobs.into_iter().map(|job| Mutex::new(Some(job))).collect();
        let check = |(): &mut (), index: usize| {
            let job = slots.get(index)?.lock().unwrap_or_else(PoisonError::into_inner).take()?;
            Some(self.file(&job))
        };
        let mut due = 0;
        let hear = |step| {
            let Step::Done(checked) = step else { return };
            let file = due;
            due += 1;
            let Some(Checked { name, record, mut found, whole }) = checked else { return };
            found.retain(|finding| !permits.allow(file, finding));
            found.extend(across.remove(&file).unwrap_or_default());
            if whole {
                found.extend(permits.unused(file));
            }
            found.sort_by_key(|finding| {
                let elsewhere = finding.path.as_ref().is_some_and(|path| *path != name);
                (elsewhere, finding.position.is_none(), finding.position)
            });
            found.iter().for_each(|finding| tell(CheckEvent::Found(finding, record.as_deref())));
            tell(CheckEvent::Done);
        };
        ordered(slots.len(), threads, || (), || false, check, hear);
    }

    /// Everything about one file.
    fn file(&self, job: &Job) -> Checked {
        let name = job.input.name.clone();
        let parsed = match &job.parsed {
            Ok(parsed) => parsed,
            Err(problems) => {
                let mut found = problems.clone();
                found.extend(job.record().map(|record| self.beyond(job, record)).unwrap_or_default());
                return Checked { name, record: None, found, whole: false };
            }
        };
        let record = &parsed.record;
        let mut found = parsed.warnings.clone();
        let fonts = kit_fonts(job).unwrap_or(self.fonts);
        let missing = missing_characters(record, fonts);
        let mut press = missing.is_empty().then(|| Press::new(self.fonts));
        found.extend(missing);
        let pages = self.cards(job, record, press.as_mut(), &mut found);
        // A card with the text of a new file on it can be looked at, but not posted.
        for finding in found.iter_mut().filter(|finding| finding.code == "placeholder") {
            finding.severity = Severity::Error;
        }
        // What is wrong with the template or the theme is wrong with every card of the file.
        let mut seen = Vec::new();
        found.retain(|problem| {
            let new = !seen.contains(problem);
            if new {
                seen.push(problem.clone());
            }
            new
        });
        found.extend(job.cover_warnings(record));
        found.extend(colour_warnings(job, record, self.options.theme.as_deref()));
        let cover = job.cover(record).ok().flatten();
        found.extend(findings::cover(record, cover.as_ref().map(|cover| &*cover.artwork)));
        found.extend(findings::core_roles(record));
        found.extend(findings::unknown_platforms(record));
        let kit = job.kit.as_deref();
        let of_kit = kit.map(|kit| kit.kit.check.platforms.as_slice()).unwrap_or_default();
        let own = record.check.platforms.as_slice();
        let of_files = if own.is_empty() { of_kit } else { own };
        let targets = match self.settings.platforms.as_slice() {
            [] => Targets::new(of_files.iter().map(|name| name.value.as_str())),
            named => Targets::new(named.iter().map(String::as_str)),
        };
        let hashtags = match record.hashtags.len() {
            0 => kit.map_or(0, |kit| kit.brand.hashtags.len()),
            own => own,
        };
        found.extend(findings::limits(record, &targets, hashtags, &pages));
        let whole = found.iter().all(|finding| finding.severity != Severity::Error);
        Checked { name, record: job.label(), found, whole }
    }

    /// What else is wrong with a record that has problems: what needs no card to be made.
    fn beyond(&self, job: &Job, record: &Record) -> Vec<Diagnostic> {
        let fonts = kit_fonts(job).unwrap_or(self.fonts);
        let mut found = missing_characters(record, fonts);
        let of_sheet = job.parsed.as_ref().is_err_and(|all| all.iter().any(|problem| problem.code == "artwork"));
        if !of_sheet && let Err(problem) = job.cover(record) {
            found.push(*problem);
        }
        for planned in own(job, record) {
            let template = template(job, record, &planned.subject, self.options.template.as_deref());
            found.extend(
                template
                    .err()
                    .unwrap_or_default()
                    .into_iter()
                    .filter(|problem| !found.contains(problem))
                    .collect::<Vec<_>>(),
            );
        }
        found
    }

    /// Makes the cards of a file but for their files; its pages by format. Without a press only what comes before is found.
    fn cards<'j>(
        &'j self,
        job: &'j Job,
        record: &Record,
        mut press: Option<&mut Press<'j>>,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<Pages> {
        // As `render` does: what files say counts unless formats or names are asked for.
        let of_files = self.options.formats.is_empty() && self.settings.name.is_none();
        let posts = placements(job, record, &self.settings.posts, &self.options.formats, of_files);
        if !posts.is_empty() {
            self.posts(job, record, press, &posts, found);
            return Vec::new();
        }
        let formats = formats(job, record, self.options).unwrap_or_else(|problems| {
            found.extend(problems);
            Vec::new()
        });
        let mut pages: Vec<Pages> = Vec::new();
        let mut enlarged: Vec<(Text, findings::Enlarged)> = Vec::new();
        for planned in own(job, record) {
            for format in &formats {
                let card = resolve(job, &planned, format, self.options);
                let made = match made(card, press.as_deref_mut(), found) {
                    ControlFlow::Break(()) => break,
                    ControlFlow::Continue(None) => continue,
                    ControlFlow::Continue(Some(made)) => made,
                };
                let count = made.pages();
                match pages.iter_mut().find(|known| known.format.name == format.name) {
                    Some(known) => known.count = known.count.max(count),
                    None => pages.push(Pages { format, count }),
                }
                let picture = shown(record, &planned.subject).map(|picture| &picture.file);
                if let (Some(path), Some(new)) = (picture, findings::enlargement(made.scenes())) {
                    match enlarged.iter_mut().find(|(known, _)| known.value == path.value) {
                        Some((_, known)) if known.times < new.times => *known = new,
                        Some(_) => {}
                        None => enlarged.push((path.clone(), new)),
                    }
                }
            }
        }
        found.extend(enlarged.iter().map(|(path, enlarged)| record.diagnose(enlarged.diagnostic(), path)));
        pages
    }

    /// Makes the posts of a file but for their files. Without a press only what comes before is found.
    fn posts<'j>(
        &'j self,
        job: &'j Job,
        record: &Record,
        mut press: Option<&mut Press<'j>>,
        placements: &[&'static Placement],
        found: &mut Vec<Diagnostic>,
    ) {
        let at = |problem: Diagnostic| record.diagnose(problem, &record.title);
        for post in placements.iter().filter_map(|placement| Post::new(placement, self.options)) {
            let Some(format) = post.placement.format() else { continue };
            for planned in own(job, record) {
                let card = resolve(job, &planned, format, &post.options);
                let made = match made(card, press.as_deref_mut(), found) {
                    ControlFlow::Break(()) => break,
                    ControlFlow::Continue(None) => continue,
                    ControlFlow::Continue(Some(made)) => made,
                };
                let pages = made.pages();
                let is_document = post.options.encodings.contains(&Encoding::Pdf);
                match post.holds(pages) {
                    Ok(warning) => found.extend(warning.map(at)),
                    Err(problem) => found.push(at(*problem)),
                }
                let pictures = vec![PackagePicture::default(); if is_document { 1 } else { pages }];
                match made.post(post.placement, &self.options.captions, pictures) {
                    Ok(package) => found.extend(post.left_over(&package.tags).map(at)),
                    Err(error) => found.push(at(Diagnostic::error("caption", error.to_string()))),
                }
            }
        }
    }
}

/// A card as it would be made; what is wrong with it goes to `found`. It ends the formats of its card if all would say the
/// same: template, theme and artwork. None is made without a press, nor of what cannot be composed.
fn made<'p, 'f>(
    card: Result<Resolved<'f>, Vec<Diagnostic>>,
    press: Option<&'p mut Press<'f>>,
    found: &mut Vec<Diagnostic>,
) -> ControlFlow<(), Option<Made<'p, 'f>>> {
    let card = match card {
        Ok(card) => card,
        Err(problems) => {
            found.extend(problems);
            return ControlFlow::Break(());
        }
    };
    let Some(press) = press else { return ControlFlow::Continue(None) };
    ControlFlow::Continue(match press.make(&card) {
        Ok(made) => {
            // What is allowed counts as used.
            found.extend(made.warnings.iter().chain(&made.allowed).cloned());
            Some(made)
        }
        Err(problems) => {
            found.extend(problems);
            None
        }
    })
}

/// What was found about a file.
struct Checked {
    name: String,
    /// What people call the record, if the file can be read.
    record: Option<String>,
    found: Vec<Diagnostic>,
    /// Whether nothing stopped the check, so that what was not found is not there.
    whole: bool,
}

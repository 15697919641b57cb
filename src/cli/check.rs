//! `check`: everything that would be wrong with records' cards, without making them.
//! Files are composed on several threads and reported in the order of the inputs; names are compared across all of them.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};

use crate::catalogue::platforms::{platform, platforms};
use crate::cli::Job;
use crate::cli::across;
use crate::cli::args::CheckArgs;
use crate::cli::jobs::threads;
use crate::cli::kits::Kits;
use crate::cli::overrides;
use crate::cli::places::Rule;
use crate::cli::report::{Permits, Report};
use crate::cli::{Outcome, fail, lists, render, usage};
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::{self, Pages, Targets};
use crate::fonts::Fonts;
use crate::press::{
    MissingGlyphs, Options, Planned, Press, colour_warnings, formats, kit_fonts, missing_characters, own, resolve,
    shown, template,
};
use crate::record::{Record, Text};

/// Runs the command.
pub fn check(args: &CheckArgs) -> Outcome {
    if args.codes {
        return lists::codes();
    }
    if let Some(outcome) = wrong_names(args) {
        return outcome;
    }
    let fonts = match args.fonts.load() {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let options = Options::from(args);
    let mut kits = Kits::new(&args.kit, &fonts, MissingGlyphs::Error);
    let mut jobs = kits.jobs(&args.inputs, &args.import.options(), args.jobs);
    if let Err((text, hint)) = overrides::apply(&mut jobs, &options, &fonts) {
        return usage(&text, &hint);
    }
    let mut report = Report::new(args);
    kits.findings().iter().for_each(|finding| report.tell(finding, None));
    let mut permits = Permits::new(jobs.iter().map(across::allowed).collect());
    let rule = Rule::new(args.name.as_ref(), args.template.as_deref());
    let cards: Vec<_> = jobs.iter().map(cards).collect();
    if let Some((text, hint)) = rule.unusable(&jobs, &cards, &options) {
        return usage(&text, &hint);
    }
    let across = across::findings(&jobs, &cards, &options, &rule, &mut permits);
    let files = jobs.len();
    let work = Work { args, fonts: &fonts, options: &options };
    work.run(jobs, across, &mut permits, &mut report);
    let whole = |kit: &str| {
        let folder = |path: &Path| {
            let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
            std::fs::canonicalize(path).ok()
        };
        let Some(of_kit) = Path::new(kit).parent().and_then(folder) else { return false };
        args.inputs.iter().any(|input| input.is_dir() && folder(input).is_some_and(|input| of_kit.starts_with(input)))
    };
    permits.unused_of_kits(whole).iter().for_each(|note| report.tell(note, None));
    report.end(files)
}

/// The cards of a file that asks for nothing special.
fn cards(job: &Job) -> Vec<Planned> {
    job.parsed.as_ref().map(|parsed| own(job, &parsed.record)).unwrap_or_default()
}

/// Names on the command line that do not exist.
fn wrong_names(args: &CheckArgs) -> Option<Outcome> {
    let of = |what: &str, name: &String, known: &[&str]| {
        let hint = crate::template::suggest(name, known.iter().copied())
            .map_or_else(|| format!("there are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
        usage(&format!("no {what} is called `{name}`"), &hint)
    };
    let formats: Vec<&str> = crate::card::formats().iter().map(|format| format.name.as_str()).collect();
    if let Some(name) = args.card_format.iter().find(|name| crate::card::format(name).is_none()) {
        return Some(of("format", name, &formats));
    }
    let known: Vec<&str> = platforms().iter().map(|platform| platform.id()).collect();
    if let Some(name) = args.platform.iter().find(|name| platform(name).is_none()) {
        return Some(of("platform", name, &known));
    }
    render::wrong_handles(args.handles.as_deref())
}

/// What all threads share.
struct Work<'w> {
    args: &'w CheckArgs,
    fonts: &'w Fonts,
    options: &'w Options,
}

impl Work<'_> {
    /// Checks the files on threads and reports them in order. A file and its artwork are let go when it is done.
    fn run(
        &self,
        jobs: Vec<Job>,
        mut across: BTreeMap<usize, Vec<Diagnostic>>,
        permits: &mut Permits,
        report: &mut Report,
    ) {
        let threads = threads(self.args.jobs).clamp(1, jobs.len().max(1));
        let bar = if jobs.len() > 8 && std::io::stderr().is_terminal() {
            indicatif::ProgressBar::new(jobs.len() as u64)
        } else {
            indicatif::ProgressBar::hidden()
        };
        let slots: Vec<Mutex<Option<Job>>> = jobs.into_iter().map(|job| Mutex::new(Some(job))).collect();
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let (send, receive) = mpsc::channel::<(usize, Checked)>();
            for _ in 0..threads {
                let (send, next, slots) = (send.clone(), &next, &slots);
                scope.spawn(move || {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(slot) = slots.get(index) else { break };
                        let job = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
                        let Some(job) = job else { continue };
                        if send.send((index, self.file(&job))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(send);
            let mut waiting = BTreeMap::new();
            let mut due = 0;
            for (index, checked) in receive {
                waiting.insert(index, checked);
                while let Some(Checked { name, record, mut found, whole }) = waiting.remove(&due) {
                    found.retain(|finding| !permits.allow(due, finding));
                    found.extend(across.remove(&due).unwrap_or_default());
                    if whole {
                        found.extend(permits.unused(due));
                    }
                    found.sort_by_key(|finding| {
                        let elsewhere = finding.path.as_ref().is_some_and(|path| *path != name);
                        (elsewhere, finding.position.is_none(), finding.position)
                    });
                    bar.inc(1);
                    bar.suspend(|| found.iter().for_each(|finding| report.tell(finding, record.as_deref())));
                    due += 1;
                }
            }
        });
        bar.finish_and_clear();
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
        let targets = match self.args.platform.as_slice() {
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
        let formats = formats(job, record, self.options).unwrap_or_else(|problems| {
            found.extend(problems);
            Vec::new()
        });
        let mut pages: Vec<Pages> = Vec::new();
        let mut enlarged: Vec<(Text, findings::Enlarged)> = Vec::new();
        for planned in own(job, record) {
            for format in &formats {
                let card = match resolve(job, &planned, format, self.options) {
                    Ok(card) => card,
                    Err(problems) => {
                        // The same for every format: template, theme and artwork.
                        found.extend(problems);
                        break;
                    }
                };
                let Some(press) = &mut press else { continue };
                let made = match press.make(&card) {
                    Ok(made) => made,
                    Err(problems) => {
                        found.extend(problems);
                        continue;
                    }
                };
                // What is allowed counts as used.
                found.extend(made.warnings.iter().chain(&made.allowed).cloned());
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

//! One thread of a run: takes a unit, sees whether its files are up to date, and makes them if not.
//! What became of it is handed back as data; nothing is printed here.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::campaign::Job;
use crate::campaign::deliver::{beside, deliver, picture};
use crate::campaign::destination::Destination;
use crate::campaign::done::Done;
use crate::campaign::key::Keys;
use crate::campaign::leftovers::Places;
use crate::campaign::places::Claims;
use crate::campaign::posts::{POST, unusable};
use crate::campaign::settings::Settings;
use crate::campaign::sidecar::{Entry, Sidecar};
use crate::campaign::units::{Page, Task, Unit, Wanted, claim_pages};
use crate::diagnostic::Diagnostic;
use crate::encode::Encoding;
use crate::fonts::Fonts;
use crate::press::{Options, Press, Rehearsal, resolve};
use crate::publish::{Found, Output, Writer, linked, sweep};
use crate::report::{Finding, Stage, Status};

/// What all threads of a run share.
pub struct Run<'w> {
    /// Which cards, and where they go.
    pub settings: &'w Settings,
    /// Who has which path.
    pub claims: Mutex<Claims<'w>>,
    /// What cards are asked for.
    pub options: &'w Options,
    /// The fonts of the options.
    pub fonts: &'w Fonts,
    /// Keys of cards.
    pub keys: Keys<'w>,
    /// What the output folder holds; empty if there is none.
    pub sidecar: Sidecar,
    /// The options that decide which cards a file makes.
    pub selection: &'w str,
    /// Where inputs are.
    pub places: &'w Places,
    /// Writes files.
    pub writer: Arc<Writer>,
    /// Folders that were looked through for what a killed run left.
    pub swept: Mutex<HashSet<PathBuf>>,
}

impl<'w> Run<'w> {
    pub(super) fn folder(&self) -> &Path {
        self.settings.output.folder()
    }

    pub(super) fn to_stdout(&self) -> bool {
        self.settings.output.is_standard()
    }

    /// Whether what was written is kept in mind for the next run.
    fn keeps(&self) -> bool {
        self.settings.output.is_folder() && !self.settings.locked
    }

    /// Whether cards that are up to date stay as they are.
    fn incremental(&self) -> bool {
        self.keeps() && !self.settings.force
    }

    /// A path of the output folder as it is shown.
    pub fn shown(&self, path: &str) -> String {
        self.folder().join(path).to_string_lossy().replace('\\', "/")
    }

    /// The entries of a card whose files all are up to date. `keys` are those of its files.
    fn up_to_date(
        &self,
        place: usize,
        job: &'w Job,
        wanted: &Wanted<'w>,
        keys: &[String],
    ) -> Option<Vec<(String, Entry)>> {
        let mut entries = Vec::new();
        let encodings = wanted.options(self.options).encodings.iter().map(|encoding| encoding.extension());
        let texts = wanted.post.and(keys.first()).map(|key| (POST, key));
        for (extension, key) in encodings.zip(keys).chain(texts) {
            let id = wanted.id(job, extension).ok()?;
            let entry = self.sidecar.cards.get(&id)?;
            let there = entry.line == wanted.record.title.at.line && entry.input == self.places.of(&job.input.name);
            let moved = !entry.warnings.is_empty() && !there;
            if entry.key != *key || moved || entry.outputs.is_empty() {
                return None;
            }
            if !entry.outputs.iter().all(|output| output.find(self.folder()) == Found::Same) {
                return None;
            }
            let pages = u32::try_from(entry.outputs.len()).unwrap_or(u32::MAX);
            if pages > 1 && extension != POST {
                claim_pages(&self.claims, (place, job), wanted, pages, self.folder()).ok()?;
            }
            entries.push((id, entry.clone()));
        }
        (!entries.is_empty()).then_some(entries)
    }
}

/// A thread of a run.
pub struct Worker<'w> {
    run: &'w Run<'w>,
    press: Press<'w>,
    /// Whether a processor has nothing to do.
    spare: bool,
}

/// What there is to say about a card.
#[derive(Default)]
struct Said {
    warnings: Vec<Diagnostic>,
    /// What was chosen and why, if that was asked for.
    explained: Option<String>,
    /// Name of the template.
    template: Option<String>,
}

impl<'w> Worker<'w> {
    /// A thread that has done nothing yet; `spare` if a processor has nothing to do.
    pub fn new(run: &'w Run<'w>, spare: bool) -> Worker<'w> {
        Worker { run, press: Press::new(run.fonts).timed(), spare }
    }

    /// Does a unit.
    pub fn unit(&mut self, unit: &Unit<'w>) -> Done {
        let start = Instant::now();
        let mut done = Done::new(unit);
        match &unit.work {
            Task::Broken(problems) => done.fail(problems),
            Task::Card(wanted) => {
                if unit.first {
                    let parsed = unit.job.parsed.iter().flat_map(|parsed| &parsed.warnings);
                    done.line.warnings.extend(parsed.map(Finding::from));
                }
                self.card(unit, wanted, &mut done);
            }
        }
        done.line.milliseconds = milliseconds(start);
        done
    }

    fn card(&mut self, unit: &Unit<'w>, wanted: &Wanted<'w>, done: &mut Done) {
        let (run, job) = (self.run, unit.job);
        if !run.to_stdout() && !run.settings.locked {
            self.sweep(job, wanted);
        }
        // Taken before anything is read for the card: a file that changes meanwhile changes the next run's key.
        let hashed = Instant::now();
        let keys = run.keeps().then(|| run.keys.of(job, wanted)).flatten();
        done.timings.add(Stage::Key, hashed.elapsed());
        let current = keys.as_deref().filter(|_| run.incremental());
        if let Some(entries) = current.and_then(|keys| run.up_to_date(unit.place, job, wanted, keys)) {
            done.up_to_date(run, &run.places.of(&job.input.name), entries);
            return;
        }
        let options = wanted.options(run.options);
        let extensions = options.encodings.iter().map(|encoding| encoding.extension());
        let extensions = extensions.chain(wanted.post.map(|_| POST));
        done.ids = extensions.filter_map(|extension| wanted.id(job, extension).ok()).collect();
        let mut said = Said::default();
        let mut files: BTreeMap<Encoding, Vec<Output>> = BTreeMap::new();
        let rehearsal = Rehearsal { job, planned: wanted.planned, format: wanted.format, options };
        let mut texts = Vec::new();
        let made = self.press.rehearsed(rehearsal, self.spare, |press| {
            make(press, run, unit, wanted, &mut said, done, (&mut files, &mut texts))
        });
        done.timings.merge(&self.press.take_timings());
        let warnings: Vec<Finding> = said.warnings.iter().map(Finding::from).collect();
        done.line.template.clone_from(&said.template);
        done.explained = said.explained;
        match made {
            Ok(()) => {
                if !done.line.changes.is_empty() {
                    done.line.status = Status::WouldChange;
                } else if run.settings.locked || matches!(run.settings.output, Destination::File(..)) && !done.changed {
                    // Of one file nothing is known from the run before but the file itself.
                    done.line.status = Status::UpToDate;
                }
                if let Some(keys) = keys {
                    let key = |encoding| {
                        let place = options.encodings.iter().position(|known| *known == encoding)?;
                        keys.get(place).cloned()
                    };
                    let input = run.places.of(&job.input.name);
                    let texts = (!texts.is_empty()).then(|| (POST, keys.first().cloned(), texts));
                    done.entries = files
                        .into_iter()
                        .map(|(encoding, outputs)| (encoding.extension(), key(encoding), outputs))
                        .chain(texts)
                        .filter_map(|(extension, key, outputs)| {
                            let entry = Entry {
                                input: input.clone(),
                                line: wanted.record.title.at.line,
                                selection: run.selection.to_owned(),
                                subject: wanted.planned.slug.clone(),
                                template: said.template.clone().unwrap_or_default(),
                                format: wanted.format.name.clone(),
                                key: key?,
                                outputs,
                                warnings: warnings.clone(),
                            };
                            Some((wanted.id(job, extension).ok()?, entry))
                        })
                        .collect();
                }
            }
            Err(problems) => done.fail(&problems),
        }
        done.line.warnings.extend(warnings);
    }

    /// Removes what a killed run left in the folders that the card's files go to.
    fn sweep(&self, job: &Job, wanted: &Wanted<'_>) {
        let Ok(id) = wanted.id(job, "png") else { return };
        // Nothing is removed elsewhere either.
        if linked(self.run.folder(), Path::new(&id)).is_some() {
            return;
        }
        let path = self.run.folder().join(id);
        let Some(folder) = path.parent() else { return };
        let new = self.run.swept.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        if new {
            sweep(folder);
        }
    }
}

/// Makes a card, page by page, each written before the next is encoded.
fn make<'w>(
    press: &mut Press<'w>,
    run: &Run<'w>,
    unit: &Unit<'w>,
    wanted: &Wanted<'w>,
    said: &mut Said,
    done: &mut Done,
    (files, texts): (&mut BTreeMap<Encoding, Vec<Output>>, &mut Vec<Output>),
) -> Result<(), Vec<Diagnostic>> {
    let job = unit.job;
    let mut from = Instant::now();
    let options = wanted.options(run.options);
    let card = resolve(job, wanted.planned, wanted.format, options)?;
    done.timings.add(Stage::Card, from.elapsed());
    said.warnings.clone_from(&card.warnings);
    let mut made = press.make(&card)?;
    said.warnings = std::mem::take(&mut made.warnings);
    if run.settings.explain {
        said.explained = Some(explain(job, wanted, card.theme(), &made.choices));
    }
    said.template = Some(card.template().to_owned());
    let pages = made.pages();
    let several = options.encodings.iter().any(|encoding| !encoding.holds_pages());
    if let (Some(single), 2.., true) = (run.settings.output.single(), pages, several) {
        let problem = Diagnostic::error("pages", format!("{single}, this card has {pages} pages"));
        let hint =
            "write to a folder with `-o DIR`, or take one page with `--overflow summary` or all with `--type pdf`";
        return Err(vec![problem.in_file(job.input.name.clone()).hint(hint)]);
    }
    let at = |problem: Diagnostic| wanted.record.diagnose(problem, &wanted.record.title);
    if let Some(post) = wanted.post {
        said.warnings.extend(post.holds(pages).map_err(|problem| vec![at(*problem)])?.map(at));
    }
    let mut pictures = Vec::new();
    for page in 0..pages {
        for encoding in &options.encodings {
            let Some(file) = made.encode_page(page, encoding) else { continue };
            let file = file.map_err(|error| vec![unusable(&error).in_file(job.input.name.clone())])?;
            let took = milliseconds(from);
            from = Instant::now();
            if file.page == 1 && file.pages > 1 && encoding.is_picture() {
                let claimed = claim_pages(&run.claims, (unit.place, job), wanted, file.pages, run.folder());
                claimed.map_err(|problem| vec![*problem])?;
            }
            let suffix = if file.pages > 1 { format!("-{}", file.page) } else { String::new() };
            let name = format!("{}{suffix}.{}", wanted.format.name, encoding.extension());
            let note = |note: &String| Diagnostic::note("made-smaller", format!("{name} is {note}"));
            said.warnings.extend(file.notes.iter().map(note).map(|note| note.in_file(job.input.name.clone())));
            if wanted.post.is_some() {
                let page = Page { number: file.page, of: file.pages, extension: encoding.extension() };
                let path = wanted.path(job, page).map_err(|problem| vec![*problem])?;
                pictures.push(picture(&path, *encoding, &file));
            }
            deliver(run, job, wanted, (*encoding, file), took, done, files)?;
            done.timings.add(Stage::Write, from.elapsed());
        }
    }
    let Some(post) = wanted.post else { return Ok(()) };
    let package = made.post(post.placement, &options.captions, pictures).map_err(|error| {
        let hint = "write a shorter template with `--captions`, or a shorter title";
        vec![at(Diagnostic::error("caption", error.to_string()).hint(hint))]
    })?;
    said.warnings.extend(post.left_over(&package.tags).map(at));
    for (name, text) in package.files() {
        let below = wanted.path(job, Page { number: 1, of: 1, extension: name }).map_err(|problem| vec![*problem])?;
        beside(run, &below, text.as_bytes(), done, texts)?;
    }
    Ok(())
}

fn explain(job: &Job, wanted: &Wanted<'_>, theme: &crate::theme::Theme, choices: &[(&'static str, String)]) -> String {
    let slug = if wanted.planned.own_folder { format!(" {}", wanted.planned.slug) } else { String::new() };
    let mut text = format!("{}{slug} {}\n", job.input.name, wanted.format.name);
    let ratio = |color| crate::theme::shown(crate::theme::contrast(color, theme.ground));
    text.push_str(&format!(
        "  colours   ground {}, text {} ({}), quiet {} ({}), accent {} ({})\n",
        theme.ground,
        theme.text,
        ratio(theme.text),
        theme.quiet,
        ratio(theme.quiet),
        theme.accent,
        ratio(theme.accent),
    ));
    if let Some(kit) = &job.kit {
        text.push_str(&format!("  kit       {}\n", kit.kit.source.name));
    }
    for (topic, choice) in choices {
        text.push_str(&format!("  {topic:<9} {choice}\n"));
    }
    text
}

fn milliseconds(since: Instant) -> f64 {
    // A hundredth is more than enough.
    (since.elapsed().as_secs_f64() * 100_000.0).round() / 100.0
}

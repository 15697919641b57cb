//! One thread of a run: takes a unit, sees whether its files are up to date, and makes them if not.
//! What became of it is handed back as data; nothing is printed here.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::campaign::Job;
use crate::campaign::destination::Destination;
use crate::campaign::key::Keys;
use crate::campaign::leftovers::Places;
use crate::campaign::locked;
use crate::campaign::places::Claims;
use crate::campaign::posts::{POST, unusable};
use crate::campaign::settings::Settings;
use crate::campaign::sidecar::{Entry, Sidecar};
use crate::campaign::units::{Page, Task, Unit, Wanted, claim_pages};
use crate::card::Subject;
use crate::diagnostic::{Diagnostic, shortened};
use crate::encode::Encoding;
use crate::files::read_at_most;
use crate::fonts::Fonts;
use crate::post::PackagePicture;
use crate::press::{File, Options, Press, Rehearsal, resolve};
use crate::publish::{Found, Output, Writer, linked, sweep};
use crate::report::{CardLine, Change, Finding, Stage, Status, Timings};

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

/// What became of a card.
#[derive(Debug)]
pub struct Done {
    /// Its line of the report.
    pub line: CardLine,
    /// Its pictures.
    pub listing: Vec<Listed>,
    /// What was chosen and why.
    pub explained: Option<String>,
    /// How long its stages took.
    pub timings: Timings,
    /// The picture, if it goes to standard output.
    pub picture: Option<Vec<u8>>,
    /// Whether a file has other bytes than before.
    pub(super) changed: bool,
    /// Pictures made, compared or found up to date.
    pub pictures: usize,
    /// Names in the sidecar of the card's types of file.
    pub(super) ids: Vec<String>,
    /// What the sidecar is to know.
    pub(super) entries: Vec<(String, Entry)>,
}

/// A picture of the listing.
#[derive(Debug)]
pub struct Listed {
    /// Its path, as it is typed on this system.
    pub path: PathBuf,
    /// Its size, and how it came about, for people.
    pub about: String,
}

impl<'w> Run<'w> {
    fn folder(&self) -> &Path {
        self.settings.output.folder()
    }

    fn to_stdout(&self) -> bool {
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

/// Writes a text of a post, or compares it.
fn beside(
    run: &Run<'_>,
    below: &Path,
    bytes: &[u8],
    done: &mut Done,
    texts: &mut Vec<Output>,
) -> Result<(), Vec<Diagnostic>> {
    let path = run.folder().join(below);
    let output = Output::new(below, bytes, 0, 0);
    if run.settings.locked {
        let what = match read_at_most(&path, 1 << 20) {
            Ok(old) if old == bytes => None,
            Ok(_) => Some("other text"),
            Err(_) => Some("missing"),
        };
        let path = run.shown(&output.path);
        done.line.changes.extend(what.map(|what| Change { path, what: what.to_owned(), pixels: None }));
        return Ok(());
    }
    let written = run.writer.write_below(run.folder(), below, bytes);
    let written = written.map_err(|error| vec![Diagnostic::error("write", error.to_string())])?;
    done.changed |= written.changed;
    texts.push(output);
    Ok(())
}

fn picture(path: &Path, encoding: Encoding, file: &File) -> PackagePicture {
    let media_type = match encoding.extension() {
        "jpg" => "image/jpeg".to_owned(),
        "pdf" => "application/pdf".to_owned(),
        kind => format!("image/{kind}"),
    };
    PackagePicture {
        file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        media_type,
        width: file.width,
        height: file.height,
        bytes: file.bytes.len() as u64,
        alt: String::new(),
        tags: Vec::new(),
    }
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

fn deliver(
    run: &Run<'_>,
    job: &Job,
    wanted: &Wanted<'_>,
    made: (Encoding, File),
    took: f64,
    done: &mut Done,
    files: &mut BTreeMap<Encoding, Vec<Output>>,
) -> Result<(), Vec<Diagnostic>> {
    let (encoding, file) = made;
    let failed = |message: String| vec![Diagnostic::error("write", message)];
    if run.to_stdout() {
        let mut output = Output::new(Path::new("-"), &file.bytes, file.width, file.height);
        output.path = "-".to_owned();
        done.line.outputs.push(output);
        done.picture = Some(file.bytes);
        return Ok(());
    }
    let page = Page { number: file.page, of: file.pages, extension: encoding.extension() };
    let below = wanted.path(job, page).map_err(|problem| vec![*problem])?;
    let path = run.folder().join(&below);
    let output = Output::new(&below, &file.bytes, file.width, file.height);
    let shown = Output { path: run.shown(&output.path), ..output.clone() };
    if run.settings.locked {
        if let Some(found) = locked::compare(&path, &file.bytes) {
            let change = Change { path: shown.path.clone(), what: found.what, pixels: found.pixels };
            done.line.changes.push(change);
            if let (Some(folder), Some((old, new))) = (&run.settings.difference_folder, found.pictures)
                && let Some(bytes) = locked::encoded(&locked::picture(old.as_ref(), &new))
            {
                run.writer.write_below(folder, &below, &bytes).map_err(|error| failed(error.to_string()))?;
            }
        }
    } else {
        let written =
            run.writer.write_below(run.folder(), &below, &file.bytes).map_err(|error| failed(error.to_string()))?;
        done.changed |= written.changed;
        if encoding.is_picture() {
            done.listing.push(listed(&shown, &format!("{took:.1} ms")));
        }
        files.entry(encoding).or_default().push(output);
    }
    done.pictures += usize::from(encoding.is_picture());
    done.line.outputs.push(shown);
    Ok(())
}

fn listed(output: &Output, how: &str) -> Listed {
    let path = output.path.split('/').collect::<Vec<_>>().join(std::path::MAIN_SEPARATOR_STR).into();
    Listed { path, about: format!("{}x{}  {} bytes  {how}", output.width, output.height, output.bytes) }
}

fn milliseconds(since: Instant) -> f64 {
    // A hundredth is more than enough.
    (since.elapsed().as_secs_f64() * 100_000.0).round() / 100.0
}

impl Done {
    fn new(unit: &Unit<'_>) -> Done {
        let wanted = match &unit.work {
            Task::Card(wanted) => Some(wanted),
            Task::Broken(_) => None,
        };
        let (title, artist) = unit.job.titles();
        let shows = wanted.map(|wanted| &wanted.planned.subject).filter(|subject| **subject != Subject::Record);
        Done {
            line: CardLine {
                place: unit.place,
                input: unit.job.input.name.clone(),
                record: unit.job.input.stem.clone(),
                title,
                artist,
                shows: shows.map(|subject| shortened(&subject.label())),
                subject: wanted.map(|wanted| wanted.planned.slug.clone()),
                template: None,
                format: wanted.map(|wanted| wanted.format.name.clone()),
                status: Status::Made,
                outputs: Vec::new(),
                changes: Vec::new(),
                milliseconds: 0.0,
                warnings: Vec::new(),
                errors: Vec::new(),
            },
            listing: Vec::new(),
            explained: None,
            timings: Timings::default(),
            picture: None,
            changed: false,
            pictures: 0,
            ids: Vec::new(),
            entries: Vec::new(),
        }
    }

    fn fail(&mut self, problems: &[Diagnostic]) {
        self.line.status = Status::Failed;
        self.line.errors = problems.iter().map(Finding::from).collect();
        self.entries.clear();
    }

    fn up_to_date(&mut self, run: &Run<'_>, input: &str, entries: Vec<(String, Entry)>) {
        self.line.status = Status::UpToDate;
        for (_, entry) in &entries {
            self.line.template = Some(entry.template.clone());
            for output in &entry.outputs {
                let shown = Output { path: run.shown(&output.path), ..output.clone() };
                if !output.path.ends_with(".json") && !output.path.ends_with(".txt") {
                    self.listing.push(listed(&shown, "up to date"));
                    self.pictures += 1;
                }
                self.line.outputs.push(shown);
            }
        }
        // Every type of file of a card knows the same warnings.
        if let Some((_, entry)) = entries.first() {
            self.line.warnings.extend(entry.warnings.iter().cloned());
        }
        let here =
            |entry: &Entry| Entry { selection: run.selection.to_owned(), input: input.to_owned(), ..entry.clone() };
        let changed = entries.into_iter().filter(|(_, entry)| entry.selection != run.selection || entry.input != input);
        self.entries = changed.map(|(id, entry)| (id, here(&entry))).collect();
    }
}

//! A campaign from its settings to its files: inputs read, cards planned, made or found up to date, what is left told.
//! Each run is a whole one; what is up to date stays as it is, so that it may be repeated as often as anything changes.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::campaign::event::{Event, Listener};
use crate::campaign::interrupt::Interrupt;
use crate::campaign::key::{BUILD, Keys};
use crate::campaign::kits::Kits;
use crate::campaign::leftovers::{Census, Places};
use crate::campaign::places::Rule;
use crate::campaign::posts::{POST_FILES, Posts};
use crate::campaign::reads::Reads;
use crate::campaign::run;
use crate::campaign::settings::{Each, Settings};
use crate::campaign::sidecar::{Changes, SIDECAR, Sidecar};
use crate::campaign::subjects::Plan;
use crate::campaign::units::{self, Units};
use crate::campaign::worker::Run;
use crate::campaign::{Job, overrides, people, subjects};
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::press::Options;
use crate::publish::{Found, Writer, sweep};
use crate::report::{FORM, Finding, RunLine, Stage, SummaryLine, Timings};

/// A campaign with what it needs.
#[derive(Clone, Copy)]
pub struct Campaign<'c> {
    /// Which cards, and where they go.
    pub settings: &'c Settings,
    /// How they look.
    pub options: &'c Options,
    /// The fonts of the options.
    pub fonts: &'c Fonts,
    /// Writes files.
    pub writer: &'c Arc<Writer>,
    /// Stops it.
    pub interrupt: &'c Interrupt,
}

/// What was asked for cannot be done, whatever is in the files.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Misuse {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl From<(String, String)> for Misuse {
    fn from((message, hint): (String, String)) -> Misuse {
        Misuse { message, hint }
    }
}

/// What a campaign did.
#[derive(Debug, Default)]
pub struct Ran {
    /// The sums.
    pub summary: SummaryLine,
    /// Pictures that were up to date or compared.
    pub untouched: usize,
    /// Cards, files without one, and names that nobody has.
    pub asked: usize,
    /// How long the stages took, of all threads together.
    pub timings: Timings,
    /// The first picture that was made or is up to date, as it is shown.
    pub first: Option<String>,
    /// Files that were made, compared or found up to date, as they are shown.
    pub paths: BTreeSet<String>,
    /// Files that the cards depend on, if they were to be noted.
    pub reads: Option<Reads>,
    /// Why what is known about the files could not be kept.
    pub trouble: Option<String>,
    /// Cards that the sidecar does not know yet.
    pub(super) changes: Changes,
    /// Names in the sidecar of cards that were compared.
    pub(super) cards: BTreeSet<String>,
}

/// The inputs of a campaign, read, with what each of them makes.
struct Planned {
    jobs: Vec<Job>,
    /// Files that make no cards themselves, because people do.
    files: Vec<Job>,
    plan: Plan,
    rule: Rule,
}

impl Campaign<'_> {
    /// Runs it.
    ///
    /// # Errors
    /// If what was asked for cannot be done; nothing is made then.
    pub fn run(&self, listener: &mut dyn Listener) -> Result<Ran, Misuse> {
        let start = Instant::now();
        let Campaign { settings, options, fonts, writer, interrupt } = *self;
        let output = &settings.output;
        let mut kits = Kits::new(&settings.kit, fonts, options.missing_glyphs, settings.allow_outside)
            .with_folder(options.artwork_folder.as_ref());
        let Planned { jobs, files, plan, rule } = self.plan(&mut kits, listener)?;
        let posts = Posts::gather(&jobs, settings, options);
        let Units { all, claims } = units::units(&jobs, &plan, options, &posts, &rule, output.folder());
        let selection = settings.selection(options);
        let places = Places::new(output.folder());
        let extensions: Vec<&str> = options.encodings.iter().map(|encoding| encoding.extension()).collect();
        let census = Census::new(&selection, output.folder(), &places, &all, &extensions, !settings.only.is_empty());
        let (mut sidecar, damage) =
            if output.is_folder() { Sidecar::load(output.folder()) } else { Default::default() };
        let adopted = census.adopt(&mut sidecar);
        if let Some(reason) = damage {
            listener.hear(Event::Forgotten { path: &output.folder().join(SIDECAR), reason: &reason });
        }
        let mine: Vec<_> = all.into_iter().filter(|unit| units::taken(settings.shard, unit.job)).collect();
        let line = RunLine {
            form: FORM,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            build: BUILD.to_owned(),
            shard: settings.shard,
            inputs: settings.portable_inputs(),
            options: settings.chosen(options),
            files: jobs.len(),
            problems: problems(&kits, &plan).map(Finding::from).collect(),
        };
        let files_of_cards = mine.iter().map(|unit| unit.place).collect::<BTreeSet<_>>().len();
        listener.hear(Event::Begun { run: &line, cards: mine.len(), files: files_of_cards });
        let work = Run {
            settings,
            claims,
            options,
            fonts,
            keys: Keys::new(options, fonts),
            sidecar,
            selection: &selection,
            places: &places,
            writer: Arc::clone(writer),
            swept: Mutex::new(HashSet::new()),
        };
        if !output.is_standard() && !settings.locked {
            sweep(if output.folder() == Path::new("") { Path::new(".") } else { output.folder() });
        }
        let planned = start.elapsed();
        let mut ran = run::run(&work, &mine, interrupt, listener);
        ran.summary.failed += plan.errors.len();
        ran.asked = mine.len() + plan.errors.len();
        ran.changes.made.extend(adopted.made);
        if output.is_folder() {
            ran.trouble = settle(&work, &census, &mut ran, listener).err();
        }
        ran.timings.add(Stage::Plan, planned);
        ran.summary.milliseconds = start.elapsed().as_millis() as f64;
        ran.reads = settings.note_reads.then(|| Reads::of(settings, options, jobs.iter().chain(&files), &kits));
        Ok(ran)
    }

    /// Reads the inputs and decides what each of them makes.
    fn plan(&self, kits: &mut Kits<'_>, listener: &mut dyn Listener) -> Result<Planned, Misuse> {
        let Campaign { settings, options, fonts, .. } = *self;
        let mut jobs = subjects::jobs(settings, kits)?;
        overrides::apply(&mut jobs, options, fonts)?;
        let (jobs, files, plan) = match settings.each {
            Some(Each::Person) => people::people(settings, jobs),
            _ => {
                let plan = subjects::plan(settings, &jobs);
                (jobs, Vec::new(), plan)
            }
        };
        problems(kits, &plan).for_each(|problem| listener.hear(Event::Problem(problem)));
        let rule = Rule::new(settings.name.as_ref(), options.template.as_deref()).to(&settings.output);
        if let Some(unusable) = rule.unusable(&jobs, &plan.cards, options) {
            return Err(unusable.into());
        }
        if let Some(single) = settings.output.single() {
            let cards = units::count(&jobs, &plan, options, &Posts::gather(&jobs, settings, options));
            if cards > 1 {
                let hint = "name one file and one `--format`, or a folder with `-o DIR`";
                return Err(Misuse { message: format!("{single}, these are {cards}"), hint: hint.to_owned() });
            }
        }
        Ok(Planned { jobs, files, plan, rule })
    }
}

/// What is wrong with a campaign as a whole.
fn problems<'p>(kits: &'p Kits<'_>, plan: &'p Plan) -> impl Iterator<Item = &'p Diagnostic> {
    kits.findings().iter().chain(&plan.errors).chain(&plan.warnings)
}

/// Keeps what was made, and tells or removes what no longer is.
fn settle(work: &Run<'_>, census: &Census<'_>, ran: &mut Ran, listener: &mut dyn Listener) -> Result<(), String> {
    let settings = work.settings;
    if settings.locked {
        if !ran.summary.interrupted {
            extra(work, census, ran, listener);
        }
        return Ok(());
    }
    let folder = settings.output.folder();
    let save = |changes: &_| Sidecar::save(folder, changes, &work.writer).map_err(|error| error.to_string());
    let mut sidecar = match ran.changes.is_empty() {
        true => Sidecar::load(folder).0,
        false => save(&ran.changes)?,
    };
    if ran.summary.interrupted {
        return Ok(());
    }
    let (left, changes) = census.leftovers(&sidecar);
    if !changes.is_empty() {
        sidecar = save(&changes)?;
    }
    if settings.prune {
        let (removed, kept, changes) = census.prune(&sidecar, left);
        if !changes.is_empty() {
            save(&changes)?;
        }
        let shown = |all: &[crate::publish::Output]| -> Vec<String> {
            all.iter().map(|output| work.shown(&output.path)).collect()
        };
        ran.summary.no_longer_made = shown(&removed);
        ran.summary.no_longer_made.iter().for_each(|path| listener.hear(Event::Removed(path)));
        shown(&kept).iter().for_each(|path| listener.hear(Event::Kept(path)));
        return Ok(());
    }
    ran.summary.no_longer_made =
        left.iter().filter(|file| file.found == Found::Same).map(|file| work.shown(&file.output.path)).collect();
    listener.hear(Event::NoLongerMade(&ran.summary.no_longer_made));
    Ok(())
}

/// Files that the sidecar knows and that would not be made.
fn extra(work: &Run<'_>, census: &Census<'_>, ran: &mut Ran, listener: &mut dyn Listener) {
    let (left, _) = census.leftovers(&work.sidecar);
    let mut paths: Vec<String> = left.iter().map(|file| work.shown(&file.output.path)).collect();
    // Pages that a card would not have any more.
    for (id, entry) in &work.sidecar.cards {
        // The texts of a post are compared where they would be written.
        let is_text = |path: &str| path.rsplit('/').next().is_some_and(|name| POST_FILES.contains(&name));
        let compared = |path: &str| is_text(path) || ran.paths.contains(&work.shown(path));
        if ran.cards.contains(id) {
            let gone = entry.outputs.iter().filter(|output| !compared(&output.path));
            let there = gone.filter(|output| output.find(work.settings.output.folder()) != Found::Missing);
            paths.extend(there.map(|output| work.shown(&output.path)));
        }
    }
    listener.hear(Event::WouldGo(&paths));
    ran.summary.would_change += paths.len();
    ran.summary.no_longer_made = paths;
}

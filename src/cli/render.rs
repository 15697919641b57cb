//! `render`: cards from credit files, those that changed since the last run, several at a time.
//! One bad file never stops the others; its problems are printed where its cards would be.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::cli::args::{Each, RenderArgs};
use crate::cli::destination::Destination;
use crate::cli::interrupt::Interrupt;
use crate::cli::key::{BUILD, Keys};
use crate::cli::kits::Kits;
use crate::cli::leftovers::{Census, Places};
use crate::cli::overrides;
use crate::cli::places::Rule;
use crate::cli::posts::{self, Posts};
use crate::cli::reads::Reads;
use crate::cli::run::{self, Ran};
use crate::cli::run_report::{FORM, Reporter, RunLine, SummaryLine};
use crate::cli::told::Told;
use crate::cli::units::{self, Units};
use crate::cli::worker::Run;
use crate::cli::{Outcome, fail, message, people, plural, subjects, usage};
use crate::diagnostic::{Diagnostic, Severity};
use crate::encode::Encoding;
use crate::fonts::Fonts;
use crate::press::{Options, Stage, named_handles, named_wording};
use crate::publish::{Finding, Found, SIDECAR, Sidecar, Writer, sweep};

/// What a run needs beside its options, and what stays when it is over.
pub struct Setting<'s> {
    /// The fonts of the options.
    pub fonts: &'s Fonts,
    /// Writes files.
    pub writer: &'s Arc<Writer>,
    /// Begins to listen for an interrupt, when the inputs are read.
    pub listen: &'s dyn Fn() -> Interrupt,
    /// What people were told.
    pub told: &'s mut Told,
    /// Is given the files that the run depends on.
    pub reads: Option<&'s mut Reads>,
}

/// Runs the command.
pub fn render(args: &RenderArgs) -> Outcome {
    if let Some(outcome) = check_usage(args) {
        return outcome;
    }
    let fonts = match args.fonts.load() {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let (writer, mut told) = (Arc::new(Writer::new()), Told::default());
    let listen = || Interrupt::listen(&writer);
    match once(args, Setting { fonts: &fonts, writer: &writer, listen: &listen, told: &mut told, reads: None }) {
        Ok(ran) => outcome(&ran.summary, ran.outcome),
        Err(outcome) => outcome,
    }
}

/// A run over all inputs.
///
/// # Errors
/// Wrong usage, and reports or a sidecar that cannot be written; both are said.
pub fn once(args: &RenderArgs, setting: Setting<'_>) -> Result<Ran, Outcome> {
    let start = Instant::now();
    let output = Destination::of(args).map_err(|(text, hint)| usage(&text, &hint))?;
    let Setting { fonts, writer, listen, told, reads } = setting;
    let mut options = Options::from(args);
    options.captions = posts::captions(args).map_err(|(text, hint)| usage(&text, &hint))?;
    let mut kits = Kits::new(&args.kit, fonts, options.missing_glyphs);
    let mut jobs = match subjects::jobs(args, &mut kits) {
        Ok(jobs) => jobs,
        Err((text, hint)) => return Err(usage(&text, &hint)),
    };
    overrides::apply(&mut jobs, &options, fonts).map_err(|(text, hint)| usage(&text, &hint))?;
    let (jobs, files, plan) = match args.each {
        Some(Each::Person) => people::people(args, jobs),
        _ => {
            let plan = subjects::plan(args, &jobs);
            (jobs, Vec::new(), plan)
        }
    };
    let problems: Vec<Diagnostic> = kits.findings().iter().chain(&plan.errors).chain(&plan.warnings).cloned().collect();
    let shown = |problem: &&Diagnostic| problem.severity == Severity::Error || !args.quiet;
    for problem in problems.iter().filter(shown) {
        let text = format!("{problem}\n");
        let heard = match problem.severity {
            Severity::Error => told.hear_error(&text, problem.path.as_deref()),
            _ => told.hear(&text),
        };
        if heard.say {
            message(&text);
        }
    }
    let posts = Posts::gather(&jobs, args, &options);
    let rule = Rule::new(args.name.as_ref(), args.template.as_deref()).to(&output);
    if let Some((text, hint)) = rule.unusable(&jobs, &plan.cards, &options) {
        return Err(usage(&text, &hint));
    }
    if let Some(single) = output.single() {
        let cards = units::count(&jobs, &plan, &options, &posts);
        if cards > 1 {
            let hint = "name one file and one `--format`, or a folder with `-o DIR`";
            return Err(usage(&format!("{single}, these are {cards}"), hint));
        }
    }
    let Units { all, claims } = units::units(&jobs, &plan, &options, &posts, &rule, output.folder());
    let selection = selection(args);
    let places = Places::new(output.folder());
    let extensions: Vec<&str> = options.encodings.iter().map(|encoding| encoding.extension()).collect();
    let census = Census::new(&selection, output.folder(), &places, &all, &extensions, !args.only.is_empty());
    let (mut sidecar, damage) = if output.is_folder() { Sidecar::load(output.folder()) } else { Default::default() };
    let adopted = census.adopt(&mut sidecar);
    if let Some(why) = damage.filter(|_| !args.quiet) {
        let path = output.folder().join(SIDECAR);
        let text = format!("warning: {}: {why}; every card is made again\n", path.display());
        if told.hear(&text).say {
            message(&text);
        }
    }
    let mut reporter = Reporter::new(args.report.as_deref(), args.junit.as_deref());
    reporter.run(RunLine {
        form: FORM,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        build: BUILD.to_owned(),
        shard: args.shard,
        inputs: args.inputs.iter().map(|path| path.to_string_lossy().replace('\\', "/")).collect(),
        options: chosen(args),
        files: jobs.len(),
        problems: problems.iter().map(Finding::from).collect(),
    });
    let interrupt = listen();
    let mine: Vec<_> = all.into_iter().filter(|unit| units::taken(args.shard, unit.job)).collect();
    let work = Run {
        args,
        output: output.clone(),
        claims,
        options: &options,
        fonts,
        keys: Keys::new(&options, fonts),
        sidecar,
        selection: &selection,
        places: &places,
        writer: Arc::clone(writer),
        watched: told.only_news(),
        swept: Mutex::new(HashSet::new()),
    };
    if !output.is_standard() && !args.locked {
        sweep(if output.folder() == Path::new("") { Path::new(".") } else { output.folder() });
    }
    let planned = start.elapsed();
    let mut ran = run::run(&work, &mine, &interrupt, &mut reporter, told);
    ran.summary.failed += plan.errors.len();
    ran.changes.made.extend(adopted.made);
    let mut trouble = None;
    if output.is_folder()
        && let Err(error) = settle(&work, &census, &mut ran, told)
    {
        trouble = Some(error);
    }
    if args.timings {
        ran.timings.add(Stage::Plan, planned);
        message(&ran.timings.table(ran.summary.pictures));
    }
    ran.summary.milliseconds = start.elapsed().as_millis() as f64;
    let several = mine.len() + plan.errors.len() > 1 || ran.summary.interrupted || ran.untouched > 0;
    if !args.quiet && !output.is_standard() && !told.only_news() && several {
        message(&sentence(args, &ran));
    }
    if let Err(error) = reporter.finish(&ran.summary, writer) {
        trouble = Some(error.to_string());
    }
    if let Some(reads) = reads {
        reads.note(args, jobs.iter().chain(&files), &kits);
    }
    match trouble {
        Some(text) if told.hear(&text).say => Err(fail(&text)),
        Some(_) => Err(Outcome::Failed),
        None => Ok(ran),
    }
}

/// The exit status of what a run came to.
pub fn outcome(summary: &SummaryLine, otherwise: Outcome) -> Outcome {
    match summary {
        SummaryLine { interrupted: true, .. } => Outcome::Interrupted,
        SummaryLine { failed: 1.., .. } => Outcome::Failed,
        SummaryLine { would_change: 1.., .. } => Outcome::WouldChange,
        _ => otherwise,
    }
}

/// Keeps what was made, and tells or removes what no longer is.
fn settle(work: &Run<'_>, census: &Census<'_>, ran: &mut Ran, told: &mut Told) -> Result<(), String> {
    let args = work.args;
    if args.locked {
        if !ran.summary.interrupted {
            extra(work, census, ran);
        }
        return Ok(());
    }
    let save = |changes: &_| Sidecar::save(&args.output, changes, &work.writer).map_err(|error| error.to_string());
    let mut sidecar = match ran.changes.is_empty() {
        true => Sidecar::load(&args.output).0,
        false => save(&ran.changes)?,
    };
    if ran.summary.interrupted {
        return Ok(());
    }
    let (left, changes) = census.leftovers(&sidecar);
    if !changes.is_empty() {
        sidecar = save(&changes)?;
    }
    if args.prune {
        let (removed, kept, changes) = census.prune(&sidecar, left);
        if !changes.is_empty() {
            save(&changes)?;
        }
        for (all, how) in [(&removed, "removed"), (&kept, "no longer made, kept because somebody changed it")] {
            for output in all.iter().filter(|_| !args.quiet) {
                message(&format!("{how}: {}", work.shown(&output.path)));
            }
        }
        ran.summary.no_longer_made = removed.iter().map(|output| work.shown(&output.path)).collect();
        return Ok(());
    }
    ran.summary.no_longer_made =
        left.iter().filter(|file| file.found == Found::Same).map(|file| work.shown(&file.output.path)).collect();
    let said = |path: &&String| told.hear(&format!("no longer made: {path}")).say;
    let news: Vec<&String> = ran.summary.no_longer_made.iter().filter(said).collect();
    if !args.quiet && !news.is_empty() {
        for path in news {
            message(&format!("no longer made: {path}"));
        }
        message("  hint: `render --prune` removes them");
    }
    Ok(())
}

/// Files that the sidecar knows and that would not be made.
fn extra(work: &Run<'_>, census: &Census<'_>, ran: &mut Ran) {
    let (left, _) = census.leftovers(&work.sidecar);
    let mut paths: Vec<String> = left.iter().map(|file| work.shown(&file.output.path)).collect();
    // Pages that a card would not have any more.
    for (id, entry) in &work.sidecar.cards {
        let compared = |path: &str| ran.paths.contains(&work.shown(path));
        if ran.cards.contains(id) {
            let gone = entry.outputs.iter().filter(|output| !compared(&output.path));
            let there = gone.filter(|output| output.find(work.output.folder()) != Found::Missing);
            paths.extend(there.map(|output| work.shown(&output.path)));
        }
    }
    for path in &paths {
        message(&format!("would change: {path}: no longer made"));
    }
    ran.summary.would_change += paths.len();
    ran.summary.no_longer_made = paths;
}

/// What can be known to be wrong before any file is read.
pub fn check_usage(args: &RenderArgs) -> Option<Outcome> {
    let output = match Destination::of(args) {
        Ok(output) => output,
        Err((text, hint)) => return Some(usage(&text, &hint)),
    };
    let to_stdout = output.is_standard();
    if let (Destination::File(path, _), true) = (&output, args.prune || args.name.is_some()) {
        let option = if args.prune { "--prune" } else { "--name" };
        let text = format!("`-o {}` and `{option}` do not go together", path.display());
        return Some(usage(&text, "write to a folder with `-o DIR`"));
    }
    if to_stdout && (!args.emit.is_empty() || args.types.len() > 1) {
        return Some(usage("one picture goes to standard output", "take one `--type` and no `--emit`"));
    }
    let reported = args.report.as_ref().is_some_and(|path| path.as_os_str() == "-");
    if to_stdout && (reported || args.locked || args.prune) {
        let with = [(reported, "--report -"), (args.locked, "--locked"), (args.prune, "--prune")];
        let name = with.into_iter().find(|(given, _)| *given).map_or("", |(_, name)| name);
        return Some(usage(&format!("`-o -` and `{name}` do not go together"), "write to a folder with `-o DIR`"));
    }
    if let Some(outcome) = wrong_handles(args.handles.as_deref()) {
        return Some(outcome);
    }
    if let Err((text, hint)) = posts::check(args, &output) {
        return Some(usage(&text, &hint));
    }
    if let Some(outcome) = wrong_language(args.language.as_deref(), &args.bilingual) {
        return Some(outcome);
    }
    if let Some(Err(error)) = args.paper().map(|paper| paper.format()) {
        return Some(usage(&error.to_string(), &error.hint()));
    }
    let encodings = Options::from(args).encodings;
    let options = [
        (args.quality.is_some(), "--quality", "jpeg", encodings.iter().any(|e| matches!(e, Encoding::Jpeg { .. }))),
        (args.indexed, "--indexed", "png", encodings.iter().any(|e| matches!(e, Encoding::Png { .. }))),
        (args.embed_source, "--embed-source", "png", encodings.iter().any(|e| matches!(e, Encoding::Png { .. }))),
    ];
    if let Some((_, option, kind, _)) = options.into_iter().find(|(given, _, _, used)| *given && !used) {
        return Some(usage(
            &format!("`{option}` is for {kind} files, and none is made"),
            &format!("add `--type {kind}`"),
        ));
    }
    for name in &args.format {
        if crate::card::format(name).is_none() {
            let known = || crate::card::formats().iter().map(|format| format.name.as_str());
            let hint = crate::template::suggest(name, known()).map_or_else(
                || format!("there are {}", known().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Some(usage(&format!("no format is called `{name}`"), &hint));
        }
    }
    None
}

/// What is wrong with the value of `--handles`.
pub fn wrong_handles(name: Option<&str>) -> Option<Outcome> {
    let problem = named_handles(name?, None).err()?.into_iter().next()?;
    Some(usage(&problem.message, problem.hint.as_deref().unwrap_or_default()))
}

/// What is wrong with the values of `--language` and `--bilingual`.
pub fn wrong_language(language: Option<&str>, bilingual: &[String]) -> Option<Outcome> {
    let two: Vec<&str> = bilingual.iter().map(String::as_str).collect();
    let all = [named_wording(language, &[]).err(), named_wording(None, &two).err()];
    let problem = all.into_iter().flatten().flatten().next()?;
    Some(usage(&problem.message, problem.hint.as_deref().unwrap_or_default()))
}

/// The options that decide which cards a file makes, as one text.
fn selection(args: &RenderArgs) -> String {
    let formats: Vec<&str> = args.format.iter().map(String::as_str).collect();
    let by_name = args.each.is_some() || !args.only.is_empty();
    let mut text = format!("formats={} {}", formats.join(","), if by_name { "each" } else { "own" });
    if let Some(paper) = args.paper() {
        text.push_str(&format!(" print={}", paper.size));
    }
    if args.each == Some(Each::Person) {
        // Other inputs have other people.
        let inputs: Vec<_> = args.inputs.iter().map(|path| path.to_string_lossy().replace('\\', "/")).collect();
        let inputs = blake3::hash(inputs.join("\n").as_bytes()).to_hex();
        text.push_str(&format!(" person of={}", inputs.get(..16).unwrap_or_default()));
    }
    if let Some(roles) = &args.roles {
        text.push_str(&format!(" roles={}", roles.join(",")));
    }
    if !args.posts.is_empty() {
        text.push_str(&format!(" for={}", args.posts.join(",")));
    }
    let types: Vec<String> = args.types().iter().map(|kind| format!("{kind:?}").to_lowercase()).collect();
    let emits: Vec<String> = args.emit.iter().map(|what| format!("{what:?}").to_lowercase()).collect();
    text.push_str(&format!(" types={} emit={}", types.join(","), emits.join(",")));
    text
}

/// The options that decide what is made, for the report: two reports with the same are of one campaign.
fn chosen(args: &RenderArgs) -> BTreeMap<String, String> {
    let path = |path: &Path| path.to_string_lossy().replace('\\', "/");
    let all = [
        ("selection", Some(selection(args))),
        ("only", (!args.only.is_empty()).then(|| args.only.join("\n"))),
        ("supporters", args.supporters.then(|| "yes".to_owned())),
        ("name", args.name.as_ref().map(ToString::to_string)),
        ("template", args.template.clone()),
        ("theme", args.theme.clone()),
        ("group", args.group.map(|group| format!("{group:?}").to_lowercase())),
        ("order", args.order.map(|order| format!("{order:?}").to_lowercase())),
        ("handles", args.handles.clone()),
        ("overflow", args.overflow.map(|overflow| format!("{overflow:?}").to_lowercase())),
        ("labels", args.labels.map(|labels| format!("{labels:?}").to_lowercase())),
        ("language", args.language.clone()),
        ("bilingual", (!args.bilingual.is_empty()).then(|| args.bilingual.join(","))),
        ("captions", args.captions.as_deref().map(path)),
        ("scale", Some(args.scale.get().to_string())),
        ("quality", args.quality.map(|quality| quality.get().to_string())),
        ("indexed", args.indexed.then(|| "yes".to_owned())),
        ("max-bytes", args.max_bytes.map(|most| most.0.to_string())),
        ("embed-source", args.embed_source.then(|| "yes".to_owned())),
        ("print", args.paper().map(|paper| format!("{} bleed={:?} dpi={:?}", paper.size, paper.bleed, paper.dpi))),
        ("optimize", args.optimizes().then(|| "yes".to_owned())),
        ("missing-glyphs", Some(format!("{:?}", args.missing_glyphs).to_lowercase())),
        ("kit", args.kit.kit.as_deref().map(path)),
        ("no-kit", args.kit.no_kit.then(|| "yes".to_owned())),
        ("font-dir", {
            let folders: Vec<String> = args.fonts.font_dir.iter().map(|folder| path(folder)).collect();
            (!folders.is_empty()).then(|| folders.join("\n"))
        }),
        ("font", {
            let fonts: Vec<String> =
                args.fonts.font.iter().map(|font| format!("{:?}={}", font.use_of, font.value)).collect();
            (!fonts.is_empty()).then(|| fonts.join("\n"))
        }),
        ("artwork-dir", args.artwork.artwork_dir.as_deref().map(path)),
        ("artwork", args.artwork.artwork.clone()),
        ("system-fonts", args.fonts.system_fonts.then(|| "yes".to_owned())),
        ("map", {
            let maps: Vec<String> = args.map.iter().map(|map| format!("{}={:?}", map.header, map.meaning)).collect();
            (!maps.is_empty()).then(|| maps.join("\n"))
        }),
        ("locked", args.locked.then(|| "yes".to_owned())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// The run in a line.
fn sentence(args: &RenderArgs, ran: &Ran) -> String {
    let summary = &ran.summary;
    let mut text = match args.locked {
        true => format!("{} as they would be made", plural(ran.untouched, "picture")),
        false => format!("{} made", plural(summary.pictures, "picture")),
    };
    if !args.locked && ran.untouched > 0 {
        text.push_str(&format!(", {} up to date", ran.untouched));
    }
    for (count, what) in [(summary.would_change, "would change"), (summary.failed, "failed")] {
        if count > 0 {
            text.push_str(&format!(", {count} {what}"));
        }
    }
    if summary.warnings > 0 {
        text.push_str(&format!(", {}", plural(summary.warnings, "warning")));
    }
    if summary.interrupted {
        text = format!("interrupted: {text}, {} not begun", plural(summary.not_begun, "card"));
    }
    text
}

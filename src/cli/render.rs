//! `render`: cards from credit files, those that changed since the last run, several at a time.
//! One bad file never stops the others; its problems are printed where its cards would be.

use std::sync::Arc;

use crate::campaign::{Campaign, Destination, Interrupt, Ran, Settings, Told};
use crate::cli::args::RenderArgs;
use crate::cli::destination::destination;
use crate::cli::teller::Teller;
use crate::cli::{Outcome, fail, usage};
use crate::fonts::Fonts;
use crate::near::hint;
use crate::press::{Options, named_handles};
use crate::publish::Writer;
use crate::report::SummaryLine;

/// What runs that follow each other share.
pub struct Shared<'s> {
    /// The fonts of the options.
    pub fonts: &'s Fonts,
    /// Writes files.
    pub writer: &'s Arc<Writer>,
    /// Stops a run; unless it is one of several, the program listens once the inputs are read.
    pub interrupt: &'s Interrupt,
}

/// Runs the command.
pub fn render(args: &RenderArgs) -> Outcome {
    if let Some(outcome) = check_usage(args) {
        return outcome;
    }
    let fonts = match args.look.fonts.load() {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let (writer, interrupt, mut told) = (Arc::new(Writer::new()), Interrupt::default(), Told::default());
    match once(args, &Shared { fonts: &fonts, writer: &writer, interrupt: &interrupt }, &mut told) {
        Ok((ran, Ok(printed))) => outcome(&ran.summary, printed),
        Ok((_, Err(outcome))) | Err(outcome) => outcome,
    }
}

/// What a run did, and what telling of it came to: an error if its report or its sidecar could not be written, which was said.
type Over = (Ran, Result<Outcome, Outcome>);

/// A run over all inputs.
///
/// # Errors
/// Wrong usage, which was said.
pub fn once(args: &RenderArgs, shared: &Shared<'_>, told: &mut Told) -> Result<Over, Outcome> {
    let output = destination(args).map_err(|(text, hint)| usage(&text, &hint))?;
    let (options, to_stdout, watched) = (Options::from(args), output.is_standard(), told.only_news());
    let settings = Settings {
        note_reads: watched,
        // `watch` explains a card when it is made again.
        force: args.force || args.explain && !watched,
        ..args.settings(output)
    };
    let Shared { fonts, writer, interrupt } = *shared;
    let listen = (!watched).then_some((interrupt, writer));
    let mut teller = Teller::new(args, to_stdout, told, listen);
    let campaign = Campaign { settings: &settings, options: &options, fonts, writer, interrupt };
    match campaign.run(&mut teller) {
        Ok(ran) => {
            let printed = teller.end(&ran, writer);
            Ok((ran, printed))
        }
        Err(misuse) => Err(usage(&misuse.message, &misuse.hint)),
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

/// What can be known to be wrong before any file is read.
pub fn check_usage(args: &RenderArgs) -> Option<Outcome> {
    let output = match destination(args) {
        Ok(output) => output,
        Err((text, hint)) => return Some(usage(&text, &hint)),
    };
    let to_stdout = output.is_standard();
    if let (Destination::File(path, _), true) = (&output, args.prune || args.look.name.is_some()) {
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
    if let Some(outcome) = wrong_handles(args.look.handles.as_deref()) {
        return Some(outcome);
    }
    for name in &args.format {
        if crate::card::format(name).is_none() {
            let known = crate::card::formats().iter().map(|format| format.name.as_str());
            return Some(usage(&format!("no format is called `{name}`"), &hint(name, known)));
        }
    }
    None
}

/// What is wrong with the value of `--handles`.
pub fn wrong_handles(name: Option<&str>) -> Option<Outcome> {
    let problem = named_handles(name?, None).err()?.into_iter().next()?;
    Some(usage(&problem.message, problem.hint.as_deref().unwrap_or_default()))
}
<<<<<<< HEAD
=======

/// The options that decide which cards a file makes, as one text.
fn selection(args: &RenderArgs) -> String {
    let formats: Vec<&str> = args.format.iter().map(String::as_str).collect();
    let by_name = args.each.is_some() || !args.only.is_empty();
    let mut text = format!("formats={} {}", formats.join(","), if by_name { "each" } else { "own" });
    if args.each == Some(Each::Person) {
        // Other inputs have other people.
        let inputs: Vec<_> = args.inputs.iter().map(|path| path.to_string_lossy().replace('\\', "/")).collect();
        let inputs = blake3::hash(inputs.join("\n").as_bytes()).to_hex();
        text.push_str(&format!(" person of={}", inputs.get(..16).unwrap_or_default()));
    }
    if let Some(roles) = &args.roles {
        text.push_str(&format!(" roles={}", roles.join(",")));
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
        ("type", args.pairing.clone()),
        ("group", args.group.map(|group| format!("{group:?}").to_lowercase())),
        ("order", args.order.map(|order| format!("{order:?}").to_lowercase())),
        ("handles", args.handles.clone()),
        ("overflow", args.overflow.map(|overflow| format!("{overflow:?}").to_lowercase())),
        ("labels", args.labels.map(|labels| format!("{labels:?}").to_lowercase())),
        ("scale", Some(args.scale.get().to_string())),
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
>>>>>>> wt-e

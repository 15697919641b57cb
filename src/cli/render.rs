//! `render`: cards from credit files, those that changed since the last run, several at a time.
//! One bad file never stops the others; its problems are printed where its cards would be.

use std::path::PathBuf;
use std::sync::Arc;

use crate::campaign::{Campaign, Destination, Interrupt, Ran, Settings, Told, captions, check_posts};
use crate::cli::args::RenderArgs;
use crate::cli::look::LookArgs;
use crate::cli::{suggest, wrong_format};
use crate::encode::Encoding;
use crate::fonts::Fonts;
use crate::press::{Options, named_handles, named_type, named_wording};
use crate::publish::Writer;
use crate::report::SummaryLine;
use crate::terminal::{Outcome, Teller, Telling, fail, usage};

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
    if let Some(count) = args.variations {
        return suggest::variations(args, count.into());
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
    let output = args.destination().map_err(|(text, hint)| usage(&text, &hint))?;
    let (mut options, to_stdout, watched) = (Options::from(args), output.is_standard(), told.only_news());
    options.captions = captions(args.captions.as_deref()).map_err(|(text, hint)| usage(&text, &hint))?;
    let settings = Settings {
        note_reads: watched,
        // `watch` explains a card when it is made again.
        force: args.force || args.explain && !watched,
        ..args.settings(output)
    };
    let Shared { fonts, writer, interrupt } = *shared;
    let listen = (!watched).then_some((interrupt, writer));
    let telling = Telling {
        quiet: args.quiet,
        timings: args.timings,
        locked: args.locked,
        to_stdout,
        report: args.report.as_deref(),
        junit: args.junit.as_deref(),
    };
    let mut teller = Teller::new(telling, told, listen);
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

/// The first of some files to be written that is also one of the inputs.
pub fn overwritten<'p, const N: usize>(inputs: &[PathBuf], written: [&'p Option<PathBuf>; N]) -> Option<&'p PathBuf> {
    let own = |path: &PathBuf| std::fs::canonicalize(path).ok();
    let read: Vec<PathBuf> = inputs.iter().filter(|path| !path.is_dir()).filter_map(own).collect();
    written.into_iter().flatten().find(|path| own(path).is_some_and(|path| read.contains(&path)))
}

/// What can be known to be wrong before any file is read.
pub fn check_usage(args: &RenderArgs) -> Option<Outcome> {
    let output = match args.destination() {
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
    if let Some(path) = overwritten(&args.inputs, [&args.report, &args.junit]) {
        let text = format!("the report would overwrite {}, which is read", path.display());
        return Some(usage(&text, "write it to another file"));
    }
    if let Some(outcome) = wrong_look(&args.look) {
        return Some(outcome);
    }
    if let Err((text, hint)) = check_posts(&args.posts, &args.format, &output) {
        return Some(usage(&text, &hint));
    }
    if let Some(Err(error)) = args.paper().map(|paper| paper.format()) {
        return Some(usage(&error.to_string(), &error.hint()));
    }
    let encodings = Options::from(args).encodings;
    let options = [
        (args.quality.is_some(), "--quality", "jpeg", encodings.iter().any(|e| matches!(e, Encoding::Jpeg { .. }))),
        (args.indexed, "--indexed", "png", encodings.iter().any(|e| matches!(e, Encoding::Png { .. }))),
        (
            args.embed_source,
            "--embed-source",
            "png",
            encodings.iter().any(|e| matches!(e, Encoding::Png { .. } | Encoding::Svg)),
        ),
    ];
    if let Some((_, option, kind, _)) = options.into_iter().find(|(given, _, _, used)| *given && !used) {
        return Some(usage(
            &format!("`{option}` is for {kind} files, and none is made"),
            &format!("add `--type {kind}`"),
        ));
    }
    wrong_format(&args.format)
}

/// Names of the look that there are not, in `--handles`, `--pairing`, `--language` and `--bilingual`.
pub fn wrong_look(look: &LookArgs) -> Option<Outcome> {
    let two: Vec<&str> = look.bilingual.iter().map(String::as_str).collect();
    let all = [
        look.handles.as_deref().and_then(|name| named_handles(name, None).err()),
        look.pairing.as_deref().and_then(|name| named_type(name, None).err()),
        named_wording(look.language.as_deref(), &[]).err(),
        named_wording(None, &two).err(),
    ];
    let problem = all.into_iter().flatten().flatten().next()?;
    Some(usage(&problem.message, problem.hint.as_deref().unwrap_or_default()))
}

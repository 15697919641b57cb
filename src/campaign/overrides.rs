//! What the options say about covers and fonts, applied to the records of a run once, before anything is planned.

use std::collections::BTreeSet;

use crate::campaign::Job;
use crate::campaign::sheets::missing_covers;
use crate::card::Families;
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::press::{Options, Wish, choose, kit_fonts, named_theme, place_covers, template_source};

/// Says where the covers of all records are, stops those of sheets that are not there, and sees whether there are the families that were chosen; `fonts` are those of
/// the options.
///
/// # Errors
/// If no template, theme or family is called as the options say, as a message and a hint.
pub fn apply(jobs: &mut [Job], options: &Options, fonts: &Fonts) -> Result<(), (String, String)> {
    for job in jobs.iter_mut() {
        place_covers(job, options);
    }
    missing_covers(jobs);
    known_names(jobs, options)?;
    // The cards of a kit share its fonts.
    let mut known = BTreeSet::new();
    for job in jobs.iter() {
        let fonts = kit_fonts(job).unwrap_or(fonts);
        if known.insert(std::ptr::from_ref(fonts).addr()) {
            choose(&mut Families::default(), &options.fonts, fonts)?;
        }
    }
    Ok(())
}

/// Whether there are a template and a theme of the names that the options give: one slip is said once, not for each card.
fn known_names(jobs: &[Job], options: &Options) -> Result<(), (String, String)> {
    let misuse = |problems: Vec<Diagnostic>| {
        let first = problems.into_iter().next();
        let usual = || "a name with a dot or a slash is a file; `extra-credit templates` lists the others".to_owned();
        first.map_or_else(Default::default, |problem| (problem.message, problem.hint.unwrap_or_else(usual)))
    };
    if let Some(name) = &options.theme {
        named_theme(name, None, None).map_err(misuse)?;
    }
    let Some(name) = &options.template else { return Ok(()) };
    // A template of that name may be in the kit of some records alone.
    let mut missing = None;
    for job in jobs {
        match template_source(Wish::named(name), job.kit.as_deref(), job.assets) {
            Ok(_) => return Ok(()),
            Err(problems) => missing = Some(misuse(problems)),
        }
    }
    missing.map_or(Ok(()), Err)
}

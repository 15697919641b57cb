//! `check`: everything that would be wrong with a record's cards, without making them.
//! Problems of the file, of the artwork, of characters without a font, and of layout are all found here.

use crate::cli::args::CheckArgs;
use crate::cli::kit::Kits;
use crate::cli::press::{self, Job, Wishes};
use crate::cli::subjects;
use crate::cli::{Outcome, fail, message};
use crate::compose::compose;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fonts::Fonts;
use crate::legible::ensure_card;
use crate::raster::Rasterizer;
use crate::text::Shaper;

/// Runs the command.
pub fn check(args: &CheckArgs) -> Outcome {
    let fonts = match press::fonts(&args.fonts) {
        Ok(fonts) => fonts,
        Err(error) => return fail(&error),
    };
    let (mut files, mut errors, mut warnings) = (0_usize, 0_usize, 0_usize);
    let mut kits = Kits::new(&args.kit, &fonts, &args.fonts);
    let jobs = kits.jobs(&args.inputs);
    let of_kits = std::iter::once(kits.findings().to_vec());
    let of_jobs = jobs.iter().map(|job| {
        files += 1;
        findings(job, job.kit.as_ref().and_then(|kit| kit.fonts.as_ref()).unwrap_or(&fonts))
    });
    for found in of_kits.chain(of_jobs) {
        for finding in found {
            match finding.severity {
                Severity::Error => errors += 1,
                Severity::Warning => warnings += 1,
                Severity::Note => {}
            }
            if finding.severity == Severity::Error || !args.quiet || args.strict {
                message(&format!("{finding}\n"));
            }
        }
    }
    if !args.quiet {
        message(&format!("{}, {}, {}", count(files, "file"), count(errors, "error"), count(warnings, "warning")));
    }
    if errors > 0 || (args.strict && warnings > 0) { Outcome::Failed } else { Outcome::Well }
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn findings(job: &Job, fonts: &Fonts) -> Vec<Diagnostic> {
    let parsed = match &job.parsed {
        Ok(parsed) => parsed,
        Err(problems) => return problems.clone(),
    };
    let record = &parsed.record;
    let mut found = parsed.warnings.clone();
    let missing = press::missing_characters(record, fonts);
    let unreadable = !missing.is_empty();
    found.extend(missing);
    let wishes = Wishes { formats: &[], theme: None, overflow: None };
    let formats = press::formats(job, record, &wishes).unwrap_or_else(|problems| {
        found.extend(problems);
        Vec::new()
    });
    let mut shaper = Shaper::new(fonts);
    let mut rasterizer = Rasterizer::new(fonts);
    for planned in subjects::own(job, record) {
        let template = match press::template(job, record, &planned.subject, None) {
            Ok(template) => Some(template),
            Err(problems) => {
                found.extend(problems);
                None
            }
        };
        for format in &formats {
            match press::card(job, record, &planned, format, &wishes) {
                Ok(card) => {
                    if let (Some(template), false) = (&template, unreadable) {
                        match compose(&card, template, fonts, &mut shaper) {
                            Ok(mut composition) => {
                                if let Err(error) = ensure_card(&mut composition, &card.theme, &mut rasterizer) {
                                    let diagnostic = Diagnostic::error("picture", error.to_string());
                                    found.push(diagnostic.in_file(job.input.name.clone()));
                                }
                                found.extend(composition.warnings);
                            }
                            Err(problems) => found.extend(problems),
                        }
                    }
                }
                Err(problems) => {
                    // The same for every format: theme and artwork.
                    found.extend(problems);
                    break;
                }
            }
        }
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
    found.extend(press::colour_warnings(job, record, None));
    found
}

//! What the options say about covers and fonts, applied to the records of a run once, before anything is planned.

use std::collections::BTreeSet;

use crate::campaign::Job;
use crate::card::Families;
use crate::fonts::Fonts;
use crate::press::{Options, choose, kit_fonts, place_covers};

/// Says where the covers of all records are, and sees whether there are the families that were chosen; `fonts` are those of
/// the options.
///
/// # Errors
/// If a family is unknown, as a message and a hint.
pub fn apply(jobs: &mut [Job], options: &Options, fonts: &Fonts) -> Result<(), (String, String)> {
    for job in jobs.iter_mut() {
        place_covers(job, options);
    }
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

//! Limits of platforms that a record's post will not hold, as far as record and pages tell them.
//! Where a file names its platforms they are warnings; where it names none they are notes about all of them.

use std::collections::BTreeSet;

use super::spellings::contributions;
use crate::card::Format;
use crate::catalogue::platforms::{Platform, platform, platform_id, platforms};
use crate::diagnostic::{Diagnostic, Severity};
use crate::record::{Record, Text};

/// The platforms that a record's cards are for.
#[derive(Clone, Debug)]
pub struct Targets {
    all: Vec<&'static Platform>,
    named: bool,
}

impl Targets {
    /// The platforms of these names; all of them if there are none. Names that are no platform are left out.
    pub fn new<'n>(names: impl Iterator<Item = &'n str>) -> Targets {
        let mut all: Vec<&'static Platform> = Vec::new();
        for found in names.filter_map(platform) {
            if !all.iter().any(|known| known.id() == found.id()) {
                all.push(found);
            }
        }
        let named = !all.is_empty();
        Targets { all: if named { all } else { platforms().iter().collect() }, named }
    }

    fn severity(&self) -> Severity {
        if self.named { Severity::Warning } else { Severity::Note }
    }
}

/// The pages of a record's card in a format.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    /// The format.
    pub format: &'static Format,
    /// Pages of the card; of several cards the most.
    pub count: usize,
}

/// What the targets do not take of a record. `hashtags` are those that its post has, its own or the kit's.
pub fn limits(record: &Record, targets: &Targets, hashtags: usize, pages: &[Pages]) -> Vec<Diagnostic> {
    let place =
        record.card.formats.first().or(record.artwork.as_ref().map(|artwork| &artwork.file)).unwrap_or(&record.title);
    let new = |code, message: String, hint: &str, at: &Text| {
        record.diagnose(Diagnostic::new(targets.severity(), code, message).hint(hint), at)
    };
    let mut found = Vec::new();
    let few: Vec<String> = targets
        .all
        .iter()
        .filter_map(|platform| Some((platform, platform.hashtags().filter(|most| hashtags > *most)?)))
        .map(|(platform, most)| format!("{} takes {most}", platform.name()))
        .collect();
    if !few.is_empty() {
        let message = format!("{hashtags} hashtags: {}", few.join(", "));
        let at = record.hashtags.first().unwrap_or(&record.title);
        found.push(new("too-many-hashtags", message, "keep the ones that matter most", at));
    }
    for page in pages {
        let few: Vec<String> = targets.all.iter().filter_map(|platform| pictures(platform, page)).collect();
        if !few.is_empty() {
            let message = format!("the card has {} pages in `{}`: {}", page.count, page.format.name, few.join(", "));
            let hint = "post it in parts, take a taller format, or `overflow: summary`";
            found.push(new("too-many-pages", message, hint, place));
        }
    }
    found.extend(tags(record, targets, pages).map(|(message, hint)| new("too-many-tags", message, &hint, place)));
    if targets.named {
        for page in pages.iter().filter(|page| targets.all.iter().all(|one| one.placement(page.format).is_none())) {
            let names: Vec<&str> = targets.all.iter().map(|platform| platform.name()).collect();
            let Format { name, width, height, .. } = page.format;
            let message = format!("{} takes no picture of `{name}`, {width} x {height} px, as it is", names.join(", "));
            let hint = "it is cut or made smaller there; `extra-credit platforms` lists the formats made for each";
            found.push(new("unfit-format", message, hint, place));
        }
    }
    found
}

/// How many pictures a post of a platform takes, if these are more.
fn pictures(platform: &Platform, pages: &Pages) -> Option<String> {
    let placement = platform.placement(pages.format)?;
    // What a single picture does not hold is summed up there.
    let most = placement.pictures.filter(|most| pages.count > *most && !placement.is_single())?;
    let more = placement.pictures_most.map(|more| format!(" ({more} {})", placement.pictures_how)).unwrap_or_default();
    Some(format!("{} takes {most} pictures in a post{more}", platform.name()))
}

/// Whether more people have a handle than the pictures of a post can tag.
fn tags(record: &Record, targets: &Targets, pages: &[Pages]) -> Option<(String, String)> {
    targets.all.iter().find_map(|platform| {
        let people = record.people.iter().map(|person| &person.handles);
        let pairs = people.chain(contributions(record).map(|one| &one.handles)).flatten();
        let handles: BTreeSet<String> =
            pairs.filter(|(on, _)| platform_id(on) == platform.id()).map(|(_, handle)| handle.to_lowercase()).collect();
        pages.iter().find_map(|page| {
            let each = platform.placement(page.format)?.tags?;
            if handles.len() <= each * page.count.max(1) {
                return None;
            }
            let pictures = match page.count {
                0 | 1 => "with one picture".to_owned(),
                count => format!("with {count} pictures"),
            };
            let message = format!(
                "{} people have a handle on {}: a post of `{}` {pictures} takes {} tags",
                handles.len(),
                platform.name(),
                page.format.name,
                each * page.count.max(1)
            );
            Some((message, "name the others in the caption or in a comment".into()))
        })
    })
}

//! The cards of a run, one by one in the order of the inputs, decided before the first is made.
//! A file that makes none has its place among them too, so that its problems are said where its cards would be.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::campaign::Job;
use crate::campaign::places::{Claims, Rule};
use crate::campaign::posts::{Post, Posts};
use crate::campaign::shard::{Shard, portable};
use crate::campaign::subjects::Plan;
use crate::card::Format;
use crate::diagnostic::Diagnostic;
use crate::press::{Options, Planned, formats};
use crate::record::Record;

/// A piece of work: a card, or a file that makes none.
pub struct Unit<'j> {
    /// The file.
    pub job: &'j Job,
    /// Place of the file among all inputs of the run, from 1.
    pub place: usize,
    /// Whether it is the first of its file, which tells what there is to say about the file.
    pub first: bool,
    /// What is to be done.
    pub work: Task<'j>,
}

/// What is to be done about a unit.
pub enum Task<'j> {
    /// Nothing can be: these problems are said.
    Broken(Vec<Diagnostic>),
    /// A card is made.
    Card(Wanted<'j>),
}

/// A subject of a record in a format.
#[derive(Clone, Copy)]
pub struct Wanted<'j> {
    /// The record.
    pub record: &'j Record,
    /// The subject, with its place in a series.
    pub planned: &'j Planned,
    /// The format.
    pub format: &'static Format,
    /// The rule for its paths.
    pub rule: &'j Rule,
    /// The post that it is for.
    pub post: Option<&'j Post>,
}

impl<'j> Wanted<'j> {
    /// What was chosen for it, of which `usual` is what was chosen for all.
    pub fn options(&self, usual: &'j Options) -> &'j Options {
        self.post.map_or(usual, |post| &post.options)
    }
}

impl Wanted<'_> {
    /// Where a page goes, below the output folder.
    ///
    /// # Errors
    /// Those of [`Rule::path`].
    pub fn path(&self, job: &Job, page: Page<'_>) -> Result<PathBuf, Box<Diagnostic>> {
        self.rule.path(job, self, page)
    }

    /// What the card's files of a type are called in the sidecar: their path without page.
    ///
    /// # Errors
    /// Those of [`Wanted::path`].
    pub fn id(&self, job: &Job, extension: &str) -> Result<String, Box<Diagnostic>> {
        let path = self.path(job, Page { number: 1, of: 1, extension })?;
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Ok(parts.join("/"))
    }
}

/// One page in one type of file.
#[derive(Clone, Copy, Debug)]
pub struct Page<'e> {
    /// Number, from 1.
    pub number: u32,
    /// Pages of the card.
    pub of: u32,
    /// Extension of the file.
    pub extension: &'e str,
}

impl Page<'static> {
    /// That of a card with one page, in the type of file that stands for all.
    pub const ONLY: Page<'static> = Page { number: 1, of: 1, extension: "png" };
}

/// The units of a run and the paths of their cards, pages added as they are made.
pub struct Units<'j> {
    /// In the order of the inputs.
    pub all: Vec<Unit<'j>>,
    /// Who has which path.
    pub claims: Mutex<Claims<'j>>,
}

/// How many cards a run makes.
pub fn count(jobs: &[Job], plan: &Plan, options: &Options, posts: &Posts<'_>) -> usize {
    let of = |(job, cards): (&Job, &Vec<Planned>)| {
        let record = &job.parsed.as_ref().ok()?.record;
        let posts = posts.of(job, record).len();
        if posts > 0 {
            return Some(cards.len() * posts);
        }
        Some(cards.len() * formats(job, record, options).ok()?.len())
    };
    jobs.iter().zip(&plan.cards).filter_map(of).sum()
}

/// All units of a run, those of other shards included: two cards for one path are the same mistake in each shard.
pub fn units<'j>(
    jobs: &'j [Job],
    plan: &'j Plan,
    options: &Options,
    posts: &'j Posts<'_>,
    rule: &'j Rule,
    output: &Path,
) -> Units<'j> {
    let mut claims = Claims::default();
    let mut units = Vec::new();
    for (index, (job, cards)) in jobs.iter().zip(&plan.cards).enumerate() {
        let mut first = true;
        let mut push = |work| units.push(Unit { job, place: index + 1, first: std::mem::take(&mut first), work });
        let record = match &job.parsed {
            Ok(parsed) => &parsed.record,
            Err(problems) => {
                push(Task::Broken(problems.clone()));
                continue;
            }
        };
        let own = posts.of(job, record);
        let made: Result<Vec<(&'static Format, Option<&Post>)>, _> = match own.is_empty() {
            true => formats(job, record, options).map(|all| all.into_iter().map(|format| (format, None)).collect()),
            false => Ok(own.into_iter().filter_map(|post| Some((post.placement.format()?, Some(post)))).collect()),
        };
        let made = match made {
            Ok(made) => made,
            Err(problems) => {
                push(Task::Broken(problems));
                continue;
            }
        };
        for planned in cards {
            for &(format, post) in &made {
                let wanted = Wanted { record, planned, format, rule, post };
                let free = wanted.path(job, Page::ONLY).and_then(|path| {
                    let claimed = claims.claim(index, job, &wanted, &output.join(path));
                    claimed.map_err(|clash| clash.diagnostic)
                });
                push(match free {
                    Ok(()) => Task::Card(wanted),
                    Err(problem) => Task::Broken(vec![*problem]),
                });
            }
        }
    }
    Units { all: units, claims: Mutex::new(claims) }
}

/// Takes the paths of all pages of a card of several: how many it has is known only when it is set.
///
/// # Errors
/// If another card has one of them.
pub fn claim_pages<'j>(
    claims: &Mutex<Claims<'j>>,
    unit: (usize, &'j Job),
    wanted: &Wanted<'j>,
    pages: u32,
    output: &Path,
) -> Result<(), Box<Diagnostic>> {
    let (place, job) = unit;
    for number in 1..=pages {
        let path = output.join(wanted.path(job, Page { number, of: pages, ..Page::ONLY })?);
        let mut claims = claims.lock().unwrap_or_else(PoisonError::into_inner);
        claims.claim(place.saturating_sub(1), job, wanted, &path).map_err(|clash| clash.diagnostic)?;
    }
    Ok(())
}

/// Whether a shard makes a unit. The rows of a spreadsheet are shared out one by one, by the names of their records.
pub fn taken(shard: Option<Shard>, job: &Job) -> bool {
    shard.is_none_or(|shard| {
        let name = portable(&job.input.name);
        shard.takes(&if alone(job) { name } else { format!("{name}#{}", job.input.stem) })
    })
}

/// Whether a record has a file of its own. What else there is, such as spreadsheets, may hold several.
pub fn alone(job: &Job) -> bool {
    let extension = Path::new(&job.input.name).extension().map(|extension| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|own| extension == *own))
}

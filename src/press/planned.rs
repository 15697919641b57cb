//! Which cards a record makes: what each is about, and what it is called among the others.

use crate::card::{Series, Subject, subjects};
use crate::press::job::Job;
use crate::record::Record;
use crate::slug::{slug, slugs};

/// A card's subject, and the folder that it has in a series.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What it is about.
    pub subject: Subject,
    /// Where it stands in its series.
    pub series: Series,
    /// Its name among the cards of the file: `hana-kimura`, `07-mixing-engineer`.
    pub slug: String,
    /// Whether it has a folder of its own.
    pub own_folder: bool,
}

/// The cards of one file, in order. `always` gives each a folder even if it is the only one.
pub fn planned(all: Vec<(Subject, Series)>, always: bool) -> Vec<Planned> {
    let labels: Vec<String> = all.iter().map(|(subject, _)| subject.label()).collect();
    let names = slugs(labels.iter().map(String::as_str));
    let width = all.len().to_string().len().max(2);
    all.into_iter()
        .zip(names)
        .map(|((subject, series), name)| {
            let slug = match &subject {
                // The number keeps them apart, and in the order of the series.
                Subject::Role(role) => format!("{:0width$}-{}", series.number, slug(&role.name)),
                _ => name,
            };
            let own_folder = always || series.count > 1;
            Planned { subject, series, slug: slug.trim_end_matches('-').to_owned(), own_folder }
        })
        .collect()
}

/// The cards of a record that asks for nothing special.
pub fn own(job: &Job<'_>, record: &Record) -> Vec<Planned> {
    planned(subjects(record), job.ready)
}

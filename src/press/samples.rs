//! Cards to look at side by side on a contact sheet: a record in the templates or the looks that suit it, or all templates.

use std::sync::Arc;

use crate::artwork::Artwork;
use crate::card::Format;
use crate::contact::{Entry, shrunk};
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::press::assets::Disk;
use crate::press::job::Job;
use crate::press::made::Press;
use crate::press::options::Options;
use crate::press::resolve::resolve;
use crate::press::showing::shown_by;
use crate::press::suggest::{Given, Suggestion, Traits, Variation};
use crate::template::{Builtin, Template, builtins, demo, suited};
use crate::theme::Palette;

/// A card to look at.
pub struct Sample<'j> {
    /// What stands below it.
    pub label: String,
    /// Which samples share a row; none if rows are filled freely.
    group: Option<usize>,
    job: Arc<Job<'j>>,
    /// What the card may be about.
    subjects: Vec<String>,
    format: &'static Format,
    options: Options,
}

impl<'j> Sample<'j> {
    /// The card of a record in a template that suits it.
    pub fn suggested(job: &Arc<Job<'j>>, suggestion: &Suggestion, format: &'static Format) -> Sample<'j> {
        let Suggestion { template, why } = suggestion;
        let options = Options { template: Some((*template).to_owned()), ..Options::default() };
        Sample::of_record(job, format!("{template} \u{b7} {why}"), format, options)
    }

    /// So many looks of a record that differ. What `options` or the brand kit give does not vary.
    pub fn variations(
        job: &Arc<Job<'j>>,
        (traits, palette): (&Traits, Option<&Palette>),
        count: usize,
        format: &'static Format,
        options: &Options,
    ) -> Vec<Sample<'j>> {
        let kit = job.kit.as_ref().map(|kit| &kit.kit);
        let given = Given {
            template: options.template.is_some(),
            theme: options.theme.is_some() || kit.is_some_and(|kit| kit.card.theme.is_some()),
            pairing: options.r#type.is_some(),
        };
        let of = |(number, look): (usize, Variation)| {
            let said: Vec<&str> = [look.template, look.theme.as_deref(), look.pairing].into_iter().flatten().collect();
            let text = |name: Option<&str>| name.map(str::to_owned);
            let label = format!("{number} \u{b7} {}", said.join(" \u{b7} "));
            let options = Options {
                template: text(look.template).or_else(|| options.template.clone()),
                theme: look.theme.clone().or_else(|| options.theme.clone()),
                r#type: text(look.pairing).or_else(|| options.r#type.clone()),
                ..options.clone()
            };
            Sample::of_record(job, label, format, options)
        };
        (1..).zip(traits.variations(count, palette, given)).map(of).collect()
    }

    /// The built-in templates of these names in these formats, all that there are if none are named: those that suit, a row
    /// for each. They show a file's cards, or a demo's if there is none.
    ///
    /// # Errors
    /// What is wrong with a template.
    pub fn of_templates(
        templates: &[String],
        formats: &[String],
        job: Option<&Arc<Job<'j>>>,
    ) -> Result<Vec<Sample<'j>>, Vec<Diagnostic>> {
        let asked = |names: &[String], name: &str| names.is_empty() || names.iter().any(|asked| asked == name);
        let mut samples = Vec::new();
        for (group, builtin) in builtins().iter().enumerate().filter(|(_, builtin)| asked(templates, builtin.name)) {
            let shown = match job {
                Some(job) => Arc::clone(job),
                None => match demo(builtin.name) {
                    Some(demo) => Arc::new(Job::demo(demo, &Disk)),
                    None => continue,
                },
            };
            let subjects = Template::new(builtin.name, builtin.source)?.subjects().to_vec();
            let formats = suited(builtin.name).into_iter().filter(|format| asked(formats, &format.name));
            for (number, format) in formats.enumerate() {
                let subjects = subjects.clone();
                samples.push(Sample::of_template(builtin, format, (group, number), Arc::clone(&shown), subjects));
            }
        }
        Ok(samples)
    }

    fn of_record(job: &Arc<Job<'j>>, label: String, format: &'static Format, options: Options) -> Sample<'j> {
        Sample { label, group: None, job: Arc::clone(job), subjects: vec!["record".to_owned()], format, options }
    }

    fn of_template(
        builtin: &Builtin,
        format: &'static Format,
        (group, number): (usize, usize),
        job: Arc<Job<'j>>,
        subjects: Vec<String>,
    ) -> Sample<'j> {
        // The row says the template once.
        let label = if number == 0 { format!("{} \u{b7} {}", builtin.name, format.name) } else { format.name.clone() };
        let options = Options { template: Some(builtin.name.to_owned()), ..Options::default() };
        Sample { label, group: Some(group), job, subjects, format, options }
    }

    /// What a contact sheet needs to know of it.
    pub fn entry(&self) -> Entry {
        Entry { label: self.label.clone(), aspect: self.format.width / self.format.height, group: self.group }
    }

    /// Its first page, in a size.
    ///
    /// # Errors
    /// Why it cannot be made.
    pub fn picture(&self, fonts: &Fonts, (width, height): (u32, u32)) -> Result<Artwork, String> {
        let said = |problems: Vec<Diagnostic>| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let job = &*self.job;
        let record = &job.parsed.as_ref().map_err(|problems| said(problems.clone()))?.record;
        let planned = shown_by(job, record, &self.subjects).ok_or_else(|| {
            let template = self.options.template.as_deref().unwrap_or_default();
            format!("{}: the file has no card that the template `{template}` shows", job.input.name)
        })?;
        let card = resolve(job, &planned, self.format, &self.options).map_err(said)?;
        let mut press = Press::new(fonts);
        let mut made = press.make(&card).map_err(said)?;
        let page = made.picture(0).ok_or("a card has no page")?.map_err(|error| error.to_string())?;
        shrunk(&page, width, height)
    }
}

//! Summaries: one page with as many names as it holds, the rest counted (`overflow: summary`).
//! What is left out is named in a warning and kept with the scene.

use rustc_hash::FxHashSet;

use crate::card::{Card, CardCredit, Group, people};
use crate::compose::Work;
use crate::diagnostic::Diagnostic;
use crate::scene::{Omitted, Scene};

impl Work<'_, '_, '_> {
    /// One page, with the names that do not fit left out and counted.
    pub fn summary(&mut self) -> Result<(Vec<Scene>, Vec<Diagnostic>), Vec<Diagnostic>> {
        let total = match self.card.group {
            Group::Role => self.card.names(),
            Group::Person => people(&self.card.credits).len(),
        };
        let whole = self.pages(&self.card.credits, 0)?;
        if whole.len() <= 1 {
            return Ok((whole, Vec::new()));
        }
        let (mut low, mut high) = (0, total);
        let mut best = None;
        while low < high {
            let keep = (low + high).div_ceil(2);
            if keep == total {
                high = keep - 1;
                continue;
            }
            self.choices.clear();
            let scenes = self.pages(&first(self.card, keep), total - keep)?;
            if scenes.len() == 1 {
                best = Some((keep, scenes, std::mem::take(&mut self.choices)));
                low = keep;
            } else {
                high = keep - 1;
            }
        }
        let Some((keep, mut scenes, choices)) = best else {
            let message = format!(
                "`overflow: summary`: the template shows names that it is not given, so that {} has {} pages",
                self.card.format.name,
                whole.len()
            );
            let warning = Diagnostic::warning("names-not-summed", message)
                .in_file(self.template.name())
                .hint("only the names of `credits` can be summed up, not those of `tracks` and `album_credits`");
            return Ok((whole, vec![warning]));
        };
        self.choices = choices;
        self.choose("names left", format!("{} of {total}, summed up as the card was told", total - keep));
        let kept = first(self.card, keep);
        let kept: FxHashSet<&str> =
            kept.iter().flat_map(|credit| &credit.names).map(|name| name.field.as_str()).collect();
        let omitted: Vec<Omitted> = self
            .card
            .credits
            .iter()
            .flat_map(|credit| &credit.names)
            .filter(|name| !kept.contains(name.field.as_str()))
            .map(|name| Omitted { field: name.field.clone(), string: name.name.clone() })
            .collect();
        let mut names: Vec<&str> = omitted.iter().map(|omitted| omitted.string.as_str()).collect();
        if self.card.group == Group::Person {
            let mut seen = FxHashSet::default();
            names.retain(|name| seen.insert(*name));
        }
        let message = format!(
            "{} of {total} names do not fit {} and are summed up: {}",
            total - keep,
            self.card.format.name,
            names.join(", ")
        );
        if let Some(scene) = scenes.first_mut() {
            scene.omitted = omitted;
        }
        let warning = Diagnostic::warning("names-omitted", message)
            .in_file(self.card.record.source.name.clone())
            .hint("take `overflow: summary` away to get further pages");
        Ok((scenes, vec![warning]))
    }
}

/// The credits with only the first `keep` names, or by person those of the first `keep` people.
fn first(card: &Card<'_>, keep: usize) -> Vec<CardCredit> {
    match card.group {
        Group::Role => first_names(&card.credits, keep),
        Group::Person => {
            let people = people(&card.credits);
            let kept: FxHashSet<&str> = people.iter().take(keep).map(|person| person.name.as_str()).collect();
            let mut credits = card.credits.clone();
            credits.iter_mut().for_each(|credit| credit.names.retain(|name| kept.contains(name.name.as_str())));
            credits.retain(|credit| !credit.names.is_empty());
            credits
        }
    }
}

/// The credits with only the first `keep` names.
fn first_names(credits: &[CardCredit], keep: usize) -> Vec<CardCredit> {
    let mut left = keep;
    let mut out = Vec::new();
    for credit in credits {
        if left == 0 {
            break;
        }
        let mut credit = credit.clone();
        credit.names.truncate(left);
        left -= credit.names.len();
        out.push(credit);
    }
    out
}

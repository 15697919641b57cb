//! What a card was given and does not show: a note and a line of `--explain`, so that nothing is left out in silence.
//! A text counts as shown if a text of the card has its field or says it; templates of one's own may name fields as they like.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Composition;
use crate::card::{Card, Fact, FactPart};
use crate::diagnostic::Diagnostic;
use crate::scene::Scene;
use crate::template::Template;

/// Notes what the finished card leaves out.
pub(super) fn note(card: &Card<'_>, template: &Template, composition: &mut Composition) {
    let page = Shown::new(&composition.scenes);
    // What the template has no word for it shows nowhere; the rest it shows on other cards, in other formats.
    let (mut never, mut here) = (Vec::new(), Vec::new());
    for fact in card.facts() {
        let Some(missing) = page.missing(&fact) else { continue };
        let known = fact.words.iter().any(|word| template.sources().mention(word));
        if known { here.push(missing) } else { never.push(missing) }
    }
    let (name, format) = (template.name(), &card.format.name);
    let groups = [
        (&never, format!("`{name}` does not show"), format!("`{name}` shows none")),
        (&here, format!("not on the {format} card in `{name}`"), format!("`{name}` has no room for it in {format}")),
    ];
    for (list, says, why) in groups.into_iter().filter(|(list, ..)| !list.is_empty()) {
        let list = list.join(", ");
        let mut note = Diagnostic::note("left-out", format!("{says}: {list}"));
        if !card.record.source.name.is_empty() {
            note = note.in_file(card.record.source.name.clone());
        }
        composition.choices.push(("left out", format!("{list}: {why}")));
        composition.warnings.push(note);
    }
}

/// What the pages of a card show.
struct Shown<'s> {
    scenes: &'s [Scene],
    fields: BTreeSet<&'s str>,
    /// The texts in small letters, which templates may have set in capitals.
    texts: Vec<String>,
}

impl<'s> Shown<'s> {
    fn new(scenes: &'s [Scene]) -> Shown<'s> {
        let texts = || scenes.iter().flat_map(Scene::texts);
        // A name that was left out was told of already.
        let omitted = scenes.iter().flat_map(|scene| &scene.omitted);
        Shown {
            scenes,
            fields: texts().map(|text| text.field.as_str()).chain(omitted.map(|one| one.field.as_str())).collect(),
            texts: texts().map(|text| text.string.to_lowercase()).collect(),
        }
    }

    /// The words for what is missing of a fact; none if all of it is there.
    fn missing(&self, fact: &Fact) -> Option<String> {
        let (total, missing) = (fact.parts.len(), fact.parts.iter().filter(|part| !self.has(part)).count());
        match missing {
            0 => None,
            _ if total == 1 => Some(fact.name.to_owned()),
            _ if missing == total => Some(format!("{total} {}", fact.name)),
            _ => Some(format!("{missing} of {total} {}", fact.name)),
        }
    }

    fn has(&self, part: &FactPart) -> bool {
        match part {
            FactPart::Text { fields, string } => {
                let omitted = |field: &str| field.strip_suffix(".detail").is_some_and(|name| self.omits(name));
                fields.iter().any(|field| self.fields.contains(field.as_str()) || omitted(field))
                    || self.texts.iter().any(|text| says(text, &string.to_lowercase()))
            }
            FactPart::Picture(forms) => self
                .scenes
                .iter()
                .flat_map(Scene::pictures)
                .any(|item| forms.iter().any(|form| Arc::ptr_eq(form, &item.picture))),
        }
    }

    fn omits(&self, name: &str) -> bool {
        self.scenes.iter().flat_map(|scene| &scene.omitted).any(|one| one.field == name)
    }
}

/// Whether a text has another in it, as whole words.
fn says(text: &str, wanted: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(wanted).any(|(start, found)| {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let after = text.get(start + found.len()..).and_then(|after| after.chars().next());
        let (first, last) = (found.chars().next(), found.chars().next_back());
        !(letter(before) && letter(first) || letter(after) && letter(last))
    })
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn a_text_says_another_if_it_has_it_as_whole_words() {
        assert!(says("album · 2026 · saltmarsh records", "2026"));
        assert!(says("#namesfirst  #credits", "#credits"));
        assert!(!says("deep water", "ep"));
        assert!(!says("12026", "2026"));
        assert!(says("ep", "ep"));
    }
}

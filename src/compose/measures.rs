//! Measures: the widths in em of all texts that a card lists, shaped once in each style that its variants set them in.

use crate::card::{CardCredit, CardName, CardPerson, Group, HeldRole};
use crate::compose::Work;
use crate::compose::good::long_name;
use crate::text::TextStyle;

/// A text in em: its width, and that of its widest word.
#[derive(Clone, Copy, Debug)]
pub struct Width {
    /// On one line.
    pub whole: f32,
    /// Its widest word.
    pub word: f32,
}

/// The widths of a list, lead or item, in a style.
type Known = ((usize, bool), TextStyle, Vec<Vec<Width>>);

/// What a card credits, measured once in the styles of a template.
#[derive(Debug, Default)]
pub struct Measures {
    known: Vec<Known>,
}

impl Work<'_, '_, '_> {
    /// Widths of all leads, or of all items, of a list, in em.
    pub(super) fn widths(
        &mut self,
        style: &TextStyle,
        list: (usize, &[Listed<'_>]),
        leads: bool,
        measures: &mut Measures,
    ) -> usize {
        let key = (list.0, leads);
        let same = |known: &Known| known.0 == key && known.1 == *style;
        if let Some(known) = measures.known.iter().position(same) {
            return known;
        }
        let mut measure = |said: &Said<'_>| {
            let own = said.language.map(|language| TextStyle { language: Some(language.to_owned()), ..style.clone() });
            let shaped = self.composer.shaper.shape(said.text, own.as_ref().unwrap_or(style));
            // What cannot be shaped is told of where it is laid out.
            let mut width = shaped.map_or(Width { whole: 1.0, word: 1.0 }, |shaped| Width {
                whole: shaped.width(),
                word: shaped.min_content(),
            });
            width.whole += said.detail as f32 * DETAIL;
            width
        };
        let all = list.1.iter().map(|listed| {
            if leads { vec![measure(&listed.lead)] } else { listed.items.iter().map(&mut measure).collect() }
        });
        let all = all.collect();
        measures.known.push((key, style.clone(), all));
        measures.known.len() - 1
    }
}

/// What a block says.
pub struct Listed<'c> {
    /// The label, or by person the name.
    pub lead: Said<'c>,
    /// The names, or by person the roles.
    pub items: Vec<Said<'c>>,
}

/// A text of a block.
pub struct Said<'c> {
    text: &'c str,
    language: Option<&'c str>,
    /// Characters of the detail beside it.
    detail: usize,
}

impl<'c> Listed<'c> {
    /// A role and its names.
    pub fn credit(credit: &'c CardCredit) -> Listed<'c> {
        let name = |name: &'c CardName| said(&name.name, name.language.as_deref(), name.detail.as_deref());
        Listed { lead: said(&credit.role, None, None), items: credit.names.iter().map(name).collect() }
    }

    /// A person and their roles.
    pub fn person(person: &'c CardPerson) -> Listed<'c> {
        let role = |role: &'c HeldRole| said(&role.role, None, role.detail.as_deref());
        let lead = said(&person.name, person.language.as_deref(), None);
        Listed { lead, items: person.roles.iter().map(role).collect() }
    }
}

fn said<'c>(text: &'c str, language: Option<&'c str>, detail: Option<&str>) -> Said<'c> {
    Said { text, language, detail: detail.map_or(0, |detail| detail.chars().count()) }
}

/// Usual width of a character of a detail, in em of the name.
const DETAIL: f32 = 0.42;

/// What the blocks hold.
pub struct Texts<'m> {
    /// Of labels, or by person names.
    pub leads: &'m [Vec<Width>],
    /// Of names, or by person roles.
    pub items: &'m [Vec<Width>],
    /// How many names there are.
    pub count: usize,
    /// Width beyond which a name may take a second line.
    pub long: f32,
    /// What the card lists.
    pub group: Group,
}

impl Measures {
    /// The widths that [`Work::widths`] answered with.
    pub fn of(&self, index: usize) -> &[Vec<Width>] {
        self.known.get(index).map_or(&[], |(.., widths)| widths.as_slice())
    }
}

impl<'m> Texts<'m> {
    /// Of widths that were measured.
    pub fn new(leads: &'m [Vec<Width>], items: &'m [Vec<Width>], group: Group) -> Texts<'m> {
        let names = if group == Group::Person { leads } else { items };
        let mut all: Vec<f32> = names.iter().flatten().map(|name| name.whole).collect();
        Texts { leads, items, count: all.len(), long: long_name(&mut all), group }
    }
}

//! Chapters: credits by what was done, for templates whose pages are chapters: written, played, recorded, seen to.
//! Neighbours of few names share a page, and before all stands a page without names.

use serde::Serialize;

use crate::card::CardCredit;
use crate::catalogue::instruments::is_instrument;
use crate::catalogue::languages::{Wording, Words};
use crate::catalogue::roles::roles;
use crate::text::lowercase;

/// A chapter of at most so many names may share its pages with a neighbour.
const FEW: usize = 5;
/// Names that chapters on shared pages have together at most.
const TOGETHER: usize = 14;

/// A chapter of a card, with the credits that its pages list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Chapter {
    /// Its heading; empty on the page before all chapters, which has no names.
    pub title: String,
    /// Names under roles.
    pub names: usize,
    /// What is listed.
    #[serde(skip)]
    pub credits: Vec<CardCredit>,
}

/// What was done, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Written,
    Played,
    Recorded,
    SeenTo,
}

impl Done {
    const ALL: [Done; 4] = [Done::Written, Done::Played, Done::Recorded, Done::SeenTo];

    /// By the department of the role, or of the first that a label of several names: `Engineers/Mixers`. What nobody knows was seen
    /// to, which is true of everything.
    fn of(credit: &CardCredit) -> Done {
        let one = |label: &str| {
            let label = label.trim();
            roles().find(label).or_else(|| roles().find(label.strip_suffix('s')?))
        };
        let parts = || credit.role.split(['/', '&', ',', '+', ';']);
        let named = || parts().find_map(one);
        match credit.id.and_then(|id| roles().find(id)).or_else(named).map(|role| role.department.as_str()) {
            Some("writing" | "arranging") => Done::Written,
            Some("production" | "engineering" | "place") => Done::Recorded,
            Some("visual" | "video" | "business") => Done::SeenTo,
            None if !parts().any(is_instrument) => Done::SeenTo,
            _ => Done::Played,
        }
    }

    fn heading(self, words: &Words) -> &str {
        match self {
            Done::Written => &words.chapters.written,
            Done::Played => &words.chapters.played,
            Done::Recorded => &words.chapters.recorded,
            Done::SeenTo => &words.chapters.seen_to,
        }
    }
}

/// The page before all chapters, then these, each with its credits in the order of the card.
pub fn chapters(credits: &[CardCredit], wording: Wording) -> Vec<Chapter> {
    let mut parts: Vec<(Vec<Done>, Vec<CardCredit>)> = Vec::new();
    for done in Done::ALL {
        let own: Vec<CardCredit> = credits.iter().filter(|credit| Done::of(credit) == done).cloned().collect();
        if own.is_empty() {
            continue;
        }
        let joins = |(_, before): &(Vec<Done>, Vec<CardCredit>)| {
            let (before, own) = (names(before), names(&own));
            before.min(own) <= FEW && before + own <= TOGETHER
        };
        match parts.last_mut().filter(|last| joins(last)) {
            Some((all, before)) => {
                all.push(done);
                before.extend(own);
            }
            None => parts.push((vec![done], own)),
        }
    }
    let sole = parts.len() == 1;
    let chapter = |(all, own): (Vec<Done>, Vec<CardCredit>)| {
        let title = if sole { wording.words().post.credits.clone() } else { heading(&all, wording) };
        Chapter { title, names: names(&own), credits: own }
    };
    std::iter::once(Chapter::default()).chain(parts.into_iter().map(chapter)).collect()
}

/// All credits as one chapter, for a card that has one page only.
pub fn whole(credits: &[CardCredit], wording: Wording) -> Chapter {
    Chapter { title: wording.words().post.credits.clone(), names: names(credits), credits: credits.to_vec() }
}

fn names(credits: &[CardCredit]) -> usize {
    credits.iter().map(|credit| credit.names.len()).sum()
}

/// `Written, played`: headings that share a page.
fn heading(all: &[Done], wording: Wording) -> String {
    let words = wording.words();
    let one = |(index, done): (usize, &Done)| {
        let heading = done.heading(words);
        if index == 0 { heading.to_owned() } else { lowercase(heading, Some(wording.tag())).into_owned() }
    };
    all.iter().enumerate().map(one).collect::<Vec<_>>().join(&words.between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::CardName;

    fn credit(id: Option<&'static str>, count: usize) -> CardCredit {
        let name = |index: usize| CardName { name: format!("Name {index}"), ..CardName::default() };
        CardCredit { field: String::new(), role: "Role".to_owned(), id, names: (0..count).map(name).collect() }
    }

    fn told(credits: &[CardCredit]) -> Vec<(String, usize)> {
        chapters(credits, Wording::default()).into_iter().map(|chapter| (chapter.title, chapter.names)).collect()
    }

    #[test]
    fn credits_are_told_in_the_order_of_the_work() {
        let played = CardCredit { role: "Theremin".to_owned(), ..credit(None, 12) };
        let all = [credit(Some("mixing-engineer"), 9), played, credit(Some("songwriter"), 6)];
        let told = told(&all);
        let told: Vec<(&str, usize)> = told.iter().map(|(title, names)| (title.as_str(), *names)).collect();
        assert_eq!(told, [("", 0), ("Written", 6), ("Played", 12), ("Recorded", 9)]);
    }

    #[test]
    fn what_nobody_knows_is_not_said_to_be_played() {
        let unknown = CardCredit { role: "Graphics Dept".to_owned(), ..credit(None, 9) };
        assert_eq!(told(&[credit(Some("songwriter"), 9), unknown]).last(), Some(&("Seen to".to_owned(), 9)));
    }

    #[test]
    fn neighbours_of_few_names_share_a_page_and_everything_together_is_the_credits() {
        let recorded =
            [credit(Some("songwriter"), 16), credit(Some("mixing-engineer"), 4), credit(Some("designer"), 2)];
        assert_eq!(told(&recorded).last(), Some(&("Recorded, seen to".to_owned(), 6)));
        assert_eq!(told(&recorded[1..]).last(), Some(&("Credits".to_owned(), 6)));
    }

    #[test]
    fn a_label_of_several_roles_is_told_where_the_first_of_them_is() {
        let label = |role: &str| CardCredit { role: role.to_owned(), ..credit(None, 9) };
        let all = [label("engineers/mixers"), label("Theremin & Saw"), label("Writers, Arrangers")];
        let told = told(&all);
        let told: Vec<&str> = told.iter().map(|(title, _)| title.as_str()).collect();
        assert_eq!(told, ["", "Written", "Played", "Recorded"]);
    }

    #[test]
    fn no_credit_is_lost_between_chapters() {
        let all: Vec<CardCredit> = roles().all().iter().map(|role| credit(Some(role.id.as_str()), 1)).collect();
        assert_eq!(told(&all).iter().map(|(_, names)| names).sum::<usize>(), all.len());
    }
}

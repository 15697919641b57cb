//! When two files mean one person: the same letters, whatever their case and what stands between them.
//! Names that are nearly those of another file stay two, and somebody is asked.

use super::{Said, credits, same_role};
use crate::diagnostic::Diagnostic;
use crate::import::text::brief;
use crate::near::slips;
use crate::record::{Credit, Record};

/// Longest given name of which a letter more or less is asked about; longer ones are compared by `check`'s rule.
const LONGEST: usize = 40;

/// The letters and digits of a name, in lower case; the name itself if it has none.
pub(super) fn person(name: &str) -> String {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if letters.is_empty() { name.to_lowercase() } else { letters }
}

/// Whether two names are one.
pub(super) fn same_person(one: &str, other: &str) -> bool {
    person(one) == person(other)
}

/// Asks about names of one role, each in one of the files only, that have a family name in common and given names that
/// differ by a letter. What two files say of one record is nearly the same, so names count as near here that may be two
/// people's elsewhere: `Jon Vane` and `John Vane`.
pub(super) fn near(record: &Record, other: &Record, said: &mut Said) {
    let only = |credit: &'_ Credit, there: &Record| -> Vec<String> {
        let known = |name: &str| {
            credits(there)
                .filter(|own| same_role(own, credit))
                .flat_map(|own| &own.contributors)
                .any(|own| same_person(&own.name, name))
        };
        let all = credit.contributors.iter().map(|one| one.name.value.clone());
        all.filter(|name| !known(name)).collect()
    };
    for credit in credits(other) {
        let here = only(credit, record);
        if here.is_empty() {
            continue;
        }
        let same = credits(record).filter(|own| same_role(own, credit));
        let there: Vec<String> = same.flat_map(|own| only(own, other)).collect();
        for name in &here {
            let Some(near) = there.iter().find(|known| is_near(known, name)) else { continue };
            let message = format!(
                "`{}` in the first file and `{}` here, both {}, are spelled nearly alike, and stay two in the joined record",
                brief(near),
                brief(name),
                brief(&credit.role.label)
            );
            let hint = format!("if it is one person, write `{}` in all files", brief(near));
            said.say(Diagnostic::warning("near-duplicate", message).hint(hint).about(name).about(near));
        }
    }
}

/// Whether two names have all words in common but one, which is no family name and differs by a letter.
fn is_near(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> { name.split_whitespace().map(person).collect() };
    let (one, other) = (words(one), words(other));
    if one.len() != other.len() || one.len() < 2 || one.last() != other.last() {
        return false;
    }
    let mut differing = one.iter().zip(&other).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differing.next(), differing.next()) else { return false };
    let (a_long, b_long) = (a.chars().count(), b.chars().count());
    // Ends tell women from men: `Paul` and `Paula` may be a couple.
    let longer = a_long != b_long && a.chars().last() == b.chars().last();
    a_long.min(b_long) >= 3 && a_long.max(b_long) <= LONGEST && longer && slips(a, b) == 1
}

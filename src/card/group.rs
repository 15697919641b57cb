//! How a card groups its credits: by role, as the file has them, or by person, each with all their roles. Roles next to each
//! other that the same people hold can share one label.

use serde::Serialize;

use crate::card::{CardCredit, CardName};

/// A name with all its roles, as a card by person shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CardPerson {
    /// The field of the name where it is credited first, such as `credits[3].names[1]`.
    pub field: String,
    /// The name as credited.
    pub name: String,
    /// BCP 47 language of the name.
    pub language: Option<String>,
    /// Their roles, in the order of the card.
    pub roles: Vec<HeldRole>,
    /// Tracks that any of their roles is credited on, by their places in the record, in order, from 0.
    pub tracks: Vec<usize>,
    /// Whether a role of theirs is credited on the whole record.
    pub whole: bool,
}

/// A role that a person holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeldRole {
    /// The field of the credit and `.role`, such as `credits[3].names[1].role`.
    pub field: String,
    /// The field of the detail, such as `credits[3].names[1].detail`.
    pub detail_field: String,
    /// The role as written.
    pub role: String,
    /// Catalogue entry, if the role is one.
    pub id: Option<&'static str>,
    /// Note, tracks and place of this credit, joined; none if there is nothing to say.
    pub detail: Option<String>,
    /// The same without tracks.
    pub remark: Option<String>,
}

/// Everybody who is credited, in order of first credit, each with all roles.
pub fn people(credits: &[CardCredit]) -> Vec<CardPerson> {
    let mut people: Vec<CardPerson> = Vec::new();
    let mut places = rustc_hash::FxHashMap::default();
    for credit in credits {
        for name in &credit.names {
            let role = HeldRole {
                field: format!("{}.role", name.field),
                detail_field: format!("{}.detail", name.field),
                role: credit.role.clone(),
                id: credit.id,
                detail: name.detail.clone(),
                remark: name.remark.clone(),
            };
            let place = *places.entry(name.name.as_str()).or_insert(people.len());
            match people.get_mut(place) {
                Some(known) => {
                    known.language = known.language.take().or_else(|| name.language.clone());
                    known.roles.push(role);
                    known.tracks.extend(&name.tracks);
                    known.whole |= name.tracks.is_empty();
                }
                None => people.push(CardPerson {
                    field: name.field.clone(),
                    name: name.name.clone(),
                    language: name.language.clone(),
                    roles: vec![role],
                    tracks: name.tracks.clone(),
                    whole: name.tracks.is_empty(),
                }),
            }
        }
    }
    for person in &mut people {
        person.tracks.sort_unstable();
        person.tracks.dedup();
    }
    people
}

/// Between roles that share a label.
const BETWEEN: &str = " · ";

/// Credits that follow each other and name the same people, without details, joined under one label; none if there are no
/// such credits.
pub fn joined(credits: &[CardCredit]) -> Option<Vec<CardCredit>> {
    let plain = |credit: &CardCredit| credit.names.iter().all(|name| name.detail.is_none());
    let mut joined: Vec<CardCredit> = Vec::with_capacity(credits.len());
    for credit in credits {
        let same = |last: &&mut CardCredit| plain(last) && plain(credit) && same_names(&last.names, &credit.names);
        match joined.last_mut().filter(same) {
            Some(last) => {
                last.role = format!("{}{BETWEEN}{}", last.role, credit.role);
                last.id = None;
                for (name, other) in last.names.iter_mut().zip(&credit.names) {
                    name.also.push(other.field.clone());
                }
            }
            None => joined.push(credit.clone()),
        }
    }
    (joined.len() < credits.len()).then_some(joined)
}

fn same_names(one: &[CardName], other: &[CardName]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.name == other.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credit(index: usize, role: &str, names: &[&str]) -> CardCredit {
        let name = |(position, name): (usize, &&str)| CardName {
            field: format!("credits[{index}].names[{position}]"),
            name: (*name).to_owned(),
            ..CardName::default()
        };
        CardCredit {
            field: format!("credits[{index}].role"),
            role: role.to_owned(),
            id: None,
            names: names.iter().enumerate().map(name).collect(),
        }
    }

    #[test]
    fn each_person_is_there_once_with_every_role_in_order() {
        let credits = [credit(0, "Banjo", &["Bo", "Ann"]), credit(1, "Fiddle", &["Ann"])];
        let people = people(&credits);
        let said: Vec<String> = people
            .iter()
            .map(|one| {
                format!(
                    "{}: {}",
                    one.name,
                    one.roles.iter().map(|role| role.role.as_str()).collect::<Vec<_>>().join(", ")
                )
            })
            .collect();
        assert_eq!(said, ["Bo: Banjo", "Ann: Banjo, Fiddle"]);
        assert_eq!(people[1].roles[1].field, "credits[1].names[0].role");
    }

    #[test]
    fn only_neighbours_with_the_same_names_and_no_details_share_a_label() {
        let credits = [credit(0, "Producer", &["Ann"]), credit(1, "Mixing", &["Ann"]), credit(2, "Bass", &["Bo"])];
        let all = joined(&credits).expect("two of them");
        assert_eq!(all.iter().map(|one| one.role.as_str()).collect::<Vec<_>>(), ["Producer · Mixing", "Bass"]);
        assert_eq!(all[0].names[0].also, ["credits[1].names[0]"]);
        let mut detailed = credits;
        detailed[1].names[0].detail = Some("track 2".to_owned());
        assert_eq!(joined(&detailed), None);
    }
}

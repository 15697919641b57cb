//! Pairings of type: which families a card is set in, by the role of use. The pairings are data, `assets/type.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::card::Families;

static PAIRINGS: LazyLock<Vec<Pairing>> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("../../assets/type.yaml")).unwrap_or_default());

/// A pairing of type.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// Name in YAML (`type`) and on the command line.
    pub name: String,
    /// Family of titles.
    pub title: String,
    /// Family of everything that is neither title, name nor label.
    pub text: String,
    /// Family of names.
    pub names: String,
    /// Family of labels.
    pub label: String,
    /// What it looks like, in a few words.
    pub summary: String,
}

impl Pairing {
    /// Its families.
    pub fn families(&self) -> Families {
        Families {
            title: self.title.clone(),
            text: self.text.clone(),
            names: self.names.clone(),
            label: self.label.clone(),
        }
    }
}

/// All pairings.
pub fn pairings() -> &'static [Pairing] {
    &PAIRINGS
}

/// The pairing of that name.
pub fn pairing(name: &str) -> Option<&'static Pairing> {
    pairings().iter().find(|pairing| pairing.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::keys::TYPES;

    #[test]
    fn the_names_that_keys_can_have_are_those_of_the_pairings() {
        assert_eq!(pairings().iter().map(|pairing| pairing.name.as_str()).collect::<Vec<_>>(), TYPES);
    }

    #[test]
    fn every_family_of_a_pairing_is_embedded() {
        let fonts = crate::fonts::Fonts::embedded();
        for pairing in pairings() {
            for family in [&pairing.title, &pairing.text, &pairing.names, &pairing.label] {
                assert!(fonts.has_family(family), "{}: {family}", pairing.name);
            }
        }
    }
}

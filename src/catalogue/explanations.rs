//! What roles do, in words for a card: explanations, lines in the first person, calls, and comparisons of two roles.
//! The data is `assets/explanations.yaml` and `assets/comparisons.yaml`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::roles::{fold, roles};

/// An explanation of a role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// Id of the role in the catalogue.
    pub role: String,
    /// Place in the campaign's series, from 1; `None` for a role outside it.
    pub campaign: Option<u32>,
    /// The campaign's name of the role, if it is not the catalogue's.
    name: Option<String>,
    /// What the role does, in one or two sentences.
    pub text: String,
    /// What somebody in the role says: `I mix records.`
    pub line: String,
    /// What the card asks for: `Know a mixing engineer? Tag them.`
    pub call: String,
}

impl Explanation {
    /// The name of the role: the campaign's, else the catalogue's.
    pub fn name(&self) -> &str {
        let catalogue = || roles().find(&self.role).map(|role| role.name.as_str());
        self.name.as_deref().or_else(catalogue).unwrap_or(&self.role)
    }
}

/// Two roles side by side.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// What a credit file writes: `recording-engineer/music-producer`.
    pub id: String,
    /// One role.
    pub left: String,
    /// The other role.
    pub right: String,
    /// What they are compared by.
    pub points: Vec<ComparisonPoint>,
}

/// A point of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonPoint {
    /// What is compared.
    pub topic: String,
    /// What holds on the left.
    pub left: String,
    /// What holds on the right.
    pub right: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Explanations {
    hashtags: Vec<String>,
    fan: String,
    roles: Vec<Explanation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comparisons {
    comparisons: Vec<Comparison>,
}

// The data is part of the program; tests read it whole.
fn data() -> &'static Explanations {
    static DATA: OnceLock<Explanations> = OnceLock::new();
    DATA.get_or_init(|| serde_yaml::from_str(include_str!("../../assets/explanations.yaml")).unwrap_or_default())
}

fn comparison_data() -> &'static Comparisons {
    static DATA: OnceLock<Comparisons> = OnceLock::new();
    DATA.get_or_init(|| serde_yaml::from_str(include_str!("../../assets/comparisons.yaml")).unwrap_or_default())
}

/// The explanation of a role by its label: the campaign's name, or any label of the catalogue.
pub fn explanation(label: &str) -> Option<&'static Explanation> {
    let all = &data().roles;
    let folded = fold(label);
    if let Some(named) = all.iter().find(|one| one.name.as_ref().is_some_and(|name| fold(name) == folded)) {
        return Some(named);
    }
    let id = &roles().find(label)?.id;
    let mut of_role = all.iter().filter(|one| one.role == *id);
    let first = of_role.clone().next();
    of_role.find(|one| one.name.is_none()).or(first)
}

/// The campaign's series, in its order.
pub fn campaign() -> impl Iterator<Item = &'static Explanation> {
    data().roles.iter().filter(|one| one.campaign.is_some())
}

/// Hashtags of the campaign, without `#`.
pub fn hashtags() -> &'static [String] {
    &data().hashtags
}

/// What somebody says who makes no records and reads their credits.
pub fn fan_line() -> &'static str {
    &data().fan
}

/// The comparisons that come with the program.
pub fn comparisons() -> &'static [Comparison] {
    &comparison_data().comparisons
}

/// The comparison of that name, whatever its case and spaces.
pub fn comparison(name: &str) -> Option<&'static Comparison> {
    let folded = fold(name);
    comparisons().iter().find(|one| name.contains('/') && fold(&one.id) == folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_campaign_has_fifteen_roles_in_its_order() {
        let names: Vec<&str> = campaign().map(Explanation::name).collect();
        assert_eq!(
            names,
            [
                "Producer",
                "Co-Producer",
                "Instrumentalist",
                "Songwriter",
                "Vocal Production",
                "Recording Engineer",
                "Mixing Engineer",
                "Mastering Engineer",
                "A&R",
                "Arranger",
                "Composer",
                "Creative Director / Art Director",
                "Publicist",
                "Publisher",
                "Vocalist",
            ]
        );
        assert!(campaign().enumerate().all(|(index, one)| one.campaign == u32::try_from(index + 1).ok()));
    }

    #[test]
    fn every_explanation_belongs_to_a_role_and_is_found_by_its_name() {
        assert!(data().roles.len() >= 55, "{}", data().roles.len());
        for one in &data().roles {
            assert!(roles().all().iter().any(|role| role.id == one.role), "{}", one.role);
            assert_eq!(explanation(one.name()), Some(one), "{}", one.name());
            for text in [&one.text, &one.line, &one.call] {
                assert!(text.ends_with('.') && text.trim() == text, "{text}");
                assert!(!text.contains(['—', '–', '\'', '"']), "{text}");
            }
            assert!((40..=170).contains(&one.text.chars().count()), "{}: {}", one.role, one.text.chars().count());
        }
        let campaign: Vec<&str> =
            roles().all().iter().filter(|role| role.campaign).map(|role| role.id.as_str()).collect();
        assert!(campaign.iter().all(|id| explanation(id).is_some()), "{campaign:?}");
    }

    #[test]
    fn labels_of_the_catalogue_find_the_explanation_of_their_role() {
        for (label, text) in [
            ("mixed by", "Takes every recorded track"),
            ("Vocal Producer", "Guides the singer"),
            ("creative director / art director", "Decide how a record looks"),
            ("Creative Director", "Holds the idea"),
            ("Art Director", "Turns the idea"),
        ] {
            assert!(explanation(label).is_some_and(|one| one.text.starts_with(text)), "{label}");
        }
        assert_eq!(explanation("Foley Artist"), None);
    }

    #[test]
    fn three_comparisons_are_shipped_and_found_by_their_names() {
        let ids: Vec<&str> = comparisons().iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["recording-engineer/music-producer", "mixing/mastering", "songwriter/composer"]);
        assert!(comparisons().iter().all(|one| one.points.len() == 6));
        assert!(comparison("Recording Engineer / Music Producer").is_some());
        assert!(comparison("mixing").is_none() && comparison("producer/engineer").is_none());
    }
}

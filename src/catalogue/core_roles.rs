//! Core roles: what nearly every record has somebody for, and what is forgotten most often.
//! The data is `assets/core-roles.csv`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{parts, rows};

/// The table, embedded so that the program needs no file beside it.
const TABLE: &str = include_str!("../../assets/core-roles.csv");

/// A group of roles of which a record has at least one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CoreRole {
    /// Code of the finding about a record that has none: `no-producer`.
    pub code: String,
    /// What is then missing, in words.
    pub missing: String,
    /// Ids of the roles, separated by `|`.
    roles: String,
    /// What to write.
    pub hint: String,
}

impl CoreRole {
    /// Ids of its roles in the catalogue.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        parts(&self.roles)
    }
}

/// The groups, in the order in which a record is made.
pub fn core_roles() -> &'static [CoreRole] {
    static ROLES: OnceLock<Vec<CoreRole>> = OnceLock::new();
    ROLES.get_or_init(|| rows(TABLE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{codes::code, roles::roles};

    #[test]
    fn every_group_has_a_code_and_roles_of_the_catalogue() {
        assert_eq!(core_roles().len(), TABLE.lines().count() - 1);
        for group in core_roles() {
            assert!(code(&group.code).is_some(), "{}", group.code);
            assert!(group.roles().count() > 0);
            for id in group.roles() {
                assert!(roles().all().iter().any(|role| role.id == id), "{id}");
            }
        }
    }
}

//! What two files say differently of one record: its fields, and what somebody did on it.
//! Nothing is changed here; it is said what is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::names::person;
use super::{Said, credits};
use crate::catalogue::roles::{fold, roles as catalogue};
use crate::import::text::brief;
use crate::record::Record;

/// Fields of which two files say different things.
pub(super) fn fields(record: &Record, other: &Record, said: &mut Said) {
    let own = |record: &Record, field: &str| match field {
        "iswc" => record.iswc.as_ref().map(|text| text.value.clone()),
        "upc" => record.upc.as_ref().map(|text| text.value.clone()),
        field => record.field(field).map(|text| text.into_owned()),
    };
    for field in ["title", "artist", "kind", "released", "label", "catalogue", "isrc", "iswc", "upc"] {
        let (Some(one), Some(two)) = (own(record, field), own(other, field)) else { continue };
        let same =
            fold(&one) == fold(&two) || field == "released" && (one.starts_with(&*two) || two.starts_with(&*one));
        if !same {
            let (one, two) = (brief(&one), brief(&two));
            said.differs(format!("`{field}` is `{one}` in the first file and `{two}` here: the first is kept"));
        }
    }
}

/// The roles of a person by department, each with its label.
type Roles = BTreeMap<&'static str, BTreeMap<String, String>>;

/// People of whom both files say what they did in one department, and each something else.
pub(super) fn roles(record: &Record, other: &Record, said: &mut Said) {
    let (own, others) = (by_person(record), by_person(other));
    for (key, (name, departments)) in &others {
        let Some((_, known)) = own.get(key) else { continue };
        for (department, here) in departments {
            let Some(there) = known.get(department) else { continue };
            let keys = |roles: &BTreeMap<String, String>| roles.keys().cloned().collect::<BTreeSet<String>>();
            let (mine, theirs) = (keys(there), keys(here));
            if mine.is_subset(&theirs) || theirs.is_subset(&mine) {
                continue;
            }
            let list =
                |roles: &BTreeMap<String, String>| brief(&roles.values().cloned().collect::<Vec<_>>().join(", "));
            said.differs(format!(
                "`{}` is credited as {} in the first file and as {} here: all are kept",
                brief(name),
                list(there),
                list(here)
            ));
        }
    }
}

/// What everybody did, by the letters of their names.
fn by_person(record: &Record) -> BTreeMap<String, (String, Roles)> {
    let mut all: BTreeMap<String, (String, Roles)> = BTreeMap::new();
    for credit in credits(record) {
        // Roles of the author's own are in no department.
        let Some(role) = credit.role.id.and_then(|id| catalogue().find(id)) else { continue };
        // What is played is no difference: the label says which.
        let key = if role.department == "performance" { fold(&credit.role.label) } else { role.id.clone() };
        for one in &credit.contributors {
            let (_, roles) = all.entry(person(&one.name)).or_insert_with(|| (one.name.value.clone(), Roles::new()));
            roles.entry(role.department.as_str()).or_default().insert(key.clone(), credit.role.label.value.clone());
        }
    }
    all
}

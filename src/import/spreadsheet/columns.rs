//! What the columns of a spreadsheet hold, by their headers: fields of a record, of a credit, handles, or roles.
//! The headers that people use for a field are data, in `assets/columns.csv`; roles are those of the catalogue.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use crate::catalogue::instruments::is_instrument;
use crate::catalogue::roles::{Role, roles};
use crate::import;

/// The table, embedded so that the program needs no file beside it.
const TABLE: &str = include_str!("../../../assets/columns.csv");

/// Headers longer than this are compared with nothing; the longest of the tables have some 40 characters.
const LONGEST_HEADER: usize = 80;

/// What a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The record: the same in all its rows.
    Record,
    /// How the card of the record looks.
    Card,
    /// One credit: a row each.
    Credit,
    /// One track of the record, in a sheet that names tracks.
    Track,
    /// A table for review, whose further columns say nothing of the record.
    Review,
    /// One contributor: the handle on the platform that the field is named for.
    Handle,
}

/// A field that a column can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, such as `title` or `instagram`.
    pub name: String,
    /// What it belongs to.
    pub of: Of,
    /// The headers it goes by, its own name first.
    pub headers: Vec<String>,
}

/// The fields, with their headers folded.
struct Fields {
    all: Vec<Field>,
    by_header: BTreeMap<String, usize>,
}

/// Every field a column can hold, in the order of the table.
pub fn fields() -> &'static [Field] {
    &table().all
}

fn table() -> &'static Fields {
    static FIELDS: OnceLock<Fields> = OnceLock::new();
    FIELDS.get_or_init(|| {
        let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
        // Rows that do not parse are left out, which a test rules out for the embedded table.
        let all: Vec<Field> = reader.records().filter_map(|row| field(&row.ok()?)).collect();
        let mut by_header = BTreeMap::new();
        for (place, field) in all.iter().enumerate() {
            for header in std::iter::once(&field.name).chain(&field.headers) {
                by_header.entry(fold(header)).or_insert(place);
            }
        }
        Fields { all, by_header }
    })
}

fn field(row: &csv::StringRecord) -> Option<Field> {
    let of = match row.get(1)? {
        "record" => Of::Record,
        "card" => Of::Card,
        "credit" => Of::Credit,
        "track" => Of::Track,
        "review" => Of::Review,
        "handle" => Of::Handle,
        _ => return None,
    };
    let headers = row.get(2)?.split('|').map(str::to_owned).collect();
    Some(Field { name: row.get(0)?.to_owned(), of, headers })
}

/// A header as it is compared: letters and digits in lower case, nothing between them.
pub(super) fn fold(header: &str) -> String {
    header.nfc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).nfc().collect()
}

/// The field that a header means.
pub(crate) fn find(header: &str) -> Option<&'static Field> {
    if header.chars().count() > LONGEST_HEADER {
        return None;
    }
    let table = table();
    table.by_header.get(&fold(header)).and_then(|place| table.all.get(*place))
}

/// The field that a header was probably meant to be, of those that can be: one of its headers is a slip away.
pub(super) fn near_field(header: &str, can_be: impl Fn(&Field) -> bool) -> Option<&'static Field> {
    let folded = fold(header);
    let long = folded.chars().count();
    if !(4..=LONGEST_HEADER).contains(&long) {
        return None;
    }
    let all = table().by_header.iter().filter_map(|(known, place)| Some((known, table().all.get(*place)?)));
    let slips = all.map(|(known, field)| (crate::near::slips(known, &folded), field));
    slips
        .filter(|(far, field)| *far <= 1 + long / 8 && can_be(field))
        .min_by_key(|(far, _)| *far)
        .map(|(_, field)| field)
}

/// The role that a header was probably meant to be.
pub(super) fn near_role(header: &str) -> Option<&'static Role> {
    roles().near(unnumbered(header))
}

/// A role that heads a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RoleColumn {
    /// Its label as it is printed.
    pub label: String,
}

/// The role that a header means: `Mixed by`, `mixing_engineer`, `Songwriter 2`.
pub(super) fn role(header: &str) -> Option<RoleColumn> {
    let bare = unnumbered(header);
    // `Songwriter(s)` heads one or several.
    let bare = bare.strip_suffix("(s)").or_else(|| bare.strip_suffix("(S)")).unwrap_or(bare).trim_end();
    let spaced = bare.replace('_', " ");
    let one = spaced.strip_suffix('s').unwrap_or(&spaced);
    let found = roles().find(bare).or_else(|| roles().find(&spaced)).or_else(|| roles().find(one));
    // Societies and distributors call who wrote the words the author.
    let author = || matches!(one.to_lowercase().as_str(), "author").then(|| roles().find("Lyricist")).flatten();
    // What the catalogue does not know: `Supervised by`, `Banjo`. `Sleeve` alone may be what a record stands in.
    let Some(role) = found else {
        let by = spaced.to_lowercase().ends_with(" by");
        let known = || import::roles::word("text", &spaced).filter(|label| by && !label.is_empty()).map(str::to_owned);
        let played = || is_instrument(&spaced).then(|| import::roles::capitalised(&spaced));
        let label = author().map(|role| role.name.clone()).or_else(known).or_else(played)?;
        return Some(RoleColumn { label });
    };
    // `mixing_engineer` and `PRODUCER` are styles of headers, not of credits.
    let lower = bare.chars().any(char::is_lowercase);
    let upper = bare.chars().any(char::is_uppercase);
    let styled = bare.contains('_') || lower != upper;
    Some(RoleColumn { label: if styled { role.name.clone() } else { bare.to_owned() } })
}

/// A header without the number that tells it from others of its kind: `Songwriter 2`, `Songwriter #2`, `Songwriter (2)`.
fn unnumbered(header: &str) -> &str {
    let header = header.trim().trim_end_matches(':').trim_end();
    let bare = header.trim_end_matches(')').trim_end_matches(|c: char| c.is_ascii_digit());
    if bare.len() == header.len() || header.ends_with(')') && !bare.ends_with('(') {
        return header;
    }
    let bare = bare.trim_end_matches(['(', '#', '_', '-', '.']).trim_end();
    if bare.is_empty() { header } else { bare }
}

/// What somebody says that a column holds: `Column header=field`, as `--map` takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMap {
    /// The header as it stands in the file, or as somebody writes it.
    pub header: String,
    /// What it holds.
    pub meaning: Meaning,
}

/// What a column is said to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A field, by its name.
    Field(&'static str),
    /// A field of the author's own, by its name under `custom:`.
    Custom(String),
    /// Names of people with this role, as it is printed.
    Role(String),
    /// Nothing that is of use; it is left out without a word.
    Nothing,
}

/// `header=field`; the field is a name or a header of the table, a role, or nothing to leave the column out.
impl FromStr for ColumnMap {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A header may hold `=`, a field does not.
        let Some((header, meaning)) = text.rsplit_once('=') else {
            return Err("expected `Column header=field`, such as `Mixer dude=Mixing Engineer`".into());
        };
        let (header, meaning) = (header.trim(), meaning.trim());
        if fold(header).is_empty() {
            return Err("expected the header of a column before `=`".into());
        }
        let meaning = if meaning.is_empty() {
            Meaning::Nothing
        } else if let Some(own) = meaning.strip_prefix("custom.").map(str::trim).filter(|own| !own.is_empty()) {
            Meaning::Custom(crate::import::text::Text::new(own).value)
        } else if let Some(field) = find(meaning) {
            Meaning::Field(field.name.as_str())
        } else if let (None, Some(near)) = (
            role(meaning),
            near_role(meaning)
                .map(|role| &role.name)
                .or_else(|| near_field(meaning, |_| true).map(|field| &field.name)),
        ) {
            return Err(format!("no field or role is called `{meaning}`; did you mean `{near}`?"));
        } else {
            Meaning::Role(crate::import::text::Text::new(meaning).value)
        };
        Ok(Self { header: header.to_owned(), meaning })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_field_and_every_header_belongs_to_one() {
        assert_eq!(fields().len() + 1, TABLE.lines().count());
        let mut seen = BTreeMap::new();
        for field in fields() {
            for header in &field.headers {
                let first = seen.entry(fold(header)).or_insert(&field.name);
                assert_eq!(*first, &field.name, "`{header}` belongs to two fields");
            }
            assert_eq!(find(&field.name), Some(field));
        }
    }

    #[test]
    fn headers_are_found_in_any_spelling() {
        for (header, field) in [
            ("Album Title", "title"),
            ("Track Title", "track_title"),
            ("TRACK_TITLE", "track_title"),
            ("track-title:", "track_title"),
            ("曲名", "track_title"),
            ("Artist(s)", "artist"),
            ("Credited As", "name"),
            ("IG", "instagram"),
            ("X (Twitter)", "x"),
            ("supplied_by", "supplied_by"),
            ("Cat. No.", "catalogue"),
            ("ISRC", "isrc"),
        ] {
            assert_eq!(find(header).map(|field| field.name.as_str()), Some(field), "{header}");
        }
        for header in ["", "Matrix no.", "Mixer dude", "t"] {
            assert_eq!(find(header), None, "{header}");
        }
    }

    #[test]
    fn headers_that_are_roles_print_as_labels() {
        for (header, label) in [
            ("Mixed by", "Mixed by"),
            ("Steel Guitar", "Steel Guitar"),
            ("supervised_by", "Supervisor"),
            ("mixing_engineer", "Mixing Engineer"),
            ("mixing engineer", "Mixing Engineer"),
            ("PRODUCER", "Producer"),
            ("Songwriter 2", "Songwriter"),
            ("Songwriter #12", "Songwriter"),
            ("producer_1", "Producer"),
            ("Drums (2)", "Drums"),
            ("Songwriter(s)", "Songwriter"),
            ("A&R", "A&R"),
            ("作曲", "作曲"),
        ] {
            assert_eq!(role(header).map(|role| role.label).as_deref(), Some(label), "{header}");
        }
        for header in ["2", "", "Mixer dude", "Comments"] {
            assert_eq!(role(header), None, "{header}");
        }
    }

    #[test]
    fn what_somebody_says_of_a_column_is_a_field_a_role_or_nothing() {
        let read = |text: &str| text.parse::<ColumnMap>().map(|map| (map.header, map.meaning));
        let role = |label: &str| Meaning::Role(label.into());
        assert_eq!(read("Tune=title"), Ok(("Tune".into(), Meaning::Field("title"))));
        assert_eq!(read("a=b= Album Title "), Ok(("a=b".into(), Meaning::Field("title"))));
        assert_eq!(read("Mixer dude=Mixing Engineer"), Ok(("Mixer dude".into(), role("Mixing Engineer"))));
        assert_eq!(read("Vibes=Spiritual guidance"), Ok(("Vibes".into(), role("Spiritual guidance"))));
        assert_eq!(read("Our ID=custom.our id"), Ok(("Our ID".into(), Meaning::Custom("our id".into()))));
        assert_eq!(read("UPC="), Ok(("UPC".into(), Meaning::Nothing)));
        assert!(read("Tune=tiitle").is_err_and(|error| error.contains("did you mean `title`?")));
        assert!(read("Tune=Prodcuer").is_err_and(|error| error.contains("did you mean `Producer`?")));
        assert!(read("Tune").is_err() && read("=title").is_err());
    }
}

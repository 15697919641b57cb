//! The roles people have on a record, with the labels they go by and their names in other vocabularies.
//! Roles are facts to look up; a credit file may always use a label that is not here.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

/// The table, embedded so that the program needs no file beside it.
const TABLE: &str = include_str!("../../assets/roles.csv");

/// What roles are called in other languages, in the form under which labels are compared, sorted by it, each with the role's id.
/// It is made of the languages' own tables (`UPDATE=1 cargo test --lib role_labels`), so that a label that English does not know
/// is looked up without folding thousands of others first.
const LABELS: &str = include_str!("../../assets/role-labels.csv");

/// Labels longer than this are free text; the longest label of the catalogue has 38 characters.
const LONGEST_LABEL: usize = 60;

/// Characters of the shortest word that may be a misspelling.
const SHORTEST_SLIP: usize = 5;

/// One role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Stable identifier, such as `mixing-engineer`.
    pub id: String,
    /// Label for one person: `Mixing Engineer`.
    pub name: String,
    /// Label for several people: `Mixing Engineers`.
    pub plural: String,
    /// Label in front of a name: `Mixed by`.
    pub credit_line: String,
    /// Group the role belongs to: writing, production, arranging, performance, engineering, visual, video, business, place.
    pub department: String,
    /// Place in a full list of credits; the hundreds are the department.
    pub order: u32,
    /// How common the role is: core, standard, extended.
    pub tier: String,
    /// Whether the Behind the Record campaign names the role.
    pub campaign: bool,
    /// What the role is about: work, recording, release, place.
    pub scope: String,
    /// Other labels for the role, unique in the catalogue.
    pub aliases: Vec<String>,
    /// DDEX contributor role; empty if there is none.
    pub ddex: String,
    /// MusicBrainz relationship as `entity:type`; empty if there is none.
    pub musicbrainz: String,
    /// Discogs roles, separated by `; `; empty if there is none.
    pub discogs: String,
    /// ID3v2 frame; empty if there is none.
    pub id3v2: String,
    /// Vorbis comment; empty if there is none.
    pub vorbis: String,
}

/// The catalogue of roles, in the order of the table.
#[derive(Debug)]
pub struct Roles {
    all: Vec<Role>,
    /// Folded label to place in `all`.
    labels: FxHashMap<String, usize>,
    /// [`words`] of every label with the place in `all`.
    spellings: Vec<(String, usize)>,
    /// Every word that occurs in a label; made when a label is first not found.
    vocabulary: OnceLock<FxHashSet<String>>,
    /// The lines of [`LABELS`]; read when a label is first not found.
    foreign: OnceLock<Vec<&'static str>>,
}

/// The roles that come with the program.
pub fn roles() -> &'static Roles {
    static ROLES: OnceLock<Roles> = OnceLock::new();
    ROLES.get_or_init(|| Roles::from_csv(TABLE))
}

impl Roles {
    /// Reads the table; rows that do not parse are left out, which a test rules out for the embedded one.
    fn from_csv(table: &str) -> Self {
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let all: Vec<Role> = reader.records().filter_map(|row| role(&row.ok()?)).collect();
        let (mut labels, mut spellings) = (FxHashMap::default(), Vec::new());
        for (place, label) in labels_of(&all) {
            let words = words(label);
            labels.entry(folded(&words, label)).or_insert(place);
            spellings.push((words, place));
        }
        Self { all, labels, spellings, vocabulary: OnceLock::new(), foreign: OnceLock::new() }
    }

    /// Every role, in the order of the table.
    pub fn all(&self) -> &[Role] {
        &self.all
    }

    /// The role a label means: its id, name, plural, credit line or alias, or what it is called in another language, whatever
    /// the case, punctuation, spaces and a trailing `by`.
    pub fn find(&self, label: &str) -> Option<&Role> {
        if label.chars().count() > LONGEST_LABEL {
            return None;
        }
        self.place(&fold(label)).and_then(|place| self.all.get(place))
    }

    /// The place of the role with a folded label. English comes first: labels that mean two things are rare.
    fn place(&self, folded: &str) -> Option<usize> {
        let foreign = || {
            let lines = self.foreign.get_or_init(|| LABELS.lines().skip(1).collect());
            let label = |line: &'static str| line.split_once(',').map_or(line, |(label, _)| label);
            let found = lines.binary_search_by(|line| label(line).cmp(folded)).ok()?;
            let (_, id) = lines.get(found)?.split_once(',')?;
            self.all.iter().position(|role| role.id == id)
        };
        self.labels.get(folded).copied().or_else(foreign)
    }

    /// The role a label was probably meant to be: `find` knows nothing, but a spelling is a slip away.
    /// Short words, other word counts and words with another ending are taken as meant.
    pub fn near(&self, label: &str) -> Option<&Role> {
        if label.chars().count() > LONGEST_LABEL {
            return None;
        }
        let words = words(label);
        if self.place(&folded(&words, label)).is_some() {
            return None;
        }
        let given: Vec<&str> = words.split(' ').collect();
        if !given.iter().any(|word| self.may_be_a_slip(word)) {
            return None;
        }
        let mut best: Option<(usize, usize)> = None;
        for (spelling, place) in &self.spellings {
            let Some(distance) = self.slip(&given, spelling) else {
                continue;
            };
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, *place));
            }
        }
        best.and_then(|(_, place)| self.all.get(place))
    }

    /// Whether a word stands in the catalogue, perhaps in the singular.
    fn is_known(&self, word: &str) -> bool {
        let all = || self.spellings.iter().flat_map(|(words, _)| words.split(' ').map(str::to_owned)).collect();
        let vocabulary: &FxHashSet<String> = self.vocabulary.get_or_init(all);
        let singular = |end: &str| word.strip_suffix(end).is_some_and(|word| vocabulary.contains(word));
        vocabulary.contains(word) || singular("s") || singular("es")
    }

    /// Whether a word may be a misspelling of another: short ones, numbers and words of the catalogue are taken as meant.
    fn may_be_a_slip(&self, word: &str) -> bool {
        word.chars().count() >= SHORTEST_SLIP && !word.chars().any(char::is_numeric) && !self.is_known(word)
    }

    /// Edits between two labels if each differing word looks like a misspelling.
    fn slip(&self, given: &[&str], spelling: &str) -> Option<usize> {
        if given.len() != spelling.split(' ').count() {
            return None;
        }
        let mut total = 0;
        for (word, known) in given.iter().copied().zip(spelling.split(' ')) {
            if word == known {
                continue;
            }
            let (long, other) = (word.chars().count(), known.chars().count());
            if other < SHORTEST_SLIP || long.abs_diff(other) > 2 || !self.may_be_a_slip(word) {
                return None;
            }
            // "Sampler", "Artiste" and "Cellos" are words of their own, not slips of "samples", "artist", "cello".
            let shared = word.chars().zip(known.chars()).take_while(|(a, b)| a == b).count();
            if long >= other && shared + 1 >= other {
                return None;
            }
            // "Release" is a word of its own too, not a slip of "released by".
            if known.strip_suffix('d') == Some(word) {
                return None;
            }
            if known.chars().any(char::is_numeric) {
                return None;
            }
            let allowed = if long >= 11 { 2 } else { 1 };
            let distance = crate::near::slips(word, known);
            if distance > allowed {
                return None;
            }
            total += distance;
        }
        (1..=2).contains(&total).then_some(total)
    }
}

/// Every label of every role, with the place of the role. Two roles share the credit line "Performed by", so credit lines
/// come after every name and alias.
fn labels_of(all: &[Role]) -> impl Iterator<Item = (usize, &str)> {
    let labels = all.iter().enumerate().flat_map(|(place, role)| {
        let own = [&role.id, &role.name, &role.plural].into_iter().chain(&role.aliases);
        own.map(move |label| (place, label.as_str()))
    });
    labels.chain(all.iter().enumerate().map(|(place, role)| (place, role.credit_line.as_str())))
}

fn role(row: &csv::StringRecord) -> Option<Role> {
    let cell = |column: usize| row.get(column).map(str::to_owned);
    Some(Role {
        id: cell(0)?,
        name: cell(1)?,
        plural: cell(2)?,
        credit_line: cell(3)?,
        department: cell(4)?,
        order: row.get(5)?.parse().ok()?,
        tier: cell(6)?,
        campaign: row.get(7)? == "yes",
        scope: cell(8)?,
        aliases: row.get(9)?.split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        ddex: cell(10)?,
        musicbrainz: cell(11)?,
        discogs: cell(12)?,
        id3v2: cell(13)?,
        vorbis: cell(14)?,
    })
}

/// Lower-case words of a label, a space between them, without punctuation and without a trailing `by`; `&` counts as
/// `and`.
fn words(label: &str) -> String {
    let mut words = String::with_capacity(label.len());
    if label.is_ascii() {
        spell(label.chars().map(|c| c.to_ascii_lowercase()), &mut words);
    } else {
        spell(label.nfc().flat_map(char::to_lowercase), &mut words);
    }
    if let Some(rest) = words.strip_suffix(" by") {
        words.truncate(rest.len());
    }
    words
}

fn spell(lower: impl Iterator<Item = char>, words: &mut String) {
    let mut apart = false;
    for c in lower {
        let apostrophe = matches!(c, '\'' | '’' | '.');
        let kept = if c.is_ascii() {
            c.is_ascii_alphanumeric()
        } else {
            !c.is_whitespace() && !matches!(c, '\u{2000}'..='\u{206f}' | '·' | '、' | '・' | '，')
        };
        if (kept && apart || c == '&') && !words.is_empty() {
            words.push(' ');
        }
        if c == '&' {
            words.push_str("and");
            apart = true;
        } else if kept {
            words.push(c);
            apart = false;
        } else if !apostrophe {
            apart = true;
        }
    }
}

/// The form under which labels are compared.
pub(crate) fn fold(label: &str) -> String {
    folded(&words(label), label)
}

/// As [`fold`], of a label whose words are known.
fn folded(words: &str, label: &str) -> String {
    let folded = words.replace(' ', "");
    // "(p)" and "(c)" would otherwise answer to any stray letter.
    if folded.chars().count() < 2 { label.trim().to_lowercase() } else { folded }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_role() {
        assert_eq!(roles().all().len(), 120);
        assert_eq!(TABLE.lines().count(), 121);
        assert_eq!(roles().all().iter().filter(|role| role.tier == "core").count(), 42);
        assert_eq!(roles().all().iter().filter(|role| role.campaign).count(), 16);
    }

    #[test]
    fn role_labels_of_other_languages_are_those_of_their_tables() {
        let mut labels = BTreeMap::new();
        for (id, label) in crate::catalogue::languages::role_labels() {
            labels.entry(fold(&label)).or_insert(id);
        }
        let lines: Vec<String> = labels.iter().map(|(label, id)| format!("{label},{id}\n")).collect();
        let made = format!("label,role\n{}", lines.concat());
        if std::env::var_os("UPDATE").is_some() && made != LABELS {
            std::fs::write("assets/role-labels.csv", &made).expect("written");
        }
        assert!(made == LABELS, "UPDATE=1 cargo test --lib role_labels");
        assert!(labels.keys().all(|label| !label.contains([',', '\n', '"'])));
    }

    #[test]
    fn every_alias_belongs_to_one_role() {
        let mut seen = BTreeMap::new();
        for role in roles().all() {
            for label in [&role.id, &role.name, &role.plural].into_iter().chain(&role.aliases) {
                let first = seen.entry(fold(label)).or_insert(&role.id);
                assert_eq!(*first, &role.id, "`{label}` belongs to two roles");
            }
            assert_eq!(roles().find(&role.id), Some(role));
        }
    }

    #[test]
    fn labels_are_found_whatever_their_case_and_punctuation() {
        for (label, id) in [
            ("Mixed by", "mixing-engineer"),
            ("MIXED BY:", "mixing-engineer"),
            ("mixing  engineer", "mixing-engineer"),
            ("Co Producer", "co-producer"),
            ("coproducer", "co-producer"),
            ("Prod. by", "producer"),
            ("A&R", "a-and-r"),
            ("A & R", "a-and-r"),
            ("작곡", "composer"),
            ("℗", "phonographic-copyright"),
            ("(p)", "phonographic-copyright"),
            ("Performed by", "primary-artist"),
            ("Songwriters", "songwriter"),
        ] {
            assert_eq!(roles().find(label).map(|role| role.id.as_str()), Some(id), "{label}");
        }
        assert_eq!(roles().find("p"), None);
        assert_eq!(roles().find(""), None);
        assert_eq!(roles().find("by"), None);
    }

    #[test]
    fn words_stand_apart_without_their_punctuation() {
        for (label, expected) in [
            ("Mixed by", "mixed"),
            ("by", "by"),
            ("A&R", "a and r"),
            ("& R &", "and r and"),
            ("  Co-Producer: ", "co producer"),
            ("Artist's Ph.D.", "artists phd"),
            ("Paroliér・ÉCRIT", "paroliér écrit"),
            ("?!", ""),
        ] {
            assert_eq!(words(label), expected, "{label}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_near_a_role() {
        for (label, id) in [
            ("Producr", "producer"),
            ("Prodcuer", "producer"),
            ("Mixng Engineer", "mixing-engineer"),
            ("Mastering Enginer", "mastering-engineer"),
            ("Songwritter", "songwriter"),
            ("Photografer", "photographer"),
            ("Exective Producer", "executive-producer"),
            ("Percusion", "percussion"),
        ] {
            assert_eq!(roles().near(label).map(|role| role.id.as_str()), Some(id), "{label}");
        }
    }

    #[test]
    fn labels_of_their_own_are_near_nothing() {
        for label in [
            "Vocal comping & spiritual guidance",
            "Sampler",
            "Artiste",
            "Guitare",
            "Guitar 2",
            "Cellos",
            "Drms",
            "Oud",
            "Remixes",
            "Producteur",
            "Coffee",
            "Viola da gamba",
            "Producer",
            "Dog",
            "",
        ] {
            assert_eq!(roles().near(label).map(|role| role.id.as_str()), None, "{label}");
        }
    }
}

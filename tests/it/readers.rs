//! Properties of readers on generated input: every name that goes in comes out or is listed, and nobody is invented.
//! Which role a name has is compared where the layout of the text leaves no doubt.

use extra_credit::catalogue::roles::roles;
use extra_credit::import::ImportOptions;
use extra_credit::record::{Record, records};
use proptest::prelude::*;
use proptest::sample::select;

/// Words that mean something to a reader, beside those of roles.
const WORDS: [&str; 31] = [
    "the", "his", "her", "los", "las", "les", "die", "their", "inc", "ltd", "llc", "esq", "phd", "plc", "srl", "corp",
    "gmbh", "band", "choir", "records", "music", "sons", "trio", "quartet", "von", "par", "por", "door", "and", "und",
    "feat",
];

/// A name of two words, some with a hyphen, an apostrophe, an accent or a word in small letters between them.
fn name() -> impl Strategy<Value = String> {
    let word = "[A-Z][a-zé]{2,7}";
    let forms = prop_oneof![
        (word, word).prop_map(|(given, family)| format!("{given} {family}")),
        (word, word, word).prop_map(|(given, one, two)| format!("{given} {one}-{two}")),
        (word, word).prop_map(|(given, family)| format!("{given} O'{family}")),
        (word, word).prop_map(|(given, family)| format!("{given} van {family}")),
        (word, word).prop_map(|(given, family)| format!("{}. {family}", &given[..1])),
    ];
    let plain = |word: &str| !WORDS.contains(&word.to_lowercase().as_str()) && roles().find(word).is_none();
    forms.prop_filter("words of nobody else", move |name| {
        roles().find(name).is_none() && name.split([' ', '-', '\'', '.']).filter(|word| word.len() > 1).all(plain)
    })
}

fn names(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(name(), count).prop_filter("different names", |names| {
        names.iter().enumerate().all(|(place, name)| names.iter().skip(place + 1).all(|other| other != name))
    })
}

fn role() -> impl Strategy<Value = &'static str> {
    select(vec![
        "Producer",
        "Mixing Engineer",
        "Mastering Engineer",
        "Composer",
        "Lyricist",
        "Guitar",
        "Lead Vocals",
        "Drums",
        "Executive Producer",
        "Arranger",
    ])
}

/// The record of a file, with all that is said of it; the messages alone if it is none.
fn read(name: &str, text: &str) -> Result<(Record, String), String> {
    let lines = |all: &[extra_credit::diagnostic::Diagnostic]| {
        all.iter().map(|one| format!("{} {}\n", one.message, one.hint.clone().unwrap_or_default())).collect::<String>()
    };
    let found = records(name, text.as_bytes(), &ImportOptions::default()).map_err(|all| lines(&all))?;
    let said = lines(&found.warnings);
    let one = found.records.into_iter().next().expect("a record");
    let parsed = one.parsed.map_err(|all| lines(&all))?;
    Ok((parsed.record, format!("{said}{}", lines(&parsed.warnings))))
}

fn credited(record: &Record) -> Vec<(String, String)> {
    let all = record.credits.iter().chain(record.tracks.iter().flat_map(|track| &track.credits));
    let pairs = all.flat_map(|credit| {
        credit.contributors.iter().map(|one| (credit.role.label.value.clone(), one.name.value.clone()))
    });
    let mut out: Vec<(String, String)> = pairs.collect();
    out.sort();
    out
}

/// What a text that names people may have on a line.
fn line() -> impl Strategy<Value = (String, Vec<String>)> {
    let bare = |text: &str| (text.to_owned(), Vec::new());
    prop_oneof![
        3 => name().prop_map(|name| (name.clone(), vec![name])),
        3 => role().prop_map(|role| (role.to_owned(), Vec::new())),
        1 => (name(), role()).prop_map(|(name, role)| (format!("{role}: {name}"), vec![name])),
        1 => (name(), role()).prop_map(|(name, role)| (format!("{name} – {role}"), vec![name])),
        1 => (name(), role()).prop_map(|(name, role)| (format!("{name} ({role})"), vec![name])),
        1 => (name(), name()).prop_map(|(one, two)| (format!("Produced by {one} and {two}"), vec![one, two])),
        1 => (name(), name(), role()).prop_map(|(one, two, role)| (format!("{one}, {role} - {two}, Composer Lyricist"), vec![one, two])),
        1 => (name(), role()).prop_map(|(name, role)| (format!("{name}, {role}, Frobnicator - {name}, {role}"), vec![name])),
        1 => (name(), name(), role()).prop_map(|(one, two, role)| (format!("{role}\t{one}; {two}"), vec![one, two])),
        2 => Just(bare("")),
        1 => select(vec!["Vibe Wizard", "Credits", "Performers", "Thanks for listening!", "1. Ebb (3:45)", "℗ 2026 Foundry", "Vibe Engineer", "Personnel:", "all of it by hand", "PERFORMING ARTISTS"]).prop_map(bare),
    ]
}

proptest! {
    #[test]
    fn roles_over_and_under_names_are_those_of_their_names(
        all in names(2..6),
        labels in prop::collection::vec(role(), 6),
        under in any::<bool>(),
        parted in any::<bool>(),
        top in select(vec!["Low Tide by Marisol Vane\n", "Low Tide\nMarisol Vane\n", "Marisol Vane – Low Tide\n"]),
        blank in any::<bool>(),
    ) {
        let between = if parted { "\n" } else { "" };
        let pairs: Vec<(String, String)> = labels.iter().zip(&all).map(|(role, name)| ((*role).to_owned(), name.clone())).collect();
        let lines = pairs.iter().map(|(role, name)| if under { format!("{name}\n{role}\n") } else { format!("{role}\n{name}\n") });
        let text = format!("{top}{}{}", if blank || parted { "\n" } else { "" }, lines.collect::<Vec<_>>().join(between));
        let (record, said) = read("a.txt", &text).map_err(TestCaseError::fail)?;
        let mut expected = pairs;
        expected.sort();
        expected.dedup();
        prop_assert_eq!(credited(&record), expected, "{}\n{}", text, said);
        prop_assert_eq!(&record.title.value, "Low Tide");
        prop_assert_eq!(&record.artist.value, "Marisol Vane");
    }

    #[test]
    fn no_name_of_a_pasted_text_is_lost_and_none_is_invented(lines in prop::collection::vec(line(), 1..14)) {
        let text: String = lines.iter().map(|(line, _)| format!("{line}\n")).collect();
        match read("a.txt", &text) {
            Ok((record, said)) => {
                let shown = format!("{}\n{}\n{:?}\n{said}", record.title.value, record.artist.value, credited(&record));
                for name in lines.iter().flat_map(|(_, names)| names) {
                    prop_assert!(shown.contains(name.as_str()), "{name} of\n{text}\nis lost:\n{shown}");
                }
                for (_, name) in credited(&record) {
                    prop_assert!(text.contains(&name), "{name} is not in\n{text}");
                }
            }
            // Then the file is none that is read, or says not whose it is, and nothing is made of it.
            Err(said) => prop_assert!(said.contains("unknown format") || said.contains("who the record is by") || said.contains("no name"), "{text}\n{said}"),
        }
    }

    #[test]
    fn nothing_pasted_stops_the_reader(text in "([A-Za-z]{0,8}[ ,:;/–—()\\[\\]“”\"*#|\t.0-9-]{0,3}\n?){0,20}", any in "\\PC{0,80}") {
        let _ = read("a.txt", &text);
        let _ = read("a.md", &format!("Producer: Bo Li\n{any}\n{text}"));
    }

    #[test]
    fn everybody_of_a_discogs_release_is_credited_with_a_role_of_theirs(
        all in names(1..6),
        labels in prop::collection::vec((role(), prop::option::of("[A-Z][a-z, ]{1,12}[a-z]"), any::<bool>()), 6),
        number in 2..40_u8,
    ) {
        let role = |(role, detail, two): &(&str, Option<String>, bool)| {
            let bracket = detail.as_ref().map(|detail| format!(" [{detail}]")).unwrap_or_default();
            if *two { format!("{role}{bracket}, Written-By") } else { format!("{role}{bracket}") }
        };
        let extra: Vec<serde_json::Value> = all.iter().zip(&labels).map(|(name, label)| {
            serde_json::json!({"name": format!("{name} ({number})"), "anv": "", "role": role(label), "tracks": ""})
        }).collect();
        let text = serde_json::json!({
            "title": "Low Tide", "artists": [{"name": "Marisol Vane"}], "tracklist": [{"position": "1", "title": "Ebb", "type_": "track"}], "extraartists": extra,
        });
        let (record, said) = read("a.json", &text.to_string()).map_err(TestCaseError::fail)?;
        let found = credited(&record);
        for (name, label) in all.iter().zip(&labels) {
            let own = found.iter().filter(|(_, other)| other == name).count();
            prop_assert_eq!(own, 1 + usize::from(label.2), "{}: {:?}\n{}", name, found, said);
        }
        prop_assert_eq!(found.iter().filter(|(_, name)| !all.contains(name)).count(), 0, "{:?}", found);
    }
}

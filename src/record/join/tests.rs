//! Records of two files and what is made and said of them.

use super::*;
use crate::record::{parse, to_yaml};

fn joined(one: &str, two: &str) -> (String, Vec<String>) {
    let record = |text: &str| parse("a.yaml", text.as_bytes()).unwrap_or_else(|all| panic!("{}", all[0])).record;
    let records = vec![("a.json".into(), record(one)), ("b.flac".into(), record(two))];
    let (joined, problems) = join(records).expect("a record");
    let text = to_yaml(&joined).expect("YAML");
    assert!(parse("again.yaml", text.as_bytes()).is_ok(), "{text}");
    (text, problems.into_iter().map(|problem| problem.message).collect())
}

const TOP: &str = "title: Tide\nartist: Vane\n";

#[test]
fn the_same_person_and_role_stands_once_and_differences_are_said() {
    let (text, said) = joined(
        "title: Tide\nartist: Vane\nlabel: Foundry\ntracks: [Ebb, Flow]\ncredits:\n  Producer: Bo Li\n  Guitar: {name: Ann Ray, tracks: 1}\n",
        "title: Tide\nartist: Vane\nlabel: Saltmarsh\nreleased: 2026\ntracks: [Flow]\ncredits:\n  Produced by: [Bo Li, Odalys Brant]\n  Guitar: {name: Ann Ray, tracks: 1}\n  Mixing Engineer: Bo Li\n",
    );
    assert!(text.contains("Producer:\n  - Bo Li\n  - Odalys Brant\n"), "{text}");
    for part in ["tracks: 1, 2", "Mixing Engineer: Bo Li", "released: '2026'", "supplied_by: a.json, b.flac"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(said, ["`label` is `Foundry` in the first file and `Saltmarsh` here: the first is kept"]);
}

#[test]
fn spellings_of_one_name_in_two_files_are_asked_about() {
    let of = |name: &str| format!("{TOP}credits: {{Producer: \"{name}\"}}\n");
    for (one, two) in [("Jon Vane", "John Vane"), ("Sara Li", "Sarra Li")] {
        let (text, said) = joined(&of(one), &of(two));
        assert!(text.contains(one) && text.contains(two), "{text}");
        assert_eq!(
            said,
            [format!(
                "`{one}` in the first file and `{two}` here, both Producer, are spelled nearly alike, and stay two in the joined record"
            )]
        );
    }
    for (one, two) in [("ODALYS BRANT", "Odalys Brant"), ("Bo-Li Vane", "Bo Li Vane"), ("J.P. Brant", "JP Brant")] {
        let (text, said) = joined(&of(one), &of(two));
        assert!(text.contains(one) && !text.contains(two), "{text}");
        assert_eq!(
            said,
            [format!("`{one}` in the first file and `{two}` here are taken for one: the first spelling is kept")]
        );
    }
    for (one, two) in [("Paul Vane", "Paula Vane"), ("Bo Vane", "Bob Vane"), ("Jon Vane", "Jon Lane")] {
        let (text, said) = joined(&of(one), &of(two));
        assert!(text.contains(one) && text.contains(two), "{text}");
        assert_eq!(said, [""; 0], "{one}, {two}");
    }
    // Who stands in both files is nobody else.
    let both = format!("{TOP}credits: {{Producer: [Jon Vane, John Vane]}}\n");
    assert_eq!(joined(&both, &of("Jon Vane")).1, [""; 0]);
}

#[test]
fn roles_that_two_files_give_a_person_are_shown_where_they_differ() {
    let of = |credits: &str| format!("{TOP}credits: {{{credits}}}\n");
    let (text, said) = joined(&of("Recording Engineer: Bo Li"), &of("Mixing Engineer: Bo Li"));
    assert!(text.contains("Recording Engineer: Bo Li") && text.contains("Mixing Engineer: Bo Li"), "{text}");
    let expected =
        "`Bo Li` is credited as Recording Engineer in the first file and as Mixing Engineer here: all are kept";
    assert_eq!(said, [expected]);
    for other in ["Guitar: Bo Li", "Recording Engineer: Bo Li, Mixing Engineer: Bo Li", "Mixing Engineer: Ann Ray"] {
        assert_eq!(joined(&of("Recording Engineer: Bo Li"), &of(other)).1, [""; 0], "{other}");
    }
}

#[test]
fn tracks_that_only_one_file_has_are_added_and_said() {
    let (text, said) = joined(
        "title: Tide\nartist: Vane\ntracks: [Ebb, Flow]\ncredits: {Producer: Bo Li}\n",
        "title: Tide\nartist: Vane\ntracks: [{title: Ebb, isrc: QZABC2600001, duration: \"3:05\"}, Flo, Slack]\ncredits: {Guitar: {name: Ann Ray, tracks: \"2, 3\"}}\n",
    );
    for part in ["- Flow\n", "- Slack\n", "isrc: QZABC2600001", "duration: 3:05", "tracks: 2, 3"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(
        said,
        [
            "track 2 is `Flow` in the first file and `Flo` here: the first is kept",
            "`Slack` is no track of the first file: it is added as track 3"
        ]
    );
    let (text, said) = joined(
        "title: Tide\nartist: Vane\ntracks: [Ebb, Flow]\ncredits: {Producer: Bo Li}\n",
        "title: Tide\nartist: Vane\ncredits: {Guitar: {name: Ann Ray, tracks: \"2, 7\"}}\n",
    );
    assert!(text.contains("note: track 7") && text.contains("tracks: '2'"), "{text}");
    assert_eq!(said, ["`Ann Ray` is credited for track 7, which the first file does not have: it stays as a note"]);
}

#[test]
fn a_file_about_one_song_credits_people_for_that_track() {
    let (text, said) = joined(
        "title: Tide\nartist: Vane\ntracks:\n- title: Ebb\n- {title: Flow, credits: {Guitar: Ann Ray}}\ncredits: {Producer: Bo Li}\n",
        "title: Flow\nartist: Vane\nisrc: QZABC2600001\ncredits: {Producer: Bo Li, Guitar: Ann Ray, Bass: Cy Moor}\n",
    );
    assert!(text.contains("title: Tide") && text.contains("Producer: Bo Li"), "{text}");
    assert!(text.contains("isrc: QZABC2600001"), "{text}");
    assert_eq!(text.matches("Ann Ray").count(), 1, "{text}");
    assert!(text.contains("name: Cy Moor\n    tracks: '2'"), "{text}");
    assert_eq!(said, [""; 0]);
}

#[test]
fn details_of_people_and_records_of_the_other_file_are_kept() {
    let (text, _) = joined(
        "title: Tide\nartist: Vane\ncredits: {Guitar: {name: Ann Ray, note: slide}}\n",
        "title: Tide\nartist: Vane\nupc: '036000291452'\ncustom: {our id: x7}\npeople: {ANN RAY: {handles: {x: annray}, ipi: '00052210040'}}\ncredits: {Guitar: {name: ANN RAY, note: fretless}}\n",
    );
    for part in
        ["upc: '036000291452'", "our id: x7", "Ann Ray:\n", "annray", "ipi: '00052210040'", "note: slide, fretless"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

//! Forms of lines that people write and copy, and the credits they are.

use super::*;
use crate::import::tree::Value;

fn said(text: &str) -> Vec<String> {
    let source = Source::new("a.txt", text);
    let draft = read(&source).expect("credits");
    let (tree, _) = draft.finish(&source);
    let mut out = Vec::new();
    for credit in tree.items(&["credits"]) {
        for name in credit.items(&["names"]) {
            let role = credit.str(&["role"]).unwrap_or_default();
            match &name.value {
                Value::Scalar(name) => out.push(format!("{role}: {name}")),
                _ => out.push(format!(
                    "{role}: {} [{}{}]",
                    name.str(&["name"]).unwrap_or_default(),
                    name.str(&["tracks"]).unwrap_or_default(),
                    name.str(&["note"]).unwrap_or_default()
                )),
            }
        }
    }
    out
}

#[test]
fn lines_of_many_forms_are_credits() {
    for (line, expected) in [
        (
            "Produced by Odalys Brant, Bo Li and Ann Ray",
            &["Producer: Odalys Brant", "Producer: Bo Li", "Producer: Ann Ray"][..],
        ),
        ("Producer: Odalys Brant", &["Producer: Odalys Brant"]),
        ("Odalys Brant – producer, guitar", &["Producer: Odalys Brant", "Guitar: Odalys Brant"]),
        ("Odalys Brant - vocals", &["Vocals: Odalys Brant"]),
        ("Odalys Brant (vocals, piano)", &["Vocals: Odalys Brant", "Piano: Odalys Brant"]),
        ("Mixed & mastered by Odalys Brant", &["Mixing Engineer: Odalys Brant", "Mastering Engineer: Odalys Brant"]),
        ("Mixed by Odalys Brant at Foundry Sound", &["Mixing Engineer: Odalys Brant", "Mix Studio: Foundry Sound"]),
        ("Recorded at Foundry Sound, Lisbon", &["Recording Studio: Foundry Sound, Lisbon"]),
        ("All songs written by Odalys Brant", &["Songwriter: Odalys Brant"]),
        (
            "Odalys Brant, Composer, MainArtist - Bo Li, Mixing Engineer",
            &["Composer: Odalys Brant", "Artist: Odalys Brant", "Mixing Engineer: Bo Li"],
        ),
        ("Strings arranged by Bo Li", &["String Arranger: Bo Li"]),
        ("Producer\tOdalys Brant", &["Producer: Odalys Brant"]),
    ] {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn roles_as_headings_have_names_under_them() {
    let text = "Low Tide\nMarisol Vane\n\nPerformed by\nMarisol Vane\n\nWritten by\nMarisol Vane, Odalys Brant\n\nProduced by\nOdalys Brant\n\nSource: Foundry Records\n";
    assert_eq!(
        said(text),
        [
            "Performed by: Marisol Vane",
            "Songwriter: Marisol Vane",
            "Songwriter: Odalys Brant",
            "Producer: Odalys Brant"
        ]
    );
    let services = "PERFORMING ARTISTS\nMarisol Vane\nVocals\nBo Li\nGuitar, Bass\nPRODUCTION & ENGINEERING\nOdalys Brant\nProducer\n";
    assert_eq!(said(services), ["Vocals: Marisol Vane", "Guitar: Bo Li", "Bass: Bo Li", "Producer: Odalys Brant"]);
}

#[test]
fn brackets_name_tracks_of_the_list() {
    let text = "1. Ebb (3:45)\n2. Flow 4:00\n3. Slack\n\nBo Li – guitar (1, 3), bass (tracks 2)\nProduced by Ann Ray\n";
    assert_eq!(said(text), ["Guitar: Bo Li [1, 3]", "Bass: Bo Li [2]", "Producer: Ann Ray"]);
}

#[test]
fn what_is_not_understood_is_listed() {
    let source = Source::new("a.txt", "Low Tide\nMarisol Vane\nProducer: Bo Li\nWhat a night it was\n");
    let draft = read(&source).expect("credits");
    assert_eq!(draft.left(), 1);
    assert!(read(&Source::new("a.txt", "Dear Bo,\n\nsee you soon.\n")).is_none());
}

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
        (
            "Odalys Brant, Composer Lyricist, Main Artist - Bo Li, Mixing Engineer Mastering Engineer",
            &[
                "Composer: Odalys Brant",
                "Lyricist: Odalys Brant",
                "Main Artist: Odalys Brant",
                "Mixing Engineer: Bo Li",
                "Mastering Engineer: Bo Li",
            ],
        ),
        ("Mix: Odalys Brant @ Foundry Sound", &["Mix Studio: Foundry Sound", "Mixing Engineer: Odalys Brant"]),
        ("작곡 김하나, 이보", &["Composer: 김하나", "Composer: 이보"]),
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
fn roles_over_and_under_names_are_told_by_the_whole_text() {
    let expected = ["Main Artist: Ann Lee", "Guitar: Bo Ek", "Composer: Co Do", "Lyricist: Co Do"];
    let credits = [("Ann Lee", "Main Artist"), ("Bo Ek", "Guitar"), ("Co Do", "Composer, Lyricist")];
    let over = credits.map(|(name, role)| format!("{role}\n{name}\n"));
    let under = credits.map(|(name, role)| format!("{name}\n{role}\n"));
    for top in ["", "Ebb by Vane\n", "Ebb\nVane\n", "1989 by Vane\n\n", "1989\nVane\n\n", "Vane – Ebb\n"] {
        for blocks in [&over, &under] {
            for between in ["", "\n"] {
                let text = format!("{top}{}", blocks.join(between));
                assert_eq!(said(&text), expected, "{text}");
            }
        }
        // What stands behind the last role is none of a name, and is listed.
        let text = format!("{top}{}\nAll rights reserved by nobody\n", under.join("\n"));
        assert_eq!(said(&text), expected, "{text}");
    }
    let sections = "A – B\nPerformance\nAnn Lee\nVocals\nBo Ek\nGuitar\nProduction\nCo Do\nProducer\n";
    assert_eq!(said(sections), ["Vocals: Ann Lee", "Guitar: Bo Ek", "Producer: Co Do"]);
    // A title may sound like a role that nobody knows.
    let source = Source::new("a.txt", "Night Manager\nMarisol Vane\nProducer\nBo Li\nVibe Engineer\nAnn Ray\n");
    let draft = read(&source).expect("credits");
    assert_eq!(draft.title.as_ref().and_then(|node| node.as_text()), Some("Night Manager"));
    assert_eq!(draft.artists.first().and_then(|node| node.as_text()), Some("Marisol Vane"));
    // Two roles below a name, and two over one: the first of those has nobody.
    assert_eq!(
        said("A by B\nAnn Lee\nProducer\nGuitar\nBo Ek\nDrums\n"),
        ["Producer: Ann Lee", "Guitar: Ann Lee", "Drums: Bo Ek"]
    );
    assert_eq!(said("A by B\nProducer\nGuitar\nBo Ek\nDrums\nCo Do\n"), ["Guitar: Bo Ek", "Drums: Co Do"]);
}

#[test]
fn a_text_that_can_be_read_both_ways_says_how_it_was() {
    let noted = |text: &str| {
        let source = Source::new("a.txt", text);
        let (_, problems) = read(&source).expect("credits").finish(&source);
        let found = problems.into_iter().find(|problem| problem.code == "over-or-under");
        found.map(|problem| problem.message).unwrap_or_default()
    };
    let below = "Ebb by Vane\nAnn Lee\nMain Artist\nBo Ek\nGuitar\nVibe Curator\n";
    assert_eq!(noted(below), "roles are taken to stand below their names");
    let above = "Ebb\nVane\nProducer\nAnn Lee\nGuitar\nBo Ek\n";
    assert_eq!(noted(above), "roles are taken to stand above their names");
    for sure in ["Ebb by Vane\nProducer\nAnn Lee\nGuitar\nBo Ek\n", "Ebb\nVane\nProduced by\nAnn Lee\nGuitar\nBo Ek\n"]
    {
        assert_eq!(noted(sure), "", "{sure}");
    }
}

#[test]
fn rows_of_a_table_are_tracks_and_people() {
    let tracks =
        "A by B\n#\tTitle\tWriter(s)\tLength\n1\tEbb\tAnn Lee, Bo Ek\t3:45\n2\tFlow\tAnn Lee\t4:00\n\t\tTotal\t7:45\n";
    assert_eq!(said(tracks), ["Songwriter: Ann Lee", "Songwriter: Bo Ek [1]"]);
    let people = "A by B\n| Role | Name |\n|---|---|\n| Producer | Ann Lee |\n| Guitar | Bo Ek |\n";
    assert_eq!(said(people), ["Producer: Ann Lee", "Guitar: Bo Ek"]);
}

#[test]
fn brackets_name_tracks_of_the_list() {
    let text = "1. Ebb (3:45)\n2. Flow 4:00\n3. Slack\n\nBo Li – guitar (1, 3), bass (tracks 2)\nProduced by Ann Ray\n";
    assert_eq!(said(text), ["Guitar: Bo Li [1, 3]", "Bass: Bo Li [2]", "Producer: Ann Ray"]);
}

#[test]
fn instruments_and_lines_that_end_with_by_are_roles_and_never_names() {
    let credits = [("Ann Lee", "Bouzouki, Arranged By"), ("Bo Ek", "Contralto Vocals"), ("Co Do", "Produced By")];
    let expected = ["Bouzouki: Ann Lee", "Arranger: Ann Lee", "Contralto Vocals: Bo Ek", "Producer: Co Do"];
    let under = credits.map(|(name, role)| format!("{name}\n{role}\n"));
    let over = credits.map(|(name, role)| format!("{role}\n{name}\n"));
    for blocks in [under, over] {
        for between in ["", "\n"] {
            let text = format!("Ebb\nby Vane\n\n{}", blocks.join(between));
            assert_eq!(said(&text), expected, "{text}");
        }
    }
    // Whether somebody called Scratch is an artist or Artist scratched, nobody can say.
    assert_eq!(said("Scratch – Artist\nAnn Lee – Oud\n"), ["Oud: Ann Lee"]);
    assert_eq!(said("Vocals: 高松燈(CV:羊宮妃那)\n"), ["Vocals: 高松燈 [CV:羊宮妃那]"]);
}

#[test]
fn times_are_no_part_of_places_and_people() {
    for (line, expected) in [
        ("Recorded at Foundry Sound, Lisbon, in winter 2025", &["Recording Studio: Foundry Sound, Lisbon"][..]),
        ("Recorded in winter 2025 at Foundry Sound, Lisbon", &["Recording Studio: Foundry Sound, Lisbon"]),
        ("Recorded by Odalys Brant between March and June 2025", &["Recording Engineer: Odalys Brant"]),
        ("Studio: Foundry Sound, Lisbon, 2025", &["Recording Studio: Foundry Sound, Lisbon"]),
        (
            "Mixed by Odalys Brant at Foundry Sound in 2024",
            &["Mixing Engineer: Odalys Brant", "Mix Studio: Foundry Sound"],
        ),
        ("Artist: The 1975\nProducer: Odalys Brant", &["Producer: Odalys Brant"]),
        ("Producer\nOdalys Brant\nRecorded in winter 2025", &["Producer: Odalys Brant"]),
    ] {
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn credits_right_below_a_list_of_tracks_are_of_the_record() {
    let list = "Low Tide by Marisol Vane\n1. Ebb\n2. Flow\n3. Slack\n";
    let noted = |text: &str| {
        let source = Source::new("a.txt", text);
        let (_, problems) = read(&source).expect("credits").finish(&source);
        problems.iter().any(|problem| problem.code == "below-tracks")
    };
    for (text, credit, note) in [
        (format!("{list}Producer: Bo Li\nGuitar: Ann Ray\n"), "Producer: Bo Li", true),
        (format!("{list}\nProducer: Bo Li\n"), "Producer: Bo Li", false),
        (format!("{list}   Producer: Bo Li\n"), "Producer: Bo Li [3]", false),
        (format!("{list}Credits\nProducer: Bo Li\n"), "Producer: Bo Li", false),
        ("A by B\n1. Ebb\nGuitar: Ann Ray\n2. Flow\nProducer: Bo Li\n".to_owned(), "Guitar: Ann Ray [1]", false),
    ] {
        assert_eq!(said(&text).first().map(String::as_str), Some(credit), "{text}");
        assert_eq!(noted(&text), note, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_listed() {
    let source = Source::new("a.txt", "Low Tide\nMarisol Vane\nProducer: Bo Li\nWhat a night it was\n");
    let draft = read(&source).expect("credits");
    assert_eq!(draft.left(), 1);
    let verses = Source::new("a.txt", "A by B\nProducer: Bo Li\nLyrics:\nI walked along the shore\nand saw the tide\n");
    assert_eq!(read(&verses).expect("credits").left(), 2);
    assert!(read(&Source::new("a.txt", "Dear Bo,\n\nsee you soon.\n")).is_none());
}

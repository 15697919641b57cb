//! What `check` finds: names that are near or not, contradictions, limits, and how findings are allowed and printed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::approved::approved;
use crate::folder::{Folder, Ran};
use extra_credit::card::format;
use extra_credit::diagnostic::{Diagnostic, Severity};
use extra_credit::findings::{FileFinding, Pages, Skeleton, Targets, handles, limits, near_names, spellings};
use extra_credit::record::{Record, parse};
use proptest::prelude::*;

fn record(name: &str, text: &str) -> Record {
    parse(name, text.as_bytes()).unwrap_or_else(|problems| panic!("{}", problems[0])).record
}

/// A record that credits these names for one thing; the artist is like none of them.
fn crediting(file: &str, names: &[&str]) -> Record {
    let names = serde_json::to_string(names).expect("JSON");
    record(file, &format!("title: T\nartist: Quux Zzyzx Ensemble\ncredits:\n  Handclaps: {names}\n"))
}

fn near(records: &[Record]) -> Vec<FileFinding> {
    let records: Vec<Option<&Record>> = records.iter().map(Some).collect();
    near_names(&records, &spellings(&records))
}

/// Whether two names, in two files, are taken for one.
fn alike(a: &str, b: &str) -> bool {
    let found = near(&[crediting("a.yaml", &[a]), crediting("b.yaml", &[b])]);
    let again = near(&[crediting("a.yaml", &[b, a])]);
    assert_eq!(found.len(), again.len(), "`{a}` and `{b}` in one file and in two");
    !found.is_empty()
}

#[test]
fn spellings_of_one_name_are_near() {
    for (a, b) in [
        ("Marisol Vane", "Marisol Váne"),
        ("Beyoncé", "Beyonce"),
        ("Inês Duarte-Quill", "Ines Duarte Quill"),
        ("Wale Adeyinka-Ross", "Wale Adeyinka Ross"),
        ("J. Smith", "John Smith"),
        ("J Smith", "J. Smith"),
        ("J Smith", "John Smith"),
        ("JR Smith", "J. R. Smith"),
        ("John R. Smith", "John Smith"),
        ("J. R. Tolkien", "John Ronald Tolkien"),
        ("Odalys Brant", "Odalys Barnt"),
        ("Odalys Brant", "Odalys Brandt"),
        ("Theo Okafor", "Thoe Okafor"),
        ("Theo Okafor", "Theo Okafro"),
        ("Petra Lindqvist", "Perta Lindqvist"),
        ("Karl Brandt", "Kral Brandt"),
        ("Cosmo Reynolds", "Cosmo Reynods"),
        ("Kerensa Holt", "Kerenssa Holt"),
        ("Ottilie Marshall", "Otilie Marshall"),
        ("Alan Bergstrom", "Allan Bergstrom"),
        ("Jon Bergstrom", "John Bergstrom"),
        ("Sara Lindqvist", "Sarah Lindqvist"),
        ("Katherine Moss", "Katharine Moss"),
        ("Stephen Stills", "Stephan Stills"),
        ("Marcus Reidel", "Markus Reidel"),
        ("Erik Lindqvist", "Eric Lindqvist"),
        ("Chris Anderson", "Chris Andersen"),
        ("Philip Glasser", "Phillip Glasser"),
        ("MARISOL VANE", "Marisol Vane"),
        ("Marisol  Vane", "Marisol Vane"),
        ("Sinead O’Connor", "Sinead O'Connor"),
        ("O'Neil Brant", "ONeil Brant"),
        ("Ｈａｎａ Ｋｉｍｕｒａ", "Hana Kimura"),
        ("Łukasz Nowak", "Lukasz Nowak"),
        ("Søren Kjær", "Soren Kjaer"),
        ("Jürgen Groß", "Jurgen Gross"),
        ("McCartney Lowe", "Mc Cartney Lowe"),
        ("St. Vincent", "St Vincent"),
        ("Simon & Garfunkel", "Simon and Garfunkel"),
        ("Abbey Road Studio", "Abbey Road Studios"),
        ("Foundry Sound", "Foundry Suond"),
        ("Dvořák, Antonín", "Dvorak Antonin"),
        ("Vane, Marisol", "Marisol Vane"),
        ("Van Meer, Ilse Marie", "Ilse Marie van Meer"),
        ("Håkan Hellström", "Hakan Hellstrom"),
        ("İbrahim Tatlıses", "Ibrahim Tatlises"),
        ("Nguyễn Văn An", "Nguyen Van An"),
        ("Đặng Thái Sơn", "Dang Thai Son"),
        ("坂井美月", "坂井 美月"),
        ("ﾊﾅ･ｷﾑﾗ", "ハナ・キムラ"),
        ("김민준", "김 민준"),
        ("Сергей Прокофьев", "Сергеи Прокофьев"),
        ("Пётр Чайковский", "Петр Чайковский"),
        ("Михаил Глинка", "Михиал Глинка"),
        ("Μίκης Θεοδωράκης", "Μικης Θεοδωρακης"),
        ("ΜΙΚΗΣ ΘΕΟΔΩΡΑΚΗΣ", "Μίκης Θεοδωράκης"),
        ("محمد علي", "مُحَمَّد علي"),
        ("שלום כהן", "שָׁלוֹם כהן"),
        ("अमित कुमार", "अमितकुमार"),
        ("Արամ Խաչատրյան", "Արամ-Խաչատրյան"),
    ] {
        assert!(alike(a, b), "`{a}` and `{b}`");
    }
}

#[test]
fn different_people_are_not_near() {
    for (a, b) in [
        ("Ana Silva", "Ava Silva"),
        ("Tyler, the Creator", "The Creator"),
        ("Jon Vane", "Jan Vane"),
        ("Studio 1", "Studio 2"),
        ("Studio 11", "Studio 1 1"),
        ("String Quartet No. 1", "String Quartet No. 2"),
        ("Maria Silva", "Mario Silva"),
        ("Daniel Cruzado", "Daniela Cruzado"),
        ("Robert Smithson", "Roberta Smithson"),
        ("Anna Petrov", "Anna Petrova"),
        ("Christina Meyer", "Christine Meyer"),
        ("Gabriel Fontaine", "Gabriele Fontaine"),
        ("Toni Anderson", "Tony Anderson"),
        ("Lee Kim", "Leo Kim"),
        ("Kim Lee", "Lee Kim"),
        ("John Smith", "Joan Smith"),
        ("Aron Bergmann", "Arno Bergmann"),
        ("Dan Wilkinson", "Dean Wilkinson"),
        ("Carl Whitfield", "Carol Whitfield"),
        ("Marlon Bellamy", "Marion Bellamy"),
        ("Chris Martin", "Chris Marin"),
        ("Max Müller", "Max Miller"),
        ("Brian Eno", "Brian May"),
        ("Hanson Bros", "Manson Bros"),
        ("Tom Harrison", "Tom Garrison"),
        ("Choir A", "Choir B"),
        ("Henry VII", "Henry VIII"),
        ("Louis XVI", "Louis XVII"),
        ("Ann", "Anne"),
        ("Bo", "Bob"),
        ("Prince", "Princess"),
        ("Michael Jackson", "Janet Jackson"),
        ("J. Smith", "Jane Smythe"),
        ("J. Smith", "Mary Smith"),
        ("Paul Simon", "Paula Simon"),
        ("Alex Kim", "Alexa Kim"),
        ("Mark Ronson", "Mick Ronson"),
        ("Sam Smith", "Pam Smith"),
        ("Nina Simone", "Gina Simone"),
        ("Bill Evans", "Gil Evans"),
        ("Eva Maria", "Ava Maria"),
        ("M83", "M84"),
        ("UB40", "UB41"),
        ("!!!", "¡¡¡"),
        ("Иван Петров", "Иван Петрова"),
        ("Анна Иванова", "Инна Иванова"),
        ("坂井美月", "坂井美日"),
        ("王伟", "王玮"),
        ("ハナ", "ハマ"),
        ("がくぶち", "かくふち"),
        ("김민준", "김민중"),
        ("सीता", "सीना"),
        ("محمد", "محمود"),
        ("ไทย", "ไทยา"),
    ] {
        assert!(!alike(a, b), "`{a}` and `{b}`");
    }
}

#[test]
fn composed_and_decomposed_letters_are_one_spelling() {
    let both = [crediting("a.yaml", &["Beyonce\u{301}"]), crediting("b.yaml", &["Beyoncé"])];
    assert!(near(&both).is_empty());
    assert_eq!(Skeleton::of("Beyonce\u{301}"), Skeleton::of("Beyoncé"));
}

#[test]
fn an_initial_that_could_be_two_people_is_nobody() {
    assert_eq!(near(&[crediting("a.yaml", &["J. Smith", "John Smith"])]).len(), 1);
    assert!(near(&[crediting("a.yaml", &["J. Smith", "John Smith", "Jane Smith"])]).is_empty());
}

#[test]
fn the_rarer_spelling_is_reported_in_each_file_with_the_place_of_the_other() {
    let records = [
        crediting("a.yaml", &["Marisol Váne"]),
        crediting("b.yaml", &["Marisol Vane"]),
        crediting("c.yaml", &["Marisol Váne", "Marisol Vane"]),
        crediting("d.yaml", &["Marisol Vane"]),
    ];
    let found = near(&records);
    let messages: Vec<(usize, usize, &str)> =
        found.iter().map(|found| (found.file, found.other, found.diagnostic.message.as_str())).collect();
    assert_eq!(
        messages,
        [
            (0, 1, "`Marisol Váne` is spelled nearly like `Marisol Vane` (b.yaml:4)"),
            (2, 2, "`Marisol Váne` is spelled nearly like `Marisol Vane` (line 4)"),
        ]
    );
}

#[test]
fn different_handles_tell_people_apart() {
    let text = "title: T\nartist: X\npeople:\n  Jon Bergstrom: {handles: {x: jonb}}\n  John Bergstrom: {handles: {twitter: johnb}}\ncredits:\n  Guitar: [Jon Bergstrom, John Bergstrom]\n";
    assert!(near(&[record("a.yaml", text)]).is_empty());
    assert_eq!(near(&[record("a.yaml", &text.replace("twitter", "instagram"))]).len(), 1);
}

#[test]
fn handles_are_compared_across_files_and_other_names_of_platforms() {
    let with = |file: &str, name: &str, on: &str, handle: &str| {
        record(
            file,
            &format!("title: T\nartist: X\ncredits:\n  Guitar: {{name: {name}, handles: {{{on}: {handle}}}}}\n"),
        )
    };
    let codes = |records: &[Record]| -> Vec<(&'static str, usize)> {
        let records: Vec<Option<&Record>> = records.iter().map(Some).collect();
        handles(&records).into_iter().map(|found| (found.diagnostic.code, found.file)).collect()
    };
    assert_eq!(codes(&[with("a", "Bo Li", "x", "boli"), with("b", "Bo Li", "Twitter", "BoLi")]), []);
    assert_eq!(codes(&[with("a", "Bo Li", "x", "boli"), with("b", "Bo Li", "twitter", "bo")]), [("two-handles", 1)]);
    assert_eq!(codes(&[with("a", "Bo Li", "x", "bo"), with("b", "Cy Ro", "x", "BO")]), [("shared-handle", 1)]);
    assert_eq!(codes(&[with("a", "Bo Li", "x", "bo"), with("b", "Cy Ro", "tiktok", "bo")]), []);
}

#[test]
fn limits_are_notes_about_all_platforms_and_warnings_about_those_named() {
    let people: String =
        (0..25).map(|number| format!("  Person{number} Name: {{handles: {{instagram: person{number}}}}}\n")).collect();
    let names: Vec<String> = (0..25).map(|number| format!("Person{number} Name")).collect();
    let text = format!("title: T\nartist: X\npeople:\n{people}credits:\n  Choir: [{}]\n", names.join(", "));
    let record = record("a.yaml", &text);
    let pages = |count| [Pages { format: format("square").expect("a format"), count }];
    let all = Targets::new(std::iter::empty());
    let messages = |found: Vec<Diagnostic>, level: Severity| -> Vec<String> {
        assert!(found.iter().all(|one| one.severity == level && one.position.is_some()));
        found.into_iter().map(|one| format!("{} [{}]", one.message, one.code)).collect()
    };
    assert_eq!(
        messages(limits(&record, &all, 5, &pages(12)), Severity::Note),
        [
            "the card has 12 pages in `square`: Instagram takes 10 pictures in a post (20 in the app), X takes 4 pictures in \
          a post, Bluesky takes 4 pictures in a post (10 in a gallery), Mastodon takes 4 pictures in a post, Pinterest \
          takes 5 pictures in a post [too-many-pages]"
        ]
    );
    let instagram = Targets::new(["IG"].into_iter());
    assert_eq!(
        messages(limits(&record, &instagram, 31, &pages(1)), Severity::Warning),
        [
            "31 hashtags: Instagram takes 5 [too-many-hashtags]",
            "25 people have a handle on Instagram: a post of `square` with one picture takes 20 tags [too-many-tags]"
        ]
    );
    assert!(limits(&record, &instagram, 5, &pages(2)).is_empty());
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("made");
        for entry in fs::read_dir(from).expect("read") {
            let path = entry.expect("an entry").path();
            copy(&path, &to.join(path.file_name().expect("a name")));
        }
    } else {
        fs::copy(from, to).expect("copied");
    }
}

fn picture(path: &Path, width: u32, height: u32) {
    let mut encoder = png::Encoder::new(fs::File::create(path).expect("made"), width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a header");
    let pixels: Vec<u8> = (0..width * height).map(|at| (at % 251) as u8).collect();
    writer.write_image_data(&pixels).expect("pixels");
}

#[test]
fn every_finding_reads_as_it_was_approved() {
    approved("findings", &["yaml", ""], |case, name| {
        let folder = Folder::new();
        let at = folder.path("in");
        fs::create_dir_all(&at).expect("made");
        copy(case, &at.join(name));
        picture(&at.join("cover.png"), 1400, 1400);
        if at.join(name).is_dir() {
            picture(&at.join(name).join("cover.png"), 1400, 1400);
        }
        picture(&folder.path("in/wide.png"), 320, 240);
        let Ran { out, messages, .. } = folder.run(&["check", &format!("in/{name}")]);
        assert!(out.is_empty(), "{out}");
        messages
    });
}

const TIDE: &str = "title: Tide\nartist: Vane\ncredits:\n  Producer: Odalys Brant\n";

#[test]
fn warnings_fail_only_a_strict_run_and_notes_never_do() {
    let allow = "check: {allow: [no-writer, no-mixing-engineer, no-mastering-engineer, no-designer]}\n";
    let folder = Folder::with(&[("warned.yaml", TIDE), ("noted.yaml", &format!("{TIDE}{allow}"))]);
    let check = |arguments: &[&str]| folder.run(&[&["check", "--card-format", "square"], arguments].concat());
    assert_eq!(check(&["warned.yaml"]).code, 0);
    assert_eq!(check(&["warned.yaml", "--strict"]).code, 1);
    let Ran { code, messages, .. } = check(&["noted.yaml", "--strict"]);
    assert_eq!(code, 0, "{messages}");
    assert!(messages.ends_with("1 file, 0 errors, 0 warnings, 1 note\n"), "{messages}");
    assert_eq!(check(&["noted.yaml", "--quiet"]).messages, "");
    assert_eq!(check(&["warned.yaml", "--platform", "instagran"]).code, 2);
    assert_eq!(folder.run(&["check", "warned.yaml", "--card-format", "sqare"]).code, 2);
    assert_eq!(folder.run(&["check"]).code, 2);
}

#[test]
fn what_many_records_of_a_sheet_have_in_common_is_said_once_with_its_lines() {
    let rows: String = (0..60).map(|row| format!("Song {row},Vane,Odalys Brant\n")).collect();
    let folder = Folder::with(&[("all.csv", &format!("title,artist,Producer\n{rows}"))]);
    let Ran { code, messages, .. } = folder.run(&["check", "all.csv", "--card-format", "square"]);
    assert_eq!(code, 0, "{messages}");
    let said = "all.csv:2:1: warning: the record credits no mixing engineer (also on lines 3, 4, 5 and 56 more) [no-mixing-engineer]";
    assert!(messages.contains(said), "{messages}");
    assert_eq!(messages.matches(" [no-mixing-engineer]\n").count(), 1, "{messages}");
    assert!(messages.ends_with("60 files, 0 errors, 240 warnings, 60 notes\n"), "{messages}");
    let Ran { out: json, .. } = folder.run(&["check", "all.csv", "--card-format", "square", "--format", "json"]);
    assert_eq!(json.matches("\"no-mixing-engineer\"").count(), 60, "machines are told each place");
}

#[test]
fn machines_read_findings_from_standard_output_in_the_order_of_the_files() {
    let files: Vec<(String, &str)> = (0..9).map(|number| (format!("r/{number}.yaml"), TIDE)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = Folder::with(&files);
    let check = |arguments: &[&str]| folder.run(&[&["check", "r", "--card-format", "square"], arguments].concat());
    let Ran { code, out: json, messages, .. } = check(&["--format", "json", "--jobs", "4"]);
    assert_eq!((code, messages.as_str()), (0, "9 files, 0 errors, 36 warnings, 9 notes\n"));
    assert_eq!(check(&["--format", "json", "--jobs", "1"]).out, json);
    let lines: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let names: Vec<&str> = lines.iter().map(|line| line["file"].as_str().expect("a file")).collect();
    assert!(names.len() == 45 && names.is_sorted(), "{names:?}");
    let keys: Vec<&str> = lines[0].as_object().expect("an object").keys().map(String::as_str).collect();
    let mut expected = ["code", "level", "message", "file", "line", "column", "length", "hint", "record"];
    expected.sort_unstable();
    assert_eq!(keys.into_iter().collect::<BTreeSet<_>>(), expected.into_iter().collect());
    assert_eq!((&lines[0]["line"], &lines[0]["column"]), (&1.into(), &8.into()));
    let Ran { out: github, .. } = check(&["--format", "github"]);
    assert_eq!(github.lines().count(), 45);
    assert!(github.lines().all(|line| line.starts_with("::warning file=r/") || line.starts_with("::notice file=r/")));
    assert!(github.contains(",line=1,col=8,title=no-writer::the record credits no songwriter"), "{github}");
}

#[test]
fn code_hosts_read_findings_as_one_document_and_a_report_is_beside_it() {
    let folder = Folder::with(&[("r/tide.yaml", TIDE), ("r/bad.yaml", "title: [\n")]);
    let check =
        |form: &str| folder.run(&["check", "r", "--card-format", "square", "--format", form, "--report", "f.jsonl"]);
    let Ran { code, out: gitlab, messages, .. } = check("gitlab");
    assert_eq!((code, messages.as_str()), (1, "2 files, 1 error, 4 warnings, 1 note\n"));
    let issues: serde_json::Value = serde_json::from_str(&gitlab).expect("JSON");
    let issues = issues.as_array().expect("a list");
    assert_eq!(issues.len(), 6);
    assert!(issues.iter().all(|issue| issue["location"]["path"].as_str().is_some_and(|path| path.starts_with("r/"))));
    let report = folder.text("f.jsonl");
    let lines: Vec<serde_json::Value> = report.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 6);
    assert_eq!(lines[0]["record"], serde_json::Value::Null);
    assert!(lines[1]["record"].as_str().is_some_and(|name| name.contains(" \u{2013} ")), "{report}");
    let Ran { code, out: sarif, .. } = check("sarif");
    let document: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
    assert_eq!((code, document["version"].as_str()), (1, Some("2.1.0")));
    assert_eq!(document["runs"][0]["results"].as_array().map(Vec::len), Some(6));
    // With nothing to find there still is a document.
    let folder = Folder::with(&[("r/roles.yaml", "kind: roles\nroles: [Producer]\n")]);
    let Ran { code, out: gitlab, .. } = folder.run(&["check", "r", "--format", "gitlab", "--quiet"]);
    assert_eq!((code, gitlab.as_str()), (0, "[]\n"));
}

#[test]
fn a_template_from_the_command_line_is_checked_as_render_would_use_it() {
    let folder = Folder::with(&[("tide.yaml", TIDE), ("own.svg", "<svg><text>{{ nothing.there }}</text></svg>")]);
    let Ran { code, messages, .. } = folder.run(&["check", "tide.yaml", "-t", "own.svg", "--card-format", "square"]);
    assert_eq!(code, 1, "{messages}");
    assert!(messages.contains("own.svg:"), "{messages}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_names_can_be_compared(names in prop::collection::vec("\\PC{1,24}|[a-cé' .-]{1,12}|[一-三ア-ウ\u{300}-\u{303}]{1,6}", 1..12)) {
        let records: Vec<Record> = names
            .iter()
            .map(|name| extra_credit::record::Text::new(name))
            .map(|name| Record { artist: name, ..Record::default() })
            .collect();
        let all: Vec<Option<&Record>> = records.iter().map(Some).collect();
        for FileFinding { file, diagnostic, .. } in near_names(&all, &spellings(&all)) {
            prop_assert!(file < records.len() && !diagnostic.message.contains('\n'));
            prop_assert_eq!(diagnostic.names.len(), 2);
        }
        for name in &names {
            let own = Skeleton::of(name);
            prop_assert!(!own.is_a_slip_of(&own) && !own.abbreviates(&own));
        }
    }

    #[test]
    fn any_handle_can_be_judged(handle in "\\PC{0,40}|[a-z.@-]{0,12}") {
        for platform in extra_credit::catalogue::platforms::platforms() {
            let _ = platform.handle_problem(&handle);
        }
    }
}

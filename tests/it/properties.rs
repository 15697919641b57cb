//! Properties of the credit file: nothing makes the reader panic, and what is written reads back the same.

use extra_credit::card::{card_credits, contributors};
use extra_credit::publish::slugs;
use extra_credit::record::{
    Allowance, CardOptions, CheckOptions, Content, Contribution, Credit, Focus, Person, Picture, Point, Quote, Record,
    Released, RoleCard, RoleRef, Supporter, Text, ThemeOption, Track, TrackList, Versus, parse, to_yaml,
};
use extra_credit::theme::THEMES;
use proptest::prelude::*;

const SAMPLE: &str = include_str!("../large.yaml");

/// Texts that YAML likes to take for something else, between arbitrary ones.
fn text() -> impl Strategy<Value = Text> {
    let awkward = prop::sample::select(vec![
        "~",
        "null",
        "No",
        "1989",
        "1.10",
        "*NSYNC",
        "&me",
        "!x",
        "@bo",
        "# a",
        "a: b",
        "- a",
        "[a]",
        "{a}",
        "'a'",
        "\"",
        "a #b",
        "%",
        "|",
        ">",
        "?",
        "-",
        "---",
        "...",
        "<<",
        "=",
        "on",
        "0x1",
        "é",
        "작곡",
        "a\u{202e}b",
        "👩‍🎤",
        "a  b",
        "a:",
        ",",
        "\\",
        "`x`",
        "a\u{a0}b",
        "\u{feff}x",
        "2026-03-06",
        "\u{301}x",
    ]);
    prop_oneof![awkward.prop_map(Text::new), "\\PC{1,20}".prop_map(|raw| Text::new(&raw))]
        // Fillers of Hangul are letters that nobody sees.
        .prop_filter("something to see", |text| {
            let seen = |c: char| c.is_alphanumeric() && !matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}');
            text.chars().any(|c| seen(c) || c.is_ascii_punctuation())
        })
}

fn pairs() -> impl Strategy<Value = Vec<(Text, Text)>> {
    prop::collection::vec(
        ("[a-z]{1,8}".prop_map(|key| Text::new(&key)), "[a-z0-9._#]{1,8}".prop_map(|value| Text::new(&value))),
        0..3,
    )
    .prop_map(|pairs| unique(pairs, |(key, _)| key.value.clone()))
}

fn unique<T>(all: Vec<T>, key: impl Fn(&T) -> String) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    all.into_iter().filter(|one| seen.insert(key(one))).collect()
}

fn language() -> impl Strategy<Value = Option<Text>> {
    prop::option::of(prop::sample::select(vec!["en", "no", "zh-Hant"]).prop_map(Text::new))
}

fn contribution(listed: bool) -> impl Strategy<Value = Contribution> {
    let tracks =
        prop::option::of(Just(()).prop_map(|()| TrackList {
            text: Text::new("1, 2-3"),
            positions: vec!["1".into(), "2".into(), "3".into()],
        }));
    (text(), tracks, prop::option::of(text()), prop::option::of(text()), language(), pairs()).prop_map(
        move |(name, tracks, note, at, language, handles)| Contribution {
            name,
            tracks: tracks.filter(|_| listed),
            note,
            at,
            language,
            handles,
            ai: Vec::new(),
        },
    )
}

fn credits(listed: bool) -> impl Strategy<Value = Vec<Credit>> {
    // One or two capitals may be the code that societies have for a role, which is written out when it is read.
    let is_code = |text: &Text| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let own = text().prop_map(move |label| if is_code(&label) { Text::new("Choir") } else { label });
    let label = prop_oneof![own, Just(Text::new("Mixed by"))];
    prop::collection::vec(
        (label, prop::collection::vec(contribution(listed), 1..4))
            .prop_map(|(label, contributors)| Credit { role: RoleRef::new(label), contributors }),
        1..4,
    )
}

fn record() -> impl Strategy<Value = Record> {
    let track = (text(), prop_oneof![Just(Vec::new()), credits(false)], prop::option::of(Just(Text::new("3:45"))));
    let tracks = prop::collection::vec(track, 3..5).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(index, (title, credits, duration))| Track {
                position: (index + 1).to_string(),
                title,
                credits,
                duration,
                isrc: (index == 1).then(|| Text::new("QZABC2600001")),
                ai: if index == 2 { vec![Text::new("vocals")] } else { Vec::new() },
                ..Track::default()
            })
            .collect::<Vec<_>>()
    });
    let person = (text(), pairs(), prop::option::of(text()), language())
        .prop_map(|(name, handles, sort, language)| Person { name, handles, sort, language, ..Person::default() });
    let theme = prop_oneof![
        Just(None),
        prop::sample::select(THEMES.to_vec()).prop_map(|name| Some(ThemeOption::Named(Text::new(name)))),
        pairs().prop_map(|pairs| Some(ThemeOption::Colours(pairs)))
    ];
    let code = prop::sample::select(vec!["no-producer", "near-duplicate"]).prop_map(Text::new);
    let allowance = (code, prop::option::of(text())).prop_map(|(code, name)| Allowance { code, name });
    let platforms = prop::collection::vec(prop::sample::select(vec!["instagram", "X"]).prop_map(Text::new), 0..3);
    let check = (prop::collection::vec(allowance, 0..3), platforms).prop_map(|(mut allow, platforms)| {
        // Names such as `null` stay only where a file says that they are meant.
        allow.push(Allowance { code: Text::new("no-name-yet"), name: None });
        CheckOptions { allow, platforms }
    });
    let released = prop::option::of(Just(Released { text: Text::new("1989"), year: 1989 }));
    (
        (text(), text(), prop::option::of(text()), prop::option::of(text()), released, language()),
        (prop::option::of(text()), prop::option::of(text()), pairs()),
        (prop::collection::vec(person, 0..3), credits(true), tracks),
        (
            prop::collection::vec("[A-Za-z0-9]{1,9}".prop_map(|tag| Text::new(&tag)), 0..3),
            prop::option::of(text()),
            theme,
            check,
            prop::option::of(text()),
            (
                prop::option::of(prop::sample::select(vec!["file", "catalogue"]).prop_map(Text::new)),
                prop::option::of(text()),
            ),
        ),
    )
        .prop_map(
            |(
                (title, artist, kind, label, released, language),
                (catalogue, isrc, custom),
                (people, credits, tracks),
                (hashtags, supplied_by, theme, check, thanks, (order, handles)),
            )| Record {
                title,
                artist,
                kind,
                label,
                released,
                catalogue,
                isrc,
                custom,
                language,
                people: unique(people, |person| person.name.value.clone()),
                credits,
                tracks,
                hashtags,
                card: CardOptions {
                    theme,
                    order,
                    handles,
                    labels: supplied_by.as_ref().map(|_| Text::new("sentence")),
                    ..CardOptions::default()
                },
                thanks,
                supplied_by,
                check,
                ..Record::default()
            },
        )
}

/// A file of another kind than a record.
fn cards() -> impl Strategy<Value = Record> {
    let some = || prop::option::of(text());
    let role = |label: Option<Text>| label.map(RoleRef::new);
    let roles = prop::collection::vec((text(), text(), some(), some()), 0..4).prop_map(|all| {
        let card = |(label, text, line, call)| RoleCard { role: RoleRef::new(label), text: Some(text), line, call };
        ("roles", Content::Roles(all.into_iter().map(card).collect()))
    });
    let point = (text(), text(), text()).prop_map(|(topic, left, right)| Point { topic, left, right });
    let own = (text(), text(), prop::collection::vec(point, 1..4)).prop_map(|(left, right, points)| Versus::Own {
        left,
        right,
        points,
    });
    let versus = prop_oneof![own, Just(Versus::Shipped(Text::new("Mixing/Mastering")))]
        .prop_map(|versus| ("versus", Content::Versus(versus)));
    let share = || prop::sample::select(vec![0.0, 0.1, 0.25, 1.0 / 3.0, 1.0]);
    let focus = || prop::option::of((share(), share()).prop_map(|(x, y)| Focus { x, y }));
    let picture =
        || prop::option::of((text(), focus()).prop_map(|(file, focus)| Picture { ai: focus.is_some(), file, focus }));
    let supporters = prop::collection::vec((text(), some(), some(), picture()), 1..4).prop_map(move |all| {
        let card = |(line, label, name, picture)| Supporter { line, role: role(label), name, picture };
        ("supporter", Content::Supporters(all.into_iter().map(card).collect()))
    });
    let quotes = prop::collection::vec((text(), text(), some(), some()), 1..4).prop_map(move |all| {
        let card = |(text, by, label, about)| Quote { text, by, role: role(label), about };
        ("quote", Content::Quotes(all.into_iter().map(card).collect()))
    });
    let content = prop_oneof![roles, versus, supporters, quotes];
    (content, some(), some(), picture(), language()).prop_map(|((kind, content), title, artist, artwork, language)| {
        Record {
            title: title.filter(|_| kind != "supporter").unwrap_or_default(),
            artist: artist.filter(|_| kind == "quote").unwrap_or_default(),
            kind: Some(Text::new(kind)),
            artwork,
            language,
            content,
            ..Record::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_written_record_reads_back_the_same(record in record()) {
        let written = to_yaml(&record).unwrap();
        let read = match parse("x", written.as_bytes()) {
            Ok(parsed) => parsed.record,
            Err(problems) => return Err(TestCaseError::fail(format!("{written}\n{}", problems[0]))),
        };
        prop_assert_eq!(plain(&read), plain(&record), "{}", written);
    }

    #[test]
    fn written_cards_read_back_the_same(record in cards()) {
        let written = to_yaml(&record).unwrap();
        let read = match parse("x", written.as_bytes()) {
            Ok(parsed) => parsed.record,
            Err(problems) => return Err(TestCaseError::fail(format!("{written}\n{}", problems[0]))),
        };
        prop_assert_eq!(plain(&read), plain(&record), "{}", written);
    }

    #[test]
    fn contributors_have_every_credit_between_them_and_slugs_keep_them_apart(record in record()) {
        let (credits, all) = (card_credits(&record), contributors(&record));
        let fields = |fields: Vec<&str>| fields.into_iter().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
        let credited: Vec<&str> = credits.iter().flat_map(|credit| &credit.names).map(|name| name.field.as_str()).collect();
        let held: Vec<&str> = all.iter().flat_map(|one| &one.roles).map(|role| role.name_field.as_str()).collect();
        prop_assert_eq!(held.len(), credited.len());
        prop_assert_eq!(fields(held), fields(credited));
        let names = fields(all.iter().map(|one| one.name.as_str()).collect());
        prop_assert_eq!(names.len(), all.len());
        let slugs = slugs(all.iter().map(|one| one.name.as_str()));
        prop_assert_eq!(fields(slugs.iter().map(String::as_str).collect()).len(), all.len());
        prop_assert!(slugs.iter().all(|slug| !slug.is_empty() && !slug.contains(['/', '\\', '.', ' '])), "{:?}", slugs);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        show(&bytes);
    }

    #[test]
    fn arbitrary_yaml_never_panics(parts in prop::collection::vec(prop::sample::select(vec![
        "title", "artist", "credits", "kind: roles\n", "kind: quote\n", "roles", "versus", "supporters", "quotes", "text", "by", ":", ": ", "\n", "\n  ", "- ", "[", "]", "{", "}", ",", "'", "\"", "&a ", "*a", "!!str ", "!", "|", ">", "#", " #", "\t",
        "~", "x", "é", "\\", "? ", "---\n", "...\n", "%YAML 1.2\n", "\u{feff}", "<<", "\r\n", "\r", "1-3", "tracks", "@", "\u{2028}", "|2-\n", "\0",
    ]), 0..60)) {
        show(parts.concat().as_bytes());
    }

    #[test]
    fn a_mutated_file_never_panics(at in 0..SAMPLE.len(), cut in 0usize..6, put in prop::collection::vec(any::<u8>(), 0..4), sign in prop::sample::select(&b"\"'[]{}:,-#&*!|>%@\t\n \0"[..])) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, put);
        show(&bytes);
        let mut bytes = SAMPLE.as_bytes().to_vec();
        bytes.splice(at..end, [sign]);
        show(&bytes);
        show(&bytes[..at.min(bytes.len())]);
    }
}

/// Everything a record says, without the places.
fn plain(record: &Record) -> String {
    let text = format!("{:#?}", Record { source: Default::default(), ..record.clone() });
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let bare = line.trim();
        if !(bare.starts_with("line: ") || bare.starts_with("column: ") || bare.starts_with("length: ")) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Reads a file and draws its messages; errors are never empty and every one names the file.
fn show(bytes: &[u8]) {
    let problems = match parse("x.yaml", bytes) {
        Ok(parsed) => {
            let written = to_yaml(&parsed.record).unwrap();
            let again =
                parse("x.yaml", written.as_bytes()).unwrap_or_else(|problems| panic!("{written}\n{}", problems[0]));
            assert_eq!(plain(&again.record).len(), plain(&parsed.record).len(), "{written}");
            parsed.warnings
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            problems
        }
    };
    for problem in problems {
        assert!(problem.to_string().starts_with("x.yaml:"));
        assert!(!problem.message.contains('\n'));
    }
}

#[test]
fn the_schema_accepts_what_the_reader_accepts_by_name() {
    let text = extra_credit::schema::credit_file().to_string();
    for key in ["title", "artist", "supplied_by", "handles", "names", "position", "overflow"] {
        assert!(text.contains(&format!("\"{key}\"")), "{key}");
    }
}

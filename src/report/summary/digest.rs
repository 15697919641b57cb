//! What a summary says, whichever form it has: counts, what is missing, findings by kind, records with their cards.
//! Made from the report of a run, and from what `check` found if that is there.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::catalogue::codes::code;
use crate::report::finding::Finding;
use crate::report::lines::{CardLine, Change, Status};
use crate::report::plural;
use crate::report::shards::Read;

/// A line of `check --report`.
#[derive(Clone, Debug, Deserialize)]
pub struct Checked {
    code: String,
    level: String,
    message: String,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    hint: Option<String>,
    #[serde(default)]
    record: Option<String>,
}

/// What there is to say about a run.
pub struct Digest<'r> {
    /// The run in a few words: `547 made, 2 failed`.
    pub sentence: String,
    /// Whether it was interrupted.
    pub interrupted: bool,
    /// Names of counts, and the counts.
    pub counts: Vec<(&'static str, usize)>,
    /// What is not there: a sentence, and the records.
    pub missing: Vec<(String, Vec<String>)>,
    /// Findings by kind, the gravest and most frequent first.
    pub kinds: Vec<FindingKind>,
    /// Every finding once, the gravest first.
    pub findings: Vec<Told>,
    /// With `--locked`, what is different.
    pub changes: Vec<&'r Change>,
    /// Files of earlier runs that are no longer made.
    pub no_longer_made: &'r [String],
    /// Records, those with a failure first.
    pub records: Vec<Row<'r>>,
}

/// Findings of one kind.
pub struct FindingKind {
    /// `error`, `warning`, `note`.
    pub level: String,
    /// Its code.
    pub code: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// How many there are.
    pub count: usize,
    /// The records that they are about.
    pub records: Vec<String>,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// 0 for errors, 1 for warnings, 2 for notes.
    grade: usize,
    /// Its level.
    pub level: String,
    /// Its code.
    pub code: String,
    /// File, line and column, if known.
    pub place: String,
    /// The message.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// A record, or what is one of several cards of one, with its cards.
pub struct Row<'r> {
    /// Its name.
    pub name: String,
    /// The credit file.
    pub input: &'r str,
    /// Its cards: format and what became of each.
    pub cards: Vec<(&'r str, Status)>,
    /// Pictures of the cards.
    pub pictures: Vec<&'r str>,
}

impl Row<'_> {
    /// Whether a card of it failed.
    pub fn failed(&self) -> bool {
        self.cards.iter().any(|(_, status)| *status == Status::Failed)
    }

    /// The formats of its cards by what became of them, failures first.
    pub fn outcomes(&self) -> Vec<(&'static str, Vec<&str>)> {
        let all = [
            (Status::Failed, "failed"),
            (Status::WouldChange, "would change"),
            (Status::Made, "made"),
            (Status::UpToDate, "up to date"),
        ];
        let of = |wanted| self.cards.iter().filter(move |(_, status)| *status == wanted).map(|(format, _)| *format);
        all.into_iter()
            .map(|(status, name)| (name, of(status).collect()))
            .filter(|(_, all): &(_, Vec<_>)| !all.is_empty())
            .collect()
    }
}

/// Levels, the gravest first.
const LEVELS: [&str; 3] = ["error", "warning", "note"];

impl<'r> Digest<'r> {
    /// Sums a report up.
    pub fn new(report: &'r Read, checked: &[Checked]) -> Digest<'r> {
        let sums = &report.summary;
        let records = rows(&report.cards);
        let (kinds, findings) = findings(report, checked);
        // A record that cannot be read has no formats that could fail.
        let files_failed =
            report.cards.iter().filter(|card| card.status == Status::Failed && card.format.is_none()).count();
        let cards_failed = sums.failed.saturating_sub(files_failed);
        let states = [
            (sums.made, "made"),
            (sums.up_to_date, "up to date"),
            (sums.would_change, "would change"),
            (cards_failed, "failed"),
            (sums.not_begun, "not begun"),
        ];
        let mut parts: Vec<String> =
            states.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if files_failed > 0 {
            parts.push(format!("{} without a card", plural(files_failed, "record")));
        }
        if sums.warnings > 0 {
            parts.push(plural(sums.warnings, "warning"));
        }
        let of_records: BTreeSet<(usize, &str)> =
            report.cards.iter().map(|card| (card.place, card.input.as_str())).collect();
        let pictures = report.cards.iter().flat_map(pictures).count();
        Digest {
            sentence: if parts.is_empty() { "no cards".to_owned() } else { parts.join(", ") },
            interrupted: sums.interrupted,
            counts: vec![
                ("records", of_records.len()),
                ("cards", report.cards.iter().filter(|card| card.format.is_some()).count()),
                ("pictures", pictures),
                ("failed", cards_failed),
                ("records without a card", files_failed),
                ("findings", findings.len()),
            ],
            missing: missing(report, &records, &kinds),
            kinds,
            findings,
            changes: report.cards.iter().flat_map(|card| &card.changes).collect(),
            no_longer_made: &sums.no_longer_made,
            records,
        }
    }
}

/// The pictures of a card.
fn pictures(card: &CardLine) -> impl Iterator<Item = &str> {
    card.outputs.iter().map(|output| output.path.as_str()).filter(|path| !path.ends_with(".json"))
}

fn rows(cards: &[CardLine]) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut last = None;
    for card in cards {
        // The cards of a record follow one another.
        let key = (card.place, &card.subject);
        if last.replace(key) != Some(key) {
            rows.push(Row { name: card.card_name(), input: &card.input, cards: Vec::new(), pictures: Vec::new() });
        }
        if let Some(row) = rows.last_mut() {
            row.cards.push((card.format.as_deref().unwrap_or_default(), card.status));
            row.pictures.extend(pictures(card));
        }
    }
    // What failed comes first, where it is not cut off.
    rows.sort_by_key(|row| !row.failed());
    rows
}

/// Findings by kind, and each once.
fn findings(report: &Read, checked: &[Checked]) -> (Vec<FindingKind>, Vec<Told>) {
    let mut all: BTreeSet<(Told, Option<String>)> = BTreeSet::new();
    for finding in &report.run.problems {
        all.insert((told(finding), None));
    }
    for card in &report.cards {
        all.extend(card.errors.iter().chain(&card.warnings).map(|finding| (told(finding), Some(card.name()))));
    }
    for one in checked {
        let told = Told {
            grade: grade(&one.level),
            level: one.level.clone(),
            code: one.code.clone(),
            place: place(one.file.as_deref(), one.line, one.column),
            message: one.message.clone(),
            hint: one.hint.clone(),
        };
        all.insert((told, one.record.clone()));
    }
    // What a run and a check both found is one finding; a record's name is better than none.
    let mut once: BTreeMap<Told, Option<String>> = BTreeMap::new();
    for (told, record) in all {
        let known = once.entry(told).or_default();
        if known.is_none() {
            *known = record;
        }
    }
    let mut kinds: BTreeMap<(usize, &str), (usize, BTreeSet<&str>)> = BTreeMap::new();
    for (told, record) in &once {
        let (count, records) = kinds.entry((told.grade, &told.code)).or_default();
        *count += 1;
        records.extend(record.as_deref());
    }
    let mut kinds: Vec<FindingKind> = kinds
        .into_iter()
        .map(|((grade, name), (count, records))| FindingKind {
            level: LEVELS.get(grade).copied().unwrap_or("note").to_owned(),
            meaning: code(name).map(|code| code.meaning.clone()).unwrap_or_default(),
            code: name.to_owned(),
            count,
            records: records.into_iter().map(str::to_owned).collect(),
        })
        .collect();
    kinds.sort_by_key(|kind| (grade(&kind.level), std::cmp::Reverse(kind.count)));
    (kinds, once.into_keys().collect())
}

fn grade(level: &str) -> usize {
    LEVELS.iter().position(|known| *known == level).unwrap_or(LEVELS.len() - 1)
}

fn told(finding: &Finding) -> Told {
    Told {
        grade: grade(&finding.severity),
        level: finding.severity.clone(),
        code: finding.code.clone(),
        place: place(finding.path.as_deref(), finding.line, finding.column),
        message: finding.message.clone(),
        hint: finding.hint.clone(),
    }
}

fn place(file: Option<&str>, line: Option<u32>, column: Option<u32>) -> String {
    let mut place = file.unwrap_or_default().to_owned();
    for number in [line, column].into_iter().flatten() {
        place.push_str(&format!(":{number}"));
    }
    place
}

/// What is not there: cards that were not made, and what findings say is not in the records.
fn missing(report: &Read, records: &[Row<'_>], kinds: &[FindingKind]) -> Vec<(String, Vec<String>)> {
    let mut out = Vec::new();
    let without: Vec<String> =
        records.iter().filter(|row| row.failed() && row.pictures.is_empty()).map(|row| row.name.clone()).collect();
    if !without.is_empty() {
        out.push((format!("{} without a card", plural(without.len(), "record")), without));
    }
    let mut formats: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in records.iter().filter(|row| row.failed() && !row.pictures.is_empty()) {
        for (format, _) in row.cards.iter().filter(|(_, status)| *status == Status::Failed) {
            formats.entry(format).or_default().push(row.name.clone());
        }
    }
    out.extend(formats.into_iter().map(|(format, rows)| (format!("{} `{format}`", plural(rows.len(), "card")), rows)));
    if report.summary.not_begun > 0 {
        out.push((format!("{} not begun", plural(report.summary.not_begun, "card")), Vec::new()));
    }
    for kind in kinds.iter().filter(|kind| is_lack(&kind.code) && !kind.records.is_empty()) {
        let meaning = kind.meaning.trim_end_matches('.');
        out.push((format!("{meaning} (`{}`)", kind.code), kind.records.clone()));
    }
    out
}

/// Whether findings of a code say that something is not there: codes are `no-producer`, `names-omitted`, `missing-glyph`.
fn is_lack(code: &str) -> bool {
    code.split('-').any(|word| matches!(word, "no" | "missing" | "omitted"))
}

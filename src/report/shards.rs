//! Reports that were written are read back, and those of all shards joined into that of the whole run.
//! A shard that is missing, there twice or of another run would make the whole look well, so it is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::report::lines::{CardLine, FORM, Line, RunLine, Status, SummaryLine};

/// A report that was read.
#[derive(Debug)]
pub struct Read {
    /// Its file.
    pub path: String,
    /// Its first line.
    pub run: RunLine,
    /// A line a card.
    pub cards: Vec<CardLine>,
    /// Its last line.
    pub summary: SummaryLine,
}

/// Reads a report; on failure a message.
pub fn read(path: &Path) -> Result<Read, String> {
    let name = path.display().to_string();
    let text = crate::files::text_at_most(path, 1 << 30).map_err(|unread| format!("{name}: {unread}"))?;
    parse(&name, &text)
}

fn parse(name: &str, text: &str) -> Result<Read, String> {
    let mut run = None;
    let mut cards = Vec::new();
    let mut summary = None;
    for (index, line) in text.lines().enumerate() {
        let place = format!("{name}:{}", index + 1);
        let line: Line =
            serde_json::from_str(line).map_err(|error| format!("{place}: no line of a report: {error}"))?;
        match line {
            Line::Run(line) if index == 0 => run = Some(line),
            Line::Card(line) if run.is_some() && summary.is_none() => cards.push(*line),
            Line::Summary(line) if run.is_some() && summary.is_none() => summary = Some(line),
            _ => return Err(format!("{place}: a report has the run first, then cards, then the summary")),
        }
    }
    let Some(run) = run else { return Err(format!("{name}: the report is empty")) };
    if run.form != FORM {
        return Err(format!("{name}: the report is of form {}, this program reads {FORM}", run.form));
    }
    // Written last: without it the run was killed.
    let summary = summary.ok_or_else(|| format!("{name}: the report has no summary, so the run did not end"))?;
    Ok(Read { path: name.to_owned(), run, cards, summary })
}

/// Why reports are not those of all shards of one run.
pub fn disagreements(reports: &[Read]) -> Vec<String> {
    let mut problems = Vec::new();
    let Some(first) = reports.first() else { return problems };
    let mut seen: BTreeMap<u32, &str> = BTreeMap::new();
    let of = first.run.shard.map(|shard| shard.of);
    for report in reports {
        let Some(shard) = report.run.shard else {
            problems.push(format!("{}: the report is of a whole run, not of a shard", report.path));
            continue;
        };
        if Some(shard.of) != of {
            let other = of.map_or_else(|| "a whole run".to_owned(), |of| format!("one of {of}"));
            problems.push(format!("{} is one of {} shards, {} is {other}", report.path, shard.of, first.path));
        } else if let Some(other) = seen.insert(shard.number, &report.path) {
            problems.push(format!("shard {}/{} is there twice: {other} and {}", shard.number, shard.of, report.path));
        }
        let same = [
            ("version", first.run.version == report.run.version),
            ("build", first.run.build == report.run.build),
            ("inputs", first.run.inputs == report.run.inputs),
            ("options", first.run.options == report.run.options),
            ("number of credit files", first.run.files == report.run.files),
        ];
        for (what, _) in same.into_iter().filter(|(_, same)| !same) {
            problems.push(format!("{} and {} have another {what}", first.path, report.path));
        }
    }
    if let Some(of) = of {
        let missing: Vec<String> =
            (1..=of).filter(|number| !seen.contains_key(number)).map(|number| number.to_string()).collect();
        if !missing.is_empty() {
            problems.push(format!("of {of} shards these are missing: {}", missing.join(", ")));
        }
    }
    let mut cards: BTreeMap<_, &str> = BTreeMap::new();
    for report in reports {
        for card in &report.cards {
            let key = (&card.input, card.place, &card.subject, &card.format);
            if let Some(other) = cards.insert(key, &report.path)
                && other != report.path
            {
                problems.push(format!("{}: {other} and {} both have its cards", card.input, report.path));
            }
        }
    }
    problems.dedup();
    problems
}

/// The report of the whole run, its cards in the order of the inputs; none of no reports.
pub fn joined(reports: Vec<Read>) -> Option<(RunLine, Vec<CardLine>, SummaryLine)> {
    let mut run = reports.first()?.run.clone();
    run.shard = None;
    let mut cards = Vec::new();
    let mut sum = SummaryLine::default();
    let mut gone = BTreeSet::new();
    for report in reports {
        for problem in report.run.problems {
            if !run.problems.contains(&problem) {
                run.problems.push(problem);
            }
        }
        cards.extend(report.cards);
        let one = report.summary;
        sum.pictures += one.pictures;
        sum.not_begun += one.not_begun;
        sum.interrupted |= one.interrupted;
        sum.milliseconds += one.milliseconds;
        gone.extend(one.no_longer_made);
    }
    sum.would_change = if run.options.contains_key("locked") { gone.len() } else { 0 };
    sum.no_longer_made = gone.into_iter().collect();
    cards.sort_by_key(|card| card.place);
    let mut warnings = BTreeSet::new();
    for card in &cards {
        match card.status {
            Status::Made => sum.made += 1,
            Status::UpToDate => sum.up_to_date += 1,
            Status::Failed => sum.failed += 1,
            Status::WouldChange => sum.would_change += 1,
        }
        let counted = card.warnings.iter().filter(|warning| warning.severity == "warning");
        warnings.extend(counted.map(|warning| warning.text.as_str()));
    }
    sum.warnings = warnings.len();
    sum.failed += run.problems.iter().filter(|problem| problem.code == "no-contributor").count();
    Some((run, cards, sum))
}

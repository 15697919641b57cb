//! `report summary`: a report as Markdown, for the page of a CI run or a comment.
//! Texts of files stand in code spans, so that nothing in them is Markdown, HTML or a mention.

use std::collections::BTreeSet;

use crate::cli::args::SummaryArgs;
use crate::cli::merge::{Read, read};
use crate::cli::run_report::{CardLine, Status};
use crate::cli::{Outcome, fail, plural, print, usage};
use crate::publish::Finding;

/// Most lines of each list: a summary page takes 1 MiB, a comment 65536 characters.
const MOST: usize = 100;

/// Runs the command. How the run ended does not matter here: printing its summary is all that can fail.
pub fn summary(args: &SummaryArgs) -> Outcome {
    if let Some(url) = &args.pictures
        && !["https://", "http://"].iter().any(|scheme| url.starts_with(scheme))
    {
        return usage(&format!("`--pictures`: `{url}` is no address"), "it begins with `https://` or `http://`");
    }
    match read(&args.report) {
        Ok(report) => print(&markdown(&report, args.pictures.as_deref())),
        Err(problem) => fail(&problem),
    }
}

fn markdown(report: &Read, pictures: Option<&str>) -> String {
    let sums = &report.summary;
    let counts = [
        (sums.made, "made"),
        (sums.up_to_date, "up to date"),
        (sums.would_change, "would change"),
        (sums.failed, "failed"),
        (sums.not_begun, "not begun"),
    ];
    let mut all: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if sums.warnings > 0 {
        all.push(plural(sums.warnings, "warning"));
    }
    let sentence = if all.is_empty() { "no cards".to_owned() } else { all.join(", ") };
    let mut out = format!("### Credit cards: {sentence}\n");
    if sums.interrupted {
        out.push_str("\nThe run was interrupted.\n");
    }
    let of = |severity: &'static str| {
        let cards = report.cards.iter().flat_map(|card| card.errors.iter().chain(&card.warnings));
        let all = report.run.problems.iter().chain(cards).filter(move |finding| finding.severity == severity);
        // A problem of a file is every card's.
        let mut seen = BTreeSet::new();
        all.filter(move |finding| seen.insert(finding.text.as_str())).map(finding).collect::<Vec<_>>()
    };
    let changes = report.cards.iter().flat_map(|card| &card.changes);
    let changes = changes.map(|change| format!("- {}: {}\n", code(&change.path), code(&change.what))).collect();
    let gone = sums.no_longer_made.iter().map(|path| format!("- {}\n", code(path))).collect();
    for (title, lines) in
        [("Errors", of("error")), ("Would change", changes), ("No longer made", gone), ("Warnings", of("warning"))]
    {
        list(&mut out, title, &lines);
    }
    if !report.cards.is_empty() {
        out.push_str(if pictures.is_some() { "\n| | card | format |" } else { "\n| card | format |" });
        out.push_str(" status | files |\n|---|---|---|---|");
        out.push_str(if pictures.is_some() { "---|\n" } else { "\n" });
        // What failed comes first, where it is not cut off.
        let (failed, rest): (Vec<_>, Vec<_>) = report.cards.iter().partition(|card| card.status == Status::Failed);
        for card in failed.into_iter().chain(rest).take(MOST) {
            row(&mut out, card, pictures);
        }
        more(&mut out, report.cards.len(), "card");
    }
    out
}

fn list(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("\n#### {title}\n\n"));
    out.extend(lines.iter().take(MOST).map(String::as_str));
    more(out, lines.len(), "line");
}

fn more(out: &mut String, count: usize, noun: &str) {
    if count > MOST {
        out.push_str(&format!("\n… and {} more in the report.\n", plural(count - MOST, noun)));
    }
}

fn finding(finding: &Finding) -> String {
    let mut place = finding.path.clone().unwrap_or_default();
    for number in [finding.line, finding.column].into_iter().flatten() {
        place.push_str(&format!(":{number}"));
    }
    let place = if place.is_empty() { place } else { format!("{}: ", code(&place)) };
    let hint = finding.hint.as_ref().map(|hint| format!("; hint: {}", code(hint))).unwrap_or_default();
    format!("- {place}{}{hint}\n", code(&finding.message))
}

fn row(out: &mut String, card: &CardLine, pictures: Option<&str>) {
    let shown = card.outputs.iter().filter(|output| !output.path.ends_with(".json"));
    let paths: Vec<&str> = shown.map(|output| output.path.as_str()).collect();
    if let Some(url) = pictures {
        let first = paths.first().map(|path| {
            let address = format!("{}/{}", url.trim_end_matches('/'), encoded(path));
            format!("<a href=\"{0}\"><img src=\"{0}\" width=\"120\" alt=\"\"></a>", attribute(&address))
        });
        out.push_str(&format!("| {} ", first.unwrap_or_default()));
    }
    let status = match card.status {
        Status::Made => "made",
        Status::UpToDate => "up to date",
        Status::Failed => "**failed**",
        Status::WouldChange => "**would change**",
    };
    let subject = card.subject.as_deref().filter(|subject| *subject != "record");
    let name = subject.map_or_else(|| card.input.clone(), |subject| format!("{}: {subject}", card.input));
    let format = card.format.as_deref().map(code).unwrap_or_default();
    let files: Vec<String> = paths.iter().map(|path| code(path)).collect();
    out.push_str(&format!("| {} | {format} | {status} | {} |\n", code(&name), files.join("<br>")));
}

/// A code span that holds any text, also in a table.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace('|', "\\|"))
}

/// A path in an address.
fn encoded(path: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// An address in an attribute, which stands in a table.
fn attribute(address: &str) -> String {
    let pairs = [("&", "&amp;"), ("\"", "&quot;"), ("<", "&lt;"), (">", "&gt;"), ("|", "%7C")];
    pairs.iter().fold(address.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_stays_text_in_a_code_span() {
        assert_eq!(code("plain @hana <b>"), "`plain @hana <b>`");
        assert_eq!(code("a `b` | c"), "`` a `b` \\| c ``");
        assert_eq!(code("two\nlines"), "`two lines`");
    }

    #[test]
    fn a_path_becomes_an_address() {
        assert_eq!(encoded("out/a b/ü?.png"), "out/a%20b/%C3%BC%3F.png");
        assert_eq!(attribute("https://x/?a=\"<|"), "https://x/?a=&quot;&lt;%7C");
    }
}

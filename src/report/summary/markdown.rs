//! A summary as Markdown, for the page of a CI run or a comment.
//! Texts of files stand in code spans, so that nothing in them is Markdown, HTML or a mention.

use super::address;
use super::digest::{Digest, FindingKind, Row, Told};
use crate::report::plural;

/// Most lines of each list: a summary page takes 1 MiB, a comment 65536 characters.
const MOST: usize = 100;

/// Most records named in a line.
const NAMED: usize = 5;

/// The whole text.
pub fn text(digest: &Digest<'_>, pictures: Option<&str>) -> String {
    let mut out = format!("### Credit cards: {}\n", digest.sentence);
    if digest.interrupted {
        out.push_str("\nThe run was interrupted.\n");
    }
    let names: Vec<&str> = digest.counts.iter().map(|(name, _)| *name).collect();
    let counts: Vec<String> = digest.counts.iter().map(|(_, count)| count.to_string()).collect();
    out.push_str(&format!(
        "\n| {} |\n|{}\n| {} |\n",
        names.join(" | "),
        "---:|".repeat(names.len()),
        counts.join(" | ")
    ));
    let missing = digest.missing.iter().map(|(what, records)| format!("- {what}{}\n", named(records, ": "))).collect();
    list(&mut out, "Missing", missing);
    let of = |level: &str| digest.findings.iter().filter(|told| told.level == level).map(finding).collect();
    list(&mut out, "Errors", of("error"));
    let changes = digest.changes.iter().map(|change| format!("- {}: {}\n", code(&change.path), code(&change.what)));
    list(&mut out, "Would change", changes.collect());
    let gone = digest.no_longer_made.iter().map(|path| format!("- {}\n", code(path)));
    list(&mut out, "No longer made", gone.collect());
    if !digest.kinds.is_empty() {
        out.push_str("\n#### Findings\n\n| | finding | times | records |\n|---|---|---:|---|\n");
        digest.kinds.iter().for_each(|kind| out.push_str(&kind_row(kind)));
    }
    records(&mut out, &digest.records, pictures);
    let rest: Vec<String> = digest.findings.iter().filter(|told| told.level != "error").map(finding).collect();
    if !rest.is_empty() {
        out.push_str(&format!("\n<details><summary>Warnings and notes: {}</summary>\n\n", rest.len()));
        out.extend(rest.iter().take(MOST).map(String::as_str));
        more(&mut out, rest.len(), "line");
        out.push_str("\n</details>\n");
    }
    out
}

fn kind_row(kind: &FindingKind) -> String {
    let meaning = kind.meaning.replace('|', "\\|");
    format!("| {} | {} {meaning} | {} | {} |\n", kind.level, code(&kind.code), kind.count, named(&kind.records, ""))
}

fn records(out: &mut String, rows: &[Row<'_>], pictures: Option<&str>) {
    if rows.is_empty() {
        return;
    }
    out.push_str("\n#### Cards\n");
    out.push_str(if pictures.is_some() {
        "\n| | record | cards |\n|---|---|---|\n"
    } else {
        "\n| record | cards |\n|---|---|\n"
    });
    for row in rows.iter().take(MOST) {
        if let Some(url) = pictures {
            let first = row.pictures.first().map(|path| {
                let address = attribute(&address(url, path));
                format!("<a href=\"{address}\"><img src=\"{address}\" width=\"120\" alt=\"\"></a>")
            });
            out.push_str(&format!("| {} ", first.unwrap_or_default()));
        }
        let outcomes = row.outcomes();
        let cards: Vec<String> = outcomes
            .iter()
            .map(|(what, formats)| {
                let strong = if matches!(*what, "failed" | "would change") { "**" } else { "" };
                let formats: Vec<String> =
                    formats.iter().filter(|format| !format.is_empty()).map(|one| code(one)).collect();
                format!("{strong}{what}{strong} {}", formats.join(" ")).trim_end().to_owned()
            })
            .collect();
        out.push_str(&format!("| {}<br>{} | {} |\n", code(&row.name), code(row.input), cards.join("<br>")));
    }
    more(out, rows.len(), "record");
}

/// The first of some records, and how many more there are.
fn named(records: &[String], before: &str) -> String {
    let mut text = records.iter().take(NAMED).map(|name| code(name)).collect::<Vec<_>>().join(", ");
    if records.len() > NAMED {
        text.push_str(&format!(" and {} more", records.len() - NAMED));
    }
    if text.is_empty() { text } else { format!("{before}{text}") }
}

fn list(out: &mut String, title: &str, lines: Vec<String>) {
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

fn finding(told: &Told) -> String {
    let place = if told.place.is_empty() { String::new() } else { format!("{}: ", code(&told.place)) };
    let hint = told.hint.as_ref().map(|hint| format!("; hint: {}", code(hint))).unwrap_or_default();
    format!("- {place}{}{hint}\n", code(&told.message))
}

/// A code span that holds any text, also in a table.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace('|', "\\|"))
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
        assert_eq!(attribute("https://x/?a=\"<|"), "https://x/?a=&quot;&lt;%7C");
    }
}

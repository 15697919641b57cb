//! The report of a run as JUnit XML, which build servers show: a test case a card.
//! Any text may be in a message; what XML cannot hold is written as its code point.

use crate::report::finding::Finding;
use crate::report::lines::{CardLine, Status, SummaryLine};
use crate::xml::{escape, is_char};

/// The XML of a run's cards and of its own problems.
pub fn xml(cards: &[CardLine], problems: &[Finding], summary: &SummaryLine) -> String {
    let errors: Vec<&Finding> = problems.iter().filter(|found| found.severity == "error").collect();
    let failed = |card: &&CardLine| matches!(card.status, Status::Failed | Status::WouldChange);
    let failures = cards.iter().filter(failed).count() + errors.len();
    let head = |name: &str| {
        format!(
            "<{name} name=\"extra-credit render\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"{:.3}\">\n",
            cards.len() + errors.len(),
            summary.milliseconds / 1000.0
        )
    };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(&head("testsuites"));
    out.push_str(&head("testsuite"));
    for error in errors {
        out.push_str("<testcase classname=\"extra-credit\" name=\"run\" time=\"0\">\n");
        failure(&mut out, &error.code, &error.message, &error.text);
        out.push_str("</testcase>\n");
    }
    for card in cards {
        let name = match (&card.shows, &card.format) {
            (Some(shows), Some(format)) => format!("{shows} \u{b7} {format}"),
            (None, Some(format)) => format.clone(),
            (_, None) => "credit file".to_owned(),
        };
        out.push_str(&format!(
            "<testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"{:.3}\">\n",
            escaped(&card.name()),
            escaped(&name),
            escaped(&card.input),
            card.milliseconds / 1000.0
        ));
        for error in &card.errors {
            failure(&mut out, &error.code, &error.message, &error.text);
        }
        for change in &card.changes {
            let text = format!("{}: {}", change.path, change.what);
            failure(&mut out, "would-change", &text, &text);
        }
        if card.status == Status::Failed && card.errors.is_empty() {
            failure(&mut out, "failed", "see the problems of the run", "");
        }
        if !card.warnings.is_empty() {
            let texts: Vec<String> = card.warnings.iter().map(|warning| escaped(&warning.text)).collect();
            out.push_str(&format!("<system-err>{}</system-err>\n", texts.join("\n")));
        }
        out.push_str("</testcase>\n");
    }
    out.push_str("</testsuite>\n</testsuites>\n");
    out
}

fn failure(out: &mut String, kind: &str, message: &str, text: &str) {
    out.push_str(&format!(
        "<failure type=\"{}\" message=\"{}\">{}</failure>\n",
        escaped(kind),
        escaped(message),
        escaped(text)
    ));
}

/// A text for an element or an attribute; characters that XML forbids are told by their code points.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if !is_char(c) => out.push_str(&format!("U+{:04X}", u32::from(c))),
            // In an attribute they would be read as spaces.
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push_str(&escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;

    fn card(status: Status) -> CardLine {
        CardLine {
            place: 1,
            input: "a&\"<\u{1}>\u{ffff}.yaml".into(),
            record: "tide".into(),
            title: Some("Tide & <Neap>".into()),
            artist: Some("Vane".into()),
            shows: None,
            subject: Some("record".into()),
            template: None,
            format: Some("square".into()),
            status,
            outputs: Vec::new(),
            changes: Vec::new(),
            milliseconds: 1500.0,
            warnings: vec![Finding::from(&Diagnostic::warning("w", "one\ntwo\u{1b}[31m ]]>"))],
            errors: Vec::new(),
        }
    }

    #[test]
    fn any_text_makes_well_formed_xml_that_reads_back() {
        let broken = CardLine {
            errors: vec![Finding::from(&Diagnostic::error("x", "bad <name> & \"more\"\u{8}\nline"))],
            ..card(Status::Failed)
        };
        let text = xml(&[card(Status::Made), broken], &[], &SummaryLine::default());
        let document = roxmltree::Document::parse(&text).expect("well-formed");
        let cases: Vec<_> = document.descendants().filter(|node| node.has_tag_name("testcase")).collect();
        assert_eq!(cases.len(), 2);
        assert_eq!(cases[0].attribute("classname"), Some("Tide & <Neap> \u{2013} Vane"));
        assert_eq!(cases[0].attribute("name"), Some("square"));
        assert_eq!(cases[0].attribute("file"), Some("a&\"<U+0001>U+FFFF.yaml"));
        let failure = document.descendants().find(|node| node.has_tag_name("failure")).expect("failure");
        assert_eq!(failure.attribute("message"), Some("bad <name> & \"more\"U+0008\nline"));
        let suite = document.descendants().find(|node| node.has_tag_name("testsuite")).expect("suite");
        assert_eq!((suite.attribute("tests"), suite.attribute("failures")), (Some("2"), Some("1")));
    }

    #[test]
    fn a_run_that_failed_as_a_whole_is_a_failure_too() {
        let problem = Finding::from(&Diagnostic::error("no-contributor", "`--only`: nobody"));
        let text = xml(&[], &[problem], &SummaryLine::default());
        assert!(text.contains("tests=\"1\" failures=\"1\"") && text.contains("`--only`: nobody"), "{text}");
    }
}

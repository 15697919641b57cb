//! Findings in the forms that machines read: JSON Lines, and the workflow commands of GitHub Actions.
//! The fields and their meaning are in `docs/check.md`.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::visible::{visible, visible_json};

/// A finding as one JSON object; what is unknown is `null`.
#[derive(Serialize)]
struct Line<'d> {
    code: &'d str,
    level: &'d str,
    message: &'d str,
    file: Option<&'d str>,
    line: Option<u32>,
    column: Option<u32>,
    length: Option<u32>,
    hint: Option<&'d str>,
    record: Option<&'d str>,
}

/// One line of JSON without a line end; `record` is what people call the record that the finding is about.
pub fn json(finding: &Diagnostic, record: Option<&str>) -> String {
    let at = finding.position;
    let line = Line {
        code: finding.code,
        level: finding.severity.name(),
        message: &finding.message,
        file: finding.path.as_deref(),
        line: at.map(|at| at.line),
        column: at.map(|at| at.column),
        length: at.map(|_| finding.length.max(1)),
        hint: finding.hint.as_deref(),
        record,
    };
    // Texts and numbers alone always can be written.
    visible_json(&serde_json::to_string(&line).unwrap_or_default()).into_owned()
}

/// One workflow command without a line end; the hint is a second line of the annotation.
pub fn github(finding: &Diagnostic) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(path) = &finding.path {
        properties.push(format!("file={}", property(path)));
    }
    if let Some(at) = finding.position {
        properties.push(format!("line={}", at.line));
        properties.push(format!("col={}", at.column));
    }
    properties.push(format!("title={}", property(finding.code)));
    let mut text = finding.message.clone();
    if let Some(hint) = &finding.hint {
        text.push_str("\nhint: ");
        text.push_str(hint);
    }
    format!("::{command} {}::{}", properties.join(","), data(&text))
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Position;

    #[test]
    fn json_has_every_field_and_null_for_what_is_unknown() {
        let bare = Diagnostic::note("no-artwork", "say \"hm\"\n");
        assert_eq!(
            json(&bare, None),
            "{\"code\":\"no-artwork\",\"level\":\"note\",\"message\":\"say \\\"hm\\\"\\n\",\"file\":null,\"line\":null,\
             \"column\":null,\"length\":null,\"hint\":null,\"record\":null}"
        );
        let placed = bare.in_file("a.yaml").at(Position { line: 3, column: 5 }, 7, "x").hint("do");
        let ends = "\"file\":\"a.yaml\",\"line\":3,\"column\":5,\"length\":7,\"hint\":\"do\",\"record\":\"Tide\"}";
        assert!(json(&placed, Some("Tide")).ends_with(ends));
    }

    #[test]
    fn workflow_commands_are_escaped() {
        let found = Diagnostic::error("yaml", "50% of: a,\u{1b}\nb").in_file("c:/a,b%.yaml");
        let found = found.at(Position { line: 3, column: 5 }, 7, "x");
        assert_eq!(github(&found), "::error file=c%3A/a%2Cb%25.yaml,line=3,col=5,title=yaml::50%25 of: a,\\u{1b}%0Ab");
        assert_eq!(github(&Diagnostic::note("a", "b").hint("c")), "::notice title=a::b%0Ahint: c");
        assert!(github(&Diagnostic::warning("a", "b")).starts_with("::warning title=a::"));
    }
}

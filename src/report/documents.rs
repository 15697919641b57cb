//! Findings as documents that code hosts read whole: SARIF 2.1.0 and the code quality report of GitLab.
//! Both want to know a finding again after lines have moved, so each has a fingerprint without its place.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::catalogue::codes::code;
use crate::diagnostic::{Diagnostic, Severity};
use crate::visible::visible_json;

/// A finding, and what people call the record that it is about.
pub type About = (Diagnostic, Option<String>);

/// The findings as SARIF 2.1.0, with a rule for each code.
pub fn sarif(findings: &[About]) -> String {
    let mut rules: Vec<&str> = findings.iter().map(|(finding, _)| finding.code).collect();
    rules.sort_unstable();
    rules.dedup();
    let rule = |name: &&str| {
        let meaning = code(name).map_or(*name, |code| code.meaning.as_str());
        let level = code(name).and_then(|code| code.levels().next()).unwrap_or(Severity::Error);
        json!({
            "id": name,
            "shortDescription": {"text": meaning},
            "defaultConfiguration": {"level": level.name()},
        })
    };
    let results: Vec<Value> = findings
        .iter()
        .zip(fingerprints(findings))
        .map(|((finding, record), fingerprint)| {
            let text = match &finding.hint {
                Some(hint) => format!("{}\nhint: {hint}", finding.message),
                None => finding.message.clone(),
            };
            let mut result = json!({
                "ruleId": finding.code,
                "ruleIndex": rules.binary_search(&finding.code).unwrap_or_default(),
                "level": finding.severity.name(),
                "message": {"text": text},
                "partialFingerprints": {"finding/v1": fingerprint},
            });
            let more =
                [("locations", location(finding)), ("properties", record.as_ref().map(|of| json!({"record": of})))];
            if let Some(fields) = result.as_object_mut() {
                fields.extend(more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
            }
            result
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "extra-credit",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            // Columns count characters, and SARIF would take them for UTF-16 units.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    visible_json(&format!("{document:#}\n")).into_owned()
}

fn location(finding: &Diagnostic) -> Option<Value> {
    let path = finding.path.as_deref()?;
    let mut place = json!({"artifactLocation": {"uri": uri(path)}});
    if let (Some(at), Some(fields)) = (finding.position, place.as_object_mut()) {
        let (line, column) = (at.line.max(1), at.column.max(1));
        let end = column.saturating_add(finding.length.max(1));
        fields.insert("region".into(), json!({"startLine": line, "startColumn": column, "endColumn": end}));
    }
    Some(json!([{"physicalLocation": place}]))
}

/// The findings as a code quality report of GitLab, which is a subset of Code Climate's.
pub fn gitlab(findings: &[About]) -> String {
    let issues: Vec<Value> = findings
        .iter()
        .zip(fingerprints(findings))
        .map(|((finding, record), fingerprint)| {
            let severity = match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            };
            let about = record.as_ref().map(|record| format!("{record}: ")).unwrap_or_default();
            let hint = finding.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
            json!({
                "description": format!("{about}{}{hint}", finding.message),
                "check_name": finding.code,
                "fingerprint": fingerprint,
                "severity": severity,
                "location": {
                    // GitLab takes no issue without a place.
                    "path": finding.path.as_deref().map_or(".", plain),
                    "lines": {"begin": finding.position.map_or(1, |at| at.line.max(1))},
                },
            })
        })
        .collect();
    visible_json(&format!("{:#}\n", Value::Array(issues))).into_owned()
}

/// What each finding is known by: code, file and message, and its number among equal ones.
fn fingerprints(findings: &[About]) -> Vec<String> {
    let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    findings
        .iter()
        .map(|(finding, _)| {
            let key = (finding.code, finding.path.as_deref().map_or("", plain), finding.message.as_str());
            let number = seen.entry(key).or_default();
            *number += 1;
            let text = format!("{}\0{}\0{}\0{number}", key.0, key.1, key.2);
            blake3::hash(text.as_bytes()).to_hex().chars().take(32).collect()
        })
        .collect()
}

/// A path without the `./` that somebody typed.
fn plain(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}

/// A path as a relative reference, or as an address if it is absolute.
fn uri(path: &str) -> String {
    let path = plain(path).replace('\\', "/");
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let coded: String = path
        .bytes()
        .map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    if path.starts_with('/') { format!("file://{coded}") } else { coded }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Position;

    fn findings() -> Vec<About> {
        let at = |line| Position { line, column: 5 };
        let near =
            || Diagnostic::warning("near-duplicate", "`Jon` is spelled nearly like `John`").in_file("./a b/ü.yaml");
        vec![
            (near().at(at(3), 4, "  - Jon").hint("write `John`"), Some("Tide \u{2013} Vane".into())),
            (near().at(at(9), 4, "  - Jon"), None),
            (Diagnostic::note("no-artwork", "no cover").in_file("/data/b.yaml"), None),
            (Diagnostic::error("no-contributor", "`--only`: nobody"), None),
        ]
    }

    #[test]
    fn sarif_has_rules_places_and_fingerprints_that_lines_do_not_change() {
        let document: Value = serde_json::from_str(&sarif(&findings())).expect("JSON");
        let run = &document["runs"][0];
        let rules: Vec<_> = run["tool"]["driver"]["rules"].as_array().expect("rules").iter().collect();
        assert_eq!(
            rules.iter().filter_map(|rule| rule["id"].as_str()).collect::<Vec<_>>(),
            ["near-duplicate", "no-artwork", "no-contributor"]
        );
        let result = &run["results"][0];
        assert_eq!((result["ruleIndex"].as_u64(), result["level"].as_str()), (Some(0), Some("warning")));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b/%C3%BC.yaml");
        assert_eq!(place["region"], json!({"startLine": 3, "startColumn": 5, "endColumn": 9}));
        assert_eq!(result["properties"]["record"], "Tide \u{2013} Vane");
        assert_eq!(
            run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "file:///data/b.yaml"
        );
        assert!(run["results"][3].get("locations").is_none());
        let moved: Vec<About> = findings()
            .into_iter()
            .map(|(finding, of)| match finding.position {
                Some(at) => (finding.at(Position { line: at.line + 7, ..at }, 4, "x"), of),
                None => (finding, of),
            })
            .collect();
        assert_eq!(fingerprints(&moved), fingerprints(&findings()));
        let mut all = fingerprints(&findings());
        all.dedup();
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn gitlab_gets_every_key_that_it_asks_for() {
        let issues: Value = serde_json::from_str(&gitlab(&findings())).expect("JSON");
        let issues = issues.as_array().expect("a list");
        assert_eq!(issues.len(), 4);
        assert_eq!(issues[0]["description"], "Tide \u{2013} Vane: `Jon` is spelled nearly like `John`; write `John`");
        assert_eq!(issues[0]["location"], json!({"path": "a b/ü.yaml", "lines": {"begin": 3}}));
        let severities: Vec<_> = issues.iter().filter_map(|issue| issue["severity"].as_str()).collect();
        assert_eq!(severities, ["minor", "minor", "info", "major"]);
        assert!(issues.iter().all(|issue| issue["location"]["path"].is_string() && issue["check_name"].is_string()));
        assert_eq!(gitlab(&[]), "[]\n");
    }
}

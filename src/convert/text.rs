//! The text of a credit file that is written: it reads back as the record that it was made of, and says what is doubtful.

use crate::diagnostic::{Diagnostic, Severity};
use crate::record::{Record, parse, to_yaml};

/// The YAML of a record, if it reads back as the same record.
///
/// # Errors
/// Why it cannot be written.
pub fn written(record: &Record) -> Result<String, String> {
    let text = to_yaml(record).map_err(|error| error.to_string())?;
    let again = match parse("written.yaml", text.as_bytes()) {
        Ok(parsed) => to_yaml(&parsed.record).map_err(|error| error.to_string())?,
        Err(problems) => {
            let first = problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
            return Err(format!("the record cannot be written as a credit file: {first}"));
        }
    };
    if again == text {
        Ok(text)
    } else {
        Err("the record cannot be written as a credit file that reads the same".into())
    }
}

/// The YAML with a remark at each line of a name or a title that is doubtful.
pub fn remarked(text: &str, warnings: &[Diagnostic]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut said: Vec<&Diagnostic> = Vec::new();
    for line in text.lines() {
        for warning in warnings.iter().filter(|warning| warning.severity == Severity::Warning) {
            let about = warning.names.iter().any(|name| !name.is_empty() && line.contains(name.as_str()));
            if about && !said.contains(&warning) {
                let indent = line.len() - line.trim_start_matches(' ').len();
                out.push_str(&format!("{}# {}\n", " ".repeat(indent), warning.message));
                said.push(warning);
            }
        }
        out.push_str(line);
        out.push('\n');
    }
    for warning in warnings.iter().filter(|warning| warning.code == "not-understood") {
        out.push_str(&format!("# {}\n", warning.message));
    }
    out
}

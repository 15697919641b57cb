//! `report summary`: a report for people, as Markdown for the page of a CI run or a comment, or as one HTML file to send.
//! Both say the same: counts, what is missing, findings by kind, and the records with their cards.

mod digest;
mod html;
mod markdown;

use std::path::Path;

use crate::cli::args::SummaryArgs;
use crate::cli::inputs::reason;
use crate::cli::merge::read;
use crate::cli::{Outcome, fail, print, usage};
use crate::publish::write_atomic;

use digest::{Checked, Digest};

/// Runs the command. How the run ended does not matter here: printing its summary is all that can fail.
pub fn summary(args: &SummaryArgs) -> Outcome {
    if let Some(url) = &args.pictures
        && !["https://", "http://"].iter().any(|scheme| url.starts_with(scheme))
    {
        return usage(&format!("`--pictures`: `{url}` is no address"), "it begins with `https://` or `http://`");
    }
    let to_stdout = args.output.as_os_str() == "-";
    let extension = args.output.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let as_html = match extension.as_deref() {
        _ if to_stdout => false,
        Some("html" | "htm") => true,
        Some("md" | "markdown") => false,
        _ => {
            let message = format!("{}: a summary is Markdown or HTML", args.output.display());
            return usage(&message, "name it summary.md or summary.html");
        }
    };
    let report = match read(&args.report) {
        Ok(report) => report,
        Err(problem) => return fail(&problem),
    };
    let checked = match args.findings.as_deref().map(findings) {
        None => Vec::new(),
        Some(Ok(checked)) => checked,
        Some(Err(problem)) => return fail(&problem),
    };
    let digest = Digest::new(&report, &checked);
    let text = match as_html {
        true => html::page(&digest, args.pictures.as_deref()),
        false => markdown::text(&digest, args.pictures.as_deref()),
    };
    if to_stdout {
        return print(&text);
    }
    match write_atomic(&args.output, text.as_bytes()) {
        Ok(_) => Outcome::Well,
        Err(error) => fail(&error.to_string()),
    }
}

/// What `check --report` wrote.
fn findings(path: &Path) -> Result<Vec<Checked>, String> {
    let name = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: {}", reason(&error)))?;
    let line = |(index, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| format!("{name}:{}: no finding of `check`: {error}", index + 1))
    };
    text.lines().enumerate().map(line).collect()
}

/// A path in an address.
fn encoded(path: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Where a picture can be seen.
fn address(url: &str, path: &str) -> String {
    format!("{}/{}", url.trim_end_matches('/'), encoded(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_an_address() {
        assert_eq!(address("https://x/", "out/a b/ü?.png"), "https://x/out/a%20b/%C3%BC%3F.png");
    }
}

//! A report for people, as Markdown for the page of a CI run or a comment, or as one HTML file to send.
//! Both say the same: counts, what is missing, findings by kind, and the records with their cards.

mod digest;
mod html;
mod markdown;

use std::path::Path;

use crate::report::shards::Read;

pub use digest::Checked;
use digest::Digest;

/// The form of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SummaryForm {
    /// Markdown, pictures by their addresses.
    Markdown,
    /// One HTML file, with small pictures.
    Html,
}

/// A report, and what `check` found, summed up; `pictures` is the address below which the pictures can be seen.
pub fn summary(form: SummaryForm, report: &Read, checked: &[Checked], pictures: Option<&str>) -> String {
    let digest = Digest::new(report, checked);
    match form {
        SummaryForm::Markdown => markdown::text(&digest, pictures),
        SummaryForm::Html => html::page(&digest, pictures),
    }
}

/// What `check --report` wrote.
///
/// # Errors
/// If the file cannot be read or is something else, as a message.
pub fn checked(path: &Path) -> Result<Vec<Checked>, String> {
    let name = path.display();
    let text = crate::files::text_at_most(path, 1 << 30).map_err(|unread| format!("{name}: {unread}"))?;
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

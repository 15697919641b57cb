//! Pages of a site: their paths as addresses, and the templates that write them.
//! Every text is escaped once, where a template writes it.

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;

use crate::card::is_rtl;

/// The templates, which come with the program.
const TEMPLATES: [(&str, &str); 6] = [
    ("base.html", include_str!("../../assets/gallery/base.html")),
    ("parts.html", include_str!("../../assets/gallery/parts.html")),
    ("campaign.html", include_str!("../../assets/gallery/campaign.html")),
    ("record.html", include_str!("../../assets/gallery/record.html")),
    ("person.html", include_str!("../../assets/gallery/person.html")),
    ("review.html", include_str!("../../assets/gallery/review.html")),
];

/// Writes pages.
pub(super) struct Pages(Environment<'static>);

impl Pages {
    /// The program's own templates.
    pub fn new() -> Pages {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        for (name, source) in TEMPLATES {
            // A test writes a page with each.
            let _ = environment.add_template(name, source);
        }
        Pages(environment)
    }

    /// A page.
    ///
    /// # Errors
    /// A mistake of the template, in words.
    pub fn write(&self, name: &str, data: impl Serialize) -> Result<Vec<u8>, (String, String)> {
        let written = self.0.get_template(name).and_then(|template| template.render(Value::from(Serde(data))));
        written.map(String::into_bytes).map_err(|error| {
            let hint = "this is a mistake of the program: report it with the credit file";
            (format!("the page `{name}` cannot be written: {error:#}"), hint.to_owned())
        })
    }
}

/// A path as part of an address: everything but letters, digits, `-._~` and `/` in percents.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The direction of a language.
pub(super) fn direction(language: &str) -> &'static str {
    if is_rtl(language) { "rtl" } else { "ltr" }
}

/// JSON that can stand in a `<script>`: nothing in it ends one or begins a comment.
pub(super) fn json(value: &impl Serialize) -> String {
    // Maps of texts always become JSON.
    let text = serde_json::to_string(value).unwrap_or_default();
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_addresses_have_nothing_that_ends_them() {
        assert_eq!(encoded("records/夜 \"a\"#?.html"), "records/%E5%A4%9C%20%22a%22%23%3F.html");
    }

    #[test]
    fn json_in_a_page_cannot_end_its_element() {
        let text = json(&serde_json::json!({"name": "</script><!-- & -->"}));
        assert!(!text.contains(['<', '>', '&']));
        let back: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(back["name"], "</script><!-- & -->");
    }
}

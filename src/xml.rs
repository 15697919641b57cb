//! Texts in XML: what must be escaped, and which characters XML 1.0 cannot hold.
//! Template output, SVG files and JUnit reports are written with it.

use std::borrow::Cow;

/// Escapes a text for XML content and attribute values in double quotes.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether XML can hold a character, escaped or not ([XML 1.0, production 2](https://www.w3.org/TR/xml/#NT-Char)).
pub(crate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..) && !matches!(c, '\u{fffe}' | '\u{ffff}')
}

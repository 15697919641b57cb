//! The lines of `names.txt`: names that must render out of the box, by script.
//! Read here for the tests, the library's own tests and the examples.

/// A line of the list; not every user reads all of it.
#[allow(dead_code)]
pub struct Name {
    /// Heading under which it stands, such as `tamil`.
    pub script: &'static str,
    /// The name as the file spells it.
    pub spelling: &'static str,
    /// The name with its escapes resolved.
    pub text: String,
    /// BCP 47, if the name is to be set for a language.
    pub language: Option<&'static str>,
}

/// All lines, in order.
pub fn names() -> Vec<Name> {
    let lines = include_str!("../../names/names.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut columns = line.split('\t');
            let (script, spelling) = (columns.next().expect("a script"), columns.next().expect("a name"));
            Name { script, spelling, text: unescaped(spelling), language: columns.next() }
        })
        .collect()
}

/// `\u{202E}` as the character.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hex, rest) = part.split_once('}').expect("a closed escape");
        out.extend(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
        out.push_str(rest);
    }
    out
}

//! What copying and encoding leave in texts: entities and tags of web pages, letters read in the wrong encoding, typed line
//! breaks, invisible characters and letters of another script that look the same. Each with what it would be without.

use unicode_script::{Script, UnicodeScript};

use super::encoding::windows_1252_bytes;
use super::tree::{Node, Value};

/// A text with something left over in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeftOver {
    /// What is left over, in words.
    pub what: String,
    /// The text without it.
    pub mended: String,
}

/// Characters that nobody sees and no name needs. Joiners and direction marks belong to scripts that need them.
const INVISIBLE: [char; 7] = ['\u{200b}', '\u{feff}', '\u{2060}', '\u{ad}', '\u{180e}', '\u{fffe}', '\u{2061}'];

/// Quotation marks that YAML takes for a part of the text.
const QUOTES: [(char, char); 4] = [('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’')];

/// Letters of Cyrillic and Greek that look like Latin ones.
const ALIKE: [(char, char); 38] = [
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Χ', 'X'),
    ('ο', 'o'),
];

/// What is left over in a text, if anything is.
pub(crate) fn left_over(text: &str) -> Option<LeftOver> {
    let found = |what: &str, mended: String| (mended != text).then(|| LeftOver { what: what.to_owned(), mended });
    if text.contains('&') && text.contains(';') {
        let decoded = html_escape::decode_html_entities(text);
        if decoded != text {
            return found("an entity of a web page", decoded.into_owned());
        }
    }
    if let Some(bare) = untagged(text, &TAGS) {
        return found("a tag of a web page", bare);
    }
    if let Some(meant) = ungarbled(text) {
        return found("a letter in the wrong encoding", meant);
    }
    if let Some(inner) = QUOTES.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close)) {
        let whole = !QUOTES.iter().any(|(open, close)| inner.contains([*open, *close]));
        if whole && !inner.trim().is_empty() {
            return found("typographic quotation marks around it", inner.trim().to_owned());
        }
    }
    if text.contains("\\n") || text.contains("\\t") {
        return found(
            "a typed line break",
            text.replace("\\n", " ").replace("\\t", " ").split_whitespace().collect::<Vec<_>>().join(" "),
        );
    }
    if let Some(sign) = text.chars().find(|c| INVISIBLE.contains(c)) {
        let mended: String = text.chars().filter(|c| !INVISIBLE.contains(c)).collect();
        return found(&format!("the invisible character U+{:04X}", u32::from(sign)), mended);
    }
    alike(text)
}

/// Tags of HTML that copying leaves in texts.
const TAGS: [&str; 9] = ["i", "b", "em", "strong", "br", "span", "p", "u", "sup"];

/// A text without these tags of HTML, such as `<i>Tide</i>`; none if it has none of them.
pub(crate) fn untagged(text: &str, tags: &[&str]) -> Option<String> {
    if !text.contains('<') {
        return None;
    }
    let mut out = String::new();
    let mut rest = text;
    let mut any = false;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let Some((tag, behind)) = after.split_once('>') else {
            out.push('<');
            rest = after;
            continue;
        };
        let name = tag.trim_matches('/').split_whitespace().next().unwrap_or_default().to_lowercase();
        if tags.contains(&name.as_str()) {
            any = true;
            if name == "br" {
                out.push(' ');
            }
            rest = behind;
        } else {
            out.push('<');
            rest = after;
        }
    }
    out.push_str(rest);
    any.then(|| out.trim().to_owned())
}

/// The text that was meant, if words of this one are UTF-8 that was read as Windows-1252: `BjÃ¸rn` for `Bjørn`.
pub(crate) fn ungarbled(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let word = |word: &str| {
        let bytes = windows_1252_bytes(word).filter(|_| !word.is_ascii());
        bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| word.to_owned())
    };
    let meant = text.split(' ').map(word).collect::<Vec<_>>().join(" ");
    (meant != text).then_some(meant)
}

/// A word of Latin letters with one of another script that looks the same.
fn alike(text: &str) -> Option<LeftOver> {
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii()) {
        let latin = word.chars().filter(|c| c.script() == Script::Latin).count();
        let others: Vec<char> =
            word.chars().filter(|c| matches!(c.script(), Script::Cyrillic | Script::Greek)).collect();
        let twin = |c: char| ALIKE.iter().find(|(other, _)| *other == c).map(|(_, latin)| *latin);
        let Some(first) = others.first() else { continue };
        if latin > others.len() && others.iter().all(|c| twin(*c).is_some()) {
            let mended: String = word.chars().map(|c| twin(c).unwrap_or(c)).collect();
            let what = format!(
                "the letter U+{:04X} of another script, which looks like `{}`",
                u32::from(*first),
                twin(*first).unwrap_or(*first)
            );
            return Some(LeftOver { what, mended: text.replace(word, &mended) });
        }
    }
    None
}

/// Mends every text of a tree.
pub(crate) fn mend(node: &mut Node) {
    match &mut node.value {
        Value::Scalar(text) => {
            // One may hide another: `&lt;i&gt;`.
            for _ in 0..4 {
                let Some(found) = left_over(text) else { break };
                *text = found.mended;
            }
        }
        Value::List(items) => items.iter_mut().for_each(mend),
        Value::Map(pairs) => pairs.iter_mut().for_each(|(key, value)| {
            mend(key);
            mend(value);
        }),
        Value::Nothing { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_over_is_told_with_what_it_would_be() {
        for (text, what, mended) in [
            ("Brant &amp; Li", "an entity", "Brant & Li"),
            ("O&#039;Neil", "an entity", "O'Neil"),
            ("<i>Tide</i>", "a tag", "Tide"),
            ("BeyoncÃ©", "wrong encoding", "Beyoncé"),
            ("Bo\\nLi", "line break", "Bo Li"),
            ("“Tide”", "quotation marks", "Tide"),
            ("Bo\u{200b} Li", "U+200B", "Bo Li"),
            ("M\u{430}risol", "U+0430", "Marisol"),
        ] {
            let found = left_over(text).expect("something");
            assert!(found.what.contains(what), "{text}: {}", found.what);
            assert_eq!(found.mended, mended, "{text}");
        }
        for text in [
            "Brant & Li",
            "AT&T; x",
            "<3",
            "Björk",
            "Иван",
            "Ивaнoв Пётр",
            "A<B",
            "坂井美月",
            "Ñandú",
            "נועם",
            "क\u{200d}ष",
        ] {
            assert_eq!(left_over(text), None, "{text}");
        }
    }
}

//! What pages put around a text that people copy from them: wiki markup, Markdown, footnotes, leaders of dots.
//! What is left is the text as a reader sees it.

use crate::import::leftover;

/// Templates of wikis whose last part is what a reader sees.
const SHOWN: [&str; 9] = ["abbr", "small", "nowrap", "nobold", "noitalic", "lang", "sup", "smaller", "efn-lr"];

/// Tags of pages.
const TAGS: [&str; 16] =
    ["ref", "i", "b", "em", "strong", "small", "big", "u", "sup", "sub", "p", "li", "ul", "span", "div", "br"];

/// A line as a reader sees it.
pub(super) fn plain(raw: &str) -> String {
    let mut text = raw.replace('：', ": ").replace(['\u{3000}', '\u{a0}'], " ").replace("\u{200e}", "");
    if text.contains("{{") {
        text = templates(&text);
    }
    if text.contains("[[") {
        text = between(&text, "[[", "]]", |inner| Some(inner.rsplit('|').next().unwrap_or(inner).to_owned()));
    }
    if text.contains('<') {
        text = untagged(&text);
    }
    if text.contains("](") {
        text = links(&text);
    }
    if text.contains('[') {
        text = between(&text, "[", "]", |inner| {
            let footnote = !inner.is_empty() && inner.len() <= 3 && inner.bytes().all(|byte| byte.is_ascii_digit());
            let button = matches!(inner, "edit" | "source" | "citation needed" | "Bearbeiten" | "modifier");
            if footnote || button { Some(String::new()) } else { None }
        });
    }
    let trimmed = text.trim();
    if let Some(inner) = trimmed.strip_prefix('=').and_then(|rest| rest.strip_suffix('=')) {
        text = inner.trim_matches('=').trim().to_owned();
    }
    for mark in ["'''", "''", "**", "__", "`"] {
        text = text.replace(mark, "");
    }
    text = emphasised(&text);
    text = leaders(&text);
    row(&text).or_else(|| infobox(&text)).unwrap_or(text)
}

/// A text with each part between two marks as `shown` has it; `None` leaves the part with its marks.
fn between(text: &str, open: &str, close: &str, shown: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        out.push_str(before);
        let Some((inner, behind)) = after.split_once(close) else {
            out.push_str(open);
            rest = after;
            continue;
        };
        match shown(inner) {
            Some(inner) => out.push_str(&inner),
            None => out.extend([open, inner, close]),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn templates(text: &str) -> String {
    between(text, "{{", "}}", |inner| {
        let mut parts = inner.split('|');
        let name = parts.next().unwrap_or_default().trim().to_lowercase();
        let last = parts.next_back().unwrap_or_default();
        Some(if SHOWN.contains(&name.as_str()) { last.to_owned() } else { String::new() })
    })
}

/// A text without its tags and without references, whose words belong to no credit.
fn untagged(text: &str) -> String {
    let text = unreferenced(text);
    leftover::untagged(&text, &TAGS).unwrap_or(text)
}

/// A text without `<ref>…</ref>` and `<ref …/>`.
fn unreferenced(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<ref") {
        out.push_str(before);
        let Some((tag, behind)) = after.split_once('>') else {
            out.push_str("<ref");
            rest = after;
            continue;
        };
        let single = tag.trim_end().ends_with('/');
        rest = if single { behind } else { behind.split_once("</ref>").map_or(behind, |(_, behind)| behind) };
    }
    out.push_str(rest);
    out
}

/// `[text](address)` is its text.
fn links(text: &str) -> String {
    let mut out = text.to_owned();
    while let Some(middle) = out.find("](") {
        let before = out.get(..middle).unwrap_or_default();
        let (Some(open), Some(close)) = (before.rfind('['), out.get(middle..).and_then(|rest| rest.find(')'))) else {
            return out;
        };
        let shown = out.get(open + 1..middle).unwrap_or_default();
        let whole = format!(
            "{}{shown}{}",
            out.get(..open).unwrap_or_default(),
            out.get(middle + close + 1..).unwrap_or_default()
        );
        out = whole;
    }
    out
}

/// `*word*` and `_word_` without their marks; a star alone stays, as it marks a variation of a name.
fn emphasised(text: &str) -> String {
    let mut out = text.to_owned();
    for mark in ['*', '_'] {
        let letters: Vec<(usize, char)> = out.char_indices().collect();
        let at = |place: usize| letters.get(place).map(|(_, c)| *c);
        let opens = |place: usize| {
            place.checked_sub(1).and_then(at).is_none_or(|c| !c.is_alphanumeric())
                && at(place + 1).is_some_and(|c| !c.is_whitespace())
        };
        let closes = |place: usize| {
            place.checked_sub(1).and_then(at).is_some_and(|c| !c.is_whitespace())
                && at(place + 1).is_none_or(|c| !c.is_alphanumeric())
        };
        let marks: Vec<usize> = (0..letters.len()).filter(|place| at(*place) == Some(mark)).collect();
        let gone: Vec<usize> = marks
            .chunks(2)
            .filter_map(|pair| match pair {
                [open, close] if opens(*open) && closes(*close) => Some([*open, *close]),
                _ => None,
            })
            .flatten()
            .collect();
        if !gone.is_empty() {
            let kept = letters.iter().enumerate().filter(|(place, _)| !gone.contains(place));
            out = kept.map(|(_, (_, c))| *c).collect();
        }
    }
    out
}

/// `Producer ........ Odalys Brant` and `Producer…Odalys Brant` have a colon for their dots.
fn leaders(text: &str) -> String {
    let dots = |c: char| matches!(c, '.' | '…' | '·' | '_' | '․');
    let Some(start) = text.find("...").or_else(|| text.find('…')).or_else(|| text.find(". . .")) else {
        return text.to_owned();
    };
    let (left, rest) = text.split_at(start);
    let right = rest.trim_start_matches(|c: char| dots(c) || c == ' ');
    if left.trim().is_empty() || right.trim().is_empty() {
        return text.to_owned();
    }
    format!("{}: {right}", left.trim_end().trim_end_matches(':'))
}

/// A row of a table, `| Producer | Odalys Brant |`, as its cells with tabs between them.
fn row(text: &str) -> Option<String> {
    let inner = text.trim().strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
    (cells.len() > 1).then(|| cells.join("\t"))
}

/// A line of a box of facts, `| producer = Odalys Brant`.
fn infobox(text: &str) -> Option<String> {
    let (key, value) = text.trim().strip_prefix("| ")?.split_once('=')?;
    let plain = !key.trim().is_empty() && key.chars().all(|c| c.is_alphanumeric() || " _-".contains(c));
    (plain && !value.trim().is_empty()).then(|| format!("{}: {}", key.trim().replace('_', " "), value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_off_as_a_page_shows_it() {
        for (raw, shown) in [
            ("* [[Marisol Vane]] – vocals", "* Marisol Vane – vocals"),
            ("[[Bass guitar|bass]] {{small|(track 2)}}", "bass (track 2)"),
            ("design<ref name=\"liner\" />", "design"),
            ("design<ref>Notes.</ref>, layout", "design, layout"),
            ("== Personnel ==", "Personnel"),
            ("'''Musicians'''[edit]", "Musicians"),
            ("liner notes.[12]", "liner notes."),
            ("Guitar [12 String]", "Guitar [12 String]"),
            ("**Vocals:** Marisol Vane", "Vocals: Marisol Vane"),
            ("*Bass* — Ines Halloran", "Bass — Ines Halloran"),
            ("Mixed By – AR*", "Mixed By – AR*"),
            ("[Ann Ray](https://a.example/x) – cello", "Ann Ray – cello"),
            ("Producer ...... Odalys Brant", "Producer: Odalys Brant"),
            ("| Producer | Odalys Brant |", "Producer\tOdalys Brant"),
            ("編曲：高橋 蓮", "編曲: 高橋 蓮"),
            ("And then...", "And then..."),
            ("a < b", "a < b"),
        ] {
            assert_eq!(plain(raw), shown, "{raw}");
        }
    }
}

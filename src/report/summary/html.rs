//! A summary as one HTML file that needs no other: it can be sent, opened anywhere, and printed.
//! Pictures of the cards are in it, made small.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::address;
use super::digest::{Digest, Row, Told};
use crate::artwork::{Artwork, Limits};
use crate::contact::shrunk;
use crate::pool::each;
use crate::report::plural;
use crate::xml::escape;

/// Most records with pictures: a mail takes some 10 MB.
const MOST: usize = 500;

/// Most lines of each list.
const LINES: usize = 500;

/// Longest side of a small picture in px; twice what most take in the page, for fine screens.
const SIDE: u32 = 320;

/// Quality of the small pictures, of 100.
const QUALITY: u8 = 82;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.5rem}\
dl{display:flex;flex-wrap:wrap;gap:1rem 2.5rem}dt{font-size:.85rem;opacity:.75}dd{margin:0;font-size:1.8rem;font-weight:600}\
dl div{display:flex;flex-direction:column-reverse}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-top:1px solid #8884}\
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1.5rem;list-style:none;padding:0}\
.cards li{break-inside:avoid;overflow-wrap:anywhere}.cards .shots{display:flex;gap:.4rem;align-items:flex-end;overflow:hidden;margin-bottom:.4rem}\
.cards img{height:7.5rem;max-width:100%;width:auto;display:block}\
code{font-size:.9em;overflow-wrap:anywhere}.failed,.error{color:#c2341d}small{opacity:.75;display:block}";

/// The whole page.
pub fn page(digest: &Digest<'_>, pictures: Option<&str>) -> String {
    let shown = digest.records.get(..MOST.min(digest.records.len())).unwrap_or_default();
    let shots = each(
        shown.len(),
        || (),
        |index| {
            shown.get(index).map(|row| row.pictures.iter().take(4).map(|path| shot(path, pictures)).collect::<String>())
        },
    );
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Credit cards</title>\n<style>{STYLE}</style>\n<h1>Credit cards: {}</h1>\n",
        escaped(&digest.sentence)
    );
    if digest.interrupted {
        out.push_str("<p class=\"failed\">The run was interrupted.</p>\n");
    }
    out.push_str("<dl>");
    for (name, count) in &digest.counts {
        out.push_str(&format!("<div><dt>{name}</dt><dd>{count}</dd></div>"));
    }
    out.push_str("</dl>\n");
    let missing = digest.missing.iter().map(|(what, records)| {
        let names = records.iter().map(|name| escaped(name)).collect::<Vec<_>>().join(", ");
        format!("<b>{}</b><small>{names}</small>", quoted(what))
    });
    list(&mut out, "Missing", missing.collect());
    kinds(&mut out, digest);
    let changes =
        digest.changes.iter().map(|change| format!("<code>{}</code> {}", escaped(&change.path), quoted(&change.what)));
    list(&mut out, "Would change", changes.collect());
    let gone = digest.no_longer_made.iter().map(|path| format!("<code>{}</code>", escaped(path)));
    list(&mut out, "No longer made", gone.collect());
    if !shown.is_empty() {
        out.push_str("<h2>Cards</h2>\n<ul class=\"cards\">\n");
        for (row, shots) in shown.iter().zip(shots) {
            card(&mut out, row, &shots.unwrap_or_default());
        }
        out.push_str("</ul>\n");
        more(&mut out, digest.records.len(), MOST, "record");
    }
    list(&mut out, "All findings", digest.findings.iter().map(finding).collect());
    out.push_str("</html>\n");
    out
}

fn kinds(out: &mut String, digest: &Digest<'_>) {
    if digest.kinds.is_empty() {
        return;
    }
    out.push_str("<h2>Findings</h2>\n<table><tr><th>finding<th>times<th>records</tr>\n");
    for kind in &digest.kinds {
        let names = kind.records.iter().take(20).map(|name| escaped(name)).collect::<Vec<_>>().join(", ");
        let rest = kind.records.len().saturating_sub(20);
        let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        out.push_str(&format!(
            "<tr><td><b class=\"{0}\">{0}</b> {1} <code>{2}</code><td>{3}<td>{names}{rest}</tr>\n",
            escaped(&kind.level),
            quoted(&kind.meaning),
            escaped(&kind.code),
            kind.count
        ));
    }
    out.push_str("</table>\n");
}

fn card(out: &mut String, row: &Row<'_>, shots: &str) {
    let outcomes: Vec<String> = row
        .outcomes()
        .into_iter()
        .map(|(what, formats)| {
            let class = if what == "failed" { " class=\"failed\"" } else { "" };
            format!("<span{class}>{what}</span> {}", escaped(&formats.join(", "))).trim_end().to_owned()
        })
        .collect();
    out.push_str(&format!(
        "<li><div class=\"shots\">{shots}</div><b>{}</b><small>{}</small><small><code>{}</code></small></li>\n",
        escaped(&row.name),
        outcomes.join("; "),
        escaped(row.input)
    ));
}

/// A picture made small, or if it cannot be read the one at its address; nothing if there is neither.
fn shot(path: &str, pictures: Option<&str>) -> String {
    let address = pictures.map(|url| escaped(&address(url, path)));
    let source = small(Path::new(path)).map(|bytes| format!("data:image/jpeg;base64,{}", STANDARD.encode(bytes)));
    let Some(source) = source.or_else(|| address.clone()) else { return String::new() };
    let image = format!("<img src=\"{source}\" alt=\"{}\">", escaped(path));
    address.map_or(image.clone(), |address| format!("<a href=\"{address}\">{image}</a>"))
}

/// A picture as a small JPEG.
fn small(path: &Path) -> Option<Vec<u8>> {
    let card = Artwork::decode(&crate::files::read_at_most(path, 64 << 20).ok()?, &Limits::default()).ok()?;
    let scale = (SIDE as f32 / card.width().max(card.height()) as f32).min(1.0);
    let side = |length: u32| ((length as f32 * scale).round() as u32).max(1);
    let card = shrunk(&card, side(card.width()), side(card.height())).ok()?;
    let channels = if card.has_alpha() { 4 } else { 3 };
    let rgb: Vec<u8> = card.data().chunks_exact(channels).flat_map(|pixel| pixel.iter().take(3)).copied().collect();
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    let kind = image::ExtendedColorType::Rgb8;
    image::ImageEncoder::write_image(encoder, &rgb, card.width(), card.height(), kind).ok()?;
    Some(bytes)
}

fn list(out: &mut String, title: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("<h2>{title}</h2>\n<ul>\n"));
    out.extend(lines.iter().take(LINES).map(|line| format!("<li>{line}</li>\n")));
    out.push_str("</ul>\n");
    more(out, lines.len(), LINES, "line");
}

fn more(out: &mut String, count: usize, most: usize, noun: &str) {
    if count > most {
        out.push_str(&format!("<p>… and {} more in the report.</p>\n", plural(count - most, noun)));
    }
}

fn finding(told: &Told) -> String {
    let place = if told.place.is_empty() { String::new() } else { format!("<code>{}</code> ", escaped(&told.place)) };
    let hint = told.hint.as_ref().map(|hint| format!("<small>{}</small>", quoted(hint))).unwrap_or_default();
    format!("<b class=\"{0}\">{0}</b> {place}{1}{hint}", escaped(&told.level), quoted(&told.message))
}

/// A text of a page, without control characters.
fn escaped(text: &str) -> String {
    escape(&text.replace(char::is_control, " ")).into_owned()
}

/// A message, what stands between backticks as code.
fn quoted(text: &str) -> String {
    let parts: Vec<String> = text
        .split('`')
        .enumerate()
        .map(|(index, part)| if index % 2 == 1 { format!("<code>{}</code>", escaped(part)) } else { escaped(part) })
        .collect();
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escaped("<b> & \"x\"\u{7}"), "&lt;b&gt; &amp; &quot;x&quot; ");
        assert_eq!(quoted("key `<nam>` of"), "key <code>&lt;nam&gt;</code> of");
    }
}

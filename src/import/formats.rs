//! What a file is, by its name and its first characters, and which reader it goes to.
//! A file that no reader knows is an error that says what is read.

use std::io::Read as _;

use super::binary::{Holds, binary};
use super::documents::{documents, drafts};
use super::draft::Draft;
use super::encoding::Encoding;
use super::options::ImportOptions;
use super::text::{Source, brief};
use super::tree::{Node, Value};
use super::{
    Document, Imported, cue, discogs, json, list, musicbrainz, objects, pasted, rin, roles, spreadsheet, syntax, xml,
    yaml,
};
use crate::diagnostic::Diagnostic;

/// Largest file of another program in bytes, unpacked: 64 MiB.
const MAX_BYTES: usize = 64 << 20;

/// What is read, for messages.
const READ: &str = "credit files (YAML, JSON), spreadsheets (CSV, TSV, XLSX, ODS), pasted text, tagged recordings, cue sheets, MusicBrainz (JSON, XML), \
                    Discogs (JSON, XML) and DDEX RIN are read";

/// Keys that only credit files have at their top.
const OWN_KEYS: [&str; 10] =
    ["credits", "people", "thanks", "hashtags", "supplied_by", "card", "check", "custom", "roles", "versus"];

/// Keys that credit files have at their top as others do.
const FIELDS: [&str; 14] = [
    "title",
    "artist",
    "artwork",
    "kind",
    "released",
    "label",
    "catalogue",
    "isrc",
    "language",
    "tracks",
    "versus",
    "quotes",
    "supporters",
    "$schema",
];

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}

/// Whether a file is one credit file for sure, by its name and its text, so that it needs no other reader.
pub fn is_credit_file(name: &str, bytes: &[u8]) -> bool {
    let yaml = matches!(extension(name).as_str(), "yaml" | "yml");
    let list = |line: &[u8]| line.starts_with(b"records:") || line.starts_with(b"- ") || line.starts_with(b"[");
    yaml && !bytes.split(|byte| *byte == b'\n').any(list)
}

/// Whether a path is called like a recording.
pub fn is_recording(name: &str) -> bool {
    let known = [
        "mp3", "flac", "ogg", "oga", "opus", "m4a", "m4b", "m4p", "mp4", "aac", "wav", "wave", "aif", "aiff", "aifc",
        "ape", "wv", "mpc", "mp+", "spx", "wma", "asf", "tta", "dsf", "dff", "ac3", "tak", "ofr", "mka", "caf",
    ];
    known.contains(&extension(name).as_str())
}

/// The cover in a recording's tags; `None` if the bytes are none or have none.
pub fn cover(bytes: &[u8]) -> Option<Vec<u8>> {
    binary(bytes).filter(|found| found.holds == Holds::Recording)?;
    #[cfg(feature = "tags")]
    return super::tags::tags(std::io::Cursor::new(bytes)).ok()?.into_cover();
    #[cfg(not(feature = "tags"))]
    None
}

/// Reads a file with the reader that knows it. `name` is the path as the user named it.
///
/// # Errors
/// Every error of the file.
pub(crate) fn read(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Imported, Vec<Diagnostic>> {
    if let Some(rest) = bytes
        .starts_with(b"\x1f\x8b\x08")
        .then(|| name.strip_suffix(".gz").or(name.strip_suffix(".GZ")).unwrap_or(name))
    {
        let bytes = unpacked(name, bytes)?;
        if bytes.starts_with(b"\x1f\x8b") {
            return Err(unknown(name, "a compressed file in a compressed file"));
        }
        return of_bytes(name, rest, &bytes, options);
    }
    of_bytes(name, name, bytes, options)
}

/// `called` is the name without the ending of a compressed file.
fn of_bytes(name: &str, called: &str, bytes: &[u8], options: &ImportOptions) -> Result<Imported, Vec<Diagnostic>> {
    match binary(bytes).map(|found| found.holds) {
        Some(Holds::Sheet | Holds::Office) => return workbook(name, bytes, options),
        Some(Holds::Archive) if spreadsheet::is_spreadsheet(called) => return workbook(name, bytes, options),
        // Some recordings begin with sound: their names tell.
        Some(Holds::Recording) => return recording(name, bytes, options),
        _ if is_recording(called) && (bytes.contains(&0) || std::str::from_utf8(bytes).is_err()) => {
            return recording(name, bytes, options);
        }
        Some(_) if !spreadsheet::is_spreadsheet(called) => {
            syntax::decode(name, bytes, "credit file")?;
        }
        _ => {}
    }
    if spreadsheet::is_spreadsheet(called) {
        return match spreadsheet::read(name, bytes, options) {
            Ok(read) => Ok(Imported::Sheet(Box::new(read))),
            // A sheet on its side: roles below each other, names beside them.
            Err(problems) => match decoded(name, bytes).ok().and_then(|source| pairs(&source)) {
                Some(source) => match pasted::read(&source) {
                    Some(found) => drafts(source, vec![found], options),
                    None => Err(problems),
                },
                None => Err(problems),
            },
        };
    }
    let ending = extension(called);
    if matches!(ending.as_str(), "yaml" | "yml") {
        let source = syntax::decode(name, bytes, "credit file")?;
        let Ok(Some(root)) = yaml::read(&source) else { return Ok(Imported::CreditFile) };
        return Ok(documents(source, list::read(&root), options));
    }
    if is_recording(called) && !bytes.is_empty() {
        return recording(name, bytes, options);
    }
    let source = decoded(name, bytes)?;
    if cue::is_one(&source.text) {
        let found = cue::read(&source);
        return drafts(source, vec![found], options);
    }
    let start = source.text.trim_start();
    if start.starts_with('<') && ending != "md" {
        return markup(source, options);
    }
    if ending == "json" || start.starts_with('{') || start.starts_with('[') {
        return of_json(source, &ending, options);
    }
    free(source, &ending, bytes, options)
}

/// The text of a file of another program: UTF-8 or marked UTF-16, without control characters.
fn decoded(name: &str, bytes: &[u8]) -> Result<Source, Vec<Diagnostic>> {
    if bytes.len() > MAX_BYTES {
        let message = format!("expected a file of at most {MAX_BYTES} bytes, found {} bytes", bytes.len());
        return Err(vec![Diagnostic::error("file-too-large", message).in_file(name).hint("split the file")]);
    }
    if let Some((encoding @ (Encoding::Utf16Le | Encoding::Utf16Be), mark)) = Encoding::marked(bytes) {
        let (text, damaged) = encoding.decode(bytes.get(mark..).unwrap_or_default());
        if !damaged {
            return Ok(Source::new(name, &text));
        }
    }
    if std::str::from_utf8(bytes).is_err() || bytes.len() <= syntax::MAX_BYTES {
        return syntax::decode(name, bytes, "credit file");
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    Ok(Source::new(name, text.strip_prefix('\u{feff}').unwrap_or(text)))
}

fn unpacked(name: &str, bytes: &[u8]) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut out = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(MAX_BYTES as u64 + 1).read_to_end(&mut out);
    let problem = match read {
        Ok(length) if length <= MAX_BYTES => return Ok(out),
        Ok(_) => {
            Diagnostic::error("file-too-large", format!("expected at most {MAX_BYTES} bytes when unpacked, found more"))
                .hint("cut the releases out that are needed")
        }
        Err(error) => Diagnostic::error(
            "unreadable-file",
            format!("the compressed file cannot be unpacked: {error}").to_lowercase(),
        ),
    };
    Err(vec![problem.in_file(name)])
}

fn markup(source: Source, options: &ImportOptions) -> Result<Imported, Vec<Diagnostic>> {
    let name = source.name.clone();
    let lower = source.text.trim_start().get(..15).unwrap_or_default().to_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return Err(unknown(&name, "a web page; copy its credits as text"));
    }
    let (root, tree) = xml::read(&source).map_err(|problem| vec![*problem])?;
    match root.as_str() {
        "RecordingInformationNotification" => return drafts(source, vec![rin::read(&tree)], options),
        "NewReleaseMessage" | "UpdateReleaseMessage" | "PurgeReleaseMessage" | "CatalogListMessage" => {
            let problem = Diagnostic::error(
                "not-supported",
                "DDEX ERN is not supported: it is a message about a release for shops, not about who made it",
            );
            return Err(vec![problem.in_file(name).hint("export DDEX RIN, or a spreadsheet with a row a credit")]);
        }
        "svg" => return Err(unknown(&name, "a picture (SVG)")),
        #[cfg(feature = "tags")]
        "plist" => {
            let Some(tracks) = super::tags::library(&tree) else {
                return Err(unknown(&name, "a property list that is no library of music"));
            };
            let (source, found) = super::tags::records(&name, tracks, &options.split);
            return drafts(source, found, options);
        }
        _ => {}
    }
    // A file that holds one element is looked at as that element stands in its list.
    let whole = Node { value: Value::Map(vec![(tree.like(root.as_str()), tree.clone())]), at: tree.at, length: 1 };
    let found = if root == "metadata" {
        musicbrainz::read(&tree)
    } else {
        discogs::read(&tree).or_else(|| discogs::read(&whole)).or_else(|| musicbrainz::read(&whole))
    };
    match found {
        Some(found) => drafts(source, found, options),
        None if root == "metadata" && source.text.contains("musicbrainz.org/ns/mmd") => {
            drafts(source, vec![Draft::new("MusicBrainz")], options)
        }
        // Other parts of the dumps.
        None if matches!(root.as_str(), "masters" | "artists" | "labels") => {
            drafts(source, vec![Draft::new("Discogs")], options)
        }
        None => match objects::read(&tree) {
            Some(mut found) => {
                found.iter_mut().for_each(|draft| draft.format = "XML");
                drafts(source, found, options)
            }
            None => Err(unknown(&name, &format!("XML with the root `{}`", brief(&root)))),
        },
    }
}

fn of_json(source: Source, ending: &str, options: &ImportOptions) -> Result<Imported, Vec<Diagnostic>> {
    let root = match json::read_long(&source) {
        Ok(Some(root)) => root,
        // `{title: x}` is YAML, and the credit file's reader says what is wrong with JSON.
        _ => return Ok(Imported::CreditFile),
    };
    let known = |root: &Node| {
        root.pairs()
            .iter()
            .filter(|(key, _)| key.as_text().is_some_and(|key| OWN_KEYS.contains(&key) || FIELDS.contains(&key)))
            .count()
    };
    // Another program's file has a key or two of ours among many, or something else under them.
    let others = |root: &Node| {
        let credits = root.items(&["credits"]);
        let typed = |credit: &&Node| credit.get("contributors").is_some() && credit.get("role").is_none();
        root.get("artist").is_some_and(|artist| artist.get("name").is_some()) || credits.iter().any(typed)
    };
    let own = |root: &Node| {
        !others(root)
            && OWN_KEYS.iter().any(|key| root.get(key).is_some())
            && known(root) * 2 >= root.pairs().len()
            && root.get("title").is_some()
    };
    if own(&root) {
        return Ok(Imported::CreditFile);
    }
    if let Some(found) = list::read(&root).filter(|found| found.iter().any(|one| own(&one.tree))) {
        return Ok(documents(source, Some(found), options));
    }
    let all: Vec<&Node> = match &root.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![&root],
    };
    let mut found: Vec<Draft> = Vec::new();
    for one in all {
        let read = musicbrainz::read(one)
            .filter(|all| all.iter().any(|draft| !draft.is_empty()) || discogs::read(one).is_none());
        found.extend(read.or_else(|| discogs::read(one)).unwrap_or_default());
    }
    if !found.is_empty() {
        return drafts(source, found, options);
    }
    #[cfg(feature = "tags")]
    if let Some(files) = super::tags::listing(&root) {
        let (listed, found) = super::tags::records(&source.name, files, &options.split);
        if found.iter().any(|draft| !draft.is_empty()) {
            return drafts(listed, found, options);
        }
    }
    let keys: Vec<&str> = root.pairs().iter().filter_map(|(key, _)| key.as_text()).take(4).collect();
    if musicbrainz::is_like(&root) {
        return drafts(source, vec![Draft::new("MusicBrainz")], options);
    }
    if discogs::is_like(&root) {
        return drafts(source, vec![Draft::new("Discogs")], options);
    }
    if let Some(found) = objects::read(&root) {
        return drafts(source, found, options);
    }
    if let Some(found) = list::read(&root) {
        return Ok(documents(source, Some(found), options));
    }
    let near = root.pairs().is_empty()
        || (root.get("title").is_some() || root.get("artist").is_some()) && known(&root) * 2 > root.pairs().len();
    if near || ending != "json" {
        return Ok(Imported::CreditFile);
    }
    Err(unknown(
        &source.name,
        &format!(
            "JSON with the keys {}",
            keys.iter().map(|key| format!("`{}`", brief(key))).collect::<Vec<_>>().join(", ")
        ),
    ))
}

/// A text whose name says little: a credit file without its ending, a spreadsheet, or credits as people write them.
fn free(source: Source, ending: &str, bytes: &[u8], options: &ImportOptions) -> Result<Imported, Vec<Diagnostic>> {
    let own = |root: &Node| {
        OWN_KEYS.iter().chain(&["artist", "records"]).filter(|key| root.get(key).is_some()).count() > 0
            && root.get("credits").is_some()
            || root.get("records").is_some()
    };
    if let Some(front) = front_matter(&source) {
        return Ok(documents(front.0, Some(vec![front.1]), options));
    }
    if let Ok(Some(root)) = yaml::read(&source) {
        if let Some(found) = list::read(&root) {
            return Ok(documents(source, Some(found), options));
        }
        if own(&root) {
            return Ok(Imported::CreditFile);
        }
    }
    if spreadsheet::looks_like_one(&source.text) {
        return Ok(Imported::Sheet(Box::new(spreadsheet::read(&source.name, bytes, options)?)));
    }
    #[cfg(feature = "tags")]
    if let Some(files) = super::tags::lines(&source) {
        let (listed, found) = super::tags::records(&source.name, files, &options.split);
        return drafts(listed, found, options);
    }
    match pasted::read(&source) {
        Some(found) => drafts(source, vec![found], options),
        None if matches!(ending, "txt" | "md" | "text" | "nfo" | "log" | "xml") => {
            let problem = Diagnostic::error("unknown-file", "unknown format: text in which no line is a credit");
            let hint = "write a line a credit, such as `Producer: Odalys Brant`; sentences are not read";
            Err(vec![problem.in_file(source.name.clone()).hint(hint)])
        }
        None => Ok(Imported::CreditFile),
    }
}

/// The lines of a sheet with two columns, of which the first holds roles and fields, as `Role: Name`.
fn pairs(source: &Source) -> Option<Source> {
    let mut text = String::new();
    let (mut known, mut all) = (0, 0);
    for line in source.text.lines() {
        let cell = |text: &str| text.trim().trim_matches('"').replace("\"\"", "\"");
        let halves = line.split_once([',', ';', '\t']);
        match halves.map(|(left, right)| (cell(left), cell(right.trim_end_matches([',', ';', '\t', ' '])))) {
            Some((left, right)) if !left.is_empty() && !right.is_empty() => {
                all += 1;
                let name = left.trim_end_matches(':');
                known += usize::from(spreadsheet::field_of(name).is_some() || roles::is_role(name));
                text.push_str(&format!("{name}: {right}\n"));
            }
            _ => text.push('\n'),
        }
    }
    (known >= 3 && known * 3 >= all * 2).then(|| Source::new(&source.name, &text))
}

/// The head of a page of a site's generator, which is a credit file between two lines `---`; what else stands there is left
/// out with a word.
fn front_matter(source: &Source) -> Option<(Source, Document)> {
    let rest = source.text.strip_prefix("---\n")?;
    let (front, _) = rest.split_once("\n---")?;
    // A line is kept for the mark, so that places are those of the file.
    let front = Source::new(&source.name, &format!("\n{front}\n"));
    let mut tree = yaml::read(&front).ok()??;
    if tree.get("title").is_none() || tree.get("credits").is_none() {
        return None;
    }
    let Value::Map(pairs) = &mut tree.value else { return None };
    let dated = pairs.iter().any(|(key, _)| key.as_text() == Some("released"));
    if let Some((key, _)) = pairs.iter_mut().find(|(key, _)| key.as_text() == Some("date")).filter(|_| !dated) {
        *key = key.like("released");
    }
    let ours = |key: &Node| key.as_text().is_some_and(|key| OWN_KEYS.contains(&key) || FIELDS.contains(&key));
    let (kept, other): (Vec<_>, Vec<_>) = std::mem::take(pairs).into_iter().partition(|(key, _)| ours(key));
    *pairs = kept;
    let problems = other
        .iter()
        .map(|(key, _)| {
            let message =
                format!("`{}` is no key of a credit file and is left out", brief(key.as_text().unwrap_or_default()));
            front.place(Diagnostic::note("not-understood", message), key.at, key.length)
        })
        .collect();
    Some((front, Document { stem: String::new(), tree, problems }))
}

fn unknown(name: &str, what: &str) -> Vec<Diagnostic> {
    vec![Diagnostic::error("unknown-file", format!("unknown format: {what}")).in_file(name).hint(READ)]
}

#[cfg(feature = "tags")]
fn recording(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Imported, Vec<Diagnostic>> {
    let tags = super::tags::tags(std::io::Cursor::new(bytes))
        .map_err(|reason| vec![super::tags::unreadable(name, &reason)])?;
    let (source, found) = super::tags::records(name, vec![(name.to_owned(), tags)], &options.split);
    drafts(source, found, options)
}

#[cfg(not(feature = "tags"))]
fn recording(name: &str, bytes: &[u8], _options: &ImportOptions) -> Result<Imported, Vec<Diagnostic>> {
    syntax::decode(name, bytes, "credit file").map(|_| Imported::CreditFile)
}

/// The records of recordings by their albums. `files` are their paths, each with a way to its bytes.
///
/// # Errors
/// What is wrong with the files, if one cannot be read or nobody is credited.
#[cfg(feature = "tags")]
pub(crate) fn folder<R: std::io::Read + std::io::Seek>(
    name: &str,
    files: Vec<(String, R)>,
    options: &ImportOptions,
) -> Result<Imported, Vec<Diagnostic>> {
    let mut read = Vec::new();
    let mut problems = Vec::new();
    for (path, reader) in files {
        match super::tags::tags(reader) {
            Ok(tags) => read.push((path, tags)),
            Err(reason) => problems.push(super::tags::unreadable(&path, &reason)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let (source, found) = super::tags::records(name, read, &options.split);
    drafts(source, found, options)
}

#[cfg(feature = "workbooks")]
fn workbook(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Imported, Vec<Diagnostic>> {
    let pages = super::workbook::pages(name, bytes)?;
    let mut first = None;
    for (place, page) in pages.iter().enumerate() {
        match spreadsheet::of_text(Source::new(name, &page.text), Vec::new(), options) {
            Ok(mut read) => {
                let others: Vec<String> = pages
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != place)
                    .map(|(_, page)| format!("`{}`", brief(&page.name)))
                    .collect();
                if !others.is_empty() {
                    let message = format!("sheet `{}` is read, and not {}", brief(&page.name), others.join(", "));
                    let warning = Diagnostic::note("other-sheets", message).in_file(name);
                    read.warn(warning.hint("save another sheet as a file of its own if its records are wanted too"));
                }
                return Ok(Imported::Sheet(Box::new(read)));
            }
            Err(problems) => first = first.or(Some(problems)),
        }
    }
    Err(first.unwrap_or_default())
}

#[cfg(not(feature = "workbooks"))]
fn workbook(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Imported, Vec<Diagnostic>> {
    spreadsheet::read(name, bytes, options).map(|read| Imported::Sheet(Box::new(read)))
}

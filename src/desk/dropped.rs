//! Files and texts that are dropped on a page: a cover goes beside the document, credits become edits of it.
//! What the document says already stays; what the file says otherwise is told for review.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::desk::answer::{Query, Reply, brief, taken};
use crate::desk::document::Document;
use crate::desk::edits::current;
use crate::desk::failure::Failure;
use crate::desk::kits;
use crate::desk::merger::{Merger, Taken};
use crate::diagnostic::{Diagnostic, Severity};
use crate::edit::{Edit, Kind, Model, apply};
use crate::encode::png::credit_file;
use crate::import::{ImportOptions, cover};
use crate::publish::file_name;
use crate::record::{NamedRecord, Record, records};

/// Bytes of a dropped file: recordings are the largest.
pub const MOST_BYTES: usize = 128 << 20;

/// Bytes of a dropped picture.
const MOST_PICTURE: usize = 32 << 20;

/// Bytes of a file's name.
const LONGEST_NAME: usize = 100;

/// Most things that are told for review.
const MOST_REVIEWED: usize = 100;

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Review {
    /// The field.
    pub path: Option<String>,
    /// Why.
    pub why: String,
}

/// `POST /api/documents/ID/paste`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pasted {
    text: String,
    #[serde(default)]
    revision: Option<u64>,
    /// The list of credits that they belong to: those of a track, `tracks[1].credits`; the record's if left out.
    #[serde(default)]
    into: Option<String>,
}

/// Takes a dropped file.
///
/// # Errors
/// Those of [`take`], and if it has no name.
pub fn files(desk: &Desk, id: u64, query: &Query, bytes: Vec<u8>) -> Result<Reply, Failure> {
    let name = query.text("name").ok_or_else(|| Failure::wrong("a dropped file has a `name`"))?;
    if desk.with(id, |document| Ok(document.kind))? == Kind::Kit {
        return desk.with(id, |document| {
            let kind = kits::take(desk, document, &last(name), query.text("field"), bytes)?;
            desk.room.changed(document);
            Ok(told(desk, document, kind, &Taken::default(), &[]))
        });
    }
    take(desk, id, &last(name), bytes, query.text("record"))
}

/// Takes pasted credits.
///
/// # Errors
/// If they are of another revision, or credit nobody.
pub fn paste(desk: &Desk, id: u64, body: &[u8]) -> Result<Reply, Failure> {
    let Pasted { text, revision, into } = taken(body)?;
    if let Some(revision) = revision {
        desk.with(id, |document| current(desk, document, revision))?;
    }
    let track = into.as_deref().map(|path| {
        track_of(path).ok_or_else(|| Failure::wrong(format!("`{}` is no list of credits of a track", brief(path))))
    });
    credits(desk, id, "pasted.txt", text.as_bytes(), None, track.transpose()?)
}

/// The track of `tracks[1].credits`.
fn track_of(path: &str) -> Option<usize> {
    path.strip_prefix("tracks[")?.strip_suffix("].credits")?.parse().ok()
}

/// The name of a file without folders, as it can be written; of a long one its end, which says what it is.
fn last(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let start = last.ceil_char_boundary(last.len().saturating_sub(LONGEST_NAME));
    file_name(last.get(start..).unwrap_or_default().trim_start_matches('.'))
}

/// Takes a file into a document: a cover, or credits.
///
/// # Errors
/// If it is neither, or holds several records of which none is named.
pub fn take(desk: &Desk, id: u64, name: &str, bytes: Vec<u8>, which: Option<&str>) -> Result<Reply, Failure> {
    if bytes.is_empty() {
        return Err(Failure::unable(format!("`{}` is empty", brief(name))));
    }
    match image::guess_format(&bytes) {
        Ok(image::ImageFormat::Png | image::ImageFormat::Jpeg | image::ImageFormat::WebP | image::ImageFormat::Gif) => {
            if let Some(text) = credit_file(&bytes) {
                return credits(desk, id, "carried.yaml", text.as_bytes(), which, None);
            }
            picture(desk, id, name, bytes)
        }
        _ => credits(desk, id, name, &bytes, which, None),
    }
}

/// Makes a dropped picture the cover.
fn picture(desk: &Desk, id: u64, name: &str, bytes: Vec<u8>) -> Result<Reply, Failure> {
    if bytes.len() > MOST_PICTURE {
        let error = format!("`{}` has {} bytes, a picture has at most {MOST_PICTURE}", brief(name), bytes.len());
        return Err(Failure::unable(error).hint("save it smaller: 3000 x 3000 pixels are enough"));
    }
    desk.with(id, |document| {
        place(desk, document, name, bytes)?;
        desk.room.changed(document);
        Ok(told(desk, document, "artwork", &Taken::default(), &[]))
    })
}

/// Puts a picture beside a document under a name that no other file has, and names it as the cover.
fn place(desk: &Desk, document: &mut Document, name: &str, bytes: Vec<u8>) -> Result<(), Failure> {
    let folder = desk.folder(document);
    let name = free(desk, &folder, name, &bytes)?;
    let mut edits = vec![Edit::Set { path: "artwork".into(), value: json!(name) }];
    if document.model().artwork.as_ref().is_some_and(|picture| picture.focus.is_some()) {
        edits.push(Edit::Set { path: "artwork.focus".into(), value: Value::Null });
    }
    let text = apply(&document.text, &edits)?;
    if !desk.room.holds(&folder.join(&name)) {
        desk.room.put(&folder.join(&name), bytes);
    }
    document.change(text, None, &desk.fonts);
    // The same name may show another picture now.
    document.touch();
    Ok(())
}

/// A name for a file of a folder that no other file has.
pub(super) fn free(desk: &Desk, folder: &Path, name: &str, bytes: &[u8]) -> Result<String, Failure> {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, "jpg"));
    let stem = if stem.is_empty() { "cover" } else { stem };
    let names =
        std::iter::once(format!("{stem}.{end}")).chain((2..1000).map(|number| format!("{stem}-{number}.{end}")));
    let free = |name: &String| {
        let path = folder.join(name);
        !desk.room.has(&path) && !desk.room.holds(&path)
            || desk.room.read_at_most(&path, bytes.len() as u64).is_ok_and(|known| known == bytes)
    };
    names.into_iter().find(free).ok_or_else(|| Failure::unable("too many files have that name"))
}

/// Takes the credits of a file into a document; into a track of it, they are that track's own.
fn credits(
    desk: &Desk,
    id: u64,
    name: &str,
    bytes: &[u8],
    which: Option<&str>,
    track: Option<usize>,
) -> Result<Reply, Failure> {
    let found = records(name, bytes, &ImportOptions::default())
        .map_err(|problems| Failure::of(&problems, "the file cannot be read"))?;
    let stems: Vec<&str> = found.records.iter().map(|one| one.stem.as_str()).collect();
    let one = match which {
        Some(which) => found.records.iter().find(|one| one.stem == which),
        None if stems.len() > 1 => {
            let error = format!("`{}` holds {} records", brief(name), stems.len());
            let failure = Failure::conflict(error, "records", json!(stems));
            return Err(failure.hint("choose one of them"));
        }
        None => found.records.first(),
    };
    let one = one.ok_or_else(|| Failure::missing("no such record in the file"))?;
    let (record, problems) = read(one).ok_or_else(|| {
        let problems = one.parsed.as_ref().err().map(Vec::as_slice).unwrap_or_default();
        Failure::of(problems, "the file credits nobody")
    })?;
    let picture = cover(bytes);
    desk.with(id, |document| {
        if document.kind == Kind::Kit {
            return Err(Failure::unable("a brand kit has no credits").hint("open a record"));
        }
        let mut merger = Merger::new(document.model());
        match track {
            None => merger.add(&record),
            Some(track) if track < document.model().tracks.len() => merger.add_to_track(track, &record),
            Some(track) => return Err(Failure::missing(format!("there is no track {}", track + 1))),
        }
        let Merger { edits, taken, mut review, .. } = merger;
        let text = apply(&document.text, &edits)?;
        document.change(text, None, &desk.fonts);
        review.extend(problems.iter().chain(&found.warnings).filter_map(|problem| doubt(problem, document.model())));
        if let Some(bytes) = picture.filter(|_| document.model().artwork.is_none()) {
            let end = match image::guess_format(&bytes) {
                Ok(image::ImageFormat::Png) => "png",
                Ok(image::ImageFormat::WebP) => "webp",
                Ok(image::ImageFormat::Gif) => "gif",
                _ => "jpg",
            };
            place(desk, document, &format!("cover.{end}"), bytes)?;
        }
        desk.room.changed(document);
        Ok(told(desk, document, "credits", &taken, &review))
    })
}

/// What could be read of a record, with what is to be said of it.
fn read(one: &NamedRecord) -> Option<(Record, Vec<Diagnostic>)> {
    match &one.parsed {
        Ok(parsed) => Some((parsed.record.clone(), parsed.warnings.clone())),
        Err(problems) => {
            let record = one.partly.as_deref()?;
            let says = !record.credits.is_empty()
                || record.tracks.iter().any(|track| !track.credits.is_empty())
                || !record.title.is_empty();
            says.then(|| (record.clone(), problems.clone()))
        }
    }
}

/// What is doubtful, at its field where it is about a name.
fn doubt(problem: &Diagnostic, model: &Model) -> Option<Review> {
    // What is missing is seen in the form.
    if problem.severity == Severity::Note || matches!(problem.code, "missing-key" | "no-title" | "no-artist") {
        return None;
    }
    let path = problem.names.iter().find_map(|name| place_of(model, name));
    Some(Review { path, why: problem.message.clone() })
}

/// Where somebody, or a role, stands in a form.
fn place_of(model: &Model, name: &str) -> Option<String> {
    model.lists().find_map(|(list, credits)| {
        credits.iter().enumerate().find_map(|(place, credit)| {
            if credit.role == name {
                return Some(format!("{list}[{place}].role"));
            }
            let index = credit.names.iter().position(|one| one.name == name)?;
            Some(format!("{list}[{place}].names[{index}]"))
        })
    })
}

fn told(desk: &Desk, document: &Document, kind: &str, taken: &Taken, review: &[Review]) -> Reply {
    let mut view = desk.view(document);
    if let Some(fields) = view.as_object_mut() {
        let counts = json!({
            "kind": kind, "fields": taken.fields, "credits": taken.credits, "names": taken.names, "tracks": taken.tracks,
            "known": taken.known,
        });
        fields.insert("taken".into(), counts);
        fields.insert("review".into(), json!(review.iter().take(MOST_REVIEWED).collect::<Vec<_>>()));
    }
    Reply::well(&view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_dropped_file_has_no_folders_and_nothing_hidden() {
        for name in [
            "../../etc/passwd",
            "a/b\\c.png",
            ".hidden.png",
            "..",
            "C:\\x.jpg",
            "a\u{0}b.png",
            "con.txt",
            &"x".repeat(400),
        ] {
            let name = last(name);
            assert!(std::path::Path::new(&name).components().count() == 1 || name.is_empty(), "{name}");
            assert!(
                !name.starts_with('.') && name.len() <= LONGEST_NAME && !name.contains(['/', '\\', '\0', ':']),
                "{name}"
            );
        }
        assert_eq!(last("Ünï cover.PNG"), "Ünï cover.PNG");
    }
}

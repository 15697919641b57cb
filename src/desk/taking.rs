//! What somebody takes away: pictures as files, all of them or a post kit as one archive, and the words of a post.
//! The files are those that `render` makes of the saved document.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::card::format;
use crate::catalogue::platforms::{Measure, Placement, placement, platform};
use crate::desk::Desk;
use crate::desk::answer::{Answer, Query, Reply, brief};
use crate::desk::bench::{Bench, Snapshot};
use crate::desk::cards::{options, snapshot, wish};
use crate::desk::failure::Failure;
use crate::diagnostic::Diagnostic;
use crate::encode::Encoding;
use crate::post::{Captions, PackagePicture, count};
use crate::press::{File, Made, MissingGlyphs, Options, Press};
use crate::slug::slug;

/// Bytes of an archive.
const MOST_BYTES: usize = 256 << 20;

/// Most formats or platforms at a time.
const MOST_PARTS: usize = 24;

/// Kinds of files that are written here.
pub const FILES: &[&str] =
    if cfg!(feature = "pdf") { &["png", "jpeg", "webp", "pdf", "svg"] } else { &["png", "jpeg", "webp", "svg"] };

/// Files with their paths in an archive.
type Files = Vec<(String, Vec<u8>)>;

/// `GET /api/documents/ID/take`
///
/// # Errors
/// If there is no such document, it has no card yet, or what is asked for is nothing to take.
pub fn take(desk: &Desk, id: u64, query: &Query, asked: &str) -> Result<Reply, Failure> {
    let snapshot = snapshot(desk, id, query)?;
    let name = name(&snapshot);
    let what = query.text("what").unwrap_or("png");
    let parts: Vec<Order> = match what {
        "all" => formats(query)?,
        "kit" => kits(query)?,
        _ => {
            let encoding = encoding(what)?;
            // As `render` does: a file with a replaced letter is none to post.
            let (own, encodings) = (wish(query)?.options, vec![encoding]);
            let options = Options { encodings, missing_glyphs: MissingGlyphs::Error, ..own };
            let page = query.number("page", 1, 1000)?.map(|page| page as usize - 1);
            vec![Order { options, placement: None, folder: String::new(), page: Some(page.unwrap_or_default()) }]
        }
    };
    let single = !matches!(what, "all" | "kit");
    // Two files that are taken at a time are both meant.
    let lane = format!("take-{id}-{asked}");
    Ok(Reply::later(lane, snapshot.kit.clone(), move |press, bench| {
        let failed = |problems: Vec<Diagnostic>| Failure::of(&problems, "the card cannot be made");
        let mut files = Files::new();
        for part in &parts {
            part.make(press, bench, &snapshot, &name, &mut files).map_err(failed)?;
            if files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > MOST_BYTES {
                let message = format!("the files have more than {MOST_BYTES} bytes together");
                return Err(Failure::unable(message).hint("take fewer formats at a time"));
            }
        }
        if !single {
            return Ok(attached(&format!("{name}.zip"), archive(files).map_err(failed)?));
        }
        let file = files.into_iter().next();
        file.map(|(path, bytes)| attached(&path, bytes)).ok_or_else(|| Failure::missing("there is no such page"))
    }))
}

/// `GET /api/documents/ID/words?platform=x`
///
/// # Errors
/// If there is no such document, it has no card yet, or there is no such platform.
pub fn words(desk: &Desk, id: u64, query: &Query) -> Result<Reply, Failure> {
    let snapshot = snapshot(desk, id, query)?;
    let name = query.text("platform").unwrap_or("instagram");
    let placement = placed(name)?;
    let options = posted(&options(query)?, placement, name)?;
    Ok(Reply::later(format!("words-{id}-{name}"), snapshot.kit.clone(), move |press, bench| {
        let options = Options { missing_glyphs: MissingGlyphs::Replace, ..options };
        let words = bench.cards(&snapshot, &options).and_then(|cards| {
            let made = press.make(cards.first().ok_or_else(Vec::new)?)?;
            said(&made, placement)
        });
        let failed = |problems: Vec<Diagnostic>| Failure::of(&problems, "there are no words for the card");
        words.map(|words| Answer::well(&words)).map_err(failed)
    }))
}

/// What is made at a time: the files of a format, or of a placement.
struct Order {
    options: Options,
    placement: Option<&'static Placement>,
    folder: String,
    /// The only page.
    page: Option<usize>,
}

impl Order {
    fn make<'f>(
        &self,
        press: &mut Press<'f>,
        bench: &Bench<'f>,
        snapshot: &Snapshot,
        stem: &str,
        files: &mut Files,
    ) -> Result<(), Vec<Diagnostic>> {
        let failed = |error: &dyn std::fmt::Display| vec![Diagnostic::error("picture", error.to_string())];
        let cards = bench.cards(snapshot, &self.options)?;
        // Those of a subject stand together, one a format.
        let first = cards.first().map(|card| &card.format().name);
        let formats = 1 + cards.iter().skip(1).take_while(|card| Some(&card.format().name) != first).count();
        let several = cards.len() > formats;
        for (place, card) in cards.iter().enumerate() {
            let mut made = press.make(card)?;
            let mut pictures = Vec::new();
            let number = if several { format!("-{}", place / formats + 1) } else { String::new() };
            let base = match (&self.placement, stem) {
                (Some(_), _) => format!("{}{number}", card.format().name),
                (None, stem) => format!("{stem}{number}-{}", card.format().name),
            };
            let pages = self.page.map_or(0..made.pages(), |page| page..page + 1);
            for page in pages {
                for encoding in &self.options.encodings {
                    // A document is one file of all pages.
                    let page = if encoding.holds_pages() && self.page.is_some() { 0 } else { page };
                    let Some(file) = made.encode_page(page, encoding) else { continue };
                    let file = file.map_err(|error| failed(&error))?;
                    let suffix = if file.pages > 1 { format!("-{}", file.page) } else { String::new() };
                    let name = format!("{base}{suffix}.{}", encoding.extension());
                    pictures.push(described(&name, *encoding, &file));
                    files.push((format!("{}{name}", self.folder), file.bytes));
                }
            }
            if let Some(placement) = self.placement {
                let package = made.post(placement, &Captions::default(), pictures).map_err(|error| failed(&error))?;
                let texts = package.files().map(|(name, text)| (format!("{}{name}", self.folder), text.into_bytes()));
                files.extend(texts);
            }
        }
        Ok(())
    }
}

fn described(name: &str, encoding: Encoding, file: &File) -> PackagePicture {
    PackagePicture {
        file: name.to_owned(),
        media_type: kind(encoding).to_owned(),
        width: file.width,
        height: file.height,
        bytes: file.bytes.len() as u64,
        ..PackagePicture::default()
    }
}

fn said(made: &Made<'_, '_>, placement: &Placement) -> Result<Value, Vec<Diagnostic>> {
    let pictures = vec![PackagePicture::default(); made.pages()];
    let package = made
        .post(placement, &Captions::default(), pictures)
        .map_err(|error| vec![Diagnostic::error("caption", error.to_string())])?;
    let alts: Vec<&str> = package.pictures.iter().map(|picture| picture.alt.as_str()).collect();
    let used = |text: &str| count(placement.count, text);
    Ok(json!({
        "placement": placement.id(),
        "caption": package.caption,
        "tags": package.tags.text(),
        "alts": alts,
        "pages": made.pages(),
        "counts": {
            "caption": { "used": used(&package.caption), "limit": placement.caption, "unit": unit(placement.count) },
            "alts": alts.iter().map(|alt| json!({ "used": used(alt), "limit": placement.alt })).collect::<Vec<_>>(),
            "pages": { "used": made.pages(), "limit": placement.pictures },
        },
    }))
}

/// What a platform counts.
fn unit(measure: Measure) -> &'static str {
    match measure {
        Measure::Bytes => "bytes",
        Measure::Weighted => "weighted",
        Measure::Utf16 | Measure::Graphemes | Measure::EmojiBytes => "characters",
    }
}

/// The formats of `formats=a,b`, else the card's own.
fn formats(query: &Query) -> Result<Vec<Order>, Failure> {
    let names = query.list("formats");
    if let Some(unknown) = names.iter().find(|name| format(name).is_none()) {
        return Err(Failure::missing(format!("no format is called `{}`", brief(unknown))));
    }
    few(names.len())?;
    let encodings = vec![encoding(query.text("file").unwrap_or("png"))?];
    let options = Options { formats: names, encodings, missing_glyphs: MissingGlyphs::Error, ..options(query)? };
    Ok(vec![Order { options, placement: None, folder: String::new(), page: None }])
}

/// The placements of `for=instagram,x/post`.
fn kits(query: &Query) -> Result<Vec<Order>, Failure> {
    let names = query.list("for");
    few(names.len())?;
    if names.is_empty() {
        return Err(Failure::wrong("a post kit is for a platform").hint("for=instagram,x"));
    }
    let base = Options { missing_glyphs: MissingGlyphs::Error, ..options(query)? };
    names
        .iter()
        .map(|name| {
            let placement = placed(name)?;
            let first = platform(&placement.platform).and_then(|platform| platform.placements.first());
            let folder = match first {
                Some(first) if first.id() != placement.id() => format!("{}-{}/", placement.platform, placement.place),
                _ => format!("{}/", placement.platform),
            };
            let options = posted(&base, placement, name)?;
            Ok(Order { options, placement: Some(placement), folder, page: None })
        })
        .collect()
}

fn placed(name: &str) -> Result<&'static Placement, Failure> {
    placement(name).map_err(|(error, hint)| Failure::missing(brief(&error)).hint(hint))
}

fn posted(options: &Options, placement: &Placement, name: &str) -> Result<Options, Failure> {
    let none = || Failure::unable(format!("`{}` takes no kind of file that is written here", brief(name)));
    options.of_post(placement).ok_or_else(none)
}

fn few(count: usize) -> Result<(), Failure> {
    let error = || Failure::wrong(format!("{count} at a time, at most {MOST_PARTS} are made"));
    (count <= MOST_PARTS).then_some(()).ok_or_else(error)
}

fn encoding(what: &str) -> Result<Encoding, Failure> {
    Ok(match what {
        "png" => Encoding::PNG,
        "jpeg" | "jpg" => Encoding::JPEG,
        "webp" => Encoding::WebP,
        "svg" => Encoding::Svg,
        "pdf" if cfg!(feature = "pdf") => Encoding::Pdf,
        other => {
            let failure = Failure::wrong(format!("`{}` is nothing to take", brief(other)));
            return Err(failure.hint("png, jpeg, webp, svg, pdf, all or kit"));
        }
    })
}

fn kind(encoding: Encoding) -> &'static str {
    match encoding.extension() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        _ => "application/pdf",
    }
}

/// What files of a document are called.
fn name(snapshot: &Snapshot) -> String {
    let stem = slug(&snapshot.record.title);
    if stem.is_empty() { "card".to_owned() } else { stem }
}

/// Files in one archive, as they are: pictures are compressed already. Its times are always the same.
fn archive(files: Files) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let failed = |error: &dyn std::fmt::Display| vec![Diagnostic::error("picture", format!("no archive: {error}"))];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (path, bytes) in files {
        writer.start_file(path, options).map_err(|error| failed(&error))?;
        writer.write_all(&bytes).map_err(|error| failed(&error))?;
    }
    writer.finish().map(Cursor::into_inner).map_err(|error| failed(&error))
}

/// A file that the browser saves and does not show.
fn attached(path: &str, bytes: Vec<u8>) -> Answer {
    let kind = match path.rsplit('.').next() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("svg") => "image/svg+xml",
        Some("pdf") => "application/pdf",
        _ => "application/zip",
    };
    // Slugs have letters of all scripts; the plain name is for those that know no other.
    let plain: String =
        path.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let encoded: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encoded.replace('+', "%20"));
    Answer::bytes(200, kind, bytes).with("content-disposition", value)
}

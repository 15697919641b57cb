//! Files of a card on their way: written below the output folder, compared under `--locked`, or handed on for standard output.
//! What became of each is noted in the card's line.

use std::collections::BTreeMap;
use std::path::Path;

use crate::campaign::Job;
use crate::campaign::done::{Done, listed};
use crate::campaign::locked;
use crate::campaign::units::{Page, Wanted};
use crate::campaign::worker::Run;
use crate::diagnostic::Diagnostic;
use crate::encode::Encoding;
use crate::files::read_at_most;
use crate::post::PackagePicture;
use crate::press::File;
use crate::publish::Output;
use crate::report::Change;

/// Writes a picture, or compares it, or keeps it for standard output.
pub(super) fn deliver(
    run: &Run<'_>,
    job: &Job,
    wanted: &Wanted<'_>,
    made: (Encoding, File),
    took: f64,
    done: &mut Done,
    files: &mut BTreeMap<Encoding, Vec<Output>>,
) -> Result<(), Vec<Diagnostic>> {
    let (encoding, file) = made;
    let failed = |message: String| vec![Diagnostic::error("write", message)];
    if run.to_stdout() {
        let mut output = Output::new(Path::new("-"), &file.bytes, file.width, file.height);
        output.path = "-".to_owned();
        done.line.outputs.push(output);
        done.picture = Some(file.bytes);
        return Ok(());
    }
    let page = Page { number: file.page, of: file.pages, extension: encoding.extension() };
    let below = wanted.path(job, page).map_err(|problem| vec![*problem])?;
    let path = run.folder().join(&below);
    let output = Output::new(&below, &file.bytes, file.width, file.height);
    let shown = Output { path: run.shown(&output.path), ..output.clone() };
    if run.settings.locked {
        if let Some(found) = locked::compare(&path, &file.bytes) {
            let change = Change { path: shown.path.clone(), what: found.what, pixels: found.pixels };
            done.line.changes.push(change);
            if let (Some(folder), Some((old, new))) = (&run.settings.difference_folder, found.pictures)
                && let Some(bytes) = locked::encoded(&locked::picture(old.as_ref(), &new))
            {
                run.writer.write_below(folder, &below, &bytes).map_err(|error| failed(error.to_string()))?;
            }
        }
    } else {
        let written =
            run.writer.write_below(run.folder(), &below, &file.bytes).map_err(|error| failed(error.to_string()))?;
        done.changed |= written.changed;
        if encoding.is_picture() {
            done.listing.push(listed(&shown, &format!("{took:.1} ms")));
        }
        files.entry(encoding).or_default().push(output);
    }
    done.pictures += usize::from(encoding.is_picture());
    done.line.outputs.push(shown);
    Ok(())
}

/// Writes a text of a post, or compares it.
pub(super) fn beside(
    run: &Run<'_>,
    below: &Path,
    bytes: &[u8],
    done: &mut Done,
    texts: &mut Vec<Output>,
) -> Result<(), Vec<Diagnostic>> {
    let path = run.folder().join(below);
    let output = Output::new(below, bytes, 0, 0);
    if run.settings.locked {
        let what = match read_at_most(&path, 1 << 20) {
            Ok(old) if old == bytes => None,
            Ok(_) => Some("other text"),
            Err(_) => Some("missing"),
        };
        let path = run.shown(&output.path);
        done.line.changes.extend(what.map(|what| Change { path, what: what.to_owned(), pixels: None }));
        return Ok(());
    }
    let written = run.writer.write_below(run.folder(), below, bytes);
    let written = written.map_err(|error| vec![Diagnostic::error("write", error.to_string())])?;
    done.changed |= written.changed;
    texts.push(output);
    Ok(())
}

/// What a post says of a picture.
pub(super) fn picture(path: &Path, encoding: Encoding, file: &File) -> PackagePicture {
    let media_type = match encoding.extension() {
        "jpg" => "image/jpeg".to_owned(),
        "pdf" => "application/pdf".to_owned(),
        kind => format!("image/{kind}"),
    };
    PackagePicture {
        file: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        media_type,
        width: file.width,
        height: file.height,
        bytes: file.bytes.len() as u64,
        alt: String::new(),
        pages: Vec::new(),
        tags: Vec::new(),
    }
}

//! What readers found as records of a file: named, with title and artist, and one error where nobody is credited.

use super::draft::Draft;
use super::options::ImportOptions;
use super::text::{Source, brief};
use super::tree::Node;
use super::{Document, Imported, set};
use crate::diagnostic::{Diagnostic, Position};
use crate::slug::slugs;

/// Credit files out of a list; none means that the file is one itself.
pub(super) fn documents(source: Source, found: Option<Vec<Document>>, options: &ImportOptions) -> Imported {
    let Some(mut found) = found else { return Imported::CreditFile };
    name_all(&mut found);
    for document in &mut found {
        set(&mut document.tree, options);
    }
    Imported::Documents(source, found)
}

/// Records of other programs as trees. A file of which none credits anybody is one error.
pub(super) fn drafts(source: Source, found: Vec<Draft>, options: &ImportOptions) -> Result<Imported, Vec<Diagnostic>> {
    if found.iter().all(Draft::is_empty) {
        let format = found.first().map_or("the file", |draft| draft.format);
        let message = match found.len() {
            0 | 1 => format!("{format}: nobody is credited in the file"),
            count => format!("{format}: nobody is credited in any of the {count} records of the file"),
        };
        let hint = match format {
            "MusicBrainz" => {
                "ask for credits: inc=artist-credits+recordings+artist-rels+recording-level-rels+work-rels+work-level-rels"
            }
            "Discogs" => "artists, labels, masters and search results have no credits; take the release itself",
            "tags" => "write the credits into the tags, or name a credit file",
            _ => "add the credits in the program that wrote the file",
        };
        return Err(vec![Diagnostic::error("no-credits", message).in_file(source.name.clone()).hint(hint)]);
    }
    let (found, nobody): (Vec<Draft>, Vec<Draft>) = found.into_iter().partition(|draft| !draft.is_empty());
    let mut all: Vec<Document> = found
        .into_iter()
        .map(|mut draft| {
            whose(&mut draft, &source, options);
            let stem = draft.stem();
            let (mut tree, problems) = draft.finish(&source);
            set(&mut tree, options);
            Document { stem, tree, problems }
        })
        .collect();
    if let (Some(first), false) = (all.first_mut(), nobody.is_empty()) {
        let titles: Vec<String> = nobody
            .iter()
            .filter_map(|draft| draft.title.as_ref()?.as_text())
            .take(3)
            .map(|title| format!("`{}`", brief(title)))
            .collect();
        let more = if nobody.len() > titles.len() { ", …" } else { "" };
        let message =
            format!("{} of the records credit nobody and are left out: {}{more}", nobody.len(), titles.join(", "));
        first.problems.push(Diagnostic::warning("nobody-credited", message).in_file(source.name.clone()));
    }
    name_all(&mut all);
    Ok(Imported::Documents(source, all))
}

/// Title and artist of a record whose file names none, if something else does.
fn whose(draft: &mut Draft, source: &Source, options: &ImportOptions) {
    let set = |field: &str| options.settings.iter().any(|setting| setting.field == field);
    let top = Position { line: 1, column: 1 };
    if draft.title.is_none() && !set("title") {
        let file = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).replace('_', " ");
        if stem.chars().any(char::is_alphanumeric) && !file.starts_with('<') {
            let message = format!("the file names no title, so it is that of the file: `{}`", brief(&stem));
            let problem = Diagnostic::warning("no-title", message).in_file(source.name.clone());
            draft.problems.push(problem.hint("--set \"title=…\" says it"));
            draft.title = Some(Node::scalar(stem, top, 1));
        } else {
            let problem = Diagnostic::error("no-title", "the text names no title").in_file(source.name.clone());
            draft.problems.push(problem.hint("--set \"title=…\" says it"));
        }
    }
    if draft.artists.is_empty() && !set("artist") {
        draft.artists = draft.performers();
        if draft.artists.is_empty() {
            let message = format!("{}: the file does not say who the record is by", draft.format);
            let problem = Diagnostic::error("no-artist", message).in_file(source.name.clone());
            draft.problems.push(problem.hint("--set \"artist=…\" says it"));
        }
    }
}

/// Gives the records of a file names that differ; the only one has that of the file.
fn name_all(all: &mut [Document]) {
    if let [only] = all {
        only.stem.clear();
        return;
    }
    let stems =
        slugs(all.iter().map(|document| if document.stem.is_empty() { "record" } else { document.stem.as_str() }));
    for (document, stem) in all.iter_mut().zip(stems) {
        document.stem = stem;
    }
}

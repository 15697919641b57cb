//! Brand kits as documents: what cards would take of one that is not saved yet, everything that is wrong with it, and what is
//! dropped on it.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::artwork::Artwork;
use crate::desk::Desk;
use crate::desk::answer::{Answer, Query, Reply, brief};
use crate::desk::bench::Snapshot;
use crate::desk::cards;
use crate::desk::cover::small;
use crate::desk::document::{Document, Loaded};
use crate::desk::failure::Failure;
use crate::desk::reading::{FindingView, view};
use crate::diagnostic::Diagnostic;
use crate::edit::{Edit, Kind};
use crate::kit::MAX_PARTNERS;
use crate::press::{LOGO_LIMITS, LoadedKit, MissingGlyphs, named_theme};
use crate::theme::Theme;

/// Most findings that are told.
const MOST: usize = 200;

/// What a file is that a kit can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Material {
    Picture,
    Font,
}

impl Material {
    fn of(bytes: &[u8]) -> Option<Material> {
        let font = [&b"\0\x01\0\0"[..], b"OTTO", b"ttcf", b"true"].iter().any(|magic| bytes.starts_with(magic));
        if font {
            return Some(Material::Font);
        }
        Artwork::decode_logo(bytes, &LOGO_LIMITS).is_ok().then_some(Material::Picture)
    }
}

impl Desk {
    /// A kit as cards would take it, read once a revision; none of a document that says nothing yet.
    pub(super) fn loaded<'d>(&self, document: &'d Document) -> Option<&'d Loaded> {
        if document.kind != Kind::Kit || document.text.trim().is_empty() {
            return None;
        }
        Some(document.loaded.get_or_init(|| {
            let name = document.name.as_deref().unwrap_or(crate::kit::FILE_NAME);
            let folder = self.folder(document);
            LoadedKit::of(name, document.text.as_bytes(), &folder, &self.fonts, MissingGlyphs::Replace, &*self.room)
        }))
    }

    /// What is wrong with a kit, or should be looked at, each at its field.
    pub(super) fn kit_findings(&self, document: &Document) -> Vec<FindingView> {
        let found = match self.loaded(document) {
            None => &[],
            Some(Ok((_, warnings))) => warnings.as_slice(),
            Some(Err(problems)) => problems.as_slice(),
        };
        let mut found: Vec<&Diagnostic> = found.iter().collect();
        found.sort_by_key(|finding| (finding.position.is_none(), finding.position));
        found.into_iter().take(MOST).map(|finding| view(finding, document.fields())).collect()
    }
}

/// The card of a record with a kit that may not be saved yet.
///
/// # Errors
/// If there are no such documents, the kit cannot be used, or the record has no card yet.
pub fn preview(desk: &Desk, kit: u64, record: u64, query: &Query) -> Result<Reply, Failure> {
    let (kit, stamp) = desk.with(kit, |document| {
        let kit = match desk.loaded(document) {
            None if document.kind != Kind::Kit => return Err(Failure::wrong("the document is no brand kit")),
            None => None,
            Some(Ok((kit, _))) => Some(Arc::clone(kit)),
            Some(Err(problems)) => return Err(Failure::of(problems, "the brand kit cannot be used")),
        };
        Ok((kit, document.revision))
    })?;
    let snapshot = desk.with(record, |document| desk.snapshot_with(document, kit))?;
    cards::card_of(desk, Arc::new(Snapshot { kit_stamp: stamp, ..snapshot }), query, "preview")
}

/// How legible colours are on a theme, without a cover: what a kit says of all its cards.
pub(super) fn base(name: Option<&str>) -> Result<Theme, Failure> {
    named_theme(name.unwrap_or("auto"), None, None).map_err(|problems| Failure::of(&problems, "no such theme"))
}

/// `GET /api/documents/ID/artwork?file=logos/light.svg&width=160` of a kit: a logo as a PNG.
pub(super) fn logo(desk: &Desk, id: u64, query: &Query, width: u32) -> Result<Reply, Failure> {
    let file = query.text("file").ok_or_else(|| Failure::wrong("a logo has a `file`"))?;
    let folder = desk.with(id, |document| Ok(desk.folder(document)))?;
    let none = |why: String| Failure::missing(format!("`{}`: {why}", brief(file)));
    let path = folder.join(file);
    desk.room.project().holds(&path, &*desk.room).map_err(|why| none(why.to_string()))?;
    let bytes = desk.room.read_at_most(&path, LOGO_LIMITS.max_bytes as u64).map_err(|why| none(why.to_string()))?;
    let logo = Artwork::decode_logo(&bytes, &LOGO_LIMITS).map_err(|why| none(why.to_string()))?;
    let picture = small(&logo, width).ok_or_else(|| none("it has no size".to_owned()))?;
    Ok(Reply::Now(Answer::bytes(200, "image/png", picture)))
}

/// Takes a file that is dropped on a kit: a font, or a logo, for the field that is named or for the one that it suits.
pub(super) fn take(
    desk: &Desk,
    document: &mut Document,
    name: &str,
    field: Option<&str>,
    bytes: Vec<u8>,
) -> Result<&'static str, Failure> {
    let material = Material::of(&bytes).ok_or_else(|| {
        let failure = Failure::unable(format!("`{}` is no logo and no font", brief(name)));
        failure.hint("a logo is an SVG with paths only, or a PNG, WebP or JPEG picture; a font is a ttf, otf or ttc")
    })?;
    let (model, folder) = (document.kit(), desk.folder(document));
    let place = super::dropped::free(desk, &folder, name, &bytes)?;
    let edit = match (material, field) {
        (Material::Font, None | Some("fonts.files")) => {
            Edit::Insert { path: "fonts.files".into(), index: model.fonts.files.len(), value: json!(place) }
        }
        (Material::Picture, Some("partners")) => {
            if model.partners.len() >= MAX_PARTNERS {
                return Err(Failure::unable(format!("a kit has at most {MAX_PARTNERS} partner logos")));
            }
            Edit::Insert { path: "partners".into(), index: model.partners.len(), value: json!(place) }
        }
        (Material::Picture, field) => {
            let path = field.filter(|field| field.starts_with("logo") || field.starts_with("partners["));
            if field.is_some() && path.is_none() {
                return Err(Failure::unable(format!("`{}` is a picture, the field takes none", brief(name))));
            }
            Edit::Set { path: path.unwrap_or("logo").into(), value: json!(place) }
        }
        (Material::Font, Some(_)) => {
            return Err(Failure::unable(format!("`{}` is a font, the field takes a logo", brief(name))));
        }
    };
    let text = document.edited(&[edit])?;
    if !desk.room.holds(&folder.join(&place)) {
        desk.room.put(&folder.join(&place), bytes);
    }
    document.change(text, None, &desk.fonts);
    Ok(if material == Material::Font { "font" } else { "logo" })
}

/// The families that cards can be set in: those of the kit's files, and those of the program.
pub fn families(desk: &Desk, id: u64) -> Result<Value, Failure> {
    desk.with(id, |document| {
        let all = |fonts: &crate::fonts::Fonts| fonts.families();
        let built = all(&desk.fonts);
        let fonts = match desk.loaded(document) {
            Some(Ok((kit, _))) => kit.fonts.as_ref().map(all).unwrap_or_default(),
            _ => Vec::new(),
        };
        let own: Vec<&String> = fonts.iter().filter(|family| !built.contains(family)).collect();
        Ok(json!({ "own": own, "built": built }))
    })
}

/// Whether a path is called like a brand kit.
pub fn is_kit(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == crate::kit::FILE_NAME)
}

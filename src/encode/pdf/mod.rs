//! PDF: all pages of a card in one document, text as text, pictures once and as they came, tagged for readers (PDF/UA-1).
//! Everything is written from the scenes: glyphs stand where they stand on the picture, in the same fonts, cut to what is used.

mod marks;
mod picture;
mod text;
mod vector;

use std::collections::BTreeMap;
use std::sync::Arc;

use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata as PdfMetadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, Node, Tag, TagGroup, TagTree};
use krilla::text::Font;
use krilla::{Document, SerializeSettings, color::rgb};

use crate::card::Print;
use crate::caught::caught;
use crate::encode::metadata::TOOL;
use crate::encode::{EncodeError, Metadata, Pictures};
use crate::fonts::{FaceId, Fonts};
use crate::geometry::Color;
use crate::scene::{Item, PictureFilter, PictureItem, RectItem, Scene, TextItem};
use marks::Sheet;

/// A document, and what is not as it should be.
pub(crate) struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// Why the document does not claim to be PDF/UA-1; none if it does.
    pub not_accessible: Option<String>,
}

/// Writes the pages of a card, each with its metadata, of which the first speaks for the document.
pub(crate) fn encode(
    pages: &[(&Scene, &Metadata)],
    print: Option<Print>,
    pictures: Pictures,
    fonts: &Fonts,
) -> Result<Written, EncodeError> {
    // The writer is another's: what it does not foresee must not take other cards along.
    let write = |accessible| {
        let document = || Writer::new(fonts, print, pictures).document(pages, accessible);
        caught(document).unwrap_or_else(|| Err(PdfError::Panic.into()))
    };
    match write(true)? {
        Ok(bytes) => Ok(Written { bytes, not_accessible: None }),
        Err(why) => match write(false)? {
            Ok(bytes) => Ok(Written { bytes, not_accessible: Some(why) }),
            Err(why) => Err(PdfError::Writer(why).into()),
        },
    }
}

/// Why a card did not become a document.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A text refers to a face that is not among the fonts, or that cannot be embedded.
    #[error("text {field} uses font face {face}, which cannot be embedded")]
    Face {
        /// Number of the face.
        face: u16,
        /// The text.
        field: String,
    },
    /// A vector part cannot be read.
    #[error("vector part of the template cannot be written: {0}")]
    Vector(String),
    /// A picture cannot be embedded.
    #[error("cannot embed picture {field}: {reason}")]
    Picture {
        /// The picture.
        field: String,
        /// What is wrong.
        reason: String,
    },
    /// A page that is no size.
    #[error("page of {width}x{height} px is no page")]
    Page {
        /// Px.
        width: f32,
        /// Px.
        height: f32,
    },
    /// The writer refused.
    #[error("cannot write pdf: {0}")]
    Writer(String),
    /// The writer panicked.
    #[error("cannot write pdf: the writer failed on it")]
    Panic,
}

/// A document that is being written.
struct Writer<'f> {
    fonts: &'f Fonts,
    print: Option<Print>,
    pictures: Pictures,
    faces: BTreeMap<FaceId, Font>,
    /// Embedded pictures by their address and how they are kept.
    images: BTreeMap<(usize, String), (Image, Arc<crate::artwork::Artwork>)>,
}

impl<'f> Writer<'f> {
    fn new(fonts: &'f Fonts, print: Option<Print>, pictures: Pictures) -> Writer<'f> {
        Writer { fonts, print, pictures, faces: BTreeMap::new(), images: BTreeMap::new() }
    }

    /// The document, or what keeps it from being accessible.
    fn document(
        mut self,
        pages: &[(&Scene, &Metadata)],
        accessible: bool,
    ) -> Result<Result<Vec<u8>, String>, EncodeError> {
        let mut configuration = ConfigurationBuilder::new();
        if accessible {
            configuration = configuration.with_accessibility_validator(Accessibility::UA1);
        }
        let settings = SerializeSettings {
            configuration: configuration.finish().unwrap_or_default(),
            no_device_cs: true,
            enable_tagging: true,
            ..SerializeSettings::default()
        };
        let mut document = Document::new_with(settings);
        let (mut tree, mut outline) = (TagTree::new(), Outline::new());
        for (index, (scene, metadata)) in pages.iter().enumerate() {
            let metadata = metadata.plain();
            let title = titled(&metadata, scene);
            let sheet = Sheet::of(scene, self.print);
            let no_page = || PdfError::Page { width: scene.width, height: scene.height };
            let (width, height) = sheet.size();
            let settings = PageSettings::from_wh(width, height).ok_or_else(no_page)?;
            let mut page = document.start_page_with(sheet.boxes(settings));
            let mut surface = page.surface();
            let mut part = TagGroup::new(Tag::Part);
            part.children = self.page(&mut surface, scene, &sheet, &title)?;
            surface.finish();
            page.finish();
            tree.push(part);
            let name = if pages.len() > 1 { format!("{title} ({}/{})", index + 1, pages.len()) } else { title };
            outline.push_child(OutlineNode::new(name, XyzDestination::new(index, Point::from_xy(0.0, 0.0))));
        }
        document.set_tag_tree(tree);
        document.set_outline(outline);
        document.set_metadata(about(pages));
        match document.finish() {
            Ok(bytes) => Ok(Ok(bytes)),
            Err(KrillaError::Validation(found)) => {
                let why = found.first().map(|(error, _)| format!("{error:?}")).unwrap_or_default();
                Ok(Err(why.split(['(', '{']).next().unwrap_or_default().trim().to_owned()))
            }
            Err(error) => Err(PdfError::Writer(error.to_string().replace('\n', " ")).into()),
        }
    }

    /// Paints a page; returns what readers are told of it, in paint order, which is the order of reading.
    fn page(
        &mut self,
        surface: &mut Surface<'_>,
        scene: &Scene,
        sheet: &Sheet,
        title: &str,
    ) -> Result<Vec<Node>, EncodeError> {
        let mut told = Vec::new();
        if let Some(marks) = sheet.marks() {
            artifact(surface, ArtifactType::Page, |surface| marks.draw(surface));
        }
        surface.push_transform(&sheet.place());
        let page = crate::geometry::Rect::new(0.0, 0.0, scene.width, scene.height);
        surface.push_clip_path(
            &path(page).ok_or(PdfError::Page { width: page.width, height: page.height })?,
            &FillRule::NonZero,
        );
        artifact(surface, ArtifactType::Other, |surface| {
            rect(surface, &RectItem { rect: page, radius: 0.0, fill: scene.ground })
        });
        let mut items = scene.items.as_slice();
        while let Some((item, rest)) = items.split_first() {
            // Definitions of one drawing may serve those that follow it.
            let drawings = items.iter().map_while(Item::drawn);
            let count = drawings.clone().count();
            if count > 0 {
                let tree = vector::read(drawings, (scene.width, scene.height)).map_err(PdfError::Vector)?;
                artifact(surface, ArtifactType::Other, |surface| vector::draw(surface, tree.root()));
                items = items.get(count..).unwrap_or_default();
                continue;
            }
            items = rest;
            match item {
                Item::Rect(item) => artifact(surface, ArtifactType::Other, |surface| rect(surface, item)),
                Item::Vector(_) | Item::Gradient(_) => {}
                Item::Picture(item) => {
                    let image = self.placed(item)?;
                    if item.filter != PictureFilter::default() {
                        // A backdrop says nothing that the picture itself does not.
                        artifact(surface, ArtifactType::Other, |surface| image.draw(surface));
                        continue;
                    }
                    let id = surface.start_tagged(ContentTag::Other);
                    image.draw(surface);
                    surface.end_tagged();
                    let alt = if item.field == "artwork" { title } else { item.field.as_str() };
                    told.push(group(Tag::Figure(Some(alt.to_owned())), vec![id]));
                }
                Item::Text(item) => {
                    let ids = self.text(surface, item)?;
                    let heading = std::num::NonZeroU16::MIN;
                    if !ids.is_empty() {
                        told.push(match item.kind.as_str() {
                            "title" => group(Tag::Hn(heading, Some(item.string.clone())), ids),
                            _ => group(Tag::P, ids),
                        });
                    }
                }
            }
        }
        surface.pop();
        surface.pop();
        Ok(told)
    }

    /// The face as it is embedded.
    fn face(&mut self, face: FaceId, text: &TextItem) -> Result<Font, PdfError> {
        if let Some(known) = self.faces.get(&face) {
            return Ok(known.clone());
        }
        let data = self.fonts.face(face).map(|known| (known.shared_data(), known.index()));
        let font = data.and_then(|(data, index)| Font::new(data.into(), index));
        let font = font.ok_or_else(|| PdfError::Face { face: face.0, field: text.field.clone() })?;
        self.faces.insert(face, font.clone());
        Ok(font)
    }

    /// A picture with its place.
    fn placed(&mut self, item: &PictureItem) -> Result<picture::Placed, EncodeError> {
        let device = self.print.map_or(1.0, |print| print.scale());
        let plain = item.filter == PictureFilter::default();
        if let Some(drawing) = item.picture.drawing().filter(|_| plain) {
            return Ok(picture::Placed::drawing(item, drawing));
        }
        let key = (Arc::as_ptr(&item.picture).addr(), picture::key(item, self.pictures));
        let image = match self.images.get(&key) {
            Some((image, _)) => image.clone(),
            None => {
                let image = picture::embedded(item, self.pictures, device)?;
                // The picture stays alive, so that its address stays its own.
                self.images.insert(key, (image.clone(), Arc::clone(&item.picture)));
                image
            }
        };
        Ok(picture::Placed::image(item, image, self.pictures))
    }
}

/// What the document says about itself.
fn about(pages: &[(&Scene, &Metadata)]) -> PdfMetadata {
    let mut about = PdfMetadata::new().creator(TOOL.to_owned()).producer(TOOL.to_owned());
    let Some((scene, metadata)) = pages.first() else { return about };
    let metadata = metadata.plain();
    about = about.title(titled(&metadata, scene));
    if !metadata.author.is_empty() {
        about = about.authors(vec![metadata.author]);
    }
    let descriptions: Vec<String> = pages.iter().map(|(_, metadata)| metadata.plain().description).collect();
    let description = descriptions.join("\n");
    if !description.trim().is_empty() {
        about = about.description(description);
    }
    // Readers take a document for one language; names have any, and the words of cards are English.
    about.language(if metadata.language.is_empty() { "en".to_owned() } else { metadata.language })
}

/// What the page is called.
fn titled(metadata: &Metadata, scene: &Scene) -> String {
    let parts: Vec<&str> =
        [metadata.title.as_str(), metadata.author.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { scene.format.clone() } else { parts.join(" \u{2013} ") }
}

/// Paints what is nothing to be read.
fn artifact(surface: &mut Surface<'_>, kind: ArtifactType, paint: impl FnOnce(&mut Surface<'_>)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    paint(surface);
    surface.end_tagged();
}

fn group(tag: impl Into<krilla::tagging::TagKind>, ids: Vec<Identifier>) -> Node {
    Node::Group(TagGroup::with_children(tag, ids.into_iter().map(Node::from).collect()))
}

fn rect(surface: &mut Surface<'_>, item: &RectItem) {
    let Some(path) = path(item.rect).filter(|_| item.fill.a > 0) else { return };
    surface.set_stroke(None);
    surface.set_fill(Some(fill(item.fill)));
    surface.draw_path(&path);
}

/// A rectangle as a path; none without an area.
fn path(rect: crate::geometry::Rect) -> Option<krilla::geom::Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(rect.x, rect.y, rect.width, rect.height)?);
    path.finish()
}

fn fill(color: Color) -> Fill {
    Fill {
        paint: rgb::Color::new(color.r, color.g, color.b).into(),
        opacity: share(f32::from(color.a) / 255.0),
        rule: FillRule::NonZero,
    }
}

/// An opacity.
fn share(opacity: f32) -> NormalizedF32 {
    NormalizedF32::new(opacity.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}

/// A scaling with a shift.
fn placed(x: f32, y: f32, left: f32, top: f32) -> Transform {
    Transform::from_row(x, 0.0, 0.0, y, left, top)
}

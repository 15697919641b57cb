//! Contact sheets: pictures in rows of one height with their names below, as scenes that our own rasteriser paints.
//! The same pictures and names give the same scenes; only `labels` and `measured` look at files.

#[cfg(feature = "cli")]
mod labels;
#[cfg(feature = "cli")]
mod measured;
mod pages;
mod paper;
mod rows;
#[cfg(feature = "cli")]
mod sheets;

use std::sync::Arc;

#[cfg(feature = "cli")]
pub use labels::{Naming, pictures};
#[cfg(feature = "cli")]
pub use measured::{measured, picture};
pub use pages::layout;
pub use paper::Paper;
pub use rows::{Placed, rows};
#[cfg(feature = "cli")]
pub use sheets::Sheets;

use crate::artwork::{Artwork, resized};
use crate::fonts::Fonts;
use crate::geometry::{Color, Rect};
use crate::scene::{Glyph, GlyphRun, Item, Line, PictureFilter, PictureItem, Scene, TextItem};
use crate::text::{Shaper, TextError, TextStyle, Wrap};

/// Highest sheet in px; more rows go on further sheets.
pub const MAX_HEIGHT: f32 = 16_000.0;

/// What a sheet says in its file that it is.
pub const SHEET_TITLE: &str = "Contact sheet";

/// Most pictures of one run.
pub const MAX_PICTURES: usize = 5_000;

/// What sheets lie on: neutral, between light and dark cards.
const GROUND: Color = Color::rgb(0xdc, 0xdc, 0xdc);
/// Names of the pictures; 9.6:1 on the ground.
const LABEL: Color = Color::rgb(0x30, 0x30, 0x30);
/// Most lines of a name; what is longer ends in an ellipsis.
const LABEL_LINES: usize = 2;

/// How a sheet is laid out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Width of a sheet in px.
    pub width: f32,
    /// Height that rows have about, px.
    pub row_height: f32,
    /// Pictures a row, instead of as many as the height asks for.
    pub columns: Option<usize>,
    /// Most pictures on a sheet.
    pub per_page: Option<usize>,
    /// Height of every sheet, px; as high as its rows if left out.
    pub page_height: Option<f32>,
    /// Highest row, px; what is lower than the width asks for then stands short of it.
    pub max_row: f32,
}

impl Style {
    /// A sheet that wide, with about five square pictures a row.
    pub fn new(width: f32) -> Style {
        let row_height = (width / 5.0).round();
        Style { width, row_height, columns: None, per_page: None, page_height: None, max_row: f32::INFINITY }
    }

    /// Space around the sheet and between pictures, px.
    pub fn gap(&self) -> f32 {
        (self.width / 80.0).round().max(4.0)
    }

    /// Font size of the names, px.
    pub fn label_size(&self) -> f32 {
        (self.width / 115.0).round().clamp(11.0, 40.0)
    }

    /// Height of the page number of paper, px.
    pub fn foot(&self) -> f32 {
        if self.page_height.is_some() { (self.label_size() * 1.5).ceil() } else { 0.0 }
    }

    /// Height of the names below a row, px: room for [`LABEL_LINES`] lines and the space above them.
    pub fn label_height(&self) -> f32 {
        (self.label_size() * (1.25 * LABEL_LINES as f32 + 0.5)).ceil()
    }
}

/// A picture to put on a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub label: String,
    /// Width / height.
    pub aspect: f32,
    /// Pictures of one group share a row and no other picture stands in it; `None` fills rows freely.
    pub group: Option<usize>,
}

/// A laid-out sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its height in px.
    pub height: f32,
    /// Its pictures.
    pub slots: Vec<Placed>,
}

/// The scene of a sheet; `picture` gives the picture of an entry by its number.
///
/// # Errors
/// A name that cannot be shaped.
pub fn scene(
    page: &Page,
    number: (usize, usize),
    entries: &[Entry],
    style: &Style,
    picture: impl Fn(usize) -> Option<Arc<Artwork>>,
    shaper: &mut Shaper<'_>,
) -> Result<Scene, TextError> {
    let mut items = Vec::with_capacity(page.slots.len() * 2);
    for slot in &page.slots {
        if let Some(picture) = picture(slot.entry) {
            items.push(Item::Picture(PictureItem {
                field: format!("picture-{}", slot.entry + 1),
                rect: slot.rect,
                crop: Rect::new(0.0, 0.0, picture.width() as f32, picture.height() as f32),
                filter: PictureFilter::default(),
                opacity: 1.0,
                picture,
            }));
        }
        if let Some(entry) = entries.get(slot.entry) {
            let top = slot.rect.bottom() + style.label_size() * 0.4;
            let area = Rect::new(slot.rect.x, top, slot.rect.width, style.label_height());
            items.push(Item::Text(label(&entry.label, slot.entry, area, style.label_size(), shaper)?));
        }
    }
    if style.page_height.is_some() && number.1 > 1 {
        items.push(Item::Text(folio(number, page, style, shaper)?));
    }
    let whole = Rect::new(0.0, 0.0, style.width, page.height);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Scene {
        format: "sheet".into(),
        template: "sheet".into(),
        width: style.width,
        height: page.height,
        safe_area: whole,
        page: count(number.0),
        pages: count(number.1),
        ground: GROUND,
        items,
        omitted: Vec::new(),
    })
}

/// The number of a page of paper, at its foot.
fn folio(number: (usize, usize), page: &Page, style: &Style, shaper: &mut Shaper<'_>) -> Result<TextItem, TextError> {
    let top = page.height - style.foot() - style.gap() / 2.0;
    let area = Rect::new(style.gap(), top, style.width - 2.0 * style.gap(), style.foot());
    let text = label(&format!("{} / {}", number.0, number.1), 0, area, style.label_size(), shaper)?;
    Ok(TextItem { field: "folio".into(), kind: "folio".into(), ..text })
}

/// A name in at most [`LABEL_LINES`] lines.
fn label(string: &str, entry: usize, area: Rect, size: f32, shaper: &mut Shaper<'_>) -> Result<TextItem, TextError> {
    let style = TextStyle { weight: 500, ..TextStyle::default() };
    let shaped = shaper.shape(string, &style)?;
    let metrics = shaped.metrics;
    let leading = size * 1.25;
    let set = shaped.break_lines(area.width / size, Wrap::Normal, Some(LABEL_LINES), true);
    let first = area.y + (leading + (metrics.ascent - metrics.descent) * size) / 2.0;
    let mut lines = Vec::new();
    let mut ink: Option<Rect> = None;
    for (index, range) in set.lines.iter().enumerate() {
        let placed = shaped.place(range);
        let baseline = (first + index as f32 * leading).round();
        let mut runs = Vec::new();
        for run in placed.runs {
            let run_size = size * run.scale;
            let place = |glyph: &crate::text::PlacedGlyph| Glyph {
                id: glyph.id,
                x: area.x + glyph.x * size,
                y: baseline + glyph.y * size,
            };
            let glyphs: Vec<Glyph> = run.glyphs.iter().map(place).collect();
            for glyph in &glyphs {
                let bounds = ink_of(shaper.fonts(), run.face, run_size, glyph);
                ink = bounds.map(|bounds| ink.map_or(bounds, |ink| ink.union(&bounds))).or(ink);
            }
            runs.push(GlyphRun { face: run.face, size: run_size, glyphs, starts: run.starts });
        }
        let rect = Rect::new(area.x, baseline - metrics.ascent * size, placed.width * size, leading);
        lines.push(Line { string: range.string.clone(), rect, baseline, runs });
    }
    Ok(TextItem {
        field: format!("label-{}", entry + 1),
        kind: "label".into(),
        string: string.to_owned(),
        rect: area,
        ink: ink.unwrap_or_default(),
        family: "Inter".into(),
        weight: 500,
        size,
        color: LABEL,
        lines,
    })
}

fn ink_of(fonts: &Fonts, face: crate::fonts::FaceId, size: f32, glyph: &Glyph) -> Option<Rect> {
    let bounds = fonts.face(face)?.ink(glyph.id)?;
    Some(Rect::new(glyph.x + bounds.x * size, glyph.y + bounds.y * size, bounds.width * size, bounds.height * size))
}

/// A picture at the size it is shown, with nothing larger kept.
pub fn shrunk(artwork: &Artwork, width: u32, height: u32) -> Result<Artwork, String> {
    let whole = Rect::new(0.0, 0.0, artwork.width() as f32, artwork.height() as f32);
    let raster = resized(artwork, whole, width, height);
    Artwork::from_rgba(raster.width, raster.height, raster.data).ok_or_else(|| "a picture has no pixels".to_owned())
}

//! Painting: placed boxes become scene items with final coordinates.
//! Positions are snapped here: baselines and edges to whole px, so that hairlines and type stay crisp.

use std::sync::Arc;

use crate::artwork::{Artwork, object_fit};
use crate::compose::boxes::{Boxes, Placed};
use crate::compose::setting::{Setting, TextSpec};
use crate::compose::style::{is_free, number};
use crate::fonts::Fonts;
use crate::geometry::{Color, Rect};
use crate::scene::{Glyph, GlyphRun, Item, Line, PictureFilter, PictureItem, RectItem, TextItem, VectorItem};
use crate::template::css::{FilterFunction, ObjectFit, TextAlign};
use crate::template::{Element, Kind};

/// What painting needs beside the boxes.
pub struct Painter<'a> {
    /// Faces, for the ink of glyphs.
    pub fonts: &'a Fonts,
    /// The record's artwork.
    pub artwork: Option<&'a Arc<Artwork>>,
}

impl Painter<'_> {
    /// Appends the items of one placed element.
    pub fn paint(&self, placed: &Placed<'_>, items: &mut Vec<Item>) {
        let element = placed.element;
        match element.kind {
            Kind::Group => {
                if let Some(fill) = element.style.background {
                    items.push(Item::Rect(RectItem { rect: snap(placed.rect), fill }));
                }
            }
            Kind::Rect => self.rect(placed, items),
            Kind::Image => self.image(placed, items),
            Kind::Text => {
                if let Some((spec, setting)) = &placed.text {
                    items.push(Item::Text(self.text(placed, spec, setting)));
                }
            }
            Kind::Vector => {
                let (x, y) = (placed.rect.x.round(), placed.rect.y.round());
                let svg = if x == 0.0 && y == 0.0 {
                    element.markup.clone()
                } else {
                    format!("<g transform=\"translate({x} {y})\">{}</g>", element.markup)
                };
                items.push(Item::Vector(VectorItem { svg }));
            }
        }
    }

    /// Appends the items of all boxes.
    pub fn paint_all(&self, boxes: &Boxes<'_>, items: &mut Vec<Item>) {
        for placed in &boxes.placed {
            self.paint(placed, items);
        }
    }

    fn rect(&self, placed: &Placed<'_>, items: &mut Vec<Item>) {
        let element = placed.element;
        let rect = free_rect(placed).unwrap_or_else(|| snap(placed.rect));
        let mut fill = placed.style.fill;
        let opacity = opacity(element) * number(element, "fill-opacity").unwrap_or(1.0).clamp(0.0, 1.0);
        fill.a = (f32::from(fill.a) * opacity).round() as u8;
        let radius = number(element, "rx").or_else(|| number(element, "ry")).unwrap_or(0.0);
        if radius > 0.0 {
            let Color { r, g, b, a } = fill;
            let (x, y, width, height) = (rect.x, rect.y, rect.width, rect.height);
            let svg = format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" \
                 fill=\"#{r:02x}{g:02x}{b:02x}\" fill-opacity=\"{:.4}\"/>",
                f32::from(a) / 255.0
            );
            items.push(Item::Vector(VectorItem { svg }));
        } else if fill.a > 0 {
            items.push(Item::Rect(RectItem { rect, fill }));
        }
    }

    fn image(&self, placed: &Placed<'_>, items: &mut Vec<Item>) {
        let Some(artwork) = self.artwork else { return };
        let rect = free_rect(placed).unwrap_or_else(|| snap(placed.rect));
        let d = &placed.element.style;
        let fit = match d.object_fit.unwrap_or(ObjectFit::Cover) {
            ObjectFit::Cover => crate::artwork::ObjectFit::Cover,
            ObjectFit::Contain => crate::artwork::ObjectFit::Contain,
            ObjectFit::Fill => crate::artwork::ObjectFit::Fill,
        };
        let position = d.object_position.unwrap_or((0.5, 0.5));
        let (rect, crop) = object_fit(fit, position, (artwork.width(), artwork.height()), rect);
        let rect = snap(rect);
        let mut filter = PictureFilter::default();
        for function in d.filter.iter().flatten() {
            match *function {
                FilterFunction::Blur(length) => filter.blur += length.px(placed.style.size, placed.style.vmin),
                FilterFunction::Brightness(factor) => filter.brightness *= factor,
                FilterFunction::Saturate(factor) => filter.saturate *= factor,
                FilterFunction::Grayscale(amount) => filter.saturate *= (1.0 - amount).max(0.0),
                FilterFunction::Duotone(dark, light) => filter.tone = Some((dark, light)),
                FilterFunction::Veil(veil) => filter.veil = Some(veil),
            }
        }
        items.push(Item::Picture(PictureItem {
            field: placed.element.attribute("data-field").unwrap_or("artwork").to_owned(),
            rect,
            crop,
            filter,
            opacity: opacity(placed.element),
            picture: Arc::clone(artwork),
        }));
    }

    fn text(&self, placed: &Placed<'_>, spec: &TextSpec, setting: &Setting) -> TextItem {
        let element = placed.element;
        let size = setting.size;
        let leading = spec.leading(size);
        let (above, _) = spec.line(size);
        let free = is_free(element);
        let anchor_x = placed.rect.x + number(element, "x").unwrap_or(0.0);
        let first = if free {
            placed.rect.y + number(element, "y").unwrap_or(0.0)
        } else {
            placed.content.y + spec.first_baseline(size)
        };
        let mut ink: Option<Rect> = None;
        let mut lines = Vec::with_capacity(setting.lines.lines.len());
        for (index, range) in setting.lines.lines.iter().enumerate() {
            let placed_line = spec.shaped.place(range);
            let width = placed_line.width * size;
            let x = if free {
                match element.attribute("text-anchor") {
                    Some("middle") => anchor_x - width / 2.0,
                    Some("end") => anchor_x - width,
                    _ => anchor_x,
                }
            } else {
                let spare = placed.content.width - width;
                let indent = if index == 0 { 0.0 } else { setting.hang };
                let indent = if spec.style.rtl { -indent } else { indent };
                placed.content.x
                    + indent
                    + match (spec.style.align, spec.style.rtl) {
                        (TextAlign::Center, _) => spare / 2.0,
                        (TextAlign::Start, false) | (TextAlign::End, true) => 0.0,
                        (TextAlign::End, false) | (TextAlign::Start, true) => spare,
                    }
            };
            let (x, baseline) = (x.round(), (first + index as f32 * leading).round());
            let mut runs = Vec::with_capacity(placed_line.runs.len());
            for run in &placed_line.runs {
                let run_size = size * run.scale;
                let glyphs: Vec<Glyph> = run
                    .glyphs
                    .iter()
                    .map(|glyph| Glyph { id: glyph.id, x: x + glyph.x * size, y: baseline + glyph.y * size })
                    .collect();
                if let Some(face) = self.fonts.face(run.face) {
                    for glyph in &glyphs {
                        if let Some(outline) = face.outline(glyph.id) {
                            let bounds = Rect::new(
                                glyph.x + outline.bounds.x * run_size,
                                glyph.y + outline.bounds.y * run_size,
                                outline.bounds.width * run_size,
                                outline.bounds.height * run_size,
                            );
                            ink = Some(ink.map_or(bounds, |ink| ink.union(&bounds)));
                        }
                    }
                }
                runs.push(GlyphRun { face: run.face, size: run_size, glyphs });
            }
            let rect = Rect::new(x, baseline - above, width, leading);
            lines.push(Line { string: range.string.clone(), rect, baseline, runs });
        }
        let ink = ink.unwrap_or_default();
        // The box that others see: around the lines, and around ink that leaves them.
        let mut rect = placed.content;
        if free {
            rect = lines.first().map_or(rect, |line| line.rect);
        }
        if ink.width > 0.0 {
            rect = rect.union(&ink);
        }
        TextItem {
            field: element.attribute("data-field").unwrap_or("label").to_owned(),
            kind: element.attribute("data-kind").unwrap_or("text").to_owned(),
            string: spec.string.clone(),
            rect,
            ink,
            family: spec.style.families.first().cloned().unwrap_or_default(),
            weight: spec.style.weight,
            size,
            color: with_opacity(placed.style.fill, opacity(element)),
            lines,
        }
    }
}

/// The rectangle of an element with SVG coordinates.
fn free_rect(placed: &Placed<'_>) -> Option<Rect> {
    if !is_free(placed.element) {
        return None;
    }
    let get = |name| number(placed.element, name).unwrap_or(0.0);
    Some(snap(Rect::new(placed.rect.x + get("x"), placed.rect.y + get("y"), get("width"), get("height"))))
}

fn opacity(element: &Element) -> f32 {
    element.style.opacity.or_else(|| number(element, "opacity")).unwrap_or(1.0).clamp(0.0, 1.0)
}

fn with_opacity(mut color: Color, opacity: f32) -> Color {
    color.a = (f32::from(color.a) * opacity).round() as u8;
    color
}

/// Edges on whole px; what has any height or width keeps at least one.
fn snap(rect: Rect) -> Rect {
    let (x, y) = (rect.x.round(), rect.y.round());
    let width = if rect.width > 0.0 { (rect.right().round() - x).max(1.0) } else { 0.0 };
    let height = if rect.height > 0.0 { (rect.bottom().round() - y).max(1.0) } else { 0.0 };
    Rect::new(x, y, width, height)
}

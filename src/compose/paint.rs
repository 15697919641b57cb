//! Painting: placed boxes become scene items with final coordinates.
//! Positions are snapped here: baselines and edges to whole px, so that hairlines and type stay crisp.

use std::sync::Arc;

use crate::artwork::{Anchor, Artwork, Halftone, object_fit};
use crate::card::Brand;
use crate::compose::boxes::{Boxes, Placed};
use crate::compose::setting::{SetLine, TextSpec};
use crate::compose::style::{is_free, number};
use crate::geometry::{Color, Rect};
use crate::record::Focus;
use crate::scene::{Glyph, GlyphRun, Item, Line, PictureFilter, PictureItem, RectItem, TextItem, VectorItem};
use crate::template::css::{FilterFunction, ObjectFit, TextAlign};
use crate::template::{Element, Kind};
use crate::text::{LineRange, Shaped, Shaper};

/// What crops keep that cut a picture above and below, if nobody says: people have their heads at the top.
const UPPER: Focus = Focus { x: 0.5, y: 0.25 };

/// Whether a picture of this size is higher than a box that it fills.
fn cuts_height(natural: (u32, u32), area: Rect) -> bool {
    natural.1 as f32 * area.width > natural.0 as f32 * area.height
}

/// What painting needs beside the boxes.
pub struct Painter<'a, 'f> {
    /// Knows the ink of glyphs.
    pub shaper: &'a mut Shaper<'f>,
    /// The record's artwork.
    pub artwork: Option<&'a Arc<Artwork>>,
    /// What crops of it keep.
    pub focus: Option<Focus>,
    /// Logos.
    pub brand: &'a Brand,
    /// The page's ground. What logos stand on decides between their light and dark forms: this, or a rectangle on it.
    pub ground: Color,
}

/// Ink of letters that a line from the right begins with may leave the line by so much, em: the margin beside it has room.
const REACH: f32 = 0.07;

/// How far a line from the right is moved in, em: a letter of Arabic that a break takes from the letters before it ends in
/// a bow that can leave the page.
fn reach(shaped: &Shaped, line: &LineRange) -> f32 {
    let right = shaped.inks(line).iter().map(Rect::right).fold(0.0, f32::max) - line.width;
    if right > REACH { right } else { 0.0 }
}

impl Painter<'_, '_> {
    /// Appends the items of one placed element.
    pub fn paint(&mut self, placed: &Placed<'_>, items: &mut Vec<Item>) {
        let element = placed.element;
        match element.kind {
            Kind::Group => {
                if let Some(fill) = element.style.background {
                    items.push(Item::Rect(RectItem { rect: snap(placed.rect), radius: 0.0, fill }));
                }
            }
            Kind::Rect => self.rect(placed, items),
            Kind::Image => self.image(placed, items),
            Kind::Text => {
                if let Some(spec) = &placed.text {
                    items.push(Item::Text(self.text(placed, spec)));
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
    pub fn paint_all(&mut self, boxes: &Boxes<'_>, items: &mut Vec<Item>) {
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
        if fill.a > 0 {
            items.push(Item::Rect(RectItem { rect, radius: radius.max(0.0), fill }));
        }
    }

    /// The flat colour behind the middle of an area: of the last opaque rectangle there, else the page's ground.
    fn behind(&self, area: Rect, items: &[Item]) -> Color {
        let (x, y) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
        let holds = |rect: &Rect| (rect.x..=rect.right()).contains(&x) && (rect.y..=rect.bottom()).contains(&y);
        let under = items.iter().rev().find_map(|item| match item {
            Item::Rect(RectItem { rect, fill, .. }) if fill.a == 255 && holds(rect) => Some(*fill),
            _ => None,
        });
        under.unwrap_or(self.ground)
    }

    fn image(&self, placed: &Placed<'_>, items: &mut Vec<Item>) {
        let href = placed.element.attribute("href").unwrap_or("artwork");
        let cover = href == "artwork";
        let rect = free_rect(placed).unwrap_or_else(|| snap(placed.rect));
        let logo = || self.brand.find(href).map(|logo| logo.on(self.behind(rect, items)));
        let Some(artwork) = (if cover { self.artwork } else { logo() }) else { return };
        let d = &placed.element.style;
        // A logo is never cropped unless it is asked for.
        let usual = if cover { ObjectFit::Cover } else { ObjectFit::Contain };
        let fit = match d.object_fit.unwrap_or(usual) {
            ObjectFit::Cover => crate::artwork::ObjectFit::Cover,
            ObjectFit::Contain => crate::artwork::ObjectFit::Contain,
            ObjectFit::Fill => crate::artwork::ObjectFit::Fill,
        };
        let natural = natural_size(artwork);
        let focus = self.focus.or(cuts_height(natural, rect).then_some(UPPER)).filter(|_| cover);
        let anchor = match (d.object_position, focus) {
            (Some((x, y)), _) => Anchor::Position(x, y),
            (None, Some(focus)) => Anchor::Focus(focus.x, focus.y),
            (None, None) => Anchor::Position(0.5, 0.5),
        };
        let area = rect;
        let (rect, crop) = object_fit(fit, anchor, natural, area);
        let crop = in_pixels(crop, artwork);
        let rect = inside(snap(rect), area);
        let mut filter = PictureFilter::default();
        for function in d.filter.iter().flatten() {
            match *function {
                FilterFunction::Blur(length) => filter.blur += length.px(placed.style.size, placed.style.vmin),
                FilterFunction::Brightness(factor) => filter.brightness *= factor,
                FilterFunction::Saturate(factor) => filter.saturate *= factor,
                FilterFunction::Grayscale(amount) => filter.saturate *= (1.0 - amount).max(0.0),
                FilterFunction::Levels(low, high) => filter.levels = Some((low, high)),
                FilterFunction::Duotone(tone) => filter.tone = Some(tone),
                FilterFunction::Halftone(ink, paper, cell) => {
                    let cell = cell.px(placed.style.size, placed.style.vmin);
                    filter.halftone = Some(Halftone { ink, paper, cell });
                }
                FilterFunction::Veil(veil) => filter.veil = Some(veil),
            }
        }
        items.push(Item::Picture(PictureItem {
            field: placed.element.attribute("data-field").unwrap_or(href).to_owned(),
            rect,
            crop,
            filter,
            opacity: opacity(placed.element),
            picture: Arc::clone(artwork),
        }));
    }

    fn text(&mut self, placed: &Placed<'_>, spec: &TextSpec) -> TextItem {
        let element = placed.element;
        let free = is_free(element);
        let setting = if free {
            spec.set(f32::INFINITY, None)
        } else {
            spec.set(placed.content.width, Some(placed.content.height))
        };
        let anchor_x = placed.rect.x + number(element, "x").unwrap_or(0.0);
        let mut ink: Option<Rect> = None;
        let mut lines = Vec::with_capacity(setting.lines.len());
        for SetLine { range, size, baseline, indent, bearings } in setting.lines {
            let placed_line = spec.shaped.place(&range);
            let width = placed_line.width * size;
            let x = if free {
                match element.attribute("text-anchor") {
                    Some("middle") => anchor_x - width / 2.0,
                    Some("end") => anchor_x - width,
                    _ => anchor_x,
                }
            } else {
                let spare = placed.content.width - width;
                // Ink that overhangs its advance is moved in only as far as there is room.
                let (left, right) = (bearings.0.max(-spare.max(0.0)), bearings.1.max(-spare.max(0.0)));
                let indent = if spec.style.rtl { -indent } else { indent };
                let reach = if spec.starts_right() { reach(&spec.shaped, &range) } else { 0.0 };
                placed.content.x - reach * size
                    + indent
                    + match (spec.style.align, spec.style.rtl) {
                        (TextAlign::Center, _) => (spare + right - left) / 2.0,
                        (TextAlign::Start, false) | (TextAlign::End, true) => -left,
                        (TextAlign::End, false) | (TextAlign::Start, true) => spare + right,
                    }
            };
            let y =
                if free { placed.rect.y + number(element, "y").unwrap_or(0.0) } else { placed.content.y + baseline };
            let (x, baseline) = (x.round(), y.round());
            let (above, below) = spec.line(size);
            let mut runs = Vec::with_capacity(placed_line.runs.len());
            for run in placed_line.runs {
                let run_size = size * run.scale;
                let glyphs: Vec<Glyph> = run
                    .glyphs
                    .iter()
                    .map(|glyph| Glyph { id: glyph.id, x: x + glyph.x * size, y: baseline + glyph.y * size })
                    .collect();
                for glyph in &glyphs {
                    if let Some(bounds) = self.shaper.bounds(run.face, glyph.id) {
                        let bounds = Rect::new(
                            glyph.x + bounds.x * run_size,
                            glyph.y + bounds.y * run_size,
                            bounds.width * run_size,
                            bounds.height * run_size,
                        );
                        ink = Some(ink.map_or(bounds, |ink| ink.union(&bounds)));
                    }
                }
                runs.push(GlyphRun { face: run.face, size: run_size, glyphs, starts: run.starts });
            }
            let rect = Rect::new(x, baseline - above, width, above + below);
            lines.push(Line { string: range.string, rect, baseline, runs });
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
            string: spec.shaped.text.clone(),
            rect,
            ink,
            family: spec.style.text.families.first().cloned().unwrap_or_default(),
            weight: spec.style.text.weight,
            size: setting.size,
            color: with_opacity(placed.style.fill, opacity(element)),
            lines,
        }
    }
}

/// The size that decides how a picture fits: its own pixels, or those of a drawing at a size that keeps its aspect.
fn natural_size(artwork: &Artwork) -> (u32, u32) {
    const SIDE: f32 = 1_000_000.0;
    if artwork.drawing().is_none() {
        return (artwork.width(), artwork.height());
    }
    let aspect = artwork.aspect();
    let side = |length: f32| (length.round() as u32).max(1);
    if aspect >= 1.0 { (side(SIDE), side(SIDE / aspect)) } else { (side(SIDE * aspect), side(SIDE)) }
}

/// A part of the natural size as a part of the picture's pixels.
fn in_pixels(crop: Rect, artwork: &Artwork) -> Rect {
    if artwork.drawing().is_none() {
        return crop;
    }
    let (width, height) = natural_size(artwork);
    let (x, y) = (artwork.width() as f32 / width as f32, artwork.height() as f32 / height as f32);
    Rect::new(crop.x * x, crop.y * y, crop.width * x, crop.height * y)
}

/// A rectangle moved into an area that is larger: rounding may have pushed it out by a px.
fn inside(rect: Rect, area: Rect) -> Rect {
    let x = rect.x.min(area.right() - rect.width).max(area.x);
    let y = rect.y.min(area.bottom() - rect.height).max(area.y);
    Rect::new(x, y, rect.width, rect.height)
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

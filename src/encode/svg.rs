//! A scene as one self-contained SVG file: outlines for glyphs, embedded PNGs for pictures, labels for readers.
//! It looks the same everywhere; drawn by resvg it equals our own pixels within the tolerance that `tests/it/svg.rs` states.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{EncodeError, png};
use crate::artwork::{Drawing, filtered};
use crate::fonts::{FaceId, Fonts, Layer};
use crate::geometry::{Color, Rect};
use crate::raster::{RasterError, whole_rect};
use crate::scene::outline::{Curve, curves};
use crate::scene::{Item, PictureFilter, PictureItem, RectItem, Scene, TextItem};
use crate::xml::{escape, is_char};

/// Why a scene could not be written as SVG.
#[derive(Debug, thiserror::Error)]
pub enum SvgError {
    /// A text refers to a face that is not among the fonts.
    #[error("text {field} uses font face {face}, which is not loaded")]
    UnknownFace {
        /// Number of the face.
        face: u16,
        /// The text.
        field: String,
    },
    /// A picture is too large.
    #[error(transparent)]
    Picture(#[from] RasterError),
    /// A picture could not be embedded.
    #[error("cannot embed picture {field}: {source}")]
    Encode {
        /// The picture.
        field: String,
        /// What the encoder says.
        source: Box<EncodeError>,
    },
}

/// Writes a scene as SVG; its title is the card's own title and artist.
pub fn to_svg(scene: &Scene, fonts: &Fonts) -> Result<String, SvgError> {
    to_svg_with(scene, fonts, "", "")
}

/// As [`to_svg`], with a `<title>` (empty: the card's own) and a `<desc>` (empty: none).
pub fn to_svg_with(scene: &Scene, fonts: &Fonts, title: &str, description: &str) -> Result<String, SvgError> {
    let mut writer =
        Writer { fonts, glyphs: BTreeMap::new(), definitions: String::new(), body: String::new(), drawings: 0 };
    let page = Rect::new(0.0, 0.0, scene.width, scene.height);
    writer.rect(&RectItem { rect: page, radius: 0.0, fill: scene.ground });
    for item in &scene.items {
        if let Some(svg) = item.drawn() {
            writer.body.push_str(&svg);
            writer.body.push('\n');
            continue;
        }
        match item {
            Item::Rect(item) => writer.rect(item),
            Item::Vector(_) | Item::Gradient(_) => {}
            Item::Picture(item) => writer.picture(item)?,
            Item::Text(item) => writer.text(item)?,
        }
    }
    let title = if title.is_empty() { own_title(scene) } else { title.to_owned() };
    let (width, height) = (number(scene.width), number(scene.height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n<title>{}</title>\n",
        escaped(&title)
    );
    if !description.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(svg, "<desc>{}</desc>", escaped(description));
    }
    if !writer.definitions.is_empty() {
        svg.extend(["<defs>\n", writer.definitions.as_str(), "</defs>\n"]);
    }
    svg.push_str(&writer.body);
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// What the element is called that has the credit file.
const CREDIT_FILE: &str = "credit-file";
/// Nodes of a file that is searched for one: more than any page of ours has, each takes some eighty bytes.
const MOST_NODES: u32 = 1_000_000;

/// A file of ours with a credit file in it, behind its title; an empty one is none.
pub fn with_credit_file(svg: String, text: &str) -> String {
    if text.is_empty() {
        return svg;
    }
    // Its lines stay, as they do in no other text of the file.
    let whole: String = text.chars().filter(|c| is_char(*c)).collect();
    let element = format!("</title>\n<metadata id=\"{CREDIT_FILE}\">{}</metadata>\n", escape(&whole));
    svg.replacen("</title>\n", &element, 1)
}

/// The credit file that an SVG carries; none if it is not ours or has none.
pub fn credit_file(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let element = |node: &roxmltree::Node<'_, '_>| {
        node.tag_name().name() == "metadata" && node.attribute("id") == Some(CREDIT_FILE)
    };
    let options = roxmltree::ParsingOptions { nodes_limit: MOST_NODES, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, options).ok()?;
    document.descendants().find(element)?.text().map(str::to_owned)
}

fn own_title(scene: &Scene) -> String {
    let of = |kind: &str| scene.texts().find(|text| text.kind == kind).map(|text| text.string.as_str());
    let parts: Vec<&str> = [of("title"), of("artist")].into_iter().flatten().collect();
    if parts.is_empty() { scene.format.clone() } else { parts.join(" \u{2013} ") }
}

struct Writer<'f> {
    fonts: &'f Fonts,
    /// Number of each outline by face, glyph and size; none if it has no ink.
    glyphs: BTreeMap<(FaceId, u16, u32), Option<usize>>,
    definitions: String,
    body: String,
    /// Logos written so far: their ids carry the number.
    drawings: usize,
}

impl Writer<'_> {
    fn rect(&mut self, item: &RectItem) {
        let Rect { x, y, width, height } = item.rect;
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}/>",
            number(x),
            number(y),
            number(width),
            number(height),
            paint(item.fill)
        );
    }

    fn picture(&mut self, item: &PictureItem) -> Result<(), SvgError> {
        let rect = whole_rect(item, 1.0)?;
        if let Some(drawing) = item.picture.drawing().filter(|_| item.filter == PictureFilter::default()) {
            self.drawing(item, drawing);
            return Ok(());
        }
        let raster = filtered(&item.picture, item.crop, rect.width, rect.height, &item.filter, 1.0);
        let bytes = png::encode_straight(raster.width, raster.height, &raster.data)
            .map_err(|source| SvgError::Encode { field: item.field.clone(), source: Box::new(source) })?;
        let opacity = item.opacity.clamp(0.0, 1.0);
        let opacity = if opacity < 1.0 { format!(" opacity=\"{}\"", number(opacity)) } else { String::new() };
        let _ = write!(
            self.body,
            "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\"{opacity} xlink:href=\"data:image/png;base64,",
            rect.left, rect.top, rect.width, rect.height
        );
        STANDARD.encode_string(&bytes, &mut self.body);
        self.body.push_str("\"/>\n");
        Ok(())
    }

    /// A logo as vectors; what leaves its box is clipped.
    fn drawing(&mut self, item: &PictureItem, drawing: &Drawing) {
        let (own_width, own_height) = drawing.size();
        let (x, y) = (own_width / item.picture.width() as f32, own_height / item.picture.height() as f32);
        let (rect, crop) = (item.rect, item.crop);
        self.drawings += 1;
        let opacity = item.opacity.clamp(0.0, 1.0);
        let opacity = if opacity < 1.0 { format!(" opacity=\"{}\"", number(opacity)) } else { String::new() };
        // Box and part may be of any scale, so the part is not rounded.
        let _ = writeln!(
            self.body,
            "<g{opacity}><svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" viewBox=\"{} {} {} {}\" \
             preserveAspectRatio=\"none\">{}</svg></g>",
            number(rect.x),
            number(rect.y),
            number(rect.width),
            number(rect.height),
            crop.x * x,
            crop.y * y,
            crop.width * x,
            crop.height * y,
            drawing.markup(&format!("xd{}-", self.drawings))
        );
    }

    fn text(&mut self, text: &TextItem) -> Result<(), SvgError> {
        let label = escaped(&text.string);
        let _ = writeln!(self.body, "<g role=\"img\" aria-label=\"{label}\"{}>", paint(text.color));
        for run in text.lines.iter().flat_map(|line| &line.runs) {
            for glyph in &run.glyphs {
                let layers = self.fonts.face(run.face).and_then(|face| face.layers(glyph.id));
                let layers = layers.unwrap_or_else(|| vec![Layer { glyph: glyph.id, color: None }]);
                for layer in layers {
                    let Some(outline) = self.outline(run.face, layer.glyph, run.size, &text.field)? else { continue };
                    let own = layer.color.map(|_| paint(layer.in_text(text.color))).unwrap_or_default();
                    let (x, y) = (number(glyph.x), number(glyph.y));
                    let _ = writeln!(self.body, "<use xlink:href=\"#xc{outline}\" x=\"{x}\" y=\"{y}\"{own}/>");
                }
            }
        }
        self.body.push_str("</g>\n");
        Ok(())
    }

    fn outline(&mut self, face: FaceId, glyph: u16, size: f32, field: &str) -> Result<Option<usize>, SvgError> {
        let next = self.glyphs.len() + 1;
        let key = (face, glyph, size.to_bits());
        if let Some(known) = self.glyphs.get(&key) {
            return Ok(*known);
        }
        let face =
            self.fonts.face(face).ok_or_else(|| SvgError::UnknownFace { face: face.0, field: field.to_owned() })?;
        let data = face.outline(glyph).map(|outline| path(&curves(&outline), size)).unwrap_or_default();
        let entry = (!data.is_empty()).then_some(next);
        if let Some(id) = entry {
            let _ = writeln!(self.definitions, "<path id=\"xc{id}\" d=\"{data}\"/>");
        }
        self.glyphs.insert(key, entry);
        Ok(entry)
    }
}

fn paint(color: Color) -> String {
    let opaque = Color { a: 255, ..color };
    if color.a == 255 {
        format!(" fill=\"{opaque}\"")
    } else {
        let opacity = (f64::from(color.a) / 255.0 * 1e4).round() / 1e4;
        format!(" fill=\"{opaque}\" fill-opacity=\"{opacity}\"")
    }
}

/// Thousandths, without trailing zeros.
fn number(value: f32) -> String {
    let value = (f64::from(value) * 1000.0).round() / 1000.0;
    // Adding zero turns minus zero into zero.
    if value.is_finite() { format!("{}", value + 0.0) } else { "0".to_owned() }
}

/// Path data in hundredths of a px, relative; every step starts from the rounded point, so that errors do not add up.
fn path(segments: &[Curve], size: f32) -> String {
    let mut data = String::new();
    let mut pen: Option<[i64; 2]> = None;
    let at = |x: f32, y: f32| [(x * size * 100.0).round() as i64, (y * size * 100.0).round() as i64];
    for segment in segments {
        let (start, command, points) = match *segment {
            Curve::Line(a, b) => (a, 'l', vec![b]),
            Curve::Quad(a, b, c) => (a, 'q', vec![b, c]),
            Curve::Cubic(a, b, c, d) => (a, 'c', vec![b, c, d]),
        };
        let from = at(start.x, start.y);
        if pen != Some(from) {
            data.push_str(if pen.is_some() { "zM" } else { "M" });
            push(&mut data, from, [0, 0]);
        }
        data.push(command);
        let mut end = from;
        for point in points {
            end = at(point.x, point.y);
            push(&mut data, end, from);
        }
        pen = Some(end);
    }
    if pen.is_some() {
        data.push('z');
    }
    data
}

fn push(data: &mut String, point: [i64; 2], from: [i64; 2]) {
    for (to, from) in point.into_iter().zip(from) {
        let step = to.saturating_sub(from);
        if step >= 0 && data.ends_with(|c: char| c.is_ascii_digit()) {
            data.push(' ');
        }
        if step < 0 {
            data.push('-');
        }
        let (units, rest) = (step.unsigned_abs() / 100, step.unsigned_abs() % 100);
        let _ = match rest {
            0 => write!(data, "{units}"),
            _ if rest % 10 == 0 => write!(data, "{units}.{}", rest / 10),
            _ => write!(data, "{units}.{rest:02}"),
        };
    }
}

/// Text for XML content and attributes on one line; characters that XML forbids are left out.
fn escaped(text: &str) -> String {
    let line: String = text.chars().filter(|c| is_char(*c)).map(|c| if c < ' ' { ' ' } else { c }).collect();
    escape(&line).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ab_glyph::point;

    #[test]
    fn paths_are_relative_rounded_and_closed() {
        let (a, b, c) = (point(0.0, 0.0), point(0.5, -0.25), point(0.123_456, 0.0));
        let segments = [Curve::Line(a, b), Curve::Quad(b, c, a), Curve::Line(c, a)];
        assert_eq!(path(&segments, 10.0), "M0 0l5-2.5q-3.77 2.5-5 2.5zM1.23 0l-1.23 0z");
    }

    #[test]
    fn numbers_have_three_places_and_no_minus_zero() {
        assert_eq!(["0", "0", "12.346", "-3.5"], [-0.0001, f32::NAN, 12.3456, -3.5].map(number));
    }

    #[test]
    fn text_is_escaped_and_forbidden_characters_go() {
        assert_eq!(escaped("A & \"B\"\u{1} <c>\n\u{ffff}d"), "A &amp; &quot;B&quot; &lt;c&gt; d");
    }
}

//! A picture of a card as a gallery needs it: what it says about itself, a small copy for lists, and the colour it lies on.
//! Alt texts come from the files, so that each picture has the one it was made with.

use std::path::Path;

use jpeg_encoder::{ColorType, Encoder};
use memchr::memmem::find;

use crate::artwork::{Artwork, Limits, resized};
use crate::files::read_at_most;
use crate::geometry::{Color, Rect};
use crate::theme::contrast;

/// Width of small copies in px.
const SMALL: u32 = 540;
/// Quality of small copies.
const QUALITY: u8 = 82;
/// Pixels a side of the corner that the ground is taken from.
const CORNER: usize = 6;

/// What a gallery knows of a picture.
#[derive(Clone, Debug, Default)]
pub(super) struct Looked {
    /// Name of the record.
    pub title: String,
    /// Who it is by.
    pub artist: String,
    /// Alt text.
    pub alt: String,
    /// BCP 47 language of those texts.
    pub language: String,
    /// A copy of at most [`SMALL`] px in width, if the picture is wider.
    pub small: Option<Small>,
    /// The colour it lies on, and black or white on that.
    pub ground: Option<(Color, Color)>,
}

/// A small copy as JPEG.
#[derive(Clone, Debug)]
pub(super) struct Small {
    pub bytes: Vec<u8>,
    pub width: u32,
}

/// Looks at a picture.
///
/// # Errors
/// What is wrong with it.
pub(super) fn look(path: &Path, kind: &str) -> Result<Looked, String> {
    let limits = Limits::default();
    let bytes = read_at_most(path, limits.max_bytes as u64).map_err(|unread| unread.to_string())?;
    let said = if kind == "svg" { of_svg(&bytes) } else { of_xmp(&bytes) }.unwrap_or_default();
    if kind == "svg" {
        return Ok(said);
    }
    let artwork = Artwork::decode(&bytes, &limits).map_err(|error| error.to_string())?;
    Ok(Looked { small: small(&artwork), ground: ground(&artwork), ..said })
}

/// The first text of an XMP property, whatever kind of file the packet is in.
fn of_xmp(bytes: &[u8]) -> Option<Looked> {
    const END: &[u8] = b"</x:xmpmeta>";
    let start = find(bytes, b"<x:xmpmeta")?;
    let packet = bytes.get(start..)?;
    let packet = packet.get(..find(packet, END)? + END.len())?;
    let xml = roxmltree::Document::parse(std::str::from_utf8(packet).ok()?).ok()?;
    let text = |name: &str| {
        let property = xml.descendants().find(|node| node.is_element() && node.tag_name().name() == name)?;
        let item = property.descendants().find(|node| node.is_element() && node.tag_name().name() == "li");
        item.unwrap_or(property).text().map(str::to_owned)
    };
    let text = |name: &str| text(name).unwrap_or_default();
    Some(Looked {
        title: text("title"),
        artist: text("creator"),
        alt: text("AltTextAccessibility"),
        language: text("language"),
        ..Looked::default()
    })
}

/// Title and description at the head of an SVG; its pictures behind them are not read.
fn of_svg(bytes: &[u8]) -> Option<Looked> {
    let text = |open: &[u8], close: &[u8]| {
        let from = bytes.get(find(bytes, open)?..)?;
        let element = std::str::from_utf8(from.get(..find(from, close)? + close.len())?).ok()?;
        let xml = roxmltree::Document::parse(element).ok()?;
        xml.root_element().text().map(str::to_owned)
    };
    Some(Looked {
        title: text(b"<title>", b"</title>").unwrap_or_default(),
        alt: text(b"<desc>", b"</desc>").unwrap_or_default(),
        ..Looked::default()
    })
}

fn small(artwork: &Artwork) -> Option<Small> {
    let (width, height) = (artwork.width(), artwork.height());
    if width <= SMALL {
        return None;
    }
    let high = u32::try_from(u64::from(height) * u64::from(SMALL) / u64::from(width)).ok()?.max(1);
    let whole = Rect::new(0.0, 0.0, width as f32, height as f32);
    let raster = resized(artwork, whole, SMALL, high);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    let (wide, tall) = (u16::try_from(raster.width).ok()?, u16::try_from(raster.height).ok()?);
    encoder.encode(&raster.data, wide, tall, ColorType::Rgba).ok()?;
    Some(Small { bytes, width: raster.width })
}

/// The mean colour of the first corner, where cards show what they lie on.
fn ground(artwork: &Artwork) -> Option<(Color, Color)> {
    let depth = if artwork.has_alpha() { 4 } else { 3 };
    let row = artwork.width() as usize * depth;
    let (mut sums, mut count) = ([0_u32; 3], 0_u32);
    for line in artwork.data().chunks_exact(row.max(1)).take(CORNER) {
        for pixel in line.chunks_exact(depth).take(CORNER) {
            sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(*value));
            count += 1;
        }
    }
    let [r, g, b] = sums.map(|sum| u8::try_from(sum.checked_div(count).unwrap_or_default()).unwrap_or(u8::MAX));
    let ground = Color::rgb(r, g, b);
    let [black, white] = [Color::rgb(0x11, 0x11, 0x11), Color::rgb(0xff, 0xff, 0xff)];
    let ink = if contrast(ground, black) >= contrast(ground, white) { black } else { white };
    (count > 0).then_some((ground, ink))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_a_packet_are_found_in_any_file_and_unescaped_once() {
        let packet = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" xmlns:rdf=\"r\" xmlns:dc=\"d\" xmlns:i=\"i\"><rdf:RDF>\
            <dc:title><rdf:Alt><rdf:li>Ebb &amp;amp; Flow</rdf:li></rdf:Alt></dc:title>\
            <i:AltTextAccessibility><rdf:Alt><rdf:li>Piano: “Bo” &lt;3</rdf:li></rdf:Alt></i:AltTextAccessibility>\
            </rdf:RDF></x:xmpmeta>";
        let file = [&b"\x89PNG\xff\x00"[..], packet.as_bytes(), &b"\x00rest"[..]].concat();
        let said = of_xmp(&file).expect("a packet");
        assert_eq!((said.title.as_str(), said.alt.as_str()), ("Ebb &amp; Flow", "Piano: “Bo” <3"));
        assert!(of_xmp(b"no packet").is_none() && of_xmp(b"<x:xmpmeta").is_none());
    }

    #[test]
    fn the_ink_on_a_ground_is_black_or_white_whichever_is_seen_better() {
        for (pixel, ink) in [([250, 250, 240, 255], 0x11), ([20, 20, 60, 255], 0xff), ([220, 21, 27, 255], 0xff)] {
            let artwork = Artwork::from_rgba(8, 8, pixel.repeat(64)).expect("a picture");
            let (ground, on) = ground(&artwork).expect("a colour");
            assert_eq!((ground.r, on.r), (pixel[0], ink));
        }
    }
}

//! SVG logos: checked, so that no file can take long or draw less than it shows, then drawn at any size.
//! Nothing outside the file is read: no pictures, no fonts, no addresses.

use crate::limits::DRAWING_BYTES as MAX_BYTES;
use crate::limits::DRAWING_ELEMENTS as MAX_ELEMENTS;
use crate::limits::DRAWING_LEVELS as MAX_DEPTH;
use std::collections::HashMap;
use std::sync::Arc;

use roxmltree::{Document, Node, NodeId};
use tiny_skia::{Pixmap, Transform};
use usvg::{ImageHrefResolver, Options, Tree};

use crate::artwork::{Artwork, ArtworkError, Raster, bounds};
use crate::caught::caught;
use crate::geometry::Rect;

/// Longer side of the pixels that a drawing is known by, for what needs pixels at no particular size.
const SIDE: f32 = 512.0;

/// Elements that would be left out, or that take the renderer minutes or gigabytes.
const REFUSED: &[(&str, &str)] = &[
    ("text", "convert text to paths, since a logo brings no fonts"),
    ("flowRoot", "convert text to paths, since a logo brings no fonts"),
    ("image", "a logo holds no pictures: save it as PNG instead"),
    ("foreignObject", "save the logo as PNG instead"),
    ("filter", "flatten effects such as shadows, or save the logo as PNG"),
    ("mask", "use a clipping path instead of a mask, or save the logo as PNG"),
    ("pattern", "expand patterns to paths, or save the logo as PNG"),
    ("marker", "expand markers to paths, or save the logo as PNG"),
];

/// Whether the bytes are those of an SVG file rather than of a picture.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start().starts_with(b"<")
}

/// A drawing from the bytes of an SVG file.
pub(super) fn decode(bytes: &[u8]) -> Result<Artwork, ArtworkError> {
    let refuse = |reason: String| ArtworkError::Drawing(reason);
    if bytes.len() > MAX_BYTES {
        return Err(ArtworkError::TooManyBytes { bytes: bytes.len(), limit: MAX_BYTES });
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
        .map_err(|error| refuse(format!("byte {} is not UTF-8", error.valid_up_to())))?;
    if text.contains("<!ENTITY") {
        return Err(refuse("it defines entities: save it as plain SVG".into()));
    }
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: 200_000, ..Default::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| refuse(error.to_string()))?;
    check(&document).map_err(refuse)?;
    caught(|| draw(&document)).unwrap_or_else(|| Err("the renderer failed on it".into())).map_err(refuse)
}

fn draw(document: &Document<'_>) -> Result<Artwork, String> {
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(document, &options).map_err(|error| match error {
        usvg::Error::InvalidSize => "its size is nothing: give <svg> a `viewBox`".to_owned(),
        error => error.to_string(),
    })?;
    if !tree.root().has_children() {
        return Err("it draws nothing".into());
    }
    bounds::drawable(&tree)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
        return Err(format!("its size is {width} x {height}"));
    }
    let scale = SIDE / width.max(height);
    let side = |length: f32| ((length * scale).round() as u32).max(1);
    let drawing = Drawing { tree: Arc::new(tree) };
    let whole = Rect::new(0.0, 0.0, width, height);
    let raster = drawing.painted(whole, side(width), side(height)).ok_or("the renderer failed on it")?;
    if raster.data.iter().skip(3).step_by(4).all(|alpha| *alpha == 0) {
        return Err("it draws nothing inside its size".into());
    }
    Ok(Artwork {
        width: raster.width,
        height: raster.height,
        data: raster.data.into(),
        alpha: true,
        format: "SVG",
        warnings: Vec::new(),
        drawing: Some(drawing),
        upright: true,
        file: None,
    })
}

/// What an SVG draws, at any size.
#[derive(Clone, Debug)]
pub struct Drawing {
    tree: Arc<Tree>,
}

impl Drawing {
    /// What it is made of.
    #[cfg(feature = "pdf")]
    pub(crate) fn tree(&self) -> Arc<Tree> {
        Arc::clone(&self.tree)
    }

    /// Width and height in the drawing's own units.
    pub fn size(&self) -> (f32, f32) {
        (self.tree.size().width(), self.tree.size().height())
    }

    /// A part of the drawing, in its own units, stretched to a size in pixels.
    pub(super) fn part(&self, crop: Rect, width: u32, height: u32) -> Raster {
        let (width, height) = (width.max(1), height.max(1));
        let empty = || Raster { width, height, data: vec![0; width as usize * height as usize * 4] };
        self.painted(crop, width, height).unwrap_or_else(empty)
    }

    /// As [`Self::part`]; none if the renderer fails.
    fn painted(&self, crop: Rect, width: u32, height: u32) -> Option<Raster> {
        let mut pixmap = Pixmap::new(width, height)?;
        let (x, y) = (width as f32 / crop.width, height as f32 / crop.height);
        let place = Transform::from_row(x, 0.0, 0.0, y, -crop.x * x, -crop.y * y);
        // The tree has been drawn once when it was read, so a panic is not expected; it must not take other cards along.
        caught(|| resvg::render(&self.tree, place, &mut pixmap.as_mut()))?;
        let straight = pixmap.pixels().iter().flat_map(|pixel| {
            let color = pixel.demultiply();
            [color.red(), color.green(), color.blue(), color.alpha()]
        });
        Some(Raster { width, height, data: straight.collect() })
    }

    /// The drawing as markup that can stand in any SVG: only paths, groups, clipping paths and gradients, ids prefixed.
    pub fn markup(&self, prefix: &str) -> String {
        let options = usvg::WriteOptions {
            id_prefix: Some(prefix.to_owned()),
            indent: usvg::Indent::None,
            ..usvg::WriteOptions::default()
        };
        let whole = self.tree.to_string(&options);
        let inner = whole.find('>').and_then(|start| whole.get(start + 1..)).unwrap_or_default();
        inner.trim_end().strip_suffix("</svg>").unwrap_or_default().to_owned()
    }
}

/// Refuses what would be left out of the picture or could take long, with its line and column in the file.
fn check(document: &Document<'_>) -> Result<(), String> {
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(format!("an SVG starts with <svg>, found <{}>", root.tag_name().name()));
    }
    let at = |node: Node<'_, '_>| document.text_pos_at(node.range().start);
    let mut ids: HashMap<&str, NodeId> = HashMap::new();
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let of_svg = matches!(node.tag_name().namespace(), None | Some("http://www.w3.org/2000/svg"));
        if let Some((_, advice)) = REFUSED.iter().find(|(refused, _)| of_svg && *refused == name) {
            return Err(format!("<{name}> at {} is not supported: {advice}", at(node)));
        }
        if of_svg && name == "style" {
            let css: String = node.children().filter_map(|child| child.text()).collect();
            if let Some(word) =
                ["clip-path", "mask", "filter", "marker", "@import"].iter().find(|word| css.contains(**word))
            {
                let advice = "save the logo with presentation attributes";
                return Err(format!("`{word}` in the <style> at {} is not supported: {advice}", at(node)));
            }
        }
        // A drawing may have any size: what is in it is measured when it has been placed.
        let of_size = |name: &str| node == root && matches!(name, "width" | "height");
        let css = (name == "style").then(|| node.text()).flatten().and_then(bounds::large);
        let numbers = node.attributes().filter(|attribute| !of_size(attribute.name()));
        if let Some(number) = css.or_else(|| numbers.into_iter().find_map(|a| bounds::beyond(a.name(), a.value()))) {
            let most = bounds::MOST_NUMBER;
            return Err(format!("the number {number} of the <{name}> at {} is beyond {most}", at(node)));
        }
        if let Some(id) = node.attribute("id") {
            ids.insert(id, node.id());
        }
    }
    let mut weights = Weights { document, ids, known: HashMap::new() };
    let weight = weights.of(root, 0)?;
    if weight > MAX_ELEMENTS {
        return Err(format!("it draws {weight} elements, references followed; a logo has at most {MAX_ELEMENTS}"));
    }
    Ok(())
}

/// How many elements each element draws, those that it refers to included.
struct Weights<'d, 'i> {
    document: &'d Document<'i>,
    ids: HashMap<&'d str, NodeId>,
    /// `None` while an element is being weighed: who meets it again refers to itself.
    known: HashMap<NodeId, Option<u64>>,
}

impl<'d, 'i> Weights<'d, 'i> {
    fn of(&mut self, node: Node<'d, 'i>, depth: usize) -> Result<u64, String> {
        let place = || self.document.text_pos_at(node.range().start);
        match self.known.get(&node.id()) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => return Err(format!("the element at {} refers to itself", place())),
            None => {}
        }
        if depth > MAX_DEPTH {
            return Err(format!("elements are nested deeper than {MAX_DEPTH} levels at {}", place()));
        }
        self.known.insert(node.id(), None);
        let mut weight = 1_u64;
        for child in node.children().filter(Node::is_element) {
            weight = weight.saturating_add(self.of(child, depth + 1)?);
        }
        let targets: Vec<NodeId> = node
            .attributes()
            .flat_map(|attribute| references(attribute.name(), attribute.value()))
            .filter_map(|id| self.ids.get(id).copied())
            .collect();
        for target in targets {
            if let Some(target) = self.document.get_node(target) {
                weight = weight.saturating_add(self.of(target, depth + 1)?);
            }
        }
        self.known.insert(node.id(), Some(weight));
        Ok(weight)
    }
}

/// Ids that an attribute refers to, as `#id` in a link or `url(#id)` anywhere.
fn references<'v>(name: &str, value: &'v str) -> impl Iterator<Item = &'v str> {
    let link = (name == "href").then(|| value.trim().strip_prefix('#')).flatten();
    let urls = value.split("url(").skip(1).filter_map(|rest| {
        let inner = rest.split(')').next()?.trim().trim_matches(['"', '\'']);
        inner.trim().strip_prefix('#')
    });
    link.into_iter().chain(urls)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artwork::Limits;

    fn svg(inner: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 40 10\">{inner}</svg>"
        )
    }

    fn read(text: &str) -> Result<Artwork, String> {
        Artwork::decode_logo(text.as_bytes(), &Limits::default()).map_err(|error| error.to_string())
    }

    fn refused(inner: &str) -> String {
        read(&svg(inner)).expect_err("refused")
    }

    #[test]
    fn a_drawing_keeps_its_aspect_and_its_transparency() {
        let logo = read(&svg("<rect width='20' height='10' fill='red'/>")).expect("a logo");
        assert_eq!((logo.width(), logo.height()), (512, 128));
        let pixel = |x: usize| &logo.data()[(64 * 512 + x) * 4..][..4];
        assert_eq!((pixel(100), pixel(400)), (&[255, 0, 0, 255][..], &[0, 0, 0, 0][..]));
    }

    #[test]
    fn any_size_and_any_aspect_is_read() {
        for size in
            ["viewBox='0 0 1 1000000'", "width='1e9' height='1e9'", "width='50%' height='20'", "viewBox='0 0 0.1 0.1'"]
        {
            let text =
                format!("<svg xmlns='http://www.w3.org/2000/svg' {size}><rect width='100%' height='100%'/></svg>");
            let logo = read(&text).unwrap_or_else(|error| panic!("{size}: {error}"));
            assert!(logo.width() >= 1 && logo.height() >= 1 && logo.width().max(logo.height()) <= 512, "{size}");
        }
    }

    #[test]
    fn what_would_be_left_out_is_refused_with_its_place() {
        assert_eq!(
            refused("\n<text>Names</text>"),
            "the SVG cannot be used: <text> at 2:1 is not supported: convert text to paths, since a logo brings no fonts"
        );
        for inner in [
            "<image href='a.png'/>",
            "<defs><filter id='f'/></defs>",
            "<mask id='m'/>",
            "<pattern id='p'/>",
            "<foreignObject/>",
        ] {
            assert!(refused(inner).contains("is not supported"), "{inner}");
        }
        assert!(refused("<style>.a{clip-path:url(#b)}</style>").contains("`clip-path` in the <style>"));
    }

    #[test]
    fn references_cannot_multiply_or_go_round() {
        let mut laughs = String::from("<g id='a0'><rect width='9' height='9'/></g>");
        for level in 1..12 {
            let uses = format!("<use xlink:href='#a{}'/>", level - 1).repeat(10);
            laughs.push_str(&format!("<g id='a{level}'>{uses}</g>"));
        }
        assert!(refused(&laughs).contains("references followed"));
        assert!(refused("<g id='a'><use href='#a'/></g>").contains("refers to itself"));
        let deep = format!("{}<rect width='9' height='9'/>{}", "<g>".repeat(5000), "</g>".repeat(5000));
        assert!(refused(&deep).contains("nested deeper"));
        let entities = "<!DOCTYPE svg [<!ENTITY a \"aaaa\">]>".to_owned() + &svg("<rect width='9' height='9'/>");
        assert!(read(&entities).expect_err("refused").contains("entities"));
    }

    #[test]
    fn nothing_to_see_is_an_error() {
        for inner in ["", "<defs/>", "<rect x='50' width='9' height='9'/>", "<rect width='0' height='9'/>"] {
            assert!(refused(inner).contains("draws nothing"), "{inner}");
        }
        for text in [
            "",
            "<svg",
            "<html/>",
            "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'><path d='M0 0H9V9Z'/></svg>",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_document_type_without_entities_is_read() {
        let text = "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n"
            .to_owned()
            + &svg("<rect width='20' height='10'/>");
        assert!(read(&text).is_ok());
    }

    #[test]
    fn markup_stands_alone_with_ids_of_its_own() {
        let logo = read(&svg("<defs><linearGradient id='g'><stop stop-color='red'/><stop offset='1'/></linearGradient></defs><rect width='20' height='10' fill='url(#g)'/>"))
            .expect("a logo");
        let markup = logo.drawing().expect("a drawing").markup("k1-");
        assert!(markup.contains("id=\"k1-g\"") && markup.contains("url(#k1-g)"), "{markup}");
        assert!(!markup.contains("<svg") && !markup.contains("</svg>"), "{markup}");
    }
}

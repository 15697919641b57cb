//! Items that are drawn as SVG: templates' own markup, rectangles with round corners, gradients.
//! Raster, SVG and PDF ask here, so that all three draw the same.

use std::borrow::Cow;
use std::fmt::Write;

use crate::scene::{GradientItem, Item, RectItem};

impl Item {
    /// The item as SVG in page coordinates; none of what is painted without: texts, pictures, plain rectangles.
    pub fn drawn(&self) -> Option<Cow<'_, str>> {
        match self {
            Item::Vector(item) => Some(Cow::Borrowed(&item.svg)),
            Item::Rect(item) if item.radius > 0.0 => Some(Cow::Owned(round(item))),
            Item::Gradient(item) => Some(Cow::Owned(gradient(item))),
            Item::Rect(_) | Item::Picture(_) | Item::Text(_) => None,
        }
    }

    /// Whether [`Item::drawn`] gives something.
    pub fn is_drawn(&self) -> bool {
        match self {
            Item::Vector(_) | Item::Gradient(_) => true,
            Item::Rect(item) => item.radius > 0.0,
            Item::Picture(_) | Item::Text(_) => false,
        }
    }
}

fn round(item: &RectItem) -> String {
    let RectItem { rect, radius, fill } = item;
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{radius}\" fill=\"{}\" fill-opacity=\"{:.4}\"/>",
        rect.x,
        rect.y,
        rect.width,
        rect.height,
        fill.opaque(),
        f32::from(fill.a) / 255.0
    )
}

fn gradient(item: &GradientItem) -> String {
    let GradientItem { rect, name, color, stops } = item;
    let (left, top, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
    let mut svg = format!(
        "<defs><linearGradient id=\"{name}\" gradientUnits=\"userSpaceOnUse\" x1=\"0\" y1=\"{top}\" x2=\"0\" y2=\"{bottom}\">"
    );
    for stop in stops {
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            "<stop offset=\"{:.4}\" stop-color=\"{}\" stop-opacity=\"{:.4}\"/>",
            stop.offset,
            color.opaque(),
            stop.opacity
        );
    }
    let _ = write!(
        svg,
        "</linearGradient></defs><path d=\"M{left} {top}H{right}V{bottom}H{left}Z\" fill=\"url(#{name})\"/>"
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Color, Rect};
    use crate::scene::GradientStop;

    #[test]
    fn round_corners_and_gradients_are_drawn_and_plain_rectangles_are_not() {
        let plain = RectItem { rect: Rect::new(1.0, 2.0, 30.0, 40.0), radius: 0.0, fill: Color::rgb(255, 0, 0) };
        assert!(!Item::Rect(plain).is_drawn() && Item::Rect(plain).drawn().is_none());
        let round = Item::Rect(RectItem { radius: 5.5, ..plain });
        let svg =
            "<rect x=\"1\" y=\"2\" width=\"30\" height=\"40\" rx=\"5.5\" fill=\"#ff0000\" fill-opacity=\"1.0000\"/>";
        assert!(round.is_drawn() && round.drawn().as_deref() == Some(svg));
        let stops = vec![GradientStop { offset: 0.0, opacity: 0.0 }, GradientStop { offset: 1.0, opacity: 0.5 }];
        let item = GradientItem { rect: plain.rect, name: "fade-1".into(), color: plain.fill, stops };
        let svg = Item::Gradient(item).drawn().expect("a drawing").into_owned();
        assert!(
            svg.contains("y1=\"2\" x2=\"0\" y2=\"42\"") && svg.contains("M1 2H31V42H1Z\" fill=\"url(#fade-1)\""),
            "{svg}"
        );
        assert!(svg.contains("<stop offset=\"1.0000\" stop-color=\"#ff0000\" stop-opacity=\"0.5000\"/>"), "{svg}");
    }
}

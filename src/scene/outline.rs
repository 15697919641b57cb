//! Outlines of the fonts as curves that know where they start and contours that end where they began.
//! The mask rasteriser and the SVG writer both need them so.

use ab_glyph_rasterizer::{Point, point};

use crate::fonts::{Outline, Segment};

/// One curve in em, y down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Curve {
    /// From, to.
    Line(Point, Point),
    /// From, control, to.
    Quad(Point, Point, Point),
    /// From, two controls, to.
    Cubic(Point, Point, Point, Point),
}

/// The curves of an outline, every contour closed.
pub(crate) fn curves(outline: &Outline) -> Vec<Curve> {
    let at = |[x, y]: [f32; 2]| point(x, y);
    let mut curves = Vec::with_capacity(outline.segments.len());
    let (mut start, mut pen) = (point(0.0, 0.0), point(0.0, 0.0));
    for segment in &outline.segments {
        let curve = match *segment {
            Segment::Move(to) => {
                if pen != start {
                    curves.push(Curve::Line(pen, start));
                }
                (start, pen) = (at(to), at(to));
                continue;
            }
            Segment::Line(to) => Curve::Line(pen, at(to)),
            Segment::Quad(b, to) => Curve::Quad(pen, at(b), at(to)),
            Segment::Cubic(b, c, to) => Curve::Cubic(pen, at(b), at(c), at(to)),
        };
        let (Curve::Line(.., to) | Curve::Quad(.., to) | Curve::Cubic(.., to)) = curve;
        pen = to;
        curves.push(curve);
    }
    if pen != start {
        curves.push(Curve::Line(pen, start));
    }
    curves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_contours_are_closed_and_closed_ones_stay() {
        let segments = vec![
            Segment::Move([0.0, 0.0]),
            Segment::Line([1.0, 0.0]),
            Segment::Move([2.0, 2.0]),
            Segment::Quad([3.0, 3.0], [2.0, 2.0]),
        ];
        let (a, b, c) = (point(0.0, 0.0), point(1.0, 0.0), point(2.0, 2.0));
        let outline = Outline { segments, bounds: Default::default() };
        let expected = [Curve::Line(a, b), Curve::Line(b, a), Curve::Quad(c, point(3.0, 3.0), c)];
        assert_eq!(curves(&outline), expected);
    }
}

//! CSS `object-fit` and `object-position`: which part of a picture goes into which part of a box.
//! CSS Images 3, section 5.

use crate::geometry::Rect;

/// CSS `object-fit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectFit {
    /// Fills the box, cropping the picture.
    Cover,
    /// Shows all of the picture, leaving room in the box.
    Contain,
    /// Fills the box, stretching the picture.
    Fill,
}

/// Which part of a picture a crop keeps; all shares are 0 to 1, from the left and from the top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Anchor {
    /// CSS `object-position`: the share of what is cut off that is cut off before the part, and of the room around a picture
    /// that is shown whole.
    Position(f32, f32),
    /// A point of the picture, which comes as near to the middle as there is picture around it. Pictures shown whole stand in
    /// the middle of their box.
    Focus(f32, f32),
}

/// The rectangle that is painted (px) and the part of the picture shown in it (picture pixels).
pub fn object_fit(fit: ObjectFit, anchor: Anchor, natural: (u32, u32), area: Rect) -> (Rect, Rect) {
    let (width, height) = (natural.0 as f32, natural.1 as f32);
    let whole = Rect::new(0.0, 0.0, width, height);
    if area.width <= 0.0 || area.height <= 0.0 || fit == ObjectFit::Fill {
        return (area, whole);
    }
    let (x_scale, y_scale) = (area.width / width, area.height / height);
    let position = match anchor {
        Anchor::Position(x, y) => (x, y),
        Anchor::Focus(..) => (0.5, 0.5),
    };
    if fit == ObjectFit::Contain {
        let scale = x_scale.min(y_scale);
        let (w, h) = (width * scale, height * scale);
        let rect = Rect::new(area.x + (area.width - w) * position.0, area.y + (area.height - h) * position.1, w, h);
        return (rect, whole);
    }
    let scale = x_scale.max(y_scale);
    let (w, h) = ((area.width / scale).min(width), (area.height / scale).min(height));
    let (x, y) = match anchor {
        Anchor::Position(x, y) => ((width - w) * x, (height - h) * y),
        Anchor::Focus(x, y) => {
            ((width * x - w / 2.0).clamp(0.0, width - w), (height * y - h / 2.0).clamp(0.0, height - h))
        }
    };
    (area, Rect::new(x, y, w, h))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cover_crops_the_longer_side_around_the_position() {
        let area = Rect::new(10.0, 10.0, 100.0, 100.0);
        let (rect, crop) = object_fit(ObjectFit::Cover, Anchor::Position(0.5, 0.5), (400, 200), area);
        assert_eq!((rect, crop), (area, Rect::new(100.0, 0.0, 200.0, 200.0)));
    }

    #[test]
    fn a_crop_has_its_focus_in_the_middle_or_ends_with_the_picture() {
        let crop =
            |x, y| object_fit(ObjectFit::Cover, Anchor::Focus(x, y), (200, 400), Rect::new(0.0, 0.0, 50.0, 50.0)).1;
        assert_eq!(crop(0.5, 0.5), Rect::new(0.0, 100.0, 200.0, 200.0));
        assert_eq!(crop(0.1, 0.3125), Rect::new(0.0, 25.0, 200.0, 200.0));
        assert_eq!(crop(0.5, 0.1), Rect::new(0.0, 0.0, 200.0, 200.0));
        assert_eq!(crop(1.0, 1.0), Rect::new(0.0, 200.0, 200.0, 200.0));
        let area = Rect::new(0.0, 0.0, 100.0, 100.0);
        let (whole, _) = object_fit(ObjectFit::Contain, Anchor::Focus(0.5, 0.0), (400, 200), area);
        assert_eq!(whole.y, 25.0);
    }

    #[test]
    fn contain_keeps_all_of_the_picture() {
        let (rect, crop) =
            object_fit(ObjectFit::Contain, Anchor::Position(0.5, 1.0), (400, 200), Rect::new(0.0, 0.0, 100.0, 100.0));
        assert_eq!(rect, Rect::new(0.0, 50.0, 100.0, 50.0));
        assert_eq!(crop, Rect::new(0.0, 0.0, 400.0, 200.0));
    }
}

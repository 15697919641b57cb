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

/// The rectangle that is painted (px) and the part of the picture shown in it (picture pixels). `position` is the share
/// of the free space left and above, 0 to 1.
pub fn object_fit(fit: ObjectFit, position: (f32, f32), natural: (u32, u32), area: Rect) -> (Rect, Rect) {
    let (width, height) = (natural.0 as f32, natural.1 as f32);
    let whole = Rect::new(0.0, 0.0, width, height);
    if area.width <= 0.0 || area.height <= 0.0 || fit == ObjectFit::Fill {
        return (area, whole);
    }
    let (x_scale, y_scale) = (area.width / width, area.height / height);
    if fit == ObjectFit::Contain {
        let scale = x_scale.min(y_scale);
        let (w, h) = (width * scale, height * scale);
        let rect = Rect::new(area.x + (area.width - w) * position.0, area.y + (area.height - h) * position.1, w, h);
        return (rect, whole);
    }
    let scale = x_scale.max(y_scale);
    let (w, h) = ((area.width / scale).min(width), (area.height / scale).min(height));
    (area, Rect::new((width - w) * position.0, (height - h) * position.1, w, h))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cover_crops_the_longer_side_around_the_position() {
        let area = Rect::new(10.0, 10.0, 100.0, 100.0);
        let (rect, crop) = object_fit(ObjectFit::Cover, (0.5, 0.5), (400, 200), area);
        assert_eq!((rect, crop), (area, Rect::new(100.0, 0.0, 200.0, 200.0)));
    }

    #[test]
    fn contain_keeps_all_of_the_picture() {
        let (rect, crop) = object_fit(ObjectFit::Contain, (0.5, 1.0), (400, 200), Rect::new(0.0, 0.0, 100.0, 100.0));
        assert_eq!(rect, Rect::new(0.0, 50.0, 100.0, 50.0));
        assert_eq!(crop, Rect::new(0.0, 0.0, 400.0, 200.0));
    }
}

//! `--locked`: what would be made compared with the files that are there, pictures by their pixels.
//! Two encodings of the same pixels with the same texts are equal; every other difference is named.

use std::path::Path;

use image::{ImageFormat, Rgba, RgbaImage};
use imageproc::drawing::draw_hollow_rect_mut;
use imageproc::rect::Rect;

use crate::files::{Unread, read_at_most};

/// Bytes of a card that is read.
const MOST_BYTES: u64 = 512 << 20;

/// The mark of pixels that differ.
const MARK: Rgba<u8> = Rgba([255, 0, 102, 255]);
/// Ground of a difference's picture, and of a side that has no pixels there.
const GROUND: Rgba<u8> = Rgba([128, 128, 128, 255]);
/// Space between the three pictures, in pixels.
const GAP: u32 = 16;

/// How a file differs.
#[derive(Debug)]
pub struct Difference {
    /// In words.
    pub what: String,
    /// Pixels that differ, if both have the same size.
    pub pixels: Option<u64>,
    /// Old and new, if they can be shown side by side.
    pub pictures: Option<(Option<RgbaImage>, RgbaImage)>,
}

impl Difference {
    fn of(what: impl Into<String>) -> Difference {
        Difference { what: what.into(), pixels: None, pictures: None }
    }
}

/// Compares a file with what it would be; nothing if it is that.
pub fn compare(path: &Path, new: &[u8]) -> Option<Difference> {
    let old = match read_at_most(path, MOST_BYTES) {
        Ok(old) => old,
        Err(Unread::Missing(_)) => {
            return Some(Difference { pictures: png(new).map(|new| (None, new)), ..Difference::of("missing") });
        }
        Err(unread) => return Some(Difference::of(format!("cannot be read: {unread}"))),
    };
    if old == new {
        return None;
    }
    let Some(new_picture) = png(new) else {
        return Some(Difference::of(format!("other content, {} bytes instead of {}", new.len(), old.len())));
    };
    let Some(old_picture) = png(&old) else {
        let pictures = Some((None, new_picture));
        return Some(Difference { pictures, ..Difference::of("is no whole PNG") });
    };
    if old_picture.dimensions() != new_picture.dimensions() {
        let ((width, height), (old_width, old_height)) = (new_picture.dimensions(), old_picture.dimensions());
        let what = format!("{width}x{height} instead of {old_width}x{old_height}");
        return Some(Difference { pictures: Some((Some(old_picture), new_picture)), ..Difference::of(what) });
    }
    let pixels = old_picture.pixels().zip(new_picture.pixels()).filter(|(old, new)| old != new).count() as u64;
    if pixels > 0 {
        let all = u64::from(new_picture.width()) * u64::from(new_picture.height());
        let what = format!("{pixels} of {all} pixels differ");
        return Some(Difference { what, pixels: Some(pixels), pictures: Some((Some(old_picture), new_picture)) });
    }
    if texts(&old) == texts(new) {
        return None;
    }
    Some(Difference { pixels: Some(0), ..Difference::of("same pixels, other texts or colour space in the file") })
}

fn png(bytes: &[u8]) -> Option<RgbaImage> {
    let read = image::load_from_memory_with_format(bytes, ImageFormat::Png).ok()?;
    Some(read.to_rgba8())
}

/// The chunks of a PNG without its compressed pixels: kind and content of each.
fn texts(png: &[u8]) -> Vec<&[u8]> {
    let mut chunks = Vec::new();
    let mut rest = png.get(8..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some(chunk) = length.checked_add(4).and_then(|end| after.get(..end)) else { break };
        if !chunk.starts_with(b"IDAT") {
            chunks.push(chunk);
        }
        rest = after.get(chunk.len() + 4..).unwrap_or_default();
    }
    chunks
}

/// Old, new, and the pixels that differ marked on a dimmed picture, side by side.
pub fn picture(old: Option<&RgbaImage>, new: &RgbaImage) -> RgbaImage {
    let (old_width, old_height) = old.map_or(new.dimensions(), RgbaImage::dimensions);
    let (width, height) = (new.width().max(old_width), new.height().max(old_height));
    let mut marked = RgbaImage::new(width, height);
    // Left, top, right and bottom of what differs.
    let mut bounds: Option<[u32; 4]> = None;
    for (x, y, pixel) in marked.enumerate_pixels_mut() {
        let before = old.and_then(|old| old.get_pixel_checked(x, y));
        let after = new.get_pixel_checked(x, y);
        if before == after {
            *pixel = after.map_or(GROUND, dimmed);
            continue;
        }
        *pixel = MARK;
        bounds =
            Some(bounds.map_or([x, y, x, y], |[left, top, right, bottom]| {
                [left.min(x), top.min(y), right.max(x), bottom.max(y)]
            }));
    }
    if let Some([left, top, right, bottom]) = bounds {
        // A single pixel is hard to find without a frame around it.
        let place = |at: u32| i32::try_from(at).unwrap_or(i32::MAX - 8) - 4;
        let frame = Rect::at(place(left), place(top)).of_size(right - left + 9, bottom - top + 9);
        draw_hollow_rect_mut(&mut marked, frame, MARK);
    }
    let mut out = RgbaImage::from_pixel(old_width + new.width() + width + 2 * GAP, height, GROUND);
    if let Some(old) = old {
        image::imageops::replace(&mut out, old, 0, 0);
    }
    image::imageops::replace(&mut out, new, i64::from(old_width + GAP), 0);
    image::imageops::replace(&mut out, &marked, i64::from(old_width + new.width() + 2 * GAP), 0);
    out
}

/// A third of the contrast, on the dark side, in grey.
fn dimmed(pixel: &Rgba<u8>) -> Rgba<u8> {
    let Rgba([red, green, blue, _]) = *pixel;
    let grey = (u32::from(red) * 54 + u32::from(green) * 183 + u32::from(blue) * 19) / 256;
    let grey = u8::try_from(grey / 3 + 32).unwrap_or(u8::MAX);
    Rgba([grey, grey, grey, 255])
}

/// A picture as PNG; none if it cannot be encoded.
pub fn encoded(picture: &RgbaImage) -> Option<Vec<u8>> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &tempfile::TempDir, picture: &RgbaImage) -> std::path::PathBuf {
        let path = folder.path().join("card.png");
        std::fs::write(&path, encoded(picture).expect("png")).expect("written");
        path
    }

    #[test]
    fn pictures_are_compared_by_their_pixels() {
        let folder = tempfile::tempdir().expect("folder");
        let old = RgbaImage::from_pixel(40, 30, Rgba([10, 20, 30, 255]));
        let mut new = old.clone();
        let path = file(&folder, &old);
        assert!(compare(&path, &encoded(&new).expect("png")).is_none());
        new.put_pixel(20, 10, Rgba([255, 255, 255, 255]));
        new.put_pixel(21, 10, Rgba([255, 255, 255, 255]));
        let found = compare(&path, &encoded(&new).expect("png")).expect("a difference");
        assert_eq!((found.what.as_str(), found.pixels), ("2 of 1200 pixels differ", Some(2)));
        let shown = picture(Some(&old), &new);
        assert_eq!(shown.dimensions(), (3 * 40 + 2 * GAP, 30));
        assert_eq!(shown.get_pixel(40 + GAP + 20, 10), &Rgba([255, 255, 255, 255]));
        assert_eq!(shown.get_pixel(2 * (40 + GAP) + 20, 10), &MARK);
        assert_eq!(shown.get_pixel(2 * (40 + GAP) + 16, 6), &MARK);
        assert_ne!(shown.get_pixel(2 * (40 + GAP) + 30, 20), &MARK);
    }

    #[test]
    fn other_sizes_cut_files_and_missing_ones_are_told_apart() {
        let folder = tempfile::tempdir().expect("folder");
        let small = RgbaImage::from_pixel(4, 4, GROUND);
        let new = RgbaImage::from_pixel(8, 4, GROUND);
        let bytes = encoded(&new).expect("png");
        let path = file(&folder, &small);
        assert_eq!(compare(&path, &bytes).expect("difference").what, "8x4 instead of 4x4");
        assert_eq!(picture(Some(&small), &new).dimensions(), (4 + 8 + 8 + 2 * GAP, 4));
        std::fs::write(&path, bytes.get(..20).expect("start")).expect("written");
        assert_eq!(compare(&path, &bytes).expect("difference").what, "is no whole PNG");
        std::fs::remove_file(&path).expect("removed");
        assert_eq!(compare(&path, &bytes).expect("difference").what, "missing");
        std::fs::write(&path, "<svg/>").expect("written");
        assert_eq!(compare(&path, b"<svg></svg>").expect("difference").what, "other content, 11 bytes instead of 6");
    }
}

//! The pixels of a page and the few ways in which they are painted: rectangles, masks, rows of premultiplied colour.
//! Everything is source-over in sRGB with 8 bits a channel, as resvg does it, so that the SVG output looks the same.

use std::ops::Range;

use fearless_simd::{Level, dispatch};

use super::pictures::WholeRect;
use crate::geometry::{Color, Rect};

/// Edges nearer to a whole pixel than this count as whole, in device px; less than half a step of 8-bit coverage.
const WHOLE: f32 = 1.0 / 512.0;

/// A finished page, or a band of one: premultiplied RGBA, row by row, without padding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pixels {
    /// Width in device px.
    pub width: u32,
    /// Height in device px.
    pub height: u32,
    /// How far below the top of its page a band begins, in device px; 0 for a page.
    pub top: u32,
    /// Premultiplied RGBA, `width * height * 4` bytes.
    pub data: Vec<u8>,
    /// Whether every alpha is 255, so that the bytes are straight colours too.
    pub opaque: bool,
}

/// An 8-bit coverage mask with its place on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coverage<'a> {
    /// Left edge in device px.
    pub left: i64,
    /// Top edge in device px.
    pub top: i64,
    /// Bytes a row.
    pub width: usize,
    /// One byte a pixel.
    pub data: &'a [u8],
}

/// What the bytes of a block are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Three bytes a pixel.
    Rgb,
    /// Four, every alpha 255.
    Opaque,
    /// Four, premultiplied.
    Rgba,
}

/// A block of pixels with its place on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<'a> {
    /// Left edge in device px.
    pub left: i64,
    /// Top edge in device px.
    pub top: i64,
    /// Pixels a row.
    pub width: usize,
    /// Row by row, as `layout` says.
    pub data: &'a [u8],
    /// What the bytes are.
    pub layout: Layout,
    /// 255 paints it as it is.
    pub opacity: u8,
}

/// `value / 255`, rounded, for products of two bytes.
#[inline]
pub(super) fn div255(value: u32) -> u32 {
    let value = value + 128;
    (value + (value >> 8)) >> 8
}

/// A float as a whole number that later sums cannot overflow; not-a-number is 0.
pub(super) fn whole(value: f32) -> i64 {
    value.clamp(-1e9, 1e9) as i64
}

/// Premultiplied bytes of a colour.
pub(super) fn premultiplied(color: Color) -> [u8; 4] {
    let alpha = u32::from(color.a);
    let scale = |channel: u8| div255(u32::from(channel) * alpha) as u8;
    [scale(color.r), scale(color.g), scale(color.b), color.a]
}

/// Straight RGBA to premultiplied RGBA, in place; tells whether it was opaque everywhere.
pub(super) fn premultiply(data: &mut [u8]) -> bool {
    let mut opaque = true;
    for pixel in data.chunks_exact_mut(4) {
        if let [r, g, b, a] = pixel
            && *a != 255
        {
            opaque = false;
            let alpha = u32::from(*a);
            *r = div255(u32::from(*r) * alpha) as u8;
            *g = div255(u32::from(*g) * alpha) as u8;
            *b = div255(u32::from(*b) * alpha) as u8;
        }
    }
    opaque
}

#[inline]
fn over(pixel: &mut [u8], source: [u8; 4], coverage: u32) {
    let [r, g, b, a] = source.map(|channel| u32::from(channel) * coverage);
    let rest = 255 - div255(a);
    if let [dr, dg, db, da] = pixel {
        *dr = div255(r + u32::from(*dr) * rest).min(255) as u8;
        *dg = div255(g + u32::from(*dg) * rest).min(255) as u8;
        *db = div255(b + u32::from(*db) * rest).min(255) as u8;
        *da = div255(a + u32::from(*da) * rest).min(255) as u8;
    }
}

/// Pixels mixed at a time. Masks as wide as a multiple of this are painted twice as fast as others.
pub(super) const PART: usize = 8;

/// As [`over`], of an opaque colour through a mask. Between two colours no channel runs over, so that 16 bits hold all
/// sums and many pixels are mixed at a time.
#[inline(always)]
fn mix(span: &mut [u8], source: [u8; 4], mask: &[u8]) {
    let mixed = |channels: &mut [u8], sources: &[u16], coverages: &[u16]| {
        for ((channel, source), coverage) in channels.iter_mut().zip(sources).zip(coverages) {
            let sum = source * coverage + u16::from(*channel) * (255 - coverage) + 128;
            *channel = ((sum + (sum >> 8)) >> 8) as u8;
        }
    };
    let source = source.map(u16::from);
    let sources = [source; PART];
    let (parts, rest) = span.as_chunks_mut::<{ PART * 4 }>();
    let done = parts.len() * PART;
    for (part, coverages) in parts.iter_mut().zip(mask.as_chunks::<PART>().0) {
        mixed(part, sources.as_flattened(), coverages.map(|coverage| [u16::from(coverage); 4]).as_flattened());
    }
    for (pixel, coverage) in rest.as_chunks_mut::<4>().0.iter_mut().zip(mask.get(done..).unwrap_or_default()) {
        mixed(pixel, &source, &[u16::from(*coverage); 4]);
    }
}

impl Pixels {
    /// Makes these the rows `rows` of a page that is `width` wide, keeping the memory of what they were before and what is
    /// in it. They become opaque with an opaque ground, which something must hide or [`Self::clear`] paint.
    pub(super) fn resize(&mut self, width: u32, rows: Range<u32>, ground: Color) {
        let height = rows.end.saturating_sub(rows.start);
        self.width = width;
        self.height = height;
        self.top = rows.start;
        self.opaque = ground.a == 255;
        self.data.resize(width as usize * height as usize * 4, 0);
    }

    /// Paints all of the page in one colour, but for a box that something is going to hide.
    pub(super) fn clear(&mut self, ground: Color, hidden: Option<WholeRect>) {
        let source = premultiplied(ground);
        let Some(hidden) = hidden else { return fill(&mut self.data, source) };
        let (right, bottom) = (hidden.left + i64::from(hidden.width), hidden.top + i64::from(hidden.height));
        for row in self.rows_of_page() {
            if row < hidden.top || row >= bottom {
                fill(self.span(row, 0, i64::from(self.width)), source);
            } else {
                fill(self.span(row, 0, hidden.left), source);
                fill(self.span(row, right, i64::from(self.width)), source);
            }
        }
    }

    /// The rows of the page that these are.
    pub(super) fn rows_of_page(&self) -> Range<i64> {
        i64::from(self.top)..i64::from(self.top) + i64::from(self.height)
    }

    /// The bytes of columns `from..to` of a row of the page; empty outside these rows.
    fn span(&mut self, row: i64, from: i64, to: i64) -> &mut [u8] {
        let width = i64::from(self.width);
        let (from, to) = (from.clamp(0, width), to.clamp(0, width));
        let row = row - i64::from(self.top);
        if row < 0 || row >= i64::from(self.height) || from >= to {
            return &mut [];
        }
        let start = ((row * width + from) * 4) as usize;
        let end = ((row * width + to) * 4) as usize;
        self.data.get_mut(start..end).unwrap_or(&mut [])
    }

    /// Each row of a block of that width, with the part of the page that it lies on. What lies beside the page is left out,
    /// above and below it too; `data` has `width` samples a row.
    fn rows<'p, 'd, T>(
        &'p mut self,
        (left, top): (i64, i64),
        width: usize,
        data: &'d [T],
        samples: usize,
    ) -> impl Iterator<Item = (&'p mut [u8], &'d [T])> {
        let across = self.width as usize;
        let top = top.saturating_sub(i64::from(self.top));
        let within = |column: i64| column.clamp(0, across as i64) as usize;
        let (from, to) = (within(left), within(left.saturating_add(width as i64)));
        let (above, beside) = ((-top).max(0) as usize, (-left).max(0) as usize);
        let spans = self.data.chunks_exact_mut((across * 4).max(1)).skip(top.max(0) as usize);
        let lines = data.chunks_exact((width * samples).max(1)).skip(above);
        let parts = lines.map(move |line| line.get(beside * samples..).unwrap_or_default());
        parts.zip(spans).map(move |(line, span)| (span.get_mut(from * 4..to * 4).unwrap_or_default(), line))
    }

    /// Fills a rectangle given in device px; fractional edges are covered by their exact area.
    pub(super) fn fill_rect(&mut self, rect: Rect, color: Color) {
        let left = snapped(rect.x).max(0.0);
        let top = snapped(rect.y).max(self.top as f32);
        let right = snapped(rect.right()).min(self.width as f32);
        let bottom = snapped(rect.bottom()).min((self.top + self.height) as f32);
        let sound = !(rect.right().is_nan() || rect.bottom().is_nan());
        if !sound || right <= left || bottom <= top || color.a == 0 {
            return;
        }
        let source = premultiplied(color);
        let (first, last) = (whole(left.ceil()), whole(right.floor()));
        for row in whole(top.floor())..whole(bottom.ceil()) {
            let high = overlap(row, top, bottom);
            if first > last {
                // Both edges in one column.
                self.cover(row, first - 1, first, source, high * (right - left));
                continue;
            }
            self.cover(row, first - 1, first, source, high * (first as f32 - left));
            self.cover(row, first, last, source, high);
            self.cover(row, last, last + 1, source, high * (right - last as f32));
        }
    }

    fn cover(&mut self, row: i64, from: i64, to: i64, source: [u8; 4], coverage: f32) {
        let coverage = (coverage * 255.0 + 0.5) as u32;
        let span = self.span(row, from, to);
        match (coverage, source) {
            (0, _) => {}
            (255.., [_, _, _, 255]) => fill(span, source),
            _ => span.chunks_exact_mut(4).for_each(|pixel| over(pixel, source, coverage.min(255))),
        }
    }

    /// Paints a colour through a mask.
    pub(super) fn blend_coverage(&mut self, mask: Coverage<'_>, color: Color) {
        let source = premultiplied(color);
        let rows = self.rows((mask.left, mask.top), mask.width, mask.data, 1);
        dispatch!(Level::new(), _ => for (span, line) in rows {
            if color.a == 255 {
                mix(span, source, line);
                continue;
            }
            for (pixel, coverage) in span.chunks_exact_mut(4).zip(line).filter(|(_, coverage)| **coverage != 0) {
                over(pixel, source, u32::from(*coverage));
            }
        });
    }

    /// Paints a block of premultiplied pixels.
    pub(super) fn blend_block(&mut self, block: Block<'_>) {
        if block.opacity == 0 {
            return;
        }
        let channels = if block.layout == Layout::Rgb { 3 } else { 4 };
        let opacity = u32::from(block.opacity);
        let rows = self.rows((block.left, block.top), block.width, block.data, channels);
        dispatch!(Level::new(), _ => for (span, line) in rows {
            match block.layout {
                Layout::Opaque if opacity == 255 => {
                    let length = span.len().min(line.len());
                    if let (Some(to), Some(from)) = (span.get_mut(..length), line.get(..length)) {
                        to.copy_from_slice(from);
                    }
                }
                Layout::Rgb if opacity == 255 => {
                    for (pixel, [r, g, b]) in span.as_chunks_mut::<4>().0.iter_mut().zip(line.as_chunks().0) {
                        *pixel = [*r, *g, *b, 255];
                    }
                }
                Layout::Rgb => {
                    for (pixel, [r, g, b]) in span.as_chunks_mut::<4>().0.iter_mut().zip(line.as_chunks().0) {
                        over(pixel, [*r, *g, *b, 255], opacity);
                    }
                }
                Layout::Opaque | Layout::Rgba => {
                    for (pixel, source) in span.chunks_exact_mut(4).zip(line.chunks_exact(4)) {
                        if let [r, g, b, a] = *source
                            && a != 0
                        {
                            over(pixel, [r, g, b, a], opacity);
                        }
                    }
                }
            }
        });
    }
}

fn fill(span: &mut [u8], source: [u8; 4]) {
    for pixel in span.chunks_exact_mut(4) {
        pixel.copy_from_slice(&source);
    }
}

/// How much of a pixel row or column lies between two edges, 0 to 1.
fn overlap(pixel: i64, low: f32, high: f32) -> f32 {
    let pixel = pixel as f32;
    (high.min(pixel + 1.0) - low.max(pixel)).clamp(0.0, 1.0)
}

fn snapped(edge: f32) -> f32 {
    if (edge - edge.round()).abs() < WHOLE { edge.round() } else { edge }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Pixels {
        let mut page = Pixels::default();
        page.resize(4, 0..3, Color::rgb(0, 0, 0));
        page.clear(Color::rgb(0, 0, 0), None);
        page
    }

    fn red(page: &Pixels, x: usize, y: usize) -> u8 {
        page.data[(y * page.width as usize + x) * 4]
    }

    #[test]
    fn whole_rectangles_fill_exactly_their_pixels() {
        let mut page = page();
        page.fill_rect(Rect::new(1.0, 1.0, 2.0, 1.0), Color::rgb(255, 255, 255));
        let reds: Vec<u8> = page.data.iter().step_by(4).copied().collect();
        assert_eq!(reds, [0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn clearing_leaves_out_what_is_going_to_be_hidden_wherever_it_lies() {
        for (left, top, width, height) in [(1, 1, 2, 1), (-1, -2, 3, 9), (3, 0, 7, 2), (4, 3, 1, 1), (-3, 0, 2, 2)] {
            let mut page = page();
            page.clear(Color::rgb(9, 9, 9), Some(WholeRect { left, top, width, height }));
            for (x, y) in (0..4).flat_map(|x| (0..3).map(move |y| (x, y))) {
                let across = (left..left + i64::from(width)).contains(&x);
                let hidden = across && (top..top + i64::from(height)).contains(&y);
                let expected = if hidden { 0 } else { 9 };
                assert_eq!(red(&page, x as usize, y as usize), expected, "{left} {top} {width} {height}: {x} {y}");
            }
        }
    }

    #[test]
    fn fractional_edges_are_covered_by_area() {
        let mut page = page();
        page.fill_rect(Rect::new(0.5, 0.0, 2.0, 1.0), Color::rgb(255, 255, 255));
        assert_eq!([red(&page, 0, 0), red(&page, 1, 0), red(&page, 2, 0), red(&page, 3, 0)], [128, 255, 128, 0]);
    }

    #[test]
    fn a_hairline_inside_one_pixel_is_its_share_of_the_pixel() {
        let mut page = page();
        page.fill_rect(Rect::new(1.25, 0.0, 0.5, 1.0), Color::rgb(255, 255, 255));
        assert_eq!([red(&page, 0, 0), red(&page, 1, 0), red(&page, 2, 0)], [0, 128, 0]);
    }

    #[test]
    fn masks_and_blocks_that_hang_over_every_edge_are_clipped() {
        let mut page = page();
        let mask = [255u8; 64];
        page.blend_coverage(Coverage { left: -2, top: -2, width: 8, data: &mask }, Color::rgb(9, 9, 9));
        assert!(page.data.chunks_exact(4).all(|pixel| pixel == [9, 9, 9, 255]));
        let block = [7u8; 8 * 8 * 4];
        for layout in [Layout::Rgb, Layout::Opaque, Layout::Rgba] {
            page.blend_block(Block { left: -3, top: -3, width: 8, data: &block, layout, opacity: 255 });
            page.blend_block(Block { left: 90, top: 90, width: 8, data: &block, layout, opacity: 255 });
        }
        assert!(page.data.chunks_exact(4).all(|pixel| pixel.starts_with(&[7]) || pixel[0] > 7));
    }

    #[test]
    fn a_block_looks_the_same_in_every_layout_that_can_hold_it() {
        let colours = [[200, 100, 50], [1, 2, 3], [255, 255, 255], [0, 0, 0], [9, 8, 7], [70, 80, 90]];
        let rgb: Vec<u8> = colours.concat();
        let rgba: Vec<u8> = colours.iter().flat_map(|[r, g, b]| [*r, *g, *b, 255]).collect();
        for (left, opacity) in [(0, 255), (1, 255), (-1, 255), (3, 255), (0, 128), (-2, 1)] {
            let painted = |data: &[u8], layout| {
                let mut page = page();
                page.blend_block(Block { left, top: 0, width: 3, data, layout, opacity });
                page
            };
            let expected = painted(&rgba, Layout::Rgba);
            assert_eq!(painted(&rgba, Layout::Opaque), expected, "{left} {opacity}");
            assert_eq!(painted(&rgb, Layout::Rgb), expected, "{left} {opacity}");
        }
    }

    #[test]
    fn painting_a_row_through_a_mask_is_the_same_as_painting_its_pixels_one_by_one() {
        let ground: Vec<u8> = (0..256 * 4).map(|at: u32| (at * 7 % 256) as u8).collect();
        let mask: Vec<u8> = (0..=255).collect();
        for value in 0..=255u8 {
            let color = Color::rgb(value, 255 - value, value / 2);
            let mut page = Pixels { width: 256, height: 1, top: 0, data: ground.clone(), opaque: true };
            // The edges of the page leave masks of any width.
            let left = i64::from(value) - 128;
            page.blend_coverage(Coverage { left, top: 0, width: 256, data: &mask }, color);
            let mut expected = ground.clone();
            for (x, pixel) in (0..).zip(expected.chunks_exact_mut(4)) {
                let coverage = usize::try_from(x - left).ok().and_then(|at| mask.get(at));
                over(pixel, premultiplied(color), coverage.map_or(0, |coverage| u32::from(*coverage)));
            }
            assert_eq!(page.data, expected, "{color:?}");
        }
    }

    #[test]
    fn not_a_number_paints_nothing() {
        let mut page = page();
        let before = page.clone();
        page.fill_rect(Rect::new(f32::NAN, 0.0, 2.0, 2.0), Color::rgb(255, 0, 0));
        page.fill_rect(Rect::new(0.0, f32::INFINITY, 2.0, 2.0), Color::rgb(255, 0, 0));
        assert_eq!(page, before);
    }

    #[test]
    fn painting_over_an_opaque_page_keeps_it_opaque() {
        let mut page = page();
        for alpha in 0..=255 {
            page.fill_rect(Rect::new(0.3, 0.3, 3.1, 2.2), Color { r: 200, g: 100, b: 50, a: alpha });
        }
        assert!(page.data.iter().skip(3).step_by(4).all(|alpha| *alpha == 255));
    }
}

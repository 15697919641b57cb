//! Rows of a PNG picture: packed from RGBA into the bytes of a colour type, and filtered.
//! Many bytes at a time, as wide as the processor; the same bytes on every processor.

use ::png::ColorType;
use fearless_simd::{Level, dispatch};

/// A filter by its number, which stands before each row (PNG, third edition, 9.2). Choosing among all five for each row makes
/// files of cards up to 6 % smaller, and takes 10 to 25 % longer than Paeth alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    /// The mean of left and above: leaves least of artwork.
    Average = 3,
    /// Leaves nothing of flat grounds, and least of type.
    Paeth = 4,
}

/// Bytes filtered at a time.
const LANES: usize = 64;
/// Of so many parts of a row one is looked at to choose a filter.
const LOOKED_AT: usize = 8;
/// Rows, one after another, that share a filter.
const SHARED: usize = 4;
/// The share of bytes, in eighths, that Paeth must leave something of in rows that are taken for artwork. Next to flat
/// grounds, Average costs more than it saves.
const DETAILED: u32 = 6;

/// How the bytes of a picture become those of its rows, four bytes a pixel in all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// RGBA without its alpha: RGB.
    Opaque,
    /// RGBA as it is.
    Straight,
    /// Premultiplied RGBA to straight RGBA.
    Premultiplied,
}

impl Packing {
    /// The colour type of the rows.
    pub fn color(self) -> ColorType {
        if self == Packing::Opaque { ColorType::Rgb } else { ColorType::Rgba }
    }

    /// Packs four bytes a pixel into a row of [`Self::color`].
    pub fn pack(self, rgba: &[u8], row: &mut [u8]) {
        match self {
            Packing::Opaque => dispatch!(Level::new(), _ => {
                for (to, [r, g, b, _]) in row.as_chunks_mut().0.iter_mut().zip(rgba.as_chunks().0) {
                    *to = [*r, *g, *b];
                }
            }),
            Packing::Straight => {
                for (to, pixel) in row.as_chunks_mut::<4>().0.iter_mut().zip(rgba.as_chunks().0) {
                    *to = *pixel;
                }
            }
            Packing::Premultiplied => {
                for (to, pixel) in row.as_chunks_mut().0.iter_mut().zip(rgba.as_chunks().0) {
                    *to = straight(*pixel);
                }
            }
        }
    }
}

fn straight([r, g, b, a]: [u8; 4]) -> [u8; 4] {
    if !(1..=254).contains(&a) {
        return [r, g, b, a];
    }
    let alpha = u32::from(a);
    let [r, g, b] = [r, g, b].map(|channel| ((u32::from(channel) * 255 + alpha / 2) / alpha).min(255) as u8);
    [r, g, b, a]
}

/// The rows of a picture, one after another, from the first.
pub struct Rows {
    packing: Packing,
    /// Bytes a pixel.
    pixel: usize,
    /// The row, after a pixel of zeros, which stands for what is left of it.
    row: Vec<u8>,
    /// The row before it, after a pixel of zeros.
    above: Vec<u8>,
    filtered: Vec<u8>,
    /// Rows so far.
    count: usize,
    filter: Filter,
}

impl Rows {
    /// Before the first row of a picture that is `width` pixels wide.
    pub fn new(packing: Packing, width: usize) -> Rows {
        let pixel = packing.color().samples();
        let row = vec![0; pixel + width * pixel];
        let filtered = vec![0; 1 + width * pixel];
        Rows { packing, pixel, above: row.clone(), row, filtered, count: 0, filter: Filter::Paeth }
    }

    /// The next row, given in four bytes a pixel: the number of its filter and the filtered bytes.
    pub fn next(&mut self, rgba: &[u8]) -> &[u8] {
        std::mem::swap(&mut self.row, &mut self.above);
        let Rows { packing, pixel, row, above, filtered, count, filter } = self;
        packing.pack(rgba, row.get_mut(*pixel..).unwrap_or_default());
        let Some((number, out)) = filtered.split_first_mut() else { return filtered };
        let length = out.len();
        let lines = [(&*row, *pixel), (&*row, 0), (&*above, *pixel), (&*above, 0)];
        let lines = lines.map(|(line, from)| line.get(from..from + length).unwrap_or_default());
        // Of the second row of each few, because above the first of all is nothing.
        if *count % SHARED == 1 {
            *filter = better(lines);
        }
        *count += 1;
        *number = *filter as u8;
        match filter {
            Filter::Average => each(out, lines, |left, above, _| mean(left, above)),
            Filter::Paeth => each(out, lines, predicted),
        }
        filtered
    }
}

/// The better filter for a row, as far as some of its parts tell. The lines are those of [`each`].
fn better([row, left, above, corner]: [&[u8]; 4]) -> Filter {
    let [row, left, above, corner] = [row, left, above, corner].map(|line| line.as_chunks::<LANES>().0);
    let parts = row.iter().zip(left).zip(above).zip(corner).step_by(LOOKED_AT);
    let count = parts.len() * LANES;
    // Of each lane: the distances from 0 that Paeth and Average leave, and how often Paeth leaves any.
    let mut sums = [[0_u32; LANES]; 3];
    dispatch!(Level::new(), _ => for (((row, left), above), corner) in parts {
        let [paeth, average, some] = &mut sums;
        for ((((byte, left), above), corner), ((paeth, average), some)) in
            row.iter().zip(left).zip(above).zip(corner).zip(paeth.iter_mut().zip(average).zip(some))
        {
            let rest = byte.wrapping_sub(predicted(*left, *above, *corner));
            *paeth += distance(rest);
            *average += distance(byte.wrapping_sub(mean(*left, *above)));
            *some += u32::from(rest != 0);
        }
    });
    let [paeth, average, some] = sums.map(|lanes| lanes.iter().sum::<u32>());
    let detailed = some * 8 > count as u32 * DETAILED;
    if detailed && average < paeth { Filter::Average } else { Filter::Paeth }
}

/// How far from 0 what a filter leaves of a byte is, as a signed byte.
#[inline(always)]
fn distance(rest: u8) -> u32 {
    u32::from(rest.min(rest.wrapping_neg()))
}

/// Filters a row (PNG, third edition, 9.2): its bytes less what `expected` makes of those to the left of them, above them and
/// at their upper left, each given as a row of the same length.
#[inline(always)]
fn each(out: &mut [u8], [row, left, above, corner]: [&[u8]; 4], expected: impl Fn(u8, u8, u8) -> u8) {
    let part = |out: &mut [u8], [row, left, above, corner]: [&[u8]; 4]| {
        for ((((out, byte), left), above), corner) in out.iter_mut().zip(row).zip(left).zip(above).zip(corner) {
            *out = byte.wrapping_sub(expected(*left, *above, *corner));
        }
    };
    dispatch!(Level::new(), _ => {
        // Of a known length, which is what lets many bytes be filtered at a time.
        let (parts, rest) = out.as_chunks_mut::<LANES>();
        let [row, left, above, corner] = [row, left, above, corner].map(|line| line.as_chunks::<LANES>());
        for ((((out, row), left), above), corner) in
            parts.iter_mut().zip(row.0).zip(left.0).zip(above.0).zip(corner.0)
        {
            part(out, [row, left, above, corner]);
        }
        part(rest, [row.1, left.1, above.1, corner.1]);
    });
}

/// The mean of two bytes, rounded down, without a wider sum.
#[inline(always)]
fn mean(one: u8, other: u8) -> u8 {
    (one & other) + ((one ^ other) >> 1)
}

/// The Paeth predictor (PNG, third edition, 9.4): of three bytes the one that is nearest to left + above - corner; of equals
/// the first in this order.
#[inline(always)]
fn predicted(left: u8, above: u8, corner: u8) -> u8 {
    let apart = |one: u8, other: u8| one.max(other) - one.min(other);
    let (to_left, to_above) = (apart(above, corner), apart(left, corner));
    // With the corner between the two, what takes them there and back cancels out; else it is farther than both. So
    // bytes will do, of which the processor compares many at a time: `abs_diff` would make them wider.
    let between = (left < corner) == (corner < above);
    let to_corner = if between { apart(to_left, to_above) } else { 255 };
    if to_left <= to_above && to_left <= to_corner {
        left
    } else if to_above <= to_corner {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prediction_is_that_of_the_specification_for_all_bytes() {
        for (left, above) in (0..=255_u8).flat_map(|left| (0..=255).map(move |above| (left, above))) {
            for corner in 0..=255_u8 {
                let near = i32::from(left) + i32::from(above) - i32::from(corner);
                // The first of equals, in this order.
                let expected = [left, above, corner].into_iter().min_by_key(|byte| (near - i32::from(*byte)).abs());
                assert_eq!(Some(predicted(left, above, corner)), expected, "{left} {above} {corner}");
            }
        }
    }

    #[test]
    fn wide_rows_are_filtered_like_narrow_ones() {
        for length in [0, 1, 63, 64, 65, 200] {
            let line = |seed: usize| -> Vec<u8> { (0..length).map(|at| (at * seed % 251) as u8).collect() };
            let lines = [line(7), line(11), line(13), line(17)];
            let [row, left, above, corner] = &lines;
            let mut out = line(0);
            each(&mut out, [row, left, above, corner], predicted);
            let expected: Vec<u8> =
                (0..length).map(|at| row[at].wrapping_sub(predicted(left[at], above[at], corner[at]))).collect();
            assert_eq!(out, expected, "{length}");
        }
    }

    #[test]
    fn the_mean_is_that_of_the_specification_for_all_bytes() {
        for (one, other) in (0..=255_u8).flat_map(|one| (0..=255).map(move |other| (one, other))) {
            assert_eq!(u32::from(mean(one, other)), (u32::from(one) + u32::from(other)) / 2);
        }
    }

    #[test]
    fn artwork_is_filtered_by_average_and_type_on_flat_grounds_by_paeth() {
        let width = 1200;
        // A surface with grain, and a flat ground with marks on it.
        let grain = |x: usize, y: usize| {
            (x / 9 + y / 7 + ((x * 37) ^ (y * 91)).wrapping_mul(2_654_435_761) / 65_536 % 12) as u8
        };
        let marks = |x: usize, y: usize| if (x / 3 + y / 5).is_multiple_of(9) { 240 } else { 20 };
        let filters = |pixel: &dyn Fn(usize, usize) -> u8| {
            let mut rows = Rows::new(Packing::Opaque, width);
            let row = |y: usize| {
                (0..width).flat_map(|x| [pixel(x, y), pixel(x, y + 3), pixel(x + 5, y), 255]).collect::<Vec<_>>()
            };
            (0..40).map(|y| rows.next(&row(y))[0]).collect::<Vec<_>>()
        };
        let grained = filters(&grain);
        assert_eq!(grained[0], Filter::Paeth as u8);
        assert!(grained[1..].iter().all(|filter| *filter == Filter::Average as u8), "{grained:?}");
        assert_eq!(filters(&marks), [Filter::Paeth as u8; 40]);
    }

    #[test]
    fn packing_leaves_out_the_alpha_of_rows_of_any_length() {
        for length in [0, 1, 3, 16, 67, 200] {
            let rgba: Vec<u8> = (0..length * 4).map(|at: u32| (at * 5 % 256) as u8).collect();
            let mut row = vec![0; length as usize * 3];
            Packing::Opaque.pack(&rgba, &mut row);
            let expected: Vec<u8> = rgba.chunks_exact(4).flat_map(|pixel| pixel[..3].to_vec()).collect();
            assert_eq!(row, expected, "{length}");
        }
    }
}

//! A blurred picture: a small copy, blurred, from which the rows of the picture are made when they are painted.
//! A blurred picture has no detail to lose; kept like this it takes a fraction of the memory of its pixels.

use fearless_simd::{Level, dispatch};
use image::{ImageBuffer, Rgba};

use crate::artwork::filter::{THRESHOLDS, apply, floor_byte, shift, threshold, veil_at};
use crate::artwork::{Artwork, Raster, resized};
use crate::geometry::{Color, Rect};
use crate::scene::PictureFilter;

/// Shrinking at least this much goes by way of a quarter of the picture.
const QUARTER_FROM: f32 = 10.0;

/// Samples after which the thresholds of a row repeat.
const PERIOD: usize = THRESHOLDS.len() * 4;

/// A part of a picture at a size in device pixels, blurred and filtered.
#[derive(Clone, Debug)]
pub struct Blurred {
    /// Device px.
    width: u32,
    /// Device px.
    height: u32,
    /// Rows of premultiplied RGBA samples: as wide as the picture, but only as many as the small copy has.
    rows: Vec<f32>,
    opaque: bool,
    filter: PictureFilter,
}

impl Blurred {
    /// A part of a picture (in picture pixels) at a size in device px; none if the filter does not blur it. `scale` is
    /// device px per px.
    pub fn new(
        artwork: &Artwork,
        crop: Rect,
        (width, height): (u32, u32),
        filter: &PictureFilter,
        scale: f32,
    ) -> Option<Blurred> {
        let sigma = filter.blur * scale;
        if sigma.is_nan() || sigma < 0.5 {
            return None;
        }
        let (width, height) = (width.max(1), height.max(1));
        // The small copy keeps two pixels a standard deviation, which is all that a Gaussian passes.
        let factor = (sigma / 2.0).clamp(1.0, 16.0);
        let small_size = |length: u32| ((length as f32 / factor).round() as u32).max(2);
        let (small_width, small_height) = (small_size(width), small_size(height));
        let small = shrunk(artwork, crop, small_width, small_height);
        // Premultiplied, so that what is transparent does not darken what is not.
        let mut pixels = Vec::with_capacity(small.data.len());
        for [r, g, b, alpha] in small.data.as_chunks().0 {
            let share = f32::from(*alpha) / 255.0;
            pixels.extend(apply([*r, *g, *b].map(f32::from), filter).map(|channel| channel * share));
            pixels.push(f32::from(*alpha));
        }
        let copy = ImageBuffer::<Rgba<f32>, Vec<f32>>::from_raw(small_width, small_height, pixels)?;
        let copy = imageproc::filter::gaussian_blur_f32(&copy, sigma / factor);
        // Stretched sideways now: what is left for each of many rows is sums over whole rows.
        let rows = stretched(copy.as_raw(), small_width, width);
        Some(Blurred {
            width,
            height,
            rows,
            opaque: artwork.drawing().is_none() && !artwork.has_alpha(),
            filter: *filter,
        })
    }

    /// Whether no pixel shows what is behind.
    pub fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// Bytes that it takes in memory.
    pub fn bytes(&self) -> usize {
        self.rows.len() * size_of::<f32>()
    }

    /// All pixels, with straight alpha.
    pub fn raster(&self) -> Raster {
        let mut data = Vec::with_capacity(self.width as usize * self.height as usize * 4);
        self.each_row(|_, row| data.extend_from_slice(row));
        Raster { width: self.width, height: self.height, data }
    }

    /// Makes the rows from top to bottom and shows each: its number, and RGBA with straight alpha.
    pub fn each_row(&self, mut show: impl FnMut(u32, &mut [u8])) {
        let across = self.width as usize * 4;
        let small_height = u32::try_from(self.rows.len() / across).unwrap_or(u32::MAX);
        // Twice, so that each shift is a part of it.
        let thresholds: Vec<f32> = (0..THRESHOLDS.len() * 2)
            .flat_map(|x| {
                let color = threshold(x);
                [color, color, color, 0.5]
            })
            .collect();
        let veil = self.filter.veil.map_or([0.0; 4], |veil| {
            let Color { r, g, b, .. } = veil.color;
            [r, g, b, 255].map(f32::from)
        });
        let mut row = vec![0; across];
        // As many samples at a time as the processor takes; the sums are the same on every processor.
        dispatch!(Level::new(), _ => for y in 0..self.height {
            let (top, weights) = taps(y, self.height, small_height);
            let line = |tap: usize| {
                let start = clamp_index(top, tap, small_height) * across;
                self.rows.get(start..start + across).unwrap_or_default()
            };
            let lines = [line(0), line(1), line(2), line(3)];
            let opacity = veil_at(&self.filter, y as usize, self.height).map_or(0.0, |(_, opacity)| opacity);
            let thresholds = thresholds.get(shift(y as usize) * 4..).unwrap_or_default();
            if self.opaque {
                let mut laid = [0.0; PERIOD];
                for ((laid, threshold), veil) in laid.iter_mut().zip(thresholds).zip(veil.iter().cycle()) {
                    *laid = veil * opacity + threshold;
                }
                opaque(&mut row, lines, weights, 1.0 - opacity, &laid);
            } else {
                translucent(&mut row, lines, weights, veil, opacity, thresholds);
            }
            show(y, &mut row);
        });
    }
}

/// One row between the rows of a small picture, of which `keep` is left under `laid`, a veil with the thresholds of the
/// dither. Of an opaque picture the alpha goes the way of the other channels, so that all samples are made alike.
#[inline(always)]
fn opaque(row: &mut [u8], lines: [&[f32]; 4], [a, b, c, d]: [f32; 4], keep: f32, laid: &[f32; PERIOD]) {
    let mix = |row: &mut [u8], [one, two, three, four]: [&[f32]; 4]| {
        for (((((byte, one), two), three), four), laid) in
            row.iter_mut().zip(one).zip(two).zip(three).zip(four).zip(laid)
        {
            let sum = one * a + two * b + three * c + four * d;
            // What is brighter than white is white before anything is laid over it.
            *byte = floor_byte(sum.clamp(0.0, 255.0) * keep + laid);
        }
    };
    // Of a known length, which is what lets many samples be mixed at a time.
    let (parts, rest) = row.as_chunks_mut::<PERIOD>();
    let [one, two, three, four] = lines.map(|line| line.as_chunks::<PERIOD>());
    for ((((part, one), two), three), four) in parts.iter_mut().zip(one.0).zip(two.0).zip(three.0).zip(four.0) {
        mix(part, [one, two, three, four]);
    }
    mix(rest, [one.1, two.1, three.1, four.1]);
}

/// As [`opaque`], of premultiplied samples whose alpha varies.
fn translucent(
    row: &mut [u8],
    lines: [&[f32]; 4],
    [a, b, c, d]: [f32; 4],
    veil: [f32; 4],
    opacity: f32,
    thresholds: &[f32],
) {
    let [one, two, three, four] = lines.map(|line| line.as_chunks::<4>().0);
    let thresholds = thresholds.get(..PERIOD).unwrap_or_default().as_chunks::<4>().0.iter().cycle();
    let samples = one.iter().zip(two).zip(three).zip(four).zip(thresholds);
    for (pixel, ((((one, two), three), four), thresholds)) in row.as_chunks_mut::<4>().0.iter_mut().zip(samples) {
        let mut sums = [0.0; 4];
        for ((((sum, one), two), three), four) in sums.iter_mut().zip(one).zip(two).zip(three).zip(four) {
            *sum = one * a + two * b + three * c + four * d;
        }
        let [_, _, _, alpha] = sums;
        let share = (alpha / 255.0).max(1e-3);
        for (at, (((byte, sum), veil), threshold)) in pixel.iter_mut().zip(sums).zip(veil).zip(thresholds).enumerate() {
            let value =
                if at == 3 { alpha } else { (sum / share).clamp(0.0, 255.0) * (1.0 - opacity) + veil * opacity };
            *byte = floor_byte(value.clamp(0.0, 255.0) + threshold);
        }
    }
}

/// A small copy of a part of a picture. One much smaller than the picture is made from a quarter of it, which is kept:
/// a blur hides the difference.
fn shrunk(artwork: &Artwork, crop: Rect, width: u32, height: u32) -> Raster {
    let ratio = (crop.width / width as f32).min(crop.height / height as f32);
    match artwork.quarter().filter(|_| ratio >= QUARTER_FROM) {
        Some(quarter) => {
            let (x, y) =
                (quarter.width() as f32 / artwork.width() as f32, quarter.height() as f32 / artwork.height() as f32);
            resized(quarter, Rect::new(crop.x * x, crop.y * y, crop.width * x, crop.height * y), width, height)
        }
        None => resized(artwork, crop, width, height),
    }
}

/// Rows of RGBA samples stretched from `small` to `width` samples a row.
fn stretched(samples: &[f32], small: u32, width: u32) -> Vec<f32> {
    let columns: Vec<([usize; 4], [f32; 4])> = (0..width)
        .map(|x| {
            let (left, weights) = taps(x, width, small);
            ([0, 1, 2, 3].map(|tap| clamp_index(left, tap, small)), weights)
        })
        .collect();
    let mut out = Vec::with_capacity(samples.len() / small.max(1) as usize * width as usize);
    dispatch!(Level::new(), _ => for row in samples.chunks_exact(small as usize * 4) {
        let pixels = row.as_chunks::<4>().0;
        for (taps, weights) in &columns {
            let mut sums = [0.0_f32; 4];
            for (tap, weight) in taps.iter().zip(weights) {
                let pixel = pixels.get(*tap).copied().unwrap_or_default();
                for (sum, sample) in sums.iter_mut().zip(pixel) {
                    *sum += sample * weight;
                }
            }
            out.extend_from_slice(&sums);
        }
    });
    out
}

/// First sample (from -1) and weights of a cubic B-spline at one output pixel: smooth, so that no grid shows.
fn taps(at: u32, length: u32, small: u32) -> (usize, [f32; 4]) {
    let position = (at as f32 + 0.5) * small as f32 / length as f32 - 0.5;
    let base = position.floor();
    let t = position - base;
    let weights = [
        (1.0 - t).powi(3) / 6.0,
        (3.0 * t.powi(3) - 6.0 * t * t + 4.0) / 6.0,
        (-3.0 * t.powi(3) + 3.0 * t * t + 3.0 * t + 1.0) / 6.0,
        t.powi(3) / 6.0,
    ];
    // Kept one higher than the first tap, so that it is never negative.
    ((base + 1.0).max(0.0) as usize, weights)
}

fn clamp_index(first: usize, tap: usize, length: u32) -> usize {
    (first + tap).saturating_sub(2).min(length as usize - 1)
}
